//! The thread that writes: annotations, places, drafts, names, in the order in which they were asked for. It also reads
//! the annotations of a document that was opened, so that it sees what it has written itself.

use super::input::Incoming;
use crate::annotation::{NewIds, Passage, Reader, Record};
use crate::app::{Draft, Me, Message, Msg, Place, Placed};
use crate::document::Document;
use crate::store::{
    About, Accepted, Annotations, Corpus, Digest, Dirs, DocPath, DocumentKey, DocumentState, Drafts, Found, Identity,
    Progress, Shelf, State, anchored_with, slug,
};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// What the thread is asked to do.
#[derive(Debug)]
pub enum Job {
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
    /// Write an own record.
    Save {
        /// The document.
        path: String,
        /// The record.
        record: Box<Record>,
    },
    /// Remember where somebody else's annotation stands.
    Accept {
        /// The document.
        path: String,
        /// The annotation.
        id: String,
        /// Its own passage.
        from: Box<Passage>,
        /// Where it stands.
        to: Box<Passage>,
    },
    /// Remember a place.
    Place(Box<Place>),
    /// Keep what is being typed.
    Draft(Option<Draft>),
    /// Forget these drafts of dead sessions.
    DropDrafts(Vec<Draft>),
    /// The reader's name.
    Reader {
        /// As typed.
        name: String,
        /// Whether somebody of that name who is here already is the same person.
        adopt: bool,
        /// For a new reader.
        id: Uuid,
    },
    /// Everything is said.
    End,
}

/// What the thread works with.
#[derive(Debug)]
pub struct Clerk {
    corpus: Corpus,
    dirs: Dirs,
    state: State,
    progress: Arc<Mutex<Progress>>,
    shelf: Shelf,
    accepted: Accepted,
    drafts: Option<Drafts>,
    found: Vec<Found>,
    known: HashMap<String, (DocPath, Digest, String)>,
    /// The document that was opened last.
    last: Option<(DocPath, Digest, Arc<Document>, String)>,
    send: Sender<Incoming>,
}

impl Clerk {
    /// Looks who the reader is and which drafts are waiting, and says so.
    pub fn new(
        corpus: Corpus,
        dirs: Dirs,
        state: State,
        progress: Arc<Mutex<Progress>>,
        send: Sender<Incoming>,
    ) -> Self {
        let shelf = Shelf::new(Annotations::at(&corpus, &dirs));
        let drafts = Drafts::open(&dirs).ok();
        let accepted = Accepted::of(&dirs, corpus.root());
        Self {
            corpus,
            dirs,
            state,
            progress,
            shelf,
            accepted,
            drafts,
            found: Vec::new(),
            known: HashMap::new(),
            last: None,
            send,
        }
    }

    /// Works until nobody asks any more.
    pub fn work(mut self, jobs: &Receiver<Job>) {
        self.introduce();
        self.look_for_drafts();
        let mut next = None;
        while let Some(job) = next.take().or_else(|| jobs.recv().ok())
            && !matches!(job, Job::End)
        {
            next = self.coalesced(job, jobs);
        }
    }

