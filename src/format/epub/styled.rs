//! What a book says by style sheets alone: some programs write headings as paragraphs that are set larger, and words in italics or
//! bold as spans of a class. Such paragraphs are made headings where a chapter has none of its own, such spans emphasis. What
//! a sheet hides, moves or puts beside the text is not looked at.

use super::package::reference;
use super::sheet::{FontSize, PLAIN, StyleSheet, TextStyle};
use super::xml;
use crate::format::archive::Archive;
use crate::format::markup::line_below;
use dom_query::{Document, NodeId, NodeRef};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
        let set = set(sheet, tree);
        let (plain, all) = most_used(tree, &set);
        let root = tree.root();
        let lines: Vec<NodeRef<'_>> = root.descendants_it().filter(|node| named(node, &["h1", "h2", "p"])).collect();
        let sized = lines.into_iter().map(|line| (line, size_of_heading(&line, &set, plain)));
        let found: Vec<(NodeRef<'_>, u32)> = sized.filter_map(|(line, size)| Some((line, size?))).collect();
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

/// The size that most of the text is set in, in percent, and the length of all of it, in bytes.
fn most_used(tree: &Document, set: &HashMap<NodeId, SetText>) -> (u32, usize) {
    let mut lengths: HashMap<u32, usize> = HashMap::new();
    for text in tree.root().descendants_it().filter(NodeRef::is_nonempty_text) {
        *lengths.entry(around(&text, set).size).or_default() += text.text().trim().len();
    }
    let all = lengths.values().sum();
    let most = lengths.into_iter().max_by_key(|(size, length)| (*length, *size));
    (most.map_or(PLAIN, |(size, _)| size), all)
}

/// The size of a line that is set as a heading is, in percent; none of any other.
fn size_of_heading(line: &NodeRef<'_>, set: &HashMap<NodeId, SetText>, plain: u32) -> Option<u32> {
    let elsewhere = || line.ancestors_it(None).any(|around| named(&around, ELSEWHERE));
    let mut smallest: Option<u32> = None;
    let (mut is_strong, mut length) = (true, 0);
    for text in line.descendants_it().filter(NodeRef::is_nonempty_text) {
        let set = around(&text, set);
        smallest = Some(smallest.map_or(set.size, |size| size.min(set.size)));
        is_strong &= set.is_strong;
        length += text.text().len();
    }
    let least = plain * if is_strong { BOLD } else { PLAIN_FACE } / 100;
    smallest.filter(|size| *size >= least && length <= LONGEST && !elsewhere())
}

/// How the text of each element is set. An element comes behind the one around it.
fn set(sheet: &StyleSheet, tree: &Document) -> HashMap<NodeId, SetText> {
    let mut set = HashMap::new();
    for element in tree.root().descendants_it().filter(NodeRef::is_element) {
        let (outer, own) = (around(&element, &set), own(sheet, &element));
        let size = match own.size {
            Some(FontSize::Fixed(size)) => size,
            Some(FontSize::Relative(part)) => outer.size.saturating_mul(part) / 100,
            None => outer.size,
        };
        let is_strong = own.strong.unwrap_or(outer.is_strong || named(&element, &["b", "strong"]));
        set.insert(element.id, SetText { size, is_strong });
    }
    set
}

/// How what stands around a node is set.
fn around(node: &NodeRef<'_>, set: &HashMap<NodeId, SetText>) -> SetText {
    let known = node.parent().and_then(|parent| set.get(&parent.id).copied());
    known.unwrap_or(SetText { size: PLAIN, is_strong: false })
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
