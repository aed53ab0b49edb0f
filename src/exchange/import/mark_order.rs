//! Marks between their neighbours: where the marks of a file stand in the order of the text, one whose words are not found, or
//! found in several places, stands behind those before it and before those behind it. In so short a piece of text little is
//! enough to know a passage by. It believes no order that the marks that were found deny.

use super::quotation::{Placement, WantedQuote, once, shifted};
use crate::annotation::anchor::{anchor_all, in_order};
use crate::annotation::{AnchorState, Passage};
use crate::text::{Offsets, Span};
use std::collections::BTreeMap;

/// An order is believed that so many marks, and this share of those that were found, stand in.
const LEAST: (usize, f64) = (4, 0.8);

/// The order of the marks of a file in the text.
pub(super) struct MarkOrder {
    /// For each mark what it is ordered by.
    keys: Vec<u64>,
    /// What the found marks that stand in order are ordered by, and where they stand; ascending in both.
    chain: Vec<(u64, Span)>,
}

impl MarkOrder {
    /// The order that most of the found marks stand in: by the numbers of their places, as they stand in the file, or from its
    /// end; `None` where there is none.
    pub fn of(wanted: &[WantedQuote], found: &[Placement]) -> Option<Self> {
        let count = wanted.len() as u64;
        let numbers: Option<Vec<u64>> = wanted.iter().map(|wanted| wanted.number).collect();
        let orders = [numbers, Some((0..count).collect()), Some((0..count).rev().collect())];
        orders.into_iter().flatten().find_map(|keys| Self::believed(keys, found))
    }

    fn believed(keys: Vec<u64>, found: &[Placement]) -> Option<Self> {
        let mut sure: Vec<(u64, Span)> = (keys.iter().zip(found))
            .filter(|(_, (_, state))| *state == AnchorState::Same)
            .filter_map(|(key, (span, _))| Some((*key, (*span)?)))
            .collect();
        sure.sort_unstable_by_key(|(key, span)| (*key, span.start));
        let pairs: Vec<(usize, usize)> = sure.iter().map(|(_, span)| (0, span.start)).collect();
        let mut kept = in_order(&pairs).into_iter();
        let all = sure.len();
        sure.retain(|_| kept.next() == Some(true));
        let is_believed = sure.len() >= LEAST.0 && sure.len() as f64 >= all as f64 * LEAST.1;
        is_believed.then_some(Self { keys, chain: sure })
    }

    /// The text between the neighbours of a mark, they with it: a mark may overlap another.
    fn between(&self, mark: usize, text: &str) -> Span {
        let key = self.keys[mark];
        let before = self.chain.partition_point(|(other, _)| *other < key);
        let behind = self.chain.partition_point(|(other, _)| *other <= key);
        let start = before.checked_sub(1).map_or(0, |at| self.chain[at].1.start);
        let end = self.chain.get(behind).map_or(text.len(), |(_, span)| span.end);
        Span::new(start, end.max(start))
    }

    /// Looks for what is not sure between its neighbours, all marks between the same ones at once.
    pub fn look_between(&self, wanted: &[WantedQuote], text: &str, found: &mut [Placement]) {
        let mut open: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        let is_open = |(_, state): &Placement| matches!(state, AnchorState::Uncertain | AnchorState::Orphan);
        for mark in (0..wanted.len()).filter(|mark| is_open(&found[*mark])) {
            let piece = self.between(mark, text);
            open.entry((piece.start, piece.end)).or_default().push(mark);
        }
        for ((start, end), marks) in open {
            let piece = &text[start..end];
            let passages: Vec<&Passage> = marks.iter().map(|mark| &wanted[*mark].passage).collect();
            let anchors = anchor_all(piece, &Offsets::of(piece), "", &passages);
            for (mark, anchor) in marks.into_iter().zip(anchors) {
                let word_for_word = once(piece, &wanted[mark].passage.quote.exact);
                let placed = match (word_for_word, anchor.state) {
                    (Some(span), _) => (Some(span), AnchorState::Same),
                    (None, AnchorState::Same | AnchorState::Moved) => (anchor.span, AnchorState::Same),
                    (None, AnchorState::Orphan) => continue,
                    (None, state) => (anchor.span, state),
                };
                found[mark] = (placed.0.map(|span| shifted(span, start)), placed.1);
            }
        }
    }
}
