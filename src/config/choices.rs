//! Settings that are one of a few names.

use super::key_presets::KeyPreset;
use crate::text::breaks::KoreanBreaks;

/// The orders of the list of documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As the syllabus has them, then by path.
    #[default]
    Syllabus,
    /// By title.
    Title,
    /// By author.
    Author,
    /// By date of the text.
    Date,
    /// By length.
    Words,
    /// By how much of it is read.
    Progress,
    /// By number of annotations.
    Notes,
}

impl Sort {
    /// All, in the order of [`Sort::NAMES`].
    pub const ALL: [Self; 7] =
        [Self::Syllabus, Self::Title, Self::Author, Self::Date, Self::Words, Self::Progress, Self::Notes];
    /// Their names, in the order of [`Sort::ALL`].
    pub const NAMES: [&'static str; 7] = ["syllabus", "title", "author", "date", "words", "progress", "notes"];

    /// Its name in settings and on the screen.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// How many cells the terminal gives to characters whose East Asian width is ambiguous (UAX #11): “ ” — … · ●, Greek, frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// As the environment says; one cell where it says nothing.
    #[default]
    Auto,
    /// One, as nearly everywhere.
    Narrow,
    /// Two, as terminals of East Asia can be set to.
    Wide,
}

impl Ambiguous {
    /// Whether the characters take two cells. `variable` gives the value of a variable of the environment: an old VTE says it in
    /// VTE_CJK_WIDTH, the locale by a modifier (`ko_KR.UTF-8@cjkwide`). That the language is East Asian says nothing.
    pub fn is_wide(self, variable: &dyn Fn(&str) -> Option<String>) -> bool {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let locale = || set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).unwrap_or_default();
        match self {
            Self::Narrow => false,
            Self::Wide => true,
            Self::Auto => {
                set("VTE_CJK_WIDTH").is_some_and(|width| matches!(width.as_str(), "2" | "wide"))
                    || locale().to_lowercase().contains("@cjkwide")
            }
        }
    }
}

/// How words come to the clipboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clipboard {
    /// By the first way that is there; shown, to be copied by hand, where none is known to work.
    #[default]
    Auto,
    /// By the terminal alone, which the reader knows to take them.
    Terminal,
    /// By hand.
    Show,
}

/// What helps the eye to keep its place in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReadingAid {
    /// Nothing.
    #[default]
    Off,
    /// The paragraph that is read stands out: the others are dimmed.
    Paragraph,
    /// The row of the cursor stands out, as under a ruler.
    Row,
}

impl ReadingAid {
    /// All, in the order in which a key goes through them.
    pub const ALL: [Self; 3] = [Self::Off, Self::Paragraph, Self::Row];
    /// Their names, in the order of [`ReadingAid::ALL`].
    pub const NAMES: [&'static str; 3] = ["off", "paragraph", "row"];

    /// The next one; behind the last comes the first.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }

    /// Its name in settings and on the screen.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// Who may read what is newly written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NewNotes {
    /// As the syllabus says; everybody where it says nothing.
    #[default]
    Syllabus,
    /// Everybody who has the corpus.
    Shared,
    /// Who writes it.
    Private,
}

/// A value that is one of a few names.
pub trait NamedChoice {
    /// All names.
    fn names(&self) -> &'static [&'static str];
    /// Which of the names it is.
    fn at(&self) -> usize;
    /// Becomes the one of that name's index.
    fn choose(&mut self, at: usize);
    /// Becomes what holds where something else was written: what it was before, unless that could do harm.
    fn take_unknown(&mut self) {}
}

/// Makes a choice of an enum: its variants in the order of their names.
macro_rules! choice {
    ($of:ident, $all:expr, $names:expr $(, $unknown:expr)?) => {
        impl NamedChoice for $of {
            fn names(&self) -> &'static [&'static str] {
                &$names
            }

            fn at(&self) -> usize {
                $all.iter().position(|one| one == self).unwrap_or(0)
            }

            fn choose(&mut self, at: usize) {
                *self = $all.get(at).copied().unwrap_or_default();
            }

            $(fn take_unknown(&mut self) {
                *self = $unknown;
            })?
        }
    };
}

choice!(KoreanBreaks, [Self::Syllables, Self::Words], ["syllables", "words"]);
choice!(Sort, Sort::ALL, Sort::NAMES);
choice!(Ambiguous, [Self::Auto, Self::Narrow, Self::Wide], ["auto", "narrow", "wide"]);
choice!(KeyPreset, KeyPreset::ALL, KeyPreset::NAMES);
choice!(ReadingAid, ReadingAid::ALL, ReadingAid::NAMES);
// What was shown to all cannot be taken back.
choice!(NewNotes, [Self::Syllabus, Self::Shared, Self::Private], ["syllabus", "shared", "private"], Self::Private);
choice!(Clipboard, [Self::Auto, Self::Terminal, Self::Show], ["auto", "terminal", "show"]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambiguous_characters_are_narrow_unless_the_setting_or_the_environment_says_otherwise() {
        let says = |ambiguous: Ambiguous, name: &'static str, value: &'static str| {
            ambiguous.is_wide(&|asked| (asked == name).then(|| value.to_owned()))
        };
        for (name, value, wide) in [
            ("LANG", "ko_KR.UTF-8", false),
            ("LC_ALL", "ja_JP.UTF-8@cjkwide", true),
            ("VTE_CJK_WIDTH", "wide", true),
            ("VTE_CJK_WIDTH", "1", false),
            ("TERM", "xterm", false),
        ] {
            assert_eq!(says(Ambiguous::Auto, name, value), wide, "{name}={value}");
            assert!(says(Ambiguous::Wide, name, value) && !says(Ambiguous::Narrow, name, value));
        }
    }
}
