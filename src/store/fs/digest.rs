//! The digest that names the bytes of a file, whatever its path.

use sha2::{Digest as _, Sha256};
use std::fmt;
use std::io::{self, Read, Write};

/// The SHA-256 of a document's bytes (FIPS 180-4): its name in records, whatever its path.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

/// The digest of `bytes`.
pub fn digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// What bytes pass through on their way, to be digested.
#[derive(Debug)]
pub(in crate::store) struct Digesting<T> {
    /// Where they come from or go to.
    inner: T,
    passed: Sha256,
}

impl<T> Digesting<T> {
    /// Around where they come from or go to.
    pub fn new(inner: T) -> Self {
        Self { inner, passed: Sha256::new() }
    }

    /// Where they came from or went to, and the digest of those that passed.
    pub fn finish(self) -> (T, Digest) {
        (self.inner, Digest(self.passed.finalize().into()))
    }
}

impl<T: Read> Read for Digesting<T> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.passed.update(&into[..read]);
        Ok(read)
    }
}

impl<T: Write> Write for Digesting<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.passed.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Digest {
    /// 64 lower-case hexadecimal digits.
    pub fn hex(&self) -> String {
        self.0
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
            .collect()
    }

    /// The digest written as [`Digest::hex`] writes it; none for anything else.
    pub fn from_hex(hex: &str) -> Option<Self> {
        let digits = hex.as_bytes();
        let mut bytes = [0; 32];
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// `urn:sha256:` and the hexadecimal digits: the `source` of records.
    pub fn urn(&self) -> String {
        format!("urn:sha256:{}", self.hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.urn())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_in_pieces_has_the_digest_of_the_whole() {
        let mut going = Digesting::new(Vec::new());
        going.write_all(b"a").and_then(|()| going.write_all(b"bc")).unwrap();
        let (bytes, gone) = going.finish();
        let mut coming = Digesting::new(&bytes[..]);
        let mut first = [0; 2];
        coming.read_exact(&mut first).unwrap();
        assert_eq!((&first, coming.read_to_end(&mut Vec::new()).unwrap()), (b"ab", 1));
        assert_eq!((gone, coming.finish().1), (digest(b"abc"), digest(b"abc")));
    }

    #[test]
    fn the_digest_is_the_published_one() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest(b"").hex(), empty);
        assert_eq!(digest(b"abc").urn(), format!("urn:sha256:{abc}"));
    }
}
