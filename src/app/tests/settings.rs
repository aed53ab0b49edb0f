//! The settings on the screen: every row can be reached and changed, a value shows as it is gone to, is kept or left.

use crate::app::test_stage::{PATH, Stage, config, config_with};
use crate::app::{Message, Msg, Overlay};
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

/// The files say this, and it is read again.
fn reread(stage: &mut Stage, settings_toml: &str, keys_toml: &str) {
    let mut config = config_with(keys_toml);
    let (settings, faults) = settings::resolve(&[("settings.toml", settings_toml)]);
    config.settings = settings;
    let faults = faults.iter().map(ToString::to_string).collect();
    stage.send(Msg::Configured { config: Box::new(config), faults });
}

#[test]
fn what_is_changed_outside_holds_at_once_and_is_told() {
    let mut stage = Stage::with(&[(PATH, "One. Two.")], config(), (120, 24));
    stage.open(PATH);
    reread(&mut stage, "measure = 60\nmouse = false\n", "");
    assert_eq!(stage.model.config.settings.page.measure, 60);
    assert_eq!(stage.said(), "read again, as it was changed outside: measure = 60, mouse = false, from the next start");
    reread(&mut stage, "measure = 60\nmouse = false\n", "[reader]\n'T' = 'tag'\n");
    assert_eq!(stage.said(), "read again, as it was changed outside: keys.toml");
    stage.keys("T");
    assert!(matches!(stage.model.overlay, Some(Overlay::Tags(_))));
    stage.keys("esc");
    reread(&mut stage, "measure = 60\nmouse = false\n", "[reader]\n'T' = 'tag'\n");
    assert_eq!(stage.said(), "", "nothing else than before");
}

#[test]
fn a_damaged_file_is_told_with_its_line_and_changes_nothing() {
    let mut stage = Stage::over("One.");
    let before = stage.model.config.settings.clone();
    reread(&mut stage, "text_margin = 3\nmeasure = 7\n", "");
    assert_eq!(
        stage.said(),
        "settings.toml:2: `measure` takes 20 to 200, not 7; until it is mended, all stays as it was"
    );
    assert!(
        stage.model.config.settings == before && stage.model.status.message.as_ref().is_some_and(Message::is_failure)
    );
}

#[test]
fn what_one_chooses_oneself_is_neither_told_nor_taken_back_by_the_file_that_follows() {
    let mut stage = stage();
    stage.keys("enter ctrl-u 9 0 enter enter ctrl-u 8 0 enter esc");
    reread(&mut stage, "measure = 90\n", "");
    assert_eq!((stage.model.config.settings.page.measure, stage.said()), (80, ""), "the file is on its way");
    reread(&mut stage, "measure = 80\n", "");
    assert_eq!((stage.model.config.settings.page.measure, stage.said()), (80, ""));
    reread(&mut stage, "measure = 90\n", "");
    assert_eq!(stage.model.config.settings.page.measure, 90, "this was written outside");
}

#[test]
fn values_that_are_gone_through_go_back_to_what_the_file_says_now() {
    let mut stage = stage();
    stage.keys("s o r t enter down");
    reread(&mut stage, "sort = \"words\"\n", "");
    stage.keys("esc");
    assert_eq!(stage.model.list.sort.name(), "words");
}

#[test]
fn what_is_wrong_with_the_settings_is_told_over_the_first_text_too_until_a_key_is_pressed() {
    let mut stage = Stage::with(&[(PATH, "One. Two.")], config(), (80, 24));
    stage.model.complain("settings.toml:2: `measure` takes 20 to 200, not 7");
    stage.open(PATH);
    assert!(stage.said().starts_with("settings.toml:2"), "{}", stage.said());
    stage.keys("j");
    assert_eq!(stage.said(), "");
}
