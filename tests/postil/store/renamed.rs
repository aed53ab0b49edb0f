//! Texts that were renamed or moved keep their annotations; texts that were changed keep track of them.

use super::{Room, doc, names_in};
use postil::annotation::{
    AnchorState, Annotation, Kind, NewIds, Passage, Reader, Record, Target, parse_sidecar_name, select,
};
use postil::document::DocPath;
use postil::format;
use postil::store::{About, Accepted, AnnotationStore, KnownText, Read, anchored, anchored_with, digest};
use postil::text::Span;
use std::fs;

const TEXT: &str = "The moss on the north wall grew faster than anybody had expected.\n\nIce left a thin line of sediment \
                    along the eastern shore of the lake.\n\nAn owl was heard twice in the chapel before the lamps were lit.\n";

fn reader(name: &str, number: u8) -> Reader {
    let id = format!("urn:uuid:0193f3a0-0000-7000-8000-0000000000{number:02}");
    Reader { id: id.into(), name: name.to_owned(), nickname: name.to_owned() }
}

fn store(room: &Room, me: &Reader) -> AnnotationStore {
    AnnotationStore::new(room.annotations()).for_reader(me, "ab12").unwrap()
}

fn ids(number: u8) -> NewIds {
    let id = |part: u8| format!("urn:uuid:0193f3a0-0000-7000-8000-0000000{part}00{number:02}");
    NewIds { collection: id(1), page: id(2), identity: id(3).into() }
}

/// Marks the first place of a quotation, as the app does.
fn mark(room: &Room, me: &Reader, path: &str, quote: &str, number: u8) -> Record {
    let text = fs::read(room.path(path)).unwrap();
    let source = digest(&text);
    let document = format::parse(path, text);
    let start = document.text().find(quote).unwrap();
    let span = Span::new(start, start + quote.len());
    let now = jiff::Timestamp::from_second(1_795_000_000 + i64::from(number)).unwrap();
    let annotation = Annotation {
        id: format!("urn:uuid:0193f3a0-0000-7000-9000-0000000000{number:02}").into(),
        kind: Kind::Highlight,
        creator: me.id.clone(),
        created: now,
        modified: now,
        note: None,
        tags: Vec::new(),
        color: None,
        target: Target::Passage(select::passage(document.text(), document.offsets(), span, &source.urn())),
        links: Vec::new(),
    };
    let path = doc(path);
    let about = About { path: &path, digest: source, title: String::new() };
    store(room, me).save(&about, &Record::of(&annotation), now, &ids(number)).unwrap()
}

fn read(room: &Room, me: &Reader, path: &str) -> Read {
    let text = fs::read(room.path(path)).unwrap();
    store(room, me).read_known(&doc(path), Some(&digest(&text)))
}

fn stored(read: &Read) -> Vec<String> {
    read.stored
        .iter()
        .map(|stored| format!("{} {}", stored.reader, &stored.annotation.id[stored.annotation.id.len() - 2..]))
        .collect()
}

fn formerly(read: &Read) -> Vec<&str> {
    read.formerly.iter().map(DocPath::as_str).collect()
}

fn rename(room: &Room, from: &str, to: &str) {
    fs::create_dir_all(room.path(to).parent().unwrap()).unwrap();
    fs::rename(room.path(from), room.path(to)).unwrap();
}

fn annotated() -> (Room, Reader, Reader) {
    let (room, mei, ana) =
        (Room::with(&[("moss.txt", TEXT), ("other.txt", "Other words.\n")]), reader("mei", 1), reader("ana", 2));
    mark(&room, &mei, "moss.txt", "the north wall", 1);
    mark(&room, &ana, "moss.txt", "a thin line of sediment", 2);
    (room, mei, ana)
}

#[test]
fn a_renamed_text_has_the_annotations_of_its_old_name() {
    let (room, mei, _) = annotated();
    rename(&room, "moss.txt", "week-2/lichen.txt");
    let found = read(&room, &mei, "week-2/lichen.txt");
    assert_eq!((stored(&found), formerly(&found)), (vec!["mei 01".into(), "ana 02".into()], vec!["moss.txt"]));
    assert_eq!(found.own.len(), 1);
    assert!(stored(&read(&room, &mei, "other.txt")).is_empty());
}

