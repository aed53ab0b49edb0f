//! The open document: its text, the window on it, the cursor, the selection, what is written on it. It parses nothing
//! and saves nothing.

use crate::annotation::Kind;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::annotations::DocumentAnnotations;
use crate::app::state::due::DONE;
use crate::app::state::job::JobId;
use crate::app::state::place::ReadingPlace;
use crate::app::state::reading::{ReadingProgress, ScreenPart};
use crate::app::state::same_words;
use crate::app::state::viewport::Viewport;
use crate::document::layout::LayoutOptions;
use crate::document::motion::Motion;
use crate::document::{BlockKind, DocPath, Document, Metadata, motion};
use crate::text::{Direction, Span, segment};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A document as it was read.
#[derive(Debug)]
pub struct OpenedDocument {
    /// Number of the job.
    pub job: JobId,
    /// Path in the corpus.
    pub path: DocPath,
    /// What was parsed: all of it, or its beginning.
    pub document: Arc<Document>,
    /// Facts about it, corrected by the syllabus.
    pub metadata: Metadata,
    /// `urn:sha256:…` of the file; `None` while only its beginning is here.
    pub source: Option<String>,
    /// Words of the article, once counted.
    pub words: Option<usize>,
    /// Where the reader was last time.
    pub place: Option<ReadingPlace>,
    /// Whether the file holds something else by now.
    pub outdated: bool,
}

impl OpenedDocument {
    /// Where the reader was last time, and the first text that showed, as byte offsets; `None` where that is not known, or not in what
    /// was read.
    fn left_at(&self) -> Option<(usize, usize)> {
        let place = self.place.as_ref()?;
        Some((segment::grapheme_start(self.document.text(), self.byte(place.offset)?), self.byte(place.top)?))
    }

    /// The places that the reader had named, as byte offsets, as far as they are in what was read.
    pub(in crate::app) fn named_before(&self) -> impl Iterator<Item = (char, usize)> + '_ {
        let marks = self.place.iter().flat_map(|place| &place.marks);
        marks.filter_map(|(name, at)| Some((*name, self.byte(*at)?)))
    }

    fn byte(&self, point: usize) -> Option<usize> {
        self.document.offsets().byte(self.document.text(), point)
    }
}

/// Hits of the last search.
#[derive(Clone, Debug, Default)]
pub struct SearchHits {
    /// As typed.
    pub query: String,
    /// In order.
    pub hits: Vec<Span>,
    /// Whether there are more.
    pub more: bool,
    /// Which way the search goes.
    pub direction: Direction,
    /// Whether the hits are shown.
    pub shown: bool,
    /// Number of the job that looks for them; an answer with another number is stale.
    pub job: JobId,
    /// Where the search has come to.
    pub stage: SearchProgress,
    /// Where the first hit that is gone to may be.
    pub begins: SearchStart,
}

/// Where a hit may be gone to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchStart {
    /// At the cursor too.
    #[default]
    Cursor,
    /// Only before or behind it.
    Beyond,
}

/// Where a search has come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchProgress {
    /// The cursor is still to go to the first hit.
    #[default]
    Going,
    /// The place was reached: annotations that arrive later do not move the view.
    There,
}

/// Where the reader has been.
#[derive(Clone, Debug, Default)]
pub struct JumpList {
    /// Places to go back to.
    pub back: Vec<usize>,
    /// Places to go forward to again.
    pub forward: Vec<usize>,
    /// Named places.
    pub marks: BTreeMap<char, usize>,
}

/// The open document.
#[derive(Debug)]
pub struct OpenDocument {
    /// What was opened.
    pub opened: OpenedDocument,
    /// The part that shows.
    pub page: Viewport,
    /// The cursor: a byte offset on a grapheme boundary.
    pub cursor: usize,
    /// The column that vertical motions aim for.
    pub goal: Option<u16>,
    /// The fixed end of the selection, where there is one; the cursor is the other.
    pub selection: Option<usize>,
    /// Whether page boilerplate is folded.
    pub folded: bool,
    /// Hits of the last search.
    pub found: SearchHits,
    /// Jumps and marks.
    pub trail: JumpList,
    /// What is written on it.
    pub annotations: DocumentAnnotations,
    /// How the window follows the cursor after this update.
    pub follow: Reveal,
    /// How far it has been read.
    pub reading: ReadingProgress,
    /// Where the reader wanted to go in a text of which only the beginning is here.
    pub awaited: Option<AwaitedMove>,
}

