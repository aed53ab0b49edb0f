//! The tour, gone through with keys as it says: each step is done by what it asks for and by nothing else, on any screen.

use crate::annotation::Kind;
use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{Command, begin_tour};
use crate::app::{Model, Tour};

const TEXT: &str =
    "# One\n\nA harbour waits. Another harbour sleeps.\n\nIt freezes over.\n\n# Two\n\nThe ice leaves in spring.";

/// A reader who has just come to the list of the tour, on a screen of that size.
fn stage(size: (u16, u16)) -> Stage {
    let mut stage = Stage::with(&[(PATH, TEXT), ("week-1/ice.md", "Deep.")], config(), size);
    stage.other(PATH, Kind::Note, "It freezes over.", "Does it?");
    begin_tour(&mut stage.model, 0);
    stage
}

fn tour(model: &Model) -> &Tour {
    model.status.tour.as_ref().expect("it goes on")
}

#[test]
fn who_does_what_it_says_comes_to_its_end() {
    let mut stage = stage((120, 40));
    for (step, keys) in [
        "enter",
        "w",
        "f a",
        "3",
        "a S o . esc",
        "t p o r t enter enter",
        "u",
        "/ h a r b o u r enter",
        "o T w o enter H",
        "tab",
        "down r N o . esc",
        "g / i c e",
    ]
    .iter()
    .enumerate()
    {
        assert_eq!(tour(&stage.model).step, step, "before {keys}: {}", tour(&stage.model).title);
        stage.keys(keys);
        assert_eq!(tour(&stage.model).step, step + 1, "{keys} does it: {:?}", tour(&stage.model));
        assert_eq!(stage.tour, step + 1, "it is remembered");
    }
    assert!(tour(&stage.model).words.contains("postil manual"));
}

#[test]
fn who_comes_back_to_taking_back_has_something_to_take_back_first() {
    let mut stage = stage((120, 40));
    begin_tour(&mut stage.model, 6);
    stage.keys("enter u");
    assert_eq!((tour(&stage.model).step, stage.said()), (6, "nothing to undo"));
    assert!(tour(&stage.model).words.contains("None yet? 3 first."), "{}", tour(&stage.model).words);
    stage.keys("s 3");
    assert_eq!(tour(&stage.model).step, 6);
    stage.keys("u");
    assert_eq!(tour(&stage.model).step, 7);
}

#[test]
fn what_is_not_asked_for_does_no_step_and_any_can_be_skipped() {
    let mut stage = stage((80, 24));
    stage.keys("j k ? esc");
    assert_eq!(tour(&stage.model).step, 0);
    for step in 1..13 {
        stage.run("tour");
        assert_eq!((tour(&stage.model).step, stage.tour), (step, step));
    }
    stage.run("tour");
    assert!(stage.model.status.tour.is_none(), "it is put away");
}

#[test]
fn who_comes_back_to_a_step_is_told_to_open_a_text_first() {
    let mut stage = stage((80, 24));
    begin_tour(&mut stage.model, 7);
    assert_eq!(tour(&stage.model).words, "First a text: enter opens one.");
    stage.keys("enter");
    assert!(
        tour(&stage.model).step == 7 && tour(&stage.model).words.starts_with("/, type a word"),
        "{:?}",
        tour(&stage.model)
    );
    stage.keys("/ h a r b o u r enter");
    assert_eq!(tour(&stage.model).step, 8);
    stage.keys("n");
    assert_eq!(tour(&stage.model).step, 8, "the next place is no jump there and back");
}

#[test]
fn every_step_fits_on_a_small_screen_and_its_keys_are_the_readers() {
    for size in [(40, 12), (80, 24)] {
        let mut stage = stage(size);
        stage.keys("enter");
        begin_tour(&mut stage.model, 0);
        for _ in 0..13 {
            let tour = tour(&stage.model).clone();
            let shown = tour.rows(size).join(" ");
            let number = if tour.is_short(size) { format!("{} ", tour.number) } else { String::new() };
            assert_eq!(shown, format!("{number}{}", tour.words), "{size:?}");
            let most = if tour.is_short(size) { 2 } else { size.1 / 3 };
            assert!(tour.height(size) <= most && !tour.words.contains('{'), "{}", tour.words);
            stage.run("tour");
        }
    }
    for name in crate::app::status::tour::commands_of_steps() {
        assert!(Command::named(name).is_some(), "{name} is no command");
    }
}
