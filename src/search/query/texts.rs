//! What a query means for a text: whether it holds, and which words of the text say so. It reads no file.

use super::Query;
use super::expression::{Expr, WordTest};
use super::fields::{FieldTest, is_between};
use super::near::near;
use crate::search::{SearchText, find};
use crate::text::{Span, fold};

/// The most hits in one text that are told.
pub const MOST_HITS: usize = 1_000_000;

/// What is known of a text besides its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextFacts<'a> {
    /// Its path in the corpus.
    pub path: &'a str,
    /// Its title; empty where it has none.
    pub title: &'a str,
    /// Its authors.
    pub authors: &'a [String],
    /// Its date in ISO 8601, as precise as it is known; may be empty.
    pub date: &'a str,
}

impl TextFacts<'_> {
    /// Whether a test of a text holds; one of annotations does not.
    pub(super) fn passes(&self, test: &FieldTest) -> bool {
        match test {
            FieldTest::In(words) => {
                [self.path, self.title].iter().any(|name| fold::typed(name).contains(words.as_str()))
            }
            FieldTest::Author(name) => self.authors.iter().any(|author| fold::typed(author).contains(name.as_str())),
            FieldTest::Date(from, to) => !self.date.is_empty() && is_between(self.date, from, to),
            _ => false,
        }
    }
}

impl Query {
    /// The hits in a text, in text order, none over another; `None` where the query does not hold there. A text of which
    /// only its facts or the absence of words are asked holds without hits.
    pub fn hits_in<'a>(&self, text: impl Into<SearchText<'a>>, facts: &TextFacts) -> Option<Vec<Span>> {
        let (text, passes) = (&text.into(), |test: &FieldTest| facts.passes(test));
        let hits = self.meant.as_ref().map_or_else(|| Some(Vec::new()), |expr| hits(expr, text, &passes))?;
        Some(in_order(hits))
    }

    /// Whether it holds in a text by the words as they were typed, without other forms of them.
    pub fn holds_exactly_in<'a>(&self, text: impl Into<SearchText<'a>>, facts: &TextFacts) -> bool {
        let (text, passes) = (&text.into(), |test: &FieldTest| facts.passes(test));
        self.meant.as_ref().is_none_or(|expr| !expr.asks_forms() || hits(&expr.exactly(), text, &passes).is_some())
    }

    /// Whether it could hold in a text of which only the words are known.
    pub fn could_hold_in<'a>(&self, text: impl Into<SearchText<'a>>) -> bool {
        let text = &text.into();
        self.meant.as_ref().is_none_or(|expr| could_hold(expr, text) != Some(false))
    }
}

/// Hits in text order, none over another.
pub(super) fn in_order(mut hits: Vec<Span>) -> Vec<Span> {
    hits.sort_unstable();
    let mut end = 0;
    hits.retain(|hit| hit.start >= end && std::mem::replace(&mut end, hit.end) <= hit.start);
    hits.truncate(MOST_HITS);
    hits
}

/// The hits of an expression in a text of which `passes` knows what fields ask; `None` where it does not hold.
pub(super) fn hits(expr: &Expr, text: &SearchText<'_>, passes: &dyn Fn(&FieldTest) -> bool) -> Option<Vec<Span>> {
    let some = |spans: Vec<Span>| (!spans.is_empty()).then_some(spans);
    match expr {
        Expr::All(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(hits(part, text, passes)?);
            }
            Some(all)
        }
        Expr::Any(parts) => {
            let found: Vec<Vec<Span>> = parts.iter().filter_map(|part| hits(part, text, passes)).collect();
            (!found.is_empty()).then(|| found.into_iter().flatten().collect())
        }
        Expr::Not(part) => hits(part, text, passes).is_none().then(Vec::new),
        Expr::Words(words) => some(places(words, text, MOST_HITS)),
        Expr::Near(left, right, count) => {
            some(near(text, &places(left, text, MOST_HITS), &places(right, text, MOST_HITS), *count))
        }
        Expr::Field(test) => passes(test).then(Vec::new),
    }
}

