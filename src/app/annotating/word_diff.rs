//! Two versions of a passage compared word by word.

use crate::app::state::review::{DiffPiece, DiffRole};
use crate::text::difference;
use crate::text::visible;
use unicode_segmentation::UnicodeSegmentation;

/// How much of a passage, and of what stands around it, is compared and shown, in bytes.
const SHOWN: usize = 4_000;

/// What stands before a passage, the passage, what stands after it.
pub type DiffParts<'a> = [&'a str; 3];

/// Both halves in pieces, with the words marked that the other half does not have.
pub fn compare(old: DiffParts<'_>, new: DiffParts<'_>) -> (Vec<DiffPiece>, Vec<DiffPiece>) {
    let [mut old_pieces, mut new_pieces] = [Vec::new(), Vec::new()];
    for part in 0..3 {
        let (old, new) = (words(old[part], part == 0), words(new[part], part == 0));
        let (mut old_differs, mut new_differs) = differing(&old, &new);
        if part != 1 {
            // A context is cut off somewhere: its outermost word may be half of one.
            forgive_edge(&mut old_differs, part == 0);
            forgive_edge(&mut new_differs, part == 0);
        }
        join_blanks(&old, &mut old_differs);
        join_blanks(&new, &mut new_differs);
        put(&mut old_pieces, &old, &old_differs, part != 1);
        put(&mut new_pieces, &new, &new_differs, part != 1);
    }
    (old_pieces, new_pieces)
}

/// Shows a passage and what stands around it, compared with nothing.
pub fn plain(parts: DiffParts<'_>) -> Vec<DiffPiece> {
    let mut pieces = Vec::new();
    for (part, text) in parts.into_iter().enumerate() {
        let words = words(text, part == 0);
        put(&mut pieces, &words, &vec![false; words.len()], part != 1);
    }
    pieces
}

/// The words, signs and blanks of a text; a run of white space is one blank. Of a long text only the beginning, or the
/// end.
fn words(text: &str, end: bool) -> Vec<&str> {
    let cut = if end {
        &text[text.ceil_char_boundary(text.len().saturating_sub(SHOWN))..]
    } else {
        &text[..text.floor_char_boundary(SHOWN)]
    };
    let mut words: Vec<&str> =
        cut.split_word_bounds().map(|word| if word.trim().is_empty() { " " } else { word }).collect();
    words.dedup_by(|a, b| *a == " " && *b == " ");
    if cut.len() < text.len() {
        words.insert(if end { 0 } else { words.len() }, "…");
    }
    words
}

/// Which words of either text the other does not have in the same order. Blanks are not compared.
fn differing(old: &[&str], new: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let words = |all: &[&str]| (0..all.len()).filter(|at| all[*at] != " ").collect::<Vec<_>>();
    let (old_at, new_at) = (words(old), words(new));
    let of = |all: &[&str], at: &[usize]| at.iter().map(|at| all[*at].to_owned()).collect::<Vec<_>>();
    let (removed, added) = difference::differing(&of(old, &old_at), &of(new, &new_at));
    (spread(old.len(), &old_at, &removed), spread(new.len(), &new_at, &added))
}

/// The marks of some items as marks of all `count`.
fn spread(count: usize, at: &[usize], marked: &[bool]) -> Vec<bool> {
    let mut all = vec![false; count];
    for (at, marked) in at.iter().zip(marked) {
        all[*at] = *marked;
    }
    all
}

/// A blank differs where the words on both of its sides do.
fn join_blanks(words: &[&str], differs: &mut [bool]) {
    for at in 0..words.len() {
        if words[at] == " " {
            differs[at] = at > 0 && differs[at - 1] && differs.get(at + 1).copied().unwrap_or(false);
        }
    }
}

fn forgive_edge(differs: &mut [bool], first: bool) {
    let edge = if first { differs.first_mut() } else { differs.last_mut() };
    if let Some(edge) = edge {
        *edge = false;
    }
}

