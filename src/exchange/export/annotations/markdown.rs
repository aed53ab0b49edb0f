//! Markdown of annotations: quotation, note, tags, place, and a link back that this program opens. A file of its own for each
//! document has front matter, as Obsidian reads it.
//!
//! Notes are Markdown already: their emphasis, lists and links stay. What would be HTML, a picture from elsewhere, a heading of
//! this file or front matter is escaped.

use super::exporter::{
    AnnotationExporter, AnnotationWriter, ExportOptions, ExportShape, ExportSink, ExportSubject, Grouping,
};
use super::facts::{AnnotatedDocument, ExportedAnnotation, saying};
use super::json::harmless;
use super::link::link;
use super::words::{cited, cited_with_work, credit, quotation};
use crate::exchange::export::escape::mark_escaped;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "markdown",
    extension: "md",
    about: "to read and to write on in; a file for each text with front matter where --out is a folder",
    shape: ExportShape::Either,
    subject: ExportSubject::Annotations,
    writer: |options| Box::new(MarkdownWriter { options, ..MarkdownWriter::default() }),
};

#[derive(Default)]
struct MarkdownWriter {
    options: ExportOptions,
    begun: bool,
    /// What is put together by tag or colour, until the end.
    groups: BTreeMap<String, String>,
    /// The names of the files that are written.
    names: HashSet<String>,
}

impl AnnotationWriter for MarkdownWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        let Some(said) = saying(annotations) else { return Ok(()) };
        if self.options.grouping != Grouping::Document {
            self.group(about, &said);
            return Ok(());
        }
        let title = format!("# {}\n\n{}\n", mark_escaped(about.title()), mark_escaped(&about.citer.reference()));
        let entries: String = said.iter().map(|exported| entry(about, exported, &cited(exported))).collect();
        if self.options.split {
            let name = self.file_name(about.path);
            return out.file(&name, [front_matter(about, &said), title, entries].concat().as_bytes());
        }
        if std::mem::replace(&mut self.begun, true) {
            out.write("\n")?;
        }
        out.write(&title)?;
        out.write(&entries)
    }

    fn end(&mut self, out: &mut dyn ExportSink) -> io::Result<()> {
        for (at, (name, entries)) in std::mem::take(&mut self.groups).into_iter().enumerate() {
            let text = format!("# {}\n{entries}", mark_escaped(&name));
            if self.options.split {
                let name = self.file_name(&name.replace('/', "-"));
                out.file(&name, text.as_bytes())?;
            } else {
                out.write(&if at == 0 { text } else { format!("\n{text}") })?;
            }
        }
        Ok(())
    }
}

impl MarkdownWriter {
    /// Puts each annotation under its tags or its colour, with its whole citation. An answer stands under its own.
    fn group(&mut self, about: &AnnotatedDocument<'_>, said: &[&ExportedAnnotation]) {
        for exported in said {
            let names = match self.options.grouping {
                Grouping::Tag => exported.annotation.tags.clone(),
                _ => exported.annotation.color.map(|color| color.name().to_owned()).into_iter().collect(),
            };
            let none = if self.options.grouping == Grouping::Tag { "without a tag" } else { "without a colour" };
            let names = if names.is_empty() { vec![none.to_owned()] } else { names };
            let flat = ExportedAnnotation { depth: 0, ..(*exported).clone() };
            let written = entry(about, &flat, &cited_with_work(about, exported));
            for name in names {
                self.groups.entry(name).or_default().push_str(&written);
            }
        }
    }

    /// A name that no other file has: that of the document with another ending, else behind its own.
    fn file_name(&mut self, path: &str) -> String {
        let stem = path.rsplit_once('.').filter(|(stem, _)| !stem.is_empty() && !stem.ends_with('/'));
        let short = format!("{}.md", stem.map_or(path, |(stem, _)| stem));
        let long = (1..).map(|number| if number == 1 { format!("{path}.md") } else { format!("{path}-{number}.md") });
        let name = [short].into_iter().chain(long).find(|name| !self.names.contains(name)).unwrap_or_default();
        self.names.insert(name.clone());
        name
    }
}

