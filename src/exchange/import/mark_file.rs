//! The bytes of a file of marks, decoded once for all importers; of a container what lies in it.

use super::json;
use crate::document::Document;
use crate::format;
use crate::format::archive::Archive;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use std::borrow::Cow;

/// Where marks lie in an archive: in a set of EPUB Annotations, in a book with those or with calibre's.
const INSIDE: &[&str] = &["annotations.json", "META-INF/annotations.json", "META-INF/calibre_bookmarks.txt"];
/// How calibre's marks in a book begin; base64 in lines follows.
const ENCODED: &str = "encoding=json+base64:";
/// The formats that hold remarks beside their text.
const REMARKED: &[&str] = &["pdf", "docx", "odt", "rtf"];

/// A file of marks.
#[derive(Debug)]
pub struct MarkFile<'a> {
    /// Its text, without a byte order mark; bytes that are not UTF-8 are replaced.
    pub text: Cow<'a, str>,
    /// What it says as JSON, as far as it can be read; values in lines make an array. `None` where it is no JSON.
    pub json: Option<Value>,
    /// The text with the remarks in it, where it is a file of a format that has some.
    pub document: Option<Document>,
    /// What of it could not be read, in words, whoever wrote it.
    pub faults: Vec<String>,
}

impl<'a> MarkFile<'a> {
    /// Decodes the bytes.
    pub fn of(bytes: &'a [u8]) -> Self {
        match contained(bytes) {
            Some(inside) => Self::of_text(Cow::Owned(String::from_utf8_lossy(bare(&inside)).into_owned())),
            None if is_remarked(bytes) => {
                let document = format::parse("", bytes.to_vec());
                let faults = document.warnings.clone();
                Self { text: Cow::Borrowed(""), json: None, document: Some(document), faults }
            }
            None => Self::of_text(String::from_utf8_lossy(bare(bytes))),
        }
    }

    fn of_text(text: Cow<'a, str>) -> Self {
        let begins = text.trim_start().starts_with(['{', '[']);
        let (json, faults) = if begins { json::read(&text) } else { (None, Vec::new()) };
        Self { text, json, document: None, faults }
    }

    /// The objects below the first of these keys that holds an array; of an array the objects in it.
    pub fn objects(&self, keys: &[&str]) -> Option<&[Value]> {
        let json = self.json.as_ref()?;
        let list = json.as_array().or_else(|| keys.iter().find_map(|key| json.get(key)?.as_array()));
        list.map(Vec::as_slice)
    }
}

/// Without a byte order mark.
fn bare(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// The marks in an archive.
fn contained(bytes: &[u8]) -> Option<Vec<u8>> {
    let archive = bytes.starts_with(b"PK").then(|| Archive::open(bytes.to_vec()).ok()).flatten()?;
    let inside = INSIDE.iter().find_map(|name| archive.read(name).ok())?;
    let text = String::from_utf8_lossy(bare(&inside));
    let Some(encoded) = text.strip_prefix(ENCODED) else { return Some(inside) };
    let encoded: Vec<u8> = encoded.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    BASE64_STANDARD.decode(encoded).ok()
}

fn is_remarked(bytes: &[u8]) -> bool {
    format::of("", bytes).is_some_and(|format| REMARKED.contains(&format.name))
}

/// The text below a key, where there is one.
pub fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

/// The texts in the array below a key.
pub fn texts(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).filter_map(super::mark::trimmed).collect()
}
