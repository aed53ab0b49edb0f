//! What leaves the program as files for other programs and for people, and what of theirs comes in.
//!
//! Pure: facts in, bytes out. It gathers nothing and opens no file. `export` is the table of exporters, one file a format.
//! There is no importer yet (a bundle of one's own kind is `store::bundle`, for it is files and no format of others): the
//! first one makes `import`, with a table of its own that looks the same.

pub mod export;
