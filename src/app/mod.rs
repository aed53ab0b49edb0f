//! The state of the program and every change of it.
//!
//! [`update`] is the one place where state changes: a message comes in, the [`Model`] moves on, effects go out as
//! data. Nothing here reads a file, a clock or a random number (they come in as [`Given`]), and nothing knows how a
//! screen is painted: `ui` draws a Model, `terminal` carries effects out and answers with messages.

mod arrivals;
mod board;
mod card;
mod cards;
mod chooser;
mod command;
mod commands;
mod compare;
mod contents;
mod copies;
mod curation;
mod desk;
pub mod due;
mod errand;
mod field;
mod follow;
mod geometry;
mod help;
mod keys;
mod layers;
mod lead;
mod list;
mod mark;
mod mentions;
mod mouse;
mod notes;
mod overlay;
mod page;
mod pick;
mod prompts;
mod receipt;
mod reply;
mod search;
mod seminar;
#[cfg(test)]
pub(crate) mod stage;
mod status;
mod sync;
mod tags;
#[cfg(test)]
mod tests;
mod travel;
mod unread;
mod untouched;
mod versions;
mod view;
mod writing;

pub use board::{Board, Row as BoardRow};
pub use card::{Card, CardRole, CardRow};
pub use chooser::{Choice, Chooser};
pub use commands::{COMMANDS, CONTEXTS, Command, Context};
pub use compare::{Comparing, SIGNS};
pub use desk::{Desk, Found, Opened, Placed, Sought, Trail, open};
pub use errand::{Errand, Goal};
pub use field::Field;
pub use geometry::{Area, Panes};
pub use help::{HelpRow, help_rows};
pub use keys::{context, key_of, keys_in};
pub use layers::{Blind, LayerPrompt, Layers, People, Person, Show, Sign, way_back};
pub use lead::{Lead, Leaders, Led, Spot};
pub use list::{Group, Item, List, Shown};
pub use mouse::{Mouse, MouseAct};
pub use notes::Notes;
pub use overlay::Overlay;
pub use page::Page;
pub use pick::{Label, Pick};
use prompts::answering;
pub use prompts::{Asked, Wanted, placed as prompts_of};
pub use receipt::{Entry, Half, Piece, PieceRole, Receipt, Tally};
pub use seminar::{Seminar, groups, standing};
pub use status::{Hint, Status, color_keys, status};
pub use sync::Sync;
pub use tags::TagPrompt;
pub use unread::Unread;
pub use untouched::Untouched;
pub use view::{Held, Pane, View};
pub use writing::{Draft, NamePrompt, Purpose, Writing, answered};

use crate::annotation::{Passage, Reader, Record, Versions, edit::History};
use crate::config::{chord::Chord, keys::Keymap, settings::Settings, theme::Theme};
use crate::document::Document;
use crate::search::Query;
use crate::study::Summary;
use crate::text::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything the program knows while it runs.
#[derive(Debug)]
pub struct Model {
    /// Settings, keys, theme: as meant.
    pub config: Config,
    /// Who is reading.
    pub me: Me,
    /// Screen size and which panes show.
    pub view: View,
    /// The seminar: its plan, its readers, what was written on each document.
    pub seminar: Seminar,
    /// The sync that is under way.
    pub sync: Sync,
    /// Whether this reader leads or follows.
    pub lead: Lead,
    /// The corpus.
    pub list: List,
    /// The open document.
    pub desk: Option<Desk>,
    /// One's own marks beside another's, where that is shown.
    pub comparing: Option<Comparing>,
    /// The notes pane.
    pub notes: Notes,
    /// Whose annotations show.
    pub layers: Layers,
    /// What others have written and this reader has not seen.
    pub unread: Unread,
    /// Where to go in a document that is being opened.
    pub errand: Option<Errand>,
    /// What lies over the panes and takes the keys.
    pub overlay: Option<Overlay>,
    /// Chords typed so far of a longer key sequence.
    pub typed: Vec<Chord>,
    /// What just happened.
    pub message: Option<Message>,
    /// Undo and redo, by document path.
    pub histories: BTreeMap<String, History>,
    /// What this session has written of each annotation.
    pub versions: Versions,
    /// Number of the last job.
    pub job: u64,
    /// Number of the job that opens the document wanted now; the answer to an older one is stale.
    pub wanted: u64,
    /// The document being opened, or the last that could not be: from here the next one in the list is counted.
    pub tried: Option<String>,
}

/// Settings, keys and theme.
#[derive(Debug)]
pub struct Config {
    /// The settings.
    pub settings: Settings,
    /// Which keys mean what.
    pub keymap: Keymap,
    /// How things look.
    pub theme: Theme,
    /// Frames and signs in ASCII only.
    pub ascii: bool,
}

