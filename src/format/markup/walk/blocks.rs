//! Elements whose text stands apart: paragraphs, headings, lists, quotations, notes, poems, tables, figures.

use super::super::containers::Borders;
use super::super::element::Element;
use super::super::flow::MarkupRun;
use super::super::roles::ElementRole;
use super::super::tables::OpenTable;
use super::super::{notes, tables};
use super::{ElementEnd, FigureOpen, MarkupWalk, OpenElement};
use crate::document::BlockKind;
use crate::format::numerals::Numerals;
use dom_query::NodeRef;

/// What poems are called: their parts are lines.
const POEMS: &[&str] = &["poem", "poetry", "verse", "stanza", "linegroup", "line-group", "lg"];
/// What books call verse (`epub:type`, in the vocabulary of Standard Ebooks): its parts are lines.
const VERSES: &[&str] = &["z3998:verse", "z3998:poem"];

impl MarkupWalk<'_> {
    pub(super) fn block(&mut self, node: &NodeRef<'_>, element: &Element<'_>, role: ElementRole) -> OpenElement {
        if role == ElementRole::Definition {
            self.flow.define();
        } else {
            self.flow.border();
        }
        let frame = OpenElement { border: true, ..OpenElement::default() };
        let borders = self.flow.containers.borders();
        if borders == Borders::Spaces {
            return frame;
        }
        if let Some(containers) = self.contain(node, element, role) {
            return OpenElement { containers, ends: ElementEnd::Block, ..OpenElement::default() };
        }
        if element.name() == "nav" {
            self.navs += 1;
            return OpenElement { ends: ElementEnd::Nav, ..frame };
        }
        if borders == Borders::Lines && element.name() == "p" && holds_breaks(node) {
            self.flow.close();
        }
        frame
    }

    /// Enters what a block that is more than a block is, and says how many containers that took.
    pub(super) fn contain(&mut self, node: &NodeRef<'_>, element: &Element<'_>, role: ElementRole) -> Option<u8> {
        let value = element.attr("value").and_then(|value| value.trim().parse().ok());
        let is_item = role == ElementRole::Item;
        let is_note = notes::is_note(element) || (is_item && in_notes(node));
        let free = !self.flow.containers.is_fixed();
        if free && is_note && node.first_child().is_some() {
            self.flow.close();
            self.flow.containers.enter_note(is_item, value);
        } else if is_item {
            self.flow.close();
            self.flow.containers.enter_item(value);
        } else if role == ElementRole::Definition {
            self.flow.containers.enter_list(None, Numerals::Digits);
        } else if free && element.name() != "p" && is_poem(element) {
            self.flow.close();
            self.enter_poem();
        } else {
            return None;
        }
        Some(1)
    }

    pub(super) fn enter_poem(&mut self) {
        let place = self.flow.containers.place();
        self.flow.containers.enter_kind(place.kind, place.level, Borders::Lines);
    }

    pub(super) fn heading(&mut self, level: u8) -> OpenElement {
        self.flow.border();
        if self.flow.containers.borders() == Borders::Spaces {
            return OpenElement { border: true, ..OpenElement::default() };
        }
        self.flow.containers.enter_kind(BlockKind::Heading, level, Borders::Spaces);
        // The border is one of the place around it: what ends here is a block.
        OpenElement { containers: 1, ends: ElementEnd::Block, ..OpenElement::default() }
    }

    pub(super) fn quotation(&mut self, element: &Element<'_>) -> OpenElement {
        self.flow.border();
        if self.flow.containers.borders() == Borders::Spaces {
            return OpenElement { border: true, ..OpenElement::default() };
        }
        self.flow.close();
        self.flow.containers.enter_quotation();
        let poem = is_poem(element) && !self.flow.containers.is_fixed();
        if poem {
            self.enter_poem();
        }
        OpenElement { containers: 1 + u8::from(poem), ends: ElementEnd::Block, ..OpenElement::default() }
    }

    pub(super) fn list(&mut self, node: &NodeRef<'_>, element: &Element<'_>, role: ElementRole) -> OpenElement {
        self.flow.border();
        if self.flow.containers.borders() == Borders::Spaces {
            return OpenElement { border: true, ..OpenElement::default() };
        }
        if self.flow.containers.lists() == 0 {
            self.flow.part();
        }
        let counts = role == ElementRole::Numbers && self.navs == 0;
        self.flow.containers.enter_list(counts.then(|| numbering(node, element)), numerals(element));
        OpenElement { containers: 1, border: true, ..OpenElement::default() }
    }

    pub(super) fn preformatted(&mut self) -> OpenElement {
        self.flow.border();
        self.preformatted += 1;
        if self.flow.containers.borders() == Borders::Spaces {
            self.preformatted -= 1;
            return OpenElement { border: true, ..OpenElement::default() };
        }
        self.flow.close();
        self.flow.containers.enter_kind(BlockKind::Code, 0, Borders::Blocks);
        OpenElement { containers: 1, border: true, ends: ElementEnd::Preformatted, ..OpenElement::default() }
    }

    pub(super) fn table(&mut self, node: &NodeRef<'_>, element: &Element<'_>, role: ElementRole) -> OpenElement {
        let inside = self.flow.containers.borders() == Borders::Spaces;
        let in_data = self.tables.last().is_some_and(|table| table.is_data);
        match role {
            ElementRole::Table => {
                self.flow.border();
                let data = !inside && !self.flow.containers.is_fixed() && tables::is_data(node, element);
                if data {
                    self.flow.part();
                }
                self.tables.push(OpenTable::new(data));
                OpenElement { border: true, ends: ElementEnd::Table, ..OpenElement::default() }
            }
            ElementRole::Row if in_data && !inside => {
                self.flow.row();
                self.tables.last_mut().into_iter().for_each(OpenTable::row);
                let level = u8::from(tables::is_header(node));
                self.flow.containers.enter_kind(BlockKind::TableRow, level, Borders::Spaces);
                OpenElement { containers: 1, ends: ElementEnd::Block, ..OpenElement::default() }
            }
            ElementRole::Cell if in_data => {
                let (before, wide) = self.tables.last_mut().map_or((0, 1), |table| table.cell(element));
                (0..=before).for_each(|_| self.flow.cell());
                OpenElement { ends: ElementEnd::Cell(u8::try_from(wide - 1).unwrap_or(0)), ..OpenElement::default() }
            }
            _ => {
                self.flow.border();
                OpenElement { border: true, ..OpenElement::default() }
            }
        }
    }

    pub(super) fn caption(&mut self) -> OpenElement {
        self.flow.border();
        if self.flow.containers.borders() == Borders::Spaces {
            return OpenElement { border: true, ..OpenElement::default() };
        }
        self.flow.close();
        self.flow.containers.enter_kind(BlockKind::Caption, 0, Borders::Blocks);
        let style = self.figures.last_mut().and_then(|figure| {
            figure.captioned = true;
            figure.picture.as_ref()?.style(self.flow.builder)
        });
        let styled = style.is_some_and(|style| self.flow.begin_run(MarkupRun::Style(style)));
        OpenElement { containers: 1, runs: u8::from(styled), ends: ElementEnd::Block, ..OpenElement::default() }
    }

    pub(super) fn figure(&mut self) -> OpenElement {
        self.flow.border();
        self.figures.push(FigureOpen::default());
        OpenElement { border: true, ends: ElementEnd::Figure, ..OpenElement::default() }
    }

    /// A picture without a word is told of only where no caption speaks of it.
    pub(super) fn end_figure(&mut self) {
        let Some(figure) = self.figures.pop() else { return };
        if let Some(picture) =
            figure.picture.filter(|picture| figure.unsaid && !figure.captioned && !picture.is_decoration)
        {
            self.untold(&picture);
        }
    }
}