fn places(words: &WordTest, text: &SearchText<'_>, most: usize) -> Vec<Span> {
    match words {
        WordTest::Pattern(pattern) => {
            text.find(pattern.reach(), most, |text| find(pattern, text, Span::new(0, text.len()), most))
        }
        WordTest::Forms(forms) => text.find(forms.reach(), most, |text| forms.places(text, most)),
        // Queries of texts have none of these.
        WordTest::Folded(..) => Vec::new(),
    }
}

/// Whether a part holds by the words alone; `None` where that needs what else is known of the text.
fn could_hold(expr: &Expr, text: &SearchText<'_>) -> Option<bool> {
    let both = |left: &WordTest, right: &WordTest| [left, right].iter().all(|words| !places(words, text, 1).is_empty());
    match expr {
        Expr::All(parts) => all_of(parts.iter().map(|part| could_hold(part, text))),
        Expr::Any(parts) => {
            all_of(parts.iter().map(|part| could_hold(part, text).map(|holds| !holds))).map(|none| !none)
        }
        Expr::Not(part) => could_hold(part, text).map(|holds| !holds),
        Expr::Words(words) => Some(!places(words, text, 1).is_empty()),
        // Near is another question.
        Expr::Near(left, right, _) if both(left, right) => None,
        Expr::Near(..) => Some(false),
        Expr::Field(_) => None,
    }
}

/// Whether all hold: no, where one surely does not.
fn all_of(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            None => all = None,
            Some(true) => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::Scope;
    use super::*;

    const FACTS: TextFacts<'_> = TextFacts { path: "week-1/a.txt", title: "On Stones", authors: &[], date: "2019-11" };

    /// `marked` with every hit in braces is what the query makes of it; `None` where it does not hold.
    fn marked(written: &str, text: &str) -> Option<String> {
        let (query, faults) = Query::parse(written, Scope::Texts);
        assert!(faults.is_empty(), "{faults:?}");
        let hits = query.hits_in(text, &FACTS);
        assert!(hits.is_none() || query.could_hold_in(text), "{written}");
        hits.map(|hits| {
            let mut shown = text.to_owned();
            for hit in hits.into_iter().rev() {
                shown.insert(hit.end, '}');
                shown.insert(hit.start, '{');
            }
            shown
        })
    }

    fn check(written: &str, expected: &str) {
        let text = expected.replace(['{', '}'], "");
        assert_eq!(marked(written, &text).as_deref(), Some(expected), "{written}");
    }

    #[test]
    fn all_that_is_looked_for_is_marked_where_the_query_holds() {
        check("old wall", "An {old wall} and a wall");
        check("old AND wall", "An {old} {wall} and a {wall}");
        check("moss OR wall", "An old {wall}");
        check("wall NOT moss", "An old {wall}");
        check("/w.ll/ NEAR/1 old", "An {old wall}, and far from old and another wall");
        assert_eq!(marked("wall AND moss", "An old wall"), None);
        assert_eq!(marked("wall NOT old", "An old wall"), None);
        assert_eq!(marked("old NEAR/0 far", "An old wall far off"), None);
    }

    #[test]
    fn a_prefix_begins_a_word_and_words_are_found_inside_of_words() {
        check("wal*", "{wal}nut, {Wal}l, seawall, ÀWal");
        check("wal", "{wal}nut, sea{wal}l");
    }

    #[test]
    fn a_word_is_found_before_its_particles_and_beside_its_neighbours() {
        check("일본", "{일본}은 {일본}과의 남{일본}");
        check("일본*", "{일본}은 {일본}과의 남일본");
        check("東京", "大{東京}に{東京}都");
        check("東京*", "大{東京}に{東京}都");
    }

    #[test]
    fn width_is_folded() {
        check("gsomia", "{ＧＳＯＭＩＡ} {gsomia}");
        check("ＧＳＯＭＩＡ", "{ＧＳＯＭＩＡ} {GSOMIA} gsomia");
    }

    #[test]
    fn facts_of_the_text_hold_without_hits() {
        check("in:week-1", "An old wall");
        check("wall in:stones date:2019", "An old {wall}");
        check("NOT moss", "An old wall");
        assert_eq!(marked("wall in:week-2", "An old wall"), None);
        assert_eq!(marked("wall (in:week-2 OR author:x)", "An old wall"), None);
    }

    #[test]
    fn hits_over_each_other_are_one() {
        check("wall OR old wall", "An {old wall}");
        check("all OR wall", "A {wall}");
    }
}
