//! The palette: names as they are typed, the words of vim and less, and that nothing is chosen by chance.

use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{Overlay, Pane, Targets};

fn stage() -> Stage {
    let files = [
        (PATH, "|One two. Three."),
        ("week-1/harbour.md", "Ice."),
        ("week-2/harbour.md", "More ice."),
        ("lake.md", "Deep."),
    ];
    let mut stage = Stage::with(&files, config(), (120, 30));
    stage.other(PATH, crate::annotation::Kind::Question, "One two.", "why?");
    stage.open(PATH);
    stage
}

fn after(typed: &str) -> Stage {
    let mut stage = stage();
    stage.keys(&format!(": \"{typed}\" enter"));
    stage
}

#[test]
fn words_of_vim_and_less_do_what_they_say() {
    for word in ["q", "q!", "wq", "x", "qa", "quit", "exit"] {
        assert!(after(word).ended, "{word}");
    }
    for word in ["w", "w!", "write"] {
        let stage = after(word);
        assert_eq!(
            (stage.said(), stage.ended, stage.disk.len()),
            ("everything is saved: it is as soon as it is written", false, 0)
        );
    }
    assert_eq!(after("n").doc().opened.path, "week-1/harbour.md");
    assert!(matches!(after("h").model.overlay, Some(Overlay::Help(_))));
}

#[test]
fn a_text_is_opened_by_its_name_or_by_a_part_that_only_one_has() {
    for (typed, path) in
        [("e lake", "lake.md"), ("e lake.md", "lake.md"), ("edit week-2/", "week-2/harbour.md"), ("e LAKE", "lake.md")]
    {
        assert_eq!(after(typed).doc().opened.path, path, "{typed}");
    }
    let stage = after("e harbour");
    assert_eq!(
        (stage.model.view.focus, stage.model.list.shown.len()),
        (Pane::List, 2),
        "of two, one is chosen in the list"
    );
    assert_eq!(after("e sea").said(), "no text here is called “sea”");
}

#[test]
fn no_scattered_letters_choose_anything() {
    for typed in ["wqr", "qtn", "mrk", "txtprv", "zzz"] {
        let stage = after(typed);
        assert!(
            matches!(stage.model.overlay, Some(Overlay::Choose(_))) && stage.disk.is_empty() && !stage.ended,
            "{typed}"
        );
        assert!(stage.said().starts_with("no command is called"), "{typed}: {}", stage.said());
    }
    assert_eq!(
        after("import").said(),
        "outside of this screen: postil import does that, postil import --help says how"
    );
}

#[test]
fn what_changes_something_is_chosen_by_more_than_two_letters() {
    for typed in ["a", "d", "ma", "de", "no", "ed", "ag", "b"] {
        let stage = after(typed);
        assert!(
            stage.disk.is_empty() && !matches!(stage.model.overlay, Some(Overlay::Write(_) | Overlay::Name(_))),
            "{typed}"
        );
    }
    let mut stage = stage();
    stage.keys(": \"mark-g\" enter");
    assert!(stage.said().starts_with("this is ana's; only its author can recolour it"), "{}", stage.said());
    stage.keys("G : \"mark-g\" enter");
    assert_eq!(stage.own(), ["highlight green [Three.]"]);
    stage.keys(": \"del\" enter");
    assert!(stage.own().is_empty(), "{}", stage.said());
}

#[test]
fn a_number_goes_to_a_place_and_never_to_a_command() {
    let mut stage = stage();
    for number in ["0", "5", "50%", "50 %", "12"] {
        stage.keys(&format!(": \"{number}\""));
        let Some(Overlay::Choose(open)) = &stage.model.overlay else { panic!("no palette") };
        assert!(open.chooser.shown.is_empty(), "{number} is no part of a name");
        stage.keys("esc");
    }
    let stage = after("50%");
    assert!(stage.model.overlay.is_none() && stage.doc().cursor == 7, "{}", stage.marked());
    assert_eq!(after("50 %").doc().cursor, 7);
    assert_eq!(after("$").doc().cursor, 14, "the end, as in vim");
    let set = after("set nu");
    assert!(matches!(&set.model.overlay, Some(Overlay::Choose(open)) if matches!(open.targets, Targets::Settings)));
    assert!(after("12").said().starts_with("no paragraph 12; it has "));
}

#[test]
fn without_a_text_what_is_about_one_says_so() {
    let mut stage = Stage::with(&[(PATH, "One two. Three.")], config(), (120, 30));
    for command in ["note", "question", "search", "copy", "pick", "outline", "mark-green", "filter", "reload", "end"] {
        stage.keys(&format!(": \"{command}\" enter"));
        assert_eq!(stage.said(), "open a text first", "{command}");
        assert!(stage.model.overlay.is_none() && stage.disk.is_empty(), "{command}");
    }
    stage.keys(": \"sort\" enter");
    assert!(stage.said().starts_with("sorted by"), "{}", stage.said());
}

#[test]
fn what_acts_at_a_place_of_the_text_is_done_where_the_text_shows() {
    for (pane, command) in [("tab", "pick"), ("tab", "select-sentence"), ("shift-tab", "select"), ("shift-tab", "note")]
    {
        let mut stage = stage();
        stage.keys(&format!("{pane} : \"{command}\" enter"));
        assert_eq!(stage.model.view.focus, Pane::Reader, "{command}");
        assert!(stage.model.overlay.is_some() || stage.doc().selection.is_some(), "{command}");
    }
}

#[test]
fn no_name_is_asked_for_where_there_is_nothing_to_mark() {
    for command in ["mark-blue", "tag", "accept"] {
        let mut stage = stage();
        *stage.model.me = crate::app::Me::default();
        stage.keys(&format!("shift-tab : \"{command}\" enter"));
        assert!(stage.model.overlay.is_none(), "{command}");
        assert_eq!(stage.said(), "no annotation here", "{command}");
    }
}
