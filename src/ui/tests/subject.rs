//! One subject: what is highlighted is what every key acts on, or a sentence says why nothing is done. Every such key, in the
//! text and in the notes pane and in the list, on every kind of annotation that can be highlighted there, and on none.

use super::drawn;
use crate::annotation::{Annotation, AnnotationId, Kind, Purpose};
use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{AnchoredAnnotation, Overlay, Pane, Targets};
use crate::config::syllabus::{Prompt, Session, Syllabus};
use crate::document::doc_path;
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Every sentence holds one kind of place, but for the last, which holds none.
const TEXT: &str = "Own note. Own highlight. Theirs here. My question. Their question. Own place. Long gone. The prompt. Stray.\n\nBare text here.";

/// High enough for all cards.
const SIZE: (u16, u16) = (120, 100);

/// The commands that act on an annotation, as they are called.
const COMMANDS: &[&str] = &[
    "edit",
    "delete",
    "curate",
    "comment",
    "tag",
    "adjust",
    "history",
    "receipt",
    "reply",
    "agree",
    "copy",
    "mark",
    "mark-yellow",
    "mark-green",
    "mark-blue",
    "mark-pink",
    "mark-orange",
    "mark-purple",
];

/// A text with annotations of every kind, by me and by others, in every relation that matters.
fn stage() -> Stage {
    let mut stage = Stage::with(&[(PATH, TEXT)], config(), SIZE);
    let prompt = Prompt {
        text: "Why?".to_owned(),
        document: Some(doc_path(PATH)),
        quote: Some("The prompt".to_owned()),
        ..Prompt::default()
    };
    let session = Session { number: 1, readings: vec![doc_path(PATH)], prompts: vec![prompt], ..Session::default() };
    *stage.model.seminar.syllabus = Arc::new(Syllabus { sessions: vec![session], ..Syllabus::default() });
    stage.by("ana", PATH, Kind::Highlight, ("Theirs here.", ""));
    stage.by("ana", PATH, Kind::DocumentNote, ("Bare", "on the whole"));
    let question = stage.by("tom", PATH, Kind::Question, ("Their question.", "who?"));
    stage.answer_by(PATH, "ana", &question, "ana knows");
    stage.answer_by(PATH, "ana", &AnnotationId::from("urn:uuid:gone"), "stray of ana");
    stage.open(PATH);
    select(&mut stage, "Own note.").keys("a \"mine\" esc r \"my answer\" esc");
    select(&mut stage, "Own highlight.").keys("2");
    select(&mut stage, "My question.").keys("Q \"what?\" esc");
    let asked = id_of(&stage, "what?");
    stage.answer_by(PATH, "ana", &asked, "ana says");
    choose(&mut stage, &question).keys("r \"I know\" esc");
    select(&mut stage, "Own place.").keys("esc M");
    stage.keys("A \"on all of it\" esc");
    select(&mut stage, "Long gone.").keys("a \"lost\" esc r \"to the lost\" esc");
    stage.rewrite(PATH, &TEXT.replace("Long gone.", "Qqq www eee."));
    let prompt = stage
        .doc()
        .annotations
        .anchored
        .iter()
        .find(|anchored| anchored.is_prompt())
        .map(|it| it.annotation.id.clone());
    choose(&mut stage, &prompt.expect("a prompt")).keys("r \"because\" esc");
    select(&mut stage, "Stray.").keys("a \"leaves\" esc r \"my stray\" esc");
    let parent = id_of(&stage, "leaves");
    choose(&mut stage, &parent).keys("d");
    stage.keys("tab");
    if stage.model.view.focus != Pane::Reader {
        stage.run("pane-list").keys("tab");
    }
    stage
}

fn id_of(stage: &Stage, note: &str) -> AnnotationId {
    let said = |anchored: &&AnchoredAnnotation| anchored.annotation.note.as_deref() == Some(note);
    stage.doc().annotations.anchored.iter().find(said).unwrap_or_else(|| panic!("no {note}")).annotation.id.clone()
}

/// Selects words of the text.
fn select<'a>(stage: &'a mut Stage, words: &str) -> &'a mut Stage {
    let start = stage.doc().text().find(words).expect("the words stand there");
    stage.model.view.focus = Pane::Reader;
    let doc = stage.model.doc.as_mut().expect("a document is open");
    doc.cursor = start + words.len() - 1;
    doc.selection = Some(start);
    stage.resize(SIZE)
}

/// Goes to a card in the notes pane.
fn choose<'a>(stage: &'a mut Stage, id: &AnnotationId) -> &'a mut Stage {
    stage.run("pane-notes");
    stage.model.notes.selected = Some(id.clone());
    stage.resize(SIZE)
}

