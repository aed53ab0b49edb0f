//! The books of the shared corpus, where they are present: no word of their chapters is lost or made up, their contents
//! lead somewhere, and their beginning is the beginning of the whole.

use super::shared;
use postil::document::Document;
use postil::format;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::path::PathBuf;

/// The least share of the chapters' words that the text has, and of the text's words that the chapters have.
const BAR: f64 = 0.99;

/// Elements that part words; others may stand inside one.
const PARTING: &[&str] = &[
    "p",
    "div",
    "li",
    "br",
    "td",
    "th",
    "tr",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "title",
    "section",
    "pre",
    "blockquote",
    "figcaption",
    "caption",
    "body",
    "hr",
    "img",
    "header",
    "aside",
    "ol",
    "ul",
    "table",
    "nav",
    "rt",
];

#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn books() -> Vec<PathBuf> {
    let folder = shared().map(|shared| shared.join("corpora/epub"));
    let Some(entries) = folder.and_then(|folder| std::fs::read_dir(folder).ok()) else {
        println!("skipped: the shared books are not here");
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "epub"));
    paths.sort();
    paths
}

/// The text of all chapters that the package lists in order, by cutting out everything between `<` and `>`.
fn plain_text(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut read = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).ok()?.read_to_string(&mut text).ok()?;
        Some(text)
    };
    let container = read("META-INF/container.xml").expect("a container");
    let package = value(&container, "full-path").expect("a package");
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let package = read(&package).expect("a package");
    let items = tags(&package, "item");
    let chapters = tags(&package, "itemref").into_iter().filter_map(|reference| {
        let id = value(reference, "idref")?;
        let item = items.iter().find(|item| value(item, "id").as_deref() == Some(&id))?;
        value(item, "href")
    });
    chapters.filter_map(|href| read(&format!("{folder}/{href}"))).map(|chapter| stripped(&chapter)).collect()
}

fn tags<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!("<{name} ");
    let parts = text.split(start.as_str()).skip(1);
    parts.map(|part| part.split('>').next().unwrap_or_default()).collect()
}

fn value(tag: &str, attribute: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{attribute}=\""))?;
    rest.split('"').next().map(str::to_owned)
}

fn stripped(chapter: &str) -> String {
    let body = chapter.find("<body").map_or(chapter, |at| &chapter[at..]);
    let mut text = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let end = if after.starts_with("!--") { "-->" } else { ">" };
        let (tag, after) = after.split_once(end).unwrap_or_default();
        let name = tag.trim_start_matches('/').split([' ', '/', '\n', '\t', '\r']).next().unwrap_or_default();
        if PARTING.contains(&name) {
            text.push(' ');
        }
        // Neither what a book hides nor the numbers of its pages are its text.
        let unread = tag.contains(" hidden=") || tag.contains("pagebreak");
        rest = if unread && !tag.ends_with('/') { past_element(after, name) } else { after };
    }
    text.push_str(rest);
    text.push(' ');
    text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
}

/// What follows the end of an element of that name, whose start tag is passed.
fn past_element<'a>(text: &'a str, name: &str) -> &'a str {
    let (mut depth, mut rest) = (1, text);
    while depth > 0 {
        let Some(at) = rest.find('<') else { return "" };
        rest = &rest[at + 1..];
        depth += usize::from(rest.starts_with(name));
        depth -= usize::from(rest.strip_prefix('/').is_some_and(|rest| rest.starts_with(name)));
    }
    rest.split_once('>').map_or("", |(_, rest)| rest)
}

/// How often each word stands in a text; a character of a script without spaces is a word.
fn words(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    let mut word = String::new();
    for c in text.chars().filter(|c| *c != '\u{AD}').chain([' ']) {
        let alone = ('\u{2E80}'..='\u{9FFF}').contains(&c);
        if alone || !c.is_alphanumeric() {
            let done = std::mem::take(&mut word);
            [done, if alone { c.to_string() } else { String::new() }]
                .into_iter()
                .filter(|word| !word.is_empty())
                .for_each(|word| *counts.entry(word).or_default() += 1);
        } else {
            word.push(c);
        }
    }
    counts
}

/// The share of `of`'s words that `among` has, and some of those that it has not.
fn share(of: &HashMap<String, usize>, among: &HashMap<String, usize>) -> (f64, Vec<String>) {
    let lacking =
        |(word, count): (&String, &usize)| (word.clone(), count.saturating_sub(among.get(word).copied().unwrap_or(0)));
    let lacks: Vec<_> = of.iter().map(lacking).filter(|(_, count)| *count > 0).collect();
    let (missing, all) = (lacks.iter().map(|(_, count)| count).sum::<usize>(), of.values().sum::<usize>());
    let mut named: Vec<String> = lacks.into_iter().map(|(word, count)| format!("{word}×{count}")).collect();
    named.sort();
    named.truncate(12);
    (1.0 - missing as f64 / all.max(1) as f64, named)
}

fn read(path: &PathBuf) -> (Vec<u8>, Document) {
    let bytes = std::fs::read(path).expect("a book can be read");
    let document = format::parse("a.epub", bytes.clone());
    (bytes, document)
}

#[test]
fn no_word_of_a_book_is_lost_or_made_up() {
    for path in books() {
        let (bytes, document) = read(&path);
        let (expected, found) = (words(&plain_text(&bytes)), words(document.text()));
        let (recall, lost) = share(&expected, &found);
        let (precision, made_up) = share(&found, &expected);
        assert!(recall >= BAR && precision >= BAR, "{path:?}: {recall} {lost:?}, {precision} {made_up:?}");
        assert!(document.warnings.is_empty(), "{path:?}: {:?}", document.warnings);
    }
}

#[test]
fn the_contents_of_a_book_lead_to_its_chapters() {
    for path in books() {
        let (_, document) = read(&path);
        assert!(!document.sections().is_empty() && document.metadata.title.is_some(), "{path:?}");
        assert!(document.sections().is_sorted_by_key(|section| section.at));
        // Contents lead to where text begins, not into the white space between two blocks.
        let astray =
            document.sections().iter().filter(|section| document.text()[section.at..].starts_with(['\n', ' ']));
        assert_eq!(astray.count(), 0, "{path:?}");
    }
}

#[test]
fn the_beginning_of_a_book_is_the_beginning_of_the_whole() {
    for path in books() {
        let (bytes, document) = read(&path);
        let begun = format::parse_head("a.epub", bytes);
        assert!(document.text().starts_with(begun.text()), "{path:?}");
        assert_eq!(begun.blocks(), &document.blocks()[..begun.blocks().len()], "{path:?}");
        assert_eq!(begun.metadata, document.metadata);
    }
}
