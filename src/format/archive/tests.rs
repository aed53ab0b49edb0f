//! Archives good and hostile, each built here.

use super::*;
use proptest::prelude::*;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An archive of packed entries.
fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    written(entries, CompressionMethod::Deflated)
}

fn written(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("a new entry");
        writer.write_all(content).expect("memory takes it");
    }
    writer.finish().expect("a whole archive").into_inner()
}

/// Writes `bytes` wherever the archive has the `old` ones.
fn replaced(mut archive: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = memmem::find_iter(&archive, old).collect();
    for at in places {
        archive[at..at + new.len()].copy_from_slice(new);
    }
    archive
}

#[test]
fn entries_are_read_by_their_names_however_these_are_written() {
    let bytes = packed(&[("b/one.xml", b"one"), ("./a\\two.xml", b"two"), ("/top", b"three"), ("folder/", b"")]);
    let archive = Archive::open(bytes).expect("an archive");
    assert_eq!(archive.names().collect::<Vec<_>>(), ["b/one.xml", "a/two.xml", "top"]);
    assert_eq!(archive.read("/b/./one.xml").as_deref(), Ok(&b"one"[..]));
    assert_eq!(archive.read("A/Two.XML").as_deref(), Ok(&b"two"[..]));
    assert!(archive.has("top") && !archive.has("b") && !archive.has("folder/"));
    assert_eq!(archive.read("../top"), Err(ArchiveFault::Missing("../top".to_owned())));
}

#[test]
fn of_two_entries_of_one_name_the_last_counts() {
    let bytes = packed(&[("same", b"first"), ("Same", b"other"), ("sAme", b"last")]);
    let bytes = replaced(bytes, b"sAme", b"same");
    let archive = Archive::open(bytes).expect("an archive");
    assert_eq!(archive.names().collect::<Vec<_>>(), ["same", "Same"]);
    assert_eq!(archive.read("same").as_deref(), Ok(&b"last"[..]));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![0; SMALL_ENTRY as usize + 1];
    let archive = Archive::open(packed(&[("small", &zeros[1..]), ("bomb", &zeros)])).expect("an archive");
    assert_eq!(archive.read("small").map(|content| content.len()), Ok(SMALL_ENTRY as usize));
    assert_eq!(archive.read("bomb"), Err(ArchiveFault::TooLarge("bomb".to_owned())));
}

#[test]
fn what_is_read_in_all_is_bounded() {
    let archive = Archive::open(packed(&[("entry", &[b'x'; 1000])])).expect("an archive");
    archive.left.set(1500);
    assert!(archive.read("entry").is_ok());
    assert_eq!(archive.read("entry"), Err(ArchiveFault::TooLarge("entry".to_owned())));
}

#[test]
fn a_lying_size_changes_nothing() {
    let content = b"some words that are stored as they are";
    let bytes = written(&[("entry", content)], CompressionMethod::Stored);
    let size = (content.len() as u32).to_le_bytes();
    for lie in [0_u32, 1, 0xFFFF_FFF0] {
        let lied = replaced(bytes.clone(), &size, &lie.to_le_bytes());
        let read = Archive::open(lied).and_then(|archive| archive.read("entry"));
        assert!(read.is_err(), "{lie}: {read:?}");
    }
}

#[test]
fn a_directory_that_declares_millions_of_entries_reserves_no_room_for_them() {
    // The end record of the larger kind of archive, with counts and sizes that no machine has memory for.
    let mut bytes = packed(&[("entry", b"words")]);
    bytes.truncate(bytes.len() - 22);
    let end = bytes.len() as u64;
    let many = (1_u64 << 40).to_le_bytes();
    bytes.extend(b"PK\x06\x06");
    bytes.extend(44_u64.to_le_bytes());
    bytes.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend([many, many, (1_u64 << 60).to_le_bytes(), 0_u64.to_le_bytes()].concat());
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend(end.to_le_bytes());
    bytes.extend([1, 0, 0, 0]);
    bytes.extend(b"PK\x05\x06\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0");
    assert_eq!(Archive::open(bytes).map(|_| ()), Err(ArchiveFault::TooMany));
}

#[test]
fn too_many_entries_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for number in 0..=MOST_ENTRIES {
        writer.start_file(number.to_string(), options).expect("a new entry");
    }
    let bytes = writer.finish().expect("a whole archive").into_inner();
    assert_eq!(Archive::open(bytes).map(|_| ()), Err(ArchiveFault::TooMany));
}

#[test]
fn a_locked_entry_a_strange_method_and_a_damaged_one_say_so() {
    let bytes = packed(&[("entry", b"words words words words")]);
    let central = memmem::find(&bytes, b"PK\x01\x02").expect("a directory");
    let with = |at: usize, value: u8| {
        let mut changed = bytes.clone();
        changed[central + at] = value;
        Archive::open(changed).and_then(|archive| archive.read("entry"))
    };
    assert_eq!(with(8, 1), Err(ArchiveFault::Locked("entry".to_owned())));
    assert_eq!(with(10, 12), Err(ArchiveFault::Method("entry".to_owned())));
    assert_eq!(with(16, 0xEE), Err(ArchiveFault::DamagedEntry("entry".to_owned())));
    assert_eq!(Archive::open(bytes[..central].to_vec()).map(|_| ()), Err(ArchiveFault::Damaged));
}

#[test]
fn the_first_bytes_say_what_kind_of_archive_it_is() {
    let bytes = written(&[("mimetype", b"text/x-own\n"), ("a.xml", b"<a/>")], CompressionMethod::Stored);
    assert_eq!(media_type(&bytes[..60]), Some(&b"text/x-own"[..]));
    assert_eq!(first_names(&bytes).collect::<Vec<_>>(), [&b"mimetype"[..], b"a.xml"]);
    assert_eq!(first_names(&bytes[..34]).count(), 0);
    assert_eq!(media_type(&packed(&[("other", b"x")])), None);
    assert_eq!(first_names(b"no PK\x03\x04 archive at all, but words that go on and on").count(), 0);
}

proptest! {
    #[test]
    fn any_bytes_and_any_damage_are_survived(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        damage in prop::collection::vec((0usize..400, any::<u8>()), 0..6),
        cut in 0usize..400,
    ) {
        let _ = (Archive::open(bytes.clone()).map(|_| ()), first_names(&bytes).count(), media_type(&bytes));
        let mut archive = packed(&[("one", b"some words, some words"), ("two/three", &bytes)]);
        for (at, byte) in damage {
            let length = archive.len();
            archive[at % length] = byte;
        }
        archive.truncate(if cut < 200 { archive.len() } else { cut });
        if let Ok(archive) = Archive::open(archive) {
            for name in archive.names() {
                let _ = archive.read(name);
            }
        }
    }
}

/// A file that counts how often it is read.
#[derive(Debug)]
struct Counted(Cursor<Vec<u8>>, Arc<std::sync::atomic::AtomicUsize>);

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.0.read(into)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn a_directory_of_many_entries_is_read_where_it_lies_by_few_calls() {
    let names: Vec<String> = (0..2_000).map(|number| format!("c{number}.xhtml")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"a chapter"[..])).collect();
    let reads = Arc::default();
    let file = Counted(Cursor::new(packed(&entries)), Arc::clone(&reads));
    let archive = Archive::of_parts(Box::new(file)).expect("an archive");
    let calls = reads.load(std::sync::atomic::Ordering::Relaxed);
    assert!(archive.names().count() == 2_000 && calls < 200, "{calls} calls");
    assert_eq!(archive.read("c1999.xhtml").as_deref(), Ok(&b"a chapter"[..]));
}
