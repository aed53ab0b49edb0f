//! Shadow roots, as saved pages write them down (`<template shadowrootmode>`; `shadowmode` in what Chromium saves as one
//! file): what a reader sees of an element is its shadow, with the element's own content where the shadow has a slot.

use dom_query::{Document, NodeId, NodeRef};
use std::collections::HashSet;

/// The most shadow roots of one page.
const MOST: usize = 10_000;

/// The most shadows in shadows.
const DEEPEST: usize = 32;

/// The most slots of one shadow.
const MOST_SLOTS: usize = 100;

/// How templates say that they are a shadow root.
const ROOTS: &str = "template[shadowrootmode], template[shadowmode], template[shadowroot]";

/// Whether a page may have shadows, by its source.
pub(super) fn may_stand_in(source: &str) -> bool {
    memchr::memmem::find(source.as_bytes(), b"shadow").is_some()
}

/// Puts every shadow in the place of its template.
pub(super) fn open(page: &Document) {
    let mut left = MOST;
    for _ in 0..DEEPEST {
        let templates = page.select(ROOTS);
        if templates.length() == 0 || left == 0 {
            return;
        }
        for template in templates.nodes().iter().take(left) {
            show(page, template);
        }
        left = left.saturating_sub(templates.length());
    }
}

fn show(page: &Document, template: &NodeRef<'_>) {
    let contents: Option<NodeId> = template.element_ref().and_then(|element| element.template_contents);
    let shadow = contents.and_then(|contents| page.tree.get(&contents));
    let (Some(shadow), Some(host)) = (shadow, template.parent()) else { return template.rename("script") };
    let own: Vec<NodeRef<'_>> = host.children_it(false).filter(|child| child.id != template.id).collect();
    for part in shadow.children() {
        template.insert_before(&part);
    }
    template.remove_from_parent();
    let own_ids: HashSet<NodeId> = own.iter().map(|node| node.id).collect();
    let shown: Vec<NodeRef<'_>> = host.children_it(false).filter(|child| !own_ids.contains(&child.id)).collect();
    own.iter().for_each(NodeRef::remove_from_parent);
    let slots = shown.iter().flat_map(|part| std::iter::once(*part).chain(part.descendants_it()));
    let slots: Vec<NodeRef<'_>> = slots.filter(|part| part.has_name("slot")).take(MOST_SLOTS).collect();
    let mut own = own;
    for slot in slots {
        let name = slot.attr_or("name", "");
        let (filling, rest): (Vec<_>, Vec<_>) = own.into_iter().partition(|node| *node.attr_or("slot", "") == *name);
        own = rest;
        if filling.iter().any(|node| node.is_element() || node.is_nonempty_text()) {
            slot.remove_children();
            for node in &filling {
                slot.append_child(node);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let page = Document::from(format!("<body>{html}</body>"));
        open(&page);
        assert_eq!(page.body().map(|body| body.text().to_string()).unwrap_or_default(), expected, "{html}");
    }

    #[test]
    fn a_shadow_stands_where_its_element_is() {
        check("a<x-a><template shadowrootmode=open><p>b</p></template></x-a>c", "abc");
        check("<x-a><template shadowmode=open>b</template></x-a>", "b");
        check("<x-a><template>never shown</template>own</x-a>", "own");
    }

    #[test]
    fn an_element_s_own_content_fills_the_slots_and_shows_nowhere_else() {
        let shadow = "<template shadowrootmode=closed>(<slot name=t>no title</slot>: <slot></slot>)</template>";
        check(&format!("<x-a>{shadow}text<b slot=t>title</b></x-a>"), "(title: text)");
        check(&format!("<x-a>{shadow}</x-a>"), "(no title: )");
        check("<x-a><template shadowrootmode=open>b</template>own</x-a>", "b");
    }

    #[test]
    fn shadows_stand_in_shadows() {
        let inner = "<x-b><template shadowrootmode=open>deep</template></x-b>";
        check(&format!("<x-a><template shadowrootmode=open>a {inner}</template></x-a>"), "a deep");
    }
}
