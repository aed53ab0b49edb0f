//! The thread that writes: annotations, places, drafts, names, in the order in which they were asked for. It also has the
//! annotations of a document read that was opened, so that it sees what it has written itself.
//!
//! This is the loop: it takes jobs and hands each to what owns that part of the work ([`ReaderIdentity`],
//! [`OpenAnnotations`], [`RecordSaver`], [`DraftKeeper`], [`ReadingPlaces`]).

use super::drafts::DraftKeeper;
use super::guard::guarded;
use super::jobs::{OpenPath, WriterJob};
use super::known_documents::KnownDocuments;
use super::open_annotations::OpenAnnotations;
use super::reader_identity::ReaderIdentity;
use super::reading_places::ReadingPlaces;
use super::record_saver::RecordSaver;
use super::{Incoming, failure};
use crate::annotation::{Draft, Record};
use crate::app::{Message, Msg, WriteRequest};
use crate::config::syllabus::Syllabus;
use crate::store::{Accepted, Corpus, Dirs, Manifestations, State, Unsaved};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A pause in typing.
const PAUSE: Duration = Duration::from_millis(200);

/// What the thread begins with.
#[derive(Debug)]
pub struct WriterStart {
    /// The corpus.
    pub corpus: Corpus,
    /// Folders of settings and state.
    pub dirs: Dirs,
    /// The state of this device.
    pub state: State,
    /// Where the reader was.
    pub places: ReadingPlaces,
    /// Which documents are the same work, as an earlier session found.
    pub works: Manifestations,
    /// What the seminar asks.
    pub syllabus: Arc<Syllabus>,
    /// The document that is open, to be told to others.
    pub open: OpenPath,
}

/// What the thread works with.
#[derive(Debug)]
pub struct WriterThread {
    identity: ReaderIdentity,
    open: OpenAnnotations,
    records: RecordSaver,
    drafts: DraftKeeper,
    places: ReadingPlaces,
    send: Sender<Incoming>,
}

/// Jobs that are done in one go.
#[derive(Debug)]
enum Batch {
    /// One job.
    Job(WriterJob),
    /// Drafts in a row: the last of them.
    Draft(Option<Draft>),
    /// Records of one document.
    Save(String, Vec<Record>),
}

impl WriterThread {
    /// A thread that says what it does to `send`. Nothing is written yet.
    pub fn new(start: WriterStart, send: Sender<Incoming>) -> Self {
        let WriterStart { corpus, dirs, state, places, works, syllabus, open } = start;
        let root = corpus.root();
        let open = OpenAnnotations::new(Accepted::of(&dirs, root), syllabus, works, open);
        let unsaved = Unsaved::at(&dirs, root);
        let drafts = DraftKeeper::open(&dirs, root.to_string_lossy().into_owned());
        let records = RecordSaver::new(KnownDocuments::of(corpus.clone()), unsaved);
        Self { identity: ReaderIdentity::new(corpus, dirs, state), open, records, drafts, places, send }
    }

    /// Works until nobody asks any more; gives the number of records that are neither saved nor kept aside.
    pub fn work(mut self, jobs: &Receiver<WriterJob>) -> usize {
        self.safely(Self::begin);
        let mut taken = None;
        while let Some(job) = taken.take().or_else(|| self.next_job(jobs)) {
            if matches!(job, WriterJob::End) {
                break;
            }
            let batch;
            (batch, taken) = batched(job, &mut jobs.try_iter());
            self.safely(|writer| writer.carry_out(batch));
        }
        self.safely(Self::flush_draft);
        self.records.lost()
    }

