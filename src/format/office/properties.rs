//! The facts that a word processor keeps of a document: title, authors, date, language. What programs write there by
//! themselves is no fact.

use super::xml;
use crate::document::Metadata;
use crate::language::authors;
use crate::text::visible;
use roxmltree::Node;

/// The longest fact, in characters.
const MOST_FACT: usize = 500;

/// What programs put where an author should stand.
const NOBODY: &[&str] =
    &["administrator", "admin", "user", "unknown", "microsoft office user", "python-docx", "un-named"];

/// What programs put where a title should stand.
const NO_TITLE: &[&str] = &["untitled", "untitled document", "document", "document1", "word document", "title"];

/// The facts below an element of properties, by the local names that OpenDocument and Office Open XML share.
pub fn facts(properties: Node<'_, '_>) -> Metadata {
    let fact = |names: &[&str]| names.iter().find_map(|name| fact(properties, name));
    Metadata {
        title: fact(&["title"]).filter(|title| !is_one_of(title, NO_TITLE)),
        authors: fact(&["initial-creator", "creator"]).map(|line| authors(&line)).unwrap_or_default(),
        date: created(&fact).and_then(|date| day(&date)),
        publication: None,
        language: fact(&["language"]).filter(|language| is_language(language)),
        identifier: fact(&["identifier"]),
        url: None,
    }
}

/// When the work was begun. What was changed last in the second in which it was begun was made by a program, from
/// another file: that is not the day of the text.
fn created(fact: &impl Fn(&[&str]) -> Option<String>) -> Option<String> {
    let second = |moment: String| moment.get(..19).map(str::to_owned);
    let created = fact(&["creation-date", "created"]);
    let changed = fact(&["modified", "date"]);
    let at_once = created.clone().and_then(second).is_some_and(|begun| changed.clone().and_then(second) == Some(begun));
    created.or(changed).filter(|_| !at_once)
}

/// The facts that a file states as plain text; an empty text is none.
pub fn stated(title: &str, author: &str, date: Option<String>) -> Metadata {
    Metadata {
        title: Some(short(title)).filter(|title| !title.is_empty() && !is_one_of(title, NO_TITLE) && !is_lost(title)),
        authors: authors(author),
        date,
        ..Metadata::default()
    }
}

fn fact(properties: Node<'_, '_>, name: &str) -> Option<String> {
    let node = xml::child(properties, name)?;
    Some(short(&xml::words(node))).filter(|fact| !fact.is_empty())
}

/// A fact on one line, and not longer than one.
pub fn short(text: &str) -> String {
    visible::line(text).trim().chars().take(MOST_FACT).collect()
}

fn authors(line: &str) -> Vec<String> {
    authors::split(line).into_iter().filter(|name| !is_one_of(name, NOBODY) && !is_lost(name)).collect()
}

fn is_one_of(fact: &str, list: &[&str]) -> bool {
    list.contains(&fact.to_lowercase().as_str())
}

/// Whether a program wrote question marks for letters that its encoding has not.
fn is_lost(fact: &str) -> bool {
    let lost = fact.matches('?').count();
    lost > 1 && lost > fact.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The day of a moment written in ISO 8601.
fn day(moment: &str) -> Option<String> {
    let day = moment.split('T').next()?;
    let written = day.split('-').map(str::len);
    let digits = day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    (digits && written.eq([4, 2, 2])).then(|| day.to_owned())
}

/// Whether it has the form of a BCP 47 tag.
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_taken_and_what_programs_write_is_not() {
        let text = "<p><title> On  Words </title><creator>Ada North; Bo Lind</creator><created>2024-05-06T07:08:09Z</created>\
                    <language>en-GB</language></p>";
        let tree = xml::tree(text).expect("it is well formed");
        let facts = facts(tree.root_element());
        assert_eq!(facts.title.as_deref(), Some("On Words"));
        assert_eq!(facts.authors, ["Ada North", "Bo Lind"]);
        assert_eq!(facts.date.as_deref(), Some("2024-05-06"));
        assert_eq!(facts.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn the_second_in_which_a_program_made_a_file_is_not_the_day_of_its_text() {
        let date = |changed: &str| {
            let text = format!("<p><created>2024-05-06T07:08:09Z</created><modified>{changed}</modified></p>");
            facts(xml::tree(&text).expect("it is well formed").root_element()).date
        };
        assert_eq!(date("2024-05-06T07:08:09Z"), None);
        assert_eq!(date("2024-05-06T07:08:10Z").as_deref(), Some("2024-05-06"));
    }

    #[test]
    fn an_administrator_wrote_nothing() {
        let tree = xml::tree("<p><title>Untitled</title><creator>Administrator</creator><created>now</created><language>none!</language></p>")
            .expect("it is well formed");
        assert_eq!(facts(tree.root_element()), Metadata::default());
    }
}
