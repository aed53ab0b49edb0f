//! An index of texts by what any three bytes of them are, once their letters are folded: it says which texts can hold
//! words, and never which do. Whoever asks looks into those texts, so that an answer is the same with it and without it.
//!
//! Bytes in, bytes out. The file: a head with the places of its parts and a check of them; for each three bytes the list of
//! the texts that have them, as differences in seven bits a byte; the texts; the table of the lists, sorted, each with its
//! own check. Nothing in it is trusted: what does not fit its check is no index.

mod trigrams;

pub use trigrams::{TrigramSet, literal};

use std::collections::{BTreeSet, HashMap};

/// What the file begins with; the number counts up with the layout and with what letters are folded to.
const MAGIC: &[u8; 16] = b"postil index 3\n\0";
/// The magic, five numbers of eight bytes: texts, table (place and length each), check.
const HEAD: usize = 16 + 5 * 8;
/// A row of the table: the three bytes, check and length of the list, its place.
const ROW: usize = 4 + 4 + 4 + 8;
/// The largest index, in bytes.
pub const LARGEST: u64 = 1 << 30;

/// What a text must have for a query to hold in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextNeed {
    /// It cannot be said.
    Nothing,
    /// All of these three bytes.
    Trigrams(BTreeSet<u32>),
    /// Each of these.
    All(Vec<TextNeed>),
    /// One of these.
    Any(Vec<TextNeed>),
}

/// Makes an index, a text at a time.
#[derive(Debug, Default)]
pub struct IndexBuilder {
    /// What is known of each text, as its owner wrote it.
    texts: Vec<Vec<u8>>,
    lists: HashMap<u32, GrowingList>,
}

#[derive(Debug, Default)]
struct GrowingList {
    last: usize,
    bytes: Vec<u8>,
}

impl IndexBuilder {
    /// Takes in a text: what its owner wants to know it by, and its three bytes, each once.
    pub fn add(&mut self, known_by: Vec<u8>, trigrams: &[u32]) {
        self.texts.push(known_by);
        let number = self.texts.len();
        for trigram in trigrams {
            let list = self.lists.entry(*trigram).or_default();
            push_number(&mut list.bytes, (number - list.last) as u64);
            list.last = number;
        }
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The file, in parts that follow each other.
    pub fn finish(self) -> Vec<Vec<u8>> {
        let mut texts = Vec::new();
        for text in &self.texts {
            push_number(&mut texts, text.len() as u64);
            texts.extend_from_slice(text);
        }
        let mut lists: Vec<(u32, Vec<u8>)> =
            self.lists.into_iter().map(|(trigram, list)| (trigram, list.bytes)).collect();
        lists.sort_unstable_by_key(|(trigram, _)| *trigram);
        let mut table = Vec::with_capacity(lists.len() * ROW);
        let mut at = HEAD as u64;
        for (trigram, bytes) in &lists {
            table.extend(trigram.to_le_bytes());
            table.extend((check(bytes) as u32).to_le_bytes());
            table.extend((bytes.len() as u32).to_le_bytes());
            table.extend(at.to_le_bytes());
            at += bytes.len() as u64;
        }
        let numbers = [at, texts.len() as u64, at + texts.len() as u64, table.len() as u64, checked(&texts, &table)];
        let head = [MAGIC.to_vec(), numbers.iter().flat_map(|number| number.to_le_bytes()).collect()].concat();
        let lists = lists.into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>().concat();
        vec![head, lists, texts, table]
    }
}

/// Reads so many bytes at a place of the file; none where they are not there.
pub type ReadAt = Box<dyn Fn(u64, usize) -> Option<Vec<u8>> + Send + Sync>;

/// An index, read as far as it is asked.
pub struct Index {
    read: ReadAt,
    table: Vec<u8>,
    texts: Vec<Vec<u8>>,
}

impl Index {
    /// Opens an index; none where it is damaged, cut or of another layout.
    pub fn open(read: ReadAt) -> Option<Self> {
        let head = read(0, HEAD)?;
        let numbers = head.strip_prefix(MAGIC)?;
        let number = |at: usize| Some(u64::from_le_bytes(numbers.get(at * 8..at * 8 + 8)?.try_into().ok()?));
        let part = |at: usize| {
            let (place, len) = (number(at)?, number(at + 1)?);
            (len <= LARGEST).then(|| read(place, usize::try_from(len).ok()?)).flatten()
        };
        let (texts, table) = (part(0)?, part(2)?);
        if checked(&texts, &table) != number(4)? || table.len() % ROW != 0 {
            return None;
        }
        Some(Self { read, table, texts: split(&texts)? })
    }

