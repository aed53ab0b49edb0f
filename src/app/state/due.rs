//! When a session is due, in the words that people use, and which one is next. It knows no clock: the day is handed in.

use crate::app::state::asked_work::AskedWork;
use jiff::civil::Date;

/// How far a text must have been read to count as done, 0 to 1.
pub const DONE: f32 = 0.95;

/// When a session is, seen from today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// "in 3 days", "today", "past".
    pub words: String,
    /// Whether it is over.
    pub past: bool,
}

/// How a session stands: when it is due, and how much of it is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionStanding {
    /// Its number and title.
    pub title: String,
    /// Its date as the syllabus has it.
    pub date: Option<String>,
    /// When that is.
    pub when: Option<Deadline>,
    /// By when its work is due, as the syllabus has it.
    pub due: Option<String>,
    /// When that is.
    pub due_when: Option<Deadline>,
    /// What is asked of each reader and how much of it this one has done.
    pub asked: Option<AskedWork>,
    /// Whether it is the next one that is due.
    pub next: bool,
    /// How many of its readings are read, of how many.
    pub read: (usize, usize),
    /// How many of its prompts the reader has answered, of how many.
    pub answered: (usize, usize),
}

impl SessionStanding {
    /// What is due and what is done, as fully as `width` cells allow. Where there is room for one day alone, it is the one by which
    /// something is to be done.
    pub fn told(&self, width: usize) -> String {
        let ((read, readings), (answered, prompts)) = (self.read, self.answered);
        let meeting = self.when.as_ref().map_or("", |when| &when.words);
        let whole = match (&self.date, &self.when) {
            (Some(date), Some(_)) => format!("{date}, {meeting}"),
            (Some(date), None) => date.clone(),
            _ => String::new(),
        };
        let (due, due_short) = self.due_told();
        let wish = self.asked.map_or_else(String::new, |asked| format!("asked: {}", asked.words()));
        let work = self.asked.map_or_else(String::new, |asked| asked.sum());
        let asked = |words: String| if prompts > 0 { words } else { String::new() };
        let long =
            joined(&[&format!("{read} of {readings} read"), &asked(format!("{answered} of {prompts} answered"))]);
        let short = |read_word: &str, word: &str| {
            joined(&[&format!("{read}/{readings}{read_word}"), &asked(format!("{answered}/{prompts} {word}"))])
        };
        let when = if due_short.is_empty() { meeting } else { &due_short };
        let ways = [
            joined(&[&whole, &due, &long, &wish]),
            joined(&[&whole, &due, &long, &work]),
            joined(&[&whole, &due_short, &long, &work]),
            joined(&[meeting, &due_short, &long, &work]),
            joined(&[when, &long, &work]),
            joined(&[&whole, &due_short, &long]),
            joined(&[meeting, &due_short, &long]),
            joined(&[when, &long]),
            joined(&[when, &short(" read", "answered")]),
            joined(&[when, &short(" read", "ans.")]),
            joined(&[when, &short("", "ans.")]),
            format!("{when} {read}/{readings} {}", asked(format!("{answered}/{prompts}"))).trim().to_owned(),
            format!("{when} {read}/{readings}").trim().to_owned(),
        ];
        let [.., last] = &ways;
        ways.iter().find(|way| crate::text::cells::width(way) <= width).unwrap_or(last).clone()
    }

