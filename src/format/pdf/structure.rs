//! What a tagged file says that its text is: the structure tree (ISO 32000-1, 14.7 and 14.8), flattened to units that
//! are blocks, with the marked content of each in reading order. It sees no glyphs, so it judges nothing.

use super::strings;
use crate::document::BlockKind;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, String as Written};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// The most nodes of the tree that are visited.
const MOST_NODES: usize = 400_000;
/// The most nodes that wait to be visited.
const MOST_WAITING: usize = 150_000;
/// How deep elements may lie in one another.
const DEEPEST: u16 = 200;
/// How often a role may stand for another one.
const MOST_ROLES: usize = 16;
/// How often the reading says that it goes on, in nodes.
const NODES_A_TICK: usize = 4096;
/// The longest text that an element says it reads as, in bytes of the file.
const LONGEST_TEXT: usize = 1000;

/// A block of the tree: a paragraph, a heading, a row of a table.
#[derive(Clone, Debug)]
pub struct StructureUnit {
    /// What it is.
    pub kind: BlockKind,
    /// The level of a heading or of an item of a list, from 1.
    pub level: u8,
    /// Whether a label before it is its own: the first block of an item.
    pub first: bool,
    /// Whether it is what stands in a picture.
    pub drawn: bool,
    /// The last page that it has content on, from 0.
    pub last_page: usize,
}

/// Which part of a unit some content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StructurePart {
    /// Its words.
    Words,
    /// The number or bullet before an item, the number of a note.
    Label,
    /// A reading that is set over the words that it belongs to.
    Reading,
}

/// A stretch of a page's marked content.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// The unit that it belongs to, by its place in [`Structure::units`].
    pub unit: usize,
    /// Its place in the reading order of the file.
    pub order: u32,
    /// Which cell of a row it lies in.
    pub cell: u16,
    /// Which part of its unit it is.
    pub part: StructurePart,
    /// Whether an element around it says that it is raised: its glyphs may be drawn raised by the font alone.
    pub raised: bool,
    /// What it reads as, where the element says so.
    pub reads: Option<String>,
}

/// The structure of a file.
#[derive(Debug, Default)]
pub struct Structure {
    units: Vec<StructureUnit>,
    leaves: HashMap<(u32, u32), Leaf>,
}

impl Structure {
    /// Of a file with this catalogue, whose pages are known by their objects; empty for a file without tags.
    pub fn of(catalogue: &Dict<'_>, pages: &HashMap<ObjectIdentifier, usize>) -> Self {
        let Some(root) = catalogue.get::<Dict<'_>>("StructTreeRoot") else { return Self::default() };
        let mut walk = Walk { roles: Roles::of(&root), ..Walk::new(pages) };
        walk.run(&root);
        walk.out
    }

    /// Whether the file has no tags at all.
    pub fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// The stretch of marked content with this number on a page.
    pub fn leaf(&self, page: usize, number: u32) -> Option<&Leaf> {
        self.leaves.get(&(u32::try_from(page).ok()?, number))
    }

    /// A unit.
    pub fn unit(&self, index: usize) -> Option<&StructureUnit> {
        self.units.get(index)
    }
}

/// The file's own names of roles.
#[derive(Default)]
struct Roles(HashMap<Vec<u8>, Vec<u8>>);

impl Roles {
    fn of(root: &Dict<'_>) -> Self {
        let Some(map) = root.get::<Dict<'_>>("RoleMap") else { return Self::default() };
        let entries = map.entries().take(4096);
        let named =
            |name: Name<'_>| Some((name.as_ref().to_vec(), map.get::<Name<'_>>(name.as_ref())?.as_ref().to_vec()));
        Self(entries.filter_map(|(name, _)| named(name)).collect())
    }

    /// The role that a name stands for in the end.
    fn role(&self, name: &[u8]) -> StructureRole {
        let mut name = name;
        for _ in 0..MOST_ROLES {
            let known = StructureRole::of(name);
            match self.0.get(name) {
                Some(next) if known.is_none() && next != name => name = next,
                _ => return known.unwrap_or(StructureRole::Group),
            }
        }
        StructureRole::Group
    }
}

