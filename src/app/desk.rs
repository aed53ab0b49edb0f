//! The open document: its text, the page that shows, the cursor, the selection, everybody's annotations on it.
//! It parses nothing and saves nothing; it asks for both by effects.

use super::arrivals;
use super::mark::{self, Current};
use super::page::Page;
use super::{Effect, Message, Model, Pane, Place, writing};
use crate::annotation::{Anchor, Annotation, Record};
use crate::document::layout::Look;
use crate::document::{Document, Metadata};
use crate::text::{Span, segment};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A document as it was read.
#[derive(Debug)]
pub struct Opened {
    /// Number of the job.
    pub job: u64,
    /// Path in the corpus.
    pub path: String,
    /// What was parsed: all of it, or its beginning.
    pub document: Arc<Document>,
    /// Facts about it, corrected by the syllabus.
    pub metadata: Metadata,
    /// `urn:sha256:…` of the file; `None` while only its beginning is here.
    pub source: Option<String>,
    /// Words of the article, once counted.
    pub words: Option<usize>,
    /// Where the reader was last time.
    pub place: Option<Place>,
}

/// An annotation and where it stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// What it says.
    pub annotation: Annotation,
    /// The record it comes from.
    pub record: Record,
    /// Where it stands.
    pub anchor: Anchor,
    /// The nickname of its reader.
    pub reader: String,
    /// Whether it is one's own.
    pub mine: bool,
    /// Whether it is on the disk.
    pub saved: bool,
}

/// Hits of the last search.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// As typed.
    pub query: String,
    /// In order.
    pub hits: Vec<Span>,
    /// Whether there are more.
    pub more: bool,
    /// Whether the search goes backwards.
    pub back: bool,
    /// Whether the hits are shown.
    pub shown: bool,
}

/// Where the reader has been.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// Places to go back to.
    pub back: Vec<usize>,
    /// Places to go forward to again.
    pub forward: Vec<usize>,
    /// Named places.
    pub marks: BTreeMap<char, usize>,
}

/// The open document.
#[derive(Debug)]
pub struct Desk {
    /// What was opened.
    pub opened: Opened,
    /// The part that shows.
    pub page: Page,
    /// The cursor: a byte offset on a grapheme boundary.
    pub cursor: usize,
    /// The column that vertical motions aim for.
    pub goal: Option<u16>,
    /// The fixed end of the selection, where there is one; the cursor is the other.
    pub selection: Option<usize>,
    /// Whether page furniture is folded.
    pub folded: bool,
    /// Hits of the last search.
    pub found: Found,
    /// Jumps and marks.
    pub trail: Trail,
    /// Everybody's annotations, in text order.
    pub placed: Vec<Placed>,
    /// Own records by id, deleted ones included.
    pub own: HashMap<String, Record>,
    /// Versions that lost to others of the same instant.
    pub aside: Vec<Record>,
    /// Whether its annotations have been read.
    pub read: bool,
    /// How the window follows the cursor after this update.
    pub follow: Follow,
    /// The furthest part read, 0 to 1.
    pub furthest: f32,
}

/// How the window follows the cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Follow {
    /// Scroll just enough.
    #[default]
    Nearest,
    /// Put the cursor a third down the window if it does not show.
    Jump,
    /// The window was moved: the cursor follows it.
    Window,
}

