//! What a reader has carried on from a name to the text's new one, once another text has taken the old name: the one rule that says
//! which of two texts a record is on. It reads no file.

use crate::annotation::{AnnotationId, Record, Target};
use crate::document::DocPath;
use crate::store::fs::digest::Digest;
use crate::store::sidecar::merging::ParsedFile;
use crate::store::sidecar::moved_on::{AnnotatedName, AnnotatedNames, MovedText, moved_on};
use crate::store::sidecar::planned_names::PlannedNames;
use crate::store::sidecar::renamed::{NamesSaid, source_of};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What all sidecars say together of the names of texts: which had a name before, and what each began with.
#[derive(Debug, Default)]
pub(in crate::store) struct NameClaims {
    /// By a name, those that had it, and whose annotations were carried on from it.
    carried: HashMap<String, BTreeSet<(DocPath, String)>>,
    /// By a name, the texts that had it, and those that had it and are not there themselves.
    former: HashMap<String, BTreeSet<DocPath>>,
    former_gone: HashMap<String, BTreeSet<DocPath>>,
    /// The names, with what their sidecars began with.
    names: AnnotatedNames,
}

impl NameClaims {
    /// What the plan alone says of former names.
    pub fn by_plan(planned: &PlannedNames) -> Self {
        let mut claims = Self::default();
        for (former, now) in planned.all() {
            claims.former.entry(former.as_str().to_owned()).or_default().insert(now.clone());
        }
        claims
    }

    /// Takes in what the sidecars of a document say. One that is not there itself takes no name; what was carried on to it has gone
    /// from the old name all the same.
    pub fn add(&mut self, path: &DocPath, said: &NamesSaid, is_there: bool) {
        let former = if is_there { &mut self.former } else { &mut self.former_gone };
        for name in said.former() {
            former.entry(name.to_owned()).or_default().insert(path.clone());
        }
        for (folder, name) in said.carried() {
            self.carried.entry(name.to_owned()).or_default().insert((path.clone(), folder.to_owned()));
        }
        self.names.insert(path.clone(), AnnotatedName { begun: said.begun(), held: None, is_there });
    }

    /// Whether there are sidecars under the name.
    pub fn is_annotated(&self, path: &DocPath) -> bool {
        self.names.contains_key(path)
    }

    /// Whether sidecars under another name than that began with the text of the digest.
    pub fn began_elsewhere(&self, path: &DocPath, digest: &Digest) -> bool {
        self.names.iter().any(|(name, known)| name != path && known.begun.contains(digest))
    }

    /// The texts that have moved on to other names in use ([`moved_on`]); `held` gives the digest that a text has now.
    pub fn moved_on(
        &self,
        held: &dyn Fn(&DocPath) -> Option<Digest>,
        without: &dyn Fn(&Digest) -> Vec<DocPath>,
    ) -> Vec<MovedText> {
        let now = |(path, name): (&DocPath, &AnnotatedName)| {
            let held = if name.is_there { held(path) } else { None };
            (path.clone(), AnnotatedName { held, ..name.clone() })
        };
        let mut moved = moved_on(&self.names.iter().map(now).collect(), without);
        // Of a name that no text has, one that says it had it is the one.
        let is_open = |name: &DocPath| {
            self.names.get(name).is_some_and(|it| it.is_there) || self.had(name.as_str()).next().is_none()
        };
        moved.retain(|moved| is_open(&moved.from));
        moved
    }

    /// The texts that had the name.
    pub fn had(&self, name: &str) -> impl Iterator<Item = &DocPath> {
        self.former.get(name).into_iter().flatten()
    }

    /// The texts that had the name and are not there themselves.
    pub fn had_gone(&self, name: &str) -> impl Iterator<Item = &DocPath> {
        self.former_gone.get(name).into_iter().flatten()
    }

    /// Whether annotations under the name were carried on to another text.
    pub fn is_carried_from(&self, name: &DocPath) -> bool {
        self.carried.get(name.as_str()).into_iter().flatten().any(|(path, _)| path != name)
    }

    /// The texts that annotations under the name were carried on to, with the folders of whose they are.
    pub fn carried_from(&self, name: &DocPath) -> BTreeMap<&DocPath, BTreeSet<String>> {
        let mut texts: BTreeMap<&DocPath, BTreeSet<String>> = BTreeMap::new();
        for (path, folder) in self.carried.get(name.as_str()).into_iter().flatten().filter(|(path, _)| path != name) {
            texts.entry(path).or_default().insert(folder.clone());
        }
        texts
    }
}

