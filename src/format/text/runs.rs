//! Boilerplate that only its neighbours betray: menus under a lead, boxes around an advert, what is repeated, teasers.
//! Only pasted texts have it; books and poems repeat themselves on purpose.

use super::{
    TextPiece, captions,
    features::{CLOSE, Features},
    layout::TextLayout,
    source_line::ends_sentence,
};
use crate::document::BlockKind;
use crate::language::{bylines, phrases};
use std::collections::HashMap;

/// A box has at most this many lines.
const BOX: usize = 8;

/// How far from the top teasers stand, and how far below them the text that they tease, in units.
const HEAD: usize = 60;

/// A paragraph that stands twice is one from so many bytes on, and a line below that.
const COPIED_PARAGRAPH: usize = 80;

/// More units than this have no repeated lines looked up: a text of that size is no pasted page.
const MANY: usize = 50_000;

/// Marks menus, boxes, repeated lines and teasers as boilerplate.
pub(super) fn mark(text: &str, layout: TextLayout, pieces: &mut [TextPiece]) {
    if layout != TextLayout::Lines || pieces.len() > MANY {
        return;
    }
    mark_menus(text, pieces);
    mark_boxes(text, pieces);
    mark_repeated(text, pieces);
    mark_teasers(text, pieces);
    mark_captioned(text, pieces);
}

/// A sentence with a credit under it is the caption of that picture, where it touches the credit or stands above all
/// other running text.
fn mark_captioned(text: &str, pieces: &mut [TextPiece]) {
    let first = pieces.iter().position(|piece| piece.kind == Some(BlockKind::Paragraph));
    for index in 1..pieces.len() {
        let credit = pieces[index];
        let bare = credit.kind == Some(BlockKind::Caption) && captions::is_credit(&Features::of(text, &credit.unit));
        let above = pieces[index - 1];
        let near = credit.unit.gap == 0 || first == Some(index - 1);
        let short = above.unit.span.len() <= captions::LONGEST && credit.unit.span.len() <= 100;
        let unsigned = !bare || bylines::byline(above.text(text)).is_empty();
        if bare && near && short && unsigned && matches!(above.kind, None | Some(BlockKind::Paragraph)) {
            pieces[index - 1].set(BlockKind::Caption, 0);
        }
    }
}

/// A lead such as "More on:" and the short lines under it. The last line before running text is a heading where it has
/// more words than a topic.
fn mark_menus(text: &str, pieces: &mut [TextPiece]) {
    let mut at = 0;
    while at < pieces.len() {
        let lead = pieces[at].text(text);
        if lead.len() > 40 || !phrases::leads_menu(&lead.to_lowercase()) {
            at += 1;
            continue;
        }
        let topics = pieces[at + 1..].iter().take_while(|piece| is_topic(piece, text)).count();
        let spared = usize::from(topics > 2 && pieces.get(at + topics).is_some_and(|last| words(last, text) > 2));
        let end = at + 1 + topics - spared;
        if topics > 0 || lead.ends_with([':', '：']) {
            pieces[at..end].iter_mut().for_each(|piece| piece.set(BlockKind::Boilerplate, 0));
        }
        at = end.max(at + 1);
    }
}

fn is_topic(piece: &TextPiece, text: &str) -> bool {
    let topic = piece.text(text);
    let open = matches!(piece.kind, None | Some(BlockKind::Boilerplate | BlockKind::ListItem));
    open && topic.len() <= 48 && words(piece, text) <= 5 && !topic.ends_with(['.', '?', '!', ':'])
}

fn words(piece: &TextPiece, text: &str) -> usize {
    piece.text(text).split_whitespace().count()
}

