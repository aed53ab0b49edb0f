//! The thread that writes: annotations, places, drafts, names, in the order in which they were asked for. It also has the
//! annotations of a document read that was opened, so that it sees what it has written itself.
//!
//! This is the loop: it takes jobs and hands each to what owns that part of the work (`ReaderIdentity`,
//! `OpenAnnotations`, `RecordSaver`, `DraftKeeper`, `ReadingPlaces`).

use super::drafts::DraftKeeper;
use super::earlier_versions;
use super::guard::guarded;
use super::jobs::{OpenPath, WriterJob};
use super::known_documents::KnownDocuments;
use super::open_annotations::OpenAnnotations;
use super::prover::{ProofJob, Prover, are_signatures};
use super::reader_identity::ReaderIdentity;
use super::reading_places::{MovedPlace, ReadingPlaces};
use super::record_saver::RecordSaver;
use super::signer::Signer;
use super::{Incoming, failure};
use crate::annotation::{Draft, Record};
use crate::app::{Message, Msg, ReadingPlace, WriteRequest};
use crate::config::syllabus::Syllabus;
use crate::document::DocPath;
use crate::store::{Accepted, Corpus, Dirs, Manifestations, Replaced, State, Unsaved, keep_setting, keep_tour_step};
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
    moved: MovedPlace,
    replaced: Replaced,
    signer: Signer,
    prover: Prover,
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
    Save(DocPath, Vec<Record>),
}

impl WriterThread {
    /// A thread that says what it does to `send`. Nothing is written yet.
    pub fn new(start: WriterStart, send: Sender<Incoming>) -> Self {
        let WriterStart { corpus, dirs, state, places, works, syllabus, open } = start;
        let root = corpus.root();
        let open = OpenAnnotations::new(Accepted::of(&dirs, root), syllabus, works, open);
        let (unsaved, replaced) = (Unsaved::at(&dirs, root), Replaced::of(&dirs, root));
        let drafts = DraftKeeper::open(&dirs, root.to_string_lossy().into_owned());
        let records = RecordSaver::new(KnownDocuments::of(corpus.clone()), unsaved);
        let (identity, moved) = (ReaderIdentity::new(corpus, dirs, state), MovedPlace::default());
        let (signer, prover) = (Signer::new(send.clone()), Prover::start(send.clone()));
        Self { identity, open, records, drafts, places, moved, replaced, signer, prover, send }
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
        self.safely(Self::flush);
        self.safely(|writer| writer.signer.finish(writer.identity.store()));
        self.records.lost()
    }

