//! What is said to a composer, and the document that comes of it.

use super::*;
use crate::document::InlineStyle;
use crate::format::letter_height::LetterHeight;
use proptest::prelude::*;

fn document(say: impl FnOnce(&mut Composer)) -> Document {
    let mut composer = Composer::default();
    say(&mut composer);
    composer.finish(Vec::new())
}

#[test]
fn white_space_is_one_space_between_words() {
    let document = document(|say| {
        say.paragraph(ParagraphKind::Body);
        say.text("  two\n ");
        say.tab();
        say.text(" words\u{a0}joined  ");
        say.paragraph(ParagraphKind::Body);
        say.text("   ");
        say.paragraph(ParagraphKind::Body);
        say.text("next\u{1b}");
    });
    assert_eq!(document.text(), "two words\u{a0}joined\n\nnext\u{241b}");
}

#[test]
fn a_raised_number_behind_a_clause_is_the_mark_of_a_note() {
    let raised = |before: &str, number: &str| {
        let document = document(|say| {
            say.text(before);
            say.set(Face { place: LetterHeight::Raised, ..Face::default() });
            say.text(number);
            say.set(Face::default());
            say.text(" so");
        });
        document.text().to_owned()
    };
    assert_eq!(raised("It left at noon.", "12"), "It left at noon.[12] so");
    assert_eq!(raised("It left at noon.[", "12"), "It left at noon.[12 so");
    assert_eq!(raised("それは正午だった。", "2"), "それは正午だった。[2] so");
    for (before, number) in
        [("the 3", "rd"), ("10", "6"), ("m", "2"), ("(a+b)", "2"), ("noon. ", "2"), ("noon.", "1234")]
    {
        let written = LetterHeight::Raised.figures(number).unwrap_or_else(|| number.to_owned());
        assert_eq!(raised(before, number), format!("{before}{written} so"));
    }
}

#[test]
fn a_paragraph_that_says_what_a_picture_shows_is_its_caption() {
    let document = document(|say| {
        say.paragraph(ParagraphKind::Body);
        say.picture("A quay  in winter", Some("q.png".to_owned()));
        assert!(say.is_said_of_picture(|| "A quay in\nwinter".to_owned()));
        assert!(!say.is_said_of_picture(|| "A quay in spring".to_owned()));
        say.expect_caption("A quay in winter".to_owned());
        say.paragraph(ParagraphKind::Caption);
        assert!(say.is_said_of_picture(|| "A quay in winter".to_owned()));
        say.text("A quay in winter");
    });
    assert_eq!(document.text(), "A quay in winter");
}

#[test]
fn a_paragraph_that_says_what_its_own_picture_shows_is_its_caption() {
    let document = document(|say| {
        say.paragraph(ParagraphKind::Body);
        say.picture("A quay in winter", Some("q.png".to_owned()));
        say.text("A quay\nin winter");
    });
    let kinds: Vec<BlockKind> = document.blocks().iter().map(|block| block.kind).collect();
    assert_eq!((document.text(), kinds.as_slice()), ("A quay in winter", &[BlockKind::Caption][..]));
}

#[test]
fn a_bookmark_after_the_last_word_stands_for_its_paragraph() {
    let document = document(|say| {
        say.paragraph(ParagraphKind::Heading(1));
        say.text("There");
        say.bookmark("there");
        say.paragraph(ParagraphKind::Body);
        say.open_link(MarkTarget::Bookmark("there".to_owned()));
        say.text("go ");
        say.close_link();
    });
    assert_eq!(document.inlines()[0].style, InlineStyle::Jump(0));
    assert_eq!(document.inlines()[0].span.of(document.text()), "go");
}

#[test]
fn what_is_never_closed_harms_nothing() {
    let document = document(|say| {
        say.open_row(true);
        say.open_link(MarkTarget::Address("https://example.org".to_owned()));
        say.open_remark("1");
        say.text("word");
        say.note("n", "1");
        say.close_link();
        say.close_link();
    });
    assert_eq!(document.text(), "word");
}

#[test]
fn cells_keep_their_columns() {
    let document = document(|say| {
        say.open_row(false);
        for (words, columns) in [("a", 1), ("", 2), ("d", 9_000_000)] {
            say.paragraph(ParagraphKind::Body);
            say.text(words);
            say.end_cell(columns);
        }
        say.close_row();
    });
    assert_eq!(document.text(), "a\t\t\td");
}

proptest! {
    #[test]
    fn any_order_of_things_said_gives_a_document(said in prop::collection::vec((0u8..20, "[a-c \\n]{0,6}"), 0..60)) {
        let document = document(|say| {
            for (what, text) in said {
                tell(say, what, &text);
            }
        });
        for block in document.blocks() {
            prop_assert!(!block.span.of(document.text()).trim().is_empty());
        }
        for run in document.inlines() {
            let kind = document.blocks()[document.block_at(run.span.start)].kind;
            prop_assert!(kind == BlockKind::Code || !run.span.of(document.text()).starts_with(' '));
        }
    }
}

fn tell(say: &mut Composer, what: u8, text: &str) {
    match what {
        0 => say.paragraph(ParagraphKind::Body),
        1 => say.paragraph(ParagraphKind::Heading(1)),
        2 => say.paragraph(ParagraphKind::Preformatted),
        3 => say.paragraph(ParagraphKind::Item(2, Marker::Bullet)),
        4 => say.paragraph(ParagraphKind::Caption),
        5 => say.open_row(true),
        6 => say.end_cell(2),
        7 => say.close_row(),
        8 => say.open_link(MarkTarget::Bookmark(text.to_owned())),
        9 => say.close_link(),
        10 => say.bookmark(text),
        11 => say.set(Face { strong: text.len() > 2, ..Face::default() }),
        12 => say.line_break(),
        13 => say.reference("n", text),
        14 => say.note("n", text),
        15 => say.end_notes(),
        16 => say.picture(text, Some("a".to_owned())),
        17 => say.open_remark(text),
        18 => say.close_remark(text),
        _ => say.text(text),
    }
}
