//! The annotations of a corpus as records: read from all readers' files and merged. One's own are written in
//! `saving`, where they stand is found in `anchoring`, many documents are gone through in `survey`.
//!
//! It joins the texts of [`Annotations`] with their meaning in `annotation`. It knows no clock: times and new ids are
//! handed in.

mod anchoring;
mod saving;
mod survey;

use crate::annotation::merge::own_id;
use crate::annotation::person::parse_reader;
use crate::annotation::{Annotation, Kind, Merged, Origin, Reader, Record, Sidecar, Target, merge};
use crate::store::corpus::read::Digest;
use crate::store::device::reader_name::slug;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::parallel;
use crate::store::fs::path::DocPath;
use crate::store::sidecar::annotations::{Annotations, Place, SidecarFile};
use crate::store::sidecar::renamed::{self, Renamed};
use crate::store::sidecar::sidecar_cache::Ledgers;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::AtomicBool;

pub use anchoring::{Standing, anchored, anchored_since, anchored_with};

use survey::{Looked, opened};

/// A file and what it says.
type Opened = (SidecarFile, Sidecar);

/// How many records are understood at a time.
const PIECE: usize = 512;

/// The readers' files of one corpus.
#[derive(Debug)]
pub struct Shelf {
    annotations: Annotations,
    me: Option<Reader>,
    renamed: Renamed,
    /// Whether this session has seen or written its own `reader.json`.
    introduced: AtomicBool,
    /// What this session wrote last.
    ledgers: Ledgers,
    /// What was looked up once for many documents.
    looked: Option<Looked>,
}

/// One annotation of somebody on a document.
#[derive(Clone, Debug)]
pub struct Held {
    /// What it says.
    pub annotation: Annotation,
    /// The record it comes from.
    pub record: Record,
    /// The nickname of its reader.
    pub reader: String,
    /// Whether it is one's own.
    pub mine: bool,
    /// Where it was read.
    pub origin: Origin,
}

/// What all readers' files say of a document.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The annotations, in the order of their ids.
    pub held: Vec<Held>,
    /// One's own records, tombstones included.
    pub own: Vec<Record>,
    /// What could not be read, in words.
    pub faults: Vec<String>,
    /// Names of documents that are not there any more under which this text was annotated, and nobody has written
    /// under the new name yet.
    pub formerly: Vec<DocPath>,
    /// All former names under which something was read.
    pub former: Vec<DocPath>,
    /// Versions that lost to others of the same instant.
    pub aside: Vec<Record>,
    /// What stands in a reader's folder (its name comes first) and says that it is by somebody else, from whom there is
    /// nothing with that id: shown as quoted there, and nowhere counted as anybody's.
    pub quoted: Vec<(String, Held)>,
    /// The ids of what is said in files alone that are hardly from the reader whose folder they are in.
    pub doubted: Vec<String>,
    /// The newest change in each file, with the reader's folder that it lies in.
    pub newest: Vec<(String, Timestamp)>,
    /// By their ids, the records that belong to other documents of the same work: they are changed there.
    pub homes: HashMap<String, DocPath>,
}

impl Read {
    /// Whose files hold changes more than a day after `now`, in words: their clocks are wrong, and what they wrote wins
    /// over what is written later.
    pub fn ahead(&self, now: Timestamp) -> Option<String> {
        let limit = now.checked_add(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX);
        let ahead = self.newest.iter().filter(|(_, newest)| *newest > limit);
        let readers: BTreeSet<&str> = ahead.map(|(folder, _)| folder.as_str()).collect();
        let readers = readers.into_iter().collect::<Vec<_>>().join(", ");
        let told = "dated in the future: these win over later changes until the clock of that computer is set right";
        (!readers.is_empty()).then(|| format!("annotations by {readers} are {told}"))
    }
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

impl Shelf {
    /// The annotations of a corpus, to be read by anybody.
    pub fn new(annotations: Annotations) -> Self {
        Self {
            annotations,
            me: None,
            renamed: Renamed::default(),
            introduced: AtomicBool::new(false),
            ledgers: Ledgers::default(),
            looked: None,
        }
    }

    /// The same, written to by this reader on this device.
    pub fn for_reader(self, reader: &Reader, device: &str) -> Result<Self> {
        let annotations = self.annotations.for_reader(&reader.nickname, device)?;
        Ok(Self { me: Some(reader.clone()), renamed: self.renamed, ..Self::new(annotations) })
    }

    /// Who writes.
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
        own && text().is_some_and(|text| self.ledgers.is(document.as_str(), &text))
    }

    /// Why annotations do not go into the corpus, where they do not.
    pub fn elsewhere(&self) -> Option<String> {
        match self.annotations.place() {
            Place::Corpus => None,
            Place::Fallback(path, _) => {
                Some(format!("this folder cannot be written: notes go to {}", crate::store::fs::path::shown(path)))
            }
        }
    }

