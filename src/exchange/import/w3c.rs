//! W3C Web Annotations of any origin: one, a list, a collection, a page, a graph, a line each.
//!
//! A record is understood as `annotation::record` understands it. Each of several targets becomes a passage.

use super::importer::Importer;
use super::mark::{Author, Imported, Mark, MarkOrigin, MarkTime, MarkedWork, trimmed};
use super::mark_file::MarkFile;
use super::mark_file::text;
use super::matching;
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

/// How deep collections, pages and graphs lie in each other.
const DEEPEST: usize = 8;

fn read(input: &MarkFile<'_>) -> Option<Imported> {
    let mut records = Vec::new();
    gather(input.json.as_ref()?, 0, &mut records);
    if records.is_empty() {
        return None;
    }
    let mut imported = Imported::default();
    for value in records {
        match mark(value) {
            Some(mark) => imported.add(work(value), mark),
            None => imported.faults.push("an annotation without an id or a target is left out".to_owned()),
        }
    }
    Some(imported)
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
        gather(inner, depth + 1, into);
    }
    for key in ["items", "first", "@graph", "annotations"] {
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
    let others = value.get("target").and_then(Value::as_array).map_or(0, Vec::len);
    let passages: Vec<Quote> = (0..others.max(1)).filter_map(|at| passage(value, at)).collect();
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
        note: annotation.note.map(|note| legible(value, note)),
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

/// A note that is HTML, as the text that it shows.
fn legible(value: &Value, note: String) -> String {
    let body = value.get("body").unwrap_or(&Value::Null);
    let bodies = body.as_array().map_or(std::slice::from_ref(body), Vec::as_slice);
    let is_html = |body: &&Value| text(body, "value") == Some(&note) && text(body, "format") == Some("text/html");
    if bodies.iter().any(|body| is_html(&body)) {
        return trimmed(format::parse("note.html", note.clone().into_bytes()).text()).unwrap_or(note);
    }
    note
}

/// The words of one of several targets.
pub(super) fn passage(value: &Value, at: usize) -> Option<Quote> {
    let mut object = value.as_object()?.clone();
    if let Some(target) = value.get("target").and_then(Value::as_array) {
        object.insert("target".to_owned(), target.get(at)?.clone());
    }
    match Record::from_object(object)?.annotation()?.target {
        Target::Passage(passage) => Some(passage.quote).filter(|quote| !quote.exact.trim().is_empty()),
        Target::Document(_) | Target::Annotation(_) => None,
    }
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
