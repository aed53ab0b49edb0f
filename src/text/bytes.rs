//! Bytes for a cache: numbers of seven bits a byte, texts with their length before them, small and without a schema. What is read may
//! be cut or changed; whoever reads checks what it means. It knows nothing of what is written.

use std::io::{self, Read, Write};

/// Writes one thing after the other.
pub struct PackWriter<'a>(pub &'a mut dyn Write);

impl PackWriter<'_> {
    /// Bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    pub fn number(&mut self, mut number: usize) -> io::Result<()> {
        while number >= 0x80 {
            self.bytes(&[number as u8 | 0x80])?;
            number >>= 7;
        }
        self.bytes(&[number as u8])
    }

    /// A text, its length before it.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.number(text.len())?;
        self.bytes(text.as_bytes())
    }

    /// Whether there is a value, and the value.
    pub fn optional<T>(
        &mut self,
        value: Option<T>,
        write: impl FnOnce(&mut Self, T) -> io::Result<()>,
    ) -> io::Result<()> {
        self.bytes(&[u8::from(value.is_some())])?;
        value.map_or(Ok(()), |value| write(self, value))
    }

    /// How many items there are, and the items.
    pub fn all<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T) -> io::Result<()>) -> io::Result<()> {
        self.number(items.len())?;
        items.iter().try_for_each(|item| write(self, item))
    }

    /// A number of eight bytes, where it may be any.
    pub fn word(&mut self, number: u64) -> io::Result<()> {
        self.bytes(&number.to_le_bytes())
    }
}

/// Reads what so many bytes hold; everything it gives is `None` where they end early. Memory is taken for what is there, not for what
/// is said to come.
pub struct PackReader<'a> {
    from: &'a mut dyn Read,
    left: u64,
}

impl<'a> PackReader<'a> {
    /// Of the next `size` bytes.
    pub fn of(from: &'a mut dyn Read, size: u64) -> Self {
        Self { from, left: size }
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.left == 0
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.left = self.left.checked_sub(N as u64)?;
        let mut bytes = [0; N];
        self.from.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    /// One byte.
    pub fn byte(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    /// A number as [`PackWriter::number`] writes it.
    pub fn number(&mut self) -> Option<usize> {
        let mut number: u64 = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return usize::try_from(number).ok();
            }
        }
        None
    }

    /// How many items follow. Each takes a byte at least, so that a lie costs no more than the file's own length.
    pub fn count(&mut self) -> Option<usize> {
        self.number().filter(|count| *count as u64 <= self.left)
    }

    /// A text as [`PackWriter::text`] writes it.
    pub fn text(&mut self) -> Option<String> {
        let length = self.number()?;
        self.left = self.left.checked_sub(length as u64)?;
        let mut text = Vec::with_capacity(length);
        self.from.take(length as u64).read_to_end(&mut text).ok()?;
        String::from_utf8(text).ok().filter(|text| text.len() == length)
    }

    /// Whether a value follows that may be there or not.
    pub fn follows(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// A number as [`PackWriter::word`] writes it.
    pub fn word(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    /// Items as [`PackWriter::all`] writes them; `None` where one of them is.
    pub fn all<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.count()?).map(|_| read(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_was_cut_is_nothing() {
        let mut bytes = Vec::new();
        let mut out = PackWriter(&mut bytes);
        out.number(300).unwrap();
        out.word(u64::MAX).unwrap();
        out.all(&["a", "é"], |out, text| out.text(text)).unwrap();
        out.optional(Some(7), PackWriter::number).unwrap();
        let read = |mut bytes: &[u8]| {
            let size = bytes.len() as u64;
            let mut from = PackReader::of(&mut bytes, size);
            let told = (from.number()?, from.word()?, from.all(PackReader::text)?);
            let last = from.follows()?.then(|| from.number()).flatten()?;
            Some((told, last))
        };
        assert_eq!(read(&bytes), Some(((300, u64::MAX, vec!["a".to_owned(), "é".to_owned()]), 7)));
        for length in 0..bytes.len() {
            assert_eq!(read(&bytes[..length]), None);
        }
    }
}
