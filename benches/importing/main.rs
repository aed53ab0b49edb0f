//! Measures whether marks of other programs land on their passages where the words of the text were edited: `cargo bench --bench
//! importing -- FILE…`.
//!
//! In each text one word in twenty is changed (half replaced by another of the text, a quarter left out, a quarter put in), and one
//! mark in fifty loses its passage altogether. Marks are made all over the text as it was, of 1 to 40 words, and landed in the text
//! as it is: without any context in the order of the text, with the number of a page but in no order, in no order at all, and with
//! 32 characters of context. A row is a kind of marks and how many words they have; *right* is a passage of which at least half is
//! what was marked, sure or not, *wrong* is one elsewhere that is not called uncertain, *false* one that was found though it is gone.
//! What counts is what a reader of the written records is shown. Without files it says so and ends. `--wrong` prints what is wrong.
#![allow(clippy::print_stdout)] // It is a program that prints a table.

mod edits;

use edits::{EditedText, MadeMark};
use jiff::{Timestamp, tz::TimeZone};
use postil::annotation::{AnchorState, Passage, Quote, Target, anchor};
use postil::document::{BlockKind, Builder, Document};
use postil::exchange::import::landing::{ImportOrigin, land};
use postil::exchange::import::{IMPORTERS, Mark, MarkPlace};
use postil::format;
use postil::text::Span;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::time::Instant;

/// Kinds of marks, by what their program tells of them beside the words.
const KINDS: [&str; 4] = ["in order", "page numbers", "no order", "context"];

/// The most words of a mark in each row of the table.
const LENGTHS: [usize; 5] = [2, 4, 8, 16, 40];

/// How many marks are made in each text, at most.
const MARKS: usize = 200;

/// Words on a page.
const PAGE: usize = 300;

