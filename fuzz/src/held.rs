//! What must hold of anything that comes from outside, whatever its bytes: one function for each thing that reads them. The
//! targets here call them for as long as one likes, and `cargo test` for a moment (`tests/postil/fuzzed.rs`). They panic where it
//! does not hold; none of them reads or writes a file.

use postil::annotation::{Merged, Sidecar, merge};
use postil::config::syllabus;
use postil::document::{Document, MAX_BLOCK, saved};
use postil::exchange::import;
use postil::format::{Beginning, Format};
use postil::search::Query;
use postil::search::query::{Scope, TextFacts};
use postil::store::{bundle, sync};
use postil::terminal::keyboard::{Input, Keyboard};
use postil::text::visible::is_harmless;
use std::io::Cursor;

/// How many pictures of a text are asked for.
const PICTURES: usize = 8;

/// The bytes as a text.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What is true of every document that a parser makes: nothing but white space stands outside of its blocks.
pub fn document(document: &Document) {
    in_bounds(document);
    let (text, mut end) = (document.text(), 0);
    for block in document.blocks() {
        assert!(text[end..block.span.start].trim().is_empty(), "text between two blocks");
        end = block.span.end;
    }
    assert!(!document.blocks().is_empty() || text.trim().is_empty());
}

/// What is true of a format, whatever the bytes of a file: the whole text, its beginning, what is made of it where it lies, and its pictures.
pub fn format(format: &Format, bytes: &[u8]) {
    let whole = (format.parse)(bytes.to_vec());
    document(&whole);
    if let Beginning::Of(beginning) = format.beginning {
        document(&beginning(bytes.to_vec()));
    }
    let lies = || Box::new(Cursor::new(bytes.to_vec()));
    if let Some(screen) = format.in_place.screen {
        document(&screen(lies()));
    }
    for read in [format.in_place.beginning, format.in_place.whole].into_iter().flatten() {
        read(lies()).iter().for_each(document);
    }
    for source in whole.images().iter().take(PICTURES) {
        let _ = (format.picture)(bytes, source);
    }
}

/// What is true of every document, also of one from a cache that lies.
fn in_bounds(document: &Document) {
    let text = document.text();
    assert!(text.chars().all(is_harmless), "a control character in the text");
    let mut end = 0;
    for block in document.blocks() {
        assert!(block.span.start >= end && !block.span.is_empty() && block.span.len() <= MAX_BLOCK);
        end = block.span.end;
        assert!(text.get(block.span.start..end).is_some());
    }
    for run in document.inlines() {
        assert!(document.blocks()[document.block_at(run.span.start)].span.covers(run.span));
    }
    for comment in document.comments() {
        assert!(text.get(comment.span.start..comment.span.end).is_some());
    }
    let facts = &document.metadata;
    for said in facts.authors.iter().chain(&facts.title).chain(&facts.date).chain(&document.warnings) {
        assert!(!said.chars().any(char::is_control), "a control character in {said:?}");
    }
}

/// Keys are the same however their bytes are cut in pieces (by the first byte), and nothing is waited for in the end.
pub fn keyboard(bytes: &[u8]) {
    let Some((&size, bytes)) = bytes.split_first() else { return };
    let read = |pieces: &mut dyn Iterator<Item = &[u8]>| {
        let mut keyboard = Keyboard::default();
        let mut found: Vec<Input> = Vec::new();
        for piece in pieces {
            found.extend(keyboard.take(piece));
        }
        for _ in 0..4 {
            found.extend(keyboard.decide());
        }
        assert_eq!(keyboard.wait(), None, "it comes to rest");
        joined(found)
    };
    let whole = read(&mut std::iter::once(bytes));
    assert_eq!(read(&mut bytes.chunks(usize::from(size % 16) + 1)), whole);
}

/// Parts of one pasted text as one, without what stands for bytes that are no text: of those there may be more or fewer.
fn joined(inputs: Vec<Input>) -> Vec<Input> {
    let mut all: Vec<Input> = Vec::new();
    for input in inputs {
        match (all.last_mut(), input) {
            (Some(Input::Paste(before)), Input::Paste(text)) => before.push_str(&text.replace('\u{fffd}', "")),
            (_, Input::Paste(text)) => all.push(Input::Paste(text.replace('\u{fffd}', ""))),
            (_, input) => all.push(input),
        }
    }
    all
}

