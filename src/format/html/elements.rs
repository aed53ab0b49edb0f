//! The elements of a page by their kind, found in one walk: asking a selector for each kind would walk the page again
//! every time. It knows the kinds that something here asks for, and nothing of what they mean.

use dom_query::{Document, NodeId, NodeRef};

/// Kinds of elements, one bit each, so that several can be asked for at once.
pub(super) mod kind {
    pub(in super::super) const LINK: u32 = 1;
    pub(in super::super) const IMAGE: u32 = 1 << 1;
    pub(in super::super) const H1: u32 = 1 << 2;
    pub(in super::super) const H2: u32 = 1 << 3;
    pub(in super::super) const LOWER_HEADING: u32 = 1 << 4;
    pub(in super::super) const PARAGRAPH: u32 = 1 << 5;
    pub(in super::super) const BOX: u32 = 1 << 6;
    pub(in super::super) const LIST: u32 = 1 << 7;
    pub(in super::super) const CENTER: u32 = 1 << 8;
    pub(in super::super) const ARTICLE: u32 = 1 << 9;
    pub(in super::super) const MAIN: u32 = 1 << 10;
    pub(in super::super) const FIELD: u32 = 1 << 11;
    pub(in super::super) const EMBEDDED: u32 = 1 << 12;
    pub(in super::super) const META: u32 = 1 << 13;
    pub(in super::super) const SCRIPT: u32 = 1 << 14;
    pub(in super::super) const FIGURE: u32 = 1 << 15;
    pub(in super::super) const CAPTION: u32 = 1 << 16;
    pub(in super::super) const NOSCRIPT: u32 = 1 << 17;
    pub(in super::super) const TIME: u32 = 1 << 18;
    pub(in super::super) const EDIT: u32 = 1 << 19;
    /// Has a class, an id, a relation or a property.
    pub(in super::super) const CALLED: u32 = 1 << 20;
    /// Has a property.
    pub(in super::super) const PROPERTY: u32 = 1 << 21;
    /// Unfolds something else.
    pub(in super::super) const CONTROL: u32 = 1 << 22;
    pub(in super::super) const FOOT: u32 = 1 << 23;
}

/// What an element is by its name.
fn named(name: &str) -> u32 {
    match name {
        "a" => kind::LINK,
        "img" => kind::IMAGE,
        "h1" => kind::H1,
        "h2" => kind::H2,
        "h3" | "h4" | "h5" | "h6" => kind::LOWER_HEADING,
        "p" => kind::PARAGRAPH,
        "div" | "section" | "aside" => kind::BOX,
        "ul" | "ol" => kind::LIST,
        "center" => kind::CENTER,
        "article" => kind::ARTICLE,
        "main" => kind::MAIN,
        "input" => kind::FIELD,
        "iframe" | "embed" | "object" => kind::EMBEDDED,
        "meta" => kind::META,
        "script" => kind::SCRIPT,
        "figure" => kind::FIGURE,
        "figcaption" => kind::CAPTION,
        "noscript" => kind::NOSCRIPT,
        "time" | "abbr" => kind::TIME,
        "footer" => kind::FOOT,
        _ => 0,
    }
}

/// What an attribute makes of an element.
fn attributed(name: &str, value: &str) -> u32 {
    match name {
        "class" if value.contains("mw-editsection") => kind::CALLED | kind::EDIT,
        "class" | "id" | "rel" => kind::CALLED,
        "itemprop" if value == "articleBody" => kind::CALLED | kind::PROPERTY | kind::ARTICLE,
        "itemprop" => kind::CALLED | kind::PROPERTY,
        "role" if value == "main" => kind::MAIN,
        "aria-controls" => kind::CONTROL,
        _ => 0,
    }
}

/// The elements of a page, in order.
pub(super) struct Elements<'a> {
    /// The page.
    pub(super) page: &'a Document,
    all: Vec<(u32, NodeId)>,
    /// All kinds that there are.
    kinds: u32,
}

impl<'a> Elements<'a> {
    /// Walks a page. What is put into it or renamed later is not among them.
    pub(super) fn of(page: &'a Document) -> Self {
        let kinds_of = |node: &NodeRef<'_>| {
            let element = node.element_ref()?;
            let attributes = element.attrs.iter().map(|attribute| attributed(&attribute.name.local, &attribute.value));
            Some(attributes.fold(named(&element.name.local), |all, one| all | one)).filter(|kinds| *kinds != 0)
        };
        let root = page.root();
        let nodes = root.descendants_it();
        let all: Vec<(u32, NodeId)> = nodes.filter_map(|node| Some((kinds_of(&node)?, node.id))).collect();
        let kinds = all.iter().fold(0, |kinds, (one, _)| kinds | one);
        Self { page, all, kinds }
    }

    /// Those of any of some kinds.
    pub(super) fn of_kind(&self, kinds: u32) -> impl Iterator<Item = NodeRef<'a>> + '_ {
        let all = if self.kinds & kinds == 0 { &[][..] } else { &self.all };
        let wanted = all.iter().filter(move |(one, _)| one & kinds != 0);
        wanted.filter_map(|(_, id)| self.page.tree.get(id))
    }

    /// Whether there is one of any of some kinds.
    pub(super) fn has(&self, kinds: u32) -> bool {
        self.kinds & kinds != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_by_name_and_by_attribute_in_their_order() {
        let page = Document::from(
            "<body><div role=main><p class=x>a</p><h2>b</h2></div><p>c</p><span itemprop=articleBody>d</span></body>",
        );
        let elements = Elements::of(&page);
        let texts = |kinds| elements.of_kind(kinds).map(|node| node.text().to_string()).collect::<Vec<_>>().join("|");
        assert_eq!(texts(kind::PARAGRAPH | kind::H2), "a|b|c");
        assert_eq!(
            (texts(kind::MAIN), texts(kind::ARTICLE), texts(kind::CALLED)),
            ("ab".into(), "d".into(), "a|d".into())
        );
        assert!(elements.has(kind::PARAGRAPH) && !elements.has(kind::IMAGE) && texts(kind::IMAGE).is_empty());
    }
}
