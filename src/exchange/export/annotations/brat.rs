//! brat standoff (<https://brat.nlplab.org/standoff.html>): beside each text its annotations as `T` lines with their kinds as
//! types, colours as attributes, notes and answers as `#` lines; and the configuration that knows the types.
//!
//! The text is the canonical one, positions are code points. A passage over several lines is several fragments: brat knows no
//! other.

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation, PassagePlace};
use crate::annotation::{Color, Kind};
use crate::document::Document;
use std::fmt::Write as _;
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "brat",
    extension: "ann",
    about: "a folder of brat standoff: the texts, and beside each its annotations",
    shape: ExportShape::Folder,
    subject: ExportSubject::Annotations,
    writer: |_| Box::new(BratWriter),
};

const CONFIGURATION: &str = "[entities]\nHighlight\nNote\nQuestion\nBookmark\nLink\nPrompt\n\n[relations]\n\n[events]\n\n\
[attributes]\nColor\tArg:<ENTITY>, Value:yellow|green|blue|pink|orange|purple|grey\n";

struct BratWriter;

impl AnnotationWriter for BratWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        let Some(document) = about.document else { return Ok(()) };
        out.file(&format!("{}.txt", about.path), document.text().as_bytes())?;
        out.file(&format!("{}.ann", about.path), standoff(document, annotations).as_bytes())
    }

    fn end(&mut self, out: &mut dyn ExportSink) -> io::Result<()> {
        out.file("annotation.conf", CONFIGURATION.as_bytes())
    }
}

fn standoff(document: &Document, annotations: &[ExportedAnnotation]) -> String {
    let (mut out, mut spans, mut attributes, mut notes) = (String::new(), 0, 0, 0);
    let mut open = false;
    for exported in annotations {
        let annotation = &exported.annotation;
        if exported.depth == 0 {
            let fragments = exported.place.as_ref().map(|place| fragments(document, place)).unwrap_or_default();
            open = !fragments.is_empty();
            if !open {
                continue;
            }
            spans += 1;
            let places: Vec<String> = fragments.iter().map(|(start, end, _)| format!("{start} {end}")).collect();
            let words: Vec<&str> = fragments.iter().map(|(.., words)| *words).collect();
            _ = writeln!(out, "T{spans}\t{} {}\t{}", kind(annotation.kind), places.join(";"), words.join(" "));
            if let Some(color) = annotation.color.map(Color::name) {
                attributes += 1;
                _ = writeln!(out, "A{attributes}\tColor T{spans} {color}");
            }
        }
        let name = exported.maker.as_ref().map_or("", |maker| &maker.name);
        let tags = annotation.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
        let said = [annotation.note.as_deref().unwrap_or_default(), &tags].join(" ");
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        if open && exported.says_something() && !said.is_empty() {
            notes += 1;
            _ = writeln!(out, "#{notes}\tAnnotatorNotes T{spans}\t{name}: {said}");
        }
    }
    out
}

/// The lines of a place that hold anything: start and end in code points, and the words.
fn fragments<'d>(document: &'d Document, place: &PassagePlace) -> Vec<(usize, usize, &'d str)> {
    let text = place.span.of(document.text());
    let (mut at, mut fragments) = (place.points.0, Vec::new());
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let before = line[..line.len() - line.trim_start().len()].chars().count();
        if !words.is_empty() {
            fragments.push((at + before, at + before + words.chars().count(), words));
        }
        at += line.chars().count();
    }
    fragments
}

/// A kind as brat has types: letters alone.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Note => "Note",
        Kind::Question => "Question",
        Kind::Bookmark => "Bookmark",
        Kind::Link => "Link",
        Kind::Prompt => "Prompt",
        _ => "Highlight",
    }
}

#[cfg(test)]
mod tests {
    use super::super::exporter::ExportOptions;
    use super::super::samples::{document, exported};
    use super::*;
    use crate::study::Paragraphs;
    use crate::text::Span;

    #[test]
    fn standoff_counts_code_points_and_keeps_what_was_said() {
        let written = exported(&EXPORTER, ExportOptions::default());
        let expected = "== week 1/stones.md.ann\nT1\tQuestion 10 32\tA wall is a *promise*.\nA1\tColor T1 yellow\n\
            #1\tAnnotatorNotes T1\t=Mira: Why? 🙂 - not <script>alert(1)</script> #law #policy/trade\n\
            #2\tAnnotatorNotes T1\tTom: Because.\n";
        assert!(written.starts_with("== week 1/stones.md.txt\n🙂 stands.") && written.contains(expected), "{written}");
        assert!(written.ends_with(CONFIGURATION), "{written}");
    }

    #[test]
    fn a_passage_over_lines_is_fragments_whose_words_are_the_texts() {
        let document = document();
        let place = PassagePlace::of(&document, &Paragraphs::of(&document), Span::new(0, document.text().len()));
        let found = fragments(&document, &place);
        let letters: Vec<char> = document.text().chars().collect();
        assert_eq!(found.len(), 2);
        for (start, end, words) in found {
            assert_eq!(letters[start..end].iter().collect::<String>(), words);
        }
    }
}
