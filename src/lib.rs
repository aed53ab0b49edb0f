//! postil: a reader and annotator for the terminal.
//!
//! Open a folder of texts, read, mark, tag, note and discuss them, offline, over SSH. Annotations are JSON files
//! beside the texts. The screen, with the modules that make it:
//!
//! ```text
//! ┌ ui::list ──────────┐┌ ui::reader ──────────────────────────────┐┌ ui::notes ──────────┐
//! │ store: what is in  ││ document: one canonical text, laid out    ││ annotation: what was │
//! │ the folder         ││ for this width; every row knows its span  ││ written, in text order│
//! └────────────────────┘└───────────────────────────────────────────┘└─────────────────────┘
//!  ui::status: document · place · reader · what just happened · the keys that matter now
//! ```
//!
//! Layers, the pure ones first; a test (`tests/postil/house/`) holds who may name whom:
//! `text ← document ← annotation ← search, study`; `language` knows words and no document; `format` makes documents;
//! `config` knows none of them; `store` alone opens files; `app` is the pure state machine; `ui` draws it and `linear` says it; `worker` holds the
//! threads; `terminal` and `cli` are the two shells.

#![forbid(unsafe_code)]

pub mod annotation;
pub mod app;
pub mod cli;
pub mod config;
pub mod document;
pub mod exchange;
pub mod format;
pub mod language;
pub mod linear;
pub mod search;
pub mod store;
pub mod study;
pub mod terminal;
pub mod text;
pub mod ui;
pub mod worker;
