//! The plan of the house, held by tests: which room may name which, no files in a circle, nothing too long, one name for
//! one type. `figures` prints what is measured (`cargo test --test postil house::figures -- --nocapture`).

mod allowed;
mod circles;
mod crates;
mod held;
mod names;
mod rooms;
mod scanner;
mod security;
mod sizes;
mod source;

use held::{held, held_to};
use source::Source;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::LazyLock,
};

/// Lines of code in a file, outside tests.
const FILE: usize = 400;
/// Lines of an `impl` block.
const IMPL: usize = 300;
/// Fields of a struct.
const FIELDS: usize = 12;
/// Lines of a function.
const FUNCTION: usize = 60;

/// The two rooms that have a file for each kind of system.
const SYSTEMS: &[&str] = &["store/fs/system/", "terminal/system/"];

/// A name → the only places (path prefixes below `src`) that may use it.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("crossterm::", &["terminal/"]),
    ("ratatui::", &["ui/", "terminal/"]),
    ("ratatui_textarea", &["app/state/field.rs", "ui/"]),
    ("std::fs", &["store/"]),
    ("fs::", &["store/"]),
    ("File::open", &["store/"]),
    ("stdout()", &["cli/", "terminal/"]),
    ("println!", &["cli/"]),
    ("SystemTime::now", &["terminal/", "worker/", "cli/"]),
    ("Timestamp::now", &["terminal/", "worker/", "cli/"]),
    ("Zoned::now", &["terminal/", "worker/", "cli/"]),
    ("Instant::now", &["terminal/", "worker/"]),
    ("now_v7", &["terminal/", "worker/", "cli/"]),
    ("new_v4", &["terminal/", "worker/", "cli/", "store/"]),
    ("std::env::", &["store/", "cli/", "terminal/", "worker/"]),
    // What is of one kind of system: the way to another leads through these rooms.
    ("os::unix", SYSTEMS),
    ("os::fd", SYSTEMS),
    ("os::windows", SYSTEMS),
    ("cfg(unix)", SYSTEMS),
    ("cfg(windows)", SYSTEMS),
    ("rustix", SYSTEMS),
    ("crossterm_winapi", SYSTEMS),
    ("signal_hook", &["terminal/system/", "cli/sync.rs"]),
];

/// What is found in the crate. It is read once: a parsed file cannot be handed from thread to thread, this can.
struct Facts {
    upwards: BTreeSet<String>,
    outside: BTreeSet<String>,
    hidden: BTreeSet<String>,
    elsewhere: BTreeSet<String>,
    circles: Vec<Vec<String>>,
    circles_by_use: Vec<Vec<String>>,
    files: Vec<(String, usize)>,
    sizes: sizes::Sizes,
    types: BTreeMap<String, Vec<String>>,
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sources = source::read(&src);
    assert!(sources.len() > 100, "the sources are not where they were: {}", src.display());
    let modules = circles::Modules::of(&sources);
    let names: Vec<Vec<source::Named>> = sources.iter().map(source::named).collect();
    let circles = |by_use: bool| {
        let circles = circles::circles(&circles::arrows(&modules, &names, by_use));
        circles.into_iter().map(|circle| circle.into_iter().map(|file| sources[file].path.clone()).collect()).collect()
    };
    Facts {
        upwards: rooms::upwards(&sources, &modules, &names),
        outside: rooms::outside(&sources),
        hidden: rooms::hidden(&sources, &names),
        elsewhere: elsewhere(&sources),
        circles: circles(false),
        circles_by_use: circles(true),
        files: sources.iter().map(|source| (source.path.clone(), source.lines)).collect(),
        sizes: sizes::of(&sources),
        types: names::types(&sources),
    }
});

/// Where a file uses what has its room elsewhere.
fn elsewhere(sources: &[Source]) -> BTreeSet<String> {
    let uses = |source: &Source| {
        let foreign = ONLY_IN.iter().filter(|(_, places)| !places.iter().any(|place| source.path.starts_with(place)));
        let used = foreign.filter(|(name, _)| source.code.contains(name));
        used.map(|(name, _)| format!("{} uses {name}", source.path)).collect::<Vec<_>>()
    };
    sources.iter().flat_map(uses).collect()
}

#[test]
fn rooms_name_only_the_rooms_below_them() {
    let remedy = "move what is named down to the room of whoever names it, or hand it in (ARCHITECTURE.md)";
    held("UPWARDS", &FACTS.upwards, allowed::UPWARDS, remedy);
}

