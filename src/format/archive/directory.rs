//! Where the directory of an archive lies in its file, found without reading the rest. It reads no entry of it, and finds only
//! what almost all programs write: one directory right before the record that ends the file, with less than 65,536 entries.

use crate::format::FileParts;
use memchr::memmem;
use std::io::{self, Read, SeekFrom};

/// The signature of the record that ends an archive (APPNOTE.TXT 4.3.16), and how long it is without a comment.
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
/// What the first entry of a directory begins with (4.3.12).
const ENTRY: &[u8] = b"PK\x01\x02";
/// How many of the last bytes are looked at: that record and the longest comment.
const TAIL: u64 = END_LENGTH as u64 + 0xFFFF;
/// The largest directory that is read, in bytes.
const MOST: u64 = 16 << 20;

/// Whether the directory of an archive of `size` bytes lies so.
pub fn is_plain(parts: &mut dyn FileParts, size: u64) -> io::Result<bool> {
    let from = size.saturating_sub(TAIL);
    parts.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    parts.take(TAIL).read_to_end(&mut tail)?;
    // Only a larger archive has one of these records, with numbers that are not to be believed.
    let large = [b"PK\x06\x06", b"PK\x06\x07"].iter().any(|sign| memmem::find(&tail, *sign).is_some());
    let Some(at) = memmem::rfind(&tail, END).filter(|_| !large) else { return Ok(false) };
    let Some(record) = tail.get(at..at + END_LENGTH) else { return Ok(false) };
    let number =
        |at: usize| u64::from(u32::from_le_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]]));
    let comment = usize::from(u16::from_le_bytes([record[20], record[21]]));
    let (length, begins) = (number(12), number(16));
    let ends_the_file = at + END_LENGTH + comment == tail.len() && begins + length == from + at as u64;
    let mut first = [0; 4];
    parts.seek(SeekFrom::Start(begins))?;
    Ok(ends_the_file && length <= MOST && parts.read_exact(&mut first).is_ok() && first == ENTRY)
}
