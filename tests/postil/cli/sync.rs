//! `postil sync`, with the real git: readers on several devices, clones that part and meet, interruptions, obstacles.

use super::{Home, Ran};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

mod carriers;
mod class;
mod drives;
mod everybody;
mod hostile;
mod joining;
mod own_versions;
mod whatever;
mod wording;

/// A bare repository that all can reach, and the homes of those who use it.
struct Seminar {
    temp: tempfile::TempDir,
    homes: Vec<Home>,
}

impl Seminar {
    fn of(homes: usize) -> Self {
        let temp = tempfile::tempdir().unwrap();
        let seminar = Self { temp, homes: (0..homes).map(|_| Home::new()).collect() };
        git(seminar.temp.path(), &["init", "-q", "--bare", "kept.git"]);
        std::os::unix::fs::symlink("kept.git", seminar.remote()).unwrap();
        seminar
    }

    fn remote(&self) -> PathBuf {
        self.temp.path().join("remote.git")
    }

    fn sync(&self, home: usize) -> Value {
        let ran = self.try_sync(home);
        assert_eq!(ran.code, 0, "{ran:?}");
        serde_json::from_str(&ran.out).unwrap()
    }

    fn try_sync(&self, home: usize) -> Ran {
        let remote = self.remote();
        self.homes[home].run(&["sync", "texts", "--json", "--remote", remote.to_str().unwrap()])
    }

    /// A sync that is killed when it starts git for the `call`th time; that git goes on, as one that was started does. Gives
    /// whether it came so far.
    fn killed_sync(&self, home: usize, call: u64) -> bool {
        let home = &self.homes[home];
        let others = std::env::var("PATH").unwrap();
        let git = std::env::split_paths(&others).map(|folder| folder.join("git")).find(|git| git.is_file()).unwrap();
        let killer = format!(
            "#!/bin/sh\nread calls < \"$0.calls\"\necho $((calls + 1)) > \"$0.calls\"\n\
             [ $calls -eq {call} ] && kill -9 $PPID\nexec {} \"$@\"\n",
            git.display()
        );
        home.write("killer/git", killer);
        home.write("killer/git.calls", "1\n");
        fs::set_permissions(home.path("killer/git"), fs::Permissions::from_mode(0o755)).unwrap();
        let remote = self.remote();
        let mut command = home.command(&["sync", "texts", "--remote", remote.to_str().unwrap()]);
        command.env("PATH", format!("{}:{others}", home.path("killer").display()));
        command.output().unwrap().status.signal() == Some(9)
    }

    fn note(&self, home: usize, reader: &str, note: &str) -> String {
        self.homes[home].annotate(&["moss", "--quote", "the north wall", "--note", note, "--reader", reader])
    }

    /// What a reader sees, in an order of its own: who has written what.
    fn seen(&self, home: usize) -> Vec<String> {
        let notes = self.homes[home].run(&["notes", "texts", "--json"]);
        let notes: Value = serde_json::from_str(&notes.out).unwrap_or_default();
        let one = |note: &Value| format!("{} {} {}", note["reader"], note["note"], note["id"]);
        let mut seen: Vec<String> = notes.as_array().into_iter().flatten().map(one).collect();
        seen.sort();
        seen
    }
}