fn main() {
    let (options, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let told = options.iter().any(|option| option == "--wrong");
    if files.is_empty() {
        println!("skipped: no files given");
        return;
    }
    let mut scores: BTreeMap<(usize, usize), Score> = BTreeMap::new();
    let begun = Instant::now();
    for (number, file) in files.iter().enumerate() {
        let Some(text) = read(file) else { continue };
        let edited = EditedText::of(&text, number as u64, MARKS);
        let document = document(&edited.text);
        for kind in 0..KINDS.len() {
            measure(&edited, &document, kind, &mut scores, told);
        }
    }
    println!(
        "{:14} {:>6} {:>7} {:>8} {:>8} {:>9} {:>7} {:>7} {:>7} {:>7}",
        "marks", "words", "number", "in place", "changed", "uncertain", "orphan", "right", "wrong", "false"
    );
    for ((kind, length), score) in &scores {
        println!("{:14} {:>6} {score}", KINDS[*kind], format!("≤ {}", LENGTHS[*length]));
    }
    for (kind, name) in KINDS.iter().enumerate() {
        let mut all = Score::default();
        scores.iter().filter(|((of, _), _)| *of == kind).for_each(|(_, score)| all.add(score));
        println!("{name:14} {:>6} {all}", "all");
        let mut made = Score::default();
        scores.iter().filter(|((of, length), _)| *of == kind && *length > 1).for_each(|(_, score)| made.add(score));
        println!("{name:14} {:>6} {made}", "5–40");
    }
    println!("{:.1} s for all", begun.elapsed().as_secs_f64());
}

fn read(path: &str) -> Option<String> {
    let name = Path::new(path).file_name()?.to_string_lossy();
    let bytes = std::fs::read(path).map_err(|error| println!("{path}: {error}")).ok()?;
    Some((format::of(&name, &bytes)?.parse)(bytes).text().to_owned())
}

fn document(text: &str) -> Document {
    let mut builder = Builder::over(text.to_owned());
    builder.block(BlockKind::Paragraph, 0, Span::new(0, text.len()));
    builder.finish()
}

/// The marks as one kind of program writes them.
fn marks(edited: &EditedText, kind: usize) -> Vec<(usize, Mark)> {
    let mut all: Vec<(usize, Mark)> = edited.marks.iter().map(|made| mark(made, kind)).enumerate().collect();
    if matches!(kind, 1 | 2) {
        all.sort_by_key(|(n, _)| edits::mixed(*n as u64));
    }
    all
}

fn mark(made: &MadeMark, kind: usize) -> Mark {
    let context = |text: &str| if kind == 3 { text.to_owned() } else { String::new() };
    let quote = Quote { exact: made.words.clone(), prefix: context(&made.before), suffix: context(&made.behind) };
    let page = (kind == 1).then(|| format!("page {}", made.word / PAGE + 1));
    Mark { id: made.word.to_string(), passages: vec![quote], place: MarkPlace::from(page), ..Mark::default() }
}

fn measure(
    edited: &EditedText,
    document: &Document,
    kind: usize,
    scores: &mut BTreeMap<(usize, usize), Score>,
    told: bool,
) {
    let marks = marks(edited, kind);
    let (zone, makers, here) = (TimeZone::UTC, HashMap::new(), HashSet::new());
    let (importer, now) = (&IMPORTERS[0], Timestamp::UNIX_EPOCH);
    let origin =
        ImportOrigin { importer, creator: &"urn:uuid:0".into(), makers: &makers, here: &here, zone: &zone, now };
    let source = "urn:sha256:now";
    let landed = land(&marks.iter().map(|(_, mark)| mark).collect::<Vec<_>>(), document, source, origin);
    let passages: Vec<Passage> = landed
        .iter()
        .filter_map(|landed| match landed.record.annotation()?.target {
            Target::Passage(passage) => Some(passage),
            Target::Document(_) | Target::Annotation(_) => None,
        })
        .collect();
    let shown = anchor::anchor_all(document.text(), document.offsets(), source, &passages.iter().collect::<Vec<_>>());
    for (((n, _), anchor), landed) in marks.iter().zip(shown).zip(&landed) {
        let made = &edited.marks[*n];
        let at = anchor.span.filter(|_| anchor.state != AnchorState::Orphan);
        let right = made.stands.is_some_and(|truth| at.is_some_and(|at| is_half(at, truth)));
        let length = LENGTHS.iter().position(|most| made.count <= *most).unwrap_or(LENGTHS.len() - 1);
        let score = scores.entry((kind, length)).or_default();
        let state = if landed.state == AnchorState::Same { landed.state } else { anchor.state };
        if let Some(fault) = score.count(state, made.stands.is_some(), right).filter(|_| told) {
            let there = at.map_or("", |at| at.of(document.text()));
            println!("{fault} {}: {state:?} {:?} → {there:?}", KINDS[kind], made.words);
        }
    }
}

/// Whether a span and the truth have at least half of both in common.
fn is_half(at: Span, truth: Span) -> bool {
    let both = at.end.min(truth.end).saturating_sub(at.start.max(truth.start));
    both * 2 >= at.len().max(truth.len())
}

/// What became of marks: of those whose passage is there by state, and what is wrong.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    states: [usize; 4],
    right: usize,
    wrong: usize,
    gone: usize,
    found_gone: usize,
}

impl Score {
    /// Counts a mark; says what is wrong with where it is.
    fn count(&mut self, state: AnchorState, stands: bool, right: bool) -> Option<&'static str> {
        let sure = !matches!(state, AnchorState::Uncertain | AnchorState::Orphan);
        if !stands {
            self.gone += 1;
            self.found_gone += usize::from(sure);
            return sure.then_some("false");
        }
        self.states[match state {
            AnchorState::Same | AnchorState::Moved => 0,
            AnchorState::Changed => 1,
            AnchorState::Uncertain => 2,
            AnchorState::Orphan => 3,
        }] += 1;
        self.right += usize::from(right);
        self.wrong += usize::from(sure && !right);
        match (right, sure) {
            (true, _) => None,
            (false, true) => Some("wrong"),
            (false, false) => Some("lost"),
        }
    }

    fn add(&mut self, other: &Self) {
        self.states.iter_mut().zip(other.states).for_each(|(one, more)| *one += more);
        self.right += other.right;
        self.wrong += other.wrong;
        self.gone += other.gone;
        self.found_gone += other.found_gone;
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all = self.states.iter().sum::<usize>().max(1);
        let share = |part: usize| part as f64 / all as f64 * 100.0;
        let [same, changed, uncertain, orphan] = self.states.map(share);
        write!(f, "{all:>7} {same:>7.1}% {changed:>7.1}% {uncertain:>8.1}% {orphan:>6.1}% ")?;
        write!(f, "{:>6.1}% {:>6.2}% ", share(self.right), share(self.wrong))?;
        write!(f, "{:>3}/{}", self.found_gone, self.gone)
    }
}
