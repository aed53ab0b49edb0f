//! BibTeX and BibLaTeX: entries with fields in braces or quotation marks, abbreviations by `@string`, accents in TeX's way.
//!
//! Written for reading what reference managers export: no cross-references, no macros but the accents below.

use super::item::BibliographicItem;
use super::names::PersonName;
use super::tables::{FIELDS, KINDS, UNKNOWN};
use std::collections::HashMap;
use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization;

/// How deep braces may lie in each other.
const DEEPEST: usize = 64;

pub(super) fn read(text: &str) -> Vec<BibliographicItem> {
    let mut strings: HashMap<String, String> = HashMap::new();
    let mut items = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('@') {
        let Some((kind, body)) = after.split_once('{') else { break };
        let kind = kind.trim().to_lowercase();
        if !kind.chars().all(char::is_alphabetic) || kind.is_empty() {
            rest = after;
            continue;
        }
        let Some((entry, behind)) = braced(body) else {
            rest = body;
            continue;
        };
        rest = behind;
        match kind.as_str() {
            "comment" | "preamble" => {}
            "string" => strings.extend(fields(entry, &strings)),
            kind => items.extend(item(kind, entry, &strings)),
        }
    }
    items
}

/// What stands before the brace that closes, and what behind it.
fn braced(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&text[..at], &text[at + 1..]));
        }
        if depth > DEEPEST {
            return None;
        }
    }
    None
}

/// The fields of an entry with their values, still in TeX.
fn fields(entry: &str, strings: &HashMap<String, String>) -> Vec<(String, String)> {
    let (mut found, mut rest) = (Vec::new(), entry);
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim().trim_start_matches(',').trim().to_lowercase();
        let (value, behind) = value(after, strings);
        found.push((name, value));
        rest = behind;
    }
    found
}

/// A value that may be put together by `#`, and what stands behind it.
fn value<'t>(text: &'t str, strings: &HashMap<String, String>) -> (String, &'t str) {
    let (mut value, mut rest) = (String::new(), text.trim_start());
    loop {
        let behind = match rest.chars().next() {
            Some('{') => {
                let Some((inner, behind)) = braced(&rest[1..]) else { return (value, "") };
                value.push_str(inner);
                behind
            }
            Some('"') => {
                let end = quoted_end(&rest[1..]);
                value.push_str(&rest[1..=end]);
                rest.get(end + 2..).unwrap_or_default()
            }
            _ => {
                let end = rest.find([',', '#']).unwrap_or(rest.len());
                let word = rest[..end].trim();
                value.push_str(strings.get(&word.to_lowercase()).map_or(word, String::as_str));
                &rest[end..]
            }
        };
        let behind = behind.trim_start();
        match behind.strip_prefix('#') {
            Some(more) => rest = more.trim_start(),
            None => return (value, behind.strip_prefix(',').unwrap_or(behind)),
        }
    }
}

/// Where a value in quotation marks ends: one inside of braces does not end it.
fn quoted_end(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '"' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

fn item(kind: &str, entry: &str, strings: &HashMap<String, String>) -> Option<BibliographicItem> {
    let (key, entry) = entry.split_once(',')?;
    let kind = KINDS.iter().find(|(_, bibtex, _)| *bibtex == kind).map_or(UNKNOWN, |(csl, ..)| csl);
    let mut item =
        BibliographicItem { key: key.trim().to_owned(), kind: kind.to_owned(), ..BibliographicItem::default() };
    for (name, value) in fields(entry, strings) {
        match name.as_str() {
            "author" => item.authors = people(&value),
            "editor" => item.editors = people(&value),
            "date" => value.split('/').next().unwrap_or_default().trim().clone_into(&mut item.date),
            "year" if item.date.is_empty() => item.date = plain(&value),
            "pages" => item.set("page", &plain(&value).replace("--", "–").replace('-', "–")),
            "file" => item.file = file(&value),
            name => {
                if let Some(field) = FIELDS.iter().find(|field| field.bibtex.contains(&name)) {
                    item.set(field.csl, &plain(&value));
                }
            }
        }
    }
    item.field("title").is_some().then_some(item)
}

/// The name of the first file of a field as JabRef and Zotero write it: `name:path:kind;…`.
fn file(value: &str) -> Option<String> {
    let path = value.split([':', ';']).find(|part| part.contains('.'))?;
    Some(path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned())
}

/// The people of a list with `and`; a name in braces is an institution's.
fn people(value: &str) -> Vec<PersonName> {
    let flat = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let names = flat.split(" and ").map(str::trim).filter(|name| !name.is_empty() && *name != "others");
    let name = |written: &str| match written.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')) {
        Some(whole) => PersonName { family: plain(whole), ..PersonName::default() },
        None => PersonName::of(&plain(written)),
    };
    names.map(name).collect()
}

