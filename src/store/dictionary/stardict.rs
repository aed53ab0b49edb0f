//! Dictionaries as StarDict has them: `NAME.ifo` says what it is, `NAME.idx` lists the headwords with their places in `NAME.dict`,
//! `NAME.syn` other words for some of them. The format is that of StarDict's own description of it.

use super::dictd::EntryPlace;
use super::headword::{BestFits, WantedWord};
use super::plain;
use std::collections::HashMap;

/// What is said in `NAME.ifo`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct StardictInfo {
    /// What the dictionary is called.
    pub name: Option<String>,
    /// Whether places are numbers of eight bytes; else of four.
    wide: bool,
    /// Of what kinds the parts of every entry are; empty where each part says it itself.
    kinds: String,
}

impl StardictInfo {
    /// Reads the file; `None` where it is none.
    pub fn parse(file: &str) -> Option<Self> {
        let mut lines = file.lines().map(str::trim);
        lines.next().filter(|first| first.trim_start_matches('\u{feff}').starts_with("StarDict's dict ifo"))?;
        let facts: HashMap<&str, &str> = lines.filter_map(|line| line.split_once('=')).collect();
        let fact = |name: &str| facts.get(name).map(|value| value.trim());
        Some(Self {
            name: fact("bookname").filter(|name| !name.is_empty()).map(str::to_owned),
            wide: fact("idxoffsetbits") == Some("64"),
            kinds: fact("sametypesequence").unwrap_or_default().to_owned(),
        })
    }

    /// The places of the entries of a word, with their headwords; `synonyms` may be empty.
    pub fn places(&self, index: &[u8], synonyms: &[u8], wanted: &WantedWord) -> Vec<(String, EntryPlace)> {
        let mut fits = BestFits::default();
        let mut others = HashMap::new();
        for (word, number) in synonyms_in(synonyms) {
            if let Some(fit) = wanted.fit(&word) {
                others.insert(number, (fit, word));
            }
        }
        for (number, (head, place)) in self.entries(index).enumerate() {
            if let Some(fit) = wanted.fit(&head) {
                fits.take(fit, &head, place);
            } else if let Some((fit, word)) = others.get(&number) {
                fits.take(*fit, &format!("{word} → {head}"), place);
            }
        }
        fits.best().collect()
    }

    fn entries<'a>(&self, mut index: &'a [u8]) -> impl Iterator<Item = (String, EntryPlace)> + use<'a> {
        let wide = self.wide;
        std::iter::from_fn(move || {
            let (head, rest) = word(index)?;
            let (start, rest) = if wide { number(rest, 8)? } else { number(rest, 4)? };
            let (len, rest) = number(rest, 4)?;
            index = rest;
            Some((head, (start, len)))
        })
    }

    /// An entry in plain words: its parts that have any, below each other.
    pub fn words(&self, mut entry: &[u8]) -> String {
        let mut kinds = self.kinds.bytes().peekable();
        let (says_kinds, mut parts) = (!self.kinds.is_empty(), Vec::new());
        while !entry.is_empty() {
            let kind = if says_kinds { kinds.next() } else { entry.split_off_first().copied() };
            let Some(kind) = kind else { break };
            // The last part goes to the end of the entry, where its kind needs not be said.
            let is_last = says_kinds && kinds.peek().is_none();
            let (part, rest) = part(entry, kind, is_last);
            parts.extend(shown(kind, part));
            entry = rest;
        }
        parts.join("\n\n")
    }
}

/// A part of an entry and what follows it: text ends with a zero, what is none (a capital as its kind) says its length.
fn part(entry: &[u8], kind: u8, is_last: bool) -> (&[u8], &[u8]) {
    if is_last {
        return (entry, &[]);
    }
    if kind.is_ascii_uppercase() {
        let sized = number(entry, 4).and_then(|(len, rest)| rest.split_at_checked(usize::try_from(len).ok()?));
        return sized.unwrap_or((&[], &[]));
    }
    let end = entry.iter().position(|byte| *byte == 0).unwrap_or(entry.len());
    (&entry[..end], entry.get(end + 1..).unwrap_or_default())
}

