//! Whole pages to documents.

use super::*;
use crate::document::{InlineStyle, Metadata};
use proptest::prelude::*;

const PROSE: &str = "The wheel turns, the water falls, and nobody in the village, as far as anyone can tell, has ever asked \
                     where the flour goes once the carts, heavy and slow, have left the yard of the mill by the river. ";

fn document(html: &str) -> Document {
    parse(html.as_bytes().to_vec(), Envelope::default())
}

fn metadata(head: &str) -> Metadata {
    document(&format!("<html><head>{head}</head><body><p>{PROSE}</p></body></html>")).metadata
}

/// The blocks of one kind.
fn blocks(document: &Document, kind: BlockKind) -> Vec<String> {
    let found = document.blocks().iter().filter(|block| block.kind == kind);
    found.map(|block| block.span.of(document.text()).to_owned()).collect()
}

/// A page as sites make them.
fn page(head: &str, inside: &str) -> Document {
    let text = format!("<p>{}</p>", PROSE.repeat(3)).repeat(3);
    document(&format!(
        "<!doctype html><html lang=en><head><title>The Wheel | The Mill</title>{head}</head><body>
         <header><a href=/>The Mill</a><nav><ul><li><a href=/n>News</a><li><a href=/s>Sport</a></ul></nav></header>
         <div class=cookie-banner><p>We use cookies.</p></div>
         <main><article><h1>The Wheel</h1><div class=byline>By <a rel=author href=/ada>Ada Hill</a></div>
         <div class=share-bar><a href=/f>Facebook</a></div>{text}{inside}</article></main>
         <aside class=related><h1>Related</h1><ul><li><a href=/r>The Weir</a></ul></aside>
         <footer>© The Mill</footer></body></html>"
    ))
}

#[test]
fn the_article_is_text_and_what_is_around_it_is_boilerplate_in_its_place() {
    let document =
        page("", "<p>The end, sooner or later, comes to every wheel, and to this one, it seems, it came in May.</p>");
    let boilerplate = blocks(&document, BlockKind::Boilerplate);
    for line in ["The Mill", "News", "Sport", "We use cookies.", "Facebook", "Related", "The Weir", "© The Mill"] {
        assert!(boilerplate.iter().any(|block| block == line), "{line}: {boilerplate:?}");
    }
    assert_eq!(blocks(&document, BlockKind::Paragraph).len(), 4);
    assert_eq!(blocks(&document, BlockKind::Byline), ["By Ada Hill"]);
    let text = document.text();
    assert!(text.find("News") < text.find("The wheel turns") && text.find("The end,") < text.find("The Weir"));
}

#[test]
fn the_title_is_the_one_heading_of_the_first_level() {
    for inside in ["", "<h1>Part one</h1><p>It turns.</p>", "<h2>The Wheel</h2>"] {
        let document = page("", inside);
        let first: Vec<_> = document.outline().filter(|(_, level)| *level == 1).collect();
        assert_eq!(first.len(), 1, "{inside}");
        assert_eq!(document.blocks()[first[0].0].span.of(document.text()), "The Wheel");
    }
    assert!(blocks(&page("", "<h2>The Wheel</h2>"), BlockKind::Boilerplate).contains(&"The Wheel".to_owned()));
}

#[test]
fn a_title_that_no_heading_says_stands_before_the_text() {
    let document = document(&format!("<title>Of Wheels</title><body><p>{PROSE}</p>"));
    assert!(document.text().starts_with("Of Wheels\n\nThe wheel"), "{}", document.text());
    assert_eq!(document.blocks()[0].kind, BlockKind::Heading);
}

#[test]
fn what_cannot_be_seen_is_no_text() {
    let document = page(
        "<style>p { color: red }</style>",
        "<p hidden>secret one</p><p style='display: none'>secret two</p><script>var secret = 3</script><!-- secret four -->
         <template>secret five</template><noscript>secret six</noscript>",
    );
    assert!(!document.text().contains("secret") && !document.text().contains("color"), "{}", document.text());
}

#[test]
fn lines_between_paragraphs_that_only_pages_have_are_boilerplate() {
    let document = page("", "<p>Sign up for our newsletter</p><p>Share this article</p>");
    assert_eq!(blocks(&document, BlockKind::Paragraph).len(), 3);
}

#[test]
fn notes_are_jumped_to() {
    let note =
        "<p>As the miller said,<sup><a href='#fn1'>1</a></sup> it turns, and it turns, whoever stands beside it.</p>
                <section class=footnotes><ol><li id=fn1><p>In a letter to his brother, who kept it.</p></ol></section>";
    let document = page("", note);
    let reference = document.inlines().iter().find(|run| matches!(run.style, InlineStyle::NoteRef(Some(_))));
    assert!(reference.is_some());
    assert_eq!(blocks(&document, BlockKind::Footnote).len(), 1);
}

