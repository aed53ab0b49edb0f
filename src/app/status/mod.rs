//! The status row and help.

pub mod go_to;
pub mod help;
pub mod palette;
pub mod row;
pub mod settings;
pub mod themes;
pub mod tour;
