//! Texts that the program brings along, such as its manual, laid into the data folder to be read like any others. What a reader
//! writes on them lies beside them, as with every text; of the folder only the texts brought along are written.

use crate::document::DocPath;
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Lays `files`, each a path and its bytes, into the folder `name` of the data folder and gives that; a file that is there as it
/// should be is left alone. The error is a folder or a file that cannot be written.
pub fn unpack(dirs: &Dirs, name: &str, files: &[(&str, &[u8])]) -> Result<PathBuf> {
    let folder = Folder::make(&dirs.data.join(name))?;
    for (path, bytes) in files {
        let path = DocPath::new(path)?;
        let inside = folder.make_below(path.as_path().parent().unwrap_or(Path::new("")))?;
        let name = OsStr::new(path.file_name());
        if !inside.holds(name, Some(bytes))? {
            inside.replace(name, bytes, Flush::No)?;
        }
    }
    Ok(folder.path().to_path_buf())
}

/// Takes such a folder away, with all that was written in it. That there is none is no error.
pub fn discard_unpacked(dirs: &Dirs, name: &str) -> Result<()> {
    let path = dirs.data.join(name);
    match std::fs::remove_dir_all(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io("remove the folder", path, error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn texts_are_laid_where_they_are_missing_or_differ_and_what_else_is_there_stays() {
        let temp = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(temp.path());
        let folder = unpack(&dirs, "manual", &[("a.md", b"one"), ("b/c.md", b"two")]).unwrap();
        assert_eq!(folder, dirs.data.join("manual"));
        fs::create_dir(folder.join("annotations")).unwrap();
        fs::write(folder.join("a.md"), "scribbled over").unwrap();
        unpack(&dirs, "manual", &[("a.md", b"one"), ("b/c.md", b"newer")]).unwrap();
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!((read("a.md").as_str(), read("b/c.md").as_str()), ("one", "newer"));
        assert!(folder.join("annotations").is_dir());
        assert!(unpack(&dirs, "manual", &[("../out.md", b"x")]).is_err());
        discard_unpacked(&dirs, "manual").unwrap();
        assert!(!folder.exists() && discard_unpacked(&dirs, "manual").is_ok());
    }
}