    /// By when its work is due, in full and in short; empty where that is not said.
    fn due_told(&self) -> (String, String) {
        let Some(due) = &self.due else { return (String::new(), String::new()) };
        match self.due_when.as_ref().map(|when| when.words.as_str()) {
            None | Some("past") => (format!("due {due}"), format!("due {due}")),
            Some(words) => {
                // The hour says whether today is late.
                let hour = due.split_once(' ').filter(|_| words == "today").map_or("", |(_, hour)| hour);
                (format!("due {due}, {words}"), format!("due {words} {hour}").trim_end().to_owned())
            }
        }
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The first and the last day that a date means: a day, a month or a year. `None` where there is no such day.
fn days(date: &str) -> Option<(Date, Date)> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i16>().ok());
    let year = parts.next()??;
    let (month, day) = (parts.next().map(|part| part?.try_into().ok()), parts.next().map(|part| part?.try_into().ok()));
    let first = Date::new(year, month.unwrap_or(Some(1))?, day.unwrap_or(Some(1))?).ok()?;
    let last = match (month, day) {
        (Some(_), Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        _ => first.last_of_year(),
    };
    Some((first, last))
}

/// When a date of the syllabus is; `None` where there is no such day.
pub fn when(date: &str, today: Date) -> Option<Deadline> {
    let (first, last) = days(date)?;
    let between = |from: Date, to: Date| (to - from).get_days();
    let words = match (between(today, first), between(last, today)) {
        (1, _) => "tomorrow".to_owned(),
        (ahead @ 2..=13, _) => format!("in {ahead} days"),
        (ahead @ 14..=69, _) => format!("in {} weeks", (ahead + 3) / 7),
        (ahead @ 70.., _) if ahead < 700 => format!("in {} months", (ahead * 12 + 182) / 365),
        (ahead @ 700.., _) => format!("in {} years", (ahead + 182) / 365),
        (_, 1) => "yesterday".to_owned(),
        (_, behind @ 2..=13) => format!("{behind} days ago"),
        (_, 14..) => "past".to_owned(),
        _ if first == last => "today".to_owned(),
        _ if first.last_of_month() == last => "this month".to_owned(),
        _ => "this year".to_owned(),
    };
    Some(Deadline { words, past: last < today })
}

/// Which session is next: of those with a date that is not past the earliest; where no session has a date, the first that is
/// not finished. Each is given as its date and whether it is finished.
pub fn next<'a>(sessions: impl Iterator<Item = (Option<&'a str>, bool)> + Clone, today: Date) -> Option<usize> {
    let dated = |(at, (date, _)): (usize, (Option<&str>, bool))| Some((days(date?)?.1, at));
    let mut ahead: Vec<(Date, usize)> = sessions.clone().enumerate().filter_map(dated).collect();
    if ahead.is_empty() {
        return sessions.into_iter().position(|(_, finished)| !finished);
    }
    ahead.retain(|(last, _)| *last >= today);
    ahead.into_iter().min().map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::work::WorkCount;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 11, 18);

    #[test]
    fn dates_are_told_as_people_say_them() {
        for (written, words, past) in [
            ("2026-11-18", "today", false),
            ("2026-11-19", "tomorrow", false),
            ("2026-11-21", "in 3 days", false),
            ("2026-12-09", "in 3 weeks", false),
            ("2027-02-15", "in 3 months", false),
            ("2029-11-18", "in 3 years", false),
            ("2026-11", "this month", false),
            ("2026", "this year", false),
            ("2026-12", "in 13 days", false),
            ("2026-11-17", "yesterday", true),
            ("2026-11-08", "10 days ago", true),
            ("2026-10-01", "past", true),
            ("2025", "past", true),
        ] {
            assert_eq!(when(written, TODAY), Some(Deadline { words: words.to_owned(), past }), "{written}");
        }
        assert_eq!([when("2026-02-31", TODAY), when("soon", TODAY)], [None, None]);
    }

    #[test]
    fn the_next_session_is_the_soonest_that_is_not_past() {
        let soonest = |dates: &[&str]| {
            let session = |written: &&str| {
                let (date, done) = written.split_once('!').map_or((*written, false), |(date, _)| (date, true));
                (Some(date.to_owned()).filter(|date| !date.is_empty()), done)
            };
            let sessions: Vec<(Option<String>, bool)> = dates.iter().map(session).collect();
            next(sessions.iter().map(|(date, done)| (date.as_deref(), *done)), TODAY)
        };
        assert_eq!(soonest(&["", "2027-02-15", "2026-11-20", "2026-11-01"]), Some(2));
        assert_eq!(soonest(&["2026-11-17", "2026-11-18!"]), Some(1), "today is not past, though all is read");
        assert_eq!(soonest(&["", "2020"]), None, "all is over");
        assert_eq!(soonest(&["!", "", ""]), Some(1), "without dates the first that is not finished");
        assert_eq!(soonest(&["!"]), None);
    }

    #[test]
    fn what_is_due_is_told_as_fully_as_there_is_room_for() {
        let standing = SessionStanding {
            date: Some("2026-11-21".to_owned()),
            when: when("2026-11-21", TODAY),
            read: (2, 3),
            answered: (1, 2),
            ..SessionStanding::default()
        };
        for (width, told) in [
            (80, "2026-11-21, in 3 days · 2 of 3 read · 1 of 2 answered"),
            (44, "in 3 days · 2 of 3 read · 1 of 2 answered"),
            (36, "in 3 days · 2/3 read · 1/2 answered"),
            (31, "in 3 days · 2/3 read · 1/2 ans."),
            (28, "in 3 days · 2/3 · 1/2 ans."),
            (20, "in 3 days 2/3 1/2"),
            (16, "in 3 days 2/3"),
            (3, "in 3 days 2/3"),
        ] {
            assert_eq!(standing.told(width), told, "{width}");
        }
        let due = SessionStanding {
            due: Some("2026-11-25 18:00".to_owned()),
            due_when: when("2026-11-25", TODAY),
            asked: Some(AskedWork { work: WorkCount { marks: 3, ..WorkCount::default() }, ..AskedWork::default() }),
            ..standing
        };
        for (width, told) in [
            (
                120,
                "2026-11-21, in 3 days · due 2026-11-25 18:00, in 7 days · 2 of 3 read · 1 of 2 answered · asked: marks 0/3",
            ),
            (90, "2026-11-21, in 3 days · due in 7 days · 2 of 3 read · 1 of 2 answered · work 0 of 3"),
            (80, "in 3 days · due in 7 days · 2 of 3 read · 1 of 2 answered · work 0 of 3"),
            (60, "due in 7 days · 2 of 3 read · 1 of 2 answered · work 0 of 3"),
            (58, "in 3 days · due in 7 days · 2 of 3 read · 1 of 2 answered"),
            (46, "due in 7 days · 2 of 3 read · 1 of 2 answered"),
            (30, "due in 7 days · 2/3 · 1/2 ans."),
            (20, "due in 7 days 2/3"),
        ] {
            assert_eq!(due.told(width), told, "{width}");
        }
        let alone = SessionStanding { date: None, when: None, ..due };
        assert_eq!(alone.told(80), "due 2026-11-25 18:00, in 7 days · 2 of 3 read · 1 of 2 answered · work 0 of 3");
        let today = SessionStanding {
            due: Some("2026-11-18 18:00".to_owned()),
            due_when: when("2026-11-18", TODAY),
            ..alone.clone()
        };
        assert_eq!(today.told(38), "due today 18:00 · 2/3 read · 1/2 ans.");
        let past = SessionStanding { due: Some("2026-10-01".to_owned()), due_when: when("2026-10-01", TODAY), ..alone };
        assert_eq!(past.told(40), "due 2026-10-01 · 2/3 read · 1/2 answered");
        assert_eq!(SessionStanding { read: (0, 1), ..SessionStanding::default() }.told(40), "0 of 1 read");
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_none(written in "[0-9-]{0,12}|\\PC{0,12}") {
            let told = when(&written, TODAY);
            prop_assert!(told.is_none_or(|when| !when.words.is_empty()));
        }
    }
}