fn git(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"];
    let output = command.args(identity).args(args).output();
    let output = output.expect("the tests of syncing run git: install it, or put it on the PATH");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Makes the texts of a home a repository that holds one of them.
fn texts_in_git(home: &Home) -> PathBuf {
    let texts = home.path("texts");
    git(&texts, &["init", "-q"]);
    git(&texts, &["add", "stones.md"]);
    git(&texts, &["commit", "-q", "-m", "a text"]);
    texts
}

fn annotations(home: &Home) -> PathBuf {
    home.path("texts/annotations")
}

#[test]
fn two_readers_see_each_other_and_a_sync_without_news_says_so() {
    let seminar = Seminar::of(2);
    seminar.note(0, "ann", "first");
    seminar.note(1, "bob", "second");
    let first = seminar.sync(0);
    assert_eq!((&first["kept"], &first["sent"]), (&2.into(), &"sent".into()));
    let second = seminar.sync(1);
    assert_eq!((&second["received"], &second["sent"]), (&2.into(), &"sent".into()));
    seminar.sync(0);
    assert_eq!(seminar.seen(0).len(), 2);
    assert_eq!(seminar.seen(0), seminar.seen(1));
    let nothing = seminar.sync(0);
    assert_eq!((&nothing["kept"], &nothing["received"], &nothing["sent"]), (&0.into(), &0.into(), &"nothing".into()));
}

#[test]
fn only_ones_own_files_are_sent() {
    let seminar = Seminar::of(1);
    seminar.note(0, "ann", "mine");
    let home = &seminar.homes[0];
    home.write("texts/annotations/bob/moss.txt@b0b0.json", "{}");
    home.write("texts/annotations/stray.txt", "not mine to send");
    home.write("texts/annotations/ann/.postil-half.json", "half a file");
    home.write("texts/annotations/ann/place.json", "where Ann leads others now");
    seminar.sync(0);
    let sent = git(&seminar.remote(), &["ls-tree", "-r", "--name-only", "main"]);
    let sent: Vec<&str> = sent.lines().map(|name| name.split('@').next().unwrap()).collect();
    assert_eq!(sent, [".gitattributes", "ann/reader.json", "ann/week-1/moss.txt"]);
}

#[test]
fn a_corpus_that_is_a_repository_keeps_its_texts_to_itself() {
    let seminar = Seminar::of(1);
    let home = &seminar.homes[0];
    let texts = texts_in_git(home);
    git(&texts, &["push", "-q", seminar.remote().to_str().unwrap(), "main"]);
    // Something of the user's own stands ready to be committed and must stay so.
    fs::write(texts.join("draft.md"), "not yet").unwrap();
    git(&texts, &["add", "draft.md"]);
    seminar.note(0, "ann", "mine");
    seminar.sync(0);
    let sent = git(&seminar.remote(), &["ls-tree", "-r", "--name-only", "main"]);
    assert!(sent.contains("annotations/ann/") && sent.contains("stones.md"), "{sent}");
    assert!(!sent.contains("draft.md") && !sent.contains("week-1/moss.txt\n"), "{sent}");
    assert_eq!(git(&texts, &["diff", "--cached", "--name-only"]), "draft.md\n");
    let copy = seminar.temp.path().join("copy");
    let ran = home.run(&["sync", copy.to_str().unwrap(), "--remote", seminar.remote().to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(copy.join("stones.md").exists() && copy.join("annotations/ann/reader.json").exists());
}

#[test]
fn texts_are_never_sent_to_a_remote_that_is_empty_and_the_leader_is_told_how() {
    let seminar = Seminar::of(1);
    let texts = texts_in_git(&seminar.homes[0]);
    seminar.note(0, "ann", "mine");
    let ran = seminar.try_sync(0);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &told["sent"]), (1, &"waiting".into()), "{ran:?}");
    assert!(told["reason"].as_str().unwrap().contains("git push origin main"), "{told}");
    assert_eq!(git(&seminar.remote(), &["for-each-ref"]), "");
    git(&texts, &["push", "-q", "origin", "main"]);
    assert_eq!((&seminar.sync(0)["sent"], seminar.seen(0).len()), (&"sent".into(), 1));
}

#[test]
fn texts_and_a_plan_that_are_handed_out_later_come_with_a_sync_and_are_named() {
    let seminar = Seminar::of(2);
    let (leader, remote) = (texts_in_git(&seminar.homes[0]), seminar.remote());
    git(&leader, &["remote", "add", "origin", remote.to_str().unwrap()]);
    git(&leader, &["push", "-q", "-u", "origin", "main"]);
    let home = &seminar.homes[1];
    fs::remove_dir_all(home.path("texts")).unwrap();
    let made = home.run(&["sync", "texts", "--remote", remote.to_str().unwrap()]);
    assert_eq!((made.code, made.out.as_str()), (0, "made texts with 1 text; to read: postil texts\n"), "{made:?}");
    home.annotate(&["stones", "--quote", "Moss asks", "--note", "a reader's", "--reader", "bob"]);
    seminar.sync(1);
    // The second week, as README has it.
    seminar.sync(0);
    fs::write(leader.join("syllabus.toml"), "[[session]]\nnumber = 2\nreadings = [\"tides.md\"]\n").unwrap();
    fs::write(leader.join("tides.md"), "# Tides\n\nThey come and go.\n").unwrap();
    git(&leader, &["add", "."]);
    git(&leader, &["commit", "-q", "-m", "week 2"]);
    git(&leader, &["push", "-q"]);
    let told = seminar.sync(1);
    let note = told["notes"][0].as_str().unwrap();
    assert!(note.starts_with("new or changed here: syllabus.toml, tides.md, week-1/moss.txt"), "{told}");
    assert!(home.run(&["list", "texts"]).out.contains("Tides"));
}

#[test]
fn a_remote_that_points_at_a_branch_it_has_not_is_synced_by_the_only_one_it_has() {
    let seminar = Seminar::of(2);
    let (texts, remote) = (texts_in_git(&seminar.homes[0]), seminar.remote());
    git(&remote, &["symbolic-ref", "HEAD", "refs/heads/trunk"]);
    git(&texts, &["push", "-q", remote.to_str().unwrap(), "main"]);
    seminar.note(0, "ann", "mine");
    seminar.sync(0);
    let home = &seminar.homes[1];
    fs::remove_dir_all(home.path("texts")).unwrap();
    assert_eq!(home.run(&["sync", "texts", "--remote", remote.to_str().unwrap()]).code, 0);
    assert!(home.path("texts/stones.md").exists() && home.path("texts/annotations/ann/reader.json").exists());
    home.annotate(&["stones", "--quote", "Moss asks", "--note", "a reader's", "--reader", "bob"]);
    assert_eq!(seminar.sync(1)["sent"], "sent");
    assert_eq!(git(&remote, &["for-each-ref", "--format=%(refname)"]), "refs/heads/main\n");
    git(&remote, &["branch", "other", "main"]);
    git(&remote, &["branch", "-m", "main", "another"]);
    seminar.try_sync(0).fails("does not say which branch is shared", "git switch BRANCH");
}

#[test]
fn a_history_of_texts_that_was_begun_anew_is_followed_where_nothing_here_is_ones_own() {
    let seminar = Seminar::of(2);
    for home in &seminar.homes[..1] {
        git(&texts_in_git(home), &["push", "-q", seminar.remote().to_str().unwrap(), "main"]);
    }
    let (texts, other) = (seminar.homes[0].path("texts"), seminar.homes[1].path("texts"));
    fs::remove_dir_all(&other).unwrap();
    git(&seminar.homes[1].path(""), &["clone", "-q", "-b", "main", seminar.remote().to_str().unwrap(), "texts"]);
    fs::create_dir(other.join("week-1")).unwrap();
    fs::copy(texts.join("week-1/moss.txt"), other.join("week-1/moss.txt")).unwrap();
    seminar.note(0, "ann", "first");
    seminar.note(1, "bob", "second");
    for home in [0, 1, 0] {
        seminar.sync(home);
    }
    let work = seminar.temp.path().join("work");
    git(seminar.temp.path(), &["clone", "-q", "-b", "main", "remote.git", "work"]);
    fs::write(work.join("stones.md"), "The same, shorter.\n").unwrap();
    git(&work, &["checkout", "-q", "--orphan", "anew"]);
    git(&work, &["commit", "-q", "-a", "-m", "anew"]);
    git(&work, &["push", "-q", "-f", "origin", "anew:main"]);
    seminar.note(0, "ann", "third");
    assert_eq!(seminar.sync(0)["sent"], "sent");
    assert_eq!(fs::read_to_string(texts.join("stones.md")).unwrap(), "The same, shorter.\n");
    assert_eq!(git(&texts, &["status", "--porcelain"]), "?? week-1/\n");
    // Somebody who has committed something is told, and loses nothing.
    fs::write(other.join("draft.md"), "mine").unwrap();
    git(&other, &["add", "draft.md"]);
    git(&other, &["commit", "-q", "-m", "a draft"]);
    seminar.try_sync(1).fails("nothing in common with the one of these texts", "NEW-FOLDER");
    assert!(other.join("draft.md").exists() && seminar.seen(1).len() == 2);
}

#[test]
fn a_folder_dropped_in_by_hand_gives_way_to_what_is_sent_and_nothing_of_it_is_lost() {
    let seminar = Seminar::of(3);
    seminar.note(0, "ann", "sent");
    let dropped = annotations(&seminar.homes[1]).join("ann");
    fs::create_dir_all(dropped.join("week-1")).unwrap();
    for name in ["reader.json", "week-1"] {
        let from = annotations(&seminar.homes[0]).join("ann").join(name);
        if from.is_file() {
            fs::copy(&from, dropped.join(name)).unwrap();
        } else {
            for file in from.read_dir().unwrap().flatten() {
                fs::copy(file.path(), dropped.join(name).join(file.file_name())).unwrap();
            }
        }
    }
    seminar.note(0, "ann", "later");
    seminar.sync(0);
    seminar.note(1, "bob", "mine");
    let synced = seminar.sync(1);
    assert!(synced["notes"][0].as_str().unwrap().contains("kept as"), "{synced}");
    assert_eq!(seminar.seen(1).len(), 3);
    seminar.sync(2);
    seminar.sync(0);
    assert_eq!(seminar.seen(0), seminar.seen(1));
}

#[test]
fn without_a_line_everything_is_kept_and_sent_the_next_time() {
    let seminar = Seminar::of(1);
    seminar.note(0, "ann", "mine");
    let away = seminar.temp.path().join("away.git");
    fs::rename(seminar.remote(), &away).unwrap();
    let ran = seminar.try_sync(0);
    assert_eq!(ran.code, 1, "{ran:?}");
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&told["kept"], &told["sent"]), (&2.into(), &"waiting".into()));
    assert!(told["reason"].as_str().unwrap().contains("no repository at its address"), "{told}");
    fs::rename(&away, seminar.remote()).unwrap();
    assert_eq!(seminar.sync(0)["sent"], "sent");
}

