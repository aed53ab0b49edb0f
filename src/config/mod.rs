//! Settings, keys and themes: as written → as meant, all faults at once. Pure; it reads no file and knows no screen library.
//!
//! Every part has a `resolve` that takes the texts of the user's files (with the names to show in faults), lays them over
//! a complete, commented default file embedded in the program (`assets/`), and gives the meaning together with every
//! [`Fault`] of every file. A fault never stops the program: the default stands for what could not be understood.

pub mod choices;
pub mod chord;
pub mod fault;
pub mod key_presets;
pub mod keys;
pub mod paint;
pub mod settings;
pub mod syllabus;
mod texts;
pub mod theme;
mod written;

pub use chord::{Chord, Key};
pub use fault::Fault;
pub use key_presets::{KeyPreset, WrittenKeys};
pub use keys::{Binding, Keymap, Lookup};
pub use paint::{Depth, Paint, Style};
pub use settings::Settings;
pub use theme::{Role, Theme};