/// The annotation whose card has the bar, as the screen draws it.
fn highlighted(stage: &Stage) -> Option<AnnotationId> {
    let (buffer, _) = drawn(stage);
    let area = stage.model.panes().notes.expect("the notes show");
    let bar = (area.y..area.y + area.height).find(|y| matches!(buffer[(area.x, *y)].symbol(), "▌" | "●"));
    let ids: BTreeSet<AnnotationId> = (area.y..area.y + area.height)
        .filter(|y| buffer[(area.x, *y)].symbol() == "▌")
        .filter_map(|y| Some(stage.model.notes.at_row(y - area.y)?.id.clone()))
        .collect();
    assert!(ids.len() <= 1, "two cards are highlighted");
    bar.and_then(|y| stage.model.notes.at_row(y - area.y)).map(|card| card.id.clone())
}

/// What a view of a record is about: the annotation itself, or, of a vote, a pick or an answer, what that is for.
fn about(annotation: &Annotation, is_new: bool) -> Option<AnnotationId> {
    use crate::annotation::Target;
    match &annotation.target {
        Target::Annotation(id) if is_new || annotation.kind == Kind::Vote || annotation.is_pick() => Some(id.clone()),
        _ if is_new => None,
        _ => Some(annotation.id.clone()),
    }
}

/// What a command has done: to which annotations, and whether it made one of its own.
#[derive(Debug, Default)]
struct Done {
    to: BTreeSet<AnnotationId>,
    new: bool,
}

/// Whether the annotation of that id answers a prompt.
fn is_answer_to_prompt(anchored: &BTreeMap<AnnotationId, AnchoredAnnotation>, id: &AnnotationId) -> bool {
    anchored.get(id).and_then(|it| anchored.get(it.parent()?)).is_some_and(AnchoredAnnotation::is_prompt)
}

/// Of an answer to a prompt and that prompt the one that is highlighted.
fn meant(answer: &AnchoredAnnotation, highlighted: Option<AnnotationId>) -> Option<AnnotationId> {
    highlighted.filter(|id| answer.parent() == Some(id) || answer.annotation.id == *id)
}

/// Compares the stage with what it was before a command.
fn done(stage: &Stage, before: &BTreeMap<AnnotationId, AnchoredAnnotation>, copied: usize) -> Done {
    let mut done = Done::default();
    let now = by_id(stage);
    for (id, anchored) in &now {
        let was = before.get(id);
        if was.is_none_or(|was| was.record != anchored.record) {
            let about = about(&anchored.annotation, was.is_none());
            done.new |= about.is_none();
            done.to.extend(about);
        }
    }
    for (id, anchored) in before.iter().filter(|(id, _)| !now.contains_key(*id)) {
        done.to.insert(about(&anchored.annotation, false).unwrap_or_else(|| id.clone()));
    }
    match &stage.model.overlay {
        Some(Overlay::Write(writing)) => match &writing.purpose {
            Purpose::New(_) => done.new = true,
            Purpose::Reply(id) => drop(done.to.insert(id.clone())),
            // What a prompt was answered with is changed where the prompt is to be answered.
            Purpose::Change(id) if is_answer_to_prompt(&now, id) => done.to.extend(meant(&now[id], highlighted(stage))),
            Purpose::Change(id) => done.to.extend(now.get(id).and_then(|anchored| about(&anchored.annotation, false))),
        },
        Some(Overlay::Tags(tags)) => match &tags.id {
            Some(id) => drop(done.to.insert(id.clone())),
            None => done.new = true,
        },
        Some(Overlay::Choose(open)) => match &open.targets {
            Targets::Versions(versions) => done.to.extend(versions.first().map(|version| version.id().clone())),
            _ => panic!("another list"),
        },
        _ => {}
    }
    done.to.extend(stage.model.notes.adjusting.clone());
    if stage.copied.len() > copied {
        let words = &stage.copied[copied];
        let of = |anchored: &&AnchoredAnnotation| {
            anchored.stands().is_some_and(|span| !span.is_empty() && words.contains(span.of(stage.doc().text())))
        };
        done.new = !before.values().any(|anchored| of(&anchored));
        done.to.extend(before.values().filter(of).map(|anchored| anchored.annotation.id.clone()));
    }
    done
}

fn by_id(stage: &Stage) -> BTreeMap<AnnotationId, AnchoredAnnotation> {
    stage.doc().annotations.anchored.iter().map(|anchored| (anchored.annotation.id.clone(), anchored.clone())).collect()
}

