//! A session's report in pieces that are no mark-up yet: what stands on the sheet, and in what order.
//!
//! The first page is for the session: prompts, the most marked passages, open questions, tags. Participation, the answers to
//! the prompts and what nobody touched follow. It escapes nothing; whoever prints a piece does.

use super::escape::{cited, joined_by};
use crate::study::report::{MarkedPassage, OpenQuestion, PromptAnswer, Report, ReportPrompt, UnmarkedText};

/// The longest quotation on the sheet, in characters.
const LONGEST: usize = 280;

/// How many open questions and tags the first page has room for.
const MOST_ASKED: usize = 8;
const MOST_TAGS: usize = 24;

/// A piece of the sheet, before it is Markdown or HTML.
pub(super) enum SheetPiece {
    /// The name of the whole.
    Title(String),
    /// A heading.
    Section(&'static str),
    /// Small print.
    Remark(String),
    /// Here the first page ends.
    Break,
    /// A list.
    Items(Vec<SheetItem>),
    /// A table.
    Table {
        /// The names of its columns.
        head: Vec<&'static str>,
        /// Its rows, a cell a column.
        rows: Vec<Vec<String>>,
    },
}

/// An entry of a list.
#[derive(Default)]
pub(super) struct SheetItem {
    /// What stands first, plain.
    pub(super) lead: String,
    /// A quotation.
    pub(super) quote: String,
    /// Where it is from.
    pub(super) source: String,
}

/// Gives the pieces of the sheet in order.
pub(super) fn pieces(report: &Report) -> Vec<SheetPiece> {
    let mut pieces = vec![SheetPiece::Title(report.title.clone())];
    let mut section = |name, items: Vec<SheetItem>, empty: &str| {
        pieces.push(SheetPiece::Section(name));
        pieces.push(if items.is_empty() { SheetPiece::Remark(empty.to_owned()) } else { SheetPiece::Items(items) });
    };
    section("Prompts", report.prompts.iter().map(prompt).collect(), "None.");
    section("Most marked", report.marked.iter().map(marked).collect(), "No passage was marked by two readers.");
    let (first, more) = report.questions.split_at(report.questions.len().min(MOST_ASKED));
    section("Open questions", first.iter().map(asked).collect(), "None.");
    pieces.extend(more_questions(report, more.len()).map(SheetPiece::Remark));
    pieces.push(SheetPiece::Section("Tags"));
    pieces.push(SheetPiece::Remark(tags(&report.tags)));
    pieces.push(SheetPiece::Break);
    if !report.parts.is_empty() {
        pieces.push(SheetPiece::Section("Who has written what"));
        pieces.push(participation(report));
    }
    section_answers(report, &mut pieces);
    if !more.is_empty() {
        pieces.push(SheetPiece::Section("More open questions"));
        pieces.push(SheetPiece::Items(more.iter().map(asked).collect()));
    }
    section_untouched(report, &mut pieces);
    pieces
}

/// What the first page does not say of the questions.
fn more_questions(report: &Report, more: usize) -> Option<String> {
    let more = if more > 0 { format!("{more} more are on the next page") } else { String::new() };
    let settled = match report.settled {
        0 => String::new(),
        1 => "1 question is settled".to_owned(),
        settled => format!("{settled} questions are settled"),
    };
    let said = joined_by([more, settled]);
    (!said.is_empty()).then(|| format!("{said}."))
}

/// The tags in one line, so that there is room for the rest.
fn tags(tags: &[(String, usize)]) -> String {
    let told = |(tag, count): &(String, usize)| format!("{tag} ({count})");
    let first: Vec<String> = tags.iter().take(MOST_TAGS).map(told).collect();
    match tags.len().saturating_sub(MOST_TAGS) {
        _ if tags.is_empty() => "None.".to_owned(),
        0 => format!("{}.", first.join(", ")),
        more => format!("{}, and {more} more.", first.join(", ")),
    }
}

/// What was answered to the prompts, by reader.
fn section_answers(report: &Report, pieces: &mut Vec<SheetPiece>) {
    let answered = report.prompts.iter().filter(|prompt| !prompt.given.is_empty());
    for (at, prompt) in answered.enumerate() {
        if at == 0 {
            pieces.push(SheetPiece::Section("Answers to the prompts"));
        }
        let item = |given: &PromptAnswer| SheetItem {
            lead: format!("{}: {}", given.reader, given.text.trim()),
            ..SheetItem::default()
        };
        pieces.push(SheetPiece::Remark(prompt.text.clone()));
        pieces.push(SheetPiece::Items(prompt.given.iter().map(item).collect()));
    }
}

fn prompt(prompt: &ReportPrompt) -> SheetItem {
    let answers = counted(prompt.answers, "answer", "answers");
    let place = prompt.place.as_ref();
    let source = place.map_or_else(|| prompt.document.clone().unwrap_or_default(), cited);
    let quote = prompt.quote.as_deref().map_or_else(String::new, cut);
    SheetItem { lead: prompt.text.clone(), quote, source: joined_by([source, answers]) }
}

fn marked(marked: &MarkedPassage) -> SheetItem {
    let lead = format!("{}:", counted(marked.readers, "reader", "readers"));
    SheetItem { lead, quote: cut(&marked.place.quote), source: cited(&marked.place) }
}

fn asked(asked: &OpenQuestion) -> SheetItem {
    let others = match asked.votes {
        0 => String::new(),
        1 => ", and 1 asks the same".to_owned(),
        many => format!(", and {many} ask the same"),
    };
    let answers =
        if asked.answers > 0 { format!(", {}", counted(asked.answers, "answer", "answers")) } else { String::new() };
    SheetItem {
        lead: format!("{} ({}{others}{answers})", asked.text.trim(), asked.reader),
        quote: cut(&asked.place.quote),
        source: cited(&asked.place),
    }
}

fn participation(report: &Report) -> SheetPiece {
    let rows = report.parts.iter().map(|part| {
        let counts = [part.texts, part.marks, part.notes, part.questions, part.replies].map(|count| count.to_string());
        [vec![part.reader.clone()], counts.to_vec()].concat()
    });
    SheetPiece::Table { head: vec!["Reader", "Texts", "Marks", "Notes", "Questions", "Replies"], rows: rows.collect() }
}

fn section_untouched(report: &Report, pieces: &mut Vec<SheetPiece>) {
    let line = |untouched: &UnmarkedText| SheetItem {
        lead: format!("{}: {} of {} paragraphs", untouched.source, untouched.paragraphs.len(), untouched.of),
        source: format!("¶ {}", ranges(&untouched.paragraphs)),
        ..SheetItem::default()
    };
    let items: Vec<SheetItem> =
        report.untouched.iter().filter(|untouched| !untouched.paragraphs.is_empty()).map(line).collect();
    pieces.push(SheetPiece::Section("What nobody marked"));
    pieces.push(if items.is_empty() { SheetPiece::Remark("Nothing.".to_owned()) } else { SheetPiece::Items(items) });
}

/// Joins what is not empty with blanks.
pub(super) fn joined(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Puts words that are not empty between quotation marks.
pub(super) fn quoted(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("“{words}”") }
}

/// Puts words that are not empty in brackets.
pub(super) fn bracketed(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("({words})") }
}

fn cut(quote: &str) -> String {
    match quote.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{} …", quote[..at].trim_end()),
        None => quote.to_owned(),
    }
}

/// `1–3, 7, 9–10`.
fn ranges(numbers: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let written = ranges.iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        _ => format!("{first}–{last}"),
    });
    written.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_quotation_is_cut() {
        assert_eq!(cut(&"ab ".repeat(200)).chars().last(), Some('…'));
    }
}
