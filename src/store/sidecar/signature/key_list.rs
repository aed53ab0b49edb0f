//! The list of keys beside the texts (`allowed_signers`; ssh-keygen(1), ALLOWED SIGNERS) as a file: read within bounds, and as
//! ssh-keygen can read it. Who stands in it is not its business.

use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::read_whole;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

/// The largest list of keys that is read, in bytes.
const MAX_KEYS: u64 = 4 << 20;
/// U+FEFF, with which some editors begin a file: ssh-keygen takes it for a part of the first name.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// What a list of keys says, without a byte order mark; larger ones than there can be are an error.
pub(super) fn list(path: &Path) -> Result<String> {
    let file = File::open(path).map_err(|error| Error::io("open", path, error))?;
    let text = String::from_utf8_lossy(&read_whole(file, path, MAX_KEYS)?).into_owned();
    let Some(rest) = text.strip_prefix(BYTE_ORDER_MARK) else { return Ok(text) };
    Ok(rest.to_owned())
}

/// The file of a list that ssh-keygen can be given: itself, or a copy that is written where it begins with a byte order mark.
pub(super) fn readable<'a>(path: &'a Path, copy: &'a Path) -> Result<&'a Path> {
    let mut mark = [0; BYTE_ORDER_MARK.len_utf8()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut mark));
    if read.is_err() || !std::str::from_utf8(&mark).is_ok_and(|begin| begin.starts_with(BYTE_ORDER_MARK)) {
        return Ok(path);
    }
    fs::write(copy, list(path)?).map_err(|error| Error::io("write", copy, error))?;
    Ok(copy)
}