    /// All readers here, by the name of their folder.
    pub fn readers(&self) -> (HashMap<String, Reader>, Vec<Error>) {
        let (people, mut faults) = self.annotations.people();
        let readers: HashMap<String, Reader> =
            people.into_iter().filter_map(|(folder, text)| Some((folder, parse_reader(&text)?))).collect();
        faults.extend(doubled(&readers));
        (readers, faults)
    }

    /// What all readers have written on a document, by its path and by the former names that its sidecars say.
    pub fn read(&self, path: &DocPath) -> Read {
        self.read_known(path, None)
    }

    /// The same, where the document's digest is known: without sidecars of its own it has those of the same text whose
    /// document is not there any more.
    pub fn read_known(&self, path: &DocPath, digest: Option<&Digest>) -> Read {
        let mut errors = Vec::new();
        let readers = self.readers_here(&mut errors);
        let (mut files, former) = self.files(path, digest, &mut errors);
        let adopted = files.is_empty();
        let (former, more): (Vec<DocPath>, Vec<Vec<Opened>>) = former.into_iter().unzip();
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

    /// The same, with what was written on `copies`, the other formats of the same work. What is about such a document as
    /// a whole stays there; of a record that is here as well, the one here counts. A copy that is not there is none.
    pub fn read_with(&self, path: &DocPath, digest: &Digest, copies: &[DocPath]) -> Read {
        let mut read = self.read_known(path, Some(digest));
        let ids = read.held.iter().map(|held| held.record.id()).chain(read.own.iter().map(Record::id));
        let mut known: HashSet<String> = ids.map(str::to_owned).collect();
        for copy in copies.iter().filter(|copy| self.annotations.has_document(copy)) {
            let mut there = self.read(copy);
            there.held.retain(|held| !known.contains(held.record.id()) && !is_about_whole(&held.annotation.target));
            there.own.retain(|record| !known.contains(record.id()));
            let ids = there.held.iter().map(|held| held.record.id()).chain(there.own.iter().map(Record::id));
            read.homes.extend(ids.map(|id| (id.to_owned(), copy.clone())));
            known.extend(read.homes.keys().cloned());
            read.held.extend(
                there.held.into_iter().map(|held| Held { origin: Origin::Copy(copy.as_str().to_owned()), ..held }),
            );
            read.own.extend(there.own);
            read.faults.extend(there.faults);
        }
        read.held.sort_by(|a, b| a.record.id().cmp(b.record.id()));
        read
    }

    /// The sidecars of a document, and those under each of its former names.
    fn files(&self, path: &DocPath, digest: Option<&Digest>, errors: &mut Vec<Error>) -> (Vec<Opened>, Vec<Former>) {
        let files = self.each_file(path, errors, opened);
        let names = match digest {
            Some(digest) if files.is_empty() => {
                self.renamed.names_of(digest, path, &self.annotations, &self.index_here(&mut Vec::new()))
            }
            _ => {
                let records = files.iter().flat_map(|(_, sidecar)| sidecar.records());
                renamed::said_by(records.filter_map(Record::identity), path, &self.annotations)
            }
        };
        let former = names.into_iter().map(|name| (name.clone(), self.each_file(&name, errors, opened)));
        let former = former.filter(|(_, files)| !files.is_empty());
        let former = former.collect();
        (files, former)
    }

    fn sorted_out(&self, merged: Merged, names: &HashMap<&str, &str>, faults: Vec<String>) -> Read {
        let me = self.me.as_ref().map(|reader| reader.id.as_str());
        let is_mine = |record: &Record| me.is_some() && record.creator() == me;
        let own = merged.live.iter().chain(&merged.tombstones).filter(|record| is_mine(record)).cloned().collect();
        let held = |record: Record| {
            let annotation = record.annotation()?;
            let reader = names.get(annotation.creator.as_str()).map_or("somebody", |name| name).to_owned();
            Some(Held { mine: is_mine(&record), annotation, record, reader, origin: Origin::Here })
        };
        let pieces: Vec<&[Record]> = merged.live.chunks(PIECE).collect();
        let held = parallel::each(&pieces, |piece| piece.iter().cloned().filter_map(held).collect::<Vec<Held>>());
        let held = held.into_iter().flatten().collect();
        Read { held, own, faults, aside: merged.kept_aside, ..Read::default() }
    }

    /// The reader of that name who is here already, if there is one.
    pub fn known(&self, name: &str) -> Option<Reader> {
        let nickname = slug(name);
        let reader = self.readers().0.remove(&nickname)?;
        Some(Reader { nickname, ..reader })
    }
}

/// A former name of a document and the sidecars under it.
type Former = (DocPath, Vec<Opened>);

/// The records of some readers' files, merged; the folders of the readers by their ids (of two with one id the first by
/// name); and the owner of each file.
///
/// A folder without a `reader.json` is whose its files say, and what they hold may be by anybody: but for readers who
/// have a folder of their own here, and for `me`, it does not speak. What it says in their names is quoted.
fn together_of<'a>(
    files: &[Opened],
    readers: &'a HashMap<String, Reader>,
    me: Option<&Reader>,
) -> (Merged, HashMap<&'a str, &'a str>, Vec<Owner>) {
    let here: HashSet<&str> = readers.values().chain(me).map(|reader| reader.id.as_str()).collect();
    let owners: Vec<Owner> = files.iter().map(|file| Owner::of(file, readers, me, &here)).collect();
    let mut parts: Vec<(usize, Option<&str>, Vec<&Record>)> = Vec::with_capacity(files.len());
    for (at, ((_, sidecar), owner)) in files.iter().zip(&owners).enumerate() {
        let (own, others): (Vec<&Record>, Vec<&Record>) =
            sidecar.records().partition(|record| !owner.is_quoted(record, &here));
        parts.push((at, owner.0.as_deref(), own));
        parts.push((at, Some(NOBODY), others));
    }
    let mut merged = merge(parts.iter().map(|(_, owner, records)| (*owner, records.iter().copied())));
    let newest = merged.newest.chunks(2).map(|both| both.iter().flatten().max().copied()).collect();
    merged.newest = newest;
    let mut folders: Vec<(&str, &str)> =
        readers.iter().map(|(folder, reader)| (reader.id.as_str(), folder.as_str())).collect();
    folders.sort_unstable_by(|a, b| b.cmp(a));
    (merged, folders.into_iter().collect(), owners)
}