/// What was carried on to one text.
#[derive(Debug, Default)]
pub(in crate::store) struct CarriedOn {
    /// By the readers' folders, the ids that stand in their files on it.
    pub ids: HashMap<String, HashSet<AnnotationId>>,
    /// Its digest.
    pub digest: Option<Digest>,
}

impl CarriedOn {
    /// All that was written on that very text.
    pub fn text(digest: Digest) -> Self {
        Self { ids: HashMap::new(), digest: Some(digest) }
    }

    /// What these files on it have, those in the folders alone that carried something on.
    pub fn in_files(files: &[ParsedFile], folders: &BTreeSet<String>, digest: Option<Digest>) -> Self {
        let mut ids: HashMap<String, HashSet<AnnotationId>> = HashMap::new();
        for (file, sidecar) in files.iter().filter(|(file, _)| folders.contains(&file.folder)) {
            let records = sidecar.records().filter(|record| !record.is_identity());
            ids.entry(file.folder.clone()).or_default().extend(records.map(|record| record.id().clone()));
        }
        Self { ids, digest }
    }
}

/// Parts the files under a name that another text, of that digest, has now: what stays, and what went on to the text that had
/// it before. That is what a reader has carried on, what was written on the very bytes that the other text has, and the answers to
/// either. While the text here is, byte for byte, the one that its files speak of, nothing goes.
pub(in crate::store) fn part(
    files: Vec<ParsedFile>,
    here: Option<Digest>,
    others: &[CarriedOn],
) -> (Vec<ParsedFile>, Vec<ParsedFile>) {
    if others.is_empty() || !speaks_of_others(&files, here) {
        return (files, Vec::new());
    }
    let sources = others.iter().filter_map(|other| other.digest).filter(|digest| Some(*digest) != here);
    let sources: HashSet<String> = sources.map(|digest| digest.urn()).collect();
    let has_gone = |folder: &str, record: &Record| {
        let source = source_of(record);
        let mut ids = others.iter().filter_map(|other| other.ids.get(folder));
        source.as_ref().is_some_and(|source| sources.contains(source))
            // Who has put it where it stands in the text of now has brought it back.
            || (ids.any(|ids| ids.contains(record.id())) && source != here.map(|digest| digest.urn()))
    };
    let records =
        || files.iter().flat_map(|(file, sidecar)| sidecar.records().map(move |record| (&*file.folder, record)));
    let went = records().filter(|(folder, record)| !record.is_identity() && has_gone(folder, record));
    let mut went: HashSet<AnnotationId> = went.map(|(_, record)| record.id().clone()).collect();
    let answers: Vec<(AnnotationId, AnnotationId)> =
        records().filter_map(|(_, record)| Some((record.id().clone(), parent_of(record)?))).collect();
    let mut before = 0;
    while before < went.len() {
        before = went.len();
        let more = answers.iter().filter(|(_, parent)| went.contains(parent)).map(|(answer, _)| answer.clone());
        went.extend(more.collect::<Vec<_>>());
    }
    if went.is_empty() {
        return (files, Vec::new());
    }
    let stays = |record: &Record| record.is_identity() || !went.contains(record.id());
    let goes = |record: &Record| record.is_identity() || went.contains(record.id());
    let gone = files.iter().map(|(file, sidecar)| (file.clone(), sidecar.only(goes)));
    let gone: Vec<ParsedFile> =
        gone.filter(|(_, sidecar)| sidecar.records().any(|record| !record.is_identity())).collect();
    (files.into_iter().map(|(file, sidecar)| (file, sidecar.only(stays))).collect(), gone)
}

/// Whether one of the files says that it is about other bytes than those.
pub(in crate::store) fn speaks_of_others(files: &[ParsedFile], here: Option<Digest>) -> bool {
    let here = here.map(|digest| digest.hex());
    let said = files.iter().flat_map(|(_, sidecar)| sidecar.records().filter_map(Record::identity));
    said.into_iter().any(|said| Some(said.sha256) != here)
}

fn parent_of(record: &Record) -> Option<AnnotationId> {
    match record.annotation()?.target {
        Target::Annotation(parent) => Some(parent),
        Target::Passage(_) | Target::Document(_) => None,
    }
}
