//! Sidecar files against what stands outside the program: the vectors and the schemas.

#![allow(
    clippy::print_stdout,
    clippy::panic,
    reason = "test code outside of test functions: a skip is told, bad vectors end the test"
)]

use jiff::Timestamp;
use postil::annotation::record::{Record, parse_time};
use postil::annotation::{
    Annotation, Color, DocumentIdentity, Kind, Link, NewIds, Passage, Quote, Reader, ReaderId, Sidecar, Target, merge,
    next_modified, parse_sidecar_name, read_any, threads,
};
use postil::text::Offsets;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

mod schemas;

/// The cases of a file of `tests/data/vectors`.
fn vectors(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/vectors").join(name);
    let text = std::fs::read_to_string(path).expect("the vectors are part of the project");
    serde_json::from_str(&text).expect("it is an array")
}

/// The `n`th urn of these tests.
fn urn(n: u32) -> String {
    format!("urn:uuid:0193f3a0-0000-7000-8000-{n:012x}")
}

fn time(written: &str) -> Timestamp {
    parse_time(written).expect("a time of ours")
}

fn bare(id: &str) -> String {
    id.trim_start_matches("urn:uuid:").to_owned()
}

/// The records of one side of a case: an array, or lines to be salvaged.
fn side(case: &Value, name: &str) -> Vec<Record> {
    if let Some(lines) = case.get(format!("{name}_lines")).and_then(Value::as_array) {
        let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
        let sidecar = Sidecar::parse(&lines.join("\n"));
        let written = sidecar.to_text();
        assert!(sidecar.unread().all(|line| written.contains(line)), "an unread line is written back");
        return sidecar.records().cloned().collect();
    }
    records(case.get(name).unwrap_or(&Value::Null))
}

fn records(array: &Value) -> Vec<Record> {
    let objects = array.as_array().into_iter().flatten();
    objects.map(|object| Record::parse(&object.to_string()).expect("a record")).collect()
}

fn words(record: &Record) -> String {
    record.annotation().and_then(|view| view.note).unwrap_or_default()
}

fn check_case(case: &Value, files: &[(Option<&ReaderId>, &[Record])]) {
    let name = case["name"].as_str().unwrap_or_default();
    let merged = merge(files.iter().copied());
    let ids = |records: &[Record]| records.iter().map(|record| bare(record.id())).collect::<Vec<_>>();
    let expected = |key: &str| {
        let strings = case.get(key)?.as_array()?.iter().filter_map(Value::as_str);
        Some(strings.map(str::to_owned).collect::<Vec<_>>())
    };
    if let Some(live) = expected("live") {
        assert_eq!(ids(&merged.live), live, "{name}");
    }
    if let Some(count) = case.get("live_count").and_then(Value::as_u64) {
        let mut live = ids(&merged.live);
        live.dedup();
        assert_eq!(live.len() as u64, count, "{name}");
    }
    if let Some(tombstones) = expected("tombstones") {
        assert_eq!(ids(&merged.tombstones), tombstones, "{name}");
    }
    let aside: Vec<String> = merged.kept_aside.iter().map(words).collect();
    assert_eq!(aside, expected("kept_aside").unwrap_or_default(), "{name}");
    for (id, body) in case.get("body").and_then(Value::as_object).into_iter().flatten() {
        let record = merged.live.iter().find(|record| bare(record.id()) == *id).expect("it is live");
        assert_eq!(Some(words(record).as_str()), body.as_str(), "{name}");
    }
    if let Some(key) = case.get("must_keep").and_then(Value::as_str) {
        assert!(merged.live.iter().all(|record| record.object().contains_key(key)), "{name}");
    }
    check_threads(name, &merged.live);
}

/// Every live annotation stands in exactly one thread.
fn check_threads(name: &str, live: &[Record]) {
    let views: Vec<Annotation> = live.iter().filter_map(Record::annotation).collect();
    assert_eq!(views.len(), live.len(), "{name}: every live record has a view");
    let threads = threads(&views);
    assert_eq!(threads.iter().map(|thread| thread.entries.len()).sum::<usize>(), live.len(), "{name}");
    if name == "reply cycle" {
        assert!(threads.len() == 2 && threads.iter().all(|thread| thread.missing.is_none()), "{name}");
    }
    if name.starts_with("reply to") {
        assert!(threads.iter().all(|thread| thread.missing.is_some()), "{name}");
    }
}

#[test]
fn merging_gives_what_the_vectors_say_in_every_order() {
    let cases = vectors("merge.json");
    assert!(cases.len() >= 24);
    for case in &cases {
        let files: Vec<(Option<ReaderId>, Vec<Record>)> = match case.get("permute").and_then(Value::as_array) {
            Some(files) => files.iter().map(|file| (None, records(file))).collect(),
            None => ["a", "b"]
                .map(|name| (case[format!("{name}_file_owner")].as_str().map(ReaderId::from), side(case, name)))
                .into(),
        };
        let mut order: Vec<(Option<&ReaderId>, &[Record])> =
            files.iter().map(|(o, r)| (o.as_ref(), r.as_slice())).collect();
        for _ in 0..2 {
            for _ in 0..order.len() {
                order.rotate_left(1);
                check_case(case, &order);
            }
            order.reverse();
        }
        order.extend_from_within(..);
        check_case(case, &order);
    }
}

