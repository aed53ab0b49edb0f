//! Texts built part by part and flat, good and hostile.

use super::*;
use crate::document::{BlockKind, InlineStyle, Marker};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const NAMES: &str = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
    xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' \
    xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' \
    xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0' xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0' \
    xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:loext='loext' \
    xmlns:meta='urn:oasis:names:tc:opendocument:xmlns:meta:1.0'";

const STYLES: &str = "<office:styles><style:default-style style:family='paragraph'>\
    <style:text-properties fo:language='en' fo:country='GB'/></style:default-style>\
    <style:style style:name='Quotations' style:family='paragraph'/>\
    <style:style style:name='Caption' style:family='paragraph'/>\
    <style:style style:name='Figure' style:family='paragraph' style:parent-style-name='Caption'/>\
    <text:outline-style style:name='Outline'><text:outline-level-style text:level='1' style:num-format=''/>\
    <text:outline-level-style text:level='2' style:num-format='A' style:num-suffix='.'/></text:outline-style></office:styles>";

const AUTOMATIC: &str = "<office:automatic-styles>\
    <style:style style:name='P1' style:family='paragraph' style:parent-style-name='Quotations'/>\
    <style:style style:name='P2' style:family='paragraph'><style:text-properties fo:font-style='italic'/></style:style>\
    <style:style style:name='T1' style:family='text'><style:text-properties fo:font-weight='bold'/></style:style>\
    <style:style style:name='T2' style:family='text'><style:text-properties text:display='none'/></style:style>\
    <style:style style:name='Up' style:family='text'><style:text-properties style:text-position='super 58%'/></style:style>\
    <style:style style:name='Over' style:family='text'><style:text-properties style:text-position='33% 58%'/></style:style>\
    <style:style style:name='Down' style:family='text'><style:text-properties style:text-position='-8% 58%'/></style:style>\
    <style:style style:name='On' style:family='text'><style:text-properties style:text-position='0% 100%'/></style:style>\
    <text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='1'/>\
    <text:list-level-style-bullet text:level='2'/></text:list-style></office:automatic-styles>";

const META: &str = "<office:meta><dc:title>Of the file</dc:title><meta:initial-creator>Ada North</meta:initial-creator>\
    <dc:creator>Bo Lind</dc:creator><meta:creation-date>2024-05-06T07:08:09</meta:creation-date></office:meta>";

const MATH: &str = "<?xml version='1.0'?>\n<math xmlns='http://www.w3.org/1998/Math/MathML'><semantics><mfrac><mi>a</mi><mrow><mi>b</mi>\
    <mo>+</mo><mn>1</mn></mrow></mfrac><annotation encoding='StarMath 5.0'>{a} over {b+1}</annotation></semantics></math>";

fn flat(body: &str) -> Vec<u8> {
    format!(
        "<?xml version='1.0'?><office:document {NAMES} office:mimetype='application/vnd.oasis.opendocument.text'>\
         {META}{STYLES}{AUTOMATIC}<office:body><office:text>{body}</office:text></office:body></office:document>"
    )
    .into_bytes()
}

fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(*name, options).expect("a new entry");
        writer.write_all(content.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("a whole archive").into_inner()
}

fn packed(body: &str) -> Vec<u8> {
    let root = |element: &str, content: &str| format!("<office:{element} {NAMES}>{content}</office:{element}>");
    let content = format!("{AUTOMATIC}<office:body><office:text>{body}</office:text></office:body>");
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text".to_owned()),
        ("content.xml", root("document-content", &content)),
        ("styles.xml", root("document-styles", STYLES)),
        ("meta.xml", root("document-meta", META)),
        ("Pictures/one.png", "a picture".to_owned()),
        ("Object 1/content.xml", MATH.to_owned()),
    ])
}

fn document(body: &str) -> Document {
    parse(packed(body))
}

fn p(style: &str, content: &str) -> String {
    format!("<text:p text:style-name='{style}'>{content}</text:p>")
}

fn h(level: u8, content: &str) -> String {
    format!("<text:h text:outline-level='{level}'>{content}</text:h>")
}

fn blocks(document: &Document) -> Vec<(BlockKind, u8, &str)> {
    document.blocks().iter().map(|block| (block.kind, block.level, block.span.of(document.text()))).collect()
}

fn styled(document: &Document) -> Vec<(InlineStyle, &str)> {
    document.inlines().iter().map(|run| (run.style, run.span.of(document.text()))).collect()
}

