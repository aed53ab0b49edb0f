//! The signs of rich text one after another: groups, control words with their numbers, bytes of text. It knows no control
//! word but the two that say how many bytes follow them.

/// The longest name of a control word, in bytes.
const MOST_NAME: usize = 32;

/// One sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RtfToken<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\name` with its number, where it has one.
    Word(&'a str, Option<i32>),
    /// A backslash and one other sign: `\~`, `\*`.
    Symbol(u8),
    /// A byte of text.
    Byte(u8),
}

/// The signs of a file.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The bytes that are still to come.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// Passes over bytes that are no signs: of a picture, for one.
    pub(super) fn pass_over(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.bytes.len());
    }

    fn control(&mut self) -> RtfToken<'a> {
        let rest = &self.bytes[self.at..];
        let Some(&first) = rest.first() else { return RtfToken::Byte(b'\\') };
        if first == b'\'' {
            let byte = rest.get(1..3).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
            self.at += if byte.is_some() { 3 } else { 1 };
            return byte.map_or(RtfToken::Symbol(b'\''), RtfToken::Byte);
        }
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return RtfToken::Symbol(first);
        }
        let length = rest.iter().take(MOST_NAME).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let name = std::str::from_utf8(&rest[..length]).unwrap_or_default();
        let minus = usize::from(rest.get(length) == Some(&b'-'));
        let digits = rest[length + minus..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let end = if digits > 0 { length + minus + digits } else { length };
        let number = std::str::from_utf8(&rest[length..end]).ok().and_then(|number| number.parse().ok());
        self.at += end + usize::from(rest.get(end) == Some(&b' '));
        RtfToken::Word(name, number)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = RtfToken<'a>;

    fn next(&mut self) -> Option<RtfToken<'a>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            return Some(match byte {
                b'{' => RtfToken::Open,
                b'}' => RtfToken::Close,
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => continue,
                byte => RtfToken::Byte(byte),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_a_blank_and_numbers_belong_to_them() {
        let tokens: Vec<RtfToken<'_>> = Tokens::new(b"{\\rtf1 a\\'e9\\u-4064?\\*\\b0\n\\par}").collect();
        let expected = [
            RtfToken::Open,
            RtfToken::Word("rtf", Some(1)),
            RtfToken::Byte(b'a'),
            RtfToken::Byte(0xE9),
            RtfToken::Word("u", Some(-4064)),
            RtfToken::Byte(b'?'),
            RtfToken::Symbol(b'*'),
            RtfToken::Word("b", Some(0)),
            RtfToken::Word("par", None),
            RtfToken::Close,
        ];
        assert_eq!(tokens, expected);
        assert_eq!(Tokens::new(b"\\").collect::<Vec<_>>(), [RtfToken::Byte(b'\\')]);
        assert_eq!(Tokens::new(b"\\'x").collect::<Vec<_>>(), [RtfToken::Symbol(b'\''), RtfToken::Byte(b'x')]);
    }
}
