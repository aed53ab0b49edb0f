//! What a query means, as a tree. It says nothing about where it is tried.

use super::fields::FieldTest;
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

    /// The choice that a part of a list is one of, where it is.
    pub fn choice(&self) -> Option<u8> {
        match self {
            Self::Field(test) => test.choice(),
            _ => None,
        }
    }
}
