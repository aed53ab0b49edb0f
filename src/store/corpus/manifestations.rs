//! Which documents of a corpus are the same work in other formats: an article as a page, a book and a print of it.
//!
//! Two files are the same work where they name the same identifier and their texts do not contradict it, where title and
//! author agree and the texts are alike, or where the texts are all but equal. Never by title alone: the chapters of one
//! series have one. Texts are compared by a sketch of how they begin: every sixteenth of their rows of five words, chosen
//! by hash, so that the same rows are chosen in every format. Pure; what is known of the documents is handed in.

use crate::document::{BlockKind, DocPath, Document, Metadata};
use crate::store::corpus::facts::Fact;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many words from a text's beginning are compared.
const LOOKED_AT: usize = 3_000;
/// How many words make a row.
const ROW: usize = 5;
/// The sketch keeps one in so many rows of words.
const SAMPLED: u64 = 16;
/// Fewer rows say nothing about a text that neither identifier nor title vouch for; fewer still say nothing at all.
const ENOUGH: usize = 10;
const FEW: usize = 4;
/// The share of the rows of the shorter sketch that the other must have: for texts alone; with title and author; below
/// which an identifier is taken for that of a series or a site.
const ALONE: f32 = 0.8;
const VOUCHED: f32 = 0.3;
const DENIED: f32 = 0.1;
/// Texts alone that are both known whole must not differ more in length than this: an excerpt is not the work.
const SHORTEST: f32 = 0.5;
/// What more documents than these have in common says nothing (a licence, a site's address), and would take long.
const CROWD: usize = 16;
/// The longest identifier that is compared, in bytes.
const LONGEST_KEY: usize = 400;

/// A document, as it is compared.
#[derive(Clone, Copy, Debug)]
pub struct ManifestationCandidate<'a> {
    /// Its path in the corpus.
    pub path: &'a DocPath,
    /// Facts about it, corrected.
    pub metadata: &'a Metadata,
    /// What else is known.
    pub fact: &'a Fact,
}

/// Which documents are the same work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifestations(BTreeMap<DocPath, BTreeSet<DocPath>>);

impl Manifestations {
    /// Finds them. Documents with the same bytes are not other formats of each other.
    pub fn among(candidates: &[ManifestationCandidate<'_>]) -> Self {
        let mut works = Self::default();
        for (a, b) in pairs(candidates) {
            let (a, b) = (candidates[a], candidates[b]);
            if same(a, b) {
                works.0.entry(a.path.clone()).or_default().insert(b.path.clone());
                works.0.entry(b.path.clone()).or_default().insert(a.path.clone());
            }
        }
        works
    }

    /// The other documents that are the same work as the one at `path`.
    pub fn copies(&self, path: &DocPath) -> impl Iterator<Item = &DocPath> {
        self.0.get(path).into_iter().flatten()
    }

    /// As JSON: an object of arrays of paths.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(&self.0).unwrap_or_default()
    }

    /// What [`Manifestations::to_json`] wrote; nothing for anything else.
    pub fn from_json(json: &[u8]) -> Self {
        Self(serde_json::from_slice(json).unwrap_or_default())
    }
}

