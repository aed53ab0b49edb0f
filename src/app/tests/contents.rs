//! Pages, sections, links and the way back, in a book that has them.

use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{Msg, Overlay, status};
use crate::document::{BlockKind, Builder, Comment, Document, InlineStyle};
use crate::text::Span;
use std::sync::Arc;

/// The documents that a test brings along, made with a [`Builder`].
fn stage(document: Document, size: (u16, u16)) -> Stage {
    let mut stage = Stage::with(&[(PATH, "")], config(), size);
    stage.files.insert(PATH.to_owned(), Arc::new(document));
    stage.open(PATH);
    stage
}

#[test]
fn remarks_of_the_file_are_notes_that_cannot_be_changed_here() {
    let mut builder = Builder::default();
    let span = builder.push("The wall stands by stones. And so on.");
    builder.block(BlockKind::Paragraph, 0, span);
    let remark = |author: &str, text: &str, answers| Comment {
        span: Span::new(4, 8),
        author: author.to_owned(),
        date: Some("2031-03-01T10:00:00Z".to_owned()),
        text: text.to_owned(),
        answers,
        color: None,
        resolved: false,
    };
    builder.comment(remark("Ada North", "Which wall?", None));
    builder.comment(remark("Bo Lind", "The north one.", Some(0)));
    let mut stage = stage(builder.finish(), (120, 30));
    let heads: Vec<String> = stage.cards().iter().map(|card| card.rows[0].text.clone()).collect();
    assert_eq!(heads, ["Ada North · remark · 2031-03-01", "Bo Lind · reply · 2031-03-01"]);
    assert_eq!(stage.model.list.items[0].annotations, 0, "the list counts what readers wrote");
    stage.keys("w d");
    assert_eq!(stage.said(), "this remark is part of the file, which is not written to; write a note of your own");
    stage.keys("w s 1");
    assert!(stage.disk.len() == 1 && stage.own().len() == 1);
    assert_eq!(stage.model.list.items[0].annotations, 1);
    stage.keys("tab / \"reader:bo\" enter");
    let shown: Vec<bool> = stage.cards().iter().map(|card| card.context).collect();
    assert_eq!(shown, [true, false], "what is answered stands above the answer");
    stage.keys("esc shift-tab g g ;");
    assert!(stage.marked().contains("The |wall"), "{}", stage.marked());
}

/// A book of as many chapters: each a page of its own with a running head, and an entry of the table of contents.
fn book(chapters: usize) -> Document {
    let mut builder = Builder::default();
    for n in 1..=chapters {
        let at = builder.text().len();
        let label = if n <= 2 { ["i", "ii"][n - 1].to_owned() } else { (n - 2).to_string() };
        builder.page(&label, at);
        builder.section(&format!("Chapter {n}"), 1, at);
        let head = builder.push("running head");
        builder.block(BlockKind::Boilerplate, 0, head);
        builder.push("\n\n");
        let body = builder.push(&format!("Body {n} is here. And more of it."));
        builder.block(BlockKind::Paragraph, 0, body);
        builder.push("\n\n");
    }
    builder.finish()
}

#[test]
fn a_page_is_gone_to_by_its_label_and_come_back_from() {
    let mut stage = stage(book(20), (80, 24));
    stage.keys("g p \"12\" enter");
    assert_eq!(stage.said(), "page 12 (14 of 20)");
    assert!(stage.marked().contains("|Body 14 is"), "{}", stage.marked());
    assert!(stage.doc().folded, "what is folded stays so");
    stage.keys("H");
    assert!(stage.marked().contains("|Body 1 is"));
    stage.keys("g p \" II \" enter");
    assert!(stage.marked().contains("|Body 2 is") && stage.said() == "page ii (2 of 20)");
    stage.keys("g p \"99\" enter");
    assert_eq!(stage.said(), "no page 99; they go from i to 18");
    stage.keys("g p esc");
    assert!(stage.model.overlay.is_none() && stage.marked().contains("|Body 2 is"));
}

#[test]
fn a_paragraph_is_gone_to_by_its_number_at_any_width() {
    for screen in [(120, 40), (80, 24), (40, 12)] {
        let mut stage = stage(book(20), screen);
        stage.keys("g p \"P14\" enter");
        assert!(stage.marked().contains("|Body 14 is"), "{}", stage.marked());
        assert_eq!(stage.said(), "paragraph 14 of 20");
        stage.keys("H g p \"p2\" enter");
        assert_eq!(stage.said(), "page 2 (4 of 20)");
        stage.keys("g p \"P21\" enter");
        assert_eq!(stage.said(), "no paragraph 21; it has 20 paragraphs, P1 to P20");
    }
}

