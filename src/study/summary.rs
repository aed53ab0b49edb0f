//! What is known of the annotations of one document without having it open: for the list, the tags that are offered and
//! the boards over the whole corpus. It knows no text: only what the annotations say themselves.

use crate::annotation::{Annotation, Kind, Target};
use std::collections::{BTreeMap, HashSet};

/// One document's annotations in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many there are, by all readers.
    pub annotations: usize,
    /// Tags, with how often each was given.
    pub tags: BTreeMap<String, usize>,
    /// Answers to what was not written on this document: to prompts of the syllabus, to remarks of the file.
    pub answers: Vec<Answer>,
}

/// An answer to something that no sidecar holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The id of what it answers.
    pub to: String,
    /// The `urn:uuid:…` of who answers.
    pub reader: String,
}

impl Summary {
    /// The summary of everything that was written on one document.
    pub fn of(annotations: &[Annotation]) -> Self {
        let mut summary = Self { answers: answers_in(annotations), ..Self::default() };
        let counts = |annotation: &&Annotation| annotation.kind != Kind::Identity && !annotation.is_pick();
        for annotation in annotations.iter().filter(counts) {
            summary.annotations += 1;
            for tag in &annotation.tags {
                *summary.tags.entry(tag.clone()).or_default() += 1;
            }
        }
        summary
    }
}

/// The answers among what was written on one document that answer none of it.
pub fn answers_in<'a>(annotations: impl IntoIterator<Item = &'a Annotation> + Clone) -> Vec<Answer> {
    let reply = |annotation: &'a Annotation| match &annotation.target {
        Target::Annotation(to) if annotation.kind == Kind::Reply => Some((to.as_str(), annotation)),
        _ => None,
    };
    let replies: Vec<(&str, &Annotation)> = annotations.clone().into_iter().filter_map(reply).collect();
    if replies.is_empty() {
        return Vec::new();
    }
    let here: HashSet<&str> = annotations.into_iter().map(|annotation| annotation.id.as_str()).collect();
    let beyond = replies.into_iter().filter(|(to, _)| !here.contains(to));
    beyond.map(|(to, reply)| Answer { to: to.to_owned(), reader: reply.creator.clone() }).collect()
}

/// The tags of many documents, the most used first, equals by name.
pub fn tags_in_use<'a>(summaries: impl IntoIterator<Item = &'a Summary>) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (tag, count) in summaries.into_iter().flat_map(|summary| &summary.tags) {
        *counts.entry(tag).or_default() += count;
    }
    let mut tags: Vec<(&str, usize)> = counts.into_iter().collect();
    tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    tags.into_iter().map(|(tag, _)| tag.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(tags: &[(&str, usize)]) -> Summary {
        Summary { tags: tags.iter().map(|(tag, count)| ((*tag).to_owned(), *count)).collect(), ..Summary::default() }
    }

    fn made(id: &str, kind: Kind, to: &str) -> Annotation {
        Annotation {
            id: id.to_owned(),
            kind,
            creator: format!("urn:{id}"),
            created: jiff::Timestamp::UNIX_EPOCH,
            modified: jiff::Timestamp::UNIX_EPOCH,
            note: None,
            tags: vec!["law".to_owned()],
            color: None,
            target: Target::Annotation(to.to_owned()),
            link: None,
        }
    }

    #[test]
    fn answers_to_what_stands_elsewhere_are_told_with_who_gave_them_and_picks_count_nowhere() {
        let all = [
            made("a", Kind::Reply, "prompt"),
            made("b", Kind::Reply, "a"),
            made("c", Kind::Vote, "prompt"),
            made("d", Kind::Bookmark, "a"),
        ];
        let summary = Summary::of(&all);
        assert_eq!(summary.answers, [Answer { to: "prompt".to_owned(), reader: "urn:a".to_owned() }]);
        assert_eq!((summary.annotations, summary.tags["law"]), (3, 3));
    }

    #[test]
    fn tags_are_added_up_over_documents() {
        let all = [summary(&[("law", 1), ("trade", 2)]), summary(&[("law", 2), ("amity", 2)])];
        assert_eq!(tags_in_use(&all), ["law", "amity", "trade"]);
    }
}
