//! Styles: what paragraphs and runs are by the names of their styles, which are English in every edition of Word, and by
//! the styles that these are based on.

use super::names::is_on;
use crate::format::letter_height::LetterHeight;
use crate::format::office::composer::ParagraphKind;
use crate::format::office::kinds::kind_of;
use crate::format::office::xml::{attribute, child};
use roxmltree::Node;
use std::collections::HashMap;

/// The longest chain of styles.
const MOST_BASES: usize = 16;

/// What properties say of a style, a paragraph or a run; `None` where they say nothing.
#[derive(Clone, Debug, Default)]
pub struct Properties {
    /// What the paragraph is, by the name of the style.
    pub kind: Option<ParagraphKind>,
    /// The level of its heading, 1 for the outermost; 0 for text that is none.
    pub outline: Option<u8>,
    /// The list that it belongs to; `0` for none.
    pub list: Option<String>,
    /// Its depth in the list, 0 for the outermost.
    pub depth: Option<usize>,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub struck: Option<bool>,
    pub hidden: Option<bool>,
    pub height: Option<LetterHeight>,
}

impl Properties {
    /// These, and what `base` says where they say nothing.
    fn over(self, base: &Self) -> Self {
        Self {
            kind: self.kind.or(base.kind),
            outline: self.outline.or(base.outline),
            list: self.list.or_else(|| base.list.clone()),
            depth: self.depth.or(base.depth),
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            struck: self.struck.or(base.struck),
            hidden: self.hidden.or(base.hidden),
            height: self.height.or(base.height),
        }
    }

    /// Reads the properties of a paragraph (`w:pPr`).
    fn of_paragraph(mut self, node: Node<'_, '_>) -> Self {
        for property in node.children().filter(Node::is_element) {
            match property.tag_name().name() {
                "outlineLvl" => {
                    self.outline = number(property).map(|level| if level < 9 { level as u8 + 1 } else { 0 });
                }
                "numPr" => {
                    self.list = child(property, "numId").and_then(|id| attribute(id, "val")).map(str::to_owned);
                    self.depth = child(property, "ilvl").and_then(number).map(|depth| depth.min(8));
                }
                _ => {}
            }
        }
        self
    }

    /// Reads the properties of a run (`w:rPr`).
    fn of_run(mut self, node: Node<'_, '_>) -> Self {
        for property in node.children().filter(Node::is_element) {
            let field = match property.tag_name().name() {
                "b" => &mut self.bold,
                "i" => &mut self.italic,
                "strike" | "dstrike" => &mut self.struck,
                "vanish" => &mut self.hidden,
                "vertAlign" => {
                    self.height = attribute(property, "val").map(height);
                    continue;
                }
                _ => continue,
            };
            *field = Some(is_on(property));
        }
        self
    }
}

/// Where letters stand (`ST_VerticalAlignRun`, ECMA-376 part 1, 22.9.2.17).
fn height(place: &str) -> LetterHeight {
    match place {
        "superscript" => LetterHeight::Raised,
        "subscript" => LetterHeight::Lowered,
        _ => LetterHeight::OnLine,
    }
}

fn number(node: Node<'_, '_>) -> Option<usize> {
    attribute(node, "val")?.parse().ok()
}

#[derive(Debug, Default)]
struct DocxStyle {
    own: Properties,
    base: Option<String>,
}

/// All styles of a document, and what its text is written in.
#[derive(Debug, Default)]
pub struct DocxStyles {
    by_id: HashMap<String, DocxStyle>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
    /// The language of text that names none.
    pub language: Option<String>,
}

impl DocxStyles {
    /// Reads the part of styles.
    pub fn of(root: Node<'_, '_>) -> Self {
        let mut styles = Self::default();
        for node in root.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "style" => styles.add(node),
                "docDefaults" => styles.language = language(node),
                _ => {}
            }
        }
        styles
    }

    fn add(&mut self, node: Node<'_, '_>) {
        let Some(id) = attribute(node, "styleId") else { return };
        let value = |name| child(node, name).and_then(|node| attribute(node, "val"));
        let name = value("name").unwrap_or_default().to_lowercase();
        let paragraphs = attribute(node, "type") == Some("paragraph");
        let mut own = Properties::default();
        if paragraphs {
            (own.kind, own.outline) = (kind_of(&name), None);
            own = child(node, "pPr").into_iter().fold(own, Properties::of_paragraph);
        } else {
            own = child(node, "rPr").into_iter().fold(own, Properties::of_run);
        }
        if paragraphs && attribute(node, "default").is_some_and(|on| on != "0" && on != "false") {
            self.usual = Some(id.to_owned());
        }
        self.by_id.insert(id.to_owned(), DocxStyle { own, base: value("basedOn").map(str::to_owned) });
    }

    fn style(&self, id: Option<&str>) -> Properties {
        let mut all = Properties::default();
        let mut next = id;
        for _ in 0..MOST_BASES {
            let Some(style) = next.and_then(|id| self.by_id.get(id)) else { break };
            all = all.over(&style.own);
            next = style.base.as_deref();
        }
        all
    }

    /// What is said of a paragraph with these properties (`w:pPr`).
    pub fn paragraph(&self, node: Option<Node<'_, '_>>) -> Properties {
        let id = node.and_then(|node| child(node, "pStyle")).and_then(|style| attribute(style, "val"));
        let style = self.style(id.or(self.usual.as_deref()));
        let mut own = node.into_iter().fold(Properties::default(), Properties::of_paragraph);
        if own.list.is_some() && own.depth.is_none() && own.list != style.list {
            own.depth = Some(0);
        }
        own.over(&style)
    }

    /// What is said of a run with these properties (`w:rPr`).
    pub fn run(&self, node: Option<Node<'_, '_>>) -> Properties {
        let Some(node) = node else { return Properties::default() };
        let id = child(node, "rStyle").and_then(|style| attribute(style, "val"));
        let own = Properties::default().of_run(node);
        if id.is_some() { own.over(&self.style(id)) } else { own }
    }
}

fn language(defaults: Node<'_, '_>) -> Option<String> {
    let node = defaults.descendants().find(|node| node.tag_name().name() == "lang")?;
    attribute(node, "val").filter(|tag| crate::format::office::properties::is_language(tag)).map(str::to_owned)
}
