//! The gradebook of `postil report`: the plan's rubrics, everybody's work, and when it was there, put together for
//! `study::grading`.

mod feedback;
pub mod outside;

use super::out::{tell, tell_all};
use super::outcome::Failure;
use super::setup::Room;
use crate::annotation::{Annotation, AnnotationId, Reader, ReaderId, parse_sidecar_name, person, prompt_id};
use crate::app::{AskedWork, prompt_ids_of};
use crate::config::syllabus::{Due, Roster, Rubric, Session, Syllabus};
use crate::document::DocPath;
use crate::exchange::export::altered_login;
use crate::store::signature::{KnownChains, signed_times};
use crate::store::{AnnotationStore, Arrivals};
use crate::study::grading::{Assignment, Gradebook, GradedReader, HandedIn, work_done};
use crate::study::report::Text;
use crate::text::visible;
use feedback::Feedback;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use outside::{answered_elsewhere, gone_texts, lost_answers, taken_names, unread_texts};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Reads what was written on a session's texts, and on others, and shows both.
type ReadSession<'a> = dyn Fn((&Session, &BTreeSet<DocPath>), &mut dyn FnMut(&[Text<'_>], &[Text<'_>])) + 'a;

/// What of a gradebook is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct GradebookWish {
    /// With what who leads has written to readers alone.
    pub feedback: bool,
    /// Late is what came late, whatever its maker has signed.
    pub by_arrival: bool,
}

/// One of the class.
#[derive(Debug)]
struct ClassReader {
    /// What the rows of work have: the short name of who is here, else the plan's.
    nickname: String,
    /// Of who is here.
    id: Option<ReaderId>,
    /// From the top of the roster; those who stand in none come last.
    place: usize,
    line: GradedReader,
}

/// The gradebook of the sessions with a rubric, or of one.
pub fn gradebook(
    room: &Room,
    store: &AnnotationStore,
    (syllabus, only, wish): (&Syllabus, Option<&Session>, GradebookWish),
    read: &ReadSession<'_>,
) -> Result<Gradebook, Failure> {
    let graded = graded(syllabus, only)?;
    let mut arrivals = Arrivals::open(room.store().annotations());
    arrivals.note(room.store().annotations(), true)?;
    let readers: Vec<Reader> = store.readers().0.into_values().collect();
    let leader =
        syllabus.leader.as_deref().and_then(|name| person::named(&readers, name)).map(|leader| leader.id.clone());
    let mut readers = class(syllabus, store, leader.as_ref());
    let (mut assignments, mut chains) = (Vec::new(), KnownChains::default());
    let ids = prompt_ids_of(syllabus);
    let graded: Vec<(&Session, Assignment)> =
        graded.into_iter().map(|(session, rubric)| (session, assignment(syllabus, session, rubric))).collect();
    let asked: Vec<_> = graded.iter().map(|(session, asked)| (session.readings.as_slice(), &asked.prompts)).collect();
    let elsewhere = answered_elsewhere(room, (store, &ids), &asked);
    for ((session, assignment), others) in graded.into_iter().zip(elsewhere) {
        let mut done = BTreeMap::new();
        let texts = session.readings.iter().chain(&others);
        let signed = if wish.by_arrival { HashMap::new() } else { signed(store, texts, &mut chains) };
        let handed_in = |annotation: &Annotation| handed_in(annotation, &arrivals, &signed);
        read((session, &others), &mut |texts, others| {
            done = work_done(&assignment, (texts, others), &handed_in);
            let lost = lost_answers(texts, &ids);
            tell_all(&Vec::from_iter(lost.map(|lost| format!("session {}: {lost}", session.number))));
        });
        let feedback = wish.feedback.then(|| Feedback::of(room, (session, leader.as_ref()))).transpose()?;
        for reader in &mut readers {
            reader.line.done.push(done.remove(&reader.nickname).unwrap_or_default());
            reader.line.words.extend(feedback.as_ref().map(|feedback| feedback.to(reader.id.as_ref())));
        }
        assignments.push(assignment);
    }
    let class: Vec<GradedReader> = readers.into_iter().map(|reader| reader.line).collect();
    tell_all(&doubtful_logins(&class));
    tell_unread(room, syllabus, store);
    Ok(Gradebook { assignments, readers: class })
}

/// Tells of texts that were written on and that no session reads, here or gone.
fn tell_unread(room: &Room, syllabus: &Syllabus, store: &AnnotationStore) {
    let (documents, _) = room.documents();
    let (index, _) = room.annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
    let owners = store.readers().0;
    for (former, [what, remedy]) in taken_names(syllabus, &documents) {
        tell(&format!("{former}: {what}. {remedy}"));
    }
    let unread = unread_texts((room, syllabus), (&documents, &index), &owners);
    let gone = gone_texts((room, syllabus), (store, &index), &owners);
    tell_all(&unread.into_iter().chain(gone).collect::<Vec<_>>());
}

