//! Reader against reader: what only one marked in a text, what only the other, what both; and how far they agree.
//!
//! A sentence is marked where a mark reaches into it. The other may be the class: everybody else who marked anything in the
//! text. A sentence counts as marked by the class where at least a quarter of them marked it, and at least two (one, where
//! there is only one). Texts that only one of the two has marked say nothing about agreement and are left out of the
//! figures. Nothing here says who is right.

use super::agreement::{Agreement, Alpha, agreement, alpha, in_words};
use super::{reached, sentences};
use crate::document::Document;
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer sentences than this are too few for a figure to say anything.
const FEW: usize = 5;
/// One in this many other readers must have marked a sentence for it to count as marked by the class.
const SHARE: usize = 4;

/// One mark of somebody in a text.
#[derive(Clone, Copy, Debug)]
pub struct ReaderMark<'a> {
    /// Who made it.
    pub reader: &'a str,
    /// Where it stands, in bytes.
    pub span: Span,
    /// Its tags.
    pub tags: &'a [String],
}

/// Whom a reader is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Other {
    /// Everybody else.
    Class,
    /// One reader, by nickname.
    Reader(String),
}

impl Other {
    /// The reader's nickname, where it is one.
    pub fn name(&self) -> Option<&String> {
        match self {
            Self::Class => None,
            Self::Reader(name) => Some(name),
        }
    }
}

/// Who marked a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The first reader only.
    First,
    /// The other only.
    Second,
    /// Both.
    Both,
}

/// A sentence that one of the two marked, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, in bytes.
    pub span: Span,
    /// Who marked it.
    pub side: Side,
    /// How many readers besides the first marked it: of the class, or the other one.
    pub others: usize,
}

/// Two readings of one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The sentences that were marked by either, in text order.
    pub sentences: Vec<Sentence>,
    /// How many sentences both marked, one marked, neither marked.
    pub agreement: Agreement,
    /// How many of the others marked anything in the text; with one reader 0 or 1.
    pub others: usize,
    /// Whether the first has marked anything in it.
    pub begun: bool,
    /// For each sentence that somebody tagged the tags by each of them: several of one reader are one value.
    tagged: Vec<Vec<BTreeSet<String>>>,
}

impl Comparison {
    /// Whether both have marked something in the text, so that their choices can be compared.
    pub fn counts(&self) -> bool {
        self.begun && self.others > 0
    }
}

/// What one reader marked in a text: the places of sentences, and the tags of each that has some.
#[derive(Default)]
struct ReaderMarks<'a> {
    spans: Vec<Span>,
    tagged: Vec<(Span, &'a [String])>,
}

/// Compares what `first` marked in a text with what the other did. Empty marks (bookmarks) count for nothing.
pub fn compare<'a>(
    document: &Document,
    marks: impl IntoIterator<Item = ReaderMark<'a>>,
    first: &str,
    other: &Other,
) -> Comparison {
    let units = sentences(document);
    let mut readings: BTreeMap<&str, ReaderMarks<'_>> = BTreeMap::new();
    for mark in marks.into_iter().filter(|mark| !mark.span.is_empty() && concerns(mark.reader, first, other)) {
        let reading = readings.entry(mark.reader).or_default();
        reading.spans.push(mark.span);
        if !mark.tags.is_empty() {
            reading.tagged.push((mark.span, mark.tags));
        }
    }
    let mine = readings.get(first).map(|reading| reached(&units, &reading.spans)).unwrap_or_default();
    let mut counts = vec![0; units.len()];
    let mut others = 0;
    for (_, reading) in readings.iter().filter(|(reader, _)| **reader != first) {
        let reached = reached(&units, &reading.spans);
        others += usize::from(!reached.is_empty());
        for unit in reached {
            counts[unit] += 1;
        }
    }
    let quorum = others.div_ceil(SHARE).max(2).min(others).max(1);
    let theirs: Vec<usize> = (0..units.len()).filter(|unit| counts[*unit] >= quorum).collect();
    Comparison {
        agreement: agreement(units.len(), &mine, &theirs),
        sentences: sides(&units, &mine, &theirs, &counts),
        others,
        begun: !mine.is_empty(),
        tagged: tagged(&units, &readings),
    }
}

fn concerns(reader: &str, first: &str, other: &Other) -> bool {
    match other {
        Other::Class => true,
        Other::Reader(other) => reader == first || reader == other,
    }
}

fn sides(units: &[Span], mine: &[usize], theirs: &[usize], counts: &[usize]) -> Vec<Sentence> {
    let either: BTreeSet<usize> = mine.iter().chain(theirs).copied().collect();
    let side = |unit: &usize| match (mine.binary_search(unit).is_ok(), theirs.binary_search(unit).is_ok()) {
        (true, true) => Side::Both,
        (true, false) => Side::First,
        _ => Side::Second,
    };
    either.iter().map(|unit| Sentence { span: units[*unit], side: side(unit), others: counts[*unit] }).collect()
}

