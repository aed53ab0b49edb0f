//! The walk over the tree: what is done where an element begins and where it ends.

mod blocks;
mod inside;

use super::anchors::Anchors;
use super::containers::Borders;
use super::element::{Element, line_below};
use super::flow::{MarkupFlow, MarkupRun};
use super::margin::{self, MAX_PAGE};
use super::roles::{ElementRole, role};
use super::tables::OpenTable;
use super::{Source, edits, formulas, pictures};
use crate::document::Builder;
use crate::format::letter_height::LetterHeight;
use dom_query::{NodeData, NodeRef};
use pictures::Picture;
use std::borrow::Cow;

/// What books call a place where a page of the printed work begins.
const PAGE_BREAKS: &[&str] = &["pagebreak"];
/// The longest source of a formula, in bytes.
const MAX_FORMULA: usize = 4000;

/// Adds the text below `root` to `builder`, and says in `anchors` where its named elements are and what they refer to.
/// [`Anchors::resolve`] must follow when all text is there.
pub fn walk(root: NodeRef<'_>, builder: &mut Builder, anchors: &mut Anchors, source: Source<'_>) {
    let mut walk = MarkupWalk {
        flow: MarkupFlow::new(builder, anchors),
        source,
        preformatted: 0,
        off_line: Vec::new(),
        navs: 0,
        figures: Vec::new(),
        tables: Vec::new(),
    };
    let mut open: Vec<OpenElement> = Vec::new();
    let mut at = root;
    loop {
        let frame = walk.enter(&at);
        let below = if frame.is_some() { at.first_child() } else { None };
        if let (Some(frame), Some(below)) = (frame, below) {
            open.push(frame);
            at = below;
            continue;
        }
        if let Some(frame) = frame {
            walk.leave(frame);
        }
        let Some(next) = next_after(at, &mut open, &mut walk) else { break };
        at = next;
    }
    walk.flow.close();
}

/// The node after one whose subtree is done; leaves every element that ends there.
fn next_after<'a>(mut at: NodeRef<'a>, open: &mut Vec<OpenElement>, walk: &mut MarkupWalk<'_>) -> Option<NodeRef<'a>> {
    while !open.is_empty() {
        if let Some(next) = at.next_sibling() {
            return Some(next);
        }
        walk.leave(open.pop()?);
        at = at.parent()?;
    }
    None
}

/// What is undone where an element ends.
#[derive(Clone, Copy, Debug, Default)]
struct OpenElement {
    /// Containers to leave.
    containers: u8,
    /// Runs to end.
    runs: u8,
    /// Whether its end is the border of a block.
    border: bool,
    /// What text follows, as one string.
    after: &'static str,
    /// What ends besides.
    ends: ElementEnd,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum ElementEnd {
    #[default]
    Nothing,
    Preformatted,
    OffLine,
    Nav,
    Figure,
    /// A block, whatever the borders around it mean.
    Block,
    Table,
    /// The columns of a wide cell, but one.
    Cell(u8),
}

struct MarkupWalk<'a> {
    flow: MarkupFlow<'a>,
    source: Source<'a>,
    preformatted: usize,
    off_line: Vec<OffLine>,
    navs: usize,
    figures: Vec<FigureOpen>,
    /// The open tables.
    tables: Vec<OpenTable>,
}

/// An open element whose letters stand above or below the line.
struct OffLine {
    height: LetterHeight,
    /// Whether all below it is figures, which are written at their height.
    figures: bool,
    /// Whether some of them are written: what stands off the line in it then stands on them, and not beside them.
    begun: bool,
}

impl OffLine {
    fn written<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        self.begun |= !text.trim().is_empty();
        let at_height = || text.chars().map(|c| self.height.figure(c)).collect();
        if self.figures { Cow::Owned(at_height()) } else { Cow::Borrowed(text) }
    }
}

/// A figure: a caption may say what its picture does not.
#[derive(Default)]
struct FigureOpen {
    captioned: bool,
    /// The picture that a caption would be of …
    picture: Option<Picture>,
    /// … and whether nothing was said of it.
    unsaid: bool,
}

