//! The path of a document inside its corpus: what a document is known by, from the list to the sidecar.
//!
//! Nothing here touches the disk. A name on the disk may be any bytes: escape sequences, bidirectional overrides, no
//! UTF-8 at all. A [`DocPath`] opens such a file all the same, has a text that stands for it in records, and shows itself
//! harmlessly.

use crate::text::shown;
use serde::{Deserialize, Serialize};
use std::{
    cmp::Ordering,
    ffi::{OsStr, OsString},
    fmt::{self, Write as _},
    hash::{Hash, Hasher},
    path::{Component, Path, PathBuf},
    sync::Arc,
};

/// The longest path, in bytes: what the system takes in one call.
const MAX_BYTES: usize = 4096;

/// A path that is absolute, empty, too long, or leads upwards with `..`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{}” is not the path of a document inside the corpus", shown(.path))]
pub struct BadDocPath {
    /// The path as given.
    pub path: PathBuf,
}

/// A document's path relative to its corpus, with `/` between the parts. Never empty, absolute, or upwards.
///
/// Two are the same where their texts are, because a text is all that records and state know of a path. Ordered part by
/// part, so that a folder's documents stay together. In JSON it is its text; copying one is cheap.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocPath(Arc<PathNames>);

/// What a path is called.
#[derive(Debug)]
struct PathNames {
    text: String,
    /// The bytes on the disk, where they are not UTF-8.
    raw: Option<OsString>,
}

impl DocPath {
    /// The document at `path`, relative to the corpus; `.` parts are dropped. [`BadDocPath`] if it could lead out.
    pub fn new(path: impl AsRef<Path>) -> Result<Self, BadDocPath> {
        let path = path.as_ref();
        let bad = || BadDocPath { path: path.to_path_buf() };
        let mut clean = OsString::new();
        for part in path.components() {
            match part {
                Component::Normal(name) if !name.as_encoded_bytes().contains(&0) => {
                    if !clean.is_empty() {
                        clean.push("/");
                    }
                    clean.push(name);
                }
                Component::CurDir => {}
                _ => return Err(bad()),
            }
        }
        let length = clean.len();
        if length == 0 || length > MAX_BYTES || path.as_os_str().as_encoded_bytes().ends_with(b"/") {
            return Err(bad());
        }
        Ok(Self::from_clean(clean))
    }

    fn from_clean(raw: OsString) -> Self {
        match raw.into_string() {
            Ok(text) => Self(Arc::new(PathNames { text, raw: None })),
            Err(raw) => Self(Arc::new(PathNames { text: stand_in(&raw), raw: Some(raw) })),
        }
    }

    /// The text that stands for it in records, sidecar names and state: the path itself, or, where that is not UTF-8,
    /// with `U+FFFD` and two hexadecimal digits for each stray byte. Not for a terminal: its `Display` is.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// The path to open, relative to the corpus. One that was made of the text of a path that is not UTF-8 leads nowhere:
    /// whoever has listed the corpus knows the bytes.
    pub fn as_path(&self) -> &Path {
        self.0.raw.as_deref().map_or_else(|| Path::new(&self.0.text), Path::new)
    }

    /// Its last part, as text.
    pub fn file_name(&self) -> &str {
        self.as_str().rsplit('/').next().unwrap_or_default()
    }

    /// The folder it lies in, as text; empty at the top of the corpus.
    pub fn folder(&self) -> &str {
        self.as_str().rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

impl PartialEq for DocPath {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for DocPath {}

impl Hash for DocPath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Ord for DocPath {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().split('/').cmp(other.as_str().split('/'))
    }
}

impl PartialOrd for DocPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq<str> for DocPath {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for DocPath {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl AsRef<str> for DocPath {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl TryFrom<String> for DocPath {
    type Error = BadDocPath;

    fn try_from(path: String) -> Result<Self, BadDocPath> {
        Self::new(path)
    }
}

impl From<DocPath> for String {
    fn from(path: DocPath) -> Self {
        path.as_str().to_owned()
    }
}

impl fmt::Display for DocPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&shown(self.as_path()))
    }
}

/// UTF-8 that stands for `raw`: stray bytes become `U+FFFD` and two hexadecimal digits.
fn stand_in(raw: &OsStr) -> String {
    let mut text = String::with_capacity(raw.len() + 8);
    for chunk in raw.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "\u{FFFD}{byte:02X}");
        }
    }
    text
}

