//! What README.md, the manual and the tour say: their command lines are run in their order from an empty home, and their keys are
//! held against the keymap.

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

/// What stands for a machine of one's own in the lines, and what it is here: the repository and the drive that all can reach, and
/// who may administer it.
const HERE: &[(&str, &str)] = &[
    ("/srv/seminar.git", "seminar.git"),
    ("sudo ", ""),
    ("chgrp -R GROUP", "true"),
    ("rclone:NAME:", "rclone::local:drive/"),
    ("config --system", "config --global"),
];

/// Runs a line as a shell does, in a folder of the home; it ends where the next one begins.
fn shell(home: &Home, folder: &str, line: &str) -> Ran {
    let path = format!("{}:{}", home.path("bin").display(), std::env::var("PATH").unwrap_or_default());
    let line = HERE.iter().fold(line.to_owned(), |line, (there, here)| {
        let here = if there.starts_with('/') { home.path(here).display().to_string() } else { (*here).to_owned() };
        line.replace(there, &here)
    });
    let program = home.command(&[]);
    let mut shell = std::process::Command::new("sh");
    shell.env_clear().current_dir(home.path(folder)).args(["-c", &line]);
    shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("PATH", path);
    for who in ["AUTHOR", "COMMITTER"] {
        shell.env(format!("GIT_{who}_NAME"), "Ines").env(format!("GIT_{who}_EMAIL"), "ines@example.org");
    }
    Ran::of(shell.stdin(std::process::Stdio::null()).output().unwrap())
}

/// The lines of all blocks of shell in a text, without those that build the program that is tested here.
fn lines(text: &str) -> Vec<&str> {
    let blocks = text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    blocks.flat_map(str::lines).filter(|line| !line.trim().is_empty() && !line.starts_with("cargo ")).collect()
}

/// Whether a line does what is said of it, as far as that can be seen here.
fn works(line: &str, ran: &Ran) -> bool {
    // Without an address nothing can be sent yet, and that is said.
    let waits = line.starts_with("postil sync") && ran.code == 1 && ran.out.contains("--remote");
    // A drive is reached by a program that is not everywhere.
    let lacks = line.starts_with("postil sync") && ran.err.contains("rclone is not installed");
    // An import asks for a consent that nobody can give without a terminal: what it would bring is shown.
    let asks = line.starts_with("postil import") && ran.err.contains("--yes");
    // The screen wants a terminal; all before that was understood and found.
    let shows = ran.code == 2 && ran.err.contains("this needs a terminal");
    let prints = line.starts_with("postil") && !line.contains("&&");
    waits || lacks || asks || shows || (ran.code == 0 && (!prints || !ran.out.is_empty()))
}

/// A home whose reader has begun: there is a note on a text and a mark in a PDF, and a repository that all can reach.
fn begun() -> Home {
    let home = home();
    fs::create_dir(home.path("home")).unwrap();
    for line in [
        "postil annotate tour --quote 'a note in the margin' --note 'So.' --reader Ines --corpus documents",
        "postil annotate strait.pdf --quote 'something that nobody decided' --corpus documents",
        "git init --quiet --bare -b main /srv/seminar.git",
    ] {
        let ran = shell(&home, "", line);
        assert_eq!(ran.code, 0, "{line}: {ran:?}");
    }
    home
}

/// Runs the lines of a text in their order beside the sample corpus, from an empty home where they make annotations themselves;
/// gives those that do not work. A change of the folder begins another story.
fn faults(text: &str) -> Vec<String> {
    let annotates = lines(text).iter().any(|line| line.starts_with("postil annotate"));
    let start = || if annotates { home() } else { begun() };
    let (mut home, mut folder, mut faults) = (start(), String::new(), Vec::new());
    for line in lines(text) {
        if let Some(below) = line.strip_prefix("cd ") {
            below.clone_into(&mut folder);
            home = start();
            continue;
        }
        // Another reader than the one who has the folder makes it; the one who leads goes on in the old one.
        if line.contains("where there is no such folder yet") {
            fs::rename(home.path("documents"), home.path("leader")).unwrap();
            folder.clear();
        } else if line.starts_with("postil sync . &&") {
            "leader".clone_into(&mut folder);
            home.write("leader/week-2.txt", "A text of week two.\n");
        }
        let ran = shell(&home, &folder, line);
        if !works(line, &ran) {
            faults.push(format!("{line}\n{ran:?}"));
        }
    }
    faults
}

/// The chapters of the manual, by the names of their files.
fn chapters() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut all: Vec<_> = files.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect();
    all.sort();
    all
}

#[test]
fn the_command_lines_of_the_readme_and_of_the_manual_work_in_their_order_from_an_empty_home() {
    let all = chapters().into_iter().chain([("README.md".to_owned(), README.to_owned())]);
    let (mut count, mut wrong) = (0, Vec::new());
    for (name, text) in all {
        count += lines(&text).len();
        wrong.extend(faults(&text).into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(count >= 40, "{count} lines were run");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_manual_is_printed_where_there_is_no_screen_and_laid_nowhere() {
    let home = Home::new();
    let contents = home.run(&["manual"]);
    for (file, text) in chapters() {
        let (_, name) = file.strip_suffix(".md").unwrap().split_once('-').unwrap();
        assert!(contents.out.contains(&format!("\n{name} ")), "{name}: {}", contents.out);
        let printed = home.run(&["manual", name]).out;
        assert!(printed.starts_with("# ") && text.ends_with(&printed), "{name}");
    }
    assert!(!home.path("data").exists());
    home.run(&["manual", "sharring"]).fails("no chapter “sharring”", "Did you mean `postil manual sharing`?");
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
fn the_keys_of_the_manual_and_of_the_tour_are_those_of_the_program() {
    let all = Home::new().json(&["keys", "--json"]);
    let bound: BTreeSet<String> = all
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| row["keys"].as_array().unwrap())
        .map(|key| key.as_str().unwrap().to_owned())
        .collect();
    // A mark takes a letter behind it; a sign of the comparison is none; one is of the field that a note is written in.
    let is_bound = |key: &str| {
        ["=", "ctrl-t"].contains(&key) || bound.contains(key) || matches!(key.split_once(' '), Some(("m" | "'", _)))
    };
    let keyed =
        ["01-start.md", "02-reading.md", "03-annotating.md", "04-finding.md", "05-seminar.md", "07-exchange.md"];
    let manual = chapters().into_iter().filter(|(name, _)| keyed.contains(&name.as_str())).map(|(_, text)| text);
    let manual = manual.collect::<Vec<_>>().join("\n");
    for (name, text) in [("the manual", manual.as_str()), ("the tour", TOUR), ("README", README)] {
        let keys = keys_in(text);
        assert!(keys.len() > 25 || name == "README", "{name}: {keys:?}");
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
        assert_eq!(meaning(color), said, "the tour and the manual say what {color} is for");
    }
    let copies = fs::read_dir(documents().join("one-text-six-ways")).unwrap().count();
    assert_eq!(copies, 6);
}
