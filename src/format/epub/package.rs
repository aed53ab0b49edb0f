//! The package of a book: which files are its chapters, in which order, and where its contents are listed. It reads no
//! chapter.

use super::metadata;
use super::path::{EpubReference, resolve};
use super::xml::{self, attribute, elements};
use crate::document::Metadata;
use crate::format::archive::{Archive, ArchiveFault};
use roxmltree::Node;
use std::collections::HashMap;

/// The most files that one book reads in order.
const MOST_CHAPTERS: usize = 20_000;
/// The most steps from a file that cannot be read to one that stands for it.
const MOST_FALLBACKS: usize = 8;

/// A book's own description.
#[derive(Debug, Default)]
pub(super) struct EpubPackage {
    pub metadata: Metadata,
    /// The folder of the package file, with a slash where there is one: what its own addresses are below.
    pub folder: String,
    /// The chapters in reading order: what is read in a row, then what is only reached by links.
    pub chapters: Vec<Chapter>,
    /// The navigation document of EPUB 3.
    pub nav: Option<String>,
    /// The navigation file of EPUB 2.
    pub ncx: Option<String>,
    /// What is wrong with it.
    pub warnings: Vec<String>,
}

/// One file of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chapter {
    /// Its name in the archive.
    pub entry: String,
    pub kind: ChapterKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChapterKind {
    Text,
    Picture,
}

/// A file that the book lists.
struct ManifestItem<'a> {
    entry: String,
    media_type: &'a str,
    properties: &'a str,
    fallback: Option<&'a str>,
}

impl EpubPackage {
    /// The package of an archive. Where its description is missing or broken, the chapters are all that look like
    /// chapters, by name.
    pub(super) fn read(archive: &Archive) -> Result<Self, ArchiveFault> {
        let entry = package_entry(archive)?;
        let package = entry.and_then(|entry| Some(of_text(&entry, &xml::text(archive.read(&entry).ok()?), archive)));
        let package = package.flatten().filter(|package| !package.chapters.is_empty());
        Ok(package.unwrap_or_else(|| by_name(archive)))
    }
}

/// The name of the package file: what the container says, else the only kind of file that it can be.
fn package_entry(archive: &Archive) -> Result<Option<String>, ArchiveFault> {
    let said = match archive.read("META-INF/container.xml") {
        Ok(bytes) => {
            let text = xml::text(bytes);
            xml::tree(&text).and_then(|tree| {
                let path = elements(tree.root(), "rootfile").find_map(|file| attribute(file, "full-path"))?;
                resolve("", path).map(|reference| reference.entry)
            })
        }
        Err(fault @ ArchiveFault::Locked(_)) => return Err(fault),
        Err(_) => None,
    };
    let is_package = |name: &&str| name.to_ascii_lowercase().ends_with(".opf");
    Ok(said.filter(|entry| archive.has(entry)).or_else(|| archive.names().find(is_package).map(str::to_owned)))
}

fn of_text(entry: &str, text: &str, archive: &Archive) -> Option<EpubPackage> {
    let tree = xml::tree(text)?;
    let root = tree.root();
    let items = items(root, entry);
    let spine = elements(root, "spine").next();
    let folder = entry.rsplit_once('/').map_or("", |(folder, _)| &entry[..=folder.len()]).to_owned();
    let mut package = EpubPackage { metadata: metadata::of(root), folder, ..EpubPackage::default() };
    package.chapters = spine.map(|spine| chapters(spine, &items)).unwrap_or_default();
    let first = |is: &dyn Fn(&&ManifestItem<'_>) -> bool| items.values().filter(is).min_by_key(|item| &item.entry);
    package.nav = first(&|item| has_word(item.properties, "nav")).map(|item| item.entry.clone());
    let named = spine.and_then(|spine| items.get(attribute(spine, "toc")?));
    let ncx = named.or_else(|| first(&|item| item.media_type == "application/x-dtbncx+xml"));
    package.ncx = ncx.map(|item| item.entry.clone()).filter(|entry| archive.has(entry));
    Some(package)
}

fn items<'a>(root: Node<'a, '_>, package: &str) -> HashMap<&'a str, ManifestItem<'a>> {
    let item = |node: Node<'a, '_>| {
        let item = ManifestItem {
            entry: resolve(package, attribute(node, "href")?)?.entry,
            media_type: attribute(node, "media-type").unwrap_or_default(),
            properties: attribute(node, "properties").unwrap_or_default(),
            fallback: attribute(node, "fallback"),
        };
        Some((attribute(node, "id")?, item))
    };
    elements(root, "item").filter_map(item).collect()
}

