//! A concordance: every place of some words in one line each, in the order of the texts or of the words beside them, so
//! that the company a word keeps can be seen. It finds no words and lays nothing out.

use super::TextExcerpt;
use crate::text::fold;
use unicode_segmentation::UnicodeSegmentation;

/// How many words on a side decide the order.
const DEPTH: usize = 4;

/// In which order the lines stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConcordanceOrder {
    /// Text by text, as they stand there.
    #[default]
    Text,
    /// By the words after, the nearest first.
    Right,
    /// By the words before, the nearest first.
    Left,
    /// Text by text, those first that have the most.
    Frequency,
}

impl ConcordanceOrder {
    /// All orders, in the order in which they follow each other.
    pub const ALL: [Self; 4] = [Self::Text, Self::Right, Self::Left, Self::Frequency];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Right => "right",
            Self::Left => "left",
            Self::Frequency => "frequency",
        }
    }

    /// What it goes by, in a few words.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Text => "text by text",
            Self::Right => "by the words after",
            Self::Left => "by the words before",
            Self::Frequency => "how often each text has it",
        }
    }

    /// The order after it.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Text => Self::Right,
            Self::Right => Self::Left,
            Self::Left => Self::Frequency,
            Self::Frequency => Self::Text,
        }
    }
}

/// What a line is sorted by: the folded words beside it, the nearest first; nothing where lines stay as they are. Words
/// are those of Unicode (UAX #29): of Chinese and Japanese each sign, of Korean what stands between blanks.
pub fn neighbours(excerpt: &TextExcerpt, order: ConcordanceOrder) -> Vec<String> {
    let (before, after) = excerpt.beside();
    let folded = |words: &mut dyn Iterator<Item = &str>| words.take(DEPTH).map(fold::typed).collect();
    match order {
        ConcordanceOrder::Text | ConcordanceOrder::Frequency => Vec::new(),
        ConcordanceOrder::Right => folded(&mut after.unicode_words()),
        ConcordanceOrder::Left => folded(&mut before.unicode_words().rev()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Pattern, hits};
    use crate::text::Span;

    /// The lines of `wall` or another word in a text, in an order.
    fn lines(text: &str, word: &str, order: ConcordanceOrder) -> Vec<String> {
        let pattern = Pattern::parse(word).expect("a word");
        let spans: Vec<Span> = hits(&pattern, text, Span::new(0, text.len())).collect();
        let mut lines: Vec<TextExcerpt> =
            spans.into_iter().map(|span| TextExcerpt::around(text, span, 12, 12)).collect();
        lines.sort_by_cached_key(|line| neighbours(line, order));
        lines.iter().map(|line| line.text.replace('\n', " ")).collect()
    }

    #[test]
    fn lines_stand_in_the_order_of_the_nearest_word_whatever_its_letters() {
        let text = "An old wall fell.\n\nA Big wall stands.\n\nÀ small wall, crooked.";
        let firsts = |order| -> Vec<char> {
            let of = |line: &String| line.chars().find(|c| "oBs".contains(*c)).unwrap_or(' ');
            lines(text, "wall", order).iter().map(of).collect()
        };
        assert_eq!(firsts(ConcordanceOrder::Text), ['o', 'B', 's']);
        assert_eq!(firsts(ConcordanceOrder::Right), ['s', 'o', 'B'], "crooked, fell, stands");
        assert_eq!(firsts(ConcordanceOrder::Left), ['B', 'o', 's']);
    }

    #[test]
    fn words_of_korean_and_japanese_are_sorted_too() {
        let korean = lines("한국 정부는 일본 정부와 만났다.", "정부", ConcordanceOrder::Left);
        assert!(korean[0].starts_with("일본") || korean[0].contains("일본 정부"), "{korean:?}");
        let japanese = neighbours(&TextExcerpt::around("古い壁の上", Span::new(6, 9), 50, 50), ConcordanceOrder::Right);
        assert_eq!(japanese, ["の", "上"]);
    }

    #[test]
    fn the_orders_follow_each_other_round() {
        let mut order = ConcordanceOrder::Text;
        for expected in
            [ConcordanceOrder::Right, ConcordanceOrder::Left, ConcordanceOrder::Frequency, ConcordanceOrder::Text]
        {
            order = order.next();
            assert_eq!(order, expected);
        }
    }
}
