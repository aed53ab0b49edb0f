//! `postil report [PATH]`: the sheet for a seminar's session. What stands on it is said in `study::report`, how it is
//! printed in `exchange`.

use super::blind::Eyes;
use super::gradebook::outside::answered_elsewhere;
use super::gradebook::{GradebookWish, gradebook, prompts_of};
use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::setup::Room;
use crate::annotation::{Anchor, Annotation, AnnotationId, Kind, Reader, ReaderId, person, prompt_id};
use crate::app::prompt_ids_of;
use crate::config::syllabus::{Session, Syllabus};
use crate::document::{DocPath, Document, Metadata};
use crate::exchange::export::{EXPORTERS, Facts, GRADEBOOKS, exporter, gradebook_format};
use crate::language::counts::counted;
use crate::store::{AnnotationStore, Digest, Loaded, Read, StoredAnnotation, anchored, each_in_order};
use crate::study::report::{
    GrowingReport, ReportPrompt, Text, TextFindings, answered, under_pseudonyms, with_readers, without_participation,
};
use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many pages are read at a time: one holds all that a class has written on a text, and is read by all processors itself.
const PAGES: usize = 2;
/// Of pages with so many bytes of sidecars one alone: it takes several times as much memory.
const LARGE: u64 = 16 << 20;

/// Print the sheet for a session: prompts, the passages most marked, open questions, tags; then who has written what
/// and what nobody touched.
///
/// What others wrote on a reading that you are to read blind, or apart from other groups, is left out as in `notes`. Counts what readers have written; what somebody has read without writing is on their machine alone. A question is
/// open until its asker or the leader votes for an answer. A gradebook counts what the rubrics of syllabus.toml ask for, without
/// what came after the session's due time or is tagged `uncounted`.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Args {
    /// A folder of texts. Default: the one around this folder, else the one read last, else ./documents.
    path: Option<PathBuf>,
    /// Only this session of syllabus.toml.
    #[arg(long, value_name = "N")]
    session: Option<u32>,
    /// How to print it.
    #[arg(long, value_name = "FORMAT", default_value = "markdown", value_parser = names())]
    format: String,
    /// Short for --format json.
    #[arg(long)]
    json: bool,
    /// In a gradebook: with what you have written to each reader alone, where you lead. Whoever has the table can read it.
    #[arg(long)]
    private: bool,
    /// In a gradebook: late is what came late to this device, also where its writer has signed it before.
    #[arg(long)]
    by_arrival: bool,
    /// With what others wrote on readings that you are to read blind or apart from other groups first, too.
    #[arg(long)]
    unblind: bool,
    /// With `Reader A`, `Reader B` in place of names.
    #[arg(long)]
    pseudonyms: bool,
}

fn names() -> clap::builder::PossibleValuesParser {
    let sheets = EXPORTERS.iter().map(|row| (row.name, row.about));
    let named = sheets.chain(GRADEBOOKS.iter().map(|row| (row.name, row.about)));
    clap::builder::PossibleValuesParser::new(
        named.map(|(name, about)| clap::builder::PossibleValue::new(name).help(about)),
    )
}

