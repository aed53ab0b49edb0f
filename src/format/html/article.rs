//! Which nodes of a page are its article: everything else is boilerplate. It changes nothing in the page.
//!
//! The rules of Mozilla's Readability (in the port `dom_smoothie`) choose and clean a copy of the tree; what is left of
//! the copy says what to keep, since nodes keep their ids there. The copy's order and mark-up are not used. Pages that
//! are too much for those rules get the plain one of [`density`].

use super::elements::{Elements, kind};
use super::signs::{Signs, has_sign};
use super::{density, own, restore};
use crate::language::phrases;
use dom_query::{Document, NodeId, NodeRef};
use dom_smoothie::{Config, Readability};
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most nodes of a page that is judged by the long rules.
const MAX_NODES: usize = 200_000;

/// The deepest nesting of such a page: their time grows with its square.
const MAX_DEPTH: usize = 150;

/// The longest text of a note, in bytes.
const LONGEST_NOTE: usize = 8000;

/// The longest text of a reference to a note, in characters.
const LONGEST_REFERENCE: usize = 6;

/// Elements that do not part running text.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "cite", "code", "del", "dfn", "em", "font", "i",
    "img", "input", "ins", "kbd", "label", "mark", "math", "noscript", "object", "picture", "q", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr",
];

/// Elements that hold other blocks.
const HOLDERS: &[&str] = &["div", "section", "article", "main", "form", "details"];

/// The article of a page.
#[derive(Debug, Default)]
pub(super) struct Article {
    /// Nodes of the article, and all that they stand in.
    kept: HashSet<NodeId>,
    /// Elements that hold running text of the article.
    running: HashSet<NodeId>,
    /// Elements that are boilerplate as a whole, whatever they hold.
    dropped: HashSet<NodeId>,
    /// Whether only what is dropped is boilerplate.
    all: bool,
    /// The title that the rules made of what the page says.
    pub(super) title: Option<String>,
}

impl Article {
    /// Finds the article of a page.
    pub(super) fn of(elements: &Elements<'_>) -> Self {
        by_readability(elements).unwrap_or_else(|| Self {
            all: true,
            dropped: density::boilerplate(elements.page),
            ..Self::default()
        })
    }

    /// Whether an element, with all that it holds, is no part of the article. A word that the rules took out of running
    /// text stays in it.
    pub(super) fn is_boilerplate(&self, node: &NodeRef<'_>) -> bool {
        let inside = self.all || self.kept.contains(&node.id) || self.is_running(node);
        self.dropped.contains(&node.id) || !inside
    }

    fn is_running(&self, node: &NodeRef<'_>) -> bool {
        is_inline(node) && block_of(node).is_some_and(|block| self.running.contains(&block.id))
    }

    /// The innermost element that holds the whole article and can hold more: no paragraph, no list.
    pub(super) fn root<'a>(&self, body: NodeRef<'a>) -> NodeRef<'a> {
        let mut root = body;
        loop {
            let mut inside = root.children_it(false).filter(|child| child.is_element() && !self.is_boilerplate(child));
            let text = root.children_it(false).any(|child| child.is_nonempty_text());
            let holds = |child: &NodeRef<'a>| !text && HOLDERS.iter().any(|name| child.has_name(name));
            match (inside.next().filter(holds), inside.next()) {
                (Some(only), None) => root = only,
                _ => return root,
            }
        }
    }

    /// Makes a node, with all below it, part of the article.
    pub(super) fn keep(&mut self, node: &NodeRef<'_>) {
        self.dropped.remove(&node.id);
        for part in std::iter::once(*node).chain(node.descendants_it()).filter(is_content) {
            self.keep_one(part);
        }
    }

    /// Makes an element boilerplate.
    pub(super) fn drop(&mut self, node: NodeId) {
        self.dropped.insert(node);
    }

    /// Whether a node is part of the article.
    pub(super) fn keeps(&self, node: &NodeRef<'_>) -> bool {
        self.kept.contains(&node.id)
    }

    /// Forgets what was kept.
    pub(super) fn clear(&mut self) {
        self.kept.clear();
        self.running.clear();
    }

    fn keep_one(&mut self, node: NodeRef<'_>) {
        if !node.has_name("hr")
            && let Some(block) = block_of(&node)
        {
            self.running.insert(block.id);
        }
        let mut next = Some(node);
        while let Some(node) = next.take_if(|node| self.kept.insert(node.id)) {
            next = node.parent();
        }
    }
}

