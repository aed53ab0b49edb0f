//! Lists: which sign or number an item has. Numbers are counted as the text goes on; they stand nowhere in the file.

use super::names::is_on;
use crate::document::Marker;
use crate::format::numerals::Numerals;
use crate::format::office::xml::{attribute, child};
use roxmltree::Node;
use std::borrow::Cow;
use std::collections::HashMap;

/// How many levels a list has.
const LEVELS: usize = 9;

/// The names of ways of counting; all others are digits.
const NUMERALS: &[(&str, Numerals)] = &[
    ("lowerLetter", Numerals::Letters),
    ("upperLetter", Numerals::Capitals),
    ("lowerRoman", Numerals::Roman),
    ("upperRoman", Numerals::RomanCapitals),
    ("decimalZero", Numerals::Padded),
    ("bullet", Numerals::Bullet),
    ("none", Numerals::Nothing),
];

/// The way of counting of that name.
pub fn numerals(name: &str) -> Numerals {
    NUMERALS.iter().find(|(known, _)| *known == name).map_or(Numerals::Digits, |(_, numerals)| *numerals)
}

#[derive(Clone, Debug)]
struct DocxLevel {
    start: u32,
    numerals: Numerals,
    /// How the number is written: `%1.%2` is the number of this level after that of the one above it.
    pattern: String,
    /// Whether the numbers above it are shown in digits, however they are written there.
    legal: bool,
    /// The level, 1 for the outermost, whose next item begins this one anew; 0 for none. `None`: any above it.
    restart: Option<usize>,
    /// The style whose paragraphs are of this level.
    style: Option<String>,
}

impl Default for DocxLevel {
    fn default() -> Self {
        Self { start: 1, numerals: Numerals::Digits, pattern: String::new(), legal: false, restart: None, style: None }
    }
}

impl DocxLevel {
    /// Whether it begins anew after an item of the level `depth`, 0 for the outermost.
    fn restarts_after(&self, depth: usize) -> bool {
        self.restart.is_none_or(|above| depth < above)
    }
}

type DocxLevels = [DocxLevel; LEVELS];

/// A list as paragraphs name it.
#[derive(Debug)]
struct DocxList {
    scheme: String,
    /// Levels that begin anew where this list begins.
    restarts: [Option<u32>; LEVELS],
    /// Levels that it has in place of its scheme's.
    own: HashMap<usize, DocxLevel>,
}

/// All lists of a document, and how far each is counted.
#[derive(Debug, Default)]
pub struct Numbering {
    schemes: HashMap<String, DocxLevels>,
    lists: HashMap<String, DocxList>,
    /// Schemes that are another's, by the name of a style: the ones that refer to it, and the one that has it.
    links: HashMap<String, String>,
    styled: HashMap<String, String>,
    /// By scheme: lists of one scheme are counted together, but for one with levels of its own.
    counted: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashMap<String, [bool; LEVELS]>,
}