/// A move to a part of the whole text, asked for while only its beginning is here. Whoever moves elsewhere meanwhile is not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwaitedMove {
    /// Where to.
    pub to: TextPart,
    /// Where the cursor stood after as much of the move as was possible, a byte offset.
    pub from: usize,
}

/// A part of the whole text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// Its end.
    End,
    /// So many hundredths of it.
    Percent(u32),
}

/// How the window follows the cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reveal {
    /// Scroll just enough.
    #[default]
    Nearest,
    /// Put the cursor a third down the window if it does not show.
    Jump,
    /// Show the text from this byte offset on, as it was left.
    From(usize),
    /// The window was moved: the cursor follows it.
    Window,
}

impl OpenDocument {
    /// The document.
    pub fn document(&self) -> &Document {
        &self.opened.document
    }

    /// Whether all of it is here, and not its beginning alone.
    pub fn is_whole(&self) -> bool {
        self.opened.source.is_some()
    }

    /// Its canonical text.
    pub fn text(&self) -> &str {
        self.opened.document.text()
    }

    /// The selected span; the character under the cursor belongs to it.
    pub fn selected(&self) -> Option<Span> {
        let fixed = self.selection?;
        let end = segment::next_grapheme(self.text(), fixed.max(self.cursor));
        Some(Span { start: fixed.min(self.cursor), end })
    }

    /// Where the reader is, to be remembered.
    pub fn place(&self) -> ReadingPlace {
        let points = |offset| self.document().offsets().code_point(self.text(), offset);
        ReadingPlace {
            path: self.opened.path.clone(),
            source: self.opened.source.clone(),
            offset: points(self.cursor),
            top: points(self.page.first_offset().unwrap_or(0)),
            furthest: self.reading.furthest,
            marks: self.trail.marks.iter().map(|(name, at)| (*name, points(*at))).collect(),
        }
    }

    /// How far the cursor is, 0 to 1: 1 in the last block of the text.
    pub fn progress(&self) -> f32 {
        let shown =
            self.page.rows.iter().rev().find(|(_, row)| !row.span.is_empty()).map_or(0, |(_, row)| row.span.end);
        self.part(shown.max(self.cursor))
    }

    /// How far a byte is, 0 to 1, between the ends of what is not boilerplate.
    fn part(&self, at: usize) -> f32 {
        let (first, end) = (self.first(), self.end());
        (at.saturating_sub(first) as f32 / end.saturating_sub(first).max(1) as f32).min(1.0)
    }

    /// The byte that is so many hundredths of the way between those ends.
    pub fn at_percent(&self, percent: u32) -> usize {
        let (first, last) = (self.first(), self.end() - 1);
        first + (last.saturating_sub(first) as u64 * u64::from(percent.min(100)) / 100) as usize
    }

    /// Where the text begins that is not boilerplate.
    fn first(&self) -> usize {
        let first = self.document().blocks().iter().find(|block| block.kind != BlockKind::Boilerplate);
        first.map_or(0, |block| block.span.start)
    }

    /// Where the text ends that is not boilerplate; at least 1.
    fn end(&self) -> usize {
        let last = self.document().blocks().iter().rev().find(|block| block.kind != BlockKind::Boilerplate);
        last.map_or(1, |block| block.span.end).max(1)
    }

    /// What the window shows, as parts of the text.
    pub fn screen_part(&self) -> ScreenPart {
        let bottom = self.progress();
        let top = self.page.first_offset().map_or(0.0, |top| self.part(top));
        (top.min(bottom), bottom)
    }

    /// Whether it has been read, but for a last remainder.
    pub fn is_read(&self) -> bool {
        self.reading.furthest >= DONE
    }

    /// What the title row and citations call the document.
    pub fn title(&self) -> &str {
        self.opened.metadata.title.as_deref().unwrap_or_else(|| self.opened.path.file_name())
    }

