//! Dates as people write them, to ISO 8601. It never completes what the text leaves open: "May 1990" stays `1990-05`,
//! and `3/4/2021`, which two continents read differently, is no date.

/// A date as precise as the text gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The year, if given.
    pub year: Option<u16>,
    /// The month from 1, if given.
    pub month: Option<u8>,
    /// The day from 1, if given.
    pub day: Option<u8>,
}

impl Date {
    /// ISO 8601; `None` without a year.
    pub fn iso(self) -> Option<String> {
        let year = self.year?;
        Some(match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}"),
        })
    }
}

/// Month names by number, as beginnings of words, lower case. Three letters and a dot are accepted for each.
const MONTHS: &[(&[&str], u8)] = &[
    (&["january", "janvier", "januar", "januari", "enero", "января", "janeiro", "gennaio"], 1),
    (&["february", "février", "februar", "februari", "febrero", "февраля", "fevereiro", "febbraio"], 2),
    (&["march", "mars", "märz", "maart", "марта", "marzo", "março"], 3),
    (&["april", "avril", "abril", "aprile", "апреля"], 4),
    (&["may", "mai", "mei", "mayo", "мая", "maio", "maggio"], 5),
    (&["june", "juin", "juni", "июня", "junio", "junho", "giugno"], 6),
    (&["july", "juillet", "juli", "июля", "julio", "julho", "luglio"], 7),
    (&["august", "augustus", "août", "agosto", "августа"], 8),
    (&["september", "septembre", "сентября", "septiembre", "setembro", "settembre", "sept"], 9),
    (&["october", "octobre", "октября", "oktober", "octubre", "outubro", "ottobre"], 10),
    (&["november", "novembre", "ноября", "noviembre", "novembro"], 11),
    (&["december", "décembre", "декабря", "dezember", "diciembre", "dezembro", "dicembre"], 12),
];

const WEEKDAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The date that `text` begins with, and its length in bytes. A weekday before it is part of it. A bare year counts
/// only from 1000 to 2199.
pub fn at_start(text: &str) -> Option<(Date, usize)> {
    let skipped = weekday(text);
    let rest = &text[skipped..];
    let found = east_asian(rest).or_else(|| numeric(rest)).or_else(|| worded(rest));
    found.map(|(date, len)| (date, len + skipped))
}

/// The first date with a year and a month in a line, with its start and end. Looks at the first 300 bytes.
pub fn find(line: &str) -> Option<(Date, usize, usize)> {
    let limit = line.floor_char_boundary(300);
    let starts = line[..limit].char_indices().scan(' ', |before, (at, c)| {
        let begins =
            c.is_alphanumeric() && (!before.is_alphanumeric() || (c.is_ascii_digit() && !before.is_ascii_digit()));
        *before = c;
        Some((at, begins))
    });
    starts.filter(|(_, begins)| *begins).find_map(|(at, _)| {
        let (date, len) = at_start(&line[at..])?;
        (date.year.is_some() && date.month.is_some()).then_some((date, at, at + len))
    })
}

/// Whether a line is only months, years and dashes: "Sep — Dec 2019", "1914–1918".
pub fn is_period(line: &str) -> bool {
    let mut parts = 0;
    let ranged = line.contains(['-', '–', '—', '～']) || line.contains(" to ");
    let words = line.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ',' | '～'));
    let known = words.filter(|word| !word.is_empty() && *word != "to").all(|word| {
        parts += 1;
        month(word).is_some() || year(word).is_some() || word.parse::<u8>().is_ok()
    });
    ranged && known && (2..=6).contains(&parts) && line.len() < 60 && line.chars().any(char::is_alphanumeric)
}

fn weekday(text: &str) -> usize {
    let word = word_at(text);
    let short = word.get(..3).unwrap_or_default();
    let known = WEEKDAYS.iter().any(|day| day.eq_ignore_ascii_case(short));
    if !known || !(word.len() == 3 || word.ends_with("day")) {
        return 0;
    }
    let rest = &text[word.len()..];
    word.len() + rest.len() - rest.trim_start_matches([',', ' ', '.']).len()
}

fn word_at(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())]
}

/// The month that a word names, whole or by its first three letters.
pub fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.');
    if word.len() < 3 || word.len() > 24 {
        return None;
    }
    let word = word.to_lowercase();
    let short = word.chars().count() == 3;
    let hit = |(names, number): &(&[&str], u8)| {
        names.iter().any(|name| *name == word || (short && name.starts_with(word.as_str()))).then_some(*number)
    };
    MONTHS.iter().find_map(hit)
}

fn year(word: &str) -> Option<u16> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| (1000..2200).contains(year))
}

fn number(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    Some((text[..len].parse().ok().filter(|_| len <= 4)?, len))
}

/// `2021年3月3日`, `2021년 3월 3일`.
fn east_asian(text: &str) -> Option<(Date, usize)> {
    let mut date = Date { year: None, month: None, day: None };
    let mut at = 0;
    for (index, units) in [["年", "년"], ["月", "월"], ["日", "일"]].iter().enumerate() {
        let rest = text[at..].trim_start_matches(' ');
        let Some((value, len)) = number(rest) else { break };
        let Some(unit) = units.iter().find(|unit| rest[len..].starts_with(**unit)) else { break };
        at = text.len() - rest.len() + len + unit.len();
        match index {
            0 => date.year = u16::try_from(value).ok(),
            1 => date.month = u8::try_from(value).ok().filter(|month| (1..=12).contains(month)),
            _ => date.day = u8::try_from(value).ok().filter(|day| (1..=31).contains(day)),
        }
    }
    (date.year.is_some() && at > 0).then_some((date, at))
}

