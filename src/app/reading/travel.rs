//! Moving in the open document: motions, screenfuls, jumps, marks. Moving never changes a mark or a text.

use crate::app::commands::Command;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::app::state::document::{AwaitedMove, OpenDocument, Reveal, TextPart};
use crate::app::state::message::Hint;
use crate::app::state::overlay::{MarkAction, Overlay};
use crate::document::flow::{column_of, offset_at};
use crate::document::motion::Motion;
use crate::document::{BlockKind, Document, motion};
use crate::text::{Direction, Span, segment, visible};
use std::sync::Arc;

/// How many jumps are remembered.
const TRAIL: usize = 200;

/// Moves the cursor by a motion over the text.
pub fn motion(model: &mut Model, motion: Motion) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let long = matches!(motion, Motion::Start | Motion::End);
    if long {
        remember(doc);
    }
    let mut to = destination(doc, motion);
    let nowhere = to == doc.cursor && matches!(motion, Motion::NextHeading | Motion::PrevHeading);
    if doc.selection.is_some() {
        to = stretched(doc, motion, to);
    }
    doc.cursor = to;
    doc.goal = None;
    doc.follow = if long || matches!(motion, Motion::NextHeading | Motion::PrevHeading) {
        Reveal::Jump
    } else {
        Reveal::Nearest
    };
    if motion == Motion::End && !doc.is_whole() {
        wait_for(model, TextPart::End);
    } else if nowhere {
        model.say(if motion == Motion::NextHeading { "no heading after this" } else { "no heading before this" });
    }
    Vec::new()
}

/// Where a motion leads from the cursor, over what is folded away.
pub fn destination(doc: &OpenDocument, motion: Motion) -> usize {
    let to = motion::apply(doc.document(), doc.cursor, motion);
    if doc.folded { beyond_boilerplate(doc.document(), doc.cursor, motion, to) } else { to }
}

/// Where a motion leads while boilerplate is folded: it goes on in its own direction, but from the ends back into the text.
fn beyond_boilerplate(document: &Document, from: usize, motion: Motion, to: usize) -> usize {
    let from = match motion {
        Motion::Start => to,
        Motion::End => to + 1,
        _ => from,
    };
    let beyond = motion::past_boilerplate(document, from, to);
    if beyond == to + 1 { to } else { beyond }
}

/// While selecting, a motion to the next sentence or paragraph means: up to the end of it.
fn stretched(doc: &OpenDocument, motion: Motion, to: usize) -> usize {
    let document = doc.document();
    let end_of = |span: Span| segment::prev_grapheme(doc.text(), span.end);
    let (this, next) = match motion {
        Motion::NextSentence => (motion::sentence_around(document, doc.cursor), motion::sentence_around(document, to)),
        Motion::NextParagraph => {
            (motion::paragraph_around(document, doc.cursor), motion::paragraph_around(document, to))
        }
        _ => return to,
    };
    if end_of(this) > doc.cursor { end_of(this) } else { end_of(next).max(doc.cursor) }
}

/// Goes so far into the text, in hundredths of it.
pub fn percent(model: &mut Model, part: u32) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let end = motion::apply(doc.document(), usize::MAX, Motion::End);
    land(doc, doc.at_percent(part).min(end));
    if !doc.is_whole() {
        wait_for(model, TextPart::Percent(part));
    }
    Vec::new()
}

/// Remembers where to go in all of a text whose beginning alone is here yet.
fn wait_for(model: &mut Model, to: TextPart) {
    let Some(doc) = &mut model.doc else { return };
    doc.awaited = Some(AwaitedMove { to, from: doc.cursor });
    model.say("the rest of the text is still being read; this goes on there");
}

/// More of the text is here: goes on to where was to be gone. The trail has the place that it began from.
pub fn go_on(model: &mut Model, to: TextPart) {
    let back = model.doc.as_ref().map(|doc| doc.trail.back.clone());
    model.status.message = None;
    match to {
        TextPart::End => motion(model, Motion::End),
        TextPart::Percent(part) => percent(model, part),
    };
    if let Some((doc, back)) = model.doc.as_mut().zip(back) {
        doc.trail.back = back;
    }
}

/// Without a number it is not known how far.
pub fn ask_percent(model: &mut Model) -> Vec<Effect> {
    let key = key_of(model, Command::Percent);
    model.say(format!("type a number first: 50 {key} goes to the middle of the text"));
    Vec::new()
}

/// Moves the cursor by rows of the screen, keeping its column.
pub fn rows(model: &mut Model, by: isize) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let document = Arc::clone(&doc.opened.document);
    let from = doc.page.row_of(&document, doc.cursor);
    let goal = goal_column(doc);
    if let Some(to) = doc.page.text_row(&document, from, by) {
        doc.cursor = place_in_row(doc, to, goal);
        doc.goal = Some(goal);
    } else if by > 0 && doc.selection.is_none() {
        doc.page.scroll(&document, 1);
    }
    Vec::new()
}

