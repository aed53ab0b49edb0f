//! Remarks that a file itself holds beside its text (the comments of a word processor, the notes in a PDF) as
//! annotations by their authors, so that everything that shows, filters and answers annotations has them too.
//!
//! Nothing here is ever written: the file is the truth, and these are made anew each time it is opened.

use super::record::{creator_urn, parse_time};
use super::{Annotation, AnnotationId, Color, Kind, Target, select};
use crate::document::{Comment, Document};
use crate::text::Span;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use uuid::Uuid;

/// The most remarks of one file that are shown.
const MOST: usize = 10_000;

/// The longest passage that a remark quotes, in bytes: many remarks on a whole book would fill the memory with it.
const LONGEST: usize = 4_096;

/// The tag of a remark that its file marks as done with.
const RESOLVED: &str = "resolved";

/// The remarks of a document as annotations, in the order of the file. `source` is the `urn:sha256:…` of its bytes.
///
/// The id of a remark is made of its author, date and words (and, of several that are alike, its number), so that an
/// answer to it still hangs under it when the file was saved anew. One without a legible date has a time within a day of
/// the epoch, see [`is_dated`], and keeps its place among the others.
pub fn remarks(document: &Document, source: &str) -> Vec<Annotation> {
    let comments = &document.comments()[..document.comments().len().min(MOST)];
    let ids = ids(comments);
    let annotation = |(index, comment): (usize, &Comment)| {
        let parent = comment.answers.and_then(|parent| ids.get(parent));
        let written = written(comment, index);
        Annotation {
            id: ids[index].clone(),
            kind: match parent {
                Some(_) => Kind::Reply,
                None if comment.text.is_empty() => Kind::Highlight,
                None => Kind::Note,
            },
            // With a blank in it, it is never taken for the id of somebody who is a reader here.
            creator: creator_urn(&format!("author {}", comment.author)),
            created: written,
            modified: written,
            note: Some(comment.text.clone()).filter(|text| !text.is_empty()),
            tags: if comment.resolved { vec![RESOLVED.to_owned()] } else { Vec::new() },
            color: comment.color.map(Color::nearest),
            target: parent.map_or_else(|| passage(document, comment.span, source), |id| Target::Annotation(id.clone())),
            links: Vec::new(),
        }
    };
    comments.iter().enumerate().map(annotation).collect()
}

/// Whether a remark says when it was written.
pub fn is_dated(remark: &Annotation) -> bool {
    remark.created > Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24)
}

fn written(comment: &Comment, index: usize) -> Timestamp {
    let said = comment.date.as_deref().and_then(parse_time);
    said.unwrap_or(Timestamp::UNIX_EPOCH + SignedDuration::from_millis(index as i64))
}

fn passage(document: &Document, span: Span, source: &str) -> Target {
    let text = document.text();
    let end = text.floor_char_boundary(span.end.min(span.start + LONGEST));
    Target::Passage(select::passage_of_these_bytes(document, Span::new(span.start, end), source))
}

