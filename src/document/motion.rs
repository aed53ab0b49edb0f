//! Moves and text objects: a document and a place in, a place or span out. No screen, no keys, no selection.
//!
//! A place is the start of a grapheme inside a block. The text between blocks is stepped over, so that a cursor always
//! stands on something that can be read; a place between two blocks counts as the start of the block below. Rows of
//! the screen are [`super::flow`]'s.

use super::{BlockKind, Document, sentences};
use crate::text::{
    Span,
    segment::{self, grapheme_start, next_grapheme, prev_grapheme},
};

/// Where to go from a place. At the end of the document a move forward ends on its last grapheme, a move back at the
/// start of the document on its first; between headings the place stays where there is no further one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One grapheme on.
    NextGrapheme,
    /// One grapheme back.
    PrevGrapheme,
    /// The start of the next word. A block without words counts as one.
    NextWord,
    /// The start of this word, or of the one before where the place is there already.
    PrevWord,
    /// The last grapheme of this word, or of the next where the place is there already.
    WordEnd,
    /// The start of the next sentence.
    NextSentence,
    /// The start of this sentence, or of the one before.
    PrevSentence,
    /// The start of the next paragraph, heading, item or other block.
    NextParagraph,
    /// The start of this one, or of the one before.
    PrevParagraph,
    /// The next heading.
    NextHeading,
    /// The start of the heading above, or of the one before where the place is there already.
    PrevHeading,
    /// The first place of the document.
    Start,
    /// The last place of the document.
    End,
}

/// The place a motion leads to. A word that a line divides is one.
pub fn apply(document: &Document, at: usize, motion: Motion) -> usize {
    let mut to = once(document, at, motion);
    while let Some(unseen) = divided_at(document, to, motion) {
        let from = if motion == Motion::PrevGrapheme { unseen.start } else { to };
        let next = if motion == Motion::NextGrapheme { unseen.end } else { once(document, from, motion) };
        if next == to {
            break;
        }
        to = next;
    }
    to
}

/// What is unseen of a divided word, where a motion has come to a place inside that word which is none for it.
fn divided_at(document: &Document, to: usize, motion: Motion) -> Option<Span> {
    let unseen = document.unseen();
    let unseen = *unseen.get(unseen.partition_point(|unseen| unseen.end < to))?;
    let is_one = divides(document, unseen);
    let stops = match motion {
        Motion::NextGrapheme | Motion::PrevGrapheme => unseen.contains(to),
        Motion::NextWord | Motion::PrevWord => is_one && to == unseen.end,
        Motion::WordEnd => is_one && next_grapheme(document.text(), to) == unseen.start,
        _ => false,
    };
    stops.then_some(unseen)
}

/// The place that a motion leads to by the letters of the text alone.
fn once(document: &Document, at: usize, motion: Motion) -> usize {
    let Some(here) = Here::of(document, at) else { return 0 };
    match motion {
        Motion::NextGrapheme => here.forward(next_grapheme, document),
        Motion::PrevGrapheme => here.prev_grapheme(document),
        Motion::NextWord => here.next_word(document),
        Motion::PrevWord => here.prev_word(document),
        Motion::WordEnd => here.word_end(document),
        Motion::NextSentence => here.next_sentence(document),
        Motion::PrevSentence => here.prev_sentence(document),
        Motion::NextParagraph => here.next_paragraph(document),
        Motion::PrevParagraph => here.prev_paragraph(document),
        Motion::NextHeading => here.next_heading(document),
        Motion::PrevHeading => here.prev_heading(document),
        Motion::Start => document.blocks()[0].span.start,
        Motion::End => last_place(document),
    }
}

/// Where a move from `from` to `to` leads when boilerplate is folded away: beyond the boilerplate `to` stands in, the same
/// way; nowhere where there is nothing beyond it.
pub fn past_boilerplate(document: &Document, from: usize, to: usize) -> usize {
    let blocks = document.blocks();
    let shown = |n: &usize| blocks[*n].kind != BlockKind::Boilerplate;
    let Some(here) = Here::of(document, to).filter(|here| !shown(&here.block)) else { return to };
    if from <= to {
        (here.block..blocks.len()).find(shown).map_or(from, |n| blocks[n].span.start)
    } else {
        (0..here.block).rev().find(shown).map_or(from, |n| last_place_in(document, n))
    }
}

