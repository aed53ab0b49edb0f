//! Whether a file may be opened at all: streams that grow without bound when they are unpacked are found before anything
//! unpacks them. It keeps nothing of what it unpacks.

use crate::format::isolated;
use flate2::read::ZlibDecoder;
use std::io::{Read, copy, sink};

/// The most that one stream may unpack to, in bytes; pictures, which are never unpacked, may be larger.
const MOST: u64 = 256 << 20;
/// The most that all large streams together may unpack to, in bytes.
const MOST_IN_ALL: u64 = 1 << 30;
/// How much a byte unpacks to at most: of Flate 1032, of LZW somewhat more.
const GROWTH: u64 = 1500;
/// The largest stream of an encrypted file, which cannot be looked into from outside, in bytes.
const MOST_ENCRYPTED: u64 = 16 << 20;
/// How far before a stream its dictionary is looked for, in bytes.
const DICTIONARY: usize = 2048;

const BOMB: &str =
    "A part of the PDF unpacks to more than 256 MB: it is damaged or made to do harm, and was not opened.";

/// Whether the file's streams stay within bounds; else what is wrong with it.
pub fn check(bytes: &[u8]) -> Result<(), &'static str> {
    check_within(bytes, MOST)
}

/// Checks the streams against `most` decoded bytes each, in place of [`MOST`].
fn check_within(bytes: &[u8], most: u64) -> Result<(), &'static str> {
    if bytes.len() as u64 * GROWTH <= most && !bytes.is_empty() && !is_chained(bytes) {
        return Ok(());
    }
    let encrypted = memchr::memmem::find(bytes, b"/Encrypt").is_some();
    let (mut at, mut sum) = (0, 0);
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"stream") {
        let start = at + found;
        at = start + b"stream".len();
        if bytes[..start].ends_with(b"end") {
            continue;
        }
        let end = memchr::memmem::find(&bytes[at..], b"endstream").map_or(bytes.len(), |end| at + end);
        let dictionary = dictionary(&bytes[..start]);
        sum +=
            if encrypted { shut(dictionary, &bytes[at..end])? } else { unpacked(dictionary, &bytes[at..end], most)? };
        if sum > MOST_IN_ALL {
            return Err("The PDF unpacks to more than 1 GB: it is damaged or made to do harm, and was not opened.");
        }
        at = end;
    }
    Ok(())
}

/// Whether any stream is packed more than once.
fn is_chained(bytes: &[u8]) -> bool {
    memchr::memmem::find_iter(bytes, b"/Filter").any(|at| filters(&bytes[at..bytes.len().min(at + 200)]) > 1)
}

/// The bytes before a stream that hold its dictionary.
fn dictionary(before: &[u8]) -> &[u8] {
    let near = &before[before.len().saturating_sub(DICTIONARY)..];
    memchr::memmem::rfind(near, b" obj").map_or(near, |at| &near[at..])
}

/// How many packings a dictionary names.
fn filters(dictionary: &[u8]) -> usize {
    const NAMES: [&[u8]; 5] = [b"FlateDecode", b"/Fl ", b"/Fl/", b"/Fl]", b"LZWDecode"];
    let end = memchr::memmem::find(dictionary, b">>").unwrap_or(dictionary.len());
    NAMES.iter().map(|name| memchr::memmem::find_iter(&dictionary[..end], name).count()).sum()
}

fn is_picture(dictionary: &[u8]) -> bool {
    memchr::memmem::find(dictionary, b"/Image").is_some()
}

/// Checks a stream that is encrypted: only its size as stored can be looked at. Gives the bytes it counts for.
fn shut(dictionary: &[u8], data: &[u8]) -> Result<u64, &'static str> {
    let large = data.len() as u64 > MOST_ENCRYPTED && filters(dictionary) > 0 && !is_picture(dictionary);
    if large { Err(BOMB) } else { Ok(0) }
}

/// How much a stream unpacks to, where that might be too much; zero where it cannot be.
fn unpacked(dictionary: &[u8], data: &[u8], most: u64) -> Result<u64, &'static str> {
    let packings = filters(dictionary).min(8);
    if packings == 0 || is_picture(dictionary) || (packings == 1 && data.len() as u64 * GROWTH <= most) {
        return Ok(0);
    }
    isolated::tick();
    let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
    let mut reader: Box<dyn Read + '_> = Box::new(data);
    for _ in 0..packings {
        reader = Box::new(ZlibDecoder::new(reader));
    }
    // What cannot be unpacked to its end counts as far as it can.
    let mut counted = reader.take(most + 1);
    let _ = copy(&mut counted, &mut sink());
    let count = most + 1 - counted.limit();
    if count > most { Err(BOMB) } else { Ok(count) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).expect("memory");
        encoder.finish().expect("memory")
    }

    fn file(filter: &str, data: &[u8]) -> Vec<u8> {
        let mut file = format!("%PDF-1.4\n1 0 obj\n<< /Filter {filter} >>\nstream\n").into_bytes();
        file.extend_from_slice(data);
        file.extend_from_slice(b"\nendstream\nendobj\n");
        file
    }

    #[test]
    fn a_stream_that_grows_without_bound_is_refused() {
        let once = packed(&vec![b' '; 300 << 10]);
        assert_eq!(check_within(&file("/FlateDecode", &once), 256 << 10), Err(BOMB));
        let twice = packed(&once);
        assert_eq!(check_within(&file("[/FlateDecode /FlateDecode]", &twice), 256 << 10), Err(BOMB));
        assert_eq!(check_within(&file("/FlateDecode /Subtype /Image", &once), 256 << 10), Ok(()));
        assert_eq!(check_within(&file("[/FlateDecode /FlateDecode]", &packed(&packed(b"a"))), 256 << 10), Ok(()));
        assert_eq!(check(b""), Ok(()));
    }
}
