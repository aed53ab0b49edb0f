//! What is private leaves the device by no command: whatever a command prints and whatever it writes outside of the private
//! notes is searched for their words, byte by byte, archives and repositories too.

use super::{Home, MOSS, STONES};
use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Words that stand in private notes alone: a note, an answer to it, a tag; and in one that is encrypted for somebody.
const WORDS: [&str; 4] = ["quagmire-of-mine", "afterthought-of-mine", "label-of-mine", "whisper-of-mine"];

/// What every subcommand is run as; what is left out stands with its reason.
const RUNS: &[(&str, &[&[&str]])] = &[
    ("list", &[&["list", "texts", "--json"]]),
    ("read", &[]), // shows its reader, on the screen or in lines, what is theirs
    ("open", &[]), // needs a screen
    ("text", &[&["text", "stones", "--corpus", "texts"], &["text", "stones", "--corpus", "texts", "--json"]]),
    ("anchor", &[]), // reads a file that is given, and no annotations here
    ("annotate", &[&["annotate", "stones", "--corpus", "texts", "--quote", "Moss asks", "--note", "said aloud"]]),
    ("notes", &[&["notes", "texts"], &["notes", "texts", "--json"], &["notes", "texts", "quagmire"]]),
    ("search", &[&["search", "quagmire", "texts"], &["search", "stands", "texts", "--json"]]),
    ("concordance", &[&["concordance", "stands", "texts"], &["concordance", "quagmire", "texts", "--marks"]]),
    ("names", &[&["names", "texts"]]),
    ("tags", &[&["tags", "texts"], &["tags", "texts", "--json"], &["tags", "texts", "--rename", "shown", "seen"]]),
    ("timeline", &[&["timeline", "texts"]]),
    ("check", &[&["check", "texts"], &["check", "texts", "--json"], &["check", "texts", "--repair"]]),
    ("report", &[&["report", "texts"], &["report", "texts", "--format", "html"], &["report", "texts", "--json"]]),
    ("questions", &[&["questions", "texts", "--json"]]),
    ("compare", &[&["compare", "mei", "texts"]]),
    (
        "export",
        &[
            &["export", "texts"],
            &["export", "texts", "--format", "text"],
            &["export", "texts", "--format", "org"],
            &["export", "texts", "--format", "html"],
            &["export", "texts", "--format", "csv"],
            &["export", "texts", "--json"],
            &["export", "texts", "--format", "w3c"],
            &["export", "texts", "--format", "anki"],
            &["export", "texts", "--format", "quickfix"],
            &["export", "texts", "--out", "vault/"],
            &["export", "texts", "--site", "pages"],
            &["export", "texts", "--curated"],
            &["export", "texts", "--bundle", "mei.zip"],
        ],
    ),
    ("import", &[&["import", "mei.zip", "texts", "--yes"]]),
    ("sync", &[&["sync", "texts", "--remote", "remote.git"]]),
    ("sign", &[&["sign", "texts"]]),
    ("reader", &[&["reader"], &["reader", "--rename", "Mei Tanaka"]]),
    ("keys", &[&["keys"]]),
    ("config", &[&["config"]]),
    ("completions", &[&["completions", "bash"]]),
    (
        "complete",
        &[
            &["complete", "--", "notes", "--document", ""],
            &["complete", "--", "annotate", "x", "--corpus", "texts", "--tag", ""],
            &["complete", "--", "notes", "texts", "tag:"],
        ],
    ),
    ("man", &[&["man"]]),
    ("manual", &[&["manual"]]),
    ("init", &[&["init", "new"]]),
    ("add", &[&["add", "texts/stones.md", "--corpus", "new"]]),
    ("tour", &[]), // needs a screen
];

/// Mei's notes: a private one with a tag and a private answer to it, and one that is shared.
fn home() -> (Home, Vec<String>) {
    let home = Home::with(&[("stones.md", STONES), ("week-1/moss.txt", MOSS)]);
    let note = format!("A {} about walls.", WORDS[0]);
    let args = ["stones", "--quote", "kept by", "--note", &note, "--tag", WORDS[2], "--reader", "Mei", "--private"];
    let private = home.annotate(&args);
    let answer = home.annotate(&["stones", "--reply-to", &private, "--note", WORDS[1]]);
    home.annotate(&["stones", "--quote", "asks for nothing", "--note", "for all", "--tag", "shown"]);
    let key = home.path("home/.ssh/id_ed25519");
    home.write("home/.ssh/config", "");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).output().unwrap();
    assert!(made.status.success() && home.run(&["reader", "texts", "--key"]).code == 0, "{made:?}");
    let person = home.read("texts/annotations/mei/reader.json");
    let id = home.json(&["reader", "texts", "--json"])["id"].as_str().unwrap().to_owned();
    let ken = person
        .replace(&id, "urn:uuid:0193f3a0-0000-7000-8000-0000000000bb")
        .replace("Mei", "Ken")
        .replace("mei", "ken");
    home.write("texts/annotations/ken/reader.json", ken);
    home.annotate(&["stones", "--quote", "promise", "--note", WORDS[3], "--for", "ken"]);
    let hidden = [private, answer].map(|id| id.trim_start_matches("urn:uuid:").to_owned());
    (home, WORDS.map(str::to_owned).into_iter().chain(hidden).collect())
}

