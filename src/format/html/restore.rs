//! What the rules of an article take out of its middle although it is text: quotations, verses, definitions, notes,
//! lists and tables. The rules were made for news; books, essays and papers have more of these.

use super::article::Article;
use super::signs::{Signs, has_sign, has_stem};
use crate::language::phrases;
use dom_query::{Document, NodeRef};

/// Elements that are text by themselves and are judged as a whole.
const TEXTS: &[&str] =
    &["p", "blockquote", "ul", "ol", "dl", "table", "pre", "figure", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Elements whose parts are judged one by one.
const GROUPS: &[&str] = &["div", "section", "article", "main", "center", "body", "details"];

/// Words in the class or id of an element that is no text of the article, whatever it holds.
#[rustfmt::skip]
const NO_TEXT: Signs = Signs::new(&[
    "ad", "ads", "recirc", "more", "share", "sharing", "shares", "follow", "signup", "paywall", "login", "register", "reply",
    "respond", "nav", "navbox", "menu", "toolbar", "breadcrumb", "breadcrumbs", "pager", "toc", "banner", "popup", "modal",
    "overlay", "tag", "tags", "topics", "byline", "author", "bio", "teaser", "rail", "infobox", "metadata", "print", "hidden",
    "noprint", "caption", "gallery", "slideshow", "player", "video", "footer", "header", "meta", "story", "stories",
]);

/// Beginnings of such words.
#[rustfmt::skip]
const NO_TEXT_STEMS: Signs = Signs::new(&[
    "advert", "sponsor", "promo", "related", "recommend", "trending", "popular", "sharedaddy", "social", "newsletter", "subscri",
    "comment", "disqus", "sidebar", "navigation", "paginat", "widget", "cookie", "consent",
]);

/// The least text worth restoring, in bytes: a shorter line may be a label.
const LEAST: usize = 60;

/// The share of links, in percent, from which a list is one of links.
const LINKS: usize = 30;

/// Restores text between the parts of an article.
pub(super) fn restore(page: &Document, article: &mut Article) {
    let Some(body) = page.body() else { return };
    let mut open = vec![article.root(body)];
    let (mut spared, mut short) = (Vec::new(), Vec::new());
    while let Some(group) = open.pop() {
        for part in group.children_it(false).filter(|part| part.is_element() && !is_no_text(part)) {
            if !is_text_element(&part) {
                if GROUPS.iter().any(|name| part.has_name(name)) {
                    open.push(part);
                }
            } else if article.is_boilerplate(&part) {
                match HeldText::of(&part) {
                    Some(HeldText::Long) if !is_heading(&part) || heads_text(&part, article) => spared.push(part),
                    Some(HeldText::Short) => short.push(part),
                    _ => {}
                }
            }
        }
    }
    for part in &spared {
        article.keep(part);
    }
    for part in short {
        let stands = |beside: Option<NodeRef<'_>>| beside.is_some_and(|beside| !article.is_boilerplate(&beside));
        if stands(part.prev_element_sibling())
            && stands(part.next_element_sibling())
            && !phrases::is_habit(&part.text())
        {
            article.keep(&part);
        }
    }
}

/// Whether an element is judged as a whole: text by its name, or a group with words of its own.
fn is_text_element(node: &NodeRef<'_>) -> bool {
    let named = |names: &[&str]| node.qual_name_ref().is_some_and(|name| names.contains(&&*name.local));
    named(TEXTS) || (named(GROUPS) && node.children_it(false).any(|child| child.is_nonempty_text()))
}

fn is_heading(node: &NodeRef<'_>) -> bool {
    node.qual_name_ref().is_some_and(|name| matches!(&*name.local, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
}

/// Whether a part of the article stands under a heading, and the heading says nothing that only pages say.
fn heads_text(heading: &NodeRef<'_>, article: &Article) -> bool {
    let below = heading.next_element_sibling();
    below.is_some_and(|below| !article.is_boilerplate(&below)) && !phrases::is_habit(&heading.text())
}

/// Whether an element is not shown, by what it says itself.
pub(super) fn is_hidden(node: &NodeRef<'_>) -> bool {
    let Some(element) = node.element_ref() else { return false };
    let hidden = element.has_attr("hidden") || element.attr("aria-hidden").is_some_and(|value| &*value == "true");
    let styled = element.attr("style").is_some_and(|style| {
        let style = style.to_ascii_lowercase().replace(' ', "");
        style.contains("display:none") || style.contains("visibility:hidden")
    });
    hidden || styled
}

fn is_no_text(node: &NodeRef<'_>) -> bool {
    let Some(element) = node.element_ref() else { return false };
    let part_of_page = element.attr("role").is_some_and(|role| !role.starts_with("doc-"));
    is_hidden(node) || part_of_page || has_sign(node, &NO_TEXT) || has_stem(node, &NO_TEXT_STEMS)
}

/// What an element holds that may be text of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeldText {
    /// Enough to be judged by itself.
    Long,
    /// A line without links, which its neighbours explain: under a quotation, who said it.
    Short,
}

impl HeldText {
    /// `None` for what is mostly links, has fields to fill in or holds others' boxes.
    fn of(node: &NodeRef<'_>) -> Option<Self> {
        let (mut text, mut linked) = (0, 0);
        for part in node.descendants_it() {
            if part.is_text() {
                let length: usize = part.text().split_whitespace().map(|word| word.len() + 1).sum();
                text += length;
                linked += if part.ancestors_it(Some(3)).any(|above| above.has_name("a")) { length } else { 0 };
            } else if FIELDS.iter().any(|name| part.has_name(name)) || is_no_text(&part) {
                return None;
            }
        }
        let least = if is_heading(node) { 2 } else { LEAST };
        match text {
            0 => None,
            _ if text >= least => (linked * 100 < text * LINKS).then_some(Self::Long),
            _ => (linked == 0).then_some(Self::Short),
        }
    }
}

/// Elements that no text of an article holds.
const FIELDS: &[&str] = &["form", "input", "button", "iframe", "nav"];

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str =
        "The wheel turns, the water falls, and nobody in the village, as far as anyone can tell, has ever asked. ";

    /// Whether the rules drop an element, and whether it is boilerplate in the end.
    fn check(inside: &str, restored: bool) {
        let text = format!("<p>{}</p>", PROSE.repeat(4)).repeat(3);
        let page = Document::from(format!("<title>T</title><article>{text}{inside}{text}</article>"));
        let mut article = Article::default();
        page.select("article > p")
            .nodes()
            .iter()
            .filter(|node| node.id_attr().is_none())
            .for_each(|node| article.keep(node));
        restore(&page, &mut article);
        let it = page.select_single("#it").nodes()[0];
        assert_eq!(!article.is_boilerplate(&it), restored, "{inside}");
    }

    #[test]
    fn text_between_the_parts_of_an_article_is_restored() {
        check(&format!("<blockquote id=it>{PROSE}</blockquote>"), true);
        check(&format!("<div class=extract id=it>{PROSE}</div>"), true);
        check(&format!("<section role=doc-footnotes><p id=it>{PROSE}</p></section>"), true);
        check("<h2 id=it>The weir</h2>", true);
        check("<p id=it>— Ada Hill</p>", true);
    }

    #[test]
    fn what_is_not_of_the_article_is_not_restored() {
        check(&format!("<p id=it class=relatedPosts>{PROSE}</p>"), false);
        check(&format!("<div role=complementary><p id=it>{PROSE}</p></div>"), false);
        check(&format!("<p id=it hidden>{PROSE}</p>"), false);
        check(&format!("<ul id=it><li><a href=/x>{PROSE}</a></ul>"), false);
        check(&format!("<div id=it>{PROSE}<form><input></form></div>"), false);
        check("<p id=it><a href=/x>A few words</a></p>", false);
        check("<p id=it>A few words</p><ul></ul>", false);
        check("<h2 id=it>Share this article</h2>", false);
        check(&format!("<h2 id=it>The weir</h2><ul><li><a href=/x>{PROSE}</a></ul>"), false);
    }
}
