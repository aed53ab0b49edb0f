//! Elements of HTML and XHTML to the text and blocks of a [`Builder`]: what a web page and a chapter of a book share.
//!
//! It takes a parsed tree and decides what each element is to a reader: a heading, an item, a line of a poem, a note.
//! It does not decide what is the article and what the page around it (that is [`Source::kind`]), reads no metadata,
//! applies no style sheet, and fetches nothing. The tree is walked with a stack of its own, so that nesting of any
//! depth costs memory and never the call stack, and every element is looked at a bounded number of times.

mod anchors;
mod bylines;
mod containers;
mod edits;
mod element;
mod flow;
mod formulas;
mod margin;
mod notes;
mod pictures;
mod roles;
mod tables;
mod walk;

pub use anchors::Anchors;
pub(super) use bylines::{byline_around, bylines};
pub use element::line_below;
pub(super) use formulas::formula_in;
pub(super) use margin::{may_have_notes, page_label, set_notes};
pub(super) use pictures::clear_repeated;
pub use walk::walk;

use crate::document::{BlockKind, Builder};
use dom_query::{NodeId, NodeRef};

/// Where a tree comes from, and what its references mean there.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The file's name in front of its ids: the element `x` is known to [`Anchors`] as `file#x`. Empty for a single
    /// page.
    pub file: &'a str,
    /// The kind of all blocks inside an element, whatever its mark-up says: boilerplate, a byline. `None`: the mark-up
    /// says it.
    pub kind: &'a dyn Fn(NodeId) -> Option<BlockKind>,
    /// The level of a heading, from the one that its mark-up gives.
    pub heading: &'a dyn Fn(NodeRef<'_>, u8) -> u8,
    /// What the target of a link means.
    pub target: &'a dyn Fn(&str) -> LinkTarget,
    /// What a picture's source is called in [`crate::document::Document::images`]; `None` where there is nothing to
    /// open.
    pub picture: &'a dyn Fn(&str) -> Option<String>,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A place in the same text, by the name that [`Anchors`] knows it by.
    Inside(String),
    /// Somewhere else.
    Outside(String),
    /// Nothing that can be opened.
    Nowhere,
}

/// The longest link target or picture source, in bytes; a longer one (a picture written into the page) is dropped.
const MAX_TARGET: usize = 4096;

impl Source<'static> {
    /// A page by itself: `#x` leads to its element `x`, everything else outside.
    pub const PAGE: Self = Self {
        file: "",
        kind: &|_| None,
        heading: &|_, level| level,
        target: &page_target,
        picture: &|source| Some(source.to_owned()),
    };
}

/// What a link in a single page leads to.
fn page_target(href: &str) -> LinkTarget {
    if href.starts_with('#') { LinkTarget::Inside(href.to_owned()) } else { outside(href) }
}

/// A target outside the text; nowhere for a script, for data written into the link, and for an empty link.
pub fn outside(href: &str) -> LinkTarget {
    let scheme = href.split(':').next().unwrap_or_default().to_ascii_lowercase();
    match scheme.as_str() {
        "javascript" | "data" | "vbscript" | "about" | "" => LinkTarget::Nowhere,
        _ => LinkTarget::Outside(href.to_owned()),
    }
}

/// The text of one page or fragment that needs no source.
pub fn page(root: NodeRef<'_>, builder: &mut Builder) {
    let mut anchors = Anchors::default();
    walk(root, builder, &mut anchors, Source::PAGE);
    anchors.resolve(builder);
}

#[cfg(test)]
mod tests;