/// Rows of words from the beginning of the article, as sorted numbers. What stands at other places in other formats
/// (title, bylines, notes, captions) is left out.
pub fn sketch(document: &Document) -> Vec<u32> {
    let running = |kind: BlockKind| {
        use BlockKind::{Boilerplate, Byline, Caption, Footnote, Rule};
        !matches!(kind, Byline | Caption | Footnote | Boilerplate | Rule)
    };
    let blocks = document.blocks().iter().filter(|block| running(block.kind));
    let blocks = blocks.filter(|block| block.kind != BlockKind::Heading || block.level > 1);
    let words = blocks.flat_map(|block| words(block.span.of(document.text())));
    let words: Vec<u64> = words.take(LOOKED_AT).map(|word| hash(&word)).collect();
    let rows = words.windows(ROW).map(hash).filter(|row| row % SAMPLED == 0);
    let mut rows: Vec<u32> = rows.map(|row| (row / SAMPLED) as u32).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The words in lower case, without what one typesetting has and another has not. A character of a script written
/// without spaces is a word.
fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\u{AD}' | '\'' | '’')));
    let parts = parts.flat_map(|part| {
        let dense = part.chars().next().is_some_and(|c| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}'));
        let size = if dense { 1 } else { usize::MAX };
        let letters: Vec<char> = part.chars().filter(|c| c.is_alphanumeric()).collect();
        letters.chunks(size).map(|word| word.iter().flat_map(|c| c.to_lowercase()).collect()).collect::<Vec<String>>()
    });
    parts.filter(|word| !word.is_empty())
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The documents that may be the same work, in pairs of their numbers: those that share an identifier, title and author,
/// or some rare rows of words. A few for each document, however many there are.
fn pairs(candidates: &[ManifestationCandidate<'_>]) -> BTreeSet<(usize, usize)> {
    let mut named: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, candidate) in candidates.iter().enumerate() {
        keys(candidate.metadata).for_each(|key| named.entry(key).or_default().push(number));
    }
    let mut found = BTreeSet::new();
    for group in named.values().filter(|group| group.len() <= CROWD) {
        found.extend(in_pairs(group));
    }
    let rows = candidates.iter().enumerate();
    let mut rows: Vec<(u32, usize)> =
        rows.flat_map(|(number, candidate)| candidate.fact.sketch.iter().map(move |row| (*row, number))).collect();
    rows.sort_unstable();
    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    for group in rows.chunk_by(|a, b| a.0 == b.0).filter(|group| (2..=CROWD).contains(&group.len())) {
        let group: Vec<usize> = group.iter().map(|(_, number)| *number).collect();
        in_pairs(&group).for_each(|pair| *shared.entry(pair).or_default() += 1);
    }
    found.extend(shared.into_iter().filter(|(_, count)| *count >= FEW).map(|(pair, _)| pair));
    found
}

/// What a text says of itself that another format of it says too: identifiers, title with author.
pub(in crate::store) fn keys(metadata: &Metadata) -> impl Iterator<Item = String> {
    identifiers(metadata).into_iter().chain(title_and_author(metadata))
}

fn in_pairs(group: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    let each = move |(at, a): (usize, &usize)| {
        let a = *a;
        group[at + 1..].iter().map(move |b| (a.min(*b), a.max(*b)))
    };
    group.iter().enumerate().flat_map(each).filter(|(a, b)| a != b)
}

/// Whether two documents are the same work.
pub(in crate::store) fn same(a: ManifestationCandidate<'_>, b: ManifestationCandidate<'_>) -> bool {
    if a.fact.sha256.is_some() && a.fact.sha256 == b.fact.sha256 {
        return false;
    }
    let fewer = a.fact.sketch.len().min(b.fact.sketch.len());
    let alike = alike(&a.fact.sketch, &b.fact.sketch);
    let known = fewer >= FEW;
    let (ours, theirs) = (identifiers(a.metadata), identifiers(b.metadata));
    if ours.iter().any(|key| theirs.contains(key)) && known && alike >= DENIED {
        return true;
    }
    let titled = title_and_author(a.metadata).is_some_and(|key| title_and_author(b.metadata) == Some(key));
    (titled && known && alike >= VOUCHED) || (fewer >= ENOUGH && alike >= ALONE && as_long(a.fact, b.fact))
}

/// The share of the smaller sketch that stands in the other; of sketches that may reach differently far.
fn alike(a: &[u32], b: &[u32]) -> f32 {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let both = few.iter().filter(|row| many.binary_search(row).is_ok()).count();
    if few.is_empty() { 0.0 } else { both as f32 / few.len() as f32 }
}

/// Whether two texts may be equally long, as far as that is known.
fn as_long(a: &Fact, b: &Fact) -> bool {
    let (Some(a), Some(b)) = (a.words, b.words) else { return true };
    a.min(b) as f32 >= a.max(b) as f32 * SHORTEST
}

/// The identifiers that a text states, each in one form: DOI, ISBN with 13 digits, address without what varies in it.
fn identifiers(metadata: &Metadata) -> BTreeSet<String> {
    let stated = metadata.identifier.as_deref().into_iter().flat_map(|stated| stated.split([' ', ';', ',']));
    let stated = stated.chain(metadata.url.as_deref()).map(|stated| stated.trim().to_lowercase());
    let stated = stated.filter(|stated| stated.len() <= LONGEST_KEY);
    stated.filter_map(|stated| doi(&stated).or_else(|| isbn(&stated)).or_else(|| address(&stated))).collect()
}

