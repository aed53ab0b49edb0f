//! Measures what the formats make of real files, and how fast, on any folder.
//!
//! `cargo bench --bench extraction -- FOLDER` reads every file of the folder and of the folders in it, and compares it
//! with what is expected of it:
//!
//! - `NAME/source.html`, a saved page: with the article in `NAME/expected.html`, and the `title` and `byline` in
//!   `NAME/expected-metadata.json` (the layout of Readability's test pages);
//! - `X.epub`: with the chapters inside it, tags stripped;
//! - `X.pdf`: with `X.txt`, else with what `pdftotext` makes of it, where that program is installed;
//! - any other `X.EXT`: with `X.EXT.txt` or `X.txt`.
//!
//! It prints the measures of each kind, the worst files (`--worst N` of them), the times of each format, and for
//! each bar whether it is met. `--damage N` reads each file N times with random damage instead, always the same, and
//! prints what becomes of it; `--keep OUT` keeps those that broke a parser. Without a folder it says so and ends.

#![allow(clippy::print_stdout)] // printing figures is what it is for

use score::{BARS, Kind, Score};
use speed::Speeds;
use std::path::{Path, PathBuf};
use std::{env, fs};

mod damage;
mod expected;
mod score;
mod speed;
mod words;

/// What the command line asks for.
pub struct Options {
    /// Where the files are.
    folder: PathBuf,
    /// How many of the worst files are named.
    worst: usize,
    /// How often each file is read with damage; 0: as it is.
    damage: u64,
    /// Where files that broke a parser are kept.
    keep: Option<PathBuf>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        let mut options = Self { folder: PathBuf::new(), worst: 10, damage: 0, keep: None };
        let mut folder = None;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--bench" => {}
                "--worst" => options.worst = arguments.next()?.parse().ok()?,
                "--damage" => options.damage = arguments.next()?.parse().ok()?,
                "--keep" => options.keep = Some(arguments.next()?.into()),
                _ => folder = Some(PathBuf::from(argument)),
            }
        }
        Some(Self { folder: folder?, ..options })
    }

    /// A path as it is printed.
    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.folder).unwrap_or(path).to_string_lossy().into_owned()
    }
}

fn main() {
    let Some(options) = Options::parse(env::args().skip(1)) else {
        println!("skipped: no folder given (extraction -- FOLDER [--worst N] [--damage N [--keep OUT]])");
        return;
    };
    damage::count_panics();
    let files = expected::documents(&options.folder);
    if options.damage > 0 {
        damage::run(&options, &files);
    } else {
        measure(&options, &files);
    }
}

fn measure(options: &Options, files: &[PathBuf]) {
    let mut scores = Vec::new();
    let mut speeds = Speeds::default();
    let mut unread = Vec::new();
    for path in files {
        let Ok(bytes) = fs::read(path) else { continue };
        let name = options.shown(path);
        let document = speeds.measure(&name, &bytes);
        if document.blocks().is_empty() {
            let reason = document.warnings.first().map_or("no text, and no word about it", String::as_str);
            unread.push(format!("{name}: {reason}"));
        }
        scores.extend(expected::find(path, &bytes).map(|expected| Score::of(name, &document, &expected)));
    }
    print_unread(&unread);
    for (kind, title) in Kind::ALL {
        print_kind(options, &scores, kind, title);
    }
    if files.iter().any(|path| path.extension().is_some_and(|it| it == "pdf")) && !expected::has_pdftotext() {
        println!("\npdftotext is not installed: a PDF without a text beside it is compared with nothing");
    }
    speeds.print();
    print_bars(&scores, &speeds);
}

fn print_unread(unread: &[String]) {
    println!("{} files without text", unread.len());
    for line in unread {
        println!("  {line}");
    }
    damage::print_panics();
}

fn print_kind(options: &Options, scores: &[Score], kind: Kind, title: &str) {
    let mut scores: Vec<&Score> = scores.iter().filter(|score| score.kind == kind).collect();
    if scores.is_empty() {
        return;
    }
    scores.sort_by(|a, b| a.worst().total_cmp(&b.worst()));
    println!("\n{} {title}; the worst:", scores.len());
    println!("  {:>7} {:>7} {:>7} {:>7} {:>8} {:>8}", "F1", "recall", "precis", "order", "words", "contents");
    for score in scores.iter().take(options.worst) {
        let Score { overlap, order, sections, name, .. } = score;
        let (f1, recall, precision) = (overlap.f1(), overlap.recall(), overlap.precision());
        let words = overlap.expected();
        println!("  {f1:>7.4} {recall:>7.4} {precision:>7.4} {order:>7.4} {words:>8} {sections:>8}  {name}");
    }
    let differences = scores.iter().flat_map(|score| score.differences.iter().map(|text| (&score.name, text)));
    for (name, difference) in differences {
        println!("  {name}: {difference}");
    }
}

/// The last lines: every measure with its bar.
fn print_bars(scores: &[Score], speeds: &Speeds) {
    println!("\nbars");
    for bar in BARS {
        let scores: Vec<&Score> = scores.iter().filter(|score| score.kind == bar.kind).collect();
        if !scores.is_empty() {
            let value = (bar.measure)(&scores);
            let (kind, what, least) = (format!("{:?}", bar.kind), bar.what, bar.least);
            let verdict = if value >= least { "met" } else { "NOT MET" };
            let verdict = if least > 0.0 { format!("of {least:.2}: {verdict}") } else { String::new() };
            println!("  {kind:<6} {what:<40} {value:>7.4}  {verdict}");
        }
    }
    speeds.print_bars();
}
