//! The thread that notices texts that are new, changed or gone while the program runs, and a plan that is another, and tells the
//! list. It sleeps until the file system says something or it is asked to look, walks the folder then, and no oftener than
//! that is worth.

use super::Incoming;
use super::entries::KnownEntries;
use super::guard::guarded;
use super::indexing::index;
use super::jobs::{OpenPath, WriterJob};
use super::open_file::OpenFileCheck;
use super::reading_places::{FurthestRead, ReadingPlaces};
use super::summary::summary;
use crate::app::{ListItem, Msg};
use crate::config::syllabus::Syllabus;
use crate::document::Metadata;
use crate::store::{AnnotationStore, DocumentEntry, EVERY, Library, SyllabusNews, Watch, Woken};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// A walk may take this part of the time: after one that took a second, the next begins twenty seconds later.
const SHARE: u32 = 20;
/// The longest time between a change and the walk that finds it.
const LONGEST: Duration = Duration::from_mins(1);
/// The most folders that are watched. Texts in further ones show at the next start.
const MOST_FOLDERS: usize = 2_000;

/// When all texts may be looked through again, and whether something has changed since they were.
struct WalkPause {
    until: Instant,
    wanted: bool,
}

impl WalkPause {
    fn is_over(&self) -> bool {
        self.wanted && Instant::now() >= self.until
    }

    /// How long nothing needs to be done: where not all changes are told, the open document's file is looked at now and then.
    fn patience(&self, is_told: bool) -> Option<Duration> {
        let rest = self.wanted.then(|| self.until.saturating_duration_since(Instant::now()));
        [rest, (!is_told).then_some(EVERY)].into_iter().flatten().min()
    }
}

/// What the thread works with.
#[derive(Debug)]
pub struct TextWatcher {
    /// The corpus.
    pub library: Arc<Library>,
    /// Its documents, as all walk them.
    pub entries: Arc<KnownEntries>,
    /// Where the annotations on them are.
    pub store: AnnotationStore,
    /// How much of each was read.
    pub places: ReadingPlaces,
    /// The thread that places the prompts of the syllabus.
    pub writer: Sender<WriterJob>,
    /// What is open.
    pub open: OpenPath,
    /// The app.
    pub send: Sender<Incoming>,
}

impl TextWatcher {
    /// Watches until the program ends, from what the survey found.
    pub fn work(self, watch: Watch, found: Arc<[DocumentEntry]>) {
        self.watch(watch, found);
        self.entries.set_watched(false);
    }

    fn watch(&self, mut watch: Watch, found: Arc<[DocumentEntry]>) {
        let (mut known, mut open) = (found, OpenFileCheck::default());
        let mut rest = WalkPause { until: Instant::now(), wanted: false };
        loop {
            let is_whole = self.is_whole(&watch, &known);
            self.entries.set_watched(is_whole);
            match watch.wait_for(rest.patience(is_whole)) {
                Woken::Ended => return,
                Woken::Changed => rest.wanted = true,
                Woken::Waited => {}
            }
            let news = guarded(|| open.look(&self.library.corpus, &self.open)).unwrap_or_default();
            if news.is_some_and(|news| self.send.send(Incoming::Msg(news)).is_err()) {
                return;
            }
            if rest.is_over() {
                let begun = Instant::now();
                let Some(now) = self.walk(&known, &open) else { return };
                rest = WalkPause { until: Instant::now() + (begun.elapsed() * SHARE).min(LONGEST), wanted: false };
                watch.watch_more(folders(self.library.corpus.root(), &now));
                known = now;
            }
        }
    }

    /// Looks through all texts and tells what has changed; gives what there is now, `None` where nobody listens any more.
    fn walk(&self, known: &[DocumentEntry], open: &OpenFileCheck) -> Option<Arc<[DocumentEntry]>> {
        let before = self.library.syllabus();
        let plan = guarded(|| self.library.syllabus_again()).unwrap_or_default();
        let (now, ..) = guarded(|| self.entries.walk(&mut |_| {})).ok()?;
        let mut changes = Changes::between(known, &now);
        if plan.is_some() {
            changes.corrected(&now, &before, &self.library.syllabus());
        }
        if guarded(|| self.tell(&changes, open) && self.tell_plan(plan)).is_ok_and(|heard| !heard) {
            return None;
        }
        if !changes.is_empty() {
            // What was copied in by the hundred is found from an index too.
            _ = guarded(|| index(&self.library, &now, &self.send));
        }
        Some(now)
    }

