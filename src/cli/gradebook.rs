//! The gradebook of `postil report`: the plan's rubrics, everybody's work, and when it was there, put together for
//! `study::grading`.

use super::out::tell_all;
use super::outcome::Failure;
use super::setup::Room;
use crate::annotation::{Annotation, Reader, person, prompt_id};
use crate::config::syllabus::{Due, Rubric, Session, Syllabus};
use crate::exchange::export::altered_login;
use crate::store::{AnnotationStore, Arrivals};
use crate::study::grading::{Assignment, Gradebook, GradedReader, WorkCount, work_done};
use crate::study::report::Text;
use crate::text::visible;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// Reads what was written on a session's texts, and shows it.
type ReadSession<'a> = dyn Fn(&Session, &mut dyn FnMut(&[Text<'_>])) + 'a;

/// The gradebook of the sessions with a rubric, or of one.
pub fn gradebook(
    room: &Room,
    store: &AnnotationStore,
    (syllabus, only): (&Syllabus, Option<&Session>),
    read: &ReadSession<'_>,
) -> Result<Gradebook, Failure> {
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
        return Err(Failure::new(
            "no session in syllabus.toml has a rubric",
            "Write what it asks for: rubric = { marks = 3, notes = 2, points = 10 } below its [[session]].",
        ));
    }
    let mut arrivals = Arrivals::open(room.store().annotations());
    arrivals.note(room.store().annotations(), true)?;
    let arrived = |annotation: &Annotation| counts_from(annotation, &arrivals);
    let mut readers = class(syllabus, store);
    let mut assignments = Vec::new();
    for (session, rubric) in graded {
        let (assignment, mut done) = (assignment(session, rubric), BTreeMap::new());
        read(session, &mut |texts| done = work_done(&assignment, texts, &arrived));
        for (nickname, reader) in &mut readers {
            reader.done.push(done.remove(nickname).unwrap_or_default());
        }
        assignments.push(assignment);
    }
    let class: Vec<GradedReader> = readers.iter().map(|(_, reader)| reader.clone()).collect();
    tell_all(&doubtful_logins(&class));
    Ok(Gradebook { assignments, readers: readers.into_iter().map(|(_, reader)| reader).collect() })
}

/// Since when an annotation counts as handed in: since it came to this device. This is the one place that decides it; a time that
/// its maker has signed goes before it where there is one.
fn counts_from(annotation: &Annotation, arrivals: &Arrivals) -> Timestamp {
    let arrived = arrivals.of(&annotation.id).and_then(|second| Timestamp::from_second(second).ok());
    arrived.unwrap_or(annotation.created)
}

/// Everybody but who leads, by name, each with the nickname; whom only the plan names has written nothing.
fn class(syllabus: &Syllabus, store: &AnnotationStore) -> Vec<(String, GradedReader)> {
    let readers: Vec<Reader> = store.readers().0.into_values().collect();
    let leader = syllabus.leader.as_deref().and_then(|name| person::named(&readers, name)).map(|leader| &leader.id);
    let line = |reader: &Reader| {
        let login = syllabus.logins.get(&reader.nickname).unwrap_or(&reader.nickname).clone();
        (reader.nickname.clone(), GradedReader { name: reader.name.clone(), login, done: Vec::new() })
    };
    let here = |name: &String| readers.iter().any(|reader| reader.nickname == *name || reader.name == *name);
    let leads = |name: &String| syllabus.leader.as_ref() == Some(name);
    let named: BTreeSet<&String> = syllabus.groups.values().flatten().chain(syllabus.logins.keys()).collect();
    let absent = named.into_iter().filter(|name| !here(name) && !leads(name)).map(|name| {
        let login = syllabus.logins.get(name).unwrap_or(name).clone();
        (name.clone(), GradedReader { name: name.clone(), login, done: Vec::new() })
    });
    let mut class: Vec<_> =
        readers.iter().filter(|reader| Some(&reader.id) != leader).map(line).chain(absent).collect();
    class.sort_by(|(_, one), (_, other)| (&one.name, &one.login).cmp(&(&other.name, &other.login)));
    class
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

fn assignment(session: &Session, rubric: &Rubric) -> Assignment {
    let Rubric { marks, notes, questions, answers, replies, points } = *rubric;
    let asked = WorkCount { marks, notes, questions, answers, replies };
    let kinds = asked.kinds().iter().filter(|(_, count)| *count > 0).count();
    let title = session.title.as_ref().map_or_else(String::new, |title| format!(": {title}"));
    let prompts: BTreeSet<_> = session.prompts.iter().map(|prompt| prompt_id(session.number, &prompt.text)).collect();
    Assignment {
        name: format!("Session {}{title}", session.number),
        asked,
        points: points.unwrap_or(kinds),
        prompts,
        due: session.due.and_then(instant),
    }
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
        let reader =
            |name: &str, login: &str| GradedReader { name: name.into(), login: login.into(), done: Vec::new() };
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
