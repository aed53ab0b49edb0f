//! The board of a seminar's questions: which are open, what has been said to them, how many others ask the same.
//!
//! From annotations alone. A question is open until its asker or the leader votes for one of the answers to it.

use crate::annotation::{
    Annotation, AnnotationId, Audience, Kind, ReaderId, Target, Thread, thread::ThreadEntry, threads,
};
use foldhash::HashMap;
use jiff::Timestamp;
use std::borrow::Borrow;

/// The longest question and quotation that a board keeps of a document that is not open, in bytes.
const LONGEST: usize = 400;

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

/// A question by what it says, apart from the annotations it was found among: what is kept of a document that is
/// not open. Who leads the seminar need not be known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The annotation.
    pub id: AnnotationId,
    /// The `urn:uuid:…` of who asks.
    pub creator: ReaderId,
    /// The beginning of the question.
    pub note: String,
    /// The beginning of the words it is about; empty where it is about the whole text.
    pub quote: String,
    /// When it was asked.
    pub created: Timestamp,
    /// How many others ask the same.
    pub votes: usize,
    /// How many answers and replies hang under it.
    pub answers: usize,
    /// Who voted for an answer to it, and whose answer that is (`urn:uuid:…` both), in the order of the answers.
    pub voices: Vec<(ReaderId, ReaderId)>,
    /// Who can read it. An annotation does not say it: whoever has the records does, and until then it is everybody.
    pub audience: Audience,
}

impl Asking {
    /// The `urn:uuid:…` of who gave the answer that settled it, where `leader` leads.
    pub fn settled_by(&self, leader: Option<&ReaderId>) -> Option<&ReaderId> {
        let settles = |voter: &ReaderId| *voter == self.creator || Some(voter) == leader;
        self.voices.iter().find(|(voter, _)| settles(voter)).map(|(_, answerer)| answerer)
    }

    /// What a board is sorted by: the most asked first, of equals the oldest.
    pub fn rank(&self) -> impl Ord + use<> {
        (std::cmp::Reverse(self.votes), self.created, self.id.clone())
    }
}

/// A question as it was found among annotations.
struct Found {
    index: usize,
    votes: usize,
    answers: usize,
    /// The votes for answers, as (vote, answer), in the order of the answers.
    voices: Vec<(usize, usize)>,
}

/// The questions among `annotations` (of one document or of many), the most asked first, of equals the oldest. `leader` is
/// the `urn:uuid:…` of who leads the seminar, where that is known.
pub fn questions<A: Borrow<Annotation>>(annotations: &[A], leader: Option<&ReaderId>) -> Vec<Question> {
    questions_in(annotations, &threads(annotations), leader)
}

/// Finds the questions among annotations whose threads are known, in the order of [`questions`].
pub fn questions_in<A: Borrow<Annotation>>(
    annotations: &[A],
    threads: &[Thread],
    leader: Option<&ReaderId>,
) -> Vec<Question> {
    let question = |found: Found| {
        let asker = &annotations[found.index].borrow().creator;
        let settles = |voter: &ReaderId| voter == asker || Some(voter) == leader;
        let settling = found.voices.iter().find(|(vote, _)| settles(&annotations[*vote].borrow().creator));
        let settled_by = settling.map(|(_, answer)| *answer);
        Question { index: found.index, votes: found.votes, answers: found.answers, settled_by }
    };
    let mut found: Vec<Question> = found(annotations, threads).into_iter().map(question).collect();
    found.sort_by_key(|question| (std::cmp::Reverse(question.votes), annotations[question.index].borrow().created));
    found
}

