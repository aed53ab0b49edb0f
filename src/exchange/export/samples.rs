//! A small report and a small digest with everything that must be escaped, for the tests of all exporters.

use crate::study::digest::{DigestSheet, Excerpt, Pick, Said};
use crate::study::report::{Citation, MarkedPassage, Report, UnmarkedText};
use crate::study::{digest, report};

/// Where both samples stand.
fn place() -> Citation {
    Citation {
        document: "a.txt".to_owned(),
        source: "North, <Stones>, 2020".to_owned(),
        paragraph: 4,
        page: Some("12".to_owned()),
        quote: "A wall is a *promise*.".to_owned(),
    }
}

/// A report of one reader and one passage.
pub(super) fn report() -> Report {
    Report {
        title: "Session 1".to_owned(),
        marked: vec![MarkedPassage { place: place(), readers: 3 }],
        parts: vec![report::Participation {
            reader: "=cmd, \"x\"".to_owned(),
            marks: 2,
            ..report::Participation::default()
        }],
        untouched: vec![UnmarkedText { paragraphs: vec![1, 2, 3, 7], of: 9, ..UnmarkedText::default() }],
        ..Report::default()
    }
}

/// A digest of one question and one mark, both picked.
pub(super) fn digest() -> DigestSheet {
    let pick = Pick { reader: "Ines".to_owned(), comment: Some("*well* <b>said</b>".to_owned()) };
    let question = Said {
        kind: "question",
        reader: "=Mira".to_owned(),
        text: Some("Why?\n\n- not\n<script>alert(1)</script>".to_owned()),
        tags: vec!["law".to_owned()],
        picks: vec![pick.clone()],
    };
    let mark = Said { kind: "highlight", reader: "Tom".to_owned(), picks: vec![pick], ..Said::default() };
    let excerpts = vec![Excerpt { place: place(), said: vec![question, mark] }];
    DigestSheet {
        title: "Digest".to_owned(),
        curators: vec!["Ines".to_owned()],
        parts: vec![digest::DigestSection { title: "1 · Walls".to_owned(), excerpts }],
    }
}
