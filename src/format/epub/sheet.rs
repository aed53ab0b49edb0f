//! Style sheets of a book, read for what they say of classes: how large, bold or slanted their text is set. Rules for a class count,
//! alone or with the name of an element; no other selector is looked at, and nothing of what a sheet imports.

use cssparser::{ParseError, Parser, Token};
use std::collections::HashMap;

/// The most classes of a sheet.
const MOST_CLASSES: usize = 20_000;
/// The size of text of which nothing is said, in percent of itself.
pub(super) const PLAIN: u32 = 100;
/// The same in points and pixels (`medium`, CSS Fonts 4).
const PLAIN_POINTS: f32 = 12.0;
const PLAIN_PIXELS: f32 = 16.0;

/// How large text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FontSize {
    /// In percent of plain text.
    Fixed(u32),
    /// In percent of the text around it.
    Relative(u32),
}

/// What is said of how text is set; `None`: nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TextStyle {
    pub size: Option<FontSize>,
    pub strong: Option<bool>,
    pub slanted: Option<bool>,
}

impl TextStyle {
    /// What an attribute `style` says.
    pub(super) fn of_attribute(attribute: &str) -> Self {
        declarations(&mut Parser::new(attribute))
    }

    /// What two say together, where the later one counts.
    pub(super) fn and(self, later: Self) -> Self {
        Self {
            size: later.size.or(self.size),
            strong: later.strong.or(self.strong),
            slanted: later.slanted.or(self.slanted),
        }
    }
}

/// What sheets say of classes.
#[derive(Debug, Default)]
pub(super) struct StyleSheet(HashMap<String, TextStyle>);

impl StyleSheet {
    /// Takes in one more sheet.
    pub(super) fn add(&mut self, source: &str) {
        let mut parser = Parser::new(source);
        let mut selectors = Selectors::default();
        while let Ok(token) = parser.next().cloned() {
            if token != Token::CurlyBracketBlock {
                selectors.take(&token);
                continue;
            }
            let classes = std::mem::take(&mut selectors).classes();
            if !classes.is_empty() {
                let said = parser.parse_nested_block(|inside| Ok::<_, ParseError<()>>(declarations(inside)));
                self.set(classes, said.unwrap_or_default());
            }
        }
    }

    fn set(&mut self, classes: Vec<String>, style: TextStyle) {
        for class in classes {
            if style != TextStyle::default() && self.0.len() < MOST_CLASSES {
                let own = self.0.entry(class).or_default();
                *own = own.and(style);
            }
        }
    }

    /// Whether nothing is said of any class.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is said of the words of an attribute `class`.
    pub(super) fn of(&self, classes: &str) -> TextStyle {
        let said = classes.split_ascii_whitespace().filter_map(|class| self.0.get(class));
        said.fold(TextStyle::default(), |all, own| all.and(*own))
    }

    /// Every fixed size that is larger than plain text.
    pub(super) fn large(&self) -> impl Iterator<Item = u32> {
        self.0.values().filter_map(|style| match style.size {
            Some(FontSize::Fixed(size) | FontSize::Relative(size)) if size > PLAIN => Some(size),
            _ => None,
        })
    }
}

/// What stands before a block of declarations.
#[derive(Debug, Default)]
struct Selectors {
    /// The classes of the selectors before the open one.
    done: Vec<String>,
    open: Vec<String>,
    /// Whether the open one says more than names of an element and of a class.
    other: bool,
    /// Whether it is no selector at all: `@media`.
    rule: bool,
    dot: bool,
}

impl Selectors {
    fn take(&mut self, token: &Token<'_>) {
        let dot = std::mem::take(&mut self.dot);
        match token {
            Token::Ident(name) if dot => self.open.push(name.to_string()),
            Token::Ident(_) => {}
            Token::Delim('.') => self.dot = true,
            Token::Comma => self.close(),
            Token::Semicolon => *self = Self::default(),
            Token::AtKeyword(_) => self.rule = true,
            _ => self.other = true,
        }
    }

    fn close(&mut self) {
        if self.open.len() == 1 && !self.other {
            self.done.append(&mut self.open);
        }
        self.open.clear();
        self.other = false;
    }

    /// The classes that the block is for.
    fn classes(mut self) -> Vec<String> {
        self.close();
        if self.rule { Vec::new() } else { self.done }
    }
}

