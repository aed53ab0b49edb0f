//! The annotations of a corpus as records: read from all readers' files and merged. One's own are written in
//! `saving`, many documents are gone through in `survey`; what is private is read beside it in `private`, what is encrypted for this
//! reader opened in `sealing`.
//!
//! It joins the texts of [`Annotations`] with their meaning in `annotation`. It knows no clock: times and new ids are
//! handed in.

mod belonging;
mod known_keys;
mod private;
mod saving;
mod sealing;
pub(in crate::store) mod survey;

pub use known_keys::RosterReview;

use crate::annotation::person::parse_reader;
use crate::annotation::{AnnotationId, Merged, Origin, Reader, ReaderId, Record, Target};
use crate::document::DocPath;
use crate::store::fs::digest::Digest;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::parallel;
use crate::store::fs::slug::slug;
use crate::store::sidecar::annotations::{Annotations, PersonTexts, SidecarListing, WritePlace};
use crate::store::sidecar::kept_names::KeptNames;
use crate::store::sidecar::merging::{ParsedFile, damage, quoted, together_of};
use crate::store::sidecar::renamed::{Renamed, carried_by};
use crate::store::sidecar::rostered::settle;
use crate::store::sidecar::short_names::name_shortly;
use crate::store::sidecar::sidecar_cache::SidecarCache;
use crate::store::sidecar::signature::claims::KnownClaims;
use crate::store::sidecar::stored::{Read, StoredAnnotation};
use crate::text::fold::is_same_name;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// How many records are understood at a time.
const PIECE: usize = 512;

/// From so many readers' folders on what all have written takes longer than anybody waits for their own.
const CROWDED: usize = 500;

/// What one look has seen.
#[derive(Debug)]
struct Looked {
    index: SidecarListing,
    readers: HashMap<String, Reader>,
}

/// The readers' files of one corpus.
#[derive(Debug)]
pub struct AnnotationStore {
    annotations: Annotations,
    me: Option<Reader>,
    renamed: Renamed,
    kept_names: KeptNames,
    /// Whether this session has seen or written its own `reader.json`.
    introduced: AtomicBool,
    /// What this session wrote last.
    ledgers: SidecarCache,
    /// What was looked up once for many documents.
    looked: Option<Looked>,
    /// Which folders were found to be signed, of those that claim one id.
    claims: KnownClaims,
    /// The reader's private ones, where they were asked for.
    private: Option<Box<Self>>,
}

/// What a save needs to know of the document.
#[derive(Clone, Debug)]
pub struct About<'a> {
    /// Its path.
    pub path: &'a DocPath,
    /// The digest of its file.
    pub digest: Digest,
    /// What to call it.
    pub title: String,
}

impl AnnotationStore {
    /// The annotations of a corpus, to be read by anybody.
    pub fn new(annotations: Annotations) -> Self {
        Self {
            private: annotations.private().map(|private| Box::new(Self::new(private))),
            me: annotations.read_by.clone(),
            annotations,
            renamed: Renamed::default(),
            kept_names: KeptNames::default(),
            introduced: AtomicBool::new(false),
            ledgers: SidecarCache::default(),
            looked: None,
            claims: KnownClaims::default(),
        }
    }

    /// Makes it writable for this reader on this device: in the folder that is the reader's already, else in one of their
    /// short name.
    pub fn for_reader(self, reader: &Reader, device: &str) -> Result<Self> {
        let nickname = self.annotations.folder_of(reader);
        let private = self.private.map(|private| private.for_reader(reader, device)).transpose()?;
        let annotations = self.annotations.for_reader(&nickname, device)?;
        let me = Some(Reader { nickname, ..reader.clone() });
        let (renamed, kept_names) = (self.renamed, self.kept_names);
        Ok(Self { me, renamed, kept_names, private: private.map(Box::new), ..Self::new(annotations) })
    }

    /// Who writes, with the name of the own folder for a short name.
    pub fn me(&self) -> Option<&Reader> {
        self.me.as_ref()
    }

    /// The files.
    pub fn annotations(&self) -> &Annotations {
        &self.annotations
    }

    /// Whether the sidecar at `path` is this session's own on that document, and is as this session left it.
    pub(in crate::store) fn has_left(&self, path: &Path, document: &DocPath) -> bool {
        let own = self.annotations.own_path(document).is_ok_and(|own| own == path);
        let text = || self.annotations.read_own(document).ok().flatten();
        let left = own && text().is_some_and(|text| self.ledgers.is(document.as_str(), &text));
        left || self.private.as_ref().is_some_and(|private| private.has_left(path, document))
    }