/// What the standard names of elements mean here (ISO 32000-1, 14.8.4; ISO 32000-2, 14.8.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StructureRole {
    /// Something that only holds other things, or is not known.
    Group,
    Paragraph,
    Heading(u8),
    Quotation,
    List,
    Item,
    Label,
    Row,
    Cell,
    Caption,
    Note,
    Code,
    Figure,
    /// A reading over a word.
    Reading,
    /// A part of a line.
    Inline,
}

impl StructureRole {
    fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"Document" | b"DocumentFragment" | b"Part" | b"Art" | b"Sect" | b"Div" | b"Private" | b"Index"
            | b"TOC" | b"Table" | b"THead" | b"TBody" | b"TFoot" | b"Aside" | b"LBody" => Self::Group,
            b"P" | b"TOCI" | b"BibEntry" => Self::Paragraph,
            b"Title" | b"H" | b"H1" => Self::Heading(1),
            [b'H', figures @ ..] if !figures.is_empty() && figures.iter().all(u8::is_ascii_digit) => {
                Self::Heading(std::str::from_utf8(figures).ok()?.parse().unwrap_or(6_u8).clamp(1, 6))
            }
            b"BlockQuote" => Self::Quotation,
            b"L" => Self::List,
            b"LI" => Self::Item,
            b"Lbl" => Self::Label,
            b"TR" => Self::Row,
            b"TH" | b"TD" => Self::Cell,
            b"Caption" => Self::Caption,
            b"Note" | b"FENote" => Self::Note,
            b"Code" => Self::Code,
            b"Figure" => Self::Figure,
            b"RT" | b"RP" => Self::Reading,
            b"Span" | b"Quote" | b"Reference" | b"Link" | b"Annot" | b"Em" | b"Strong" | b"Sub" | b"Formula"
            | b"Ruby" | b"RB" | b"Warichu" | b"WT" | b"WP" | b"Form" | b"NonStruct" => Self::Inline,
            _ => return None,
        })
    }
}

/// What is known on the way to a node.
#[derive(Clone, Copy)]
struct StructureContext {
    page: Option<usize>,
    /// The block that it lies in.
    unit: Option<usize>,
    /// The block that the next paragraph is: that of the item, note or caption around it, until it is taken.
    holder: Option<usize>,
    /// The innermost element that is no part of a line.
    group: u32,
    /// What a block here is, if nothing else is said.
    kind: BlockKind,
    list: u8,
    cell: u16,
    row: bool,
    part: StructurePart,
    drawn: bool,
    raised: bool,
    depth: u16,
}

impl StructureContext {
    /// Whether what comes lies right in a list.
    fn stands_in_list(&self) -> bool {
        let free = self.unit.is_none() && self.holder.is_none();
        free && self.list > 0 && matches!(self.kind, BlockKind::Paragraph | BlockKind::ListItem)
    }
}

/// A node that waits to be visited.
struct Waiting<'a> {
    node: Object<'a>,
    context: StructureContext,
}

struct Walk<'w> {
    pages: &'w HashMap<ObjectIdentifier, usize>,
    roles: Roles,
    out: Structure,
    /// Whether a holder's block has been taken by a paragraph.
    taken: HashSet<usize>,
    /// The last block that text outside of any paragraph went to, and the element in which it did.
    loose: Option<(usize, u32)>,
    groups: u32,
    order: u32,
    cells: u16,
}

impl<'w> Walk<'w> {
    fn new(pages: &'w HashMap<ObjectIdentifier, usize>) -> Self {
        let (roles, out) = (Roles::default(), Structure::default());
        Self { pages, roles, out, taken: HashSet::new(), loose: None, groups: 0, order: 0, cells: 0 }
    }

    fn run(&mut self, root: &Dict<'_>) {
        let context = StructureContext {
            page: None,
            unit: None,
            holder: None,
            group: 0,
            kind: BlockKind::Paragraph,
            list: 0,
            cell: 0,
            row: false,
            part: StructurePart::Words,
            drawn: false,
            raised: false,
            depth: 0,
        };
        // By where they are written: what lies in an object without a number of its own has that of the object.
        let mut seen = HashSet::from([root.data().as_ptr()]);
        let mut stack = Vec::new();
        kids(root, context, &mut stack);
        let mut visited = 0;
        while let Some(Waiting { node, context }) = stack.pop() {
            visited += 1;
            if visited > MOST_NODES {
                break;
            }
            if visited.is_multiple_of(NODES_A_TICK) {
                crate::format::isolated::tick();
            }
            match node {
                Object::Number(number) => self.leaf(number.as_i64(), context, None),
                Object::Dict(dict) if dict.contains_key("MCID") => self.reference(&dict, context),
                Object::Dict(dict) if context.depth < DEEPEST && seen.insert(dict.data().as_ptr()) => {
                    self.element(&dict, context, &mut stack);
                }
                _ => {}
            }
        }
    }

