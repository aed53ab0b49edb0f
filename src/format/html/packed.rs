//! Pages that are an archive at the same time: a script at their beginning unpacks the page and its pictures from what
//! follows (SingleFile's self-extracting pages). The script is not run; the archive is read as one.

use crate::format::archive::Archive;
use memchr::memmem;

/// What the page is called in the archive.
pub(super) const PAGE: &str = "index.html";

/// How an archive's directory ends, and how far from the end of the file that is at the most, in bytes.
const END: &[u8] = b"PK\x05\x06";
const REACH: usize = 256 * 1024;

/// The archive in a file, if there is one that holds a page.
pub(super) fn archive(bytes: &[u8]) -> Option<Archive> {
    let tail = &bytes[bytes.len().saturating_sub(REACH)..];
    memmem::rfind(tail, END)?;
    Archive::open(bytes.to_vec()).ok().filter(|archive| archive.has(PAGE))
}