#[test]
fn an_edit_after_a_clock_in_the_future_is_not_swallowed() {
    let (now, seen) = (time("2026-11-22T09:00:30Z"), time("2031-01-01T00:00:00Z"));
    assert_eq!(next_modified(now, seen), time("2031-01-01T00:00:00.001Z"));
}

#[test]
fn copies_and_backups_are_told_apart_as_the_vectors_say() {
    let cases = vectors("conflict_names.json");
    for case in &cases {
        let [original, copy, what] = [0, 1, 2].map(|n| case[n].as_str().expect("three strings"));
        let ignored = what.contains("ignore") || what.contains("NOT");
        let expected = if ignored { None } else { parse_sidecar_name(original) };
        assert_eq!(parse_sidecar_name(copy), expected, "{copy}: {what}");
        assert_eq!(parse_sidecar_name(original), Some(("mei".to_owned(), "ab12".to_owned())));
    }
}

#[test]
fn positions_of_records_count_code_points_as_the_vectors_say() {
    let cases = vectors("units.json");
    for case in &cases {
        let [text, exact, name] = ["text", "exact", "name"].map(|key| case[key].as_str().expect("a string"));
        let number = |at: usize| usize::try_from(case["cp"][at].as_u64().expect("a number")).expect("small");
        let mut annotation = highlight(1);
        annotation.target = passage(exact, Some((number(0), number(1))));
        let read = Record::parse(&Record::of(&annotation).to_line()).expect("a record").annotation();
        let Some(Target::Passage(passage)) = read.map(|read| read.target) else { panic!("{name}: no passage") };
        let (start, end) = passage.position.expect("a position");
        let span = Offsets::of(text).to_span(text, start, end).expect("inside the text");
        assert_eq!(span.of(text), exact, "{name}");
    }
}

fn passage(exact: &str, position: Option<(usize, usize)>) -> Target {
    let quote = Quote { exact: exact.to_owned(), prefix: "before ".to_owned(), suffix: " after".to_owned() };
    Target::Passage(Passage { source: format!("urn:sha256:{SHA256}"), quote, position })
}

fn highlight(n: u32) -> Annotation {
    Annotation {
        id: urn(n).into(),
        kind: Kind::Highlight,
        creator: urn(900).into(),
        created: time("2026-11-22T09:00:00Z"),
        modified: time("2026-11-22T09:00:01Z"),
        note: None,
        tags: Vec::new(),
        color: Some(Color::Yellow),
        target: passage("words\u{2028}of the “text”", Some((4, 7))),
        links: Vec::new(),
    }
}

/// One annotation of each kind in each form it can have.
fn every_kind() -> Vec<Annotation> {
    let document = || Target::Document(format!("urn:sha256:{SHA256}"));
    let note = |text: &str| Some(text.to_owned());
    let tags = || vec!["gsomia".to_owned(), "日本 / 韓国".to_owned()];
    let of = |kind: Kind, n: u32| Annotation { kind, color: None, note: note("*why?*\n\nYes."), ..highlight(n) };
    let link = |label: &str, passage| Link { label: label.to_owned(), passage };
    let Target::Passage(there) = passage("elsewhere", None) else { panic!("a passage") };
    vec![
        highlight(1),
        Annotation { tags: tags(), color: Some(Color::Purple), ..highlight(2) },
        Annotation { color: None, note: note("a marked passage with words"), ..highlight(3) },
        Annotation { color: Some(Color::Other), ..highlight(4) },
        Annotation { color: Some(Color::Green), tags: tags(), ..of(Kind::Note, 5) },
        Annotation { tags: tags(), ..of(Kind::Question, 6) },
        Annotation { target: document(), ..of(Kind::Question, 7) },
        Annotation { target: Target::Annotation(urn(6).into()), tags: tags(), ..of(Kind::Reply, 8) },
        Annotation { target: Target::Annotation(urn(6).into()), note: None, ..of(Kind::Vote, 9) },
        Annotation { target: passage("", Some((9, 9))), note: None, ..of(Kind::Bookmark, 10) },
        Annotation { target: passage("", Some((9, 9))), ..of(Kind::Bookmark, 11) },
        Annotation { target: document(), ..of(Kind::DocumentNote, 12) },
        Annotation { target: document(), color: Some(Color::Pink), note: None, ..of(Kind::DocumentNote, 13) },
        Annotation { links: vec![link("", there.clone())], note: None, ..of(Kind::Link, 14) },
        Annotation { links: vec![link("", there.clone())], tags: tags(), ..of(Kind::Link, 15) },
        Annotation {
            links: vec![link("004:P12", there), Link::to_annotation("#6", &urn(6).into())],
            ..of(Kind::Note, 21)
        },
        Annotation { target: document(), ..of(Kind::Prompt, 16) },
        of(Kind::Prompt, 17),
        // Hands that know no better: bare ids, names and paths, a reversed position.
        Annotation {
            creator: "Mei Tanaka".into(),
            target: Target::Document("a b.txt".to_owned()),
            ..of(Kind::DocumentNote, 18)
        },
        Annotation {
            id: "0193f3a0-0000-7000-8000-000000000013".into(),
            target: passage("w", Some((9, 4))),
            ..of(Kind::Note, 19)
        },
        Annotation { id: "not an id".into(), target: passage("w", None), ..of(Kind::Note, 20) },
    ]
}

