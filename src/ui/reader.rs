//! The reader pane: rows of the text with everything that lies on them. Styles are layered from the text up:
//! the block, its inline runs, marks, hits, the selection, the labels of quick-pick.

use super::canvas::Canvas;
use super::compare;
use super::pane::{active, title};
use super::style::style;
use crate::annotation::{AnchorState, Audience, Color, Kind};
use crate::app::{AnchoredAnnotation, Area, HintLabels, MARGIN, Model, OpenDocument, Overlay, Pane};
use crate::config::choices::ReadingAid;
use crate::config::theme::Role;
use crate::document::flow::column_of;
use crate::document::layout::{Piece, Row, RowKind};
use crate::document::{BlockKind, InlineStyle, motion};
use crate::text::{Span, cells};
use ratatui::style::Style;
use std::collections::HashSet;

/// Draws the reader; gives the cell of the cursor, if it shows.
pub fn draw(canvas: &mut Canvas<'_>, model: &Model, doc: &OpenDocument, area: Area, text: Area) -> Option<(u16, u16)> {
    title(canvas, area, doc.title(), active(model, Pane::Reader));
    if doc.document().blocks().is_empty() {
        return empty(canvas, doc, text);
    }
    let window = window(doc);
    let shown = doc.annotations.visible_in(window).filter(|anchored| anchored.annotation.kind != Kind::Vote);
    let in_window: Vec<(Span, &AnchoredAnnotation)> =
        shown.filter_map(|anchored| Some((anchored.stands()?, anchored))).collect();
    let (mut cursor, aid) = (None, DrawnAid::of(model, doc));
    for (y, (at, row)) in (text.y..text.y + text.height).zip(&doc.page.rows) {
        let here = in_window.iter().filter(|(span, _)| span.touches(row.span));
        let marks: Vec<&AnchoredAnnotation> = here.map(|(_, anchored)| *anchored).collect();
        let here = Area { y, height: 1, ..text };
        let is_dim = aid.dims(row);
        let layers = layers(canvas, model, doc, (row, is_dim), &marks);
        if aid == DrawnAid::Row && *at == doc.page.cursor {
            canvas.tint(here, canvas.style(Role::CursorRow));
        }
        draw_row(canvas, doc, (row, is_dim), &layers, here);
        if let Some(comparing) = &model.peers.comparing {
            compare::margin(canvas, comparing, row, (area.x, text.x), y);
        } else {
            draw_margin(canvas, model, (row, &marks), Area { y, width: text.x.saturating_sub(area.x), ..area });
            draw_news(canvas, model, row, &marks, (area.x, text.x, y));
        }
        draw_number(canvas, doc, row, (area.x, text.x, y));
        if *at == doc.page.cursor {
            cursor = Some((text.x + column_of(row, doc.text(), doc.cursor).min(text.width.saturating_sub(1)), y));
        }
    }
    if let Some(Overlay::Pick(pick)) = &model.overlay {
        draw_labels(canvas, doc, pick, text);
    }
    cursor
}

/// What stands out for the eye.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DrawnAid {
    Off,
    /// What this span does not touch is dimmed.
    Paragraph(Span),
    /// The row of the cursor is tinted.
    Row,
}

impl DrawnAid {
    fn of(model: &Model, doc: &OpenDocument) -> Self {
        match model.config.settings.place.reading_aid {
            ReadingAid::Off => Self::Off,
            ReadingAid::Paragraph => Self::Paragraph(motion::paragraph_around(doc.document(), doc.cursor)),
            ReadingAid::Row => Self::Row,
        }
    }

    fn dims(self, row: &Row) -> bool {
        matches!(self, Self::Paragraph(span) if !row.span.overlaps(span))
    }
}

/// The span of everything that shows.
fn window(doc: &OpenDocument) -> Span {
    let mut spans = doc.page.rows.iter().map(|(_, row)| row.span).filter(|span| !span.is_empty());
    let first = spans.next().unwrap_or_default();
    spans.fold(first, Span::union)
}

