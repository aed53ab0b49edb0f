//! The revisions of what views are made from, as they are now.

use crate::app::model::Model;
use crate::app::state::revisions::{Revisions, ViewSource};

/// The revisions of these sources now.
pub fn revisions(model: &Model, sources: &[ViewSource]) -> Revisions {
    Revisions::of(sources, |source| revision(model, source))
}

fn revision(model: &Model, source: ViewSource) -> u64 {
    let doc = model.doc.as_ref();
    match source {
        ViewSource::Document => doc.map_or(0, |doc| doc.opened.job.number()),
        ViewSource::Annotations => doc.map_or(0, |doc| doc.annotations.revisions.all),
        ViewSource::Others => doc.map_or(0, |doc| doc.annotations.revisions.others),
        ViewSource::Threads => doc.map_or(0, |doc| doc.annotations.revisions.threads),
        ViewSource::Layers => model.peers.layers.version,
        ViewSource::Me => model.me.revision(),
        ViewSource::Readers => model.seminar.readers.revision(),
        ViewSource::Plan => model.seminar.syllabus.revision(),
        ViewSource::Today => model.seminar.today.revision(),
        ViewSource::Summaries => model.seminar.summaries.revision(),
        ViewSource::Answers => model.seminar.answered.revision(),
        ViewSource::Documents => model.list.items.revision(),
    }
}
