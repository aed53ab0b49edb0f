//! The parts of a mail (RFC 2045 and 2046), as far as saved pages need them: headers, boundaries, quoted-printable.
//! It decodes no text and no names in headers.

use crate::format::html::base64;
use memchr::memmem;

/// The most parts of one file.
const MOST_PARTS: usize = 10_000;

/// The deepest nesting of parts in parts.
const MAX_DEPTH: usize = 4;

/// The longest header of a part, in bytes.
const MAX_HEADER: usize = 64 * 1024;

/// One part: its header and its body, as they are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct MailPart<'a> {
    header: &'a [u8],
    body: &'a [u8],
}

impl<'a> MailPart<'a> {
    /// Header and body parted at the first empty line.
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        let head = &bytes[..bytes.len().min(MAX_HEADER)];
        let empty =
            ["\r\n\r\n", "\n\n"].iter().filter_map(|line| Some((memmem::find(head, line.as_bytes())?, line.len())));
        match empty.min() {
            Some((at, length)) => Self { header: &bytes[..at], body: &bytes[at + length..] },
            None => Self { header: &[], body: bytes },
        }
    }

    /// The value of a header field, its lines joined; `name` in lower case.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let header = String::from_utf8_lossy(self.header);
        let mut value: Option<String> = None;
        for line in header.lines() {
            match &mut value {
                Some(value) if line.starts_with([' ', '\t']) => {
                    // A long address is folded without a space of its own.
                    value.push_str(line.trim());
                }
                Some(_) => break,
                None => {
                    let field = line.split_once(':').filter(|(field, _)| field.trim().eq_ignore_ascii_case(name));
                    value = field.map(|(_, rest)| rest.trim().to_owned());
                }
            }
        }
        value
    }

    /// Its type, in lower case: `text/html`.
    pub(super) fn kind(&self) -> String {
        let content = self.header("content-type").unwrap_or_default();
        content.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// A parameter of its type: `charset`, `boundary`.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let content = self.header("content-type")?;
        let value = |part: &str| {
            let (key, value) = part.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
        };
        content.split(';').find_map(value).filter(|value| !value.is_empty())
    }

    /// Its content.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let encoding = self.header("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
        decoded(self.body, &encoding)
    }
}

/// All parts of a mail that hold no parts themselves, in order.
pub(super) fn parts(whole: MailPart<'_>) -> Vec<MailPart<'_>> {
    let mut found = Vec::new();
    let mut open = vec![(whole, 0)];
    while let Some((part, depth)) = open.pop().filter(|_| found.len() < MOST_PARTS) {
        match part.parameter("boundary").filter(|_| depth < MAX_DEPTH) {
            Some(boundary) => open.extend(split(part.body, &boundary).into_iter().rev().map(|part| (part, depth + 1))),
            None => found.push(part),
        }
    }
    found
}

/// The parts between the lines of a boundary. A part without an end goes to the end of the file.
fn split<'a>(body: &'a [u8], boundary: &str) -> Vec<MailPart<'a>> {
    let line = format!("--{boundary}");
    let mut starts = memmem::find_iter(body, line.as_bytes()).filter(|at| *at == 0 || body[at - 1] == b'\n');
    let mut parts = Vec::new();
    let mut from = starts.next();
    while let Some(start) = from.filter(|_| parts.len() < MOST_PARTS) {
        let after = start + line.len();
        from = starts.next();
        if body[after..].starts_with(b"--") {
            break;
        }
        let inside = &body[after..from.unwrap_or(body.len())];
        let skip = memchr::memchr(b'\n', inside).map_or(inside.len(), |at| at + 1);
        parts.push(MailPart::of(&inside[skip..]));
    }
    parts
}

/// Quoted-printable to bytes: `=C3=A4`, and `=` at the end of a line that goes on.
pub(super) fn unquoted(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(&rest[..at]);
        let after = &rest[at + 1..];
        let digits = after.get(..2).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        let (byte, length) = match (digits, after) {
            (Some(byte), _) => (Some(byte), 2),
            (None, [b'\r', b'\n', ..]) => (None, 2),
            (None, [b'\n', ..]) => (None, 1),
            (None, _) => (Some(b'='), 0),
        };
        out.extend(byte);
        rest = &after[length..];
    }
    out.extend_from_slice(rest);
    out
}

/// The bytes of a part's body, as its transfer encoding says.
fn decoded(body: &[u8], encoding: &str) -> Vec<u8> {
    match encoding {
        "base64" => base64::decode(body),
        "quoted-printable" => unquoted(body),
        _ => body.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn headers_are_unfolded_and_parameters_unquoted() {
        let part = MailPart::of(b"Content-Type: text/HTML;\r\n\tcharset=\"koi8-r\"\r\nX: y\r\n\r\nbody");
        assert_eq!(part.kind(), "text/html");
        assert_eq!(part.parameter("charset").as_deref(), Some("koi8-r"));
        assert_eq!(part.header("x").as_deref(), Some("y"));
        assert_eq!(part.header("none"), None);
        assert_eq!(part.bytes(), b"body");
    }

    #[test]
    fn quoted_printable_is_read_however_it_is_broken() {
        assert_eq!(unquoted(b"a=C3=A4=\r\nb=\nc=3Dd=xy="), "aäbc=d=xy=".as_bytes());
    }

    proptest! {
        #[test]
        fn any_bytes_have_parts(bytes in prop::collection::vec(any::<u8>(), 0..300), boundary in "[a-z-]{1,3}") {
            let mut mail = format!("Content-Type: multipart/related; boundary={boundary}\n\n--{boundary}\n").into_bytes();
            mail.extend(bytes);
            for part in parts(MailPart::of(&mail)) {
                part.bytes();
            }
        }
    }
}
