//! How what is shared lies in a repository: with the texts, annotations in a folder of their own; or annotations alone, readers' folders
//! at its top. Which it is the first who sends decides. Nothing is sent or fetched here.

use super::git::Git;
use super::rules;
use crate::store::corpus::names::{ANNOTATIONS, PERSON};
use crate::store::fs::error::{Error, Result};
use std::fs;
use std::path::Path;

/// Where in the repository of the texts the one of the annotations goes that has given way to it.
const BEFORE: &str = "annotations-before";

/// Whether a commit has annotations at its top: readers' folders, or nothing but the rules for them.
pub(super) fn is_of_annotations(git: &Git, commit: &str) -> Result<bool> {
    let top = git.names(&["ls-tree", "-z", commit])?;
    let entries: Vec<(&str, &str)> = top.iter().filter_map(|line| line.split_once('\t')).collect();
    if entries.iter().any(|(_, name)| *name == ANNOTATIONS) {
        return Ok(false);
    }
    let is_reader = |(kind, name): &(&str, &str)| {
        kind.contains(" tree ")
            && git.ask(&["cat-file", "-e", &format!("{commit}:{name}/{PERSON}")]).is_ok_and(|it| it.is_some())
    };
    let rules_alone = !entries.is_empty() && entries.iter().all(|(_, name)| *name == rules::FILE);
    Ok(rules_alone || entries.iter().any(is_reader))
}

/// Makes a folder of texts out of one into which annotations alone were cloned: all of it becomes its `annotations`.
pub(super) fn lower(folder: &Path) -> Result<()> {
    let fault = |error| Error::io("arrange the annotations in", folder, error);
    let below = folder.join(ANNOTATIONS);
    let names: Vec<_> = fs::read_dir(folder).map_err(fault)?.flatten().map(|entry| entry.file_name()).collect();
    fs::create_dir(&below).map_err(fault)?;
    names.iter().try_for_each(|name| fs::rename(folder.join(name), below.join(name)).map_err(fault))
}

/// Settles which repository is meant where the folder of texts has become one after its annotations were one by themselves: theirs, if
/// they have a history; else that of the texts, with the address that was named.
pub(super) fn settle(corpus: &Path, annotations: &Path, git: &dyn Fn(&Path) -> Git) -> Result<()> {
    let (of_texts, alone) = (git(corpus), git(annotations));
    if alone.ask(&["rev-parse", "-q", "--verify", "HEAD"])?.is_some() {
        return rules::exclude(&of_texts, corpus);
    }
    let address = alone.ask(&["remote", "get-url", "origin"])?;
    let own = annotations.join(".git");
    let aside = Path::new(&of_texts.must(&["rev-parse", "--absolute-git-dir"])?).join(BEFORE);
    let _ = fs::remove_dir_all(&aside);
    fs::rename(&own, &aside).map_err(|error| Error::io("move aside", &own, error))?;
    if let Some(address) =
        address.filter(|_| of_texts.ask(&["remote"]).is_ok_and(|all| all.is_none_or(|all| all.is_empty())))
    {
        of_texts.must(&["remote", "add", "--", "origin", &address])?;
    }
    Ok(())
}