/// The path of a document that a test names.
#[cfg(test)]
pub(crate) fn doc_path(path: &str) -> DocPath {
    DocPath::new(path).expect("a path inside the corpus")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::os::unix::ffi::{OsStrExt, OsStringExt};

    #[test]
    fn a_path_that_could_lead_out_of_the_corpus_is_refused() {
        for path in ["", "/etc/passwd", "..", "a/../../b", "../a", "a/..", "a/b/", "a\0b", "."] {
            assert!(DocPath::new(path).is_err(), "{path:?}");
        }
        assert!(DocPath::new("a/".repeat(3000) + "b").is_err());
    }

    #[test]
    fn a_plain_path_is_kept_and_dots_are_dropped() {
        let path = DocPath::new("./week-2/./brief.pdf").unwrap();
        assert_eq!((path.as_str(), path.folder(), path.file_name()), ("week-2/brief.pdf", "week-2", "brief.pdf"));
        assert_eq!(path.to_string(), "week-2/brief.pdf");
        assert_eq!(DocPath::new("a.txt").unwrap().folder(), "");
    }

    #[test]
    fn a_name_with_escape_sequences_opens_as_it_is_and_shows_harmlessly() {
        let path = DocPath::new("\u{1b}]0;owned\u{7}\u{202e}txt.\u{9b}31m").unwrap();
        assert_eq!(path.as_path(), Path::new("\u{1b}]0;owned\u{7}\u{202e}txt.\u{9b}31m"));
        assert_eq!(path.to_string(), "\\x1B]0;owned\\x07\\u{202E}txt.\\x9B31m");
    }

    #[test]
    fn a_name_that_is_not_utf_8_keeps_its_bytes_and_has_a_text_of_its_own() {
        let name = |bytes: &[u8]| DocPath::new(OsString::from_vec(bytes.to_vec())).unwrap();
        let (one, two) = (name(b"caf\xe9.txt"), name(b"caf\xe8.txt"));
        assert_eq!(one.as_path().as_os_str().as_bytes(), b"caf\xe9.txt");
        assert_eq!(one.as_str(), "caf\u{FFFD}E9.txt");
        assert_eq!(one.to_string(), "caf\\xE9.txt");
        assert_ne!(one.as_str(), two.as_str());
        assert!(two < one);
    }

    #[test]
    fn a_path_is_written_as_its_text_and_known_by_it() {
        let listed = DocPath::new(OsString::from_vec(b"caf\xe9.txt".to_vec())).unwrap();
        let written = serde_json::to_string(&listed).unwrap();
        assert_eq!(written, "\"caf\u{FFFD}E9.txt\"");
        let read: DocPath = serde_json::from_str(&written).unwrap();
        assert_eq!(read, listed);
        assert!(std::collections::HashSet::from([read]).contains(&listed));
        assert!(serde_json::from_str::<DocPath>("\"../a.txt\"").is_err());
    }

    #[test]
    fn a_folder_stays_together_in_the_order() {
        let mut paths: Vec<_> = ["a.txt", "a/z", "a/b", "a-b"].map(|path| DocPath::new(path).unwrap()).to_vec();
        paths.sort();
        let order: Vec<_> = paths.iter().map(DocPath::as_str).collect();
        assert_eq!(order, ["a/b", "a/z", "a-b", "a.txt"]);
    }

    proptest! {
        #[test]
        fn whatever_the_bytes_what_is_kept_stays_inside(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let raw = OsString::from_vec(bytes);
            if let Ok(path) = DocPath::new(&raw) {
                prop_assert!(path.as_path().components().all(|part| matches!(part, Component::Normal(_))));
                prop_assert!(path.as_path().components().eq(Path::new(&raw).components().filter(|part| *part != Component::CurDir)));
                prop_assert!(!path.as_str().is_empty());
            }
        }
    }
}
