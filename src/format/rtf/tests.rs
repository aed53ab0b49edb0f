//! Documents of a few lines, good and hostile.

use super::*;
use crate::document::{BlockKind, InlineStyle, Marker};
use proptest::prelude::*;

const HEAD: &str = "\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil Serif;}{\\f1\\fcharset2 Symbol;}{\\f2\\fcharset128 Gothic;}{\\f3\\fcharset204 Cyr;}}\
    {\\colortbl;\\red0;}{\\stylesheet{\\s0 Normal;}{\\s1\\b heading 1;}{\\s2 Own\\outlinelevel1 part;}{\\s3 Quotations;}{\\*\\cs9 Title;}}\
    {\\info{\\title On Words}{\\author Ada North; Bo Lind}{\\creatim\\yr2024\\mo3\\dy4}{\\doccomm secret}}";

fn document(body: &str) -> Document {
    parse(format!("{{\\rtf1{HEAD}\n{body}}}").into_bytes())
}

fn check(body: &str, text: &str) {
    assert_eq!(document(body).text(), text, "{body}");
}

fn blocks(document: &Document) -> Vec<(BlockKind, u8, Marker, &str)> {
    document
        .blocks()
        .iter()
        .map(|block| (block.kind, block.level, block.marker, block.span.of(document.text())))
        .collect()
}

#[test]
fn text_is_read_in_its_encodings() {
    check(
        "Caf\\'e9 \\u8220\"so\\u8221\", {\\uc0\\u26085 \\u26412 } {\\uc2\\u27700 \\'90\\'85 }\\par",
        "Café “so”, 日本 水",
    );
    check("{\\f2\\'93\\'fa\\'96\\'7b} {\\f3\\'cf\\'f0} \\u-10179?\\u-8704?\\par", "日本 Пр 😀");
    check("{\\f1 a\\'b3} \\u-4000 ?\\emdash\\lquote x\\rquote\\~y\\_z\\par", "α≥ \u{F060}—‘x’\u{A0}y\u{2011}z");
    check("\\{a\\} \\\\ b\\line c\\par", "{a} \\ b\nc");
}

#[test]
fn what_only_programs_read_and_what_is_hidden_or_deleted_is_no_text() {
    let body = "{\\header Head}One{\\v secret}{\\deleted gone}{\\*\\unknown secret}{\\pict\\bin3 }}}}two{\\*\\shppict{\\pict 00}} three\\par";
    let document = document(body);
    assert_eq!(document.text(), "Onetwo three");
    assert_eq!(document.warnings.len(), 1);
}

#[test]
fn what_a_paragraph_is_may_be_said_behind_a_blank_and_a_raised_number_marks_a_note() {
    let whole = document(
        " {\\s1 {\\b\nOne\\par\\pard}\\par} {\t\nIt left.{\\super\n1} So 3{\\super rd} 10{\\super 6}{\\sub 2}{\\up6 3}4.\\par\\pard}",
    );
    let kinds: Vec<_> = blocks(&whole).into_iter().map(|(kind, _, _, text)| (kind, text)).collect();
    assert_eq!(kinds, [(BlockKind::Heading, "One"), (BlockKind::Paragraph, "It left.[1] So 3rd 10⁶₂³4.")]);
}

#[test]
fn a_heading_in_the_middle_where_the_text_begins_is_the_title_and_lost_letters_are_no_facts() {
    let text = "{\\rtf1{\\stylesheet{\\s1 heading 1;}}{\\info{\\title ???? ? ??}{\\author ??? & ???}}\\qc{\\s1 {\\b The Ferry\\par}}\\qc Marta Lindqvist\\par\
        \\pard{\\s1 One\\par}\\pard It left.\\par}";
    let whole = parse(text.as_bytes().to_vec());
    let kinds: Vec<_> = blocks(&whole).into_iter().map(|(kind, level, ..)| (kind, level)).collect();
    let heads = [(BlockKind::Heading, 1), (BlockKind::Byline, 0), (BlockKind::Heading, 2), (BlockKind::Paragraph, 0)];
    assert_eq!(kinds, heads);
    assert_eq!(
        (whole.metadata.title.as_deref(), whole.metadata.authors),
        (Some("The Ferry"), vec!["Marta Lindqvist".to_owned()])
    );
}

