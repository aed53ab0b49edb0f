//! Tests of the whole state machine, by topic: keys in, the text and what is on it out.

mod annotating;
mod commands;
mod contents;
mod copies;
mod finding;
mod lists;
mod moving;
mod pages;
mod panes;
mod picking;
mod pointing;
mod receipt;
mod sharing;
mod writing;
