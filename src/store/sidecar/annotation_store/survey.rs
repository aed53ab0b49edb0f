//! Going through many documents: who is here and which files there are is looked up once, not once a document. What one
//! look has seen does not change under those who use it; a screen that stays open looks anew.

use super::{AnnotationStore, Looked};
use crate::annotation::{Reader, parse_sidecar_name};
use crate::document::DocPath;
use crate::store::fs::digest::{Digest, digest};
use crate::store::fs::error::Error;
use crate::store::fs::parallel;
use crate::store::sidecar::annotations::Names;
use crate::store::sidecar::annotations::{Listed, SidecarFile, SidecarListing};
use crate::store::sidecar::merging::{opened, together_of};
use crate::store::sidecar::stored::StoredAnnotation;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::time::SystemTime;

/// What was written on one document.
#[derive(Debug)]
pub struct SurveyedDocument<K> {
    /// What all readers have written.
    pub shared: SharedNotes<K>,
    /// What is private.
    pub private: Vec<StoredAnnotation>,
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
        /// Under which print it may be kept; `None` where not all could be read, or where something that is encrypted may have been
        /// opened: that stays in memory.
        print: Option<Digest>,
        /// When the newest of its sidecars was changed. One that has just been may change again without looking otherwise.
        newest: Option<SystemTime>,
    },
}

impl<K> SharedNotes<K> {
    fn none() -> Self {
        Self::Read { stored: Vec::new(), print: None, newest: None }
    }
}

/// The ids of all readers, in order.
fn all_ids(readers: &HashMap<String, Reader>, me: Option<&Reader>) -> String {
    let mut ids: Vec<&str> = readers.values().chain(me).map(|reader| reader.id.as_str()).collect();
    ids.sort_unstable();
    ids.join("\0")
}

/// Says which document a file is about, by its name.
const NAMES: Names<'static> = &|name| Some(parse_sidecar_name(name)?.0);

impl AnnotationStore {
    /// Makes a store for going through many documents: readers and files are listed now, once, and not again.
    /// Returns what could not be looked into beside it.
    pub fn once(self) -> (Self, Vec<Error>) {
        let (index, mut errors) = self.annotations.index(NAMES);
        let (readers, more) = self.readers();
        errors.extend(more);
        let private = self.private.map(|private| {
            let (private, more) = private.once();
            errors.extend(more);
            Box::new(private)
        });
        (Self { looked: Some(Looked { index, readers }), private, ..self }, errors)
    }

    /// All sidecars about a document, and what could not be read.
    pub fn sidecars(&self, path: &DocPath) -> (Vec<SidecarFile>, Vec<Error>) {
        let mut errors = Vec::new();
        let files = self.each_file(path, &mut errors, |file| file);
        (files, errors)
    }

    /// Goes through the annotations of the whole corpus, a document at a time, in the order of their names: `see` is given
    /// the document's path and everything that all readers have written on it. Gives what could not be read.
    pub fn survey(&self, see: &mut dyn FnMut(&DocPath, Vec<StoredAnnotation>)) -> Vec<String> {
        let unknown = |_: &DocPath, _: &Digest| None::<()>;
        self.survey_since(unknown, &mut |path, surveyed| {
            let SurveyedDocument { shared, private } = surveyed;
            let mut all = match shared {
                SharedNotes::Read { stored, .. } => stored,
                SharedNotes::Known(()) => Vec::new(),
            };
            all.extend(private);
            see(path, all);
        })
    }

    /// The same; what all have written on a document is not read where `known` has something of it from an earlier look, by a
    /// print of its sidecars: their names, sizes and times, and whose they are. `known` is asked several at a time.
    pub fn survey_since<K: Send>(
        &self,
        known: impl Fn(&DocPath, &Digest) -> Option<K> + Sync,
        see: &mut dyn FnMut(&DocPath, SurveyedDocument<K>),
    ) -> Vec<String> {
        let mut errors = Vec::new();
        let (mut private, mut faults) = self.private_by_document();
        let readers = self.readers_here(&mut errors);
        let index = self.index_here(&mut errors);
        let documents = index.documents().filter_map(|(name, listed)| Some((DocPath::new(name).ok()?, listed)));
        let documents: Vec<(DocPath, Vec<&Listed>)> = documents.collect();
        let ids = OnceCell::new();
        let prints: Vec<Digest> = documents.iter().map(|(_, listed)| self.print_of(listed, &readers, &ids)).collect();
        let asked: Vec<(&DocPath, &Digest)> = documents.iter().map(|(document, _)| document).zip(&prints).collect();
        let answers = parallel::each(&asked, |(document, print)| known(document, print));
        for (((document, listed), print), answer) in documents.iter().zip(&prints).zip(answers) {
            while let Some(before) = private.first_entry().filter(|entry| entry.key() < document) {
                let (path, private) = before.remove_entry();
                see(&path, SurveyedDocument { shared: SharedNotes::none(), private });
            }
            let shared =
                answer.map_or_else(|| self.read_listed(listed, print, &readers, &mut faults), SharedNotes::Known);
            see(document, SurveyedDocument { shared, private: private.remove(document).unwrap_or_default() });
        }
        for (path, private) in private {
            see(&path, SurveyedDocument { shared: SharedNotes::none(), private });
        }
        faults.extend(errors.iter().map(ToString::to_string));
        faults
    }

    /// What these sidecars of one document say.
    fn read_listed<K>(
        &self,
        listed: &[&Listed],
        print: &Digest,
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
        let print = (errors.is_empty() && !is_opened).then_some(*print);
        let mut read = self.opened(read);
        faults.append(&mut read.faults);
        let newest = listed.iter().map(|listed| listed.modified).max();
        SharedNotes::Read { stored: read.stored, print, newest }
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
