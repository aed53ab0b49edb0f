//! Measures anchoring on generated cases: recall, precision and time, as the case generator defines them.
//!
//! `cargo bench --bench anchoring -- FOLDER [FILTER]` reads `FOLDER/cases/*.json` and `FOLDER/docs/*.txt`, as
//! `gen_cases.py --out FOLDER` writes them (gunzip the large texts first: `gunzip -k FOLDER/docs/*.gz`), and prints one row
//! a case. Good means an overlap with the true span of at least one half; recall = good / alive, precision = good / all
//! anchored, false = the share of the passages gone that were anchored all the same, silent = wrong and not
//! flagged as uncertain. `--alone` anchors each passage without its
//! neighbours; `--wrong` prints every passage that is lost or wrong; `--write OUT` writes result files for `evaluate.py`.
//! Without a folder it says so and ends.
#![allow(clippy::print_stdout)] // It is a program that prints a table.

use postil::annotation::{Anchor, AnchorState, Passage, Quote, anchor};
use postil::text::{Offsets, Span};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What the bytes now are called; other than in any record.
const NOW: &str = "urn:sha256:now";

/// What the command line asks for.
#[derive(Default)]
struct Options {
    folder: PathBuf,
    filter: String,
    alone: bool,
    wrong: bool,
    write: Option<PathBuf>,
}

fn main() {
    let Some(options) = parse_arguments(std::env::args().skip(1)) else {
        println!("skipped: no folder of cases given");
        return;
    };
    println!(
        "{:16} {:>7} {:>7} {:>7} {:>7} {:>6} {:>6} {:>6} {:>6} {:>9} {:>9} {:>9}",
        "case",
        "recall",
        "precis",
        "exact",
        "false",
        "wrong",
        "silent",
        "orphan",
        "unsure",
        "all ms",
        "one ms",
        "offs ms"
    );
    for name in case_names(&options.folder).iter().filter(|name| name.contains(&options.filter)) {
        run_case(&options, name);
    }
}

fn parse_arguments(mut arguments: impl Iterator<Item = String>) -> Option<Options> {
    let mut options = Options::default();
    let mut plain = Vec::new();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bench" => {}
            "--alone" => options.alone = true,
            "--wrong" => options.wrong = true,
            "--write" => options.write = arguments.next().map(PathBuf::from),
            _ => plain.push(argument),
        }
    }
    let mut plain = plain.into_iter();
    options.folder = plain.next().map(PathBuf::from)?;
    options.filter = plain.next().unwrap_or_default();
    Some(options)
}

fn case_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("cases")).map(|entries| entries.flatten().collect::<Vec<_>>());
    let name = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let mut names: Vec<String> = entries.unwrap_or_default().iter().filter_map(|entry| name(&entry.path())).collect();
    names.sort();
    names
}

fn run_case(options: &Options, name: &str) {
    let case: Value = serde_json::from_str(&read(&options.folder.join(format!("cases/{name}.json")))).expect("JSON");
    let edited = case["edited"].as_str().unwrap_or_default().trim_end_matches(".gz");
    let text = read(&options.folder.join("docs").join(edited));
    let rows = case["annotations"].as_array().cloned().unwrap_or_default();
    let passages: Vec<Passage> = rows.iter().map(passage).collect();
    let (offsets, offsets_ms) = timed(|| Offsets::of(&text));
    let (anchors, all_ms) = timed(|| anchor_rows(options, &text, &offsets, &passages));
    // One that was changed, if there is: others are found by a plain search, which would flatter.
    let lone = anchors.iter().position(|anchor| anchor.state == AnchorState::Changed).unwrap_or(passages.len() / 2);
    let (_, one_ms) = timed(|| anchor::anchor_one(&text, &offsets, NOW, &passages[lone]));
    let mut score = Score::default();
    rows.iter().zip(&anchors).for_each(|(row, anchor)| score.add(row, anchor));
    println!("{name:16} {score} {all_ms:9.2} {one_ms:9.2} {offsets_ms:9.2}");
    if options.wrong {
        rows.iter().zip(&anchors).filter(|(row, anchor)| is_wrong(row, anchor)).for_each(|(r, a)| explain(r, a, &text));
    }
    if let Some(out) = &options.write {
        write_result(out, name, &rows, &anchors, all_ms);
    }
}

fn anchor_rows(options: &Options, text: &str, offsets: &Offsets, passages: &[Passage]) -> Vec<Anchor> {
    if options.alone {
        return passages.iter().map(|passage| anchor::anchor_one(text, offsets, NOW, passage)).collect();
    }
    anchor::anchor_all(text, offsets, NOW, &passages.iter().collect::<Vec<_>>())
}

