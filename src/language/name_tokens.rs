//! The words of a paragraph as proper names are read from them, and what a finding of a name says. It finds none.

use super::name_words::is_role;

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// Somebody.
    Person,
    /// A ministry, court, company, paper …
    Organisation,
    /// A treaty, a partnership, a plan of states.
    Agreement,
    /// An abbreviation of which it is not said what it stands for, or something else that has one.
    Abbreviation,
}

impl NameKind {
    /// Every kind, in the order of lists.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organisation, Self::Agreement, Self::Abbreviation];

    /// Its name in JSON and on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Agreement => "agreement",
            Self::Abbreviation => "abbreviation",
        }
    }
}

/// How sure it is that words are the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The words have the form of one; it takes more to be one.
    Possible,
    /// Something says so.
    Sure,
}

/// A name in a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameFinding {
    /// Where its words begin and end, in bytes of the paragraph.
    pub start: usize,
    /// The end, exclusive.
    pub end: usize,
    /// The name, with one blank between words.
    pub name: String,
    /// The abbreviation that it is given here.
    pub short: Option<String>,
    /// What it is of.
    pub kind: NameKind,
    /// How sure that is.
    pub certainty: Certainty,
}

/// A word of a paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameToken<'a> {
    pub start: usize,
    /// The end of the word without `’s`.
    pub end: usize,
    pub text: &'a str,
    /// What stands between the word before and this one.
    pub gap: &'a str,
    /// Whether `’s` ends it.
    pub possessive: bool,
}

impl NameToken<'_> {
    pub fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether it may stand in a name behind the word before it.
    pub fn goes_on_from(&self, before: &Self) -> bool {
        let dotted = self.gap.starts_with('.') && (before.text.chars().count() == 1 || is_role(before.text));
        let gap = if dotted { &self.gap[1..] } else { self.gap };
        !before.possessive && !gap.is_empty() && gap.trim().is_empty() && gap.matches('\n').count() < 2
    }

    pub fn is_abbreviation(&self) -> bool {
        let letters = self.text.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = self.text.chars().filter(|c| c.is_uppercase()).count();
        (2..=10).contains(&letters) && capitals == letters && self.text.chars().all(char::is_alphanumeric)
    }
}

/// The words of a paragraph, in order.
pub(super) fn tokens(text: &str) -> Vec<NameToken<'_>> {
    let (mut all, mut at, mut last) = (Vec::new(), 0, 0);
    while let Some(from) = text[at..].find(char::is_alphanumeric).map(|found| at + found) {
        let mut end = word_end(text, from);
        let possessive = ["’s", "'s"].iter().find(|sign| text[from..end].ends_with(*sign));
        let past = end;
        end -= possessive.map_or(0, |sign| sign.len());
        // Two names joined by a hyphen or a dash are two words where both begin with a capital and each is long enough.
        all.push(NameToken {
            start: from,
            end,
            text: &text[from..end],
            gap: &text[last..from],
            possessive: possessive.is_some(),
        });
        (at, last) = (past, past);
    }
    all
}

/// The end of the word that begins here: letters and digits, with hyphens and apostrophes between them, and `U.S.` whole.
fn word_end(text: &str, from: usize) -> usize {
    let mut end = from;
    let mut chars = text[from..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let inside = matches!(c, '-' | '‐' | '‑' | '’' | '\'' | '&') && next.is_some_and(char::is_alphanumeric);
        let plural = c == '’' && text[from..from + at].ends_with('s') && next == Some(' ');
        let dot = c == '.'
            && text[from..from + at].chars().rev().nth(1).is_none_or(|before| before == '.')
            && text[from..from + at].chars().next_back().is_some_and(char::is_uppercase)
            && (next.is_some_and(char::is_uppercase) || text[from..from + at].contains('.'));
        if !(c.is_alphanumeric() || inside || plural || dot) {
            break;
        }
        end = from + at + c.len_utf8();
    }
    end
}

/// These words as a name.
pub(super) fn finding(words: &[NameToken<'_>], kind: NameKind, certainty: Certainty) -> NameFinding {
    let (start, end) = (words[0].start, words[words.len() - 1].end);
    let mut name = String::new();
    for word in words {
        if !name.is_empty() {
            name.push_str(if word.gap.starts_with(',') {
                ", "
            } else if word.gap.starts_with('.') {
                ". "
            } else {
                " "
            });
        }
        name.push_str(word.text);
    }
    NameFinding { start, end, name, short: None, kind, certainty }
}
