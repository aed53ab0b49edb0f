//! Results from many texts, over the whole screen: the line that asks, the list with the words around each result, and the
//! current one as its text has it. It decides nothing.

use super::canvas::Canvas;
use super::fault::put_fault;
use super::field::put_field;
use super::frame::{centred, frame};
use crate::app::{
    Area, ConcordanceSource, LookUpStage, MOST_RESULTS, NavigationTarget, ResultGroup, ResultLine, ResultRow,
    ResultsProgress, ResultsView,
};
use crate::config::theme::Role;
use crate::document::DocPath;
use crate::search::{TextExcerpt, query};
use crate::text::{Span, cells, visible, wrap};
use ratatui::style::Style;

/// The widest box, and the width from which the text stands beside the list instead of below it.
const WIDEST: u16 = 180;
const SIDE_BY_SIDE: u16 = 90;
/// The fewest rows of list and text that both show; fewer are for the list.
const LEAST: u16 = 10;

/// Draws a view over the screen.
pub fn draw(canvas: &mut Canvas<'_>, view: &ResultsView, screen: Area) {
    let inside = frame(canvas, centred(screen, WIDEST, screen.height), view.title());
    let sign = canvas.put(inside.x, inside.y, 2, canvas.sign("› ", "> "), canvas.style(Role::StatusKey));
    let field = Area { x: inside.x + sign, width: inside.width.saturating_sub(sign), height: 1, ..inside };
    told(canvas, view, field, Area { y: inside.y + 1, height: 1, ..inside });
    let rest = Area { y: inside.y + 2, height: inside.height.saturating_sub(2), ..inside };
    if view.list.is_empty() {
        empty(canvas, view, rest);
    } else {
        let (list, text) = halves(rest);
        listed(canvas, view, list);
        if let (Some(area), Some((group, row))) = (text, view.list.current()) {
            around(canvas, group, row, area);
        }
    }
    put_field(canvas, &view.field, Area { height: field.height.min(inside.height), ..field });
}

/// The parts for the list and for the text, where there is room for both.
fn halves(area: Area) -> (Area, Option<Area>) {
    if area.width >= SIDE_BY_SIDE {
        let width = area.width / 2 - 1;
        let text = Area { x: area.x + width + 2, width: area.width - width - 2, ..area };
        return (Area { width, ..area }, Some(text));
    }
    if area.height < LEAST {
        return (area, None);
    }
    let height = area.height * 3 / 5;
    let text = Area { y: area.y + height + 1, height: area.height - height - 1, ..area };
    (Area { height, ..area }, Some(text))
}

/// The row below the field: what is not understood, with carets under it, else how much was found.
fn told(canvas: &mut Canvas<'_>, view: &ResultsView, field: Area, area: Area) {
    match &view.fault {
        Some(fault) => put_fault(canvas, fault, (&view.field.text(), field.x), area),
        None => drop(canvas.put_cut(area.x, area.y, area.width, &found(view), canvas.style(Role::Dim))),
    }
}

/// How much was found, and whether that is all.
fn found(view: &ResultsView) -> String {
    let ((one, several), (group, groups)) = (view.kind.look().counted, view.grouped());
    let counted = |count: usize, one: &str, several: &str| {
        if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
    };
    let list = &view.list;
    // Entries of dictionaries are no places.
    let entries: usize = list.groups().iter().filter(|group| group.count == 0).map(|group| group.rows.len()).sum();
    if list.count == 0 && entries > 0 {
        return "no text introduces it".to_owned();
    }
    let hits = || {
        format!(
            "{} in {}",
            counted(list.count, one, several),
            counted(list.groups().iter().filter(|it| it.count > 0).count(), group, groups)
        )
    };
    // What stands in two groups counts once.
    let listed = list.len().saturating_sub(entries);
    let first = match list.count.saturating_sub(listed) {
        _ if list.counts_groups() => String::new(),
        _ if list.len() >= MOST_RESULTS => format!(" · only the first {} are listed", list.len()),
        0 => String::new(),
        _ => format!(" · {listed} of them listed"),
    };
    let unread = match view.unread {
        0 => String::new(),
        count => format!(" · {} could not be read: postil check", counted(count, "text", "texts")),
    };
    match view.progress {
        ResultsProgress::Idle => String::new(),
        ResultsProgress::Looking(_, 0) => "looking …".to_owned(),
        ResultsProgress::Looking(looked, of) => format!("{} · {looked} of {of} texts looked into …", hits()),
        ResultsProgress::Stopped => format!("{} so far{unread}", hits()),
        ResultsProgress::Done if list.is_empty() => unread.trim_start_matches([' ', '·']).to_owned(),
        ResultsProgress::Done if view.kind.look().aligned => {
            format!("{} · {}{first}{unread}", hits(), view.order.about())
        }
        ResultsProgress::Done => format!("{}{first}{unread}", hits()),
    }
}

