//! Prompts of the syllabus: where they show, how they are answered, what the list says is due.

use crate::annotation::{Kind, Purpose, Target, prompt_id};
use crate::app::test_stage::{Stage, config};
use crate::app::{ListItem, Me, Msg, Overlay, Pane, standing};
use crate::config::syllabus::parse;
use crate::document::doc_path;
use crate::study::Summary;
use std::sync::Arc;

const PLAN: &str = r#"
[[session]]
title = "Walls"
date = "2026-11-01"
readings = ["a.md"]

[[session]]
title = "Stones"
date = "2026-11-21"
readings = ["b.md", "c.md"]
prompts = [
  "Who speaks?",
  { document = "b.md", quote = "the moss was slow", text = "How slow?" },
  { document = "b.md", quote = "words that no text has here", text = "Which?" },
]

[[session]]
title = "Empty"
readings = ["a.md"]
"#;

const FILES: [(&str, &str); 3] =
    [("a.md", "One here."), ("b.md", "Two here. All say the moss was slow that year."), ("c.md", "Three here.")];

fn stage_of(plan: &str, screen: (u16, u16)) -> Stage {
    let mut stage = Stage::with(&FILES, config(), screen);
    let (syllabus, faults) = parse(plan);
    assert!(faults.is_empty(), "{faults:?}");
    *stage.model.seminar.syllabus = Arc::new(syllabus);
    stage.send(Msg::Surveyed { faults: Vec::new(), left_out: None, summaries: Vec::new() });
    stage
}

fn stage() -> Stage {
    stage_of(PLAN, (120, 40))
}

/// The cards of the notes pane, a row joined to the next by a bar.
fn cards(stage: &Stage) -> Vec<String> {
    let rows = |card: &crate::app::Card| {
        let rows: Vec<&str> = card.rows.iter().map(|row| row.text.as_str()).filter(|row| !row.is_empty()).collect();
        rows.join(" | ")
    };
    stage.cards().iter().map(rows).collect()
}

fn chosen(stage: &Stage) -> &str {
    stage.model.list.selected().map_or("", |item| item.path.as_str())
}

fn due(stage: &Stage, session: usize) -> String {
    let standing = standing(&stage.model, session);
    format!("{}{}: {}", if standing.next { "next " } else { "" }, standing.title, standing.told(60))
}

#[test]
fn another_prompt_is_no_new_note_of_anybody() {
    let mut stage = stage();
    stage.open("b.md");
    let (syllabus, _) = parse(&PLAN.replace("How slow?", "How slow, and for whom?"));
    let anchored = crate::app::prompts_of(&syllabus, &doc_path("b.md"), &stage.files["b.md"], "urn:sha256:00");
    assert_eq!(anchored.len(), 3);
    let (own, faults, formerly) = (Vec::new(), Vec::new(), Vec::new());
    stage.send(Msg::Annotations { path: doc_path("b.md"), anchored, own, faults, formerly });
    assert!(!crate::app::status(&stage.model).left.contains("new note"), "{}", crate::app::status(&stage.model).left);
    assert!(cards(&stage).iter().any(|card| card.contains("for whom?")), "it shows");
}

#[test]
fn a_text_shows_its_prompts_first_with_what_can_be_done() {
    let mut stage = stage();
    stage.open("b.md");
    assert_eq!(
        cards(&stage),
        [
            "prompt · session 2 | Who speaks? | enter answers",
            "prompt · session 2 · orphan | words that no text has here | Which? | enter answers",
            "prompt · session 2 | the moss was slow | How slow? | enter answers",
        ]
    );
    stage.open("a.md");
    assert_eq!(cards(&stage), [""; 0]);
}

