//! What a syllabus says of single documents: what is to be laid over their own metadata, and the names that they had before. It does not
//! know which documents there are.

use super::{SyllabusFile, TomlValue};
use crate::document::{DocPath, Metadata};
use std::collections::BTreeMap;
use toml::de::DeTable;

/// What may be said of a document.
const DOCUMENT_KEYS: &[&str] =
    &["title", "authors", "date", "publication", "language", "identifier", "url", "formerly"];

impl SyllabusFile {
    /// What is said of documents: metadata by their paths, and by each former name the document that had it.
    pub(super) fn documents(
        &mut self,
        value: &TomlValue<'_>,
    ) -> (BTreeMap<DocPath, Metadata>, BTreeMap<DocPath, DocPath>) {
        let (mut corrections, mut former) = (BTreeMap::new(), BTreeMap::new());
        for (key, value) in self.table(value).into_iter().flatten() {
            let path = self.checked_path(key.get_ref(), key.span());
            let (Some(path), Some(table)) = (path, self.table(value)) else { continue };
            if let Some((_, value)) = table.iter().find(|(key, _)| key.get_ref() == "formerly") {
                self.former_names(&path, value, &mut former);
            }
            let facts = self.metadata(table);
            if table.iter().any(|(key, _)| key.get_ref() != "formerly") || table.is_empty() {
                corrections.insert(path, facts);
            }
        }
        (corrections, former)
    }

    /// The names that a document had, one or several in brackets.
    fn former_names(&mut self, path: &DocPath, value: &TomlValue<'_>, former: &mut BTreeMap<DocPath, DocPath>) {
        let names = value.get_ref().as_array().map_or(std::slice::from_ref(value), |names| names);
        for item in names {
            let Some(name) = self.path(item).filter(|name| name != path) else { continue };
            let other = former.entry(name.clone()).or_insert_with(|| path.clone());
            if other != path {
                let message = format!("{other} was {name}, too: what was written under that name belongs to {other}");
                self.fault(item.span(), message);
            }
        }
    }

    fn metadata(&mut self, table: &DeTable<'_>) -> Metadata {
        let mut facts = Metadata::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "title" => facts.title = self.string(value),
                "authors" => facts.authors = self.strings(value),
                "date" => facts.date = self.date(value),
                "publication" => facts.publication = self.string(value),
                "language" => facts.language = self.string(value),
                "identifier" => facts.identifier = self.string(value),
                "url" => facts.url = self.string(value),
                "formerly" => {}
                _ => self.unknown(key, DOCUMENT_KEYS),
            }
        }
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_faults;
    use crate::document::doc_path;

    #[test]
    fn names_that_documents_had_are_read_beside_what_is_said_of_them() {
        let plan = check_faults(
            r#"
[documents."frost.md"]
formerly = ["ice.md", "week 1/ice.md", "frost.md"]
[documents."sea.md"]
title = "The sea"
formerly = "water.md"
[documents."tarn.md"]
formerly = "water.md" # sea.md was water.md, too
[documents."up.md"]
formerly = "../up.md" # is not a path inside the corpus
[documents."one.md"]
formerly = 1 # a path in quotes
"#,
        );
        let former: Vec<String> = plan.former_names.iter().map(|(was, is)| format!("{was} > {is}")).collect();
        assert_eq!(former, ["ice.md > frost.md", "water.md > sea.md", "week 1/ice.md > frost.md"]);
        assert_eq!(plan.corrections.keys().collect::<Vec<_>>(), [&doc_path("sea.md")]);
    }
}
