//! What stands inside a paragraph: runs of words, links, fields, notes, pictures, marks.

use super::names::{XmlVocabulary, name};
use super::walk::{DocxWalk, alternative};
use super::{fields, formulas};
use crate::format::office::face::Face;
use crate::format::office::marks::MarkTarget;
use crate::format::office::symbols;
use crate::format::office::xml::{attribute, child, words};
use roxmltree::Node;

impl<'a> DocxWalk<'a> {
    /// The content of a paragraph, or of an element in it that is only a wrapping.
    pub(super) fn inline(&mut self, parent: Node<'a, 'a>) {
        for node in parent.children() {
            match name(node) {
                (XmlVocabulary::Word, "r") => self.run(node),
                (XmlVocabulary::Word, "hyperlink") if refers_to_note(node) => {
                    self.composer.text("[");
                    self.linked(node, self.link(node));
                    self.composer.text("]");
                }
                (XmlVocabulary::Word, "hyperlink") => self.linked(node, self.link(node)),
                (XmlVocabulary::Word, "fldSimple") => {
                    self.linked(node, attribute(node, "instr").and_then(fields::target));
                }
                (XmlVocabulary::Word, "ins" | "moveTo") => {
                    self.tracked = true;
                    self.inline(node);
                }
                (XmlVocabulary::Word, "sdt" | "sdtContent" | "smartTag" | "customXml" | "dir" | "bdo") => {
                    self.inline(node);
                }
                (XmlVocabulary::Formula, _) => self.formula(node),
                (XmlVocabulary::Compatibility, "AlternateContent") => {
                    if let Some(node) = alternative(node) {
                        self.inline(node);
                    }
                }
                _ => self.mark(node),
            }
        }
    }

    /// A mark between words, if the element is one.
    pub(super) fn mark(&mut self, node: Node<'a, 'a>) {
        let (XmlVocabulary::Word, element) = name(node) else { return };
        let id = attribute(node, "id");
        match (element, id) {
            ("bookmarkStart", _) => attribute(node, "name").into_iter().for_each(|name| self.composer.bookmark(name)),
            ("commentRangeStart", Some(id)) => self.composer.open_remark(id),
            ("commentRangeEnd" | "commentReference", Some(id)) => self.composer.close_remark(id),
            ("del" | "moveFrom", _) => self.tracked = true,
            _ => {}
        }
    }

    fn linked(&mut self, node: Node<'a, 'a>, target: Option<MarkTarget>) {
        self.composer.open_link(target.unwrap_or(MarkTarget::None));
        self.inline(node);
        self.composer.close_link();
    }

    fn link(&self, node: Node<'a, 'a>) -> Option<MarkTarget> {
        let address =
            attribute(node, "id").and_then(|id| self.relations.get(id)).map(|relation| relation.target.clone());
        match (address, attribute(node, "anchor")) {
            (Some(address), Some(anchor)) => Some(MarkTarget::Address(format!("{address}#{anchor}"))),
            (Some(address), None) => Some(MarkTarget::Address(address)),
            (None, anchor) => anchor.map(|anchor| MarkTarget::Bookmark(anchor.to_owned())),
        }
    }

    fn run(&mut self, node: Node<'a, 'a>) {
        let properties = self.styles.run(child(node, "rPr"));
        let is = |property: Option<bool>| property == Some(true);
        self.run.hidden = is(properties.hidden);
        self.composer.set(Face {
            emphasis: is(properties.italic),
            strong: is(properties.bold),
            strike: is(properties.struck),
            place: properties.height.unwrap_or_default(),
        });
        self.run.font =
            child(node, "rPr").and_then(|set| child(set, "rFonts")).and_then(|fonts| attribute(fonts, "ascii"));
        self.pieces(node);
        self.composer.set(Face::default());
        (self.run.hidden, self.run.font) = (false, None);
    }

    /// The pieces of a run.
    fn pieces(&mut self, run: Node<'a, 'a>) {
        for node in run.children() {
            match name(node) {
                (XmlVocabulary::Word, "footnoteReference" | "endnoteReference") if !self.unseen() => {
                    let own = attribute(node, "customMarkFollows").is_some_and(|on| on != "0" && on != "false");
                    self.reference(node, own.then(|| words(run)));
                    if own {
                        return;
                    }
                }
                (XmlVocabulary::Word, element) => self.piece(node, element),
                (XmlVocabulary::Compatibility, "AlternateContent") => {
                    if let Some(node) = alternative(node) {
                        self.pieces(node);
                    }
                }
                _ => {}
            }
        }
    }

    fn piece(&mut self, node: Node<'a, 'a>, element: &str) {
        match element {
            "t" => self.words(node),
            "tab" | "ptab" if !self.unseen() => self.composer.tab(),
            "br" | "cr" if !self.unseen() => self.line_break(node),
            "noBreakHyphen" => self.show("\u{2011}"),
            "sym" => self.symbol(node),
            "fldChar" => self.field(node),
            "instrText" => self.fields.instruct(node.text().unwrap_or_default()),
            "lastRenderedPageBreak" => self.page(),
            "drawing" | "pict" | "object" if !self.unseen() => self.drawing(node),
            "ruby" => self.ruby(node),
            _ => self.mark(node),
        }
    }

    /// Whether what stands here is not shown: it is hidden, or part of a field's instruction.
    fn unseen(&self) -> bool {
        self.run.hidden || self.fields.instructing()
    }

