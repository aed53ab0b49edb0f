//! What is kept of a corpus between sessions: facts about files that have not changed, and which are the same work; the
//! annotations of one format on the words of the other.

use super::{Room, doc};
use postil::annotation::{AnchorState, Annotation, Kind, NewIds, Origin, Reader, Record, Target, select};
use postil::store::{About, AnnotationStore, Library, Loaded, Read, anchored};
use postil::text::Span;
use std::fs;

/// The article as plain sentences; `line` goes between them.
fn article(line: &str) -> String {
    let sentence = |n: usize| format!("Keeper {n} wrote that lamp {n} burned for {} hours over quay {}.", n * 7, n * n);
    (0..70).map(sentence).collect::<Vec<_>>().join(line)
}

/// Two formats of one article and a text on its own.
fn room() -> Room {
    let room = Room::new();
    room.write("brief.txt", format!("The Lamps\n\nby Ada North\n\n{}\n", article("\n")));
    let html_like = article(" ").replace("Keeper 9 ", "**Keeper 9** ");
    room.write("brief.md", format!("# The Lamps\n\n{html_like}\n\nA closing remark that stands here alone.\n"));
    let other = article(" ").replace("lamp", "bell").replace("Keeper", "Ringer").replace("burned for", "tolled by");
    room.write("other.md", format!("# The Bells\n\n{other}\n"));
    room
}

fn library(room: &Room) -> Library {
    Library::open(&room.path("")).unwrap().keeping(&room.dirs())
}

/// Looks through the corpus, as the list does.
fn survey(library: &Library) -> Vec<String> {
    let (entries, _) = library.entries();
    for entry in &entries {
        library.look(entry).unwrap();
    }
    library.compare(&entries);
    copies(library, "brief.md")
}

fn copies(library: &Library, path: &str) -> Vec<String> {
    library.works().copies(&doc(path)).map(ToString::to_string).collect()
}

fn mei() -> Reader {
    let id = "urn:uuid:0193f3a0-0000-7000-8000-000000000001".to_owned();
    Reader { id: id.into(), name: "Mei".to_owned(), nickname: "mei".to_owned() }
}

fn store(room: &Room) -> AnnotationStore {
    AnnotationStore::new(room.annotations()).for_reader(&mei(), "ab12").unwrap()
}

/// Marks the first place of a quotation.
fn mark(room: &Room, loaded: &Loaded, path: &str, quote: &str, number: u8) -> Record {
    let (document, digest) = (&loaded.document, loaded.digest.unwrap());
    let start = document.text().find(quote).unwrap();
    let span = Span::new(start, start + quote.len());
    let now = jiff::Timestamp::from_second(1_795_000_000 + i64::from(number)).unwrap();
    let annotation = Annotation {
        id: format!("urn:uuid:0193f3a0-0000-7000-9000-0000000000{number:02}").into(),
        kind: Kind::Highlight,
        creator: mei().id,
        created: now,
        modified: now,
        note: None,
        tags: Vec::new(),
        color: None,
        target: Target::Passage(select::passage(document.text(), document.offsets(), span, &digest.urn())),
        links: Vec::new(),
    };
    let id = |part: u8| format!("urn:uuid:0193f3a0-0000-7000-8000-0000000{part}00{number:02}");
    let ids = NewIds { collection: id(1), page: id(2), identity: id(3).into() };
    let path = doc(path);
    let about = About { path: &path, digest, title: String::new() };
    store(room).save(&about, &Record::of(&annotation), now, &ids).unwrap()
}

#[test]
fn the_same_work_in_another_format_is_found_and_remembered() {
    let room = room();
    assert_eq!(survey(&library(&room)), ["brief.txt"]);
    // Another session knows it before it has looked at anything.
    let later = library(&room);
    assert_eq!(copies(&later, "brief.txt"), ["brief.md"]);
    assert!(copies(&later, "other.md").is_empty());
    fs::remove_file(room.path("brief.txt")).unwrap();
    assert!(survey(&later).is_empty(), "what is gone is nobody's copy");
}

