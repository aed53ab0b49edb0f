//! Texts that took long to make, kept in the user's cache folder: safe to delete at any time, bounded in size.
//!
//! One file for the content of one document in one format, whatever it is called and wherever it lies. The file begins
//! with a digest of all that follows, and that begins with what it is of: the layout, the format, the version of its
//! parser, the digest of the document. So what was damaged, cut, swapped or made by another version is no text at all,
//! is made again and written over. Nothing that goes wrong here is an error: without a cache the work is done anew.

use crate::document::Document;
use crate::document::saved::{self, SavedWords};
use crate::format::Format;
use crate::store::fs::digest::{Digest, Digesting};
use crate::store::fs::dirs::Dirs;
use crate::store::fs::folder::{Flush, Folder};
use crate::store::fs::system::{FileKind, only_mine};
use std::cmp::Reverse;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// The most that one folder of the cache may hold.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct CacheBounds {
    /// In bytes.
    pub bytes: u64,
    /// In files.
    pub files: usize,
}

/// For all texts together.
const BOUNDS: CacheBounds = CacheBounds { bytes: 256 << 20, files: 16_384 };
/// What is swept out goes down to this share of the bounds, in eighths, so that not every new text sweeps again.
const SWEPT: u64 = 7;
/// The largest text that is kept, in bytes: one book is not to drive out all others.
const LARGEST: u64 = BOUNDS.bytes / 4;
/// How many bytes the digest at the start of a file has.
const CHECK: usize = 64;

/// Reads what was saved out of so many bytes.
type SavedReader<T> = fn(&mut dyn Read, u64) -> Option<T>;

/// The texts of one user.
#[derive(Clone, Debug)]
pub(in crate::store) struct Cache {
    folder: PathBuf,
    bounds: CacheBounds,
    /// How much more fits, by what the last sweep found and what was kept since; none before this session's first. Another
    /// session that keeps as much meanwhile goes over the bounds, until one of the two sweeps.
    room: Arc<Mutex<Option<CacheBounds>>>,
}

impl Cache {
    /// Those in the cache folder. Nothing is made until something is kept.
    pub fn at(dirs: &Dirs) -> Self {
        Self { folder: dirs.cache.join("texts"), bounds: BOUNDS, room: Arc::default() }
    }

    /// The text of the document with that digest, as that version of the format's parser made it.
    pub fn text(&self, of: &Digest, format: &Format) -> Option<Document> {
        let (document, folder) = self.read(of, format, saved::read)?;
        // The texts that are read stay the longest.
        folder.touch(&name(of, format));
        Some(document)
    }

    /// How many bytes the file for that text has, sound or not; `None` where there is none.
    pub fn size(&self, of: &Digest, format: &Format) -> Option<u64> {
        let folder = Folder::open(&self.folder).ok().filter(|_| format.version > 0)?;
        folder.measure(&name(of, format)).map(|(size, _)| size)
    }

    /// The words of that text alone: a search has no use for the rest.
    pub fn words(&self, of: &Digest, format: &Format) -> Option<SavedWords> {
        Some(self.read(of, format, saved::words)?.0)
    }

    /// Reads a kept file in one pass. What was made of it counts only where the digest of all that passed is the one it begins with.
    fn read<T>(&self, of: &Digest, format: &Format, read: SavedReader<T>) -> Option<(T, Folder)> {
        let folder = Folder::open(&self.folder).ok().filter(|_| format.version > 0)?;
        let mut file = folder.file(&name(of, format)).ok()??;
        let size = file.metadata().ok()?.len();
        let mut check = [0; CHECK];
        file.read_exact(&mut check).ok().filter(|()| size <= LARGEST)?;
        let title = title(of, format);
        let left = size.checked_sub((CHECK + title.len()) as u64)?;
        let mut body = BufReader::new(Digesting::new(file.take(left + title.len() as u64)));
        let mut begins = vec![0; title.len()];
        body.read_exact(&mut begins).ok().filter(|()| begins == title.as_bytes())?;
        let made = read(&mut body, left)?;
        io::copy(&mut body, &mut io::sink()).ok()?;
        let (_, passed) = body.into_inner().finish();
        (passed.hex().as_bytes() == check).then_some((made, folder))
    }

