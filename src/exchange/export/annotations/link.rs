//! The address under which this program opens an annotation: `postil:PATH#UUID`, or `postil:PATH#P12` for a paragraph. It opens
//! nothing.

use std::fmt::Write as _;

/// The scheme of these addresses.
pub const SCHEME: &str = "postil:";

/// The address of an annotation of a document (RFC 3986: everything but unreserved characters and `/` is escaped).
pub fn link(path: &str, id: &str) -> String {
    let mut link = SCHEME.to_owned();
    escape(path, &mut link);
    link.push('#');
    escape(id.strip_prefix("urn:uuid:").unwrap_or(id), &mut link);
    link
}

fn escape(words: &str, into: &mut String) {
    for byte in words.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => into.push(char::from(byte)),
            // Writing into a string cannot fail.
            _ => _ = write!(into, "%{byte:02X}"),
        }
    }
}

/// The path and the fragment of such an address, both unescaped; `None` where it is none, or not UTF-8.
pub fn parse(link: &str) -> Option<(String, Option<String>)> {
    let rest = link.strip_prefix(SCHEME)?;
    let (path, fragment) = rest.split_once('#').map_or((rest, None), |(path, fragment)| (path, Some(fragment)));
    Some((
        unescaped(path)?,
        match fragment {
            Some(fragment) => Some(unescaped(fragment)?),
            None => None,
        },
    ))
}

fn unescaped(words: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(words.len());
    let mut rest = words.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        bytes.push(match byte {
            b'%' => (digit(rest.next())? * 16 + digit(rest.next())?) as u8,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_back_to_any_path() {
        for path in ["a.txt", "week 1/Über #1 (a%b).md", "日本/本.epub"] {
            let link = link(path, "urn:uuid:0193f3a0-0000-7000-8000-000000000001");
            assert!(link.is_ascii() && !link.contains([' ', '(', ')']), "{link}");
            let wanted = (path.to_owned(), Some("0193f3a0-0000-7000-8000-000000000001".to_owned()));
            assert_eq!(parse(&link), Some(wanted));
        }
        assert_eq!(parse("postil:a.txt"), Some(("a.txt".to_owned(), None)));
        for none in ["https://example.org", "postil:%", "postil:%4", "postil:%ff", "postil:%zz"] {
            assert_eq!(parse(none), None, "{none}");
        }
    }
}
