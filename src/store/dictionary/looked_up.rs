//! What dictionaries say of a word.

use crate::store::fs::error::Error;

/// What one dictionary says of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DictionaryEntry {
    /// What the dictionary is called.
    pub dictionary: String,
    /// The headword.
    pub head: String,
    /// Its entry in plain words: paragraphs as lines, harmless for a terminal.
    pub text: String,
}

/// What all dictionaries say of a word.
#[derive(Debug, Default)]
pub struct LookedUp {
    /// The entries, dictionary by dictionary.
    pub entries: Vec<DictionaryEntry>,
    /// How many dictionaries were asked.
    pub dictionaries: usize,
    /// What could not be read.
    pub faults: Vec<Error>,
}