#[test]
fn the_first_note_under_the_new_name_takes_the_own_ones_along_and_leaves_the_old_file() {
    let (room, mei, ana) = annotated();
    rename(&room, "moss.txt", "lichen.txt");
    let old = fs::read(room.path("annotations/mei/moss.txt@ab12.json")).unwrap();
    mark(&room, &mei, "lichen.txt", "An owl", 3);
    assert_eq!(names_in(&room.path("annotations/mei")), ["lichen.txt@ab12.json", "moss.txt@ab12.json", "reader.json"]);
    assert_eq!(fs::read(room.path("annotations/mei/moss.txt@ab12.json")).unwrap(), old);
    let both = read(&room, &mei, "lichen.txt");
    assert_eq!((stored(&both), both.formerly.len()), (vec!["mei 01".into(), "ana 02".into(), "mei 03".into()], 0));
    // Nothing of one's own is lost with the old file; and who writes next knows the old name from it, changed text or not.
    room.write("lichen.txt", TEXT.replace("moss", "lichen"));
    assert_eq!(stored(&read(&room, &ana, "lichen.txt")).len(), 3);
    fs::remove_file(room.path("annotations/mei/moss.txt@ab12.json")).unwrap();
    assert_eq!(stored(&read(&room, &ana, "lichen.txt")), ["mei 01", "ana 02", "mei 03"]);
    mark(&room, &ana, "lichen.txt", "the lamps", 4);
    fs::remove_file(room.path("annotations/ana/moss.txt@ab12.json")).unwrap();
    assert_eq!(stored(&read(&room, &mei, "lichen.txt")), ["mei 01", "ana 02", "mei 03", "ana 04"]);
}

#[test]
fn what_was_deleted_under_the_old_name_stays_deleted() {
    let (room, mei, _) = annotated();
    let first = mark(&room, &mei, "moss.txt", "An owl", 5);
    let (path, now) = (doc("moss.txt"), jiff::Timestamp::from_second(1_795_000_100).unwrap());
    let about = About { path: &path, digest: digest(TEXT.as_bytes()), title: String::new() };
    store(&room, &mei).save(&about, &first.tombstone(now), now, &ids(9)).unwrap();
    rename(&room, "moss.txt", "lichen.txt");
    mark(&room, &mei, "lichen.txt", "the lamps", 6);
    assert_eq!(stored(&read(&room, &mei, "lichen.txt")), ["mei 01", "ana 02", "mei 06"]);
}

#[test]
fn which_texts_are_annotated_follows_their_names_whether_or_not_one_was_renamed() {
    let (room, mei, _) = annotated();
    let named = |paths: &[&str]| -> Vec<String> {
        let texts: Vec<KnownText> = paths.iter().map(|path| KnownText { path: doc(path), digest: None }).collect();
        store(&room, &mei).annotated(&texts).iter().map(ToString::to_string).collect()
    };
    assert_eq!(named(&["moss.txt", "other.txt"]), ["moss.txt"]);
    rename(&room, "moss.txt", "lichen.txt");
    assert_eq!(named(&["lichen.txt", "other.txt"]), ["lichen.txt"]);
    mark(&room, &mei, "other.txt", "Other", 3);
    assert_eq!(named(&["lichen.txt", "other.txt"]), ["lichen.txt", "other.txt"]);
    fs::remove_file(room.path("lichen.txt")).unwrap();
    assert_eq!(named(&["other.txt"]), ["moss.txt", "other.txt"], "of one that is gone under the name that it had");
}

#[test]
fn a_copy_takes_nothing_from_a_text_that_is_still_there() {
    let (room, mei, _) = annotated();
    fs::copy(room.path("moss.txt"), room.path("copy.txt")).unwrap();
    assert!(stored(&read(&room, &mei, "copy.txt")).is_empty());
    mark(&room, &mei, "copy.txt", "An owl", 3);
    assert_eq!(stored(&read(&room, &mei, "copy.txt")), ["mei 03"]);
    assert_eq!(stored(&read(&room, &mei, "moss.txt")), ["mei 01", "ana 02"]);
}

#[test]
fn a_text_back_under_its_old_name_has_its_annotations_again() {
    let (room, mei, _) = annotated();
    rename(&room, "moss.txt", "lichen.txt");
    mark(&room, &mei, "lichen.txt", "An owl", 3);
    fs::copy(room.path("lichen.txt"), room.path("moss.txt")).unwrap();
    assert_eq!(stored(&read(&room, &mei, "moss.txt")), ["mei 01", "ana 02"]);
    assert_eq!(stored(&read(&room, &mei, "lichen.txt")), ["mei 01", "mei 03"]);
}

const THIRD: &str = "Quite another text about quite another thing, three lines of it.\n";

