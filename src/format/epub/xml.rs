//! The small XML files of a book, read leniently but with bounds: no declarations are expanded, and a file has at most
//! [`MOST_NODES`] nodes.

use crate::format::decode;
use roxmltree::{Document, Node, ParsingOptions};

/// The most nodes of one file.
const MOST_NODES: u32 = 1_000_000;

/// The names that stand for a character in every XML file.
const ENTITIES: &[&str] = &["amp", "lt", "gt", "quot", "apos"];

/// The text of an XML file as it can be parsed: decoded, without a document type, every `&` a reference that is known.
pub(super) fn text(bytes: Vec<u8>) -> String {
    let text = decode::text(in_utf8(bytes)).text;
    let text = without_document_type(&text);
    let mut known = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('&') {
        known.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        known.push_str(if is_reference(rest) { "&" } else { "&amp;" });
    }
    known.push_str(rest);
    known
}

/// The bytes in UTF-8 where they say in which other encoding they are; else as they are.
pub(super) fn in_utf8(bytes: Vec<u8>) -> Vec<u8> {
    if std::str::from_utf8(&bytes).is_ok() {
        return bytes;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declared = head.split_once("encoding=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
    let label = declared.and_then(|rest| rest.split(['"', '\'', '?']).next()).unwrap_or_default();
    match encoding_rs::Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible()) {
        Some(encoding) if encoding != encoding_rs::UTF_8 => encoding.decode(&bytes).0.into_owned().into_bytes(),
        _ => bytes,
    }
}

/// Whether what follows a `&` is a reference that every XML file has.
fn is_reference(rest: &str) -> bool {
    let Some(name) = rest.bytes().take(10).position(|byte| byte == b';').map(|end| &rest[..end]) else { return false };
    ENTITIES.contains(&name) || name.strip_prefix('#').is_some_and(is_number)
}

fn is_number(digits: &str) -> bool {
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    };
    code.and_then(char::from_u32).is_some_and(|c| c >= ' ' || matches!(c, '\t' | '\n' | '\r'))
}

/// The text without its document type and all that is declared in it.
pub(super) fn without_document_type(text: &str) -> String {
    let Some(start) = text.find("<!DOCTYPE").or_else(|| text.find("<!doctype")) else { return text.to_owned() };
    let Some(end) = end_of_document_type(&text[start..]) else { return text.to_owned() };
    [&text[..start], &text[start + end..]].concat()
}

/// Length of a document type, quoted strings and what is in brackets included.
pub(super) fn end_of_document_type(text: &str) -> Option<usize> {
    let (mut quote, mut inside) = (None, false);
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != byte),
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => inside = true,
            (None, b']') => inside = false,
            (None, b'>') if !inside => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The tree of a text that [`text()`] gave.
pub(super) fn tree(text: &str) -> Option<Document<'_>> {
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).ok()
}

/// All elements of a name, whatever their namespace, in the order of the file.
pub(super) fn elements<'a, 'input>(
    root: Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    root.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

/// An attribute by its local name, whatever its namespace.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// The text of an element on one line.
pub(super) fn line(node: Node<'_, '_>) -> String {
    let text: String = node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    crate::text::visible::line(&words.join(" ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Option<String> {
        let text = text(source.as_bytes().to_vec());
        tree(&text).map(|tree| line(tree.root()))
    }

    #[test]
    fn references_that_are_not_known_are_text() {
        assert_eq!(read("<a>R &amp; D &#65; Q & A &nbsp; &bomb;</a>").as_deref(), Some("R & D A Q & A &nbsp; &bomb;"));
        assert_eq!(read("<a>&#0; &#xD800;</a>").as_deref(), Some("&#0; &#xD800;"));
    }

    #[test]
    fn nothing_that_a_document_type_declares_is_expanded() {
        let source = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b \"]>xx\"><!ENTITY c '&b;&b;'>]><a>&c;</a>";
        assert_eq!(read(source).as_deref(), Some("&c;"));
    }

    #[test]
    fn the_declared_encoding_is_used() {
        let bytes = b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>\xcf\xf0\xe8\xe2\xe5\xf2</a>";
        assert!(text(bytes.to_vec()).contains("Привет"));
    }
}
