//! Moving, searching, selecting and copying in the open document.

pub mod contents;
pub mod copy;
pub mod labels;
pub mod numbering;
pub mod reading_aid;
pub mod search;
pub mod selection;
pub mod travel;
