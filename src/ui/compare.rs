//! One's own marks beside another's, in the reader pane: three styles in the text, three signs in the margin, in place of
//! the usual marks. What is compared is said in `app::compare`.

use super::canvas::Canvas;
use crate::app::{Comparing, SIGNS};
use crate::config::theme::Role;
use crate::document::layout::Row;
use crate::study::Side;
use crate::text::Span;
use ratatui::style::Style;

fn role(side: Side) -> Role {
    match side {
        Side::First => Role::OnlyMine,
        Side::Second => Role::OnlyTheirs,
        Side::Both => Role::OfBoth,
    }
}

/// The sentences of a row that are marked by either, with their styles.
pub fn layers(canvas: &Canvas<'_>, comparing: &Comparing, row: &Row, layers: &mut Vec<(Span, Style)>) {
    let marked = comparing.in_span(row.span).filter_map(|(span, side)| Some((span.intersection(row.span)?, side)));
    layers.extend(marked.map(|(span, side)| (span, canvas.style(role(side)))));
}

/// The signs of a row, right before the column `to`, as far as there is room from `from` on: where there is little, what
/// differs goes first.
pub fn margin(canvas: &mut Canvas<'_>, comparing: &Comparing, row: &Row, (from, to): (u16, u16), y: u16) {
    if row.span.is_empty() || to < from + 2 {
        return;
    }
    let here: Vec<Side> = comparing.in_span(row.span).map(|(_, side)| side).collect();
    let room = usize::from(to - from - 1);
    let signs = SIGNS.iter().filter(|(side, _)| here.contains(side)).take(room).collect::<Vec<_>>();
    for ((side, sign), x) in signs.into_iter().rev().zip((from..to - 1).rev()) {
        canvas.put(x, y, 1, sign, canvas.style(role(*side)));
    }
}
