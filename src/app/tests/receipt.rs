//! The receipt: a text that was changed after it was annotated, what is said of it, what accepting and leaving do.

use crate::annotation::{AnchorState, AnnotationId, Audience, Kind, Passage, Recipients, Target};
use crate::app::test_stage::{PATH, Stage};
use crate::app::{AnchorReview, DiffRole, Msg, Overlay};
use crate::document::doc_path;
use crate::text::Span;
use proptest::prelude::*;

const MOSS: &str = "The moss on the north wall grew faster than anybody had expected that year.";
const ICE: &str = "Melting ice left a thin line of sediment along the eastern shore of the lake.";
const BELL: &str = "The bell of the old school rang at noon and nobody went in.";
const OWL: &str = "An owl was heard twice in the chapel before the lamps were lit again.";
const SALT: &str = "Salt was carried over the pass by mules until the tunnel had been opened.";

/// Four paragraphs, one of them marked by another reader and two by oneself; then a changed text: one mark moved, the
/// words of one changed, one is gone.
fn changed() -> Stage {
    let mut stage =
        Stage::with(&[(PATH, &[SALT, MOSS, ICE, BELL, OWL].join("\n\n"))], crate::app::test_stage::config(), (100, 30));
    stage.other(PATH, Kind::Note, ICE, "Whose shore?");
    stage.open(PATH);
    stage.keys("} s 2 } } } a \"Twice.\" esc");
    assert_eq!(stage.own().len(), 2, "{:?}", stage.own());
    let ice = ICE.replace("thin line", "very broad band");
    stage.rewrite(
        PATH,
        &["A new paragraph that nobody has marked stands here now.", SALT, MOSS, &ice, BELL].join("\n\n"),
    );
    stage
}

fn receipt(stage: &Stage) -> &AnchorReview {
    let Some(Overlay::Receipt(receipt)) = &stage.model.overlay else { panic!("no receipt: {:?}", stage.model.overlay) };
    receipt
}

fn rows(stage: &Stage) -> Vec<String> {
    let row = |entry: &crate::app::ReviewEntry| format!("{} {} {}", entry.state.name(), entry.who, entry.kind);
    receipt(stage).entries.iter().map(row).collect()
}

fn states(stage: &Stage) -> Vec<(AnnotationId, AnchorState)> {
    let anchored = stage.doc().annotations.anchored.iter();
    anchored.map(|anchored| (anchored.annotation.id.clone(), anchored.anchor.state)).collect()
}

#[test]
fn a_changed_text_says_once_what_does_not_stand_where_it_stood() {
    let mut stage = changed();
    assert!(stage.said().starts_with("1 moved, 1 changed, 1 orphan; R shows them"), "{}", stage.said());
    stage.keys("j");
    let anchored: Vec<_> = stage.doc().annotations.anchored.iter().cloned().collect();
    stage.send(Msg::Annotations {
        path: doc_path(PATH),
        anchored,
        own: Vec::new(),
        faults: Vec::new(),
        formerly: Vec::new(),
    });
    assert_eq!(stage.said(), "");
    assert_eq!(stage.model.list.items[0].astray, 3);
}

#[test]
fn a_text_that_did_not_change_has_no_receipt() {
    let mut stage = Stage::over(MOSS);
    stage.keys("s 1 R");
    assert_eq!(stage.said(), "every annotation stands where it stood");
    assert!(stage.model.overlay.is_none());
}