#[test]
fn headings_quotations_and_properties_are_told() {
    let whole = document(
        "{\\pard\\s1 One\\par}{\\pard\\s2 Two\\par}{\\pard\\s3 Said.\\par}{\\pard\\outlinelevel0 Three\\par}\\pard Text.",
    );
    let kinds: Vec<_> = blocks(&whole).into_iter().map(|(kind, level, _, text)| (kind, level, text)).collect();
    let expected = [
        (BlockKind::Heading, 2, "One"),
        (BlockKind::Heading, 3, "Two"),
        (BlockKind::Quotation, 1, "Said."),
        (BlockKind::Heading, 2, "Three"),
        (BlockKind::Paragraph, 0, "Text."),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(whole.metadata.title.as_deref(), Some("On Words"));
    assert_eq!(whole.metadata.authors, ["Ada North", "Bo Lind"]);
    assert_eq!(whole.metadata.date.as_deref(), Some("2024-03-04"));
}

#[test]
fn the_minute_in_which_a_program_made_a_file_is_not_the_day_of_its_text() {
    let date = |changed: &str| {
        let made = "{\\creatim\\yr2024\\mo3\\dy4\\hr5\\min6}";
        let changed = format!("{{\\revtim\\yr2024\\mo3\\dy4\\hr5\\min{changed}}}");
        parse(format!("{{\\rtf1{{\\info{made}{changed}}}Words.}}").into_bytes()).metadata.date
    };
    assert_eq!((date("6"), date("7").as_deref()), (None, Some("2024-03-04")));
}

#[test]
fn a_title_and_who_wrote_it_are_known_by_how_they_are_set() {
    use BlockKind::{Byline, Heading, Paragraph};
    let body = "{\\pard\\qc\\b\\fs36 The Wheel\\par}{\\pard\\qc Cy Holm\\par}{\\pard\\qc 5 September 2023\\par}{\\pard It turns.\\par}{\\pard\\qc * * *\\par}";
    let whole = parse(format!("{{\\rtf1\\ansi {body}}}").into_bytes());
    let kinds: Vec<_> = whole.blocks().iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Heading, Byline, Byline, Paragraph, Paragraph]);
    let facts = &whole.metadata;
    assert_eq!((facts.authors.as_slice(), facts.date.as_deref()), (&["Cy Holm".to_owned()][..], Some("2023-09-05")));
}

#[test]
fn lists_have_the_signs_that_stand_before_their_items() {
    let word =
        "{\\pard{\\listtext\\tab 1.\\tab}\\ls1\\ilvl0 One\\par}{\\pard{\\listtext\\'b7\\tab}\\ls1\\ilvl1 Two\\par}";
    let pandoc =
        "{\\pard\\li360\\fi-360 \\bullet \\tx360\\tab Three\\par}{\\pard\\li360\\fi-360 2.\\tx360\\tab Four\\par}";
    let hanging = "{\\pard\\li360\\fi-360 Name (of it)\\tab and more\\par}";
    let whole = document(&format!("{word}{pandoc}{hanging}"));
    let expected = [
        (BlockKind::ListItem, 1, Marker::Number(1), "One"),
        (BlockKind::ListItem, 2, Marker::Bullet, "Two"),
        (BlockKind::ListItem, 1, Marker::Bullet, "Three"),
        (BlockKind::ListItem, 1, Marker::Number(2), "Four"),
        (BlockKind::Paragraph, 0, Marker::None, "Name (of it) and more"),
    ];
    assert_eq!(blocks(&whole), expected);
}

