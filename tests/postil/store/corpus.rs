//! The corpus on real folders: what is listed, what is refused, what a document costs to read.

use super::{Room, doc, names};
use postil::store::{Corpus, Error, default_path};
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

#[test]
fn a_folder_is_a_corpus_and_a_file_is_the_chosen_document_of_its_folder() {
    let room = Room::with(&[("a.txt", "a"), ("week-2/b.txt", "b")]);
    assert_eq!(room.corpus().chosen(), None);
    let corpus = Corpus::open(&room.path("week-2/b.txt")).unwrap();
    assert_eq!((corpus.root(), corpus.chosen()), (room.path("week-2").as_path(), Some(&doc("b.txt"))));
    let missing = Corpus::open(&room.path("nowhere")).unwrap_err();
    assert!(missing.is_missing() && missing.to_string().contains("nowhere"), "{missing}");
    assert!(!missing.hint().is_empty());
}

#[test]
fn the_documents_come_in_order_without_what_is_hidden_ignored_or_annotation() {
    let room = Room::with(&[
        ("b.txt", ""),
        ("a.txt", "12345"),
        ("week-2/c.txt", ""),
        ("week-2/annotations/d.txt", ""),
        ("annotations/mei/a.txt", ""),
        (".hidden.txt", ""),
        (".git/e.txt", ""),
        ("drafts/f.txt", ""),
        ("g.exe", ""),
        ("~$a.txt", "Mei"),
        (".gitignore", "drafts/\n"),
    ]);
    fs::write(room.outside().parent().unwrap().join(".gitignore"), "*.txt\n").unwrap();
    assert_eq!(room.listed(), ["a.txt", "b.txt", "week-2/annotations/d.txt", "week-2/c.txt"]);
    let (entries, faults) = room.scan();
    assert!(entries[0].size == 5 && entries[0].modified.is_some() && faults.is_empty());
}

#[test]
fn a_large_corpus_comes_in_batches_and_in_order() {
    let room = Room::new();
    for number in 0..1500 {
        room.write(&format!("{}/{number:04}.txt", number / 100), "");
    }
    let (mut batches, mut paths) = (Vec::new(), Vec::new());
    room.corpus().scan(&|_| true, &mut |batch| {
        batches.push(batch.len());
        paths.extend(batch.into_iter().map(|entry| entry.path));
    });
    assert!(batches[0] < 100 && batches.len() > 2, "{batches:?}");
    assert!(paths.len() == 1500 && paths.is_sorted());
}

#[test]
fn a_link_out_of_the_corpus_is_neither_listed_nor_read_and_one_inside_is_both() {
    let room = Room::with(&[("a.txt", "inside"), (".store/b", "stored")]);
    fs::write(room.outside().join("secret.txt"), "secret").unwrap();
    symlink(room.outside().join("secret.txt"), room.path("out.txt")).unwrap();
    symlink(room.outside(), room.path("folder")).unwrap();
    symlink("../../outside/secret.txt", room.path(".store/up")).unwrap();
    symlink(".store/up", room.path("twice.txt")).unwrap();
    symlink(".store/b", room.path("in.txt")).unwrap();
    symlink("loop.txt", room.path("loop.txt")).unwrap();
    let (_, faults) = room.scan();
    assert_eq!(room.listed(), ["a.txt", "in.txt"]);
    assert_eq!(faults.len(), 3, "{faults:?}");
    let corpus = room.corpus();
    assert_eq!(corpus.read(&doc("in.txt")).unwrap(), b"stored");
    for path in ["out.txt", "folder/secret.txt", "twice.txt"] {
        assert!(matches!(corpus.read(&doc(path)), Err(Error::Link { .. })), "{path}");
    }
    assert!(corpus.read(&doc("loop.txt")).is_err());
}

#[test]
fn pipes_devices_and_folders_are_refused_without_waiting() {
    let room = Room::with(&[("a.txt", "")]);
    room.fifo("pipe.txt");
    fs::create_dir(room.path("folder.txt")).unwrap();
    assert_eq!(room.listed(), ["a.txt"]);
    for path in ["pipe.txt", "folder.txt"] {
        assert!(matches!(room.corpus().read(&doc(path)), Err(Error::NotAFile { .. })), "{path}");
    }
    assert!(matches!(Corpus::open(&room.path("pipe.txt")), Err(Error::NotAFile { .. })));
    assert!(matches!(Corpus::open(Path::new("/dev/zero")), Err(Error::NotAFile { .. })));
}

