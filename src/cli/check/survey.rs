//! Goes through a corpus and its sidecars and notes what needs a hand. It prints nothing and mends nothing.

use super::lost::{self, LostAnswers};
use super::{AbsentName, AbsentRole, CheckReport, Counts, Standing};
use crate::annotation::person;
use crate::annotation::{Anchor, AnchorState, Reader, ReaderId, Record, Sidecar, Target, parse_sidecar_name};
use crate::cli::annotate::place::places;
use crate::cli::gradebook::outside::taken_names;
use crate::cli::out::cut;
use crate::cli::setup::{self, Room};
use crate::config::fault::nearest;
use crate::config::syllabus::{Syllabus, is_readable};
use crate::document::{DocPath, Document};
use crate::language::counts::counted;
use crate::store::{
    Accepted, AnnotationStore, Error, RosterReview, SidecarFile, SidecarListing, StoredAnnotation, UnreadFile,
    anchored_with, digest, is_damaged,
};
use crate::text::shown;
use crate::text::visible;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What stands in a file in which something is encrypted.
const SEALED: &str = "application/vnd.age";

/// A record later than this after now is dated in the future: clocks of two computers differ a little.
const TOLERANCE: SignedDuration = SignedDuration::from_hours(24);

/// Everything that can be said of the corpus at this time.
pub fn survey(room: &Room, now: Timestamp) -> CheckReport {
    let mut report = CheckReport::default();
    own_files(room, &mut report);
    let (documents, errors) = room.documents();
    faults("corpus", &errors, &mut report);
    syllabus(room, &documents, &mut report);
    let (index, errors) = room.annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
    faults("sidecar", &errors, &mut report);
    let store = room.store();
    let (owners, errors) = store.readers();
    let (store, mut accepted) = (store.once().0, Accepted::of(&room.dirs, room.library.corpus.root()));
    let doubled: Vec<Error> = errors
        .into_iter()
        .filter(|error| matches!(error, Error::SameReader { .. } | Error::OtherFolder { .. }))
        .collect();
    faults("reader", &doubled, &mut report);
    let mut met: HashSet<String> =
        documents.iter().flat_map(|path| index.of(path)).map(|file| file.document.clone()).collect();
    let renamed = index.files().iter().any(|file| !met.contains(&file.document));
    let mut answers = LostAnswers::of(room);
    for path in &documents {
        // A text without annotations may be one that was renamed, where some are without a text.
        let whole = renamed || index.of(path).next().is_some();
        let former = document(room, (&store, &mut accepted, &mut answers), (path, whole), &mut report);
        met.extend(former.iter().map(|name| name.as_str().to_owned()));
    }
    for doubt in store.doubts() {
        report.problem("owner", Some(&shown(&doubt.path)), doubt.what.clone(), doubt.hint());
    }
    let alone = room.library.corpus.chosen().is_some();
    if !alone {
        store.annotations().unread_files().iter().for_each(|file| unread_file(file, &mut report));
    }
    report.remarks.extend(answers.words(&store));
    report.remarks.extend(lost::unread(room, &owners, (&documents, &index)).filter(|_| !alone));
    let about: BTreeSet<&str> = index.files().iter().map(|file| file.document.as_str()).collect();
    if !alone {
        people(&room.library.syllabus(), &owners, &mut report);
        roster(&store, &mut report);
    }
    let keyed = keyed(room);
    let here: HashSet<&ReaderId> = owners.values().map(|reader| &reader.id).collect();
    for name in about.into_iter().filter(|name| !alone || met.contains(*name)) {
        let Ok(path) = DocPath::new(name) else { continue };
        let (files, errors) = store.sidecars(&path);
        faults("sidecar", &errors, &mut report);
        if files.iter().any(|file| file.text.contains(SEALED)) {
            locked(&keyed, &path, &mut report);
        }
        for file in &files {
            let mine = store.me().is_some_and(|me| me.nickname == file.folder);
            let owner = owners.get(&file.folder).or_else(|| store.me().filter(|_| mine)).map(|reader| &reader.id);
            sidecar(file, (owner, mine, &here), now, &mut report);
        }
        if !met.contains(name) {
            missing(room, (&documents, &index), name, &files, &mut report);
        }
    }
    report
}

