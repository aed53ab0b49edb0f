//! What all readers have written on each document, in short, from an earlier look: in the user's cache folder, so that sidecars that
//! have not changed since need not be read again.
//!
//! One file a document. It begins with a digest of all that follows, and that with what it is of: the build of this program
//! and a print of the sidecars (`AnnotationStore::survey_since`). So what was damaged or cut, or is of sidecars as they are not any more, is no
//! summary at all. What it says is for `study`; nothing that goes wrong here is an error.

use crate::document::DocPath;
use crate::store::corpus::cache::{CacheBounds, sweep, write_privately};
use crate::store::corpus::facts::build;
use crate::store::corpus::key::corpus_key;
use crate::store::fs::digest::{Digest, digest};
use crate::store::fs::dirs::Dirs;
use crate::store::fs::folder::Folder;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

/// For all corpora together.
const BOUNDS: CacheBounds = CacheBounds { bytes: 512 << 20, files: 32_768 };
/// The largest summary that is kept, in bytes.
const LARGEST: u64 = 64 << 20;
/// How many bytes the digest at the start of a file has.
const CHECK: usize = 64;

/// The summaries of one corpus.
#[derive(Debug)]
pub struct SummaryCache {
    folder: PathBuf,
    key: String,
    build: String,
}

impl SummaryCache {
    /// Of the corpus at `root`. Nothing is made until something is kept.
    pub fn at(dirs: &Dirs, root: &Path) -> Self {
        Self { folder: dirs.cache.join("summaries"), key: corpus_key(root), build: build() }
    }

    /// What was kept of the document, if its sidecars still have that print.
    pub fn read(&self, document: &DocPath, print: &Digest) -> Option<Vec<u8>> {
        let bytes = Folder::open(&self.folder).ok()?.read(&self.name(document), LARGEST).ok()??;
        let (check, body) = bytes.split_at_checked(CHECK)?;
        let kept = body.strip_prefix(self.title(print).as_bytes())?;
        (digest(body).hex().as_bytes() == check).then(|| kept.to_vec())
    }

    /// Keeps what the sidecars of that print say of the document. It must be what all may read: nothing private, and nothing that was
    /// encrypted.
    pub fn keep(&self, document: &DocPath, print: &Digest, summary: &[u8]) {
        let body = [self.title(print).as_bytes(), summary].concat();
        if (body.len() + CHECK) as u64 > LARGEST {
            return self.forget(document);
        }
        if let Ok(folder) = Folder::make(&self.folder) {
            let check = digest(&body).hex();
            write_privately(&folder, &self.name(document), &mut |file| {
                [check.as_bytes(), &body].into_iter().try_for_each(|part| file.write_all(part))
            });
        }
    }

    /// Takes away what was kept of the document: its sidecars say something else by now, perhaps because somebody took back their words.
    pub fn forget(&self, document: &DocPath) {
        if let Ok(folder) = Folder::open(&self.folder) {
            let _ = folder.remove(&self.name(document));
        }
    }

    /// Keeps the folder within its bounds; to be said after some were kept.
    pub fn sweep(&self) {
        if let Ok(folder) = Folder::open(&self.folder) {
            let _ = sweep(&folder, "".as_ref(), BOUNDS);
        }
    }

    fn title(&self, print: &Digest) -> String {
        format!("{} summary {}\n", self.build, print.hex())
    }

    fn name(&self, document: &DocPath) -> OsString {
        let of = digest(format!("{}\0{document}", self.key).as_bytes());
        format!("{}.summary", &of.hex()[..32]).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;
    use std::fs;

    #[test]
    fn a_summary_is_kept_for_sidecars_as_they_were_and_a_damaged_one_is_none() {
        let temp = tempfile::tempdir().unwrap();
        let (dirs, path, print) = (Dirs::under(temp.path()), doc_path("a.md"), digest(b"sidecars"));
        let cache = SummaryCache::at(&dirs, Path::new("/corpus"));
        cache.keep(&path, &print, b"summary");
        cache.sweep();
        let again = SummaryCache::at(&dirs, Path::new("/corpus"));
        assert_eq!(again.read(&path, &print).as_deref(), Some(&b"summary"[..]));
        assert_eq!(again.read(&path, &digest(b"others")), None);
        assert_eq!(again.read(&doc_path("b.md"), &print), None);
        assert_eq!(SummaryCache::at(&dirs, Path::new("/other")).read(&path, &print), None);
        let file = cache.folder.join(cache.name(&path));
        let whole = fs::read(&file).unwrap();
        for at in [0, CHECK, whole.len() - 1] {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(&file, damaged).unwrap();
            assert_eq!(again.read(&path, &print), None, "{at}");
        }
        fs::write(&file, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(again.read(&path, &print), None);
        again.forget(&path);
        assert!(!file.exists());
    }
}
