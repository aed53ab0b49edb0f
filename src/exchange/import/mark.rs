//! A mark as another program made it, before it is known which document it is about and where it stands.

use super::position::{MarkPlace, Position};
use crate::annotation::{Color, Kind, Quote};
use crate::text::visible;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// What a file of marks holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The marks, by the work they are about, in the order of the file.
    pub works: Vec<WorkMarks>,
    /// What of the file could not be read, in words.
    pub faults: Vec<String>,
    /// Where each work stands among them.
    places: HashMap<MarkedWork, usize>,
}

/// The marks on one work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkMarks {
    /// What is known of the work.
    pub work: MarkedWork,
    /// Its marks.
    pub marks: Vec<Mark>,
}

/// What a file of marks says of a work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MarkedWork {
    /// Its title.
    pub title: Option<String>,
    /// Its authors, as written.
    pub authors: Vec<String>,
    /// Addresses and identifiers: URL, DOI, ISBN.
    pub addresses: Vec<String>,
    /// The name of its file, without folders.
    pub file: Option<String>,
}

/// One mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What its program calls it; made from what never changes of it where the program has no ids.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// The passages that it is about; none for a mark on the whole work and for an answer.
    pub passages: Vec<Quote>,
    /// The words written, Markdown or plain.
    pub note: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its colour.
    pub color: Option<Color>,
    /// Who made it; `None` where the file is one person's.
    pub author: Option<Author>,
    /// When it was made.
    pub created: Option<MarkTime>,
    /// When it was last changed.
    pub modified: Option<MarkTime>,
    /// The [`Mark::id`] of what it answers.
    pub answers: Option<String>,
    /// What of its record is kept beside all that.
    pub origin: MarkOrigin,
    /// Where it stands in its own program.
    pub place: MarkPlace,
}

impl Default for Mark {
    fn default() -> Self {
        Self {
            id: String::new(),
            kind: Kind::Highlight,
            passages: Vec::new(),
            note: None,
            tags: Vec::new(),
            color: None,
            author: None,
            created: None,
            modified: None,
            answers: None,
            origin: MarkOrigin::default(),
            place: MarkPlace::default(),
        }
    }
}

impl Mark {
    /// Whether there is anything to keep: words marked, or words written, or a place in a book where words stand.
    pub fn says_something(&self) -> bool {
        let in_book = |position: &Position| matches!(position, Position::InBook(_));
        !self.passages.is_empty() || self.note.is_some() || self.place.positions.iter().any(in_book)
    }
}

/// What of the record of a mark is kept as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MarkOrigin {
    /// Its own address, where it has one.
    pub address: Option<String>,
    /// What a W3C annotation says under keys that mean nothing here.
    pub kept: Map<String, Value>,
}

/// Who made a mark.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Author {
    /// What the program calls the person: an account, an address, else the name.
    pub id: String,
    /// The name to show.
    pub name: String,
}

/// When something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkTime {
    /// An instant.
    Instant(Timestamp),
    /// What a clock showed, of which the file does not say in which zone it stood.
    WallClock(DateTime),
}

impl MarkTime {
    /// The instant; a clock of an unknown zone is taken to have stood in `zone`.
    pub fn instant(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Instant(instant) => instant,
            Self::WallClock(clock) => {
                zone.to_ambiguous_zoned(clock).compatible().map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
            }
        }
    }

    /// What the clock showed, where its zone is not known.
    pub fn wall_clock(self) -> Option<DateTime> {
        match self {
            Self::Instant(_) => None,
            Self::WallClock(clock) => Some(clock),
        }
    }
}

impl Imported {
    /// Nothing but what is wrong with the file.
    pub fn of_faults(faults: Vec<String>) -> Self {
        Self { faults, ..Self::default() }
    }

    /// Adds a mark to those of its work.
    pub fn add(&mut self, work: MarkedWork, mark: Mark) {
        if let Some(at) = self.places.get(&work) {
            self.works[*at].marks.push(mark);
            return;
        }
        self.places.insert(work.clone(), self.works.len());
        self.works.push(WorkMarks { work, marks: vec![mark] });
    }

    /// The same, once each: a mark that stands in the file twice is one, and one that has the id of another but says something
    /// else gets an id of its own, counted in the order of the file.
    pub fn each_once(mut self) -> Self {
        let mut ids: HashMap<String, HashSet<String>> = HashMap::new();
        let mut twice: HashSet<String> = HashSet::new();
        for mark in self.works.iter().flat_map(|work| &work.marks) {
            if ids.insert(mark.id.clone(), HashSet::new()).is_some() {
                twice.insert(mark.id.clone());
            }
        }
        for work in &mut self.works {
            work.marks.retain_mut(|mark| {
                let Some(said) = ids.get_mut(&mark.id).filter(|_| twice.contains(&mark.id)) else { return true };
                let is_new = said.insert(format!("{mark:?}"));
                if is_new && said.len() > 1 {
                    mark.id = format!("{}\n#{}", mark.id, said.len());
                }
                is_new
            });
        }
        self
    }

    /// Moves every answer to the work of what it answers: an answer may name no other document than that.
    pub fn with_answers_beside(mut self) -> Self {
        let homes: HashMap<String, usize> = self
            .works
            .iter()
            .enumerate()
            .flat_map(|(at, work)| {
                work.marks.iter().filter(|it| it.answers.is_none()).map(move |it| (it.id.clone(), at))
            })
            .collect();
        for at in 0..self.works.len() {
            let home = |mark: &Mark| mark.answers.as_ref().and_then(|parent| homes.get(parent)).copied().unwrap_or(at);
            let (stays, goes) =
                std::mem::take(&mut self.works[at].marks).into_iter().partition(|mark| home(mark) == at);
            self.works[at].marks = stays;
            let goes: Vec<Mark> = goes;
            for mark in goes {
                let home = home(&mark);
                self.works[home].marks.push(mark);
            }
        }
        self.works.retain(|work| !work.marks.is_empty());
        self
    }
}

/// A text without white space around it; `None` where nothing is left.
pub fn trimmed(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A text as a message names it: its beginning on one line.
pub fn shortened(text: &str) -> String {
    let end = text.char_indices().nth(LONGEST_NAMED).map_or(text.len(), |(at, _)| at);
    let more = if end < text.len() { "…" } else { "" };
    format!("{}{more}", visible::line(&text[..end]))
}

/// The longest text that a message names whole, in characters.
const LONGEST_NAMED: usize = 40;

/// A passage of which the words alone are known; `None` where there are none.
pub fn words(text: &str) -> Option<Quote> {
    trimmed(text).map(|exact| Quote { exact, ..Quote::default() })
}
