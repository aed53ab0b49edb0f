//! The board of questions: over all texts, in order, kept true, and a way to where each stands.

use crate::annotation::{Annotation, Kind, Reader};
use crate::app::test_stage::{Stage, config};
use crate::app::{Board, Msg, Overlay};
use crate::document::doc_path;
use crate::study::Summary;

const A: &str = "a.md";
const B: &str = "b.md";

fn stage() -> Stage {
    let mut stage = Stage::with(&[(A, "One two. Three four."), (B, "Five six. Seven.")], config(), (120, 30));
    stage.other(A, Kind::Question, "Three four.", "Why four?");
    stage.other(B, Kind::Question, "Five six.", "Who is six?");
    stage.other(B, Kind::Prompt, "Seven.", "Discuss.");
    let (a, b) = (stage.others[A][0].annotation.clone(), stage.others[B][0].annotation.clone());
    stage.answer_by(B, "tom", &b.id, "");
    stage.answer_by(A, "tom", &a.id, "Because.");
    let people = [("ana", &*a.creator), ("tom", "urn:uuid:tom")];
    let reader = |(name, id): (&str, &str)| Reader { id: id.into(), name: name.to_owned(), nickname: name.to_owned() };
    stage.send(Msg::Readers(people.map(reader).to_vec()));
    let all = |anchored: &Vec<crate::app::AnchoredAnnotation>| -> Vec<Annotation> {
        anchored.iter().map(|anchored| anchored.annotation.clone()).collect()
    };
    let summaries = stage.others.iter().map(|(path, anchored)| (doc_path(path), Summary::of(&all(anchored)))).collect();
    stage.send(Msg::Surveyed { faults: Vec::new(), left_out: None, summaries });
    stage
}

fn board(stage: &Stage) -> &Board {
    match &stage.model.overlay {
        Some(Overlay::Board(board)) => board,
        other => panic!("no board but {other:?}, said: {}", stage.said()),
    }
}

/// The rows as `votes/answers who: question (document) by whose answer`, the current one marked.
fn rows(stage: &Stage) -> Vec<String> {
    let board = board(stage);
    let drawn = |(at, row): (usize, &crate::app::BoardRow)| {
        let by = row.settled_by.as_ref().map_or(String::new(), |who| format!(" by {who}"));
        let mark = if at == board.at { "> " } else { "" };
        format!("{mark}{}/{} {}: {} ({}){by}", row.votes, row.answers, row.who, row.note, row.title)
    };
    board.rows.iter().enumerate().map(drawn).collect()
}

#[test]
fn all_open_questions_stand_there_the_most_asked_first() {
    let mut stage = stage();
    stage.keys("B");
    assert_eq!(rows(&stage), ["> 1/0 ana: Who is six? (b.md)", "0/1 ana: Why four? (a.md)"]);
    stage.keys("\"WHY\"");
    assert_eq!(rows(&stage), ["> 0/1 ana: Why four? (a.md)"]);
    stage.keys("esc down");
    assert_eq!(rows(&stage)[1], "> 0/1 ana: Why four? (a.md)");
    stage.keys("esc");
    assert!(stage.model.overlay.is_none());
}

#[test]
fn enter_goes_to_the_question_in_another_text_too() {
    let mut stage = stage();
    stage.open(A);
    stage.keys("B enter");
    assert_eq!((stage.doc().opened.path.as_str(), stage.marked()), (B, "|Five six. Seven.".to_owned()));
    stage.keys("G B down enter");
    assert_eq!((stage.doc().opened.path.as_str(), stage.marked()), (A, "One two. |Three four.".to_owned()));
    stage.keys("g g B down enter");
    assert_eq!(stage.marked(), "One two. |Three four.", "and in the open one");
}

#[test]
fn a_vote_counts_at_once_where_the_text_is_open() {
    let mut stage = stage();
    stage.open(A);
    stage.keys("B +");
    assert_eq!(stage.said(), "this question stands on another text: enter opens it there, and + votes");
    stage.keys("down +");
    assert_eq!(stage.said(), "me too: 2 ask this now");
    assert_eq!(rows(&stage), ["> 1/1 ana: Why four? (a.md)", "1/0 ana: Who is six? (b.md)"]);
    stage.keys("esc");
    stage.open(B);
    stage.keys("B");
    assert_eq!(rows(&stage)[0], "> 1/1 ana: Why four? (a.md)", "also when the text is closed again");
}

#[test]
fn a_question_that_few_can_read_says_who() {
    let mut stage = stage();
    stage.open(A);
    stage.keys("Q \"Mine?\" ctrl-t esc B");
    assert!(rows(&stage).contains(&"0/0 only me: Mine? (a.md)".to_owned()), "{:?}", rows(&stage));
    stage.keys("esc");
    stage.open(B);
    stage.keys("B");
    assert!(rows(&stage).contains(&"0/0 only me: Mine? (a.md)".to_owned()), "on another text: {:?}", rows(&stage));
}

#[test]
fn settled_questions_show_when_they_are_asked_for() {
    let mut stage = stage();
    stage.open(A);
    stage.keys("Q \"Mine?\" esc");
    let mine =
        stage.doc().annotations.anchored.iter().find(|anchored| anchored.mine).expect("asked").annotation.id.clone();
    stage.answer_by(A, "tom", &mine, "Yours.");
    stage.open(A);
    stage.keys("tab / \"yours\" enter j + B");
    assert_eq!(board(&stage).counts, (2, 1), "{}", stage.said());
    assert_eq!(rows(&stage).len(), 2);
    stage.keys("tab");
    assert_eq!(rows(&stage)[2], "0/1 me: Mine? (a.md) by tom");
}

#[test]
fn the_board_follows_what_others_write_and_keeps_its_place() {
    let mut stage = stage();
    stage.open(A);
    stage.keys("B down");
    let other = stage.others[B][0].annotation.clone();
    let new = Annotation { id: "urn:uuid:new".into(), note: Some("And seven?".to_owned()), ..other.clone() };
    stage.send(Msg::SummedUp(vec![(doc_path(B), Summary::of(&[&other, &new]))]));
    let expected = ["> 0/1 ana: Why four? (a.md)", "0/0 ana: And seven? (b.md)", "0/0 ana: Who is six? (b.md)"];
    let mut shown = rows(&stage);
    shown.sort_unstable_by_key(|row| !row.starts_with('>'));
    assert_eq!(shown.len(), expected.len(), "{shown:?}");
    assert_eq!(shown[0], expected[0]);
}

#[test]
fn a_question_that_was_deleted_meanwhile_is_not_gone_to() {
    let mut stage = stage();
    stage.open(A);
    stage.others.get_mut(B).expect("there").clear();
    stage.keys("B enter");
    assert!(stage.said().contains("it is not here any more"), "{}", stage.said());
}
