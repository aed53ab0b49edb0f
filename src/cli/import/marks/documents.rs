//! Which documents of a corpus the works of a file of marks are: by what is known of them, else by the marked words.

use crate::cli::setup::{self, Room};
use crate::document::{DocPath, Metadata};
use crate::exchange::import::landing::likeness;
use crate::exchange::import::matching::{self, DocumentCandidate, Likeness};
use crate::exchange::import::{Mark, WorkMarks};
use crate::store::Loaded;

/// So many documents at most are read through for words of a work that nothing else tells of.
const MOST_READ: usize = 2_000;

/// A document with the marks on it.
pub struct DocumentMarks<'a> {
    /// The document.
    pub path: DocPath,
    /// Its text.
    pub loaded: Loaded,
    /// The marks, of one work or several.
    pub marks: Vec<&'a Mark>,
}

/// Finds the documents of works, and says which works have none here.
pub fn find<'a>(works: &'a [WorkMarks], room: &Room) -> (Vec<DocumentMarks<'a>>, Vec<&'a WorkMarks>) {
    let (paths, candidates) = known(room);
    let alike: Vec<Likeness> = works.iter().map(|work| by_facts(work, &candidates, &paths)).collect();
    let of_work = by_words(works, &alike, &paths, room);
    let mut found: Vec<DocumentMarks<'a>> = Vec::new();
    let mut elsewhere = Vec::new();
    for (work, at) in works.iter().zip(of_work) {
        let marks = || work.marks.iter().filter(|mark| mark.says_something());
        let Some(path) = at.map(|at| &paths[at]) else {
            elsewhere.extend(marks().next().is_some().then_some(work));
            continue;
        };
        if let Some(found) = found.iter_mut().find(|found| found.path == *path) {
            found.marks.extend(marks());
        } else if let Ok(loaded) = setup::load(room, path) {
            found.push(DocumentMarks { path: path.clone(), loaded, marks: marks().collect() });
        }
    }
    (found, elsewhere)
}

/// The documents, and what is known of each.
fn known(room: &Room) -> (Vec<DocPath>, Vec<Metadata>) {
    let (entries, _) = room.entries();
    let facts = entries.iter().map(|entry| {
        let fact = room.library.look(entry).map(|fact| fact.metadata).unwrap_or_default();
        room.library.corrected(&entry.path, &fact)
    });
    let facts = facts.collect();
    room.library.keep_facts();
    (entries.into_iter().map(|entry| entry.path).collect(), facts)
}

fn by_facts(work: &WorkMarks, facts: &[Metadata], paths: &[DocPath]) -> Likeness {
    let candidates: Vec<DocumentCandidate<'_>> = facts
        .iter()
        .zip(paths)
        .map(|(metadata, path)| DocumentCandidate { metadata, file: path.file_name() })
        .collect();
    matching::matching(&work.work, &candidates)
}

/// The document of each work: of those that it may be the one with most of its words, of the formats of one work say; where
/// nothing but a name tells, of all documents. A document without any of its words it is only where that is known.
fn by_words(works: &[WorkMarks], alike: &[Likeness], paths: &[DocPath], room: &Room) -> Vec<Option<usize>> {
    let first = |likeness: &Likeness| match likeness {
        Likeness::Sure(found) | Likeness::Name(found) => found.first().copied(),
    };
    let may_be = |likeness: &Likeness, at: usize| match likeness {
        Likeness::Sure(found) => found.len() > 1 && found.contains(&at),
        Likeness::Name(_) => paths.len() <= MOST_READ,
    };
    let mut best: Vec<(usize, Option<usize>)> = alike.iter().map(|likeness| (0, first(likeness))).collect();
    for (at, path) in paths.iter().enumerate() {
        let open: Vec<usize> = (0..works.len()).filter(|work| may_be(&alike[*work], at)).collect();
        let Some(loaded) = (!open.is_empty()).then(|| setup::load(room, path).ok()).flatten() else { continue };
        for work in open {
            let quotes = works[work].marks.iter().flat_map(|mark| &mark.passages);
            let count = likeness(quotes, loaded.document.text());
            // Where two have as many, it is the one that was alike before.
            if count > best[work].0 || count == best[work].0 && count > 0 && first(&alike[work]) == Some(at) {
                best[work] = (count, Some(at));
            }
        }
    }
    best.into_iter().map(|(_, at)| at).collect()
}