/// The annotations with the keys of this device's reader: what is for that reader must be readable.
fn keyed(room: &Room) -> AnnotationStore {
    let open = || AnnotationStore::new(room.annotations.clone().with_private(&room.dirs));
    let me = room.state.reader();
    me.and_then(|me| open().for_reader(me, room.state.device()).ok()).unwrap_or_else(open)
}

/// What is encrypted for this device's reader and cannot be read: why.
fn locked(keyed: &AnnotationStore, path: &DocPath, report: &mut CheckReport) {
    for told in keyed.read(path).locked {
        let hint = "With the right key it is read again; what was copied from another annotation, or is damaged, its writer has to write anew.";
        report.problem("unread", Some(path.as_str()), told, hint);
    }
}

/// Names in the syllabus that nobody here has: a problem where a reader may be meant by one, else told.
fn people(syllabus: &Syllabus, owners: &HashMap<String, Reader>, report: &mut CheckReport) {
    let groups = syllabus.groups.iter().flat_map(|(group, names)| names.iter().map(move |name| (Some(group), name)));
    for (group, name) in syllabus.leader.iter().map(|leader| (None, leader)).chain(groups) {
        if person::named(owners.values(), name).is_some() {
            continue;
        }
        let names = || owners.values().flat_map(|reader| [reader.nickname.as_str(), reader.name.as_str()]);
        let mut meant = owners.values().filter(|reader| person::may_mean(name, reader)).map(|it| it.nickname.as_str());
        let Some(near) = nearest(name, names()).or_else(|| meant.next()) else {
            let role = group.map_or(AbsentRole::Leader, |group| AbsentRole::Group(group.clone()));
            report.absent.push(AbsentName { role, name: name.clone() });
            continue;
        };
        let role = group.map_or("leads".to_owned(), |group| format!("is in group {group}"));
        let hint = format!("Did you mean “{near}”? Readers are known by their short or full names (`postil reader`).");
        report.problem("syllabus", None, format!("“{name}” {role} and is nobody here"), hint);
    }
}

/// How the readers here stand to the roster. Who has written nothing yet, or is a stranger, is told and no problem.
fn roster(store: &AnnotationStore, report: &mut CheckReport) {
    let RosterReview { strangers, other_keys, absent, open, contested } = store.roster_review();
    report.open_rows = open.iter().map(|name| visible::line(name).into_owned()).collect();
    report.strangers = strangers.iter().map(|folder| visible::line(folder).into_owned()).collect();
    report.absent.extend(absent.into_iter().map(|name| AbsentName { role: AbsentRole::Reader, name }));
    for (nickname, readers) in contested {
        let message = format!("several go by “{}” of the roster: {}", visible::line(&nickname), readers.join("; "));
        let hint = "Ask the reader which id `postil reader` shows, and write it into the row: id = \"urn:uuid:…\". Then no other is taken for them.";
        report.problem("reader", None, message, hint);
    }
    for folder in other_keys {
        let message = "the reader makes another key known than the roster in syllabus.toml has, which counts";
        let hint = "Ask the reader which is right; then correct the roster, or let them run `postil reader --key` with the right one.";
        report.problem("reader", Some(&visible::line(&folder)), message, hint);
    }
}

fn faults(kind: &'static str, errors: &[Error], report: &mut CheckReport) {
    for error in errors {
        report.problem(kind, None, error.to_string(), error.hint());
    }
}

/// Settings, keys, themes, state.
fn own_files(room: &Room, report: &mut CheckReport) {
    for fault in setup::config(&room.dirs).1 {
        let hint = "The default stands for it; `postil config` shows the files, `postil config --default` what may be written.";
        report.problem("settings", None, fault.to_string(), hint);
    }
    for fault in &room.state_faults {
        report.problem("state", None, fault.clone(), "Nothing to do; it starts afresh.");
    }
}

