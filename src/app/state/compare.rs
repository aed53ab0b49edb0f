//! One's own marks beside another's: a comparison that shows in place of the marks.

use crate::annotation::{Origin, Target};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::document::OpenDocument;
use crate::app::state::revisions::{MadeFrom, Revisions};
use crate::document::DocPath;
use crate::study::{Comparison, Figures, Other, ReaderMark, Side, compare};
use crate::text::{Span, visible};

/// A comparison that shows in place of the marks.
#[derive(Debug)]
pub struct Comparing {
    /// With whom.
    pub other: Other,
    /// What was found in the open document.
    pub found: Comparison,
    /// How far both agree in it.
    figures: Figures,
    /// The document that it is of.
    pub(in crate::app) path: DocPath,
    /// What it was made from.
    pub(in crate::app) made: MadeFrom<Revisions>,
}

/// The signs in the margin, with what they stand for; legible without colour.
pub const SIGNS: [(Side, &str); 3] = [(Side::First, "<"), (Side::Second, ">"), (Side::Both, "=")];

/// Whether an annotation marks words of the text, by a reader of the class: a remark of the file is by nobody of it.
pub fn is_mark(anchored: &AnchoredAnnotation) -> bool {
    !matches!(anchored.origin, Origin::File | Origin::Syllabus)
        && matches!(anchored.annotation.target, Target::Passage(_))
        && anchored.stands().is_some()
}

impl Comparing {
    pub(in crate::app) fn of(doc: &OpenDocument, other: Other, me: &str) -> Self {
        let marks = doc.annotations.visible().filter(|anchored| is_mark(anchored)).filter_map(|anchored| {
            let reader = if anchored.mine { me } else { anchored.reader.as_str() };
            Some(ReaderMark { reader, span: anchored.stands()?, tags: &anchored.annotation.tags })
        });
        let found = compare(doc.document(), marks, me, &other);
        let figures = Figures::over([&found]);
        Self { other, found, figures, path: doc.opened.path.clone(), made: MadeFrom::default() }
    }

    /// Where sentences are marked in a part of the text, and by whom.
    pub fn in_span(&self, span: Span) -> impl Iterator<Item = (Span, Side)> {
        let all = &self.found.sentences;
        let first = all.partition_point(|sentence| sentence.span.end <= span.start);
        let here = all[first..].iter().take_while(move |sentence| sentence.span.start < span.end);
        here.map(|sentence| (sentence.span, sentence.side))
    }

    /// With whom, in words.
    pub fn name(&self) -> String {
        match &self.other {
            Other::Class => "the class".to_owned(),
            Other::Reader(reader) => visible::line(reader).into_owned(),
        }
    }

    /// What the signs stand for, how often, and how far both agree.
    pub fn words(&self) -> String {
        let (counts, name) = (&self.found.agreement, self.name());
        let legend =
            format!("= both {} · < only me {} · > only {name} {}", counts.both, counts.only_first, counts.only_second);
        let figure = match (self.found.begun, self.found.others) {
            (false, _) => "you have marked no sentence here".to_owned(),
            (true, 0) => format!("{name} has marked no sentence here"),
            _ => self.figures.kappa_in_words(),
        };
        format!("{legend} · {figure}")
    }
}