    /// Keeps a text. What has no text is not kept: it may have been a busy machine that gave the parser no time.
    pub fn keep(&self, of: &Digest, format: &Format, document: &Document) {
        // What is written is the text and a little more.
        if format.version == 0 || document.blocks().is_empty() || document.text().len() as u64 > LARGEST {
            return;
        }
        let Ok(folder) = Folder::make(&self.folder) else { return };
        let (name, mut size) = (name(of, format), 0);
        let kept = write_privately(&folder, &name, &mut |file| {
            file.write_all(&[0; CHECK])?;
            let mut body = BufWriter::new(Digesting::new(&mut *file));
            body.write_all(title(of, format).as_bytes())?;
            saved::write(document, &mut body)?;
            let (_, passed) = body.into_inner()?.finish();
            size = file.stream_position()?;
            if size > LARGEST {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            file.rewind()?;
            file.write_all(passed.hex().as_bytes())
        });
        if kept {
            self.make_room(&folder, &name, size);
        }
    }

    /// Sweeps where the file `newest`, of that size, may be one too many: measuring all files for each new one would take
    /// longer than making the texts does.
    fn make_room(&self, folder: &Folder, newest: &OsStr, size: u64) {
        let mut room = self.room.lock().unwrap_or_else(PoisonError::into_inner);
        *room = room.and_then(|room| room.without(size)).or_else(|| sweep(folder, newest, self.bounds));
    }
}

impl CacheBounds {
    /// What is left beside a file of that size; none where it does not fit.
    fn without(self, size: u64) -> Option<Self> {
        Some(Self { bytes: self.bytes.checked_sub(size)?, files: self.files.checked_sub(1)? })
    }
}

/// The name has no version, so that a newer one takes the place of an older.
fn name(of: &Digest, format: &Format) -> OsString {
    format!("{}.{}", of.hex(), format.name).into()
}

/// What the part of a file that is digested begins with.
fn title(of: &Digest, format: &Format) -> String {
    format!("postil text {} {} {} {}\n", saved::LAYOUT, format.name, format.version, of.hex())
}

/// Writes a file for this user alone, whole or not at all; says whether it is there.
pub(in crate::store) fn write_privately(
    folder: &Folder,
    name: &OsStr,
    write: &mut dyn FnMut(&mut File) -> io::Result<()>,
) -> bool {
    let written = folder.replace_by(name, Flush::No, &mut |file| {
        only_mine(file)?;
        write(file)
    });
    written.is_ok()
}

/// Keeps a folder within its bounds: what was used least recently goes first, the file `newest` never. Takes away what
/// killed sessions left as well. Gives what fits beside what is there now; none where that cannot be said.
pub(in crate::store) fn sweep(folder: &Folder, newest: &OsStr, bounds: CacheBounds) -> Option<CacheBounds> {
    folder.sweep(newest);
    let items = folder.items().ok()?;
    let regular = items.into_iter().filter(|item| item.kind == FileKind::File && item.name != newest);
    let measured = regular.filter_map(|item| folder.measure(&item.name).map(|(size, used)| (used, size, item.name)));
    let mut files: Vec<(SystemTime, u64, OsString)> = measured.collect();
    let mut bytes = files.iter().map(|(_, size, _)| size).sum::<u64>();
    bytes += folder.measure(newest).map_or(0, |(size, _)| size);
    if bytes > bounds.bytes || files.len() >= bounds.files {
        files.sort_by(|a, b| Reverse(&a.0).cmp(&Reverse(&b.0)));
        let (most, many) = (bounds.bytes * SWEPT / 8, bounds.files as u64 * SWEPT / 8);
        while bytes > most || files.len() as u64 >= many {
            let Some((_, size, name)) = files.pop() else { break };
            bytes -= size;
            // Another session may have taken it away already.
            let _ = folder.remove(&name);
        }
    }
    Some(CacheBounds { bytes: bounds.bytes.saturating_sub(bytes), files: bounds.files.saturating_sub(files.len() + 1) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Builder};
    use crate::format::{Beginning, InPlace};
    use crate::store::fs::digest::digest;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::time::Duration;
    use tempfile::TempDir;

    const BOOK: Format = Format {
        name: "book",
        extensions: &["book"],
        about: "a format of the tests",
        sniff: |_| false,
        parse: |_| Document::default(),
        beginning: Beginning::Of(|_| Document::default()),
        in_place: InPlace::NOTHING,
        packed: true,
        most: u64::MAX,
        version: 1,
        picture: |_, _| None,
        marked: None,
    };
    const NEWER: Format = Format { version: 2, ..BOOK };

    fn cache() -> (TempDir, Cache) {
        let temp = tempfile::tempdir().unwrap();
        let cache = Cache::at(&Dirs::under(temp.path()));
        (temp, cache)
    }

    fn document(text: &str) -> Document {
        let mut builder = Builder::default();
        let span = builder.push(text);
        builder.block(BlockKind::Paragraph, 0, span);
        builder.finish()
    }

    fn text(cache: &Cache, of: &Digest, format: &Format) -> Option<String> {
        cache.text(of, format).map(|document| document.text().to_owned())
    }

    fn names(cache: &Cache) -> Vec<String> {
        let names = fs::read_dir(&cache.folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
    }

    #[test]
    fn a_text_is_kept_for_its_user_alone_until_the_parser_is_a_newer_one() {
        let (_temp, cache) = cache();
        let of = digest(b"file");
        cache.keep(&of, &BOOK, &document("What it says."));
        assert_eq!(text(&cache, &of, &BOOK).as_deref(), Some("What it says."));
        assert_eq!(cache.words(&of, &BOOK).unwrap().text, "What it says.");
        assert_eq!(text(&cache, &digest(b"another"), &BOOK), None);
        assert_eq!(text(&cache, &of, &NEWER), None);
        cache.keep(&of, &NEWER, &document("What it says, read better."));
        assert_eq!(text(&cache, &of, &NEWER).as_deref(), Some("What it says, read better."));
        assert_eq!((names(&cache).len(), text(&cache, &of, &BOOK)), (1, None), "the older text is gone");
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(cache.folder.clone()), 0o700);
        assert_eq!(mode(cache.folder.join(&names(&cache)[0])), 0o600);
    }

    #[test]
    fn what_was_damaged_cut_or_swapped_is_no_text_and_is_written_over() {
        let (_temp, cache) = cache();
        let (of, other) = (digest(b"file"), digest(b"other"));
        cache.keep(&of, &BOOK, &document("What it says."));
        let path = cache.folder.join(name(&of, &BOOK));
        let whole = fs::read(&path).unwrap();
        let mut changed = whole.clone();
        let at = changed.len() - 8;
        changed[at] ^= 1;
        for bytes in [&[][..], &whole[..40], &whole[..whole.len() - 1], &changed, b"no such file at all"] {
            fs::write(&path, bytes).unwrap();
            assert_eq!(text(&cache, &of, &BOOK), None);
        }
        fs::write(cache.folder.join(name(&other, &BOOK)), &whole).unwrap();
        assert_eq!(text(&cache, &other, &BOOK), None, "the text of another file");
        cache.keep(&of, &BOOK, &document("What it says."));
        assert_eq!(text(&cache, &of, &BOOK).as_deref(), Some("What it says."));
    }

    #[test]
    fn what_was_used_least_recently_goes_first() {
        let (_temp, cache) = cache();
        let cache = Cache { bounds: CacheBounds { bytes: 20_000, files: 100 }, ..cache };
        let digests: Vec<Digest> = (0..4u8).map(|n| digest(&[n])).collect();
        let set = |of: &Digest, age: u64| {
            let file = File::open(cache.folder.join(name(of, &BOOK))).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 - age)).unwrap();
        };
        for (n, of) in digests.iter().enumerate().take(3) {
            cache.keep(of, &BOOK, &document(&"Words. ".repeat(900)));
            set(of, 100 - n as u64);
        }
        assert!(cache.text(&digests[0], &BOOK).is_some(), "used now, so it stays");
        cache.keep(&digests[3], &BOOK, &document(&"Words. ".repeat(900)));
        let there: Vec<bool> = digests.iter().map(|of| cache.text(of, &BOOK).is_some()).collect();
        assert_eq!(there, [true, false, false, true]);
    }

