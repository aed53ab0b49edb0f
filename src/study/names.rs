//! The names that a corpus speaks of: people, bodies, treaties and abbreviations, under whatever form a text uses, with where
//! they stand and how each text introduces them. Two forms are one name where a text says so, where they are the same words
//! in either order, or where a family name belongs to one full name alone. It knows nobody and looks nothing up.

use crate::document::{Block, BlockKind, Document, motion};
use crate::language::name_tokens::{Certainty, NameFinding, NameKind};
use crate::language::names::person_or_pen_name;
use crate::language::proper_names::{names_in, single_capitals};
use crate::text::{Span, fold};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A name where a text has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameSighting {
    /// Its words, in bytes of the text.
    pub span: Span,
    /// The sentence that it stands in.
    pub sentence: Span,
    /// The name as it is written, with one blank between words.
    pub name: String,
    /// The abbreviation that it is given there.
    pub short: Option<String>,
    /// What it is of.
    pub kind: NameKind,
}

/// The names in a text, in the order of the text. Headings, code and furniture have none: capitals say nothing there.
pub fn sightings(document: &Document) -> Vec<NameSighting> {
    let is_read = |block: &&Block| {
        !matches!(block.kind, BlockKind::Boilerplate | BlockKind::Code | BlockKind::Rule | BlockKind::Heading)
    };
    let blocks: Vec<&Block> = document.blocks().iter().filter(is_read).collect();
    let text = document.text();
    let found: Vec<(usize, Vec<NameFinding>)> =
        blocks.iter().enumerate().map(|(at, block)| (at, names_in(block.span.of(text)))).collect();
    let known = KnownPeople::of(document, &blocks, &found);
    let mut all = Vec::new();
    for (at, names) in found {
        let block = blocks[at];
        let mut here: Vec<(Span, NameFinding)> =
            names.into_iter().filter_map(|name| known.taken(block, name)).collect();
        known.add_alone(document, block, &mut here);
        here.sort_by_key(|(span, _)| span.start);
        if !here.is_empty() {
            all.extend(with_sentences(document, block, here));
        }
    }
    all
}

fn with_sentences(document: &Document, block: &Block, here: Vec<(Span, NameFinding)>) -> Vec<NameSighting> {
    let sentences = motion::sentences_in(document, block.span, false);
    let sentence = |span: Span| {
        let at = sentences.iter().find(|sentence| sentence.contains(span.start));
        at.map_or(span, |sentence| sentence.union(span))
    };
    let sighting = |(span, name): (Span, NameFinding)| NameSighting {
        span,
        sentence: sentence(span),
        name: name.name,
        short: name.short,
        kind: name.kind,
    };
    here.into_iter().map(sighting).collect()
}

/// Who is spoken of in one text, by full names, and which of their words stand alone for them.
struct KnownPeople {
    /// The words of sure full names, folded and sorted.
    full: BTreeSet<Vec<String>>,
    /// Family names that stand alone.
    family: BTreeSet<String>,
}

impl KnownPeople {
    fn of(document: &Document, blocks: &[&Block], found: &[(usize, Vec<NameFinding>)]) -> Self {
        let people = || found.iter().flat_map(|(_, names)| names).filter(|name| name.kind == NameKind::Person);
        let alone = alone(document, blocks, found);
        let count = |word: &str| alone.get(word).copied().unwrap_or(0);
        let sure: Vec<&str> =
            people().filter(|name| name.certainty == Certainty::Sure).map(|name| name.name.as_str()).collect();
        let common = small_words(document, blocks);
        let mut known = Self { full: BTreeSet::new(), family: BTreeSet::new() };
        for name in people() {
            let words: Vec<&str> = name.name.split(' ').collect();
            if let [only] = words[..] {
                known.family.insert(only.to_owned());
                continue;
            }
            // "Poor North", "Suddenly North": what the text also writes small is no name.
            if name.certainty == Certainty::Possible && words.iter().any(|word| common.contains(&word.to_lowercase())) {
                continue;
            }
            let family = family_of(&words, &count);
            // Of what only has the form of a name one word must stand alone for it elsewhere.
            let told = family.is_some_and(|family| count(family) > 1);
            if name.certainty == Certainty::Sure || told || shares_a_name(&words, &sure) {
                known.full.insert(key(&name.name));
                known.family.extend(family.filter(|family| count(family) > 0).map(str::to_owned));
            }
        }
        known
    }

