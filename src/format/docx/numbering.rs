//! Lists: which sign or number an item has. Numbers are counted as the text goes on; they stand nowhere in the file.

use crate::document::Marker;
use crate::format::numerals::Numerals;
use crate::format::office::xml::{attribute, child};
use roxmltree::Node;
use std::collections::HashMap;

/// How many levels a list has.
const LEVELS: usize = 9;

/// The names of ways of counting; all others are digits.
const NUMERALS: &[(&str, Numerals)] = &[
    ("lowerLetter", Numerals::Letters),
    ("upperLetter", Numerals::Capitals),
    ("lowerRoman", Numerals::Roman),
    ("upperRoman", Numerals::RomanCapitals),
    ("bullet", Numerals::Bullet),
    ("none", Numerals::Nothing),
];

/// The way of counting of that name.
pub fn numerals(name: &str) -> Numerals {
    NUMERALS.iter().find(|(known, _)| *known == name).map_or(Numerals::Digits, |(_, numerals)| *numerals)
}

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    numerals: Numerals,
    /// How the number is written: `%1.%2` is the number of this level after that of the one above it.
    pattern: String,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, numerals: Numerals::Digits, pattern: String::new() }
    }
}

type Levels = [Level; LEVELS];

/// A list as paragraphs name it.
#[derive(Debug)]
struct List {
    scheme: String,
    /// Levels that begin anew where this list begins.
    restarts: [Option<u32>; LEVELS],
}

/// All lists of a document, and how far each is counted.
#[derive(Debug, Default)]
pub struct Numbering {
    schemes: HashMap<String, Levels>,
    lists: HashMap<String, List>,
    /// By scheme: lists of one scheme are counted together.
    counted: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashMap<String, [bool; LEVELS]>,
}

/// An item: its sign, and its number as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    pub marker: Marker,
    pub written: String,
}

impl Numbering {
    /// Reads the part of lists.
    pub fn of(root: Node<'_, '_>) -> Self {
        let mut numbering = Self::default();
        for node in root.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "abstractNum" => numbering.add_scheme(node),
                "num" => numbering.add_list(node),
                _ => {}
            }
        }
        numbering
    }

    fn add_scheme(&mut self, node: Node<'_, '_>) {
        let Some(id) = attribute(node, "abstractNumId") else { return };
        let mut levels = Levels::default();
        for level in node.children().filter(|node| node.tag_name().name() == "lvl") {
            if let Some(slot) = index(level).and_then(|at| levels.get_mut(at)) {
                *slot = read_level(level);
            }
        }
        self.schemes.insert(id.to_owned(), levels);
    }

    fn add_list(&mut self, node: Node<'_, '_>) {
        let scheme = child(node, "abstractNumId").and_then(|id| attribute(id, "val"));
        let (Some(id), Some(scheme)) = (attribute(node, "numId"), scheme) else { return };
        let mut restarts = [None; LEVELS];
        for change in node.children().filter(|node| node.tag_name().name() == "lvlOverride") {
            let start = child(change, "startOverride").and_then(|start| attribute(start, "val")?.parse().ok());
            if let Some(slot) = index(change).and_then(|at| restarts.get_mut(at)) {
                *slot = start;
            }
        }
        self.lists.insert(id.to_owned(), List { scheme: scheme.to_owned(), restarts });
    }

    /// Counts the next item of a list, at a depth of 0 or more; `None` where there is no such list.
    pub fn next(&mut self, list_id: &str, depth: usize) -> Option<Item> {
        let list = self.lists.get(list_id)?;
        let levels = self.schemes.get(&list.scheme)?;
        let depth = depth.min(LEVELS - 1);
        let counted = self.counted.entry(list.scheme.clone()).or_default();
        let begun = self.begun.entry(list_id.to_owned()).or_default();
        let restart = list.restarts[depth].filter(|_| !begun[depth]);
        begun[depth] = true;
        let number = match (restart, counted[depth]) {
            (Some(start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => levels[depth].start,
        };
        counted[depth] = Some(number);
        counted[depth + 1..].fill(None);
        Some(item(levels, counted, depth))
    }
}

fn item(levels: &Levels, counted: &[Option<u32>; LEVELS], depth: usize) -> Item {
    let number = counted[depth].unwrap_or_default();
    let marker = match levels[depth].numerals {
        Numerals::Bullet => Marker::Bullet,
        Numerals::Nothing => Marker::None,
        _ => Marker::Number(number),
    };
    let written = if matches!(marker, Marker::Number(_)) { written(levels, counted, depth) } else { String::new() };
    Item { marker, written }
}

/// The number as the list writes it, such as `2.1`.
fn written(levels: &Levels, counted: &[Option<u32>; LEVELS], depth: usize) -> String {
    let mut text = levels[depth].pattern.clone();
    for (at, level) in levels.iter().enumerate() {
        let sign = format!("%{}", at + 1);
        if text.contains(&sign) {
            text = text.replace(&sign, &level.numerals.write(counted[at].unwrap_or(level.start)));
        }
    }
    text.trim().to_owned()
}

/// The longest pattern of a number, in characters.
const MOST_PATTERN: usize = 60;

fn read_level(node: Node<'_, '_>) -> Level {
    let value = |name| child(node, name).and_then(|node| attribute(node, "val"));
    Level {
        start: value("start").and_then(|start| start.parse().ok()).unwrap_or(1),
        numerals: value("numFmt").map_or(Numerals::Digits, numerals),
        pattern: value("lvlText").unwrap_or_default().chars().take(MOST_PATTERN).collect(),
    }
}

fn index(node: Node<'_, '_>) -> Option<usize> {
    attribute(node, "ilvl")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::office::xml;

    const LISTS: &str = "<n><abstractNum abstractNumId='7'>\
        <lvl ilvl='0'><start val='1'/><numFmt val='decimal'/><lvlText val='%1.'/></lvl>\
        <lvl ilvl='1'><start val='1'/><numFmt val='lowerLetter'/><lvlText val='%1.%2)'/></lvl>\
        <lvl ilvl='2'><numFmt val='bullet'/><lvlText val='-'/></lvl></abstractNum>\
        <num numId='1'><abstractNumId val='7'/></num>\
        <num numId='2'><abstractNumId val='7'/><lvlOverride ilvl='0'><startOverride val='5'/></lvlOverride></num></n>";

    #[test]
    fn items_are_counted_by_level_and_begin_anew_below_the_next() {
        let tree = xml::tree(LISTS).expect("it is well formed");
        let mut lists = Numbering::of(tree.root_element());
        let mut next = |list, depth| lists.next(list, depth).map(|item| item.written);
        assert_eq!(next("1", 0).as_deref(), Some("1."));
        assert_eq!(next("1", 1).as_deref(), Some("1.a)"));
        assert_eq!(next("1", 1).as_deref(), Some("1.b)"));
        assert_eq!(next("1", 0).as_deref(), Some("2."));
        assert_eq!(next("1", 1).as_deref(), Some("2.a)"));
        assert_eq!(next("2", 0).as_deref(), Some("5."));
        assert_eq!(next("2", 0).as_deref(), Some("6."));
        assert_eq!(next("9", 0), None);
        assert_eq!(lists.next("1", 2), Some(Item { marker: Marker::Bullet, written: String::new() }));
    }
}
