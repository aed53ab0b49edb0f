//! Whether the words at a place are a neighbour of the passage that stood in the old text already.
//!
//! Of the old text there is little: what the passage says stood before and behind it. Where the context behind begins before
//! the candidate ends, or the context before ends behind its beginning, those words *are* the candidate, and the passage stood
//! beside them. It looks at one candidate and its surroundings only, and chooses nothing.

use super::align::{Alignment, Pair};
use super::query::PassageQuery;
use crate::annotation::Quote;
use crate::text::Span;
use std::ops::Range;

/// How much speaks for it that a candidate is another passage than the one that is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Neighbour {
    /// Nothing.
    #[default]
    No,
    /// A context stands in its words, but the passage has those words too.
    Perhaps,
    /// A context stands in its words, with words that the passage does not have.
    Yes,
}

/// So many words of a context are looked for, those beside the quote.
const MOST_SIDE: usize = 32;

/// A longer quote is no sentence: it is not looked at, so that no passage costs much.
const MOST_QUOTE: usize = 400;

/// A context stands at the wrong place if so much of its weight is there, and so much more than at the right one.
const LEAST_THERE: f32 = 0.45;
const LEAD: f32 = 0.25;

/// A context that stands whole at the wrong place, with a word that the passage does not have, needs less of a lead.
const WHOLE: f32 = 0.95;
const LEAST_LEAD: f32 = 0.04;

/// It tells the neighbour from the passage if so much of its weight is in words that do not stand for words of the passage.
const TELLING: f32 = 0.2;

/// Compares a candidate, aligned with the text by `pairs`, with the contexts of the passage; `found` are its words.
pub(super) fn neighbour(
    query: &PassageQuery,
    text: &[u32],
    found: Range<usize>,
    alignment: &Alignment,
    pairs: &[Pair],
) -> Neighbour {
    let (from, to) = (found.start, found.end);
    if to - from.min(to) > MOST_QUOTE || query.quote.is_empty() {
        return Neighbour::No;
    }
    let Range { start, end } = query.quote;
    let before = start.saturating_sub(MOST_SIDE)..start;
    let behind = end..query.ids.len().min(end + MOST_SIDE);
    let (front, back) = (before.len(), behind.len());
    // Where each context begins if it overlaps the candidate or stands on its wrong side, and if it is where it belongs.
    let wrong = [(from + 1).saturating_sub(front)..to + 1, from.saturating_sub(back)..to];
    let right = [from.saturating_sub(2 * front)..(from + 1).saturating_sub(front), to..to + back + 1];
    let sides = [(before, alignment.prefix), (behind, alignment.suffix)];
    let judged = sides.into_iter().zip(wrong).zip(right).map(|(((side, aligned), wrong), right)| {
        let side = LookalikeSide { query, text, pairs, words: side };
        side.judge(wrong, right, aligned.unwrap_or(0.0))
    });
    judged.max().unwrap_or_default()
}

/// Whether the text at `span` is what followed the passage: it, or its line, begins as the last line or sentence of the context
/// behind the passage begins, to the last letter that the context has, and the passage does not.
pub(super) fn is_what_followed(quote: &Quote, text: &str, span: Span) -> bool {
    let own_line = [&quote.prefix[line_start(&quote.prefix)..], quote.exact.as_str()].concat();
    let beginnings = [(span.start, quote.exact.as_str()), (line_start(&text[..span.start]), own_line.as_str())];
    let tells = |from: usize| {
        let next = quote.suffix[from..].trim();
        let told = |(at, own): &(usize, &str)| begins(&text[*at..], next) && !begins(own, next);
        !next.is_empty() && !quote.suffix[..from].trim().is_empty() && beginnings.iter().any(told)
    };
    tells(line_start(&quote.suffix)) || tells(sentence_start(&quote.suffix))
}

fn line_start(context: &str) -> usize {
    context.rfind('\n').map_or(0, |at| at + 1)
}

/// Where the last sentence of a context begins.
fn sentence_start(context: &str) -> usize {
    let ends = |at: usize, c: char| match c {
        '。' | '？' | '！' => Some(at + c.len_utf8()),
        '.' | '?' | '!' => context[at + 1..].starts_with(' ').then_some(at + 1),
        _ => None,
    };
    context.char_indices().rev().find_map(|(at, c)| ends(at, c)).unwrap_or(0)
}

