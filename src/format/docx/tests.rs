//! Documents built part by part, good and hostile.

use super::*;
use crate::document::{BlockKind, InlineStyle, Marker};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const OTHERS: &str = "xmlns:r='r' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' \
    xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' \
    xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' \
    xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'";

const STYLES: &str = "<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val='en-GB'/></w:rPr></w:rPrDefault></w:docDefaults>\
    <w:style w:type='paragraph' w:styleId='T'><w:name w:val='Title'/></w:style>\
    <w:style w:type='paragraph' w:styleId='H1'><w:name w:val='heading 1'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='H2'><w:name w:val='heading 2'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='Own'><w:name w:val='My section'/><w:basedOn w:val='H2'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Q'><w:name w:val='Quote'/></w:style>\
    <w:style w:type='paragraph' w:styleId='C'><w:name w:val='caption'/></w:style>\
    <w:style w:type='paragraph' w:styleId='P'><w:name w:val='HTML Preformatted'/></w:style>\
    <w:style w:type='paragraph' w:styleId='TOC1'><w:name w:val='toc 1'/></w:style>\
    <w:style w:type='character' w:styleId='Em'><w:name w:val='Emphasis'/><w:rPr><w:i/></w:rPr></w:style>\
    <w:style w:type='paragraph' w:styleId='Loop'><w:name w:val='loop'/><w:basedOn w:val='Loop'/></w:style>";

const NUMBERING: &str = "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='2'><w:lvl w:ilvl='0'><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%1)'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='2'/></w:num>";

const NOTES: &str = "<w:footnote w:id='0' w:type='separator'><w:p/></w:footnote>\
    <w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>\
    <w:footnote w:id='3'><w:p><w:r><w:t>Another, with itself</w:t><w:footnoteReference w:id='3'/></w:r></w:p></w:footnote>";

const COMMENTS: &str = "<w:comment w:id='7' w:author='Cy Holm' w:date='2024-02-03T04:05:06Z'>\
    <w:p w14:paraId='AA' xmlns:w14='w14'><w:r><w:t>I doubt this.</w:t></w:r></w:p></w:comment>\
    <w:comment w:id='8' w:author='Di Vale'><w:p w14:paraId='BB' xmlns:w14='w14'><w:r><w:t>So do I.</w:t></w:r></w:p></w:comment>";

const EXTENDED: &str =
    "<x:ex xmlns:x='x'><x:c x:paraId='AA' x:done='1'/><x:c x:paraId='BB' x:paraIdParent='AA'/></x:ex>";

const CORE: &str =
    "<c><title>Of the file</title><creator>Ada North</creator><created>2024-05-06T00:00:00Z</created></c>";

const IDS: &str = "<x:ids xmlns:x='x'><x:id x:paraId='AA' x:durableId='D1'/></x:ids>";

const EXTENSIBLE: &str = "<x:ext xmlns:x='x'><x:e x:durableId='D1' x:dateUtc='2024-02-03T03:05:06Z'/></x:ext>";

const KINDS: &[&str] =
    &["styles", "numbering", "footnotes", "comments", "commentsExtended", "commentsIds", "commentsExtensible"];