fn has_word(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|own| own == word)
}

/// What the spine names, each file once: what is read in a row first.
fn chapters(spine: Node<'_, '_>, items: &HashMap<&str, ManifestItem<'_>>) -> Vec<Chapter> {
    let is_aside = |node: &Node<'_, '_>| attribute(*node, "linear") == Some("no");
    let (aside, row): (Vec<_>, Vec<_>) = elements(spine, "itemref").take(MOST_CHAPTERS).partition(is_aside);
    let mut seen = std::collections::HashSet::new();
    let chapter = |node: Node<'_, '_>| readable(items.get(attribute(node, "idref")?)?, items);
    row.into_iter().chain(aside).filter_map(chapter).filter(|chapter| seen.insert(chapter.entry.clone())).collect()
}

/// The chapter that a file is, or the one that stands for it.
fn readable(item: &ManifestItem<'_>, items: &HashMap<&str, ManifestItem<'_>>) -> Option<Chapter> {
    let mut at = item;
    for _ in 0..MOST_FALLBACKS {
        if let Some(kind) = kind_of(at.media_type, &at.entry).filter(|kind| *kind == ChapterKind::Text) {
            return Some(Chapter { entry: at.entry.clone(), kind });
        }
        let Some(next) = at.fallback.and_then(|id| items.get(id)) else { break };
        at = next;
    }
    kind_of(item.media_type, &item.entry).map(|kind| Chapter { entry: item.entry.clone(), kind })
}

fn kind_of(media_type: &str, entry: &str) -> Option<ChapterKind> {
    let extension = entry.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    match (media_type, extension.as_str()) {
        ("application/xhtml+xml" | "text/html" | "text/x-oeb1-document" | "image/svg+xml", _)
        | (_, "xhtml" | "html" | "htm" | "svg" | "xht") => Some(ChapterKind::Text),
        (media_type, _) if media_type.starts_with("image/") => Some(ChapterKind::Picture),
        _ => None,
    }
}

/// A book without a description: every file that can be a chapter, by name.
fn by_name(archive: &Archive) -> EpubPackage {
    let mut names: Vec<&str> = archive.names().filter(|name| kind_of("", name) == Some(ChapterKind::Text)).collect();
    names.sort_unstable_by_key(|name| numbers_padded(name));
    let chapter = |name: &str| Chapter { entry: name.to_owned(), kind: ChapterKind::Text };
    let warning = "The book's list of its chapters is missing or damaged: what looks like a chapter is shown in the \
                   order of the file names. Copy or download the book again if you can.";
    EpubPackage {
        chapters: names.into_iter().take(MOST_CHAPTERS).map(chapter).collect(),
        warnings: vec![warning.to_owned()],
        ..EpubPackage::default()
    }
}

/// The name with its numbers so long that they sort as numbers.
fn numbers_padded(name: &str) -> String {
    let mut padded = String::new();
    for part in name.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = part.trim_end_matches(|c: char| !c.is_ascii_digit());
        if !digits.is_empty() {
            padded.push_str(&"0".repeat(12usize.saturating_sub(digits.len())));
        }
        padded.push_str(part);
    }
    padded
}

/// What an entry refers to, by the name that the anchors know; `None` where it leads out of the book.
pub(super) fn reference(from: &str, href: &str) -> Option<EpubReference> {
    if super::path::is_outside(href) { None } else { resolve(from, href.trim()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_their_numbers() {
        let mut names = ["ch10.xhtml", "ch9.xhtml", "ch1.xhtml", "a.xhtml"];
        names.sort_unstable_by_key(|name| numbers_padded(name));
        assert_eq!(names, ["a.xhtml", "ch1.xhtml", "ch9.xhtml", "ch10.xhtml"]);
    }
}