/// The tags of each sentence, a set for each reader who gave it any.
fn tagged(units: &[Span], readings: &BTreeMap<&str, ReaderMarks<'_>>) -> Vec<Vec<BTreeSet<String>>> {
    let mut by_unit: BTreeMap<usize, BTreeMap<&str, BTreeSet<String>>> = BTreeMap::new();
    for (reader, reading) in readings {
        for (span, tags) in &reading.tagged {
            for unit in reached(units, &[*span]) {
                let set = by_unit.entry(unit).or_default().entry(reader).or_default();
                set.extend(tags.iter().map(|tag| tag.to_lowercase()));
            }
        }
    }
    by_unit.into_values().map(|sets| sets.into_values().collect()).collect()
}

/// The figures over one text or many.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Sentences of all the texts that count.
    pub agreement: Agreement,
    /// Over the tags of everybody who is compared.
    pub alpha: Alpha,
    /// On how many texts they rest.
    pub texts: usize,
    /// How many texts only one of the two has marked.
    pub left_out: usize,
}

impl Figures {
    /// The figures over these texts together: their sentences are taken as those of one.
    pub fn over<'a>(texts: impl IntoIterator<Item = &'a Comparison>) -> Self {
        let (counting, other): (Vec<&Comparison>, Vec<&Comparison>) = texts.into_iter().partition(|text| text.counts());
        let mut all = Agreement::default();
        for text in &counting {
            let Agreement { both, only_first, only_second, neither } = text.agreement;
            all.both += both;
            all.only_first += only_first;
            all.only_second += only_second;
            all.neither += neither;
        }
        let tagged: Vec<Vec<BTreeSet<String>>> = counting.iter().flat_map(|text| text.tagged.iter().cloned()).collect();
        let left_out = other.iter().filter(|text| text.begun || text.others > 0).count();
        Self { agreement: all, alpha: alpha(&tagged), texts: counting.len(), left_out }
    }

    /// How many sentences either marked.
    pub fn marked(&self) -> usize {
        self.agreement.both + self.agreement.only_first + self.agreement.only_second
    }

    /// What is in common: `12 of the 40 sentences that either marked were marked by both (30 %)`.
    pub fn share_in_words(&self) -> String {
        match (self.marked(), self.agreement.share()) {
            (0, _) | (_, None) => "nothing to compare: no text was marked by both".to_owned(),
            (1, _) => format!("1 sentence was marked, {}", if self.agreement.both == 1 { "by both" } else { "by one" }),
            (marked, Some(share)) => {
                let percent = (share * 100.0).round();
                format!(
                    "{} of the {marked} sentences that either marked were marked by both ({percent} %)",
                    self.agreement.both
                )
            }
        }
    }

    /// What is in common beyond chance, with its meaning; that there is too little, where there is.
    pub fn kappa_in_words(&self) -> String {
        match (self.marked(), self.agreement.kappa()) {
            (marked, _) if marked < FEW => too_few(marked, "sentence", "sentences"),
            (_, None) => "no kappa: one of the two marked everything, and chance alone would agree".to_owned(),
            (_, Some(kappa)) => format!("kappa {}: {}", shown(kappa), in_words(kappa)),
        }
    }

    /// How far their tags agree, with its meaning; that there is too little, where there is.
    pub fn alpha_in_words(&self) -> String {
        match (self.alpha.units, self.alpha.value) {
            (0, _) => "no sentence was tagged by two readers".to_owned(),
            (units, _) if units < FEW => too_few(units, "sentence tagged by two", "sentences tagged by two"),
            (_, None) => "no alpha: all gave the same tag everywhere, and chance alone would agree".to_owned(),
            (units, Some(value)) => {
                format!("alpha {} over {units} sentences tagged by two or more: {}", shown(value), in_words(value))
            }
        }
    }
}

/// A figure with two digits; none is less than nothing by rounding.
fn shown(figure: f64) -> String {
    format!("{:.2}", (figure * 100.0).round() / 100.0 + 0.0)
}

