//! A chapter's XHTML made fit for a parser of HTML, which forgives every fault but reads some things differently: an
//! element that closes itself, a section of characters, a prefix. Nesting is capped on the way, because that parser
//! looks up all that is open at every tag.

use super::xml;
use memchr::memchr;

/// The deepest nesting that is kept; what is deeper keeps its text and loses its elements.
const MAX_DEPTH: usize = 256;
/// The most elements of a book; what comes after them keeps its text and loses its elements. A long novel has fifty
/// thousand.
pub(super) const MOST_ELEMENTS: usize = 3_000_000;
/// How far an end tag looks for its start.
const REACH: usize = 64;

/// Elements of HTML that never have an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "frame", "basefont", "bgsound", "keygen",
];

/// A chapter ready to be parsed.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    pub html: String,
    /// Whether its elements do not end where they should.
    pub is_damaged: bool,
}

/// The chapter in the bytes of an entry. `elements` is how many elements it may have; they are counted down.
pub(super) fn prepared(bytes: Vec<u8>, elements: &mut usize) -> Prepared {
    let source = xml::decoded(bytes);
    let mut writer = ChapterWriter { open: Vec::new(), elements, out: Prepared::default() };
    writer.out.html.reserve(source.len() + source.len() / 8);
    writer.write(&source);
    writer.out.is_damaged |= !writer.open.is_empty();
    writer.out
}

struct ChapterWriter<'a, 'n> {
    /// The names of the elements that are open.
    open: Vec<&'a str>,
    /// How many more elements there may be.
    elements: &'n mut usize,
    out: Prepared,
}

/// A start tag taken apart.
struct StartTag<'a> {
    name: &'a str,
    attributes: &'a str,
    closes_itself: bool,
}

impl<'a> ChapterWriter<'a, '_> {
    fn write(&mut self, source: &'a str) {
        let mut rest = source;
        while let Some(at) = memchr(b'<', rest.as_bytes()) {
            self.out.html.push_str(&rest[..at]);
            rest = self.markup(&rest[at..]);
        }
        self.out.html.push_str(rest);
    }

    /// Takes what begins with `<` and gives what follows it.
    fn markup(&mut self, text: &'a str) -> &'a str {
        if let Some(inside) = text.strip_prefix("<![CDATA[") {
            let (characters, after) = inside.split_once("]]>").unwrap_or((inside, ""));
            self.out.html.push_str(&characters.replace('&', "&amp;").replace('<', "&lt;"));
            return after;
        }
        if let Some(inside) = text.strip_prefix("<!--") {
            return inside.split_once("-->").map_or("", |(_, after)| after);
        }
        if let Some(inside) = text.strip_prefix("<?") {
            return inside.split_once("?>").map_or("", |(_, after)| after);
        }
        if text.starts_with("<!") {
            return xml::end_of_document_type(text).map_or("", |end| &text[end..]);
        }
        let Some(end) = tag_end(text) else {
            // Cut off, or a sign that begins no tag.
            self.out.is_damaged = true;
            self.out.html.push_str("&lt;");
            return &text[1..];
        };
        let after = &text[end..];
        match text[1..end - 1].strip_prefix('/') {
            Some(name) => self.end(local(name.trim())),
            None => return self.start(&taken_apart(&text[1..end - 1]), after),
        }
        after
    }

    /// Takes a start tag and gives what follows it: past the end of what only programs read.
    fn start(&mut self, tag: &StartTag<'a>, after: &'a str) -> &'a str {
        let is_void = VOID.contains(&tag.name);
        if matches!(tag.name, "script" | "style") {
            return if tag.closes_itself { after } else { past_end_tag(after, tag.name) };
        }
        if self.open.len() >= MAX_DEPTH || *self.elements == 0 {
            self.out.html.push(' ');
        } else {
            *self.elements -= 1;
            self.out.html.push('<');
            self.out.html.push_str(tag.name);
            self.out.html.push_str(tag.attributes);
            self.out.html.push('>');
            if tag.closes_itself && !is_void {
                self.close_tag(tag.name);
            }
        }
        if !tag.closes_itself && !is_void {
            self.open.push(tag.name);
        }
        after
    }

    fn end(&mut self, name: &'a str) {
        if VOID.contains(&name) {
            return;
        }
        let near = self.open.iter().rev().take(REACH).position(|open| *open == name);
        let Some(above) = near else {
            self.out.is_damaged = true;
            if self.open.len() < MAX_DEPTH {
                self.close_tag(name);
            }
            return;
        };
        self.out.is_damaged |= above > 0;
        self.open.truncate(self.open.len() - above - 1);
        if self.open.len() < MAX_DEPTH {
            self.close_tag(name);
        } else {
            self.out.html.push(' ');
        }
    }

    fn close_tag(&mut self, name: &str) {
        if *self.elements == 0 {
            return self.out.html.push(' ');
        }
        self.out.html.push_str("</");
        self.out.html.push_str(name);
        self.out.html.push('>');
    }
}

