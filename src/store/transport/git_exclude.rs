//! Lines in what a git repository ignores here and nowhere else (`info/exclude`). Where there is a repository around a folder is found by
//! its files: no git is run. A `.git` that is a file is followed only to a folder that says itself that it belongs here, so that a folder
//! from somebody else leads to nobody's files.

use crate::store::fs::error::Result;
use crate::store::fs::folder::{Flush, Folder};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// How much of somebody's own rules is read, in bytes.
const LIMIT: u64 = 1 << 24;

/// How much is read of a file that holds one path, in bytes.
const LONGEST: u64 = 4096;

/// Has git ignore what fits `pattern` below a folder, where that lies in a repository. Nobody else is told; what is committed already
/// stays so.
pub(super) fn exclude_below(folder: &Path, pattern: &str) -> Result<()> {
    let Ok(folder) = folder.canonicalize() else { return Ok(()) };
    let Some((top, own)) = repository_around(&folder) else { return Ok(()) };
    let parts: Option<Vec<&str>> =
        folder.strip_prefix(&top).unwrap_or(Path::new("")).iter().map(OsStr::to_str).collect();
    let Some(parts) = parts else { return Ok(()) };
    let parts = parts.into_iter().map(plain).chain([pattern.to_owned()]);
    ignore(&own.join("info").join("exclude"), &format!("/{}", parts.collect::<Vec<_>>().join("/")))
}

/// A path as a pattern that fits nothing else.
pub(super) fn plain(path: &str) -> String {
    let escaped = |letter: char| if r"\*?[".contains(letter) { vec!['\\', letter] } else { vec![letter] };
    path.chars().flat_map(escaped).collect()
}

/// Writes a line into a file of patterns, where it is not there.
pub(super) fn ignore(file: &Path, line: &str) -> Result<()> {
    let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else { return Ok(()) };
    let folder = Folder::make(folder)?;
    let old = folder.read(name, LIMIT)?.unwrap_or_default();
    if old.split(|&byte| byte == b'\n').any(|there| there == line.as_bytes()) {
        return Ok(());
    }
    let gap: &[u8] = if old.is_empty() || old.ends_with(b"\n") { b"" } else { b"\n" };
    folder.replace(name, &[&old, gap, line.as_bytes(), b"\n"].concat(), Flush::No)
}

/// The folder at the top of the repository around a folder, and where that keeps what all its work trees share.
fn repository_around(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    folder.ancestors().find_map(|top| Some((top.to_path_buf(), own_folder(top)?)))
}

/// Git's own folder of the work tree at `top`; `None` where there is none, or it is not sure that it belongs there.
fn own_folder(top: &Path) -> Option<PathBuf> {
    let git = top.join(".git");
    let kind = git.symlink_metadata().ok()?;
    if kind.is_dir() {
        return git.join("HEAD").symlink_metadata().is_ok().then_some(git);
    }
    let named = kind.is_file().then(|| one_path(top, ".git"))??;
    let there = top.join(named.strip_prefix("gitdir:")?.trim()).canonicalize().ok()?;
    let is_ours = |back: &str| there.join(back).canonicalize().is_ok_and(|back| back == git);
    if !one_path(&there, "gitdir").is_some_and(|back| is_ours(&back)) {
        return None;
    }
    let shared = there.join(one_path(&there, "commondir")?).canonicalize().ok()?;
    // The work trees of a repository are listed in it.
    there.starts_with(shared.join("worktrees")).then_some(shared)
}

/// What a file says that holds one path.
fn one_path(folder: &Path, name: &str) -> Option<String> {
    let (text, _) = Folder::open(folder).ok()?.read_text(OsStr::new(name), LONGEST).ok()??;
    Some(text.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::process::Command;

    fn git(folder: &Path, args: &[&str]) -> String {
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let ran = Command::new("git").current_dir(folder).args(who).args(args).output().unwrap();
        assert!(ran.status.success(), "git {args:?}: {ran:?}");
        String::from_utf8(ran.stdout).unwrap()
    }

    /// A place in `annotations`, and what git would add of the folder.
    fn added(top: &Path, annotations: &str) -> String {
        let folder = top.join(annotations);
        fs::create_dir_all(folder.join("mei")).unwrap();
        exclude_below(&folder, "*/place.json").unwrap();
        exclude_below(&folder, "*/place.json").unwrap();
        for name in ["place.json", "reader.json"] {
            fs::write(folder.join("mei").join(name), "{}").unwrap();
        }
        git(top, &["add", "--dry-run", "."])
    }

    #[test]
    fn a_path_is_a_pattern_for_itself_alone() {
        assert_eq!(plain("a [1]/b*?\\/"), "a \\[1]/b\\*\\?\\\\/");
    }

    #[test]
    fn a_place_is_no_file_for_git_wherever_its_repository_lies() {
        let temp = tempfile::tempdir().unwrap();
        let top = temp.path().join("top");
        fs::create_dir_all(top.join("week [1]")).unwrap();
        assert!(exclude_below(&top, "x").is_ok() && !top.join(".git").exists(), "where there is none nothing is made");
        git(&top, &["init", "-q"]);
        assert_eq!(added(&top, "week [1]/annotations"), "add 'week [1]/annotations/mei/reader.json'\n");
        let rules = fs::read_to_string(top.join(".git/info/exclude")).unwrap();
        assert_eq!(rules.matches("/week \\[1]/annotations/*/place.json\n").count(), 1, "{rules}");
        git(&top, &["commit", "-q", "--allow-empty", "-m", "one"]);
        git(&top, &["worktree", "add", "-q", "../other"]);
        let other = temp.path().join("other");
        assert_eq!(added(&other, "annotations"), "add 'annotations/mei/reader.json'\n", "a second work tree");
    }

    #[test]
    fn a_file_that_leads_elsewhere_is_not_followed() {
        let temp = tempfile::tempdir().unwrap();
        let (top, theirs) = (temp.path().join("top"), temp.path().join("theirs"));
        fs::create_dir_all(top.join("annotations")).unwrap();
        fs::create_dir_all(&theirs).unwrap();
        git(&theirs, &["init", "-q"]);
        let before = fs::read(theirs.join(".git/info/exclude")).ok();
        let long = "x".repeat(5000);
        for named in ["gitdir: ../theirs/.git", "gitdir: /", "gitdir:", "", "../theirs/.git", long.as_str()] {
            fs::write(top.join(".git"), named).unwrap();
            exclude_below(&top.join("annotations"), "x").unwrap();
        }
        fs::remove_file(top.join(".git")).unwrap();
        std::os::unix::fs::symlink(theirs.join(".git"), top.join(".git")).unwrap();
        exclude_below(&top.join("annotations"), "x").unwrap();
        assert_eq!(fs::read(theirs.join(".git/info/exclude")).ok(), before);
    }
}
