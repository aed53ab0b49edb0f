//! What differs between screens that should be the same, cell by cell: told as it is found, and as a table at the end.

use super::Screen;
use super::recording::{SIZES, STEPS};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A terminal, a script, columns and rows.
type Case<'a> = (&'a str, &'a str, (u16, u16));

/// What was found; a case that could not be tried has no number.
#[derive(Default)]
pub struct Report<'a>(BTreeMap<Case<'a>, Option<usize>>);

impl<'a> Report<'a> {
    /// Takes the screens of a case, drawn step by step and anew, and prints where they differ, or why there are none.
    pub fn take(&mut self, case: Case<'a>, screens: Result<(Vec<Screen>, Vec<Screen>), String>) {
        let (name, script, (columns, rows)) = case;
        let off = match screens {
            Ok((plain, anew)) => {
                let off = plain.iter().zip(&anew).map(|(plain, anew)| wrong(plain, anew)).collect::<Vec<_>>();
                let screens = off.iter().filter(|cells| **cells > 0).count();
                let cells = off.iter().sum::<usize>() + plain.len().abs_diff(anew.len());
                println!("{name:9} {script:9} {columns}x{rows:3}: {cells} cells off, in {screens} of {}", STEPS.len());
                if let Some(step) = off.iter().position(|cells| *cells > 0) {
                    print!("{}", first(step, &plain[step], &anew[step]));
                }
                Some(cells)
            }
            Err(reason) => {
                println!("{name:9} {script:9} {columns}x{rows:3}: not tried, {reason}");
                None
            }
        };
        self.0.insert(case, off);
    }

    /// How many cells are off in all, but where they are not counted.
    pub fn off(&self, is_theirs: impl Fn(&str, &str) -> bool) -> usize {
        self.0.iter().filter(|((name, script, _), _)| !is_theirs(name, script)).filter_map(|(_, off)| *off).sum()
    }

    /// Cells off: a row a terminal and size, a column a script.
    pub fn table(&self, names: &[&'a str], scripts: &[&'a str]) -> String {
        let mut table = String::from("\ncells off          ");
        for script in scripts {
            let _ = write!(table, "{script:>9}");
        }
        for (name, size) in names.iter().flat_map(|name| SIZES.iter().map(move |size| (*name, *size))) {
            let found: Vec<_> = scripts.iter().map(|script| self.0.get(&(name, *script, size))).collect();
            if found.iter().all(Option::is_none) {
                continue;
            }
            let _ = write!(table, "\n{name:9} {:>9}", format!("{}x{}", size.0, size.1));
            for off in found {
                let _ = write!(table, "{:>9}", off.copied().flatten().map_or("-".to_owned(), |off| off.to_string()));
            }
        }
        table + "\n"
    }
}

/// How many cells of a screen differ.
fn wrong(plain: &Screen, anew: &Screen) -> usize {
    let differing = |(plain, anew): (&Vec<String>, &Vec<String>)| {
        plain.iter().zip(anew).filter(|(plain, anew)| plain != anew).count() + plain.len().abs_diff(anew.len())
    };
    plain.iter().zip(anew).map(differing).sum()
}

/// The first row that differs, both ways, and its first cell that does.
fn first(step: usize, plain: &Screen, anew: &Screen) -> String {
    let Some(row) = plain.iter().zip(anew).position(|(plain, anew)| plain != anew) else { return String::new() };
    let (plain, anew) = (&plain[row], &anew[row]);
    let text = |row: &[String]| row.iter().map(|cell| symbol(cell)).collect::<String>();
    let column = plain.iter().zip(anew).position(|(plain, anew)| plain != anew).unwrap_or(plain.len().min(anew.len()));
    let cell = |row: &[String]| row.get(column).cloned().unwrap_or_default();
    format!(
        "  first after step {step} ({:?}) in row {row}, column {column}:\n    {}\n    {}\n    {:?} where {:?} was drawn anew\n",
        STEPS[step],
        text(plain),
        text(anew),
        cell(plain),
        cell(anew)
    )
}

/// What stands in a cell, without how it looks.
fn symbol(cell: &str) -> &str {
    if cell.starts_with("  ") { " " } else { cell.split_once(' ').map_or(cell, |(symbol, _)| symbol) }
}
