//! Other forms of a word: what remains of it without the endings that its language changes, so that *agreement* and
//! *agreements*, *Haus* and *Häuser*, 일본은 and 일본과의 are one. Endings of European languages are those of the Snowball
//! stemmers; of Korean nouns the particles are taken away here. It looks for nothing and keeps no place.

use crate::text::fold;
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::HashSet;

/// How much of a text says which language it is in, in bytes.
const LOOKED_AT: usize = 4096;
/// So many different function words of a language say that a text is in it.
const SURE: usize = 3;
/// A shorter beginning, in letters, has too many words in common that have nothing to do with each other.
const SHORTEST: usize = 3;
/// The longest word that has other forms, in letters.
const LONGEST: usize = 40;

/// A language with the words that no text in it can do without.
struct FunctionWords {
    algorithm: Algorithm,
    words: &'static [&'static str],
}

const LANGUAGES: &[FunctionWords] = &[
    FunctionWords {
        algorithm: Algorithm::English,
        words: &["the", "of", "and", "to", "is", "that", "was", "with", "for", "by"],
    },
    FunctionWords {
        algorithm: Algorithm::German,
        words: &["der", "die", "und", "das", "ist", "nicht", "den", "von", "mit", "ein"],
    },
    FunctionWords {
        algorithm: Algorithm::French,
        words: &["le", "les", "des", "et", "est", "dans", "une", "pour", "qui", "du"],
    },
    FunctionWords {
        algorithm: Algorithm::Spanish,
        words: &["el", "los", "las", "y", "una", "por", "con", "se", "del", "más"],
    },
    FunctionWords {
        algorithm: Algorithm::Italian,
        words: &["il", "che", "di", "della", "gli", "per", "non", "sono", "nel", "è"],
    },
    FunctionWords {
        algorithm: Algorithm::Portuguese,
        words: &["o", "os", "do", "da", "não", "uma", "em", "ao", "com", "são"],
    },
    FunctionWords {
        algorithm: Algorithm::Dutch,
        words: &["het", "een", "van", "dat", "niet", "zijn", "op", "te", "voor", "aan"],
    },
    FunctionWords {
        algorithm: Algorithm::Swedish,
        words: &["och", "att", "det", "som", "på", "är", "av", "för", "inte", "till"],
    },
    FunctionWords {
        algorithm: Algorithm::Russian,
        words: &["и", "в", "не", "на", "что", "с", "как", "это", "по", "из"],
    },
];

/// What may follow a Korean noun, the longest first, and behind which ending of the noun it stands.
const PARTICLES: &[(&str, Ending)] = &[
    ("으로부터", Ending::Consonant),
    ("로부터", Ending::Vowel),
    ("에서", Ending::Any),
    ("에게", Ending::Any),
    ("한테", Ending::Any),
    ("께서", Ending::Any),
    ("부터", Ending::Any),
    ("까지", Ending::Any),
    ("보다", Ending::Any),
    ("처럼", Ending::Any),
    ("마다", Ending::Any),
    ("조차", Ending::Any),
    ("으로", Ending::Consonant),
    ("이나", Ending::Consonant),
    ("은", Ending::Consonant),
    ("이", Ending::Consonant),
    ("을", Ending::Consonant),
    ("과", Ending::Consonant),
    ("는", Ending::Vowel),
    ("가", Ending::Vowel),
    ("를", Ending::Vowel),
    ("와", Ending::Vowel),
    ("로", Ending::Vowel),
    ("의", Ending::Any),
    ("에", Ending::Any),
    ("도", Ending::Any),
    ("만", Ending::Any),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Consonant,
    Vowel,
    Any,
}

/// A language whose endings are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StemLanguage(usize);

impl StemLanguage {
    /// The language that the beginning of a text is in, where its small words say so.
    pub fn of(text: &str) -> Option<Self> {
        let beginning = text[..text.floor_char_boundary(LOOKED_AT)].to_lowercase();
        let words: HashSet<&str> = beginning.split(|c: char| !c.is_alphabetic()).collect();
        let count = |language: &FunctionWords| language.words.iter().filter(|word| words.contains(**word)).count();
        let counted = LANGUAGES.iter().map(count).enumerate();
        let (at, count) = counted.max_by_key(|(at, count)| (*count, usize::MAX - at))?;
        (count >= SURE).then_some(Self(at))
    }
}

/// A word, to be held against others that may be forms of it.
#[derive(Clone, Debug)]
pub struct WordForms {
    word: String,
    beginning: String,
}

impl WordForms {
    /// A word in small letters that has other forms; `None` for any other: a name is meant as it is written, a short word has too
    /// many neighbours.
    pub fn of(word: &str) -> Option<Self> {
        let letters = word.chars().count();
        let is_plain = word.chars().all(|c| c.is_alphabetic() && !c.is_uppercase() && !fold::is_unspaced(c));
        if !is_plain || letters > LONGEST {
            return None;
        }
        if word.chars().all(is_hangul) {
            let noun = noun(word);
            return (noun.len() < word.len()).then(|| Self { word: word.to_owned(), beginning: noun.to_owned() });
        }
        let typed = fold::typed(word);
        let stems = LANGUAGES.iter().map(|language| fold::typed(&Stemmer::create(language.algorithm).stem(word)));
        let shared = stems.map(|stem| common_letters(&typed, &stem)).min()?;
        // What a stem ends in is what changes most: happy, happier.
        let kept = typed.char_indices().nth(shared).map_or(typed.as_str(), |(end, _)| &typed[..end]);
        let kept = kept.strip_suffix(['e', 'i', 'y']).unwrap_or(kept);
        (kept.chars().count() >= SHORTEST).then(|| Self { word: word.to_owned(), beginning: kept.to_owned() })
    }

