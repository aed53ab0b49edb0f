//! What the class and id of an element call it, word by word.

use dom_query::NodeRef;

/// Words that call an element something, or beginnings of such words: ASCII, in lower case.
pub(super) struct Signs {
    words: &'static [&'static str],
    /// The letters that they begin with, a bit each: most words begin with none of them.
    firsts: u32,
}

impl Signs {
    /// Signs of words, none of them empty.
    pub(super) const fn new(words: &'static [&'static str]) -> Self {
        let (mut firsts, mut at) = (0, 0);
        while at < words.len() {
            firsts |= letter(words[at].as_bytes()[0]);
            at += 1;
        }
        Self { words, firsts }
    }

    fn may_hold(&self, word: &str) -> bool {
        word.as_bytes().first().is_some_and(|first| self.firsts & letter(*first) != 0)
    }
}

/// A bit for a letter, in whatever case; other bytes share a few.
const fn letter(byte: u8) -> u32 {
    1 << (byte & 0x1F)
}

/// Whether the class or id of an element has one of these words; words end at `-`, `_` and before a capital.
pub(super) fn has_sign(node: &NodeRef<'_>, signs: &Signs) -> bool {
    any_word(node, |word| signs.may_hold(word) && signs.words.iter().any(|sign| sign.eq_ignore_ascii_case(word)))
}

/// Whether a word of the class or id of an element begins with one of these.
pub(super) fn has_stem(node: &NodeRef<'_>, stems: &Signs) -> bool {
    let begins = |word: &str, stem: &str| {
        word.as_bytes().get(..stem.len()).is_some_and(|it| it.eq_ignore_ascii_case(stem.as_bytes()))
    };
    any_word(node, |word| stems.may_hold(word) && stems.words.iter().any(|stem| begins(word, stem)))
}

/// Whether a word of the class or id is one: each is asked as a whole and by its capitals, `authorName` as `authorName`,
/// `author` and `Name`.
fn any_word(node: &NodeRef<'_>, is: impl Fn(&str) -> bool) -> bool {
    let Some(element) = node.element_ref() else { return false };
    let called = element.attrs.iter().filter(|attribute| matches!(&*attribute.name.local, "class" | "id"));
    called.flat_map(|attribute| attribute.value.split(|c: char| !c.is_alphanumeric())).any(|word| {
        let mut from = 0;
        let inner = word.bytes().enumerate().skip(1).filter(|(_, byte)| byte.is_ascii_uppercase()).map(|(at, _)| at);
        is(word) || inner.chain([word.len()]).any(|at| is(&word[std::mem::replace(&mut from, at)..at]))
    })
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
            assert!(has_sign(&node, &Signs::new(Vec::leak(vec![sign]))), "{sign}");
        }
        assert!(!has_sign(&node, &Signs::new(&["auth", "sidebar"])));
        assert!(has_stem(&node, &Signs::new(&["auth"])) && !has_stem(&node, &Signs::new(&["uthor"])));
    }
}
