//! Layers: whose annotations show, that what is hidden answers to nothing, letters, and what nobody marked.

use crate::annotation::Kind;
use crate::app::query::audience::who_for;
use crate::app::test_stage::{PATH, Stage, config, person};
use crate::app::{Msg, Overlay, status};
use crate::config::syllabus::Syllabus;
use std::sync::Arc;

const TEXT: &str = "One two. Three four.\n\nFive six. Seven.\n\nEight nine.\n\nTen.";

/// One's own mark, a note of mei's and two marks of tom's; the reader of the stage is called mei too, so mia it is.
fn stage() -> Stage {
    let mut stage = Stage::with(&[(PATH, TEXT)], config(), (120, 30));
    stage.send(Msg::Readers(["mia", "tom", "zoe"].map(person).to_vec()));
    stage.by("mia", PATH, Kind::Note, ("Three four.", "Why four?"));
    stage.by("tom", PATH, Kind::Highlight, ("two", ""));
    stage.by("tom", PATH, Kind::Question, ("Five", "And six?"));
    let groups = [("red".to_owned(), vec!["mei".to_owned(), "tom".to_owned()])];
    *stage.model.seminar.syllabus = Arc::new(Syllabus { groups: groups.into(), ..Syllabus::default() });
    stage.open(PATH);
    stage.keys("g g s 1 g g");
    stage
}

/// Who made the annotations that show, in text order, and what the layers are called.
fn shown(stage: &Stage) -> String {
    let who: Vec<&str> = stage.doc().annotations.visible().map(|anchored| anchored.reader.as_str()).collect();
    format!("{}|{}", who.join(" "), stage.model.peers.layers.chosen().unwrap_or_default())
}

#[test]
fn one_key_goes_through_the_layers_and_says_so() {
    let mut stage = stage();
    let mut steps = vec![shown(&stage)];
    let mut said = Vec::new();
    for _ in 0..4 {
        stage.keys("c");
        steps.push(shown(&stage));
        said.push(stage.said().to_owned());
    }
    assert_eq!(steps, ["mei tom mia tom|", "mei|mine", "tom mia tom|others", "|none", "mei tom mia tom|"]);
    assert_eq!(
        said,
        [
            "only your own (1 of 4); c shows the others'",
            "only the others' (3 of 4); c shows none",
            "no annotations show (0 of 4); c shows all again",
            "all layers (4)"
        ]
    );
}

#[test]
fn who_stands_in_no_row_of_the_roster_is_a_stranger_on_the_card_and_in_the_list_and_nobody_is_without_one() {
    let told = |plan: &str| {
        let mut stage = stage();
        *stage.model.seminar.syllabus = Arc::new(crate::config::syllabus::parse(plan).0);
        let author = |anchored| who_for(&stage.model.seminar, "mei", anchored);
        let authors: Vec<String> = stage.doc().annotations.visible().map(author).collect();
        stage.keys("C");
        let Some(Overlay::Choose(open)) = &stage.model.overlay else { panic!("the chooser") };
        let strangers = open.chooser.choices.iter().filter(|row| row.detail.contains("not in the roster"));
        let strangers: Vec<&str> = strangers.map(|row| row.label.as_str()).collect();
        (authors.join(" "), strangers.join(" "))
    };
    let both = |authors: &str, strangers: &str| (authors.to_owned(), strangers.to_owned());
    let tom = "tom (stranger)";
    assert_eq!(told("[readers]\nmia = { name = 'Mia' }\n"), both(&format!("me {tom} mia {tom}"), "tom zoe"));
    assert_eq!(told("title = 'T'\n"), both("me tom mia tom", ""));
}

#[test]
fn the_chooser_shows_one_reader_or_a_group_with_letters_and_counts() {
    let mut stage = stage();
    stage.keys("C");
    let Some(Overlay::Choose(prompt)) = &stage.model.overlay else { panic!("the chooser") };
    let sign = |at: usize| prompt.chooser.chips[at].map_or(' ', |sign| sign.letter);
    let rows = prompt.chooser.choices.iter().enumerate();
    let rows: Vec<String> = rows.map(|(at, row)| format!("{} {} {}", sign(at), row.label, row.detail)).collect();
    let expected = [
        "  all 4",
        "* mine 1",
        "  others 3",
        "  none ",
        "  group red: mei, tom ",
        "M mia 1",
        "T tom 2",
        "Z zoe nothing here",
    ];
    assert_eq!(rows, expected);
    stage.keys("\"tom\" enter");
    assert_eq!((shown(&stage).as_str(), stage.said()), ("tom tom|tom", "only tom (2 of 4); c shows all again"));
    stage.keys("C \"group\" enter");
    assert_eq!(shown(&stage), "mei tom tom|red");
    stage.keys("c");
    assert_eq!(shown(&stage), "mei tom mia tom|");
}