/// Whose words a file is believed to hold: those of one reader; without an id those of anybody who is not here.
struct Owner(Option<String>);

/// The id of nobody: no record can say it.
const NOBODY: &str = "\0";

impl Owner {
    fn of(
        (file, sidecar): &Opened,
        readers: &HashMap<String, Reader>,
        me: Option<&Reader>,
        here: &HashSet<&str>,
    ) -> Self {
        let known = readers.get(&file.folder).or_else(|| me.filter(|me| me.nickname == file.folder));
        let said = || sidecar.owner().filter(|id| !here.contains(id)).map(str::to_owned);
        Self(known.map(|reader| reader.id.clone()).or_else(said))
    }

    /// Whether a record in the file is by somebody in whose name it does not speak.
    fn is_quoted(&self, record: &Record, here: &HashSet<&str>) -> bool {
        let Some(creator) = record.creator() else { return false };
        self.0.as_deref().map_or_else(|| here.contains(creator), |owner| owner != creator)
    }
}

/// Folders that claim to be of one reader: what somebody may do by mistake, or in order to speak as somebody else.
fn doubled(readers: &HashMap<String, Reader>) -> Vec<Error> {
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (folder, reader) in readers {
        folders.entry(&reader.id).or_default().insert(folder);
    }
    let several = folders.into_values().filter(|folders| folders.len() > 1);
    several
        .map(|folders| Error::SameReader { folders: folders.into_iter().collect::<Vec<_>>().join(" and ") })
        .collect()
}

/// What could not be read of a file, in one sentence.
fn damage(file: &SidecarFile, sidecar: &Sidecar) -> Option<String> {
    let (first, rest) = sidecar.faults().split_first()?;
    let more = if rest.is_empty() { String::new() } else { format!(", and {} more", rest.len()) };
    Some(format!(
        "{}: {first}{more}; `postil check` tells all and what to do",
        crate::store::fs::path::shown(&file.path)
    ))
}

/// The records in readers' folders by somebody else, of whom nothing with that id was found; each once a folder.
fn quoted(files: &[Opened], owners: &[Owner], merged: &Merged, names: &HashMap<&str, &str>) -> Vec<(String, Held)> {
    if merged.quoted.is_empty() {
        return Vec::new();
    }
    let heard = merged.live.iter().chain(&merged.tombstones);
    let heard: HashSet<(&str, Option<&str>)> = heard.map(|record| (own_id(record), record.creator())).collect();
    let here: HashSet<&str> = names.keys().copied().collect();
    let mut quoted: BTreeMap<(&str, &str), Held> = BTreeMap::new();
    for ((file, sidecar), owner) in files.iter().zip(owners) {
        let foreign = |record: &&Record| owner.is_quoted(record, &here);
        let unheard = |record: &&Record| !heard.contains(&(own_id(record), record.creator()));
        for record in sidecar.records().filter(foreign).filter(unheard) {
            let Some(annotation) = record.annotation().filter(|view| view.kind != Kind::Identity) else { continue };
            let reader = names.get(annotation.creator.as_str()).map_or("somebody", |name| name).to_owned();
            let held = Held { annotation, record: record.clone(), reader, mine: false, origin: Origin::Here };
            let newest = quoted.entry((&file.folder, record.id())).or_insert_with(|| held.clone());
            if newest.annotation.modified < held.annotation.modified {
                *newest = held;
            }
        }
    }
    quoted.into_iter().map(|((folder, _), held)| (folder.to_owned(), held)).collect()
}

fn is_about_whole(target: &Target) -> bool {
    matches!(target, Target::Document(_))
}
