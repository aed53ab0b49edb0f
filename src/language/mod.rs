//! What is written in words and is the same in every format: dates, proper names, the lines that name an author, and the
//! phrases that web pages wrap around their articles. Each function takes a line or two of text and gives only what they
//! state. It knows no document, no layout and no file, and completes nothing that a line leaves open.

pub mod authors;
pub mod bylines;
pub mod counts;
pub mod dates;
pub mod moment;
mod name_definitions;
pub mod name_tokens;
pub mod name_words;
pub mod names;
pub mod phrases;
pub mod proper_names;
pub mod prose_times;
pub mod stems;
