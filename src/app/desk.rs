//! The open document: its text, the page that shows, the cursor, the selection, everybody's annotations on it.
//! It parses nothing and saves nothing; it asks for both by effects.

use super::arrivals;
use super::commands::Command;
use super::copies::{self, Copies};
use super::mark::{self, Current};
use super::page::Page;
use super::receipt::Tally;
use super::{Effect, Message, Model, Overlay, Pane, Place, keys, prompts, search, seminar, writing};
use crate::annotation::{Anchor, AnchorState, Annotation, Kind, Origin, Passage, Record, Target};
use crate::document::layout::Look;
use crate::document::motion::{self, Motion};
use crate::document::{BlockKind, Document, Metadata};
use crate::text::{Span, segment};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
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
    /// Where it was read.
    pub origin: Origin,
    /// Whether it is kept off the screen now: its layer is put away, or it is not time to see it yet.
    pub hidden: bool,
}

impl Placed {
    /// Its passage, where it is about one itself (a reply is about another annotation).
    pub fn passage(&self) -> Option<&Passage> {
        match &self.annotation.target {
            Target::Passage(passage) => Some(passage),
            Target::Document(_) | Target::Annotation(_) => None,
        }
    }

    /// Whether it is one when annotations are counted: votes and picks belong to what they are for, prompts to nobody.
    pub fn is_counted(&self) -> bool {
        self.annotation.kind != Kind::Vote && !self.annotation.is_pick() && !self.is_prompt()
    }

    /// Whether it shows by itself: a pick belongs to what is picked.
    pub fn shows(&self) -> bool {
        !self.hidden && !self.annotation.is_pick()
    }

    /// Where its words stand. The place of an orphan is a guess: nothing is marked there.
    pub fn stands(&self) -> Option<Span> {
        self.anchor.span.filter(|_| self.anchor.state != AnchorState::Orphan)
    }
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
    /// Number of the job that looks for them; an answer with another number is stale.
    pub job: u64,
    /// Where the search has come to.
    pub stage: Sought,
}

