//! The receipt: the list of annotations that do not stand where they stood; below it the old and the new words of the
//! current one, side by side or one over the other. It decides nothing.

use super::canvas::Canvas;
use super::frame::{centred, frame};
use crate::app::{AnchorReview, Area, DiffRole, Model, ReviewEntry, ReviewSide};
use crate::config::theme::Role;
use crate::text::{Span, wrap};
use ratatui::style::Style;

/// The widest box, and the width from which the halves stand side by side.
const WIDEST: u16 = 130;
const SIDE_BY_SIDE: u16 = 64;

/// Draws the receipt over the screen.
pub fn draw(canvas: &mut Canvas<'_>, model: &Model, receipt: &AnchorReview, screen: Area) {
    let tally = model.peers.layers.counts.tally;
    let inside = frame(canvas, centred(screen, WIDEST, screen.height), &format!("Receipt: {}", tally.words()));
    let count = u16::try_from(receipt.entries.len()).unwrap_or(u16::MAX);
    let listed = count.min((inside.height / 3).max(1));
    list(canvas, receipt, Area { height: listed, ..inside });
    let below = inside.height.saturating_sub(listed + 1);
    let rest = Area { y: inside.y + listed + 1, height: below, ..inside };
    if inside.width >= SIDE_BY_SIDE {
        let width = (inside.width - 3) / 2;
        half(canvas, &receipt.old, Area { width, ..rest });
        half(canvas, &receipt.new, Area { x: rest.x + inside.width - width, width, ..rest });
    } else {
        let height = below / 2;
        half(canvas, &receipt.old, Area { height, ..rest });
        half(canvas, &receipt.new, Area { y: rest.y + height, height: below - height, ..rest });
    }
}

fn list(canvas: &mut Canvas<'_>, receipt: &AnchorReview, area: Area) {
    let top = (receipt.at + 1).saturating_sub(usize::from(area.height));
    for (y, (at, entry)) in (area.y..area.y + area.height).zip(receipt.entries.iter().enumerate().skip(top)) {
        row(canvas, entry, Area { y, height: 1, ..area });
        if at == receipt.at {
            canvas.point_at((area.x, y));
            canvas.tint(Area { y, height: 1, ..area }, canvas.style(Role::ListSelected));
        }
    }
}

/// State, score, who, what, the old words; what was left is dimmed.
fn row(canvas: &mut Canvas<'_>, entry: &ReviewEntry, area: Area) {
    let style = canvas.style(Role::Popup);
    let style = if entry.left { style.patch(canvas.style(Role::Dim)) } else { style };
    let sign = if entry.left { "-" } else { " " };
    let score = (entry.score.clamp(0.0, 1.0) * 100.0).round() as u32;
    let facts = format!("{sign} {:<9} {score:>3}%  {} · {}", entry.state.name(), entry.who, entry.kind);
    let room = area.width.saturating_sub(14).max(area.width.min(20));
    let used = canvas.put_cut(area.x, area.y, room, &facts, style);
    let dim = style.patch(canvas.style(Role::Quote));
    canvas.put_cut(area.x + used + 2, area.y, area.width.saturating_sub(used + 2), &entry.quote, dim);
}

/// One half: what it is, then its words.
fn half(canvas: &mut Canvas<'_>, half: &ReviewSide, area: Area) {
    if area.height == 0 || area.width == 0 {
        return;
    }
    canvas.put_cut(area.x, area.y, area.width, half.title, canvas.style(Role::HeadingMinor));
    let (text, runs) = joined(canvas, half);
    let width = usize::from(area.width);
    let rows = wrap::wrap(&text, Span::new(0, text.len()), width, width);
    let height = usize::from(area.height - 1);
    for (y, row) in (area.y + 1..).zip(rows.iter().take(height)) {
        let mut x = 0;
        for (run, style) in &runs {
            let Some(part) = run.intersection(*row) else { continue };
            x += canvas.put(area.x + x, y, area.width.saturating_sub(x), part.of(&text), *style);
        }
    }
    if rows.len() > height {
        let more = canvas.sign("…", "~");
        canvas.put(area.x + area.width - 1, area.y + area.height - 1, 1, more, canvas.style(Role::Dim));
    }
}

/// The pieces as one text, and the style of each run of it.
fn joined(canvas: &Canvas<'_>, half: &ReviewSide) -> (String, Vec<(Span, Style)>) {
    let (mut text, mut runs) = (String::new(), Vec::new());
    for piece in &half.pieces {
        let start = text.len();
        text.push_str(&piece.text);
        runs.push((Span::new(start, text.len()), piece_style(canvas, piece.role)));
    }
    (text, runs)
}

fn piece_style(canvas: &Canvas<'_>, role: DiffRole) -> Style {
    let over = match role {
        DiffRole::Around => Role::Dim,
        DiffRole::AroundDiffers => Role::Emphasis,
        DiffRole::Same => Role::Strong,
        DiffRole::Differs => Role::SearchHit,
    };
    canvas.style(Role::Popup).patch(canvas.style(over))
}
