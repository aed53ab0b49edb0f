//! The thread that writes: annotations, places, drafts, names, in the order in which they were asked for. It also reads
//! the annotations of a document that was opened, so that it sees what it has written itself.

use super::Incoming;
use super::guard::guarded;
use super::watcher::OpenDocument;
use crate::annotation::{Anchor, AnchorState, Draft, NewIds, Reader, Record, Target};
use crate::app::{AnchoredAnnotation, Me, Message, Msg, ReadingPlace, WriteRequest, prompts_of};
use crate::config::syllabus::Syllabus;
use crate::document::Document;
use crate::store::{
    About, Accepted, AnnotationStore, Annotations, Corpus, Digest, Dirs, DocPath, DocumentKey, DocumentState, Drafts,
    FoundDraft, KnownAnchors, Manifestations, Progress, Read, ReadMarkers, SidecarChange, State, StoredAnnotation,
    Unsaved, UnsavedRecord, anchored_since, digest, guessed_reader, slug,
};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A pause in typing.
const PAUSE: Duration = Duration::from_millis(200);
/// How long a draft may wait for one before it is brought to the disk all the same.
const LONGEST_JOTTED: Duration = Duration::from_secs(2);

/// How many other formats of a work have their annotations read.
const MOST_COPIES: usize = 8;

/// What the thread is asked to do.
#[derive(Debug)]
pub enum WriterJob {
    /// What the app asks.
    Asked(WriteRequest),
    /// A document has been read whole: send its annotations.
    Opened {
        /// Its path.
        path: DocPath,
        /// The digest of its file.
        digest: Digest,
        /// Its text.
        document: Arc<Document>,
        /// What to call it.
        title: String,
    },
    /// Somebody has written annotations on these documents; it may have been this session.
    Changed(Vec<SidecarChange>),
    /// It is known which documents are the same work.
    Manifestations(Manifestations),
    /// Say who writes where, once everything asked for before is done.
    Lend(Sender<Lent>),
    /// Everything is said.
    End,
}

/// What a writing thread lends to a command: the reader, the annotations as that reader writes them, the device.
#[derive(Debug)]
pub struct Lent {
    /// The reader, once confirmed.
    pub me: Option<Reader>,
    /// The annotations, as that reader writes them.
    pub annotations: Annotations,
    /// The device's name.
    pub device: String,
    /// Ids under which the same reader has written before.
    pub former: Vec<String>,
}

/// What the thread works with.
#[derive(Debug)]
pub struct WriterThread {
    corpus: Corpus,
    dirs: Dirs,
    state: State,
    progress: Arc<Mutex<Progress>>,
    shelf: AnnotationStore,
    accepted: Accepted,
    seen: Option<ReadMarkers>,
    drafts: Option<Drafts>,
    /// A draft that is not on the disk for sure, and since when there is one.
    jotted: Option<(crate::store::StoredDraft, Instant)>,
    /// Records kept aside because they could not be written.
    unsaved: Unsaved,
    /// The ids of those of this session.
    kept: HashSet<String>,
    /// The ids of records that could not even be kept aside.
    lost: HashSet<String>,
    found: Vec<FoundDraft>,
    known: HashMap<String, (DocPath, Digest, String)>,
    works: Manifestations,
    /// By their ids, the records that belong to another document than the one that they were shown in.
    homes: HashMap<String, DocPath>,
    /// The document that was opened last.
    last: Option<(DocPath, Digest, Arc<Document>, String)>,
    /// What was sent of its annotations.
    sent: SentAnnotations,
    /// What the syllabus asks about it.
    prompts: Vec<AnchoredAnnotation>,
    syllabus: Arc<Syllabus>,
    /// Its path, for the thread that watches.
    open: OpenDocument,
    send: Sender<Incoming>,
}

/// The annotations of a document as they were sent last.
#[derive(Debug, Default)]
struct SentAnnotations {
    print: u64,
    anchors: KnownAnchors,
}