    /// What each text is known by, in the order of their numbers.
    pub fn texts(&self) -> &[Vec<u8>] {
        &self.texts
    }

    /// The numbers of the texts that can have what is needed, in order; none where all can. The error is a damaged file.
    pub fn candidates(&self, need: &TextNeed) -> Result<Option<Vec<usize>>, DamagedIndex> {
        match need {
            TextNeed::Nothing => Ok(None),
            TextNeed::Trigrams(trigrams) => self.with_all(trigrams),
            TextNeed::All(parts) => {
                let mut all: Option<Vec<usize>> = None;
                for part in parts {
                    let Some(found) = self.candidates(part)? else { continue };
                    all = Some(match all {
                        Some(all) => common(&all, &found),
                        None => found,
                    });
                }
                Ok(all)
            }
            TextNeed::Any(parts) => {
                let mut any = Vec::new();
                for part in parts {
                    let Some(found) = self.candidates(part)? else { return Ok(None) };
                    any.extend(found);
                }
                #[expect(clippy::stable_sort_primitive, reason = "only the stable sort takes sorted runs as they are")]
                any.sort();
                any.dedup();
                Ok(Some(any))
            }
        }
    }

    /// The texts that have all of these, the shortest list first: a few of them mostly say all.
    fn with_all(&self, trigrams: &BTreeSet<u32>) -> Result<Option<Vec<usize>>, DamagedIndex> {
        let mut rows = Vec::new();
        for trigram in trigrams {
            match self.row(*trigram) {
                Some(row) => rows.push(row),
                None => return Ok(Some(Vec::new())),
            }
        }
        rows.sort_unstable_by_key(|row| row.len);
        let mut all: Option<Vec<usize>> = None;
        for row in rows {
            let few = all.as_ref().is_some_and(|all| all.len() <= FEW);
            if few {
                break;
            }
            let found = self.list(row)?;
            all = Some(match all {
                Some(all) => common(&all, &found),
                None => found,
            });
        }
        Ok(all)
    }