fn listed(canvas: &mut Canvas<'_>, view: &ResultsView, area: Area) {
    for (y, line) in (area.y..area.y + area.height).zip(view.list.window(usize::from(area.height))) {
        let at = Area { y, height: 1, ..area };
        match line {
            ResultLine::Heading(group) => heading(canvas, group, at),
            ResultLine::Frequency(group, current) => frequency(canvas, group, current, at),
            ResultLine::Row(row, current) => {
                if current {
                    canvas.tint(at, canvas.style(Role::ListSelected));
                }
                put_row(canvas, row, at, (current, view.kind.look().aligned));
            }
        }
    }
}

/// What the text is called, and how many results it has.
fn heading(canvas: &mut Canvas<'_>, group: &ResultGroup, area: Area) {
    // Entries of dictionaries are no places that are counted.
    let count = if group.count == 0 { String::new() } else { group.count.to_string() };
    let wide = u16::try_from(count.len()).unwrap_or(0).min(area.width);
    let title = visible::line(&group.title);
    let (heading, dim) = (canvas.style(Role::Popup).patch(canvas.style(Role::Heading)), canvas.style(Role::Dim));
    canvas.put_cut(area.x, area.y, area.width.saturating_sub(wide + 1), &title, heading);
    canvas.put(area.x + area.width - wide, area.y, wide, &count, dim);
}

/// How many results a text has, in a column, and what it is called.
fn frequency(canvas: &mut Canvas<'_>, group: &ResultGroup, current: bool, area: Area) {
    let base = canvas.style(Role::Popup);
    let base = if current { base.patch(canvas.style(Role::ListSelected)) } else { base };
    if current {
        canvas.tint(area, canvas.style(Role::ListSelected));
    }
    let count = format!("{:>6}  ", group.count);
    let wide = canvas.put_cut(area.x, area.y, area.width, &count, base.patch(canvas.style(Role::Dim)));
    canvas.put_cut(area.x + wide, area.y, area.width.saturating_sub(wide), &visible::line(&group.title), base);
}

/// A result in its words: what stands before it gets a third of the row, so that the result itself always shows.
/// Aligned rows have it in the same column.
fn put_row(canvas: &mut Canvas<'_>, row: &ResultRow, area: Area, (current, aligned): (bool, bool)) {
    let (before, after) = row.excerpt.beside();
    let base = canvas.style(Role::Popup);
    let base = if current { base.patch(canvas.style(Role::ListSelected)) } else { base };
    let hit = base.patch(canvas.style(if current { Role::SearchCurrent } else { Role::SearchHit }));
    let (mut x, end) = (area.x + 2.min(area.width), area.x + area.width);
    if !row.label.is_empty() {
        x += canvas.put_cut(
            x,
            area.y,
            end.saturating_sub(x),
            &visible::line(&row.label),
            base.patch(canvas.style(Role::Dim)),
        );
        x = (x + 1).min(end);
    }
    let room = usize::from((end - x) / if aligned { 2 } else { 3 });
    let before = TextExcerpt::last_cells(before.trim_start(), room);
    let passage = row.excerpt.read().into_owned();
    if aligned {
        x += u16::try_from(room.saturating_sub(cells::width(before))).unwrap_or(0);
    }
    let mut parts = vec![(before.to_owned(), base), (passage.clone(), hit), (after.into_owned(), base)];
    if row.path.is_none() {
        parts = vec![(passage, base)];
    }
    for (text, style) in parts {
        let text = visible::line(&text);
        x += canvas.put(x, area.y, end.saturating_sub(x), &text, style);
    }
}

