//! The reader's private annotations beside everybody's: read with them where they were asked for, and written into files of
//! their own. Where a record lies says who may read it, whatever it says itself; one that is to be private is never written
//! where others read.

use super::AnnotationStore;
use crate::annotation::{AnnotationId, Audience, Merged, ReaderId, Record};
use crate::document::DocPath;
use crate::store::corpus::known_texts::KnownText;
use crate::store::fs::error::{Error, Result};
use crate::store::sidecar::stored::{Read, StoredAnnotation};
use std::collections::{BTreeMap, HashSet};

impl AnnotationStore {
    /// Everybody's annotations on a document and the reader's private ones as one.
    pub(super) fn beside(&self, mut read: Read, private: Read) -> Read {
        let known: HashSet<AnnotationId> = read.stored.iter().map(|stored| stored.record.id().clone()).collect();
        let stored = self.only_mine(private.stored).filter(|stored| !known.contains(stored.record.id()));
        read.stored.extend(stored);
        read.stored.sort_by(|a, b| a.record.id().cmp(b.record.id()));
        read.own.extend(private.own.into_iter().filter(|record| !known.contains(record.id())));
        read.faults.extend(private.faults);
        read.aside.extend(private.aside);
        for name in private.formerly {
            if !read.formerly.contains(&name) {
                read.formerly.push(name);
            }
        }
        read
    }

    /// The store of the private ones by themselves, where they were asked for.
    pub(in crate::store) fn private_part(&self) -> Option<&Self> {
        self.private.as_deref()
    }

    /// Those of the reader, where it is known who reads: several people may use one account. They have the short name that is
    /// shown of the reader elsewhere.
    fn only_mine(&self, stored: Vec<StoredAnnotation>) -> impl Iterator<Item = StoredAnnotation> {
        let me = self.me.clone();
        stored.into_iter().filter_map(move |stored| match &me {
            Some(me) => stored.mine.then(|| StoredAnnotation { reader: me.nickname.clone(), ..stored }),
            None => Some(stored),
        })
    }

    /// All private annotations, by document; and what could not be read.
    pub(super) fn private_by_document(
        &self,
        texts: &[KnownText],
    ) -> (BTreeMap<DocPath, Vec<StoredAnnotation>>, Vec<String>) {
        let mut found = BTreeMap::new();
        let Some(private) = &self.private else { return (found, Vec::new()) };
        let faults = private.survey(texts, &mut |path, stored| {
            found.insert(path.clone(), self.only_mine(stored).collect());
        });
        (found, faults)
    }

    /// Records as private or for everybody, by where they lie.
    pub(super) fn as_they_lie(&self, mut merged: Merged) -> Merged {
        let is_private = self.annotations.are_private();
        let settle = |record: &mut Record| match record.audience() {
            Audience::OnlyMe if is_private => {}
            _ if is_private => *record = record.kept_private(),
            Audience::Everybody => {}
            // What is not encrypted is everybody's, whatever it says.
            Audience::For(_) if record.is_sealed() => {}
            Audience::For(_) | Audience::OnlyMe => *record = record.made_shared(),
        };
        for records in [&mut merged.live, &mut merged.tombstones, &mut merged.kept_aside] {
            records.iter_mut().for_each(settle);
        }
        merged
    }

    /// Where a record is to be written.
    ///
    /// # Errors
    /// [`Error::Private`] where it is private and only what others read can be written here.
    pub(super) fn place_of(&self, record: &Record) -> Result<&Self> {
        match &self.private {
            Some(private) if record.is_private() => Ok(private),
            None if record.is_private() && !self.annotations.are_private() => {
                Err(Error::Private { path: self.annotations.path() })
            }
            _ => Ok(self),
        }
    }

