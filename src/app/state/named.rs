//! The names of many texts as results: each a heading, with where it is introduced first; and the word that was looked up. It
//! finds none of them.

use crate::app::state::defined::DefinedWord;
use crate::app::state::result_list::{MOST_RESULTS, ResultGroup, ResultRow};
use crate::document::{DocPath, Document};
use crate::language::counts::counted;
use crate::search::{SearchText, TextExcerpt};
use crate::study::names::{NameSighting, NamedEntity, named_entities, sightings};
use std::collections::{BTreeSet, HashMap};

/// How much stands around a name, in bytes before and after it.
const AROUND: (usize, usize) = (240, 480);
/// The most places of one name that are listed.
const MOST_OF_NAME: usize = 200;
/// What stands before the place where a text says who or what it is.
const INTRODUCED: &str = "introduced";

/// All names, and the word that was looked up among them.
#[derive(Debug, Default)]
pub struct NamesView {
    /// All names.
    pub all: Vec<ResultGroup>,
    /// What dictionaries say of the word that was looked up last.
    pub defined: Option<DefinedWord>,
}

impl NamesView {
    /// What dictionaries say of these words, where they were looked up.
    pub fn defined(&self, words: &str) -> Option<&DefinedWord> {
        self.defined.as_ref().filter(|defined| defined.is_of(words))
    }
}

/// The names in one text, each with how it is shown.
#[derive(Debug)]
pub struct NamedText {
    names: Vec<NameSighting>,
    rows: Vec<ResultRow>,
}

impl NamedText {
    /// The names in a document.
    pub fn of(path: &DocPath, document: &Document) -> Self {
        let names = sightings(document);
        let text = SearchText::from(document);
        let row = |name: &NameSighting| {
            let row = ResultRow::passage(path, &text, name.span);
            let excerpt = TextExcerpt::of(&text, name.span, AROUND.0, AROUND.1);
            ResultRow { excerpt, ..row }
        };
        let rows = names.iter().map(row).collect();
        Self { names, rows }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

/// The names that recur, the most frequent first, as groups.
pub fn by_name(texts: Vec<NamedText>) -> Vec<ResultGroup> {
    let mut rows: HashMap<(usize, usize), ResultRow> = HashMap::new();
    let mut names = Vec::new();
    for (number, text) in texts.into_iter().enumerate() {
        let starts: Vec<usize> = text.names.iter().map(|name| name.span.start).collect();
        rows.extend(starts.into_iter().zip(text.rows).map(|(start, row)| ((number, start), row)));
        names.push(text.names);
    }
    let mut left = MOST_RESULTS;
    let mut groups = Vec::new();
    for name in named_entities(names).into_iter().filter(NamedEntity::recurs) {
        let group = group(&name, &mut rows);
        left = left.saturating_sub(group.rows.len());
        groups.push(group);
        if left == 0 {
            break;
        }
    }
    groups
}

/// The names that recur, the most frequent first, each with what it is of: `Ada North · person · 2 texts`.
pub fn name_titles(texts: Vec<Vec<NameSighting>>) -> Vec<String> {
    named_entities(texts).iter().filter(|name| name.recurs()).map(titled).collect()
}

fn titled(name: &NamedEntity) -> String {
    let texts = name.places.iter().map(|(number, _)| number).collect::<BTreeSet<_>>().len();
    let kind = name.kind.map_or("", |kind| kind.name());
    format!("{} · {kind} · {}", name.title(), counted(texts, "text"))
}

fn group(name: &NamedEntity, rows: &mut HashMap<(usize, usize), ResultRow>) -> ResultGroup {
    let mut taken = |at: usize| {
        let (number, place) = &name.places[at];
        rows.remove(&(*number, place.span.start))
    };
    let introduced = name.introductions.iter().filter_map(|at| taken(*at));
    let mut listed: Vec<ResultRow> = introduced.map(|row| ResultRow { label: INTRODUCED.to_owned(), ..row }).collect();
    listed.extend((0..name.places.len()).filter_map(&mut taken).take(MOST_OF_NAME));
    ResultGroup { title: titled(name), count: name.places.len(), rows: listed }
}
