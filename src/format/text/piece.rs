//! A unit of the text and what is known of it. It decides nothing.

use super::units::Unit;
use crate::document::BlockKind;

/// A unit and what is known of it so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextPiece {
    pub(super) unit: Unit,
    /// What it is; `None` while nothing decided.
    pub(super) kind: Option<BlockKind>,
    pub(super) level: u8,
    /// Whether it reads as running text.
    pub(super) prose: bool,
    /// Whether it could be a heading by its looks.
    pub(super) heads: bool,
    /// Whether what follows it is text. Known only where a rule asks for it.
    pub(super) over_text: bool,
}

impl TextPiece {
    /// Whether it is text that a heading can stand over.
    pub(super) fn is_text(&self) -> bool {
        match self.kind {
            Some(kind) => !matches!(
                kind,
                BlockKind::Heading | BlockKind::Boilerplate | BlockKind::Caption | BlockKind::Rule | BlockKind::Byline
            ),
            None => self.prose,
        }
    }

    /// Whether it is part of the article, pictures and rules aside.
    pub(super) fn is_content(&self) -> bool {
        !matches!(self.kind, Some(BlockKind::Boilerplate | BlockKind::Caption | BlockKind::Rule))
    }

    pub(super) fn set(&mut self, kind: BlockKind, level: u8) {
        self.kind = Some(kind);
        self.level = level;
    }

    pub(super) fn text<'a>(&self, text: &'a str) -> &'a str {
        self.unit.span.of(text)
    }
}
