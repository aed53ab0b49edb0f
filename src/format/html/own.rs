//! What a page itself says is its article (`<main>`, `<article>`, `articleBody`), against the rules that guess it from
//! the density of words: these take a long banner for the text of a page whose article is short. It is believed where
//! it holds running text, and a banner that asks for consent is never part of it.

use super::article::{Article, block_of};
use super::elements::{Elements, kind};
use super::restore::is_hidden;
use super::signs::{Signs, has_stem};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use dom_query::{Document, NodeRef};
use std::borrow::Cow;
use std::sync::LazyLock;

/// A run of text so long, in bytes, is no label.
const RUN: usize = 40;

/// A run so long, in bytes, is no sign or bullet.
const SHORTEST: usize = 2;

/// The least running text of an article, in bytes.
const LEAST: usize = 150;

/// Elements in which nothing is text of an article.
const APART: &[&str] = &[
    "nav", "aside", "footer", "form", "button", "dialog", "script", "style", "noscript", "template", "select",
    "textarea", "a", "label", "svg", "iframe", "menu",
];

/// Beginnings of words in the class or id of what is beside an article.
const BESIDE: Signs = Signs::new(&[
    "related",
    "recommend",
    "comment",
    "newsletter",
    "subscri",
    "promo",
    "sponsor",
    "advert",
    "sidebar",
    "teaser",
    "cookie",
    "consent",
    "disqus",
    "social",
    "trending",
]);

/// Beginnings of words in the class or id of a banner that asks for consent.
const BANNERS: Signs = Signs::new(&[
    "cookie",
    "consent",
    "gdpr",
    "onetrust",
    "didomi",
    "cybot",
    "cookiebot",
    "usercentrics",
    "truste",
    "qc-cmp",
    "cmp",
    "privacy",
    "sourcepoint",
]);

/// Words of such banners, in lower case.
const CONSENT: &[&str] = &[
    "cookie",
    "consent",
    "partner",
    "personal data",
    "privacy",
    "identifier",
    "personalised",
    "personalized",
    "your choices",
    "einwillig",
    "datenschutz",
    "zustimm",
    "personenbezogen",
    "verarbeit",
    "confidentialité",
    "consentement",
    "partenaires",
    "données personnelles",
    "privacidad",
    "consentimiento",
    "datos personales",
    "socios",
    "privacidade",
    "dados pessoais",
    "parceiros",
    "riservatezza",
    "consenso",
    "dati personali",
    "toestemming",
    "persoonsgegevens",
    "クッキー",
    "同意",
    "個人情報",
    "쿠키",
    "동의",
    "개인정보",
    "隐私",
    "согласие",
    "персональн",
];

/// So many of them are no accident.
const MANY: usize = 3;

/// Keeps what the page says is its article where the rules chose something else, and drops banners beside it.
pub(super) fn settle(elements: &Elements<'_>, article: &mut Article) {
    let Some((own, runs)) = own(elements) else { return };
    let total: usize = runs.iter().map(|run| length(run)).sum();
    if total < LEAST {
        return;
    }
    let kept: usize = runs.iter().filter(|run| article.keeps(run)).map(length).sum();
    if kept * 2 < total {
        article.clear();
        // What is short is of the article, too: a question above its answer, an item of a list.
        self::runs(&own, SHORTEST).iter().filter_map(block_of).for_each(|block| article.keep(&block));
    }
    drop_banners(elements.page, &own, article);
}

/// So many elements of a page are looked at as its article.
const MOST_CANDIDATES: usize = 200;

/// The element that the page says is its article, and the running text below it.
fn own<'a>(elements: &Elements<'a>) -> Option<(NodeRef<'a>, Vec<NodeRef<'a>>)> {
    let outermost = |kinds: u32| -> Vec<NodeRef<'a>> {
        let all: Vec<_> = elements.of_kind(kinds).take(MOST_CANDIDATES).collect();
        let inside =
            |node: &NodeRef<'_>| node.ancestors_it(None).any(|above| all.iter().any(|other| other.id == above.id));
        let apart = |node: &NodeRef<'_>| node.ancestors_it(None).any(|above| is_apart(&above)) || is_apart(node);
        all.iter().filter(|node| !inside(node) && !apart(node)).copied().collect()
    };
    let articles = outermost(kind::ARTICLE);
    let headed: Vec<_> = articles.iter().filter(|node| node.descendants_it().any(|part| part.has_name("h1"))).collect();
    let chosen = match (articles.as_slice(), headed.as_slice()) {
        ([only], _) => Some(*only),
        (_, [only]) => Some(**only),
        _ => None,
    };
    let mains = outermost(kind::MAIN);
    let main = mains.first().copied().filter(|_| mains.len() == 1);
    let held = |node: NodeRef<'a>| (node, runs(&node, RUN));
    let total = |(_, runs): &(NodeRef<'a>, Vec<NodeRef<'a>>)| runs.iter().map(length).sum::<usize>();
    match (chosen.map(held), main.map(held)) {
        (Some(article), Some(main)) => Some(if total(&article) * 2 >= total(&main) { article } else { main }),
        // Several articles side by side are a list of them, and no one's text.
        (article, main) => article.or(main.filter(|_| articles.len() <= 1)),
    }
}

