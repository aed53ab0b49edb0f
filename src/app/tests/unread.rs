//! What is new: counted for each text, gone to one after the other, taken as seen.

use crate::annotation::{Annotation, Kind, Record};
use crate::app::test_stage::{Stage, config};
use crate::app::{Msg, Pane};
use crate::document::doc_path;
use crate::study::Summary;
use crate::study::Word;
use crate::study::summary::key;
use jiff::Timestamp;

const A: &str = "a.md";
const B: &str = "b.md";

/// Two texts: two notes of others on the first, a mark and a note on the second; the survey has been through.
fn stage() -> Stage {
    let mut stage = Stage::with(&[(A, "One two. Three four."), (B, "Five six. Seven.")], config(), (120, 30));
    stage.other(A, Kind::Note, "One two.", "first");
    stage.other(A, Kind::Note, "Three four.", "second");
    stage.other(B, Kind::Highlight, "Five six.", "");
    stage.other(B, Kind::Note, "Seven.", "third");
    surveyed(&mut stage);
    stage.send(Msg::Seen { since: Timestamp::UNIX_EPOCH, keys: Vec::new() });
    stage
}

fn surveyed(stage: &mut Stage) {
    let view = |records: &Vec<crate::app::AnchoredAnnotation>| -> Vec<Annotation> {
        records.iter().map(|anchored| anchored.annotation.clone()).collect()
    };
    let summaries = stage.others.iter().map(|(path, all)| (doc_path(path), Summary::of(&view(all)))).collect();
    stage.send(Msg::Surveyed { faults: Vec::new(), left_out: None, summaries });
}

fn counts(stage: &Stage) -> (usize, usize, usize) {
    let unread = &stage.model.peers.unread;
    (unread.count(&doc_path(A)), unread.count(&doc_path(B)), unread.here())
}

#[test]
fn words_of_others_are_counted_marks_are_not() {
    let mut stage = stage();
    assert_eq!(counts(&stage), (2, 1, 0));
    stage.open(A);
    assert_eq!(counts(&stage), (1, 1, 1), "the cursor stands on the first");
    stage.keys("a \"mine\" esc");
    assert_eq!(counts(&stage), (1, 1, 1), "what I write is not new to me");
}

#[test]
fn nothing_is_unread_before_it_is_known_what_was_seen_nor_what_is_old() {
    let mut stage = stage();
    stage.model.peers.unread = crate::app::Unread::default();
    stage.open(A);
    assert_eq!(counts(&stage), (0, 0, 0));
    let later = Timestamp::from_second(4_000_000_000).expect("a time");
    stage.send(Msg::Seen { since: later, keys: Vec::new() });
    assert_eq!(counts(&stage), (0, 0, 0));
}

#[test]
fn it_is_gone_to_one_after_the_other_and_over_to_the_next_text() {
    let mut stage = stage();
    stage.open(A);
    stage.keys(">");
    assert_eq!(stage.marked(), "One two. |Three four.");
    assert_eq!(stage.said(), "the last unread one here · ana, note: second");
    assert_eq!(counts(&stage), (0, 1, 0));
    stage.keys(">");
    assert_eq!((stage.said(), stage.doc().opened.path.as_str()), ("nothing unread here; 1 in b.md: > opens it", A));
    stage.keys(">");
    assert_eq!((stage.marked(), stage.doc().opened.path.as_str()), ("Five six. |Seven.".to_owned(), B));
    assert_eq!(counts(&stage), (0, 0, 0));
    stage.keys(">");
    assert_eq!(stage.said(), "nothing unread");
    let ids: Vec<u64> =
        stage.others.values().flatten().filter_map(|anchored| Some(Word::of(&anchored.annotation)?.key)).collect();
    assert_eq!(stage.seen, [ids[0], ids[1], ids[2]], "what was seen is kept, in order; a mark needs no reading");
}

#[test]
fn it_goes_backwards_too_and_round_the_text() {
    let mut stage = stage();
    stage.other(A, Kind::Note, "four.", "last");
    stage.open(A);
    stage.keys("G <");
    assert_eq!(stage.marked(), "One two. |Three four.", "the end of the text was on the last one");
    stage.keys("<");
    assert_eq!(stage.said(), "nothing unread here; 1 in b.md: < opens it");
}

