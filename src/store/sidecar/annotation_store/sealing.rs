//! What is for some readers: encrypted on its way into a file, opened on its way out of one for whom it is for, and left out for
//! everybody else. Nothing is encrypted for a reader of whom it is not sure which key is theirs.

use super::AnnotationStore;
use super::known_keys::ReaderKeys;
use crate::annotation::person::{parse_reader, public_keys, with_public_key, without_public_keys};
use crate::annotation::{Annotation, NO_OWN_KEY, Reader, ReaderId, Record};
use crate::language::counts::counted;
use crate::store::fs::error::{Error, Result};
use crate::store::sidecar::annotation_store::About;
use crate::store::sidecar::keyring::{Keyring, public_key};
use crate::store::sidecar::stored::{Read, StoredAnnotation};
use std::collections::{BTreeMap, HashSet};

/// What came of one encrypted record.
enum Opening {
    Opened(Record, Box<Annotation>),
    /// It is for this reader and cannot be read: why.
    Locked(String),
    /// It is for others.
    Elsewhere,
}

impl AnnotationStore {
    /// All readers for whom something can be encrypted: of whom the roster, or else their one folder, has a key that can be used. Nobody, and
    /// nothing is read, where the reader has no key: what one writes for others is for oneself, too.
    pub fn reachable(&self) -> Vec<ReaderId> {
        let published = self.annotations.keyring().and_then(Keyring::published);
        let Some(me) = self.me.as_ref().filter(|_| published.is_some()) else { return Vec::new() };
        let known = self.reader_keys().unwrap_or_default();
        known.usable().chain([&me.id]).cloned().collect()
    }

    /// Whether the settings name a key of the reader's and it cannot be used.
    pub fn key_is_gone(&self) -> bool {
        self.annotations.keyring().is_some_and(Keyring::is_gone)
    }

    /// The public keys that one's own `reader.json` makes known and that open nothing on this device: all that others write for one alone
    /// is encrypted for them, too. Those of another device are among them.
    pub fn keys_elsewhere(&self) -> Vec<String> {
        let (Some(text), Some(keyring)) = (self.own_person(), self.annotations.keyring()) else { return Vec::new() };
        public_keys(&text).into_iter().filter(|key| !keyring.holds(key)).collect()
    }

    /// Whether this public key is the half of one that opens something on this device.
    pub fn holds_key(&self, key: &str) -> bool {
        self.annotations.keyring().is_some_and(|keyring| keyring.holds(key))
    }

    /// Whether others write for one alone for keys of which none is on this device.
    pub fn has_no_key_here(&self) -> bool {
        let known = self.own_person().map(|text| public_keys(&text).len()).unwrap_or_default();
        known > 0 && self.annotations.keyring().is_some() && self.keys_elsewhere().len() == known
    }

