//! Words of a query and other forms of them (`language::stems`), in a text. It decides nothing about the rest of the query.

use crate::language::stems::{StemLanguage, WordForms};
use crate::search::{Pattern, find, hits};
use crate::text::{Span, fold};

/// A run of words of which at least one has other forms.
#[derive(Clone, Debug)]
pub(super) struct WordsInForms {
    /// The words as they were typed.
    pub exact: Pattern,
    /// What may be other forms of them, one after the other.
    loose: Pattern,
    words: Vec<TypedWord>,
}

#[derive(Clone, Debug)]
enum TypedWord {
    /// Has these forms.
    Varying(WordForms),
    /// Is meant as it is, here folded.
    Fixed(String),
}

impl TypedWord {
    fn of(word: &str) -> Self {
        WordForms::of(word).map_or_else(|| Self::Fixed(fold::typed(word)), Self::Varying)
    }

    fn beginning(&self) -> &str {
        match self {
            Self::Varying(forms) => forms.beginning(),
            Self::Fixed(word) => word,
        }
    }

    fn is(&self, word: &str, language: Option<StemLanguage>) -> bool {
        match self {
            Self::Varying(forms) => forms.has(word, language),
            Self::Fixed(fixed) => fold::typed(word) == *fixed,
        }
    }
}

impl WordsInForms {
    /// Of words as they were typed; `None` where they are meant as they are: a capital says so, and a sign that is no letter.
    pub fn of(typed: &str) -> Option<Self> {
        let is_plain = |c: char| c.is_whitespace() || (c.is_alphanumeric() && !c.is_uppercase());
        let words: Vec<TypedWord> = typed.split_whitespace().map(TypedWord::of).collect();
        if !typed.chars().all(is_plain) || !words.iter().any(|word| matches!(word, TypedWord::Varying(_))) {
            return None;
        }
        let beginnings: Vec<&str> = words.iter().map(TypedWord::beginning).collect();
        Some(Self { exact: Pattern::quotation(typed).ok()?, loose: Pattern::forms(&beginnings).ok()?, words })
    }

    /// What every text has that has the words in any form.
    pub fn beginnings(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(TypedWord::beginning)
    }

    /// No place of them is longer than this, in bytes, as far as that can be said.
    pub fn reach(&self) -> usize {
        self.exact.reach()
    }

    /// Whether they stand in a text.
    pub fn is_in(&self, text: &str) -> bool {
        !self.places(text, 1).is_empty()
    }

    /// Where they stand in a text, the first ones, in text order, none over another: as they were typed, and in other forms.
    pub fn places(&self, text: &str, most: usize) -> Vec<Span> {
        let whole = Span::new(0, text.len());
        let exact = find(&self.exact, text, whole, most);
        if exact.len() >= most {
            return exact;
        }
        let language = std::cell::OnceCell::new();
        let is_form = |hit: &Span| {
            let language = *language.get_or_init(|| StemLanguage::of(text));
            self.are_forms(hit.of(text), language)
        };
        let is_new = |hit: &Span| {
            let after = exact.partition_point(|other| other.end <= hit.start);
            exact.get(after).is_none_or(|other| !other.overlaps(*hit))
        };
        let others = hits(&self.loose, text, whole).filter(is_new).filter(is_form).take(most);
        let mut all: Vec<Span> = exact.iter().copied().chain(others).collect();
        all.sort_unstable();
        all.truncate(most);
        all
    }

    fn are_forms(&self, found: &str, language: Option<StemLanguage>) -> bool {
        let mut words = found.split_whitespace();
        // A word that a line divides: what stands there besides its letters is no part of it.
        let mut is_next = |word: &TypedWord| {
            let mut next: String = words.next().unwrap_or_default().to_owned();
            while next.ends_with(['-', '\u{2010}', '\u{AD}']) {
                next.push_str(words.next().unwrap_or(" "));
            }
            let letters: String = next.chars().filter(|c| c.is_alphanumeric() || fold::is_mark(*c)).collect();
            word.is(&letters, language)
        };
        self.words.iter().all(&mut is_next) && words.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Query, Scope, TextFacts};

    /// `marked` with every hit in braces is what the query makes of it.
    fn check(written: &str, marked: &str) {
        let text = marked.replace(['{', '}'], "");
        let query = Query::parse(written, Scope::Texts).0;
        let mut shown = text.clone();
        for hit in query.hits_in(&text, &TextFacts::default()).unwrap_or_default().into_iter().rev() {
            shown.insert(hit.end, '}');
            shown.insert(hit.start, '{');
        }
        assert_eq!(shown, marked, "{written}");
        assert_eq!(query.could_hold_in(&text), marked.contains('{'), "{written}");
    }

    #[test]
    fn other_forms_of_a_word_are_found_in_its_language() {
        check("agreements", "The {agreement} of the town was agreed. That {Agreements} is that.");
        check("policies", "It is the {policy} of the police and {policies} of that.");
        check("policies", "Policy 7, {policies} 9");
        check("häuser", "Das ist das {Haus}, und die {Häuser} der Stadt.");
        check("일본은", "{일본은} 섬이다. {일본과의} {일본} 일본어");
    }

    #[test]
    fn words_in_a_row_are_found_in_all_their_forms_and_one_that_has_none_as_it_is() {
        check(
            "trade agreements",
            "The {trade agreement} and that {trading\n agreements} of the trader, agreed, is trade.",
        );
        check("of walls", "The top {of wall} and of wallets is that of the wall, office walls.");
    }

    #[test]
    fn what_is_quoted_written_with_capitals_or_as_an_expression_is_meant_as_it_is() {
        let text = "The agreement of the town was that.";
        for written in ["\"agreements\"", "Agreements", "/agreements/", "agreements*"] {
            check(written, text);
        }
    }

    #[test]
    fn a_word_that_a_line_divides_has_its_forms_too() {
        check("walls", "The {wal-\nled} garden is of that.");
    }

    #[test]
    fn the_words_as_typed_are_told_from_other_forms() {
        let text = "The agreement of the town was that.";
        let exactly =
            |written: &str| Query::parse(written, Scope::Texts).0.holds_exactly_in(text, &TextFacts::default());
        assert!(exactly("agreement") && exactly("agreement OR moss") && exactly("in: NOT moss"));
        assert!(!exactly("agreements") && !exactly("agreements AND town"));
    }
}
