//! The text of one chapter as one string, with where each of its nodes stands in it: what paths through its elements are counted
//! in. Blocks end in a line break, which no program counts.

use roxmltree::{Document, Node, NodeId};
use std::collections::HashMap;

/// Elements after which a line ends.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "aside",
    "header",
    "footer",
    "br",
];
/// Elements that hold blocks and are none themselves.
const HOLDERS: &[&str] = &["body", "div", "section", "article", "main", "aside", "header", "footer"];

/// A chapter's text.
pub(super) struct ChapterText<'t> {
    tree: &'t Document<'t>,
    text: String,
    /// Where each node begins and ends in `text`, in bytes.
    places: HashMap<NodeId, (usize, usize)>,
    /// The blocks, in order.
    blocks: Vec<Node<'t, 't>>,
}

impl<'t> ChapterText<'t> {
    pub(super) fn of(tree: &'t Document<'t>) -> Self {
        let mut text = Self { tree, text: String::new(), places: HashMap::new(), blocks: Vec::new() };
        let body = tree.descendants().find(|node| node.is_element() && node.tag_name().name() == "body");
        text.lay_out(tree.root_element());
        text.blocks = body.map(blocks).unwrap_or_default();
        text
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Writes the text of everything below a node, without calling itself: a tree may be deep.
    fn lay_out(&mut self, root: Node<'t, 't>) {
        let mut open: Vec<Node<'t, 't>> = Vec::new();
        for node in root.descendants() {
            while let Some(last) = open.pop_if(|last| Some(*last) != node.parent()) {
                self.close(last);
            }
            self.places.insert(node.id(), (self.text.len(), self.text.len()));
            if node.is_text() {
                self.text.push_str(node.text().unwrap_or_default());
            }
            open.push(node);
        }
        while let Some(last) = open.pop() {
            self.close(last);
        }
    }

    fn close(&mut self, node: Node<'t, 't>) {
        if let Some(place) = self.places.get_mut(&node.id()) {
            place.1 = self.text.len();
        }
        if node.is_element() && BLOCKS.contains(&node.tag_name().name()) {
            self.text.push('\n');
        }
    }

    /// The byte at a path of an EPUB CFI below the root element.
    pub(super) fn at_cfi(&self, path: &str) -> Option<usize> {
        let path = without_assertions(path);
        let (steps, offset) = path.split_once(':').unwrap_or((&path, "0"));
        let offset: usize = offset.split(['~', '@']).next()?.parse().ok()?;
        let mut node = self.tree.root_element();
        for step in steps.split('/').filter(|step| !step.is_empty()) {
            let step: usize = step.parse().ok()?;
            if step % 2 == 1 {
                return self.in_piece(node, step / 2, offset);
            }
            node = node.children().filter(Node::is_element).nth((step / 2).checked_sub(1)?)?;
        }
        self.places.get(&node.id()).map(|place| place.0)
    }

    /// The byte at so many units of UTF-16 in the text between two elements of a node.
    fn in_piece(&self, node: Node<'t, 't>, after: usize, offset: usize) -> Option<usize> {
        let mut elements = 0;
        let mut left = offset;
        for child in node.children() {
            elements += usize::from(child.is_element());
            if elements != after || !child.is_text() {
                continue;
            }
            let start = self.places.get(&child.id())?.0;
            for (at, c) in child.text().unwrap_or_default().char_indices() {
                if left == 0 {
                    return Some(start + at);
                }
                left = left.saturating_sub(c.len_utf16());
            }
            if left == 0 {
                return Some(start + child.text().unwrap_or_default().len());
            }
        }
        None
    }

    /// The byte at a path of KOReader's.
    pub(super) fn at_path(&self, path: &str) -> Option<usize> {
        let steps = path.split('/').skip_while(|step| !step.starts_with("DocFragment")).skip(1);
        let mut node = self.tree.root_element();
        for step in steps {
            let (step, offset) = step.rsplit_once('.').unwrap_or((step, "0"));
            let (name, number) = step.split_once('[').unwrap_or((step, "1]"));
            let number: usize = number.strip_suffix(']')?.parse().ok()?;
            let is = |child: &Node<'_, '_>| match name {
                "text()" => child.is_text() && child.text().is_some_and(|text| !text.trim().is_empty()),
                name => child.is_element() && child.tag_name().name() == name,
            };
            node = node.children().filter(is).nth(number.checked_sub(1)?)?;
            if node.is_text() {
                return Some(self.places.get(&node.id())?.0 + collapsed(node.text()?, offset.parse().ok()?));
            }
        }
        self.places.get(&node.id()).map(|place| place.0)
    }

    /// The bytes of a block, or of an item in it, or of code points of that.
    pub(super) fn block(
        &self,
        block: usize,
        item: Option<usize>,
        range: Option<(usize, usize)>,
    ) -> Option<(usize, usize)> {
        let block = *self.blocks.get(block)?;
        let is_item = |node: &Node<'_, '_>| node.is_element() && node.tag_name().name() == "li";
        let node = item.map_or(Some(block), |item| block.descendants().filter(is_item).nth(item))?;
        let (start, end) = *self.places.get(&node.id())?;
        let byte =
            |position: usize| self.text[start..end].char_indices().nth(position).map_or(end, |(at, _)| start + at);
        Some(range.map_or((start, end), |(first, last)| (byte(first), byte(last))))
    }
}

/// A path without what is in brackets: ids that were there when it was written, sides, text.
pub(super) fn without_assertions(path: &str) -> String {
    let mut depth = 0_usize;
    let outside = |c: &char| {
        depth = match c {
            '[' => depth + 1,
            ']' => depth.saturating_sub(1),
            _ => return depth == 0,
        };
        false
    };
    path.chars().filter(outside).collect()
}

/// The blocks below a node that holds them, in order.
fn blocks<'t>(body: Node<'t, 't>) -> Vec<Node<'t, 't>> {
    let is_holder = |node: &Node<'_, '_>| HOLDERS.contains(&node.tag_name().name());
    let is_block = |node: &Node<'t, 't>| {
        node.is_element()
            && !is_holder(node)
            && node.ancestors().skip(1).take_while(|it| *it != body).all(|it| is_holder(&it))
    };
    body.descendants().skip(1).filter(is_block).collect()
}

/// The byte in a text at so many characters where a run of white space is one and what begins with some has none there.
fn collapsed(text: &str, offset: usize) -> usize {
    let mut count = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let is_counted = !(c.is_whitespace() && before.is_whitespace()) || at == 0;
        if is_counted && count == offset {
            return at;
        }
        count += usize::from(is_counted);
        before = c;
    }
    text.len()
}
