//! One row of the table of formats that annotations leave in, and where what it writes goes. It names no format.

use super::facts::{AnnotatedDocument, ExportedAnnotation};
use std::io;

/// What an export can be told beyond its format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// How the annotations are put together.
    pub grouping: Grouping,
    /// Whether records stand on their own, with the address of the text and places in it as it is now.
    pub standalone: bool,
    /// What their positions count.
    pub units: PositionUnits,
    /// Whether each document gets a file of its own.
    pub split: bool,
}

/// How annotations are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Document after document, in the order of the texts.
    #[default]
    Document,
    /// By tag; one with several stands under each.
    Tag,
    /// By colour.
    Color,
}

/// What a position counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PositionUnits {
    /// Unicode code points, as the W3C model says.
    #[default]
    CodePoints,
    /// UTF-16 code units, as most programs in browsers do.
    Utf16,
}

/// What takes in what an export writes.
pub trait ExportSink {
    /// Writes more of the one stream.
    fn write(&mut self, text: &str) -> io::Result<()>;
    /// Writes a whole file; `name` is a relative path with `/`, without `.` and `..`.
    fn file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()>;
    /// Writes a whole file of a binary format, of which no byte is to be another.
    fn file_as_it_is(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.file(name, bytes)
    }
    /// Says what could not be written, and why.
    fn tell(&mut self, fault: &str);
}

/// Writes documents with their annotations, one after the other, in UTF-8. Fails only where the sink does.
pub trait AnnotationWriter {
    /// Writes a document.
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()>;

    /// Writes what stands behind all documents.
    fn end(&mut self, _out: &mut dyn ExportSink) -> io::Result<()> {
        Ok(())
    }
}

/// A format that annotations are written in.
#[derive(Debug)]
pub struct AnnotationExporter {
    /// What it is asked for by.
    pub name: &'static str,
    /// How the name of a file of this format ends, without the dot.
    pub extension: &'static str,
    /// What comes out, in a few words.
    pub about: &'static str,
    /// Where it goes.
    pub shape: ExportShape,
    /// What is written of.
    pub subject: ExportSubject,
    /// Begins to write.
    pub writer: fn(ExportOptions) -> Box<dyn AnnotationWriter>,
}

/// Where what an exporter writes goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportShape {
    /// Into one stream.
    Stream,
    /// Into one stream, or a file for each document where that is wanted.
    Either,
    /// Into files of a folder.
    Folder,
}

/// What an exporter writes of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportSubject {
    /// Annotations: a document without any is passed over.
    Annotations,
    /// Documents, whether they have annotations or not.
    Documents,
    /// Those, and annotations on documents that are gone.
    Both,
}
