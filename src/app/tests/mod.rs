//! Tests of the whole state machine, by topic: keys in, the text and what is on it out.

mod annotating;
mod blind;
mod board;
mod cards;
mod commands;
mod compare;
mod contents;
mod copies;
mod counting;
mod derived;
mod finding;
mod layers;
mod lists;
mod moving;
mod pages;
mod palette;
mod panes;
mod picking;
mod pointing;
mod prompts;
mod receipt;
mod replying;
mod sharing;
mod undoing;
mod unread;
mod writing;
