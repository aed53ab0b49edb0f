//! What is known of the seminar now: the standing of a session, the summary of the open document.

use crate::annotation::{Annotation, Origin};
use crate::app::model::Model;
use crate::app::state::due;
use crate::app::state::due::SessionStanding;
use crate::document::DocPath;
use crate::study::Summary;
use crate::study::summary::few;

/// How the session of that place in the list's groups stands.
pub fn standing(model: &Model, session: usize) -> SessionStanding {
    let Some(group) = model.list.schedule.groups.get(session) else { return SessionStanding::default() };
    let answered = group.prompts.iter().filter(|id| model.seminar.answered.contains_key(*id)).count();
    SessionStanding {
        title: group.title.clone(),
        date: group.date.clone(),
        when: group.date.as_deref().zip(*model.seminar.today).and_then(|(date, today)| due::when(date, today)),
        due: group.due.clone(),
        due_when: group.due_day().zip(*model.seminar.today).and_then(|(date, today)| due::when(date, today)),
        asked: group.asked,
        next: model.list.schedule.next == Some(session),
        read: model.list.read_of(group),
        answered: (answered, group.prompts.len()),
    }
}

/// What is written now on the open document, as far as it belongs to that; `None` while it is still being read.
pub fn summary_of_open(model: &Model) -> Option<(&DocPath, Summary)> {
    let doc = model.doc.as_ref().filter(|doc| doc.annotations.read)?;
    let here = || doc.annotations.anchored.iter().filter(|anchored| anchored.origin == Origin::Here);
    let annotations: Vec<&Annotation> = here().map(|anchored| &anchored.annotation).collect();
    let few = few(here().map(|anchored| (&anchored.annotation.id, anchored.record.audience())));
    Some((&doc.opened.path, Summary::with_few(&annotations, &few)))
}
