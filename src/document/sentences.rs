//! The sentences of a block, and those that go over a page: from a block past page furniture into the one that goes on with it.
//! Where a sentence ends in a text is `text::segment`'s.

use super::{BlockKind, Document};
use crate::text::{Span, segment};

/// So much of the next page is looked at to see whether a sentence goes on there, in bytes.
const MOST_AHEAD: usize = 256;

/// The sentences that begin in a block, as spans of the document, in order. The last may end beyond page furniture, in a block
/// that goes on with this one, and holds the furniture then.
pub(super) fn beginning_in(document: &Document, block: usize) -> Vec<Span> {
    let mut sentences = of_block(document, block);
    if coming_into(document, block, &sentences).is_some() {
        sentences.remove(0);
    }
    if let Some(last) = sentences.last_mut() {
        last.end = end_of(document, block, *last);
    }
    sentences
}

/// The block in which the sentence begins that stands at a place in this block.
pub(super) fn begun_in(document: &Document, block: usize, place: usize) -> usize {
    let mut block = block;
    loop {
        let sentences = of_block(document, block);
        let at_first = sentences.len() == 1 || sentences.first().is_some_and(|first| place < first.end);
        match coming_into(document, block, &sentences).filter(|_| at_first) {
            Some(before) => block = before,
            None => return block,
        }
    }
}

/// The sentences of one block alone. A heading is one, however it is punctuated; so is a line of code and a cell of a table.
fn of_block(document: &Document, block: usize) -> Vec<Span> {
    let it = &document.blocks()[block];
    let text = it.span.of(document.text());
    match it.kind {
        BlockKind::Heading | BlockKind::Byline | BlockKind::Rule => vec![it.span],
        BlockKind::Code => parts(text, '\n', it.span.start),
        BlockKind::TableRow => parts(text, '\t', it.span.start),
        _ => segment::sentences(text).into_iter().map(|span| moved(span, it.span.start)).collect(),
    }
}

/// The block from which a sentence comes over the page into this one, whose own sentences are given.
fn coming_into(document: &Document, block: usize, sentences: &[Span]) -> Option<usize> {
    let before = document.continues(block).filter(|before| before + 1 < block && !sentences.is_empty())?;
    let last = of_block(document, before).last().copied()?;
    goes_over(document, last, block).then_some(before)
}

/// Where a sentence ends that is the last to begin in a block.
fn end_of(document: &Document, block: usize, sentence: Span) -> usize {
    let (mut at, mut last) = (block, sentence);
    while let Some(next) = document.goes_on_in(at).filter(|next| at + 1 < *next && goes_over(document, last, *next)) {
        let sentences = of_block(document, next);
        let Some(first) = sentences.first() else { break };
        (at, last) = (next, *first);
        if sentences.len() > 1 {
            break;
        }
    }
    last.end
}

/// Whether the last sentence of a block goes on in the block `next`, behind page furniture.
fn goes_over(document: &Document, last: Span, next: usize) -> bool {
    let it = &document.blocks()[next];
    if matches!(
        it.kind,
        BlockKind::Heading | BlockKind::Byline | BlockKind::Rule | BlockKind::Code | BlockKind::TableRow
    ) {
        return false;
    }
    let (last, ahead) = (last.of(document.text()), it.span.of(document.text()));
    let both = format!("{last} {}", &ahead[..ahead.floor_char_boundary(MOST_AHEAD)]);
    segment::sentences(&both).first().is_some_and(|first| first.end > last.len())
}

/// The parts of a text between separators, trimmed, without the empty ones.
fn parts(text: &str, separator: char, start: usize) -> Vec<Span> {
    let mut at = 0;
    let part = |part: &str| {
        let span = Span::new(at, at + part.len());
        at = span.end + 1;
        moved(segment::trimmed(text, span), start)
    };
    text.split(separator).map(part).filter(|span| !span.is_empty()).collect()
}

fn moved(span: Span, by: usize) -> Span {
    Span { start: span.start + by, end: span.end + by }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parts::tests::document;

    /// The sentences that begin in each block, furniture aside.
    fn all(document: &Document) -> Vec<&str> {
        let read = (0..document.blocks().len()).filter(|n| document.blocks()[*n].kind != BlockKind::Boilerplate);
        read.flat_map(|n| beginning_in(document, n)).map(|span| span.of(document.text())).collect()
    }

    #[test]
    fn cells_and_lines_of_code_are_marked_one_by_one() {
        assert_eq!(parts("a\t b c \t\td", '\t', 10), [Span::new(10, 11), Span::new(13, 16), Span::new(19, 20)]);
        assert_eq!(parts("\t \u{301}a ", '\t', 10), [Span::new(11, 15)], "a blank that a mark joins to is none");
    }

    #[test]
    fn a_sentence_goes_over_a_page_and_over_several() {
        let one = document("It was late. The men and\n\n~ 12\n\n+ the boys slept. It rained.\n\nWhy?");
        assert_eq!(all(&one), ["It was late.", "The men and\n\n~ 12\n\nthe boys slept.", "It rained.", "Why?"]);
        let three = document("The men\n\n~ 12\n\n+ and the boys\n\n~ 13\n\n+ slept. It rained.");
        assert_eq!(all(&three), ["The men\n\n~ 12\n\nand the boys\n\n~ 13\n\nslept.", "It rained."]);
        let ended = document("It was late.\n\n~ 12\n\n+ The boys slept.");
        assert_eq!(all(&ended), ["It was late.", "The boys slept."]);
        let korean = document("비가 왔다. 배는 부두를\n\n~ 12\n\n+ 떠났다. 밤이었다.");
        assert_eq!(all(&korean), ["비가 왔다.", "배는 부두를\n\n~ 12\n\n떠났다.", "밤이었다."]);
    }

    #[test]
    fn the_block_is_found_in_which_a_sentence_begins() {
        let document = document("So. The men\n\n~ 12\n\n+ and the boys\n\n~ 13\n\n+ slept. It rained.");
        let begun = |word: &str| {
            let at = document.text().find(word).unwrap();
            begun_in(&document, document.block_at(at), at)
        };
        assert_eq!([begun("So"), begun("boys"), begun("slept"), begun("It"), begun("13")], [0, 0, 0, 4, 3]);
    }
}