    /// The next job; while there is none, what was jotted down is brought to the disk.
    fn next_job(&mut self, jobs: &Receiver<WriterJob>) -> Option<WriterJob> {
        if self.drafts.is_jotted() {
            match jobs.recv_timeout(PAUSE) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Disconnected) => {}
                Err(RecvTimeoutError::Timeout) => self.safely(Self::flush_draft),
            }
        }
        jobs.recv().ok()
    }

    fn flush_draft(&mut self) {
        let told = self.drafts.flush();
        self.say(told);
    }

    /// Does something; a fault of the program in it is told and not the end.
    fn safely(&mut self, job: impl FnOnce(&mut Self)) {
        if let Err(fault) = guarded(|| job(self)) {
            self.say([Msg::Say(Message::failure(fault))]);
        }
    }

    fn say(&self, msgs: impl IntoIterator<Item = Msg>) {
        for msg in msgs {
            // Nobody listens any more only when the program is ending.
            let _ = self.send.send(Incoming::Msg(msg));
        }
    }

    /// Says who the reader is, who is here, what was seen, and which drafts are waiting.
    fn begin(&mut self) {
        let fault = self.identity.resume();
        self.say(fault);
        self.say(self.records.retry(self.identity.store(), self.identity.former()));
        self.say([self.identity.who(), self.identity.readers()]);
        let seen = self.identity.seen();
        let drafts = self.drafts.look();
        self.say(std::iter::once(seen).chain(drafts));
    }

    fn carry_out(&mut self, batch: Batch) {
        match batch {
            Batch::Draft(draft) => {
                let told = self.drafts.keep(draft, Instant::now());
                self.say(told);
            }
            Batch::Save(path, records) => {
                let told = self.records.save(self.identity.store(), &path, records);
                self.say(told);
            }
            Batch::Job(WriterJob::Asked(request)) => self.answer(request),
            Batch::Job(job) => self.hear(job),
        }
    }

    /// Does what the app asks.
    fn answer(&mut self, request: WriteRequest) {
        match request {
            WriteRequest::Save { path, record } => self.carry_out(Batch::Save(path, vec![*record])),
            WriteRequest::KeepDraft(draft) => self.carry_out(Batch::Draft(draft)),
            WriteRequest::DropDrafts(gone) => self.drafts.discard(&gone),
            WriteRequest::Accept { path, id, from, to } => {
                let taken = self.open.accepted.take(&path, &id, &from, &to);
                self.say(taken.err().map(|error| failure("the place is not remembered", &error)));
            }
            WriteRequest::KeepSeen(keys) => {
                let seen = self.identity.keep_seen(&keys);
                self.say(seen);
            }
            WriteRequest::KeepPlace(place) => {
                if let Some((path, digest)) = self.records.documents.get(&place.path) {
                    self.places.keep(&place, path, digest);
                }
            }
            WriteRequest::ConfirmReader { name, adopt, id } => self.confirm(&name, adopt, id),
        }
    }

    /// Does what the other threads ask.
    fn hear(&mut self, job: WriterJob) {
        let (store, known) = (self.identity.store(), &mut self.records.documents);
        let told = match job {
            WriterJob::Opened(read) => self.open.opened(store, known, read),
            WriterJob::Changed(changes) => {
                let readers = self.identity.readers();
                std::iter::once(readers).chain(self.open.changed(store, known, &changes)).collect()
            }
            WriterJob::Manifestations(works) => self.open.compared(store, known, works),
            WriterJob::Lend(to) => {
                // Who asked may have ended meanwhile.
                let _ = to.send(self.identity.lent());
                Vec::new()
            }
            WriterJob::Asked(_) | WriterJob::End => Vec::new(),
        };
        self.say(told);
    }

    /// Takes a name; what an earlier session under it could not save is tried again.
    fn confirm(&mut self, name: &str, adopt: bool, id: Uuid) {
        let faults = match self.identity.confirm(name, adopt, id) {
            Ok(faults) => faults,
            Err(reader) => return self.say([Msg::NameTaken(reader)]),
        };
        self.say(faults);
        self.say(self.records.retry(self.identity.store(), self.identity.former()));
        self.say([self.identity.who()]);
        let seen = self.identity.seen();
        let annotations = self.open.opened_again(self.identity.store(), &mut self.records.documents);
        self.say(std::iter::once(seen).chain(annotations));
    }
}

/// A job, and with it those of the same kind that wait behind it: of several drafts in a row only the last counts, so that
/// fast typing never queues up, and the records of one document are written in one go. Gives with them the job that was
/// taken off `waiting` though it is of another kind.
fn batched(job: WriterJob, waiting: &mut impl Iterator<Item = WriterJob>) -> (Batch, Option<WriterJob>) {
    match job {
        WriterJob::Asked(WriteRequest::KeepDraft(mut draft)) => {
            let next = waiting.find_map(|job| match job {
                WriterJob::Asked(WriteRequest::KeepDraft(newer)) => {
                    draft = newer;
                    None
                }
                other => Some(other),
            });
            (Batch::Draft(draft), next)
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
            (Batch::Save(path, records), next)
        }
        job => (Batch::Job(job), None),
    }
}
