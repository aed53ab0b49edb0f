//! Where letters stand: on their line, above it, below it. Figures off the line are written in the letters that Unicode has for them,
//! `10⁶`, `H₂O`: on the line they would say another number. Words stay as they are: `21st`. It finds no notes (`numerals`) and sets no
//! formulas (`formula`).

use crate::text::off_line;

/// Where letters stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LetterHeight {
    /// On the line.
    #[default]
    OnLine,
    /// Above it: a number set so behind the end of a sentence is the mark of a note.
    Raised,
    /// Below it.
    Lowered,
}

/// The longest word that is looked at, in bytes: an exponent, the marks of an author's addresses.
pub const LONGEST: usize = 64;

impl LetterHeight {
    /// This height, where it is switched on.
    pub fn when(self, on: bool) -> Self {
        if on { self } else { Self::OnLine }
    }

    /// Whether a word at this height is written in figures of that height: it holds a figure, or is the sign of an ion or the n of a
    /// power, and nothing but figures, signs and what parts them.
    pub fn changes(self, word: &str) -> bool {
        const PARTS: &str = ",.;/–*∗†‡§¶ ";
        let is_sign = matches!(word, "+" | "-" | "−" | "n");
        self != Self::OnLine
            && word.len() <= LONGEST
            && (is_sign || word.contains(|c: char| c.is_ascii_digit()))
            && word.chars().all(|c| PARTS.contains(c) || self.figure(c) != c)
    }

    /// A figure or sign at this height; another letter as it is.
    pub fn figure(self, c: char) -> char {
        match (self, off_line::forms(c)) {
            (Self::Raised, Some([raised, _])) => raised,
            (Self::Lowered, Some([_, lowered])) => lowered,
            _ => c,
        }
    }

    /// The word in figures of this height; `None` where it stays as it is.
    pub fn figures(self, word: &str) -> Option<String> {
        self.changes(word).then(|| word.chars().map(|c| self.figure(c)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_their_signs_keep_their_height_and_words_stay_on_the_line() {
        let raised = |word| LetterHeight::Raised.figures(word);
        for (word, written) in [
            ("6", "⁶"),
            ("−10", "⁻¹⁰"),
            ("2n+1", "²ⁿ⁺¹"),
            ("2+", "²⁺"),
            ("-", "⁻"),
            ("n", "ⁿ"),
            ("1,2,*", "¹,²,*"),
            ("3–5", "³–⁵"),
            ("(2)", "⁽²⁾"),
        ] {
            assert_eq!(raised(word).as_deref(), Some(written));
            assert_eq!(
                crate::text::fold::letters(written),
                crate::text::fold::letters(word),
                "it is found as it is typed"
            );
        }
        assert_eq!(LetterHeight::Lowered.figures("12").as_deref(), Some("₁₂"));
        for word in ["st", "nn", "o", "TM", "*", "[1]", "", "1st", "(", &"1".repeat(LONGEST + 1)] {
            assert_eq!(raised(word), None, "{word}");
        }
        assert_eq!(LetterHeight::OnLine.figures("6"), None);
    }
}
