//! What was told of annotations on other formats of the open work.

use crate::annotation::Origin;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::document::DocPath;
use crate::text::visible;
use std::collections::BTreeSet;

/// How many of these annotations readers have made on the open document itself.
pub fn made_here(anchored: &[AnchoredAnnotation]) -> usize {
    anchored.iter().filter(|anchored| anchored.origin == Origin::Here && anchored.is_counted()).count()
}

/// What was told of annotations on other formats of the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OtherFormats {
    told: usize,
    pub(in crate::app) left_out: usize,
}

impl OtherFormats {
    /// "12 notes were made on brief.pdf, which is the same work", where there are more than were told of.
    pub fn news(&mut self, anchored: &[AnchoredAnnotation]) -> Option<String> {
        let offered = anchored.iter().filter(|anchored| anchored.origin.copy().is_some()).count();
        (offered > std::mem::replace(&mut self.told, offered)).then(|| told(anchored, offered, self.left_out))
    }
}

fn told(anchored: &[AnchoredAnnotation], offered: usize, left_out: usize) -> String {
    let files: BTreeSet<&DocPath> = anchored.iter().filter_map(|anchored| anchored.origin.copy()).collect();
    let files: Vec<String> = files.into_iter().map(|path| visible::line(path.file_name()).into_owned()).collect();
    let are = if files.len() == 1 { "is" } else { "are" };
    let notes = if offered == 1 { "1 note was".to_owned() } else { format!("{offered} notes were") };
    let more = match left_out {
        0 => String::new(),
        1 => "; 1 more is about words that are not in this text".to_owned(),
        more => format!("; {more} more are about words that are not in this text"),
    };
    format!("{notes} made on {}, which {are} the same work{more}", files.join(" and "))
}
