//! What a book says of itself, in the words of EPUB 2 (attributes) and EPUB 3 (refinements). Nothing is guessed.

use super::xml::{attribute, elements, line};
use crate::document::Metadata;
use crate::language::authors;
use roxmltree::Node;
use std::collections::HashMap;

/// The longest value that is kept, in characters.
const MAX_VALUE: usize = 1000;
/// The most creators.
const MAX_AUTHORS: usize = 100;

/// What is said of elements of the metadata elsewhere: by id, then property.
type Refinements = HashMap<(String, String), String>;

/// The facts of a package.
pub(super) fn of(root: Node<'_, '_>) -> Metadata {
    let Some(facts) = elements(root, "metadata").next() else { return Metadata::default() };
    let refinements = refinements(facts);
    let identifiers: Vec<Identifier> =
        elements(facts, "identifier").map(|node| identifier(node, &refinements)).collect();
    let unique = elements(root, "package").next().and_then(|package| attribute(package, "unique-identifier"));
    Metadata {
        title: title(facts, &refinements),
        authors: authors(facts, &refinements),
        date: date(facts),
        publication: first(facts, "publisher"),
        language: first(facts, "language").filter(|tag| is_language(tag)),
        identifier: best_identifier(&identifiers, unique),
        url: identifiers.iter().map(|own| &own.value).find(|value| is_url(value)).cloned(),
    }
}

fn refinements(facts: Node<'_, '_>) -> Refinements {
    let refinement = |node: Node<'_, '_>| {
        let id = attribute(node, "refines")?.strip_prefix('#')?.to_owned();
        Some(((id, attribute(node, "property")?.to_owned()), line(node)))
    };
    let mut all = Refinements::new();
    for (key, value) in elements(facts, "meta").filter_map(refinement) {
        all.entry(key).or_insert(value);
    }
    all
}

/// What is said of a node: by an attribute of its own, else elsewhere.
fn said<'a>(node: Node<'a, '_>, property: &str, refinements: &'a Refinements) -> Option<&'a str> {
    let elsewhere = || refinements.get(&(attribute(node, "id")?.to_owned(), property.to_owned())).map(String::as_str);
    attribute(node, property).or_else(elsewhere)
}

fn value(node: Node<'_, '_>) -> Option<String> {
    let text: String = line(node).chars().take(MAX_VALUE).collect();
    Some(text).filter(|text| !text.is_empty())
}

fn first(facts: Node<'_, '_>, name: &'static str) -> Option<String> {
    elements(facts, name).find_map(value)
}

/// The main title; where several say nothing of their kind, the first.
fn title(facts: Node<'_, '_>, refinements: &Refinements) -> Option<String> {
    let is_main = |node: &Node<'_, '_>| said(*node, "title-type", refinements) == Some("main");
    elements(facts, "title").filter(is_main).find_map(value).or_else(|| first(facts, "title"))
}

/// Those who are said to be authors, else those of whom nothing is said, in the order that the book gives them.
fn authors(facts: Node<'_, '_>, refinements: &Refinements) -> Vec<String> {
    let role = |node: &Node<'_, '_>| said(*node, "role", refinements).unwrap_or("aut").to_ascii_lowercase();
    let rank = |node: &Node<'_, '_>| {
        said(*node, "display-seq", refinements).and_then(|rank| rank.trim().parse().ok()).unwrap_or(u32::MAX)
    };
    let mut creators: Vec<_> = elements(facts, "creator").take(MAX_AUTHORS).collect();
    if creators.iter().any(|creator| role(creator) == "aut") {
        creators.retain(|creator| role(creator) == "aut");
    }
    creators.sort_by_key(rank);
    let written = creators.into_iter().filter_map(value);
    let mut names: Vec<String> =
        written.flat_map(|line| authors::split(&line)).filter(|name| !is_nobody(name)).collect();
    names.truncate(MAX_AUTHORS);
    names.dedup();
    names
}

/// Whether it is what converters write where they know no author, in the languages that they come in.
fn is_nobody(name: &str) -> bool {
    const NOBODY: &[&str] = &[
        "unknown",
        "unknown author",
        "[unknown]",
        "n/a",
        "anonymous user",
        "unbekannt",
        "inconnu",
        "inconnue",
        "desconocido",
        "desconhecido",
        "sconosciuto",
        "onbekend",
        "okänd",
        "ukjent",
        "ukendt",
        "nieznany",
        "неизвестный",
        "неизвестен",
        "неизвестно",
        "невідомий",
        "bilinmeyen",
        "不明",
        "未知",
        "알 수 없음",
        "admin",
        "administrator",
        "user",
        "python-docx",
        "calibre",
        "pandoc",
    ];
    NOBODY.contains(&name.trim().to_lowercase().as_str())
}

