//! The pictures of documents: found inside the document's own file or beside it in the corpus, known by their first
//! bytes, and put into files of this user's own for a program that shows them.
//!
//! A document says where its pictures are, and is not trusted: nothing outside the corpus is read, nothing is fetched,
//! and what is no picture of a known kind by its own bytes never becomes a file. Nothing is shown here.

use crate::document::DocPath;
use crate::format;
use crate::store::corpus::library::Library;
use crate::store::fs::digest::digest;
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder, is_temporary};
use crate::store::fs::system;
use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The largest picture, in bytes.
const MOST: usize = 64 << 20;
/// How many of a document's first bytes tell its format.
const HEAD: usize = 4096;
/// How much of a text is looked through for the beginning of a drawing.
const SVG_HEAD: usize = 1024;
/// How long the file of a picture is kept at least.
const KEPT: Duration = Duration::from_hours(24);
/// How the names of the files begin.
const PREFIX: &str = "picture-";

/// A picture of a known kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPicture {
    bytes: Vec<u8>,
    extension: &'static str,
}

impl StoredPicture {
    /// The picture that these bytes are; `None` where they are none of a kind that is shown.
    pub fn of(bytes: Vec<u8>) -> Option<Self> {
        let extension = extension(&bytes)?;
        Some(Self { bytes, extension })
    }
}

/// The extension that belongs to a picture's first bytes, whatever it is called.
fn extension(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] =
        &[(b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF87a", "gif"), (b"GIF89a", "gif")];
    if let Some((_, extension)) = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(extension);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some("webp");
    }
    is_svg(bytes).then_some("svg")
}

/// Whether it is mark-up whose first element is a drawing: only what may stand before one stands before it.
fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(SVG_HEAD)]);
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<!DOCTYPE svg") => ">",
            _ => return rest.starts_with("<svg"),
        };
        let Some(at) = rest.find(end) else { return false };
        rest = rest[at + end.len()..].trim_start();
    }
}

impl Library {
    /// The picture that a document has from `source` (see `Document::images`): out of the document's own file, else the
    /// file that a relative path leads to from the document's folder. [`Error::NoPicture`] where that is no picture,
    /// lies elsewhere, or is not there.
    pub fn picture(&self, document: &DocPath, source: &str) -> Result<StoredPicture> {
        let refused = |why| Error::NoPicture { path: self.corpus.path_of(document), why };
        let bytes = if let Some(bytes) = self.inside(document, source)? {
            bytes
        } else {
            let path = beside(document, source).ok_or_else(|| refused("it lies outside the folder of texts"))?;
            self.bounded(&path)?
        };
        if bytes.len() > MOST {
            return Err(refused("it is larger than 64 MB"));
        }
        StoredPicture::of(bytes).ok_or_else(|| refused("it is no PNG, JPEG, GIF, WebP or SVG"))
    }

    /// The bytes of a picture that the document's own file holds.
    fn inside(&self, document: &DocPath, source: &str) -> Result<Option<Vec<u8>>> {
        let (head, _) = self.corpus.read_head(document, HEAD)?;
        let name = document.file_name();
        let holds = |format: &format::Format| !format.is_text() || source.starts_with("data:");
        if !format::of(name, &head).is_some_and(holds) {
            return Ok(None);
        }
        Ok(format::picture(name, &self.corpus.read(document)?, source))
    }

    /// A file of the corpus, if it is no larger than a picture may be.
    fn bounded(&self, path: &DocPath) -> Result<Vec<u8>> {
        // One byte more than may be tells what is too large.
        let (bytes, _) = self.corpus.read_head(path, MOST + 1)?;
        Ok(bytes)
    }
}

/// Where a relative address leads from a document, inside the corpus; `None` for every other address.
fn beside(document: &DocPath, source: &str) -> Option<DocPath> {
    let path = source.split(['?', '#']).next().unwrap_or_default();
    let first = path.split('/').next().unwrap_or_default();
    if path.is_empty() || path.starts_with('/') || first.contains(':') {
        return None;
    }
    let mut to: Vec<OsString> = document.as_path().parent()?.iter().map(OsStr::to_os_string).collect();
    for part in path.split('/') {
        let name = unescaped(part);
        match name.as_encoded_bytes() {
            b"" | b"." => {}
            b".." => drop(to.pop()?),
            bytes if bytes.contains(&b'/') => return None,
            _ => to.push(name),
        }
    }
    DocPath::new(to.iter().collect::<PathBuf>()).ok()
}