/// Who is reading.
#[derive(Clone, Debug, Default)]
pub struct Me {
    /// The reader; the id is empty until it is confirmed.
    pub reader: Reader,
    /// Whether the reader has said that this is the name to write under.
    pub confirmed: bool,
    /// Why the annotations do not go beside the texts, where they do not.
    pub elsewhere: Option<String>,
}

/// What just happened, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The words.
    pub text: String,
    /// Whether it is a failure.
    pub failure: bool,
    /// Whether it only says what is under way, so that it goes when that is done.
    pub passing: bool,
}

/// What an update may not make up itself.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    /// The time.
    pub now: jiff::Timestamp,
    /// The day, where the reader is.
    pub today: jiff::civil::Date,
    /// A fresh identifier, for at most one new annotation.
    pub id: uuid::Uuid,
}

/// What can happen to the program.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Chord),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The screen has this many columns and rows.
    Resize(u16, u16),
    /// Documents found in the corpus, a batch at a time, or known better now.
    Listed(Vec<Item>),
    /// The corpus was read to its end.
    Surveyed {
        /// What could not be read.
        faults: Vec<String>,
        /// What was written on each document, by path.
        summaries: Vec<(String, Summary)>,
    },
    /// What this reader has seen of others' annotations, by this and other sessions.
    Seen {
        /// What was made before this counts as read.
        since: jiff::Timestamp,
        /// The keys of what was seen since.
        keys: Vec<u64>,
    },
    /// Everybody who has a folder here.
    Readers(Vec<Reader>),
    /// A document, or its first part.
    Opened(Box<Opened>),
    /// The words of the open document have been counted.
    Counted {
        /// Number of the job.
        job: u64,
        /// Words of the article.
        words: usize,
    },
    /// A document that could not be opened.
    NotOpened {
        /// Number of the job.
        job: u64,
        /// Cause and remedy.
        reason: String,
    },
    /// The annotations of the open document, all readers.
    Annotations {
        /// The document.
        path: String,
        /// All of them, anchored.
        placed: Vec<Placed>,
        /// Own records, deleted ones included.
        own: Vec<Record>,
        /// What could not be read.
        faults: Vec<String>,
        /// Names under which the text was annotated before it was renamed.
        formerly: Vec<String>,
    },
    /// Versions of annotations of a document that lost to others of the same instant and were kept aside.
    Aside {
        /// The document.
        path: String,
        /// All of them.
        records: Vec<Record>,
    },
    /// So many more were made on other formats of the same work, about words that are not in this text. Comes before
    /// those that are shown.
    LeftOut {
        /// The document.
        path: String,
        /// How many.
        count: usize,
    },
    /// The ids of what is hardly from the reader in whose folder it is: its file belongs to another account. Comes before
    /// those that are shown.
    Doubted {
        /// The document.
        path: String,
        /// All of them.
        ids: Vec<String>,
    },
    /// What is written now on documents that others have written on; not on the open one.
    SummedUp(Vec<(String, Summary)>),
    /// An own record is on the disk.
    Saved {
        /// The document.
        path: String,
        /// The record.
        id: String,
    },
    /// An own record could not be saved.
    NotSaved {
        /// The document.
        path: String,
        /// The record, to be tried again.
        record: Box<Record>,
        /// Cause and remedy.
        reason: String,
        /// Whether it is kept aside, to be tried again by the next start too.
        kept: bool,
    },
    /// Hits of a search.
    Found {
        /// Number of the job.
        job: u64,
        /// Where; in order.
        hits: Vec<Span>,
        /// Whether there are more than these.
        more: bool,
    },
    /// The file of a picture that there is no screen for.
    PictureAt(String),
    /// Who the reader is.
    IsReader(Me),
    /// The name stands for somebody already.
    NameTaken(Reader),
    /// Notes that were being typed when an earlier session ended.
    Drafts(Vec<Draft>),
    /// An outside editor gave this back; `None` where it failed or changed nothing.
    Edited(Option<String>),
    /// The sync has come to another step: a word for the status line.
    SyncStep(String),
    /// The sync has ended: what came of it.
    Synced(Message),
    /// Who leads now.
    Leaders(Vec<Led>),
    /// Where the one is who is followed; `None` where they lead no more.
    Led(Option<Led>),
    /// The place cannot be shown to others: cause and remedy.
    NotLeading(String),
    /// Something to say.
    Say(Message),
    /// The terminal asks the program to end (hang-up, SIGTERM): keep what is typed, then stop.
    Stop,
}

