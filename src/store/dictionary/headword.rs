//! Whether a headword of a dictionary is the word that is looked up, in any letters, or another form of it. It reads nothing.

use crate::language::stems::{StemLanguage, WordForms};
use crate::text::fold;

/// The most entries that one dictionary gives.
const MOST: usize = 8;

/// How a headword fits the word that is looked up, the better first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) enum Fit {
    /// The same word.
    Same,
    /// The same word in other letters: capitals, accents.
    Folded,
    /// Another form: *treaties* and *treaty*.
    Form,
}

/// The word that is looked up.
#[derive(Debug)]
pub(in crate::store) struct WantedWord {
    word: String,
    folded: String,
    first: Option<char>,
    forms: Option<WordForms>,
    language: Option<StemLanguage>,
}

impl WantedWord {
    /// One word or several, in a text in that language.
    pub fn new(words: &str, language: Option<StemLanguage>) -> Self {
        let word = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let folded = fold::typed(&word);
        let first = folded.chars().next();
        // A word at the beginning of a sentence has its capital from there.
        let forms = WordForms::of(&word.to_lowercase());
        Self { word, folded, first, forms, language }
    }

    /// How a headword fits.
    pub fn fit(&self, head: &str) -> Option<Fit> {
        let first = head.chars().next()?;
        // Most headwords begin with another letter, and folding costs more than looking.
        if first.is_ascii()
            && self.first.is_some_and(|wanted| wanted.is_ascii() && !first.eq_ignore_ascii_case(&wanted))
        {
            return None;
        }
        if head == self.word {
            return Some(Fit::Same);
        }
        let folded = fold::typed(head);
        if folded == self.folded {
            return Some(Fit::Folded);
        }
        let forms = self.forms.as_ref()?;
        let begins = folded.starts_with(&fold::typed(forms.beginning()));
        (begins && forms.has(head, self.language)).then_some(Fit::Form)
    }
}

/// The headwords that fit best, in the order of the dictionary, and what each leads to.
#[derive(Debug, Default)]
pub(in crate::store) struct BestFits<T> {
    fits: Vec<(Fit, String, T)>,
}

impl<T> BestFits<T> {
    /// Takes in one.
    pub fn take(&mut self, fit: Fit, head: &str, to: T) {
        if self.fits.iter().filter(|(known, ..)| *known == fit).count() < MOST {
            self.fits.push((fit, head.to_owned(), to));
        }
    }

    /// The best: other forms only where the word itself is not there.
    pub fn best(mut self) -> impl Iterator<Item = (String, T)> {
        self.fits.sort_by_key(|(fit, ..)| *fit);
        let has_itself = self.fits.first().is_some_and(|(fit, ..)| *fit != Fit::Form);
        let wanted = move |fit: &Fit| !has_itself || *fit != Fit::Form;
        self.fits.into_iter().filter(move |(fit, ..)| wanted(fit)).map(|(_, head, to)| (head, to)).take(MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(word: &str, head: &str) -> Option<Fit> {
        let language = StemLanguage::of("The wall of the garden was old, and that is that.");
        WantedWord::new(word, language).fit(head)
    }

    #[test]
    fn a_headword_is_the_word_itself_the_word_in_other_letters_or_a_form_of_it() {
        assert_eq!(fit("wall", "wall"), Some(Fit::Same));
        assert_eq!(fit("Wall", "wall"), Some(Fit::Folded));
        assert_eq!(fit("café", "Cafe"), Some(Fit::Folded));
        assert_eq!(fit("  export\ncontrol ", "export control"), Some(Fit::Same));
        assert_eq!(fit("Walls", "wall"), Some(Fit::Form));
        assert_eq!(fit("일본은", "일본"), Some(Fit::Form));
        for (word, head) in [("wall", "wallet"), ("wall", ""), ("", "wall"), ("moss", "wall")] {
            assert_eq!(fit(word, head), None, "{word} {head}");
        }
    }

    #[test]
    fn other_forms_count_only_where_the_word_itself_is_not_there() {
        let best = |heads: &[&str], word: &str| -> Vec<String> {
            let mut fits = BestFits::default();
            for head in heads {
                if let Some(it) = fit(word, head) {
                    fits.take(it, head, ());
                }
            }
            fits.best().map(|(head, ())| head).collect()
        };
        assert_eq!(best(&["walls", "Wall", "wall"], "wall"), ["wall", "Wall"]);
        assert_eq!(best(&["wall", "moss"], "walls"), ["wall"]);
        assert_eq!(best(&["wall"; 30], "wall").len(), MOST);
    }
}
