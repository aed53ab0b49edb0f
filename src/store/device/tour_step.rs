//! How far somebody is in the tour: one number on this device. A file that says nothing is the beginning.

use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::Result;
use crate::store::fs::folder::{Flush, Folder};
use std::ffi::OsStr;

const FILE: &str = "tour";

/// The step that comes next, from 0.
pub fn tour_step(dirs: &Dirs) -> usize {
    let read = || Folder::open(&dirs.state).ok()?.read(OsStr::new(FILE), 64).ok().flatten();
    read().and_then(|bytes| String::from_utf8(bytes).ok()?.trim().parse().ok()).unwrap_or(0)
}

/// Remembers the step that comes next.
pub fn keep_tour_step(dirs: &Dirs, step: usize) -> Result<()> {
    Folder::make(&dirs.state)?.replace(OsStr::new(FILE), step.to_string().as_bytes(), Flush::No)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_remembered_and_what_is_no_number_is_the_beginning() {
        let temp = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(temp.path());
        assert_eq!(tour_step(&dirs), 0);
        keep_tour_step(&dirs, 7).unwrap();
        assert_eq!(tour_step(&dirs), 7);
        std::fs::write(dirs.state.join(FILE), "x").unwrap();
        assert_eq!(tour_step(&dirs), 0);
    }
}
