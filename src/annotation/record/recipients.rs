//! Whom a record is for: everybody who has the corpus, its maker alone, or its maker and some readers. It is said by `as:to`,
//! the recipients of Activity Streams. It keeps nothing away from anybody: where a record is written is for the store.

use super::view::{HIDES, TO};
use super::{Record, in_order};
use crate::annotation::{Audience, ReaderId, Recipients};
use serde_json::Value;

impl Record {
    /// Whether it is for its maker alone: such a record is kept on the maker's devices and in no folder that others see.
    pub fn is_private(&self) -> bool {
        self.audience().is_private()
    }

    /// Who may read it.
    pub fn audience(&self) -> &Audience {
        &self.kept.brief.audience
    }

    /// Makes a copy for that audience.
    pub fn for_audience(&self, audience: &Audience) -> Self {
        match audience {
            Audience::Everybody => self.made_shared(),
            Audience::OnlyMe => self.kept_private(),
            Audience::For(recipients) => self.made_for(recipients),
        }
    }

    /// Makes a copy for its maker alone; as it is where it says no maker.
    pub fn kept_private(&self) -> Self {
        if self.is_private() { self.clone() } else { self.addressed(&[], false) }
    }

    /// Makes a copy for everybody; as it is where it is for everybody already.
    pub fn made_shared(&self) -> Self {
        if *self.audience() == Audience::Everybody {
            return self.clone();
        }
        let mut object = self.object().clone();
        object.shift_remove(TO);
        object.shift_remove(HIDES);
        Self::made(in_order(object))
    }

    /// Makes a copy for its maker and some readers; as it is where it says no maker.
    fn made_for(&self, recipients: &Recipients) -> Self {
        if self.audience().recipients() == Some(recipients) {
            return self.clone();
        }
        self.addressed(recipients.readers(), recipients.hides_place())
    }

    fn addressed(&self, readers: &[ReaderId], hides_place: bool) -> Self {
        let Some(creator) = self.creator() else { return self.clone() };
        let to = std::iter::once(creator).chain(readers.iter().filter(|id| *id != creator));
        let mut object = self.object().clone();
        object.insert(TO.to_owned(), to.map(|id| Value::from(id.as_str())).collect());
        object.shift_remove(HIDES);
        if hides_place {
            object.insert(HIDES.to_owned(), true.into());
        }
        Self::made(in_order(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Kind;
    use crate::annotation::samples::{at, reader, record};

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
    fn a_record_for_some_says_whom_and_keeps_it_when_it_is_changed_or_taken_over() {
        let to = Recipients::new([reader(7), reader(8)]).unwrap().hiding_place(true);
        let some = record(1, 1, "words").for_audience(&Audience::For(to.clone()));
        assert_eq!(some.audience().recipients(), Some(&to));
        assert_eq!(Record::parse(&some.to_line()).unwrap().audience(), some.audience());
        let mut view = some.annotation().unwrap();
        view.note = Some("others".to_owned());
        assert_eq!(some.updated(&view).audience(), some.audience());
        let taken = some.with_creator(&reader(9));
        assert_eq!(taken.audience(), some.audience());
        assert!(!taken.to_line().contains(reader(900).as_str()), "{}", taken.to_line());
        assert_eq!(some.for_audience(&Audience::OnlyMe).for_audience(&Audience::Everybody), record(1, 1, "words"));
        assert!(!some.tombstone(at(5)).to_line().contains("as:to"), "whom it was for goes with it");
    }

    #[test]
    fn what_is_for_the_public_is_for_everybody() {
        let line = record(1, 1, "words").kept_private().to_line().replace("\"as:to\":[", "\"as:to\":[\"as:Public\",");
        assert_eq!(*Record::parse(&line).unwrap().audience(), Audience::Everybody);
    }

    #[test]
    fn one_that_is_for_others_too_is_not_private() {
        let line = record(1, 1, "words").kept_private().to_line().replace("\"as:to\":[", "\"as:to\":[\"urn:x:ada\",");
        assert!(!Record::parse(&line).unwrap().is_private());
        let nobody = Record::parse(r#"{"id":"urn:x:1","type":"Annotation","as:to":["urn:x:mei"]}"#).unwrap();
        assert!(!nobody.is_private() && !nobody.kept_private().is_private());
    }
}
