//! Which sidecars are about a text: those under its name, those under names that it had, and of a name that two texts had one after
//! the other the part that is its own. One rule for what is open and for what is counted over all texts.

use super::AnnotationStore;
use crate::annotation::{Reader, Record};
use crate::document::DocPath;
use crate::store::corpus::known_texts::KnownText;
use crate::store::fs::digest::Digest;
use crate::store::fs::error::Error;
use crate::store::sidecar::annotations::{Listed, SidecarListing, stem};
use crate::store::sidecar::carried_on::{CarriedOn, NameClaims, part, speaks_of_others};
use crate::store::sidecar::merging::{ParsedFile, opened};
use crate::store::sidecar::renamed::{self, MOST_READ, NamesSaid, carried_by, is_gone};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A former name of a document and the sidecars under it.
pub(super) type Former = (DocPath, Vec<ParsedFile>);

/// The sidecars under one name, and what is known of them.
pub(super) struct NamedSidecars<'a, K> {
    pub listed: Vec<&'a Listed>,
    /// A print of them.
    pub own: Digest,
    /// Whether what they say of names was known before.
    pub is_recalled: bool,
    pub said: NamesSaid,
    /// What was kept of them, with the print of what it was made from.
    pub summary: Option<(Digest, K)>,
}

/// The sidecars about one document.
#[derive(Debug, Default)]
pub(super) struct SidecarGroup<'a> {
    /// Those under its name, and behind them those under names that no document has any more.
    pub listed: Vec<&'a Listed>,
    /// Whether only a part of some counts.
    pub is_parted: bool,
}

impl AnnotationStore {
    /// The sidecars of a document, and those under each of its former names.
    pub(super) fn files(
        &self,
        (path, digest): (&DocPath, Option<&Digest>),
        readers: &HashMap<String, Reader>,
        errors: &mut Vec<Error>,
    ) -> (Vec<ParsedFile>, Vec<Former>) {
        let files = self.each_file(path, errors, opened);
        let names = match digest {
            Some(digest) if files.is_empty() => self.names_of(digest, path, Some(readers)),
            _ => {
                let records = files.iter().flat_map(|(_, sidecar)| sidecar.records());
                renamed::said_by(records.filter_map(Record::identity), path, &self.annotations)
            }
        };
        let whole = names.into_iter().map(|name| (name.clone(), self.each_file(&name, errors, opened)));
        let mut former: Vec<Former> = whole.collect();
        former.extend(self.carried_to(path, &files, digest));
        former.retain(|(_, files)| !files.is_empty());
        (self.without_carried_on((path, digest), files, readers), former)
    }

    /// The names that no document has now and under which a text of that digest was annotated, but for those that another text says
    /// it had. Who is here is looked up where nobody says it and it is needed.
    pub(super) fn names_of(
        &self,
        digest: &Digest,
        path: &DocPath,
        readers: Option<&HashMap<String, Reader>>,
    ) -> Vec<DocPath> {
        let (index, mut most) = (self.index_here(&mut Vec::new()), MOST_READ);
        let mut names: Vec<DocPath> = Vec::new();
        for (name, listed) in index.documents().filter(|(name, _)| *name != stem(path)) {
            let gone = is_gone(&self.annotations, name);
            if gone && self.renamed.said(&self.annotations, &listed, &mut most).speaks_of(digest) {
                names.extend(DocPath::new(name));
            }
        }
        if !names.is_empty() {
            let readers = readers.map_or_else(|| self.readers_here(&mut Vec::new()), Cow::Borrowed);
            let claims = self.claims(&index, &readers);
            names.retain(|name| !claims.had(name.as_str()).any(|other| other != path));
        }
        names
    }

    /// What all sidecars say of names: as a survey has kept it where nothing has changed since, else they are read.
    fn claims(&self, index: &SidecarListing, readers: &HashMap<String, Reader>) -> NameClaims {
        let (mut claims, ids) = (NameClaims::default(), OnceCell::new());
        for (name, listed) in index.documents() {
            if let Ok(path) = DocPath::new(name) {
                let kept = self.annotations.summaries().and_then(|cache| {
                    let own = self.own_print(&path, &listed, (readers, &ids));
                    self.kept_names.said(cache, &path, &own)
                });
                let read = || self.renamed.said(&self.annotations, &listed, &mut { usize::MAX });
                let said = kept.unwrap_or_else(read);
                claims.add(&path, &said, !is_gone(&self.annotations, name));
            }
        }
        claims
    }