/// The date of publication as ISO 8601, as precise as it is written. The second in which the file was made is not the day
/// of the work: converters write it where they know none.
fn date(facts: Node<'_, '_>) -> Option<String> {
    let modified = |node: &Node<'_, '_>| attribute(*node, "property") == Some("dcterms:modified");
    let made = elements(facts, "meta").find(modified).map(line).filter(|made| made.contains('T'));
    let event = |node: &Node<'_, '_>| attribute(*node, "event").unwrap_or("publication").to_ascii_lowercase();
    let of_work =
        |node: &Node<'_, '_>| event(node).contains("publication") && made.as_deref() != Some(line(*node).trim());
    let mut published = elements(facts, "date").filter(of_work);
    published.find_map(|node| iso_date(&line(node)))
}

/// The year, month and day that a date begins with. Converters write the year 101 where they know none.
fn iso_date(written: &str) -> Option<String> {
    let day = written.trim().split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split('-').take(3).collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let sizes: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let well_formed = parts.iter().all(digits) && matches!(sizes[..], [4] | [4, 2] | [4, 2, 2]);
    (well_formed && parts[0] >= "1000").then(|| parts.join("-"))
}

/// A language tag: letters, digits and hyphens, and not the one that says that nothing is known.
fn is_language(tag: &str) -> bool {
    let letters = tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    letters && (2..=35).contains(&tag.len()) && !tag.eq_ignore_ascii_case("und")
}

struct Identifier {
    id: Option<String>,
    scheme: String,
    value: String,
}

fn identifier(node: Node<'_, '_>, refinements: &Refinements) -> Identifier {
    let scheme = said(node, "scheme", refinements).unwrap_or_default().to_ascii_lowercase();
    Identifier { id: attribute(node, "id").map(str::to_owned), scheme, value: value(node).unwrap_or_default() }
}

/// ISBN, DOI or UUID, else the one that the book says is its own and that is no address.
fn best_identifier(identifiers: &[Identifier], unique: Option<&str>) -> Option<String> {
    let own = || identifiers.iter().find(|own| unique.is_some() && own.id.as_deref() == unique);
    let all = |kind: fn(&Identifier) -> Option<String>| identifiers.iter().find_map(kind);
    let plain = || own().map(|own| own.value.clone()).filter(|value| !value.is_empty() && !is_url(value));
    all(isbn).or_else(|| all(doi)).or_else(|| all(uuid)).or_else(plain)
}

fn is_url(value: &str) -> bool {
    value.starts_with("http://") || value.starts_with("https://")
}

fn without_prefixes<'a>(value: &'a str, prefixes: &[&str]) -> &'a str {
    let found =
        prefixes.iter().find(|prefix| value.get(..prefix.len()).is_some_and(|own| own.eq_ignore_ascii_case(prefix)));
    found.map_or(value, |prefix| value[prefix.len()..].trim())
}

/// `isbn:` and its digits. A bare number of 13 digits is one only with the right check digit.
fn isbn(identifier: &Identifier) -> Option<String> {
    let bare = without_prefixes(&identifier.value, &["urn:isbn:", "isbn:", "isbn"]);
    let declared = bare.len() < identifier.value.len() || identifier.scheme == "isbn";
    let digits: String = bare.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let numeric = digits.bytes().all(|byte| byte.is_ascii_digit() || byte.eq_ignore_ascii_case(&b'x'));
    let right = numeric && matches!(digits.len(), 10 | 13) && (declared || is_bookland(&digits));
    right.then(|| format!("isbn:{}", digits.to_ascii_uppercase()))
}

/// Whether 13 digits begin and end as those of a book do.
fn is_bookland(digits: &str) -> bool {
    let sum = digits.bytes().zip([1u32, 3].into_iter().cycle()).map(|(digit, weight)| u32::from(digit & 15) * weight);
    digits.len() == 13 && (digits.starts_with("978") || digits.starts_with("979")) && sum.sum::<u32>() % 10 == 0
}

