//! Questions to the model that many features ask. Nothing here changes it.

pub mod audience;
pub mod blind;
pub mod current;
pub mod groups;
pub mod keys;
pub mod outdated;
pub mod prompts;
pub mod revisions;
pub mod seminar;
