//! `postil export --curated`: the digest of what was picked. What stands in it is said in `study::digest`, how it is printed
//! in `exchange`.
//!
//! The keys of `--format json`: `title`, `curators`, `parts` of {`title`, `excerpts` of {`place`, `said`}}, where `place` has
//! `document`, `source`, `paragraph`, `page`, `quote` and what was `said` has `kind`, `reader`, `text`, `tags`, `picked` of
//! {`reader`, `comment`}.

use super::blind::Eyes;
use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::report::{ReportPage, session, title};
use super::setup::Room;
use crate::annotation::{AnnotationId, Reader, person, prompt_id};
use crate::config::syllabus::Syllabus;
use crate::document::DocPath;
use crate::exchange::export::{Facts, exporter};
use crate::store::AnnotationStore;
use crate::study::digest::{DigestSession, digest, pickers, under_pseudonyms};
use crate::study::report::Text;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the digest is asked for with.
#[derive(Debug)]
pub struct DigestRequest<'a> {
    /// Whose picks: a name or nickname.
    pub by: Option<&'a str>,
    /// Of which session.
    pub session: Option<u32>,
    /// How it is printed: the name of a row of `EXPORTERS`.
    pub format: &'a str,
    /// Whether names are replaced.
    pub pseudonyms: bool,
    /// Whether what is to be read blind first is not left out.
    pub unblind: bool,
}

/// Prints the digest. Nothing found: nothing is picked, and how to pick is told.
pub fn run(room: &Room, wanted: &DigestRequest<'_>, out: &mut Out) -> Result<Outcome, Failure> {
    tell_all(&room.library.faults);
    let (store, errors) = room.store().once();
    tell_all(&errors);
    let syllabus = &room.library.syllabus();
    let chosen = session(syllabus, &room.library.faults, wanted.session)?;
    let readers: Vec<Reader> = store.readers().0.into_values().collect();
    let curator = curator(room, &readers, wanted.by)?;
    let eyes = Eyes::of(room, &store, wanted.unblind);
    let parts = parts(room, (&store, &eyes), (wanted.session, &readers));
    let sessions: Vec<DigestSession<'_>> = parts
        .iter()
        .map(|(title, pages)| (title.clone(), pages.iter().map(ReportPage::text).collect::<Vec<Text<'_>>>()))
        .collect();
    let ids = curator.as_ref().map(|reader| BTreeSet::from([reader.id.clone()]));
    let name = format!("Digest: {}", title(syllabus, chosen));
    let mut facts = digest(&name, &sessions, ids.as_ref(), &prompts(syllabus));
    if facts.parts.is_empty() {
        tell(&nothing(curator.as_ref(), &pickers(&sessions)));
        // A program reads even that there is nothing.
        if wanted.format != "json" {
            return Ok(Outcome::Nothing);
        }
    }
    if wanted.pseudonyms {
        facts = under_pseudonyms(facts);
    }
    if let Some(exporter) = exporter(wanted.format) {
        out.text(&exporter.text(&Facts::Digest(&facts)))?;
    }
    Ok(Outcome::found(!facts.parts.is_empty()))
}

/// Whose picks are meant: of who is asked for, else of the leader, else of the reader of this device; `None` for everybody.
fn curator(room: &Room, readers: &[Reader], by: Option<&str>) -> Result<Option<Reader>, Failure> {
    if let Some(by) = by {
        let mut known: Vec<&str> = readers.iter().map(|reader| reader.nickname.as_str()).collect();
        known.sort_unstable();
        let hint = match known.len() {
            0 => "Nobody has written anything here yet.".to_owned(),
            _ => format!("There are {}.", known.join(", ")),
        };
        let found = person::named(readers, by).cloned();
        return found.map(Some).ok_or_else(|| Failure::new(format!("there is no reader {by} here"), hint));
    }
    let syllabus = room.library.syllabus();
    let leader = syllabus.leader.as_deref().and_then(|name| person::named(readers, name));
    let me = || room.state.reader().and_then(|me| readers.iter().find(|reader| reader.id == me.id));
    Ok(leader.or_else(me).cloned())
}

/// Why there is nothing, and what can be done.
fn nothing(curator: Option<&Reader>, pickers: &[String]) -> String {
    let whose = curator.map_or_else(String::new, |reader| format!(" by {}", reader.name));
    let others =
        if pickers.is_empty() { String::new() } else { format!("; picks are by {} (--by NAME)", pickers.join(", ")) };
    format!("nothing is picked here{whose}{others}. To pick, open a text, go to an annotation and press * there")
}

/// The words of all prompts by their ids.
fn prompts(syllabus: &Syllabus) -> BTreeMap<AnnotationId, String> {
    let of = |session: &crate::config::syllabus::Session| {
        let number = session.number;
        session
            .prompts
            .iter()
            .map(move |prompt| (prompt_id(number, &prompt.text), prompt.text.clone()))
            .collect::<Vec<_>>()
    };
    syllabus.sessions.iter().flat_map(of).collect()
}

/// The texts by session, each where it is first read; then those that no session names.
fn parts(
    room: &Room,
    sight: (&AnnotationStore, &Eyes),
    (wanted, readers): (Option<u32>, &[Reader]),
) -> Vec<(String, Vec<ReportPage>)> {
    let syllabus = &room.library.syllabus();
    let names: HashMap<&str, &str> =
        readers.iter().map(|reader| (reader.nickname.as_str(), reader.name.as_str())).collect();
    let (documents, faults) = room.documents();
    tell_all(&faults);
    let mut parts: BTreeMap<(bool, usize), Vec<ReportPage>> = BTreeMap::new();
    for path in documents {
        let place = match wanted {
            Some(number) => {
                let reads = |session: &crate::config::syllabus::Session| {
                    session.number == number && session.readings.iter().any(|reading| reading == path.as_str())
                };
                syllabus.sessions.iter().position(reads)
            }
            None => syllabus.order_of(&path).map(|(session, _)| session),
        };
        if wanted.is_some() && place.is_none() {
            continue;
        }
        if let Some(page) = page(room, sight, path, &names) {
            parts.entry((place.is_none(), place.unwrap_or_default())).or_default().push(page);
        }
    }
    parts.into_iter().map(|(place, pages)| (heading(syllabus, place), pages)).collect()
}

fn heading(syllabus: &Syllabus, (other, session): (bool, usize)) -> String {
    match syllabus.sessions.get(session) {
        Some(session) if !other => {
            let title = session.title.as_ref().map_or_else(String::new, |title| format!(": {title}"));
            format!("Session {}{title}", session.number)
        }
        _ if syllabus.sessions.is_empty() => String::new(),
        _ => "Other texts".to_owned(),
    }
}

/// A document with everything on it that is not to be read blind, remarks of its own file too, and everybody by full name.
fn page(
    room: &Room,
    (store, eyes): (&AnnotationStore, &Eyes),
    path: DocPath,
    names: &HashMap<&str, &str>,
) -> Option<ReportPage> {
    let loaded = room.library.load(&path).ok()?;
    let digest = loaded.digest?;
    let mut read = store.read_known(&path, Some(&digest)).with_remarks(&loaded.document, &digest);
    let left_out = eyes.see(room, &path, &mut read);
    read.faults.extend(left_out);
    tell_all(&read.faults);
    let mut page = ReportPage::of(path, loaded, (read, &digest));
    for reader in &mut page.readers {
        if let Some(name) = names.get(reader.as_str()) {
            (*name).clone_into(reader);
        }
    }
    Some(page)
}