/// Every file below a folder, but for the private notes.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("data/postil/private") {
            files(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

/// What a file holds: an archive its entries, unpacked; a repository's packed files are read elsewhere.
fn contents(path: &Path) -> Vec<Vec<u8>> {
    let bytes = fs::read(path).unwrap();
    let mut contents = vec![bytes.clone()];
    if let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
        for at in 0..archive.len() {
            let mut unpacked = Vec::new();
            archive.by_index(at).unwrap().read_to_end(&mut unpacked).unwrap();
            contents.push(unpacked);
        }
    }
    contents
}

fn holds(bytes: &[u8], hidden: &[String]) -> Option<String> {
    let is_in = |word: &&String| bytes.windows(word.len()).any(|window| window == word.as_bytes());
    hidden.iter().find(is_in).cloned()
}

fn nothing_got_out(home: &Home, hidden: &[String]) {
    let mut found = Vec::new();
    files(home.temp.path(), &mut found);
    assert!(found.len() > 20, "there is something to search");
    for path in found {
        for bytes in contents(&path) {
            assert_eq!(holds(&bytes, hidden), None, "in {}", path.display());
        }
    }
    for repository in ["remote.git", "texts/annotations"] {
        let mut git = Command::new("git");
        git.args(["cat-file", "--batch", "--batch-all-objects"]).current_dir(home.path(repository));
        let objects = git.output().unwrap();
        assert!(objects.stdout.len() > 100, "{repository}: {objects:?}");
        assert_eq!(holds(&objects.stdout, hidden), None, "in {repository}");
    }
}

#[test]
fn no_command_prints_or_writes_a_private_word() {
    let (home, hidden) = home();
    let bare = Command::new("git").args(["init", "-q", "--bare", "remote.git"]).current_dir(home.temp.path()).output();
    assert!(bare.unwrap().status.success());
    let remote = home.path("remote.git").display().to_string();
    for args in RUNS.iter().flat_map(|(_, runs)| *runs) {
        let args: Vec<&str> = args.iter().map(|arg| if *arg == "remote.git" { &remote } else { *arg }).collect();
        let ran = home.run(&args);
        assert!(ran.code == 0 || (ran.code == 1 && args[0] != "sync"), "{args:?}: {ran:?}");
        let told = format!("{}{}", ran.out, ran.err);
        let asked = args.iter().any(|arg| arg.contains("quagmire"));
        let told = if asked { told.replace("quagmire-of", "") } else { told };
        assert_eq!(holds(told.as_bytes(), &hidden), None, "{args:?}: {told}");
    }
    nothing_got_out(&home, &hidden);
}

#[test]
fn every_subcommand_is_searched() {
    let help = Home::new().run(&["--help"]).out;
    let listed = help.split("Commands:").nth(1).unwrap().split("\n\n").next().unwrap();
    let is_name = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    let names = listed.lines().filter(is_name).filter_map(|line| line.split_whitespace().next());
    let names: BTreeSet<&str> = names.collect();
    let searched: BTreeSet<&str> = RUNS.iter().map(|(name, _)| *name).chain(["help"]).collect();
    let missing: Vec<_> = names.difference(&searched).collect();
    assert!(missing.is_empty() && names.len() > 10, "put these into RUNS: {missing:?}");
}

/// The files of private annotations below a folder.
fn private_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for item in fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()) {
        if item.is_dir() {
            private_files(&item, found);
        } else if item.components().any(|part| part.as_os_str() == "private") && item.to_string_lossy().contains('@') {
            found.push(item);
        }
    }
}

#[test]
fn private_notes_that_are_all_deleted_are_not_said_to_be_left_out() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--note", "mine", "--private", "--reader", "Mei"]);
    let left_out = || home.run(&["notes", "texts"]).err.contains("your private notes are not listed");
    assert!(left_out());
    let mut files = Vec::new();
    private_files(&home.path(""), &mut files);
    assert_eq!(files.len(), 1, "{files:?}");
    let text = fs::read_to_string(&files[0]).unwrap();
    let without: Vec<&str> = text.lines().filter(|line| !line.contains("mine")).collect();
    fs::write(&files[0], without.join("\n")).unwrap();
    assert!(!left_out(), "{}", without.join("\n"));
}

