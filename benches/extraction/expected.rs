//! What a file should become: found beside it, inside it, or asked of another program. None of it goes through the
//! library's parsers; marked-up text loses its tags here by a simple route of its own.

use postil::format;
use serde_json::Value;
use std::collections::HashMap;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

/// What is expected of one file.
#[derive(Debug)]
pub enum Expected {
    /// A saved web page: the text of its article, and what is known of it.
    Page {
        /// The article's text.
        text: String,
        /// Its title, where one is given.
        title: Option<String>,
        /// Its author, where one is given.
        author: Option<String>,
    },
    /// A book: the text of its chapters, in order.
    Book(String),
    /// A laid out text: what another extractor makes of it, running heads included.
    Print(String),
    /// Any other document: its text.
    Text(String),
}

/// The files of a folder that a format is known for, sorted; what only says what is expected of others is left out.
pub fn documents(folder: &Path) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(folder).standard_filters(false).build();
    let files = walk.flatten().filter(|entry| entry.path().is_file() && format::knows(&entry.path().to_string_lossy()));
    let mut paths: Vec<PathBuf> = files.map(ignore::DirEntry::into_path).filter(|path| !is_expectation(path)).collect();
    paths.sort();
    paths
}

/// The parts of a saved page's folder that are not the page.
const BESIDE_PAGES: &[&str] = &["expected.html", "expected-metadata.json"];

fn is_expectation(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let of_page = BESIDE_PAGES.contains(&&*name) && path.with_file_name("source.html").is_file();
    of_page || (name.ends_with(".txt") && (path.with_extension("").is_file() || has_namesake(path)))
}

/// Whether a file of the same name with another extension stands beside a text.
fn has_namesake(path: &Path) -> bool {
    let Some(Ok(entries)) = path.parent().map(fs::read_dir) else { return false };
    let mut beside = entries.flatten().map(|entry| entry.path());
    beside.any(|other| other != path && other.file_stem() == path.file_stem())
}

/// What is expected of the file at `path`, whose content is `bytes`. `None`: nothing is known of it.
pub fn find(path: &Path, bytes: &[u8]) -> Option<Expected> {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    match extension.to_str() {
        Some("html") if path.with_file_name("expected.html").is_file() => page(path),
        Some("epub") => spine_text(bytes).map(Expected::Book),
        Some("pdf") => text_beside(path).or_else(|| pdftotext(path)).map(Expected::Print),
        Some("txt") => None,
        _ => text_beside(path).map(Expected::Text),
    }
}

fn page(path: &Path) -> Option<Expected> {
    let text = without_tags(&fs::read_to_string(path.with_file_name("expected.html")).ok()?);
    let known = fs::read_to_string(path.with_file_name("expected-metadata.json")).unwrap_or_default();
    let known: Value = serde_json::from_str(&known).unwrap_or_default();
    let given = |key: &str| known[key].as_str().map(str::to_owned).filter(|text| !text.trim().is_empty());
    Some(Expected::Page { text, title: given("title"), author: given("byline") })
}

/// `NAME.EXT.txt` or `NAME.txt`.
fn text_beside(path: &Path) -> Option<String> {
    let mut longer = path.as_os_str().to_owned();
    longer.push(".txt");
    [PathBuf::from(longer), path.with_extension("txt")].iter().find_map(|path| fs::read_to_string(path).ok())
}

/// Whether the yardstick for PDFs is installed.
pub fn has_pdftotext() -> bool {
    Command::new("pdftotext").arg("-v").output().is_ok()
}

/// What `pdftotext` makes of a file; `None` where it fails or finds no text.
fn pdftotext(path: &Path) -> Option<String> {
    let ran = Command::new("pdftotext").args(["-enc", "UTF-8"]).args([path, Path::new("-")]).output().ok()?;
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    Some(text).filter(|text| ran.status.success() && text.contains(char::is_alphanumeric))
}

/// The text of the chapters of an EPUB, in the order of its spine.
fn spine_text(bytes: &[u8]) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut entry = |name: &str| -> io::Result<String> {
        let mut text = Vec::new();
        archive.by_name(name)?.read_to_end(&mut text)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    };
    let container = entry("META-INF/container.xml").ok()?;
    let [package_path, _] = attributes(&container, "rootfile", ["full-path"; 2]).into_iter().next()?;
    let package = entry(&package_path).ok()?;
    let folder = package_path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let items: HashMap<_, _> = attributes(&package, "item", ["id", "href"]).into_iter().map(<(_, _)>::from).collect();
    let mut text = String::new();
    for [chapter, _] in attributes(&package, "itemref", ["idref"; 2]) {
        let Some(path) = items.get(&chapter) else { continue };
        text += &without_tags(&entry(&(folder.clone() + &unescaped(path))).unwrap_or_default());
        text.push('\n');
    }
    Some(text)
}

/// Two attributes of every element of a name.
fn attributes(xml: &str, element: &str, names: [&str; 2]) -> Vec<[String; 2]> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let Ok(tree) = roxmltree::Document::parse_with_options(xml, options) else { return Vec::new() };
    let nodes = tree.descendants().filter(|node| node.tag_name().name() == element);
    nodes.map(|node| names.map(|name| node.attribute(name).unwrap_or_default().to_owned())).collect()
}

/// A path of a package without percent escapes.
fn unescaped(path: &str) -> String {
    let mut parts = path.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => bytes.extend([&[byte], &part.as_bytes()[2..]].concat()),
            None => bytes.extend(format!("%{part}").bytes()),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Elements whose content is not text.
const SILENT: &[&str] = &["head", "script", "style", "template", "noscript", "svg"];
/// Elements that may begin or end inside a word.
const INSIDE_WORDS: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
];

/// Marked-up text without comments, tags and what is not text.
pub fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(&decoded(before));
        let end = if tag.starts_with("!--") { "-->" } else { ">" };
        let (tag, after) = tag.split_once(end).unwrap_or((tag, ""));
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        let opens = !tag.starts_with('/') && !tag.ends_with('/');
        rest = if opens && SILENT.contains(&name.as_str()) { after_end(after, &name) } else { after };
        if !INSIDE_WORDS.contains(&name.as_str()) {
            text.push('\n');
        }
    }
    text + &decoded(rest)
}

/// What follows the end tag of an element.
fn after_end<'t>(html: &'t str, name: &str) -> &'t str {
    let end = format!("</{name}");
    let is_end = |at: &usize| html.get(*at..at + end.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(&end));
    html.match_indices('<').map(|(at, _)| at).find(is_end).map_or("", |at| &html[at..])
}

/// Text with its character references resolved: those by number, and the few names that stand for parts of words; any
/// other is taken for punctuation.
fn decoded(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some((name, after)) = part.split_once(';').filter(|(name, _)| name.len() < 10 && !name.contains(' ')) {
            out.push(numbered(name).unwrap_or(if name == "shy" { '\u{ad}' } else { ' ' }));
            out.push_str(after);
        } else {
            out.push('&');
            out.push_str(part);
        }
    }
    out
}

fn numbered(name: &str) -> Option<char> {
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}
