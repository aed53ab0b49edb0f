//! Which elements are notes and which are references to them: by what they say of themselves, else by the names that
//! word processors, wikis and converters give them. It resolves nothing.

use super::element::Element;

/// What books and pages call a note.
const NOTES: &[&str] = &["footnote", "endnote", "rearnote"];
/// What they call a list of them, whose items are notes.
const LISTS: &[&str] = &["footnotes", "endnotes", "rearnotes"];
/// What they call a reference.
const REFERENCES: &[&str] = &["noteref", "biblioref"];
/// Classes of references.
const REFERENCE_CLASSES: &[&str] =
    &["noteref", "footnote-ref", "footnoteref", "footnote-reference", "fnref", "footnote-anchor", "endnote-ref"];
/// How the ids of notes begin, before their number.
const PREFIXES: &[&str] = &[
    "fn",
    "ftn",
    "_ftn",
    "edn",
    "_edn",
    "en",
    "note",
    "footnote",
    "endnote",
    "rearnote",
    "cite_note",
    "_note",
    "user-content-fn",
    "sdfootnote",
    "sdendnote",
    "easy-footnote-bottom",
];
/// The longest sign of a note, in bytes: `[123]`, `†`, `xxxviii`.
pub(super) const MAX_SIGN: usize = 8;

/// Whether a block is a note.
pub(super) fn is_note(element: &Element<'_>) -> bool {
    element.means(NOTES) || element.has_class(NOTES) || element.attr("id").is_some_and(is_note_id)
}

/// Whether the items of a list in this element are notes.
pub(super) fn holds_notes(element: &Element<'_>) -> bool {
    element.means(LISTS) || element.has_class(LISTS) || (element.name() == "ol" && element.has_class(&["references"]))
}

/// Whether a link refers to a note.
pub(super) fn is_reference(link: &Element<'_>, raised: bool) -> bool {
    let fragment = link.attr("href").and_then(|href| href.split_once('#')).map(|(_, fragment)| fragment);
    let Some(fragment) = fragment else { return false };
    raised || link.means(REFERENCES) || link.has_class(REFERENCE_CLASSES) || is_note_id(fragment)
}

/// Whether a link only leads back from a note to where it is called: it is no word of the text.
pub(super) fn leads_back(link: &Element<'_>, text: &str) -> bool {
    let sign = |c: char| matches!(c, '↩' | '↵' | '⏎' | '↑' | '\u{FE0E}' | '\u{FE0F}') || c.is_whitespace();
    let inside = link.attr("href").is_some_and(|href| href.contains('#'));
    let named = link.means(&["backlink"]) || link.has_class(&["footnote-back", "footnote-backref", "reversefootnote"]);
    inside && !text.is_empty() && (named || text.contains(['↩', '↵', '⏎'])) && text.chars().all(sign)
}

/// Whether an id is one that is given to notes: `fn1`, `footnote-12`, `cite_note-smith-3`.
pub(super) fn is_note_id(id: &str) -> bool {
    let lower = id.to_ascii_lowercase();
    PREFIXES.iter().any(|prefix| lower.strip_prefix(prefix).is_some_and(is_number_of_note))
}

/// `1`, `-1`, `_1_1`, `:12`; for wikis also `-name-3`.
fn is_number_of_note(rest: &str) -> bool {
    let named = rest.starts_with('-') && rest.rsplit('-').next().is_some_and(is_digits);
    let number = rest.trim_start_matches(['-', '_', ':', '.']);
    named || (!number.is_empty() && number.split(['_', '-', '.']).all(is_digits))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_SIGN && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a note's sign is a bare word that would run into the word before it: `1`, `iv`, but not `[1]` or `*`.
pub(super) fn is_bare_sign(sign: &str) -> bool {
    !sign.is_empty() && sign.len() <= MAX_SIGN && sign.chars().all(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_notes_are_told_from_ids_of_references() {
        for id in
            ["fn1", "fn-1", "fn:1", "footnote-12", "Footnote_1_1", "cite_note-3", "cite_note-Smith2001-3", "_ftn2"]
        {
            assert!(is_note_id(id), "{id}");
        }
        for id in
            ["fnref1", "cite_ref-3", "FNanchor_1_1", "note", "notes", "_ftnref2", "en", "entry", "end1", "note-book"]
        {
            assert!(!is_note_id(id), "{id}");
        }
    }
}
