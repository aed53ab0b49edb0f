//! A record for some readers as everybody has it: who wrote it, when and for whom in the clear, what it says as one encrypted
//! body, the passage in the clear unless its writer hides it. What is encrypted is the whole record. How that is done is for the store.

use super::view;
use super::write::{purpose, target_value};
use super::{Record, creator_urn, in_order, time_text};
use crate::annotation::merge::own_id;
use crate::annotation::{AnnotationId, ReaderId, Target};
use serde_json::json;

impl Record {
    /// Whether its words are encrypted, so that nothing of it can be shown or changed but whom it is for.
    pub fn is_sealed(&self) -> bool {
        self.audience().recipients().is_some() && view::ciphertext(&self.json()).is_some()
    }

    /// The encrypted words, an armored age file; `None` where they are not.
    pub fn ciphertext(&self) -> Option<String> {
        self.audience().recipients()?;
        view::ciphertext(&self.json()).map(str::to_owned)
    }

    /// The record as others have it, with `armored` for what it says; `document` is the `urn:sha256:` of what it is about. A record for
    /// nobody in particular, and one that says nothing, is as it was.
    pub fn sealed(&self, armored: &str, document: &str) -> Self {
        let (Some(recipients), Some(view)) = (self.audience().recipients(), self.annotation()) else {
            return self.clone();
        };
        let target = if recipients.hides_place() { Target::Document(document.to_owned()) } else { view.target };
        let object = json!({
            "id": self.id().as_str(), "type": "Annotation", "motivation": self.object()["motivation"],
            "creator": creator_urn(&view.creator).as_str(),
            "created": time_text(view.created), "modified": time_text(view.modified),
            "body": {"type": "TextualBody", "purpose": purpose(view.kind), "format": view::SEALED, "value": armored},
            "target": target_value(&target),
        });
        let audience = self.audience();
        let sealed = Self::of_value(object).for_audience(audience);
        Self::made(in_order(sealed.without_hint()))
    }

    /// Its object without the key that is for whoever can read it.
    fn without_hint(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut object = self.object().clone();
        object.shift_remove(view::HIDES);
        object
    }

    /// The record that `inner`, decrypted, says: for this id, or none; `may_speak` says whether what one reader sealed may stand under
    /// the name of another (who has two ids).
    pub fn opened(&self, inner: &str, may_speak: impl Fn(&ReaderId, &ReaderId) -> bool) -> Option<Self> {
        let inner = Self::parse(inner).ok()?;
        let (sealer, creator) = (inner.creator()?.clone(), self.creator()?);
        let is_this = *inner.id() == *own_id(self) && (sealer == *creator || may_speak(&sealer, creator));
        if !is_this || inner.is_tombstone() || inner.is_sealed() || inner.audience().recipients().is_none() {
            return None;
        }
        let inner = if sealer == *creator { inner } else { inner.with_creator(creator) };
        Some(inner.with_id(&AnnotationId::new(self.id().as_str())).with_modified(self.modified()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::samples::{DOCUMENT, any_annotation, at, reader};
    use crate::annotation::{Annotation, Audience, Kind, Recipients};
    use proptest::prelude::*;

    const ARMORED: &str = "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n";

    fn some(annotation: &Annotation, hides: bool) -> Record {
        let recipients = Recipients::new([reader(7)]).unwrap().hiding_place(hides);
        Record::of(annotation).for_audience(&Audience::For(recipients))
    }

    fn nobody(_: &ReaderId, _: &ReaderId) -> bool {
        false
    }

    proptest! {
        #[test]
        fn what_was_sealed_is_opened_as_it_was_and_tells_nothing_before(
            annotation in any_annotation(), words in "[a-z]{12}", tag in "[a-z]{12}", hides: bool,
        ) {
            let annotation = Annotation { note: Some(words.clone()), tags: vec![tag.clone()], ..annotation };
            let record = some(&annotation, hides);
            let sealed = record.sealed(ARMORED, DOCUMENT);
            let line = sealed.to_line();
            prop_assert!(!line.contains(&words) && !line.contains(&tag) && !line.contains("hides"), "{line}");
            prop_assert!(!hides || !line.contains("exact"));
            prop_assert_eq!(sealed.faults(), Vec::<String>::new());
            let read = Record::parse(&line).unwrap();
            prop_assert_eq!(read.ciphertext(), Some(ARMORED.to_owned()));
            let view = read.annotation().unwrap();
            prop_assert!(read.is_sealed() && view.note.is_none() && view.tags.is_empty() && view.links.is_empty());
            prop_assert_eq!(read.opened(&record.to_line(), nobody), Some(record));
        }
    }

    fn note() -> Record {
        let target = Target::Document(DOCUMENT.to_owned());
        let view = Record::parse(r#"{"id":"urn:uuid:0193f3a0-0000-7000-8000-000000000001","creator":"urn:x:mei","motivation":"describing","target":"urn:sha256:00"}"#)
            .unwrap().annotation().unwrap();
        some(&Annotation { target, note: Some("words".to_owned()), created: at(0), modified: at(1), ..view }, false)
    }

    #[test]
    fn what_was_sealed_for_another_record_or_by_another_reader_is_not_opened() {
        let record = note();
        let sealed = record.sealed(ARMORED, DOCUMENT);
        let other = record.with_id(&AnnotationId::new("urn:uuid:0193f3a0-0000-7000-8000-000000000002"));
        assert_eq!(sealed.opened(&other.to_line(), nobody), None);
        let theirs = record.with_creator(&reader(5));
        assert_eq!(sealed.opened(&theirs.to_line(), nobody), None, "a copied body gives nobody another's words");
        let opened = sealed.opened(&theirs.to_line(), |sealer, _| *sealer == reader(5));
        assert_eq!(opened.and_then(|record| record.creator().cloned()), record.creator().cloned());
        for inner in
            ["", "{}", "[1]", &record.tombstone(at(5)).to_line(), &record.made_shared().to_line(), &sealed.to_line()]
        {
            assert_eq!(sealed.opened(inner, nobody), None, "{inner}");
        }
    }

    #[test]
    fn what_says_that_it_is_for_some_and_is_not_encrypted_is_not_sealed() {
        assert!(!note().is_sealed() && note().ciphertext().is_none());
        let sealed = note().sealed(ARMORED, DOCUMENT);
        assert!(!sealed.made_shared().is_sealed(), "without readers it is for everybody");
        assert_eq!(note().made_shared().sealed(ARMORED, DOCUMENT), note().made_shared());
        assert_eq!(sealed.annotation().map(|view| view.kind), Some(Kind::DocumentNote));
    }
}
