//! HTML, one page for a browser or a printer that needs nothing else. Everything that readers wrote is escaped.

use super::escape::{cited, html_escaped};
use super::excerpts::{comment, credit, hashed, picked_by};
use super::sheet::{SheetPiece, bracketed, joined, pieces, quoted};
use super::{Exporter, Facts};
use crate::study::digest::{DigestSheet, Excerpt};
use crate::study::report::Report;
use std::fmt::Write as _;

/// Its row of the table.
pub const EXPORTER: Exporter = Exporter {
    name: "html",
    extension: "html",
    about: "one page for a browser or printer",
    write: |facts, out| match facts {
        Facts::Report(facts) => out.write_all(report(facts).as_bytes()),
        Facts::Digest(facts) => out.write_all(digest(facts).as_bytes()),
    },
};

/// The sheet as one HTML page that needs nothing else.
fn report(report: &Report) -> String {
    let mut body = String::new();
    for piece in pieces(report) {
        match piece {
            SheetPiece::Title(title) => _ = writeln!(body, "<h1>{}</h1>", html_escaped(&title)),
            SheetPiece::Section(name) => _ = writeln!(body, "<h2>{name}</h2>"),
            SheetPiece::Break => body.push_str("<hr>\n"),
            SheetPiece::Remark(words) => _ = writeln!(body, "<p>{}</p>", html_escaped(&words)),
            SheetPiece::Items(items) => {
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
            SheetPiece::Table { head, rows } => {
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
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{}</title>\n<style>{REPORT_STYLE}</style></head>\n<body>\n{body}</body></html>\n",
        html_escaped(&report.title)
    )
}

const REPORT_STYLE: &str = "body{font:11pt/1.45 serif;max-width:42em;margin:2em auto;padding:0 1em}\
table{border-collapse:collapse}td,th{border:1px solid #999;padding:.15em .5em;text-align:left}\
li{margin:.3em 0}@media print{body{margin:0}hr{border:0;break-after:page}}";

/// The digest as one HTML page that needs nothing else.
fn digest(digest: &DigestSheet) -> String {
    let title = html_escaped(&digest.title);
    let mut body = format!("<h1>{title}</h1>\n<p>{}</p>\n", html_escaped(&picked_by(digest)));
    for part in &digest.parts {
        if !part.title.is_empty() {
            _ = writeln!(body, "<h2>{}</h2>", html_escaped(&part.title));
        }
        for (at, excerpt) in part.excerpts.iter().enumerate() {
            if at == 0 || part.excerpts[at - 1].place.source != excerpt.place.source {
                _ = writeln!(body, "<h3>{}</h3>", html_escaped(&excerpt.place.source));
            }
            html_excerpt(&mut body, excerpt);
        }
    }
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title>\n<style>{DIGEST_STYLE}</style></head>\n<body>\n{body}</body></html>\n"
    )
}

const DIGEST_STYLE: &str = "body{font:11pt/1.45 serif;max-width:42em;margin:2em auto;padding:0 1em}\
blockquote{margin:1em 0 .3em;border-left:.2em solid #999;padding-left:.8em}section{break-inside:avoid}\
.why{font-style:italic}@media print{body{margin:0}}";

fn html_excerpt(body: &mut String, excerpt: &Excerpt) {
    body.push_str("<section>\n");
    if !excerpt.place.quote.is_empty() {
        let (quote, cited) = (html_escaped(&excerpt.place.quote), html_escaped(&cited(&excerpt.place)));
        _ = writeln!(body, "<blockquote>“{quote}” (<cite>{cited}</cite>)</blockquote>");
    }
    for said in &excerpt.said {
        let lines = said.text.as_deref().unwrap_or_default().lines().filter(|line| !line.trim().is_empty());
        let words: Vec<String> = lines.map(html_escaped).collect();
        let tags = html_escaped(&hashed(said));
        let between = if words.is_empty() { "" } else { ": " };
        let head = format!("<b>{}</b> {tags}", html_escaped(&credit(said)));
        _ = writeln!(body, "<p>{}{between}{}</p>", head.trim_end(), words.join("<br>\n"));
        for comment in said.picks.iter().filter_map(comment) {
            _ = writeln!(body, "<p class=\"why\">{}</p>", html_escaped(&comment));
        }
    }
    body.push_str("</section>\n");
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn a_report_holds_no_markup_of_readers() {
        let sheet = report(&samples::report());
        assert!(sheet.contains("North, &lt;Stones&gt;, 2020") && !sheet.contains("<Stones>"), "{sheet}");
    }

    #[test]
    fn a_digest_holds_no_markup_of_readers() {
        let printed = digest(&samples::digest());
        assert!(
            !printed.contains("<script>") && !printed.contains("<b>said") && !printed.contains("<Stones>"),
            "{printed}"
        );
        assert!(printed.contains("<b>=Mira, question</b> #law: Why?<br>\n- not<br>"), "{printed}");
        assert!(printed.contains("(<cite>North, &lt;Stones&gt;, 2020, p. 12, ¶ 4</cite>)"), "{printed}");
    }
}
