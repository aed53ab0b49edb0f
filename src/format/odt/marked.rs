//! Remarks written into a copy of an OpenDocument text as annotations, which stand in the text where their passage begins, with a
//! mark where it ends. Answers name what they answer, as LibreOffice has it since its version 7.6; older ones show them beside it.

use super::names::name;
use crate::document::Document;
use crate::format::archive::Archive;
use crate::format::office::letters::{MarkupLetters, NodePlace, escaped, inserted};
use crate::format::office::repack::repacked;
use crate::format::office::xml;
use crate::format::remark::NewRemark;
use roxmltree::Node;

const NAMES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:loext=\"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0\"";

/// The copy; see [`MarkedCopy`](crate::format::remark::MarkedCopy).
pub fn marked(bytes: &[u8], document: &Document, remarks: &[NewRemark]) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(b"PK") {
        let flat = xml::decoded(bytes.to_vec());
        return Ok(with_annotations(&flat, document, remarks)?.into_bytes());
    }
    let content = Archive::open(bytes.to_vec()).and_then(|archive| archive.read("content.xml"));
    let content = xml::decoded(content.map_err(|fault| fault.to_string())?);
    let marked = with_annotations(&content, document, remarks)?;
    repacked(bytes, &[("content.xml".to_owned(), marked)])
}

/// The content with annotations; one whose words are not in it is at its beginning.
fn with_annotations(source: &str, document: &Document, remarks: &[NewRemark]) -> Result<String, String> {
    let tree = xml::tree(source).map_err(|fault| fault.to_string())?;
    let mut letters = MarkupLetters::default();
    tree.descendants().filter(|node| node.is_text() && is_marked(*node)).for_each(|node| letters.add(source, node));
    let first = letters.first().ok_or("there are no words in it")?;
    let mut places: Vec<(NodePlace, NodePlace)> = Vec::new();
    let mut more = Vec::new();
    for remark in remarks {
        let parent = remark.comment.answers.and_then(|parent| Some((parent, places.get(parent)?.1)));
        let (from, to) = match parent {
            Some((_, end)) => (end, end),
            None => letters.find(source, document, remark.comment.span).unwrap_or((first, first)),
        };
        let named = escaped(&remark.id);
        more.push((from.at, annotation(remark, &named, parent.map(|(parent, _)| remarks[parent].id.as_str()))));
        if from != to {
            more.push((to.at, format!("<office:annotation-end {NAMES} office:name=\"{named}\"/>")));
        }
        places.push((from, to));
    }
    Ok(inserted(source, more))
}

fn annotation(remark: &NewRemark, named: &str, parent: Option<&str>) -> String {
    let comment = &remark.comment;
    let parent = parent.map(|parent| format!(" loext:parent-name=\"{}\"", escaped(parent))).unwrap_or_default();
    let date = comment.date.as_deref().map(|date| format!("<dc:date>{}</dc:date>", escaped(date))).unwrap_or_default();
    let line = |lines: String, line: &str| lines + "<text:p>" + &escaped(line) + "</text:p>";
    let lines = comment.text.lines().fold(String::new(), line);
    let author = escaped(&comment.author);
    format!(
        "<office:annotation {NAMES} office:name=\"{named}\"{parent}><dc:creator>{author}</dc:creator>{date}{lines}</office:annotation>"
    )
}

/// Whether a text node is running text that may have an annotation in it.
fn is_marked(node: Node<'_, '_>) -> bool {
    let is_text = node.parent().is_some_and(|parent| matches!(name(parent), ("text", "p" | "h" | "span" | "a")));
    let outside = |node: Node<'_, '_>| {
        matches!(
            name(node),
            ("office", "annotation") | ("text", "note" | "tracked-changes" | "ruby-text" | "table-of-content")
        )
    };
    is_text && !node.ancestors().any(outside)
}
