//! Lists as pandoc counts them: `#.`, in letters or Roman numbers, in brackets, and examples `(@name)`, which are counted through the
//! whole text and spoken of by name. They become lists that the parser knows. A number is the parser's; letters, and the numbers of
//! examples, stand in the text, which speaks of them. It reads no words.

use super::code::Code;
use super::inline::begins_item;
use super::signs::{ItemSign, SignStyle};
use crate::format::numerals::Numerals;
use std::borrow::Cow;
use std::collections::HashMap;

/// Begins an item whose sign stands in its text: a noncharacter, which no text has.
pub const SIGNED: char = '\u{FDD1}';

/// How far ahead the second item of a list is looked for that does not begin at its beginning, in lines.
const FAR: usize = 40;

/// The most lists in one another.
const MOST_LISTS: usize = 32;

/// The examples of a source: their numbers by the line that they begin on, and by name.
#[derive(Debug, Default)]
struct Examples<'a> {
    by_line: HashMap<usize, u32>,
    by_name: HashMap<&'a str, u32>,
}

/// A list that is open.
#[derive(Clone, Copy, Debug)]
struct CountedList {
    indent: usize,
    style: SignStyle,
    next: u32,
}

/// The lists of a source; to be asked of each line in order.
#[derive(Debug, Default)]
pub(super) struct PandocLists<'a> {
    examples: Examples<'a>,
    open: Vec<CountedList>,
    /// How far the last item was set in, until a paragraph beside it.
    item: Option<usize>,
    /// Whether a paragraph is open that is no item's first.
    text: bool,
}

/// A line without what it is set in by, and the signs of quotations.
fn bare(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>'])
}

/// Whether a source may hold such lists.
pub(super) fn may_hold(body: &str) -> bool {
    body.contains("(@") || body.lines().any(|line| ItemSign::of(bare(line)).is_some())
}

impl<'a> Examples<'a> {
    /// Counts the examples of a source: each begins a paragraph, or follows another in one.
    fn of(lines: &[&'a str]) -> Self {
        let (mut found, mut code) = (Self::default(), Code::default());
        let (mut before, mut listed, mut last) = (true, false, 0);
        for (at, line) in lines.iter().enumerate() {
            let bare = bare(line);
            let sign = if code.holds(line) { None } else { ItemSign::of(bare) };
            let begins = before || listed;
            (before, listed) = (bare.is_empty(), listed && !bare.is_empty());
            if let Some((ItemSign::Example(name), _)) = sign
                && begins
                && !found.by_name.contains_key(name)
            {
                last += 1;
                listed = true;
                found.by_line.insert(at, last);
                if !name.is_empty() {
                    found.by_name.insert(name, last);
                }
            }
        }
        found
    }
}

impl<'a> PandocLists<'a> {
    /// Those of the lines of a source.
    pub fn of(lines: &[&'a str]) -> Self {
        Self { examples: Examples::of(lines), ..Self::default() }
    }

    /// A line as the parser reads it: an item with a sign that it knows, and numbers for the names of examples. `next` are the lines
    /// behind it.
    pub fn line(&mut self, at: usize, line: &'a str, next: &[&str]) -> Cow<'a, str> {
        let bare = bare(line);
        let indent = line.len() - bare.len();
        if bare.is_empty() {
            self.text = false;
            return Cow::Borrowed(line);
        }
        let item = self.item_of(at, bare, indent, next);
        let begins = item.is_some() || begins_item(bare);
        if begins {
            self.item = Some(indent);
        } else if !self.text && self.item.is_some_and(|item| indent < item + 2) {
            self.leave(indent);
        }
        self.text |= !begins && self.item.is_none();
        match item {
            Some((sign, words)) => Cow::Owned(format!("{}{sign}{}", &line[..indent], self.referred(words))),
            None => self.referred(line),
        }
    }

    /// A paragraph stands beside the lists that are set in as far or further: they end.
    fn leave(&mut self, indent: usize) {
        self.open.retain(|list| list.indent + 2 <= indent);
        self.item = self.open.last().map(|list| list.indent);
    }

    /// The sign that the parser knows for that of a line, and the words behind it, where it begins an item.
    fn item_of(&mut self, at: usize, bare: &'a str, indent: usize, next: &[&str]) -> Option<(String, &'a str)> {
        let (sign, words) = ItemSign::of(bare)?;
        if let ItemSign::Example(_) = sign {
            let number = self.examples.by_line.get(&at)?;
            return Some((format!("+  {SIGNED}({number}) "), words));
        }
        if self.text {
            return None;
        }
        match sign {
            ItemSign::Next(end) => Some((format!("1{end} "), words)),
            ItemSign::Counted(read) => Some((self.count(&read, indent, next)?, words)),
            ItemSign::Example(_) => None,
        }
    }

    /// The sign of an item that is counted: the next of its list, or the first of one that begins here.
    fn count(&mut self, read: &[(SignStyle, u32)], indent: usize, next: &[&str]) -> Option<String> {
        self.open.retain(|list| list.indent <= indent);
        let list = self.open.last_mut().filter(|list| list.indent == indent);
        let goes_on = list.filter(|list| read.iter().any(|(style, _)| *style == list.style));
        if let Some(list) = goes_on {
            list.next = list.next.saturating_add(1);
            return Some(sign(list.style, list.next - 1));
        }
        let begins =
            |(style, value): &&(SignStyle, u32)| *value == 1 || follows(*style, value.saturating_add(1), indent, next);
        let (style, value) = *read.iter().find(begins)?;
        self.open.retain(|list| list.indent < indent);
        if self.open.len() >= MOST_LISTS {
            return None;
        }
        self.open.push(CountedList { indent, style, next: value.saturating_add(1) });
        Some(sign(style, value))
    }

    /// The words with numbers for the names of examples; what stands between backticks is left alone.
    fn referred(&self, words: &'a str) -> Cow<'a, str> {
        if self.examples.by_name.is_empty() || !words.contains('@') {
            return Cow::Borrowed(words);
        }
        let mut out = String::with_capacity(words.len());
        let (mut rest, mut in_code) = (words, false);
        while let Some(at) = rest.find('@') {
            let (before, name) = (&rest[..at], &rest[at + 1..]);
            in_code ^= before.matches('`').count() % 2 == 1;
            let end = name.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(name.len());
            let free = !in_code && !before.ends_with(|c: char| c.is_alphanumeric() || c == '\\');
            out += before;
            match self.examples.by_name.get(&name[..end]).filter(|_| free) {
                Some(number) => out += &number.to_string(),
                None => out += &rest[at..at + 1 + end],
            }
            rest = &name[end..];
        }
        Cow::Owned(out + rest)
    }
}

/// The sign for the parser.
fn sign(style: SignStyle, number: u32) -> String {
    if style.numerals == Numerals::Digits {
        format!("{number}) ")
    } else {
        format!("+  {SIGNED}{} ", style.write(number))
    }
}

/// Whether an item with this number comes soon, set in as far.
fn follows(style: SignStyle, value: u32, indent: usize, next: &[&str]) -> bool {
    let is_next = |line: &&str| {
        let bare = bare(line);
        let counted = |sign: &ItemSign<'_>| matches!(sign, ItemSign::Counted(read) if read.contains(&(style, value)));
        line.len() - bare.len() == indent && ItemSign::of(bare).is_some_and(|(sign, _)| counted(&sign))
    };
    next.iter().take(FAR).any(is_next)
}
