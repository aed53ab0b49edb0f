//! Page boilerplate folded away: one row stands for a run of it. It never decides what boilerplate is.

use super::{LayoutOptions, Piece, Row, RowKind};
use crate::document::{BlockKind, Document};
use crate::text::{Span, wrap::width};

/// How far a run is counted.
const COUNTED: usize = 1000;

/// Whether the block shows nothing because an earlier block's row stands for it. Costs the same for every block.
pub fn is_folded(document: &Document, block: usize, look: LayoutOptions) -> bool {
    let boilerplate = |n: usize| document.blocks().get(n).is_some_and(|block| block.kind == BlockKind::Boilerplate);
    look.fold_boilerplate && block > 0 && boilerplate(block) && boilerplate(block - 1)
}

/// The row that stands for the run that begins with `block`.
pub(super) fn fold(document: &Document, block: usize, look: LayoutOptions) -> Row {
    let run = document.blocks()[block..].iter().take(COUNTED + 1);
    let count = run.take_while(|block| block.kind == BlockKind::Boilerplate).count();
    let ornament = Piece::Ornament(label(count, usize::from(look.width).max(1)));
    let start = document.blocks()[block].span.start;
    Row { span: Span::at(start), pieces: vec![(0, ornament)], kind: RowKind::Folded }
}

/// What the row says, as much of it as fits.
fn label(count: usize, room: usize) -> String {
    let number = if count > COUNTED { format!("more than {COUNTED}") } else { count.to_string() };
    let lines = if count == 1 { "line" } else { "lines" };
    let long = format!("┄ {number} {lines} of page furniture ┄");
    let short = format!("┄ {number} {lines} ┄");
    let fitting = [long, short].into_iter().find(|label| width(label) <= room);
    fitting.unwrap_or_else(|| "┄┄┄".chars().take(room).collect())
}
