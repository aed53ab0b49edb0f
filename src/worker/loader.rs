//! The threads that read: one for the document that is wanted and for searches in it, one that counts its words, one that
//! looks through the whole corpus behind it. None writes.

use super::Incoming;
use super::entries::KnownEntries;
use super::guard::guarded;
use super::indexing::index;
use super::jobs::{OpenPath, ReadDocument, WriterJob};
use super::kept_summaries;
use super::reading_places::ReadingPlaces;
use super::texts;
use super::texts::{TextWatcher, looked_into};
use super::watcher::Watcher;
use crate::annotation::Link;
use crate::app::{
    DefinedSense, DictionaryNews, FoundLinks, JobId, LinkingNote, ListItem, Message, Msg, OpenedDocument, ReadRequest,
    ReadingPlace, WantedLink,
};
use crate::document::{DocPath, Document, Metadata};
use crate::language::stems::StemLanguage;
use crate::search::{self, Pattern, SearchText};
use crate::store::{
    AnnotationStore, Annotations, DictionaryEntry, Digest, DocumentEntry, Library, Loaded, LookedUp, SeenDocument,
    Snapshot,
};
use crate::study::link_to;
use crate::text::Span;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// The most hits of one search that are shown.
const MOST_HITS: usize = 20_000;
/// How many annotations are counted before the list hears of them the first time.
const PIECE: usize = 20_000;
/// How many documents are looked into before the list hears of them.
const BATCH: usize = 64;
/// How long counting waits for the annotations of the text that is opened.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the reading thread is asked to do.
#[derive(Debug)]
pub enum LoaderJob {
    /// What the app asks.
    Asked(ReadRequest),
    /// Look through the corpus. Asked behind the first document, so that nothing keeps that waiting.
    Survey(Box<Annotations>),
}

/// What the reading thread works with.
#[derive(Debug)]
pub struct Loader {
    /// The corpus.
    pub library: Arc<Library>,
    /// Its documents.
    pub entries: Arc<KnownEntries>,
    /// Where the reader was.
    pub places: ReadingPlaces,
    /// The thread that reads annotations and writes.
    pub writer: Sender<WriterJob>,
    /// What is open.
    pub open: OpenPath,
    /// The app.
    pub send: Sender<Incoming>,
}

impl Loader {
    /// Works until nobody asks any more.
    pub fn work(self, jobs: &Receiver<LoaderJob>) {
        let (again, asked) = channel();
        let (mut asked, mut has_opened) = (Some(asked), false);
        while let Ok(job) = jobs.recv() {
            match job {
                LoaderJob::Asked(ReadRequest::Open { job, path }) => {
                    has_opened = true;
                    if let Err(reason) = guarded(|| self.open(job, &path)) {
                        self.say(Msg::NotOpened { job, reason });
                    }
                }
                LoaderJob::Asked(ReadRequest::Link { note, found, wanted }) => {
                    let linked = guarded(|| self.link(note, *found, wanted));
                    linked.unwrap_or_else(|fault| self.say(Msg::Say(Message::failure(fault))));
                }
                LoaderJob::Asked(ReadRequest::LookUp { folder, words, language }) => {
                    let told = guarded(|| self.say(Msg::Defined(Box::new(defined(&folder, words, language)))));
                    told.unwrap_or_else(|fault| self.say(Msg::Say(Message::failure(fault))));
                }
                LoaderJob::Survey(annotations) => {
                    if let Some(asked) = asked.take() {
                        self.start_survey((*annotations, has_opened), (again.clone(), asked));
                    }
                }
                // Nobody hears it where no survey could be begun, or it has not come so far: it looks anyway then.
                LoaderJob::Asked(ReadRequest::LookAgain) => drop(again.send(())),
                LoaderJob::Asked(ReadRequest::Search { job, query, document }) => {
                    let found = guarded(|| self.search(job, &query, &document));
                    found.unwrap_or_else(|fault| self.say(Msg::Say(Message::failure(fault))));
                }
            }
        }
    }

