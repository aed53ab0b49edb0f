//! The headline of an old page, which is no heading but a line set large or bold, or called so by its class. It is looked for above the
//! first running text, in pages without a heading there.

use super::signs::{Signs, has_sign};
use super::title::same;
use crate::language::{bylines, dates, phrases};
use dom_query::NodeRef;

/// So many nodes of a page are walked through.
const MOST_NODES: usize = 4000;

/// A run of text so long, in bytes, is running text.
const RUNNING: usize = 120;

/// The longest headline, in bytes, and the fewest words of one.
const LONGEST: usize = 200;
const LEAST_WORDS: usize = 2;

/// The size from which `<font>` sets a line large, and what other marks of largeness count as.
const LARGE: i32 = 4;
const CALLED: i32 = 7;
const BOLD: i32 = 3;

/// A line that is only bold has so many words.
const LEAST_BOLD: usize = 3;

/// A line of so many words is as good as one of more.
const FULL: usize = 4;

/// How deep in what sets it a line may stand, and how many nodes beside and in it are looked at.
const DEEP: usize = 8;
const MOST_BESIDE: usize = 60;
const MOST_PARTS: usize = 200;

/// What headlines are called.
const HEADLINES: Signs = Signs::new(&[
    "headline",
    "title",
    "heading",
    "hed",
    "storytitle",
    "articletitle",
    "headtitle",
    "msotitle",
    "titel",
    "titre",
]);

/// What is called so and is none.
const NONE: Signs =
    Signs::new(&["site", "sub", "subtitle", "page", "nav", "section", "widget", "logo", "menu", "kicker"]);

/// Elements that only set their text.
const SETTING: &[&str] = &["font", "big", "b", "strong", "span", "i", "em", "u"];

/// Elements that hold one line of a page.
const LINES: &[&str] = &["p", "div", "td", "th", "center"];

/// Elements that part lines.
const APART: &[&str] = &[
    "p",
    "div",
    "table",
    "center",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "pre",
    "section",
    "article",
    "header",
    "figure",
    "form",
    "address",
];

/// A line that is set as a headline.
struct LoudLine<'a> {
    node: NodeRef<'a>,
    loudness: i32,
    text: String,
}

/// A headline, and whether the page's title says it.
pub(super) struct Headline<'a> {
    /// The element that is it as a whole.
    pub(super) node: NodeRef<'a>,
    /// Its words on one line.
    pub(super) text: String,
    /// Whether it is the title of the page, or what stands beside the name of the site in it.
    pub(super) is_titled: bool,
    /// Whether it is more than bold.
    pub(super) is_large: bool,
}

/// The headline of a page without a heading above its first running text; `title` is what the page says its title is.
pub(super) fn of<'a>(body: NodeRef<'a>, title: Option<&str>) -> Option<Headline<'a>> {
    let lines = loud_lines(body)?;
    let titled =
        |line: &&LoudLine<'_>| title.is_some_and(|title| same(title, &line.text) || is_part(&line.text, title));
    let chosen = lines.iter().filter(titled).max_by_key(|line| line.text.len());
    let loudest = || lines.iter().rev().max_by_key(|line| (line.loudness, line.text.split(' ').count().min(FULL)));
    let line = chosen.or_else(loudest)?;
    let (node, text) = (outermost(line), line.text.clone());
    Some(Headline { node, text, is_titled: chosen.is_some(), is_large: line.loudness > BOLD })
}

/// The loud lines above the first running text; none where a heading stands there.
fn loud_lines<'a>(body: NodeRef<'a>) -> Option<Vec<LoudLine<'a>>> {
    let mut lines: Vec<LoudLine<'a>> = Vec::new();
    for node in body.descendants_it().take(MOST_NODES) {
        if ["h1", "h2", "h3"].iter().any(|name| node.has_name(name)) {
            return None;
        }
        if node.is_text() && is_running(&node) {
            break;
        }
        // What stands in a loud line is no other.
        let last = lines.last().map(|line| line.node.id);
        let inside = last.is_some_and(|last| node.ancestors_it(Some(DEEP)).any(|above| above.id == last));
        if !inside && let Some(line) = loud(&node) {
            lines.push(line);
        }
    }
    Some(lines)
}

/// What a line is the only text of: its paragraph, or what else sets it.
fn outermost<'a>(line: &LoudLine<'a>) -> NodeRef<'a> {
    let mut node = line.node;
    while let Some(above) = node.parent() {
        let sets = SETTING.iter().chain(&["p"]).any(|name| above.has_name(name));
        if !sets || words_of(&above) != line.text {
            break;
        }
        node = above;
    }
    node
}

