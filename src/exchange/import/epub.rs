//! EPUB Annotations: the W3C working draft of 24 February 2026 (`NAME.annotations`, a ZIP, and `META-INF/annotations.json` in a
//! book), and Thorium's JSON from before it, whose records have keys of their own. What is not words is told.

use super::fields::{FieldShape, RecordFields};
use super::importer::Importer;
use super::mark::{Imported, Mark, MarkedWork, shortened, trimmed};
use super::mark_file::{MarkFile, text, texts};
use super::position::{MarkPlace, Position};
use super::{fields, times, w3c};
use crate::annotation::{Color, Kind};
use crate::format::epub::places::{BookPlace, ChapterName};
use serde_json::Value;

pub(super) const IMPORTER: Importer = Importer {
    name: "epub",
    about: "EPUB Annotations: .annotations, Thorium's .annotation",
    home: "https://www.w3.org/TR/epub-anno-10/",
    read,
};

fn read(input: &MarkFile<'_>) -> Option<Imported> {
    let set = input.json.as_ref().filter(|set| text(set, "type") == Some("AnnotationSet"))?;
    let items = set.get("items").and_then(Value::as_array)?;
    let mut imported = Imported::default();
    imported.tell_misfits("the set", input.json.as_ref()?, SET);
    let work = set.get("about").map(work).unwrap_or_default();
    for (number, item) in (1..).zip(items) {
        imported.take(&format!("annotation {number}"), item, FIELDS, mark(item).map(|mark| (work.clone(), mark)));
    }
    Some(imported)
}

/// What the keys of a set hold that are read.
const SET: RecordFields = &[
    ("about", FieldShape::Object),
    ("about.dc:title", FieldShape::Text),
    ("about.dc:creator", FieldShape::Texts),
    ("about.dc:identifier", FieldShape::Texts),
];

/// What the keys of an annotation hold that are read.
const FIELDS: RecordFields = &[
    ("motivation", FieldShape::Text),
    ("created", FieldShape::Time),
    ("modified", FieldShape::Time),
    ("creator", FieldShape::Several),
    ("creator.name", FieldShape::Text),
    ("target", FieldShape::Object),
    ("target.source", FieldShape::Text),
    ("target.selector", FieldShape::Objects),
    ("target.selector.type", FieldShape::Text),
    ("target.selector.exact", FieldShape::Text),
    ("target.selector.value", FieldShape::Text),
    ("target.selector.refinedBy", FieldShape::Object),
    ("body", FieldShape::Object),
    ("body.value", FieldShape::Text),
    ("body.tags", FieldShape::Texts),
    ("body.tag", FieldShape::Text),
    ("body.color", FieldShape::Text),
    ("body.highlight", FieldShape::Text),
];

fn work(about: &Value) -> MarkedWork {
    MarkedWork {
        title: text(about, "dc:title").and_then(trimmed),
        authors: texts(about, "dc:creator"),
        addresses: texts(about, "dc:identifier"),
        file: None,
    }
}

fn mark(item: &Value) -> Result<Mark, String> {
    let id = text(item, "id").ok_or_else(|| fields::missing(item, "id"))?.to_owned();
    let body = item.get("body");
    let said = |key: &str| body.and_then(|body| text(body, key)).and_then(trimmed);
    if let Some(kind) = said("type").filter(|kind| kind != "TextualBody") {
        let name = said("id").unwrap_or_default();
        return Err(format!("no words can be made of its {}: {}", shortened(&kind), shortened(&name)));
    }
    let tags = body.map(|body| texts(body, "tags")).unwrap_or_default();
    let target = item.get("target").unwrap_or(&Value::Null);
    let positions: Vec<Position> = positions(target).map(Position::InBook).into_iter().collect();
    let passages: Vec<_> = w3c::passages(item).into_iter().take(1).collect();
    let note = said("value");
    Ok(Mark {
        kind: kind(item, said("highlight").as_deref(), !passages.is_empty() || !positions.is_empty(), note.is_some()),
        id,
        passages,
        note,
        tags: if tags.is_empty() { said("tag").into_iter().collect() } else { tags },
        color: said("color").map(|name| Color::named(&name)),
        author: w3c::author(item),
        created: text(item, "created").and_then(times::iso),
        modified: text(item, "modified").and_then(times::iso),
        place: MarkPlace { said: None, positions },
        ..Mark::default()
    })
}

