//! Comments, which of them answers which, which are done, and when each was written: Word writes all but the words in
//! parts of their own, by the last paragraph of each.

use crate::format::office::composer::Remark;
use crate::format::office::xml::{attribute, words};
use roxmltree::Node;
use std::collections::HashMap;

/// The parts that say more of comments.
pub struct Beside<'a, 'i> {
    /// Which answers which, and which are done.
    pub extended: Option<Node<'a, 'i>>,
    /// The lasting id of each.
    pub ids: Option<Node<'a, 'i>>,
    /// The instant of each, by that id.
    pub extensible: Option<Node<'a, 'i>>,
}

/// The comments in the order of their part.
pub fn remarks(comments: Node<'_, '_>, beside: &Beside<'_, '_>) -> Vec<Remark> {
    let answers = beside.extended.map(|node| pairs(node, "paraId", "paraIdParent")).unwrap_or_default();
    let done = beside.extended.map(|node| pairs(node, "paraId", "done")).unwrap_or_default();
    let ids = beside.ids.map(|node| pairs(node, "paraId", "durableId")).unwrap_or_default();
    let instants = beside.extensible.map(|node| pairs(node, "durableId", "dateUtc")).unwrap_or_default();
    let nodes: Vec<_> = comments.children().filter(|node| node.tag_name().name() == "comment").collect();
    let by_paragraph: HashMap<&str, &str> =
        nodes.iter().filter_map(|node| Some((last_paragraph(*node)?, attribute(*node, "id")?))).collect();
    let remark = |node: &Node<'_, '_>| {
        let remark = remark(*node)?;
        let Some(last) = last_paragraph(*node) else { return Some(remark) };
        // The time beside a comment is that of its author's clock, with a sign that says otherwise.
        let instant = ids.get(last).and_then(|id| instants.get(id)).map(|instant| (*instant).to_owned());
        Some(Remark {
            answers: answers.get(last).and_then(|parent| by_paragraph.get(parent)).map(|id| (*id).to_owned()),
            date: instant.or(remark.date),
            resolved: done.get(last).is_some_and(|done| matches!(*done, "1" | "true")),
            ..remark
        })
    };
    nodes.iter().filter_map(remark).collect()
}

fn remark(node: Node<'_, '_>) -> Option<Remark> {
    let paragraphs: Vec<String> = paragraphs(node).map(words).filter(|text| !text.is_empty()).collect();
    Some(Remark {
        id: attribute(node, "id")?.to_owned(),
        answers: None,
        author: attribute(node, "author").unwrap_or_default().to_owned(),
        date: attribute(node, "date").map(str::to_owned),
        text: paragraphs.join("\n\n"),
        resolved: false,
    })
}

fn paragraphs<'a, 'input>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.descendants().filter(|node| node.tag_name().name() == "p")
}

fn last_paragraph<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    paragraphs(node).last().and_then(|paragraph| attribute(paragraph, "paraId"))
}

/// Of each entry of a part one attribute by another.
fn pairs<'a>(part: Node<'a, '_>, key: &'static str, value: &'static str) -> HashMap<&'a str, &'a str> {
    let pair = |node| Some((attribute(node, key)?, attribute(node, value)?));
    part.children().filter(Node::is_element).filter_map(pair).collect()
}
