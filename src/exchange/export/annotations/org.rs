//! Org mode: a heading for each text and below it one for each annotation, with tags, properties and the quotation as a block.

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation, saying};
use super::json::time;
use super::link::link;
use super::words::{cited, credit, paragraphs};
use std::fmt::Write as _;
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "org",
    extension: "org",
    about: "Org mode, a heading for each annotation",
    shape: ExportShape::Stream,
    subject: ExportSubject::Annotations,
    writer: |_| Box::new(OrgWriter),
};

struct OrgWriter;

impl AnnotationWriter for OrgWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        let Some(said) = saying(annotations) else { return Ok(()) };
        let mut head = format!("* {}\n:PROPERTIES:\n", on_one_line(about.title()));
        let facts = about.metadata;
        let authors = Some(facts.authors.join("; ")).filter(|authors| !authors.is_empty());
        for (key, value) in
            [("AUTHOR", &authors), ("DATE", &facts.date), ("SOURCE", &facts.publication), ("URL", &facts.url)]
        {
            if let Some(value) = value {
                _ = writeln!(head, ":{key}: {}", on_one_line(value));
            }
        }
        _ = writeln!(head, ":TEXT: {}\n:END:", on_one_line(about.path));
        out.write(&head)?;
        said.into_iter().try_for_each(|exported| out.write(&entry(about, exported)))
    }
}

fn entry(about: &AnnotatedDocument<'_>, exported: &ExportedAnnotation) -> String {
    let annotation = &exported.annotation;
    let (credit, kind, place) = (credit(exported), annotation.kind.name(), cited(exported));
    let who = if credit.is_empty() { kind.to_owned() } else { credit };
    let place = if exported.depth == 0 {
        format!(", [[{}][{place}]]", link(about.path, &annotation.id))
    } else {
        String::new()
    };
    let tags: Vec<String> = annotation.tags.iter().map(|tag| spelled(tag)).collect();
    let tags = if tags.is_empty() { String::new() } else { format!(" :{}:", tags.join(":")) };
    let stars = "*".repeat(2 + exported.depth.min(8));
    let mut out = format!("{stars} {}{place}{tags}\n:PROPERTIES:\n", on_one_line(&who));
    let (id, created) = (annotation.id.trim_start_matches("urn:uuid:"), time(exported, annotation.created));
    _ = writeln!(out, ":ID: {}", on_one_line(id));
    if let Some(created) = created {
        _ = writeln!(out, ":CREATED: {created}");
    }
    if let Some(color) = annotation.color {
        _ = writeln!(out, ":COLOR: {}", color.name());
    }
    out.push_str(":END:\n");
    let quote = paragraphs(exported.quote().unwrap_or_default());
    if !quote.is_empty() {
        let quote: Vec<String> = quote.iter().map(|paragraph| plain(paragraph)).collect();
        _ = writeln!(out, "#+begin_quote\n{}\n#+end_quote", quote.join("\n\n"));
    }
    for line in annotation.note.as_deref().unwrap_or_default().lines() {
        _ = writeln!(out, "{}", plain(line.trim_end()));
    }
    out
}

fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A tag as Org has them: letters, digits, `_`, `@`, `#` and `%`.
fn spelled(tag: &str) -> String {
    tag.chars().map(|c| if c.is_alphanumeric() || "_@#%".contains(c) { c } else { '_' }).collect()
}

/// A line that is no heading, keyword or drawer: an item with a star gets the other sign of an item, anything else a zero width
/// space before it, as the manual of Org says.
fn plain(line: &str) -> String {
    let stars = line.len() - line.trim_start_matches('*').len();
    if stars > 0 && line[stars..].starts_with(' ') {
        return format!("-{}", &line[stars..]);
    }
    if line.trim_start().starts_with(['#', ':']) { format!("\u{200b}{line}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::exporter::ExportOptions;
    use super::super::samples::exported;
    use super::*;

    #[test]
    fn org_has_a_heading_for_each_with_its_tags() {
        let written = exported(&EXPORTER, ExportOptions::default());
        let headings: Vec<&str> = written.lines().filter(|line| line.starts_with('*')).collect();
        let id = "0193f3a0-0000-7000-8000-0000000000";
        assert_eq!(headings[0], "* <Stones>");
        assert_eq!(
            headings[1],
            format!("** =Mira, question, [[postil:week%201/stones.md#{id}01][p. 12]] :law:policy_trade:")
        );
        assert_eq!(headings[2], "*** Tom");
        assert!(
            written.contains("#+begin_quote\nA wall is a *promise*.\n#+end_quote\nWhy? 🙂\n\n- not\n"),
            "{written}"
        );
    }

    #[test]
    fn no_line_of_a_note_is_a_heading_or_a_keyword() {
        let lines = ["* item", "*** item", "*bold* words", "#+end_quote", ":END:", "plain"];
        let expected = ["- item", "- item", "*bold* words", "\u{200b}#+end_quote", "\u{200b}:END:", "plain"];
        assert_eq!(lines.map(plain), expected);
    }
}
