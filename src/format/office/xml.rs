//! XML as a tree, within bounds that are checked before the tree is made: depth, attributes, namespaces, nodes, size.
//! No document type is read, so no entity can be declared and nothing is fetched.

use crate::format::isolated;
use memchr::{memchr, memmem};
use roxmltree::{Document, Node, ParsingOptions};

/// The largest part that is read, in bytes.
pub const MOST_BYTES: usize = 64 << 20;
/// The deepest nesting of elements. Tables in tables in text boxes come to fifty. What walks a tree may recurse so deep.
pub const MOST_DEPTH: usize = 256;
/// The most nodes of a tree. A book of a thousand pages has one million.
const MOST_NODES: u32 = 4_000_000;
/// The most attributes of one element: each is compared with all before it.
const MOST_ATTRIBUTES: usize = 256;
/// The most attributes in all.
const MOST_ATTRIBUTES_IN_ALL: usize = 4_000_000;
/// The most namespace names in force at one place: each prefix is looked for among them.
const MOST_NAMESPACES: usize = 128;
/// The most namespace names in force, summed over the elements that declare one: the tree keeps a list for each.
const MOST_LISTED: usize = 16_000_000;

/// Why a part is not read, in words for the reader: the cause and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum XmlFault {
    /// Larger, deeper or more than the bounds allow.
    #[error(
        "it is nested deeper or is larger than any written text. If you trust the file, save it as plain text and \
         open that"
    )]
    TooMuch,
    /// It has a document type declaration.
    #[error("it declares a document type, which no word processor writes. Save it anew in a word processor")]
    Declares,
    /// It is not well formed.
    #[error("its mark-up is broken ({0}). Open it in a word processor, which may repair it, and save it anew")]
    Broken(String),
}

/// The bytes of a part as text: UTF-8, or UTF-16 with its mark, as XML may be.
pub fn decoded(bytes: Vec<u8>) -> String {
    match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => String::from_utf8(bytes).unwrap_or_else(|fault| String::from_utf8_lossy(fault.as_bytes()).into_owned()),
    }
}

/// The tree of a part.
pub fn tree(text: &str) -> Result<Document<'_>, XmlFault> {
    isolated::tick();
    check(text)?;
    isolated::tick();
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|fault| match fault {
        roxmltree::Error::NodesLimitReached | roxmltree::Error::AttributesLimitReached => XmlFault::TooMuch,
        roxmltree::Error::DtdDetected => XmlFault::Declares,
        other => XmlFault::Broken(crate::text::visible::line(&other.to_string()).chars().take(200).collect()),
    })
}

/// The attribute of that local name. Word processors never give an element two that differ in the namespace alone.
pub fn attribute<'a>(node: Node<'a, '_>, local: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == local).map(|attribute| attribute.value())
}

/// The first child element of that local name.
pub fn child<'a, 'input>(node: Node<'a, 'input>, local: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == local)
}

