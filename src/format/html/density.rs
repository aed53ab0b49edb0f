//! A plain rule for what is boilerplate: what is called so, and what is mostly links. For pages that are too large or too
//! deeply nested for the long rules of [`super::article`]; it looks at every node once.

use dom_query::{Document, NodeId, NodeRef};
use std::collections::HashSet;

/// Elements and roles that are no part of an article.
const BOILERPLATE: &[&str] = &[
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "menu",
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "complementary",
];

/// Elements that a menu is made of.
const GROUPS: &[&str] = &["div", "ul", "ol", "table", "section", "p", "dl", "tr", "td", "li"];

/// A longer text, in bytes, is no menu, however many links it has.
const LONGEST_MENU: usize = 3000;

/// The share of links, in percent, from which a text is a menu.
const MENU: usize = 60;

/// The elements that are boilerplate as a whole.
pub(super) fn boilerplate(page: &Document) -> HashSet<NodeId> {
    let mut found = HashSet::new();
    let mut open: Vec<(NodeRef<'_>, Weight)> = vec![(page.root(), Weight::default())];
    let mut next = page.root().first_child();
    while let Some(node) = next {
        open.push((node, Weight::of(&node)));
        next = node.first_child();
        while next.is_none() {
            let Some((done, weight)) = open.pop() else { break };
            if is_boilerplate(&done, weight) {
                found.insert(done.id);
            }
            let Some((_, above)) = open.last_mut() else { break };
            above.add(weight, done.has_name("a"));
            next = done.next_sibling();
        }
    }
    found
}

/// The text of an element, in bytes.
#[derive(Clone, Copy, Default)]
struct Weight {
    text: usize,
    linked: usize,
}

impl Weight {
    fn of(node: &NodeRef<'_>) -> Self {
        let text = if node.is_text() { node.query_or(0, length) } else { 0 };
        Self { text, linked: 0 }
    }

    fn add(&mut self, below: Self, is_link: bool) {
        self.text += below.text;
        self.linked += if is_link { below.text } else { below.linked };
    }
}

fn length(node: &dom_query::TreeNode) -> usize {
    match &node.data {
        dom_query::NodeData::Text { contents } => contents.split_ascii_whitespace().map(str::len).sum(),
        _ => 0,
    }
}

fn is_boilerplate(node: &NodeRef<'_>, weight: Weight) -> bool {
    let Some(element) = node.element_ref() else { return false };
    let name: &str = &element.name.local;
    let called = BOILERPLATE.contains(&name) || element.attr("role").is_some_and(|role| BOILERPLATE.contains(&&*role));
    let menu = GROUPS.contains(&name) && weight.text <= LONGEST_MENU && weight.linked * 100 > weight.text * MENU;
    called || menu
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_so_and_what_is_mostly_links_is_boilerplate() {
        let page = Document::from(
            "<body><nav>One</nav><div id=a><a href=x>Two three</a> and</div><p id=b>Four <a href=x>five</a> six seven</p>
             <div role=search id=c>Find</div><a href=y id=d>Alone</a>",
        );
        let found = boilerplate(&page);
        let is = |selector: &str| found.contains(&page.select_single(selector).nodes()[0].id);
        assert!(is("nav") && is("#a") && is("#c"));
        assert!(!is("#b") && !is("#d") && !is("body"));
    }

    #[test]
    fn a_page_without_elements_has_none() {
        assert!(boilerplate(&Document::default()).is_empty());
    }
}
