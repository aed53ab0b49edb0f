//! Paragraphs that go over a page: whether the words behind what stands between two pages go on with those before it. It finds
//! no pages and changes nothing but what a piece is.

use super::layout::TextLayout;
use super::marker::marker_len;
use super::piece::TextPiece;
use super::source_line::{ends_firmly, line_of};
use super::units::UnitForm;
use crate::document::BlockKind;
use std::collections::HashSet;

/// A line counts as full from so many columns where the width of the text is not known.
const FULL: usize = 40;

/// The pieces that go on with one before a page break, by index; each becomes what that one is.
pub(super) fn join(text: &str, layout: TextLayout, pieces: &mut [TextPiece]) -> HashSet<usize> {
    let mut last: Option<usize> = None;
    let mut joined = HashSet::new();
    for index in 0..pieces.len() {
        if pieces[index].unit.form == UnitForm::PageBreak {
            continue;
        }
        if pieces[index].unit.form == UnitForm::SpokenOn {
            joined.insert(index);
        }
        let before = last.replace(index).filter(|before| before + 1 < index).map(|before| pieces[before]);
        if let Some(before) = before.filter(|before| goes_on(text, layout, before, &pieces[index])) {
            pieces[index].kind = before.kind;
            pieces[index].level = before.level;
            joined.insert(index);
        }
    }
    joined
}

/// Whether a piece goes on with the one before the page break: no sentence ends there, and the next begins with a small letter,
/// or the last line is full and the next is set in as far.
fn goes_on(text: &str, layout: TextLayout, before: &TextPiece, next: &TextPiece) -> bool {
    use BlockKind::{Entry, Footnote, Heading, ListItem, Paragraph, Quotation, Verse};
    let (words, ahead) = (before.text(text), next.text(text));
    let running = matches!(before.kind, None | Some(Paragraph | ListItem | Quotation | Footnote | Entry));
    if !running || ends_firmly(words) || marker_len(ahead) > 0 || ahead.starts_with('>') {
        return false;
    }
    let first = ahead.chars().find(|c| c.is_alphanumeric());
    if ahead.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | ')')) {
        return matches!(next.kind, None | Some(Paragraph | Verse | Heading | Quotation | ListItem));
    }
    let own = next.kind == before.kind || matches!(next.kind, None | Some(Paragraph | Quotation));
    let hangs = before.kind == Some(ListItem) && next.unit.margin > before.unit.margin;
    let level = next.unit.margin == before.unit.margin || hangs;
    own && level && first.is_some() && !begins_set_in(text, next) && is_full(text, layout, before)
}

/// Whether the last line of a piece is full: as wide as the text, or nearly.
fn is_full(text: &str, layout: TextLayout, piece: &TextPiece) -> bool {
    let columns = |line: usize, end: usize| line_of(text, line, end).map_or(0, |line| line.columns);
    let end = piece.unit.span.end;
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..end]).map_or(0, |at| at + 1);
    let last = columns(start, end);
    match layout {
        TextLayout::Wrapped(width) => last * 4 >= width * 3,
        TextLayout::Lines | TextLayout::Scenes => last >= FULL,
        TextLayout::Verse => false,
    }
}