/// `2021-03-31`, `2021/3/31`, `2021. 3. 31.`, `31.03.2021`, `31/03/2021` (only where the day cannot be a month).
fn numeric(text: &str) -> Option<(Date, usize)> {
    let (first, width) = number(text)?;
    let sign = text[width..].chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let after = text[width + 1..].trim_start_matches(' ');
    let (second, len) = number(after)?;
    let rest = after[len..].strip_prefix(sign)?.trim_start_matches(' ');
    let (third, last_width) = number(rest)?;
    let end = text.len() - rest.len() + last_width;
    let (year, month, day) = match (width, last_width) {
        (4, 1 | 2) => (first, second, third),
        (1 | 2, 4) if sign == '.' || first > 12 => (third, second, first),
        (1 | 2, 4) if second > 12 => (third, first, second),
        _ => return None,
    };
    let valid = (1000..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    valid.then_some((Date { year: Some(year as u16), month: Some(month as u8), day: Some(day as u8) }, end))
}

/// `March 3, 2021`, `3 March 2021`, `Mar. 2021`, `March 3`, `2021`.
fn worded(text: &str) -> Option<(Date, usize)> {
    if let Some((value, len)) = number(text) {
        let bare = year(&text[..len]).filter(|_| !text[len..].starts_with(char::is_alphanumeric));
        if let Some(year) = bare {
            return Some((Date { year: Some(year), month: None, day: None }, len));
        }
        let after = ordinal(&text[len..]);
        let (month, rest) = month_at(after)?;
        let (year, rest) = year_at(rest);
        let day = u8::try_from(value).ok().filter(|day| (1..=31).contains(day))?;
        return Some((Date { year, month: Some(month), day: Some(day) }, text.len() - rest.len()));
    }
    let (month, rest) = month_at(text)?;
    if let (Some(year), rest) = year_at(rest) {
        return Some((Date { year: Some(year), month: Some(month), day: None }, text.len() - rest.len()));
    }
    let (day, len) = number(rest.trim_start_matches(' ')).filter(|(day, _)| (1..=31).contains(day))?;
    let rest = &rest.trim_start_matches(' ')[len..];
    let suffix = ["st", "nd", "rd", "th"].iter().find_map(|suffix| rest.strip_prefix(suffix)).unwrap_or(rest);
    let (year, rest) = year_at(suffix);
    Some((Date { year, month: Some(month), day: Some(day as u8) }, text.len() - rest.len()))
}

/// Skips what may stand between a day and its month: "3rd of", "3. ", "3 de ".
fn ordinal(text: &str) -> &str {
    let text = ["st", "nd", "rd", "th", "er", "."].iter().find_map(|s| text.strip_prefix(s)).unwrap_or(text);
    let text = text.trim_start_matches(' ');
    ["of ", "de "].iter().find_map(|s| text.strip_prefix(s)).unwrap_or(text)
}

fn month_at(text: &str) -> Option<(u8, &str)> {
    let word = word_at(text);
    let rest = &text[word.len()..];
    // A month is followed by a number; asking this first saves looking up every first word of a text.
    if !rest.trim_start_matches(['.', ',', ' ']).trim_start_matches("de ").starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = month(word).filter(|_| text.starts_with(char::is_uppercase) || word.chars().count() > 3)?;
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    Some((number, rest))
}

fn year_at(text: &str) -> (Option<u16>, &str) {
    let rest = text.trim_start_matches([',', ' ']);
    let rest = rest.strip_prefix("de ").unwrap_or(rest);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match year(&rest[..digits]) {
        Some(year) if rest.len() < text.len() => (Some(year), &rest[digits..]),
        _ => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn iso(text: &str) -> Option<String> {
        find(text).and_then(|(date, ..)| date.iso())
    }

    #[test]
    fn dates_are_as_precise_as_the_text() {
        for (text, want) in [
            ("Posted on March 3, 2021 at 5:30 pm", "2021-03-03"),
            ("3rd of March 2021", "2021-03-03"),
            ("Published January 2020 in a journal", "2020-01"),
            ("Sept. 7, 2019", "2019-09-07"),
            ("2021-03-31T10:00", "2021-03-31"),
            ("入力 2021年3月31日", "2021-03-31"),
            ("등록 2021년 3월 31일", "2021-03-31"),
            ("2021. 3. 31. 10:00", "2021-03-31"),
            ("31.03.2021", "2021-03-31"),
            ("31/03/2021", "2021-03-31"),
            ("le 14 juillet 1989", "1989-07-14"),
            ("Wednesday, 12 May 1999", "1999-05-12"),
        ] {
            assert_eq!(iso(text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_no_date() {
        assert_eq!(iso("3/4/2021"), None);
        assert_eq!(iso("March 3"), None);
        assert_eq!(iso("99 bottles"), None);
        assert_eq!(iso("she may 2021 times"), None);
    }

    #[test]
    fn a_period_is_not_a_date() {
        assert!(is_period("Sep — Dec 2019") && is_period("May–July 1930") && is_period("1914-1918"));
        assert!(!is_period("Sept. 1, 2019") && !is_period("Marching on") && !is_period("—"));
    }

    proptest! {
        #[test]
        fn any_text_is_searched_without_a_panic(text in "\\PC{0,60}") {
            if let Some((_, start, end)) = find(&text) {
                prop_assert!(text.get(start..end).is_some());
            }
            is_period(&text);
        }
    }
}
