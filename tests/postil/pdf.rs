//! PDF against `pdftotext` on real files, where both are present: the same words, none more, in the same order.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The share of `pdftotext`'s words that must be found, of ours that it must have, and of those in order.
const RECALL: f64 = 0.98;
const PRECISION: f64 = 0.97;
const ORDER: f64 = 0.98;

/// The folder of PDFs beside the project.
fn folder() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let named = std::env::var_os("POSTIL_SHARED").map(PathBuf::from);
    named.into_iter().chain([beside]).map(|path| path.join("corpora/pdf")).find(|path| path.is_dir())
}

/// The words that `pdftotext` finds; `None` without the program, or where it finds hardly any.
fn theirs(path: &Path) -> Option<Vec<String>> {
    let output = Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(path).arg("-").output().ok()?;
    let words = words(&joined(&String::from_utf8_lossy(&output.stdout)));
    (words.len() > 50).then_some(words)
}

/// Without the hyphens at the ends of lines.
fn joined(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let goes_on = line.starts_with(char::is_lowercase) && out.ends_with("-\n");
        if goes_on {
            out.truncate(out.len() - 2);
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn counts(words: &[String]) -> HashMap<&str, usize> {
    words.iter().fold(HashMap::new(), |mut counts, word| {
        *counts.entry(word.as_str()).or_default() += 1;
        counts
    })
}

/// How many words both have.
fn shared(a: &[String], b: &[String]) -> usize {
    let (a, b) = (counts(a), counts(b));
    a.iter().map(|(word, count)| (*count).min(b.get(word).copied().unwrap_or_default())).sum()
}

/// The share of the words that stand once in each text which are in order: of the longest increasing sequence.
fn order(a: &[String], b: &[String]) -> f64 {
    let (in_a, in_b) = (counts(a), counts(b));
    let places: HashMap<&str, usize> = b.iter().enumerate().map(|(at, word)| (word.as_str(), at)).collect();
    let once = |word: &str| in_a.get(word) == Some(&1) && in_b.get(word) == Some(&1);
    let sequence: Vec<usize> = a.iter().filter(|word| once(word)).map(|word| places[word.as_str()]).collect();
    let mut ends: Vec<usize> = Vec::new();
    for place in &sequence {
        let at = ends.partition_point(|end| end < place);
        if at == ends.len() { ends.push(*place) } else { ends[at] = *place }
    }
    if sequence.is_empty() { 1.0 } else { ends.len() as f64 / sequence.len() as f64 }
}

/// The files of the folder that are running text without forms and tables, by what they hold and not by name.
fn is_running_text(document: &postil::document::Document) -> bool {
    use postil::document::BlockKind;
    let share = |kind: BlockKind| {
        let of: usize = document.blocks().iter().filter(|block| block.kind == kind).map(|block| block.span.len()).sum();
        of as f64 / document.text().len().max(1) as f64
    };
    share(BlockKind::Paragraph) > 0.8
}

#[test]
fn real_files_have_the_words_of_pdftotext_in_its_order() {
    let Some(folder) = folder() else { return println!("skipped: no PDFs beside the project") };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut orders = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "pdf")) {
        let Some(theirs) = theirs(path) else { continue };
        let document = postil::format::parse("a.pdf", std::fs::read(path).expect("a file"));
        let ours = words(document.text());
        let both = shared(&theirs, &ours) as f64;
        let (recall, precision) = (both / theirs.len() as f64, both / ours.len() as f64);
        assert!(recall >= RECALL && precision >= PRECISION, "{}: {recall:.3} {precision:.3}", path.display());
        if is_running_text(&document) {
            orders.push(order(&theirs, &ours));
        }
    }
    if orders.is_empty() {
        return println!("skipped: no pdftotext");
    }
    orders.sort_by(f64::total_cmp);
    // The median: pdftotext itself takes the columns of some files in the wrong order.
    assert!(orders[orders.len() / 2] >= ORDER, "{orders:?}");
}
