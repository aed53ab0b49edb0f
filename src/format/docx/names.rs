//! The names of elements: each vocabulary has two addresses, one for either flavour of the standard, or several.

use roxmltree::Node;

/// The vocabularies that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlVocabulary {
    /// The text and its styles.
    Word,
    /// Alternatives of the same content.
    Compatibility,
    /// Drawings in the text.
    Drawing,
    /// Drawings and pictures themselves.
    Art,
    /// Drawings of the older kind.
    Vector,
    /// Formulas.
    Formula,
    /// Anything else.
    Other,
}

use XmlVocabulary::{Art, Compatibility, Drawing, Formula, Other, Vector, Word};

const ADDRESSES: &[(&str, XmlVocabulary)] = &[
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", Word),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", Word),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", Compatibility),
    ("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", Drawing),
    ("http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", Drawing),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", Art),
    ("http://purl.oclc.org/ooxml/drawingml/main", Art),
    ("urn:schemas-microsoft-com:vml", Vector),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", Formula),
    ("http://purl.oclc.org/ooxml/officeDocument/math", Formula),
];

/// Vocabulary and local name of an element; an empty name for anything else.
pub fn name<'a>(node: Node<'a, '_>) -> (XmlVocabulary, &'a str) {
    if !node.is_element() {
        return (Other, "");
    }
    let address = node.tag_name().namespace().unwrap_or_default();
    let known = ADDRESSES.iter().find(|(known, _)| *known == address);
    (known.map_or(Other, |(_, vocabulary)| *vocabulary), node.tag_name().name())
}

/// Whether a switch such as `<w:b/>` is on.
pub fn is_on(node: Node<'_, '_>) -> bool {
    !matches!(crate::format::office::xml::attribute(node, "val"), Some("0" | "false" | "off" | "none"))
}
