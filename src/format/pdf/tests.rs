//! PDF seen from outside: files made here in, documents out.

use super::*;
use crate::document::{BlockKind, InlineStyle, Marker};
use maker::{Maker, column, line, prose};
use proptest::prelude::*;

mod layouts;
mod maker;
mod marked;
mod tags;

fn parse(bytes: Vec<u8>) -> Document {
    crate::format::parse("a.pdf", bytes)
}

fn all(document: &Document, kind: BlockKind) -> Vec<&str> {
    document.blocks().iter().filter(|block| block.kind == kind).map(|block| block.span.of(document.text())).collect()
}

fn one_page(content: &str) -> Document {
    let mut maker = Maker::new();
    maker.page(content, "");
    parse(maker.bytes())
}

#[test]
fn lines_become_paragraphs_and_parted_words_are_joined() {
    let (first, second) = (prose(1, 3), prose(9, 2));
    let (content, _) = column(60, 700, 70, &[&first, &second]);
    let document = one_page(&content);
    assert_eq!(all(&document, BlockKind::Paragraph), [first, second]);
    let lines =
        [line(60, 700, "F1", 10, "The word at the end of this line was hyphen-"), line(60, 688, "F1", 10, "ated.")];
    assert_eq!(one_page(&lines.concat()).text(), "The word at the end of this line was hyphenated.");
}

#[test]
fn ligatures_are_resolved_and_spaces_come_from_gaps() {
    // Octal 256 is a ligature in the standard encoding; the words are moved apart without a space.
    let document = one_page("BT /F1 10 Tf 60 700 Td [(of\\256ce) -500 (hours) -20 (s)] TJ ET");
    assert_eq!(document.text(), "office hourss");
}

#[test]
fn columns_are_read_one_after_the_other_under_a_title_that_reaches_over_both() {
    let (left, right) = (prose(1, 12), prose(30, 12));
    let title = line(120, 760, "F2", 18, "A Report from the Valley");
    let content = [title, column(40, 700, 40, &[&left]).0, column(310, 700, 40, &[&right]).0].concat();
    let document = one_page(&content);
    assert_eq!(all(&document, BlockKind::Heading), ["A Report from the Valley"]);
    assert_eq!(all(&document, BlockKind::Paragraph), [left, right]);
}

#[test]
fn what_is_drawn_in_another_order_is_read_in_the_same() {
    let (content, _) = column(60, 700, 70, &[&prose(1, 6)]);
    let mut lines: Vec<&str> = content.lines().collect();
    lines.reverse();
    assert_eq!(one_page(&content).text(), one_page(&lines.join("\n")).text());
}

/// A book whose paragraphs run over its pages, with running heads and page numbers.
fn book(pages: usize) -> Vec<u8> {
    let (content, _) = column(60, 0x00FF_FFFF, 70, &[&prose(1, pages * 28)]);
    let mut maker = Maker::new();
    for (index, rows) in content.lines().collect::<Vec<_>>().chunks(50).take(pages).enumerate() {
        let mut page = line(240, 770, "F1", 10, ["THE VALLEY", "Ada Hill"][index % 2]);
        for (nth, row) in rows.iter().enumerate() {
            let words = row.split_once("Tm").map_or("", |(_, words)| words);
            let indent = if row.contains(" 72 ") { 72 } else { 60 };
            page.extend([format!("BT /F1 10 Tf 1 0 0 1 {indent} {} Tm{words}\n", 740 - 12 * nth)]);
        }
        page.push_str(&line(297, 40, "F1", 10, &(index + 1).to_string()));
        maker.page(&page, "");
    }
    maker.bytes()
}

