//! The only module that opens files: corpus, sidecars, state, drafts, settings. Its errors name the path and the attempt.
