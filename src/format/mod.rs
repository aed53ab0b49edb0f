//! Bytes to [`Document`](crate::document::Document): one table of formats, one file a format. Pure; it opens no file and never fails.

pub mod markdown;
