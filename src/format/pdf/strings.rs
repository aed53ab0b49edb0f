//! Strings and dates as PDF writes them (ISO 32000-1, 7.9). It finds none; they are handed in.

/// A text string: UTF-16 or UTF-8 behind a byte order mark, else PDFDocEncoding.
pub fn text(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            // Some programs leave the mark of UTF-8 out; in PDFDocEncoding such bytes make no words.
            Ok(text) if !text.is_ascii() => text.to_owned(),
            _ => bytes.iter().filter_map(|byte| letter(*byte)).collect(),
        },
    };
    // Programs written in C leave the end of theirs in.
    text.trim_end_matches('\0').to_owned()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    without_languages(&text)
}

/// Without the escapes that say which language follows (7.9.2.2).
fn without_languages(text: &str) -> String {
    text.split('\u{1b}').enumerate().filter(|(index, _)| index % 2 == 0).map(|(_, piece)| piece).collect()
}

/// A byte of PDFDocEncoding (annex D.2) that is no control character.
fn letter(byte: u8) -> Option<char> {
    const ACCENTS: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const MARKS: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł',
        'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{FFFD}', '€',
    ];
    match byte {
        b'\t' | b'\n' | b'\r' => Some(char::from(byte)),
        0x18..=0x1F => Some(ACCENTS[usize::from(byte - 0x18)]),
        0x80..=0xA0 => Some(MARKS[usize::from(byte - 0x80)]),
        0..0x20 | 0x7F | 0xAD => None,
        _ => Some(char::from(byte)),
    }
}

/// A date `D:YYYYMMDDHHmmSS…` as ISO 8601, as precise as it is written: to the day for the whole document (`day`),
/// else with the time. `None` for what is no date.
pub fn date(written: &str, day: bool) -> Option<String> {
    let bare = written.trim().strip_prefix("D:").unwrap_or(written.trim());
    let digits = &if bare.as_bytes().get(4) == Some(&b'-') { from_iso(bare) } else { bare.to_owned() };
    let count = digits.bytes().take_while(u8::is_ascii_digit).count().min(14);
    let part = |from: usize, most: u32| {
        let value: u32 = (count >= from + 2).then(|| digits[from..from + 2].parse().ok())??;
        (value <= most).then_some(value)
    };
    let year: u32 = (count >= 4).then(|| digits[..4].parse().ok())??;
    if !(1000..=9999).contains(&year) {
        return None;
    }
    let Some(month) = part(4, 12).filter(|month| *month > 0) else { return Some(format!("{year:04}")) };
    let Some(of_month) = part(6, 31).filter(|day| *day > 0) else { return Some(format!("{year:04}-{month:02}")) };
    let date = format!("{year:04}-{month:02}-{of_month:02}");
    match (part(8, 23), part(10, 59), part(12, 59)) {
        (Some(hour), Some(minute), second) if !day => {
            let zone = zone(&digits[count..]);
            Some(format!("{date}T{hour:02}:{minute:02}:{:02}{zone}", second.unwrap_or_default()))
        }
        _ => Some(date),
    }
}

/// A date of ISO 8601 in the order of digits that PDF has.
fn from_iso(written: &str) -> String {
    let (day, time) = written.split_once(['T', ' ']).unwrap_or((written, ""));
    let at = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let clock = time[..at].split('.').next().unwrap_or_default();
    let figures = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    figures(day) + &figures(clock) + &time[at..]
}

/// The time zone after a date: `+02'00'` as `+02:00`.
fn zone(written: &str) -> String {
    let digits: String = written.chars().skip(1).filter(char::is_ascii_digit).collect();
    match written.chars().next() {
        Some('Z') => "Z".to_owned(),
        Some(sign @ ('+' | '-')) if digits.len() >= 4 => format!("{sign}{}:{}", &digits[..2], &digits[2..4]),
        Some(sign @ ('+' | '-')) if digits.len() >= 2 => format!("{sign}{}:00", &digits[..2]),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_each_encoding() {
        assert_eq!(text(b"plain \x80 \xA0 caf\xE9"), "plain • € café");
        assert_eq!(text(b"\xFE\xFF\x00a\xD8\x3D\xDE\x00"), "a😀");
        assert_eq!(text(b"\xFE\xFF\x00\x1b\x00e\x00n\x00\x1b\x00x"), "x");
        assert_eq!(text(b"\xEF\xBB\xBF\xC3\xA9"), "é");
        assert_eq!(text("naïve — 光".as_bytes()), "naïve — 光");
        assert_eq!(text(b"\xFE\xFF\0A\0\0"), "A");
    }

    #[test]
    fn dates_are_as_precise_as_they_are_written() {
        for (written, day, expected) in [
            ("D:20200131120501+02'00'", true, Some("2020-01-31")),
            ("D:20200131120501+02'00'", false, Some("2020-01-31T12:05:01+02:00")),
            ("D:202001", true, Some("2020-01")),
            ("2020", false, Some("2020")),
            ("D:20201301", true, Some("2020")),
            ("2026-03-01T12:30:00Z", false, Some("2026-03-01T12:30:00Z")),
            ("2026-03-01T12:30:00.25+09:00", false, Some("2026-03-01T12:30:00+09:00")),
            ("2026-03", false, Some("2026-03")),
            ("yesterday", true, None),
            ("D:", true, None),
        ] {
            assert_eq!(date(written, day).as_deref(), expected, "{written}");
        }
    }
}
