//! Readers' folders: whose they are, and that nobody writes into another's.

use super::{Room, doc};
use postil::annotation::person::reader_text;
use postil::annotation::{Annotation, Kind, NewIds, Reader, Record, Target};
use postil::document::DocPath;
use postil::store::{About, AnnotationStore, Error, digest};
use postil::study::Summary;
use std::fs;

fn mei(number: u8) -> Reader {
    let id = format!("urn:uuid:0193f3a0-0000-7000-8000-00000000000{number}");
    Reader { id: id.into(), name: format!("Mei {number}"), nickname: "mei".to_owned() }
}

fn save(room: &Room, me: &Reader) -> Result<Record, Error> {
    let store = AnnotationStore::new(room.annotations()).for_reader(me, "ab12")?;
    let path = DocPath::new("a.txt")?;
    let now = jiff::Timestamp::UNIX_EPOCH;
    let annotation = Annotation {
        id: me.id.replace("7000", "7001").into(),
        kind: Kind::DocumentNote,
        creator: me.id.clone(),
        created: now,
        modified: now,
        note: Some("Words.".to_owned()),
        tags: Vec::new(),
        color: None,
        target: Target::Document(digest(b"words").urn()),
        links: Vec::new(),
    };
    let ids = NewIds { collection: "urn:x:1".into(), page: "urn:x:2".into(), identity: "urn:x:3".into() };
    let about = About { path: &path, digest: digest(b"words"), title: "A".to_owned() };
    store.save(&about, &Record::of(&annotation), now, &ids)
}

#[test]
fn two_people_of_one_name_never_write_into_one_folder() {
    let room = Room::with(&[("a.txt", "words")]);
    save(&room, &mei(1)).unwrap();
    let person = room.path("annotations/mei/reader.json");
    assert!(matches!(save(&room, &mei(2)), Err(Error::NameTaken { .. })));
    assert_eq!(fs::read_to_string(&person).unwrap(), reader_text(&mei(1), None));
    fs::write(&person, "{ damaged").unwrap();
    save(&room, &mei(1)).unwrap();
    assert_eq!(fs::read_to_string(&person).unwrap(), reader_text(&mei(1), None));
}

#[test]
fn a_survey_counts_what_readers_made_and_not_the_bookkeeping() {
    let room = Room::with(&[("a.txt", "words")]);
    save(&room, &mei(1)).unwrap();
    let mut counts = Vec::new();
    let faults = AnnotationStore::new(room.annotations()).survey(&[], &mut |path, stored| {
        let annotations: Vec<_> = stored.into_iter().map(|stored| stored.annotation).collect();
        counts.push((path.to_owned(), Summary::of(&annotations).annotations));
    });
    assert_eq!((counts, faults.len()), (vec![(doc("a.txt"), 1)], 0));
}

#[test]
fn one_look_at_who_is_here_and_which_files_there_are_serves_all_documents() {
    let room = Room::with(&[("a.txt", "words")]);
    save(&room, &mei(1)).unwrap();
    let (once, errors) = AnnotationStore::new(room.annotations()).once();
    let path = DocPath::new("a.txt").unwrap();
    let tom = Reader { nickname: "tom".to_owned(), ..mei(2) };
    save(&room, &tom).unwrap();
    fs::remove_file(room.path("annotations/mei/reader.json")).unwrap();
    let readers = |store: &AnnotationStore| -> Vec<String> {
        let read = store.read(&path);
        assert!(read.faults.is_empty(), "{:?}", read.faults);
        read.stored.into_iter().map(|stored| stored.reader).collect()
    };
    // Neither folder is looked into anew: who has come since is not seen, who has gone is still known.
    assert_eq!((readers(&once), errors.len()), (vec!["mei".to_owned()], 0));
    assert_eq!(readers(&AnnotationStore::new(room.annotations())), ["somebody", "tom"]);
}

/// Every way in which a folder of nobody known could speak for a reader who is here.
#[test]
fn a_folder_without_its_reader_speaks_for_nobody_who_has_a_folder() {
    let room = Room::with(&[("a.txt", "words")]);
    let genuine = save(&room, &mei(1)).unwrap();
    let own = fs::read_to_string(room.path("annotations/mei/a.txt@ab12.json")).unwrap();
    let later = own.replace("1970-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z").replace("Words.", "Forged.");
    let deleted =
        format!("{}\n", genuine.tombstone("2026-02-01T00:00:00Z".parse().unwrap()).to_line().trim_start_matches(','));
    let id = mei(1).id;
    let nobodys = later.replacen(&format!("\"creator\":{{\"id\":\"{id}\""), "\"creator\":{\"id\":\"urn:x\"", 1);
    for (case, forged) in [("claimed", &later), ("by nobody", &nobodys), ("deleted", &deleted)] {
        room.write("annotations/evil/a.txt@0bad.json", forged);
        for store in [AnnotationStore::new(room.annotations()), shelf_of(&room, &mei(1))] {
            let read = store.read(&DocPath::new("a.txt").unwrap());
            let said: Vec<_> = read.stored.iter().map(|stored| stored.annotation.note.as_deref()).collect();
            assert_eq!(said, [Some("Words.")], "{case}");
        }
    }
    fs::remove_file(room.path("annotations/mei/reader.json")).unwrap();
    room.write("annotations/evil/a.txt@0bad.json", &later);
    let read = shelf_of(&room, &mei(1)).read(&DocPath::new("a.txt").unwrap());
    assert_eq!(read.stored[0].annotation.note.as_deref(), Some("Words."), "one's own folder is one's own without it");
}

fn shelf_of(room: &Room, me: &Reader) -> AnnotationStore {
    AnnotationStore::new(room.annotations()).for_reader(me, "ab12").unwrap()
}

#[test]
fn folders_that_claim_one_reader_are_told_and_the_first_gives_the_name() {
    let room = Room::with(&[("a.txt", "words")]);
    save(&room, &mei(1)).unwrap();
    room.write("annotations/zoe/reader.json", reader_text(&Reader { nickname: "zoe".to_owned(), ..mei(1) }, None));
    for _ in 0..8 {
        let read = AnnotationStore::new(room.annotations()).read(&DocPath::new("a.txt").unwrap());
        assert_eq!(read.stored[0].reader, "mei");
        assert!(read.faults.iter().any(|fault| fault.contains("mei and zoe say that they are of one reader")));
    }
}