/// What the program wants done outside. Carried out by `terminal`, in this order.
#[derive(Debug)]
pub enum Effect {
    /// Read a document.
    Open {
        /// Number of the job.
        job: u64,
        /// Which.
        path: String,
    },
    /// Write an own record into the document's sidecar.
    Save {
        /// The document.
        path: String,
        /// The record.
        record: Box<Record>,
    },
    /// Remember on this device where somebody else's annotation stands now.
    Accept {
        /// The document.
        path: String,
        /// The annotation.
        id: String,
        /// Its own passage.
        from: Box<Passage>,
        /// Where the reader says that it stands.
        to: Box<Passage>,
    },
    /// Remember on this device that annotations with these keys have been seen.
    KeepSeen(Vec<u64>),
    /// Remember the place in a document.
    KeepPlace(Box<Place>),
    /// Keep what is being typed; `None` when it is done with.
    KeepDraft(Option<Draft>),
    /// Throw these drafts of earlier sessions away.
    DropDrafts(Vec<Draft>),
    /// Look for a query in a text.
    Search {
        /// Number of the job.
        job: u64,
        /// What.
        query: Box<Query>,
        /// Where.
        document: Arc<Document>,
    },
    /// Write the reader's name down; `adopt` takes over an existing folder of that name.
    ConfirmReader {
        /// As the reader typed it.
        name: String,
        /// Whether an existing reader of that name is the same person.
        adopt: bool,
        /// For a new reader.
        id: uuid::Uuid,
    },
    /// Send one's own annotations and fetch the others', once everything is saved.
    Sync,
    /// End the sync that is under way.
    StopSync,
    /// Say who leads.
    LookForLeaders,
    /// Show others where this reader is.
    Lead(Spot),
    /// Show it no more.
    StopLeading,
    /// Say where the reader with this folder is, from now on; `None` ends it.
    Follow(Option<String>),
    /// Put text on the clipboard.
    Copy(String),
    /// Show a picture outside.
    ShowPicture {
        /// The document.
        path: String,
        /// Where it is, as the document says.
        source: String,
    },
    /// Let an outside editor change this text.
    EditOutside(String),
    /// Put the program to sleep (`ctrl-z`).
    Suspend,
    /// End.
    Quit,
}

/// Where a reader is in a document; kept in the state folder, never in the corpus.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// The document.
    pub path: String,
    /// Its bytes: `urn:sha256:…`, where known.
    pub source: Option<String>,
    /// The cursor, in code points.
    pub offset: usize,
    /// The first text on the screen, in code points.
    pub top: usize,
    /// The furthest part read, 0 to 1.
    pub furthest: f32,
    /// Marks, in code points.
    pub marks: BTreeMap<char, usize>,
}

impl Message {
    /// Good or neutral news.
    pub fn news(text: impl Into<String>) -> Self {
        Self { text: text.into(), failure: false, passing: false }
    }

    /// What is under way.
    pub fn passing(text: impl Into<String>) -> Self {
        Self { passing: true, ..Self::news(text) }
    }

    /// A failure: cause and remedy.
    pub fn failure(text: impl Into<String>) -> Self {
        Self { text: text.into(), failure: true, passing: false }
    }
}

impl Model {
    /// The program at its start, before anything has been read.
    pub fn new(config: Config, screen: (u16, u16)) -> Self {
        let list = List::new(config.settings.sort);
        Self {
            view: View::new(screen),
            config,
            me: Me::default(),
            seminar: Seminar::default(),
            sync: Sync::default(),
            lead: Lead::default(),
            list,
            desk: None,
            comparing: None,
            notes: Notes::default(),
            layers: Layers::default(),
            unread: Unread::default(),
            errand: None,
            overlay: None,
            typed: Vec::new(),
            message: None,
            histories: BTreeMap::new(),
            versions: Versions::default(),
            job: 0,
            wanted: 0,
            tried: None,
        }
    }

    /// A new job's number.
    pub fn next_job(&mut self) -> u64 {
        self.job += 1;
        self.job
    }

    /// Says what just happened.
    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message::news(text));
    }

    /// Says what went wrong and what can be done.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.message = Some(Message::failure(text));
    }

    /// Where the panes stand on the screen as it is now.
    pub fn panes(&self) -> Panes {
        geometry::panes(&self.view, &self.config.settings, self.desk.is_some())
            .with_notice(|width| self.layers.notice(width).len())
    }
}

/// The one transition: takes a message, changes the model, says what is to be done outside.
pub fn update(model: &mut Model, msg: Msg, given: &Given) -> Vec<Effect> {
    model.seminar.today = Some(given.today);
    let stood = if matches!(msg, Msg::Key(_) | Msg::Mouse(_)) { lead::stand(model) } else { None };
    let mut effects = match msg {
        Msg::Key(chord) => keys::press(model, chord, given),
        Msg::Paste(text) => overlay::paste(model, &text),
        Msg::Mouse(mouse) => mouse::act(model, mouse, given),
        Msg::Resize(width, height) => {
            model.view.screen = (width, height);
            Vec::new()
        }
        Msg::Stop => stop(model),
        answer => hear(model, answer, given),
    };
    effects.extend(carry_on(model));
    effects.extend(lead::settle(model, stood.as_ref()));
    settle(model);
    effects.extend(unread::settle(model));
    effects
}