    fn show(&mut self, text: &str) {
        if !self.unseen() {
            self.composer.text(text);
        }
    }

    fn words(&mut self, node: Node<'a, 'a>) {
        let text = node.text().unwrap_or_default();
        let kept = attribute(node, "space") == Some("preserve");
        let text = if kept { text } else { text.trim_matches([' ', '\t', '\r', '\n']) };
        self.show(&symbols::shown(text, self.run.font));
    }

    fn line_break(&mut self, node: Node<'a, 'a>) {
        if matches!(attribute(node, "type"), Some("page" | "column")) {
            self.composer.space();
        } else {
            self.composer.line_break();
        }
    }

    /// A character of a font of symbols: there it has a number that says nothing without the font.
    fn symbol(&mut self, node: Node<'a, 'a>) {
        let number = attribute(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok());
        let font = attribute(node, "font").unwrap_or_default();
        let known = number.and_then(|number| symbols::character(font, number));
        let plain = || number.and_then(char::from_u32).filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c));
        let known = known.or_else(plain);
        self.show(known.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut [0; 4]));
    }

    fn field(&mut self, node: Node<'a, 'a>) {
        match attribute(node, "fldCharType") {
            Some("begin") => {
                self.fields.begin();
                if let Some(entry) = chosen(node) {
                    self.fields.choose(entry);
                }
            }
            Some("separate") => self.fields.answer().into_iter().for_each(|target| self.composer.open_link(target)),
            Some("end") => self.end_field(),
            _ => {}
        }
    }

    /// A field ends: a link, or one whose result stands nowhere but in its instruction.
    fn end_field(&mut self) {
        let alone = self.fields.unanswered_text();
        if self.fields.end() {
            self.composer.close_link();
        }
        if let Some(alone) = alone {
            self.show(&alone);
        }
    }

    /// Characters with their reading beside them.
    fn ruby(&mut self, node: Node<'a, 'a>) {
        if let Some(base) = child(node, "rubyBase") {
            self.inline(base);
        }
        if let Some(reading) = child(node, "rt").map(words).filter(|reading| !reading.is_empty()) {
            self.show(&format!("（{reading}）"));
        }
    }

    fn formula(&mut self, node: Node<'a, 'a>) {
        self.show(&formulas::formula(node).line());
    }

    /// A picture by what is said of it, a text box by its text.
    fn drawing(&mut self, node: Node<'a, 'a>) {
        let mut drawing = Drawing::default();
        drawing.survey(node);
        let said = if drawing.boxes.is_empty() { drawing.said } else { "" };
        let source = drawing.source.and_then(|id| self.relations.get(id)).filter(|relation| !relation.external);
        let source = source.map(|relation| relation.target.clone());
        self.composer.picture(said, source);
        self.put_off.boxes.extend(drawing.boxes);
    }
}

/// The entry that is chosen in a list to choose from.
fn chosen(field: Node<'_, '_>) -> Option<String> {
    let list = child(child(field, "ffData")?, "ddList")?;
    let value = |node: Node<'_, '_>| attribute(node, "val").map(str::to_owned);
    let number = |name| child(list, name).and_then(value).and_then(|number| number.parse::<usize>().ok());
    let entries = list.children().filter(|node| node.tag_name().name() == "listEntry");
    entries.filter_map(value).nth(number("result").or_else(|| number("default")).unwrap_or(0))
}

/// What is in a drawing.
#[derive(Default)]
struct Drawing<'a> {
    said: &'a str,
    source: Option<&'a str>,
    boxes: Vec<Node<'a, 'a>>,
}

impl<'a> Drawing<'a> {
    fn survey(&mut self, parent: Node<'a, 'a>) {
        for node in parent.children() {
            match name(node) {
                (XmlVocabulary::Word, "txbxContent") => {
                    self.boxes.push(node);
                    continue;
                }
                (XmlVocabulary::Compatibility, "AlternateContent") => {
                    if let Some(node) = alternative(node) {
                        self.survey(node);
                    }
                    continue;
                }
                (XmlVocabulary::Drawing, "docPr") => self.say(&["descr", "title"], node),
                (XmlVocabulary::Vector, "shape") => self.say(&["alt"], node),
                (XmlVocabulary::Art, "blip") => self.source = self.source.or(attribute(node, "embed")),
                (XmlVocabulary::Vector, "imagedata") => self.source = self.source.or(attribute(node, "id")),
                _ => {}
            }
            self.survey(node);
        }
    }

    fn say(&mut self, names: &[&str], node: Node<'a, 'a>) {
        let said = names.iter().filter_map(|name| attribute(node, name)).find(|said| !said.trim().is_empty());
        if self.said.is_empty() {
            self.said = said.unwrap_or_default();
        }
    }
}

/// Whether a link to a place of the same text is the number of a note, right behind a word: converters write notes so.
fn refers_to_note(link: Node<'_, '_>) -> bool {
    let number = words(link);
    let numbered = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    // Some programs write two links, the first one empty.
    let twin =
        |before: &Node<'_, '_>| words(*before).is_empty() && attribute(*before, "anchor") == attribute(link, "anchor");
    let mut before = link.prev_siblings().skip(1).filter(Node::is_element).skip_while(twin);
    let before = before.next().map(words).unwrap_or_default();
    let glued = before.chars().next_back().is_some_and(|c| c.is_alphabetic() || ".,;:!?”\"’)»".contains(c));
    numbered && glued && attribute(link, "anchor").is_some() && attribute(link, "id").is_none()
}
