//! The text of raw HTML, where it is too much to be read as a page: tags and comments dropped, entities read. It builds no tree
//! and keeps no style.

use crate::format::letter_height::LetterHeight;

/// Tags that begin a new paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "tr",
    "table",
    "section",
    "article",
    "aside",
    "header",
    "footer",
    "main",
    "figure",
    "figcaption",
    "blockquote",
    "pre",
    "hr",
    "details",
    "summary",
    "center",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

/// The paragraphs of a piece of HTML; a `<br>` is a newline, other white space is one space.
pub fn paragraphs(html: &str) -> Vec<String> {
    let mut out = Stripped::default();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push(&rest[..open]);
        rest = &rest[open..];
        let Some(length) = tag_length(rest) else { break };
        rest = out.tag(&rest[..length], &rest[length..]);
    }
    out.push(rest);
    out.end_paragraph();
    out.paragraphs
}

/// Whether an inline piece of HTML is a line break.
pub fn is_break(tag: &str) -> bool {
    tag_name(tag).eq_ignore_ascii_case("br")
}

/// The bracket that stands for the beginning or end of a reading beside the line, as in pages.
pub fn reading_mark(tag: &str) -> Option<&'static str> {
    let reading = tag_name(tag).eq_ignore_ascii_case("rt");
    reading.then(|| if tag.starts_with("</") { "）" } else { "（" })
}

/// Where the letters stand that follow a tag that raises or lowers them, or ends that.
pub fn height(tag: &str) -> Option<LetterHeight> {
    let named = |name: &str| tag_name(tag).eq_ignore_ascii_case(name);
    let height = if named("sup") { LetterHeight::Raised } else { LetterHeight::Lowered };
    (named("sup") || named("sub")).then(|| height.when(!tag.starts_with("</")))
}

/// Length of the tag or comment that `html` begins with, 1 for a `<` that begins neither. A comment without an end
/// takes the rest, as in a browser; `None` where a tag has no end.
fn tag_length(html: &str) -> Option<usize> {
    if let Some(comment) = html.strip_prefix("<!--") {
        return Some(comment.find("-->").map_or(html.len(), |at| at + 7));
    }
    let named = html.get(1..)?.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    if named { html.find('>').map(|at| at + 1) } else { Some(1) }
}

fn tag_name(tag: &str) -> &str {
    let inside = tag.trim_start_matches(['<', '/']);
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    &inside[..end]
}

#[derive(Default)]
struct Stripped {
    paragraphs: Vec<String>,
    current: String,
}

impl Stripped {
    fn push(&mut self, text: &str) {
        for c in decoded(text).chars() {
            if !c.is_ascii_whitespace() {
                self.current.push(c);
            } else if !self.current.is_empty() && !self.current.ends_with([' ', '\n']) {
                self.current.push(' ');
            }
        }
    }

    /// Takes a tag and gives what remains of the text after it: past the end tag for scripts and styles.
    fn tag<'a>(&mut self, tag: &str, after: &'a str) -> &'a str {
        let name = tag_name(tag).to_ascii_lowercase();
        if tag == "<" {
            self.current.push('<');
        } else if name == "br" {
            self.current.truncate(self.current.trim_end().len());
            self.current.push('\n');
        } else if BLOCKS.contains(&name.as_str()) {
            self.end_paragraph();
        } else if matches!(name.as_str(), "script" | "style") && !tag.starts_with("</") {
            return past_end_tag(after, &name);
        }
        after
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.current);
        if !text.trim().is_empty() {
            self.paragraphs.push(text.trim().to_owned());
        }
    }
}

fn past_end_tag<'a>(text: &'a str, name: &str) -> &'a str {
    let end = |at: &usize| text.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
    let found = text.match_indices("</").map(|(at, _)| at).find(end);
    found.map_or("", |at| &text[at..])
}

/// The text with the entities that people write by hand read as characters.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        if let Some((c, end)) = end.and_then(|end| entity(&rest[1..end]).map(|c| (c, end))) {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "copy" => '©',
        _ => {
            let code = name.strip_prefix('#')?;
            match code.strip_prefix(['x', 'X']) {
                Some(hex) => number(hex, 16)?,
                None => number(code, 10)?,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &[&str]) {
        assert_eq!(paragraphs(html), expected, "{html}");
    }

    #[test]
    fn tags_and_comments_are_dropped_and_their_text_is_kept() {
        check("<div>One &amp; <b>two</b>\n three</div><p>Four<br>five</p>", &["One & two three", "Four\nfive"]);
        check("<!-- a <b> --> seen <!-- open", &["seen"]);
        check("a<style>p { }</style>b<script>1 < 2</SCRIPT>c", &["abc"]);
    }

    #[test]
    fn a_sign_that_begins_no_tag_is_text() {
        check("1 < 2 and 3 > 2", &["1 < 2 and 3 > 2"]);
        check("1 < 2", &["1 < 2"]);
        check("&nosuch; &#8211; &#x41; &", &["&nosuch; – A &"]);
    }
}
