//! Remarks in files themselves: highlights and notes of a PDF, comments of a word processor, as their file has them. A remark
//! without an author is the reader's own.

use super::importer::Importer;
use super::mark::{Author, Imported, Mark, MarkTime, MarkedWork};
use super::mark_file::MarkFile;
use crate::annotation::remark::{is_dated, remarks};
use crate::annotation::{Annotation, Target};
use crate::document::Comment;

pub(super) const IMPORTER: Importer = Importer {
    name: "remarks",
    about: "highlights and notes in a PDF, comments in DOCX, ODT and RTF",
    home: "https://www.w3.org/TR/annotation-model/",
    read,
};

fn read(input: &MarkFile<'_>) -> Option<Imported> {
    let document = input.document.as_ref().filter(|document| !document.comments().is_empty())?;
    let metadata = &document.metadata;
    let work = MarkedWork {
        title: metadata.title.clone(),
        authors: metadata.authors.clone(),
        addresses: [&metadata.identifier, &metadata.url].into_iter().flatten().cloned().collect(),
        file: None,
    };
    let mut imported = Imported::default();
    for (remark, comment) in remarks(document, "").iter().zip(document.comments()) {
        imported.add(work.clone(), mark(remark, comment));
    }
    Some(imported)
}

fn mark(remark: &Annotation, comment: &Comment) -> Mark {
    let name = comment.author.trim();
    // The name by which the program knows whoever remarked on a file that is open.
    let author = Author { id: format!("author {name}"), name: name.to_owned() };
    Mark {
        id: remark.id.to_string(),
        kind: remark.kind,
        passages: match &remark.target {
            Target::Passage(passage) => vec![passage.quote.clone()],
            Target::Document(_) | Target::Annotation(_) => Vec::new(),
        },
        note: remark.note.clone(),
        tags: remark.tags.clone(),
        color: remark.color,
        author: Some(author).filter(|_| !name.is_empty()),
        created: is_dated(remark).then_some(MarkTime::Instant(remark.created)),
        answers: match &remark.target {
            Target::Annotation(parent) => Some(parent.to_string()),
            Target::Document(_) | Target::Passage(_) => None,
        },
        ..Mark::default()
    }
}
