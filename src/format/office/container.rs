//! Files that are not what their name says, told by their first bytes: old binary documents and locked ones.
//! None of them is read; each says what to do.

use memchr::memmem;

/// How an old binary document, and a locked new one, begins.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// What is said of a document that needs a password.
pub const LOCKED: &str = "The document is locked with a password. Open it in the program that made it, save it without \
                          the password, and open that.";

/// What is wrong with a file that should be an archive of mark-up, in words for the reader; `None` where it may be one.
pub fn fault(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(COMPOUND) {
        return Some(if holds_wide(bytes, "EncryptedPackage") { LOCKED } else { OLD });
    }
    None
}

const OLD: &str = "This is a document in the old binary format of Word (.doc), which is not read here. Open it in a word \
                   processor and save it as .docx or .odt.";

/// Whether the bytes hold the name as such documents write it, in 16 bits a letter.
fn holds_wide(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    memmem::find(bytes, &wide).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_locked_documents_are_told_apart() {
        let mut bytes = COMPOUND.to_vec();
        bytes.resize(600, 0);
        assert_eq!(fault(&bytes), Some(OLD));
        bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(fault(&bytes), Some(LOCKED));
        assert_eq!(fault(b"PK\x03\x04"), None);
    }
}
