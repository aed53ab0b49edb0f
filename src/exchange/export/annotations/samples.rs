//! A small document with annotations in which everything must be escaped, for the tests of all formats.

use super::exporter::{AnnotationExporter, ExportOptions, ExportSink};
use super::facts::{AnnotatedDocument, ExportedAnnotation, Maker, PassagePlace, PlainCiter};
use crate::annotation::{AnchorState, Annotation, Color, Kind, Passage, Quote, Record, Target};
use crate::document::{BlockKind, Builder, Document, Metadata};
use crate::exchange::bibliography::BibliographicItem;
use crate::study::Paragraphs;
use crate::text::Span;
use std::io;

/// What an export wrote.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) stream: String,
    pub(super) files: Vec<(String, Vec<u8>)>,
    pub(super) told: Vec<String>,
}

impl ExportSink for Kept {
    fn write(&mut self, text: &str) -> io::Result<()> {
        self.stream.push_str(text);
        Ok(())
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.files.push((name.to_owned(), bytes.to_vec()));
        Ok(())
    }

    fn tell(&mut self, fault: &str) {
        self.told.push(fault.to_owned());
    }
}

/// The names of the files.
pub(super) fn names(kept: &Kept) -> Vec<&str> {
    kept.files.iter().map(|(name, _)| name.as_str()).collect()
}

/// A text of two paragraphs with an astral character before what is marked.
pub(super) fn document() -> Document {
    let text = "🙂 stands. A wall is a *promise*.\n\nIt stands.";
    let mut builder = Builder::over(text.to_owned());
    let first = text.find('\n').unwrap();
    builder.block(BlockKind::Paragraph, 0, Span::new(0, first));
    builder.block(BlockKind::Paragraph, 0, Span::new(first + 2, text.len()));
    builder.page("12", 0);
    builder.finish()
}

pub(super) fn metadata() -> Metadata {
    Metadata {
        title: Some("<Stones>".to_owned()),
        authors: vec!["North".to_owned()],
        date: Some("2020".to_owned()),
        url: Some("https://example.org/stones".to_owned()),
        ..Metadata::default()
    }
}

/// A question of somebody's with an answer, and a mark of one's own whose words are gone.
pub(super) fn annotations(document: &Document) -> Vec<ExportedAnnotation> {
    let quote = |exact: &str| {
        let quote = Quote { exact: exact.to_owned(), prefix: "stands. ".to_owned(), suffix: "\n\nIt".to_owned() };
        Target::Passage(Passage { source: "urn:sha256:00".to_owned(), quote, position: Some((10, 32)) })
    };
    let start = document.text().find("A wall").unwrap();
    let span = Span::new(start, start + "A wall is a *promise*.".len());
    let place = PassagePlace::of(document, &Paragraphs::of(document), span);
    let asked = Annotation {
        note: Some("Why? 🙂\n\n- not\n<script>alert(1)</script>".to_owned()),
        tags: vec!["law".to_owned(), "policy/trade".to_owned()],
        color: Some(Color::Yellow),
        ..made(1, Kind::Question, quote("A wall is a *promise*."))
    };
    let answer =
        Annotation { note: Some("Because.".to_owned()), ..made(2, Kind::Reply, Target::Annotation(id(1).into())) };
    let (asked, answer) = (by(asked, "=Mira"), by(answer, "Tom"));
    vec![
        ExportedAnnotation { place: Some(place), state: Some(AnchorState::Same), ..asked },
        ExportedAnnotation { depth: 1, ..answer },
        ExportedAnnotation {
            state: Some(AnchorState::Orphan),
            mine: true,
            ..by(made(3, Kind::Highlight, quote("gone words")), "me")
        },
    ]
}

fn id(number: u8) -> String {
    format!("urn:uuid:0193f3a0-0000-7000-8000-0000000000{number:02x}")
}

fn made(number: u8, kind: Kind, target: Target) -> Annotation {
    Annotation {
        id: id(number).into(),
        kind,
        creator: "urn:uuid:0193f3a0-0000-7000-8000-0000000000ff".into(),
        created: "2026-11-01T10:00:00Z".parse().unwrap(),
        modified: "2026-11-02T10:00:00Z".parse().unwrap(),
        note: None,
        tags: Vec::new(),
        color: None,
        target,
        links: Vec::new(),
    }
}

fn by(annotation: Annotation, name: &str) -> ExportedAnnotation {
    ExportedAnnotation {
        record: Record::of(&annotation),
        annotation,
        maker: Some(Maker { nickname: name.to_lowercase(), name: name.to_owned() }),
        mine: false,
        place: None,
        state: None,
        depth: 0,
        prompt: None,
        picks: Vec::new(),
        in_file: false,
        quoted_in: None,
    }
}

/// What a format makes of a mark on two stanzas of verse, the second of one line.
pub(super) fn verse(row: &AnnotationExporter) -> String {
    let text = "The mill,\n  the wheel,\n\nthe stone.";
    let mut builder = Builder::over(text.to_owned());
    let first = text.find("\n\n").unwrap();
    builder.block(BlockKind::Verse, 0, Span::new(0, first));
    builder.block(BlockKind::Verse, 0, Span::new(first + 2, text.len()));
    let document = builder.finish();
    let place = PassagePlace::of(&document, &Paragraphs::of(&document), Span::new(0, text.len()));
    let quote = Quote { exact: text.to_owned(), ..Quote::default() };
    let target = Target::Passage(Passage { source: "urn:sha256:00".to_owned(), quote, position: None });
    let mark = ExportedAnnotation { place: Some(place), ..by(made(1, Kind::Highlight, target), "me") };
    kept_of(row, ExportOptions::default(), (Some(&document), &[mark])).stream
}

/// What a format makes of the annotations of a document that is gone.
pub(super) fn kept_of_gone(row: &AnnotationExporter) -> Kept {
    kept_of(row, ExportOptions::default(), (None, &annotations(&document())))
}

/// What a format makes of the document.
pub(super) fn kept(row: &AnnotationExporter, options: ExportOptions) -> Kept {
    let document = document();
    kept_of(row, options, (Some(&document), &annotations(&document)))
}

fn kept_of(
    row: &AnnotationExporter,
    options: ExportOptions,
    (document, annotations): (Option<&Document>, &[ExportedAnnotation]),
) -> Kept {
    let metadata = metadata();
    let item = BibliographicItem::of_metadata(&metadata, "week 1/stones.md");
    let citer = PlainCiter { metadata: &metadata, path: "week 1/stones.md" };
    let about = AnnotatedDocument {
        path: "week 1/stones.md",
        metadata: &metadata,
        document,
        urn: document.map(|_| "urn:sha256:00"),
        item: &item,
        citer: &citer,
        file: &|| Some(document?.text().as_bytes().to_vec()),
    };
    let mut kept = Kept::default();
    let mut writer = (row.writer)(options);
    writer.document(&about, annotations, &mut kept).unwrap();
    writer.end(&mut kept).unwrap();
    kept
}

/// The stream, and all files after it.
pub(super) fn exported(row: &AnnotationExporter, options: ExportOptions) -> String {
    let kept = kept(row, options);
    let files = kept.files.into_iter().map(|(name, bytes)| format!("== {name}\n{}", String::from_utf8_lossy(&bytes)));
    kept.stream + &kept.told.join("\n") + &files.collect::<String>()
}
