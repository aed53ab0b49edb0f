//! Many strings looked for in one text at once: where each stands first, and whether it stands there again.
//!
//! It knows no words and no letters: bytes are compared. The text is gone through once, however many strings there are; what
//! would take longer so (short ones, or a text made of nothing but their beginnings) is looked for one by one.

use memchr::memmem;
use std::collections::HashMap;

/// Where a string stands in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Occurrences {
    /// The byte at which it begins first.
    pub first: Option<usize>,
    /// Whether it begins elsewhere as well, behind that.
    pub again: bool,
}

impl Occurrences {
    /// Where it stands, if in one place only.
    pub fn once(self) -> Option<usize> {
        self.first.filter(|_| !self.again)
    }

    fn add(&mut self, at: usize) {
        self.again = self.first.is_some();
        self.first = self.first.or(Some(at));
    }
}

/// A string is found by so many bytes at its beginning; a shorter one is looked for by itself.
const BEGINNING: usize = 16;

/// Fewer strings are looked for one by one.
const FEW: usize = 4;

/// Bits of the table that says whether any string may begin with some bytes, as a power of two.
const TABLE: u32 = 18;

/// So many comparisons for each byte of the text are made before the rest is looked for one by one; of long strings one counts as
/// several.
const MOST_COMPARED: usize = 8;

/// Looks for each of the strings. An empty one stands nowhere.
pub fn occurrences(text: &str, wanted: &[&str]) -> Vec<Occurrences> {
    let mut found = vec![Occurrences::default(); wanted.len()];
    let is_long = |at: &usize| wanted[*at].len() >= BEGINNING;
    let (long, short): (Vec<usize>, Vec<usize>) = (0..wanted.len()).partition(is_long);
    let (long, short) = if long.len() < FEW { (Vec::new(), (0..wanted.len()).collect()) } else { (long, short) };
    let left = Beginnings::of(wanted, long).go_through(text.as_bytes(), &mut found);
    for at in short.into_iter().chain(left).filter(|at| !wanted[*at].is_empty()) {
        let finder = memmem::Finder::new(wanted[at]);
        let first = finder.find(text.as_bytes());
        let again = first.is_some_and(|first| finder.find(&text.as_bytes()[first + 1..]).is_some());
        found[at] = Occurrences { first, again };
    }
    found
}

/// The strings by their first bytes.
struct Beginnings<'a> {
    wanted: &'a [&'a str],
    by_bytes: HashMap<u128, Vec<usize>>,
    /// Whether the bytes of any hash to a number.
    table: Vec<u64>,
}

fn beginning(bytes: &[u8]) -> u128 {
    bytes.first_chunk::<BEGINNING>().map_or(0, |first| u128::from_le_bytes(*first))
}

/// The place of some bytes in the table: its word and its bit.
fn slot(key: u128) -> (usize, u32) {
    let mixed = (key as u64 ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - TABLE);
    ((mixed >> 6) as usize, (mixed & 63) as u32)
}

impl<'a> Beginnings<'a> {
    fn of(wanted: &'a [&'a str], long: Vec<usize>) -> Self {
        let mut by_bytes: HashMap<u128, Vec<usize>> = HashMap::new();
        let mut table = vec![0; 1 << (TABLE - 6)];
        for at in long {
            let key = beginning(wanted[at].as_bytes());
            let (word, bit) = slot(key);
            table[word] |= 1 << bit;
            by_bytes.entry(key).or_default().push(at);
        }
        Self { wanted, by_bytes, table }
    }

    /// Goes through the text once. Returns what has to be looked for by itself.
    fn go_through(mut self, text: &[u8], found: &mut [Occurrences]) -> Vec<usize> {
        let mut left = text.len().saturating_mul(MOST_COMPARED);
        if self.by_bytes.is_empty() {
            return Vec::new();
        }
        for (at, window) in text.windows(BEGINNING).enumerate() {
            let key = beginning(window);
            let (word, bit) = slot(key);
            if self.table[word] >> bit & 1 == 0 {
                continue;
            }
            let Some(here) = self.by_bytes.get_mut(&key) else { continue };
            let cost: usize = here.iter().map(|which| 1 + self.wanted[*which].len() / BEGINNING).sum();
            let Some(less) = left.checked_sub(cost) else { return self.by_bytes.into_values().flatten().collect() };
            left = less;
            for which in here.iter().copied().filter(|which| text[at..].starts_with(self.wanted[*which].as_bytes())) {
                found[which].add(at);
            }
            here.retain(|which| !found[*which].again);
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str, wanted: &str) -> Occurrences {
        let mut all =
            (0..text.len()).filter(|at| !wanted.is_empty() && text.as_bytes()[*at..].starts_with(wanted.as_bytes()));
        Occurrences { first: all.next(), again: all.next().is_some() }
    }

    #[test]
    fn each_is_found_where_it_stands_first_and_again() {
        let text = "The boats lie on the sand, and the boats lie on the sand. The sea is calm today, they say.";
        let wanted = [
            "boats lie on the sand",
            "The sea is calm today",
            "boats lie on the sand.",
            "sea is calm today, th",
            "sea",
            "",
            "no such words here",
        ];
        let of: Vec<(Option<usize>, bool)> =
            occurrences(text, &wanted).into_iter().map(|it| (it.first, it.again)).collect();
        assert_eq!(of, wanted.map(|wanted| (plain(text, wanted).first, plain(text, wanted).again)));
        assert_eq!(of[0], (Some(4), true));
    }

    #[test]
    fn a_text_of_nothing_but_beginnings_gives_the_same() {
        let text = format!("{}b", "a".repeat(3_000));
        let long: Vec<String> = (20..600).map(|n| format!("{}b", "a".repeat(n))).collect();
        let wanted: Vec<&str> = long.iter().map(String::as_str).collect();
        for (wanted, found) in wanted.iter().zip(occurrences(&text, &wanted)) {
            assert_eq!(found.once(), Some(text.len() - wanted.len()));
        }
    }

    proptest! {
        #[test]
        fn many_at_once_are_found_as_one_by_one(text in "[ab]{0,200}", wanted in prop::collection::vec("[ab]{0,24}", 0..40)) {
            let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
            let found = occurrences(&text, &wanted);
            prop_assert_eq!(found, wanted.iter().map(|wanted| plain(&text, wanted)).collect::<Vec<_>>());
        }
    }
}
