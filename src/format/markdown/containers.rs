//! The quotations, lists and notes that are open at a place, on a stack of their own, so that depth costs memory and
//! never the call stack. It knows what a paragraph there is and holds no text.

use crate::document::{BlockKind, Marker};
use pulldown_cmark::Tag;

/// Quotations, lists and notes that are open, the innermost last.
#[derive(Default)]
pub(super) struct MarkdownContainers {
    stack: Vec<MarkdownContainer>,
    quotes: usize,
    lists: usize,
}

enum MarkdownContainer {
    Quote,
    /// The number of the next item, if the list counts.
    List(Option<u64>),
    /// An item, with its marker until its first block takes it.
    Item(Option<Marker>),
    /// What is said of a term.
    Definition,
    /// A footnote, with its label until its first block takes it.
    Note(Option<String>),
}

/// What text at a place belongs to.
#[derive(Clone, Copy)]
pub(super) struct Next {
    pub kind: BlockKind,
    pub level: u8,
}

impl MarkdownContainers {
    pub(super) fn is_empty(&self) -> bool {
        self.stack.is_empty()
    }

    /// How many lists are open.
    pub(super) fn lists(&self) -> usize {
        self.lists
    }

    pub(super) fn enter(&mut self, tag: Tag<'_>) {
        let container = match tag {
            Tag::List(number) => MarkdownContainer::List(number),
            Tag::Item => MarkdownContainer::Item(Some(self.next_marker())),
            Tag::DefinitionListDefinition => MarkdownContainer::Definition,
            Tag::FootnoteDefinition(label) => MarkdownContainer::Note(Some(label.into_string())),
            _ => MarkdownContainer::Quote,
        };
        self.count(&container, 1);
        self.stack.push(container);
    }

    pub(super) fn leave(&mut self) {
        if let Some(container) = self.stack.pop() {
            self.count(&container, -1);
        }
    }

    fn count(&mut self, container: &MarkdownContainer, by: isize) {
        match container {
            MarkdownContainer::Quote => self.quotes = self.quotes.saturating_add_signed(by),
            MarkdownContainer::List(_) | MarkdownContainer::Definition => {
                self.lists = self.lists.saturating_add_signed(by);
            }
            MarkdownContainer::Item(_) | MarkdownContainer::Note(_) => {}
        }
    }

    fn next_marker(&mut self) -> Marker {
        let Some(MarkdownContainer::List(Some(number))) = self.stack.last_mut() else { return Marker::Bullet };
        let marker = Marker::Number(u32::try_from(*number).unwrap_or(u32::MAX));
        *number = number.saturating_add(1);
        marker
    }

    /// Sets the marker of the innermost item, if no block has taken it.
    pub(super) fn mark(&mut self, marker: Marker) {
        if let Some(MarkdownContainer::Item(Some(current))) = self.stack.last_mut() {
            *current = marker;
        }
    }

    /// What a paragraph at this place is, and how deep.
    pub(super) fn paragraph(&self) -> Next {
        let depth = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
        match self.stack.last() {
            Some(MarkdownContainer::Quote) => Next { kind: BlockKind::Quotation, level: depth(self.quotes) },
            Some(MarkdownContainer::List(_) | MarkdownContainer::Item(_) | MarkdownContainer::Definition) => {
                Next { kind: BlockKind::ListItem, level: depth(self.lists) }
            }
            Some(MarkdownContainer::Note(_)) => Next { kind: BlockKind::Footnote, level: 0 },
            None => Next { kind: BlockKind::Paragraph, level: 0 },
        }
    }

    /// The marker that the first block here takes: that of the innermost item, also through a quotation that begins it.
    pub(super) fn take_marker(&mut self) -> Marker {
        let item = self.stack.iter_mut().rev().find_map(|container| match container {
            MarkdownContainer::Item(marker) => Some(marker),
            _ => None,
        });
        item.and_then(Option::take).unwrap_or_default()
    }

    pub(super) fn take_label(&mut self) -> Option<String> {
        let Some(MarkdownContainer::Note(label)) = self.stack.last_mut() else { return None };
        label.take()
    }
}
