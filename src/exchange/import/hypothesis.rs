//! Hypothesis: what its search returns, and what its client exports, as JSON and as CSV.

use super::fields::{FieldShape, RecordFields};
use super::importer::Importer;
use super::mark::{Author, Imported, Mark, MarkOrigin, MarkedWork, shortened, trimmed, words};
use super::mark_file::MarkFile;
use super::mark_file::{text, texts};
use super::{fields, sheet, times};
use crate::annotation::{Kind, Quote};
use csv::StringRecord;
use serde_json::Value;

pub(super) const IMPORTER: Importer = Importer {
    name: "hypothesis",
    about: "Hypothesis: JSON of its API or client, CSV",
    home: "https://hypothes.is",
    read,
};

/// What the keys of a row hold that are read.
const FIELDS: RecordFields = &[
    ("uri", FieldShape::Text),
    ("user", FieldShape::Text),
    ("user_info", FieldShape::Object),
    ("user_info.display_name", FieldShape::Text),
    ("text", FieldShape::Text),
    ("tags", FieldShape::Texts),
    ("created", FieldShape::Time),
    ("updated", FieldShape::Time),
    ("document", FieldShape::Object),
    ("document.title", FieldShape::Texts),
    ("references", FieldShape::Texts),
    ("target", FieldShape::Objects),
    ("target.selector", FieldShape::Objects),
    ("target.selector.type", FieldShape::Text),
    ("target.selector.exact", FieldShape::Text),
    ("target.selector.prefix", FieldShape::Text),
    ("target.selector.suffix", FieldShape::Text),
];

fn read(input: &MarkFile<'_>) -> Option<Imported> {
    match input.objects(&["rows", "annotations"]) {
        Some(rows) if rows.iter().any(is_row) => Some(of_json(input, rows)),
        Some(_) => None,
        None => of_csv(&input.text),
    }
}

/// What only Hypothesis writes: an account, and the address of the page beside the targets.
fn is_row(row: &Value) -> bool {
    text(row, "uri").is_some() && text(row, "user").is_some_and(|user| user.starts_with("acct:"))
}

fn of_json(input: &MarkFile<'_>, rows: &[Value]) -> Imported {
    let mut imported = Imported::default();
    let replies = input.json.as_ref().and_then(|json| json.get("replies")?.as_array()).map_or(&[][..], Vec::as_slice);
    for (number, row) in (1..).zip(rows.iter().chain(replies)) {
        let read = mark(row).map(|mark| (work(row), mark)).ok_or_else(|| fields::missing(row, "id"));
        imported.take(&format!("row {number}"), row, FIELDS, read);
    }
    let private = rows.iter().filter(|row| is_private(row)).count();
    if private > 0 {
        let were = if private == 1 { "was" } else { "were" };
        imported.faults.push(format!("{private} of them {were} visible to nobody but their author there"));
    }
    imported
}

fn is_private(row: &Value) -> bool {
    let readers = row.get("permissions").map(|it| texts(it, "read")).unwrap_or_default();
    !readers.is_empty() && readers.iter().all(|reader| reader.starts_with("acct:"))
}

fn work(row: &Value) -> MarkedWork {
    let title = row.get("document").map(|document| texts(document, "title")).unwrap_or_default();
    let address = text(row, "uri").and_then(trimmed);
    let file = address.as_deref().and_then(super::matching::file_name).map(str::to_owned);
    MarkedWork { title: title.into_iter().next(), addresses: address.into_iter().collect(), authors: Vec::new(), file }
}

fn mark(row: &Value) -> Option<Mark> {
    let id = text(row, "id")?.to_owned();
    let note = text(row, "text").and_then(trimmed);
    let tags = texts(row, "tags");
    let answers = texts(row, "references").pop();
    let passages: Vec<Quote> =
        row.get("target").and_then(Value::as_array).into_iter().flatten().filter_map(quote).collect();
    let kind = match (&answers, passages.is_empty()) {
        (Some(_), _) => Kind::Reply,
        (None, true) => Kind::DocumentNote,
        _ if note.is_none() => Kind::Highlight,
        _ => Kind::Note,
    };
    Some(Mark {
        origin: MarkOrigin { address: Some(format!("https://hypothes.is/a/{id}")), ..MarkOrigin::default() },
        id,
        kind,
        passages: if answers.is_some() { Vec::new() } else { passages },
        note,
        tags,
        author: author(row),
        created: text(row, "created").and_then(times::iso),
        modified: text(row, "updated").and_then(times::iso),
        answers,
        ..Mark::default()
    })
}

fn author(row: &Value) -> Option<Author> {
    let account = text(row, "user")?;
    let shown = row.get("user_info").and_then(|info| text(info, "display_name")).and_then(trimmed);
    let name = || account.trim_start_matches("acct:").split('@').next().unwrap_or(account).to_owned();
    Some(Author { id: account.to_owned(), name: shown.unwrap_or_else(name) })
}

/// The quotation of a target; of a shape or a place alone there is none.
fn quote(target: &Value) -> Option<Quote> {
    let selectors = target.get("selector")?.as_array()?;
    let quote = selectors.iter().find(|selector| text(selector, "type") == Some("TextQuoteSelector"))?;
    let said = |key| text(quote, key).unwrap_or_default().to_owned();
    Some(Quote { exact: trimmed(&said("exact"))?, prefix: said("prefix"), suffix: said("suffix") })
}

