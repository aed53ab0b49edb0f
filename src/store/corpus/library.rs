//! A corpus as documents: what is in the folder, parsed, with the syllabus' corrections.
//!
//! It joins the files of [`Corpus`] with the parsers of `format`, and, for a user with a cache folder, with what
//! earlier looks have found out: a text that took long to make is made once, a file that has not changed is not read
//! again to be listed. It writes nothing but that.

use crate::config::syllabus::{self, Syllabus};
use crate::document::{DocPath, Document, Metadata};
use crate::format::{self, FORMATS, Format};
use crate::store::corpus::cache::Cache;
use crate::store::corpus::documents::{Corpus, DocumentEntry};
use crate::store::corpus::facts::FactCache;
use crate::store::corpus::facts::{Fact, Stamp};
use crate::store::corpus::index::IndexFolder;
use crate::store::corpus::known_syllabus::{KnownSyllabus, SyllabusNews};
use crate::store::corpus::left_out::LeftOut;
use crate::store::corpus::manifestations::Manifestations;
use crate::store::corpus::manifestations::{self, ManifestationCandidate};
use crate::store::corpus::read::OpenedFile;
use crate::store::corpus::summary_cache::SummaryCache;
use crate::store::fs::digest::{Digest, digest};
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::{Error, Result};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

/// The part of a big file that is read and shown first.
pub const HEAD: usize = 64 * 1024;

/// A file that says nothing by its beginning is looked at whole if it is no larger than this, in bytes: saved pages are,
/// books are not.
const SMALL: u64 = 4 << 20;

/// A folder of documents and what its syllabus says of them.
#[derive(Debug)]
pub struct Library {
    /// The folder.
    pub corpus: Corpus,
    /// Sessions, prompts, corrections.
    plan: KnownSyllabus,
    /// What is wrong with the syllabus, in words.
    pub faults: Vec<String>,
    kept: Option<LibraryCache>,
}

/// What is kept between sessions.
#[derive(Debug)]
struct LibraryCache {
    cache: Cache,
    facts: FactCache,
    index: IndexFolder,
    summaries: SummaryCache,
}

/// A document read from its file.
#[derive(Debug)]
pub struct Loaded {
    /// The whole of it, or its beginning.
    pub document: Document,
    /// Facts about it, corrected by the syllabus.
    pub metadata: Metadata,
    /// The digest of the file; none of a beginning, and of a file that is too large to be read.
    pub digest: Option<Digest>,
    /// The format's name.
    pub format: &'static str,
    /// Whether it is the whole file.
    pub whole: bool,
    /// Size and age of the file, where the system says.
    pub stamp: Option<Stamp>,
}

/// What [`Library::learn`] needs to know of the file that a document was read from.
#[derive(Clone, Copy, Debug)]
pub struct SeenDocument {
    pub(super) digest: Option<Digest>,
    pub(super) format: &'static str,
    pub(super) whole: bool,
    pub(super) stamp: Option<Stamp>,
}

impl Loaded {
    /// Which file it was read from, and how much of it.
    pub fn seen(&self) -> SeenDocument {
        let Self { digest, format, whole, stamp, .. } = *self;
        SeenDocument { digest, format, whole, stamp }
    }
}

/// The beginning of a document, and what was read of its file: to go on without reading that again.
#[derive(Debug)]
pub struct Begun {
    /// The beginning; all of it where it is short, or known from before.
    pub head: Loaded,
    rest: Rest,
}

#[derive(Debug)]
enum Rest {
    Nothing,
    Again,
    File(OpenedFile),
    Bytes(Vec<u8>, Digest),
}

/// The name of the format of a file that no format reads.
const UNKNOWN: &str = "unknown";

impl Library {
    /// Opens a folder as it is named, or the folder of a file.
    pub fn open(path: &Path) -> Result<Self> {
        let corpus = Corpus::open(path)?;
        let (plan, faults) = KnownSyllabus::of(&corpus);
        Ok(Self { corpus, plan, faults, kept: None })
    }

    /// The syllabus in use: sessions, prompts, corrections.
    pub fn syllabus(&self) -> Arc<Syllabus> {
        self.plan.now()
    }

    /// Reads the syllabus again if its file has changed.
    pub fn syllabus_again(&self) -> Option<SyllabusNews> {
        self.plan.again(&self.corpus)
    }

    /// Makes `document` the one that was asked for.
    pub fn choosing(self, document: DocPath) -> Self {
        Self { corpus: self.corpus.choosing(document), ..self }
    }

