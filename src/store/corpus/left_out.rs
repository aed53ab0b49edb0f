//! What lies in a corpus and is no document of it: counted, so that nobody looks for it in the list. It looks at no file.
//!
//! A folder below it may have readers' annotations of its own: whoever wrote on a text in it before the whole was a seminar's has
//! them there. They belong to another corpus, but where to find them is told.

use crate::config::syllabus;
use crate::store::corpus::names::{ALLOWED, ANNOTATIONS};
use crate::text::shown;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// How many of them are named.
const NAMED: usize = 10;

/// How many files and links are no documents. What has a hidden name, is ignored by rules in the corpus, or is postil's own
/// is not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Files of kinds that no format reads.
    pub files: usize,
    /// Links: only one to a document inside the corpus is followed.
    pub links: usize,
    /// The first of all these, below the corpus.
    pub first: Vec<PathBuf>,
    /// Folders below the corpus that have readers' annotations of their own, the first ten.
    pub apart: Vec<PathBuf>,
}

impl LeftOut {
    /// Counts a file or a link below the corpus that is no document.
    pub(in crate::store) fn count(&mut self, path: &Path, is_link: bool) {
        let is_apart = |folder: &PathBuf| path.strip_prefix(folder).is_ok_and(|below| below.starts_with(ANNOTATIONS));
        match is_link {
            false if is_known(path) || self.apart.iter().any(is_apart) => return,
            false => self.files += 1,
            true => self.links += 1,
        }
        if self.first.len() < NAMED {
            self.first.push(path.to_path_buf());
        }
    }

    /// Takes note of a folder below the corpus that has annotations of its own.
    pub(in crate::store) fn set_apart(&mut self, folder: &Path) {
        if self.apart.len() < NAMED {
            self.apart.push(folder.to_path_buf());
        }
    }

    /// Names what was left out, and how many more there are; none where nothing was.
    pub fn names(&self) -> Option<String> {
        let more = (self.files + self.links).saturating_sub(self.first.len());
        let more = (more > 0).then(|| format!("and {more} more"));
        let names: Vec<String> = self.first.iter().map(|path| shown(path)).chain(more).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// Tells in words how many files and links were left out, and which folders have annotations of their own; `None` where there
    /// is nothing to be told.
    pub fn words(&self) -> Option<String> {
        let plural = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(one.to_owned()),
            count => Some(format!("{count} {many}")),
        };
        let files = plural(self.files, "1 file of another kind", "files of other kinds");
        let parts: Vec<String> = files.into_iter().chain(plural(self.links, "1 link", "links")).collect();
        let counted = (!parts.is_empty()).then(|| format!("left out: {}", parts.join(", ")));
        let told: Vec<String> = counted.into_iter().chain(self.apart_words()).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }

    fn apart_words(&self) -> Option<String> {
        let first = shown(self.apart.first()?);
        let more = self.apart.len() - 1;
        let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
        Some(format!("{first}{more} has annotations of its own: open it by itself to see them"))
    }
}

/// Whether a file has its place: the plan, the keys of signatures, and what a browser saves beside a page (`NAME_files`).
fn is_known(path: &Path) -> bool {
    let own = |name: &OsStr| name == syllabus::FILE || name == ALLOWED;
    let of_page = |part: &OsStr| part.as_encoded_bytes().ends_with(b"_files");
    path.file_name().is_some_and(own) || path.parent().is_some_and(|folder| folder.iter().any(of_page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_files_and_links_are_counted_in_words() {
        let counted = |paths: &[(&str, bool)]| {
            let mut left_out = LeftOut::default();
            for (path, is_link) in paths {
                left_out.count(Path::new(path), *is_link);
            }
            left_out.words()
        };
        assert_eq!(counted(&[("syllabus.toml", false), ("allowed_signers", false), ("a_files/x.css", false)]), None);
        assert_eq!(counted(&[("a.csv", false)]).as_deref(), Some("left out: 1 file of another kind"));
        let told = counted(&[("a.csv", false), ("b/c.ods", false), ("away", true)]);
        assert_eq!(told.as_deref(), Some("left out: 2 files of other kinds, 1 link"));
    }

    #[test]
    fn a_folder_with_annotations_of_its_own_is_told_and_they_are_not_counted() {
        let mut left_out = LeftOut::default();
        left_out.set_apart(Path::new("wk"));
        left_out.count(Path::new("wk/annotations/kim/reader.json"), false);
        let told = "wk has annotations of its own: open it by itself to see them";
        assert_eq!(left_out.words().as_deref(), Some(told));
        left_out.count(Path::new("wk/a.csv"), false);
        left_out.set_apart(Path::new("wl"));
        let told = "left out: 1 file of another kind; wk (and 1 more) has annotations of its own: open it by itself to see them";
        assert_eq!(left_out.words().as_deref(), Some(told));
    }

    #[test]
    fn the_first_are_named_and_the_others_counted() {
        let mut left_out = LeftOut::default();
        assert_eq!(left_out.names(), None);
        (0..NAMED + 2).for_each(|at| left_out.count(Path::new(&format!("b/{at}.csv")), at == 1));
        let told = left_out.names().unwrap_or_default();
        assert!(told.starts_with("b/0.csv, b/1.csv, ") && told.ends_with("b/9.csv, and 2 more"), "{told}");
    }
}
