//! What a text must have for a query to hold in it, for an index to ask. Where that cannot be said it says nothing.

use super::Query;
use super::expression::{Expr, WordTest};
use crate::search::index::{TextNeed, literal};

impl Query {
    /// What every text has in which the query holds.
    pub fn needs(&self) -> TextNeed {
        self.meant.as_ref().map_or(TextNeed::Nothing, needs)
    }
}

fn needs(expr: &Expr) -> TextNeed {
    match expr {
        Expr::All(parts) => TextNeed::All(parts.iter().map(needs).collect()),
        Expr::Any(parts) => TextNeed::Any(parts.iter().map(needs).collect()),
        Expr::Near(left, right, _) => TextNeed::All(vec![of_words(left), of_words(right)]),
        Expr::Words(words) => of_words(words),
        Expr::Not(_) | Expr::Field(_) => TextNeed::Nothing,
    }
}

fn of_words(words: &WordTest) -> TextNeed {
    let pattern = match words {
        WordTest::Pattern(pattern) => pattern,
        WordTest::Forms(forms) => return TextNeed::All(forms.beginnings().map(needed).collect()),
        WordTest::Folded(..) => return TextNeed::Nothing,
    };
    if pattern.is_expression() {
        return TextNeed::Nothing;
    }
    needed(&pattern.written().split_whitespace().collect::<Vec<_>>().join(" "))
}

fn needed(words: &str) -> TextNeed {
    let trigrams = literal(words);
    if trigrams.is_empty() { TextNeed::Nothing } else { TextNeed::Trigrams(trigrams) }
}
