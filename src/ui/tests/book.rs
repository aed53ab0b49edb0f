//! Screens of a text with pages, pictures and remarks of its own.

use super::looks;
use crate::app::test_stage::{PATH, Stage, config};
use crate::config::paint::Depth;
use crate::config::theme;
use crate::document::{BlockKind, Builder, Comment, Document};
use crate::text::Span;
use std::sync::Arc;

/// A page with a picture, and one with a remark.
fn book() -> Document {
    let mut builder = Builder::default();
    builder.page("xi", 0);
    let caption = builder.push("The old wall");
    builder.block(BlockKind::Caption, 0, caption);
    let image = builder.image("wall.png");
    builder.inline(image, caption);
    builder.push("\n\n");
    builder.page("xii", builder.text().len());
    let words = builder.push("It stands. Nobody built it.");
    builder.block(BlockKind::Paragraph, 0, words);
    builder.comment(Comment {
        span: Span::new(words.start, words.start + "It stands.".len()),
        author: "Ada North".to_owned(),
        date: None,
        text: "Does it?".to_owned(),
        answers: None,
        color: None,
        resolved: false,
    });
    builder.finish()
}

fn stage(size: (u16, u16), ascii: bool) -> Stage {
    let mut config = config();
    config.theme = theme::resolve(&[], "dark").0.reduced(Depth::Sixteen);
    config.ascii = ascii;
    let mut stage = Stage::with(&[(PATH, "")], config, size);
    stage.files.insert(PATH.to_owned(), Arc::new(book()));
    stage.open(PATH);
    stage
}

#[test]
fn a_narrow_screen_shows_page_picture_and_remark() {
    let expected = [
        "text.md",
        "~bbbbbbb",
        "     ▣ The old wall",
        "~     dd█uuuuuuuuuuu",
        "",
        " N It stands. Nobody built it.",
        "~ S SSSSSSSSSS",
        "",
        "",
        "",
        "    p. xi · 100 % · 8 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "g f open the picture  ? keys  q back",
        "~BBB dddddddddddddddd  B dddd  B dddd",
    ];
    looks(&stage((40, 9), false), &expected);
}

#[test]
fn the_next_page_has_its_number_and_the_remark_its_author() {
    let mut stage = stage((80, 9), false);
    stage.keys("}");
    looks(
        &stage,
        &[
            "text.md                                              │Notes (1)",
            "~bbbbbbb                                              dddddddddd",
            "     ▣ The old wall                                  │▌Ada North · remark",
            "~     dduuuuuuuuuuuu                                  d.dddddddddddddddddd",
            "                                                     │▌ It stands.",
            "~                                                     d. .. .......",
            " N It stands. Nobody built it.                       │▌Does it?",
            "~ S █SSSSSSSSS                                        d.",
            "                                                     │",
            "~                                                     d",
            "                                                     │",
            "~                                                     d",
            "                                                     │",
            "~                                                     d",
            "Ada North: Does it?                        p. xii · 100 % · 8 words · read · mei",
            "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "r answer  + agree  f pick a sentence  a note  ? keys  / search  q back",
            "~B dddddd  B ddddd  B ddddddddddddddd  B dddd  B dddd  B dddddd  B dddd",
        ],
    );
}

#[test]
fn signs_have_stand_ins_in_ascii() {
    let expected = [
        "text.md",
        "~bbbbbbb",
        "     # The old wall",
        "~     dd█uuuuuuuuuuu",
        "",
        " N It stands. Nobody built it.",
        "~ S SSSSSSSSSS",
        "",
        "",
        "",
        "    p. xi · 100 % · 8 words · read · mei",
        "~SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
        "g f open the picture  ? keys  q back",
        "~BBB dddddddddddddddd  B dddd  B dddd",
    ];
    looks(&stage((40, 9), true), &expected);
}

#[test]
fn the_page_is_asked_for_in_the_status_row() {
    let mut stage = stage((40, 7), false);
    stage.keys("g p \"xi\"");
    looks(
        &stage,
        &[
            "     ▣ The old wall",
            "~     dduuuuuuuuuuuu",
            "",
            " N It stands. Nobody built it.",
            "~ S SSSSSSSSSS",
            "",
            "",
            "go to: xi",
            "~BBBBBBBSS█SSSSSSSSSSSSSSSSSSSSSSSSSSSSSS",
            "enter go there  esc close",
            "~BBBBB dddddddd  BBB ddddd",
        ],
    );
}
