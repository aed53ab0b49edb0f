//! KOReader: the `metadata.*.lua` beside a book, of today's form and of the one before 2024, and the JSON of its exporter.

use super::fields::{FieldShape, RecordFields};
use super::importer::Importer;
use super::mark::{Imported, Mark, MarkTime, MarkedWork, trimmed, words};
use super::mark_file::MarkFile;
use super::mark_file::text;
use super::position::{MarkPlace, Position};
use super::{fields, lua, matching, times};
use crate::annotation::{Color, Kind};
use crate::format::epub::places::BookPlace;
use serde_json::Value;

pub(super) const IMPORTER: Importer =
    Importer { name: "koreader", about: "KOReader: metadata.*.lua, JSON", home: "https://koreader.rocks", read };

fn read(input: &MarkFile<'_>) -> Option<Imported> {
    if let Some(json) = &input.json {
        return of_export(json);
    }
    let begins = input.text.lines().find(|line| !line.trim_start().starts_with("--") && !line.trim().is_empty())?;
    let is_ours =
        ["annotations", "bookmarks", "highlight"].iter().any(|key| input.text.contains(&format!("[\"{key}\"]")));
    if !(begins.trim_start().starts_with("return") && is_ours) {
        return None;
    }
    let (table, fault) = lua::table(&input.text);
    let mut imported = of_metadata(&table);
    imported.faults.extend(fault);
    Some(imported)
}

/// What the keys of an annotation hold that are read.
const FIELDS: RecordFields = &[
    ("text", FieldShape::Text),
    ("note", FieldShape::Text),
    ("notes", FieldShape::Text),
    ("datetime", FieldShape::Time),
    ("datetime_updated", FieldShape::Time),
    ("drawer", FieldShape::Text),
    ("color", FieldShape::Text),
    ("pageref", FieldShape::Text),
    ("pageno", FieldShape::Count),
    ("page", FieldShape::Label),
    ("pos0", FieldShape::Named),
    ("pos1", FieldShape::Named),
];

/// What those of the whole file hold, and those of a book of the exporter.
const FILE: RecordFields = &[
    ("doc_path", FieldShape::Text),
    ("doc_props", FieldShape::Object),
    ("doc_props.title", FieldShape::Text),
    ("doc_props.authors", FieldShape::Text),
    ("title", FieldShape::Text),
    ("author", FieldShape::Text),
    ("file", FieldShape::Text),
];

/// What those of an entry of the exporter hold.
const EXPORTED: RecordFields = &[
    ("text", FieldShape::Text),
    ("note", FieldShape::Text),
    ("color", FieldShape::Text),
    ("page", FieldShape::Label),
    ("time", FieldShape::Count),
];

/// The values of a table in the order of their numbers.
fn rows<'v>(table: &'v Value, key: &str) -> Vec<&'v Value> {
    let mut rows: Vec<(u64, &Value)> = table
        .get(key)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(number, row)| Some((number.parse().ok()?, row)))
        .collect();
    rows.sort_by_key(|(number, _)| *number);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn of_metadata(table: &Value) -> Imported {
    let mut imported = Imported::default();
    imported.tell_misfits("the file", table, FILE);
    let work = work(table);
    let today = rows(table, "annotations");
    if today.is_empty() {
        for (number, row) in (1..).zip(rows(table, "bookmarks")).collect::<Vec<_>>().into_iter().rev() {
            take(&mut imported, (number, row), &work, former);
        }
    }
    for (number, row) in (1..).zip(today) {
        take(&mut imported, (number, row), &work, current);
    }
    imported
}

fn take(imported: &mut Imported, (number, row): (usize, &Value), work: &MarkedWork, mark: fn(&Value) -> Mark) {
    let read = row.is_object().then(|| (work.clone(), mark(row))).ok_or_else(|| fields::missing(row, "text"));
    imported.take(&format!("annotation {number}"), row, FIELDS, read);
}

fn work(table: &Value) -> MarkedWork {
    let props = table.get("doc_props").or_else(|| table.get("stats"));
    let said = |key| props.and_then(|props| text(props, key)).and_then(trimmed);
    MarkedWork {
        title: said("title"),
        authors: said("authors").map(|all| all.lines().filter_map(trimmed).collect()).unwrap_or_default(),
        addresses: said("identifiers").map(|all| all.lines().filter_map(trimmed).collect()).unwrap_or_default(),
        file: text(table, "doc_path").and_then(matching::file_name).map(str::to_owned),
    }
}