fn put(pieces: &mut Vec<DiffPiece>, words: &[&str], differs: &[bool], around: bool) {
    for (word, differs) in words.iter().zip(differs) {
        let role = match (around, differs) {
            (true, false) => DiffRole::Around,
            (true, true) => DiffRole::AroundDiffers,
            (false, false) => DiffRole::Same,
            (false, true) => DiffRole::Differs,
        };
        let text = visible::line(word);
        match pieces.last_mut().filter(|last| last.role == role) {
            Some(last) => last.text.push_str(&text),
            None => pieces.push(DiffPiece { role, text: text.into_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::state::review::{DiffPiece, DiffRole};
    use proptest::prelude::*;

    /// Parts are between bars; `[…]` differs.
    fn marked(pieces: &[DiffPiece]) -> String {
        let sign = |piece: &DiffPiece| match piece.role {
            DiffRole::Around | DiffRole::Same => piece.text.clone(),
            DiffRole::AroundDiffers | DiffRole::Differs => format!("[{}]", piece.text),
        };
        pieces.iter().map(sign).collect()
    }

    fn check(old: &str, new: &str, old_marked: &str, new_marked: &str) {
        let (a, b) = compare(["", old, ""], ["", new, ""]);
        assert_eq!((marked(&a).as_str(), marked(&b).as_str()), (old_marked, new_marked));
    }

    #[test]
    fn words_that_the_other_half_does_not_have_are_marked() {
        check("the quick fox", "the slow fox", "the [quick] fox", "the [slow] fox");
        check("the quick brown fox", "the fox", "the [quick brown] fox", "the fox");
        check("a b c", "c b a", "[a b] c", "c [b a]");
        check("same  words\nhere", "same words here", "same words here", "same words here");
        check("", "new", "", "[new]");
        check("苔は北の壁", "苔は南の壁", "苔は[北]の壁", "苔は[南]の壁");
    }

    #[test]
    fn what_stands_around_is_told_apart_and_its_outermost_word_may_be_cut() {
        let (old, new) = compare(["emors and ", "ice", " in the no"], ["tremors or ", "ice", " in the north"]);
        assert_eq!(marked(&old), "emors [and] ice in the no");
        assert_eq!(marked(&new), "tremors [or] ice in the north");
        assert!(old.iter().any(|piece| piece.role == DiffRole::Same && piece.text == "ice"));
    }

    #[test]
    fn escape_sequences_do_not_get_through() {
        let (old, _) = compare(["", "a\u{1b}[2Jb\u{202e}", ""], ["", "", ""]);
        assert!(!marked(&old).contains(['\u{1b}', '\u{202e}']));
    }

    #[test]
    fn long_passages_are_cut_and_cost_no_more_than_the_bound() {
        let (old, new) = (format!("{}{}", "é".repeat(90_000), "a b ".repeat(3_000)), "c d ".repeat(100_000));
        let (old, new) = compare([&old, &old, &old], [&new, &new, &new]);
        let length = |pieces: &[DiffPiece]| pieces.iter().map(|piece| piece.text.len()).sum::<usize>();
        assert!(length(&old) < 4 * SHOWN && length(&new) < 4 * SHOWN);
    }

    proptest! {
        #[test]
        fn the_halves_hold_all_words_and_what_is_not_marked_is_the_same(old in "[ab ]{0,20}", new in "[ab ]{0,20}") {
            let (a, b) = compare(["", &old, ""], ["", &new, ""]);
            let all = |pieces: &[DiffPiece]| pieces.iter().map(|piece| piece.text.clone()).collect::<String>();
            let plainly = |text: &str| words(text, false).concat();
            prop_assert_eq!((all(&a), all(&b)), (plainly(&old), plainly(&new)));
            let kept = |pieces: &[DiffPiece]| {
                let same = pieces.iter().filter(|piece| piece.role == DiffRole::Same);
                same.flat_map(|piece| piece.text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
            };
            prop_assert_eq!(kept(&a), kept(&b));
            if plainly(&old) == plainly(&new) {
                prop_assert!(!marked(&a).contains('['));
            }
        }

        #[test]
        fn any_texts_are_compared(old in ["\\PC{0,30}", "\\PC{0,30}", "\\PC{0,30}"], new in ["\\PC{0,30}", "\\PC{0,30}", "\\PC{0,30}"]) {
            let [a, b, c] = &old;
            let [d, e, f] = &new;
            let _ = compare([a, b, c], [d, e, f]);
        }
    }
}