    fn row(&self, trigram: u32) -> Option<TrigramRow> {
        let row = |at: usize| TrigramRow::of(self.table.get(at * ROW..(at + 1) * ROW)?);
        let (mut low, mut high) = (0, self.table.len() / ROW);
        while low < high {
            let middle = usize::midpoint(low, high);
            let found = row(middle)?;
            match found.trigram.cmp(&trigram) {
                std::cmp::Ordering::Equal => return Some(found),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn list(&self, row: TrigramRow) -> Result<Vec<usize>, DamagedIndex> {
        let bytes = (self.read)(row.at, row.len as usize).filter(|bytes| check(bytes) as u32 == row.check);
        let bytes = bytes.ok_or(DamagedIndex)?;
        let (mut rest, mut last, mut numbers) = (bytes.as_slice(), 0, Vec::new());
        while !rest.is_empty() {
            last += usize::try_from(take_number(&mut rest).ok_or(DamagedIndex)?).map_err(|_| DamagedIndex)?;
            let number = last.checked_sub(1).filter(|number| *number < self.texts.len());
            numbers.push(number.ok_or(DamagedIndex)?);
        }
        Ok(numbers)
    }
}

/// So few texts are looked into sooner than another list is read.
const FEW: usize = 4;

/// The index is not as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DamagedIndex;

#[derive(Clone, Copy, Debug)]
struct TrigramRow {
    trigram: u32,
    check: u32,
    len: u32,
    at: u64,
}

impl TrigramRow {
    fn of(bytes: &[u8]) -> Option<Self> {
        let four = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let at = u64::from_le_bytes(bytes.get(12..20)?.try_into().ok()?);
        Some(Self { trigram: four(0)?, check: four(4)?, len: four(8)?, at })
    }
}

/// What two sorted lists have in common, in one walk along both.
fn common(left: &[usize], right: &[usize]) -> Vec<usize> {
    let mut rest = right.iter().copied().peekable();
    let is_there = |number: &usize| {
        while rest.next_if(|other| other < number).is_some() {}
        rest.next_if_eq(number).is_some()
    };
    left.iter().copied().filter(is_there).collect()
}

fn split(mut bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut texts = Vec::new();
    while !bytes.is_empty() {
        let len = usize::try_from(take_number(&mut bytes)?).ok()?;
        let (text, rest) = bytes.split_at_checked(len)?;
        texts.push(text.to_vec());
        bytes = rest;
    }
    Some(texts)
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn checked(texts: &[u8], table: &[u8]) -> u64 {
    check(texts).rotate_left(1) ^ check(table)
}

/// A sum that a damaged disk does not get right: FNV-1a over eight bytes at a time. It keeps no forger out, and need not:
/// whoever can write the cache of a user can do worse.
fn check(bytes: &[u8]) -> u64 {
    let mut sum = 0xCBF2_9CE4_8422_2325_u64 ^ bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        sum = (sum ^ u64::from_le_bytes(eight)).wrapping_mul(0x0100_0000_01B3);
        sum ^= sum >> 29;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::{Query, Scope, TextFacts};
    use proptest::prelude::*;

    fn file(texts: &[&str]) -> Vec<u8> {
        let (mut builder, mut set) = (IndexBuilder::default(), TrigramSet::default());
        for (number, text) in texts.iter().enumerate() {
            builder.add(number.to_string().into_bytes(), set.of(*text));
        }
        builder.finish().concat()
    }

    fn open(file: Vec<u8>) -> Option<Index> {
        Index::open(Box::new(move |at, len| {
            let at = usize::try_from(at).ok()?;
            file.get(at..at.checked_add(len)?).map(<[u8]>::to_vec)
        }))
    }

    fn candidates(texts: &[&str], written: &str) -> Option<Vec<usize>> {
        let query = Query::parse(written, Scope::Texts).0;
        open(file(texts)).unwrap().candidates(&query.needs()).unwrap()
    }

    #[test]
    fn words_leave_few_texts_and_what_says_nothing_leaves_all() {
        let texts = ["An old wall of stone.", "Moss on a Wall", "Ｗａｌｌ and café", "일본은 섬이다"];
        for (written, expected) in [
            ("wall", Some(vec![0, 1, 2])),
            ("old wall", Some(vec![0])),
            ("stone OR moss", Some(vec![0, 1])),
            ("wall AND cafe", Some(vec![2])),
            ("wall NOT moss", Some(vec![0, 1, 2])),
            ("wal* NEAR/3 moss", Some(vec![1])),
            ("일본", Some(vec![3])),
            ("heron", Some(vec![])),
            ("ab", None),
            ("/wall/", None),
            ("NOT wall", None),
            ("wall OR in:x", None),
        ] {
            assert_eq!(candidates(&texts, written), expected, "{written}");
        }
    }

    #[test]
    fn what_is_damaged_or_cut_is_no_index_or_says_so() {
        let whole = file(&["An old wall of stone.", "Moss on a wall"]);
        let need = Query::parse("wall", Scope::Texts).0.needs();
        let right = open(whole.clone()).unwrap().candidates(&need);
        for at in 0..whole.len() {
            assert!(open(whole[..at].to_vec()).is_none_or(|index| index.candidates(&need) != right));
            let mut damaged = whole.clone();
            damaged[at] ^= 0x41;
            let told = open(damaged).map(|index| index.candidates(&need));
            assert!(told.is_none_or(|found| found == right || found == Err(DamagedIndex)), "{at}");
        }
    }

    proptest! {
        #[test]
        fn no_text_that_a_query_holds_in_is_left_out(
            texts in prop::collection::vec("([abcABC éÉæß’'…-]|ﬁ|fi|港|（みなと）|の|が|일|본|ａ|2|²|₂|\u{301}|\u{AD}|\u{200B}|\n){0,40}", 1..6),
            query in "(([abc2é'æß-]|ﬁ|fi|港|の|が|일|본|ａ){1,4}[* ]?| (AND|OR|NOT|NEAR/1) ){1,4}",
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let meant = Query::parse(&query, Scope::Texts).0;
            let found = open(file(&texts)).unwrap().candidates(&meant.needs()).unwrap();
            for (number, text) in texts.iter().enumerate() {
                if meant.hits_in(*text, &TextFacts::default()).is_some() {
                    prop_assert!(found.as_ref().is_none_or(|found| found.contains(&number)), "{query} in {text:?}");
                }
            }
        }

        #[test]
        fn any_bytes_are_an_index_or_none(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = open([&MAGIC[..], &bytes].concat());
        }
    }
}
