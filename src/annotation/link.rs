//! How a note names other places: `[[004:P12]]`, `[[004]]`, `[[#1b2c3d4e]]`. What is meant is kept beside the words, as a
//! [`Link`](super::Link). It looks nothing up.

/// The longest name of a place that is looked at, in bytes.
const LONGEST: usize = 256;

/// The most links of one note that are looked up.
const MOST: usize = 32;

/// What stands in the double brackets of a note, in order. Takes one walk over the note.
pub fn labels(note: &str) -> impl Iterator<Item = &str> {
    note.match_indices("[[").filter_map(|(at, _)| {
        let rest = &note[at + 2..];
        let rest = &rest[..rest.floor_char_boundary(LONGEST)];
        let label = &rest[..rest.find("]]")?];
        (!label.trim().is_empty() && !label.contains(['[', ']', '\n'])).then_some(label)
    })
}

/// The labels of a note that are to be looked up: each once, in order, and no more than are worth it.
pub fn distinct_labels(note: &str) -> Vec<&str> {
    let mut distinct = Vec::new();
    for label in labels(note) {
        if distinct.len() == MOST {
            break;
        }
        if !distinct.contains(&label) {
            distinct.push(label);
        }
    }
    distinct
}

/// What has been typed of a link at the end of a line: after its brackets, perhaps nothing yet.
pub fn begun(line: &str) -> Option<&str> {
    let typed = &line[line.rfind("[[")? + 2..];
    (typed.len() <= LONGEST && !typed.contains(['[', ']'])).then_some(typed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_stands_in_double_brackets_is_a_link() {
        let found = |note| labels(note).collect::<Vec<_>>();
        assert_eq!(found("see [[004:P12]] and [[日本:P3]], not [this] or [[]]"), ["004:P12", "日本:P3"]);
        assert_eq!(found("[[a]][[b]] [[c [[d]] [[over\nlines]] [[open"), ["a", "b", "d"]);
        assert_eq!(found("[[ ]] ]] [["), Vec::<&str>::new());
    }

    #[test]
    fn a_place_that_is_named_twice_is_looked_up_once() {
        assert_eq!(distinct_labels("[[a]] [[b]] [[a]]"), ["a", "b"]);
        let many = (0..100).map(|n| format!("[[{n}]]")).collect::<Vec<_>>().concat();
        assert_eq!(distinct_labels(&many).len(), MOST);
    }

    #[test]
    fn what_is_being_typed_is_known_to_its_end() {
        let all = [begun("see [[00"), begun("see [["), begun("see [[a]] b"), begun("see [a")];
        assert_eq!(all, [Some("00"), Some(""), None, None]);
    }

    proptest! {
        #[test]
        fn every_label_stands_in_its_note_between_brackets(note in "[\\[\\]a\n é]{0,40}") {
            for label in labels(&note) {
                let written = format!("[[{label}]]");
                prop_assert!(note.contains(&written));
            }
        }
    }
}
