//! A book's own contents and list of pages: the navigation document of EPUB 3, or the navigation file of EPUB 2. It
//! knows names of places, not where they stand in the text.

use super::chapter::{MOST_ELEMENTS, prepared};
use super::package::reference;
use super::xml::{self, attribute, elements};
use crate::format::markup::line_below;
use dom_query::NodeRef;
use roxmltree::Node;

/// The most entries.
const MOST_ENTRIES: usize = 100_000;
/// The longest title, in bytes.
const MAX_TITLE: usize = 500;

/// What a book lists.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outline {
    pub contents: Vec<OutlineEntry>,
    pub pages: Vec<OutlineEntry>,
}

/// One line of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OutlineEntry {
    pub title: String,
    /// 1 for the outermost.
    pub level: u8,
    /// The place, by the name that the anchors know.
    pub target: String,
}

impl Outline {
    fn push(entries: &mut Vec<OutlineEntry>, title: String, level: usize, target: Option<String>) {
        if let Some(target) = target.filter(|_| !title.is_empty() && entries.len() < MOST_ENTRIES) {
            entries.push(OutlineEntry { title, level: u8::try_from(level.max(1)).unwrap_or(u8::MAX), target });
        }
    }
}

/// The lists of a navigation document: its `nav` elements, in which lists stand in lists.
pub(super) fn of_nav(entry: &str, bytes: Vec<u8>) -> Outline {
    let tree = dom_query::Document::from(prepared(bytes, &mut MOST_ELEMENTS.clone()).html);
    let mut reader = NavReader { entry, ..NavReader::default() };
    let root = tree.root();
    let mut at = root;
    loop {
        reader.enter(&at);
        if let Some(below) = at.first_child() {
            at = below;
            continue;
        }
        while at.next_sibling().is_none() && at.id != root.id {
            reader.leave(&at);
            let Some(parent) = at.parent() else { return reader.outline };
            at = parent;
        }
        reader.leave(&at);
        let Some(next) = at.next_sibling() else { return reader.outline };
        at = next;
    }
}

#[derive(Default)]
struct NavReader<'a> {
    entry: &'a str,
    outline: Outline,
    list: OutlineList,
    /// How many lists are open.
    depth: usize,
    /// Headings of parts without a place of their own: theirs is that of the first entry below.
    waiting: Vec<(String, usize)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum OutlineList {
    #[default]
    None,
    Contents,
    Pages,
}