#[test]
fn an_annotation_made_on_one_format_lands_on_the_same_words_of_the_other() {
    let room = room();
    let library = library(&room);
    let [text, page] = ["brief.txt", "brief.md"].map(|path| library.load(&doc(path)).unwrap());
    // A sentence that the Markdown sets in part in bold and that a line break follows in the text.
    let quote = "Keeper 9 wrote that lamp 9 burned for 63 hours over quay 81.";
    let made = mark(&room, &text, "brief.txt", quote, 1);
    let here = mark(&room, &page, "brief.md", "A closing remark", 2);
    let digest = page.digest.unwrap();
    let read = store(&room).read_with(&doc("brief.md"), &digest, &[doc("brief.txt")]);
    let ids: Vec<_> = read.stored.iter().map(|stored| stored.record.id()).collect();
    assert_eq!(ids, [made.id(), here.id()]);
    assert_eq!((&read.stored[0].origin, &read.stored[1].origin), (&Origin::Copy(doc("brief.txt")), &Origin::Here));
    assert_eq!(read.homes.keys().collect::<Vec<_>>(), [made.id()]);
    let anchors = anchored(&read.stored, &page.document, &digest);
    assert_eq!(anchors[0].span.unwrap().of(page.document.text()), quote);
    assert_eq!((anchors[0].state, anchors[1].state), (AnchorState::Moved, AnchorState::Same));
}

#[test]
fn of_a_record_that_both_formats_have_the_one_here_counts() {
    let room = room();
    let library = library(&room);
    let text = library.load(&doc("brief.txt")).unwrap();
    mark(&room, &text, "brief.txt", "Keeper 9 wrote", 1);
    let (own, digest) = (room.annotations(), text.digest.unwrap());
    let sidecar = own.own_path(&doc("brief.txt")).unwrap();
    fs::copy(&sidecar, own.own_path(&doc("brief.md")).unwrap()).unwrap();
    let read: Read = store(&room).read_with(&doc("brief.md"), &digest, &[doc("brief.txt")]);
    assert_eq!((read.stored.len(), read.homes.len()), (1, 0));
    assert!(read.stored[0].origin == Origin::Here);
}

#[test]
fn a_file_that_has_not_changed_is_known_without_being_read() {
    let room = room();
    survey(&library(&room));
    let later = library(&room);
    let (entries, _) = later.entries();
    let entry = entries.iter().find(|entry| entry.path == doc("brief.md")).unwrap();
    let fact = later.known(entry).unwrap();
    assert_eq!(fact.metadata.title.as_deref(), Some("The Lamps"));
    assert_eq!(fact.words, Some(later.load(&entry.path).unwrap().document.words()));
    room.write("brief.md", "# Something else\n\nA few words.\n");
    let (entries, _) = later.entries();
    let entry = entries.iter().find(|entry| entry.path == doc("brief.md")).unwrap();
    assert!(later.known(entry).is_none());
    assert_eq!(later.look(entry).unwrap().metadata.title.as_deref(), Some("Something else"));
}

#[test]
fn a_file_larger_than_its_format_may_be_is_damaged_and_costs_nothing() {
    let room = room();
    room.write("huge.txt", article("\n").repeat(20));
    let file = fs::File::options().write(true).open(room.path("huge.txt")).unwrap();
    file.set_len(3 << 30).unwrap();
    let library = library(&room);
    for loaded in [library.load(&doc("huge.txt")).unwrap(), library.load_head(&doc("huge.txt")).unwrap()] {
        assert!(loaded.document.blocks().is_empty() && loaded.digest.is_none());
        assert!(loaded.document.warnings[0].contains("3072 MB"), "{:?}", loaded.document.warnings);
    }
    let (entries, _) = library.entries();
    let entry = entries.iter().find(|entry| entry.path == doc("huge.txt")).unwrap();
    assert!(library.look(entry).unwrap().reason().unwrap().contains("2048 MB"));
}

#[test]
fn a_beginning_is_gone_on_with_from_where_it_ended() {
    let room = Room::new();
    room.write("long.txt", article("\n\n").repeat(40));
    let library = library(&room);
    let path = doc("long.txt");
    let begun = library.begin(&path).unwrap();
    assert!(!begun.head.whole && begun.head.digest.is_none());
    let (whole, anew) = (library.finish(&path, begun).unwrap(), library.load(&path).unwrap());
    assert_eq!((whole.document.text(), whole.digest), (anew.document.text(), anew.digest));
    assert!(whole.whole);
}

#[test]
fn a_large_file_that_no_format_reads_says_so_by_its_beginning() {
    let room = Room::new();
    room.write("odd.txt", b"\0\x01\x02\0\xff".repeat(40_000));
    let library = library(&room);
    let (entries, _) = library.entries();
    let fact = library.look(&entries[0]).unwrap();
    assert!(fact.damaged && fact.format.is_none() && fact.reason().is_some());
}

#[test]
fn without_a_cache_folder_all_is_as_it_was() {
    let room = room();
    fs::create_dir_all(room.dirs().cache.parent().unwrap()).unwrap();
    fs::write(room.dirs().cache, "a file in its place").unwrap();
    let library = library(&room);
    assert!(survey(&library).is_empty(), "it cannot be remembered");
    assert_eq!(library.load(&doc("brief.md")).unwrap().metadata.title.as_deref(), Some("The Lamps"));
}
