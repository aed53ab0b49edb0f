//! What somebody else pushes, and what is typed or sent by mistake: nobody's sync is broken by it, and what stands in the
//! way is named.

use super::*;
use std::time::Duration;

/// Pushes a file by plain git, as somebody does who means harm or knows no better.
fn push(seminar: &Seminar, path: &str, text: &str) {
    let work = seminar.temp.path().join("work");
    git(seminar.temp.path(), &["clone", "-q", "-b", "main", "remote.git", "work"]);
    fs::write(work.join(path), text).unwrap();
    git(&work, &["add", path]);
    git(&work, &["commit", "-q", "-m", "pushed"]);
    git(&work, &["push", "-q", "origin", "HEAD:main"]);
    fs::remove_dir_all(work).unwrap();
}

/// Replaces everybody's rules, after which plain git could neither add nor merge sidecars.
const RULES: &str = "[attr]text merge=keep filter=gone\n* merge=keep ident -diff\n\
                     *.json working-tree-encoding=UTF-16 -text merge=binary\n";

/// How git would merge a sidecar and who somebody is.
fn merged(folder: &Path, inside: &str) -> String {
    let names = [format!("{inside}ann/week-1/moss.txt@ab12.json"), format!("{inside}ann/reader.json")];
    git(folder, &["check-attr", "merge", "working-tree-encoding", "filter", "--", &names[0], &names[1]])
}

fn assert_ours(merged: &str) {
    let values: Vec<&str> = merged.lines().map(|line| line.rsplit(' ').next().unwrap()).collect();
    assert_eq!(values, ["union", "unspecified", "unset", "keep", "unspecified", "unset"], "{merged}");
}

#[test]
fn rules_that_somebody_pushes_change_nothing_for_anybody() {
    let seminar = Seminar::of(3);
    seminar.note(0, "ann", "first");
    (0..3).for_each(|home| drop(seminar.sync(home)));
    let own = annotations(&seminar.homes[0]).join(".git/info/attributes");
    let mine = fs::read_to_string(&own).unwrap();
    fs::write(&own, format!("{mine}*.mine text\n*.json binary\n")).unwrap();
    push(&seminar, ".gitattributes", RULES);
    for turn in 0..2 {
        for (home, reader) in ["ann", "bob", "cho"].iter().enumerate() {
            seminar.note(home, reader, &format!("after {turn}"));
            seminar.sync(home);
        }
    }
    (0..3).for_each(|home| drop(seminar.sync(home)));
    assert_eq!(seminar.seen(0).len(), 7);
    for home in 0..3 {
        let folder = annotations(&seminar.homes[home]);
        assert_eq!(fs::read_to_string(folder.join(".gitattributes")).unwrap(), RULES, "it has arrived");
        assert_ours(&merged(&folder, ""));
        assert_eq!(seminar.seen(home), seminar.seen(0));
    }
    let kept = fs::read_to_string(&own).unwrap();
    assert!(kept.starts_with("*.mine text\n*.json binary\n") && kept.ends_with(&mine), "{kept}");
}

#[test]
fn nor_do_they_in_a_corpus_that_is_a_repository_or_in_a_copy_of_it() {
    let seminar = Seminar::of(1);
    let home = &seminar.homes[0];
    let texts = texts_in_git(home);
    git(&texts, &["push", "-q", seminar.remote().to_str().unwrap(), "main"]);
    seminar.note(0, "ann", "mine");
    seminar.sync(0);
    push(&seminar, "annotations/.gitattributes", RULES);
    seminar.note(0, "ann", "later");
    seminar.sync(0);
    assert_ours(&merged(&texts, "annotations/"));
    let copy = seminar.temp.path().join("copy");
    let ran = home.run(&["sync", copy.to_str().unwrap(), "--remote", seminar.remote().to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_ours(&merged(&copy, "annotations/"));
    let person = |corpus: &Path| fs::read(corpus.join("annotations/ann/reader.json")).unwrap();
    assert_eq!(person(&copy), person(&texts), "nothing of it is re-encoded");
}

#[test]
fn a_file_under_the_name_of_a_folder_here_is_named_with_what_to_do() {
    let seminar = Seminar::of(1);
    seminar.note(0, "ann", "mine");
    seminar.sync(0);
    let home = &seminar.homes[0];
    home.write("texts/annotations/tomas/notes.txt", "dropped in by hand");
    push(&seminar, "tomas", "a plain file");
    let ran = home.run(&["sync", "texts"]);
    ran.fails("a folder that is here: annotations/tomas", "Move that folder away, sync, and put it back");
    assert_eq!(home.read("texts/annotations/tomas/notes.txt"), "dropped in by hand");
    fs::rename(home.path("texts/annotations/tomas"), home.path("texts/annotations/tomas here")).unwrap();
    assert_eq!(home.run(&["sync", "texts"]).code, 0);
}

#[test]
fn what_cannot_be_an_address_is_refused_in_words_before_anything_is_made() {
    let home = Home::new();
    let copy = home.path("copy");
    for folder in ["texts", copy.to_str().unwrap()] {
        for empty in ["", " "] {
            home.run(&["sync", folder, "--remote", empty])
                .fails("the address to sync with is empty", "--remote ADDRESS");
        }
        for odd in ["host:a\nb.git", "a\u{1b}[31m.git"] {
            home.run(&["sync", folder, "--remote", odd]).fails("another control character", "--remote ADDRESS");
        }
    }
    assert!(!copy.exists() && !annotations(&home).join(".git").exists());
}

/// A way to the remote that never answers and tells by a file that it runs.
fn dead_line(home: &Home, args: &[&str]) -> (Command, PathBuf) {
    let began = home.path("began");
    let script = home.path("ssh");
    fs::write(&script, format!("#!/bin/sh\necho $$ > {0}.new; mv {0}.new {0}\nexec sleep 60\n", began.display()))
        .unwrap();
    fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut command = home.command(args);
    command.env("GIT_SSH_COMMAND", &script).stdin(std::process::Stdio::null());
    (command, began)
}

fn is_running(id: &str) -> bool {
    // One that has ended and that nobody has asked after yet runs no more.
    let status = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    status.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.trim_start().starts_with('Z'))
}

/// Whether a process that was told to end is gone: soon, for the system ends it in its own time.
fn goes(process: &str) -> bool {
    let last = std::time::Instant::now() + Duration::from_secs(10);
    while is_running(process) && std::time::Instant::now() < last {
        std::thread::sleep(Duration::from_millis(10));
    }
    !is_running(process)
}

#[test]
#[cfg(target_os = "linux")]
fn a_sync_that_is_told_to_end_takes_git_and_ssh_with_it() {
    for (signal, folder) in [("TERM", "texts"), ("INT", "texts"), ("TERM", "copy")] {
        let home = Home::new();
        let (mut command, began) = dead_line(&home, &["sync", folder, "--remote", "nowhere.invalid:a.git"]);
        let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
        while !began.exists() {
            assert!(child.try_wait().unwrap().is_none(), "it waits for an answer");
            std::thread::sleep(Duration::from_millis(10));
        }
        let ssh = fs::read_to_string(&began).unwrap().trim().to_owned();
        assert!(is_running(&ssh));
        let told = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status().unwrap();
        assert!(told.success());
        let ended = child.wait_with_output().unwrap();
        let words = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!((ended.status.code(), words.contains("the sync was stopped")), (Some(2), true), "{words}");
        assert!(goes(&ssh), "{signal} {folder}: ssh went with it");
        assert!(!home.path("copy").exists(), "and what was begun");
    }
}