#[test]
fn figures_above_and_below_the_line_stay_there() {
    let set = |style: &str, text: &str| format!("<text:span text:style-name='{style}'>{text}</text:span>");
    let words = ["10", &set("Up", "−6"), " H", &set("Down", "2"), "O m", &set("Over", "2"), &set("On", "4")].concat();
    assert_eq!(document(&p("", &words)).text(), "10⁻⁶ H₂O m²4");
}

#[test]
fn the_archive_and_the_flat_file_are_the_same_document() {
    let body =
        p("Title", "On Words") + &h(1, "One") + &h(2, "Deep") + &h(2, "Deeper") + &p("P1", "Quoted") + &p("", "Text");
    let packed = document(&body);
    assert_eq!(
        blocks(&packed),
        [
            (BlockKind::Heading, 1, "On Words"),
            (BlockKind::Heading, 2, "One"),
            (BlockKind::Heading, 3, "A. Deep"),
            (BlockKind::Heading, 3, "B. Deeper"),
            (BlockKind::Quotation, 1, "Quoted"),
            (BlockKind::Paragraph, 0, "Text"),
        ]
    );
    let flat = parse(flat(&body));
    assert_eq!(blocks(&flat), blocks(&packed));
    assert_eq!(flat.metadata, packed.metadata);
    let facts = &packed.metadata;
    assert_eq!((facts.title.as_deref(), facts.authors.as_slice()), (Some("On Words"), &["Ada North".to_owned()][..]));
    assert_eq!((facts.date.as_deref(), facts.language.as_deref()), (Some("2024-05-06"), Some("en-GB")));
    assert!(packed.warnings.is_empty());
}

#[test]
fn words_are_set_by_spans_and_by_hand() {
    let body = p(
        "",
        "a <text:span text:style-name='T1'>bold </text:span>word<text:s text:c='3'/>more<text:tab/>x<text:span text:style-name='T2'>no</text:span>",
    ) + &p("P2", "all of it");
    let document = document(&body);
    assert_eq!(document.text(), "a bold word more x\n\nall of it");
    assert_eq!(styled(&document), [(InlineStyle::Strong, "bold"), (InlineStyle::Emphasis, "all of it")]);
}

#[test]
fn items_that_are_counted_in_letters_have_them_in_their_text() {
    let styles = "<office:automatic-styles><text:list-style style:name='L'><text:list-level-style-number text:level='1' \
        style:num-format='a' style:num-suffix=')'/><text:list-level-style-number text:level='2' style:num-format='i' \
        style:num-prefix='(' style:num-suffix=')'/><text:list-level-style-number text:level='3' style:num-format='A' \
        style:num-suffix='.' text:display-levels='3'/></text:list-style></office:automatic-styles>";
    let item = |inner: &str| format!("<text:list-item>{inner}</text:list-item>");
    let list = |items: &str| format!("<text:list text:style-name='L'>{items}</text:list>");
    let deep = list(&(item(&p("", "one")) + &item(&(p("", "two") + &list(&item(&p("", "deep")))))));
    let body = list(&(item(&(p("", "alpha") + &p("", "more"))) + &item(&(p("", "beta") + &deep))));
    let file = String::from_utf8(flat(&body)).unwrap().replace(AUTOMATIC, styles);
    let document = parse(file.into_bytes());
    assert_eq!(document.text(), "a) alpha\n\nmore\nb) beta\n(i) one\n(ii) two\nb.ii.A. deep");
    let items: Vec<(BlockKind, u8)> = document.blocks().iter().map(|block| (block.kind, block.level)).collect();
    let depths = [1, 1, 1, 2, 2, 3].map(|depth| (BlockKind::ListItem, depth));
    assert_eq!(items, depths);
}

#[test]
fn cells_that_reach_into_rows_below_keep_their_column() {
    let cell = |more: &str, content: &str| format!("<table:table-cell {more}>{}</table:table-cell>", p("", content));
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let covered = || "<table:covered-table-cell/>".to_owned();
    let tall = cell("table:number-rows-spanned='2'", "Tall");
    let last = row(&[cell("table:number-columns-spanned='2'", "Wide"), cell("", "c")]);
    let first = row(&[tall, cell("", "b"), cell("", "c")]);
    for second in [row(&[covered(), cell("", "d"), cell("", "e")]), row(&[cell("", "d"), cell("", "e")])] {
        let table = format!("<table:table>{first}{second}{last}</table:table>");
        assert_eq!(document(&table).text(), "Tall\tb\tc\n\td\te\nWide\t\tc");
    }
    let huge = cell("table:number-rows-spanned='99999999999' table:number-columns-spanned='4000000000'", "Tall");
    let table =
        format!("<table:table>{}{}</table:table>", row(&[huge, cell("", "b")]), row(&[cell("", "c"), cell("", "d")]));
    assert!(document(&table).text().len() < 1000);
}

