//! Every importer of marks against damage: each file cut off all along, each of its fields replaced by something else, records
//! without end. Nothing panics, what is whole is taken, and what is lost is told.

use postil::exchange::import::{self, Imported, Mark};
use regex::Regex;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashSet};
use std::io::{Cursor, Write as _};
use std::mem::discriminant;

/// How the files of a program are written.
#[derive(Clone, Copy, PartialEq)]
enum Syntax {
    Json,
    Lua,
    Yaml,
    /// A line, or several, a record: a file that ends with one is whole.
    Lines,
}

/// A file of each kind, with the importer that reads it.
const FILES: &[(&str, Syntax, &str)] = &[
    ("kindle", Syntax::Lines, include_str!("../../fuzz/parts/marks/kindle.txt")),
    ("koreader", Syntax::Lua, include_str!("../../fuzz/parts/marks/koreader.lua")),
    ("koreader", Syntax::Json, include_str!("../../fuzz/parts/marks/koreader.json")),
    ("hypothesis", Syntax::Json, include_str!("../../fuzz/parts/marks/hypothesis.json")),
    ("hypothesis", Syntax::Lines, include_str!("../../fuzz/parts/marks/hypothesis.csv")),
    ("readwise", Syntax::Lines, include_str!("../../fuzz/parts/marks/readwise.csv")),
    ("zotero", Syntax::Json, include_str!("../../fuzz/parts/marks/zotero.json")),
    ("calibre", Syntax::Json, include_str!("../../fuzz/parts/marks/calibre.json")),
    ("bookokrat", Syntax::Yaml, include_str!("../../fuzz/parts/marks/bookokrat.yaml")),
    ("epub", Syntax::Json, include_str!("../../fuzz/parts/marks/epub.json")),
    ("w3c", Syntax::Json, include_str!("../../fuzz/parts/marks/w3c.json")),
    ("postil", Syntax::Json, include_str!("../../fuzz/parts/marks/postil.json")),
];

fn marks(imported: &Imported) -> impl Iterator<Item = &Mark> {
    imported.works.iter().flat_map(|work| &work.marks)
}

/// Everything that the marks of a file say, and of what.
fn said(imported: &Imported) -> BTreeSet<String> {
    let titles = imported.works.iter().filter_map(|work| work.work.title.clone());
    let of = |mark: &Mark| {
        let times = [mark.created, mark.modified].into_iter().flatten().map(|time| format!("{time:?}"));
        let words =
            mark.passages.iter().map(|quote| quote.exact.clone()).chain(mark.note.clone()).chain(mark.tags.clone());
        let whose = mark.author.iter().map(|author| author.name.clone());
        let place = mark.place.said.clone().into_iter().chain(mark.color.map(|color| color.name().to_owned()));
        words.chain(times).chain(whose).chain(place).chain(mark.answers.clone()).collect::<Vec<_>>()
    };
    titles.chain(marks(imported).flat_map(of)).collect()
}

/// What a file says that a damaged copy of it does not, where nobody is told of it.
fn lost_in_silence((whole, known): &(BTreeSet<String>, Vec<String>), damaged: &[u8]) -> Option<String> {
    let Ok((_, imported)) = import::read(damaged) else { return None };
    let new = imported.faults.iter().any(|fault| !known.contains(fault));
    let is_told = new || marks(&imported).any(|mark| !mark.says_something());
    let left = said(&imported);
    let lost: Vec<&str> = whole.difference(&left).map(String::as_str).collect();
    (!is_told && !lost.is_empty()).then(|| lost.join(", "))
}

/// What a file that is whole says, and what is told of it nevertheless.
fn whole(program: &str, file: &str) -> (BTreeSet<String>, Vec<String>) {
    let (importer, imported) = import::read(file.as_bytes()).expect(program);
    assert_eq!(importer.name, program);
    (said(&imported), imported.faults)
}

