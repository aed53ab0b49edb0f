//! What README.md and the tour say: their command lines are run in their order from an empty home, and their keys are held
//! against the keymap.

use super::{Home, Ran, documents};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

const README: &str = include_str!("../../../README.md");
const TOUR: &str = include_str!("../../../documents/00-tour.md");

/// A file of marks as an e-reader keeps them, for the line that takes some in.
const CLIPPINGS: &str = "\u{feff}A Short Tour of postil (The postil editors)\r\n\
- Your Highlight on page 1 | location 10-11 | Added on Monday, 2 November 2026 10:00:00\r\n\r\n\
A postil is a note in the margin.\r\n==========\r\n";

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_all(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

/// An empty home with the sample corpus beside it, and the program on the path.
fn home() -> Home {
    let home = Home::with(&[]);
    copy_all(&documents(), &home.path("documents"));
    home.write("My Clippings.txt", CLIPPINGS);
    fs::create_dir(home.path("bin")).unwrap();
    symlink(env!("CARGO_BIN_EXE_postil"), home.path("bin/postil")).unwrap();
    home
}

/// Runs a line as a shell does.
fn shell(home: &Home, line: &str) -> Ran {
    let path = format!("{}:{}", home.path("bin").display(), std::env::var("PATH").unwrap_or_default());
    let program = home.command(&[]);
    let mut shell = std::process::Command::new("sh");
    shell.env_clear().current_dir(home.temp.path()).args(["-c", line]);
    shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("PATH", path);
    Ran::of(shell.stdin(std::process::Stdio::null()).output().unwrap())
}

/// The lines of shell below a heading.
fn lines_below(heading: &str) -> Vec<&'static str> {
    let (_, section) = README.split_once(heading).unwrap();
    let (_, block) = section.split_once("```sh\n").unwrap();
    block.split_once("```").unwrap().0.lines().collect()
}

#[test]
fn the_command_lines_of_the_readme_work_in_their_order_from_an_empty_home() {
    let home = home();
    let lines = lines_below("## The same without a screen");
    assert!(lines.len() >= 14, "{lines:?}");
    let mut faults = Vec::new();
    for line in lines {
        let ran = shell(&home, line);
        // Without an address nothing can be sent yet, and that is said.
        let waits = line.starts_with("postil sync") && ran.code == 1 && ran.out.contains("--remote");
        // The line of an import without a terminal asks for a consent that nobody can give: what it would bring is shown.
        let asks = line.starts_with("postil import") && ran.err.contains("--yes");
        if (ran.code != 0 && !waits && !asks) || (ran.out.is_empty() && !asks) {
            faults.push(format!("{line}\n{ran:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(home.run(&["help"]).out.contains("\n  list "), "`postil help`, as the line below says");
}

/// The spans of code in rows of tables and in prose that stand for keys.
fn keys_in(text: &str) -> BTreeSet<String> {
    let spans = text.split('`').skip(1).step_by(2);
    let is_key = |word: &str| {
        let named = ["tab", "enter", "space", "esc", "pageup", "pagedown"].contains(&word);
        named || (word.len() == 1 && word.is_ascii()) || word.starts_with("ctrl-")
    };
    let lower = |span: &str| {
        if span.chars().count() > 1 && !span.contains(' ') { span.to_lowercase() } else { span.to_owned() }
    };
    let spans = spans.map(lower).filter(|span| span.split(' ').next().is_some_and(is_key) && !span.contains('\n'));
    spans
        .map(|span| {
            span.split(' ').filter(|word| !word.chars().all(|c| c.is_ascii_digit())).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[test]
fn the_keys_of_the_readme_and_of_the_tour_are_those_of_the_program() {
    let all = Home::new().json(&["keys", "--json"]);
    let bound: BTreeSet<String> = all
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| row["keys"].as_array().unwrap())
        .map(|key| key.as_str().unwrap().to_owned())
        .collect();
    // A mark takes a letter behind it.
    let is_bound = |key: &str| bound.contains(key) || matches!(key.split_once(' '), Some(("m" | "'", _)));
    let (_, reading) = README.split_once("## Reading").unwrap();
    let reading = reading.split_once("## Where things are").unwrap().0;
    for (name, text) in [("README", reading), ("tour", TOUR)] {
        let keys = keys_in(text);
        assert!(keys.len() > 25, "{name}: {keys:?}");
        let unbound: Vec<&String> = keys.iter().filter(|key| !key.is_empty() && !is_bound(key)).collect();
        assert!(unbound.is_empty(), "{name} names keys that mean nothing: {unbound:?}");
    }
}

#[test]
fn the_tour_promises_the_colours_and_the_folder_that_there_are() {
    let home = home();
    for color in ["yellow", "green", "blue", "pink", "orange", "purple"] {
        let ran = home.run(&[
            "annotate",
            "tour",
            "--corpus",
            "documents",
            "--quote",
            "Press",
            "--occurrence",
            "1",
            "--color",
            color,
        ]);
        assert!(TOUR.contains(color) && ran.code == 0, "{color}: {ran:?}");
    }
    let meanings = home.json(&["config", "--json"]);
    let meaning = |color: &str| {
        let name = format!("colors.{color}");
        let row = meanings["settings"].as_array().unwrap().iter().find(|row| row["name"] == *name).unwrap();
        row["value"].as_str().unwrap().trim_matches('"').to_owned()
    };
    for (color, said) in [
        ("yellow", "claim"),
        ("green", "agree"),
        ("blue", "evidence"),
        ("pink", "question"),
        ("orange", "term"),
        ("purple", "follow up"),
    ] {
        assert_eq!(meaning(color), said, "the tour and README say what {color} is for");
    }
    let copies = fs::read_dir(documents().join("one-text-six-ways")).unwrap().count();
    assert_eq!(copies, 6);
}
