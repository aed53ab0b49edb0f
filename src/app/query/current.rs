//! What a key means: the annotation or the passage that a command acts on. Everything that shows or uses the current
//! annotation asks here.

use crate::annotation::{AnnotationId, Origin};
use crate::app::model::Model;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::view::Pane;
use crate::document::motion;
use crate::text::{Span, visible};

/// One's own pick of an annotation of the open text.
pub fn own_pick<'a>(model: &'a Model, id: &AnnotationId) -> Option<&'a AnchoredAnnotation> {
    let own = |placed: &&AnchoredAnnotation| placed.mine && placed.annotation.picked() == Some(id);
    model.desk.as_ref()?.placed.iter().find(own)
}

/// The one annotation that every key means, that the card bar marks and that the status row tells of: the chosen card where
/// the cursor stands on its passage, or in the notes pane wherever it stands; else the innermost one under the cursor,
/// whoever made it. An answer that was gone to stays the subject until the cursor leaves its passage.
pub fn subject(model: &Model) -> Option<&AnchoredAnnotation> {
    let desk = model.desk.as_ref()?;
    let chosen = model.notes.selected.as_ref().and_then(|id| desk.visible_by_id(id));
    if model.view.focus == Pane::Notes {
        return chosen;
    }
    let at_cursor = |placed: &&AnchoredAnnotation| {
        placed.stands().is_some_and(|span| span.contains(desk.cursor) || (span.is_empty() && span.start == desk.cursor))
    };
    chosen.filter(at_cursor).or_else(|| desk.under_cursor())
}

/// What the commands need to know of the [`subject`].
pub fn current(model: &Model) -> Option<Current> {
    subject(model).map(|placed| Current { id: placed.annotation.id.clone(), mine: placed.mine })
}

/// The annotation that a command means.
#[derive(Clone, Debug)]
pub struct Current {
    /// Its id.
    pub id: AnnotationId,
    /// Whether it is one's own.
    pub mine: bool,
}

/// Why somebody else's annotation cannot be changed here.
pub fn not_ours(placed: &AnchoredAnnotation, doing: &str) -> String {
    if placed.is_prompt() {
        return "this prompt stands in the syllabus; write an answer to it instead".to_owned();
    }
    if placed.origin == Origin::File {
        return "this remark is part of the file, which is not written to; write a note of your own".to_owned();
    }
    format!("this is {}'s; only its author can {doing} it", visible::line(&placed.reader))
}

/// The span that a new annotation would be about.
pub fn target_span(model: &Model) -> Option<Span> {
    let desk = model.desk.as_ref()?;
    Some(desk.selected().unwrap_or_else(|| motion::sentence_around(desk.document(), desk.cursor)))
}
