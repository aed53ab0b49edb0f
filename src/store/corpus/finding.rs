//! Looking for a query in the documents of a corpus, on all cores, in the order of the documents.
//!
//! The words of a text decide first, and as little as can be is done to have them: of plain text the file as it lies there,
//! of other formats the text that is kept. Only where the query could hold a document is made. An index says which texts
//! need not be looked into; the answers are the same without it.

use crate::document::saved::SavedWords;
use crate::document::{DocPath, Document};
use crate::format::{self, Format};
use crate::search::SearchText;
use crate::search::index::{IndexBuilder, TrigramSet};
use crate::search::query::{Query, TextFacts};
use crate::store::corpus::documents::DocumentEntry;
use crate::store::corpus::found_works::{FoundWorks, sketch_of};
use crate::store::corpus::index::{IndexFolder, Knowledge, KnownTexts, builder, known_by};
use crate::store::corpus::library::{HEAD, Library};
use crate::store::corpus::read::OpenedFile;
use crate::store::fs::digest::{Digest, digest};
use crate::store::fs::error::Result;
use crate::store::fs::parallel::each_in_order;
use crate::text::Span;
use std::sync::Arc;

/// How far the threads run ahead of the first document that is not through yet, so that its neighbours do not pile up.
const AHEAD: usize = 256;

/// A document in which a query holds.
#[derive(Debug)]
pub struct FoundDocument {
    /// Its path.
    pub path: DocPath,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// All of it.
    pub document: Document,
    /// Where the hits stand; none where only facts of the text were asked.
    pub hits: Vec<Span>,
    /// Whether it holds by the words as they were typed, not by other forms of them alone.
    pub exact: bool,
    /// The other files that are the same work, as far as that is known from the last look at all of them; they are not found beside it.
    pub copies: Vec<DocPath>,
}

impl FoundDocument {
    /// In which other formats the work is there, by the endings of their names: `epub, pdf`; empty where it is in none.
    pub fn other_formats(&self) -> String {
        let ending = |path: &DocPath| path.as_path().extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let mut endings: Vec<String> = self.copies.iter().filter_map(ending).collect();
        endings.sort_unstable();
        endings.dedup();
        endings.join(", ")
    }
}

/// One document was looked into.
#[derive(Debug)]
pub struct FindingStep {
    /// How many were so far.
    pub looked: usize,
    /// How many there are to look into.
    pub of: usize,
    /// The document, where the query holds in it, or why it could not be read.
    pub found: Option<Result<FoundDocument>>,
}

/// What came of looking into one document.
struct LookedInto {
    found: Result<Option<FoundDocument>>,
    /// Its three bytes, where they are wanted and it could be read.
    trigrams: Option<Vec<u32>>,
    /// How it begins, where it may be the same work as another.
    sketch: Vec<u32>,
}

impl Library {
    /// Looks for a query, and hands to `each` what came of each document that had to be looked into, in the order of
    /// `entries`. Goes on as long as `each` says so. Where many of them are in no index yet, one is made and kept at the end.
    pub fn find_all(&self, entries: &[DocumentEntry], query: &Query, each: &mut dyn FnMut(FindingStep) -> bool) {
        let Some(folder) = self.index_folder() else {
            return self.find_in(entries, query, &FindingPlan::all(entries), each);
        };
        let (known, plan) = told(folder, query, folder.worth, || Arc::new(folder.known(entries)));
        if !plan.worth {
            return self.find_in(entries, query, &plan, each);
        }
        let mut made = builder();
        if self.find_making(entries, query, &plan, (Some(&mut made), each)) {
            folder.keep(&known.index, made);
        }
    }

    /// Looks for a query as `find_all` does, but makes no index: for a caller that asks again and again and has the index made
    /// by another thread. The index is kept open for the next question.
    pub fn find_only(&self, entries: &Arc<[DocumentEntry]>, query: &Query, each: &mut dyn FnMut(FindingStep) -> bool) {
        let plan = self.index_folder().map_or_else(
            || FindingPlan::all(entries),
            |folder| told(folder, query, u64::MAX, || folder.known_again(entries)).1,
        );
        self.find_in(entries, query, &plan, each);
    }