/// The current result as its text has it, paragraph by paragraph, the row of the result a third down.
fn around(canvas: &mut Canvas<'_>, group: &ResultGroup, row: &ResultRow, area: Area) {
    let dim = canvas.style(Role::Popup).patch(canvas.style(Role::Dim));
    canvas.put_cut(
        area.x,
        area.y,
        area.width,
        &visible::line(row.path.as_ref().map_or(group.title.as_str(), DocPath::as_str)),
        dim,
    );
    let area = Area { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    // The lines of an entry are its own; those of a text are where its file was broken.
    let ends = if row.path.is_none() { "\n" } else { "\n\n" };
    let mut rows = rows_of(&row.excerpt.text, ends, usize::from(area.width).max(1));
    rows.retain(|span| !row.excerpt.passed.iter().any(|passed| passed.covers(*span)));
    let height = usize::from(area.height);
    let hit = rows.iter().position(|span| span.end > row.excerpt.hit.start).unwrap_or(0);
    let top = hit.saturating_sub(height / 3).min(rows.len().saturating_sub(height));
    let plain = canvas.style(Role::Popup);
    let layers = hits_in(canvas, group, row);
    for (y, span) in (area.y..area.y + area.height).zip(&rows[top..]) {
        put_styled(canvas, (&row.excerpt.text, *span), Area { y, height: 1, ..area }, plain, &layers);
    }
}

/// Rows of a text of several paragraphs, each ended by `ends`; an empty one for each empty line.
fn rows_of(text: &str, ends: &str, width: usize) -> Vec<Span> {
    let (mut rows, mut start) = (Vec::new(), 0);
    for paragraph in text.split(ends) {
        let span = Span::new(start, start + paragraph.len());
        let lead = paragraph.len() - paragraph.trim_start().len();
        if lead < paragraph.len() {
            if !rows.is_empty() && (ends.len() > 1 || text[..span.start].ends_with("\n\n")) {
                rows.push(Span::at(span.start));
            }
            rows.extend(wrap::wrap(text, Span::new(span.start + lead, span.end), width, width));
        }
        start = span.end + ends.len();
    }
    rows
}

/// The results that stand in the words around one, with their styles.
fn hits_in(canvas: &Canvas<'_>, group: &ResultGroup, current: &ResultRow) -> Vec<(Span, Style)> {
    let shown = Span::new(current.excerpt.from, current.excerpt.from + current.excerpt.text.len());
    if current.path.is_none() {
        return Vec::new();
    }
    // The words around an annotation are its own, not cut out of the text.
    let is_cut = |row: &&ResultRow| row.path == current.path && matches!(row.to, NavigationTarget::Passage { .. });
    let own = std::iter::once(current);
    let here = group.rows.iter().filter(is_cut).chain(own).map(|row| row.excerpt.span());
    let here = here.filter(|span| shown.covers(*span));
    let role = |span: Span| if span == current.excerpt.span() { Role::SearchCurrent } else { Role::SearchHit };
    here.map(|span| (Span::new(span.start - shown.start, span.end - shown.start), canvas.style(role(span)))).collect()
}

fn put_styled(canvas: &mut Canvas<'_>, (text, span): (&str, Span), area: Area, base: Style, layers: &[(Span, Style)]) {
    let mut x = area.x;
    for cell in cells::cells(text, span, 1) {
        let wide = u16::try_from(cell.width).unwrap_or(u16::MAX);
        if wide == 0 {
            continue;
        }
        if x + wide > area.x + area.width {
            return;
        }
        let over = layers.iter().filter(|(span, _)| span.contains(cell.span.start));
        canvas.cell(x, area.y, cell.symbol, over.fold(base, |style, (_, layer)| style.patch(*layer)));
        x += wide;
    }
}

/// What is said where nothing shows.
fn none(view: &ResultsView) -> &'static str {
    if let Some(defined) = view.names.defined(&view.field.text()) {
        return match defined.stage {
            LookUpStage::Unset => {
                "No text introduces it. A folder of dictionaries can be named: `dictionary_folder` in settings.toml."
            }
            LookUpStage::Asked => "No text introduces it; the dictionaries are being asked …",
            LookUpStage::Answered(0) => "No text introduces it, and there is no dictionary in `dictionary_folder`.",
            LookUpStage::Answered(_) => "No text introduces it, and no dictionary has it.",
        };
    }
    if view.source != ConcordanceSource::Texts {
        return "Nothing like it in what was marked and written.";
    }
    if view.list.groups().is_empty() { view.kind.look().none } else { "Nothing says that. ctrl-u shows all of them." }
}

/// Where nothing is listed: what can be asked, that nothing was found, or nothing while it is being looked for.
fn empty(canvas: &mut Canvas<'_>, view: &ResultsView, area: Area) {
    let dim = canvas.style(Role::Popup).patch(canvas.style(Role::Dim));
    match view.progress {
        ResultsProgress::Done => drop(canvas.put_cut(area.x, area.y, area.width, none(view), dim)),
        ResultsProgress::Idle => {
            let key = canvas.style(Role::Popup).patch(canvas.style(Role::StatusKey));
            let rows = query::rows(query::Scope::Texts);
            let widest = rows.iter().map(|(example, _)| cells::width(example)).max().unwrap_or(0);
            let wide = u16::try_from(widest).unwrap_or(0).min(area.width / 2);
            for (y, (example, about)) in (area.y..area.y + area.height).zip(rows) {
                canvas.put_cut(area.x, y, wide, example, key);
                canvas.put_cut(area.x + wide + 2, y, area.width.saturating_sub(wide + 2), about, dim);
            }
        }
        ResultsProgress::Looking(..) | ResultsProgress::Stopped => {}
    }
}