    /// Brings what the reader has written under one of the ids `former` under their own, private and not; see
    /// [`Annotations::take_over_begun`](crate::store::Annotations::take_over_begun).
    pub fn take_over_begun(&self, former: &[ReaderId]) -> Result<()> {
        let Some(me) = &self.me else { return Ok(()) };
        self.annotations.take_over_begun(former, me)?;
        self.private.as_ref().map_or(Ok(()), |private| private.take_over_begun(former))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{NewIds, Reader};
    use crate::store::corpus::documents::Corpus;
    use crate::store::fs::digest::digest;
    use crate::store::fs::dirs::Dirs;
    use crate::store::sidecar::annotation_store::About;
    use crate::store::sidecar::annotations::Annotations;
    use jiff::Timestamp;
    use std::path::Path;

    fn store(home: &Path, nickname: &str, private: bool) -> AnnotationStore {
        let (corpus, dirs) = (Corpus::open(&home.join("texts")).unwrap(), Dirs::under(&home.join("home")));
        let annotations = Annotations::at(&corpus, &dirs);
        let annotations = if private { annotations.with_private(&dirs) } else { annotations };
        let reader = Reader {
            id: format!("urn:x:{nickname}").as_str().into(),
            name: nickname.to_owned(),
            nickname: nickname.to_owned(),
        };
        AnnotationStore::new(annotations).for_reader(&reader, "ab12").unwrap()
    }

    fn home() -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("texts")).unwrap();
        home
    }

    fn note(number: u8, nickname: &str, words: &str) -> Record {
        let record = format!(
            r#"{{"id":"urn:x:{number}","type":"Annotation","motivation":"describing","creator":"urn:x:{nickname}","modified":"2026-11-01T00:00:00.000Z","body":{{"type":"TextualBody","purpose":"describing","value":"{words}"}},"target":"urn:sha256:00"}}"#
        );
        Record::parse(&record).unwrap()
    }

    fn save(store: &AnnotationStore, records: &[Record]) -> Result<Vec<Record>> {
        let path = DocPath::new("a.txt").unwrap();
        let about = About { path: &path, digest: digest(b""), title: String::new() };
        store.save_all(&about, records, Timestamp::UNIX_EPOCH, &NewIds::default())
    }

    /// `words`, in round brackets where they are private; in the order of the ids.
    fn read(store: &AnnotationStore) -> Vec<String> {
        let said = |stored: &StoredAnnotation| {
            let words = stored.annotation.note.clone().unwrap_or_default();
            if stored.record.is_private() { format!("({words})") } else { words }
        };
        store.read(&DocPath::new("a.txt").unwrap()).stored.iter().map(said).collect()
    }

    fn below(folder: &Path) -> String {
        let mut found = String::new();
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            found += &if path.is_dir() { below(&path) } else { std::fs::read_to_string(path).unwrap_or_default() };
        }
        found
    }

    #[test]
    fn a_private_record_is_read_with_the_others_and_lies_in_no_folder_of_the_corpus() {
        let home = home();
        let mei = store(home.path(), "mei", true);
        save(&mei, &[note(1, "mei", "shared"), note(2, "mei", "hidden").kept_private()]).unwrap();
        save(&store(home.path(), "tom", true), &[note(3, "tom", "also hidden").kept_private()]).unwrap();
        assert_eq!(read(&mei), ["shared", "(hidden)"], "another reader of the account has their own");
        assert_eq!(read(&store(home.path(), "mei", false)), ["shared"], "who does not ask does not see it");
        let mut surveyed = 0;
        mei.survey(&[], &mut |_, stored| surveyed += stored.len());
        assert_eq!(surveyed, 2);
        assert!(!below(&home.path().join("texts")).contains("hidden"));
    }

    #[test]
    fn a_private_record_is_never_written_where_others_read() {
        let home = home();
        let mei = store(home.path(), "mei", false);
        for records in [vec![note(2, "mei", "hidden").kept_private()], vec![note(1, "mei", "x"); 1]] {
            let saved = save(&mei, &records);
            assert_eq!(matches!(saved, Err(Error::Private { .. })), records[0].is_private());
        }
        assert!(!below(home.path()).contains("hidden"));
    }

    #[test]
    fn where_a_record_lies_decides_who_reads_it_whatever_it_says() {
        let home = home();
        let mei = store(home.path(), "mei", true);
        save(&mei, &[note(1, "mei", "one"), note(2, "mei", "two").kept_private()]).unwrap();
        let shared = home.path().join("texts/annotations/mei/a.txt@ab12.json");
        let text = std::fs::read_to_string(&shared).unwrap();
        std::fs::write(&shared, text.replace("\"body\"", "\"as:to\":[\"urn:x:mei\"],\"body\"")).unwrap();
        assert_eq!(read(&mei), ["one", "(two)"], "others can read it, and that is said");
    }

    #[test]
    fn a_text_that_was_renamed_keeps_what_is_private_private() {
        let home = home();
        let mei = store(home.path(), "mei", true);
        save(&mei, &[note(1, "mei", "one"), note(2, "mei", "hidden").kept_private()]).unwrap();
        let path = DocPath::new("b.txt").unwrap();
        std::fs::write(home.path().join("texts/b.txt"), "").unwrap();
        let about = About { path: &path, digest: digest(b""), title: String::new() };
        mei.save(&about, &note(3, "mei", "new"), Timestamp::UNIX_EPOCH, &NewIds::default()).unwrap();
        assert!(!below(&home.path().join("texts")).contains("hidden"));
    }
}