    #[test]
    fn there_are_never_too_many_files() {
        let (_temp, cache) = cache();
        let cache = Cache { bounds: CacheBounds { bytes: u64::MAX / 8, files: 16 }, ..cache };
        for n in 0..60u8 {
            cache.keep(&digest(&[n]), &BOOK, &document("Words."));
            assert!(names(&cache).len() <= 16, "{n}");
        }
        assert!(cache.text(&digest(&[59]), &BOOK).is_some());
    }

    #[test]
    fn the_folder_is_measured_again_only_when_what_was_kept_since_may_be_too_much() {
        let (_temp, cache) = cache();
        let cache = Cache { bounds: CacheBounds { bytes: u64::MAX / 8, files: 16 }, ..cache };
        for n in 0..9u8 {
            cache.keep(&digest(&[n]), &BOOK, &document("Words."));
        }
        assert_eq!(cache.room.lock().unwrap().map(|room| room.files), Some(7));
        for n in 100..120 {
            // Another session's, which this one does not count.
            fs::write(cache.folder.join(format!("{n}")), "Words.").unwrap();
        }
        cache.keep(&digest(&[9]), &BOOK, &document("Words."));
        assert_eq!(names(&cache).len(), 30);
        for n in 10..17u8 {
            cache.keep(&digest(&[n]), &BOOK, &document("Words."));
        }
        assert!(names(&cache).len() <= 16, "{}", names(&cache).len());
        assert!(cache.text(&digest(&[16]), &BOOK).is_some());
    }

