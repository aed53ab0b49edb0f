//! One's own marks beside another reader's, or the class's: whom to compare with, what was found, and the way from one
//! difference to the next. What counts as marked is said in `study::compare`; only what shows is compared, so that nothing
//! comes to light here that is kept off the screen.

use super::{Choice, Chooser, Desk, Effect, Model, Overlay, Placed, keys, travel};
use crate::annotation::{Origin, Target};
use crate::app::Command;
use crate::study::{Comparison, Figures, Mark, Other, Side, compare};
use crate::text::{Span, visible};
use std::collections::BTreeMap;

/// A comparison that shows in place of the marks.
#[derive(Debug)]
pub struct Comparing {
    /// With whom.
    pub other: Other,
    /// What was found in the open document.
    pub found: Comparison,
    /// How far both agree in it.
    figures: Figures,
    /// The document that it was made of, and what of it.
    made_of: (String, Seen),
}

/// What a comparison rests on: the version of the annotations, and how many of them show.
type Seen = (u64, usize);

/// Whom to compare with.
#[derive(Debug)]
pub struct Ask {
    /// The list.
    pub chooser: Chooser,
    /// The same, in the same order.
    pub others: Vec<Other>,
}

/// The signs in the margin, with what they stand for; legible without colour.
pub const SIGNS: [(Side, &str); 3] = [(Side::First, "<"), (Side::Second, ">"), (Side::Both, "=")];

/// Asks whom to compare with; leaves the comparison that shows.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    if leave(model) {
        return Vec::new();
    }
    let Some(desk) = &model.desk else { return Vec::new() };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for placed in desk.visible().filter(|placed| !placed.mine && is_mark(placed)) {
        *counts.entry(&placed.reader).or_default() += 1;
    }
    if counts.is_empty() {
        let hidden = desk.placed.iter().any(|placed| placed.hidden);
        model.say(if hidden {
            "nobody else’s marks show now, so there is nothing to compare with"
        } else {
            "nobody else has marked anything in this text yet"
        });
        return Vec::new();
    }
    let class = Choice { label: "the class".to_owned(), detail: readers(counts.len()), indent: 0 };
    let reader = |(reader, count): (&&str, &usize)| Choice {
        label: visible::line(reader).into_owned(),
        detail: if *count == 1 { "1 mark".to_owned() } else { format!("{count} marks") },
        indent: 0,
    };
    let choices = std::iter::once(class).chain(counts.iter().map(reader)).collect();
    let named = counts.keys().map(|reader| Other::Reader((*reader).to_owned()));
    let others = std::iter::once(Other::Class).chain(named).collect();
    let chooser = Chooser::new("Compare with", choices, 0);
    model.overlay = Some(Overlay::Compare(Box::new(Ask { chooser, others })));
    Vec::new()
}

fn readers(count: usize) -> String {
    if count == 1 { "1 other reader".to_owned() } else { format!("{count} other readers") }
}

/// Shows the comparison with the one chosen.
pub fn start(model: &mut Model, other: Other) {
    let Some(desk) = &model.desk else { return };
    model.comparing = Some(Comparing::of(desk, other, &me(model)));
}

/// Leaves the comparison; says whether there was one.
pub fn leave(model: &mut Model) -> bool {
    model.comparing.take().is_some()
}

/// Under which name one's own marks are compared: nobody's folder can be called so.
fn me(model: &Model) -> String {
    format!("/{}", model.me.reader.nickname)
}

/// Whether an annotation marks words of the text, by a reader of the class: a remark of the file is by nobody of it.
fn is_mark(placed: &Placed) -> bool {
    !matches!(placed.origin, Origin::File | Origin::Syllabus)
        && matches!(placed.annotation.target, Target::Passage(_))
        && placed.stands().is_some()
}

fn seen(desk: &Desk) -> Seen {
    (desk.version, desk.visible().count())
}

impl Comparing {
    fn of(desk: &Desk, other: Other, me: &str) -> Self {
        let marks = desk.visible().filter(|placed| is_mark(placed)).filter_map(|placed| {
            let reader = if placed.mine { me } else { placed.reader.as_str() };
            Some(Mark { reader, span: placed.stands()?, tags: &placed.annotation.tags })
        });
        let found = compare(desk.document(), marks, me, &other);
        let figures = Figures::over([&found]);
        Self { other, found, figures, made_of: (desk.opened.path.clone(), seen(desk)) }
    }

    /// Where sentences are marked in a part of the text, and by whom.
    pub fn in_span(&self, span: Span) -> impl Iterator<Item = (Span, Side)> {
        let all = &self.found.sentences;
        let first = all.partition_point(|sentence| sentence.span.end <= span.start);
        let here = all[first..].iter().take_while(move |sentence| sentence.span.start < span.end);
        here.map(|sentence| (sentence.span, sentence.side))
    }

    /// With whom, in words.
    pub fn name(&self) -> String {
        match &self.other {
            Other::Class => "the class".to_owned(),
            Other::Reader(reader) => visible::line(reader).into_owned(),
        }
    }

    /// What the signs stand for, how often, and how far both agree.
    pub fn words(&self) -> String {
        let (counts, name) = (&self.found.agreement, self.name());
        let legend =
            format!("= both {} · < only me {} · > only {name} {}", counts.both, counts.only_first, counts.only_second);
        let figure = match (self.found.begun, self.found.others) {
            (false, _) => "you have marked no sentence here".to_owned(),
            (true, 0) => format!("{name} has marked no sentence here"),
            _ => self.figures.kappa_in_words(),
        };
        format!("{legend} · {figure}")
    }
}

/// Makes the comparison anew where the annotations or the text have changed; another document has none.
pub fn settle(model: &mut Model) {
    let Some(comparing) = &model.comparing else { return };
    let Some(desk) = model.desk.as_ref().filter(|desk| desk.opened.path == comparing.made_of.0) else {
        return model.comparing = None;
    };
    if seen(desk) != comparing.made_of.1 {
        let other = comparing.other.clone();
        model.comparing = Some(Comparing::of(desk, other, &me(model)));
    }
}

/// Goes to the next (or previous) sentence that only one of the two has marked.
pub fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let (Some(comparing), Some(desk)) = (&model.comparing, &mut model.desk) else { return Vec::new() };
    let differing = comparing.found.sentences.iter().filter(|sentence| sentence.side != Side::Both);
    let mut starts = differing.map(|sentence| sentence.span.start);
    let here = desk.cursor;
    let to = if by > 0 { starts.find(|start| *start > here) } else { starts.rfind(|start| *start < here) };
    match to {
        Some(to) => travel::jump(desk, to),
        None => model.say(if by > 0 { "no difference after this" } else { "no difference before this" }),
    }
    Vec::new()
}

/// What the row of hints says while a comparison shows: which keys go on, and which end it.
pub fn hints(model: &Model) -> Vec<(String, &'static str)> {
    let key = |command| keys::key_of(model, command);
    let both = format!("{} {}", key(Command::AnnotationNext), key(Command::AnnotationPrev));
    vec![(both, "next, previous difference"), (key(Command::Compare), "leave the comparison")]
}
