//! The annotations of a corpus as records: read from all readers' files and merged, written to one's own.
//!
//! It joins the texts of [`Annotations`] with their meaning in `annotation`. It knows no clock: times and new ids are
//! handed in.

use super::ledgers::{Change, Ledgers};
use super::renamed::{self, Renamed};
use super::{Annotations, Digest, DocPath, Error, Place, Places, Result, SidecarFile, slug, together};
use crate::annotation::anchor::anchor_all;
use crate::annotation::merge::own_id;
use crate::annotation::person::{parse_reader, reader_text};
use crate::annotation::record::as_urn;
use crate::annotation::{
    Anchor, AnchorState, Annotation, Identity, Kind, Merged, NewIds, Origin, Passage, Reader, Record, Sidecar, Target,
    merge, next_modified, parse_sidecar_name,
};
use crate::document::Document;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

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
    pub(super) fn has_left(&self, path: &Path, document: &DocPath) -> bool {
        let own = self.annotations.own_path(document).is_ok_and(|own| own == path);
        let text = || self.annotations.read_own(document).ok().flatten();
        own && text().is_some_and(|text| self.ledgers.is(document.as_str(), &text))
    }

    /// Why annotations do not go into the corpus, where they do not.
    pub fn elsewhere(&self) -> Option<String> {
        match self.annotations.place() {
            Place::Corpus => None,
            Place::Fallback(path, _) => {
                Some(format!("this folder cannot be written: notes go to {}", super::shown(path)))
            }
        }
    }

    /// All readers here, by the name of their folder.
    pub fn readers(&self) -> (HashMap<String, Reader>, Vec<Error>) {
        let (people, faults) = self.annotations.people();
        let readers = people.into_iter().filter_map(|(folder, text)| Some((folder, parse_reader(&text)?))).collect();
        (readers, faults)
    }

    /// What all readers have written on a document, by its path and by the former names that its sidecars say.
    pub fn read(&self, path: &DocPath) -> Read {
        self.read_known(path, None)
    }

    /// The same, where the document's digest is known: without sidecars of its own it has those of the same text whose
    /// document is not there any more.
    pub fn read_known(&self, path: &DocPath, digest: Option<&Digest>) -> Read {
        let (readers, mut errors) = self.readers();
        let (mut files, former) = self.files(path, digest, &mut errors);
        let adopted = files.is_empty();
        let (former, more): (Vec<DocPath>, Vec<Vec<Opened>>) = former.into_iter().unzip();
        let formerly = if adopted { former.clone() } else { Vec::new() };
        files.extend(more.into_iter().flatten());
        let mut faults: Vec<String> = errors.iter().map(ToString::to_string).collect();
        faults.extend(files.iter().filter_map(|(file, sidecar)| damage(file, sidecar)));
        let (merged, names, owners) = together_of(&files, &readers);
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
        let mut of = |path: &DocPath| {
            let (files, more) = self.annotations.files_for(path, &|name| Some(parse_sidecar_name(name)?.0));
            errors.extend(more);
            let sidecars = together::each(&files, |file| Sidecar::parse(&file.text));
            files.into_iter().zip(sidecars).collect::<Vec<Opened>>()
        };
        let files = of(path);
        let names = match digest {
            Some(digest) if files.is_empty() => self.renamed.names_of(digest, path, &self.annotations),
            _ => renamed::said_by(files.iter().map(|(_, sidecar)| sidecar), path, &self.annotations),
        };
        let former = names.into_iter().map(|name| (name.clone(), of(&name))).filter(|(_, files)| !files.is_empty());
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
        let held = together::each(&pieces, |piece| piece.iter().cloned().filter_map(held).collect::<Vec<Held>>());
        let held = held.into_iter().flatten().collect();
        Read { held, own, faults, aside: merged.kept_aside, ..Read::default() }
    }

    /// Writes an own record. It is on the disk when this returns. `ids` are for a new file.
    pub fn save(&self, about: &About<'_>, record: &Record, now: Timestamp, ids: &NewIds) -> Result<Record> {
        let mut written = record.clone();
        self.write(about, record.id(), (now, ids), &mut |there| {
            written = later(there, record, now);
            Some(written.clone())
        })?;
        Ok(written)
    }

    /// Writes own records on one document in one go, all or none; gives them as they were written. The first
    /// file under a new name takes one's own records from under the old ones, whose files stay as they are.
    pub fn save_all(&self, about: &About<'_>, records: &[Record], now: Timestamp, ids: &NewIds) -> Result<Vec<Record>> {
        if let [record] = records {
            return Ok(vec![self.save(about, record, now, ids)?]);
        }
        let mut written = Vec::new();
        self.edit(about, now, ids, &mut |sidecar| {
            written = records.iter().map(|record| put(sidecar, record, now)).collect();
        })?;
        Ok(written)
    }

    /// Writes an own record that was made some time ago, unless the file knows something newer of it. It is on the disk
    /// when this returns.
    pub fn save_late(&self, about: &About<'_>, record: &Record, now: Timestamp, ids: &NewIds) -> Result<()> {
        self.write(about, record.id(), (now, ids), &mut |there| {
            there.is_none_or(|there| there.modified() < record.modified()).then(|| record.clone())
        })
    }

    /// Writes what `decide` says, given the version of a record that is in the file.
    fn write(
        &self,
        about: &About<'_>,
        id: &str,
        (now, ids): (Timestamp, &NewIds),
        decide: &mut dyn FnMut(Option<&Record>) -> Option<Record>,
    ) -> Result<()> {
        let begun = self.begun(about, now, ids)?;
        let (mut change, document) = (Change { id, decide }, about.path.as_str());
        let mut kept = self.ledgers.take(document);
        let text = self.annotations.with_own(about.path, &mut |text| {
            let known = kept.as_mut().filter(|ledger| text.as_deref() == Some(ledger.text()));
            if let Some(text) = known.and_then(|ledger| change.by_ledger(ledger)) {
                return text;
            }
            let sidecar = text.map_or_else(|| begun.clone(), |text| Sidecar::parse(&text));
            let (text, ledger) = change.by_file(sidecar);
            kept = ledger;
            text
        })?;
        if let Some(ledger) = kept {
            self.ledgers.keep(document, ledger.with_text(text));
        }
        Ok(())
    }

    /// Changes one's own file about a document, or begins it.
    fn edit(&self, about: &About<'_>, now: Timestamp, ids: &NewIds, edit: &mut dyn FnMut(&mut Sidecar)) -> Result<()> {
        let begun = self.begun(about, now, ids)?;
        self.annotations.with_own(about.path, &mut |text| {
            let mut sidecar = text.map_or_else(|| begun.clone(), |text| Sidecar::parse(&text));
            edit(&mut sidecar);
            sidecar.to_text()
        })?;
        Ok(())
    }

    /// What one's own file about a document begins with, where there is none; empty where there is one. It is made before
    /// the lock is taken: what stands under former names is in other files.
    fn begun(&self, about: &About<'_>, now: Timestamp, ids: &NewIds) -> Result<Sidecar> {
        let Some(me) = &self.me else { return Err(Error::NoReader { path: about.path.as_path().to_path_buf() }) };
        self.introduce(me)?;
        let there = self.annotations.has_own(about.path)?;
        // Should it go between here and there, it begins without what it held: that is in the ledger's text.
        Ok(if there { Self::empty(me, about, now, ids) } else { self.begin(me, about, now, ids) })
    }

    fn empty(me: &Reader, about: &About<'_>, now: Timestamp, ids: &NewIds) -> Sidecar {
        let identity =
            Identity { title: about.title.clone(), path: about.path.as_str().to_owned(), sha256: about.digest.hex() };
        Sidecar::new(&identity, me, ids, now)
    }

    /// A new file, with one's own records from under the document's former names.
    fn begin(&self, me: &Reader, about: &About<'_>, now: Timestamp, ids: &NewIds) -> Sidecar {
        let mut sidecar = Self::empty(me, about, now, ids);
        let (_, former) = self.files(about.path, Some(&about.digest), &mut Vec::new());
        // The newest record about the document is the one that counts: the old names are a moment older.
        let before = now.checked_sub(SignedDuration::from_millis(1)).unwrap_or(now);
        for (name, _) in former {
            let id = as_urn(&format!("{} was {}", ids.identity, name.as_str()));
            let old =
                Identity { title: about.title.clone(), path: name.as_str().to_owned(), sha256: about.digest.hex() };
            sidecar.put(Record::identifying(&old, &id, &me.id, before));
            for record in self.read(&name).own {
                sidecar.put(record);
            }
        }
        sidecar
    }

    /// Writes `reader.json` where it is missing; never over somebody else's, whose records would be nobody's then.
    pub(super) fn introduce(&self, me: &Reader) -> Result<()> {
        // Who is here is looked up once a session, and again where the folder has gone.
        if self.introduced.load(Ordering::Relaxed) && self.annotations.is_introduced() {
            return Ok(());
        }
        self.introduce_anew(me)?;
        self.introduced.store(true, Ordering::Relaxed);
        Ok(())
    }

    fn introduce_anew(&self, me: &Reader) -> Result<()> {
        let (people, _) = self.annotations.people();
        let there = || people.iter().filter(|(folder, _)| *folder == me.nickname).map(|(_, text)| text.as_str());
        let ids: Vec<String> = there().filter_map(parse_reader).map(|reader| reader.id).collect();
        if ids.contains(&me.id) {
            return Ok(());
        }
        if !ids.is_empty() {
            return Err(Error::NameTaken { name: me.nickname.clone() });
        }
        let old = there().next();
        self.annotations.write_person(&reader_text(me, old))
    }

    /// The reader of that name who is here already, if there is one.
    pub fn known(&self, name: &str) -> Option<Reader> {
        let nickname = slug(name);
        let reader = self.readers().0.remove(&nickname)?;
        Some(Reader { nickname, ..reader })
    }

    /// Goes through the annotations of the whole corpus, a document at a time, in the order of their names: `see` is given
    /// the document's path and everything that all readers have written on it. Gives what could not be read.
    pub fn survey(&self, see: &mut dyn FnMut(&str, Vec<Held>)) -> Vec<String> {
        let (index, mut errors) = self.annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
        let (readers, more) = self.readers();
        errors.extend(more);
        let mut faults: Vec<String> = errors.iter().map(ToString::to_string).collect();
        for (document, listed) in index.documents() {
            let opened = together::each(&listed, |listed| {
                let file = self.annotations.read(listed).map_err(|error| error.to_string())?;
                let sidecar = Sidecar::parse(&file.text);
                Ok((file, sidecar))
            });
            let mut files: Vec<Opened> = Vec::with_capacity(opened.len());
            for read in opened {
                match read {
                    Ok(file) => files.push(file),
                    Err(fault) => faults.push(fault),
                }
            }
            let (merged, names, _) = together_of(&files, &readers);
            see(document, self.sorted_out(merged, &names, Vec::new()).held);
        }
        faults
    }
}