/// Prints the sheet. Nothing found: nobody has written anything.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let room = Room::open(args.path.as_deref())?;
    let book = gradebook_format(&args.format).filter(|_| !args.json);
    // Grades are of all that was asked.
    let room = if book.is_some() && room.library.corpus.folder().is_some() { room.entire() } else { room };
    tell_all(&room.library.faults);
    let (store, errors) = room.store().once();
    tell_all(&errors);
    let syllabus = room.library.syllabus();
    let session = session(&syllabus, &room.library.faults, args.session)?;
    let eyes = Eyes::of(&room, &store, args.unblind);
    if let Some(format) = book {
        if args.pseudonyms {
            return Err(Failure::new("a gradebook needs names", "Leave --pseudonyms away."));
        }
        let read = |(session, others): (&Session, &BTreeSet<DocPath>),
                    see: &mut dyn FnMut(&[Text<'_>], &[Text<'_>])| {
            let mut pages = pages(&room, (&store, &eyes), Some(session));
            let gone = gone(&room, (&store, &eyes), session, &pages);
            pages.extend(gone);
            let others: Vec<ReportPage> = pages_of((&room, &store, &eyes), others.clone()).collect();
            let [texts, others] = [&pages, &others].map(|pages| pages.iter().map(ReportPage::text).collect::<Vec<_>>());
            see(&texts, &others);
        };
        let wish = GradebookWish { feedback: args.private, by_arrival: args.by_arrival };
        let book = gradebook(&room, &store, (&syllabus, session, wish), &read)?;
        if args.private && args.format != GRADEBOOKS[0].name {
            tell("this table has no column for words: feedback stands in that of --format gradebook");
        }
        out.text(&(format.text)(&book))?;
        return Ok(Outcome::found(!book.readers.is_empty()));
    }
    if args.private || args.by_arrival {
        return Err(Failure::new("--private and --by-arrival are about a gradebook", "Add --format gradebook."));
    }
    let (leader, prompts) = (leader(&syllabus, &store), prompts(&syllabus, session));
    let find = |text: &Text<'_>| TextFindings::of(text, &prompts, leader.as_ref());
    let mut growing = GrowingReport::of(&title(&syllabus, session), prompts.clone());
    each_finding((&room, &store, &eyes), session, &find, &mut |findings| growing.add(findings));
    if let Some(session) = session {
        let elsewhere = elsewhere((&room, &store, &eyes), &syllabus, session);
        elsewhere.for_each(|page| growing.add_elsewhere(answered(&page.text(), &prompts)));
    }
    let mut facts = growing.whole();
    let found = !facts.parts.is_empty() || facts.prompts.iter().any(|prompt| prompt.answers > 0);
    facts = if syllabus.leaves_out_participation {
        without_participation(facts)
    } else {
        with_readers(facts, store.readers().0.into_values().map(|reader| reader.nickname))
    };
    if args.pseudonyms {
        facts = under_pseudonyms(facts);
    }
    let format = if args.json { "json" } else { &args.format };
    if let Some(exporter) = exporter(format) {
        out.text(&exporter.text(&Facts::Report(&facts)))?;
    }
    Ok(Outcome::found(found))
}

/// The session of that number, where one is asked for; `faults` are those of the syllabus.
pub fn session<'a>(
    syllabus: &'a Syllabus,
    faults: &[String],
    wanted: Option<u32>,
) -> Result<Option<&'a Session>, Failure> {
    let Some(wanted) = wanted else { return Ok(None) };
    let found = syllabus.sessions.iter().find(|session| session.number == wanted);
    let known: Vec<String> = syllabus.sessions.iter().map(|session| session.number.to_string()).collect();
    let hint = match known.len() {
        // It was told what.
        0 if !faults.is_empty() => "Mend syllabus.toml, or leave --session away for all texts.".to_owned(),
        0 => "There is no syllabus.toml with sessions in this folder; leave --session away for all texts.".to_owned(),
        _ => format!("syllabus.toml has the sessions {}.", known.join(", ")),
    };
    found.map(Some).ok_or_else(|| Failure::new(format!("there is no session {wanted}"), hint))
}

pub(super) fn title(syllabus: &Syllabus, session: Option<&Session>) -> String {
    let seminar = syllabus.title.clone().unwrap_or_else(|| "All texts".to_owned());
    let Some(session) = session else { return seminar };
    let name = session.title.as_ref().map_or_else(String::new, |title| format!(": {title}"));
    let days = session.date.clone().into_iter().chain(session.due.map(|due| format!("due {}", due.words())));
    let days = days.collect::<Vec<_>>().join(", ");
    let date = if days.is_empty() { days } else { format!(" ({days})") };
    format!("Session {}{name}{date}", session.number)
}

/// The leader's prompts, each once, with the ids that answers to them have as their target.
fn prompts(syllabus: &Syllabus, session: Option<&Session>) -> Vec<ReportPrompt> {
    let wanted = syllabus.sessions.iter().filter(|one| session.is_none_or(|session| session.number == one.number));
    let asked = wanted.flat_map(|session| session.prompts.iter().map(move |prompt| (session.number, prompt)));
    let mut seen = BTreeSet::new();
    let once = asked.filter_map(|(session, prompt)| {
        let id = prompt_id(session, &prompt.text);
        let (text, document, quote) =
            (prompt.text.clone(), prompt.document.clone().map(String::from), prompt.quote.clone());
        seen.insert(id.clone()).then(|| ReportPrompt { text, document, quote, id, ..ReportPrompt::default() })
    });
    once.collect()
}

/// The id of the reader whom the syllabus names as the leader.
pub fn leader(syllabus: &Syllabus, store: &AnnotationStore) -> Option<ReaderId> {
    let readers: Vec<Reader> = store.readers().0.into_values().collect();
    person::named(&readers, syllabus.leader.as_deref()?).map(|reader| reader.id.clone())
}

