//! What stands before the text in files that a program made of a page, and that no style tells: contents written out as links,
//! the title and the names below it as plain paragraphs. It goes by what the file says of itself; it changes no text.

use super::composer::{Composer, OfficePiece};
use super::marks::MarkTarget;
use crate::document::BlockKind;
use crate::language::dates;
use crate::text::Span;

/// So many links under one another are contents.
const FEWEST_ENTRIES: usize = 3;
/// The longest line over contents, in bytes.
const LONGEST_LINE: usize = 80;
/// How many blocks may stand before the title.
const MOST_BEFORE: usize = 4;
/// How many lines of who and when may follow it.
const MOST_NAMES: usize = 6;

impl Composer {
    /// Takes contents at the beginning for what they are, then the title and the names.
    pub(super) fn settle_front(&mut self) {
        self.settle_contents();
        if !self.pieces.iter().any(|piece| piece.kind == BlockKind::Heading && piece.level == 0) {
            self.settle_plain_title();
        }
    }

    /// Paragraphs at the beginning that are links into the text, each from its first word to its last, with the line above.
    fn settle_contents(&mut self) {
        let linked: Vec<Span> =
            self.marks.linked.iter().filter(|(to, _)| is_inside(to)).map(|(_, span)| *span).collect();
        let is_entry = |piece: &OfficePiece| {
            let whole = |link: &Span| link.start <= piece.span.start && link.end >= piece.span.end;
            let near = linked.partition_point(|link| link.end < piece.span.end);
            is_plain(piece) && linked[near..].iter().take(2).any(whole)
        };
        let Some(first) = self.pieces.iter().take(2).position(&is_entry) else { return };
        let entries = self.pieces[first..].iter().take_while(|piece| is_entry(piece)).count();
        let over = self.pieces[..first].iter().all(|piece| piece.span.len() <= LONGEST_LINE);
        if entries >= FEWEST_ENTRIES && over {
            self.pieces[..first + entries].iter_mut().for_each(|piece| piece.kind = BlockKind::Boilerplate);
        }
    }

    /// A paragraph or heading that is what the file is called, where the text begins; below it what is only a name or a day that belongs
    /// to it.
    fn settle_plain_title(&mut self) {
        let Some(called) = self.metadata.title.as_deref().map(letters).filter(|called| !called.is_empty()) else {
            return;
        };
        let text = self.builder.text();
        let shown = |piece: &&OfficePiece| piece.kind != BlockKind::Boilerplate;
        let may_be = |piece: &&OfficePiece| is_plain(piece) || piece.kind == BlockKind::Heading;
        let before = self.pieces.iter().filter(shown).take_while(may_be).take(MOST_BEFORE);
        let title = before.map(|piece| piece.span).find(|span| letters(span.of(text)) == called);
        let Some(title) = title else { return };
        let authors = &self.metadata.authors;
        let names = |piece: &OfficePiece| {
            let line = piece.span.of(text).trim();
            let day = dates::find(line).is_some_and(|(_, start, end)| start == 0 && end == line.len());
            is_plain(piece) && (day || authors.iter().any(|author| author == line))
        };
        let below = self.pieces.iter().filter(|piece| piece.span.start > title.start);
        let named: Vec<Span> =
            below.take(MOST_NAMES).take_while(|piece| names(piece)).map(|piece| piece.span).collect();
        for piece in &mut self.pieces {
            if piece.span == title {
                (piece.kind, piece.level) = (BlockKind::Heading, 0);
            } else if named.contains(&piece.span) {
                piece.kind = BlockKind::Byline;
            }
        }
    }
}

fn is_inside(target: &MarkTarget) -> bool {
    matches!(target, MarkTarget::Bookmark(_))
}

fn is_plain(piece: &OfficePiece) -> bool {
    matches!(piece.kind, BlockKind::Paragraph | BlockKind::ListItem)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::composer::ParagraphKind;
    use super::*;
    use crate::document::Document;

    /// A file of this title by Ada North with these lines, of which those with `>` are links into the text.
    fn document(title: &str, lines: &[&str]) -> Document {
        let mut composer = Composer::default();
        composer.metadata.title = Some(title.to_owned());
        composer.metadata.authors = vec!["Ada North".to_owned()];
        for line in lines {
            composer.paragraph(if line.starts_with('#') { ParagraphKind::Heading(1) } else { ParagraphKind::Body });
            if line.starts_with('>') {
                composer.open_link(MarkTarget::Bookmark("there".to_owned()));
            }
            composer.text(line.trim_start_matches(['#', '>']));
            if line.starts_with('>') {
                composer.close_link();
            }
        }
        composer.finish(Vec::new())
    }

    fn kinds(title: &str, lines: &[&str]) -> Vec<(BlockKind, u8)> {
        document(title, lines).blocks().iter().map(|block| (block.kind, block.level)).collect()
    }

    const TEXT: (BlockKind, u8) = (BlockKind::Paragraph, 0);

    #[test]
    fn the_title_and_names_of_a_file_without_styles_are_known_by_its_properties() {
        let lines = ["The Ferry", "Ada North", "14 March 2024", "It left at noon.", "#One", "It came back."];
        let byline = (BlockKind::Byline, 0);
        assert_eq!(
            kinds("The Ferry", &lines),
            [(BlockKind::Heading, 1), byline, byline, TEXT, (BlockKind::Heading, 2), TEXT]
        );
        assert_eq!(kinds("A Bridge", &lines)[..2], [TEXT, TEXT]);
    }

    #[test]
    fn a_title_that_stands_twice_shows_once() {
        let kinds = kinds("The Ferry", &["The Ferry", "Ada North", "#The Ferry", "It left.", "#One"]);
        let kinds: Vec<BlockKind> = kinds.into_iter().map(|(kind, _)| kind).collect();
        let text = [BlockKind::Boilerplate, BlockKind::Paragraph, BlockKind::Heading];
        assert_eq!(kinds, [&[BlockKind::Heading, BlockKind::Byline], text.as_slice()].concat());
    }

    #[test]
    fn the_title_may_be_a_heading_among_others_of_its_level() {
        let kinds = kinds("The Ferry", &["#The Ferry", "Ada North", "It left.", "#One", "So.", "#The Ferry"]);
        let heads: Vec<u8> = kinds.iter().filter(|(kind, _)| *kind == BlockKind::Heading).map(|kind| kind.1).collect();
        assert_eq!((kinds[1].0, heads), (BlockKind::Byline, vec![1, 2, 2]));
    }

    #[test]
    fn the_names_under_a_title_behind_contents_are_no_paragraphs() {
        let lines = [">One", ">Two", ">Three", "The Ferry", "Ada North", "It left at noon."];
        let kinds: Vec<BlockKind> = kinds("The Ferry", &lines).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds[3..], [BlockKind::Heading, BlockKind::Byline, BlockKind::Paragraph]);
    }

    #[test]
    fn links_under_one_another_at_the_beginning_are_contents() {
        let lines = ["#Contents", ">One", ">Two", ">Three", "The Ferry", "It left at noon."];
        let furniture = (BlockKind::Boilerplate, 0);
        let found = kinds("The Ferry", &lines);
        assert_eq!(found.iter().map(|kind| kind.0).collect::<Vec<_>>()[..4], [furniture.0; 4]);
        assert_eq!(found[4], (BlockKind::Heading, 1));
        assert_eq!(kinds("The Ferry", &["It left.", ">One", ">Two", "It came."]), [TEXT; 4]);
    }
}
