//! Which annotations are shown: words and `kind:question tag:gsomia color:yellow reader:mei state:orphan is:mine
//! is:picked mentions:me`.
//!
//! As written → as meant, with all faults told. It knows no list and no screen.

use super::{AnchorState, Annotation, Color, Kind, mention};
use crate::text::fold;

/// A filter as it is meant. The empty one lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    negated: bool,
    test: Test,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    /// Folded words that stand in the note, the quote or a tag.
    Words(String),
    Kind(Kind),
    Tag(String),
    Color(Color),
    Reader(String),
    State(AnchorState),
    Mine,
    /// The reader of that nickname is mentioned; `me` is who asks.
    Mentions(String),
    /// Somebody has picked it.
    Picked,
}

/// What a filter asks that the annotation itself does not say.
#[derive(Clone, Copy, Debug, Default)]
pub struct FilterContext<'a> {
    /// The nickname of the reader who made it.
    pub reader: &'a str,
    /// The words it is about, as they stand in the text now or in the record.
    pub quote: &'a str,
    /// How sure its place is; `None` where that is not known.
    pub state: Option<AnchorState>,
    /// Whether the reader who asks made it.
    pub mine: bool,
    /// The nickname of the reader who asks; empty where that is not known.
    pub me: &'a str,
    /// Whether somebody has picked it for a digest.
    pub picked: bool,
}

impl Filter {
    /// Reads a filter and tells what in it is not understood. All terms must hold; of several kinds, colours,
    /// readers or states (which exclude each other) one. `-` negates a term, quotation marks keep words together, in
    /// any letter case and with or without accents. An unknown field is searched for as words; an unknown value is left out.
    pub fn parse(written: &str) -> (Self, Vec<String>) {
        let (words, mut faults) = split(written);
        let mut terms = Vec::new();
        for word in words {
            match meant(&word) {
                Ok(test) => terms.push(Term { negated: word.negated, test }),
                Err((test, fault)) => {
                    faults.push(fault);
                    terms.extend(test.map(|test| Term { negated: word.negated, test }));
                }
            }
        }
        (Self { terms }, faults)
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether it lets an annotation through.
    pub fn matches(&self, annotation: &Annotation, extra: &FilterContext) -> bool {
        // Folding a long note costs something; only words ask for it.
        let asks_words = self.terms.iter().any(|term| matches!(term.test, Test::Words(_)));
        let text = if asks_words { searchable(annotation, extra) } else { String::new() };
        let holds = |term: &Term| term.test.holds(annotation, extra, &text);
        self.terms.iter().all(|term| match (term.negated, term.test.choice()) {
            (true, _) => !holds(term),
            (false, None) => holds(term),
            (false, choice) => self.terms.iter().any(|t| !t.negated && t.test.choice() == choice && holds(t)),
        })
    }
}

impl Test {
    /// The group of tests of which an annotation can pass one only.
    fn choice(&self) -> Option<u8> {
        match self {
            Self::Kind(_) => Some(0),
            Self::Color(_) => Some(1),
            Self::Reader(_) => Some(2),
            Self::State(_) => Some(3),
            Self::Words(_) | Self::Tag(_) | Self::Mine | Self::Mentions(_) | Self::Picked => None,
        }
    }

