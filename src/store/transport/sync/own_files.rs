//! The files of one's own folder, as every engine treats them: which of them are sent, which are whole, how one is changed, and
//! how what one of them has lost is put back.

use crate::annotation::chain::CHAINED;
use crate::annotation::{ReaderId, Record, Sidecar, parse_sidecar_name};
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::Flush;
use crate::store::sidecar::annotations::{Annotations, MAX_SIDECAR};
use crate::store::transport::presence::PLACE;
use std::ffi::OsStr;
use std::path::Path;

/// Whether a sidecar can be read whole, and holds something.
pub(super) fn is_whole(sidecar: &Sidecar) -> bool {
    sidecar.faults().is_empty() && sidecar.records().next().is_some()
}

/// Whether a file in a reader's folder is of use to others elsewhere: not a temporary one, nor the copy of a damaged one,
/// nor the place that somebody who leads shows to those who sit there now.
pub(super) fn is_sent(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    !name.is_empty() && !name.starts_with(".postil-") && !name.contains(".damaged-") && name != PLACE
}

/// Whether a file, by its path below the annotations, has notes of a reader: it is neither who that is nor the signatures.
pub(super) fn holds_notes(path: &str) -> bool {
    let inside = path.split_once('/').and_then(|(_, inside)| parse_sidecar_name(inside));
    inside.is_some_and(|(document, _)| document != CHAINED)
}

/// Whether a record can be read by somebody with these ids: it is not encrypted for others alone. That a key is missing here is not
/// known.
pub(super) fn is_for(record: &Record, ids: &[ReaderId]) -> bool {
    let recipients = record.audience().recipients().filter(|_| record.is_sealed());
    let is_mine = |id: &ReaderId| ids.contains(id);
    recipients.is_none_or(|them| them.readers().iter().any(is_mine) || record.creator().is_some_and(is_mine))
}

/// Changes a file in one's own folder while no session writes: `edit` is given what it says, and gives what it is to say, or
/// nothing where it stays.
pub(super) fn edit_mine(
    annotations: &Annotations,
    nickname: &str,
    path: &str,
    edit: &mut dyn FnMut(Option<&str>) -> Option<String>,
) -> Result<()> {
    let _lock = annotations.lock()?;
    let (below, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = annotations.make_base()?.make_below(&Path::new(nickname).join(below))?;
    let old = folder.read(OsStr::new(name), MAX_SIDECAR)?;
    let text = old.as_ref().map(|old| String::from_utf8_lossy(old));
    let Some(new) = edit(text.as_deref()) else { return Ok(()) };
    if new.len() as u64 > MAX_SIDECAR {
        return Err(Error::TooLarge { path: folder.path().join(name), size: new.len() as u64, limit: MAX_SIDECAR });
    }
    folder.replace(OsStr::new(name), new.as_bytes(), Flush::Yes)
}

/// Puts back what an earlier version of a file in one's own folder has: how many records, 0 for a whole file; none where
/// nothing is to be done. `me` is the folder, the id, and the ids that came before it.
pub(super) fn restore(
    annotations: &Annotations,
    (nickname, id, former): (&str, &ReaderId, &[ReaderId]),
    path: &str,
    earlier: &str,
) -> Result<Option<usize>> {
    let is_sidecar = parse_sidecar_name(path).is_some();
    let mut restored = None;
    edit_mine(annotations, nickname, path, &mut |there| {
        let Some(there) = there else {
            restored = Some(0);
            return Some(earlier.to_owned());
        };
        let mut sidecar = Sidecar::parse(there);
        if !is_sidecar || !is_whole(&sidecar) {
            return None;
        }
        let earlier = Sidecar::parse(earlier);
        let earlier = earlier.handed_over(former, id).unwrap_or(earlier);
        let before = sidecar.clone();
        let records = sidecar.restore(&earlier, id);
        (sidecar != before).then(|| {
            restored = Some(records);
            sidecar.to_text()
        })
    })?;
    Ok(restored)
}

/// What was put back, in words: `back` has the records by file, none for a whole file.
pub(super) fn put_back(back: &[(String, usize)]) -> Vec<String> {
    let told = |(path, records): &(String, usize)| {
        let path = crate::text::visible::line(path);
        let (notes, were) = if *records == 1 { ("note", "was") } else { ("notes", "were") };
        match records {
            0 => format!("{path} was missing and is back, as it was sent last"),
            _ => format!(
                "{records} {notes} of yours that {were} kept before {were} missing from {path} and {were} put back"
            ),
        }
    };
    back.iter().map(told).collect()
}
