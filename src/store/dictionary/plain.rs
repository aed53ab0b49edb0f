//! What an entry of a dictionary says, as plain paragraphs: lines that were broken to fit a screen are one again, tags are gone.
//! It does not lay anything out.

use crate::text::visible;

/// Between these widths, in characters, the longest line of a text says that its lines were broken to fit a screen.
const SCREEN: std::ops::RangeInclusive<usize> = 50..=82;
/// Elements that begin a line.
const BREAKING: &[&str] = &[
    "br",
    "p",
    "div",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "dt",
    "dd",
    "ul",
    "ol",
    "table",
    "blockquote",
    "ar",
    "def",
    "ex",
];
/// The longest tag and the longest name of a character that is taken for one, in bytes.
const LONGEST_TAG: usize = 2048;
const LONGEST_NAME: usize = 10;

/// The lines of a text, harmless, those put together again that were broken for the width of a screen; no blank ones but single
/// ones between.
pub(in crate::store) fn tidy(text: &str) -> String {
    let clean = visible::clean(text.to_owned());
    let lines: Vec<&str> = clean.lines().map(str::trim_end).collect();
    let widest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let (mut out, mut before) = (String::new(), "");
    for line in lines {
        let words = line.trim_start();
        let first = words.split(' ').next().map_or(0, |word| word.chars().count());
        let was_full = before.chars().count() + 1 + first > widest && SCREEN.contains(&widest);
        let goes_on = was_full && !before.is_empty() && !words.is_empty() && !is_item(words);
        match (words.is_empty(), goes_on) {
            (true, _) if out.ends_with("\n\n") || out.is_empty() => {}
            (true, _) => out.push('\n'),
            (false, true) => {
                out.truncate(out.trim_end().len());
                out.push(' ');
                out.push_str(words);
                out.push('\n');
            }
            (false, false) => {
                out.push_str(words);
                out.push('\n');
            }
        }
        before = line;
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether a line begins as an item of a list, an example or a note does: with a number, a sign, a quotation mark, a word before a colon.
fn is_item(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default();
    let marked = first.strip_suffix(['.', ')']).map(|it| it.trim_start_matches('('));
    let is_number =
        marked.is_some_and(|it| !it.is_empty() && (it.len() == 1 || it.chars().all(|c| c.is_ascii_digit())));
    is_number || first.ends_with(':') || first.starts_with(['"', '“']) || matches!(first, "-" | "•" | "*" | "–")
}

/// A text of HTML, XDXF or Pango without its tags, its characters as they are meant.
pub(in crate::store) fn without_tags(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (read, words) = if rest.starts_with('<') { tag(rest) } else { character(rest) };
        out.push_str(&words);
        rest = &rest[read..];
    }
    out.push_str(rest);
    tidy(&out)
}

/// How much of a text is a tag, and what stands for it; one sign where there is none.
fn tag(text: &str) -> (usize, String) {
    let near = &text[..text.floor_char_boundary(LONGEST_TAG)];
    let opens = near[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    let Some(end) = near.find('>').filter(|_| opens) else { return (1, "<".to_owned()) };
    let name = near[1..end].trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
    let breaks = name.is_some_and(|name| BREAKING.iter().any(|known| name.eq_ignore_ascii_case(known)));
    (end + 1, if breaks { "\n" } else { "" }.to_owned())
}

/// How much of a text names a character, and that; one sign where none is named.
fn character(text: &str) -> (usize, String) {
    let near = &text[..text.floor_char_boundary(LONGEST_NAME + 2)];
    let Some(end) = near.find(';') else { return (1, "&".to_owned()) };
    let name = &near[1..end];
    let coded = name.strip_prefix('#').and_then(|digits| {
        let hex = digits.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
        char::from_u32(code?)
    });
    let meant = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => coded,
    };
    meant.map_or_else(|| (1, "&".to_owned()), |c| (end + 1, c.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_that_were_broken_for_a_screen_are_one_again_and_items_stay_apart() {
        let entry = "Wall, n.\n   1. A heap of stones that stands between the garden and\n      the road.\n   2. A side of a room, \
                     of which there are most often not\n      fewer than three.\n      \"a dry wall\" is one\n\n\n   [A note]\n";
        let expected = "Wall, n.\n1. A heap of stones that stands between the garden and the road.\n\
                        2. A side of a room, of which there are most often not fewer than three.\n\"a dry wall\" is one\n\n[A note]";
        assert_eq!(tidy(entry), expected);
        assert_eq!(tidy("one\ntwo\n"), "one\ntwo", "short lines were meant as they are");
        assert_eq!(tidy("\u{1b}[31mred\u{202e}"), "␛[31mred\u{fffd}");
    }

    #[test]
    fn tags_go_and_characters_are_what_they_are_named() {
        for (tagged, plain) in [
            ("<b>Wall</b><br/>a <i>heap</i>", "Wall\na heap"),
            ("<k>wall</k><def>1&#46; a heap &#x2014; &lt;old&gt;</def>", "wall\n1. a heap — <old>"),
            ("3 < 4 & 5 > 2 &c; &nosuch;", "3 < 4 & 5 > 2 &c; &nosuch;"),
            ("&#27;[1m &#xd800; <", "␛[1m &#xd800; <"),
            ("<p>one<p>two</p>", "one\ntwo"),
        ] {
            assert_eq!(without_tags(tagged).replace("\n\n", "\n"), plain);
        }
    }

    proptest! {
        #[test]
        fn any_text_becomes_harmless_lines(text in ".{0,300}") {
            for out in [tidy(&text), without_tags(&text)] {
                prop_assert!(out.chars().all(|c| c == '\n' || c == '\t' || !c.is_control()), "{out:?}");
                prop_assert!(!out.contains("\n\n\n"));
            }
        }
    }
}
