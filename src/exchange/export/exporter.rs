//! One row of the table of exporters, and what it writes. It names no format.

use crate::study::digest::DigestSheet;
use crate::study::report::Report;
use std::io::{self, Write};

/// What is exported.
#[derive(Clone, Copy, Debug)]
pub enum Facts<'a> {
    /// The sheet for a session.
    Report(&'a Report),
    /// What was picked from everybody's annotations.
    Digest(&'a DigestSheet),
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

impl Exporter {
    /// Writes the facts into a text in memory.
    pub fn text(&self, facts: &Facts<'_>) -> String {
        let mut bytes = Vec::new();
        // Writing into memory cannot fail, and every exporter writes UTF-8.
        let _ = (self.write)(facts, &mut bytes);
        String::from_utf8(bytes).unwrap_or_default()
    }
}
