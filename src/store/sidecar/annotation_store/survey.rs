//! Going through many documents: who is here and which files there are is looked up once, not once a document. What one
//! look has seen does not change under those who use it; a screen that stays open looks anew.

use super::{AnnotationStore, Looked};
use crate::annotation::{Reader, parse_sidecar_name};
use crate::document::DocPath;
use crate::store::fs::error::Error;
use crate::store::sidecar::annotations::Names;
use crate::store::sidecar::annotations::{Listed, SidecarFile, SidecarListing};
use crate::store::sidecar::merging::{opened, together_of};
use crate::store::sidecar::stored::StoredAnnotation;
use std::borrow::Cow;
use std::collections::HashMap;

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
        let mut errors = Vec::new();
        let (mut private, mut faults) = self.private_by_document();
        let readers = self.readers_here(&mut errors);
        let index = self.index_here(&mut errors);
        for (document, listed) in index.documents() {
            let Ok(document) = DocPath::new(document) else { continue };
            let (files, more) = self.annotations.each_of(&listed, opened);
            errors.extend(more);
            let (merged, names, _) = together_of(&files, &readers, self.me.as_ref());
            drop(files);
            let mut read = self.opened(self.sorted_out(merged, &names, Vec::new()));
            faults.append(&mut read.faults);
            let mut stored = read.stored;
            while let Some(before) = private.first_entry().filter(|entry| *entry.key() < document) {
                let (path, stored) = before.remove_entry();
                see(&path, stored);
            }
            stored.extend(private.remove(&document).into_iter().flatten());
            see(&document, stored);
        }
        for (path, stored) in private {
            see(&path, stored);
        }
        faults.extend(errors.iter().map(ToString::to_string));
        faults
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
