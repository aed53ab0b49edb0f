//! Telling documents apart that have the same title: by what differs in their names. It orders nothing.

use crate::document::DocPath;
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher};

/// The shortest beginning that all names of one title share and that is left out, in bytes.
const SHARED: usize = 6;

/// What tells each document apart whose title others have too, by its place in `documents`, each a title and a path: the
/// ending of its name where no other of them has that, else its file name, else its path, from where they differ.
pub fn told_apart(documents: &[(&str, &DocPath)]) -> HashMap<usize, String> {
    // Most titles are their document's alone: numbers in place of the titles, put in order, say so without a map of a hundred thousand
    // words. Two titles that should have one number by chance are labelled without need.
    let numbers = RandomState::default();
    let mut titles: Vec<(u64, usize)> =
        documents.iter().enumerate().map(|(at, (title, _))| (number(&numbers, title), at)).collect();
    titles.sort_unstable();
    let same = titles.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1);
    let shared = same.map(|same| same.iter().map(|(_, at)| *at).collect());
    let told = |same: Vec<usize>| {
        let paths: Vec<&DocPath> = same.iter().map(|at| documents[*at].1).collect();
        same.into_iter().zip(labels(&paths)).collect::<Vec<_>>()
    };
    shared.flat_map(told).collect()
}

/// A number for a title in small letters.
fn number(numbers: &RandomState, title: &str) -> u64 {
    let mut hasher = numbers.build_hasher();
    title.trim().chars().flat_map(char::to_lowercase).for_each(|c| hasher.write_u32(u32::from(c)));
    hasher.finish()
}

/// What tells these apart, in their order.
fn labels(paths: &[&DocPath]) -> Vec<String> {
    let all = |named: fn(&DocPath) -> &str| -> Vec<&str> { paths.iter().map(|path| named(path)).collect() };
    let ways = [all(ending), all(DocPath::file_name), all(DocPath::as_str)];
    let differ = |way: &&Vec<&str>| way.iter().collect::<HashSet<_>>().len() == way.len();
    let way = ways.iter().find(differ).unwrap_or(&ways[2]);
    let shared = shared_beginning(way);
    way.iter().map(|name| if shared < SHARED { (*name).to_owned() } else { format!("…{}", &name[shared..]) }).collect()
}

/// The ending of a name: `pdf`; all of a name that has none.
fn ending(path: &DocPath) -> &str {
    let name = path.file_name();
    name.rsplit_once('.').map_or(name, |(_, ending)| ending)
}

/// The length in bytes of what all names begin with, up to the last sign in it that is neither letter nor digit.
fn shared_beginning(names: &[&str]) -> usize {
    let Some((first, rest)) = names.split_first() else { return 0 };
    let common = |other: &&str| first.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let common = first.floor_char_boundary(rest.iter().map(common).min().unwrap_or(0));
    first[..common].char_indices().rfind(|(_, c)| !c.is_alphanumeric()).map_or(0, |(at, c)| at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;

    /// What is added to the titles of these documents, each written as `path = title`.
    fn told(written: &[&'static str]) -> Vec<String> {
        let parts = |written: &&'static str| {
            let (path, title) = written.split_once(" = ").expect("a path and a title");
            (title, doc_path(path))
        };
        let parted: Vec<(&str, DocPath)> = written.iter().map(parts).collect();
        let documents: Vec<(&str, &DocPath)> = parted.iter().map(|(title, path)| (*title, path)).collect();
        let told = told_apart(&documents);
        (0..documents.len()).map(|at| told.get(&at).cloned().unwrap_or_default()).collect()
    }

    #[test]
    fn the_same_title_has_what_differs_beside_it_and_another_has_nothing() {
        assert_eq!(told(&["a.txt = Rain", "b.txt = Snow"]), ["", ""]);
        assert_eq!(told(&["a.txt = Rain", "b.pdf = rain ", "c.md = Snow"]), ["txt", "pdf", ""]);
        assert_eq!(told(&["a.txt = Rain", "b.txt = Rain", "b.pdf = Rain"]), ["a.txt", "b.txt", "b.pdf"]);
        assert_eq!(told(&["report-on-rain-1.txt = Rain", "report-on-rain-2.txt = Rain"]), ["…1.txt", "…2.txt"]);
        assert_eq!(told(&["one/a.txt = Rain", "two/a.txt = Rain"]), ["one/a.txt", "two/a.txt"]);
        assert_eq!(told(&["단어장-가나다-비.txt = 비", "단어장-가나다-눈.txt = 비"]), ["…비.txt", "…눈.txt"]);
    }
}
