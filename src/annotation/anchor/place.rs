//! From words back to bytes: the span of a passage at the place where it was found.
//!
//! Its ends take along what the quote has besides whole words: a quotation mark, a full stop, half a word.

use super::decide::Candidate;
use super::index::TextIndex;
use super::query::PassageQuery;
use crate::annotation::{Passage, Quote};
use crate::text::Span;

/// A quote without words (a dash, an emoji) is looked for in a gap of at most this many bytes.
const MOST_GAP: usize = 1_000;

/// The span of a candidate; `None` where a quote without words does not stand in its gap.
pub(super) fn span_of(
    query: &PassageQuery,
    passage: &Passage,
    index: &TextIndex,
    candidate: &Candidate,
) -> Option<Span> {
    if query.quote.is_empty() {
        return gap(query, passage, index, candidate);
    }
    if candidate.alignment.words.is_none() {
        return Some(Span::at(index.span(candidate.at).start));
    }
    let (text, exact, edges) = (index.text(), passage.quote.exact.as_str(), &query.edges);
    let (first, last) = (index.span(candidate.at), index.span((candidate.end - 1).min(index.len().saturating_sub(1))));
    let (mut start, mut end) = (first.start, last.end.max(first.end));
    if candidate.alignment.ends.0 {
        let lead = exact.get(..edges.lead).unwrap_or_default();
        start -= alike(lead.chars().rev(), text[..start].chars().rev());
        start += if first.len() == edges.word_bytes.0 { edges.head_cut } else { 0 };
    }
    if candidate.alignment.ends.1 && query.beyond == 0 {
        let tail = exact.get(exact.len() - edges.tail.min(exact.len())..).unwrap_or_default();
        end += alike(tail.chars(), text[end..].chars());
        end -= if last.len() == edges.word_bytes.1 { edges.tail_cut } else { 0 };
    }
    Some(Span::new(text.floor_char_boundary(start), text.floor_char_boundary(end)))
}

/// The share of the contexts' characters that stand right beside `span`, as they are.
pub(super) fn verbatim(quote: &Quote, text: &str, span: Span) -> f32 {
    let same = |wanted: &mut dyn Iterator<Item = char>, there: &mut dyn Iterator<Item = char>| {
        wanted.zip(there).take_while(|(a, b)| a == b).count()
    };
    let before = same(&mut quote.prefix.chars().rev(), &mut text[..span.start].chars().rev());
    let behind = same(&mut quote.suffix.chars(), &mut text[span.end..].chars());
    let all = quote.prefix.chars().count() + quote.suffix.chars().count();
    (before + behind) as f32 / all.max(1) as f32
}

/// The place of a bookmark, or of a quote without words, between its contexts.
fn gap(query: &PassageQuery, passage: &Passage, index: &TextIndex, candidate: &Candidate) -> Option<Span> {
    let (text, quote) = (index.text(), &passage.quote);
    let before = candidate.alignment.gap.0.map(|word| index.span(word).end);
    let behind = candidate.alignment.gap.1.map(|word| index.span(word).start);
    if quote.exact.is_empty() {
        let from_suffix = |at: usize| at - alike(lead_of(&quote.suffix).chars().rev(), text[..at].chars().rev());
        let from_prefix = |at: usize| at + alike(tail_of(&quote.prefix).chars(), text[at..].chars());
        let cut = query.edges.head_cut;
        let inside = behind.filter(|_| cut > 0).map(|at| text.floor_char_boundary(at + cut));
        return inside.or(before.map(from_prefix)).or(behind.map(from_suffix)).map(Span::at);
    }
    let from = before.or(behind.map(|at| text.floor_char_boundary(at.saturating_sub(MOST_GAP))))?;
    let to = text.floor_char_boundary(behind.unwrap_or(usize::MAX).min(from + MOST_GAP + quote.exact.len()));
    let at = from + text.get(from..to)?.find(&quote.exact)?;
    Some(Span::new(at, at + quote.exact.len()))
}

/// What stands behind the last word of a context.
fn tail_of(context: &str) -> &str {
    &context[context.rfind(char::is_alphanumeric).map_or(0, |at| context.ceil_char_boundary(at + 1))..]
}

/// What stands before the first word of a context.
fn lead_of(context: &str) -> &str {
    &context[..context.find(char::is_alphanumeric).unwrap_or(context.len())]
}

/// Characters that one typesetting has for another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Blank,
    Dash,
    Dots,
    QuotationMark,
    /// Of the number of a note, which is no word.
    Digit,
    One(char),
}

fn shape(c: char) -> Shape {
    match c {
        _ if c.is_whitespace() => Shape::Blank,
        '0'..='9' => Shape::Digit,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Shape::Dash,
        '.' | '…' => Shape::Dots,
        '"' | '\'' | '‘'..='‟' | '«' | '»' | '‹' | '›' => Shape::QuotationMark,
        _ => Shape::One(c),
    }
}

/// How many characters one of these shapes may have become.
const MOST_RUN: usize = 16;

/// How many bytes of `there` look like the characters of `wanted`, from the first on; runs count as one.
fn alike(wanted: impl Iterator<Item = char>, there: impl Iterator<Item = char>) -> usize {
    let mut there = there.peekable();
    let (mut bytes, mut last) = (0, None);
    for want in wanted.map(shape) {
        if last == Some(want) && runs(want) {
            continue;
        }
        let Some(taken) = there.next_if(|&c| shape(c) == want) else { break };
        bytes += taken.len_utf8();
        for _ in 0..MOST_RUN {
            let Some(more) = there.next_if(|&c| runs(want) && shape(c) == want) else { break };
            bytes += more.len_utf8();
        }
        last = Some(want);
    }
    bytes
}

/// Whether one character of this shape may stand for several.
fn runs(shape: Shape) -> bool {
    matches!(shape, Shape::Blank | Shape::Dash | Shape::Dots | Shape::Digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_at_the_ends_is_known_in_other_typography() {
        for (wanted, there, taken) in [
            ("”", "\" -- nothing", "\""),
            ("…", "... and", "..."),
            (".”", ".\" he", ".\""),
            (" — ", "--\nnothing", ""),
            (")", ". x", ""),
            (".[2]", ".[11] He", ".[11]"),
        ] {
            assert_eq!(alike(wanted.chars(), there.chars()), taken.len(), "{wanted} in {there}");
        }
    }
}
