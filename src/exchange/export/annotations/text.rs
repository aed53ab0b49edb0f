//! Plain text: quotation, place, note, tags, to paste anywhere.

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportOptions, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation, saying};
use super::words::{cited, credit, paragraphs};
use std::fmt::Write as _;
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "text",
    extension: "txt",
    about: "plain text, to paste anywhere",
    shape: ExportShape::Stream,
    subject: ExportSubject::Annotations,
    writer: |_: ExportOptions| Box::new(TextWriter { begun: false }),
};

struct TextWriter {
    begun: bool,
}

impl AnnotationWriter for TextWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        let Some(said) = saying(annotations) else { return Ok(()) };
        if std::mem::replace(&mut self.begun, true) {
            out.write("\n")?;
        }
        out.write(&format!("{}\n", about.citer.reference()))?;
        said.into_iter().try_for_each(|exported| out.write(&entry(exported)))
    }
}

fn entry(exported: &ExportedAnnotation) -> String {
    let indent = "  ".repeat(exported.depth.min(8));
    let mut entry = String::from("\n");
    let quote = paragraphs(exported.quote().unwrap_or_default());
    let last = quote.len();
    for (at, paragraph) in (1..).zip(&quote) {
        let (open, close) = (if at == 1 { "“" } else { "" }, if at == last { "”" } else { "" });
        let place = if at == last { format!(" ({})", cited(exported)) } else { String::new() };
        _ = writeln!(entry, "{indent}{open}{paragraph}{close}{place}");
    }
    for line in exported.annotation.note.as_deref().unwrap_or_default().lines() {
        entry.push_str(format!("{indent}  {line}").trim_end());
        entry.push('\n');
    }
    let tags = exported.annotation.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
    let said = [credit(exported), tags].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
    if !said.is_empty() {
        _ = writeln!(entry, "{indent}  — {said}");
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::super::samples::exported;
    use super::*;

    #[test]
    fn a_text_has_the_words_their_place_the_note_and_who_wrote_it() {
        let expected = "\
North, “<Stones>”, 2020

“A wall is a *promise*.” (p. 12)
  Why? 🙂

  - not
  <script>alert(1)</script>
  — =Mira, question  #law #policy/trade

    Because.
    — Tom

“gone words” (words that are not in the text any more)
";
        assert_eq!(exported(&EXPORTER, ExportOptions::default()), expected);
    }
}
