//! The parts of a package and the relations between them. A part is found by what it is to another, not by its name.

use crate::document::Metadata;
use crate::format::archive::{Archive, ArchiveFault};
use crate::format::office::first_part::{self, FIRST_PART};
use crate::format::office::letters::within_root;
use crate::format::office::{container, properties, xml};
use std::collections::HashMap;

/// An opened package.
pub struct DocxPackage {
    archive: Archive,
    /// Whether only the beginning of the main part is wanted.
    only_first: bool,
    main: String,
    relations: Relations,
}

/// Something that a part refers to.
#[derive(Clone, Debug)]
pub struct Relation {
    kind: String,
    /// The name of a part, or an address.
    pub target: String,
    /// Whether the target is outside of the file.
    pub external: bool,
}

/// What a part refers to, by id.
pub type Relations = HashMap<String, Relation>;

/// The vocabularies of the parts that list parts.
pub const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
pub const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";

/// The most relations of a part that are looked at.
const MOST_RELATIONS: usize = 100_000;

impl DocxPackage {
    pub fn open(bytes: Vec<u8>) -> Result<Self, String> {
        Self::of(Archive::open(bytes).map_err(|fault| fault.to_string())?, false)
    }

    /// The package in an archive. `only_first`: of its main part only the beginning is read.
    pub fn of(archive: Archive, only_first: bool) -> Result<Self, String> {
        let main = main_part(&archive);
        if !archive.has(&main) {
            return Err(not_word(&archive));
        }
        let relations = relations(&archive, &main);
        Ok(Self { archive, only_first, main, relations })
    }

    /// Whether the text is only the beginning of what the package holds.
    pub fn is_beginning(&self) -> bool {
        self.only_first
    }

    /// The main part as text.
    pub fn document(&self) -> Result<String, String> {
        if self.only_first {
            let first = self.archive.read_beginning(&self.main, FIRST_PART).map_err(|fault| fault.to_string())?;
            return Ok(first_part::closed(&xml::decoded(first)));
        }
        let bytes = self.archive.read(&self.main).map_err(|fault| match fault {
            ArchiveFault::Locked(_) => container::LOCKED.to_owned(),
            fault => fault.to_string(),
        })?;
        Ok(xml::decoded(bytes))
    }

    /// The part that is `kind` to the main one, as text, or why it cannot be read; nothing where there is none.
    pub fn part(&self, kind: &str) -> Option<Result<String, String>> {
        let name = self.name_of(kind)?;
        Some(self.archive.read(name).map(xml::decoded).map_err(|fault| fault.to_string()))
    }

    /// A part in another format, by its name, with the name; `None` where it cannot be read.
    pub fn chunk(&self, name: &str) -> Option<(String, Vec<u8>)> {
        self.archive.read(name).ok().map(|bytes| (name.to_owned(), bytes))
    }

    /// Whether there are parts in another format.
    pub fn has_chunks(&self) -> bool {
        self.name_of("aFChunk").is_some()
    }

    fn name_of(&self, kind: &str) -> Option<&str> {
        let found = self.relations.values().find(|relation| relation.kind == kind && !relation.external);
        found.map(|relation| relation.target.as_str())
    }

    /// What the part that is `kind` to the main one refers to.
    pub fn relations_of(&self, kind: &str) -> Relations {
        self.name_of(kind).map(|name| relations(&self.archive, name)).unwrap_or_default()
    }

    /// The properties of the file, as text.
    pub fn properties(&self) -> Option<String> {
        let all = relations(&self.archive, "");
        let target = all.values().find(|relation| relation.kind == "core-properties").map(|found| found.target.clone());
        self.archive.read(&target.unwrap_or_else(|| "docProps/core.xml".to_owned())).ok().map(xml::decoded)
    }

    /// What the main part refers to.
    pub fn relations(&self) -> Relations {
        self.relations.clone()
    }

    /// The name of the main part.
    pub fn main_name(&self) -> &str {
        &self.main
    }

    /// The folder of the main part, with a slash where there is one.
    pub fn main_folder(&self) -> &str {
        self.main.rsplit_once('/').map_or("", |(folder, _)| &self.main[..=folder.len()])
    }

    /// The part that is `kind` to the main one with its name, as text, or why it cannot be read.
    pub fn named_part(&self, kind: &str) -> Option<(String, Result<String, String>)> {
        Some((self.name_of(kind)?.to_owned(), self.part(kind)?))
    }

    /// The parts that list parts, with more in them: the relations of the main part, and the types of all; none where there is
    /// nothing to add, `None` where that cannot be done.
    pub fn with_new_parts(&self, relations: &str, types: &str) -> Option<Vec<(String, String)>> {
        const LIST: &str = "[Content_Types].xml";
        if relations.is_empty() {
            return Some(Vec::new());
        }
        let (folder, file) = (self.main_folder(), &self.main[self.main_folder().len()..]);
        let name = format!("{folder}_rels/{file}.rels");
        let there = self.archive.read(&name).map(xml::decoded);
        let there = there.unwrap_or_else(|_| format!("<Relationships xmlns=\"{RELATIONS}\"/>"));
        let listed = xml::decoded(self.archive.read(LIST).ok()?);
        Some(vec![(name, within_root(&there, relations)?), (LIST.to_owned(), within_root(&listed, types)?)])
    }
}

fn main_part(archive: &Archive) -> String {
    let all = relations(archive, "");
    let found = all.values().find(|relation| relation.kind == "officeDocument" && !relation.external);
    found.map_or_else(|| "word/document.xml".to_owned(), |relation| relation.target.clone())
}

fn not_word(archive: &Archive) -> String {
    let other = if archive.has("xl/workbook.xml") {
        "a spreadsheet"
    } else if archive.has("ppt/presentation.xml") {
        "a presentation"
    } else {
        return ArchiveFault::Missing("word/document.xml".to_owned()).to_string();
    };
    format!("This is {other}, not a text document. Save it as PDF or as plain text, and open that.")
}

/// The relations of the part `of`, by id; those of the whole package for an empty name.
fn relations(archive: &Archive, of: &str) -> Relations {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let Ok(bytes) = archive.read(&format!("{folder}/_rels/{file}.rels")) else { return Relations::new() };
    let text = xml::decoded(bytes);
    let Ok(tree) = xml::tree(&text) else { return Relations::new() };
    let elements = tree.root_element().children().filter(roxmltree::Node::is_element).take(MOST_RELATIONS);
    let relation = |node| {
        let value = |name| xml::attribute(node, name);
        let external = value("TargetMode") == Some("External");
        let target = value("Target")?;
        let target = if external { target.to_owned() } else { resolved(folder, target) };
        let kind = value("Type")?.rsplit('/').next().unwrap_or_default().to_owned();
        Some((value("Id")?.to_owned(), Relation { kind, target, external }))
    };
    elements.filter_map(relation).collect()
}

/// A part's name as another part in `folder` writes it. It names an entry of the archive, whatever it looks like.
fn resolved(folder: &str, target: &str) -> String {
    let from = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in from.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// What the file's properties say of it.
pub fn stated(package: &DocxPackage) -> Metadata {
    let Some(text) = package.properties() else { return Metadata::default() };
    xml::tree(&text).map(|tree| properties::facts(tree.root_element())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_names_in_the_archive() {
        assert_eq!(resolved("word", "media/a.png"), "word/media/a.png");
        assert_eq!(resolved("word", "../media/a.png"), "media/a.png");
        assert_eq!(resolved("word", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(resolved("word", "../../../etc/passwd"), "etc/passwd");
    }
}