/// The accents of TeX and the combining characters that they are.
const ACCENTS: &[(char, char)] = &[
    ('"', '\u{308}'),
    ('\'', '\u{301}'),
    ('`', '\u{300}'),
    ('^', '\u{302}'),
    ('~', '\u{303}'),
    ('=', '\u{304}'),
    ('.', '\u{307}'),
    ('c', '\u{327}'),
    ('v', '\u{30c}'),
    ('u', '\u{306}'),
    ('H', '\u{30b}'),
    ('k', '\u{328}'),
    ('r', '\u{30a}'),
];

/// The letters that TeX has by name.
const LETTERS: &[(&str, &str)] = &[
    ("ss", "ß"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("o", "ø"),
    ("O", "Ø"),
    ("aa", "å"),
    ("AA", "Å"),
    ("l", "ł"),
    ("L", "Ł"),
    ("i", "ı"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquoteright", "’"),
    ("ldots", "…"),
    ("dots", "…"),
];

/// Words without TeX: braces go, accents and dashes become characters.
fn plain(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '{' | '}' | '$' => {}
            '~' => out.push(' '),
            '\\' => command(&mut rest, &mut out),
            c => out.push(c),
        }
    }
    let out = out.replace("---", "—").replace("``", "“").replace("''", "”");
    out.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands behind a backslash.
fn command(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, out: &mut String) {
    let Some(first) = rest.next() else { return };
    let mut name = String::from(first);
    while first.is_ascii_alphabetic()
        && let Some(next) = rest.next_if(char::is_ascii_alphabetic)
    {
        name.push(next);
    }
    if let Some((_, letter)) = LETTERS.iter().find(|(known, _)| *known == name) {
        out.push_str(letter);
        rest.next_if(|c| *c == ' ');
    } else if let Some((_, mark)) = ACCENTS.iter().find(|(accent, _)| name.chars().eq([*accent])) {
        while rest.next_if(|c| matches!(c, '{' | ' ' | '\\')).is_some() {}
        out.extend(rest.next());
        out.push(*mark);
    } else if !first.is_ascii_alphabetic() {
        out.push(first);
    }
}

pub(super) fn write(item: &BibliographicItem) -> String {
    let kind = KINDS.iter().find(|(csl, ..)| *csl == item.kind).map_or("misc", |(_, bibtex, _)| bibtex);
    let mut out =
        format!("@{kind}{{{},\n", item.key.replace(|c: char| c.is_whitespace() || "{},=\"#%~\\".contains(c), ""));
    let mut line = |name: &str, value: &str| _ = writeln!(out, "  {name} = {{{value}}},");
    for (name, people) in [("author", &item.authors), ("editor", &item.editors)] {
        let names: Vec<String> = people.iter().map(written).collect();
        if !names.is_empty() {
            line(name, &names.join(" and "));
        }
    }
    for field in FIELDS {
        let name = if field.csl == "container-title" && matches!(item.kind.as_str(), "chapter" | "paper-conference") {
            "booktitle"
        } else {
            field.bibtex[0]
        };
        if let Some(value) = item.field(field.csl) {
            line(name, &escaped(value));
        }
    }
    if let Some(pages) = item.field("page") {
        line("pages", &pages.replace('–', "--"));
    }
    if !item.date.is_empty() {
        line("date", &item.date);
    }
    out + "}\n"
}

/// A name as the readers of BibTeX take it apart; one without parts in braces of its own.
fn written(person: &PersonName) -> String {
    let name = escaped(&person.with_commas());
    if person.given.is_empty() && name.contains(' ') { format!("{{{name}}}") } else { name }
}

/// Words in which nothing is TeX.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '{' | '}' | '\\' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
