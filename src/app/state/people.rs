//! The people whose annotations stand on the open document, with the letter and the colour of each.

use crate::annotation::{Origin, Reader, ReaderId};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::config::theme::{READERS, Role};
use crate::text::visible;
use foldhash::HashMap;

/// What tells the layers apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LayerKey {
    /// One's own.
    Me,
    /// What the file itself holds.
    Remarks,
    /// The prompts of the syllabus, which are nobody's.
    Prompts,
    /// Another reader's.
    Reader(ReaderId),
}
/// One's own sign.
const MY_SIGN: char = '*';

/// The sign of the file's own remarks.
const SIGN_OF_REMARKS: char = '#';

/// How many letters of a name are tried.
const TRIED: usize = 12;

/// The letter and the colour of a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParticipantSign {
    /// ASCII.
    pub letter: char,
    /// Its role in the theme.
    pub role: Role,
}

/// Somebody who has written here, or has a folder in the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Whose layer it is.
    pub key: LayerKey,
    /// The nickname; harmless for a terminal.
    pub name: String,
    /// Letter and colour.
    pub sign: ParticipantSign,
    /// How many annotations on the open text.
    pub count: usize,
}

/// Everybody: oneself first, then those who have written on the open text, by name, then the others.
#[derive(Debug, Default)]
pub struct Participants {
    /// Everybody.
    pub all: Vec<Participant>,
    index: HashMap<LayerKey, usize>,
    with_others: bool,
}

/// The layer an annotation is in: its author's. So an answer or a vote is in another than what it is about.
pub fn layer_of(anchored: &AnchoredAnnotation) -> LayerKey {
    match anchored.origin {
        _ if anchored.mine => LayerKey::Me,
        Origin::File => LayerKey::Remarks,
        Origin::Syllabus => LayerKey::Prompts,
        _ => LayerKey::Reader(anchored.annotation.creator.clone()),
    }
}

impl Participants {
    /// Everybody who has a folder or has written one of these; `me` is one's own id. Signs depend on who has a folder, and
    /// not on the text or on who looks: a letter is the same reader's on every screen of a class.
    pub fn of<'a>(
        readers: &'a [Reader],
        me: &ReaderId,
        anchored: impl IntoIterator<Item = &'a AnchoredAnnotation>,
    ) -> Self {
        let (mut mine, mut remarks, mut counts) = (0, 0, HashMap::<&ReaderId, (&str, usize, bool)>::default());
        counts.extend(readers.iter().rev().map(|it| (&it.id, (it.nickname.as_str(), 0, true))));
        for anchored in anchored.into_iter().filter(|anchored| !anchored.is_prompt()) {
            let count = match anchored.origin {
                _ if anchored.mine => &mut mine,
                Origin::File => &mut remarks,
                _ => &mut counts.entry(&anchored.annotation.creator).or_insert((&anchored.reader, 0, false)).1,
            };
            *count += usize::from(anchored.is_counted());
        }
        let mut others: Vec<NamedPerson> = counts.into_iter().map(|(id, told)| named(id, told)).collect();
        let with_others = others.iter().any(|other| other.count > 0);
        let signs = signs(&mut others);
        let mut others: Vec<(NamedPerson, ParticipantSign)> = others.into_iter().zip(signs).collect();
        // One's own letter is the others' for one; here it stands for nobody.
        others.retain(|(other, _)| other.count > 0 || other.key != LayerKey::Reader(me.clone()));
        others.sort_by_key(|(other, _)| other.count == 0);
        let my_sign = sign(MY_SIGN, Role::ReaderMe);
        let mut all = vec![Participant { key: LayerKey::Me, name: "me".to_owned(), sign: my_sign, count: mine }];
        all.extend(others.into_iter().map(|(other, sign)| other.person(sign)));
        if remarks > 0 {
            let sign = sign(SIGN_OF_REMARKS, Role::Margin);
            all.push(Participant {
                key: LayerKey::Remarks,
                name: "remarks of the file".to_owned(),
                sign,
                count: remarks,
            });
        }
        let index = all.iter().enumerate().map(|(at, person)| (person.key.clone(), at)).collect();
        Self { all, index, with_others }
    }

    /// So many are one's own.
    pub fn count_own(&mut self, count: usize) {
        if let Some(me) = self.all.first_mut() {
            me.count = count;
        }
    }

    /// The person of a layer.
    pub fn get(&self, key: &LayerKey) -> Option<&Participant> {
        self.all.get(*self.index.get(key)?)
    }

    /// Whether others have written on the open text.
    pub fn with_others(&self) -> bool {
        self.with_others
    }

    /// The sign of who made an annotation, where there is somebody to tell apart. The file's remarks have none: their
    /// authors are no readers here.
    pub fn sign_of(&self, anchored: &AnchoredAnnotation) -> Option<ParticipantSign> {
        let layer = layer_of(anchored);
        let person = self.get(&layer).filter(|_| self.with_others && layer != LayerKey::Remarks)?;
        Some(person.sign)
    }
}

