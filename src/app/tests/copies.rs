//! Annotations that were made on another format of the work: shown with the file's name, counted there, placed here.

use super::super::test_stage::{PATH, Stage};
use crate::annotation::{AnchorState, Origin, Record};
use crate::app::{AnchoredAnnotation, Msg};
use crate::document::doc_path;

const TEXT: &str =
    "# The Lamps\n\n|The harbour freezes late. Nobody counts the boats.\n\nA second paragraph stands here.";

/// One own mark made here, and a copy of it as if it had been made on a print of the text.
fn stage(state: AnchorState, left_out: usize) -> Stage {
    let mut stage = Stage::over(TEXT);
    stage.keys("s 1");
    let here = stage.doc().annotations.anchored[0].clone();
    let mut annotation = here.annotation.clone();
    annotation.id = "urn:uuid:0193f3a0-0000-7000-8000-0000000000fe".into();
    let record = Record::of(&annotation);
    let (mut anchor, origin) = (here.anchor, Origin::Copy(doc_path("week-1/brief.pdf")));
    anchor.state = state;
    let there = AnchoredAnnotation { annotation, record: record.clone(), anchor, origin, ..here.clone() };
    stage.send(Msg::LeftOut { path: doc_path(PATH), count: left_out });
    stage.send(Msg::Annotations {
        path: doc_path(PATH),
        anchored: vec![here.clone(), there],
        own: vec![here.record, record],
        faults: Vec::new(),
        formerly: Vec::new(),
    });
    stage
}

#[test]
fn it_is_said_once_where_they_were_made_and_the_list_counts_them_there() {
    let mut stage = stage(AnchorState::Same, 2);
    let told = "1 note was made on brief.pdf, which is the same work; 2 more are about words that are not in this text";
    assert!(stage.said().starts_with(told), "{}", stage.said());
    let heads: Vec<String> = stage.cards().iter().map(|card| card.rows[1].text.clone()).collect();
    assert_eq!(heads.iter().filter(|head| *head == "on brief.pdf").count(), 1, "{heads:?}");
    assert_eq!(stage.model.list.items[0].annotations, 1);
    let (anchored, own) = (stage.doc().annotations.anchored.iter().cloned().collect(), Vec::new());
    stage.model.status.message = None;
    stage.send(Msg::Annotations { path: doc_path(PATH), anchored, own, faults: Vec::new(), formerly: Vec::new() });
    assert!(stage.model.status.message.is_none(), "{}", stage.said());
}

#[test]
fn the_receipt_is_about_what_was_made_here() {
    let mut stage = stage(AnchorState::Changed, 0);
    stage.keys("R");
    assert_eq!(stage.said(), "every annotation stands where it stood");
}

#[test]
fn a_place_taken_by_hand_is_remembered_here_and_the_record_keeps_its_own() {
    let mut stage = stage(AnchorState::Same, 0);
    let there =
        stage.doc().annotations.anchored.iter().find(|anchored| anchored.origin.copy().is_some()).expect("one").clone();
    let kept = stage.kept().len();
    stage.model.notes.selected = Some(there.annotation.id.clone());
    stage.keys("tab x l l enter");
    assert!(stage.said().contains("keeps its place in the other file"), "{}", stage.said());
    assert!(stage.accepted.contains_key(&there.annotation.id));
    assert_eq!(stage.kept().len(), kept);
}

#[test]
fn a_change_keeps_the_name_of_the_file() {
    let mut stage = stage(AnchorState::Same, 0);
    let id = stage
        .doc()
        .annotations
        .anchored
        .iter()
        .find(|anchored| anchored.origin.copy().is_some())
        .expect("one")
        .annotation
        .id
        .clone();
    stage.model.notes.selected = Some(id.clone());
    stage.keys("tab x 3");
    let anchored = stage.doc().annotations.anchored_by_id(&id).expect("it is there");
    assert_eq!(anchored.origin.copy(), Some(&doc_path("week-1/brief.pdf")));
    assert!(anchored.annotation.color.is_some() && stage.disk.keys().any(|(_, kept)| *kept == id));
}
