//! The threads that work for the app, each with a queue of its own: the loader reads documents, the finder looks
//! through all of them, the writer writes, the
//! watcher notices what others write, sync runs git, presence shows and follows the place of who leads.
//!
//! They know the store and the app's messages, and no terminal: what they find out goes to one channel as [`Incoming`].

pub mod beginning;
pub mod clipboard;
mod drafts;
mod earlier_versions;
pub mod entries;
pub mod exporting;
pub mod finder;
mod guard;
pub mod image_viewer;
mod indexing;
pub mod jobs;
pub mod kept_summaries;
mod known_documents;
pub mod loader;
mod open_annotations;
mod open_file;
pub mod presence;
mod prover;
mod reader_identity;
pub mod reading_places;
mod record_saver;
pub mod settings_watcher;
pub mod signer;
pub mod summary;
pub mod sync;
#[cfg(test)]
mod test_corpus;
mod texts;
pub mod threads;
pub mod watcher;
pub mod writer;

use crate::app::{ClipboardText, Message, Msg};
use crate::store::Error;

pub use guard::guarded;

/// What comes in to the loop: from the threads here, and from the terminal.
#[derive(Debug)]
pub enum Incoming {
    /// A message for the app.
    Msg(Msg),
    /// Programs that take words for the clipboard were asked.
    Clipboard {
        /// The words.
        clipping: ClipboardText,
        /// Whether one of them took them.
        taken: bool,
    },
    /// The program is asked to sleep, from outside.
    Sleep,
    /// The program was woken after a sleep: everything is to be painted anew.
    Woken,
    /// The window came to the front: what others wrote over the screen meanwhile goes.
    Focus,
    /// The terminal has answered the question that was sent behind a frame.
    Answered,
    /// The terminal knows left and right margins.
    Margins,
}

/// An error of the store: what was tried, why it failed, what can be done.
fn failure_text(error: &Error) -> String {
    format!("{error}. {}", error.hint())
}

/// Says that something has failed: `what` it means for the reader, and the error.
fn failure(what: &str, error: &Error) -> Msg {
    Msg::Say(Message::failure(format!("{what}: {}", failure_text(error))))
}
