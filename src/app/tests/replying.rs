//! Threads on the cards, answers, votes, mentions: who says what to whom, and what it does to a question.

use crate::annotation::{AnnotationId, Audience, Draft, Kind, Origin, Purpose, Reader, Record, Target};
use crate::app::test_stage::{PATH, Stage, config, mei};
use crate::app::{Card, CardRole, CardRow, Msg, Overlay, Pane, status};
use crate::config::syllabus::Syllabus;
use crate::document::{BlockKind, Builder, Comment, doc_path};
use crate::text::Span;
use std::sync::Arc;

const TEXT: &str = "One two. Three four. Five six.";

/// A text with a question of ana's on its first sentence, open on a wide screen; gives the question's id.
fn asked() -> (Stage, AnnotationId) {
    let mut stage = Stage::with(&[(PATH, TEXT)], config(), (120, 40));
    stage.other(PATH, Kind::Question, "One two.", "Why two?");
    let id = stage.others[PATH][0].annotation.id.clone();
    (stage, id)
}

fn people(stage: &mut Stage, leader: Option<&str>) {
    let reader = |nickname: &str| Reader {
        id: if nickname == "mei" { mei().id } else { format!("urn:uuid:{nickname}").into() },
        name: format!("{} Smith", nickname.to_uppercase()),
        nickname: nickname.to_owned(),
    };
    stage.send(Msg::Readers(["ana", "mei", "tom", "tomoko"].map(reader).to_vec()));
    let syllabus = Syllabus { leader: leader.map(str::to_owned), ..Syllabus::default() };
    *stage.model.seminar.syllabus = Arc::new(syllabus);
    stage.resize((120, 40));
}

