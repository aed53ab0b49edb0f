//! Searching the open text: the prompt, the hits, next and previous. Finding itself is done off the loop.

use crate::app::messages::{Effect, ReadRequest};
use crate::app::model::Model;
use crate::app::reading::travel;
use crate::app::state::document::{SearchHits, SearchProgress, SearchStart};
use crate::app::state::job::JobId;
use crate::app::state::line_input::LinePurpose;
use crate::app::state::overlay::Overlay;
use crate::document::motion;
use crate::search::Pattern;
use crate::text::Direction;
use std::sync::Arc;

/// Asks for a query.
pub fn ask(model: &mut Model, direction: Direction) -> Vec<Effect> {
    if model.doc.is_some() {
        model.overlay = Some(Overlay::line(LinePurpose::Search(direction), ""));
    }
    Vec::new()
}

/// Looks for the word at the cursor elsewhere in the text.
pub fn word(model: &mut Model, direction: Direction) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let span = motion::word_around(doc.document(), doc.cursor);
    // In either case, as all that is typed small.
    let word = doc.document().line(span).trim().to_lowercase();
    if !word.contains(char::is_alphanumeric) {
        model.say("no word here to search for");
        return Vec::new();
    }
    let effects = start(model, &word, direction);
    if let Some(doc) = &mut model.doc {
        doc.found.begins = SearchStart::Beyond;
        doc.cursor = span.start;
    }
    effects
}

/// Looks for what was typed; nothing typed repeats the last query.
pub fn start(model: &mut Model, written: &str, direction: Direction) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let written = if written.is_empty() { doc.found.query.clone() } else { written.to_owned() };
    let query = match Pattern::parse(&written) {
        Ok(query) => query,
        Err(fault) => {
            model.complain(fault);
            return Vec::new();
        }
    };
    doc.found = SearchHits { query: written, direction, shown: true, ..SearchHits::default() };
    look(model, query)
}

/// Has a query looked for in the open text; an answer to an earlier one is stale from now on.
fn look(model: &mut Model, query: Pattern) -> Vec<Effect> {
    let job = model.next_job();
    let Some(doc) = &mut model.doc else { return Vec::new() };
    doc.found.job = job;
    vec![Effect::Read(ReadRequest::Search { job, query: Box::new(query), document: Arc::clone(&doc.opened.document) })]
}

/// Looks for the same again in a text that was replaced; the cursor stays where it is.
pub fn again(model: &mut Model) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    doc.found.hits.clear();
    match Pattern::parse(&doc.found.query) {
        Ok(query) if !doc.found.query.is_empty() => look(model, query),
        _ => Vec::new(),
    }
}

/// Hits have come in: goes to the first one from the cursor on, once.
pub fn found(model: &mut Model, job: JobId, hits: Vec<crate::text::Span>, more: bool) {
    let Some(doc) = model.doc.as_mut().filter(|doc| doc.found.job == job && job != JobId::NONE) else { return };
    doc.found.hits = hits;
    doc.found.more = more;
    if doc.found.stage == SearchProgress::There {
        return;
    }
    if doc.found.hits.is_empty() && doc.opened.source.is_none() {
        model.say("no hit in what has been read of the file; still reading");
        return;
    }
    doc.found.stage = SearchProgress::There;
    let (direction, begins) = (doc.found.direction, doc.found.begins);
    go(model, direction, begins);
}

/// Goes to the next hit: `Forward` in the direction of the search, `Backward` against it.
pub fn next(model: &mut Model, way: Direction) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    if doc.found.query.is_empty() {
        return ask(model, way);
    }
    doc.found.shown = true;
    let direction = match way {
        Direction::Forward => doc.found.direction,
        Direction::Backward => doc.found.direction.reversed(),
    };
    go(model, direction, SearchStart::Beyond);
    Vec::new()
}

/// Goes to a hit before or after the cursor, round the end if need be.
fn go(model: &mut Model, direction: Direction, start: SearchStart) {
    let Some(doc) = &mut model.doc else { return };
    let (found, at, wraps) = (&doc.found, doc.cursor, model.config.settings.wrap_search);
    let count = found.hits.len();
    if count == 0 {
        let query = crate::text::visible::line(&found.query).into_owned();
        model.complain(format!("no hit for {query}"));
        return;
    }
    let back = direction == Direction::Backward;
    let (index, wrapped) = if back {
        let before = found.hits.partition_point(|hit| hit.start < at);
        if before > 0 { (before - 1, false) } else { (count - 1, true) }
    } else {
        let after = found.hits.partition_point(|hit| match start {
            SearchStart::Cursor => hit.start < at,
            SearchStart::Beyond => hit.start <= at,
        });
        if after < count { (after, false) } else { (0, true) }
    };
    if wrapped && !wraps {
        model.say(if back { "no hit before this" } else { "no hit after this" });
        return;
    }
    let (to, plus) = (found.hits[index].start, if found.more { "+" } else { "" });
    travel::jump(doc, to);
    let end = if back { "beginning" } else { "end" };
    model.say(format!(
        "hit {} of {count}{plus}{}",
        index + 1,
        if wrapped { format!(" (round the {end})") } else { String::new() }
    ));
}
