//! Numbers as lists, headings, notes and pages are counted: 3, c, III. What no reader here would know is counted in digits.

/// A way of counting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numerals {
    /// 1, 2, 3.
    #[default]
    Digits,
    /// 01, 02, … 10.
    Padded,
    /// a, b, … z, aa, bb.
    Letters,
    /// A, B, … Z, AA, BB.
    Capitals,
    /// i, ii, iii.
    Roman,
    /// I, II, III.
    RomanCapitals,
    /// A sign that does not count.
    Bullet,
    /// Nothing at all.
    Nothing,
}

/// The most letters that a number is written with.
const MOST_LETTERS: usize = 20;

/// Roman numerals end here.
const MOST_ROMAN: u32 = 4000;

const ROMAN: &[(u32, &str)] = &[
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

impl Numerals {
    /// The number, as it is written.
    pub fn write(self, number: u32) -> String {
        match self {
            Self::Digits => number.to_string(),
            Self::Padded => format!("{number:02}"),
            Self::Letters => letters(number),
            Self::Capitals => letters(number).to_uppercase(),
            Self::Roman => roman(number),
            Self::RomanCapitals => roman(number).to_uppercase(),
            Self::Bullet | Self::Nothing => String::new(),
        }
    }
}

fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1) else { return number.to_string() };
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or_default());
    let times = index as usize / 26 + 1;
    if times > MOST_LETTERS { number.to_string() } else { letter.to_string().repeat(times) }
}

fn roman(number: u32) -> String {
    if number == 0 || number >= MOST_ROMAN {
        return number.to_string();
    }
    let (mut rest, mut written) = (number, String::new());
    for (value, sign) in ROMAN {
        while rest >= *value {
            written.push_str(sign);
            rest -= value;
        }
    }
    written
}

/// Whether a raised word right behind a text is the mark of a note, though nothing says so: a number of at most three digits behind
/// the end of a sentence or clause, where no power and no ordinal stands.
pub fn marks_note(before: &str, word: &str) -> bool {
    const ENDS: &str = ".,;:!?…”\"’»。、，！？」』";
    let numbered = (1..=3).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    numbered && before.chars().next_back().is_some_and(|last| ENDS.contains(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_count() {
        assert_eq!(Numerals::Roman.write(1994), "mcmxciv");
        assert_eq!(Numerals::Letters.write(28), "bb");
        assert_eq!(Numerals::Capitals.write(3), "C");
        assert_eq!(Numerals::RomanCapitals.write(u32::MAX), u32::MAX.to_string());
        assert_eq!(Numerals::Letters.write(u32::MAX), u32::MAX.to_string());
        assert_eq!(Numerals::Letters.write(0), "0");
    }
}
