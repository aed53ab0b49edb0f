//! Linux, macOS and their kin: folders and files by descriptor, each name opened relative to the folder's own with links refused,
//! so that nothing that is renamed or swapped meanwhile leads elsewhere.

use crate::store::fs::system::{FileKind, FoundName, OpenWay};
#[cfg(target_os = "linux")]
use rustix::fs::{RawDir, ResolveFlags};
use rustix::{
    fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat, Timespec, Timestamps},
    io::Errno,
    process::{Pid, Signal, kill_process, kill_process_group},
};
use std::{
    ffi::{CStr, OsStr, OsString},
    fs::{DirBuilder, File, Metadata, Permissions},
    io,
    os::{
        fd::{AsFd, OwnedFd},
        unix::{
            ffi::{OsStrExt, OsStringExt},
            fs::{DirBuilderExt, FileExt, MetadataExt, PermissionsExt},
            process::CommandExt,
        },
    },
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, SystemTime},
};

/// How many bytes of a listing the system gives at once: one call for what a reader's folder holds.
#[cfg(target_os = "linux")]
const LISTED_AT_ONCE: usize = 8 << 10;

/// A folder, held open by a descriptor.
#[derive(Debug)]
pub(in crate::store) struct UnixFolder(OwnedFd);

impl UnixFolder {
    /// Opens a folder; links on the way are followed.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self(rustix::fs::open(path, flags, Mode::empty())?))
    }

    /// Makes a folder, and those above it, for this user alone.
    pub fn make(path: &Path) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(path)
    }

    /// The same folder once more.
    pub fn again(&self) -> io::Result<Self> {
        self.0.try_clone().map(Self)
    }

    /// Opens the folder `name` in it; a link is refused.
    pub fn child(&self, name: &OsStr) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Self(rustix::fs::openat(&self.0, name, flags, Mode::empty())?))
    }

    /// Makes the folder `name` in it, with the permissions that the user's mask leaves.
    pub fn make_child(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::mkdirat(&self.0, name, Mode::from_raw_mode(0o777))?)
    }

    /// The names in it, without `.` and `..`, with what the listing says of each; at most so many.
    pub fn names(&self, most: usize) -> io::Result<Vec<(OsString, Option<FileKind>)>> {
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.0)?.take(most) {
            let entry = entry?;
            names.extend(listed(entry.file_name(), entry.file_type()));
        }
        Ok(names)
    }

    /// The same of a folder that was just opened and not listed yet, by this descriptor itself: it is not opened once more.
    #[cfg(target_os = "linux")]
    pub fn first_names(&self, most: usize) -> io::Result<Vec<(OsString, Option<FileKind>)>> {
        let (mut names, mut room) = (Vec::new(), Vec::with_capacity(LISTED_AT_ONCE));
        let mut entries = RawDir::new(&self.0, room.spare_capacity_mut());
        for _ in 0..most {
            let Some(entry) = entries.next() else { break };
            let entry = entry?;
            names.extend(listed(entry.file_name(), entry.file_type()));
        }
        Ok(names)
    }

    /// The same of a folder that was just opened and not listed yet.
    #[cfg(not(target_os = "linux"))]
    pub fn first_names(&self, most: usize) -> io::Result<Vec<(OsString, Option<FileKind>)>> {
        self.names(most)
    }

    /// What `name` stands for; a link is not followed.
    pub fn look(&self, name: &OsStr) -> io::Result<FoundName> {
        Ok(found_of(&rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// What the path `below` it stands for, at a glance: a link on the way is followed, so that whoever opens it finds out what it is.
    pub fn glance_below(&self, below: &Path) -> io::Result<FoundName> {
        Ok(found_of(&rustix::fs::statat(&self.0, below, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// Opens `name`, whatever it is but a link; never waits for a pipe, and no device becomes this program's terminal.
    pub fn open_file(&self, name: &OsStr, how: OpenWay) -> io::Result<File> {
        let how = match how {
            OpenWay::Read => OFlags::RDONLY,
            OpenWay::New => OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL,
            OpenWay::Kept => OFlags::RDWR | OFlags::CREATE,
            OpenWay::Appended => OFlags::RDWR | OFlags::CREATE | OFlags::APPEND,
        };
        let flags = how | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        Ok(rustix::fs::openat(&self.0, name, flags, Mode::from_raw_mode(0o666)).map(File::from)?)
    }

    /// Opens the file at `below` it to read, all parts of the path at once; a link anywhere in it is refused (openat2(2)). An error says
    /// only that it was not opened so: part by part it may be, and that says what is in the way.
    #[cfg(target_os = "linux")]
    pub fn open_below(&self, below: &Path) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let inside = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        Ok(rustix::fs::openat2(&self.0, below, flags, Mode::empty(), inside).map(File::from)?)
    }

    /// Opens no file: this system has no call for that.
    #[cfg(not(target_os = "linux"))]
    pub fn open_below(&self, _: &Path) -> io::Result<File> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Gives the file `old` the name `new`, in the place of a file that has it.
    pub fn rename(&self, old: &OsStr, new: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.0, old, &self.0, new)?)
    }

    /// Gives the file `old` a second name, or where the file system knows none another name, that no file has yet.
    pub fn name_anew(&self, old: &OsStr, new: &OsStr) -> io::Result<()> {
        match rustix::fs::linkat(&self.0, old, &self.0, new, AtFlags::empty()) {
            Err(Errno::PERM | Errno::NOTSUP | Errno::NOSYS)
                if rustix::fs::statat(&self.0, new, AtFlags::SYMLINK_NOFOLLOW).err() == Some(Errno::NOENT) =>
            {
                self.rename(old, new)
            }
            linked => Ok(linked?),
        }
    }

    /// Gives the file at `from`, which is no link, a second name here that no file has yet.
    pub fn link(&self, from: &Path, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::linkat(rustix::fs::CWD, from, &self.0, name, AtFlags::empty())?)
    }

    /// Removes the file or link `name`.
    pub fn remove(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Puts the folder's names on the disk. Some file systems cannot; then there is nothing to wait for.
    pub fn flush(&self) -> io::Result<()> {
        match rustix::fs::fsync(&self.0) {
            Ok(()) | Err(Errno::INVAL | Errno::NOTSUP) => Ok(()),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Sets the time of change of `name` to now.
    pub fn touch(&self, name: &OsStr) -> io::Result<()> {
        let omit = Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_OMIT };
        let now = Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_NOW };
        let times = Timestamps { last_access: omit, last_modification: now };
        Ok(rustix::fs::utimensat(&self.0, name, &times, AtFlags::SYMLINK_NOFOLLOW)?)
    }

    /// Whether this user may make and remove files in it.
    pub fn is_writable(&self) -> io::Result<()> {
        let access = rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK;
        Ok(rustix::fs::accessat(self.0.as_fd(), ".", access, AtFlags::empty())?)
    }
}

/// A name as it is listed, but for `.` and `..`. Some file systems do not say in the listing what a name is.
fn listed(name: &CStr, kind: FileType) -> Option<(OsString, Option<FileKind>)> {
    let name = OsStr::from_bytes(name.to_bytes());
    let kind = (kind != FileType::Unknown).then(|| kind_of(kind));
    (name != "." && name != "..").then(|| (name.to_os_string(), kind))
}

fn kind_of(kind: FileType) -> FileKind {
    match kind {
        FileType::RegularFile => FileKind::File,
        FileType::Directory => FileKind::Folder,
        FileType::Symlink => FileKind::Link,
        _ => FileKind::Other,
    }
}

fn found_of(stat: &Stat) -> FoundName {
    let since = u64::try_from(stat.st_mtime).ok().zip(u32::try_from(stat.st_mtime_nsec).ok());
    let modified = since.and_then(|(seconds, nanoseconds)| {
        SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds.min(999_999_999)))
    });
    let kind = kind_of(FileType::from_raw_mode(stat.st_mode));
    FoundName {
        kind,
        size: u64::try_from(stat.st_size).unwrap_or(0),
        modified,
        number: stat.st_ino,
        owner: Some(stat.st_uid),
    }
}

/// Where a path leads: absolute, with no links in it.
pub(in crate::store) fn real(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize()
}

/// Opens what the user named to be read, following links. Never waits.
pub(in crate::store) fn open_following(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, flags, Mode::empty()).map(File::from)?)
}

