//! What readers' work counts for: how much of what a session asks each has done, in time and late. It ranks nobody, and knows neither
//! plan nor file: what is asked, and when something was there, is handed in.

use super::report::Text;
use super::summary::Summary;
use super::work::{AnsweredWriter, WorkCount, kind_of};
use crate::annotation::{Annotation, AnnotationId, Kind, PromptIds, ReaderId};
use crate::document::DocPath;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What a session asks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assignment {
    /// What it is called.
    pub name: String,
    /// How much of each; 0: none.
    pub asked: WorkCount,
    /// What all of it is worth.
    pub points: u32,
    /// The ids of the prompts that are answered.
    pub prompts: BTreeSet<AnnotationId>,
    /// Those of other sessions: answers to them count there alone.
    pub others_prompts: BTreeSet<AnnotationId>,
    /// By when.
    pub due: Option<Timestamp>,
}

/// What one reader has done for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkDone {
    /// In time.
    pub in_time: WorkCount,
    /// Too late; not counted.
    pub late: usize,
    /// How many of those in time came later, and are by the time that their maker has signed.
    pub by_signature: usize,
    /// How many of those in time are other now than they were by then: their maker has changed them since. They count, and it is told.
    pub changed: usize,
}

/// Since when an annotation counts as handed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandedIn {
    /// When it came to who grades: it was there by then, whatever anybody says.
    pub arrived: Timestamp,
    /// When its maker says to have signed it as it is, where that may count.
    pub signed: Option<Timestamp>,
    /// When its maker says to have changed it last.
    pub changed: Timestamp,
}

impl HandedIn {
    /// Whether it came in time; else whether it was signed in time.
    fn in_time(&self, due: Option<Timestamp>) -> (bool, bool) {
        let in_time = |at: Timestamp| due.is_none_or(|due| at <= due);
        (in_time(self.arrived), self.signed.is_some_and(in_time))
    }

    /// Whether it came in time and was changed after that.
    fn changed_since(&self, due: Option<Timestamp>) -> bool {
        let (arrived, signed) = self.in_time(due);
        arrived && !signed && due.is_some_and(|due| self.changed > due)
    }
}

/// The gradebook of a class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gradebook {
    /// What was asked, in the order of the plan.
    pub assignments: Vec<Assignment>,
    /// Who is in the class, by name.
    pub readers: Vec<GradedReader>,
}

/// One reader's line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GradedReader {
    /// The full name.
    pub name: String,
    /// By what a platform knows them.
    pub login: String,
    /// What they have done, for each assignment.
    pub done: Vec<WorkDone>,
    /// What whoever grades has written to them alone about it, for each assignment; empty where that was not asked for.
    pub words: Vec<String>,
}

/// What a session asks about, for what is known of the texts in short.
#[derive(Clone, Copy, Debug)]
pub struct AskedOf<'a> {
    /// The texts that it reads.
    pub readings: &'a [DocPath],
    /// Its prompts.
    pub prompts: &'a [AnnotationId],
    /// Which prompt an answer belongs to.
    pub ids: &'a PromptIds,
}

/// What a reader has done so far for a session, in time or not: on its texts, and of answers to its prompts on any of `texts`.
pub fn work_so_far<'a>(
    asked: AskedOf<'_>,
    texts: impl IntoIterator<Item = (&'a DocPath, &'a Summary)>,
    reader: &ReaderId,
) -> WorkCount {
    let mut done = WorkCount::default();
    for (path, summary) in texts {
        let Some(share) = summary.by.get(reader) else { continue };
        let is_read = asked.readings.contains(path);
        if is_read {
            done.add(&share.work);
        }
        let mut of_prompts = 0;
        for answer in summary.answers.iter().filter(|answer| answer.counts && answer.reader == *reader) {
            let meant = asked.ids.meant(&answer.to, path);
            let is_ours = asked.prompts.contains(meant.unwrap_or(&answer.to));
            done.answers += u32::from(is_ours);
            of_prompts += u32::from(is_ours || meant.is_some());
        }
        done.replies = done.replies.saturating_sub(if is_read { of_prompts } else { 0 });
    }
    done
}