/// The word at a place: in its block the one there, else the next, else the last. Empty in a block without words.
pub fn word_around(document: &Document, at: usize) -> Span {
    let Some(here) = Here::of(document, at) else { return Span::at(0) };
    let mut word = here.absolute(segment::word_at(here.text, here.at));
    for unseen in document.unseen_in(document.blocks()[here.block].span) {
        let joins = (unseen.start == word.end || unseen.end == word.start) && divides(document, *unseen);
        let beside = if unseen.start == word.end { unseen.end } else { unseen.start.saturating_sub(1) };
        let part = || here.absolute(segment::word_at(here.text, beside - here.start));
        word = if joins { word.union(part()) } else { word };
    }
    word
}

/// Whether what is unseen has the hyphen in it, so that the word is one.
fn divides(document: &Document, unseen: Span) -> bool {
    !unseen.of(document.text()).starts_with('\n')
}

/// The sentence at a place; a place between two goes to the next. One that goes over a page is whole, with what stands between
/// the pages.
pub fn sentence_around(document: &Document, at: usize) -> Span {
    let Some(here) = Here::of(document, at) else { return Span::at(0) };
    let found = sentences::beginning_in(document, sentences::begun_in(document, here.block, here.place()));
    let there = found.iter().find(|sentence| sentence.end > here.place()).or(found.last());
    there.copied().unwrap_or(Span::at(here.place()))
}

/// The paragraph at a place: its block with those that go on with it, over pages too.
pub fn paragraph_around(document: &Document, at: usize) -> Span {
    let Some(here) = Here::of(document, at) else { return Span::at(0) };
    let (first, last) = (document.first_part(here.block), document.last_part(here.block));
    Span { start: document.blocks()[first].span.start, end: document.blocks()[last].span.end }
}

/// The sentences that overlap `span`, in order; those of boilerplate only if asked for. Work is in proportion to the
/// blocks that `span` touches, and to the sentence that comes into it over a page.
pub fn sentences_in(document: &Document, span: Span, boilerplate: bool) -> Vec<Span> {
    let blocks = document.blocks();
    let touched = blocks.partition_point(|block| block.span.end <= span.start);
    let first = if touched < blocks.len() { sentences::begun_in(document, touched, span.start) } else { touched };
    (first..blocks.len())
        .take_while(|&n| blocks[n].span.start < span.end)
        .filter(|&n| boilerplate || blocks[n].kind != BlockKind::Boilerplate)
        .flat_map(|n| sentences::beginning_in(document, n))
        .filter(|sentence| sentence.overlaps(span))
        .collect()
}

/// The sentences that begin in a block, by its index: over all blocks, each sentence once.
pub fn sentences_beginning_in(document: &Document, block: usize) -> Vec<Span> {
    if block < document.blocks().len() { sentences::beginning_in(document, block) } else { Vec::new() }
}

fn moved(span: Span, by: usize) -> Span {
    Span { start: span.start + by, end: span.end + by }
}

/// A block and a place in it.
#[derive(Clone, Copy, Debug)]
struct Here<'a> {
    block: usize,
    start: usize,
    text: &'a str,
    /// In the block's text.
    at: usize,
}

impl<'a> Here<'a> {
    /// The place `at` as a place inside a block; `None` in a document without blocks.
    fn of(document: &'a Document, at: usize) -> Option<Self> {
        let block = document.block_at(at);
        let span = document.blocks().get(block)?.span;
        let text = span.of(document.text());
        let inside = at.saturating_sub(span.start);
        let at = if inside >= text.len() { prev_grapheme(text, text.len()) } else { grapheme_start(text, inside) };
        Some(Self { block, start: span.start, text, at })
    }

    fn place(&self) -> usize {
        self.start + self.at
    }

    fn absolute(&self, span: Span) -> Span {
        moved(span, self.start)
    }

