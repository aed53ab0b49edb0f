//! A page made ready for the walk over its elements: the title stands in one heading of the first level and nowhere
//! else, and pictures that are loaded late say where they come from.

use super::article::Article;
use super::elements::{Elements, kind};
use super::title::same;
use dom_query::{Document, NodeRef};
use std::collections::{HashMap, HashSet};

/// The most headings of a page that are looked at.
const MOST_HEADINGS: usize = 500;

/// The longest heading, in bytes, that can be a title.
const LONGEST: usize = 1000;

/// Attributes that hold the source of a picture until a script moves it.
const LATE: &[&str] =
    &["data-src", "data-original", "data-lazy-src", "data-hi-res-src", "data-image", "data-srcset", "srcset"];

/// Where pictures that are written into the page are named: `embedded:3` is its fourth `<img>`.
pub(super) const EMBEDDED: &str = "embedded:";

/// A heading of the first or second level and its text.
pub(super) struct Heading<'a> {
    node: NodeRef<'a>,
    /// Its text on one line.
    pub(super) text: String,
}

impl<'a> Heading<'a> {
    /// A line that is none in the page and is set as one.
    pub(super) fn of_line(node: NodeRef<'a>, text: String) -> Self {
        Self { node, text }
    }

    /// Whether it is one of the first level.
    pub(super) fn is_first(&self) -> bool {
        self.node.has_name("h1")
    }
}

/// The headings of a page that may be its title, those of the first level first.
pub(super) fn headings<'a>(elements: &Elements<'a>) -> Vec<Heading<'a>> {
    let of_level = |level| elements.of_kind(level).take(MOST_HEADINGS);
    let nodes = of_level(kind::H1).chain(of_level(kind::H2));
    let heading = |node: NodeRef<'_>| node.text().split_whitespace().collect::<Vec<_>>().join(" ");
    nodes
        .map(|node| Heading { node, text: heading(node) })
        .filter(|it| !it.text.is_empty() && it.text.len() <= LONGEST)
        .collect()
}

/// Makes the heading that says `title` the only one of the first level; adds one to the article where none says it. Gives that
/// heading.
pub(super) fn set_title<'a>(
    elements: &Elements<'a>,
    headings: &[Heading<'a>],
    title: Option<&str>,
    article: &mut Article,
) -> Option<NodeRef<'a>> {
    let says = |heading: &&Heading<'_>| title.is_some_and(|title| same(title, &heading.text));
    let chosen = headings.iter().find(says).or_else(|| title.and_then(|title| nearly(headings, title)));
    let is_title =
        |heading: &&Heading<'_>| says(heading) || chosen.is_some_and(|chosen| chosen.node.id == heading.node.id);
    if has_parts(headings, is_title, article) {
        set_deeper(elements);
    }
    for heading in headings.iter().filter(|heading| heading.node.has_name("h1") || is_title(heading)) {
        heading.node.rename("h2");
        if says(&heading) {
            article.drop(heading.node.id);
        }
    }
    let chosen = chosen.map(|heading| heading.node).or_else(|| titled_line(elements, title?));
    let Some(heading) = chosen else { return add_title(elements.page, title?, article) };
    heading.rename("h1");
    article.keep(&heading);
    Some(heading)
}

/// Whether an article has parts of the first level beside its title, with parts of the second.
fn has_parts(headings: &[Heading<'_>], is_title: impl Fn(&&Heading<'_>) -> bool, article: &Article) -> bool {
    let inside = |heading: &&Heading<'_>| !is_title(heading) && !article.is_boilerplate(&heading.node);
    let has = |name: &str| headings.iter().filter(inside).any(|heading| heading.node.has_name(name));
    has("h1") && has("h2")
}

/// Sets all headings but those of the first level one level deeper.
fn set_deeper(elements: &Elements<'_>) {
    for node in elements.of_kind(kind::H2 | kind::LOWER_HEADING) {
        let deeper = ["h2", "h3", "h4", "h5"].iter().position(|name| node.has_name(name));
        if let Some(name) = deeper.and_then(|at| ["h3", "h4", "h5", "h6"].get(at)) {
            node.rename(name);
        }
    }
}