impl Assignment {
    /// What was done in points, to the hundredth: each kind that is asked for is worth the same, and what was done of it counts in
    /// proportion.
    pub fn score(&self, done: &WorkDone) -> f64 {
        let shares: Vec<f64> = self
            .asked
            .lines(&done.in_time)
            .map(|(_, asked, done)| f64::from(done.min(asked)) / f64::from(asked))
            .collect();
        let share = shares.iter().sum::<f64>() / shares.len().max(1) as f64;
        (share * f64::from(self.points) * 100.0).round() / 100.0
    }

    /// How that came about, in words: `marks 3 of 3, notes 1 of 2; 1 late, not counted`.
    pub fn feedback(&self, done: &WorkDone) -> String {
        let told = |count: usize, what: &str| if count > 0 { format!("; {count} {what}") } else { String::new() };
        self.asked.of_asked(&done.in_time)
            + &told(done.by_signature, "by the signed time")
            + &told(done.changed, "changed after it was due")
            + &told(done.late, "late, not counted")
    }
}

/// What each reader (a nickname) has done for an assignment on the texts of its session, and of answers to its prompts on others;
/// `handed_in` says since when an annotation counts.
pub fn work_done(
    assignment: &Assignment,
    (texts, others): (&[Text<'_>], &[Text<'_>]),
    handed_in: &dyn Fn(&Annotation) -> HandedIn,
) -> BTreeMap<String, WorkDone> {
    let is_answer = |annotation: &Annotation| {
        annotation.kind == Kind::Reply
            && annotation.target.annotation().is_some_and(|id| assignment.prompts.contains(id))
    };
    let makers: HashMap<&AnnotationId, &str> =
        texts.iter().flat_map(made_on).map(|(annotation, reader)| (&annotation.id, reader.as_str())).collect();
    // What is found on two texts, of which one was called as the other, counts once.
    let mut counted: HashSet<&AnnotationId> = makers.keys().copied().collect();
    let elsewhere = others.iter().flat_map(made_on).filter(|(annotation, _)| is_answer(annotation));
    let elsewhere = elsewhere.filter(|(annotation, _)| counted.insert(&annotation.id));
    let mut done: BTreeMap<String, WorkDone> = BTreeMap::new();
    for (annotation, reader) in texts.iter().flat_map(made_on).chain(elsewhere) {
        let work = done.entry(reader.clone()).or_default();
        let answered = |id: &AnnotationId| match makers.get(id) {
            _ if assignment.prompts.contains(id) => AnsweredWriter::Prompt,
            _ if assignment.others_prompts.contains(id) => AnsweredWriter::OtherPrompt,
            Some(maker) if maker == reader => AnsweredWriter::Oneself,
            _ => AnsweredWriter::Other,
        };
        let mut one = WorkCount::default();
        let Some(kind) = kind_of(annotation, answered, &mut one) else { continue };
        *kind += 1;
        let is_asked = assignment.asked.lines(&one).any(|(_, _, done)| done > 0);
        let handed_in = handed_in(annotation);
        let (arrived, signed) = handed_in.in_time(assignment.due);
        work.changed += usize::from(is_asked && handed_in.changed_since(assignment.due));
        work.by_signature += usize::from(is_asked && !arrived && signed);
        if is_asked && !arrived && !signed {
            work.late += 1;
        } else {
            work.in_time.add(&one);
        }
    }
    done
}

