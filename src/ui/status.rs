//! The last two rows: the status and the keys.

use super::canvas::Canvas;
use super::fault::put_fault;
use crate::app::{
    Area, Hint, LeftPart, LineInput, Model, Overlay, PaneAreas, Status, TextField, mark_question, status,
};
use crate::config::theme::Role;
use crate::text::{Span, cells, wrap};

/// Draws status and hints.
pub fn draw(canvas: &mut Canvas<'_>, model: &Model, panes: &PaneAreas) {
    let mut status = status(model);
    let overflow = panes.hints.and_then(|area| overflow(model, &mut status, usize::from(area.width)));
    if let (Some(area), Some(overflow)) = (panes.status, &overflow) {
        for (words, row) in overflow.above.iter().rev().zip(1..) {
            row_of(canvas, Area { y: area.y.saturating_sub(row), ..area }, words, &status);
        }
    }
    if let Some(area) = panes.status {
        canvas.clear(area, canvas.style(Role::Status));
        match &model.overlay {
            Some(Overlay::Line(open)) => prompt(canvas, area, open.purpose.label(), &open.field),
            Some(Overlay::Export(open)) => prompt(canvas, area, open.label(), &open.field),
            Some(Overlay::Mark(action)) => {
                let text = mark_question(model, *action);
                canvas.put(area.x, area.y, area.width, &text, canvas.style(Role::Status));
            }
            _ => line(canvas, area, &status),
        }
    }
    if let Some(area) = panes.hints {
        if let Some(Overlay::Line(LineInput { fault: Some(fault), field, purpose })) = &model.overlay {
            let label = u16::try_from(cells::width(purpose.label())).unwrap_or(0);
            return put_fault(canvas, fault, (&field.text(), area.x + label), area);
        }
        let left = overflow.map_or(area, |overflow| last_row(canvas, area, &overflow.below, &status));
        hints(canvas, left, &status.hints);
    }
}

/// The words that have no room in the row of the status: what goes into the rows above it, which are the panes', and into the
/// row of keys.
struct Overflow {
    above: Vec<String>,
    below: String,
}

/// Spreads what is told whole over other rows, where nothing lies over the panes: over the row of keys, of which only those
/// stay that are always shown, and what just happened over as many of the last rows of the panes too as it takes: why something failed
/// stands before what can be done about it. The next key brings them back.
fn overflow(model: &Model, status: &mut Status, width: usize) -> Option<Overflow> {
    if status.left_is != LeftPart::Whole || model.overlay.is_some() || cells::width(&status.left) <= width {
        return None;
    }
    status.right.clear();
    status.hints.retain(|hint| hint.stays);
    let (first, mut below) = broken(&status.left, width)?;
    status.left = first;
    let most = if model.status.message.is_none() { 0 } else { rows_over_panes(model.view.screen.1) };
    let mut above = Vec::new();
    while above.len() < most && cells::width(&below) > beside_keys(width, &status.hints) {
        let (next, rest) = broken(&below, width)?;
        above.push(std::mem::replace(&mut status.left, next));
        below = rest;
    }
    Some(Overflow { above, below })
}

/// Over how many rows of the panes what just happened may stand, on a screen of that height.
fn rows_over_panes(height: u16) -> usize {
    usize::from(if height < LEAST_ROWS { 0 } else { (height / 4).clamp(1, MOST_OVER) })
}

/// The first row of words wrapped at that width, and the rest of them.
fn broken(words: &str, width: usize) -> Option<(String, String)> {
    let first = *wrap::wrap(words, Span::new(0, words.len()), width, width).first()?;
    Some((words[..first.end].trim_end().to_owned(), words[first.end..].trim_start().to_owned()))
}

/// The cells that these keys leave of a row.
fn beside_keys(width: usize, hints: &[Hint]) -> usize {
    width.saturating_sub(hints.iter().map(wide).sum())
}

/// Fills a row with words.
fn row_of(canvas: &mut Canvas<'_>, area: Area, words: &str, status: &Status) {
    let role = if status.failure { Role::StatusError } else { Role::Status };
    canvas.clear(area, canvas.style(role));
    canvas.put_cut(area.x, area.y, area.width, words, canvas.style(role));
}

