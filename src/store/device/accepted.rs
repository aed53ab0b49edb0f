//! Where other readers' annotations stand by the word of this device's reader: their own files are never written, so
//! what was accepted is remembered here, one journal a corpus.
//!
//! A place counts only for the passage that it was accepted for: when its author moves the annotation, that holds again.

use crate::annotation::{AnnotationId, Passage, Quote};
use crate::document::DocPath;
use crate::store::corpus::key::corpus_key;
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::Result;
use crate::store::fs::journal::{Journal, JournalVersion};
use crate::store::sidecar::annotations::Annotations;
use crate::store::sidecar::places::{AcceptedPlace, Places, fingerprint};
use std::{collections::HashMap, path::Path};

/// A journal shorter than this many bytes is not worth rewriting.
const WORTH_REWRITING: usize = 256 * 1024;

/// The places accepted in one corpus.
#[derive(Debug)]
pub struct Accepted {
    journal: Journal,
    version: JournalVersion,
    /// Path → its places.
    known: HashMap<DocPath, Places>,
}

impl Accepted {
    /// Those of the corpus at `root`. Nothing is read yet.
    pub fn of(dirs: &Dirs, root: &Path) -> Self {
        let journal = Journal::new(&dirs.state.join("accepted"), &format!("{}.jsonl", corpus_key(root)));
        Self { journal, version: (0, 0), known: HashMap::new() }
    }

    /// The places accepted in a document, by this and other sessions, with those that were accepted in documents that are not
    /// there any more beside `annotations`: this may be one of them under another name, and whether a place is meant is known by the annotation and its passage. A journal that cannot be read says nothing: what was accepted is asked again.
    pub fn of_document(&mut self, path: &DocPath, annotations: &Annotations) -> Places {
        self.refresh();
        let mut places = self.known.get(path).cloned().unwrap_or_default();
        for (_, former) in self.known.iter().filter(|(other, _)| *other != path && !annotations.has_document(other)) {
            for (id, place) in &former.by_id {
                places.by_id.entry(id.clone()).or_insert_with(|| place.clone());
            }
        }
        places
    }

    /// Remembers that the annotation of that id, about the passage `from`, stands at `to`.
    pub fn take(&mut self, path: &DocPath, id: &AnnotationId, from: &Passage, to: &Passage) -> Result<()> {
        let line = AcceptedPlace {
            path: path.clone(),
            id: id.clone(),
            of: fingerprint(from),
            source: to.source.clone(),
            exact: to.quote.exact.clone(),
            prefix: to.quote.prefix.clone(),
            suffix: to.quote.suffix.clone(),
            position: to.position,
            passage: to.clone(),
        };
        self.journal.append(&line)?;
        Ok(())
    }

    fn refresh(&mut self) {
        if self.journal.version() == self.version {
            return;
        }
        let Ok(contents) = self.journal.load::<AcceptedPlace>() else { return };
        self.version = contents.version;
        let lines = contents.lines.len();
        self.known = learned(contents.lines);
        let needed: usize = self.known.values().map(|places| places.by_id.len()).sum();
        if contents.bytes > WORTH_REWRITING && lines > 2 * needed {
            // It costs room only; the next session tries again.
            let _ = self.journal.compact(&shorten);
        }
    }
}

/// The later line counts.
fn learned(lines: Vec<AcceptedPlace>) -> HashMap<DocPath, Places> {
    let mut known: HashMap<DocPath, Places> = HashMap::new();
    for mut line in lines {
        line.passage = Passage {
            source: line.source.clone(),
            quote: Quote { exact: line.exact.clone(), prefix: line.prefix.clone(), suffix: line.suffix.clone() },
            position: line.position,
        };
        known.entry(line.path.clone()).or_default().by_id.insert(line.id.clone(), line);
    }
    known
}

fn shorten(lines: Vec<AcceptedPlace>) -> Vec<AcceptedPlace> {
    let mut lines: Vec<AcceptedPlace> =
        learned(lines).into_values().flat_map(|places| places.by_id.into_values()).collect();
    lines.sort_by(|a, b| (&a.path, &a.id).cmp(&(&b.path, &b.id)));
    lines
}
