//! The signs of pandoc's ordered lists, as one line begins with them: `#.`, `a.`, `A)`, `(iv)`, `(@name)`. What a line is among others
//! it does not know.

use crate::format::numerals::Numerals;

/// The longest name of an example, in bytes.
const LONGEST_NAME: usize = 64;

/// The longest number of a list, in characters.
const LONGEST_NUMBER: usize = 8;

/// How a sign is set: with brackets or points around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SignStyle {
    /// How it counts.
    pub numerals: Numerals,
    /// Whether it stands in brackets.
    pub bracketed: bool,
    /// What stands behind it.
    pub end: char,
}

impl SignStyle {
    /// The sign of a number, as it is written.
    pub fn write(self, number: u32) -> String {
        format!("{}{}{}", if self.bracketed { "(" } else { "" }, self.numerals.write(number), self.end)
    }
}

/// What stands before the words of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ItemSign<'a> {
    /// The next number, whatever that is, with what stands behind it.
    Next(char),
    /// An example, with its name if it has one.
    Example(&'a str),
    /// A number in all ways that it can be read, the likeliest first.
    Counted(Vec<(SignStyle, u32)>),
}

impl<'a> ItemSign<'a> {
    /// The sign that a line begins with, and the words behind it.
    pub fn of(line: &'a str) -> Option<(Self, &'a str)> {
        let near = &line[..line.floor_char_boundary(LONGEST_NAME + 4)];
        let open = line.strip_prefix('(');
        let inside = open.unwrap_or(line);
        let end = near[usize::from(open.is_some())..].find(['.', ')', ' ', '\t']).filter(|end| *end > 0)?;
        let (number, behind) = (&inside[..end], &inside[end + 1..]);
        let mark = inside[end..].chars().next()?;
        let words = behind.trim_start_matches([' ', '\t']);
        let wide = behind.len() - words.len();
        let closed = mark == ')' || (mark == '.' && open.is_none());
        if wide == 0 || words.is_empty() || !closed {
            return None;
        }
        if let Some(name) = number.strip_prefix('@').filter(|_| open.is_some()) {
            let named = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
            return (name.len() <= LONGEST_NAME && name.chars().all(named)).then_some((Self::Example(name), words));
        }
        if number == "#" {
            return open.is_none().then_some((Self::Next(mark), words));
        }
        // "B. Russell" is a name.
        let initial =
            mark == '.' && wide == 1 && number.len() == 1 && number.starts_with(|c: char| c.is_ascii_uppercase());
        let styles = if initial { Vec::new() } else { read(number, open.is_some()) };
        let with_end = |(numerals, value)| (SignStyle { numerals, bracketed: open.is_some(), end: mark }, value);
        let read: Vec<(SignStyle, u32)> = styles.into_iter().map(with_end).collect();
        (!read.is_empty()).then_some((Self::Counted(read), words))
    }
}

/// A number in all ways that it can be read. One in digits is read here only in brackets: elsewhere every parser knows it.
fn read(number: &str, bracketed: bool) -> Vec<(Numerals, u32)> {
    if number.len() > LONGEST_NUMBER {
        return Vec::new();
    }
    if number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.parse().ok().filter(|_| bracketed).map(|value| (Numerals::Digits, value)).into_iter().collect();
    }
    let lower = number.to_ascii_lowercase();
    let case = |small, large| {
        if number == lower { Some(small) } else { (number == number.to_ascii_uppercase()).then_some(large) }
    };
    let letter = match lower.as_bytes() {
        [letter @ b'a'..=b'z'] => case(Numerals::Letters, Numerals::Capitals).zip(Some(u32::from(letter - b'a') + 1)),
        _ => None,
    };
    let roman = case(Numerals::Roman, Numerals::RomanCapitals).zip(roman(&lower));
    // Of single letters only the first number is Roman rather than a letter.
    if lower == "i" { roman.into_iter().chain(letter).collect() } else { letter.into_iter().chain(roman).collect() }
}

/// What a Roman number in small letters counts.
fn roman(number: &str) -> Option<u32> {
    let value = |sign: char| match sign {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        'd' => Some(500),
        'm' => Some(1000),
        _ => None,
    };
    let values: Vec<i64> = number.chars().map(value).collect::<Option<_>>()?;
    let next = values.iter().skip(1).chain([&0]);
    let sum: i64 = values.iter().zip(next).map(|(one, next)| if one < next { -one } else { *one }).sum();
    // "mmiv" is one, "iix" is none.
    u32::try_from(sum).ok().filter(|sum| Numerals::Roman.write(*sum) == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a line begins with: its sign in the first way that it can be read, and its words.
    fn seen(line: &str) -> Option<String> {
        let (sign, words) = ItemSign::of(line)?;
        let sign = match sign {
            ItemSign::Next(end) => format!("#{end}"),
            ItemSign::Example(name) => format!("@{name}"),
            ItemSign::Counted(read) => format!("{:?} {}", read[0].0.numerals, read[0].1),
        };
        Some(format!("{sign}|{words}"))
    }

    #[test]
    fn signs_of_items() {
        for (line, sign) in [
            ("#. one", "#.|one"),
            ("(@) one", "@|one"),
            ("(@good-1)  one", "@good-1|one"),
            ("a. one", "Letters 1|one"),
            ("B) two", "Capitals 2|two"),
            ("B.  two", "Capitals 2|two"),
            ("(i) one", "Roman 1|one"),
            ("(c) three", "Letters 3|three"),
            ("iv. four", "Roman 4|four"),
            ("XIV) four", "RomanCapitals 14|four"),
            ("(12) twelve", "Digits 12|twelve"),
        ] {
            assert_eq!(seen(line).as_deref(), Some(sign), "{line}");
        }
        for line in [
            "B. Russell",
            "1. one",
            "(a)",
            "a.b c",
            "(see) it",
            "iix. no",
            "e.g. this",
            "ab) no",
            "(@a b) c",
            "(a. one",
            "",
            "# One",
        ] {
            assert_eq!(seen(line), None, "{line}");
        }
    }
}
