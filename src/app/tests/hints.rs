//! The keys that the last row names while something lies over the panes: each does something there.

use crate::annotation::Kind;
use crate::app::status;
use crate::app::test_stage::{PATH, Stage, config};

/// What brings each of them up.
const OVERLAYS: &[&str] = &[
    "?",
    "? / \"e\"",
    ":",
    ": \"rename\" enter",
    "o",
    "t",
    "t \"law\"",
    "a \"why\"",
    "f",
    "/ \"two\"",
    "m",
    "m a '",
    "C",
    "B",
    "D",
    "g p",
    "g / \"o\" down",
    "g c down",
    "tab /",
    "shift-tab /",
];

fn stage() -> Stage {
    let text = "# A title\n\nOne two. Three four.\n\n## Another\n\nFive of them. One more, one day in March 2019.";
    let mut stage = Stage::with(&[(PATH, text), ("b.md", "Else, and one more.")], config(), (80, 24));
    stage.other(PATH, Kind::Question, "Three four.", "Who says so?");
    stage.other(PATH, Kind::Highlight, "Five of them.", "");
    stage.open(PATH);
    stage
}

/// Everything that a key can have done.
fn state(stage: &Stage) -> String {
    let model = &stage.model;
    format!(
        "{:?} {:?} {:?} {} {:?}",
        model.overlay,
        model.status.message,
        model.notes.filter,
        stage.marked(),
        stage.own()
    )
}

/// The keys that a hint names; none where it speaks of what is typed.
fn keys_of(written: &str) -> Vec<&'static str> {
    const KEYS: &[(&str, &[&str])] = &[
        ("↑ ↓", &["down", "up"]),
        ("j k", &["j", "k"]),
        ("enter", &["enter"]),
        ("esc", &["esc"]),
        ("tab", &["tab"]),
        ("ctrl-u", &["ctrl-u"]),
        ("ctrl-g", &["ctrl-g"]),
        ("ctrl-t", &["ctrl-t"]),
        ("ctrl-o", &["ctrl-o"]),
        ("+", &["+"]),
        (",", &[","]),
        ("/", &["/"]),
        ("a", &["a"]),
        ("any other key", &["q"]),
    ];
    const TYPED: &[&str] = &["type", "letters", "a letter", "/re/", "P12", "kind: tag: color: by:"];
    let known = KEYS.iter().find(|(keys, _)| *keys == written).map(|(_, keys)| keys.to_vec());
    assert!(known.is_some() || TYPED.contains(&written), "{written:?} is no key of this test");
    known.unwrap_or_default()
}

#[test]
fn every_key_that_is_named_while_a_box_is_open_does_something_there() {
    let mut dead = Vec::new();
    for overlay in OVERLAYS {
        let mut stage = stage();
        stage.keys(overlay);
        assert!(stage.model.overlay.is_some(), "{overlay:?} opens nothing");
        let hints = status(&stage.model).hints;
        assert!(hints.iter().any(|hint| hint.keys == "esc" && hint.stays), "{overlay:?} has no way out: {hints:?}");
        for hint in hints {
            let keys = keys_of(&hint.keys);
            let does = |key: &&str| {
                let mut stage = self::stage();
                stage.keys(overlay);
                let (before, sent) = (state(&stage), stage.terminal.len());
                stage.keys(key);
                state(&stage) != before || stage.terminal.len() > sent
            };
            if !keys.is_empty() && !keys.iter().any(does) {
                dead.push(format!("{overlay:?}: {} {}", hint.keys, hint.about));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}
