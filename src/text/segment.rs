//! Graphemes, words and sentences of a `&str`. Positions in, positions out; it knows no blocks and no documents.
//!
//! Graphemes and words follow Unicode (UAX 29); a word is a segment with a letter or digit in it. Sentences follow
//! our own rules, see [`sentences`]. Positions are clamped to the text and to character boundaries. Word and grapheme
//! calls look at no more than the text between the white space around a position; hand in a block, not a book.

use super::{Span, off_line};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

mod sentence;

pub use sentence::sentences;

/// The next grapheme boundary after `at`; the end of the text at the end.
pub fn next_grapheme(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    match text.as_bytes().get(at..at + 2) {
        Some([a, b]) if a.is_ascii() && b.is_ascii() && *a != b'\r' => at + 1,
        _ => GraphemeCursor::new(at, text.len(), true).next_boundary(text, 0).ok().flatten().unwrap_or(text.len()),
    }
}

/// The last grapheme boundary before `at`; 0 at the start.
pub fn prev_grapheme(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    GraphemeCursor::new(at, text.len(), true).prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// The start of the grapheme that holds `at`.
pub fn grapheme_start(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    match GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0) {
        Ok(false) => prev_grapheme(text, at),
        _ => at,
    }
}

/// A span without the white space around it. A blank that a mark joins to is none.
pub fn trimmed(text: &str, span: Span) -> Span {
    let inside = span.of(text);
    let start = grapheme_start(text, span.end - inside.trim_start().len()).max(span.start);
    Span { start, end: start.max(span.start + inside.trim_end().len()) }
}

/// Start of the first word that begins after `at`; the end of the text where there is none.
pub fn next_word_start(text: &str, at: usize) -> usize {
    words_near(text, at).find(|word| word.start > at).map_or(text.len(), |word| word.start)
}

/// Start of the last word that begins before `at`; 0 where there is none.
pub fn prev_word_start(text: &str, at: usize) -> usize {
    let mut end = text.floor_char_boundary(at);
    loop {
        let from = stretch_start(text, end);
        if let Some(word) = words_between(text, from, end).last() {
            return word.start;
        }
        if from == 0 {
            return 0;
        }
        end = from;
    }
}

/// Start of the last grapheme of a word: of the first such that lies after `at`. The end of the text where there
/// is none.
pub fn word_end(text: &str, at: usize) -> usize {
    words_near(text, at).map(|word| last_grapheme(text, word)).find(|&end| end > at).unwrap_or(text.len())
}

/// The word that holds `at`, else the next, else the last; empty at `at` where the text has no word.
pub fn word_at(text: &str, at: usize) -> Span {
    let at = text.floor_char_boundary(at);
    words_near(text, at).find(|word| word.end > at).unwrap_or_else(|| {
        let start = prev_word_start(text, text.len());
        words_near(text, start).find(|word| word.start == start).unwrap_or(Span::at(at))
    })
}

/// Start of the last grapheme of a span that is not empty.
fn last_grapheme(text: &str, span: Span) -> usize {
    span.start + prev_grapheme(span.of(text), span.len())
}

/// The words from the stretch without white space around `at` on.
fn words_near(text: &str, at: usize) -> impl Iterator<Item = Span> + '_ {
    words_between(text, stretch_start(text, at), text.len())
}

/// The words that begin in `from..to`. `from` must be 0 or stand at white space: there every word boundary can be
/// known without what stands before.
fn words_between(text: &str, from: usize, to: usize) -> impl Iterator<Item = Span> + '_ {
    let mut segments = text[from..].split_word_bound_indices().peekable();
    let joined = move || {
        let (at, first) = segments.next()?;
        let (mut end, mut last) = (at + first.len(), first);
        while let Some((_, next)) = segments.next_if(|(_, next)| is_of_one_word(last, next)) {
            (end, last) = (end + next.len(), next);
        }
        Some(Span { start: from + at, end: from + end })
    };
    std::iter::from_fn(joined)
        .take_while(move |word| word.start < to)
        .filter(|word| word.of(text).chars().any(char::is_alphanumeric))
        .map(move |word| whole_graphemes(text, word))
}

/// Whether two segments are of one word though Unicode parts them (UAX #29 knows no figures off the line): `10⁻⁶`, `m²`, `H₂O`.
fn is_of_one_word(last: &str, next: &str) -> bool {
    let is_off_line = |part: &str| part.chars().all(|c| off_line::on_line(c).is_some());
    let lettered = |part: &str| part.chars().all(char::is_alphanumeric);
    (is_off_line(next) && (lettered(last) || is_off_line(last))) || (is_off_line(last) && lettered(next))
}

/// The span, widened to grapheme boundaries: in some scripts a word can begin inside a cluster.
fn whole_graphemes(text: &str, word: Span) -> Span {
    let plain = |at: usize| text.as_bytes()[at.saturating_sub(1)..].iter().take(2).all(u8::is_ascii);
    let start = if plain(word.start) { word.start } else { grapheme_start(text, word.start) };
    let end = if plain(word.end) { word.end } else { next_grapheme(text, prev_grapheme(text, word.end)).max(word.end) };
    Span { start, end }
}

