//! Times: the first page and the whole of each file, by format; and the bars of a long book.

use postil::document::Document;
use postil::format;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// From how many pages a book is long.
const LONG: usize = 300;
/// How soon its first page must be there.
const FIRST_PAGE: Duration = Duration::from_millis(50);
/// How soon all of it must be there.
const WHOLE: Duration = Duration::from_secs(3);
/// How many bytes of a text are read for its first page.
const HEAD: usize = 64 * 1024;

/// What one file took.
struct Speed {
    name: String,
    first_page: Duration,
    whole: Duration,
    bytes: usize,
    pages: usize,
}

/// The times of all files, by format.
#[derive(Default)]
pub struct Speeds(BTreeMap<&'static str, Vec<Speed>>);

impl Speeds {
    /// Reads a file's beginning and all of it, and keeps the times.
    pub fn measure(&mut self, name: &str, bytes: &[u8]) -> Document {
        let format = format::of(name, bytes);
        let head = if format.is_some_and(format::Format::is_text) { &bytes[..bytes.len().min(HEAD)] } else { bytes };
        let (head, all) = (head.to_vec(), bytes.to_vec());
        let start = Instant::now();
        black_box(format::parse_head(name, head));
        let first_page = start.elapsed();
        let start = Instant::now();
        let document = format::parse(name, all);
        let whole = start.elapsed();
        let (name, bytes, pages) = (name.to_owned(), bytes.len(), document.pages().len());
        let speed = Speed { name, first_page, whole, bytes, pages };
        self.0.entry(format.map_or("none", |format| format.name)).or_default().push(speed);
        document
    }

    /// Prints one row a format.
    pub fn print(&self) {
        println!(
            "\n{:<10} {:>5} {:>8} {:>20} {:>20} {:>8}  slowest",
            "format", "files", "MB", "first page, ms", "whole, ms", "MB/s"
        );
        println!("{:25} {:>20} {:>20}", "", "median worst", "median worst");
        for (format, speeds) in &self.0 {
            print_row(format, speeds);
        }
    }

    /// Prints for each long book whether it is there soon enough.
    pub fn print_bars(&self) {
        for speed in self.0.values().flatten().filter(|speed| speed.pages >= LONG) {
            let Speed { name, pages, .. } = speed;
            for (what, took, most) in [("first page", speed.first_page, FIRST_PAGE), ("whole", speed.whole, WHOLE)] {
                let verdict = if took <= most { "met" } else { "NOT MET" };
                let (took, most) = (milliseconds(took), milliseconds(most));
                println!("  {name}, {pages} pages, {what}: {took:.1} ms of {most:.0}: {verdict}");
            }
        }
    }
}

fn print_row(format: &str, speeds: &[Speed]) {
    let first = median_and_worst(speeds.iter().map(|speed| speed.first_page));
    let whole = median_and_worst(speeds.iter().map(|speed| speed.whole));
    let bytes: usize = speeds.iter().map(|speed| speed.bytes).sum();
    let seconds: f64 = speeds.iter().map(|speed| speed.whole.as_secs_f64()).sum();
    let megabytes = bytes as f64 / 1e6;
    let slowest = speeds.iter().max_by_key(|speed| speed.whole).map_or("", |speed| speed.name.as_str());
    let (count, rate) = (speeds.len(), megabytes / seconds.max(1e-9));
    println!("{format:<10} {count:>5} {megabytes:>8.1} {first:>20} {whole:>20} {rate:>8.1}  {slowest}");
}

fn median_and_worst(times: impl Iterator<Item = Duration>) -> String {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    let at = |index: usize| times.get(index).copied().unwrap_or_default();
    format!("{:>9.2} {:>9.2}", milliseconds(at(times.len() / 2)), milliseconds(at(times.len().saturating_sub(1))))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
