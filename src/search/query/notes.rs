//! What a query means for an annotation. It knows no list and no screen.

use super::Query;
use super::expression::{Expr, WordTest};
use super::fields::{FieldTest, Since};
use super::near::near;
use super::texts::{TextFacts, hits, in_order};
use crate::annotation::{AnchorState, Annotation, Audience, mention};
use crate::search::{Pattern, find};
use crate::text::{Span, fold, hyphen};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The most places of a word in one annotation that are looked at.
const MOST_PLACES: usize = 1000;

/// What a query asks that the annotation itself does not say.
#[derive(Clone, Copy, Debug, Default)]
pub struct QueryContext<'a> {
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
    /// Who may read it.
    pub audience: &'a Audience,
    /// The text it is on.
    pub text: TextFacts<'a>,
    /// The day; without it nothing is as young as `since:` asks.
    pub today: Option<Date>,
}

impl Query {
    /// Whether it lets an annotation through.
    pub fn matches(&self, annotation: &Annotation, context: &QueryContext) -> bool {
        let Some(expr) = &self.meant else { return true };
        // Folding a long note costs something; only words ask for it.
        let asked = asks_words(expr);
        let [plain, folded] = if asked { searchable(annotation, context) } else { Default::default() };
        Trial { annotation, context, plain: &plain, folded: &folded }.holds(expr)
    }
}

impl Query {
    /// The hits of a query of texts in the words of an annotation, in order, none over another; `None` where it does not hold.
    /// What it asks of annotations is asked of this one.
    pub fn hits_in_words(&self, words: &str, annotation: &Annotation, context: &QueryContext) -> Option<Vec<Span>> {
        let trial = Trial { annotation, context, plain: words, folded: words };
        hits(self.meant.as_ref()?, &words.into(), &|test| trial.field(test)).map(in_order)
    }

    /// Whether it asks where passages stand now: what only a look into the texts can answer.
    pub fn asks_for_states(&self) -> bool {
        self.meant.as_ref().is_some_and(asks_states)
    }

    /// Whether it asks for any words, not for fields alone.
    pub fn asks_for_words(&self) -> bool {
        self.meant.as_ref().is_some_and(asks_words)
    }
}

fn asks_states(expr: &Expr) -> bool {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => parts.iter().any(asks_states),
        Expr::Not(part) => asks_states(part),
        Expr::Field(test) => matches!(test, FieldTest::State(_)),
        Expr::Words(_) | Expr::Near(..) => false,
    }
}

fn asks_words(expr: &Expr) -> bool {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => parts.iter().any(asks_words),
        Expr::Not(part) => asks_words(part),
        Expr::Words(_) | Expr::Near(..) => true,
        Expr::Field(_) => false,
    }
}

/// One annotation that a query is tried on.
#[derive(Clone, Copy)]
struct Trial<'a> {
    annotation: &'a Annotation,
    context: &'a QueryContext<'a>,
    /// Note, quote and tags as they are.
    plain: &'a str,
    /// And folded.
    folded: &'a str,
}

