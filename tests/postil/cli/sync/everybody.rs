//! The proof: readers and a leader on two devices each, in an order that nobody planned, with syncs that are killed, a
//! remote that goes away, all at once, and two sides that change one file. In the end everybody has everything.

use super::*;
use std::collections::BTreeSet;

const READERS: [&str; 9] = ["leader", "ann", "bob", "cho", "dan", "eva", "fay", "gil", "hal"];
/// How many of them there are, where `POSTIL_READERS` does not say.
const FEW: usize = 4;
/// What happens, for each of them.
const TURNS: u64 = 12;

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

/// Every reader has two homes, half of all homes apart.
fn reader_of(seminar: &Seminar, home: usize) -> &'static str {
    READERS[home % (seminar.homes.len() / 2)]
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
    let name = reader_of(seminar, reader);
    for home in [reader, reader + seminar.homes.len() / 2] {
        let file = annotations(&seminar.homes[home]).join(name).join("reader.json");
        let text = fs::read_to_string(&file).unwrap();
        let said = format!("\"name\": \"{name}\"");
        assert!(text.contains(&said), "{text}");
        fs::write(&file, text.replace(&said, &format!("\"name\": \"Somebody, device {home}\""))).unwrap();
    }
}

fn turn(seminar: &Seminar, dice: &mut Dice, number: u64, written: &mut BTreeSet<String>) {
    let home = dice.below(seminar.homes.len() as u64) as usize;
    let reader = reader_of(seminar, home);
    match dice.below(10) {
        0..5 => drop(written.insert(seminar.note(home, reader, &format!("device {home}, turn {number}")))),
        5..8 => drop(seminar.sync(home)),
        8 => drop(seminar.killed_sync(home, 1 + dice.below(70))),
        _ => offline(seminar, home),
    }
}

/// Everything that a clone shows.
fn shown(home: &Home) -> Value {
    home.json(&["notes", "texts", "--json"])
}

#[test]
fn readers_and_a_leader_on_two_devices_each_end_with_the_same() {
    let readers = std::env::var("POSTIL_READERS").ok().and_then(|number| number.parse().ok()).unwrap_or(FEW);
    let readers = readers.min(READERS.len());
    let seminar = Seminar::of(readers * 2);
    let (mut dice, mut written) = (Dice(5), BTreeSet::new());
    // Everybody begins on one device, and takes the name along to the other by a first sync there.
    for home in 0..seminar.homes.len() {
        if home >= readers {
            seminar.sync(home);
        }
        written.insert(seminar.note(home, reader_of(&seminar, home), "a beginning"));
        if home < readers {
            seminar.sync(home);
        }
    }
    let turns = TURNS * readers as u64;
    for number in 0..turns {
        turn(&seminar, &mut dice, number, &mut written);
        if number == turns / 4 {
            renamed_on_both(&seminar, 0);
        } else if number == turns / 2 {
            all_at_once(&seminar);
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