    /// Begins to count what was written on all texts; where one is being opened, behind what was written on that.
    fn start_survey(&self, (annotations, is_opening): (Annotations, bool), asking: (Sender<()>, Receiver<()>)) {
        let Self { library, entries, places, writer, open, send } = self;
        let work = Self {
            library: Arc::clone(library),
            entries: Arc::clone(entries),
            places: places.clone(),
            writer: writer.clone(),
            open: Arc::clone(open),
            send: send.clone(),
        };
        let looking = move || work.survey((annotations, is_opening), asking);
        if std::thread::Builder::new().name("survey".to_owned()).spawn(looking).is_err() {
            self.say(Msg::Say(Message::failure("no thread to look through the corpus with; the list stays empty")));
        }
    }

    /// Waits until the writer has done what it was asked for before this: the annotations of the document that was opened are there then.
    /// Not for ever: they may lie on a drive that hangs.
    fn wait_for_writer(&self) {
        let (to, lent) = channel();
        if self.writer.send(WriterJob::Lend(to)).is_ok() {
            let _ = lent.recv_timeout(PATIENCE);
        }
    }

    fn search(&self, job: JobId, query: &Pattern, document: &Document) {
        let find = |text: &str| search::find(query, text, Span::new(0, text.len()), MOST_HITS + 1);
        let mut hits = SearchText::from(document).find(query.reach(), MOST_HITS + 1, find);
        let more = hits.len() > MOST_HITS;
        hits.truncate(MOST_HITS);
        self.say(Msg::Found { job, hits, more });
    }

    /// Finds the passages that the links of a note mean.
    fn link(&self, note: LinkingNote, mut found: FoundLinks, wanted: Vec<WantedLink>) {
        for wanted in wanted {
            match self.linked(&wanted) {
                Ok(link) => found.links.push(link),
                Err(reason) => found.missing.push(reason),
            }
        }
        self.say(Msg::Linked { note, found: Box::new(found) });
    }

    fn linked(&self, wanted: &WantedLink) -> Result<Link, String> {
        let loaded = self.library.load(&wanted.path).map_err(|error| format!("{error}. {}", error.hint()))?;
        let source = loaded.digest.map(|digest| digest.urn()).unwrap_or_default();
        link_to(&wanted.label, wanted.place.as_ref(), &loaded.document, &source)
            .map_err(|missing| format!("{missing} in {}; {}", wanted.path, missing.instead()))
    }

    fn say(&self, msg: Msg) {
        // Nobody listens any more only when the program is ending.
        let _ = self.send.send(Incoming::Msg(msg));
    }

    /// Sends a first screen of a document, where that is what is wanted to start with, then all of it.
    fn open(&self, job: JobId, path: &DocPath) {
        if let Err(error) = self.open_path(job, path) {
            self.say(Msg::NotOpened { job, reason: format!("{error}. {}", error.hint()) });
        }
    }

    fn open_path(&self, job: JobId, path: &DocPath) -> crate::store::Result<()> {
        let place = self.places.of(path);
        let within = |head: &Loaded| place.as_ref().is_none_or(|place| place.offset < head.document.offsets().total());
        if let Some(head) = self.library.preview(path)?.filter(within) {
            self.say(Msg::Opened(Box::new(opened(job, path, (head.document, head.metadata, None), place.clone()))));
        }
        let loaded = self.library.load(path)?;
        self.whole(job, path, loaded, place);
        Ok(())
    }

    /// A whole document: sends it, has its annotations sent, and counts its words then.
    fn whole(&self, job: JobId, path: &DocPath, loaded: Loaded, place: Option<ReadingPlace>) {
        let seen = loaded.seen();
        let Loaded { document, metadata, digest, stamp, .. } = loaded;
        // Which text it is says its digest; until that is known, its name does.
        let place = digest.map_or(place, |digest| self.places.in_text(path, digest));
        let opened = opened(job, path, (document, metadata, digest), place);
        let (document, title) = (Arc::clone(&opened.document), opened.metadata.title.clone().unwrap_or_default());
        self.say(Msg::Opened(Box::new(opened)));
        if let Some(digest) = digest {
            let read = ReadDocument { path: path.clone(), digest, document: Arc::clone(&document), title, stamp };
            let _ = self.writer.send(WriterJob::Opened(read));
        }
        self.count(job, path.clone(), seen, document);
    }

