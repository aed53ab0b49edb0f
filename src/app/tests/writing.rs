//! The note field and drafts: nothing typed is ever lost.

use crate::annotation::{Audience, Draft, Kind, Purpose};
use crate::app::test_stage::{PATH, Stage, config, opened};
use crate::app::{Msg, Overlay};
use crate::document::doc_path;
use std::sync::Arc;

const TEXT: &str = "One |two. Three four.";

fn field(stage: &Stage) -> String {
    match &stage.model.overlay {
        Some(Overlay::Write(writing)) => writing.field.text(),
        other => panic!("no note is being written but {other:?}"),
    }
}

#[test]
fn a_draft_is_handed_out_on_every_key_and_taken_back_at_the_end() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a");
    let mut so_far = String::new();
    for c in "why not".chars() {
        stage.keys(&format!("\"{c}\""));
        so_far.push(c);
        let expected = Draft {
            document: doc_path(PATH),
            purpose: Purpose::New(Kind::Note),
            span: Some((0, 8)),
            text: so_far.clone(),
            audience: Audience::Everybody,
            left: false,
        };
        assert_eq!(stage.draft, Some(expected).filter(|draft| !draft.text.trim().is_empty()));
    }
    stage.keys("esc");
    assert_eq!(stage.draft, None);
    assert_eq!(stage.own(), ["note [One two.] “why not”"]);
}

#[test]
fn stop_keeps_draft_and_place() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"half a tho\"");
    stage.draft = None;
    stage.send(Msg::Stop);
    assert!(stage.ended);
    assert_eq!(stage.draft.as_ref().map(|draft| draft.text.as_str()), Some("half a tho"));
    assert_eq!(stage.places[PATH].offset, 4);
}

#[test]
fn pasted_text_is_kept_as_a_draft_too() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a");
    stage.send(Msg::Paste("two\nlines\u{1b}[31m".to_owned()));
    assert_eq!(field(&stage), "two\nlines␛[31m");
    assert_eq!(stage.draft.as_ref().map(|draft| draft.text.as_str()), Some("two\nlines␛[31m"));
    let mut stage = Stage::over(TEXT);
    stage.send(Msg::Paste("d1u".to_owned()));
    assert!(stage.own().is_empty(), "pasted text is no keys");
}

#[test]
fn the_outside_editor_gives_its_text_back() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"x\" ctrl-o");
    assert_eq!(field(&stage), "x (edited outside)");
    stage.keys("esc");
    assert_eq!(stage.own(), ["note [One two.] “x (edited outside)”"]);
}

#[test]
fn what_was_dropped_can_be_had_back() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"long thoughts\" ctrl-c");
    assert_eq!(stage.said(), "left as it was; :resume brings back what you typed");
    assert_eq!(stage.draft, None);
    // It is kept for later sessions, which offer it to nobody, and is there for who asks.
    let left = std::mem::take(&mut stage.left);
    assert_eq!(
        left.iter().map(|draft| (draft.text.as_str(), draft.left)).collect::<Vec<_>>(),
        [("long thoughts", true)]
    );
    let mut later = Stage::over(TEXT);
    later.send(Msg::Drafts(left));
    assert!(
        later.said().is_empty() && !crate::app::status(&later.model).left.contains("unfinished"),
        "{}",
        later.said()
    );
    later.run("resume");
    assert_eq!((field(&later).as_str(), later.dropped.len()), ("long thoughts", 1));
    stage.keys(": \"resume\" enter");
    assert_eq!(field(&stage), "long thoughts");
    stage.keys("esc");
    assert_eq!(stage.own(), ["note [One two.] “long thoughts”"]);
    stage.keys("e \" more\" ctrl-g : \"resume\" enter \"!\" esc");
    assert_eq!(stage.own(), ["note [One two.] “long thoughts more!”"]);
    stage.keys("e ctrl-g");
    assert_eq!(stage.said(), "left as it was");
}

fn waiting(document: &str, text: &str) -> Draft {
    Draft {
        document: doc_path(document),
        purpose: Purpose::New(Kind::Question),
        span: Some((9, 20)),
        text: text.to_owned(),
        audience: Audience::Everybody,
        left: false,
    }
}

