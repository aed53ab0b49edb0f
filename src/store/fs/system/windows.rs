//! Windows: folders and files by their full path, while their folders are held. A folder is opened so that nobody may rename, replace or
//! remove it, nor on NTFS one above it, until it is closed; so the path of what is in it leads nowhere else meanwhile, and what is
//! itself a link is refused once it is open. Paths are verbatim (`\\?\`): no name is a device, and none is too long.
//!
//! What holds less than elsewhere: a drive that knows no sharing (some network drives) may let a folder be swapped all the same; names are
//! left to the file system's own journal to be put on the disk; permissions are those of the folder above, and who owns a file is not
//! asked; a program that is told to end is not asked first; what is in the cache goes by the age of its making.

use crate::store::fs::system::{FileKind, FoundName, OpenWay};
use std::{
    ffi::{OsStr, OsString},
    fs::{self, File, FileType, Metadata, OpenOptions},
    io,
    os::windows::{
        fs::{FileExt, MetadataExt, OpenOptionsExt},
        process::CommandExt,
    },
    path::{Component, Path, PathBuf, Prefix},
    process::{Command, Stdio},
    time::SystemTime,
};

/// Others may read and write what is in the folder, and not rename or remove the folder (winnt.h: `FILE_SHARE_READ`, `FILE_SHARE_WRITE`).
const HELD: u32 = 0x1 | 0x2;
/// What it takes to open a folder (winbase.h: `FILE_FLAG_BACKUP_SEMANTICS`).
const FOLDER: u32 = 0x0200_0000;
/// A link is opened itself, not what it leads to (winbase.h: `FILE_FLAG_OPEN_REPARSE_POINT`).
const NO_LINK: u32 = 0x0020_0000;
/// A program without a console, and one in a group of its own (winbase.h: `CREATE_NO_WINDOW`, `CREATE_NEW_PROCESS_GROUP`).
const NO_CONSOLE: u32 = 0x0800_0000;
const OWN_GROUP: u32 = 0x0200;

/// A folder, held open, and where it is.
#[derive(Debug)]
pub(in crate::store) struct WindowsFolder {
    held: File,
    path: PathBuf,
}