fn kind(item: &Value, highlight: Option<&str>, has_place: bool, has_note: bool) -> Kind {
    let bookmarks = text(item, "motivation") == Some("bookmarking") || highlight == Some("bookmark");
    match (bookmarks, has_place, has_note) {
        (true, _, false) => Kind::Bookmark,
        (_, true, true) => Kind::Note,
        (_, false, _) => Kind::DocumentNote,
        _ => Kind::Highlight,
    }
}

/// The place by a selector of CSS, else by a CFI.
fn positions(target: &Value) -> Option<BookPlace> {
    let source = text(target, "source")?;
    let selectors = target.get("selector").and_then(Value::as_array)?;
    let of_kind = |kind: &'static str| selectors.iter().filter(move |selector| text(selector, "type") == Some(kind));
    let css = of_kind("CssSelector").next().and_then(|selector| {
        let refined = selector.get("refinedBy").filter(|by| text(by, "type") == Some("TextPositionSelector"));
        let number = |key: &str| refined?.get(key)?.as_u64().map(|number| number as usize);
        let chapter = ChapterName::File(source.to_owned());
        Some(BookPlace::Css {
            chapter,
            selector: text(selector, "value")?.to_owned(),
            range: number("start").zip(number("end")),
        })
    });
    css.or_else(|| of_kind("FragmentSelector").find_map(|selector| BookPlace::of_cfi(text(selector, "value")?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn set(items: &Value) -> Imported {
        let set = json!({"@context": "https://www.w3.org/ns/epub-anno.jsonld", "type": "AnnotationSet",
            "about": {"dc:title": "Tides", "dc:identifier": ["urn:isbn:9783161484100"], "dc:creator": ["Linh Vo"]}, "items": items});
        read(&MarkFile::of(set.to_string().as_bytes())).unwrap()
    }

    #[test]
    fn a_set_of_the_draft_has_its_places_by_selectors_and_its_tags_in_the_body() {
        let selector = json!({"type": "CssSelector", "value": "body > p", "refinedBy": {"type": "TextPositionSelector", "start": 3, "end": 9}});
        let imported = set(&json!([
            {"id": "urn:a", "type": "Annotation", "motivation": "commenting", "created": "2026-03-01T12:15:01Z",
                "creator": {"id": "urn:r", "type": "Person", "name": "Reader Two"},
                "target": {"source": "text/c1.xhtml", "selector": [selector]},
                "body": {"type": "TextualBody", "value": "whose?", "tags": ["sea", "law/old"], "color": "purple"}},
            {"id": "urn:b", "type": "Annotation", "motivation": "bookmarking", "target": {"source": "text/c2.xhtml", "selector": []}},
            {"id": "urn:c", "type": "Annotation", "target": {"source": "text/c2.xhtml"}, "body": {"type": "Audio", "id": "a.mp3"}},
        ]));
        let WorkMarks { work, marks } = &imported.works[0];
        assert_eq!((work.title.as_deref(), work.addresses.len()), (Some("Tides"), 1));
        assert_eq!(marks.iter().map(|mark| mark.kind).collect::<Vec<_>>(), [Kind::Note, Kind::Bookmark]);
        assert_eq!((marks[0].tags.join("+"), marks[0].place.positions.len()), ("sea+law/old".to_owned(), 1));
        assert_eq!(marks[0].author.as_ref().map(|author| author.name.as_str()), Some("Reader Two"));
        assert_eq!(imported.faults.len(), 1, "sounds are told");
    }

    #[test]
    fn thoriums_records_have_words_and_one_tag() {
        let selectors = json!([{"type": "TextQuoteSelector", "exact": "the ebb", "prefix": "", "suffix": ""},
            {"type": "FragmentSelector", "value": "epubcfi(/6/4!/4/2,/1:0,/1:7)"}]);
        let imported =
            set(&json!([{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:a", "type": "Annotation",
            "target": {"source": "OEBPS/c1.xhtml", "selector": selectors},
            "body": {"type": "TextualBody", "value": "", "tag": "sea", "color": "blue", "highlight": "underline"}}]));
        let mark = &imported.works[0].marks[0];
        assert_eq!(
            (mark.kind, mark.passages[0].exact.as_str(), mark.tags.join("+")),
            (Kind::Highlight, "the ebb", "sea".to_owned())
        );
        assert!(matches!(mark.place.positions[..], [Position::InBook(BookPlace::Cfi { .. })]));
    }

    use super::super::WorkMarks;
}
