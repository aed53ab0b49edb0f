//! calibre: highlights and bookmarks as its viewer and its library export them, and as it keeps them beside a book.

use super::fields::{FieldShape, RecordFields};
use super::importer::Importer;
use super::mark::{Imported, Mark, MarkedWork, trimmed, words};
use super::mark_file::MarkFile;
use super::mark_file::text;
use super::position::{MarkPlace, Position};
use super::zotero::color;
use super::{fields, times};
use crate::annotation::{Color, Kind};
use crate::format::epub::places::{BookPlace, ChapterName};
use serde_json::Value;

pub(super) const IMPORTER: Importer =
    Importer { name: "calibre", about: "calibre: highlights as JSON", home: "https://calibre-ebook.com", read };

/// What the keys of a highlight hold that are read.
const FIELDS: RecordFields = &[
    ("highlighted_text", FieldShape::Text),
    ("notes", FieldShape::Text),
    ("timestamp", FieldShape::Time),
    ("book_id", FieldShape::Count),
    ("spine_index", FieldShape::Count),
    ("spine_name", FieldShape::Text),
    ("start_cfi", FieldShape::Text),
    ("end_cfi", FieldShape::Text),
    ("toc_family_titles", FieldShape::Texts),
    ("style", FieldShape::Object),
    ("uuid", FieldShape::Text),
];

/// The file does not say which book it is about, but for a number of the library.
fn read(input: &MarkFile<'_>) -> Option<Imported> {
    let kind = input.json.as_ref().and_then(|json| text(json, "type"));
    let rows = input.objects(&["highlights", "annotations"])?;
    let is_calibre = matches!(kind, Some("calibre_highlights" | "calibre_annotation_collection"));
    if !is_calibre && !rows.iter().any(is_row) {
        return None;
    }
    let mut imported = Imported::default();
    let is_removed = |row: &Value| row.get("removed").and_then(Value::as_bool) == Some(true);
    // Where the reading stopped is no mark.
    let is_mark = |row: &Value| text(row, "type") != Some("last-read") && !is_removed(row);
    for (number, row) in (1..).zip(rows).filter(|(_, row)| is_mark(row)) {
        let read = mark(row).map(|mark| (work(row), mark)).ok_or_else(|| fields::missing(row, "uuid"));
        imported.take(&format!("annotation {number}"), row, FIELDS, read);
    }
    Some(imported)
}

fn is_row(row: &Value) -> bool {
    text(row, "type") == Some("highlight") && text(row, "start_cfi").is_some() && text(row, "uuid").is_some()
}

/// Books are told apart by the library's number, and are found by their words.
fn work(row: &Value) -> MarkedWork {
    let number = row.get("book_id").and_then(Value::as_u64);
    MarkedWork {
        addresses: number.map(|number| format!("calibre:{number}")).into_iter().collect(),
        ..MarkedWork::default()
    }
}

fn mark(row: &Value) -> Option<Mark> {
    let quote = text(row, "highlighted_text").and_then(words);
    let note = text(row, "notes").and_then(trimmed);
    let id = text(row, "uuid").or_else(|| text(row, "title"))?.to_owned();
    let titles = row.get("toc_family_titles").and_then(Value::as_array).and_then(|titles| titles.last()?.as_str());
    Some(Mark {
        id,
        kind: match (&quote, &note) {
            (None, None) => Kind::Bookmark,
            (None, Some(_)) => Kind::DocumentNote,
            (Some(_), Some(_)) => Kind::Note,
            _ => Kind::Highlight,
        },
        passages: quote.into_iter().collect(),
        note,
        color: row.get("style").and_then(style),
        created: text(row, "timestamp").and_then(times::iso),
        place: MarkPlace {
            said: titles.and_then(trimmed),
            positions: place(row).map(Position::InBook).into_iter().collect(),
        },
        ..Mark::default()
    })
}

/// Its paths begin with the step to the root element.
fn place(row: &Value) -> Option<BookPlace> {
    let path = |key: &str| {
        let inside = text(row, key)?.trim_start_matches("epubcfi(").trim_end_matches(')');
        inside.strip_prefix("/2").map(str::to_owned)
    };
    let number = || row.get("spine_index").and_then(Value::as_u64).map(|number| ChapterName::Number(number as usize));
    let file = text(row, "spine_name").map(|file| ChapterName::File(file.to_owned()));
    Some(BookPlace::Cfi { chapter: file.or_else(number)?, start: path("start_cfi")?, end: path("end_cfi")? })
}

/// calibre's red is a pink.
fn style(style: &Value) -> Option<Color> {
    match text(style, "which").or_else(|| text(style, "light")) {
        Some("red") => Some(Color::Pink),
        Some(hex) if hex.starts_with('#') => color(hex),
        Some(name) if text(style, "kind") != Some("decoration") => Some(Color::named(name)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_book_of_the_library_has_its_marks_and_none_that_were_removed() {
        let row = |id: &str, more: &Value| {
            let mut row = json!({"type": "highlight", "uuid": id, "book_id": 3, "start_cfi": "/2", "highlighted_text": "the ebb",
                "timestamp": "2026-11-29T04:26:25.604Z", "style": {"type": "builtin", "kind": "color", "which": "red"}});
            row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            row
        };
        let file = json!({"version": 1, "type": "calibre_annotation_collection", "annotations": [
            row("a", &json!({"notes": "whose?"})),
            row("b", &json!({"removed": true})),
            {"type": "bookmark", "title": "p. 3", "pos_type": "epubcfi"},
        ]});
        let imported = read(&MarkFile::of(format!("\u{feff}{file}").as_bytes())).unwrap();
        let all: Vec<&Mark> = imported.works.iter().flat_map(|it| &it.marks).collect();
        assert_eq!(all.iter().map(|mark| mark.kind).collect::<Vec<_>>(), [Kind::Note, Kind::Bookmark]);
        assert_eq!((all[0].color, all[0].note.as_deref()), (Some(Color::Pink), Some("whose?")));
        let bare = json!([row("a", &json!({})), {"type": "last-read"}]);
        assert_eq!(read(&MarkFile::of(bare.to_string().as_bytes())).unwrap().works[0].marks.len(), 1);
    }
}