    /// The block `n` further, at its first place.
    fn next(&self, document: &'a Document) -> Option<Self> {
        let span = document.blocks().get(self.block + 1)?.span;
        Some(Self { block: self.block + 1, start: span.start, text: span.of(document.text()), at: 0 })
    }

    /// The block before, at its last place.
    fn prev(&self, document: &'a Document) -> Option<Self> {
        let block = self.block.checked_sub(1)?;
        let span = document.blocks()[block].span;
        let text = span.of(document.text());
        Some(Self { block, start: span.start, text, at: prev_grapheme(text, text.len()) })
    }

    /// A step inside the block; past its end the start of the next block.
    fn forward(&self, step: fn(&str, usize) -> usize, document: &Document) -> usize {
        let to = step(self.text, self.at);
        if to < self.text.len() {
            return self.start + to;
        }
        self.next(document).map_or_else(|| last_place(document), |next| next.start)
    }

    fn prev_grapheme(&self, document: &Document) -> usize {
        if self.at > 0 {
            return self.start + prev_grapheme(self.text, self.at);
        }
        self.prev(document).map_or(self.start, |before| before.place())
    }

    fn next_word(&self, document: &Document) -> usize {
        let to = segment::next_word_start(self.text, self.at);
        if to < self.text.len() {
            return self.start + to;
        }
        let Some(next) = self.next(document) else { return last_place(document) };
        next.start + word_from(next.text)
    }

    fn prev_word(&self, document: &Document) -> usize {
        let to = segment::prev_word_start(self.text, self.at);
        if to > 0 || (self.at > 0 && word_from(self.text) == 0) {
            return self.start + to;
        }
        let Some(before) = self.prev(document) else { return self.start };
        before.start + segment::prev_word_start(before.text, before.text.len())
    }

    fn word_end(&self, document: &Document) -> usize {
        let to = segment::word_end(self.text, self.at);
        if to < self.text.len() {
            return self.start + to;
        }
        let Some(next) = self.next(document) else { return last_place(document) };
        // A word of one grapheme at the very start ends where it starts, which no move from there would find.
        let word = segment::word_at(next.text, 0);
        next.start + if word.is_empty() { 0 } else { word.start + prev_grapheme(word.of(next.text), word.len()) }
    }

    fn next_sentence(&self, document: &Document) -> usize {
        let parts = || std::iter::successors(Some(self.block), |part| document.goes_on_in(*part));
        let begin = |part| sentences::beginning_in(document, part).into_iter().map(|sentence| sentence.start);
        let found = parts().flat_map(begin).find(|start| *start > self.place());
        let behind = || Some(document.blocks().get(parts().last()? + 1)?.span.start);
        found.or_else(behind).unwrap_or_else(|| last_place(document))
    }

    fn prev_sentence(&self, document: &Document) -> usize {
        let before = |block: &usize| document.continues(*block).or_else(|| block.checked_sub(1));
        let last_of = |block| {
            let sentences = sentences::beginning_in(document, block);
            sentences.iter().rfind(|sentence| sentence.start < self.place()).map(|sentence| sentence.start)
        };
        std::iter::successors(Some(self.block), before).find_map(last_of).unwrap_or(self.start)
    }

    fn next_paragraph(&self, document: &Document) -> usize {
        let next = document.blocks().get(document.last_part(self.block) + 1);
        next.map_or_else(|| last_place(document), |block| block.span.start)
    }

    fn prev_paragraph(&self, document: &Document) -> usize {
        let start_of = |block| document.blocks()[document.first_part(block)].span.start;
        let here = start_of(self.block);
        if here < self.place() {
            return here;
        }
        self.block.checked_sub(1).map_or(here, start_of)
    }

    fn next_heading(&self, document: &Document) -> usize {
        let below = document.blocks()[self.block + 1..].iter();
        let heading = below.into_iter().find(|block| block.kind == BlockKind::Heading && !block.continued);
        heading.map_or(self.place(), |block| block.span.start)
    }

