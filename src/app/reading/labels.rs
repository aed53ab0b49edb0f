//! Quick-pick: every sentence on the screen gets a label of one or two letters; typing the label selects the sentence.

use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::state::overlay::{HintLabel, HintLabels, Overlay};
use crate::config::chord::{Chord, Key};
use crate::document::motion;
use crate::text::{Span, segment};

/// The letters of labels, the home row first.
const LETTERS: &[u8] = b"asdfghjklqwertyuiopzxcvbnm";

/// Labels every sentence on the screen.
pub fn start(model: &mut Model) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let mut shown = doc.page.rows.iter().map(|(_, row)| row.span).filter(|span| !span.is_empty());
    let Some(first) = shown.next() else { return Vec::new() };
    let window = shown.fold(first, Span::union);
    let sentences = motion::sentences_in(doc.document(), window, !doc.folded);
    let visible: Vec<Span> = sentences.into_iter().filter(|span| span.overlaps(window)).collect();
    if visible.is_empty() {
        model.say("no sentence on the screen");
        return Vec::new();
    }
    let labels = keys(visible.len()).into_iter().zip(visible).map(|(keys, span)| HintLabel { keys, span }).collect();
    model.overlay = Some(Overlay::Pick(HintLabels { labels, typed: String::new() }));
    Vec::new()
}

/// Labels for `count` sentences: single letters while they last, the later letters starting pairs where they do not,
/// so that no label is the beginning of another.
pub fn keys(count: usize) -> Vec<String> {
    let n = LETTERS.len();
    let pairs = (0..=n).find(|first| (n - first) + first * n >= count).unwrap_or(n);
    let singles = LETTERS[..n - pairs].iter().map(|a| char::from(*a).to_string());
    let doubles = LETTERS[n - pairs..]
        .iter()
        .flat_map(|a| LETTERS.iter().map(|b| format!("{}{}", char::from(*a), char::from(*b))));
    singles.chain(doubles).take(count).collect()
}

/// Takes a letter of a label.
pub fn press(model: &mut Model, mut pick: HintLabels, chord: Chord) -> Vec<Effect> {
    let Key::Char(letter) = chord.key else { return Vec::new() };
    if chord.ctrl || chord.alt {
        return Vec::new();
    }
    pick.typed.push(letter.to_ascii_lowercase());
    if let Some(label) = pick.labels.iter().find(|label| label.keys == pick.typed) {
        select(model, label.span);
    } else if pick.labels.iter().any(|label| label.keys.starts_with(&pick.typed)) {
        model.overlay = Some(Overlay::Pick(pick));
    } else {
        model.say("no sentence has that label");
    }
    Vec::new()
}

/// Selects a span.
pub fn select(model: &mut Model, span: Span) {
    if let Some(doc) = &mut model.doc {
        doc.selection = Some(span.start);
        doc.cursor = segment::prev_grapheme(doc.text(), span.end).max(span.start);
        doc.goal = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_begins_another_and_few_sentences_need_one_letter() {
        for count in [1, 26, 27, 60, 676] {
            let labels = keys(count);
            assert_eq!(labels.len(), count);
            for label in &labels {
                assert_eq!(labels.iter().filter(|other| other.starts_with(label.as_str())).count(), 1, "{label}");
            }
        }
        assert!(keys(26).iter().all(|label| label.len() == 1));
    }
}
