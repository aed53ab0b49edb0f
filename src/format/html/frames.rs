//! Pages that lay other pages out in frames: what they say to whoever does not see those is all the text that they have. The other pages
//! are files of their own.

use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// How far from its beginning a page says that it is one of frames, in bytes.
const FIRST: usize = 16 * 1024;

/// The tags around frames, and around what is said in their place.
static TAGS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)</?(?:frameset|frame|noframes)(?:\s[^>]*)?/?>").ok());

/// A page without its frames, where it has some.
pub(super) fn without(html: &str) -> Cow<'_, str> {
    let word = b"<frameset";
    let head = &html.as_bytes()[..html.len().min(FIRST)];
    match &*TAGS {
        Some(tags) if head.windows(word.len()).any(|here| here.eq_ignore_ascii_case(word)) => {
            tags.replace_all(html, "")
        }
        _ => Cow::Borrowed(html),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_frames_has_what_it_says_to_whoever_does_not_see_them() {
        let page = "<title>T</title><FRAMESET cols='20%,80%'><frame src=a.html><noframes><body>Read <b>this</b>.</body></noframes></FRAMESET>";
        assert_eq!(without(page), "<title>T</title><body>Read <b>this</b>.</body>");
        for page in ["<p>a frame is no frameset", "<framesetting>", ""] {
            assert_eq!(without(page), page);
        }
    }
}
