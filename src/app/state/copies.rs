//! What was told of annotations on other formats of the open work.

use crate::app::state::anchored::AnchoredAnnotation;
use crate::document::DocPath;
use crate::text::visible;
use std::collections::BTreeSet;

/// What was told of annotations on other formats of the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OtherFormats {
    told: usize,
    pub(in crate::app) left_out: usize,
}

impl OtherFormats {
    /// "12 notes were made on brief.pdf, which is the same work", where there are more than were told of.
    pub fn news<'a>(&mut self, anchored: impl Iterator<Item = &'a AnchoredAnnotation>) -> Option<String> {
        let files: Vec<&DocPath> = anchored.filter_map(|anchored| anchored.origin.copy()).collect();
        (files.len() > std::mem::replace(&mut self.told, files.len())).then(|| told(&files, self.left_out))
    }
}

fn told(offered: &[&DocPath], left_out: usize) -> String {
    let (offered, files): (usize, BTreeSet<&DocPath>) = (offered.len(), offered.iter().copied().collect());
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
