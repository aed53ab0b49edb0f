//! Elements inside the text: styles, links and references to notes, pictures, formulas, line breaks.

use super::super::containers::Borders;
use super::super::element::{Element, line_below};
use super::super::flow::MarkupRun;
use super::super::pictures::Picture;
use super::super::roles::ElementRole;
use super::super::{LinkTarget, MAX_TARGET, formulas, notes, pictures};
use super::{ElementEnd, MarkupWalk, OffLine, OpenElement};
use crate::document::{BlockKind, Marker};
use crate::format::letter_height::{self, LetterHeight};
use crate::format::numerals;
use crate::text::visible;
use dom_query::NodeRef;

impl MarkupWalk<'_> {
    pub(super) fn run(&mut self, run: MarkupRun) -> OpenElement {
        OpenElement { runs: u8::from(self.flow.begin_run(run)), ..OpenElement::default() }
    }

    pub(super) fn off_line(&mut self, node: &NodeRef<'_>, height: LetterHeight) -> OpenElement {
        let figures = height.changes(&line_below(node, letter_height::LONGEST, &[]));
        if figures && self.off_line.last().is_some_and(|open| open.figures && open.begun) {
            // Unicode has no figures upon figures: `x²³` would be another power.
            self.text(if height == LetterHeight::Raised { "^" } else { "_" });
        }
        self.off_line.push(OffLine { height, figures, begun: false });
        OpenElement { ends: ElementEnd::OffLine, ..OpenElement::default() }
    }

    fn is_raised(&self) -> bool {
        self.off_line.iter().any(|open| open.height == LetterHeight::Raised)
    }

    pub(super) fn link(&mut self, node: &NodeRef<'_>, element: &Element<'_>) -> Option<OpenElement> {
        if notes::leads_back(element, &line_below(node, notes::MAX_SIGN, &[])) {
            return None;
        }
        let href = element.attr("href").map(str::trim).filter(|href| href.len() <= MAX_TARGET).unwrap_or_default();
        if !href.is_empty() && element.id().is_some_and(notes::is_note_id) {
            self.flow.expect_note();
        }
        let run = match (self.source.target)(href) {
            _ if href.is_empty() => None,
            LinkTarget::Inside(name) => Some(MarkupRun::Reference(name.into())),
            LinkTarget::Outside(address) => Some(MarkupRun::Style(self.flow.builder.link(visible::line(&address)))),
            LinkTarget::Nowhere => None,
        };
        let frame = run.map_or_else(OpenElement::default, |run| self.run(run));
        let raised = self.is_raised() || only_child(node).is_some_and(|child| child.name() == "sup");
        let begins = self.flow.begins_note();
        let back = begins
            && href.contains('#')
            && line_below(node, notes::MAX_SIGN, &[]).bytes().all(|byte| byte.is_ascii_digit());
        let is_sign = back || notes::is_reference(element, raised);
        let sign = if is_sign { line_below(node, notes::MAX_SIGN, &[]) } else { String::new() };
        if !notes::is_bare_sign(&sign) || !(self.flow.has_open() || begins) {
            return Some(frame);
        }
        // A raised number would run into the word before it.
        self.flow.text(&format!("[{sign}]{}", if begins { " " } else { "" }));
        self.leave(frame);
        None
    }

    /// A raised number without a link, which would run into the word beside it: at the beginning of a note the note's own sign,
    /// behind the end of a clause the mark of one.
    pub(super) fn raised_sign(&mut self, node: &NodeRef<'_>) -> bool {
        let begins = self.flow.begins_note();
        let sign =
            if begins || self.flow.has_open() { line_below(node, notes::MAX_SIGN, &["a"]) } else { String::new() };
        if begins && !sign.is_empty() && sign.bytes().all(|byte| byte.is_ascii_digit()) {
            self.flow.text(&format!("[{sign}] "));
            return true;
        }
        let is_mark = numerals::marks_note(self.flow.open_text(), &sign);
        if is_mark {
            self.flow.text(&format!("[{sign}]"));
        }
        is_mark
    }

    /// Elements without text of their own below them.
    pub(super) fn alone(&mut self, node: &NodeRef<'_>, element: &Element<'_>, role: ElementRole) {
        match role {
            ElementRole::Break => self.flow.break_line(),
            ElementRole::Rule if self.flow.containers.borders() == Borders::Spaces => self.flow.border(),
            ElementRole::Rule => self.flow.whole_block(self.rule_kind(), "* * *", None),
            ElementRole::Picture => self.image(element),
            ElementRole::Drawing => {
                if let Some(drawn) = pictures::of_drawing(node, self.source) {
                    self.picture(drawn);
                }
            }
            ElementRole::Formula => self.flow.text(&formulas::of_math(node)),
            ElementRole::Checkbox if element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) => {
                self.flow.containers.mark(Marker::Task(element.attr("checked").is_some()));
            }
            _ => {}
        }
    }

    pub(super) fn rule_kind(&self) -> BlockKind {
        if self.flow.containers.is_fixed() { self.flow.containers.place().kind } else { BlockKind::Rule }
    }

    pub(super) fn image(&mut self, element: &Element<'_>) {
        let Some(picture) = pictures::of_image(element, self.source) else { return };
        if !picture.text.is_empty() {
            self.picture(picture);
        } else if let Some(figure) = self.figures.last_mut() {
            (figure.picture, figure.unsaid) = (Some(picture), true);
        } else if !picture.is_decoration && !self.flow.containers.is_fixed() {
            self.untold(&picture);
        }
    }

    pub(super) fn picture(&mut self, picture: Picture) {
        if picture.is_letter() {
            return self.flow.text(&picture.text);
        }
        let style = picture.style(self.flow.builder);
        self.flow.picture(picture.text.clone(), style);
        if let Some(figure) = self.figures.last_mut() {
            (figure.picture, figure.unsaid) = (Some(picture), false);
        }
    }

    /// A picture of which nothing is said.
    pub(super) fn untold(&mut self, picture: &Picture) {
        let style = picture.style(self.flow.builder);
        self.flow.picture(crate::format::UNSAID.to_owned(), style);
    }
}

/// The only element below a node, where nothing else is.
fn only_child<'a>(node: &NodeRef<'a>) -> Option<Element<'a>> {
    let first = node.first_child().filter(|first| first.next_sibling().is_none())?;
    Element::of(&first)
}