fn sign(letter: char, role: Role) -> ParticipantSign {
    ParticipantSign { letter, role }
}

/// A reader who needs a sign.
struct NamedPerson {
    key: LayerKey,
    name: String,
    folded: String,
    count: usize,
    /// Whether they have no folder, so that only some texts know them.
    is_stranger: bool,
}

fn named(id: &ReaderId, (name, count, has_folder): (&str, usize, bool)) -> NamedPerson {
    let key = LayerKey::Reader(id.clone());
    let name = visible::line(name).into_owned();
    NamedPerson { key, folded: name.to_lowercase(), name, count, is_stranger: !has_folder }
}

impl NamedPerson {
    fn person(self, sign: ParticipantSign) -> Participant {
        Participant { key: self.key, name: self.name, sign, count: self.count }
    }

    /// The letters of the name, as capitals.
    fn letters(&self) -> impl Iterator<Item = char> + '_ {
        self.name.chars().filter(char::is_ascii_alphabetic).take(TRIED).map(|letter| letter.to_ascii_uppercase())
    }
}

/// Puts the readers in the order of their names, those without a folder last, and gives each a colour and a letter: the first
/// of the name; where somebody has that already another one of the name, else the next of the alphabet, small ones last.
/// Where there are more readers than letters, a letter is several readers', each in another colour as far as those go. In the
/// order that the readers are in then.
fn signs(others: &mut [NamedPerson]) -> Vec<ParticipantSign> {
    others.sort_by(|a, b| (a.is_stranger, &a.folded, &a.key).cmp(&(b.is_stranger, &b.folded, &b.key)));
    let mut letters = LettersInUse::default();
    let first = |(at, other): (usize, &NamedPerson)| {
        let letter = other.letters().next().filter(|letter| letters.is_free(*letter))?;
        Some(letters.take(letter, at))
    };
    let signs: Vec<Option<ParticipantSign>> = others.iter().enumerate().map(first).collect();
    let mut rarest = |(at, (sign, other)): (usize, (Option<ParticipantSign>, &NamedPerson))| {
        sign.unwrap_or_else(|| {
            let wanted = other.letters().chain(ALPHABET.iter().copied().map(char::from));
            let letter = wanted.min_by_key(|letter| letters.times(*letter)).unwrap_or('A');
            letters.take(letter, at)
        })
    };
    signs.into_iter().zip(others.iter()).enumerate().map(&mut rarest).collect()
}

/// The letters in the order in which they are given away.
const ALPHABET: &[u8; 52] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// How often each letter is in use, and the place of its first reader among all.
struct LettersInUse([(usize, usize); 52]);

impl Default for LettersInUse {
    fn default() -> Self {
        Self([(0, 0); 52])
    }
}

impl LettersInUse {
    fn index(letter: char) -> usize {
        ALPHABET.iter().position(|other| char::from(*other) == letter).unwrap_or(0)
    }

    fn times(&self, letter: char) -> usize {
        self.0[Self::index(letter)].0
    }

    fn is_free(&self, letter: char) -> bool {
        self.times(letter) == 0
    }

