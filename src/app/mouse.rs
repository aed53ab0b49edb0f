//! The mouse: click, drag and wheel mean what the keys mean. Cells become byte offsets here and nowhere else.

use super::desk::Follow;
use super::{Effect, Given, Model, Pane, list, notes, travel};
use crate::document::flow::offset_at;
use crate::document::motion::{sentence_around, word_around};

/// Rows that one notch of the wheel scrolls.
const NOTCH: isize = 3;

/// What a mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseAct {
    /// The left button went down; the second and third press in one place count.
    Press(u8),
    /// It moved with the button down.
    Drag,
    /// The button went up.
    Release,
    /// The wheel turned: down, or up.
    Wheel(bool),
}

/// What a mouse did and at which cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub act: MouseAct,
    /// Column, from 0.
    pub column: u16,
    /// Row, from 0.
    pub row: u16,
}

/// Takes a mouse event.
pub fn act(model: &mut Model, mouse: Mouse, _given: &Given) -> Vec<Effect> {
    if model.overlay.is_some() {
        return Vec::new();
    }
    let panes = model.panes();
    let within = |area: Option<super::Area>| area.is_some_and(|area| area.contains(mouse.column, mouse.row));
    let pane = [(Pane::List, panes.list), (Pane::Reader, panes.reader), (Pane::Notes, panes.notes)];
    let dragging = mouse.act == MouseAct::Drag && model.view.focus == Pane::Reader;
    let hit = pane.into_iter().find(|(_, area)| within(*area)).map(|(pane, _)| pane);
    match hit.or(dragging.then_some(Pane::Reader)) {
        Some(Pane::Reader) => in_reader(model, mouse),
        Some(Pane::List) => in_list(model, mouse, panes.list.map_or(0, |area| area.y)),
        Some(Pane::Notes) => in_notes(model, mouse, panes.notes.map_or(0, |area| area.y)),
        None => Vec::new(),
    }
}

fn in_reader(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    match mouse.act {
        MouseAct::Wheel(down) => return travel::scroll_view(model, if down { NOTCH } else { -NOTCH }),
        MouseAct::Release => return Vec::new(),
        MouseAct::Press(_) | MouseAct::Drag => {}
    }
    let text = model.panes().text;
    let row = usize::from(mouse.row.saturating_sub(text.y));
    let column = mouse.column.saturating_sub(text.x);
    model.view.focus_on(Pane::Reader);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let document = std::sync::Arc::clone(&desk.opened.document);
    let Some(at) = desk
        .page
        .rows
        .get(row.min(desk.page.rows.len().saturating_sub(1)))
        .and_then(|(_, row)| offset_at(row, document.text(), column))
    else {
        return Vec::new();
    };
    if mouse.act == MouseAct::Drag {
        desk.selection.get_or_insert(desk.cursor);
        desk.cursor = at;
        desk.follow = Follow::Nearest;
        return Vec::new();
    }
    desk.selection = None;
    desk.goal = None;
    desk.cursor = at;
    desk.follow = Follow::Window;
    match mouse.act {
        MouseAct::Press(2) => super::pick::select(model, word_around(&document, at)),
        MouseAct::Press(3) => super::pick::select(model, sentence_around(&document, at)),
        _ => {}
    }
    Vec::new()
}

fn in_list(model: &mut Model, mouse: Mouse, top: u16) -> Vec<Effect> {
    match mouse.act {
        MouseAct::Wheel(down) => model.list.step(if down { 1 } else { -1 }),
        MouseAct::Press(_) => {
            let at = model.list.at_row(mouse.row - top);
            if let Some(at) = at.filter(|at| matches!(model.list.shown[*at], super::Shown::Item(_))) {
                model.list.at = at;
                return list::open(model);
            }
        }
        _ => {}
    }
    Vec::new()
}

fn in_notes(model: &mut Model, mouse: Mouse, top: u16) -> Vec<Effect> {
    match mouse.act {
        MouseAct::Wheel(down) => {
            model.view.focus_on(Pane::Notes);
            return notes::step(model, if down { 1 } else { -1 });
        }
        MouseAct::Press(_) => {
            let id = model.notes.at_row(mouse.row - top).map(|card| card.id.clone());
            if id.is_some() {
                model.notes.selected = id;
                return notes::go(model);
            }
        }
        _ => {}
    }
    Vec::new()
}
