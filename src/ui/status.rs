//! The last two rows: the status and the keys.

use super::canvas::Canvas;
use crate::app::{Area, Hint, Model, Overlay, PaneAreas, Status, TextField, mark_question, status};
use crate::config::theme::Role;
use crate::text::{Span, cells, wrap};

/// Draws status and hints.
pub fn draw(canvas: &mut Canvas<'_>, model: &Model, panes: &PaneAreas) {
    let mut status = status(model);
    let overflow = panes.hints.and_then(|area| overflow(model, &mut status, usize::from(area.width)));
    if let Some(area) = panes.status {
        canvas.clear(area, canvas.style(Role::Status));
        match &model.overlay {
            Some(Overlay::Line(open)) => prompt(canvas, area, open.purpose.label(), &open.field),
            Some(Overlay::Mark(action)) => {
                let text = mark_question(model, *action);
                canvas.put(area.x, area.y, area.width, &text, canvas.style(Role::Status));
            }
            _ => line(canvas, area, &status),
        }
    }
    if let Some(area) = panes.hints {
        let left = overflow.map_or(area, |words| second_row(canvas, area, &words, &status));
        hints(canvas, left, &status.hints);
    }
}

/// The words of what just happened that have no room in their row, where nothing lies over the panes; they are taken from it,
/// and of the keys only those stay that are always shown. The next key brings back the others.
fn overflow(model: &Model, status: &mut Status, width: usize) -> Option<String> {
    let told = model.message.is_some() && model.overlay.is_none();
    if !told || cells::width(&status.left) <= width {
        return None;
    }
    let first = *wrap::wrap(&status.left, Span::new(0, status.left.len()), width, width).first()?;
    let words = status.left[first.end..].trim_start().to_owned();
    status.left.truncate(first.end);
    status.left.truncate(status.left.trim_end().len());
    status.right.clear();
    status.hints.retain(|hint| hint.stays);
    Some(words)
}

/// Puts words into the row of keys, as far as the keys leave room; gives what is left of it.
fn second_row(canvas: &mut Canvas<'_>, area: Area, words: &str, status: &Status) -> Area {
    let keys = u16::try_from(status.hints.iter().map(wide).sum::<usize>()).unwrap_or(area.width);
    let room = area.width.saturating_sub(keys);
    let role = if status.failure { Role::StatusError } else { Role::Status };
    canvas.clear(Area { width: room, ..area }, canvas.style(role));
    canvas.put_cut(area.x, area.y, room, words, canvas.style(role));
    let x = (room + 2).min(area.width);
    Area { x: area.x + x, width: area.width - x, ..area }
}

/// What happened to the left, the place to the right. Where there is no room for both, the place gives way to what just
/// happened; but a title or note gives way to the first part of the place.
fn line(canvas: &mut Canvas<'_>, area: Area, status: &Status) {
    let left = cells::width(&status.left);
    let least = if status.failure || status.said { left } else { left.min(LEAST_LEFT) };
    let right = fitting(usize::from(area.width), (left, least), &status.right);
    let wide = u16::try_from(cells::width(&right)).unwrap_or(0);
    let room = if wide > 0 { area.width.saturating_sub(wide + 2) } else { area.width };
    let role = if status.failure { Role::StatusError } else { Role::Status };
    if status.path {
        canvas.put_end(area.x, area.y, room, &status.left, canvas.style(role));
    } else {
        canvas.put_cut(area.x, area.y, room, &status.left, canvas.style(role));
    }
    canvas.put(area.x + area.width - wide, area.y, wide, &right, canvas.style(Role::Status));
}

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
