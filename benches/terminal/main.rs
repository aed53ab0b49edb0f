//! What a reader waits for at a terminal: the first text of a file, the answer to a key; and what is sent and held for it.
//! `cargo bench --bench terminal`, `-- html pdf` for some rows, `-- ./PROGRAM…` for other builds of postil in place of this one.
//!
//! Each program that is installed is driven on the same pseudo-terminal with the same made files, and one table is printed. *Cold* is
//! with a home that is new, *warm* with the home of such a start; *row* and *page* are bytes sent for one row and one page on, *alone*
//! those for a row with the panes put away, *text* those that a page shows: the rows that it changed, without the blanks at their ends.
//! The times are medians, and as good as the machine is idle. Behind each figure of postil that is promised stands its goal (`goals`),
//! `≤` where it is met and `>` where not; what is not met is listed at the end. `slow` in a filter, or no filter, holds a key over a slow
//! line as well (`line`). It ends the same whatever was met.

#![allow(clippy::print_stdout)] // printing figures is what it is for

mod goals;
mod input;
mod line;
mod printed;
mod program;
mod prose;
mod session;
mod zipped;

use goals::Figure;
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

/// The widths of the table's columns of figures.
const WIDTHS: [usize; 9] = [20, 20, 8, 8, 9, 9, 13, 7, 9];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let (filters, programs): (Vec<String>, Vec<String>) = words.into_iter().partition(|word| !word.contains('/'));
    let programs = program::installed(programs);
    for name in program::missing(&programs) {
        println!("{name} is not installed");
    }
    let heads =
        ["cold ms (best)", "warm ms (best)", "key ms", "99 % ms", "row B", "alone B", "page B", "text B", "peak MiB"];
    print_row("120 × 40", "", &heads.map(str::to_owned));
    let wanted = |name: &str| filters.is_empty() || filters.iter().any(|word| name.contains(word));
    let mut missed = Vec::new();
    for input in INPUTS.iter().filter(|input| wanted(input.name)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = input.make(folder.path());
        for program in programs.iter().filter(|program| program.reads(input)) {
            missed.extend(measure(program, input, &file));
        }
    }
    missed.extend(line::measure(&programs, wanted));
    for line in &missed {
        println!("not met: {line}");
    }
    if missed.is_empty() {
        println!("every goal is met");
    }
}

fn print_row(input: &str, program: &str, figures: &[String; 9]) {
    print!("{input:<19} {program:<10}");
    for (figure, width) in figures.iter().zip(WIDTHS) {
        print!(" {figure:>width$}");
    }
    println!();
}

/// Starts a program on a file again and again, goes on in it the last time, and prints what that took. Gives the goals it missed.
fn measure(program: &Program, input: &Input, file: &Path) -> Vec<String> {
    let (mut cold, mut warm, mut memory) = (Vec::new(), Vec::new(), 0);
    let (mut rows, mut pages, mut alone) = (Vec::new(), Vec::new(), Vec::new());
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
            rows.extend((0..ROWS).filter_map(|_| again.press(program.row)));
            pages.extend((0..PAGES).filter_map(|_| again.press(program.page)));
            if !input.kind.is_empty() && again.press(program.alone).is_some() {
                alone.extend((0..ROWS).filter_map(|_| again.press(program.row)));
            }
        }
        again.end();
    }
    let mut times: Vec<Duration> = rows.iter().chain(&pages).map(|answer| answer.time).collect();
    let text = mean(&pages, |answer| answer.text);
    let figures = [
        (Figure::Cold, part(&mut cold, 50)),
        (Figure::Warm, part(&mut warm, 50)),
        (Figure::Key, part(&mut times, 50)),
        (Figure::LateKey, part(&mut times, 99)),
        (Figure::Row, mean(&rows, |answer| answer.bytes)),
        (Figure::RowAlone, mean(&alone, |answer| answer.bytes)),
        (Figure::Page { text: text.unwrap_or_default() }, mean(&pages, |answer| answer.bytes)),
        (Figure::Peak, Some(memory as f64 / 1024.0)),
    ];
    let goal = |figure: Figure| if program.is_postil() { figure.goal(input) } else { None };
    let best = |times: &mut [Duration]| part(times, 0).map_or_else(String::new, |best| format!(" ({best:.1})"));
    let mut cells = figures.map(|(figure, value)| beside(value, figure.decimals(), goal(figure))).to_vec();
    for (cell, times) in cells.iter_mut().zip([&mut cold, &mut warm]) {
        cell.insert_str(cell.find(' ').unwrap_or(cell.len()), &best(times));
    }
    cells.insert(7, beside(text, 0, None));
    print_row(input.name, &program.name, &cells.try_into().unwrap_or_default());
    if let (true, Some(cold)) = (goals::is_measure(&program.name, input), figures[0].1) {
        println!(
            "(where the goals were set that took {} ms: this machine takes {:.1} times as long)",
            goals::LESS,
            cold / goals::LESS
        );
    }
    let missed = figures.into_iter().filter_map(|(figure, value)| {
        let (value, goal) = (value?, goal(figure)?);
        let limit = goals::limit(input);
        let said = format!("{}, {}: {value:.1}, goal {goal:.1} {limit}", input.name, figure.name());
        (value > goal).then(|| said.trim_end().to_owned())
    });
    missed.collect()
}

/// A figure with its goal.
fn beside(value: Option<f64>, decimals: usize, goal: Option<f64>) -> String {
    match (value, goal) {
        (None, _) => "–".to_owned(),
        (Some(value), None) => format!("{value:.decimals$}"),
        (Some(value), Some(goal)) if value > goal => format!("{value:.decimals$} >{goal:.0}"),
        (Some(value), Some(goal)) => format!("{value:.decimals$} ≤{goal:.0}"),
    }
}

/// The time that so many of a hundred stay below, in milliseconds.
fn part(times: &mut [Duration], of_hundred: usize) -> Option<f64> {
    times.sort();
    let time = times.get(times.len() * of_hundred / 100).or(times.last())?;
    Some(time.as_secs_f64() * 1000.0)
}

fn mean(answers: &[Answer], of: fn(&Answer) -> usize) -> Option<f64> {
    let bytes: usize = answers.iter().map(of).sum();
    bytes.checked_div(answers.len()).map(|bytes| bytes as f64)
}
