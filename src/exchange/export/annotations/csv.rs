//! CSV of annotations for a spreadsheet (RFC 4180, with plain line ends), a line each. No field is a formula.

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation};
use super::json::time;
use super::link::link;
use super::words::cited_with_work;
use crate::annotation::Color;
use crate::exchange::export::escape::csv_escaped;
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "csv",
    extension: "csv",
    about: "a table for a spreadsheet",
    shape: ExportShape::Stream,
    subject: ExportSubject::Annotations,
    writer: |_| Box::new(CsvWriter { begun: false }),
};

const HEADING: &str = "id,kind,document,title,authors,date,reader,created,modified,quote,note,tags,color,page,paragraph,\
start,end,state,reply_to,citation,link\n";

struct CsvWriter {
    begun: bool,
}

impl AnnotationWriter for CsvWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            out.write(HEADING)?;
        }
        annotations.iter().try_for_each(|exported| out.write(&line(about, exported)))
    }

    fn end(&mut self, out: &mut dyn ExportSink) -> io::Result<()> {
        if self.begun { Ok(()) } else { out.write(HEADING) }
    }
}

fn line(about: &AnnotatedDocument<'_>, exported: &ExportedAnnotation) -> String {
    let (annotation, place) = (&exported.annotation, exported.place.as_ref());
    let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
    let fields: [&str; 21] = [
        &annotation.id,
        annotation.kind.name(),
        about.path,
        about.title(),
        &about.metadata.authors.join("; "),
        about.metadata.date.as_deref().unwrap_or_default(),
        exported.maker.as_ref().map_or("", |maker| &maker.name),
        &time(exported, annotation.created).unwrap_or_default(),
        &time(exported, annotation.modified).unwrap_or_default(),
        exported.quote().unwrap_or_default(),
        annotation.note.as_deref().unwrap_or_default(),
        &annotation.tags.join(" "),
        annotation.color.map_or("", Color::name),
        place.and_then(|place| Some(place.pages.as_ref()?.0.as_str())).unwrap_or_default(),
        &number(place.map(|place| place.paragraph).filter(|number| *number > 0)),
        &number(place.map(|place| place.points.0)),
        &number(place.map(|place| place.points.1)),
        exported.state.map_or("", crate::annotation::AnchorState::name),
        exported.reply_to().map_or("", |id| id),
        &cited_with_work(about, exported),
        &link(about.path, &annotation.id),
    ];
    fields.map(csv_escaped).join(",") + "\n"
}

#[cfg(test)]
mod tests {
    use super::super::exporter::ExportOptions;
    use super::super::samples::exported;
    use super::*;

    #[test]
    fn a_table_has_a_line_for_each_and_no_formula() {
        let written = exported(&EXPORTER, ExportOptions::default());
        let mut table = ::csv::Reader::from_reader(written.as_bytes());
        assert_eq!(table.headers().unwrap().iter().collect::<Vec<_>>().join(",") + "\n", HEADING);
        let rows: Vec<::csv::StringRecord> = table.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 3);
        assert_eq!((&rows[0][6], &rows[0][13], &rows[0][14], &rows[0][15]), ("'=Mira", "12", "1", "10"));
        assert_eq!(&rows[0][10], "Why? 🙂\n\n- not\n<script>alert(1)</script>");
        assert_eq!((&rows[2][17], &rows[2][15]), ("orphan", ""));
    }
}