/// Moves by a part of the window: 1.0 is a page (less one row, so that the eye keeps its place).
pub fn pages(model: &mut Model, part: f32) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let rows = ((doc.page.height as f32 * part.abs()) as usize).saturating_sub(usize::from(part.abs() >= 1.0)).max(1);
    scroll(doc, rows.cast_signed() * if part < 0.0 { -1 } else { 1 });
    Vec::new()
}

/// Moves the window by rows, the cursor only as far as it must to stay in it.
pub fn scroll_view(model: &mut Model, by: isize) -> Vec<Effect> {
    let margin = model.config.settings.place.scroll_margin;
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let document = Arc::clone(&doc.opened.document);
    doc.page.scroll(&document, by);
    doc.page.fill(&document);
    doc.follow = Reveal::Window;
    keep_in_window(doc, usize::from(margin));
    Vec::new()
}

/// Moves window and cursor together; at either end of the text the cursor goes on alone. The window moves by the whole
/// step and no further, so that no row is passed over: the cursor takes the nearest row with text in it.
fn scroll(doc: &mut OpenDocument, by: isize) {
    let document = Arc::clone(&doc.opened.document);
    let at = doc.page.row_of(&document, doc.cursor);
    let goal = goal_column(doc);
    doc.page.scroll(&document, by);
    let aim = doc.page.flow.step(&document, at, by);
    doc.page.fill(&document);
    let near = doc.page.text_row_near(aim, by > 0, 0, doc.page.rows.len());
    let to = near.or_else(|| doc.page.text_row(&document, aim, by.signum()));
    doc.cursor = to.map_or(doc.cursor, |to| place_in_row(doc, to, goal));
    doc.goal = Some(goal);
    doc.follow = Reveal::Window;
}

/// Puts the cursor on the nearest row that shows, `margin` rows from an edge where the text goes on there.
fn keep_in_window(doc: &mut OpenDocument, margin: usize) {
    let document = Arc::clone(&doc.opened.document);
    let at = doc.page.row_of(&document, doc.cursor);
    let (count, margin) = (doc.page.rows.len(), margin.min(doc.page.height.saturating_sub(1) / 2));
    let (start, end) = (doc.page.flow.first(&document), doc.page.flow.last(&document));
    let goes_on = |there: bool| if there { margin.min(count / 2) } else { 0 };
    let first = goes_on(doc.page.rows.first().is_some_and(|(row, _)| *row > start));
    let last = count - goes_on(doc.page.rows.last().is_some_and(|(row, _)| *row < end));
    if doc.page.rows[first..last].iter().any(|(row, _)| *row == at) {
        return;
    }
    let goal = goal_column(doc);
    let on = doc.page.rows.get(first).is_some_and(|(row, _)| at < *row);
    let near = doc.page.text_row_near(at, on, first, last).or_else(|| doc.page.text_row_near(at, on, 0, count));
    if let Some(to) = near {
        doc.cursor = place_in_row(doc, to, goal);
        doc.goal = Some(goal);
    }
}

fn goal_column(doc: &mut OpenDocument) -> u16 {
    if let Some(goal) = doc.goal {
        return goal;
    }
    let document = Arc::clone(&doc.opened.document);
    let at = doc.page.row_of(&document, doc.cursor);
    doc.page.flow.row(&document, at).map_or(0, |row| column_of(&row, document.text(), doc.cursor))
}

fn place_in_row(doc: &mut OpenDocument, at: crate::document::flow::RowAt, column: u16) -> usize {
    let document = Arc::clone(&doc.opened.document);
    let row = doc.page.flow.row(&document, at);
    row.and_then(|row| offset_at(&row, document.text(), column)).unwrap_or(doc.cursor)
}

/// Goes to a byte offset and remembers where it came from.
pub fn jump(doc: &mut OpenDocument, to: usize) {
    remember(doc);
    put(doc, to);
}

/// Puts the cursor at a byte offset and shows it. A place inside folded boilerplate cannot be shown but by unfolding it.
pub fn put(doc: &mut OpenDocument, to: usize) {
    doc.cursor = segment::grapheme_start(doc.text(), doc.text().floor_char_boundary(to));
    doc.goal = None;
    doc.follow = Reveal::Jump;
    if doc.is_boilerplate(doc.cursor) {
        doc.folded = false;
    }
}

/// The first place at byte `at` or after it where something can be read.
pub fn readable(document: &Document, at: usize) -> usize {
    let block = document.blocks().get(document.block_at(at));
    block.map_or(at, |block| block.span.start.max(at))
}

