//! The board of a seminar's questions: which are open, what has been said to them, how many others ask the same.
//!
//! From annotations alone. A question is open until its asker or the leader votes for one of the answers to it.

use crate::annotation::{Annotation, Kind, Target, threads};

/// One question of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its index in the annotations that were handed in.
    pub index: usize,
    /// How many others ask the same ("me too").
    pub votes: usize,
    /// How many answers and replies hang under it.
    pub answers: usize,
    /// The index of the answer that settled it; `None` while it is open.
    pub settled_by: Option<usize>,
}

/// The questions among `annotations` (of one document or of many), the most asked first, of equals the oldest. `leader` is
/// the `urn:uuid:…` of who leads the seminar, where that is known.
pub fn questions(annotations: &[Annotation], leader: Option<&str>) -> Vec<Question> {
    let mut found = Vec::new();
    for thread in threads(annotations) {
        let Some(root) = thread.entries.first().filter(|_| thread.missing.is_none()) else { continue };
        let asked = &annotations[root.index];
        if asked.kind != Kind::Question {
            continue;
        }
        let under = || thread.entries[1..].iter().map(|entry| entry.index);
        let answers = || under().filter(|&index| annotations[index].kind == Kind::Reply);
        let settles = |vote: &Annotation| vote.creator == asked.creator || Some(vote.creator.as_str()) == leader;
        let deciding =
            || under().map(|index| &annotations[index]).filter(|vote| vote.kind == Kind::Vote && settles(vote));
        let settled_by = answers().find(|&answer| deciding().any(|vote| is_on(vote, &annotations[answer])));
        found.push(Question { index: root.index, votes: root.votes, answers: answers().count(), settled_by });
    }
    found.sort_by_key(|question| (std::cmp::Reverse(question.votes), annotations[question.index].created));
    found
}

/// Whether `vote` is about `annotation`.
fn is_on(vote: &Annotation, annotation: &Annotation) -> bool {
    matches!(&vote.target, Target::Annotation(id) if *id == annotation.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One annotation a word: `ann?q` asks q, `tom>a<q` answers q, `mei+q` votes for q. Times rise along the line.
    fn made(written: &str) -> Vec<Annotation> {
        let one = |(at, word): (usize, &str)| {
            let (creator, rest) = word.split_at(3);
            let (id, kind, parent) = match rest.split_at(1) {
                ("?", id) => (id, Kind::Question, ""),
                (">", rest) => rest.split_once('<').map_or(("", Kind::Reply, ""), |(id, to)| (id, Kind::Reply, to)),
                (_, to) => (word, Kind::Vote, to),
            };
            let target = match parent {
                "" => Target::Document("urn:sha256:d".to_owned()),
                parent => Target::Annotation(parent.to_owned()),
            };
            let time = jiff::Timestamp::from_second(1_700_000_000 + at as i64).expect("a time");
            Annotation {
                id: id.to_owned(),
                kind,
                creator: creator.to_owned(),
                created: time,
                modified: time,
                note: None,
                tags: Vec::new(),
                color: None,
                target,
                link: None,
            }
        };
        written.split_whitespace().enumerate().map(one).collect()
    }

    /// The questions as `id votes/answers settled-by`.
    fn board(written: &str, leader: Option<&str>) -> Vec<String> {
        let all = made(written);
        let told = |question: &Question| {
            let by = question.settled_by.map_or("-", |answer| all[answer].id.as_str());
            format!("{} {}/{} {by}", all[question.index].id, question.votes, question.answers)
        };
        questions(&all, leader).iter().map(told).collect()
    }

    #[test]
    fn the_most_asked_stands_first_and_of_equals_the_oldest() {
        assert_eq!(board("ann?q1 tom?q2 mei?q3 mei+q2 ann+q2 tom+q3", None), ["q2 2/0 -", "q3 1/0 -", "q1 0/0 -"]);
    }

    #[test]
    fn only_the_asker_or_the_leader_settles_a_question() {
        let written = "ann?q tom>a<q mei>b<a mei+a";
        assert_eq!(board(written, None), ["q 0/2 -"]);
        assert_eq!(board(written, Some("mei")), ["q 0/2 a"]);
        assert_eq!(board(&format!("{written} ann+b"), None), ["q 0/2 b"]);
    }

    #[test]
    fn a_vote_for_the_question_settles_nothing() {
        assert_eq!(board("ann?q tom>a<q ann+q", Some("ann")), ["q 1/1 -"]);
    }
}
