//! Whether the file of the open document is still what was read of it: one look at one file, as soon as anything has changed,
//! however long a walk over all texts would take. It reads nothing and waits for nothing.

use super::jobs::{OpenFile, OpenPath};
use crate::app::Msg;
use crate::document::DocPath;
use crate::store::{Corpus, Stamp};
use std::sync::PoisonError;

/// What was told of the open document's file last.
#[derive(Debug, Default)]
pub struct OpenFileCheck {
    /// Of which document, and how its file was; nothing where it was gone.
    told: Option<(DocPath, Option<Stamp>)>,
}

impl OpenFileCheck {
    /// Looks at the file; what has become of it, told once. A file that cannot be looked at may be there again in a moment.
    pub fn look(&mut self, corpus: &Corpus, open: &OpenPath) -> Option<Msg> {
        let open = open.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let OpenFile { path, stamp: Some(read) } = open? else { return None };
        let now = corpus.stamp(&path).ok()?;
        if now == Some(read) {
            self.told = None;
            return None;
        }
        let told = Some((path.clone(), now));
        if self.told == told {
            return None;
        }
        self.told = told;
        let (gone, changed) = if now.is_none() { (vec![path], Vec::new()) } else { (Vec::new(), vec![path]) };
        Some(Msg::TextsChanged { gone, changed })
    }

    /// Whether something was told of that document's file already.
    pub fn has_told(&self, path: &DocPath) -> bool {
        self.told.as_ref().is_some_and(|(told, _)| told == path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::test_corpus::TestCorpus;
    use std::sync::{Arc, Mutex};

    #[test]
    fn an_open_text_that_changes_or_goes_away_is_told_once_each_time() {
        let corpus = TestCorpus::of(&[("a.md", "Words.")]);
        let read = corpus.read("a.md");
        let open: OpenPath = Arc::new(Mutex::new(Some(OpenFile { path: read.path, stamp: read.stamp })));
        let mut check = OpenFileCheck::default();
        let mut told = || match check.look(&corpus.library.corpus, &open) {
            Some(Msg::TextsChanged { gone, changed }) => format!("{} gone, {} changed", gone.len(), changed.len()),
            _ => "nothing".to_owned(),
        };
        assert_eq!(told(), "nothing");
        std::fs::write(corpus.path("a.md"), "Other words.").unwrap();
        assert_eq!((told(), told()), ("0 gone, 1 changed".into(), "nothing".into()));
        std::fs::write(corpus.path("a.md"), "Still other words.").unwrap();
        assert_eq!(told(), "0 gone, 1 changed");
        std::fs::remove_file(corpus.path("a.md")).unwrap();
        assert_eq!((told(), told()), ("1 gone, 0 changed".into(), "nothing".into()));
        assert!(check.has_told(&crate::document::doc_path("a.md")));
    }
}
