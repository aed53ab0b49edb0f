//! Who wrote a page: the names in what its head states, and in the bylines of its text. A name is only cleaned, never
//! made up.

use super::elements::{Elements, kind};
use super::meta::collapsed;
use super::signs::{Signs, has_sign};
use crate::language::authors::split;
use crate::language::{bylines, names};
use dom_query::NodeRef;

/// The most authors of one work.
const MOST: usize = 500;

/// The longest byline in the text, in characters, and the longest name.
const LONGEST: usize = 100;

/// Values that content managers fill in where nobody is named.
const NOBODY: &[&str] =
    &["admin", "administrator", "author", "unknown", "none", "null", "undefined", "anonymous", "n/a"];

/// Words in the class or id of an element that names its author.
const SIGNS: Signs = Signs::new(&[
    "byline",
    "bylines",
    "author",
    "authors",
    "authorname",
    "writtenby",
    "auteur",
    "autor",
    "autore",
    "verfasser",
]);

/// Words in the class or id of an element whose names are other people's.
const OTHERS: Signs = Signs::new(&[
    "comment",
    "comments",
    "related",
    "sidebar",
    "recommended",
    "recommendations",
    "footer",
    "reply",
    "replies",
    "teaser",
    "promo",
    "follow",
    "followauthor",
    "disqus",
    "login",
    "signin",
    "nav",
    "menu",
]);

/// The names in values that state authors: `By ` and addresses taken off, lists taken apart.
pub(super) fn stated<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut authors: Vec<String> = Vec::new();
    for value in values {
        for name in named(value) {
            if authors.len() < MOST && !authors.contains(&name) {
                authors.push(name);
            }
        }
    }
    authors
}

fn named(value: &str) -> Vec<String> {
    let value = value.split(" | ").next().unwrap_or_default().trim();
    let byline = bylines::byline(value).authors;
    if !byline.is_empty() {
        return byline;
    }
    split(without_by(value)).into_iter().filter(|name| may_be_name(name)).collect()
}

/// The value without a "by" before the names.
fn without_by(value: &str) -> &str {
    let by = ["by ", "by: ", "written by ", "posted by ", "von ", "par ", "por "];
    let found = by.iter().find(|by| value.get(..by.len()).is_some_and(|head| head.eq_ignore_ascii_case(by)));
    found.map_or(value, |by| value[by.len()..].trim_start())
}

/// Whether a stated value can be a name at all: no address, no account, no placeholder.
fn may_be_name(name: &str) -> bool {
    let address = name.contains("://") || name.starts_with(['/', '@']) || name.starts_with("www.");
    let letters = name.chars().any(char::is_alphabetic);
    letters && !address && name.chars().count() <= LONGEST && !NOBODY.contains(&name.to_lowercase().as_str())
}

/// An element that names the authors, and who they are.
pub(super) struct NamedElement<'a> {
    /// The element.
    pub(super) node: NodeRef<'a>,
    /// The names.
    pub(super) authors: Vec<String>,
}

/// The first byline of a page's text that names somebody: one that says so by its mark-up or by a word such as "by",
/// else one that holds nothing but names.
pub(super) fn in_text<'a>(elements: &Elements<'a>) -> Option<NamedElement<'a>> {
    let places = elements.of_kind(kind::CALLED).filter(signs).take(MOST_PLACES);
    let places: Vec<NodeRef<'_>> = places.filter(|node| is_short(node) && !is_others(node)).collect();
    let first = |authors: fn(&NodeRef<'_>) -> Vec<String>| {
        places.iter().find_map(|node| Some(NamedElement { node: *node, authors: some(authors(node))? }))
    };
    first(said).or_else(|| first(alone))
}

fn some(authors: Vec<String>) -> Option<Vec<String>> {
    Some(authors).filter(|authors| !authors.is_empty())
}

/// Whether the element's mark-up says that it names an author.
fn signs(node: &NodeRef<'_>) -> bool {
    is_marked(node) || has_sign(node, &SIGNS)
}

fn is_marked(node: &NodeRef<'_>) -> bool {
    has_word(node, "rel", "author") || has_word(node, "itemprop", "author")
}

fn has_word(node: &NodeRef<'_>, attribute: &str, word: &str) -> bool {
    let value = node.element_ref().and_then(|element| element.attr(attribute));
    value.is_some_and(|value| value.split_whitespace().any(|one| one.eq_ignore_ascii_case(word)))
}

fn is_others(node: &NodeRef<'_>) -> bool {
    let within = |node: &NodeRef<'_>| has_sign(node, &OTHERS) && !node.has_name("body") && !node.has_name("html");
    within(node) || node.ancestors_it(None).any(|above| within(&above))
}

/// The most places of a page that are looked at, and the most nodes of one.
const MOST_PLACES: usize = 1000;

/// Whether the text of an element is as short as a byline; counts no further than that.
fn is_short(node: &NodeRef<'_>) -> bool {
    if node.descendants_it().nth(MOST_PLACES).is_some() {
        return false;
    }
    let texts = node.descendants_it().filter(NodeRef::is_text);
    let mut lengths =
        texts.map(|text| text.text().split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>());
    lengths.try_fold(0, |all, length| Some(all + length).filter(|all| *all <= 2 * LONGEST)).is_some_and(|all| all > 0)
}

