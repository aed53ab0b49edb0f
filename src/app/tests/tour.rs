//! What the tables of the tour say of keys is what these do. (Its walk is gone through on a terminal, its command lines and the
//! names of its keys are held by the tests of the manual.)

use crate::app::Command;
use crate::app::test_stage::{Stage, config};

const TOUR: &str = include_str!("../../../documents/00-tour.md");

/// Words that say nothing of a key.
const SMALL: [&str; 9] = ["the", "and", "you", "for", "that", "with", "have", "this", "what"];

/// The rows of the table with that heading, cell by cell.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, rest) = TOUR.split_once(heading).expect("the tour has this table");
    let rows = rest.lines().skip(1).take_while(|line| line.starts_with('|'));
    rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The keys in a cell, as a test types them.
fn keys(cell: &str) -> Vec<String> {
    // Names of keys are written small in the keymap; some keys are two after each other.
    let typed = |key: &str| if key.len() > 3 { key.to_lowercase() } else { key.to_owned() };
    cell.split('`').skip(1).step_by(2).map(typed).collect()
}

#[test]
fn each_way_to_move_leads_forward_and_back() {
    let rows = table("| To move by | Back | Forward |\n");
    assert!(rows.len() >= 8, "{rows:?}");
    let part = |n| format!("# Part {n}\n\nOne sentence. Another one here.\n\nA second paragraph. It ends.\n\n");
    let text: String = (0..40).map(part).collect();
    for row in rows {
        let [what, back, forward] = row[..] else { panic!("three cells: {row:?}") };
        let (back, forward) = (keys(back), keys(forward));
        assert!(!back.is_empty() && !forward.is_empty(), "{what}");
        for (back, forward) in back.iter().cycle().zip(&forward) {
            let mut stage = Stage::over(&text);
            stage.keys("5 0 %");
            let from = stage.doc().cursor;
            stage.keys(forward);
            let there = stage.doc().cursor;
            assert!(there > from, "{what}: {forward} leads on");
            stage.keys(back);
            assert!(stage.doc().cursor < there, "{what}: {back} leads back");
        }
    }
}

#[test]
fn each_key_of_its_tables_is_bound_to_what_it_says() {
    let rows: Vec<_> =
        table("| Key | What it does |\n").into_iter().chain(table("| Key | With the others |\n")).collect();
    assert!(rows.len() >= 14, "{rows:?}");
    let keymap = config().keymap;
    let stems = |words: &str| -> Vec<String> {
        let words = words.split(|c: char| !c.is_alphabetic());
        let words = words.filter(|word| word.len() > 2 && !SMALL.contains(word));
        words.map(|word| word.chars().take(3).collect::<String>().to_lowercase()).collect()
    };
    for row in rows {
        let told = stems(row[1]);
        let bound = |key: &String| {
            let has = |context: &str, command: &Command| keymap.keys_of(context, command.name()).contains(key);
            crate::app::COMMANDS.iter().find(|command| has("reader", command) || has("global", command))
        };
        let commands: Vec<_> =
            keys(row[0]).iter().map(|key| bound(key).unwrap_or_else(|| panic!("{key} is bound"))).collect();
        let says = |command: &&Command| stems(&format!("{} {}", command.name(), command.about()));
        assert!(
            commands.iter().any(|command| says(command).iter().any(|stem| told.contains(stem))),
            "{row:?}: {commands:?}"
        );
    }
}
