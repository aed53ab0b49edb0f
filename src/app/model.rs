//! The state of the whole program. It changes only through `dispatch::update`.

use crate::annotation::{Audience, Reader};
use crate::app::state::audience::usual_audience;
use crate::app::state::document::OpenDocument;
use crate::app::state::export::ExportFormat;
use crate::app::state::geometry;
use crate::app::state::geometry::PaneAreas;
use crate::app::state::job::JobId;
use crate::app::state::list::DocumentList;
use crate::app::state::message::Message;
use crate::app::state::navigation::Navigation;
use crate::app::state::notes::NotesPane;
use crate::app::state::overlay::Overlay;
use crate::app::state::peers::Peers;
use crate::app::state::revisions::Tracked;
use crate::app::state::seminar::Seminar;
use crate::app::state::status_row::StatusRow;
use crate::app::state::view::View;
use crate::app::state::written::SessionWrites;
use crate::config::key_presets::WrittenKeys;
use crate::config::keys::Keymap;
use crate::config::settings::Settings;
use crate::config::theme::{Theme, Themes};

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
    /// What is seen of the others.
    pub peers: Peers,
    /// The corpus.
    pub list: DocumentList,
    /// The open document.
    pub doc: Option<OpenDocument>,
    /// The notes pane.
    pub notes: NotesPane,
    /// What leads from one document into another.
    pub navigation: Navigation,
    /// What lies over the panes and takes the keys.
    pub overlay: Option<Overlay>,
    /// What the status row says of the keys and of what just happened.
    pub status: StatusRow,
    /// What this session has written.
    pub written: SessionWrites,
}

/// Settings, keys and theme.
#[derive(Debug)]
pub struct Config {
    /// The settings.
    pub settings: Settings,
    /// Which keys mean what.
    pub keymap: Keymap,
    /// What the reader has written of keys.
    pub keys: WrittenKeys,
    /// How things look.
    pub theme: Theme,
    /// The themes that can be chosen.
    pub themes: Themes,
    /// Frames and signs in ASCII only.
    pub ascii: bool,
    /// Whether the terminal gives two cells to ambiguous characters.
    pub ambiguous_wide: bool,
    /// The names of the formats that can be read.
    pub formats: Vec<&'static str>,
    /// The formats that annotations can be written in.
    pub exports: Vec<ExportFormat>,
    /// What was written into the settings file from here and has not been read back, each a name with its value as typed.
    pub kept: Vec<(&'static str, String)>,
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
            peers: Peers::default(),
            list,
            doc: None,
            notes: NotesPane::default(),
            navigation: Navigation::default(),
            overlay: None,
            status: StatusRow::default(),
            written: SessionWrites::default(),
        }
    }

    /// Who may read what is newly written, unless somebody says otherwise.
    pub fn usual_audience(&self) -> Audience {
        usual_audience(&self.config.settings, &self.seminar.syllabus)
    }

    /// A new job's number.
    pub fn next_job(&mut self) -> JobId {
        self.navigation.job = self.navigation.job.next();
        self.navigation.job
    }

    /// Says what just happened.
    pub fn say(&mut self, text: impl Into<String>) {
        self.status.message = Some(Message::news(text));
    }

    /// Says what may have followed from a sync: behind what that has said, while it stands.
    pub fn follow_up(&mut self, message: Message) {
        let synced = &mut self.peers.sync.told;
        let said = self.status.message.take().filter(|said| synced.as_ref() == Some(said));
        let both = said.map(|said| {
            let kind = if message.is_failure() { message.kind } else { said.kind };
            Message { text: format!("{}; {}", said.text, message.text), kind }
        });
        if both.is_some() {
            synced.clone_from(&both);
        }
        self.status.message = both.or(Some(message));
    }

    /// Says what went wrong and what can be done.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.status.message = Some(Message::failure(text));
    }

    /// Where the panes stand on the screen as it is now.
    pub fn panes(&self) -> PaneAreas {
        // The tour has the last rows, as if the screen ended above it.
        let (width, height) = self.view.screen;
        let view = View { screen: (width, height.saturating_sub(self.tour_height())), ..self.view };
        geometry::panes(&view, &self.config.settings, self.doc.is_some()).with_notice(|width| self.notice(width).len())
    }

    /// The rows at the end of the screen that the tour takes.
    pub fn tour_height(&self) -> u16 {
        self.status.tour.as_ref().map_or(0, |tour| tour.height(self.view.screen))
    }

    /// What stands above the notes, in rows of `width` cells: what is kept back, and that notes elsewhere lead here.
    pub fn notice(&self, width: usize) -> Vec<String> {
        let mut rows = self.peers.layers.notice(width);
        rows.extend(self.navigation.backlinks.notice.clone());
        rows
    }
}
