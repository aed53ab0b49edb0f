//! Saved web pages beside the project, with the articles that people took out of them: how many of their words are text
//! here, and whether title and authors are theirs.

use super::shared;
use postil::document::{BlockKind, Document};
use std::collections::HashMap;
use std::path::Path;

/// Larger pages are left out, to keep the test quick.
const MOST: usize = 400 * 1024;

/// What was found of one page.
struct Score {
    /// The harmonic mean of precision and recall of the words.
    f1: f64,
    title: bool,
    /// `None` where no author is given.
    author: Option<bool>,
}

#[test]
fn the_article_of_a_saved_page_is_found_with_its_title_and_authors() {
    let Some(folder) = shared().map(|shared| shared.join("corpora/html")).filter(|folder| folder.is_dir()) else {
        println!("skipped: no saved pages beside the project");
        return;
    };
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let scores: Vec<Score> = entries.flatten().filter_map(|entry| score(&entry.path())).collect();
    let share = |right: usize, all: usize| right as f64 / all.max(1) as f64;
    let mean = scores.iter().map(|score| score.f1).sum::<f64>() / scores.len().max(1) as f64;
    let good = share(scores.iter().filter(|score| score.f1 >= 0.8).count(), scores.len());
    let titles = share(scores.iter().filter(|score| score.title).count(), scores.len());
    let signed: Vec<bool> = scores.iter().filter_map(|score| score.author).collect();
    let authors = share(signed.iter().filter(|right| **right).count(), signed.len());
    println!("{} pages: F1 {mean:.3}, good {good:.3}, titles {titles:.3}, authors {authors:.3}", scores.len());
    assert!(scores.len() > 20 && mean >= 0.93 && good >= 0.95 && titles >= 0.9 && authors >= 0.8);
}

fn score(folder: &Path) -> Option<Score> {
    let source = std::fs::read(folder.join("source.html")).ok().filter(|source| source.len() <= MOST)?;
    let expected = std::fs::read_to_string(folder.join("expected.html")).ok()?;
    let facts = std::fs::read_to_string(folder.join("expected-metadata.json")).ok()?;
    let facts: serde_json::Value = serde_json::from_str(&facts).ok()?;
    let document = postil::format::parse("page.html", source);
    let authors: Vec<String> = document.metadata.authors.iter().map(|author| words(author)).collect();
    let given = facts["byline"].as_str().map(words);
    Some(Score {
        f1: f1(&count(&text(&expected)), &count(&article(&document))),
        title: is_title(
            document.metadata.title.as_deref().unwrap_or_default(),
            facts["title"].as_str().unwrap_or_default(),
        ),
        author: given.map(|given| !authors.is_empty() && authors.iter().all(|author| given.contains(author.as_str()))),
    })
}

/// The text of the blocks that are no boilerplate.
fn article(document: &Document) -> String {
    let blocks = document.blocks().iter().filter(|block| block.kind != BlockKind::Boilerplate);
    blocks.map(|block| block.span.of(document.text())).collect::<Vec<_>>().join("\n")
}

/// All text of a piece of HTML, element by element.
fn text(html: &str) -> String {
    let page = dom_query::Document::from(html);
    let root = page.root();
    let texts = root.descendants_it().filter(dom_query::NodeRef::is_text);
    texts.map(|node| node.text().to_string()).collect::<Vec<_>>().join(" ")
}

/// The words of a text in lower case, with single spaces between them.
fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn count(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in words(text).split(' ').filter(|word| !word.is_empty()) {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts
}

fn f1(expected: &HashMap<String, usize>, found: &HashMap<String, usize>) -> f64 {
    let common: usize = expected.iter().map(|(word, times)| *times.min(found.get(word).unwrap_or(&0))).sum();
    let all = expected.values().sum::<usize>() + found.values().sum::<usize>();
    if all == 0 { 1.0 } else { 2.0 * common as f64 / all as f64 }
}

/// The same title, but for punctuation and case.
fn is_title(found: &str, expected: &str) -> bool {
    words(found) == words(expected)
}
