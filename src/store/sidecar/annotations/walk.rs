//! Going through the readers' folders: which files there are, and what they say. The folders of one look are opened once
//! each, and several readers' folders are gone through at a time; links are never followed, and every walk is bounded.

use crate::annotation::chain::CHAINED;
use crate::annotation::parse_sidecar_name;
use crate::document::DocPath;
use crate::store::corpus::documents::MAX_DEPTH;
use crate::store::corpus::names::PERSON;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Folder, is_temporary};
use crate::store::fs::parallel;
use crate::store::fs::system::{self, FileKind};
use crate::store::sidecar::annotations::spelling::{Spellings, alike_in, is_alike};
use crate::store::sidecar::annotations::{
    Annotations, Listed, MAX_FILES, MAX_PERSON, MAX_SIDECAR, Names, SidecarFile, SidecarListing, stem,
};
use std::{
    ffi::OsStr,
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// How many files of signatures of one reader are read, and how large they may be together, in bytes.
const MOST_CHAINS: usize = 50;
const MAX_CHAINS: u64 = 2 * MAX_SIDECAR;

/// The folders that readers' folders lie in, open for one look.
type Bases = [Option<Folder>; 2];

/// A reader's folder: the index of the base that it lies in, and its name.
type Whose = (usize, String);

/// One folder inside a reader's, open.
#[derive(Clone, Copy)]
struct WalkPoint<'a> {
    folder: &'a Folder,
    whose: &'a Whose,
    inside: &'a str,
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
            for inside in parents(&home, parent) {
                let Some(folder) = walked.noting(home.below(Path::new(&inside))) else { continue };
                walked.look_into(WalkPoint { folder: &folder, whose, inside: &inside }, &only, &mut Vec::new());
                let found = std::mem::take(&mut walked.found);
                let read = found.iter().filter(|listed| is_about(listed)).map(|listed| self.read_from(&folder, listed));
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
            if let Some(folder) = home.and_then(|home| walked.noting(home.below(Path::new(inside)))) {
                walked.look_into(WalkPoint { folder: &folder, whose: &whose, inside }, &only, &mut Vec::new());
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

    /// Whether a reader's folder may hold signatures: a quick look.
    pub(in crate::store) fn has_chain(&self, folder: &str) -> bool {
        let inside = CHAINED.rsplit_once('/').map_or("", |(inside, _)| inside);
        self.bases.iter().any(|base| base.path().join(folder).join(inside).is_dir())
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
        let (mut index, mut faults) = (SidecarListing::default(), Vec::new());
        let (bases, mut readers) = self.open_readers(&mut faults);
        readers.retain(|(_, folder)| wanted(folder));
        let room = AtomicUsize::new(MAX_FILES);
        let walk = |whose: &Whose| {
            let mut walked = Walked::default();
            if let Some(home) = walked.noting(home(&bases, whose)) {
                walked.walk(&home, whose, names, &room);
            }
            walked
        };
        let mut spellings = Spellings::of(self);
        for walked in parallel::each(&readers, walk) {
            walked.found.into_iter().for_each(|listed| index.add(spellings.settle(listed)));
            faults.extend(walked.faults);
        }
        (index, faults)
    }

    /// The text of a sidecar that was listed; replacement characters stand for what is not UTF-8.
    pub fn read(&self, listed: &Listed) -> Result<SidecarFile> {
        let base = self.bases[listed.base].open()?;
        let bases = if listed.base == 0 { [base, None] } else { [None, base] };
        self.read_in(&bases, listed).map(|(file, _)| file)
    }

    fn read_in(&self, bases: &Bases, listed: &Listed) -> Result<(SidecarFile, bool)> {
        let inside = Path::new(&listed.folder).join(Path::new(&listed.path).parent().unwrap_or(Path::new("")));
        let base = bases[listed.base].as_ref();
        let folder = base.map_or(Ok(None), |base| base.below(&inside))?.ok_or_else(|| self.missing(listed))?;
        self.read_from(&folder, listed)
    }

    /// The text of a sidecar in the folder that it lies in; whether it is damaged.
    fn read_from(&self, folder: &Folder, listed: &Listed) -> Result<(SidecarFile, bool)> {
        let full = self.path_of(listed);
        let name = full.file_name().unwrap_or_default();
        let (text, damaged) = folder.read_text(name, MAX_SIDECAR)?.ok_or_else(|| self.missing(listed))?;
        let own = self.is_own(listed);
        Ok((SidecarFile { path: full, folder: listed.folder.clone(), text, own }, damaged))
    }

    fn missing(&self, listed: &Listed) -> Error {
        Error::io("open the file", self.path_of(listed), system::missing())
    }

    /// The `reader.json` in the folder of that name; `None` where there is none that can be read.
    pub(in crate::store) fn person_in(&self, folder: &str) -> Option<String> {
        let bases = self.open_bases(&mut Vec::new());
        let read = |base| read_person(&bases, &(base, folder.to_owned())).ok().filter(|text| !text.is_empty());
        [0, 1].into_iter().find_map(read)
    }

    /// The readers' folders with their `reader.json`, sorted; the text is empty where there is none. A folder stands here
    /// twice where the corpus and the user's own data say different things of it.
    pub fn people(&self) -> (Vec<(String, String)>, Vec<Error>) {
        let (mut people, mut faults) = (Vec::new(), Vec::new());
        let (bases, readers) = self.open_readers(&mut faults);
        for (read, (_, reader)) in
            parallel::each(&readers, |whose| read_person(&bases, whose)).into_iter().zip(&readers)
        {
            match read {
                Ok(text) => people.push((reader.clone(), text)),
                Err(fault) => faults.push(fault),
            }
        }
        people.sort();
        people.dedup();
        (people, faults)
    }

    fn open_bases(&self, faults: &mut Vec<Error>) -> Bases {
        let mut open = |base: usize| {
            if self.is_private && base != self.written_base() {
                return None;
            }
            self.bases[base].open().unwrap_or_else(|fault| {
                faults.push(fault);
                None
            })
        };
        [open(0), open(1)]
    }

    /// Every reader's folder, and what they lie in.
    pub(in crate::store) fn open_readers(&self, faults: &mut Vec<Error>) -> (Bases, Vec<Whose>) {
        let (bases, mut readers) = (self.open_bases(faults), Vec::new());
        for (index, base) in bases.iter().enumerate() {
            let items = base.as_ref().map_or(Ok(Vec::new()), Folder::items);
            for item in items.unwrap_or_else(|fault| {
                faults.push(fault);
                Vec::new()
            }) {
                match (item.kind, item.name.to_str()) {
                    (FileKind::Folder, Some(name)) if !name.starts_with('.') => {
                        readers.push((index, name.to_owned()));
                    }
                    (FileKind::Link, _) => {
                        faults.push(Error::Link { path: self.bases[index].path().join(item.name) });
                    }
                    (FileKind::Folder, None) => {
                        faults.push(Error::BadName { name: item.name.to_string_lossy().into_owned() });
                    }
                    _ => {}
                }
            }
        }
        (bases, readers)
    }
}

/// A reader's folder; none where there is none.
fn home(bases: &Bases, (base, reader): &Whose) -> Result<Option<Folder>> {
    bases[*base].as_ref().map_or(Ok(None), |base| base.child(OsStr::new(reader)))
}

/// The folders in a reader's that may hold sidecars of the documents in `parent`, however its name is spelled.
fn parents(home: &Folder, parent: &str) -> Vec<String> {
    let exact = vec![parent.to_owned()];
    if parent.is_empty() {
        return exact;
    }
    let parts: Vec<&str> = parent.split('/').collect();
    let alike = alike_in(home, &parts, FileKind::Folder);
    // Whatever else stands under that name is told of when it is opened.
    if alike.iter().any(|path| path == parent) { alike } else { [exact, alike].concat() }
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

fn read_person(bases: &Bases, whose: &Whose) -> Result<String> {
    let Some(folder) = home(bases, whose)? else { return Ok(String::new()) };
    Ok(folder.read_text(OsStr::new(PERSON), MAX_PERSON)?.map(|(text, _)| text).unwrap_or_default())
}

impl Walked {
    /// What was found; what went wrong is a fault.
    fn noting<T>(&mut self, found: Result<Option<T>>) -> Option<T> {
        found.unwrap_or_else(|fault| {
            self.faults.push(fault);
            None
        })
    }

    /// All sidecars of one reader, as far as there is `room` for more.
    fn walk(&mut self, home: &Folder, whose: &Whose, names: Names, room: &AtomicUsize) {
        let mut pending = vec![(String::new(), 0)];
        while let Some((inside, depth)) = pending.pop() {
            let (mut folders, before) = (Vec::new(), self.found.len());
            let Some(folder) = self.noting(home.below(Path::new(&inside))) else { continue };
            self.look_into(WalkPoint { folder: &folder, whose, inside: &inside }, names, &mut folders);
            let found = self.found.len() - before;
            let take = |room: usize| Some(room.saturating_sub(found));
            let room = room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).unwrap_or_default();
            if found > room || (depth >= MAX_DEPTH && !folders.is_empty()) {
                let path = folder.path().to_path_buf();
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
        if let Err(fault) = self.try_to_look_into(spot, names, folders) {
            self.faults.push(fault);
        }
    }

    fn try_to_look_into(&mut self, spot: WalkPoint<'_>, names: Names, folders: &mut Vec<String>) -> Result<()> {
        let (folder, (base, reader)) = (spot.folder, spot.whose);
        for item in folder.items()? {
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
                        let (size, modified) = folder.measure(&item.name)?;
                        Some(Listed { folder: reader.clone(), path, document, size, modified, base: *base })
                    }));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
