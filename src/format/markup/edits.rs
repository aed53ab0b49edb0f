//! What a page shows of its own changes: words that were struck out, and those in their place. It looks at what stands beside them
//! only.

use super::element::Element;
use dom_query::NodeRef;

/// Whether an element holds words that stand in the place of those struck out right before it: nothing parts the two in the page but how
/// they are set. Parts of one word are no words.
pub(super) fn is_beside_another(node: &NodeRef<'_>, element: &Element<'_>) -> bool {
    if !EDITS.contains(&element.name()) {
        return false;
    }
    let Some(before) = node.prev_sibling() else { return false };
    let other =
        Element::of(&before).is_some_and(|other| EDITS.contains(&other.name()) && other.name() != element.name());
    let parted = |beside: Option<NodeRef<'_>>, at_end: bool| {
        let Some(text) = beside.filter(NodeRef::is_text).map(|beside| beside.text()) else { return true };
        let letter = if at_end { text.chars().next_back() } else { text.chars().next() };
        letter.is_none_or(|letter| !letter.is_alphanumeric())
    };
    other && parted(before.prev_sibling(), true) && parted(node.next_sibling(), false)
}

/// Elements of what was struck out and put in.
const EDITS: &[&str] = &["del", "ins", "s", "strike"];
