//! Where the panes stand: from the size of the screen to areas in cells. It knows no pane's content.

use crate::app::state::view::{Pane, View};
use crate::config::settings::{PageSettings, Settings};
use crate::document::layout::LayoutOptions;

/// The columns left of the text that show marks.
pub const MARGIN: u16 = 3;

/// From this width on all three panes show.
const THREE: u16 = 120;

/// From this width on two panes show.
const TWO: u16 = 70;

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether the cell lies inside.
    pub fn contains(self, column: u16, row: u16) -> bool {
        (self.x..self.x + self.width).contains(&column) && (self.y..self.y + self.height).contains(&row)
    }
}

/// The areas of one screen. A pane that does not show is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaneAreas {
    /// The rows of the list, without its title.
    pub list: Option<Area>,
    /// The whole reader, margin and all, without its title.
    pub reader: Option<Area>,
    /// The notes, without their title.
    pub notes: Option<Area>,
    /// What is said above the notes, under their title; `None` where nothing is.
    pub notice: Option<Area>,
    /// The column of text in the reader; empty where the reader does not show.
    pub text: Area,
    /// The row of titles above the panes; `None` on a low screen.
    pub titles: Option<Area>,
    /// The status row; `None` on a very low screen.
    pub status: Option<Area>,
    /// The row of keys; `None` on a low screen.
    pub hints: Option<Area>,
}

impl PaneAreas {
    /// Gives rows above the notes to a notice: as many as `needed` says for a width in cells, and one that is empty, but
    /// at most half of the pane.
    #[must_use]
    pub fn with_notice(self, needed: impl Fn(usize) -> usize) -> Self {
        let Some(area) = self.notes else { return self };
        let rows = match needed(usize::from(area.width.saturating_sub(2))) {
            0 => return self,
            rows => u16::try_from(rows + 1).unwrap_or(u16::MAX).min(area.height / 2),
        };
        let notes = Area { y: area.y + rows, height: area.height - rows, ..area };
        Self { notice: Some(Area { height: rows, ..area }), notes: Some(notes), ..self }
    }
}

/// Divides the screen.
pub fn panes(view: &View, settings: &Settings, open: bool) -> PaneAreas {
    let (width, height) = view.screen;
    let titles = u16::from(height >= 8);
    let status = u16::from(height >= 3);
    let hints = u16::from(height >= 6);
    let body = Area { x: 0, y: titles, width, height: height.saturating_sub(titles + status + hints) };
    let row = |y: u16, there: u16| (there > 0).then_some(Area { x: 0, y, width, height: 1 });
    let mut panes = PaneAreas {
        titles: row(0, titles),
        status: row(height.saturating_sub(1 + hints), status),
        hints: row(height.saturating_sub(1), hints),
        ..PaneAreas::default()
    };
    divide(&mut panes, view, settings, body, open);
    panes.text = panes.reader.map_or(Area { width: 40, ..Area::default() }, |area| text_column(area, view, settings));
    panes
}

/// Gives each visible pane its columns.
fn divide(panes: &mut PaneAreas, view: &View, settings: &Settings, body: Area, open: bool) {
    let shown = shown(view, body.width, open);
    let side = |wanted: u16| wanted.min(body.width / 3).max(16);
    let has = |pane| shown.contains(&pane);
    let alone = shown.len() == 1;
    let list = if has(Pane::List) {
        if alone {
            body.width
        } else if has(Pane::Reader) {
            side(settings.panes.list)
        } else {
            body.width / 2
        }
    } else {
        0
    };
    let notes = if has(Pane::Notes) { if alone { body.width } else { side(settings.panes.notes) } } else { 0 };
    let gaps = u16::try_from(shown.len()).unwrap_or(1) - 1;
    if list > 0 {
        panes.list = Some(Area { width: list, ..body });
    }
    if notes > 0 {
        panes.notes = Some(Area { x: body.width - notes, width: notes, ..body });
    }
    if has(Pane::Reader) {
        let x = if list > 0 { list + 1 } else { 0 };
        panes.reader = Some(Area { x, width: body.width.saturating_sub(list + notes + gaps), ..body });
    }
}

/// Which panes show, left to right.
fn shown(view: &View, width: u16, open: bool) -> Vec<Pane> {
    if !open {
        return vec![Pane::List];
    }
    if view.zoomed || width < TWO {
        return vec![view.focus];
    }
    if width < THREE {
        return match view.side {
            _ if view.side_hidden => vec![Pane::Reader],
            Pane::Notes => vec![Pane::Reader, Pane::Notes],
            _ => vec![Pane::List, Pane::Reader],
        };
    }
    if view.side_hidden { vec![Pane::Reader] } else { vec![Pane::List, Pane::Reader, Pane::Notes] }
}

/// The measure, centred in what the margins leave.
fn text_column(reader: Area, view: &View, settings: &Settings) -> Area {
    let margin = (MARGIN + view.number_columns).min(reader.width / 4);
    let room = reader.width.saturating_sub(margin + 1).max(1);
    // A margin that is asked for leaves half of the room to the text.
    let free = settings.page.text_margin.min(room / 4);
    let width = settings.page.measure.min(room - 2 * free);
    Area { x: reader.x + margin + (room - width) / 2, width, ..reader }
}

/// How the text is to be laid out.
pub fn look(panes: &PaneAreas, folded: bool, page: PageSettings) -> LayoutOptions {
    LayoutOptions {
        width: panes.text.width.max(1),
        fold_boilerplate: folded,
        row_gap: page.line_spacing.saturating_sub(1),
        korean: page.korean_breaks,
    }
}
