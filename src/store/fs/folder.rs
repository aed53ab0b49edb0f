//! A folder held open by handle, and the few things done in one: list, read, replace, lock.
//!
//! Everything below a trusted folder goes through here. Names are opened relative to the handle with links refused, so that
//! no link, however it comes there and whenever, leads a read or a write elsewhere. Nothing here recurses.

use crate::store::fs::error::{Error, Result};
use crate::store::fs::system::{self, FileKind, FoundName, Handle, OpenWay};
use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// The most names that are read from one folder.
pub(in crate::store) const MAX_NAMES: usize = 200_000;
/// How much older than a new file a temporary file must be to be taken for a killed session's.
const STALE: Duration = Duration::from_hours(1);
const TEMPORARY: (&str, &str) = (".postil-", ".tmp");

/// A folder, open.
#[derive(Debug)]
pub(in crate::store) struct Folder {
    handle: Handle,
    path: PathBuf,
}

/// One name in a folder.
#[derive(Debug)]
pub(in crate::store) struct FolderItem {
    pub name: OsString,
    pub kind: FileKind,
}

/// The text of a file.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::store) struct FolderText {
    pub text: String,
    /// Whether it is not UTF-8, and holds replacement characters.
    pub is_damaged: bool,
    /// The number of the user whose it is, where the system says.
    pub owner: Option<u32>,
}

/// Whether a write must be on the disk before it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Flush {
    /// Flushed to the disk, for what somebody has typed.
    Yes,
    /// Left to the system, for what may be lost with the power.
    No,
}