#[test]
fn a_prompt_is_chosen_answered_and_the_answer_changed() {
    let mut stage = stage();
    stage.open("b.md");
    stage.keys("P \"slow\" enter");
    assert!(stage.marked().starts_with("Two here. All say |the moss"), "{}", stage.marked());
    stage.keys("\"very\"");
    let draft = stage.draft.clone().expect("what is typed is kept");
    let id = prompt_id(2, "How slow?");
    assert_eq!(draft.purpose, Purpose::Reply(id.clone()));
    stage.keys("esc");
    assert_eq!(stage.own(), ["reply [the moss was slow] “very”"]);
    let answer = stage.disk.values().next().and_then(crate::annotation::Record::annotation).expect("it was saved");
    assert_eq!((answer.kind, answer.target), (Kind::Reply, Target::Annotation(id.clone())));
    assert_eq!(stage.model.seminar.answered.get(&id), Some(&doc_path("b.md")));
    assert_eq!(
        cards(&stage)[2..],
        ["prompt · session 2 · answered | the moss was slow | How slow?", "me · reply | very"]
    );
    stage.keys("P \"slow\" enter \" slow\" esc");
    assert_eq!(stage.own(), ["reply [the moss was slow] “very slow”"], "it is changed, not made anew");
    stage.keys("u u");
    assert!(stage.own().is_empty() && stage.model.seminar.answered.is_empty());
}

#[test]
fn the_first_answer_of_all_is_to_the_prompt_that_was_chosen_before_the_name() {
    let mut stage = stage();
    *stage.model.me = Me::default();
    stage.open("b.md");
    // Who writes is read anew before it is told who that is.
    let again = |stage: &mut Stage| {
        let anchored = stage.doc().annotations.anchored.iter().cloned().collect();
        let (path, own, faults, formerly) = (doc_path("b.md"), Vec::new(), Vec::new(), Vec::new());
        stage.send(Msg::Annotations { path, anchored, own, faults, formerly });
    };
    stage.keys("P \"slow\" enter \"Mei\"");
    again(&mut stage);
    stage.keys("enter \"very\" esc");
    assert_eq!(stage.own(), ["reply [the moss was slow] “very”"]);
    *stage.model.me = Me::default();
    stage.keys("P \"Who\" enter esc");
    again(&mut stage);
    assert!(stage.model.overlay.is_none(), "what was left is not asked again");
}

#[test]
fn a_draft_of_an_answer_comes_back_as_one() {
    let mut stage = stage();
    stage.open("b.md");
    stage.keys("P \"slow\" enter \"half an\" ctrl-g : \"resume\" enter \" answer\" esc");
    assert_eq!(stage.own(), ["reply [the moss was slow] “half an answer”"]);
}

#[test]
fn enter_on_the_card_of_a_prompt_answers_it_and_elsewhere_goes_there() {
    let mut stage = stage();
    stage.open("b.md");
    stage.keys("tab g g enter \"I do\" esc");
    assert_eq!(stage.own(), ["reply the whole text “I do”"]);
    assert_eq!(cards(&stage)[..2], ["prompt · session 2 · answered | Who speaks?", "me · reply | I do"]);
    stage.keys("G enter");
    assert!(matches!(stage.model.overlay, Some(Overlay::Write(_))));
    stage.keys("ctrl-g q g g a \"mine\" esc tab G k enter");
    assert_eq!((stage.model.view.focus, stage.own().len()), (Pane::Reader, 2));
    assert!(stage.model.overlay.is_none());
}

#[test]
fn a_prompt_on_the_session_is_answered_in_one_text_and_known_in_all() {
    let mut stage = stage();
    stage.open("c.md");
    stage.keys("P \"who\" enter \"she\" esc");
    stage.open("b.md");
    assert_eq!(cards(&stage)[0], "prompt · session 2 | Who speaks? | answered in c.md");
    stage.keys("P enter");
    assert_eq!(stage.doc().opened.path, "c.md", "the answer is changed where it is");
    stage.keys("\"!\" esc");
    assert_eq!(stage.own(), ["reply the whole text “she!”"]);
    // The survey comes late and has not seen it yet.
    stage.send(Msg::Surveyed {
        faults: Vec::new(),
        left_out: None,
        summaries: vec![(doc_path("c.md"), Summary::default())],
    });
    assert_eq!(due(&stage, 1), "next 2 · Stones: 2026-11-21, in 3 days · 2 of 2 read · 1 of 3 answered");
}

