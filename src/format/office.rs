//! What the formats of word processors share: XML read within bounds, the putting together of a document, and the words
//! for files that are something else. It knows the mark-up of none of them.

pub mod composer;
pub mod container;
pub mod face;
pub mod first_part;
mod front;
pub mod kinds;
pub mod letters;
pub mod marks;
pub mod parts;
pub mod properties;
pub mod repack;
mod replies;
mod settle;
pub mod symbols;
pub mod xml;
