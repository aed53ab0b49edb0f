//! Sessions that write through the annotation store and are killed at any moment, and many that write at once: what was acknowledged
//! is in the files, whole.

use super::{Room, doc, hour_ago};
use jiff::Timestamp;
use postil::annotation::{Annotation, AnnotationId, Kind, NewIds, Reader, Record, Sidecar, Target};
use postil::store::{About, AnnotationStore, Annotations, Corpus, Dirs, digest};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Where a child finds its home, and what it is to do: `READER SESSION COUNT`.
const HOME: &str = "POSTIL_TEST_WRITER_HOME";
const TASK: &str = "POSTIL_TEST_WRITER_TASK";

/// How often a session is killed, and after how many acknowledged writes at least.
const ROUNDS: usize = 60;
const ENOUGH: usize = 1_200;
/// So that a failure comes again.
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// A room in memory where there is such a folder: a kill takes nothing from the system, so that flushing to a disk would
/// only make these tests slow.
fn room() -> Room {
    let temp = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    std::fs::create_dir(temp.path().join("corpus")).unwrap();
    Room { temp }
}

fn reader(number: usize) -> Reader {
    let id = format!("urn:uuid:0190aaaa-0000-7000-8000-{number:012}");
    Reader { id: id.into(), name: format!("Reader {number}"), nickname: format!("reader-{number}") }
}

/// The name of the document that the `number`th write is about: several, so that the files stay short.
fn document(number: usize) -> String {
    format!("{}.txt", number % 8)
}

/// What is written under an id; a session's third write to a record changes its words.
fn words(id: &str, edited: bool) -> String {
    format!("{} {id}, on the ice", if edited { "changed" } else { "made" })
}

fn record(reader: &Reader, id: &str, edited: bool, about: &str) -> Record {
    let now = Timestamp::now();
    Record::of(&Annotation {
        id: id.into(),
        kind: Kind::DocumentNote,
        creator: reader.id.clone(),
        created: now,
        modified: now,
        note: Some(words(id, edited)),
        tags: Vec::new(),
        color: None,
        target: Target::Document(about.to_owned()),
        links: Vec::new(),
    })
}

/// What the children of these tests do: they write until they are killed, or a number of times, and say each id once the
/// write has returned.
#[test]
#[ignore = "no test: a child that the tests here start"]
fn the_session_that_writes() {
    let told = |name: &str| std::env::var(name).expect("the tests here start it with a task; it is none by itself");
    let (home, task) = (PathBuf::from(told(HOME)), told(TASK));
    let numbers: Vec<usize> = task.split(' ').map(|number| number.parse().unwrap()).collect();
    let [me, session, count] = numbers[..] else { panic!("a task is three numbers: {task}") };
    let me = reader(me);
    let annotations = Annotations::at(&Corpus::open(&home.join("corpus")).unwrap(), &Dirs::under(&home.join("own")));
    let store = AnnotationStore::new(annotations).for_reader(&me, "ab12").unwrap();
    let mut out = std::io::stdout();
    for number in 0..count {
        // Every third write edits the record of the write eight before it, which is in the same document.
        let edited = number % 3 == 2 && number >= 8;
        let id =
            format!("urn:uuid:{:08x}-{session:04x}-7000-8000-{:012x}", 1, if edited { number - 8 } else { number });
        let path = doc(&document(number));
        let about = About { path: &path, digest: digest(path.as_str().as_bytes()), title: String::new() };
        let ids = NewIds {
            identity: format!("urn:uuid:00000000-{session:04x}-7000-8000-{number:012}").into(),
            ..NewIds::default()
        };
        store.save(&about, &record(&me, &id, edited, &about.digest.urn()), Timestamp::now(), &ids).unwrap();
        writeln!(out, "saved {number} {id} {edited}").and_then(|()| out.flush()).unwrap();
    }
}

fn start(room: &Room, task: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "store::kills::the_session_that_writes"])
        .env(HOME, room.temp.path())
        .env(TASK, task)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The acknowledged states of all records: document and whether it was changed, by id.
