//! The syllabus of a corpus: read at the start, and again when its file has changed. What a file that is none says, or one that is
//! being written, takes no plan away. It interprets nothing: that is `config`.

use crate::config::syllabus::{self, Syllabus};
use crate::document::DocPath;
use crate::store::corpus::documents::Corpus;
use crate::store::fs::digest::{Digest, digest};
use std::sync::{Arc, Mutex, PoisonError};

/// The syllabus in use, and what its file held when it was looked at last.
#[derive(Debug)]
pub struct KnownSyllabus(Mutex<(Arc<Syllabus>, Seen)>);

/// What was seen of the file: its digest, nothing where there is none, or why it could not be read.
type Seen = Result<Option<Digest>, String>;

/// What has become of a syllabus whose file has changed.
#[derive(Debug)]
pub struct SyllabusNews {
    /// The syllabus of now; `None` where its file cannot be read and the one of before stays.
    pub syllabus: Option<Arc<Syllabus>>,
    /// What is wrong with the file, in words, with its lines.
    pub faults: Vec<String>,
}

impl KnownSyllabus {
    /// Reads it for the first time; gives its faults too. Where there is none, or it cannot be read, it is empty.
    pub fn of(corpus: &Corpus) -> (Self, Vec<String>) {
        let found = file(corpus);
        let seen = seen(&found);
        let (syllabus, faults) = match found {
            Ok(bytes) => {
                let (syllabus, faults) = syllabus::parse(&String::from_utf8_lossy(&bytes.unwrap_or_default()));
                (syllabus, faults.iter().map(ToString::to_string).collect())
            }
            Err(error) => (Syllabus::default(), vec![error]),
        };
        (Self(Mutex::new((Arc::new(syllabus), seen))), faults)
    }

    /// The syllabus in use.
    pub fn now(&self) -> Arc<Syllabus> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner).0)
    }

    /// Reads it again if its file holds something else than when it was looked at last.
    pub fn again(&self, corpus: &Corpus) -> Option<SyllabusNews> {
        let found = file(corpus);
        let seen = seen(&found);
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.1 == seen {
            return None;
        }
        last.1 = seen;
        let news = news(found);
        if let Some(syllabus) = &news.syllabus {
            last.0 = Arc::clone(syllabus);
        }
        Some(news)
    }
}

/// What the file holds; `None` where there is none.
fn file(corpus: &Corpus) -> Result<Option<Vec<u8>>, String> {
    let Ok(path) = DocPath::new(syllabus::FILE) else { return Ok(None) };
    match corpus.read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.is_missing() => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

fn seen(found: &Result<Option<Vec<u8>>, String>) -> Seen {
    found.as_ref().map(|bytes| bytes.as_deref().map(digest)).map_err(Clone::clone)
}

fn news(found: Result<Option<Vec<u8>>, String>) -> SyllabusNews {
    let bytes = match found {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return SyllabusNews { syllabus: None, faults: vec![format!("{} is gone", syllabus::FILE)] },
        Err(error) => return SyllabusNews { syllabus: None, faults: vec![error] },
    };
    let text = String::from_utf8_lossy(&bytes);
    let (syllabus, faults) = syllabus::parse(&text);
    let syllabus = syllabus::is_readable(&text).then(|| Arc::new(syllabus));
    SyllabusNews { syllabus, faults: faults.iter().map(ToString::to_string).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_changed_syllabus_is_read_anew_and_one_that_cannot_be_leaves_the_one_before() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let plan = folder.path().join(syllabus::FILE);
        let write = |text: &str| fs::write(&plan, text).expect("writable");
        let corpus = Corpus::open(folder.path()).expect("a corpus");
        let (known, faults) = KnownSyllabus::of(&corpus);
        assert!(faults.is_empty() && known.again(&corpus).is_none() && known.now().sessions.is_empty());
        let again = |text: &str| {
            write(text);
            let news = known.again(&corpus).expect("it has changed");
            assert!(known.again(&corpus).is_none(), "told once");
            (news.syllabus.is_some(), news.faults, known.now().leader.clone())
        };
        let mei = || Some("mei".to_owned());
        assert_eq!(again("leader = 'mei'\n"), (true, vec![], mei()));
        let (taken, faults, leader) = again("leader = 'tom'\n[[session\n");
        assert!(!taken && leader == mei() && faults[0].starts_with("syllabus.toml:2"), "{faults:?}");
        let (taken, faults, leader) = again("leader = 'tom'\ncolour = 1\n");
        assert!(taken && leader == Some("tom".to_owned()) && faults[0].starts_with("syllabus.toml:2"), "{faults:?}");
        fs::remove_file(&plan).expect("it is there");
        let news = known.again(&corpus).expect("it is gone");
        assert!(news.syllabus.is_none() && news.faults == ["syllabus.toml is gone"] && known.now().leader.is_some());
    }
}