/// The client's table: no ids, and no say what an answer answers.
fn of_csv(written: &str) -> Option<Imported> {
    let first = written.lines().next()?;
    let tab = first.starts_with("Created at\tAuthor\tPage\tURL");
    if !(tab || first.starts_with("Created at,Author,Page,URL")) {
        return None;
    }
    let (_, rows, faults) = sheet::rows(written, if tab { b'\t' } else { b',' });
    let mut imported = Imported::of_faults(faults);
    for (line, row) in &rows {
        add(&mut imported, row, *line);
    }
    Some(imported)
}

fn add(imported: &mut Imported, row: &StringRecord, line: usize) {
    let field = |at: usize| row.get(at).and_then(trimmed);
    let (made, author, page, address) = (field(0), field(1), field(2), field(3));
    let (kind, quote, note) = (field(5).unwrap_or_default(), field(6), field(7));
    let kind = match kind.as_str() {
        "Page note" | "Reply" | "Comment" => Kind::DocumentNote,
        _ if quote.is_none() => Kind::DocumentNote,
        _ if note.is_none() => Kind::Highlight,
        _ => Kind::Note,
    };
    let file = address.as_deref().and_then(super::matching::file_name).map(str::to_owned);
    let created = made.as_deref().and_then(times::iso);
    if let Some(made) = made.as_deref().filter(|_| created.is_none()) {
        imported.faults.push(format!("row in line {line}: “{}” is no time that is known", shortened(made)));
    }
    let first = [&made, &author, &quote, &note].map(|it| it.as_deref().unwrap_or_default());
    let mark = Mark {
        id: first.join("\n"),
        kind,
        passages: quote.as_deref().filter(|_| kind != Kind::DocumentNote).and_then(words).into_iter().collect(),
        note,
        tags: field(8).map(|tags| tags.split(',').filter_map(trimmed).collect()).unwrap_or_default(),
        author: author.map(|name| Author { id: name.clone(), name }),
        created,
        place: page.map(|page| format!("page {page}")).into(),
        ..Mark::default()
    };
    imported.add(MarkedWork { addresses: address.into_iter().collect(), file, ..MarkedWork::default() }, mark);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(id: &str, more: &Value) -> Value {
        let mut row = json!({"id": id, "uri": "https://example.org/tides.html", "user": "acct:linh@hypothes.is", "text": "",
            "user_info": {"display_name": "Linh Vo"}, "tags": [], "created": "2026-03-01T12:11:07.1+00:00",
            "document": {"title": ["Tides"]},
            "target": [{"source": "https://example.org/tides.html", "selector": [
                {"type": "RangeSelector", "startContainer": "/p[1]"},
                {"type": "TextQuoteSelector", "exact": "the\n  ebb", "prefix": "of ", "suffix": " of"}]}]});
        for (key, value) in more.as_object().unwrap() {
            row[key] = value.clone();
        }
        row
    }

    #[test]
    fn rows_become_highlights_notes_page_notes_and_answers() {
        let rows = json!({"total": 4, "rows": [
            row("a", &json!({})),
            row("b", &json!({"text": "whose?", "tags": ["sea", "two, words"]})),
            row("c", &json!({"text": "all of it", "target": [{"source": "https://example.org/tides.html"}]})),
            row("d", &json!({"text": "mine", "references": ["b"], "permissions": {"read": ["acct:linh@hypothes.is"]}})),
        ]});
        let imported = read(&MarkFile::of(rows.to_string().as_bytes())).unwrap();
        assert_eq!(imported.works.len(), 1);
        let work = &imported.works[0].work;
        assert_eq!((work.title.as_deref(), work.file.as_deref()), (Some("Tides"), Some("tides.html")));
        let marks = &imported.works[0].marks;
        let kinds: Vec<Kind> = marks.iter().map(|mark| mark.kind).collect();
        assert_eq!(kinds, [Kind::Highlight, Kind::Note, Kind::DocumentNote, Kind::Reply]);
        assert_eq!((marks[1].tags.len(), marks[3].answers.as_deref()), (2, Some("b")));
        assert_eq!(
            marks[0].author.as_ref().map(|it| (it.id.as_str(), it.name.as_str())),
            Some(("acct:linh@hypothes.is", "Linh Vo"))
        );
        assert_eq!(imported.faults, ["1 of them was visible to nobody but their author there"]);
    }

    #[test]
    fn the_clients_table_comes_over_without_threads() {
        let table = "Created at,Author,Page,URL,Group,Type,Quote/description,Comment,Tags\n\
            2026-03-01 21:11,Linh Vo,,https://example.org/tides,Public,Annotation,the ebb,\"one\n\ntwo\",\"sea,moon\"\n\
            2026-03-01 21:12,Linh Vo,3,https://example.org/tides,Public,Reply,,no,\n";
        let imported = read(&MarkFile::of(table.as_bytes())).unwrap();
        let marks = &imported.works[0].marks;
        assert_eq!((marks[0].kind, marks[0].note.as_deref(), marks[0].tags.len()), (Kind::Note, Some("one\n\ntwo"), 2));
        assert_eq!(
            (marks[1].kind, marks[1].note.as_deref(), marks[1].place.said.as_deref()),
            (Kind::DocumentNote, Some("no"), Some("page 3"))
        );
    }
}