    /// Whether all folders of these documents are watched: one that is not may change unheard.
    fn is_whole(&self, watch: &Watch, entries: &[DocumentEntry]) -> bool {
        let folders = folders(self.library.corpus.root(), entries);
        folders.len() < MOST_FOLDERS && watch.watches(&folders)
    }

    /// Tells what has changed; says whether anybody listens.
    fn tell(&self, changes: &Changes<'_>, open: &OpenFileCheck) -> bool {
        if changes.is_empty() {
            return true;
        }
        let read = self.places.furthest();
        let mut summaries = Vec::new();
        let items = changes.new.iter().chain(&changes.changed).chain(&changes.corrected).map(|entry| {
            let path = entry.path.clone();
            let said = summary(&self.store.read_found(&entry.path).stored);
            let item = ListItem { annotations: said.annotations, ..ListItem::of(path.clone()) };
            summaries.push((path, said));
            looked_into(&self.library, entry, (item, &read))
        });
        let items: Vec<ListItem> = items.collect();
        let untold = |entry: &&DocumentEntry| Some(entry.path.clone()).filter(|path| !open.has_told(path));
        let gone = changes.gone.iter().filter_map(untold).collect();
        let changed = changes.changed.iter().filter_map(untold).collect();
        self.library.keep_facts();
        [Msg::Listed(items), Msg::SummedUp(summaries), Msg::TextsChanged { gone, changed }]
            .into_iter()
            .all(|msg| self.send.send(Incoming::Msg(msg)).is_ok())
    }

    /// Tells of a syllabus whose file has changed; says whether anybody listens.
    fn tell_plan(&self, news: Option<SyllabusNews>) -> bool {
        let Some(SyllabusNews { syllabus, faults }) = news else { return true };
        if let Some(syllabus) = &syllabus {
            // Nobody listens any more only when the program is ending.
            let _ = self.writer.send(WriterJob::Planned(Arc::clone(syllabus)));
        }
        self.send.send(Incoming::Msg(Msg::Planned { syllabus, faults })).is_ok()
    }
}

/// A watch over the folders of these documents, begun before they are looked into, so that they need no second walk. Whoever
/// sends a word to `asking` has them looked through.
pub fn watch(library: &Library, found: &[DocumentEntry], asking: (Sender<()>, Receiver<()>)) -> Watch {
    let root = library.corpus.root();
    Watch::over(root, folders(root, found), asking)
}

/// What the beginning of a document says of it, and how much of it is read.
pub fn looked_into(library: &Library, entry: &DocumentEntry, (item, read): (ListItem, &FurthestRead)) -> ListItem {
    let looked = guarded(|| library.look(entry));
    let digest = looked.as_ref().ok().and_then(|looked| looked.as_ref().ok()?.digest());
    let item = ListItem { progress: read.of(&entry.path, digest), ..item };
    match looked {
        Ok(Ok(fact)) => {
            let damaged = fact.reason().map(str::to_owned);
            let said = library.corrected(&entry.path, &fact.metadata);
            let Metadata { title, authors, date, publication, .. } = said;
            ListItem { title, authors, date, publication, words: fact.words, damaged, ..item }
        }
        Ok(Err(error)) => ListItem { damaged: Some(format!("{error}. {}", error.hint())), ..item },
        Err(fault) => ListItem { damaged: Some(fault), ..item },
    }
}

/// The folders that documents lie in, with those above them, down from the corpus' own.
fn folders(root: &Path, entries: &[DocumentEntry]) -> Vec<PathBuf> {
    let above = |entry: &DocumentEntry| entry.path.as_path().ancestors().skip(1).map(PathBuf::from).collect::<Vec<_>>();
    let all: BTreeSet<PathBuf> = std::iter::once(PathBuf::new()).chain(entries.iter().flat_map(above)).collect();
    all.into_iter().take(MOST_FOLDERS).map(|folder| root.join(folder)).collect()
}

/// What differs between two walks.
#[derive(Debug, Default)]
struct Changes<'a> {
    new: Vec<&'a DocumentEntry>,
    changed: Vec<&'a DocumentEntry>,
    gone: Vec<&'a DocumentEntry>,
    /// As they were, but for what the syllabus says of them.
    corrected: Vec<&'a DocumentEntry>,
}

impl<'a> Changes<'a> {
    fn between(before: &'a [DocumentEntry], now: &'a [DocumentEntry]) -> Self {
        let mut left: HashMap<&str, &DocumentEntry> = before.iter().map(|entry| (entry.path.as_str(), entry)).collect();
        let mut changes = Self::default();
        for entry in now {
            match left.remove(entry.path.as_str()) {
                None => changes.new.push(entry),
                Some(old) if old != entry => changes.changed.push(entry),
                Some(_) => {}
            }
        }
        changes.gone = left.into_values().collect();
        changes.gone.sort_by(|a, b| a.path.cmp(&b.path));
        changes
    }

