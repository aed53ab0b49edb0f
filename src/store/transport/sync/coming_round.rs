//! Whoever was there before the first who sent something comes round to how it lies: a folder that was made for texts becomes one of
//! annotations alone, texts that are sent later are joined with what readers had sent before. Nothing is sent here.

use super::layout::is_of_annotations;
use super::repository::Repository;
use crate::store::corpus::names::ANNOTATIONS;
use crate::store::fs::error::{Error, Result};
use std::fs;

impl Repository {
    /// Whether it was made for texts that have not come yet, and what is there by now are annotations alone: then it becomes a
    /// repository of those, and is to be opened anew.
    pub fn gives_way(&self) -> Result<bool> {
        if self.inside != format!("{ANNOTATIONS}/") || self.head()?.is_some() {
            return Ok(false);
        }
        let Ok(theirs) = self.fetch()? else { return Ok(false) };
        let Some(tip) = theirs.tip.filter(|tip| is_of_annotations(&self.git, tip).is_ok_and(|it| it)) else {
            return Ok(false);
        };
        let (own, below) = (self.top.join(".git"), self.top.join(ANNOTATIONS).join(".git"));
        if below.exists() || tip.is_empty() {
            return Ok(false);
        }
        // What was kept of one's own files has another path from now on; the files themselves are here.
        self.git.run(&["update-ref", "-d", "refs/postil/kept"])?;
        fs::rename(&own, &below).map_err(|error| Error::io("move", &own, error))?;
        Ok(true)
    }

    /// Whether a commit has annotations and nothing else, where the texts have them: readers sent them before the texts were.
    pub fn is_without_texts(&self, commit: &str) -> Result<bool> {
        let all = self.git.names(&["ls-tree", "-r", "-z", "--name-only", commit])?;
        Ok(!self.inside.is_empty() && all.iter().all(|path| path.starts_with(&self.inside)))
    }
}
