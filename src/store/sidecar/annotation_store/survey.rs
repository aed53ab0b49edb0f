//! Going through many documents: who is here and which files there are is looked up once, not once a document. What one
//! look has seen does not change under those who use it; a screen that stays open looks anew.

use super::belonging::{NamedSidecars, SidecarGroup};
use super::{AnnotationStore, Looked};
use crate::annotation::{Reader, parse_sidecar_name};
use crate::document::DocPath;
use crate::store::corpus::known_texts::KnownText;
use crate::store::fs::digest::{Digest, digest};
use crate::store::fs::error::Error;
use crate::store::fs::parallel;
use crate::store::sidecar::annotations::Names;
use crate::store::sidecar::annotations::{FolderLook, Listed, SidecarFile, SidecarListing, stem};
use crate::store::sidecar::merging::{opened, together_of};
use crate::store::sidecar::renamed::{NamesSaid, is_gone};
use crate::store::sidecar::stored::StoredAnnotation;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::time::SystemTime;

/// What was written on one document.
#[derive(Debug)]
pub struct SurveyedDocument<K> {
    /// What all readers have written.
    pub shared: SharedNotes<K>,
    /// What is private.
    pub private: Vec<StoredAnnotation>,
    /// The digest of its file, where it is the document of sidecars under other names.
    pub digest: Option<Digest>,
}

/// What all readers have written on one document.
#[derive(Debug)]
pub enum SharedNotes<K> {
    /// Nothing has changed since this was kept.
    Known(K),
    /// It was read.
    Read {
        /// The annotations.
        stored: Vec<StoredAnnotation>,
        /// What it may be kept under; `None` where not all could be read, or where something that is encrypted may have been
        /// opened: that stays in memory.
        keep: Option<Box<Keeping>>,
        /// When the newest of its sidecars was changed. One that has just been may change again without looking otherwise.
        newest: Option<SystemTime>,
    },
}

/// What is kept with the summary of a document, so that it need not be read again.
#[derive(Clone, Debug)]
pub struct Keeping {
    /// A print of the sidecars under its name.
    pub own: Digest,
    /// What those say of names.
    pub said: NamesSaid,
    /// A print of all sidecars that were read, those under its former names too.
    pub whole: Digest,
}

/// What was kept of an earlier look at the sidecars under a name.
#[derive(Debug)]
pub struct Recalled<K> {
    /// What they say of names.
    pub said: NamesSaid,
    /// A summary, with the print of all sidecars that were read for it.
    pub summary: Option<(Digest, K)>,
}

/// What knows of earlier looks. It is asked several at a time.
pub trait SurveyMemory: Sync {
    /// What is kept of a document.
    type Summary: Send;

    /// What was kept of the sidecars under a name, if they still have that print.
    fn recall(&self, path: &DocPath, own: &Digest) -> Option<Recalled<Self::Summary>>;

    /// Sidecars under the name of a document that is not there say this of names, and are about another one.
    fn keep_names(&self, path: &DocPath, own: &Digest, said: &NamesSaid, newest: Option<SystemTime>);
}

/// Knows of none.
#[derive(Clone, Copy, Debug)]
pub struct NoMemory;

impl SurveyMemory for NoMemory {
    type Summary = ();

    fn recall(&self, _: &DocPath, _: &Digest) -> Option<Recalled<()>> {
        None
    }

    fn keep_names(&self, _: &DocPath, _: &Digest, _: &NamesSaid, _: Option<SystemTime>) {}
}

impl<K> SharedNotes<K> {
    fn none() -> Self {
        Self::Read { stored: Vec::new(), keep: None, newest: None }
    }
}

/// The ids of all readers, in order.
fn all_ids(readers: &HashMap<String, Reader>, me: Option<&Reader>) -> String {
    let mut ids: Vec<&str> = readers.values().chain(me).map(|reader| reader.id.as_str()).collect();
    ids.sort_unstable();
    ids.join("\0")
}

/// The sidecars under each name, with the document that it stands for.
fn by_name<'a>(index: &'a SidecarListing, texts: &[KnownText]) -> Vec<(DocPath, Vec<&'a Listed>)> {
    let long = texts.iter().filter(|text| stem(&text.path) != text.path.as_str());
    let long: HashMap<String, &DocPath> = long.map(|text| (stem(&text.path), &text.path)).collect();
    let path = |name: &str| long.get(name).map_or_else(|| DocPath::new(name).ok(), |path| Some((*path).clone()));
    index.documents().filter_map(|(name, listed)| Some((path(name)?, listed))).collect()
}