/// What going through all texts finds, a text with annotations a line; the same must be found on each by itself.
fn all(room: &Room, me: &Reader) -> Vec<String> {
    let names = ["moss.txt", "lichen.txt", "other.txt", "copy.txt", "01.txt", "02.txt", "03.txt", "old/01.txt"];
    let there = names.into_iter().filter(|name| room.path(name).exists());
    let texts: Vec<KnownText> = there.map(|name| KnownText { path: doc(name), digest: None }).collect();
    let mut found = Vec::new();
    let faults = store(room, me).once().0.survey(&texts, &mut |path, annotations| {
        let alone = match fs::read(room.path(path.as_str())) {
            Ok(_) => read(room, me, path.as_str()),
            Err(_) => store(room, me).read(path),
        };
        let all = Read { stored: annotations, ..Read::default() };
        assert_eq!(stored(&all), stored(&alone), "{path}");
        found.push(format!("{path}: {}", stored(&all).join(", ")));
    });
    assert_eq!(faults, [""; 0]);
    let annotated: Vec<String> = store(room, me).annotated(&texts).iter().map(ToString::to_string).collect();
    assert_eq!(annotated, found.iter().map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>());
    found.retain(|line| !line.ends_with(": "));
    found
}

#[test]
fn what_is_counted_over_all_texts_follows_a_renamed_one_as_the_open_one_does() {
    let (room, mei, ana) = annotated();
    assert_eq!(all(&room, &mei), ["moss.txt: mei 01, ana 02"]);
    rename(&room, "moss.txt", "lichen.txt");
    assert_eq!(all(&room, &mei), ["lichen.txt: mei 01, ana 02"]);
    mark(&room, &mei, "lichen.txt", "An owl", 3);
    assert_eq!(all(&room, &mei), ["lichen.txt: mei 01, ana 02, mei 03"]);
    // A copy of the renamed text that nobody has written on does not have them a second time.
    fs::copy(room.path("lichen.txt"), room.path("copy.txt")).unwrap();
    assert_eq!(all(&room, &ana), ["lichen.txt: mei 01, ana 02, mei 03"]);
    assert!(stored(&read(&room, &ana, "copy.txt")).is_empty());
    fs::remove_file(room.path("lichen.txt")).unwrap();
    fs::remove_file(room.path("copy.txt")).unwrap();
    assert_eq!(all(&room, &mei), ["lichen.txt: mei 01, ana 02, mei 03"], "nothing is lost with the text");
}

#[test]
fn a_text_that_takes_a_former_name_has_none_of_the_annotations_that_went_on() {
    let (room, mei, ana) = annotated();
    rename(&room, "moss.txt", "lichen.txt");
    mark(&room, &mei, "lichen.txt", "An owl", 3);
    room.write("moss.txt", THIRD);
    assert_eq!(all(&room, &ana), ["lichen.txt: mei 01, ana 02, mei 03"]);
    mark(&room, &ana, "moss.txt", "quite another thing", 4);
    assert_eq!(all(&room, &mei), ["lichen.txt: mei 01, ana 02, mei 03", "moss.txt: ana 04"]);
    // In other words, those of the other's text are no longer surely on it; what mei has carried on herself stays hers there.
    room.write("lichen.txt", TEXT.replace("moss", "lichen"));
    assert_eq!(all(&room, &mei), ["lichen.txt: mei 01, mei 03", "moss.txt: ana 02, ana 04"]);
}

/// Three texts with numbers for names, two of them annotated by two readers.
fn numbered() -> (Room, Reader, Reader) {
    let (one, two) = (format!("One. {TEXT}"), format!("Two. {THIRD}"));
    let (room, mei, ana) = (Room::with(&[("01.txt", &one), ("02.txt", &two)]), reader("mei", 1), reader("ana", 2));
    mark(&room, &mei, "01.txt", "the north wall", 1);
    mark(&room, &ana, "01.txt", "a thin line of sediment", 2);
    mark(&room, &mei, "02.txt", "quite another thing", 3);
    mark(&room, &ana, "02.txt", "three lines", 4);
    (room, mei, ana)
}

#[test]
fn texts_that_exchange_their_names_keep_their_annotations() {
    let (room, mei, ana) = numbered();
    rename(&room, "01.txt", "between.txt");
    rename(&room, "02.txt", "01.txt");
    rename(&room, "between.txt", "02.txt");
    assert_eq!(all(&room, &mei), ["01.txt: mei 03, ana 04", "02.txt: mei 01, ana 02"]);
    mark(&room, &mei, "02.txt", "An owl", 5);
    mark(&room, &reader("tom", 3), "02.txt", "the lamps", 6);
    assert_eq!(all(&room, &ana), ["01.txt: mei 03, ana 04", "02.txt: mei 01, ana 02, mei 05, tom 06"]);
    let changed = read(&room, &mei, "01.txt").own[0].clone();
    let (path, now) = (doc("01.txt"), jiff::Timestamp::from_second(1_795_000_100).unwrap());
    let about = About { path: &path, digest: digest(&fs::read(room.path("01.txt")).unwrap()), title: String::new() };
    store(&room, &mei).save(&about, &changed.tombstone(now), now, &ids(9)).unwrap();
    assert_eq!(all(&room, &mei)[0], "01.txt: ana 04", "what is deleted under the new name does not come back");
}