impl Folder {
    /// Opens a folder that the user or the system named: links on the way are followed.
    pub fn open(path: &Path) -> Result<Self> {
        let handle = Handle::open(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotADirectory => Error::NotAFolder { path: path.to_path_buf() },
            _ => Error::io("open the folder", path, error),
        })?;
        Ok(Self { handle, path: path.to_path_buf() })
    }

    /// Opens a folder of this program's own (state, data), making it first, for this user alone.
    pub fn make(path: &Path) -> Result<Self> {
        Handle::make(path).map_err(|error| Error::io("make the folder", path, error))?;
        Self::open(path)
    }

    /// Where it was when it was opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder `name` in it; none where there is nothing of that name. A link or a file is an error, and so is the folder above.
    pub fn child(&self, name: &OsStr) -> Result<Option<Self>> {
        if name == ".." {
            return Err(Error::BadName { name: self.path.join(name).to_string_lossy().into_owned() });
        }
        match self.handle.child(name) {
            Ok(handle) => Ok(Some(Self { handle, path: self.path.join(name) })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.refusal("open the folder", name, error)),
        }
    }

    /// The folder at `below` it, part by part; none where a part is missing.
    pub fn below(&self, below: &Path) -> Result<Option<Self>> {
        let mut folder = None;
        for part in below {
            folder = folder.as_ref().unwrap_or(self).child(part)?;
            if folder.is_none() {
                return Ok(None);
            }
        }
        folder.map_or_else(|| self.again().map(Some), |folder| Ok(Some(folder)))
    }

    /// The folder at `below` it, made where it is missing, with the permissions that the user's mask leaves.
    pub fn make_below(&self, below: &Path) -> Result<Self> {
        let mut folder = self.again()?;
        for part in below {
            folder = folder.make_child(part)?;
        }
        Ok(folder)
    }

    fn make_child(&self, name: &OsStr) -> Result<Self> {
        match self.handle.make_child(name) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(Error::io("make the folder", self.path.join(name), error));
            }
            _ => {}
        }
        let missing = || Error::io("open the folder", self.path.join(name), system::missing());
        self.child(name)?.ok_or_else(missing)
    }

    fn again(&self) -> Result<Self> {
        let handle = self.handle.again().map_err(|error| Error::io("open the folder", &self.path, error))?;
        Ok(Self { handle, path: self.path.clone() })
    }

    /// What is in it, sorted by name, `.` and `..` left out; at most [`MAX_NAMES`].
    pub fn items(&self) -> Result<Vec<FolderItem>> {
        self.items_of(self.handle.names(MAX_NAMES))
    }

    /// The folder `name` in it with what is in that: as [`Folder::child`] and [`Folder::items`] say it.
    pub fn child_with_items(&self, name: &OsStr) -> Result<Option<(Self, Vec<FolderItem>)>> {
        let Some(child) = self.child(name)? else { return Ok(None) };
        let items = child.items_of(child.handle.first_names(MAX_NAMES))?;
        Ok(Some((child, items)))
    }

    fn items_of(&self, names: io::Result<Vec<(OsString, Option<FileKind>)>>) -> Result<Vec<FolderItem>> {
        let names = names.map_err(|error| Error::io("list the folder", &self.path, error))?;
        let kind = |name: &OsStr| self.handle.look(name).map_or(FileKind::Other, |found| found.kind);
        let item = |(name, listed): (OsString, Option<FileKind>)| {
            let kind = listed.unwrap_or_else(|| kind(&name));
            FolderItem { name, kind }
        };
        let mut items: Vec<FolderItem> = names.into_iter().map(item).collect();
        items.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(items)
    }

    /// What is called `name` in it; none where nothing is, or it cannot be looked at.
    pub fn kind(&self, name: &OsStr) -> Option<FileKind> {
        self.handle.look(name).ok().map(|found| found.kind)
    }

    /// Opens the regular file `name` to read; none where there is none. Never waits: a pipe or device is not opened.
    pub fn file(&self, name: &OsStr) -> Result<Option<File>> {
        let found = match self.handle.look(name) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("open the file", self.path.join(name), error)),
        };
        match found.kind {
            FileKind::File => self.open_file(name, OpenWay::Read).map(Some),
            FileKind::Link => Err(Error::Link { path: self.path.join(name) }),
            FileKind::Folder | FileKind::Other => Err(Error::NotAFile { path: self.path.join(name) }),
        }
    }

    /// Opens the regular file `name`; it may have been swapped for something else since it was looked at.
    pub fn open_file(&self, name: &OsStr, how: OpenWay) -> Result<File> {
        let file = self.handle.open_file(name, how).map_err(|error| self.refusal("open the file", name, error))?;
        let path = || self.path.join(name);
        let metadata = file.metadata().map_err(|error| Error::io("open the file", path(), error))?;
        if metadata.is_file() { Ok(file) } else { Err(Error::NotAFile { path: path() }) }
    }

    /// The whole of the file `name`, at most `limit` bytes; none where there is none.
    pub fn read(&self, name: &OsStr, limit: u64) -> Result<Option<Vec<u8>>> {
        self.file(name)?.map(|file| read_whole(file, &self.path.join(name), limit)).transpose()
    }

    /// What is at `below` it, at a glance: a link on the way is followed, so that only opening it tells whether it is one of this folder.
    /// None where there is nothing, or the system has no call for that.
    pub fn glance_below(&self, below: &Path) -> Option<FoundName> {
        self.handle.glance_below(below).ok()
    }

    /// The text of the file at `below` it, gone down to part by part; none where there is none.
    pub fn read_below(&self, below: &Path, limit: u64) -> Result<Option<FolderText>> {
        let (parent, name) = (below.parent().unwrap_or(Path::new("")), below.file_name().unwrap_or_default());
        let Some(folder) = self.below(parent)? else { return Ok(None) };
        folder.file(name)?.map(|file| text_of(file, &self.path.join(below), limit)).transpose()
    }

    /// The same of a file that was found to be a regular one: it is not looked at once more before it is opened, and where the system can,
    /// all parts of its path are gone down at once, a link being refused in each.
    pub fn read_listed(&self, below: &Path, limit: u64) -> Result<Option<FolderText>> {
        let opened = match (below.parent(), below.file_name()) {
            (Some(parent), Some(name)) if parent.as_os_str().is_empty() => self.handle.open_file(name, OpenWay::Read),
            _ => self.handle.open_below(below),
        };
        let Ok(file) = opened else { return self.read_below(below, limit) };
        text_of(file, &self.path.join(below), limit).map(Some)
    }

    /// Whether the file `name` is just these bytes; none: whether there is no such file.
    pub fn holds(&self, name: &OsStr, bytes: Option<&[u8]>) -> Result<bool> {
        let fault = |error: io::Error| Error::io("read the file", self.path.join(name), error);
        let (mut file, mut rest) = match (self.file(name)?, bytes) {
            (Some(file), Some(bytes)) => (file, bytes),
            (file, bytes) => return Ok(file.is_none() && bytes.is_none()),
        };
        // In pieces: reading it whole would take as much memory again.
        let mut piece = vec![0; 1 << 16];
        loop {
            match file.read(&mut piece) {
                Ok(0) => return Ok(rest.is_empty()),
                Ok(read) if rest.starts_with(&piece[..read]) => rest = &rest[read..],
                Ok(_) => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(fault(error)),
            }
        }
    }

    /// As [`Folder::read`], as text; the flag says that it is not UTF-8 and holds replacement characters.
    pub fn read_text(&self, name: &OsStr, limit: u64) -> Result<Option<(String, bool)>> {
        Ok(self.read(name, limit)?.map(as_text))
    }

    /// Size and time of change of the regular file `name`.
    pub fn measure(&self, name: &OsStr) -> Option<(u64, SystemTime)> {
        let found = self.handle.look(name).ok().filter(|found| found.kind == FileKind::File)?;
        Some((found.size, found.modified?))
    }

    /// Replaces the file `name` by `bytes`, whole or not at all. A link of that name is refused; an old file's
    /// permissions are kept, a new one's are those that the user's mask leaves.
    pub fn replace(&self, name: &OsStr, bytes: &[u8], flush: Flush) -> Result<()> {
        self.replace_by(name, flush, &mut |file| file.write_all(bytes))
    }

    /// As [`Folder::replace`], with the writing left to `write`.
    pub fn replace_by(
        &self,
        name: &OsStr,
        flush: Flush,
        write: &mut dyn FnMut(&mut File) -> io::Result<()>,
    ) -> Result<()> {
        let old = self.file(name)?.and_then(|file| file.metadata().ok());
        let temporary = temporary_name();
        let mut file = self.open_file(&temporary, OpenWay::New)?;
        let written = old
            .map_or(Ok(()), |old| system::keep_permissions(&file, &old))
            .and_then(|()| write(&mut file))
            .and_then(|()| if flush == Flush::Yes { file.sync_all() } else { Ok(()) })
            .and_then(|()| self.handle.rename(&temporary, name))
            .map_err(|error| Error::io("write the file", self.path.join(name), error));
        if let Err(error) = written {
            let _ = self.handle.remove(&temporary);
            return Err(error);
        }
        if flush == Flush::Yes { self.flush() } else { Ok(()) }
    }

    /// Makes a file `name`, whole or not at all, with what `write` writes. What is there of that name stays, and is an error.
    pub fn create_by(&self, name: &OsStr, write: &mut dyn FnMut(&mut File) -> io::Result<()>) -> Result<()> {
        let temporary = temporary_name();
        let mut file = self.open_file(&temporary, OpenWay::New)?;
        let made = write(&mut file)
            .and_then(|()| file.sync_all())
            .and_then(|()| self.handle.name_anew(&temporary, name))
            .map_err(|error| Error::io("make the file", self.path.join(name), error));
        // Its first name; gone already where the file system has no second ones.
        let _ = self.handle.remove(&temporary);
        made?;
        self.flush()
    }

    /// Gives the file at `from`, which is no link, a second name here. What is there of that name stays, and is an error.
    pub fn link(&self, from: &Path, name: &OsStr) -> Result<()> {
        self.handle.link(from, name).map_err(|error| Error::io("link the file", self.path.join(name), error))
    }

    /// Puts the folder's names on the disk, where the system can.
    fn flush(&self) -> Result<()> {
        self.handle.flush().map_err(|error| Error::io("flush the folder", &self.path, error))
    }

    /// Removes the temporary files that killed sessions left here: those an hour older than the file `newest`.
    pub fn sweep(&self, newest: &OsStr) {
        let Some((_, now)) = self.measure(newest) else { return };
        let Ok(items) = self.items() else { return };
        for item in items.iter().filter(|item| is_temporary(&item.name)) {
            let age = self.measure(&item.name).and_then(|(_, then)| now.duration_since(then).ok());
            if age.is_some_and(|age| age > STALE) {
                let _ = self.remove(&item.name);
            }
        }
    }

    /// Removes the file or link `name`; nothing happens where there is none.
    pub fn remove(&self, name: &OsStr) -> Result<()> {
        match self.handle.remove(name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::io("remove the file", self.path.join(name), error))
            }
            _ => Ok(()),
        }
    }

    /// Says that the file `name` was used now.
    pub fn touch(&self, name: &OsStr) {
        // A disk that cannot be written keeps the old time, and the file is as good.
        let _ = self.handle.touch(name);
    }

    /// Gives what is called `old` in it the name `new`, which must be free.
    pub fn rename(&self, old: &OsStr, new: &OsStr) -> Result<()> {
        if self.handle.look(new).is_ok() {
            return Err(Error::io("rename", self.path.join(new), io::ErrorKind::AlreadyExists));
        }
        self.handle.rename(old, new).map_err(|error| Error::io("rename", self.path.join(old), error))
    }

    /// Moves the file `name` aside to `name.broken` and says so.
    pub fn move_aside(&self, name: &OsStr) -> Error {
        let (path, kept) = (self.path.join(name), aside(name));
        match self.handle.rename(name, &kept) {
            Ok(()) => Error::Broken { path, kept: self.path.join(kept) },
            Err(error) => Error::io("move aside", path, error),
        }
    }

    /// Whether this user may make and remove files in it.
    pub fn is_writable(&self) -> io::Result<()> {
        self.handle.is_writable()
    }

    /// Says what stands in the way where opening `name` was refused.
    fn refusal(&self, attempt: &'static str, name: &OsStr, error: io::Error) -> Error {
        let path = self.path.join(name);
        match self.handle.look(name).map(|found| found.kind) {
            Ok(FileKind::Link) => Error::Link { path },
            Ok(_) if error.kind() == io::ErrorKind::NotADirectory => Error::NotAFolder { path },
            // What opening a pipe or socket without waiting says.
            Ok(FileKind::Other) => Error::NotAFile { path },
            _ => Error::io(attempt, path, error),
        }
    }
}