/// The sessions that ask for something, with what they ask.
fn graded<'a>(syllabus: &'a Syllabus, only: Option<&Session>) -> Result<Vec<(&'a Session, &'a Rubric)>, Failure> {
    if syllabus.leaves_out_participation {
        return Err(Failure::new(
            "syllabus.toml says that no report tells participation",
            "Take `participation = false` out of it to grade.",
        ));
    }
    let graded = syllabus.sessions.iter().filter(|session| only.is_none_or(|only| only.number == session.number));
    let graded: Vec<(&Session, &Rubric)> =
        graded.filter_map(|session| Some((session, session.rubric.as_ref()?))).collect();
    if graded.is_empty() {
        let which = only.map_or_else(
            || "no session in syllabus.toml has a rubric".to_owned(),
            |only| format!("session {} has no rubric in syllabus.toml: there is nothing to grade", only.number),
        );
        return Err(Failure::new(
            which,
            "Write what it asks for: rubric = { marks = 3, notes = 2, points = 10 } below its [[session]].",
        ));
    }
    Ok(graded)
}

/// When the annotations on texts were signed, as far as that may count. What cannot be verified counts from its arrival.
fn signed<'a>(
    store: &AnnotationStore,
    texts: impl Iterator<Item = &'a DocPath>,
    chains: &mut KnownChains,
) -> HashMap<AnnotationId, Timestamp> {
    let mut signed = HashMap::new();
    for path in texts {
        match signed_times(store, path, chains) {
            Ok(times) => signed.extend(times),
            Err(error) => {
                tell(&format!("what was signed is not told from what was not: {error}. {}", error.hint()));
                break;
            }
        }
    }
    signed
}

/// Since when an annotation counts as handed in: since it came to this device, else since its maker has signed it, where that can be
/// verified. This is the one place that decides it.
fn handed_in(annotation: &Annotation, arrivals: &Arrivals, signed: &HashMap<AnnotationId, Timestamp>) -> HandedIn {
    let arrived = arrivals.of(&annotation.id).and_then(|second| Timestamp::from_second(second).ok());
    HandedIn {
        arrived: arrived.unwrap_or(annotation.created),
        signed: signed.get(&annotation.id).copied(),
        changed: annotation.modified,
    }
}

/// Everybody but who leads, in the order of the roster, else by name; whom only the plan names has written nothing. Where there is a
/// roster, strangers are none of the class, which is told.
fn class(syllabus: &Syllabus, store: &AnnotationStore, leader: Option<&ReaderId>) -> Vec<ClassReader> {
    let (readers, roster) = (store.readers().0, &syllabus.readers);
    let readers: Vec<Reader> = readers.into_values().filter(|reader| Some(&reader.id) != leader).collect();
    let (strangers, here): (Vec<Reader>, Vec<Reader>) =
        readers.into_iter().partition(|reader| roster.is_stranger(&reader.nickname, &reader.id));
    if !strangers.is_empty() {
        let mut names: Vec<&str> = strangers.iter().map(|reader| reader.nickname.as_str()).collect();
        names.sort_unstable();
        tell(&format!("not in the roster, so not in the gradebook: {}", visible::line(&names.join(", "))));
    }
    let row = |reader: &Reader| roster.row(&reader.nickname, &reader.id).map(|(nickname, _)| nickname.to_owned());
    let line = |nickname: &str, (name, row): (&str, Option<&str>), id: Option<&ReaderId>| ClassReader {
        nickname: nickname.to_owned(),
        id: id.cloned(),
        place: row.and_then(|row| roster.place(row)).unwrap_or(usize::MAX),
        line: GradedReader {
            name: name.to_owned(),
            login: syllabus.logins.get(row.unwrap_or(nickname)).map_or(nickname, String::as_str).to_owned(),
            ..GradedReader::default()
        },
    };
    let rows: BTreeSet<String> = here.iter().filter_map(row).collect();
    let mut class: Vec<ClassReader> = here
        .iter()
        .map(|reader| line(&reader.nickname, (&reader.name, row(reader).as_deref()), Some(&reader.id)))
        .collect();
    let is_here =
        |name: &str| rows.contains(name) || here.iter().any(|reader| reader.nickname == name || reader.name == name);
    let leads = |name: &str| {
        let full = roster.row(name, "").and_then(|(_, row)| row.name.as_deref());
        let is_leader = syllabus.leader.as_deref().is_some_and(|leader| leader == name || full == Some(leader));
        is_leader
            || leader
                .is_some_and(|id| roster.row(name, id).is_some_and(|(row, _)| row == name && is_id(roster, row, id)))
    };
    // Where there is a roster, it alone says who belongs to the class.
    let mut named: BTreeSet<&str> = roster.rows().map(|(nickname, _)| nickname).collect();
    if named.is_empty() {
        named.extend(syllabus.groups.values().flatten().chain(syllabus.logins.keys()).map(String::as_str));
    }
    class.extend(named.into_iter().filter(|name| !is_here(name) && !leads(name)).map(|name| {
        let full = roster.rows().find(|(nickname, _)| *nickname == name).and_then(|(_, row)| row.name.as_deref());
        line(name, (full.unwrap_or(name), Some(name)), None)
    }));
    class.sort_by(|one, other| {
        (one.place, &one.line.name, &one.line.login).cmp(&(other.place, &other.line.name, &other.line.login))
    });
    class
}