/// A file with every kind of record: new, changed from another kind (every `step`th pair of kinds), deleted, revived.
fn full_sidecar(step: usize) -> Sidecar {
    let identity = DocumentIdentity {
        title: "Thaws “and” tremors".to_owned(),
        path: "week-2/brief.pdf".to_owned(),
        sha256: SHA256.to_owned(),
    };
    let reader = Reader { id: urn(900).into(), name: "Mei Tanaka".to_owned(), nickname: "mei".to_owned() };
    let ids = NewIds { collection: urn(801), page: urn(802), identity: urn(803).into() };
    let mut sidecar = Sidecar::new(&identity, &reader, &ids, time("2026-11-22T09:00:00Z"));
    let all = every_kind();
    for annotation in &all {
        sidecar.put(Record::of(annotation));
    }
    let pairs = all.iter().flat_map(|from| all.iter().map(move |to| (from, to))).step_by(step);
    for (n, (from, to)) in (1000..).zip(pairs) {
        sidecar.put(Record::of(from).updated(to).with_id(&urn(n).into()));
    }
    for (n, annotation) in (2000..).zip(&all) {
        let dead = Record::of(annotation).with_id(&urn(n).into()).tombstone(annotation.modified);
        sidecar.put(if n % 5 == 0 { dead.updated(annotation) } else { dead });
    }
    sidecar
}

#[test]
fn a_file_with_every_kind_of_record_has_no_fault() {
    let sidecar = full_sidecar(1);
    assert_eq!(sidecar.records().count(), 1 + 21 + 21 * 21 + 21);
    let text = sidecar.to_text();
    let read = Sidecar::parse(&text);
    assert!(read == sidecar && read.faults().is_empty());
    assert_eq!(read_any(&text).0.len(), read.records().count());
    for record in read.records() {
        assert_eq!(record.faults(), Vec::<String>::new(), "{}", record.to_line());
    }
}

/// The versions that two devices make of one file, each from the same beginning.
fn versions() -> (Sidecar, Vec<Sidecar>) {
    let note = |n: u32, text: &str, second: u32| {
        let modified = time(&format!("2026-11-22T10:00:{second:02}Z"));
        Record::of(&Annotation { kind: Kind::Note, note: Some(text.to_owned()), modified, ..highlight(n) })
    };
    let mut base = Sidecar::new(
        &DocumentIdentity::default(),
        &Reader { id: urn(900).into(), ..Reader::default() },
        &NewIds::default(),
        time("2026-11-22"),
    );
    for n in 1..5 {
        base.put(note(n, "base", 1));
    }
    let edits: [&[Record]; 7] = [
        &[],
        &[note(1, "first", 2)],
        &[note(4, "last", 3)],
        &[note(5, "added", 4)],
        &[note(2, "gone", 5).tombstone(time("2026-11-22T10:00:06Z")), note(6, "added", 7)],
        &[note(3, "both", 8), note(4, "both", 9), note(7, "added", 10), note(8, "added", 11)],
        &[note(1, "all", 12), note(2, "all", 13), note(3, "all", 14), note(4, "all", 15)],
    ];
    let made = edits.iter().map(|records| {
        let mut version = base.clone();
        for record in *records {
            version.put(record.clone());
        }
        version
    });
    let made = made.collect();
    (base, made)
}

#[test]
fn the_union_that_git_makes_of_two_versions_is_whole_and_says_what_both_say() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    let (base, versions) = versions();
    std::fs::write(path("base"), base.to_text()).expect("it can be written");
    for (a, b) in versions.iter().flat_map(|a| versions.iter().map(move |b| (a, b))) {
        std::fs::write(path("a"), a.to_text()).expect("it can be written");
        std::fs::write(path("b"), b.to_text()).expect("it can be written");
        let mut git = Command::new("git");
        git.args(["merge-file", "--union", "-p"]).args([path("a"), path("base"), path("b")]);
        let output = git.output().expect("git, which the tests of sync need too");
        let text = String::from_utf8(output.stdout).expect("it is UTF-8");
        serde_json::from_str::<Value>(&text).expect("the union is JSON");
        let union = Sidecar::parse(&text);
        assert!(union.faults().is_empty(), "{:?}\n{text}", union.faults());
        let (one, both) = (merge([(None, union.records())]), merge([(None, a.records()), (None, b.records())]));
        assert_eq!((one.live, one.tombstones), (both.live, both.tombstones), "{text}");
    }
}