/// Says which document a file is about, by its name.
const NAMES: Names<'static> = &|name| Some(parse_sidecar_name(name)?.0);

impl AnnotationStore {
    /// Makes a store for going through many documents: readers and files are listed now, once, and not again.
    /// Returns what could not be looked into beside it.
    pub fn once(self) -> (Self, Vec<Error>) {
        let FolderLook { index, people, faults: mut errors } = self.annotations.look_at_all(NAMES);
        let (readers, more) = self.readers_of(people);
        errors.extend(more);
        let private = self.private.map(|private| {
            let (private, more) = private.once();
            errors.extend(more);
            Box::new(private)
        });
        (Self { looked: Some(Looked { index, readers }), private, ..self }, errors)
    }

    /// How many bytes the sidecars about a document have, as they were listed by [`Self::once`]; 0 without that.
    pub fn bytes_on(&self, path: &DocPath) -> u64 {
        self.looked.iter().flat_map(|looked| looked.index.of(path)).map(|file| file.size).sum()
    }

    /// All sidecars about a document, and what could not be read.
    pub fn sidecars(&self, path: &DocPath) -> (Vec<SidecarFile>, Vec<Error>) {
        let mut errors = Vec::new();
        let files = self.each_file(path, &mut errors, |file| file);
        (files, errors)
    }

    /// Goes through the annotations of the whole corpus, a document at a time, in the order of their names: `see` is given
    /// the document's path and everything that all readers have written on it. `texts` are those that there are: annotations on one
    /// that was renamed are found by its digest. Gives what could not be read.
    pub fn survey(&self, texts: &[KnownText], see: &mut dyn FnMut(&DocPath, Vec<StoredAnnotation>)) -> Vec<String> {
        self.survey_since((texts, &NoMemory), &mut |path, surveyed| {
            let SurveyedDocument { shared, private, .. } = surveyed;
            let mut all = match shared {
                SharedNotes::Read { stored, .. } => stored,
                SharedNotes::Known(()) => Vec::new(),
            };
            all.extend(private);
            see(path, all);
        })
    }

    /// The same; what all have written on a document is not read where `memory` has something of it from an earlier look, by a
    /// print of its sidecars: their names, sizes and times, and whose they are.
    pub fn survey_since<M: SurveyMemory>(
        &self,
        (texts, memory): (&[KnownText], &M),
        see: &mut dyn FnMut(&DocPath, SurveyedDocument<M::Summary>),
    ) -> Vec<String> {
        let mut errors = Vec::new();
        let (mut private, mut faults) = self.private_by_document(texts);
        let readers = self.readers_here(&mut errors);
        let index = self.index_here(&mut errors);
        let ids = OnceCell::new();
        let mut named = self.named((&index, &readers, &ids), texts, memory);
        let groups = self.groups(&named, texts);
        for (name, sidecars) in named.iter().filter(|(name, it)| !it.is_recalled && !groups.contains_key(*name)) {
            let newest = sidecars.listed.iter().map(|listed| listed.modified).max();
            memory.keep_names(name, &sidecars.own, &sidecars.said, newest);
        }
        let known: HashMap<&DocPath, Option<Digest>> = texts.iter().map(|text| (&text.path, text.digest)).collect();
        let nothing = || self.print_of(&[], &readers, &ids);
        for (document, SidecarGroup { listed, is_parted }) in groups {
            while let Some(before) = private.first_entry().filter(|entry| entry.key() < &document) {
                let (path, private) = before.remove_entry();
                see(&path, SurveyedDocument { shared: SharedNotes::none(), private, digest: None });
            }
            let whole = self.print_of(&listed, &readers, &ids);
            let sidecars = named.remove(&document);
            let (own, said, kept) = sidecars.map_or_else(
                || (nothing(), NamesSaid::default(), None),
                |sidecars| (sidecars.own, sidecars.said, sidecars.summary),
            );
            let digest = || known.get(&document).copied().flatten().or_else(|| self.digest_of(&document));
            let digest = if is_parted || own != whole { digest() } else { None };
            let shared = match kept.filter(|(print, _)| *print == whole && !is_parted) {
                Some((_, kept)) => SharedNotes::Known(kept),
                None if is_parted => self.read_parted((&document, digest.as_ref()), &readers, &mut faults),
                None => self.read_listed(&listed, Keeping { own, said, whole }, &readers, &mut faults),
            };
            let private = private.remove(&document).unwrap_or_default();
            see(&document, SurveyedDocument { shared, private, digest });
        }
        for (path, private) in private {
            see(&path, SurveyedDocument { shared: SharedNotes::none(), private, digest: None });
        }
        faults.extend(errors.iter().map(ToString::to_string));
        faults
    }