    fn find_in(
        &self,
        entries: &[DocumentEntry],
        query: &Query,
        plan: &FindingPlan,
        each: &mut dyn FnMut(FindingStep) -> bool,
    ) {
        self.find_making(entries, query, plan, (None, each));
    }

    /// Looks into the documents of a plan, and adds what is to be known of the new ones to an index; whether it came to the end.
    fn find_making(
        &self,
        entries: &[DocumentEntry],
        query: &Query,
        plan: &FindingPlan,
        (mut made, each): (Option<&mut IndexBuilder>, &mut dyn FnMut(FindingStep) -> bool),
    ) -> bool {
        let (wanted, makes, known) = (&plan.wanted, made.is_some(), self.kept_works());
        let compares = known.is_none();
        let work = |at: usize, set: &mut TrigramSet| {
            let collected = (makes && plan.known[wanted[at]] == Knowledge::New).then_some(set);
            let mut looked = self.look_for(&entries[wanted[at]], query, collected);
            if let (true, Ok(Some(found))) = (compares, &looked.found) {
                looked.sketch = sketch_of(&found.document, entries, wanted[at]);
            }
            looked
        };
        let mut works = FoundWorks::new(known);
        let mut first = |found: FoundDocument, sketch| {
            Some(FoundDocument { copies: works.first(&found.path, &found.document, sketch)?, ..found })
        };
        each_in_order(wanted.len(), AHEAD, &work, &mut |at, looked| {
            add(made.as_deref_mut(), &entries[wanted[at]], looked.trigrams.as_deref());
            let found = looked.found.map(|found| first(found?, looked.sketch)).transpose();
            each(FindingStep { looked: at + 1, of: wanted.len(), found })
        })
    }

    /// Makes an index of the documents that are in none, where they are worth one, and says after each how many of how many
    /// are done. `None` where there was nothing to do; else whether it could be kept.
    pub fn index(&self, entries: &[DocumentEntry], each: &mut dyn FnMut(usize, usize)) -> Option<bool> {
        let folder = self.index_folder()?;
        let (known, plan) = told(folder, &Query::default(), folder.worth, || Arc::new(folder.known(entries)));
        let new: Vec<&DocumentEntry> =
            plan.wanted.iter().filter(|at| plan.known[**at] == Knowledge::New).map(|at| &entries[*at]).collect();
        if !plan.worth {
            return None;
        }
        let mut made = builder();
        let work = |at: usize, set: &mut TrigramSet| {
            let words = self.words(new[at]).ok().filter(|words| !words.text().is_empty());
            words.map(|words| set.of(words.searched()).to_vec())
        };
        each_in_order(new.len(), AHEAD, &work, &mut |at, trigrams: Option<Vec<u32>>| {
            add(Some(&mut made), new[at], trigrams.as_deref());
            each(at + 1, new.len());
            true
        });
        Some(folder.keep(&known.index, made))
    }

    /// Looks into one document.
    fn look_for(&self, entry: &DocumentEntry, query: &Query, set: Option<&mut TrigramSet>) -> LookedInto {
        let words = match self.words(entry) {
            Ok(words) => words,
            Err(fault) => return LookedInto { found: Err(fault), trigrams: None, sketch: Vec::new() },
        };
        let trigrams = set.filter(|_| !words.text().is_empty()).map(|set| set.of(words.searched()).to_vec());
        let found = query.could_hold_in(words.searched()).then(|| self.found(entry, words, query)).flatten();
        LookedInto { found: Ok(found), trigrams, sketch: Vec::new() }
    }

    /// The words of a document, as cheaply as they can be had.
    fn words(&self, entry: &DocumentEntry) -> Result<TextWords> {
        let (name, source) = (entry.path.file_name(), self.corpus.source(&entry.path, HEAD)?);
        let format = format::of(name, &source.head).filter(|format| source.size <= format.most);
        let Some(format) = format else { return Ok(TextWords::Made(Box::default())) };
        if source.stays(format.in_place.whole).is_some() {
            return self.words_in_place(entry, &source, format);
        }
        let bytes = source.whole()?;
        if format.is_plain() {
            return Ok(TextWords::Plain(format::decode::text(bytes).text));
        }
        let Some(cache) = self.cache().filter(|_| !format.is_text()) else {
            return Ok(TextWords::Made(Box::new(format::parse(name, bytes))));
        };
        let digest = digest(&bytes);
        if let Some(words) = cache.words(&digest, format) {
            return Ok(TextWords::Kept(words, digest, format));
        }
        Ok(TextWords::Made(Box::new(self.text(&entry.path, bytes, &digest))))
    }