#[test]
fn the_worst_come_first_with_the_old_and_the_new_words() {
    let mut stage = changed();
    stage.keys("R");
    assert_eq!(rows(&stage), ["orphan me note", "changed ana note", "moved me highlight"]);
    assert!(receipt(&stage).new.title.starts_with("not found"));
    stage.keys("j");
    let differing = |pieces: &[crate::app::DiffPiece]| {
        let differs = pieces.iter().filter(|piece| piece.role == DiffRole::Differs);
        differs.map(|piece| piece.text.trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(differing(&receipt(&stage).old.pieces), ["thin line"]);
    assert_eq!(differing(&receipt(&stage).new.pieces), ["very broad band"]);
    stage.keys("j j j");
    assert_eq!(receipt(&stage).at, 2);
    stage.keys("esc");
    assert!(stage.model.overlay.is_none());
}

#[test]
fn accepting_a_moved_mark_rewrites_its_selectors_and_undo_brings_the_old_ones_back() {
    let mut stage = changed();
    let (before, places) = (stage.disk.clone(), states(&stage));
    stage.keys("R end enter");
    assert_eq!(rows(&stage), ["orphan me note", "changed ana note"]);
    let written: Vec<_> = stage.disk.iter().filter(|(key, record)| before[*key] != **record).collect();
    let [(_, record)] = written[..] else { panic!("{written:?}") };
    let Some(Target::Passage(passage)) = record.annotation().map(|it| it.target) else { panic!("{record:?}") };
    assert_eq!(passage.quote.exact, MOSS);
    let start = stage.doc().text().find(MOSS).expect("it is there");
    assert_eq!(passage.position, Some((start, start + MOSS.len())));
    stage.keys("u");
    assert_eq!(rows(&stage), ["orphan me note", "changed ana note", "moved me highlight"]);
    assert_eq!(states(&stage), places);
    let targets = |disk: &std::collections::BTreeMap<_, crate::annotation::Record>| {
        disk.values().map(|record| record.annotation().map(|it| it.target)).collect::<Vec<_>>()
    };
    assert_eq!(targets(&stage.disk), targets(&before));
}

#[test]
fn the_place_of_somebody_elses_note_is_remembered_and_their_record_never_written() {
    let mut stage = changed();
    let before = stage.disk.clone();
    stage.keys("R j enter esc");
    assert_eq!(stage.said(), "1 accepted");
    assert_eq!(stage.disk, before);
    assert_eq!(stage.accepted.len(), 1);
    stage.open(PATH);
    assert!(stage.said().starts_with("1 moved, 1 orphan; R shows them"), "{}", stage.said());
}

#[test]
fn all_that_are_sure_are_accepted_at_once_and_taken_back_at_once() {
    let text: Vec<String> =
        (0..9).map(|n| format!("Paragraph number {n} speaks of nothing but {}.", n * 7_919)).collect();
    let mut stage = Stage::over(&text.join("\n\n"));
    stage.keys("s 1 } s 1 } s 1 } s 1 } s 1");
    stage.rewrite(PATH, &format!("{OWL}\n\n{}", text.join("\n\n")));
    assert!(stage.said().starts_with("5 moved; R shows them"), "{}", stage.said());
    let places = states(&stage);
    stage.keys("R a");
    assert_eq!((stage.said(), stage.model.overlay.is_none()), ("5 accepted; u takes it back", true));
    assert!(stage.doc().annotations.anchored.iter().all(|anchored| anchored.anchor.state == AnchorState::Same));
    stage.keys("u");
    assert_eq!(states(&stage), places);
    stage.keys("ctrl-r").open(PATH);
    assert!(!stage.said().contains("moved"), "{}", stage.said());
}

#[test]
fn what_has_lost_its_place_cannot_be_accepted_and_is_moved_by_hand() {
    let mut stage = changed();
    stage.keys("R enter");
    assert!(stage.said().contains("m moves it by hand"), "{}", stage.said());
    stage.keys("m");
    assert!(stage.model.overlay.is_none() && stage.doc().selection.is_some());
    let doc = stage.doc();
    let sentence = crate::document::motion::sentence_around(doc.document(), doc.cursor);
    assert_eq!(doc.selected(), Some(sentence), "one begins to look at a whole sentence");
    let before = stage.disk.clone();
    stage.keys("esc");
    assert_eq!((&stage.disk, stage.model.notes.adjusting.is_none()), (&before, true));
    stage.keys("R m esc R m esc g g R m v");
    stage.keys("R m s enter");
    assert_eq!(stage.said(), "passage changed");
    assert!(stage.own().iter().any(|it| it.starts_with("note [") && it.ends_with("“Twice.”")), "{:?}", stage.own());
    stage.open(PATH);
    assert!(stage.said().starts_with("1 moved, 1 changed; R shows them"), "{}", stage.said());
}

#[test]
fn leaving_goes_on_and_after_the_last_it_is_closed() {
    let mut stage = changed();
    let (before, places) = (stage.disk.clone(), states(&stage));
    stage.keys("R n");
    assert!(receipt(&stage).entries[0].left && receipt(&stage).at == 1);
    stage.keys("space n");
    assert_eq!((stage.said(), stage.model.overlay.is_none()), ("3 left as they are", true));
    assert_eq!((stage.disk.clone(), states(&stage)), (before, places));
}

#[test]
fn the_reader_goes_to_the_place() {
    let mut stage = changed();
    stage.keys("R end g");
    assert!(stage.model.overlay.is_none());
    assert_eq!(stage.doc().cursor, stage.doc().text().find(MOSS).expect("it is there"));
}

#[test]
fn an_orphan_is_no_mark_where_it_is_guessed() {
    let mut stage = Stage::over(&[SALT, OWL, MOSS].join("\n\n"));
    stage.keys("} s 1");
    stage.rewrite(PATH, &[SALT, MOSS].join("\n\n"));
    let doc = stage.model.doc.as_mut().expect("it is open");
    doc.annotations.rearrange(|all| all[0].anchor.span = Some(Span::new(3, 9)));
    doc.cursor = 5;
    assert!(doc.under_cursor().is_none());
    stage.resize((120, 30));
    let card = &stage.cards()[0];
    assert!(card.rows[0].text.ends_with("orphan"), "{card:?}");
    assert!(card.rows[1].text.starts_with("An owl was heard"), "{card:?}");
}

#[test]
fn an_answer_stands_where_what_it_answers_was_accepted() {
    let mut stage = changed();
    let parent = stage
        .doc()
        .annotations
        .anchored
        .iter()
        .find(|anchored| anchored.anchor.state == AnchorState::Changed)
        .expect("one")
        .clone();
    let mut annotation = parent.annotation.clone();
    annotation.id = "urn:uuid:0193f3a0-0000-7000-8000-0000000000ff".into();
    annotation.kind = Kind::Reply;
    annotation.target = Target::Annotation(parent.annotation.id.clone());
    let record = crate::annotation::Record::of(&annotation);
    let mut anchored: Vec<_> = stage.doc().annotations.anchored.iter().cloned().collect();
    anchored.push(crate::app::AnchoredAnnotation { annotation: annotation.clone(), record, ..parent });
    stage.send(Msg::Annotations {
        path: doc_path(PATH),
        anchored,
        own: Vec::new(),
        faults: Vec::new(),
        formerly: Vec::new(),
    });
    stage.keys("R");
    assert_eq!(rows(&stage).len(), 3, "an answer has no passage of its own");
    stage.keys("j enter");
    let anchor = stage.doc().annotations.anchored_by_id(&annotation.id).expect("the answer").anchor;
    assert_eq!(anchor.state, AnchorState::Same);
}

fn any_key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "j", "k", "enter", "a", "n", "space", "u", "ctrl-r", "esc", "R", "g", "m", "x", "end", "pageup",
    ])
}

