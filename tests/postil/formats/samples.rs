//! The sample article that lies in `documents/` in every format: the same work, whatever carries it.

use super::all;
use postil::document::{BlockKind, Document, InlineStyle};
use postil::format;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// The article in one format; `None` while that format is not in the table.
fn sample(extension: &str) -> Option<Document> {
    let name = format!("counting-across-the-strait.{extension}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents/one-text-six-ways").join(&name);
    format::knows(&name).then(|| format::parse(&name, fs::read(path).expect("the sample is there")))
}

/// The article in each of the formats.
fn samples() -> impl Iterator<Item = (&'static str, Document)> {
    ["txt", "html", "epub", "pdf", "docx", "odt"].into_iter().filter_map(|it| Some((it, sample(it)?)))
}

/// How often each word occurs outside of boilerplate and beside pictures.
fn words(document: &Document) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for block in document.blocks().iter().filter(|block| block.kind != BlockKind::Boilerplate) {
        for word in block.span.of(document.text()).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
        {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    counts
}

/// The harmonic mean of the shares of each text's words that the other has.
fn likeness(one: &HashMap<String, usize>, other: &HashMap<String, usize>) -> f64 {
    let common: usize = one.iter().map(|(word, count)| count.min(other.get(word).unwrap_or(&0))).sum();
    2.0 * common as f64 / one.values().chain(other.values()).sum::<usize>() as f64
}

/// The words of the article that stand once in both, where they stand in the other.
fn places(document: &Document, other: &Document) -> Vec<usize> {
    let article = |document: &Document| {
        let blocks = document.blocks().iter().filter(|block| block.kind != BlockKind::Boilerplate);
        let text: Vec<&str> = blocks.map(|block| block.span.of(document.text())).collect();
        text.join(" ").split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>()
    };
    let (one, other) = (article(document), article(other));
    let once = |all: &[String], word: &String| all.iter().filter(|it| *it == word).count() == 1;
    let common = one.iter().filter(|word| !word.is_empty() && once(&one, word) && once(&other, word));
    common.filter_map(|word| other.iter().position(|it| it == word)).collect()
}

/// The length of the longest increasing sequence.
fn increasing(places: &[usize]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    for place in places {
        let at = ends.partition_point(|end| end < place);
        if at == ends.len() { ends.push(*place) } else { ends[at] = *place }
    }
    ends.len()
}

/// Which blocks of the document are of a kind, and how many.
fn count(document: &Document, kind: BlockKind) -> usize {
    document.blocks().iter().filter(|block| block.kind == kind && !block.continued).count()
}

#[test]
fn the_sample_article_says_the_same_of_itself_in_every_format() {
    for (format, document) in samples() {
        assert!(document.warnings.is_empty(), "{format}: {:?}", document.warnings);
        let title = "Counting Across the Strait: Travel Between South Korea and Japan, 2011–2022";
        assert_eq!(document.metadata.title.as_deref(), Some(title), "{format}");
        assert_eq!(document.metadata.authors, ["Ines Calder"], "{format}");
        assert_eq!(document.metadata.date.as_deref().map(|date| &date[..10]), Some("2027-03-08"), "{format}");
    }
}

#[test]
fn the_sample_article_has_the_same_words_in_every_format() {
    let text = words(&sample("txt").unwrap());
    for (format, document) in samples() {
        let likeness = likeness(&words(&document), &text);
        assert!(likeness >= 0.97, "{format}: {likeness}");
    }
}

#[test]
fn the_sample_article_has_its_words_in_the_same_order_in_every_format() {
    let text = sample("txt").unwrap();
    for (format, document) in samples() {
        let places = places(&document, &text);
        let share = increasing(&places) as f64 / places.len() as f64;
        assert!(places.len() > 250 && share >= 0.95, "{format}: {share} of {}", places.len());
    }
}

#[test]
fn the_sample_article_has_the_same_parts_in_every_format() {
    let headings = [
        "A decade of growth",
        "The summer of 2019",
        "A door that governments closed",
        "What the count can say",
        "For discussion",
    ];
    for (format, document) in samples() {
        let found = super::sections(&document);
        assert!(headings.iter().all(|heading| found.contains(heading)), "{format}: {found:?}");
        assert_eq!(count(&document, BlockKind::Footnote), 2, "{format}");
        assert_eq!(count(&document, BlockKind::ListItem), 6, "{format}");
        let captions = all(&document, BlockKind::Caption);
        assert!(captions.iter().any(|caption| caption.starts_with("Figure 1. Visitors")), "{format}: {captions:?}");
    }
}

#[test]
fn a_sentence_of_the_sample_article_is_whole_in_every_format() {
    let sentence = "In 2018 the count reached 7.54 million, close to a quarter of the 31.2 million foreign visitors whom \
                    Japan received.";
    for (format, document) in samples() {
        let text = document.text().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(sentence), "{format}");
    }
}

#[test]
fn the_saved_page_folds_what_is_not_the_article() {
    let Some(page) = sample("html") else { return };
    let article: Vec<&str> = page
        .blocks()
        .iter()
        .filter(|block| block.kind != BlockKind::Boilerplate)
        .map(|block| block.span.of(page.text()))
        .collect();
    for words in ["cookies", "One letter a week", "Related reading", "ferry_regular", "Imprint", "Copy link"] {
        assert!(!article.iter().any(|block| block.contains(words)), "{words} is shown as the article");
        assert!(page.text().contains(words), "{words} is gone");
    }
}

#[test]
fn what_only_one_kind_of_file_has_is_there() {
    if let Some(book) = sample("epub") {
        assert_eq!(book.sections().len(), 7);
        assert!(book.inlines().iter().any(|run| matches!(run.style, InlineStyle::NoteRef(Some(_)))));
    }
    if let Some(print) = sample("pdf") {
        assert_eq!(print.pages().len(), 2);
        assert_eq!(print.sections().len(), 6);
        assert!(all(&print, BlockKind::Boilerplate).iter().any(|block| block.starts_with("Seminar reader")));
    }
    if let Some(word) = sample("docx") {
        let comments = word.comments();
        assert_eq!(comments.iter().map(|it| it.author.as_str()).collect::<Vec<_>>(), ["Hana", "Tomáš"]);
        assert!(comments.iter().all(|it| it.span.of(word.text()) == "its return is no proof of a settlement"));
        assert_eq!(comments[1].answers, Some(0));
    }
}
