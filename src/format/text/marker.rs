//! What stands before an item or a part: list markers, numbers of parts. It sees one line and knows nothing of its place.

/// Length of a list marker with the space after it, in bytes: a bullet, or a number or letter with a dot or bracket.
/// Zero without one.
pub(super) fn marker_len(line: &str) -> usize {
    let bytes = line.as_bytes();
    let Some(first) = line.chars().next() else { return 0 };
    let after_space = |len: usize| if line[len..].starts_with([' ', '\t', '\u{a0}']) { len + 1 } else { 0 };
    match first {
        '-' | '*' | '+' | '•' | '‣' | '▪' | '●' | '○' | '■' | '–' | '·' | '・' | '※' => {
            let len = first.len_utf8();
            let next = line[len..].trim_start();
            if next.is_empty() || next.starts_with(first) { 0 } else { after_space(len) }
        }
        '0'..='9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits <= 3 && matches!(bytes.get(digits), Some(b'.' | b')')) { after_space(digits + 1) } else { 0 }
        }
        '(' => {
            let close = bytes.iter().take(6).position(|byte| *byte == b')').unwrap_or(0);
            let inside = line.get(1..close.max(1)).unwrap_or_default();
            let fits = !inside.is_empty()
                && (inside.bytes().all(|b| b.is_ascii_digit())
                    || inside.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
                    || (inside.len() == 1 && inside.bytes().all(|b| b.is_ascii_lowercase())));
            if fits { after_space(close + 1) } else { 0 }
        }
        // Specifications use the letter o as a bullet, with wide space after it.
        'o' if line.starts_with("o  ") => 3,
        'a'..='z' if bytes.get(1) == Some(&b')') => after_space(2),
        _ => 0,
    }
}

/// Whether a word counts: digits, a roman number, or a word such as "two" or "last". In lower case.
pub(super) fn is_count(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "first",
        "second", "third", "the", "a", "b", "c", "last",
    ];
    let roman = !word.is_empty()
        && word.len() <= 8
        && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'l' | b'c' | b'd' | b'm'));
    let digits = !word.is_empty() && word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
    roman || digits || WORDS.contains(&word)
}

/// Whether a line is nothing but the number of a part.
pub(super) fn is_numeral(text: &str) -> bool {
    is_count(&text.trim_end_matches('.').to_lowercase())
}
