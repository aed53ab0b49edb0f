//! The status row and help.

pub mod help;
pub mod palette;
pub mod row;
