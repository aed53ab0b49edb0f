//! The documents themselves as a bibliography: BibTeX, RIS, CSL-JSON. Each gets a key that no other has.

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation};
use super::json::harmless;
use crate::exchange::bibliography::{self, BibliographicItem};
use std::collections::HashSet;
use std::io;

/// Its row of the table.
pub const BIBTEX: AnnotationExporter = AnnotationExporter {
    name: "bibtex",
    extension: "bib",
    about: "the texts as BibTeX, for LaTeX, Zotero and JabRef",
    shape: ExportShape::Stream,
    subject: ExportSubject::Documents,
    writer: |_| Box::new(BibliographyWriter::of(["", "\n", ""], bibliography::bibtex)),
};

/// Its row of the table.
pub const RIS: AnnotationExporter = AnnotationExporter {
    name: "ris",
    extension: "ris",
    about: "the texts as RIS, for EndNote, Zotero and Mendeley",
    shape: ExportShape::Stream,
    subject: ExportSubject::Documents,
    writer: |_| Box::new(BibliographyWriter::of(["", "\r\n", ""], bibliography::ris)),
};

/// Its row of the table.
pub const CSL_JSON: AnnotationExporter = AnnotationExporter {
    name: "csl-json",
    extension: "json",
    about: "the texts as CSL-JSON, for pandoc and citation programs",
    shape: ExportShape::Stream,
    subject: ExportSubject::Documents,
    writer: |_| {
        Box::new(BibliographyWriter::of(["[\n", ",\n", "\n]\n"], |item| {
            harmless(&bibliography::csl_json(item).to_string())
        }))
    },
};

struct BibliographyWriter {
    /// What stands before, between and behind the items.
    around: [&'static str; 3],
    write: fn(&BibliographicItem) -> String,
    keys: HashSet<String>,
}

impl BibliographyWriter {
    fn of(around: [&'static str; 3], write: fn(&BibliographicItem) -> String) -> Self {
        Self { around, write, keys: HashSet::new() }
    }

    /// The key, with a letter or number behind it where another has it.
    fn own_key(&mut self, key: &str) -> String {
        let key = if key.is_empty() { "text" } else { key };
        let letters = (b'b'..=b'z').map(|letter| format!("{key}{}", char::from(letter)));
        let numbers = (27..).map(|number| format!("{key}-{number}"));
        let mut keys = [key.to_owned()].into_iter().chain(letters).chain(numbers);
        let own = keys.find(|key| !self.keys.contains(key)).unwrap_or_default();
        self.keys.insert(own.clone());
        own
    }
}

impl AnnotationWriter for BibliographyWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        _: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        out.write(if self.keys.is_empty() { self.around[0] } else { self.around[1] })?;
        let key = self.own_key(&about.item.key);
        out.write(&(self.write)(&about.item.clone().with_key(key)))
    }

    fn end(&mut self, out: &mut dyn ExportSink) -> io::Result<()> {
        if self.keys.is_empty() {
            out.write(self.around[0])?;
        }
        out.write(self.around[2])
    }
}

#[cfg(test)]
mod tests {
    use super::super::exporter::ExportOptions;
    use super::super::samples::exported;
    use super::*;

    #[test]
    fn a_document_is_an_entry_in_all_three() {
        let written = [&BIBTEX, &RIS, &CSL_JSON].map(|row| exported(row, ExportOptions::default()));
        for (ending, text) in ["bib", "ris", "json"].iter().zip(&written) {
            let back = bibliography::read(ending, text);
            assert_eq!(
                (back.len(), back[0].key.as_str(), back[0].field("title")),
                (1, "north2020stones", Some("<Stones>")),
                "{text}"
            );
        }
    }

    #[test]
    fn no_two_entries_have_one_key() {
        let mut writer = BibliographyWriter::of([""; 3], bibliography::ris);
        let keys: HashSet<String> = (0..40).map(|_| writer.own_key("a")).collect();
        assert_eq!(keys.len(), 40);
        assert!(keys.contains("a") && keys.contains("ab") && keys.contains("a-27"));
    }
}
