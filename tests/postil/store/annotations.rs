//! Annotation files on real folders: other sessions, synchronisers, links, kills, folders that cannot be written.

use super::{Room, doc, draft, hour_ago, names, names_in};
use postil::store::{Annotations, Corpus, Dirs, Drafts, Error, WritePlace, digest};
use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

#[test]
fn what_is_written_is_read_again_with_the_others_and_the_copies() {
    let room = Room::with(&[
        ("annotations/jo/week-2/b.pdf@cd34.json", "jo's"),
        ("annotations/mei/week-2/b.pdf@ab12 (1).json", "a copy"),
        ("annotations/mei/week-2/b.pdf@ab12.json~", "a backup"),
        ("annotations/mei/week-2/.postil-0123456789abcdef.tmp", "half"),
        ("annotations/mei/c.pdf@ab12.json", "about another"),
        ("annotations/jo/reader.json", "who jo is"),
        ("annotations/stray.json", "not in a reader's folder"),
    ]);
    let annotations = room.annotations();
    assert_eq!(annotations.place(), &WritePlace::Corpus);
    assert_eq!(annotations.read_own(&doc("week-2/b.pdf")).unwrap(), None);
    annotations.with_own(&doc("week-2/b.pdf"), &mut |old| format!("{old:?}")).unwrap();
    assert_eq!(annotations.read_own(&doc("week-2/b.pdf")).unwrap().unwrap(), "None");
    let (files, faults) = annotations.files_for(&doc("week-2/b.pdf"), &names);
    let texts: Vec<_> = files.iter().map(|file| (file.folder.as_str(), file.text.as_str(), file.own)).collect();
    assert_eq!(texts, [("jo", "jo's", false), ("mei", "a copy", false), ("mei", "None", true)]);
    assert!(faults.is_empty());
    annotations.write_person("who mei is").unwrap();
    let person = |folder: &str, text: &str| (folder.to_owned(), text.to_owned());
    assert_eq!(annotations.people().0, [person("jo", "who jo is"), person("mei", "who mei is")]);
}

#[test]
fn one_walk_tells_which_documents_have_annotations() {
    let room = Room::new();
    for number in 0..300 {
        room.write(&format!("annotations/jo/{}/{number}.txt@cd34.json", number % 7), "12");
    }
    room.write("annotations/mei/3/3.txt@ab12.json", "1");
    let annotations = room.annotations();
    let (index, faults) = annotations.index(&names);
    assert!(index.files().len() == 301 && faults.is_empty());
    let of: Vec<_> = index.of(&doc("3/3.txt")).map(|file| (file.folder.as_str(), file.size)).collect();
    assert_eq!(of, [("jo", 2), ("mei", 1)]);
    assert_eq!(index.of(&doc("none.txt")).count(), 0);
    let read = annotations.read(index.of(&doc("3/3.txt")).last().unwrap()).unwrap();
    assert!(read.own && read.text == "1");
}

#[test]
fn two_sessions_writing_one_file_lose_nothing() {
    let room = Room::new();
    thread::scope(|scope| {
        for session in 0..4 {
            let annotations = room.annotations();
            scope.spawn(move || {
                for number in 0..15 {
                    let line = format!("{session}/{number}\n");
                    annotations
                        .with_own(&doc("a.txt"), &mut |old| old.unwrap_or_default().into_owned() + &line)
                        .unwrap();
                }
            });
        }
    });
    let text = room.annotations().read_own(&doc("a.txt")).unwrap().unwrap();
    assert_eq!(text.lines().count(), 60);
    assert_eq!(names_in(&room.path("annotations/mei")), ["a.txt@ab12.json"]);
}

#[test]
fn a_file_that_a_synchroniser_changes_meanwhile_is_merged_and_not_overwritten() {
    let room = Room::new();
    let annotations = room.annotations();
    annotations.with_own(&doc("a.txt"), &mut |_| "old".to_owned()).unwrap();
    let mut asked = Vec::new();
    let merged = annotations.with_own(&doc("a.txt"), &mut |old| {
        asked.push(old.clone().unwrap().into_owned());
        room.write("annotations/mei/a.txt@ab12.json", "pulled");
        old.unwrap().into_owned() + " + mine"
    });
    assert_eq!((merged.unwrap().as_str(), asked), ("pulled + mine", vec!["old".to_owned(), "pulled".to_owned()]));
    assert_eq!(annotations.read_own(&doc("a.txt")).unwrap().unwrap(), "pulled + mine");
}

/// What the child of the next test does: it writes until it is killed.
#[test]
fn the_session_that_is_killed() {
    let Some(root) = std::env::var_os("POSTIL_TEST_KILLED") else { return };
    let root = PathBuf::from(root);
    let dirs = Dirs::under(&root.join("own"));
    let annotations = Annotations::at(&Corpus::open(&root.join("corpus")).unwrap(), &dirs).for_reader("mei", "ab12");
    let (annotations, drafts) = (annotations.unwrap(), Drafts::open(&dirs).unwrap());
    for letter in ('a'..='z').cycle() {
        let text = letter.to_string().repeat(300_000);
        drafts.save(&draft(&text)).unwrap();
        annotations.with_own(&doc("a.txt"), &mut |_| text.clone()).unwrap();
    }
}

