//! The plan of the house, held by a test: which module may name which, and where the heavy names may stand.

use std::fs;
use std::path::Path;

/// Module → the modules of the crate it may name.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("language", &["text"]),
    ("document", &["text"]),
    ("annotation", &["text", "document"]),
    ("search", &["text", "language", "document", "annotation"]),
    ("study", &["text", "language", "document", "annotation"]),
    ("exchange", &["text", "document", "annotation", "study"]),
    ("format", &["text", "language", "document"]),
    ("config", &["text", "document"]),
    ("store", &["text", "document", "annotation", "search", "format", "config"]),
    ("app", &["text", "document", "annotation", "search", "study", "config"]),
    ("ui", &["text", "document", "annotation", "search", "study", "config", "app"]),
    ("worker", &["text", "document", "annotation", "search", "study", "config", "store", "app"]),
    ("terminal", &["text", "document", "annotation", "search", "study", "config", "store", "app", "ui", "worker"]),
    (
        "cli",
        &[
            "text",
            "language",
            "document",
            "annotation",
            "search",
            "study",
            "exchange",
            "format",
            "config",
            "store",
            "app",
            "ui",
            "worker",
            "terminal",
        ],
    ),
];

/// A name → the only places (path prefixes below `src`) that may use it.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("crossterm::", &["terminal/"]),
    ("ratatui::", &["ui/", "terminal/"]),
    ("ratatui_textarea", &["app/field.rs", "ui/"]),
    ("std::fs", &["store/"]),
    ("fs::", &["store/"]),
    ("File::open", &["store/"]),
    ("stdout()", &["cli/", "terminal/"]),
    ("println!", &["cli/"]),
    ("SystemTime::now", &["terminal/", "cli/", "worker/"]),
    ("Timestamp::now", &["terminal/", "cli/", "worker/"]),
    ("Zoned::now", &["terminal/", "cli/"]),
    ("Instant::now", &["terminal/", "worker/"]),
    ("now_v7", &["terminal/", "cli/", "worker/"]),
    ("new_v4", &["terminal/", "cli/", "store/"]),
    ("std::env::", &["store/", "cli/", "terminal/", "worker/"]),
];

#[test]
fn modules_name_only_the_modules_below_them() {
    let mut faults = Vec::new();
    for_each_source(&mut |path, code| {
        let module = path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let Some((_, allowed)) = MAY_NAME.iter().find(|(name, _)| *name == module) else { return };
        for (other, _) in MAY_NAME.iter().filter(|(other, _)| *other != module && !allowed.contains(other)) {
            if code.contains(&format!("crate::{other}")) {
                faults.push(format!("{path} names crate::{other}"));
            }
        }
    });
    assert!(faults.is_empty(), "the house has a plan (ARCHITECTURE.md):\n{}", faults.join("\n"));
}

#[test]
fn files_clock_and_screen_are_touched_in_their_rooms_alone() {
    let mut faults = Vec::new();
    for_each_source(&mut |path, code| {
        for (name, places) in ONLY_IN {
            if code.contains(name) && !places.iter().any(|place| path.starts_with(place)) {
                faults.push(format!("{path} uses {name}"));
            }
        }
    });
    assert!(faults.is_empty(), "the house has a plan (ARCHITECTURE.md):\n{}", faults.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut faults = Vec::new();
    for folder in ["src", "tests", "benches"] {
        walk(&root.join(folder), &mut |path| {
            let code = fs::read_to_string(path).expect("a source file can be read");
            if !code.starts_with("//!") {
                faults.push(path.display().to_string());
            }
        });
    }
    assert!(faults.is_empty(), "these files open without a word about themselves:\n{}", faults.join("\n"));
}

/// Calls `visit` with each source file's path below `src` and its code: no comments, no tests.
fn for_each_source(visit: &mut dyn FnMut(&str, &str)) {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    walk(&src, &mut |path| {
        let code = fs::read_to_string(path).expect("a source file can be read");
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let below = path.strip_prefix(&src).expect("walked from src").to_string_lossy().replace('\\', "/");
        visit(&below, &code.join("\n"));
    });
}

fn walk(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            visit(&path);
        }
    }
}