impl WriterThread {
    /// Looks who the reader is and which drafts are waiting, and says so.
    pub fn new(
        corpus: Corpus,
        dirs: Dirs,
        state: State,
        progress: Arc<Mutex<Progress>>,
        send: Sender<Incoming>,
    ) -> Self {
        let shelf = AnnotationStore::new(Annotations::at(&corpus, &dirs));
        let drafts = Drafts::open(&dirs).ok();
        let accepted = Accepted::of(&dirs, corpus.root());
        let unsaved = Unsaved::at(&dirs, corpus.root());
        let (kept, lost, jotted) = (HashSet::new(), HashSet::new(), None);
        let (found, known, last) = (Vec::new(), HashMap::new(), None);
        Self {
            corpus,
            dirs,
            state,
            progress,
            shelf,
            accepted,
            seen: None,
            drafts,
            jotted,
            unsaved,
            kept,
            lost,
            found,
            known,
            works: Manifestations::default(),
            homes: HashMap::new(),
            last,
            sent: SentAnnotations::default(),
            prompts: Vec::new(),
            syllabus: Arc::default(),
            open: OpenDocument::default(),
            send,
        }
    }

    /// Makes it know from an earlier session which documents are the same work.
    pub fn knowing(self, works: Manifestations) -> Self {
        Self { works, ..self }
    }

    /// Makes it ask what this syllabus asks.
    pub fn asking(self, syllabus: Arc<Syllabus>) -> Self {
        Self { syllabus, ..self }
    }

    /// Makes it share with the other threads which document is open.
    pub fn sharing(self, open: OpenDocument) -> Self {
        Self { open, ..self }
    }

    /// Works until nobody asks any more; gives the number of records that are neither saved nor kept aside.
    pub fn work(mut self, jobs: &Receiver<WriterJob>) -> usize {
        self.safely(|writer| {
            writer.introduce();
            writer.look_for_drafts();
        });
        while let Some(job) = self.next_job(jobs) {
            if matches!(job, WriterJob::End) {
                break;
            }
            let mut next = Some(job);
            while let Some(job) = next.take() {
                self.safely(|writer| next = writer.coalesced(job, jobs));
                if matches!(next, Some(WriterJob::End)) {
                    break;
                }
            }
            if matches!(next, Some(WriterJob::End)) {
                break;
            }
        }
        self.safely(Self::flush_draft);
        self.lost.len()
    }