    /// A finding with its place in the text, where it is a name.
    fn taken(&self, block: &Block, mut name: NameFinding) -> Option<(Span, NameFinding)> {
        // A family name in capitals is no abbreviation.
        if name.kind == NameKind::Abbreviation && self.family.iter().any(|family| family.to_uppercase() == name.name) {
            name.kind = NameKind::Person;
        }
        let is_known = name.certainty == Certainty::Sure || self.full.contains(&key(&name.name));
        let span = Span::new(block.span.start + name.start, block.span.start + name.end);
        is_known.then_some((span, name))
    }

    /// Adds the family names that stand alone.
    fn add_alone(&self, document: &Document, block: &Block, here: &mut Vec<(Span, NameFinding)>) {
        let words = block.span.of(document.text());
        for (start, end) in single_capitals(words) {
            let word = &words[start..end];
            let span = Span::new(block.span.start + start, block.span.start + end);
            if self.family.contains(word) && here.iter().all(|(other, _)| !other.overlaps(span)) {
                let (kind, certainty) = (NameKind::Person, Certainty::Sure);
                let name = NameFinding { start, end, name: word.to_owned(), short: None, kind, certainty };
                here.push((span, name));
            }
        }
    }
}

/// Whether a name begins or ends with the word that somebody else's begins or ends with.
fn shares_a_name(words: &[&str], others: &[&str]) -> bool {
    let shares = |other: &str| {
        let ends = (other.split(' ').next(), other.split(' ').next_back());
        words.first().copied() == ends.0 || words.last().copied() == ends.1
    };
    others.iter().filter(|other| other.contains(' ')).any(|other| shares(other))
}

/// The words that a text writes small.
fn small_words(document: &Document, blocks: &[&Block]) -> HashSet<String> {
    let words = blocks.iter().flat_map(|block| block.span.of(document.text()).split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| word.starts_with(char::is_lowercase)).map(str::to_owned).collect()
}

/// How often each word with a capital stands outside of any name that was found.
fn alone(document: &Document, blocks: &[&Block], found: &[(usize, Vec<NameFinding>)]) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (at, names) in found {
        let words = blocks[*at].span.of(document.text());
        let inside = |start: usize| names.iter().any(|name| name.start <= start && start < name.end);
        for (start, end) in single_capitals(words).into_iter().filter(|(start, _)| !inside(*start)) {
            *counts.entry(words[start..end].to_owned()).or_default() += 1;
        }
    }
    counts
}

/// Which word of a full name is the family's: beside a given name of two syllables the other; else the one that stands alone
/// elsewhere, where only one does.
fn family_of<'a>(words: &[&'a str], count: &dyn Fn(&str) -> usize) -> Option<&'a str> {
    let (first, last) = (*words.first()?, *words.last()?);
    let given = |word: &str| word.contains('-');
    match (given(first), given(last)) {
        (true, false) => return Some(last),
        (false, true) => return Some(first),
        _ => {}
    }
    let family = match (count(first), count(last)) {
        (0, 0) => return None,
        (one, other) if one > other => first,
        _ => last,
    };
    person_or_pen_name(family).map(|_| family)
}

/// What a name is told by: its words, folded, in any order, and the letters of each in any order behind the first, so that
/// Kyung-hwa and a slip of the pen are one.
fn key(name: &str) -> Vec<String> {
    let mut words: Vec<String> = name.split([' ', '\n']).map(word_key).collect();
    words.sort_unstable();
    words
}

fn word_key(word: &str) -> String {
    let folded = fold::letters(&fold::typed(word));
    let mut letters: Vec<char> = folded.chars().collect();
    letters.get_mut(1..).unwrap_or_default().sort_unstable();
    letters.into_iter().collect()
}

/// One name over a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedEntity {
    /// The name as it is written most often in full.
    pub name: String,
    /// What it is of; of an abbreviation that stands for nothing that is said, an abbreviation.
    pub kind: Option<NameKind>,
    /// The abbreviation, where it has one.
    pub short: Option<String>,
    /// Every form in which it is written, the most frequent first.
    pub forms: Vec<String>,
    /// Where it stands: the number of the document, and its sighting, in order.
    pub places: Vec<(usize, NameSighting)>,
    /// Of these the first in each document that says who or what it is, by their numbers among `places`.
    pub introductions: Vec<usize>,
}

impl NamedEntity {
    /// Its name with its abbreviation: `World Trade Organization (WTO)`.
    pub fn title(&self) -> String {
        match &self.short {
            Some(short) if *short != self.name => format!("{} ({short})", self.name),
            _ => self.name.clone(),
        }
    }

    /// Whether it is spoken of more than in passing: twice, or with an abbreviation of its own.
    pub fn recurs(&self) -> bool {
        self.places.len() > 1 || self.places.iter().any(|(_, place)| place.short.is_some())
    }