fn syllabus(room: &Room, documents: &[DocPath], report: &mut CheckReport) {
    let plan = room.library.corpus.plan_text();
    let hint = if plan.is_ok_and(|plan| plan.is_none_or(|plan| is_readable(&plan))) {
        "The rest of the syllabus counts all the same; correct the line."
    } else {
        "Correct the line: until then the syllabus cannot be read as a whole. What of it counts is not sure, and its roster counts for nobody."
    };
    for fault in &room.library.faults {
        report.problem("syllabus", None, fault.clone(), hint);
    }
    if room.library.corpus.chosen().is_some() {
        return;
    }
    for (former, [what, remedy]) in taken_names(&room.library.syllabus(), documents) {
        report.problem("syllabus", Some(former.as_str()), what, remedy);
    }
    let there: HashSet<&DocPath> = documents.iter().collect();
    let said = &room.library.syllabus();
    report.remarks = said.remarks().iter().map(|remark| visible::line(remark).into_owned()).collect();
    let asked = said.sessions.iter().flat_map(|session| &session.prompts).filter_map(|prompt| prompt.document.as_ref());
    let named = said
        .sessions
        .iter()
        .flat_map(|session| &session.readings)
        .chain(said.corrections.keys())
        .chain(said.former_names.values());
    let named = named.chain(asked);
    for path in named.filter(|path| !there.contains(path)).collect::<BTreeSet<_>>() {
        let hint = "Put the text there, or correct the path in syllabus.toml.";
        report.problem("syllabus", Some(path.as_str()), "the syllabus names it, but it is not there", hint);
    }
    prompts(room, documents, report);
}

/// Whether the words are there that the leader asks about.
fn prompts(room: &Room, documents: &[DocPath], report: &mut CheckReport) {
    let syllabus = room.library.syllabus();
    let asked = syllabus.sessions.iter().flat_map(|session| &session.prompts);
    for (document, quote) in asked.filter_map(|prompt| Some((prompt.document.as_ref()?, prompt.quote.as_ref()?))) {
        let Some(path) = documents.iter().find(|path| *path == document) else { continue };
        let Ok(loaded) = room.library.load(path) else { continue };
        if places(&loaded.document, quote.trim()).is_ok_and(|places| places.is_empty()) {
            let message = format!("a prompt of the syllabus quotes words that are not there: {}", cut(quote, 60));
            report.problem("syllabus", Some(document.as_str()), message, "Correct the quotation in syllabus.toml.");
        }
    }
}

/// Whether a document can be read, and where its annotations stand; its former names.
fn document(
    room: &Room,
    (store, accepted, answers): (&AnnotationStore, &mut Accepted, &mut LostAnswers),
    (path, annotated): (&DocPath, bool),
    report: &mut CheckReport,
) -> Vec<DocPath> {
    // A page may begin with much that is not its article.
    let whole = || room.library.load(path);
    let begun = || {
        room.library.load_head(path).and_then(|head| if head.document.blocks().is_empty() { whole() } else { Ok(head) })
    };
    let loaded = if annotated { whole() } else { begun() };
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(error) => {
            report.problem("document", Some(path.as_str()), error.to_string(), error.hint());
            return Vec::new();
        }
    };
    if loaded.document.blocks().is_empty() {
        let reason = loaded.document.warnings.first().map_or("there is no text in it", String::as_str);
        report.problem("document", Some(path.as_str()), reason, "Replace the file, or take it out of the folder.");
    }
    let Some(digest) = loaded.digest.filter(|_| annotated) else { return Vec::new() };
    let read = store.read_known(path, Some(&digest));
    answers.look(path, &read.stored);
    let known = accepted.of_document(path, store.annotations());
    let mut counts = Counts::default();
    for (stored, anchor) in read.stored.iter().zip(anchored_with(&read.stored, &loaded.document, &digest, &known)) {
        let passage = matches!(stored.annotation.target, Target::Passage(_));
        counts.count(passage.then_some(anchor.state));
        if passage {
            unsure(path, stored, anchor.state, report);
            report.standings.extend(standing(path, stored, &anchor, &loaded.document));
        }
    }
    if counts.annotations > 0 {
        report.documents.push((path.as_str().to_owned(), counts));
    }
    read.former
}

