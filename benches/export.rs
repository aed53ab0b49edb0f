//! What it costs to write 50,000 annotations on 60 texts in every format, with reading, merging and anchoring: `cargo bench --bench
//! export`. The program itself is run, its output goes into a file.
//!
//! It prints the best of three runs of each and judges nothing. The folder is made in the system's temporary folder.

#![allow(clippy::print_stdout)] // printing figures is what it is for

use jiff::Timestamp;
use postil::annotation::{
    Annotation, Color, DocumentIdentity, Kind, NewIds, Reader, Record, Sidecar, Target, person, select, sidecar_name,
};
use postil::exchange::export::annotations::ANNOTATION_EXPORTERS;
use postil::{format, store::digest, text::Span};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const TEXTS: usize = 60;
const ANNOTATIONS: usize = 50_000;

fn main() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let corpus = home.path().join("texts");
    let reader = Reader { id: urn(0).as_str().into(), name: "Mei Lin".to_owned(), nickname: "mei".to_owned() };
    fs::create_dir_all(corpus.join("annotations/mei")).expect("writable");
    fs::write(corpus.join("annotations/mei/reader.json"), person::reader_text(&reader, None)).expect("writable");
    (0..TEXTS).for_each(|number| write(&corpus, number, &reader));
    println!("{ANNOTATIONS} annotations on {TEXTS} texts");
    for row in ANNOTATION_EXPORTERS {
        let best = (0..3).map(|turn| run(home.path(), row.name, turn)).min_by(|a, b| a.0.total_cmp(&b.0));
        let (seconds, told) = best.expect("three runs");
        println!("{:<10} {seconds:6.2} s   {}", row.name, told.trim());
    }
}

fn run(home: &Path, format: &str, turn: usize) -> (f64, String) {
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    let out =
        if matches!(format, "brat" | "site") { format!("{format}-{turn}/") } else { format!("{format}-{turn}.out") };
    command
        .env_clear()
        .env("HOME", home)
        .current_dir(home)
        .args(["export", "texts", "--format", format, "--out", &out]);
    let ran = command.output().expect("the program runs");
    (begun.elapsed().as_secs_f64(), String::from_utf8_lossy(&ran.stdout).into_owned())
}

fn urn(number: usize) -> String {
    format!("urn:uuid:01930000-0000-7000-8000-{number:012}")
}

/// A text and its share of the annotations.
fn write(corpus: &Path, number: usize, reader: &Reader) {
    let name = format!("text-{number:02}.txt");
    let sentence = |at: usize| {
        let behind = if at % 5 == 4 { "\n\n" } else { " " };
        [&format!("Sentence {at} of text {number} says what it says."), behind].concat()
    };
    let text = (0..3_000).map(sentence).collect::<Vec<_>>().concat();
    let document = format::parse(&name, text.clone().into_bytes());
    fs::write(corpus.join(&name), &text).expect("writable");
    let digest = digest(text.as_bytes());
    let now: Timestamp = "2026-11-01T10:00:00Z".parse().expect("a time");
    let share = ANNOTATIONS / TEXTS + usize::from(number < ANNOTATIONS % TEXTS);
    let text = document.text();
    let record = |at: usize| {
        let block = document.blocks()[at % document.blocks().len()].span;
        let start = text.ceil_char_boundary(block.start + at % 40);
        let span = Span::new(start, text.ceil_char_boundary((start + 30 + at % 60).min(block.end)));
        let passage = select::passage(text, document.offsets(), span, &digest.urn());
        Record::of(&Annotation {
            id: urn(1 + number * 10_000 + at).into(),
            kind: if at.is_multiple_of(3) { Kind::Note } else { Kind::Highlight },
            creator: reader.id.clone(),
            created: now,
            modified: now,
            note: (at.is_multiple_of(3)).then(|| format!("What is said of it, number {at}.")),
            tags: if at.is_multiple_of(4) { vec!["evidence".to_owned()] } else { Vec::new() },
            color: Some(Color::ALL[at % 6]),
            target: Target::Passage(passage),
            links: Vec::new(),
        })
    };
    let identity = DocumentIdentity { title: name.clone(), path: name.clone(), sha256: digest.hex() };
    let mut sidecar = Sidecar::new(&identity, reader, &NewIds::default(), now);
    (0..share).for_each(|at| sidecar.put(record(at)));
    fs::write(corpus.join("annotations/mei").join(sidecar_name(&name, "ab12")), sidecar.to_text()).expect("writable");
}