#[test]
fn a_pipe_in_place_of_an_ignore_file_does_not_stop_the_walk() {
    let room = Room::with(&[("a.txt", ""), ("sub/b.txt", ""), ("other/c.txt", "")]);
    room.fifo(".gitignore");
    room.fifo("sub/.ignore");
    room.write("huge/.gitignore", "a*b?c[d-e]*\n".repeat(100_000));
    let (_, faults) = room.scan();
    assert_eq!(room.listed(), ["a.txt", "other/c.txt"]);
    assert_eq!(faults.len(), 2, "{faults:?}");
}

#[test]
fn hostile_names_are_listed_harmlessly_and_opened_as_they_are() {
    let room = Room::new();
    let hostile = [&b"\x1b]0;owned\x07.txt"[..], b"caf\xe9.txt", "gnp\u{202e}txt..txt".as_bytes(), b"new\nline.txt"];
    for (number, name) in hostile.iter().enumerate() {
        let name = OsString::from_vec(name.to_vec());
        fs::write(room.path("").join(name), format!("text {number}")).unwrap();
    }
    let (entries, faults) = room.scan();
    assert!(faults.is_empty() && entries.len() == 4, "{faults:?}");
    for entry in entries {
        let text = room.corpus().read(&entry.path).unwrap();
        let number = hostile.iter().position(|name| entry.path.as_path().as_os_str().as_bytes() == *name).unwrap();
        assert_eq!(text, format!("text {number}").into_bytes());
        assert!(!entry.path.to_string().chars().any(|c| c.is_control() || c == '\u{202e}'));
        let annotations = room.annotations();
        annotations.with_own(&entry.path, &mut |_| format!("note {number}\n")).unwrap();
        let (files, _) = annotations.files_for(&entry.path, &names);
        assert_eq!(files.iter().map(|file| file.text.clone()).collect::<Vec<_>>(), [format!("note {number}\n")]);
    }
}

#[test]
fn a_thousand_folders_deep_is_a_fault_and_not_a_crash() {
    let room = Room::with(&[("a.txt", "")]);
    let deep = "d/".repeat(1000);
    room.write(&format!("{deep}b.txt"), "");
    room.write(&format!("annotations/mei/{}x@ab12.json", "d/".repeat(500)), "{}");
    let (entries, faults) = room.scan();
    assert!(entries.len() == 1 && matches!(faults[..], [Error::Bound { .. }]), "{faults:?}");
    let (index, faults) = room.annotations().index(&names);
    assert!(index.files().is_empty() && matches!(faults[..], [Error::Bound { .. }]), "{faults:?}");
}

#[test]
fn a_folder_that_cannot_be_read_is_a_fault_and_the_rest_is_listed() {
    let room = Room::with(&[("a.txt", ""), ("locked/b.txt", "")]);
    fs::set_permissions(room.path("locked"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(room.path("locked")).is_ok() {
        println!("skipped: this user may read every folder");
    } else {
        let (entries, faults) = room.scan();
        assert!(entries.len() == 1 && faults.len() == 1, "{faults:?}");
    }
    fs::set_permissions(room.path("locked"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_document_is_read_in_exactly_its_own_memory_and_its_head_alone() {
    let room = Room::with(&[("a.txt", &"x".repeat(100_000))]);
    let bytes = room.corpus().read(&doc("a.txt")).unwrap();
    assert_eq!((bytes.len(), bytes.capacity()), (100_000, 100_000));
    let (head, whole) = room.corpus().read_head(&doc("a.txt"), 10).unwrap();
    assert_eq!((head.as_slice(), whole), (&b"xxxxxxxxxx"[..], false));
    let (head, whole) = room.corpus().read_head(&doc("a.txt"), 1 << 40).unwrap();
    assert_eq!((head.len(), whole), (100_000, true));
    assert!(room.corpus().read(&doc("missing.txt")).unwrap_err().is_missing());
    assert!(room.corpus().read(&doc("no/folder.txt")).unwrap_err().is_missing());
}

#[test]
fn a_document_beyond_the_limit_is_refused_unread() {
    let room = Room::new();
    let file = fs::File::create(room.path("huge.txt")).unwrap();
    file.set_len((2 << 30) + 1).unwrap();
    let error = room.corpus().read(&doc("huge.txt")).unwrap_err();
    assert!(matches!(error, Error::TooLarge { size, .. } if size == (2 << 30) + 1), "{error}");
}

#[test]
fn the_default_is_the_last_corpus_while_it_is_there() {
    let room = Room::new();
    assert_eq!(default_path(Some(&room.path(""))), room.path(""));
    let fallback = if Path::new("documents").is_dir() { "documents" } else { "." };
    assert_eq!(default_path(Some(&room.path("gone"))), Path::new(fallback));
}
