//! `My Clippings.txt` of a Kindle, and KOReader's file of the same form, in any language of the device.
//!
//! The file only grows: a highlight that was extended and a note that was changed stand in it again. Of each chain the last
//! counts. What no word says is told by the shape: no words is a bookmark, a range a highlight, one location a note.

use super::importer::Importer;
use super::mark::{Imported, Mark, MarkTime, MarkedWork, shortened, trimmed, words};
use super::mark_file::MarkFile;
use super::times;
use crate::annotation::{Kind, Quote};
use regex::Regex;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

pub(super) const IMPORTER: Importer =
    Importer { name: "kindle", about: "Kindle: My Clippings.txt", home: "https://www.amazon.com/kindle", read };

/// The line between two clippings.
const END: &str = "==========";

/// Beginnings of the words for each kind, in the languages of the device.
const KINDS: &[(Kind, &[&str])] = &[
    (
        Kind::Bookmark,
        &[
            "bookmark",
            "lesezeichen",
            "marcador",
            "signet",
            "segnalibro",
            "bladwijzer",
            "закладка",
            "ブックマーク",
            "书签",
            "書籤",
        ],
    ),
    (
        Kind::Highlight,
        &[
            "highlight",
            "underline",
            "markierung",
            "subrayado",
            "surlignement",
            "evidenziazione",
            "destaque",
            "markering",
            "выделенный",
            "ハイライト",
            "标注",
            "標註",
        ],
    ),
    (Kind::Note, &["note", "notiz", "nota", "notitie", "заметка", "メモ", "笔记", "筆記"]),
];

/// Parts of what stands instead of words that the publisher does not let out.
const LIMITS: &[&str] = &["clipping limit", "set by the publisher", "クリップの上限", "剪贴上限"];

/// One or two locations; the end may be abbreviated.
static LOCATION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"#?([0-9]{1,9})(?:\s?(?:-|–|t/m)\s?#?([0-9]{1,9}))?").ok());

/// One clipping.
#[derive(Clone, Debug)]
struct Clipping {
    work: MarkedWork,
    kind: Kind,
    /// The first and the last location; of a file without locations the page.
    location: Option<(u64, u64)>,
    /// Page and location, as words.
    place: String,
    added: Option<MarkTime>,
    words: Option<String>,
    /// When the first of its chain was added, as written: that never changes.
    first: String,
}

fn read(input: &MarkFile<'_>) -> Option<Imported> {
    let (mut clippings, mut faults) = (Vec::new(), Vec::new());
    for record in records(&input.text) {
        match clipping(&record.lines) {
            Some(_) if !record.is_ended => {
                faults.push(format!("the clipping in line {} has no end: it may not be whole", record.line));
                clippings.extend(clipping(&record.lines));
            }
            Some(clipping) => clippings.push(clipping),
            None if record.lines.iter().all(|line| line.trim().is_empty()) => {}
            None => faults.push(format!(
                "what stands in line {} is no clipping and is left out: {}",
                record.line,
                record.name()
            )),
        }
    }
    if clippings.is_empty() {
        return None;
    }
    let mut imported = Imported::of_faults(faults);
    for mark in marks(latest(clippings)) {
        imported.add(mark.0, mark.1);
    }
    Some(imported)
}

/// What stands between two ends.
struct ClippingRecord<'a> {
    lines: Vec<&'a str>,
    /// The line of the file in which it begins, from 1.
    line: usize,
    is_ended: bool,
}

impl ClippingRecord<'_> {
    fn name(&self) -> String {
        shortened(self.lines.iter().find(|line| !line.trim().is_empty()).unwrap_or(&""))
    }
}

/// The records of a file. An end that breaks off is none, and no words either.
fn records(text: &str) -> impl Iterator<Item = ClippingRecord<'_>> {
    let mut lines = (1..).zip(text.lines().map(|line| line.trim_start_matches('\u{feff}')));
    std::iter::from_fn(move || {
        let mut record = ClippingRecord { lines: Vec::new(), line: 0, is_ended: false };
        for (number, line) in lines.by_ref() {
            record.line = if record.lines.is_empty() { number } else { record.line };
            if line.trim() == END {
                record.is_ended = true;
                return Some(record);
            }
            record.lines.push(line);
        }
        record.lines.pop_if(|line| !line.is_empty() && line.bytes().all(|byte| byte == b'='));
        (!record.lines.is_empty()).then_some(record)
    })
}