/// Short lines that touch a line of boilerplate: the rest of the same advert or licence.
fn mark_boxes(text: &str, pieces: &mut [TextPiece]) {
    let mut from = 0;
    while from < pieces.len() {
        let more = pieces[from + 1..].iter().take_while(|piece| piece.unit.gap == 0).count();
        let group = &mut pieces[from..=from + more];
        let known = group.iter().filter(|piece| piece.kind == Some(BlockKind::Boilerplate)).count();
        let short = group.iter().all(|piece| piece.unit.span.len() <= CLOSE);
        let open = |piece: &TextPiece| match piece.kind {
            Some(BlockKind::Boilerplate) => true,
            None | Some(BlockKind::Paragraph) => bylines::byline(piece.text(text)).is_empty(),
            _ => false,
        };
        let opens_text = from == 0 && known == 1;
        let sized = (2..=BOX).contains(&group.len()) && known > 0 && known * 4 >= group.len();
        if sized && short && !opens_text && group.iter().all(open) {
            for piece in group.iter_mut() {
                piece.set(BlockKind::Boilerplate, 0);
            }
        }
        from += more + 1;
    }
}

/// Later copies of a line or paragraph. A copy of boilerplate is boilerplate; so is one of at least three words.
fn mark_repeated(text: &str, pieces: &mut [TextPiece]) {
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(pieces.len());
    for index in 0..pieces.len() {
        let piece = pieces[index];
        let open = matches!(piece.kind, None | Some(BlockKind::Paragraph | BlockKind::Caption));
        if !open || piece.unit.span.len() < 4 {
            continue;
        }
        let earlier = *first.entry(piece.text(text)).or_insert(index);
        let heads_text = piece.heads && pieces.get(index + 1).is_some_and(|next| next.prose);
        if earlier < index
            && is_copy(text, &piece, index, earlier, heads_text)
            && !is_refrain(text, &pieces[earlier..index])
        {
            pieces[index].set(BlockKind::Boilerplate, 0);
        }
    }
}

/// Whether a short sentence that stood before comes back behind text: a refrain, or what is asked again. These units begin with its first.
fn is_refrain(text: &str, since: &[TextPiece]) -> bool {
    let Some((first, between)) = since.split_first() else { return false };
    let is_short = first.unit.span.len() < COPIED_PARAGRAPH && first.kind != Some(BlockKind::Caption);
    is_short && ends_sentence(first.text(text)) && between.iter().any(|piece| piece.prose)
}

/// Whether a line that stood before is boilerplate now. Far from its first place a line over text is a heading used
/// twice, and every picture may have the same credit.
fn is_copy(text: &str, piece: &TextPiece, index: usize, earlier: usize, heads_text: bool) -> bool {
    let distance = index - earlier;
    if piece.kind == Some(BlockKind::Caption) {
        return distance <= 3;
    }
    let near = index < HEAD && distance < HEAD;
    let weighty = words(piece, text) >= 3 && (piece.heads || piece.unit.span.len() >= COPIED_PARAGRAPH);
    let used_twice = heads_text && distance > 12;
    (weighty || (near && words(piece, text) >= 2)) && !used_twice
}

/// Lines near the top that a later unit begins with and goes on: decks taken from the text, captions given twice.
fn mark_teasers(text: &str, pieces: &mut [TextPiece]) {
    for index in 0..pieces.len().min(HEAD) {
        let teaser = pieces[index].text(text);
        let open = matches!(pieces[index].kind, None | Some(BlockKind::Paragraph | BlockKind::Caption));
        if !open || !(30..=600).contains(&teaser.len()) {
            continue;
        }
        let stem = teaser.trim_end_matches(['.', '…', ' ']);
        let later = &pieces[index + 1..(index + HEAD).min(pieces.len())];
        let goes_on = |piece: &TextPiece| {
            let whole = piece.text(text);
            // "A title | A site" repeats a title; it is no text that goes on.
            whole.len() > teaser.len() + 8
                && whole.starts_with(stem)
                && (piece.prose || piece.kind == Some(BlockKind::Caption))
        };
        if later.iter().any(goes_on) {
            pieces[index].set(BlockKind::Boilerplate, 0);
        }
    }
}