/// An item: its sign, and its number as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocxListItem {
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
        let named = |name| child(node, name).and_then(|node| attribute(node, "val")).map(str::to_owned);
        if let Some(style) = named("numStyleLink") {
            self.links.insert(id.to_owned(), style);
        }
        if let Some(style) = named("styleLink") {
            self.styled.insert(style, id.to_owned());
        }
        let mut levels = DocxLevels::default();
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
        let (mut restarts, mut own) = ([None; LEVELS], HashMap::new());
        for change in node.children().filter(|node| node.tag_name().name() == "lvlOverride") {
            let start = child(change, "startOverride").and_then(|start| attribute(start, "val")?.parse().ok());
            if let Some(at) = index(change).filter(|at| *at < LEVELS) {
                restarts[at] = start;
                own.extend(child(change, "lvl").map(|level| (at, read_level(level))));
            }
        }
        self.lists.insert(id.to_owned(), DocxList { scheme: scheme.to_owned(), restarts, own });
    }

    /// The levels of a list, and what they are counted under.
    fn levels(&self, list_id: &str) -> Option<(Cow<'_, DocxLevels>, String)> {
        let list = self.lists.get(list_id)?;
        let linked = self.links.get(&list.scheme).and_then(|style| self.styled.get(style));
        let scheme = linked.unwrap_or(&list.scheme);
        let levels = self.schemes.get(scheme)?;
        if list.own.is_empty() {
            return Some((Cow::Borrowed(levels), scheme.clone()));
        }
        let mut levels = levels.clone();
        list.own.iter().for_each(|(at, level)| levels[*at] = level.clone());
        Some((Cow::Owned(levels), format!("{scheme} {list_id}")))
    }

    /// The depth of the paragraphs of a style in a list, 0 for the outermost, where the list says it.
    pub fn depth(&self, list_id: &str, style: &str) -> Option<usize> {
        self.levels(list_id)?.0.iter().position(|level| level.style.as_deref() == Some(style))
    }

    /// Counts the next item of a list, at a depth of 0 or more; `None` where there is no such list.
    pub fn next(&mut self, list_id: &str, depth: usize) -> Option<DocxListItem> {
        let restarts = self.lists.get(list_id)?.restarts;
        let (levels, key) = self.levels(list_id)?;
        let levels = levels.into_owned();
        let depth = depth.min(LEVELS - 1);
        let counted = self.counted.entry(key).or_default();
        let begun = self.begun.entry(list_id.to_owned()).or_default();
        let restart = restarts[depth].filter(|_| !begun[depth]);
        begun[depth] = true;
        let number = match (restart, counted[depth]) {
            (Some(start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => levels[depth].start,
        };
        counted[depth] = Some(number);
        for below in depth + 1..LEVELS {
            if levels[below].restarts_after(depth) {
                counted[below] = None;
            }
        }
        Some(item(&levels, counted, depth))
    }
}

fn item(levels: &DocxLevels, counted: &[Option<u32>; LEVELS], depth: usize) -> DocxListItem {
    let number = counted[depth].unwrap_or_default();
    let marker = match levels[depth].numerals {
        Numerals::Bullet => Marker::Bullet,
        // The text may speak of an item by its letter: that stands in it.
        Numerals::Nothing | Numerals::Letters | Numerals::Capitals | Numerals::Roman | Numerals::RomanCapitals => {
            Marker::None
        }
        Numerals::Digits | Numerals::Padded => Marker::Number(number),
    };
    let counts = !matches!(levels[depth].numerals, Numerals::Bullet | Numerals::Nothing);
    let written = if counts { written(levels, counted, depth) } else { String::new() };
    DocxListItem { marker, written }
}

/// The number as the list writes it, such as `2.1`.
fn written(levels: &DocxLevels, counted: &[Option<u32>; LEVELS], depth: usize) -> String {
    let mut text = levels[depth].pattern.clone();
    for (at, level) in levels.iter().enumerate() {
        let sign = format!("%{}", at + 1);
        if text.contains(&sign) {
            let digits = levels[depth].legal && level.numerals != Numerals::Padded;
            let numerals = if digits { Numerals::Digits } else { level.numerals };
            text = text.replace(&sign, &numerals.write(counted[at].unwrap_or(level.start)));
        }
    }
    text.trim().to_owned()
}

/// The longest pattern of a number, in characters.
const MOST_PATTERN: usize = 60;

fn read_level(node: Node<'_, '_>) -> DocxLevel {
    let value = |name| child(node, name).and_then(|node| attribute(node, "val"));
    DocxLevel {
        start: value("start").and_then(|start| start.parse().ok()).unwrap_or(1),
        numerals: value("numFmt").map_or(Numerals::Digits, numerals),
        pattern: value("lvlText").unwrap_or_default().chars().take(MOST_PATTERN).collect(),
        legal: child(node, "isLgl").is_some_and(is_on),
        restart: value("lvlRestart").and_then(|level| level.parse().ok()),
        style: value("pStyle").map(str::to_owned),
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
        let lettered = DocxListItem { marker: Marker::None, written: "6.a)".to_owned() };
        assert_eq!(lists.next("1", 1), Some(lettered), "a letter stands in the text");
        assert_eq!(lists.next("1", 2), Some(DocxListItem { marker: Marker::Bullet, written: String::new() }));
    }

    /// What a list of these levels and lists writes for items of these depths, as `0 0 1`.
    fn check(lists: &str, list: &str, depths: &str, expected: &[&str]) {
        let text = format!("<n>{lists}</n>");
        let tree = xml::tree(&text).expect("it is well formed");
        let mut numbering = Numbering::of(tree.root_element());
        let depths = depths.split(' ').map(|depth| depth.parse().expect("a number"));
        let written: Vec<String> =
            depths.filter_map(|depth| numbering.next(list, depth)).map(|item| item.written).collect();
        assert_eq!(written, expected, "{lists}");
    }

    fn scheme(second: &str, more: &str) -> String {
        format!(
            "<abstractNum abstractNumId='1'><lvl ilvl='0'><numFmt val='upperRoman'/><pStyle val='H1'/><lvlText val='Article %1.'/></lvl>\
             <lvl ilvl='1'>{second}<pStyle val='H2'/></lvl></abstractNum><num numId='1'><abstractNumId val='1'/>{more}</num>"
        )
    }

    #[test]
    fn numbers_of_several_levels_are_written_as_laws_write_them() {
        let legal = "<numFmt val='decimalZero'/><isLgl/><lvlText val='Section %1.%2'/>";
        check(
            &scheme(legal, ""),
            "1",
            "0 1 1 0 1",
            &["Article I.", "Section 1.01", "Section 1.02", "Article II.", "Section 2.01"],
        );
        let on = "<numFmt val='decimal'/><lvlRestart val='0'/><lvlText val='§ %2'/>";
        check(&scheme(on, ""), "1", "0 1 1 0 1", &["Article I.", "§ 1", "§ 2", "Article II.", "§ 3"]);
        let own = "<lvlOverride ilvl='0'><lvl ilvl='0'><start val='3'/><numFmt val='upperLetter'/><lvlText val='%1)'/></lvl></lvlOverride>";
        check(&scheme(on, own), "1", "0 0", &["C)", "D)"]);
    }

    #[test]
    fn a_list_may_be_that_of_a_style_and_a_style_may_be_a_level() {
        let lists = "<abstractNum abstractNumId='1'><numStyleLink val='Dashes'/></abstractNum>\
            <abstractNum abstractNumId='2'><styleLink val='Dashes'/><lvl ilvl='0'><numFmt val='bullet'/><lvlText val='-'/></lvl></abstractNum>\
            <num numId='1'><abstractNumId val='1'/></num>";
        check(lists, "1", "0 0", &["", ""]);
        let text = format!("<n>{}</n>", scheme("", ""));
        let tree = xml::tree(&text).expect("it is well formed");
        let numbering = Numbering::of(tree.root_element());
        assert_eq!((numbering.depth("1", "H2"), numbering.depth("1", "H9")), (Some(1), None));
    }
}