#[test]
fn pictures_say_where_they_come_from() {
    let document = page(
        "",
        "<figure><img src='data:image/gif;base64,R0lG' data-src=late.png alt=Late><figcaption>The yard</figcaption></figure>
         <figure><img src='data:image/gif;base64,R0lG' alt=Inside></figure>
         <p>It turns, and turns. <img src=plain.png alt='A plain one'></p>",
    );
    assert!(document.images().iter().any(|source| source == "late.png"), "{:?}", document.images());
    assert!(document.images().iter().any(|source| source == "embedded:1"));
    assert!(document.images().iter().any(|source| source == "plain.png"));
}

#[test]
fn a_description_that_the_caption_repeats_is_said_once() {
    let document = page(
        "",
        "<figure><img src=a.png alt='The old yard'><figcaption>The old yard, by Bo Lind</figcaption></figure>",
    );
    assert_eq!(document.text().matches("The old yard").count(), 1);
}

#[test]
fn every_kind_of_metadata_is_read() {
    let scholarly = metadata(
        "<meta name=citation_title content='Of Wheels'><meta name=citation_author content='Hill, Ada'>
         <meta name=citation_author content='Lind, Bo'><meta name=citation_journal_title content='Mill Studies'>
         <meta name=citation_volume content=12><meta name=citation_issue content=3>
         <meta name=citation_publication_date content=2019/04/07><meta name=citation_doi content=10.1234/mill.5>
         <meta name=citation_language content=fr><link rel=canonical href=https://example.org/w>",
    );
    let expected = Metadata {
        title: Some("Of Wheels".into()),
        authors: vec!["Hill, Ada".into(), "Lind, Bo".into()],
        date: Some("2019-04-07".into()),
        publication: Some("Mill Studies 12:3".into()),
        language: Some("fr".into()),
        identifier: Some("doi:10.1234/mill.5".into()),
        url: Some("https://example.org/w".into()),
    };
    assert_eq!(scholarly, expected);
}

#[test]
fn what_pages_state_for_others_to_show_is_read() {
    let open_graph = metadata(
        "<title>x</title><meta property=og:title content='Of Wheels – The Mill'><meta property=og:site_name content='The Mill'>
         <meta property=article:author content=https://example.org/ada><meta name=author content='By Ada Hill and Bo Lind'>
         <meta property=article:published_time content=2020-02-03T04:05:06Z><meta property=og:locale content=en_GB>
         <meta property=og:url content=https://example.org/w>",
    );
    assert_eq!(open_graph.title.as_deref(), Some("Of Wheels – The Mill"));
    assert_eq!(open_graph.authors, ["Ada Hill", "Bo Lind"]);
    assert_eq!(open_graph.date.as_deref(), Some("2020-02-03"));
    assert_eq!(open_graph.publication.as_deref(), Some("The Mill"));
    assert_eq!(open_graph.language.as_deref(), Some("en-GB"));
    assert_eq!(open_graph.url.as_deref(), Some("https://example.org/w"));
    let dublin = metadata(
        "<meta name=DC.title content=T><meta name=DC.creator content='Ada Hill'><meta name=DC.date content=2001-05>",
    );
    assert_eq!((dublin.title.as_deref(), dublin.date.as_deref()), (Some("T"), Some("2001-05")));
    assert_eq!(dublin.authors, ["Ada Hill"]);
}

#[test]
fn what_a_page_does_not_say_stays_empty() {
    let silent =
        metadata("<meta name=author content=admin><meta name=date content=soon><meta property=og:url content=/w>");
    assert_eq!(silent, Metadata::default());
}

#[test]
fn dates_of_the_text_and_addresses_of_the_browser_are_read() {
    let saved = document(&format!(
        "<!-- saved from url=(0021)https://example.org/w -->\n<html><article><time itemprop=datePublished datetime=2018-01-02>\
         2 Jan</time><p>{PROSE}</p></article>"
    ));
    assert_eq!(saved.metadata.date.as_deref(), Some("2018-01-02"));
    assert_eq!(saved.metadata.url.as_deref(), Some("https://example.org/w"));
    let date = |body: &str| document(&format!("<html><article>{body}<p>{PROSE}</p></article>")).metadata.date;
    let told = "<p>The wall fell on <time datetime=1989-11-09>9 November 1989</time>, and nobody was told.</p>";
    assert_eq!(date(told), None);
    let line = "<p>By Ada Hill, <time datetime=2018-01-02>2 Jan</time></p>";
    assert_eq!(date(&format!("{told}{line}")).as_deref(), Some("2018-01-02"));
    let cell = format!("<table><tr><td><time datetime=2018-01-02>2 Jan</time><br><p>{PROSE}</p></td></tr></table>");
    assert_eq!(date(&cell).as_deref(), Some("2018-01-02"), "a cell that holds the article is no sentence");
}