    /// Makes what is derived true again for a window of this look and height.
    pub fn settle(&mut self, look: LayoutOptions, height: u16, margin: u16) {
        let document = Arc::clone(&self.opened.document);
        self.page.fit(&document, look, height);
        let at = self.page.row_of(&document, self.cursor);
        // A cursor that stays where it is moves no window, but for being in it.
        let margin = if self.page.settled == Some(self.cursor) { 0 } else { margin };
        match std::mem::take(&mut self.follow) {
            Reveal::Nearest => self.page.reveal(&document, at, margin),
            Reveal::Jump => {
                self.page.fill(&document);
                if !self.page.shows(at) {
                    self.page.centre(&document, at);
                }
                self.page.reveal(&document, at, margin);
            }
            Reveal::From(top) => {
                self.page.start_at(&document, top);
                if !self.page.shows(at) {
                    self.page.centre(&document, at);
                }
            }
            Reveal::Window => {
                self.page.fill(&document);
                if !self.page.shows(at) {
                    self.page.reveal(&document, at, 0);
                }
            }
        }
        self.page.fill(&document);
        self.page.cursor = at;
        self.page.settled = Some(self.cursor);
    }

    /// Moves the cursor off what is folded away: on to the next text, else back to the last; a document that would show
    /// nothing else is unfolded.
    pub fn stand_where_it_shows(&mut self) {
        let at = self.cursor;
        if !self.folded || !self.is_boilerplate(at) {
            return;
        }
        let ways =
            [motion::past_boilerplate(self.document(), at, at), motion::past_boilerplate(self.document(), at + 1, at)];
        match ways.into_iter().find(|to| !self.is_boilerplate(*to)) {
            Some(to) => self.cursor = to,
            None => self.folded = false,
        }
    }

    /// Whether the text at a place is page boilerplate.
    pub fn is_boilerplate(&self, at: usize) -> bool {
        let block = self.document().blocks().get(self.document().block_at(at));
        block.is_some_and(|block| block.kind == BlockKind::Boilerplate)
    }

    /// The document was read further, or anew: what rests on the old text is made to fit the new one.
    pub(in crate::app) fn replace(&mut self, opened: OpenedDocument) {
        let opened_before = std::mem::replace(&mut self.opened, opened);
        let before = &opened_before.document;
        self.annotations.changed();
        let document = Arc::clone(&self.opened.document);
        let end = motion::apply(&document, usize::MAX, Motion::End);
        let fitted = |at: usize| {
            let at = same_words::carried(before.text(), document.text(), at).min(end);
            segment::grapheme_start(document.text(), document.text().floor_char_boundary(at))
        };
        self.page.replaced(before, &document, &fitted);
        let first = |document: &Document| document.blocks().first().map_or(0, |block| block.span.start);
        let was = self.cursor;
        self.cursor = match self.opened.left_at() {
            // Who has not moved since is where they left the text: that is a place in all of it, and known of all of it where it was
            // read under another name.
            Some((at, top)) if opened_before.left_at().map_or(first(before), |(before, _)| before) == was => {
                if at != was {
                    self.follow = Reveal::From(top);
                }
                at
            }
            // Who has not begun to read is at the beginning, whatever that turned out to be.
            _ if was == first(before) => first(&document),
            _ => fitted(was),
        };
        self.selection = self.selection.map(fitted);
        let marks = self.trail.marks.clone();
        for at in self.trail.back.iter_mut().chain(&mut self.trail.forward).chain(self.trail.marks.values_mut()) {
            *at = fitted(*at);
        }
        // A name that was given before is for a place of the whole text, unless it was given anew since.
        let given_since: BTreeMap<char, usize> =
            marks.into_iter().filter(|given| !opened_before.named_before().any(|known| known == *given)).collect();
        self.trail.marks.extend(self.opened.named_before().filter(|(name, _)| !given_since.contains_key(name)));
        let furthest = self.opened.place.as_ref().map_or(0.0, |place| place.furthest);
        self.reading.furthest = self.reading.furthest.max(furthest);
        self.goal = None;
    }

    /// The innermost annotation at the cursor. A vote is part of what it is for.
    pub fn under_cursor(&self) -> Option<&AnchoredAnnotation> {
        let here = self.cursor;
        let covering = self.annotations.visible_in(Span::new(here, here + 1));
        let marks =
            |anchored: &&AnchoredAnnotation| anchored.annotation.kind != Kind::Vote && anchored.stands().is_some();
        covering.filter(marks).min_by_key(|anchored| anchored.anchor.span.map_or(usize::MAX, Span::len))
    }
}