fn zipped(parts: &[(String, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(content.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("a whole archive").into_inner()
}

/// A package with this body, in one of the two flavours.
fn flavoured(body: &str, word: &str) -> Vec<u8> {
    let wrapped =
        |element: &str, content: &str| format!("<w:{element} xmlns:w='{word}' {OTHERS}>{content}</w:{element}>");
    let relation = |id: &str, kind: &str, target: &str, more: &str| {
        format!("<Relationship Id='{id}' Type='http://any/{kind}' Target='{target}' {more}/>")
    };
    let mut relations: String = KINDS.iter().map(|kind| relation(kind, kind, &format!("{kind}.xml"), "")).collect();
    relations += &relation("out", "hyperlink", "https://example.org/", "TargetMode='External'");
    relations += &relation("pic", "image", "media/one.png", "");
    relations += &relation("chunk", "aFChunk", "chunk.html", "");
    relations += &relation("gone", "aFChunk", "gone.html", "");
    let part = |name: &str, content: String| (format!("word/{name}"), content);
    zipped(&[
        part("document.xml", wrapped("document", &format!("<w:body>{body}</w:body>"))),
        part("_rels/document.xml.rels", format!("<Relationships>{relations}</Relationships>")),
        part("styles.xml", wrapped("styles", STYLES)),
        part("numbering.xml", wrapped("numbering", NUMBERING)),
        part("footnotes.xml", wrapped("footnotes", NOTES)),
        part("comments.xml", wrapped("comments", COMMENTS)),
        part("commentsExtended.xml", EXTENDED.to_owned()),
        part("commentsIds.xml", IDS.to_owned()),
        part("commentsExtensible.xml", EXTENSIBLE.to_owned()),
        part(
            "chunk.html",
            "<html><body><h2>Harbour report</h2><p>The ferry left.</p><ul><li>One</li></ul></body></html>".to_owned(),
        ),
        part("media/one.png", "a picture".to_owned()),
        ("docProps/core.xml".to_owned(), CORE.to_owned()),
    ])
}

fn document(body: &str) -> Document {
    parse(flavoured(body, WORD))
}

/// A paragraph of a style; none for an empty name.
fn p(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{runs}</w:p>")
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

/// Kind, level and text of every block.
fn blocks(document: &Document) -> Vec<(BlockKind, u8, &str)> {
    document.blocks().iter().map(|block| (block.kind, block.level, block.span.of(document.text()))).collect()
}

/// The runs of inline style with their words.
fn styled(document: &Document) -> Vec<(InlineStyle, &str)> {
    document.inlines().iter().map(|run| (run.style, run.span.of(document.text()))).collect()
}

#[test]
fn headings_stand_below_the_title_and_styles_are_inherited() {
    let body = p("T", &r("On Words"))
        + &p("", &r("By Bo Lind"))
        + &p("H1", &r("One"))
        + &p("Own", &r("Deep"))
        + &p("Loop", &r("x"));
    let document = document(&body);
    assert_eq!(
        blocks(&document),
        [
            (BlockKind::Heading, 1, "On Words"),
            (BlockKind::Byline, 0, "By Bo Lind"),
            (BlockKind::Heading, 2, "One"),
            (BlockKind::Heading, 3, "Deep"),
            (BlockKind::Paragraph, 0, "x"),
        ]
    );
    let facts = &document.metadata;
    assert_eq!((facts.title.as_deref(), facts.language.as_deref()), (Some("On Words"), Some("en-GB")));
    assert_eq!((facts.authors.as_slice(), facts.date.as_deref()), (&["Bo Lind".to_owned()][..], Some("2024-05-06")));
    assert!(document.warnings.is_empty());
}

#[test]
fn a_single_outermost_heading_at_the_beginning_is_the_title() {
    let titled = document(&(p("H1", &r("The Work")) + &p("H2", &r("Part"))));
    assert_eq!(blocks(&titled).iter().map(|block| block.1).collect::<Vec<_>>(), [1, 2]);
    let parts = document(&(p("H1", &r("One")) + &p("H1", &r("Two"))));
    assert_eq!(blocks(&parts).iter().map(|block| block.1).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(parts.metadata.title.as_deref(), Some("Of the file"));
}

#[test]
fn the_strict_flavour_is_the_same_document() {
    let body = p("T", &r("On Words")) + &p("Q", &r("Quoted"));
    let strict = parse(flavoured(&body, STRICT));
    assert_eq!(blocks(&strict), blocks(&document(&body)));
    assert_eq!(blocks(&strict)[1], (BlockKind::Quotation, 1, "Quoted"));
}

#[test]
fn runs_that_are_set_alike_are_one() {
    let run = |set: &str, text: &str| format!("<w:r><w:rPr>{set}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>");
    let body = p(
        "",
        &(run("<w:b/>", "bo")
            + &run("<w:b/>", "ld ")
            + &run("<w:rStyle w:val='Em'/>", "set")
            + &run("<w:b w:val='0'/>", " plain")
            + &run("<w:strike/>", "gone")
            + &run("<w:vanish/>", "hidden")),
    );
    let document = document(&body);
    assert_eq!(document.text(), "bold set plaingone");
    assert_eq!(
        styled(&document),
        [(InlineStyle::Strong, "bold"), (InlineStyle::Emphasis, "set"), (InlineStyle::Strike, "gone")]
    );
}

#[test]
fn figures_above_and_below_the_line_stay_there() {
    let set =
        |place: &str, text: &str| format!("<w:r><w:rPr><w:vertAlign w:val='{place}'/></w:rPr><w:t>{text}</w:t></w:r>");
    let runs =
        [r("10"), set("superscript", "−6"), r(" H"), set("subscript", "2"), r("O"), set("baseline", "7")].concat();
    assert_eq!(document(&p("", &runs)).text(), "10⁻⁶ H₂O7");
}

#[test]
fn items_have_markers_and_numbers() {
    let item = |depth: u8, text: &str| {
        format!("<w:p><w:pPr><w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='1'/></w:numPr></w:pPr>{}</w:p>", r(text))
    };
    let body = item(0, "one") + &item(1, "deep") + &item(0, "two") + &p("", &r("text"));
    let document = document(&body);
    assert_eq!(document.text(), "one\ndeep\ntwo\n\ntext");
    let markers: Vec<_> = document.blocks().iter().map(|block| (block.level, block.marker)).collect();
    assert_eq!(markers, [(1, Marker::Number(1)), (2, Marker::Bullet), (1, Marker::Number(2)), (0, Marker::None)]);
}

#[test]
fn items_that_are_counted_in_letters_stand_under_one_another() {
    let item = |list: u8, text: &str| {
        format!("<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='{list}'/></w:numPr></w:pPr>{}</w:p>", r(text))
    };
    let body = p("", &r("Of (b):")) + &item(2, "one") + &item(2, "two") + &item(1, "digit") + &p("", &r("text"));
    assert_eq!(document(&body).text(), "Of (b):\n\n(a) one\n(b) two\ndigit\n\ntext");
}

#[test]
fn a_numbered_heading_has_its_number_in_the_text() {
    let numbered = "<w:p><w:pPr><w:pStyle w:val='H1'/><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>Aim</w:t></w:r></w:p>";
    assert_eq!(document(&(numbered.to_owned() + numbered)).text(), "1. Aim\n\n2. Aim");
}

#[test]
fn rows_of_tables_are_blocks_and_boxes_are_not() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p("", &r(text)));
    let wide = "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>wide</w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:r></w:p></w:tc>";
    let table = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}{}</w:tr><w:tr>{wide}{}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{}{}</w:tr></w:tbl>",
        cell("A"),
        cell("B"),
        cell("C"),
        cell("d"),
        cell("not"),
        cell("shown"),
    );
    let boxed = format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", p("", &r("one")), p("Q", &r("quoted")));
    let document = document(&(table + &p("", &r("between")) + &boxed));
    assert_eq!(
        blocks(&document),
        [
            (BlockKind::TableRow, 1, "A\tB\tC"),
            (BlockKind::TableRow, 0, "wide two\t\td"),
            (BlockKind::Paragraph, 0, "between"),
            (BlockKind::Paragraph, 0, "one"),
            (BlockKind::Quotation, 1, "quoted"),
        ]
    );
    assert!(document.warnings[0].contains("neither accepted nor rejected"));
}

#[test]
fn notes_stand_at_the_end_each_once_and_references_lead_there() {
    let reference = |id: u8| format!("<w:r><w:footnoteReference w:id='{id}'/></w:r>");
    let body = p("", &(r("Said") + &reference(2) + &r(" and more") + &reference(3) + &r(".") + &reference(99)));
    let document = document(&body);
    assert_eq!(document.text(), "Said[1] and more[2].\n\n[1] A note.\n\n[2] Another, with itself[2]");
    let at = |text: &str| document.text().find(text);
    assert_eq!(
        styled(&document),
        [
            (InlineStyle::NoteRef(at("[1] A")), "[1]"),
            (InlineStyle::NoteRef(at("[2] An")), "[2]"),
            (InlineStyle::NoteRef(at("[2] An")), "[2]"),
        ]
    );
    assert_eq!(document.blocks()[1].kind, BlockKind::Footnote);
}

#[test]
fn comments_are_remarks_of_their_authors_with_answers() {
    let body = p(
        "",
        &format!(
            "{}<w:commentRangeStart w:id='7'/>{}<w:commentRangeEnd w:id='7'/><w:r><w:commentReference w:id='7'/></w:r>{}",
            r("Plainly "),
            r("this is so "),
            r("said.")
        ),
    );
    let document = document(&body);
    let comments = document.comments();
    assert_eq!(comments[0].span.of(document.text()), "this is so");
    assert_eq!((comments[0].author.as_str(), comments[0].text.as_str()), ("Cy Holm", "I doubt this."));
    assert_eq!((comments[1].answers, comments[1].span), (Some(0), comments[0].span));
    assert_eq!(comments[0].date.as_deref(), Some("2024-02-03T03:05:06Z"));
}

#[test]
fn an_instruction_that_nothing_ends_does_not_swallow_the_rest() {
    let begun = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>";
    let body = p("", &format!("{}{begun}{}", r("Before."), r("PAGE"))) + &p("", &r("After."));
    let document = parse(flavoured(&body, WORD));
    assert!(document.text().contains("After."), "{}", document.text());
}

#[test]
fn links_lead_out_and_within() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let body = p(
        "",
        &format!(
            "<w:hyperlink r:id='out'>{}</w:hyperlink>{}<w:hyperlink w:anchor='there'>{}</w:hyperlink>{}<w:r><w:instrText> REF there \\h </w:instrText></w:r>{}{}{}{}",
            r("out"),
            r(" "),
            r("in"),
            field("begin"),
            r("not shown"),
            field("separate"),
            r(" field"),
            field("end")
        ),
    ) + &p("H1", &format!("<w:bookmarkStart w:id='1' w:name='there'/>{}", r("There")));
    let document = document(&body);
    let there = document.text().find("There").expect("it is there");
    assert_eq!(document.text(), "out in field\n\nThere");
    assert_eq!(document.links(), ["https://example.org/"]);
    assert_eq!(
        styled(&document),
        [(InlineStyle::Link(0), "out"), (InlineStyle::Jump(there), "in"), (InlineStyle::Jump(there), "field")]
    );
}