#[derive(Default)]
struct Acknowledged(HashMap<String, (String, bool)>, usize);

impl Acknowledged {
    /// Takes in a line of a child; `false` where it is none of ours.
    fn hear(&mut self, line: &str) -> bool {
        let Some(said) = line.find("saved ").map(|at| line[at..].split(' ').collect::<Vec<_>>()) else { return false };
        let [_, number, id, edited] = said[..] else { return false };
        let state = (document(number.parse().unwrap()), edited == "true");
        self.0.insert(id.to_owned(), state);
        self.1 += 1;
        true
    }

    /// Every acknowledged record is in its reader's file with what it said last, and every file reads whole.
    fn check(&self, room: &Room, readers: &[usize]) {
        let mut found: HashMap<AnnotationId, Vec<(String, String)>> = HashMap::new();
        for (me, number) in readers.iter().flat_map(|me| (0..8).map(move |number| (*me, number))) {
            let path = room.path(&format!("annotations/{}/{}@ab12.json", reader(me).nickname, document(number)));
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let sidecar = Sidecar::parse(&text);
            assert!(sidecar.faults().is_empty(), "{}: {:?}", path.display(), sidecar.faults());
            for annotation in sidecar.records().filter_map(Record::annotation) {
                let note = annotation.note.unwrap_or_default();
                found.entry(annotation.id).or_default().push((document(number), note));
            }
        }
        for (id, (document, edited)) in &self.0 {
            let there = found.get(id.as_str()).map_or(&[][..], Vec::as_slice);
            // A change may be on the disk before it is acknowledged; never the other way round.
            let good = |note: &str| note == words(id, true) || (!edited && note == words(id, false));
            assert!(there.len() == 1 && there[0].0 == *document && good(&there[0].1), "{id}: {there:?}");
        }
    }
}

/// The next number of a fixed row (xorshift).
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

fn temporary_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == "tmp")).collect()
}

#[test]
fn a_session_killed_at_any_moment_has_lost_nothing_that_it_acknowledged() {
    println!("seed {SEED:#x}");
    let (room, mut acknowledged, mut state) = (room(), Acknowledged::default(), SEED);
    let mut round = 0;
    while round < ROUNDS || acknowledged.1 < ENOUGH {
        round += 1;
        let mut child = start(&room, &format!("0 {round} 100000"));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let wanted = 8 + next(&mut state) % 30;
        let mut heard = 0;
        while heard < wanted {
            let line = lines.next().expect("the child has ended by itself").unwrap();
            heard += u64::from(acknowledged.hear(&line));
        }
        // Into the middle of a write, or of the pause before it.
        std::thread::sleep(Duration::from_micros(next(&mut state) % 4_000));
        child.kill().unwrap();
        lines.map_while(Result::ok).for_each(|line| {
            acknowledged.hear(&line);
        });
        child.wait().unwrap();
        if round % 10 == 0 {
            acknowledged.check(&room, &[0]);
        }
    }
    acknowledged.check(&room, &[0]);
    let own = room.path("annotations/reader-0");
    let left = temporary_files(&own);
    assert!(left.len() <= round, "a kill leaves at most the one file that was being written");
    for path in &left {
        hour_ago(path, 2);
    }
    start(&room, "0 9999 8").wait_with_output().unwrap();
    assert_eq!(temporary_files(&own), Vec::<PathBuf>::new(), "old ones are swept away by the next session");
    println!("{round} kills, {} acknowledged writes, {} half files left behind and swept", acknowledged.1, left.len());
}

#[test]
fn ten_sessions_that_write_at_once_lose_nothing() {
    let (room, mut acknowledged) = (room(), Acknowledged::default());
    // The first two are sessions of one reader on one device: they write the same files.
    let sessions = (0..10_usize).map(|session| start(&room, &format!("{} {} 30", session.saturating_sub(1), session)));
    for child in sessions.collect::<Vec<_>>() {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap().lines().for_each(|line| {
            acknowledged.hear(line);
        });
    }
    assert_eq!(acknowledged.1, 300);
    acknowledged.check(&room, &(0..9).collect::<Vec<_>>());
}
