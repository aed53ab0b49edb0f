//! Links in notes: typed, completed, kept with what they mean, followed, and shown where they lead.

use crate::annotation::Kind;
use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{Overlay, status};

const HERE: &str = "One is here. And more.\n\nTwo is here.";
const THERE: &str = "First there.\n\nSecond there, with words.\n\nThird there.";

fn stage() -> Stage {
    let mut stage = Stage::with(&[(PATH, HERE), ("other.md", THERE)], config(), (120, 20));
    stage.open(PATH);
    stage
}

/// The links of one's own notes: label, words of the passage, source where there are none.
fn links(stage: &Stage) -> Vec<(String, String)> {
    let mine = stage.doc().annotations.anchored.iter().filter(|anchored| anchored.mine);
    let links = mine.flat_map(|anchored| &anchored.annotation.links);
    links.map(|link| (link.label.clone(), link.passage.quote.exact.clone())).collect()
}

fn pair(label: &str, words: &str) -> (String, String) {
    (label.to_owned(), words.to_owned())
}

#[test]
fn a_link_keeps_the_passage_that_it_means_and_leads_there() {
    let mut stage = stage();
    stage.keys("a \"see [[other:P2]] on this\" esc");
    assert_eq!(links(&stage), [pair("other:P2", "Second there, with words.")]);
    assert_eq!(stage.said(), "written: “see [[other:P2]] on this”");
    stage.keys("g f");
    assert!(stage.marked().contains("|Second there"), "{}", stage.marked());
    stage.open(PATH);
    stage.keys("tab g f");
    assert_eq!(stage.doc().opened.path.as_str(), "other.md", "from its card too");
}

#[test]
fn a_link_leads_to_its_words_where_paragraphs_came_before_them() {
    let mut stage = stage();
    stage.keys("a \"[[other:P2]]\" esc");
    stage.rewrite("other.md", &format!("New at the top.\n\nNew too.\n\n{THERE}"));
    stage.open(PATH);
    stage.keys("g f");
    assert!(stage.marked().contains("|Second there"), "{}", stage.marked());
}

#[test]
fn places_of_this_text_and_other_notes_are_linked_too() {
    let mut stage = stage();
    stage.keys("a \"first\" esc");
    let id = stage.doc().annotations.anchored[0].annotation.id.to_string();
    stage.keys("} a \"[[P1]] and [[#").keys(&format!("\"{}]]\" esc", &id[id.len() - 8..]));
    assert_eq!(links(&stage), [pair("P1", "One is here. And more."), pair(&format!("#{}", &id[id.len() - 8..]), "")]);
    stage.keys("g f");
    let Some(Overlay::Choose(open)) = &stage.model.overlay else { panic!("there are two to choose from") };
    assert_eq!(open.chooser.choices.len(), 2);
    stage.keys("enter");
    assert!(stage.marked().contains("|One is here"), "{}", stage.marked());
}

#[test]
fn what_leads_nowhere_is_said_and_the_note_is_kept() {
    for (written, reason) in [
        ("[[nowhere:P1]]", "no text here is called “nowhere”"),
        ("[[other:P9]]", "no paragraph 9"),
        ("[[#abcd1234]]", "no note on this text ends in abcd1234"),
    ] {
        let mut stage = stage();
        stage.keys(&format!("a \"{written}\" esc"));
        assert!(stage.said().contains("a link leads nowhere: ") && stage.said().contains(reason), "{}", stage.said());
        assert_eq!(stage.doc().annotations.anchored[0].annotation.note.as_deref(), Some(written));
        stage.keys("g f");
        assert!(stage.said().contains(reason), "{}", stage.said());
    }
}

#[test]
fn of_several_links_that_lead_nowhere_all_are_said() {
    let mut stage = stage();
    stage.keys("a \"[[nowhere:P1]] and [[other:P9]]\" esc");
    for reason in ["2 links lead nowhere", "“nowhere”", "no paragraph 9"] {
        assert!(stage.said().contains(reason), "{}", stage.said());
    }
}

#[test]
fn a_link_goes_with_its_words_and_comes_back_with_undo() {
    let mut stage = stage();
    stage.keys("a \"[[other:P2]] x\" esc e ctrl-u \"plain\" esc");
    assert_eq!((links(&stage), stage.own()), (Vec::new(), vec!["note [One is here.] “plain”".to_owned()]));
    stage.keys("u g f");
    assert_eq!(stage.doc().opened.path.as_str(), "other.md");
}

#[test]
fn names_and_paragraphs_are_completed_while_they_are_typed() {
    let mut stage = stage();
    stage.keys("a \"see [[oth\"");
    let hints: Vec<String> =
        status(&stage.model).hints.iter().map(|hint| format!("{} {}", hint.keys, hint.about)).collect();
    assert!(hints[0] == "tab other", "{hints:?}");
    stage.keys("tab tab \" and [[P2\" tab esc");
    assert_eq!(stage.doc().annotations.anchored[0].annotation.note.as_deref(), Some("see [[other]] and [[P2]]"));
}

#[test]
fn a_text_whose_name_begins_as_a_paragraph_does_is_offered_too() {
    let mut stage = Stage::with(&[(PATH, HERE), ("Pilgrims.md", THERE)], config(), (120, 20));
    stage.open(PATH);
    stage.keys("a \"see [[P\"");
    let hints = |stage: &Stage| -> Vec<String> {
        status(&stage.model).hints.iter().map(|hint| format!("{} {}", hint.keys, hint.about)).collect()
    };
    assert!(hints(&stage)[0].starts_with("tab P1 “One") && hints(&stage)[1] == "or Pilgrims", "{:?}", hints(&stage));
    stage.keys("\"il\" tab tab esc");
    assert_eq!(stage.doc().annotations.anchored[0].annotation.note.as_deref(), Some("see [[Pilgrims]]"));
}

#[test]
fn what_leads_here_is_said_above_the_notes_and_gone_to() {
    let mut stage = stage();
    stage.keys("a \"see [[other:P2]]\" esc");
    stage.open("other.md");
    assert_eq!(stage.model.notice(40), ["1 note leads here: g b"]);
    stage.keys("g b enter");
    assert_eq!(stage.doc().opened.path.as_str(), PATH);
    assert!(stage.marked().contains("|One is here"), "{}", stage.marked());
    assert_eq!(stage.model.notice(40), Vec::<String>::new());
    stage.keys("d").open("other.md");
    assert_eq!(stage.model.notice(40), Vec::<String>::new(), "the note is gone");
}

#[test]
fn what_somebody_else_wrote_in_brackets_is_looked_up_when_it_is_followed() {
    let mut stage = Stage::with(&[(PATH, HERE)], config(), (120, 20));
    stage.other(PATH, Kind::Note, "Two is here.", "see [[P1]]");
    stage.open(PATH);
    stage.keys("} g f");
    assert!(stage.marked().contains("|One is here"), "{}", stage.marked());
}
