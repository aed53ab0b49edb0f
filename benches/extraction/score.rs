//! Scores: one document against what was expected of it, and many against the bars.

use crate::expected::Expected;
use crate::words::{Overlap, folded, order, share, words};
use postil::document::{BlockKind, Document};

/// The kinds of expectations, each with measures of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A saved web page.
    Page,
    /// A book.
    Book,
    /// A laid out text.
    Print,
    /// Any other text.
    Text,
}

impl Kind {
    /// All of them, with what they are called in the report.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Page, "web pages against their articles"),
        (Self::Book, "books against their chapters"),
        (Self::Print, "laid out texts against another extractor"),
        (Self::Text, "documents against their texts"),
    ];
}

/// How one document compares.
#[derive(Debug)]
pub struct Score {
    /// The file, as shown.
    pub name: String,
    /// What it was compared with.
    pub kind: Kind,
    /// The words.
    pub overlap: Overlap,
    /// How much of the order is kept.
    pub order: f64,
    /// Whether the title is right, where one is expected.
    pub title: Option<bool>,
    /// Whether the author is right, where one is expected.
    pub author: Option<bool>,
    /// Entries of the table of contents that the file brings along.
    pub sections: usize,
    /// Titles and authors that are not as expected, in words.
    pub differences: Vec<String>,
}

impl Score {
    /// Compares a document with what was expected of it.
    pub fn of(name: String, document: &Document, expected: &Expected) -> Self {
        let (kind, text) = match expected {
            Expected::Page { text, .. } => (Kind::Page, text),
            Expected::Book(text) => (Kind::Book, text),
            Expected::Print(text) => (Kind::Print, text),
            Expected::Text(text) => (Kind::Text, text),
        };
        // Another extractor has running heads and page numbers too.
        let found = words(&if kind == Kind::Print { document.text().to_owned() } else { article(document) });
        let expected_words = words(text);
        let mut score = Self {
            name,
            kind,
            overlap: Overlap::of(&found, &expected_words),
            order: order(&found, &expected_words),
            title: None,
            author: None,
            sections: document.sections().len(),
            differences: Vec::new(),
        };
        if let Expected::Page { title, author, .. } = expected {
            score.title = title.as_deref().map(|title| score.title_is(document, title));
            score.author = author.as_deref().map(|author| score.author_is(document, author));
        }
        score
    }

    fn title_is(&mut self, document: &Document, expected: &str) -> bool {
        let found = document.metadata.title.as_deref().unwrap_or_default();
        let right = folded(found) == folded(expected);
        if !right {
            self.differences.push(format!("title  {found:?} for {expected:?}"));
        }
        right
    }

    /// A by-line may hold more than the name, and a name more than the by-line.
    fn author_is(&mut self, document: &Document, expected: &str) -> bool {
        let by_line = folded(expected);
        let fits = |name: &String| {
            let name = folded(name);
            !name.is_empty() && (by_line.contains(&name) || name.contains(&by_line))
        };
        let right = document.metadata.authors.iter().any(fits);
        if !right {
            self.differences.push(format!("author {:?} for {expected:?}", document.metadata.authors));
        }
        right
    }

    /// The measure in which it is worst.
    pub fn worst(&self) -> f64 {
        match self.kind {
            Kind::Page | Kind::Text => self.overlap.f1(),
            Kind::Book => self.overlap.recall(),
            Kind::Print => self.overlap.recall().min(self.overlap.precision()).min(self.order),
        }
    }
}

/// The text without boilerplate.
fn article(document: &Document) -> String {
    let blocks = document.blocks().iter().filter(|block| block.kind != BlockKind::Boilerplate);
    blocks.map(|block| block.span.of(document.text())).collect::<Vec<_>>().join("\n\n")
}

/// What a set of files must reach.
pub struct Bar {
    /// Of which kind.
    pub kind: Kind,
    /// The measure, in words.
    pub what: &'static str,
    /// What it must be at least; 0 where it is only told.
    pub least: f64,
    /// The measure.
    pub measure: fn(&[&Score]) -> f64,
}

const fn bar(kind: Kind, what: &'static str, least: f64, measure: fn(&[&Score]) -> f64) -> Bar {
    Bar { kind, what, least, measure }
}

/// The measures and their bars.
pub const BARS: &[Bar] = &[
    bar(Kind::Page, "F1 of the words, mean", 0.93, |s| mean(s, |s| s.overlap.f1())),
    bar(Kind::Page, "F1 of at least 0.80, share of pages", 0.95, |s| part(s, |s| Some(s.overlap.f1() >= 0.80))),
    bar(Kind::Page, "title right, share of those given", 0.90, |s| part(s, |s| s.title)),
    bar(Kind::Page, "author right, share of those given", 0.80, |s| part(s, |s| s.author)),
    bar(Kind::Book, "recall of the words, worst book", 0.99, |s| worst(s, |s| s.overlap.recall())),
    bar(Kind::Book, "precision of the words, worst book", 0.0, |s| worst(s, |s| s.overlap.precision())),
    bar(Kind::Book, "order of the words, worst book", 0.0, |s| worst(s, |s| s.order)),
    bar(Kind::Book, "has an outline, share of books", 1.0, |s| part(s, |s| Some(s.sections > 0))),
    bar(Kind::Print, "recall of the words, median", 0.98, |s| median(s, |s| s.overlap.recall())),
    bar(Kind::Print, "precision of the words, median", 0.97, |s| median(s, |s| s.overlap.precision())),
    bar(Kind::Print, "order of the words, median", 0.98, |s| median(s, |s| s.order)),
    bar(Kind::Print, "recall at the bar, share of files", 0.0, |s| part(s, |s| Some(s.overlap.recall() >= 0.98))),
    bar(Kind::Print, "precision at the bar, share of files", 0.0, |s| part(s, |s| Some(s.overlap.precision() >= 0.97))),
    bar(Kind::Print, "order at the bar, share of files", 0.0, |s| part(s, |s| Some(s.order >= 0.98))),
    bar(Kind::Text, "F1 of the words, worst document", 0.97, |s| worst(s, |s| s.overlap.f1())),
    bar(Kind::Text, "order of the words, worst document", 0.0, |s| worst(s, |s| s.order)),
];

fn mean(scores: &[&Score], of: fn(&Score) -> f64) -> f64 {
    scores.iter().map(|score| of(score)).sum::<f64>() / scores.len().max(1) as f64
}

fn sorted(scores: &[&Score], of: fn(&Score) -> f64) -> Vec<f64> {
    let mut values: Vec<f64> = scores.iter().map(|score| of(score)).collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(scores: &[&Score], of: fn(&Score) -> f64) -> f64 {
    sorted(scores, of).get(scores.len() / 2).copied().unwrap_or(1.0)
}

fn worst(scores: &[&Score], of: fn(&Score) -> f64) -> f64 {
    sorted(scores, of).first().copied().unwrap_or(1.0)
}

/// The share of those of which it is known that are right.
fn part(scores: &[&Score], of: fn(&Score) -> Option<bool>) -> f64 {
    let known: Vec<bool> = scores.iter().filter_map(|score| of(score)).collect();
    share(known.iter().filter(|right| **right).count(), known.len())
}