fn clipping(record: &[&str]) -> Option<Clipping> {
    let starts = |line: &str| line.trim_start().starts_with(['-', '–']);
    let at = record.iter().skip(1).position(|line| starts(line) && line.contains(|c: char| c.is_numeric()))? + 1;
    let (head, added) = sections(record[at])?;
    let body = record[at + 1..].join("\n");
    let words = unlimited(body.trim());
    let location = location(head);
    let kind = kind(head, words.as_deref(), location);
    Some(Clipping {
        work: work(&record[..at]),
        kind,
        location,
        place: place(head),
        added: times::prose(added),
        words,
        first: added.trim().to_owned(),
    })
}

/// What stands before the last bar, and the date behind it.
fn sections(meta: &str) -> Option<(&str, &str)> {
    let meta = meta.trim().trim_start_matches(['-', '–']);
    let at = meta.rmatch_indices('|').find(|(at, _)| meta[..*at].ends_with(' ')).map(|(at, _)| at)?;
    Some((meta[..at].trim(), &meta[at + 1..]))
}

/// The words, without what the publisher keeps back.
fn unlimited(body: &str) -> Option<String> {
    let notice =
        body.rfind('<').filter(|at| body.ends_with('>') && LIMITS.iter().any(|limit| body[*at..].contains(limit)));
    let bare = LIMITS.iter().any(|limit| body.starts_with("您") && body.contains(limit));
    trimmed(&body[..notice.unwrap_or(if bare { 0 } else { body.len() })])
}

fn kind(head: &str, words: Option<&str>, location: Option<(u64, u64)>) -> Kind {
    let head = head.to_lowercase();
    let says = |word: &&str| {
        head.match_indices(*word).any(|(at, _)| !head[..at].ends_with(|c: char| c.is_alphabetic() && c.is_ascii()))
    };
    let named = KINDS.iter().find(|(_, names)| names.iter().any(&says)).map(|(kind, _)| *kind);
    named.unwrap_or(match (words, location) {
        (None, _) => Kind::Bookmark,
        (_, Some((start, end))) if start == end => Kind::Note,
        _ => Kind::Highlight,
    })
}

/// The last numbers of the head: the location, or the page where there is none. `597-98` ends at 598.
fn location(head: &str) -> Option<(u64, u64)> {
    let found = LOCATION.as_ref()?.captures_iter(head).last()?;
    let start: u64 = found[1].parse().ok()?;
    let Some(end) = found.get(2) else { return Some((start, start)) };
    let kept = found[1].len().saturating_sub(end.as_str().len());
    let end: u64 = format!("{}{}", &found[1][..kept], end.as_str()).parse().ok()?;
    Some((start, end.max(start)))
}

/// Page and location as they are written, without the words for the kind.
fn place(head: &str) -> String {
    let parts = head.split('|').map(str::trim).filter(|part| part.contains(char::is_numeric));
    let short = |part: &str| part.rsplit_once(" on ").map_or(part, |(_, place)| place).trim().to_owned();
    parts.map(short).collect::<Vec<_>>().join(", ")
}

/// `TITLE (AUTHOR; AUTHOR)`. A line that ends in two blanks names no author.
fn work(lines: &[&str]) -> MarkedWork {
    let line = lines.join(", ");
    let bare = line.trim();
    let authors = (!line.ends_with("  ")).then(|| last_brackets(bare)).flatten();
    let (title, authors) = match authors {
        Some(at) => (&bare[..at], bare[at..].trim_matches(['(', ')', '（', '）'])),
        None => (bare, ""),
    };
    let authors = authors.split(';').filter_map(trimmed).collect();
    let file = bare.contains('.').then(|| bare.to_owned());
    MarkedWork { title: trimmed(title), authors, addresses: Vec::new(), file }
}

