//! Books of a page or two, built here, and what must hold for any bytes that call themselves a book.

use super::*;
use crate::document::{BlockKind, InlineStyle};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(super) const CONTAINER: (&str, &str) = (
    "META-INF/container.xml",
    "<container><rootfiles><rootfile full-path=\"OPS/book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
);
pub(super) const MIMETYPE: (&str, &str) = ("mimetype", "application/epub+zip");

/// An archive of entries, none of them packed where it stands first.
pub(super) fn zipped(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (index, (name, content)) in entries.iter().enumerate() {
        let method = if index == 0 { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("a new entry");
        writer.write_all(content.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("a whole archive").into_inner()
}

/// A package with these items (id, file, more attributes), all of them in the spine but `nav` and `ncx`.
pub(super) fn package(facts: &str, items: &[(&str, &str, &str)]) -> String {
    let media_type = |href: &str| match href.rsplit_once('.') {
        Some((_, "ncx")) => "application/x-dtbncx+xml",
        Some((_, "png")) => "image/png",
        _ => "application/xhtml+xml",
    };
    let item = |(id, href, more): &(&str, &str, &str)| {
        format!("<item id=\"{id}\" href=\"{href}\" media-type=\"{}\" {more}/>", media_type(href))
    };
    let manifest: Vec<String> = items.iter().map(item).collect();
    let in_spine = items.iter().filter(|(id, ..)| !matches!(*id, "nav" | "ncx"));
    let spine: Vec<String> = in_spine.map(|(id, _, more)| format!("<itemref idref=\"{id}\" {more}/>")).collect();
    let (manifest, spine) = (manifest.concat(), spine.concat());
    format!(
        "<package xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><metadata><dc:title>A Walk</dc:title>{facts}</metadata>\
         <manifest>{manifest}</manifest><spine toc=\"ncx\">{spine}</spine></package>"
    )
}

pub(super) fn page(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body>{body}</body></html>"
    )
}

/// A book of the given chapters, `one.xhtml` and on.
pub(super) fn book_of(chapters: &[&str]) -> Vec<u8> {
    let names: Vec<String> = (1..=chapters.len()).map(|n| format!("c{n}.xhtml")).collect();
    let items: Vec<_> = names.iter().map(|name| (name.as_str(), name.as_str(), "")).collect();
    let package = package("", &items);
    let entries: Vec<_> = names.iter().map(|name| format!("OPS/{name}")).collect();
    let pages: Vec<String> = chapters.iter().map(|body| page(body)).collect();
    let mut all = vec![MIMETYPE, CONTAINER, ("OPS/book.opf", &package)];
    all.extend(entries.iter().map(String::as_str).zip(pages.iter().map(String::as_str)));
    zipped(&all)
}

pub(super) fn whole(bytes: Vec<u8>) -> Document {
    book(Archive::open(bytes), WHOLE)
}

pub(super) fn headings(document: &Document) -> Vec<String> {
    let headings = document.blocks().iter().filter(|block| block.kind == BlockKind::Heading);
    headings.map(|block| format!("{} {}", block.level, block.span.of(document.text()))).collect()
}

fn sections(document: &Document) -> Vec<String> {
    let after = |at: usize| document.text()[at..].split(['\n', ' ']).next().unwrap_or_default();
    document.sections().iter().map(|own| format!("{} {} > {}", own.level, own.title, after(own.at))).collect()
}

#[test]
fn the_first_line_is_the_title_and_names_stand_under_it_though_the_chapter_has_headings() {
    let facts = "<dc:creator>Ada North</dc:creator>";
    let items = [("one", "one.xhtml", "")];
    let body = "<p>A Walk</p><p>Ada North</p><p>It began.</p><h1>One</h1><p>A Walk</p>";
    let (package, body) = (package(facts, &items), page(body));
    let book = whole(zipped(&[MIMETYPE, CONTAINER, ("OPS/book.opf", &package), ("OPS/one.xhtml", &body)]));
    let kinds: Vec<_> = book.blocks().iter().map(|block| (block.kind, block.level)).collect();
    let text = (BlockKind::Paragraph, 0);
    assert_eq!(kinds, [(BlockKind::Heading, 1), (BlockKind::Byline, 0), text, (BlockKind::Heading, 2), text]);
}

#[test]
fn chapters_in_files_of_their_own_stand_under_the_heading_of_their_part() {
    let items: Vec<(&str, &str, &str)> = vec![
        ("nav", "nav.xhtml", "properties=\"nav\""),
        ("a", "a.xhtml", ""),
        ("b", "b.xhtml", ""),
        ("c", "c.xhtml", ""),
        ("d", "d.xhtml", ""),
    ];
    let nav = |inner: &str| page(&format!("<nav epub:type='toc'><ol>{inner}</ol></nav>"));
    let (nested, flat) = (
        nav(
            "<li><a href='a.xhtml'>I</a><ol><li><a href='b.xhtml'>One</a></li></ol></li><li><a href='c.xhtml'>II</a><ol><li><a href='d.xhtml#x'>Two</a></li></ol></li>",
        ),
        nav(
            "<li><a href='a.xhtml'>I</a></li><li><a href='b.xhtml'>One</a></li><li><a href='c.xhtml'>II</a></li><li><a href='d.xhtml'>Two</a></li>",
        ),
    );
    let bodies =
        ["<h1>I</h1>", "<h2>One</h2><p>Rain.</p><h3>More</h3>", "<h1>II</h1>", "<h2 id='x'>Two</h2>"].map(page);
    for (contents, expected) in
        [(nested, ["2 I", "3 One", "4 More", "2 II", "3 Two"]), (flat, ["2 I", "2 One", "3 More", "2 II", "2 Two"])]
    {
        let package = package("", &items);
        let mut all = vec![MIMETYPE, CONTAINER, ("OPS/book.opf", &*package), ("OPS/nav.xhtml", &contents)];
        all.extend(
            ["OPS/a.xhtml", "OPS/b.xhtml", "OPS/c.xhtml", "OPS/d.xhtml"]
                .into_iter()
                .zip(bodies.iter().map(String::as_str)),
        );
        assert_eq!(headings(&whole(zipped(&all))), expected);
    }
}

#[test]
fn a_book_of_version_3_has_contents_pages_and_notes_across_files() {
    let opf = package(
        "<dc:creator>Ada North</dc:creator><dc:language>en</dc:language>",
        &[
            ("nav", "nav.xhtml", "properties=\"nav\""),
            ("n", "notes.xhtml", "linear=\"no\""),
            ("c1", "one.xhtml", ""),
            ("c2", "two.xhtml", ""),
        ],
    );
    let nav = page(
        "<nav epub:type=\"toc\"><ol><li><a href=\"one.xhtml\">First</a><ol><li><a href=\"one.xhtml#b\">Inner</a></li></ol></li>\
         <li><a href=\"two.xhtml\">Second</a></li></ol></nav>\
         <nav epub:type=\"page-list\"><ol><li><a href=\"two.xhtml#p2\">2</a></li></ol></nav>",
    );
    let one = page(
        "<h1>First</h1><p>Begin<a epub:type=\"noteref\" href=\"notes.xhtml#n1\">1</a>.</p><h2 id=\"b\">Inner</h2><p>See <a href=\"two.xhtml#end\">there</a>.</p>",
    );
    let two = page("<h1>Second</h1><p>On <span id=\"p2\"/>and on.</p><p id=\"end\">Finish.</p>");
    let notes = page("<aside epub:type=\"footnote\" id=\"n1\"><p>Said <a href=\"one.xhtml\">here</a>.</p></aside>");
    let document = whole(zipped(&[
        MIMETYPE,
        CONTAINER,
        ("OPS/book.opf", &opf),
        ("OPS/nav.xhtml", &nav),
        ("OPS/one.xhtml", &one),
        ("OPS/two.xhtml", &two),
        ("OPS/notes.xhtml", &notes),
    ]));
    assert_eq!(document.warnings, Vec::<String>::new());
    assert_eq!(
        document.text(),
        "First\n\nBegin[1].\n\nInner\n\nSee there.\n\nSecond\n\nOn and on.\n\nFinish.\n\nSaid here."
    );
    assert_eq!(headings(&document), ["2 First", "3 Inner", "2 Second"]);
    assert_eq!(sections(&document), ["1 First > First", "2 Inner > Inner", "1 Second > Second"]);
    assert_eq!(document.pages()[0].label, "2");
    let styles: Vec<_> = document.inlines().iter().map(|run| (run.span.of(document.text()), run.style)).collect();
    let at = |words: &str| document.text().find(words).expect("it is there");
    assert_eq!(
        styles,
        [
            ("[1]", InlineStyle::NoteRef(Some(at("Said")))),
            ("there", InlineStyle::Jump(at("Finish"))),
            ("here", InlineStyle::Jump(0)),
        ]
    );
    assert_eq!(
        (document.metadata.authors.as_slice(), document.metadata.language.as_deref()),
        (&["Ada North".to_owned()][..], Some("en"))
    );
}

#[test]
fn a_book_of_version_2_has_the_contents_of_its_navigation_file() {
    let opf = package("", &[("ncx", "toc.ncx", ""), ("c1", "c%20one.html", ""), ("pic", "cover.png", "")]);
    let ncx = "<!DOCTYPE ncx PUBLIC \"-//NISO//DTD ncx 2005-1//EN\" \"x.dtd\"><ncx><navMap><navPoint><navLabel><text>A Walk</text></navLabel>\
               <content src=\"c%20one.html\"/><navPoint><navLabel><text>Out</text></navLabel><content src=\"c%20one.html#o\"/></navPoint></navPoint></navMap></ncx>";
    let one = "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.1//EN\" \"x\"><html><body><h1>A Walk</h1><h2><a id=\"o\"/>Out</h2><p>Went.</p></body></html>";
    let document = whole(zipped(&[
        MIMETYPE,
        CONTAINER,
        ("OPS/book.opf", &opf),
        ("OPS/toc.ncx", ncx),
        ("OPS/c one.html", one),
        ("OPS/cover.png", "png"),
    ]));
    assert_eq!(headings(&document), ["1 A Walk", "2 Out"]);
    assert_eq!(sections(&document), ["1 A Walk > A", "2 Out > Out"]);
    assert!(document.text().ends_with("[image]"));
    assert_eq!(document.images(), ["OPS/cover.png"]);
}

#[test]
fn the_title_has_level_1_once_and_chapters_stand_below_it() {
    let title = "<h1>A Walk: In Three Parts</h1>";
    let document = whole(book_of(&[title, "<h1>One</h1><h2>Sub</h2>", title, "<h2>Plain</h2>"]));
    let expected = ["1 A Walk: In Three Parts", "2 One", "3 Sub", "2 A Walk: In Three Parts", "2 Plain"];
    assert_eq!(headings(&document), expected);
}

#[test]
fn the_beginning_is_the_first_part_of_the_whole_to_the_letter() {
    let long = |word: &str| {
        format!(
            "<h1>{word}</h1><ul><li>{word}</li></ul><table><tr><td>a</td><td>{word}</td></tr></table><p>{}</p>",
            format!("{word} goes on. ").repeat(3000)
        )
    };
    let chapters = [long("one"), long("two"), long("three"), long("four")];
    let bytes = book_of(&chapters.each_ref().map(String::as_str));
    let (all, begun) = (whole(bytes.clone()), book(Archive::open(bytes), BEGINNING));
    assert!(begun.text().len() >= BEGINNING.text && begun.text().len() < all.text().len());
    assert!(all.text().starts_with(begun.text()));
    assert_eq!(begun.blocks(), &all.blocks()[..begun.blocks().len()]);
}

#[test]
fn the_first_screens_leave_out_what_the_book_lists_and_nothing_of_the_text() {
    let long = format!("<p>It goes on. {}</p>", "It goes on. ".repeat(900));
    let nav = page(
        "<nav epub:type=\"toc\"><ol><li><a href=\"a.xhtml\">The Mill</a></li><li><a href=\"b.xhtml\">B</a></li></ol></nav>",
    );
    let (a, b) = (page(&format!("<p>The Mill</p>{long}")), page(&long));
    let opf = package("", &[("nav", "nav.xhtml", "properties=\"nav\""), ("a", "a.xhtml", ""), ("b", "b.xhtml", "")]);
    let entries = [
        MIMETYPE,
        CONTAINER,
        ("OPS/book.opf", &opf),
        ("OPS/nav.xhtml", &nav),
        ("OPS/a.xhtml", &a),
        ("OPS/b.xhtml", &b),
    ];
    let bytes = zipped(&entries);
    let (all, shown) = (whole(bytes.clone()), book(Archive::open(bytes), SCREENS));
    assert!(all.text().starts_with(shown.text()) && shown.text().len() < all.text().len());
    assert_eq!(shown.blocks(), &all.blocks()[..shown.blocks().len()]);
    assert_eq!(shown.blocks()[0].kind, BlockKind::Heading, "it is called so in the contents");
    assert!(shown.sections().is_empty() && !all.sections().is_empty());
}

#[test]
fn an_encrypted_book_is_refused_and_one_with_hidden_fonts_is_not() {
    let data = |algorithm: &str, entry: &str| {
        format!(
            "<encryption><enc:EncryptedData xmlns:enc=\"e\"><enc:EncryptionMethod Algorithm=\"{algorithm}\"/>\
             <enc:CipherData><enc:CipherReference URI=\"{entry}\"/></enc:CipherData></enc:EncryptedData></encryption>"
        )
    };
    let opf = package("", &[("c1", "one.xhtml", "")]);
    let one = page("<p>Words.</p>");
    let read = |encryption: &str| {
        whole(zipped(&[
            MIMETYPE,
            CONTAINER,
            ("META-INF/encryption.xml", encryption),
            ("OPS/book.opf", &opf),
            ("OPS/one.xhtml", &one),
        ]))
    };
    let locked = read(&data("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "OPS/one.xhtml"));
    assert!(locked.blocks().is_empty() && locked.warnings[0].contains("DRM"), "{:?}", locked.warnings);
    assert_eq!(locked.metadata.title.as_deref(), Some("A Walk"));
    for (algorithm, entry) in [
        ("http://www.idpf.org/2008/embedding", "OPS/font.otf"),
        ("http://www.idpf.org/2008/embedding", "OPS/one.xhtml"),
    ] {
        let open = read(&data(algorithm, entry));
        assert_eq!((open.text(), open.warnings.len()), ("Words.", 0));
    }
}

#[test]
fn a_chapter_that_is_missing_or_damaged_is_told_and_the_rest_is_read() {
    let opf = package("", &[("c1", "gone.xhtml", ""), ("c2", "two.xhtml", "")]);
    let document = whole(zipped(&[
        MIMETYPE,
        CONTAINER,
        ("OPS/book.opf", &opf),
        ("OPS/two.xhtml", "<html><body><p>Open <i>and <b>never</i> closed</p><p>5 < 6 <"),
    ]));
    assert_eq!(document.text(), "Open and never closed\n\n5 < 6 <");
    assert!(
        document.warnings[0].contains("OPS/gone.xhtml") && document.warnings[1].contains("OPS/two.xhtml"),
        "{:?}",
        document.warnings
    );
}

#[test]
fn a_book_without_a_description_is_read_by_its_file_names() {
    let (a, b) = (page("<p>one</p>"), page("<p>two</p>"));
    for opf in ["", "<package><spine>", "<package><manifest/><spine/></package>"] {
        let document = whole(zipped(&[
            ("mimetype", "text/plain"),
            CONTAINER,
            ("OPS/book.opf", opf),
            ("ch10.xhtml", &b),
            ("ch9.xhtml", &a),
        ]));
        assert_eq!(document.text(), "one\n\ntwo", "{opf}");
        assert_eq!(document.warnings.len(), 1);
    }
    let nothing = whole(zipped(&[("a.txt", "words")]));
    assert!(nothing.blocks().is_empty() && nothing.warnings.len() == 1);
}

#[test]
fn names_never_leave_the_archive() {
    let opf = package("", &[("c1", "../../up.xhtml", ""), ("c2", "/etc/passwd.xhtml", ""), ("c3", "one.xhtml", "")]);
    let one = page("<p>In.</p><img alt=\"A map\" src=\"../../../etc/shadow\"/><img alt=\"A plan\" src=\"p.png\"/>");
    let bytes = zipped(&[
        MIMETYPE,
        CONTAINER,
        ("OPS/book.opf", &opf),
        ("OPS/one.xhtml", &one),
        ("../../up.xhtml", "<p>up</p>"),
        ("OPS/p.png", "pixels"),
    ]);
    let document = whole(bytes.clone());
    assert_eq!(document.text(), "In.\n\nA map\n\nA plan");
    assert_eq!(document.images(), ["OPS/p.png"]);
    assert_eq!(picture(&bytes, "OPS/p.png").as_deref(), Some(&b"pixels"[..]));
    assert_eq!(picture(&bytes, "../../../etc/passwd"), None);
    assert!(document.warnings.iter().any(|warning| warning.contains("etc/passwd.xhtml")));
}

#[test]
fn bombs_are_not_unpacked_and_depth_is_bounded() {
    let bomb = format!("<p>{}", " ".repeat(8 << 20));
    let deep = page(&format!("{}deep{}", "<div>".repeat(10_000), "</div>".repeat(10_000)));
    let opf = package("", &[("c1", "bomb.xhtml", ""), ("c2", "deep.xhtml", "")]);
    let document = whole(zipped(&[
        MIMETYPE,
        CONTAINER,
        ("OPS/book.opf", &opf),
        ("OPS/bomb.xhtml", &bomb),
        ("OPS/deep.xhtml", &deep),
    ]));
    assert_eq!(document.text(), "deep");
    assert!(document.warnings.len() == 1 && document.warnings[0].contains("OPS/bomb.xhtml"), "{:?}", document.warnings);
    let laughs = "<!DOCTYPE package [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><package><metadata><title>&b;</title></metadata></package>";
    assert!(whole(zipped(&[MIMETYPE, CONTAINER, ("OPS/book.opf", laughs)])).blocks().is_empty());
}

#[test]
fn books_that_run_from_right_to_left_are_in_logical_order() {
    let opf = package("<dc:language>ar</dc:language>", &[("c1", "one.xhtml", "")])
        .replace("<spine", "<spine page-progression-direction=\"rtl\"");
    let one = "<html dir=\"rtl\"><body><p>كلمة <b>ثانية</b> 12</p></body></html>";
    let document = whole(zipped(&[MIMETYPE, CONTAINER, ("OPS/book.opf", &opf), ("OPS/one.xhtml", one)]));
    assert_eq!(document.text(), "كلمة ثانية 12");
}

#[test]
fn a_book_is_known_by_its_content() {
    assert!(sniff(&book_of(&["<p>a</p>"])));
    let unnamed = zipped(&[("mimetype", "application/x-other"), CONTAINER]);
    assert!(sniff(&unnamed) && !sniff(&zipped(&[("word/document.xml", "<a/>")])) && !sniff(b"PK"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_and_any_mutated_book_are_a_document(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
        noise in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut bytes = book_of(&["<h1>One</h1><p>Some <a href='c2.xhtml#x'>words</a>.</p>", "<p id='x'>Two<br/>lines</p>"]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        for bytes in [bytes, noise] {
            let document = whole(bytes.clone());
            prop_assert!(!document.blocks().is_empty() || !document.warnings.is_empty());
            let begun = book(Archive::open(bytes), BookExtent { text: 1, ..BEGINNING });
            prop_assert!(document.text().starts_with(begun.text()));
        }
    }

    #[test]
    fn any_package_can_be_read(facts in "(<[a-z:]{1,9} [a-z-]{1,9}=\"[a-z#.-]{0,4}\">|</[a-z]{1,6}>|[a-z0-9 &;-]{0,9}){0,30}") {
        let opf = package(&facts, &[("c1", "one.xhtml", "")]);
        whole(zipped(&[MIMETYPE, CONTAINER, ("OPS/book.opf", &opf), ("OPS/one.xhtml", &page("<p>a</p>"))]));
    }
}

#[test]
fn a_name_is_the_same_however_its_letters_are_composed() {
    for (manifest, archive) in [("e\u{301}te\u{301}.xhtml", "été.xhtml"), ("été.xhtml", "e\u{301}te\u{301}.xhtml")]
    {
        let opf = package("", &[("nav", "nav.xhtml", "properties=\"nav\""), ("c1", manifest, "")]);
        let nav = page(&format!("<nav epub:type=\"toc\"><ol><li><a href=\"{archive}\">Summer</a></li></ol></nav>"));
        let entry = format!("OPS/{archive}");
        let document = whole(zipped(&[
            MIMETYPE,
            CONTAINER,
            ("OPS/book.opf", &opf),
            ("OPS/nav.xhtml", &nav),
            (&entry, &page("<p>Hay and heat.</p>")),
        ]));
        assert_eq!((document.text(), document.warnings.len()), ("Hay and heat.", 0));
        assert_eq!(sections(&document), ["1 Summer > Hay"]);
    }
}

#[test]
fn pages_are_called_by_their_numbers_and_notes_beside_the_line_stand_behind_it() {
    let document = whole(book_of(&[
        "<span role=\"doc-pagebreak\" aria-label=\" Page 12. \"/><p>One<span class=\"sidenote\">Aside.</span> two.</p>\
         <p>Th<span class=\"pagenum\">{13}</span>ree.</p>",
    ]));
    assert_eq!(document.text(), "One two.\n\nAside.\n\nThree.");
    let labels: Vec<&str> = document.pages().iter().map(|page| page.label.as_str()).collect();
    assert_eq!(labels, ["12", "13"]);
    assert_eq!(document.blocks()[1].kind, BlockKind::Footnote);
}

#[test]
fn a_title_page_is_followed_by_its_title_once_and_who_wrote_it_is_no_text() {
    use BlockKind::{Boilerplate, Byline, Heading, Paragraph};
    let opf = package("<dc:creator>Ada North</dc:creator>", &[("t", "title.xhtml", ""), ("c1", "one.xhtml", "")]);
    let title = page(
        "<section epub:type=\"titlepage\"><h1 class=\"title\">A Walk</h1><p class=\"author\">Ada North</p></section>",
    );
    let one = page("<h1>A Walk</h1><p>It begins.</p><h1>First</h1><p>It goes on.</p>");
    let document = whole(zipped(&[
        MIMETYPE,
        CONTAINER,
        ("OPS/book.opf", &opf),
        ("OPS/title.xhtml", &title),
        ("OPS/one.xhtml", &one),
    ]));
    let kinds: Vec<_> = document.blocks().iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Heading, Byline, Boilerplate, Paragraph, Heading, Paragraph]);
}

#[test]
fn a_line_that_the_contents_name_is_a_heading_where_there_is_none() {
    let opf = package("", &[("ncx", "toc.ncx", ""), ("c1", "one.xhtml", ""), ("c2", "two.xhtml", "")]);
    let ncx = "<ncx><navMap><navPoint><navLabel><text>Section 1</text></navLabel><content src=\"one.xhtml\"/></navPoint>\
               <navPoint><navLabel><text>The Weir</text></navLabel><content src=\"two.xhtml\"/></navPoint></navMap></ncx>";
    let one = page("<p class=\"p0\">A Walk</p><p>It begins.</p>");
    let two = page("<p class=\"p0\"><span>The Weir</span></p><p>It goes on.</p>");
    let document = whole(zipped(&[
        MIMETYPE,
        CONTAINER,
        ("OPS/book.opf", &opf),
        ("OPS/toc.ncx", ncx),
        ("OPS/one.xhtml", &one),
        ("OPS/two.xhtml", &two),
    ]));
    assert_eq!(headings(&document), ["1 A Walk", "2 The Weir"]);
}

#[test]
fn a_caption_that_says_what_its_picture_does_is_said_once() {
    let figure = |said: &str| {
        format!("<figure><img src=\"a.png\" alt=\"{said}\"/><figcaption>Figure 1. The lower quay</figcaption></figure>")
    };
    let document = whole(book_of(&[&(figure("The lower quay") + &figure("A cat"))]));
    assert_eq!(document.text(), "Figure 1. The lower quay\n\nA cat\n\nFigure 1. The lower quay");
}
