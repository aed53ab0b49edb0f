//! The proof: eight readers and a leader on two devices each, in an order that nobody planned, with syncs that are killed, a
//! remote that goes away, all at once, and two sides that change one file. In the end everybody has everything.

use super::*;
use std::collections::BTreeSet;

const READERS: [&str; 9] = ["ann", "bob", "cho", "dan", "eva", "fay", "gil", "hal", "leader"];
const TURNS: u64 = 110;

/// Numbers in no order, the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }
}

fn reader_of(home: usize) -> &'static str {
    READERS[home % READERS.len()]
}

/// A sync that is ended by force after some milliseconds, with no say in where it is by then.
fn killed(seminar: &Seminar, home: usize, after: u64) {
    let remote = seminar.remote();
    let mut child =
        seminar.homes[home].command(&["sync", "texts", "--remote", remote.to_str().unwrap()]).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(after));
    let _ = child.kill();
    child.wait().unwrap();
}

/// A sync while the remote is away. Only the way to it is taken: a push that outlives a killed sync may be at work there, and
/// would leave its lock behind for good if the folder itself were moved under it.
fn offline(seminar: &Seminar, home: usize) {
    fs::remove_file(seminar.remote()).unwrap();
    let ran = seminar.try_sync(home);
    std::os::unix::fs::symlink("kept.git", seminar.remote()).unwrap();
    assert_eq!(ran.code, 1, "it is kept here and said: {ran:?}");
}

fn all_at_once(seminar: &Seminar) {
    std::thread::scope(|scope| {
        for home in 0..seminar.homes.len() {
            scope.spawn(move || seminar.try_sync(home));
        }
    });
}

/// Both devices of a reader say something else of who that is.
fn renamed_on_both(seminar: &Seminar, reader: usize) {
    for home in [reader, reader + READERS.len()] {
        let file = annotations(&seminar.homes[home]).join(reader_of(home)).join("reader.json");
        let text = fs::read_to_string(&file).unwrap();
        let name = format!("\"name\": \"{}\"", reader_of(home));
        assert!(text.contains(&name), "{text}");
        fs::write(&file, text.replace(&name, &format!("\"name\": \"Somebody, device {home}\""))).unwrap();
    }
}

fn turn(seminar: &Seminar, dice: &mut Dice, number: u64, written: &mut BTreeSet<String>) {
    let home = dice.below(seminar.homes.len() as u64) as usize;
    match dice.below(10) {
        0..5 => drop(written.insert(seminar.note(home, reader_of(home), &format!("device {home}, turn {number}")))),
        5..8 => drop(seminar.sync(home)),
        8 => killed(seminar, home, dice.below(120)),
        _ => offline(seminar, home),
    }
}

/// Everything that a clone shows.
fn shown(home: &Home) -> Value {
    home.json(&["notes", "texts", "--json"])
}

#[test]
fn eight_readers_and_a_leader_on_two_devices_each_end_with_the_same() {
    let seminar = Seminar::of(READERS.len() * 2);
    let (mut dice, mut written) = (Dice(5), BTreeSet::new());
    // Everybody begins on one device, and takes the name along to the other by a first sync there.
    for home in 0..seminar.homes.len() {
        if home >= READERS.len() {
            seminar.sync(home);
        }
        written.insert(seminar.note(home, reader_of(home), "a beginning"));
        if home < READERS.len() {
            seminar.sync(home);
        }
    }
    for number in 0..TURNS {
        turn(&seminar, &mut dice, number, &mut written);
        match number {
            30 => renamed_on_both(&seminar, 0),
            60 => all_at_once(&seminar),
            _ => {}
        }
    }
    // Everybody once, in any order, and once more for what came after.
    for home in (0..seminar.homes.len()).rev().chain(0..seminar.homes.len()) {
        seminar.sync(home);
    }
    let expected = shown(&seminar.homes[0]);
    let ids: BTreeSet<String> =
        expected.as_array().unwrap().iter().map(|note| note["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, written, "nothing is lost, and nothing is there that nobody wrote");
    assert_eq!(expected.as_array().unwrap().len(), written.len(), "nothing is there twice");
    let head = |home: usize| git(&annotations(&seminar.homes[home]), &["rev-parse", "HEAD"]);
    for home in 1..seminar.homes.len() {
        assert_eq!(shown(&seminar.homes[home]), expected, "home {home}");
        assert_eq!(git(&annotations(&seminar.homes[home]), &["status", "--porcelain"]), "", "home {home} is clean");
        assert_eq!(head(home), head(0), "home {home} has the same history");
    }
}