#[test]
fn pictures_are_shown_by_what_is_said_of_them() {
    let drawing = |said: &str| {
        format!(
            "<w:r><w:drawing><wp:inline><wp:docPr descr='{said}'/><a:graphic><a:blip r:embed='pic'/></a:graphic></wp:inline></w:drawing></w:r>"
        )
    };
    let body = p("", &(r("See") + &drawing("A  cat")))
        + &p("", &drawing(""))
        + &p("C", &r("Figure 1: A dog"))
        + &p("", &drawing(""));
    let bytes = flavoured(&body, WORD);
    let document = parse(bytes.clone());
    assert_eq!(
        styled(&document),
        [
            (InlineStyle::Image(0), "A cat"),
            (InlineStyle::Image(1), "Figure 1: A dog"),
            (InlineStyle::Image(2), "[image]")
        ]
    );
    assert!(document.blocks()[1..].iter().all(|block| block.kind == BlockKind::Caption));
    assert_eq!(picture(&bytes, &document.images()[0]).as_deref(), Some(&b"a picture"[..]));
}

#[test]
fn text_boxes_are_read_once_after_their_paragraph() {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", p("", &r("boxed")));
    let body = p(
        "",
        &format!(
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{content}</w:drawing></mc:Choice>\
         <mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{}",
            r("text")
        ),
    );
    assert_eq!(document(&body).text(), "text\n\nboxed");
}

