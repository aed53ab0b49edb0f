//! Where the words of imported marks stand in a document, and the annotations that they become.
//!
//! What is found with other words keeps its own, and has what stands around that place. What is not found stays an annotation
//! with the words as they were: it is shown as uncertain or gone, never lost. It writes nothing.

use super::importer::Importer;
use super::mark::{Mark, MarkTime};
use super::placement::placements;
use super::quotation::{Placement, WantedQuote};
use crate::annotation::{
    AnchorState, Annotation, AnnotationId, Kind, Passage, Quote, ReaderId, Record, Target, select,
};
use crate::document::Document;
use crate::text::Span;
use crate::text::occurrences::occurrences;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What a mark becomes in a document.
#[derive(Clone, Debug)]
pub struct Landed {
    /// The annotation's record, with what it came by (`via`).
    pub record: Record,
    /// How sure its place is; of what is about the whole document or an answer, [`AnchorState::Same`].
    pub state: AnchorState,
}

/// What is the same for all marks of one file that are made by one reader.
#[derive(Clone, Copy, Debug)]
pub struct ImportOrigin<'a> {
    /// The program.
    pub importer: &'static Importer,
    /// The `urn:uuid:…` of the reader under whom they are written.
    pub creator: &'a ReaderId,
    /// By the id of each mark of the file, who made it as the file has it: two people's marks may have one id there.
    pub makers: &'a HashMap<&'a str, &'a str>,
    /// The ids of the annotations that are here already: a mark of that id is the same.
    pub here: &'a HashSet<AnnotationId>,
    /// The zone in which a clock is taken to have stood that does not say so.
    pub zone: &'a TimeZone,
    /// The time of the marks that have none.
    pub now: Timestamp,
}

/// The `urn:uuid:…` of an imported mark by its maker: the same at every import. `part` counts the passages of one mark from 0.
pub fn id(importer: &Importer, maker: &str, mark: &str, part: usize) -> AnnotationId {
    let name = format!("postil import {} {part} {maker}\n{mark}", importer.name);
    AnnotationId::new(Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()).urn().to_string())
}

impl ImportOrigin<'_> {
    fn id(self, mark: &str, part: usize) -> AnnotationId {
        if let Some(here) = self.here.get(mark).filter(|_| part == 0) {
            return here.clone();
        }
        id(self.importer, self.makers.get(mark).copied().unwrap_or_default(), mark, part)
    }
}

/// Turns marks into records on a document of this `source` (`urn:sha256:…`): one for each passage.
pub fn land(marks: &[&Mark], document: &Document, source: &str, origin: ImportOrigin<'_>) -> Vec<Landed> {
    let quotes: Vec<(&Mark, &Quote)> =
        marks.iter().flat_map(|mark| mark.passages.iter().map(move |quote| (*mark, quote))).collect();
    let mut places = places(&quotes, document, source).into_iter();
    let mut landed = Vec::new();
    for mark in marks {
        let target = mark
            .answers
            .as_ref()
            .map_or_else(|| Target::Document(source.to_owned()), |parent| Target::Annotation(origin.id(parent, 0)));
        if mark.passages.is_empty() {
            landed.push(Landed { record: record(mark, 0, target, origin), state: AnchorState::Same });
        }
        for (part, (passage, state)) in places.by_ref().take(mark.passages.len()).enumerate() {
            landed.push(Landed { record: record(mark, part, Target::Passage(passage), origin), state });
        }
    }
    landed
}

/// How many of the quotations stand in a text word for word, of those long enough to mean this text alone.
pub fn likeness<'q>(quotes: impl Iterator<Item = &'q Quote>, text: &str) -> usize {
    let telling = quotes.map(|quote| quote.exact.trim()).filter(|exact| exact.chars().count() >= TELLING);
    let lines = telling.map(|exact| exact.lines().map(str::trim).filter(|line| !line.is_empty()).collect());
    let lines: Vec<Vec<&str>> = lines.collect();
    let stands: Vec<bool> = occurrences(text, &lines.concat()).into_iter().map(|found| found.first.is_some()).collect();
    let mut rest = stands.as_slice();
    let all_stand = |lines: &&Vec<&str>| {
        let (own, behind) = rest.split_at(lines.len());
        rest = behind;
        own.iter().all(|stands| *stands)
    };
    lines.iter().filter(all_stand).count()
}

