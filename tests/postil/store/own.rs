//! This program's own files on real folders: state, places and marks, drafts, settings; damaged, shared, unwritable.

use super::{Room, doc, draft, names_in};
use postil::annotation::Reader;
use postil::store::{Dirs, DocumentKey, DocumentState, Drafts, Error, Progress, State, digest, settings_files};
use rustix::fs::{CWD, Mode, mkfifoat};
use std::os::unix::fs::symlink;
use std::{fs, thread};

#[test]
fn the_state_is_remembered_and_the_device_is_made_once() {
    let room = Room::new();
    let (mut state, faults) = State::open(&room.dirs());
    assert!(faults.is_empty() && state.device().len() == 4);
    let reader = Reader { id: "urn:uuid:1".into(), name: "Mei".into(), nickname: "mei".into() };
    state.set_last_corpus(&room.path("")).unwrap();
    state.set_reader(&reader).unwrap();
    let (again, _) = State::open(&room.dirs());
    assert_eq!(again.device(), state.device());
    assert_eq!((again.last_corpus(), again.reader()), (Some(&*room.path("")), Some(&reader)));
}

#[test]
fn sessions_that_start_together_agree_on_the_device() {
    let room = Room::new();
    let start = || State::open(&room.dirs()).0.device().to_owned();
    let mut devices: Vec<String> = thread::scope(|scope| {
        let sessions: Vec<_> = (0..8).map(|_| scope.spawn(start)).collect();
        sessions.into_iter().map(|session| session.join().unwrap()).collect()
    });
    devices.dedup();
    assert_eq!(devices.len(), 1, "{devices:?}");
}

#[test]
fn damaged_state_is_moved_aside_and_reported() {
    let room = Room::new();
    let folder = room.dirs().state;
    fs::create_dir_all(&folder).unwrap();
    for name in ["reader.json", "device.json"] {
        fs::write(folder.join(name), "{half").unwrap();
    }
    let (state, faults) = State::open(&room.dirs());
    assert!(state.reader().is_none() && state.device().len() == 4);
    assert!(matches!(faults[..], [Error::Broken { .. }, Error::Broken { .. }]), "{faults:?}");
    assert_eq!(fs::read(folder.join("reader.json.broken")).unwrap(), b"{half");
    assert!(State::open(&room.dirs()).1.is_empty());
}

#[test]
fn a_state_folder_that_cannot_be_made_is_a_fault_and_not_the_end() {
    let room = Room::with(&[("file", "")]);
    let dirs = Dirs::under(&room.path("file"));
    let (mut state, faults) = State::open(&dirs);
    assert!(!faults.is_empty() && state.device().len() == 4);
    assert!(state.set_last_corpus(&room.path("")).is_err() && state.last_corpus() == Some(&*room.path("")));
    assert!(Drafts::open(&dirs).is_err());
    let (mut progress, _) = Progress::open(&dirs, &room.path(""));
    let path = doc("a.txt");
    let key = DocumentKey { digest: digest(b"a"), path: &path };
    assert!(progress.set_mark(key, 'a', Some(3)).is_err());
    assert_eq!(progress.place(key).unwrap().marks[&'a'], 3);
}

#[test]
fn places_and_marks_follow_the_bytes_and_then_the_path() {
    let room = Room::new();
    let (path, moved) = (doc("a.txt"), doc("b.txt"));
    let key = |bytes: &[u8], path| DocumentKey { digest: digest(bytes), path };
    let state = DocumentState {
        offset: 42,
        furthest: 0.5,
        words: Some(7),
        opened: Some("now".into()),
        ..DocumentState::default()
    };
    let (mut progress, _) = Progress::open(&room.dirs(), &room.path(""));
    progress.save_place(key(b"one", &path), &state).unwrap();
    progress.set_mark(key(b"one", &path), 'x', Some(3)).unwrap();
    let (mut again, _) = Progress::open(&room.dirs(), &room.path(""));
    let with_mark = DocumentState { marks: [('x', 3)].into(), ..state.clone() };
    assert_eq!(again.place(key(b"one", &moved)).as_ref(), Some(&with_mark), "renamed");
    assert_eq!(again.place(key(b"two", &path)).as_ref(), Some(&with_mark), "edited");
    assert_eq!(again.place(key(b"two", &moved)), None, "another document");
    again.save_place(key(b"two", &path), &DocumentState { offset: 1, furthest: 0.1, ..state }).unwrap();
    let edited = progress.place(key(b"two", &path)).unwrap();
    assert_eq!((edited.offset, edited.furthest, edited.marks.len()), (1, 0.5, 1), "another session sees it");
    again.set_mark(key(b"two", &path), 'x', None).unwrap();
    assert!(progress.place(key(b"two", &path)).unwrap().marks.is_empty());
}

#[test]
fn two_sessions_do_not_erase_each_other_s_places() {
    let room = Room::new();
    thread::scope(|scope| {
        for session in 0..4_u8 {
            let (mut progress, _) = Progress::open(&room.dirs(), &room.path(""));
            scope.spawn(move || {
                for number in 0..50_usize {
                    let path = doc(&format!("{session}/{number}.txt"));
                    let key = DocumentKey { digest: digest(path.as_str().as_bytes()), path: &path };
                    let state = DocumentState { offset: number, furthest: f32::NAN, ..DocumentState::default() };
                    progress.save_place(key, &state).unwrap();
                }
            });
        }
    });
    let (progress, faults) = Progress::open(&room.dirs(), &room.path(""));
    assert_eq!((progress.all().count(), faults.len()), (200, 0));
    assert!(progress.all().all(|(path, state)| path.ends_with(&format!("/{}.txt", state.offset))));
}

