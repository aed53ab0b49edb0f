//! Names that texts had before, as the syllabus says it (`[documents."frost.md"] formerly = "ice.md"`): for a text that was renamed and
//! changed at once, of which no digest tells what it was. It writes nothing; what the syllabus says is read in `config`.

use crate::config::syllabus::{self, FILE};
use crate::document::DocPath;
use crate::store::fs::folder::Folder;
use crate::store::sidecar::annotations::Annotations;
use std::ffi::OsStr;

/// The largest syllabus that is looked into, in bytes.
pub(in crate::store) const MAX_PLAN: u64 = 16 << 20;

/// Former names with the text of each, as far as that is there and nothing has the former name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct PlannedNames(Vec<(DocPath, DocPath)>);

impl PlannedNames {
    /// The names that this text had.
    pub fn of<'a>(&'a self, path: &'a DocPath) -> impl Iterator<Item = &'a DocPath> {
        self.0.iter().filter(move |(_, now)| now == path).map(|(former, _)| former)
    }

    /// All of them: the former name, and the text.
    pub fn all(&self) -> impl Iterator<Item = (&DocPath, &DocPath)> {
        self.0.iter().map(|(former, now)| (former, now))
    }
}

impl Annotations {
    /// What the syllabus says now of former names; nothing where it cannot be read as a whole.
    pub(in crate::store) fn planned_names(&self) -> PlannedNames {
        let root = Folder::open(self.corpus_root());
        let plan = root.and_then(|root| root.read_text(OsStr::new(FILE), MAX_PLAN));
        // Most say nothing of it.
        let plan = plan.ok().flatten().map(|(text, _)| text).filter(|text| text.contains("formerly"));
        let Some(plan) = plan.filter(|text| syllabus::is_readable(text)) else { return PlannedNames::default() };
        let mut names = Vec::from_iter(syllabus::parse(&plan).0.former_names);
        names.retain(|(former, now)| !self.has_document(former) && self.has_document(now));
        PlannedNames(names)
    }
}
