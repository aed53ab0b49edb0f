//! Writing one's own records: into one's own file about a document, which begins with what was written under the
//! document's former names. It is on the disk when a call returns.

use crate::annotation::person::{parse_reader, reader_text, with_public_key};
use crate::annotation::record::as_urn;
use crate::annotation::{AnnotationId, DocumentIdentity, NewIds, Reader, ReaderId, Record, Sidecar, next_modified};
use crate::document::DocPath;
use crate::store::fs::error::{Error, Result};
use crate::store::sidecar::annotation_store::{About, AnnotationStore};
use crate::store::sidecar::keyring::Keyring;
use crate::store::sidecar::renamed;
use crate::store::sidecar::sidecar_cache::RecordChange;
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::Ordering;

impl AnnotationStore {
    /// Writes an own record. It is on the disk when this returns. `ids` are for a new file.
    pub fn save(&self, about: &About<'_>, record: &Record, now: Timestamp, ids: &NewIds) -> Result<Record> {
        let (sealed, mut modified) = (self.for_file(about, record)?, record.modified());
        let (place, mut put) = (self.place_of(record)?, None);
        place.write(about, record.id(), (now, ids), &mut |there| {
            let written = later(there, &sealed, now);
            modified = written.modified();
            put = Some(written.clone());
            Some(written)
        })?;
        place.annotations.note_to_sign(about.path, put.iter());
        Ok(as_written(record, modified))
    }

    /// Writes own records on one document in one go, all of a file or none; gives them as they were written. The first file under a new name takes one's own
    /// records from under the old ones, whose files stay as they are.
    pub fn save_all(&self, about: &About<'_>, records: &[Record], now: Timestamp, ids: &NewIds) -> Result<Vec<Record>> {
        if let [record] = records {
            return Ok(vec![self.save(about, record, now, ids)?]);
        }
        let (private, shared): (Vec<&Record>, Vec<&Record>) = records.iter().partition(|record| record.is_private());
        let mut all = Vec::new();
        // What is moved is in its new place before it is gone from the old one.
        let mut groups = [private, shared];
        groups.sort_by_key(|records| records.iter().all(|record| record.is_tombstone()));
        for records in groups {
            let Some(first) = records.first() else { continue };
            let sealed = records.iter().map(|record| self.for_file(about, record)).collect::<Result<Vec<Record>>>()?;
            let (place, mut written) = (self.place_of(first)?, Vec::new());
            place.edit(about, now, ids, &mut |sidecar| {
                written = sealed.iter().map(|record| put(sidecar, record, now)).collect();
            })?;
            place.annotations.note_to_sign(about.path, written.iter());
            all.extend(records.into_iter().zip(written).map(|(record, put)| as_written(record, put.modified())));
        }
        Ok(all)
    }

    /// Writes an own record that was made some time ago, unless the file knows something newer of it. It is on the disk
    /// when this returns.
    pub fn save_late(&self, about: &About<'_>, record: &Record, now: Timestamp, ids: &NewIds) -> Result<()> {
        let sealed = self.for_file(about, record)?;
        let (place, mut is_put) = (self.place_of(record)?, false);
        place.write(about, record.id(), (now, ids), &mut |there| {
            is_put = there.is_none_or(|there| there.modified() < record.modified());
            is_put.then(|| sealed.clone())
        })?;
        place.annotations.note_to_sign(about.path, is_put.then_some(&sealed).into_iter());
        Ok(())
    }

    /// Writes what `decide` says, given the version of a record that is in the file.
    fn write(
        &self,
        about: &About<'_>,
        id: &AnnotationId,
        (now, ids): (Timestamp, &NewIds),
        decide: &mut dyn FnMut(Option<&Record>) -> Option<Record>,
    ) -> Result<()> {
        let begun = self.begun(about, now, ids)?;
        let (mut change, document) = (RecordChange { id, decide }, about.path.as_str());
        let mut kept = self.ledgers.take(document);
        let text = self.annotations.with_own(about.path, &mut |text| {
            let known = kept.as_mut().filter(|ledger| text.as_deref() == Some(ledger.text()));
            if let Some(text) = known.and_then(|ledger| change.by_ledger(ledger)) {
                return text;
            }
            let sidecar = text.map_or_else(|| begun.clone(), |text| Sidecar::parse(&text));
            let (text, ledger) = change.by_file(sidecar);
            kept = ledger;
            text
        })?;
        if let Some(ledger) = kept {
            self.ledgers.keep(document, ledger.with_text(text));
        }
        Ok(())
    }

    /// Changes one's own file about a document, or begins it.
    fn edit(&self, about: &About<'_>, now: Timestamp, ids: &NewIds, edit: &mut dyn FnMut(&mut Sidecar)) -> Result<()> {
        let begun = self.begun(about, now, ids)?;
        self.annotations.with_own(about.path, &mut |text| {
            let mut sidecar = text.map_or_else(|| begun.clone(), |text| Sidecar::parse(&text));
            edit(&mut sidecar);
            sidecar.to_text()
        })?;
        Ok(())
    }