#[test]
fn a_journal_that_was_cut_short_or_damaged_gives_what_is_whole() {
    let room = Room::new();
    let path = doc("a.txt");
    let key = DocumentKey { digest: digest(b"a"), path: &path };
    let set = |mark| Progress::open(&room.dirs(), &room.path("")).0.set_mark(key, mark, Some(1)).unwrap();
    let marks = || {
        let (mut progress, faults) = Progress::open(&room.dirs(), &room.path(""));
        (progress.place(key).unwrap_or_default().marks.into_keys().collect::<String>(), faults.len())
    };
    set('a');
    let folder = room.dirs().state.join("progress");
    let journal = folder.join(names_in(&folder).into_iter().find(|name| !name.contains(".lock")).unwrap());
    let append = |bytes: &[u8]| fs::write(&journal, [fs::read(&journal).unwrap(), bytes.to_vec()].concat()).unwrap();
    append(b"{\"digest\":\"cut sh");
    assert_eq!(marks(), ("a".into(), 0), "cut short by a kill: nothing to report");
    set('b');
    assert_eq!(marks(), ("ab".into(), 1), "the half line stands in the middle now");
    append(b"\xff\xff not json\n");
    assert_eq!(marks(), ("ab".into(), 1));
    assert_eq!(marks(), ("ab".into(), 0), "reported once");
    assert!(fs::read(journal.with_extension("jsonl.broken")).unwrap().ends_with(b"not json\n"));
}

#[test]
fn a_long_journal_is_rewritten_short() {
    let room = Room::new();
    let path = doc("a.txt");
    let key = DocumentKey { digest: digest(b"a"), path: &path };
    let (mut progress, _) = Progress::open(&room.dirs(), &room.path(""));
    for offset in 0..600 {
        progress.save_place(key, &DocumentState { offset, ..DocumentState::default() }).unwrap();
    }
    let folder = room.dirs().state.join("progress");
    let size = || fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum::<u64>();
    assert!(size() > 64 * 1024);
    let (mut again, faults) = Progress::open(&room.dirs(), &room.path(""));
    assert!(size() < 1000 && faults.is_empty());
    again.set_mark(key, 'a', Some(1)).unwrap();
    assert_eq!((again.place(key).unwrap().offset, progress.place(key).unwrap().marks.len()), (599, 1));
}

#[test]
fn a_draft_of_a_dead_session_is_offered_once_and_one_of_a_live_session_to_nobody() {
    let room = Room::new();
    let (dead, live) = (Drafts::open(&room.dirs()).unwrap(), Drafts::open(&room.dirs()).unwrap());
    dead.save(&draft("dead")).unwrap();
    live.save(&draft("live")).unwrap();
    let next = Drafts::open(&room.dirs()).unwrap();
    assert!(next.found().unwrap().0.is_empty());
    drop(dead);
    let (mut found, faults) = next.found().unwrap();
    assert!(found.len() == 1 && faults.is_empty());
    assert_eq!(found[0].draft, draft("dead"));
    let third = Drafts::open(&room.dirs()).unwrap();
    assert!(third.found().unwrap().0.is_empty(), "it is in somebody's hands");
    next.discard(found.remove(0)).unwrap();
    assert!(third.found().unwrap().0.is_empty(), "it was taken up");
    live.clear().unwrap();
    drop((live, next, third));
    assert_eq!(names_in(&room.dirs().state.join("drafts")), ["drafts.lock"]);
}

#[test]
fn a_damaged_draft_is_moved_aside() {
    let room = Room::new();
    let drafts = Drafts::open(&room.dirs()).unwrap();
    fs::write(drafts.path().join("1-abc.json"), "{half").unwrap();
    let (found, faults) = drafts.found().unwrap();
    assert!(found.is_empty() && matches!(faults[..], [Error::Broken { .. }]), "{faults:?}");
    assert!(drafts.found().unwrap().1.is_empty());
}

#[test]
fn settings_are_read_through_links_and_faults_are_told() {
    let room = Room::new();
    let config = room.dirs().config;
    fs::create_dir_all(config.join("themes")).unwrap();
    fs::write(room.outside().join("dotfile"), "a = 1").unwrap();
    symlink(room.outside().join("dotfile"), config.join("settings.toml")).unwrap();
    fs::write(config.join("themes/night.toml"), "b = 2").unwrap();
    fs::write(config.join("themes/notes.md"), "").unwrap();
    mkfifoat(CWD, config.join("keys.toml"), Mode::from_raw_mode(0o600)).unwrap();
    let files = settings_files(&room.dirs());
    assert_eq!(files.settings.unwrap().text, "a = 1");
    assert!(files.keys.is_none() && matches!(files.faults[..], [Error::NotAFile { .. }]));
    assert_eq!(
        files.themes.iter().map(|(name, file)| (&**name, &*file.text)).collect::<Vec<_>>(),
        [("night", "b = 2")]
    );
}

#[test]
fn every_error_is_harmless_on_a_terminal_and_has_a_hint() {
    let room = Room::new();
    let error = room.corpus().read(&doc("\u{1b}[2Jx")).unwrap_err();
    assert!(!error.to_string().contains('\u{1b}') && error.to_string().contains("\\x1B"), "{error}");
    assert!(error.hint().ends_with('.'));
    assert!(error.to_string().contains("no such file"), "{error}");
}
