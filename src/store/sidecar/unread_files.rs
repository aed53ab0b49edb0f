//! Files in the readers' folders that hold annotations and are not read, because their names are none of a sidecar's:
//! copies of programs that nobody has met yet, backups, what was renamed by hand. They are found and counted here; what is
//! to be done about them is said by the caller. Nothing is written.

use crate::annotation::{AnnotationId, Sidecar, parse_sidecar_name};
use crate::store::corpus::names::PERSON;
use crate::store::sidecar::annotations::{Annotations, Listed, MAX_SIDECAR, SidecarFile};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

/// What every file of annotations says it is.
const TYPE: &str = "AnnotationCollection";
/// What the name of a damaged file has that was kept when it was mended; see [`super::repair`].
const KEPT: &str = ".damaged-";

/// A file with annotations that is not read.
#[derive(Clone, Debug)]
pub struct UnreadFile {
    /// Where it is.
    pub path: PathBuf,
    /// The document that it says it is about.
    pub document: Option<String>,
    /// How many annotations are in it.
    pub annotations: usize,
    /// How many of them no file that is read has, or only in an older version.
    pub missing: usize,
    versions: HashMap<AnnotationId, Timestamp>,
}

impl UnreadFile {
    /// None where the file holds no annotations.
    fn read(file: &SidecarFile) -> Option<Self> {
        if !file.text.contains(TYPE) {
            return None;
        }
        let sidecar = Sidecar::parse(&file.text);
        let live = sidecar.records().filter(|record| record.annotation().is_some() && record.identity().is_none());
        let versions: HashMap<AnnotationId, Timestamp> =
            live.map(|record| (record.id().clone(), record.modified())).collect();
        let document = sidecar.identity().map(|identity| identity.path);
        Some(Self { path: file.path.clone(), document, annotations: versions.len(), missing: 0, versions })
    }
}

impl Annotations {
    /// The files that hold annotations and are not read, in the order of readers and paths.
    pub fn unread_files(&self) -> Vec<UnreadFile> {
        let (others, _) = self.index(&|path| is_other(path).then(|| path.to_owned()));
        let others: Vec<&Listed> = others.files().iter().filter(|listed| listed.size <= MAX_SIDECAR).collect();
        let (found, _) = self.each_of(&others, |file| UnreadFile::read(&file));
        let mut found: Vec<UnreadFile> = found.into_iter().flatten().collect();
        let wanted: HashSet<&AnnotationId> = found.iter().flat_map(|file| file.versions.keys()).collect();
        let read = if wanted.is_empty() { HashMap::new() } else { self.newest_of(&wanted) };
        for file in &mut found {
            let is_missing =
                |(id, version): &(&AnnotationId, &Timestamp)| read.get(*id).is_none_or(|newest| newest < *version);
            file.missing = file.versions.iter().filter(is_missing).count();
        }
        found
    }

    /// When each of these records was changed last, by the files that are read.
    fn newest_of(&self, ids: &HashSet<&AnnotationId>) -> HashMap<AnnotationId, Timestamp> {
        let (index, _) = self.index(&|name| Some(parse_sidecar_name(name)?.0));
        let versions = |file: SidecarFile| {
            let sidecar = Sidecar::parse(&file.text);
            let wanted = sidecar.records().filter(|record| ids.contains(record.id()));
            wanted.map(|record| (record.id().clone(), record.modified())).collect::<Vec<_>>()
        };
        let (versions, _) = self.each_of(&index.files().iter().collect::<Vec<_>>(), versions);
        let mut newest = HashMap::new();
        for (id, version) in versions.into_iter().flatten() {
            let known = newest.entry(id).or_insert(version);
            *known = version.max(*known);
        }
        newest
    }
}

/// Whether a file in a reader's folder is neither a sidecar nor one that this program keeps there.
fn is_other(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    parse_sidecar_name(path).is_none() && name != PERSON && !name.contains(KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::corpus::documents::Corpus;
    use crate::store::fs::dirs::Dirs;
    use std::fs;

    fn collection(records: &[(&str, &str)]) -> String {
        let record = |(id, day): &(&str, &str)| {
            format!(
                r#"{{"id":"urn:x:{id}","type":"Annotation","motivation":"describing","creator":"urn:x:mei","modified":"{day}T00:00:00Z","target":"urn:sha256:00"}}"#
            )
        };
        let records: Vec<String> = records.iter().map(record).collect();
        format!(
            "{{\"type\":\"AnnotationCollection\",\"first\":{{\"type\":\"AnnotationPage\",\"items\":[\n{}\n]}}}}\n",
            records.join("\n,")
        )
    }

    #[test]
    fn whatever_holds_annotations_under_another_name_is_found_with_what_only_it_has() {
        let folder = tempfile::tempdir().unwrap();
        let mei = folder.path().join("annotations/mei/week-2");
        fs::create_dir_all(mei.join(".versions")).unwrap();
        let write = |name: &str, text: &str| fs::write(mei.join(name), text).unwrap();
        let sidecar = collection(&[("1", "2026-11-02"), ("2", "2026-11-02")]);
        write("a.txt@ab12.json", &sidecar);
        write("a.txt@ab12.json.damaged-1", &sidecar);
        write(".versions/old.json", &sidecar);
        write("reader.json", "{}");
        write("picture.png", "\u{0}\u{1}");
        write(".bak.0.a.txt@ab12.json", &collection(&[("1", "2026-11-01")]));
        write("a (by hand).json", &collection(&[("2", "2026-11-03"), ("3", "2026-11-01")]));
        let corpus = Corpus::open(folder.path()).unwrap();
        let found = Annotations::at(&corpus, &Dirs::under(&folder.path().join("home"))).unread_files();
        let told = |file: &UnreadFile| {
            let name = file.path.file_name().unwrap().to_string_lossy().into_owned();
            format!("{name}: {} of {}", file.missing, file.annotations)
        };
        assert_eq!(
            found.iter().map(told).collect::<Vec<_>>(),
            [".bak.0.a.txt@ab12.json: 0 of 1", "a (by hand).json: 2 of 2"]
        );
    }
}