    /// The next job; while there is none, what waited for a pause is brought to the disk.
    fn next_job(&mut self, jobs: &Receiver<WriterJob>) -> Option<WriterJob> {
        if self.drafts.is_jotted() || self.moved.is_waiting() {
            match jobs.recv_timeout(PAUSE) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Disconnected) => {}
                Err(RecvTimeoutError::Timeout) => self.safely(Self::flush),
            }
        }
        while let Some(wait) = self.signer.wait(Instant::now()) {
            match jobs.recv_timeout(wait) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => self.signer.start(self.identity.store()),
            }
        }
        jobs.recv().ok()
    }

    fn flush(&mut self) {
        let told = self.drafts.flush();
        self.say(told);
        if let Some(place) = self.moved.take() {
            self.keep_place(&place);
        }
    }

    fn keep_place(&self, place: &ReadingPlace) {
        if let Some((path, digest)) = self.records.documents.get(&place.path) {
            self.places.keep(place, path, digest);
        }
    }

    /// Keeps how much of a document is read; of one that is not open, the file is read for that.
    fn keep_read(&mut self, path: &DocPath, furthest: f32) {
        // The place that waits says how much was read before this.
        drop(self.moved.take());
        match self.records.documents.about(Some(path), path).map(|about| about.digest) {
            Ok(digest) => self.places.set_furthest(furthest, path, digest),
            Err(reason) => self.say([Msg::Say(Message::failure(format!("that is not remembered: {reason}")))]),
        }
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
        let told = self.identity.resume(Uuid::now_v7());
        self.say(told);
        self.say(self.records.retry(self.identity.store(), self.identity.former()));
        self.say([self.identity.who()].into_iter().chain(self.identity.readers()));
        let seen = self.identity.seen();
        let drafts = self.drafts.look();
        self.say(std::iter::once(seen).chain(drafts).chain(self.identity.missed_key()));
        self.signer.look(self.identity.store(), Instant::now());
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
                self.signer.look(self.identity.store(), Instant::now());
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
            WriteRequest::LeaveDraft(draft) => {
                let told = self.drafts.leave(draft);
                self.say(told);
            }
            WriteRequest::DropDrafts(gone) => self.drafts.discard(&gone),
            // What cannot be kept costs the words of what was deleted, which undo still has: no message for it.
            WriteRequest::KeepReplaced { path, record } => drop(self.replaced.keep(&path, &record.to_line())),
            WriteRequest::Accept { path, id, from, to } => {
                let taken = self.open.accepted.take(&path, &id, &from, &to);
                self.say(taken.err().map(|error| failure("the place is not remembered", &error)));
            }
            WriteRequest::KeepSeen(keys) => {
                let seen = self.identity.keep_seen(&keys);
                self.say(seen);
            }
            WriteRequest::KeepPlace(place) => {
                drop(self.moved.take());
                self.keep_place(&place);
            }
            WriteRequest::KeepPlaceSoon(place) => {
                if let Some(due) = self.moved.put(*place, Instant::now()) {
                    self.keep_place(&due);
                }
            }
            WriteRequest::KeepRead { path, furthest } => self.keep_read(&path, furthest),
            WriteRequest::ConfirmReader { name, adopt, id } => self.confirm(&name, adopt, id),
            WriteRequest::RenameReader { name, id } => self.rename(&name, id),
            WriteRequest::KeepTour(step) => {
                let kept = keep_tour_step(self.identity.dirs(), step);
                self.say(kept.err().map(|error| failure("the tour will begin anew", &error)));
            }
            WriteRequest::KeepSetting { name, value } => {
                let kept = keep_setting(self.identity.dirs(), name, &value);
                self.say(kept.err().map(|error| failure("kept for this session only", &error)));
            }
        }
    }

    /// Does what the other threads ask.
    fn hear(&mut self, job: WriterJob) {
        if let WriterJob::Opened(read) = &job {
            let own = self.open.opened_own(self.identity.store(), &mut self.records.documents, read);
            self.say(own);
        }
        let (store, known) = (self.identity.store(), &mut self.records.documents);
        let mut asks = matches!(&job, WriterJob::Changed(changes) if are_signatures(changes));
        let told = match job {
            WriterJob::Opened(read) => {
                let earlier = earlier_versions::earlier(&self.replaced, &read.path, store.me());
                earlier.into_iter().chain(self.open.opened(store, known, read)).collect()
            }
            WriterJob::Changed(changes) => {
                let readers = self.identity.readers();
                readers.into_iter().chain(self.open.changed(store, known, &changes)).collect()
            }
            WriterJob::Manifestations(works) => self.open.compared(store, known, works),
            WriterJob::Planned(syllabus) => {
                let readers = self.identity.readers();
                readers.into_iter().chain(self.open.planned(store, known, syllabus)).collect()
            }
            WriterJob::Lend(to) => {
                // Who asked may have ended meanwhile.
                let _ = to.send(self.identity.lent());
                Vec::new()
            }
            WriterJob::Asked(_) | WriterJob::End => Vec::new(),
        };
        asks |= told.iter().any(|msg| matches!(msg, Msg::Annotations { .. }));
        self.say(told);
        if let (true, Some((path, digest))) = (asks, self.open.document()) {
            self.prover.ask(ProofJob { annotations: self.identity.store().annotations().clone(), path, digest });
        }
    }

    /// Takes a name; what an earlier session under it could not save is tried again.
    fn confirm(&mut self, name: &str, adopt: bool, id: Uuid) {
        let faults = match self.identity.confirm(name, adopt, id) {
            Ok(faults) => faults,
            Err(reader) => return self.say([Msg::NameTaken(reader)]),
        };
        self.say(faults);
        self.begin_as();
    }

    /// Corrects the reader's name.
    fn rename(&mut self, name: &str, id: Uuid) {
        let told = self.identity.rename(name, id);
        self.begin_as();
        self.say([Msg::Say(told)]);
    }

    /// Begins to write as the reader whose name has become known.
    fn begin_as(&mut self) {
        self.say(self.records.retry(self.identity.store(), self.identity.former()));
        let seen = self.identity.seen();
        let annotations = self.open.opened_again(self.identity.store(), &mut self.records.documents);
        self.say(std::iter::once(seen).chain(annotations));
        // For whom one can write is known where it is known who writes.
        self.say(self.identity.readers());
        // Last, since the command that waited for a name acts on what turned out to be that reader's.
        self.say([self.identity.who()]);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Purpose;
    use crate::document::doc_path;
    use crate::store::Progress;
    use crate::worker::test_corpus::{TestCorpus, note, person, said};
    use std::sync::mpsc::channel;

    const TEXT: &str = "One two three. Four five six.\n";

    fn asked(request: WriteRequest) -> WriterJob {
        WriterJob::Asked(request)
    }

    fn typed(text: &str) -> WriterJob {
        let draft = Draft {
            document: doc_path("a.md"),
            purpose: Purpose::default(),
            span: None,
            text: text.to_owned(),
            audience: crate::annotation::Audience::Everybody,
            left: false,
        };
        asked(WriteRequest::KeepDraft(Some(draft)))
    }

    fn save(path: &str, record: Record) -> WriterJob {
        asked(WriteRequest::Save { path: doc_path(path), record: Box::new(record) })
    }

    /// A session whose writer finds these jobs waiting; what it says, and how many records are lost.
    fn session(corpus: &TestCorpus, jobs: impl IntoIterator<Item = WriterJob>) -> (Vec<String>, usize) {
        let ((to_writer, waiting), (send, receive)) = (channel(), channel());
        jobs.into_iter().for_each(|job| to_writer.send(job).unwrap());
        drop(to_writer);
        let root = corpus.library.corpus.root();
        let start = WriterStart {
            corpus: corpus.library.corpus.clone(),
            dirs: corpus.dirs.clone(),
            state: State::open(&corpus.dirs).0,
            places: ReadingPlaces::new(Progress::open(&corpus.dirs, root).0),
            works: Manifestations::default(),
            syllabus: Arc::default(),
            open: OpenPath::default(),
        };
        let lost = WriterThread::new(start, send).work(&waiting);
        let msgs: Vec<Msg> = receive
            .try_iter()
            .filter_map(|incoming| match incoming {
                Incoming::Msg(msg) => Some(msg),
                _ => None,
            })
            .collect();
        (said(&msgs), lost)
    }

    fn is_mei(corpus: &TestCorpus) {
        State::open(&corpus.dirs).0.set_reader(&person("mei")).unwrap();
    }

    #[test]
    fn of_drafts_in_a_row_the_last_counts_and_records_of_one_document_are_one_batch() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let read = corpus.read("a.md");
        let mut waiting = [typed("ab"), typed("abc"), WriterJob::Changed(Vec::new()), typed("abcd")].into_iter();
        let (batch, taken) = batched(typed("a"), &mut waiting);
        assert!(matches!(batch, Batch::Draft(Some(draft)) if draft.text == "abc"));
        assert!(matches!(taken, Some(WriterJob::Changed(_))) && waiting.len() == 1, "what is behind another job waits");

        let of = |path: &str, number| save(path, note(number, "mei", &read, "two"));
        let mut waiting = [of("a.md", 2), of("b.md", 3), of("a.md", 4)].into_iter();
        let (batch, taken) = batched(of("a.md", 1), &mut waiting);
        assert!(matches!(&batch, Batch::Save(path, records) if path == "a.md" && records.len() == 2), "{batch:?}");
        assert!(matches!(taken, Some(WriterJob::Asked(WriteRequest::Save { path, .. })) if path == "b.md"));

        let (batch, taken) = batched(WriterJob::End, &mut [typed("a")].into_iter());
        assert!(matches!(batch, Batch::Job(WriterJob::End)) && taken.is_none());
    }

    #[test]
    fn a_session_of_somebody_unknown_guesses_and_saves_once_a_name_is_said() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let (read, id) = (corpus.read("a.md"), Uuid::now_v7());
        corpus.write("ana", &read, &note(1, "ana", &read, "two"));
        let confirm = |name: &str| asked(WriteRequest::ConfirmReader { name: name.to_owned(), adopt: false, id });
        let (said, lost) = session(&corpus, [WriterJob::Opened(read.clone()), confirm("ana"), confirm("mei")]);
        assert!(said[0].ends_with(" is a guess"), "{said:?}");
        let rest = ["readers 1", "reachable 0", "seen 0", "doubted 0", "a.md: 1:same own 0", "ana is taken"];
        assert_eq!(said[1..7], rest);
        let known = ["readers 1", "reachable 0", "mei is confirmed"];
        assert_eq!(said[7..10], ["seen 0", "doubted 0", "a.md: 1:same own 0"]);
        assert_eq!(said[10..], known, "for whom one can write is known before what waited for the name runs");
        assert_eq!(lost, 0);
    }

    #[test]
    fn what_the_screen_shows_is_ones_own_before_the_command_that_waited_for_the_name_runs() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let read = corpus.read("a.md");
        corpus.write("ana", &read, &note(1, "ana", &read, "two"));
        let adopt = WriteRequest::ConfirmReader { name: "ana".to_owned(), adopt: true, id: Uuid::now_v7() };
        let (said, _) = session(&corpus, [WriterJob::Opened(read.clone()), asked(adopt)]);
        let expected = ["a.md: 1!:same own 1", "readers 1", "reachable 0", "ana is confirmed"];
        assert_eq!(said[said.len() - 4..], expected, "{said:?}");
    }

    #[test]
    fn that_no_key_of_ones_own_is_on_the_device_is_told_at_the_start() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        is_mei(&corpus);
        let read = corpus.read("a.md");
        corpus.write("mei", &read, &note(1, "mei", &read, "two"));
        let tells = |corpus: &TestCorpus| session(corpus, []).0.iter().any(|said| said.contains("cannot be read here"));
        assert!(!tells(&corpus), "nobody writes for a key");
        let person = corpus.path("annotations/mei/reader.json");
        let text = std::fs::read_to_string(&person).unwrap();
        std::fs::write(person, crate::annotation::person::with_public_key(&text, "ssh-ed25519 AAAA")).unwrap();
        assert!(tells(&corpus));
    }

    #[test]
    fn jobs_are_done_in_their_order_and_nothing_behind_the_end() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        is_mei(&corpus);
        let read = corpus.read("a.md");
        let saved = |number| save("a.md", note(number, "mei", &read, "two"));
        let (to, lent) = channel();
        let jobs = [
            WriterJob::Opened(read.clone()),
            saved(1),
            saved(2),
            typed("half"),
            asked(WriteRequest::KeepSeen(vec![7])),
            WriterJob::Changed(Vec::new()),
            WriterJob::Lend(to),
            saved(3),
            WriterJob::End,
            saved(4),
        ];
        let (said, lost) = session(&corpus, jobs);
        let begun = ["mei is confirmed", "readers 0", "reachable 0", "seen 0", "doubted 0", "a.md: own 0"];
        assert_eq!(said[..6], begun);
        let rest = ["saved 1 of a.md", "saved 2 of a.md", "readers 1", "reachable 0", "saved 3 of a.md"];
        assert_eq!(said[6..], rest);
        assert_eq!((lost, lent.recv().unwrap().me), (0, Some(person("mei"))));
        let own = corpus.own("mei", &read);
        assert!(own.contains("note 3") && !own.contains("note 4"), "{own}");
        let (next, _) = session(&corpus, []);
        assert_eq!(
            next,
            ["mei is confirmed", "readers 1", "reachable 0", "seen 1", "drafts 1"],
            "what was typed is offered"
        );
    }

    #[test]
    fn a_place_is_kept_of_a_document_that_was_opened() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let read = corpus.read("a.md");
        let place = |offset| {
            let place = ReadingPlace { offset, ..ReadingPlace::beginning(doc_path("a.md")) };
            asked(WriteRequest::KeepPlace(Box::new(place)))
        };
        session(&corpus, [place(3), WriterJob::Opened(read.clone()), place(5), WriterJob::End]);
        let places = ReadingPlaces::new(Progress::open(&corpus.dirs, corpus.library.corpus.root()).0);
        assert_eq!(places.of(&read.path).map(|place| place.offset), Some(5));
    }

    #[test]
    fn records_that_are_lost_are_counted_for_the_end() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        is_mei(&corpus);
        let read = corpus.read("a.md");
        let (said, lost) = session(&corpus, [save("gone.md", note(1, "mei", &read, "two"))]);
        assert!(said.last().is_some_and(|told| told.starts_with("not saved 1, lost: ")), "{said:?}");
        assert_eq!(lost, 1);
    }
}
