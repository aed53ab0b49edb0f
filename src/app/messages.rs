//! What can happen to the program, and what it wants done outside: data, carried out and answered by the threads.

use crate::annotation::{AnnotationId, Draft, Passage, Proof, Reader, ReaderId, Record};
use crate::app::commands::Command;
use crate::app::model::{Config, Me};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::clipping::{ClipboardText, CopyWay};
use crate::app::state::defined::DictionaryNews;
use crate::app::state::document::OpenedDocument;
use crate::app::state::export::{CitedAs, ExportEnd, ExportOrder, UncitedQuotation};
use crate::app::state::job::JobId;
use crate::app::state::links::{FoundLinks, LinkingNote, WantedLink};
use crate::app::state::list::ListItem;
use crate::app::state::marks::MarkedNews;
use crate::app::state::message::Message;
use crate::app::state::mouse::Mouse;
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::place::ReadingPlace;
use crate::app::state::presence::{PresentReader, SharedPlace};
use crate::app::state::results::ResultsNews;
use crate::config::chord::Chord;
use crate::config::syllabus::Syllabus;
use crate::document::{DocPath, Document};
use crate::language::stems::StemLanguage;
use crate::search::{Pattern, Query};
use crate::study::Summary;
use crate::text::Span;
use std::collections::HashMap;
use std::sync::Arc;