#[test]
fn answers_to_what_was_read_are_new_and_shown_one_by_one() {
    let mut stage = stage();
    stage.open(A);
    let first = stage.others[A][0].annotation.id.clone();
    let reply = stage.answer_by(A, "tom", &first, "hm");
    stage.answer_by(A, "tom", &first, "");
    stage.open(A);
    assert_eq!(counts(&stage), (2, 1, 2), "the answer and the second note, the vote is none");
    stage.keys(">");
    assert_eq!(stage.said(), "1 more unread · tom, reply: hm");
    assert_eq!(stage.model.notes.selected.as_deref(), Some(reply.as_str()), "its card is the current one");
}

#[test]
fn a_card_that_was_the_current_one_is_read() {
    let mut stage = stage();
    stage.open(A);
    stage.keys("tab j");
    assert_eq!((counts(&stage), stage.model.view.focus), ((0, 1, 0), Pane::Notes));
}

#[test]
fn what_another_session_saw_is_seen() {
    let mut stage = stage();
    let theirs = Word::of(&stage.others[B][1].annotation).expect("it has words").key;
    stage.send(Msg::Seen { since: Timestamp::UNIX_EPOCH, keys: vec![theirs] });
    assert_eq!(counts(&stage), (2, 0, 0));
}

#[test]
fn a_note_that_was_read_is_unread_again_when_its_words_are_others_and_not_when_its_tags_are() {
    let mut stage = stage();
    stage.open(A);
    stage.keys(">");
    assert_eq!(counts(&stage), (0, 1, 0));
    let mut change = |edit: &dyn Fn(&mut Annotation), minutes: i64| {
        let anchored = &mut stage.others.get_mut(A).expect("a text")[0];
        edit(&mut anchored.annotation);
        anchored.annotation.modified = anchored.annotation.created + jiff::SignedDuration::from_mins(minutes);
        anchored.record = Record::of(&anchored.annotation);
        stage.keys("g r");
        surveyed(&mut stage);
        counts(&stage)
    };
    assert_eq!(change(&|note| note.tags = vec!["law".to_owned()], 1), (0, 1, 0));
    assert_eq!(change(&|note| note.note = Some("first, and on second thoughts".to_owned()), 2), (1, 1, 1));
    // What an earlier version of the program has kept as seen, by the id alone, stays seen as long as nothing is changed.
    let mut stage = self::stage();
    let key = key(&stage.others[A][0].annotation.id);
    stage.send(Msg::Seen { since: Timestamp::UNIX_EPOCH, keys: vec![key] });
    assert_eq!(counts(&stage), (1, 1, 0));
}

#[test]
fn all_is_taken_as_read_here_or_everywhere() {
    let mut stage = stage();
    stage.other(A, Kind::Note, "four.", "last");
    surveyed(&mut stage);
    stage.open(A);
    stage.run("read-all");
    assert_eq!(stage.said(), "2 annotations taken as read; 1 more elsewhere, which this does in the list of texts");
    assert_eq!(counts(&stage), (0, 1, 0));
    stage.keys("shift-tab").run("read-all");
    assert_eq!(stage.said(), "1 annotation taken as read");
    assert_eq!((counts(&stage), stage.seen.len()), ((0, 0, 0), 4));
}

#[test]
fn what_is_hidden_is_neither_counted_nor_gone_to() {
    let mut stage = stage();
    stage.open(A);
    stage.keys("c >");
    assert_eq!((counts(&stage), stage.said()), ((0, 1, 0), "nothing unread here; 1 in b.md: > opens it"));
}

#[test]
fn a_note_that_arrives_on_a_closed_text_is_new() {
    let mut stage = stage();
    stage.open(A);
    let other = stage.others[B][1].annotation.clone();
    let fresh = Annotation { id: "urn:uuid:fresh".into(), ..other.clone() };
    stage.send(Msg::SummedUp(vec![(doc_path(B), Summary::of(&[&other, &fresh]))]));
    assert_eq!(stage.model.peers.unread.count(&doc_path(B)), 2);
    let own = Record::of(&Annotation { creator: stage.model.me.reader.id.clone(), ..fresh }).annotation();
    stage.send(Msg::SummedUp(vec![(doc_path(B), Summary::of(&own.into_iter().collect::<Vec<_>>()))]));
    assert_eq!(stage.model.peers.unread.count(&doc_path(B)), 0);
}