#[test]
fn lines_verse_preformatted_text_and_contents() {
    let lines = |lines: &[&str]| format!("<w:r><w:t>{}</w:t></w:r>", lines.join("</w:t><w:br/><w:t>"));
    let long = "a long line of running text that goes on until it is no verse any more at all";
    let body = p("TOC1", &format!("{}<w:r><w:tab/></w:r>{}", r("One"), r("3")))
        + &p("", &lines(&["Short", "are these"]))
        + &p("", &lines(&[long, "short"]))
        + &p("P", &r("  let a = 1;"))
        + &p("P", &r("let b = 2;"));
    let document = document(&body);
    let prose = format!("{long} short");
    assert_eq!(
        blocks(&document),
        [
            (BlockKind::Boilerplate, 0, "One 3"),
            (BlockKind::Verse, 0, "Short\nare these"),
            (BlockKind::Paragraph, 0, prose.as_str()),
            (BlockKind::Code, 0, "  let a = 1;\nlet b = 2;"),
        ]
    );
}

#[test]
fn pages_are_known_where_the_file_was_laid_out() {
    let body = p("", &r("first"))
        + &p("", &format!("{}<w:r><w:lastRenderedPageBreak/><w:t>second</w:t></w:r>", r("goes on ")));
    let laid_out = document(&body);
    let pages: Vec<_> = laid_out.pages().iter().map(|page| (page.label.as_str(), page.at)).collect();
    assert_eq!(pages, [("1", 0), ("2", laid_out.text().find("second").expect("it is there"))]);
    assert!(document(&p("", &r("only"))).pages().is_empty());
}

