//! What a link in a note means: which document it names, which place in it, and the passage that is kept of it. It opens no
//! document; whose name is meant is for who knows them all.

use super::{Locator, MissingPlace};
use crate::annotation::{AnnotationId, Link, Passage, select};
use crate::document::Document;

/// The fewest letters of an id that name an annotation.
const FEWEST: usize = 4;

/// What the words between the brackets of a link name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPlace<'a> {
    /// A document by a part of its path or title; empty: the one that the note is about.
    pub document: &'a str,
    /// Where in it.
    pub place: LinkedPlace<'a>,
}

/// Where in a document a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkedPlace<'a> {
    /// To the document as a whole.
    Whole,
    /// To a paragraph or page.
    Locator(Locator),
    /// To the annotation whose id ends so.
    Annotation(&'a str),
}

impl<'a> NamedPlace<'a> {
    /// Reads `004`, `004:P12`, `P12`, `004#1b2c3d4e` or `#1b2c3d4e`.
    pub fn parse(label: &'a str) -> Self {
        let label = label.trim();
        if let Some((document, id)) = label.rsplit_once('#').filter(|(_, id)| names_annotation(id)) {
            return Self { document: document.trim(), place: LinkedPlace::Annotation(id) };
        }
        if let Some(place) = Locator::parse(label) {
            return Self { document: "", place: LinkedPlace::Locator(place) };
        }
        match Locator::split(label) {
            Some((document, place)) => Self { document: document.trim(), place: LinkedPlace::Locator(place) },
            None => Self { document: label, place: LinkedPlace::Whole },
        }
    }
}

fn names_annotation(id: &str) -> bool {
    id.len() >= FEWEST && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// The link of that label to a place in a document, or to all of it; `source` is the `urn:sha256:…` of its file.
///
/// # Errors
/// The document has no such place.
pub fn link_to(label: &str, place: Option<&Locator>, document: &Document, source: &str) -> Result<Link, MissingPlace> {
    let passage = match place {
        Some(place) => select::passage_in(document, place.span(document)?, source),
        None => Passage { source: source.to_owned(), ..Passage::default() },
    };
    Ok(Link { label: label.to_owned(), passage })
}

/// The one of these annotations of a text whose id ends so.
///
/// # Errors
/// None does, or several: said in words.
pub fn annotation_ending<'a>(
    ids: impl IntoIterator<Item = &'a AnnotationId>,
    end: &str,
) -> Result<AnnotationId, String> {
    let mut fitting = ids.into_iter().filter(|id| id.ends_with(end));
    match (fitting.next(), fitting.next()) {
        (Some(id), None) => Ok(id.clone()),
        (None, _) => Err(format!("no note on this text ends in {end}")),
        (Some(_), Some(_)) => Err(format!("several notes on this text end in {end}; write more of the id")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Builder};

    #[test]
    fn a_label_names_a_document_and_a_place_in_it() {
        let paragraph = || LinkedPlace::Locator(Locator::Paragraph(12));
        for (label, document, place) in [
            ("004", "004", LinkedPlace::Whole),
            (" Tides: A Play ", "Tides: A Play", LinkedPlace::Whole),
            ("004:P12", "004", paragraph()),
            ("P12", "", paragraph()),
            (":P12", "", paragraph()),
            ("week 1/日本.md:pxii", "week 1/日本.md", LinkedPlace::Locator(Locator::Page("xii".to_owned()))),
            ("#1b2c", "", LinkedPlace::Annotation("1b2c")),
            ("a#b.md#0193f3a0-0000", "a#b.md", LinkedPlace::Annotation("0193f3a0-0000")),
            ("notes #1", "notes #1", LinkedPlace::Whole),
        ] {
            assert_eq!(NamedPlace::parse(label), NamedPlace { document, place }, "{label}");
        }
    }

    #[test]
    fn an_annotation_is_named_by_an_end_that_only_it_has() {
        let ids = ["urn:uuid:0193-11ab", "urn:uuid:0193-22ab"].map(AnnotationId::new);
        assert_eq!(annotation_ending(&ids, "22ab").as_ref(), Ok(&ids[1]));
        assert!(annotation_ending(&ids, "ab").is_err_and(|why| why.contains("write more of the id")));
        assert!(annotation_ending(&ids, "33ab").is_err_and(|why| why.starts_with("no note")));
    }

    #[test]
    fn what_is_kept_of_a_paragraph_are_its_words() {
        let mut builder = Builder::default();
        for words in ["One here.", "Two there."] {
            let span = builder.push(words);
            builder.block(BlockKind::Paragraph, 0, span);
            builder.push("\n\n");
        }
        let document = builder.finish();
        let link = link_to("a:P2", Some(&Locator::Paragraph(2)), &document, "urn:sha256:00").expect("it is there");
        assert_eq!((link.label.as_str(), link.passage.quote.exact.as_str()), ("a:P2", "Two there."));
        assert_eq!(link.passage.position, Some((11, 21)));
        assert!(link_to("a:P3", Some(&Locator::Paragraph(3)), &document, "urn:sha256:00").is_err());
        let whole = link_to("a", None, &document, "urn:sha256:00").expect("all of it");
        assert_eq!((whole.passage.source.as_str(), whole.passage.position), ("urn:sha256:00", None));
    }
}