/// Runs a command and holds what it did against what was highlighted.
fn check(stage: &mut Stage, command: &str, place: &str) {
    let (meant, before, copied) = (highlighted(stage), by_id(stage), stage.copied.len());
    let selecting = stage.doc().selection.is_some();
    stage.model.status.message = None;
    stage.run(command);
    let done = done(stage, &before, copied);
    let told = format!("{command} on {place}: {done:?}, meant {meant:?}; said: {}", stage.said());
    // What is copied stands for all that stand there: an answer has the words of what it answers.
    let acted = if command == "copy" {
        done.to.is_empty() || meant.as_ref().is_none_or(|id| done.to.contains(id))
    } else {
        done.to.iter().all(|id| Some(id) == meant.as_ref())
    };
    let deleted_list = command == "history" && meant.is_none();
    assert!(acted || selecting || deleted_list, "{told}");
    // A bookmark has no words: there the sentence is copied.
    let wordless = meant.as_ref().and_then(|id| before[id].stands()).is_some_and(Span::is_empty);
    let allowed = meant.is_none() || selecting || (command == "copy" && wordless);
    assert!(!done.new || allowed, "something new, though one is highlighted: {told}");
    let silent = stage.said().is_empty() && stage.model.overlay.is_none();
    assert!(!silent, "nothing is said: {told}");
}

/// Every card of the stage: its id and what it is, for messages.
fn places() -> Vec<(AnnotationId, String)> {
    let stage = stage();
    let told = |id: &AnnotationId| {
        let anchored = stage.doc().annotations.anchored_by_id(id).expect("a card has an annotation");
        let note = anchored.annotation.note.as_deref().unwrap_or_default();
        format!("{}’s {} {} “{note}”", anchored.reader, anchored.anchor.state.name(), anchored.annotation.kind.name())
    };
    stage.model.notes.cards.iter().map(|card| (card.id.clone(), told(&card.id))).collect()
}

/// Checks every command at a place that `go` goes to; the stage is set anew where something was written.
fn check_all(place: &str, go: impl Fn(&mut Stage)) {
    let mut stage = None;
    for command in COMMANDS {
        let mut on = stage.take().unwrap_or_else(self::stage);
        go(&mut on);
        let before = on.disk.clone();
        check(&mut on, command, place);
        if on.disk == before {
            on.model.overlay = None;
            on.model.notes.adjusting = None;
            on.model.doc.as_mut().expect("a document is open").selection = None;
            stage = Some(on);
        }
    }
}

#[test]
fn in_the_notes_pane_every_key_acts_on_the_card_that_is_highlighted_or_says_why_not() {
    let places = places();
    assert!(places.len() >= 17, "{places:?}");
    for (id, told) in places {
        check_all(&format!("{told}, in the notes"), |stage| {
            choose(stage, &id);
            assert_eq!(highlighted(stage).as_ref(), Some(&id));
        });
    }
}

#[test]
fn in_the_text_every_key_acts_on_the_card_that_is_highlighted_or_says_why_not() {
    for (id, told) in places() {
        check_all(&format!("{told}, gone to"), |stage| {
            choose(stage, &id);
            let span = stage.doc().annotations.anchored_by_id(&id).and_then(AnchoredAnnotation::stands);
            stage.model.doc.as_mut().expect("open").cursor = span.map_or(0, |span| span.start);
            stage.run("pane-prev");
            assert!(span.is_none() || highlighted(stage).as_ref() == Some(&id), "{told}");
            stage.model.status.message = None;
            let left = crate::app::status(&stage.model).left;
            assert!(span.is_none() || left.contains(':'), "the status row tells of it: {left}");
        });
    }
    for words in ["Own note", "Own highlight", "Theirs", "My question", "Their question", "Own place.", "The prompt"] {
        check_all(&format!("the cursor on {words}"), |stage| {
            select(stage, words).keys("esc");
            assert!(highlighted(stage).is_some());
        });
    }
}

#[test]
fn where_nothing_is_highlighted_no_key_changes_an_annotation() {
    check_all("bare text", |stage| {
        select(stage, "Bare text").keys("esc");
        assert_eq!(highlighted(stage), None);
    });
    check_all("the list", |stage| {
        select(stage, "Own note").keys("esc");
        stage.run("pane-list");
        assert_eq!(highlighted(stage), None);
    });
}

#[test]
fn keys_that_mark_and_copy_mean_the_selection_in_the_text_and_the_card_in_the_notes() {
    for words in ["Bare text", "Theirs here.", "Own note. Own high"] {
        let mut stage = stage();
        let count = stage.own().len();
        select(&mut stage, words).keys("4");
        assert!(stage.own().contains(&format!("highlight pink [{words}]")), "{:?}", stage.own());
        assert_eq!(stage.own().len(), count + 1);
        select(&mut stage, words).keys("y");
        assert!(stage.copied[0].contains(words), "{:?}", stage.copied);
    }
    let mut stage = stage();
    select(&mut stage, "Bare text");
    let id = id_of(&stage, "mine");
    stage.run("pane-notes");
    stage.model.notes.selected = Some(id);
    stage.keys("y t \"law\" enter").run("mark-blue");
    assert!(stage.copied[0].contains("Own note."), "{:?}", stage.copied);
    assert!(stage.own().contains(&"note blue [Own note.] “mine” #law".to_owned()), "{:?}", stage.own());
}