#[test]
fn formulas_insertions_and_symbols_are_text_and_deletions_are_not() {
    let body = p(
        "",
        &format!(
            "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath><w:ins>{}</w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>\
         <w:r><w:noBreakHyphen/><w:sym w:char='F0B7'/><w:sym w:char='2014'/></w:r>",
            r(" new")
        ),
    );
    let document = document(&body);
    assert_eq!(document.text(), "a+b new\u{2011}\u{FFFD}\u{2014}");
    assert_eq!(document.warnings.len(), 1);
}

#[test]
fn what_is_no_word_document_says_what_to_do() {
    let sheet = zipped(&[("xl/workbook.xml".to_owned(), "<w/>".to_owned())]);
    let deep = format!("{}{}", "<w:p>".repeat(100_000), "</w:p>".repeat(100_000));
    let entity = zipped(&[("word/document.xml".to_owned(), "<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>".to_owned())]);
    let old = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 600]].concat();
    let whole = flavoured(&p("", &r("text")), WORD);
    let cut = whole[..whole.len() / 2].to_vec();
    for (bytes, said) in [
        (sheet, "spreadsheet"),
        (flavoured(&deep, WORD), "nested deeper"),
        (entity, "document type"),
        (old, "old binary format"),
        (cut, "cut off"),
        (b"PK\x03\x04".to_vec(), "cut off"),
    ] {
        let document = parse(bytes);
        assert!(document.blocks().is_empty());
        assert!(document.warnings.len() == 1 && document.warnings[0].contains(said), "{said}: {:?}", document.warnings);
    }
}

#[test]
fn a_broken_part_costs_that_part() {
    let parts = [
        (
            "word/document.xml",
            format!("<w:document xmlns:w='{WORD}'><w:body>{}</w:body></w:document>", p("T", &r("text"))),
        ),
        ("word/_rels/document.xml.rels", "<r><e Id='s' Type='x/styles' Target='styles.xml'/></r>".to_owned()),
        ("word/styles.xml", "<broken".to_owned()),
    ];
    let document = parse(zipped(&parts.map(|(name, content)| (name.to_owned(), content))));
    assert_eq!(document.text(), "text");
    assert!(document.warnings.len() == 1 && document.warnings[0].contains("\"styles\""), "{:?}", document.warnings);
}

#[test]
fn it_is_known_by_its_parts() {
    assert!(sniff(&flavoured("", WORD)));
    assert!(!sniff(&zipped(&[("xl/workbook.xml".to_owned(), String::new())])));
    assert!(!sniff(b"words about word/document.xml"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_mark_up_and_any_damage_give_a_document(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>word</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>",
            "<w:r><w:footnoteReference w:id='3'/></w:r>", "<w:br/>", "<w:fldChar w:fldCharType='begin'/>",
            "<w:fldChar w:fldCharType='separate'/>", "<w:fldChar w:fldCharType='end'/>", "<w:hyperlink w:anchor='x'>", "</w:hyperlink>",
            "<w:commentRangeStart w:id='7'/>", "<w:commentRangeEnd w:id='7'/>", "<w:bookmarkStart w:name='x'/>",
            "<w:lastRenderedPageBreak/>", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>", "<w:drawing><wp:docPr descr='x'/></w:drawing>",
        ]), 0..60),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let mut bytes = flavoured(&format!("<w:p><w:r><w:t>x</w:t></w:r></w:p>{}", balanced(&pieces)), WORD);
        let document = parse(bytes.clone());
        prop_assert!(document.warnings.is_empty() || !document.blocks().is_empty(), "{:?}", document.warnings);
        for comment in document.comments() {
            prop_assert!(document.text().get(comment.span.start..comment.span.end).is_some());
        }
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        parse(bytes);
    }
}

