//! Which document a sidecar is about whose name spells the document's otherwise: with letters composed in another way, as
//! macOS and some synchronisers leave them, or with other capitals, as file systems do that see no difference.
//!
//! It counts only where no document has the sidecar's own spelling. Letters that are composed in another way are the same
//! letters; where capitals differ too, the sidecar must also speak of the very text that is here. Nothing is ever written
//! under another spelling than the document's.

use crate::annotation::Sidecar;
use crate::document::DocPath;
use crate::store::fs::digest::digest;
use crate::store::fs::folder::{Folder, FolderItem};
use crate::store::fs::system::FileKind;
use crate::store::sidecar::annotations::{Annotations, Listed, stem};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// The largest document, in bytes, that is read to tell whether it is the one that a sidecar with other capitals speaks of.
const MOST_READ: u64 = 64 << 20;

/// Whether two names have the same letters, however they are composed and whatever their case.
pub(super) fn is_alike(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    let folded = |name: &str| name.nfd().flat_map(char::to_lowercase).nfd().collect::<String>();
    folded(one) == folded(other)
}

/// A document as it is spelled here, which a sidecar may be about that spells it otherwise.
struct Spelling {
    document: DocPath,
    stem: String,
    digest: OnceLock<Option<String>>,
}

impl Spelling {
    /// Whether a sidecar of a name that is alike is about this text.
    fn is_of(&self, listed: &Listed, annotations: &Annotations) -> bool {
        if listed.document.nfc().eq(self.stem.nfc()) {
            return true;
        }
        let Some(here) = self.digest.get_or_init(|| annotations.digest_of(&self.document)) else { return false };
        let text = annotations.read(listed).map(|file| file.text).unwrap_or_default();
        Sidecar::identities_in(&text).iter().any(|identity| identity.sha256 == *here)
    }
}

/// The spellings of many documents, each looked for once.
pub(super) struct Spellings<'a> {
    annotations: &'a Annotations,
    /// What a sidecar calls a document → the documents here that it may mean; none where it is spelled so here, or not here.
    known: HashMap<String, Vec<Spelling>>,
}

impl<'a> Spellings<'a> {
    pub fn of(annotations: &'a Annotations) -> Self {
        Self { annotations, known: HashMap::new() }
    }

    /// The sidecar, with its document called as it is spelled here.
    pub fn settle(&mut self, listed: Listed) -> Listed {
        let annotations = self.annotations;
        if !self.known.contains_key(&listed.document) {
            self.known.insert(listed.document.clone(), annotations.spellings_of(&listed.document));
        }
        let known = self.known.get(&listed.document);
        match known.and_then(|all| all.iter().find(|one| one.is_of(&listed, annotations))) {
            Some(one) => Listed { document: one.stem.clone(), ..listed },
            None => listed,
        }
    }
}

impl Annotations {
    /// Whether a document of the corpus has just that name.
    fn is_spelled(&self, name: &str) -> bool {
        DocPath::new(name).is_ok_and(|path| self.has_document(&path))
    }

    /// The documents here whose names are alike, the same letters first; none where one has just that name.
    fn spellings_of(&self, name: &str) -> Vec<Spelling> {
        if self.is_spelled(name) {
            return Vec::new();
        }
        let parts: Vec<&str> = name.split('/').collect();
        let Ok(corpus) = Folder::open(&self.bases[0].trusted) else { return Vec::new() };
        let items = corpus.items().unwrap_or_default();
        let mut alike = alike_in((&corpus, &items), &parts, FileKind::File);
        alike.sort_by_key(|here| !here.nfc().eq(name.nfc()));
        let documents = alike.iter().filter_map(|here| DocPath::new(here).ok());
        documents.map(|document| Spelling { stem: stem(&document), document, digest: OnceLock::new() }).collect()
    }

    fn digest_of(&self, document: &DocPath) -> Option<String> {
        let path = document.as_path();
        let folder =
            Folder::open(&self.bases[0].trusted).ok()?.below(path.parent().unwrap_or(Path::new(""))).ok()??;
        Some(digest(&folder.read(path.file_name()?, MOST_READ).ok()??).hex())
    }
}

