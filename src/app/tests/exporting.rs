//! Exporting from the screen: what is asked, what is written where, and that nothing is written over by chance.

use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{ExportEnd, ExportOrder, Msg, Overlay, Targets};

fn stage() -> Stage {
    let mut stage = Stage::with(&[(PATH, "|One two. Three."), ("b/lake.v2.md", "Deep.")], config(), (120, 30));
    stage.other(PATH, crate::annotation::Kind::Question, "One two.", "why?");
    stage
}

/// What was exported: format, text, filter, place, whether written over.
fn exported(stage: &Stage) -> Vec<String> {
    let told = |order: &ExportOrder| {
        let of = order.document.as_ref().map_or("all", |path| path.as_str());
        format!("{} of {of} [{}] {} {}", order.format.name, order.filter, order.place, order.over)
    };
    stage.exported.iter().map(told).collect()
}

/// What can be chosen.
fn choices(stage: &Stage) -> Vec<String> {
    match &stage.model.overlay {
        Some(Overlay::Choose(open)) => open.chooser.choices.iter().map(|choice| choice.label.clone()).collect(),
        other => panic!("no list: {other:?}"),
    }
}

/// What stands in the line for the place.
fn place(stage: &Stage) -> String {
    match &stage.model.overlay {
        Some(Overlay::Export(prompt)) => format!("{}{}", prompt.label(), prompt.field.text()),
        other => panic!("no line: {other:?}"),
    }
}

#[test]
fn a_format_what_and_where_to_are_asked_and_then_it_is_said_what_was_written() {
    let mut stage = stage();
    stage.open("b/lake.v2.md");
    assert_eq!(choices(stage.keys(": \"export\" enter")), ["markdown: as it is", "site: as it is", "ris: as it is"]);
    assert_eq!(choices(stage.keys("enter")), ["this text", "all texts"]);
    assert_eq!(place(stage.keys("enter")), "write to: ~/lake.v2.md");
    stage.keys("ctrl-u \"out/sea.md\" enter");
    assert_eq!(exported(&stage), ["markdown of b/lake.v2.md [] out/sea.md false"]);
    assert_eq!((stage.said(), stage.model.overlay.is_none()), ("1 annotation in out/sea.md", true));
}

#[test]
fn from_the_list_there_is_nothing_to_choose_but_all_texts_and_a_folder_is_offered_as_one() {
    let mut stage = stage();
    assert_eq!(place(stage.keys("g x \"site\" enter")), "write to: ~/corpus-site/");
    stage.keys("esc");
    assert_eq!((stage.said(), stage.exported.len()), ("nothing was exported", 0));
}

#[test]
fn what_the_filter_of_the_notes_shows_can_be_exported_alone_but_no_bibliography_of_it() {
    let mut stage = stage();
    stage.open(PATH);
    stage.keys("tab / \"kind:question\" enter");
    let all = choices(stage.keys("g x enter"));
    assert_eq!(all, ["this text", "all texts", "this text, only kind:question", "all texts, only kind:question"]);
    stage.keys("up up down down down enter enter");
    assert_eq!(exported(&stage), ["markdown of all [kind:question] ~/corpus.md false"]);
    assert_eq!(choices(stage.keys("g x \"ris\" enter")), ["this text", "all texts"]);
}

#[test]
fn what_is_there_already_is_written_over_only_after_a_yes() {
    let mut stage = stage();
    stage.keys("g x enter enter g x enter enter");
    assert_eq!((place(&stage).as_str(), stage.exported.len()), ("is there already, write over it? ~/corpus.md", 1));
    assert_eq!(place(stage.keys("enter")), "write to: ~/corpus.md", "enter twice is no yes");
    stage.keys("backspace backspace backspace \"2.md\" enter");
    stage.keys("g x enter enter y");
    let (first, other) = ("markdown of all [] ~/corpus.md false", "markdown of all [] ~/corpus2.md false");
    assert_eq!(exported(&stage), [first, other, "markdown of all [] ~/corpus.md true"]);
}

#[test]
fn nowhere_is_no_place() {
    let mut stage = stage();
    stage.keys("g x enter ctrl-u enter");
    assert!(stage.model.overlay.is_none() && stage.exported.is_empty());
    assert_eq!(stage.said(), "nothing was exported: export again, and say where to");
}

#[test]
fn a_question_that_comes_late_takes_no_keys_from_what_is_being_typed() {
    let mut stage = stage();
    stage.keys("g x enter enter");
    let order = stage.exported[0].clone();
    stage.keys("?");
    stage.send(Msg::Exported(ExportEnd::Taken(Box::new(order))));
    assert!(matches!(stage.model.overlay, Some(Overlay::Help(_))) && stage.said().starts_with("nothing was exported"));
}

#[test]
fn a_name_that_no_file_can_have_is_offered_as_one_that_it_can() {
    let mut stage = stage();
    for (name, offered) in
        [("a/b:c: d", "~/a-b-c.md"), ("../..", "~/annotations.md"), ("", "~/annotations.md"), ("~x", "~/x.md")]
    {
        name.clone_into(&mut stage.model.list.name);
        assert_eq!(place(stage.keys("g x enter")), format!("write to: {offered}"));
        stage.keys("esc");
    }
    assert!(
        matches!(stage.keys("g x").model.overlay, Some(Overlay::Choose(ref open)) if matches!(open.targets, Targets::ExportFormats(_)))
    );
}
