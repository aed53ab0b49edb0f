//! Whole invented pages as sites of several kinds make them: the article is found with its title and author, and all that
//! stands around it is folded away, not lost.

use postil::document::{BlockKind, Document};
use std::collections::BTreeSet;

/// A paragraph of an article, different for each number.
fn prose(number: usize) -> String {
    format!(
        "On the {number}th day the ferry kept to the near bank, and those who had come with letters stood about the \
         landing, talking of the ice, of prices, and of the {number} boats that had never come back from the sea."
    )
}

/// The paragraphs of an article, each in such an element.
fn article(tag: &str, paragraphs: usize) -> String {
    (1..=paragraphs).map(|number| format!("<{tag}>{}</{tag}>\n", prose(number))).collect::<Vec<_>>().concat()
}

/// The words of the blocks that are no boilerplate, and of those that are.
fn words(document: &Document) -> [BTreeSet<&str>; 2] {
    let of = |boilerplate: bool| {
        let blocks = document.blocks().iter().filter(|block| (block.kind == BlockKind::Boilerplate) == boilerplate);
        blocks.flat_map(|block| block.span.of(document.text()).split_whitespace()).collect()
    };
    [of(false), of(true)]
}

/// A page must be read as an article of so many paragraphs, with this title and author, and with those words folded away.
#[track_caller]
fn check(page: &str, paragraphs: usize, (title, author): (&str, &str), folded: &[&str]) {
    let document = postil::format::parse("page.html", page.as_bytes().to_vec());
    assert_eq!(document.metadata.title.as_deref(), Some(title));
    assert_eq!(document.metadata.authors, [author]);
    let [read, away] = words(&document);
    let text = document.text().split_whitespace().collect::<Vec<_>>().join(" ");
    for number in 1..=paragraphs {
        assert!(text.contains(&prose(number)), "paragraph {number} is whole");
        assert!(read.contains(format!("{number}th").as_str()), "paragraph {number} is the article's");
    }
    for word in folded {
        assert!(!read.contains(word) && away.contains(word), "{word} is folded away, and not lost");
    }
}

#[test]
fn a_news_page_with_menus_a_banner_and_comments() {
    let page = format!(
        "<!doctype html><html><head><title>The Last Ferry | The Landing Post</title>\
         <meta property='og:title' content='The Last Ferry'><meta name='author' content='Ada Quill'></head><body>\
         <div id='cookie-banner' role='dialog'><p>We use biscuits. <button>Agree</button></p></div>\
         <header><nav><ul><li><a href='/'>Homefront</a></li><li><a href='/w'>Weathervane</a></li></ul></nav></header>\
         <main><article><h1>The Last Ferry</h1><p class='byline'>By <a rel='author' href='/ada'>Ada Quill</a></p>\
         <div class='story-body'>{}</div>\
         <aside class='related'><h2>Relatedness</h2><ul><li><a href='/1'>Iceworks</a></li></ul></aside></article></main>\
         <section id='comments'><h2>Commentary</h2><div class='comment'><p>Firstling!</p></div></section>\
         <footer><p>Imprinted <a href='/t'>Terms</a></p></footer></body></html>",
        article("p", 6)
    );
    let folded = ["Homefront", "Weathervane", "biscuits.", "Relatedness", "Iceworks", "Firstling!", "Imprinted"];
    check(&page, 6, ("The Last Ferry", "Ada Quill"), &folded);
}

#[test]
fn a_blog_between_two_columns_of_nothing_but_divisions() {
    let links = (0..14).map(|n| format!("<div><a href='/{n}'>Archive{n}</a></div>")).collect::<Vec<_>>().concat();
    let page = format!(
        "<html><head><title>Salt and Rope – Quayside Notes</title>\
         <meta property='og:site_name' content='Quayside Notes'></head><body><div class='wrap'>\
         <div class='sidebar'>{links}</div><div class='post hentry'><h1 class='entry-title'>Salt and Rope</h1>\
         <div class='meta'>by <span class='author'>Tom Reed</span></div><div class='entry-content'>{}</div>\
         <div class='share-buttons'><a href='#'>Tweetish</a></div></div>\
         <div id='sidebar-right' class='widget'><h3>Subscribing</h3><form><input name='mail'></form></div></div></body></html>",
        article("p", 5)
    );
    check(
        &page,
        5,
        ("Salt and Rope – Quayside Notes", "Tom Reed"),
        &["Archive3", "Archive13", "Tweetish", "Subscribing"],
    );
}

#[test]
fn an_old_page_of_tables_with_the_article_in_one_cell() {
    let rooms = (0..8).map(|n| format!("<tr><td><a href='{n}'>Room{n}</a></td></tr>")).collect::<Vec<_>>().concat();
    let page = format!(
        "<html><head><title>On Ice</title><meta name='author' content='Lena Bright'></head><body>\
         <table><tr><td width='150'><table>{rooms}</table></td><td><h1>On Ice</h1>{}</td></tr></table></body></html>",
        article("p", 7)
    );
    check(&page, 7, ("On Ice", "Lena Bright"), &["Room0", "Room7"]);
}

#[test]
fn a_page_that_names_everything_for_machines() {
    let page = format!(
        "<html><head><title>Thaw - River Review</title><script type='application/ld+json'>\
         {{\"@type\": \"NewsArticle\", \"headline\": \"Thaw\", \"author\": {{\"@type\": \"Person\", \"name\": \"Otto Grain\"}}}}\
         </script></head><body><div class='topbar'><a href='/'>Frontispiece</a></div>\
         <div itemprop='articleBody'><h1>Thaw</h1>{}</div>\
         <div class='newsletter-signup'><p>Newsletterish</p></div></body></html>",
        article("p", 6)
    );
    check(&page, 6, ("Thaw", "Otto Grain"), &["Frontispiece", "Newsletterish"]);
}