fn doi(identifier: &Identifier) -> Option<String> {
    let prefixes = &["https://doi.org/", "http://doi.org/", "http://dx.doi.org/", "urn:doi:", "doi:", "info:doi/"];
    let bare = without_prefixes(&identifier.value, prefixes);
    (bare.starts_with("10.") && bare.contains('/')).then(|| format!("doi:{bare}"))
}

fn uuid(identifier: &Identifier) -> Option<String> {
    let bare = without_prefixes(&identifier.value, &["urn:uuid:", "uuid:"]);
    uuid::Uuid::try_parse(bare).ok().map(|uuid| format!("urn:uuid:{uuid}"))
}

#[cfg(test)]
mod tests {
    use super::super::xml;
    use super::*;

    fn read(facts: &str) -> Metadata {
        let text = xml::text(format!("<package unique-identifier='own'><metadata>{facts}</metadata></package>").into());
        of(xml::tree(&text).expect("well-formed").root())
    }

    #[test]
    fn the_main_title_and_the_authors_are_told_from_others() {
        let facts = read(
            "<title id='s'>A subtitle</title><title id='t'>The Title</title><meta refines='#t' property='title-type'>main</meta>\
             <creator id='b'>Second</creator><creator id='a'>First</creator><creator id='i'>Painter</creator>\
             <meta refines='#a' property='display-seq'>1</meta><meta refines='#b' property='display-seq'>2</meta>\
             <meta refines='#i' property='role'>ill</meta>",
        );
        assert_eq!(facts.title.as_deref(), Some("The Title"));
        assert_eq!(facts.authors, ["First", "Second"]);
        let old = read("<creator role='trl'>Other</creator><creator role='aut'> A\n Writer </creator><title>T</title>");
        assert_eq!((old.authors, old.title.as_deref()), (vec!["A Writer".to_owned()], Some("T")));
    }

    #[test]
    fn several_authors_in_one_field_are_told_apart_and_nobody_is_none() {
        assert_eq!(read("<creator>Ada Hill and Bo Lind</creator>").authors, ["Ada Hill", "Bo Lind"]);
        assert_eq!(read("<creator>Hill, Ada; Lind, Bo</creator>").authors, ["Hill, Ada", "Lind, Bo"]);
        assert_eq!(read("<creator>Ministry of Arts and Culture</creator>").authors, ["Ministry of Arts and Culture"]);
        for nobody in ["Unknown", "Unbekannt", "不明"] {
            assert_eq!(read(&format!("<creator>{nobody}</creator>")).authors, [""; 0], "{nobody}");
        }
    }

    #[test]
    fn identifiers_are_used_in_their_order() {
        let id = |facts: &str| read(facts).identifier;
        let both = "<identifier>urn:uuid:F86268A4-683a-4bba-acf1-f78e8e39e580</identifier><identifier scheme='ISBN'>0-306-40615-2</identifier>";
        assert_eq!(id(both).as_deref(), Some("isbn:0306406152"));
        assert_eq!(id("<identifier>9780306406157</identifier>").as_deref(), Some("isbn:9780306406157"));
        assert_eq!(id("<identifier id='own'>9780306406158</identifier>").as_deref(), Some("9780306406158"));
        assert_eq!(id("<identifier>https://doi.org/10.1000/x</identifier>").as_deref(), Some("doi:10.1000/x"));
        let address = read("<identifier id='own'>https://books.test/1</identifier>");
        assert_eq!((address.identifier, address.url.as_deref()), (None, Some("https://books.test/1")));
    }

    #[test]
    fn dates_and_languages_are_taken_only_where_they_are_plain() {
        assert_eq!(read("<date>2014-05-25T00:00:00Z</date>").date.as_deref(), Some("2014-05-25"));
        assert_eq!(
            read("<date event='modification'>2019</date><date event='publication'>1998-02</date>").date.as_deref(),
            Some("1998-02")
        );
        let moment = "2026-01-02T03:04:05Z";
        let made = format!("<date>{moment}</date><meta property='dcterms:modified'>{moment}</meta>");
        assert_eq!(read(&made).date, None);
        assert_eq!(read("<date>0101-01-01</date><language>und</language>"), Metadata::default());
        assert_eq!(read("<language>ja-jp</language><publisher>P</publisher>").language.as_deref(), Some("ja-jp"));
    }
}
