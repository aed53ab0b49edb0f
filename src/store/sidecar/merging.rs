//! The records of several readers' files on one document as one: whose words a file is believed to hold, what counts, and
//! what is only quoted. It reads no file.

use crate::annotation::merge::own_id;
use crate::annotation::{AnnotationId, Kind, Merged, Origin, Reader, ReaderId, Record, Sidecar, merge};
use crate::store::sidecar::annotations::SidecarFile;
use crate::store::sidecar::stored::StoredAnnotation;
use crate::text::shown;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A file and what it says.
pub(in crate::store) type ParsedFile = (SidecarFile, Sidecar);

/// A file with what it says and what that means. Its text is in the records already.
pub(in crate::store) fn opened(mut file: SidecarFile) -> ParsedFile {
    let sidecar = Sidecar::parse_with_meaning(&file.text);
    file.text = String::new();
    (file, sidecar)
}

/// The records of some readers' files, merged; the short names of the readers by their ids (of two folders with one id
/// that of the first); and the owner of each file.
///
/// A folder without a `reader.json` is whose its files say, and what they hold may be by anybody: but for readers who
/// have a folder of their own here, and for `me`, it does not speak. What it says in their names is quoted.
pub(in crate::store) fn together_of<'a>(
    files: &[ParsedFile],
    readers: &'a HashMap<String, Reader>,
    me: Option<&Reader>,
) -> (Merged, HashMap<&'a ReaderId, &'a str>, Vec<Owner>) {
    let here: HashSet<&ReaderId> = readers.values().chain(me).map(|reader| &reader.id).collect();
    let nobody = ReaderId::new(NOBODY);
    let owners: Vec<Owner> = files.iter().map(|file| Owner::of(file, readers, me, &here)).collect();
    let mut parts: Vec<(usize, Option<&ReaderId>, Vec<&Record>)> = Vec::with_capacity(files.len());
    for (at, ((_, sidecar), owner)) in files.iter().zip(&owners).enumerate() {
        let (own, others): (Vec<&Record>, Vec<&Record>) =
            sidecar.records().partition(|record| !owner.is_quoted(record, &here));
        parts.push((at, owner.0.as_ref(), own));
        parts.push((at, Some(&nobody), others));
    }
    let mut merged = merge(parts.iter().map(|(_, owner, records)| (*owner, records.iter().copied())));
    let newest = merged.newest.chunks(2).map(|both| both.iter().flatten().max().copied()).collect();
    merged.newest = newest;
    let mut names: Vec<(&str, &Reader)> = readers.iter().map(|(folder, reader)| (folder.as_str(), reader)).collect();
    names.sort_unstable_by(|a, b| b.0.cmp(a.0));
    let names = names.into_iter().map(|(_, reader)| (&reader.id, reader.nickname.as_str())).collect();
    (merged, names, owners)
}

/// Whose words a file is believed to hold: those of one reader; without an id those of anybody who is not here.
pub(in crate::store) struct Owner(Option<ReaderId>);

/// The id of nobody: no record can say it.
const NOBODY: &str = "\0";

impl Owner {
    fn of(
        (file, sidecar): &ParsedFile,
        readers: &HashMap<String, Reader>,
        me: Option<&Reader>,
        here: &HashSet<&ReaderId>,
    ) -> Self {
        let known = readers.get(&file.folder).or_else(|| me.filter(|me| me.nickname == file.folder));
        let said = || sidecar.owner().filter(|id| !here.contains(id)).cloned();
        Self(known.map(|reader| reader.id.clone()).or_else(said))
    }

    /// Whether a record in the file is by somebody in whose name it does not speak.
    fn is_quoted(&self, record: &Record, here: &HashSet<&ReaderId>) -> bool {
        let Some(creator) = record.creator() else { return false };
        self.0.as_ref().map_or_else(|| here.contains(creator), |owner| owner != creator)
    }
}

/// What could not be read of a file, in one sentence.
pub(in crate::store) fn damage(file: &SidecarFile, sidecar: &Sidecar) -> Option<String> {
    let (first, rest) = sidecar.faults().split_first()?;
    let more = if rest.is_empty() { String::new() } else { format!(", and {} more", rest.len()) };
    Some(format!("{}: {first}{more}; `postil check` tells all and what to do", shown(&file.path)))
}

/// The records in readers' folders by somebody else, of whom nothing with that id was found; each once a folder.
pub(in crate::store) fn quoted(
    files: &[ParsedFile],
    owners: &[Owner],
    merged: &Merged,
    names: &HashMap<&ReaderId, &str>,
) -> Vec<(String, StoredAnnotation)> {
    if merged.quoted.is_empty() {
        return Vec::new();
    }
    let heard = merged.live.iter().chain(&merged.tombstones);
    let heard: HashSet<(&str, Option<&ReaderId>)> = heard.map(|record| (own_id(record), record.creator())).collect();
    let here: HashSet<&ReaderId> = names.keys().copied().collect();
    let mut quoted: BTreeMap<(&str, &AnnotationId), StoredAnnotation> = BTreeMap::new();
    for ((file, sidecar), owner) in files.iter().zip(owners) {
        let foreign = |record: &&Record| owner.is_quoted(record, &here);
        let unheard = |record: &&Record| !heard.contains(&(own_id(record), record.creator()));
        for record in sidecar.records().filter(foreign).filter(unheard) {
            let Some(annotation) = record.annotation().filter(|view| view.kind != Kind::Identity) else { continue };
            let reader = names.get(&annotation.creator).map_or("somebody", |name| name).to_owned();
            let stored =
                StoredAnnotation { annotation, record: record.clone(), reader, mine: false, origin: Origin::Here };
            let newest = quoted.entry((&file.folder, record.id())).or_insert_with(|| stored.clone());
            if newest.annotation.modified < stored.annotation.modified {
                *newest = stored;
            }
        }
    }
    quoted.into_iter().map(|((folder, _), stored)| (folder.to_owned(), stored)).collect()
}
