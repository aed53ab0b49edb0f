//! One's own records, on their way to the disk: each into the sidecar of the document that it belongs to, or aside where
//! that cannot be written.

use super::failure_text;
use super::guard::guarded;
use super::known_documents::KnownDocuments;
use crate::annotation::{AnnotationId, NewIds, ReaderId, Record};
use crate::app::{Message, Msg};
use crate::document::DocPath;
use crate::store::{About, AnnotationStore, Unsaved};
use jiff::Timestamp;
use uuid::Uuid;

/// What saves records.
#[derive(Debug)]
pub struct RecordSaver {
    /// What is known of the documents that the records are about.
    pub documents: KnownDocuments,
    unsaved: Unsaved,
}

impl RecordSaver {
    /// A saver that keeps aside in `unsaved` what it cannot save.
    pub fn new(documents: KnownDocuments, unsaved: Unsaved) -> Self {
        Self { documents, unsaved }
    }

    /// How many records are neither saved nor kept aside.
    pub fn lost(&self) -> usize {
        self.unsaved.lost()
    }

    /// Saves records of the document `shown`; says of each whether it is on the disk.
    pub fn save(&mut self, store: &AnnotationStore, shown: &DocPath, records: Vec<Record>) -> Vec<Msg> {
        let homes = self.documents.by_home(records);
        homes.into_iter().flat_map(|(home, records)| self.save_in(store, home.as_ref(), shown, records)).collect()
    }

    fn save_in(
        &mut self,
        store: &AnnotationStore,
        home: Option<&DocPath>,
        shown: &DocPath,
        records: Vec<Record>,
    ) -> Vec<Msg> {
        let (documents, unsaved) = (&mut self.documents, &mut self.unsaved);
        let about = documents.about(home, shown);
        let written = about.as_ref().map_err(Clone::clone).and_then(|about| written(store, about, &records));
        let path = || shown.clone();
        match written {
            Ok(written) => {
                let saved = |record: Record| {
                    unsaved.saved(record.id());
                    Msg::Saved { path: path(), id: record.id().to_owned() }
                };
                written.into_iter().map(saved).collect()
            }
            Err(reason) => {
                let not_saved = |record: Record| {
                    let kept = unsaved.keep_aside(about.as_ref().ok(), &record);
                    Msg::NotSaved { path: path(), record: Box::new(record), reason: reason.clone(), kept }
                };
                records.into_iter().map(not_saved).collect()
            }
        }
    }

    /// Tries to save what an earlier session of this reader could not, under this or a former id; what to say of it.
    pub fn retry(&self, store: &AnnotationStore, former: &[ReaderId]) -> Option<Msg> {
        let retried = self.unsaved.retry(store, former, Timestamp::now(), &new_ids);
        let message = match (retried.failure, retried.saved) {
            (Some(reason), _) => {
                Message::failure(format!("changes of an earlier session are still NOT SAVED: {reason}"))
            }
            (None, 0) => return None,
            (None, saved) => Message::news(format!("{saved} not saved by an earlier session: saved now")),
        };
        Some(Msg::Say(message))
    }
}

/// Writes records into the sidecar of one document; in words, why that failed.
fn written(store: &AnnotationStore, about: &About<'_>, records: &[Record]) -> Result<Vec<Record>, String> {
    let written = guarded(|| store.save_all(about, records, Timestamp::now(), &new_ids()))?;
    written.map_err(|error| failure_text(&error))
}

/// Ids for a file that may have to be begun.
fn new_ids() -> NewIds {
    let new = || Uuid::now_v7().urn().to_string();
    NewIds { collection: new(), page: new(), identity: AnnotationId::new(new()) }
}

#[cfg(test)]
mod tests {
    use crate::document::doc_path;
    use crate::worker::test_corpus::{TestCorpus, note, said};

    const TEXT: &str = "One two three. Four five six.\n";

    #[test]
    fn records_of_a_document_that_was_opened_are_on_the_disk() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let (read, store, mut saver) = (corpus.read("a.md"), corpus.store("mei"), corpus.record_saver());
        saver.documents.opened(&read.path, read.digest, "A");
        let records = vec![note(1, "mei", &read, "two"), note(2, "mei", &read, "six")];
        assert_eq!(said(&saver.save(&store, &doc_path("a.md"), records)), ["saved 1 of a.md", "saved 2 of a.md"]);
        let own = corpus.own("mei", &read);
        assert!(own.contains("note 1") && own.contains("note 2"), "{own}");
        assert_eq!(saver.lost(), 0);
    }

    #[test]
    fn a_record_of_a_document_that_nobody_opened_is_on_the_disk_too() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let (read, store, mut saver) = (corpus.read("a.md"), corpus.store("mei"), corpus.record_saver());
        let told = saver.save(&store, &doc_path("a.md"), vec![note(1, "mei", &read, "two")]);
        assert_eq!(said(&told), ["saved 1 of a.md"]);
        assert!(corpus.own("mei", &read).contains("note 1"));
    }

    #[test]
    fn a_record_of_a_document_that_is_not_there_is_lost_and_told() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let (read, store, mut saver) = (corpus.read("a.md"), corpus.store("mei"), corpus.record_saver());
        let told = saver.save(&store, &doc_path("gone.md"), vec![note(1, "mei", &read, "two")]);
        let [told] = &said(&told)[..] else { panic!("{told:?}") };
        assert!(told.starts_with("not saved 1, lost: ") && told.contains("gone.md"), "{told}");
        assert_eq!(saver.lost(), 1);
    }

    #[test]
    fn what_cannot_be_saved_is_kept_aside_until_it_can_be() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let (read, store, mut saver) = (corpus.read("a.md"), corpus.store("mei"), corpus.record_saver());
        saver.documents.opened(&read.path, read.digest, "A");
        std::fs::write(corpus.path("annotations"), "a file stands in the way").unwrap();
        let told = said(&saver.save(
            &store,
            &doc_path("a.md"),
            vec![note(1, "mei", &read, "two"), note(2, "mei", &read, "six")],
        ));
        assert!(told.iter().all(|line| line.contains("kept: ")) && told.len() == 2, "{told:?}");
        assert_eq!(saver.lost(), 0, "it is in the state folder");
        let again = saver.retry(&store, &[]);
        assert!(said(again.as_slice())[0].contains("still NOT SAVED: "), "{again:?}");
        std::fs::remove_file(corpus.path("annotations")).unwrap();
        assert_eq!(
            said(&saver.save(&store, &doc_path("a.md"), vec![note(1, "mei", &read, "two")])),
            ["saved 1 of a.md"]
        );
        let next = corpus.record_saver();
        assert_eq!(said(next.retry(&store, &[]).as_slice()), ["1 not saved by an earlier session: saved now"]);
        assert!(next.retry(&store, &[]).is_none(), "nothing is left");
        assert!(corpus.own("mei", &read).contains("note 2"));
    }
}
