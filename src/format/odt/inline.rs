//! What stands inside a paragraph: words, links, notes, annotations, pictures, marks.

use super::names::name;
use super::walk::OdtWalk;
use crate::format::markup::formula_in;
use crate::format::office::composer::Remark;
use crate::format::office::marks::MarkTarget;
use crate::format::office::xml::{attribute, child, words};
use roxmltree::Node;

/// The most spaces that one element stands for.
const MOST_SPACES: usize = 100;

/// Elements whose content is no part of the text.
const UNSEEN: &[&str] = &[
    "hidden-text",
    "hidden-paragraph",
    "script",
    "note-citation",
    "alphabetical-index-mark",
    "toc-mark",
    "user-index-mark",
    "tracked-changes",
    "ruby-text",
    "number",
];

impl<'a> OdtWalk<'a> {
    /// The content of a paragraph, or of an element in it.
    pub(super) fn inline(&mut self, parent: Node<'a, 'a>) {
        for node in parent.children() {
            if let Some(text) = node.text().filter(|_| node.is_text()) {
                if self.changes.deleted.is_none() {
                    self.composer.set(self.face);
                    self.composer.text(text);
                }
                continue;
            }
            if self.changes.deleted.is_some() && !is_mark(node) && !holds_text(node) {
                continue;
            }
            match name(node) {
                ("text", "span") => self.span(node),
                ("text", "a") => self.linked(node, attribute(node, "href").map(target)),
                ("text", "bookmark-ref" | "reference-ref" | "sequence-ref") => {
                    self.linked(node, attribute(node, "ref-name").map(|name| MarkTarget::Bookmark(name.to_owned())));
                }
                ("text", "s") => self.spaces(node),
                ("text", "tab") => self.composer.tab(),
                ("text", "line-break") => self.composer.line_break(),
                ("text", "note") => self.note(node),
                ("text", "ruby") => self.ruby(node),
                ("drawing", _) => self.shape(node),
                ("text", element) if UNSEEN.contains(&element) => {}
                _ if is_mark(node) => self.mark(node),
                ("text", _) => self.inline(node),
                _ => {}
            }
        }
    }

    fn span(&mut self, node: Node<'a, 'a>) {
        let setting = self.styles.text(attribute(node, "style-name"));
        if setting.is_hidden() {
            return;
        }
        let outer = self.face;
        self.face = setting.face(outer);
        self.inline(node);
        self.face = outer;
    }

    fn linked(&mut self, node: Node<'a, 'a>, target: Option<MarkTarget>) {
        self.composer.open_link(target.unwrap_or(MarkTarget::None));
        self.inline(node);
        self.composer.close_link();
    }

    fn spaces(&mut self, node: Node<'a, 'a>) {
        let count = attribute(node, "c").and_then(|count| count.parse().ok()).unwrap_or(1);
        self.composer.text(&" ".repeat(MOST_SPACES.min(count)));
    }

    /// Characters with their reading beside them.
    fn ruby(&mut self, node: Node<'a, 'a>) {
        if let Some(base) = child(node, "ruby-base") {
            self.inline(base);
        }
        if let Some(reading) = child(node, "ruby-text").map(words).filter(|reading| !reading.is_empty()) {
            self.composer.text(&format!("（{reading}）"));
        }
    }

    /// A mark between words, if the element is one.
    pub(super) fn mark(&mut self, node: Node<'a, 'a>) {
        let named = attribute(node, "name");
        match (name(node), named) {
            (("text", "bookmark" | "bookmark-start" | "reference-mark" | "reference-mark-start"), Some(name)) => {
                self.composer.bookmark(name);
            }
            (("text", "soft-page-break"), _) => self.page(),
            (("text", "change" | "change-start"), _) => self.change_begins(node),
            (("text", "change-end"), _) if attribute(node, "change-id") == self.changes.deleted => {
                self.changes.deleted = None;
            }
            (("office", "annotation"), _) => self.remark(node),
            (("office", "annotation-end"), Some(name)) => self.composer.close_remark(name),
            _ => {}
        }
    }

