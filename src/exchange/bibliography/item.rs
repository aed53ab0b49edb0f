//! A work as a bibliography has it. It reads no format.

use super::names::PersonName;
use crate::document::Metadata;
use crate::exchange::import::MarkedWork;
use std::collections::BTreeMap;

/// A work: the variables of CSL with their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BibliographicItem {
    /// What it is cited by in a manuscript; no blanks.
    pub key: String,
    /// The CSL type: `book`, `article-journal`, `webpage` …
    pub kind: String,
    /// Its authors.
    pub authors: Vec<PersonName>,
    /// Its editors.
    pub editors: Vec<PersonName>,
    /// When it was published, ISO 8601 as far as it is known: `2020`, `2020-01`, `2020-01-31`; may be empty.
    pub date: String,
    /// The name of its file, where the bibliography tells.
    pub file: Option<String>,
    /// The other variables, by their CSL names.
    pub(super) fields: BTreeMap<&'static str, String>,
}

impl BibliographicItem {
    /// The value of a CSL variable that is plain text.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// The item under another key.
    #[must_use]
    pub fn with_key(self, key: String) -> Self {
        Self { key, ..self }
    }

    /// Sets a variable, but for an empty value and where it has one.
    pub(super) fn set(&mut self, name: &'static str, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            self.fields.entry(name).or_insert(value);
        }
    }

    /// What a text says of itself, as an item; `path` names it where it has no title.
    pub fn of_metadata(metadata: &Metadata, path: &str) -> Self {
        let file = path.rsplit('/').next().unwrap_or(path);
        let mut item = Self {
            authors: metadata.authors.iter().map(|name| PersonName::of(name)).collect(),
            date: metadata.date.clone().unwrap_or_default(),
            file: Some(file.to_owned()),
            ..Self::default()
        };
        item.set("title", metadata.title.as_deref().unwrap_or(file));
        item.set("container-title", metadata.publication.as_deref().unwrap_or_default());
        item.set("URL", metadata.url.as_deref().unwrap_or_default());
        item.set("language", metadata.language.as_deref().unwrap_or_default());
        let identifier = metadata.identifier.as_deref().unwrap_or_default();
        let bare = identifier.trim_start_matches("doi:").trim_start_matches("https://doi.org/");
        let isbn = identifier.trim_start_matches("urn:isbn:").trim_start_matches("isbn:");
        let is_isbn = isbn.chars().filter(char::is_ascii_digit).count() >= 9
            && isbn.chars().all(|c| c.is_ascii_digit() || "xX- ".contains(c));
        match (bare.starts_with("10.") && bare.contains('/'), is_isbn) {
            (true, _) => item.set("DOI", bare),
            (false, true) => item.set("ISBN", isbn),
            _ => {}
        }
        item.kind = item.likely_kind().to_owned();
        item.key = item.made_key();
        item
    }

    /// The kind of a work of which only this is known: what has an ISBN is a book, what has a DOI is in a journal, what has an
    /// address is a page.
    fn likely_kind(&self) -> &'static str {
        match (self.field("ISBN"), self.field("DOI"), self.field("URL")) {
            (Some(_), ..) => "book",
            (_, Some(_), _) => "article-journal",
            (.., Some(_)) => "webpage",
            _ if self.field("container-title").is_some() => "article-magazine",
            _ => "document",
        }
    }

    /// A key made of the first author, the year and the first long word of the title: `north2020stones`.
    fn made_key(&self) -> String {
        let plain = |words: &str| {
            words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
        };
        let author = self.authors.first().map(|author| plain(&author.family)).unwrap_or_default();
        let title = self.field("title").unwrap_or_default();
        let long = title.split(|c: char| !c.is_alphanumeric()).find(|word| word.chars().count() > 3);
        let word = plain(long.unwrap_or(title));
        let word: String = word.chars().take(20).collect();
        format!("{author}{}{word}", self.date.get(..4).unwrap_or_default())
    }

    /// What is known of it, as far as a text's own facts go.
    pub fn metadata(&self) -> Metadata {
        let said = |name: &str| self.field(name).map(str::to_owned);
        let isbn = || self.field("ISBN").map(|isbn| format!("urn:isbn:{isbn}"));
        Metadata {
            title: said("title"),
            authors: self.authors.iter().map(PersonName::written).collect(),
            date: Some(self.date.clone()).filter(|date| !date.is_empty()),
            publication: said("container-title").or_else(|| said("publisher")),
            language: said("language"),
            identifier: said("DOI").or_else(isbn),
            url: said("URL"),
        }
    }

    /// What its document is found by among those that are here.
    pub fn work(&self) -> MarkedWork {
        let addresses = ["DOI", "ISBN", "URL"].iter().filter_map(|name| self.field(name)).map(str::to_owned);
        MarkedWork {
            title: self.field("title").map(str::to_owned),
            authors: self.authors.iter().map(PersonName::written).collect(),
            addresses: addresses.collect(),
            file: self.file.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_says_little_is_an_item_all_the_same() {
        let said = |words: &str| Some(words.to_owned());
        let metadata = Metadata {
            title: said("The Moss"),
            authors: vec!["Ada North".to_owned()],
            date: said("2020-03"),
            identifier: said("https://doi.org/10.1/x"),
            ..Metadata::default()
        };
        let item = BibliographicItem::of_metadata(&metadata, "a/moss.txt");
        assert_eq!((item.key.as_str(), item.kind.as_str()), ("north2020moss", "article-journal"));
        assert_eq!(item.metadata().identifier.as_deref(), Some("10.1/x"));
        let bare = BibliographicItem::of_metadata(&Metadata::default(), "a/moss.txt");
        assert_eq!(
            (bare.key.as_str(), bare.kind.as_str(), bare.field("title")),
            ("moss", "document", Some("moss.txt"))
        );
    }
}