/// Fewer characters than this may stand in any text.
const TELLING: usize = 12;

/// The passage to write for each quotation, and how sure it is.
fn places(quotes: &[(&Mark, &Quote)], document: &Document, source: &str) -> Vec<(Passage, AnchorState)> {
    let wanted: Vec<WantedQuote> = quotes
        .iter()
        .map(|(mark, quote)| WantedQuote {
            passage: Passage { source: source.to_owned(), quote: spaced(quote), position: None },
            page: mark.page(),
            number: mark.place.number(),
        })
        .collect();
    let placements = placements(&wanted, document);
    let sure = |(span, state): &Placement| span.filter(|_| matches!(state, AnchorState::Same | AnchorState::Changed));
    let spans: Vec<Span> = placements.iter().filter_map(sure).collect();
    let mut there = select::passages_in(document, &spans, source).into_iter();
    let place = |(wanted, placement): (WantedQuote, Placement)| match (
        sure(&placement).and_then(|_| there.next()),
        placement.1,
    ) {
        (Some(there), AnchorState::Changed) => {
            (Passage { quote: Quote { exact: wanted.passage.quote.exact, ..there.quote }, ..there }, placement.1)
        }
        (Some(there), state) => (there, state),
        (None, state) => (wanted.passage, state),
    };
    wanted.into_iter().zip(placements).map(place).collect()
}