/// The nearest element around a node that parts text.
pub(super) fn block_of<'a>(node: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    node.ancestors_it(None).find(|above| !is_inline(above))
}

fn is_inline(node: &NodeRef<'_>) -> bool {
    node.qual_name_ref().is_some_and(|name| INLINE.contains(&&*name.local))
}

fn is_content(node: &NodeRef<'_>) -> bool {
    node.is_nonempty_text() || node.has_name("img") || node.has_name("hr")
}

fn by_readability(elements: &Elements<'_>) -> Option<Article> {
    let page = elements.page;
    if page.tree.len() > MAX_NODES || depth(page) > MAX_DEPTH {
        return None;
    }
    let copy = page.clone();
    clear_odd_addresses(elements, &copy);
    own::clear_banners(&copy);
    // A page that breaks the rules of others is judged by the plain one.
    let judge = || {
        let mut readability = Readability::with_document(copy, None, Some(Config::default())).ok()?;
        let found = readability.parse().ok()?;
        Some((readability, found))
    };
    let (readability, found) = catch_unwind(AssertUnwindSafe(judge)).ok()??;
    let root = readability.doc.select_single("#readability-page-1");
    let mut article =
        Article { title: Some(found.title).filter(|title| !title.trim().is_empty()), ..Article::default() };
    for copy in root.nodes().first()?.descendants_it().filter(is_content) {
        if let Some(node) = page.tree.get(&copy.id) {
            article.keep_one(node);
        }
    }
    own::settle(elements, &mut article);
    restore::restore(page, &mut article);
    keep_notes(elements, &mut article);
    drop_habits(elements, &mut article);
    drop_letter_boxes(elements, &mut article);
    drop_called(elements, &mut article);
    (!article.kept.is_empty()).then_some(article)
}

/// Takes addresses from embedded things that the rules would cut in the middle of a character.
fn clear_odd_addresses(elements: &Elements<'_>, copy: &Document) {
    for node in elements.of_kind(kind::EMBEDDED).filter_map(|node| copy.tree.get(&node.id)) {
        for attribute in node.attrs().iter().filter(|attribute| !attribute.value.is_ascii()) {
            node.remove_attr(&attribute.name.local);
        }
    }
}

/// Keeps the notes that the article refers to: the rules take them for a foot of the page.
fn keep_notes(elements: &Elements<'_>, article: &mut Article) {
    let mut wanted: HashMap<String, Option<NodeId>> = HashMap::new();
    let inside = |node: &NodeRef<'_>| node.attr("href").is_some_and(|href| href.starts_with('#'));
    let links = elements.of_kind(kind::LINK).filter(|node| article.kept.contains(&node.id) && inside(node));
    for node in links.filter(is_reference) {
        wanted.insert(node.attr_or("href", "")[1..].to_owned(), None);
    }
    if wanted.is_empty() {
        return;
    }
    for node in elements.page.root().descendants_it().filter(NodeRef::is_element) {
        let name = node.attr("id").or_else(|| node.attr("name").filter(|_| node.has_name("a")));
        let Some(name) = name else { continue };
        let Some(found @ None) = wanted.get_mut(&*name) else { continue };
        *found = Some(node.id);
        let note = if is_inline(&node) { block_of(&node) } else { Some(node) };
        if let Some(note) = note.filter(|note| !article.kept.contains(&note.id) && note.text().len() <= LONGEST_NOTE) {
            article.keep(&note);
        }
    }
}

/// Drops what pages put between the paragraphs of an article: "Sign up for our newsletter", "Advertisement".
fn drop_habits(elements: &Elements<'_>, article: &mut Article) {
    let kinds = kind::PARAGRAPH | kind::BOX | kind::H2 | kind::LOWER_HEADING | kind::CENTER;
    for place in elements.of_kind(kinds) {
        let apart = || place.ancestors_it(None).any(|above| APART.iter().any(|name| above.has_name(name)));
        let habit = || short_line(&place).is_some_and(|line| phrases::is_habit(&line));
        if article.kept.contains(&place.id) && habit() && !apart() {
            article.drop(place.id);
        }
    }
}