    /// Why annotations do not go into the corpus, where they do not.
    pub fn elsewhere(&self) -> Option<String> {
        match self.annotations.place() {
            WritePlace::Corpus => None,
            WritePlace::Fallback(path, _) => {
                Some(format!("this folder cannot be written: notes go to {}", crate::text::shown(path)))
            }
        }
    }

    /// All readers here by the name of their folder, each with the short name to show, and the name that the roster has;
    /// and what is wrong with what they say of themselves. A store that has looked once ([`Self::once`]) has told that then.
    pub fn readers(&self) -> (HashMap<String, Reader>, Vec<Error>) {
        if let Some(looked) = &self.looked {
            return (looked.readers.clone(), Vec::new());
        }
        let (people, mut faults) = self.annotations.people();
        let (readers, more) = self.readers_of(people);
        faults.extend(more);
        (readers, faults)
    }

    /// The same by the texts of their `reader.json`.
    fn readers_of(&self, people: PersonTexts) -> (HashMap<String, Reader>, Vec<Error>) {
        let roster = self.annotations.roster().unwrap_or_default();
        if let Some(known) = self.annotations.known_people().readers(&people, &roster) {
            return (known, Vec::new());
        }
        let mut readers: HashMap<String, Reader> =
            people.iter().filter_map(|(folder, text)| Some((folder.clone(), parse_reader(text)?))).collect();
        name_shortly(&mut readers);
        let proven = |folder: &str, reader: &Reader| self.claims.proven(&self.annotations, &roster, (folder, reader));
        let faults = settle(&mut readers, &roster, &people, &proven);
        // What is told of folders that claim one id rests on their signatures, too.
        if faults.is_empty() {
            self.annotations.known_people().keep_readers(people, roster, &readers);
        }
        (readers, faults)
    }

    /// What this reader alone has written, on all devices, private or not, as if nobody else were here: a part of what is here that is
    /// there long before the rest, where that is worth it; `None` where so few write here that it is not, or nobody writes.
    pub fn only_own(&self) -> Option<Self> {
        let me = self.me.as_ref()?;
        let is_crowded = self.annotations.known_people().len() >= CROWDED;
        is_crowded.then(|| self.alone(me))
    }

    fn alone(&self, me: &Reader) -> Self {
        let private = self.private.as_ref().map(|private| Box::new(private.alone(me)));
        Self { me: Some(me.clone()), private, ..Self::new(self.annotations.clone().only_own()) }
    }

    /// What all readers have written on a document, by its path and by the former names that its sidecars say.
    pub fn read(&self, path: &DocPath) -> Read {
        self.read_known(path, None)
    }

    /// Reads what all readers have written on a document of this digest; where it has no sidecars of its own, those of the
    /// same text whose document is not there any more.
    pub fn read_known(&self, path: &DocPath, digest: Option<&Digest>) -> Read {
        let read = self.opened(self.read_here(path, digest));
        match &self.private {
            Some(private) => self.beside(read, private.read_here(path, digest)),
            None => read,
        }
    }

    /// As [`Self::read_known`], for a document that nobody has read: its file is looked into.
    pub fn read_found(&self, path: &DocPath) -> Read {
        self.read_known(path, self.annotations.file_digest(path).as_ref())
    }

    /// As [`Self::read_known`], without what is private.
    fn read_here(&self, path: &DocPath, digest: Option<&Digest>) -> Read {
        let mut errors = Vec::new();
        let readers = self.readers_here(&mut errors);
        let (mut files, former) = self.files((path, digest), &readers, &mut errors);
        let adopted = files.is_empty();
        let (former, more): (Vec<DocPath>, Vec<Vec<ParsedFile>>) = former.into_iter().unzip();
        let formerly = if adopted { former.clone() } else { Vec::new() };
        files.extend(more.into_iter().flatten());
        let mut faults: Vec<String> = errors.iter().map(ToString::to_string).collect();
        faults.extend(files.iter().filter_map(|(file, sidecar)| damage(file, sidecar)));
        let (merged, names, owners) = together_of(&files, &readers, self.me.as_ref());
        let newest =
            files.iter().zip(&merged.newest).filter_map(|((file, _), newest)| Some((file.folder.clone(), (*newest)?)));
        let newest = newest.collect();
        let quoted = quoted(&files, &owners, &merged, &names);
        let (doubts, doubted) = self.doubted(&files);
        faults.extend(doubts);
        Read { formerly, former, quoted, doubted, newest, ..self.sorted_out(merged, &names, faults) }
    }

