//! What a syllabus says of how work counts: what a session asks of each reader, by when, for how many points; who readers are on a
//! learning platform; and whether participation is told at all. It counts nothing; that is `study::grading`'s.
//!
//! ```toml
//! participation = false                  # no report says who has written how much
//!
//! [logins]
//! mei = "m.tanaka"                       # by what Moodle or Canvas knows a reader
//!
//! [[session]]
//! due = 2026-11-10                       # to its end; or 2026-11-10T18:00:00, with or without an offset
//! rubric = { marks = 3, notes = 2, questions = 1, answers = 1, replies = 2, points = 10 }
//! ```

use super::{SyllabusFile, TomlValue};
use crate::text::visible::clean;
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use std::collections::BTreeMap;
use toml::de::DeValue;

/// What a session asks of each reader; what is not said is not asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rubric {
    /// Marks without words.
    pub marks: u32,
    /// Notes.
    pub notes: u32,
    /// Questions.
    pub questions: u32,
    /// Answers to the session's prompts.
    pub answers: u32,
    /// Replies to others.
    pub replies: u32,
    /// What all of it together is worth; `None`: a point for each kind of work.
    pub points: Option<u32>,
}

/// By when work has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// At this time where the report is made; a day is meant to its end.
    Local(DateTime),
    /// At this instant.
    Instant(Timestamp),
}

impl Due {
    /// As it is said: the day, `2026-11-10`; with the time where it is not the end of it, `2026-11-10 18:00`, an instant in UTC.
    pub fn words(&self) -> String {
        match self {
            Self::Local(time) if time.time() == Time::MAX => time.date().to_string(),
            Self::Local(time) => time.strftime("%Y-%m-%d %H:%M").to_string(),
            Self::Instant(time) => format!("{} UTC", time.strftime("%Y-%m-%d %H:%M")),
        }
    }
}

impl SyllabusFile {
    /// The rubric of a session; none where it asks nothing.
    pub(super) fn rubric(&mut self, value: &TomlValue<'_>) -> Option<Rubric> {
        let mut rubric = Rubric::default();
        for (key, value) in self.table(value)? {
            let asked = match key.get_ref().as_ref() {
                "marks" => &mut rubric.marks,
                "notes" => &mut rubric.notes,
                "questions" => &mut rubric.questions,
                "answers" => &mut rubric.answers,
                "replies" => &mut rubric.replies,
                "points" => {
                    rubric.points = self.count(value);
                    continue;
                }
                _ => {
                    self.unknown(key, &["marks", "notes", "questions", "answers", "replies", "points"]);
                    continue;
                }
            };
            *asked = self.count(value).unwrap_or_default();
        }
        let asks = rubric.marks + rubric.notes + rubric.questions + rubric.answers + rubric.replies > 0;
        if !asks {
            self.fault(value.span(), "a rubric that asks for nothing is left out");
        }
        asks.then_some(rubric)
    }

    fn count(&mut self, value: &TomlValue<'_>) -> Option<u32> {
        self.number(value)
    }

    /// When a session's work is due.
    pub(super) fn due(&mut self, value: &TomlValue<'_>) -> Option<Due> {
        let written = match value.get_ref() {
            DeValue::Datetime(due) => due.to_string(),
            _ => self.string(value).unwrap_or_default(),
        };
        let due = due_of(&written);
        if due.is_none() {
            self.fault(value.span(), "due is a day such as 2026-11-10, or a time of it such as 2026-11-10T18:00:00");
        }
        due
    }

    /// Whether participation is left out of every report.
    pub(super) fn leaves_out_participation(&mut self, value: &TomlValue<'_>) -> bool {
        if let DeValue::Boolean(told) = value.get_ref() {
            return !told;
        }
        self.fault(value.span(), "participation is true or false");
        // Who wanted it to be told has nothing to write here.
        true
    }

    /// By what a platform knows readers, by their nicknames.
    pub(super) fn logins(&mut self, value: &TomlValue<'_>) -> BTreeMap<String, String> {
        let mut logins = BTreeMap::new();
        for (key, value) in self.table(value).into_iter().flatten() {
            let login = self.string(value);
            logins.extend(login.map(|login| (clean(key.get_ref().as_ref().to_owned()), login)));
        }
        logins
    }
}

/// The due time that is written so: RFC 3339, a time without an offset, or a day.
fn due_of(written: &str) -> Option<Due> {
    let local = |time: DateTime| {
        let whole_day = written.len() == 10;
        Due::Local(if whole_day { time.date().to_datetime(Time::MAX) } else { time })
    };
    let instant = written.parse::<Timestamp>().ok().map(Due::Instant);
    instant.or_else(|| written.parse().ok().filter(|_| written.len() >= 10).map(local))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_faults;
    use super::*;
    use crate::config::syllabus::parse;
    use jiff::civil::date;

    #[test]
    fn a_session_says_what_it_asks_and_by_when() {
        let text = "participation = false\n[logins]\nmei = \"m.tanaka\"\n[[session]]\ndue = 2026-11-10\nrubric = { marks = 3, replies = 2, points = 10 }\n\
                    [[session]]\ndue = \"2026-11-10T18:00:00\"\n[[session]]\ndue = 2026-11-10T18:00:00+01:00\n";
        let (syllabus, faults) = parse(text);
        assert_eq!(faults, []);
        assert!(syllabus.leaves_out_participation && syllabus.logins["mei"] == "m.tanaka");
        let rubric = Rubric { marks: 3, replies: 2, points: Some(10), ..Rubric::default() };
        assert_eq!(syllabus.sessions[0].rubric, Some(rubric));
        let said = syllabus.sessions.iter().filter_map(|session| Some(session.due?.words())).collect::<Vec<_>>();
        assert_eq!(said, ["2026-11-10", "2026-11-10 18:00", "2026-11-10 17:00 UTC"]);
        let day = date(2026, 11, 10);
        assert_eq!(syllabus.sessions[0].due, Some(Due::Local(day.to_datetime(Time::MAX))));
        assert_eq!(syllabus.sessions[1].due, Some(Due::Local(day.at(18, 0, 0, 0))));
        assert_eq!(syllabus.sessions[2].due, "2026-11-10T17:00:00Z".parse().ok().map(Due::Instant));
        assert!(!parse("").0.leaves_out_participation);
    }

    #[test]
    fn what_means_nothing_is_told_with_its_line() {
        let syllabus = check_faults(
            r#"
participation = "no" # true or false
[[session]]
due = "soon" # due is a day
rubric = {} # asks for nothing
[[session]]
rubric = { mark = 3, notes = 1 } # `mark`
[[session]]
rubric = { notes = 1, marks = -1 } # a whole number
"#,
        );
        assert_eq!(syllabus.sessions[1].rubric, Some(Rubric { notes: 1, ..Rubric::default() }));
    }
}