#[test]
fn every_file_of_a_room_stands_in_one_of_its_inner_rooms() {
    let remedy = "move it into the inner room that it belongs to (rooms::INNER)";
    held("OUTSIDE", &FACTS.outside, allowed::OUTSIDE, remedy);
}

#[test]
fn no_use_hides_the_rooms_it_names() {
    held("HIDDEN", &FACTS.hidden, allowed::HIDDEN, "write one `use crate::room::…` for each room");
}

#[test]
fn files_clock_and_screen_are_touched_in_their_rooms_alone() {
    held("ELSEWHERE", &FACTS.elsewhere, allowed::ELSEWHERE, "let a room that may do it hand the result in (ONLY_IN)");
}

#[test]
fn no_files_name_each_other_in_a_circle() {
    let faults = held::circles(&FACTS.circles, allowed::CIRCLES);
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn nothing_is_too_long_or_too_wide() {
    let sizes = &FACTS.sizes;
    held_to("LONG_FILES", &over(&FACTS.files, FILE), allowed::LONG_FILES, "split it by what it owns");
    let remedy = "part the type: some of its fields belong together";
    held_to("LONG_IMPLS", &over(&sizes.impls, IMPL), allowed::LONG_IMPLS, remedy);
    held_to(
        "WIDE_STRUCTS",
        &over(&sizes.structs, FIELDS),
        allowed::WIDE_STRUCTS,
        "gather the fields that change together",
    );
    held_to("LONG_FUNCTIONS", &over(&sizes.functions, FUNCTION), allowed::LONG_FUNCTIONS, "name its steps");
}

/// What is larger than it may be; of two with one name the larger.
fn over(all: &[(String, usize)], most: usize) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (name, size) in all.iter().filter(|(_, size)| *size > most) {
        let seen: &mut usize = found.entry(name.clone()).or_default();
        *seen = (*seen).max(*size);
    }
    found
}

#[test]
fn a_type_has_its_name_for_itself() {
    let twice = FACTS.types.iter().filter(|(_, files)| files.len() > 1);
    let found = twice.map(|(name, files)| (name.clone(), files.len())).collect();
    held_to("NAMES", &found, allowed::NAMES, "call it by what it is of: `SearchHit`, not another `Hit`");
}

#[test]
fn every_file_says_what_it_is_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut faults = Vec::new();
    for folder in ["src", "tests", "benches"] {
        source::walk(&root.join(folder), &mut |path| {
            let code = fs::read_to_string(path).expect("a source file can be read");
            if !code.starts_with("//!") {
                faults.push(path.display().to_string());
            }
        });
    }
    assert!(faults.is_empty(), "these files open without a word about themselves:\n{}", faults.join("\n"));
}

/// Prints what is measured of the house.
#[test]
fn figures() {
    let facts = &*FACTS;
    let mut functions: Vec<usize> = facts.sizes.functions.iter().map(|(_, lines)| *lines).collect();
    functions.sort_unstable();
    let most = |of: &[(String, usize)]| {
        let most = of.iter().max_by_key(|(_, size)| *size);
        most.map(|(name, size)| format!("{size} ({name})")).unwrap_or_default()
    };
    let all: usize = facts.types.values().map(Vec::len).sum();
    let twice = facts.types.values().map(Vec::len).filter(|files| *files > 1);
    let (names, shared) = twice.fold((0, 0), |(names, shared), files| (names + 1, shared + files));
    assert!(!functions.is_empty() && all > 0, "there is something to measure");
    let largest = |circles: &[Vec<String>]| circles.first().map_or(0, Vec::len);
    let (whole, by_use) = (&facts.circles, &facts.circles_by_use);
    println!("circles of files: {}, the largest {}", whole.len(), largest(whole));
    println!("by `use` alone: {}, the largest {}", by_use.len(), largest(by_use));
    println!("names against the order of rooms: {}", facts.upwards.len());
    println!("files of app and store in no inner room: {}", facts.outside.len());
    let (median, late) = (functions[functions.len() / 2], functions[functions.len() * 95 / 100]);
    println!("lines of a function: median {median}, p95 {late}, the longest {}", most(&facts.sizes.functions));
    println!("longest impl: {}", most(&facts.sizes.impls));
    println!("widest struct: {}", most(&facts.sizes.structs));
    println!("files over {FILE} lines of code: {}", over(&facts.files, FILE).len());
    println!("type names defined twice or more: {names}, shared by {shared} of {all} types");
}
