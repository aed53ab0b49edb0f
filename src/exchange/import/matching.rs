//! Which documents a work of a file of marks may be: by address, by title, by the name of its file. It reads no text: where
//! none is found, the words decide, which is the caller's.

use super::mark::MarkedWork;
use crate::document::Metadata;
use crate::text::fold::letters;

/// A document as it can be told from others.
#[derive(Clone, Copy, Debug)]
pub struct DocumentCandidate<'a> {
    /// What the text or the syllabus says of it.
    pub metadata: &'a Metadata,
    /// The name of its file, without folders.
    pub file: &'a str,
}

/// The documents that a work may be, as indexes of the candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Documents with the work's address or identifier, else with its title: the work is one of these.
    Sure(Vec<usize>),
    /// A file of the same name; any may be called so. None where nothing is alike.
    Name(Vec<usize>),
}

/// Lists the documents that a work may be, of the surest kind of likeness that any has.
pub fn matching(work: &MarkedWork, candidates: &[DocumentCandidate<'_>]) -> Likeness {
    let all = |alike: fn(&MarkedWork, &DocumentCandidate<'_>) -> bool| -> Vec<usize> {
        candidates.iter().enumerate().filter(|(_, candidate)| alike(work, candidate)).map(|(index, _)| index).collect()
    };
    let sure = [same_address, same_title].into_iter().map(all).find(|found| !found.is_empty());
    sure.map_or_else(|| Likeness::Name(all(same_file)), Likeness::Sure)
}

/// The last part of a path or an address, decoded as far as it is UTF-8; none for an address that ends in a folder.
pub fn file_name(path: &str) -> Option<&str> {
    let path = path.split(['?', '#']).next()?;
    let inner = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    inner.rsplit(['/', '\\']).next().filter(|name| !name.is_empty())
}

fn same_address(work: &MarkedWork, candidate: &DocumentCandidate<'_>) -> bool {
    let metadata = candidate.metadata;
    let known: Vec<String> = [&metadata.url, &metadata.identifier].into_iter().flatten().map(|it| bare(it)).collect();
    work.addresses.iter().map(|it| bare(it)).any(|address| !address.is_empty() && known.contains(&address))
}

/// An address without what two writers of it leave out or not.
fn bare(address: &str) -> String {
    let address = address.trim().to_lowercase();
    let rest = ["https://", "http://", "doi.org/", "www.", "dx.doi.org/", "doi:", "urn:isbn:", "isbn:", "urn:"];
    let address = rest.iter().fold(address.as_str(), |address, prefix| address.strip_prefix(prefix).unwrap_or(address));
    let digits = address.chars().filter(|c| c.is_ascii_digit() || *c == 'x').count();
    let is_number = (10..=13).contains(&digits) && address.chars().all(|c| c.is_ascii_digit() || "x- ".contains(c));
    if is_number {
        address.replace(['-', ' '], "")
    } else {
        address.split('#').next().unwrap_or_default().trim_end_matches('/').to_owned()
    }
}

/// Titles are the same where their letters are, or where one is the other's before its subtitle or its brackets.
fn same_title(work: &MarkedWork, candidate: &DocumentCandidate<'_>) -> bool {
    let (Some(one), Some(other)) = (&work.title, &candidate.metadata.title) else { return false };
    let (full, whole) = (letters(one), letters(other));
    let (main, head) = (letters(main_title(one)), letters(main_title(other)));
    !full.is_empty() && (full == whole || full == head || main == whole)
}

fn main_title(title: &str) -> &str {
    title.split([':', '：', ';', '；', '(', '（', '—', '–']).next().unwrap_or(title)
}

fn same_file(work: &MarkedWork, candidate: &DocumentCandidate<'_>) -> bool {
    let stem = |name: &str| letters(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let names = [work.file.as_deref(), work.title.as_deref()];
    let own = stem(candidate.file);
    !own.is_empty() && names.into_iter().flatten().any(|name| stem(name) == own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(title: &str, url: &str) -> Metadata {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Metadata { title: some(title), url: some(url), ..Metadata::default() }
    }

    fn found(work: &MarkedWork) -> Likeness {
        let all = [
            (metadata("Tides: A History", "https://www.example.org/tides/"), "vo-tides.epub"),
            (metadata("Harbours", ""), "harbours.pdf"),
            (metadata("Tides: A History", ""), "other.pdf"),
        ];
        let candidates: Vec<DocumentCandidate<'_>> =
            all.iter().map(|(metadata, file)| DocumentCandidate { metadata, file }).collect();
        matching(work, &candidates)
    }

    #[test]
    fn an_address_is_surer_than_a_title_and_a_title_than_a_file() {
        let work = |title: &str, address: &str, file: &str| {
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            MarkedWork {
                title: some(title),
                authors: Vec::new(),
                addresses: some(address).into_iter().collect(),
                file: some(file),
            }
        };
        assert_eq!(found(&work("Harbours", "http://example.org/tides#p1", "")), Likeness::Sure(vec![0]));
        assert_eq!(found(&work("TIDES", "", "harbours.pdf")), Likeness::Sure(vec![0, 2]));
        assert_eq!(found(&work("Harbours; Or, The Quay (Ada North)", "", "")), Likeness::Sure(vec![1]));
        assert_eq!(
            found(&work("Unknown", "", "/x/Harbours.PDF")),
            Likeness::Name(vec![]),
            "names come without folders"
        );
        assert_eq!(found(&work("Unknown", "", "Harbours.PDF")), Likeness::Name(vec![1]));
        assert_eq!(found(&work("harbours.pdf", "", "")), Likeness::Name(vec![1]));
        assert_eq!(bare("https://doi.org/10.1/ABC"), bare("doi:10.1/abc"));
        assert_eq!(bare("978-3-16-148410-0"), bare("urn:isbn:9783161484100"));
        assert_eq!(file_name("https://example.org/"), None);
        assert_eq!(file_name("/books/a b.epub"), Some("a b.epub"));
    }
}
