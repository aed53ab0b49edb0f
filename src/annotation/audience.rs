//! Who may read an annotation: everybody who has the corpus, its maker alone, or its maker and some readers. It keeps
//! nothing from anybody: where a record is written, and that its words are encrypted, is for the store.

use super::ReaderId;
use std::sync::Arc;

/// The most names in a sentence.
const NAMED: usize = 3;

/// What is said wherever something is to be encrypted and one's own key cannot be used, and what is to be done.
pub const NO_OWN_KEY: [&str; 2] =
    ["no key of yours can be used here, so you could not read it yourself", "`postil reader --key` makes one known"];

/// What is said where others write for this reader alone for keys of which none is on this device, and the remedy.
pub const KEY_ELSEWHERE: [&str; 2] = [
    "what others write for you alone cannot be read here: its key is not on this device",
    "`postil reader --key` makes one of this device known, `--forget-keys` says that the other is lost",
];

/// Who may read an annotation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Everybody who has the corpus.
    #[default]
    Everybody,
    /// Its maker.
    OnlyMe,
    /// Its maker, and these readers.
    For(Recipients),
}

/// The readers, beside its maker, whom an annotation is encrypted for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Recipients {
    readers: Arc<[ReaderId]>,
    hides_place: bool,
}

impl Recipients {
    /// These readers, each once; `None` where there is nobody.
    pub fn new(readers: impl IntoIterator<Item = ReaderId>) -> Option<Self> {
        let mut readers: Vec<ReaderId> = readers.into_iter().collect();
        readers.sort();
        readers.dedup();
        (!readers.is_empty()).then(|| Self { readers: readers.into(), hides_place: false })
    }

    /// The same readers; with `hides_place` nobody else learns which passage it is about either.
    #[must_use]
    pub fn hiding_place(self, hides_place: bool) -> Self {
        Self { hides_place, ..self }
    }

    /// The readers, in the order of their ids.
    pub fn readers(&self) -> &[ReaderId] {
        &self.readers
    }

    /// Whether what it is about is encrypted, too.
    pub fn hides_place(&self) -> bool {
        self.hides_place
    }
}

impl Default for &Audience {
    fn default() -> Self {
        &Audience::Everybody
    }
}

impl Audience {
    /// Who that is, in a few words, said to its maker; `name` says what a reader is called.
    pub fn words(&self, name: impl Fn(&ReaderId) -> String) -> String {
        match self {
            Self::Everybody => "everybody".to_owned(),
            Self::OnlyMe => "only me".to_owned(),
            Self::For(recipients) => listed(recipients.readers().iter().map(name).collect()),
        }
    }

    /// Whether it is its maker's alone.
    pub fn is_private(&self) -> bool {
        *self == Self::OnlyMe
    }

    /// The readers it is encrypted for.
    pub fn recipients(&self) -> Option<&Recipients> {
        match self {
            Self::For(recipients) => Some(recipients),
            Self::Everybody | Self::OnlyMe => None,
        }
    }

    /// What one key makes of it, where there are no others to choose: private, and what was private shared.
    #[must_use]
    pub fn other(&self) -> Self {
        if self.is_private() { Self::Everybody } else { Self::OnlyMe }
    }
}

/// `ada`, `ada and tom`, `ada, tom, zoe and 4 others`.
fn listed(mut names: Vec<String>) -> String {
    names.sort();
    let more = match names.len().saturating_sub(NAMED) {
        0 => None,
        1 => Some("1 other".to_owned()),
        more => Some(format!("{more} others")),
    };
    names.truncate(NAMED);
    names.extend(more);
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_are_named_and_the_others_counted() {
        for (readers, expected) in [
            ("mei", "mei"),
            ("tom ada tom", "ada and tom"),
            ("a b c", "a, b and c"),
            ("a b c d", "a, b, c and 1 other"),
            ("a b c d e", "a, b, c and 2 others"),
        ] {
            let recipients = Recipients::new(readers.split(' ').map(ReaderId::new)).unwrap();
            assert_eq!(Audience::For(recipients).words(ToString::to_string), expected);
        }
        assert_eq!(Recipients::new([]), None);
    }

    #[test]
    fn one_key_makes_it_private_before_it_makes_it_shared() {
        let some = Audience::For(Recipients::new([ReaderId::new("mei")]).unwrap());
        assert_eq!(some.other(), Audience::OnlyMe, "never to everybody by one slip");
        assert_eq!((Audience::Everybody.other(), Audience::OnlyMe.other()), (Audience::OnlyMe, Audience::Everybody));
    }
}
