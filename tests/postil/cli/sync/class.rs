//! What a sync asks git where a class is large: of an index, only what one's own folder holds; of the others, only what differs
//! between two commits. Nothing here is timed: the runs of git are listed by a program that stands before it.

use super::*;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

/// What goes through all files of an index, or reads or writes it whole.
const LOOKS_AT_ALL: &[&str] = &[
    " --modified",
    " --others",
    " --deleted",
    " read-tree ",
    " write-tree",
    " add ",
    " status",
    " diff-index ",
    " diff-files",
    " commit ",
    " reset ",
];

/// One run of git.
struct Call {
    /// The index that it was to work on, where that was not the repository's own.
    index: String,
    args: String,
}

impl Seminar {
    /// A sync with every run of git, and what the index of its own held then.
    fn traced_sync(&self, home: usize) -> (Vec<Call>, Vec<String>) {
        let home = &self.homes[home];
        let others = std::env::var("PATH").unwrap();
        let git = std::env::split_paths(&others).map(|folder| folder.join("git")).find(|git| git.is_file()).unwrap();
        let git = git.display();
        let tracer = format!(
            "#!/bin/sh\necho \"${{GIT_INDEX_FILE##*/}}|$*\" >> \"$0.calls\"\n{git} \"$@\"\ncode=$?\n\
             [ -n \"$GIT_INDEX_FILE\" ] && {git} ls-files >> \"$0.held\"\nexit $code\n"
        );
        home.write("tracer/git", tracer);
        fs::set_permissions(home.path("tracer/git"), fs::Permissions::from_mode(0o755)).unwrap();
        let remote = self.remote();
        let mut command = home.command(&["sync", "texts", "--remote", remote.to_str().unwrap()]);
        command.env("PATH", format!("{}:{others}", home.path("tracer").display()));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let lines = |name: &str| -> Vec<String> {
            fs::read_to_string(home.path(name)).unwrap().lines().map(str::to_owned).collect()
        };
        let call = |line: String| {
            let (index, args) = line.split_once('|').unwrap();
            Call { index: index.to_owned(), args: args.to_owned() }
        };
        (lines("tracer/git.calls").into_iter().map(call).collect(), lines("tracer/git.held"))
    }

    /// Two readers who know each other, each with something new for the other.
    fn with_news(&self) {
        self.note(0, "ann", "first");
        self.note(1, "bob", "second");
        for home in [0, 1, 0] {
            self.sync(home);
        }
        self.note(1, "bob", "third, of bob's");
        self.sync(1);
        self.note(0, "ann", "fourth, of ann's");
    }
}

fn check_calls(seminar: &Seminar, own: &[&str]) {
    let (calls, held) = seminar.traced_sync(0);
    for Call { index, args } in &calls {
        let looks = LOOKS_AT_ALL.iter().any(|looks| args.contains(looks));
        assert!(index == "postil-index" || !looks, "git is asked about everybody's files: {args}");
    }
    assert!(calls.iter().any(|call| call.args.contains(" mktree ")) && !held.is_empty());
    let foreign = held.iter().find(|path| !own.iter().any(|own| path.starts_with(own)));
    assert_eq!(foreign, None, "the index for one's own folder holds another's");
    // It has done what a sync is for.
    seminar.sync(1);
    assert_eq!((seminar.seen(0).len(), seminar.seen(0)), (4, seminar.seen(1)));
}

#[test]
fn git_is_asked_about_the_files_of_ones_own_folder_alone() {
    let seminar = Seminar::of(2);
    seminar.with_news();
    check_calls(&seminar, &["ann/", ".gitattributes"]);
}

#[test]
fn git_is_asked_about_the_files_of_ones_own_folder_alone_where_the_texts_are_in_git_too() {
    let seminar = Seminar::of(2);
    let (texts, remote) = (texts_in_git(&seminar.homes[0]), seminar.remote());
    git(&texts, &["push", "-q", remote.to_str().unwrap(), "main"]);
    let home = &seminar.homes[1];
    fs::remove_dir_all(home.path("texts")).unwrap();
    git(home.path("texts").parent().unwrap(), &["clone", "-q", remote.to_str().unwrap(), "texts"]);
    home.write("texts/week-1/moss.txt", fs::read(seminar.homes[0].path("texts/week-1/moss.txt")).unwrap());
    seminar.with_news();
    check_calls(&seminar, &["annotations/ann/", "annotations/.gitattributes"]);
}

#[test]
fn what_others_have_sent_stays_as_it_is_whatever_its_names_and_kinds() {
    let seminar = Seminar::of(1);
    let (texts, remote) = (texts_in_git(&seminar.homes[0]), seminar.remote());
    let odd = |below: &str| texts.join(below).join(OsStr::from_bytes(b"w\xff \"\t.txt"));
    fs::create_dir_all(texts.join("annotations/bob/week-1")).unwrap();
    for path in [odd(""), odd("annotations"), odd("annotations/bob/week-1")] {
        fs::write(path, "bytes").unwrap();
    }
    std::os::unix::fs::symlink("nowhere", texts.join("annotations/link")).unwrap();
    fs::write(texts.join("annotations/run.sh"), "#!/bin/sh\n").unwrap();
    fs::set_permissions(texts.join("annotations/run.sh"), fs::Permissions::from_mode(0o755)).unwrap();
    git(&texts, &["add", "-f", "."]);
    let head = git(&texts, &["rev-parse", "HEAD"]);
    git(&texts, &["update-index", "--add", "--cacheinfo", &format!("160000,{},annotations/sub", head.trim())]);
    git(&texts, &["commit", "-q", "-m", "odd names"]);
    git(&texts, &["push", "-q", remote.to_str().unwrap(), "main"]);
    seminar.note(0, "ann", "mine");
    seminar.sync(0);
    let changed = git(&remote, &["diff-tree", "-r", "--name-status", "--no-renames", "main~1", "main"]);
    assert!(changed.lines().count() >= 3, "{changed}");
    let own = |line: &str| line.starts_with("A\tannotations/ann/") || line == "A\tannotations/.gitattributes";
    assert!(changed.lines().all(own), "{changed}");
    git(&remote, &["fsck", "--strict"]);
}
