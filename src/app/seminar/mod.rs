//! Reading together: layers, replies, prompts, what is new, comparing, presence, sync.

pub mod answering;
pub mod board;
pub mod choose_layer;
pub mod compare;
pub mod layers;
pub mod presence;
pub mod reply;
pub mod sync;
pub mod unannotated;
pub mod unread;