#[test]
fn items_have_markers_and_lists_go_on() {
    let item = |content: &str| format!("<text:list-item>{content}</text:list-item>");
    let list = |more: &str, items: &str| format!("<text:list {more} text:style-name='L1'>{items}</text:list>");
    let inner = format!("<text:list>{}</text:list>", item(&p("", "deep")));
    let body = list("", &(item(&(p("", "one") + &p("", "on"))) + &item(&(p("", "two") + &inner))))
        + &p("", "between")
        + &list("text:continue-numbering='true'", &item(&p("", "three")))
        + &list(
            "",
            &(item(&p("", "anew")) + "<text:list-item text:start-value='7'><text:p>seven</text:p></text:list-item>"),
        );
    let document = document(&body);
    let items: Vec<_> =
        document.blocks().iter().map(|block| (block.span.of(document.text()), block.level, block.marker)).collect();
    assert_eq!(
        items,
        [
            ("one", 1, Marker::Number(1)),
            ("on", 1, Marker::None),
            ("two", 1, Marker::Number(2)),
            ("deep", 2, Marker::Bullet),
            ("between", 0, Marker::None),
            ("three", 1, Marker::Number(3)),
            ("anew", 1, Marker::Number(1)),
            ("seven", 1, Marker::Number(7)),
        ]
    );
}

#[test]
fn notes_stand_at_the_end_those_of_pages_first() {
    let note = |class: &str, label: &str, text: &str| {
        format!(
            "<text:note text:note-class='{class}'><text:note-citation>{label}</text:note-citation>\
             <text:note-body>{}</text:note-body></text:note>",
            p("", text)
        )
    };
    let body = p(
        "",
        &format!(
            "Said{} and{} more{}.",
            note("endnote", "i", "Last."),
            note("footnote", "1", "First."),
            note("footnote", "2", "Second.")
        ),
    );
    let document = document(&body);
    assert_eq!(document.text(), "Said[i] and[1] more[2].\n\n[1] First.\n\n[2] Second.\n\n[i] Last.");
    let at = |text: &str| document.text().find(text);
    assert_eq!(
        styled(&document),
        [
            (InlineStyle::NoteRef(at("[i] L")), "[i]"),
            (InlineStyle::NoteRef(at("[1] F")), "[1]"),
            (InlineStyle::NoteRef(at("[2] S")), "[2]"),
        ]
    );
}

#[test]
fn annotations_are_remarks_of_their_authors_with_answers() {
    let remark = |name: &str, more: &str, text: &str| {
        format!(
            "<office:annotation office:name='{name}' {more}><dc:creator>Cy Holm</dc:creator><dc:date>2024-02-03T04:05:06</dc:date>{}</office:annotation>",
            p("", text)
        )
    };
    let body = p(
        "",
        &format!(
            "Plainly {}this is so<office:annotation-end office:name='a'/> said{}.{}",
            remark("a", "", "I doubt this."),
            remark("b", "loext:parent-name='a'", "So do I."),
            remark("c", "", "A place.")
        ),
    );
    let document = document(&body);
    let about: Vec<_> =
        document.comments().iter().map(|c| (c.span.of(document.text()), c.text.as_str(), c.answers)).collect();
    assert_eq!(about, [("this is so", "I doubt this.", None), ("", "So do I.", Some(0)), ("", "A place.", None)]);
    assert_eq!(document.comments()[0].author, "Cy Holm");
    assert_eq!(document.text(), "Plainly this is so said.");
}