fn too_few(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}: too few to say", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Builder};

    /// A text of so many sentences of one letter each: `A. B. C.`
    fn text(sentences: usize) -> Document {
        let words: Vec<String> = (0..sentences).map(|at| format!("{}x.", char::from(b'A' + at as u8))).collect();
        let text = words.join(" ");
        let mut builder = Builder::over(text.clone());
        builder.block(BlockKind::Paragraph, 0, Span::new(0, text.len()));
        builder.finish()
    }

    /// Marks written as `mei:AB#claim` (mei marked the sentences A and B as a claim); each letter is a mark.
    fn compared(sentences: usize, written: &str, first: &str, other: &Other) -> Comparison {
        let document = text(sentences);
        let mut marks = Vec::new();
        for word in written.split_whitespace() {
            let (reader, rest) = word.split_once(':').expect("a reader");
            let (letters, tags) = rest.split_once('#').unwrap_or((rest, ""));
            let tags: Vec<String> = tags.split('#').filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
            for letter in letters.chars() {
                let at = (letter as usize - 'A' as usize) * 4;
                marks.push((reader.to_owned(), Span::new(at, at + 2), tags.clone()));
            }
        }
        let marks = marks.iter().map(|(reader, span, tags)| ReaderMark { reader, span: *span, tags });
        compare(&document, marks, first, other)
    }

    fn tom() -> Other {
        Other::Reader("tom".to_owned())
    }

    /// `A< B= C>3`: each marked sentence with its side and how many others marked it, where that is more than one.
    fn drawn(compared: &Comparison) -> String {
        let one = |sentence: &Sentence| {
            let sign = match sentence.side {
                Side::First => '<',
                Side::Second => '>',
                Side::Both => '=',
            };
            let letter = char::from(b'A' + (sentence.span.start / 4) as u8);
            let many = if sentence.others > 1 { sentence.others.to_string() } else { String::new() };
            format!("{letter}{sign}{many}")
        };
        compared.sentences.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn each_marked_sentence_is_of_one_side_or_of_both() {
        let found = compared(6, "mei:AB tom:BC ann:F", "mei", &tom());
        assert_eq!(drawn(&found), "A< B= C>");
        assert_eq!(found.agreement, Agreement { both: 1, only_first: 1, only_second: 1, neither: 3 });
        assert_eq!(drawn(&compared(6, "mei:AB tom:BC", "tom", &Other::Reader("mei".to_owned()))), "A> B= C<");
    }

    #[test]
    fn the_class_marks_what_a_quarter_of_it_marked_and_at_least_two() {
        let class = |written: &str| drawn(&compared(6, written, "mei", &Other::Class));
        assert_eq!(class("mei:AB tom:BC"), "A< B= C>", "one other is all of the class");
        assert_eq!(class("mei:AB tom:BC ann:BD"), "A< B=2");
        let nine = "mei:A a:BC b:BC c:B d:E e:F f:F g:F h:F i:F";
        assert_eq!(class(nine), "A< B>3 F>5", "of nine others three are a quarter");
        assert_eq!(compared(6, nine, "mei", &Other::Class).others, 9);
    }

    #[test]
    fn texts_that_only_one_has_marked_are_left_out() {
        let texts = [
            compared(6, "mei:ABC tom:AB", "mei", &tom()),
            compared(6, "mei:ABC", "mei", &tom()),
            compared(6, "", "mei", &tom()),
        ];
        let figures = Figures::over(&texts);
        assert_eq!((figures.texts, figures.left_out, figures.marked()), (1, 1, 3));
        assert_eq!(figures.share_in_words(), "2 of the 3 sentences that either marked were marked by both (67 %)");
        assert_eq!(figures.kappa_in_words(), "3 sentences: too few to say");
    }

    #[test]
    fn the_figures_over_several_texts_are_those_of_all_their_sentences() {
        let texts = [compared(10, "mei:ABCD tom:ABCE", "mei", &tom()), compared(10, "mei:AB tom:AB", "mei", &tom())];
        let figures = Figures::over(&texts);
        assert_eq!(figures.agreement, Agreement { both: 5, only_first: 1, only_second: 1, neither: 13 });
        // 18 of 20 alike; by chance (6·6 + 14·14) / 400 = 0.58.
        assert_eq!(figures.kappa_in_words(), "kappa 0.76: substantial agreement");
    }

    #[test]
    fn several_tags_of_one_reader_are_one_value_and_their_order_and_case_none() {
        let same = compared(6, "mei:A#claim#doubt tom:A#Doubt#CLAIM mei:B#claim tom:B#term", "mei", &tom());
        let figures = Figures::over([&same]);
        assert_eq!(figures.alpha.units, 2);
        assert_eq!(figures.alpha_in_words(), "2 sentences tagged by two: too few to say");
        let some = compared(6, "mei:ABCDE#claim mei:F#term tom:ABCDE#claim tom:F#doubt", "mei", &tom());
        // Ten times claim, once each of the others: 1 − 11 · 2 / (12 · 11 − 10 · 9).
        assert!((Figures::over([&some]).alpha.value.unwrap_or_default() - (1.0 - 22.0 / 42.0)).abs() < 1e-12);
        let words = Figures::over([&some]).alpha_in_words();
        assert_eq!(words, "alpha 0.48 over 6 sentences tagged by two or more: moderate agreement");
    }

    #[test]
    fn a_figure_just_below_nothing_is_nothing() {
        assert_eq!([shown(-0.004), shown(-0.006), shown(0.416)], ["0.00", "-0.01", "0.42"]);
    }

    #[test]
    fn what_is_too_little_is_said() {
        let nothing = Figures::over([&compared(6, "mei:AB", "mei", &tom())]);
        assert_eq!(nothing.share_in_words(), "nothing to compare: no text was marked by both");
        let all = Figures::over([&compared(6, "mei:ABCDEF tom:ABCDEF", "mei", &tom())]);
        assert!(all.kappa_in_words().starts_with("no kappa"), "{}", all.kappa_in_words());
        assert_eq!(all.alpha_in_words(), "no sentence was tagged by two readers");
    }
}