#[test]
fn a_file_that_breaks_off_anywhere_loses_nothing_in_silence() {
    for (program, syntax, file) in FILES {
        let whole = whole(program, file);
        let end = file.trim_end().len();
        for percent in (1..100).filter(|percent| percent % 7 == 0 || *percent == 99) {
            let cut = &file.as_bytes()[..end * percent / 100];
            // A line that ends may be the last one.
            let is_whole = *syntax != Syntax::Json && *syntax != Syntax::Lua && cut.ends_with(b"\n");
            let lost = lost_in_silence(&whole, cut).filter(|_| !is_whole);
            assert_eq!(lost, None, "{program} at {percent} %: {}", String::from_utf8_lossy(cut));
        }
    }
}

#[test]
fn the_records_before_the_end_of_a_file_that_breaks_off_are_taken() {
    for (program, _, file) in FILES {
        let last = file.trim_end().len() - 8;
        let (_, imported) = import::read(&file.as_bytes()[..last]).expect(program);
        assert!(marks(&imported).any(Mark::says_something), "{program}: {imported:?}");
        assert!(!imported.faults.is_empty(), "{program}");
    }
}

/// The file with each of its values replaced, one at a time.
fn replaced(syntax: Syntax, file: &str) -> Vec<String> {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(60), close.repeat(60));
    match syntax {
        Syntax::Json => {
            let others = [json!(ODD), json!([]), json!([[5]]), json!({}), json!(true), Value::Null];
            let others = others.into_iter().chain(serde_json::from_str(&deep("{\"a\":[", "]}")));
            let value: Value = serde_json::from_str(file).expect("it is whole");
            others.flat_map(|other| each_replaced(&value, &other)).map(|value| value.to_string()).collect()
        }
        Syntax::Lua => {
            let others = ["-1.5e300", "{}", "nil", "true", "1e999", "os.exit(1)", &deep("{a=", "}")].map(str::to_owned);
            by_pattern(r#"= ("(?:[^"\\]|\\[\s\S])*"|[0-9]+)"#, file, &others)
        }
        Syntax::Yaml => {
            by_pattern(r"(?m)^[- ] \w+: (.+)$", file, &["[]", "{}", "~", "&a [*a]", &deep("[", "]")].map(str::to_owned))
        }
        Syntax::Lines => by_pattern(
            "(?:^|[,\n|])([^,\n|]+)",
            file,
            &["", "5", "\"", "99999999999999999999", "\u{1b}[31m"].map(str::to_owned),
        ),
    }
}

/// A value with one of the values in it replaced, for each: by what it is not, for another of its kind is no damage.
fn each_replaced(value: &Value, other: &Value) -> Vec<Value> {
    let of_a_kind = discriminant(value) == discriminant(other) && *other != json!([[5]]);
    let mut all: Vec<Value> = (!of_a_kind).then(|| other.clone()).into_iter().collect();
    match value {
        Value::Array(list) => {
            for (at, inner) in list.iter().enumerate() {
                all.extend(each_replaced(inner, other).into_iter().map(|inner| {
                    let mut list = list.clone();
                    list[at] = inner;
                    Value::Array(list)
                }));
            }
        }
        Value::Object(object) => {
            for (key, inner) in object {
                all.extend(each_replaced(inner, other).into_iter().map(|inner| {
                    let mut object = object.clone();
                    object.insert(key.clone(), inner);
                    Value::Object(object)
                }));
            }
        }
        _ => {}
    }
    all
}

fn by_pattern(pattern: &str, file: &str, others: &[String]) -> Vec<String> {
    let places = Regex::new(pattern).expect("it is a pattern");
    let places = places.captures_iter(file).filter_map(|found| found.get(1)).map(|found| found.range());
    places.flat_map(|at| others.iter().map(move |other| [&file[..at.start], other, &file[at.end..]].concat())).collect()
}

