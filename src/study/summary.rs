//! What is known of the annotations of one document without having it open: for the list, the tags that are offered and
//! the boards over the whole corpus. It knows no text: only what the annotations say themselves.

use super::blind::is_mark;
use crate::annotation::{Annotation, Kind};
use std::collections::BTreeMap;

/// One document's annotations in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many there are, by all readers.
    pub annotations: usize,
    /// Tags, with how often each was given.
    pub tags: BTreeMap<String, usize>,
    /// What each reader has written, by `urn:uuid:…`.
    pub by: BTreeMap<String, Share>,
}

/// What one reader has written on one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Marks and notes on the text, see [`is_mark`].
    pub marks: usize,
    /// Tags, with how often each was given.
    pub tags: BTreeMap<String, usize>,
}

impl Summary {
    /// The summary of everything that was written on one document.
    pub fn of(annotations: &[Annotation]) -> Self {
        let mut summary = Self::default();
        for annotation in annotations.iter().filter(|annotation| annotation.kind != Kind::Identity) {
            summary.annotations += 1;
            let share = summary.by.entry(annotation.creator.clone()).or_default();
            share.marks += usize::from(is_mark(annotation));
            for tag in &annotation.tags {
                *summary.tags.entry(tag.clone()).or_default() += 1;
                *share.tags.entry(tag.clone()).or_default() += 1;
            }
        }
        summary
    }

    /// How many marks and notes a reader has made on the text.
    pub fn marks_of(&self, reader: &str) -> usize {
        self.by.get(reader).map_or(0, |share| share.marks)
    }

    /// The tags that one reader has given, and nothing else.
    #[must_use]
    pub fn only_by(&self, reader: &str) -> Self {
        let tags = self.by.get(reader).map(|share| share.tags.clone());
        Self { tags: tags.unwrap_or_default(), ..Self::default() }
    }
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

    #[test]
    fn tags_are_added_up_over_documents() {
        let all = [summary(&[("law", 1), ("trade", 2)]), summary(&[("law", 2), ("amity", 2)])];
        assert_eq!(tags_in_use(&all), ["law", "amity", "trade"]);
    }
}
