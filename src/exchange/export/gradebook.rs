//! Grades as the tables that learning platforms take in. A name that begins as a formula is none in a spreadsheet.
//!
//! *Canvas* wants the columns of its own export, in their order, and under the head a line with what each assignment is worth; it knows
//! students by the SIS Login ID (Instructure, "How do I import grades in the Gradebook?"). *Moodle* takes any head and asks which
//! column is which: one by which it knows a user (here the username), points, and words as feedback (Moodle docs, "Grade import").

use super::escape::csv_escaped;
use crate::study::grading::{Gradebook, GradedReader};

/// A table of grades.
#[derive(Debug)]
pub struct GradebookFormat {
    /// What it is asked for by.
    pub name: &'static str,
    /// What comes out, in a few words.
    pub about: &'static str,
    /// Its text.
    pub text: fn(&Gradebook) -> String,
}

/// The formats of a gradebook.
pub const GRADEBOOKS: &[GradebookFormat] = &[
    GradebookFormat { name: "gradebook", about: "CSV of grades as Moodle imports them, with feedback", text: moodle },
    GradebookFormat { name: "gradebook-canvas", about: "CSV of grades as Canvas imports them", text: canvas },
];

/// The format of that name.
pub fn gradebook_format(name: &str) -> Option<&'static GradebookFormat> {
    GRADEBOOKS.iter().find(|format| format.name == name)
}

/// How a login stands in the table where it is not as it was, because it begins as a formula: a platform does not know that one.
pub fn altered_login(login: &str) -> Option<String> {
    let written = csv_escaped(login);
    let marked = written.trim_start_matches('"').starts_with('\'') && !login.starts_with('\'');
    marked.then_some(written)
}

fn moodle(book: &Gradebook) -> String {
    let names = book.assignments.iter().flat_map(|one| [one.name.clone(), format!("{} (feedback)", one.name)]);
    let head = ["Username", "Full name"].map(str::to_owned).into_iter().chain(names);
    let line = |reader: &GradedReader| {
        let work = book.assignments.iter().zip(&reader.done).enumerate();
        let words =
            |at: usize| reader.words.get(at).filter(|words| !words.is_empty()).map(|words| format!(". {words}"));
        let feedback =
            |at: usize, counted: String| words(at).map_or_else(|| counted.clone(), |words| counted.clone() + &words);
        let grades = work.flat_map(|(at, (one, done))| [one.score(done).to_string(), feedback(at, one.feedback(done))]);
        [reader.login.clone(), reader.name.clone()].into_iter().chain(grades).collect()
    };
    table(std::iter::once(head.collect()).chain(book.readers.iter().map(line)))
}

fn canvas(book: &Gradebook) -> String {
    let fixed = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"].map(str::to_owned);
    let head = fixed.into_iter().chain(book.assignments.iter().map(|one| one.name.clone())).collect();
    let blank = std::iter::repeat_n(String::new(), 4);
    let points = book.assignments.iter().map(|one| one.points.to_string());
    let worth = std::iter::once("    Points Possible".to_owned()).chain(blank).chain(points).collect();
    let line = |reader: &GradedReader| {
        let known = [reader.name.clone(), String::new(), String::new(), reader.login.clone(), String::new()];
        let grades = book.assignments.iter().zip(&reader.done).map(|(one, done)| one.score(done).to_string());
        known.into_iter().chain(grades).collect()
    };
    table([head, worth].into_iter().chain(book.readers.iter().map(line)))
}

fn table(lines: impl Iterator<Item = Vec<String>>) -> String {
    let line = |fields: Vec<String>| fields.iter().map(|field| csv_escaped(field)).collect::<Vec<_>>().join(",") + "\n";
    lines.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::grading::{Assignment, WorkDone};
    use crate::study::work::WorkCount;

    fn book() -> Gradebook {
        let asked = WorkCount { notes: 2, ..WorkCount::default() };
        let assignment =
            Assignment { name: "Session 1: Stones, old".into(), asked, points: 5, ..Assignment::default() };
        let done = |notes, late| {
            vec![WorkDone { in_time: WorkCount { notes, ..WorkCount::default() }, late, ..WorkDone::default() }]
        };
        let reader = |name: &str, login: &str, done| GradedReader {
            name: name.into(),
            login: login.into(),
            done,
            ..GradedReader::default()
        };
        let mut readers =
            vec![reader("Mei Tanaka", "m.tanaka", done(1, 1)), reader("=HYPERLINK(\"a\")", "@tom", done(2, 0))];
        readers[1].words = vec!["=1+1, well argued".to_owned()];
        Gradebook { assignments: vec![assignment], readers }
    }

    #[test]
    fn moodle_gets_a_line_for_each_with_points_and_feedback_and_no_formula() {
        assert_eq!(
            moodle(&book()),
            "Username,Full name,\"Session 1: Stones, old\",\"Session 1: Stones, old (feedback)\"\n\
             m.tanaka,Mei Tanaka,2.5,\"notes 1 of 2; 1 late, not counted\"\n\
             '@tom,\"'=HYPERLINK(\"\"a\"\")\",5,\"notes 2 of 2. =1+1, well argued\"\n"
        );
    }

    #[test]
    fn canvas_gets_its_own_columns_and_what_each_is_worth() {
        assert_eq!(
            canvas(&book()),
            "Student,ID,SIS User ID,SIS Login ID,Section,\"Session 1: Stones, old\"\n    Points Possible,,,,,5\n\
             Mei Tanaka,,,m.tanaka,,2.5\n\"'=HYPERLINK(\"\"a\"\")\",,,'@tom,,5\n"
        );
    }
}
