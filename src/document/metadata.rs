//! What a text says of itself. What it does not say stays empty: a guess is never shown as a fact.

use crate::text::visible;

/// The longest fact, in characters.
const LONGEST: usize = 1000;

/// Bibliographic facts of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The work's own title.
    pub title: Option<String>,
    /// The authors, in the order and form of the text.
    pub authors: Vec<String>,
    /// ISO 8601, as precise as the text: `2020`, `2020-01` or `2020-01-31`.
    pub date: Option<String>,
    /// Journal, site, series, with volume and issue as the text gives them.
    pub publication: Option<String>,
    /// BCP 47 language, where the file declares it.
    pub language: Option<String>,
    /// DOI, ISBN or another identifier.
    pub identifier: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
}

impl Metadata {
    /// Every fact on one line, without anything that could drive a terminal, and of bounded length.
    #[must_use]
    pub fn harmless(self) -> Self {
        let line = |fact: String| -> Option<String> {
            let clean = visible::line(&fact);
            let clean = clean.trim();
            let end = clean.char_indices().nth(LONGEST).map_or(clean.len(), |(at, _)| at);
            Some(clean[..end].to_owned()).filter(|fact| !fact.is_empty())
        };
        Self {
            title: self.title.and_then(line),
            authors: self.authors.into_iter().filter_map(line).collect(),
            date: self.date.and_then(line),
            publication: self.publication.and_then(line),
            language: self.language.and_then(line),
            identifier: self.identifier.and_then(line),
            url: self.url.and_then(line),
        }
    }

    /// `other`'s facts laid over these: what `other` says wins, what it leaves empty stays.
    #[must_use]
    pub fn corrected_by(&self, other: &Self) -> Self {
        let pick = |new: &Option<String>, old: &Option<String>| new.clone().or_else(|| old.clone());
        Self {
            title: pick(&other.title, &self.title),
            authors: if other.authors.is_empty() { self.authors.clone() } else { other.authors.clone() },
            date: pick(&other.date, &self.date),
            publication: pick(&other.publication, &self.publication),
            language: pick(&other.language, &self.language),
            identifier: pick(&other.identifier, &self.identifier),
            url: pick(&other.url, &self.url),
        }
    }
}