/// What Obsidian and others read of a file: JSON strings are YAML too.
fn front_matter(about: &AnnotatedDocument<'_>, said: &[&ExportedAnnotation]) -> String {
    let tags: BTreeSet<String> = said.iter().flat_map(|it| &it.annotation.tags).map(|tag| spelled(tag)).collect();
    let (facts, title) = (about.metadata, about.title().to_owned());
    let string = |words: &String| harmless(&serde_json::Value::from(words.as_str()).to_string());
    let list = |all: Vec<String>| format!("[{}]", all.iter().map(string).collect::<Vec<_>>().join(", "));
    let mut out = format!("---\ntitle: {}\n", string(&title));
    if !facts.authors.is_empty() {
        _ = writeln!(out, "authors: {}", list(facts.authors.clone()));
    }
    for (key, value) in [("date", &facts.date), ("publication", &facts.publication), ("url", &facts.url)] {
        if let Some(value) = value {
            _ = writeln!(out, "{key}: {}", string(value));
        }
    }
    _ = write!(out, "text: {}\ntags: {}\n---\n\n", string(&about.path.to_owned()), list(tags.into_iter().collect()));
    out
}

/// One annotation, with `place` as the words of the link to it.
fn entry(about: &AnnotatedDocument<'_>, exported: &ExportedAnnotation, place: &str) -> String {
    let link = format!("[{}]({})", mark_escaped(place), link(about.path, &exported.annotation.id));
    let mut pieces = Vec::new();
    let quote = quotation(about, exported);
    if !quote.is_empty() {
        // A backslash ends a line of verse.
        let paragraph =
            |lines: &Vec<String>| lines.iter().map(|line| mark_escaped(line)).collect::<Vec<_>>().join("\\\n> ");
        let words = quote.iter().map(paragraph).collect::<Vec<_>>().join("\n>\n> ");
        let has_brackets = place.starts_with('(') && place.ends_with(')');
        let cited = if has_brackets { link.clone() } else { format!("({link})") };
        pieces.push(format!("> “{words}” {cited}"));
    }
    pieces.extend(exported.prompt.as_ref().map(|prompt| format!("*{}*", mark_escaped(prompt))));
    pieces.extend(exported.annotation.note.as_deref().map(note).filter(|note| !note.is_empty()));
    let tags = exported.annotation.tags.iter().map(|tag| format!("#{}", spelled(tag))).collect::<Vec<_>>().join(" ");
    let away = if quote.is_empty() && exported.depth == 0 { link } else { String::new() };
    let said = [mark_escaped(&credit(exported)), tags, away].into_iter().filter(|part| !part.is_empty());
    let said = said.collect::<Vec<_>>().join(" · ");
    if !said.is_empty() {
        pieces.push(format!("— {said}"));
    }
    let text = pieces.join("\n\n");
    if exported.depth == 0 { format!("\n{text}\n") } else { format!("\n{}\n", as_item(&text, exported.depth)) }
}

