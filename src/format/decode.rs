//! Bytes to text: which encoding, what was broken, and whether it is text at all.
//!
//! Valid UTF-8 keeps the buffer it came in. Everything else is decoded once and says so in a warning. It knows nothing
//! of formats; a format whose mark-up names an encoding asks for that itself.

use crate::text::visible::clean;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A decoded text, free of control characters.
#[derive(Debug, Default)]
pub struct Decoded {
    /// The text. `\n` and `\t` are the only control characters in it.
    pub text: String,
    /// What the reader should know of the decoding: cause and consequence.
    pub warning: Option<String>,
}

/// How many bytes decide about an encoding that is nowhere declared.
const SAMPLE: usize = 64 * 1024;

/// Decodes a whole text: by its byte order mark, as UTF-8, as UTF-16 by its zeros, as nearly valid UTF-8, or in the
/// encoding that its bytes make likely. The last two give a warning.
pub fn text(bytes: Vec<u8>) -> Decoded {
    let decoded = raw(bytes);
    Decoded { text: clean(decoded.text), warning: decoded.warning }
}

/// Decodes a text of which mark-up or an envelope says the encoding: its label, as the web knows them. A byte order mark
/// and valid UTF-8 say more, since programs that save a page as UTF-8 leave the old label in it.
pub fn declared(bytes: Vec<u8>, label: Option<&str>) -> Decoded {
    let named = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    match named.filter(|encoding| *encoding != UTF_8 && !says_otherwise(&bytes, encoding)) {
        Some(encoding) => {
            let decoded = in_encoding(&bytes, encoding);
            Decoded { text: clean(decoded.text), warning: decoded.warning }
        }
        None => text(bytes),
    }
}

/// Whether the bytes themselves show that they are not in the encoding that they are said to be in.
fn says_otherwise(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let marked = Encoding::for_bom(bytes).is_some() || wide(bytes).is_some();
    let wide_label = encoding == UTF_16LE || encoding == UTF_16BE;
    marked
        || wide_label
        || (std::str::from_utf8(bytes).is_ok() && (encoding.is_ascii_compatible() || !bytes.is_ascii()))
}

fn raw(mut bytes: Vec<u8>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        if encoding == UTF_8 {
            bytes.drain(..mark);
            return utf_8(bytes);
        }
        return in_encoding(&bytes[mark..], encoding);
    }
    match wide(&bytes) {
        Some(encoding) => in_encoding(&bytes, encoding),
        None => utf_8(bytes),
    }
}

/// UTF-8 without a copy where it is valid; with U+FFFD for a few broken bytes; else another encoding.
fn utf_8(bytes: Vec<u8>) -> Decoded {
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, warning: None },
        Err(error) => mended(&error.into_bytes()),
    }
}

fn mended(bytes: &[u8]) -> Decoded {
    let (valid, broken) = non_ascii(bytes);
    if broken > valid {
        return guessed(bytes);
    }
    let (noun, stand) = if broken == 1 { ("byte was", "stands") } else { ("bytes were", "stand") };
    Decoded {
        text: String::from_utf8_lossy(bytes).into_owned(),
        warning: Some(format!("{broken} {noun} not UTF-8; \u{fffd} {stand} in the text for what could not be read.")),
    }
}

/// How many characters beyond ASCII are valid UTF-8, and how many bytes are in none.
fn non_ascii(bytes: &[u8]) -> (usize, usize) {
    bytes.utf8_chunks().fold((0, 0), |(valid, broken), chunk| {
        let here = chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        (valid + here, broken + chunk.invalid().len())
    })
}

fn guessed(bytes: &[u8]) -> Decoded {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(sample(bytes), true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let name = encoding.name();
    Decoded {
        text: text.into_owned(),
        warning: Some(format!(
            "The text is not UTF-8; it was read as {name}, the likeliest encoding. \
             If letters look wrong, save it as UTF-8."
        )),
    }
}

/// The part of a text from the first byte that is not ASCII: the ASCII before it says nothing of the encoding.
fn sample(bytes: &[u8]) -> &[u8] {
    let from = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0).saturating_sub(256);
    &bytes[from..bytes.len().min(from + SAMPLE)]
}

fn in_encoding(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let warning =
        broken.then(|| format!("Parts of the text were not valid {}; \u{fffd} stands for them.", encoding.name()));
    Decoded { text: text.into_owned(), warning }
}

