//! The fields of the query language: the table of them, and what each asks. It decides nothing about a text.

use super::scope::Scope;
use crate::annotation::{AnchorState, Color, Kind};
use crate::language::dates;
use crate::text::fold;

/// One field: a row of the table.
#[derive(Debug)]
pub struct QueryField {
    /// What stands before the colon; all mean the same.
    pub names: &'static [&'static str],
    /// An example with its value.
    pub example: &'static str,
    /// What it asks, in a few words.
    pub about: &'static str,
    /// Makes the test of a value: as it was written, and folded. The error is what can be asked for instead.
    test: fn(&str, &str) -> Result<FieldTest, String>,
}

impl QueryField {
    /// Whether it can be asked of a text, not of annotations alone.
    pub fn is_of_texts(&self) -> bool {
        matches!(self.names, ["in" | "author" | "date", ..])
    }

    /// The values that it has, where these are few and always the same.
    pub fn values(&self) -> Vec<&'static str> {
        match self.names[0] {
            "kind" => KINDS.map(Kind::name).to_vec(),
            "color" => Color::ALL.map(Color::name).to_vec(),
            "state" => STATES.map(AnchorState::name).to_vec(),
            "is" => OF_WHOM.into_iter().chain(STATES.map(AnchorState::name)).collect(),
            _ => Vec::new(),
        }
    }
}

/// What `is:` asks beside states.
const OF_WHOM: [&str; 4] = ["mine", "private", "shared", "picked"];

/// Every field, in the order of help.
pub const FIELDS: &[QueryField] = &[
    QueryField {
        names: &["in"],
        example: "in:week-1",
        about: "in a text with this in its title or path",
        test: |_, folded| Ok(FieldTest::In(folded.to_owned())),
    },
    QueryField {
        names: &["author"],
        example: "author:moon",
        about: "in a text by this author",
        test: |_, folded| Ok(FieldTest::Author(folded.to_owned())),
    },
    QueryField {
        names: &["date"],
        example: "date:2019-11",
        about: "in a text of this year, month or day, or between two: 2019..2021",
        test: |_, folded| dates_of(folded).map(|(from, to)| FieldTest::Date(from, to)),
    },
    QueryField {
        names: &["tag"],
        example: "tag:policy",
        about: "with this tag or one below it (policy/trade)",
        test: |_, folded| Ok(FieldTest::Tag(folded.trim_start_matches('#').to_owned())),
    },
    QueryField {
        names: &["by", "reader"],
        example: "by:mei",
        about: "made by this reader",
        test: |_, folded| Ok(FieldTest::Reader(folded.to_owned())),
    },
    QueryField {
        names: &["kind", "type"],
        example: "kind:question",
        about: "of this kind",
        test: |_, folded| kind(folded).map(FieldTest::Kind).ok_or_else(|| names(KINDS, Kind::name)),
    },
    QueryField {
        names: &["color", "colour"],
        example: "color:yellow",
        about: "in this colour",
        test: |_, folded| color(folded).map(FieldTest::Color).ok_or_else(|| names(Color::ALL, Color::name)),
    },
    QueryField {
        names: &["note"],
        example: "note:why",
        about: "with this in the note",
        test: |_, folded| Ok(FieldTest::Note(folded.to_owned())),
    },
    QueryField {
        names: &["quote"],
        example: "quote:\"export control\"",
        about: "with this in the quotation",
        test: |_, folded| Ok(FieldTest::Quote(folded.to_owned())),
    },
    QueryField {
        names: &["since"],
        example: "since:2026-11-01",
        about: "changed on this day or later; also today, yesterday, 7d, 2w",
        test: |_, folded| since(folded).map(FieldTest::Since).ok_or_else(|| SINCE.to_owned()),
    },
    QueryField {
        names: &["state"],
        example: "state:orphan",
        about: "whose passage is the same, moved, changed, uncertain or orphan",
        test: |_, folded| state(folded).map(FieldTest::State).ok_or_else(|| names(STATES, AnchorState::name)),
    },
    QueryField {
        names: &["is"],
        example: "is:mine",
        about: "mine, private, addressed (encrypted for some), shared or picked, or in one of these states",
        test: |_, folded| match folded {
            "mine" => Ok(FieldTest::Mine),
            "picked" => Ok(FieldTest::Picked),
            "private" => Ok(FieldTest::Private),
            "addressed" => Ok(FieldTest::Addressed),
            "shared" => Ok(FieldTest::Shared),
            other => {
                let known = || "mine, private, addressed, shared, picked and the states of anchors".to_owned();
                state(other).map(FieldTest::State).ok_or_else(known)
            }
        },
    },
    QueryField {
        names: &["mentions", "mention"],
        example: "mentions:me",
        about: "whose note mentions this reader",
        test: |_, folded| Ok(FieldTest::Mentions(folded.trim_start_matches('@').to_owned())),
    },
];