/// How an annotation on a passage stands.
fn standing(path: &DocPath, stored: &StoredAnnotation, anchor: &Anchor, document: &Document) -> Option<Standing> {
    let Target::Passage(passage) = &stored.annotation.target else { return None };
    let span = anchor.span.filter(|_| anchor.state != AnchorState::Orphan);
    let (text, offsets) = (document.text(), document.offsets());
    Some(Standing {
        id: stored.annotation.id.clone(),
        document: path.as_str().to_owned(),
        reader: stored.reader.clone(),
        kind: stored.annotation.kind.name(),
        state: anchor.state,
        score: anchor.score,
        old: passage.quote.exact.clone(),
        new: span.map(|span| (span.of(text).to_owned(), offsets.to_code_points(text, span))),
    })
}

/// An annotation whose place is not sure.
fn unsure(path: &DocPath, stored: &StoredAnnotation, state: AnchorState, report: &mut CheckReport) {
    let Target::Passage(passage) = &stored.annotation.target else { return };
    let what = format!("{} by {} on “{}”", stored.annotation.kind.name(), stored.reader, cut(&passage.quote.exact, 60));
    match state {
        AnchorState::Orphan => {
            let hint =
                "Its words are gone: open the text and move the passage to where it belongs (`adjust`), or delete it.";
            report.problem("orphan", Some(path.as_str()), format!("{what} has lost its place"), hint);
        }
        AnchorState::Uncertain => {
            let hint = "Its words are others than they were, or stand in another place as well: look at it in the text, and move the passage if it is wrong (`adjust`).";
            report.problem("uncertain", Some(path.as_str()), format!("{what} may stand in the wrong place"), hint);
        }
        AnchorState::Same | AnchorState::Moved | AnchorState::Changed => {}
    }
}

/// What is wrong with one file of annotations.
fn sidecar(
    file: &SidecarFile,
    (owner, mine, here): (Option<&ReaderId>, bool, &HashSet<&ReaderId>),
    now: Timestamp,
    report: &mut CheckReport,
) {
    let (sidecar, path) = (Sidecar::parse(&file.text), shown(&file.path));
    let unread = sidecar.unread().count();
    if unread > 0 || !sidecar.faults().is_empty() {
        let message = format!("{} could not be read: {}", counted(unread, "line"), sidecar.faults().join("; "));
        let hint = if mine {
            "They are kept as they are; `postil check --repair` mends the rest of the file, a copy may have them whole."
        } else {
            "They are kept as they are; its reader can mend it with `postil check --repair`, or send it again."
        };
        report.problem("unread", Some(&path), message, hint);
    }
    let damaged = sidecar.records().filter_map(Record::ciphertext).filter(|armored| is_damaged(armored)).count();
    if damaged > 0 {
        let message = format!("encrypted and damaged, so that no key opens it: {}", counted(damaged, "record"));
        let hint =
            "Its writer has the words still, or a copy of the file: changed and saved there, they are encrypted anew.";
        report.problem("unread", Some(&path), message, hint);
    }
    unheard(&sidecar, (owner, here), &path, report);
    let latest = now.checked_add(TOLERANCE).unwrap_or(now);
    let late = sidecar.records().filter(|record| record.modified() > latest).count();
    if late > 0 {
        let hint = "Set the clock of the computer it was written on; until then these versions win over later ones.";
        report.problem("future", Some(&path), format!("dated in the future: {}", counted(late, "record")), hint);
    }
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for fault in sidecar.records().flat_map(Record::faults) {
        *told.entry(fault).or_default() += 1;
    }
    for (fault, count) in told {
        let hint = "It is read as well as can be; the program that wrote it should be told.";
        report.problem("record", Some(&path), format!("{fault} ({})", counted(count, "record")), hint);
    }
}