/// The name that a damaged file is kept under.
pub(in crate::store) fn aside(name: &OsStr) -> OsString {
    let mut kept = name.to_os_string();
    kept.push(".broken");
    kept
}

/// Whether a file of this name is, or was, on its way to another name.
pub(in crate::store) fn is_temporary(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(TEMPORARY.0.as_bytes()) && name.ends_with(TEMPORARY.1.as_bytes())
}

/// Short, so that it fits wherever its target does; with a leading dot, so that readers and synchronisers ignore it.
fn temporary_name() -> OsString {
    let id = uuid::Uuid::new_v4().simple().to_string();
    format!("{}{}{}", TEMPORARY.0, &id[..16], TEMPORARY.1).into()
}

/// What an open file says, where it is a regular one, at most `limit` bytes.
fn text_of(file: File, path: &Path, limit: u64) -> Result<FolderText> {
    let metadata = file.metadata().map_err(|error| Error::io("open the file", path, error))?;
    if !metadata.is_file() {
        return Err(Error::NotAFile { path: path.to_path_buf() });
    }
    let (text, is_damaged) = as_text(read_sized(file, (metadata.len(), 1), path, limit)?);
    Ok(FolderText { text, is_damaged, owner: system::owner(&metadata) })
}

/// Bytes as text; the flag says that they are not UTF-8 and that it holds replacement characters.
fn as_text(bytes: Vec<u8>) -> (String, bool) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, false),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
    }
}