#[test]
fn a_field_that_holds_something_else_is_told_or_taken() {
    let mut silent = Vec::new();
    for (program, syntax, file) in FILES {
        let whole = whole(program, file);
        for damaged in replaced(*syntax, file) {
            let Ok((importer, imported)) = import::read(damaged.as_bytes()) else { continue };
            let left = said(&imported);
            assert!(imported.faults.iter().all(|fault| !fault.contains(char::is_control)), "{:?}", imported.faults);
            // What another program reads in it, and what is empty, is not what stood there before.
            let is_empty = EMPTY.iter().any(|empty| damaged.contains(empty));
            if importer.name == *program && !is_empty && *syntax != Syntax::Lines {
                let lost = lost_in_silence(&whole, damaged.as_bytes()).filter(|_| !is_taken(&left));
                silent.extend(lost.map(|lost| format!("{program}: {lost} of {damaged}")));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

/// What says that there is nothing: that is no damage.
const EMPTY: [&str; 3] = ["null", "nil", ": ~"];

/// A number that stands where none like it can.
const ODD: f64 = -1.5e300;

/// Whether what replaced a value was taken as it is: a page may be called anything.
fn is_taken(said: &BTreeSet<String>) -> bool {
    said.iter().any(|it| it.contains("-1.5e"))
}

/// How many records stand in a file without end; with ten times as many the same holds.
const MANY: usize = 10_000;

/// So many records as JSON.
fn many(record: &dyn Fn(usize) -> Value, around: &dyn Fn(Vec<Value>) -> Value) -> String {
    around((0..MANY).map(record).collect()).to_string()
}

#[test]
fn records_without_end_are_read_once_each() {
    let hypothesis = many(
        &|n| json!({"id": format!("a{n}"), "uri": format!("https://example.org/{n}"), "user": format!("acct:{n}@x"), "text": "whose?"}),
        &|rows| json!({"rows": rows}),
    );
    let same = many(
        &|n| json!({"id": "one", "type": "Annotation", "bodyValue": format!("note {n}"), "target": {"source": "a", "selector": {"exact": "b"}}}),
        &Value::Array,
    );
    let clipping = |n: usize| {
        format!(
            "T (A)\n- Your Highlight on Location 5-9 | Added on Monday, March 4, 2024 9:12:45 PM\n\nw{n:06}\n==========\n"
        )
    };
    let clippings = (0..MANY).map(clipping).collect::<Vec<_>>().concat();
    let targets = json!([{"id": "x:1", "type": "Annotation", "body": {"value": "b".repeat(10_000)},
        "target": vec![json!({"source": "a", "selector": {"type": "TextQuoteSelector", "exact": "c"}}); MANY]}]);
    for (program, file) in
        [("hypothesis", hypothesis), ("w3c", same), ("kindle", clippings), ("w3c", targets.to_string())]
    {
        let (importer, imported) = import::read(file.as_bytes()).expect("it is whole");
        assert_eq!(importer.name, program);
        let count = marks(&imported).map(|mark| mark.passages.len().max(1)).sum::<usize>();
        assert_eq!(count, MANY, "{program}");
        let ids: HashSet<&str> = marks(&imported).map(|mark| mark.id.as_str()).collect();
        assert_eq!(ids.len(), marks(&imported).count(), "{program}: each has an id of its own");
    }
}

/// A Word file of these parts, its comments cut off behind so many bytes.
fn word_file(comments: &[u8]) -> Vec<u8> {
    let types =
        "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let parts: [(&str, &[u8]); 6] = [
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", include_bytes!("../../fuzz/parts/docx/document.xml")),
        ("word/styles.xml", include_bytes!("../../fuzz/parts/docx/styles.xml")),
        ("word/_rels/document.xml.rels", include_bytes!("../../fuzz/parts/docx/document.xml.rels")),
        ("docProps/core.xml", include_bytes!("../../fuzz/parts/docx/core.xml")),
        ("word/comments.xml", comments),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a new entry");
        archive.write_all(content).expect("memory takes it");
    }
    archive.finish().expect("a whole archive").into_inner()
}

#[test]
fn comments_of_a_damaged_word_file_are_taken_or_told() {
    let comments = include_bytes!("../../fuzz/parts/docx/comments.xml");
    let file = word_file(comments);
    let (importer, imported) = import::read(&file).expect("it has comments");
    assert_eq!(importer.name, "remarks");
    let whole = (said(&imported), imported.faults);
    for percent in (0..100).step_by(7) {
        let lost = lost_in_silence(&whole, &word_file(&comments[..comments.len() * percent / 100]));
        assert_eq!(lost, None, "at {percent} %");
        let _ = import::read(&file[..file.len() * percent / 100]);
    }
}