fn declarations(parser: &mut Parser<'_>) -> TextStyle {
    let mut style = TextStyle::default();
    let mut property = String::new();
    let mut valued = false;
    while let Ok(token) = parser.next().cloned() {
        match token {
            Token::Semicolon => (property, valued) = (String::new(), false),
            Token::Colon => valued = true,
            Token::Ident(name) if !valued => property = name.to_ascii_lowercase(),
            value if valued => style = style.and(said(&property, &value)),
            _ => {}
        }
    }
    style
}

/// What one value of a property says.
fn said(property: &str, value: &Token<'_>) -> TextStyle {
    let nothing = TextStyle::default();
    match property {
        "font-size" => TextStyle { size: size(value), ..nothing },
        "font-weight" => TextStyle { strong: strong(value), ..nothing },
        "font-style" => TextStyle { slanted: word(value).map(|word| matches!(word, "italic" | "oblique")), ..nothing },
        _ => nothing,
    }
}

fn word<'a>(value: &'a Token<'_>) -> Option<&'a str> {
    if let Token::Ident(word) = value { Some(word) } else { None }
}

fn strong(value: &Token<'_>) -> Option<bool> {
    match value {
        Token::Number { value, .. } => Some(*value >= 600.0),
        _ => word(value).map(|word| matches!(word, "bold" | "bolder")),
    }
}

/// The size that a value gives; the words have the factors of CSS Fonts 4.
fn size(value: &Token<'_>) -> Option<FontSize> {
    let percent = |factor: f32| (factor * 100.0).round().clamp(0.0, 10_000.0) as u32;
    match value {
        Token::Percentage { unit_value, .. } => Some(FontSize::Relative(percent(*unit_value))),
        Token::Dimension { value, unit, .. } => match unit.to_ascii_lowercase().as_str() {
            "pt" => Some(FontSize::Fixed(percent(value / PLAIN_POINTS))),
            "px" => Some(FontSize::Fixed(percent(value / PLAIN_PIXELS))),
            "rem" => Some(FontSize::Fixed(percent(*value))),
            "em" => Some(FontSize::Relative(percent(*value))),
            _ => None,
        },
        _ => match word(value)? {
            "xx-small" => Some(FontSize::Fixed(60)),
            "x-small" => Some(FontSize::Fixed(75)),
            "small" => Some(FontSize::Fixed(89)),
            "medium" => Some(FontSize::Fixed(PLAIN)),
            "large" => Some(FontSize::Fixed(120)),
            "x-large" => Some(FontSize::Fixed(150)),
            "xx-large" => Some(FontSize::Fixed(200)),
            "larger" => Some(FontSize::Relative(120)),
            "smaller" => Some(FontSize::Relative(83)),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str, classes: &str) -> TextStyle {
        let mut sheet = StyleSheet::default();
        sheet.add(source);
        sheet.of(classes)
    }

    #[test]
    fn a_class_says_how_large_bold_and_slanted_its_text_is() {
        let source = "@import 'x.css'; /* .a { font-size: 1pt } */ .a, p.b { font-size: 18pt; FONT-WEIGHT: bold } \
                      @media print { .a { font-size: 2pt } } #x .a:first-child { font-weight: normal } \
                      .c { font-style: italic; font-weight: 400; font-size: 1.25em } .d .a { font-size: 3pt }";
        let large = TextStyle { size: Some(FontSize::Fixed(150)), strong: Some(true), slanted: None };
        assert_eq!((of(source, "a"), of(source, "x b")), (large, large));
        let slanted = TextStyle { size: Some(FontSize::Relative(125)), strong: Some(false), slanted: Some(true) };
        assert_eq!((of(source, "a c"), of(source, "d")), (slanted, TextStyle::default()));
    }

    #[test]
    fn an_attribute_says_the_same_and_damage_says_nothing() {
        let own = TextStyle::of_attribute("color: red; font-size: 20px; font-weight: 700");
        assert_eq!(own, TextStyle { size: Some(FontSize::Fixed(125)), strong: Some(true), slanted: None });
        for damaged in ["}}}", ".a { font-size", "{ { {", ".a { font-size: ; } ", "@", ".", "\u{0}.a{font-size:1e99pt"]
        {
            let style = of(damaged, "a");
            assert!(style.strong.is_none(), "{damaged}");
        }
    }
}