    /// Whether one of its forms is these words, in any letters.
    pub fn is_called(&self, words: &str) -> bool {
        let wanted = fold::typed(words);
        self.forms.iter().chain(&self.short).any(|form| fold::typed(form) == wanted)
    }
}

/// The names of many texts: the sightings of each in the order of the texts. The most frequent first, equals by name.
pub fn named_entities(texts: Vec<Vec<NameSighting>>) -> Vec<NamedEntity> {
    let families = Families::of(&texts);
    let shorts = shorts(&texts);
    let mut grouped: BTreeMap<EntityKey, Vec<(usize, NameSighting)>> = BTreeMap::new();
    for (number, sightings) in texts.into_iter().enumerate() {
        let mut last: HashMap<String, Vec<String>> = HashMap::new();
        for sighting in sightings {
            let key = families.key(&sighting, number, &mut last, &shorts);
            grouped.entry(key).or_default().push((number, sighting));
        }
    }
    let mut all: Vec<NamedEntity> = grouped.into_values().map(entity).collect();
    all.sort_by(|a, b| b.places.len().cmp(&a.places.len()).then_with(|| a.name.cmp(&b.name)));
    all
}

/// What sightings of one name share: whether it is somebody, and the words.
type EntityKey = (bool, Vec<String>);

/// What each abbreviation stands for, by the long form that is given first.
fn shorts(texts: &[Vec<NameSighting>]) -> HashMap<String, Vec<String>> {
    let mut shorts: HashMap<String, Vec<String>> = HashMap::new();
    for sighting in texts.iter().flatten() {
        if let Some(short) = &sighting.short {
            shorts.entry(short.clone()).or_insert_with(|| key(&sighting.name));
        }
    }
    shorts
}

/// Whose family name a word is: by the full names of each text, and of all.
struct Families {
    /// By text and word.
    here: HashMap<(usize, String), Vec<Vec<String>>>,
    /// By word.
    all: HashMap<String, BTreeSet<Vec<String>>>,
}

impl Families {
    fn of(texts: &[Vec<NameSighting>]) -> Self {
        let (mut here, mut all) = (HashMap::new(), HashMap::new());
        let people = texts.iter().enumerate().flat_map(|(number, text)| text.iter().map(move |it| (number, it)));
        for (number, sighting) in people.filter(|(_, it)| it.kind == NameKind::Person && it.name.contains(' ')) {
            let words = key(&sighting.name);
            for word in sighting.name.split(' ') {
                let word = fold::typed(word);
                let known: &mut Vec<Vec<String>> = here.entry((number, word.clone())).or_default();
                if !known.contains(&words) {
                    known.push(words.clone());
                }
                all.entry(word).or_insert_with(BTreeSet::new).insert(words.clone());
            }
        }
        Self { here, all }
    }

    /// What a sighting belongs to. A family name alone is of who was named last with it in this text, else of the only one who
    /// is called so anywhere.
    fn key(
        &self,
        sighting: &NameSighting,
        number: usize,
        last: &mut HashMap<String, Vec<String>>,
        shorts: &HashMap<String, Vec<String>>,
    ) -> EntityKey {
        let words = key(&sighting.name);
        if sighting.kind != NameKind::Person {
            let of_short = sighting.short.as_ref().or(Some(&sighting.name)).and_then(|short| shorts.get(short));
            return (false, of_short.cloned().unwrap_or(words));
        }
        if words.len() > 1 {
            for word in sighting.name.split(' ') {
                last.insert(fold::typed(word), words.clone());
            }
            return (true, words);
        }
        let word = fold::typed(&sighting.name);
        let only = |known: &[Vec<String>]| if let [one] = known { Some(one.clone()) } else { None };
        let here = self.here.get(&(number, word.clone())).and_then(|known| only(known));
        let anywhere = || {
            let known = self.all.get(&word)?;
            known.first().filter(|_| known.len() == 1).cloned()
        };
        (true, last.get(&word).cloned().or(here).or_else(anywhere).unwrap_or(words))
    }
}

/// One name from all its sightings.
fn entity(places: Vec<(usize, NameSighting)>) -> NamedEntity {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, place) in &places {
        *counts.entry(&place.name).or_default() += 1;
    }
    let mut forms: Vec<(&str, usize)> = counts.into_iter().collect();
    forms.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let short = places.iter().find_map(|(_, place)| place.short.clone());
    let is_full = |form: &&(&str, usize)| form.0.contains(' ') && Some(form.0) != short.as_deref();
    let name = forms.iter().find(is_full).or(forms.first()).map_or_else(String::new, |(name, _)| (*name).to_owned());
    let kinds = || places.iter().map(|(_, place)| place.kind);
    let kind = kinds().find(|kind| *kind != NameKind::Abbreviation).or_else(|| kinds().next());
    let forms = forms.into_iter().map(|(form, _)| form.to_owned()).collect();
    let introductions = introductions(&places);
    NamedEntity { name, kind, short, forms, places, introductions }
}

