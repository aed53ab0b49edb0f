//! Searching one text and the corpus: queries as written → as meant, hits as spans. Pure.
