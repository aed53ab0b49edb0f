//! What a reader has made of a text or the plan that is handed out, or has under its name, is kept beside it when the one handed
//! out comes: under a name of its own, over nothing, and told. Whoever carries it, git or a drive, the rule is the same. It lays
//! nothing down.

use crate::store::corpus::read::MAX_DOCUMENT;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::Folder;
use crate::text::visible;
use std::ffi::OsStr;
use std::path::Path;

/// How many versions of one file are kept.
const MOST_VERSIONS: usize = 1000;
/// The longest name that most file systems take, in bytes.
const LONGEST_NAME: usize = 255;
/// The longest that is taken for the ending of a name, in bytes.
const LONGEST_ENDING: usize = 16;

/// The folder of the corpus that a path lies in, and its name there; none where a part of the way is no folder. No link is
/// followed below the corpus.
pub(super) fn place_of<'p>(corpus: &Path, path: &'p str) -> Option<(Folder, &'p OsStr)> {
    let (below, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = Folder::open(corpus).ok()?.below(Path::new(below)).ok()??;
    Some((folder, OsStr::new(name)))
}

/// Gives what lies at a path of the corpus a name of its own beside it; that name as a path, or none where nothing lies there.
pub(super) fn set_aside(corpus: &Path, path: &str) -> Result<Option<String>> {
    let Some((folder, name)) = place_of(corpus, path) else { return Ok(None) };
    let (below, own) = path.rsplit_once('/').map_or(("", path), |(below, own)| (&path[..=below.len()], own));
    set_aside_in(&folder, name, (below, own))
}

/// As [`set_aside()`], for a name in a folder; `shown` are the folder with a slash at its end, and the name, as text.
pub(super) fn set_aside_in(folder: &Folder, name: &OsStr, (below, own): (&str, &str)) -> Result<Option<String>> {
    if folder.kind(name).is_none() {
        return Ok(None);
    }
    for free in (1..=MOST_VERSIONS).map(|number| own_name(own, number)) {
        let (free, kept) = (OsStr::new(&free), format!("{below}{free}"));
        if folder.kind(free).is_none() {
            folder.rename(name, free)?;
            return Ok(Some(kept));
        }
        // One that a killed sync has kept already.
        if are_alike(folder, name, free) {
            folder.remove(name)?;
            return Ok(Some(kept));
        }
    }
    let path = format!("{below}{own}");
    Err(Error::git(
        format!("there are a thousand versions of your own beside {}", visible::line(&path)),
        "Put those away that you do not want, then sync again.",
    ))
}

/// Whether two names of a folder are files with the same bytes.
fn are_alike(folder: &Folder, one: &OsStr, other: &OsStr) -> bool {
    let sizes = (folder.measure(one).map(|(size, _)| size), folder.measure(other).map(|(size, _)| size));
    let bytes = || folder.read(one, MAX_DOCUMENT).ok().flatten();
    sizes.0.is_some()
        && sizes.0 == sizes.1
        && bytes().is_some_and(|it| folder.holds(other, Some(&it)).is_ok_and(|it| it))
}

/// The name of one's own version of a file.
fn own_name(name: &str, number: usize) -> String {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= LONGEST_ENDING => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let which = if number == 1 { String::new() } else { format!(" {number}") };
    let rest = format!(" (my version{which}){ending}");
    let mut stem = stem.to_owned();
    while !stem.is_empty() && stem.len() + rest.len() > LONGEST_NAME {
        stem.pop();
    }
    stem + &rest
}

/// What is said of something that had the name of what is handed out.
pub(super) fn in_the_way(path: &str, kept: &str) -> String {
    format!("{} stood in the way of what is handed out: it is kept as {}", visible::line(path), visible::line(kept))
}

/// What is said of a file whose own version was kept: `is_there` while one is still handed out.
pub(super) fn kept_beside(path: &str, kept: &str, is_there: bool) -> String {
    let now = if is_there { "is as it is handed out now" } else { "is handed out no more" };
    format!("{} {now}: your own version is kept as {}", visible::line(path), visible::line(kept))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn an_own_version_is_kept_under_a_free_name_and_once() {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir(temp.path().join("week 1")).unwrap();
        let text = temp.path().join("week 1/a.b.md");
        let aside = |said: &str| {
            fs::write(&text, said).unwrap();
            let kept = set_aside(temp.path(), "week 1/a.b.md").unwrap().unwrap();
            assert_eq!((fs::read_to_string(temp.path().join(&kept)).unwrap().as_str(), text.exists()), (said, false));
            kept
        };
        assert_eq!(aside("one"), "week 1/a.b (my version).md");
        assert_eq!(aside("two"), "week 1/a.b (my version 2).md");
        assert_eq!(aside("one"), "week 1/a.b (my version).md");
        assert_eq!(set_aside(temp.path(), "week 1/a.b.md").unwrap(), None);
        assert_eq!(set_aside(temp.path(), "week 2/a.md").unwrap(), None);
        assert_eq!(
            (own_name(".hidden", 1), own_name("plan", 2)),
            (".hidden (my version)".into(), "plan (my version 2)".into())
        );
        assert_eq!(own_name(&format!("{}.md", "ä".repeat(126)), 1).len(), 254);
        assert_eq!(own_name(&format!("a.{}", "b".repeat(250)), 1).len(), LONGEST_NAME);
    }

    #[test]
    fn a_link_on_the_way_leads_nowhere_and_one_at_the_end_is_kept_as_it_is() {
        let (temp, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(outside.path().join("a.md"), "not of the corpus").unwrap();
        std::os::unix::fs::symlink(outside.path(), temp.path().join("week")).unwrap();
        assert_eq!(set_aside(temp.path(), "week/a.md").unwrap(), None);
        std::os::unix::fs::symlink(outside.path().join("a.md"), temp.path().join("b.md")).unwrap();
        std::os::unix::fs::symlink("nowhere", temp.path().join("b (my version).md")).unwrap();
        assert_eq!(set_aside(temp.path(), "b.md").unwrap().unwrap(), "b (my version 2).md");
        assert!(temp.path().join("b (my version 2).md").is_symlink() && outside.path().join("a.md").exists());
    }
}