/// Start of the last run of white space before `at` that parts words, else 0: of the run, for blanks are one segment and may
/// carry a mark (UAX #29, WB3d and WB4). The narrow no-break space joins words, as in `1 000` (ExtendNumLet).
fn stretch_start(text: &str, at: usize) -> usize {
    let parts = |c: char| c.is_whitespace() && c != '\u{202f}';
    let last = text[..text.floor_char_boundary(at)].rfind(parts);
    last.map_or(0, |last| text[..last].trim_end_matches(parts).len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn figures_off_the_line_belong_to_their_word() {
        for text in ["10⁻⁶", "m²", "H₂O", "Ca²⁺", "word¹²", "SO₄²⁻"] {
            let around = format!("a {text} b");
            assert_eq!(word_at(&around, 2).of(&around), text);
            assert_eq!(next_word_start(&around, 2), around.len() - 1, "{text}");
            assert_eq!(prev_word_start(&around, around.len() - 1), 2, "{text}");
        }
    }

    /// Applies a move to the place of `|` and compares with the place of `|` after.
    fn check(before: &str, step: fn(&str, usize) -> usize, after: &str) {
        let at = before.find('|').expect("the place is marked");
        let text = before.replacen('|', "", 1);
        let mut moved = text.clone();
        moved.insert(step(&text, at), '|');
        assert_eq!(moved, after);
    }

    #[test]
    fn words_are_walked_forward_and_back() {
        check("The |quick brown fox", next_word_start, "The quick |brown fox");
        check("|“It’s” — well-known", next_word_start, "“|It’s” — well-known");
        check("“|It’s” — well-known", next_word_start, "“It’s” — |well-known");
        check("“It’s” — |well-known", next_word_start, "“It’s” — well-|known");
        check("the |end.", next_word_start, "the end.|");
        check("In 10\u{202f}0|00 days", next_word_start, "In 10\u{202f}000 |days");
        check("In 10\u{202f}0|00 days", prev_word_start, "In |10\u{202f}000 days");
        check("The quick |brown", prev_word_start, "The |quick brown");
        check("The qui|ck", prev_word_start, "The |quick");
        check("One — ... |two", prev_word_start, "|One — ... two");
        check("“One|", prev_word_start, "“|One");
        check("The |quick brown", word_end, "The quic|k brown");
        check("The quic|k brown", word_end, "The quick brow|n");
    }

    #[test]
    fn japanese_words_need_no_spaces() {
        check("|東京タワーへ", next_word_start, "東|京タワーへ");
        check("東|京タワーへ", next_word_start, "東京|タワーへ");
        check("東京|タワーへ", next_word_start, "東京タワー|へ");
    }

    #[test]
    fn graphemes_are_whole() {
        check("a|👩‍👩‍👧b", next_grapheme, "a👩‍👩‍👧|b");
        check("a👩‍👩‍👧|b", prev_grapheme, "a|👩‍👩‍👧b");
        check("e\u{301}|x", prev_grapheme, "|e\u{301}x");
        check("ab|", next_grapheme, "ab|");
        check("|ab", prev_grapheme, "|ab");
        assert_eq!(grapheme_start("ae\u{301}", 2), 1);
    }

    #[test]
    fn the_word_at_a_place_is_the_one_there_or_the_next_or_the_last() {
        let text = "— one, two.";
        assert_eq!(word_at(text, 0).of(text), "one");
        assert_eq!(word_at(text, 5).of(text), "one");
        assert_eq!(word_at(text, 7).of(text), "two");
        assert_eq!(word_at(text, text.len()).of(text), "two");
        assert_eq!(word_at("* * *", 2), Span::at(2));
        let marked = "ab  \u{1e5ee} c";
        assert_eq!(
            prev_word_start(marked, 4),
            prev_word_start(marked, 3),
            "a mark on two blanks is one segment with them"
        );
        assert_eq!(word_at("", 9), Span::at(0));
    }

    proptest! {
        #[test]
        fn local_words_equal_the_words_of_the_whole_text(text in "(\\PC|[a-z' .,\n]){0,60}", at in 0usize..200) {
            let at = text.floor_char_boundary(at);
            let all: Vec<usize> = words_between(&text, 0, text.len()).map(|word| word.start).collect();
            prop_assert_eq!(next_word_start(&text, at), all.iter().copied().find(|&w| w > at).unwrap_or(text.len()));
            prop_assert_eq!(prev_word_start(&text, at), all.iter().copied().rfind(|&w| w < at).unwrap_or(0));
        }

        #[test]
        fn graphemes_step_both_ways_over_any_text(text in "\\PC{0,30}") {
            let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, g)| at + g.len()).collect();
            let (mut at, mut back) = (0, text.len());
            for (forward, backward) in ends.iter().zip(ends.iter().rev()) {
                at = next_grapheme(&text, at);
                prop_assert_eq!(at, *forward);
                prop_assert_eq!(back, *backward);
                back = prev_grapheme(&text, back);
            }
            prop_assert_eq!(back, 0);
        }
    }
}