/// Whether a line is most of a title, with the name of a site around it.
fn is_part(line: &str, title: &str) -> bool {
    let (line, title) = (line.to_lowercase(), title.to_lowercase());
    line.len() * 2 > title.len() && title.contains(&line)
}

/// Whether a text is one that a page tells, and not a line of its head.
fn is_running(text: &NodeRef<'_>) -> bool {
    let words = text.text();
    let words = words.trim();
    words.len() >= RUNNING
        && !text
            .ancestors_it(Some(6))
            .any(|above| ["script", "style", "noscript"].iter().any(|name| above.has_name(name)))
}

/// The line that an element is, if it is set loud and stands alone.
fn loud<'a>(node: &NodeRef<'a>) -> Option<LoudLine<'a>> {
    let loudness = loudness(node).filter(|_| stands_alone(node))?;
    let text = words_of(node);
    let words = text.split(' ').count();
    let least = if loudness <= BOLD { LEAST_BOLD } else { LEAST_WORDS };
    let around = || node.ancestors_it(Some(DEEP)).chain(node.descendants_it().take(MOST_BESIDE));
    let linked = || around().any(|part| part.has_name("a"));
    let stops = text.ends_with([':', ',', ';']);
    let fits = text.len() <= LONGEST && words >= least && !stops && !linked() && !states_something_else(&text);
    fits.then_some(LoudLine { node: *node, loudness, text })
}

