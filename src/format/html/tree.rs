//! The text of a page to a tree of its elements, in bounded time and memory. It judges nothing in it.
//!
//! The HTML algorithm reads anything, but costs time by the depth of the nesting and by the number of attributes of one
//! tag, and copies unclosed formatting into every paragraph. So the page is handed to it in pieces, and what it made is
//! looked at after each: where that grows out of bounds, the reading stops.

use crate::format::isolated;
use dom_query::{Document, NodeRef};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};

/// The deepest nesting that is read. Saved pages reach 60, rarely 200.
pub(super) const MAX_DEPTH: usize = 256;

/// The most nodes (elements, pieces of text, comments) of one page; each takes some 100 to 300 bytes.
const MAX_NODES: usize = 2_000_000;

/// The most attributes of one tag: each is compared with all before it.
const MAX_ATTRIBUTES: usize = 1024;

/// How many bytes are read before the tree is looked at again.
const PIECE: usize = 4096;

/// A page read, whole or as far as could be.
pub(super) struct HtmlTree {
    /// The elements.
    pub(super) document: Document,
    /// Why the reading was stopped before the end, in words that go on after "The page".
    pub(super) stopped: Option<&'static str>,
}

/// Reads a page.
pub(super) fn read(html: &str) -> HtmlTree {
    if has_overlong_tag(html) {
        return HtmlTree { document: Document::default(), stopped: Some("holds a tag with thousands of attributes") };
    }
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let mut parser = parse_document(Document::default(), ParseOpts { tree_builder, ..ParseOpts::default() });
    let (mut rest, mut stopped) = (html, None);
    while !rest.is_empty() && stopped.is_none() {
        let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE.min(rest.len())));
        parser.process(StrTendril::from_slice(piece));
        rest = after;
        let document = &parser.tokenizer.sink.sink;
        // A broken page has a fault for every byte; nobody asks for them, and every copy would hold them all.
        document.errors.borrow_mut().clear();
        isolated::tick();
        stopped = excess(document);
    }
    HtmlTree { document: parser.finish(), stopped }
}

/// What is too much in the tree so far. Nesting is measured at the place that was read last.
fn excess(document: &Document) -> Option<&'static str> {
    if document.tree.len() > MAX_NODES {
        return Some("has more than two million elements");
    }
    let mut last = document.root();
    let mut depth = 0;
    let contents = |node: &NodeRef<'_>| node.element_ref().and_then(|element| element.template_contents);
    while let Some(child) = last.last_child().or_else(|| document.tree.get(&contents(&last)?)) {
        last = child;
        depth += 1;
        if depth > MAX_DEPTH {
            return Some("nests its elements more than 256 deep");
        }
    }
    None
}

/// Whether anything that may be a tag has more than [`MAX_ATTRIBUTES`] attributes. Looks at every `<` with a letter
/// after it, in scripts and comments too, because what is a tag is only known when it is read.
fn has_overlong_tag(html: &str) -> bool {
    let bytes = html.as_bytes();
    memchr::memchr_iter(b'<', bytes).any(|at| {
        bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) && attributes(&bytes[at + 1..]) > MAX_ATTRIBUTES
    })
}

/// How many attributes the tag may have whose name `tag` begins with, at most one more than [`MAX_ATTRIBUTES`].
/// A `<` outside of quotes ends the count: another begins there.
fn attributes(tag: &[u8]) -> usize {
    let (mut count, mut at, mut between) = (0, 0, false);
    while count <= MAX_ATTRIBUTES {
        match tag.get(at) {
            None | Some(b'<' | b'>') => break,
            Some(b' ' | b'\n' | b'\t' | 0x0C | b'/') => between = true,
            Some(b'=') => {
                let value = at + 1 + tag[at + 1..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                if let Some(quote @ (b'"' | b'\'')) = tag.get(value) {
                    let Some(length) = memchr::memchr(*quote, &tag[value + 1..]) else { break };
                    at = value + 1 + length;
                    between = true;
                } else {
                    at = value - 1;
                    between = false;
                }
            }
            Some(_) => {
                count += usize::from(between);
                between = false;
            }
        }
        at += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_page_is_read_to_its_end() {
        let tree = read("<title>A</title><p>One <b>two<p>three");
        assert!(tree.stopped.is_none());
        assert_eq!(tree.document.select("p").length(), 2);
    }

    #[test]
    fn deep_nesting_stops_the_reading() {
        for tag in
            ["<div>", "<b>", "<i a>x", "<table><tr><td>", "<svg>", "<template>", "</x><div>", "<span><div></span>"]
        {
            let tree = read(&tag.repeat(20_000));
            assert!(tree.document.tree.len() < 40_000 || tree.stopped.is_none(), "{tag}");
            assert!(tree.stopped.is_some(), "{tag}");
        }
    }

    #[test]
    fn unclosed_formatting_is_not_multiplied_without_end() {
        let formatting: String = (0..400).map(|n| ["<font size=", &n.to_string(), ">"].concat()).collect();
        let tree = read(&format!("<p>{formatting}{}", "<p>word".repeat(60_000)));
        assert!(tree.stopped.is_some());
    }

    #[test]
    fn attributes_are_counted_wherever_a_tag_may_begin() {
        assert_eq!(attributes(b"a b c = d e='f \"g h' i>j k"), 4);
        assert_eq!(attributes(b"a \"b c\" d<e f"), 3);
        let many = format!("<p {}>", "a ".repeat(5000));
        assert!(has_overlong_tag(&many) && has_overlong_tag(&format!("<svg><style>{many}")));
        assert!(!has_overlong_tag(&"<p a b='c d' e>".repeat(5000)));
        assert!(!has_overlong_tag(&format!("<p alt=\"{}\">", "word ".repeat(5000))));
    }
}