/// Whether a text begins with these words, whatever blanks are between them.
fn begins(text: &str, words: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
    let words = letters(words);
    text.chars().filter(|c| !c.is_whitespace()).take(words.len()).eq(words.iter().copied())
}

/// A context, and the text in which it is looked for.
struct LookalikeSide<'a> {
    query: &'a PassageQuery,
    text: &'a [u32],
    pairs: &'a [Pair],
    words: Range<usize>,
}

impl LookalikeSide<'_> {
    /// What it tells that the context may begin at these words of the text; `aligned` is its share beside the candidate.
    fn judge(&self, wrong: Range<usize>, right: Range<usize>, aligned: f32) -> Neighbour {
        let all = self.query.weight(self.words.clone());
        if all <= 0.0 {
            return Neighbour::No;
        }
        let Some((there, telling)) = self.best(wrong) else { return Neighbour::No };
        let (there, telling) = (there / all, telling / all);
        if there < LEAST_THERE || there - aligned < LEAST_LEAD {
            return Neighbour::No;
        }
        let here = self.best(right).map_or(0.0, |(share, _)| share / all).max(aligned);
        let lead = there - here;
        if there >= WHOLE && lead >= LEAST_LEAD && telling > 0.0 {
            return Neighbour::Yes;
        }
        match lead >= LEAD {
            true if telling >= TELLING => Neighbour::Yes,
            true => Neighbour::Perhaps,
            false => Neighbour::No,
        }
    }

    /// The most weight that stands on one diagonal, beginning at one of some words: all of it, and that of telling words.
    fn best(&self, starts: Range<usize>) -> Option<(f32, f32)> {
        starts.map(|start| self.standing(start)).max_by(|a, b| a.0.total_cmp(&b.0))
    }

    fn standing(&self, start: usize) -> (f32, f32) {
        let there = self.text.get(start..).unwrap_or_default().iter().zip(self.words.clone()).enumerate();
        let same = there.filter(|(_, (word, n))| **word == self.query.ids[*n]);
        same.fold((0.0, 0.0), |(all, telling), (ahead, (_, n))| {
            let weight = self.query.weights[n];
            let known = self.pairs.binary_search_by_key(&(start + ahead), |pair| pair.at);
            let explained = known.is_ok_and(|at| self.pairs[at].same);
            (all + weight, if explained { telling } else { telling + weight })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the bracketed words of the text now are what followed the bracketed ones of the text then.
    fn followed(then: &str, now: &str) -> bool {
        let part = |text: &str| {
            let (before, rest) = text.split_once('[').unwrap();
            let (marked, behind) = rest.split_once(']').unwrap();
            (before.to_owned(), marked.to_owned(), behind.to_owned())
        };
        let (prefix, exact, suffix) = part(then);
        let (before, marked, behind) = part(now);
        let span = Span::new(before.len(), before.len() + marked.len());
        is_what_followed(&Quote { exact, prefix, suffix }, &[before, marked, behind].concat(), span)
    }

    #[test]
    fn the_next_sentence_is_known_by_its_beginning_and_be_it_a_letter() {
        let then = "Nets dry. [The tenant shall pay the rates within thirty] days of the bill. The land";
        assert!(followed(then, "Nets dry. [The landlord shall pay the tax within thirty] days of the bill."));
        assert!(!followed(then, "Nets dry. [The tenant shall pay the tax within thirty] days of the bill."));
        assert!(followed(
            "[Captain Moss came in and was] thanked. Captain A",
            "[Captain Aker came in and was] thanked."
        ));
        assert!(!followed(
            "[Captain Moss came in and was] thanked. Captain ",
            "[Captain Aker came in and was] thanked."
        ));
    }

    #[test]
    fn its_label_tells_as_much() {
        let then = "Art. 1. [How often is the ferry seen to, and] who pays?\n\nArt. 2. Ho";
        assert!(followed(then, "Art. 2. [How often is the bridge seen to, and] who pays?"));
        assert!(!followed(then, "Art. 1. [How often is the large ferry seen to, and] who pays?"));
    }
}
