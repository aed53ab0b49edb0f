//! Zotero: the items of its interface for programs, as JSON. Titles come from the items above, where they are in the file.

use super::fields::{FieldShape, RecordFields};
use super::importer::Importer;
use super::mark::{Author, Imported, Mark, MarkedWork, trimmed, words};
use super::mark_file::MarkFile;
use super::mark_file::text;
use super::position::{MarkPlace, Position};
use super::{fields, times};
use crate::annotation::{Color, Kind};
use crate::format::epub::places::BookPlace;
use serde_json::Value;
use std::collections::HashMap;

pub(super) const IMPORTER: Importer =
    Importer { name: "zotero", about: "Zotero: items as JSON", home: "https://www.zotero.org", read };

/// How far up the title is looked for: annotation, file, item.
const LEVELS: usize = 3;

/// What the keys of an annotation hold that are read.
const FIELDS: RecordFields = &[
    ("parentItem", FieldShape::Text),
    ("annotationText", FieldShape::Text),
    ("annotationComment", FieldShape::Text),
    ("annotationColor", FieldShape::Text),
    ("annotationAuthorName", FieldShape::Text),
    ("annotationPageLabel", FieldShape::Text),
    ("annotationPosition", FieldShape::Text),
    ("tags", FieldShape::Objects),
    ("tags.tag", FieldShape::Text),
    ("dateAdded", FieldShape::Time),
    ("dateModified", FieldShape::Time),
];

/// What the keys of a file or a work hold.
const ABOVE: RecordFields = &[
    ("key", FieldShape::Text),
    ("parentItem", FieldShape::Text),
    ("title", FieldShape::Text),
    ("filename", FieldShape::Text),
    ("itemType", FieldShape::Text),
    ("creators", FieldShape::Objects),
];

fn read(input: &MarkFile<'_>) -> Option<Imported> {
    let items: Vec<&Value> = input.objects(&["items"])?.iter().map(|item| item.get("data").unwrap_or(item)).collect();
    if !items.iter().any(|item| is_annotation(item)) {
        return None;
    }
    let by_key: HashMap<&str, &Value> = items.iter().filter_map(|item| Some((text(item, "key")?, *item))).collect();
    let mut imported = Imported::default();
    for (number, item) in (1..).zip(&items).filter(|(_, item)| !is_annotation(item) && item.is_object()) {
        imported.tell_misfits(&format!("item {number}"), item, ABOVE);
    }
    for (number, item) in (1..).zip(items).filter(|(_, item)| is_annotation(item) || !item.is_object()) {
        let read = mark(item).map(|mark| (work(item, &by_key), mark)).ok_or_else(|| fields::missing(item, "key"));
        imported.take(&format!("item {number}"), item, FIELDS, read);
    }
    Some(imported)
}

fn is_annotation(item: &Value) -> bool {
    text(item, "itemType") == Some("annotation")
}

fn work(item: &Value, by_key: &HashMap<&str, &Value>) -> MarkedWork {
    let mut work = MarkedWork::default();
    let mut at = item;
    for _ in 0..LEVELS {
        let Some(above) = text(at, "parentItem").and_then(|key| by_key.get(key)) else { break };
        let said = |key| text(above, key).and_then(trimmed);
        // The file is called by its title only where nothing better stands above it.
        work.file = work.file.or_else(|| said("filename"));
        work.title = said("title").or(work.title);
        work.addresses.extend(["DOI", "ISBN", "url"].into_iter().filter_map(said));
        work.authors.extend(authors(above));
        at = above;
    }
    work
}

fn authors(item: &Value) -> Vec<String> {
    let all = item.get("creators").and_then(Value::as_array).into_iter().flatten();
    let name = |creator: &Value| {
        let part = |key| text(creator, key).unwrap_or_default();
        trimmed(part("name")).or_else(|| trimmed(&format!("{} {}", part("firstName"), part("lastName"))))
    };
    all.filter_map(name).collect()
}

