//! Bytes for a cache: numbers of seven bits a byte, texts with their length before them, small and without a schema. What is read may
//! be cut or changed; whoever reads checks what it means. It knows nothing of what is written.

/// Bytes that are written one after the other.
#[derive(Debug, Default)]
pub struct PackWriter(pub Vec<u8>);

impl PackWriter {
    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    pub fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// A text, its length before it.
    pub fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Whether there is a value, and the value.
    pub fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.0.push(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    /// How many items there are, and the items.
    pub fn all<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.number(items.len());
        for item in items {
            write(self, item);
        }
    }

    /// A number of eight bytes, where it may be any.
    pub fn word(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }
}

/// What is left of the bytes; everything it gives is `None` where they end early.
#[derive(Debug)]
pub struct PackReader<'a>(pub &'a [u8]);

impl<'a> PackReader<'a> {
    /// One byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
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
        self.number().filter(|count| *count <= self.0.len())
    }

    /// A text as [`PackWriter::text`] writes it.
    pub fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
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
        let (word, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*word))
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
        let mut out = PackWriter::default();
        out.number(300);
        out.word(u64::MAX);
        out.all(&["a", "é"], |out, text| out.text(text));
        out.optional(Some(7), PackWriter::number);
        let read = |bytes: &[u8]| {
            let mut from = PackReader(bytes);
            let told = (from.number()?, from.word()?, from.all(|from| from.text().map(str::to_owned))?);
            let last = from.follows()?.then(|| from.number()).flatten()?;
            Some((told, last))
        };
        assert_eq!(read(&out.0), Some(((300, u64::MAX, vec!["a".to_owned(), "é".to_owned()]), 7)));
        for length in 0..out.0.len() {
            assert_eq!(read(&out.0[..length]), None);
        }
    }
}