/// In each document the first place that gives an abbreviation, else the first with the whole name.
fn introductions(places: &[(usize, NameSighting)]) -> Vec<usize> {
    let mut best: BTreeMap<usize, (u8, usize)> = BTreeMap::new();
    for (at, (number, place)) in places.iter().enumerate() {
        let rank = if place.short.is_some() { 0 } else { 2 - u8::from(place.name.contains(' ')) };
        let known = best.entry(*number).or_insert((rank, at));
        if rank < known.0 {
            *known = (rank, at);
        }
    }
    best.into_values().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Builder;

    fn document(paragraphs: &[&str]) -> Document {
        let mut builder = Builder::default();
        for paragraph in paragraphs {
            let kind = if paragraph.starts_with('#') { BlockKind::Heading } else { BlockKind::Paragraph };
            let span = builder.push(paragraph.trim_start_matches('#'));
            builder.block(kind, 0, span);
            builder.push("\n\n");
        }
        builder.finish()
    }

    fn names(texts: &[&[&str]]) -> Vec<String> {
        let texts = texts.iter().map(|paragraphs| sightings(&document(paragraphs))).collect();
        let shown = |name: &NamedEntity| format!("{} {}: {}", name.title(), name.places.len(), name.forms.join(", "));
        named_entities(texts).iter().map(shown).collect()
    }

    #[test]
    fn a_family_name_alone_and_an_office_with_it_are_the_one_who_was_named_in_full() {
        let text = ["They met President Han Mi-rae.", "Han spoke. Then President Han left, and Han’s hat stayed."];
        assert_eq!(names(&[&text]), ["Han Mi-rae 4: Han, Han Mi-rae"]);
    }

    #[test]
    fn both_orders_of_a_name_are_one() {
        let one = ["Prime Minister Kita Haruo spoke. Kita left."];
        let other = ["Foreign Minister Haruo Kita came."];
        assert_eq!(names(&[&one, &other]), ["Haruo Kita 3: Haruo Kita, Kita, Kita Haruo"]);
    }

    #[test]
    fn of_two_with_one_family_name_the_one_named_last_is_meant() {
        let text =
            ["Minister Baek Sun-ho met Minister Baek Mi-rae. Baek left.", "Minister Baek Sun-ho stayed. Baek slept."];
        assert_eq!(names(&[&text]), ["Baek Sun-ho 3: Baek Sun-ho, Baek", "Baek Mi-rae 2: Baek, Baek Mi-rae"]);
    }

    #[test]
    fn an_abbreviation_is_what_some_text_says_it_stands_for_in_all_texts() {
        let one = ["The General Treaty of Open Harbours (GTOH) held."];
        let other = ["The GTOH ended. Nobody missed GTOH."];
        let all = names(&[&other, &one]);
        assert_eq!(all, ["General Treaty of Open Harbours (GTOH) 3: GTOH, General Treaty of Open Harbours"]);
    }

    #[test]
    fn two_words_that_only_look_like_a_name_are_one_where_one_of_them_stands_alone() {
        assert_eq!(
            names(&[&["Then Ada Brink went. They saw Brink, and Brink slept."]]),
            ["Ada Brink 3: Brink, Ada Brink"]
        );
        assert_eq!(names(&[&["Then Grand Piano was played."]]), Vec::<String>::new());
        let poor = "Miss Brink came. Poor Brink slept, and the poor slept too. Brink woke.";
        assert_eq!(names(&[&[poor]]), ["Brink 3: Brink"]);
    }

    #[test]
    fn a_text_introduces_a_name_where_it_says_most() {
        let texts = [
            vec![document(&["GTOH is old. The General Treaty of Open Harbours (GTOH) held. GTOH again."])],
            vec![document(&["Lind spoke. Minister Bo Lind left. Lind slept."])],
        ];
        let sightings: Vec<Vec<NameSighting>> = texts.iter().flatten().map(sightings).collect();
        let all = named_entities(sightings);
        let told: Vec<&str> = all.iter().map(|name| name.places[name.introductions[0]].1.name.as_str()).collect();
        assert_eq!(told, ["Bo Lind", "General Treaty of Open Harbours"], "{all:?}");
        assert!(all.iter().all(NamedEntity::recurs) && all[0].is_called("lind"));
    }

    #[test]
    fn headings_have_no_names() {
        assert_eq!(names(&[&["#Ada North, the Poet"]]), Vec::<String>::new());
    }
}