/// The pieces with every element closed that they open, and none closed that is not open.
fn balanced(pieces: &[&str]) -> String {
    let (mut text, mut open) = (String::new(), Vec::new());
    for piece in pieces {
        let name = piece.trim_start_matches(['<', '/']).split([' ', '>', '/']).next().unwrap_or_default();
        if piece.starts_with("</") {
            if open.last() != Some(&name) {
                continue;
            }
            open.pop();
        } else if !piece.ends_with("/>") && !piece.contains("</") {
            open.push(name);
        }
        text += piece;
    }
    let ends: Vec<String> = open.iter().rev().map(|name| format!("</{name}>")).collect();
    text + &ends.concat()
}

#[test]
fn a_large_first_letter_belongs_to_its_paragraph() {
    for kind in ["drop", "margin"] {
        let initial = format!("<w:p><w:pPr><w:framePr w:dropCap='{kind}'/></w:pPr>{}</w:p>", r("T"));
        let document =
            document(&(initial.clone() + &p("", &r("he ferry left.")) + &p("", &r("It rained.")) + &initial));
        assert_eq!(document.text(), "The ferry left.\n\nIt rained.\n\nT");
    }
}

#[test]
fn a_part_in_another_format_stands_in_its_place() {
    let body = p("", &r("Before.")) + "<w:altChunk r:id='chunk'/>" + &p("", &r("After."));
    let whole = document(&body);
    assert_eq!(whole.text(), "Before.\n\nHarbour report\n\nThe ferry left.\n\nOne\n\nAfter.");
    assert_eq!((whole.warnings.len(), whole.blocks()[1].kind), (0, BlockKind::Heading));
    assert_eq!(document("<w:altChunk r:id='gone'/>").warnings[0], walk::LEFT_OUT);
}

#[test]
fn signs_of_fonts_of_symbols_are_characters() {
    let symbol = "<w:r><w:sym w:font='Symbol' w:char='F061'/></w:r><w:r><w:t xml:space='preserve'> to </w:t></w:r><w:r>\
        <w:sym w:font='Wingdings' w:char='F0E0'/></w:r><w:r><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>\u{F0B3}</w:t></w:r>";
    assert_eq!(document(&p("", symbol)).text(), "α to →≥");
}

#[test]
fn formulas_are_lines_with_every_sign() {
    let t = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    for (formula, line) in [
        (format!("<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>", t("1"), t("2")), "1/2"),
        (format!("<m:rad><m:deg/><m:e>{}</m:e></m:rad>", t("x+1")), "√(x+1)"),
        (
            format!(
                "<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{}</m:sub><m:sup>{}</m:sup><m:e>{}</m:e></m:nary>",
                t("i=1"),
                t("n"),
                t("i")
            ),
            "∑_(i=1)^n i",
        ),
        (format!("<m:d><m:e>{}</m:e></m:d>{}", t("a+b"), t("c")), "(a+b)c"),
        (
            format!("<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=')'/></m:dPr><m:e>{}</m:e></m:d>", t("0, 1")),
            "[0, 1)",
        ),
        (
            format!("<m:sSubSup><m:e>{}</m:e><m:sub>{}</m:sub><m:sup>{}</m:sup></m:sSubSup>", t("x"), t("i"), t("2")),
            "x_i^2",
        ),
    ] {
        assert_eq!(document(&p("", &format!("<m:oMath>{formula}</m:oMath>"))).text(), line);
    }
}

#[test]
fn what_is_chosen_in_a_list_and_a_sign_by_its_number_are_text() {
    let list = "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='Rope'/>\
        <w:listEntry w:val='Tar'/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType='end'/></w:r>";
    let sign = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> SYMBOL 97 \\f Symbol </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType='end'/></w:r>";
    assert_eq!(document(&p("", &format!("{list}{}{sign}", r(" and ")))).text(), "Tar and α");
}

#[test]
fn comments_have_their_instant_and_say_whether_they_are_done() {
    let body = p("", &format!("<w:commentRangeStart w:id='7'/>{}<w:commentRangeEnd w:id='7'/>", r("Rope")));
    let comments = document(&body);
    let comments = comments.comments();
    assert_eq!((comments[0].date.as_deref(), comments[0].resolved), (Some("2024-02-03T03:05:06Z"), true));
    assert!(!comments[1].resolved);
}

