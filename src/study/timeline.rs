//! The dated statements of a text: which sentence says when something happened, as precisely as it does. A year that a
//! sentence leaves out is carried over from the sentences before it, and marked as carried. It ranks and guesses nothing.

use crate::document::{Block, BlockKind, Document, motion};
use crate::language::moment::Moment;
use crate::language::prose_times::{MomentMention, mentions};
use crate::text::Span;
use std::collections::BTreeMap;
use unicode_segmentation::UnicodeSegmentation;

/// How many blocks a year is carried over.
const CARRIED: usize = 8;
/// A sentence of fewer words besides those that say when is shown with the one before.
const FEW: usize = 3;

/// A sentence that says when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedStatement {
    /// When, or the beginning of a range.
    pub from: Moment,
    /// The end of a range.
    pub to: Option<Moment>,
    /// Whether the year stands not there, but before.
    pub carried: bool,
    /// The words that say when, in bytes of the text.
    pub words: Span,
    /// Their sentence.
    pub sentence: Span,
}

impl DatedStatement {
    /// Where it stands among others.
    pub fn order(&self) -> impl Ord + use<> {
        (self.from.order(), self.to.map(|to| to.order()))
    }

    /// When, for people: `2019-11-22`, `2022-05-20 – 2022-05-22`.
    pub fn when(&self) -> String {
        self.to.map_or_else(|| self.from.to_string(), |to| format!("{} – {to}", self.from))
    }

    /// When, in EDTF (ISO 8601-2): a range is an interval.
    pub fn edtf(&self) -> String {
        self.to.map_or_else(|| self.from.edtf(), |to| format!("{}/{}", self.from.edtf(), to.edtf()))
    }
}

/// Every dated statement of a text, in text order; furniture of pages is left out.
pub fn dated_statements(document: &Document) -> Vec<DatedStatement> {
    let is_read = |block: &Block| !matches!(block.kind, BlockKind::Boilerplate | BlockKind::Code | BlockKind::Rule);
    let blocks = document.blocks().iter().enumerate().filter(|(_, block)| is_read(block));
    let mentioned = blocks.map(|(number, block)| (number, block, mentions(block.span.of(document.text()))));
    let mentioned: Vec<(usize, &Block, Vec<MomentMention>)> = mentioned.filter(|(.., all)| !all.is_empty()).collect();
    let mut context = YearContext::of(document, mentioned.iter().flat_map(|(.., all)| all));
    let mut found = Vec::new();
    for (number, block, mentioned) in mentioned {
        let sentences = motion::sentences_in(document, block.span, false);
        let completed = mentioned.into_iter().map(|mention| context.complete(number, block.kind, mention));
        found.extend(completed.map(|(mention, carried)| statement(document, block, (&sentences, mention), carried)));
    }
    found
}

fn statement(
    document: &Document,
    block: &Block,
    (sentences, mention): (&[Span], MomentMention),
    carried: bool,
) -> DatedStatement {
    let words = Span::new(block.span.start + mention.start, block.span.start + mention.end);
    let at = sentences.iter().position(|sentence| sentence.contains(words.start));
    let sentence = at.map_or(words, |at| {
        let alone = |sentence: Span| {
            let text = document.text();
            let around = [Span::new(sentence.start, words.start), Span::new(words.end, sentence.end.max(words.end))];
            !around.iter().any(|part| part.of(text).chars().any(char::is_alphabetic))
        };
        // "Sept. 1, 2019:" is said of the sentence behind it; "So in 1965." of the one before.
        let behind = sentences.get(at + 1).filter(|_| alone(sentences[at]));
        let before = at.checked_sub(1).map(|before| &sentences[before]);
        let before = before.filter(|_| says_little(document.text(), sentences[at], words));
        behind.or(before).map_or(sentences[at], |beside| sentences[at].union(*beside))
    });
    DatedStatement { from: mention.from, to: mention.to, carried, words, sentence: sentence.union(words) }
}

/// Whether a sentence says nothing but when: so few words stand in it besides those.
fn says_little(text: &str, sentence: Span, words: Span) -> bool {
    let beside = [Span::new(sentence.start, words.start), Span::new(words.end, sentence.end.max(words.end))];
    beside.iter().flat_map(|part| part.of(text).unicode_words()).take(FEW).count() < FEW
}

/// Which year is meant where none is said.
struct YearContext {
    /// The last year of which a part was named, with the block that did.
    last: Option<(u16, usize)>,
    /// Whether another year was named since, so that it is not sure which of them is meant.
    is_doubtful: bool,
    /// The year of which the text speaks for the most part, where there is one.
    main: Option<u16>,
    /// Year and month in which the text appeared.
    published: Option<(u16, u8)>,
}

