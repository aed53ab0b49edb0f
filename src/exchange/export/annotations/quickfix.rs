//! A quickfix list for editors: a line each, `file:line:column: text`, lines from 1, columns in bytes from 1. The places are those
//! in the file itself, where an editor can open it: plain text, Markdown, a web page. Of other files they are counted in the text
//! as `postil text` prints it.

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation};
use super::words::credit;
use crate::text::Span;
use crate::text::letters::{LetterIndex, count, letters};
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
        let source = SourceText::of(about.document.map_or("", |document| document.text()), (about.file)());
        let mut place = (1, 1);
        for exported in annotations.iter().filter(|it| it.says_something()) {
            // An answer stands where what it answers does, and what has no place at the beginning.
            if let Some(there) = &exported.place {
                place = source.line_and_column(there.span);
            } else if exported.depth == 0 {
                place = (1, 1);
            }
            out.write(&format!("{}:{}:{}: {}\n", about.path, place.0, place.1, said(exported)))?;
        }
        Ok(())
    }
}

/// How many letters of a passage are looked for in the file: fewer where something stands between them there, the address of a
/// link.
const SOUGHT: [usize; 3] = [120, 40, 12];

/// What an editor shows of a file, in which passages of the text are found.
struct SourceText<'a> {
    /// The text.
    text: &'a str,
    /// Where each line of the file begins.
    lines: Vec<usize>,
    /// The letters of the file with their places, where it is another text.
    letters: Option<LetterIndex<usize>>,
}

impl<'a> SourceText<'a> {
    fn of(text: &'a str, file: Option<Vec<u8>>) -> Self {
        let other = file.and_then(|bytes| String::from_utf8(bytes).ok()).filter(|file| file != text);
        let begins = |text: &str| {
            std::iter::once(0).chain(memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect::<Vec<_>>()
        };
        let Some(file) = other else { return Self { text, lines: begins(text), letters: None } };
        let mut index = LetterIndex::default();
        for (at, c) in file.char_indices() {
            index.push(c.encode_utf8(&mut [0; 4]), at);
        }
        Self { text, lines: begins(&file), letters: Some(index) }
    }

    /// The line, from 1, and the byte in it, from 1, at which a passage of the text begins.
    fn line_and_column(&self, span: Span) -> (usize, usize) {
        let at = self.letters.as_ref().map_or(Some(span.start), |index| self.found(index, span)).unwrap_or_default();
        let line = self.lines.partition_point(|begin| *begin <= at).max(1);
        (line, at - self.lines[line - 1] + 1)
    }

    /// Where in the file a passage begins; of a bookmark the words behind it are looked for.
    fn found(&self, index: &LetterIndex<usize>, span: Span) -> Option<usize> {
        let from = self.text.get(span.start..)?;
        let of = |most: usize| {
            let words = if span.is_empty() { from } else { self.text.get(span.start..span.end)? };
            let end = words.char_indices().nth(most).map_or(words.len(), |(at, _)| at);
            let wanted = letters(&words[..end]);
            let once = index.once(&wanted);
            once.or_else(|| index.find(&wanted, count(&self.text[..span.start], &wanted))).map(|(first, _)| first)
        };
        SOUGHT.into_iter().find_map(of)
    }
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

    fn places(text: &str, file: &str, spans: &[Span]) -> Vec<(usize, usize)> {
        let source = SourceText::of(text, Some(file.into()));
        spans.iter().map(|span| source.line_and_column(*span)).collect()
    }

    #[test]
    fn lines_and_columns_begin_at_one_and_columns_are_bytes() {
        let (text, at) = ("a\nüb\n", [0, 2, 4, 5].map(Span::at));
        assert_eq!(places(text, text, &at), [(1, 1), (2, 1), (2, 3), (2, 4)]);
        assert_eq!(SourceText::of(text, None).line_and_column(at[2]), (2, 3));
    }

    #[test]
    fn places_are_those_of_the_file_where_the_text_has_no_signs_of_it() {
        let text = "Walls\n\nA wall is a promise, and a wall.\n\nA wall is a promise, or not.";
        let file = "---\ntitle: Walls\n---\n\n# Walls\n\nA **wall** is a [promise](https://example.org), and a wall.\n\nA wall is\na promise, or not.\n";
        let span = |words: &str, from: usize| {
            let start = from + text[from..].find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let wanted = [
            (span("wall is a promise, and", 0), (7, 5)),
            (span("A wall is a promise", 20), (9, 1)),
            (span("promise, or", 0), (10, 3)),
            (Span::at(text.find("A wall is a promise, or").unwrap()), (9, 1)),
        ];
        let (spans, places_wanted): (Vec<Span>, Vec<(usize, usize)>) = wanted.into_iter().unzip();
        assert_eq!(places(text, file, &spans), places_wanted);
        assert_eq!(places("words", "\u{0}", &[Span::new(0, 5)]), [(1, 1)], "words that the file has not");
    }
}
