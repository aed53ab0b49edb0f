//! Makes marks on a text and edits it, keeping in mind where what was marked is now. Everything follows from a seed.

use postil::text::Span;

/// A mark on the text as it was.
pub struct MadeMark {
    /// The marked words.
    pub words: String,
    /// What stood before and behind them, 32 characters each.
    pub before: String,
    pub behind: String,
    /// Which word of the text was the first, and how many were marked.
    pub word: usize,
    pub count: usize,
    /// Where they stand in the edited text; none where they are gone.
    pub stands: Option<Span>,
}

/// A text with edits, and marks on it as it was.
pub struct EditedText {
    pub text: String,
    pub marks: Vec<MadeMark>,
}

/// How many words marks have: most are a sentence or two.
const COUNTS: [usize; 16] = [1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 19, 22, 26, 32, 40];

/// One mark in so many loses its passage.
const GONE: usize = 50;

/// One word in so many is edited.
const EDITED: u64 = 20;

/// A number that follows from another and looks like chance (SplitMix64).
pub fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl EditedText {
    /// Edits a text and makes at most so many marks on it.
    pub fn of(text: &str, seed: u64, most: usize) -> Self {
        let words = words(text);
        let made = most.min(words.len() / 40);
        let chance = |n: usize, what: u64| mixed(seed << 40 ^ (n as u64) << 4 ^ what);
        let ranges: Vec<(usize, usize)> = (0..made)
            .map(|n| {
                let first = n * words.len() / made + chance(n, 1) as usize % 20;
                let count = COUNTS[chance(n, 2) as usize % COUNTS.len()];
                (first.min(words.len() - 1), count.min(words.len() - first.min(words.len() - 1)))
            })
            .collect();
        let mut gone = vec![false; words.len()];
        let is_gone = |n: usize| n % GONE == GONE / 2;
        for (first, count) in (0..made).filter(|n| is_gone(*n)).map(|n| ranges[n]) {
            gone[first..first + count].fill(true);
        }
        let (edited, places) = edit(text, &words, &gone, &chance);
        let mark = |n: usize| {
            let (first, count) = ranges[n];
            let span = words[first].union(words[first + count - 1]);
            let left = places[first..first + count].iter().flatten().copied().reduce(Span::union);
            let before = text.floor_char_boundary(span.start.saturating_sub(32));
            let behind = text.ceil_char_boundary((span.end + 32).min(text.len()));
            MadeMark {
                words: span.of(text).to_owned(),
                before: text[before..span.start].to_owned(),
                behind: text[span.end..behind].to_owned(),
                word: first,
                count,
                stands: left.filter(|_| !is_gone(n)),
            }
        };
        Self { text: edited, marks: (0..made).map(mark).collect() }
    }
}

/// The words between blanks.
fn words(text: &str) -> Vec<Span> {
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(|word| Span::new(at(word), at(word) + word.len())).collect()
}

/// The edited text, and where each word of the old one stands in it.
fn edit(text: &str, words: &[Span], gone: &[bool], chance: &dyn Fn(usize, u64) -> u64) -> (String, Vec<Option<Span>>) {
    let (mut edited, mut places) = (String::new(), Vec::new());
    let mut behind = 0;
    for (n, word) in words.iter().enumerate() {
        edited.push_str(&text[behind..word.start]);
        behind = word.end;
        let other = words[chance(n, 3) as usize % words.len()].of(text);
        let kind = if chance(n, 4).is_multiple_of(EDITED) { chance(n, 5) % 4 } else { 4 };
        if gone[n] || kind == 0 {
            places.push(None);
            continue;
        }
        if kind == 1 {
            edited.push_str(other);
            edited.push(' ');
        }
        let start = edited.len();
        edited.push_str(if kind == 2 || kind == 3 { other } else { word.of(text) });
        places.push(Some(Span::new(start, edited.len())));
    }
    edited.push_str(&text[behind..]);
    (edited, places)
}