/// Something has been opened before.
fn begin(stage: &mut Stage) {
    let opened = ListItem { progress: 0.1, ..ListItem::of(doc_path("a.md")) };
    stage.send(Msg::Listed(vec![opened]));
}

#[test]
fn the_list_asks_what_its_session_asks_and_leads_to_the_field() {
    let mut stage = stage();
    assert_eq!(chosen(&stage), "a.md", "who has opened nothing begins at the top");
    begin(&mut stage);
    assert_eq!(chosen(&stage), "b.md");
    stage.keys("P \"slow\" enter");
    assert_eq!(stage.doc().opened.path, "b.md");
    stage.keys("\"very\" esc");
    assert_eq!(stage.own(), ["reply [the moss was slow] “very”"]);
    stage.keys("q g g P");
    assert_eq!(stage.said(), "the syllabus asks nothing in this session");
    stage.model.me.confirmed = false;
    stage.keys("G P \"who\" enter");
    assert!(matches!(stage.model.overlay, Some(Overlay::Name(_))), "a name is asked for first");
    stage.keys("ctrl-u \"Mei\" enter \"she\" esc");
    assert!(stage.own().iter().any(|own| own.contains("she")), "{:?} {}", stage.own(), stage.said());
}

#[test]
fn a_text_that_does_not_come_leaves_no_field_behind() {
    let mut stage = stage();
    stage.files.remove("b.md");
    begin(&mut stage);
    stage.keys("P \"slow\" enter");
    assert_eq!(stage.said(), "b.md cannot be read");
    stage.open("c.md");
    assert!(stage.model.overlay.is_none());
    assert_eq!(stage.model.seminar.wanted, None);
}

#[test]
fn prompts_are_no_annotations() {
    let mut stage = stage();
    stage.open("b.md");
    assert_eq!(stage.model.list.item(&doc_path("b.md")).map(|item| (item.annotations, item.astray)), Some((0, 0)));
    stage.keys("R");
    assert_eq!(stage.said(), "every annotation stands where it stood");
    stage.keys("tab g g d");
    assert_eq!(stage.said(), "this prompt stands in the syllabus; write an answer to it instead");
    stage.keys("e");
    assert!(stage.model.overlay.is_none() && stage.disk.is_empty());
    stage.keys("*");
    assert!(stage.said().starts_with("a prompt is on the sheet") && stage.disk.is_empty());
}

#[test]
fn sessions_say_what_is_due_and_what_is_done_and_the_next_one_is_begun_with() {
    let mut stage = stage();
    assert_eq!(due(&stage, 0), "1 · Walls: 2026-11-01, past · 0 of 1 read");
    assert_eq!(due(&stage, 1), "next 2 · Stones: 2026-11-21, in 3 days · 0 of 2 read · 0 of 3 answered");
    let done = |path: &str| ListItem { progress: 0.96, ..ListItem::of(doc_path(path)) };
    stage.send(Msg::Listed(vec![done("b.md")]));
    assert_eq!(chosen(&stage), "c.md", "what is read is done with");
    stage.send(Msg::Listed(vec![done("c.md")]));
    assert_eq!(chosen(&stage), "b.md", "all is read, and it is still the session to come");
    stage.keys("j");
    let before = chosen(&stage).to_owned();
    stage.send(Msg::Surveyed { faults: Vec::new(), left_out: None, summaries: Vec::new() });
    assert_eq!(chosen(&stage), before, "what was chosen stays");
}

#[test]
fn without_a_session_to_come_one_begins_at_the_top() {
    let over = PLAN.replace("2026-11-21", "2026-11-11");
    let stage = stage_of(&over, (80, 24));
    assert_eq!(chosen(&stage), "a.md");
    assert_eq!(due(&stage, 1), "2 · Stones: 2026-11-11, 7 days ago · 0 of 2 read · 0 of 3 answered");
    let undated = PLAN.replace("date = ", "# ");
    let stage = stage_of(&undated, (80, 24));
    assert_eq!(due(&stage, 0), "next 1 · Walls: 0 of 1 read");
}

