//! What lies outside of a session's texts: answers to its prompts on other texts, which count; answers to prompts that have other words now,
//! and work on texts that no session reads, which do not. It counts nothing, and changes nothing.

use crate::annotation::{AnnotationId, PromptIds, Reader, person};
use crate::cli::setup::Room;
use crate::config::syllabus::Syllabus;
use crate::document::DocPath;
use crate::language::counts::counted;
use crate::store::{AnnotationStore, DocumentEntry, SidecarListing};
use crate::study::report::Text;
use crate::worker::kept_summaries;
use std::collections::{BTreeSet, HashMap, HashSet};

/// So many texts are named.
const NAMED: usize = 5;

/// That answers on these texts of a session belong to no prompt of the plan, where there are any.
pub fn lost_answers(texts: &[Text<'_>], ids: &PromptIds) -> Option<String> {
    let known: HashSet<&AnnotationId> =
        texts.iter().flat_map(|text| text.annotations).map(|annotation| &annotation.id).collect();
    let lost = |text: &Text<'_>| {
        let Ok(path) = DocPath::new(text.path) else { return 0 };
        let answers_nothing = |id: Option<&AnnotationId>| id.is_none_or(|id| !known.contains(id));
        let lost = text.annotations.iter().filter(|annotation| ids.is_lost(annotation, &path));
        lost.filter(|annotation| answers_nothing(annotation.target.annotation())).count()
    };
    let count: usize = texts.iter().map(lost).sum();
    let (belong, they) =
        if count == 1 { ("belongs", "it counts as a reply") } else { ("belong", "they count as replies") };
    let told =
        format!("{} {belong} to no prompt of the plan, and {they}; `postil check` says more", counted(count, "answer"));
    (count > 0).then_some(told)
}

/// For each session, which reads these texts and asks these prompts: the other texts on which its prompts are answered, by what is kept of
/// all texts in short; also those that the plan reads and that are not there. `store` lists sidecars once.
pub fn answered_elsewhere(
    room: &Room,
    (store, ids): (&AnnotationStore, &PromptIds),
    asked: &[(&[DocPath], &BTreeSet<AnnotationId>)],
) -> Vec<BTreeSet<DocPath>> {
    let mut found = vec![BTreeSet::new(); asked.len()];
    if asked.iter().all(|(_, prompts)| prompts.is_empty()) {
        return found;
    }
    let mut look = |path: &DocPath, named: &[&AnnotationId]| {
        let meant: BTreeSet<&AnnotationId> = named.iter().map(|id| ids.meant(id, path).unwrap_or(id)).collect();
        for ((readings, prompts), found) in asked.iter().zip(&mut found) {
            if !readings.contains(path) && meant.iter().any(|id| prompts.contains(*id)) {
                found.insert(path.clone());
            }
        }
    };
    let texts = room.library.known_texts(&room.library.entries().0);
    let looking = (texts.as_slice(), room.library.summary_cache());
    kept_summaries::survey(store, looking, &mut |path, summary| {
        look(&path, &summary.answers.iter().map(|answer| &answer.to).collect::<Vec<_>>());
    });
    let there: HashSet<&DocPath> = texts.iter().map(|text| &text.path).collect();
    let plan = room.library.syllabus();
    let read = plan.sessions.iter().flat_map(|session| &session.readings).collect::<BTreeSet<_>>();
    for gone in read.into_iter().filter(|path| !there.contains(path)) {
        let stored = store.read_known(gone, None).stored;
        look(gone, &stored.iter().filter_map(|stored| stored.annotation.target.annotation()).collect::<Vec<_>>());
    }
    found
}

/// Which of these texts others than who leads have written on, though no session of the plan reads them: nothing on them but answers
/// counts for one. `owners` are whose folders there are. Nothing is said where no session asks for work. Where the plan reads the very same
/// file under another name, it is said what to do: a text that was renamed on a drive stays under both names here.
pub fn unread_texts(
    (room, syllabus): (&Room, &Syllabus),
    (documents, index): (&[DocPath], &SidecarListing),
    owners: &HashMap<String, Reader>,
) -> Option<String> {
    if syllabus.sessions.iter().all(|session| session.rubric.is_none()) {
        return None;
    }
    let read = read_texts(syllabus);
    let by_class = by_class((syllabus, owners), index);
    let unread: Vec<&DocPath> = documents.iter().filter(|path| !read.contains(path) && by_class(path)).collect();
    if unread.is_empty() {
        return None;
    }
    let entries = room.library.entries().0;
    let named = |path: &DocPath| match same_file((room, &entries), path, &read) {
        Some(same) => {
            format!("{path} (the same as {same}, which the plan reads: take {path} away, and what is on it goes along)")
        }
        None => path.to_string(),
    };
    let named = first(unread.iter().map(|path| named(path)));
    Some(format!("written on, and read in no session of the plan, so that nothing on it but answers counts: {named}"))
}

