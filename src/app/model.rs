//! The state of the whole program. It changes only through `dispatch::update`.

use crate::annotation::Reader;
use crate::annotation::edit::History;
use crate::app::state::compare::Comparing;
use crate::app::state::document::OpenDocument;
use crate::app::state::geometry;
use crate::app::state::geometry::PaneAreas;
use crate::app::state::job::JobId;
use crate::app::state::layers::Layers;
use crate::app::state::list::DocumentList;
use crate::app::state::message::Message;
use crate::app::state::navigation::Navigation;
use crate::app::state::notes::NotesPane;
use crate::app::state::overlay::Overlay;
use crate::app::state::presence::Presence;
use crate::app::state::revisions::Tracked;
use crate::app::state::seminar::Seminar;
use crate::app::state::sync::Sync;
use crate::app::state::typed::Typed;
use crate::app::state::unread::Unread;
use crate::app::state::view::View;
use crate::app::state::written::SessionWrites;
use crate::config::keys::Keymap;
use crate::config::settings::Settings;
use crate::config::theme::Theme;
use crate::document::DocPath;
use std::collections::BTreeMap;

/// Everything the program knows while it runs.
#[derive(Debug)]
pub struct Model {
    /// Settings, keys, theme: as meant.
    pub config: Config,
    /// Who is reading.
    pub me: Tracked<Me>,
    /// Screen size and which panes show.
    pub view: View,
    /// The seminar: its plan, its readers, what was written on each document.
    pub seminar: Seminar,
    /// The sync that is under way.
    pub sync: Sync,
    /// Whether this reader leads or follows.
    pub lead: Presence,
    /// The corpus.
    pub list: DocumentList,
    /// The open document.
    pub doc: Option<OpenDocument>,
    /// One's own marks beside another's, where that is shown.
    pub comparing: Option<Comparing>,
    /// The notes pane.
    pub notes: NotesPane,
    /// Whose annotations show.
    pub layers: Layers,
    /// What others have written and this reader has not seen.
    pub unread: Unread,
    /// What leads from one document into another.
    pub navigation: Navigation,
    /// What lies over the panes and takes the keys.
    pub overlay: Option<Overlay>,
    /// What has been typed so far of a longer key sequence.
    pub typed: Typed,
    /// What just happened.
    pub message: Option<Message>,
    /// Undo and redo, by document path.
    pub histories: BTreeMap<DocPath, History>,
    /// What this session has written.
    pub written: SessionWrites,
    /// Number of the last job.
    pub job: JobId,
    /// Number of the job that opens the document wanted now; the answer to an older one is stale.
    pub wanted: JobId,
    /// The document being opened, or the last that could not be: from here the next one in the list is counted.
    pub tried: Option<DocPath>,
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
    /// Whether the terminal gives two cells to ambiguous characters.
    pub ambiguous_wide: bool,
    /// The names of the formats that can be read.
    pub formats: Vec<&'static str>,
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

impl Model {
    /// The program at its start, before anything has been read.
    pub fn new(config: Config, screen: (u16, u16)) -> Self {
        let list = DocumentList::new(config.settings.sort);
        Self {
            view: View::new(screen),
            config,
            me: Tracked::default(),
            seminar: Seminar::default(),
            sync: Sync::default(),
            lead: Presence::default(),
            list,
            doc: None,
            comparing: None,
            notes: NotesPane::default(),
            layers: Layers::default(),
            unread: Unread::default(),
            navigation: Navigation::default(),
            overlay: None,
            typed: Typed::default(),
            message: None,
            histories: BTreeMap::new(),
            written: SessionWrites::default(),
            job: JobId::NONE,
            wanted: JobId::NONE,
            tried: None,
        }
    }

    /// A new job's number.
    pub fn next_job(&mut self) -> JobId {
        self.job = self.job.next();
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
    pub fn panes(&self) -> PaneAreas {
        geometry::panes(&self.view, &self.config.settings, self.doc.is_some())
            .with_notice(|width| self.notice(width).len())
    }

    /// What stands above the notes, in rows of `width` cells: what is kept back, and that notes elsewhere lead here.
    pub fn notice(&self, width: usize) -> Vec<String> {
        let mut rows = self.layers.notice(width);
        rows.extend(self.navigation.backlinks.notice.clone());
        rows
    }
}
