//! Transcripts: what is typed behind `> `, and below it what is said.

use super::orders::{self, LineOrder, ORDERS};
use super::{OrderContext, act, closing, say};
use crate::annotation::Kind;
use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{Command, ListItem, Msg};
use crate::document::doc_path;

/// A text with a heading and two paragraphs, and another that is not open, said to nobody yet.
fn stage() -> Stage {
    let texts = [
        (PATH, "# The Wall\n\nStones stand. Moss grows on them.\n\nNobody counts."),
        ("b.md", "# Moss\n\nIt is green."),
    ];
    let mut stage = Stage::with(&texts, config(), (80, 24));
    let listed =
        |(path, title): (&str, &str)| ListItem { title: Some(title.to_owned()), ..ListItem::of(doc_path(path)) };
    stage.model.config.keymap = orders::keymap();
    stage.send(Msg::Listed([(PATH, "The Wall"), ("b.md", "Moss")].map(listed).to_vec()));
    stage
}

/// Types a line; gives what is said.
fn typed(stage: &mut Stage, line: &str) -> Vec<String> {
    let order = match LineOrder::parse(line) {
        Ok(order) => order,
        Err(why) => return vec![why],
    };
    let before = OrderContext::of(&stage.model, &order);
    match act::messages(&stage.model, &order) {
        Err(why) => return vec![why],
        Ok(messages) => {
            for msg in messages {
                if !act::is_for_nothing(&stage.model, &msg) {
                    stage.send(msg);
                }
            }
        }
    }
    let told = say::told(&stage.model, &order, &before);
    if let Some(closing) = closing(&stage.model) {
        stage.send(closing);
    }
    stage.send(Msg::Heard);
    told
}

/// Plays a transcript and compares it, line by line.
fn check(stage: &mut Stage, transcript: &str) {
    let mut played = Vec::new();
    for line in transcript.lines().filter_map(|line| line.trim_start().strip_prefix('>')) {
        played.push(format!(">{line}"));
        played.extend(typed(stage, line));
    }
    let expected: Vec<&str> = transcript.trim().lines().map(str::trim).collect();
    assert_eq!(played, expected, "{}", played.join("\n"));
}

#[test]
fn the_core_of_reading_goes_by_lines() {
    let mut stage = stage();
    check(
        &mut stage,
        "> next
         no text is open; list names the texts, open NUMBER opens one
         > list
         2 texts
         1. Moss
         2. The Wall
         > open wall
         The Wall
         0 percent, under “The Wall”, in text.md
         heading, level 1: The Wall
         >
         Stones stand.
         >
         Moss grows on them.
         > back
         Stones stand.
         > paragraph
         Nobody counts.
         > p
         the end of the text
         > find moss
         hit 1 of 1 (round the end)
         Moss grows on them.
         > go P2
         Nobody counts.
         > go h1
         heading, level 1: The Wall
         > outline
         h1, level 1: The Wall
         > go there
         say where: go P12 (a paragraph), p12 (a page), 40%, h3 (a heading), start, end
         > where
         0 percent, under “The Wall”, in text.md",
    );
}

#[test]
fn back_leads_to_the_sentence_before_from_the_end_of_the_text_and_from_within_one_too() {
    let mut stage = stage();
    stage.open(PATH);
    check(
        &mut stage,
        "> go end
         Nobody counts.
         > next
         the end of the text
         > back
         Moss grows on them.
         > find grows
         hit 1 of 1
         Moss grows on them.
         > back
         Stones stand.
         > back
         heading, level 1: The Wall
         > back
         the beginning of the text",
    );
}

#[test]
fn what_has_an_order_is_called_by_it_and_never_by_a_sign() {
    let stage = stage();
    let named = |command| crate::app::key_of(&stage.model, command);
    assert_eq!(
        [Command::Undo, Command::Start, Command::HitPrev, Command::Receipt].map(named),
        ["undo", "go start", "before", "receipt on the screen"]
    );
    for (_, name) in orders::OTHERWISE {
        let order = LineOrder::parse(name).expect("an order");
        assert!(order.row().is_some());
    }
}

#[test]
fn texts_of_one_title_are_told_apart_and_one_thing_is_one() {
    let mut stage = stage();
    let listed = |path: &str| ListItem {
        title: Some("Moss".to_owned()),
        words: Some(1),
        annotations: 1,
        ..ListItem::of(doc_path(path))
    };
    stage.send(Msg::Listed(vec![listed("b.md"), listed("c.pdf")]));
    check(
        &mut stage,
        "> list moss
         2 of 3 texts
         1. Moss, md, 1 word, 1 annotation
         2. Moss, pdf, 1 word, 1 annotation
         > list wall
         1 of 3 texts
         3. The Wall",
    );
}

#[test]
fn what_is_written_is_said_with_whose_what_and_which_colour() {
    let mut stage = stage();
    stage.open(PATH);
    check(
        &mut stage,
        "> find stones
         hit 1 of 1
         Stones stand.
         > mark green
         marked green: agree; tag tags it, note adds a note
         > again
         Stones stand.
         1. highlight by you, green
         > note For how long?
         written: “For how long?”
         > tag time
         tagged time
         > next
         Moss grows on them.
         > question Which moss?
         written: “Which moss?”
         > notes
         2 annotations
         1. note by you, green, tagged time: For how long?, on “Stones stand.”
         2. question by you: Which moss?, on “Moss grows on them.”
         > show 1
         Stones stand.
         1. note by you, green, tagged time: For how long?
         > annotation
         Moss grows on them.
         2. question by you: Which moss?
         > delete
         question deleted; undo brings it back
         > undo
         undone: question “Which moss?” is back; redo does it again",
    );
}

#[test]
fn others_are_answered_and_agreed_with() {
    let mut stage = stage();
    stage.other(PATH, Kind::Question, "Nobody counts.", "Why?");
    stage.open(PATH);
    check(
        &mut stage,
        "> annotation
         Nobody counts.
         1. question by ana: Why?
         > reply There are too many.
         written: “There are too many.”
         > notes
         2 annotations
         1. question by ana: Why?, on “Nobody counts.”
         2. reply by you to 1: There are too many.",
    );
}

#[test]
fn an_order_that_is_none_names_the_nearest_and_each_has_names_of_its_own() {
    let mut stage = stage();
    assert_eq!(typed(&mut stage, "lits"), ["there is no order “lits”; did you mean list?"]);
    assert!(typed(&mut stage, "\u{1b}[31m").iter().all(|line| !line.contains('\u{1b}')));
    let mut names: Vec<&str> =
        ORDERS.iter().flat_map(|row| [row.name, row.short]).filter(|name| !name.is_empty()).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "{names:?}");
    assert_eq!(typed(&mut stage, "help").len(), ORDERS.len());
}

#[test]
fn nothing_is_written_before_the_name_is_known_and_then_it_is() {
    let mut stage = stage();
    stage.model.me.confirmed = false;
    stage.open(PATH);
    check(
        &mut stage,
        "> note Who?
         under which name do you write? Say name YOUR NAME; name alone takes Mei Tanaka; then give the order again
         > name Ines
         you write as Ines (ines) from now on
         > note Who?
         written: “Who?”",
    );
}

#[test]
fn an_order_for_what_is_not_there_says_so() {
    let mut stage = stage();
    stage.open(PATH);
    assert_eq!(typed(&mut stage, "show 9"), ["there are no notes on this text"]);
    let told = typed(&mut stage, "reply some words");
    assert!(told.iter().all(|line| !line.contains("esc")) && !told.is_empty(), "{told:?}");
}