    fn prev_heading(&self, document: &Document) -> usize {
        let above = document.blocks()[..=self.block].iter().rev();
        let mut headings = above.filter(|block| block.kind == BlockKind::Heading && !block.continued);
        headings.find(|block| block.span.start < self.place()).map_or(self.place(), |block| block.span.start)
    }
}

/// Where the first word of a block begins; 0 where it has none.
fn word_from(text: &str) -> usize {
    segment::word_at(text, 0).start
}

/// The last grapheme of the last block.
fn last_place(document: &Document) -> usize {
    document.blocks().len().checked_sub(1).map_or(0, |last| last_place_in(document, last))
}

/// The last grapheme of a block.
fn last_place_in(document: &Document, block: usize) -> usize {
    let span = document.blocks()[block].span;
    span.start + prev_grapheme(span.of(document.text()), span.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Builder, layout::tests::any_document, parts};
    use proptest::prelude::*;

    /// Paragraphs parted by blank lines; one that begins with `# ` is a heading, one that begins with `~ ` boilerplate.
    fn document(text: &str) -> Document {
        let mut builder = Builder::over(text.to_owned());
        let mut at = 0;
        for part in text.split("\n\n") {
            let kind = match part.as_bytes().first() {
                Some(b'#') => BlockKind::Heading,
                Some(b'~') => BlockKind::Boilerplate,
                _ => BlockKind::Paragraph,
            };
            builder.block(kind, 1, Span::new(at, at + part.len()));
            at += part.len() + 2;
        }
        builder.finish()
    }

    /// Moves from the place of `|` and compares with the place of `|` after.
    fn check(before: &str, motion: Motion, after: &str) {
        let at = before.find('|').expect("the place is marked");
        let mut text = before.replacen('|', "", 1);
        let to = apply(&document(&text), at, motion);
        text.insert(to, '|');
        assert_eq!(text, after, "{motion:?}");
    }

    /// Compares what is around the place of `|` with what stands between braces.
    fn check_around(marked: &str, around: fn(&Document, usize) -> Span) {
        let at = marked.replace(['{', '}'], "").find('|').expect("the place is marked");
        let mut text = marked.replace(['{', '}', '|'], "");
        let span = around(&document(&text), at);
        text.insert(span.end, '}');
        text.insert(span.start, '{');
        assert_eq!(text, marked.replace('|', ""));
    }

    #[test]
    fn a_word_that_a_line_divides_is_one() {
        check("since m|or-\nning fell", Motion::NextWord, "since mor-\nning |fell");
        check("since mor-\nning |fell", Motion::PrevWord, "since |mor-\nning fell");
        check("since |mor-\nning fell", Motion::WordEnd, "since mor-\nnin|g fell");
        check("mo|r-\nning", Motion::NextGrapheme, "mor-\n|ning");
        check("mor-\n|ning", Motion::PrevGrapheme, "mo|r-\nning");
        check("a forty|-\none", Motion::NextGrapheme, "a forty-\n|one");
        check("a |forty-\none b", Motion::NextWord, "a forty-\n|one b");
        for marked in ["a {mo|r-\nning} b", "a {mor-\nni|ng} b", "{a|b-\ncd-\nef} g", "a {for|ty}-\none"] {
            check_around(marked, word_around);
        }
    }

    #[test]
    fn graphemes_lead_from_block_to_block() {
        check("a|b\n\nc", Motion::PrevGrapheme, "|ab\n\nc");
        check("a|b\n\nc", Motion::NextGrapheme, "ab\n\n|c");
        check("ab\n\n|c", Motion::PrevGrapheme, "a|b\n\nc");
        check("ab\n|\nc", Motion::NextGrapheme, "ab\n\n|c");
        check("|ab", Motion::PrevGrapheme, "|ab");
        check("ab|", Motion::NextGrapheme, "a|b");
    }

    #[test]
    fn words_lead_from_block_to_block() {
        check("The |quick brown fox", Motion::NextWord, "The quick |brown fox");
        check("The |quick.\n\n“Brown”", Motion::NextWord, "The quick.\n\n“|Brown”");
        check("The quick.\n\n“|Brown”", Motion::PrevWord, "The |quick.\n\n“Brown”");
        check("one\n\n— |*\n\ntwo", Motion::NextWord, "one\n\n— *\n\n|two");
        check("|one\n\n***\n\ntwo", Motion::NextWord, "one\n\n|***\n\ntwo");
        check("one\n\n***\n\n|two", Motion::PrevWord, "one\n\n|***\n\ntwo");
        check("one\n\n|***\n\ntwo", Motion::PrevWord, "|one\n\n***\n\ntwo");
        check("|one two", Motion::WordEnd, "on|e two");
        check("on|e two", Motion::WordEnd, "one tw|o");
        check("on|e\n\nI am", Motion::WordEnd, "one\n\n|I am");
        check("one |two.", Motion::NextWord, "one two|.");
        check("one t|wo", Motion::PrevWord, "one |two");
        check("|one", Motion::PrevWord, "|one");
    }

    #[test]
    fn sentences_lead_from_block_to_block() {
        check("It |rained. We left.", Motion::NextSentence, "It rained. |We left.");
        check("It rained. We |left.\n\nWhy?", Motion::NextSentence, "It rained. We left.\n\n|Why?");
        check("It rained. We |left.", Motion::PrevSentence, "It rained. |We left.");
        check("It rained. |We left.", Motion::PrevSentence, "|It rained. We left.");
        check("It rained. We left.\n\n|Why?", Motion::PrevSentence, "It rained. |We left.\n\nWhy?");
        check("# 1. A |title. Of two\n\nText.", Motion::NextSentence, "# 1. A title. Of two\n\n|Text.");
        check("The |end.", Motion::NextSentence, "The end|.");
        check("W|hy?\u{a0}\u{1145e} So.", Motion::NextSentence, "Why?|\u{a0}\u{1145e} So.");
    }

    #[test]
    fn paragraphs_and_headings_are_jumped_to() {
        check("o|ne\n\ntwo", Motion::NextParagraph, "one\n\n|two");
        check("one\n\nt|wo", Motion::PrevParagraph, "one\n\n|two");
        check("one\n\n|two", Motion::PrevParagraph, "|one\n\ntwo");
        check("one\n\n|two", Motion::NextParagraph, "one\n\ntw|o");
        check("o|ne\n\n# A\n\ntwo\n\n# B", Motion::NextHeading, "one\n\n|# A\n\ntwo\n\n# B");
        check("one\n\n# A\n\ntw|o", Motion::PrevHeading, "one\n\n|# A\n\ntwo");
        check("o|ne", Motion::PrevHeading, "o|ne");
        check("o|ne\n\ntwo", Motion::End, "one\n\ntw|o");
        check("one\n\nt|wo", Motion::Start, "|one\n\ntwo");
    }

    #[test]
    fn folded_boilerplate_is_passed_over_both_ways() {
        let document = document("one\n\n~ menu\n\n~ more\n\ntwo\n\n~ end");
        let text = document.text();
        let place = |word| text.find(word).unwrap();
        assert_eq!(past_boilerplate(&document, 0, place("menu")), place("two"));
        assert_eq!(past_boilerplate(&document, place("two"), place("more")), 2);
        assert_eq!(past_boilerplate(&document, place("two"), place("~ end")), place("two"));
        assert_eq!(past_boilerplate(&document, 0, place("two")), place("two"));
    }

    #[test]
    fn objects_are_found_around_a_place() {
        check_around("The {qu|ick} fox", word_around);
        check_around("The| {quick} fox", word_around);
        check_around("It rained. {We le|ft.} Why?", sentence_around);
        check_around("It rained.| {We left.} Why?", sentence_around);
        check_around("It rained.\n|\n{We left.} Why?", sentence_around);
        check_around("One.\n\n{It rain|ed. We left.}\n\nWhy?", paragraph_around);
    }

    #[test]
    fn a_continued_paragraph_is_one() {
        let document = document(&"A sentence of words. ".repeat(2000));
        assert!(document.blocks().len() > 2);
        let all = Span { start: 0, end: document.blocks().last().unwrap().span.end };
        assert_eq!(paragraph_around(&document, 20_000), all);
        assert_eq!(apply(&document, 20_000, Motion::PrevParagraph), 0);
        assert_eq!(apply(&document, 20_000, Motion::NextParagraph), all.end - 1);
    }

    #[test]
    fn sentences_are_listed_by_what_is_on_the_screen() {
        let document = document("One. Two.\n\n~ Menu.\n\nThree. Four.");
        let listed = |span, boilerplate| -> Vec<&str> {
            sentences_in(&document, span, boilerplate).iter().map(|span| span.of(document.text())).collect()
        };
        assert_eq!(listed(Span::new(6, 28), false), ["Two.", "Three.", "Four."]);
        assert_eq!(listed(Span::new(6, 20), true), ["Two.", "~ Menu."]);
    }

    #[test]
    fn a_paragraph_and_a_sentence_that_go_over_a_page_are_one() {
        let document = parts::tests::document("Late. The men and\n\n~ 12\n\n+ the boys slept. It rained.\n\nWhy?");
        let text = document.text();
        let place = |word| text.find(word).unwrap();
        for word in ["men", "boys"] {
            let around = sentence_around(&document, place(word));
            assert_eq!(around.of(text), "The men and\n\n~ 12\n\nthe boys slept.");
            assert_eq!(paragraph_around(&document, place(word)), Span::new(0, place("\n\nWhy")));
            assert_eq!(apply(&document, place(word), Motion::NextSentence), place("It"));
            assert_eq!(apply(&document, place(word), Motion::PrevSentence), place("The"));
            assert_eq!(apply(&document, place(word), Motion::NextParagraph), place("Why"));
            assert_eq!(apply(&document, place(word), Motion::PrevParagraph), 0);
        }
        assert_eq!(apply(&document, place("It"), Motion::PrevSentence), place("The"));
        assert_eq!(apply(&document, place("Why"), Motion::PrevParagraph), 0);
        assert_eq!(paragraph_around(&document, place("12")).of(text), "~ 12", "the furniture by itself");
        let tail = Span::new(place("boys"), place("boys") + 1);
        assert_eq!(sentences_in(&document, tail, false), [sentence_around(&document, tail.start)]);
    }

    const ALL: [Motion; 13] = [
        Motion::NextGrapheme,
        Motion::PrevGrapheme,
        Motion::NextWord,
        Motion::PrevWord,
        Motion::WordEnd,
        Motion::NextSentence,
        Motion::PrevSentence,
        Motion::NextParagraph,
        Motion::PrevParagraph,
        Motion::NextHeading,
        Motion::PrevHeading,
        Motion::Start,
        Motion::End,
    ];

    proptest! {
        #[test]
        fn a_place_never_leaves_the_text_and_moves_the_way_it_says(document in any_document(), at in 0usize..900) {
            let here = Here::of(&document, at);
            for (n, motion) in ALL.into_iter().enumerate() {
                let to = apply(&document, at, motion);
                let there = Here::of(&document, to).map_or(0, |there| there.place());
                prop_assert_eq!(there, to, "a place is the start of a grapheme: {:?}", motion);
                let inside = document.blocks().iter().any(|block| block.span.contains(to));
                prop_assert!(inside || document.blocks().is_empty());
                let forward = matches!(n, 0 | 2 | 4 | 5 | 7 | 9 | 12);
                let from = here.map_or(0, |here| here.place());
                prop_assert!(if forward { to >= from } else { to <= from }, "{:?}", motion);
            }
        }

        #[test]
        fn every_word_is_reached_forward_and_back(document in any_document()) {
            let (Some(start), end) = (document.blocks().first().map(|block| block.span.start), last_place(&document))
            else { return Ok(()) };
            for (motion, from, goal) in [(Motion::NextWord, start, end), (Motion::PrevGrapheme, end, start)] {
                let (mut at, mut steps) = (from, 0);
                while at != goal {
                    at = apply(&document, at, motion);
                    steps += 1;
                    prop_assert!(steps <= document.text().len() + 1, "{:?} stands still at {}", motion, at);
                }
            }
        }
    }
}
