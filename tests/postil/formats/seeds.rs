//! The first corpus: what its five articles say of themselves, and what in them is boilerplate.

use super::{all, sections, shared, title};
use postil::document::{BlockKind, Document};
use std::fs;
use std::path::PathBuf;

/// The document whose file name begins with `number`; `None` (and a word about it) where the corpus is absent.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn seed(number: &str) -> Option<Document> {
    let file = find(number);
    if file.is_none() {
        println!("skipped: the first corpus is not here");
    }
    let file = file?;
    Some(postil::format::parse("seed.txt", fs::read(file).expect("a file of the corpus can be read")))
}

fn find(number: &str) -> Option<PathBuf> {
    let folder = shared()?.join("corpora/seeds");
    let mut files = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    files.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(number)))
}

fn count(lines: &[&str], line: &str) -> usize {
    lines.iter().filter(|one| **one == line).count()
}

#[test]
fn the_first_seed_names_its_author_in_a_sentence_under_the_deck() {
    let Some(document) = seed("000") else { return };
    assert_eq!(title(&document), Some("Japan-South Korea Relations and the Biden Factor"));
    assert_eq!(document.metadata.authors, ["Yasuyo Sakata"]);
    assert_eq!(document.metadata.publication.as_deref(), Some("Asia Unbound"));
    assert_eq!(document.metadata.date, None);
    assert_eq!(sections(&document), ["The Downward Spiral", "New Momentum?", "The Way Forward"]);
    let items = all(&document, BlockKind::ListItem);
    let numbers: Vec<&str> = items.iter().filter_map(|item| item.split_once(' ').map(|(number, _)| number)).collect();
    assert_eq!(numbers, ["1.", "2.", "3.", "4.", "5.", "6."]);
}

#[test]
fn the_first_seed_has_two_menus_a_title_too_many_and_a_licence_as_boilerplate() {
    let Some(document) = seed("000") else { return };
    let boilerplate = all(&document, BlockKind::Boilerplate);
    assert_eq!(count(&boilerplate, "More on:"), 2);
    assert_eq!(count(&boilerplate, "Indo-Pacific"), 2);
    assert_eq!(count(&boilerplate, "Japan-South Korea Relations and the Biden Factor"), 1);
    assert!(boilerplate.iter().any(|line| line.starts_with("President-Elect Biden")));
    assert_eq!(boilerplate.iter().filter(|line| line.contains("Creative Commons")).count(), 3);
    assert_eq!(count(&boilerplate, "Close"), 1);
    assert_eq!(all(&document, BlockKind::Caption).len(), 1);
}

#[test]
fn the_second_seed_names_no_author_and_its_paper_in_an_advert() {
    let Some(document) = seed("001") else { return };
    assert_eq!(title(&document), Some("The Japan-US Summit and Cooperation With South Korea"));
    assert!(document.metadata.authors.is_empty());
    assert_eq!(document.metadata.publication.as_deref(), Some("The Diplomat"));
    let captions = all(&document, BlockKind::Caption);
    assert_eq!(captions.len(), 2);
    assert!(captions[0].starts_with("Then-Deputy Secretary") && captions[1].starts_with("Credit:"));
    assert_eq!(all(&document, BlockKind::Boilerplate).len(), 9);
    assert!(sections(&document).is_empty());
}

#[test]
fn the_third_seed_has_no_title_of_its_own() {
    let Some(document) = seed("002") else { return };
    assert_eq!(title(&document), None);
    assert_eq!(document.metadata.publication.as_deref(), Some("Asan Issue Brief (2022-19)"));
    assert_eq!(document.metadata.authors, ["Choi Eunmi"]);
    assert_eq!(sections(&document), ["Japan’s Progress Through the U.S.-Japan Summit", "Implications for Korea"]);
    let boilerplate = all(&document, BlockKind::Boilerplate);
    assert_eq!(boilerplate[..2], ["Issue Briefs", "380 views"]);
}

#[test]
fn the_fourth_seed_names_its_author_at_the_end() {
    let Some(document) = seed("003") else { return };
    assert_eq!(
        title(&document),
        Some("Time for Tokyo and Seoul to lay a foundation that takes relations in a positive direction")
    );
    assert_eq!(document.metadata.authors, ["Abby Bard"]);
    let boilerplate = all(&document, BlockKind::Boilerplate);
    for line in ["SUBSCRIBE NOW", "PHOTO GALLERY (CLICK TO ENLARGE)", "Comments (0)", "Add Comment"] {
        assert_eq!(count(&boilerplate, line), 1, "{line}");
    }
    assert!(sections(&document).is_empty());
}

#[test]
fn the_fifth_seed_says_everything_of_itself() {
    let Some(document) = seed("004") else { return };
    assert_eq!(title(&document), Some("Thaws and Tremors"));
    assert_eq!(document.metadata.authors, ["Ji-Young Lee", "Mintaro Oba"]);
    assert_eq!(document.metadata.publication.as_deref(), Some("Comparative Connections 21:3"));
    assert_eq!(document.metadata.date.as_deref(), Some("2020-01"));
    let want = [
        "Tremors in the Region—Cost-Sharing and North Korea",
        "A Quiet Thaw",
        "South Korea Stays In GSOMIA",
        "The Big Thaw",
        "Economic Ties That Bind",
        "An Uncertain Road Ahead",
        "Chronology of Japan - Korea Relations",
    ];
    assert_eq!(sections(&document), want);
    assert_eq!(all(&document, BlockKind::Caption).len(), 2);
    assert_eq!(all(&document, BlockKind::Entry).len(), 26);
    let boilerplate = all(&document, BlockKind::Boilerplate);
    assert_eq!(count(&boilerplate, "Download Article as PDF") + count(&boilerplate, "Connect with the Authors"), 2);
}