#[test]
fn drafts_of_an_earlier_session_are_offered_resumed_and_discarded() {
    let offered = "a note you were typing was not finished: :resume opens it, :discard throws it away";
    let mut stage = Stage::with(&[(PATH, "One two. Three four.")], config(), (80, 24));
    stage.send(Msg::Drafts(vec![waiting(PATH, "who"), waiting("else.md", "what")]));
    assert_eq!(crate::app::status(&stage.model).left, "an unfinished note waits in text.md: open that text");
    stage.open(PATH);
    assert_eq!(stage.said(), offered, "offered where it belongs");
    stage.keys("j");
    stage.open(PATH);
    assert_eq!(stage.said(), offered, "and again");
    stage.run("resume");
    assert_eq!(field(&stage), "who");
    assert_eq!(stage.draft.as_ref().map(|draft| draft.text.as_str()), Some("who"), "kept anew before the old one goes");
    assert_eq!(stage.dropped, [waiting(PATH, "who")], "and only that one goes");
    stage.keys("\"?\" esc");
    assert_eq!(stage.own(), ["question [Three four.] “who?”"]);
    stage.run("resume");
    assert_eq!(stage.said(), "no unfinished note in this document");

    let mut stage = Stage::over(TEXT);
    stage.send(Msg::Drafts(vec![waiting(PATH, "a"), waiting("else.md", "b"), waiting(PATH, "c")]));
    assert_eq!(stage.said(), offered);
    stage.run("discard");
    assert_eq!(stage.dropped, [waiting(PATH, "a"), waiting(PATH, "c")]);
    assert_eq!(stage.model.notes.drafts, [waiting("else.md", "b")]);
    stage.run("discard");
    assert_eq!(stage.said(), "no unfinished note in this document");
}

#[test]
fn a_draft_of_a_passage_that_is_gone_is_not_lost() {
    let mut stage = Stage::over("Short.");
    let draft =
        Draft { span: Some((900, 950)), purpose: Purpose::Change("urn:uuid:gone".into()), ..waiting(PATH, "words") };
    stage.send(Msg::Drafts(vec![draft]));
    stage.run("resume").keys("esc");
    assert_eq!(stage.own(), ["document-note the whole text “words”"]);
}

#[test]
fn a_note_that_cannot_be_kept_stays_in_its_field() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"first\" esc e \" words\"");
    // Another device deleted it meanwhile.
    stage.send(Msg::Annotations {
        path: doc_path(PATH),
        anchored: Vec::new(),
        own: Vec::new(),
        faults: Vec::new(),
        formerly: Vec::new(),
    });
    stage.keys("esc");
    assert_eq!(field(&stage), "first words");
    assert!(stage.model.status.message.as_ref().is_some_and(crate::app::Message::is_failure));
    assert!(stage.draft.is_some(), "the draft stays on the disk");
}

#[test]
fn another_text_does_not_slip_under_a_note() {
    let mut stage = Stage::with(&[("a.md", "One."), ("b.md", "Two.")], config(), (80, 24));
    stage.open("a.md");
    stage.hold = true;
    stage.keys("ctrl-n a \"about one\"");
    let b = Arc::clone(&stage.files["b.md"]);
    let job = stage.model.navigation.wanted;
    stage.send(Msg::Opened(Box::new(opened(job, "b.md", &b, None))));
    assert_eq!(stage.said(), "b.md was not opened, because you are writing; open it again");
    stage.hold = false;
    stage.keys("esc");
    assert_eq!((stage.own(), stage.doc().opened.path.as_str()), (vec!["note [One.] “about one”".to_owned()], "a.md"));
}

#[test]
fn an_opened_text_closes_labels_and_prompts_of_the_old_one() {
    let mut stage = Stage::with(&[("a.md", "One."), ("b.md", "Two.")], config(), (80, 24));
    stage.open("a.md");
    stage.hold = true;
    stage.keys("ctrl-n f");
    stage.release();
    assert!(stage.model.overlay.is_none() && stage.doc().opened.path == "b.md");
}

#[test]
fn a_place_is_kept_and_come_back_to() {
    let mut stage = Stage::with(&[("a.md", "One. Two. Three."), ("b.md", "Else.")], config(), (80, 24));
    stage.open("a.md");
    stage.keys(") m q ctrl-n");
    assert_eq!(stage.doc().opened.path, "b.md");
    stage.keys("ctrl-p");
    assert_eq!(stage.marked(), "One. |Two. Three.");
    assert_eq!(stage.said(), "back where you were; home goes to the beginning");
    stage.keys("g g ' q");
    assert_eq!(stage.marked(), "One. |Two. Three.");
}

#[test]
fn the_screen_is_painted_anew_from_anywhere_and_nothing_else_happens() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"half\" ctrl-l \" a note\"");
    assert_eq!((field(&stage).as_str(), stage.terminal.join(" ")), ("half a note", "redraw look again".to_owned()));
    stage.keys("esc ctrl-l");
    assert_eq!((stage.said(), stage.terminal.len()), ("written: “half a note”", 4), "what was said stays");
    stage.keys("3 ctrl-l");
    assert_eq!(stage.terminal.len(), 6, "nor is a number in its way");
}

#[test]
fn over_the_first_text_it_is_said_once_where_notes_go_that_cannot_go_beside_it() {
    let mut stage = Stage::with(&[("a.md", "One."), ("b.md", "Two.")], config(), (80, 24));
    stage.open("a.md");
    let told = "this folder cannot be written: notes go to ~/notes";
    let me = crate::app::Me { elsewhere: Some(told.to_owned()), ..crate::app::Me::clone(&stage.model.me) };
    stage.send(Msg::IsReader(me));
    assert_eq!(stage.said(), told);
    stage.keys("j");
    stage.open("b.md");
    assert_ne!(stage.said(), told);
}