/// `10.1000/182`, however it is introduced (ISO 26324).
fn doi(stated: &str) -> Option<String> {
    let bare = &stated[stated.find("10.")?..];
    let (prefix, suffix) = bare.split_once('/')?;
    let numeric = prefix.len() >= 7 && prefix.chars().all(|c| c.is_ascii_digit() || c == '.');
    let suffix = suffix.trim_end_matches(['.', ',', ';', ')', '/']);
    (numeric && !suffix.is_empty()).then(|| format!("doi:{prefix}/{suffix}"))
}

/// Ten or thirteen digits with a right check digit (ISO 2108), as thirteen.
fn isbn(stated: &str) -> Option<String> {
    let stated = stated.trim_start_matches("urn:").trim_start_matches("isbn").trim_start_matches([':', '-', ' ']);
    let digits: String = stated.chars().filter(|c| *c != '-').collect();
    let value = |c: char| if c == 'x' { Some(10) } else { c.to_digit(10) };
    let values: Vec<u32> = digits.chars().map(value).collect::<Option<_>>()?;
    let long = match values.len() {
        13 => values,
        10 if values.iter().rev().zip(1..).map(|(value, weight)| value * weight).sum::<u32>() % 11 == 0 => {
            let mut long = [&[9, 7, 8], &values[..9]].concat();
            long.push((10 - weighed(&long) % 10) % 10);
            long
        }
        _ => return None,
    };
    let right = weighed(&long).is_multiple_of(10) && long.iter().all(|value| *value < 10);
    right.then(|| long.iter().fold("isbn:".to_owned(), |text, value| format!("{text}{value}")))
}

/// The sum of digits with the weights 1 and 3 in turn.
fn weighed(digits: &[u32]) -> u32 {
    digits.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum()
}

/// An address without scheme, `www.`, fragment, query and final slash. The front page of a site is no work.
fn address(stated: &str) -> Option<String> {
    let rest = stated.strip_prefix("https://").or_else(|| stated.strip_prefix("http://"))?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let end = rest.find(['#', '?']).unwrap_or(rest.len());
    let rest = rest[..end].trim_end_matches('/');
    rest.contains('/').then(|| format!("url:{rest}"))
}

