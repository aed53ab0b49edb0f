//! Annotations that were made on another format of the same work and are offered here: what is said of them. They are
//! counted with the document that they were made on, and changed there.

use super::{Placed, desk::file_name};
use crate::text::visible;
use std::collections::BTreeSet;

/// How many of these annotations were made on the open document itself.
pub fn made_here(placed: &[Placed]) -> usize {
    placed.iter().filter(|placed| placed.from.is_none()).count()
}

/// How many are offered from elsewhere, and the words for it: "12 notes were made on brief.pdf, which is the same work".
/// `left_out` of them have no place in this text.
pub fn told(placed: &[Placed], left_out: usize) -> Option<(usize, String)> {
    let offered = placed.len() - made_here(placed);
    let files: BTreeSet<&str> = placed.iter().filter_map(|placed| placed.from.as_deref()).collect();
    let files: Vec<String> = files.into_iter().map(|path| visible::line(file_name(path)).into_owned()).collect();
    let more = match left_out {
        0 => String::new(),
        1 => "; 1 more is about words that are not in this text".to_owned(),
        more => format!("; {more} more are about words that are not in this text"),
    };
    let count = if offered == 1 { "1 note was".to_owned() } else { format!("{offered} notes were") };
    let (last, others) = files.split_last()?;
    let (files, are) = match others {
        [] => (last.clone(), "is"),
        others => (format!("{} and {last}", others.join(", ")), "are"),
    };
    Some((offered, format!("{count} made on {files}, which {are} the same work{more}")))
}
