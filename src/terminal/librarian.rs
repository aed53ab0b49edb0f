//! The threads that read: one for the document that is wanted and for searches in it, one that looks through the whole
//! corpus behind it. Neither writes.

use super::clerk;
use super::guard::guarded;
use super::input::Incoming;
use crate::app::{Group, Item, Message, Msg, Opened, Place};
use crate::document::Document;
use crate::search::{self, Query};
use crate::store::{Annotations, DocPath, DocumentState, Entry, Library, Loaded, Progress, Shelf};
use crate::text::Span;
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

/// The most hits of one search that are shown.
const MOST_HITS: usize = 20_000;
/// How many documents are looked into before the list hears of them.
const BATCH: usize = 64;

/// What the reading thread is asked to do.
#[derive(Debug)]
pub enum Job {
    /// Read a document.
    Open {
        /// Number of the job.
        job: u64,
        /// Its path.
        path: String,
    },
    /// Look for a query.
    Search {
        /// Number of the job.
        job: u64,
        /// What.
        query: Box<Query>,
        /// Where.
        document: Arc<Document>,
    },
}

/// What the reading thread works with.
#[derive(Debug)]
pub struct Librarian {
    /// The corpus.
    pub library: Arc<Library>,
    /// Where the reader was.
    pub progress: Arc<Mutex<Progress>>,
    /// The thread that reads annotations and writes.
    pub clerk: Sender<clerk::Job>,
    /// The app.
    pub send: Sender<Incoming>,
}

impl Librarian {
    /// Works until nobody asks any more.
    pub fn work(self, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            match job {
                Job::Open { job, path } => {
                    if let Err(reason) = guarded(|| self.open(job, &path)) {
                        self.say(Msg::NotOpened { job, reason });
                    }
                }
                Job::Search { job, query, document } => {
                    let found = guarded(|| self.search(job, &query, &document));
                    found.unwrap_or_else(|fault| self.say(Msg::Say(Message::failure(fault))));
                }
            }
        }
    }

    fn search(&self, job: u64, query: &Query, document: &Document) {
        let text = document.text();
        let mut hits = search::find(query, text, Span::new(0, text.len()), MOST_HITS + 1);
        let more = hits.len() > MOST_HITS;
        hits.truncate(MOST_HITS);
        self.say(Msg::Found { job, hits, more });
    }

    fn say(&self, msg: Msg) {
        // Nobody listens any more only when the program is ending.
        let _ = self.send.send(Incoming::Msg(msg));
    }

    /// Sends the beginning of a document first, where that is all that is wanted to start with, then all of it.
    fn open(&self, job: u64, path: &str) {
        let opened = DocPath::new(path).and_then(|path| self.open_path(job, &path));
        if let Err(error) = opened {
            self.say(Msg::NotOpened { job, reason: format!("{error}. {}", error.hint()) });
        }
    }

    fn open_path(&self, job: u64, path: &DocPath) -> crate::store::Result<()> {
        let head = self.library.load_head(path)?;
        let place = self.remembered(path);
        let within = place.as_ref().is_none_or(|place| place.offset < head.document.offsets().total());
        if head.whole {
            self.whole(job, path, head, place);
            return Ok(());
        }
        if within && !head.document.blocks().is_empty() {
            self.say(Msg::Opened(Box::new(opened(job, path, head, place.clone()))));
        }
        let loaded = self.library.load(path)?;
        self.whole(job, path, loaded, place);
        Ok(())
    }

    /// A whole document: sends it, has its annotations sent, and counts its words then.
    fn whole(&self, job: u64, path: &DocPath, loaded: Loaded, place: Option<Place>) {
        let digest = loaded.digest;
        let opened = opened(job, path, loaded, place);
        let (document, title) = (Arc::clone(&opened.document), opened.metadata.title.clone().unwrap_or_default());
        self.say(Msg::Opened(Box::new(opened)));
        if let Some(digest) = digest {
            let _ = self.clerk.send(clerk::Job::Opened {
                path: path.clone(),
                digest,
                document: Arc::clone(&document),
                title,
            });
        }
        self.say(Msg::Counted { job, words: document.words() });
    }

    /// Where the reader was in the document of that path.
    fn remembered(&self, path: &DocPath) -> Option<Place> {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.refresh();
        let state = progress.all().find(|(known, _)| *known == path.as_str()).map(|(_, state)| state.clone())?;
        Some(place_of(path.as_str(), state))
    }
}

