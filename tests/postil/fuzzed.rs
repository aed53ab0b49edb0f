//! What the fuzz targets hold (`fuzz/src/held.rs`), of a few hundred inputs each: good ones with damage, and pieces in any order.
//! The formats of documents have properties of their own beside their parsers.

#[path = "../../fuzz/src/held.rs"]
mod held;

use postil::document::saved;
use postil::exchange::import;
use postil::format::FORMATS;
use proptest::prelude::*;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// Files of marks as the programs write them, with the importer that reads each.
const MARKS: &[(&str, &[u8])] = &[
    ("kindle", include_bytes!("../../fuzz/parts/marks/kindle.txt")),
    ("koreader", include_bytes!("../../fuzz/parts/marks/koreader.lua")),
    ("hypothesis", include_bytes!("../../fuzz/parts/marks/hypothesis.json")),
    ("readwise", include_bytes!("../../fuzz/parts/marks/readwise.csv")),
    ("zotero", include_bytes!("../../fuzz/parts/marks/zotero.json")),
    ("calibre", include_bytes!("../../fuzz/parts/marks/calibre.json")),
    ("bookokrat", include_bytes!("../../fuzz/parts/marks/bookokrat.yaml")),
    ("epub", include_bytes!("../../fuzz/parts/marks/epub.json")),
    ("w3c", include_bytes!("../../fuzz/parts/marks/w3c.json")),
];

/// Texts as they are written, with the format of each.
const TEXTS: &[(&str, &[u8])] = &[
    ("markdown", TEXT.as_bytes()),
    ("text", TEXT.as_bytes()),
    ("html", include_bytes!("../../fuzz/parts/html/page.html")),
    ("mail", include_bytes!("../../fuzz/parts/mail/mail.eml")),
    ("mhtml", include_bytes!("../../fuzz/parts/mhtml/page.mhtml")),
    ("rtf", include_bytes!("../../fuzz/parts/rtf/page.rtf")),
];

const SIDECAR: &[u8] = include_bytes!("../../documents/annotations/mira/week-4/the-2022-turn.md@2303.json");
const SYLLABUS: &[u8] = include_bytes!("../../documents/syllabus.toml");

/// A text with something of everything.
const TEXT: &str =
    "# A wall\n\nMoss *asks* for nothing.[^1]\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: So it is.\n";

/// A change of some bytes, at a place that is taken from the front or, where it lies behind the end, as often as it fits.
#[derive(Clone, Debug)]
enum Damage {
    Replace(usize, u8),
    Cut(usize, usize),
    Twice(usize, usize),
    Insert(usize, &'static [u8]),
}

/// What breaks texts of many kinds.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\xff",
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\\u0000",
    b"\\",
    b"99999999999999999999",
    b"-1",
    b"1e999",
    b"null",
    b"\n",
    b"\x1b[31m",
    b"../",
    b"/",
    b"\xe2\x80\xae",
    b"=",
    b",",
    b"--",
    b"[[",
    b"]]",
    b"true",
];

fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let one = prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Damage::Replace(at, byte)),
        (any::<usize>(), 1usize..40).prop_map(|(at, len)| Damage::Cut(at, len)),
        (any::<usize>(), 1usize..60).prop_map(|(at, len)| Damage::Twice(at, len)),
        (any::<usize>(), prop::sample::select(PIECES)).prop_map(|(at, piece)| Damage::Insert(at, piece)),
    ];
    prop::collection::vec(one, 0..6)
}

fn damaged(good: &[u8], damage: &[Damage]) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for one in damage.iter().cloned() {
        let (Damage::Replace(at, _) | Damage::Cut(at, _) | Damage::Twice(at, _) | Damage::Insert(at, _)) = one;
        let at = at % (bytes.len() + 1);
        let to = |len: usize| (at + len).min(bytes.len());
        match one {
            Damage::Replace(_, byte) => {
                if let Some(there) = bytes.get_mut(at) {
                    *there = byte;
                }
            }
            Damage::Cut(_, len) => drop(bytes.drain(at..to(len))),
            Damage::Twice(_, len) => {
                let piece = bytes[at..to(len)].to_vec();
                drop(bytes.splice(at..at, piece));
            }
            Damage::Insert(_, piece) => drop(bytes.splice(at..at, piece.iter().copied())),
        }
    }
    bytes
}

/// A stored archive of these parts.
fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a new entry");
        archive.write_all(content).expect("memory takes it");
    }
    archive.finish().expect("a whole archive").into_inner()
}

#[test]
fn the_files_of_marks_are_as_their_programs_write_them() {
    for (program, file) in MARKS {
        let (importer, imported) = import::read(file).unwrap_or_else(|faults| panic!("{program}: {faults:?}"));
        assert_eq!(importer.name, *program);
        assert!(imported.works.iter().any(|work| !work.marks.is_empty()), "{program}: {imported:?}");
    }
}

