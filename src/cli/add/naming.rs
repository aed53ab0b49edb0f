//! The name under which a text is put into a corpus: its own, made plain; where that says nothing, author, year and title. It looks
//! at no file.

use crate::document::{DocPath, Metadata};
use crate::store::slug;

/// Words of names that programs give, and that say nothing of a text.
const SAYS_NOTHING: &[&str] = &[
    "arxiv",
    "article",
    "attachment",
    "copy",
    "doc",
    "document",
    "download",
    "file",
    "final",
    "full",
    "fulltext",
    "index",
    "main",
    "new",
    "page",
    "paper",
    "pdf",
    "print",
    "scan",
    "tmp",
    "txt",
    "unknown",
    "unnamed",
    "untitled",
    "version",
    "view",
    "viewer",
];

/// The most words of a title in a name.
const TITLE_WORDS: usize = 8;

/// The path in the corpus: below `folder`, and there below the folders that it had among the texts it came with.
pub fn path(folder: &str, came_in: &str, file_name: &str, metadata: &Metadata) -> Option<DocPath> {
    let folders =
        folder.split('/').map(str::to_owned).chain(came_in.split('/').filter(|part| !part.is_empty()).map(slug));
    let (stem, ending) = split(file_name);
    let name = if says_something(stem) { slug(stem) } else { described(metadata).unwrap_or_else(|| slug(stem)) };
    let parts: Vec<String> = folders.filter(|part| !part.is_empty()).chain([format!("{name}{ending}")]).collect();
    DocPath::new(parts.join("/")).ok()
}

/// The same path with a number, where others have the one before.
pub fn numbered(path: &DocPath, number: usize) -> Option<DocPath> {
    let (stem, ending) = split(path.as_str());
    DocPath::new(format!("{stem}-{number}{ending}")).ok()
}

/// The name and its ending, in small letters and with its dot.
fn split(name: &str) -> (&str, String) {
    let at = name.rfind('.').filter(|at| *at > 0 && !name[*at..].contains('/')).unwrap_or(name.len());
    (&name[..at], name[at..].to_lowercase())
}

/// Whether a name has a word of its own.
fn says_something(stem: &str) -> bool {
    let words = stem.split(|letter: char| !letter.is_alphabetic());
    let is_own =
        |word: &str| !word.is_ascii() || (word.len() > 2 && !SAYS_NOTHING.contains(&word.to_lowercase().as_str()));
    words.filter(|word| !word.is_empty()).any(is_own)
}

/// Author, year and title as a name; none without a title.
fn described(metadata: &Metadata) -> Option<String> {
    let title: Vec<&str> = metadata.title.as_deref()?.split_whitespace().take(TITLE_WORDS).collect();
    let author = metadata.authors.first().and_then(|author| author.split_whitespace().last());
    let year = metadata.date.as_deref().and_then(|date| date.get(..4));
    let parts: Vec<&str> = author.into_iter().chain(year).chain(title).collect();
    Some(slug(&parts.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_and_is_made_plain_and_one_that_says_nothing_is_made_of_the_title() {
        let metadata = Metadata {
            title: Some("What the Wall Holds: Notes on Moss, Stones and a Promise".into()),
            authors: vec!["Ada North".into()],
            date: Some("2020-03".into()),
            ..Metadata::default()
        };
        let of_title = "north-2020-what-the-wall-holds-notes-on-moss-stones";
        for (folder, came_in, name, expected) in [
            ("", "", "moss.txt", "moss.txt".to_owned()),
            ("", "", "Stone Walls (final) v2.PDF", "stone-walls-final-v2.pdf".to_owned()),
            ("week 2", "", "Moss & Stone.md", "week 2/moss-stone.md".to_owned()),
            ("", "Part One/Old", "돌담.html", "part-one/old/돌담.html".to_owned()),
            ("", "", "1-s2.0-S0304387823000123-main.pdf", format!("{of_title}.pdf")),
            ("w", "", "download (3).docx", format!("w/{of_title}.docx")),
            ("", "", "2301.01234v2.pdf", format!("{of_title}.pdf")),
        ] {
            let found = path(folder, came_in, name, &metadata).map(|path| path.as_str().to_owned());
            assert_eq!(found.as_deref(), Some(expected.as_str()), "{name}");
        }
        let nameless = path("", "", "document.pdf", &Metadata::default()).unwrap();
        assert_eq!(nameless.as_str(), "document.pdf");
        assert_eq!(numbered(&nameless, 2).unwrap().as_str(), "document-2.pdf");
        assert_eq!(path("../x", "", "moss.txt", &metadata), None);
    }
}