    /// A stretch of content with the page that it lies on; what lies in a form has numbers of its own.
    fn reference(&mut self, dict: &Dict<'_>, mut context: StructureContext) {
        if dict.contains_key("Stm") {
            return;
        }
        context.page = self.page(dict).or(context.page);
        if let Some(number) = dict.get::<i32>("MCID") {
            self.leaf(i64::from(number), context, None);
        }
    }

    fn page(&self, dict: &Dict<'_>) -> Option<usize> {
        self.pages.get(&dict.get_ref("Pg")?.into()).copied()
    }

    fn element<'a>(&mut self, dict: &Dict<'a>, mut context: StructureContext, stack: &mut Vec<Waiting<'a>>) {
        context.depth += 1;
        context.page = self.page(dict).or(context.page);
        context.raised |= is_raised(dict);
        let role = dict.get::<Name<'_>>("S").map_or(StructureRole::Group, |name| self.roles.role(name.as_ref()));
        self.enter(role, &mut context);
        if let Some(text) = reads(dict) {
            // An element that reads as something else is one stretch of content.
            if let Some((number, page)) = only_kid(dict) {
                context.page = page.and_then(|page| self.pages.get(&page).copied()).or(context.page);
                return self.leaf(number, context, Some(text));
            }
        }
        kids(dict, context, stack);
    }

    /// What an element changes for what lies in it.
    fn enter(&mut self, role: StructureRole, context: &mut StructureContext) {
        if !matches!(role, StructureRole::Inline | StructureRole::Reading) {
            self.groups += 1;
            context.group = self.groups;
        }
        match role {
            StructureRole::Reading => context.part = StructurePart::Reading,
            // In a table all is its row's.
            StructureRole::Cell if context.row => {
                self.cells = self.cells.saturating_add(1);
                context.cell = self.cells;
            }
            _ if context.row => {}
            StructureRole::Row => {
                self.cells = 0;
                context.unit = Some(self.add(BlockKind::TableRow, *context));
                context.row = true;
            }
            StructureRole::Paragraph => context.unit = Some(self.block(context.kind, *context)),
            StructureRole::Heading(level) => {
                let unit = self.block(BlockKind::Heading, *context);
                self.out.units[unit].level = level;
                context.unit = Some(unit);
            }
            StructureRole::Code if context.unit.is_none() => context.unit = Some(self.block(BlockKind::Code, *context)),
            StructureRole::Quotation => {
                (context.kind, context.unit, context.holder) = (BlockKind::Quotation, None, None);
            }
            StructureRole::List => {
                context.list = context.list.saturating_add(1);
                (context.unit, context.holder) = (None, None);
            }
            StructureRole::Item => self.hold(BlockKind::ListItem, context),
            // Chromium writes an item that says it is something else, as a note, as no kind of element.
            StructureRole::Group | StructureRole::Inline if context.stands_in_list() => {
                self.hold(BlockKind::ListItem, context);
            }
            StructureRole::Note => self.hold(BlockKind::Footnote, context),
            StructureRole::Caption => self.hold(BlockKind::Caption, context),
            StructureRole::Figure => context.drawn = true,
            StructureRole::Label
                if matches!(context.kind, BlockKind::ListItem | BlockKind::Footnote) && context.holder.is_some() =>
            {
                (context.part, context.unit) = (StructurePart::Label, context.holder);
            }
            StructureRole::Group
            | StructureRole::Inline
            | StructureRole::Code
            | StructureRole::Label
            | StructureRole::Cell => {}
        }
    }

    /// Begins something whose first paragraph is its own block.
    fn hold(&mut self, kind: BlockKind, context: &mut StructureContext) {
        context.kind = kind;
        context.unit = None;
        let unit = self.add(kind, *context);
        self.out.units[unit].first = true;
        context.holder = Some(unit);
    }

    /// The block of a paragraph: what holds it, where that is still free.
    fn block(&mut self, kind: BlockKind, context: StructureContext) -> usize {
        match context.holder.filter(|holder| kind == context.kind && self.taken.insert(*holder)) {
            Some(holder) => holder,
            None => self.add(kind, context),
        }
    }

    fn add(&mut self, kind: BlockKind, context: StructureContext) -> usize {
        let level = if kind == BlockKind::ListItem { context.list.max(1) } else { 0 };
        self.out.units.push(StructureUnit { kind, level, first: false, drawn: context.drawn, last_page: 0 });
        self.out.units.len() - 1
    }

    /// The block of text that lies in no paragraph.
    fn loose(&mut self, context: StructureContext) -> usize {
        if let Some((unit, _)) = self.loose.filter(|(_, group)| *group == context.group) {
            return unit;
        }
        let unit = self.block(context.kind, context);
        self.loose = Some((unit, context.group));
        unit
    }

    fn leaf(&mut self, number: i64, context: StructureContext, reads: Option<String>) {
        let (Some(page), Ok(number)) = (context.page, u32::try_from(number)) else { return };
        let Ok(page_number) = u32::try_from(page) else { return };
        let unit = match context.unit {
            Some(unit) => {
                self.loose = None;
                unit
            }
            None => self.loose(context),
        };
        let leaf =
            Leaf { unit, order: self.order, cell: context.cell, part: context.part, raised: context.raised, reads };
        // Content that two elements claim is the first one's.
        if let Entry::Vacant(entry) = self.out.leaves.entry((page_number, number)) {
            entry.insert(leaf);
            self.order += 1;
            let unit = &mut self.out.units[unit];
            unit.last_page = unit.last_page.max(page);
        }
    }
}

