//! Which bytes the texts have that annotations lie beside: by what was found out of a file earlier, where it is as it was then, else by
//! reading it. Nothing is parsed or kept on the disk here.

use crate::document::DocPath;
use crate::store::corpus::facts::Stamp;
use crate::store::corpus::read::MAX_DOCUMENT;
use crate::store::fs::digest::{Digest, Digesting};
use crate::store::fs::folder::Folder;
use crate::store::fs::system::FileKind;
use crate::store::sidecar::annotations::Annotations;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::PoisonError;

/// The largest text that is read for nothing but its digest where many are looked at, in bytes. What is larger is known once it was read.
const SMALL: u64 = 4 << 20;

impl Annotations {
    /// The digest of a document's file; `None` where it cannot be read.
    pub(in crate::store) fn file_digest(&self, document: &DocPath) -> Option<Digest> {
        let folder = Folder::open(&self.bases[0].trusted).ok()?;
        let parent = document.as_path().parent().unwrap_or(Path::new(""));
        let file = folder.below(parent).ok()??.file(document.as_path().file_name()?).ok()??;
        let mut digesting = Digesting::new(file.take(MAX_DOCUMENT));
        io::copy(&mut digesting, &mut io::sink()).ok()?;
        Some(digesting.finish().1)
    }

    /// The same, as it is known of a file that has not changed since it was read; of any other only where it is small.
    pub(in crate::store) fn known_digest(&self, document: &DocPath) -> Option<Digest> {
        let found = Folder::open(&self.bases[0].trusted).ok()?.glance_below(document.as_path())?;
        let stamp = Stamp::new(found.size, found.modified.filter(|_| found.kind == FileKind::File))?;
        if let Some(digest) = self.earlier.facts.of(document.as_str(), stamp).and_then(|fact| fact.digest()) {
            return Some(digest);
        }
        let made = || self.earlier.digests.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, digest)) = made().get(document).filter(|(at, _)| *at == stamp) {
            return Some(*digest);
        }
        if found.size > SMALL {
            return None;
        }
        let digest = self.file_digest(document)?;
        made().insert(document.clone(), (stamp, digest));
        Some(digest)
    }
}
