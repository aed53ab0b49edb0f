//! The notes pane: the cards that the app made, the current one marked.

use super::canvas::Canvas;
use super::pane::{active, title};
use crate::app::{Area, Card, CardRole, Command, Context, Model, Pane, keys_in, subject, way_back};
use crate::config::theme::Role;

/// Draws the notes in `area` of the `whole` pane; what is above them is a notice.
pub fn draw(canvas: &mut Canvas<'_>, model: &Model, area: Area, whole: Area) {
    title(canvas, whole, &heading(model), active(model, Pane::Notes));
    if area.y > whole.y {
        notice(canvas, model, Area { height: area.y - whole.y, ..whole });
    }
    if model.notes.cards.is_empty() {
        return empty(canvas, model, area);
    }
    let (current, meant) = (model.notes.at(), subject(model).map(|anchored| &anchored.annotation.id));
    let mut y = area.y;
    for (at, card) in model.notes.cards.iter().enumerate().skip(model.notes.top) {
        if y >= area.y + area.height {
            break;
        }
        if current == Some(at) && model.view.focus == Pane::Notes {
            canvas.point_at((area.x, y));
        }
        y = draw_card(
            canvas,
            card,
            Area { y, height: area.y + area.height - y, ..area },
            (meant == Some(&card.id), card.word.is_some_and(|word| model.peers.unread.has(word))),
            active(model, Pane::Notes),
        );
    }
}

fn heading(model: &Model) -> String {
    let layers = &model.peers.layers;
    let astray = match layers.counts.tally.total() {
        0 => String::new(),
        count => format!(", {count} not where they stood"),
    };
    let unread = match model.peers.unread.here() {
        0 => String::new(),
        count => format!(", {count} unread"),
    };
    match (&model.notes.filter[..], &layers.heading()[..]) {
        _ if are_awaited(model) => "Notes".to_owned(),
        ("", "") => format!("Notes ({}{unread}{astray})", layers.counts.all),
        ("", layer) => format!("Notes ({}){layer}{unread}{astray}", layers.count()),
        (filter, layer) => {
            let passing = model.notes.cards.iter().filter(|card| !card.context).count();
            format!("Notes ({passing} of {}{unread}){layer} {filter}", layers.counts.all)
        }
    }
}

/// Whether no annotation of the open text is known, for they are still being read: nothing is said of how many there are.
fn are_awaited(model: &Model) -> bool {
    model.peers.layers.counts.all == 0 && model.doc.as_ref().is_some_and(|doc| !doc.annotations.read)
}

/// What is kept back for now, above the notes that show.
fn notice(canvas: &mut Canvas<'_>, model: &Model, area: Area) {
    let rows = model.notice(usize::from(area.width.saturating_sub(2)));
    for (y, row) in (area.y..area.y + area.height).zip(rows) {
        canvas.put(area.x + 1, y, area.width.saturating_sub(1), &row, canvas.style(Role::Strong));
    }
}

/// Draws one card as far as it fits; gives the row after it.
fn draw_card(canvas: &mut Canvas<'_>, card: &Card, area: Area, (current, unread): (bool, bool), active: bool) -> u16 {
    let mut y = area.y;
    for row in card.rows.iter().take(usize::from(area.height)) {
        let role = match row.role {
            _ if card.context => Role::Dim,
            CardRole::Head(_) | CardRole::Thread => Role::Dim,
            CardRole::Quote(_) => Role::Quote,
            CardRole::Note | CardRole::Gap => Role::Text,
            CardRole::Tags => Role::Tag,
        };
        // What is new says so at its head, until it has been looked at.
        let new = unread && matches!(row.role, CardRole::Head(_));
        let bar = match (current, new) {
            (_, true) => canvas.sign("●", "*"),
            (true, false) => canvas.sign("▌", ">"),
            (false, false) => " ",
        };
        if row.role != CardRole::Gap {
            let bar_role = if active { Role::FrameActive } else { Role::Progress };
            canvas.put(area.x, y, 1, bar, canvas.style(bar_role));
        }
        let indent = 1 + card.indent + u16::from(matches!(row.role, CardRole::Quote(_)));
        let used = canvas.put_cut(area.x + indent, y, area.width.saturating_sub(indent), &row.text, canvas.style(role));
        if let (CardRole::Head(_), Some(sign)) = (row.role, card.sign) {
            canvas.put(area.x + 1 + card.indent, y, 1, sign.letter.encode_utf8(&mut [0; 4]), canvas.style(sign.role));
        }
        if let CardRole::Head(Some(color)) = row.role {
            chip(canvas, Area { y, ..area }, indent + used, color);
        }
        y += 1;
    }
    y
}

/// The colour of a mark, as a patch at the end of the head row, where its words leave room: they name it too.
fn chip(canvas: &mut Canvas<'_>, area: Area, used: u16, color: crate::annotation::Color) {
    let style = canvas.style(Role::mark(color.name()));
    if used + 3 <= area.width {
        canvas.put(area.x + area.width - 3, area.y, 2, "  ", style);
    }
}

/// An empty pane says how a note comes into it.
fn empty(canvas: &mut Canvas<'_>, model: &Model, area: Area) {
    let keys = |command| keys_in(model, Context::Reader, command).into_iter().next().unwrap_or_default();
    let chosen = model.peers.layers.chosen().filter(|_| model.peers.layers.counts.all > 0);
    let lines = if let (Some(layer), true) = (chosen, model.notes.filter.is_empty()) {
        vec![
            format!(
                "Nothing shows of {} {}, layer: {layer}.",
                model.peers.layers.counts.all,
                if model.peers.layers.counts.all == 1 { "note" } else { "notes" }
            ),
            format!("{} shows all", way_back(model).unwrap_or_default()),
        ]
    } else if model.notes.filter.is_empty() || are_awaited(model) {
        vec![
            if are_awaited(model) { "The notes are being read." } else { "No notes here yet." }.to_owned(),
            String::new(),
            format!("{}  labels the sentences", keys(Command::Pick)),
            format!("{}  marks in a colour", crate::app::color_keys(model)),
            format!("{}  writes a note", keys(Command::Note)),
            format!("{}  tags", keys(Command::Tag)),
        ]
    } else {
        vec![
            "Nothing passes the filter.".to_owned(),
            format!("{} changes it", keys_in(model, Context::Notes, Command::Filter).join(" ")),
        ]
    };
    for (row, line) in (area.y..area.y + area.height).zip(lines) {
        canvas.put_cut(area.x + 1, row, area.width.saturating_sub(1), &line, canvas.style(Role::Dim));
    }
}
