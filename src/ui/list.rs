//! The list pane: two rows a document, a row a session.

use super::canvas::Canvas;
use super::pane::{active, title};
use crate::app::due::SessionStanding;
use crate::app::{Area, ListItem, ListRow, Model, Pane, SurveyStage, standing};
use crate::config::theme::Role;
use crate::language::counts::counted;
use crate::text::{Span, cells, visible, wrap};

/// Draws the list.
pub fn draw(canvas: &mut Canvas<'_>, model: &Model, area: Area) {
    title(canvas, area, &heading(model), active(model, Pane::List));
    if model.list.shown.is_empty() {
        return empty(canvas, model, area);
    }
    let mut y = area.y;
    for (at, shown) in model.list.shown.iter().enumerate().skip(model.list.top) {
        if y >= area.y + area.height {
            break;
        }
        let room = Area { y, height: shown.rows().min(area.y + area.height - y), ..area };
        match shown {
            ListRow::Session(at) => session(canvas, room, &standing(model, *at)),
            ListRow::Heading(text) => {
                canvas.put_cut(room.x, room.y, room.width, &visible::line(text), canvas.style(Role::HeadingMinor));
            }
            ListRow::Item(index) => item(canvas, model, room, (*index, at == model.list.at)),
        }
        y += shown.rows();
    }
}

fn heading(model: &Model) -> String {
    let list = &model.list;
    match (&list.filter[..], list.items.len()) {
        ("", count) => format!("{} ({count})", list.name),
        (filter, _) => format!("{filter} ({})", list.shown.len()),
    }
}

/// A session: what it is about; when it is due and what of it is done. The next one has a sign that no colour is needed for.
fn session(canvas: &mut Canvas<'_>, area: Area, standing: &SessionStanding) {
    let (sign, role) =
        if standing.next { (canvas.sign("» ", ">> "), Role::Heading) } else { ("", Role::HeadingMinor) };
    let used = canvas.put(area.x, area.y, area.width, sign, canvas.style(role));
    let title = visible::line(&standing.title);
    canvas.put_cut(area.x + used, area.y, area.width.saturating_sub(used), &title, canvas.style(role));
    if area.height > 1 {
        let width = area.width.saturating_sub(2);
        let told = standing.told(usize::from(width));
        canvas.put_cut(area.x + 2, area.y + 1, width, &visible::line(&told), canvas.style(Role::Dim));
    }
}

fn item(canvas: &mut Canvas<'_>, model: &Model, area: Area, (index, selected): (usize, bool)) {
    let item = &model.list.items[index];
    let open = model.doc.as_ref().is_some_and(|doc| doc.opened.path == item.path);
    let sign = if open { canvas.sign("▸ ", "> ") } else { "  " };
    let name_role = if item.damaged.is_some() { Role::StatusError } else { Role::Text };
    canvas.put(area.x, area.y, 2, sign, canvas.style(Role::Dim));
    canvas.put_cut(
        area.x + 2,
        area.y,
        area.width.saturating_sub(3),
        &visible::line(item.name()),
        canvas.style(name_role),
    );
    if area.height > 1 {
        detail(canvas, area, item, (model.list.told_apart(index), model.peers.unread.count(&item.path)));
    }
    if selected {
        if model.view.focus == Pane::List {
            canvas.point_at((area.x, area.y));
        }
        canvas.tint(area, canvas.style(if active(model, Pane::List) { Role::ListSelected } else { Role::CursorRow }));
    }
}

/// What tells it apart, date and author to the left; progress and annotations to the right.
fn detail(canvas: &mut Canvas<'_>, area: Area, item: &ListItem, (apart, unread): (Option<&str>, usize)) {
    let dim = canvas.style(Role::Dim);
    let right = numbers(canvas, item, unread);
    let taken = u16::try_from(cells::width(&right)).unwrap_or(0);
    let room = area.width.saturating_sub(4 + taken);
    let about = [apart.map(str::to_owned), Some(item.damaged.clone().unwrap_or_else(|| about(item)))];
    let left = about.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    canvas.put_cut(area.x + 2, area.y + 1, room, &visible::line(&left), dim);
    canvas.put(area.x + area.width.saturating_sub(taken + 1), area.y + 1, taken, &right, canvas.style(Role::Progress));
}

fn about(item: &ListItem) -> String {
    let author = match &item.authors[..] {
        [] => None,
        [one] => Some(one.clone()),
        [one, other] => Some(format!("{one} and {other}")),
        [first, ..] => Some(format!("{first} et al.")),
    };
    let known: Vec<String> = [item.date.clone(), author, item.publication.clone()].into_iter().flatten().collect();
    let unsaid = || {
        if item.title.is_some() {
            item.path.as_str().to_owned()
        } else {
            item.words.map_or_else(String::new, |words| counted(words, "word"))
        }
    };
    if known.is_empty() { unsaid() } else { known.join(" · ") }
}

fn numbers(canvas: &Canvas<'_>, item: &ListItem, unread: usize) -> String {
    let unread = if unread > 0 { format!("{}{unread}", canvas.sign("●", "*")) } else { String::new() };
    let notes =
        if item.annotations > 0 { format!("{}{}", canvas.sign("✎", "n"), item.annotations) } else { String::new() };
    let astray = if item.astray > 0 { format!("!{}", item.astray) } else { String::new() };
    let read = match (item.progress * 100.0).round() as u32 {
        0 => String::new(),
        _ if item.is_done() => canvas.sign("✓", "ok").to_owned(),
        percent => format!("{percent}%"),
    };
    [unread, notes, astray, read].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// An empty list says why, and what to do.
fn empty(canvas: &mut Canvas<'_>, model: &Model, area: Area) {
    let left_out = model.seminar.left_out.as_ref().map_or(String::new(), |told| format!(" ({told})"));
    let text = match (model.list.survey >= SurveyStage::Listed, model.list.filter.is_empty()) {
        (false, _) => "looking for texts …".to_owned(),
        (true, false) => "nothing matches; esc shows all texts".to_owned(),
        (true, true) => format!("no texts in this folder{left_out}. postil reads {}.", model.config.formats.join(", ")),
    };
    let width = usize::from(area.width.saturating_sub(2)).max(1);
    let rows = wrap::wrap(&text, Span::new(0, text.len()), width, width);
    for (y, row) in (area.y..area.y + area.height).zip(rows) {
        canvas.put(area.x + 1, y, area.width.saturating_sub(1), row.of(&text), canvas.style(Role::Dim));
    }
}