/// Where a search has come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sought {
    /// The cursor is still to go to the first hit.
    #[default]
    Going,
    /// It has gone there; what comes in later moves it no more.
    There,
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
    /// Goes up with every change of the annotations or the text, so that what is made from them can be kept.
    pub version: u64,
    /// Own records by id, deleted ones included.
    pub own: HashMap<String, Record>,
    /// Passages that did not stand where they stood when the text was opened, by annotation, and where they were found:
    /// what undoing an accepted place goes back to.
    pub stood: HashMap<String, (Passage, Anchor)>,
    /// What has been said of passages that do not stand where they stood.
    pub told: Tally,
    /// Whether it has been said that the text was renamed.
    pub told_names: bool,
    /// What was told of annotations on other formats of the work.
    pub copies: Copies,
    /// What is hardly from the reader in whose folder it is, by id.
    pub doubted: HashSet<String>,
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
    /// Show the text from this byte offset on, as it was left.
    From(usize),
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
            top: points(self.page.first_offset().unwrap_or(0)),
            furthest: self.furthest,
            marks: self.trail.marks.iter().map(|(name, at)| (*name, points(*at))).collect(),
        }
    }

    /// How far the cursor is, 0 to 1: 1 in the last block of the text.
    pub fn progress(&self) -> f32 {
        let blocks = self.document().blocks();
        let last = blocks.iter().rev().find(|block| block.kind != BlockKind::Furniture);
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
        // A cursor that stays where it is moves no window, but for being in it.
        let margin = if self.page.settled == Some(self.cursor) { 0 } else { margin };
        match std::mem::take(&mut self.follow) {
            Follow::Nearest => self.page.reveal(&document, at, margin),
            Follow::Jump => {
                self.page.fill(&document);
                if !self.page.shows(at) {
                    self.page.centre(&document, at);
                }
                self.page.reveal(&document, at, margin);
            }
            Follow::From(top) => {
                self.page.start_at(&document, top);
                if !self.page.shows(at) {
                    self.page.centre(&document, at);
                }
            }
            Follow::Window => {
                self.page.fill(&document);
                if !self.page.shows(at) {
                    self.page.reveal(&document, at, 0);
                }
            }
        }
        self.page.fill(&document);
        self.page.cursor = at;
        self.page.settled = Some(self.cursor);
        self.furthest = self.furthest.max(self.progress());
    }

    /// Moves the cursor off what is folded away: on to the next text, else back to the last; a document that would show
    /// nothing else is unfolded.
    pub fn stand_where_it_shows(&mut self) {
        let at = self.cursor;
        if !self.folded || !self.is_furniture(at) {
            return;
        }
        let ways =
            [motion::past_furniture(self.document(), at, at), motion::past_furniture(self.document(), at + 1, at)];
        match ways.into_iter().find(|to| !self.is_furniture(*to)) {
            Some(to) => self.cursor = to,
            None => self.folded = false,
        }
    }

    /// Whether the text at a place is page furniture.
    pub fn is_furniture(&self, at: usize) -> bool {
        let block = self.document().blocks().get(self.document().block_at(at));
        block.is_some_and(|block| block.kind == BlockKind::Furniture)
    }

    /// The document was read further, or anew: what rests on the old text is made to fit the new one.
    fn replace(&mut self, opened: Opened) {
        self.opened = opened;
        self.version += 1;
        let document = Arc::clone(&self.opened.document);
        self.page.replaced(&document);
        let end = motion::apply(&document, usize::MAX, Motion::End);
        let fitted =
            |at: usize| segment::grapheme_start(document.text(), document.text().floor_char_boundary(at.min(end)));
        self.cursor = fitted(self.cursor);
        self.selection = self.selection.map(fitted);
        for at in self.trail.back.iter_mut().chain(&mut self.trail.forward).chain(self.trail.marks.values_mut()) {
            *at = fitted(*at);
        }
        self.goal = None;
    }

    /// The annotations that show, in text order.
    pub fn visible(&self) -> impl Iterator<Item = &Placed> {
        self.placed.iter().filter(|placed| placed.shows())
    }

    /// The same with their places in `placed`.
    pub fn visible_at(&self) -> impl Iterator<Item = (usize, &Placed)> {
        self.placed.iter().enumerate().filter(|(_, placed)| placed.shows())
    }

    /// The innermost annotation at the cursor; with `mine`, among one's own only. A vote is part of what it is for.
    pub fn under_cursor(&self, mine: bool) -> Option<&Placed> {
        let here = self.cursor;
        let covers = |placed: &&Placed| {
            let span = placed.stands();
            span.is_some_and(|span| span.contains(here) || (span.is_empty() && span.start == here))
        };
        let shown = self.visible().filter(|placed| placed.annotation.kind != Kind::Vote);
        let candidates = shown.filter(|placed| !mine || placed.mine).filter(covers);
        candidates.min_by_key(|placed| placed.anchor.span.map_or(usize::MAX, Span::len))
    }

    /// The annotation of this id.
    pub fn placed_by_id(&self, id: &str) -> Option<&Placed> {
        self.placed.iter().find(|placed| placed.annotation.id == id)
    }

    /// The annotation of this id, where it shows: commands mean no other.
    pub fn visible_by_id(&self, id: &str) -> Option<&Placed> {
        self.placed_by_id(id).filter(|placed| !placed.hidden)
    }

    /// Puts answers where the annotations they hang under stand. Chains of them are followed, circles are cut.
    pub fn answers_follow(&mut self) {
        let roots = self.roots();
        for (at, root) in roots.into_iter().enumerate() {
            if let Some(root) = root {
                self.placed[at].anchor = self.placed[root].anchor;
            }
        }
    }

    /// Under which annotation each one hangs in the end, by their places; `None` of what answers nothing.
    fn roots(&self) -> Vec<Option<usize>> {
        // Few are answered: a map of all would take longer than a key may.
        let parents: HashSet<&str> = self.placed.iter().filter_map(Placed::parent).collect();
        let ids = self.placed.iter().enumerate().map(|(at, placed)| (placed.annotation.id.as_str(), at));
        let places: HashMap<&str, usize> = ids.filter(|(id, _)| parents.contains(id)).collect();
        (0..self.placed.len()).map(|at| root(&self.placed, &places, at)).collect()
    }

    /// Keeps the annotations in text order: by place, notes on the whole document first, then by age.
    pub fn sort_placed(&mut self) {
        self.version += 1;
        self.placed.sort_by(|a, b| order(a).cmp(&order(b)));
        if self.placed.iter().any(Placed::is_prompt) {
            let roots = self.roots();
            prompts::gather(&mut self.placed, &roots);
        }
    }
}

fn order(placed: &Placed) -> impl Ord + '_ {
    let place = placed.anchor.span.map(|span| (span.start, Reverse(span.end)));
    // Word processors tell times by the minute: an answer may be as old as what it answers.
    let answers = matches!(placed.annotation.target, Target::Annotation(_));
    (place, placed.annotation.created, answers, placed.annotation.id.as_str())
}

/// The longest chain of answers that is followed.
const DEEPEST: usize = 64;

