//! Whom a record is for: everybody who has the corpus, or its maker alone. It is said by `as:to`, the recipients of Activity
//! Streams. It keeps nothing away from anybody: where a record is written is for the store.

use super::view::TO;
use super::{Record, in_order};
use crate::annotation::Audience;
use serde_json::{Value, json};

impl Record {
    /// Whether it is for its maker alone: such a record is kept on the maker's devices and in no folder that others see.
    pub fn is_private(&self) -> bool {
        self.audience() == Audience::OnlyMe
    }

    /// Who may read it.
    pub fn audience(&self) -> Audience {
        self.kept.brief.audience
    }

    /// Makes a copy for that audience.
    pub fn for_audience(&self, audience: Audience) -> Self {
        match audience {
            Audience::Everybody => self.made_shared(),
            Audience::OnlyMe => self.kept_private(),
        }
    }

    /// Makes a copy for its maker alone; as it is where it says no maker.
    pub fn kept_private(&self) -> Self {
        let Some(creator) = self.creator().filter(|_| !self.is_private()) else { return self.clone() };
        self.addressed(Some(json!([creator.as_str()])))
    }

    /// Makes a copy for everybody; as it is where it is for everybody already.
    pub fn made_shared(&self) -> Self {
        if self.is_private() { self.addressed(None) } else { self.clone() }
    }

    fn addressed(&self, to: Option<Value>) -> Self {
        let mut object = self.object().clone();
        match to {
            Some(to) => drop(object.insert(TO.to_owned(), to)),
            None => drop(object.shift_remove(TO)),
        }
        Self::made(in_order(object))
    }
}

#[cfg(test)]
mod tests {
    use crate::annotation::samples::{at, reader, record};
    use crate::annotation::{Kind, Record};

    #[test]
    fn a_record_is_for_everybody_until_it_says_otherwise_and_again_afterwards() {
        let shared = record(1, 1, "words");
        let private = shared.kept_private();
        assert!(!shared.is_private() && private.is_private());
        assert_eq!(private.made_shared(), shared);
        assert_eq!(private.kept_private(), private);
        assert!(Record::parse(&private.to_line()).unwrap().is_private(), "it says so in its file");
    }

    #[test]
    fn what_is_private_stays_so_when_it_is_changed_deleted_or_taken_over() {
        let private = record(1, 1, "words").kept_private();
        let mut view = private.annotation().unwrap();
        (view.kind, view.note) = (Kind::Question, Some("Why?".to_owned()));
        assert!(private.updated(&view).is_private());
        assert_eq!(private.updated(&view).annotation().unwrap().kind, Kind::Question);
        assert!(private.tombstone(at(5)).is_private());
        assert!(private.tombstone(at(5)).updated(&view).is_private());
        assert!(private.with_creator(&reader(7)).is_private() && private.with_modified(at(9)).is_private());
    }

    #[test]
    fn one_that_is_for_others_too_is_not_private() {
        let line = record(1, 1, "words").kept_private().to_line().replace("\"as:to\":[", "\"as:to\":[\"urn:x:ada\",");
        assert!(!Record::parse(&line).unwrap().is_private());
        let nobody = Record::parse(r#"{"id":"urn:x:1","type":"Annotation","as:to":["urn:x:mei"]}"#).unwrap();
        assert!(!nobody.is_private() && !nobody.kept_private().is_private());
    }
}