/// A kept document is none, or one that is kept as it is.
pub fn saved(bytes: &[u8]) {
    let read = |bytes: &[u8]| saved::read(&mut &bytes[..], bytes.len() as u64);
    let _ = saved::words(&mut &bytes[..], bytes.len() as u64);
    let Some(first) = read(bytes) else { return };
    in_bounds(&first);
    let mut kept = Vec::new();
    saved::write(&first, &mut kept).expect("memory takes it");
    let again = read(&kept).expect("what is kept is read");
    assert_eq!((again.text(), again.blocks()), (first.text(), first.blocks()));
}

/// A plan names places in the corpus alone, and its faults stand in lines that it has.
pub fn syllabus(bytes: &[u8]) {
    let text = text(bytes);
    let (plan, faults) = syllabus::parse(&text);
    let lines = text.split('\n').count();
    for fault in &faults {
        assert!(fault.line <= lines, "line {} of {lines}", fault.line);
        assert!(!fault.message.chars().any(char::is_control), "{:?}", fault.message);
    }
    for path in plan.sessions.iter().flat_map(|session| &session.readings).chain(plan.corrections.keys()) {
        assert!(
            !path.as_str().starts_with('/') && !path.as_str().split('/').any(|part| part == ".."),
            "{path} leads out of the corpus"
        );
    }
    assert!(plan.title.iter().all(|title| title.chars().all(is_harmless)));
}

/// A bundle is refused in words, or has its faults in words.
pub fn bundle(bytes: &[u8]) {
    let faults = match bundle::Bundle::open(bytes.to_vec()) {
        Ok(bundle) => bundle.faults,
        Err(refused) => vec![refused],
    };
    for fault in faults {
        assert!(fault.chars().all(is_harmless), "{fault:?}");
    }
}

/// What git says of a difference is counted without more readers than files.
pub fn git(bytes: &[u8]) {
    let difference = sync::Difference::parse(&text(bytes), "annotations/");
    assert!(difference.readers().count() <= difference.files);
}

/// Two files, parted by a NUL, give the same records in either order, and each of them once.
pub fn merging(bytes: &[u8]) {
    let text = text(bytes);
    let (one, other) = text.split_once('\0').unwrap_or((&text, &text));
    let (one, other) = (Sidecar::parse(one), Sidecar::parse(other));
    let of = |merged: Merged| [merged.live, merged.tombstones, merged.identities, merged.kept_aside];
    let merged = of(merge([(None, one.records()), (None, other.records())]));
    assert_eq!(merged, of(merge([(None, other.records()), (None, one.records())])));
    let kept = || merged.iter().flatten();
    assert_eq!(merged, of(merge([(None, kept()), (None, kept())])), "merging again changes nothing");
}

/// A file of marks is nobody's, or of a program of the table; and it is read in one way.
pub fn marks(bytes: &[u8]) {
    let Ok((importer, imported)) = import::read(bytes) else { return };
    let (again, same) = import::read(bytes).expect("it was read before");
    assert_eq!((importer.name, &imported), (again.name, &same));
    for mark in imported.works.iter().flat_map(|work| &work.marks) {
        assert!(mark.note.iter().all(|note| !note.trim().is_empty()), "a note without words: {mark:?}");
    }
}

/// The faults of a query stand in it, and its hits in the text, in order.
pub fn query(bytes: &[u8]) {
    const WORDS: &str = "An old wall of moss by the Café. The old wall stands; nobody asks of whom.";
    let text = text(bytes);
    for scope in [Scope::Notes, Scope::Texts] {
        let (query, faults) = Query::parse(&text, scope);
        for fault in faults {
            assert!(text.get(fault.span.start..fault.span.end).is_some());
            let _ = fault.shown_in(&text);
        }
        let Some(hits) = query.hits_in(WORDS, &TextFacts::default()) else { continue };
        assert!(query.could_hold_in(WORDS), "what holds could have held");
        assert!(hits.is_sorted_by(|a, b| a.end <= b.start), "{hits:?}");
        assert!(hits.iter().all(|hit| WORDS.get(hit.start..hit.end).is_some()));
    }
}
