//! Annotations that were made on another format of the same work and are offered here: what is said of them. They are
//! counted with the document that they were made on, and changed there.

use super::{Model, Placed, desk::file_name};
use crate::annotation::Origin;
use crate::text::visible;
use std::collections::BTreeSet;

/// How many of these annotations readers have made on the open document itself.
pub fn made_here(placed: &[Placed]) -> usize {
    placed.iter().filter(|placed| placed.origin == Origin::Here && !placed.annotation.is_pick()).count()
}

/// What was told of annotations on other formats of the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    told: usize,
    left_out: usize,
}

/// Takes in how many have no place in the open document.
pub fn left_out(model: &mut Model, path: &str, count: usize) {
    if let Some(desk) = model.desk.as_mut().filter(|desk| desk.opened.path == path) {
        desk.copies.left_out = count;
    }
}

impl Copies {
    /// "12 notes were made on brief.pdf, which is the same work", where there are more than were told of.
    pub fn news(&mut self, placed: &[Placed]) -> Option<String> {
        let offered = placed.iter().filter(|placed| placed.origin.copy().is_some()).count();
        (offered > std::mem::replace(&mut self.told, offered)).then(|| told(placed, offered, self.left_out))
    }
}

fn told(placed: &[Placed], offered: usize, left_out: usize) -> String {
    let files: BTreeSet<&str> = placed.iter().filter_map(|placed| placed.origin.copy()).collect();
    let files: Vec<String> = files.into_iter().map(|path| visible::line(file_name(path)).into_owned()).collect();
    let are = if files.len() == 1 { "is" } else { "are" };
    let notes = if offered == 1 { "1 note was".to_owned() } else { format!("{offered} notes were") };
    let more = match left_out {
        0 => String::new(),
        1 => "; 1 more is about words that are not in this text".to_owned(),
        more => format!("; {more} more are about words that are not in this text"),
    };
    format!("{notes} made on {}, which {are} the same work{more}", files.join(" and "))
}
