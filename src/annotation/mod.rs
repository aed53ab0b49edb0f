//! What readers write: the model, its W3C JSON, sidecar files as text, merging, anchoring, filters.
//!
//! Pure: files come in as strings and go out as strings; the clock and new ids are values handed in.

pub mod anchor;
mod audience;
pub mod chain;
mod draft;
pub mod edit;
pub mod id;
pub mod link;
pub mod mention;
pub mod merge;
mod model;
pub mod person;
mod pick;
pub mod prompt;
mod proof;
pub mod record;
pub mod remark;
#[cfg(test)]
mod samples;
pub mod select;
pub mod sidecar;
pub mod thread;
pub mod versions;

pub use audience::{Audience, KEY_ELSEWHERE, NO_OWN_KEY, Recipients};
pub use draft::{Draft, Purpose};
pub use edit::{Edit, History};
pub use id::{AnnotationId, ReaderId};
pub use merge::{Merged, merge};
pub use model::{Anchor, AnchorState, Annotation, Color, Kind, Link, Origin, Passage, Quote, Reader, Target};
pub use prompt::{PromptIds, prompt_id};
pub use proof::Proof;
pub use record::{DocumentIdentity, Record, next_modified};
pub use sidecar::{IndexLookup, NewIds, Sidecar, SidecarIndex, parse_sidecar_name, read_any, sidecar_name};
pub use thread::{Thread, threads};
pub use versions::Versions;