#[test]
fn items_that_are_counted_in_letters_have_them_in_their_text() {
    let item = |sign: &str, text: &str| format!("{{\\pard{{\\listtext\\tab {sign}\\tab}}\\ls1\\ilvl0 {text}\\par}}");
    let items = [item("(a)", "One"), item("(b)", "{\\i Two}"), item("iv.", "Four"), item("5.", "Five")];
    check(&items.concat(), "(a) One\n(b) Two\niv. Four\nFive");
}

#[test]
fn rows_notes_links_and_remarks_are_what_they_are() {
    let row = "\\trowd\\cellx1\\cellx2\\pard\\intbl One\\par more\\cell\\pard\\intbl Two\\cell\\row\\pard\\intbl\\cell Three\\cell\\row\\pard ";
    check(&format!("{row}After.\\par"), "One more\tTwo\n\tThree\n\nAfter.");
    let note = "Text{\\super\\chftn}{\\*\\footnote\\pard\\plain{\\super\\chftn} A {\\b note}.\\par} goes on.\\par";
    let whole = document(note);
    assert_eq!(whole.text(), "Text[1] goes on.\n\n[1] A note.");
    assert!(whole.inlines().iter().any(|run| matches!(run.style, InlineStyle::NoteRef(Some(_)))));
    let link = "See {\\field{\\*\\fldinst{HYPERLINK \"https://example.org/\"}}{\\fldrslt{\\ul there}}}.\\par";
    let whole = document(link);
    assert_eq!((whole.text(), whole.links()), ("See there.", &["https://example.org/".to_owned()][..]));
    let remark = "The {\\*\\atrfstart 7}wall{\\*\\atrfend 7}{\\*\\atnid CH}{\\*\\atnauthor Cy Holm}{\\*\\annotation{\\*\\atndate 2085684830}\
        {\\*\\atnref 7}\\pard I doubt this.} stands.\\par";
    let whole = document(remark);
    let comment = &whole.comments()[0];
    assert_eq!((whole.text(), comment.span.of(whole.text())), ("The wall stands.", "wall"));
    assert_eq!((comment.author.as_str(), comment.text.as_str()), ("Cy Holm", "I doubt this."));
}

#[test]
fn nesting_without_end_and_what_is_cut_off_is_read_as_far_as_it_goes() {
    let deep = "{\\b ".repeat(100_000) + "deep" + &"}".repeat(100_000) + " after\\par";
    assert!(document(&deep).text().starts_with("deep"));
    let notes = "a{\\footnote b".repeat(5_000);
    assert!(document(&notes).text().starts_with("a[1]"));
    assert_eq!(parse(b"{\\rtf1 a\\".to_vec()).text(), "a\\");
    assert_eq!(parse(b"no rich text".to_vec()).warnings.len(), 1);
    assert_eq!(parse(b"{\\rtf1}".to_vec()).warnings.len(), 1);
}

proptest! {
    #[test]
    fn any_signs_become_a_document(pieces in prop::collection::vec(prop::sample::select(vec![
        "{", "}", "\\par ", "\\cell ", "\\row ", "\\intbl ", "\\trowd ", "{\\footnote ", "{\\*\\annotation ", "{\\field", "{\\*\\fldinst HYPERLINK a}",
        "{\\fldrslt ", "\\u-10179?", "\\'e9", "\\bin9 ", "text ", "\\upr", "{\\*\\ud ", "{\\listtext 1.\\tab}", "\\fi-360 ", "1.", "\\tab ", "\\pard ", "\\*",
        "{\\fonttbl\\f1\\fcharset2 Symbol;}", "\\f1 ", "{\\stylesheet{\\s1 heading 1;}}", "\\s1 ", "{\\*\\atrfstart 1}", "{\\*\\atrfend 1}", "\\\\", "\\",
    ]), 0..60)) {
        let document = parse(format!("{{\\rtf1 {}", pieces.concat()).into_bytes());
        for block in document.blocks() {
            prop_assert!(block.span.end <= document.text().len());
        }
    }
}
