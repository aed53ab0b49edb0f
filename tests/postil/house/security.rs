//! SECURITY.md names for every line of its table the tests that hold it: each of them exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const SECURITY: &str = include_str!("../../../SECURITY.md");

/// The names of the functions of a source file that are tests: only attributes and remarks stand between `#[test]` and them.
fn tests_of(source: &str) -> Vec<String> {
    let (mut names, mut is_test) = (Vec::new(), false);
    for line in source.lines().map(str::trim) {
        if line.starts_with("#[") || line.starts_with("//") {
            is_test |= line == "#[test]";
            continue;
        }
        if let Some((name, _)) = line.strip_prefix("fn ").and_then(|rest| rest.split_once('(')) {
            names.extend(is_test.then(|| name.to_owned()));
        }
        is_test = false;
    }
    names
}

#[test]
fn a_helper_is_no_test() {
    let source = "#[test]\n#[cfg(unix)]\nfn holds() {}\n\nfn helper() {}\n#[cfg(test)]\nfn other(\n";
    assert_eq!(tests_of(source), ["holds"]);
}

/// The names of the functions that are tests, in all files below a folder.
fn tests_in(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of the crate").flatten() {
        let path = entry.path();
        if path.is_dir() {
            tests_in(&path, names);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("a source file");
            names.extend(tests_of(&text));
        }
    }
}

#[test]
fn every_line_of_what_is_defended_against_names_tests_that_exist() {
    let (root, mut known) = (Path::new(env!("CARGO_MANIFEST_DIR")), BTreeSet::new());
    for folder in ["src", "tests"] {
        tests_in(&root.join(folder), &mut known);
    }
    let rows = SECURITY.lines().filter(|line| line.starts_with("| ")).skip(1);
    let mut count = 0;
    for row in rows {
        let tests = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        let named: Vec<&str> = tests.split(", ").map(|name| name.trim_matches('`')).collect();
        let missing: Vec<&&str> = named.iter().filter(|name| !known.contains(**name)).collect();
        assert!(missing.is_empty(), "no such test: {missing:?} in\n{row}");
        count += 1;
    }
    assert!(count > 10, "{count} rows were read");
}