    /// The files under a name without what went on to a text that had it before.
    fn without_carried_on(
        &self,
        (path, digest): (&DocPath, Option<&Digest>),
        files: Vec<ParsedFile>,
        readers: &HashMap<String, Reader>,
    ) -> Vec<ParsedFile> {
        if files.is_empty() || !self.annotations.has_document(path) {
            return files;
        }
        let here = digest.copied().or_else(|| self.digest_of(path));
        if !speaks_of_others(&files, here) {
            return files;
        }
        let claims = self.claims(&self.index_here(&mut Vec::new()), readers);
        let others: Vec<CarriedOn> = claims
            .carried_from(path)
            .into_iter()
            .map(|(other, folders)| {
                let there = self.each_file(other, &mut Vec::new(), opened);
                CarriedOn::in_files(&there, &folders, self.digest_of(other))
            })
            .collect();
        part(files, here, &others).0
    }

    /// What lies under names that other texts have now and went on to this one, whose own files these are.
    fn carried_to(&self, path: &DocPath, files: &[ParsedFile], digest: Option<&Digest>) -> Vec<Former> {
        let names = carried_by(path, files).into_iter().filter(|(name, _)| self.annotations.has_document(name));
        let went = names.map(|(name, folders)| {
            let there = self.each_file(&name, &mut Vec::new(), opened);
            let digest = digest.copied().or_else(|| self.digest_of(path));
            let to = CarriedOn::in_files(files, &folders, digest);
            let gone = part(there, self.digest_of(&name), &[to]).1;
            (name, gone)
        });
        went.collect()
    }

    /// The digest of a document's file.
    pub(in crate::store) fn digest_of(&self, path: &DocPath) -> Option<Digest> {
        self.annotations.file_digest(path)
    }

    /// The sidecars of all documents, each with those under its former names; of a document that is not there those that no text has
    /// taken along. `named` are those under each name.
    pub(super) fn groups<'a, K>(
        &self,
        named: &BTreeMap<DocPath, NamedSidecars<'a, K>>,
        texts: &[KnownText],
    ) -> BTreeMap<DocPath, SidecarGroup<'a>> {
        let (mut claims, mut digests) = (NameClaims::default(), None);
        let mut groups: BTreeMap<DocPath, SidecarGroup<'_>> = BTreeMap::new();
        let (there, homeless): (Vec<_>, Vec<_>) = named
            .iter()
            .filter(|(_, sidecars)| !sidecars.listed.is_empty())
            .partition(|(path, _)| !is_gone(&self.annotations, path.as_str()));
        for (paths, is_there) in [(&there, true), (&homeless, false)] {
            for (path, sidecars) in paths {
                claims.add(path, &sidecars.said, is_there);
            }
        }
        for (path, sidecars) in &there {
            let is_there = |name: &str| DocPath::new(name).is_ok_and(|name| self.annotations.has_document(&name));
            let is_parted = sidecars.said.carried().any(|(_, name)| is_there(name)) || claims.is_carried_from(path);
            groups.insert((*path).clone(), SidecarGroup { listed: sidecars.listed.clone(), is_parted });
        }
        let mut moved: BTreeSet<&DocPath> = BTreeSet::new();
        for (path, sidecars) in homeless {
            let mut takers: Vec<DocPath> = claims.had(path.as_str()).cloned().collect();
            if takers.is_empty() && sidecars.said.has_versions() {
                let digests = digests.get_or_insert_with(|| self.digests_of(texts, &groups));
                let known = digests.iter().filter(|(digest, _)| sidecars.said.speaks_of(digest));
                takers.extend(known.flat_map(|(_, paths)| paths.iter().cloned()));
            }
            if takers.is_empty() {
                let gone = claims.had_gone(path.as_str()).filter(|taker| *taker != path && !moved.contains(taker));
                takers.extend(gone.cloned());
            }
            if takers.is_empty() {
                takers.push(path.clone());
            } else {
                moved.insert(path);
            }
            for taker in takers {
                groups.entry(taker).or_default().listed.extend(&sidecars.listed);
            }
        }
        groups
    }

    /// The texts that have no sidecars, by their digests.
    fn digests_of(
        &self,
        texts: &[KnownText],
        with_own: &BTreeMap<DocPath, SidecarGroup<'_>>,
    ) -> HashMap<Digest, Vec<DocPath>> {
        let mut found: HashMap<Digest, Vec<DocPath>> = HashMap::new();
        for text in texts.iter().filter(|text| !with_own.contains_key(&text.path)) {
            if let Some(digest) = text.digest.or_else(|| self.digest_of(&text.path)) {
                found.entry(digest).or_default().push(text.path.clone());
            }
        }
        found
    }
}