    /// Counts the words on the side: a search or another document does not wait for it. What was found out is kept.
    fn count(&self, job: JobId, path: DocPath, seen: SeenDocument, document: Arc<Document>) {
        let (library, send) = (Arc::clone(&self.library), self.send.clone());
        let counting = move || {
            let fact = guarded(|| library.learn(&path, seen, &document));
            let words = fact.map(|fact| fact.words.unwrap_or_default());
            let msg = words.map_or_else(|fault| Msg::Say(Message::failure(fault)), |words| Msg::Counted { job, words });
            let _ = send.send(Incoming::Msg(msg));
            library.keep_facts();
        };
        // Without a thread to be had, the text shows without a count.
        let _ = std::thread::Builder::new().name("counting".to_owned()).spawn(counting);
    }

    /// Looks through the whole corpus: names at once, then what was written on them, then titles, authors, words; then which are the
    /// same work.
    fn survey(self, what: (Annotations, bool), asking: (Sender<()>, Receiver<()>)) {
        if let Err(fault) = guarded(|| self.look_through(what, asking)) {
            self.say(Msg::Surveyed { faults: vec![fault], left_out: None, summaries: Vec::new() });
        }
    }

    /// Counts what was written on every document, and tells it as it goes on: with many readers it takes a while. Gives the counts,
    /// what could not be read, and how the sidecars looked.
    fn count_all(&self, annotations: Annotations) -> (HashMap<DocPath, usize>, Vec<String>, Snapshot) {
        let (store, errors) = AnnotationStore::new(annotations).once();
        let mut faults: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let (mut counts, mut waiting, mut told, mut found) = (HashMap::new(), Vec::new(), 0, 0);
        let texts = self.library.known_texts(&self.entries.all());
        let looking = (texts.as_slice(), self.library.summary_cache());
        faults.extend(kept_summaries::survey(&store, looking, &mut |path, summary| {
            found += summary.annotations;
            counts.insert(path.clone(), summary.annotations);
            waiting.push((path, summary));
            if found - told > PIECE.max(told / 4) {
                told = found;
                self.say(Msg::Surveying(std::mem::take(&mut waiting)));
            }
        }));
        self.say(Msg::Surveying(waiting));
        (counts, faults, Snapshot::of(&store))
    }

    /// Begins to notice what others write.
    fn start_watcher(&self, annotations: Annotations, seen: Snapshot) {
        let (open, writer, send) = (Arc::clone(&self.open), self.writer.clone(), self.send.clone());
        let watching = move || Watcher { annotations, open, writer, send }.work(seen);
        if std::thread::Builder::new().name("watching".to_owned()).spawn(watching).is_err() {
            self.say(Msg::Say(Message::failure("no thread to notice with what others write")));
        }
    }

    fn look_through(&self, (annotations, is_opening): (Annotations, bool), asking: (Sender<()>, Receiver<()>)) {
        let (store, read) = (AnnotationStore::new(annotations.clone()), self.places.furthest());
        let bare = |entry: &DocumentEntry| ListItem {
            progress: read.of(&entry.path, None),
            ..ListItem::of(entry.path.clone())
        };
        let library = &*self.library;
        let (entries, left_out, errors) = self.entries.walk(&mut |batch| {
            self.say(Msg::Listed(batch.iter().map(bare).collect()));
        });
        let watch = texts::watch(library, &entries, asking);
        if is_opening {
            self.wait_for_writer();
        }
        let (counts, mut faults, seen) = guarded(|| self.count_all(annotations.clone()))
            .unwrap_or_else(|fault| (HashMap::new(), vec![fault], Snapshot::at(&annotations)));
        self.start_watcher(annotations, seen);
        faults.extend(errors.iter().map(ToString::to_string).chain(library.faults.iter().cloned()));
        self.say(Msg::Surveyed { faults, left_out: left_out.words(), summaries: Vec::new() });
        let counted = |entry: &DocumentEntry| {
            let annotations = counts.get(&entry.path).copied().unwrap_or(0);
            ListItem { annotations, ..bare(entry) }
        };
        for (number, batch) in growing(&entries).enumerate() {
            let items = batch.iter().map(|entry| looked_into(library, entry, (counted(entry), &read)));
            if self.send.send(Incoming::Msg(Msg::Listed(items.collect()))).is_err() {
                return;
            }
            // Saved now and then, so that a long first survey that is interrupted goes on where it stopped.
            if (number + 1).is_power_of_two() {
                library.keep_facts();
            }
        }
        self.say(Msg::Described);
        let _ = self.writer.send(WriterJob::Manifestations(library.compare(&entries)));
        index(library, &entries, &self.send);
        let Self { library, entries: known, places, writer, open, send } = self;
        let (library, known, places) = (Arc::clone(library), Arc::clone(known), places.clone());
        let (writer, open, send) = (writer.clone(), Arc::clone(open), send.clone());
        TextWatcher { library, entries: known, store, places, writer, open, send }.work(watch, entries);
    }
}

