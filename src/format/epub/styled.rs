//! What a book says by style sheets alone: some programs write headings as paragraphs that are set larger, and words in italics or
//! bold as spans of a class. Such paragraphs are made headings where a chapter has none of its own, such spans emphasis. What
//! a sheet hides, moves or puts beside the text is not looked at.

use super::package::reference;
use super::sheet::{FontSize, PLAIN, StyleSheet, TextStyle};
use super::xml;
use crate::format::archive::Archive;
use crate::format::markup::line_below;
use dom_query::{Document, NodeRef};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// The largest style sheet that is read, in bytes, and the most of a chapter.
const MAX_SHEET: usize = 1 << 20;
const MOST_SHEETS: usize = 16;
/// How much larger than the text a heading is set, in percent, if it is bold …
const BOLD: u32 = 110;
/// … and if it is not.
const PLAIN_FACE: u32 = 130;
/// The longest heading, in bytes.
const LONGEST: usize = 200;
/// The part of a chapter that headings may be, in percent: where more is set large, that is no heading.
const MOST_HEADINGS: usize = 30;
/// What a heading is not in.
const ELSEWHERE: &[&str] = &["li", "td", "th", "blockquote", "aside", "figure", "pre", "nav"];

/// The style sheets of a book, and how large it sets its headings.
#[derive(Debug, Default)]
pub(super) struct BookStyles {
    sheets: HashMap<Vec<String>, Rc<StyleSheet>>,
    /// The size of the title, and that of what the contents call chapters, in percent.
    title: Option<u32>,
    chapter: Option<u32>,
}

/// How text is set, with all that stands around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct SetText {
    size: u32,
    is_strong: bool,
}

impl BookStyles {
    /// Makes headings and emphasis of what is only set so. `headed` says whether the chapter has headings of its own.
    pub(super) fn apply(&mut self, archive: &Archive, entry: &str, tree: &Document, headed: bool) {
        let sheet = self.sheet(archive, entry, tree);
        if sheet.is_empty() {
            return;
        }
        if !headed {
            self.headings(&sheet, tree);
        }
        emphasize(&sheet, tree);
    }

    /// The sheets of a chapter as one.
    fn sheet(&mut self, archive: &Archive, entry: &str, tree: &Document) -> Rc<StyleSheet> {
        let root = tree.root();
        let links = root.descendants_it().filter(|node| {
            node.has_name("link") && node.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("stylesheet"))
        });
        let target = |link: NodeRef<'_>| Some(reference(entry, &link.attr("href")?)?.entry);
        let names: Vec<String> = links.filter_map(target).take(MOST_SHEETS).collect();
        if let Some(known) = self.sheets.get(&names) {
            return Rc::clone(known);
        }
        let mut sheet = StyleSheet::default();
        for bytes in names.iter().filter_map(|name| archive.read(name).ok()).filter(|bytes| bytes.len() <= MAX_SHEET) {
            sheet.add(&xml::decoded(bytes));
        }
        let sheet = Rc::new(sheet);
        self.sheets.insert(names, Rc::clone(&sheet));
        sheet
    }

    fn headings(&mut self, sheet: &StyleSheet, tree: &Document) {
        let texts = texts(sheet, tree);
        let Some(plain) = most_used(&texts) else { return };
        let all: usize = texts.iter().map(|(_, length, _)| length).sum();
        let lines: Vec<NodeRef<'_>> =
            tree.root().descendants_it().filter(|node| named(node, &["h1", "h2", "p"])).collect();
        let found: Vec<(NodeRef<'_>, u32)> =
            lines.into_iter().filter_map(|line| Some((line, size_of_heading(&line, sheet, plain)?))).collect();
        for (line, size) in &found {
            let known = if line.has_name("h1") { &mut self.title } else { &mut self.chapter };
            if !line.has_name("p") {
                known.get_or_insert(*size);
            }
        }
        let found = || found.iter().filter(|(line, _)| line.has_name("p"));
        let large: usize = found().map(|(line, _)| line_below(line, LONGEST, &[]).len()).sum();
        if large * 100 > all * MOST_HEADINGS {
            return;
        }
        for (line, size) in found() {
            line.rename(&format!("h{}", self.level(sheet, *size)));
        }
    }

    /// The level of a heading set in `size`: one below all larger ones of the book, of which the chapters are the second.
    fn level(&self, sheet: &StyleSheet, size: u32) -> u8 {
        let top = self.chapter.unwrap_or(u32::MAX);
        let below_title = |other: &u32| self.title.is_none_or(|title| *other < title);
        let larger: BTreeSet<u32> =
            sheet.large().filter(|other| *other > size && *other <= top && below_title(other)).collect();
        u8::try_from(larger.len()).unwrap_or(u8::MAX).saturating_add(2).min(6)
    }
}

