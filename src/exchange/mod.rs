//! What leaves the program as files for other programs and for people, and what of theirs comes in.
//!
//! Pure: facts or bytes in, bytes or marks out. It gathers nothing and opens no file. `export` is the table of exporters,
//! `import` that of importers, one file a format each. (A bundle of one's own kind is `store::bundle`: files, and no format of
//! others.)

pub mod bibliography;
pub mod export;
pub mod import;
pub mod timeline;