/// Length of the tag that `text` begins with; `None` where it begins none. A `>` in quotation marks ends nothing.
fn tag_end(text: &str) -> Option<usize> {
    let named = text[1..].trim_start_matches('/').starts_with(|c: char| c.is_alphabetic() || c == '_');
    if !named {
        return None;
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != byte),
            (None, b'"' | b'\'') if !text.starts_with("</") => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (None, b'<') if at > 0 => return None,
            _ => {}
        }
    }
    // A quotation mark too many: the first end that there is.
    text.find('>').map(|at| at + 1)
}

fn taken_apart(inside: &str) -> StartTag<'_> {
    let closes_itself = inside.ends_with('/');
    let inside = inside.strip_suffix('/').unwrap_or(inside);
    let end = inside.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inside.len());
    StartTag { name: local(&inside[..end]), attributes: &inside[end..], closes_itself }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn past_end_tag<'a>(text: &'a str, name: &str) -> &'a str {
    let is_end = |at: &usize| text.get(at + 2..at + 2 + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
    let end = text.match_indices("</").map(|(at, _)| at).find(is_end);
    end.map_or("", |at| text[at..].split_once('>').map_or("", |(_, after)| after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn prepared(bytes: Vec<u8>) -> Prepared {
        super::prepared(bytes, &mut MOST_ELEMENTS.clone())
    }

    fn check(source: &str, html: &str) {
        assert_eq!(prepared(source.as_bytes().to_vec()).html, html, "{source}");
    }

    #[test]
    fn what_closes_itself_is_closed() {
        check("<title/><a id=\"x\"/>a<br/>b<img src='a/b'/>", "<title></title><a id=\"x\"></a>a<br>b<img src='a/b'>");
        check("<svg:svg><svg:g/></svg:svg><p a='1>2'>c</p >", "<svg><g></g></svg><p a='1>2'>c</p>");
    }

    #[test]
    fn sections_comments_declarations_and_scripts() {
        check(
            "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a \"b>\">]><p><![CDATA[1 < 2 & 3]]><!-- <p> -->",
            "<p>1 &lt; 2 &amp; 3",
        );
        check("<script>if (a < b) { }</script>c<style/>d", "cd");
    }

    #[test]
    fn faults_are_noticed_and_cost_no_text() {
        for (source, html) in
            [("<p>a < b</p>", "<p>a &lt; b</p>"), ("<p>a<b", "<p>a&lt;b"), ("<p><i>a</p>", "<p><i>a</p>")]
        {
            let prepared = prepared(source.into());
            assert!(prepared.is_damaged, "{source}");
            assert_eq!(prepared.html, html);
        }
        assert!(!prepared("<p>a<i>b</i><br></br><hr/></p>".into()).is_damaged);
    }

    #[test]
    fn nesting_is_capped() {
        let deep = 100_000;
        let source = format!("{}word{}", "<div>".repeat(deep), "</div>".repeat(deep));
        let prepared = prepared(source.into());
        assert_eq!(prepared.html.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(prepared.html.matches("</div>").count(), MAX_DEPTH);
        assert!(prepared.html.contains("word") && !prepared.is_damaged);
    }

    #[test]
    fn elements_are_counted_over_the_whole_book() {
        let mut left = 2;
        assert_eq!(super::prepared("<p>a<b/>c</p><p>d</p>".into(), &mut left).html, "<p>a<b> c  d ");
        assert_eq!((super::prepared("<p>e</p>".into(), &mut left).html.trim(), left), ("e", 0));
    }

    proptest! {
        #[test]
        fn any_text_can_be_prepared(source in "(\\PC|<|>|/|!|-|\\[|<p>|</p>|<br/>|'|\"|<!--|-->){0,80}") {
            prepared(source.into());
        }
    }
}
