//! Mending damaged sidecars in one's own folder: the file as it was is kept beside, then the mended text takes its place.
//!
//! What is mended and how is the caller's to say; another reader's file is never touched.

use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder};
use crate::store::sidecar::annotations::{Annotations, Listed, MAX_SIDECAR};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The most damaged versions of one file that are kept.
const MOST_KEPT: usize = 1_000;

impl Annotations {
    /// Whether a sidecar lies in the folder that this reader writes into.
    pub fn is_mine(&self, listed: &Listed) -> bool {
        self.own.as_ref().is_some_and(|own| own.folder == listed.folder) && listed.base == self.written_base()
    }

    /// Reads one's own sidecar, hands it to `mend` (with whether all of it is UTF-8) and writes what that gives, the old
    /// file being kept as `NAME.damaged-N`; gives where. `None` where there is nothing to mend. Other sessions wait.
    pub fn mend(&self, listed: &Listed, mend: &mut dyn FnMut(&str, bool) -> Option<String>) -> Result<Option<PathBuf>> {
        if !self.is_mine(listed) {
            return Err(Error::NoReader { path: self.path_of(listed) });
        }
        let _lock = self.lock()?;
        let path = Path::new(&listed.path);
        let inside = Path::new(&listed.folder).join(path.parent().unwrap_or(Path::new("")));
        let Some(folder) = self.open_base()?.map_or(Ok(None), |base| base.below(&inside))? else { return Ok(None) };
        let name = path.file_name().unwrap_or(OsStr::new(""));
        let Some(old) = folder.read(name, MAX_SIDECAR)? else { return Ok(None) };
        let text = String::from_utf8_lossy(&old);
        let whole = std::str::from_utf8(&old).is_ok();
        let Some(new) = mend(&text, whole).filter(|new| new.as_bytes() != old) else { return Ok(None) };
        let kept = free_name(&folder, name)?;
        folder.replace(&kept, &old, Flush::Yes)?;
        folder.replace(name, new.as_bytes(), Flush::Yes)?;
        Ok(Some(folder.path().join(kept)))
    }
}

/// The first name that nothing has: `NAME.damaged-1`, `-2`, …
fn free_name(folder: &Folder, name: &OsStr) -> Result<OsString> {
    let numbered = |number: usize| {
        let mut numbered = name.to_os_string();
        numbered.push(format!(".damaged-{number}"));
        numbered
    };
    let taken = || Error::Bound { path: folder.path().join(name), what: "there are too many damaged versions of it" };
    (1..=MOST_KEPT).map(numbered).find(|name| matches!(folder.file(name), Ok(None))).ok_or_else(taken)
}
