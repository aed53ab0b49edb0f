//! Tagged files: what the structure tree says, and when it is not believed.

use super::maker::{Maker, line, prose};
use super::{all, parse};
use crate::document::{BlockKind, Document, InlineStyle, Marker};

/// A page's content: each passage is marked with the next number, in the order in which they are drawn.
fn marked(passages: &[&str]) -> String {
    let one = |(number, passage): (usize, &&str)| format!("/P << /MCID {number} >> BDC\n{passage}EMC\n");
    passages.iter().enumerate().map(one).collect()
}

/// An element whose kids are written out; `P` with numbers is one with content.
fn element(role: &str, page: usize, kids: &str) -> String {
    format!("<< /S /{role} /Pg {page} 0 R /K [{kids}] >>")
}

/// A file of one page with these passages, under these elements; `tree` gets the number of the page's object.
fn tagged(passages: &[&str], tree: impl Fn(usize) -> String) -> Document {
    let mut maker = Maker::new();
    let page = maker.page(&marked(passages), "");
    let elements = tree(page);
    maker.catalogue = format!("/StructTreeRoot << /RoleMap << /Body /P /Loop /Loop >> /K [{elements}] >>");
    parse(maker.bytes())
}

fn kinds(document: &Document) -> Vec<(BlockKind, &str)> {
    document.blocks().iter().map(|block| (block.kind, block.span.of(document.text()))).collect()
}

#[test]
fn a_tagged_file_says_what_its_blocks_are() {
    let passages = [
        line(60, 740, "F1", 10, "Ferries"),
        line(60, 720, "F1", 10, "They left at noon and"),
        line(60, 708, "F1", 10, "came back at night."),
        line(60, 690, "F1", 10, "1."),
        line(90, 690, "F1", 10, "Land no"),
        line(90, 678, "F1", 10, "stone."),
        line(60, 660, "F1", 10, "We were wet."),
        line(60, 640, "F1", 10, "Year"),
        line(200, 640, "F1", 10, "Oil used"),
        line(60, 620, "F1", 10, "Table of oil"),
        line(60, 60, "F1", 10, "1 By the miller."),
    ];
    let passages: Vec<&str> = passages.iter().map(String::as_str).collect();
    let document = tagged(&passages, |page| {
        let e = |role: &str, kids: &str| element(role, page, kids);
        [
            e("H2", "0"),
            e("Body", "1 2"),
            e("L", &e("LI", &(e("Lbl", "3") + &e("LBody", "4 5")))),
            e("BlockQuote", &e("P", "6")),
            e("Table", &(e("TR", &(e("TD", "7") + &e("TD", "") + &e("TD", &e("P", "8")))) + &e("Caption", "9"))),
            e("Note", "10"),
        ]
        .concat()
    });
    assert_eq!(
        kinds(&document),
        [
            (BlockKind::Heading, "Ferries"),
            (BlockKind::Paragraph, "They left at noon and came back at night."),
            (BlockKind::ListItem, "Land no stone."),
            (BlockKind::Quotation, "We were wet."),
            (BlockKind::TableRow, "Year\t\tOil used"),
            (BlockKind::Caption, "Table of oil"),
            (BlockKind::Footnote, "[1] By the miller."),
        ]
    );
    assert_eq!((document.blocks()[0].level, document.blocks()[2].marker), (2, Marker::Number(1)));
}

#[test]
fn a_paragraph_goes_on_over_columns_and_pages_and_artifacts_are_boilerplate() {
    let mut maker = Maker::new();
    let head = "/Artifact << /Type /Pagination >> BDC\n".to_owned() + &line(250, 785, "F1", 10, "The Valley") + "EMC\n";
    let [left, right] =
        [line(60, 60, "F1", 10, "It began on the left and"), line(320, 740, "F1", 10, "went on on the right, to")];
    let first = maker.page(&(head + &marked(&[&left, &right])), "");
    let second = maker.page(&marked(&[&line(60, 740, "F1", 10, "The Hague in the end.")]), "");
    maker.catalogue = format!(
        "/StructTreeRoot << /K << /S /Document /K << /S /P /Pg {first} 0 R /K [0 1 << /Type /MCR /Pg {second} 0 R /MCID 0 >>] \
         >> >> >>"
    );
    let document = parse(maker.bytes());
    assert_eq!(
        all(&document, BlockKind::Paragraph),
        ["It began on the left and went on on the right, to The Hague in the end."]
    );
    assert_eq!(all(&document, BlockKind::Boilerplate), ["The Valley"]);
}

#[test]
fn what_the_tree_does_not_hold_is_read_in_its_place() {
    let mut maker = Maker::new();
    let [above, below] = [prose(1, 1), prose(5, 1)];
    let [above, below] = [line(60, 740, "F1", 5, &above), line(60, 600, "F1", 5, &below)];
    let stray = line(60, 670, "F1", 5, "Nobody tagged this.");
    let page = maker.page(&(marked(&[&above, &below]) + &stray), "");
    maker.catalogue = format!("/StructTreeRoot << /K [{} {}] >>", element("P", page, "0"), element("P", page, "1"));
    let document = parse(maker.bytes());
    let blocks = kinds(&document);
    assert_eq!(blocks.len(), 3);
    assert_eq!(blocks[1].1, "Nobody tagged this.");
}