/// The text below a node that may be of an article: paragraphs with enough words outside of their links, and runs of at least
/// so many bytes elsewhere.
fn runs<'a>(root: &NodeRef<'a>, least: usize) -> Vec<NodeRef<'a>> {
    let mut found = Vec::new();
    let mut open = vec![*root];
    while let Some(node) = open.pop() {
        for child in node.children_it(true) {
            if child.is_text() {
                if length(&child) >= least {
                    found.push(child);
                }
            } else if child.is_element() && !is_apart(&child) && !is_hidden(&child) && !has_stem(&child, &BESIDE) {
                if child.has_name("p") {
                    found.extend(paragraph(&child, least));
                } else {
                    open.push(child);
                }
            }
        }
    }
    found
}

/// The texts of a paragraph, linked or not, where enough of it is not.
fn paragraph<'a>(node: &NodeRef<'a>, least: usize) -> Vec<NodeRef<'a>> {
    let linked = |text: &NodeRef<'a>| {
        text.ancestors_it(Some(4)).take_while(|above| above.id != node.id).any(|above| is_apart(&above))
    };
    let texts: Vec<_> = node.descendants_it().filter(NodeRef::is_nonempty_text).collect();
    let unlinked: usize = texts.iter().filter(|text| !linked(text)).map(length).sum();
    if unlinked >= least { texts } else { Vec::new() }
}

fn is_apart(node: &NodeRef<'_>) -> bool {
    node.qual_name_ref().is_some_and(|name| APART.contains(&&*name.local))
}

fn length(node: &NodeRef<'_>) -> usize {
    node.text().trim().len()
}

/// Drops what asks for consent outside of the page's own article.
fn drop_banners(page: &Document, own: &NodeRef<'_>, article: &mut Article) {
    let within: Vec<_> = own.ancestors_it(None).map(|above| above.id).collect();
    let Some(body) = page.body() else { return };
    let mut open = vec![body];
    while let Some(node) = open.pop() {
        for child in node.children_it(false).filter(|child| child.is_element() && child.id != own.id) {
            if within.contains(&child.id) {
                open.push(child);
            } else if is_consent(&child.text()) {
                article.drop(child.id);
            }
        }
    }
}

/// The words of consent, all looked for at once.
static CONSENT_WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    // Building the quickest kind would take longer than looking through most pages with a slower one.
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    AhoCorasick::builder().ascii_case_insensitive(true).kind(kind).build(CONSENT).ok()
});

/// Whether a text asks for consent.
fn is_consent(text: &str) -> bool {
    let Some(words) = CONSENT_WORDS.as_ref() else { return false };
    let text = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) };
    let (mut seen, mut count) = ([false; CONSENT.len()], 0);
    words.find_overlapping_iter(&*text).any(|found| {
        let word = found.pattern().as_usize();
        count += usize::from(!std::mem::replace(&mut seen[word], true));
        count >= MANY
    })
}

/// Takes banners out of a page before it is judged: what is called one, reads like one, and is not most of the page.
pub(super) fn clear_banners(page: &Document) {
    let Some(body) = page.body() else { return };
    let most = body.text().len() / 2;
    let mut open = vec![body];
    let mut banners = Vec::new();
    while let Some(node) = open.pop().filter(|_| banners.len() < MOST_BANNERS) {
        let children = node.children_it(false).filter(NodeRef::is_element);
        let (named, other): (Vec<_>, Vec<_>) = children.partition(is_banner);
        banners.extend(named);
        open.extend(other);
    }
    for banner in banners.iter().filter(|banner| !holds_article(banner)) {
        let text = banner.text();
        if text.len() < most && is_consent(&text) {
            banner.remove_from_parent();
        }
    }
}

/// So many elements of a page are looked at as banners.
const MOST_BANNERS: usize = 100;

fn is_banner(node: &NodeRef<'_>) -> bool {
    let Some(element) = node.element_ref() else { return false };
    let says = |name: &str, values: &[&str]| element.attr(name).is_some_and(|value| values.contains(&&*value));
    says("role", &["dialog", "alertdialog"])
        || says("aria-modal", &["true"])
        || node.has_name("dialog")
        || has_stem(node, &BANNERS)
}

