//! The programs that are driven, where they are installed: what they read, and their keys.

use crate::input::Input;
use std::path::PathBuf;

/// A program that shows texts at a terminal.
pub struct Program {
    /// What the table calls it.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// The kinds of files that it reads; all of them where it lists none.
    kinds: &'static [&'static str],
    /// The keys for one row on, one page on, and the end.
    pub row: &'static str,
    /// See above.
    pub page: &'static str,
    /// See above.
    pub quit: &'static str,
    /// The key that puts its panes away; empty where it has none.
    pub alone: &'static str,
}

/// The others: name, kinds of files, keys for a row, a page, the end.
const OTHERS: &[(&str, &[&str], [&str; 3])] = &[
    ("less", &["txt", "md"], ["j", " ", "q"]),
    ("bk", &["epub"], ["j", "l", "q"]),
    ("bookokrat", &["epub", "pdf"], ["j", "\x04", "q"]),
    ("epy", &["epub"], ["j", " ", "q"]),
    ("glow", &["md"], ["j", "f", "q"]),
];

impl Program {
    /// Whether it is a build of postil.
    pub fn is_postil(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Whether it reads files of that kind.
    pub fn reads(&self, input: &Input) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&input.kind)
    }
}

/// The builds of postil that were named, this one where none is, and the others that are on the path.
pub fn installed(named: Vec<String>) -> Vec<Program> {
    let postil =
        |name: String, path: PathBuf| Program { name, path, kinds: &[], row: "j", page: " ", quit: "q", alone: "Z" };
    let mut all = vec![postil("postil".to_owned(), PathBuf::from(env!("CARGO_BIN_EXE_postil")))];
    if !named.is_empty() {
        all = named
            .into_iter()
            .map(|path| postil(short(&path), std::path::absolute(&path).unwrap_or_default()))
            .collect();
    }
    let found = |name: &str| {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
    };
    all.extend(OTHERS.iter().filter_map(|(name, kinds, [row, page, quit])| {
        Some(Program { name: (*name).to_owned(), path: found(name)?, kinds, row, page, quit, alone: "" })
    }));
    all
}

/// The names of those that are not installed.
pub fn missing(installed: &[Program]) -> impl Iterator<Item = &'static str> {
    OTHERS.iter().map(|(name, ..)| *name).filter(|name| installed.iter().all(|program| program.name != *name))
}

/// The end of a path, for the table.
fn short(path: &str) -> String {
    let from = path.char_indices().rev().nth(9).map_or(0, |(at, _)| at);
    path[from..].to_owned()
}
