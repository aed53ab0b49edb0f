//! Measures whether annotations of one file of a work land on the same words in others of it: `cargo bench --bench landing --
//! SOURCE FILE…`.
//!
//! Passages of 1 to 40 words, each inside one block, are made all over the source, and found in each of the other files as if it
//! were a new version. *Landed* is one that stands there with the same letters; *right* means that besides it is not called
//! uncertain. *Recall* and *precision* count the words that both have, *order* those of them that stand in the order of the source,
//! (notes and captions left out: they stand where the format puts them), *outline* says whether the headings are the same. Words are what stands between blanks, and
//! each letter of Chinese and Japanese. Marks of notes (`[1]`) are no words, nor is what stands for a picture of which the file says
//! nothing (`[image]`), nor the number that some programs put before a caption (`Table 1:`); the title and what stands below it of
//! who and when are no text, since some files have them in front of it. `--wrong` prints what did not land, and the words and
//! headings that differ: some are in no place of the file, as captions and heads of tables that a program leaves out, and some are
//! the program's own, as a heading over the notes.
#![allow(clippy::print_stdout)] // It is a program that prints a table.

use postil::annotation::{AnchorState, Passage, anchor, select};
use postil::document::{Block, BlockKind, Document};
use postil::format;
use postil::text::{Offsets, Span, difference, fold};
use std::collections::HashMap;
use std::path::Path;

/// What stands for a picture of which nothing is said.
const UNSAID: &str = "[image]";

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
    println!(
        "{:32} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "file", "landed %", "right %", "recall", "precis", "order", "outline"
    );
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

/// Whether a block is read as text: neither boilerplate nor the head of the work.
fn is_read(document: &Document, block: &Block) -> bool {
    let titled = block.kind == BlockKind::Heading && block.level <= 1;
    let title = document.metadata.title.as_deref().unwrap_or_default();
    let is_title = titled && letters(block.span.of(document.text())) == letters(title);
    !matches!(block.kind, BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Rule) && !is_title
}

/// Words of the text that is read, block by block; without the marks of notes.
fn words(document: &Document) -> Vec<Vec<Span>> {
    words_of(document, |_| true)
}

fn words_of(document: &Document, wanted: impl Fn(&Block) -> bool) -> Vec<Vec<Span>> {
    let text = document.text();
    let is_said = |block: &&Block| block.span.of(text) != UNSAID;
    let blocks = document.blocks().iter().filter(|block| is_read(document, block) && wanted(block)).filter(is_said);
    let within = |span: Span| {
        let words = span.of(text).split_whitespace().flat_map(|word| word.split_inclusive(fold::is_unspaced));
        // A letter of a script without spaces is a word; what stands before it is another.
        let words = words.flat_map(|word| {
            let last = word.char_indices().next_back().filter(|(at, c)| *at > 0 && fold::is_unspaced(*c));
            <[&str; 2]>::from(word.split_at(last.map_or(word.len(), |(at, _)| at)))
        });
        let words = words.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word));
        let spans = words.map(|(at, word)| Span::new(at, at + word.len()));
        spans.filter(|word| !letters(word.of(text)).is_empty()).collect::<Vec<Span>>()
    };
    let said = |block: &Block| {
        let mut words = within(block.span);
        let number = words.get(1).map_or("", |word| word.of(text).trim_end_matches([':', '.']));
        let numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        words.drain(..if numbered && block.kind == BlockKind::Caption { 2 } else { 0 });
        words
    };
    blocks.map(said).filter(|words| !words.is_empty()).collect()
}

fn passages(document: &Document) -> Vec<Passage> {
    let (blocks, offsets) = (words(document), Offsets::of(document.text()));
    let places: Vec<(usize, usize)> =
        blocks.iter().enumerate().flat_map(|(block, words)| (0..words.len()).map(move |word| (block, word))).collect();
    let made = |n: usize| {
        let (block, first) = places[n * places.len() / PASSAGES];
        let words = &blocks[block];
        let last = (first + LENGTHS[n % LENGTHS.len()] - 1).min(words.len() - 1);
        select::passage(document.text(), &offsets, words[first].union(words[last]), "urn:sha256:then")
    };
    if places.is_empty() { Vec::new() } else { (0..PASSAGES).map(made).collect() }
}

/// Letters and digits without case, and without the marks of notes.
fn letters(text: &str) -> String {
    let (mut shown, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('[') {
        let mark = rest[at + 1..].find(']').filter(|len| *len <= 4);
        shown.push_str(&rest[..at]);
        rest = mark.map_or(&rest[at + 1..], |len| &rest[at + 1 + len + 1..]);
    }
    shown.push_str(rest);
    shown.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Words that both have, however they are ordered.
fn common(old: &[String], new: &[String]) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in old {
        *counts.entry(word).or_default() += 1;
    }
    let mut taken = |word: &&String| counts.get_mut(word.as_str()).filter(|count| **count > 0).map(|count| *count -= 1);
    new.iter().filter_map(|word| taken(&word)).count()
}

fn outline(document: &Document) -> Vec<String> {
    let headings = document.outline().map(|(block, _)| &document.blocks()[block]);
    let read = headings.filter(|block| is_read(document, block));
    read.map(|block| letters(block.span.of(document.text()))).collect()
}

fn measure(file: &str, (source, passages): (&Document, &[Passage]), other: &Document, told: bool) {
    let all: Vec<&Passage> = passages.iter().collect();
    let anchors = anchor::anchor_in(other, "urn:sha256:now", &all);
    let (mut landed, mut right) = (0, 0);
    for (passage, found) in passages.iter().zip(&anchors) {
        let words =
            found.span.filter(|_| found.state != AnchorState::Orphan).map_or_else(String::new, |span| other.line(span));
        let same = letters(&words) == letters(&passage.quote.exact);
        landed += usize::from(same);
        right += usize::from(same && found.state != AnchorState::Uncertain);
        if told && !same {
            println!("  {:?} {:?} → {words:?}", found.state, passage.quote.exact);
        }
    }
    let of = |document: &Document, notes: bool| -> Vec<String> {
        let stands = |block: &Block| !matches!(block.kind, BlockKind::Footnote | BlockKind::Caption);
        let words = words_of(document, |block| notes || stands(block));
        words.into_iter().flatten().map(|span| letters(span.of(document.text()))).collect()
    };
    let (running, other_running) = (of(source, false), of(other, false));
    let kept = difference::differing(&running, &other_running).0.iter().filter(|differs| !**differs).count();
    let (old, new) = (of(source, true), of(other, true));
    let (removed, added) = difference::differing(&old, &new);
    let both = common(&old, &new);
    let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
    println!(
        "{:32} {:8.1} {:8.1} {:8.4} {:8.4} {:8.4} {:>8}",
        Path::new(file).file_name().unwrap_or_default().to_string_lossy(),
        share(landed, passages.len()) * 100.0,
        share(right, passages.len()) * 100.0,
        share(both, old.len()),
        share(both, new.len()),
        share(kept, common(&running, &other_running)),
        if outline(source) == outline(other) { "same" } else { "differs" }
    );
    if told {
        let differing = |words: &[String], differs: &[bool]| {
            let words = words.iter().zip(differs).filter(|(_, differs)| **differs).map(|(word, _)| word.as_str());
            words.collect::<Vec<&str>>().join(" ")
        };
        println!("  gone {}\n  new {}", differing(&old, &removed), differing(&new, &added));
        let (old, new) = (outline(source), outline(other));
        let (removed, added) = difference::differing(&old, &new);
        println!("  headings gone {}\n  headings new {}", differing(&old, &removed), differing(&new, &added));
    }
}
