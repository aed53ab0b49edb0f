//! Blind first reading: whether others' annotations on a text stay out of a reader's sight for now, and what is needed
//! still. It hides nothing itself, and nothing is ever changed on the disk: it is a help to read with one's own eyes
//! first, no secret.

use crate::annotation::{Annotation, Audience, Kind};
use jiff::civil::Date;

/// How long others' annotations on a text stay hidden: until the first of what is said; nothing hides nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// Until the reader has so many marks and notes on it.
    pub marks: Option<usize>,
    /// Until this day.
    pub until: Option<Date>,
}

/// Who looks at the text, and when.
#[derive(Clone, Copy, Debug, Default)]
pub struct Case {
    /// How many marks and notes the reader has on it, see [`is_mark`].
    pub own: usize,
    /// The day, where the reader is; an unknown day is before any other.
    pub today: Option<Date>,
    /// Whether it is who leads the seminar: from them nothing is hidden.
    pub leads: bool,
}

/// What is needed still, one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// So many more marks or notes of one's own.
    pub marks: Option<usize>,
    /// This day.
    pub until: Option<Date>,
}

impl Rule {
    /// What is needed before others' annotations show; `None` where they show.
    pub fn needs(&self, case: &Case) -> Option<Need> {
        let marks = self.marks.map(|wanted| wanted.saturating_sub(case.own));
        let is_time = |day: Date| case.today.is_some_and(|today| today >= day);
        let unbound = marks.is_none() && self.until.is_none();
        let met = marks == Some(0) || self.until.is_some_and(is_time);
        (!case.leads && !unbound && !met).then_some(Need { marks, until: self.until })
    }
}

impl Need {
    /// In words, to stand behind "they show": `when you have marked 2 more passages, or on 15 Feb`.
    pub fn words(&self, today: Option<Date>) -> String {
        let marks = self.marks.map(|count| {
            let passages = if count == 1 { "passage" } else { "passages" };
            format!("when you have marked {count} more {passages}")
        });
        let day = self.until.map(|day| format!("on {}", day_in_words(day, today)));
        [marks, day].into_iter().flatten().collect::<Vec<_>>().join(", or ")
    }

    /// Says when it is shown in the fewest words, to stand behind what is: `after 2 more marks or on 15 Feb`.
    pub fn short(&self, today: Option<Date>) -> String {
        let marks = self.marks.map(|count| format!("after {count} more {}", if count == 1 { "mark" } else { "marks" }));
        let day = self.until.map(|day| format!("on {}", day_in_words(day, today)));
        [marks, day].into_iter().flatten().collect::<Vec<_>>().join(" or ")
    }
}

/// How far off a day may be without its year being said.
const NEAR: i32 = 300;

/// `15 Feb`; with the year where the day alone might be taken for another.
fn day_in_words(day: Date, today: Option<Date>) -> String {
    let near = today.and_then(|today| day.since(today).ok()).is_some_and(|off| off.get_days().abs() <= NEAR);
    day.strftime(if near { "%-d %b" } else { "%-d %b %Y" }).to_string()
}

/// Whether it is one of the marks and notes that a reader is asked for: something of one's own on the text, not an answer to
/// somebody and not a bookmark.
pub fn is_mark(annotation: &Annotation) -> bool {
    matches!(annotation.kind, Kind::Highlight | Kind::Note | Kind::Question | Kind::DocumentNote | Kind::Link)
}

/// Whether it is hidden from others who read blind. A prompt is the leader's question to all, and what somebody wrote for one alone is
/// a letter.
pub fn is_kept_back(annotation: &Annotation, audience: &Audience) -> bool {
    annotation.kind != Kind::Prompt && audience.recipients().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const DAY: Date = date(2027, 2, 15);

    fn needs(marks: Option<usize>, until: Option<Date>, own: usize, today: Option<Date>) -> Option<Need> {
        Rule { marks, until }.needs(&Case { own, today, leads: false })
    }

    #[test]
    fn marks_or_the_day_whichever_comes_first() {
        let (before, on) = (Some(date(2027, 2, 14)), Some(DAY));
        assert_eq!(needs(Some(3), None, 1, before), Some(Need { marks: Some(2), until: None }));
        assert_eq!(needs(Some(3), None, 1, on), Some(Need { marks: Some(2), until: None }));
        assert_eq!(needs(Some(3), None, 3, before), None);
        assert_eq!(needs(None, Some(DAY), 99, before), Some(Need { marks: None, until: on }));
        assert_eq!(needs(None, Some(DAY), 0, on), None);
        assert_eq!(needs(Some(3), Some(DAY), 0, on), None);
        assert_eq!(needs(Some(3), Some(DAY), 3, before), None);
        assert_eq!(needs(Some(3), Some(DAY), 2, before), Some(Need { marks: Some(1), until: on }));
        assert_eq!(needs(None, None, 0, None), None, "a rule that says nothing hides nothing");
        assert!(needs(None, Some(DAY), 0, None).is_some(), "an unknown day is before any other");
    }

    #[test]
    fn from_the_leader_nothing_is_hidden() {
        let rule = Rule { marks: Some(3), until: Some(DAY) };
        assert_eq!(rule.needs(&Case { own: 0, today: None, leads: true }), None);
    }

    #[test]
    fn what_is_needed_is_said_in_words() {
        let today = Some(date(2026, 11, 18));
        let need = |marks, until| Need { marks, until };
        let both = need(Some(2), Some(DAY));
        assert_eq!(both.words(today), "when you have marked 2 more passages, or on 15 Feb");
        assert_eq!(both.short(today), "after 2 more marks or on 15 Feb");
        assert_eq!(need(Some(1), None).words(today), "when you have marked 1 more passage");
        assert_eq!(need(Some(1), None).short(today), "after 1 more mark");
        assert_eq!(need(None, Some(date(2028, 1, 3))).words(today), "on 3 Jan 2028");
        assert_eq!(need(None, Some(DAY)).short(None), "on 15 Feb 2027");
    }

    proptest! {
        #[test]
        fn who_writes_one_more_or_waits_one_more_day_never_sees_less(
            marks in prop::option::of(1usize..6), until in prop::option::of(-5i64..5), own in 0usize..8, day in -6i64..6,
        ) {
            let at = |days: i64| DAY.checked_add(jiff::Span::new().days(days)).expect("a day");
            let until = until.map(at);
            let now = needs(marks, until, own, Some(at(day)));
            for later in [needs(marks, until, own + 1, Some(at(day))), needs(marks, until, own, Some(at(day + 1)))] {
                prop_assert!(now.is_some() || later.is_none());
            }
            let by_hand = (marks.is_some() || until.is_some())
                && marks.is_none_or(|wanted| own < wanted) && until.is_none_or(|until| at(day) < until);
            prop_assert_eq!(now.is_some(), by_hand);
        }
    }
}