/// The first line of a page that says the title and is no heading: word processors write such pages.
fn titled_line<'a>(elements: &Elements<'a>, title: &str) -> Option<NodeRef<'a>> {
    let says = |line: &NodeRef<'a>| {
        let text = line.text();
        text.len() <= LONGEST && same(title, &text)
    };
    elements.of_kind(kind::PARAGRAPH).take(MOST_LINES).find(says)
}

/// How far from its beginning a page may say its title, in paragraphs.
const MOST_LINES: usize = 5;

/// Shows what a button or a heading of the text unfolds: answers to questions, parts of a long page.
pub(super) fn show_answers(elements: &Elements<'_>) {
    let folded = |node: &NodeRef<'_>| node.attr("aria-expanded").is_some_and(|value| &*value == "false");
    let buttons: Vec<NodeRef<'_>> = elements.of_kind(kind::CONTROL).filter(folded).collect();
    let in_text =
        |node: &&NodeRef<'_>| !node.ancestors_it(None).any(|above| MENUS.iter().any(|name| above.has_name(name)));
    let controlled = buttons.iter().take(MOST_HEADINGS).filter(in_text).filter_map(|node| node.attr("aria-controls"));
    let wanted: HashSet<String> = controlled.map(|id| id.to_string()).collect();
    if wanted.is_empty() {
        return;
    }
    let is_wanted = |node: &NodeRef<'_>| node.id_attr().is_some_and(|id| wanted.contains(&*id));
    let answers: Vec<NodeRef<'_>> = elements.of_kind(kind::CALLED).filter(is_wanted).take(MOST_HEADINGS).collect();
    for answer in answers.iter().filter(|answer| is_running(answer)) {
        answer.remove_attrs(&["hidden", "style", "aria-hidden"]);
    }
}

/// Elements whose buttons unfold menus.
const MENUS: &[&str] = &["nav", "header", "footer", "aside", "form", "dialog"];

/// Whether an element holds running text, and not a menu.
pub(super) fn is_running(node: &NodeRef<'_>) -> bool {
    let linked: usize =
        node.descendants_it().filter(|part| part.has_name("a")).map(|link| link.text().trim().len()).sum();
    let all = node.text().trim().len();
    all >= LEAST_ANSWER && linked * 3 < all
}

/// The least text of an answer, in bytes.
const LEAST_ANSWER: usize = 20;

/// The captions that are hidden from those who hear the same words as the picture's description.
pub(super) fn show_captions(elements: &Elements<'_>) {
    for caption in elements.of_kind(kind::CAPTION) {
        caption.remove_attr("aria-hidden");
    }
}

/// The only heading of the first level, where it has most of the title's words or the title most of its.
fn nearly<'a, 'b>(headings: &'b [Heading<'a>], title: &str) -> Option<&'b Heading<'a>> {
    let mut first = headings.iter().filter(|heading| heading.node.has_name("h1"));
    let only = first.next().filter(|_| first.next().is_none())?;
    let (ours, theirs) = (words(title), words(&only.text));
    let common = ours.iter().filter(|word| theirs.contains(word)).count();
    (common * 10 >= ours.len().min(theirs.len()) * 6 && common > 0).then_some(only)
}

/// Puts the title before the text of the article.
fn add_title<'a>(page: &'a Document, title: &str, article: &mut Article) -> Option<NodeRef<'a>> {
    let body = page.body()?;
    let root = article.root(body);
    let heading = page.tree.new_element("h1");
    heading.set_text(title);
    root.prepend_child(&heading);
    article.keep(&heading);
    Some(heading)
}

/// Makes links to the page itself links inside of it: saving a page writes out their addresses.
pub(super) fn set_own_links(elements: &Elements<'_>, address: Option<&str>) {
    let canonical = elements.page.select_single("head link[rel=canonical]").attr("href");
    let known: Vec<&str> = address.into_iter().chain(canonical.as_deref()).map(without_fragment).collect();
    if known.is_empty() {
        return;
    }
    for link in elements.of_kind(kind::LINK) {
        let href = link.attr_or("href", "");
        if let Some((before, fragment)) = href.split_once('#').filter(|(before, _)| known.contains(before))
            && !before.is_empty()
        {
            link.set_attr("href", &format!("#{fragment}"));
        }
    }
}

fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or_default().trim()
}

/// Takes what only serves a mouse out of headings: links to themselves, "edit".
pub(super) fn clear_headings(elements: &Elements<'_>) {
    let called = |control: &NodeRef<'_>| {
        let class = control.attr_or("class", "");
        class.split_ascii_whitespace().any(|word| CONTROLS.contains(&word))
    };
    for control in elements.of_kind(kind::LINK | kind::EDIT).filter(called) {
        let level = |node: &NodeRef<'_>| ["h1", "h2", "h3", "h4", "h5", "h6"].iter().any(|name| node.has_name(name));
        let short = control.text().chars().count() <= MAX_CONTROL;
        if short && control.ancestors_it(Some(3)).any(|above| level(&above)) {
            control.remove_from_parent();
        }
    }
}

/// What such controls are called.
const CONTROLS: &[&str] = &["mw-editsection", "headerlink", "anchor", "anchorjs-link", "header-anchor"];

/// The longest control in a heading, in characters.
const MAX_CONTROL: usize = 40;

/// Takes descriptions from pictures that only repeat the title or what is said of many, and from the one picture of a caption:
/// what a page says of a picture to all is not said again in the words that stand for it where it is not shown.
pub(super) fn clear_descriptions(elements: &Elements<'_>, title: Option<&str>) {
    let images: Vec<NodeRef<'_>> = elements.of_kind(kind::IMAGE).filter(|image| image.has_attr("alt")).collect();
    let mut said: HashMap<String, usize> = HashMap::new();
    for image in &images {
        *said.entry(image.attr_or("alt", "").to_string()).or_default() += 1;
    }
    for image in images {
        let words = image.attr_or("alt", "");
        let of_many = said.get(&*words).is_some_and(|count| *count > MOST_ALIKE) && words.len() > 2;
        if of_many || title.is_some_and(|title| same(title, &words)) {
            image.remove_attrs(&["alt", "aria-label", "title"]);
        }
    }
    let captioned = elements.has(kind::CAPTION);
    for figure in elements.of_kind(kind::FIGURE).filter(|_| captioned) {
        let parts: Vec<NodeRef<'_>> = figure.descendants_it().take(MOST_PARTS).filter(NodeRef::is_element).collect();
        let caption = parts.iter().find(|part| part.has_name("figcaption")).map(NodeRef::text).unwrap_or_default();
        let mut images = parts.iter().filter(|part| part.has_name("img"));
        if let (Some(image), None) = (images.next(), images.next())
            && caption.chars().any(char::is_alphabetic)
        {
            image.remove_attrs(&["alt", "aria-label", "title"]);
        }
    }
}

/// The most pictures of which a page can mean the same words.
const MOST_ALIKE: usize = 3;

/// The most parts of a figure that are looked at.
const MOST_PARTS: usize = 200;

/// The words of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Says of every picture where it comes from, and gives the pictures of `<noscript>` back to the text.
pub(super) fn set_pictures(elements: &Elements<'_>) {
    for (index, image) in elements.of_kind(kind::IMAGE).enumerate() {
        let source = image.attr_or("src", "");
        let written = source.starts_with("data:");
        let late = LATE.iter().filter_map(|name| image.attr(name)).find_map(|value| first_address(&value));
        if let Some(late) = late.filter(|_| source.is_empty() || written) {
            image.set_attr("src", &late);
        } else if written {
            image.set_attr("src", &format!("{EMBEDDED}{index}"));
        }
    }
    for hidden in elements.of_kind(kind::NOSCRIPT) {
        let pictured = hidden.descendants_it().any(|part| part.has_name("img"));
        if !pictured || hidden.descendants_it().any(|part| part.is_nonempty_text()) {
            continue;
        }
        if let Some(before) = hidden.prev_element_sibling().filter(|before| before.has_name("img")) {
            before.remove_from_parent();
        }
        hidden.rename("span");
    }
}

/// The first address of a list with widths, or the only one.
fn first_address(value: &str) -> Option<String> {
    let address = value.trim().split([' ', '\n']).next()?.trim_end_matches(',');
    (!address.is_empty() && !address.starts_with("data:")).then(|| address.to_owned())
}
