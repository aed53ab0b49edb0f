//! bookokrat: the YAML of its comments on one book. The book is known to it by the digest of its file's name only, so that the
//! words say which it is; it keeps the time of the last change alone.

use super::fields::{FieldShape, RecordFields};
use super::importer::Importer;
use super::mark::{Imported, Mark, MarkedWork, trimmed, words};
use super::mark_file::{MarkFile, text};
use super::position::{MarkPlace, Position};
use super::{fields, times, yaml};
use crate::annotation::{Color, Kind};
use crate::format::epub::places::{BookPlace, ChapterName};
use serde_json::Value;

pub(super) const IMPORTER: Importer = Importer {
    name: "bookokrat",
    about: "bookokrat: book_*.yaml",
    home: "https://github.com/bugzmanov/bookokrat",
    read,
};

fn read(input: &MarkFile<'_>) -> Option<Imported> {
    let is_ours =
        input.text.lines().take(200).any(|line| line.trim_start_matches(['-', ' ']).starts_with("chapter_href:"));
    if input.json.is_some() || !is_ours {
        return None;
    }
    let (value, fault) = yaml::value(&input.text);
    let mut imported = Imported::of_faults(fault.into_iter().collect());
    let Value::Array(entries) = value else {
        imported.faults.push("it holds no list of comments".to_owned());
        return Some(imported);
    };
    if imported.faults.is_empty() && !input.text.ends_with('\n') {
        imported.faults.push("it ends within a line: its last comment may not be whole".to_owned());
    }
    let mut last: Option<(String, Mark)> = None;
    for (number, entry) in (1..).zip(&entries) {
        next((number, entry), &mut last, &mut imported);
    }
    if let Some((_, mark)) = last {
        imported.add(MarkedWork::default(), mark);
    }
    Some(imported)
}

/// What the keys of a comment hold that are read.
const FIELDS: RecordFields = &[
    ("content", FieldShape::Label),
    ("quoted_text", FieldShape::Label),
    ("color", FieldShape::Text),
    ("updated_at", FieldShape::Time),
    ("page", FieldShape::Count),
    ("node_index", FieldShape::Count),
    ("paragraph_index", FieldShape::Count),
    ("word_range", FieldShape::List),
    ("slices", FieldShape::Objects),
    ("group_id", FieldShape::Text),
];

/// Adds an entry. Parts of one highlight of an older version stand behind each other and have one `group_id`.
fn next((number, entry): (usize, &Value), last: &mut Option<(String, Mark)>, imported: &mut Imported) {
    imported.tell_misfits(&format!("comment {number}"), entry, FIELDS);
    let group = text(entry, "group_id").map(str::to_owned);
    if let (Some(group), Some((known, mark))) = (&group, last.as_mut())
        && group == known
    {
        mark.place.positions.extend(positions(entry));
        return;
    }
    if let Some((_, mark)) = last.take() {
        imported.add(MarkedWork::default(), mark);
    }
    match (mark(entry), group) {
        (Some(mark), Some(group)) => *last = Some((group, mark)),
        (Some(mark), None) => imported.add(MarkedWork::default(), mark),
        (None, _) => {
            imported.faults.push(format!("comment {number} is left out: {}", fields::missing(entry, "chapter_href")));
        }
    }
}

fn mark(entry: &Value) -> Option<Mark> {
    let chapter = text(entry, "chapter_href")?;
    // Words that look like a number are one to YAML.
    let said = |key: &str| entry.get(key).and_then(written);
    let note = said("content").and_then(|note| trimmed(&note));
    let quote = said("quoted_text").and_then(|quote| words(&quote));
    let time = text(entry, "updated_at");
    let made = || format!("{} {chapter} {:?}", time.unwrap_or_default(), positions(entry));
    Some(Mark {
        id: entry.get("id").and_then(written).unwrap_or_else(made),
        kind: if note.is_some() { Kind::Note } else { Kind::Highlight },
        passages: quote.into_iter().collect(),
        note,
        color: text(entry, "color").map(color),
        created: time.and_then(times::iso),
        place: MarkPlace {
            said: entry.get("page").and_then(Value::as_u64).map(|page| format!("page {}", page + 1)),
            positions: positions(entry),
        },
        ..Mark::default()
    })
}

/// A text, which may look like a number.
fn written(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.as_number().map(ToString::to_string))
}

fn color(name: &str) -> Color {
    if name == "red" { Color::Pink } else { Color::named(name) }
}

/// Where it stands: in a block, in several, on a page.
fn positions(entry: &Value) -> Vec<Position> {
    if let Some(page) = entry.get("page").and_then(Value::as_u64) {
        return vec![Position::Page(page as usize)];
    }
    let chapter = || ChapterName::File(text(entry, "chapter_href").unwrap_or_default().to_owned());
    let slices = entry.get("slices").and_then(Value::as_array);
    let parts = slices.map_or_else(|| vec![entry], |slices| slices.iter().collect());
    parts.into_iter().filter_map(|part| block(part, chapter())).map(Position::InBook).collect()
}

fn block(part: &Value, chapter: ChapterName) -> Option<BookPlace> {
    let number = |key: &str| part.get(key).and_then(Value::as_u64).map(|number| number as usize);
    let range = part.get("word_range").and_then(Value::as_array);
    let end = |at: usize| range?.get(at)?.as_u64().map(|end| end as usize);
    Some(BookPlace::Block {
        chapter,
        block: number("node_index").or_else(|| number("paragraph_index"))?,
        item: number("item_index").or_else(|| number("list_item_index")),
        range: end(0).zip(end(1)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_highlights_and_the_parts_of_one_are_read() {
        let file = "- id: 00aa\n  chapter_href: text/c1.xhtml\n  annotation_type: highlight\n  color: red\n  node_index: 1\n  word_range:\n  - 3\n  - 9\n  \
            updated_at: 2026-03-01T12:15:07.5Z\n  quoted_text: the ebb\n- chapter_href: text/c1.xhtml\n  paragraph_index: 2\n  content: whose?\n  updated_at: 2024-01-01T12:00:00Z\n\
            - id: a\n  chapter_href: text/c1.xhtml\n  node_index: 1\n  group_id: g\n- id: b\n  chapter_href: text/c1.xhtml\n  node_index: 2\n  group_id: g\n\
            - id: p\n  chapter_href: x.pdf\n  target_type: pdf\n  page: 4\n  content: on it\n- id: wrong\n";
        let imported = read(&MarkFile::of(file.as_bytes())).unwrap();
        let all = &imported.works[0].marks;
        assert_eq!(
            all.iter().map(|mark| mark.kind).collect::<Vec<_>>(),
            [Kind::Highlight, Kind::Note, Kind::Highlight, Kind::Note]
        );
        assert_eq!(
            (all[0].id.as_str(), all[0].color, all[0].passages[0].exact.as_str()),
            ("00aa", Some(Color::Pink), "the ebb")
        );
        assert_eq!(all[2].place.positions.len(), 2);
        assert_eq!(
            (&all[3].place.positions[..], all[3].place.said.as_deref()),
            (&[Position::Page(4)][..], Some("page 5"))
        );
        assert_eq!(imported.faults.len(), 1);
        assert!(read(&MarkFile::of(b"title: Tides\n")).is_none());
    }
}
