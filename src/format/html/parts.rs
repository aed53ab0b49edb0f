//! Parts of an article that the rules for it take for what is around it, by what they are called: whom a quotation is by, the notes at the
//! foot of an article, the abstract at its head. It changes nothing in the page.

use super::article::Article;
use super::elements::{Elements, kind};
use super::prepare::is_running;
use dom_query::NodeRef;

/// The longest abstract, in bytes.
const LONGEST_ABSTRACT: usize = 8000;

/// The most feet of a page that are looked at.
const MOST_FEET: usize = 200;

/// Keeps what belongs to an article by its name.
pub(super) fn keep_parts(elements: &Elements<'_>, article: &mut Article) {
    for foot in elements.of_kind(kind::FOOT).take(MOST_FEET) {
        let around =
            |names: &[&str]| foot.ancestors_it(None).find(|above| names.iter().any(|name| above.has_name(name)));
        if around(&["blockquote"]).is_some_and(|quotation| article.keeps(&quotation)) {
            article.keep(&foot);
        } else if around(&["article", "main"]).is_some_and(|whole| article.keeps(&whole)) {
            keep_notes(&foot, article);
        }
    }
    let mut abstracts = elements.of_kind(kind::CALLED).filter(is_abstract);
    // Where several are called so, they are those of other texts.
    if let (Some(only), None) = (abstracts.next(), abstracts.next()) {
        article.keep(&only);
    }
}

/// Keeps the numbered lists in the foot of an article, with the line that heads each.
fn keep_notes(foot: &NodeRef<'_>, article: &mut Article) {
    let lists: Vec<NodeRef<'_>> =
        foot.descendants_it().filter(|part| part.has_name("ol") && is_running(part)).collect();
    for list in lists {
        article.keep(&list);
        if let Some(head) = list.prev_element_sibling().filter(|head| !head.has_name("ul") && !head.has_name("nav")) {
            article.keep(&head);
        }
    }
}

fn is_abstract(node: &NodeRef<'_>) -> bool {
    let called =
        |name: &str| node.attr(name).is_some_and(|said| said.split_ascii_whitespace().any(|word| word == "abstract"));
    let holds = ["div", "section", "p", "blockquote"].iter().any(|name| node.has_name(name));
    holds && (called("class") || called("id")) && is_running(node) && node.text().len() <= LONGEST_ABSTRACT
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    /// Whether `#x` belongs to the article of a page with these parts.
    fn belongs(before: &str, inside: &str) -> bool {
        let prose = "The mill by the weir has ground corn for two hundred years, and the miller says that it will go on, flood or no flood. ";
        let text = format!("<p>{}</p>", prose.repeat(3)).repeat(4);
        let page =
            Document::from(format!("<title>T</title><body>{before}<article><p>{prose}</p>{text}{inside}</article>"));
        let node = page.select_single("#x").nodes()[0];
        let elements = Elements::of(&page);
        let mut article = Article::of(&elements);
        keep_parts(&elements, &mut article);
        !std::iter::once(node).chain(node.ancestors_it(None)).any(|node| article.is_boilerplate(&node))
    }

    #[test]
    fn whom_a_quotation_is_by_and_the_notes_at_the_foot_belong_to_an_article() {
        assert!(belongs(
            "",
            "<blockquote><p>Mud is not nothing.</p><footer id=x>Ida Sund, <cite>The Flats</cite></footer></blockquote>"
        ));
        assert!(belongs(
            "",
            "<footer><p id=x>Notes</p><ol><li>Sund, The Flats and what they hold, p. 12.</li></ol></footer>"
        ));
        assert!(belongs(
            "",
            "<footer><p>Notes</p><ol><li id=x>Sund, The Flats and what they hold, p. 12.</li></ol></footer>"
        ));
        assert!(!belongs(
            "",
            "<footer><ol><li id=x><a href=/a>More of the mill and its neighbours</a></li></ol></footer>"
        ));
    }

    #[test]
    fn an_abstract_belongs_to_its_article_and_those_of_others_do_not() {
        let head =
            |text: &str| format!("<header id=title-block-header><h1>T</h1><div class=abstract>{text}</div></header>");
        assert!(belongs(&head("<p id=x>Of mills, weirs and floods, and of what the miller says.</p>"), ""));
        let two = "<div class=abstract><p>Another text of mills and weirs.</p></div>";
        assert!(!belongs(
            &format!("<nav>{}{two}</nav>", head("<p id=x>Of mills, weirs and floods, and so on.</p>")),
            ""
        ));
    }
}