#[test]
fn texts_whose_names_move_on_by_one_take_their_annotations_along() {
    let (room, mei, ana) = numbered();
    rename(&room, "02.txt", "03.txt");
    rename(&room, "01.txt", "02.txt");
    room.write("01.txt", "A new text that is to be read before the others.\n");
    let moved = ["02.txt: mei 01, ana 02", "03.txt: mei 03, ana 04"];
    assert_eq!(all(&room, &mei), moved);
    // Who writes first under a name that nobody has written under takes the own ones along; then it says what it was.
    mark(&room, &mei, "03.txt", "another text", 5);
    mark(&room, &ana, "01.txt", "before the others", 6);
    assert_eq!(all(&room, &ana), ["01.txt: ana 06", "02.txt: mei 01, ana 02", "03.txt: mei 03, ana 04, mei 05"]);
    let (room, mei, _) = numbered();
    fs::remove_file(room.path("01.txt")).unwrap();
    rename(&room, "02.txt", "01.txt");
    let kept = ["01.txt: mei 01, ana 02, mei 03, ana 04"];
    assert_eq!(all(&room, &mei), kept, "what was written on the one that is gone is nowhere else");
}

#[test]
fn what_somebody_says_of_a_name_that_is_gone_takes_nothing_from_the_text_that_had_it() {
    let (room, mei, _) = numbered();
    rename(&room, "01.txt", "03.txt");
    // A sidecar about the name that is gone says that it began with what 02 is now, whose own began with something else.
    let now = fs::read(room.path("02.txt")).unwrap();
    let changed = [&now[..], b"And more.\n"].concat();
    room.write("02.txt", String::from_utf8(changed.clone()).unwrap());
    let sidecar = room.path("annotations/ana/01.txt@ab12.json");
    let text = fs::read_to_string(&sidecar).unwrap();
    let first = format!("One. {TEXT}");
    fs::write(&sidecar, text.replacen(&digest(first.as_bytes()).hex(), &digest(&changed).hex(), 1)).unwrap();
    let found = all(&room, &mei);
    assert!(found.contains(&"03.txt: mei 01, ana 02".to_owned()), "{found:?}");
}

#[test]
fn a_corrected_text_keeps_its_annotations_where_the_version_before_it_is_kept() {
    let (room, mei, _) = numbered();
    fs::create_dir(room.path("old")).unwrap();
    fs::copy(room.path("01.txt"), room.path("old/01.txt")).unwrap();
    room.write("01.txt", TEXT.replace("moss", "lichen"));
    assert_eq!(all(&room, &mei), ["01.txt: mei 01, ana 02", "02.txt: mei 03, ana 04"]);
}

#[test]
fn who_puts_another_s_file_under_a_text_carries_nothing_on_to_it() {
    let (room, mei, _) = annotated();
    for reader in ["mei", "ana"] {
        let folder = room.path(&format!("annotations/{reader}"));
        fs::copy(folder.join("moss.txt@ab12.json"), folder.join("other.txt@ab12.json")).unwrap();
    }
    room.write("moss.txt", TEXT.replace("moss", "lichen"));
    assert_eq!(stored(&read(&room, &mei, "moss.txt")), ["mei 01", "ana 02"]);
    assert!(all(&room, &mei).contains(&"moss.txt: mei 01, ana 02".to_owned()));
}

#[test]
fn names_that_lead_elsewhere_are_no_former_names() {
    let (room, mei, _) = annotated();
    let sidecar = room.path("annotations/ana/moss.txt@ab12.json");
    let text = fs::read_to_string(&sidecar).unwrap();
    fs::write(&sidecar, text.replace("\"moss.txt\"", "\"../../outside/moss.txt\"")).unwrap();
    rename(&room, "moss.txt", "lichen.txt");
    assert_eq!(stored(&read(&room, &mei, "lichen.txt")), ["mei 01", "ana 02"]);
    fs::remove_file(room.path("annotations/mei/moss.txt@ab12.json")).unwrap();
    assert!(stored(&read(&room, &mei, "lichen.txt")).is_empty());
}