/// The cards in a few words: dots for the indentation, the head without its letter, then what was made of it. `(…)` is
/// there for context.
fn cards(stage: &Stage) -> Vec<String> {
    let drawn = |card: &Card| {
        let said = |thread: bool| {
            let wanted = |row: &&CardRow| {
                if thread { row.role == CardRole::Thread } else { matches!(row.role, CardRole::Head(_)) }
            };
            card.rows.iter().filter(wanted).map(|row| row.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        let (head, thread) = (said(false), said(true));
        let head = card.sign.map_or(&head[..], |sign| head.trim_start_matches(sign.letter).trim_start());
        let rows = if thread.is_empty() { head.to_owned() } else { format!("{head} | {thread}") };
        let dots = ".".repeat(usize::from(card.indent) / 2);
        if card.context { format!("({dots}{rows})") } else { format!("{dots}{rows}") }
    };
    stage.cards().iter().map(drawn).collect()
}

#[test]
fn answers_stand_under_what_they_answer_and_votes_are_a_count() {
    let (mut stage, question) = asked();
    let answer = stage.answer_by(PATH, "tom", &question, "Because of one.");
    stage.answer_by(PATH, "ana", &answer, "I see.");
    stage.answer_by(PATH, "tom", &question, "");
    stage.answer_by(PATH, "tomoko", &question, "");
    stage.other(PATH, Kind::Note, "Five six.", "Late.");
    stage.open(PATH);
    let expected =
        ["ana · question | open · 2 answers · +2 tom, tomoko", ".tom · reply", "..ana · reply", "ana · note"];
    assert_eq!(cards(&stage), expected);
    assert!(stage.cards()[1].rows.iter().all(|row| !matches!(row.role, CardRole::Quote(_))));
}

#[test]
fn an_answer_without_its_question_hangs_under_a_placeholder() {
    let mut stage = Stage::with(&[(PATH, TEXT)], config(), (120, 40));
    let answer = stage.answer_by(PATH, "tom", &"urn:uuid:gone".into(), "So it is.");
    stage.answer_by(PATH, "ana", &answer, "Is it?");
    stage.open(PATH);
    assert_eq!(cards(&stage), ["tom · reply | (answers what is deleted or not here)", ".ana · reply"]);
}

#[test]
fn an_answer_stands_nowhere_once_its_question_is_deleted_and_where_it_stood_when_that_comes_back() {
    let mut stage = Stage::with(&[(PATH, TEXT)], config(), (120, 40));
    stage.open(PATH);
    stage.keys(": \"question\" enter \"Why?\" esc");
    let question = stage.doc().annotations.anchored.own().next().map(|(_, own)| own.annotation.id.clone()).unwrap();
    stage.answer_by(PATH, "tom", &question, "Because.");
    stage.open("elsewhere");
    stage.open(PATH);
    let answer = |stage: &Stage| {
        let anchored = &stage.doc().annotations.anchored;
        anchored.iter().find(|anchored| !anchored.mine).map(|answer| answer.anchor)
    };
    let before = answer(&stage).unwrap();
    assert!(before.span.is_some());
    stage.model.notes.selected = Some(question);
    stage.keys("d");
    assert_eq!(answer(&stage), Some(crate::annotation::Anchor::NOWHERE));
    stage.keys("u");
    assert_eq!(answer(&stage), Some(before));
}

#[test]
fn a_deep_chain_is_indented_no_further_than_three_steps() {
    let (mut stage, mut parent) = asked();
    for _ in 0..9 {
        parent = stage.answer_by(PATH, "tom", &parent, "And so on.");
    }
    stage.open(PATH);
    let indents: Vec<u16> = stage.cards().iter().map(|card| card.indent).collect();
    assert_eq!(indents, [0, 2, 4, 6, 6, 6, 6, 6, 6, 6]);
}

#[test]
fn a_filter_that_lets_an_answer_through_shows_what_it_answers() {
    let (mut stage, question) = asked();
    stage.answer_by(PATH, "tom", &question, "Because of one.");
    stage.answer_by(PATH, "tomoko", &question, "Or not.");
    stage.open(PATH);
    stage.keys("tab / \"because\" enter");
    assert_eq!(cards(&stage), ["(ana · question | open · 2 answers)", ".tom · reply"]);
}

#[test]
fn an_answer_is_written_undone_and_done_again() {
    let (mut stage, question) = asked();
    stage.open(PATH);
    stage.keys("r \"Because.\" esc");
    assert_eq!(stage.own(), ["reply [One two.] “Because.”"]);
    let record = stage.disk.values().next().expect("it is on the disk");
    assert_eq!(record.annotation().map(|it| it.target), Some(Target::Annotation(question)));
    assert_eq!(cards(&stage), ["ana · question | open · 1 answer", ".me · reply"]);
    stage.keys("u");
    assert!(stage.own().is_empty());
    stage.keys("ctrl-r");
    assert_eq!(stage.own(), ["reply [One two.] “Because.”"]);
    stage.keys("tab j r \"Also.\" esc");
    assert_eq!(cards(&stage)[2], "..me · reply", "to the chosen card, one's own too");
    stage.keys("r esc");
    assert_eq!(stage.said(), "nothing written");
}

#[test]
fn an_unfinished_answer_survives_and_is_an_answer_again() {
    let (mut stage, question) = asked();
    stage.open(PATH);
    stage.keys("r \"half\"");
    let draft = stage.draft.clone().expect("kept after each key");
    let kept = Draft {
        document: doc_path(PATH),
        purpose: Purpose::Reply(question.clone()),
        span: Some((0, 8)),
        text: "half".to_owned(),
        audience: Audience::Everybody,
        left: false,
    };
    assert_eq!(draft, kept);
    let mut later = Stage::with(&[(PATH, TEXT)], config(), (80, 24));
    later.send(Msg::Drafts(vec![draft]));
    later.open(PATH);
    later.run("resume").keys("\" a thought\" esc");
    let record = later.disk.values().next().and_then(Record::annotation).expect("it was written");
    assert_eq!(record.kind, Kind::Reply);
    assert_eq!(record.target, Target::Annotation(question), "though the question is not here now");
}

#[test]
fn me_too_is_given_and_taken_back() {
    let (mut stage, question) = asked();
    stage.answer_by(PATH, "tom", &question, "");
    stage.answer_by(PATH, "tomoko", &question, "");
    stage.open(PATH);
    stage.keys("+");
    assert_eq!(stage.said(), "me too: 4 ask this now");
    assert_eq!(cards(&stage), ["ana · question | open · +3 tom, tomoko, me"]);
    stage.keys("u");
    assert_eq!(cards(&stage), ["ana · question | open · +2 tom, tomoko"]);
    stage.keys("ctrl-r +");
    assert_eq!(stage.said(), "taken back: 3 ask this now");
    assert_eq!(cards(&stage), ["ana · question | open · +2 tom, tomoko"]);
    assert!(stage.disk.values().all(Record::is_tombstone), "a tombstone stays of it");
    stage.keys("d");
    assert!(stage.said().contains("only its author"), "a vote is never the annotation under the cursor");
}

#[test]
fn the_asker_settles_a_question_by_a_vote_for_an_answer() {
    let mut stage = Stage::with(&[(PATH, TEXT)], config(), (120, 40));
    stage.open(PATH);
    stage.keys("Q \"Why?\" esc +");
    assert_eq!(stage.said(), "your own question; + on an answer says that it settles it");
    let question = stage.doc().annotations.anchored[0].annotation.id.clone();
    stage.answer_by(PATH, "tom", &question, "Because.");
    stage.open(PATH);
    stage.keys("tab j +");
    assert_eq!(stage.said(), "settled by tom's answer; + takes it back");
    let expected =
        ["me · question | settled by tom's answer · 1 answer", ".tom · reply | settles the question · +1 me"];
    assert_eq!(cards(&stage), expected);
    stage.keys("+");
    assert_eq!(stage.said(), "taken back: the question is open again");
    assert_eq!(cards(&stage), ["me · question | open · 1 answer", ".tom · reply"]);
}

#[test]
fn the_leader_settles_what_others_asked_and_nobody_else_does() {
    let (mut stage, question) = asked();
    stage.answer_by(PATH, "tom", &question, "Because.");
    stage.open(PATH);
    people(&mut stage, None);
    stage.keys("tab j +");
    assert_eq!(stage.said(), "you agree with tom: 1 agrees now; + takes it back");
    assert_eq!(cards(&stage)[0], "ana · question | open · 1 answer");
    people(&mut stage, Some("mei"));
    assert_eq!(cards(&stage)[0], "ana · question | settled by tom's answer · 1 answer", "the same vote, of the leader");
    stage.keys("+ +");
    assert_eq!(stage.said(), "settled by tom's answer; + takes it back");
}

#[test]
fn nobody_votes_for_their_own() {
    let mut stage = Stage::over(TEXT);
    stage.keys("+");
    assert_eq!(stage.said(), "no annotation here to agree with");
    stage.keys("a \"So.\" esc +");
    assert_eq!(stage.said(), "your own; it is for others to agree with it");
    assert_eq!(stage.disk.len(), 1);
}

#[test]
fn the_keys_that_answer_are_offered_where_there_is_something_to_answer() {
    let hints = |stage: &Stage| -> Vec<String> {
        status(&stage.model).hints.iter().take(3).map(|hint| format!("{} {}", hint.keys, hint.about)).collect()
    };
    let (mut stage, _) = asked();
    stage.open(PATH);
    assert_eq!(hints(&stage), ["r answer", "+ me too", "f pick a sentence"]);
    stage.keys("tab");
    assert_eq!(hints(&stage), ["enter go there", "r answer", "+ me too"]);
    stage.keys("+");
    assert_eq!(hints(&stage)[2], "+ take it back", "what the key does now");
    stage.keys("+ tab tab G");
    assert_eq!(hints(&stage)[0], "f pick a sentence");
}

#[test]
fn a_reader_is_mentioned_with_a_few_keys() {
    let (mut stage, _) = asked();
    stage.open(PATH);
    people(&mut stage, None);
    stage.keys("a \"see @to\"");
    let hints: Vec<String> =
        status(&stage.model).hints.iter().map(|hint| format!("{} {}", hint.keys, hint.about)).collect();
    assert_eq!(hints, ["tab @tom", "or @tomoko", "esc keep it"]);
    stage.keys("tab \"there\"");
    let Some(Overlay::Write(writing)) = &stage.model.overlay else { panic!("a note is being written") };
    assert_eq!(writing.field.text(), "see @tom there");
    assert_eq!(stage.draft.as_ref().map(|draft| draft.text.as_str()), Some("see @tom there"));
    stage.keys("\" @\" tab");
    let Some(Overlay::Write(writing)) = &stage.model.overlay else { panic!("a note is being written") };
    assert_eq!(writing.field.text(), "see @tom there @ana ", "oneself comes last");
}

#[test]
fn a_mention_of_me_is_marked_and_found() {
    let (mut stage, question) = asked();
    stage.answer_by(PATH, "tom", &question, "Ask @Mei, not mei@example.org.");
    stage.answer_by(PATH, "tom", &question, "Write to mei@example.org.");
    stage.open(PATH);
    assert_eq!(cards(&stage)[1..], [".tom · reply | mentions you", ".tom · reply"]);
    stage.keys("tab / \"mentions:me\" enter");
    assert_eq!(cards(&stage).len(), 2, "and the question above it: {:?}", cards(&stage));
    stage.keys("/ ctrl-u \"mentions:tom\" enter");
    assert!(cards(&stage).is_empty() && stage.model.view.focus == Pane::Notes);
}

#[test]
fn of_several_at_one_place_the_one_gone_to_is_meant() {
    let (mut stage, question) = asked();
    let answer = stage.answer_by(PATH, "tom", &question, "Because.");
    stage.open(PATH);
    stage.keys("tab j enter r \"Really?\" esc");
    let record = stage.disk.values().next().and_then(Record::annotation).expect("it was written");
    assert_eq!(record.target, Target::Annotation(answer));
}

#[test]
fn remarks_of_the_file_are_answered_here_and_notes_on_another_format_there() {
    let mut builder = Builder::default();
    let span = builder.push("The wall stands.");
    builder.block(BlockKind::Paragraph, 0, span);
    builder.comment(Comment {
        span: Span::new(4, 8),
        author: "Ada North".to_owned(),
        date: None,
        text: "Which wall?".to_owned(),
        answers: None,
        color: None,
        resolved: false,
    });
    let mut stage = Stage::with(&[(PATH, "")], config(), (120, 30));
    stage.files.insert(PATH.to_owned(), Arc::new(builder.finish()));
    stage.open(PATH);
    stage.keys("w r \"The north one.\" esc");
    assert_eq!(cards(&stage), ["Ada North · remark", ".me · reply"]);
    assert_eq!(stage.own(), ["reply [wall] “The north one.”"]);

    let (mut stage, question) = asked();
    stage.open(PATH);
    let doc = stage.model.doc.as_mut().expect("open");
    doc.annotations.rearrange(|all| all[0].origin = Origin::Copy(doc_path("copy.pdf")));
    stage.keys("r \"Here.\" esc");
    assert_eq!(cards(&stage)[1], ".me · reply | on copy.pdf");
    let (path, record) =
        stage.disk.iter().map(|((path, _), record)| (path, record.annotation())).next().expect("saved");
    assert_eq!((path.as_str(), record.map(|it| it.target)), (PATH, Some(Target::Annotation(question))));
}

/// One's own note with one's own answer below it, the answer gone to from the notes pane: focus is in the text again.
fn gone_to_own_answer() -> Stage {
    let mut stage = Stage::over("One two three. Four.");
    stage.keys("a \"Note.\" esc r \"Answer.\" esc tab");
    let answer = stage
        .doc()
        .annotations
        .anchored
        .iter()
        .find(|anchored| anchored.annotation.kind == Kind::Reply)
        .expect("an answer")
        .annotation
        .id
        .clone();
    stage.model.notes.selected = Some(answer);
    stage.keys("enter");
    stage
}

#[test]
fn every_key_means_the_annotation_that_is_highlighted() {
    let mut stage = gone_to_own_answer();
    assert_eq!(status(&stage.model).left, "me: Answer.");
    stage.keys("e");
    let Some(Overlay::Write(writing)) = &stage.model.overlay else { panic!("no field: {}", stage.said()) };
    assert_eq!(writing.field.text(), "Answer.");
    stage.keys("esc *");
    let picked = stage.doc().annotations.anchored.iter().find_map(|anchored| anchored.annotation.picked().cloned());
    assert_eq!(picked, stage.model.notes.selected, "{}", stage.said());
    stage.keys("* d");
    assert!(stage.said().starts_with("reply deleted"), "{}", stage.said());
    assert!(
        stage.doc().annotations.anchored.iter().any(|anchored| anchored.annotation.note.as_deref() == Some("Note.")),
        "the note stays"
    );
}

#[test]
fn the_highlight_goes_on_when_the_cursor_leaves_the_passage() {
    let mut stage = gone_to_own_answer();
    stage.keys(") d");
    assert_eq!(stage.said(), "no annotation here");
}