    /// Lets it keep parsed texts and facts in the cache folder.
    pub fn keeping(self, dirs: &Dirs) -> Self {
        let root = self.corpus.root();
        let (cache, facts, index) = (Cache::at(dirs), FactCache::at(dirs, root), IndexFolder::at(dirs, root));
        let kept = LibraryCache { cache, facts, index, summaries: SummaryCache::at(dirs, root) };
        Self { kept: Some(kept), ..self }
    }

    /// Lets it make an index of fewer new bytes than are worth one otherwise.
    #[cfg(test)]
    pub(in crate::store) fn indexing_from(mut self, worth: u64) -> Self {
        self.kept.iter_mut().for_each(|kept| kept.index.worth = worth);
        self
    }

    /// All documents, in the order of their paths, a batch at a time; what else there is, and what could not be looked into.
    pub fn scan(&self, batch: &mut dyn FnMut(Vec<DocumentEntry>)) -> (LeftOut, Vec<Error>) {
        self.corpus.scan(
            &|name| name != syllabus::FILE && name != crate::store::corpus::names::ALLOWED && format::knows(name),
            batch,
        )
    }

    /// All documents at once.
    pub fn entries(&self) -> (Vec<DocumentEntry>, Vec<Error>) {
        let mut entries = Vec::new();
        let (_, faults) = self.scan(&mut |batch| entries.extend(batch));
        (entries, faults)
    }

    /// What the folder holds that is no document.
    pub fn left_out(&self) -> LeftOut {
        self.scan(&mut |_| ()).0
    }

    /// Reads and parses a whole document. A file that is too large for its format is a damaged document, unread.
    pub fn load(&self, path: &DocPath) -> Result<Loaded> {
        self.whole(path, self.corpus.source(path, HEAD)?)
    }

    /// Reads and parses the beginning of a document; all of it where it is short or known from before.
    pub fn load_head(&self, path: &DocPath) -> Result<Loaded> {
        Ok(self.begin(path)?.head)
    }

    /// Reads the beginning of a document, and what of its file that takes; [`Library::finish`] reads the rest.
    pub fn begin(&self, path: &DocPath) -> Result<Begun> {
        let (name, source) = (path.file_name(), self.corpus.source(path, HEAD)?);
        let format = format::of(name, &source.head);
        if source.is_whole() || format.is_some_and(|format| source.size > format.most) {
            return Ok(Begun { head: self.whole(path, source)?, rest: Rest::Nothing });
        }
        let seen = SeenDocument { digest: None, format: name_of(format), whole: false, stamp: source.stamp() };
        let Some(format) = format.filter(|format| !format.is_text()) else {
            // Of a file that no format reads the beginning says so.
            let parse = if format.is_some() { format::parse_head } else { format::parse };
            let document = parse(name, source.head.clone());
            return Ok(Begun { head: self.loaded(path, document, seen), rest: Rest::File(source) });
        };
        if let Some(loaded) = self.in_place(path, &source, (format, format.in_place.beginning), seen)? {
            let rest = if loaded.whole { Rest::Nothing } else { Rest::Again };
            return Ok(Begun { head: loaded, rest });
        }
        let bytes = source.whole()?;
        let digest = digest(&bytes);
        if let Some(document) = self.kept.as_ref().and_then(|kept| kept.cache.text(&digest, format)) {
            let seen = SeenDocument { digest: Some(digest), whole: true, ..seen };
            return Ok(Begun { head: self.loaded(path, document, seen), rest: Rest::Nothing });
        }
        // A large file is not held twice: it is read again where the rest is wanted after all.
        let rest = (bytes.len() as u64 <= SMALL).then(|| Rest::Bytes(bytes.clone(), digest));
        let document = format::parse_head(name, bytes);
        let seen = SeenDocument { digest: Some(digest), ..seen };
        Ok(Begun { head: self.loaded(path, document, seen), rest: rest.unwrap_or(Rest::Again) })
    }

    /// All of a document whose beginning was read.
    pub fn finish(&self, path: &DocPath, begun: Begun) -> Result<Loaded> {
        let Begun { head, rest } = begun;
        match rest {
            Rest::Nothing => Ok(head),
            Rest::Again => self.load(path),
            Rest::File(source) => self.whole(path, source),
            Rest::Bytes(bytes, digest) => {
                let seen = SeenDocument { digest: Some(digest), whole: true, ..head.seen() };
                Ok(self.loaded(path, self.text(path, bytes, &digest), seen))
            }
        }
    }

