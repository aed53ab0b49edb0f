//! The texts that come with a folder that was made from a drive: what is new there is laid down here, what has changed there takes
//! the place of what came from there; of what was not left as it came, one's own version is kept beside it. Nothing of them is ever
//! sent.

use super::drive_memory::{DriveMemory, digest_text};
use super::outcome::not_there;
use super::own_versions::{kept_beside, set_aside};
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

/// Whether a text is to be fetched. One that is here already, as long as there, counts as having come from there.
pub(super) fn is_wanted(memory: &mut DriveMemory, annotations: &Annotations, (file, path): (&DriveFile, &str)) -> bool {
    // What was listed so before is not fetched a second time, as large as texts are.
    if !memory.drive.texts || file.size.is_some_and(|size| size > MAX_DOCUMENT) || memory.is_as_listed(file) {
        return false;
    }
    let here = read(annotations, path);
    match (here, memory.digest_of(&file.key)) {
        (Some(here), None) if file.size == Some(here.len() as u64) => {
            memory.read(file, Some(digest_text(&here)));
            false
        }
        // What was taken away here stays away until it changes there.
        _ => true,
    }
}

/// Lays a text down; whether it says anything new. What is here and did not come from there is kept beside it, and is `told`.
pub(super) fn lay_down(
    memory: &mut DriveMemory,
    annotations: &Annotations,
    (file, path): (&DriveFile, &str),
    bytes: &[u8],
    told: &mut Vec<String>,
) -> Result<bool> {
    let digest = digest_text(bytes);
    let known = memory.digest_of(&file.key).map(str::to_owned);
    let here = read(annotations, path).map(|here| (digest_text(&here), here));
    let is_new = here.as_ref().is_none_or(|(here, _)| *here != digest);
    let came_so = |here: &(String, Vec<u8>)| Some(&here.0) == known.as_ref() || is_empty_plan(path, &here.1);
    if is_new && !here.as_ref().is_some_and(came_so) {
        let kept = set_aside(annotations.corpus_root(), path)?;
        told.extend(kept.map(|kept| kept_beside(path, &kept, true)));
    }
    memory.read(file, Some(digest));
    if !is_new {
        return Ok(false);
    }
    let (below, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = Folder::open(annotations.corpus_root())?.make_below(Path::new(below))?;
    folder.replace(OsStr::new(name), bytes, Flush::No)?;
    Ok(true)
}

/// The texts that the drive has no more and that are here, in words, once: they stay, for somebody may have written on them.
pub(super) fn withdrawn(memory: &mut DriveMemory, annotations: &Annotations, listed: &[DriveFile]) -> Option<String> {
    if !memory.drive.texts {
        return None;
    }
    let mut gone = memory.withdrawn(listed);
    gone.retain(|path| read(annotations, path).is_some());
    let them = if gone.len() == 1 { "it" } else { "them" };
    Some(format!("{}; take {them} away here, too, where nobody is to read {them}", not_there(&gone)?))
}

/// A plan in which nothing stands yet gives way to the one that is handed out.
fn is_empty_plan(path: &str, bytes: &[u8]) -> bool {
    path == syllabus::FILE && bytes == syllabus::TEMPLATE.as_bytes()
}

fn read(annotations: &Annotations, path: &str) -> Option<Vec<u8>> {
    let (below, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = Folder::open(annotations.corpus_root()).ok()?.below(Path::new(below)).ok()??;
    folder.read(OsStr::new(name), MAX_DOCUMENT).ok()?
}