/// Everything in `file`, at most `limit` bytes, in exactly as much memory as it needs.
pub(in crate::store) fn read_whole(file: File, path: &Path, limit: u64) -> Result<Vec<u8>> {
    let size = file.metadata().map_err(|error| Error::io("read the file", path, error))?.len();
    read_sized(file, (size, 0), path, limit)
}

/// The same of a file that says it has `size` bytes. With `spare` bytes of room, one that ends there is not asked once more whether it does.
fn read_sized(mut file: File, (size, spare): (u64, usize), path: &Path, limit: u64) -> Result<Vec<u8>> {
    let fault = |error: io::Error| Error::io("read the file", path, error);
    let too_large = |size| Error::TooLarge { path: path.to_path_buf(), size, limit };
    if size > limit {
        return Err(too_large(size));
    }
    let (size, mut bytes, mut read) = (size as usize, Vec::new(), 0);
    bytes.try_reserve_exact(size + spare).map_err(|_| fault(io::ErrorKind::OutOfMemory.into()))?;
    bytes.resize(size + spare, 0);
    while read < bytes.len() {
        match file.read(&mut bytes[read..]) {
            Ok(more) => {
                read += more;
                // All that it said has come and there was room for more; or it is shorter than it said.
                if more == 0 || (read == size && read < bytes.len()) {
                    bytes.truncate(read);
                    return Ok(bytes);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(fault(error)),
        }
    }
    // It may have grown since; the limit holds all the same.
    file.take(limit.saturating_add(1).saturating_sub(read as u64)).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > limit { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::io::Errno;
    use std::fs;

    fn full(file: &mut File) -> io::Result<()> {
        file.write_all(b"the first half of it, and then")?;
        Err(io::ErrorKind::StorageFull.into())
    }

    #[test]
    fn a_full_disk_leaves_the_old_file_and_nothing_else() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::open(temp.path()).unwrap();
        let name = OsStr::new("notes");
        folder.replace(name, b"old", Flush::Yes).unwrap();
        let error = folder.replace_by(name, Flush::Yes, &mut full).unwrap_err();
        assert!(error.hint().contains("full"), "{error}");
        assert_eq!(fs::read(temp.path().join(name)).unwrap(), b"old");
        assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
    }

    #[test]
    fn however_a_write_is_refused_the_old_file_stays_and_the_cause_is_told() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::open(temp.path()).unwrap();
        let name = OsStr::new("notes");
        folder.replace(name, b"old", Flush::Yes).unwrap();
        for errno in [Errno::NOSPC, Errno::DQUOT, Errno::ROFS, Errno::STALE, Errno::IO] {
            let mut half = |file: &mut File| {
                file.write_all(b"the first half")?;
                Err(errno.into())
            };
            let error = folder.replace_by(name, Flush::Yes, &mut half).unwrap_err();
            assert!(!error.hint().starts_with("Try again"), "{error} needs a remedy of its own");
            assert!(folder.holds(name, Some(b"old")).unwrap() && !folder.holds(name, Some(b"ol")).unwrap());
            assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
        }
        assert!(folder.holds(OsStr::new("none"), None).unwrap() && !folder.holds(name, None).unwrap());
    }

    #[test]
    fn a_file_that_never_ends_is_read_up_to_the_limit() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::open(temp.path()).unwrap();
        fs::write(temp.path().join("long"), vec![0; 101]).unwrap();
        assert!(matches!(folder.read(OsStr::new("long"), 100), Err(Error::TooLarge { .. })));
        assert_eq!(folder.read(OsStr::new("long"), 101).unwrap().unwrap().len(), 101);
        // A device says that it is empty, and is not.
        let endless = read_whole(File::open("/dev/zero").unwrap(), Path::new("/dev/zero"), 1000);
        assert!(matches!(endless, Err(Error::TooLarge { size: 1001, .. })));
    }

    #[test]
    fn no_part_of_a_path_below_may_be_a_link_or_lead_out() {
        let temp = tempfile::tempdir().unwrap();
        let (inside, outside) = (temp.path().join("inside"), temp.path().join("outside"));
        for folder in [inside.join("a/b"), outside.join("b")] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(inside.join("a/b/notes"), "text").unwrap();
        fs::write(outside.join("b/notes"), "secret").unwrap();
        std::os::unix::fs::symlink(&outside, inside.join("link")).unwrap();
        std::os::unix::fs::symlink(inside.join("a"), inside.join("near")).unwrap();
        std::os::unix::fs::symlink(outside.join("b/notes"), inside.join("a/b/secret")).unwrap();
        let folder = Folder::open(&inside).unwrap();
        let read = |below: &str| folder.read_listed(Path::new(below), 100);
        assert_eq!(read("a/b/notes").unwrap().map(|read| read.text).as_deref(), Some("text"));
        assert_eq!(folder.read_below(Path::new("a/b/notes"), 100).unwrap(), read("a/b/notes").unwrap());
        assert!(matches!(read("a/b/notes/x"), Err(Error::NotAFolder { .. })));
        assert!(matches!(read("a/b"), Err(Error::NotAFile { .. })) && read("a/c/notes").unwrap().is_none());
        assert!(matches!(folder.read_listed(Path::new("a/b/notes"), 3), Err(Error::TooLarge { size: 4, .. })));
        for below in ["link/b/notes", "near/b/notes", "a/b/secret"] {
            assert!(matches!(read(below), Err(Error::Link { .. })), "{below}");
        }
        assert!(matches!(read("../outside/b/notes"), Err(Error::BadName { .. })));
        assert!(folder.child_with_items(OsStr::new("link")).is_err());
    }

    #[test]
    fn what_is_in_a_folder_is_the_same_by_its_own_handle_and_by_its_name() {
        let temp = tempfile::tempdir().unwrap();
        let names: Vec<String> = (0..300).map(|n| format!("{n:03}-{}", "x".repeat(n % 200))).collect();
        fs::create_dir(temp.path().join("folder")).unwrap();
        for name in &names {
            fs::write(temp.path().join("folder").join(name), "").unwrap();
        }
        let (folder, items) =
            Folder::open(temp.path()).unwrap().child_with_items(OsStr::new("folder")).unwrap().unwrap();
        let drawn = |items: &[FolderItem]| items.iter().map(|item| format!("{item:?}")).collect::<Vec<_>>();
        assert_eq!((items.len(), drawn(&items)), (300, drawn(&folder.items().unwrap())));
    }

    #[test]
    fn a_folder_swapped_for_a_link_after_it_was_opened_leads_nowhere_else() {
        let temp = tempfile::tempdir().unwrap();
        let (inside, outside) = (temp.path().join("inside"), temp.path().join("outside"));
        fs::create_dir_all(inside.join("reader")).unwrap();
        fs::create_dir(&outside).unwrap();
        let folder = Folder::open(&inside).unwrap().below(Path::new("reader")).unwrap().unwrap();
        fs::rename(inside.join("reader"), inside.join("moved")).unwrap();
        std::os::unix::fs::symlink(&outside, inside.join("reader")).unwrap();
        folder.replace(OsStr::new("notes"), b"text", Flush::No).unwrap();
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
        assert_eq!(fs::read(inside.join("moved/notes")).unwrap(), b"text");
    }
}