    /// Reads a document's annotations with those on `copies`, the other formats of the same work. What is about such a
    /// document as a whole stays there; of a record that is here as well, the one here counts. A copy that is not there
    /// is none.
    pub fn read_with(&self, path: &DocPath, digest: &Digest, copies: &[DocPath]) -> Read {
        let mut read = self.read_known(path, Some(digest));
        let ids = read.stored.iter().map(|stored| stored.record.id()).chain(read.own.iter().map(Record::id));
        let mut known: HashSet<AnnotationId> = ids.cloned().collect();
        for copy in copies.iter().filter(|copy| self.annotations.has_document(copy)) {
            let mut there = self.read(copy);
            there
                .stored
                .retain(|stored| !known.contains(stored.record.id()) && !is_about_whole(&stored.annotation.target));
            there.own.retain(|record| !known.contains(record.id()));
            let ids = there.stored.iter().map(|stored| stored.record.id()).chain(there.own.iter().map(Record::id));
            read.homes.extend(ids.map(|id| (id.clone(), copy.clone())));
            known.extend(read.homes.keys().cloned());
            read.stored.extend(
                there
                    .stored
                    .into_iter()
                    .map(|stored| StoredAnnotation { origin: Origin::Copy(copy.clone()), ..stored }),
            );
            read.own.extend(there.own);
            read.faults.extend(there.faults);
        }
        read.stored.sort_by(|a, b| a.record.id().cmp(b.record.id()));
        read
    }

    /// The sidecars of a document, those under its former names, and which names that other texts have now its own was carried on from.
    pub(in crate::store) fn files_with_former(
        &self,
        path: &DocPath,
        digest: Option<&Digest>,
    ) -> (Vec<ParsedFile>, Vec<DocPath>) {
        let readers = self.readers_here(&mut Vec::new());
        let (mut files, former) = self.files((path, digest), &readers, &mut Vec::new());
        let carried = carried_by(path, &files).into_keys().collect();
        files.extend(former.into_iter().flat_map(|(_, files)| files));
        (files, carried)
    }

    fn sorted_out(&self, merged: Merged, names: &HashMap<&ReaderId, &str>, faults: Vec<String>) -> Read {
        let merged = self.as_they_lie(merged);
        let me = self.me.as_ref().map(|reader| &reader.id);
        let is_mine = |record: &Record| me.is_some() && record.creator() == me;
        let own = merged.live.iter().chain(&merged.tombstones).filter(|record| is_mine(record)).cloned().collect();
        let stored = |record: Record| {
            let annotation = record.annotation()?;
            let reader = names.get(&annotation.creator).map_or("somebody", |name| name).to_owned();
            Some(StoredAnnotation { mine: is_mine(&record), annotation, record, reader, origin: Origin::Here })
        };
        let pieces: Vec<&[Record]> = merged.live.chunks(PIECE).collect();
        let stored = parallel::each(&pieces, |piece| {
            piece.iter().cloned().filter_map(stored).collect::<Vec<StoredAnnotation>>()
        });
        let stored = stored.into_iter().flatten().collect();
        Read { stored, own, faults, aside: merged.kept_aside, ..Read::default() }
    }

    /// A reader with the short name that is shown here.
    pub fn shown(&self, reader: &Reader) -> Reader {
        let there = self.readers().0.into_values().find(|there| there.id == reader.id);
        Reader { nickname: there.map_or_else(|| reader.nickname.clone(), |there| there.nickname), ..reader.clone() }
    }

    /// The short name under which somebody of this name is known here: that of the roster's only row for it; where
    /// the roster has none, that of the only reader who has it as a full name.
    pub fn short_name_of(&self, name: &str) -> Option<String> {
        let only = |names: &mut dyn Iterator<Item = String>| names.next().filter(|_| names.next().is_none());
        let roster = self.annotations.roster().ok()?;
        if roster.short_names_of(name).next().is_some() {
            return only(&mut roster.short_names_of(name).map(slug));
        }
        let named = self.readers().0.into_values().filter(|reader| is_same_name(&reader.name, name));
        only(&mut named.map(|reader| reader.nickname))
    }

    /// Whether a reader stands in the roster, where there is one.
    pub fn stands_in_roster(&self, reader: &Reader) -> bool {
        self.annotations.roster().is_ok_and(|roster| roster.row(&reader.nickname, &reader.id).is_some())
    }

    /// The reader of that name who is here already, if there is one: by the folder, else by the short name that is shown.
    pub fn known(&self, name: &str) -> Option<Reader> {
        let (nickname, mut readers) = (slug(name), self.readers().0);
        let there = readers.remove(&nickname);
        let reader = there.or_else(|| readers.into_values().find(|reader| reader.nickname == nickname))?;
        Some(Reader { nickname, ..reader })
    }
}

fn is_about_whole(target: &Target) -> bool {
    matches!(target, Target::Document(_))
}
