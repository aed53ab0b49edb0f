//! Words on their way to the reader's clipboard, and how far they came.

use crate::text::{Span, wrap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Words to be copied, and how that is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClipboardText {
    /// The words.
    pub text: String,
    /// What is told, before and after the word for what was done.
    told: (String, String),
}

impl ClipboardText {
    /// Words, and what is told of them: `{}` stands for what was done with them.
    pub fn new(text: impl Into<String>, told: &str) -> Self {
        let (before, after) = told.split_once("{}").unwrap_or((told, ""));
        Self { text: text.into(), told: (before.to_owned(), after.to_owned()) }
    }

    /// Words, and what is told before and after the word for what was done with them.
    pub fn between(text: impl Into<String>, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { text: text.into(), told: (before.into(), after.into()) }
    }

    /// What is told once they have gone that way.
    pub fn told(&self, way: CopyWay) -> String {
        format!("{}{}{}", self.told.0, way.said(), self.told.1)
    }
}

/// How far words came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyWay {
    /// A program of the system has put them on the clipboard.
    Taken,
    /// They went to a terminal that sets its clipboard. It gives no answer.
    Sent,
    /// They went to a terminal of which that is not known, so they are shown as well.
    Unsure,
    /// There is no clipboard here: they are shown, to be copied by hand.
    Shown,
}

impl CopyWay {
    fn said(self) -> &'static str {
        match self {
            Self::Taken => "copied",
            Self::Sent => "sent to the terminal's clipboard",
            Self::Unsure => "sent to the terminal",
            Self::Shown => "not copied",
        }
    }

    /// What stands over words that are shown.
    pub fn why(self) -> Option<&'static str> {
        match self {
            Self::Taken | Self::Sent => None,
            Self::Unsure => Some(
                "Sent to the terminal, but not every terminal takes it: here are the words, to be copied by hand. \
                 From now on a line says so, and copying the same words again shows them. \
                 (The setting clipboard: \"terminal\" where yours takes them, \"show\" where it does not.)",
            ),
            Self::Shown => {
                Some("This terminal has no clipboard that could be set. Here are the words, to be copied by hand.")
            }
        }
    }
}

/// Which words went last to a terminal of which it is not known whether it takes them, by their hash; none in this session yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnsureCopy(Option<u64>);

impl UnsureCopy {
    /// Whether these are to be shown as well: the first of a session, so that the reader knows, and those that are copied again,
    /// since then they have not arrived.
    pub fn shows(&mut self, text: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let before = self.0.replace(hasher.finish());
        before.is_none_or(|before| before == hasher.finish())
    }
}

/// Words that are shown without anything around them, to be copied by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownClipping {
    /// The words.
    pub text: String,
    /// Why they are shown.
    pub why: &'static str,
    /// The first of their rows that shows.
    pub top: usize,
}

impl ShownClipping {
    /// The rows of the words on a screen of that many columns: no frame and no margin, which would be copied with them.
    pub fn rows(&self, columns: u16) -> Vec<Span> {
        let width = usize::from(columns).max(1);
        wrap::wrap(&self.text, Span::new(0, self.text.len()), width, width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copied_is_said_of_what_a_program_took_and_of_nothing_else() {
        let clipping = ClipboardText::new("words", "quotation {}, with its source");
        assert_eq!(clipping.told(CopyWay::Taken), "quotation copied, with its source");
        assert_eq!(clipping.told(CopyWay::Sent), "quotation sent to the terminal's clipboard, with its source");
        assert_eq!(ClipboardText::between("words", "", " w{}").told(CopyWay::Taken), "copied w{}");
        assert_eq!(clipping.told(CopyWay::Unsure), "quotation sent to the terminal, with its source");
        assert_eq!(clipping.told(CopyWay::Shown), "quotation not copied, with its source");
        assert!(CopyWay::Unsure.why().is_some() && CopyWay::Shown.why().is_some());
        assert_eq!((CopyWay::Taken.why(), CopyWay::Sent.why()), (None, None));
    }
}
