//! W3C Web Annotations: the records as they are stored, or each on its own for programs that show the text somewhere else.
//!
//! On its own, a record names the address of the text, and says where its words stand in the text as it is now: a quotation whose
//! context ends with its block (a page has white space of its own between blocks), and a position in what the consumer counts.
//! With UTF-16 units, what is about no passage is left out and every record has a body: Recogito loads nothing otherwise.

use super::exporter::{
    AnnotationExporter, AnnotationWriter, ExportOptions, ExportShape, ExportSink, ExportSubject, PositionUnits,
};
use super::facts::{AnnotatedDocument, ExportedAnnotation, PassagePlace};
use super::json::harmless;
use crate::annotation::record::CONTEXT;
use crate::annotation::{Target, select};
use crate::document::Document;
use crate::text::Span;
use serde_json::{Map, Value, json};
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "w3c",
    extension: "jsonld",
    about: "W3C Web Annotations, JSON-LD: as stored, or --standalone",
    shape: ExportShape::Stream,
    subject: ExportSubject::Annotations,
    writer: |options| Box::new(W3cWriter { options, begun: false }),
};

struct W3cWriter {
    options: ExportOptions,
    begun: bool,
}

impl W3cWriter {
    fn head(&self) -> String {
        if self.options.standalone {
            return "[".to_owned();
        }
        format!("{{\"@context\":\"{CONTEXT}\",\"type\":\"AnnotationPage\",\"items\":[")
    }
}

impl AnnotationWriter for W3cWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        for exported in annotations {
            let stored = || Some(Value::Object(exported.record.object().clone()));
            let standalone = || standalone(about, exported, self.options.units);
            let record = if self.options.standalone { standalone() } else { stored() };
            let Some(record) = record else { continue };
            let before = if self.begun { ",\n".to_owned() } else { self.head() + "\n" };
            self.begun = true;
            out.write(&before)?;
            out.write(&harmless(&record.to_string()))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn ExportSink) -> io::Result<()> {
        if !self.begun {
            out.write(&self.head())?;
        }
        out.write(if self.options.standalone { "\n]\n" } else { "\n]}\n" })
    }
}

/// A record that stands on its own; `None` where the consumer could not load it.
fn standalone(about: &AnnotatedDocument<'_>, exported: &ExportedAnnotation, units: PositionUnits) -> Option<Value> {
    let mut object = Map::new();
    object.insert("@context".to_owned(), CONTEXT.into());
    object.extend(exported.record.object().clone());
    if let Some(maker) = &exported.maker {
        let id = exported.annotation.creator.as_str();
        let person = json!({"id": id, "type": "Person", "name": maker.name, "nickname": maker.nickname});
        object.insert("creator".to_owned(), person);
    }
    let placed = exported.place.as_ref().zip(about.document);
    if units == PositionUnits::Utf16 {
        placed?;
        let body = object.remove("body");
        let bodies = match body {
            Some(Value::Array(bodies)) if !bodies.is_empty() => bodies,
            Some(body @ Value::Object(_)) => vec![body],
            _ => vec![json!({"type": "TextualBody", "value": "", "purpose": "commenting"})],
        };
        object.insert("body".to_owned(), bodies.into());
    }
    let source = about.metadata.url.clone().unwrap_or_else(|| relative(about.path));
    if let Some(target) = target(exported, (&source, placed), units) {
        object.insert("target".to_owned(), target);
    }
    Some(Value::Object(object))
}

