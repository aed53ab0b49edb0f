//! Where messages, keys and commands are handed to the features.

pub mod answers;
pub mod commands;
pub mod counts;
pub mod go_to;
pub mod keys;
pub mod mouse;
pub mod overlay;
pub mod palette;
pub mod panes;
pub mod quit;
pub mod settle;
pub mod update;