/// The paths below a folder, in which these items are, that are alike to these parts and end in something of that kind.
pub(super) fn alike_in((folder, items): (&Folder, &[FolderItem]), parts: &[&str], kind: FileKind) -> Vec<String> {
    let Some((part, rest)) = parts.split_first() else { return Vec::new() };
    let wanted = if rest.is_empty() { kind } else { FileKind::Folder };
    let names = items.iter().filter(|item| item.kind == wanted).filter_map(|item| item.name.to_str());
    let below = |name: &str| {
        if rest.is_empty() {
            return vec![name.to_owned()];
        }
        let below = folder.child_with_items(OsStr::new(name)).ok().flatten();
        let below = below.map(|(below, items)| alike_in((&below, &items), rest, kind)).unwrap_or_default();
        below.into_iter().map(|path| format!("{name}/{path}")).collect()
    };
    names.filter(|name| is_alike(name, part)).flat_map(below).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::parse_sidecar_name;
    use crate::store::corpus::documents::Corpus;
    use crate::store::fs::dirs::Dirs;
    use std::fs;

    const NFC: &str = "\u{c9}tudes/caf\u{e9}.txt";
    const NFD: &str = "E\u{301}tudes/cafe\u{301}.txt";

    /// A corpus with these documents, and sidecars of `mei` and `tom` on what they call so.
    fn corpus(documents: &[&str], sidecars: &[(&str, &str)]) -> (tempfile::TempDir, Annotations) {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: String, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        for document in documents {
            write((*document).to_owned(), "a text");
        }
        for (reader, document) in sidecars {
            let sha256 = digest(b"a text").hex();
            let record = format!(
                r#"{{"id":"urn:x:{reader}","type":"Annotation","motivation":"identifying","creator":"urn:x:{reader}","target":{{"id":"urn:sha256:{sha256}","dc:identifier":"{document}"}}}}"#
            );
            let text = format!("{{\"type\":\"AnnotationCollection\",\"first\":{{\"items\":[\n{record}\n]}}}}\n");
            write(format!("annotations/{reader}/{document}@ab12.json"), &text);
        }
        let annotations =
            Annotations::at(&Corpus::open(folder.path()).unwrap(), &Dirs::under(&folder.path().join("h")));
        (folder, annotations)
    }

    /// Whose sidecars are about a document, asked in both ways: for it alone, and of all.
    fn about(annotations: &Annotations, document: &str) -> Vec<String> {
        let (names, path) = (|name: &str| Some(parse_sidecar_name(name)?.0), DocPath::new(document).unwrap());
        let alone: Vec<String> = annotations.files_for(&path, &names).0.into_iter().map(|file| file.folder).collect();
        let (index, _) = annotations.index(&names);
        assert_eq!(index.of(&path).map(|listed| listed.folder.clone()).collect::<Vec<_>>(), alone, "{document}");
        alone
    }

    #[test]
    fn letters_composed_otherwise_are_the_same_name_in_files_and_folders() {
        for here in [NFC, NFD] {
            let (_folder, annotations) = corpus(&[here], &[("mei", NFC), ("tom", NFD)]);
            assert_eq!(about(&annotations, here), ["mei", "tom"]);
        }
        let (_folder, annotations) = corpus(&[NFC, NFD], &[("mei", NFC), ("tom", NFD)]);
        assert_eq!((about(&annotations, NFC), about(&annotations, NFD)), (vec!["mei".into()], vec!["tom".into()]));
    }

    #[test]
    fn other_capitals_are_the_same_name_where_the_text_is_the_same() {
        let (folder, annotations) = corpus(&["Brief.txt"], &[("mei", "brief.txt"), ("tom", "BRIEF.TXT")]);
        assert_eq!(about(&annotations, "Brief.txt"), ["mei", "tom"]);
        fs::write(folder.path().join("Brief.txt"), "another text").unwrap();
        assert_eq!(about(&annotations, "Brief.txt"), [""; 0]);
        fs::write(folder.path().join("Brief.txt"), "a text").unwrap();
        fs::write(folder.path().join("brief.txt"), "a text").unwrap();
        assert_eq!(about(&annotations, "brief.txt"), ["mei"], "it is spelled so");
        assert_eq!(about(&annotations, "Brief.txt"), ["tom"], "it is like both, and of one");
    }
}
