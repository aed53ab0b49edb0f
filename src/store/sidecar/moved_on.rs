//! Names that texts have handed on: 01 became 02 and 02 became 03, or two have exchanged their names. All of these names are in use, so none
//! is gone; which text was meant tells the digest that a sidecar began with. It reads no file.
//!
//! That a text which was annotated stands under another name says little by itself: whoever corrects one may keep the version before it
//! under a new name, and its notes belong to what was corrected. So a text has moved on only to a name whose own sidecars began with
//! another text; or to a name without any, from one that another annotated text has come to. Of what is left nothing is guessed.

use crate::document::DocPath;
use crate::store::fs::digest::Digest;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is known of a name under which there are sidecars.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct AnnotatedName {
    /// The digests of the text that they say they began with.
    pub begun: BTreeSet<Digest>,
    /// The digest of the text that has the name; `None` where none has, or it is not known.
    pub held: Option<Digest>,
    /// Whether a text has the name.
    pub is_there: bool,
}

/// A text that was annotated under one name and has another, which was in use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct MovedText {
    /// The name that it was annotated under.
    pub from: DocPath,
    /// The name that it has.
    pub to: DocPath,
    /// Its digest.
    pub digest: Digest,
}

/// The names with sidecars, each with what is known of it.
pub(in crate::store) type AnnotatedNames = BTreeMap<DocPath, AnnotatedName>;

/// The texts that have moved on. `names` are those with sidecars; `without` gives the texts without any that have a digest, and is asked
/// only where another text has come to the name of that one.
pub(in crate::store) fn moved_on(names: &AnnotatedNames, without: &dyn Fn(&Digest) -> Vec<DocPath>) -> Vec<MovedText> {
    let mut holders: HashMap<Digest, Vec<&DocPath>> = HashMap::new();
    for (path, name) in names {
        if let Some(held) = name.held.filter(|held| name.begun.iter().any(|begun| begun != held)) {
            holders.entry(held).or_default().push(path);
        }
    }
    let left = names.iter().flat_map(|(from, name)| left_by(name).map(move |digest| (from, digest)));
    let left: Vec<(&DocPath, Digest)> = left.collect();
    let step = |from: &DocPath, to: &DocPath, digest: Digest| MovedText { from: from.clone(), to: to.clone(), digest };
    let mut moved: BTreeSet<MovedText> = BTreeSet::new();
    for (from, digest) in &left {
        let to = holders.get(digest).into_iter().flatten().filter(|to| *to != from);
        moved.extend(to.map(|to| step(from, to, *digest)));
    }
    let reached: BTreeSet<DocPath> = moved.iter().map(|moved| moved.to.clone()).collect();
    for (from, digest) in left.iter().filter(|(from, _)| reached.contains(*from)) {
        moved.extend(without(digest).iter().map(|to| step(from, to, *digest)));
    }
    moved.into_iter().collect()
}

/// The digests that sidecars under a name began with and that it has no more.
fn left_by(name: &AnnotatedName) -> impl Iterator<Item = Digest> {
    // What a text is that could not be looked into is not known, so nothing has left it.
    let is_known = name.held.is_some() || !name.is_there;
    name.begun.iter().copied().filter(move |begun| is_known && Some(*begun) != name.held)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;
    use crate::store::fs::digest::digest;

    /// Names as `01: a b > c`: sidecars that began with the texts a and b, and the text c there now; and what moved, as `01 > 02`.
    fn moves(names: &[&str], without: &[(&str, &str)]) -> Vec<String> {
        let of = |text: &str| digest(text.as_bytes());
        let name = |line: &&str| {
            let (path, rest) = line.split_once(": ").unwrap();
            let (begun, held) = rest.split_once(" > ").unwrap();
            let begun = begun.split(' ').map(of).collect();
            let (held, is_there) = match held {
                "-" => (None, false),
                "?" => (None, true),
                text => (Some(of(text)), true),
            };
            (doc_path(path), AnnotatedName { begun, held, is_there })
        };
        let without = |wanted: &Digest| {
            let holds = without.iter().filter(|(_, text)| of(text) == *wanted);
            holds.map(|(path, _)| doc_path(path)).collect()
        };
        let moved = moved_on(&names.iter().map(name).collect(), &without);
        moved.iter().map(|moved| format!("{} > {}", moved.from, moved.to)).collect()
    }

    #[test]
    fn names_that_were_exchanged_or_handed_on_are_known_by_what_their_sidecars_began_with() {
        assert_eq!(moves(&["01: a > b", "02: b > a"], &[]), ["01 > 02", "02 > 01"]);
        assert_eq!(moves(&["01: a > x", "02: b > a", "03: c > b"], &[("04", "c")]), ["01 > 02", "02 > 03", "03 > 04"]);
        assert_eq!(moves(&["01: a > b", "02: b > c", "03: c > -"], &[]), ["02 > 01", "03 > 02"], "a name fewer");
        assert_eq!(moves(&["01: a > b", "02: a b > a"], &[]), ["01 > 02", "02 > 01"], "somebody has begun anew there");
    }

    #[test]
    fn a_text_that_was_corrected_keeps_its_annotations_whatever_else_has_its_words() {
        assert!(moves(&["01: a > x"], &[("old/01", "a")]).is_empty(), "the version before it is kept");
        assert!(moves(&["01: a > x", "old/01: a > a"], &[]).is_empty(), "and annotated");
        assert!(moves(&["01: a > x", "02: b > y"], &[("03", "a"), ("04", "b")]).is_empty());
        assert!(moves(&["01: a > a", "02: b > a"], &[]).is_empty(), "02 is a copy now");
        assert!(moves(&["01: a > ?", "02: b > a"], &[]).is_empty(), "what cannot be read has lost nothing");
    }
}