#[test]
fn a_sync_killed_at_any_point_is_mended_by_the_next() {
    let seminar = Seminar::of(2);
    seminar.note(1, "bob", "first");
    seminar.sync(1);
    let mut killed = 0;
    for turn in 0..12 {
        seminar.note(0, "ann", &format!("turn {turn}"));
        seminar.note(1, "bob", &format!("turn {turn}"));
        seminar.sync(1);
        // From its first run of git to about its last.
        killed += usize::from(seminar.killed_sync(0, 1 + 5 * turn));
    }
    assert!(killed > 9, "a sync runs git less often than was thought");
    seminar.sync(0);
    seminar.sync(1);
    assert_eq!(seminar.seen(0).len(), 25);
    assert_eq!(seminar.seen(0), seminar.seen(1));
}

#[test]
fn what_git_cannot_do_is_said_in_words_with_a_remedy() {
    let home = Home::new();
    let ran = home.run(&["sync", "texts"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("postil sync --remote"), "{ran:?}");
    let other = home.path("other.git");
    git(&home.path(""), &["init", "-q", "--bare", "other.git"]);
    let mistyped = home.run(&["sync", "texts", "--remote", "/nowhere/a.git"]);
    assert_eq!((mistyped.code, mistyped.out.contains("no repository at its address")), (1, true), "{mistyped:?}");
    assert_eq!(home.run(&["sync", "texts", "--remote", other.to_str().unwrap()]).code, 0);
    home.run(&["sync", "texts", "--remote", "/nowhere/b.git"]).fails("is synced with", "git remote set-url");
    home.annotate(&["moss", "--quote", "the north wall", "--note", "mine", "--reader", "ann"]);
    assert_eq!(home.run(&["sync", "texts"]).code, 0);
    let marker = annotations(&home).join(".git/MERGE_HEAD");
    fs::write(&marker, format!("{}\n", git(&annotations(&home), &["rev-parse", "HEAD"]).trim())).unwrap();
    home.run(&["sync", "texts"]).fails("a merge was begun with git", "git merge --abort");
}

#[test]
fn two_who_go_by_one_name_are_told_before_anything_is_merged() {
    let seminar = Seminar::of(2);
    seminar.note(0, "ann", "first");
    seminar.sync(0);
    seminar.note(1, "ann", "by another ann");
    let remote = seminar.remote();
    let refused = seminar.homes[1].run(&["sync", "texts", "--remote", remote.to_str().unwrap()]);
    refused.fails("“ann” is ann there", "Nothing was sent");
    assert_eq!(seminar.seen(1).len(), 1, "what was written here is as it was");
    seminar.note(0, "ann", "second");
    seminar.sync(0);
    assert_eq!(seminar.seen(0).len(), 2);
}

#[test]
fn what_others_remove_from_my_folder_comes_back_and_is_sent_again() {
    let seminar = Seminar::of(2);
    seminar.note(0, "ann", "first");
    seminar.sync(0);
    let work = seminar.temp.path().join("work");
    git(seminar.temp.path(), &["clone", "-q", "-b", "main", "remote.git", "work"]);
    git(&work, &["rm", "-q", "-r", "ann"]);
    git(&work, &["commit", "-q", "-m", "gone"]);
    git(&work, &["push", "-q", "origin", "HEAD:main"]);
    let synced = seminar.sync(0);
    assert!(synced["notes"][0].as_str().unwrap().contains("as you left it"), "{synced}");
    assert_eq!(seminar.seen(0).len(), 1);
    seminar.sync(1);
    assert_eq!(seminar.seen(1), seminar.seen(0));
}

#[test]
fn a_damaged_or_missing_file_of_mine_does_not_reach_the_others() {
    let seminar = Seminar::of(2);
    seminar.note(0, "ann", "first");
    seminar.sync(0);
    seminar.sync(1);
    let folder = annotations(&seminar.homes[0]).join("ann/week-1");
    let file = folder.read_dir().unwrap().flatten().next().unwrap().path();
    let sound = fs::read_to_string(&file).unwrap();
    fs::write(&file, "junk").unwrap();
    let told = seminar.sync(0);
    assert!(told["notes"][0].as_str().unwrap().contains("check --repair"), "{told}");
    fs::remove_file(&file).unwrap();
    let told = seminar.sync(0);
    assert!(told["notes"][0].as_str().unwrap().contains("is back"), "{told}");
    assert_eq!(fs::read_to_string(&file).unwrap(), sound);
    seminar.sync(1);
    assert_eq!(seminar.seen(1).len(), 1);
}

/// Carries what is new in one folder of annotations to another, as a synchroniser does that knows nothing of files: where
/// both have a file and they differ, the other version comes to lie beside it under its name for that.
fn carry(from: &Path, to: &Path) {
    for entry in from.read_dir().into_iter().flatten().flatten() {
        let (path, there) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            fs::create_dir_all(&there).unwrap();
            carry(&path, &there);
        } else if there.exists() && fs::read(&path).unwrap() != fs::read(&there).unwrap() {
            let name = there.to_str().unwrap().replace(".json", ".sync-conflict-20261123-101112-ABCDEFG.json");
            fs::copy(&path, name).unwrap();
        } else {
            fs::copy(&path, &there).unwrap();
        }
    }
}

