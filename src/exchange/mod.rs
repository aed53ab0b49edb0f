//! What leaves the program as files for other programs and for people: one table of ways to print a sheet,
//! one for a digest.
//!
//! Pure: facts in, text out. It gathers nothing and writes no file.

mod escape;
mod excerpts;
mod sheet;

use crate::study::digest::Digest;
use crate::study::report::Report;

/// A way to print a session's sheet.
#[derive(Debug)]
pub struct Printer {
    /// What it is asked for by.
    pub name: &'static str,
    /// What comes out, in a few words.
    pub about: &'static str,
    /// The sheet as text.
    pub print: fn(&Report) -> String,
}

/// All ways to print a sheet, the usual one first.
pub static SHEETS: &[Printer] = &[
    Printer { name: "markdown", about: "to read, mail or print", print: sheet::markdown },
    Printer { name: "html", about: "one page for a browser or printer", print: sheet::html },
    Printer { name: "csv", about: "who has written what, for a spreadsheet", print: sheet::csv },
    Printer { name: "json", about: "everything, for programs", print: sheet::json },
];

/// The way of that name.
pub fn sheet(name: &str) -> Option<&'static Printer> {
    SHEETS.iter().find(|printer| printer.name == name)
}

/// A way to print a digest.
#[derive(Debug)]
pub struct Press {
    /// What it is asked for by.
    pub name: &'static str,
    /// What comes out, in a few words.
    pub about: &'static str,
    /// The digest as text.
    pub print: fn(&Digest) -> String,
}

/// All ways to print a digest, the usual one first.
pub static DIGESTS: &[Press] = &[
    Press { name: "markdown", about: "to read, mail or print", print: excerpts::markdown },
    Press { name: "html", about: "one page for a browser or printer", print: excerpts::html },
    Press { name: "csv", about: "a line for what was picked, for a spreadsheet", print: excerpts::csv },
    Press { name: "json", about: "everything, for programs", print: excerpts::json },
];

/// The way of that name.
pub fn press(name: &str) -> Option<&'static Press> {
    DIGESTS.iter().find(|press| press.name == name)
}
