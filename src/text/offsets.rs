//! Byte offsets and code point offsets of one text, each from the other.
//!
//! Sidecar files count in Unicode code points (a MUST of W3C Web Annotation); everything inside the program counts
//! in bytes. Sampled prefix sums make both directions cheap on texts of any size.

use super::Span;

/// Distance of two samples, in bytes.
const STEP: usize = 4096;

/// The code point count of a text at every `STEP` bytes.
#[derive(Clone, Debug, Default)]
pub struct Offsets {
    /// `samples[i]`: code points before the first character boundary at or before byte `i * STEP`.
    samples: Vec<usize>,
    total: usize,
}

impl Offsets {
    /// Counts `text` once.
    pub fn of(text: &str) -> Self {
        let mut samples = Vec::with_capacity(text.len() / STEP + 1);
        let (mut total, mut from) = (0, 0);
        for step in (0..=text.len()).step_by(STEP) {
            let to = text.floor_char_boundary(step);
            total += text[from..to].chars().count();
            from = to;
            samples.push(total);
        }
        total += text[from..].chars().count();
        Self { samples, total }
    }

    /// Length of the text in code points.
    pub fn total(&self) -> usize {
        self.total
    }

    /// Code points before byte `byte` of `text` (the text this was made of). Past the end gives the total.
    pub fn code_point(&self, text: &str, byte: usize) -> usize {
        let byte = text.floor_char_boundary(byte);
        let sample = (byte / STEP).min(self.samples.len().saturating_sub(1));
        let from = text.floor_char_boundary(sample * STEP);
        let before = self.samples.get(sample).copied().unwrap_or(0);
        before + text.get(from..byte).map_or(0, |t| t.chars().count())
    }

    /// Byte offset of code point `code_point` of `text`; `None` past the end.
    pub fn byte(&self, text: &str, code_point: usize) -> Option<usize> {
        if code_point > self.total {
            return None;
        }
        let sample = self.samples.partition_point(|&before| before <= code_point).saturating_sub(1);
        let from = text.floor_char_boundary(sample * STEP);
        let rest = code_point - self.samples.get(sample).copied().unwrap_or(0);
        // Between two samples with a code point for each byte nothing needs to be counted.
        let one_each = self.samples.get(sample..sample + 2).is_some_and(|pair| pair[1] - pair[0] == STEP);
        if one_each && from == sample * STEP && rest < STEP {
            return Some(from + rest);
        }
        let tail = &text[from..];
        Some(from + tail.char_indices().nth(rest).map_or(tail.len(), |(at, _)| at))
    }

    /// A byte span as code points.
    pub fn to_code_points(&self, text: &str, span: Span) -> (usize, usize) {
        (self.code_point(text, span.start), self.code_point(text, span.end))
    }

    /// A code point range as a byte span; `None` where it lies outside the text or is reversed.
    pub fn to_span(&self, text: &str, start: usize, end: usize) -> Option<Span> {
        let (from, to) = (self.byte(text, start)?, self.byte(text, end)?);
        (from <= to).then_some(Span { start: from, end: to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sampled_counts_equal_plain_counts(unit in "\\PC{1,40}", times in 1usize..400) {
            let text = unit.repeat(times);
            let offsets = Offsets::of(&text);
            prop_assert_eq!(offsets.total(), text.chars().count());
            for (n, (at, _)) in text.char_indices().enumerate().step_by(97) {
                prop_assert_eq!(offsets.code_point(&text, at), n);
                prop_assert_eq!(offsets.byte(&text, n), Some(at));
            }
        }
    }

    #[test]
    fn a_range_past_the_end_is_no_span() {
        let offsets = Offsets::of("abc");
        assert_eq!(offsets.to_span("abc", 0, 3), Some(Span::new(0, 3)));
        assert_eq!(offsets.to_span("abc", 2, 4), None);
        assert_eq!(offsets.to_span("abc", 3, 2), None);
    }
}