/// Where each annotation stands: its last two digits, the state, the words there.
fn standing(room: &Room, me: &Reader, path: &str, accepted: &mut Accepted) -> Vec<String> {
    let text = fs::read(room.path(path)).unwrap();
    let source = digest(&text);
    let document = format::parse(path, text);
    let found = read(room, me, path);
    let anchors =
        anchored_with(&found.stored, &document, &source, &accepted.of_document(&doc(path), &room.annotations()));
    let words = |span: Option<Span>| span.map_or("", |span| span.of(document.text())).to_owned();
    let told = found.stored.iter().zip(anchors).map(|(stored, anchor)| {
        let words = if anchor.state == AnchorState::Orphan { String::new() } else { words(anchor.span) };
        format!("{} {} {words}", &stored.annotation.id[stored.annotation.id.len() - 2..], anchor.state.name())
    });
    told.collect()
}

#[test]
fn a_changed_text_tells_how_each_mark_stands_and_what_was_accepted_is_not_asked_again() {
    let (room, mei, ana) = annotated();
    mark(&room, &mei, "moss.txt", "An owl was heard twice in the chapel before the lamps were lit.", 3);
    let mut accepted = Accepted::of(&room.dirs(), room.corpus().root());
    let same = ["01 same the north wall", "02 same a thin line of sediment"];
    assert_eq!(standing(&room, &mei, "moss.txt", &mut accepted)[..2], same);
    let changed = TEXT
        .replace("a thin line", "a broad line")
        .replace("An owl was heard twice in the chapel before the lamps were lit.", "");
    room.write("moss.txt", format!("A new beginning that is as long as a line.\n\n{changed}"));
    let now = standing(&room, &mei, "moss.txt", &mut accepted);
    assert_eq!(now, ["01 moved the north wall", "02 changed a broad line of sediment", "03 orphan "]);

    let text = fs::read(room.path("moss.txt")).unwrap();
    let (source, document) = (digest(&text).urn(), format::parse("moss.txt", text));
    let start = document.text().find("a broad line of sediment").unwrap();
    let to = select::passage(document.text(), document.offsets(), Span::new(start, start + 24), &source);
    let record = read(&room, &mei, "moss.txt").stored.into_iter().find(|stored| stored.reader == "ana").unwrap();
    let Target::Passage(from) = &record.annotation.target else { panic!("{record:?}") };
    let sidecars = || fs::read(room.path("annotations/ana/moss.txt@ab12.json")).unwrap();
    let before = sidecars();
    accepted.take(&doc("moss.txt"), &record.annotation.id, from, &to).unwrap();
    assert_eq!(standing(&room, &mei, "moss.txt", &mut accepted)[1], "02 same a broad line of sediment");
    assert_eq!(sidecars(), before);
    // Another session knows it too; the author sees the annotation as it is.
    let mut again = Accepted::of(&room.dirs(), room.corpus().root());
    assert_eq!(standing(&room, &mei, "moss.txt", &mut again)[1], "02 same a broad line of sediment");
    let stored = read(&room, &ana, "moss.txt").stored;
    let document = format::parse("moss.txt", fs::read(room.path("moss.txt")).unwrap());
    assert_eq!(anchored(&stored, &document, &digest(b"")).len(), 3);
    // Where its author has moved it meanwhile, that counts.
    let moved = Passage { position: Some((1, 2)), ..from.clone() };
    assert!(again.of_document(&doc("moss.txt"), &room.annotations()).of(&record.annotation.id, &moved).is_none());
    assert_eq!(again.of_document(&doc("moss.txt"), &room.annotations()).of(&record.annotation.id, from), Some(&to));
}

#[test]
fn many_records_are_written_in_one_go() {
    let (room, mei, _) = annotated();
    let one = mark(&room, &mei, "moss.txt", "An owl", 3);
    let (path, now) = (doc("moss.txt"), jiff::Timestamp::from_second(1_795_000_100).unwrap());
    let about = About { path: &path, digest: digest(TEXT.as_bytes()), title: String::new() };
    let records: Vec<Record> =
        (10..40).map(|n| one.with_id(&format!("urn:uuid:0193f3a0-0000-7000-9000-0000000000{n}").into())).collect();
    let written = store(&room, &mei).save_all(&about, &records, now, &ids(9)).unwrap();
    assert_eq!(written.len(), 30);
    assert_eq!(stored(&read(&room, &mei, "moss.txt")).len(), 33);
    assert!(parse_sidecar_name("moss.txt@ab12.json").is_some());
}
