//! The texts that come with a folder that was made from a drive: what is new there is laid down here, what has changed there takes
//! the place of what came from there and was left as it came. Nothing of them is ever sent.

use super::drive_memory::{DriveMemory, digest_text};
use super::rclone::{DriveFile, Rclone};
use crate::config::syllabus;
use crate::store::corpus::read::MAX_DOCUMENT;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder};
use crate::store::fs::system;
use crate::store::sidecar::annotations::Annotations;
use std::{ffi::OsStr, fs, path::Path};

/// Makes a new folder with the texts of a drive; it is there when all have come, or not at all.
pub(super) fn clone(rclone: &Rclone<'_>, address: &str, folder: &Path) -> Result<()> {
    let name = crate::text::visible::line(address).into_owned();
    let Some(_) = rclone.list("")?? else {
        return Err(Error::git(
            format!("there is no folder {name}"),
            "Check the address: `rclone lsd NAME:` shows what is there. Whoever leads puts the texts there first.",
        ));
    };
    let beside = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let made = tempfile::Builder::new().prefix(".postil-").tempdir_in(beside);
    let made = made.map_err(|error| Error::io("make a folder in", beside, error))?;
    rclone.fetch_texts(made.path(), MAX_DOCUMENT)??;
    let fault = |error| Error::io("make the folder", folder, error);
    system::open_to_all(made.path()).map_err(fault)?;
    fs::rename(made.path(), folder).map_err(fault)?;
    let _ = made.keep();
    Ok(())
}

/// Whether a text is to be fetched. One that is here already, as long as there, counts as having come from there; one that was
/// changed on both sides stays, and is `told`.
pub(super) fn is_wanted(
    memory: &mut DriveMemory,
    annotations: &Annotations,
    (file, path): (&DriveFile, &str),
    told: &mut Vec<String>,
) -> bool {
    // What was listed so before is not fetched a second time, as large as texts are.
    if !memory.drive.texts || file.size.is_some_and(|size| size > MAX_DOCUMENT) || memory.is_as_listed(file) {
        return false;
    }
    let here = read(annotations, path);
    match (here, memory.digest_of(&file.key)) {
        (Some(here), Some(known)) if digest_text(&here) == known => true,
        // A plan in which nothing stands yet gives way to the one that is handed out.
        (Some(here), None) if path == syllabus::FILE && here == syllabus::TEMPLATE.as_bytes() => true,
        (Some(_), Some(_)) => {
            let path = crate::text::visible::line(path);
            told.push(format!("{path} was changed here and there: it stays as it is here; remove it to get the other"));
            false
        }
        (Some(here), None) => {
            let digest = (file.size == Some(here.len() as u64)).then(|| digest_text(&here));
            memory.read(file, Some(digest.unwrap_or_default()));
            false
        }
        // What was taken away here stays away until it changes there.
        (None, _) => true,
    }
}

/// Lays a text down; whether it says anything new.
pub(super) fn lay_down(
    memory: &mut DriveMemory,
    annotations: &Annotations,
    (file, path): (&DriveFile, &str),
    bytes: &[u8],
) -> Result<bool> {
    let digest = digest_text(bytes);
    memory.read(file, Some(digest.clone()));
    if read(annotations, path).is_some_and(|here| digest_text(&here) == digest) {
        return Ok(false);
    }
    let (below, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = Folder::open(annotations.corpus_root())?.make_below(Path::new(below))?;
    folder.replace(OsStr::new(name), bytes, Flush::No)?;
    Ok(true)
}

fn read(annotations: &Annotations, path: &str) -> Option<Vec<u8>> {
    let (below, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = Folder::open(annotations.corpus_root()).ok()?.below(Path::new(below)).ok()??;
    folder.read(OsStr::new(name), MAX_DOCUMENT).ok()?
}