    /// Does a job, and with it those of the same kind that wait behind it: of several drafts in a row only the last is
    /// written, so that fast typing never queues up, and the records of one document are written in one go. Gives the
    /// job after them, where it has been taken already.
    fn coalesced(&mut self, job: Job, jobs: &Receiver<Job>) -> Option<Job> {
        match job {
            Job::Draft(mut draft) => {
                let next = Self::while_waiting(jobs, &mut |job| match job {
                    Job::Draft(newer) => {
                        draft = newer;
                        None
                    }
                    other => Some(other),
                });
                self.keep_draft(draft);
                next
            }
            Job::Save { path, record } => {
                let mut records = vec![*record];
                let next = Self::while_waiting(jobs, &mut |job| match job {
                    Job::Save { path: other, record } if other == path => {
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

    /// Hands the waiting jobs to `take` until it gives one back, or none is left.
    fn while_waiting(jobs: &Receiver<Job>, take: &mut dyn FnMut(Job) -> Option<Job>) -> Option<Job> {
        std::iter::from_fn(|| jobs.try_recv().ok()).find_map(take)
    }

    fn carry_out(&mut self, job: Job) {
        match job {
            Job::Opened { path, digest, document, title } => self.opened(path, digest, &document, title),
            Job::Save { path, record } => self.save(&path, vec![*record]),
            Job::Accept { path, id, from, to } => self.accept(&path, &id, &from, &to),
            Job::Place(place) => self.keep_place(&place),
            Job::Draft(draft) => self.keep_draft(draft),
            Job::DropDrafts(gone) => self.drop_drafts(&gone),
            Job::End => {}
            Job::Reader { name, adopt, id } => self.take_name(&name, adopt, id),
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
        let confirmed = self.state.reader().map(|said| Reader {
            id: said.id.clone(),
            name: said.name.clone(),
            nickname: said.nickname.clone(),
        });
        let reader = confirmed.clone().unwrap_or_else(|| {
            let name = super::guessed_name(&self.dirs);
            Reader { nickname: slug(&name), name, id: String::new() }
        });
        if let Some(reader) = &confirmed {
            self.write_as(reader);
        }
        self.say(Msg::IsReader(Me { reader, confirmed: confirmed.is_some(), elsewhere: self.shelf.elsewhere() }));
    }

    fn write_as(&mut self, reader: &Reader) {
        match Shelf::new(Annotations::at(&self.corpus, &self.dirs)).for_reader(reader, self.state.device()) {
            Ok(shelf) => self.shelf = shelf,
            Err(error) => self.fail("the reader's name cannot be used", &error),
        }
    }

    fn take_name(&mut self, name: &str, adopt: bool, id: Uuid) {
        let there = self.shelf.known(name);
        if let (Some(reader), false) = (&there, adopt) {
            return self.say(Msg::NameTaken(reader.clone()));
        }
        let new = || Reader { id: id.urn().to_string(), name: name.to_owned(), nickname: slug(name) };
        let reader = there.unwrap_or_else(new);
        let identity = Identity { id: reader.id.clone(), name: reader.name.clone(), nickname: reader.nickname.clone() };
        if let Err(error) = self.state.set_reader(&identity) {
            self.fail("the name is not remembered", &error);
        }
        self.write_as(&reader);
        self.say(Msg::IsReader(Me { reader, confirmed: true, elsewhere: self.shelf.elsewhere() }));
        // What is already on the screen may turn out to be one's own.
        if let Some((path, digest, document, title)) = self.last.take() {
            self.opened(path, digest, &document, title);
        }
    }

    fn opened(&mut self, path: DocPath, digest: Digest, document: &Arc<Document>, title: String) {
        let read = self.shelf.read_known(&path, Some(&digest));
        let known = self.accepted.of_document(path.as_str());
        let anchors = anchored_with(&read.held, document, &digest, &known);
        let placed = read.held.into_iter().zip(anchors).map(|(held, anchor)| Placed {
            annotation: held.annotation,
            record: held.record,
            anchor,
            reader: held.reader,
            mine: held.mine,
            saved: true,
        });
        self.say(Msg::Annotations {
            path: path.as_str().to_owned(),
            placed: placed.collect(),
            own: read.own,
            faults: read.faults,
            formerly: read.formerly.iter().map(ToString::to_string).collect(),
        });
        self.known.insert(path.as_str().to_owned(), (path.clone(), digest, title.clone()));
        self.last = Some((path, digest, Arc::clone(document), title));
    }

    fn save(&mut self, path: &str, records: Vec<Record>) {
        let Some((doc, digest, title)) = self.known.get(path) else {
            return self.not_saved(path, records, "the document is not open any more");
        };
        let about = About { path: doc, digest: *digest, title: title.clone() };
        let new = || Uuid::now_v7().urn().to_string();
        let ids = NewIds { collection: new(), page: new(), identity: new() };
        match self.shelf.save_all(&about, &records, Timestamp::now(), &ids) {
            Ok(written) => {
                for record in written {
                    self.say(Msg::Saved { path: path.to_owned(), id: record.id().to_owned() });
                }
            }
            Err(error) => self.not_saved(path, records, &format!("{error}. {}", error.hint())),
        }
    }

    fn not_saved(&self, path: &str, records: Vec<Record>, reason: &str) {
        for record in records {
            self.say(Msg::NotSaved { path: path.to_owned(), record: Box::new(record), reason: reason.to_owned() });
        }
    }

    fn accept(&mut self, path: &str, id: &str, from: &Passage, to: &Passage) {
        if let Err(error) = self.accepted.take(path, id, from, to) {
            self.fail("the place is not remembered", &error);
        }
    }

    fn keep_place(&mut self, place: &Place) {
        let Some((path, digest, _)) = self.known.get(&place.path) else { return };
        let key = DocumentKey { digest: *digest, path };
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        let before = progress.place(key).unwrap_or_default();
        let opened = Some(Timestamp::now().to_string());
        let state = DocumentState {
            offset: place.offset,
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

    fn keep_draft(&mut self, draft: Option<Draft>) {
        let Some(drafts) = &self.drafts else { return };
        let kept = match draft {
            None => drafts.clear(),
            Some(draft) => drafts.save(&crate::store::Draft {
                document: draft.document,
                corpus: self.corpus.root().to_string_lossy().into_owned(),
                kind: draft.kind,
                id: draft.id,
                span: draft.span,
                text: draft.text,
                written: Timestamp::now().to_string(),
            }),
        };
        if let Err(error) = kept {
            self.fail("what you type is not kept against a crash", &error);
        }
    }

    /// Offers the drafts that dead sessions have left on this corpus.
    fn look_for_drafts(&mut self) {
        let Some(Ok((found, _))) = self.drafts.as_ref().map(Drafts::found) else { return };
        let here = self.corpus.root().to_string_lossy().into_owned();
        self.found = found
            .into_iter()
            .filter(|found| found.draft.corpus == here && !found.draft.text.trim().is_empty())
            .collect();
        let drafts: Vec<Draft> = self.found.iter().map(|found| as_app(&found.draft)).collect();
        if !drafts.is_empty() {
            self.say(Msg::Drafts(drafts));
        }
    }

    fn drop_drafts(&mut self, gone: &[Draft]) {
        let Some(drafts) = &self.drafts else { return };
        let is_gone = |found: &Found| gone.contains(&as_app(&found.draft));
        let (gone, kept): (Vec<Found>, Vec<Found>) = std::mem::take(&mut self.found).into_iter().partition(is_gone);
        self.found = kept;
        for found in gone {
            let _ = drafts.discard(found);
        }
    }
}

/// A draft as the app sees it.
fn as_app(draft: &crate::store::Draft) -> Draft {
    Draft {
        document: draft.document.clone(),
        kind: draft.kind.clone(),
        id: draft.id.clone(),
        span: draft.span,
        text: draft.text.clone(),
    }
}