/// A document with what was written on it.
pub struct ReportPage {
    /// Its path.
    pub path: DocPath,
    /// The document.
    pub loaded: Loaded,
    /// What was written on it.
    pub annotations: Vec<Annotation>,
    /// Where each stands.
    pub anchors: Vec<Anchor>,
    /// Who made each: nicknames.
    pub readers: Vec<String>,
}

impl ReportPage {
    /// The page of a document, and what of it could not be read; `None` where the document itself cannot.
    fn read(room: &Room, (store, eyes): (&AnnotationStore, &Eyes), path: DocPath) -> Option<(Self, Vec<String>)> {
        let loaded = room.library.load(&path).ok()?;
        let digest = loaded.digest?;
        let mut read = store.read_known(&path, Some(&digest));
        let left_out = eyes.see(room, &path, &mut read);
        read.faults.extend(left_out);
        let faults = std::mem::take(&mut read.faults);
        Some((Self::of(path, loaded, (read, &digest)), faults))
    }

    /// A document with what was read of it.
    pub(super) fn of(path: DocPath, loaded: Loaded, (read, digest): (Read, &Digest)) -> Self {
        Self::with(path, loaded, read, |stored, document| anchored(stored, document, digest))
    }

    fn with(
        path: DocPath,
        loaded: Loaded,
        read: Read,
        anchors: impl FnOnce(&[StoredAnnotation], &Document) -> Vec<Anchor>,
    ) -> Self {
        let stored: Vec<_> =
            read.stored.into_iter().filter(|stored| stored.annotation.kind != Kind::Identity).collect();
        let anchors = anchors(&stored, &loaded.document);
        let (readers, annotations) = stored.into_iter().map(|stored| (stored.reader, stored.annotation)).unzip();
        Self { path, loaded, annotations, anchors, readers }
    }

    /// The page of a document that is not there or cannot be read, with those annotations that `keep` says, and what of it could not be
    /// read.
    fn unread(
        room: &Room,
        (store, eyes): (&AnnotationStore, &Eyes),
        path: &DocPath,
        keep: &mut dyn FnMut(&AnnotationId) -> bool,
    ) -> (Self, Vec<String>) {
        let mut read = store.read_known(path, None);
        let left_out = eyes.see(room, path, &mut read);
        read.stored.retain(|stored| keep(&stored.annotation.id));
        let faults = std::mem::take(&mut read.faults).into_iter().chain(left_out).collect();
        (Self::gone(path.clone(), read), faults)
    }

    /// What was read of a document that is not there, without its words: everything stands nowhere.
    fn gone(path: DocPath, read: Read) -> Self {
        let (document, metadata) = (Document::default(), Metadata::default());
        let loaded = Loaded { document, metadata, digest: None, format: "", whole: true, stamp: None };
        Self::with(path, loaded, read, |stored, _| vec![Anchor::NOWHERE; stored.len()])
    }

    /// Borrows the text as `study` asks about it.
    pub fn text(&self) -> Text<'_> {
        Text {
            path: self.path.as_str(),
            metadata: &self.loaded.metadata,
            document: &self.loaded.document,
            annotations: &self.annotations,
            anchors: &self.anchors,
            readers: &self.readers,
        }
    }
}

/// The documents of a session, or all, in the order of reading. Those that cannot be read are left out: `check` says why.
fn pages(room: &Room, reading: (&AnnotationStore, &Eyes), session: Option<&Session>) -> Vec<ReportPage> {
    let mut pages = Vec::new();
    each_page(room, reading, (session, None), &mut |page| pages.push(page));
    pages
}

/// The pages of these documents, one after the other; of one that is not there, what was written on it.
fn pages_of<'a>(
    (room, store, eyes): (&'a Room, &'a AnnotationStore, &'a Eyes),
    paths: BTreeSet<DocPath>,
) -> impl Iterator<Item = ReportPage> + 'a {
    paths.into_iter().map(move |path| {
        let unread = || ReportPage::unread(room, (store, eyes), &path, &mut |_| true);
        let (page, faults) = ReportPage::read(room, (store, eyes), path.clone()).unwrap_or_else(unread);
        tell_all(&faults);
        page
    })
}

