//! A page made ready for the walk over its elements: the title stands in one heading of the first level and nowhere
//! else, and pictures that are loaded late say where they come from.

use super::article::Article;
use super::title::same;
use dom_query::{Document, NodeRef};

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

/// The headings of a page that may be its title, those of the first level first.
pub(super) fn headings(page: &Document) -> Vec<Heading<'_>> {
    let of_level = |level| page.select(level).nodes().iter().take(MOST_HEADINGS).copied().collect::<Vec<_>>();
    let nodes = of_level("h1").into_iter().chain(of_level("h2"));
    let heading = |node: NodeRef<'_>| node.text().split_whitespace().collect::<Vec<_>>().join(" ");
    nodes
        .map(|node| Heading { node, text: heading(node) })
        .filter(|it| !it.text.is_empty() && it.text.len() <= LONGEST)
        .collect()
}

/// Makes the heading that says `title` the only one of the first level; adds one to the article where none says it.
pub(super) fn set_title(page: &Document, headings: &[Heading<'_>], title: Option<&str>, article: &mut Article) {
    let says = |heading: &&Heading<'_>| title.is_some_and(|title| same(title, &heading.text));
    let chosen = headings.iter().find(says).or_else(|| title.and_then(|title| nearly(headings, title)));
    for heading in headings {
        heading.node.rename("h2");
        if says(&heading) {
            article.drop(heading.node.id);
        }
    }
    match (chosen, title) {
        (Some(heading), _) => {
            heading.node.rename("h1");
            article.keep(&heading.node);
        }
        (None, Some(title)) => add_title(page, title, article),
        (None, None) => {}
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
fn add_title(page: &Document, title: &str, article: &mut Article) {
    let Some(body) = page.body() else { return };
    let root = article_root(body, article);
    let heading = page.tree.new_element("h1");
    heading.set_text(title);
    root.prepend_child(&heading);
    article.keep(&heading);
}

/// The innermost element that holds the whole article.
fn article_root<'a>(body: NodeRef<'a>, article: &Article) -> NodeRef<'a> {
    let mut root = body;
    loop {
        let mut inside = root.children_it(false).filter(|child| child.is_element() && !article.is_furniture(child));
        let text = root.children_it(false).any(|child| child.is_nonempty_text());
        match (inside.next(), inside.next()) {
            (Some(only), None) if !text && !is_content(&only) => root = only,
            _ => return root,
        }
    }
}

/// An element that is a block of text itself: a heading cannot stand in it.
fn is_content(node: &NodeRef<'_>) -> bool {
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "table",
        "pre",
        "blockquote",
        "figure",
        "span",
        "a",
        "b",
        "center",
        "font",
    ]
    .iter()
    .any(|name| node.has_name(name))
}

/// Takes what only serves a mouse out of headings: links to themselves, "edit".
pub(super) fn clear_headings(page: &Document) {
    let controls = ".mw-editsection, a.headerlink, a.anchor, a.anchorjs-link, a.header-anchor";
    for control in page.select(controls).nodes() {
        let level = |node: &NodeRef<'_>| ["h1", "h2", "h3", "h4", "h5", "h6"].iter().any(|name| node.has_name(name));
        let short = control.text().chars().count() <= MAX_CONTROL;
        if short && control.ancestors_it(Some(3)).any(|above| level(&above)) {
            control.remove_from_parent();
        }
    }
}

/// The longest control in a heading, in characters.
const MAX_CONTROL: usize = 40;

/// Takes descriptions from pictures that only repeat the title or the caption: what is said once is not said again.
pub(super) fn clear_descriptions(page: &Document, title: Option<&str>) {
    for image in page.select("img[alt]").nodes() {
        let said = image.attr_or("alt", "");
        if said.trim().is_empty() {
            continue;
        }
        let figure = image.ancestors_it(Some(6)).find(|above| above.has_name("figure"));
        let caption = figure.and_then(|figure| figure.find(&["figcaption"]).first().map(NodeRef::text));
        let repeats = caption.is_some_and(|caption| begins(&caption, &said));
        if repeats || title.is_some_and(|title| same(title, &said)) {
            image.remove_attrs(&["alt", "title"]);
        }
    }
}

/// Whether a caption begins with the words of a description.
fn begins(caption: &str, said: &str) -> bool {
    words(caption).starts_with(&words(said))
}

/// The words of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Says of every picture where it comes from, and gives the pictures of `<noscript>` back to the text.
pub(super) fn set_pictures(page: &Document) {
    for (index, image) in page.select("img").nodes().iter().enumerate() {
        let source = image.attr_or("src", "");
        let written = source.starts_with("data:");
        let late = LATE.iter().filter_map(|name| image.attr(name)).find_map(|value| first_address(&value));
        if let Some(late) = late.filter(|_| source.is_empty() || written) {
            image.set_attr("src", &late);
        } else if written {
            image.set_attr("src", &format!("{EMBEDDED}{index}"));
        }
    }
    for hidden in page.select("noscript:has(img)").nodes() {
        if hidden.descendants_it().any(|part| part.is_nonempty_text()) {
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
