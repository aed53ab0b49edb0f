//! A stop and what belongs to it: more stops, closing quotes and brackets, note numbers. It does not say whether a sentence ends.

pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '۔' | '։' | '።') || is_wide_stop(c)
}

/// Stops of scripts that put no space between sentences.
pub(super) fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '｡' | '।' | '॥')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '}' | '*' | '_') || is_wide_closer(c)
}

fn is_wide_closer(c: char) -> bool {
    matches!(c, '」' | '』' | '）' | '】' | '〉' | '》' | '〕' | '｣' | '］')
}

pub(super) fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '‘'
            | '«'
            | '‹'
            | '('
            | '['
            | '{'
            | '¿'
            | '¡'
            | '—'
            | '–'
            | '„'
            | '‚'
            | '»'
            | '›'
            | '*'
            | '_'
    )
}

/// A stop and what belongs to it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tail {
    /// Bytes.
    pub len: usize,
    /// Stops in it.
    pub stops: usize,
    /// The last stop is one of a script without spaces.
    pub wide: bool,
    /// A question or exclamation mark, or an ellipsis, is among the stops: no abbreviation.
    pub asking: bool,
    /// Closing quotes or brackets.
    pub closers: usize,
    /// `」` or its kin among them.
    pub wide_closer: bool,
}

impl Tail {
    /// The tail at the start of `text`, which begins with a stop.
    pub fn of(text: &str) -> Self {
        let mut tail = Self::default();
        loop {
            let rest = &text[tail.len..];
            let Some(c) = rest.chars().next() else { return tail };
            if is_stop(c) {
                tail.stops += 1;
                tail.wide = is_wide_stop(c);
                tail.asking |= c != '.';
                tail.len += c.len_utf8();
            } else if let Some(len) = closer(rest, tail.len > 0) {
                tail.closers += 1;
                tail.wide_closer |= is_wide_closer(c);
                tail.len += len;
            } else if is_mark(c) || is_raised(c) {
                tail.len += c.len_utf8();
            } else if let Some(len) = note_number(rest) {
                tail.len += len;
            } else {
                return tail;
            }
        }
    }
}

/// Length of a closing quote or bracket at the start of `text`. Right behind a stop a quote that opens elsewhere closes, as in
/// `„Nein.“` and `»Nein.«`, if no word follows it; and French puts a blank before its own.
fn closer(text: &str, behind_stop: bool) -> Option<usize> {
    let mut chars = text.chars();
    let (first, next) = (chars.next()?, chars.next());
    let ends = |next: Option<char>| {
        next.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '—' | '–' | ')'))
    };
    match first {
        _ if is_closer(first) => Some(first.len_utf8()),
        '“' | '‘' | '«' | '‹' if behind_stop && ends(next) => Some(first.len_utf8()),
        ' ' | '\u{A0}' | '\u{202F}' => {
            let close = next.filter(|c| matches!(c, '»' | '›') && ends(chars.next()))?;
            Some(first.len_utf8() + close.len_utf8())
        }
        _ => None,
    }
}

/// Joins the character before it, as in `‼️`.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}' | '\u{200D}')
}

/// A raised figure or a dagger: the mark of a note.
fn is_raised(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '†' | '‡')
}

/// Length of a note number such as `[12]` or `[3, 4]`.
fn note_number(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('[')?;
    let number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b',' | b' ' | b'-');
    let len = inside.bytes().take(16).take_while(number).count();
    (inside.starts_with(|c: char| c.is_ascii_digit()) && inside.as_bytes().get(len) == Some(&b']')).then_some(len + 2)
}