    /// The documents about which there are sidecars, private ones too, under whatever name.
    pub fn annotated(&self, texts: &[KnownText]) -> BTreeSet<DocPath> {
        let (readers, index) = (self.readers_here(&mut Vec::new()), self.index_here(&mut Vec::new()));
        let by_name = by_name(&index, texts);
        // Which sidecars are about a text of another name is asked where they lie under one that no document has, and where one without
        // any may have moved on.
        let mut found: BTreeSet<DocPath> = if by_name.iter().any(|(path, _)| is_gone(&self.annotations, path.as_str()))
        {
            let named = self.named((&index, &readers, &OnceCell::new()), texts, &NoMemory);
            self.groups(&named, texts).into_keys().collect()
        } else {
            let named: BTreeSet<DocPath> = by_name.into_iter().map(|(path, _)| path).collect();
            let is_bare = |text: &KnownText| !named.contains(&text.path);
            let may_move = named.len() > 1 && texts.iter().any(is_bare);
            let claims = may_move.then(|| self.claims(&index, &readers, usize::MAX));
            let bare = OnceCell::new();
            let without = |digest: &Digest| {
                bare.get_or_init(|| self.digests_of(texts, &|path| named.contains(path))).get(digest).cloned()
            };
            let moved =
                claims.map(|claims| self.moved_among(texts, &claims, &|digest| without(digest).unwrap_or_default()));
            named.iter().cloned().chain(moved.into_iter().flatten().map(|moved| moved.to)).collect()
        };
        found.extend(self.private.iter().flat_map(|private| private.annotated(texts)));
        found
    }

    /// Whether there are sidecars about this document, private ones too, under whatever name.
    pub fn is_annotated(&self, path: &DocPath) -> bool {
        let has = |store: &Self| {
            let own = store.each_file(path, &mut Vec::new(), |_| ());
            let digest = || self.annotations.file_digest(path);
            let planned = || {
                let names = self.annotations.planned_names();
                names.of(path).any(|name| !store.each_file(name, &mut Vec::new(), |_| ()).is_empty())
            };
            !own.is_empty()
                || planned()
                || digest().is_some_and(|digest| !store.former_names_of((path, &digest), None).is_empty())
        };
        has(self) || self.private.as_deref().is_some_and(has)
    }