/// Spans of the row that are drawn in another style, the later ones over the earlier.
fn layers(
    canvas: &Canvas<'_>,
    model: &Model,
    doc: &OpenDocument,
    (row, is_dim): (&Row, bool),
    marks: &[&AnchoredAnnotation],
) -> Vec<(Span, Style)> {
    let inlines = doc.document().inlines_in(row.span).filter(|_| !is_dim);
    let mut layers: Vec<(Span, Style)> = inlines.map(|run| (run.span, inline(canvas, run.style))).collect();
    match &model.peers.comparing {
        Some(comparing) => compare::layers(canvas, comparing, row, &mut layers),
        None => marked(canvas, row, marks, &mut layers),
    }
    if doc.found.shown {
        let first = doc.found.hits.partition_point(|hit| hit.end <= row.span.start);
        let hits = doc.found.hits[first..].iter().take_while(|hit| hit.start < row.span.end);
        let role = |hit: &Span| if hit.start == doc.cursor { Role::SearchCurrent } else { Role::SearchHit };
        layers.extend(hits.map(|hit| (*hit, canvas.style(role(hit)))));
    }
    layers.extend(doc.selected().map(|span| (span, canvas.style(Role::Selection))));
    layers
}

/// Marks: the widest first, so that the innermost colour shows; where marks overlap, that shows too. An answer stands where
/// its question does and marks nothing itself.
fn marked(canvas: &Canvas<'_>, row: &Row, marks: &[&AnchoredAnnotation], layers: &mut Vec<(Span, Style)>) {
    let marks = marks.iter().filter(|anchored| anchored.passage().is_some());
    let mut here: Vec<(Span, &AnchoredAnnotation)> =
        marks.filter_map(|anchored| Some((anchored.anchor.span?.intersection(row.span)?, *anchored))).collect();
    here.sort_by_key(|(_, anchored)| std::cmp::Reverse(anchored.anchor.span.map_or(0, Span::len)));
    // Of many marks that look the same on the same words the last is enough: a class has hundreds of them.
    let mut seen = HashSet::new();
    let looks = here.iter().rev().map(|(span, anchored)| (*span, mark_role(anchored)));
    let mut looks: Vec<(Span, Role)> = looks.filter(|look| seen.insert(*look)).collect();
    looks.reverse();
    layers.extend(looks.into_iter().map(|(span, role)| (span, canvas.style(role))));
    let several = canvas.style(Role::MarkSeveral);
    layers.extend(shared(here.iter().map(|(span, _)| *span)).into_iter().map(|span| (span, several)));
}

/// Where at least two of these lie, without overlaps.
fn shared(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.collect();
    spans.sort_unstable();
    let mut shared: Vec<Span> = Vec::new();
    let mut reach = 0;
    for span in spans {
        // What of it lies before the furthest end so far is marked twice; `shared` has what was found before.
        let from = span.start.max(shared.last().map_or(0, |last| last.end));
        let to = span.end.min(reach);
        if from < to {
            shared.push(Span::new(from, to));
        }
        reach = reach.max(span.end);
    }
    shared
}

fn mark_role(anchored: &AnchoredAnnotation) -> Role {
    match (anchored.annotation.color, anchored.annotation.kind) {
        (Some(color), _) => Role::mark(color.name()),
        (None, Kind::Question) => Role::mark(Color::Pink.name()),
        (None, _) => Role::MarkOther,
    }
}

fn inline(canvas: &Canvas<'_>, style: InlineStyle) -> Style {
    match style {
        InlineStyle::Emphasis => canvas.style(Role::Emphasis),
        InlineStyle::Strong => canvas.style(Role::Strong),
        InlineStyle::Strike => style_of_strike(),
        InlineStyle::Code => canvas.style(Role::Code),
        InlineStyle::Link(_) | InlineStyle::Jump(_) | InlineStyle::NoteRef(_) => canvas.style(Role::Link),
        InlineStyle::Image(_) => canvas.style(Role::Picture),
    }
}

fn style_of_strike() -> Style {
    style(crate::config::paint::Style { strike: true, ..crate::config::paint::Style::default() })
}

