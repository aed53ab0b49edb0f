//! Going through the readers' folders: which files there are, and what they say. The folders of one look are opened once
//! each, and several readers' folders are gone through at a time; links are never followed, and every walk is bounded.

use crate::annotation::chain::CHAINED;
use crate::annotation::parse_sidecar_name;
use crate::document::DocPath;
use crate::store::corpus::documents::MAX_DEPTH;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Folder, FolderText, MAX_NAMES, is_temporary};
use crate::store::fs::parallel;
use crate::store::fs::system::{self, FileKind};
use crate::store::sidecar::annotations::folders::{Bases, ListedFolder, Whose, below, home};
use crate::store::sidecar::annotations::people::person_of;
use crate::store::sidecar::annotations::spelling::{Spellings, alike_in, is_alike};
use crate::store::sidecar::annotations::{
    Annotations, Base, Listed, MAX_FILES, MAX_SIDECAR, Names, SidecarFile, SidecarListing, stem,
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::SystemTime,
};

/// How many files of signatures of one reader are read, and how large they may be together, in bytes.
const MOST_CHAINS: usize = 50;
const MAX_CHAINS: u64 = 2 * MAX_SIDECAR;

/// One folder inside a reader's.
#[derive(Clone, Copy)]
struct WalkPoint<'a> {
    listed: &'a ListedFolder,
    whose: &'a Whose,
    inside: &'a str,
    /// Whether sizes and times are wanted: each is a call to the system.
    is_measured: bool,
}

/// What one look at all readers' folders has found.
#[derive(Debug, Default)]
pub(in crate::store) struct FolderLook {
    /// The sidecars.
    pub index: SidecarListing,
    /// The readers' folders with their `reader.json`, as [`Annotations::people`] has them.
    pub people: Vec<(String, String)>,
    /// What could not be read.
    pub faults: Vec<Error>,
}

/// What a walk has come to.
#[derive(Default)]
struct Walked {
    found: Vec<Listed>,
    faults: Vec<Error>,
}

impl Annotations {
    /// All sidecars about `document`, of all readers and devices, conflict copies included; and what could not be read.
    pub fn files_for(&self, document: &DocPath, names: Names) -> (Vec<SidecarFile>, Vec<Error>) {
        self.each_for(document, names, |file| file)
    }

    /// Does `work` on every sidecar about `document`, several at a time; the results in the order of readers and paths.
    pub(in crate::store) fn each_for<R: Send>(
        &self,
        document: &DocPath,
        names: Names,
        work: impl Fn(SidecarFile) -> R + Sync,
    ) -> (Vec<R>, Vec<Error>) {
        let stem = stem(document);
        let (parent, _) = stem.rsplit_once('/').unwrap_or(("", ""));
        let only = |path: &str| names(path).filter(|document| is_alike(document, &stem));
        let spellings = Mutex::new(Spellings::of(self));
        let is_about = |listed: &Listed| {
            let settled = || spellings.lock().unwrap_or_else(PoisonError::into_inner).settle(listed.clone()).document;
            listed.document == stem || settled() == stem
        };
        let mut faults = Vec::new();
        let (bases, readers) = self.open_readers(&mut faults);
        let of_reader = |whose: &Whose| {
            let (mut results, mut walked) = (Vec::new(), Walked::default());
            let Some(home) = walked.noting(home(&bases, whose)) else { return (results, walked.faults) };
            for (inside, listed) in walked.parents(home, parent) {
                let spot = WalkPoint { listed: &listed, whose, inside: &inside, is_measured: false };
                walked.look_into(spot, &only, &mut Vec::new());
                let found = std::mem::take(&mut walked.found);
                let read = found.iter().filter(|found| is_about(found)).map(|found| self.read_from(&listed.0, found));
                let (done, more) = done(read.collect(), &work);
                results.extend(done);
                walked.faults.extend(more);
            }
            (results, walked.faults)
        };
        let mut results = Vec::new();
        for (done, more) in parallel::each(&readers, of_reader) {
            results.extend(done);
            faults.extend(more);
        }
        (results, faults)
    }

    /// The files of signatures in one reader's folder, conflict copies included; of more than there can be, or larger ones, the first.
    pub(in crate::store) fn chain_files(&self, folder: &str) -> Vec<SidecarFile> {
        let bases = self.open_bases(&mut Vec::new());
        let (inside, mut walked) = (CHAINED.rsplit_once('/').map_or("", |(inside, _)| inside), Walked::default());
        let only = |path: &str| Some(parse_sidecar_name(path)?.0).filter(|document| document == CHAINED);
        for base in 0..bases.len() {
            let whose = (base, folder.to_owned());
            let home = walked.noting(home(&bases, &whose));
            if let Some(listed) = home.and_then(|(home, _)| walked.noting(below(&home, inside))) {
                let spot = WalkPoint { listed: &listed, whose: &whose, inside, is_measured: true };
                walked.look_into(spot, &only, &mut Vec::new());
            }
        }
        walked.found.sort_by(|a, b| a.path.cmp(&b.path));
        let mut room = MAX_CHAINS;
        let fits = |listed: &&Listed| {
            room = room.saturating_sub(listed.size);
            room > 0
        };
        let files = walked.found.iter().take(MOST_CHAINS).take_while(fits);
        files.filter_map(|listed| Some(self.read_in(&bases, listed).ok()?.0)).collect()
    }