    /// The sign of the reader at that place, with this letter.
    fn take(&mut self, letter: char, at: usize) -> ParticipantSign {
        let (times, first) = &mut self.0[Self::index(letter)];
        if *times == 0 {
            *first = at;
        }
        let role = READERS[(*first + *times) % READERS.len()];
        *times += 1;
        sign(letter, role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn readers(names: &[&str]) -> Vec<Reader> {
        let reader = |name: &&str| Reader {
            id: format!("urn:{name}").into(),
            name: (*name).to_owned(),
            nickname: (*name).to_owned(),
        };
        names.iter().map(reader).collect()
    }

    /// `name=letter` of everybody but oneself.
    fn lettered(names: &[&str]) -> String {
        let people = Participants::of(&readers(names), &"urn:me".into(), &[]);
        let told = |person: &Participant| format!("{}={}", person.name, person.sign.letter);
        people.all[1..].iter().map(told).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_letter_is_the_first_of_the_name_else_another_of_it_else_the_next() {
        assert_eq!(lettered(&["tom", "mei", "ana"]), "ana=A mei=M tom=T");
        assert_eq!(lettered(&["ana", "an", "anna", "ann"]), "an=A ana=N ann=B anna=C");
        assert_eq!(lettered(&["m", "mm"]), "m=M mm=A");
        assert_eq!(lettered(&["Émile", "林", "a\u{1b}b"]), "a␛b=A Émile=M 林=B");
        assert_eq!(lettered(&["me"]), "");
    }

    #[test]
    fn the_same_readers_in_any_order_have_the_same_signs() {
        assert_eq!(lettered(&["mei", "max", "mia"]), lettered(&["mia", "mei", "max"]));
    }

    #[test]
    fn beyond_the_letters_a_letter_is_shared_in_another_colour() {
        let names: Vec<String> = (0..60).map(|n| format!("reader-{n:02}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let people = Participants::of(&readers(&names), &"".into(), &[]);
        let letters: BTreeSet<char> = people.all[1..].iter().map(|person| person.sign.letter).collect();
        let signs: BTreeSet<String> = people.all[1..].iter().map(|person| format!("{:?}", person.sign)).collect();
        assert_eq!((letters.len(), signs.len()), (52, 60));
    }

    #[test]
    fn a_letter_is_the_same_readers_on_every_text_and_on_everybodys_screen() {
        let readers = readers(&["max", "mei", "mia", "tom"]);
        let told = |me: &str, others: &[(&str, &str)]| -> String {
            let anchored: Vec<AnchoredAnnotation> = others.iter().map(|(id, name)| written_by(id, name)).collect();
            let people = Participants::of(&readers, &me.into(), &anchored);
            let told = |person: &Participant| format!("{}={}", person.name, person.sign.letter);
            let mut told: Vec<String> = people.all[1..].iter().map(told).collect();
            told.sort();
            told.join(" ")
        };
        assert_eq!(told("urn:nobody", &[]), "max=M mei=E mia=I tom=T");
        assert_eq!(told("urn:max", &[("urn:tom", "tom")]), "mei=E mia=I tom=T", "each sees the others by these");
        // Somebody of whom there is no folder takes nobody's letter, whatever they are called.
        let stranger = told("urn:mia", &[("urn:x", "abe"), ("urn:y", "mab"), ("urn:mei", "mei")]);
        assert_eq!(stranger, "abe=A mab=B max=M mei=E tom=T");
    }

    fn written_by(id: &str, name: &str) -> AnchoredAnnotation {
        let record = format!(
            r#"{{"id":"urn:of-{id}","type":"Annotation","motivation":"describing","creator":"{id}","body":"words","target":"urn:sha256:00"}}"#
        );
        let record = crate::annotation::Record::parse(&record).unwrap();
        AnchoredAnnotation {
            annotation: record.annotation().unwrap(),
            record,
            anchor: crate::annotation::Anchor::NOWHERE,
            reader: name.to_owned(),
            mine: false,
            saved: true,
            origin: Origin::Here,
            hidden: false,
        }
    }

    proptest! {
        #[test]
        fn letters_are_unique_as_far_as_they_go(names in prop::collection::btree_set("[a-zA-Zé林 ]{0,4}", 0..50)) {
            let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| *name != "me").collect();
            let people = Participants::of(&readers(&names), &"urn:me".into(), &[]);
            let letters: BTreeSet<char> = people.all.iter().map(|person| person.sign.letter).collect();
            prop_assert_eq!(letters.len(), people.all.len());
            prop_assert_eq!(people.all.len(), names.len() + 1);
        }
    }
}