    /// What one's own file about a document begins with, where there is none; empty where there is one. It is made before
    /// the lock is taken: what stands under former names is in other files.
    fn begun(&self, about: &About<'_>, now: Timestamp, ids: &NewIds) -> Result<Sidecar> {
        let Some(me) = &self.me else { return Err(Error::NoReader { path: about.path.as_path().to_path_buf() }) };
        self.introduce(me)?;
        let there = self.annotations.has_own(about.path)?;
        // Should it go between here and there, it begins without what it held: that is in the ledger's text.
        Ok(if there { Self::empty(me, about, now, ids) } else { self.begin(me, about, now, ids) })
    }

    fn empty(me: &Reader, about: &About<'_>, now: Timestamp, ids: &NewIds) -> Sidecar {
        let identity = DocumentIdentity {
            title: about.title.clone(),
            path: about.path.as_str().to_owned(),
            sha256: about.digest.hex(),
        };
        Sidecar::new(&identity, me, ids, now)
    }

    /// A new file, with one's own records from under the document's former names.
    fn begin(&self, me: &Reader, about: &About<'_>, now: Timestamp, ids: &NewIds) -> Sidecar {
        let mut sidecar = Self::empty(me, about, now, ids);
        let former = self.former_names(about);
        // The newest record about the document is the one that counts: the old names are a moment older.
        let before = now.checked_sub(SignedDuration::from_millis(1)).unwrap_or(now);
        for name in former {
            let id = AnnotationId::new(as_urn(&format!("{} was {}", ids.identity, name.as_str())));
            let old = DocumentIdentity {
                title: about.title.clone(),
                path: name.as_str().to_owned(),
                sha256: about.digest.hex(),
            };
            sidecar.put(Record::identifying(&old, &id, &me.id, before));
            // Where another text has the name by now, it is known of this one what went on to it.
            let is_taken = self.annotations.has_document(&name);
            let (path, digest) = if is_taken { (about.path, Some(&about.digest)) } else { (&name, None) };
            for record in self.read_here(path, digest).own {
                sidecar.put(record);
            }
        }
        sidecar
    }

    /// The names under which a document was annotated before. Of the sidecars only that is read: there may be hundreds.
    fn former_names(&self, about: &About<'_>) -> Vec<DocPath> {
        let mut errors = Vec::new();
        let said = self.each_file(about.path, &mut errors, |file| Sidecar::identities_in(&file.text)).concat();
        let known = Some(&said[..]).filter(|said| !said.is_empty());
        let mut names = self.former_names_of((about.path, &about.digest), known);
        names.extend(renamed::said_by(said.into_iter(), about.path, &self.annotations));
        names.extend(self.annotations.planned_names().of(about.path).cloned());
        names.into_iter().filter(|name| !self.each_file(name, &mut errors, |_| ()).is_empty()).collect()
    }

    /// Writes `reader.json` where it is missing; never over somebody else's, whose records would be nobody's then.
    pub(in crate::store) fn introduce(&self, me: &Reader) -> Result<()> {
        // Who is here is looked up once a session, and again where the folder has gone.
        if self.introduced.load(Ordering::Relaxed) && self.annotations.is_introduced() {
            return Ok(());
        }
        self.introduce_anew(me)?;
        self.introduced.store(true, Ordering::Relaxed);
        Ok(())
    }

    fn introduce_anew(&self, me: &Reader) -> Result<()> {
        let (people, _) = self.annotations.people();
        let key = self.annotations.keyring().and_then(Keyring::published);
        let there = || people.iter().filter(|(folder, _)| *folder == me.nickname).map(|(_, text)| text.as_str());
        let ids: Vec<ReaderId> = there().filter_map(parse_reader).map(|reader| reader.id).collect();
        if ids.contains(&me.id) {
            return Ok(());
        }
        if !ids.is_empty() {
            return Err(Error::NameTaken { name: me.nickname.clone() });
        }
        let old = there().next();
        let text = reader_text(me, old);
        self.annotations.write_person(&key.map_or_else(|| text.clone(), |key| with_public_key(&text, &key)))
    }
}

/// A record as it was written: itself, or later than it said.
fn as_written(record: &Record, modified: Timestamp) -> Record {
    if record.modified() == modified { record.clone() } else { record.with_modified(modified) }
}

/// Puts a record into a sidecar. Another session of the same reader may have changed it meanwhile: this change is the later
/// one.
fn put(sidecar: &mut Sidecar, record: &Record, now: Timestamp) -> Record {
    let written = later(sidecar.get(record.id()), record, now);
    sidecar.put(written.clone());
    written
}

/// The record as it is to be written over the version that is there.
fn later(there: Option<&Record>, record: &Record, now: Timestamp) -> Record {
    match there {
        Some(there) if there.modified() >= record.modified() && there != record => {
            record.with_modified(next_modified(now, there.modified()))
        }
        _ => record.clone(),
    }
}