    /// The next job; while there is none, what was jotted down is brought to the disk.
    fn next_job(&mut self, jobs: &Receiver<WriterJob>) -> Option<WriterJob> {
        if self.jotted.is_some() {
            match jobs.recv_timeout(PAUSE) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Disconnected) => {}
                Err(RecvTimeoutError::Timeout) => self.safely(Self::flush_draft),
            }
        }
        jobs.recv().ok()
    }

    fn flush_draft(&mut self) {
        if let (Some((draft, _)), Some(drafts)) = (self.jotted.take(), &self.drafts)
            && let Err(error) = drafts.save(&draft)
        {
            self.fail("what you type is not kept against a crash", &error);
        }
    }

    /// Does something; a fault of the program in it is told and not the end.
    fn safely(&mut self, job: impl FnOnce(&mut Self)) {
        if let Err(fault) = guarded(|| job(self)) {
            self.say(Msg::Say(Message::failure(fault)));
        }
    }

    /// Does a job, and with it those of the same kind that wait behind it: of several drafts in a row only the last is
    /// written, so that fast typing never queues up, and the records of one document are written in one go. Gives the
    /// job after them, where it has been taken already.
    fn coalesced(&mut self, job: WriterJob, jobs: &Receiver<WriterJob>) -> Option<WriterJob> {
        let mut waiting = std::iter::from_fn(|| jobs.try_recv().ok());
        match job {
            WriterJob::Asked(WriteRequest::KeepDraft(mut draft)) => {
                let next = waiting.find_map(|job| match job {
                    WriterJob::Asked(WriteRequest::KeepDraft(newer)) => {
                        draft = newer;
                        None
                    }
                    other => Some(other),
                });
                self.keep_draft(draft);
                next
            }
            WriterJob::Asked(WriteRequest::Save { path, record }) => {
                let mut records = vec![*record];
                let next = waiting.find_map(|job| match job {
                    WriterJob::Asked(WriteRequest::Save { path: other, record }) if other == path => {
                        records.push(*record);
                        None
                    }
                    other => Some(other),
                });
                self.save(&path, records);
                next
            }
            job => {
                self.carry_out(job);
                None
            }
        }
    }

    fn carry_out(&mut self, job: WriterJob) {
        match job {
            WriterJob::Asked(request) => self.answer(request),
            WriterJob::Opened { path, digest, document, title } => self.opened(path, digest, &document, title),
            WriterJob::Changed(changes) => self.changed(&changes),
            WriterJob::Manifestations(works) => self.compared(works),
            WriterJob::Lend(to) => drop(to.send(lent(&self.shelf, &self.state))),
            WriterJob::End => {}
        }
    }

    fn answer(&mut self, request: WriteRequest) {
        match request {
            WriteRequest::Save { path, record } => self.save(&path, vec![*record]),
            WriteRequest::Accept { path, id, from, to } => {
                let taken = self.accepted.take(&path, &id, &from, &to);
                let _ = taken.map_err(|error| self.fail("the place is not remembered", &error));
            }
            WriteRequest::KeepSeen(keys) => self.keep_seen(&keys),
            WriteRequest::KeepPlace(place) => self.keep_place(&place),
            WriteRequest::KeepDraft(draft) => self.keep_draft(draft),
            WriteRequest::DropDrafts(gone) => self.drop_drafts(&gone),
            WriteRequest::ConfirmReader { name, adopt, id } => self.take_name(&name, adopt, id),
        }
    }

    fn say(&self, msg: Msg) {
        // Nobody listens any more only when the program is ending.
        let _ = self.send.send(Incoming::Msg(msg));
    }

    fn fail(&self, what: &str, error: &crate::store::Error) {
        self.say(Msg::Say(Message::failure(format!("{what}: {error}. {}", error.hint()))));
    }

    /// Says who the reader is: as confirmed on this device, else as can be guessed.
    fn introduce(&mut self) {
        let confirmed = self.state.reader().cloned();
        let reader = confirmed.clone().unwrap_or_else(|| guessed_reader(&self.dirs));
        if let Some(reader) = &confirmed {
            self.write_as(reader);
            self.try_kept();
        }
        self.say(Msg::IsReader(Me { reader, confirmed: confirmed.is_some(), elsewhere: self.shelf.elsewhere() }));
        self.say_who_is_here();
        self.say_what_was_seen();
    }

    /// Says what this reader has seen of others' annotations, as far as it is known on this device.
    fn say_what_was_seen(&mut self) {
        let me = self.shelf.me().map_or("", |me| me.id.as_str());
        let seen = ReadMarkers::open(&self.dirs, self.corpus.root(), me, Timestamp::now());
        self.say(Msg::Seen { since: seen.since(), keys: seen.keys().to_vec() });
        self.seen = Some(seen);
    }

    /// What cannot be remembered is shown as new once more: no message for it.
    fn keep_seen(&mut self, keys: &[u64]) {
        let Some(seen) = &mut self.seen else { return };
        if seen.take(keys).unwrap_or(false) {
            let msg = Msg::Seen { since: seen.since(), keys: seen.keys().to_vec() };
            self.say(msg);
        }
    }

    /// Says who has a folder here.
    fn say_who_is_here(&self) {
        let readers: BTreeMap<String, Reader> = self.shelf.readers().0.into_iter().collect();
        let named = |(nickname, reader)| Reader { nickname, ..reader };
        self.say(Msg::Readers(readers.into_iter().map(named).collect()));
    }

    fn write_as(&mut self, reader: &Reader) {
        match AnnotationStore::new(Annotations::at(&self.corpus, &self.dirs)).for_reader(reader, self.state.device()) {
            Ok(shelf) => {
                self.shelf = shelf;
                if let Err(error) = self.shelf.annotations().take_over_begun(self.state.former(), reader) {
                    self.fail("what you wrote under another id is not under yours yet", &error);
                }
            }
            Err(error) => self.fail("the reader's name cannot be used", &error),
        }
    }

    fn take_name(&mut self, name: &str, adopt: bool, id: Uuid) {
        // The nickname of the settings belongs to the name that was offered with it.
        let offered = guessed_reader(&self.dirs);
        let nickname = if offered.name == name { offered.nickname } else { slug(name) };
        let there = self.shelf.known(&nickname);
        if let (Some(reader), false) = (&there, adopt) {
            return self.say(Msg::NameTaken(reader.clone()));
        }
        let new = || Reader { id: id.urn().to_string(), name: name.to_owned(), nickname };
        let reader = there.unwrap_or_else(new);
        if let Err(error) = self.state.set_reader(&reader) {
            self.fail("the name is not remembered", &error);
        }
        self.write_as(&reader);
        self.try_kept();
        self.say(Msg::IsReader(Me { reader, confirmed: true, elsewhere: self.shelf.elsewhere() }));
        self.say_what_was_seen();
        // What is already on the screen may turn out to be one's own.
        if let Some((path, digest, document, title)) = self.last.take() {
            self.opened(path, digest, &document, title);
        }
    }

    fn opened(&mut self, path: DocPath, digest: Digest, document: &Arc<Document>, title: String) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = Some(path.clone());
        self.known.insert(path.as_str().to_owned(), (path.clone(), digest, title.clone()));
        self.prompts = prompts_of(&self.syllabus, path.as_str(), document, &digest.urn());
        let mut read = self.read(&path, &digest);
        read.faults.extend(read.ahead(Timestamp::now()));
        self.sent = SentAnnotations::default();
        self.send_read(&path, &digest, document, read);
        self.last = Some((path, digest, Arc::clone(document), title));
    }

    /// Somebody has written: reads the open document's annotations anew, if they are concerned and it was not this session.
    fn changed(&mut self, changes: &[SidecarChange]) {
        self.say_who_is_here();
        let Some((path, ..)) = &self.last else { return };
        let copies = self.copies(path);
        let documents = || std::iter::once(path).chain(&copies);
        let foreign = |change: &SidecarChange| {
            let concerned = documents().find(|document| change.concerns(document));
            concerned.is_some_and(|document| !change.is_own(&self.shelf, document))
        };
        if changes.iter().any(foreign) {
            self.read_again();
        }
    }

    /// It is known which documents are the same work: the annotations of the open one are read anew, if it is concerned.
    fn compared(&mut self, works: Manifestations) {
        let Some((path, ..)) = &self.last else { return self.works = works };
        let before = self.copies(path);
        self.works = works;
        if self.copies(path) != before {
            self.read_again();
        }
    }

    /// Reads the open document's annotations anew, and sends them if they are others than before.
    fn read_again(&mut self) {
        let Some((path, digest, document, _)) = &self.last else { return };
        let (path, digest, document) = (path.clone(), *digest, Arc::clone(document));
        let read = self.read(&path, &digest);
        if print_of(&read) != self.sent.print {
            self.send_read(&path, &digest, &document, read);
        }
    }

    fn read(&self, path: &DocPath, digest: &Digest) -> Read {
        self.shelf.read_with(path, digest, &self.copies(path))
    }

    /// The other documents that are the same work.
    fn copies(&self, path: &DocPath) -> Vec<DocPath> {
        let copies = self.works.copies(path.as_str()).take(MOST_COPIES);
        copies.filter_map(|copy| DocPath::new(copy).ok()).collect()
    }

    fn send_read(&mut self, path: &DocPath, digest: &Digest, document: &Document, read: Read) {
        let print = print_of(&read);
        let mut read = read.with_remarks(document, digest);
        let places = self.accepted.of_document(path.as_str());
        let anchors = anchored_since(&read.held, document, digest, (&self.sent.anchors, &places));
        let placed = |(held, anchor): (&StoredAnnotation, Anchor)| match &held.annotation.target {
            Target::Passage(passage) => Some((held.annotation.id.clone(), (passage.clone(), anchor))),
            _ => None,
        };
        let known = read.held.iter().zip(anchors.iter().copied()).filter_map(placed).collect();
        self.sent = SentAnnotations { print, anchors: known };
        // What was deleted here may be brought back: where it belongs is not forgotten.
        read.held.iter().for_each(|held| drop(self.homes.remove(held.record.id())));
        self.homes.extend(read.homes.drain());
        let count = read.held.len();
        let kept = read.held.into_iter().zip(anchors).filter_map(|(held, anchor)| offered(held, anchor));
        let mut placed: Vec<AnchoredAnnotation> = kept.collect();
        let (path, left_out) = (path.as_str().to_owned(), count - placed.len());
        placed.extend(self.prompts.iter().cloned());
        if left_out > 0 {
            self.say(Msg::LeftOut { path: path.clone(), count: left_out });
        }
        self.say(Msg::Doubted { path: path.clone(), ids: read.doubted });
        let aside = (!read.aside.is_empty()).then(|| Msg::Aside { path: path.clone(), records: read.aside });
        let formerly = read.formerly.iter().map(ToString::to_string).collect();
        self.say(Msg::Annotations { path, placed, own: read.own, faults: read.faults, formerly });
        if let Some(msg) = aside {
            self.say(msg);
        }
    }

    /// Saves records of the open document, each in the sidecar of the document that it belongs to.
    fn save(&mut self, path: &str, records: Vec<Record>) {
        let mut homes: BTreeMap<Option<DocPath>, Vec<Record>> = BTreeMap::new();
        for record in records {
            let home = self.home_of(&record);
            homes.entry(home).or_default().push(record);
        }
        for (home, records) in homes {
            let home = home.map_or_else(|| Ok(path.to_owned()), |home| self.at_home(&home));
            match home {
                Ok(home) => self.save_in(&home, path, records),
                Err(reason) => {
                    for record in records {
                        self.not_saved(path, record, reason.clone(), false);
                    }
                }
            }
        }
    }

    /// The other document that a record belongs to; an answer belongs to that of what it answers.
    fn home_of(&mut self, record: &Record) -> Option<DocPath> {
        if let Some(home) = self.homes.get(record.id()) {
            return Some(home.clone());
        }
        let Target::Annotation(parent) = record.annotation()?.target else { return None };
        let home = self.homes.get(&parent)?.clone();
        self.homes.insert(record.id().to_owned(), home.clone());
        Some(home)
    }

    /// Makes sure that a document which is not open is known well enough to be written about.
    fn at_home(&mut self, home: &DocPath) -> Result<String, String> {
        let name = home.as_str().to_owned();
        if !self.known.contains_key(&name) {
            let bytes = self.corpus.read(home).map_err(|error| format!("{error}. {}", error.hint()))?;
            self.known.insert(name.clone(), (home.clone(), digest(&bytes), home.file_name().to_owned()));
        }
        Ok(name)
    }

    /// Saves records in the sidecars of `home`; `path` is the document that they were changed in.
    fn save_in(&mut self, home: &str, path: &str, records: Vec<Record>) {
        let Some((doc, digest, title)) = self.known.get(home).cloned() else {
            for record in records {
                self.not_saved(path, record, "the document is not open any more".to_owned(), false);
            }
            return;
        };
        let about = About { path: &doc, digest, title };
        let reason = match guarded(|| self.shelf.save_all(&about, &records, Timestamp::now(), &new_ids())) {
            Ok(Ok(written)) => {
                for record in written {
                    self.saved(record.id());
                    self.say(Msg::Saved { path: path.to_owned(), id: record.id().to_owned() });
                }
                return;
            }
            Ok(Err(error)) => format!("{error}. {}", error.hint()),
            Err(fault) => fault,
        };
        for record in records {
            let kept = self.keep_aside(&about, &record);
            self.not_saved(path, record, reason.clone(), kept);
        }
    }

    fn saved(&mut self, id: &str) {
        self.lost.remove(id);
        if self.kept.remove(id) {
            // What is still kept though it is saved is found to be old at the next start.
            let _ = self.unsaved.forget(id);
        }
    }

    fn not_saved(&mut self, path: &str, record: Record, reason: String, kept: bool) {
        if !kept {
            self.lost.insert(record.id().to_owned());
        }
        self.say(Msg::NotSaved { path: path.to_owned(), record: Box::new(record), reason, kept });
    }

    /// Keeps a record that could not be saved in the state folder; says whether that went well.
    fn keep_aside(&mut self, about: &About<'_>, record: &Record) -> bool {
        let id = record.id().to_owned();
        let kept = self.unsaved.keep(&UnsavedRecord {
            id: id.clone(),
            document: about.path.as_str().to_owned(),
            sha256: about.digest.hex(),
            title: about.title.clone(),
            record: record.to_line(),
        });
        if kept.is_ok() {
            self.lost.remove(&id);
            self.kept.insert(id);
        }
        kept.is_ok()
    }

    /// Tries to save what an earlier session of this reader could not.
    fn try_kept(&mut self) {
        let Some(me) = self.shelf.me().map(|me| me.id.clone()) else { return };
        let (waiting, faults) = self.unsaved.waiting();
        let (mut done, mut failure) = (0, faults.first().map(ToString::to_string));
        for kept in waiting {
            let (Some((path, digest)), Ok(record)) = (kept.about(), Record::parse(&kept.record)) else { continue };
            let known = |creator: &str| creator == me || self.state.former().iter().any(|id| id == creator);
            if !record.creator().is_some_and(known) {
                continue;
            }
            let record = if record.creator() == Some(me.as_str()) { record } else { record.with_creator(&me) };
            let about = About { path: &path, digest, title: kept.title.clone() };
            match self.shelf.save_late(&about, &record, Timestamp::now(), &new_ids()) {
                Ok(()) => {
                    done += 1;
                    let _ = self.unsaved.forget(&kept.id);
                }
                Err(error) => failure = Some(format!("{error}. {}", error.hint())),
            }
        }
        match failure {
            Some(reason) => self.say(Msg::Say(Message::failure(format!(
                "changes of an earlier session are still NOT SAVED: {reason}"
            )))),
            None if done > 0 => {
                self.say(Msg::Say(Message::news(format!("{done} not saved by an earlier session: saved now"))));
            }
            None => {}
        }
    }

    fn keep_place(&mut self, place: &ReadingPlace) {
        let Some((path, digest, _)) = self.known.get(&place.path) else { return };
        let key = DocumentKey { digest: *digest, path };
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        let before = progress.place(key).unwrap_or_default();
        let opened = Some(Timestamp::now().to_string());
        let state = DocumentState {
            offset: place.offset,
            top: Some(place.top),
            furthest: place.furthest.max(before.furthest),
            opened,
            ..before.clone()
        };
        // A place that cannot be remembered costs a jump, not a note: no message for it.
        let _ = progress.save_place(key, &state);
        for (mark, at) in &place.marks {
            if before.marks.get(mark) != Some(at) {
                let _ = progress.set_mark(key, *mark, Some(*at));
            }
        }
    }

    /// Keeps what is being typed. It is jotted down at once, which a killed program survives; waiting for the disk after
    /// each key would let the draft fall behind the screen, so that is done in a pause, or when one is long in coming.
    fn keep_draft(&mut self, draft: Option<Draft>) {
        let Some(drafts) = &self.drafts else { return };
        let kept = match draft {
            None => {
                self.jotted = None;
                drafts.clear()
            }
            Some(draft) => {
                let draft = crate::store::StoredDraft {
                    draft,
                    corpus: self.corpus.root().to_string_lossy().into_owned(),
                    written: Timestamp::now().to_string(),
                };
                let since = self.jotted.take().map_or_else(Instant::now, |(_, since)| since);
                let jotted = drafts.jot(&draft);
                self.jotted = Some((draft, since));
                jotted
            }
        };
        if let Err(error) = kept {
            self.fail("what you type is not kept against a crash", &error);
        }
        if self.jotted.as_ref().is_some_and(|(_, since)| since.elapsed() > LONGEST_JOTTED) {
            self.flush_draft();
        }
    }

    /// Offers the drafts that dead sessions have left on this corpus.
    fn look_for_drafts(&mut self) {
        let Some(Ok((found, _))) = self.drafts.as_ref().map(Drafts::found) else { return };
        let here = self.corpus.root().to_string_lossy().into_owned();
        self.found = found
            .into_iter()
            .filter(|found| found.draft.corpus == here && !found.draft.draft.text.trim().is_empty())
            .collect();
        let drafts: Vec<Draft> = self.found.iter().map(|found| found.draft.draft.clone()).collect();
        if !drafts.is_empty() {
            self.say(Msg::Drafts(drafts));
        }
    }

    fn drop_drafts(&mut self, gone: &[Draft]) {
        let Some(drafts) = &self.drafts else { return };
        let is_gone = |found: &FoundDraft| gone.contains(&found.draft.draft);
        let (gone, kept): (Vec<FoundDraft>, Vec<FoundDraft>) =
            std::mem::take(&mut self.found).into_iter().partition(is_gone);
        self.found = kept;
        for found in gone {
            let _ = drafts.discard(found);
        }
    }
}

