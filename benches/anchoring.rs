//! Measures anchoring on generated cases: recall, precision and time, as the case generator defines them.
//!
//! `cargo bench --bench anchoring -- FOLDER [FILTER]` reads `FOLDER/cases/*.json` and `FOLDER/docs/*.txt` (plain, or
//! gunzipped beforehand), as `gen_cases.py --out FOLDER` writes them, and prints a line a case. Good means an overlap with
//! the true span of at least one half; recall = good / alive, precision = good / all anchored. With `--wrong`, every
//! passage that is lost or wrong is printed; with `--write OUT`, result files for `evaluate.py`. Without a folder it says so and ends.

use postil::annotation::{Anchor, AnchorState, Passage, Quote, anchor};
use postil::text::{Offsets, Span};
use serde_json::{Value, json};
use std::{fs, path::Path, time::Instant};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let wrong = arguments.iter().any(|argument| argument == "--wrong");
    let write = arguments.iter().position(|argument| argument == "--write").and_then(|n| arguments.get(n + 1));
    let plain: Vec<&String> =
        arguments.iter().filter(|argument| !argument.starts_with("--") && Some(*argument) != write).collect();
    let Some(folder) = plain.first() else {
        println!("skipped: no folder of cases given");
        return;
    };
    let filter = plain.get(1).map_or("", |filter| filter.as_str());
    println!(
        "{:16} {:>7} {:>7} {:>7} {:>7} {:>6} {:>6} {:>9} {:>9} {:>9}",
        "case", "recall", "precis", "exact", "false", "wrong", "orphan", "all ms", "one ms", "offs ms"
    );
    for path in case_files(Path::new(folder.as_str())) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name.contains(filter) {
            run_case(Path::new(folder.as_str()), &name, wrong, write.map(|out| Path::new(out.as_str())));
        }
    }
}

fn case_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder.join("cases"))
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    files.sort();
    files
}

fn run_case(folder: &Path, name: &str, wrong: bool, write: Option<&Path>) {
    let case: Value = serde_json::from_str(&read(&folder.join(format!("cases/{name}.json")))).expect("a case is JSON");
    let edited = case["edited"].as_str().unwrap_or_default().trim_end_matches(".gz");
    let text = read(&folder.join("docs").join(edited));
    let rows = case["annotations"].as_array().cloned().unwrap_or_default();
    let source = format!("urn:sha256:{}", case["base_sha256"].as_str().unwrap_or_default());
    let passages: Vec<Passage> = rows.iter().map(|row| passage(row, &source)).collect();
    let borrowed: Vec<&Passage> = passages.iter().collect();
    let start = Instant::now();
    let offsets = Offsets::of(&text);
    let offsets_ms = millis(start);
    let start = Instant::now();
    let anchors = anchor::anchor_all(&text, &offsets, "urn:sha256:now", &borrowed);
    let all_ms = millis(start);
    let start = Instant::now();
    let one = anchor::anchor_one(&text, &offsets, "urn:sha256:now", &passages[passages.len() / 2]);
    std::hint::black_box(one);
    let one_ms = millis(start);
    report(name, &rows, &anchors, &[all_ms, one_ms, offsets_ms], wrong.then_some(text.as_str()));
    if let Some(out) = write {
        write_result(out, name, &rows, &anchors, all_ms);
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn millis(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn passage(row: &Value, source: &str) -> Passage {
    let part = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let quote = Quote { exact: part("exact"), prefix: part("prefix"), suffix: part("suffix") };
    let at = |n: usize| row["pos"]["cp"][n].as_u64().unwrap_or(0) as usize;
    Passage { source: source.to_owned(), quote, position: Some((at(0), at(1))) }
}

fn truth(row: &Value) -> Option<Span> {
    let at = |n: usize| row["truth"]["byte"][n].as_u64().map(|at| at as usize);
    Some(Span::new(at(0)?, at(1)?))
}

/// Where the anchor says that the passage stands; an orphan's guess does not count.
fn claimed(anchor: &Anchor) -> Option<Span> {
    anchor.span.filter(|_| anchor.state != AnchorState::Orphan)
}

fn overlap(one: Span, other: Span) -> f64 {
    let shared = one.intersection(other).map_or(0, Span::len);
    let all = one.len() + other.len() - shared;
    if all == 0 { 1.0 } else { shared as f64 / all as f64 }
}

fn report(name: &str, rows: &[Value], anchors: &[Anchor], times: &[f64; 3], text: Option<&str>) {
    let (mut alive, mut recalled, mut good, mut exact, mut anchored, mut gone, mut false_ones) = (0, 0, 0, 0, 0, 0, 0);
    for (row, anchor) in rows.iter().zip(anchors) {
        let status = row["truth"]["status"].as_str().unwrap_or_default();
        let fits = |span: Span| truth(row).is_some_and(|truth| overlap(span, truth) >= 0.5);
        let is_good = claimed(anchor).is_some_and(fits);
        alive += usize::from(status == "alive");
        gone += usize::from(status == "gone");
        recalled += usize::from(status == "alive" && is_good);
        good += usize::from(is_good);
        exact += usize::from(is_good && claimed(anchor) == truth(row));
        anchored += usize::from(claimed(anchor).is_some());
        false_ones += usize::from(status == "gone" && claimed(anchor).is_some());
        if let Some(text) = text.filter(|_| !is_good && (status == "alive" || claimed(anchor).is_some())) {
            print_wrong(row, anchor, text);
        }
    }
    let percent = |part: usize, whole: usize| if whole == 0 { 100.0 } else { part as f64 / whole as f64 * 100.0 };
    println!(
        "{name:16} {:7.2} {:7.2} {:7.2} {:7.2} {:6} {:6} {:9.2} {:9.2} {:9.2}",
        percent(recalled, alive),
        percent(good, anchored),
        percent(exact, anchored),
        if gone == 0 { 0.0 } else { percent(false_ones, gone) },
        anchored - good,
        anchors.len() - anchored,
        times[0],
        times[1],
        times[2],
    );
}

fn print_wrong(row: &Value, anchor: &Anchor, text: &str) {
    let short = |text: &str| text.chars().take(160).collect::<String>();
    let around = |span: Span| {
        let wide = Span { start: span.start.saturating_sub(32), end: span.end + 32 }.clamp_to(text);
        short(wide.of(text))
    };
    println!(
        "  #{} {} {} {} {:?} score {:.2}\n    quote {:?} | {:?} | {:?} at {}\n    found {:?} {:?}\n    truth {:?} {:?}",
        row["id"],
        row["bucket"],
        row["truth"]["status"],
        row["truth"]["decoys"],
        anchor.state,
        anchor.score,
        row["prefix"].as_str().unwrap_or_default(),
        short(row["exact"].as_str().unwrap_or_default()),
        row["suffix"].as_str().unwrap_or_default(),
        row["pos"]["byte"][0],
        anchor.span.map(around),
        anchor.span,
        truth(row).map(around),
        truth(row),
    );
}

fn write_result(out: &Path, name: &str, rows: &[Value], anchors: &[Anchor], all_ms: f64) {
    let each = all_ms / rows.len().max(1) as f64;
    let lines: Vec<Value> = rows
        .iter()
        .zip(anchors)
        .map(|(row, anchor)| {
            let span = claimed(anchor).map(|span| json!([span.start, span.end]));
            json!({"id": row["id"], "byte": span, "ms": each, "score": anchor.score, "state": anchor.state.name()})
        })
        .collect();
    let result = json!({"case": name, "rows": lines}).to_string();
    fs::write(out.join(format!("{name}.json")), result).expect("the result can be written");
}
