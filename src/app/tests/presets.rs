//! Presets of keys: what hands know from vim, less and emacs, and that nothing is lost or written by it.

use crate::app::query::keys::keymap;
use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{COMMANDS, CONTEXTS, Config, begin_tour, help_rows, status};
use crate::config::{KeyPreset, WrittenKeys};

fn config_of(preset: KeyPreset) -> Config {
    let mut config = config();
    (config.keymap, config.settings.tools.key_preset) = (keymap(&config.keys, preset).0, preset);
    config
}

fn over(preset: KeyPreset, written: &str, screen: (u16, u16)) -> Stage {
    let mut stage = Stage::sized(written, screen);
    stage.model.config = config_of(preset);
    stage
}

#[test]
fn a_preset_has_no_fault_and_every_command_keeps_a_key_where_it_had_one() {
    let plain = config().keymap;
    for preset in KeyPreset::ALL {
        let (keys, faults) = keymap(&WrittenKeys::default(), preset);
        assert!(faults.is_empty(), "{preset:?}: {faults:?}");
        for context in CONTEXTS.iter().map(|context| context.name()) {
            for command in COMMANDS.iter().map(|command| command.name()) {
                let lost = !plain.keys_of(context, command).is_empty() && keys.keys_of(context, command).is_empty();
                assert!(!lost, "{preset:?}: {command} in {context} has no key");
            }
        }
    }
}

#[test]
fn keys_do_what_hands_expect_of_them() {
    let rows = "|a\n\nb\n\nc\n\nd";
    let words = "|One two one. Three one.";
    for (preset, before, keys, after) in [
        (KeyPreset::Vim, words, "*", "One two |one. Three one."),
        (KeyPreset::Vim, words, "* n #", "One two |one. Three one."),
        (KeyPreset::Vim, words, "/ \"one\" enter ? \"three\" enter", "One two one. |Three one."),
        (KeyPreset::Vim, words, "V", "{One two one. Three one.|}"),
        (KeyPreset::Vim, rows, "3 j", "a\n\nb\n\nc\n\n|d"),
        (KeyPreset::Less, rows, "e e y", "a\n\n|b\n\nc\n\nd"),
        (KeyPreset::Less, rows, "> < 2 e", "a\n\nb\n\n|c\n\nd"),
        (KeyPreset::Less, rows, "f g", "|a\n\nb\n\nc\n\nd"),
        (KeyPreset::Less, rows, "space u d", "a\n\nb\n\nc\n\n|d"),
        (KeyPreset::Emacs, rows, "ctrl-n ctrl-n ctrl-p", "a\n\n|b\n\nc\n\nd"),
        (KeyPreset::Emacs, rows, "alt-> alt-<", "|a\n\nb\n\nc\n\nd"),
        (KeyPreset::Emacs, words, "alt-f alt-f alt-b ctrl-f", "One t|wo one. Three one."),
        (KeyPreset::Emacs, words, "ctrl-space alt-f ctrl-x ctrl-x", "{|One t}wo one. Three one."),
        (KeyPreset::Emacs, words, "ctrl-space alt-f ctrl-g", "One |two one. Three one."),
        (KeyPreset::Emacs, words, "ctrl-s \"three\" enter", "One two one. |Three one."),
    ] {
        let mut stage = over(preset, before, (80, 24));
        stage.keys(keys);
        assert_eq!(stage.marked(), after, "{preset:?} {keys}; said: {}", stage.said());
    }
}

#[test]
fn what_changes_nothing_in_the_other_program_writes_nothing_here() {
    for (preset, keys) in [
        (KeyPreset::Vim, "* # d y M z H L ctrl-w w"),
        (KeyPreset::Less, "d u f b e y g G < > w z h"),
        (KeyPreset::Emacs, "ctrl-d ctrl-k alt-d ctrl-y ctrl-x h ctrl-g"),
    ] {
        let mut stage = over(preset, "|One. Two.\n\nThree.", (80, 24));
        stage.keys("s 3");
        let kept = stage.disk.clone();
        for key in keys.split(' ') {
            stage.keys(key);
        }
        assert_eq!(stage.disk, kept, "{preset:?}");
    }
}

#[test]
fn letters_that_act_have_another_key_in_the_preset() {
    for (preset, delete, copy, undo) in [
        (KeyPreset::Vim, "d d", "y y", "u"),
        (KeyPreset::Less, "- d", "Y", "U"),
        (KeyPreset::Emacs, "d", "alt-w", "ctrl-x u"),
    ] {
        let mut stage = over(preset, "|One. Two.", (80, 24));
        stage.keys("s 3").keys(delete);
        assert!(stage.own().is_empty(), "{preset:?}: {}", stage.said());
        stage.keys(undo);
        assert_eq!(stage.own().len(), 1, "{preset:?}: {}", stage.said());
        stage.keys(copy);
        assert_eq!(stage.copied.len(), 1, "{preset:?}: {}", stage.said());
    }
}

#[test]
fn hints_help_and_tour_show_the_keys_that_are_in_force_at_40_by_12_too() {
    let mut stage = over(KeyPreset::Less, "|One. Two.", (40, 12));
    stage.keys("-");
    let told = status(&stage.model);
    let hints: Vec<String> = told.hints.iter().map(|hint| format!("{} {}", hint.keys, hint.about)).collect();
    assert_eq!(told.left, "- …");
    assert!(hints.contains(&"/ search all".to_owned()) && hints.contains(&"esc leave".to_owned()), "{hints:?}");
    stage.keys("esc");
    let help = format!("{:?}", help_rows(&stage.model.config.keymap, crate::app::Context::Reader));
    assert!(help.contains("keys: \"i\"") && help.contains("keys: \"- o\"") && !help.contains("\"g o\""), "{help}");
    begin_tour(&mut stage.model, 2);
    let tour = stage.model.status.tour.as_ref().map(|tour| tour.words.clone());
    assert_eq!(tour.as_deref(), Some("i labels every sentence. Type the label of one."));
}

#[test]
fn a_preset_shows_as_it_is_gone_to_and_ones_own_keys_stand_over_it() {
    let mut stage = Stage::with(&[(PATH, "One. Two.")], config(), (80, 24));
    stage.open(PATH);
    stage.model.config.keys = WrittenKeys { file: Some("[reader]\nx = 'note'\n'g' = 'end'\n".to_owned()) };
    stage.keys("g s \"key_preset\" enter down");
    assert_eq!(stage.model.config.settings.tools.key_preset, KeyPreset::Vim);
    stage.keys("down enter esc");
    assert_eq!(stage.settings, [("key_preset", "less".to_owned())]);
    let shown = |stage: &Stage, command: &str| stage.model.config.keymap.keys_of("reader", command);
    assert_eq!((shown(&stage, "note")[0].as_str(), shown(&stage, "end").contains(&"g".to_owned())), ("a", true));
    stage.keys("- s \"key_preset\" enter \"vim\" enter");
    assert!(
        stage.said().contains("`g` begins `g #`") && stage.said().contains("take the other"),
        "a key that is in the way is told: {}",
        stage.said()
    );
}