#[test]
fn a_session_killed_while_it_writes_leaves_whole_files_and_no_locks() {
    let room = Room::new();
    let is_whole = |text: &str| text.len() == 300_000 && text.bytes().all(|byte| byte == text.as_bytes()[0]);
    for _ in 0..5 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::annotations::the_session_that_is_killed"])
            .env("POSTIL_TEST_KILLED", room.temp.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let path = room.path("annotations/mei/a.txt@ab12.json");
        while !path.exists() {
            assert!(child.try_wait().unwrap().is_none(), "the child has ended by itself");
            thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(is_whole(&room.annotations().read_own(&doc("a.txt")).unwrap().unwrap()));
        let drafts = Drafts::open(&room.dirs()).unwrap();
        let (found, faults) = drafts.found().unwrap();
        assert!(found.len() == 1 && is_whole(&found[0].draft.draft.text) && faults.is_empty(), "{faults:?}");
        for found in found {
            drafts.discard(found).unwrap();
        }
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn a_hidden_document_asked_for_by_name_has_visible_annotations() {
    let room = Room::with(&[(".diary.txt", "")]);
    let corpus = Corpus::open(&room.path(".diary.txt")).unwrap();
    let annotations = room.annotations();
    annotations.with_own(corpus.chosen().unwrap(), &mut |_| "note".to_owned()).unwrap();
    assert_eq!(annotations.files_for(&doc(".diary.txt"), &names).0.len(), 1);
}

#[test]
fn an_unchanged_text_is_not_written() {
    let room = Room::new();
    let annotations = room.annotations();
    annotations.with_own(&doc("a.txt"), &mut |_| "same".to_owned()).unwrap();
    let path = annotations.own_path(&doc("a.txt")).unwrap();
    hour_ago(&path, 5);
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    annotations.with_own(&doc("a.txt"), &mut |old| old.unwrap().into_owned()).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
}

#[test]
fn a_corpus_that_cannot_be_written_leaves_the_notes_with_the_user_and_says_why() {
    let room = Room::with(&[("annotations", "a file in the way"), ("a.txt", "")]);
    let annotations = room.annotations();
    let WritePlace::Fallback(folder, reason) = annotations.place() else { panic!("the corpus cannot be written") };
    assert!(folder.starts_with(&room.dirs().data) && reason.contains("annotations"), "{reason}");
    annotations.with_own(&doc("a.txt"), &mut |_| "kept".to_owned()).unwrap();
    let (files, faults) = annotations.files_for(&doc("a.txt"), &names);
    assert!(files.len() == 1 && files[0].own && files[0].path.starts_with(folder));
    assert!(matches!(faults[..], [Error::NotAFolder { .. }]), "{faults:?}");
    fs::remove_file(room.path("annotations")).unwrap();
    let (files, faults) = room.annotations().files_for(&doc("a.txt"), &names);
    assert!(files.len() == 1 && !files[0].own && faults.is_empty(), "the notes made meanwhile are still read");
}

#[test]
fn a_read_only_corpus_still_shows_what_others_wrote() {
    let room = Room::with(&[("annotations/jo/a.txt@cd34.json", "jo's"), ("a.txt", "")]);
    fs::set_permissions(room.path("annotations"), fs::Permissions::from_mode(0o555)).unwrap();
    let annotations = room.annotations();
    if annotations.place() == &WritePlace::Corpus {
        println!("skipped: this user may write into every folder");
    } else {
        annotations.with_own(&doc("a.txt"), &mut |_| "mine".to_owned()).unwrap();
        let (files, _) = annotations.files_for(&doc("a.txt"), &names);
        assert_eq!(files.iter().map(|file| file.text.as_str()).collect::<Vec<_>>(), ["jo's", "mine"]);
    }
    fs::set_permissions(room.path("annotations"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn no_link_leads_a_write_or_a_read_out_of_the_corpus() {
    for (link, document) in [
        ("annotations/mei", "a.txt"),
        ("annotations/mei/week-2", "week-2/a.txt"),
        ("annotations/mei/a.txt@ab12.json", "a.txt"),
    ] {
        let room = Room::new();
        let target = room.outside().join("target");
        let is_file = Path::new(link).extension().is_some();
        if is_file {
            fs::write(&target, "secret").unwrap();
        } else {
            fs::create_dir(&target).unwrap();
        }
        fs::create_dir_all(room.path(link).parent().unwrap()).unwrap();
        symlink(&target, room.path(link)).unwrap();
        let annotations = room.annotations();
        let written = annotations.with_own(&doc(document), &mut |_| "note".to_owned());
        assert!(matches!(written, Err(Error::Link { .. })), "{link}: {written:?}");
        assert!(annotations.read_own(&doc(document)).is_err(), "{link}");
        assert!(annotations.files_for(&doc(document), &names).0.is_empty(), "{link}");
        assert!(annotations.index(&names).0.files().is_empty(), "{link}");
        let untouched = if is_file { fs::read(&target).unwrap() == b"secret" } else { names_in(&target).is_empty() };
        assert!(untouched, "{link}");
    }
}

#[test]
fn annotations_that_are_a_link_are_left_alone_and_the_notes_go_to_the_user() {
    let room = Room::new();
    symlink(room.outside(), room.path("annotations")).unwrap();
    let annotations = room.annotations();
    assert!(matches!(annotations.place(), WritePlace::Fallback(_, reason) if reason.contains("link")));
    annotations.with_own(&doc("a.txt"), &mut |_| "note".to_owned()).unwrap();
    assert!(names_in(&room.outside()).is_empty());
    assert_eq!(annotations.read_own(&doc("a.txt")).unwrap().unwrap(), "note");
}

#[test]
fn a_pipe_among_the_annotations_stops_nobody() {
    let room = Room::with(&[("annotations/jo/b.txt@cd34.json", "jo's")]);
    fs::create_dir_all(room.path("annotations/mei")).unwrap();
    for name in ["annotations/jo/a.txt@cd34.json", "annotations/mei/a.txt@ab12.json", "annotations/jo/reader.json"] {
        room.fifo(name);
    }
    let annotations = room.annotations();
    assert!(annotations.files_for(&doc("a.txt"), &names).0.is_empty());
    assert!(matches!(annotations.with_own(&doc("a.txt"), &mut |_| String::new()), Err(Error::NotAFile { .. })));
    assert_eq!(annotations.people().1.len(), 1);
    assert_eq!(annotations.files_for(&doc("b.txt"), &names).0.len(), 1);
}

#[test]
fn what_a_killed_session_left_is_ignored_and_cleared_away_in_time() {
    let room = Room::new();
    let (old, young) = (".postil-00000000000000aa.tmp", ".postil-00000000000000bb.tmp");
    room.write(&format!("annotations/mei/{old}"), "half");
    room.write(&format!("annotations/mei/{young}"), "half");
    hour_ago(&room.path(&format!("annotations/mei/{old}")), 2);
    room.annotations().with_own(&doc("a.txt"), &mut |_| "whole".to_owned()).unwrap();
    assert_eq!(names_in(&room.path("annotations/mei")), [young, "a.txt@ab12.json"]);
    assert_eq!(room.annotations().index(&|path| Some(path.to_owned())).0.files().len(), 1);
}

#[test]
fn a_file_that_is_not_utf_8_is_reported_and_its_bytes_are_kept_before_it_is_rewritten() {
    let room = Room::new();
    room.write("annotations/mei/a.txt@ab12.json", b"caf\xe9");
    let annotations = room.annotations();
    let (files, faults) = annotations.files_for(&doc("a.txt"), &names);
    assert!(files[0].text == "caf\u{FFFD}" && matches!(faults[..], [Error::NotText { .. }]));
    annotations.with_own(&doc("a.txt"), &mut |old| old.unwrap().into_owned() + "!").unwrap();
    let kept = room.dirs().state.join("damaged").join(format!("{}.json", digest(b"caf\xe9").hex()));
    assert_eq!(fs::read(kept).unwrap(), b"caf\xe9");
}

#[test]
fn permissions_are_the_user_s_mask_and_an_old_file_keeps_its_own() {
    let room = Room::with(&[("plain", "")]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let annotations = room.annotations();
    annotations.with_own(&doc("a.txt"), &mut |_| "one".to_owned()).unwrap();
    let path = annotations.own_path(&doc("a.txt")).unwrap();
    assert_eq!(mode(&path), mode(&room.path("plain")));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    annotations.with_own(&doc("a.txt"), &mut |_| "two".to_owned()).unwrap();
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn a_name_as_long_as_the_disk_allows_can_be_annotated() {
    let room = Room::new();
    let name = doc(&("n".repeat(251) + ".txt"));
    let annotations = room.annotations();
    annotations.with_own(&name, &mut |_| "note".to_owned()).unwrap();
    assert_eq!(annotations.files_for(&name, &names).0.len(), 1);
    assert_eq!(annotations.index(&names).0.of(&name).count(), 1);
}

#[test]
fn nobody_writes_before_saying_who_they_are() {
    let room = Room::new();
    let annotations = Annotations::at(&room.corpus(), &room.dirs());
    let error = annotations.with_own(&doc("a.txt"), &mut |_| String::new()).unwrap_err();
    assert!(matches!(error, Error::NoReader { .. }) && names_in(&room.path("")).is_empty());
    assert!(annotations.for_reader("../jo", "ab12").is_err());
}
