//! What dictionaries say of the word that was looked up, as results below the names of the texts. It asks no dictionary.

use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::result_list::{ResultGroup, ResultRow};
use crate::search::TextExcerpt;
use crate::text::{Span, fold};

/// How much stands around a line of an entry, in bytes before and after it.
const AROUND: (usize, usize) = (900, 1800);
/// The most lines of an entry that are listed.
const MOST_LINES: usize = 500;

/// What dictionaries say of a word.
#[derive(Debug)]
pub struct DictionaryNews {
    /// The word, as it was asked for.
    pub words: String,
    /// The entries.
    pub entries: Vec<DefinedSense>,
    /// How many dictionaries were asked.
    pub dictionaries: usize,
    /// What could not be read, in words.
    pub faults: Vec<String>,
}

/// What one dictionary says under one headword.
#[derive(Debug)]
pub struct DefinedSense {
    /// What the dictionary is called.
    pub dictionary: String,
    /// The headword.
    pub head: String,
    /// The entry, harmless, with its lines.
    pub text: String,
}

/// The word that was looked up last.
#[derive(Debug)]
pub struct DefinedWord {
    words: String,
    /// How far that has come.
    pub stage: LookUpStage,
    /// The entries; no row of them leads anywhere.
    pub groups: Vec<ResultGroup>,
}

/// How far looking up has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookUpStage {
    /// The settings name no dictionaries.
    Unset,
    /// It was asked for.
    Asked,
    /// So many dictionaries have answered.
    Answered(usize),
}

impl DefinedWord {
    /// A word that is being looked up.
    pub fn asked(words: &str, stage: LookUpStage) -> Self {
        Self { words: words.to_owned(), stage, groups: Vec::new() }
    }

    /// Whether these are the words.
    pub fn is_of(&self, words: &str) -> bool {
        fold::typed(words.trim()) == fold::typed(self.words.trim())
    }

    /// Takes in what dictionaries say.
    pub fn take(&mut self, news: &DictionaryNews) {
        self.stage = LookUpStage::Answered(news.dictionaries);
        self.groups = news.entries.iter().map(group).collect();
    }
}

fn group(sense: &DefinedSense) -> ResultGroup {
    let (mut rows, mut start) = (Vec::new(), 0);
    for line in sense.text.split('\n') {
        let span = Span::new(start, start + line.len());
        start = span.end + 1;
        if !line.trim().is_empty() && rows.len() < MOST_LINES {
            rows.push(row(&sense.text, span));
        }
    }
    ResultGroup { title: format!("{} · {}", sense.head, sense.dictionary), count: 0, rows }
}

fn row(text: &str, line: Span) -> ResultRow {
    let excerpt = TextExcerpt::around(text, line, AROUND.0, AROUND.1);
    let to = NavigationTarget::Passage { span: line, words: String::new() };
    ResultRow { path: None, label: String::new(), excerpt, to }
}