/// A file that holds annotations and is not read.
fn unread_file(file: &UnreadFile, report: &mut CheckReport) {
    let name = file.document.as_deref().map_or("TEXT", |path| path.rsplit('/').next().unwrap_or(path));
    let (rest, hint) = match file.missing {
        0 => ("each of them stands elsewhere too".to_owned(), "Nothing is missing; it can go.".to_owned()),
        missing => (
            format!("{missing} of them nowhere else"),
            format!("To have it read, rename it to “{}@copy.json”; or ask its reader to.", visible::line(name)),
        ),
    };
    let message = format!(
        "its name is not one of a file of annotations, so that it is not read: {}, {rest}",
        counted(file.annotations, "annotation")
    );
    report.problem("unread", Some(&shown(&file.path)), message, hint);
}

/// What is in a sidecar and counts for nothing: nothing at all, or records by other people than the reader whose folder
/// it is in. Nobody may speak for another, so those are only quoted; that they are there is said.
fn unheard(
    sidecar: &Sidecar,
    (owner, here): (Option<&ReaderId>, &HashSet<&ReaderId>),
    path: &str,
    report: &mut CheckReport,
) {
    if sidecar.records().next().is_none() && sidecar.unread().next().is_none() {
        let hint = "Restore the file from a copy, or ask its reader to send it again.";
        report.problem("unread", Some(path), "there is no annotation in it", hint);
    }
    let owner = owner.or_else(|| sidecar.owner().filter(|id| !here.contains(id)));
    let is_foreign = |creator: &ReaderId| owner.map_or_else(|| here.contains(creator), |owner| owner != creator);
    let foreign = |record: &&Record| record.creator().is_some_and(is_foreign);
    let count = sidecar.records().filter(foreign).count();
    if count > 0 {
        let (records, are) = (counted(count, "record"), if count == 1 { "is" } else { "are" });
        let message =
            format!("{records} in it {are} by somebody else than the reader of the folder: only quoted there");
        let hint = "They count as nobody's; `postil notes` shows them as quoted. Ask for the folder of the reader who wrote them, with the reader.json in it.";
        report.problem("foreign", Some(path), message, hint);
    }
}

/// Sidecars whose document is not there, or is called something else now.
fn missing(
    room: &Room,
    (documents, index): (&[DocPath], &SidecarListing),
    name: &str,
    files: &[SidecarFile],
    report: &mut CheckReport,
) {
    let known: HashSet<String> =
        files.iter().filter_map(|file| Sidecar::parse(&file.text).identity()).map(|identity| identity.sha256).collect();
    let same_bytes =
        |path: &&DocPath| room.library.corpus.read(path).is_ok_and(|bytes| known.contains(&digest(&bytes).hex()));
    // A document with annotations of its own may be a copy; one without is more likely the one that was renamed.
    let (with, without): (Vec<&DocPath>, Vec<&DocPath>) =
        documents.iter().partition(|path| index.of(path).next().is_some());
    let now = without.into_iter().find(same_bytes).or_else(|| with.into_iter().find(same_bytes));
    let hint = now.map_or_else(
        || {
            format!(
                "Put the text back under this name; its annotations are kept until then. Where a text here was {0} before and has changed \
                 since, say so in syllabus.toml: [documents.\"NAME NOW\"] formerly = \"{0}\".",
                visible::line(name)
            )
        },
        |path| format!("{path} holds the same text: rename it back, or rename the sidecars after it."),
    );
    let message = format!("about a text that is not there: {}", counted(files.len(), "sidecar"));
    report.problem("missing", Some(name), message, hint);
}