#[test]
fn a_folder_that_two_write_into_at_once_and_a_synchroniser_carries_needs_no_git() {
    let seminar = Seminar::of(2);
    let [mine, other] = [0, 1].map(|home| annotations(&seminar.homes[home]));
    let state = seminar.homes[0].path("state-of-ben");
    let write = |reader: &str, number: usize, state: Option<&Path>| {
        let note = format!("{reader} {number}");
        let args = ["annotate", "moss", "--quote", "slowly", "--note", &note, "--corpus", "texts", "--reader", reader];
        let mut command = seminar.homes[0].command(&args);
        state.map(|state| command.env("XDG_STATE_HOME", state));
        assert!(command.status().unwrap().success());
    };
    // Two people on one machine, with one folder.
    std::thread::scope(|scope| {
        scope.spawn(|| (0..4).for_each(|number| write("ann", number, None)));
        scope.spawn(|| (0..4).for_each(|number| write("ben", number, Some(&state))));
    });
    // A third elsewhere, and a version of Ann's file that is behind: it comes back as a conflict copy.
    fs::create_dir_all(&other).unwrap();
    carry(&mine, &other);
    write("ann", 4, None);
    seminar.note(1, "cho", "from elsewhere");
    carry(&other, &mine);
    carry(&mine, &other);
    carry(&mine, &other);
    assert_eq!(seminar.seen(0).len(), 10, "{:#?}", seminar.seen(0));
    assert_eq!(seminar.seen(0), seminar.seen(1));
}

