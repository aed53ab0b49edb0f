//! Comments, and which of them answers which: Word writes the second in a part of its own, by the last paragraph of each.

use crate::format::office::composer::Remark;
use crate::format::office::xml::{attribute, words};
use roxmltree::Node;
use std::collections::HashMap;

/// The comments in the order of their part.
pub fn remarks(comments: Node<'_, '_>, extended: Option<Node<'_, '_>>) -> Vec<Remark> {
    let answers = extended.map(parents).unwrap_or_default();
    let nodes: Vec<_> = comments.children().filter(|node| node.tag_name().name() == "comment").collect();
    let by_paragraph: HashMap<&str, &str> =
        nodes.iter().filter_map(|node| Some((last_paragraph(*node)?, attribute(*node, "id")?))).collect();
    let answered = |node| by_paragraph.get(answers.get(last_paragraph(node)?)?).map(|id| (*id).to_owned());
    nodes.iter().filter_map(|node| Some(Remark { answers: answered(*node), ..remark(*node)? })).collect()
}

fn remark(node: Node<'_, '_>) -> Option<Remark> {
    let paragraphs: Vec<String> = paragraphs(node).map(words).filter(|text| !text.is_empty()).collect();
    Some(Remark {
        id: attribute(node, "id")?.to_owned(),
        answers: None,
        author: attribute(node, "author").unwrap_or_default().to_owned(),
        date: attribute(node, "date").map(str::to_owned),
        text: paragraphs.join("\n\n"),
    })
}

fn paragraphs<'a, 'input>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.descendants().filter(|node| node.tag_name().name() == "p")
}

fn last_paragraph<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    paragraphs(node).last().and_then(|paragraph| attribute(paragraph, "paraId"))
}

/// The last paragraph of each answer, and that of what it answers.
fn parents<'a>(extended: Node<'a, '_>) -> HashMap<&'a str, &'a str> {
    let pair = |node| Some((attribute(node, "paraId")?, attribute(node, "paraIdParent")?));
    extended.children().filter(Node::is_element).filter_map(pair).collect()
}