/// Takes in the answer of an effect.
fn hear(model: &mut Model, answer: Msg, given: &Given) -> Vec<Effect> {
    match answer {
        Msg::Listed(items) => model.list.take(items),
        Msg::Surveyed { faults, summaries } => {
            seminar::surveyed(model, summaries);
            if let Some(first) = faults.first() {
                model.complain(several(first, faults.len()));
            }
        }
        Msg::Opened(opened) => return desk::opened(model, *opened),
        Msg::Counted { job, words } => desk::counted(model, job, words),
        Msg::NotOpened { job, reason } if job == model.wanted => model.complain(reason),
        Msg::Annotations { path, placed, own, faults, formerly } => {
            desk::annotated(model, &path, placed, own);
            layers::settle(model);
            receipt::tell(model, &path, &faults, &formerly);
            let mut effects = carry_on(model);
            effects.extend(answering::arrived(model, &path, given));
            return effects;
        }
        Msg::LeftOut { path, count } => copies::left_out(model, &path, count),
        Msg::Doubted { path, ids } => desk::doubted(model, &path, ids),
        Msg::Aside { path, records } => arrivals::aside(model, &path, records),
        Msg::SummedUp(summaries) => seminar::summed_up(model, summaries),
        Msg::Readers(readers) => seminar::met(model, readers),
        Msg::Seen { since, keys } => unread::known(model, since, keys),
        Msg::Saved { path, id } => desk::saved(model, &path, &id),
        Msg::NotSaved { path, record, reason, kept } => desk::not_saved(model, &path, *record, &reason, kept),
        Msg::Found { job, hits, more } => search::found(model, job, hits, more),
        Msg::PictureAt(file) => return follow::picture_at(model, file),
        Msg::IsReader(me) => {
            let waited = writing::known(model, me);
            seminar::known_anew(model);
            return waited.map_or_else(Vec::new, |command| command::run(model, command, given));
        }
        Msg::NameTaken(reader) => writing::taken(model, reader),
        Msg::Drafts(drafts) => writing::offer(model, drafts),
        Msg::Edited(text) => return writing::edited(model, text),
        Msg::Leaders(leaders) => return lead::found(model, leaders),
        Msg::Led(led) => return lead::moved(model, led),
        Msg::NotLeading(reason) => lead::failed(model, reason),
        Msg::SyncStep(step) => sync::stepped(model, step),
        Msg::Synced(message) => sync::ended(model, message),
        Msg::Say(message) => model.message = Some(message),
        _ => {}
    }
    Vec::new()
}

/// Goes on to where the reader wanted to go, once the document for it is there.
fn carry_on(model: &mut Model) -> Vec<Effect> {
    match errand::due(model) {
        Some(Goal::Unread) => return unread::arrive(model),
        Some(Goal::Annotation(id)) => errand::show(model, &id),
        None => {}
    }
    Vec::new()
}

/// Keeps what must not be lost, then ends.
fn stop(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    effects.extend(writing::draft_of(model).map(|draft| Effect::KeepDraft(Some(draft))));
    effects.extend(model.desk.as_ref().map(|desk| Effect::KeepPlace(Box::new(desk.place()))));
    effects.extend(mark::retries(model));
    effects.push(Effect::Quit);
    effects
}

/// Makes everything that is derived true again: sizes, what is in view, which note is current.
fn settle(model: &mut Model) {
    layers::settle(model);
    let panes = model.panes();
    if model.desk.as_ref().is_none_or(|desk| desk.selection.is_none()) {
        model.notes.adjusting = None;
    }
    if let Some(desk) = &mut model.desk {
        desk.stand_where_it_shows();
    }
    let look = geometry::look(&panes, &model.config.settings, model.desk.as_ref().is_none_or(|desk| desk.folded));
    // A reader that does not show keeps its rows, so that it comes back as it was.
    if let Some(desk) = model.desk.as_mut().filter(|_| panes.reader.is_some()) {
        desk.settle(look, panes.text.height, model.config.settings.scroll_margin);
    }
    seminar::settle(model);
    let height = panes.list.map_or(0, |area| area.height);
    model.list.settle(height);
    notes::settle(model, panes.notes);
    receipt::settle(model);
    board::settle(model);
    compare::settle(model);
}

/// "first, and n more".
fn several(first: &str, count: usize) -> String {
    if count > 1 { format!("{first} (and {} more; see `postil check`)", count - 1) } else { first.to_owned() }
}
