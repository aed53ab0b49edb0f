//! Which sidecars are about a text: those under its name, those under names that it had, and of a name that two texts had one after
//! the other the part that is its own. One rule for what is open and for what is counted over all texts.

use super::AnnotationStore;
use crate::annotation::{DocumentIdentity, Reader, Record};
use crate::document::DocPath;
use crate::store::corpus::known_texts::{KnownText, paths_in};
use crate::store::fs::digest::Digest;
use crate::store::fs::error::Error;
use crate::store::sidecar::annotations::{Listed, SidecarListing, stem};
use crate::store::sidecar::carried_on::{CarriedOn, NameClaims, part};
use crate::store::sidecar::merging::{ParsedFile, opened};
use crate::store::sidecar::moved_on::MovedText;
use crate::store::sidecar::renamed::{self, MOST_READ, NamesSaid, carried_by, is_gone};
use std::cell::{LazyCell, OnceCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A former name of a document and the sidecars under it.
pub(super) type Former = (DocPath, Vec<ParsedFile>);

/// What is said of names where that concerns one document.
struct NameLook {
    /// The digest of the document.
    here: Option<Digest>,
    claims: NameClaims,
    /// The texts that have moved on from its name or to it.
    moved: Vec<MovedText>,
}

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
        let records = || files.iter().flat_map(|(_, sidecar)| sidecar.records().filter_map(Record::identity));
        let index = LazyCell::new(|| self.index_here(&mut Vec::new()));
        let mut names = match digest {
            Some(digest) if files.is_empty() => self.names_of(&index, (path, digest), readers),
            _ => renamed::said_by(records(), path, &self.annotations),
        };
        let planned = self.annotations.planned_names();
        names.extend(planned.of(path).filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>());
        let look = self.names_around(|| &index, (path, digest), (files.is_empty(), records()), readers);
        let moved = look.iter().flat_map(|look| look.moved.iter().filter(|moved| moved.to == *path));
        let moved = moved.filter(|moved| !names.contains(&moved.from)).map(|moved| self.moved_here(moved));
        let mut former: Vec<Former> = moved.collect();
        former.extend(names.into_iter().map(|name| (name.clone(), self.each_file(&name, errors, opened))));
        former.extend(self.carried_to(path, &files, digest));
        former.retain(|(_, files)| !files.is_empty());
        match look {
            Some(look) => (self.without_others(path, files, &look), former),
            None => (files, former),
        }
    }

    /// The names that no document has now and under which a text of that digest was annotated, but for those that another text says
    /// it had.
    fn names_of(
        &self,
        index: &SidecarListing,
        (path, digest): (&DocPath, &Digest),
        readers: &HashMap<String, Reader>,
    ) -> Vec<DocPath> {
        let (mut names, mut most): (Vec<DocPath>, usize) = (Vec::new(), MOST_READ);
        for (name, listed) in index.documents().filter(|(name, _)| *name != stem(path)) {
            let gone = is_gone(&self.annotations, name);
            if gone && self.renamed.said(&self.annotations, &listed, &mut most).speaks_of(digest) {
                names.extend(DocPath::new(name));
            }
        }
        if !names.is_empty() {
            let claims = self.claims(index, readers, usize::MAX);
            names.retain(|name| !claims.had(name.as_str()).any(|other| other != path));
        }
        names
    }

    /// The names under which a text of that digest was annotated where its sidecars do not say it: those that no document has, and
    /// those that another has now. `said` is what its own sidecars say, if there are any.
    pub(super) fn former_names_of(
        &self,
        (path, digest): (&DocPath, &Digest),
        said: Option<&[DocumentIdentity]>,
    ) -> BTreeSet<DocPath> {
        let readers = self.readers_here(&mut Vec::new());
        let identities = said.into_iter().flatten().cloned();
        let index = LazyCell::new(|| self.index_here(&mut Vec::new()));
        let look = self.names_around(|| &index, (path, Some(digest)), (said.is_none(), identities), &readers);
        let moved = look.into_iter().flat_map(|look| look.moved).filter(|moved| moved.to == *path);
        let mut names: BTreeSet<DocPath> = moved.map(|moved| moved.from).collect();
        if said.is_none() {
            names.extend(self.names_of(&index, (path, digest), &readers));
        }
        names
    }

    /// What all sidecars say of names: as a survey has kept it where nothing has changed since, else they are read, `most` of them at
    /// most.
    pub(super) fn claims(
        &self,
        index: &SidecarListing,
        readers: &HashMap<String, Reader>,
        mut most: usize,
    ) -> NameClaims {
        let (mut claims, ids) = (NameClaims::by_plan(&self.annotations.planned_names()), OnceCell::new());
        for (name, listed) in index.documents() {
            if let Ok(path) = DocPath::new(name) {
                let kept = self.annotations.summaries().and_then(|cache| {
                    let own = self.own_print(&path, &listed, (readers, &ids));
                    self.kept_names.said(cache, &path, &own)
                });
                let said = kept.unwrap_or_else(|| self.renamed.said(&self.annotations, &listed, &mut most));
                claims.add(&path, &said, !is_gone(&self.annotations, name));
            }
        }
        claims
    }

    /// What is said of names, and which texts have moved on, where that may concern a document: one that has no sidecars, or some
    /// that began with other bytes (`said` by them).
    fn names_around<'i>(
        &self,
        index: impl Fn() -> &'i SidecarListing,
        (path, digest): (&DocPath, Option<&Digest>),
        (is_bare, mut said): (bool, impl Iterator<Item = DocumentIdentity>),
        readers: &HashMap<String, Reader>,
    ) -> Option<NameLook> {
        if (is_bare && digest.is_none()) || !self.annotations.has_document(path) {
            return None;
        }
        let here = digest.copied().or_else(|| self.digest_of(path));
        let hex = here.map(|here| here.hex());
        if !is_bare && said.all(|said| Some(said.sha256) == hex) {
            return None;
        }
        let most = if is_bare { MOST_READ } else { usize::MAX };
        let claims = self.claims(index(), readers, most);
        let here_and = here.filter(|here| !is_bare || claims.began_elsewhere(path, here));
        let moved = here_and.map_or_else(Vec::new, |here| self.moved_around((path, here), &claims));
        Some(NameLook { here, claims, moved })
    }

    /// The texts that have moved on from this name or to it.
    fn moved_around(&self, (path, here): (&DocPath, Digest), claims: &NameClaims) -> Vec<MovedText> {
        let held = |other: &DocPath| if other == path { Some(here) } else { self.annotations.known_digest(other) };
        let bare = OnceCell::new();
        let look = || {
            let paths = paths_in(self.annotations.corpus_root()).into_iter().filter(|path| !claims.is_annotated(path));
            by_digest(paths.filter_map(|path| Some((held(&path)?, path))))
        };
        let without = |digest: &Digest| bare.get_or_init(look).get(digest).cloned().unwrap_or_default();
        let moved = claims.moved_on(&held, &without).into_iter();
        moved.filter(|moved| moved.from == *path || moved.to == *path).collect()
    }

    /// What lies under the name that a text has moved on from, as far as it is about that.
    fn moved_here(&self, moved: &MovedText) -> Former {
        let there = self.each_file(&moved.from, &mut Vec::new(), opened);
        if !self.annotations.has_document(&moved.from) {
            return (moved.from.clone(), there);
        }
        let now = self.annotations.known_digest(&moved.from);
        (moved.from.clone(), part(there, now, &[CarriedOn::text(moved.digest)]).1)
    }

    /// The files under a name without what went on to other names.
    fn without_others(&self, path: &DocPath, files: Vec<ParsedFile>, look: &NameLook) -> Vec<ParsedFile> {
        let carried = look.claims.carried_from(path).into_iter().map(|(other, folders)| {
            let there = self.each_file(other, &mut Vec::new(), opened);
            CarriedOn::in_files(&there, &folders, self.digest_of(other))
        });
        let moved = look.moved.iter().filter(|moved| moved.from == *path).map(|moved| CarriedOn::text(moved.digest));
        part(files, look.here, &carried.chain(moved).collect::<Vec<CarriedOn>>()).0
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
        let (mut claims, digests) = (NameClaims::by_plan(&self.annotations.planned_names()), OnceCell::new());
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
        let bare = |digest: &Digest| {
            digests.get_or_init(|| self.digests_of(texts, &|path| groups.contains_key(path))).get(digest).cloned()
        };
        let went = self.moved_among(texts, &claims, &|digest| bare(digest).unwrap_or_default());
        for moved in &went {
            groups.entry(moved.to.clone()).or_default().is_parted = true;
            groups.entry(moved.from.clone()).and_modify(|group| group.is_parted = true);
        }
        let mut moved: BTreeSet<&DocPath> = BTreeSet::new();
        for (path, sidecars) in homeless {
            let mut takers: Vec<DocPath> = claims.had(path.as_str()).cloned().collect();
            let is_claimed = !takers.is_empty();
            takers.extend(went.iter().filter(|moved| moved.from == *path).map(|moved| moved.to.clone()));
            if !is_claimed && sidecars.said.has_versions() {
                let digests = digests.get_or_init(|| self.digests_of(texts, &|path| groups.contains_key(path)));
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

    /// The texts that have moved on from one name in use to another, of all.
    pub(super) fn moved_among(
        &self,
        texts: &[KnownText],
        claims: &NameClaims,
        without: &dyn Fn(&Digest) -> Vec<DocPath>,
    ) -> Vec<MovedText> {
        let known: HashMap<&DocPath, Digest> =
            texts.iter().filter_map(|text| Some((&text.path, text.digest?))).collect();
        let held = |path: &DocPath| known.get(path).copied().or_else(|| self.annotations.known_digest(path));
        claims.moved_on(&held, without)
    }

    /// The texts that have no sidecars, by their digests.
    pub(super) fn digests_of(
        &self,
        texts: &[KnownText],
        is_annotated: &dyn Fn(&DocPath) -> bool,
    ) -> HashMap<Digest, Vec<DocPath>> {
        by_digest(texts.iter().filter(|text| !is_annotated(&text.path)).filter_map(|text| {
            let digest = text.digest.or_else(|| self.digest_of(&text.path))?;
            Some((digest, text.path.clone()))
        }))
    }
}

fn by_digest(texts: impl Iterator<Item = (Digest, DocPath)>) -> HashMap<Digest, Vec<DocPath>> {
    let mut found: HashMap<Digest, Vec<DocPath>> = HashMap::new();
    for (digest, path) in texts {
        found.entry(digest).or_default().push(path);
    }
    found
}