/// The leader's folder with texts in a repository of git's, whose address is the remote, and which is pushed.
fn hand_out(seminar: &Seminar, home: usize) -> PathBuf {
    let texts = texts_in_git(&seminar.homes[home]);
    git(&texts, &["remote", "add", "origin", seminar.remote().to_str().unwrap()]);
    texts
}

#[test]
fn who_syncs_before_the_texts_are_handed_out_gets_them_by_the_next_sync() {
    let seminar = Seminar::of(2);
    let (home, remote) = (&seminar.homes[1], seminar.remote());
    fs::remove_dir_all(home.path("texts")).unwrap();
    let made = home.run(&["sync", "texts", "--remote", remote.to_str().unwrap()]);
    assert!(
        made.code == 0 && made.out.contains("no texts are there yet") && made.out.contains("postil sync texts"),
        "{made:?}"
    );
    assert_eq!(home.run(&["sync", "texts"]).code, 0);
    let last = home.run(&["list"]);
    assert!(last.err.contains("/texts, the folder read last"), "it is the one that was read last: {last:?}");
    assert_eq!(git(&remote, &["for-each-ref"]), "", "a history with nothing in it would stand in the way of the texts");
    let leader = hand_out(&seminar, 0);
    git(&leader, &["push", "-q", "-u", "origin", "main"]);
    let told = seminar.sync(1);
    assert!(told["notes"][0].as_str().unwrap().starts_with("new or changed here: stones.md"), "{told}");
    assert!(home.run(&["list", "texts"]).out.contains("Stones"));
}