/// What an update is handed because it may not depend on anything outside: the clock, new ids.
#[derive(Clone, Copy, Debug)]
pub struct Env {
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
    /// What was said last has been heard, and is said no more.
    Heard,
    /// A command was given by its name.
    Command(Command),
    /// A text is to be opened.
    Open(DocPath),
    /// A place of a text is to be gone to.
    GoTo(DocPath, Box<NavigationTarget>),
    /// The mouse did something.
    Mouse(Mouse),
    /// The screen has this many columns and rows.
    Resize(u16, u16),
    /// Documents found in the corpus, a batch at a time, or known better now.
    Listed(Vec<ListItem>),
    /// Files of the corpus are other than they were. What is new, or changed, is listed before this.
    TextsChanged {
        /// Paths of those that are not there any more.
        gone: Vec<DocPath>,
        /// Paths of those that hold something else now.
        changed: Vec<DocPath>,
    },
    /// The file of the syllabus is another than it was.
    Planned {
        /// The syllabus of now; `None` where its file cannot be read and the one of before stays.
        syllabus: Option<Arc<Syllabus>>,
        /// What is wrong with it, in words.
        faults: Vec<String>,
    },
    /// The corpus was read to its end.
    Surveyed {
        /// What could not be read.
        faults: Vec<String>,
        /// What the folder holds that is no text of the list, in words.
        left_out: Option<String>,
        /// What was written on each document, by path.
        summaries: Vec<(DocPath, Summary)>,
    },
    /// What all texts say of themselves has been listed.
    Described,
    /// What this reader has seen of others' annotations, by this and other sessions.
    Seen {
        /// What was made before this counts as read.
        since: jiff::Timestamp,
        /// The keys of what was seen since.
        keys: Vec<u64>,
    },
    /// Everybody who has a folder here.
    Readers(Vec<Reader>),
    /// For whom of them something can be encrypted.
    Reachable {
        /// They.
        readers: Vec<ReaderId>,
        /// Those of all who make another key known than the roster has for them.
        with_other_keys: Vec<ReaderId>,
        /// Whether the reader's own key is named in the settings and cannot be used.
        key_is_gone: bool,
    },
    /// A document, or its first part.
    Opened(Box<OpenedDocument>),
    /// The words of the open document have been counted.
    Counted {
        /// Number of the job.
        job: JobId,
        /// Words of the article.
        words: usize,
    },
    /// A document that could not be opened.
    NotOpened {
        /// Number of the job.
        job: JobId,
        /// Cause and remedy.
        reason: String,
    },
    /// The own annotations on the open document, while everybody's are still being read.
    OwnAnnotations {
        /// The document.
        path: DocPath,
        /// Those of this reader, anchored, with the prompts.
        anchored: Vec<AnchoredAnnotation>,
        /// Own records, deleted ones included.
        own: Vec<Record>,
    },
    /// The annotations of the open document, all readers.
    Annotations {
        /// The document.
        path: DocPath,
        /// All of them, anchored.
        anchored: Vec<AnchoredAnnotation>,
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
        path: DocPath,
        /// All of them.
        records: Vec<Record>,
    },
    /// Own versions on a document that earlier sessions replaced or deleted, the newest first.
    Earlier {
        /// The document.
        path: DocPath,
        /// All of them.
        records: Vec<Record>,
    },
    /// So many more were made on other formats of the same work, about words that are not in this text. Comes before
    /// those that are shown.
    LeftOut {
        /// The document.
        path: DocPath,
        /// How many.
        count: usize,
    },
    /// The ids of what is hardly from the reader in whose folder it is: its file belongs to another account. Comes before
    /// those that are shown.
    Doubted {
        /// The document.
        path: DocPath,
        /// All of them.
        ids: Vec<AnnotationId>,
    },
    /// How annotations of a document stand to what their readers have signed, by their ids; nothing of readers of whom nothing is known.
    Proofs {
        /// The document.
        path: DocPath,
        /// All of them.
        proofs: HashMap<AnnotationId, Proof>,
    },
    /// What is written now on documents that others have written on; not on the open one.
    SummedUp(Vec<(DocPath, Summary)>),
    /// A survey goes on: what was written on these documents, in short.
    Surveying(Vec<(DocPath, Summary)>),
    /// An own record is on the disk.
    Saved {
        /// The document.
        path: DocPath,
        /// The record.
        id: AnnotationId,
    },
    /// An own record could not be saved.
    NotSaved {
        /// The document.
        path: DocPath,
        /// The record, to be tried again.
        record: Box<Record>,
        /// Cause and remedy.
        reason: String,
        /// Whether it is kept aside, to be tried again by the next start too.
        kept: bool,
    },
    /// What the links of a note mean.
    Linked {
        /// Whose links they are.
        note: LinkingNote,
        /// All of them.
        found: Box<FoundLinks>,
    },
    /// Hits of a search.
    Found {
        /// Number of the job.
        job: JobId,
        /// Where; in order.
        hits: Vec<Span>,
        /// Whether there are more than these.
        more: bool,
    },
    /// How many hundredths of the index that is being made are; `None` when it is done.
    Indexing(Option<usize>),
    /// Results from many texts.
    Results(Box<ResultsNews>),
    /// What dictionaries say of a word.
    Defined(Box<DictionaryNews>),
    /// Everything that was marked on all texts.
    Marked(Box<MarkedNews>),
    /// The names of all texts, each with what it is of.
    Named {
        /// Number of the job.
        job: JobId,
        /// All of them.
        names: Vec<String>,
    },
    /// Words went as far as they can on their way to the clipboard.
    Copied(ClipboardText, CopyWay),
    /// How a quotation is cited.
    Cited(Box<UncitedQuotation>, CitedAs),
    /// What came of an export.
    Exported(ExportEnd),
    /// The file of a picture that there is no screen for.
    PictureAt(String),
    /// Who the reader is.
    IsReader(Me),
    /// The name stands for somebody already.
    NameTaken(Reader),
    /// Notes that were being typed when an earlier session ended.
    Drafts(Vec<Draft>),
    /// The settings, keys or themes on the disk are others than they were.
    Configured {
        /// What they are now.
        config: Box<Config>,
        /// What is wrong with them, each with file and line; then nothing of them is taken.
        faults: Vec<String>,
    },
    /// An outside editor gave this back; `None` where it failed or changed nothing.
    Edited(Option<String>),
    /// The sync has come to another step: a word for the status line.
    SyncStep(String),
    /// The sync has ended: what came of it.
    Synced(Message),
    /// Who leads now.
    Leaders(Vec<PresentReader>),
    /// Where the one is who is followed; `None` where they lead no more.
    Led(Option<PresentReader>),
    /// The place cannot be shown to others: cause and remedy.
    NotLeading(String),
    /// Something to say.
    Say(Message),
    /// The terminal asks the program to end (hang-up, SIGTERM): keep what is typed, then stop.
    Stop,
}

/// What the program wants done outside. Carried out by the shell, in this order; what a thread does has one enum a thread,
/// which goes to its queue as it is.
#[derive(Debug)]
pub enum Effect {
    /// For the thread that reads documents.
    Read(ReadRequest),
    /// For the thread that looks through all texts.
    Find(FindRequest),
    /// For the thread that writes.
    Write(WriteRequest),
    /// For the thread that shows and follows who leads.
    Presence(PresenceRequest),
    /// Write annotations for other programs, or cite a quotation.
    Export(ExportRequest),
    /// Send one's own annotations and fetch the others', once everything is saved.
    Sync,
    /// End the sync that is under way.
    StopSync,
    /// Put text on the clipboard.
    Copy(ClipboardText),
    /// Show a picture outside.
    ShowPicture {
        /// The document.
        path: DocPath,
        /// Where it is, as the document says.
        source: String,
    },
    /// Let an outside editor change this text.
    EditOutside(String),
    /// Put the program to sleep (`ctrl-z`).
    Suspend,
    /// Paint everything anew, over whatever others wrote to the terminal.
    Redraw,
    /// End.
    Quit,
}