#[test]
fn what_is_hidden_answers_to_nothing() {
    for keys in ["d", "e esc", "x", "t esc", "tab d", "tab e", "tab x 3", "V esc", "R esc"] {
        let mut stage = stage();
        stage.keys("c c g g");
        assert_eq!(stage.model.peers.layers.chosen().as_deref(), Some("others"));
        stage.keys(keys);
        assert_eq!(stage.own(), ["highlight yellow [One two.]"], "{keys}: {}", stage.said());
        assert_eq!(stage.model.peers.layers.chosen().as_deref(), Some("others"), "{keys}");
    }
    let mut stage = stage();
    stage.keys("c g g ;");
    assert_eq!(stage.model.peers.layers.chosen().as_deref(), Some("mine"));
    assert_eq!(stage.said(), "no annotation after this", "none of the others' is gone to");
    assert!(stage.model.notes.cards.len() == 1 && status(&stage.model).left.starts_with("no annotation"));
}

#[test]
fn what_is_chosen_in_the_notes_and_hidden_then_is_no_longer_meant() {
    let mut stage = stage();
    stage.keys("tab g g");
    let own = stage.model.notes.selected.clone();
    stage.keys("c c");
    assert_ne!(stage.model.notes.selected, own);
    stage.keys("d");
    assert_eq!(stage.said(), "this is tom's; only its author can delete it");
    stage.keys("c t d");
    assert_eq!((stage.own().len(), stage.said()), (1, "no annotation here"), "with none showing");
}

#[test]
fn what_is_written_shows_and_says_so() {
    for (keys, before, after) in [
        ("c c", "others", ""),
        ("c c c", "none", "mine"),
        ("C \"tom\" enter", "tom", "tom and mine"),
        ("c", "mine", "mine"),
    ] {
        let mut stage = stage();
        stage.keys(keys);
        assert_eq!(stage.model.peers.layers.chosen().as_deref(), Some(before));
        stage.keys("G s 2");
        assert_eq!(stage.model.peers.layers.chosen().unwrap_or_default(), after, "{keys}");
        assert!(
            stage.doc().annotations.anchored.iter().filter(|anchored| anchored.mine).all(|anchored| !anchored.hidden),
            "{keys}"
        );
        let back = stage.said().starts_with("your own layer shows again · marked green");
        assert_eq!(back, before != "mine", "{keys}: {}", stage.said());
        stage.keys("j");
        assert!(!stage.said().contains("own layer"), "it is said once");
    }
}

#[test]
fn undoing_what_is_hidden_shows_it() {
    let mut stage = stage();
    stage.keys("s 2 c c u");
    assert_eq!((shown(&stage).as_str(), stage.own()[0].as_str()), ("mei tom mia tom|", "highlight yellow [One two.]"));
    assert!(stage.said().starts_with("your own layer shows again · undone"), "{}", stage.said());
}

#[test]
fn answers_and_votes_are_in_the_layer_of_their_author() {
    let mut stage = stage();
    let note = stage.others[PATH][0].annotation.clone();
    let mut answer = stage.others[PATH][1].clone();
    answer.annotation.id = "urn:uuid:0193f3a0-0000-7000-8000-000000000777".into();
    answer.annotation.kind = Kind::Reply;
    answer.annotation.target = crate::annotation::Target::Annotation(note.id);
    answer.record = crate::annotation::Record::of(&answer.annotation);
    stage.others.get_mut(PATH).expect("others").push(answer);
    stage.open(PATH);
    stage.keys("C \"mia\" enter");
    assert_eq!(shown(&stage), "mia|mia", "without tom's answer");
    stage.keys("c C \"tom\" enter");
    assert_eq!(shown(&stage), "tom tom tom|tom");
}

