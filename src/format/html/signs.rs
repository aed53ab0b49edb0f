//! What the class and id of an element call it, word by word.

use dom_query::NodeRef;

/// Whether the class or id of an element has one of these words; words end at `-`, `_` and before a capital.
pub(super) fn has_sign(node: &NodeRef<'_>, signs: &[&str]) -> bool {
    any_word(node, |word| signs.contains(&word))
}

/// Whether a word of the class or id of an element begins with one of these.
pub(super) fn has_stem(node: &NodeRef<'_>, stems: &[&str]) -> bool {
    let Some(element) = node.element_ref() else { return false };
    // Most elements hold none of them anywhere, and then their words need not be made.
    let firsts = stems.iter().filter_map(|stem| stem.bytes().next()).fold(0, |all, first| all | letter(first));
    let may = |value: &str| {
        let bytes = value.as_bytes();
        let begins = |at: usize| stems.iter().any(|stem| begins_with(&bytes[at..], stem.as_bytes()));
        bytes.iter().enumerate().any(|(at, byte)| firsts & letter(*byte) != 0 && begins(at))
    };
    let written = [element.class(), element.id()];
    written.iter().flatten().any(|value| may(value))
        && any_word(node, |word| stems.iter().any(|stem| word.starts_with(stem)))
}

/// A bit for a letter, in whatever case; other bytes share a few.
fn letter(byte: u8) -> u32 {
    1 << (byte & 0x1F)
}

/// Whether a value begins with a word, in whatever case.
fn begins_with(value: &[u8], word: &[u8]) -> bool {
    value.get(..word.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(word))
}

fn any_word(node: &NodeRef<'_>, is: impl Fn(&str) -> bool) -> bool {
    let Some(element) = node.element_ref() else { return false };
    let mut written = [element.class(), element.id()].into_iter().flatten();
    written.any(|value| {
        let mut marked = value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        marked.any(|word| words(word).any(|word| is(&word)))
    })
}

/// A word of a class, whole and by its capitals: `authorName` is `authorname`, `author` and `name`.
fn words(word: &str) -> impl Iterator<Item = String> {
    let inner = word.char_indices().filter(|(at, c)| *at > 0 && c.is_uppercase()).map(|(at, _)| at);
    let cuts: Vec<usize> = std::iter::once(0).chain(inner).chain([word.len()]).collect();
    let parts: Vec<String> = cuts.windows(2).map(|cut| word[cut[0]..cut[1]].to_lowercase()).collect();
    std::iter::once(word.to_lowercase()).chain(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn words_end_at_marks_and_capitals() {
        let page = Document::from("<p class='post__authorName x' id=side-bar>");
        let node = page.select("p").nodes()[0];
        for sign in ["post", "author", "name", "authorname", "x", "side", "bar"] {
            assert!(has_sign(&node, &[sign]), "{sign}");
        }
        assert!(!has_sign(&node, &["auth", "sidebar", ""]));
        assert!(has_stem(&node, &["auth"]) && !has_stem(&node, &["uthor"]));
    }
}
