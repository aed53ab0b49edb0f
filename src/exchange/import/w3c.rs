//! W3C Web Annotations of any origin: one, a list, a collection, a page, a graph, a line each.
//!
//! A record is understood as `annotation::record` understands it. Each of several targets becomes a passage.

use super::fields::{FieldShape, RecordFields};
use super::importer::Importer;
use super::mark::{Author, Imported, Mark, MarkOrigin, MarkTime, MarkedWork, trimmed};
use super::mark_file::MarkFile;
use super::mark_file::text;
use super::{fields, matching};
use crate::annotation::{Kind, Quote, Record, Target};
use crate::format;
use serde_json::Value;

pub(super) const IMPORTER: Importer = Importer {
    name: "w3c",
    about: "W3C Web Annotations: JSON-LD",
    home: "https://www.w3.org/TR/annotation-model/",
    read,
};

/// The keys of a record that are understood; `via` says where a record came from, and it comes from elsewhere now.
const READ: [&str; 13] = [
    "@context",
    "@id",
    "@type",
    "body",
    "bodyValue",
    "created",
    "creator",
    "id",
    "modified",
    "motivation",
    "target",
    "type",
    "via",
];

/// The keys of lists of annotations, and of what holds one.
const LISTS: [&str; 4] = ["items", "first", "@graph", "annotations"];

/// How deep collections, pages and graphs lie in each other.
const DEEPEST: usize = 8;

fn read(input: &MarkFile<'_>) -> Option<Imported> {
    let mut records = Vec::new();
    gather(input.json.as_ref()?, 0, &mut records);
    if !records.iter().any(|record| is_annotation(record)) {
        return None;
    }
    let mut imported = Imported::default();
    for (number, value) in (1..).zip(records) {
        let what = format!("annotation {number}");
        let read = mark(value).map(|mark| (work(value), mark)).ok_or_else(|| why_not(value));
        let nowhere = read.as_ref().ok().and_then(|(work, mark)| nowhere(value, work, mark));
        imported.take(&what, value, FIELDS, read);
        imported.faults.extend(nowhere.map(|fault| format!("{what}: {fault}")));
    }
    Some(imported)
}

/// What the keys of an annotation hold that are read.
const FIELDS: RecordFields = &[
    ("bodyValue", FieldShape::Text),
    ("body", FieldShape::Several),
    ("body.value", FieldShape::Text),
    ("body.purpose", FieldShape::Words),
    ("motivation", FieldShape::Words),
    ("created", FieldShape::Time),
    ("modified", FieldShape::Time),
    ("creator", FieldShape::Several),
    ("creator.name", FieldShape::Text),
    ("target", FieldShape::Several),
    ("target.source", FieldShape::Named),
    ("target.selector", FieldShape::Several),
    ("target.selector.exact", FieldShape::Text),
    ("target.selector.prefix", FieldShape::Text),
    ("target.selector.suffix", FieldShape::Text),
];

fn why_not(value: &Value) -> String {
    let is_named = |key: &&str| value.get(*key).is_some_and(Value::is_string);
    let missing = [["id", "@id"], ["type", "@type"]].into_iter().find(|keys| !keys.iter().any(is_named));
    fields::missing(value, missing.map_or("target", |keys| keys[0]))
}

/// What is lost of where an annotation stands.
fn nowhere(value: &Value, work: &MarkedWork, mark: &Mark) -> Option<String> {
    let selects = |target: &Value| target.get("selector").is_some_and(|selector| !selector.is_null());
    let is_placed = !mark.passages.is_empty() || mark.answers.is_some();
    if !is_placed && targets(value).iter().any(selects) {
        return Some("no words say where it stands; it is taken for one on the whole text".to_owned());
    }
    (!is_placed && work.addresses.is_empty()).then(|| "its `target` names no text".to_owned())
}

/// Adds the annotations in a value.
fn gather<'v>(value: &'v Value, depth: usize, into: &mut Vec<&'v Value>) {
    if is_annotation(value) {
        return into.push(value);
    }
    if depth == DEEPEST {
        return;
    }
    for inner in value.as_array().into_iter().flatten() {
        if is_meant(inner) {
            into.push(inner);
        } else {
            gather(inner, depth + 1, into);
        }
    }
    for key in LISTS {
        if let Some(inner) = value.get(key) {
            gather(inner, depth + 1, into);
        }
    }
}