impl Desk {
    /// The document.
    pub fn document(&self) -> &Document {
        &self.opened.document
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
    pub fn place(&self) -> Place {
        let points = |offset| self.document().offsets().code_point(self.text(), offset);
        Place {
            path: self.opened.path.clone(),
            source: self.opened.source.clone(),
            offset: points(self.cursor),
            furthest: self.furthest,
            marks: self.trail.marks.iter().map(|(name, at)| (*name, points(*at))).collect(),
        }
    }

    /// How far the cursor is, 0 to 1: 1 in the last block of the text.
    pub fn progress(&self) -> f32 {
        let blocks = self.document().blocks();
        let last = blocks.iter().rev().find(|block| block.kind != crate::document::BlockKind::Furniture);
        let end = last.map_or(1, |block| block.span.end).max(1);
        let shown =
            self.page.rows.iter().rev().find(|(_, row)| !row.span.is_empty()).map_or(0, |(_, row)| row.span.end);
        (shown.max(self.cursor) as f32 / end as f32).min(1.0)
    }

    /// What the title row and citations call the document.
    pub fn title(&self) -> &str {
        self.opened.metadata.title.as_deref().unwrap_or_else(|| file_name(&self.opened.path))
    }

    /// Makes what is derived true again for a window of this look and height.
    pub fn settle(&mut self, look: Look, height: u16, margin: u16) {
        let document = Arc::clone(&self.opened.document);
        self.page.fit(&document, look, height);
        let at = self.page.row_of(&document, self.cursor);
        match std::mem::take(&mut self.follow) {
            Follow::Nearest => self.page.reveal(&document, at, margin),
            Follow::Jump => {
                self.page.fill(&document);
                if !self.page.shows(at) {
                    self.page.centre(&document, at);
                }
                self.page.reveal(&document, at, margin);
            }
            Follow::Window => {}
        }
        self.page.fill(&document);
        self.furthest = self.furthest.max(self.progress());
    }

    /// The innermost annotation at the cursor; with `mine`, among one's own only.
    pub fn under_cursor(&self, mine: bool) -> Option<&Placed> {
        let here = self.cursor;
        let covers = |placed: &&Placed| {
            let span = placed.anchor.span;
            span.is_some_and(|span| span.contains(here) || (span.is_empty() && span.start == here))
        };
        let candidates = self.placed.iter().filter(|placed| !mine || placed.mine).filter(covers);
        candidates.min_by_key(|placed| placed.anchor.span.map_or(usize::MAX, Span::len))
    }

    /// The annotation of this id.
    pub fn placed_by_id(&self, id: &str) -> Option<&Placed> {
        self.placed.iter().find(|placed| placed.annotation.id == id)
    }

    /// Keeps the annotations in text order: by place, notes on the whole document first, then by age.
    pub fn sort_placed(&mut self) {
        self.placed.sort_by(|a, b| order(a).cmp(&order(b)));
    }
}

fn order(placed: &Placed) -> (usize, std::cmp::Reverse<usize>, jiff::Timestamp, &str) {
    let span = placed.anchor.span.unwrap_or_default();
    (span.start, std::cmp::Reverse(span.end), placed.annotation.created, &placed.annotation.id)
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Leaves the open document and asks for another.
pub fn open(model: &mut Model, path: &str) -> Vec<Effect> {
    let mut effects = leave(model);
    let job = model.next_job();
    model.say(format!("opening {}", file_name(path)));
    effects.push(Effect::Open { job, path: path.to_owned() });
    effects
}

/// Remembers the place in the open document.
pub fn leave(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    let place = desk.place();
    model.list.progressed(&place);
    vec![Effect::KeepPlace(Box::new(place))]
}

/// A document has been read, whole or its beginning.
pub fn opened(model: &mut Model, opened: Opened) -> Vec<Effect> {
    if opened.job != model.job {
        return Vec::new();
    }
    let same = model.desk.as_ref().is_some_and(|desk| desk.opened.job == opened.job);
    if let (true, Some(desk)) = (same, &mut model.desk) {
        desk.opened = opened;
        let document = Arc::clone(&desk.opened.document);
        desk.page.replaced(&document);
        desk.cursor = desk.text().floor_char_boundary(desk.cursor);
    } else {
        begin(model, opened);
    }
    Vec::new()
}

/// Shows a newly opened document where the reader left it.
fn begin(model: &mut Model, opened: Opened) {
    let place = opened.place.clone().unwrap_or_default();
    let (document, text) = (Arc::clone(&opened.document), opened.document.text());
    let byte = |point| document.offsets().byte(text, point);
    let first = document.blocks().first().map_or(0, |block| block.span.start);
    let cursor = byte(place.offset).unwrap_or(first).max(first);
    let trail = Trail {
        marks: place.marks.iter().filter_map(|(name, at)| Some((*name, byte(*at)?))).collect(),
        ..Trail::default()
    };
    model.message = opened.document.warnings.first().map(Message::failure);
    if model.message.is_none() && place.offset > 0 {
        model.say("back where you were; g g goes to the beginning");
    }
    model.list.select_path(&opened.path);
    model.view.focus = Pane::Reader;
    model.desk = Some(Desk {
        page: Page::new(),
        cursor,
        goal: None,
        selection: None,
        folded: model.config.settings.fold_furniture,
        found: Found::default(),
        trail,
        placed: Vec::new(),
        own: HashMap::new(),
        aside: Vec::new(),
        read: false,
        follow: Follow::Jump,
        furthest: place.furthest,
        opened,
    });
    writing::offer_here(model);
}

/// The words of the open document have been counted.
pub fn counted(model: &mut Model, job: u64, words: usize) {
    if let Some(desk) = model.desk.as_mut().filter(|desk| desk.opened.job == job) {
        desk.opened.words = Some(words);
    }
}

/// The annotations of a document have been read.
pub fn annotated(model: &mut Model, path: &str, placed: Vec<Placed>, own: Vec<Record>, faults: &[String]) {
    let Some(desk) = model.desk.as_mut().filter(|desk| desk.opened.path == path) else { return };
    let news = arrivals::news(desk, &placed);
    let placed = arrivals::without_outdated(desk, placed);
    desk.read = true;
    // What is not yet on the disk is newer than what was read from it.
    let unsaved: Vec<Placed> =
        std::mem::take(&mut desk.placed).into_iter().filter(|old| old.mine && !old.saved).collect();
    desk.placed = placed;
    desk.placed.retain(|new| !unsaved.iter().any(|old| old.annotation.id == new.annotation.id));
    desk.placed.extend(unsaved);
    let mut not_here =
        model.notes.unsaved.iter().filter(|(of, _)| of == path).map(|(_, record)| record.clone()).collect::<Vec<_>>();
    not_here.retain(|record| {
        !desk.placed.iter().any(|placed| placed.mine && !placed.saved && placed.annotation.id == record.id())
    });
    for record in not_here {
        mark::place(desk, &record, &model.me.reader.nickname);
    }
    for record in own {
        arrivals::learn(desk, record);
    }
    desk.sort_placed();
    let count = desk.placed.len();
    model.list.counted(path, count);
    if let Some(first) = faults.first() {
        model.complain(super::several(first, faults.len()));
    } else if let Some(news) = news.filter(|_| model.message.as_ref().is_none_or(|message| !message.failure)) {
        model.say(news);
    }
}

/// An own record is on the disk.
pub fn saved(model: &mut Model, path: &str, id: &str) {
    let Some(desk) = model.desk.as_mut().filter(|desk| desk.opened.path == path) else { return };
    for placed in desk.placed.iter_mut().filter(|placed| placed.annotation.id == id) {
        placed.saved = true;
    }
}

/// An own record could not be saved: it stays on the screen, marked, and is tried again with the next one.
pub fn not_saved(model: &mut Model, path: &str, record: Record, reason: &str, kept: bool) {
    let meanwhile =
        if kept { "kept aside, and tried again with the next change" } else { "tried again with the next change" };
    model.complain(format!("NOT SAVED ({meanwhile}): {reason}"));
    let notes = &mut model.notes;
    notes.unsaved.retain(|(_, other)| other.id() != record.id());
    notes.kept_aside = kept && (notes.kept_aside || notes.unsaved.is_empty());
    notes.quitting = false;
    if let Some(desk) = model.desk.as_mut().filter(|desk| desk.opened.path == path) {
        for placed in desk.placed.iter_mut().filter(|placed| placed.annotation.id == record.id()) {
            placed.saved = false;
        }
    }
    model.notes.unsaved.push((path.to_owned(), record));
}

/// Which annotation the commands mean: the one chosen in the notes pane, else the one under the cursor.
pub fn current(model: &Model) -> Option<Current> {
    let desk = model.desk.as_ref()?;
    let placed = match model.view.focus {
        Pane::Notes => desk.placed_by_id(model.notes.selected.as_deref()?)?,
        _ => desk.under_cursor(true).or_else(|| desk.under_cursor(false))?,
    };
    Some(Current { id: placed.annotation.id.clone(), mine: placed.mine })
}