/// A former name of a document and the sidecars under it.
type Former = (DocPath, Vec<Opened>);

/// The records of some readers' files, merged; the folders of the readers by their ids; and the owner of each file.
fn together_of<'a>(
    files: &[Opened],
    readers: &'a HashMap<String, Reader>,
) -> (Merged, HashMap<&'a str, &'a str>, Vec<Option<String>>) {
    let owner = |(file, sidecar): &'_ Opened| {
        readers.get(&file.folder).map(|reader| reader.id.clone()).or_else(|| sidecar.owner().map(str::to_owned))
    };
    let owners: Vec<Option<String>> = files.iter().map(owner).collect();
    let records = files.iter().map(|(_, sidecar)| sidecar.records());
    let merged = merge(owners.iter().map(Option::as_deref).zip(records));
    let names = readers.iter().map(|(folder, reader)| (reader.id.as_str(), folder.as_str())).collect();
    (merged, names, owners)
}

/// What could not be read of a file, in one sentence.
fn damage(file: &SidecarFile, sidecar: &Sidecar) -> Option<String> {
    let (first, rest) = sidecar.faults().split_first()?;
    let more = if rest.is_empty() { String::new() } else { format!(", and {} more", rest.len()) };
    Some(format!("{}: {first}{more}; `postil check` tells all and what to do", super::shown(&file.path)))
}

