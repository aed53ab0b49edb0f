//! The query language: one grammar for searching texts, filtering notes and choosing what is exported. As written → as
//! meant, with every fault told and shown where it stands. It opens no file and draws nothing.
//!
//! `lexer` cuts a query into tokens with their places, `parser` makes an expression of them, `forms` knows which other forms
//! words have, `fields` what `tag:` and its like ask for, `notes` and `texts` say what an expression means for an annotation
//! and for a text, `help` is made from the tables.

mod expression;
mod fault;
mod fields;
mod forms;
mod help;
mod lexer;
mod near;
mod needs;
mod notes;
mod parser;
mod scope;
mod texts;

pub use fault::QueryFault;
pub use fields::{FIELDS, QueryField};
pub use help::{FORMS, SyntaxForm, help, rows};
pub use notes::QueryContext;
pub use scope::Scope;
pub use texts::TextFacts;

use expression::Expr;

/// A query as it is meant. The empty one lets everything through.
#[derive(Clone, Debug, Default)]
pub struct Query {
    meant: Option<Expr>,
}

impl Query {
    /// The query that somebody wrote, and what in it is not understood: that part is left out, the rest counts.
    pub fn parse(written: &str, scope: Scope) -> (Self, Vec<QueryFault>) {
        let (meant, faults) = parser::parse(written, scope);
        (Self { meant }, faults)
    }

    /// Whether it asks nothing.
    pub fn is_empty(&self) -> bool {
        self.meant.is_none()
    }

    /// Whether it asks something that only annotations can answer: `tag:`, `kind:` …
    pub fn asks_of_annotations(&self) -> bool {
        self.meant.as_ref().is_some_and(Expr::asks_of_annotations)
    }
}