/// A file that swallows what is written.
pub(in crate::store) fn null() -> io::Result<File> {
    File::options().write(true).open("/dev/null")
}

/// Fills `bytes` from the place `at` of a file, whoever else reads it.
pub(in crate::store) fn read_exact_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    file.read_exact_at(bytes, at)
}

/// Lets this user alone read and write a file.
pub(in crate::store) fn only_mine(file: &File) -> io::Result<()> {
    file.set_permissions(Permissions::from_mode(0o600))
}

/// Lets everybody list a folder of texts and read in it.
pub(in crate::store) fn open_to_all(folder: &Path) -> io::Result<()> {
    std::fs::set_permissions(folder, Permissions::from_mode(0o755))
}

/// Gives a new file the permissions that an older one has.
pub(in crate::store) fn keep_permissions(file: &File, old: &Metadata) -> io::Result<()> {
    file.set_permissions(Permissions::from_mode(old.permissions().mode() & 0o777))
}

/// Has a temporary file made as readable as any new file of this user.
pub(in crate::store) fn allow_all(builder: &mut tempfile::Builder<'_, '_>) {
    builder.permissions(Permissions::from_mode(0o666));
}

/// A number by which a file that was put in another's place is told from it.
pub(in crate::store) fn identity(file: &Metadata) -> u64 {
    file.ino()
}