/// Title and family name of the first author, folded; none where either is missing.
fn title_and_author(metadata: &Metadata) -> Option<String> {
    let title: Vec<String> = words(metadata.title.as_deref()?).collect();
    let author = metadata.authors.first()?;
    let family = author.split_once(',').map(|(family, _)| family).or_else(|| author.split_whitespace().last())?;
    let family: Vec<String> = words(family).collect();
    (!title.is_empty() && !family.is_empty()).then(|| format!("title:{} by {}", title.join(" "), family.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Builder;
    use crate::document::doc_path;
    use crate::store::corpus::facts::Stamp;

    /// `count` words that follow from `seed`, in paragraphs of `width`.
    fn text(seed: usize, count: usize, width: usize) -> String {
        let word = |n: usize| format!("w{}", (seed * 7_919 + n) * 2_654_435_761 % 1_000_003);
        let words: Vec<String> = (0..count).map(word).collect();
        words.chunks(width).map(|words| words.join(" ")).collect::<Vec<_>>().join("\n\n")
    }

    fn document(text: &str) -> Document {
        let mut builder = Builder::default();
        for part in text.split("\n\n") {
            let span = builder.push(part);
            builder.block(BlockKind::Paragraph, 0, span);
            builder.push("\n\n");
        }
        builder.finish()
    }

    fn fact(path: &str, text: &str, (title, author, identifier): (&str, &str, &str)) -> (DocPath, Metadata, Fact) {
        let said = |said: &str| Some(said.to_owned()).filter(|said| !said.is_empty());
        let metadata = Metadata {
            title: said(title),
            authors: said(author).into_iter().collect(),
            identifier: said(identifier),
            ..Metadata::default()
        };
        let document = document(text);
        let fact = Fact {
            stamp: Stamp { size: 1, modified: 1 },
            metadata: metadata.clone(),
            format: None,
            sha256: Some(path.to_owned()),
            words: Some(document.words()),
            warnings: Vec::new(),
            damaged: false,
            sketch: sketch(&document),
        };
        (doc_path(path), metadata, fact)
    }

    fn works(facts: &[(DocPath, Metadata, Fact)]) -> Manifestations {
        let candidates: Vec<ManifestationCandidate<'_>> =
            facts.iter().map(|(path, metadata, fact)| ManifestationCandidate { path, metadata, fact }).collect();
        Manifestations::among(&candidates)
    }

    fn are_same(a: (&str, (&str, &str, &str)), b: (&str, (&str, &str, &str))) -> bool {
        let works = works(&[fact("a", a.0, a.1), fact("b", b.0, b.1)]);
        works.copies(&doc_path("a")).eq([&doc_path("b")])
    }

    #[test]
    fn the_same_words_in_other_paragraphs_are_the_same_work() {
        let nobody = ("", "", "");
        assert!(are_same((&text(1, 2_000, 50), nobody), (&text(1, 2_000, 311), nobody)));
        assert!(!are_same((&text(1, 2_000, 50), nobody), (&text(2, 2_000, 50), nobody)));
        let excerpt = text(1, 600, 50);
        assert!(!are_same((&text(1, 2_000, 50), nobody), (&excerpt, nobody)), "an excerpt is not the work");
    }

    #[test]
    fn title_and_author_need_texts_that_are_alike() {
        let said = ("The Winter Letters", "Ada North", "");
        let edited = format!("{}\n\n{}", text(1, 600, 50), text(3, 700, 50));
        assert!(are_same((&text(1, 1_200, 50), said), (&edited, ("The winter letters!", "North, Ada", ""))));
        assert!(!are_same((&text(1, 1_200, 50), said), (&edited, ("The winter letters", "Bo North-West", ""))));
        assert!(!are_same((&text(1, 1_200, 50), said), (&text(2, 1_200, 50), said)), "two chapters of one series");
    }

    #[test]
    fn an_identifier_counts_unless_the_texts_deny_it() {
        let edited = format!("{}\n\n{}", text(1, 300, 50), text(3, 900, 50));
        let (doi, address) = (("", "", "https://doi.org/10.5555/AB.12"), ("", "", "doi:10.5555/ab.12."));
        assert!(are_same((&text(1, 1_200, 50), doi), (&edited, address)));
        assert!(!are_same((&text(1, 1_200, 50), doi), (&text(2, 1_200, 50), address)), "two chapters of one book");
    }

    #[test]
    fn identifiers_have_one_form() {
        let forms = |stated: &str| {
            let said = Metadata { identifier: Some(stated.to_owned()), ..Metadata::default() };
            identifiers(&said).into_iter().collect::<Vec<_>>().join(" ")
        };
        for (stated, form) in [
            ("urn:isbn:0-306-40615-2", "isbn:9780306406157"),
            ("978-0-306-40615-7", "isbn:9780306406157"),
            ("0-306-40615-3", ""),
            ("DOI:10.5555/AbC(1)", "doi:10.5555/abc(1"),
            ("http://www.example.org/a/b/?utm=1#top", "url:example.org/a/b"),
            ("https://example.org/", ""),
            ("", ""),
        ] {
            assert_eq!(forms(stated), form, "{stated}");
        }
    }

    #[test]
    fn equal_files_are_no_other_formats_and_the_finding_is_written_and_read() {
        let nobody = ("", "", "");
        let (a, mut b) = (fact("a", &text(1, 900, 50), nobody), fact("b", &text(1, 900, 50), nobody));
        let found = works(&[a.clone(), b.clone()]);
        assert_eq!(Manifestations::from_json(&found.to_json()), found);
        assert!(found.copies(&doc_path("b")).eq([&doc_path("a")]) && found.copies(&doc_path("c")).next().is_none());
        b.2.sha256.clone_from(&a.2.sha256);
        assert_eq!(works(&[a, b]), Manifestations::default());
        assert_eq!(Manifestations::from_json(b"[1, {"), Manifestations::default());
    }

    #[test]
    fn words_are_the_same_in_every_typesetting() {
        let folded = |text: &str| words(text).collect::<Vec<_>>().join(" ");
        assert_eq!(folded("It’s a “well\u{AD}known”—view"), folded("it's a \"wellknown\" - VIEW"));
        assert_eq!(folded("冬の手紙"), "冬 の 手 紙");
    }

    #[test]
    fn what_a_crowd_has_in_common_is_not_looked_at() {
        let licence = text(9, 400, 50);
        let one =
            |n: usize| fact(&format!("{n}"), &format!("{licence}\n\n{}", text(n, 1_000, 50)), ("", "", "10.5555/site"));
        let facts: Vec<_> = (10..60).map(one).collect();
        let candidates: Vec<ManifestationCandidate<'_>> =
            facts.iter().map(|(path, metadata, fact)| ManifestationCandidate { path, metadata, fact }).collect();
        assert_eq!(pairs(&candidates).len(), 0);
    }
}