/// What the record is about, in the text of that address; `None` where it is another annotation.
fn target(
    exported: &ExportedAnnotation,
    (source, placed): (&str, Option<(&PassagePlace, &Document)>),
    units: PositionUnits,
) -> Option<Value> {
    match (&exported.annotation.target, placed) {
        (Target::Annotation(_), _) => None,
        (Target::Document(_), _) => Some(json!({ "source": source })),
        (Target::Passage(passage), None) => {
            let quote = &passage.quote;
            let quote = json!({"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix});
            Some(json!({"source": source, "selector": [quote]}))
        }
        (Target::Passage(_), Some((place, document))) => {
            Some(json!({"source": source, "selector": selectors(document, place, units)}))
        }
    }
}

/// The selectors of a place in the text of now.
fn selectors(document: &Document, place: &PassagePlace, units: PositionUnits) -> Value {
    let passage = select::passage(document.text(), document.offsets(), place.span, "");
    let (start, end) = match units {
        PositionUnits::CodePoints => place.points,
        PositionUnits::Utf16 => (utf16(document, place.span.start), utf16(document, place.span.end)),
    };
    let (prefix, suffix) = within_blocks(document, place.span, (&passage.quote.prefix, &passage.quote.suffix));
    json!([
        {"type": "TextQuoteSelector", "exact": passage.quote.exact, "prefix": prefix, "suffix": suffix},
        {"type": "TextPositionSelector", "start": start, "end": end},
    ])
}

/// The contexts of a span as far as they belong to the blocks in which it begins and ends.
fn within_blocks<'q>(document: &Document, span: Span, (prefix, suffix): (&'q str, &'q str)) -> (&'q str, &'q str) {
    let block = |at: usize| document.blocks().get(document.block_at(at)).map_or(span, |block| block.span);
    let first = block(span.start).start.min(span.start);
    let last = block(span.end.saturating_sub(1)).end.max(span.end);
    let (before, behind) = (prefix.len().min(span.start - first), suffix.len().min(last - span.end));
    (&prefix[prefix.ceil_char_boundary(prefix.len() - before)..], &suffix[..suffix.floor_char_boundary(behind)])
}

/// UTF-16 units before a byte of the text: one for each code point, and one more for each that is written in four bytes.
fn utf16(document: &Document, byte: usize) -> usize {
    let before = &document.text().as_bytes()[..byte];
    let astral = before.iter().filter(|byte| **byte >= 0xF0).count();
    document.offsets().code_point(document.text(), byte) + astral
}

/// A path as a reference that is relative to the folder of texts.
fn relative(path: &str) -> String {
    super::link::link(path, "").trim_start_matches(super::link::SCHEME).trim_end_matches('#').to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::samples::exported;
    use super::*;

    fn records(options: ExportOptions) -> Vec<Value> {
        let written: Value = serde_json::from_str(&exported(&EXPORTER, options)).unwrap();
        let items = written.get("items").unwrap_or(&written);
        items.as_array().unwrap().clone()
    }

    #[test]
    fn records_leave_as_they_are_stored() {
        let all = records(ExportOptions::default());
        assert_eq!(
            (all.len(), &all[0]["motivation"], &all[0]["target"]["source"]),
            (3, &json!("questioning"), &json!("urn:sha256:00"))
        );
        assert!(all[0].get("@context").is_none());
    }

    #[test]
    fn a_record_on_its_own_names_the_address_and_counts_as_its_consumer_does() {
        let options = |units| ExportOptions { standalone: true, units, ..ExportOptions::default() };
        let all = records(options(PositionUnits::CodePoints));
        let target = &all[0]["target"];
        assert_eq!(target["source"], "https://example.org/stones");
        let quote = json!({"type": "TextQuoteSelector", "exact": "A wall is a *promise*.", "prefix": "🙂 stands. ", "suffix": ""});
        assert_eq!(target["selector"], json!([quote, {"type": "TextPositionSelector", "start": 10, "end": 32}]));
        assert_eq!((&all[0]["creator"]["name"], &all[0]["@context"]), (&json!("=Mira"), &json!(CONTEXT)));
        assert_eq!(all[1]["target"], all[0]["id"]);
        assert!(all[2]["target"]["selector"][1].is_null() && all[2]["target"]["selector"][0]["exact"] == "gone words");
        let wide = records(options(PositionUnits::Utf16));
        assert_eq!(
            wide.len(),
            1,
            "what is about no passage, and what is gone, would keep Recogito from loading the others"
        );
        assert_eq!(wide[0]["target"]["selector"][1], json!({"type": "TextPositionSelector", "start": 11, "end": 33}));
        assert!(wide[0]["body"].is_array());
    }

    #[test]
    fn a_path_is_a_relative_reference() {
        assert_eq!(relative("week 1/a#b.md"), "week%201/a%23b.md");
    }
}