/// Since when a file is on this disk as it is: unlike the time of its last change, this one does not travel with a copy.
pub(in crate::store) fn here_since(file: &Metadata) -> SystemTime {
    let seconds = u64::try_from(file.ctime()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// A number for the disk or drive that a file lies on.
pub(in crate::store) fn disk(file: &Metadata) -> u64 {
    file.dev()
}

/// Whether everybody may put files into a folder and only take away their own, as in `/tmp`.
pub(in crate::store) fn is_common_ground(file: &Metadata) -> bool {
    file.mode() & 0o1002 == 0o1002
}

/// The number of the user whom a file belongs to.
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it is not known")]
pub(in crate::store) fn owner(file: &Metadata) -> Option<u32> {
    Some(file.uid())
}

/// The number of the user who runs this program.
#[expect(clippy::unnecessary_wraps, reason = "elsewhere there is none")]
pub(in crate::store) fn user() -> Option<u32> {
    Some(rustix::process::getuid().as_raw())
}

/// The name that these bytes are, as a listing gave it.
pub(in crate::store) fn any_name(bytes: Vec<u8>) -> OsString {
    OsString::from_vec(bytes)
}

/// Numbers of `statfs` whose file systems change on other machines (linux/magic.h).
#[cfg(target_os = "linux")]
const REMOTE: [u64; 8] = [
    0x6969,      // NFS
    0xFF53_4D42, // CIFS
    0xFE53_4D42, // SMB2
    0x517B,      // SMB
    0x5346_414F, // AFS
    0x0102_1997, // 9p
    0x00C3_6400, // Ceph
    0x6573_5546, // FUSE: sshfs and its like
];

/// Whether what lies here may be changed on other machines, of which this system does not tell.
#[cfg(target_os = "linux")]
pub(in crate::store) fn is_remote(folder: &Path) -> bool {
    let number = |told: rustix::fs::StatFs| u64::try_from(told.f_type & 0xFFFF_FFFF).unwrap_or(0);
    rustix::fs::statfs(folder).is_ok_and(|told| REMOTE.contains(&number(told)))
}

/// Whether what lies here may be changed on other machines, of which this system does not tell: what is not kept on this one
/// (`MNT_LOCAL` of statfs(2)).
#[cfg(target_vendor = "apple")]
pub(in crate::store) fn is_remote(folder: &Path) -> bool {
    const LOCAL: u32 = 0x1000;
    rustix::fs::statfs(folder).is_ok_and(|told| told.f_flags & LOCAL == 0)
}

/// Whether what lies here may be changed on other machines: this system is not known, so it may.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
pub(in crate::store) fn is_remote(_: &Path) -> bool {
    true
}

/// The error that there is nothing of a name, in the system's words.
pub(in crate::store) fn missing() -> io::Error {
    Errno::NOENT.into()
}

/// The error that a name is taken, in the system's words.
pub(in crate::store) fn taken() -> io::Error {
    Errno::EXIST.into()
}

/// Whether a lock was refused because the file system knows none.
pub(in crate::store) fn knows_no_locks(error: &io::Error) -> bool {
    let errno = Errno::from_io_error(error);
    matches!(errno, Some(Errno::NOLCK | Errno::NOSYS | Errno::NOTSUP | Errno::INVAL))
}

/// Whether the disk itself failed; the standard library has no kind for it.
pub(in crate::store) fn is_failing(error: &io::Error) -> bool {
    Errno::from_io_error(error) == Some(Errno::IO)
}

/// Whether the server of a network drive is gone; the standard library has no kind for some of these.
pub(in crate::store) fn does_not_answer(error: &io::Error) -> bool {
    let errno = Errno::from_io_error(error);
    matches!(errno, Some(Errno::HOSTDOWN | Errno::NOTCONN | Errno::CONNABORTED | Errno::CONNRESET | Errno::SHUTDOWN))
}

/// Where a program is, as the search path says.
pub(in crate::store) fn found(program: &str) -> Option<PathBuf> {
    let runs = |path: &PathBuf| path.metadata().is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0);
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(program)).find(runs)
}

