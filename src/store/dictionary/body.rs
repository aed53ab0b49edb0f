//! The file with the entries of a dictionary, plain or packed, of which a piece is read. Packed by dictzip it is unpacked chunk by
//! chunk, so that an entry costs no more than its chunks; packed by gzip alone, from the beginning on, and only so far.
//!
//! The format of dictzip is that of its manual page: a gzip file whose extra field `RA` lists the packed sizes of chunks of one
//! unpacked size, each of which can be unpacked by itself.

use flate2::read::{DeflateDecoder, MultiGzDecoder};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// The longest piece that is read, in bytes.
pub(in crate::store) const LONGEST: u64 = 64 << 10;
/// The most that is unpacked to come to a piece where there are no chunks.
const MOST_UNPACKED: u64 = 64 << 20;
/// What a gzip file begins with, unpacked by deflate.
const GZIP: [u8; 3] = [0x1f, 0x8b, 8];
/// The flags of a gzip header (RFC 1952).
const CHECKSUM: u8 = 2;
const EXTRA: u8 = 4;
const NAME: u8 = 8;
const COMMENT: u8 = 16;

/// The file, and how it is packed.
#[derive(Debug)]
pub(in crate::store) struct DictionaryBody {
    file: File,
    packing: Packing,
}

#[derive(Debug)]
enum Packing {
    Plain,
    Gzip,
    /// The unpacked size of a chunk, and where each begins in the file; the last number is the end.
    Chunks(u64, Vec<u64>),
}

impl DictionaryBody {
    /// A file that was opened.
    pub fn new(mut file: File) -> Self {
        let packing = packing(&mut file).unwrap_or(Packing::Plain);
        Self { file, packing }
    }

    /// The piece that begins at `start` of the unpacked text and is `len` bytes long, at most [`LONGEST`] of it; none where the file
    /// is damaged or has no such piece.
    pub fn piece(&mut self, start: u64, len: u64) -> Option<Vec<u8>> {
        let len = len.min(LONGEST);
        start.checked_add(len)?;
        match &self.packing {
            Packing::Plain => read_from(&mut self.file, start, len),
            Packing::Gzip => {
                self.file.seek(SeekFrom::Start(0)).ok()?;
                let end = start.checked_add(len).filter(|end| *end <= MOST_UNPACKED)?;
                let mut unpacked = MultiGzDecoder::new(&self.file).take(end);
                std::io::copy(&mut (&mut unpacked).take(start), &mut std::io::sink()).ok()?;
                whole(unpacked, len)
            }
            Packing::Chunks(size, starts) => {
                let (first, last) = (start / size, start.checked_add(len)?.saturating_sub(1).max(start) / size);
                let mut unpacked = Vec::new();
                for chunk in first..=last {
                    let at = usize::try_from(chunk).ok()?;
                    let (from, to) = (*starts.get(at)?, *starts.get(at + 1)?);
                    let packed = read_from(&mut self.file, from, to - from)?;
                    // A chunk is cut off where the next begins, which the unpacker takes for a fault behind its last byte.
                    let mut chunk = DeflateDecoder::new(packed.as_slice()).take(*size);
                    let _ = chunk.read_to_end(&mut unpacked);
                }
                let from = usize::try_from(start - first * size).ok()?;
                unpacked.get(from..from.checked_add(usize::try_from(len).ok()?)?).map(<[u8]>::to_vec)
            }
        }
    }
}

fn read_from(file: &mut File, start: u64, len: u64) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(start)).ok()?;
    whole(file.take(len), len)
}

/// All that is to be read, where it is so much.
fn whole(mut from: impl Read, len: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 == len).then_some(bytes)
}

/// How a file is packed; `None` where it is not, or not soundly.
fn packing(file: &mut File) -> Option<Packing> {
    let header = read_from(file, 0, 10)?;
    if !header.starts_with(&GZIP) {
        return None;
    }
    Some(chunks(file, header[3]).unwrap_or(Packing::Gzip))
}

/// The chunks of a file whose header has these flags.
fn chunks(file: &mut File, flags: u8) -> Option<Packing> {
    if flags & EXTRA == 0 {
        return None;
    }
    let extra_len = u64::from(number(&read_from(file, 10, 2)?)?);
    let extra = read_from(file, 12, extra_len)?;
    let (size, packed) = table(&extra)?;
    let mut at = 12 + extra_len;
    for flag in [NAME, COMMENT] {
        if flags & flag != 0 {
            at = behind_zero(file, at)?;
        }
    }
    if flags & CHECKSUM != 0 {
        at += 2;
    }
    let mut starts = vec![at];
    for len in packed {
        at += u64::from(len);
        starts.push(at);
    }
    Some(Packing::Chunks(size, starts))
}

