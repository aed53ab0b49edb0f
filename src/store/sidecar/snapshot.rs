//! What all sidecars of a corpus looked like when they were last looked at, so that a change is known by its document
//! and only that one's files are read again. By names, sizes and times alone; it reads no file.

use crate::annotation::parse_sidecar_name;
use crate::document::DocPath;
use crate::store::sidecar::annotation_store::AnnotationStore;
use crate::store::sidecar::annotations::{Annotations, Listed, SidecarListing, stem};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::time::SystemTime;

/// The sidecars as they looked.
#[derive(Debug, Default)]
pub struct Snapshot {
    files: HashMap<PathBuf, SidecarLook>,
}

/// Size, time, and the document that the name says.
type SidecarLook = (u64, SystemTime, String);

/// The sidecars about one document that are new, changed or gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidecarChange {
    /// The document, as the names of the sidecars say.
    pub document: DocPath,
    /// The sidecars.
    pub files: Vec<PathBuf>,
}

impl Snapshot {
    /// As a look for going through many documents has found them.
    pub fn of(store: &AnnotationStore) -> Self {
        let mut seen = Self::default();
        for store in [Some(store), store.private_part()].into_iter().flatten() {
            seen.files.extend(looks(store.annotations(), &store.index_here(&mut Vec::new())));
        }
        seen
    }

    /// Looks at all of them for the first time.
    pub fn at(annotations: &Annotations) -> Self {
        let mut glance = Self::default();
        glance.again(annotations);
        glance
    }

    /// Looks again; gives what has changed, by document.
    pub fn again(&mut self, annotations: &Annotations) -> Vec<SidecarChange> {
        let mut now = HashMap::new();
        for annotations in [Some(annotations), annotations.private().as_ref()].into_iter().flatten() {
            let (index, _) = annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
            now.extend(looks(annotations, &index));
        }
        let mut changed: BTreeMap<&str, Vec<PathBuf>> = BTreeMap::new();
        let fresh = now.iter().filter(|(path, look)| self.files.get(*path) != Some(look));
        let gone = self.files.iter().filter(|(path, _)| !now.contains_key(*path));
        for (path, (_, _, document)) in fresh.chain(gone) {
            changed.entry(document).or_default().push(path.clone());
        }
        let change = |(document, mut files): (&str, Vec<PathBuf>)| {
            files.sort();
            Some(SidecarChange { document: DocPath::new(document).ok()?, files })
        };
        let changes = changed.into_iter().filter_map(change).collect();
        self.files = now;
        changes
    }
}

/// How each of these sidecars looks.
fn looks(annotations: &Annotations, index: &SidecarListing) -> impl Iterator<Item = (PathBuf, SidecarLook)> {
    let look = |listed: &Listed| (annotations.path_of(listed), (listed.size, listed.modified, listed.document.clone()));
    index.with_chains().map(look)
}

impl SidecarChange {
    /// Whether it is about that document.
    pub fn concerns(&self, document: &DocPath) -> bool {
        self.document.as_str() == stem(document)
    }

    /// Whether it is only what this session has written itself, and the file still says just that.
    pub fn is_own(&self, store: &AnnotationStore, document: &DocPath) -> bool {
        self.files.iter().all(|path| store.has_left(path, document))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{NewIds, Reader, Record};
    use crate::store::corpus::documents::Corpus;
    use crate::store::fs::digest::digest;
    use crate::store::fs::dirs::Dirs;
    use crate::store::sidecar::annotation_store::About;
    use jiff::Timestamp;
    use std::fs;

    fn drawn(changes: &[SidecarChange]) -> Vec<(String, usize)> {
        changes.iter().map(|change| (change.document.as_str().to_owned(), change.files.len())).collect()
    }

    #[test]
    fn what_is_new_changed_or_gone_is_told_by_its_document() {
        let folder = tempfile::tempdir().unwrap();
        let mei = folder.path().join("annotations/mei/week-2");
        fs::create_dir_all(&mei).unwrap();
        let corpus = Corpus::open(folder.path()).unwrap();
        let annotations = Annotations::at(&corpus, &Dirs::under(&folder.path().join("home")));
        fs::write(mei.join("a.txt@ab12.json"), "1").unwrap();
        let mut glance = Snapshot::at(&annotations);
        assert_eq!(glance.again(&annotations), []);
        fs::write(mei.join("a.txt@ab12.json"), "12").unwrap();
        fs::write(mei.join("b.txt@ab12.json"), "1").unwrap();
        fs::write(mei.join("b.txt@ab12.json~"), "a backup").unwrap();
        assert_eq!(drawn(&glance.again(&annotations)), [("week-2/a.txt".into(), 1), ("week-2/b.txt".into(), 1)]);
        fs::remove_file(mei.join("b.txt@ab12.json")).unwrap();
        assert_eq!(drawn(&glance.again(&annotations)), [("week-2/b.txt".into(), 1)]);
    }

    #[test]
    fn an_own_save_is_known_from_what_another_session_adds_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = Corpus::open(folder.path()).unwrap();
        let reader = Reader { id: "urn:x:mei".into(), name: "Mei".into(), nickname: "mei".into() };
        let session = || {
            let annotations = Annotations::at(&corpus, &Dirs::under(&folder.path().join("home")));
            AnnotationStore::new(annotations).for_reader(&reader, "ab12").unwrap()
        };
        let (mine, theirs, path) = (session(), session(), DocPath::new("a.txt").unwrap());
        let about = About { path: &path, digest: digest(b""), title: String::new() };
        let record =
            |id: &str| Record::parse(&format!(r#"{{"id":"{id}","type":"Annotation","creator":"urn:x:mei"}}"#)).unwrap();
        let mut glance = Snapshot::default();
        mine.save(&about, &record("urn:x:1"), Timestamp::now(), &NewIds::default()).unwrap();
        let change = &glance.again(mine.annotations())[0];
        assert!(change.is_own(&mine, &path) && !change.is_own(&theirs, &path));
        theirs.save(&about, &record("urn:x:2"), Timestamp::now(), &NewIds::default()).unwrap();
        assert!(!glance.again(mine.annotations())[0].is_own(&mine, &path));
    }
}
