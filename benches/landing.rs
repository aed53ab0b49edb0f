//! Measures whether annotations of one file of a work land on the same words in others of it: `cargo bench --bench landing --
//! SOURCE FILE…`.
//!
//! Passages of 1 to 40 words are made all over the source, and found in each of the other files as if it were a new version.
//! *Landed* is one that stands there with the same letters; *right* means that besides it is not called uncertain. *Words* are those
//! of the source that the other has in the same order, and those of the other that the source has. `--wrong` prints what did not land.
#![allow(clippy::print_stdout)] // It is a program that prints a table.

use postil::annotation::{AnchorState, Passage, anchor, select};
use postil::document::{BlockKind, Document};
use postil::format;
use postil::text::{Offsets, Span, difference};
use std::path::Path;

/// How many passages are made.
const PASSAGES: usize = 200;

/// How long they are, in words.
const LENGTHS: [usize; 8] = [1, 2, 3, 5, 8, 12, 20, 40];

fn main() {
    let (options, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let told = options.iter().any(|option| option == "--wrong");
    let [source, others @ ..] = files.as_slice() else {
        println!("skipped: no files given");
        return;
    };
    let Some(document) = read(source) else { return };
    let passages = passages(&document);
    println!("{:32} {:>8} {:>8} {:>8} {:>8}", "file", "landed %", "right %", "recall", "precis");
    for file in others {
        if let Some(other) = read(file) {
            measure(file, (&document, &passages), &other, told);
        }
    }
}

fn read(path: &str) -> Option<Document> {
    let name = Path::new(path).file_name()?.to_string_lossy();
    let bytes = std::fs::read(path).map_err(|error| println!("{path}: {error}")).ok()?;
    Some((format::of(&name, &bytes)?.parse)(bytes))
}

/// Words of the text that is read, boilerplate left out.
fn words(document: &Document) -> Vec<Span> {
    let text = document.text();
    let blocks = document.blocks().iter().filter(|block| block.kind != BlockKind::Boilerplate);
    let within = |span: Span| {
        let words = span.of(text).split_whitespace();
        words.map(|word| word.as_ptr() as usize - text.as_ptr() as usize).zip(span.of(text).split_whitespace())
    };
    blocks.flat_map(|block| within(block.span)).map(|(at, word)| Span::new(at, at + word.len())).collect()
}

fn passages(document: &Document) -> Vec<Passage> {
    let (words, offsets) = (words(document), Offsets::of(document.text()));
    let made = |n: usize| {
        let first = n * words.len() / PASSAGES;
        let last = (first + LENGTHS[n % LENGTHS.len()] - 1).min(words.len() - 1);
        select::passage(document.text(), &offsets, words[first].union(words[last]), "urn:sha256:then")
    };
    if words.is_empty() { Vec::new() } else { (0..PASSAGES).map(made).collect() }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn measure(file: &str, (source, passages): (&Document, &[Passage]), other: &Document, told: bool) {
    let text = other.text();
    let all: Vec<&Passage> = passages.iter().collect();
    let anchors = anchor::anchor_all(text, &Offsets::of(text), "urn:sha256:now", &all);
    let (mut landed, mut right) = (0, 0);
    for (passage, found) in passages.iter().zip(&anchors) {
        let words = found.span.filter(|_| found.state != AnchorState::Orphan).map_or("", |span| span.of(text));
        let same = letters(words) == letters(&passage.quote.exact);
        landed += usize::from(same);
        right += usize::from(same && found.state != AnchorState::Uncertain);
        if told && !same {
            println!("  {:?} {:?} → {words:?}", found.state, passage.quote.exact);
        }
    }
    let of = |document: &Document| -> Vec<String> {
        let words = words(document).into_iter().map(|span| letters(span.of(document.text())));
        words.filter(|word| !word.is_empty()).collect()
    };
    let (old, new) = (of(source), of(other));
    let (removed, added) = difference::differing(&old, &new);
    let share =
        |differs: &[bool]| differs.iter().filter(|differs| !**differs).count() as f64 / differs.len().max(1) as f64;
    let percent = |part: usize| part as f64 / passages.len().max(1) as f64 * 100.0;
    println!(
        "{:32} {:8.1} {:8.1} {:8.4} {:8.4}",
        Path::new(file).file_name().unwrap_or_default().to_string_lossy(),
        percent(landed),
        percent(right),
        share(&removed),
        share(&added)
    );
}
