//! What a gradebook does not count because the plan does not ask for it any more: answers to prompts that have other words now, and work
//! on texts that no session reads. It counts nothing, and changes nothing.

use crate::annotation::{AnnotationId, PromptIds};
use crate::config::syllabus::Syllabus;
use crate::document::DocPath;
use crate::language::counts::counted;
use crate::store::SidecarListing;
use crate::study::report::Text;
use std::collections::HashSet;

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

/// Which of these texts others than the leader (whose folder it is) have written on, though no session of the plan reads them: nothing on them counts for one.
/// Nothing is said where no session asks for work.
pub fn unread_texts(
    syllabus: &Syllabus,
    (documents, index): (&[DocPath], &SidecarListing),
    leader: Option<&str>,
) -> Option<String> {
    if syllabus.sessions.iter().all(|session| session.rubric.is_none()) {
        return None;
    }
    let read: HashSet<&DocPath> = syllabus.sessions.iter().flat_map(|session| &session.readings).collect();
    let by_class = |path: &DocPath| index.of(path).any(|file| leader.is_none_or(|leader| file.folder != leader));
    let unread: Vec<&str> =
        documents.iter().filter(|path| !read.contains(path) && by_class(path)).map(DocPath::as_str).collect();
    let (more, named) = (unread.len().saturating_sub(NAMED), &unread[..unread.len().min(NAMED)]);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!unread.is_empty()).then(|| {
        format!(
            "written on, and read in no session of the plan, so that nothing on it counts: {}{more}",
            named.join(", ")
        )
    })
}