    fn holds(&self, annotation: &Annotation, extra: &FilterContext, text: &str) -> bool {
        match self {
            Self::Words(words) => text.contains(words.as_str()),
            Self::Kind(kind) => annotation.kind == *kind,
            Self::Tag(tag) => annotation.tags.iter().any(|known| is_under(&fold::typed(known), tag)),
            Self::Color(color) => annotation.color == Some(*color),
            Self::Reader(reader) => fold::typed(extra.reader).contains(reader.as_str()),
            Self::State(state) => extra.state == Some(*state),
            Self::Mine => extra.mine,
            Self::Mentions(name) => mentioned(annotation, name, extra.me),
            Self::Picked => extra.picked,
        }
    }
}

/// Whether the note of an annotation mentions the reader of that folded nickname; `me` is the one who asks.
fn mentioned(annotation: &Annotation, name: &str, me: &str) -> bool {
    let wanted = if name == "me" { fold::typed(me) } else { name.to_owned() };
    mention::mentions(annotation.note.as_deref().unwrap_or_default()).any(|name| fold::typed(name) == wanted)
}

/// Whether a tag is the one asked for or, with a slash, below it.
fn is_under(tag: &str, asked: &str) -> bool {
    tag.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Note, quote and tags, folded, with a line break between them that no word of a filter can hold.
fn searchable(annotation: &Annotation, extra: &FilterContext) -> String {
    let note = annotation.note.as_deref().unwrap_or_default();
    let parts = [note, extra.quote].into_iter().chain(annotation.tags.iter().map(String::as_str));
    parts.map(fold::typed).collect::<Vec<_>>().join("\n\u{0}")
}

/// One term as written.
struct WrittenTerm {
    negated: bool,
    /// What stands before a colon outside quotation marks.
    field: Option<String>,
    value: String,
}

/// Splits at blanks outside quotation marks; the straight mark and the curly ones are the same.
fn split(written: &str) -> (Vec<WrittenTerm>, Vec<String>) {
    let (mut words, mut faults) = (Vec::new(), Vec::new());
    let mut rest = written.trim_start();
    while !rest.is_empty() {
        let negated = rest.starts_with('-');
        let (mut word, mut quoted) = (WrittenTerm { negated, field: None, value: String::new() }, false);
        let start = usize::from(negated);
        let mut end = rest.len();
        for (at, c) in rest.char_indices().skip(start) {
            match c {
                '"' | '“' | '”' => quoted = !quoted,
                ':' if !quoted && word.field.is_none() && !word.value.is_empty() => {
                    word.field = Some(std::mem::take(&mut word.value));
                }
                c if c.is_whitespace() && !quoted => {
                    end = at;
                    break;
                }
                c => word.value.push(c),
            }
        }
        if quoted {
            faults.push("a quotation mark is not closed".to_owned());
        }
        rest = rest[end..].trim_start();
        if word.field.is_some() || !word.value.trim().is_empty() {
            words.push(word);
        }
    }
    (words, faults)
}

/// What a term means, or a fault and the words to search for instead.
fn meant(word: &WrittenTerm) -> Result<Test, (Option<Test>, String)> {
    let value = fold::typed(word.value.trim());
    let Some(field) = &word.field else { return Ok(Test::Words(value)) };
    if value.is_empty() {
        return Err((None, format!("{field}: what?")));
    }
    let unknown = |known: &str| (None, format!("{field}:{} is unknown; there are {known}", word.value));
    match fold::typed(field).as_str() {
        "kind" | "type" => kind(&value).map(Test::Kind).ok_or_else(|| unknown(&names(KINDS, Kind::name))),
        "tag" => Ok(Test::Tag(value)),
        "color" | "colour" => color(&value).map(Test::Color).ok_or_else(|| unknown(&names(Color::ALL, Color::name))),
        "reader" | "by" => Ok(Test::Reader(value)),
        "mentions" | "mention" => Ok(Test::Mentions(value.trim_start_matches('@').to_owned())),
        "state" => state(&value).map(Test::State).ok_or_else(|| unknown(&names(STATES, AnchorState::name))),
        "is" if value == "mine" => Ok(Test::Mine),
        "is" if value == "picked" => Ok(Test::Picked),
        "is" => state(&value).map(Test::State).ok_or_else(|| unknown("mine, picked and the states of anchors")),
        _ => {
            let words = fold::typed(&format!("{field}:{}", word.value));
            Err((Some(Test::Words(words)), format!("{field}: is no field; searched for as words")))
        }
    }
}

/// The kinds that can be asked for.
const KINDS: [Kind; 9] = [
    Kind::Highlight,
    Kind::Note,
    Kind::Question,
    Kind::Reply,
    Kind::Vote,
    Kind::Bookmark,
    Kind::DocumentNote,
    Kind::Link,
    Kind::Prompt,
];

const STATES: [AnchorState; 5] =
    [AnchorState::Same, AnchorState::Moved, AnchorState::Changed, AnchorState::Uncertain, AnchorState::Orphan];

/// A kind by its name, one or many.
fn kind(name: &str) -> Option<Kind> {
    let singular = name.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let names = [Some(name.to_owned()), name.strip_suffix('s').map(str::to_owned), singular];
    KINDS.into_iter().find(|kind| names.iter().flatten().any(|name| name == kind.name()))
}

fn color(name: &str) -> Option<Color> {
    Color::ALL.into_iter().chain([Color::Other]).find(|color| color.name() == name)
}

fn state(name: &str) -> Option<AnchorState> {
    let singular = name.strip_suffix('s').unwrap_or(name);
    STATES.into_iter().find(|state| state.name() == name || state.name() == singular)
}

fn names<T, const N: usize>(all: [T; N], name: fn(T) -> &'static str) -> String {
    all.map(name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Target;
    use proptest::prelude::*;

    fn question() -> Annotation {
        Annotation {
            id: "urn:uuid:1".to_owned(),
            kind: Kind::Question,
            creator: "urn:uuid:mei".to_owned(),
            created: jiff::Timestamp::UNIX_EPOCH,
            modified: jiff::Timestamp::UNIX_EPOCH,
            note: Some("@tomas @Béa: Why did\n  Buendía\u{0301} agree?".to_owned()),
            tags: vec!["GSOMIA".to_owned(), "policy/trade".to_owned()],
            color: Some(Color::Yellow),
            target: Target::Document("urn:sha256:d".to_owned()),
            link: None,
        }
    }

    fn through(written: &str) -> bool {
        let extra = FilterContext {
            reader: "Méi",
            quote: "the Straße was closed",
            state: Some(AnchorState::Orphan),
            mine: true,
            me: "Tomas",
            picked: true,
        };
        Filter::parse(written).0.matches(&question(), &extra)
    }

    #[test]
    fn every_field_lets_through_and_holds_back() {
        for (yes, no) in [
            ("kind:question", "kind:note"),
            ("kind:questions", "kind:replies"),
            ("tag:gsomia", "tag:gso"),
            ("tag:policy", "tag:pol"),
            ("color:yellow", "colour:green"),
            ("reader:mei", "reader:ken"),
            ("state:orphan", "state:same"),
            ("is:mine", "-is:mine"),
            ("is:picked", "-is:picked"),
            ("is:orphan", "is:moved"),
            ("mentions:me", "-mentions:me"),
            ("mentions:bea", "mentions:tom"),
            ("mentions:@tomas mentions:bea", "mentions:mei"),
            ("buendia", "macondo"),
            ("STRAßE -ken", "straße -closed"),
            ("\"why did buendia\"", "\"buendia why\""),
            ("-kind:note", "-kind:question"),
            ("tag:\"GSOMIA\"", "tag:\"gsomia 2\""),
            ("", "-agree"),
        ] {
            assert!(through(yes), "{yes}");
            assert!(!through(no), "{no}");
        }
    }

    #[test]
    fn all_terms_must_hold_but_one_of_several_kinds() {
        assert!(through("kind:note kind:question agree"));
        assert!(!through("kind:question agree absent"));
        assert!(!through("tag:gsomia tag:other"));
        assert!(!through("kind:note kind:question -color:yellow"));
    }

    #[test]
    fn words_do_not_reach_from_the_note_into_the_quote() {
        assert!(!through("\"agree? the\""));
    }

    #[test]
    fn faults_are_told_and_the_rest_still_counts() {
        let (filter, faults) = Filter::parse("kind:sonnet agree tag: foo:bar \"open");
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert!(faults.iter().any(|fault| fault.contains("highlight, note, question")));
        assert_eq!(filter.terms.len(), 3);
    }

    proptest! {
        #[test]
        fn any_text_is_a_filter(written in "[\\PC \"-:]{0,60}") {
            let (filter, _) = Filter::parse(&written);
            let _ = filter.matches(&question(), &FilterContext::default());
        }

        #[test]
        fn negating_a_term_turns_it_round(written in "(kind|tag|color|state|is|reader):(question|gsomia|yellow|orphan|mine|picked|mei)|[a-z]{1,5}") {
            if Filter::parse(&written).1.is_empty() {
                prop_assert_ne!(through(&written), through(&format!("-{written}")));
            }
        }
    }
}
