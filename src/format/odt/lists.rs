//! Lists: which sign or number an item has, and the numbers of headings. Numbers are counted as the text goes on; they
//! stand nowhere in the file.

use super::names::name;
use crate::document::Marker;
use crate::format::numerals::Numerals;
use crate::format::office::xml::{attribute, child};
use roxmltree::Node;
use std::collections::HashMap;

/// How many levels a list has.
const LEVELS: usize = 10;

/// How numbers are written, by the first of each kind.
const NUMERALS: &[(&str, Numerals)] = &[
    ("1", Numerals::Digits),
    ("a", Numerals::Letters),
    ("A", Numerals::Capitals),
    ("i", Numerals::Roman),
    ("I", Numerals::RomanCapitals),
    ("", Numerals::Nothing),
];

#[derive(Clone, Debug)]
struct OdtLevel {
    numerals: Numerals,
    start: u32,
    prefix: String,
    suffix: String,
    /// How many levels the number shows, its own as the last.
    shown: usize,
}

impl Default for OdtLevel {
    fn default() -> Self {
        Self { numerals: Numerals::Bullet, start: 1, prefix: String::new(), suffix: String::new(), shown: 1 }
    }
}

type OdtLevels = [OdtLevel; LEVELS];

/// The styles of lists, and of the numbers of headings.
#[derive(Debug, Default)]
pub struct ListStyles {
    lists: HashMap<String, OdtLevels>,
    outline: Option<OdtLevels>,
    headings: [Option<u32>; LEVELS],
}

/// The longest sign before or after a number, in characters.
const MOST_SIGN: usize = 20;

impl ListStyles {
    /// Reads the styles below the root of a part.
    pub fn add(&mut self, root: Node<'_, '_>) {
        for group in ["styles", "automatic-styles"] {
            let styles = child(root, group).into_iter().flat_map(|group| group.children());
            for node in styles {
                match (name(node), attribute(node, "name")) {
                    (("text", "list-style"), Some(name)) => {
                        self.lists.entry(name.to_owned()).or_insert_with(|| levels(node));
                    }
                    (("text", "outline-style"), _) => self.outline = Some(levels(node)),
                    _ => {}
                }
            }
        }
    }

    fn level(&self, style: &str, depth: usize) -> OdtLevel {
        self.lists.get(style).map(|levels| levels[depth.min(LEVELS - 1)].clone()).unwrap_or_default()
    }

    /// Counts a heading of a level, 1 for the outermost, and gives its number as it is written; empty where headings
    /// have none.
    pub fn heading(&mut self, level: u8) -> String {
        let depth = usize::from(level.max(1) - 1).min(LEVELS - 1);
        let Some(levels) = &self.outline else { return String::new() };
        let number = self.headings[depth].map_or(levels[depth].start, |last| last.saturating_add(1));
        self.headings[depth] = Some(number);
        self.headings[depth + 1..].fill(None);
        let own = &levels[depth];
        if matches!(own.numerals, Numerals::Nothing | Numerals::Bullet) {
            return String::new();
        }
        let from = (depth + 1).saturating_sub(own.shown.max(1));
        let shown = (from..=depth).filter(|at| !matches!(levels[*at].numerals, Numerals::Nothing | Numerals::Bullet));
        let numbers: Vec<String> =
            shown.map(|at| levels[at].numerals.write(self.headings[at].unwrap_or(levels[at].start))).collect();
        format!("{}{}{}", own.prefix, numbers.join("."), own.suffix).trim().to_owned()
    }
}

fn levels(style: Node<'_, '_>) -> OdtLevels {
    let mut levels = OdtLevels::default();
    for node in style.children().filter(Node::is_element) {
        let value = |name| attribute(node, name);
        let number = |name| value(name).and_then(|number| number.parse::<u32>().ok());
        let sign = |name| value(name).unwrap_or_default().chars().take(MOST_SIGN).collect();
        let Some(slot) = number("level").and_then(|level| levels.get_mut((level as usize).checked_sub(1)?)) else {
            continue;
        };
        let counts = matches!(node.tag_name().name(), "list-level-style-number" | "outline-level-style");
        *slot = OdtLevel {
            numerals: if counts { numerals(value("num-format").unwrap_or_default()) } else { Numerals::Bullet },
            start: number("start-value").unwrap_or(1),
            prefix: sign("num-prefix"),
            suffix: sign("num-suffix"),
            shown: number("display-levels").unwrap_or(1) as usize,
        };
    }
    levels
}