/// What was written on a text, each with who made it.
fn made_on<'t>(text: &Text<'t>) -> impl Iterator<Item = (&'t Annotation, &'t String)> {
    text.annotations.iter().zip(text.readers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Passage, Target};
    use crate::document::{Builder, Metadata, doc_path};
    use crate::study::work::UNCOUNTED;

    const DUE: i64 = 1000;

    fn made(id: &str, kind: Kind, target: Target, arrived: i64) -> Annotation {
        let at = Timestamp::from_second(arrived).unwrap();
        let note = Some("words".to_owned());
        let creator = "urn:uuid:someone".into();
        let (tags, links, color) = (Vec::new(), Vec::new(), None);
        Annotation { id: id.into(), kind, creator, created: at, modified: at, note, tags, color, target, links }
    }

    fn assignment(asked: WorkCount, points: u32) -> Assignment {
        let [prompts, others_prompts] = ["p", "other"].map(|id| BTreeSet::from([id.into()]));
        let due = Timestamp::from_second(DUE).ok();
        Assignment { name: "Session 1".to_owned(), asked, points, prompts, others_prompts, due }
    }

    /// What somebody has done with these annotations: by whom, and what.
    fn done(assignment: &Assignment, made: &[(&str, Annotation)], who: &str) -> WorkDone {
        let (document, metadata) = (Builder::over("A text.".to_owned()).finish(), Metadata::default());
        let (readers, annotations): (Vec<String>, Vec<Annotation>) =
            made.iter().map(|(reader, annotation)| ((*reader).to_owned(), annotation.clone())).unzip();
        let text = Text {
            path: "a.txt",
            metadata: &metadata,
            document: &document,
            annotations: &annotations,
            anchors: &[],
            readers: &readers,
        };
        work_done(assignment, (&[text], &[]), &|annotation| HandedIn {
            arrived: annotation.created,
            signed: signed_in(annotation),
            changed: annotation.modified,
        })[who]
    }

    /// What is tagged so was signed in time.
    fn signed_in(annotation: &Annotation) -> Option<Timestamp> {
        annotation.tags.iter().any(|tag| tag == "signed").then(|| Timestamp::from_second(DUE).ok()).flatten()
    }

    #[test]
    fn what_came_late_and_was_signed_in_time_counts_and_is_told() {
        let asked = WorkCount { notes: 3, ..WorkCount::default() };
        let (mut signed, mut both) = (made("s", Kind::Note, passage(), DUE + 9), made("b", Kind::Note, passage(), DUE));
        signed.tags.push("signed".to_owned());
        both.tags.push("signed".to_owned());
        let all = [("mei", signed), ("mei", both), ("mei", made("l", Kind::Note, passage(), DUE + 1))];
        let (assignment, in_time) = (assignment(asked, 3), WorkCount { notes: 2, ..WorkCount::default() });
        let mei = done(&assignment, &all, "mei");
        assert_eq!(mei, WorkDone { in_time, late: 1, by_signature: 1, changed: 0 });
        assert_eq!(assignment.feedback(&mei), "notes 2 of 3; 1 by the signed time; 1 late, not counted");
    }

    #[test]
    fn what_came_in_time_and_was_changed_later_counts_and_is_told_unless_it_was_signed_in_time_as_it_is() {
        let asked = WorkCount { notes: 3, ..WorkCount::default() };
        let changed = |id: &str, arrived: i64, at: i64| {
            let modified = Timestamp::from_second(at).unwrap();
            Annotation { modified, ..made(id, Kind::Note, passage(), arrived) }
        };
        let mut signed = changed("s", 1, DUE + 1);
        signed.tags.push("signed".to_owned());
        let all = [
            ("mei", changed("a", 1, DUE)),
            ("mei", changed("b", 1, DUE + 1)),
            ("mei", signed),
            ("mei", changed("l", DUE + 1, DUE + 2)),
            ("mei", Annotation { kind: Kind::Question, ..changed("q", 1, DUE + 1) }),
        ];
        let assignment = assignment(asked, 3);
        let mei = done(&assignment, &all, "mei");
        let in_time = WorkCount { notes: 3, questions: 1, ..WorkCount::default() };
        assert_eq!(mei, WorkDone { in_time, late: 1, by_signature: 0, changed: 1 });
        assert_eq!(assignment.feedback(&mei), "notes 3 of 3; 1 changed after it was due; 1 late, not counted");
        let never_due = Assignment { due: None, ..assignment };
        assert_eq!(done(&never_due, &all, "mei").changed, 0);
    }

    fn on(id: &str) -> Target {
        Target::Annotation(id.into())
    }

    fn passage() -> Target {
        Target::Passage(Passage::default())
    }

    #[test]
    fn work_is_counted_by_its_kind_in_time_and_late() {
        let asked = WorkCount { marks: 2, notes: 1, answers: 1, replies: 1, ..WorkCount::default() };
        let assignment = assignment(asked, 8);
        let mut left_out = made("u", Kind::Note, passage(), 1);
        left_out.tags.push(UNCOUNTED.to_owned());
        let all = [
            ("mei", made("h", Kind::Highlight, passage(), 1)),
            ("mei", made("n", Kind::Note, passage(), DUE)),
            ("mei", made("l", Kind::Note, passage(), DUE + 1)),
            ("mei", made("q", Kind::Question, passage(), DUE + 1)),
            ("mei", left_out),
            ("mei", made("a", Kind::Reply, on("p"), 1)),
            ("mei", made("s", Kind::Reply, on("n"), 1)),
            ("mei", made("r", Kind::Reply, on("t"), 1)),
            ("mei", made("o", Kind::Reply, on("other"), 1)),
            ("mei", made("k", Kind::Bookmark, on("t"), 1)),
            ("tom", made("t", Kind::Note, passage(), 1)),
        ];
        let mei = done(&assignment, &all, "mei");
        let in_time = WorkCount { marks: 1, notes: 1, questions: 1, answers: 1, replies: 1 };
        assert_eq!(
            mei,
            WorkDone { in_time, late: 1, ..WorkDone::default() },
            "nobody asked for the question, so it is not late"
        );
        assert_eq!(
            assignment.feedback(&mei),
            "marks 1 of 2, notes 1 of 1, answers 1 of 1, replies 1 of 1; 1 late, not counted"
        );
        assert!((assignment.score(&mei) - 7.0).abs() < 1e-9, "a half and three wholes of two points each");
    }

    #[test]
    fn what_is_known_of_a_text_in_short_counts_the_same_whenever_it_came() {
        let asked = WorkCount { marks: 2, notes: 1, questions: 1, answers: 1, replies: 1 };
        let assignment = assignment(asked, 8);
        let mut left_out = made("u", Kind::Reply, on("p"), 1);
        left_out.tags.push(UNCOUNTED.to_owned());
        let all = [
            ("mei", made("h", Kind::Highlight, passage(), 1)),
            ("mei", made("n", Kind::Note, passage(), DUE)),
            ("mei", left_out),
            ("mei", made("a", Kind::Reply, on("p"), 1)),
            ("mei", made("b", Kind::Reply, on("p of another session"), 1)),
            ("mei", made("s", Kind::Reply, on("n"), 1)),
            ("mei", made("r", Kind::Reply, on("t"), 1)),
            ("mei", made("k", Kind::Bookmark, on("t"), 1)),
            ("tom", made("t", Kind::Question, passage(), 1)),
            ("tom", made("o", Kind::Reply, on("h"), 1)),
        ];
        let all = all.map(|(who, annotation)| (who, Annotation { creator: who.into(), ..annotation }));
        let summary = Summary::of(&all.iter().map(|(_, annotation)| annotation).collect::<Vec<_>>());
        let prompts: Vec<AnnotationId> = assignment.prompts.iter().cloned().collect();
        let (a, b, ids) = (doc_path("a.txt"), doc_path("b.txt"), PromptIds::default());
        let readings = [a.clone(), b.clone()];
        let asked_for = AskedOf { readings: &readings, prompts: &prompts, ids: &ids };
        for who in ["mei", "tom"] {
            let so_far = work_so_far(asked_for, [(&a, &summary), (&b, &Summary::default())], &who.into());
            assert_eq!(so_far, done(&assignment, &all, who).in_time, "{who}");
        }
        let mei = work_so_far(asked_for, [(&a, &summary)], &"mei".into());
        assert_eq!(
            asked.of_asked(&mei),
            "marks 1 of 2, notes 1 of 1, questions 0 of 1, answers 1 of 1, replies 2 of 1"
        );
        let elsewhere = work_so_far(AskedOf { readings: &[], ..asked_for }, [(&a, &summary)], &"mei".into());
        assert_eq!(
            elsewhere,
            WorkCount { answers: 1, ..WorkCount::default() },
            "on no text of the session answers alone count"
        );
    }

    #[test]
    fn who_does_more_than_is_asked_gets_no_more_than_the_points() {
        let assignment = assignment(WorkCount { notes: 3, ..WorkCount::default() }, 1);
        let notes: Vec<_> = (0..5).map(|at| ("mei", made(&format!("n{at}"), Kind::Note, passage(), 1))).collect();
        let score = |some: &[(&str, Annotation)]| assignment.score(&done(&assignment, some, "mei"));
        assert!((score(&notes) - 1.0).abs() < 1e-9 && (score(&notes[..1]) - 0.33).abs() < 1e-9);
        assert!(assignment.score(&WorkDone::default()).abs() < 1e-9);
    }
}