/// A part of an address with its `%XX` as bytes (RFC 3986, section 2.1); what is no such escape stays.
fn unescaped(part: &str) -> OsString {
    let (bytes, mut out) = (part.as_bytes(), Vec::with_capacity(part.len()));
    let mut at = 0;
    while at < bytes.len() {
        let digits =
            bytes.get(at + 1..at + 3).filter(|digits| bytes[at] == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let byte = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    system::any_name(out)
}

/// The files of pictures that are shown by other programs: in the cache folder, readable by this user alone.
#[derive(Clone, Debug)]
pub struct PictureFolder {
    folder: PathBuf,
}

impl PictureFolder {
    /// The pictures of this user.
    pub fn of(dirs: &Dirs) -> Self {
        Self { folder: dirs.cache.join("pictures") }
    }

    /// Puts a picture into a file and says where. The same picture has the same file.
    pub fn put(&self, picture: &StoredPicture) -> Result<PathBuf> {
        let folder = Folder::make(&self.folder)?;
        let name = format!("{PREFIX}{}.{}", &digest(&picture.bytes).hex()[..16], picture.extension);
        folder.replace_by(OsStr::new(&name), Flush::No, &mut |file| {
            system::only_mine(file)?;
            file.write_all(&picture.bytes)
        })?;
        Ok(self.folder.join(name))
    }

    /// Removes the files that are older than a day. A program that shows one has read it long since.
    pub fn sweep(&self, now: SystemTime) {
        let Ok(folder) = Folder::open(Path::new(&self.folder)) else { return };
        let ours = |name: &OsStr| name.as_encoded_bytes().starts_with(PREFIX.as_bytes()) || is_temporary(name);
        for item in folder.items().unwrap_or_default().iter().filter(|item| ours(&item.name)) {
            let age = folder.measure(&item.name).and_then(|(_, then)| now.duration_since(then).ok());
            if age.is_some_and(|age| age > KEPT) {
                // What cannot be removed now is tried again at the next end.
                let _ = folder.remove(&item.name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn kinds_are_told_by_their_first_bytes_alone() {
        let svg = "\u{feff}<?xml version=\"1.0\"?>\n<!-- a --><!DOCTYPE svg PUBLIC \"x\">\n<svg xmlns=\"y\"/>";
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\nrest"[..], Some("png")),
            (b"\xff\xd8\xff\xe0", Some("jpg")),
            (b"GIF89a..", Some("gif")),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some("webp")),
            (svg.as_bytes(), Some("svg")),
            (b"<svg>", Some("svg")),
            (b"<html><svg>", None),
            (b"<!-- never ends", None),
            (b"RIFF\0\0\0\0WAVE", None),
            (b"#!/bin/sh\n", None),
            (b"MZ\x90", None),
            (b"", None),
        ] {
            assert_eq!(StoredPicture::of(bytes.to_vec()).map(|picture| picture.extension), expected, "{bytes:?}");
        }
    }

    #[test]
    fn only_relative_addresses_that_stay_inside_lead_anywhere() {
        let document = DocPath::new("week-1/text.md").expect("a path");
        for (source, expected) in [
            ("a.png", Some("week-1/a.png")),
            ("./img/a%20b.png?x=1#y", Some("week-1/img/a b.png")),
            ("../a.png", Some("a.png")),
            ("100%.png", Some("week-1/100%.png")),
            ("../../etc/passwd", None),
            ("..%2f..%2fetc", None),
            ("/etc/passwd", None),
            ("//host/a.png", None),
            ("file:a.png", None),
            ("https://example.org/a.png", None),
            ("", None),
            ("..", None),
        ] {
            let found = beside(&document, source);
            assert_eq!(found.as_ref().map(DocPath::as_str), expected, "{source}");
        }
    }

    #[test]
    fn a_file_is_this_users_alone_and_goes_after_a_day() {
        let temp = tempfile::tempdir().expect("a folder");
        let pictures = PictureFolder::of(&Dirs::under(temp.path()));
        let picture = StoredPicture::of(b"GIF89a".to_vec()).expect("a picture");
        let path = pictures.put(&picture).expect("written");
        assert_eq!(pictures.put(&picture).expect("again"), path);
        assert!(path.extension().is_some_and(|extension| extension == "gif"));
        let mode = std::fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let written = std::fs::metadata(&path).and_then(|file| file.modified()).expect("a time");
        pictures.sweep(written + Duration::from_hours(23));
        assert!(path.exists());
        pictures.sweep(written + Duration::from_hours(25));
        assert!(!path.exists());
    }
}