fn numerals(format: &str) -> Numerals {
    NUMERALS.iter().find(|(known, _)| *known == format).map_or(Numerals::Digits, |(_, numerals)| *numerals)
}

/// A paragraph in a list.
#[derive(Debug, PartialEq, Eq)]
pub struct OdtItem {
    /// How deep it stands, 1 for the outermost list.
    pub depth: u8,
    /// Its sign, where that does not stand in the text.
    pub marker: Marker,
    /// Its sign as it is written, where that stands in the text; else empty.
    pub written: String,
}

/// A list that is open.
#[derive(Debug)]
struct OpenList<'a> {
    style: &'a str,
    id: Option<&'a str>,
    last: Option<u32>,
    /// The number that its next item takes, where the file says so.
    next: Option<u32>,
    /// Whether a sign is due: the item has had no paragraph yet.
    due: bool,
}

/// The lists that are open, the innermost last.
#[derive(Debug, Default)]
pub struct Lists<'a> {
    open: Vec<OpenList<'a>>,
    /// The last number of each style and level, for a list that goes on.
    by_style: HashMap<(&'a str, usize), u32>,
    by_id: HashMap<&'a str, u32>,
}

impl<'a> Lists<'a> {
    /// A list begins. One inside of another has its style, if it names none.
    pub fn enter(&mut self, node: Node<'a, 'a>) {
        let outer = self.open.last().map(|list| list.style).unwrap_or_default();
        let style = attribute(node, "style-name").unwrap_or(outer);
        let after = attribute(node, "continue-list").and_then(|id| self.by_id.get(id));
        let on = attribute(node, "continue-numbering") == Some("true");
        let before = if on { self.by_style.get(&(style, self.open.len())) } else { after };
        let last = before.copied();
        self.open.push(OpenList { style, id: attribute(node, "id"), last, next: None, due: false });
    }

    /// An item begins, with the number that it is given. One that is a header has no sign.
    pub fn item(&mut self, node: Node<'a, 'a>) {
        if let Some(list) = self.open.last_mut() {
            list.due = name(node) == ("text", "list-item");
            list.next = attribute(node, "start-value").and_then(|number| number.parse().ok());
        }
    }

    /// The innermost list ends.
    pub fn leave(&mut self) {
        let Some(list) = self.open.pop() else { return };
        if let Some(last) = list.last {
            self.by_style.insert((list.style, self.open.len()), last);
            list.id.into_iter().for_each(|id| {
                self.by_id.insert(id, last);
            });
        }
    }

    /// What a paragraph here is; `None` where no list is open.
    pub fn paragraph(&mut self, styles: &ListStyles) -> Option<OdtItem> {
        let depth = self.open.len();
        let list = self.open.last_mut()?;
        let shown = u8::try_from(depth).unwrap_or(u8::MAX);
        let item = |marker| OdtItem { depth: shown, marker, written: String::new() };
        if !std::mem::take(&mut list.due) {
            return Some(item(Marker::None));
        }
        let level = styles.level(list.style, depth - 1);
        let number = list.next.take().unwrap_or_else(|| list.last.map_or(level.start, |last| last.saturating_add(1)));
        list.last = Some(number);
        Some(match level.numerals {
            Numerals::Bullet => item(Marker::Bullet),
            Numerals::Nothing => item(Marker::None),
            Numerals::Digits | Numerals::Padded => item(Marker::Number(number)),
            // The text may speak of an item by its letter: that stands in it.
            _ => OdtItem { written: self.written(styles, &level), ..item(Marker::None) },
        })
    }

    /// The number of the innermost item as it is written, with those of the items around it that it shows.
    fn written(&self, styles: &ListStyles, own: &OdtLevel) -> String {
        let style = self.open.last().map(|list| list.style).unwrap_or_default();
        let from = self.open.len().saturating_sub(own.shown.max(1));
        let number = |(at, list): (usize, &OpenList<'a>)| {
            let level = styles.level(style, at);
            let counts = !matches!(level.numerals, Numerals::Nothing | Numerals::Bullet);
            counts.then(|| level.numerals.write(list.last.unwrap_or(level.start)))
        };
        let numbers: Vec<String> = self.open.iter().enumerate().skip(from).filter_map(number).collect();
        format!("{}{}{}", own.prefix, numbers.join("."), own.suffix).trim().to_owned()
    }

    /// Sets the open lists aside, for text that stands beside them: a note, a text box. To be put back.
    pub fn aside(&mut self) -> impl FnOnce(&mut Self) + use<'a> {
        let open = std::mem::take(&mut self.open);
        move |lists| lists.open = open
    }
}