fn ids(comments: &[Comment]) -> Vec<AnnotationId> {
    let mut alike: HashMap<Uuid, usize> = HashMap::new();
    let id = |comment: &Comment| {
        let said = [&comment.author, comment.date.as_deref().unwrap_or_default(), &comment.text].join("\n");
        let words = Uuid::new_v5(&Uuid::NAMESPACE_URL, said.as_bytes());
        let number = alike.entry(words).and_modify(|number| *number += 1).or_insert(0);
        AnnotationId::new(Uuid::new_v5(&words, number.to_string().as_bytes()).urn().to_string())
    };
    comments.iter().map(id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::anchor::anchor_one;
    use crate::annotation::{AnchorState, Record, threads};
    use crate::document::{BlockKind, Builder};
    use proptest::prelude::*;

    const SOURCE: &str = "urn:sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn comment(span: Span, author: &str, date: Option<&str>, text: &str, answers: Option<usize>) -> Comment {
        let (author, date) = (author.to_owned(), date.map(str::to_owned));
        Comment { span, author, date, text: text.to_owned(), answers, color: None, resolved: false }
    }

    fn document(text: &str, comments: Vec<Comment>) -> Document {
        let mut builder = Builder::default();
        let span = builder.push(text);
        builder.block(BlockKind::Paragraph, 0, span);
        for comment in comments {
            builder.comment(comment);
        }
        builder.finish()
    }

    #[test]
    fn a_remark_that_is_done_with_says_so_and_is_still_the_same() {
        let done = |resolved| {
            let remark = Comment { resolved, ..comment(Span::new(0, 3), "Ada North", None, "Which?", None) };
            remarks(&document("The wall.", vec![remark]), SOURCE).remove(0)
        };
        assert_eq!((done(true).tags, done(false).tags), (vec!["resolved".to_owned()], Vec::new()));
        assert_eq!(done(true).id, done(false).id);
    }

    #[test]
    fn remarks_are_notes_by_their_authors_and_answers_hang_under_them() {
        let day = Some("2031-03-01T10:00:00Z");
        let document = document(
            "The wall stands by stones.",
            vec![
                comment(Span::new(4, 8), "Ada North", day, "Which wall?", None),
                comment(Span::new(4, 8), "Bo Lind", None, "The north one.", Some(0)),
            ],
        );
        let remarks = remarks(&document, SOURCE);
        assert_eq!(remarks.iter().map(|it| it.kind).collect::<Vec<_>>(), [Kind::Note, Kind::Reply]);
        assert_eq!((is_dated(&remarks[0]), is_dated(&remarks[1])), (true, false));
        let Target::Passage(passage) = &remarks[0].target else { panic!("a passage") };
        let anchor = anchor_one(document.text(), document.offsets(), SOURCE, passage);
        assert_eq!((anchor.state, anchor.span), (AnchorState::Same, Some(Span::new(4, 8))));
        let depths: Vec<usize> = threads(&remarks)[0].entries.iter().map(|entry| entry.depth).collect();
        assert_eq!(depths, [0, 1]);
        for remark in &remarks {
            let record = Record::of(remark);
            assert_eq!(record.faults(), Vec::<String>::new());
            assert_eq!(record.annotation().as_ref(), Some(remark));
        }
    }

    #[test]
    fn an_id_stays_when_the_text_around_changes_and_differs_between_remarks_that_are_alike() {
        let twice = |text: &str| {
            let one = || comment(Span::at(0), "Ada", None, "Yes.", None);
            remarks(&document(text, vec![one(), one()]), SOURCE)
        };
        let (before, after) = (twice("One."), twice("Two, and longer."));
        assert_eq!((&before[0].id, &before[1].id), (&after[0].id, &after[1].id));
        assert_ne!(before[0].id, before[1].id);
    }

    #[test]
    fn an_author_called_like_a_reader_is_not_that_reader() {
        let id = "urn:uuid:0193f3a0-0000-7000-8000-0000000000aa";
        let remarks = remarks(&document("x", vec![comment(Span::at(0), id, None, "I?", None)]), SOURCE);
        assert_ne!(remarks[0].creator, id);
    }

    proptest! {
        #[test]
        fn any_comment_becomes_an_annotation_that_stands_where_it_stood(
            text in "[a-zé .]{1,60}", start in 0usize..80, length in 0usize..80, said in "\\PC{0,20}",
        ) {
            let document = document(&text, vec![comment(Span::new(start, start + length), "Ada", Some(&said), &said, None)]);
            let remarks = remarks(&document, SOURCE);
            let Target::Passage(passage) = &remarks[0].target else { panic!("a passage") };
            let anchor = anchor_one(document.text(), document.offsets(), SOURCE, passage);
            prop_assert_eq!(anchor.state, AnchorState::Same);
        }
    }
}