/// Which texts others than who leads have written on that are neither here nor in the plan, under no other name that is known:
/// nothing on them but answers counts, which nobody is to find out by the points alone. Nothing is said where no session asks for work.
pub fn gone_texts(
    (room, syllabus): (&Room, &Syllabus),
    (store, index): (&AnnotationStore, &SidecarListing),
    owners: &HashMap<String, Reader>,
) -> Option<String> {
    if syllabus.sessions.iter().all(|session| session.rubric.is_none()) {
        return None;
    }
    let texts = room.library.known_texts(&room.library.entries().0);
    let (there, read): (HashSet<&DocPath>, _) = (texts.iter().map(|text| &text.path).collect(), read_texts(syllabus));
    let by_class = by_class((syllabus, owners), index);
    let annotated = store.annotated(&texts);
    let gone: Vec<&DocPath> =
        annotated.iter().filter(|path| !there.contains(path) && !read.contains(path) && by_class(path)).collect();
    let one = gone.first()?;
    Some(format!(
        "written on, and gone from the folder and the plan, so that nothing on it but answers counts: {}; where a text here was {one} \
         before, say so in syllabus.toml: [documents.\"NAME NOW\"] formerly = \"{one}\"",
        first(gone.iter().map(ToString::to_string))
    ))
}

/// Names that texts had before by the plan, and that other texts of these have now: by the name, what is to be said, and what can be done.
pub fn taken_names<'s>(syllabus: &'s Syllabus, documents: &[DocPath]) -> Vec<(&'s DocPath, [String; 2])> {
    let here: HashSet<&DocPath> = documents.iter().collect();
    let taken = syllabus.former_names.iter().filter(|(former, now)| here.contains(former) && here.contains(now));
    let told = |(former, now): (&'s DocPath, &DocPath)| {
        let what = format!(
            "the plan says that {now} had this name, which another text has: what was written under it is on that one"
        );
        (
            former,
            [
                what,
                format!(
                    "Give that text another name, or take it away where nobody is to read it: then it is on {now} again."
                ),
            ],
        )
    };
    taken.map(told).collect()
}

/// The texts that the sessions of a plan read.
fn read_texts(syllabus: &Syllabus) -> HashSet<&DocPath> {
    syllabus.sessions.iter().flat_map(|session| &session.readings).collect()
}

/// Whether somebody else than who leads has written under the name of a text. `owners` are whose folders there are.
fn by_class<'i>(
    (syllabus, owners): (&Syllabus, &HashMap<String, Reader>),
    index: &'i SidecarListing,
) -> impl Fn(&DocPath) -> bool + 'i {
    let leader = syllabus.leader.as_deref().and_then(|name| person::named(owners.values(), name));
    let leader = owners.iter().find(|(_, reader)| leader.is_some_and(|leader| leader.id == reader.id));
    let leader = leader.map(|(folder, _)| folder.clone());
    move |path| index.of(path).any(|file| leader.as_deref() != Some(&*file.folder))
}

/// The first of these, and how many more there are.
fn first(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let named = names.take(NAMED).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{named} and {more} more") } else { named }
}

/// The text of these whose file is the same, byte by byte; `entries` are all files here.
fn same_file<'d>(
    (room, entries): (&Room, &[DocumentEntry]),
    path: &DocPath,
    read: &HashSet<&'d DocPath>,
) -> Option<&'d DocPath> {
    let size = |path: &DocPath| entries.iter().find(|entry| entry.path == *path).map(|entry| entry.size);
    let digest = |path: &DocPath| room.library.load(path).ok()?.digest;
    let here = size(path)?;
    let mut alike: Vec<&DocPath> = read.iter().copied().filter(|other| size(other) == Some(here)).collect();
    alike.sort_unstable();
    let own = digest(path).filter(|_| !alike.is_empty())?;
    alike.into_iter().find(|other| digest(other) == Some(own))
}