/// Whether the first line of a piece is set in further than the next, as a paragraph begins.
fn begins_set_in(text: &str, piece: &TextPiece) -> bool {
    let span = piece.unit.span;
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..span.start]).map_or(0, |at| at + 1);
    let indent = |from: usize| {
        let end = memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |at| from + at);
        line_of(text, from, end).map(|line| (line.indent, end))
    };
    let Some((first, end)) = indent(start).filter(|(_, end)| *end < span.end) else { return false };
    indent(end + 1).is_some_and(|(second, _)| first > second)
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, Document};
    use crate::format::text::parse;

    /// Pages of running text: `before`, the end of a page, `after`, in the manner of the RFC series, with so much else that the
    /// width of the text is seen.
    fn paged(before: &str, between: &str, after: &str) -> Document {
        let other = "   The rope walk, which had been there since the old wall, was quiet while\n   the men waited for tar.  Nobody on the quay could say how long a rope\n   would last, and nobody asked the longest of them, which three men held.\n\n";
        parse(format!("{other}{before}\n{between}\n{after}\n\n{other}{other}"))
    }

    const FED: &str = "\n\n\nLind                     Informational                      [Page 1]\n\u{240C}\nRFC 7777             How Ropes Are Spliced                   May 1990\n\n";

    /// What goes on over pages, its words on one line.
    fn joined(document: &Document) -> Vec<String> {
        let blocks = document.blocks();
        let over = (0..blocks.len()).filter_map(|n| Some((document.continues(n)?, n)));
        over.map(|(before, n)| {
            let (words, next) = (document.line(blocks[before].span), document.line(blocks[n].span));
            let last = words.rsplit(' ').next().unwrap_or_default();
            format!("{last}/{}", next.split(' ').next().unwrap_or_default())
        })
        .collect()
    }

    const OPEN: &str = "   He said that the ropes of the long walk were for the men of the\n   harbour and the boys of the quay, and that the oldest of them was";

    #[test]
    fn a_sentence_that_no_page_ends_goes_on() {
        assert_eq!(joined(&paged(OPEN, FED, "   kept under a roof.")), ["was/kept"]);
        assert_eq!(joined(&paged(OPEN, FED, "   Lind's, who kept it.")), ["was/Lind's,"], "a name behind a full line");
        assert_eq!(joined(&paged(OPEN, FED, "   12 feet long.")), ["was/12"]);
        let item = "   o  He said that the ropes of the long walk were for the men of\n      the harbour, and that the oldest of them all was";
        let listed = paged(item, FED, "      kept under a roof.\n\n   o  Tar is dear.");
        assert_eq!(joined(&listed), ["was/kept"]);
        let kept = listed.blocks().iter().find(|block| block.continued).unwrap();
        assert_eq!(kept.kind, BlockKind::ListItem);
    }

    #[test]
    fn a_paragraph_that_ends_with_its_page_has_ended() {
        let ended = OPEN.replace("was", "one was gone.");
        for (before, after) in [
            (ended.as_str(), "   The rope was kept."),
            (ended.as_str(), "2.  Tar"),
            (OPEN, "2.  Tar\n\n   Tar is dear."),
            (OPEN, "   o  the first of them, which is kept"),
            ("   A short line", "   The rope was kept."),
        ] {
            assert_eq!(joined(&paged(before, FED, after)), [] as [String; 0], "{before}{after}");
        }
    }

    #[test]
    fn pages_without_a_form_feed_are_passed_too() {
        let foot =
            |n: u32| format!("\n\n\nLind                     Informational                      [Page {n}]\n\n\n");
        let text = [
            OPEN,
            &foot(1),
            "   kept under a roof.\n\n",
            OPEN,
            &foot(2),
            "   tarred in winter.\n\n",
            OPEN,
            "\n   gone.\n",
        ];
        assert_eq!(joined(&parse(text.concat())), ["was/kept", "was/tarred"]);
        let scanned =
            "he went across the cross-\n\n13\n\ning and down to the\n\n14\n\nwater, where nobody\n\n15\n\nwas.";
        assert_eq!(joined(&parse(scanned.to_owned())), ["cross-/ing", "the/water,", "nobody/was."]);
    }

    #[test]
    fn a_sentence_in_letters_without_case_goes_on_behind_a_full_line() {
        let open = "   밧줄을 만드는 사람들은 오래된 성벽 옆에서 날마다 일을 하였는데 그\n   가운데 가장 긴 밧줄은 세 사람이 함께 들어야 했으므로 부두의 지붕";
        assert_eq!(joined(&paged(open, FED, "   아래에 두었다.")), ["지붕/아래에"]);
        assert_eq!(joined(&paged(&format!("{open}에 두었다."), FED, "   겨울에는 쉬었다.")), [] as [String; 0]);
    }
}
