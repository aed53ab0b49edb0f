//! Which hits of two words stand near each other. It looks for none itself.

use crate::search::SearchText;
use crate::text::Span;
use unicode_segmentation::UnicodeSegmentation;

/// No word counts for more bytes than these, so that the way between two hits has an end.
const LONGEST_WORD: usize = 64;

/// The spans from a hit of one side to the nearest one of the other, in text order, where at most `count` words stand
/// between them. Both lists are in text order.
pub(super) fn near(text: &SearchText<'_>, left: &[Span], right: &[Span], count: usize) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for hit in left {
        let after = right.partition_point(|other| other.start < hit.start);
        let beside = [after.checked_sub(1), Some(after)].into_iter().flatten().filter_map(|at| right.get(at));
        let close = beside.filter(|other| is_near(text, *hit, **other, count));
        let Some(other) = close.min_by_key(|other| hit.union(**other).len()) else { continue };
        let whole = hit.union(*other);
        // Two hits of one side may share the nearest of the other.
        match found.last_mut().filter(|before| before.overlaps(whole)) {
            Some(before) => *before = before.union(whole),
            None => found.push(whole),
        }
    }
    found
}

fn is_near(text: &SearchText<'_>, a: Span, b: Span, count: usize) -> bool {
    let between = Span::new(a.end.min(b.end), a.start.max(b.start));
    if a.overlaps(b) {
        return false;
    }
    let len: usize = text.read(between).map(str::len).sum();
    len <= (count + 1) * LONGEST_WORD
        && text.read(between).flat_map(UnicodeSegmentation::unicode_words).take(count + 1).count() <= count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(left: &str, right: &str, count: usize, marked: &str) {
        let text = marked.replace(['{', '}'], "");
        let all =
            |word: &str| text.match_indices(word).map(|(at, _)| Span::new(at, at + word.len())).collect::<Vec<_>>();
        let mut shown = text.clone();
        for span in near(&SearchText::from(&text), &all(left), &all(right), count).into_iter().rev() {
            shown.insert(span.end, '}');
            shown.insert(span.start, '{');
        }
        assert_eq!(shown, marked);
    }

    #[test]
    fn so_many_words_may_stand_between_in_either_order() {
        check("x", "y", 2, "{x one two y} · a b c x one two three y");
        check("x", "y", 1, "a {y one x} b");
        check("x", "y", 0, "{x, y} a x one y");
    }

    #[test]
    fn chinese_characters_count_one_by_one() {
        check("港", "船", 2, "{港の小船}");
        check("港", "船", 1, "港の小船");
    }

    #[test]
    fn the_nearer_of_two_is_taken_and_one_word_is_not_near_itself() {
        check("x", "y", 3, "y a b {x y}");
        check("x", "x", 3, "x");
    }
}