impl NavReader<'_> {
    fn enter(&mut self, node: &NodeRef<'_>) {
        match name(node).as_str() {
            "nav" => {
                let kind = |word: &str| {
                    let says = |attr: &str| {
                        node.attr(attr).is_some_and(|own| own.split_ascii_whitespace().any(|own| own == word))
                    };
                    says("epub:type") || says("role")
                };
                self.list = match () {
                    () if kind("toc") || kind("doc-toc") => OutlineList::Contents,
                    () if kind("page-list") || kind("doc-pagelist") => OutlineList::Pages,
                    () => OutlineList::None,
                };
                self.depth = 0;
            }
            "ol" | "ul" => self.depth += 1,
            "a" if self.list != OutlineList::None => self.link(node),
            "span"
                if self.list == OutlineList::Contents && node.parent().is_some_and(|parent| name(&parent) == "li") =>
            {
                self.waiting.push((title_of(node), self.depth));
            }
            _ => {}
        }
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        match name(node).as_str() {
            "nav" => {
                self.list = OutlineList::None;
                self.waiting.clear();
            }
            "ol" | "ul" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn link(&mut self, node: &NodeRef<'_>) {
        let Some(href) = node.attr("href") else {
            self.waiting.push((title_of(node), self.depth));
            return;
        };
        let target = reference(self.entry, &href).map(|reference| reference.key());
        let entries = match self.list {
            OutlineList::Pages => &mut self.outline.pages,
            _ => &mut self.outline.contents,
        };
        for (title, level) in self.waiting.drain(..).filter(|(_, level)| *level < self.depth) {
            Outline::push(entries, title, level, target.clone());
        }
        Outline::push(entries, title_of(node), self.depth, target);
    }
}

fn name(node: &NodeRef<'_>) -> String {
    node.node_name().map(String::from).unwrap_or_default()
}

fn title_of(node: &NodeRef<'_>) -> String {
    cut(line_below(node, MAX_TITLE, &["rt", "rp"]))
}

fn cut(mut title: String) -> String {
    title.truncate(title.floor_char_boundary(MAX_TITLE));
    title
}

/// The lists of a navigation file: points in points, each with a label.
pub(super) fn of_ncx(entry: &str, bytes: Vec<u8>) -> Outline {
    let text = xml::text(bytes);
    let mut outline = Outline::default();
    let Some(tree) = xml::tree(&text) else { return outline };
    if let Some(map) = elements(tree.root(), "navMap").next() {
        points(map, entry, &mut outline.contents);
    }
    for page in elements(tree.root(), "pageTarget") {
        Outline::push(&mut outline.pages, label(page), 1, place(page, entry));
    }
    outline
}

/// Every point below the map, with its depth, by a walk that needs no stack.
fn points(map: Node<'_, '_>, entry: &str, entries: &mut Vec<OutlineEntry>) {
    let is_point = |node: Node<'_, '_>| node.is_element() && node.tag_name().name() == "navPoint";
    let (mut at, mut level) = (map, 0);
    loop {
        if is_point(at) {
            level += 1;
            Outline::push(entries, label(at), level, place(at, entry));
        }
        if let Some(below) = at.first_child() {
            at = below;
            continue;
        }
        loop {
            level -= usize::from(is_point(at));
            if at == map {
                return;
            }
            if let Some(next) = at.next_sibling() {
                at = next;
                break;
            }
            let Some(parent) = at.parent() else { return };
            at = parent;
        }
    }
}

fn label(point: Node<'_, '_>) -> String {
    let own = point.children().find(|child| child.tag_name().name() == "navLabel");
    own.map(|label| cut(xml::line(label))).filter(|label| !label.is_empty()).unwrap_or_else(|| {
        // A page may have a number and no label.
        attribute(point, "value").unwrap_or_default().to_owned()
    })
}

fn place(point: Node<'_, '_>, entry: &str) -> Option<String> {
    let content = point.children().find(|child| child.tag_name().name() == "content")?;
    reference(entry, attribute(content, "src")?).map(|reference| reference.key())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(entries: &[OutlineEntry]) -> Vec<String> {
        entries.iter().map(|entry| format!("{} {} > {}", entry.level, entry.title, entry.target)).collect()
    }

    #[test]
    fn a_navigation_document_has_contents_and_pages() {
        let nav = "<html><body><nav epub:type='landmarks'><ol><li><a href='x'>no</a></li></ol></nav>\
                   <nav epub:type='toc'><h1>Contents</h1><ol><li><a href='a.xhtml'>One <b>and</b>\n more</a><ol><li><a href='a.xhtml#s'>Two</a></li></ol></li>\
                   <li><span>Part</span><ol><li><a href='../b.xhtml'>Three</a></li></ol></li></ol></nav>\
                   <nav epub:type='page-list' hidden=''><ol><li><a href='a.xhtml#p1'>1</a></li></ol></nav></body></html>";
        let outline = of_nav("t/nav.xhtml", nav.into());
        assert_eq!(
            drawn(&outline.contents),
            ["1 One and more > t/a.xhtml", "2 Two > t/a.xhtml#s", "1 Part > b.xhtml", "2 Three > b.xhtml"]
        );
        assert_eq!(drawn(&outline.pages), ["1 1 > t/a.xhtml#p1"]);
    }

    #[test]
    fn a_navigation_file_has_points_in_points() {
        let ncx = "<!DOCTYPE ncx PUBLIC '-//x' 'x.dtd'><ncx><navMap><navPoint><navLabel><text>One</text></navLabel><content src='a.html'/>\
                   <navPoint><navLabel><text> Two\n</text></navLabel><content src='a.html#b'/></navPoint></navPoint>\
                   <navPoint><navLabel><text>Three</text></navLabel><content src='c.html'/></navPoint></navMap>\
                   <pageList><pageTarget value='7'><content src='a.html#p7'/></pageTarget></pageList></ncx>";
        let outline = of_ncx("toc.ncx", ncx.into());
        assert_eq!(drawn(&outline.contents), ["1 One > a.html", "2 Two > a.html#b", "1 Three > c.html"]);
        assert_eq!(drawn(&outline.pages), ["1 7 > a.html#p7"]);
    }

    #[test]
    fn damaged_lists_are_empty_or_short_and_never_fail() {
        assert_eq!(of_ncx("", b"<ncx><navMap>".to_vec()), Outline::default());
        assert_eq!(of_nav("", b"<nav epub:type=toc><ol><li><a>x".to_vec()), Outline::default());
    }
}