/// What a field asks. All texts in it are folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FieldTest {
    In(String),
    Author(String),
    /// Between two dates as precise as they were written, ends included.
    Date(String, String),
    Tag(String),
    Reader(String),
    Kind(Kind),
    Color(Color),
    Note(String),
    Quote(String),
    Since(Since),
    State(AnchorState),
    Mine,
    /// The reader of that nickname is mentioned; `me` is who asks.
    Mentions(String),
    Picked,
    /// It is for its maker alone.
    Private,
    /// It is encrypted for some.
    Addressed,
    /// It is for everybody.
    Shared,
}

/// From when on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Since {
    Day(jiff::civil::Date),
    /// So many days before today.
    DaysAgo(u16),
}

impl FieldTest {
    /// The group of tests of which an annotation can pass one only.
    pub fn choice(&self) -> Option<u8> {
        match self {
            Self::Kind(_) => Some(0),
            Self::Color(_) => Some(1),
            Self::Reader(_) => Some(2),
            Self::State(_) => Some(3),
            _ => None,
        }
    }

    /// Whether it asks of an annotation, not of its text.
    pub fn is_of_annotations(&self) -> bool {
        !matches!(self, Self::In(_) | Self::Author(_) | Self::Date(..))
    }
}

/// What a field and its value ask; `Ok(None)` where they are no field but words. The error says what is wrong.
pub(super) fn test(field: &str, value: &str, scope: Scope) -> Result<Option<FieldTest>, String> {
    let (name, folded) = (fold::typed(field), fold::typed(value.trim()));
    let known = FIELDS.iter().find(|known| known.names.contains(&name.as_str()));
    match known {
        None if scope == Scope::Texts || !is_like_a_field(&name, value) => Ok(None),
        None => Err(format!("{field}: is no field; searched for as words")),
        Some(_) if folded.is_empty() && scope == Scope::Texts => Ok(None),
        Some(_) if folded.is_empty() => Err(format!("{field}: what?")),
        Some(known) => {
            let unknown = |there: String| format!("{field}:{value} is unknown; there are {there}");
            (known.test)(value, &folded).map(Some).map_err(unknown)
        }
    }
}

/// Whether somebody meant a field: not an address, a time of day or a word behind two colons.
fn is_like_a_field(name: &str, value: &str) -> bool {
    name.chars().all(char::is_alphabetic) && !value.starts_with("//")
}

/// The kinds that can be asked for.
const KINDS: [Kind; 9] = [
    Kind::Highlight,
    Kind::Note,
    Kind::Question,
    Kind::Reply,
    Kind::Vote,
    Kind::Bookmark,
    Kind::DocumentNote,
    Kind::Link,
    Kind::Prompt,
];

const STATES: [AnchorState; 5] =
    [AnchorState::Same, AnchorState::Moved, AnchorState::Changed, AnchorState::Uncertain, AnchorState::Orphan];

const SINCE: &str = "days as 2026-11-01, today, yesterday, and 7d or 2w for days and weeks ago";

/// A kind by its name, one or many.
fn kind(name: &str) -> Option<Kind> {
    let singular = name.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let names = [Some(name.to_owned()), name.strip_suffix('s').map(str::to_owned), singular];
    KINDS.into_iter().find(|kind| names.iter().flatten().any(|name| name == kind.name()))
}

fn color(name: &str) -> Option<Color> {
    Color::ALL.into_iter().chain([Color::Other]).find(|color| color.name() == name)
}

fn state(name: &str) -> Option<AnchorState> {
    let singular = name.strip_suffix('s').unwrap_or(name);
    STATES.into_iter().find(|state| state.name() == name || state.name() == singular)
}