#[test]
fn links_pictures_and_boxes() {
    let frame = |content: &str| format!("<draw:frame>{content}</draw:frame>");
    let picture_of =
        |said: &str| frame(&format!("<draw:image xlink:href='Pictures/one.png'/><svg:desc>{said}</svg:desc>"));
    let captioned =
        frame(&format!("<draw:text-box>{}</draw:text-box>", p("Figure", &(picture_of("") + "Figure 1: A dog"))));
    let body = h(1, "There<text:bookmark text:name='there'/>")
        + &p(
            "",
            &format!(
                "<text:a xlink:href='https://example.org/'>out</text:a> <text:a xlink:href='#there'>in</text:a>{}{captioned}",
                picture_of("A cat")
            ),
        );
    let bytes = packed(&body);
    let document = parse(bytes.clone());
    assert_eq!(document.text(), "There\n\nout in\n\nA cat\n\nFigure 1: A dog");
    assert_eq!(
        styled(&document),
        [
            (InlineStyle::Link(0), "out"),
            (InlineStyle::Jump(0), "in"),
            (InlineStyle::Image(0), "A cat"),
            (InlineStyle::Image(1), "Figure 1: A dog"),
        ]
    );
    assert_eq!(picture(&bytes, &document.images()[1]).as_deref(), Some(&b"a picture"[..]));
}

#[test]
fn tables_contents_and_pages() {
    let cell = |content: &str| format!("<table:table-cell>{}</table:table-cell>", p("", content));
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let table = format!(
        "<table:table><table:table-header-rows>{}</table:table-header-rows>{}</table:table>",
        row(&(cell("A") + &cell("B") + &cell("C"))),
        row(&(cell("1") + "<table:covered-table-cell/>" + &cell("3"))),
    );
    let contents = format!(
        "<text:table-of-content><text:table-of-content-source/><text:index-body>{}</text:index-body></text:table-of-content>",
        p("", "One 3")
    );
    let document = document(&(contents + &table + &p("", "page<text:soft-page-break/> two")));
    assert_eq!(
        blocks(&document),
        [
            (BlockKind::Boilerplate, 0, "One 3"),
            (BlockKind::TableRow, 1, "A\tB\tC"),
            (BlockKind::TableRow, 0, "1\t\t3"),
            (BlockKind::Paragraph, 0, "page two"),
        ]
    );
    let at = document.text().find("two").expect("it is there");
    assert_eq!(document.page_at(at).map(|page| page.label.as_str()), Some("2"));
    assert_eq!(document.page_at(at - 1).map(|page| page.label.as_str()), Some("1"));
}

#[test]
fn deletions_are_not_shown_and_that_is_said() {
    let changes = format!(
        "<text:tracked-changes><text:changed-region><text:deletion>{}</text:deletion></text:changed-region></text:tracked-changes>",
        p("", "gone")
    );
    let document = document(&(changes + &p("", "left<text:change text:change-id='c'/>")));
    assert_eq!(document.text(), "left");
    assert!(document.warnings[0].contains("neither accepted nor rejected"));
}

#[test]
fn what_is_no_text_says_what_to_do() {
    let part = |name: &str, content: &str| (name.to_owned(), content.to_owned());
    let sheet = format!("<office:document {NAMES}><office:body><office:spreadsheet/></office:body></office:document>");
    let locked =
        [part("content.xml", "\u{1}\u{2}"), part("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")];
    let locked = zipped(&[(&locked[0].0, locked[0].1.clone()), (&locked[1].0, locked[1].1.clone())]);
    for (bytes, said) in [
        (sheet.into_bytes(), "spreadsheet"),
        (locked, "password"),
        (flat(&"<text:span>".repeat(100_000)), "nested deeper"),
        (flat("<text:p>"), "broken"),
        (zipped(&[("other", String::new())]), "missing"),
    ] {
        let document = parse(bytes);
        assert!(document.blocks().is_empty());
        assert!(document.warnings.len() == 1 && document.warnings[0].contains(said), "{said}: {:?}", document.warnings);
    }
}

