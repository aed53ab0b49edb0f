//! Readwise's CSV: the export of all highlights, and the sheet that it takes in.

use super::importer::Importer;
use super::mark::{Imported, Mark, MarkedWork, shortened, trimmed, words};
use super::mark_file::MarkFile;
use super::{sheet, times};
use crate::annotation::{Color, Kind};
use csv::StringRecord;

pub(super) const IMPORTER: Importer =
    Importer { name: "readwise", about: "Readwise: CSV", home: "https://readwise.io", read };

/// The columns of the export and, where it has another name there, of the sheet that is taken in.
const TITLE: [&str; 2] = ["Book Title", "Title"];
const AUTHOR: [&str; 2] = ["Book Author", "Author"];
const TIME: [&str; 2] = ["Highlighted at", "Date"];

fn read(input: &MarkFile<'_>) -> Option<Imported> {
    let first = input.text.lines().next()?;
    if !(first.contains("Highlight")
        && TITLE.iter().any(|title| first.split(',').any(|it| it.trim_matches('"') == *title)))
    {
        return None;
    }
    let (header, rows, faults) = sheet::rows(&input.text, b',');
    let mut imported = Imported::of_faults(faults);
    for (line, row) in &rows {
        add(&mut imported, &header, row, *line);
    }
    Some(imported)
}

fn add(imported: &mut Imported, header: &StringRecord, row: &StringRecord, line: usize) {
    let field = |names: &[&str]| {
        let at = header.iter().position(|name| names.contains(&name.trim()))?;
        trimmed(row.get(at)?)
    };
    let (title, quote, note) = (field(&TITLE), field(&["Highlight"]), field(&["Note"]));
    let place = field(&["Location"]).map(|at| match field(&["Location Type"]).as_deref() {
        Some("page") => format!("page {at}"),
        Some(kind) => format!("{} {at}", kind.replace('_', " ")),
        None => at,
    });
    let work = MarkedWork {
        authors: field(&AUTHOR).filter(|author| !author.contains("://")).into_iter().collect(),
        addresses: field(&["URL"]).into_iter().chain(field(&["Amazon Book ID"])).collect(),
        file: None,
        title: title.clone(),
    };
    let time = field(&TIME);
    let created = time.as_deref().and_then(times::iso);
    if let Some(time) = time.filter(|_| created.is_none()) {
        imported.faults.push(format!("row in line {line}: “{}” is no time that is known", shortened(&time)));
    }
    let first: Vec<&str> = [&title, &quote, &place].into_iter().map(|it| it.as_deref().unwrap_or_default()).collect();
    let kind = match (&quote, &note) {
        (None, _) => Kind::DocumentNote,
        (_, Some(_)) => Kind::Note,
        _ => Kind::Highlight,
    };
    imported.add(
        work,
        Mark {
            id: first.join("\n"),
            kind,
            passages: quote.as_deref().and_then(words).into_iter().collect(),
            note,
            tags: field(&["Tags"]).map(|tags| tags.split(',').filter_map(trimmed).collect()).unwrap_or_default(),
            color: field(&["Color"]).map(|color| Color::named(&color)),
            created,
            place: place.into(),
            ..Mark::default()
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\n\
        \"the ebb, he said: \"\"no\"\"\",Tides,Linh Vo,B00,whose?,yellow,\"sea, moon\",page,12,2026-01-27 05:56:46+00:00,x\n\
        \"one\n\ntwo\",Tides,Linh Vo,,,,,order,5,,\n,Tides,Linh Vo,,only words,,,,,,\n";

    #[test]
    fn every_column_comes_over() {
        let imported = read(&MarkFile::of(SHEET.as_bytes())).unwrap();
        assert_eq!(imported.works.len(), 2, "with and without a number of the shop");
        let mark = &imported.works[0].marks[0];
        assert_eq!(mark.passages[0].exact, "the ebb, he said: \"no\"");
        assert_eq!((mark.note.as_deref(), mark.color, mark.kind), (Some("whose?"), Some(Color::Yellow), Kind::Note));
        assert_eq!((mark.tags.join("+"), mark.place.said.as_deref()), ("sea+moon".to_owned(), Some("page 12")));
        assert_eq!(mark.created, times::iso("2026-01-27T05:56:46Z"));
        let kinds: Vec<Kind> = imported.works[1].marks.iter().map(|mark| mark.kind).collect();
        assert_eq!(kinds, [Kind::Highlight, Kind::DocumentNote]);
    }

    #[test]
    fn a_row_with_too_few_fields_keeps_what_it_has() {
        let imported = read(&MarkFile::of(b"Highlight,Title,Author\nwords\nmore,T,A,extra\n")).unwrap();
        assert_eq!(imported.works.iter().map(|it| it.marks.len()).sum::<usize>(), 2);
        assert_eq!(imported.faults, ["row in line 2 has 1 of 3 columns"]);
    }
}
