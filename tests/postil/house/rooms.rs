//! The rooms of the house on two levels, and who names against their order.

use super::circles::Modules;
use super::source::{Named, Source};
use std::collections::BTreeSet;
use syn::{Item, UseTree};

/// Room → the rooms of the crate it may name.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("language", &["text"]),
    ("document", &["text"]),
    ("annotation", &["text", "document"]),
    ("search", &["text", "language", "document", "annotation"]),
    ("study", &["text", "language", "document", "annotation"]),
    ("format", &["text", "language", "document"]),
    ("exchange", &["text", "language", "document", "annotation", "study", "format"]),
    ("config", &["text", "document"]),
    ("store", &["text", "language", "document", "annotation", "search", "format", "config"]),
    ("app", &["text", "language", "document", "annotation", "search", "study", "config"]),
    ("ui", &["text", "language", "document", "annotation", "search", "study", "config", "app"]),
    ("linear", &["text", "language", "document", "annotation", "study", "config", "app"]),
    ("worker", &["text", "language", "document", "annotation", "search", "study", "config", "store", "app"]),
    (
        "terminal",
        &["text", "language", "document", "annotation", "search", "study", "config", "store", "app", "ui", "worker"],
    ),
    (
        "cli",
        &[
            "text",
            "language",
            "document",
            "annotation",
            "search",
            "study",
            "format",
            "exchange",
            "config",
            "store",
            "app",
            "ui",
            "linear",
            "worker",
            "terminal",
        ],
    ),
];

/// Room → its own rooms, from the ground up: one may name those before it. What stands in none of them is listed in
/// `allowed::OUTSIDE`; the face of a room (its `mod.rs`) may pass all of them on.
const INNER: &[(&str, &[&str])] = &[
    (
        "app",
        &[
            "commands",
            "state",
            "model",
            "messages",
            "query",
            "reading",
            "annotating",
            "notes",
            "library",
            "seminar",
            "status",
            "dispatch",
        ],
    ),
    ("store", &["fs", "dictionary", "corpus", "sidecar", "device", "transport"]),
];

/// Where a file names a room that it may not name: `path names crate::room`, `path names app::room`.
pub fn upwards(sources: &[Source], modules: &Modules, names: &[Vec<Named>]) -> BTreeSet<String> {
    let mut faults = upwards_between(sources, modules, names);
    faults.append(&mut upwards_inside(sources, modules, names));
    faults
}

fn upwards_between(sources: &[Source], modules: &Modules, names: &[Vec<Named>]) -> BTreeSet<String> {
    let mut faults = BTreeSet::new();
    for (source, named) in sources.iter().zip(names).filter(|(source, _)| !source.module.is_empty()) {
        let room = source.module[0].as_str();
        let Some((_, may)) = MAY_NAME.iter().find(|(name, _)| *name == room) else {
            faults.insert(format!("{} stands in no room", source.path));
            continue;
        };
        let wholes = named.iter().filter_map(|named| modules.whole(named));
        for other in wholes.filter_map(|whole| whole.into_iter().next()).filter(|other| other != room) {
            let known = MAY_NAME.iter().any(|(name, _)| *name == other);
            if known && !may.contains(&other.as_str()) {
                faults.insert(format!("{} names crate::{other}", source.path));
            }
        }
    }
    faults
}

/// The faults of files of an inner room that name one above it.
fn upwards_inside(sources: &[Source], modules: &Modules, names: &[Vec<Named>]) -> BTreeSet<String> {
    let mut faults = BTreeSet::new();
    for (source, named) in sources.iter().zip(names) {
        let Some((room, inner, at)) = place(&source.module) else { continue };
        let wholes = named.iter().filter_map(|named| modules.whole(named));
        let defined = wholes.filter_map(|whole| modules.file_of(&whole)).map(|file| &sources[file]);
        for other in defined.filter(|other| other.module.first().is_some_and(|name| name == room)) {
            match place(&other.module) {
                Some((_, _, to)) if to > at => {
                    faults.insert(format!("{} names {room}::{}", source.path, inner[to]));
                }
                None if other.module.len() == 1 => {
                    faults.insert(format!("{} names {room}, its face", source.path));
                }
                _ => {}
            }
        }
    }
    faults
}

/// The files of a room with inner rooms that stand in none of them, its face left out.
pub fn outside(sources: &[Source]) -> BTreeSet<String> {
    let of = |source: &&Source| {
        let (inner, len) =
            (INNER.iter().any(|(room, _)| source.module.first().is_some_and(|name| name == room)), source.module.len());
        inner && len > 1 && place(&source.module).is_none()
    };
    sources.iter().filter(of).map(|source| source.path.clone()).collect()
}

/// The room, its inner rooms, and the number of the one that a module stands in.
fn place(module: &[String]) -> Option<(&'static str, &'static [&'static str], usize)> {
    let (room, inner) = INNER.iter().find(|(room, _)| module.first().is_some_and(|name| name == room))?;
    let at = inner.iter().position(|name| module.get(1).is_some_and(|second| second == name))?;
    Some((room, inner, at))
}

/// Where a `use` hides which rooms it names: `crate::{a, b}`, or a chain of `super` that leaves the room.
pub fn hidden(sources: &[Source], names: &[Vec<Named>]) -> BTreeSet<String> {
    let mut faults = BTreeSet::new();
    for (source, named) in sources.iter().zip(names) {
        let mut grouped = Vec::new();
        uses(&source.file.items, &mut grouped);
        if grouped.iter().any(|tree| is_group_of_rooms(tree)) {
            faults.insert(format!("{} has use crate::{{…}}", source.path));
        }
        let leaves = |from: &[String], parts: &[String]| {
            let up = parts.iter().take_while(|part| *part == "super").count();
            let inner =
                INNER.iter().any(|(room, _)| from.first().is_some_and(|name| name == room)) && place(from).is_some();
            // One `super` from a file right below a room reaches its face: that is still the room.
            up > 1 && up >= from.len().saturating_sub(usize::from(inner))
        };
        if named.iter().any(|named| leaves(&named.from, &named.parts)) {
            faults.insert(format!("{} leaves its room by super::super", source.path));
        }
    }
    faults
}

fn uses<'a>(items: &'a [Item], found: &mut Vec<&'a UseTree>) {
    for item in items {
        match item {
            Item::Use(item) => found.push(&item.tree),
            Item::Mod(inner) => uses(inner.content.as_ref().map_or(&[], |(_, items)| items), found),
            _ => {}
        }
    }
}

fn is_group_of_rooms(tree: &UseTree) -> bool {
    match tree {
        UseTree::Path(path) => path.ident == "crate" && matches!(&*path.tree, UseTree::Group(_) | UseTree::Glob(_)),
        UseTree::Group(group) => group.items.iter().any(is_group_of_rooms),
        _ => false,
    }
}
