//! The only module that opens files: corpus, sidecars, state, drafts, settings. Its errors name the path and the attempt.
//!
//! It works on paths, bytes and texts; what the texts mean is said elsewhere. Three rules hold everywhere:
//!
//! - **No link is followed out of the corpus.** Folders below a trusted one are opened one component at a time, by
//!   handle, refusing links (`folder`), so that nobody can swap a folder for a link between the check and the use.
//! - **A file is whole or it is the old one.** Writing is a temporary file, a rename, and a flush for all that a reader
//!   has typed. A name that starts with `.postil-` is such a temporary file, left by a killed session.
//! - **Nothing waits.** Pipes and devices are refused unopened, sizes and depths are bounded, locks and programs have a
//!   time limit.
//!
//! There is no clock here: times come in as text, and where two ages are compared, both are the file system's.

mod accepted;
pub mod bundle;
mod cache;
mod corpus;
mod dirs;
mod draft;
mod error;
mod facts;
mod folder;
mod glance;
mod identity;
mod journal;
mod lead;
mod ledgers;
mod library;
mod lock;
mod mending;
mod noticed;
mod path;
mod picture;
mod program;
mod progress;
mod provenance;
mod read;
mod remarks;
mod renamed;
mod same;
mod scratch;
mod shelf;
mod sidecars;
pub mod signature;
mod state;
pub mod sync;
mod together;
mod unsaved;
mod watch;
mod works;
mod writing;

pub use accepted::{Accepted, Places};
pub use corpus::{Corpus, Entry, default_path};
pub use dirs::{Dirs, SettingsFiles, TextFile, settings_files};
pub use draft::{Draft, Drafts, Found};
pub use error::{Error, Result};
pub use facts::{Fact, Stamp};
pub use glance::{Change, Glance};
pub use identity::{Name, NameSource, reader_name, slug};
pub use lead::{Led, Spot};
pub use library::{Begun, Library, Loaded, Seen};
pub use noticed::Noticed;
pub use path::{DocPath, shown};
pub use picture::{Picture, Pictures};
pub use program::Stop;
pub use progress::{DocumentKey, DocumentState, Progress};
pub use provenance::Doubt;
pub use read::{Digest, MAX_DOCUMENT, digest};
pub use scratch::{Scratch, nowhere};
pub use shelf::{About, Held, Read, Shelf, Standing, anchored, anchored_since, anchored_with};
pub use sidecars::{Annotations, Index, Listed, MAX_SIDECAR, Names, Place, SidecarFile};
pub use state::{Identity, State};
pub use unsaved::{Kept, Unsaved};
pub use watch::Watch;
pub use works::Works;