    /// The same of a large file, which is never held.
    fn words_in_place(&self, entry: &DocumentEntry, source: &OpenedFile, format: &'static Format) -> Result<TextWords> {
        if let Some(cache) = self.cache() {
            let digest = source.digest()?;
            if let Some(words) = cache.words(&digest, format) {
                return Ok(TextWords::Kept(words, digest, format));
            }
        }
        Ok(TextWords::Made(Box::new(self.load(&entry.path)?.document)))
    }

    /// The document of those words, where the query holds in it.
    fn found(&self, entry: &DocumentEntry, words: TextWords, query: &Query) -> Option<FoundDocument> {
        let document = match words {
            TextWords::Plain(text) => format::text::parse(text),
            TextWords::Made(document) => *document,
            TextWords::Kept(_, digest, format) => self.cache()?.text(&digest, format)?,
        };
        let path = entry.path.as_str();
        let said = self.corrected(&entry.path, &document.metadata);
        let (title, date) = (said.title.as_deref().unwrap_or_default(), said.date.as_deref().unwrap_or_default());
        let facts = TextFacts { path, title, authors: &said.authors, date };
        let hits = query.hits_in(&document, &facts)?;
        let exact = query.holds_exactly_in(&document, &facts);
        let readable = !document.blocks().is_empty();
        readable.then(|| FoundDocument {
            path: entry.path.clone(),
            title: said.title,
            document,
            hits,
            exact,
            copies: Vec::new(),
        })
    }
}

/// Which documents are looked into, by their places, and what is known of each.
struct FindingPlan {
    known: Vec<Knowledge>,
    wanted: Vec<usize>,
    /// Whether those that no index knows are worth one.
    worth: bool,
}

impl FindingPlan {
    fn of((known, worth): (Vec<Knowledge>, bool)) -> Self {
        let wanted = (0..known.len()).filter(|at| known[*at] != Knowledge::Excluded).collect();
        Self { known, wanted, worth }
    }

    /// All of them.
    fn all(entries: &[DocumentEntry]) -> Self {
        Self::of((vec![Knowledge::New; entries.len()], false))
    }
}

/// What the index tells about a query. A damaged part is taken away, and the rest asked again.
fn told(
    folder: &IndexFolder,
    query: &Query,
    worth: u64,
    known: impl Fn() -> Arc<KnownTexts>,
) -> (Arc<KnownTexts>, FindingPlan) {
    let need = query.needs();
    loop {
        let texts = known();
        match texts.know(&need, worth) {
            Ok(plan) => return (texts, FindingPlan::of(plan)),
            Err(part) if folder.drop_from(part) => {}
            Err(_) => return (Arc::default(), FindingPlan::of((vec![Knowledge::New; texts.len()], false))),
        }
    }
}

/// The words of a document, and what it takes to make it.
enum TextWords {
    /// They are the file.
    Plain(String),
    /// They were kept, under this digest of the file.
    Kept(SavedWords, Digest, &'static Format),
    Made(Box<Document>),
}

impl TextWords {
    fn text(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Kept(words, ..) => &words.text,
            Self::Made(document) => document.text(),
        }
    }

    /// As they are searched. In plain text more may be passed over than in its document, never less.
    fn searched(&self) -> SearchText<'_> {
        match self {
            Self::Plain(text) => SearchText::without(text, format::text::between_pages(text)),
            Self::Kept(words, ..) => SearchText::without(&words.text, words.interruptions.iter().copied()),
            Self::Made(document) => (&**document).into(),
        }
    }
}

