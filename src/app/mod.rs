//! The state of the program and every change of it.
//!
//! [`update`] is the one place where state changes: a message comes in, the [`Model`] moves on, effects go out as
//! data. Nothing here reads a file, a clock or a random number (they come in as [`Env`]), and nothing knows how a
//! screen is painted: `ui` draws a Model, `terminal` carries effects out and answers with messages.

mod annotating;
mod commands;
mod dispatch;
mod library;
mod messages;
mod model;
mod notes;
mod query;
mod reading;
mod seminar;
mod state;
mod status;
#[cfg(test)]
pub(crate) mod test_stage;
#[cfg(test)]
mod tests;

pub use commands::{COMMANDS, CONTEXTS, Command, Context};
pub use dispatch::update::update;
pub use library::navigation::send as go_to;
pub use library::opening::open;
pub use messages::{Effect, Env, ExportRequest, FindRequest, Msg, PresenceRequest, ReadRequest, WriteRequest};
pub use model::{Config, Me, Model};
pub use query::audience::words as audience_words;
pub use query::current::subject;
pub use query::keys::{context, key_of, keymap, keys_in};
pub use query::seminar::standing;
pub use reading::contents::{OutlinePart, parts as outline_parts};
pub use reading::travel::mark_question;
pub use seminar::layers::way_back;
pub use state::anchored::AnchoredAnnotation;
pub use state::asked_work::AskedWork;
pub use state::audience::{readers_named, usual_audience};
pub use state::blind::BlindNotice;
pub use state::board::{Board, BoardRow};
pub use state::card::{Card, CardRole, CardRow};
pub use state::chooser::{Choice, Chooser};
pub use state::choosing::{Choosing, ChoosingLook, Targets};
pub use state::clipping::{ClipboardText, CopyWay, ShownClipping};
pub use state::compare::{Comparing, SIGNS};
pub use state::dated::{by_year, dated_rows};
pub use state::defined::{DefinedSense, DefinedWord, DictionaryNews, LookUpStage};
pub use state::document::{JumpList, OpenDocument, OpenedDocument, SearchHits, SearchProgress};
pub use state::due;
pub use state::export::{CitedAs, ExportEnd, ExportFormat, ExportOrder, ExportPrompt, UncitedQuotation};
pub use state::field::TextField;
pub use state::geometry::{Area, MARGIN, PaneAreas};
pub use state::job::JobId;
pub use state::layers::{Layers, Show};
pub use state::line_input::{LineInput, LinePurpose};
pub use state::links::{FoundLinks, LinkingNote, WantedLink};
pub use state::list::{DocumentList, ListGroup, ListItem, ListRow, SurveyStage};
pub use state::marks::{ConcordanceSource, ListedMark, MarkGrouping, MarkedNews, MarkedView, marked};
pub use state::message::{Hint, Message, MessageKind, fault_of_settings};
pub use state::mouse::{Mouse, MouseAct};
pub use state::named::{NamedText, by_name, name_titles};
pub use state::navigation::{Navigation, PendingNavigation};
pub use state::navigation_target::NavigationTarget;
pub use state::notes::NotesPane;
pub use state::overlay::{HelpPage, HintLabel, HintLabels, MarkAction, Overlay, TagChooser};
pub use state::people::{Participant, ParticipantSign, Participants};
pub use state::place::ReadingPlace;
pub use state::presence::{Presence, PresentReader, SharedPlace};
pub use state::prompts::{PendingPrompt, anchored as prompts_of, ids_of as prompt_ids_of, prompt_of};
pub use state::result_list::{MOST_RESULTS, ResultGroup, ResultLine, ResultList, ResultRow};
pub use state::results::{ResultsKind, ResultsLook, ResultsNews, ResultsProgress, ResultsView};
pub use state::review::{AnchorReview, AnchorTally, DiffPiece, DiffRole, ReviewEntry, ReviewSide};
pub use state::seminar::{Seminar, groups};
pub use state::setting_input::SettingInput;
pub use state::sync::Sync;
pub use state::tour::Tour;
pub use state::unread::Unread;
pub use state::view::{HeldButton, Pane, View};
pub use state::viewport::Viewport;
pub use state::writing::{NameDialog, Writing, answered};
pub use status::help::{HelpRow, WIDEST, help_rows, inner_width, keys_column, shown_rows};
pub use status::palette::OUTSIDE;
pub use status::row::{LeftPart, Status, color_keys, status};
pub use status::tour::begin as begin_tour;
