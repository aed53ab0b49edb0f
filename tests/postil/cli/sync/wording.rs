//! What a sync says of what has come, in words and as JSON.

use super::*;

/// The only sidecar in a reader's folder.
fn sidecar(home: &Home, reader: &str) -> PathBuf {
    let folder = annotations(home).join(reader).join("week-1");
    folder.read_dir().unwrap().next().unwrap().unwrap().path()
}

#[test]
fn what_was_changed_is_not_counted_as_new_and_a_reader_is_called_as_they_are_now() {
    let seminar = Seminar::of(2);
    seminar.note(0, "ann", "mine");
    seminar.note(1, "bob", "First thoughts.");
    seminar.sync(1);
    seminar.sync(0);
    let [ann, bob] = [&seminar.homes[0], &seminar.homes[1]];
    let file = sidecar(bob, "bob");
    let text = fs::read_to_string(&file).unwrap();
    let later = text.replace("First thoughts.", "Second thoughts.");
    let at = later.rfind("\"modified\":\"").unwrap() + "\"modified\":\"".len();
    fs::write(&file, format!("{}2199{}", &later[..at], &later[at + 4..])).unwrap();
    seminar.sync(1);
    let told = seminar.sync(0);
    assert_eq!((&told["new_notes"], &told["changed_notes"]), (&0.into(), &1.into()), "{told}");
    assert_eq!(bob.run(&["reader", "--rename", "Lin Wu", "texts"]).code, 0);
    let said = bob.run(&["sync", "texts"]);
    assert_eq!((said.code, said.out.as_str()), (0, "sent what is new of yours, no notes\n"), "{said:?}");
    assert_eq!(bob.run(&["sync", "texts"]).out, "everything is as the others have it\n");
    seminar.note(1, "Lin Wu", "third");
    seminar.sync(1);
    let said = ann.run(&["sync", "texts"]);
    assert_eq!((said.code, said.out.as_str()), (0, "1 new from lin-wu\n"), "{said:?}");
    assert!(annotations(ann).join("bob").is_dir(), "the folder keeps the name it began with");
}
