//! Where the words of imported marks stand in a document, and the annotations that they become.
//!
//! The words themselves come first: where they stand once, no context of another program's says otherwise. What is not
//! found stays an annotation with the words as they were: it is shown as changed, uncertain or gone, never lost. It writes
//! nothing.

use super::importer::Importer;
use super::mark::{Mark, MarkTime};
use crate::annotation::anchor::anchor_all;
use crate::annotation::{
    AnchorState, Annotation, AnnotationId, Kind, Passage, Quote, ReaderId, Record, Target, select,
};
use crate::document::Document;
use crate::text::{Span, fold};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use memchr::memmem;
use serde_json::{Map, Value};
use std::collections::HashMap;
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
        id(self.importer, self.makers.get(mark).copied().unwrap_or_default(), mark, part)
    }
}

/// Turns marks into records on a document of this `source` (`urn:sha256:…`): one for each passage.
pub fn land(marks: &[&Mark], document: &Document, source: &str, origin: ImportOrigin<'_>) -> Vec<Landed> {
    let all: Vec<(&Mark, usize, &Quote)> = marks
        .iter()
        .flat_map(|mark| mark.passages.iter().enumerate().map(move |(part, quote)| (*mark, part, quote)))
        .collect();
    let quotes: Vec<(&Quote, Option<usize>)> = all.iter().map(|(mark, _, quote)| (*quote, mark.page())).collect();
    let places = places(&quotes, document, source);
    let mut places = all.iter().zip(places);
    let mut landed = Vec::new();
    for mark in marks {
        let target = mark
            .answers
            .as_ref()
            .map_or_else(|| Target::Document(source.to_owned()), |parent| Target::Annotation(origin.id(parent, 0)));
        if mark.passages.is_empty() {
            landed.push(Landed { record: record(mark, 0, target, origin), state: AnchorState::Same });
        }
        for ((_, part, _), (passage, state)) in places.by_ref().take(mark.passages.len()) {
            landed.push(Landed { record: record(mark, *part, Target::Passage(passage), origin), state });
        }
    }
    landed
}

/// How many of the quotations stand in a text word for word, of those long enough to mean this text alone.
pub fn likeness<'q>(quotes: impl Iterator<Item = &'q Quote>, text: &str) -> usize {
    let telling = quotes.map(|quote| quote.exact.trim()).filter(|exact| exact.chars().count() >= TELLING);
    let stands =
        |exact: &&str| exact.lines().map(str::trim).filter(|line| !line.is_empty()).all(|line| text.contains(line));
    telling.filter(stands).count()
}

/// Fewer characters than this may stand in any text.
const TELLING: usize = 12;

/// For each quotation, with the number of its page where that is known, the passage to write and how sure it is.
fn places(quotes: &[(&Quote, Option<usize>)], document: &Document, source: &str) -> Vec<(Passage, AnchorState)> {
    let (text, offsets) = (document.text(), document.offsets());
    let letters = FoldedLetters::of(text);
    let passage = |(quote, _): &(&Quote, Option<usize>)| Passage {
        source: source.to_owned(),
        quote: spaced(quote),
        position: None,
    };
    let wanted: Vec<Passage> = quotes.iter().map(passage).collect();
    let on_page = |page: Option<usize>, exact: &str| {
        let page = page_span(document, page?)?;
        once(page.of(text), exact).map(|span| Span::new(page.start + span.start, page.start + span.end))
    };
    let mut found: Vec<(Option<Span>, AnchorState)> = wanted
        .iter()
        .zip(quotes)
        .map(|(Passage { quote: Quote { exact, .. }, .. }, (_, page))| {
            once(text, exact).or_else(|| letters.once(exact)).or_else(|| on_page(*page, exact))
        })
        .map(|span| (span, AnchorState::Same))
        .collect();
    let open: Vec<usize> = (0..wanted.len()).filter(|at| found[*at].0.is_none()).collect();
    let anchors = anchor_all(text, offsets, "", &open.iter().map(|at| &wanted[*at]).collect::<Vec<_>>());
    for (at, anchor) in open.into_iter().zip(anchors) {
        found[at] = match anchor.state {
            AnchorState::Same | AnchorState::Moved => (anchor.span, AnchorState::Same),
            state => (None, state),
        };
    }
    let place = |(wanted, (span, state)): (Passage, (Option<Span>, AnchorState))| match span {
        Some(span) => (select::passage(text, offsets, span, source), state),
        None => (wanted, state),
    };
    wanted.into_iter().zip(found).map(place).collect()
}

/// The text of a page, by its number from 0; none where the document has no pages or not so many.
fn page_span(document: &Document, number: usize) -> Option<Span> {
    let at = |number: usize| document.pages().get(number).map(|page| page.at);
    Some(Span::new(at(number)?, at(number + 1).unwrap_or(document.text().len())))
}

/// The letters and digits of a text, folded, with where each stands: what is the same however two programs break lines, join
/// blocks and hyphenate.
struct FoldedLetters {
    folded: String,
    /// For each character of the text that has any: where its letters begin in `folded`, and where it stands.
    places: Vec<(usize, Span)>,
}

impl FoldedLetters {
    fn of(text: &str) -> Self {
        let mut letters = Self { folded: String::with_capacity(text.len()), places: Vec::new() };
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            letters.places.push((letters.folded.len(), Span::new(at, at + c.len_utf8())));
            fold::Folding::Typed.each(c, |folded| letters.folded.push(folded));
        }
        letters
    }

    /// Where the letters of some words stand, if they stand in exactly one place, with no letter before or behind them left
    /// out of its character.
    fn once(&self, words: &str) -> Option<Span> {
        let wanted = Self::of(words).folded;
        let found = (!wanted.is_empty()).then(|| once(&self.folded, &wanted)).flatten()?;
        let first = self.places.binary_search_by_key(&found.start, |(begins, _)| *begins).ok()?;
        let last = self.places.partition_point(|(begins, _)| *begins < found.end).checked_sub(1)?;
        Some(Span::new(self.places[first].1.start, self.places[last].1.end))
    }
}

/// Where words stand, if they stand in exactly one place.
fn once(text: &str, exact: &str) -> Option<Span> {
    let mut found = memmem::find_iter(text.as_bytes(), exact.as_bytes());
    let start = found.next()?;
    found.next().is_none().then(|| Span::new(start, start + exact.len()))
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
        link: None,
    };
    let mut object: Map<String, Value> = Record::of(&annotation).object().clone();
    object.insert("via".to_owned(), mark.address.as_deref().unwrap_or(origin.importer.home).into());
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
        let (zone, makers) = (TimeZone::UTC, HashMap::new());
        let origin = ImportOrigin {
            importer: &IMPORTERS[0],
            creator: &"urn:uuid:0".into(),
            makers: &makers,
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
