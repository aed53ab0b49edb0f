//! What annotations cost: opening a document that many have annotated, adding one more to a long sidecar.
//! `cargo bench --bench annotations`.
//!
//! It prints the median and the best of several runs and judges nothing. The folder is made in the system's temporary folder; set `TMPDIR`
//! to a memory disk to leave the flushing out.

#![allow(clippy::print_stdout)] // printing figures is what it is for

use jiff::Timestamp;
use postil::annotation::{
    Annotation, Color, DocumentIdentity, Kind, NewIds, Reader, Record, Sidecar, Target, select, sidecar_name,
};
use postil::document::{DocPath, Document};
use postil::store::{About, AnnotationStore, Annotations, Corpus, Digest, Dirs, anchored, digest};
use postil::{format, text::Span};
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const DOCUMENT: &str = "prose.txt";

fn main() {
    let text = prose(1_000_000);
    let document = format::parse(DOCUMENT, text.clone().into_bytes());
    let home = tempfile::tempdir().expect("a temporary folder");
    fs::write(home.path().join(DOCUMENT), &text).expect("writable");
    let bytes = digest(text.as_bytes());
    for reader in 0..50 {
        write(home.path(), &document, &bytes, reader, 200);
    }
    println!("10,000 annotations by 50 readers");
    opening(home.path(), &document, &bytes);
    let alone = tempfile::tempdir().expect("a temporary folder");
    fs::write(alone.path().join(DOCUMENT), &text).expect("writable");
    write(alone.path(), &document, &bytes, 0, 10_000);
    println!("10,000 annotations by one reader");
    opening(alone.path(), &document, &bytes);
    adding(alone.path(), &document, bytes);
}

fn opening(folder: &Path, document: &Document, digest: &Digest) {
    let store = store(folder);
    let path = DocPath::new(DOCUMENT).expect("a path");
    let read = measure("read all sidecars and merge them", 9, || store.read(&path));
    measure("anchor them on the unchanged text", 9, || anchored(&read.stored, document, digest));
    measure("both, as when a document is opened", 9, || {
        let read = store.read(&path);
        let anchors = anchored(&read.stored, document, digest);
        (read, anchors)
    });
}

fn adding(folder: &Path, document: &Document, digest: Digest) {
    let (path, store) = (DocPath::new(DOCUMENT).expect("a path"), store(folder));
    let about = About { path: &path, digest, title: "Prose".to_owned() };
    let mut number = 20_000;
    let mut add = || {
        number += 1;
        let record = annotation(document, &digest, &reader(0), number);
        store.save(&about, &record, Timestamp::now(), &NewIds::default()).expect("it is saved")
    };
    measure("the first one added by a session", 1, &mut add);
    measure("one more added", 25, &mut add);
}

/// Runs `work` several times and prints the median and the best.
fn measure<T>(what: &str, times: usize, mut work: impl FnMut() -> T) -> T {
    let mut taken = Vec::new();
    let mut last = None;
    for _ in 0..times {
        // What is thrown away is no part of the work.
        drop(last.take());
        let start = Instant::now();
        last = Some(black_box(work()));
        taken.push(start.elapsed());
    }
    taken.sort();
    println!("  {what:<46} {:>12}   at best {:>12}", shown(taken[taken.len() / 2]), shown(taken[0]));
    last.expect("it ran")
}

fn shown(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1000.0)
}

fn store(folder: &Path) -> AnnotationStore {
    let corpus = Corpus::open(folder).expect("a corpus");
    let dirs = Dirs::under(&folder.join("home"));
    AnnotationStore::new(Annotations::at(&corpus, &dirs)).for_reader(&reader(0), "ab12").expect("a reader")
}

fn reader(number: usize) -> Reader {
    let id = format!("urn:uuid:0190aaaa-0000-7000-8000-{number:012}");
    Reader { id: id.into(), name: format!("Reader {number}"), nickname: format!("reader-{number}") }
}

/// Writes the sidecar of a reader with so many annotations.
fn write(folder: &Path, document: &Document, digest: &Digest, number: usize, count: usize) {
    let reader = reader(number);
    let own = folder.join("annotations").join(&reader.nickname);
    fs::create_dir_all(&own).expect("writable");
    fs::write(own.join("reader.json"), postil::annotation::person::reader_text(&reader, None)).expect("writable");
    let identity = DocumentIdentity { title: "Prose".to_owned(), path: DOCUMENT.to_owned(), sha256: digest.hex() };
    let mut sidecar = Sidecar::new(&identity, &reader, &NewIds::default(), Timestamp::UNIX_EPOCH);
    for at in 0..count {
        sidecar.put(annotation(document, digest, &reader, number * count + at));
    }
    fs::write(own.join(sidecar_name(DOCUMENT, "ab12")), sidecar.to_text()).expect("writable");
}

/// A highlight with a note and a tag, somewhere in the text.
fn annotation(document: &Document, digest: &Digest, reader: &Reader, number: usize) -> Record {
    let text = document.text();
    let start = text.floor_char_boundary(number * 97 % (text.len() - 200));
    let span = Span::new(start, text.floor_char_boundary(start + 60));
    let now = Timestamp::now();
    Record::of(&Annotation {
        id: format!("urn:uuid:01930000-0000-7000-8000-{number:012}").into(),
        kind: Kind::Note,
        creator: reader.id.clone(),
        created: now,
        modified: now,
        note: Some(format!("note number {number}, of an ordinary length for a note")),
        tags: vec!["frost".to_owned()],
        color: Some(Color::Yellow),
        target: Target::Passage(select::passage(text, document.offsets(), span, &digest.urn())),
        links: Vec::new(),
    })
}

/// Sentences that no two paragraphs share.
fn prose(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 200);
    let mut number = 0_u64;
    while text.len() < bytes {
        number += 1;
        let word = number.wrapping_mul(2_654_435_761) % 100_000;
        let sentence = format!("The {number}th reading of the gauge at pier {word} was late, and nobody minded. ");
        text.push_str(&sentence);
        if number.is_multiple_of(6) {
            text.push_str("\n\n");
        }
    }
    text
}