impl MarkupWalk<'_> {
    /// Begins a node. `None`: nothing below it is to be read.
    fn enter(&mut self, node: &NodeRef<'_>) -> Option<OpenElement> {
        let Some(element) = Element::of(node) else {
            node.query(|node| {
                if let NodeData::Text { contents } = &node.data {
                    self.text(contents);
                }
            });
            // The root of a document has elements below it, too.
            return Some(OpenElement::default());
        };
        let role =
            if element.means(&["heading"]) { ElementRole::Heading(level(&element)) } else { role(element.name()) };
        if role == ElementRole::Unread || element.is_hidden() || formulas::is_preview(&element) {
            if formulas::is_source(&element) {
                self.flow.text(&line_below(node, MAX_FORMULA, &[]));
            }
            return None;
        }
        self.named(&element);
        if formulas::is_rendered(&element)
            && let Some(formula) = formulas::of_rendered(node)
        {
            self.flow.text(&formula);
            if formulas::ends_with_space(node) {
                self.flow.text(" ");
            }
            return None;
        }
        if self.is_in_margin(node, &element) {
            return None;
        }
        let forced = self.fixed(node);
        let Some(frame) = self.begin(node, &element, role) else {
            if forced {
                self.flow.close();
                self.flow.containers.leave();
            }
            return None;
        };
        Some(OpenElement { containers: frame.containers + u8::from(forced), border: frame.border || forced, ..frame })
    }

    fn text(&mut self, text: &str) {
        let text = self.off_line.last_mut().map_or(Cow::Borrowed(text), |open| open.written(text));
        if self.preformatted > 0 {
            self.flow.verbatim(&text);
        } else {
            self.flow.text(&text);
        }
    }

    fn named(&mut self, element: &Element<'_>) {
        if let Some(id) = element.id() {
            self.flow.anchors.name(format!("{}#{id}", self.source.file));
        }
    }

    /// Takes what stands in the margin where it is printed, if the element is that: a page's number, lines' numbers.
    fn is_in_margin(&mut self, node: &NodeRef<'_>, element: &Element<'_>) -> bool {
        if element.means(PAGE_BREAKS) || (!self.flow.containers.is_fixed() && margin::is_page_number(node, element)) {
            return self.page(node, element);
        }
        margin::is_line_numbers(node, element)
    }

    /// Takes a place where a page begins. `false` where it holds more than the page's name.
    fn page(&mut self, node: &NodeRef<'_>, element: &Element<'_>) -> bool {
        let inside = line_below(node, MAX_PAGE, &[]);
        let said = element.attr("title").or_else(|| element.attr("aria-label")).unwrap_or_default();
        let named = element.attr("id").unwrap_or_default().rsplit(['_', '-']).next().unwrap_or_default();
        let label = [said, inside.as_str(), named].into_iter().map(str::trim).find(|label| !label.is_empty());
        if let Some(label) = label.filter(|label| label.len() <= MAX_PAGE) {
            self.flow.anchors.page(margin::page_label(label).to_owned());
        }
        inside.len() <= MAX_PAGE
    }

    /// Whether all blocks of an element are of one kind, whatever it is.
    fn fixed(&mut self, node: &NodeRef<'_>) -> bool {
        let free = !self.flow.containers.is_fixed() && self.flow.containers.borders() != Borders::Spaces;
        let kind = if free { (self.source.kind)(node.id) } else { None };
        if let Some(kind) = kind {
            self.flow.close();
            self.flow.containers.enter_fixed(kind);
        }
        kind.is_some()
    }

    fn begin(&mut self, node: &NodeRef<'_>, element: &Element<'_>, role: ElementRole) -> Option<OpenElement> {
        if edits::is_beside_another(node, element) {
            self.flow.text(" ");
        }
        match role {
            ElementRole::Styled(style) => Some(self.run(MarkupRun::Style(style))),
            ElementRole::Block
            | ElementRole::Item
            | ElementRole::Definition
            | ElementRole::Term
            | ElementRole::Terms => Some(self.block(node, element, role)),
            ElementRole::Heading(level) => Some(self.heading((self.source.heading)(*node, level))),
            ElementRole::Quotation => Some(self.quotation(element)),
            ElementRole::Bullets | ElementRole::Numbers => Some(self.list(node, element, role)),
            ElementRole::Preformatted => Some(self.preformatted()),
            ElementRole::Table | ElementRole::Row | ElementRole::Cell => Some(self.table(node, element, role)),
            ElementRole::Caption => Some(self.caption()),
            ElementRole::Figure => Some(self.figure()),
            ElementRole::Link => self.link(node, element),
            ElementRole::Inline if element.is_placed() => {
                self.flow.text(" ");
                Some(OpenElement { after: " ", ..OpenElement::default() })
            }
            ElementRole::Raised | ElementRole::Lowered if formulas::is_script(node, element) => {
                self.flow.text(if role == ElementRole::Raised { "^" } else { "_" });
                Some(OpenElement::default())
            }
            ElementRole::Inline => Some(OpenElement::default()),
            ElementRole::Raised if self.raised_sign(node) => None,
            ElementRole::Raised => Some(self.off_line(node, LetterHeight::Raised)),
            ElementRole::Lowered => Some(self.off_line(node, LetterHeight::Lowered)),
            ElementRole::Quoted => {
                self.flow.text("“");
                Some(OpenElement { after: "”", ..OpenElement::default() })
            }
            ElementRole::Reading => {
                self.flow.text("（");
                Some(OpenElement { after: "）", ..OpenElement::default() })
            }
            _ => {
                self.alone(node, element, role);
                None
            }
        }
    }

    fn leave(&mut self, frame: OpenElement) {
        if !frame.after.is_empty() {
            self.flow.text(frame.after);
        }
        (0..frame.runs).for_each(|_| self.flow.end_last_run());
        match frame.ends {
            ElementEnd::Nothing => {}
            ElementEnd::Preformatted => self.preformatted -= 1,
            ElementEnd::OffLine => drop(self.off_line.pop()),
            ElementEnd::Nav => self.navs -= 1,
            ElementEnd::Figure => self.end_figure(),
            ElementEnd::Block => self.flow.close(),
            ElementEnd::Table => {
                // What is behind it is in none of its columns.
                self.flow.row();
                self.flow.part();
                self.tables.pop();
            }
            ElementEnd::Cell(more) => (0..more).for_each(|_| self.flow.cell()),
        }
        if frame.border {
            self.flow.border();
        }
        (0..frame.containers).for_each(|_| self.flow.containers.leave());
    }
}

/// The level that an element says it has as a heading.
fn level(element: &Element<'_>) -> u8 {
    element.attr("aria-level").and_then(|level| level.trim().parse().ok()).unwrap_or(2).clamp(1, 6)
}
