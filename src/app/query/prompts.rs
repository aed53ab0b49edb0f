//! The prompts of the open document: what is answered, and where they stand in words.

use crate::annotation::{AnchorState, AnnotationId};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::document::OpenDocument;
use crate::app::state::prompts::{ANSWER, ids_of, prompt_of};
use crate::app::state::seminar::Seminar;
use crate::config::syllabus::Syllabus;
use crate::document::DocPath;
use crate::language::counts::counted;
use crate::text::visible;
use std::collections::BTreeMap;

/// What the card of a prompt says: of which session it is and whether it is answered; and, in a row of its own, where
/// that is or how it is done.
pub fn told(
    prompt: &AnchoredAnnotation,
    doc: &OpenDocument,
    (seminar, session): (&Seminar, Option<u32>),
) -> (String, Option<String>) {
    let id = &prompt.annotation.id;
    let answered = own_answer(doc, id).is_some();
    let elsewhere = seminar.answered.get(id).filter(|_| !answered).map(elsewhere);
    let remark = elsewhere.or_else(|| (!answered).then(|| "enter answers".to_owned()));
    (head_of(prompt, session, answered), remark)
}

fn head_of(prompt: &AnchoredAnnotation, session: Option<u32>, answered: bool) -> String {
    let state = match prompt.anchor.state {
        AnchorState::Same => String::new(),
        state => format!(" · {}", state.name()),
    };
    let of = session.map_or(String::new(), |session| format!(" · session {session}"));
    format!("prompt{of}{state}{}", if answered { " · answered" } else { "" })
}

fn elsewhere(path: &DocPath) -> String {
    format!("answered in {}", visible::line(path.file_name()))
}

/// What another plan loses: that answers which belong to a prompt of this one belong to none of it, with what keeps them. Of the prompts
/// that lose some, the one that loses the most is named.
pub fn lost_by(seminar: &Seminar, plan: &Syllabus) -> Option<String> {
    let (before, after) = (ids_of(&seminar.syllabus), ids_of(plan));
    let mut lost: BTreeMap<&AnnotationId, usize> = BTreeMap::new();
    for (path, summary) in seminar.summaries.iter() {
        let gone = summary.answers.iter().filter(|answer| after.meant(&answer.to, path).is_none());
        for prompt in gone.filter_map(|answer| before.meant(&answer.to, path)) {
            *lost.entry(prompt).or_default() += 1;
        }
    }
    let (prompt, count) = lost.into_iter().max_by_key(|(_, count)| *count)?;
    let (_, prompt) = prompt_of(&seminar.syllabus, prompt)?;
    let (answers, belong) = (counted(count, "answer"), if count == 1 { "belongs" } else { "belong" });
    let words = visible::line(&prompt.text).into_owned();
    Some(format!("{answers} {belong} to no prompt now, unless the new one says formerly = \"{words}\""))
}

/// One's own answer to a prompt in the open document: the newest.
pub fn own_answer<'a>(doc: &'a OpenDocument, id: &AnnotationId) -> Option<&'a AnchoredAnnotation> {
    let own = doc.annotations.anchored.own().map(|(_, own)| own);
    let answers = own.filter(|anchored| anchored.annotation.kind == ANSWER);
    answers.filter(|anchored| anchored.parent() == Some(id)).max_by_key(|anchored| anchored.annotation.created)
}
