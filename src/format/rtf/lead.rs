//! What begins a paragraph before its text: the sign of an item, which stands in a group of its own, or before a tabulator
//! where the paragraph hangs.

use crate::document::Marker;

/// The longest sign that is waited for, in bytes.
const LONGEST: usize = 12;

/// The beginning of a paragraph that is not begun.
#[derive(Debug, Default)]
pub(super) struct Lead {
    /// The sign of the item, where it is sure.
    sign: Option<String>,
    /// What may be one.
    waiting: String,
}

impl Lead {
    /// The sign of the item that comes.
    pub(super) fn sign(&mut self, text: &str) {
        self.sign = Some(text.trim().to_owned()).filter(|sign| !sign.is_empty());
    }

    /// Takes text that may be a sign; whether it did.
    pub(super) fn takes(&mut self, text: &str) -> bool {
        let fits =
            self.sign.is_none() && self.waiting.len() + text.len() <= LONGEST && is_sign_or_part(&self.waiting, text);
        if fits {
            self.waiting.push_str(text);
        }
        fits
    }

    /// A tabulator ends what was waited for; whether that is a sign, or one was there.
    pub(super) fn ends_as_sign(&mut self) -> bool {
        if is_sign(self.waiting.trim()) {
            self.sign = Some(std::mem::take(&mut self.waiting).trim().to_owned());
        }
        self.sign.is_some()
    }

    pub(super) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// The sign, and what was no sign after all.
    pub(super) fn take(&mut self) -> (Option<String>, String) {
        (self.sign.take(), std::mem::take(&mut self.waiting))
    }

    pub(super) fn clear(&mut self) {
        self.sign = None;
        self.waiting.clear();
    }
}

fn is_sign_or_part(before: &str, text: &str) -> bool {
    let whole = [before, text].concat();
    let whole = whole.trim();
    is_sign(whole) || whole.chars().all(|c| c.is_alphanumeric() && whole.len() <= 4) || whole == "("
}

/// A bullet, or a number with its mark: `•`, `1.`, `(a)`, `iv)`.
fn is_sign(text: &str) -> bool {
    let number = text.trim_start_matches('(').trim_end_matches(['.', ')']);
    let counted = number.len() < text.len()
        && !number.is_empty()
        && number.len() <= 5
        && number.chars().all(char::is_alphanumeric);
    counted || is_bullet(text)
}

fn is_bullet(text: &str) -> bool {
    let mut signs = text.chars();
    let first = signs.next();
    signs.next().is_none() && first.is_some_and(|c| !c.is_alphanumeric() && !matches!(c, '(' | '"' | '“' | '„' | '«'))
}

/// Whether a sign counts in letters or Roman numbers: it stands in the text, which may speak of it.
pub(super) fn is_lettered(sign: &str) -> bool {
    let bare = sign.trim_start_matches('(').trim_end_matches(['.', ')']);
    let last = bare.rsplit('.').next().unwrap_or_default();
    let roman = last.to_ascii_lowercase().chars().all(|c| "ivxlcdm".contains(c));
    bare.len() < sign.len() && (last.len() == 1 || roman) && last.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The marker that a sign is.
pub(super) fn marker(sign: &str) -> Marker {
    let digits: String = sign.chars().filter(char::is_ascii_digit).collect();
    let last = sign.trim_end_matches(['.', ')']).rsplit('.').next().unwrap_or_default();
    let letters = |word: &str| (word.len() == 1).then(|| word.bytes().next()).flatten().filter(u8::is_ascii_alphabetic);
    match last.trim_start_matches('(').parse() {
        Ok(number) => Marker::Number(number),
        Err(_) if digits.is_empty() => match letters(last.trim_start_matches('(')) {
            Some(letter) if sign.len() > 1 => Marker::Number(u32::from(letter.to_ascii_lowercase() - b'a') + 1),
            _ => Marker::Bullet,
        },
        Err(_) => Marker::Bullet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_told_from_words() {
        for sign in ["•", "-", "1.", "(a)", "iv)", "12."] {
            assert!(is_sign(sign), "{sign}");
        }
        for word in ["The", "a", "", "1871–", "“"] {
            assert!(!is_sign(word), "{word}");
        }
        for sign in ["(a)", "b.", "iv)", "XII.", "2.c)"] {
            assert!(is_lettered(sign), "{sign}");
        }
        for sign in ["•", "1.", "o", "2.1.", "()", "ab)"] {
            assert!(!is_lettered(sign), "{sign}");
        }
        assert_eq!(
            (marker("3."), marker("b)"), marker("•"), marker("2.4.")),
            (Marker::Number(3), Marker::Number(2), Marker::Bullet, Marker::Number(4))
        );
    }
}