/// Goes to where a part of the text begins, a third down the window. What is folded away there is passed over.
pub fn land(doc: &mut OpenDocument, at: usize) {
    let document = Arc::clone(&doc.opened.document);
    let to = readable(&document, at);
    jump(doc, if doc.folded { motion::past_boilerplate(&document, to, to) } else { to });
    let row = doc.page.row_of(&document, doc.cursor);
    doc.page.centre(&document, row);
}

/// Puts the cursor's place on the trail.
pub fn remember(doc: &mut OpenDocument) {
    if doc.trail.back.last() != Some(&doc.cursor) {
        doc.trail.back.push(doc.cursor);
    }
    if doc.trail.back.len() > TRAIL {
        doc.trail.back.remove(0);
    }
    doc.trail.forward.clear();
}

/// Goes back (or forward again) on the trail of the open text: whether there was a place to go to.
pub fn trail(doc: &mut OpenDocument, direction: Direction) -> bool {
    let (from, to) = match direction {
        Direction::Backward => (&mut doc.trail.back, &mut doc.trail.forward),
        Direction::Forward => (&mut doc.trail.forward, &mut doc.trail.back),
    };
    let place = from.pop();
    if let Some(place) = place {
        to.push(doc.cursor);
        put(doc, place);
    }
    place.is_some()
}

/// What is asked while a letter for a place is waited for.
pub fn mark_question(model: &Model, action: MarkAction) -> String {
    let any = model.doc.as_ref().is_some_and(|doc| !doc.trail.marks.is_empty());
    match action {
        MarkAction::Set => "name this place with a letter".to_owned(),
        MarkAction::Go if any => "go to which mark?".to_owned(),
        MarkAction::Go => format!("no place has a name yet; {} names one", key_of(model, Command::SetMark)),
    }
}

/// Names the cursor's place.
pub fn set_mark(model: &mut Model, name: char) {
    let key = key_of(model, Command::GoToMark);
    if let Some(doc) = &mut model.doc {
        doc.trail.marks.insert(name, doc.cursor);
        model.say(format!("mark {name} set; {key} {name} comes back here"));
    }
}

/// The most characters of a text that say which named place it is.
const MARK_CHARS: usize = 16;

/// The named places to choose from, each with the words that stand there; `None` where none is asked for or there is none.
pub fn mark_hints(model: &Model) -> Option<Vec<Hint>> {
    let doc = model.doc.as_ref().filter(|_| matches!(model.overlay, Some(Overlay::Mark(MarkAction::Go))))?;
    let mut marks: Vec<(char, usize)> = doc.trail.marks.iter().map(|(name, at)| (*name, *at)).collect();
    marks.sort_unstable();
    let words = |at: usize| -> String {
        let before = &doc.text()[..at.min(doc.text().len())];
        let from = before.rfind(['\n', '.', '?', '!', '。']).map_or(0, |end| before.ceil_char_boundary(end + 1));
        let rest: String = doc.text()[from..].chars().take(4 * MARK_CHARS).collect();
        let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{}…", rest.chars().take(MARK_CHARS).collect::<String>().trim_end())
    };
    let hint = |(name, at): (char, usize)| Hint {
        keys: name.to_string(),
        about: visible::line(&words(at)).into_owned(),
        stays: false,
    };
    let leave = Hint { stays: true, ..Hint::new("esc", "leave") };
    Some(marks.into_iter().map(hint).chain([leave]).collect())
}

/// Goes to a named place.
pub fn go_to_mark(model: &mut Model, name: char) {
    let key = key_of(model, Command::SetMark);
    let Some(doc) = &mut model.doc else { return };
    // As in vim, a mark of the name of its key is the place before the last jump.
    let before = || doc.trail.back.last().copied().filter(|_| matches!(name, '\'' | '`'));
    match doc.trail.marks.get(&name).copied().or_else(before) {
        Some(to) => jump(doc, to),
        None => model.say(format!("no mark {name}; {key} {name} sets it")),
    }
}

/// Shows or folds page boilerplate.
pub fn fold(model: &mut Model) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    doc.folded = !doc.folded;
    let count = doc.document().blocks().iter().filter(|block| block.kind == BlockKind::Boilerplate).count();
    let text = match (count, doc.folded) {
        (0, _) => "this text has no page furniture".to_owned(),
        (1, true) => "1 piece of page furniture folded".to_owned(),
        (1, false) => "1 piece of page furniture shown, dimmed".to_owned(),
        (n, true) => format!("{n} pieces of page furniture folded"),
        (n, false) => format!("{n} pieces of page furniture shown, dimmed"),
    };
    model.say(text);
    Vec::new()
}
