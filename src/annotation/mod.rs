//! What readers write: the model, its W3C JSON, sidecar files as text, merging, anchoring, filters.
//!
//! Pure: files come in as strings and go out as strings; the clock and new ids are values handed in.

pub mod anchor;
mod model;
pub mod select;

pub use model::{Anchor, AnchorState, Annotation, Color, Kind, Passage, Quote, Reader, Target};
