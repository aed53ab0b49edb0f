//! The notes pane: the cards that the app made, the current one marked.

use super::canvas::Canvas;
use super::{active, title};
use crate::app::{Area, Card, CardRole, Model, Pane, Tally};
use crate::config::theme::Role;

/// Draws the notes.
pub fn draw(canvas: &mut Canvas<'_>, model: &Model, area: Area) {
    title(canvas, area, &heading(model), active(model, Pane::Notes));
    if model.notes.cards.is_empty() {
        return empty(canvas, model, area);
    }
    let current = model.notes.at();
    let mut y = area.y;
    for (at, card) in model.notes.cards.iter().enumerate().skip(model.notes.top) {
        if y >= area.y + area.height {
            break;
        }
        y = draw_card(
            canvas,
            card,
            Area { y, height: area.y + area.height - y, ..area },
            current == Some(at),
            active(model, Pane::Notes),
        );
    }
}

fn heading(model: &Model) -> String {
    let all = model.desk.as_ref().map_or(0, |desk| desk.visible().filter(|placed| !placed.is_prompt()).count());
    let astray = model.desk.as_ref().map_or(0, |desk| Tally::of(&desk.placed).total());
    match &model.notes.filter[..] {
        "" if astray > 0 => format!("Notes ({all}, {astray} not where they stood)"),
        "" => format!("Notes ({all})"),
        filter => format!("Notes ({} of {all}) {filter}", model.notes.cards.len()),
    }
}

/// Draws one card as far as it fits; gives the row after it.
fn draw_card(canvas: &mut Canvas<'_>, card: &Card, area: Area, current: bool, active: bool) -> u16 {
    let mut y = area.y;
    for row in card.rows.iter().take(usize::from(area.height)) {
        let role = match row.role {
            CardRole::Head(_) => Role::Dim,
            CardRole::Quote(_) => Role::Quote,
            CardRole::Note | CardRole::Gap => Role::Text,
            CardRole::Tags => Role::Tag,
        };
        let bar = if current { canvas.sign("▌", ">") } else { " " };
        if row.role != CardRole::Gap {
            let bar_role = if active { Role::FrameActive } else { Role::Progress };
            canvas.put(area.x, y, 1, bar, canvas.style(bar_role));
        }
        let indent = 1 + u16::from(matches!(row.role, CardRole::Quote(_)));
        canvas.put_cut(area.x + indent, y, area.width.saturating_sub(indent), &row.text, canvas.style(role));
        if let CardRole::Head(Some(color)) = row.role {
            chip(canvas, area, y, color);
        }
        y += 1;
    }
    y
}

/// The colour of a mark, as a patch at the end of the head row.
fn chip(canvas: &mut Canvas<'_>, area: Area, y: u16, color: crate::annotation::Color) {
    let style = canvas.style(Role::mark(color.name()));
    if area.width > 12 {
        canvas.put(area.x + area.width - 3, y, 2, "  ", style);
    }
}

/// An empty pane says how a note comes into it.
fn empty(canvas: &mut Canvas<'_>, model: &Model, area: Area) {
    let keys = |command: &str| model.config.keymap.keys_of("reader", command).into_iter().next().unwrap_or_default();
    let lines = if model.notes.filter.is_empty() {
        vec![
            "No notes here yet.".to_owned(),
            String::new(),
            format!("{}  labels the sentences", keys("pick")),
            format!("{}  marks in a colour", crate::app::color_keys(model)),
            format!("{}  writes a note", keys("note")),
            format!("{}  tags", keys("tag")),
        ]
    } else {
        vec![
            "Nothing passes the filter.".to_owned(),
            format!("{} changes it", model.config.keymap.keys_of("notes", "filter").join(" ")),
        ]
    };
    for (row, line) in (area.y..area.y + area.height).zip(lines) {
        canvas.put_cut(area.x + 1, row, area.width.saturating_sub(1), &line, canvas.style(Role::Dim));
    }
}
