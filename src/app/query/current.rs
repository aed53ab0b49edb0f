//! What a key means: the annotation or the passage that a command acts on. Everything that shows or uses the current
//! annotation asks here.

use crate::annotation::{AnnotationId, Origin};
use crate::app::model::Model;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::message::Message;
use crate::app::state::view::Pane;
use crate::document::motion;
use crate::text::{Span, visible};

/// One's own pick of an annotation of the open text.
pub fn own_pick<'a>(model: &'a Model, id: &AnnotationId) -> Option<&'a AnchoredAnnotation> {
    let mut own = model.doc.as_ref()?.annotations.anchored.own().map(|(_, own)| own);
    own.find(|own| own.annotation.picked() == Some(id))
}

/// The one annotation that every key means, that the card bar marks and that the status row tells of: the chosen card where
/// the cursor stands on its passage, or in the notes pane wherever it stands; else the innermost one under the cursor,
/// whoever made it. An answer that was gone to stays the subject until the cursor leaves its passage. In the list of texts
/// keys mean texts.
pub fn subject(model: &Model) -> Option<&AnchoredAnnotation> {
    let doc = model.doc.as_ref()?;
    let chosen = model.notes.selected.as_ref().and_then(|id| doc.annotations.visible_by_id(id));
    let at_cursor = |anchored: &&AnchoredAnnotation| {
        anchored.stands().is_some_and(|span| span.contains(doc.cursor) || (span.is_empty() && span.start == doc.cursor))
    };
    match model.view.focus {
        Pane::List => None,
        Pane::Notes => chosen,
        Pane::Reader => chosen.filter(at_cursor).or_else(|| doc.under_cursor()),
    }
}

/// The [`subject`] where it is one's own, so that it can be changed; else what to say: that there is none, or whose it is
/// and that only its author can be `doing` that.
pub fn own_subject<'a>(model: &'a Model, doing: &str) -> Result<&'a AnchoredAnnotation, Message> {
    let anchored = subject(model).ok_or_else(|| Message::news("no annotation here"))?;
    if anchored.mine { Ok(anchored) } else { Err(Message::failure(not_ours(anchored, doing))) }
}

/// Whether text is selected and has the keys: from another pane they mean what is highlighted there.
pub fn is_selecting(model: &Model) -> bool {
    model.view.focus == Pane::Reader && model.doc.as_ref().is_some_and(|doc| doc.selection.is_some())
}

/// The id of the [`subject`].
pub fn subject_id(model: &Model) -> Option<AnnotationId> {
    subject(model).map(|anchored| anchored.annotation.id.clone())
}

/// Why somebody else's annotation cannot be changed here.
pub fn not_ours(anchored: &AnchoredAnnotation, doing: &str) -> String {
    if anchored.is_prompt() {
        return "this prompt stands in the syllabus; write an answer to it instead".to_owned();
    }
    if anchored.origin == Origin::File {
        return "this remark is part of the file, which is not written to; write a note of your own".to_owned();
    }
    format!("this is {}'s; only its author can {doing} it", visible::line(&anchored.reader))
}

/// The span that a new annotation would be about.
pub fn target_span(model: &Model) -> Option<Span> {
    let doc = model.doc.as_ref()?;
    Some(doc.selected().unwrap_or_else(|| motion::sentence_around(doc.document(), doc.cursor)))
}