#[test]
fn running_heads_and_page_numbers_are_boilerplate_and_paragraphs_run_over_pages() {
    let document = parse(book(9));
    let boilerplate = all(&document, BlockKind::Boilerplate);
    assert_eq!(boilerplate.len(), 18, "{boilerplate:?}");
    assert!(boilerplate.contains(&"THE VALLEY") && boilerplate.contains(&"7"));
    let words: String = all(&document, BlockKind::Paragraph).join(" ");
    assert!(prose(1, 9 * 28).starts_with(&words[..words.len() - 1]), "words were lost or moved");
    assert!(all(&document, BlockKind::Paragraph).len() <= 3);
    let labels: Vec<&str> = document.pages().iter().map(|page| page.label.as_str()).collect();
    assert_eq!(labels, ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    assert!(document.pages().windows(2).all(|pair| pair[0].at < pair[1].at));
}

#[test]
fn the_beginning_is_the_beginning_of_the_whole_to_the_letter() {
    let whole = parse(book(14));
    let head = crate::format::parse_head("a.pdf", book(14));
    assert!(whole.text().starts_with(head.text()) && whole.text().len() > head.text().len());
    let columns =
        [column(40, 700, 40, &[&prose(1, 9), &prose(3, 4)]).0, column(310, 700, 40, &[&prose(30, 12)]).0].concat();
    let mut maker = Maker::new();
    (0..12).for_each(|_| {
        maker.page(&columns, "");
    });
    let bytes = maker.bytes();
    let head = crate::format::parse_head("a.pdf", bytes.clone());
    assert!(head.text().len() > 2000 && parse(bytes).text().starts_with(head.text()));
}

#[test]
fn a_first_screen_is_of_no_more_pages_than_fill_it() {
    let mut maker = Maker::new();
    for page in 0..9 {
        let paragraphs: [String; 5] = std::array::from_fn(|nth| prose(page * 50 + nth * 10, 6));
        maker.page(&column(60, 740, 70, &paragraphs.each_ref().map(String::as_str)).0, "");
    }
    let bytes = maker.bytes();
    let first = read(bytes.clone(), Extent::FirstPage);
    assert!((FIRST_TEXT..2 * FIRST_TEXT).contains(&first.text().len()), "{}", first.text().len());
    assert!(parse(bytes).text().starts_with(first.text()));
    // Where one paragraph goes on over all pages, more of them are read until there is something that is sure.
    let first = read(book(3), Extent::FirstPage);
    assert_eq!(first.text(), &parse(book(3)).text()[..first.text().len()]);
    assert!(first.text().len() > FIRST_TEXT);
}

#[test]
fn notes_at_the_foot_are_notes_and_their_numbers_lead_to_them() {
    let (mut content, y) = column(60, 700, 70, &[&prose(1, 6)]);
    content.push_str(&line(60, y, "F1", 10, "This was doubted"));
    content.push_str(&line(60 + 16 * 6, y + 4, "F1", 6, "1"));
    content.push_str(&line(60, 90, "F1", 5, "1"));
    content.push_str(&line(63, 87, "F1", 8, "By the miller alone, who had his reasons and kept them to himself."));
    let document = one_page(&content);
    let notes = all(&document, BlockKind::Footnote);
    assert_eq!(notes.len(), 1, "{:?}", document.text());
    let note = document.blocks().iter().find(|block| block.kind == BlockKind::Footnote).map(|block| block.span.start);
    let leads = |run: &crate::document::Inline| run.style == InlineStyle::NoteRef(note);
    assert!(document.inlines().iter().any(leads), "{:?}", document.inlines());
}

#[test]
fn list_items_lose_their_bullets_and_keep_their_words() {
    let rows = ["\\267 One thing that is long enough to fill its line up to the", "end of it", "\\267 Another"];
    let mut content = column(60, 700, 60, &[&prose(1, 3)]).0;
    for (nth, row) in rows.iter().enumerate() {
        let x = if nth == 1 { 84 } else { 72 };
        content.extend([format!("BT /F1 10 Tf {x} {} Td ({row}) Tj ET\n", 600 - 12 * nth)]);
    }
    let document = one_page(&content);
    let items = all(&document, BlockKind::ListItem);
    assert_eq!(items, ["One thing that is long enough to fill its line up to the end of it", "Another"]);
    assert!(
        document
            .blocks()
            .iter()
            .filter(|block| block.kind == BlockKind::ListItem)
            .all(|block| block.marker == Marker::Bullet)
    );
}

#[test]
fn labels_outline_links_and_remarks_are_found() {
    let mut maker = Maker::new();
    let annotations = "/Annots [<< /Subtype /Link /Rect [60 695 100 712] /A << /S /URI /URI (https://example.org/a) >> >> \
        << /Subtype /Link /Rect [102 695 180 712] /Dest (there) >> \
        << /Subtype /Highlight /Rect [60 675 120 690] /Contents (Is that so?) /T (Ada) /M (D:20300405) >>]";
    let first = [line(60, 700, "F1", 10, "Follow this link."), line(60, 680, "F1", 10, "Doubtful words.")].concat();
    maker.page(&first, annotations);
    let second = maker.page(&line(60, 700, "F2", 14, "Second part"), "");
    let entry = maker.object(format!("<< /Title (The second) /Dest [{second} 0 R /XYZ 0 720 0] >>"));
    maker.catalogue = format!(
        "/Outlines << /First {entry} 0 R >> /PageLabels << /Nums [0 << /S /r /St 4 >> 1 << /P (A-) /S /D >>] >> \
         /Names << /Dests << /Names [(there) [{second} 0 R /Fit]] >> >> /Lang (en-GB)"
    );
    let document = parse(maker.bytes());
    let text = document.text();
    let part = text.find("Second part").expect("the heading");
    assert_eq!(
        document.sections().iter().map(|section| (section.title.as_str(), section.at)).collect::<Vec<_>>(),
        [("The second", part)]
    );
    assert_eq!(document.pages().iter().map(|page| page.label.as_str()).collect::<Vec<_>>(), ["iv", "A-1"]);
    assert_eq!(document.links(), ["https://example.org/a"]);
    let styled =
        |style: InlineStyle| document.inlines().iter().find(|run| run.style == style).map(|run| run.span.of(text));
    assert_eq!(styled(InlineStyle::Link(0)), Some("Follow"));
    assert!(styled(InlineStyle::Jump(part)).is_some_and(|words| words.contains("link")));
    let remark = &document.comments()[0];
    assert_eq!(
        (remark.author.as_str(), remark.text.as_str(), remark.date.as_deref()),
        ("Ada", "Is that so?", Some("2030-04-05"))
    );
    assert_eq!(remark.span.of(text).trim(), "Doubtful w");
    assert_eq!(document.metadata.language.as_deref(), Some("en-GB"));
}

#[test]
fn a_password_is_asked_for_in_words() {
    let mut maker = Maker::new();
    maker.page(&line(60, 700, "F1", 10, "Secret"), "");
    let (owner, user) = ("00".repeat(32), "11".repeat(32));
    let encrypt = maker.object(format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{owner}> /U <{user}> >>"));
    maker.trailer = format!("/Encrypt {encrypt} 0 R /ID [<00> <00>]");
    let document = parse(maker.bytes());
    assert!(document.blocks().is_empty());
    assert!(document.warnings[0].contains("protected by a password"), "{:?}", document.warnings);
}

#[test]
fn pages_without_text_say_so() {
    let image = "q 100 0 0 100 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x01 EI Q";
    let scanned = one_page(image);
    assert!(scanned.blocks().is_empty() && scanned.warnings[0].contains("pictures"), "{:?}", scanned.warnings);
    assert!(one_page("").warnings[0].contains("empty"));
    let mut maker = Maker::new();
    maker.page(&line(60, 700, "F1", 10, "Words"), "");
    maker.page(image, "");
    maker.page(image, "");
    let document = parse(maker.bytes());
    assert_eq!(document.text(), "Words");
    assert!(document.warnings[0].starts_with("Pages 2–3 have no text"), "{:?}", document.warnings);
}

#[test]
fn damaged_files_are_read_as_far_as_they_go_or_say_why_not() {
    let whole = book(3);
    let text = parse(whole.clone()).text().to_owned();
    let shifted = String::from_utf8(whole.clone()).expect("ASCII").replace("startxref\n", "startxref\n9");
    assert_eq!(parse(shifted.into_bytes()).text(), text, "a wrong table of objects is made anew");
    for cut in [12, 400, whole.len() / 2, whole.len() - 30] {
        let document = parse(whole[..cut].to_vec());
        let said = document.warnings.first().map_or("", String::as_str);
        assert!(said.contains("cut off") || said.contains("not saved"), "cut at {cut}: {said}");
    }
    assert!(parse(b"%PDF-1.7\nnothing".to_vec()).warnings[0].contains("damaged"));
}

#[test]
fn trees_and_forms_that_hold_themselves_come_to_an_end() {
    let mut maker = Maker::new();
    let page = maker.page(&line(60, 700, "F1", 10, "Once"), "");
    maker.root(&format!("<< /Type /Pages /Count 2000000000 /Kids [2 0 R {page} 0 R 2 0 R {page} 0 R] >>"));
    assert_eq!(parse(maker.bytes()).text(), "Once");
    let mut maker = Maker::new();
    let form = maker.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X0 5 0 R >> >>",
        "/X0 Do /X0 Do",
    );
    assert_eq!(form, 5);
    maker.page(&format!("{} /X0 Do", line(60, 700, "F1", 10, "Before")), "");
    assert_eq!(parse(maker.bytes()).text(), "Before");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_bytes_behind_the_mark_become_a_document(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut file = b"%PDF-1.5\n".to_vec();
        file.extend(bytes);
        let document = parse(file);
        prop_assert!(!document.warnings.is_empty() || !document.blocks().is_empty());
    }

    #[test]
    fn flipped_bytes_do_no_harm(flips in prop::collection::vec((0usize..6000, any::<u8>()), 1..20)) {
        let mut file = book(2);
        for (at, byte) in flips {
            let at = at % file.len();
            file[at] = byte;
        }
        let whole = parse(file.clone());
        let head = crate::format::parse_head("a.pdf", file);
        prop_assert!(whole.text().starts_with(head.text()));
    }
}
