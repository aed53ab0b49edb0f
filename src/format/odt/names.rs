//! The names of elements: the vocabularies of OpenDocument by the word that tells their addresses apart.

use roxmltree::Node;

/// The word of the vocabulary, such as `text`, and the local name of an element; empty words for anything else.
pub fn name<'a>(node: Node<'a, '_>) -> (&'a str, &'a str) {
    if !node.is_element() {
        return ("", "");
    }
    let address = node.tag_name().namespace().unwrap_or_default();
    let word = address.strip_prefix("urn:oasis:names:tc:opendocument:xmlns:").and_then(|rest| rest.split(':').next());
    (word.unwrap_or_default(), node.tag_name().name())
}
