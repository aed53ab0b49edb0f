//! The formats that annotations leave the program in: one table, one file a format.
//!
//! Pure: a document with its annotations in, text or files out, document after document, so that nothing has to hold all of them.
//! A writer that puts them together otherwise (by tag, by colour) holds what it has written until the end.

mod anki;
mod brat;
mod copies;
mod csv;
mod documents;
mod epub;
mod exporter;
mod facts;
mod html;
pub mod json;
pub mod link;
mod markdown;
mod org;
mod quickfix;
#[cfg(test)]
mod samples;
mod site;
mod template;
mod text;
mod w3c;
mod words;

pub use exporter::{
    AnnotationExporter, AnnotationWriter, ExportOptions, ExportShape, ExportSink, ExportSubject, Grouping,
    PositionUnits,
};
pub use facts::{AnnotatedDocument, Citer, ExportedAnnotation, Maker, PassagePlace, PlainCiter};
pub use template::template_writer;

/// All formats, the usual one first.
pub static ANNOTATION_EXPORTERS: &[AnnotationExporter] = &[
    markdown::EXPORTER,
    text::EXPORTER,
    org::EXPORTER,
    html::EXPORTER,
    csv::EXPORTER,
    json::EXPORTER,
    w3c::EXPORTER,
    anki::EXPORTER,
    brat::EXPORTER,
    epub::EXPORTER,
    quickfix::EXPORTER,
    copies::EXPORTER,
    site::EXPORTER,
    documents::BIBTEX,
    documents::RIS,
    documents::CSL_JSON,
];

/// Finds the format of that name.
pub fn annotation_exporter(name: &str) -> Option<&'static AnnotationExporter> {
    ANNOTATION_EXPORTERS.iter().find(|exporter| exporter.name == name)
}

#[cfg(test)]
mod tests {
    use super::samples::{exported, names};
    use super::*;

    #[test]
    fn every_format_writes_its_subject_and_is_found_by_its_name() {
        for row in ANNOTATION_EXPORTERS {
            let found = annotation_exporter(row.name).is_some_and(|found| found.extension == row.extension);
            let written = exported(row, ExportOptions::default());
            let word = match row.subject {
                ExportSubject::Documents | ExportSubject::Both => "Stones",
                ExportSubject::Annotations if row.name == "copies" => "holds no annotations",
                ExportSubject::Annotations if row.name == "epub-annotations" => "no EPUB",
                ExportSubject::Annotations => "promise",
            };
            assert!(found && written.contains(word), "{}: {written}", row.name);
        }
    }

    #[test]
    fn no_export_of_nothing_is_broken() {
        for row in ANNOTATION_EXPORTERS {
            let mut kept = samples::Kept::default();
            (row.writer)(ExportOptions::default()).end(&mut kept).unwrap();
            assert!(names(&kept).iter().all(|name| !name.is_empty()), "{}", row.name);
        }
    }
}