    #[test]
    fn texts_that_are_made_quickly_or_are_empty_are_not_kept() {
        let (_temp, cache) = cache();
        cache.keep(&digest(b"a"), &Format { version: 0, ..BOOK }, &document("Words."));
        cache.keep(&digest(b"a"), &BOOK, &Document::default());
        assert!(!cache.folder.exists());
    }

    #[test]
    fn a_cache_that_cannot_be_written_is_none() {
        let (temp, cache) = cache();
        fs::write(temp.path().join("cache"), "a file in its place").unwrap();
        cache.keep(&digest(b"a"), &BOOK, &document("Words."));
        assert!(cache.text(&digest(b"a"), &BOOK).is_none());
    }

    #[test]
    fn two_sessions_and_one_that_deletes_everything_do_each_other_no_harm() {
        let (_temp, cache) = cache();
        let cache = Cache { bounds: CacheBounds { bytes: 9_000, files: 8 }, ..cache };
        let work = |salt: u8| {
            for n in 0..60u8 {
                let of = digest(&[n % 7]);
                cache.keep(&of, &BOOK, &document(&"Words. ".repeat(200)));
                if let Some(there) = cache.text(&of, &BOOK) {
                    assert_eq!(there.blocks().len(), 1);
                }
                if (n + salt).is_multiple_of(13) {
                    let _ = fs::remove_dir_all(&cache.folder);
                }
            }
        };
        std::thread::scope(|scope| {
            scope.spawn(|| work(0));
            scope.spawn(|| work(5));
        });
    }
}
