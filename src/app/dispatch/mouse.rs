//! From what the mouse did to what it means there.

use crate::app::library::list;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::notes::pane;
use crate::app::reading::{labels, travel};
use crate::app::state::document::{OpenDocument, Reveal};
use crate::app::state::geometry::Area;
use crate::app::state::list::ListRow;
use crate::app::state::mouse::{Mouse, MouseAct};
use crate::app::state::view::{HeldButton, Pane};
use crate::document::flow::offset_at;
use crate::document::motion::{sentence_around, word_around};

/// Rows that one notch of the wheel scrolls.
const NOTCH: isize = 3;

/// Takes a mouse event.
pub fn act(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    if model.overlay.is_some() {
        return Vec::new();
    }
    let panes = model.panes();
    let within = |area: Option<Area>| area.is_some_and(|area| area.contains(mouse.column, mouse.row));
    let pane = [(Pane::List, panes.list), (Pane::Reader, panes.reader), (Pane::Notes, panes.notes)];
    let hit = pane.into_iter().find(|(_, area)| within(*area)).map(|(pane, _)| pane);
    match mouse.act {
        MouseAct::Drag => return drag(model, mouse),
        MouseAct::Release => {
            model.view.held = HeldButton::No;
            return Vec::new();
        }
        MouseAct::Press(_) => {
            model.status.message = None;
            model.status.typed.clear();
        }
        MouseAct::Wheel(_) => {}
    }
    match hit {
        Some(Pane::Reader) => in_reader(model, mouse),
        Some(Pane::List) => in_list(model, mouse, panes.list.map_or(0, |area| area.y)),
        Some(Pane::Notes) => in_notes(model, mouse, panes.notes.map_or(0, |area| area.y)),
        None => Vec::new(),
    }
}

fn in_reader(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    if let MouseAct::Wheel(direction) = mouse.act {
        return travel::scroll_view(model, direction.sign() * NOTCH);
    }
    let text = model.panes().text;
    model.view.focus_on(Pane::Reader);
    model.view.held = HeldButton::Still(mouse.column, mouse.row);
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let Some(at) = place_at(doc, text, mouse) else { return Vec::new() };
    let document = std::sync::Arc::clone(&doc.opened.document);
    doc.selection = None;
    doc.goal = None;
    doc.cursor = at;
    doc.follow = Reveal::Window;
    match mouse.act {
        MouseAct::Press(2) => labels::select(model, word_around(&document, at)),
        MouseAct::Press(3) => labels::select(model, sentence_around(&document, at)),
        _ => {}
    }
    Vec::new()
}

/// The text at a cell of the column of text, or at the nearest one; `None` at an empty row.
fn place_at(doc: &OpenDocument, text: Area, mouse: Mouse) -> Option<usize> {
    let row = usize::from(mouse.row.saturating_sub(text.y)).min(doc.page.rows.len().checked_sub(1)?);
    offset_at(&doc.page.rows[row].1, doc.text(), mouse.column.saturating_sub(text.x))
}

/// Selects while the button is held. At the edge of the window, or beyond it, the window moves on.
fn drag(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let text = model.panes().text;
    // A hand that trembles on one cell drags nothing.
    if matches!(model.view.held, HeldButton::No) || model.view.held == HeldButton::Still(mouse.column, mouse.row) {
        return Vec::new();
    }
    model.view.held = HeldButton::Moving;
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let document = std::sync::Arc::clone(&doc.opened.document);
    let beyond = [(mouse.row <= text.y, -1), (mouse.row + 1 >= text.y + text.height, 1)];
    if let Some((_, by)) = beyond.into_iter().find(|(there, _)| *there) {
        doc.page.scroll(&document, by);
        doc.page.fill(&document);
    }
    let Some(at) = place_at(doc, text, mouse) else { return Vec::new() };
    doc.selection.get_or_insert(doc.cursor);
    doc.cursor = at;
    doc.goal = None;
    doc.follow = Reveal::Window;
    Vec::new()
}

fn in_list(model: &mut Model, mouse: Mouse, top: u16) -> Vec<Effect> {
    match mouse.act {
        MouseAct::Wheel(direction) => model.list.step(direction.sign()),
        MouseAct::Press(_) => {
            let at = model.list.at_row(mouse.row - top);
            if let Some(at) = at.filter(|at| matches!(model.list.shown[*at], ListRow::Item(_))) {
                model.list.choose(at);
                return list::open(model);
            }
        }
        _ => {}
    }
    Vec::new()
}

fn in_notes(model: &mut Model, mouse: Mouse, top: u16) -> Vec<Effect> {
    match mouse.act {
        MouseAct::Wheel(direction) => {
            model.view.focus_on(Pane::Notes);
            return pane::step(model, direction.sign());
        }
        MouseAct::Press(_) => {
            let id = model.notes.at_row(mouse.row - top).map(|card| card.id.clone());
            if id.is_some() {
                model.notes.selected = id;
                return pane::go(model);
            }
        }
        _ => {}
    }
    Vec::new()
}