/// The annotation that an answer hangs under in the end.
fn root(placed: &[Placed], places: &HashMap<&str, usize>, from: usize) -> Option<usize> {
    let mut at = from;
    for _ in 0..DEEPEST {
        match &placed[at].annotation.target {
            Target::Annotation(parent) => at = *places.get(parent.as_str())?,
            _ => return (at != from).then_some(at),
        }
    }
    None
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Leaves the open document and asks for another.
pub fn open(model: &mut Model, path: &str) -> Vec<Effect> {
    let mut effects = leave(model);
    let job = model.next_job();
    model.wanted = job;
    model.tried = Some(path.to_owned());
    model.message = Some(Message::passing(format!("opening {}", file_name(path))));
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
    if opened.job != model.wanted {
        return Vec::new();
    }
    model.tried = None;
    if let Some(desk) = model.desk.as_mut().filter(|desk| desk.opened.job == opened.job) {
        desk.replace(opened);
        return search::again(model);
    }
    if matches!(model.overlay, Some(Overlay::Write(_) | Overlay::Name(_) | Overlay::Tags(_))) {
        // What is being written belongs to the text that shows: the other one must not slip under it.
        let name = crate::text::visible::line(file_name(&opened.path)).into_owned();
        model.say(format!("{name} was not opened, because you are writing; open it again"));
        return Vec::new();
    }
    begin(model, opened);
    Vec::new()
}

/// Shows a newly opened document where the reader left it.
fn begin(model: &mut Model, opened: Opened) {
    let place = opened.place.clone().unwrap_or_default();
    let (document, text) = (Arc::clone(&opened.document), opened.document.text());
    let byte = |point| document.offsets().byte(text, point);
    let first = document.blocks().first().map_or(0, |block| block.span.start);
    let cursor = segment::grapheme_start(text, byte(place.offset).unwrap_or(first).max(first));
    let trail = Trail {
        marks: place.marks.iter().filter_map(|(name, at)| Some((*name, byte(*at)?))).collect(),
        ..Trail::default()
    };
    // What has been said meanwhile (changes of an earlier session are saved now) stays.
    let said = model.message.take().filter(|message| !message.passing);
    model.message = opened.document.warnings.first().map(Message::failure).or(said);
    if model.message.is_none() && place.offset > 0 {
        let start = keys::key_of(model, Command::Start);
        model.say(format!("back where you were; {start} goes to the beginning"));
    }
    seminar::leave(model);
    model.overlay = None;
    model.typed.clear();
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
        version: 0,
        own: HashMap::new(),
        stood: HashMap::new(),
        told: Tally::default(),
        told_names: false,
        copies: Copies::default(),
        doubted: HashSet::new(),
        aside: Vec::new(),
        read: false,
        follow: byte(place.top).filter(|top| *top > first).map_or(Follow::Jump, Follow::From),
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

/// It is known whose files belong to another account.
pub fn doubted(model: &mut Model, path: &str, ids: Vec<String>) {
    if let Some(desk) = model.desk.as_mut().filter(|desk| desk.opened.path == path) {
        desk.doubted = ids.into_iter().collect();
        desk.version += 1;
    }
}

/// The annotations of a document have been read.
pub fn annotated(model: &mut Model, path: &str, placed: Vec<Placed>, own: Vec<Record>) {
    let Some(desk) = model.desk.as_mut().filter(|desk| desk.opened.path == path) else { return };
    let news = arrivals::news(desk, &placed);
    let placed = arrivals::without_outdated(desk, placed);
    desk.read = true;
    // What is not yet on the disk is newer than what was read from it.
    let unsaved: Vec<Placed> =
        std::mem::take(&mut desk.placed).into_iter().filter(|old| old.mine && !old.saved).collect();
    let astray = placed.iter().filter(|placed| placed.anchor.state != AnchorState::Same);
    let stood =
        astray.filter_map(|placed| Some((placed.annotation.id.clone(), (placed.passage()?.clone(), placed.anchor))));
    desk.stood.extend(stood);
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
    desk.answers_follow();
    desk.sort_placed();
    let count = copies::made_here(&desk.placed);
    model.list.counted(path, count);
    if let Some(news) = news.filter(|_| model.message.as_ref().is_none_or(|message| !message.failure)) {
        model.say(news);
    }
}

/// An own record is on the disk.
pub fn saved(model: &mut Model, path: &str, id: &str) {
    let Some(desk) = model.desk.as_mut().filter(|desk| desk.opened.path == path) else { return };
    desk.version += 1;
    for placed in desk.placed.iter_mut().filter(|placed| placed.annotation.id == id) {
        placed.saved = true;
    }
}

/// An own record could not be saved: it stays on the screen, marked, and is tried again with the next one.
pub fn not_saved(model: &mut Model, path: &str, record: Record, reason: &str, kept: bool) {
    let meanwhile =
        if kept { "kept aside, and tried again with the next change" } else { "tried again with the next change" };
    let quitting = if model.notes.quitting { "; quit again to quit all the same" } else { "" };
    model.complain(format!("NOT SAVED ({meanwhile}{quitting}): {reason}"));
    let notes = &mut model.notes;
    notes.unsaved.retain(|(_, other)| other.id() != record.id());
    notes.kept_aside = kept && (notes.kept_aside || notes.unsaved.is_empty());
    if let Some(desk) = model.desk.as_mut().filter(|desk| desk.opened.path == path) {
        for placed in desk.placed.iter_mut().filter(|placed| placed.annotation.id == record.id()) {
            placed.saved = false;
        }
        desk.version += 1;
    }
    model.notes.unsaved.push((path.to_owned(), record));
}

/// Which annotation the commands mean: the one chosen in the notes pane, else the one under the cursor.
pub fn current(model: &Model) -> Option<Current> {
    let desk = model.desk.as_ref()?;
    let placed = match model.view.focus {
        Pane::Notes => desk.visible_by_id(model.notes.selected.as_deref()?)?,
        _ => desk.under_cursor(true).or_else(|| desk.under_cursor(false))?,
    };
    Some(Current { id: placed.annotation.id.clone(), mine: placed.mine })
}
