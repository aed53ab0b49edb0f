//! Mentions: `@nickname` in a note means that reader. An address (`mei@example.org`) and a path (`/@mei`) mean nobody. It
//! does not know who is there.

/// The longest name that is looked at, in bytes.
const LONGEST: usize = 128;

/// The names that a note mentions, in order, as they are written there. Takes one walk over the note.
pub fn mentions(note: &str) -> impl Iterator<Item = &str> {
    note.match_indices('@').filter_map(|(at, _)| {
        let before = note[..at].chars().next_back();
        let name = name_at(&note[at + 1..]);
        (!name.is_empty() && before.is_none_or(|c| !belongs_to_address(c))).then_some(name)
    })
}

/// Whether a note mentions the reader of that nickname, in any letter case.
pub fn is_mentioned(note: &str, nickname: &str) -> bool {
    let wanted = nickname.to_lowercase();
    !wanted.is_empty() && mentions(note).any(|name| name.to_lowercase() == wanted)
}

/// What has been typed of a mention at the end of a line: after its `@`, perhaps nothing yet.
pub fn begun(line: &str) -> Option<&str> {
    let at = line.rfind('@')?;
    let typed = &line[at + 1..];
    let free = line[..at].chars().next_back().is_none_or(|c| !belongs_to_address(c));
    (free && typed.chars().all(is_of_name)).then_some(typed)
}

/// The name at the beginning of a text; a full stop or hyphen behind it is not of it. A name that goes on as an address
/// (`@mei@example.org`) is none.
fn name_at(text: &str) -> &str {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let end = text.find(|c| !is_of_name(c)).unwrap_or(text.len());
    if text[end..].starts_with('@') { "" } else { text[..end].trim_end_matches(['.', '-', '_']) }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.') || unicode_normalization::char::is_combining_mark(c)
}

/// Whether an `@` behind this character belongs to an address or a path.
fn belongs_to_address(c: char) -> bool {
    is_of_name(c) || matches!(c, '/' | '+' | '%' | '@' | ':' | '=' | '&')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(note: &str) -> Vec<&str> {
        mentions(note).collect()
    }

    #[test]
    fn a_name_behind_a_sign_is_a_mention() {
        assert_eq!(found("@mei, see (@tomas) and @ana-maria."), ["mei", "tomas", "ana-maria"]);
        assert_eq!(found("so says @jürgen.\n@田中 also"), ["jürgen", "田中"]);
        assert_eq!(found("@mei.k @mei... @ @@mei"), ["mei.k", "mei"]);
    }

    #[test]
    fn addresses_and_paths_are_none() {
        assert_eq!(found("mei@example.org https://x.org/@mei a+b@c @mei@social.example"), Vec::<&str>::new());
    }

    #[test]
    fn case_does_not_matter_but_the_whole_name_does() {
        assert!(is_mentioned("what does @Mei say?", "mei"));
        assert!(!is_mentioned("what does @meinhard say?", "mei") && !is_mentioned("@", ""));
    }

    #[test]
    fn what_is_being_typed_is_known_to_its_end() {
        assert_eq!(
            [begun("see @to"), begun("see @"), begun("see @to "), begun("a@to")],
            [Some("to"), Some(""), None, None]
        );
    }

    proptest! {
        #[test]
        fn any_note_has_mentions_or_none(note in "[@a-c .é\\n-]{0,40}") {
            for name in mentions(&note) {
                prop_assert!(!name.is_empty() && !name.contains(['@', ' ', '\n']));
            }
        }
    }
}