#[test]
fn a_tree_that_cannot_be_is_not_believed() {
    let rows: Vec<String> =
        (0..8).map(|nth| line(60, 740 - 12 * nth, "F1", 10, &format!("word {nth} and so it goes on and"))).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let lines = tagged(&rows, |page| (0..8).map(|n| element("P", page, &n.to_string())).collect());
    assert_eq!(lines.blocks().len(), 1, "lines are no paragraphs: {:?}", kinds(&lines));
    let upward = tagged(&rows, |page| (0..8).rev().map(|n| element("H1", page, &n.to_string())).collect());
    assert!(upward.text().starts_with("word 0"), "nobody reads upward");
    let few = tagged(&rows, |page| element("P", page, "7"));
    assert!(few.text().starts_with("word 0") && few.blocks().len() == 1, "it covers too little");
}

#[test]
fn a_number_that_is_called_raised_refers_to_a_note_with_a_label() {
    let said = line(60, 740, "F1", 10, "So it is said.");
    let number = line(144, 740, "F1", 10, "1");
    let label = line(60, 60, "F1", 10, "1");
    let note = line(72, 60, "F1", 10, "By the miller.");
    let document = tagged(&[&said, &number, &label, &note], |page| {
        let raised =
            |nth: u8| format!("<< /S /Span /Pg {page} 0 R /A [<< /O /Layout /BaselineShift 3.8 >>] /K {nth} >>");
        let lbl = |nth: u8| element("Lbl", page, &element("Link", page, &raised(nth)));
        element("P", page, &format!("0 {} {}", lbl(1), element("Note", page, &format!("{} 3", lbl(2)))))
    });
    assert_eq!(
        kinds(&document),
        [(BlockKind::Paragraph, "So it is said.[1]"), (BlockKind::Footnote, "[1] By the miller.")]
    );
    assert!(document.inlines().iter().any(|run| matches!(run.style, InlineStyle::NoteRef(Some(_)))));
}

#[test]
fn signs_that_a_tagged_file_draws_first_stand_where_they_are_seen() {
    // As some programs draw quotation marks of another font: both, then the words before, between and behind them.
    let at = |column: usize, text: &str| line(60 + 6 * column, 700, "F1", 10, text);
    let rows = [
        line(60, 740, "F1", 10, "Ended,") + &line(60 + 6 * 17, 740, "F2", 10, "\""),
        line(60 + 6 * 31, 740, "F2", 10, "\""),
        line(60 + 6 * 7, 740, "F1", 10, "and said:") + &line(60 + 6 * 18, 740, "F1", 10, "it was enough"),
    ];
    let document = tagged(&[&rows.concat()], |page| element("P", page, "0"));
    assert_eq!(kinds(&document), [(BlockKind::Paragraph, "Ended, and said: \"it was enough\"")]);
    let first = at(4, "\"") + &at(0, "ever") + &at(6, "he said.");
    let document = tagged(&[&first], |page| element("P", page, "0"));
    assert_eq!(kinds(&document), [(BlockKind::Paragraph, "ever\" he said.")]);
}

#[test]
fn an_item_that_leads_back_is_a_note_and_one_that_is_no_kind_of_element_is_an_item() {
    let rows = [(740, "So it is said."), (700, "1."), (700, "By the miller."), (680, "2."), (680, "By nobody.")];
    let rows: Vec<String> = rows
        .iter()
        .enumerate()
        .map(|(nth, (y, text))| line(if nth % 2 == 1 { 60 } else { 80 }, *y, "F1", 10, text))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let document = tagged(&rows, |page| {
        let item = |nth: u8, kind: &str| {
            let inside =
                format!("{} {}", element("Lbl", page, &nth.to_string()), element("P", page, &(nth + 1).to_string()));
            element(kind, page, &inside)
        };
        let list = element("L", page, &(item(1, "NonStruct") + " " + &item(3, "LI")));
        format!("{} {list}", element("P", page, "0"))
    });
    let items = [(BlockKind::ListItem, "By the miller."), (BlockKind::ListItem, "By nobody.")];
    assert_eq!(kinds(&document), [&[(BlockKind::Paragraph, "So it is said.")], items.as_slice()].concat());
}

#[test]
fn an_element_may_say_what_it_reads_as() {
    let passages = [line(60, 740, "F1", 10, "Dr"), line(80, 740, "F1", 10, "Hill came.")];
    let document = tagged(&[&passages[0], &passages[1]], |page| {
        let span = format!("<< /S /Span /Pg {page} 0 R /ActualText (Doctor) /K 0 >>");
        element("P", page, &format!("{span} 1"))
    });
    assert_eq!(document.text(), "Doctor Hill came.");
}

#[test]
fn trees_that_hold_themselves_or_never_end_do_no_harm() {
    let mut maker = Maker::new();
    let page = maker.page(&marked(&[&line(60, 740, "F1", 10, "Once.")]), "");
    let (own, next) = (page + 1, page + 2);
    maker.object(format!("[{next} 0 R {own} 0 R]"));
    maker.object(format!("<< /S /Loop /Pg {page} 0 R /K [{own} 0 R 0 {next} 0 R] >>"));
    maker.catalogue = format!("/StructTreeRoot << /RoleMap << /Loop /Loop >> /K [{next} 0 R {next} 0 R] >>");
    let document = parse(maker.bytes());
    assert_eq!(document.text(), "Once.", "{:?}", document.warnings);
    let many = "<< /S /P /K 0 >> ".repeat(200_000);
    let mut maker = Maker::new();
    let page = maker.page(&marked(&[&line(60, 740, "F1", 10, "Once.")]), "");
    for below in page + 2..page + 400 {
        maker.object(format!("<< /S /Sect /Pg {page} 0 R /K [0 {below} 0 R] >>"));
    }
    let first = element("P", page, "0");
    let kids = maker.object(format!("[{first} {} 0 R {many}]", page + 1));
    maker.catalogue = format!("/StructTreeRoot << /K {kids} 0 R >>");
    assert_eq!(parse(maker.bytes()).text(), "Once.");
}