#[test]
fn a_key_makes_nothing_anew_and_an_annotation_only_what_is_ones_own() {
    let mut stage = stage();
    let (version, all) = (stage.model.peers.layers.version, stage.model.peers.layers.counts.all);
    stage.keys("j k G g g w s esc tab j tab tab / \"o\" enter");
    stage.keys("esc G s 1");
    assert_eq!((stage.model.peers.layers.version, stage.model.peers.layers.counts.all), (version, all + 1));
    stage.open(PATH);
    assert!(stage.model.peers.layers.version > version);
}

#[test]
fn letters_stay_while_the_readers_do_and_are_not_needed_alone() {
    let mut stage = stage();
    let heads = |stage: &Stage| -> Vec<String> { stage.cards().iter().map(|card| card.rows[0].text.clone()).collect() };
    let before = heads(&stage);
    assert_eq!(before, ["* me · highlight yellow", "T tom · highlight green", "M mia · note", "T tom · question"]);
    stage.keys("C \"tom\" enter c");
    assert_eq!(heads(&stage), before);
    stage.others.clear();
    stage.open(PATH);
    assert_eq!(heads(&stage), ["me · highlight yellow"]);
}

#[test]
fn a_layer_stays_chosen_in_the_next_text() {
    let mut stage = stage();
    stage.keys("c");
    stage.open(PATH);
    assert_eq!(shown(&stage), "mei|mine");
}

#[test]
fn paragraphs_that_nobody_marked_are_listed_and_gone_to() {
    let mut stage = stage();
    let list = |stage: &Stage| -> Vec<String> {
        let Some(Overlay::Choose(list)) = &stage.model.overlay else { return vec![stage.said().to_owned()] };
        let rows = list.chooser.choices.iter().map(|choice| choice.label.clone());
        std::iter::once(list.chooser.title.clone()).chain(rows).collect()
    };
    stage.keys("U");
    assert_eq!(list(&stage), ["Marked by nobody: 2 of 4 paragraphs", "3  Eight nine.", "4  Ten."]);
    stage.keys("down enter");
    assert_eq!((stage.marked().contains("|Ten."), stage.said()), (true, "H goes back to where you were"));
    stage.keys("H");
    assert!(stage.marked().contains("|One two."), "{}", stage.marked());
    stage.keys("C \"mia\" enter U");
    assert_eq!(list(&stage)[..2], ["Not marked by mia: 3 of 4 paragraphs", "2  Five six. Seven."]);
    stage.keys("esc c c U");
    assert_eq!(list(&stage)[0], "Not marked by you: 3 of 4 paragraphs");
    stage.keys("esc c c U");
    assert_eq!(list(&stage), ["no layer shows, so nothing is marked; C chooses whose marks count"]);
    stage.keys("c G s 1 { { s 1 U");
    assert_eq!(
        list(&stage),
        ["every paragraph is marked by somebody; C chooses one reader, to see what they left out"]
    );
}

#[test]
fn where_nobody_marked_anything_every_paragraph_is_listed() {
    let mut stage = Stage::over(TEXT);
    stage.keys("U");
    let Some(Overlay::Choose(list)) = &stage.model.overlay else { panic!("{}", stage.said()) };
    assert_eq!(list.chooser.title, "Nobody has marked anything yet: 4 paragraphs");
    let mut stage = Stage::over("# A heading");
    stage.keys("U");
    assert_eq!(stage.said(), "this text has no paragraphs to mark");
}

#[test]
fn a_long_list_of_paragraphs_is_the_part_around_the_cursor() {
    let text: Vec<String> = (1..=5_000).map(|n| format!("Paragraph {n}.")).collect();
    let mut stage = Stage::over(&text.join("\n\n"));
    stage.keys("/ \"Paragraph 3000.\" enter U");
    let Some(Overlay::Choose(list)) = &stage.model.overlay else { panic!("{}", stage.said()) };
    let current = &list.chooser.choices[list.chooser.current().expect("one")];
    assert_eq!((list.chooser.choices.len(), current.label.as_str()), (2_000, "3000  Paragraph 3000."));
    assert!(list.chooser.title.ends_with("5000 paragraphs, 2000 around here"), "{}", list.chooser.title);
}
