//! Hostile text made harmless, once, in one place: no control character and no bidirectional override gets past here.
//!
//! A canonical text goes through [`clean`] before anything else sees it, a name or title through [`line()`]. Nothing is
//! parsed and nothing is hidden: what is taken out leaves a visible sign in its place, so that one code point stays
//! one code point (a byte order mark at the start and the `\r` of `\r\n` are the two exceptions).

use std::borrow::Cow;

/// Bytes looked at in one go. Long enough for the compiler to use vector instructions, short enough that finding the
/// one bad byte in it costs nothing.
const CHUNK: usize = 64;

/// The text without anything that could drive a terminal or reorder what is read.
///
/// `\r\n`, a lone `\r`, U+2028 and U+2029 become `\n`; other control characters but `\n` and `\t` their picture
/// (U+2400 and on); C1 controls, bidirectional embeddings, overrides and isolates and tag characters U+FFFD; a byte
/// order mark at the start goes. Takes no copy where there is nothing to do.
pub fn clean(mut text: String) -> String {
    if let Some(fault) = first_fault(&text, 0) {
        return rewritten(&text, fault);
    }
    if text.starts_with(BOM) {
        text.drain(..BOM.len_utf8());
    }
    text
}

/// Makes a piece of a text harmless that is still being put together: as [`clean`], but no mark at its start is dropped.
pub fn harmless(text: &str) -> Cow<'_, str> {
    first_fault(text, 0).map_or(Cow::Borrowed(text), |fault| Cow::Owned(rewritten(text, fault)))
}

/// Makes one line harmless (a title, a name, a message): as [`clean`], and newlines and tabs become one space each.
pub fn line(text: &str) -> Cow<'_, str> {
    let body = text.strip_prefix(BOM).unwrap_or(text);
    let clean = first_fault(body, 0).map_or(Cow::Borrowed(body), |fault| Cow::Owned(rewritten(body, fault)));
    if memchr::memchr2(b'\n', b'\t', clean.as_bytes()).is_none() {
        return clean;
    }
    Cow::Owned(clean.replace(['\n', '\t'], " "))
}

/// Whether [`clean`] leaves the character as it is.
pub fn is_harmless(c: char) -> bool {
    replacement(c).is_none()
}

const BOM: char = '\u{FEFF}';

/// What stands for a harmful character; `None` for a harmless one.
fn replacement(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => None,
        '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7F}' => Some('\u{2421}'),
        '\u{80}'..='\u{9F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E007F}' => {
            Some(char::REPLACEMENT_CHARACTER)
        }
        _ => None,
    }
}

/// The text with every harmful character replaced. `fault` is the place of the first.
fn rewritten(text: &str, fault: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let mut next = Some(fault);
    while let Some(at) = next {
        out.push_str(&text[from..at]);
        let Some(c) = text[at..].chars().next() else { break };
        from = at + c.len_utf8();
        if !text[at..].starts_with("\r\n") {
            out.extend(replacement(c));
        }
        next = first_fault(text, from);
    }
    out.push_str(&text[from..]);
    out
}

/// Byte offset of the first harmful character at or after `from`.
fn first_fault(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut base = from;
    while let Some(chunk) = bytes.get(base..base + CHUNK) {
        if suspicious(chunk) {
            let end = text.ceil_char_boundary(base + CHUNK);
            if let Some(at) = fault_within(text, base, end) {
                return Some(at);
            }
        }
        base += CHUNK;
    }
    fault_within(text, base, bytes.len())
}

/// Whether any byte could begin a harmful character. No early exit, so that it compiles to vector instructions.
fn suspicious(chunk: &[u8]) -> bool {
    chunk.iter().fold(false, |found, &byte| found | may_be_harmful(byte))
}

/// Whether a harmful character can start with this byte: C0 and DEL, then the UTF-8 lead bytes of U+0080..U+00BF,
/// U+2000..U+2FFF and U+C0000..U+FFFFF.
fn may_be_harmful(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\n' && byte != b'\t') || byte == 0x7F || byte == 0xC2 || byte == 0xE2 || byte == 0xF3
}

/// The first harmful character that starts in `from..end`. `from` may lie inside a character: none of the bytes
/// that may begin a harmful one is a continuation byte.
fn fault_within(text: &str, from: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..end.min(bytes.len()))
        .find(|&at| may_be_harmful(bytes[at]) && text[at..].chars().next().is_some_and(|c| replacement(c).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The plain way: one character after the other.
    fn plainly(text: &str) -> String {
        let text = text.strip_prefix(BOM).unwrap_or(text).replace("\r\n", "\n");
        text.chars().map(|c| replacement(c).unwrap_or(c)).collect()
    }

    #[test]
    fn escapes_and_overrides_become_visible() {
        assert_eq!(clean("a\u{1b}[31m\u{7f}\0".into()), "a\u{241b}[31m\u{2421}\u{2400}");
        assert_eq!(
            clean("x\u{9b}31m \u{202e}evil\u{2066}\u{e0041}".into()),
            "x\u{fffd}31m \u{fffd}evil\u{fffd}\u{fffd}"
        );
        assert_eq!(
            clean("nbsp\u{a0}“q” e\u{301} 👩\u{200d}🚀 \u{ad}\u{200e}".into()),
            "nbsp\u{a0}“q” e\u{301} 👩\u{200d}🚀 \u{ad}\u{200e}"
        );
    }

    #[test]
    fn every_line_ending_becomes_a_newline() {
        assert_eq!(clean("a\r\nb\rc\n\rd\u{2028}e\u{2029}f\r".into()), "a\nb\nc\n\nd\ne\nf\n");
    }

    #[test]
    fn a_byte_order_mark_goes_at_the_start_only() {
        assert_eq!(clean("\u{feff}a\u{feff}b".into()), "a\u{feff}b");
        assert_eq!(clean("\u{feff}\r\n".into()), "\n");
        assert_eq!(line("\u{feff}a"), "a");
    }

    #[test]
    fn harmless_text_is_not_copied() {
        let text = "Plain text, “quoted”, 日本語.\n\t".repeat(20);
        let address = text.as_ptr();
        let cleaned = clean(text);
        assert_eq!(cleaned.as_ptr(), address);
        assert!(matches!(line("A title"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_line_has_no_breaks_and_no_tabs() {
        assert_eq!(line("a\r\nb\tc\u{1b}]0;x\u{7}"), "a b c\u{241b}]0;x\u{2407}");
    }

    proptest! {
        #[test]
        fn the_fast_way_equals_the_plain_way(
            pieces in prop::collection::vec(
                prop_oneof![
                    "[ -~\n\t]{0,90}", "\\PC{0,4}", "[\0-\u{9f}]{1,3}", "[\u{2020}-\u{2070}]{1,3}",
                    "[\u{e0000}-\u{e0081}]", Just("\r\n".to_owned()), Just(BOM.to_string()),
                ],
                0..12,
            )
        ) {
            let text = pieces.concat();
            let cleaned = clean(text.clone());
            prop_assert_eq!(&cleaned, &plainly(&text));
            prop_assert!(cleaned.chars().all(is_harmless));
            prop_assert!(line(&text).chars().all(|c| is_harmless(c) && c != '\n' && c != '\t'));
        }
    }
}