fn is_annotation(value: &Value) -> bool {
    let kind = value.get("type").or_else(|| value.get("@type"));
    let named = |name: &Value| matches!(name.as_str(), Some("Annotation" | "oa:Annotation"));
    value.get("target").is_some()
        && kind.is_some_and(|kind| named(kind) || kind.as_array().is_some_and(|all| all.iter().any(named)))
}

/// Whether what stands in a list of annotations is one, or was before it was damaged.
fn is_meant(value: &Value) -> bool {
    let is_list =
        value.as_array().is_some_and(|all| !all.is_empty()) || LISTS.iter().any(|key| value.get(key).is_some());
    let says = ["target", "body", "bodyValue"].iter().any(|key| value.get(key).is_some());
    is_annotation(value) || says || !(is_list || value.is_object())
}

/// The document of the first target, by its address.
fn work(value: &Value) -> MarkedWork {
    let target = value.get("target").map(|target| target.get(0).unwrap_or(target));
    let source = target.and_then(|target| target.get("source").or_else(|| target.get("id")).or(Some(target)));
    let source = source.and_then(|source| source.as_str().or_else(|| text(source, "id"))).unwrap_or_default();
    let address = source.split('#').next().unwrap_or_default();
    let addresses = (!address.is_empty()).then(|| address.to_owned()).into_iter().collect();
    MarkedWork { addresses, file: matching::file_name(address).map(str::to_owned), ..MarkedWork::default() }
}

fn mark(value: &Value) -> Option<Mark> {
    let object = value.as_object()?;
    let annotation = Record::from_object(object.clone())?.annotation()?;
    let passages = passages(value);
    let answers = match &annotation.target {
        Target::Annotation(id) => Some(id.to_string()),
        Target::Document(_) | Target::Passage(_) => None,
    };
    let kind = match annotation.kind {
        Kind::Note | Kind::Question | Kind::Highlight if passages.is_empty() && answers.is_none() => Kind::DocumentNote,
        Kind::Note if annotation.note.is_none() => Kind::Highlight,
        Kind::Link | Kind::Prompt | Kind::Identity => Kind::Note,
        kind => kind,
    };
    let time = |key: &str, time| text(value, key).map(|_| MarkTime::Instant(time));
    Some(Mark {
        origin: MarkOrigin {
            address: Some(annotation.id.to_string()).filter(|id| id.contains(':')),
            kept: object.iter().filter(|(key, _)| !READ.contains(&key.as_str())).map(owned).collect(),
        },
        id: annotation.id.to_string(),
        kind,
        passages: if answers.is_some() { Vec::new() } else { passages },
        note: notes(value, annotation.note),
        tags: annotation.tags,
        color: annotation.color,
        author: author(value),
        created: time("created", annotation.created),
        modified: time("modified", annotation.modified),
        answers,
        ..Mark::default()
    })
}

fn owned((key, value): (&String, &Value)) -> (String, Value) {
    (key.clone(), value.clone())
}

/// The note, which is the first of its textual bodies, with those behind it that are no tags either: a thread in one record.
fn notes(value: &Value, note: Option<String>) -> Option<String> {
    let first = note?;
    let body = value.get("body").unwrap_or(&Value::Null);
    let bodies = body.as_array().map_or(std::slice::from_ref(body), Vec::as_slice);
    let is_tag = |body: &Value| {
        let purpose = body.get("purpose").map(|purpose| purpose.get(0).unwrap_or(purpose));
        matches!(purpose.and_then(Value::as_str), Some("tagging" | "oa:tagging"))
    };
    let of_note = bodies.iter().skip_while(|body| text(body, "value") != Some(&first)).filter(|body| !is_tag(body));
    let all: Vec<String> = of_note.filter_map(legible).collect();
    Some(if all.is_empty() { first } else { all.join("\n\n") })
}

/// The words of a body; of HTML what it shows.
fn legible(body: &Value) -> Option<String> {
    let written = text(body, "value")?;
    if text(body, "format") == Some("text/html") {
        return trimmed(format::parse("note.html", written.as_bytes().to_vec()).text());
    }
    trimmed(written)
}

