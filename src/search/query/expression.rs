//! What a query means, as a tree. It says nothing about where it is tried.

use super::fields::FieldTest;
use super::forms::WordsInForms;
use crate::search::Pattern;

/// A query or a part of one.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    /// Each holds; of several tests of one choice ([`FieldTest::choice`]) one.
    All(Vec<Expr>),
    /// One holds.
    Any(Vec<Expr>),
    /// It does not hold.
    Not(Box<Expr>),
    /// The two stand with at most so many words between them, in either order.
    Near(Box<WordTest>, Box<WordTest>, usize),
    /// Words stand there.
    Words(Box<WordTest>),
    /// A field is as asked.
    Field(FieldTest),
}

/// Words to look for.
#[derive(Clone, Debug)]
pub(super) enum WordTest {
    /// In the annotations: folded words, and whether a word must begin with them.
    Folded(String, bool),
    /// In a text as it stands; in annotations only an expression.
    Pattern(Pattern),
    /// In a text, or other forms of them.
    Forms(WordsInForms),
}

impl Expr {
    /// Whether a part of it asks what only annotations can answer.
    pub fn asks_of_annotations(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_of_annotations),
            Self::Not(part) => part.asks_of_annotations(),
            Self::Field(test) => test.is_of_annotations(),
            Self::Near(..) | Self::Words(_) => false,
        }
    }

    /// Whether a part of it looks for other forms of words.
    pub fn asks_forms(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_forms),
            Self::Not(part) => part.asks_forms(),
            Self::Near(left, right, _) => [left, right].iter().any(|words| matches!(***words, WordTest::Forms(_))),
            Self::Words(words) => matches!(**words, WordTest::Forms(_)),
            Self::Field(_) => false,
        }
    }

    /// The query with all words as they were typed, without other forms of them.
    pub fn exactly(&self) -> Self {
        let all = |parts: &[Self]| parts.iter().map(Self::exactly).collect();
        let words = |words: &WordTest| match words {
            WordTest::Forms(forms) => Box::new(WordTest::Pattern(forms.exact.clone())),
            other => Box::new(other.clone()),
        };
        match self {
            Self::All(parts) => Self::All(all(parts)),
            Self::Any(parts) => Self::Any(all(parts)),
            Self::Not(part) => Self::Not(Box::new(part.exactly())),
            Self::Near(left, right, count) => Self::Near(words(left), words(right), *count),
            Self::Words(it) => Self::Words(words(it)),
            Self::Field(_) => self.clone(),
        }
    }

    /// The choice that a part of a list is one of, where it is.
    pub fn choice(&self) -> Option<u8> {
        match self {
            Self::Field(test) => test.choice(),
            _ => None,
        }
    }
}
