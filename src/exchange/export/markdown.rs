//! Markdown, to read, mail or print. Everything that readers wrote is escaped, so that no line of theirs is mark-up.

use super::escape::{cited, mark_escaped, mark_lines};
use super::excerpts::{comment, credit, hashed, picked_by};
use super::sheet::{SheetPiece, bracketed, joined, pieces, quoted};
use super::{Exporter, Facts};
use crate::study::digest::{DigestSheet, Excerpt};
use crate::study::report::Report;
use std::fmt::Write as _;

/// Its row of the table.
pub const EXPORTER: Exporter = Exporter {
    name: "markdown",
    extension: "md",
    about: "to read, mail or print",
    write: |facts, out| match facts {
        Facts::Report(facts) => out.write_all(report(facts).as_bytes()),
        Facts::Digest(facts) => out.write_all(digest(facts).as_bytes()),
    },
};

/// The sheet in Markdown.
fn report(report: &Report) -> String {
    let mut out = String::new();
    for piece in pieces(report) {
        match piece {
            SheetPiece::Title(title) => _ = writeln!(out, "# {}\n", mark_escaped(&title)),
            SheetPiece::Section(name) => _ = writeln!(out, "## {name}\n"),
            SheetPiece::Break => out.push_str("---\n\n"),
            SheetPiece::Remark(words) => _ = writeln!(out, "{}\n", mark_escaped(&words)),
            SheetPiece::Items(items) => {
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
            SheetPiece::Table { head, rows } => {
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

/// The digest in Markdown.
fn digest(digest: &DigestSheet) -> String {
    let mut out = format!("# {}\n\n{}\n", mark_escaped(&digest.title), mark_escaped(&picked_by(digest)));
    for part in &digest.parts {
        if !part.title.is_empty() {
            _ = write!(out, "\n## {}\n", mark_escaped(&part.title));
        }
        for (at, excerpt) in part.excerpts.iter().enumerate() {
            if at == 0 || part.excerpts[at - 1].place.source != excerpt.place.source {
                _ = write!(out, "\n### {}\n", mark_escaped(&excerpt.place.source));
            }
            mark_excerpt(&mut out, excerpt);
        }
    }
    out
}

fn mark_excerpt(out: &mut String, excerpt: &Excerpt) {
    if !excerpt.place.quote.is_empty() {
        let (quote, cited) = (mark_escaped(&excerpt.place.quote), mark_escaped(&cited(&excerpt.place)));
        _ = write!(out, "\n> “{quote}” ({cited})\n");
    }
    for said in &excerpt.said {
        let lines = mark_lines(said.text.as_deref().unwrap_or_default());
        let tags = mark_escaped(&hashed(said));
        let head = format!("**{}** {tags}", mark_escaped(&credit(said)));
        let between = if lines.is_empty() { "" } else { ": " };
        _ = write!(out, "\n{}{between}{}\n", head.trim_end(), lines.join("\n\n"));
        for comment in said.picks.iter().filter_map(comment) {
            _ = write!(out, "\n*{}*\n", mark_escaped(&comment));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn a_line_of_markdown_cites_and_escapes() {
        let sheet = report(&samples::report());
        assert!(
            sheet.contains("- 3 readers: “A wall is a \\*promise\\*.” (North, \\<Stones\\>, 2020, p. 12, ¶ 4)"),
            "{sheet}"
        );
        assert!(sheet.contains("¶ 1–3, 7"), "{sheet}");
        assert!(!sheet.contains("\n\n\n"), "{sheet}");
    }

    #[test]
    fn the_first_page_is_short_and_the_rest_is_on_the_next() {
        let asked = |at: usize| crate::study::report::OpenQuestion { text: format!("Why {at}?"), ..Default::default() };
        let given = crate::study::report::PromptAnswer {
            reader: "mei".to_owned(),
            text: "Because *so*.".to_owned(),
            ..Default::default()
        };
        let prompt = crate::study::report::ReportPrompt {
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
            ..samples::report()
        };
        let sheet = super::report(&report);
        let (first, rest) = sheet.split_once("\n---\n").unwrap_or_default();
        assert!(first.contains("Why 7?") && !first.contains("Why 8?"), "{first}");
        assert!(first.contains("1 more are on the next page, 2 questions are settled."), "{first}");
        assert!(first.contains("t23 (1), and 6 more."), "{first}");
        assert!(!first.contains("Because") && rest.contains("Who?\n\n- mei: Because \\*so\\*."), "{rest}");
        assert!(rest.contains("## More open questions\n\n- Why 8?"), "{rest}");
    }

    #[test]
    fn markdown_quotes_cites_credits_and_escapes() {
        let expected = "\
# Digest

Picked by Ines.

## 1 · Walls

### North, \\<Stones\\>, 2020

> “A wall is a \\*promise\\*.” (North, \\<Stones\\>, 2020, p. 12, ¶ 4)

**=Mira, question** \\#law: Why?

\\- not

\\<script\\>alert(1)\\</script\\>

*Ines: \\*well\\* \\<b\\>said\\</b\\>*

**Tom, highlight**

*Ines: \\*well\\* \\<b\\>said\\</b\\>*
";
        let printed = digest(&samples::digest());
        assert!(printed == expected, "{printed}");
    }
}