/// The style of a block's text.
fn base(canvas: &Canvas<'_>, kind: RowKind) -> Style {
    let role = match kind {
        RowKind::Gap => Role::Text,
        RowKind::Folded => Role::Boilerplate,
        RowKind::Text(kind, level) => match kind {
            BlockKind::Heading if level <= 1 => Role::Title,
            BlockKind::Heading if level == 2 => Role::Heading,
            BlockKind::Heading => Role::HeadingMinor,
            BlockKind::Byline => Role::Byline,
            BlockKind::Quotation => Role::Quote,
            BlockKind::Code => Role::Code,
            BlockKind::Caption | BlockKind::Footnote => Role::Caption,
            BlockKind::TableRow if level == 1 => Role::Strong,
            BlockKind::Boilerplate | BlockKind::Rule => Role::Boilerplate,
            _ => Role::Text,
        },
    };
    canvas.style(role)
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    doc: &OpenDocument,
    (row, is_dim): (&Row, bool),
    layers: &[(Span, Style)],
    area: Area,
) {
    let base = if is_dim { canvas.style(Role::Dim) } else { base(canvas, row.kind) };
    for (column, piece) in &row.pieces {
        let (x, room) = (area.x + column, area.width.saturating_sub(*column));
        match piece {
            Piece::Ornament(text) => {
                let style = if matches!(row.kind, RowKind::Folded) { base } else { canvas.style(Role::Dim) };
                let text = canvas.ornament(text);
                canvas.put(x, area.y, room, &text, style);
            }
            Piece::Content(span) => draw_content(canvas, doc, *span, (x, area.y, room), base, layers),
        }
    }
}

fn draw_content(
    canvas: &mut Canvas<'_>,
    doc: &OpenDocument,
    span: Span,
    at: (u16, u16, u16),
    base: Style,
    layers: &[(Span, Style)],
) {
    let (x, y, room) = at;
    let mut used = 0;
    for cell in cells::cells(doc.text(), span, 1) {
        let wide = u16::try_from(cell.width).unwrap_or(u16::MAX);
        if wide == 0 {
            continue;
        }
        if used + wide > room {
            break;
        }
        let over = layers.iter().filter(|(span, _)| span.contains(cell.span.start));
        let style = over.fold(base, |style, (_, layer)| style.patch(*layer));
        canvas.cell(x + used, y, cell.symbol, style);
        used += wide;
    }
}

/// The margin: a ring where something stands that only oneself can read, half full where only some can, else how many readers marked the row, where they are several, else the
/// letter of the one, where that is not oneself; then a letter for the first annotation: `!` not sure to stand there or changed, P prompt, `?` question, N note,
/// B bookmark, L link; a small letter for the colour of a plain mark. Letters, so that it is legible without colour.
fn draw_margin(canvas: &mut Canvas<'_>, model: &Model, (row, marks): (&Row, &[&AnchoredAnnotation]), margin: Area) {
    let (y, to) = (margin.y, margin.x + margin.width);
    if row.span.is_empty() || margin.width < 2 {
        return;
    }
    let here: Vec<&&AnchoredAnnotation> =
        marks.iter().filter(|anchored| anchored.anchor.span.is_some_and(|span| span.touches(row.span))).collect();
    let Some(first) = here.iter().min_by_key(|anchored| rank(anchored)) else { return };
    if let Some((sign, ascii)) = secret(&here).filter(|_| margin.width >= 3) {
        canvas.put(to - 3, y, 1, canvas.sign(sign, ascii), canvas.style(Role::Margin));
    } else if let Some((sign, role)) = density(model, row, first).filter(|_| margin.width >= 3) {
        canvas.put(to - 3, y, 1, sign.encode_utf8(&mut [0; 4]), canvas.style(role));
    }
    canvas.put(to - 2, y, 1, sign(first), canvas.style(mark_role(first)));
}

/// The sign of a row in which something stands that only oneself can read, or (half full) only some can; and the same in ASCII.
fn secret(here: &[&&AnchoredAnnotation]) -> Option<(&'static str, &'static str)> {
    let is_any = |test: fn(&Audience) -> bool| here.iter().any(|anchored| test(anchored.record.audience()));
    if is_any(Audience::is_private) {
        return Some(("○", "-"));
    }
    is_any(|audience| audience.recipients().is_some()).then_some(("◐", "="))
}

/// Left of the margin, the number of the paragraph that begins in the row, while they are shown.
fn draw_number(canvas: &mut Canvas<'_>, doc: &OpenDocument, row: &Row, (from, to, y): (u16, u16, u16)) {
    let Some(number) = doc.page.numbers.as_ref().and_then(|numbers| numbers.beginning_in(row.span)) else { return };
    let number = number.to_string();
    let width = u16::try_from(number.len()).unwrap_or(u16::MAX);
    let Some(x) = to.checked_sub(MARGIN + 1 + width).filter(|x| *x >= from) else { return };
    canvas.put(x, y, width, &number, canvas.style(Role::Dim));
}