    /// The sidecars under each name, with what is known of them from before, or what those say of names that are not.
    fn named<'a, M: SurveyMemory>(
        &self,
        (index, readers, ids): (&'a SidecarListing, &HashMap<String, Reader>, &OnceCell<String>),
        texts: &[KnownText],
        memory: &M,
    ) -> BTreeMap<DocPath, NamedSidecars<'a, M::Summary>> {
        let documents = by_name(index, texts).into_iter();
        let documents = documents.map(|(path, listed)| {
            let own = self.own_print(&path, &listed, (readers, ids));
            (path, own, listed)
        });
        let documents: Vec<(DocPath, Digest, Vec<&Listed>)> = documents.collect();
        // Texts without sidecars may have those of other names.
        let there: HashSet<&DocPath> = documents.iter().map(|(path, ..)| path).collect();
        let without = texts.iter().filter(|text| !there.contains(&text.path));
        let nothing = self.print_of(&[], readers, ids);
        let without: Vec<_> = without.map(|text| (text.path.clone(), nothing, Vec::new())).collect();
        let all: Vec<_> = documents.into_iter().chain(without).collect();
        let named = parallel::each(&all, |(path, own, listed)| match memory.recall(path, own) {
            Some(Recalled { said, summary }) => (true, said, summary),
            None => (false, self.renamed.said(&self.annotations, listed, &mut { usize::MAX }), None),
        });
        let each = all.into_iter().zip(named).map(|((path, own, listed), (is_recalled, said, summary))| {
            (path, NamedSidecars { listed, own, is_recalled, said, summary })
        });
        each.collect()
    }

    /// What the sidecars of a document say of which only a part counts.
    fn read_parted<K>(
        &self,
        (path, digest): (&DocPath, Option<&Digest>),
        readers: &HashMap<String, Reader>,
        faults: &mut Vec<String>,
    ) -> SharedNotes<K> {
        let mut errors = Vec::new();
        let (mut files, former) = self.files((path, digest), readers, &mut errors);
        files.extend(former.into_iter().flat_map(|(_, files)| files));
        faults.extend(errors.iter().map(ToString::to_string));
        let (merged, names, _) = together_of(&files, readers, self.me.as_ref());
        let mut read = self.opened(self.sorted_out(merged, &names, Vec::new()));
        faults.append(&mut read.faults);
        SharedNotes::Read { stored: read.stored, keep: None, newest: None }
    }

    /// What these sidecars of one document say.
    fn read_listed<K>(
        &self,
        listed: &[&Listed],
        keep: Keeping,
        readers: &HashMap<String, Reader>,
        faults: &mut Vec<String>,
    ) -> SharedNotes<K> {
        let (files, errors) = self.annotations.each_of(listed, opened);
        faults.extend(errors.iter().map(ToString::to_string));
        let (merged, names, _) = together_of(&files, readers, self.me.as_ref());
        drop(files);
        let read = self.sorted_out(merged, &names, Vec::new());
        let is_opened = self.may_open() && read.stored.iter().any(|stored| stored.record.is_sealed());
        // What could not be read is tried again the next time.
        let keep = (errors.is_empty() && !is_opened).then(|| Box::new(keep));
        let mut read = self.opened(read);
        faults.append(&mut read.faults);
        let newest = listed.iter().map(|listed| listed.modified).max();
        SharedNotes::Read { stored: read.stored, keep, newest }
    }

    /// A print of the sidecars under one name: what is kept of their names holds for a document that is there, or for one that is not.
    pub(super) fn own_print(
        &self,
        path: &DocPath,
        listed: &[&Listed],
        (readers, ids): (&HashMap<String, Reader>, &OnceCell<String>),
    ) -> Digest {
        let own = self.print_of(listed, readers, ids);
        if is_gone(&self.annotations, path.as_str()) { digest(own.hex().as_bytes()) } else { own }
    }

    /// What all that is read of these sidecars depends on, as a digest.
    fn print_of(&self, listed: &[&Listed], readers: &HashMap<String, Reader>, ids: &OnceCell<String>) -> Digest {
        let mut print = Vec::with_capacity(160 * listed.len());
        // Who may open something sees more than who may not.
        print.push(u8::from(self.may_open()));
        let mut is_known = true;
        for listed in listed {
            let modified = listed.modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos();
            let owner = readers.get(&listed.folder);
            is_known &= owner.is_some();
            for part in [&*listed.folder, &*listed.path, owner.map_or("", |reader| reader.id.as_str())] {
                print.extend_from_slice(part.as_bytes());
                print.push(0);
            }
            print.extend_from_slice(&listed.size.to_le_bytes());
            print.extend_from_slice(&modified.to_le_bytes());
            print.push(u8::from(listed.base > 0));
        }
        if !is_known {
            // For whom a folder without a name may speak depends on who else is here.
            print.extend_from_slice(ids.get_or_init(|| all_ids(readers, self.me.as_ref())).as_bytes());
        }
        digest(&print)
    }

    /// All readers here, by the name of their folder.
    pub(in crate::store) fn readers_here(&self, errors: &mut Vec<Error>) -> Cow<'_, HashMap<String, Reader>> {
        if let Some(looked) = &self.looked {
            return Cow::Borrowed(&looked.readers);
        }
        let (readers, more) = self.readers();
        errors.extend(more);
        Cow::Owned(readers)
    }

    /// All sidecars.
    pub(in crate::store) fn index_here(&self, errors: &mut Vec<Error>) -> Cow<'_, SidecarListing> {
        if let Some(looked) = &self.looked {
            return Cow::Borrowed(&looked.index);
        }
        let (index, more) = self.annotations.index(NAMES);
        errors.extend(more);
        Cow::Owned(index)
    }

    /// What `work` makes of the sidecars of a document.
    pub(in crate::store) fn each_file<R: Send>(
        &self,
        path: &DocPath,
        errors: &mut Vec<Error>,
        work: impl Fn(SidecarFile) -> R + Sync,
    ) -> Vec<R> {
        let (results, more) = match &self.looked {
            Some(looked) => self.annotations.each_of(&looked.index.of(path).collect::<Vec<&Listed>>(), work),
            None => self.annotations.each_for(path, NAMES, work),
        };
        errors.extend(more);
        results
    }
}