/// One annotation of today's form. Without a drawer it is a bookmark of a page, whose text the program made.
fn current(row: &Value) -> Mark {
    let said = |key| text(row, key).and_then(trimmed);
    let is_bookmark = text(row, "drawer").is_none();
    let quote = said("text").filter(|_| !is_bookmark);
    let note = said("note");
    let page = said("pageref").or_else(|| row.get("pageno").and_then(Value::as_i64).map(|page| page.to_string()));
    let made = said("datetime");
    Mark {
        id: format!("{}\n{}", made.as_deref().unwrap_or_default(), place_of(row)),
        kind: kind(quote.is_some(), note.is_some()),
        passages: quote.as_deref().and_then(words).into_iter().collect(),
        note,
        color: said("color").as_deref().map(color),
        created: made.as_deref().and_then(times::iso),
        modified: said("datetime_updated").as_deref().and_then(times::iso),
        place: MarkPlace {
            said: page.map(|page| format!("page {page}")),
            positions: position(row).filter(|_| !is_bookmark).into_iter().collect(),
        },
        ..Mark::default()
    }
}

/// Where it stands: between two paths in a book, on a page from 1 elsewhere.
fn position(row: &Value) -> Option<Position> {
    if let Some(page) = row.get("page").and_then(Value::as_u64) {
        return Some(Position::Page((page as usize).checked_sub(1)?));
    }
    let path = |key| text(row, key).map(str::to_owned);
    Some(Position::InBook(BookPlace::XPointer { start: path("pos0")?, end: path("pos1")? }))
}

/// One bookmark of the form before 2024: `notes` are the words, `text` is a note unless the program made it from them.
fn former(row: &Value) -> Mark {
    let said = |key| text(row, key).and_then(trimmed);
    let is_highlight = row.get("highlighted").and_then(Value::as_bool) == Some(true);
    let quote = said("notes").filter(|_| is_highlight);
    let made = said("datetime");
    let is_made = |written: &str| {
        let holds = |part: &Option<String>| part.as_deref().is_some_and(|part| written.contains(part));
        quote.as_deref() == Some(written) || written.starts_with("Page ") && holds(&made)
    };
    let note = said("text").filter(|written| !is_made(written));
    Mark {
        id: format!("{}\n{}", made.as_deref().unwrap_or_default(), place_of(row)),
        kind: kind(quote.is_some(), note.is_some()),
        passages: quote.as_deref().and_then(words).into_iter().collect(),
        note,
        created: made.as_deref().and_then(times::iso),
        place: MarkPlace {
            said: said("chapter"),
            positions: position(row).filter(|_| is_highlight).into_iter().collect(),
        },
        ..Mark::default()
    }
}

/// Where it begins, as the program writes it: what never changes of a mark.
fn place_of(row: &Value) -> String {
    let place = row.get("pos0").or_else(|| row.get("page"));
    place.map(|place| place.as_str().map_or_else(|| place.to_string(), str::to_owned)).unwrap_or_default()
}

fn kind(has_words: bool, has_note: bool) -> Kind {
    match (has_words, has_note) {
        (true, false) => Kind::Highlight,
        (true, true) => Kind::Note,
        (false, true) => Kind::DocumentNote,
        (false, false) => Kind::Bookmark,
    }
}

/// KOReader's names that are not ours.
fn color(name: &str) -> Color {
    match name {
        "red" => Color::Pink,
        "olive" => Color::Green,
        "cyan" => Color::Blue,
        name => Color::named(name),
    }
}

/// The exporter's JSON: one book, or several below `documents`.
fn of_export(json: &Value) -> Option<Imported> {
    let books =
        json.get("documents").and_then(Value::as_array).map_or_else(|| vec![json], |books| books.iter().collect());
    let is_ours = |book: &&Value| {
        let entries = book.get("entries").and_then(Value::as_array);
        entries.is_some_and(|entries| entries.iter().any(|entry| text(entry, "sort").is_some()))
    };
    if !books.iter().any(is_ours) {
        return None;
    }
    let mut imported = Imported::default();
    for book in books {
        imported.tell_misfits("a book", book, FILE);
        let work = MarkedWork {
            title: text(book, "title").and_then(trimmed),
            authors: text(book, "author").unwrap_or_default().lines().filter_map(trimmed).collect(),
            addresses: Vec::new(),
            file: text(book, "file").and_then(matching::file_name).map(str::to_owned),
        };
        for (number, entry) in (1..).zip(book.get("entries").and_then(Value::as_array).into_iter().flatten()) {
            let is_entry = entry.is_object();
            let read = is_entry.then(|| (work.clone(), exported(entry))).ok_or_else(|| fields::missing(entry, "text"));
            imported.take(&format!("entry {number}"), entry, EXPORTED, read);
        }
    }
    Some(imported)
}

