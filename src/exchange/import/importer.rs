//! What the table of importers has a row of.

use super::mark::Imported;
use super::mark_file::MarkFile;

/// A program whose marks are understood.
#[derive(Debug)]
pub struct Importer {
    /// Its name, in lower case; part of the ids of what is imported, so it never changes.
    pub name: &'static str,
    /// Its files, in a few words.
    pub about: &'static str,
    /// The address of the program: what a record says it came by (`via`) where its marks have no address of their own.
    pub home: &'static str,
    /// Reads a file of this program; `None` where it is of another.
    pub read: fn(&MarkFile<'_>) -> Option<Imported>,
}
