//! CSV for a spreadsheet (RFC 4180, with plain line ends): of a report who has written what, of a digest what was picked. No
//! field is a formula.

use super::escape::csv_escaped;
use super::{Exporter, Facts};
use crate::study::digest::{DigestSheet, Pick};
use crate::study::report::Report;
use std::fmt::Write as _;

/// Its row of the table.
pub const EXPORTER: Exporter = Exporter {
    name: "csv",
    extension: "csv",
    about: "a table for a spreadsheet",
    write: |facts, out| match facts {
        Facts::Report(facts) => out.write_all(report(facts).as_bytes()),
        Facts::Digest(facts) => out.write_all(digest(facts).as_bytes()),
    },
};

/// Who has written what, a line a reader.
fn report(report: &Report) -> String {
    let mut out = String::from("reader,texts,marks,notes,questions,replies\n");
    for part in &report.parts {
        let counts = [part.texts, part.marks, part.notes, part.questions, part.replies].map(|count| count.to_string());
        _ = writeln!(out, "{},{}", csv_escaped(&part.reader), counts.join(","));
    }
    out
}

/// A line for each annotation that was picked.
fn digest(digest: &DigestSheet) -> String {
    let mut out =
        String::from("session,document,source,paragraph,page,quote,kind,reader,text,tags,picked_by,comment\n");
    for part in &digest.parts {
        for excerpt in &part.excerpts {
            for said in excerpt.said.iter().filter(|said| !said.picks.is_empty()) {
                let place = &excerpt.place;
                let paragraph = if place.paragraph > 0 { place.paragraph.to_string() } else { String::new() };
                let (by, comments): (Vec<&str>, Vec<&str>) = said.picks.iter().map(names).unzip();
                let comments: Vec<&str> = comments.into_iter().filter(|comment| !comment.is_empty()).collect();
                let fields = [
                    part.title.as_str(),
                    &place.document,
                    &place.source,
                    &paragraph,
                    place.page.as_deref().unwrap_or_default(),
                    &place.quote,
                    said.kind,
                    &said.reader,
                    said.text.as_deref().unwrap_or_default(),
                    &said.tags.join(" "),
                    &by.join("; "),
                    &comments.join("; "),
                ];
                _ = writeln!(out, "{}", fields.map(csv_escaped).join(","));
            }
        }
    }
    out
}

fn names(pick: &Pick) -> (&str, &str) {
    (&pick.reader, pick.comment.as_deref().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn csv_is_no_formula_and_keeps_its_commas() {
        assert_eq!(report(&samples::report()).lines().nth(1), Some("\"'=cmd, \"\"x\"\"\",0,2,0,0,0"));
    }

    #[test]
    fn csv_has_a_line_a_pick_and_no_formula() {
        let printed = digest(&samples::digest());
        assert_eq!(printed.matches("1 · Walls,a.txt,").count(), 2, "{printed}");
        assert!(printed.contains(",question,'=Mira,\"Why?\n\n- not\n"), "{printed}");
    }
}