/// Drops the boxes between paragraphs that ask for a mail address, with what they promise for it.
fn drop_letter_boxes(elements: &Elements<'_>, article: &mut Article) {
    let asks = |field: &NodeRef<'_>| field.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("email"));
    for field in elements.of_kind(kind::FIELD).filter(asks) {
        let is_box = |above: &NodeRef<'_>| {
            !WHOLES.iter().any(|name| above.has_name(name)) && above.text().trim().len() <= LONGEST_LETTER_BOX
        };
        if let Some(letter_box) = field.ancestors_it(Some(DEEPEST_FIELD)).take_while(is_box).last() {
            article.drop(letter_box.id);
        }
    }
}

/// Words in the class or id of lists of links, and of boxes that ask for money or tell of the author.
const LISTS: Signs = Signs::new(&[
    "tags",
    "breadcrumb",
    "breadcrumbs",
    "share",
    "sharing",
    "social",
    "related",
    "recirc",
    "pagination",
    "pager",
]);
const BOXES: Signs = Signs::new(&["paywall", "bio", "authorbio", "subscribe", "subscription", "signup", "newsletter"]);

/// Drops short parts of an article that are called what is beside one: a list of links, a box of the house.
fn drop_called(elements: &Elements<'_>, article: &mut Article) {
    for place in elements.of_kind(kind::BOX | kind::LIST | kind::PARAGRAPH) {
        if !article.kept.contains(&place.id) || WHOLES.iter().any(|name| place.has_name(name)) {
            continue;
        }
        let (linked, boxed) = (has_sign(&place, &LISTS), has_sign(&place, &BOXES));
        if (linked || boxed) && called_beside(&place, linked) {
            article.drop(place.id);
        }
    }
}

/// Whether a part is short, without a title and, if it is called a list of links, one.
fn called_beside(place: &NodeRef<'_>, list: bool) -> bool {
    let text = place.text().trim().len();
    let links = place.descendants_it().filter(|part| part.has_name("a")).map(|link| link.text().trim().len());
    text <= LONGEST_BOX
        && !place.descendants_it().any(|part| part.has_name("h1"))
        && (!list || links.sum::<usize>() * 100 > text * MOSTLY)
}

/// How much a box of the house says, in bytes.
const LONGEST_BOX: usize = 800;

/// The share of links, in percent, from which a list is one of links.
const MOSTLY: usize = 60;

/// Elements that hold a whole article.
const WHOLES: &[&str] = &["article", "main", "body", "html"];

/// How much a box that asks for a mail address says, in bytes.
const LONGEST_LETTER_BOX: usize = 400;

/// How deep in its box a field may stand.
const DEEPEST_FIELD: usize = 8;

/// Elements in which a short line is part of what surrounds it.
const APART: &[&str] = &["table", "pre", "blockquote", "li", "dl", "figure", "header"];

