//! The selection, or the sentence, with its source, for the clipboard.

use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::current;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::document::OpenDocument;
use crate::app::state::place::file_name;
use crate::document::motion;
use crate::text::{Span, visible};

/// Copies the selection, or the passage under the cursor, with its citation.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    let marked = current::subject(model).and_then(AnchoredAnnotation::stands).filter(|span| !span.is_empty());
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let span = desk.selected().or(marked).unwrap_or_else(|| motion::sentence_around(desk.document(), desk.cursor));
    let quote: Vec<&str> = span.of(desk.text()).split_whitespace().collect();
    let copied = format!("“{}” ({})", quote.join(" "), visible::line(&citation(desk, span)));
    desk.selection = None;
    model.say("quotation copied, with its source");
    vec![Effect::Copy(copied)]
}

/// Author, title, publication, date: what the document says of itself; and the pages of the passage.
fn citation(desk: &OpenDocument, span: Span) -> String {
    let facts = &desk.opened.metadata;
    let title = facts.title.clone().unwrap_or_else(|| file_name(&desk.opened.path).to_owned());
    let authors = (!facts.authors.is_empty()).then(|| facts.authors.join(", "));
    let pages = desk.document().cited_pages(span);
    let parts = [authors, Some(format!("“{title}”")), facts.publication.clone(), facts.date.clone(), pages];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
