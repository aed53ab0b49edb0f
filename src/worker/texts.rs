//! The thread that notices texts that are new, changed or gone while the program runs, and tells the list. It sleeps until the
//! file system says something, walks the folder then, and no oftener than that is worth.

use super::Incoming;
use super::entries::KnownEntries;
use super::guard::guarded;
use super::indexing::index;
use super::reading_places::ReadingPlaces;
use super::summary::summary;
use crate::app::{ListItem, Msg};
use crate::document::Metadata;
use crate::store::{AnnotationStore, DocumentEntry, Library, Watch};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// A walk may take this part of the time: after one that took a second, the next begins twenty seconds later.
const SHARE: u32 = 20;
/// The longest time between a change and the walk that finds it.
const LONGEST: Duration = Duration::from_mins(1);
/// The most folders that are watched. Texts in further ones show at the next start.
const MOST_FOLDERS: usize = 2_000;

/// What the thread works with.
#[derive(Debug)]
pub struct TextWatcher {
    /// The corpus.
    pub library: Arc<Library>,
    /// Its documents, as all walk them.
    pub entries: Arc<KnownEntries>,
    /// Where the annotations on them are.
    pub shelf: AnnotationStore,
    /// How much of each was read.
    pub places: ReadingPlaces,
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
        let mut known = found;
        self.entries.set_watched(self.is_whole(&watch, &known));
        while watch.wait() {
            let begun = Instant::now();
            let Ok((now, ..)) = guarded(|| self.entries.walk(&mut |_| {})) else { return };
            let took = begun.elapsed();
            if guarded(|| self.tell(&Changes::between(&known, &now))).is_ok_and(|heard| !heard) {
                return;
            }
            watch.watch_more(folders(self.library.corpus.root(), &now));
            self.entries.set_watched(self.is_whole(&watch, &now));
            // What was copied in by the hundred is found from an index too.
            _ = guarded(|| index(&self.library, &now, &self.send));
            known = now;
            std::thread::sleep((took * SHARE).min(LONGEST));
        }
    }

    /// Whether all folders of these documents are watched: one that is not may change unheard.
    fn is_whole(&self, watch: &Watch, entries: &[DocumentEntry]) -> bool {
        let folders = folders(self.library.corpus.root(), entries);
        folders.len() < MOST_FOLDERS && watch.watches(&folders)
    }

    /// Tells what has changed; says whether anybody listens.
    fn tell(&self, changes: &Changes<'_>) -> bool {
        if changes.is_empty() {
            return true;
        }
        let read = self.places.furthest();
        let mut summaries = Vec::new();
        let items = changes.new.iter().chain(&changes.changed).map(|entry| {
            let path = entry.path.clone();
            let said = summary(self.shelf.read(&entry.path).held);
            let (annotations, progress) = (said.annotations, read.get(path.as_str()).copied().unwrap_or(0.0));
            summaries.push((path.clone(), said));
            looked_into(&self.library, entry, ListItem { annotations, progress, ..ListItem::of(path) })
        });
        let items: Vec<ListItem> = items.collect();
        let path = |entry: &&DocumentEntry| entry.path.clone();
        let gone = changes.gone.iter().map(path).collect();
        let changed = changes.changed.iter().map(path).collect();
        self.library.keep_facts();
        [Msg::Listed(items), Msg::SummedUp(summaries), Msg::TextsChanged { gone, changed }]
            .into_iter()
            .all(|msg| self.send.send(Incoming::Msg(msg)).is_ok())
    }
}

/// A watch over the folders of these documents, begun before they are looked into, so that they need no second walk. None
/// on a file system that does not tell of changes: walking a slow network again would cost more than it tells.
pub fn watch(library: &Library, found: &[DocumentEntry]) -> Option<Watch> {
    let root = library.corpus.root();
    Watch::over(root, folders(root, found)).ok().flatten()
}

/// What the beginning of a document says of it.
pub fn looked_into(library: &Library, entry: &DocumentEntry, item: ListItem) -> ListItem {
    match guarded(|| library.look(entry)) {
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

    fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocPath;

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
    fn every_folder_on_the_way_to_a_text_is_watched_once() {
        let root = Path::new("/texts");
        let told = folders(root, &entries(&[("a.md", 1), ("d/e/f.md", 1), ("d/e/g.md", 1)]));
        assert_eq!(told, ["/texts/", "/texts/d", "/texts/d/e"].map(PathBuf::from));
    }
}