#[test]
fn an_annotation_of_anybody_is_picked_commented_and_left_out_again() {
    let mut stage = stage();
    stage.other("b.md", Kind::Note, "Two here", "so it is");
    stage.open("b.md");
    stage.keys("*");
    let picks = |stage: &Stage| stage.disk.values().filter(|record| !record.is_tombstone()).count();
    assert_eq!((picks(&stage), stage.said()), (1, "picked for the digest; :comment says why, * takes it back"));
    assert!(
        cards(&stage).contains(&"A ana · note | Two here | so it is | * picked by me".to_owned()),
        "{:?}",
        cards(&stage)
    );
    assert_eq!(stage.model.list.item(&doc_path("b.md")).map(|item| item.annotations), Some(1), "a pick is no mark");
    stage.keys("e \"well said\" esc");
    assert!(cards(&stage).iter().any(|card| card.ends_with("* picked by me: well said")), "{:?}", cards(&stage));
    stage.keys("*");
    assert_eq!((picks(&stage), stage.said()), (0, "not picked any more; * picks it again"));
    stage.keys("u");
    assert_eq!(picks(&stage), 1);
    stage.keys("tab j j");
    let chosen = stage.model.notes.selected.clone();
    stage.keys("*");
    assert_eq!(stage.model.notes.selected, chosen, "the card that was chosen stays chosen");
}

#[test]
fn how_much_of_what_a_session_asks_is_done_is_said_as_it_is_done() {
    let plan = PLAN.replace("date = \"2026-11-21\"", "rubric = { notes = 2, answers = 1, replies = 1, points = 5 }");
    let mut stage = stage_of(&plan, (120, 40));
    let asked = |stage: &Stage| standing(&stage.model, 1).asked.unwrap_or_default().words();
    stage.open("b.md");
    assert_eq!(asked(&stage), "notes 0/2, answers 0/1, replies 0/1 (5 points)");
    stage.keys("a \"a note\" esc");
    assert!(asked(&stage).starts_with("notes 1/2, answers 0/1"), "{}", asked(&stage));
    stage.keys("P enter \"I do\" esc");
    assert!(asked(&stage).starts_with("notes 1/2, answers 1/1, replies 0/1"), "{}", asked(&stage));
    stage.open("c.md");
    stage.keys("a \"another\" esc");
    assert!(asked(&stage).starts_with("notes 2/2, answers 1/1"), "{}", asked(&stage));
    stage.keys("u");
    assert!(asked(&stage).starts_with("notes 1/2"), "{}", asked(&stage));
    stage.keys("a \"for myself\" ctrl-t esc");
    assert!(asked(&stage).starts_with("notes 1/2"), "what nobody else reads is no work: {}", asked(&stage));
    assert_eq!(standing(&stage.model, 0).asked, None);
    let told = |width: usize| standing(&stage.model, 1).told(width);
    assert!(told(120).ends_with("asked: notes 1/2, answers 1/1, replies 0/1 (5 points)"), "{}", told(120));
    assert!(told(60).ends_with(" · work 2 of 4"), "{}", told(60));
    assert!(!told(30).contains("work"), "{}", told(30));
}

