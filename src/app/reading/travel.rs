//! Moving in the open document: motions, screenfuls, jumps, marks. Moving never changes a mark or a text.

use crate::app::commands::Command;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::app::state::document::{OpenDocument, Reveal};
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
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let long = matches!(motion, Motion::Start | Motion::End);
    if long {
        remember(desk);
    }
    let mut to = destination(desk, motion);
    let nowhere = to == desk.cursor && matches!(motion, Motion::NextHeading | Motion::PrevHeading);
    if desk.selection.is_some() {
        to = stretched(desk, motion, to);
    }
    desk.cursor = to;
    desk.goal = None;
    desk.follow = if long || matches!(motion, Motion::NextHeading | Motion::PrevHeading) {
        Reveal::Jump
    } else {
        Reveal::Nearest
    };
    if nowhere {
        model.say(if motion == Motion::NextHeading { "no heading after this" } else { "no heading before this" });
    }
    Vec::new()
}

/// Where a motion leads from the cursor, over what is folded away.
pub fn destination(desk: &OpenDocument, motion: Motion) -> usize {
    let to = motion::apply(desk.document(), desk.cursor, motion);
    if desk.folded { beyond_boilerplate(desk.document(), desk.cursor, motion, to) } else { to }
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
fn stretched(desk: &OpenDocument, motion: Motion, to: usize) -> usize {
    let document = desk.document();
    let end_of = |span: Span| segment::prev_grapheme(desk.text(), span.end);
    let (this, next) = match motion {
        Motion::NextSentence => (motion::sentence_around(document, desk.cursor), motion::sentence_around(document, to)),
        Motion::NextParagraph => {
            (motion::paragraph_around(document, desk.cursor), motion::paragraph_around(document, to))
        }
        _ => return to,
    };
    if end_of(this) > desk.cursor { end_of(this) } else { end_of(next).max(desk.cursor) }
}

/// Goes so far into the text, in hundredths of it.
pub fn percent(model: &mut Model, part: u32) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let end = motion::apply(desk.document(), usize::MAX, Motion::End);
    land(desk, (end as u64 * u64::from(part.min(100)) / 100) as usize);
    Vec::new()
}

/// Without a number it is not known how far.
pub fn ask_percent(model: &mut Model) -> Vec<Effect> {
    let key = key_of(model, Command::Percent);
    model.say(format!("type a number first: 50 {key} goes to the middle of the text"));
    Vec::new()
}

/// Moves the cursor by rows of the screen, keeping its column.
pub fn rows(model: &mut Model, by: isize) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let document = Arc::clone(&desk.opened.document);
    let from = desk.page.row_of(&document, desk.cursor);
    let goal = goal_column(desk);
    if let Some(to) = desk.page.text_row(&document, from, by) {
        desk.cursor = place_in_row(desk, to, goal);
        desk.goal = Some(goal);
    } else if by > 0 && desk.selection.is_none() {
        desk.page.scroll(&document, 1);
    }
    Vec::new()
}

/// Moves by a part of the window: 1.0 is a page (less one row, so that the eye keeps its place).
pub fn pages(model: &mut Model, part: f32) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let rows = ((desk.page.height as f32 * part.abs()) as usize).saturating_sub(usize::from(part.abs() >= 1.0)).max(1);
    scroll(desk, rows.cast_signed() * if part < 0.0 { -1 } else { 1 });
    Vec::new()
}

/// Moves the window by rows, the cursor only as far as it must to stay in it.
pub fn scroll_view(model: &mut Model, by: isize) -> Vec<Effect> {
    let margin = model.config.settings.scroll_margin;
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let document = Arc::clone(&desk.opened.document);
    desk.page.scroll(&document, by);
    desk.page.fill(&document);
    desk.follow = Reveal::Window;
    keep_in_window(desk, usize::from(margin));
    Vec::new()
}

/// Moves window and cursor together; at either end of the text the cursor goes on alone. The window moves by the whole
/// step and no further, so that no row is passed over: the cursor takes the nearest row with text in it.
fn scroll(desk: &mut OpenDocument, by: isize) {
    let document = Arc::clone(&desk.opened.document);
    let at = desk.page.row_of(&document, desk.cursor);
    let goal = goal_column(desk);
    desk.page.scroll(&document, by);
    let aim = desk.page.flow.step(&document, at, by);
    desk.page.fill(&document);
    let near = desk.page.text_row_near(aim, by > 0, 0, desk.page.rows.len());
    let to = near.or_else(|| desk.page.text_row(&document, aim, by.signum()));
    desk.cursor = to.map_or(desk.cursor, |to| place_in_row(desk, to, goal));
    desk.goal = Some(goal);
    desk.follow = Reveal::Window;
}

/// Puts the cursor on the nearest row that shows, `margin` rows from an edge where the text goes on there.
fn keep_in_window(desk: &mut OpenDocument, margin: usize) {
    let document = Arc::clone(&desk.opened.document);
    let at = desk.page.row_of(&document, desk.cursor);
    let (count, margin) = (desk.page.rows.len(), margin.min(desk.page.height.saturating_sub(1) / 2));
    let (start, end) = (desk.page.flow.first(&document), desk.page.flow.last(&document));
    let goes_on = |there: bool| if there { margin.min(count / 2) } else { 0 };
    let first = goes_on(desk.page.rows.first().is_some_and(|(row, _)| *row > start));
    let last = count - goes_on(desk.page.rows.last().is_some_and(|(row, _)| *row < end));
    if desk.page.rows[first..last].iter().any(|(row, _)| *row == at) {
        return;
    }
    let goal = goal_column(desk);
    let on = desk.page.rows.get(first).is_some_and(|(row, _)| at < *row);
    let near = desk.page.text_row_near(at, on, first, last).or_else(|| desk.page.text_row_near(at, on, 0, count));
    if let Some(to) = near {
        desk.cursor = place_in_row(desk, to, goal);
        desk.goal = Some(goal);
    }
}

