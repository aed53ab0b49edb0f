//! What is known of a document and of each of its annotations when they leave the program. It reads nothing and writes nothing.

use crate::annotation::{AnchorState, Annotation, AnnotationId, Record, Target};
use crate::document::{Document, Metadata};
use crate::exchange::bibliography::BibliographicItem;
use crate::study::Paragraphs;
use crate::text::Span;
use std::fmt;

/// A document, some of whose annotations are exported.
#[derive(Clone, Copy)]
pub struct AnnotatedDocument<'a> {
    /// Its path in the corpus, with `/`.
    pub path: &'a str,
    /// What is known of it.
    pub metadata: &'a Metadata,
    /// Its text; `None` where its file could not be read.
    pub document: Option<&'a Document>,
    /// `urn:sha256:HEX` of its bytes, where they could be read.
    pub urn: Option<&'a str>,
    /// The work as a bibliography has it.
    pub item: &'a BibliographicItem,
    /// How it is cited.
    pub citer: &'a dyn Citer,
    /// Its file, which is read when it is asked for; `None` where it cannot be read.
    pub file: &'a dyn Fn() -> Option<Vec<u8>>,
}

/// The form in which a document and places in it are cited.
pub trait Citer {
    /// The whole work, as a bibliography has it.
    fn reference(&self) -> String;
    /// A place in it, as a note or a pair of brackets has it.
    fn citation(&self, place: &PassagePlace) -> String;
}

/// One annotation with all that is known of it.
#[derive(Clone, Debug)]
pub struct ExportedAnnotation {
    /// What it says.
    pub annotation: Annotation,
    /// The record that it comes from.
    pub record: Record,
    /// Who made it; `None` where somebody else says so.
    pub maker: Option<Maker>,
    /// Whether the reader who exports made it.
    pub mine: bool,
    /// Where it stands now; `None` for an orphan and where it is about no passage.
    pub place: Option<PassagePlace>,
    /// How sure that is; `None` where it is about no passage.
    pub state: Option<AnchorState>,
    /// How many annotations it hangs under.
    pub depth: usize,
    /// The words of the prompt of the syllabus that it answers.
    pub prompt: Option<String>,
    /// Who has picked it, and why.
    pub picks: Vec<(String, Option<String>)>,
    /// Whether it is a remark of the document's own file.
    pub in_file: bool,
    /// The reader in whose folder it was found, who did not make it.
    pub quoted_in: Option<String>,
}

/// A reader as the author of an annotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Maker {
    /// The short name.
    pub nickname: String,
    /// The full name; the short one where no other is known.
    pub name: String,
}

/// Where a passage stands in the text of now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassagePlace {
    /// The span in bytes.
    pub span: Span,
    /// The span in code points: start, and end exclusive.
    pub points: (usize, usize),
    /// The number of the paragraph in which it begins, from 1; 0 before the first.
    pub paragraph: usize,
    /// The number of the paragraph in which it ends.
    pub last_paragraph: usize,
    /// The labels of the pages on which it begins and ends, where the text has pages.
    pub pages: Option<(String, String)>,
}

impl PassagePlace {
    /// The place of a span of a document whose paragraphs are counted already.
    pub fn of(document: &Document, paragraphs: &Paragraphs, span: Span) -> Self {
        // The last character counts, not the place behind it, with which the next page may begin.
        let last = span.end.saturating_sub(1).max(span.start);
        let label = |at| document.page_at(at).map(|page| page.label.clone());
        Self {
            span,
            points: document.offsets().to_code_points(document.text(), span),
            paragraph: paragraphs.at(span.start),
            last_paragraph: paragraphs.at(last),
            pages: label(span.start).zip(label(last)),
        }
    }

    /// The pages as they are cited: `p. 12`, `pp. 12–13`.
    pub fn cited_pages(&self) -> Option<String> {
        let (first, last) = self.pages.as_ref()?;
        Some(if first == last { format!("p. {first}") } else { format!("pp. {first}–{last}") })
    }