impl WindowsFolder {
    /// Opens a folder; links on the way are followed.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::hold(fs::canonicalize(path)?)
    }

    fn hold(path: PathBuf) -> io::Result<Self> {
        let held = OpenOptions::new().read(true).share_mode(HELD).custom_flags(FOLDER | NO_LINK).open(&path)?;
        let kind = held.metadata()?.file_type();
        if !kind.is_dir() || kind.is_symlink() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Self { held, path })
    }

    /// Makes a folder, and those above it. The user's own folders are this user's alone by the permissions above them.
    pub fn make(path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    /// The same folder once more.
    pub fn again(&self) -> io::Result<Self> {
        Ok(Self { held: self.held.try_clone()?, path: self.path.clone() })
    }

    /// Where `name` is; an error where it could be anything but a name in this folder: a path, or a second stream of a file.
    fn at(&self, name: &OsStr) -> io::Result<PathBuf> {
        let leads = |byte: &u8| matches!(byte, b'/' | b'\\' | b':' | 0);
        let bytes = name.as_encoded_bytes();
        if bytes.is_empty() || bytes == b"." || bytes == b".." || bytes.iter().any(leads) {
            return Err(io::ErrorKind::InvalidFilename.into());
        }
        Ok(self.path.join(name))
    }

    /// Opens the folder `name` in it; a link is refused.
    pub fn child(&self, name: &OsStr) -> io::Result<Self> {
        Self::hold(self.at(name)?)
    }

    /// Makes the folder `name` in it.
    pub fn make_child(&self, name: &OsStr) -> io::Result<()> {
        fs::create_dir(self.at(name)?)
    }

    /// The names in it, with what the listing says of each; at most so many.
    pub fn names(&self, most: usize) -> io::Result<Vec<(OsString, Option<FileKind>)>> {
        let entry = |entry: fs::DirEntry| (entry.file_name(), entry.file_type().ok().map(kind_of));
        fs::read_dir(&self.path)?.take(most).map(|listed| listed.map(entry)).collect()
    }

    /// The same of a folder that was just opened and not listed yet.
    pub fn first_names(&self, most: usize) -> io::Result<Vec<(OsString, Option<FileKind>)>> {
        self.names(most)
    }

    /// What `name` stands for; a link is not followed.
    pub fn look(&self, name: &OsStr) -> io::Result<FoundName> {
        let metadata = fs::symlink_metadata(self.at(name)?)?;
        let (kind, modified) = (kind_of(metadata.file_type()), metadata.modified().ok());
        Ok(FoundName { kind, size: metadata.len(), modified, number: 0, owner: None })
    }

    /// Says nothing: names are looked at one by one here.
    pub fn glance_below(&self, _: &Path) -> io::Result<FoundName> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Opens `name`, whatever it is but a link.
    pub fn open_file(&self, name: &OsStr, how: OpenWay) -> io::Result<File> {
        let mut options = OpenOptions::new();
        match how {
            OpenWay::Read => options.read(true),
            OpenWay::New => options.write(true).create_new(true),
            OpenWay::Kept => options.read(true).write(true).create(true).truncate(false),
            OpenWay::Appended => options.read(true).append(true).create(true),
        };
        let file = options.custom_flags(NO_LINK).open(self.at(name)?)?;
        if file.metadata()?.file_type().is_symlink() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        Ok(file)
    }

    /// Opens no file: this system has no call for that.
    pub fn open_below(&self, _: &Path) -> io::Result<File> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Gives the file `old` the name `new`, in the place of a file that has it.
    pub fn rename(&self, old: &OsStr, new: &OsStr) -> io::Result<()> {
        fs::rename(self.at(old)?, self.at(new)?)
    }

    /// Gives the file `old` a second name, or where the file system knows none another name, that no file has yet.
    pub fn name_anew(&self, old: &OsStr, new: &OsStr) -> io::Result<()> {
        let linked = fs::hard_link(self.at(old)?, self.at(new)?);
        match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists && self.is_free(new) => self.rename(old, new),
            linked => linked,
        }
    }

    fn is_free(&self, name: &OsStr) -> bool {
        self.look(name).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
    }

    /// Gives the file at `from`, which is no link, a second name here that no file has yet.
    pub fn link(&self, from: &Path, name: &OsStr) -> io::Result<()> {
        fs::hard_link(from, self.at(name)?)
    }

    /// Removes the file or link `name`.
    pub fn remove(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_file(self.at(name)?)
    }

    /// Names are in the journal of the file system as soon as they are given; there is nothing to wait for.
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "elsewhere there is")]
    pub fn flush(&self) -> io::Result<()> {
        Ok(())
    }

    /// A time is set by the clock here, which this room has not: the time stays.
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "elsewhere the system sets it")]
    pub fn touch(&self, _: &OsStr) -> io::Result<()> {
        Ok(())
    }

    /// Whether this user may make and remove files in it: one is made that has no name.
    pub fn is_writable(&self) -> io::Result<()> {
        tempfile::tempfile_in(&self.path).map(drop)
    }
}

fn kind_of(kind: FileType) -> FileKind {
    match () {
        () if kind.is_symlink() => FileKind::Link,
        () if kind.is_dir() => FileKind::Folder,
        () if kind.is_file() => FileKind::File,
        () => FileKind::Other,
    }
}