    /// Whether one of these readers' folders may hold signatures: a quick look.
    pub(in crate::store) fn has_chains<'a>(&self, mut folders: impl Iterator<Item = &'a String>) -> bool {
        let inside = CHAINED.rsplit_once('/').map_or("", |(inside, _)| inside);
        let bases = self.bases.iter().map(Base::path).filter(|base| base.is_dir());
        let bases: Vec<PathBuf> = bases.collect();
        folders.any(|folder| bases.iter().any(|base| base.join(folder).join(inside).is_dir()))
    }

    /// Does `work` on these sidecars, several at a time; the results in their order, and what could not be read.
    pub(in crate::store) fn each_of<R: Send>(
        &self,
        listed: &[&Listed],
        work: impl Fn(SidecarFile) -> R + Sync,
    ) -> (Vec<R>, Vec<Error>) {
        let mut faults = Vec::new();
        let bases = self.open_bases(&mut faults);
        let (mut results, read) =
            (Vec::new(), parallel::each(listed, |one| done(vec![self.read_in(&bases, one)], &work)));
        for (done, more) in read {
            results.extend(done);
            faults.extend(more);
        }
        (results, faults)
    }

    /// Does `work` on the texts of these sidecars, several at a time; in their order, nothing of one that cannot be read.
    pub(in crate::store) fn each_listed<R: Send>(
        &self,
        listed: &[&Listed],
        work: impl Fn(&Listed, String) -> R + Sync,
    ) -> Vec<Option<R>> {
        if listed.is_empty() {
            return Vec::new();
        }
        let bases = self.open_bases(&mut Vec::new());
        parallel::each(listed, |one| Some(work(one, self.read_in(&bases, one).ok()?.0.text)))
    }

    /// Every sidecar of the corpus, by one walk: which documents have annotations, without reading any.
    pub fn index(&self, names: Names) -> (SidecarListing, Vec<Error>) {
        self.index_of(names, &|_| true)
    }

    /// The same of those readers' folders alone whose names are `wanted`.
    pub(in crate::store) fn index_of(
        &self,
        names: Names,
        wanted: &dyn Fn(&str) -> bool,
    ) -> (SidecarListing, Vec<Error>) {
        let FolderLook { index, faults, .. } = self.look(names, wanted, false);
        (index, faults)
    }

    /// Every sidecar and every `reader.json`, by one walk.
    pub(in crate::store) fn look_at_all(&self, names: Names) -> FolderLook {
        self.look(names, &|_| true, true)
    }

    fn look(&self, names: Names, wanted: &dyn Fn(&str) -> bool, with_people: bool) -> FolderLook {
        let mut look = FolderLook::default();
        let (bases, mut readers) = self.open_readers(&mut look.faults);
        readers.retain(|(_, folder)| wanted(folder));
        let room = AtomicUsize::new(MAX_FILES);
        let walk = |whose: &Whose| {
            let (mut walked, mut person) = (Walked::default(), None);
            if let Some(home) = walked.noting(home(&bases, whose)) {
                person = with_people.then(|| person_of(&home)).and_then(|person| walked.noting(person.map(Some)));
                walked.walk(&home, whose, names, &room);
            }
            (walked, person)
        };
        let mut spellings = Spellings::of(self);
        for ((walked, person), (_, reader)) in parallel::each(&readers, walk).into_iter().zip(&readers) {
            walked.found.into_iter().for_each(|listed| look.index.add(spellings.settle(listed)));
            look.people.extend(person.map(|text| (reader.clone(), text)));
            look.faults.extend(walked.faults);
        }
        look.people.sort();
        look.people.dedup();
        look
    }

    /// The text of a sidecar that was listed; replacement characters stand for what is not UTF-8.
    pub fn read(&self, listed: &Listed) -> Result<SidecarFile> {
        let base = self.bases[listed.base].open()?;
        let bases = if listed.base == 0 { [base, None] } else { [None, base] };
        self.read_in(&bases, listed).map(|(file, _)| file)
    }

    fn read_in(&self, bases: &Bases, listed: &Listed) -> Result<(SidecarFile, bool)> {
        let below = Path::new(&listed.folder).join(&listed.path);
        let base = bases[listed.base].as_ref();
        let read = base.map_or(Ok(None), |base| base.read_listed(&below, MAX_SIDECAR))?;
        self.as_file(listed, read)
    }

    /// The text of a sidecar in the folder that it lies in; whether it is damaged.
    fn read_from(&self, folder: &Folder, listed: &Listed) -> Result<(SidecarFile, bool)> {
        let name = listed.path.rsplit('/').next().unwrap_or_default();
        self.as_file(listed, folder.read_listed(Path::new(name), MAX_SIDECAR)?)
    }

    fn as_file(&self, listed: &Listed, read: Option<FolderText>) -> Result<(SidecarFile, bool)> {
        let FolderText { text, is_damaged, owner } = read.ok_or_else(|| self.missing(listed))?;
        let (path, own) = (self.path_of(listed), self.is_own(listed));
        Ok((SidecarFile { path, folder: listed.folder.clone(), text, own, owner }, is_damaged))
    }

    fn missing(&self, listed: &Listed) -> Error {
        Error::io("open the file", self.path_of(listed), system::missing())
    }
}

