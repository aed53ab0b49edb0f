//! The settings on the screen: every row can be reached and changed, a value shows as it is gone to, is kept or left.

use crate::app::Overlay;
use crate::app::test_stage::Stage;
use crate::config::settings::{self, TABLE};

fn stage() -> Stage {
    let mut stage = Stage::over("|One two. Three four.");
    stage.keys(": s e t t i n g s enter");
    stage
}

/// The settings that show, the current one first.
fn current(stage: &Stage) -> String {
    let Some(Overlay::Choose(open)) = &stage.model.overlay else { return String::new() };
    open.chooser.current().map(|at| open.chooser.choices[at].label.clone()).unwrap_or_default()
}

#[test]
fn a_number_is_typed_shows_at_once_and_is_kept_when_taken() {
    let mut stage = stage();
    assert!(current(&stage).starts_with("measure: "));
    stage.keys("enter ctrl-u 9 0");
    assert_eq!((stage.model.config.settings.page.measure, stage.settings.len()), (90, 0));
    stage.keys("enter");
    assert_eq!(stage.settings, [("measure", "90".to_owned())]);
    assert!(stage.said().starts_with("measure = 90") && current(&stage).starts_with("measure: "));
}

#[test]
fn a_value_that_cannot_be_is_told_with_what_can_and_is_never_kept() {
    let mut stage = stage();
    stage.keys("enter 0 0 0 enter");
    let Some(Overlay::Setting(input)) = &stage.model.overlay else { panic!("it waits for another") };
    assert!(input.fault.as_deref().is_some_and(|fault| fault.contains("20 to 200")), "{:?}", input.fault);
    stage.keys("esc");
    assert_eq!((stage.model.config.settings.page.measure, stage.settings.len()), (72, 0));
    assert!(current(&stage).starts_with("measure: "), "the list is there again");
}

#[test]
fn one_of_several_shows_as_it_is_gone_to_and_is_as_before_when_left() {
    let mut stage = stage();
    stage.keys("s o r t enter down");
    assert_eq!(stage.model.list.sort.name(), "title");
    stage.keys("esc");
    assert_eq!((stage.model.list.sort.name(), stage.settings.len()), ("syllabus", 0));
    assert!(current(&stage).starts_with("sort: "));
    stage.keys("enter n o t e s enter");
    assert_eq!(stage.model.list.sort.name(), "notes");
    assert_eq!(stage.settings, [("sort", "notes".to_owned())]);
}

#[test]
fn one_of_two_changes_at_once_and_says_when_it_holds() {
    let mut stage = stage();
    stage.keys("m o u s e enter");
    assert_eq!(stage.said(), "mouse = false, from the next start");
    stage.keys("enter");
    assert_eq!(stage.settings, [("mouse", "false".to_owned()), ("mouse", "true".to_owned())]);
}

#[test]
fn every_setting_can_be_chosen_from_the_screen_and_left_as_it_was() {
    let (defaults, _) = settings::resolve(&[]);
    for (row, setting) in TABLE.iter().enumerate() {
        let mut stage = stage();
        for _ in 0..row {
            stage.keys("down");
        }
        assert!(current(&stage).starts_with(&format!("{}: ", setting.name)));
        let two = setting.values().len() == 2;
        stage.keys(if two { "enter enter esc" } else { "enter esc esc" });
        assert!(stage.model.overlay.is_none(), "{}", setting.name);
        assert_eq!(stage.model.config.settings, defaults, "{}", setting.name);
    }
}

#[test]
fn the_short_name_of_somebody_who_writes_stays() {
    let mut stage = stage();
    stage.model.me.confirmed = true;
    stage.model.me.reader.nickname = "mei".to_owned();
    stage.keys("n i c k n a m e enter");
    assert_eq!(stage.said(), "your short name stays mei: your notes lie under it");
    assert!(current(&stage).starts_with("reader.nickname: ") && stage.settings.is_empty());
}