#[test]
fn in_a_text_without_pages_a_number_is_a_paragraph() {
    let mut stage = Stage::over("One.\n\nTwo.\n\nThree.");
    stage.keys("g p \"3\" enter");
    assert!(stage.marked().contains("|Three.") && stage.said() == "paragraph 3 of 3", "{}", stage.marked());
    stage.keys("g p \"xii\" enter");
    assert_eq!(stage.said(), "no page xii; it has no pages; P and a number is a paragraph");
    assert!(!status(&stage.model).right[0].starts_with("p."));
}

#[test]
fn the_page_stands_first_in_the_status_and_in_what_is_copied() {
    let mut stage = stage(book(5), (80, 24));
    stage.keys("g p \"2\" enter");
    assert_eq!(status(&stage.model).right[0], "p. 2");
    stage.keys("s y");
    assert_eq!(stage.copied, ["“Body 4 is here.” (“text.md”, p. 2)"]);
    stage.keys("v } l y");
    assert!(stage.copied[1].ends_with("(“text.md”, pp. 2–3)"), "{}", stage.copied[1]);
}

#[test]
fn the_outline_of_a_long_book_is_its_own_contents_from_where_one_reads() {
    let mut stage = stage(book(300), (80, 24));
    stage.keys("g p \"250\" enter o");
    let Some(Overlay::Choose(open)) = &stage.model.overlay else { panic!("the outline") };
    let chooser = &open.chooser;
    assert_eq!((chooser.choices.len(), chooser.at), (300, 251));
    assert_eq!((&chooser.choices[251].label[..], &chooser.choices[251].detail[..]), ("Chapter 252", "p. 250"));
    stage.keys("down enter");
    assert!(stage.marked().contains("|Body 253 is"));
}

/// A book written as its blocks, a line each: `= title` an entry of its contents at what follows, `# ` to `###### ` headings, else text.
fn written(lines: &str) -> Document {
    let mut builder = Builder::default();
    for line in lines.lines().map(str::trim) {
        if let Some(title) = line.strip_prefix("= ") {
            let at = builder.text().len();
            builder.section(title, 1, at);
            continue;
        }
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        let (level, words) = (hashes as u8, line[hashes..].trim_start());
        let span = builder.push(words);
        builder.block(if level > 0 { BlockKind::Heading } else { BlockKind::Paragraph }, level, span);
        builder.push("\n\n");
    }
    builder.finish()
}

#[test]
fn the_outline_of_a_book_is_its_contents_and_below_each_entry_the_headings_that_it_does_not_have() {
    for (book, outline) in [
        // Complete contents stay as they are, whether a number stands above the title or the title is longer.
        ("# The Book\n= One\n# 1\n# One\nText.\n= Two\n# II. Two\nText.", "One|Two"),
        ("= Chapter One: The Sea\n# CHAPTER ONE\n# The Sea\nText.", "Chapter One: The Sea"),
        ("= One\nA motto.\n# One\nText.", "One"),
        // What is missing stands below, by its depth there.
        ("= One\n# One\nText.\n## Early\nText.\n## Late\nText.\n= Two\n# Two\nText.", "One|. Early|. Late|Two"),
        ("= Part One\n# Part One\n# Chapter 1\nText.\n## Its end\nText.", "Part One|. Chapter 1|.. Its end"),
        ("= Start\n# Chapter 1\nText.\n# Chapter 2\nText.", "Start|. Chapter 1|. Chapter 2"),
        // What has text before the first entry is a part of the book; a title is none.
        ("# A Word Before\nText.\n## Its end\nText.\n= One\n# One\nText.", "A Word Before|. Its end|One"),
        // No level is left out, however the headings are numbered.
        ("= One\n# One\nText.\n## Early\nText.\n###### Deep\nText.\n### Less\nText.", "One|. Early|.. Deep|.. Less"),
        // A book without contents has its headings.
        ("# One\nText.\n## Early\nText.", "One|. Early"),
        ("### One\nText.\n###### Early\nText.\n# Two\nText.", "One|. Early|Two"),
    ] {
        let parts = crate::app::outline_parts(&written(book));
        let shown = parts.iter().map(|part| {
            let dots = ".".repeat(usize::from(part.level) - 1);
            format!("{dots} {}", part.title).trim().to_owned()
        });
        assert_eq!(shown.collect::<Vec<_>>().join("|"), outline, "{book}");
    }
}