    fn whole(&self, path: &DocPath, source: OpenedFile) -> Result<Loaded> {
        let format = format::of(path.file_name(), &source.head);
        let seen = SeenDocument { digest: None, format: name_of(format), whole: true, stamp: source.stamp() };
        if let Some(format) = format.filter(|format| source.size > format.most) {
            let mut document = Document::default();
            document.warnings.push(format::too_large(format, source.size));
            return Ok(self.loaded(path, document, seen));
        }
        let large = format.map(|format| self.in_place(path, &source, (format, format.in_place.whole), seen));
        if let Some(loaded) = large.transpose()?.flatten() {
            return Ok(loaded);
        }
        let bytes = source.whole()?;
        let digest = digest(&bytes);
        Ok(self.loaded(path, self.text(path, bytes, &digest), SeenDocument { digest: Some(digest), ..seen }))
    }

    /// What is kept of all that was written, for a user with a cache folder.
    pub fn summary_cache(&self) -> Option<&SummaryCache> {
        self.kept.as_ref().map(|kept| &kept.summaries)
    }

    /// The texts that are kept, for a user with a cache folder.
    pub(in crate::store) fn cache(&self) -> Option<&Cache> {
        self.kept.as_ref().map(|kept| &kept.cache)
    }

    /// Where the index is kept, for a user with a cache folder.
    pub(in crate::store) fn index_folder(&self) -> Option<&IndexFolder> {
        self.kept.as_ref().map(|kept| &kept.index)
    }

    /// The text of a file, from the cache or made anew.
    pub(in crate::store) fn text(&self, path: &DocPath, bytes: Vec<u8>, digest: &Digest) -> Document {
        let name = path.file_name();
        let (Some(kept), Some(format)) = (&self.kept, format::of(name, &bytes)) else {
            return format::parse(name, bytes);
        };
        kept.cache.text(digest, format).unwrap_or_else(|| {
            let document = format::parse(name, bytes);
            kept.cache.keep(digest, format, &document);
            document
        })
    }

    pub(super) fn loaded(&self, path: &DocPath, document: Document, seen: SeenDocument) -> Loaded {
        let SeenDocument { digest, format, whole, stamp } = seen;
        let metadata = self.corrected(path, &document.metadata);
        Loaded { document, metadata, digest, format, whole, stamp }
    }

    /// Loads a listed document as [`Library::load`] does; where its file has not changed, from the cache without opening it.
    pub fn load_entry(&self, entry: &DocumentEntry) -> Result<Loaded> {
        let kept = self.known(entry).and_then(|fact| self.kept_text(&fact));
        kept.map_or_else(|| self.load(&entry.path), |(document, seen)| Ok(self.loaded(&entry.path, document, seen)))
    }

    /// The text of a file that was as that fact says.
    fn kept_text(&self, fact: &Fact) -> Option<(Document, SeenDocument)> {
        let (kept, digest) = (self.kept.as_ref()?, fact.digest()?);
        let format = FORMATS.iter().find(|format| Some(format.name) == fact.format.as_deref())?;
        let seen = SeenDocument { digest: Some(digest), format: format.name, whole: true, stamp: Some(fact.stamp) };
        Some((kept.cache.text(&digest, format)?, seen))
    }

    /// What a text says of itself, with the corrections of the syllabus.
    pub fn corrected(&self, path: &DocPath, said: &Metadata) -> Metadata {
        let syllabus = self.syllabus();
        syllabus.corrections.get(path).map_or_else(|| said.clone(), |better| said.corrected_by(better))
    }

    /// What is known of a document from before, if its file has not changed since.
    pub fn known(&self, entry: &DocumentEntry) -> Option<Fact> {
        let (kept, stamp) = (self.kept.as_ref()?, Stamp::new(entry.size, entry.modified)?);
        kept.facts.of(entry.path.as_str(), stamp)
    }

    /// What is known of a document, by its beginning where it was not looked at before.
    pub fn look(&self, entry: &DocumentEntry) -> Result<Fact> {
        match self.known(entry) {
            Some(fact) if fact.words.is_some() => Ok(fact),
            Some(fact) => Ok(self.read_since(entry, &fact).unwrap_or(fact)),
            None => {
                let begun = self.begin(&entry.path)?;
                let silent = begun.head.document.blocks().is_empty() && begun.head.document.warnings.is_empty();
                let whole = silent && entry.size <= SMALL;
                let loaded = if whole { self.finish(&entry.path, begun)? } else { begun.head };
                Ok(self.learn(&entry.path, loaded.seen(), &loaded.document))
            }
        }
    }

    /// A fact about a beginning, made whole by a text that somebody has had made since.
    fn read_since(&self, entry: &DocumentEntry, fact: &Fact) -> Option<Fact> {
        let (document, seen) = self.kept_text(fact)?;
        Some(self.learn(&entry.path, seen, &document))
    }