fn named(node: &NodeRef<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| node.has_name(name))
}

/// Every piece of text that says something: itself, its length in bytes, and how it is set.
fn texts<'a>(sheet: &StyleSheet, tree: &'a Document) -> Vec<(NodeRef<'a>, usize, SetText)> {
    let root = tree.root();
    let texts = root.descendants_it().filter(NodeRef::is_nonempty_text);
    texts.map(|text| (text, text.text().trim().len(), set(sheet, &text))).collect()
}

/// The size that most of the text is set in, in percent.
fn most_used(texts: &[(NodeRef<'_>, usize, SetText)]) -> Option<u32> {
    let mut lengths: HashMap<u32, usize> = HashMap::new();
    for (_, length, set) in texts {
        *lengths.entry(set.size).or_default() += length;
    }
    lengths.into_iter().max_by_key(|(size, length)| (*length, *size)).map(|(size, _)| size)
}

/// The size of a line that is set as a heading is, in percent; none of any other.
fn size_of_heading(line: &NodeRef<'_>, sheet: &StyleSheet, plain: u32) -> Option<u32> {
    let elsewhere = || line.ancestors_it(None).any(|around| named(&around, ELSEWHERE));
    let mut smallest: Option<u32> = None;
    let (mut is_strong, mut length) = (true, 0);
    for text in line.descendants_it().filter(NodeRef::is_nonempty_text) {
        let set = set(sheet, &text);
        smallest = Some(smallest.map_or(set.size, |size| size.min(set.size)));
        is_strong &= set.is_strong;
        length += text.text().len();
    }
    let least = plain * if is_strong { BOLD } else { PLAIN_FACE } / 100;
    smallest.filter(|size| *size >= least && length <= LONGEST && !elsewhere())
}

/// How a piece of text is set: what the nearest element around it says.
fn set(sheet: &StyleSheet, text: &NodeRef<'_>) -> SetText {
    let (mut size, mut fixed, mut strong) = (PLAIN, false, None);
    for around in text.ancestors_it(None) {
        let own = own(sheet, &around);
        match own.size {
            _ if fixed => {}
            Some(FontSize::Fixed(all)) => (size, fixed) = (all.saturating_mul(size) / 100, true),
            Some(FontSize::Relative(part)) => size = size.saturating_mul(part) / 100,
            None => {}
        }
        strong = strong.or(own.strong).or_else(|| named(&around, &["b", "strong"]).then_some(true));
    }
    SetText { size, is_strong: strong.unwrap_or(false) }
}

fn own(sheet: &StyleSheet, element: &NodeRef<'_>) -> TextStyle {
    let class = element.attr("class").map(|class| sheet.of(&class)).unwrap_or_default();
    element.attr("style").map_or(class, |style| class.and(TextStyle::of_attribute(&style)))
}

/// Makes emphasis of spans that are set bold or slanted, but for those of headings.
fn emphasize(sheet: &StyleSheet, tree: &Document) {
    let spans: Vec<NodeRef<'_>> = tree.root().descendants_it().filter(|node| node.has_name("span")).collect();
    for span in spans {
        let style = own(sheet, &span);
        let in_heading = || span.ancestors_it(None).any(|around| named(&around, &["h1", "h2", "h3", "h4", "h5", "h6"]));
        if style.strong == Some(true) && !in_heading() {
            span.rename("b");
        } else if style.slanted == Some(true) && !in_heading() {
            span.rename("i");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{CONTAINER, MIMETYPE, headings, package, whole, zipped};
    use crate::document::{Document, InlineStyle};

    const SHEET: &str = ".t { font-size: 24pt; font-weight: bold } .c { font-size: 16pt; font-weight: bold } \
                         .s { font-size: 14pt; font-weight: bold } .i { font-style: italic } .b { font-weight: bold } \
                         .n { font-size: 10pt } .big { font-size: 1.3em }";

    fn set_in(sheet: &str, chapters: &[&str]) -> Document {
        let names: Vec<String> = (1..=chapters.len()).map(|n| format!("c{n}.xhtml")).collect();
        let items: Vec<_> = names.iter().map(|name| (name.as_str(), name.as_str(), "")).collect();
        let opf = package("", &items);
        let linked = |body: &&str| {
            format!("<html><head><link rel='stylesheet' href='s/a.css'/></head><body>{body}</body></html>")
        };
        let pages: Vec<String> = chapters.iter().map(linked).collect();
        let entries: Vec<_> = names.iter().map(|name| format!("OPS/{name}")).collect();
        let mut all = vec![MIMETYPE, CONTAINER, ("OPS/book.opf", &opf), ("OPS/s/a.css", sheet)];
        all.extend(entries.iter().map(String::as_str).zip(pages.iter().map(String::as_str)));
        whole(zipped(&all))
    }

    #[test]
    fn paragraphs_that_are_set_larger_are_headings_of_a_level_by_their_size() {
        let text =
            "<p>It rained for a week, and the road was a river; nobody came, and nobody went, and the letters lay.</p>";
        let book = set_in(
            SHEET,
            &[
                &format!("<p class='t'>A Walk</p>{text}<p class='c'>The first part</p>{text}"),
                &format!(
                    "<p><span class='s'>Rain</span></p>{text}<ul><li><p class='s'>An item</p></li></ul>{text}{text}"
                ),
                &format!("<p class='c'>The second part</p>{text}<p class='big'>Sun</p>{text}"),
            ],
        );
        assert_eq!(headings(&book), ["1 A Walk", "2 The first part", "4 Rain", "2 The second part", "3 Sun"]);
    }

    #[test]
    fn a_chapter_with_headings_of_its_own_and_one_that_is_all_set_large_have_no_others() {
        let own = "<h2>One</h2><p class='c'>Set large</p><p>It rained for a week, and the road was a river.</p>";
        let all = "<p class='c'>It rained.</p><p class='c'>It rained again.</p><p class='c'>And again.</p>";
        let mixed = "<p class='c'>It rained.</p><p class='c'>It rained again.</p><p class='n'>And again.</p>";
        assert_eq!(headings(&set_in(SHEET, &[own, all, mixed])), ["2 One"]);
        assert_eq!(headings(&set_in("", &["<p class='c'>Set large</p><p>It rained for a week.</p>"])), [""; 0]);
    }

    #[test]
    fn spans_that_are_set_bold_or_slanted_are_emphasis() {
        let book = set_in(
            SHEET,
            &[
                "<h2><span class='b'>One</span></h2><p>a <span class='i x'>slanted</span> and <span class='b'>bold</span> word</p>",
            ],
        );
        let styled: Vec<_> = book.inlines().iter().map(|inline| (inline.style, inline.span.of(book.text()))).collect();
        assert_eq!(styled, [(InlineStyle::Emphasis, "slanted"), (InlineStyle::Strong, "bold")]);
    }
}