fn holds_article(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|part| part.has_name("article") || part.has_name("main"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "The ferry left the quay at noon, and the harbour, loud since morning, fell quiet while the crews ate their \
                         bread on the stones of the lower steps. ";
    const ASKS: &str = "<p>We and our 842 partners store and access information on a device, such as cookies, and process personal \
                        data, such as unique identifiers, for personalised ads and content, as you may wish.</p>";

    /// Whether the article is text and the banner boilerplate, with so many paragraphs of either.
    fn check(banner: &str, own: &str, paragraphs: usize) {
        let text = format!("<p class=it>{PROSE}</p>").repeat(paragraphs);
        let asks = banner.replace('*', &ASKS.repeat(4));
        let body = own.replace('*', &format!("<h1>The Last Ferry</h1>{text}"));
        let page = Document::from(format!(
            "<title>The Last Ferry</title><body>{asks}<nav><a href=/>Home</a></nav>{body}</body>"
        ));
        let article = Article::of(&Elements::of(&page));
        let boilerplate = |selector: &str| {
            let nodes = page.select(selector).nodes().to_vec();
            let is = |node: &NodeRef<'_>| {
                std::iter::once(*node).chain(node.ancestors_it(None)).any(|node| article.is_boilerplate(&node))
            };
            nodes.iter().all(is)
        };
        assert!(!boilerplate("p.it"), "{banner} {own} {paragraphs}");
        assert!(boilerplate("p:not(.it)"), "{banner} {own} {paragraphs}");
    }

    #[test]
    fn what_a_page_calls_its_article_is_believed_against_a_longer_banner() {
        for paragraphs in [2, 3, 4, 8] {
            for own in [
                "<main><article>*</article></main>",
                "<main>*</main>",
                "<div role=main>*</div>",
                "<article>*</article>",
            ] {
                check(
                    "<div id=onetrust-consent-sdk><div role=dialog><h2>We value your privacy</h2>*</div></div>",
                    own,
                    paragraphs,
                );
                check("<div class=cookie-consent>*</div>", own, paragraphs);
                check("<div>*</div>", own, paragraphs);
            }
        }
    }

    #[test]
    fn a_banner_is_told_where_a_page_says_nothing() {
        check("<div id=qc-cmp2-container>*</div>", "<div>*</div>", 6);
    }

    #[test]
    fn consent_is_asked_for_in_three_words_in_any_case_and_any_language() {
        for text in [
            "Cookies, CONSENT and our partners",
            "CONSENTEMENT DE NOS PARTENAIRES",
            "Согласие на cookies, Personal Data",
            "クッキーと個人情報への同意",
        ] {
            assert!(is_consent(text), "{text}");
        }
        for text in ["Cookies and cookies and more cookies", "Nobody consents to a partner", ""] {
            assert!(!is_consent(text), "{text}");
        }
    }

    #[test]
    fn prose_with_many_links_is_text() {
        let linked = "<p class=it>Of the <a href=/q>quay at the lower steps</a> and <a href=/h>the harbour of the older town</a> we \
                      know <a href=/c>the crews and their bread</a> alone, <a href=/s>and the stones</a> by <a href=/n>night</a>.</p>";
        let page = Document::from(format!(
            "<title>T</title><body><nav><a href=/>Home</a></nav><article><h1>T</h1>{}</article><ul><li><a href=/m>More</a></ul></body>",
            linked.repeat(4)
        ));
        let article = Article::of(&Elements::of(&page));
        assert!(page.select("p").nodes().iter().all(|node| !article.is_boilerplate(node)));
    }

    #[test]
    fn what_is_short_in_a_short_article_belongs_to_it() {
        let asks = format!("<div class=cookie-consent>{}</div>", ASKS.repeat(4));
        let page = Document::from(format!(
            "<title>T</title><body>{asks}<main><h1>T</h1><p class=it>{PROSE}</p><h2 class=it>Who?</h2><dl><dt class=it>Who knew?</dt>\
             <dd class=it>{PROSE}</dd></dl><ul><li class=it>Two eggs</li></ul><p><a href=/x>Share</a></p></main></body>"
        ));
        let article = Article::of(&Elements::of(&page));
        let shown = |selector: &str| page.select(selector).nodes().iter().all(|node| !article.is_boilerplate(node));
        assert!(shown(".it") && !shown("p:not(.it)"));
    }

    #[test]
    fn a_text_about_privacy_is_a_text() {
        let page = Document::from(format!(
            "<title>T</title><body><div class=privacy><h1>T</h1>{}</div></body>",
            ASKS.repeat(5)
        ));
        let article = Article::of(&Elements::of(&page));
        assert!(page.select("p").nodes().iter().all(|node| !article.is_boilerplate(node)));
    }
}
