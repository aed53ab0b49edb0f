//! Choosing a theme: it shows as it is gone to, and is kept or left.

use crate::app::test_stage::{PATH, Stage, config};
use crate::config::theme::Themes;

/// On a stage with a theme of the reader's own, which has a fault.
fn stage() -> Stage {
    let files = vec![("mine.toml".to_owned(), "base = \"light\"\n[roles]\nheadnig = \"bold\"\n".to_owned())];
    let config = crate::app::Config { themes: Themes { files, ..Themes::default() }, ..config() };
    Stage::with(&[(PATH, "|One two.")], config, (80, 24))
}

#[test]
fn a_theme_shows_as_it_is_gone_to_and_is_kept_once_it_is_taken() {
    let mut stage = stage();
    let shown = |stage: &Stage| stage.model.config.theme.name().to_owned();
    stage.keys(": t h e m e enter");
    assert_eq!(shown(&stage), "dark");
    stage.keys("down down");
    assert_eq!((shown(&stage).as_str(), stage.settings.len()), ("light", 0));
    stage.keys("c o n t r a s t");
    assert_eq!(shown(&stage), "high-contrast-dark");
    stage.keys("enter");
    assert_eq!(stage.said(), "the theme is high-contrast-dark");
    assert_eq!(stage.settings, [("theme", "high-contrast-dark".to_owned())]);
    stage.keys(": t h e m e enter");
    assert_eq!(shown(&stage), "high-contrast-dark", "the list begins where one is");
}

#[test]
fn a_list_that_is_left_leaves_the_theme_as_it_was() {
    let mut stage = stage();
    stage.keys(": t h e m e enter down down down");
    assert_eq!(stage.model.config.theme.name(), "plain");
    stage.keys("esc");
    assert_eq!((stage.model.config.theme.name(), stage.settings.len()), ("dark", 0));
}

#[test]
fn what_is_wrong_in_a_theme_of_ones_own_is_told_when_it_is_taken() {
    let mut stage = stage();
    stage.keys(": t h e m e enter m i n e enter");
    assert_eq!(stage.model.config.theme.name(), "mine");
    assert_eq!(stage.said(), "mine.toml:3: unknown role `headnig`; did you mean `heading`?");
}