impl Trial<'_> {
    fn holds(self, expr: &Expr) -> bool {
        match expr {
            Expr::All(parts) => parts.iter().all(|part| match part.choice() {
                None => self.holds(part),
                choice => parts.iter().any(|other| other.choice() == choice && self.holds(other)),
            }),
            Expr::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Expr::Not(part) => !self.holds(part),
            Expr::Words(words) => self.first(words),
            Expr::Near(left, right, count) => self.near(left, right, *count),
            Expr::Field(test) => self.field(test),
        }
    }

    fn first(self, words: &WordTest) -> bool {
        match words {
            WordTest::Folded(words, false) => self.folded.contains(words.as_str()),
            WordTest::Folded(words, true) => places(self.folded, words, true).next().is_some(),
            WordTest::Forms(forms) => forms.is_in(self.plain),
            WordTest::Pattern(pattern) => !find(pattern, self.plain, Span::new(0, self.plain.len()), 1).is_empty(),
        }
    }

    fn near(self, left: &WordTest, right: &WordTest, count: usize) -> bool {
        // Two sides of which one is an expression are looked for in the text as it stands.
        let folded = matches!((left, right), (WordTest::Folded(..), WordTest::Folded(..)));
        let text = if folded { self.folded } else { self.plain };
        let found = |pattern: &Pattern| find(pattern, text, Span::new(0, text.len()), MOST_PLACES);
        let all = |words: &WordTest| -> Vec<Span> {
            match words {
                WordTest::Pattern(pattern) => found(pattern),
                WordTest::Forms(forms) => forms.places(text, MOST_PLACES),
                WordTest::Folded(words, prefix) if folded => places(text, words, *prefix).take(MOST_PLACES).collect(),
                // Folded words are small and plain letters, which a pattern finds in any form.
                WordTest::Folded(words, true) => Pattern::beginning(words).as_ref().map(found).unwrap_or_default(),
                WordTest::Folded(words, false) => Pattern::quotation(words).as_ref().map(found).unwrap_or_default(),
            }
        };
        !near(&text.into(), &all(left), &all(right), count).is_empty()
    }

    fn field(self, test: &FieldTest) -> bool {
        let Self { annotation, context, .. } = self;
        let note = annotation.note.as_deref().unwrap_or_default();
        match test {
            FieldTest::Kind(kind) => annotation.kind == *kind,
            FieldTest::Tag(tag) => annotation.tags.iter().any(|known| is_under(&fold::typed(known), tag)),
            FieldTest::Color(color) => annotation.color == Some(*color),
            FieldTest::Reader(reader) => fold::typed(context.reader).contains(reader.as_str()),
            FieldTest::State(state) => context.state == Some(*state),
            FieldTest::Mine => context.mine,
            FieldTest::Picked => context.picked,
            FieldTest::Private => context.audience.is_private(),
            FieldTest::Addressed => context.audience.recipients().is_some(),
            FieldTest::Shared => *context.audience == Audience::Everybody,
            FieldTest::Mentions(name) => mentioned(note, name, context.me),
            FieldTest::Note(words) => fold::typed(note).contains(words.as_str()),
            FieldTest::Quote(words) => fold::typed(context.quote).contains(words.as_str()),
            FieldTest::Since(since) => is_since(annotation, *since, context.today),
            FieldTest::In(_) | FieldTest::Author(_) | FieldTest::Date(..) => context.text.passes(test),
        }
    }
}

fn is_since(annotation: &Annotation, since: Since, today: Option<Date>) -> bool {
    let first = match since {
        Since::Day(day) => Some(day),
        Since::DaysAgo(days) => today.and_then(|today| today.checked_sub(i32::from(days).days()).ok()),
    };
    first.is_some_and(|first| annotation.modified.to_zoned(TimeZone::system()).date() >= first)
}