/// Types a key where it belongs to the receipt, or to the moving by hand that it began.
fn type_in_receipt(stage: &mut Stage, key: &str) {
    let selecting = stage.doc().selection.is_some();
    if stage.model.overlay.is_none() && !selecting {
        stage.keys("R");
    }
    if stage.model.overlay.is_some() || selecting && ["j", "k", "esc", "enter", "end"].contains(&key) {
        stage.keys(key);
    }
}

/// What an annotation says but for its passage and the time of its change.
fn said(stage: &Stage) -> Vec<String> {
    let records = stage.disk.values().filter_map(crate::annotation::Record::annotation);
    records
        .map(|it| format!("{} {:?} {:?} {:?} {:?} {}", it.id, it.kind, it.note, it.tags, it.color, it.created))
        .collect()
}

fn passages(stage: &Stage) -> Vec<Passage> {
    let target = |record: &crate::annotation::Record| match record.annotation()?.target {
        Target::Passage(passage) => Some(passage),
        _ => None,
    };
    stage.disk.values().filter_map(target).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn whatever_is_accepted_only_passages_change_and_they_quote_the_text_where_they_stand(
        keys in prop::collection::vec(any_key(), 0..12)
    ) {
        let mut stage = changed();
        let (words, before) = (said(&stage), passages(&stage));
        stage.model.written.histories.clear();
        stage.keys("R");
        for key in &keys {
            type_in_receipt(&mut stage, key);
        }
        prop_assert_eq!(said(&stage), words);
        let (text, offsets) = (stage.doc().text().to_owned(), stage.doc().document().offsets().clone());
        for passage in passages(&stage).iter().filter(|passage| !before.contains(passage)) {
            let (start, end) = passage.position.expect("made here");
            let span = offsets.to_span(&text, start, end).expect("inside the text");
            prop_assert_eq!(span.of(&text), &passage.quote.exact);
        }
        // However much was accepted, taking all of it back leads to where it began.
        stage.keys("esc esc");
        (0..20).for_each(|_| { stage.keys("u"); });
        prop_assert_eq!(passages(&stage), before);
    }
}

#[test]
fn what_cannot_be_read_here_is_not_accepted_and_that_is_said() {
    let mut stage = changed();
    let some = Recipients::new([crate::app::test_stage::person("ana").id]).expect("one");
    for record in stage.disk.values_mut() {
        let for_some = record.for_audience(&Audience::For(some.clone()));
        *record = for_some.sealed("-----BEGIN AGE ENCRYPTED FILE-----", "urn:sha256:x");
    }
    let before = stage.disk.clone();
    stage.open(PATH);
    stage.keys("R end enter");
    assert!(stage.said().contains("encrypted and cannot be read here"), "{}", stage.said());
    assert_eq!((receipt(&stage).accepted, &stage.disk), (0, &before));
}
