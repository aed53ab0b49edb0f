//! The first part of a text in XML made well formed again, for a first screen of a long one. What it makes of broken mark-up is
//! judged by the parser, as it is of the whole.

use memchr::{memchr, memmem};

/// How much of a text a first screen is made of, in bytes of its mark-up: styles may stand before it.
pub const FIRST_PART: u64 = 192 * 1024;

/// The text up to the end of the last paragraph, heading or table that is all there and in no other, with everything closed that is
/// open there. `xml` is cut off anywhere. Empty where none ends in it.
pub fn closed(xml: &str) -> String {
    let (mut open, mut left, mut end, mut at, mut inside_of) = (Vec::new(), Vec::new(), None, 0, 0_usize);
    while let Some(tag) = memchr(b'<', &xml.as_bytes()[at..]) {
        let from = at + tag;
        let Some(length) = length(&xml[from..]) else { break };
        at = from + length;
        let inside = &xml[from + 1..at - 1];
        match inside.as_bytes() {
            [b'!' | b'?', ..] | [.., b'/'] => {}
            [b'/', ..] => {
                let closes = open.pop();
                let ends = closes.is_some_and(is_whole);
                inside_of -= usize::from(ends);
                if ends && inside_of == 0 {
                    left.clear();
                    end = Some((at, open.len()));
                } else if let Some((_, still_open)) = end.as_mut().filter(|(_, still_open)| *still_open > open.len()) {
                    *still_open = open.len();
                    left.extend(closes);
                }
            }
            _ => {
                let name = inside.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
                inside_of += usize::from(is_whole(name));
                open.push(name);
            }
        }
    }
    let Some((end, still_open)) = end else { return String::new() };
    let mut text = xml[..end].to_owned();
    // Of what was open there, the inner ones were left since, from the inside.
    left.iter().chain(open[..still_open].iter().rev()).for_each(|name| text.extend(["</", name, ">"]));
    text
}

/// What is read as a whole or not at all, in either format and by whatever prefix: a paragraph, a heading, a table.
fn is_whole(name: &str) -> bool {
    matches!(name.rsplit(':').next(), Some("p" | "h" | "tbl" | "table"))
}

/// The length of the mark-up that `text` begins with; `None` where it is cut off.
fn length(text: &str) -> Option<usize> {
    let past = |end: &str| memmem::find(text.as_bytes(), end.as_bytes()).map(|at| at + end.len());
    match text.as_bytes() {
        [_, b'!', b'-', b'-', ..] => past("-->"),
        [_, b'!', b'[', ..] => past("]]>"),
        [_, b'?', ..] => past("?>"),
        _ => {
            let mut quote = None;
            text.bytes().position(|byte| match (quote, byte) {
                (None, b'>') => true,
                (None, b'"' | b'\'') => {
                    quote = Some(byte);
                    false
                }
                (Some(open), _) => {
                    quote = Some(open).filter(|open| *open != byte);
                    false
                }
                _ => false,
            })
        }
        .map(|at| at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_whole_again_wherever_it_was_cut() {
        let text = "<?xml version='1.0'?><!-- <p> --><a:d x='1>2'><a:b><a:p><a:r/>One</a:p><t><c><h y=\"'\">Two</h>\
                    </c></t><p>Three<![CDATA[</p>]]></p></a:b></a:d>";
        let whole = closed(text);
        assert_eq!(whole, text, "nothing is open at its end");
        let mut seen = std::collections::BTreeSet::new();
        for cut in 0..text.len() {
            let part = closed(&text[..cut]);
            if !part.is_empty() {
                let tree = roxmltree::Document::parse(&part.replace("a:", "")).map(|tree| {
                    tree.descendants()
                        .filter_map(|node| node.text().filter(|_| node.is_text()).map(str::to_owned))
                        .collect::<String>()
                });
                seen.insert(tree.unwrap());
            }
        }
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["One", "OneTwo", "OneTwoThree</p>"]);
    }

    #[test]
    fn a_table_and_what_stands_in_a_paragraph_are_there_as_a_whole() {
        let text = "<b><p>One</p><w:tbl><p>Two</p><p>Three</p></w:tbl><p><note><p>Four</p></note></p></b>";
        for (cut, whole) in [
            ("<p>Three", "<b><p>One</p></b>"),
            ("<note>", "<b><p>One</p><w:tbl><p>Two</p><p>Three</p></w:tbl></b>"),
            ("</note>", "<b><p>One</p><w:tbl><p>Two</p><p>Three</p></w:tbl></b>"),
            ("</b>", text),
        ] {
            assert_eq!(closed(&text[..text.find(cut).unwrap()]), whole, "{cut}");
        }
    }

    #[test]
    fn without_the_end_of_a_paragraph_there_is_nothing() {
        for text in ["", "<a", "<a><p>words", "<a><p x='</p>", "<!--<p></p>", "</p"] {
            assert_eq!(closed(text), "", "{text}");
        }
    }
}