#[test]
fn a_heading_that_the_contents_do_not_have_is_gone_to_from_the_outline() {
    let mut stage = stage(written("= One\n# One\nText.\n## Late\nMore of it.\n= Two\n# Two\nText."), (40, 12));
    stage.keys("o \"late\" enter");
    assert!(stage.marked().contains("|Late"), "{}", stage.marked());
}

/// A paragraph with a link, a reference and a link again, and the footnote that is referred to, with its way back.
fn linked() -> Document {
    let mut builder = Builder::default();
    let pieces = ["See there. ", "Words ", "1", " and the ", "site", " say so."].map(|piece| builder.push(piece));
    builder.block(BlockKind::Paragraph, 0, Span::new(0, builder.text().len()));
    builder.push("\n\n");
    let note = builder.push("A note. ");
    let back = builder.push("↩");
    builder.block(BlockKind::Footnote, 0, Span::new(note.start, back.end));
    builder.push("\n\n");
    let end = builder.push("Nothing here.");
    builder.block(BlockKind::Paragraph, 0, end);
    let link = builder.link("https://example.org/");
    builder.inline(InlineStyle::NoteRef(Some(note.start)), pieces[2]);
    builder.inline(link, pieces[4]);
    builder.inline(InlineStyle::Jump(pieces[2].start), back);
    builder.finish()
}

#[test]
fn what_is_followed_is_under_the_cursor_or_next_in_the_row_or_in_the_block() {
    for (keys, said) in [("", "|A note."), ("w w w", "|A note."), ("w w w w", "site"), ("$", "site")] {
        let mut stage = stage(linked(), (80, 24));
        stage.keys(keys.trim_end_matches('$'));
        if keys == "$" {
            // Behind the last link, the last one in the block.
            stage.model.doc.as_mut().expect("open").cursor = stage.doc().text().find("so.").expect("there");
        }
        stage.keys("g f");
        if said == "site" {
            assert_eq!(stage.copied, ["https://example.org/"], "{keys}");
        } else {
            assert!(stage.marked().contains(said), "{keys}: {}", stage.marked());
        }
    }
}

#[test]
fn a_picture_is_shown_outside_and_one_on_the_network_is_copied() {
    let mut builder = Builder::default();
    for source in ["img/wall.png", "https://example.org/wall.png", "//example.org/x.png"] {
        let span = builder.push("A stone wall in the north.");
        builder.block(BlockKind::Caption, 0, span);
        let (image, link) = (builder.image(source), builder.link("page.html"));
        let words = Span::new(span.start, span.start + "A stone wall".len());
        builder.inline(link, words);
        builder.inline(image, words);
        builder.push("\n\n");
    }
    let mut stage = stage(builder.finish(), (80, 24));
    let first = |stage: &Stage| status(&stage.model).hints.first().map(|hint| format!("{} {}", hint.keys, hint.about));
    assert_eq!(first(&stage).as_deref(), Some("g f open the picture"));
    stage.keys("w w w w");
    assert_eq!(first(&stage).as_deref(), Some("g f open the picture"), "anywhere in its description");
    stage.keys("g f");
    assert_eq!(stage.pictures, ["text.md: img/wall.png"]);
    stage.keys("} g f } g f");
    assert_eq!(stage.copied, ["https://example.org/wall.png", "//example.org/x.png"]);
    stage.send(Msg::PictureAt("/home/mei/.cache/postil/pictures/picture-1.png".to_owned()));
    assert_eq!(stage.copied[2], "/home/mei/.cache/postil/pictures/picture-1.png");
    assert_eq!(stage.said(), format!("picture: {} (copied: no screen for it here)", stage.copied[2]));
}

#[test]
fn a_footnote_leads_back_by_its_own_link_and_without() {
    let mut stage = stage(linked(), (80, 24));
    stage.keys("g f g f");
    assert!(stage.marked().starts_with("|See there."), "{}", stage.marked());
    stage.keys("g f w w w");
    let back = stage.doc().text().find('↩').expect("there");
    stage.model.doc.as_mut().expect("open").cursor = back;
    stage.keys("g f");
    assert!(stage.marked().contains("Words |1"), "{}", stage.marked());
    stage.keys("G g f");
    assert_eq!(stage.said(), "no link, footnote or picture here");
}