fn names<T, const N: usize>(all: [T; N], name: fn(T) -> &'static str) -> String {
    all.map(name).join(", ")
}

fn since(value: &str) -> Option<Since> {
    match value {
        "today" => return Some(Since::DaysAgo(0)),
        "yesterday" => return Some(Since::DaysAgo(1)),
        _ => {}
    }
    let days = |unit: char, days: u16| {
        let count: u16 = value.strip_suffix(unit)?.parse().ok()?;
        Some(Since::DaysAgo(count.checked_mul(days)?))
    };
    let day = || {
        let padded = match value.len() {
            4 => format!("{value}-01-01"),
            7 => format!("{value}-01"),
            _ => value.to_owned(),
        };
        padded.parse().ok().map(Since::Day)
    };
    days('d', 1).or_else(|| days('w', 7)).or_else(day)
}

/// The first and last date that a value means, as they were written in ISO 8601.
fn dates_of(value: &str) -> Result<(String, String), String> {
    let (from, to) = value.split_once("..").unwrap_or((value, value));
    let iso = |written: &str, open: &str| match written.trim() {
        "" => Some(open.to_owned()),
        written => {
            let (date, len) = dates::at_start(written)?;
            let day = date.iso().filter(|_| len == written.len());
            day.or_else(|| is_year_and_month(written).then(|| written.to_owned()))
        }
    };
    let none = || "dates as 2019, 2019-11, 2019-11-22 and 2019..2021".to_owned();
    match (iso(from, "0000"), iso(to, "9999")) {
        (Some(from), Some(to)) if from != "0000" || to != "9999" => Ok((from, to)),
        _ => Err(none()),
    }
}

fn is_year_and_month(written: &str) -> bool {
    let digits = |part: &str, len| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
    written.split_once('-').is_some_and(|(year, month)| digits(year, 4) && digits(month, 2))
}

/// Whether a date of a text, as precise as it is known, lies between two, ends included: a text of 2019 is one of
/// `2019-11` as little as one of 2020 is.
pub(super) fn is_between(date: &str, from: &str, to: &str) -> bool {
    let cut = |len: usize| date.get(..len).unwrap_or(date);
    cut(from.len()) >= from && cut(to.len()) <= to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_the_table_is_understood() {
        for row in FIELDS {
            let (field, value) = row.example.split_once(':').unwrap();
            assert!(row.names.contains(&field));
            let meant = test(field, value.trim_matches('"'), Scope::Notes);
            assert!(
                matches!(&meant, Ok(Some(meant)) if meant.is_of_annotations() != row.is_of_texts()),
                "{}",
                row.example
            );
        }
    }

    #[test]
    fn what_only_looks_like_a_field_is_words() {
        for (field, value) in [("https", "//a.example"), ("12", "30")] {
            assert_eq!(test(field, value, Scope::Notes), Ok(None));
        }
        assert_eq!(test("Note", "", Scope::Texts), Ok(None));
        assert!(test("foo", "bar", Scope::Notes).unwrap_err().contains("no field"));
        assert_eq!(test("foo", "bar", Scope::Texts), Ok(None));
    }

    #[test]
    fn dates_are_compared_as_precisely_as_both_are_known() {
        let within = |date: &str, value: &str| {
            let (from, to) = dates_of(value).unwrap();
            is_between(date, &from, &to)
        };
        for (date, yes, no) in [
            ("2019-11-22", "2019", "2020"),
            ("2019-11-22", "2019-11", "2019-12"),
            ("2019-11-22", "2018..2019", "2019-12.."),
            ("2019-11", "..2019", "..2018"),
            ("2019", "2018..2020", "2019-11"),
        ] {
            assert!(within(date, yes) && !within(date, no), "{date}");
        }
        assert!(dates_of("soon").is_err() && dates_of("..").is_err());
    }

    #[test]
    fn days_are_named_counted_or_written() {
        assert_eq!(since("yesterday"), Some(Since::DaysAgo(1)));
        assert_eq!(since("2w"), Some(Since::DaysAgo(14)));
        assert_eq!(since("2026-11"), Some(Since::Day(jiff::civil::date(2026, 11, 1))));
        assert_eq!(since("99999w"), None);
        assert_eq!(since("soon"), None);
    }
}