/// A quotation with the white space of running text: other programs have that of their pages.
fn spaced(quote: &Quote) -> Quote {
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let blank = |is_there: bool| if is_there { " " } else { "" };
    let context = |text: &str| {
        let (before, behind) = (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
        format!("{}{}{}", blank(before), joined(text), blank(behind && !text.trim().is_empty()))
    };
    Quote { exact: joined(&quote.exact), prefix: context(&quote.prefix), suffix: context(&quote.suffix) }
}

/// The record of one passage. A second passage of a mark is marked only: its words are said at the first.
fn record(mark: &Mark, part: usize, target: Target, origin: ImportOrigin<'_>) -> Record {
    let instant = |time: Option<MarkTime>| time.map(|time| time.instant(origin.zone));
    let created = instant(mark.created).or_else(|| instant(mark.modified)).unwrap_or(origin.now);
    let annotation = Annotation {
        id: origin.id(&mark.id, part),
        kind: if part == 0 { mark.kind } else { Kind::Highlight },
        creator: origin.creator.clone(),
        created,
        modified: instant(mark.modified).unwrap_or(created).max(created),
        note: mark.note.as_ref().filter(|_| part == 0).map(|note| placed(mark, note)),
        tags: mark.tags.clone(),
        color: mark.color,
        target,
        links: Vec::new(),
    };
    let mut object: Map<String, Value> = Record::of(&annotation).object().clone();
    for (key, value) in &mark.origin.kept {
        object.entry(key).or_insert_with(|| value.clone());
    }
    object.insert("via".to_owned(), mark.origin.address.as_deref().unwrap_or(origin.importer.home).into());
    if let Some(clock) = mark.created.and_then(MarkTime::wall_clock) {
        object.insert("dc:date".to_owned(), clock.to_string().into());
    }
    Record::from_object(object).unwrap_or_else(|| Record::of(&annotation))
}

/// A note without a passage says where it stood.
fn placed(mark: &Mark, note: &str) -> String {
    let place = mark.place.said.as_deref().filter(|_| mark.passages.is_empty() && mark.answers.is_none());
    place.map_or_else(|| note.to_owned(), |place| format!("{note}\n\n({place})"))
}

#[cfg(test)]
mod tests {
    use super::super::IMPORTERS;
    use super::*;
    use crate::document::{BlockKind, Builder};

    const TEXT: &str = "The ebb runs out at noon. It leaves the boats on the sand.\n\nThe flow comes back at dusk, and the boats rise.";

    fn landed(marks: &[Mark]) -> Vec<Landed> {
        let mut builder = Builder::over(TEXT.to_owned());
        builder.block(BlockKind::Paragraph, 0, Span::new(0, TEXT.len()));
        let document = builder.finish();
        let (zone, makers, here) = (TimeZone::UTC, HashMap::new(), HashSet::from(["urn:uuid:here".into()]));
        let origin = ImportOrigin {
            importer: &IMPORTERS[0],
            creator: &"urn:uuid:0".into(),
            makers: &makers,
            here: &here,
            zone: &zone,
            now: Timestamp::UNIX_EPOCH,
        };
        land(&marks.iter().collect::<Vec<_>>(), &document, "urn:sha256:0", origin)
    }

    fn mark(exact: &str, prefix: &str) -> Mark {
        let quote = Quote { exact: exact.to_owned(), prefix: prefix.to_owned(), suffix: String::new() };
        Mark { id: exact.to_owned(), passages: vec![quote], ..Mark::default() }
    }

    fn quote(landed: &Landed) -> String {
        match landed.record.annotation().unwrap().target {
            Target::Passage(passage) => passage.quote.exact,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn words_land_whatever_white_space_and_context_came_with_them() {
        let glued = mark("on the sand.The flow comes", "");
        let all = landed(&[mark("leaves\n   the boats", "quite another"), mark("the boats", "dusk, and "), glued]);
        assert_eq!(
            all.iter().map(quote).collect::<Vec<_>>(),
            ["leaves the boats", "the boats", "on the sand.\n\nThe flow comes"]
        );
        assert!(all.iter().all(|it| it.state == AnchorState::Same), "{all:?}");
        let Target::Passage(second) = all[1].record.annotation().unwrap().target else { unreachable!("a passage") };
        assert!(second.quote.prefix.ends_with("dusk, and "));
    }

    #[test]
    fn what_is_not_there_keeps_its_words() {
        let all = landed(&[mark("a wholly different sentence about mountains", "")]);
        assert_eq!(
            (quote(&all[0]).as_str(), all[0].state),
            ("a wholly different sentence about mountains", AnchorState::Orphan)
        );
    }

    #[test]
    fn several_passages_are_several_records_and_the_words_stand_once() {
        let mut two = mark("The ebb", "");
        two.passages.extend(mark("The flow", "").passages);
        two.note = Some("both".to_owned());
        two.kind = Kind::Note;
        let all = landed(&[two]);
        let notes: Vec<Option<String>> = all.iter().map(|it| it.record.annotation().unwrap().note).collect();
        assert_eq!(notes, [Some("both".to_owned()), None]);
        assert_ne!(all[0].record.id(), all[1].record.id());
    }

    #[test]
    fn what_a_record_says_under_other_keys_is_kept_and_overrules_nothing() {
        let mut odd = mark("The ebb", "");
        odd.origin.kept = Map::from_iter([("rights".to_owned(), "CC0".into()), ("created".to_owned(), "never".into())]);
        let all = landed(&[odd]);
        let object = all[0].record.object();
        assert_eq!((object["rights"].as_str(), object["created"] == "never"), (Some("CC0"), false));
    }

    #[test]
    fn what_is_here_already_keeps_its_id_and_its_answers() {
        let answer = Mark {
            answers: Some("urn:uuid:here".into()),
            note: Some("So.".into()),
            kind: Kind::Reply,
            ..Mark::default()
        };
        let all = landed(&[Mark { id: "urn:uuid:here".into(), ..mark("The ebb", "") }, answer]);
        assert_eq!(all[0].record.id(), "urn:uuid:here");
        assert_eq!(all[1].record.annotation().unwrap().target, Target::Annotation("urn:uuid:here".into()));
    }

    #[test]
    fn a_record_says_what_it_came_by_and_what_an_unknown_clock_showed() {
        let clock = MarkTime::WallClock("2024-03-04T21:12:45".parse().unwrap());
        let note = Mark {
            id: "n".into(),
            kind: Kind::DocumentNote,
            note: Some("all".into()),
            place: Some("page 3".to_owned()).into(),
            created: Some(clock),
            ..Mark::default()
        };
        let all = landed(&[
            note,
            Mark {
                id: "a".into(),
                kind: Kind::Reply,
                note: Some("no".into()),
                answers: Some("n".into()),
                ..Mark::default()
            },
        ]);
        let object = all[0].record.object();
        assert_eq!(
            (object["via"].as_str(), object["dc:date"].as_str()),
            (Some("https://www.amazon.com/kindle"), Some("2024-03-04T21:12:45"))
        );
        assert_eq!(all[0].record.annotation().unwrap().note.as_deref(), Some("all\n\n(page 3)"));
        assert_eq!(all[1].record.annotation().unwrap().target, Target::Annotation(id(&IMPORTERS[0], "", "n", 0)));
    }
}