fn exported(entry: &Value) -> Mark {
    let (quote, note) = (text(entry, "text").and_then(words), text(entry, "note").and_then(trimmed));
    let page = entry.get("page").map(|page| page.as_str().map_or_else(|| page.to_string(), str::to_owned));
    let seconds = entry.get("time").and_then(Value::as_i64);
    let created: Option<MarkTime> = seconds.and_then(times::unix);
    let place = text(entry, "pn_xp").map(str::to_owned).or_else(|| page.clone()).unwrap_or_default();
    Mark {
        id: format!("{}\n{place}", seconds.unwrap_or_default()),
        kind: kind(quote.is_some(), note.is_some()),
        passages: quote.into_iter().collect(),
        note,
        color: text(entry, "color").map(color),
        created,
        place: page.map(|page| format!("page {page}")).into(),
        ..Mark::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn marks(text: &str) -> Vec<Mark> {
        let imported = read(&MarkFile::of(text.as_bytes())).unwrap();
        assert_eq!(imported.faults, Vec::<String>::new());
        imported.works.into_iter().flat_map(|it| it.marks).collect()
    }

    #[test]
    fn todays_table_has_highlights_notes_and_bookmarks() {
        let text = "-- /x/tides.sdr/metadata.epub.lua\nreturn {\n [\"annotations\"] = {\n  [2] = { [\"datetime\"] = \"2026-03-03 07:05:00\", \
            [\"page\"] = \"/body\", [\"text\"] = \"in Afterword\", },\n  [1] = { [\"color\"] = \"red\", [\"datetime\"] = \"2026-03-01 21:15:07\", \
            [\"drawer\"] = \"lighten\", [\"note\"] = \"whose?\", [\"pageno\"] = 3, [\"pageref\"] = \"xii\", [\"pos0\"] = \"/body/p.1\", [\"text\"] = \"the ebb\", },\n },\n \
            [\"doc_path\"] = \"/x/tides.epub\", [\"doc_props\"] = { [\"authors\"] = \"Linh Vo\\\nB\", [\"title\"] = \"Tides\" } }\n";
        let imported = read(&MarkFile::of(text.as_bytes())).unwrap();
        let work = &imported.works[0].work;
        assert_eq!(
            (work.title.as_deref(), work.file.as_deref(), work.authors.len()),
            (Some("Tides"), Some("tides.epub"), 2)
        );
        let all = marks(text);
        assert_eq!(all.iter().map(|mark| mark.kind).collect::<Vec<_>>(), [Kind::Note, Kind::Bookmark]);
        assert_eq!((all[0].color, all[0].place.said.as_deref()), (Some(Color::Pink), Some("page xii")));
        assert_eq!(all[0].created, times::iso("2026-03-01 21:15:07"));
    }

    #[test]
    fn the_former_table_has_its_words_in_notes() {
        let row = |n: usize, text: &str| {
            format!(
                "[{n}] = {{ [\"datetime\"] = \"2022-01-0{n} 10:00:00\", [\"highlighted\"] = true, [\"notes\"] = \"the ebb\", [\"page\"] = \"/p.{n}\", [\"text\"] = \"{text}\" }},"
            )
        };
        let text = format!(
            "return {{ [\"bookmarks\"] = {{ {} {} }} }}",
            row(2, "whose?"),
            row(1, "Page 3 the ebb @ 2022-01-01 10:00:00")
        );
        let kinds: Vec<(Kind, Option<String>)> = marks(&text).into_iter().map(|mark| (mark.kind, mark.note)).collect();
        assert_eq!(kinds, [(Kind::Note, Some("whose?".to_owned())), (Kind::Highlight, None)]);
    }

    #[test]
    fn the_exporters_json_has_true_instants() {
        let book = json!({"title": "Tides", "author": "Linh Vo\nB", "version": "json/1.0.0", "entries": [
            {"sort": "highlight", "page": 3, "time": 1_772_367_307, "text": "the ebb", "drawer": "lighten", "color": "cyan"}]});
        for file in [book.clone(), json!({"documents": [book]})] {
            let all = marks(&file.to_string());
            assert_eq!((all[0].color, all[0].created), (Some(Color::Blue), times::unix(1_772_367_307)));
        }
    }
}