    /// A change that is not settled. A flat file leaves what is deleted in its place, up to the end of the change.
    fn change_begins(&mut self, node: Node<'a, 'a>) {
        self.changes.tracked = true;
        let change = attribute(node, "change-id").filter(|id| self.changes.deletions.contains(id));
        if name(node).1 == "change-start" && self.changes.deleted.is_none() {
            self.changes.deleted = change;
        }
    }

    fn remark(&mut self, node: Node<'a, 'a>) {
        let said = |name| child(node, name).map(words).filter(|text| !text.is_empty());
        let named = attribute(node, "name");
        let id = named.map_or_else(|| format!("\0{}", self.comments.remarks.len()), str::to_owned);
        let paragraphs = node.children().filter(|node| matches!(name(*node), ("text", "p" | "list")));
        let paragraphs: Vec<String> = paragraphs.map(words).filter(|text| !text.is_empty()).collect();
        self.composer.open_remark(&id);
        if !named.is_some_and(|name| self.comments.ends.contains(name)) {
            self.composer.close_remark(&id);
        }
        self.comments.remarks.push(Remark {
            id,
            answers: attribute(node, "parent-name").map(str::to_owned),
            author: said("creator").unwrap_or_default(),
            date: said("date"),
            text: paragraphs.join("\n\n"),
            resolved: attribute(node, "resolved") == Some("true"),
        });
    }

    /// The formula that an object is: a part of the file, or written into it.
    fn formula(&self, object: Node<'a, 'a>) -> Option<String> {
        let inside = object.children().find(|node| node.tag_name().name() == "math");
        let written = match (inside, attribute(object, "href")) {
            (Some(math), _) => object.document().input_text().get(math.range()),
            (None, Some(href)) => {
                self.objects.get(href.trim_start_matches("./").trim_end_matches('/')).map(String::as_str)
            }
            _ => None,
        };
        written.and_then(formula_in).filter(|formula| !formula.is_empty())
    }

    /// A picture by what is said of it, a text box or a shape by its text.
    pub(super) fn shape(&mut self, node: Node<'a, 'a>) {
        let image = child(node, "image").filter(|image| name(*image).0 == "drawing");
        let said =
            ["desc", "title"].iter().filter_map(|name| child(node, name)).map(words).find(|said| !said.is_empty());
        if let Some(formula) = child(node, "object").and_then(|object| self.formula(object)) {
            self.composer.set(self.face);
            return self.composer.text(&formula);
        }
        let text_box = child(node, "text-box");
        if image.is_some() || (text_box.is_none() && said.is_some()) {
            let source = image.and_then(|image| attribute(image, "href")).and_then(in_archive);
            self.composer.picture(&said.unwrap_or_default(), source);
        }
        match (name(node).1, text_box) {
            (_, Some(text_box)) => self.boxes.push(text_box),
            ("a" | "g", None) => {
                for inner in node.children().filter(|node| name(*node).0 == "drawing") {
                    self.shape(inner);
                }
            }
            ("frame", None) => {}
            _ => self.boxes.push(node),
        }
    }
}

/// Whether an element may hold the end of a deletion among its words.
fn holds_text(node: Node<'_, '_>) -> bool {
    matches!(name(node), ("text", "span" | "a" | "bookmark-ref" | "reference-ref" | "sequence-ref"))
}

fn is_mark(node: Node<'_, '_>) -> bool {
    !node.has_children() || name(node) == ("office", "annotation")
}

/// Where an address leads: with `#` in front it is a place in the same text.
fn target(href: &str) -> MarkTarget {
    match href.strip_prefix('#') {
        Some(place) => MarkTarget::Bookmark(place.split('|').next().unwrap_or_default().to_owned()),
        None if href.is_empty() => MarkTarget::None,
        None => MarkTarget::Address(href.to_owned()),
    }
}

/// The name of a picture in the archive; `None` for one outside.
fn in_archive(href: &str) -> Option<String> {
    let outside = href.contains(':') || href.starts_with('/') || href.starts_with("..");
    (!outside).then(|| href.trim_start_matches("./").to_owned()).filter(|name| !name.is_empty())
}