/// The text of all text nodes below, with single spaces and none around.
pub fn words(node: Node<'_, '_>) -> String {
    let text: String = node.descendants().filter_map(|node| node.is_text().then(|| node.text()).flatten()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the text is within bounds. It reads mark-up no closer than it must, in one pass; what is not well formed is
/// found by the parser.
fn check(text: &str) -> Result<(), XmlFault> {
    if text.len() > MOST_BYTES {
        return Err(XmlFault::TooMuch);
    }
    let mut census = Census::default();
    let mut rest = text.as_bytes();
    while let Some(at) = memchr(b'<', rest) {
        rest = &rest[at..];
        let length = match rest {
            [_, b'!', b'-', b'-', ..] => past(rest, b"-->"),
            [_, b'!', b'[', ..] => past(rest, b"]]>"),
            [_, b'!', ..] => return Err(XmlFault::Declares),
            [_, b'?', ..] => past(rest, b"?>"),
            [_, b'/', ..] => census.close(rest),
            _ => census.open(rest)?,
        };
        rest = &rest[length..];
    }
    Ok(())
}

/// The length up to and with `end`; all of it where there is no end.
fn past(bytes: &[u8], end: &[u8]) -> usize {
    memmem::find(bytes, end).map_or(bytes.len(), |at| at + end.len())
}

#[derive(Default)]
struct Census {
    /// For each open element how many namespace names are in force.
    namespaces: Vec<usize>,
    attributes: usize,
    listed: usize,
}

impl Census {
    fn close(&mut self, bytes: &[u8]) -> usize {
        self.namespaces.pop();
        past(bytes, b">")
    }

    /// Counts a start tag and gives its length.
    fn open(&mut self, bytes: &[u8]) -> Result<usize, XmlFault> {
        let tag = TagCounts::of(bytes);
        let before = self.namespaces.last().copied().unwrap_or_default();
        let in_force = before + tag.declarations;
        if tag.declarations > 0 {
            self.listed += in_force;
        }
        self.attributes += tag.attributes;
        if !tag.alone {
            self.namespaces.push(in_force);
        }
        let too_much = tag.attributes > MOST_ATTRIBUTES
            || self.attributes > MOST_ATTRIBUTES_IN_ALL
            || in_force > MOST_NAMESPACES
            || self.listed > MOST_LISTED
            || self.namespaces.len() > MOST_DEPTH;
        if too_much { Err(XmlFault::TooMuch) } else { Ok(tag.length) }
    }
}

/// What is counted of a start tag.
#[derive(Default)]
struct TagCounts {
    length: usize,
    attributes: usize,
    /// How many of the attributes declare a namespace.
    declarations: usize,
    /// Whether it has no content.
    alone: bool,
}

impl TagCounts {
    fn of(bytes: &[u8]) -> Self {
        let mut tag = Self::default();
        let (mut at, mut name) = (1, 1);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' | b'\'' => at += memchr(byte, &bytes[at + 1..]).map_or(bytes.len(), |length| length + 1),
                b'=' => {
                    tag.attributes += 1;
                    tag.declarations += usize::from(bytes[name..at].starts_with(b"xmlns"));
                }
                b'>' => {
                    tag.alone = bytes[at - 1] == b'/';
                    tag.length = at + 1;
                    return tag;
                }
                // A name follows white space, or a value that is glued to it.
                _ if !byte.is_ascii_whitespace() && ends_before_name(bytes[at - 1]) => name = at,
                _ => {}
            }
            at += 1;
        }
        Self { length: bytes.len(), ..tag }
    }
}

fn ends_before_name(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'') || byte.is_ascii_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nesting_is_refused_before_it_is_parsed() {
        let deep = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        assert!(tree(&deep(MOST_DEPTH)).is_ok());
        assert_eq!(tree(&deep(MOST_DEPTH + 1)).map(|_| ()), Err(XmlFault::TooMuch));
        assert_eq!(tree(&"<a>".repeat(100_000)).map(|_| ()), Err(XmlFault::TooMuch));
        assert!(tree(&format!("<a>{}</a>", "<b/><b>x</b>".repeat(1000))).is_ok());
    }

    #[test]
    fn many_attributes_or_namespaces_are_refused() {
        let with = |name: &str, count: usize| {
            let attributes: Vec<String> = (0..count).map(|number| format!("{name}{number} =\t'u{number}'")).collect();
            format!("<a {}><b/></a>", attributes.join(" "))
        };
        assert!(tree(&with("x", MOST_ATTRIBUTES)).is_ok());
        assert_eq!(tree(&with("x", MOST_ATTRIBUTES + 1)).map(|_| ()), Err(XmlFault::TooMuch));
        assert!(tree(&with("xmlns:x", MOST_NAMESPACES)).is_ok());
        assert_eq!(tree(&with("xmlns:x", MOST_NAMESPACES + 1)).map(|_| ()), Err(XmlFault::TooMuch));
    }

    #[test]
    fn document_types_and_broken_marks_say_so() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a>&c;</a>";
        assert_eq!(tree(bomb).map(|_| ()), Err(XmlFault::Declares));
        assert!(matches!(tree("<a><b></a>"), Err(XmlFault::Broken(_))));
        assert!(tree("<!-- <a> --><a b='>'><![CDATA[<b><c>]]></a>").is_ok());
    }

    #[test]
    fn utf_16_is_read_by_its_mark() {
        let wide: Vec<u8> = "\u{feff}<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(wide), "<a>é</a>");
        assert_eq!(decoded(b"\xEF\xBB\xBF<a/>".to_vec()), "<a/>");
    }

    proptest! {
        #[test]
        fn whatever_the_parser_takes_was_counted_rightly(pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<a>", "</a>", "<b x='1' y=\">\"/>", "<a xmlns:p='u'>", "text", "<!-- < -->", "<![CDATA[<]]>", "<?p <?>", "&lt;",
            ]), 0..40)
        ) {
            let text = format!("<r>{}</r>", pieces.concat());
            if let Ok(parsed) = Document::parse(&text) {
                prop_assert!(check(&text).is_ok());
                let depth = |node: Node<'_, '_>| node.ancestors().filter(Node::is_element).count();
                let deepest = parsed.descendants().map(depth).max().unwrap_or_default();
                prop_assert!(deepest <= MOST_DEPTH);
            }
        }
    }
}
