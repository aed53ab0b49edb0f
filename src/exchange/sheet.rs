//! A session's sheet as Markdown, HTML, CSV and JSON. What stands on it is said in `study::report`.
//!
//! The first page is for the session: prompts, the most marked passages, open questions, tags. Participation, the answers to
//! the prompts and what nobody touched follow. Everything that readers wrote is escaped for where it goes.

use super::escape::{cited, csv_escaped, html_escaped, joined_by, mark_escaped};
use crate::study::report::{Citation, Cold, Report};
use serde_json::json;
use std::fmt::Write as _;

/// The longest quotation on the sheet, in characters.
const LONGEST: usize = 280;

/// How many open questions and tags the first page has room for.
const MOST_ASKED: usize = 8;
const MOST_TAGS: usize = 24;

/// A piece of the sheet, before it is Markdown or HTML.
enum Piece {
    Title(String),
    Section(&'static str),
    /// Small print.
    Remark(String),
    /// Here the first page ends.
    Break,
    Items(Vec<Item>),
    Table {
        head: Vec<&'static str>,
        rows: Vec<Vec<String>>,
    },
}

/// An entry of a list.
#[derive(Default)]
struct Item {
    /// What stands first, plain.
    lead: String,
    /// A quotation.
    quote: String,
    /// Where it is from.
    source: String,
}

/// The sheet in Markdown.
pub fn markdown(report: &Report) -> String {
    let mut out = String::new();
    for piece in pieces(report) {
        match piece {
            Piece::Title(title) => _ = writeln!(out, "# {}\n", mark_escaped(&title)),
            Piece::Section(name) => _ = writeln!(out, "## {name}\n"),
            Piece::Break => out.push_str("---\n\n"),
            Piece::Remark(words) => _ = writeln!(out, "{}\n", mark_escaped(&words)),
            Piece::Items(items) => {
                for item in items {
                    let parts = [
                        mark_escaped(&item.lead),
                        quoted(&mark_escaped(&item.quote)),
                        bracketed(&mark_escaped(&item.source)),
                    ];
                    _ = writeln!(out, "- {}", joined(&parts));
                }
                out.push('\n');
            }
            Piece::Table { head, rows } => {
                _ = writeln!(out, "| {} |\n|{}", head.join(" | "), " --- |".repeat(head.len()));
                for row in rows {
                    let cells: Vec<String> = row.iter().map(|cell| mark_escaped(cell)).collect();
                    _ = writeln!(out, "| {} |", cells.join(" | "));
                }
                out.push('\n');
            }
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// The sheet as one HTML page that needs nothing else.
pub fn html(report: &Report) -> String {
    let mut body = String::new();
    for piece in pieces(report) {
        match piece {
            Piece::Title(title) => _ = writeln!(body, "<h1>{}</h1>", html_escaped(&title)),
            Piece::Section(name) => _ = writeln!(body, "<h2>{name}</h2>"),
            Piece::Break => body.push_str("<hr>\n"),
            Piece::Remark(words) => _ = writeln!(body, "<p>{}</p>", html_escaped(&words)),
            Piece::Items(items) => {
                body.push_str("<ul>\n");
                for item in items {
                    let parts = [
                        html_escaped(&item.lead),
                        quoted(&html_escaped(&item.quote)),
                        bracketed(&html_escaped(&item.source)),
                    ];
                    _ = writeln!(body, "<li>{}</li>", joined(&parts));
                }
                body.push_str("</ul>\n");
            }
            Piece::Table { head, rows } => {
                let row = |tag: &str, cells: &[String]| {
                    let cells = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", html_escaped(cell)));
                    format!("<tr>{}</tr>\n", cells.collect::<String>())
                };
                let head: Vec<String> = head.into_iter().map(str::to_owned).collect();
                let rows: String = rows.iter().map(|cells| row("td", cells)).collect();
                _ = writeln!(body, "<table>\n{}{rows}</table>", row("th", &head));
            }
        }
    }
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{}</title>\n<style>{STYLE}</style></head>\n<body>\n{body}</body></html>\n",
        html_escaped(&report.title)
    )
}

const STYLE: &str = "body{font:11pt/1.45 serif;max-width:42em;margin:2em auto;padding:0 1em}\
table{border-collapse:collapse}td,th{border:1px solid #999;padding:.15em .5em;text-align:left}\
li{margin:.3em 0}@media print{body{margin:0}hr{border:0;break-after:page}}";

/// Who has written what, a line a reader (RFC 4180, with plain line ends).
pub fn csv(report: &Report) -> String {
    let mut out = String::from("reader,texts,marks,notes,questions,replies\n");
    for part in &report.parts {
        let counts = [part.texts, part.marks, part.notes, part.questions, part.replies].map(|count| count.to_string());
        _ = writeln!(out, "{},{}", csv_escaped(&part.reader), counts.join(","));
    }
    out
}

/// Everything on the sheet. The keys are those of the fields.
pub fn json(report: &Report) -> String {
    let place = |place: &Citation| json!({ "document": place.document, "source": place.source, "paragraph": place.paragraph, "page": place.page, "quote": place.quote });
    let value = json!({
        "title": report.title,
        "prompts": report.prompts.iter().map(|prompt| json!({
            "text": prompt.text, "document": prompt.document, "id": prompt.id, "answers": prompt.answers,
            "place": prompt.place.as_ref().map(place), "given": prompt.given.iter().map(|given| json!({
                "reader": given.reader, "document": given.document, "text": given.text,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "marked": report.marked.iter().map(|marked| json!({
            "readers": marked.readers, "place": place(&marked.place),
        })).collect::<Vec<_>>(),
        "questions": report.questions.iter().map(|asked| json!({
            "text": asked.text, "reader": asked.reader, "votes": asked.votes, "answers": asked.answers, "place": place(&asked.place),
        })).collect::<Vec<_>>(),
        "settled": report.settled,
        "tags": report.tags.iter().map(|(tag, count)| json!({ "tag": tag, "count": count })).collect::<Vec<_>>(),
        "readers": report.parts.iter().map(|part| json!({
            "reader": part.reader, "texts": part.texts, "marks": part.marks, "notes": part.notes,
            "questions": part.questions, "replies": part.replies,
        })).collect::<Vec<_>>(),
        "untouched": report.cold.iter().map(|cold| json!({
            "document": cold.document, "source": cold.source, "paragraphs": cold.paragraphs, "of": cold.of,
        })).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn pieces(report: &Report) -> Vec<Piece> {
    let mut pieces = vec![Piece::Title(report.title.clone())];
    let mut section = |name, items: Vec<Item>, empty: &str| {
        pieces.push(Piece::Section(name));
        pieces.push(if items.is_empty() { Piece::Remark(empty.to_owned()) } else { Piece::Items(items) });
    };
    section("Prompts", report.prompts.iter().map(prompt).collect(), "None.");
    section("Most marked", report.marked.iter().map(marked).collect(), "No passage was marked by two readers.");
    let (first, more) = report.questions.split_at(report.questions.len().min(MOST_ASKED));
    section("Open questions", first.iter().map(asked).collect(), "None.");
    pieces.extend(more_questions(report, more.len()).map(Piece::Remark));
    pieces.push(Piece::Section("Tags"));
    pieces.push(Piece::Remark(tags(&report.tags)));
    pieces.push(Piece::Break);
    pieces.push(Piece::Section("Who has written what"));
    pieces.push(participation(report));
    section_answers(report, &mut pieces);
    if !more.is_empty() {
        pieces.push(Piece::Section("More open questions"));
        pieces.push(Piece::Items(more.iter().map(asked).collect()));
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
fn section_answers(report: &Report, pieces: &mut Vec<Piece>) {
    let answered = report.prompts.iter().filter(|prompt| !prompt.given.is_empty());
    for (at, prompt) in answered.enumerate() {
        if at == 0 {
            pieces.push(Piece::Section("Answers to the prompts"));
        }
        let item = |given: &crate::study::report::Given| Item {
            lead: format!("{}: {}", given.reader, given.text.trim()),
            ..Item::default()
        };
        pieces.push(Piece::Remark(prompt.text.clone()));
        pieces.push(Piece::Items(prompt.given.iter().map(item).collect()));
    }
}

fn prompt(prompt: &crate::study::report::Prompt) -> Item {
    let answers = counted(prompt.answers, "answer", "answers");
    let place = prompt.place.as_ref();
    let source = place.map_or_else(|| prompt.document.clone().unwrap_or_default(), cited);
    let quote = prompt.quote.as_deref().map_or_else(String::new, cut);
    Item { lead: prompt.text.clone(), quote, source: joined_by([source, answers]) }
}

fn marked(marked: &crate::study::report::Marked) -> Item {
    let lead = format!("{}:", counted(marked.readers, "reader", "readers"));
    Item { lead, quote: cut(&marked.place.quote), source: cited(&marked.place) }
}

fn asked(asked: &crate::study::report::Asked) -> Item {
    let others = match asked.votes {
        0 => String::new(),
        1 => ", and 1 asks the same".to_owned(),
        many => format!(", and {many} ask the same"),
    };
    let answers =
        if asked.answers > 0 { format!(", {}", counted(asked.answers, "answer", "answers")) } else { String::new() };
    Item {
        lead: format!("{} ({}{others}{answers})", asked.text.trim(), asked.reader),
        quote: cut(&asked.place.quote),
        source: cited(&asked.place),
    }
}

fn participation(report: &Report) -> Piece {
    let rows = report.parts.iter().map(|part| {
        let counts = [part.texts, part.marks, part.notes, part.questions, part.replies].map(|count| count.to_string());
        [vec![part.reader.clone()], counts.to_vec()].concat()
    });
    Piece::Table { head: vec!["Reader", "Texts", "Marks", "Notes", "Questions", "Replies"], rows: rows.collect() }
}

fn section_untouched(report: &Report, pieces: &mut Vec<Piece>) {
    let line = |cold: &Cold| Item {
        lead: format!("{}: {} of {} paragraphs", cold.source, cold.paragraphs.len(), cold.of),
        source: format!("¶ {}", ranges(&cold.paragraphs)),
        ..Item::default()
    };
    let items: Vec<Item> = report.cold.iter().filter(|cold| !cold.paragraphs.is_empty()).map(line).collect();
    pieces.push(Piece::Section("What nobody marked"));
    pieces.push(if items.is_empty() { Piece::Remark("Nothing.".to_owned()) } else { Piece::Items(items) });
}

fn joined(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn quoted(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("“{words}”") }
}

fn bracketed(words: &str) -> String {
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
    use crate::study::report::{Marked, Part};

    fn report() -> Report {
        let place = Citation {
            document: "a.txt".to_owned(),
            source: "North, <Stones>, 2020".to_owned(),
            paragraph: 4,
            page: Some("12".to_owned()),
            quote: "A wall is a *promise*.".to_owned(),
        };
        Report {
            title: "Session 1".to_owned(),
            marked: vec![Marked { place, readers: 3 }],
            parts: vec![Part { reader: "=cmd, \"x\"".to_owned(), marks: 2, ..Part::default() }],
            cold: vec![Cold { paragraphs: vec![1, 2, 3, 7], of: 9, ..Cold::default() }],
            ..Report::default()
        }
    }

    #[test]
    fn a_line_of_markdown_cites_and_escapes() {
        let sheet = markdown(&report());
        assert!(
            sheet.contains("- 3 readers: “A wall is a \\*promise\\*.” (North, \\<Stones\\>, 2020, p. 12, ¶ 4)"),
            "{sheet}"
        );
        assert!(sheet.contains("¶ 1–3, 7"), "{sheet}");
        assert!(!sheet.contains("\n\n\n"), "{sheet}");
    }

    #[test]
    fn html_holds_no_markup_of_readers() {
        let sheet = html(&report());
        assert!(sheet.contains("North, &lt;Stones&gt;, 2020") && !sheet.contains("<Stones>"), "{sheet}");
    }

    #[test]
    fn csv_is_no_formula_and_keeps_its_commas() {
        assert_eq!(csv(&report()).lines().nth(1), Some("\"'=cmd, \"\"x\"\"\",0,2,0,0,0"));
    }

    #[test]
    fn the_first_page_is_short_and_the_rest_is_on_the_next() {
        let asked = |at: usize| crate::study::report::Asked { text: format!("Why {at}?"), ..Default::default() };
        let given = crate::study::report::Given {
            reader: "mei".to_owned(),
            text: "Because *so*.".to_owned(),
            ..Default::default()
        };
        let prompt = crate::study::report::Prompt {
            text: "Who?".to_owned(),
            answers: 1,
            given: vec![given],
            ..Default::default()
        };
        let report = Report {
            questions: (0..9).map(asked).collect(),
            settled: 2,
            prompts: vec![prompt],
            tags: (0..30).map(|at| (format!("t{at}"), 1)).collect(),
            ..report()
        };
        let sheet = markdown(&report);
        let (first, rest) = sheet.split_once("\n---\n").unwrap_or_default();
        assert!(first.contains("Why 7?") && !first.contains("Why 8?"), "{first}");
        assert!(first.contains("1 more are on the next page, 2 questions are settled."), "{first}");
        assert!(first.contains("t23 (1), and 6 more."), "{first}");
        assert!(!first.contains("Because") && rest.contains("Who?\n\n- mei: Because \\*so\\*."), "{rest}");
        assert!(rest.contains("## More open questions\n\n- Why 8?"), "{rest}");
    }

    #[test]
    fn json_reads_back() {
        let value: serde_json::Value = serde_json::from_str(&json(&report())).unwrap_or_default();
        assert_eq!(value["marked"][0]["place"]["page"], "12");
    }

    #[test]
    fn a_long_quotation_is_cut() {
        assert_eq!(cut(&"ab ".repeat(200)).chars().last(), Some('…'));
    }
}