/// Puts what lies in an element on the stack, the first on top.
fn kids<'a>(dict: &Dict<'a>, context: StructureContext, stack: &mut Vec<Waiting<'a>>) {
    let Some(found) = dict.get::<Object<'a>>("K") else { return };
    let from = stack.len();
    match found {
        Object::Array(array) => {
            let room = MOST_WAITING.saturating_sub(from);
            for (nth, node) in items(&array).take(room).enumerate() {
                if nth % NODES_A_TICK == NODES_A_TICK - 1 {
                    crate::format::isolated::tick();
                }
                stack.push(Waiting { node, context });
            }
        }
        node => stack.push(Waiting { node, context }),
    }
    stack[from..].reverse();
}

fn items<'a>(array: &Array<'a>) -> impl Iterator<Item = Object<'a>> {
    array.iter::<Object<'a>>()
}

/// Whether an element says that it stands above the base line (ISO 32000-1, 14.8.5.4, `BaselineShift`).
fn is_raised(dict: &Dict<'_>) -> bool {
    let shift = |attributes: &Dict<'_>| attributes.get::<f32>("BaselineShift").is_some_and(|shift| shift > 0.0);
    match dict.get::<Object<'_>>("A") {
        Some(Object::Dict(attributes)) => shift(&attributes),
        Some(Object::Array(all)) => all.iter::<Dict<'_>>().take(8).any(|attributes| shift(&attributes)),
        _ => false,
    }
}

fn reads(dict: &Dict<'_>) -> Option<String> {
    let text = dict.get::<Written<'_>>("ActualText").filter(|text| text.len() <= LONGEST_TEXT)?;
    Some(strings::text(text.as_bytes()))
}

/// The only stretch of content that lies in an element, with its page where it is named.
fn only_kid(dict: &Dict<'_>) -> Option<(i64, Option<ObjectIdentifier>)> {
    let kid = match dict.get::<Object<'_>>("K")? {
        Object::Array(array) => {
            let mut kids = items(&array);
            kids.next().filter(|_| kids.next().is_none())?
        }
        kid => kid,
    };
    match kid {
        Object::Number(number) => Some((number.as_i64(), None)),
        Object::Dict(dict) if !dict.contains_key("Stm") => {
            Some((i64::from(dict.get::<i32>("MCID")?), dict.get_ref("Pg").map(Into::into)))
        }
        _ => None,
    }
}