#[test]
fn what_a_session_asks_and_by_when_is_said_in_the_list() {
    let plan = PLAN.replacen("[[session]]\n", "[[session]]\ndue = 2026-12-01T18:00:00\nrubric = { marks = 2 }\n", 1);
    let mut stage = stage_of(&plan, (120, 40));
    stage.model.list.select_path(&doc_path("a.md"));
    stage.model.view.focus_on(Pane::List);
    stage.keys("P");
    assert_eq!(stage.said(), "no prompts in this session; asked: marks 0/2, due 2026-12-01 18:00");
    let plan = plan.replacen("date = \"2026-11-21\"", "rubric = { notes = 1 }", 1);
    let mut other = stage_of(&plan, (120, 40));
    other.model.list.select_path(&doc_path("b.md"));
    other.keys("P");
    let Some(Overlay::Choose(open)) = &other.model.overlay else { panic!("{}", other.said()) };
    assert_eq!(open.chooser.title, "Prompts (of the session; asked: notes 0/1)");
    assert!(due(&stage, 0).contains("due "), "{}", due(&stage, 0));
}

/// What the plan of the tests says of the second session's prompt, and what it says then.
fn planned(stage: &mut Stage, changes: &[(&str, &str)]) {
    let plan = changes.iter().fold(PLAN.to_owned(), |plan, (old, new)| plan.replace(old, new));
    let (syllabus, faults) = parse(&plan);
    assert!(faults.is_empty(), "{faults:?}");
    stage.send(Msg::Planned { syllabus: Some(Arc::new(syllabus)), faults: Vec::new() });
    stage.open("b.md");
}

#[test]
fn an_answer_stays_with_its_prompt_when_its_words_are_corrected_or_its_session_gets_another_number() {
    let mut stage = stage();
    stage.open("b.md");
    stage.keys("P \"slow\" enter \"very\" esc");
    let record = stage.disk.values().next().cloned().expect("it was saved");
    assert_eq!(record.asked().as_deref(), Some("How slow?"), "the words that were answered go along");
    let answered = |stage: &Stage| (due(stage, stage.model.list.schedule.groups.len() - 2), cards(stage)[2..].to_vec());
    let corrected = ("text = \"How slow?\"", "text = \"How slow was it?\", formerly = \"How slow?\"");
    planned(&mut stage, &[corrected]);
    let cards_of = |session: u32, words: &str, answer: &str| {
        vec![
            format!("prompt · session {session} · answered | the moss was slow | {words}"),
            format!("me · reply | {answer}"),
        ]
    };
    assert_eq!(answered(&stage).1, cards_of(2, "How slow was it?", "very"));
    assert!(answered(&stage).0.contains("1 of 3 answered"), "{}", answered(&stage).0);
    stage.keys("P \"slow\" enter \" slow\" esc");
    assert_eq!((answered(&stage).1, stage.own().len()), (cards_of(2, "How slow was it?", "very slow"), 1));
    stage.keys("u");
    assert_eq!(answered(&stage).1, cards_of(2, "How slow was it?", "very"), "undone it is still an answer");
    let before = ("\n[[session]]\ntitle = \"Walls\"", "\n[[session]]\n[[session]]\ntitle = \"Walls\"");
    planned(&mut stage, &[before]);
    assert_eq!(answered(&stage).1, cards_of(3, "How slow?", "very"));
    assert!(answered(&stage).0.contains("1 of 3 answered"), "{}", answered(&stage).0);
    planned(&mut stage, &[("\"How slow?\"", "\"How slow was it?\"")]);
    assert!(!answered(&stage).1.join(" ").contains("answered"), "other words are another prompt");
}

#[test]
fn who_leads_is_told_at_once_when_answers_belong_to_no_prompt_any_more() {
    let led = ("\n[[session]]\ntitle = \"Walls\"", "\nleader = \"mei\"\n[[session]]\ntitle = \"Walls\"");
    let mut stage = stage();
    planned(&mut stage, &[led]);
    stage.keys("P \"slow\" enter \"very\" esc");
    planned(&mut stage, &[led, ("\"How slow?\"", "\"How slow was it?\"")]);
    let told = "1 answer belongs to no prompt now, unless the new one says formerly = \"How slow?\"";
    assert_eq!(stage.said(), told);
    planned(&mut stage, &[led, ("text = \"How slow?\"", "text = \"Why?\", formerly = \"How slow?\"")]);
    assert!(!stage.said().contains("no prompt"), "{}", stage.said());
}
