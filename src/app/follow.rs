//! Links, footnotes and their way back: what the cursor stands on or nearest to. Nothing here uses a network: what
//! leads out of the corpus is copied.

use super::desk::open;
use super::{Desk, Effect, Model, travel};
use crate::document::{BlockKind, Inline, InlineStyle};
use crate::text::{Span, visible};
use std::sync::Arc;

/// Follows the footnote reference or link under the cursor; from a footnote without one, goes back; else follows the
/// next one in the row, or in the block.
pub fn follow(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let here = under_cursor(desk);
    if here.is_none() && in_footnote(desk) {
        return travel::trail(model, true);
    }
    if let Some(run) = here.or_else(|| near_cursor(desk)) {
        return go(model, run.style);
    }
    model.say("no link or footnote here");
    Vec::new()
}

fn go(model: &mut Model, style: InlineStyle) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    match style {
        InlineStyle::NoteRef(Some(to)) | InlineStyle::Jump(to) => {
            travel::jump(desk, travel::readable(desk.document(), to));
        }
        InlineStyle::NoteRef(None) => model.say("the note that this refers to is not in the text"),
        InlineStyle::Link(index) => return follow_link(model, index),
        _ => {}
    }
    Vec::new()
}

/// The run at the cursor that leads somewhere; of several the innermost.
pub fn under_cursor(desk: &Desk) -> Option<Inline> {
    leading(desk, Span::new(desk.cursor, desk.cursor + 1)).min_by_key(|run| run.span.len())
}

/// Whether the cursor stands in a footnote.
pub fn in_footnote(desk: &Desk) -> bool {
    let block = desk.document().blocks().get(desk.document().block_at(desk.cursor));
    block.is_some_and(|block| block.kind == BlockKind::Footnote)
}

/// The next run in the row that leads somewhere, else the next in the block, else the last before the cursor in it.
fn near_cursor(desk: &mut Desk) -> Option<Inline> {
    let document = Arc::clone(&desk.opened.document);
    let block = document.blocks().get(document.block_at(desk.cursor))?.span;
    let at = desk.page.row_of(&document, desk.cursor);
    let row = desk.page.flow.row(&document, at).map_or(block, |row| row.span);
    let next = |span: Span| leading(desk, span).find(|run| run.span.start > desk.cursor);
    next(row).or_else(|| next(block)).or_else(|| leading(desk, block).last())
}

/// The runs that overlap a span and lead somewhere.
fn leading(desk: &Desk, span: Span) -> impl Iterator<Item = Inline> + '_ {
    use InlineStyle::{Jump, Link, NoteRef};
    desk.document().inlines_in(span).filter(|run| matches!(run.style, Link(_) | Jump(_) | NoteRef(_)))
}

/// A link to another document of the corpus opens it; any other address is copied.
fn follow_link(model: &mut Model, index: u32) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    let Some(target) = desk.document().links().get(index as usize).cloned() else { return Vec::new() };
    let wanted = joined(&desk.opened.path, target.split('#').next().unwrap_or_default());
    if model.list.has(&wanted) {
        return open(model, &wanted);
    }
    copied(model, target)
}

/// Puts an address on the clipboard.
fn copied(model: &mut Model, address: String) -> Vec<Effect> {
    model.say(format!("copied {}", visible::line(&address)));
    vec![Effect::Copy(address)]
}

/// A relative link, resolved against the path of the document it stands in.
fn joined(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}
