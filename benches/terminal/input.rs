//! The files that are read: one table, each made anew in a folder of its own.

use crate::prose::{FIRST, paragraphs};
use crate::{printed, zipped};
use std::fs;
use std::path::{Path, PathBuf};

/// A file, or a folder of files.
pub struct Input {
    /// What the table calls it.
    pub name: &'static str,
    /// Its extension; none of a folder.
    pub kind: &'static str,
    /// What shows where its text or list does.
    pub begins: &'static str,
    /// Whether the terminal says that it knows left and right margins, where it is asked.
    pub margins: bool,
    make: fn(&Path) -> PathBuf,
}

const MB: usize = 1_000_000;
/// How many texts the folder has.
const TEXTS: usize = 10_000;

/// All of them.
pub const INPUTS: &[Input] = &[
    Input::text("txt 1 MB", "txt", |to| written(to, "a.txt", plain(MB))),
    Input::text("txt 10 MB", "txt", |to| written(to, "a.txt", plain(10 * MB))),
    Input::text("txt 100 MB", "txt", |to| written(to, "a.txt", plain(100 * MB))),
    Input::text("md 1 MB", "md", |to| written(to, "a.md", plain(MB))),
    Input::text("html 1 MB", "html", |to| written(to, "a.html", page(MB))),
    Input::text("html 10 MB", "html", |to| written(to, "a.html", page(10 * MB))),
    Input::text("epub 1 MB", "epub", |to| written(to, "a.epub", zipped::epub(MB))),
    Input::text("epub 10 MB", "epub", |to| written(to, "a.epub", zipped::epub(10 * MB))),
    Input::text("epub 100 MB", "epub", |to| written(to, "a.epub", zipped::epub(100 * MB))),
    Input::text("pdf 350 pages", "pdf", |to| written(to, "a.pdf", printed::pdf(350))),
    Input::text("docx 1 MB", "docx", |to| written(to, "a.docx", zipped::docx(MB))),
    Input::text("odt 1 MB", "odt", |to| written(to, "a.odt", zipped::odt(MB))),
    Input::text("txt beside 100 MB", "txt", beside),
    Input { name: "folder of 10,000", kind: "", begins: "mooring", margins: false, make: folder },
    Input { name: "full panes", kind: "", begins: "Agreements", margins: false, make: seminar },
    Input { name: "full panes, margins", kind: "", begins: "Agreements", margins: true, make: seminar },
];

impl Input {
    const fn text(name: &'static str, kind: &'static str, make: fn(&Path) -> PathBuf) -> Self {
        Self { name, kind, begins: FIRST, margins: false, make }
    }

    /// Makes it in a folder; gives where it is.
    pub fn make(&self, folder: &Path) -> PathBuf {
        (self.make)(folder)
    }
}

fn written(folder: &Path, name: &str, content: Vec<u8>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, content).expect("writable");
    path
}

fn plain(bytes: usize) -> Vec<u8> {
    (paragraphs(bytes).join("\n\n") + "\n").into_bytes()
}

fn page(bytes: usize) -> Vec<u8> {
    let head = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>The Moorings</title></head><body>\n\
        <nav><a href=/>Home</a> <a href=/all>All</a></nav><article><h1>The Moorings</h1>\n<p>";
    [head, &paragraphs(bytes).join("</p>\n<p>"), "</p></article><footer>All rights</footer></body></html>\n"]
        .concat()
        .into_bytes()
}

/// A small text in a folder with books.
fn beside(folder: &Path) -> PathBuf {
    let book = zipped::epub(100 * MB);
    for name in ["b.epub", "c.epub"] {
        written(folder, name, book.clone());
    }
    written(folder, "d.html", page(50 * MB));
    written(folder, "a.txt", plain(MB / 100))
}

/// A text of the sample seminar, with its list and its notes beside it.
pub fn seminar(folder: &Path) -> PathBuf {
    copied(&Path::new(env!("CARGO_MANIFEST_DIR")).join("documents"), folder);
    folder.join("week-2/gsomia-deadline.txt")
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a copy");
        }
    }
}

/// Plain texts, Markdown and books.
fn folder(folder: &Path) -> PathBuf {
    let body = plain(8_000);
    let book = zipped::epub(8_000);
    for number in 0..TEXTS {
        let title = format!("The mooring {number}");
        match number % 3 {
            0 => written(folder, &format!("mooring-{number:05}.txt"), [title.as_bytes(), b"\n\n", &body].concat()),
            1 => {
                written(folder, &format!("mooring-{number:05}.md"), [b"# ", title.as_bytes(), b"\n\n", &body].concat())
            }
            _ => written(folder, &format!("mooring-{number:05}.epub"), book.clone()),
        };
    }
    folder.to_owned()
}
