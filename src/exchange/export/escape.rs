//! Words of readers made harmless for where they go: Markdown, HTML, a line of CSV; and places as they are cited.

use crate::study::report::Citation;
use crate::text::{cells, hyphen};

/// A place as it is cited: source, page, paragraph.
pub fn cited(place: &Citation) -> String {
    let page = place.page.as_ref().map_or_else(String::new, |page| format!("p. {page}"));
    let paragraph = if place.paragraph > 0 { format!("¶ {}", place.paragraph) } else { String::new() };
    joined_by([place.source.as_str(), &page, &paragraph])
}

/// What is not empty, with commas between.
pub fn joined_by(parts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let parts = parts.into_iter().map(|part| part.as_ref().to_owned()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(", ")
}

/// Words that are no mark-up in Markdown, on one line.
pub fn mark_escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in hyphen::one_line(words).chars() {
        if "\\`*_[]<>|#&~".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Words that are no mark-up in HTML, also inside an attribute.
pub fn html_escaped(words: &str) -> String {
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace('"', "&quot;").replace('\'', "&#39;")
}

/// The signs with which a formula begins in a spreadsheet, the wide ones of a Japanese or Chinese keyboard too.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A field of a CSV line. A spreadsheet takes what begins with certain signs for a formula, some of them behind white space
/// or what has no width: such a field gets an apostrophe.
pub fn csv_escaped(field: &str) -> String {
    let is_seen = |c: char| !c.is_whitespace() && !c.is_control() && cells::width(c.encode_utf8(&mut [0; 4])) > 0;
    let first = field.chars().find(|c| is_seen(*c));
    let is_taken = field.starts_with(['\t', '\r']) || first.is_some_and(|c| FORMULA.contains(&c));
    let field = if is_taken { format!("'{field}") } else { field.to_owned() };
    if field.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

/// Words of several lines as Markdown that says the same: each line is a paragraph, and no line is a list or a rule.
pub fn mark_lines(words: &str) -> Vec<String> {
    let lines = words.lines().map(mark_escaped).filter(|line| !line.is_empty());
    lines.map(|line| harmless_start(&line)).collect()
}

/// A line that begins as a list, a rule, a heading of underscores or a fence would is none.
fn harmless_start(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match line[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        Some('-' | '+' | '=') if digits == 0 => format!("\\{line}"),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paragraphs_and_never_marks() {
        let written =
            "# No heading\n- no item\n\n12. no number\n---\n> no quote\n<b>[x](y)</b>\n&lt;b&gt;\n~~~\n~~gone~~";
        assert_eq!(
            mark_lines(written),
            [
                "\\# No heading",
                "\\- no item",
                "12\\. no number",
                "\\---",
                "\\> no quote",
                "\\<b\\>\\[x\\](y)\\</b\\>",
                "\\&lt;b\\&gt;",
                "\\~\\~\\~",
                "\\~\\~gone\\~\\~",
            ]
        );
    }

    #[test]
    fn no_field_is_a_formula() {
        let before =
            ["", " ", "  ", "\t", "\r", "\n", "\r\n ", "\u{a0}", "\u{3000}", "\u{200b}", "\u{feff} \u{2060}", "\u{1}"];
        for (before, sign) in before.iter().flat_map(|before| FORMULA.map(|sign| (before, sign))) {
            let field = format!("{before}{sign}1");
            assert!(csv_escaped(&field).trim_start_matches('"').starts_with('\''), "{field:?}");
        }
        for field in ["", " ", "a=1", " 1-2", "\u{a0}x", "ａ＝1"] {
            assert_eq!(csv_escaped(field), field);
        }
    }
}
