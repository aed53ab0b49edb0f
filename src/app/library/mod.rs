//! The list of documents, opening one, and what is known of those that are not open.

pub mod backlinks;
pub mod changes;
pub mod export;
pub mod follow;
pub mod links;
pub mod list;
pub mod marks;
pub mod navigation;
pub mod opening;
pub mod places;
pub mod results;
pub mod same_place;
pub mod summaries;
