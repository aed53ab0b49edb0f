//! Whether the chapters of a book are encrypted. Fonts that are only made unreadable to other programs lock nothing.

use super::path::resolve;
use super::xml::{self, attribute, elements};
use crate::format::archive::Archive;
use std::collections::HashSet;

/// The ways to make a font unreadable that the format and its first reader define.
const FONT_ALGORITHMS: &[&str] = &["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// What is said of a book that is locked.
pub(super) const LOCKED: &str = "This book is encrypted (DRM): only the reader it was sold with can open it, so nothing \
    of its text is shown. Ask the shop, the publisher or the library for a copy without DRM, and open that.";

/// The names of the entries that are encrypted.
pub(super) fn encrypted(archive: &Archive) -> HashSet<String> {
    let Ok(bytes) = archive.read("META-INF/encryption.xml") else { return HashSet::new() };
    let text = xml::text(bytes);
    let Some(tree) = xml::tree(&text) else { return HashSet::new() };
    let entries = elements(tree.root(), "EncryptedData").filter_map(|data| {
        let method = data.children().find(|child| child.tag_name().name() == "EncryptionMethod");
        let algorithm = method.and_then(|method| attribute(method, "Algorithm")).unwrap_or_default();
        let reference = elements(data, "CipherReference").find_map(|reference| attribute(reference, "URI"))?;
        let entry = resolve("", reference)?.entry;
        (!FONT_ALGORITHMS.contains(&algorithm)).then_some(entry)
    });
    entries.collect()
}