/// The text of an element as one line, where it is short; looks no further than that.
fn short_line(node: &NodeRef<'_>) -> Option<String> {
    let mut line = String::new();
    for part in node.descendants_it().filter(NodeRef::is_text) {
        for word in part.text().split_whitespace() {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
        if line.len() > LONGEST_HABIT {
            return None;
        }
    }
    (!line.is_empty()).then_some(line)
}

/// The longest line of the page itself among paragraphs, in bytes.
const LONGEST_HABIT: usize = 80;

/// Whether a link reads like a number that refers to a note.
fn is_reference(link: &NodeRef<'_>) -> bool {
    let text = link.text();
    let text = text.trim();
    let word = text.chars().filter(|c| c.is_alphabetic()).count() > 1;
    !text.is_empty() && text.chars().count() <= LONGEST_REFERENCE && !word
}

/// The depth of the deepest node.
fn depth(page: &Document) -> usize {
    let root = page.root().id;
    let (mut node, mut depth, mut deepest) = (page.root(), 0, 0);
    loop {
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            deepest = deepest.max(depth);
            continue;
        }
        while node.id != root && node.next_sibling().is_none() {
            let Some(parent) = node.parent() else { return deepest };
            node = parent;
            depth -= 1;
        }
        let Some(sibling) = node.next_sibling().filter(|_| node.id != root) else { return deepest };
        node = sibling;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "The wheel turns, the water falls, and nobody in the village, as far as anyone can tell, has ever \
                         asked where the flour goes once the carts, heavy and slow, have left the yard. ";

    fn page(before: &str, inside: &str, after: &str) -> Document {
        let text = format!("<p>{}</p>", PROSE.repeat(3)).repeat(4);
        Document::from(format!("<title>T</title><body>{before}<article id=it>{text}{inside}</article>{after}</body>"))
    }

    fn boilerplate(page: &Document, selector: &str) -> bool {
        let node = page.select_single(selector).nodes()[0];
        let article = Article::of(&Elements::of(page));
        std::iter::once(node).chain(node.ancestors_it(None)).any(|node| article.is_boilerplate(&node))
    }

    #[test]
    fn what_surrounds_an_article_is_boilerplate() {
        let page = page(
            "<nav id=a><a href=/>Home</a> <a href=/n>News</a></nav><div class=cookie-banner id=b>We use cookies.</div>",
            "<div class=share id=c><a href=/s>Share</a></div><div class=related id=d><ul><li><a href=/r>More</a></ul></div>",
            "<div class=newsletter id=e><form>Subscribe <input></form></div><footer id=f>© The Mill</footer>",
        );
        for id in ["#a", "#b", "#c", "#d", "#e", "#f"] {
            assert!(boilerplate(&page, id), "{id}");
        }
        assert!(!boilerplate(&page, "#it p"));
    }

    #[test]
    fn a_box_for_a_mail_address_is_no_part_of_the_article_around_it() {
        let promise = "Every Sunday the village in two hundred words, and nothing else, for as long as you like.";
        let letter = format!(
            "<div id=a><h3>One letter</h3><p>{promise}</p><form><input type=email></form></div><p id=b>{PROSE}</p>"
        );
        let page = page("", &letter, "");
        assert!(boilerplate(&page, "#a p"));
        assert!(!boilerplate(&page, "#b") && !boilerplate(&page, "#it p"));
    }

    #[test]
    fn what_is_called_a_box_of_the_house_or_a_list_of_links_is_no_part_of_the_article_around_it() {
        let inside = format!(
            "<div class=tags id=a><a href=/t>Mills</a> <a href=/u>Water</a></div><div class=paywall id=b><h2>Go on</h2>\
             <p>Read all of it for one crown a week, and cancel whenever you like.</p></div><div class=author-bio id=c><p>Ada Hill \
             has written about mills for twenty years.</p></div><div class=tags id=d><p>{PROSE}</p></div>"
        );
        let page = page("", &inside, "");
        assert!(["#a", "#b p", "#c p"].iter().all(|selector| boilerplate(&page, selector)));
        assert!(!boilerplate(&page, "#d p") && !boilerplate(&page, "#it p"));
    }

    #[test]
    fn notes_that_the_article_refers_to_belong_to_it() {
        let page = page(
            "",
            "<p id=p>As the miller said,<a href=#fn1><sup>1</sup></a> it turns, and it turns, whoever may stand beside it.</p>",
            "<footer class=footnotes><ol><li id=fn1>In a letter. <a href=#r>back</a></li><li id=x>Advert</li></ol></footer>",
        );
        assert!(!boilerplate(&page, "#fn1"));
        assert!(boilerplate(&page, "#x"));
    }

    #[test]
    fn a_word_taken_out_of_running_text_stays_in_it() {
        let page = page(
            "",
            "<p id=p>It turns, <span class=share id=s>and turns</span>, and never stops for anyone, by day or night.</p>",
            "",
        );
        assert!(!boilerplate(&page, "#s"));
    }

    #[test]
    fn a_page_that_is_too_deep_gets_the_plain_rule() {
        let page = page("<nav id=a>Home</nav>", &"<div>".repeat(200), "");
        assert!(depth(&page) > MAX_DEPTH);
        assert!(boilerplate(&page, "#a") && !boilerplate(&page, "#it p"));
    }
}