/// What `work` gives, and how many milliseconds it took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let result = std::hint::black_box(work());
    (result, start.elapsed().as_secs_f64() * 1e3)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| {
        println!("{}: {error}", path.display());
        std::process::exit(2)
    })
}

fn passage(row: &Value) -> Passage {
    let part = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let quote = Quote { exact: part("exact"), prefix: part("prefix"), suffix: part("suffix") };
    let at = |n: usize| row["pos"]["cp"][n].as_u64().unwrap_or(0) as usize;
    Passage { source: "urn:sha256:then".to_owned(), quote, position: Some((at(0), at(1))) }
}

fn truth(row: &Value) -> Option<Span> {
    let at = |n: usize| row["truth"]["byte"][n].as_u64().map(|at| at as usize);
    Some(Span::new(at(0)?, at(1)?))
}

fn status(row: &Value) -> &str {
    row["truth"]["status"].as_str().unwrap_or_default()
}

/// Where the anchor says that the passage stands; an orphan's guess does not count.
fn claimed(anchor: &Anchor) -> Option<Span> {
    anchor.span.filter(|_| anchor.state != AnchorState::Orphan)
}

fn is_good(row: &Value, anchor: &Anchor) -> bool {
    claimed(anchor).zip(truth(row)).is_some_and(|(span, truth)| overlap(span, truth) >= 0.5)
}

fn is_wrong(row: &Value, anchor: &Anchor) -> bool {
    !is_good(row, anchor) && (status(row) == "alive" || claimed(anchor).is_some())
}

/// Jaccard index of two spans.
fn overlap(one: Span, other: Span) -> f64 {
    let shared = one.intersection(other).map_or(0, Span::len);
    let all = one.len() + other.len() - shared;
    if all == 0 { 1.0 } else { shared as f64 / all as f64 }
}

/// The counts of one case.
#[derive(Default)]
struct Score {
    alive: usize,
    gone: usize,
    recalled: usize,
    good: usize,
    exact: usize,
    anchored: usize,
    orphans: usize,
    uncertain: usize,
    silent: usize,
    revived: usize,
}

impl Score {
    fn add(&mut self, row: &Value, anchor: &Anchor) {
        let (good, anchored) = (is_good(row, anchor), claimed(anchor).is_some());
        self.alive += usize::from(status(row) == "alive");
        self.gone += usize::from(status(row) == "gone");
        self.recalled += usize::from(status(row) == "alive" && good);
        self.good += usize::from(good);
        self.exact += usize::from(good && claimed(anchor) == truth(row));
        self.anchored += usize::from(anchored);
        self.orphans += usize::from(!anchored);
        self.uncertain += usize::from(anchor.state == AnchorState::Uncertain);
        self.silent += usize::from(anchored && !good && anchor.state != AnchorState::Uncertain);
        self.revived += usize::from(status(row) == "gone" && anchored);
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        let percent = |part: usize, whole: usize| part as f64 / whole.max(1) as f64 * 100.0;
        let shares = [
            percent(self.recalled, self.alive),
            percent(self.good, self.anchored),
            percent(self.exact, self.anchored),
            percent(self.revived, self.gone),
        ];
        shares.iter().try_for_each(|share| write!(out, "{share:7.2} "))?;
        write!(out, "{:6} {:6} {:6} {:6}", self.anchored - self.good, self.silent, self.orphans, self.uncertain)
    }
}

fn explain(row: &Value, anchor: &Anchor, text: &str) {
    let short = |text: &str| text.chars().take(160).collect::<String>();
    let around = |span: Span| {
        let wide = Span { start: span.start.saturating_sub(32), end: span.end + 32 };
        short(wide.clamp_to(text).of(text))
    };
    let part = |key: &str| short(row[key].as_str().unwrap_or_default());
    println!("  #{} {} {} {:?} {:.2}", row["id"], row["bucket"], status(row), anchor.state, anchor.score);
    println!("    quote {:?} | {:?} | {:?}", part("prefix"), part("exact"), part("suffix"));
    println!("    found {:?} {:?}", anchor.span.map(around), anchor.span);
    println!("    truth {:?} {:?}", truth(row).map(around), truth(row));
}

fn write_result(out: &Path, name: &str, rows: &[Value], anchors: &[Anchor], all_ms: f64) {
    let each = all_ms / rows.len().max(1) as f64;
    let line = |(row, anchor): (&Value, &Anchor)| {
        let span = claimed(anchor).map(|span| json!([span.start, span.end]));
        json!({"id": row["id"], "byte": span, "ms": each, "score": anchor.score, "state": anchor.state.name()})
    };
    let lines: Vec<Value> = rows.iter().zip(anchors).map(line).collect();
    let result = json!({"case": name, "rows": lines}).to_string();
    fs::write(out.join(format!("{name}.json")), result).expect("the result folder can be written");
}