    /// Takes in what a document says of itself; counts the words of one that was read whole, which takes a while.
    pub fn learn(&self, path: &DocPath, seen: SeenDocument, document: &Document) -> Fact {
        let fact = Fact {
            stamp: seen.stamp.unwrap_or(Stamp { size: 0, modified: 0 }),
            metadata: document.metadata.clone(),
            format: Some(seen.format.to_owned()).filter(|format| format != UNKNOWN),
            sha256: seen.digest.map(|digest| digest.hex()),
            words: seen.whole.then(|| document.words()),
            warnings: document.warnings.clone(),
            damaged: document.blocks().is_empty() && (seen.whole || !document.warnings.is_empty()),
            sketch: manifestations::sketch(document),
        };
        if let (Some(kept), Some(_)) = (&self.kept, seen.stamp) {
            kept.facts.learn(path.as_str(), fact.clone());
        }
        fact
    }

    /// Keeps what was found out for the next session.
    pub fn keep_facts(&self) {
        if let Some(kept) = &self.kept {
            kept.facts.keep();
        }
    }

    /// After all documents were looked at: keeps what was found out, forgets what is not there any more, and says which
    /// documents are the same work.
    pub fn compare(&self, entries: &[DocumentEntry]) -> Manifestations {
        let Some(kept) = &self.kept else { return Manifestations::default() };
        kept.facts.retain(&entries.iter().map(|entry| entry.path.as_str()).collect::<HashSet<&str>>());
        kept.facts.keep();
        let works = kept.facts.look(|facts| {
            let said = facts.iter().filter_map(|(path, fact)| {
                let path = DocPath::new(path).ok()?;
                let metadata = self.corrected(&path, &fact.metadata);
                Some((path, metadata, fact))
            });
            let said: Vec<(DocPath, Metadata, &Fact)> = said.collect();
            let candidates = said.iter().map(|(path, metadata, fact)| ManifestationCandidate { path, metadata, fact });
            Manifestations::among(&candidates.collect::<Vec<_>>())
        });
        if self.kept_works().as_ref() != Some(&works) {
            kept.facts.write("works", &works.to_json());
        }
        works
    }

    /// Which documents are the same work, as the last look at all of them has found.
    pub fn works(&self) -> Manifestations {
        self.kept_works().unwrap_or_default()
    }

    /// The same; none where nobody has looked at all of them yet.
    pub(in crate::store) fn kept_works(&self) -> Option<Manifestations> {
        let json = self.kept.as_ref().and_then(|kept| kept.facts.read("works"));
        json.map(|json| Manifestations::from_json(&json))
    }

    /// The document that is meant by a path, or by a part of a path or title that only one document has;
    /// [`Error::NoDocument`] or [`Error::ManyDocuments`] where it is none or not one alone.
    pub fn find(&self, wanted: &str) -> Result<DocPath> {
        let (entries, _) = self.entries();
        let paths = || entries.iter().map(|entry| &entry.path);
        if let Some(exact) = paths().find(|path| path.as_str() == wanted) {
            return Ok(exact.clone());
        }
        let folded = wanted.to_lowercase();
        let by_path: Vec<&DocPath> = paths().filter(|path| path.as_str().to_lowercase().contains(&folded)).collect();
        let found = if by_path.is_empty() { self.titled(&entries, &folded) } else { by_path };
        match found[..] {
            [one] => Ok(one.clone()),
            [] => Err(Error::NoDocument { wanted: wanted.to_owned() }),
            ref several => Err(Error::ManyDocuments { wanted: wanted.to_owned(), named: named(several) }),
        }
    }

    fn titled<'a>(&self, entries: &'a [DocumentEntry], folded: &str) -> Vec<&'a DocPath> {
        let matches = |entry: &&DocumentEntry| {
            let fact = self.look(entry).ok();
            let title = fact.and_then(|fact| self.corrected(&entry.path, &fact.metadata).title);
            title.is_some_and(|title| title.to_lowercase().contains(folded))
        };
        let found = entries.iter().filter(matches).map(|entry| &entry.path).collect();
        self.keep_facts();
        found
    }
}

fn name_of(format: Option<&Format>) -> &'static str {
    format.map_or(UNKNOWN, |format| format.name)
}

/// The first few of several documents, and how many more there are.
fn named(several: &[&DocPath]) -> String {
    let names: Vec<&str> = several.iter().take(4).map(|path| path.as_str()).collect();
    let more = several.len() - names.len();
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", names.join(", "))
}