fn add(made: Option<&mut IndexBuilder>, entry: &DocumentEntry, trigrams: Option<&[u32]>) {
    if let (Some(made), Some(trigrams), Some(by)) = (made, trigrams, known_by(entry)) {
        made.add(by, trigrams);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Scope;
    use crate::store::fs::dirs::Dirs;
    use std::fs;
    use std::path::Path;

    /// The answers of a corpus to some queries, document by document with their hits.
    fn answers(library: &Library) -> Vec<Vec<(String, Vec<Span>)>> {
        let queries = [
            "wall",
            "old wall",
            "moss OR wal*",
            "wall NOT old",
            "/w.ll/",
            "in:b",
            "heron",
            "cafe NEAR/3 wall",
            "rope of hemp",
            "hempen",
        ];
        let (entries, _) = library.entries();
        let answer = |written: &str| {
            let mut found = Vec::new();
            library.find_all(&entries, &Query::parse(written, Scope::Texts).0, &mut |step| {
                let document = step.found.transpose().unwrap();
                found.extend(document.map(|document| (document.path.as_str().to_owned(), document.hits)));
                true
            });
            found
        };
        queries.iter().map(|written| answer(written)).collect()
    }

    fn write(root: &Path, name: &str, words: &str, padding: usize) {
        fs::write(root.join(name), format!("{words}\n\n{}", "lorem ipsum dolor ".repeat(padding))).unwrap();
    }

    #[test]
    fn the_index_gives_the_answers_of_plain_reading_after_changes_and_damage_too() {
        let temp = tempfile::tempdir().unwrap();
        let (root, dirs) = (temp.path().join("texts"), Dirs::under(&temp.path().join("home")));
        fs::create_dir(&root).unwrap();
        let folder = IndexFolder::at(&dirs, &root.canonicalize().unwrap());
        let library = || Library::open(&root).unwrap();
        let indexed = || library().keeping(&dirs).indexing_from(6_000);
        let same = |what: &str| {
            let plain = answers(&library());
            // The first answer may make an index, the second is from it.
            for _ in 0..2 {
                assert_eq!(answers(&indexed()), plain, "{what}");
            }
            plain.iter().map(Vec::len).sum::<usize>()
        };
        let (marked, paged) =
            ("A *wa*ll of moss", "Café by the Wall, and a rope\n\u{C}\nof hemp and hem-\n\u{C}\npen rope");
        for (name, words) in [("a.txt", "An old wall"), ("b.md", marked), ("c.txt", paged)] {
            write(&root, name, words, 150);
        }
        assert!(same("new") > 10 && folder.open().parts() == 1);
        fs::remove_dir_all(dirs.cache.join("index")).unwrap();
        let index = |each: &mut dyn FnMut(usize, usize)| {
            let library = indexed();
            library.index(&library.entries().0, each)
        };
        let mut steps = Vec::new();
        assert_eq!(index(&mut |done, of| steps.push((done, of))), Some(true));
        assert_eq!((steps, folder.open().parts()), (vec![(1, 3), (2, 3), (3, 3)], 1));
        assert_eq!(index(&mut |_, _| {}), None, "all is known");
        same("made beforehand");
        write(&root, "a.txt", "No more", 10);
        write(&root, "d.txt", "One old wall more", 10);
        same("changed, too little for another part");
        assert_eq!(folder.open().parts(), 1);
        write(&root, "e.txt", "The last old wall", 400);
        same("changed, and another part");
        assert_eq!(folder.open().parts(), 2);
        fs::remove_file(root.join("c.txt")).unwrap();
        same("one is gone");
        for part in fs::read_dir(dirs.cache.join("index")).unwrap() {
            let path = part.unwrap().path();
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle..].fill(7);
            fs::write(&path, bytes).unwrap();
        }
        same("damaged");
        assert!(folder.open().parts() == 1, "it is made again");
        fs::remove_dir_all(dirs.cache.join("index")).unwrap();
        fs::write(dirs.cache.join("index"), "no folder").unwrap();
        assert_eq!(index(&mut |_, _| {}), Some(false), "it cannot be kept");
        same("without one");
    }

    #[test]
    fn of_files_that_are_the_same_work_the_first_is_found_and_in_names_another() {
        let temp = tempfile::tempdir().unwrap();
        let (root, dirs) = (temp.path().join("texts"), Dirs::under(&temp.path().join("home")));
        fs::create_dir(&root).unwrap();
        let words: String =
            (0..900).map(|number| ["word", &(number * 7919 % 1009).to_string(), " "].concat()).collect();
        for (name, more) in [("a.md", "\n\nwall\n"), ("b.txt", "\n\nThe wall\n"), ("c.md", "\n\nmoss and wall\n")] {
            fs::write(root.join(name), [&words, more].concat()).unwrap();
        }
        write(&root, "d.txt", "Another wall", 5);
        let library = Library::open(&root).unwrap().keeping(&dirs);
        let found = |written: &str| {
            let (mut found, query) = (Vec::new(), Query::parse(written, Scope::Texts).0);
            library.find_all(&library.entries().0, &query, &mut |step| {
                found.extend(
                    step.found.transpose().unwrap().map(|it| format!("{} {}", it.path.as_str(), it.other_formats())),
                );
                true
            });
            found.join("; ")
        };
        assert_eq!(found("wall"), "a.md ; b.txt ; c.md ; d.txt ", "nobody has compared them yet");
        let (entries, _) = library.entries();
        for entry in &entries {
            library.look(entry).unwrap();
        }
        library.compare(&entries);
        assert_eq!(found("wall"), "a.md md, txt; d.txt ");
        assert_eq!(found("moss"), "c.md md, txt");
        assert_eq!(found("wall in:b.txt"), "b.txt md");
    }

    #[test]
    fn before_anybody_has_compared_all_files_one_of_the_same_work_is_found_by_its_names_and_words() {
        let temp = tempfile::tempdir().unwrap();
        let (root, dirs) = (temp.path().join("texts"), Dirs::under(&temp.path().join("home")));
        fs::create_dir_all(root.join("b")).unwrap();
        let words = |seed: usize| -> String {
            (0..900).map(|number| ["word", &(number * seed % 1009).to_string(), " "].concat()).collect()
        };
        let titled = "---\ntitle: On Walls\nauthor: Ada North\n---\n\n";
        for (name, text) in [
            ("a.md", words(7919)),
            ("a.txt", words(7919)),
            ("b/a.txt", words(7901)),
            ("b/b.md", [titled, &words(7907)].concat()),
            ("c.md", [titled, &words(7907)].concat()),
            ("c.txt", words(7883)),
            ("d.md", [titled, &words(7877)].concat()),
        ] {
            fs::write(root.join(name), [&text, "\n\nwall\n"].concat()).unwrap();
        }
        let library = Library::open(&root).unwrap().keeping(&dirs);
        let mut found = Vec::new();
        library.find_all(&library.entries().0, &Query::parse("wall", Scope::Texts).0, &mut |step| {
            found.extend(step.found.transpose().unwrap().map(|it| it.path.as_str().to_owned()));
            true
        });
        assert_eq!(found, ["a.md", "b/a.txt", "b/b.md", "c.txt", "d.md"], "other words are another work");
    }

    /// How many documents are looked into for a query.
    fn looked(library: &Library, entries: &Arc<[DocumentEntry]>, written: &str) -> usize {
        let mut looked = 0;
        library.find_only(entries, &Query::parse(written, Scope::Texts).0, &mut |step| {
            looked = step.of;
            true
        });
        looked
    }

    #[test]
    fn two_sessions_share_an_index_and_one_that_has_it_open_sees_what_the_other_makes() {
        let temp = tempfile::tempdir().unwrap();
        let (root, dirs) = (temp.path().join("texts"), Dirs::under(&temp.path().join("home")));
        fs::create_dir(&root).unwrap();
        (0..9).for_each(|number| write(&root, &format!("{number}.txt"), &format!("wall{number}"), 30));
        let session = || Library::open(&root).unwrap().keeping(&dirs).indexing_from(100);
        let (one, two) = (session(), session());
        let entries: Arc<[DocumentEntry]> = one.entries().0.into();
        assert_eq!(looked(&two, &entries, "wall3"), 9, "nobody has made one yet");
        assert_eq!(one.index(&entries, &mut |_, _| {}), Some(true));
        assert_eq!((looked(&two, &entries, "wall3"), looked(&one, &entries, "wall4")), (1, 1));
        assert_eq!(two.index(&entries, &mut |_, _| {}), None, "it is there already");
        // Both make another part of the same new text at once.
        write(&root, "new.txt", "wall10", 30);
        let more: Arc<[DocumentEntry]> = one.entries().0.into();
        std::thread::scope(|scope| {
            for session in [&one, &two] {
                scope.spawn(|| session.index(&more, &mut |_, _| {}));
            }
        });
        for session in [&one, &two] {
            assert_eq!(looked(session, &more, "wall10"), 1);
            assert_eq!(looked(session, &more, "wall5"), 1);
        }
    }
}