fn place_of(path: &str, state: DocumentState) -> Place {
    Place { path: path.to_owned(), source: None, offset: state.offset, furthest: state.furthest, marks: state.marks }
}

fn opened(job: u64, path: &DocPath, loaded: Loaded, place: Option<Place>) -> Opened {
    Opened {
        job,
        path: path.as_str().to_owned(),
        document: Arc::new(loaded.document),
        metadata: loaded.metadata,
        source: loaded.digest.map(|digest| digest.urn()),
        words: None,
        place,
    }
}

/// Looks through the whole corpus: names at once, then titles, authors, words.
pub fn survey(library: &Library, annotations: Annotations, progress: &Mutex<Progress>, send: &Sender<Incoming>) {
    let told = guarded(|| look_through(library, annotations, progress, send));
    if let Err(fault) = told {
        let _ = send.send(Incoming::Msg(Msg::Surveyed { faults: vec![fault], tags: Vec::new(), groups: Vec::new() }));
    }
}

fn look_through(library: &Library, annotations: Annotations, progress: &Mutex<Progress>, send: &Sender<Incoming>) {
    let (counts, tags, mut faults) = Shelf::new(annotations).survey();
    let read: HashMap<String, f32> = {
        let progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.all().map(|(path, state)| (path.to_owned(), state.furthest)).collect()
    };
    let bare = |entry: &Entry| {
        let path = entry.path.as_str();
        let annotations = counts.get(path).copied().unwrap_or(0);
        Item { path: path.to_owned(), annotations, progress: read.get(path).copied().unwrap_or(0.0), ..Item::default() }
    };
    let mut entries = Vec::new();
    let errors = library.scan(&mut |batch| {
        let _ = send.send(Incoming::Msg(Msg::Listed(batch.iter().map(bare).collect())));
        entries.extend(batch);
    });
    faults.extend(errors.iter().map(ToString::to_string).chain(library.faults.iter().cloned()));
    let groups = library.syllabus.sessions.iter().map(|session| {
        let parts = [Some(format!("{}", session.number)), session.title.clone(), session.date.clone()];
        Group {
            title: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "), readings: session.readings.clone()
        }
    });
    let _ = send.send(Incoming::Msg(Msg::Surveyed { faults, tags, groups: groups.collect() }));
    for batch in entries.chunks(BATCH) {
        let items = batch.iter().map(|entry| looked_into(library, entry, bare(entry)));
        if send.send(Incoming::Msg(Msg::Listed(items.collect()))).is_err() {
            return;
        }
    }
}

/// What the beginning of a document says of it.
fn looked_into(library: &Library, entry: &Entry, item: Item) -> Item {
    let looked = guarded(|| {
        library.load_head(&entry.path).map(|loaded| (loaded.whole.then(|| loaded.document.words()), loaded))
    });
    match looked {
        Ok(Ok((words, loaded))) => {
            let reason = loaded.document.warnings.first().cloned();
            let damaged = reason.filter(|_| loaded.document.blocks().is_empty());
            let facts = loaded.metadata;
            Item {
                title: facts.title,
                authors: facts.authors,
                date: facts.date,
                publication: facts.publication,
                words,
                damaged,
                ..item
            }
        }
        Ok(Err(error)) => Item { damaged: Some(format!("{error}. {}", error.hint())), ..item },
        Err(fault) => Item { damaged: Some(fault), ..item },
    }
}
