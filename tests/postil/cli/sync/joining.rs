//! One reader on two devices who has begun on both before the first sync: two ids under one name, made one.

use super::*;

/// Two homes of somebody who has written on both; the first has synced.
fn two_beginnings() -> Seminar {
    let seminar = Seminar::of(3);
    seminar.note(2, "bob", "bob's");
    seminar.sync(2);
    seminar.note(0, "ann", "on the first device");
    seminar.sync(0);
    seminar.note(1, "ann", "on the second device");
    seminar.note(1, "ann", "and another there");
    seminar
}

fn join(seminar: &Seminar, home: usize, more: &[&str]) -> Ran {
    let remote = seminar.remote();
    let args = [&["sync", "texts", "--join", "--remote", remote.to_str().unwrap()], more].concat();
    seminar.homes[home].run(&args)
}

/// What a home shows of a reader, and whether it counts as that reader's.
fn by(seminar: &Seminar, home: usize, reader: &str) -> Vec<(String, bool)> {
    let notes = seminar.homes[home].json(&["notes", "texts", "--json"]);
    let mine = notes.as_array().unwrap().iter().filter(|note| note["reader"] == reader);
    let mut mine: Vec<(String, bool)> =
        mine.map(|note| (note["note"].as_str().unwrap().to_owned(), note["quoted_in"].is_null())).collect();
    mine.sort();
    mine
}

#[test]
fn the_refusal_names_the_way_and_without_an_answer_nothing_is_changed() {
    let seminar = two_beginnings();
    let remote = seminar.remote();
    let refused = seminar.homes[1].run(&["sync", "texts", "--remote", remote.to_str().unwrap()]);
    refused.fails("“ann” is ann there", "postil sync --join");
    let (before, head) = (seminar.seen(1), git(&remote, &["rev-parse", "main"]));
    let asked = join(&seminar, 1, &[]);
    asked.fails("is there already: 1 file of annotations", "--yes");
    assert_eq!((seminar.seen(1), git(&remote, &["rev-parse", "main"])), (before, head));
}

#[test]
fn what_was_written_under_the_other_id_comes_along_once_and_as_ones_own() {
    let seminar = two_beginnings();
    let ids = |home: usize| seminar.seen(home).into_iter().map(|seen| seen.rsplit(' ').next().unwrap().to_owned());
    let mut expected: Vec<String> = ids(0).chain(ids(1)).collect();
    let joined = join(&seminar, 1, &["--yes"]);
    assert_eq!((joined.code, joined.out.contains("sent 2 of yours")), (0, true), "{joined:?}");
    let own = |written: &[&str]| written.iter().map(|note| ((*note).to_owned(), true)).collect::<Vec<_>>();
    let all = own(&["and another there", "on the first device", "on the second device"]);
    assert_eq!(by(&seminar, 1, "ann"), all);
    (0..3).for_each(|home| drop(seminar.sync(home)));
    assert_eq!(by(&seminar, 0, "ann"), all, "the first device has them as its own");
    assert_eq!(seminar.seen(2), seminar.seen(0));
    let mut there: Vec<String> = ids(2).collect();
    there.sort();
    expected.sort();
    assert_eq!(there, expected, "nothing lost, nothing twice");
    for home in 0..3 {
        assert_eq!(seminar.homes[home].run(&["check", "texts"]).code, 0, "home {home}: nobody is only quoted");
    }
    // And on from there, on both.
    seminar.note(0, "ann", "later, first");
    seminar.note(1, "ann", "later, second");
    (0..3).chain(0..3).for_each(|home| drop(seminar.sync(home)));
    assert_eq!(seminar.seen(0).len(), 6);
    assert_eq!(seminar.seen(1), seminar.seen(0));
    assert_eq!(join(&seminar, 1, &["--yes"]).code, 0, "joining again changes nothing");
    assert_eq!(seminar.seen(1), seminar.seen(0));
}

#[test]
fn another_folder_of_texts_on_the_same_device_comes_along_too() {
    let seminar = two_beginnings();
    let home = &seminar.homes[1];
    home.write("other/moss.txt", "the north wall");
    let args = ["annotate", "moss", "--quote", "north", "--note", "elsewhere", "--corpus", "other"];
    assert_eq!(home.run(&args).code, 0);
    assert_eq!(join(&seminar, 1, &["--yes"]).code, 0);
    assert_eq!(home.run(&args).code, 0, "the same reader goes on writing there");
    let notes = home.json(&["notes", "other", "--json"]);
    let counts = |note: &Value| note["reader"] == "ann" && note["quoted_in"].is_null();
    assert_eq!(notes.as_array().unwrap().iter().map(counts).collect::<Vec<_>>(), [true, true]);
}

#[test]
fn whoever_has_no_name_yet_has_nothing_to_take_over() {
    let seminar = Seminar::of(1);
    join(&seminar, 0, &["--yes"]).fails("nobody has written here", "Sync without --join");
    seminar.note(0, "ann", "mine");
    let alone = join(&seminar, 0, &["--yes"]);
    assert_eq!((alone.code, alone.err.contains("nobody else there")), (0, true), "{alone:?}");
}
