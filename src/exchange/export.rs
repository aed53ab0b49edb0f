//! The exporters: one table of formats that a report and a digest can be written in. It gathers no facts and opens no file.

mod csv;
mod escape;
mod excerpts;
mod html;
mod json;
mod markdown;
#[cfg(test)]
mod samples;
mod sheet;

use crate::study::digest::Digest;
use crate::study::report::Report;
use std::io::{self, Write};

/// What is exported.
#[derive(Clone, Copy, Debug)]
pub enum Facts<'a> {
    /// The sheet for a session.
    Report(&'a Report),
    /// What was picked from everybody's annotations.
    Digest(&'a Digest),
}

/// A format that facts are written in.
#[derive(Debug)]
pub struct Exporter {
    /// What it is asked for by.
    pub name: &'static str,
    /// How the name of a file of this format ends, without the dot.
    pub extension: &'static str,
    /// What comes out, in a few words.
    pub about: &'static str,
    /// Writes the facts in UTF-8; fails only where `out` does.
    pub write: fn(&Facts<'_>, &mut dyn Write) -> io::Result<()>,
}

/// All exporters, the usual one first.
pub static EXPORTERS: &[Exporter] = &[markdown::EXPORTER, html::EXPORTER, csv::EXPORTER, json::EXPORTER];

/// Finds the exporter of that name.
pub fn exporter(name: &str) -> Option<&'static Exporter> {
    EXPORTERS.iter().find(|exporter| exporter.name == name)
}

impl Exporter {
    /// Writes the facts into a text in memory.
    pub fn text(&self, facts: &Facts<'_>) -> String {
        let mut bytes = Vec::new();
        // Writing into memory cannot fail, and every exporter writes UTF-8.
        let _ = (self.write)(facts, &mut bytes);
        String::from_utf8(bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_writes_a_report_and_a_digest_and_is_found_by_its_name() {
        for row in EXPORTERS {
            assert!(exporter(row.name).is_some_and(|found| found.extension == row.extension), "{}", row.name);
            assert!(row.text(&Facts::Report(&samples::report())).contains("cmd"), "{}", row.name);
            assert!(row.text(&Facts::Digest(&samples::digest())).contains("promise"), "{}", row.name);
        }
    }
}
