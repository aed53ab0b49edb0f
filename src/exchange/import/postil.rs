//! The JSON that `postil notes --json` and `postil export --format json` print (`docs/json.md`), perhaps after another program has
//! chosen from it or added to it. What is here already by its id is the caller's to leave out.

use super::fields::{FieldShape, RecordFields};
use super::importer::Importer;
use super::mark::{Author, Imported, Mark, MarkedWork, trimmed, words};
use super::mark_file::{MarkFile, text, texts};
use super::matching::file_name;
use super::{fields, times};
use crate::annotation::{Color, Kind};
use serde_json::Value;

pub(super) const IMPORTER: Importer = Importer {
    name: "postil",
    about: "what `postil notes --json` prints",
    home: "https://www.w3.org/TR/annotation-model/",
    read,
};

fn read(input: &MarkFile<'_>) -> Option<Imported> {
    let rows = input.json.as_ref()?.as_array()?;
    let first = rows.iter().find(|row| row.is_object())?;
    ["kind", "document", "tags"].iter().all(|key| first.get(key).is_some()).then_some(())?;
    let mut imported = Imported::default();
    for (number, row) in (1..).zip(rows) {
        imported.take(&format!("annotation {number}"), row, FIELDS, mark(row));
    }
    Some(imported)
}

/// What the keys of an annotation hold that are read.
const FIELDS: RecordFields = &[
    ("id", FieldShape::Text),
    ("kind", FieldShape::Text),
    ("reader", FieldShape::Text),
    ("created", FieldShape::Time),
    ("modified", FieldShape::Time),
    ("quote", FieldShape::Text),
    ("note", FieldShape::Text),
    ("tags", FieldShape::Texts),
    ("color", FieldShape::Text),
    ("page", FieldShape::Text),
    ("reply_to", FieldShape::Text),
];

fn mark(row: &Value) -> Result<(MarkedWork, Mark), String> {
    let said = |key: &str| text(row, key).and_then(trimmed);
    let document = said("document").ok_or_else(|| fields::missing(row, "document"))?;
    let kind = said("kind").unwrap_or_default();
    let (quote, note) = (text(row, "quote").and_then(words), said("note"));
    // What a program adds has no id: its words are what it is known by.
    let own = || {
        format!("{document}\n{}\n{}", quote.as_ref().map_or("", |it| &it.exact), note.as_deref().unwrap_or_default())
    };
    let id = said("id").unwrap_or_else(own);
    let kind = match (kind.as_str(), &quote, &note) {
        ("vote" | "prompt" | "identity" | "link", ..) => {
            return Err(format!("it is a {kind}"));
        }
        (_, _, _) if row.get("reply_to").is_some_and(Value::is_string) => Kind::Reply,
        ("question", Some(_), _) => Kind::Question,
        ("bookmark", Some(_), _) => Kind::Bookmark,
        (_, Some(_), Some(_)) => Kind::Note,
        (_, Some(_), None) => Kind::Highlight,
        (_, None, Some(_)) => Kind::DocumentNote,
        (_, None, None) => return Err("it has neither `quote` nor `note`".to_owned()),
    };
    let work = MarkedWork { file: file_name(&document).map(str::to_owned), ..MarkedWork::default() };
    let mark = Mark {
        answers: said("reply_to"),
        passages: quote.into_iter().filter(|_| kind != Kind::Reply).collect(),
        tags: texts(row, "tags"),
        color: said("color").map(|name| Color::named(&name)),
        author: said("reader").map(|name| Author { id: format!("reader {name}"), name }),
        created: said("created").as_deref().and_then(times::iso),
        modified: said("modified").as_deref().and_then(times::iso),
        place: said("page").map(|page| format!("page {page}")).into(),
        kind,
        note,
        id,
        ..Mark::default()
    };
    Ok((work, mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imported(json: &str) -> Option<Imported> {
        read(&MarkFile::of(json.as_bytes()))
    }

    #[test]
    fn what_the_program_prints_is_read_with_what_others_have_added() {
        let all = imported(
            r#"[{"id":"urn:uuid:1","kind":"question","document":"week-1/tides.md","reader":"mei","created":"2026-03-01T10:00:00Z",
            "quote":"the ebb","note":"Why?","tags":["sea","by-script"],"color":"pink","page":"12","reply_to":null},
            {"id":"urn:uuid:2","kind":"reply","document":"week-1/tides.md","reader":"tom","note":"So.","tags":[],"quote":null,"reply_to":"urn:uuid:1"},
            {"kind":"note","document":"week-1/tides.md","quote":"the flow","note":"by a script","tags":[]},
            {"kind":"vote","document":"week-1/tides.md","tags":[],"reply_to":"urn:uuid:1"}, {"kind":"note","tags":[]}]"#,
        )
        .unwrap();
        let marks = &all.works[0].marks;
        assert_eq!(all.works[0].work.file.as_deref(), Some("tides.md"));
        assert_eq!(marks.iter().map(|mark| mark.kind).collect::<Vec<_>>(), [Kind::Question, Kind::Reply, Kind::Note]);
        assert_eq!(
            (marks[0].tags.len(), marks[0].color, marks[0].author.as_ref().unwrap().name.as_str()),
            (2, Some(Color::Pink), "mei")
        );
        assert_eq!((marks[1].answers.as_deref(), marks[1].passages.len()), (Some("urn:uuid:1"), 0));
        assert!(marks[2].id.contains("the flow") && marks[2].author.is_none());
        assert_eq!(all.faults.len(), 2);
    }

    #[test]
    fn other_json_is_not_its() {
        for json in ["[]", "[1]", r#"[{"kind":"x","document":"y"}]"#, r#"{"tags":[]}"#] {
            assert!(imported(json).is_none(), "{json}");
        }
    }
}