    /// Takes in those of which another syllabus says something else.
    fn corrected(&mut self, now: &'a [DocumentEntry], before: &Syllabus, after: &Syllabus) {
        let differs =
            |entry: &&DocumentEntry| before.corrections.get(&entry.path) != after.corrections.get(&entry.path);
        self.corrected = now.iter().filter(differs).collect();
    }

    fn is_empty(&self) -> bool {
        [&self.new, &self.changed, &self.gone, &self.corrected].iter().all(|entries| entries.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocPath;
    use crate::store::{Annotations, Corpus, Progress};
    use crate::worker::test_corpus::TestCorpus;
    use std::sync::mpsc::channel;

    fn entries(told: &[(&str, u64)]) -> Vec<DocumentEntry> {
        let entry = |(path, size): &(&str, u64)| DocumentEntry {
            path: DocPath::new(path).expect("a path"),
            size: *size,
            modified: None,
        };
        told.iter().map(entry).collect()
    }

    #[test]
    fn two_walks_differ_in_what_is_new_changed_and_gone() {
        let (before, now) =
            (entries(&[("a.md", 1), ("b.md", 1), ("c.md", 1)]), entries(&[("a.md", 1), ("c.md", 2), ("d/e.md", 1)]));
        let changes = Changes::between(&before, &now);
        let told =
            |entries: &[&DocumentEntry]| entries.iter().map(|entry| entry.path.as_str().to_owned()).collect::<Vec<_>>();
        assert_eq!(
            (told(&changes.new), told(&changes.changed), told(&changes.gone)),
            (vec!["d/e.md".into()], vec!["c.md".into()], vec!["b.md".into()])
        );
        assert!(Changes::between(&now, &now).is_empty());
    }

    #[test]
    fn whoever_is_asked_to_look_tells_of_new_texts_and_of_another_plan_where_no_file_system_does() {
        let corpus = TestCorpus::of(&[("a.md", "# One\n\nWords.")]);
        let root = corpus.library.corpus.root().to_owned();
        let (library, store) = (
            Arc::new(corpus.library),
            AnnotationStore::new(Annotations::at(&Corpus::open(&root).expect("a corpus"), &corpus.dirs)),
        );
        let (places, entries) = (
            ReadingPlaces::new(Progress::open(&corpus.dirs, &root).0),
            Arc::new(KnownEntries::new(Arc::clone(&library))),
        );
        let ((again, asked), (writer, jobs), (send, heard)) = (channel(), channel(), channel());
        let known = entries.all();
        std::fs::write(root.join("b.md"), "# Two\n\nMore.").expect("writable");
        std::fs::write(root.join("syllabus.toml"), "leader = 'mei'\n[documents.'a.md']\ntitle = 'Uno'\n")
            .expect("writable");
        again.send(()).expect("it waits");
        drop(again);
        let open = OpenPath::default();
        TextWatcher { library, entries, store, places, writer, open, send }.work(Watch::when_asked(asked), known);
        let told: Vec<String> = heard
            .try_iter()
            .map(|incoming| match incoming {
                Incoming::Msg(Msg::Listed(items)) => items
                    .iter()
                    .map(|item| format!("{} {}", item.path, item.title.as_deref().unwrap_or_default()))
                    .collect::<Vec<_>>()
                    .join(", "),
                Incoming::Msg(Msg::TextsChanged { gone, changed }) => {
                    format!("{} gone, {} changed", gone.len(), changed.len())
                }
                Incoming::Msg(Msg::Planned { syllabus, faults }) => {
                    format!("{:?} {faults:?}", syllabus.and_then(|plan| plan.leader.clone()))
                }
                Incoming::Msg(Msg::SummedUp(summaries)) => format!("{} summed up", summaries.len()),
                other => format!("{other:?}").chars().take(8).collect(),
            })
            .collect();
        assert_eq!(told, ["b.md Two, a.md Uno", "2 summed up", "0 gone, 0 changed", "Some(\"mei\") []"]);
        assert!(matches!(jobs.try_recv(), Ok(WriterJob::Planned(_))));
    }

    #[test]
    fn every_folder_on_the_way_to_a_text_is_watched_once() {
        let root = Path::new("/texts");
        let told = folders(root, &entries(&[("a.md", 1), ("d/e/f.md", 1), ("d/e/g.md", 1)]));
        assert_eq!(told, ["/texts/", "/texts/d", "/texts/d/e"].map(PathBuf::from));
    }
}
