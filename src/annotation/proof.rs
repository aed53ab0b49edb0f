//! How an annotation stands to what its reader has signed, in a word and in words. It verifies nothing.

use jiff::Timestamp;

/// How an annotation stands to the signatures of the reader whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Proof {
    /// It is as its reader has signed it, first at that time by the reader's own clock.
    Signed(Timestamp),
    /// Its reader has signed an earlier version, and it says itself that it was changed since.
    Changed,
    /// No signature is about it.
    Unsigned,
    /// It is another than its reader has signed, and says of no later change; or a version that a later signed one replaced.
    Altered,
    /// It is as it was signed, but lies under the name of another document than the one it was signed for, which is here too.
    Elsewhere,
    /// It is as it was signed, with a key that is not known as the reader's.
    OtherKey,
    /// It is as it was signed, and nobody has said which key is the reader's.
    NoKey,
}

impl Proof {
    /// In a word, for programs: `signed`, `changed`, `unsigned`, `altered`, `elsewhere`, `other-key`, `no-key`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Signed(_) => "signed",
            Self::Changed => "changed",
            Self::Unsigned => "unsigned",
            Self::Altered => "altered",
            Self::Elsewhere => "elsewhere",
            Self::OtherKey => "other-key",
            Self::NoKey => "no-key",
        }
    }

    /// In words, for readers.
    pub fn words(self) -> &'static str {
        match self {
            Self::Signed(_) => "signed",
            Self::Changed => "changed since it was signed",
            Self::Unsigned => "not signed",
            Self::Altered => "does not verify",
            Self::Elsewhere => "signed for another text",
            Self::OtherKey => "signed with another key",
            Self::NoKey => "signed, key not known",
        }
    }

    /// Whether it needs somebody's eyes: not where a reader just has not signed.
    pub fn is_wrong(self) -> bool {
        matches!(self, Self::Altered | Self::Elsewhere | Self::OtherKey)
    }
}
