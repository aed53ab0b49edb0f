//! The importers: one table of programs whose marks are understood, each by the content of its files.
//!
//! Pure: bytes in, marks out. Nothing is executed, fetched or unpacked, and nothing here knows which documents there are:
//! `matching` says which of them a work is, `landing` where its words stand; writing is the caller's.

mod bookokrat;
mod calibre;
mod complete;
mod epub;
mod fields;
mod hypothesis;
mod importer;
mod json;
mod kindle;
mod koreader;
pub mod landing;
mod lua;
mod mark;
mod mark_file;
mod mark_order;
pub mod matching;
mod placement;
mod position;
mod postil;
mod quotation;
mod readwise;
mod remarks;
mod sheet;
mod times;
mod w3c;
mod yaml;
mod zotero;

pub use importer::Importer;
pub use mark::{Author, Imported, Mark, MarkOrigin, MarkTime, MarkedWork, WorkMarks};
pub use position::{MarkPlace, Position};

/// All importers, in the order in which they are asked.
pub static IMPORTERS: &[Importer] = &[
    kindle::IMPORTER,
    readwise::IMPORTER,
    koreader::IMPORTER,
    hypothesis::IMPORTER,
    zotero::IMPORTER,
    calibre::IMPORTER,
    bookokrat::IMPORTER,
    epub::IMPORTER,
    w3c::IMPORTER,
    postil::IMPORTER,
    remarks::IMPORTER,
];

/// Reads a file of marks by whichever importer understands it.
///
/// # Errors
/// In words what is wrong with the file, where none understands it; nothing where it may be whole.
pub fn read(bytes: &[u8]) -> Result<(&'static Importer, Imported), Vec<String>> {
    let mut file = mark_file::MarkFile::of(bytes);
    let found = IMPORTERS.iter().find_map(|importer| Some((importer, (importer.read)(&file)?)));
    let Some((importer, mut imported)) = found else {
        let silent = file.document.map(|_| "it holds no highlights, notes or comments".to_owned());
        return Err(file.faults.into_iter().chain(silent).collect());
    };
    file.faults.append(&mut imported.faults);
    imported.faults = file.faults;
    Ok((importer, imported.with_answers_beside().each_once()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_no_program_wrote_is_nobodys() {
        for text in ["", "Dear all,\n- nothing\n", "{}", "[]", "return {}", "a,b\n1,2\n", "\u{feff}"] {
            assert_eq!(read(text.as_bytes()).unwrap_err(), Vec::<String>::new(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_an_importer_fail(bytes in prop::collection::vec(any::<u8>(), 0..400), which in 0usize..8) {
            const BEGINNINGS: [&str; 8] = [
                "A (B)\n- Your Highlight on page 1 | Added on ", "Highlight,Book Title\n", "return {[\"annotations\"]={[1]=",
                "{\"rows\":[{\"uri\":", "[{\"data\":{\"itemType\":\"annotation\",", "{\"type\":\"calibre_highlights\",\"highlights\":[",
                "{\"type\":\"Annotation\",\"target\":", "Created at,Author,Page,URL,Group,Type,Quote/description,Comment,Tags\n",
            ];
            let mut all = BEGINNINGS[which].as_bytes().to_vec();
            all.extend(bytes);
            let _ = read(&all);
        }
    }
}
