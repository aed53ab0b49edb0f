//! JSON of annotations for programs: an array with an object each, the same that `postil notes --json` prints. The keys stand in
//! `docs/json.md`.

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation};
use crate::annotation::record::time_text;
use crate::annotation::remark::is_dated;
use crate::annotation::{Audience, Color};
use crate::text::visible;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "json",
    extension: "json",
    about: "everything, for programs: what `postil notes --json` prints",
    shape: ExportShape::Stream,
    subject: ExportSubject::Annotations,
    writer: |_| Box::new(JsonArray { begun: false, object: |about, annotation| object(about.path, annotation) }),
};

/// An array that grows by one object an annotation.
pub(super) struct JsonArray {
    pub(super) begun: bool,
    pub(super) object: fn(&AnnotatedDocument<'_>, &ExportedAnnotation) -> Value,
}

impl AnnotationWriter for JsonArray {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        for annotation in annotations {
            let before = if std::mem::replace(&mut self.begun, true) { ",\n " } else { "[\n " };
            out.write(before)?;
            out.write(&harmless(&(self.object)(about, annotation).to_string()))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn ExportSink) -> io::Result<()> {
        out.write(if self.begun { "\n]\n" } else { "[]\n" })
    }
}

/// An annotation of the document at `path` under the keys that are documented.
pub fn object(path: &str, exported: &ExportedAnnotation) -> Value {
    let (annotation, place) = (&exported.annotation, exported.place.as_ref());
    json!({
        "id": annotation.id, "kind": annotation.kind.name(), "document": path, "reader": exported.reader(),
        "created": time(exported, annotation.created), "modified": time(exported, annotation.modified),
        "quote": exported.quote(), "note": annotation.note, "tags": annotation.tags,
        "color": annotation.color.map(Color::name),
        "start": place.map(|place| place.points.0), "end": place.map(|place| place.points.1),
        "page": place.and_then(|place| Some(&place.pages.as_ref()?.0)),
        "state": exported.state.map(crate::annotation::AnchorState::name), "reply_to": exported.reply_to(),
        "prompt": exported.prompt,
        "picked_by": exported.picks.iter().map(|(reader, _)| reader).collect::<Vec<_>>(),
        "in_file": exported.in_file, "private": *exported.record.audience() != Audience::Everybody, "quoted_in": exported.quoted_in,
    })
}

/// A time of an annotation in UTC; some remarks of files have none.
pub fn time(exported: &ExportedAnnotation, time: Timestamp) -> Option<String> {
    (!exported.in_file || is_dated(&exported.annotation)).then(|| time_text(time))
}

/// JSON in which whatever could steer a terminal is escaped. Such characters stand in strings only, where an escape means the
/// same.
pub fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if visible::is_harmless(c) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing into a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_says_the_same_without_anything_that_steers() {
        let value = Value::from("a\u{1b}[2J\u{9b}\u{202e}\u{e0041}é\u{2028}");
        let printed = harmless(&value.to_string());
        assert!(printed.chars().all(visible::is_harmless), "{printed}");
        assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), value);
    }
}
