//! One annotation as the program sees it: the meaning of a W3C record, without its JSON.

use super::id::{AnnotationId, ReaderId};
use crate::document::DocPath;
use crate::text::Span;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What somebody wrote or marked. Derived from a record; the record's JSON stays the truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Which it is.
    pub id: AnnotationId,
    /// What it is.
    pub kind: Kind,
    /// The reader who made it.
    pub creator: ReaderId,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// The text written, Markdown.
    pub note: Option<String>,
    /// Tags, in the order given.
    pub tags: Vec<String>,
    /// The highlight's colour.
    pub color: Option<Color>,
    /// What it is about.
    pub target: Target,
    /// Where it leads: the other end of a [`Kind::Link`], and what its note names in double brackets.
    pub links: Vec<Link>,
}

/// Where a note leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// As the note writes it, between its brackets; empty where another program made it.
    pub label: String,
    /// What is meant: a passage, or an annotation as a source of its own (`urn:uuid:…`) without selectors.
    pub passage: Passage,
}

impl Link {
    /// A link to an annotation.
    pub fn to_annotation(label: &str, id: &AnnotationId) -> Self {
        Self { label: label.to_owned(), passage: Passage { source: id.to_string(), ..Passage::default() } }
    }

    /// The annotation that is meant; `None` where it is a passage.
    pub fn annotation(&self) -> Option<AnnotationId> {
        let source = &self.passage.source;
        source.starts_with("urn:uuid:").then(|| AnnotationId::new(source.as_str()))
    }
}

/// The kinds of annotations, each a W3C motivation (`docs/sidecar.md`, Records).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A marked passage (`highlighting`).
    Highlight,
    /// A note on a passage (`commenting`).
    Note,
    /// A question on a passage or document (`questioning`).
    Question,
    /// An answer or reply to another annotation (`replying`).
    Reply,
    /// "Me too" on another annotation (`moderating`).
    Vote,
    /// A place to come back to (`bookmarking`).
    Bookmark,
    /// A note on the whole document (`describing`).
    DocumentNote,
    /// A link to another passage (`linking`).
    Link,
    /// The seminar leader's question to the group (`questioning` with an audience).
    Prompt,
    /// Which document a sidecar is about (`identifying`): bookkeeping, never shown.
    Identity,
}

impl Kind {
    /// Its name in JSON, filters and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Highlight => "highlight",
            Self::Note => "note",
            Self::Question => "question",
            Self::Reply => "reply",
            Self::Vote => "vote",
            Self::Bookmark => "bookmark",
            Self::DocumentNote => "document-note",
            Self::Link => "link",
            Self::Prompt => "prompt",
            Self::Identity => "identity",
        }
    }
}

/// The highlight colours, by the names of the W3C EPUB Annotations draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Color {
    /// Yellow.
    Yellow,
    /// Green.
    Green,
    /// Blue.
    Blue,
    /// Pink.
    Pink,
    /// Orange.
    Orange,
    /// Purple.
    Purple,
    /// A colour this program does not know; shown grey, its name kept in the record.
    Other,
}

impl Color {
    /// The one that a colour of red, green and blue is most like: by its hue, and grey where it has none.
    pub fn nearest(rgb: [u8; 3]) -> Self {
        let [red, green, blue] = rgb.map(f32::from);
        let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
        let range = most - least;
        if range < 24.0 {
            return Self::Other;
        }
        let hue = match most {
            _ if most <= red => ((green - blue) / range).rem_euclid(6.0),
            _ if most <= green => (blue - red) / range + 2.0,
            _ => (red - green) / range + 4.0,
        } * 60.0;
        // Red is no colour of its own here: its light tints are pink, and so is what a strike is drawn in.
        match hue {
            10.0..45.0 => Self::Orange,
            45.0..75.0 => Self::Yellow,
            75.0..170.0 => Self::Green,
            170.0..255.0 => Self::Blue,
            255.0..310.0 => Self::Purple,
            _ => Self::Pink,
        }
    }

    /// The six colours in the order of the keys 1 to 6.
    pub const ALL: [Self; 6] = [Self::Yellow, Self::Green, Self::Blue, Self::Pink, Self::Orange, Self::Purple];

    /// Its name in records and settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Pink => "pink",
            Self::Orange => "orange",
            Self::Purple => "purple",
            Self::Other => "grey",
        }
    }

    /// The colour of that name; [`Color::Other`] where it is none of the six.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|color| color.name() == name).unwrap_or(Self::Other)
    }
}

/// What an annotation is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The whole document; its `urn:sha256:…`.
    Document(String),
    /// A passage of a document.
    Passage(Passage),
    /// Another annotation's `urn:uuid:…`.
    Annotation(AnnotationId),
}

impl Target {
    /// The annotation that it is, where it is one.
    pub fn annotation(&self) -> Option<&AnnotationId> {
        match self {
            Self::Annotation(id) => Some(id),
            Self::Document(_) | Self::Passage(_) => None,
        }
    }
}

/// A passage by selectors: W3C TextQuoteSelector and TextPositionSelector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// `urn:sha256:HEX` of the bytes of the document that the selectors were made on.
    pub source: String,
    /// The words; empty `exact` for a bookmark.
    pub quote: Quote,
    /// Start and end in code points of the canonical text, end exclusive.
    pub position: Option<(usize, usize)>,
}

/// A quotation with its surroundings, as the canonical text has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The passage.
    pub exact: String,
    /// What stands right before it.
    pub prefix: String,
    /// What stands right after it.
    pub suffix: String,
}

/// Where a passage stands in the text as it is now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// How sure it is.
    pub state: AnchorState,
    /// The span, in bytes; for an orphan the last known or best guessed place, if there is one.
    pub span: Option<Span>,
    /// 0 to 1; 1 where the words stand unchanged.
    pub score: f32,
}

impl Anchor {
    /// That of a passage that is not found.
    pub const LOST: Self = Self { state: AnchorState::Orphan, span: None, score: 0.0 };
    /// That of what is about no passage.
    pub const NOWHERE: Self = Self { state: AnchorState::Same, span: None, score: 1.0 };
}

/// How sure an anchor is. Always shown: never a silent guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AnchorState {
    /// The words stand where they stood.
    Same,
    /// Its words stand elsewhere, unchanged.
    Moved,
    /// Found, with other words in it.
    Changed,
    /// Found, but another place is nearly as good.
    Uncertain,
    /// Its place is gone.
    Orphan,
}

impl AnchorState {
    /// Its name in JSON and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::Uncertain => "uncertain",
            Self::Orphan => "orphan",
        }
    }
}

/// Where an annotation was read, seen from the document that it is shown in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Origin {
    /// In the sidecars of that document.
    #[default]
    Here,
    /// In those of another document that is the same work, of this path: it is changed there.
    Copy(DocPath),
    /// In the document's own file, as a remark: it is changed there alone.
    File,
    /// In the syllabus, as a prompt: nothing writes it, and it counts as nobody's.
    Syllabus,
}

impl Origin {
    /// The path of the other document.
    pub fn copy(&self) -> Option<&DocPath> {
        match self {
            Self::Copy(path) => Some(path),
            Self::Here | Self::File | Self::Syllabus => None,
        }
    }
}

/// A person who annotates: `reader.json`, a W3C Person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reader {
    /// Who it is.
    pub id: ReaderId,
    /// The full name.
    pub name: String,
    /// The short name; also the name of the reader's folder.
    pub nickname: String,
}
