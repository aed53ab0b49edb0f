//! The quotations, lists, notes and tables that are open at a place, and so what text there is. It holds no text.

use crate::document::{BlockKind, Marker};
use crate::format::numerals::Numerals;

/// What text at a place belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LetterPlace {
    pub kind: BlockKind,
    pub level: u8,
}

/// What the border of a block means at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Borders {
    /// One block ends and another begins.
    Blocks,
    /// A line of a poem ends and another begins.
    Lines,
    /// A space: in a heading, in the cell of a table.
    Spaces,
}

/// One open element that says what the text in it is.
#[derive(Clone, Copy, Debug)]
struct MarkupContainer {
    place: LetterPlace,
    borders: Borders,
    /// Whether the kind is fixed for all that it holds.
    fixed: bool,
    quotes: u8,
    lists: u8,
    /// Where on the stack the innermost item or numbered note stands …
    item: Option<usize>,
    /// … whose marker the first block in it takes.
    marker: Option<Marker>,
    /// The number of the next item and the step to the one after it.
    numbers: Option<(i64, i64)>,
    /// How the items of the innermost list are counted.
    numerals: Numerals,
}

const OUTERMOST: MarkupContainer = MarkupContainer {
    place: LetterPlace { kind: BlockKind::Paragraph, level: 0 },
    borders: Borders::Blocks,
    fixed: false,
    quotes: 0,
    lists: 0,
    item: None,
    marker: None,
    numbers: None,
    numerals: Numerals::Digits,
};

/// The open elements, the innermost last.
#[derive(Debug)]
pub(super) struct MarkupContainers {
    stack: Vec<MarkupContainer>,
}

impl Default for MarkupContainers {
    fn default() -> Self {
        Self { stack: vec![OUTERMOST] }
    }
}

impl MarkupContainers {
    fn top(&self) -> &MarkupContainer {
        self.stack.last().unwrap_or(&OUTERMOST)
    }

    pub(super) fn place(&self) -> LetterPlace {
        self.top().place
    }

    pub(super) fn borders(&self) -> Borders {
        self.top().borders
    }

    pub(super) fn is_fixed(&self) -> bool {
        self.top().fixed
    }

    /// How many lists are open.
    pub(super) fn lists(&self) -> u8 {
        self.top().lists
    }

    pub(super) fn leave(&mut self) {
        if self.stack.len() > 1 {
            self.stack.pop();
        }
    }

    fn enter(&mut self, change: impl FnOnce(&mut MarkupContainer)) {
        let mut container = MarkupContainer { marker: None, numbers: None, ..*self.top() };
        let place = container.place;
        change(&mut container);
        if container.fixed {
            container.place = place;
        }
        self.stack.push(container);
    }

    /// An element all of whose blocks are of one kind.
    pub(super) fn enter_fixed(&mut self, kind: BlockKind) {
        self.enter(|container| {
            container.item = None;
            container.place = LetterPlace { kind, level: 0 };
        });
        if let Some(container) = self.stack.last_mut() {
            container.fixed = true;
        }
    }

    pub(super) fn enter_kind(&mut self, kind: BlockKind, level: u8, borders: Borders) {
        self.enter(|container| {
            container.place = LetterPlace { kind, level };
            container.borders = borders;
        });
    }

    pub(super) fn enter_quotation(&mut self) {
        self.enter(|container| {
            container.quotes = container.quotes.saturating_add(1);
            container.place = LetterPlace { kind: BlockKind::Quotation, level: container.quotes };
        });
    }

    /// How the items here are counted.
    pub(super) fn numerals(&self) -> Numerals {
        self.top().numerals
    }

    /// A list; `numbers` is the first number and the step, where it counts, in those numerals.
    pub(super) fn enter_list(&mut self, numbers: Option<(i64, i64)>, numerals: Numerals) {
        self.enter(|container| {
            container.lists = container.lists.saturating_add(1);
            container.place = LetterPlace { kind: BlockKind::ListItem, level: container.lists };
            container.borders = Borders::Blocks;
            (container.numbers, container.numerals) = (numbers, numerals);
        });
    }

    /// An item of the innermost list; `value` is a number of its own.
    pub(super) fn enter_item(&mut self, value: Option<i64>) {
        let marker = self.next_marker(value);
        let at = self.stack.len();
        self.enter(|container| {
            container.lists = container.lists.max(1);
            container.place = LetterPlace { kind: BlockKind::ListItem, level: container.lists };
            container.borders = Borders::Blocks;
            if !container.fixed {
                container.item = Some(at);
                container.marker = Some(marker);
            }
        });
    }

    /// A note; one that is an item of a list takes its number.
    pub(super) fn enter_note(&mut self, is_item: bool, value: Option<i64>) {
        let marker = if is_item { Some(self.next_marker(value)) } else { None };
        let at = self.stack.len();
        self.enter(|container| {
            container.place = LetterPlace { kind: BlockKind::Footnote, level: 0 };
            container.borders = Borders::Blocks;
            container.item = marker.filter(|marker| *marker != Marker::Bullet).map(|_| at);
            container.marker = marker;
        });
    }

    fn next_marker(&mut self, value: Option<i64>) -> Marker {
        let Some(MarkupContainer { numbers: Some((next, step)), .. }) = self.stack.last_mut() else {
            return Marker::Bullet;
        };
        let number = value.unwrap_or(*next);
        *next = number.saturating_add(*step);
        u32::try_from(number).map_or(Marker::Bullet, Marker::Number)
    }

    /// Sets the marker of the innermost item, if no block has taken it.
    pub(super) fn mark(&mut self, marker: Marker) {
        if let Some(current @ Some(_)) = self.innermost_item() {
            *current = Some(marker);
        }
    }

    /// The marker that the first block here takes: that of the innermost item, also through a quotation that begins it.
    pub(super) fn take_marker(&mut self) -> Marker {
        self.innermost_item().and_then(Option::take).unwrap_or_default()
    }

    /// Whether the first block here will take a marker.
    pub(super) fn has_marker(&self) -> bool {
        let item = self.top().item.and_then(|at| self.stack.get(at));
        item.is_some_and(|item| item.marker.is_some())
    }

    fn innermost_item(&mut self) -> Option<&mut Option<Marker>> {
        let at = self.top().item?;
        self.stack.get_mut(at).map(|container| &mut container.marker)
    }
}
