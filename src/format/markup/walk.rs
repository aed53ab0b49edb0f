//! The walk over the tree: what is done where an element begins and where it ends.

use super::anchors::Anchors;
use super::containers::Borders;
use super::element::{Element, line_below};
use super::flow::{Flow, Run};
use super::roles::{Role, role};
use super::{MAX_TARGET, Source, Target, notes, pictures, tables};
use crate::document::{BlockKind, Builder, Marker};
use dom_query::{NodeData, NodeRef};
use pictures::Picture;

/// What books call a place where a page of the printed work begins.
const PAGE_BREAKS: &[&str] = &["pagebreak"];
/// The longest name of a page, in bytes.
const MAX_PAGE: usize = 24;
/// What poems are called: their parts are lines.
const POEMS: &[&str] = &["poem", "poetry", "verse", "stanza", "linegroup", "line-group", "lg"];
/// The same in the words of books.
const VERSES: &[&str] = &["z3998:verse", "z3998:poem"];

/// Adds the text below `root` to `builder`, and says in `anchors` where its named elements are and what they refer to.
/// [`Anchors::resolve`] must follow when all text is there.
pub fn walk(root: NodeRef<'_>, builder: &mut Builder, anchors: &mut Anchors, source: Source<'_>) {
    let mut walk = Walk {
        flow: Flow::new(builder, anchors),
        source,
        preformatted: 0,
        raised: 0,
        navs: 0,
        figures: Vec::new(),
        tables: Vec::new(),
    };
    let mut open: Vec<Frame> = Vec::new();
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
fn next_after<'a>(mut at: NodeRef<'a>, open: &mut Vec<Frame>, walk: &mut Walk<'_>) -> Option<NodeRef<'a>> {
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
struct Frame {
    /// Containers to leave.
    containers: u8,
    /// Runs to end.
    runs: u8,
    /// Whether its end is the border of a block.
    border: bool,
    /// What text follows, as one string.
    after: &'static str,
    /// What ends besides.
    ends: Ends,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Ends {
    #[default]
    Nothing,
    Preformatted,
    Raised,
    Nav,
    Figure,
    /// A block, whatever the borders around it mean.
    Block,
    Table,
    /// The columns of a wide cell, but one.
    Cell(u8),
}

struct Walk<'a> {
    flow: Flow<'a>,
    source: Source<'a>,
    preformatted: usize,
    raised: usize,
    navs: usize,
    figures: Vec<FigureOpen>,
    /// For each open table, whether it is one of data.
    tables: Vec<bool>,
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

impl Walk<'_> {
    /// Begins a node. `None`: nothing below it is to be read.
    fn enter(&mut self, node: &NodeRef<'_>) -> Option<Frame> {
        let Some(element) = Element::of(node) else {
            node.query(|node| {
                if let NodeData::Text { contents } = &node.data {
                    self.text(contents);
                }
            });
            // The root of a document has elements below it, too.
            return Some(Frame::default());
        };
        let role = if element.means(&["heading"]) { Role::Heading(level(&element)) } else { role(element.name()) };
        if role == Role::Unread || element.is_hidden() {
            return None;
        }
        self.named(&element);
        if element.means(PAGE_BREAKS) && self.page(node, &element) {
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
        Some(Frame { containers: frame.containers + u8::from(forced), border: frame.border || forced, ..frame })
    }

    fn text(&mut self, text: &str) {
        if self.preformatted > 0 {
            self.flow.verbatim(text);
        } else {
            self.flow.text(text);
        }
    }

    fn named(&mut self, element: &Element<'_>) {
        if let Some(id) = element.id() {
            self.flow.anchors.name(format!("{}#{id}", self.source.file));
        }
    }

    /// Takes a place where a page begins. `false` where it holds more than the page's name.
    fn page(&mut self, node: &NodeRef<'_>, element: &Element<'_>) -> bool {
        let inside = line_below(node, MAX_PAGE, &[]);
        let said = element.attr("title").or_else(|| element.attr("aria-label")).unwrap_or_default();
        let named = element.attr("id").unwrap_or_default().rsplit(['_', '-']).next().unwrap_or_default();
        let label = [said, inside.as_str(), named].into_iter().map(str::trim).find(|label| !label.is_empty());
        if let Some(label) = label.filter(|label| label.len() <= MAX_PAGE) {
            self.flow.anchors.page(label.to_owned());
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

    fn begin(&mut self, node: &NodeRef<'_>, element: &Element<'_>, role: Role) -> Option<Frame> {
        match role {
            Role::Inline => Some(Frame::default()),
            Role::Styled(style) => Some(self.run(Run::Style(style))),
            Role::Block | Role::Item | Role::Definition | Role::Term | Role::Terms => {
                Some(self.block(node, element, role))
            }
            Role::Heading(level) => Some(self.heading((self.source.heading)(*node, level))),
            Role::Quotation => Some(self.quotation(element)),
            Role::Bullets | Role::Numbers => Some(self.list(node, element, role)),
            Role::Preformatted => Some(self.preformatted()),
            Role::Table | Role::Row | Role::Cell => Some(self.table(node, element, role)),
            Role::Caption => Some(self.caption()),
            Role::Figure => Some(self.figure()),
            Role::Link => self.link(node, element),
            Role::Raised => Some(self.raised()),
            Role::Quoted => {
                self.flow.text("“");
                Some(Frame { after: "”", ..Frame::default() })
            }
            Role::Reading => {
                self.flow.text("（");
                Some(Frame { after: "）", ..Frame::default() })
            }
            _ => {
                self.alone(node, element, role);
                None
            }
        }
    }

    fn leave(&mut self, frame: Frame) {
        if !frame.after.is_empty() {
            self.flow.text(frame.after);
        }
        (0..frame.runs).for_each(|_| self.flow.end_last_run());
        match frame.ends {
            Ends::Nothing => {}
            Ends::Preformatted => self.preformatted -= 1,
            Ends::Raised => self.raised -= 1,
            Ends::Nav => self.navs -= 1,
            Ends::Figure => self.end_figure(),
            Ends::Block => self.flow.close(),
            Ends::Table => {
                self.flow.part();
                self.tables.pop();
            }
            Ends::Cell(more) => (0..more).for_each(|_| self.flow.cell()),
        }
        if frame.border {
            self.flow.border();
        }
        (0..frame.containers).for_each(|_| self.flow.containers.leave());
    }
}

/// Elements whose text stands apart.
impl Walk<'_> {
    fn block(&mut self, node: &NodeRef<'_>, element: &Element<'_>, role: Role) -> Frame {
        if role == Role::Definition {
            self.flow.define();
        } else {
            self.flow.border();
        }
        let frame = Frame { border: true, ..Frame::default() };
        let borders = self.flow.containers.borders();
        if borders == Borders::Spaces {
            return frame;
        }
        if let Some(containers) = self.contain(node, element, role) {
            return Frame { containers, ends: Ends::Block, ..Frame::default() };
        }
        if element.name() == "nav" {
            self.navs += 1;
            return Frame { ends: Ends::Nav, ..frame };
        }
        if borders == Borders::Lines && element.name() == "p" && holds_breaks(node) {
            self.flow.close();
        }
        frame
    }

    /// Enters what a block that is more than a block is, and says how many containers that took.
    fn contain(&mut self, node: &NodeRef<'_>, element: &Element<'_>, role: Role) -> Option<u8> {
        let value = element.attr("value").and_then(|value| value.trim().parse().ok());
        let is_item = role == Role::Item;
        let is_note = notes::is_note(element) || (is_item && in_notes(node));
        let free = !self.flow.containers.is_fixed();
        if free && is_note && node.first_child().is_some() {
            self.flow.close();
            self.flow.containers.enter_note(is_item, value);
        } else if is_item {
            self.flow.close();
            self.flow.containers.enter_item(value);
        } else if role == Role::Definition {
            self.flow.containers.enter_list(None);
        } else if free && element.name() != "p" && is_poem(element) {
            self.flow.close();
            self.enter_poem();
        } else {
            return None;
        }
        Some(1)
    }

    fn enter_poem(&mut self) {
        let place = self.flow.containers.place();
        self.flow.containers.enter_kind(place.kind, place.level, Borders::Lines);
    }

    fn heading(&mut self, level: u8) -> Frame {
        self.flow.border();
        if self.flow.containers.borders() == Borders::Spaces {
            return Frame { border: true, ..Frame::default() };
        }
        self.flow.containers.enter_kind(BlockKind::Heading, level, Borders::Spaces);
        // The border is one of the place around it: what ends here is a block.
        Frame { containers: 1, ends: Ends::Block, ..Frame::default() }
    }

    fn quotation(&mut self, element: &Element<'_>) -> Frame {
        self.flow.border();
        if self.flow.containers.borders() == Borders::Spaces {
            return Frame { border: true, ..Frame::default() };
        }
        self.flow.close();
        self.flow.containers.enter_quotation();
        let poem = is_poem(element) && !self.flow.containers.is_fixed();
        if poem {
            self.enter_poem();
        }
        Frame { containers: 1 + u8::from(poem), ends: Ends::Block, ..Frame::default() }
    }

    fn list(&mut self, node: &NodeRef<'_>, element: &Element<'_>, role: Role) -> Frame {
        self.flow.border();
        if self.flow.containers.borders() == Borders::Spaces {
            return Frame { border: true, ..Frame::default() };
        }
        if self.flow.containers.lists() == 0 {
            self.flow.part();
        }
        let counts = role == Role::Numbers && self.navs == 0;
        self.flow.containers.enter_list(counts.then(|| numbering(node, element)));
        Frame { containers: 1, border: true, ..Frame::default() }
    }

    fn preformatted(&mut self) -> Frame {
        self.flow.border();
        self.preformatted += 1;
        if self.flow.containers.borders() == Borders::Spaces {
            self.preformatted -= 1;
            return Frame { border: true, ..Frame::default() };
        }
        self.flow.close();
        self.flow.containers.enter_kind(BlockKind::Code, 0, Borders::Blocks);
        Frame { containers: 1, border: true, ends: Ends::Preformatted, ..Frame::default() }
    }

    fn table(&mut self, node: &NodeRef<'_>, element: &Element<'_>, role: Role) -> Frame {
        let inside = self.flow.containers.borders() == Borders::Spaces;
        let in_data = self.tables.last().copied().unwrap_or(false);
        match role {
            Role::Table => {
                self.flow.border();
                let data = !inside && !self.flow.containers.is_fixed() && tables::is_data(node, element);
                if data {
                    self.flow.part();
                }
                self.tables.push(data);
                Frame { border: true, ends: Ends::Table, ..Frame::default() }
            }
            Role::Row if in_data && !inside => {
                self.flow.row();
                let level = u8::from(tables::is_header(node));
                self.flow.containers.enter_kind(BlockKind::TableRow, level, Borders::Spaces);
                Frame { containers: 1, ends: Ends::Block, ..Frame::default() }
            }
            Role::Cell if in_data => {
                self.flow.cell();
                let more = tables::columns(element) - 1;
                Frame { ends: Ends::Cell(u8::try_from(more).unwrap_or(0)), ..Frame::default() }
            }
            _ => {
                self.flow.border();
                Frame { border: true, ..Frame::default() }
            }
        }
    }

    fn caption(&mut self) -> Frame {
        self.flow.border();
        if self.flow.containers.borders() == Borders::Spaces {
            return Frame { border: true, ..Frame::default() };
        }
        self.flow.close();
        self.flow.containers.enter_kind(BlockKind::Caption, 0, Borders::Blocks);
        let style = self.figures.last_mut().and_then(|figure| {
            figure.captioned = true;
            figure.picture.as_ref()?.style(self.flow.builder)
        });
        let styled = style.is_some_and(|style| self.flow.begin_run(Run::Style(style)));
        Frame { containers: 1, runs: u8::from(styled), ends: Ends::Block, ..Frame::default() }
    }

    fn figure(&mut self) -> Frame {
        self.flow.border();
        self.figures.push(FigureOpen::default());
        Frame { border: true, ends: Ends::Figure, ..Frame::default() }
    }

    /// A picture without a word is told of only where no caption speaks of it.
    fn end_figure(&mut self) {
        let Some(figure) = self.figures.pop() else { return };
        if let Some(picture) =
            figure.picture.filter(|picture| figure.unsaid && !figure.captioned && !picture.is_decoration)
        {
            self.untold(&picture);
        }
    }
}

/// Elements inside the text.
impl Walk<'_> {
    fn run(&mut self, run: Run) -> Frame {
        Frame { runs: u8::from(self.flow.begin_run(run)), ..Frame::default() }
    }

    fn raised(&mut self) -> Frame {
        self.raised += 1;
        Frame { ends: Ends::Raised, ..Frame::default() }
    }

    fn link(&mut self, node: &NodeRef<'_>, element: &Element<'_>) -> Option<Frame> {
        let href = element.attr("href").map(str::trim).filter(|href| href.len() <= MAX_TARGET).unwrap_or_default();
        if !href.is_empty() && element.id().is_some_and(notes::is_note_id) {
            self.flow.expect_note();
        }
        let run = match (self.source.target)(href) {
            _ if href.is_empty() => None,
            Target::Inside(name) => Some(Run::Reference(name)),
            Target::Outside(address) => Some(Run::Style(self.flow.builder.link(address))),
            Target::Nowhere => None,
        };
        let frame = run.map_or_else(Frame::default, |run| self.run(run));
        let raised = self.raised > 0 || only_child(node).is_some_and(|child| child.name() == "sup");
        let sign =
            if notes::is_reference(element, raised) { line_below(node, notes::MAX_SIGN, &[]) } else { String::new() };
        if !notes::is_bare_sign(&sign) || !self.flow.has_open() {
            return Some(frame);
        }
        // A raised number would run into the word before it.
        self.flow.text(&format!("[{sign}]"));
        self.leave(frame);
        None
    }

    /// Elements without text of their own below them.
    fn alone(&mut self, node: &NodeRef<'_>, element: &Element<'_>, role: Role) {
        match role {
            Role::Break => self.flow.break_line(),
            Role::Rule if self.flow.containers.borders() == Borders::Spaces => self.flow.border(),
            Role::Rule => self.flow.whole_block(self.rule_kind(), "* * *", None),
            Role::Picture => self.image(element),
            Role::Drawing => pictures::of_drawing(node, self.source).into_iter().for_each(|drawn| self.picture(drawn)),
            Role::Formula => self.flow.text(&pictures::of_formula(node)),
            Role::Checkbox if element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) => {
                self.flow.containers.mark(Marker::Task(element.attr("checked").is_some()));
            }
            _ => {}
        }
    }

    fn rule_kind(&self) -> BlockKind {
        if self.flow.containers.is_fixed() { self.flow.containers.place().kind } else { BlockKind::Rule }
    }

    fn image(&mut self, element: &Element<'_>) {
        let Some(picture) = pictures::of_image(element, self.source) else { return };
        if !picture.text.is_empty() {
            self.picture(picture);
        } else if let Some(figure) = self.figures.last_mut() {
            (figure.picture, figure.unsaid) = (Some(picture), true);
        } else if !picture.is_decoration && !self.flow.containers.is_fixed() {
            self.untold(&picture);
        }
    }

    fn picture(&mut self, picture: Picture) {
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
    fn untold(&mut self, picture: &Picture) {
        let style = picture.style(self.flow.builder);
        self.flow.picture(pictures::UNSAID.to_owned(), style);
    }
}

/// The level that an element says it has as a heading.
fn level(element: &Element<'_>) -> u8 {
    element.attr("aria-level").and_then(|level| level.trim().parse().ok()).unwrap_or(2).clamp(1, 6)
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

/// The only element below a node, where nothing else is.
fn only_child<'a>(node: &NodeRef<'a>) -> Option<Element<'a>> {
    let first = node.first_child().filter(|first| first.next_sibling().is_none())?;
    Element::of(&first)
}

/// The first number of a list and the step to the next.
fn numbering(list: &NodeRef<'_>, element: &Element<'_>) -> (i64, i64) {
    let start = element.attr("start").and_then(|start| start.trim().parse().ok());
    if element.attr("reversed").is_none() {
        return (start.unwrap_or(1), 1);
    }
    let items = || list.children_it(false).filter(|item| Element::of(item).is_some_and(|item| item.name() == "li"));
    (start.unwrap_or_else(|| i64::try_from(items().count()).unwrap_or(i64::MAX)), -1)
}
