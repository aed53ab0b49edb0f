//! What a sync says of what has come, in words and as JSON.

use super::*;

/// The only sidecar in a reader's folder.
fn sidecar(home: &Home, reader: &str) -> PathBuf {
    let folder = annotations(home).join(reader).join("week-1");
    folder.read_dir().unwrap().next().unwrap().unwrap().path()
}

#[test]
fn a_folder_that_is_no_repository_is_not_taken_for_one_and_nothing_is_made() {
    let home = Home::new();
    fs::create_dir(home.path("shared")).unwrap();
    let refused = home.run(&["sync", "texts", "--remote", home.path("shared").to_str().unwrap()]);
    refused.fails("is a folder, but no git repository", "needs no sync");
    assert!(!home.path("texts/annotations/.git").exists());
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

#[test]
fn what_is_encrypted_for_others_is_not_told_as_new() {
    let seminar = Seminar::of(2);
    seminar.note(0, "ann", "mine");
    seminar.note(1, "bob", "for all");
    seminar.sync(1);
    seminar.sync(0);
    let [ann, bob] = [&seminar.homes[0], &seminar.homes[1]];
    let id = bob.json(&["reader", "texts", "--json"])["id"].as_str().unwrap().to_owned();
    let seal = |number: u8, to: &str| {
        let file = sidecar(bob, "bob");
        let text = fs::read_to_string(&file).unwrap();
        let record = format!(
            r#",{{"id":"urn:uuid:0193f3a0-0000-7000-8000-00000000000{number}","type":"Annotation","motivation":"describing","creator":"{id}","created":"2026-11-22T09:00:00.000Z","modified":"2026-11-22T09:00:00.000Z","as:to":["{id}","{to}"],"body":{{"type":"TextualBody","purpose":"describing","format":"application/vnd.age","value":"sealed"}},"target":"urn:sha256:00"}}"#
        );
        let end = text.rfind("]}}").unwrap();
        fs::write(&file, format!("{}{record}\n{}", &text[..end], &text[end..])).unwrap();
        let sent = seminar.sync(1);
        assert_eq!(sent["sent_notes"], 1, "of one's own all are counted: {sent}");
    };
    seal(1, "urn:uuid:0193f3a0-0000-7000-8000-000000000099");
    let said = ann.run(&["sync", "texts"]);
    assert_eq!((said.code, said.out.as_str()), (0, "1 changed file\n"), "{said:?}");
    seal(2, ann.json(&["reader", "texts", "--json"])["id"].as_str().unwrap());
    assert_eq!(ann.run(&["sync", "texts"]).out, "1 new from bob\n");
}