/// The names that an element gives as its author's: by its mark-up, or after "by".
fn said(node: &NodeRef<'_>) -> Vec<String> {
    let text = |node: &NodeRef<'_>| collapsed(&node.text());
    let whole = bylines::byline(&text(node)).authors;
    if !whole.is_empty() {
        return whole;
    }
    let named = node.descendants_it().filter(|part| has_word(part, "itemprop", "name") || is_marked(part));
    let marked: Vec<String> = named.map(|part| text(&part)).filter(|name| may_be_name(name)).collect();
    if !marked.is_empty() {
        return stated(marked.iter().map(String::as_str));
    }
    let line = lines(node).iter().map(|line| bylines::byline(line).authors).find(|authors| !authors.is_empty());
    let own = || is_marked(node) && text(node).split(' ').count() <= 4;
    line.unwrap_or_else(|| if own() { stated([text(node).as_str()]) } else { labelled(&text(node)) })
}

/// Words that are also names: a line with one of them is no guess where the page says that it names an author.
const ALSO_NAMES: &[&str] = &[
    "west", "north", "south", "east", "more", "read", "post", "lake", "street", "city", "beach", "island", "road",
    "mount", "fort", "york", "kong", "guest", "home", "january", "march", "april", "june", "july", "august", "friday",
    "sunday", "world", "new", "english", "press", "via", "an", "science",
];

/// The names in an element that says by its mark-up that it names authors: words that are also names count as such.
fn labelled(line: &str) -> Vec<String> {
    let named = split(without_by(line));
    let is_person = |name: &String| {
        let is_word = |word: &&str| ALSO_NAMES.contains(&word.to_lowercase().as_str());
        let words: Vec<&str> = name.split(' ').collect();
        let plain: Vec<&str> = words.iter().map(|word| if is_word(word) { "Hill" } else { word }).collect();
        words.iter().filter(|word| is_word(word)).count() < words.len() && names::person(&plain.join(" ")).is_some()
    };
    if named.iter().all(is_person) { named } else { Vec::new() }
}

/// The names of an element that has a line of names alone.
fn alone(node: &NodeRef<'_>) -> Vec<String> {
    let lines = lines(node);
    lines.iter().map(|line| names::people(line)).find(|authors| !authors.is_empty()).unwrap_or_default()
}

/// Elements that do not end a line.
const WITHIN_LINES: &[&str] = &["a", "b", "em", "i", "span", "strong", "cite", "abbr"];

/// The lines of an element.
fn lines(node: &NodeRef<'_>) -> Vec<String> {
    let mut lines = vec![String::new()];
    for part in node.descendants_it() {
        if part.is_text() {
            lines.last_mut().into_iter().for_each(|line| line.push_str(&part.text()));
        } else if !part.qual_name_ref().is_some_and(|name| WITHIN_LINES.contains(&&*name.local)) {
            lines.push(String::new());
        }
    }
    lines.iter().map(|line| collapsed(line)).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn check(html: &str, expected: &[&str]) {
        let page = Document::from(html);
        assert_eq!(in_text(&Elements::of(&page)).map(|byline| byline.authors).unwrap_or_default(), expected, "{html}");
    }

    #[test]
    fn stated_names_are_cleaned_and_taken_apart() {
        assert_eq!(stated(["By Ada Hill and Bo Lind", "Ada Hill"]), ["Ada Hill", "Bo Lind"]);
        assert_eq!(stated(["https://example.org/ada", "@ada", "admin", "", "2020"]), [""; 0]);
        assert_eq!(stated(["Hill, Ada", "The Mill Board"]), ["Hill, Ada", "The Mill Board"]);
    }

    #[test]
    fn bylines_are_found_by_their_mark_up() {
        check("<p>x<a rel=author href=/a>Ada Hill</a>", &["Ada Hill"]);
        check(
            "<div class=article-byline>By <a href=/a>Ada Hill</a> and <a href=/b>Bo Lind</a> <span>3 May 2020</span></div>",
            &["Ada Hill", "Bo Lind"],
        );
        check("<div class=byline>Written by Ada Hill<br>Edited by Bo Lind</div>", &["Ada Hill"]);
        check("<span itemprop=author><b itemprop=name>Ada Hill</b>, The Mill</span>", &["Ada Hill"]);
    }

    #[test]
    fn a_name_that_is_also_a_word_is_a_name_where_the_page_says_so() {
        check("<p class=byline>By <span class=author>Rebecca West</span></p>", &["Rebecca West"]);
        check("<p class=author>Thomas More and August Strindberg</p>", &["Thomas More", "August Strindberg"]);
        check("<p class=author>Read More</p>", &[]);
        check("<p class=author>More from the authors</p>", &[]);
    }

    #[test]
    fn names_of_others_and_of_nobody_are_no_byline() {
        check("<div id=comments><span class=author>Ada Hill</span></div>", &[]);
        check("<div class=author>Read more about our authors and what they wrote</div>", &[]);
        check("<div class=byline>3 May 2020</div>", &[]);
    }
}