/// Has a program started in a group of its own, so that no key pressed here reaches it.
pub fn apart(command: &mut Command) -> &mut Command {
    command.process_group(0)
}

/// The command that runs a program without a terminal. In a session of its own it has none to ask on, whatever the user's own settings of
/// ssh say.
pub(in crate::store) fn unattended(program: &Path) -> Command {
    if let Some(setsid) = found("setsid") {
        let mut command = Command::new(setsid);
        command.arg(program);
        return command;
    }
    let mut command = Command::new(program);
    command.process_group(0);
    command
}

/// Whether a program whose name begins so is at work in one of these folders or below, as far as the system says: only Linux does.
pub(in crate::store) fn works_below(program: &str, folders: &[&Path]) -> bool {
    let folders: Vec<PathBuf> = folders.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
    let works = |process: std::fs::DirEntry| {
        let is_it = std::fs::read(process.path().join("comm")).is_ok_and(|name| name.starts_with(program.as_bytes()));
        let place = || std::fs::read_link(process.path().join("cwd"));
        is_it && place().is_ok_and(|place| folders.iter().any(|folder| place.starts_with(folder)))
    };
    std::fs::read_dir("/proc").into_iter().flatten().flatten().any(works)
}

/// Asks a program to end, or with `now` ends it, and what it has started: its group is its own where it was started [`unattended()`].
pub(in crate::store) fn end(child: u32, now: bool) {
    let Some(id) = i32::try_from(child).ok().and_then(Pid::from_raw) else { return };
    let signal = if now { Signal::KILL } else { Signal::TERM };
    let _ = kill_process_group(id, signal);
    let _ = kill_process(id, signal);
}