/// The records in readers' folders by somebody else, of whom nothing with that id was found; each once a folder.
fn quoted(
    files: &[Opened],
    owners: &[Option<String>],
    merged: &Merged,
    names: &HashMap<&str, &str>,
) -> Vec<(String, Held)> {
    if merged.quoted.is_empty() {
        return Vec::new();
    }
    let heard = merged.live.iter().chain(&merged.tombstones);
    let heard: HashSet<(&str, Option<&str>)> = heard.map(|record| (own_id(record), record.creator())).collect();
    let mut quoted: BTreeMap<(&str, &str), Held> = BTreeMap::new();
    for ((file, sidecar), owner) in files.iter().zip(owners) {
        let foreign =
            |record: &&Record| record.creator().is_some() && owner.is_some() && record.creator() != owner.as_deref();
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

/// Puts a record into a sidecar. Another session of the same reader may have changed it meanwhile: this change is the later
/// one.
fn put(sidecar: &mut Sidecar, record: &Record, now: Timestamp) -> Record {
    let written = later(sidecar.get(record.id()), record, now);
    sidecar.put(written.clone());
    written
}

/// The record as it is to be written over the version that is there.
fn later(there: Option<&Record>, record: &Record, now: Timestamp) -> Record {
    match there {
        Some(there) if there.modified() >= record.modified() && there != record => {
            record.with_modified(next_modified(now, there.modified()))
        }
        _ => record.clone(),
    }
}

/// Where each of these annotations stands in a document. What is about the whole document or about another annotation
/// has no span; a reply stands where its parent does.
pub fn anchored(held: &[Held], document: &Document, digest: &Digest) -> Vec<Anchor> {
    anchored_with(held, document, digest, &Places::default())
}

/// The same, where this device's reader has said of some where they stand: those are looked for by the words accepted.
pub fn anchored_with(held: &[Held], document: &Document, digest: &Digest, places: &Places) -> Vec<Anchor> {
    anchored_since(held, document, digest, (&HashMap::new(), places))
}

/// Where passages stood before: by the id of the annotation.
pub type Standing = HashMap<String, (Passage, Anchor)>;

/// The same, where it is known from before (by id) where some of them stand in this very text: only the others are
/// looked for.
pub fn anchored_since(
    held: &[Held],
    document: &Document,
    digest: &Digest,
    (before, places): (&Standing, &Places),
) -> Vec<Anchor> {
    let passage =
        |held: &Held| passage_of(held).map(|said| places.of(&held.annotation.id, said).unwrap_or(said).clone());
    let passages: Vec<Option<Passage>> = held.iter().map(passage).collect();
    let passages: Vec<Option<&Passage>> = passages.iter().map(Option::as_ref).collect();
    let known = |(held, sought): (&Held, Option<&Passage>)| {
        let (passage, anchor) = before.get(&held.annotation.id)?;
        (Some(passage) == sought).then_some(*anchor)
    };
    let known: Vec<Option<Anchor>> = held.iter().zip(passages.iter().copied()).map(known).collect();
    let sought = passages.iter().zip(&known).filter(|(_, known)| known.is_none());
    let given: Vec<&Passage> = sought.filter_map(|(passage, _)| *passage).collect();
    let mut found = anchor_all(document.text(), document.offsets(), &digest.urn(), &given).into_iter();
    let whole = Anchor { state: AnchorState::Same, span: None, score: 1.0 };
    let anchor = |(passage, known): (Option<&Passage>, Option<Anchor>)| {
        known.or_else(|| passage.and_then(|_| found.next())).unwrap_or(whole)
    };
    let mut anchors: Vec<Anchor> = passages.iter().copied().zip(known).map(anchor).collect();
    for (at, root) in roots(held).into_iter().enumerate() {
        anchors[at] = root.map_or(anchors[at], |root| anchors[root]);
    }
    anchors
}

fn is_about_whole(target: &Target) -> bool {
    matches!(target, Target::Document(_))
}

fn passage_of(held: &Held) -> Option<&Passage> {
    match &held.annotation.target {
        Target::Passage(passage) => Some(passage),
        _ => None,
    }
}

/// The annotation that each one's chain of replies hangs under, itself where it answers nothing; none in a circle and where
/// a parent is missing. Each is walked over once, however long the chains are.
fn roots(held: &[Held]) -> Vec<Option<usize>> {
    let places: HashMap<&str, usize> =
        held.iter().enumerate().map(|(at, held)| (held.annotation.id.as_str(), at)).collect();
    let (mut roots, mut seen) = (vec![None; held.len()], vec![false; held.len()]);
    for from in 0..held.len() {
        let (mut at, mut chain) = (from, Vec::new());
        // A circle comes back to one that was seen and has no root.
        let root = loop {
            if std::mem::replace(&mut seen[at], true) {
                break roots[at];
            }
            chain.push(at);
            match &held[at].annotation.target {
                Target::Annotation(parent) => match places.get(parent.as_str()) {
                    Some(&parent) => at = parent,
                    None => break None,
                },
                _ => break Some(at),
            }
        };
        for at in chain {
            roots[at] = root;
        }
    }
    roots
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One annotation for each word: `2` is about a document, `2<1` answers 1.
    fn held(written: &str) -> Vec<Held> {
        let one = |word: &str| {
            let (id, parent) = word.split_once('<').map_or((word, None), |(id, parent)| (id, Some(parent)));
            let target = parent.map_or("urn:sha256:d".to_owned(), |parent| format!("urn:x:{parent}"));
            let motivation = if parent.is_some() { "replying" } else { "describing" };
            let json =
                format!(r#"{{"id":"urn:x:{id}","type":"Annotation","motivation":"{motivation}","target":"{target}"}}"#);
            let record = Record::parse(&json).unwrap();
            Held {
                annotation: record.annotation().unwrap(),
                record,
                reader: String::new(),
                mine: false,
                origin: Origin::Here,
            }
        };
        written.split_whitespace().map(one).collect()
    }

    #[test]
    fn a_reply_hangs_under_the_root_of_its_chain() {
        assert_eq!(
            roots(&held("1 2<1 4<3 3<2 5<9 6<7 7<6 8<6")),
            [Some(0), Some(0), Some(0), Some(0), None, None, None, None]
        );
    }

    #[test]
    fn a_chain_of_many_replies_is_walked_over_once() {
        // Newest first, as they would be met in the worst order; each from the root anew would be a billion steps.
        let chain: Vec<String> = (1..40_000).rev().map(|n| format!("{n}<{}", n - 1)).collect();
        let roots = roots(&held(&format!("{} 0", chain.join(" "))));
        assert!(roots.iter().all(|root| *root == Some(39_999)));
    }
}