/// All of these in batches, each an eighth of what was handed on before it or more: whoever takes a batch in puts the whole list in
/// order again, which must not be done a thousand times for a hundred thousand texts.
fn growing(entries: &[DocumentEntry]) -> impl Iterator<Item = &[DocumentEntry]> {
    let mut done = 0;
    std::iter::from_fn(move || {
        let batch = &entries[done..entries.len().min(done + BATCH.max(done / 8))];
        done += batch.len();
        (!batch.is_empty()).then_some(batch)
    })
}

/// A text, facts about it, the digest of its file where it is all of it.
type ReadText = (Document, Metadata, Option<Digest>);

fn opened(
    job: JobId,
    path: &DocPath,
    (document, metadata, digest): ReadText,
    place: Option<ReadingPlace>,
) -> OpenedDocument {
    OpenedDocument {
        job,
        path: path.clone(),
        document: Arc::new(document),
        metadata,
        source: digest.map(|digest| digest.urn()),
        words: None,
        place,
        outdated: false,
    }
}
/// What the dictionaries in a folder say.
fn defined(folder: &str, words: String, language: Option<StemLanguage>) -> DictionaryNews {
    let found = LookedUp::in_folder(folder, &words, language);
    let sense = |it: DictionaryEntry| DefinedSense { dictionary: it.dictionary, head: it.head, text: it.text };
    DictionaryNews {
        words,
        entries: found.entries.into_iter().map(sense).collect(),
        dictionaries: found.dictionaries,
        faults: found.faults.iter().map(|fault| format!("{fault}. {}", fault.hint())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::JobId;
    use crate::document::doc_path;
    use crate::store::Progress;
    use crate::worker::test_corpus::{TestCorpus, note};

    #[test]
    fn what_was_written_on_all_texts_is_counted_behind_what_was_written_on_the_one_that_is_opened() {
        let corpus = TestCorpus::of(&[("a.md", "One two three.\n")]);
        let read = corpus.read("a.md");
        corpus.write("ana", &read, &note(1, "ana", &read, "two"));
        let TestCorpus { dirs, library, .. } = corpus;
        let (annotations, library) = (Annotations::at(&library.corpus, &dirs), Arc::new(library));
        let ((send, said), (writer, asked), (jobs, taken)) = (channel(), channel(), channel());
        let loader = Loader {
            entries: Arc::new(KnownEntries::new(Arc::clone(&library))),
            places: ReadingPlaces::new(Progress::open(&dirs, library.corpus.root()).0),
            library,
            writer,
            open: OpenPath::default(),
            send,
        };
        jobs.send(LoaderJob::Asked(ReadRequest::Open { job: JobId::default(), path: doc_path("a.md") })).unwrap();
        jobs.send(LoaderJob::Survey(Box::new(annotations))).unwrap();
        drop(jobs);
        loader.work(&taken);
        assert!(matches!(asked.recv(), Ok(WriterJob::Opened(_))));
        let Ok(WriterJob::Lend(lend)) = asked.recv() else { panic!("the writer is not waited for") };
        let counted = |told: Incoming| matches!(told, Incoming::Msg(Msg::Surveying(_)));
        assert!(!said.try_iter().any(counted), "it is not counted yet");
        drop(lend);
        assert!(said.iter().any(counted));
    }

    #[test]
    fn a_hundred_thousand_texts_are_told_in_some_dozen_batches_and_a_few_at_once() {
        let entry = DocumentEntry { path: doc_path("a.txt"), size: 1, modified: None };
        let sizes = |count: usize| growing(&vec![entry.clone(); count]).map(<[_]>::len).collect::<Vec<_>>();
        assert_eq!(sizes(0), [0; 0]);
        assert_eq!(sizes(100), [64, 36]);
        let many = sizes(100_000);
        assert!(many.len() < 60 && many.iter().sum::<usize>() == 100_000, "{}", many.len());
        assert!(many.is_sorted() || many[..many.len() - 1].is_sorted());
    }
}
