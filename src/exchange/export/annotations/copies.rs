//! Copies of the files with the annotations in them, as the programs that they are for show such: highlights and notes in a PDF,
//! comments in a document of a word processor. It changes no file; what a format cannot hold is told.

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation, saying};
use super::words::cited;
use crate::annotation::record::time_text;
use crate::annotation::{AnnotationId, Color, Kind};
use crate::document::Comment;
use crate::format::marked_copy;
use crate::format::remark::NewRemark;
use crate::text::Span;
use std::collections::HashMap;
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "copies",
    extension: "",
    about: "copies of the files with the annotations in them: PDF, Word, OpenDocument",
    shape: ExportShape::Folder,
    subject: ExportSubject::Annotations,
    writer: |_| Box::new(CopyWriter),
};

struct CopyWriter;

impl AnnotationWriter for CopyWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        let said = saying(annotations).unwrap_or_default();
        let new: Vec<&ExportedAnnotation> = said.into_iter().filter(|it| !it.in_file).collect();
        let file = about.document.zip((about.file)());
        let Some((document, bytes)) = file.filter(|_| !new.is_empty()) else { return Ok(()) };
        let path = about.path;
        match marked_copy(path, bytes, document, remarks(&new)) {
            Some(Ok(copy)) => return out.file_as_it_is(path, &copy),
            Some(Err(cause)) => out.tell(&format!("{path}: no annotations could be written into a copy: {cause}")),
            None => out.tell(&format!(
                "{path}: a file of this format holds no annotations; for it there are the formats markdown, html and site"
            )),
        }
        Ok(())
    }
}

/// The annotations as remarks, each behind what it answers.
fn remarks(annotations: &[&ExportedAnnotation]) -> Vec<NewRemark> {
    let numbers: HashMap<&AnnotationId, usize> =
        annotations.iter().enumerate().map(|(number, it)| (&it.annotation.id, number)).collect();
    let parent = |at: usize, exported: &ExportedAnnotation| {
        numbers.get(exported.reply_to()?).copied().filter(|parent| *parent < at)
    };
    let remark = |(at, exported): (usize, &&ExportedAnnotation)| {
        let annotation = &exported.annotation;
        let comment = Comment {
            span: exported.place.as_ref().map_or(Span::at(0), |place| place.span),
            author: exported.maker.as_ref().map(|maker| maker.name.clone()).unwrap_or_default(),
            date: Some(time_text(annotation.modified)),
            text: text(exported),
            answers: parent(at, exported),
            color: annotation.color.map(rgb),
            resolved: false,
        };
        NewRemark { id: annotation.id.to_string(), comment }
    };
    annotations.iter().enumerate().map(remark).collect()
}

/// What it says: what it is where that is no plain note, its words, its tags; of one that has lost its place, the words it was on.
fn text(exported: &ExportedAnnotation) -> String {
    let annotation = &exported.annotation;
    let kind =
        matches!(annotation.kind, Kind::Question | Kind::Bookmark).then(|| format!("[{}]", annotation.kind.name()));
    let lost = exported.place.is_none().then(|| exported.quote()).flatten();
    let lost = lost.map(|quote| format!("“{quote}” ({})", cited(exported)));
    let tags = annotation.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
    let parts = [lost, kind, annotation.note.clone(), Some(tags).filter(|tags| !tags.is_empty())];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// A colour as other programs show it.
fn rgb(color: Color) -> [u8; 3] {
    match color {
        Color::Yellow => [0xFF, 0xD4, 0x00],
        Color::Green => [0x5F, 0xC2, 0x5F],
        Color::Blue => [0x5A, 0xA9, 0xF0],
        Color::Pink => [0xFF, 0x7F, 0xB0],
        Color::Orange => [0xFF, 0xA0, 0x40],
        Color::Purple => [0xB0, 0x80, 0xF0],
        Color::Other => [0xAA, 0xAA, 0xAA],
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn every_colour_is_read_back_as_itself() {
        for color in Color::ALL.into_iter().chain([Color::Other]) {
            assert_eq!(Color::nearest(rgb(color)), color);
        }
    }

    #[test]
    fn a_remark_says_all_that_the_annotation_says_and_answers_what_it_answers() {
        let annotations = samples::annotations(&samples::document());
        let remarks = remarks(&annotations.iter().collect::<Vec<_>>());
        let said: Vec<(&str, Option<usize>)> =
            remarks.iter().map(|it| (it.comment.text.as_str(), it.comment.answers)).collect();
        assert_eq!(
            said,
            [
                ("[question]\n\nWhy? 🙂\n\n- not\n<script>alert(1)</script>\n\n#law #policy/trade", None),
                ("Because.", Some(0)),
                ("“gone words” (words that are not in the text any more)", None)
            ]
        );
    }

    #[test]
    fn a_file_that_can_hold_none_is_told() {
        let kept = samples::kept(&EXPORTER, super::super::ExportOptions::default());
        assert!(kept.files.is_empty() && kept.told[0].contains("holds no annotations"), "{:?}", kept.told);
    }
}