/// Where words stand in a folded text; with `prefix` only where a word begins.
fn places<'a>(text: &'a str, words: &'a str, prefix: bool) -> impl Iterator<Item = Span> + 'a {
    let begins = move |at: &usize| !prefix || text[..*at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(words).map(|(at, _)| at).filter(begins).map(|at| Span::new(at, at + words.len()))
}

/// Whether a note mentions the reader of that folded nickname; `me` is the one who asks.
fn mentioned(note: &str, name: &str, me: &str) -> bool {
    let wanted = if name == "me" { fold::typed(me) } else { name.to_owned() };
    mention::mentions(note).any(|name| fold::typed(name) == wanted)
}

/// Whether a tag is the one asked for or, with a slash, below it.
fn is_under(tag: &str, asked: &str) -> bool {
    tag.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Note, quote and tags, as they are and folded, with a line break between them that no word of a filter can hold.
fn searchable(annotation: &Annotation, context: &QueryContext) -> [String; 2] {
    let note = annotation.note.as_deref().unwrap_or_default();
    let quote = hyphen::one_line(context.quote);
    let parts = || [note, &quote].into_iter().chain(annotation.tags.iter().map(String::as_str));
    let join = |parts: Vec<String>| parts.join("\n\u{0}");
    [join(parts().map(str::to_owned).collect()), join(parts().map(fold::typed).collect())]
}

#[cfg(test)]
mod tests {
    use super::super::Scope;
    use super::*;
    use crate::annotation::{Color, Kind, Target};
    use proptest::prelude::*;

    fn question() -> Annotation {
        Annotation {
            id: "urn:uuid:1".into(),
            kind: Kind::Question,
            creator: "urn:uuid:mei".into(),
            created: jiff::Timestamp::UNIX_EPOCH,
            modified: "2026-11-20T12:00:00Z".parse().unwrap(),
            note: Some("@tomas @Béa: Why did\n  Buendía\u{0301} agree?".to_owned()),
            tags: vec!["GSOMIA".to_owned(), "policy/trade".to_owned()],
            color: Some(Color::Yellow),
            target: Target::Document("urn:sha256:d".to_owned()),
            links: Vec::new(),
        }
    }

    fn parsed(written: &str) -> Query {
        Query::parse(written, Scope::Notes).0
    }

    fn through(written: &str) -> bool {
        let authors = ["Ines Calder".to_owned()];
        let context = QueryContext {
            reader: "Méi",
            quote: "the Straße was closed",
            state: Some(AnchorState::Orphan),
            mine: true,
            me: "Tomas",
            picked: true,
            audience: &Audience::OnlyMe,
            text: TextFacts { path: "week-1/a.txt", title: "On Stones", authors: &authors, date: "2019-11" },
            today: Some(jiff::civil::date(2026, 11, 22)),
        };
        parsed(written).matches(&question(), &context)
    }

    #[test]
    fn every_field_lets_through_and_holds_back() {
        for (yes, no) in [
            ("kind:question", "kind:note"),
            ("kind:questions", "kind:replies"),
            ("tag:gsomia", "tag:gso"),
            ("tag:policy", "tag:pol"),
            ("tag:#policy", "tag:#x"),
            ("color:yellow", "colour:green"),
            ("reader:mei", "reader:ken"),
            ("by:mei", "by:ken"),
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
            ("note:buendia", "note:strasse"),
            ("quote:strasse", "quote:buendia"),
            ("in:week-1", "in:week-2"),
            ("in:stones", "in:walls"),
            ("author:calder", "author:north"),
            ("date:2019", "date:2020"),
            ("since:2026-11-20", "since:2026-11-22"),
            ("since:7d", "since:today"),
        ] {
            assert!(through(yes), "{yes}");
            assert!(!through(no), "{no}");
        }
    }

    #[test]
    fn operators_prefixes_expressions_and_nearness_hold_for_notes_too() {
        for (yes, no) in [
            ("macondo OR buendia", "macondo AND buendia"),
            ("why AND NOT macondo", "why AND NOT buendia"),
            ("(kind:note OR kind:question) agree", "(kind:note OR kind:reply) agree"),
            ("buen*", "uendia*"),
            ("/bu\\w+/", "/^buendía/"),
            ("why NEAR/2 agree", "why NEAR/1 agree"),
            ("why NEAR/9 /Buen\\w+/", "why NEAR/9 /x/"),
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
        let written = "kind:sonnet agree tag: foo:bar \"open";
        let (query, faults) = Query::parse(written, Scope::Notes);
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert!(faults.iter().any(|fault| fault.message.contains("highlight, note, question")));
        let note = |note: &str| Annotation { note: Some(note.to_owned()), ..question() };
        assert!(query.matches(&note("agree foo:bar open"), &QueryContext::default()));
        assert!(!query.matches(&note("agree open"), &QueryContext::default()));
    }

    proptest! {
        #[test]
        fn any_text_is_a_filter(written in "[\\PC \"-:]{0,60}") {
            let _ = parsed(&written).matches(&question(), &QueryContext::default());
        }

        #[test]
        fn negating_a_term_turns_it_round(written in "(kind|tag|color|state|is|reader):(question|gsomia|yellow|orphan|mine|picked|mei)|[a-z]{1,5}") {
            if Query::parse(&written, Scope::Notes).1.is_empty() {
                prop_assert_ne!(through(&written), through(&format!("-{written}")));
            }
        }
    }
}
