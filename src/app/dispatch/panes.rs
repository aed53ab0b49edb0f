//! Commands of the panes themselves: focus, zoom, cancel.

use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::notes::pane;
use crate::app::reading::travel;
use crate::app::seminar::compare;
use crate::app::state::view::Pane;

pub fn cancel(model: &mut Model) -> Vec<Effect> {
    if compare::leave(model) {
        return Vec::new();
    }
    match model.view.focus {
        Pane::List if !model.list.filter.is_empty() => {
            model.list.narrow("");
            model.say("all texts");
        }
        Pane::Notes if !model.notes.filter.is_empty() => {
            pane::filter(model, "");
        }
        _ => {}
    }
    if let Some(doc) = &mut model.doc {
        doc.selection = None;
        doc.found.shown = false;
    }
    Vec::new()
}

pub fn focus(model: &mut Model, pane: Pane) -> Vec<Effect> {
    if let Some(doc) = &mut model.doc {
        if pane == Pane::Notes && model.view.focus == Pane::Reader {
            // The reader follows the notes: the way back to where one read.
            travel::remember(doc);
        }
        model.view.focus_on(pane);
        // It was told where it was done; in another pane it would be taken for news.
        model.written.said = None;
    }
    Vec::new()
}

pub fn zoom(model: &mut Model) -> Vec<Effect> {
    model.view.zoomed = !model.view.zoomed;
    // Where one pane fills the screen anyway nothing else would change, and what others have written there would stay.
    vec![Effect::Redraw]
}

pub fn side(model: &mut Model) -> Vec<Effect> {
    if model.doc.is_some() {
        model.view.side_hidden = !model.view.side_hidden;
        model.view.focus = Pane::Reader;
    }
    Vec::new()
}

pub fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let most = model.list.shown.len().cast_signed();
    model.list.step(by.clamp(-most, most));
    Vec::new()
}
