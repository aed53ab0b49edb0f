//! The threads that work for the app, each with a queue of its own: the loader reads documents, the writer writes, the
//! watcher notices what others write, sync runs git, presence shows and follows the place of who leads.
//!
//! They know the store and the app's messages, and no terminal: what they find out goes to one channel as [`Incoming`].

mod guard;
pub mod image_viewer;
pub mod loader;
pub mod presence;
pub mod sync;
pub mod watcher;
pub mod writer;

use crate::app::Msg;

pub use guard::guarded;

/// What comes in to the loop: from the threads here, and from the terminal.
#[derive(Debug)]
pub enum Incoming {
    /// A message for the app.
    Msg(Msg),
    /// The program is asked to sleep, from outside.
    Sleep,
    /// The program was woken after a sleep: everything is to be painted anew.
    Woken,
    /// The window came to the front: what others wrote over the screen meanwhile goes.
    Focus,
}
