//! What a corpus knows that may be typed: documents, tags, readers, sessions. Read from the list of files, the plan and the annotations
//! that their reader may see; no text is parsed, and what cannot be read is passed over.

use super::asked::{CompletionQuestion, Known};
use super::candidate::{CompletionCandidate, begins_as};
use crate::annotation::parse_sidecar_name;
use crate::cli::blind::Eyes;
use crate::cli::manual;
use crate::cli::setup::Room;
use crate::config::syllabus::Session;
use crate::document::DocPath;
use crate::exchange::export::annotations::ANNOTATION_EXPORTERS;
use crate::language::counts::counted;
use crate::search::query::{FIELDS, QueryField};
use crate::store::{AnnotationStore, SidecarListing};
use clap::Command;
use std::collections::BTreeMap;
use std::path::Path;

/// How many sidecars are read for their tags: some tens of milliseconds. Beyond it the tags of the first are offered.
const SIDECARS: usize = 2_000;

/// What the corpus of a line offers for what was typed.
pub fn candidates(asked: &CompletionQuestion, typed: &str, table: &Command) -> Vec<CompletionCandidate> {
    let (Some(known), Some(typed)) = (asked.known, typed.strip_prefix(asked.prefix.as_str())) else {
        return Vec::new();
    };
    let mut found = own(known, table).unwrap_or_else(|| {
        room(asked.corpus.as_deref(), asked.is_guess).map_or_else(Vec::new, |room| of_corpus(known, &room, typed))
    });
    for one in &mut found {
        one.word.insert_str(0, &asked.prefix);
    }
    found
}

/// What the program knows without a corpus.
fn own(known: Known, table: &Command) -> Option<Vec<CompletionCandidate>> {
    match known {
        Known::Formats => {
            let exporters = ANNOTATION_EXPORTERS.iter();
            Some(exporters.map(|exporter| CompletionCandidate::new(exporter.name, exporter.about)).collect())
        }
        Known::Chapters => {
            Some(manual::chapters().map(|(name, title)| CompletionCandidate::new(name, title)).collect())
        }
        Known::Commands => {
            let shown = table.get_subcommands().filter(|sub| !sub.is_hide_set());
            Some(shown.map(|sub| CompletionCandidate::new(sub.get_name(), "")).collect())
        }
        _ => None,
    }
}

fn of_corpus(known: Known, room: &Room, typed: &str) -> Vec<CompletionCandidate> {
    match known {
        Known::Documents => documents(room, typed),
        Known::Tags => tags(room),
        Known::Readers => readers(room),
        Known::ReadersAndGroups => readers(room).into_iter().chain(groups(room)).collect(),
        Known::Sessions => sessions(room),
        Known::Filter => filters(room, typed),
        Known::Formats | Known::Chapters | Known::Commands => Vec::new(),
    }
}

/// The corpus of a path, where there is one; `~` is the home folder, which no shell has put in its place yet. A guess that is no path is
/// none.
fn room(path: Option<&Path>, is_guess: bool) -> Option<Room> {
    let home = path.and_then(|path| path.strip_prefix("~").ok()).zip(std::env::home_dir());
    let path = match (home, path) {
        (Some((below, home)), _) => Some(home.join(below)),
        (None, path) => path.filter(|path| !is_guess || path.exists()).map(Path::to_path_buf),
    };
    Room::quietly(path.as_deref()).ok()
}

/// Documents as files are offered: those in the folder that was typed, and the folders in it. A document elsewhere is offered where a part
/// of its path was typed and nothing begins so.
fn documents(room: &Room, typed: &str) -> Vec<CompletionCandidate> {
    let (entries, _) = room.entries();
    let begins = entries.iter().any(|entry| begins_as(entry.path.as_str(), typed));
    let mut found = BTreeMap::new();
    for entry in &entries {
        let path = entry.path.as_str();
        let folder = path.get(typed.len()..).filter(|_| begins).and_then(|rest| rest.find('/'));
        let shown = folder.map_or(path, |at| &path[..=typed.len() + at]);
        let title = || room.library.known(entry).and_then(|fact| fact.metadata.title).unwrap_or_default();
        let about = if shown == path { title() } else { String::new() };
        found.entry(shown.to_owned()).or_insert(about);
    }
    found.into_iter().map(|(word, about)| CompletionCandidate::new(word, about)).collect()
}

/// The tags of all annotations that this device's reader may see, with how often each was given.
fn tags(room: &Room) -> Vec<CompletionCandidate> {
    let annotations = room.annotations.clone();
    let (index, _): (SidecarListing, _) = annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
    let open = || AnnotationStore::new(annotations.clone());
    let me = room.state.reader();
    let store =
        me.map_or_else(|| Ok(open()), |me| open().for_reader(me, room.state.device())).unwrap_or_else(|_| open());
    let eyes = Eyes::of(room, &store, false);
    let (mut counts, mut left) = (BTreeMap::<String, usize>::new(), SIDECARS);
    for (document, files) in index.documents() {
        let Some(path) = DocPath::new(document).ok().filter(|_| left >= files.len()) else { continue };
        left -= files.len();
        let mut read = store.read(&path);
        eyes.see(room, &path, &mut read);
        for tag in read.stored.iter().flat_map(|stored| &stored.annotation.tags) {
            *counts.entry(tag.clone()).or_default() += 1;
        }
    }
    counts.into_iter().map(|(tag, count)| CompletionCandidate::new(tag, counted(count, "annotation"))).collect()
}

fn readers(room: &Room) -> Vec<CompletionCandidate> {
    let readers: BTreeMap<_, _> = AnnotationStore::new(room.annotations.clone()).readers().0.into_iter().collect();
    readers.into_iter().map(|(folder, reader)| CompletionCandidate::new(folder, reader.name)).collect()
}

fn groups(room: &Room) -> Vec<CompletionCandidate> {
    let syllabus = room.library.syllabus();
    let about = |names: &Vec<String>| counted(names.len(), "reader");
    syllabus.groups.iter().map(|(name, names)| CompletionCandidate::new(name, about(names))).collect()
}

fn sessions(room: &Room) -> Vec<CompletionCandidate> {
    let syllabus = room.library.syllabus();
    let row = |session: &Session| {
        CompletionCandidate::new(session.number.to_string(), session.title.clone().unwrap_or_default())
    };
    syllabus.sessions.iter().map(row).collect()
}

/// The fields, and behind the colon of one its values.
fn filters(room: &Room, typed: &str) -> Vec<CompletionCandidate> {
    let Some((field, _)) = typed.split_once(':') else {
        let row = |field: &QueryField| CompletionCandidate::new(format!("{}:", field.names[0]), field.about);
        return FIELDS.iter().map(row).collect();
    };
    let Some(row) = FIELDS.iter().find(|row| row.names.contains(&field)) else { return Vec::new() };
    let values = match row.names[0] {
        "tag" => tags(room),
        "by" | "mentions" => readers(room),
        _ => row.values().into_iter().map(|value| CompletionCandidate::new(value, "")).collect(),
    };
    values.into_iter().map(|one| CompletionCandidate::new(format!("{field}:{}", one.word), one.about)).collect()
}