/// Who writes, and where.
fn lent(shelf: &AnnotationStore, state: &State) -> Lent {
    let (me, annotations) = (shelf.me().cloned(), shelf.annotations().clone());
    Lent { me, annotations, device: state.device().to_owned(), former: state.former().to_vec() }
}

/// What is shown of an annotation. One that was made on another format of the work is at another place there: if its
/// words are here, it has not moved; if they are not, it is no orphan, but not for this text.
fn offered(held: StoredAnnotation, anchor: Anchor) -> Option<AnchoredAnnotation> {
    let state = match (held.origin.copy(), anchor.state) {
        (Some(_), AnchorState::Orphan) => return None,
        (Some(_), AnchorState::Moved) => AnchorState::Same,
        (_, state) => state,
    };
    Some(AnchoredAnnotation {
        annotation: held.annotation,
        record: held.record,
        anchor: Anchor { state, ..anchor },
        reader: held.reader,
        mine: held.mine,
        saved: true,
        origin: held.origin,
        hidden: false,
    })
}

/// Ids for a file that may have to be begun.
fn new_ids() -> NewIds {
    let new = || Uuid::now_v7().urn().to_string();
    NewIds { collection: new(), page: new(), identity: new() }
}

/// A number that another state of a document's annotations would hardly share: what is said, by whom, and what is wrong.
fn print_of(read: &Read) -> u64 {
    let mut hasher = DefaultHasher::new();
    for held in &read.held {
        (&held.reader, held.mine, held.origin.copy()).hash(&mut hasher);
        // The text as it was read is at hand; to write a record anew takes many times longer.
        match held.record.text() {
            Some(text) => text.hash(&mut hasher),
            None => held.record.to_line().hash(&mut hasher),
        }
    }
    for record in &read.own {
        (record.id(), record.modified().as_nanosecond()).hash(&mut hasher);
    }
    read.faults.hash(&mut hasher);
    hasher.finish()
}
