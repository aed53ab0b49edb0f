//! Dictionaries as dictd has them: `NAME.index`, a line a headword with its place in `NAME.dict` as numbers in 64 signs. The
//! format is that of the manual page of dictfmt.

use super::headword::{BestFits, WantedWord};

/// What the headwords begin with that say something of the dictionary itself.
const OWN: [&str; 2] = ["00-database-", "00database"];
/// The signs of numbers, in the order of what they stand for.
const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A place in the file of entries: where it begins, and its length in bytes.
pub(in crate::store) type EntryPlace = (u64, u64);

/// The places of the entries of a word, with their headwords.
pub(in crate::store) fn places(index: &[u8], wanted: &WantedWord) -> Vec<(String, EntryPlace)> {
    let mut fits = BestFits::default();
    for (head, place) in entries(index).filter(|(head, _)| OWN.iter().all(|own| !head.starts_with(own))) {
        if let Some(fit) = wanted.fit(&head) {
            fits.take(fit, &head, place);
        }
    }
    fits.best().collect()
}

/// Where the dictionary says what it is called.
pub(in crate::store) fn title(index: &[u8]) -> Option<EntryPlace> {
    entries(index)
        .find(|(head, _)| OWN.iter().any(|own| head.strip_prefix(own) == Some("short")))
        .map(|(_, place)| place)
}

/// The name in the entry that says it: its last line, for some repeat the headword before it.
pub(in crate::store) fn named(entry: &str) -> Option<&str> {
    entry.lines().map(str::trim).rfind(|line| !line.is_empty())
}

/// The headwords with their places; lines that are none are passed over.
fn entries(index: &[u8]) -> impl Iterator<Item = (String, EntryPlace)> {
    index.split(|byte| *byte == b'\n').filter_map(|line| {
        let mut parts = line.split(|byte| *byte == b'\t');
        let head = parts.next().filter(|head| !head.is_empty())?;
        let place = (number(parts.next()?)?, number(parts.next()?)?);
        // The fourth is the headword with the signs that it is not sorted by.
        let shown = parts.next().filter(|shown| !shown.is_empty()).unwrap_or(head);
        Some((String::from_utf8_lossy(shown).into_owned(), place))
    })
}

fn number(signs: &[u8]) -> Option<u64> {
    let signs = signs.strip_suffix(b"\r").unwrap_or(signs);
    if signs.is_empty() {
        return None;
    }
    signs.iter().try_fold(0_u64, |number, sign| {
        let digit = SIGNS.iter().position(|known| known == sign)?;
        number.checked_mul(64)?.checked_add(digit as u64)
    })
}

/// A number as it is written in an index.
#[cfg(test)]
pub(in crate::store) fn written(number: usize) -> String {
    let (rest, digit) = (number / 64, char::from(SIGNS[number % 64]));
    if rest == 0 { digit.to_string() } else { format!("{}{digit}", written(rest)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for sample in [0, 1, 63, 64, 65, 4095, 4096, 123_456_789] {
            assert_eq!(number(written(sample).as_bytes()), Some(sample as u64));
        }
        assert_eq!(number(b"Bchrk"), Some(24_255_204));
        for wrong in [&b""[..], b"?", b"A=", &[b'/'; 12]] {
            assert_eq!(number(wrong), None);
        }
    }

    #[test]
    fn the_lines_that_are_headwords_are_found_and_the_rest_passed_over() {
        let index = b"00-database-short\tA\tC\nwall\tB\tD\r\nno place\nWall's\tE\tF\nexport control\tG\tH\tExport-Control\n\n\t\t\n";
        let of = |word: &str| places(index, &WantedWord::new(word, None));
        assert_eq!(of("wall"), [("wall".to_owned(), (1, 3))]);
        assert_eq!(of("export-control"), [("Export-Control".to_owned(), (6, 7))]);
        assert_eq!(of("00-database-short"), []);
        assert_eq!((title(index), title(b"wall\tB\tD")), (Some((0, 2)), None));
        assert_eq!(named("00-database-short\n   Words of Walls\n\n"), Some("Words of Walls"));
    }
}