    /// What all its forms begin with, folded as what a reader types.
    pub fn beginning(&self) -> &str {
        &self.beginning
    }

    /// Whether a word of a text in that language is a form of it.
    pub fn has(&self, other: &str, language: Option<StemLanguage>) -> bool {
        let other = other.to_lowercase();
        if self.word.chars().all(is_hangul) {
            return noun(&other) == self.beginning;
        }
        let Some(StemLanguage(at)) = language else { return false };
        let stemmer = Stemmer::create(LANGUAGES[at].algorithm);
        other.chars().count() <= LONGEST && fold::typed(&stemmer.stem(&other)) == fold::typed(&stemmer.stem(&self.word))
    }
}

/// How many letters two words begin with that are the same.
fn common_letters(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

/// A Korean word without the one or two particles behind it. Two syllables at least stay, so that a short noun that ends like a particle
/// is left whole.
fn noun(word: &str) -> &str {
    (0..2).fold(word, |word, _| without_particle(word).unwrap_or(word))
}

fn without_particle(word: &str) -> Option<&str> {
    PARTICLES.iter().find_map(|(particle, ending)| {
        let noun = word.strip_suffix(particle).filter(|noun| noun.chars().count() >= 2)?;
        let last = noun.chars().next_back().filter(|last| is_hangul(*last))?;
        // Syllables are in the order of what they end in, none being the first of 28 (The Unicode Standard, 3.12).
        let end = (last as u32 - 0xAC00) % 28;
        let fits = match ending {
            Ending::Any => true,
            Ending::Consonant => end != 0,
            // Behind ㄹ stands 로 as behind a vowel.
            Ending::Vowel => end == 0 || (end == 8 && particle.starts_with('로')),
        };
        fits.then_some(noun)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENGLISH: &str = "The wall of the garden was old, and that is that.";

    fn has(word: &str, other: &str, text: &str) -> bool {
        let forms = WordForms::of(word).unwrap_or_else(|| panic!("{word} has forms"));
        let begins = fold::typed(other).starts_with(&fold::typed(forms.beginning()));
        let has = forms.has(other, StemLanguage::of(text));
        assert!(begins || !has, "{other} does not begin with {}", forms.beginning());
        has
    }

    #[test]
    fn a_text_is_in_the_language_of_its_small_words() {
        for (text, language) in [
            (ENGLISH, Some(Algorithm::English)),
            ("Das ist der Garten, und die Mauer ist alt.", Some(Algorithm::German)),
            ("Le mur est dans les jardins et des oiseaux.", Some(Algorithm::French)),
            ("И это не на стене, что с ним.", Some(Algorithm::Russian)),
            ("Wall 12, stone 7", None),
            ("", None),
        ] {
            let found = StemLanguage::of(text).map(|language| LANGUAGES[language.0].algorithm);
            assert!(found.map(|it| it as usize) == language.map(|it| it as usize), "{text}");
        }
    }

    #[test]
    fn endings_fall_away_as_the_language_has_them() {
        for (word, other) in [
            ("agreements", "Agreement"),
            ("policy", "policies"),
            ("studied", "study"),
            ("walls", "walled"),
            ("trade", "trading"),
        ] {
            assert!(has(word, other, ENGLISH) && has(word, word, ENGLISH), "{word} {other}");
        }
        for (word, other) in [("policy", "police"), ("walls", "wallet"), ("general", "genesis")] {
            assert!(!has(word, other, ENGLISH), "{word} {other}");
        }
        let german = "Das ist der Garten, und die Mauer ist alt.";
        assert!(has("haus", "Häuser", german) && has("mauern", "Mauer", german));
        assert!(!has("agreements", "agreement", "12 34"), "of a text in no known language only what is typed is found");
    }

    #[test]
    fn a_korean_noun_is_the_same_before_every_particle() {
        for other in ["일본", "일본은", "일본과의", "일본에서는", "일본으로부터"] {
            assert!(has("일본은", other, ""), "{other}");
        }
        assert!(!has("일본은", "일본어", ""));
        for (word, kept) in
            [("정부는", "정부"), ("정부은", "정부은"), ("서울로", "서울"), ("나이", "나이"), ("회의", "회의")]
        {
            assert_eq!(noun(word), kept);
        }
    }

    #[test]
    fn names_short_words_numbers_and_words_without_blanks_between_have_no_other_forms() {
        for word in ["Moon", "of", "1965", "東京", "wall-paper", "일본", ""] {
            assert!(WordForms::of(word).is_none(), "{word}");
        }
    }

    proptest! {
        #[test]
        fn any_word_is_a_form_of_itself_and_of_nothing_that_begins_otherwise(word in "[a-zäöüéèñßа-я가-힣ğışğı']{1,45}", other in "\\PC{0,12}") {
            let Some(forms) = WordForms::of(&word) else { return Ok(()) };
            prop_assert!(fold::typed(&word).starts_with(&fold::typed(forms.beginning())));
            for at in 0..LANGUAGES.len() {
                prop_assert!(forms.has(&word, Some(StemLanguage(at))));
                let _ = forms.has(&other, Some(StemLanguage(at)));
            }
        }
    }
}
