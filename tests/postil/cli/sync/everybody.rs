//! The proof, for everything that carries annotations: readers and a leader on two devices each, in an order that nobody planned, with syncs that are killed, a
//! remote that goes away, all at once, and two sides that change one file. In the end everybody has everything.

use super::carriers::{Carrier, Drive, SharedFolder, has_rclone};
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
fn reader_of(carrier: &dyn Carrier, home: usize) -> &'static str {
    READERS[home % (carrier.homes().len() / 2)]
}

fn sync(carrier: &dyn Carrier, home: usize) {
    let ran = carrier.try_sync(home);
    assert_eq!(ran.code, 0, "{ran:?}");
}

fn all_at_once(carrier: &dyn Carrier) {
    std::thread::scope(|scope| {
        for home in 0..carrier.homes().len() {
            scope.spawn(move || carrier.try_sync(home));
        }
    });
}

/// Both devices of a reader say something else of who that is.
fn renamed_on_both(carrier: &dyn Carrier, reader: usize) {
    let name = reader_of(carrier, reader);
    for home in [reader, reader + carrier.homes().len() / 2] {
        let file = annotations(&carrier.homes()[home]).join(name).join("reader.json");
        let text = fs::read_to_string(&file).unwrap();
        let said = format!("\"name\": \"{name}\"");
        assert!(text.contains(&said), "{text}");
        fs::write(&file, text.replace(&said, &format!("\"name\": \"Somebody, device {home}\""))).unwrap();
    }
}

fn turn(carrier: &dyn Carrier, dice: &mut Dice, number: u64, written: &mut BTreeSet<String>) {
    let home = dice.below(carrier.homes().len() as u64) as usize;
    let reader = reader_of(carrier, home);
    match dice.below(10) {
        0..5 => drop(written.insert(carrier.note(home, reader, &format!("device {home}, turn {number}")))),
        5..8 => sync(carrier, home),
        8 => carrier.interrupted(home, 1 + dice.below(70)),
        _ => carrier.offline(home),
    }
}

/// Everything that a clone shows.
fn shown(home: &Home) -> Value {
    home.json(&["notes", "texts", "--json"])
}

/// How many readers there are, at most so many.
fn readers(most: usize) -> usize {
    let said = std::env::var("POSTIL_READERS").ok().and_then(|number| number.parse().ok());
    said.unwrap_or(FEW).min(most)
}

fn prove(carrier: &dyn Carrier, dice: u64) {
    let (mut dice, mut written) = (Dice(dice), BTreeSet::new());
    let (homes, readers) = (carrier.homes().len(), carrier.homes().len() / 2);
    // Everybody begins on one device, and takes the name along to the other by a first sync there.
    for home in 0..homes {
        if home >= readers {
            sync(carrier, home);
        }
        written.insert(carrier.note(home, reader_of(carrier, home), "a beginning"));
        if home < readers {
            sync(carrier, home);
        }
    }
    let turns = TURNS * readers as u64;
    for number in 0..turns {
        turn(carrier, &mut dice, number, &mut written);
        if number == turns / 4 {
            renamed_on_both(carrier, 0);
        } else if number == turns / 2 {
            all_at_once(carrier);
        }
    }
    // Everybody once, in any order, and once more for what came after.
    for home in (0..homes).rev().chain(0..homes) {
        sync(carrier, home);
    }
    let expected = shown(&carrier.homes()[0]);
    let ids: BTreeSet<String> =
        expected.as_array().unwrap().iter().map(|note| note["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, written, "nothing is lost, and nothing is there that nobody wrote");
    assert_eq!(expected.as_array().unwrap().len(), written.len(), "nothing is there twice");
    for home in 1..homes {
        assert_eq!(shown(&carrier.homes()[home]), expected, "home {home}");
    }
    carrier.settled();
}

#[test]
fn readers_and_a_leader_on_two_devices_each_end_with_the_same() {
    prove(&Seminar::of(readers(READERS.len()) * 2), 5);
}

#[test]
fn they_do_over_a_drive_that_is_served_over_webdav() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    prove(&Drive::served(readers(READERS.len()) * 2, false), 6);
}

#[test]
fn they_do_over_a_drive_with_names_and_times_of_its_own() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    prove(&Drive::served(readers(3) * 2, true), 7);
}

#[test]
fn they_do_over_a_drive_that_is_a_folder() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    prove(&Drive::local(readers(3) * 2), 8);
}

#[test]
fn they_do_through_a_folder_that_a_synchroniser_carries() {
    prove(&SharedFolder::of(readers(READERS.len()) * 2), 9);
}
