//! What a reader waits for at a terminal: the first text of a file, the answer to a key; and what is sent and held for it.
//! `cargo bench --bench terminal`, `-- html pdf` for some rows, `-- ./PROGRAM…` for other builds of postil in place of this one.
//!
//! Each program that is installed is driven on the same pseudo-terminal with the same made files, and one table is printed. *Cold* is
//! with a home that is new, *warm* with the home of such a start; *row* and *page* are bytes sent for one row and one page on, *text*
//! those that a page shows: the rows that it changed, without the blanks at their ends. The times are medians, and as good as the machine is idle. It judges nothing.

#![allow(clippy::print_stdout)] // printing figures is what it is for

mod input;
mod printed;
mod program;
mod prose;
mod session;
mod zipped;

use input::{INPUTS, Input};
use program::Program;
use session::{Answer, Home, Session};
use std::path::Path;
use std::time::Duration;

/// How often each program is started on each file.
const TIMES: usize = 5;
/// How many rows and pages it goes on then.
const ROWS: usize = 100;
const PAGES: usize = 20;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let (filters, programs): (Vec<String>, Vec<String>) = words.into_iter().partition(|word| !word.contains('/'));
    let programs = program::installed(programs);
    println!(
        "{:<19} {:<10} {:>15} {:>15} {:>7} {:>8} {:>6} {:>7} {:>7} {:>9}",
        "120 × 40",
        "",
        "cold ms (best)",
        "warm ms (best)",
        "key ms",
        "99 % ms",
        "row B",
        "page B",
        "text B",
        "peak MiB"
    );
    for input in
        INPUTS.iter().filter(|input| filters.is_empty() || filters.iter().any(|word| input.name.contains(word)))
    {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = input.make(folder.path());
        for program in programs.iter().filter(|program| program.reads(input)) {
            measure(program, input, &file);
        }
    }
}

/// Starts a program on a file again and again, goes on in it the last time, and prints what that took.
fn measure(program: &Program, input: &Input, file: &Path) {
    let (mut cold, mut warm, mut memory) = (Vec::new(), Vec::new(), 0);
    let mut moved = (Vec::new(), Vec::new());
    for time in 1..=TIMES {
        let home = Home::new();
        let mut first = Session::start(program, file, &home, input.margins);
        cold.extend(first.shows(input.begins));
        first.rest();
        memory = memory.max(first.memory());
        first.end();
        let mut again = Session::start(program, file, &home, input.margins);
        warm.extend(again.shows(input.begins));
        if time == TIMES {
            again.rest();
            moved.0.extend((0..ROWS).filter_map(|_| again.press(program.row)));
            moved.1.extend((0..PAGES).filter_map(|_| again.press(program.page)));
        }
        again.end();
    }
    let (rows, pages) = moved;
    let mut times: Vec<Duration> = rows.iter().chain(&pages).map(|answer| answer.time).collect();
    println!(
        "{:<19} {:<10} {:>15} {:>15} {:>7} {:>8} {:>6} {:>7} {:>7} {:>9}",
        input.name,
        program.name,
        with_best(&mut cold),
        with_best(&mut warm),
        shown(part(&mut times, 50)),
        shown(part(&mut times, 99)),
        mean(&rows, |answer| answer.bytes),
        mean(&pages, |answer| answer.bytes),
        mean(&pages, |answer| answer.text),
        memory / 1024
    );
}

/// The time that so many of a hundred stay below.
fn part(times: &mut [Duration], of_hundred: usize) -> Option<Duration> {
    times.sort();
    times.get(times.len() * of_hundred / 100).or(times.last()).copied()
}

fn shown(time: Option<Duration>) -> String {
    time.map_or_else(|| "–".to_owned(), |time| format!("{:.1}", time.as_secs_f64() * 1000.0))
}

/// The median, and the best in brackets.
fn with_best(times: &mut [Duration]) -> String {
    format!("{} ({})", shown(part(times, 50)), shown(part(times, 0)))
}

fn mean(answers: &[Answer], of: fn(&Answer) -> usize) -> String {
    let bytes: usize = answers.iter().map(of).sum();
    bytes.checked_div(answers.len()).map_or_else(|| "–".to_owned(), |bytes| bytes.to_string())
}
