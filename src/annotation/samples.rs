//! Annotations for the tests of this folder: any annotation that the format can hold.
//!
//! Compiled for tests only.

use super::record::time_text;
use super::{Annotation, AnnotationId, Color, Kind, Link, Passage, Quote, ReaderId, Record, Target};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The source of all passages here.
pub const DOCUMENT: &str = "urn:sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Second `n` of a fixed day.
pub fn at(n: i64) -> Timestamp {
    Timestamp::from_second(1_795_338_000 + n).expect("a day of ours")
}

/// The urn of the `n`th thing.
pub fn urn(n: u16) -> AnnotationId {
    AnnotationId::new(format!("urn:uuid:0193f3a0-0000-7000-8000-00000000{n:04x}"))
}

/// The `n`th reader.
pub fn reader(n: u16) -> ReaderId {
    ReaderId::new(urn(n).as_str())
}

/// A small record in the way of the format: its number, its second, its words; a deletion where there are no words.
pub fn record(n: u16, second: i64, words: &str) -> Record {
    let time = time_text(at(second));
    let mut value = json!({"id": urn(n), "type": "Annotation", "motivation": "describing", "creator": urn(900),
        "created": time_text(at(0)), "modified": time,
        "body": {"type": "TextualBody", "purpose": "describing", "value": words}, "target": DOCUMENT});
    if words.is_empty() {
        value["type"] = json!(["Annotation", "as:Tombstone"]);
        value["as:deleted"] = Value::from(time);
        value.as_object_mut().expect("an object").shift_remove("body");
    }
    Record::parse(&value.to_string()).expect("it has an id")
}

/// Any small record, with few ids, times and words, so that they meet.
pub fn any_record() -> impl Strategy<Value = Record> {
    (0u16..5, 0i64..4, prop_oneof!["[a-c]{0,1}", "\\PC{0,12}"]).prop_map(|(n, second, words)| record(n, second, &words))
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z ]{0,8}", "\\PC{0,20}", Just("a\u{2028}\u{85}\u{1b}[31m\n\t\"\\".to_owned())]
}

fn any_passage() -> impl Strategy<Value = Passage> {
    let position = prop::option::of((0usize..1000, 0usize..1000).prop_map(|(a, b)| (a.min(b), a.max(b))));
    (any_text(), any_text(), any_text(), position).prop_map(|(exact, prefix, suffix, position)| Passage {
        source: DOCUMENT.to_owned(),
        // A passage must select something; this one always does.
        quote: Quote { exact: exact + "x", prefix, suffix },
        position,
    })
}

/// Any annotation of any kind but bookkeeping, with the target that its kind has.
pub fn any_annotation() -> impl Strategy<Value = Annotation> {
    let kinds = [Kind::Highlight, Kind::Note, Kind::Question, Kind::Reply, Kind::Vote];
    let more = [Kind::Bookmark, Kind::DocumentNote, Kind::Link, Kind::Prompt];
    let kind = prop::sample::select([kinds.as_slice(), more.as_slice()].concat());
    let words = (prop::option::of(any_text()), prop::collection::vec(any_text(), 0..3));
    let looks = (prop::option::of(prop::sample::select(Color::ALL.to_vec())), any_passage(), any_passage());
    (kind, words, looks, 0i64..100, any::<bool>()).prop_map(|(kind, (note, tags), (color, here, there), n, whole)| {
        let target = match kind {
            Kind::Reply | Kind::Vote => Target::Annotation(urn(77)),
            Kind::DocumentNote => Target::Document(DOCUMENT.to_owned()),
            Kind::Question | Kind::Prompt if whole => Target::Document(DOCUMENT.to_owned()),
            _ => Target::Passage(here),
        };
        Annotation {
            id: urn(1),
            kind,
            creator: reader(900),
            created: at(0),
            modified: at(n),
            note: note.filter(|note| !note.is_empty() && note != "+1"),
            tags,
            color,
            target,
            links: match kind {
                Kind::Link => vec![Link { passage: there, ..Link::default() }],
                Kind::Note | Kind::Reply if whole => vec![Link { label: "004:P12".to_owned(), passage: there }],
                _ => Vec::new(),
            },
        }
    })
}