#[test]
fn texts_are_handed_out_after_readers_have_sent_something() {
    let seminar = Seminar::of(2);
    let (home, remote) = (&seminar.homes[1], seminar.remote());
    fs::remove_dir_all(home.path("texts")).unwrap();
    assert_eq!(home.run(&["sync", "texts", "--remote", remote.to_str().unwrap()]).code, 0);
    // The texts came by mail first.
    home.write("texts/stones.md", super::STONES);
    home.annotate(&["stones", "--quote", "Moss asks", "--note", "a reader's", "--reader", "bob"]);
    seminar.sync(1);
    let leader = hand_out(&seminar, 0);
    let told = seminar.sync(0);
    assert!(told["notes"].to_string().contains("to send the texts: git push origin main"), "{told}");
    git(&leader, &["push", "-q", "-u", "origin", "main"]);
    seminar.sync(1);
    assert!(git(&home.path("texts"), &["ls-files"]).contains("stones.md") && seminar.seen(1).len() == 1);
    assert_eq!((seminar.sync(0)["sent"].clone(), seminar.seen(0).len()), ("nothing".into(), 1));
}

#[test]
fn a_folder_that_is_made_of_annotations_alone_has_them_where_they_are_read() {
    let seminar = Seminar::of(3);
    let remote = seminar.remote();
    let early = &seminar.homes[1];
    fs::remove_dir_all(early.path("texts")).unwrap();
    assert_eq!(early.run(&["sync", "texts", "--remote", remote.to_str().unwrap()]).code, 0);
    seminar.note(0, "ann", "mine");
    seminar.sync(0);
    let late = &seminar.homes[2];
    fs::remove_dir_all(late.path("texts")).unwrap();
    assert_eq!(late.run(&["sync", "texts", "--remote", remote.to_str().unwrap()]).code, 0);
    for home in [1, 2] {
        seminar.sync(home);
        let texts = seminar.homes[home].path("texts");
        assert!(texts.join("annotations/ann/reader.json").exists() && !texts.join("ann").exists(), "{home}");
        seminar.homes[home].write("texts/stones.md", super::STONES);
        assert!(seminar.seen(home).len() == 1 && seminar.seen(home)[0].contains("mine"), "{home}");
    }
    seminar.homes[1].annotate(&["stones", "--quote", "Moss asks", "--note", "theirs", "--reader", "bob"]);
    seminar.sync(1);
    seminar.sync(2);
    assert_eq!(seminar.seen(2).len(), 2);
}