/// The words of each of its targets.
pub(super) fn passages(value: &Value) -> Vec<Quote> {
    let of = |target: &Value| {
        let alone = [("id", "urn:x".into()), ("type", "Annotation".into()), ("target", target.clone())];
        let object = alone.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        match Record::from_object(object)?.annotation()?.target {
            Target::Passage(passage) => Some(passage.quote).filter(|quote| !quote.exact.trim().is_empty()),
            Target::Document(_) | Target::Annotation(_) => None,
        }
    };
    targets(value).iter().filter_map(of).collect()
}

fn targets(value: &Value) -> &[Value] {
    let target = value.get("target").map_or(&[][..], std::slice::from_ref);
    target.first().and_then(Value::as_array).map_or(target, Vec::as_slice)
}

pub(super) fn author(value: &Value) -> Option<Author> {
    let creator = value.get("creator")?;
    let creator = creator.get(0).unwrap_or(creator);
    let said = |key| text(creator, key);
    let name = said("name").or_else(|| said("nickname"));
    let id = creator.as_str().or_else(|| said("id")).or(name)?;
    let short = || id.trim_start_matches("acct:").split('@').next().unwrap_or(id);
    Some(Author { id: id.to_owned(), name: name.unwrap_or_else(short).to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn note(id: &str, more: &Value) -> Value {
        let mut value = json!({"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "id": id,
            "bodyValue": "whose?", "creator": {"id": "http://example.org/linh", "name": "Linh Vo"},
            "target": {"source": "https://example.org/tides.html", "selector": {"type": "TextQuoteSelector", "exact": "the ebb"}}});
        value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        value
    }

    #[test]
    fn annotations_are_found_in_every_container() {
        let one = note("http://example.org/1", &json!({}));
        let page = json!({"type": "AnnotationPage", "items": [one]});
        for file in [
            one.clone(),
            json!([one]),
            page.clone(),
            json!({"type": "AnnotationCollection", "first": page}),
            json!({"@graph": [one]}),
        ] {
            let imported = read(&MarkFile::of(file.to_string().as_bytes())).unwrap();
            let WorkMarks { work, marks } = &imported.works[0];
            assert_eq!((work.file.as_deref(), marks[0].passages[0].exact.as_str()), (Some("tides.html"), "the ebb"));
            assert_eq!(marks[0].author.as_ref().map(|it| it.name.as_str()), Some("Linh Vo"));
        }
        let lines = format!("{one}\n{one}\n");
        assert_eq!(read(&MarkFile::of(lines.as_bytes())).unwrap().works[0].marks.len(), 2);
    }

    #[test]
    fn several_targets_are_several_passages_and_an_answer_has_none() {
        let target = |words: &str| json!({"source": "https://example.org/t", "selector": [{"type": "TextQuoteSelector", "exact": words}]});
        let two = note("http://example.org/2", &json!({"target": [target("the ebb"), target("the flow")]}));
        let answer = note("http://example.org/3", &json!({"motivation": "replying", "target": "http://example.org/2"}));
        let imported = read(&MarkFile::of(json!([two, answer]).to_string().as_bytes())).unwrap();
        let all: Vec<&Mark> = imported.works.iter().flat_map(|it| &it.marks).collect();
        assert_eq!(all[0].passages.len(), 2);
        assert_eq!((all[1].kind, all[1].answers.as_deref()), (Kind::Reply, Some("http://example.org/2")));
    }

    #[test]
    fn a_note_in_html_is_read_as_what_it_shows() {
        let body =
            json!({"type": "TextualBody", "value": "<p>Whose <b>boats</b> &amp; nets?</p>", "format": "text/html"});
        let file = note("http://example.org/4", &json!({"body": [body]}));
        let imported = read(&MarkFile::of(file.to_string().as_bytes())).unwrap();
        assert_eq!(imported.works[0].marks[0].note.as_deref(), Some("Whose boats & nets?"));
    }

    #[test]
    fn an_answer_stands_with_what_it_answers() {
        let answer = note("http://example.org/3", &json!({"motivation": "replying", "target": "http://example.org/1"}));
        let file = json!([answer, note("http://example.org/1", &json!({}))]);
        let (_, imported) = super::super::read(file.to_string().as_bytes()).unwrap();
        assert_eq!(imported.works.iter().map(|work| work.marks.len()).collect::<Vec<_>>(), [2]);
    }

    use super::super::WorkMarks;
}
