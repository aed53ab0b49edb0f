//! HTML of annotations: one page that needs nothing else and fetches nothing. Everything that readers wrote is escaped.

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation, saying};
use super::link::link;
use super::words::{cited, credit, quotation};
use crate::annotation::Color;
use crate::exchange::export::escape::html_escaped;
use std::fmt::Write as _;
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "html",
    extension: "html",
    about: "one page for a browser or printer",
    shape: ExportShape::Stream,
    subject: ExportSubject::Annotations,
    writer: |_| Box::new(HtmlWriter { begun: false }),
};

const HEAD: &str = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
<meta name=\"viewport\" content=\"width=device-width\"><title>Annotations</title>\n<style>\
body{font:11pt/1.45 serif;max-width:42em;margin:2em auto;padding:0 1em;color-scheme:light dark}\
blockquote{margin:1em 0 .3em;border-left:.25em solid #999;padding-left:.8em}section{break-inside:avoid;margin-bottom:1.2em}\
.by,.work{color:GrayText}.answer{margin-left:1.5em}.yellow{border-color:#d6b000}.green{border-color:#3c9a3c}\
.blue{border-color:#3578c8}.pink{border-color:#d65f92}.orange{border-color:#dd7a1e}.purple{border-color:#8a5fc0}\
@media print{body{margin:0}}</style></head>\n<body>\n";

struct HtmlWriter {
    begun: bool,
}

impl AnnotationWriter for HtmlWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        let Some(said) = saying(annotations) else { return Ok(()) };
        if !std::mem::replace(&mut self.begun, true) {
            out.write(HEAD)?;
        }
        let (title, work) = (html_escaped(about.title()), html_escaped(&about.citer.reference()));
        out.write(&format!("<h1>{title}</h1>\n<p class=\"work\">{work}</p>\n"))?;
        said.into_iter().try_for_each(|exported| out.write(&entry(about, exported)))
    }

    fn end(&mut self, out: &mut dyn ExportSink) -> io::Result<()> {
        out.write(if self.begun { "" } else { HEAD })?;
        out.write("</body></html>\n")
    }
}

fn entry(about: &AnnotatedDocument<'_>, exported: &ExportedAnnotation) -> String {
    let annotation = &exported.annotation;
    let mut out = String::from(if exported.depth == 0 { "<section>\n" } else { "<section class=\"answer\">\n" });
    let place = format!(
        "<a href=\"{}\">{}</a>",
        html_escaped(&link(about.path, &annotation.id)),
        html_escaped(&cited(exported))
    );
    let quote = quotation(about, exported);
    if !quote.is_empty() {
        let paragraph =
            |lines: &Vec<String>| lines.iter().map(|line| html_escaped(line)).collect::<Vec<_>>().join("<br>\n");
        let words = quote.iter().map(paragraph).collect::<Vec<_>>().join("</p><p>");
        let color = annotation.color.map_or("", Color::name);
        _ = writeln!(out, "<blockquote class=\"{color}\"><p>“{words}” ({place})</p></blockquote>");
    }
    for words in paragraphs_of_note(annotation.note.as_deref().unwrap_or_default()) {
        _ = writeln!(out, "<p>{words}</p>");
    }
    let tags = annotation.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
    let away = if quote.is_empty() && exported.depth == 0 { place } else { String::new() };
    let said = [html_escaped(&credit(exported)), html_escaped(&tags), away];
    let said = said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    if !said.is_empty() {
        _ = writeln!(out, "<p class=\"by\">— {said}</p>");
    }
    out.push_str("</section>\n");
    out
}

/// The paragraphs of a note, escaped, their lines kept.
pub(super) fn paragraphs_of_note(note: &str) -> Vec<String> {
    let mut paragraphs = vec![Vec::new()];
    for line in note.lines() {
        match (line.trim().is_empty(), paragraphs.last_mut()) {
            (false, Some(last)) => last.push(html_escaped(line.trim_end())),
            _ => paragraphs.push(Vec::new()),
        }
    }
    paragraphs.into_iter().filter(|lines| !lines.is_empty()).map(|lines| lines.join("<br>\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::exporter::ExportOptions;
    use super::super::samples::{exported, verse};
    use super::*;

    #[test]
    fn verse_keeps_its_lines() {
        let written = verse(&EXPORTER);
        assert!(written.contains("<p>“The mill,<br>\n  the wheel,</p><p>the stone.” ("), "{written}");
    }

    #[test]
    fn a_page_holds_no_markup_of_readers_and_fetches_nothing() {
        let written = exported(&EXPORTER, ExportOptions::default());
        assert!(!written.contains("<script") && !written.contains("<Stones>"), "{written}");
        assert!(written.contains("default-src 'none'") && !written.contains("src=\""), "{written}");
        let place = "<a href=\"postil:week%201/stones.md#0193f3a0-0000-7000-8000-000000000001\">p. 12</a>";
        let quote = format!("<blockquote class=\"yellow\"><p>“A wall is a *promise*.” ({place})</p></blockquote>");
        assert!(written.contains(&quote), "{written}");
        assert!(written.contains("<p>Why? 🙂</p>\n<p>- not<br>\n&lt;script&gt;"), "{written}");
        assert!(written.ends_with("</body></html>\n"));
    }
}