impl YearContext {
    fn of<'a>(document: &Document, mentioned: impl Iterator<Item = &'a MomentMention>) -> Self {
        let published = document.metadata.date.as_deref().and_then(|date| {
            let month = date.get(5..7).and_then(|month| month.parse().ok());
            Some((date.get(..4)?.parse().ok()?, month?))
        });
        Self { last: None, is_doubtful: false, main: main_year(mentioned), published }
    }

    /// The mention with its year, and whether that was carried over. What stands under a picture leads no year on.
    fn complete(&mut self, block: usize, kind: BlockKind, mut mention: MomentMention) -> (MomentMention, bool) {
        let leads = !matches!(kind, BlockKind::Caption | BlockKind::Byline);
        if let Some(year) = mention.from.date.year {
            let within = mention.to.unwrap_or(mention.from);
            if leads && within.is_within_year() {
                self.lead(within.date.year.unwrap_or(year), block);
            } else if leads && self.last.is_some_and(|(last, _)| last != year) {
                self.is_doubtful = true;
            }
            return (mention, false);
        }
        let Some(year) = self.year_of(block, &mention.from) else { return (mention, false) };
        mention.from.date.year = Some(year);
        if let Some(to) = &mut mention.to {
            to.date.year = Some(year + u16::from(to.date.month < mention.from.date.month));
        }
        if leads {
            self.lead(year, block);
        }
        (mention, true)
    }

    fn lead(&mut self, year: u16, block: usize) {
        (self.last, self.is_doubtful) = (Some((year, block)), false);
    }

    fn year_of(&self, block: usize, moment: &Moment) -> Option<u16> {
        if let Some((year, _)) = self.last.filter(|(_, last)| block - last <= CARRIED) {
            return if self.is_doubtful { self.main } else { Some(year) };
        }
        // News speak of the days around the one on which they appear.
        let ((year, published), month) = (self.published?, moment.date.month?);
        Some(match i16::from(month) - i16::from(published) {
            6.. => year - 1,
            ..=-7 => year + 1,
            _ => year,
        })
    }
}

/// The year that is named more often than all others together.
fn main_year<'a>(mentioned: impl Iterator<Item = &'a MomentMention>) -> Option<u16> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for year in mentioned.filter(|mention| !mention.from.decade).filter_map(|mention| mention.from.date.year) {
        *counts.entry(year).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    counts.into_iter().find(|(_, count)| count * 2 > all).map(|(year, _)| year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Builder;

    fn document(paragraphs: &[&str], date: Option<&str>) -> Document {
        let mut builder = Builder::default();
        for paragraph in paragraphs {
            let kind = if paragraph.starts_with('~') { BlockKind::Caption } else { BlockKind::Paragraph };
            let span = builder.push(paragraph);
            builder.block(kind, 0, span);
            builder.push("\n\n");
        }
        let mut document = builder.finish();
        document.metadata.date = date.map(str::to_owned);
        document
    }

    /// When, `~` where the year is carried, and the sentence.
    fn told(paragraphs: &[&str], date: Option<&str>) -> Vec<String> {
        let document = document(paragraphs, date);
        let of = |statement: DatedStatement| {
            let sign = if statement.carried { "~" } else { "" };
            format!("{sign}{}: {}", statement.when(), statement.sentence.of(document.text()))
        };
        dated_statements(&document).into_iter().map(of).collect()
    }

    #[test]
    fn a_year_is_carried_on_from_sentence_to_sentence() {
        let text = ["Ice came in October 2019. It stayed.", "In November it broke.", "By Dec. 3 it was gone."];
        assert_eq!(
            told(&text, None),
            [
                "2019-10: Ice came in October 2019.",
                "~2019-11: In November it broke.",
                "~2019-12-03: By Dec. 3 it was gone."
            ]
        );
    }

    #[test]
    fn a_bare_year_and_what_stands_under_a_picture_lead_nothing_on() {
        let text = ["~The lake in July 1950.", "The treaty of 1965 held.", "In November it broke."];
        assert_eq!(told(&text, None)[2], "????-11: In November it broke.");
    }

    #[test]
    fn where_another_year_was_named_since_the_one_that_the_text_is_about_is_meant_or_none() {
        let sides = ["It was signed on 23 November 2016.", "In 2019 it was doubted.", "On 22 August it ended."];
        assert_eq!(told(&sides, None)[2], "????-08-22: On 22 August it ended.");
        let more = [&sides[..], &["The year 2019 was long.", "All of 2019 was."]].concat();
        assert_eq!(told(&more, None)[2], "~2019-08-22: On 22 August it ended.");
    }

    #[test]
    fn where_no_year_was_named_the_day_of_the_news_says_which() {
        let first = |text: &str, date: &str| told(&[text], Some(date))[0].split(':').next().unwrap().to_owned();
        assert_eq!(first("They met on Nov. 4.", "2020-01"), "~2019-11-04");
        assert_eq!(first("They meet on April 16.", "2021-04-15"), "~2021-04-16");
        assert_eq!(first("They meet in January.", "2021-12-15"), "~2022-01");
        assert_eq!(first("They met in May.", "2021"), "????-05");
    }

    #[test]
    fn the_day_before_an_entry_is_said_of_the_entry() {
        let entry = told(&["Sept. 1, 2019: The vice minister attends."], None);
        assert_eq!(entry, ["2019-09-01: Sept. 1, 2019: The vice minister attends."]);
    }

    #[test]
    fn a_sentence_that_says_little_is_shown_with_the_one_before() {
        let told = told(&["The pass was closed. So in 1965. Then it was opened."], None);
        assert_eq!(told, ["1965: The pass was closed. So in 1965."]);
    }

    #[test]
    fn ranges_keep_both_ends_over_the_turn_of_a_year_too() {
        let text = ["It began in May 2019.", "From November to February the pass was closed, and from May 20 to 22."];
        let told: Vec<String> =
            told(&text, None).into_iter().map(|line| line.split(':').next().unwrap().to_owned()).collect();
        assert_eq!(told, ["2019-05", "~2019-11 – 2020-02", "~2019-05-20 – 2019-05-22"]);
    }
}