/// How many readers marked the row, from two on; else who it was, if somebody else.
fn density(model: &Model, row: &Row, first: &AnchoredAnnotation) -> Option<(char, Role)> {
    match model.peers.layers.density.readers_in(row.span, 10) {
        0 | 1 if first.mine => None,
        0 | 1 => model.peers.layers.people.sign_of(first).map(|sign| (sign.letter, sign.role)),
        readers => Some((char::from_digit(readers as u32, 10).unwrap_or('+'), Role::heat(readers))),
    }
}

/// Between margin and text, a sign where something was written that the reader has not seen.
fn draw_news(
    canvas: &mut Canvas<'_>,
    model: &Model,
    row: &Row,
    marks: &[&AnchoredAnnotation],
    (from, to, y): (u16, u16, u16),
) {
    let touches = |anchored: &&&AnchoredAnnotation| anchored.anchor.span.is_some_and(|span| span.touches(row.span));
    if to > from
        && !row.span.is_empty()
        && marks.iter().filter(touches).any(|anchored| model.peers.unread.has_anchored(anchored))
    {
        canvas.put(to - 1, y, 1, canvas.sign("●", "*"), canvas.style(Role::Margin));
    }
}

/// Which annotation's sign stands for a row of several: what asks for an answer first.
fn rank(anchored: &AnchoredAnnotation) -> u8 {
    if is_doubtful(anchored) {
        return 0;
    }
    match anchored.annotation.kind {
        Kind::Question | Kind::Prompt => 1,
        Kind::Note | Kind::Reply => 2,
        Kind::Bookmark => 3,
        Kind::Link => 4,
        _ => 5,
    }
}

/// Whether the reader has to look whether it belongs there.
fn is_doubtful(anchored: &AnchoredAnnotation) -> bool {
    matches!(anchored.anchor.state, AnchorState::Changed | AnchorState::Uncertain)
}

fn sign(anchored: &AnchoredAnnotation) -> &'static str {
    if is_doubtful(anchored) {
        return "!";
    }
    match (anchored.annotation.kind, anchored.annotation.color) {
        (Kind::Prompt, _) => "P",
        (Kind::Question, _) => "?",
        (Kind::Note | Kind::Reply, _) => "N",
        (Kind::Bookmark, _) => "B",
        (Kind::Link, _) => "L",
        (_, Some(Color::Yellow)) => "y",
        (_, Some(Color::Green)) => "g",
        (_, Some(Color::Blue)) => "b",
        (_, Some(Color::Pink)) => "p",
        (_, Some(Color::Orange)) => "o",
        (_, Some(Color::Purple)) => "v",
        _ => "h",
    }
}

/// The labels of quick-pick, over the first letters of each sentence that shows.
fn draw_labels(canvas: &mut Canvas<'_>, doc: &OpenDocument, pick: &HintLabels, text: Area) {
    let style = canvas.style(Role::PickLabel);
    for label in pick.labels.iter().filter(|label| label.keys.starts_with(&pick.typed)) {
        let holds = |row: &Row| !row.span.is_empty() && row.span.end > label.span.start;
        let Some((y, (_, row))) = (text.y..).zip(&doc.page.rows).find(|(_, (_, row))| holds(row)) else { continue };
        let column = column_of(row, doc.text(), label.span.start.max(row.span.start));
        canvas.put(text.x + column, y, 2, &label.keys, style);
    }
}

/// A document without text says why.
fn empty(canvas: &mut Canvas<'_>, doc: &OpenDocument, text: Area) -> Option<(u16, u16)> {
    let reason = doc.document().warnings.first().map_or("this file is empty", String::as_str);
    let rows =
        crate::text::wrap::wrap(reason, Span::new(0, reason.len()), usize::from(text.width), usize::from(text.width));
    for (y, row) in (text.y + 1..text.y + text.height).zip(rows) {
        canvas.put(text.x, y, text.width, row.of(reason), canvas.style(Role::Dim));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_marked_twice_is_what_counting_by_hand_gives(
            raw in prop::collection::vec((0usize..30, 1usize..12), 0..12),
        ) {
            let spans: Vec<Span> = raw.iter().map(|(start, len)| Span::new(*start, start + len)).collect();
            let found = shared(spans.iter().copied());
            for at in 0..45 {
                let twice = spans.iter().filter(|span| span.contains(at)).count() > 1;
                prop_assert_eq!(found.iter().filter(|span| span.contains(at)).count(), usize::from(twice), "at {}", at);
            }
        }
    }
}
