//! A digest of picked annotations as Markdown, HTML, CSV and JSON. What stands in it is said in `study::digest`.
//!
//! Everything that readers wrote is escaped for where it goes; nothing is cut.

use super::escape::{cited, csv_escaped, html_escaped, mark_escaped, mark_lines};
use crate::study::digest::{Digest, Excerpt, Pick, Said};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The digest in Markdown.
pub fn markdown(digest: &Digest) -> String {
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

/// The digest as one HTML page that needs nothing else.
pub fn html(digest: &Digest) -> String {
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
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title>\n<style>{STYLE}</style></head>\n<body>\n{body}</body></html>\n"
    )
}

const STYLE: &str = "body{font:11pt/1.45 serif;max-width:42em;margin:2em auto;padding:0 1em}\
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

/// A line for each annotation that was picked (RFC 4180, with plain line ends).
pub fn csv(digest: &Digest) -> String {
    let mut out =
        String::from("session,document,source,paragraph,page,quote,kind,reader,text,tags,picked_by,comment\n");
    for part in &digest.parts {
        for excerpt in &part.excerpts {
            for said in excerpt.said.iter().filter(|said| !said.picks.is_empty()) {
                let place = &excerpt.place;
                let paragraph = if place.paragraph > 0 { place.paragraph.to_string() } else { String::new() };
                let (by, comments): (Vec<&str>, Vec<&str>) = said.picks.iter().map(names).unzip();
                let comments: Vec<&str> = comments.into_iter().filter(|comment| !comment.is_empty()).collect();
                let fields = [
                    part.title.as_str(),
                    &place.document,
                    &place.source,
                    &paragraph,
                    place.page.as_deref().unwrap_or_default(),
                    &place.quote,
                    said.kind,
                    &said.reader,
                    said.text.as_deref().unwrap_or_default(),
                    &said.tags.join(" "),
                    &by.join("; "),
                    &comments.join("; "),
                ];
                _ = writeln!(out, "{}", fields.map(csv_escaped).join(","));
            }
        }
    }
    out
}

fn names(pick: &Pick) -> (&str, &str) {
    (&pick.reader, pick.comment.as_deref().unwrap_or_default())
}

/// Everything in the digest. The keys are those of the fields.
pub fn json(digest: &Digest) -> String {
    let picks = |said: &Said| -> Vec<Value> {
        said.picks.iter().map(|pick| json!({ "reader": pick.reader, "comment": pick.comment })).collect()
    };
    let said = |said: &Said| {
        json!({
            "kind": said.kind, "reader": (!said.reader.is_empty()).then_some(&said.reader), "text": said.text,
            "tags": said.tags, "picked": picks(said),
        })
    };
    let excerpt = |excerpt: &Excerpt| {
        let place = &excerpt.place;
        json!({
            "place": {
                "document": place.document, "source": place.source, "paragraph": place.paragraph, "page": place.page,
                "quote": place.quote,
            },
            "said": excerpt.said.iter().map(said).collect::<Vec<_>>(),
        })
    };
    let value = json!({
        "title": digest.title,
        "curators": digest.curators,
        "parts": digest.parts.iter().map(|part| json!({
            "title": part.title, "excerpts": part.excerpts.iter().map(excerpt).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn picked_by(digest: &Digest) -> String {
    format!("Picked by {}.", digest.curators.join(", "))
}

/// Who wrote it, and what it is: `Mira Tanaka, question`.
fn credit(said: &Said) -> String {
    match said.kind {
        "prompt" => "Prompt".to_owned(),
        "document-note" => format!("{}, note on the whole text", said.reader),
        kind => format!("{}, {kind}", said.reader),
    }
}

fn hashed(said: &Said) -> String {
    said.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ")
}

fn comment(pick: &Pick) -> Option<String> {
    pick.comment.as_ref().map(|words| format!("{}: {words}", pick.reader))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::digest::Part;
    use crate::study::report::Citation;

    fn digest() -> Digest {
        let place = Citation {
            document: "a.txt".to_owned(),
            source: "North, <Stones>, 2020".to_owned(),
            paragraph: 4,
            page: Some("12".to_owned()),
            quote: "A wall is a *promise*.".to_owned(),
        };
        let pick = Pick { reader: "Ines".to_owned(), comment: Some("*well* <b>said</b>".to_owned()) };
        let question = Said {
            kind: "question",
            reader: "=Mira".to_owned(),
            text: Some("Why?\n\n- not\n<script>alert(1)</script>".to_owned()),
            tags: vec!["law".to_owned()],
            picks: vec![pick.clone()],
        };
        let mark = Said { kind: "highlight", reader: "Tom".to_owned(), picks: vec![pick], ..Said::default() };
        let excerpts = vec![Excerpt { place, said: vec![question, mark] }];
        Digest {
            title: "Digest".to_owned(),
            curators: vec!["Ines".to_owned()],
            parts: vec![Part { title: "1 · Walls".to_owned(), excerpts }],
        }
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
        let printed = markdown(&digest());
        assert!(printed == expected, "{printed}");
    }

    #[test]
    fn html_holds_no_markup_of_readers() {
        let printed = html(&digest());
        assert!(
            !printed.contains("<script>") && !printed.contains("<b>said") && !printed.contains("<Stones>"),
            "{printed}"
        );
        assert!(printed.contains("<b>=Mira, question</b> #law: Why?<br>\n- not<br>"), "{printed}");
        assert!(printed.contains("(<cite>North, &lt;Stones&gt;, 2020, p. 12, ¶ 4</cite>)"), "{printed}");
    }

    #[test]
    fn csv_has_a_line_a_pick_and_no_formula() {
        let printed = csv(&digest());
        assert_eq!(printed.matches("1 · Walls,a.txt,").count(), 2, "{printed}");
        assert!(printed.contains(",question,'=Mira,\"Why?\n\n- not\n"), "{printed}");
    }

    #[test]
    fn json_reads_back() {
        let value: Value = serde_json::from_str(&json(&digest())).unwrap_or_default();
        let first = &value["parts"][0]["excerpts"][0];
        assert_eq!(first["place"]["page"], "12");
        assert_eq!(first["said"][0]["picked"][0]["comment"], "*well* <b>said</b>");
    }
}
