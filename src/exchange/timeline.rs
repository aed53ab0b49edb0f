//! A timeline as a file: dated statements of many texts, in order, as text, CSV, JSON or iCalendar. It finds none of them.

use super::export::csv_escaped;
use crate::document::Document;
use crate::language::moment::{Moment, MomentPart, YEAR_UNKNOWN};
use crate::study::DatedStatement;
use crate::text::visible;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The longest line of iCalendar, in bytes (RFC 5545, 3.1).
const LONGEST: usize = 75;

/// A dated statement with its text.
#[derive(Clone, Debug)]
pub struct TimelineEntry {
    /// What it says.
    pub statement: DatedStatement,
    /// The path of its document.
    pub path: String,
    /// Where its sentence stands, in code points, the end exclusive.
    pub points: (usize, usize),
    /// The words that say when.
    pub words: String,
    /// The sentence, on one line.
    pub sentence: String,
}

impl TimelineEntry {
    /// A statement of a document.
    pub fn of(path: &str, document: &Document, statement: DatedStatement) -> Self {
        let one_line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            statement,
            path: path.to_owned(),
            points: document.offsets().to_code_points(document.text(), statement.sentence),
            words: one_line(statement.words.of(document.text())),
            sentence: one_line(statement.sentence.of(document.text())),
        }
    }

    /// `2019-11-22  path  sentence`.
    pub fn line(&self) -> String {
        format!("{}  {}  {}", self.statement.when(), self.path, self.sentence)
    }

    /// One object: `when` in EDTF (ISO 8601-2), `precision`, `part` (early, mid, late or null), `year_carried`, `words`,
    /// `sentence`, `document`, `start` and `end` of the sentence in code points.
    pub fn json(&self) -> Value {
        let from = &self.statement.from;
        json!({
            "when": self.statement.edtf(), "precision": from.precision(), "part": from.part.map(MomentPart::name),
            "year_carried": self.statement.carried, "words": self.words, "sentence": self.sentence,
            "document": self.path, "start": self.points.0, "end": self.points.1,
        })
    }
}

/// A table with a heading: when (EDTF), precision, part, whether the year is carried over, document, sentence.
pub fn csv(entries: &[TimelineEntry]) -> String {
    let mut out = "when,precision,part,year_carried,document,sentence\n".to_owned();
    for entry in entries {
        let from = &entry.statement.from;
        let part = from.part.map_or("", MomentPart::name);
        let carried = if entry.statement.carried { "yes" } else { "no" };
        let fields = [&entry.statement.edtf(), from.precision(), part, carried, &entry.path, &entry.sentence];
        _ = writeln!(out, "{}", fields.map(csv_escaped).join(","));
    }
    out
}

/// A calendar (RFC 5545): a day is an event of that day, what is less precise one of all its days, with the precision in its
/// words. What has no year is left out. `now` is when it is made, as `20191122T120000Z`.
pub fn icalendar(entries: &[TimelineEntry], now: &str) -> String {
    let mut out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//postil//timeline//EN\r\n".to_owned();
    for (number, entry) in entries.iter().enumerate() {
        let Some((first, end)) = days(&entry.statement) else { continue };
        let when = entry.statement.when();
        let lines = [
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{number}-{}@postil", escaped(&entry.path)),
            format!("DTSTAMP:{now}"),
            format!("DTSTART;VALUE=DATE:{}", first.strftime("%Y%m%d")),
            format!("DTEND;VALUE=DATE:{}", end.strftime("%Y%m%d")),
            format!("SUMMARY:{}", escaped(&format!("{when}: {}", entry.sentence))),
            format!("DESCRIPTION:{}", escaped(&entry.path)),
            "TRANSP:TRANSPARENT".to_owned(),
            "END:VEVENT".to_owned(),
        ];
        for line in &lines {
            push_folded(&mut out, line);
        }
    }
    out.push_str("END:VCALENDAR\r\n");
    out
}

/// The first day of a statement, and the day after its last.
fn days(statement: &DatedStatement) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    let (first, end) = span_of(&statement.from)?;
    let end = statement.to.and_then(|to| span_of(&to)).map_or(end, |(_, last)| last);
    Some((first, end.max(first)))
}

/// The first day that a time can mean, and the day after the last.
fn span_of(moment: &Moment) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    let (year, month, day) = moment.order();
    if year == YEAR_UNKNOWN {
        return None;
    }
    let first =
        jiff::civil::Date::new(i16::try_from(year).ok()?, month.clamp(1, 12).cast_signed(), day.max(1).cast_signed())
            .ok()?;
    let third = moment.part.is_some();
    let span = match moment.precision() {
        "day" => jiff::Span::new().days(1),
        "month" if third => jiff::Span::new().days(10),
        "month" => jiff::Span::new().months(1),
        "season" => jiff::Span::new().months(3),
        "decade" => jiff::Span::new().years(10),
        _ if third => jiff::Span::new().months(4),
        _ => jiff::Span::new().years(1),
    };
    Some((first, first.checked_add(span).ok()?))
}

/// Words as a value of iCalendar.
fn escaped(words: &str) -> String {
    let words = visible::clean(words.to_owned());
    words.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line, folded where it is too long, between two characters.
fn push_folded(out: &mut String, line: &str) {
    let mut rest = line;
    let mut room = LONGEST;
    while rest.len() > room {
        let cut = rest.floor_char_boundary(room);
        out.push_str(&rest[..cut]);
        out.push_str("\r\n ");
        rest = &rest[cut..];
        room = LONGEST - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Builder};
    use crate::study::dated_statements;

    fn entries(text: &str) -> Vec<TimelineEntry> {
        let mut builder = Builder::default();
        let span = builder.push(text);
        builder.block(BlockKind::Paragraph, 0, span);
        let document = builder.finish();
        dated_statements(&document)
            .into_iter()
            .map(|statement| TimelineEntry::of("a;b.md", &document, statement))
            .collect()
    }

    #[test]
    fn csv_says_how_precise_a_time_is() {
        let table = csv(&entries("In late November 2019, ice came. =It broke on Dec. 3."));
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[1], "2019-11,month,late,no,a;b.md,\"In late November 2019, ice came.\"");
        assert_eq!(lines[2], "2019-12-03,day,,yes,a;b.md,'=It broke on Dec. 3.");
    }

    #[test]
    fn a_calendar_has_all_days_that_a_time_can_mean_and_nothing_without_a_year() {
        let calendar = icalendar(
            &entries("On Nov. 22, 2019, in summer 2020, in 2021; on May 20 to 22, 2022."),
            "20261122T120000Z",
        );
        for expected in [
            "DTSTART;VALUE=DATE:20191122\r\nDTEND;VALUE=DATE:20191123",
            "DTSTART;VALUE=DATE:20200601\r\nDTEND;VALUE=DATE:20200901",
            "DTSTART;VALUE=DATE:20210101\r\nDTEND;VALUE=DATE:20220101",
            "DTSTART;VALUE=DATE:20220520\r\nDTEND;VALUE=DATE:20220523",
            "UID:0-a\\;b.md@postil",
        ] {
            assert!(calendar.contains(expected), "{expected} in\n{calendar}");
        }
        assert!(!icalendar(&entries("In November."), "").contains("VEVENT"));
        let long = icalendar(&entries(&format!("On Nov. 22, 2019, {}.", "日本、".repeat(60))), "");
        assert!(long.split("\r\n").all(|line| line.len() <= LONGEST), "{long}");
        assert!(long.replace("\r\n ", "").contains(&"日本、".repeat(60)));
    }
}
