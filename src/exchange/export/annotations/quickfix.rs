//! A quickfix list for editors: a line each, `file:line:column: text`, the places counted in the text as `postil text` prints it,
//! columns in bytes from 1, which of a plain text are those of its file.

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation};
use super::words::credit;
use memchr::memchr_iter;
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "quickfix",
    extension: "txt",
    about: "file:line:column: text, a line each, for an editor's list of places",
    shape: ExportShape::Stream,
    subject: ExportSubject::Annotations,
    writer: |_| Box::new(QuickfixWriter),
};

/// The longest quotation, in characters.
const MOST_QUOTED: usize = 60;

struct QuickfixWriter;

impl AnnotationWriter for QuickfixWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        let text = about.document.map_or("", |document| document.text());
        let mut place = (1, 1);
        for exported in annotations.iter().filter(|it| it.says_something()) {
            // An answer stands where what it answers does, and what has no place at the beginning.
            if let Some(there) = &exported.place {
                place = line_and_column(text, there.span.start);
            } else if exported.depth == 0 {
                place = (1, 1);
            }
            out.write(&format!("{}:{}:{}: {}\n", about.path, place.0, place.1, said(exported)))?;
        }
        Ok(())
    }
}

/// The line, from 1, and the byte in it, from 1.
fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..at.min(text.len())];
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    (memchr_iter(b'\n', before).count() + 1, before.len() - start + 1)
}

fn said(exported: &ExportedAnnotation) -> String {
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quote = exported.quote().map(joined).filter(|quote| !quote.is_empty()).map(|quote| {
        match quote.char_indices().nth(MOST_QUOTED) {
            Some((at, _)) => format!("“{}…”", quote[..at].trim_end()),
            None => format!("“{quote}”"),
        }
    });
    let note = exported.annotation.note.as_deref().map(joined);
    let tags = exported.annotation.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
    let credit = Some(credit(exported)).filter(|credit| !credit.is_empty()).map(|credit| format!("({credit})"));
    let parts = [note, quote, credit, Some(tags).filter(|tags| !tags.is_empty())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::exporter::ExportOptions;
    use super::super::samples::exported;
    use super::*;

    #[test]
    fn each_is_a_line_that_an_editor_goes_to() {
        let expected = "week 1/stones.md:1:14: Why? 🙂 - not <script>alert(1)</script> “A wall is a *promise*.” (=Mira, question) \
                        #law #policy/trade\nweek 1/stones.md:1:14: Because. (Tom)\nweek 1/stones.md:1:1: “gone words”\n";
        assert_eq!(exported(&EXPORTER, ExportOptions::default()), expected);
    }

    #[test]
    fn lines_and_columns_begin_at_one_and_columns_are_bytes() {
        let text = "a\nüb\n";
        let places: Vec<(usize, usize)> = [0, 2, 4, 6, 99].map(|at| line_and_column(text, at)).to_vec();
        assert_eq!(places, [(1, 1), (2, 1), (2, 3), (3, 1), (3, 1)]);
    }
}
