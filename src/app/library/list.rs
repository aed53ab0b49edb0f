//! What keys do with the list of documents.

use crate::app::library::opening;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::state::line_input::LinePurpose;
use crate::app::state::list::named;
use crate::app::state::overlay::Overlay;
use crate::app::state::view::Pane;
use crate::config::choices::Sort;
use crate::text::visible;

/// Opens the selected document.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let Some(item) = model.list.selected() else { return Vec::new() };
    let path = item.path.clone();
    if model.doc.as_ref().is_some_and(|doc| doc.opened.path == path) {
        model.navigation.tried = None;
        model.view.focus_on(Pane::Reader);
        return Vec::new();
    }
    opening::open(model, &path)
}

/// Opens the document after (or before) the open one, in the order of the list. One that could not be opened is left
/// behind like any other, or it would bar the way.
pub fn open_next(model: &mut Model, by: isize) -> Vec<Effect> {
    let shown = || model.doc.as_ref().map(|doc| doc.opened.path.clone());
    if let Some(path) = model.navigation.tried.clone().or_else(shown) {
        model.list.select_path(&path);
    }
    let before = model.list.at;
    model.list.step(by);
    if model.list.at == before {
        model.say(if by > 0 { "this is the last text" } else { "this is the first text" });
        return Vec::new();
    }
    open(model)
}

/// Opens the text of that name: by its path, file name or title, or by a part of them that only one has; where several do,
/// the list is narrowed to them, to choose one.
pub fn open_named(model: &mut Model, name: &str) -> Vec<Effect> {
    match named(&model.list.items, name)[..] {
        [] => model.complain(format!("no text here is called “{}”", visible::line(name))),
        [one] if !name.is_empty() => {
            let path = one.path.clone();
            model.list.narrow("");
            model.list.select_path(&path);
            return open(model);
        }
        _ => {
            model.view.focus_on(Pane::List);
            model.list.narrow(name);
            model.overlay = Some(Overlay::line(LinePurpose::Narrow, name));
        }
    }
    Vec::new()
}

/// Goes on to the next order.
pub fn sort(model: &mut Model) -> Vec<Effect> {
    let at = Sort::ALL.iter().position(|sort| *sort == model.list.sort).unwrap_or(0);
    model.list.sort = Sort::ALL[(at + 1) % Sort::ALL.len()];
    model.list.stale = true;
    let name = model.list.sort.name();
    model.say(format!("sorted by {name}"));
    Vec::new()
}

/// Asks for words to narrow the list.
pub fn ask_filter(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Overlay::line(LinePurpose::Narrow, &model.list.filter));
    Vec::new()
}
