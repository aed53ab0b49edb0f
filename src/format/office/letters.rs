//! Where passages of the text stand in the mark-up that it was read from: the words are looked for letter by letter among the
//! text nodes, so that what the text has joined, or set between them, does not matter. And mark-up with more put in. It knows no
//! vocabulary.

use crate::document::Document;
use crate::text::Span;
use crate::text::letters::{LetterIndex, count, edges, letters};
use roxmltree::{Node, NodeId};

/// A place in mark-up: in a text node, before the byte of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodePlace {
    /// The text node.
    pub node: NodeId,
    /// The byte of the source.
    pub at: usize,
}

/// The letters of the text nodes of a part.
#[derive(Default)]
pub struct MarkupLetters {
    /// Of each character its node, where it begins and where it ends in the source.
    index: LetterIndex<(NodeId, usize, usize)>,
    first: Option<NodePlace>,
}

impl MarkupLetters {
    /// Adds a text node, which stands in this source.
    pub fn add(&mut self, source: &str, node: Node<'_, '_>) {
        let range = node.range();
        let Some(raw) = source.get(range.clone()).filter(|raw| !raw.contains("<![CDATA[")) else { return };
        let mut at = 0;
        while let Some(c) = raw[at..].chars().next() {
            let (c, len) = if c == '&' { reference(&raw[at..]) } else { (c, c.len_utf8()) };
            let (from, to) = (range.start + at, range.start + at + len);
            self.index.push(c.encode_utf8(&mut [0; 4]), (node.id(), from, to));
            if self.first.is_none() && c.is_alphanumeric() {
                self.first = Some(NodePlace { node: node.id(), at: from });
            }
            at += len;
        }
    }

    /// Where a passage of a document begins and ends: after as many with the same letters as stand before it in the text, or
    /// where it stands last.
    pub fn find(&self, source: &str, document: &Document, span: Span) -> Option<(NodePlace, NodePlace)> {
        let (text, wanted) = (document.text(), letters(span.of(document.text())));
        let ((node, mut at, _), (last, _, mut end)) = self.index.find(&wanted, count(&text[..span.start], &wanted))?;
        let (lead, tail) = edges(span.of(text));
        for c in lead.chars().rev().take_while(|c| *c != '>') {
            at -= if source[..at].ends_with(c) { c.len_utf8() } else { break };
        }
        for c in tail.chars().take_while(|c| *c != '<') {
            end += if source[end..].starts_with(c) { c.len_utf8() } else { break };
        }
        Some((NodePlace { node, at }, NodePlace { node: last, at: end }))
    }

    /// The place before the first letter.
    pub fn first(&self) -> Option<NodePlace> {
        self.first
    }
}

/// The character that a reference stands for, and its length in the source.
fn reference(raw: &str) -> (char, usize) {
    let Some(end) = raw.find(';').filter(|end| *end <= 10) else { return ('&', 1) };
    let name = &raw[1..end];
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    // No letter but those has a name in XML.
    (number.and_then(char::from_u32).unwrap_or('&'), end + 1)
}

/// Mark-up with more of it put in at bytes of it; at one place in the order given.
pub fn inserted(source: &str, mut more: Vec<(usize, String)>) -> String {
    more.sort_by_key(|(at, _)| *at);
    let (mut whole, mut done) = (String::with_capacity(source.len() * 2), 0);
    for (at, text) in more {
        whole.push_str(&source[done..at]);
        whole.push_str(&text);
        done = at;
    }
    whole + &source[done..]
}

/// A part with more before its root element ends; `None` where it has none.
pub fn within_root(part: &str, more: &str) -> Option<String> {
    let tree = super::xml::tree(part).ok()?;
    let range = tree.root_element().range();
    let written = &part[range.clone()];
    match (written.rfind("</"), written.strip_suffix("/>")) {
        // An element without anything in it may be one tag.
        (None, Some(tag)) => {
            let name = tag[1..].split(|c: char| c.is_whitespace()).next()?;
            Some([&part[..range.start], tag, ">", more, "</", name, ">", &part[range.end..]].concat())
        }
        (end, _) => Some(inserted(part, vec![(range.start + end?, more.to_owned())])),
    }
}

/// A text as it stands in mark-up, in an attribute too.
pub fn escaped(text: &str) -> String {
    let is_allowed = |c: &char| *c >= ' ' || matches!(c, '\t' | '\n');
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars().filter(is_allowed).filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}')) {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Builder};

    /// The source with brackets around the passage that stands at the last `wanted` of the text.
    fn check(source: &str, text: &str, wanted: &str) -> String {
        let tree = roxmltree::Document::parse(source).unwrap();
        let mut letters = MarkupLetters::default();
        tree.descendants().filter(Node::is_text).for_each(|node| letters.add(source, node));
        let mut builder = Builder::over(text.to_owned());
        builder.block(BlockKind::Paragraph, 0, Span::new(0, text.len()));
        let start = text.rfind(wanted).unwrap();
        let found = letters.find(source, &builder.finish(), Span::new(start, start + wanted.len()));
        let Some((from, to)) = found else { return String::new() };
        inserted(source, vec![(from.at, "[".to_owned()), (to.at, "]".to_owned())])
    }

    #[test]
    fn a_passage_is_found_over_elements_references_and_joined_words() {
        assert_eq!(
            check("<p>A <b>wa</b>ll &amp; a g&#97;te.</p>", "A wall & a gate.", "wall & a gate."),
            "<p>A <b>[wa</b>ll &amp; a g&#97;te.]</p>"
        );
        assert_eq!(check("<d><p>har-</p><p>bour</p></d>", "harbour", "harbour"), "<d><p>[har-</p><p>bour]</p></d>");
    }

    #[test]
    fn of_several_with_the_same_letters_it_is_the_one_in_its_turn() {
        assert_eq!(check("<p>it is. It is.</p>", "it is. It is.", "It is"), "<p>it is. [It is].</p>");
        assert_eq!(check("<p>it is.</p>", "it is. gone", "gone"), "");
        assert_eq!(check("<p>it is.</p>", "it is. —", "—"), "");
    }

    #[test]
    fn a_root_takes_more_in_whether_it_is_empty_or_not() {
        for (part, whole) in [("<r a='1'/>", "<r a='1'><x/></r>"), ("<?x?><r><y/></r>\n", "<?x?><r><y/><x/></r>\n")] {
            assert_eq!(within_root(part, "<x/>").as_deref(), Some(whole));
        }
        assert_eq!(within_root("<r>", "<x/>"), None);
    }

    #[test]
    fn what_is_put_in_is_text() {
        assert_eq!(escaped("<a href=\"x\">&\u{1}\n"), "&lt;a href=&quot;x&quot;&gt;&amp;\n");
    }
}