#[test]
fn a_folder_of_annotations_that_was_never_sent_gives_way_to_the_repository_of_the_texts() {
    let seminar = Seminar::of(1);
    seminar.sync(0);
    let texts = seminar.homes[0].path("texts");
    assert!(texts.join("annotations/.git").exists());
    git(&texts, &["init", "-q", "-b", "main"]);
    seminar.sync(0);
    git(&texts, &["add", "."]);
    git(&texts, &["commit", "-q", "-m", "texts"]);
    git(&texts, &["push", "-q", "-u", "origin", "main"]);
    seminar.note(0, "ann", "mine");
    assert_eq!(seminar.sync(0)["sent"], "sent");
    assert!(git(&seminar.remote(), &["ls-tree", "-r", "--name-only", "main"]).contains("annotations/ann/"));
}

#[test]
fn of_two_who_go_by_one_name_one_takes_another_and_both_get_on() {
    let seminar = Seminar::of(2);
    seminar.note(0, "Ann Lee", "one");
    seminar.sync(0);
    seminar.note(1, "Ann Lee", "two");
    seminar.try_sync(1).fails("“ann-lee” is Ann Lee there", "postil reader --rename");
    let renamed = seminar.homes[1].run(&["reader", "--rename", "Ann Lee the Younger", "texts"]);
    assert_eq!(renamed.code, 0, "{renamed:?}");
    assert_eq!(seminar.sync(1)["sent"], "sent");
    seminar.sync(0);
    assert_eq!((seminar.seen(0).len(), seminar.seen(0)), (2, seminar.seen(1)));
    let folders = git(&seminar.remote(), &["ls-tree", "--name-only", "HEAD"]);
    assert!(folders.contains("ann-lee\n") && folders.contains("ann-lee-the-younger\n"), "{folders}");
    seminar.note(1, "Ann Lee the Younger", "three");
    seminar.sync(1);
    assert_eq!(seminar.seen(1).len(), 3, "the folder has its new name for good");
}

#[test]
fn a_slip_in_the_plan_or_a_change_of_it_stops_no_sync() {
    let seminar = Seminar::of(2);
    let (leader, remote) = (texts_in_git(&seminar.homes[0]), seminar.remote());
    fs::write(leader.join("syllabus.toml"), "title = \"Walls\"\n").unwrap();
    git(&leader, &["add", "syllabus.toml"]);
    git(&leader, &["commit", "-q", "-m", "a plan"]);
    git(&leader, &["remote", "add", "origin", remote.to_str().unwrap()]);
    git(&leader, &["push", "-q", "-u", "origin", "main"]);
    let home = &seminar.homes[1];
    fs::remove_dir_all(home.path("texts")).unwrap();
    assert_eq!(home.run(&["sync", "texts", "--remote", remote.to_str().unwrap()]).code, 0);
    home.write("texts/syllabus.toml", "title = \"Mine\"\n[[session\n");
    home.annotate(&["stones", "--quote", "Moss asks", "--note", "a reader's", "--reader", "bob"]);
    let told = seminar.try_sync(1);
    assert!(told.code == 0 && told.err.contains("syllabus.toml:2: "), "the fault is told with its line: {told:?}");
    fs::write(leader.join("syllabus.toml"), "title = \"Walls and moss\"\n").unwrap();
    git(&leader, &["commit", "-q", "-a", "-m", "a better plan"]);
    seminar.sync(0);
    git(&leader, &["push", "-q"]);
    let told = seminar.sync(1);
    let notes = told["notes"].to_string();
    assert!(
        notes.contains(
            "syllabus.toml is as it is handed out now: your own version is kept as syllabus (my version).toml"
        ),
        "{told}"
    );
    assert_eq!(home.read("texts/syllabus.toml"), "title = \"Walls and moss\"\n");
    assert!(home.read("texts/syllabus (my version).toml").contains("Mine"));
}