/// Puts words into the row of keys, as far as the keys leave room; gives what is left of it.
fn last_row(canvas: &mut Canvas<'_>, area: Area, words: &str, status: &Status) -> Area {
    let room = u16::try_from(beside_keys(usize::from(area.width), &status.hints)).unwrap_or(area.width);
    row_of(canvas, Area { width: room, ..area }, words, status);
    let x = (room + 2).min(area.width);
    Area { x: area.x + x, width: area.width - x, ..area }
}

/// What happened to the left, the place to the right. Where there is no room for both, the place gives way to what just
/// happened; but a title or note gives way to the first part of the place.
fn line(canvas: &mut Canvas<'_>, area: Area, status: &Status) {
    let left = cells::width(&status.left);
    let least = if status.failure || matches!(status.left_is, LeftPart::First | LeftPart::Whole) {
        left
    } else {
        left.min(LEAST_LEFT)
    };
    let right = fitting(usize::from(area.width), (left, least), &status.right);
    let wide = u16::try_from(cells::width(&right)).unwrap_or(0);
    let room = if wide > 0 { area.width.saturating_sub(wide + 2) } else { area.width };
    let role = if status.failure { Role::StatusError } else { Role::Status };
    if status.left_is == LeftPart::Path {
        canvas.put_end(area.x, area.y, room, &status.left, canvas.style(role));
    } else {
        canvas.put_cut(area.x, area.y, room, &status.left, canvas.style(role));
    }
    canvas.put(area.x + area.width - wide, area.y, wide, &right, canvas.style(Role::Status));
}

/// On a screen of fewer rows none is taken from the panes.
const LEAST_ROWS: u16 = 6;
/// Over more rows of the panes than this nothing is told.
const MOST_OVER: u16 = 4;

/// The least cells of a title or note.
const LEAST_LEFT: usize = 11;

/// As many parts of the place as there is room for beside `left` cells; as many as leave `least`, where those are all or
/// there would be none.
fn fitting(width: usize, (left, least): (usize, usize), right: &[String]) -> String {
    let joined = |parts: usize| right[..parts].join(" · ");
    let beside = |left: usize, parts: &usize| left + 2 + cells::width(&joined(*parts)) <= width;
    let most = |left: usize| (1..=right.len()).rev().find(|parts| beside(left, parts));
    let whole = most(left).filter(|_| most(least) != Some(right.len()));
    whole.or_else(|| most(least)).map_or_else(String::new, joined)
}

fn prompt(canvas: &mut Canvas<'_>, area: Area, label: &str, field: &TextField) {
    let used = canvas.put(area.x, area.y, area.width, label, canvas.style(Role::StatusKey));
    let room = Area { x: area.x + used, width: area.width.saturating_sub(used), ..area };
    super::field::put_field(canvas, field, room);
}

/// As many hints as fit, whole ones only: those that stay whatever the room, of the others the first.
fn hints(canvas: &mut Canvas<'_>, area: Area, hints: &[Hint]) {
    let mut x = area.x;
    for hint in fitting_hints(usize::from(area.width), hints) {
        let room = (area.x + area.width).saturating_sub(x);
        x += canvas.put(x, area.y, room, &hint.keys, canvas.style(Role::StatusKey));
        let room = (area.x + area.width).saturating_sub(x + 1);
        x += 3 + canvas.put(x + 1, area.y, room, &hint.about, canvas.style(Role::Dim));
    }
}

/// The cells of a hint and of the gap behind it.
fn wide(hint: &Hint) -> usize {
    cells::width(&hint.keys) + cells::width(&hint.about) + 3
}

fn fitting_hints(width: usize, hints: &[Hint]) -> Vec<&Hint> {
    let staying: usize = hints.iter().filter(|hint| hint.stays).map(wide).sum();
    // The gap behind the last one may be cut off.
    let mut room = (width + 2).saturating_sub(staying);
    let mut open = true;
    let fits = |hint: &&Hint| {
        if !hint.stays && open {
            open = wide(hint) <= room;
            room = room.saturating_sub(wide(hint));
        }
        hint.stays || open
    };
    hints.iter().filter(fits).collect()
}