#[test]
fn pages_are_known_by_how_they_begin() {
    for page in [
        "<!DOCTYPE html><p>",
        "\u{feff}  <HTML lang=en>",
        "<?xml version='1.0'?>\n<!-- x --><!doctype HTML PUBLIC>",
        "<html>",
    ] {
        assert!(sniff(page.as_bytes()), "{page}");
    }
    for other in ["# Title\n<html>", "<htmlx>", "<p>text", "", "<!-- <html> -->", "text <!doctype html>"] {
        assert!(!sniff(other.as_bytes()), "{other}");
    }
}

#[test]
fn a_declared_encoding_is_read() {
    let mut page = b"<meta charset=windows-1251><p>".to_vec();
    page.extend(b"\xcc\xe5\xeb\xfc\xed\xe8\xf6\xe0");
    assert!(parse(page, Envelope::default()).text().contains("Мельница"));
}

#[test]
fn a_page_without_text_and_a_binary_file_say_why() {
    for bytes in [b"<html><script>run()</script></html>".to_vec(), b"\x89PNG\0\0\0\0\0\0\0\0".to_vec()] {
        let document = parse(bytes, Envelope::default());
        assert!(document.blocks().is_empty());
        assert_eq!(document.warnings.len(), 1);
    }
}

#[test]
fn a_page_that_is_nested_too_deep_keeps_its_words() {
    let deep = format!("<title>Deep</title><p>above</p>{}<p>below", "<div>".repeat(100_000));
    let document = document(&deep);
    assert!(document.text().contains("above") && document.text().contains("below"));
    assert_eq!(document.metadata.title.as_deref(), Some("Deep"));
    assert!(document.warnings[0].contains("256 deep"), "{:?}", document.warnings);
}

#[test]
fn a_tag_with_too_many_attributes_keeps_the_words_of_the_page() {
    let document = document(&format!("<p>above<p {}>below", "a ".repeat(5000)));
    assert!(document.text().contains("above") && document.text().contains("below"));
    assert_eq!(document.warnings.len(), 1);
}