/// The pages of other documents than a session's, on which its prompts are answered.
fn elsewhere<'a>(
    reading: (&'a Room, &'a AnnotationStore, &'a Eyes),
    syllabus: &Syllabus,
    session: &Session,
) -> impl Iterator<Item = ReportPage> + 'a {
    let ((room, store, _), asked) = (reading, prompts_of([session]));
    // What was answered on a text of the session that is not there any more stands on no page yet.
    let there: BTreeSet<DocPath> = room.documents().0.into_iter().collect();
    let readings: Vec<DocPath> = session.readings.iter().filter(|path| there.contains(path)).cloned().collect();
    let found = answered_elsewhere(room, (store, &prompt_ids_of(syllabus)), &[(&readings, &asked)]);
    pages_of(reading, found.into_iter().flatten().collect())
}

/// What was written on those texts of a session that are not there, or cannot be read: work on them counts all the same. Of each it is
/// told. What was found under the name that a text has now is not counted again.
fn gone(room: &Room, reading: (&AnnotationStore, &Eyes), session: &Session, pages: &[ReportPage]) -> Vec<ReportPage> {
    let mut known: HashSet<AnnotationId> =
        pages.iter().flat_map(|page| &page.annotations).map(|annotation| annotation.id.clone()).collect();
    let mut found = Vec::new();
    for path in session.readings.iter().filter(|path| pages.iter().all(|page| page.path != **path)) {
        let (page, faults) = ReportPage::unread(room, reading, path, &mut |id| known.insert(id.clone()));
        let what = match room.library.load(path) {
            Err(error) if error.is_missing() => "is not there",
            _ => "cannot be read",
        };
        let readers = page.readers.iter().collect::<BTreeSet<_>>().len();
        let written = match page.annotations.len() {
            0 => ", and nothing was written on it under this name: where it has another now, correct the plan, or nothing on it counts".to_owned(),
            count => format!(
                "; what was written on it counts all the same ({} by {})",
                counted(count, "annotation"),
                counted(readers, "reader")
            ),
        };
        tell_all(&[format!("session {} reads {path}, which {what}{written}", session.number)]);
        tell_all(&faults);
        found.push(page);
    }
    found
}

/// Shows `see` what `find` makes of each page of a session's documents, or of all, in the order of reading. As few pages are held at a
/// time as keep the threads busy: each is let go of when it has been looked at.
fn each_finding(
    (room, store, eyes): (&Room, &AnnotationStore, &Eyes),
    session: Option<&Session>,
    find: &(dyn Fn(&Text<'_>) -> TextFindings + Sync),
    see: &mut dyn FnMut(TextFindings),
) {
    let (wanted, large) = (wanted(room, session, None), Mutex::new(()));
    let look = |at: usize, (): &mut ()| {
        let _alone = turn(&large, store.bytes_on(&wanted[at]));
        let (page, faults) = ReportPage::read(room, (store, eyes), wanted[at].clone())?;
        Some((find(&page.text()), faults))
    };
    each_in_order(wanted.len(), PAGES, &look, &mut |_, found| {
        if let Some((findings, faults)) = found {
            tell_all(&faults);
            see(findings);
        }
        true
    });
}

/// Waits until nobody else holds a large page, where this will be one.
fn turn(large: &Mutex<()>, bytes: u64) -> Option<MutexGuard<'_, ()>> {
    (bytes > LARGE).then(|| large.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Shows `see` the pages of a session's documents, or all, one after the other; only the chosen document's where there
/// is one.
pub fn each_page(
    room: &Room,
    (store, eyes): (&AnnotationStore, &Eyes),
    (session, chosen): (Option<&Session>, Option<&DocPath>),
    see: &mut dyn FnMut(ReportPage),
) {
    for path in wanted(room, session, chosen) {
        if let Some((page, faults)) = ReportPage::read(room, (store, eyes), path) {
            tell_all(&faults);
            see(page);
        }
    }
}

/// The documents of a session, or all, in the order of reading; the chosen one alone where there is one.
fn wanted(room: &Room, session: Option<&Session>, chosen: Option<&DocPath>) -> Vec<DocPath> {
    let (documents, faults) = room.documents();
    tell_all(&faults);
    let readings: Option<BTreeSet<&DocPath>> = session.map(|session| session.readings.iter().collect());
    let is_wanted = |path: &DocPath| {
        readings.as_ref().is_none_or(|all| all.contains(path)) && chosen.is_none_or(|chosen| chosen == path)
    };
    documents.into_iter().filter(is_wanted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_large_pages_one_is_held_at_a_time() {
        let large = Mutex::new(());
        let held = turn(&large, LARGE + 1);
        assert!(held.is_some() && large.try_lock().is_err() && turn(&large, LARGE).is_none());
        drop(held);
        assert!(large.try_lock().is_ok());
    }
}