#[test]
fn what_is_private_is_listed_and_exported_where_that_is_asked_for() {
    let (home, _) = home();
    let told = home.run(&["notes", "texts"]);
    assert!(told.err.contains("your private notes are not listed; --private lists them too"), "{told:?}");
    let listed = home.run(&["notes", "texts", "--private"]);
    assert!(listed.out.contains(WORDS[0]) && listed.out.contains(WORDS[1]) && listed.out.contains("only me"));
    let private = home.json(&["notes", "texts", "--private", "--json", "is:private"]);
    assert_eq!(private.as_array().map(Vec::len), Some(2), "{private}");
    let some = home.json(&["notes", "texts", "--private", "--json", "is:addressed"]);
    assert!(some[0]["note"] == WORDS[3] && some[0]["private"] == true, "{some}");
    assert_eq!(private[0]["private"], true);
    assert!(home.run(&["export", "texts", "--private", "is:private"]).out.contains(WORDS[0]));
}

#[test]
fn private_notes_go_to_one_s_other_device_by_a_bundle_of_their_own_and_to_nobody_else() {
    let (home, _) = home();
    let told = home.run(&["export", "texts", "--private", "--bundle", "private.zip"]);
    assert!(told.out.contains("1 file of your private notes in private.zip"), "{told:?}");
    let other = Home::with(&[("stones.md", STONES), ("week-1/moss.txt", MOSS)]);
    fs::copy(home.path("private.zip"), other.path("private.zip")).unwrap();
    other.annotate(&["stones", "--quote", "Moss asks", "--reader", "Tom"]);
    let hint = "`postil reader` shows who you are here";
    other.run(&["import", "private.zip", "texts", "--yes"]).fails("these are private notes of Mei", hint);
    let second = Home::with(&[("stones.md", STONES), ("week-1/moss.txt", MOSS)]);
    fs::create_dir_all(second.path("texts/annotations/mei")).unwrap();
    fs::copy(home.path("texts/annotations/mei/reader.json"), second.path("texts/annotations/mei/reader.json")).unwrap();
    second.annotate(&["stones", "--quote", "Moss asks", "--reader", "Mei"]);
    fs::copy(home.path("private.zip"), second.path("private.zip")).unwrap();
    let taken = second.run(&["import", "private.zip", "texts", "--yes"]);
    assert!(taken.out.contains("Private notes of Mei") && taken.out.contains("in your private notes"), "{taken:?}");
    assert_eq!(second.run(&["import", "private.zip", "texts", "--yes"]).code, 1, "twice changes nothing");
    assert!(second.run(&["notes", "texts", "--private"]).out.contains(WORDS[0]));
    assert!(!second.run(&["notes", "texts"]).out.contains(WORDS[0]));
    let mut found = Vec::new();
    files(&second.path("texts"), &mut found);
    assert!(found.iter().all(|path| holds(&fs::read(path).unwrap(), &WORDS.map(str::to_owned)).is_none()));
}

#[test]
fn the_syllabus_may_make_private_what_is_new_and_shared_says_otherwise() {
    let home = Home::with(&[("stones.md", STONES), ("syllabus.toml", "new_notes = 'private'\n")]);
    home.annotate(&["stones", "--quote", "Moss asks", "--note", "mine first", "--reader", "Mei"]);
    assert_eq!(home.run(&["notes", "texts"]).code, 1);
    home.annotate(&["stones", "--quote", "Moss asks", "--note", "for all", "--shared"]);
    let listed = home.run(&["notes", "texts"]).out;
    assert!(listed.contains("for all") && !listed.contains("mine first"));
    home.write("texts/syllabus.toml", "new_notes = 'secret'\n");
    let told = home.run(&["notes", "texts"]);
    assert!(told.err.contains("new_notes is \"shared\" or \"private\""), "{told:?}");
}

#[test]
fn private_notes_of_a_folder_that_was_renamed_are_found_again_and_it_is_said() {
    let home = Home::with(&[("stones.md", STONES), ("week-1/moss.txt", MOSS)]);
    home.annotate(&["stones", "--quote", "Moss asks", "--note", "mine alone", "--reader", "Mei", "--private"]);
    assert!(home.run(&["notes", "texts", "--private"]).out.contains("mine alone"));
    fs::rename(home.path("texts"), home.path("readings")).unwrap();
    let ran = home.run(&["notes", "readings", "--private"]);
    assert!(ran.out.contains("mine alone"), "{ran:?}");
    assert!(
        ran.err.contains("this folder was moved: what you kept for yourself in ")
            && ran.err.contains("texts is here now, private notes and"),
        "{ran:?}"
    );
    let again = home.run(&["notes", "readings", "--private"]);
    assert!(again.out.contains("mine alone") && !again.err.contains("moved"), "{again:?}");
    // A copy of a folder that is still there has nothing of it.
    fs::create_dir(home.path("copy")).unwrap();
    fs::copy(home.path("readings/stones.md"), home.path("copy/stones.md")).unwrap();
    assert!(!home.run(&["notes", "copy", "--private"]).out.contains("mine alone"));
}