#[test]
fn a_caption_that_says_what_its_picture_does_is_said_once() {
    let picture = |said: &str| {
        format!(
            "<w:r><w:drawing><wp:inline><wp:docPr descr='{said}'/><a:graphic><a:graphicData><a:blip r:embed='pic'/></a:graphicData></a:graphic>\
         </wp:inline></w:drawing></w:r>"
        )
    };
    let whole = document(&(p("", &picture("The lower quay")) + &p("C", &r("Figure 1: The lower quay"))));
    assert_eq!(whole.text(), "Figure 1: The lower quay");
    assert!(styled(&whole).iter().any(|(style, _)| matches!(style, InlineStyle::Image(_))));
    let other = document(&(p("", &picture("A cat")) + &p("C", &r("A dog")) + &p("", &r("Text."))));
    assert_eq!(other.text(), "A cat\n\nA dog\n\nText.");
}

/// A remark on some words of a document.
fn remark(document: &Document, words: &str, text: &str, answers: Option<usize>) -> crate::format::remark::NewRemark {
    let start = document.text().find(words).unwrap_or_default();
    let span = crate::text::Span::new(start, start + words.len());
    let (author, date) = ("Ada <North>".to_owned(), Some("2030-04-05T06:07:08Z".to_owned()));
    let comment =
        crate::document::Comment { span, author, date, text: text.to_owned(), answers, color: None, resolved: false };
    crate::format::remark::NewRemark { id: format!("urn:uuid:{words}"), comment }
}

#[test]
fn remarks_written_into_a_copy_are_read_back_beside_those_that_were_there() {
    let bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>by stones &amp; rope</w:t></w:r>";
    let body =
        p("", &format!("<w:commentRangeStart w:id='7'/>{}<w:commentRangeEnd w:id='7'/>{bold}", r("It is kept ")))
            + &p("", &r("It is kept, then."));
    for word in [WORD, STRICT] {
        let bytes = flavoured(&body, word);
        let document = parse(bytes.clone());
        let mut twice = remark(&document, "It is kept, then", "Again?\n\"Yes\"", None);
        twice.comment.span.end = twice.comment.span.start + "It is kept".len();
        let remarks = [
            remark(&document, "kept by stones & r", "Parted", None),
            remark(&document, "kept", "An answer", Some(0)),
            twice,
        ];
        let copy = marked::marked(&bytes, &document, &remarks).unwrap();
        let read = parse(copy);
        assert_eq!((read.text(), read.inlines()), (document.text(), document.inlines()));
        let said: Vec<(&str, &str, Option<usize>)> = read.comments()[2..]
            .iter()
            .map(|comment| (comment.text.as_str(), comment.span.of(read.text()), comment.answers))
            .collect();
        assert_eq!(
            said,
            [
                ("Parted", "kept by stones & r", None),
                ("An answer", "kept by stones & r", Some(2)),
                ("Again?\n\n\"Yes\"", "It is kept", None)
            ]
        );
        assert_eq!(read.comments()[4].span.start, document.text().rfind("It is kept").unwrap());
        assert_eq!(read.comments()[2].author, "Ada <North>");
        assert_eq!(read.comments()[2].date.as_deref(), Some("2030-04-05T06:07:08Z"));
        assert_eq!(read.comments()[0].text, "I doubt this.");
    }
}

#[test]
fn a_document_without_comments_gets_the_parts_for_them() {
    let text = format!("<w:document xmlns:w='{WORD}'><w:body>{}</w:body></w:document>", p("", &r("The wall.")));
    let types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>";
    let bytes = zipped(&[("[Content_Types].xml".to_owned(), types.to_owned()), ("word/document.xml".to_owned(), text)]);
    let document = parse(bytes.clone());
    let copy = marked::marked(&bytes, &document, &[remark(&document, "wall", "Which?", None)]).unwrap();
    let archive = Archive::open(copy.clone()).unwrap();
    let types = String::from_utf8(archive.read("[Content_Types].xml").unwrap()).unwrap();
    assert_eq!(types.matches("<Override ").count(), 4, "{types}");
    let read = parse(copy);
    assert_eq!((read.comments()[0].span.of(read.text()), read.comments()[0].text.as_str()), ("wall", "Which?"));
}
