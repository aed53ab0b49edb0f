//! Which items of two sequences differ: words of a passage then and now, lines of two files. It knows what neither items nor
//! texts are; the comparing is the crate's, which bounds its work and may then call more different than needs be.

use imara_diff::{Algorithm, Diff, InternedInput, Interner};
use std::hash::Hash;

/// Tells which items of `old` the other sequence does not have, and which of `new`: a `bool` an item. What is not marked is the
/// same in both, in the same order.
pub fn differing<T: Hash + Eq>(old: &[T], new: &[T]) -> (Vec<bool>, Vec<bool>) {
    let interner = Interner::new(old.len() + new.len());
    let mut input = InternedInput { before: Vec::new(), after: Vec::new(), interner };
    input.update_before(old.iter());
    input.update_after(new.iter());
    let diff = Diff::compute(Algorithm::Myers, &input);
    let removed = (0..).take(old.len()).map(|at| diff.is_removed(at)).collect();
    let added = (0..).take(new.len()).map(|at| diff.is_added(at)).collect();
    (removed, added)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Both sequences as letters, what differs in brackets.
    fn marked(old: &str, new: &str) -> (String, String) {
        let [old, new] = [old, new].map(|text| text.chars().collect::<Vec<_>>());
        let (removed, added) = differing(&old, &new);
        let mark = |letters: &[char], differs: &[bool]| -> String {
            let one = |(c, differs): (&char, &bool)| if *differs { format!("[{c}]") } else { c.to_string() };
            letters.iter().zip(differs).map(one).collect()
        };
        (mark(&old, &removed), mark(&new, &added))
    }

    #[test]
    fn what_only_one_has_is_marked() {
        assert_eq!(marked("abcd", "abxd"), ("ab[c]d".to_owned(), "ab[x]d".to_owned()));
        assert_eq!(marked("abc", "ac"), ("a[b]c".to_owned(), "ac".to_owned()));
        assert_eq!(marked("", "a"), (String::new(), "[a]".to_owned()));
        assert_eq!(marked("same", "same"), ("same".to_owned(), "same".to_owned()));
    }

    #[test]
    fn long_sequences_that_have_little_in_common_are_compared_all_the_same() {
        let (old, new): (Vec<u32>, Vec<u32>) = ((0..20_000).collect(), (0..20_000).map(|n| n * 7 % 20_011).collect());
        let (removed, added) = differing(&old, &new);
        assert_eq!((removed.len(), added.len()), (old.len(), new.len()));
    }

    proptest! {
        #[test]
        fn what_is_not_marked_is_the_same_in_both(old in "[abc]{0,40}", new in "[abc]{0,40}") {
            let [old, new] = [&old, &new].map(|text| text.chars().collect::<Vec<_>>());
            let (removed, added) = differing(&old, &new);
            let kept = |items: &[char], differs: &[bool]| -> String {
                items.iter().zip(differs).filter(|(_, differs)| !**differs).map(|(c, _)| *c).collect()
            };
            prop_assert_eq!(kept(&old, &removed), kept(&new, &added));
        }
    }
}