/// What is asked of the thread that reads documents.
#[derive(Debug)]
pub enum ReadRequest {
    /// Look again for texts that have come or gone, where nothing tells of them.
    LookAgain,
    /// Read a document.
    Open {
        /// Number of the job.
        job: JobId,
        /// Which.
        path: DocPath,
    },
    /// Look for a query in a text.
    Search {
        /// Number of the job.
        job: JobId,
        /// What.
        query: Box<Pattern>,
        /// Where.
        document: Arc<Document>,
    },
    /// Ask dictionaries for a word.
    LookUp {
        /// The folder they are in, as the settings name it.
        folder: String,
        /// The word, or several.
        words: String,
        /// The language of the text that it stands in.
        language: Option<StemLanguage>,
    },
    /// Find the passages that the links of a note mean.
    Link {
        /// Whose links they are.
        note: LinkingNote,
        /// What is known already.
        found: Box<FoundLinks>,
        /// What is to be looked up.
        wanted: Vec<WantedLink>,
    },
}

/// What is asked of the thread that looks through all texts. What is asked later ends what was asked before.
#[derive(Debug)]
pub enum FindRequest {
    /// Look for a query in the words of all texts.
    Texts {
        /// Number of the job.
        job: JobId,
        /// What.
        query: Box<Query>,
    },
    /// Collect the dated statements of all texts.
    Timeline {
        /// Number of the job.
        job: JobId,
    },
    /// Collect the names that the texts speak of.
    Names {
        /// Number of the job.
        job: JobId,
    },
    /// Collect everything that was marked and written, by all readers on all texts.
    Marks {
        /// Number of the job.
        job: JobId,
        /// Whether their texts are looked into for where they stand now.
        states: bool,
    },
    /// Collect what can be gone to: all marks, then names.
    Places {
        /// Number of the job.
        job: JobId,
        /// Whether the names are wanted.
        names: bool,
    },
    /// Look for nothing any more.
    Stop,
}

/// What is asked of those who know the formats of other programs and the styles of citations.
#[derive(Debug)]
pub enum ExportRequest {
    /// Write an export.
    Write(Box<ExportOrder>),
    /// Cite a quotation.
    Cite(Box<UncitedQuotation>),
}

/// What is asked of the thread that writes, which does it in the order in which it was asked.
#[derive(Debug)]
pub enum WriteRequest {
    /// Write an own record into the document's sidecar.
    Save {
        /// The document.
        path: DocPath,
        /// The record.
        record: Box<Record>,
    },
    /// Keep on this device an own version that is about to be replaced or deleted.
    KeepReplaced {
        /// The document.
        path: DocPath,
        /// The version.
        record: Box<Record>,
    },
    /// Remember on this device where somebody else's annotation stands now.
    Accept {
        /// The document.
        path: DocPath,
        /// The annotation.
        id: AnnotationId,
        /// Its own passage.
        from: Box<Passage>,
        /// Where the reader says that it stands.
        to: Box<Passage>,
    },
    /// Remember on this device that annotations with these keys have been seen.
    KeepSeen(Vec<u64>),
    /// Remember the place in a document.
    KeepPlace(Box<ReadingPlace>),
    /// Remember the place in a document once the reader stays there for a moment.
    KeepPlaceSoon(Box<ReadingPlace>),
    /// Remember that a document is read so far, from 0 to 1, though more may have been read before.
    KeepRead {
        /// The document.
        path: DocPath,
        /// How far.
        furthest: f32,
    },
    /// Keep what is being typed; `None` when it is done with.
    KeepDraft(Option<Draft>),
    /// Keep what was left unwritten, for this session and later ones.
    LeaveDraft(Draft),
    /// Throw these drafts away, of earlier sessions or left in this one.
    DropDrafts(Vec<Draft>),
    /// Write the reader's name down; `adopt` takes over an existing folder of that name.
    ConfirmReader {
        /// As the reader typed it.
        name: String,
        /// Whether an existing reader of that name is the same person.
        adopt: bool,
        /// For a new reader.
        id: uuid::Uuid,
    },
    /// Correct the name under which this reader writes; the id and what was written stay.
    RenameReader {
        /// As the reader typed it.
        name: String,
        /// For a new reader, where nobody has written yet.
        id: uuid::Uuid,
    },
    /// Remember which step of the tour comes next.
    KeepTour(usize),
    /// Set a setting in the reader's settings file to a value as it is typed.
    KeepSetting {
        /// Its name.
        name: &'static str,
        /// The text.
        value: String,
    },
}

/// What is asked of the thread that shows and follows who leads.
#[derive(Debug)]
pub enum PresenceRequest {
    /// Say who leads.
    LookForLeaders,
    /// Show others where this reader is.
    Lead(SharedPlace),
    /// Show it no more.
    StopLeading,
    /// Say where the reader with this folder is, from now on; `None` ends it.
    Follow(Option<String>),
}