/// An answer as an item of a list, below what it answers.
fn as_item(text: &str, depth: usize) -> String {
    let indent = "  ".repeat(depth.min(8) - 1);
    let lines = text.lines().enumerate().map(|(at, line)| match (at, line) {
        (0, line) => format!("{indent}- {line}"),
        (_, "") => String::new(),
        (_, line) => format!("{indent}  {line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A tag as Obsidian takes it: without blanks.
fn spelled(tag: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "/-_".contains(c) { c } else { '-' };
    tag.trim().chars().map(plain).collect()
}

/// A note in which nothing is HTML, a picture, a heading or front matter.
fn note(written: &str) -> String {
    let lines = written.trim().lines().map(|line| {
        let (indent, words) = line.split_at(line.len() - line.trim_start().len());
        let rule = |sign| words.len() > 2 && words.chars().all(|c| c == sign);
        let escape = if words.starts_with('#') || rule('-') || rule('=') { "\\" } else { "" };
        format!("{indent}{escape}{}", without_markup(words))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Words in which no `<` begins an element and no `![` a picture.
fn without_markup(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        match c {
            '<' if next.is_ascii_alphabetic() || "/!?".contains(next) => out.push_str("\\<"),
            '!' if next == '[' => out.push_str("\\!"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::samples::{exported, kept, names, verse};
    use super::*;

    #[test]
    fn markdown_quotes_links_back_and_credits() {
        let expected = "\
# \\<Stones\\>

North, “\\<Stones\\>”, 2020

> “A wall is a \\*promise\\*.” ([p. 12](postil:week%201/stones.md#0193f3a0-0000-7000-8000-000000000001))

Why? 🙂

- not
\\<script>alert(1)\\</script>

— =Mira, question · #law #policy/trade

- Because.

  — Tom

> “gone words” ([words that are not in the text any more](postil:week%201/stones.md#0193f3a0-0000-7000-8000-000000000003))
";
        assert_eq!(exported(&EXPORTER, ExportOptions::default()), expected);
    }

    #[test]
    fn verse_keeps_its_lines() {
        let written = verse(&EXPORTER);
        assert!(written.contains("> “The mill,\\\n> the wheel,\n>\n> the stone.” ([¶¶ 1–2]"), "{written}");
    }

    #[test]
    fn by_tag_everything_stands_under_each_of_its_tags_with_its_source() {
        let options = ExportOptions { grouping: Grouping::Tag, ..ExportOptions::default() };
        let written = exported(&EXPORTER, options);
        let headings: Vec<&str> = written.lines().filter(|line| line.starts_with('#')).collect();
        assert_eq!(headings, ["# law", "# policy/trade", "# without a tag"]);
        assert_eq!(written.matches("[North, “\\<Stones\\>”, 2020, p. 12](postil:").count(), 2, "{written}");
        let colours = exported(&EXPORTER, ExportOptions { grouping: Grouping::Color, ..options });
        assert!(colours.starts_with("# without a colour\n") && colours.contains("\n# yellow\n"), "{colours}");
    }

    #[test]
    fn a_file_of_its_own_has_front_matter_and_a_name_of_its_own() {
        let kept = kept(&EXPORTER, ExportOptions { split: true, ..ExportOptions::default() });
        assert_eq!(names(&kept), ["week 1/stones.md"]);
        let text = String::from_utf8_lossy(&kept.files[0].1);
        let expected = "---\ntitle: \"<Stones>\"\nauthors: [\"North\"]\ndate: \"2020\"\nurl: \"https://example.org/stones\"\n\
            text: \"week 1/stones.md\"\ntags: [\"law\", \"policy/trade\"]\n---\n\n# \\<Stones\\>\n";
        assert!(text.starts_with(expected), "{text}");
        let mut writer = MarkdownWriter::default();
        let names = ["a.txt", "a.md", "a", ".b", "c/.d"].map(|path| writer.file_name(path));
        assert_eq!(names, ["a.md", "a.md.md", "a-2.md", ".b.md", "c/.d.md"]);
    }

    #[test]
    fn a_note_is_markdown_but_for_what_would_be_html_or_the_files_own() {
        for (written, shown) in [
            ("**so** [a](https://example.org) `x`", "**so** [a](https://example.org) `x`"),
            ("# Big\n---\n===", "\\# Big\n\\---\n\\==="),
            (
                "![x](http://example.org/p.png) <img src=x> 1 < 2",
                "\\![x](http://example.org/p.png) \\<img src=x> 1 < 2",
            ),
        ] {
            assert_eq!(note(written), shown);
        }
    }
}