/// The unpacked size of a chunk and the packed sizes of all, from the extra field of the header.
fn table(mut extra: &[u8]) -> Option<(u64, Vec<u16>)> {
    loop {
        let (head, rest) = extra.split_at_checked(4)?;
        let (field, behind) = rest.split_at_checked(usize::from(number(&head[2..])?))?;
        if head.starts_with(b"RA") {
            let (version, size, count) = (number(field)?, number(field.get(2..)?)?, number(field.get(4..)?)?);
            let sizes: Vec<u16> = field.get(6..)?.chunks_exact(2).filter_map(number).collect();
            return (version == 1 && size > 0 && sizes.len() == usize::from(count)).then_some((u64::from(size), sizes));
        }
        extra = behind;
    }
}

/// The place behind the text at `at` that ends with a zero.
fn behind_zero(file: &mut File, at: u64) -> Option<u64> {
    file.seek(SeekFrom::Start(at)).ok()?;
    let mut text = Vec::new();
    file.take(LONGEST).read_to_end(&mut text).ok()?;
    text.iter().position(|byte| *byte == 0).map(|len| at + len as u64 + 1)
}

/// A number of two bytes, the lower first.
fn number(bytes: &[u8]) -> Option<u16> {
    bytes.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

/// Packs as dictzip does, in chunks of this size.
#[cfg(test)]
pub(in crate::store) fn dictzip(text: &[u8], size: u16) -> Vec<u8> {
    use flate2::{Compress, Compression, FlushCompress};
    let mut packer = Compress::new(Compression::default(), false);
    let mut chunks: Vec<Vec<u8>> = Vec::new();
    for chunk in text.chunks(usize::from(size)) {
        let mut packed = Vec::with_capacity(chunk.len() + 1024);
        packer.compress_vec(chunk, &mut packed, FlushCompress::Full).unwrap();
        chunks.push(packed);
    }
    let mut end = Vec::with_capacity(64);
    packer.compress_vec(&[], &mut end, FlushCompress::Finish).unwrap();
    let len = |len: usize| u16::try_from(len).unwrap().to_le_bytes();
    let mut file = [&GZIP[..], &[EXTRA | NAME, 0, 0, 0, 0, 0, 3]].concat();
    file.extend(len(10 + 2 * chunks.len()));
    file.extend([&b"RA"[..], &len(6 + 2 * chunks.len()), &len(1), &size.to_le_bytes(), &len(chunks.len())].concat());
    file.extend(chunks.iter().flat_map(|chunk| len(chunk.len())));
    file.extend(b"words.dict\0");
    file.extend(chunks.concat());
    file.extend(end);
    file.extend([0; 8]);
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn body(bytes: &[u8]) -> DictionaryBody {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        DictionaryBody::new(file)
    }

    fn text() -> Vec<u8> {
        (0..2_000_u32).flat_map(|number| format!("entry {number}; ").into_bytes()).collect()
    }

    #[test]
    fn a_piece_is_the_same_however_the_file_is_packed() {
        let text = text();
        let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(&text).unwrap();
        for mut body in [body(&text), body(&gzip.finish().unwrap()), body(&dictzip(&text, 1000))] {
            for (start, len) in [(0, 5), (995, 10), (3, 2500), (text.len() - 7, 7), (1000, 0)] {
                let expected = &text[start..start + len];
                assert_eq!(
                    body.piece(start as u64, len as u64).as_deref(),
                    Some(expected),
                    "{start} {:?}",
                    body.packing
                );
            }
            assert_eq!(body.piece(text.len() as u64 - 3, 4), None, "behind the end");
            assert_eq!(body.piece(u64::MAX - 3, 9), None);
        }
    }

    #[test]
    fn of_a_long_piece_the_beginning_is_read() {
        let long = vec![b'a'; 2 * usize::try_from(LONGEST).unwrap()];
        for mut body in [body(&long), body(&dictzip(&long, 5000))] {
            assert_eq!(body.piece(1, long.len() as u64 - 1).unwrap().len() as u64, LONGEST);
        }
    }

    #[test]
    fn a_damaged_file_gives_nothing_or_something_and_ends() {
        let sound = dictzip(&text(), 1000);
        for cut in (0..sound.len()).step_by(97) {
            let mut body = body(&sound[..cut]);
            let _ = body.piece(0, 50);
            let _ = body.piece(15_000, 50);
        }
        for at in 0..200 {
            let mut bytes = sound.clone();
            bytes[at] ^= 0xff;
            let mut body = body(&bytes);
            let _ = body.piece(0, 50);
            let _ = body.piece(15_000, 50);
        }
    }
}
