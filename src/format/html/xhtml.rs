//! Pages written as XML: there `<script/>` and `<a id="x"/>` are whole elements, for the HTML parser they are open ones
//! that swallow what follows. Such tags get their end tags; nothing else is changed.

use std::borrow::Cow;

/// Elements without an end tag in HTML.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// How many of the first bytes say whether a page is XML.
const HEAD: usize = 2048;

/// The page with every empty element closed, where it is written as XML.
pub(super) fn closed(html: &str) -> Cow<'_, str> {
    if !is_xml(html) {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len() + html.len() / 64);
    let mut from = 0;
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let name = name(&html[at + 1..]);
        if at < from || name.is_empty() || VOID.iter().any(|void| void.eq_ignore_ascii_case(name)) {
            continue;
        }
        let Some(end) = end(html.as_bytes(), at + 1 + name.len()) else { continue };
        if html[..end].ends_with('/') {
            out.push_str(&html[from..end - 1]);
            out.push_str("></");
            out.push_str(name);
            from = end;
        }
    }
    out.push_str(&html[from..]);
    Cow::Owned(out)
}

fn is_xml(html: &str) -> bool {
    let head = &html[..html.floor_char_boundary(HEAD)];
    head.trim_start().starts_with("<?xml") || head.contains("http://www.w3.org/1999/xhtml")
}

fn name(tag: &str) -> &str {
    let end = tag.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || byte == b':' || byte == b'-'));
    let name = &tag[..end.unwrap_or(tag.len())];
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { "" }
}

/// Where the `>` of a tag stands, past quoted values; `None` where another tag begins before it.
fn end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'>' => return Some(at),
            b'<' => return None,
            quote @ (b'"' | b'\'') => at += 1 + memchr::memchr2(*quote, b'<', &bytes[at + 1..])?,
            _ => {}
        }
        at += usize::from(bytes.get(at) != Some(&b'<'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_elements_of_xml_get_their_end_tags() {
        let page = "<?xml version='1.0'?><html><script src='a/>b'/><br/><a id=\"x\" />text<p>1 < 2</p></html>";
        let expected =
            "<?xml version='1.0'?><html><script src='a/>b'></script><br/><a id=\"x\" ></a>text<p>1 < 2</p></html>";
        assert_eq!(closed(page), expected);
    }

    #[test]
    fn a_page_that_is_no_xml_is_left_alone() {
        assert!(matches!(closed("<!doctype html><div/>x"), Cow::Borrowed(_)));
    }

    #[test]
    fn tags_without_an_end_cost_no_time() {
        let page = format!("<?xml?>{}", "<a b=\"".repeat(50_000));
        assert_eq!(closed(&page), page);
    }
}
