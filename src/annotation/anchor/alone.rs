//! What to think of the places of a quote of which nothing but its words is known: no context, no position, as most programs
//! export it.
//!
//! The words that stand at a place weigh as much as they are rare (nats: ln of how many words of the text there are for each of
//! them). A text of N words has any such row by chance N·e^−weight times, so that the weight must exceed ln N; and the place must
//! lead every other by far. The figures were found on edited texts (`cargo bench --bench importing`).

use super::decide::{Candidate, Verdict};
use super::query::PassageQuery;

/// So much more than ln N must stand at a place, and of the quote this share of the letters.
const BEYOND_CHANCE: f32 = 3.0;
const LEAST_LETTERS: f32 = 0.4;

/// So much more must stand there than at any other place, or the passage is uncertain.
const LEAD: f32 = 5.0;

/// Where the words lie farther apart than in the quote, by this share of its words and so many more, they may be several passages'.
const APART: (usize, usize) = (2, 2);

/// The place of a quote without context in a text of `len` words; `None` where no word of it stands.
pub(super) fn decide(query: &PassageQuery, candidates: &[Candidate], len: usize) -> Option<Verdict> {
    let all = query.weight(query.quote.clone());
    let weight = |candidate: &Candidate| candidate.alignment.quote * all;
    let stand = || candidates.iter().filter(|candidate| candidate.alignment.words.is_some());
    let best = *stand().max_by(|a, b| weight(a).total_cmp(&weight(b)))?;
    let others = stand().filter(|other| !other.overlaps(&best) && other.at != best.at);
    let lead = others.map(|other| weight(&best) - weight(other)).fold(f32::INFINITY, f32::min);
    let known = weight(&best) >= (len.max(1) as f32).ln() + BEYOND_CHANCE;
    let found = best.alignment.exact || (known && best.alignment.letters >= LEAST_LETTERS);
    let torn = best.words().len() > query.quote_len() + query.quote_len() / APART.0 + APART.1;
    let least = if best.alignment.exact { f32::EPSILON } else { LEAD };
    Some(Verdict { best, found, doubtful: torn || lead < least })
}

#[cfg(test)]
mod tests {
    use crate::annotation::anchor::anchor_one;
    use crate::annotation::{AnchorState, Passage, Quote};
    use crate::text::Offsets;

    const TEXT: &str = "The harbour was dredged in spring, when the last ice had left the bay. Nobody paid the men who did it. \
        In autumn the council met and forgot what the men were owed. In winter the council met and forgot it again. \
        What the bay gave the town was herring, and what the town gave the bay was silt.";

    /// The words where a quote stands, and how surely.
    fn found(exact: &str) -> (AnchorState, &'static str) {
        let quote = Quote { exact: exact.to_owned(), ..Quote::default() };
        let anchor = anchor_one(TEXT, &Offsets::of(TEXT), "", &Passage { quote, ..Passage::default() });
        (anchor.state, anchor.span.map_or("", |span| span.of(TEXT)))
    }

    #[test]
    fn an_edited_quote_is_known_by_the_words_that_stand_nowhere_else() {
        for (quote, there) in [
            (
                "The harbour was cleaned in spring, when the last snow had left",
                "The harbour was dredged in spring, when the last ice had left",
            ),
            ("gave the town was fish, and", "gave the town was herring, and"),
        ] {
            assert_eq!(found(quote), (AnchorState::Changed, there));
        }
    }

    #[test]
    fn of_two_places_that_are_as_good_neither_is_sure() {
        assert_eq!(found("the council gathered and forgot").0, AnchorState::Uncertain);
        assert_eq!(found("the men").0, AnchorState::Uncertain);
    }

    #[test]
    fn words_that_any_text_has_are_no_passage() {
        assert_eq!(found("and the whales in the north").0, AnchorState::Orphan);
    }

    #[test]
    fn words_from_all_over_are_no_passage() {
        assert_ne!(found("harbour dredged ice nobody autumn herring").0, AnchorState::Changed);
    }
}