/// UTF-16 without a byte order mark: nearly every second byte of Western text is zero, on one side only.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    let one_sided = |many: usize, few: usize| many * 10 >= pairs * 4 && few * 50 <= pairs;
    match pairs {
        0 | 1 => None,
        _ if one_sided(odd, even) => Some(UTF_16LE),
        _ if one_sided(even, odd) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether the first bytes of a file are no text in any encoding: more than a stray zero that is not UTF-16, or more
/// than one control character in ten bytes; where the bytes are not UTF-8, in fifty (and more than two), since no older
/// encoding uses any but those that `is_text_control` knows.
pub fn is_binary(head: &[u8]) -> bool {
    if Encoding::for_bom(head).is_some() {
        return false;
    }
    if wide(head).is_some_and(|encoding| reads_well(head, encoding)) {
        return false;
    }
    let control = head.iter().filter(|byte| **byte < 0x20 && !is_text_control(**byte)).count();
    let zeros = memchr::memchr_iter(0, head).count();
    let odd = control > 2 && control * 50 > head.len() && !is_utf_8(head);
    zeros > 2 + head.len() / 200 || control * 10 > head.len() || odd
}

/// Whether the bytes are UTF-8, but for a character that the end may have cut.
fn is_utf_8(head: &[u8]) -> bool {
    std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// Tab, line feed, vertical tab, form feed, carriage return, and escape, which old log files are full of.
fn is_text_control(byte: u8) -> bool {
    matches!(byte, 0x08..=0x0D | 0x1B)
}

/// Whether the bytes, read in `encoding`, hold hardly any control characters.
fn reads_well(head: &[u8], encoding: &'static Encoding) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(&head[..head.len() & !1]);
    let (mut all, mut odd) = (0, 0);
    for c in text.chars() {
        all += 1;
        odd += usize::from((c.is_control() && !c.is_whitespace()) || c == '\u{fffd}');
    }
    odd * 20 <= all
}

/// Takes off the last character of a cut file where the cut went through it.
pub(super) fn drop_cut_character(bytes: &mut Vec<u8>) {
    let wide_mark = Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8);
    if wide_mark || wide(bytes).is_some() {
        bytes.truncate(bytes.len() & !1);
        return;
    }
    let tail = bytes.len().saturating_sub(4);
    let Some(lead) = bytes[tail..].iter().rposition(|byte| *byte >= 0xC0) else { return };
    let want = match bytes[tail + lead] {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    };
    if bytes.len() - tail - lead < want {
        bytes.truncate(tail + lead);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utf_16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn valid_utf_8_keeps_its_buffer() {
        let bytes = "Grüße".as_bytes().to_vec();
        let at = bytes.as_ptr();
        let decoded = text(bytes);
        assert_eq!(decoded.text.as_ptr(), at);
        assert!(decoded.warning.is_none());
    }

    #[test]
    fn byte_order_marks_are_read_and_taken_off() {
        let mut little = vec![0xFF, 0xFE];
        little.extend(utf_16("Déjà 見", false));
        let mut big = vec![0xFE, 0xFF];
        big.extend(utf_16("Déjà 見", true));
        for bytes in ["\u{feff}Déjà 見".as_bytes().to_vec(), little, big] {
            assert_eq!(text(bytes).text, "Déjà 見");
        }
    }

    #[test]
    fn utf_16_without_a_mark_is_known_by_its_zeros() {
        for big in [false, true] {
            let bytes = utf_16("A plain line of text.\n", big);
            assert!(!is_binary(&bytes));
            assert_eq!(text(bytes).text, "A plain line of text.\n");
        }
    }

    #[test]
    fn a_few_broken_bytes_leave_the_rest_utf_8() {
        let decoded = text(b"na\xc3\xafve caf\xc3\xa9 \xff end".to_vec());
        assert_eq!(decoded.text, "naïve café \u{fffd} end");
        assert!(decoded.warning.is_some_and(|w| w.starts_with("1 byte was not UTF-8")));
    }

    #[test]
    fn old_encodings_are_guessed_and_named() {
        let (bytes, _, _) =
            encoding_rs::SHIFT_JIS.encode("吾輩は猫である。名前はまだ無い。どこで生れたか頓と見当がつかぬ。");
        let decoded = text(bytes.into_owned());
        assert!(decoded.text.starts_with("吾輩は猫である"));
        assert!(decoded.warning.is_some_and(|w| w.contains("Shift_JIS")));
        let latin = text(b"Le caf\xe9 est ferm\xe9 jusqu'\xe0 demain.".to_vec());
        assert_eq!(latin.text, "Le café est fermé jusqu'à demain.");
        assert!(latin.warning.is_some_and(|w| w.contains("windows-1252")));
    }

    #[test]
    fn a_declared_encoding_is_believed_unless_the_bytes_say_otherwise() {
        let declared = |bytes: &[u8], label| declared(bytes.to_vec(), Some(label)).text;
        assert_eq!(declared(b"\xc0\xe4\xe0", "windows-1251"), "Ада");
        assert_eq!(declared("Ада".as_bytes(), "windows-1251"), "Ада");
        assert_eq!(declared(b"\xef\xbb\xbfAda", "koi8-r"), "Ada");
        assert_eq!(declared(b"\x1b$B$\"\x1b(B", "iso-2022-jp"), "あ");
        assert_eq!(declared(b"plain", "utf-16"), "plain");
        assert_eq!(declared(b"caf\xe9 ferm\xe9", "no such label"), "café fermé");
    }

    #[test]
    fn zeros_and_control_bytes_are_binary() {
        assert!(is_binary(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
        assert!(is_binary(&[1, 2, 3, 4, 5, 6, 7, 65, 66, 67]));
        let mut state = 1u32;
        let mut byte = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        for length in [100, 300, 1_000, 8_000] {
            let noise: Vec<u8> = (0..length).map(|_| byte()).collect();
            assert!(is_binary(&noise), "{length} bytes of noise");
        }
        assert!(!is_binary(b"a\tb\r\nc\x0c\n"));
        assert!(!is_binary(b"Le caf\xe9 est ferm\xe9 jusqu'\xe0 demain.\x01"));
        assert!(!is_binary("日本語".as_bytes()));
        let log = format!("\0{}", "a line of text with a stray zero and an \x1b[31mescape\x1b[0m\n".repeat(20));
        assert!(!is_binary(log.as_bytes()));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_and_hold_no_control_character(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let decoded = text(bytes);
            prop_assert!(decoded.text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
        }

        #[test]
        fn a_cut_anywhere_leaves_valid_utf_8(text in "\\PC{1,30}", cut in 0usize..100) {
            let mut bytes = text.as_bytes()[..cut.min(text.len())].to_vec();
            drop_cut_character(&mut bytes);
            // Short strings may look like UTF-16; those lose at most one byte more.
            prop_assert!(wide(text.as_bytes()).is_some() || std::str::from_utf8(&bytes).is_ok());
        }
    }
}