fn is_poem(element: &Element<'_>) -> bool {
    element.has_class(POEMS) || element.means(VERSES)
}

/// Whether an item belongs to a list of notes.
fn in_notes(item: &NodeRef<'_>) -> bool {
    let holds = |node: &NodeRef<'_>| Element::of(node).is_some_and(|element| notes::holds_notes(&element));
    let Some(list) = item.parent() else { return false };
    holds(&list) || list.parent().is_some_and(|parent| holds(&parent))
}

/// Whether a paragraph has lines of its own.
fn holds_breaks(paragraph: &NodeRef<'_>) -> bool {
    paragraph.children_it(false).any(|child| Element::of(&child).is_some_and(|child| child.name() == "br"))
}

/// How a list is counted, by its type or its style.
fn numerals(list: &Element<'_>) -> Numerals {
    let style = list.attr("style").and_then(|style| style.split_once("list-style").map(|(_, rest)| rest.to_owned()));
    let styled = style.unwrap_or_default();
    let styled = styled.split(';').next().unwrap_or_default();
    let by_style = NUMERALS.iter().find(|(_, names, _)| names.iter().any(|name| styled.contains(name)));
    let by_type = || list.attr("type").and_then(|said| NUMERALS.iter().find(|(sign, ..)| *sign == said.trim()));
    by_style.or_else(by_type).map_or(Numerals::Digits, |(_, _, numerals)| *numerals)
}

/// The types of lists that do not count in digits, with the names of their styles.
const NUMERALS: &[(&str, &[&str], Numerals)] = &[
    ("a", &["lower-alpha", "lower-latin"], Numerals::Letters),
    ("A", &["upper-alpha", "upper-latin"], Numerals::Capitals),
    ("i", &["lower-roman"], Numerals::Roman),
    ("I", &["upper-roman"], Numerals::RomanCapitals),
];

/// The first number of a list and the step to the next.
fn numbering(list: &NodeRef<'_>, element: &Element<'_>) -> (i64, i64) {
    let start = element.attr("start").and_then(|start| start.trim().parse().ok());
    if element.attr("reversed").is_none() {
        return (start.unwrap_or(1), 1);
    }
    let items = || list.children_it(false).filter(|item| Element::of(item).is_some_and(|item| item.name() == "li"));
    (start.unwrap_or_else(|| i64::try_from(items().count()).unwrap_or(i64::MAX)), -1)
}