    /// Takes the keys that are elsewhere out of one's own `reader.json`; how many.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn forget_keys_elsewhere(&self) -> Result<usize> {
        let (Some(text), gone) = (self.own_person(), self.keys_elsewhere()) else { return Ok(0) };
        if !gone.is_empty() {
            self.annotations.write_person(&without_public_keys(&text, |key| gone.iter().any(|it| it == key)))?;
        }
        Ok(gone.len())
    }

    /// The `reader.json` of one's own folder, where it is one's own.
    fn own_person(&self) -> Option<String> {
        let me = self.me.as_ref()?;
        self.annotations.person_in(&me.nickname).filter(|text| parse_reader(text).is_some_and(|said| said.id == me.id))
    }

    /// Makes the key of the settings known, in a folder of one's own that is made for it where it is missing.
    ///
    /// # Errors
    /// Where `reader.json` cannot be written, or another reader has the name.
    pub fn introduce_key(&self) -> Result<bool> {
        let Some(me) = &self.me else { return Ok(false) };
        self.introduce(me)?;
        self.publish_key()?;
        Ok(true)
    }

    /// Makes the key of the settings known in the own folder, where that is there and does not say it yet; whether it did.
    ///
    /// # Errors
    /// Where `reader.json` cannot be written.
    pub fn publish_key(&self) -> Result<bool> {
        let (Some(text), Some(keyring)) = (self.own_person(), self.annotations.keyring()) else { return Ok(false) };
        let Some(key) = keyring.published() else { return Ok(false) };
        let with = with_public_key(&text, &key);
        if with != text {
            self.annotations.write_person(&with)?;
        }
        Ok(with != text)
    }

    /// The record as it is to stand in a file: encrypted, where it is for some readers.
    ///
    /// # Errors
    /// Where one of them has no key, or nothing can be encrypted here: it is not written then.
    pub(super) fn for_file(&self, about: &About<'_>, record: &Record) -> Result<Record> {
        let Some(recipients) = record.audience().recipients().filter(|_| !record.is_tombstone()) else {
            return Ok(record.clone());
        };
        if record.is_sealed() {
            return Ok(record.clone());
        }
        let (Some(keyring), Some(me)) = (self.annotations.keyring(), &self.me) else {
            return Err(Error::Private { path: self.annotations.path() });
        };
        let known = self.reader_keys()?;
        let mut keys = own_keys(keyring, me, &known)?;
        for reader in recipients.readers() {
            keys.extend(known.of(reader)?);
        }
        keys.sort();
        keys.dedup();
        let keys: Vec<_> = keys.iter().filter_map(|key| public_key(key).ok()).collect();
        let armored = keyring.seal(&record.to_line(), &keys).map_err(|why| Error::git(why, "Nothing was written."))?;
        let sealed = record.sealed(&armored, &about.digest.urn());
        if sealed.is_sealed() { Ok(sealed) } else { Err(Error::Private { path: self.annotations.path() }) }
    }

    /// Whether it may open anything that is encrypted: it knows who reads, and has keys.
    pub(super) fn may_open(&self) -> bool {
        self.me.is_some() && self.annotations.keyring().is_some()
    }

    /// What was read, with what is encrypted opened where it is for this reader, and left out where it is not.
    pub(super) fn opened(&self, mut read: Read) -> Read {
        read.aside.retain(|record| !record.is_sealed());
        read.quoted.retain(|(_, stored)| !stored.record.is_sealed());
        if !read.stored.iter().any(|stored| stored.record.is_sealed()) {
            return read;
        }
        let readers = self.readers_here(&mut Vec::new());
        let here: HashSet<&ReaderId> = readers.values().map(|reader| &reader.id).collect();
        let mut locked: BTreeMap<(bool, String), usize> = BTreeMap::new();
        let stored = std::mem::take(&mut read.stored);
        let open = |mut stored: StoredAnnotation| {
            if stored.record.is_sealed() {
                match self.open(&stored.record, &here) {
                    Opening::Opened(record, annotation) => (stored.record, stored.annotation) = (record, *annotation),
                    Opening::Locked(why) => *locked.entry((stored.mine, why)).or_default() += 1,
                    Opening::Elsewhere => return None,
                }
            }
            Some(stored)
        };
        read.stored = stored.into_iter().filter_map(open).collect();
        for record in read.own.iter_mut().filter(|record| record.is_sealed()) {
            if let Opening::Opened(opened, _) = self.open(record, &here) {
                *record = opened;
            }
        }
        read.locked = locked.into_iter().map(|((mine, why), count)| told(count, mine, &why)).collect();
        read.faults.extend(read.locked.iter().cloned());
        read
    }

    fn open(&self, record: &Record, here: &HashSet<&ReaderId>) -> Opening {
        let (Some(keyring), Some(me)) = (self.annotations.keyring(), &self.me) else { return Opening::Elsewhere };
        let (Some(armored), Some(recipients)) = (record.ciphertext(), record.audience().recipients()) else {
            return Opening::Elsewhere;
        };
        let is_named = record.creator() == Some(&me.id) || recipients.readers().contains(&me.id);
        // Of nobody who is here: perhaps this reader's under an id of before.
        let may_be_me = || recipients.readers().iter().any(|id| !here.contains(id));
        if !is_named && !may_be_me() {
            return Opening::Elsewhere;
        }
        let words = match keyring.open(&armored) {
            Ok(words) => words,
            Err(why) if is_named => return Opening::Locked(why),
            Err(_) => return Opening::Elsewhere,
        };
        let opened = record.opened(&words, |sealer, _| !here.contains(sealer));
        match opened.and_then(|record| Some((record.annotation()?, record))) {
            Some((annotation, record)) => Opening::Opened(record, Box::new(annotation)),
            None => Opening::Locked("what is encrypted there was written for something else".to_owned()),
        }
    }
}

/// That so many annotations stay shut, one's own (`mine`) for others, or others' for oneself.
fn told(count: usize, mine: bool, why: &str) -> String {
    let are = if count == 1 { "is" } else { "are" };
    let whose = if mine { "of yours for others" } else { "for you" };
    format!("{} {whose} {are} encrypted and cannot be read here: {why}", counted(count, "annotation"))
}

/// One's own keys: one of them opens what one has written for others.
fn own_keys(keyring: &Keyring, me: &Reader, known: &ReaderKeys) -> Result<Vec<String>> {
    if let Some(key) = keyring.published() {
        return Ok(vec![key]);
    }
    let none = || Error::git(NO_OWN_KEY[0], format!("{}, once.", NO_OWN_KEY[1]));
    // What the own folder makes known is of no use where the key itself is gone.
    if keyring.is_gone() { Err(none()) } else { known.of(&me.id).map_err(|_| none()) }
}
