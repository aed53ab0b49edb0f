//! What the program knows, in types with their own methods. None of them names the model: each can be read, and tested, by
//! itself.

pub mod anchored;
pub mod anchoring;
pub mod blind;
pub mod board;
pub mod card;
pub mod chooser;
pub mod choosing;
pub mod compare;
pub mod copies;
pub mod document;
pub mod due;
pub mod field;
pub mod geometry;
pub mod layers;
pub mod line_input;
pub mod list;
pub mod message;
pub mod mouse;
pub mod navigation;
pub mod notes;
pub mod overlay;
pub mod people;
pub mod place;
pub mod presence;
pub mod prompts;
pub mod review;
pub mod revisions;
pub mod seminar;
pub mod sync;
pub mod typed;
pub mod unread;
pub mod view;
pub mod viewport;
pub mod writing;
pub mod written;