/// Whether a row of the roster says that id.
fn is_id(roster: &Roster, nickname: &str, id: &ReaderId) -> bool {
    roster.rows().any(|(name, row)| name == nickname && row.id.as_deref() == Some(id.as_str()))
}

/// What a platform would take for somebody else, or for nobody: a login that two have, one that begins as a formula and is marked as
/// none in the table.
fn doubtful_logins(class: &[GradedReader]) -> Vec<String> {
    let mut by_login: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for reader in class {
        by_login.entry(&reader.login).or_default().push(&reader.name);
    }
    let said = |(login, names): (&str, Vec<&str>)| {
        let shown = visible::line(login);
        let twice = (names.len() > 1).then(|| {
            let names = visible::line(&names.join(", ")).into_owned();
            format!(
                "{names}: all have the login {shown}, so that a platform takes their grades for one reader's; give each \
                 their own below [logins] in syllabus.toml"
            )
        });
        let altered = altered_login(login).map(|written| {
            format!(
                "the login {shown} begins as a formula does: the table has it as {}, which a platform does not know; \
                 correct it there, or below [logins] in syllabus.toml",
                visible::line(&written)
            )
        });
        twice.into_iter().chain(altered)
    };
    by_login.into_iter().flat_map(said).collect()
}

fn assignment(syllabus: &Syllabus, session: &Session, rubric: &Rubric) -> Assignment {
    let AskedWork { work: asked, points, .. } = AskedWork::of(rubric);
    let kinds = asked.kinds().iter().filter(|(_, count)| *count > 0).count() as u32;
    let title = session.title.as_ref().map_or_else(String::new, |title| format!(": {title}"));
    let others = syllabus.sessions.iter().filter(|other| other.number != session.number);
    let (prompts, others_prompts) = (prompts_of([session]), prompts_of(others));
    Assignment {
        name: format!("Session {}{title}", session.number),
        asked,
        points: points.unwrap_or(kinds),
        prompts,
        others_prompts,
        due: session.due.and_then(instant),
    }
}

/// The ids of the prompts of sessions.
pub(super) fn prompts_of<'a>(sessions: impl IntoIterator<Item = &'a Session>) -> BTreeSet<AnnotationId> {
    let asked = |session: &'a Session| session.prompts.iter().map(|prompt| prompt_id(session.number, &prompt.text));
    sessions.into_iter().flat_map(asked).collect()
}

/// When that is, here.
fn instant(due: Due) -> Option<Timestamp> {
    match due {
        Due::Instant(instant) => Some(instant),
        Due::Local(time) => time.to_zoned(TimeZone::system()).ok().map(|zoned| zoned.timestamp()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_of_two_and_one_that_begins_as_a_formula_are_told_and_others_are_not() {
        let reader = |name: &str, login: &str| GradedReader {
            name: name.into(),
            login: login.into(),
            ..GradedReader::default()
        };
        let told = doubtful_logins(&[
            reader("Mei", "m.tanaka"),
            reader("Tom", "x1"),
            reader("Ann", "x1"),
            reader("Bo", "=bo"),
            reader("Lea", "+4,9"),
        ]);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(
            told[0].starts_with("the login +4,9 begins as a formula does: the table has it as \"'+4,9\","),
            "{told:?}"
        );
        assert!(told[1].contains("=bo") && told[1].contains("as '=bo,"), "{told:?}");
        assert!(told[2].starts_with("Tom, Ann: all have the login x1,") && told[2].contains("[logins]"), "{told:?}");
    }
}