#[test]
fn a_page_without_text_says_that_and_nothing_of_its_encoding() {
    for bytes in [&b"<A\x80"[..], b"", b"<p>"] {
        let document = parse(bytes.to_vec(), Envelope::default());
        assert!(document.blocks().is_empty(), "{bytes:?}");
        assert_eq!(document.warnings.len(), 1, "{bytes:?}");
        assert!(document.warnings[0].contains("holds no text"), "{:?}", document.warnings);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_bytes_become_a_document_and_the_same_one_again(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let document = parse(bytes.clone(), Envelope::default());
        prop_assert!(!document.blocks().is_empty() || document.warnings.len() == 1);
        let again = parse(bytes, Envelope::default());
        prop_assert_eq!(document.text(), again.text());
        prop_assert_eq!(document.blocks(), again.blocks());
    }

    #[test]
    fn any_tags_become_a_document(tags in prop::collection::vec(
        prop_oneof![
            "</?(p|div|h1|table|tr|td|ul|li|a|b|svg|math|template|noscript|select|frameset|body|html|head|title|pre)( id=x| hidden| href=#x)?/?>",
            "[a-z &#;0-9<>]{0,12}", Just("<!--".to_owned()), Just("<![CDATA[".to_owned()), Just("\0".to_owned()),
        ],
        0..60,
    )) {
        let document = document(&tags.concat());
        prop_assert!(document.outline().filter(|(_, level)| *level == 1).count() <= 1);
    }
}

#[test]
fn an_embedded_address_in_any_script_breaks_nothing() {
    let page = format!(
        "<title>Walls</title><article><h1>Walls</h1>{}<iframe src='ｯｯｯwww.youtube.com/embed/x'></iframe></article>",
        "<p>A wall is made slowly, of stones, of moss, and of what is said across it.</p>".repeat(6)
    );
    let document = parse(page.into_bytes(), Envelope::default());
    assert_eq!(document.metadata.title.as_deref(), Some("Walls"));
    assert!(document.words() > 60);
}

#[test]
fn a_title_with_a_colon_is_whole_however_its_heading_is_written() {
    for heading in
        ["Oil and Glass: The\nAccounts of a Tower", "Oil and\u{A0}Glass: The<br>Accounts of a Tower", "Oil and Glass"]
    {
        let document = document(&format!(
            "<title>Oil and Glass: The Accounts of a Tower</title><body><h1 class=title>{heading}</h1><p class=author>Ada Hill</p>\
             <p class=author>Bo Lind</p><p>{PROSE}</p><p>{PROSE}</p>"
        ));
        assert_eq!(document.metadata.title.as_deref(), Some("Oil and Glass: The Accounts of a Tower"), "{heading}");
        let first = document.outline().filter(|(_, level)| *level == 1).count();
        assert_eq!((first, document.blocks()[0].kind), (1, BlockKind::Heading), "{heading}");
    }
}

#[test]
fn linked_data_is_read_as_loosely_as_it_is_written() {
    let head = "<script type='application/ld+json'><!-- {\"@type\": \"Article\", /* sic */ \"headline\": \"Of\nWheels\", // so\n\
                \"author\": [{\"name\": \"Ada\\'s Hill\",},],}; --></script>";
    let metadata = metadata(head);
    assert_eq!((metadata.title.as_deref(), metadata.authors), (Some("Of Wheels"), vec!["Ada's Hill".to_owned()]));
}

#[test]
fn a_shadow_is_the_text_of_its_page() {
    for mode in ["shadowrootmode", "shadowmode"] {
        let document = document(&format!(
            "<title>The Wheel</title><body><nav><a href=/>Home</a></nav><main><x-article><template {mode}=open><article><h1>The \
             Wheel</h1><p>{PROSE}</p><p>{PROSE}</p></article></template></x-article></main>"
        ));
        assert_eq!(blocks(&document, BlockKind::Paragraph).len(), 2, "{mode}");
    }
}

#[test]
fn links_to_the_page_itself_are_links_inside_of_it() {
    let notes = "<p>It turns<a href='https://mill.example/w#fn1'><sup>1</sup></a>.</p><p id=fn1>1 In May.</p>";
    let html = format!("<title>The Wheel</title><body><article><p>{PROSE}</p>{notes}</article>");
    let envelope = Envelope { address: Some("https://mill.example/w"), ..Envelope::default() };
    let document = parse(html.into_bytes(), envelope);
    assert!(
        document.inlines().iter().any(|run| matches!(run.style, InlineStyle::NoteRef(Some(_)))),
        "{}",
        document.text()
    );
}

#[test]
fn a_page_that_unpacks_itself_is_read_from_its_archive() {
    use std::io::{Cursor, Write};
    use zip::{ZipWriter, write::SimpleFileOptions};
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let page = format!(
        "<title>The Wheel</title><body><article><h1>The Wheel</h1><p>{PROSE}</p><img src=images/1.png alt=Wheel></article>"
    );
    for (name, content) in [("index.html", page.as_bytes()), ("images/1.png", b"Man")] {
        writer.start_file(name, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(content).expect("memory takes it");
    }
    let archive = writer.finish().expect("a whole archive").into_inner();
    let mut bytes =
        b"<!DOCTYPE html><html data-sfz><body hidden><div>Please wait</div><script>unpack()</script><!--".to_vec();
    bytes.extend(archive);
    bytes.extend(b"--></body></html>");
    let document = parse(bytes.clone(), Envelope::default());
    assert!(document.text().starts_with("The Wheel\n\nThe wheel turns"), "{}", document.text());
    assert_eq!((FORMAT.picture)(&bytes, "images/1.png"), Some(b"Man".to_vec()));
}

#[test]
fn a_page_of_a_word_processor_has_its_title_and_its_authors_once() {
    use BlockKind::{Byline, Heading, Paragraph};
    let document = document(&format!(
        "<title>Oil and Glass: A Tower</title><meta name=author content='Ada Hill; Bo Lind'><body><p align=center><font><b>Oil and\n\
         Glass</b></font><b>: A Tower</b></p><p align=center>Ada Hill</p><p>Bo Lind</p><p>{PROSE}</p><h1>橋</h1><p>{PROSE}</p><p>{PROSE}</p>"
    ));
    let shown = document.blocks().iter().filter(|block| block.kind != BlockKind::Boilerplate);
    let kinds: Vec<_> = shown.map(|block| block.kind).collect();
    assert_eq!(kinds, [Heading, Byline, Byline, Paragraph, Heading, Paragraph, Paragraph]);
}

#[test]
fn a_caption_that_is_hidden_from_those_who_hear_it_twice_is_shown_once() {
    let document = page(
        "",
        "<figure><img src=a.png alt='The lower quay'><figcaption aria-hidden=true>The lower quay</figcaption></figure>",
    );
    assert_eq!(blocks(&document, BlockKind::Caption), ["The lower quay"]);
}

#[test]
fn what_a_button_of_the_text_unfolds_is_text() {
    let document = page(
        "",
        &format!(
            "<h2><button aria-expanded=false aria-controls=a1>Why does it turn?</button></h2><div id=a1 style='display: none' hidden>\
             <p>Because of the water. {PROSE}</p></div><div style='display:none'><p>secret {PROSE}</p></div>"
        ),
    );
    assert!(document.text().contains("Because of the water."), "{}", document.text());
    assert!(!document.text().contains("secret"));
}
