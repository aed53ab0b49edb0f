//! Every crate that Cargo.toml names has a row in ARCHITECTURE.md that says what it is for, every row has its crate, and each is used.
//! Licences, sources and crates that are built twice are what `deny.toml` says: `cargo deny` is not everywhere, this is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use toml::{Table, Value};

const CARGO: &str = include_str!("../../../Cargo.toml");
const PLAN: &str = include_str!("../../../ARCHITECTURE.md");
const LOCK: &str = include_str!("../../../Cargo.lock");
const DENY: &str = include_str!("../../../deny.toml");

#[test]
fn every_crate_has_its_reason() {
    let crates = &named("dependencies]") | &named("dev-dependencies]");
    let (_, table) = PLAN.split_once("## Crates instead of our own code").expect("a chapter");
    let rows = table
        .split("\n## ")
        .next()
        .unwrap_or_default()
        .lines()
        .filter_map(|row| row.strip_prefix("| `")?.split(" | ").next());
    let told: BTreeSet<&str> = rows.flat_map(|names| names.split(", ")).map(|name| name.trim_matches('`')).collect();
    assert_eq!(crates.difference(&told).collect::<Vec<_>>(), Vec::<&&str>::new(), "without a row");
    assert_eq!(told.difference(&crates).collect::<Vec<_>>(), Vec::<&&str>::new(), "without a crate");
}

#[test]
fn every_crate_is_named_by_the_code() {
    let unused = |table: &str, folders: &[&str]| {
        let mut words = BTreeSet::new();
        for folder in folders {
            words_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut words);
        }
        named(table).into_iter().filter(|name| !words.contains(&name.replace('-', "_"))).collect::<Vec<_>>()
    };
    assert_eq!(unused("dependencies]", &["src"]), Vec::<&str>::new(), "no file of the program names these");
    let tests = ["src", "tests", "benches"];
    assert_eq!(unused("dev-dependencies]", &tests), Vec::<&str>::new(), "no test and no bench names these");
}

#[test]
fn every_crate_has_a_licence_that_is_allowed() {
    let deny: Table = DENY.parse().expect("deny.toml");
    let allowed: BTreeSet<&str> = list(&deny, "licenses", "allow").iter().filter_map(Value::as_str).collect();
    let built = built();
    let foreign = built.iter().filter(|row| !is_allowed(&row[2], &allowed));
    assert_eq!(foreign.collect::<Vec<_>>(), Vec::<&[String; 3]>::new(), "deny.toml does not allow these");
}

#[test]
fn a_licence_is_read_as_its_makers_mean_it() {
    let allowed = BTreeSet::from(["MIT", "Zlib"]);
    for (licence, is) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only/MIT", true),
        ("MIT AND GPL-3.0-only", false),
        ("(Apache-2.0 OR MIT) AND Zlib", true),
        ("(Apache-2.0 OR MIT) AND OFL-1.1", false),
        ("", false),
    ] {
        assert_eq!(is_allowed(licence, &allowed), is, "{licence}");
    }
}

#[test]
fn no_crate_is_built_twice_without_a_reason() {
    let deny: Table = DENY.parse().expect("deny.toml");
    let excused = |row: &&Value| row.get("crate").and_then(Value::as_str).map(str::to_owned);
    let excused: BTreeSet<String> = list(&deny, "bans", "skip").iter().filter_map(|row| excused(&row)).collect();
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for [name, version, _] in built() {
        versions.entry(name).or_default().insert(version);
    }
    // Of each double all but the newest are excused.
    let older = versions.iter().flat_map(|(name, all)| all.iter().rev().skip(1).map(move |version| (name, version)));
    let older: BTreeSet<String> = older.map(|(name, version)| format!("{name}@{}", series(version))).collect();
    assert_eq!(older, excused, "left: built twice; right: what deny.toml excuses");
}

#[test]
fn every_crate_comes_from_the_one_registry() {
    let sources: BTreeSet<&str> = LOCK.lines().filter_map(|line| line.strip_prefix("source = ")).collect();
    assert_eq!(sources, BTreeSet::from(["\"registry+https://github.com/rust-lang/crates.io-index\""]));
}

/// The crates of a table of Cargo.toml.
fn named(table: &str) -> BTreeSet<&'static str> {
    let is_it =
        |header: &str| header == table || (header.starts_with("target.") && header.ends_with(&format!(".{table}")));
    let tables = CARGO.split("\n[").filter(|text| text.lines().next().is_some_and(is_it));
    let line = |line: &'static str| line.split_once(" = ").map(|(name, _)| name).filter(|name| !name.contains('#'));
    tables.flat_map(|text| text.lines().skip(1)).filter_map(line).collect()
}

/// What is built for the program: name, version, licence of each crate but this one.
fn built() -> Vec<[String; 3]> {
    let asked = ["tree", "--locked", "--offline", "--all-features", "--edges", "normal,build", "--prefix", "none"];
    let mut cargo = Command::new(env!("CARGO"));
    let tree = cargo.args(asked).args(["--format", "{p}|{l}"]).current_dir(env!("CARGO_MANIFEST_DIR")).output();
    let tree = tree.expect("cargo runs");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).expect("cargo speaks UTF-8");
    let row = |line: &str| {
        let (package, licence) = line.split_once('|')?;
        let (name, version) = package.split_once(" v")?;
        let word = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
        // `(*)` behind a line says that the crate was listed before.
        Some([name.to_owned(), word(version), licence.trim_end_matches(" (*)").to_owned()])
    };
    let rows: BTreeSet<[String; 3]> = tree.lines().filter_map(row).filter(|row| row[0] != "postil").collect();
    assert!(rows.len() > 100, "cargo lists few crates: {rows:?}");
    rows.into_iter().collect()
}

/// Whether one licence of each choice in an expression is allowed. Where AND and OR stand side by side without brackets, this asks for
/// more than SPDX does, never for less.
fn is_allowed(licence: &str, allowed: &BTreeSet<&str>) -> bool {
    let choices = licence.replace('/', " OR ").replace(['(', ')'], "");
    choices.split(" AND ").all(|choice| choice.split(" OR ").any(|one| allowed.contains(one.trim())))
}

/// What of a version says that another is no double: `1`, or `0.9` of what has no first release.
fn series(version: &str) -> String {
    let mut parts = version.split('.');
    match (parts.next(), parts.next()) {
        (Some("0"), Some(minor)) => format!("0.{minor}"),
        (major, _) => major.unwrap_or_default().to_owned(),
    }
}

fn list<'a>(deny: &'a Table, table: &str, name: &str) -> &'a [Value] {
    deny.get(table).and_then(|table| table.get(name)?.as_array()).map_or(&[], Vec::as_slice)
}

/// The words of all files of code below a folder, but those of comments.
fn words_below(folder: &Path, words: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of the crate").flatten() {
        let path = entry.path();
        if path.is_dir() {
            words_below(&path, words);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let code = fs::read_to_string(&path).expect("a source file");
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let part = |sign: char| !sign.is_alphanumeric() && sign != '_';
            words.extend(lines.flat_map(|line| line.split(part)).map(str::to_owned));
        }
    }
}