/// Where the last balanced brackets of a line begin, where it ends with some and begins with something else.
fn last_brackets(line: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in line.char_indices().rev() {
        match c {
            ')' | '）' => depth += 1,
            '(' | '（' if depth == 1 => return (at > 0).then_some(at),
            '(' | '（' => depth = depth.checked_sub(1)?,
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The last of each chain: of notes at one location, of highlights one of which holds the words of the other at locations
/// that meet.
fn latest(all: Vec<Clipping>) -> Vec<Clipping> {
    let mut kept: Vec<Clipping> = Vec::new();
    // Of each work and kind the places of those that are kept, by where they begin.
    let mut places: HashMap<(MarkedWork, Kind), BTreeMap<u64, Vec<usize>>> = HashMap::new();
    for mut clipping in all {
        let there = places.entry((clipping.work.clone(), clipping.kind)).or_default();
        let (start, end) = clipping.location.unwrap_or_default();
        let near = there.range(..=end).rev().flat_map(|(_, at)| at.iter().rev()).take(MOST_NEAR);
        let earlier = near.copied().filter(|at| is_later(&kept[*at], &clipping)).max();
        if let Some(at) = earlier {
            clipping.first = std::mem::take(&mut kept[at].first);
            kept[at] = clipping;
            // It may begin elsewhere now.
            there.entry(start).or_default().push(at);
        } else {
            there.entry(start).or_default().push(kept.len());
            kept.push(clipping);
        }
    }
    kept
}

/// So many clippings that begin before another ends are looked at for the one that it continues.
const MOST_NEAR: usize = 256;

/// Whether one continues another of the same kind in the same work.
fn is_later(earlier: &Clipping, later: &Clipping) -> bool {
    let meets = earlier.location.zip(later.location).is_some_and(|(a, b)| a.0 <= b.1 && b.0 <= a.1);
    let holds = |a: &Option<String>, b: &Option<String>| {
        a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| a.contains(b.as_str()))
    };
    match earlier.kind {
        Kind::Highlight => {
            meets
                && (earlier.words == later.words
                    || holds(&later.words, &earlier.words)
                    || holds(&earlier.words, &later.words))
        }
        _ => earlier.location == later.location,
    }
}

/// Highlights with their notes; a note belongs to the highlight that ends, else begins, where it stands.
fn marks(clippings: Vec<Clipping>) -> Vec<(MarkedWork, Mark)> {
    let (notes, mut others): (Vec<Clipping>, Vec<Clipping>) =
        clippings.into_iter().partition(|it| it.kind == Kind::Note);
    let mut written: Vec<Option<Clipping>> = vec![None; others.len()];
    let mut alone = Vec::new();
    let (ends, starts) = edges(&others);
    for note in notes {
        let at = note.location.and_then(|(at, _)| {
            let there = (note.work.clone(), at);
            ends.get(&there).or_else(|| starts.get(&there)).copied()
        });
        match at.filter(|at| written[*at].is_none()) {
            Some(at) => written[at] = Some(note),
            None => alone.push(note),
        }
    }
    let with_notes = others.drain(..).zip(written).map(|(highlight, note)| mark(highlight, note));
    with_notes.chain(alone.into_iter().map(|note| mark(Clipping { words: None, ..note.clone() }, Some(note)))).collect()
}

/// By work and location, which highlight ends there and which begins there: the last of several.
type ClippingEdges = HashMap<(MarkedWork, u64), usize>;

fn edges(others: &[Clipping]) -> (ClippingEdges, ClippingEdges) {
    let highlights = others.iter().enumerate().filter(|(_, it)| it.kind == Kind::Highlight && it.words.is_some());
    let (mut ends, mut starts) = (ClippingEdges::new(), ClippingEdges::new());
    for (at, highlight) in highlights {
        let Some((start, end)) = highlight.location else { continue };
        ends.insert((highlight.work.clone(), end), at);
        starts.insert((highlight.work.clone(), start), at);
    }
    (ends, starts)
}

fn mark(clipping: Clipping, note: Option<Clipping>) -> (MarkedWork, Mark) {
    let passages: Vec<Quote> = clipping.words.as_deref().and_then(words).into_iter().collect();
    let kind = match (&note, passages.is_empty()) {
        (Some(_), true) => Kind::DocumentNote,
        (Some(_), false) => Kind::Note,
        (None, _) => clipping.kind,
    };
    let mark = Mark {
        id: format!("{}\n{}\n{}", clipping.work.title.as_deref().unwrap_or_default(), kind_name(kind), clipping.first),
        kind,
        passages,
        created: clipping.added,
        modified: note.as_ref().and_then(|note| note.added),
        note: note.and_then(|note| note.words),
        place: trimmed(&clipping.place).into(),
        ..Mark::default()
    };
    (clipping.work, mark)
}

/// What tells the kinds apart in an id. A highlight that gets a note stays the same mark.
fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Bookmark => "bookmark",
        Kind::DocumentNote => "note",
        _ => "highlight",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(MarkedWork, Mark)> {
        let imported = read(&MarkFile::of(text.as_bytes())).unwrap_or_default();
        imported
            .works
            .into_iter()
            .flat_map(|it| it.marks.into_iter().map(move |mark| (it.work.clone(), mark)))
            .collect()
    }

    fn shown(text: &str) -> Vec<String> {
        all(text)
            .into_iter()
            .map(|(_, mark)| {
                let quote = mark.passages.first().map_or("-", |it| it.exact.as_str());
                format!("{} {quote} | {}", mark.kind.name(), mark.note.as_deref().unwrap_or("-"))
            })
            .collect()
    }

    const RECORD: &str = "\u{feff}Tides (Vo, Linh)\r\n- Your Highlight on page 3 | Location 20-22 | Added on Monday, March 4, 2024 9:12:45 PM\r\n\r\nthe ebb\r\n==========\r\n";

    #[test]
    fn a_note_belongs_to_the_highlight_that_ends_where_it_stands() {
        let note = "Tides (Vo, Linh)\n- Your Note on page 3 | Location 22 | Added on Monday, March 4, 2024 9:13:00 PM\n\nwhose?\n==========\n";
        let all = all(&format!("{RECORD}{note}"));
        assert_eq!(all.len(), 1);
        let (work, mark) = &all[0];
        assert_eq!((work.title.as_deref(), work.authors.join("+")), (Some("Tides"), "Vo, Linh".to_owned()));
        assert_eq!(
            (mark.kind, mark.passages[0].exact.as_str(), mark.note.as_deref()),
            (Kind::Note, "the ebb", Some("whose?"))
        );
        assert_eq!(mark.created, Some(MarkTime::WallClock("2024-03-04T21:12:45".parse().unwrap())));
        assert_eq!(mark.place.said.as_deref(), Some("page 3, Location 20-22"));
    }

    #[test]
    fn the_id_of_a_mark_stays_when_it_is_extended_and_noted_later() {
        let longer =
            RECORD.replace("the ebb", "the ebb and the flow").replace("20-22", "20-24").replace("9:12:45", "9:14:00");
        let first = all(RECORD)[0].1.clone();
        let then = all(&format!("{RECORD}{RECORD}{longer}"));
        assert_eq!(then.len(), 1);
        assert_eq!(
            (then[0].1.id.as_str(), then[0].1.passages[0].exact.as_str()),
            (first.id.as_str(), "the ebb and the flow")
        );
    }

    #[test]
    fn what_is_no_highlight_is_told_by_its_word_or_by_its_shape() {
        let record = |meta: &str, body: &str| format!("T\n- {meta}\n\n{body}\n==========\n");
        let date = "| Montag, 30. Dezember 2024 14:46:33";
        assert_eq!(
            shown(&record(&format!("Ihr Lesezeichen auf Seite 3 | Position 37 {date}"), "")),
            ["bookmark - | -"]
        );
        assert_eq!(
            shown(&record(&format!("Ihre Notiz auf Seite 3 | Position 37 {date}"), "für wen?")),
            ["document-note - | für wen?"]
        );
        assert_eq!(
            shown(&record("12페이지 | 위치 170-172의 강조 | 추가됨: 2024년 12월 30일 오후 2:46:33", "줄")),
            ["highlight 줄 | -"]
        );
        assert_eq!(
            shown(&record("12페이지 | 위치 170 | 추가됨: 2024년 12월 30일 오후 2:46:33", "말")),
            ["document-note - | 말"]
        );
        assert_eq!(
            shown(&record(
                &format!("Your Highlight on Location 4-9 {date}"),
                " <You have reached the clipping limit for this item>"
            )),
            ["highlight - | -"]
        );
    }

    #[test]
    fn titles_keep_their_own_brackets_and_authors_may_be_several() {
        let of = |line: &str| {
            let work = work(&[line]);
            (work.title.unwrap_or_default(), work.authors)
        };
        assert_eq!(
            of("Gazetteer (Second Edition) (A. Ray; B. Ray)"),
            ("Gazetteer (Second Edition)".into(), vec!["A. Ray".into(), "B. Ray".into()])
        );
        assert_eq!(of("Notes (2021-04-02)  "), ("Notes (2021-04-02)".into(), vec![]));
        assert_eq!(of("海（佐藤 花）"), ("海".into(), vec!["佐藤 花".into()]));
        assert_eq!(location("Highlight on Page 39 | Loc. 597-98"), Some((597, 598)));
        assert_eq!(location("op pagina 3 | locatie 12 t/m 14"), Some((12, 14)));
    }
}
