//! What is being typed and is no annotation yet: what for, on what, the words so far; and how that is written down against
//! a crash. It keeps nothing itself.

use crate::annotation::{AnnotationId, Audience, Kind, ReaderId, Recipients};
use crate::document::DocPath;
use serde::{Deserialize, Serialize};

/// What a text is written for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A new annotation of this kind: on the passage, or on the whole document.
    New(Kind),
    /// The note of an annotation that exists.
    Change(AnnotationId),
    /// An answer to an annotation, whoever made it.
    Reply(AnnotationId),
}

impl Default for Purpose {
    fn default() -> Self {
        Self::New(Kind::Note)
    }
}

/// A note that was being written. Positions in code points of the canonical text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenDraft", into = "WrittenDraft")]
pub struct Draft {
    /// The document: its path in the corpus.
    pub document: DocPath,
    /// What it was to become.
    pub purpose: Purpose,
    /// The passage; `None` for the whole document.
    pub span: Option<(usize, usize)>,
    /// The text so far.
    pub text: String,
    /// Who is to read it.
    pub audience: Audience,
    /// Whether its writer left it on purpose: it is there for who asks, and offered to nobody.
    pub left: bool,
}

/// A draft as it stands in its file. What a newer version writes is understood as far as it goes: a kind that is not known
/// here is a note, so that the words are offered again in any case.
#[derive(Serialize, Deserialize)]
struct WrittenDraft {
    document: DocPath,
    /// The kind of a new annotation; empty where one is changed.
    kind: String,
    /// The annotation that is changed or answered.
    id: Option<AnnotationId>,
    span: Option<(usize, usize)>,
    text: String,
    /// Whether only its writer is to read it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    private: bool,
    /// The readers it is for, where it is for some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    readers: Vec<ReaderId>,
    /// Whether nobody else is to learn what it is about.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    hides_place: bool,
    /// Whether its writer left it on purpose.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    left: bool,
}

impl From<Draft> for WrittenDraft {
    fn from(draft: Draft) -> Self {
        let (kind, id) = match draft.purpose {
            Purpose::New(kind) => (kind.name(), None),
            Purpose::Change(id) => ("", Some(id)),
            Purpose::Reply(id) => (Kind::Reply.name(), Some(id)),
        };
        let recipients = draft.audience.recipients();
        Self {
            document: draft.document,
            kind: kind.to_owned(),
            id,
            span: draft.span,
            text: draft.text,
            private: draft.audience.is_private(),
            readers: recipients.map(|to| to.readers().to_vec()).unwrap_or_default(),
            hides_place: recipients.is_some_and(Recipients::hides_place),
            left: draft.left,
        }
    }
}

impl From<WrittenDraft> for Draft {
    fn from(written: WrittenDraft) -> Self {
        let purpose = match (written.kind, written.id) {
            (kind, Some(id)) if kind == Kind::Reply.name() => Purpose::Reply(id),
            (_, Some(id)) => Purpose::Change(id),
            (kind, None) => {
                let typed = [Kind::Question, Kind::DocumentNote].into_iter().find(|known| known.name() == kind);
                Purpose::New(typed.unwrap_or(Kind::Note))
            }
        };
        let some = Recipients::new(written.readers).map(|some| Audience::For(some.hiding_place(written.hides_place)));
        let audience = if written.private { Audience::OnlyMe } else { some.unwrap_or_default() };
        let WrittenDraft { document, span, text, left, .. } = written;
        Self { document, purpose, span, text, audience, left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;

    fn draft(purpose: Purpose) -> Draft {
        Draft {
            document: doc_path("a.md"),
            purpose,
            span: Some((1, 4)),
            text: "why".to_owned(),
            audience: Audience::Everybody,
            left: false,
        }
    }

    #[test]
    fn who_is_to_read_it_is_kept_too() {
        let some = Recipients::new(["urn:x:a", "urn:x:b"].map(ReaderId::new)).unwrap();
        for audience in [Audience::OnlyMe, Audience::For(some.clone()), Audience::For(some.hiding_place(true))] {
            let draft = Draft { audience, left: true, ..draft(Purpose::New(Kind::Note)) };
            let text = serde_json::to_string(&draft).unwrap();
            assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), draft);
        }
    }

    #[test]
    fn every_purpose_is_written_with_its_kind_and_comes_back() {
        let id = || AnnotationId::new("urn:uuid:1");
        for (purpose, written) in [
            (Purpose::New(Kind::Note), r#""kind":"note","id":null"#),
            (Purpose::New(Kind::Question), r#""kind":"question","id":null"#),
            (Purpose::New(Kind::DocumentNote), r#""kind":"document-note","id":null"#),
            (Purpose::Change(id()), r#""kind":"","id":"urn:uuid:1""#),
            (Purpose::Reply(id()), r#""kind":"reply","id":"urn:uuid:1""#),
        ] {
            let text = serde_json::to_string(&draft(purpose.clone())).unwrap();
            assert_eq!(text, format!(r#"{{"document":"a.md",{written},"span":[1,4],"text":"why"}}"#));
            assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), draft(purpose));
        }
    }

    #[test]
    fn what_another_version_wrote_is_offered_as_what_it_is_nearest_to() {
        let read = |written: &str| {
            let text = format!(r#"{{"document":"a.md",{written},"span":[1,4],"text":"why","mood":"glad"}}"#);
            serde_json::from_str::<Draft>(&text).unwrap().purpose
        };
        assert_eq!(read(r#""kind":"definition""#), Purpose::New(Kind::Note));
        assert_eq!(read(r#""kind":"definition","id":"x""#), Purpose::Change("x".into()));
        assert_eq!(read(r#""kind":"reply","id":null"#), Purpose::New(Kind::Note));
        assert!(serde_json::from_str::<Draft>(r#"{"document":"a.md"}"#).is_err(), "without words it is no draft");
    }
}
