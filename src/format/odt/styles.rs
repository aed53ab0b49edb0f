//! Styles: what paragraphs are by the names of their styles, and how runs are set. What is set by hand is a style without
//! a proper name ("automatic") that is based on one with a name.

use crate::format::letter_height::LetterHeight;
use crate::format::office::composer::ParagraphKind;
use crate::format::office::face::Face;
use crate::format::office::kinds::kind_of;
use crate::format::office::properties::is_language;
use crate::format::office::xml::{attribute, child};
use roxmltree::Node;
use std::collections::HashMap;

/// The longest chain of styles.
const MOST_BASES: usize = 16;

/// How text is set; `None` where nothing is said.
#[derive(Clone, Copy, Debug, Default)]
pub struct OdtSetting {
    bold: Option<bool>,
    italic: Option<bool>,
    struck: Option<bool>,
    hidden: Option<bool>,
    height: Option<LetterHeight>,
}

impl OdtSetting {
    fn of(style: Node<'_, '_>) -> Self {
        let Some(node) = child(style, "text-properties") else { return Self::default() };
        let value = |name| attribute(node, name);
        Self {
            bold: value("font-weight")
                .map(|weight| weight == "bold" || weight.parse().is_ok_and(|weight: u16| weight > 500)),
            italic: value("font-style").map(|style| style != "normal"),
            struck: value("text-line-through-style").map(|style| style != "none"),
            hidden: value("display").map(|display| display == "none"),
            height: value("text-position").map(height),
        }
    }

    fn over(self, base: Self) -> Self {
        Self {
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            struck: self.struck.or(base.struck),
            hidden: self.hidden.or(base.hidden),
            height: self.height.or(base.height),
        }
    }

    /// The face of words inside of words that have the face `outer`.
    pub fn face(self, outer: Face) -> Face {
        Face {
            emphasis: self.italic.unwrap_or(outer.emphasis),
            strong: self.bold.unwrap_or(outer.strong),
            strike: self.struck.unwrap_or(outer.strike),
            place: self.height.unwrap_or(outer.place),
        }
    }

    pub fn is_hidden(self) -> bool {
        self.hidden == Some(true)
    }
}

/// Where letters stand (`style:text-position`, ODF 1.3 part 3, 20.384): `super`, `sub`, or how many per cent of a letter's height
/// above the line.
fn height(place: &str) -> LetterHeight {
    let first = place.split_ascii_whitespace().next().unwrap_or_default();
    let above = first.strip_suffix('%').and_then(|above| above.parse::<f32>().ok()).unwrap_or_default();
    match first {
        "super" => LetterHeight::Raised,
        "sub" => LetterHeight::Lowered,
        _ if above > 0.0 => LetterHeight::Raised,
        _ if above < 0.0 => LetterHeight::Lowered,
        _ => LetterHeight::OnLine,
    }
}

#[derive(Debug)]
struct OdtStyle {
    kind: Option<ParagraphKind>,
    setting: OdtSetting,
    base: Option<String>,
    automatic: bool,
}

/// All styles of a file.
#[derive(Debug, Default)]
pub struct OdtStyles {
    paragraphs: HashMap<String, OdtStyle>,
    texts: HashMap<String, OdtStyle>,
    /// The language of text that names none.
    pub language: Option<String>,
}

impl OdtStyles {
    /// Reads the styles below the root of a part.
    pub fn add(&mut self, root: Node<'_, '_>) {
        for (group, automatic) in [("styles", false), ("automatic-styles", true)] {
            let styles = child(root, group).into_iter().flat_map(|group| group.children());
            for node in styles.filter(Node::is_element) {
                match node.tag_name().name() {
                    "style" => self.add_style(node, automatic),
                    "default-style" => self.language = self.language.take().or_else(|| language(node)),
                    _ => {}
                }
            }
        }
    }

    fn add_style(&mut self, node: Node<'_, '_>, automatic: bool) {
        let family = match attribute(node, "family") {
            Some("paragraph") => &mut self.paragraphs,
            Some("text") => &mut self.texts,
            _ => return,
        };
        let Some(name) = attribute(node, "name") else { return };
        let kind = if automatic { None } else { kind_of(&name.replace("_20_", " ")) };
        let base = attribute(node, "parent-style-name").map(str::to_owned);
        family.entry(name.to_owned()).or_insert(OdtStyle { kind, setting: OdtSetting::of(node), base, automatic });
    }

    /// What a paragraph of that style is.
    pub fn kind(&self, name: Option<&str>) -> Option<ParagraphKind> {
        let mut next = name;
        for _ in 0..MOST_BASES {
            // A style that every edition knows may be missing from the file.
            let Some(style) = next.and_then(|name| self.paragraphs.get(name)) else { break };
            if style.kind.is_some() {
                return style.kind;
            }
            next = style.base.as_deref();
        }
        next.and_then(|name| kind_of(&name.replace("_20_", " ")))
    }

    /// How the words of a paragraph are set by hand.
    pub fn paragraph(&self, name: Option<&str>) -> OdtSetting {
        let style = name.and_then(|name| self.paragraphs.get(name)).filter(|style| style.automatic);
        style.map(|style| style.setting).unwrap_or_default()
    }

    /// How a run of that style is set.
    pub fn text(&self, name: Option<&str>) -> OdtSetting {
        let (mut setting, mut next) = (OdtSetting::default(), name);
        for _ in 0..MOST_BASES {
            let Some(style) = next.and_then(|name| self.texts.get(name)) else { break };
            setting = setting.over(style.setting);
            next = style.base.as_deref();
        }
        setting
    }
}

fn language(style: Node<'_, '_>) -> Option<String> {
    let node = child(style, "text-properties")?;
    let language = attribute(node, "language").filter(|language| *language != "none")?;
    let country = attribute(node, "country").filter(|country| *country != "none");
    let tag = country.map_or_else(|| language.to_owned(), |country| format!("{language}-{country}"));
    is_language(&tag).then_some(tag)
}