fn mark(item: &Value) -> Option<Mark> {
    let said = |key| text(item, key).map(plain).and_then(|it| trimmed(&it));
    let quote = said("annotationText");
    let note = said("annotationComment");
    let kind = match (&quote, &note) {
        (None, _) => Kind::DocumentNote,
        (_, Some(_)) => Kind::Note,
        _ => Kind::Highlight,
    };
    Some(Mark {
        id: text(item, "key")?.to_owned(),
        kind,
        passages: quote.as_deref().and_then(words).into_iter().collect(),
        note,
        tags: tags(item),
        color: text(item, "annotationColor").and_then(color),
        author: said("annotationAuthorName").map(|name| Author { id: name.clone(), name }),
        created: text(item, "dateAdded").and_then(times::iso),
        modified: text(item, "dateModified").and_then(times::iso),
        place: MarkPlace {
            said: said("annotationPageLabel").map(|page| format!("page {page}")),
            positions: text(item, "annotationPosition").and_then(position).into_iter().collect(),
        },
        ..Mark::default()
    })
}

/// JSON in a string: a page of a PDF, a CFI in a book.
fn position(written: &str) -> Option<Position> {
    let position: Value = serde_json::from_str(written).ok()?;
    let page = position.get("pageIndex").and_then(Value::as_u64).map(|page| Position::Page(page as usize));
    page.or_else(|| text(&position, "value").and_then(BookPlace::of_cfi).map(Position::InBook))
}

fn tags(item: &Value) -> Vec<String> {
    let all = item.get("tags").and_then(Value::as_array).into_iter().flatten();
    all.filter_map(|tag| text(tag, "tag").and_then(trimmed)).collect()
}

/// `#rrggbb`, as the nearest of ours.
pub(super) fn color(written: &str) -> Option<Color> {
    let hex = written.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    Some(Color::nearest([part(0)?, part(2)?, part(4)?]))
}

/// Without the four tags that Zotero has in words, and with the signs that stand for others.
fn plain(written: &str) -> String {
    let mut plain = written.to_owned();
    for name in ["b", "i", "sub", "sup"] {
        plain = plain.replace(&format!("<{name}>"), "").replace(&format!("</{name}>"), "");
    }
    for (entity, sign) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
    {
        plain = plain.replace(entity, sign);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_annotation_finds_its_work_above_its_file() {
        let items = json!([
            {"key": "A", "data": {"key": "A", "itemType": "annotation", "parentItem": "F", "annotationType": "highlight",
                "annotationText": "the <i>ebb</i>", "annotationComment": "a &lt; b", "annotationColor": "#5fb236",
                "annotationPageLabel": "ix", "annotationAuthorName": "", "tags": [{"tag": "sea", "type": 1}],
                "dateAdded": "2026-03-01T12:15:07Z", "dateModified": "2026-03-01T12:16:40Z"}},
            {"key": "I", "data": {"key": "I", "itemType": "annotation", "parentItem": "F", "annotationType": "ink"}},
            {"key": "F", "data": {"key": "F", "itemType": "attachment", "parentItem": "B", "title": "PDF", "filename": "vo.pdf"}},
            {"key": "B", "data": {"key": "B", "itemType": "book", "title": "Tides", "ISBN": "978-1",
                "creators": [{"firstName": "Linh", "lastName": "Vo"}]}},
        ]);
        let imported = read(&MarkFile::of(items.to_string().as_bytes())).unwrap();
        let WorkMarks { work, marks } = &imported.works[0];
        assert_eq!((work.title.as_deref(), work.file.as_deref()), (Some("Tides"), Some("vo.pdf")));
        assert_eq!((work.authors.join("+"), work.addresses.join("+")), ("Linh Vo".to_owned(), "978-1".to_owned()));
        let mark = &marks[0];
        assert_eq!((mark.passages[0].exact.as_str(), mark.note.as_deref()), ("the ebb", Some("a < b")));
        assert_eq!(
            (mark.color, mark.place.said.as_deref(), mark.author.is_none()),
            (Some(Color::Green), Some("page ix"), true)
        );
        assert!(!marks[1].says_something(), "a drawing has no words");
    }

    use super::super::WorkMarks;
}