/// What an element says, on one line; of a long one more than a headline has.
fn words_of(node: &NodeRef<'_>) -> String {
    let mut line = String::new();
    for part in node.descendants_it().take(MOST_PARTS) {
        if part.has_name("br") {
            line.push(' ');
        } else if part.is_text() && line.len() <= LONGEST {
            let text = part.text();
            line.push_str(&text[..text.floor_char_boundary(2 * LONGEST)]);
        }
    }
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines that are set so and are no headline: bylines, dates, what only pages say.
fn states_something_else(line: &str) -> bool {
    let dated = dates::find(line).is_some_and(|(date, ..)| date.day.is_some());
    dated || !bylines::byline(line).is_empty() || phrases::is_habit(line) || phrases::is_label(&line.to_lowercase())
}

/// How loud an element sets its text; none where it sets it as any other.
fn loudness(node: &NodeRef<'_>) -> Option<i32> {
    let named = |names: &[&str]| names.iter().any(|name| node.has_name(name));
    if named(&["font"]) {
        return node.attr("size").and_then(|size| font_size(&size)).filter(|size| *size >= LARGE);
    }
    if named(LINES) || named(&["span"]) {
        let called = has_sign(node, &HEADLINES) && !has_sign(node, &NONE);
        let styled = || node.attr("style").and_then(|style| style_size(&style));
        return called.then_some(CALLED).or_else(styled);
    }
    if named(&["big"]) { Some(LARGE) } else { named(&["b", "strong"]).then_some(BOLD) }
}

/// The size of `<font>`, 3 being that of text: "5", "+2".
fn font_size(size: &str) -> Option<i32> {
    let size = size.trim();
    let number: i32 = size.trim_start_matches('+').parse().ok()?;
    Some(if size.starts_with('+') { 3 + number.clamp(0, 4) } else { number })
}

/// The size of a style, as `<font>` counts, where it is large.
fn style_size(style: &str) -> Option<i32> {
    let style = style.to_ascii_lowercase();
    let value = style.split("font-size").nth(1)?.trim_start().strip_prefix(':')?.trim_start();
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let number: f64 = value[..end].parse().ok()?;
    let percent = match &value[end..] {
        unit if unit.starts_with("px") => number / 16.0,
        unit if unit.starts_with("pt") => number / 12.0,
        unit if unit.starts_with("em") || unit.starts_with("rem") => number,
        unit if unit.starts_with('%') => number / 100.0,
        unit if unit.starts_with("x-large") || unit.starts_with("xx-large") => 1.5,
        _ => 0.0,
    };
    (percent >= 1.25).then_some(if percent >= 1.75 { 6 } else { 5 })
}

/// Whether an element is all that its line says: nothing but breaks and blocks beside it, up to the block that holds it.
fn stands_alone(node: &NodeRef<'_>) -> bool {
    let mut at = *node;
    for _ in 0..DEEP {
        if !is_edge(at, NodeRef::prev_sibling) || !is_edge(at, NodeRef::next_sibling) {
            return false;
        }
        match at.parent() {
            Some(above) if SETTING.iter().any(|name| above.has_name(name)) => at = above,
            _ => return true,
        }
    }
    false
}

/// Whether the line ends beside a node, in one direction.
fn is_edge<'a>(node: NodeRef<'a>, beside: impl Fn(&NodeRef<'a>) -> Option<NodeRef<'a>>) -> bool {
    let mut next = beside(&node);
    for _ in 0..MOST_BESIDE {
        let Some(other) = next else { return true };
        if ["br", "hr"].iter().chain(APART).any(|name| other.has_name(name)) {
            return true;
        }
        if other.is_nonempty_text() || other.descendants_it().take(MOST_BESIDE).any(|part| part.is_nonempty_text()) {
            return false;
        }
        next = beside(&other);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;
    use crate::format::html::{Envelope, parse};

    const PROSE: &str = "The wheel turns, the water falls, and nobody in the village, as far as anyone can tell, has ever asked \
                         where the flour goes once the carts, heavy and slow, have left the yard of the mill by the river.";

    /// The title of a page of this title with this above its text, and what is folded of it.
    fn shown(title: &str, above: &str) -> (String, Vec<String>) {
        let text = format!("<p>{PROSE}</p>").repeat(4);
        let page = format!("<html><head><title>{title}</title></head><body>{above}{text}</body></html>");
        let document = parse(page.into_bytes(), Envelope::default());
        let of = |kind: BlockKind| {
            let found = document.blocks().iter().filter(move |block| block.kind == kind);
            found.map(|block| block.span.of(document.text()).to_owned()).collect::<Vec<_>>()
        };
        let mut headings = of(BlockKind::Heading);
        headings.push(document.metadata.title.clone().unwrap_or_default());
        (headings.join("|"), of(BlockKind::Boilerplate))
    }

    #[test]
    fn a_line_that_is_set_large_or_bold_or_called_so_is_the_title() {
        let headline = "No Flour Before Spring|No Flour Before Spring";
        for above in [
            "<center><FONT size=6>No Flour Before Spring</FONT></center><br>",
            "<table><tr><td><font size=+2><b>No Flour<br>Before Spring</b></font><br><i>By Ada Hill</i></td></tr></table>",
            "<b>No Flour Before Spring</b><br>By Ada Hill<br><br>",
            "<p><b>No Flour Before Spring</b></p><p><i>By Ada Hill</i></p>",
            "<p class=headline>No Flour Before Spring</p><p class=byline>By Ada Hill</p>",
            "<div class='article-title'>No Flour Before Spring</div>",
            "<div style='font-size: 24px'>No Flour Before Spring</div>",
            "<p align=center><big>No Flour Before Spring</big></p>",
            "<b>THE MILL</b><br><a href=a>Home</a> <a href=b>Sport</a><br><font size=4>No Flour Before Spring</font><br>",
            "<P><FONT SIZE=+3>No Flour Before Spring<P></FONT><FONT SIZE=-1>May 3, 1998<P></FONT>",
        ] {
            let (title, folded) = shown("The Mill", above);
            assert_eq!(title, headline, "{above}");
            assert!(!folded.iter().any(|line| line.contains("Flour")), "{above}");
        }
    }

    #[test]
    fn a_title_that_the_page_states_stays_and_its_line_is_the_heading() {
        let above = "<font size=5>No Flour Before Spring</font><hr>";
        assert_eq!(
            shown("No Flour Before Spring - The Mill", above).0,
            "No Flour Before Spring|No Flour Before Spring - The Mill"
        );
        let title = "Where the Flour of the Mill Goes";
        assert_eq!(shown(title, above).0, format!("{title}|{title}"));
        for above in [
            "<b>By Ada Hill</b><br>",
            "<p><b>The wheel</b> turns.</p>",
            "<font size=5><a href=/>All the News</a></font><br>",
            "<b>May 3, 1998</b><br>",
            "<font size=2>A very small line</font>",
        ] {
            assert_eq!(shown("The Mill", above).0, "The Mill|The Mill", "{above}");
        }
        assert_eq!(shown("The Mill", "<h2>Flour</h2><b>No Flour Before Spring</b>").0, "The Mill|Flour|The Mill");
    }

    #[test]
    fn sizes_are_read_as_they_are_written() {
        assert_eq!(["6", "+2", " 3 ", "big"].map(font_size), [Some(6), Some(5), Some(3), None]);
        let styles =
            ["font-size:28px", "color:red; font-size: 1.5em", "font-size:12px", "font-size:150%", "font-size:x"];
        assert_eq!(styles.map(style_size), [Some(6), Some(5), None, Some(5), None]);
    }
}
