//! The id of a prompt of the syllabus. Prompts are no records: answers to them find them by an id that is made of the words.

use super::AnnotationId;
use super::record::as_urn;

/// The id of a prompt of this session: the same words in another session are another prompt, twice the same words in one
/// session are one.
pub fn prompt_id(session: u32, text: &str) -> AnnotationId {
    AnnotationId::new(as_urn(&format!("prompt {session}: {text}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_of_a_session_and_its_words_whatever_they_are() {
        let ids = [prompt_id(1, "Why?"), prompt_id(2, "Why?"), prompt_id(1, "How?"), prompt_id(1, "http://x/")];
        assert!(ids.iter().all(|id| id.starts_with("urn:uuid:")), "{ids:?}");
        let apart: std::collections::BTreeSet<&AnnotationId> = ids.iter().collect();
        assert_eq!(apart.len(), ids.len());
        // Answers that are on people's disks have it as their target.
        assert_eq!(prompt_id(1, "Why?").as_str(), as_urn("prompt 1: Why?"));
    }
}
