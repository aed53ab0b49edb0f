//! References to a place in a text that can be spoken and typed: `P12` is its paragraph 12, `p12` or `pxii` its page. They do
//! not depend on the width of a screen. It opens no document and does not know which one is meant.

use super::Paragraphs;
use crate::document::Document;
use crate::language::counts::counted;
use crate::text::{Span, visible};
use std::fmt;

/// A place in a text, by a number that readers can tell each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locator {
    /// A paragraph, counted from 1 as [`Paragraphs`] counts.
    Paragraph(usize),
    /// A page, by its label.
    Page(String),
}

impl Locator {
    /// `P12` or `p12`, and nothing else before or behind; `None` for other words.
    pub fn parse(written: &str) -> Option<Self> {
        if let Some(number) = written.strip_prefix('P') {
            let number = Some(number).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))?;
            return number.parse().ok().map(Self::Paragraph);
        }
        let label = written.strip_prefix('p')?;
        (!label.is_empty() && label.chars().all(char::is_alphanumeric)).then(|| Self::Page(label.to_owned()))
    }

    /// A document's name and the place behind its last colon (`004:P12`); `None` where no place stands there.
    pub fn split(written: &str) -> Option<(&str, Self)> {
        let (document, place) = written.rsplit_once(':')?;
        Some((document, Self::parse(place)?))
    }

    /// What is meant in a document, in bytes: a whole paragraph, or from the beginning of a page to the end of the block there.
    ///
    /// # Errors
    /// The document has no such paragraph or page.
    pub fn span(&self, document: &Document) -> Result<Span, MissingPlace> {
        match self {
            Self::Paragraph(number) => {
                let paragraphs = Paragraphs::of(document);
                paragraphs.span(document, *number).ok_or_else(|| MissingPlace::Paragraph(*number, paragraphs.len()))
            }
            Self::Page(label) => page(document, label),
        }
    }
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paragraph(number) => write!(f, "P{number}"),
            Self::Page(label) => write!(f, "p{label}"),
        }
    }
}

fn page(document: &Document, label: &str) -> Result<Span, MissingPlace> {
    let index = document.page_called(label, 0).ok_or_else(|| MissingPlace::page(document, label))?;
    let at = document.pages()[index].at;
    let end = document.blocks().get(document.block_at(at)).map_or(at, |block| block.span.end.max(at));
    Ok(Span::new(at, end))
}

/// Why a document has no such place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MissingPlace {
    /// The paragraph that was wanted, and how many there are.
    Paragraph(usize, usize),
    /// The page that was wanted, and the labels of the first and the last one, where there are pages.
    Page(String, Option<(String, String)>),
}

impl MissingPlace {
    /// A page that a document does not have.
    pub fn page(document: &Document, label: &str) -> Self {
        let pages = document.pages();
        let ends = pages.first().zip(pages.last()).map(|(first, last)| (first.label.clone(), last.label.clone()));
        Self::Page(label.to_owned(), ends)
    }

    /// What there is instead, in words that go on with a sentence.
    pub fn instead(&self) -> String {
        match self {
            Self::Paragraph(_, 0) => "it has no paragraphs".to_owned(),
            Self::Paragraph(_, many) => format!("it has {}, P1 to P{many}", counted(*many, "paragraph")),
            Self::Page(_, Some((first, last))) => {
                format!("they go from {} to {}", visible::line(first), visible::line(last))
            }
            Self::Page(_, None) => "it has no pages; P and a number is a paragraph".to_owned(),
        }
    }

    /// What there is instead, as a sentence of its own.
    pub fn remedy(&self) -> String {
        let instead = self.instead();
        let (first, rest) = instead.split_at(1);
        format!("{}{rest}.", first.to_uppercase())
    }
}

impl fmt::Display for MissingPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paragraph(number, _) => write!(f, "no paragraph {number}"),
            Self::Page(label, _) => write!(f, "no page {}", visible::line(label)),
        }
    }
}

impl std::error::Error for MissingPlace {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Builder};

    #[test]
    fn a_capital_is_a_paragraph_and_a_small_letter_a_page() {
        for (written, meant) in [("P12", Locator::Paragraph(12)), ("p12", Locator::Page("12".to_owned()))] {
            assert_eq!(Locator::parse(written).as_ref(), Some(&meant));
            assert_eq!(meant.to_string(), written);
        }
        assert_eq!(Locator::parse("pxii"), Some(Locator::Page("xii".to_owned())));
        for other in ["", "P", "p", "P-1", "P+1", "p 1", "12", "Px", "P99999999999999999999"] {
            assert_eq!(Locator::parse(other), None, "{other}");
        }
    }

    #[test]
    fn the_place_stands_behind_the_last_colon() {
        assert_eq!(Locator::split("a: b:P3"), Some(("a: b", Locator::Paragraph(3))));
        assert_eq!([Locator::split("Tides: A Play"), Locator::split("P3")], [None, None]);
    }

    /// A heading, a paragraph of several blocks, page furniture, a paragraph; pages i and 1.
    fn document() -> Document {
        let long = "word ".repeat(10_000);
        let mut builder = Builder::default();
        builder.page("i", 0);
        for (kind, words) in [
            (BlockKind::Heading, "Title"),
            (BlockKind::Paragraph, long.trim_end()),
            (BlockKind::Boilerplate, "Share this"),
            (BlockKind::Paragraph, "The end."),
        ] {
            let span = builder.push(words);
            builder.block(kind, 1, span);
            builder.push("\n\n");
        }
        let end = builder.push("");
        builder.page("1", end.start.saturating_sub(10));
        builder.finish()
    }

    #[test]
    fn a_paragraph_is_whole_and_a_page_begins_there() {
        let document = document();
        let words = |locator: &str| {
            Locator::parse(locator).expect(locator).span(&document).map(|span| span.of(document.text()).to_owned())
        };
        assert_eq!(words("P1").map(|words| words.len()), Ok(49_999));
        assert_eq!(words("P2").as_deref(), Ok("The end."));
        assert_eq!(words("pi").as_deref(), Ok("Title"));
        for (missing, said) in [
            ("P3", "no paragraph 3 It has 2 paragraphs, P1 to P2."),
            ("P0", "no paragraph 0 It has 2 paragraphs, P1 to P2."),
            ("p7", "no page 7 They go from i to 1."),
        ] {
            let fault = Locator::parse(missing).expect(missing).span(&document).expect_err(missing);
            assert_eq!(format!("{fault} {}", fault.remedy()), said);
        }
    }
}