#[test]
fn it_is_known_by_what_it_calls_itself() {
    assert!(sniff(&packed("")) && sniff(&flat("")));
    assert!(!sniff(&zipped(&[("mimetype", "application/epub+zip".to_owned())])));
    assert!(!sniff(b"<p>about application/vnd.oasis.opendocument.text</p>"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_damage_gives_a_document(damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), packs: bool) {
        let body = p("Title", "On Words") + &h(1, "One") + &p("", "<text:note><text:note-citation>1</text:note-citation><text:note-body/></text:note>");
        let mut bytes = if packs { packed(&body) } else { flat(&body) };
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let document = parse(bytes);
        prop_assert!(!document.blocks().is_empty() || !document.warnings.is_empty());
    }
}

#[test]
fn a_flat_file_does_not_show_what_is_deleted_in_its_place() {
    let changes = "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion/></text:changed-region>\
        <text:changed-region text:id='c2'><text:insertion/></text:changed-region></text:tracked-changes>";
    let change = |id: &str, words: &str| {
        format!("<text:change-start text:change-id='{id}'/>{words}<text:change-end text:change-id='{id}'/>")
    };
    let body = format!(
        "{changes}{}{}",
        p(
            "P",
            &format!(
                "took the stove, {}and {}the fiddle",
                change("c1", "the <text:span>flour</text:span>, "),
                change("c2", "also ")
            )
        ),
        p("P", "It stands.")
    );
    assert_eq!(parse(flat(&body)).text(), "took the stove, and also the fiddle\n\nIt stands.");
    let over = format!(
        "{changes}<text:p>One <text:change-start text:change-id='c1'/>two</text:p><text:p>three</text:p>\
         <text:p>four <text:change-end text:change-id='c1'/>five</text:p>"
    );
    assert_eq!(parse(flat(&over)).text(), "One\n\nfive");
}

#[test]
fn a_formula_object_is_the_formula() {
    let part = "<draw:frame><draw:object xlink:href='./Object 1'/><draw:image xlink:href='./ObjectReplacements/Object 1'/></draw:frame>";
    assert_eq!(document(&p("P", &format!("It is {part}."))).text(), "It is a/(b+1).");
    let inside = "<draw:frame><draw:object><math:math xmlns:math='http://www.w3.org/1998/Math/MathML'><math:msup><math:mi>x</math:mi>\
        <math:mn>2</math:mn></math:msup></math:math></draw:object></draw:frame>";
    assert_eq!(parse(flat(&p("P", &format!("It is {inside}.")))).text(), "It is x^2.");
}

#[test]
fn an_answer_of_libreoffice_answers_and_what_is_resolved_says_so() {
    let remark = |name: &str, more: &str, author: &str, date: &str, text: &str| {
        format!(
            "<office:annotation {name} {more}><dc:creator>{author}</dc:creator><dc:date>{date}</dc:date>{text}</office:annotation>"
        )
    };
    let first = remark(
        "office:name='a'",
        "loext:resolved='true'",
        "Ada North",
        "2024-04-02T09:30:00",
        "<text:p>Is it so?</text:p>",
    );
    let says = "<text:p>Reply to Ada North (04/02/2024, 09:30): \"...\"</text:p><text:p>Yes.</text:p>";
    let second = remark("", "loext:resolved='false'", "Bo Lind", "2024-05-01T10:00:00", says);
    let body = p("P", &format!("The {first}wall<office:annotation-end office:name='a'/>{second} stands."));
    for document in [document(&body), parse(flat(&body))] {
        let comments = document.comments();
        assert_eq!((comments[0].resolved, comments[1].resolved), (true, false));
        assert_eq!((comments[1].answers, comments[1].text.as_str()), (Some(0), "Yes."));
    }
}

#[test]
fn remarks_written_into_a_copy_are_read_back_with_their_answers() {
    let remark = |document: &Document, words: &str, text: &str, answers| {
        let start = document.text().find(words).unwrap_or_default();
        let (author, date) = ("Ada <North>".to_owned(), Some("2030-04-05T06:07:08Z".to_owned()));
        let span = crate::text::Span::new(start, start + words.len());
        let (color, resolved) = (None, false);
        let comment = crate::document::Comment { span, author, date, text: text.to_owned(), answers, color, resolved };
        crate::format::remark::NewRemark { id: format!("urn:uuid:{words}{text}"), comment }
    };
    let body = p("P", "The <text:span>wall &amp; the</text:span> gate.") + &p("P", "It stands.");
    for bytes in [packed(&body), flat(&body)] {
        let document = parse(bytes.clone());
        let remarks = [
            remark(&document, "wall & the gate.", "Which?\n\"This\"", None),
            remark(&document, "wall", "That.", Some(0)),
            remark(&document, "", "On the whole", None),
        ];
        let copy = marked::marked(&bytes, &document, &remarks).unwrap();
        let read = parse(copy);
        assert_eq!((read.text(), read.inlines()), (document.text(), document.inlines()));
        let comments = read.comments();
        let of = |text: &str| comments.iter().position(|comment| comment.text == text).unwrap();
        let (asked, answer) = (of("Which?\n\n\"This\""), of("That."));
        assert_eq!(comments[asked].span.of(read.text()), "wall & the gate.");
        assert_eq!((comments[answer].answers, comments[asked].author.as_str()), (Some(asked), "Ada <North>"));
        assert_eq!((comments.len(), comments[of("On the whole")].span), (3, crate::text::Span::at(0)));
    }
}