/// Finds the questions for a board over many documents, in no order.
pub fn askings<A: Borrow<Annotation>>(annotations: &[A]) -> Vec<Asking> {
    let who = |index: usize| annotations[index].borrow().creator.clone();
    let asking = |found: Found| {
        let asked = annotations[found.index].borrow();
        let quote = match &asked.target {
            Target::Passage(passage) => beginning(&passage.quote.exact),
            _ => String::new(),
        };
        Asking {
            id: asked.id.clone(),
            creator: asked.creator.clone(),
            note: beginning(asked.note.as_deref().unwrap_or_default()),
            quote,
            created: asked.created,
            votes: found.votes,
            answers: found.answers,
            voices: found.voices.iter().map(|(vote, answer)| (who(*vote), who(*answer))).collect(),
            audience: Audience::Everybody,
        }
    };
    found(annotations, &threads(annotations)).into_iter().map(asking).collect()
}

fn beginning(text: &str) -> String {
    text[..text.floor_char_boundary(LONGEST)].to_owned()
}

fn found<A: Borrow<Annotation>>(annotations: &[A], threads: &[Thread]) -> Vec<Found> {
    let mut found = Vec::new();
    for thread in threads {
        let Some((root, under)) = thread.entries.split_first().filter(|_| thread.missing.is_none()) else { continue };
        if annotations[root.index].borrow().kind != Kind::Question {
            continue;
        }
        let answers = under.iter().filter(|entry| annotations[entry.index].borrow().kind == Kind::Reply).count();
        found.push(Found { index: root.index, votes: root.votes, answers, voices: voices(annotations, under) });
    }
    found
}

/// The votes for answers among the entries under a question. Each entry is looked at twice, however many there are.
fn voices<A: Borrow<Annotation>>(annotations: &[A], under: &[ThreadEntry]) -> Vec<(usize, usize)> {
    let view = |entry: &ThreadEntry| annotations[entry.index].borrow();
    let answers = under.iter().enumerate().filter(|(_, entry)| view(entry).kind == Kind::Reply);
    let places: HashMap<&str, usize> = answers.map(|(at, entry)| (view(entry).id.as_str(), at)).collect();
    let voice = |entry: &ThreadEntry| match &view(entry).target {
        Target::Annotation(id) if view(entry).kind == Kind::Vote => Some((*places.get(id.as_str())?, entry.index)),
        _ => None,
    };
    let mut voices: Vec<(usize, usize)> = under.iter().filter_map(voice).collect();
    voices.sort_by_key(|(answer, _)| *answer);
    voices.into_iter().map(|(answer, vote)| (vote, under[answer].index)).collect()
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
                parent => Target::Annotation(parent.into()),
            };
            let time = Timestamp::from_second(1_700_000_000 + at as i64).expect("a time");
            Annotation {
                id: id.into(),
                kind,
                creator: creator.into(),
                created: time,
                modified: time,
                note: None,
                tags: Vec::new(),
                color: None,
                target,
                links: Vec::new(),
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
        questions(&all, leader.map(ReaderId::from).as_ref()).iter().map(told).collect()
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
    fn a_question_away_from_its_text_knows_the_same() {
        let all = made("ann?q tom>a<q mei>b<a mei+a tom+q ann?r");
        let found = askings(&all);
        let told = |one: &Asking| (one.id.clone(), one.votes, one.answers, one.settled_by(None).cloned());
        let told: Vec<_> = found.iter().map(told).collect();
        assert_eq!(told, [("q".into(), 1, 2, None), ("r".into(), 0, 0, None)]);
        assert_eq!(found[0].settled_by(Some(&"mei".into())), Some(&"tom".into()));
        assert!(found[0].rank() < found[1].rank());
    }

    #[test]
    fn many_answers_and_votes_are_looked_at_once() {
        // Each answer compared with each vote would be four hundred million steps.
        let answers = (0..20_000).map(|n| format!("tom>a{n}<q mei+a{n}"));
        let written = format!("ann?q {}", answers.collect::<Vec<_>>().join(" "));
        assert_eq!(board(&written, None), ["q 0/20000 -"]);
    }

    #[test]
    fn a_vote_for_the_question_settles_nothing() {
        assert_eq!(board("ann?q tom>a<q ann+q", Some("ann")), ["q 1/1 -"]);
    }
}
