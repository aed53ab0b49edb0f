//! EPUB Annotations 1.0 (W3C working draft of 24 February 2026): for each book a file `NAME.annotations`, a zip with one set of
//! annotations, which a reading system takes in beside the book. Each has one target and at most one body, whose words are plain
//! text. What is no book is told.

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation, saying};
use crate::annotation::record::time_text;
use crate::annotation::{Color, Kind};
use crate::document::Document;
use crate::format::epub::places::{BodyPlace, BookPassages};
use crate::format::office::repack::packed;
use serde_json::{Map, Value, json};
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "epub-annotations",
    extension: "annotations",
    about: "EPUB Annotations 1.0 for reading systems, a file for each book",
    shape: ExportShape::Folder,
    subject: ExportSubject::Annotations,
    writer: |_| Box::new(SetWriter),
};

const CONTEXT: &str = "https://www.w3.org/ns/epub-anno.jsonld";
const TEXT_FRAGMENT: &str = "https://wicg.github.io/scroll-to-text-fragment/";
/// The longest words of a text fragment, in characters: what is longer is given by its beginning.
const MOST_WORDS: usize = 80;

struct SetWriter;

impl AnnotationWriter for SetWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        let Some(said) = saying(annotations) else { return Ok(()) };
        let opened = about.document.zip((about.file)().and_then(BookPassages::open));
        let Some((document, book)) = opened else {
            out.tell(&format!("{}: this is no EPUB; for it there is the format w3c", about.path));
            return Ok(());
        };
        let mut items: Vec<Value> = Vec::new();
        let mut place: Option<(String, Value)> = None;
        for exported in said {
            // An answer stands where what it answers does.
            if exported.depth == 0 {
                place = target(exported, (document, &book));
            }
            let Some((href, selector)) = &place else {
                out.tell(&format!("{}: one whose words are not in it is left out", about.path));
                continue;
            };
            items.push(item(exported, &json!({"source": href, "selector": selector})));
        }
        let set = set(about, &items).to_string();
        let file = packed(&[("annotations.json".to_owned(), set)]).map_err(io::Error::other)?;
        let stem = about.path.rsplit_once('.').map_or(about.path, |(stem, _)| stem);
        out.file_as_it_is(&format!("{stem}.annotations"), &file)
    }
}

fn set(about: &AnnotatedDocument<'_>, items: &[Value]) -> Value {
    let metadata = about.metadata;
    let mut work = Map::from_iter([("dc:format".to_owned(), json!("application/epub+zip"))]);
    let identifiers: Vec<&String> = [&metadata.identifier, &metadata.url].into_iter().flatten().collect();
    work.insert("dc:identifier".to_owned(), json!(identifiers));
    work.insert("dc:title".to_owned(), json!(about.title()));
    work.insert("dc:creator".to_owned(), json!(metadata.authors));
    if let Some(year) = metadata.date.as_deref().and_then(|date| date.get(..4)) {
        work.insert("dc:date".to_owned(), json!(year));
    }
    let last = items.iter().filter_map(|item| item["modified"].as_str()).max().unwrap_or_default().to_owned();
    let name = format!("{} {}", about.urn.unwrap_or(about.path), last);
    let id = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, name.as_bytes()).urn().to_string();
    json!({
        "@context": CONTEXT, "id": id, "type": "AnnotationSet",
        "generator": {"id": "urn:postil", "type": "Software", "name": "postil"},
        "generated": last, "about": work, "items": items,
    })
}

/// The chapter that an annotation is in and the selectors of its words there; of one on the whole book its first chapter.
fn target(exported: &ExportedAnnotation, (document, book): (&Document, &BookPassages)) -> Option<(String, Value)> {
    if exported.quote().is_none() {
        return Some((book.first()?.to_owned(), json!([])));
    }
    let span = exported.place.as_ref()?.span;
    let BodyPlace { href, start, end } = book.find(document, span)?;
    let words = span.of(document.text()).split_whitespace().collect::<Vec<_>>().join(" ");
    let words: String = match words.char_indices().nth(MOST_WORDS) {
        Some((at, _)) => words[..at].rsplit_once(' ').map_or(&words[..at], |(whole, _)| whole).to_owned(),
        None => words,
    };
    let position = json!({"type": "TextPositionSelector", "start": start, "end": end});
    let selectors = json!([
        {"type": "CssSelector", "value": "body", "refinedBy": position},
        {"type": "FragmentSelector", "conformsTo": TEXT_FRAGMENT, "value": format!(":~:text={}", escaped(&words))},
    ]);
    Some((href, selectors))
}

/// The words of a text fragment: all but letters, digits and a few marks as percent signs with their bytes.
fn escaped(words: &str) -> String {
    words.bytes().fold(String::new(), |escaped, byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'~' => escaped + &char::from(byte).to_string(),
        byte => escaped + &format!("%{byte:02X}"),
    })
}

fn item(exported: &ExportedAnnotation, target: &Value) -> Value {
    let annotation = &exported.annotation;
    let motivation = match annotation.kind {
        Kind::Bookmark => "bookmarking",
        _ if annotation.note.is_some() => "commenting",
        _ => "highlighting",
    };
    let maker = exported.maker.as_ref().map_or("", |maker| &maker.name);
    let mut item = json!({
        "id": annotation.id, "type": "Annotation", "motivation": motivation,
        "created": time_text(annotation.created), "modified": time_text(annotation.modified),
        "creator": {"id": annotation.creator, "type": "Person", "name": maker}, "target": target,
    });
    let color = annotation.color.filter(|color| *color != Color::Other).map(Color::name);
    if annotation.note.is_some() || !annotation.tags.is_empty() || color.is_some() {
        let mut body = json!({"type": "TextualBody", "value": annotation.note.as_deref().unwrap_or_default()});
        if let Some(color) = color {
            body["color"] = color.into();
        }
        if !annotation.tags.is_empty() {
            body["tags"] = json!(annotation.tags);
        }
        item["body"] = body;
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_fragment_has_no_mark_that_means_something_in_it() {
        assert_eq!(escaped("a-b, c&d é"), "a%2Db%2C%20c%26d%20%C3%A9");
    }
}