/// Where a path leads: absolute, with no links in it; and as everybody writes it where it is on a drive and short (MAX_PATH), for few
/// programs know verbatim paths.
pub(in crate::store) fn real(path: &Path) -> io::Result<PathBuf> {
    const LONGEST: usize = 260;
    let real = fs::canonicalize(path)?;
    let on_drive =
        matches!(real.components().next(), Some(Component::Prefix(it)) if matches!(it.kind(), Prefix::VerbatimDisk(_)));
    let plain =
        real.to_str().and_then(|text| text.strip_prefix(r"\\?\")).filter(|text| on_drive && text.len() < LONGEST);
    Ok(plain.map_or_else(|| real.clone(), PathBuf::from))
}

/// Opens what the user named to be read, following links.
pub(in crate::store) fn open_following(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// A file that swallows what is written.
pub(in crate::store) fn null() -> io::Result<File> {
    File::options().write(true).open("NUL")
}

/// Fills `bytes` from the place `at` of a file.
pub(in crate::store) fn read_exact_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    let (mut rest, mut at) = (bytes, at);
    while !rest.is_empty() {
        match file.seek_read(rest, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                rest = &mut rest[read..];
                at += read as u64;
            }
        }
    }
    Ok(())
}

/// The permissions are those of the folder above, which is the user's own.
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(in crate::store) fn only_mine(_: &File) -> io::Result<()> {
    Ok(())
}

/// The permissions are those of the folder above.
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(in crate::store) fn open_to_all(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The permissions are those of the folder above, for the new file as for the old.
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(in crate::store) fn keep_permissions(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// A temporary file is as readable as its folder says.
pub(in crate::store) fn allow_all(_: &mut tempfile::Builder<'_, '_>) {}

/// A number by which a file that was put in another's place is told from it: when it was written last. A file of the same name and a
/// moment later may be given the older one's time of making.
pub(in crate::store) fn identity(file: &Metadata) -> u64 {
    file.last_write_time()
}

/// Since when a file is on this disk as it is: a copy keeps the time of its last change, and has one of its own of being made.
pub(in crate::store) fn here_since(file: &Metadata) -> SystemTime {
    let times = [file.modified(), file.created()];
    times.into_iter().flatten().max().unwrap_or(SystemTime::UNIX_EPOCH)
}

/// A number for the disk or drive that a file lies on: the same for all, since a path leads to no other here.
pub(in crate::store) fn disk(_: &Metadata) -> u64 {
    0
}

/// Whether everybody may put files into a folder and only take away their own, as in `/tmp`.
pub(in crate::store) fn is_common_ground(_: &Metadata) -> bool {
    false
}

/// Whom a file belongs to is not asked.
pub(in crate::store) fn owner(_: &Metadata) -> Option<u32> {
    None
}

/// Users have no numbers here.
pub(in crate::store) fn user() -> Option<u32> {
    None
}

/// The name that these bytes are; a name that is not Unicode stands for none.
pub(in crate::store) fn any_name(bytes: Vec<u8>) -> OsString {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()).into()
}

/// Whether what lies here may be changed on other machines: on a share, whatever letter its drive has.
pub(in crate::store) fn is_remote(folder: &Path) -> bool {
    let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let Some(Component::Prefix(prefix)) = real.components().next() else { return false };
    matches!(prefix.kind(), Prefix::VerbatimUNC(..) | Prefix::UNC(..))
}

/// The error that there is nothing of a name.
pub(in crate::store) fn missing() -> io::Error {
    io::ErrorKind::NotFound.into()
}

/// The error that a name is taken.
pub(in crate::store) fn taken() -> io::Error {
    io::ErrorKind::AlreadyExists.into()
}

/// Whether a lock was refused because the file system knows none (winerror.h: `ERROR_INVALID_FUNCTION`, `ERROR_NOT_SUPPORTED`).
pub(in crate::store) fn knows_no_locks(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(1 | 50))
}

/// Whether the disk itself failed (winerror.h: `ERROR_CRC`, `ERROR_IO_DEVICE`).
pub(in crate::store) fn is_failing(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(23 | 1117))
}

/// Whether the server of a network drive is gone (winerror.h: `ERROR_BAD_NETPATH`, `ERROR_UNEXP_NET_ERR`, `ERROR_NETNAME_DELETED`,
/// `ERROR_BAD_NET_NAME`, `ERROR_NETWORK_UNREACHABLE`).
pub(in crate::store) fn does_not_answer(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(53 | 59 | 64 | 67 | 1231))
}

/// Where a program is, as the search path says: an `.exe` only, for what a batch file makes of its arguments nobody can know.
pub(in crate::store) fn found(program: &str) -> Option<PathBuf> {
    let file = format!("{program}.exe");
    std::env::split_paths(&std::env::var_os("PATH")?)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

/// Has a program started in a group of its own, so that no key pressed here reaches it.
pub fn apart(command: &mut Command) -> &mut Command {
    command.creation_flags(OWN_GROUP)
}

/// Whether a program is at work in one of these folders: not told here.
pub(in crate::store) fn works_below(_program: &str, _folders: &[&Path]) -> bool {
    false
}

/// The command that runs a program without a console to ask on.
pub(in crate::store) fn unattended(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.creation_flags(NO_CONSOLE | OWN_GROUP);
    command
}

/// With `now` ends a program, and what it has started, by the system's own program for that. Nothing asks one without windows to end.
pub(in crate::store) fn end(child: u32, now: bool) {
    let Some(system) = std::env::var_os("SystemRoot").filter(|_| now) else { return };
    let mut command = Command::new(Path::new(&system).join("System32").join("taskkill.exe"));
    command.args(["/T", "/F", "/PID", &child.to_string()]).creation_flags(NO_CONSOLE);
    let _ = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
}
