//! The words of the prompt in a record that answers it: for whoever finds the answer when the plan asks in other words. Nothing is found by
//! them; that an answer belongs to a prompt, its target says.

use super::{Record, SHOWN, in_order};
use crate::text::visible::clean;

/// Where they stand.
const ASKED: &str = "postil:asked";

impl Record {
    /// Makes a copy that says the words of the prompt that it answers.
    pub fn answering(&self, words: &str) -> Self {
        let mut object = self.object().clone();
        object.insert(ASKED.to_owned(), words.into());
        Self::made(in_order(object))
    }

    /// The words of the prompt that it answers, as they were then, harmless; where it says them.
    pub fn asked(&self) -> Option<String> {
        let words = self.object().get(ASKED)?.as_str()?;
        Some(clean(words.chars().take(SHOWN).collect()))
    }
}

#[cfg(test)]
mod tests {
    use crate::annotation::Record;
    use crate::annotation::samples::{at, record};

    #[test]
    fn an_answer_says_what_was_asked_until_it_is_deleted_and_nothing_else_changes() {
        let answer = record(1, 0, "mine");
        let asked = answer.answering("Who speaks?");
        assert_eq!((asked.asked().as_deref(), answer.asked()), (Some("Who speaks?"), None));
        assert_eq!(asked.annotation(), answer.annotation());
        let read = Record::parse(&asked.to_line()).unwrap();
        assert_eq!(read.asked().as_deref(), Some("Who speaks?"));
        assert_eq!(read.updated(&record(1, 0, "more").annotation().unwrap()).asked().as_deref(), Some("Who speaks?"));
        assert_eq!(asked.tombstone(at(5)).asked(), None);
        assert_eq!(answer.answering("a\u{1b}[31m").asked().as_deref(), Some("a␛[31m"));
        assert_eq!(Record::parse(r#"{"id":"urn:x:1","postil:asked":5}"#).unwrap().asked(), None);
    }
}