/// What work made of what could be read, and what could not; a file that is not text is both.
fn done<R>(read: Vec<Result<(SidecarFile, bool)>>, work: &impl Fn(SidecarFile) -> R) -> (Vec<R>, Vec<Error>) {
    let (mut results, mut faults) = (Vec::new(), Vec::new());
    for read in read {
        match read {
            Ok((file, damaged)) => {
                faults.extend(damaged.then(|| Error::NotText { path: file.path.clone() }));
                results.push(work(file));
            }
            Err(fault) => faults.push(fault),
        }
    }
    (results, faults)
}

impl Walked {
    /// What was found; what went wrong is a fault.
    fn noting<T>(&mut self, found: Result<Option<T>>) -> Option<T> {
        found.unwrap_or_else(|fault| {
            self.faults.push(fault);
            None
        })
    }

    /// The folders in a reader's that may hold sidecars of the documents in `parent`, however its name is spelled.
    fn parents(&mut self, home: ListedFolder, parent: &str) -> Vec<(String, ListedFolder)> {
        if parent.is_empty() {
            return vec![(String::new(), home)];
        }
        let parts: Vec<&str> = parent.split('/').collect();
        let mut alike = alike_in((&home.0, &home.1), &parts, FileKind::Folder);
        // Whatever else stands under that name is told of when it is opened.
        let is_there = || home.1.len() >= MAX_NAMES || home.1.iter().any(|item| item.name == parts[0]);
        if !alike.iter().any(|path| path == parent) && is_there() {
            alike.insert(0, parent.to_owned());
        }
        let open = |inside: String| {
            let listed = self.noting(below(&home.0, &inside))?;
            Some((inside, listed))
        };
        alike.into_iter().filter_map(open).collect()
    }

    /// All sidecars of one reader, as far as there is `room` for more.
    fn walk(&mut self, home: &ListedFolder, whose: &Whose, names: Names, room: &AtomicUsize) {
        let mut pending = vec![(String::new(), 0)];
        while let Some((inside, depth)) = pending.pop() {
            let (mut folders, before) = (Vec::new(), self.found.len());
            let opened = if depth == 0 { None } else { self.noting(below(&home.0, &inside)) };
            let Some(listed) = opened.as_ref().or((depth == 0).then_some(home)) else { continue };
            let spot = WalkPoint { listed, whose, inside: &inside, is_measured: true };
            self.look_into(spot, names, &mut folders);
            let found = self.found.len() - before;
            let take = |room: usize| Some(room.saturating_sub(found));
            let room = room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).unwrap_or_default();
            if found > room || (depth >= MAX_DEPTH && !folders.is_empty()) {
                let path = listed.0.path().to_path_buf();
                self.faults.push(Error::Bound { path, what: "there are too many files, or they lie too deep" });
            }
            self.found.truncate(before + found.min(room));
            if depth < MAX_DEPTH && room >= found {
                pending.extend(folders.into_iter().rev().map(|folder| (folder, depth + 1)));
            }
        }
    }

    /// The sidecars in one folder; its own folders go to `folders`.
    fn look_into(&mut self, spot: WalkPoint<'_>, names: Names, folders: &mut Vec<String>) {
        let ((folder, items), (base, reader)) = (spot.listed, spot.whose);
        for item in items {
            let Some(name) = item.name.to_str() else { continue };
            let path = if spot.inside.is_empty() { name.to_owned() } else { format!("{}/{name}", spot.inside) };
            match item.kind {
                // Synchronisers and git keep their own affairs in hidden folders.
                FileKind::Folder if !name.starts_with('.') => folders.push(path),
                // A link is told of where it stands for a sidecar, or may stand for a folder of them.
                FileKind::Link if names(&path).is_some() || !name.contains('.') => {
                    self.faults.push(Error::Link { path: folder.path().join(&item.name) });
                }
                FileKind::File if !is_temporary(&item.name) => {
                    let document = names(&path);
                    // Only what is a sidecar by its name is looked at: each look is a call to the system.
                    self.found.extend(document.and_then(|document| {
                        let unmeasured = || (0, SystemTime::UNIX_EPOCH);
                        let measured = spot.is_measured.then(|| folder.measure(&item.name));
                        let (size, modified) = measured.unwrap_or_else(|| Some(unmeasured()))?;
                        Some(Listed { folder: reader.clone(), path, document, size, modified, base: *base })
                    }));
                }
                _ => {}
            }
        }
    }
}
