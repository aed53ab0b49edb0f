//! The importers: one table of programs whose marks are understood, each by the content of its files.
//!
//! Pure: bytes in, marks out. Nothing is executed, fetched or unpacked, and nothing here knows which documents there are:
//! `matching` says which of them a work is, `landing` where its words stand; writing is the caller's.

mod calibre;
mod hypothesis;
mod importer;
mod kindle;
mod koreader;
pub mod landing;
mod lua;
mod mark;
mod mark_file;
pub mod matching;
mod readwise;
mod times;
mod zotero;

pub use importer::Importer;
pub use mark::{Author, Imported, Mark, MarkTime, MarkedWork, WorkMarks};

/// All importers, in the order in which they are asked.
pub static IMPORTERS: &[Importer] = &[
    kindle::IMPORTER,
    readwise::IMPORTER,
    koreader::IMPORTER,
    hypothesis::IMPORTER,
    zotero::IMPORTER,
    calibre::IMPORTER,
];

/// Reads a file of marks by whichever importer understands it; `None` where none does.
pub fn read(bytes: &[u8]) -> Option<(&'static Importer, Imported)> {
    let file = mark_file::MarkFile::of(bytes);
    IMPORTERS.iter().find_map(|importer| Some((importer, (importer.read)(&file)?.with_answers_beside())))
}