/// The words of a part; none of pictures, sounds and lists of files.
fn shown(kind: u8, part: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(part);
    let words = match kind {
        b'm' | b'l' | b'y' | b'w' | b'n' => plain::tidy(&text),
        b't' => format!("[{}]", plain::tidy(&text)),
        b'h' | b'g' | b'x' | b'k' => plain::without_tags(&text),
        _ => String::new(),
    };
    (!words.is_empty()).then_some(words)
}

/// The other words, each with the number of the headword it stands for.
fn synonyms_in(mut file: &[u8]) -> impl Iterator<Item = (String, usize)> {
    std::iter::from_fn(move || {
        let (word, rest) = word(file)?;
        let (place, rest) = number(rest, 4)?;
        file = rest;
        Some((word, usize::try_from(place).ok()?))
    })
}

/// The text up to a zero, and what follows that.
fn word(bytes: &[u8]) -> Option<(String, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == 0)?;
    Some((String::from_utf8_lossy(&bytes[..end]).into_owned(), &bytes[end + 1..]))
}

/// A number of so many bytes, the highest first, and what follows it.
fn number(bytes: &[u8], len: usize) -> Option<(u64, &[u8])> {
    let (number, rest) = bytes.split_at_checked(len)?;
    Some((number.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const IFO: &str =
        "StarDict's dict ifo file\nversion=2.4.2\nbookname=Words of Walls\nwordcount=2\nsametypesequence=m\n";

    fn index(entries: &[(&str, u32, u32)]) -> Vec<u8> {
        let entry = |(head, start, len): &(&str, u32, u32)| {
            [head.as_bytes(), &[0], &start.to_be_bytes(), &len.to_be_bytes()].concat()
        };
        entries.iter().flat_map(entry).collect()
    }

    #[test]
    fn headwords_and_other_words_for_them_lead_to_places() {
        let info = StardictInfo::parse(IFO).unwrap();
        assert_eq!(info.name.as_deref(), Some("Words of Walls"));
        let index = index(&[("moss", 0, 9), ("wall", 9, 5), ("Wall", 14, 2)]);
        let synonyms = [&b"bryophyte\0"[..], &0_u32.to_be_bytes()].concat();
        let of = |word: &str| info.places(&index, &synonyms, &WantedWord::new(word, None));
        assert_eq!(of("wall"), [("wall".to_owned(), (9, 5)), ("Wall".to_owned(), (14, 2))]);
        assert_eq!(of("Bryophyte"), [("bryophyte → moss".to_owned(), (0, 9))]);
        assert_eq!(of("stone"), []);
        assert_eq!(info.places(&index[..12], &synonyms[..11], &WantedWord::new("wall", None)), [], "cut off");
    }

    #[test]
    fn places_of_eight_bytes_are_read_where_the_file_says_so() {
        let info = StardictInfo::parse(&format!("{IFO}idxoffsetbits=64\n")).unwrap();
        let index = [&b"wall\0"[..], &(1_u64 << 33).to_be_bytes(), &7_u32.to_be_bytes()].concat();
        assert_eq!(info.places(&index, &[], &WantedWord::new("wall", None)), [("wall".to_owned(), (1 << 33, 7))]);
        assert_eq!(StardictInfo::parse("bookname=No"), None);
    }

    #[test]
    fn an_entry_is_shown_by_its_parts_that_have_words() {
        let of = |kinds: &str, entry: &[u8]| {
            StardictInfo { kinds: kinds.to_owned(), ..StardictInfo::default() }.words(entry)
        };
        assert_eq!(of("m", b"A heap of stones."), "A heap of stones.");
        assert_eq!(of("tm", b"wOl\0A heap."), "[wOl]\n\nA heap.");
        assert_eq!(of("h", b"<b>A</b> heap<br>of stones &amp; moss"), "A heap\nof stones & moss");
        let own = [&b"mA heap.\0W"[..], &3_u32.to_be_bytes(), b"\0\0\0hOf <i>stones</i>\0"].concat();
        assert_eq!(of("", &own), "A heap.\n\nOf stones");
        assert_eq!(of("", b"W\xff\xff\xff\xffx"), "");
        assert_eq!(of("mm", b"one"), "one");
    }
}