fn goal_column(desk: &mut OpenDocument) -> u16 {
    if let Some(goal) = desk.goal {
        return goal;
    }
    let document = Arc::clone(&desk.opened.document);
    let at = desk.page.row_of(&document, desk.cursor);
    desk.page.flow.row(&document, at).map_or(0, |row| column_of(&row, document.text(), desk.cursor))
}

fn place_in_row(desk: &mut OpenDocument, at: crate::document::flow::RowAt, column: u16) -> usize {
    let document = Arc::clone(&desk.opened.document);
    let row = desk.page.flow.row(&document, at);
    row.and_then(|row| offset_at(&row, document.text(), column)).unwrap_or(desk.cursor)
}

/// Goes to a byte offset and remembers where it came from.
pub fn jump(desk: &mut OpenDocument, to: usize) {
    remember(desk);
    put(desk, to);
}

/// Puts the cursor at a byte offset and shows it. A place inside folded boilerplate cannot be shown but by unfolding it.
pub fn put(desk: &mut OpenDocument, to: usize) {
    desk.cursor = segment::grapheme_start(desk.text(), desk.text().floor_char_boundary(to));
    desk.goal = None;
    desk.follow = Reveal::Jump;
    if desk.is_boilerplate(desk.cursor) {
        desk.folded = false;
    }
}

/// The first place at byte `at` or after it where something can be read.
pub fn readable(document: &Document, at: usize) -> usize {
    let block = document.blocks().get(document.block_at(at));
    block.map_or(at, |block| block.span.start.max(at))
}

/// Goes to where a part of the text begins, a third down the window. What is folded away there is passed over.
pub fn land(desk: &mut OpenDocument, at: usize) {
    let document = Arc::clone(&desk.opened.document);
    let to = readable(&document, at);
    jump(desk, if desk.folded { motion::past_boilerplate(&document, to, to) } else { to });
    let row = desk.page.row_of(&document, desk.cursor);
    desk.page.centre(&document, row);
}

/// Puts the cursor's place on the trail.
pub fn remember(desk: &mut OpenDocument) {
    if desk.trail.back.last() != Some(&desk.cursor) {
        desk.trail.back.push(desk.cursor);
    }
    if desk.trail.back.len() > TRAIL {
        desk.trail.back.remove(0);
    }
    desk.trail.forward.clear();
}

/// Goes back (or forward again) on the trail.
pub fn trail(model: &mut Model, direction: Direction) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let (from, to, none) = match direction {
        Direction::Backward => (&mut desk.trail.back, &mut desk.trail.forward, "no earlier place"),
        Direction::Forward => (&mut desk.trail.forward, &mut desk.trail.back, "no later place"),
    };
    let Some(place) = from.pop() else {
        model.say(none);
        return Vec::new();
    };
    to.push(desk.cursor);
    put(desk, place);
    Vec::new()
}

/// What is asked while a letter for a place is waited for.
pub fn mark_question(model: &Model, action: MarkAction) -> String {
    let any = model.desk.as_ref().is_some_and(|desk| !desk.trail.marks.is_empty());
    match action {
        MarkAction::Set => "name this place with a letter".to_owned(),
        MarkAction::Go if any => "go to which mark?".to_owned(),
        MarkAction::Go => format!("no place has a name yet; {} names one", key_of(model, Command::SetMark)),
    }
}

/// Names the cursor's place.
pub fn set_mark(model: &mut Model, name: char) {
    let key = key_of(model, Command::GoToMark);
    if let Some(desk) = &mut model.desk {
        desk.trail.marks.insert(name, desk.cursor);
        model.say(format!("mark {name} set; {key} {name} comes back here"));
    }
}

/// The most characters of a text that say which named place it is.
const MARK_CHARS: usize = 16;

/// The named places to choose from, each with the words that stand there; `None` where none is asked for or there is none.
pub fn mark_hints(model: &Model) -> Option<Vec<Hint>> {
    let desk = model.desk.as_ref().filter(|_| matches!(model.overlay, Some(Overlay::Mark(MarkAction::Go))))?;
    let mut marks: Vec<(char, usize)> = desk.trail.marks.iter().map(|(name, at)| (*name, *at)).collect();
    marks.sort_unstable();
    let words = |at: usize| -> String {
        let before = &desk.text()[..at.min(desk.text().len())];
        let from = before.rfind(['\n', '.', '?', '!', '。']).map_or(0, |end| before.ceil_char_boundary(end + 1));
        let rest: String = desk.text()[from..].chars().take(4 * MARK_CHARS).collect();
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
    let Some(desk) = &mut model.desk else { return };
    match desk.trail.marks.get(&name).copied() {
        Some(to) => jump(desk, to),
        None => model.say(format!("no mark {name}; {key} {name} sets it")),
    }
}

/// Shows or folds page boilerplate.
pub fn fold(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    desk.folded = !desk.folded;
    let count = desk.document().blocks().iter().filter(|block| block.kind == BlockKind::Boilerplate).count();
    let text = match (count, desk.folded) {
        (0, _) => "this text has no page furniture".to_owned(),
        (1, true) => "1 piece of page furniture folded".to_owned(),
        (1, false) => "1 piece of page furniture shown, dimmed".to_owned(),
        (n, true) => format!("{n} pieces of page furniture folded"),
        (n, false) => format!("{n} pieces of page furniture shown, dimmed"),
    };
    model.say(text);
    Vec::new()
}