    /// The pages, or else the paragraphs, as they are cited: `p. 12`, `¶ 4`, `¶¶ 4–5`; empty before the first paragraph.
    pub fn cited(&self) -> String {
        let paragraphs = || match (self.paragraph, self.last_paragraph) {
            (0, _) => String::new(),
            (first, last) if first >= last => format!("¶ {first}"),
            (first, last) => format!("¶¶ {first}–{last}"),
        };
        self.cited_pages().unwrap_or_else(paragraphs)
    }
}

impl ExportedAnnotation {
    /// The words that it is about, as they were when it was made.
    pub fn quote(&self) -> Option<&str> {
        match &self.annotation.target {
            Target::Passage(passage) => Some(&passage.quote.exact),
            Target::Document(_) | Target::Annotation(_) => None,
        }
    }

    /// The nickname of who made it.
    pub fn reader(&self) -> Option<&str> {
        self.maker.as_ref().map(|maker| maker.nickname.as_str())
    }

    /// What it answers, votes for or picks.
    pub fn reply_to(&self) -> Option<&AnnotationId> {
        match &self.annotation.target {
            Target::Annotation(id) => Some(id),
            Target::Document(_) | Target::Passage(_) => None,
        }
    }

    /// Whether a person reads anything in it: a vote and a pick have no words of their own.
    pub fn says_something(&self) -> bool {
        let words = self.annotation.note.is_some() || self.quote().is_some_and(|quote| !quote.trim().is_empty());
        words && !self.annotation.is_pick() && self.annotation.kind != crate::annotation::Kind::Vote
    }
}

/// The annotations in which a person reads anything; none where there is none.
pub fn saying(annotations: &[ExportedAnnotation]) -> Option<Vec<&ExportedAnnotation>> {
    let said: Vec<&ExportedAnnotation> = annotations.iter().filter(|it| it.says_something()).collect();
    (!said.is_empty()).then_some(said)
}

impl AnnotatedDocument<'_> {
    /// What it is called: its title, else the name of its file.
    pub fn title(&self) -> &str {
        let name = || self.path.rsplit('/').next().unwrap_or(self.path);
        self.metadata.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or_else(name)
    }

    /// Where an annotation stands, as it is cited with its work; of one about the whole work the work alone.
    pub fn citation(&self, annotation: &ExportedAnnotation) -> String {
        annotation.place.as_ref().map_or_else(|| self.citer.reference(), |place| self.citer.citation(place))
    }
}

impl fmt::Debug for AnnotatedDocument<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AnnotatedDocument").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The plain way to cite: author, title, where it appeared, date, and the page or paragraph.
#[derive(Clone, Copy, Debug)]
pub struct PlainCiter<'a> {
    /// What is known of the work.
    pub metadata: &'a Metadata,
    /// What it is called where it has no title.
    pub path: &'a str,
}

impl Citer for PlainCiter<'_> {
    fn reference(&self) -> String {
        let Metadata { title, authors, publication, date, .. } = self.metadata;
        let title = title.as_deref().unwrap_or(self.path.rsplit('/').next().unwrap_or(self.path));
        let parts = [
            authors.join(", "),
            format!("“{title}”"),
            publication.clone().unwrap_or_default(),
            date.clone().unwrap_or_default(),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    fn citation(&self, place: &PassagePlace) -> String {
        let (reference, cited) = (self.reference(), place.cited());
        if cited.is_empty() { reference } else { format!("{reference}, {cited}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_cited_by_its_pages_or_else_by_its_paragraphs() {
        let pages = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        for (pages, paragraphs, cited) in [
            (pages("xii", "xii"), (1, 1), "p. xii"),
            (pages("2", "3"), (1, 4), "pp. 2–3"),
            (None, (4, 4), "¶ 4"),
            (None, (4, 6), "¶¶ 4–6"),
            (None, (0, 0), ""),
        ] {
            let place = PassagePlace {
                pages,
                paragraph: paragraphs.0,
                last_paragraph: paragraphs.1,
                ..PassagePlace::default()
            };
            assert_eq!(place.cited(), cited);
        }
    }
}
