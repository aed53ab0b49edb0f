//! `postil report`, `export` and `import`: what a leader collects and prints.

use super::{Home, documents, keys};
use std::fs;

#[test]
fn the_sheet_of_a_session_has_its_parts_in_every_format() {
    let home = Home::new();
    let corpus = home.path("corpus");
    copy(&documents(), &corpus);
    let corpus = corpus.to_str().unwrap();
    let sheet = home.run(&["report", corpus, "--session", "1"]);
    assert_eq!(sheet.code, 0, "{sheet:?}");
    for part in
        ["# Session 1", "## Prompts", "## Most marked", "¶", "## Open questions", "| mira |", "## What nobody marked"]
    {
        assert!(sheet.out.contains(part), "{part} is missing in {}", sheet.out);
    }
    let json = home.json(&["report", corpus, "--session", "1", "--json"]);
    assert_eq!(keys(&json), "title prompts marked questions settled tags readers untouched");
    assert_eq!(keys(&json["marked"][0]["place"]), "document source paragraph page quote");
    let csv = home.run(&["report", corpus, "--format", "csv"]).out;
    assert!(csv.starts_with("reader,texts,marks,notes,questions,replies\n") && csv.contains("\nmira,"), "{csv}");
    let hidden = home.run(&["report", corpus, "--format", "html", "--pseudonyms"]).out;
    assert!(hidden.contains("Reader A") && !hidden.contains("mira"), "{hidden}");
    home.run(&["report", corpus, "--session", "9"]).fails("no session 9", "syllabus.toml has the sessions");
}

#[test]
fn a_bundle_carries_a_readers_notes_and_twice_changes_nothing() {
    let (mei, tom) = (Home::new(), Home::new());
    mei.annotate(&["moss", "--quote", "the north wall", "--note", "whose?", "--reader", "Mei"]);
    let file = mei.path("mei.zip");
    let file = file.to_str().unwrap();
    let packed = mei.run(&["export", "texts", "--bundle", file]);
    assert_eq!((packed.code, packed.out.contains("1 file of mei")), (0, true), "{packed:?}");
    mei.run(&["export", "texts", "--bundle", file]).fails("cannot write", "");
    let asked = tom.run(&["import", file, "texts"]);
    assert_eq!(asked.code, 1, "{asked:?}");
    assert!(asked.out.contains("Annotations of Mei") && asked.err.contains("--yes"), "{asked:?}");
    assert!(!tom.path("texts/annotations").exists());
    let taken = tom.run(&["import", file, "texts", "--yes"]);
    assert_eq!(taken.code, 0, "{taken:?}");
    assert_eq!(tom.json(&["notes", "texts", "--json"])[0]["note"], "whose?");
    let again = tom.run(&["import", file, "texts", "--yes"]);
    assert_eq!((again.code, again.out.contains("Nothing in it is new")), (1, true), "{again:?}");
    tom.run(&["import", "texts/stones.md", "texts"]).fails("not a whole zip archive", "postil export --bundle");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