#[test]
fn every_format_has_a_fuzz_target() {
    let targets: toml::Table = include_str!("../../fuzz/Cargo.toml").parse().expect("a manifest");
    let targets: Vec<&str> =
        targets["bin"].as_array().expect("targets").iter().filter_map(|row| row["name"].as_str()).collect();
    let without = FORMATS.iter().map(|format| format.name).filter(|name| !targets.contains(name));
    assert_eq!(without.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn a_number_of_git_that_is_too_large_is_counted_as_many() {
    let line = format!("{}\t0\tannotations/ann/a.txt@ab12.json\0", usize::MAX);
    held::git(line.repeat(2).as_bytes());
}

#[test]
fn a_character_of_a_paste_that_comes_in_two_parts_is_whole_behind_what_is_no_text() {
    held::keyboard(b"\x07\x1b[200~ab\xff\xc3\xa9cd");
    held::keyboard(b"\x09\x1b[200~a\xff\xed\x95\x9c");
}

#[test]
fn a_path_on_two_lines_is_told_on_one() {
    held::syllabus(b"[[session]]\nreadings = [\"../a\\nb\"]\n");
}

proptest! {
    #[test]
    fn any_bytes_of_a_terminal_are_keys_however_they_are_cut(
        size in any::<u8>(),
        pieces in prop::collection::vec(prop_oneof![
            prop::sample::select(vec!["\x1b", "\x1b[", "\x1b[A", "\x1b[<0;3;4M", "\x1b[M", "\x1b[200~", "\x1b[201~", "\x1bO", "\x1bP", "\x1b\\",
                "\x1b]11;rgb:0/0/0\x07", "1;5C", "~", "q", "한", "é", "\u{7f}", "\x1b[I", "\x18"]).prop_map(|piece| piece.as_bytes().to_vec()),
            prop::collection::vec(any::<u8>(), 0..4),
        ], 0..12),
    ) {
        held::keyboard(&[vec![size], pieces.concat()].concat());
    }

    #[test]
    fn a_text_with_damage_is_a_document(which in 0..TEXTS.len(), damage in damage()) {
        let (format, text) = TEXTS[which];
        held::format(FORMATS.iter().find(|row| row.name == format).expect("a format"), &damaged(text, &damage));
    }

    #[test]
    fn a_kept_document_with_damage_is_none_or_one(damage in damage()) {
        let document = postil::format::parse("a.md", TEXT.as_bytes().to_vec());
        let mut kept = Vec::new();
        saved::write(&document, &mut kept).expect("memory takes it");
        held::saved(&damaged(&kept, &damage));
    }

    #[test]
    fn a_plan_with_damage_stays_in_the_corpus(damage in damage()) {
        held::syllabus(&damaged(SYLLABUS, &damage));
    }

    #[test]
    fn a_bundle_with_damage_is_told_in_words(which in 0usize..4, damage in damage()) {
        let mut parts = [
            ("manifest.json", include_bytes!("../../fuzz/parts/bundle/manifest.json").to_vec()),
            ("annotations/reader.json", include_bytes!("../../fuzz/parts/bundle/reader.json").to_vec()),
            ("annotations/week-1/a.txt@ab12.json", include_bytes!("../../fuzz/parts/bundle/sidecar.json").to_vec()),
        ];
        if let Some((_, content)) = parts.get_mut(which) {
            *content = damaged(content, &damage);
        }
        let whole = archive(&parts);
        held::bundle(&if which == 3 { damaged(&whole, &damage) } else { whole });
    }

    #[test]
    fn whatever_git_says_is_counted(pieces in prop::collection::vec(prop::sample::select(vec![
        ":000000 100644 0 a A", ":100644 100644 a b M", "\0", "\t", "5", "-", "18446744073709551615", "annotations/", "ann/a.txt@ab12.json",
        "ann/reader.json", "é", ":", "@.json", "/",
    ]), 0..24)) {
        held::git(pieces.concat().as_bytes());
    }

    #[test]
    fn files_with_damage_merge_in_any_order(one in damage(), other in damage()) {
        held::merging(&[damaged(SIDECAR, &one), vec![0], damaged(SIDECAR, &other)].concat());
    }

    #[test]
    fn marks_with_damage_are_read_or_nobodys(which in 0..MARKS.len(), damage in damage()) {
        held::marks(&damaged(MARKS[which].1, &damage));
    }

    #[test]
    fn any_query_has_its_faults_in_it_and_its_hits_in_the_text(pieces in prop::collection::vec(prop::sample::select(vec![
        "wall", "old", "moss", "cafe", " ", "\"", "(", ")", "-", "NOT ", " OR ", " AND ", " NEAR/3 ", "NEAR/", "*", "/w.ll/", "/(/", "in:", "date:",
        "2020..", "kind:", "tag:", ":", "é", "\u{202e}", "\0", "..", "author:a",
    ]), 0..14)) {
        held::query(pieces.concat().as_bytes());
    }
}
