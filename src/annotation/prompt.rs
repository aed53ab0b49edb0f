//! The ids of the prompts of the syllabus. Prompts are no records: answers to them find them by an id that is made of the words and of
//! the session's number, and of other words and numbers that they had before. It reads no plan: what is asked is handed in.

use super::record::as_urn;
use super::{Annotation, AnnotationId, Kind, Target};
use crate::document::DocPath;
use std::collections::{BTreeSet, HashMap};

/// So many sessions more than there are now a plan may have had: an answer to a prompt of one of them is still found.
const TAKEN_OUT: usize = 8;

/// Of no more numbers than these it is known what a wording would have been called under them.
const MOST_NUMBERS: usize = 128;

/// No more wordings than these are known under other numbers than their sessions': a plan of a term has some hundred.
const MOST_WORDINGS: usize = 1000;

/// The id of a prompt of this session: the same words in another session are another prompt, twice the same words in one
/// session are one.
pub fn prompt_id(session: u32, text: &str) -> AnnotationId {
    AnnotationId::new(as_urn(&format!("prompt {session}: {text}")))
}

/// Whether an id may be one of a prompt: it is a UUID that was made of words (version 5).
pub fn may_be_prompt(id: &AnnotationId) -> bool {
    id.strip_prefix("urn:uuid:").is_some_and(|uuid| uuid.as_bytes().get(14) == Some(&b'5'))
}

/// A session of a plan, as far as its prompts go.
#[derive(Clone, Debug)]
pub struct AskingSession<'a> {
    /// Its number.
    pub number: u32,
    /// Where it asks what is about none of them alone.
    pub readings: &'a [DocPath],
    /// What it asks.
    pub prompts: Vec<AskedPrompt<'a>>,
}

/// A prompt of a plan.
#[derive(Clone, Copy, Debug)]
pub struct AskedPrompt<'a> {
    /// Its words.
    pub text: &'a str,
    /// The words that it had before.
    pub formerly: &'a [String],
    /// The text that it is about, where it is about one.
    pub document: Option<&'a DocPath>,
}

/// Which prompt of a plan an answer belongs to.
///
/// An answer names the words of its prompt and the number that the session had. It belongs to the prompt of that session with these
/// words, if they are asked on its text; else to the only prompt with these words that is asked there; where none is, or several, it is looked
/// for in the same way in the whole plan. So answers stay where a session is put before others that have no numbers of their own, or a prompt
/// goes into another session. Words that a prompt had before count after those that it has.
#[derive(Clone, Debug, Default)]
pub struct PromptIds {
    /// By every id that an answer may name: the words, and the number of the session.
    named: HashMap<AnnotationId, (usize, u32)>,
    /// Who has these words.
    wordings: Vec<Vec<AskedWording>>,
    /// What each session reads, by its place among all.
    readings: HashMap<DocPath, Vec<usize>>,
}

/// A prompt that has some words, or had them.
#[derive(Clone, Debug)]
struct AskedWording {
    id: AnnotationId,
    session: usize,
    number: u32,
    is_now: bool,
    document: Option<DocPath>,
}

impl PromptIds {
    /// What may be answered in these sessions, in the order of the plan.
    pub fn of(sessions: &[AskingSession<'_>]) -> Self {
        let (mut ids, mut by_words) = (Self::default(), HashMap::new());
        for (at, session) in sessions.iter().enumerate() {
            for reading in session.readings {
                ids.readings.entry(reading.clone()).or_default().push(at);
            }
            for prompt in &session.prompts {
                let id = prompt_id(session.number, prompt.text);
                let former = prompt.formerly.iter().map(|words| (words.as_str(), false));
                for (words, is_now) in std::iter::once((prompt.text, true)).chain(former) {
                    let (document, id) = (prompt.document.cloned(), id.clone());
                    let asked = AskedWording { id, session: at, number: session.number, is_now, document };
                    let place = *by_words.entry(words).or_insert(ids.wordings.len());
                    ids.wordings.resize_with(ids.wordings.len().max(place + 1), Vec::new);
                    ids.wordings[place].push(asked);
                }
            }
        }
        ids.name(&by_words, &numbers(sessions));
        ids
    }

    /// Learns under which ids the wordings may be named.
    fn name(&mut self, by_words: &HashMap<&str, usize>, numbers: &BTreeSet<u32>) {
        for (words, place) in by_words {
            let own = self.wordings[*place].iter().map(|asked| asked.number);
            let others = numbers.iter().copied().filter(|_| *place < MOST_WORDINGS);
            for number in own.chain(others).collect::<BTreeSet<u32>>() {
                self.named.insert(prompt_id(number, words), (*place, number));
            }
        }
    }

    /// The prompt that is meant by what an answer on a text names; `None` where the plan asks nothing like it, or it may be one of
    /// several.
    pub fn meant(&self, named: &AnnotationId, on: &DocPath) -> Option<&AnnotationId> {
        let (words, number) = self.named.get(named)?;
        let (asked, readings) = (self.wordings.get(*words)?, self.readings.get(on));
        let here = |asked: &&AskedWording| match &asked.document {
            Some(document) => document == on,
            None => readings.is_some_and(|sessions| sessions.binary_search(&asked.session).is_ok()),
        };
        let here: Vec<&AskedWording> = asked.iter().filter(here).collect();
        the_one(&here, *number).or_else(|| the_one(&asked.iter().collect::<Vec<_>>(), *number))
    }

    /// Whether an answer on a text names what may have been a prompt, and is none of the plan any more. That it answers nothing else that is
    /// here, whoever asks has to know.
    pub fn is_lost(&self, annotation: &Annotation, on: &DocPath) -> bool {
        let named = match &annotation.target {
            Target::Annotation(to) if annotation.kind == Kind::Reply => to,
            _ => return false,
        };
        may_be_prompt(named) && self.meant(named, on).is_none()
    }

    /// Lets an answer on a text name the prompt that it belongs to. What answers no prompt stays as it is, and so does the record.
    pub fn settle(&self, annotation: &mut Annotation, on: &DocPath) {
        if annotation.kind != Kind::Reply {
            return;
        }
        if let Target::Annotation(to) = &mut annotation.target
            && let Some(meant) = self.meant(to, on).filter(|meant| *meant != to)
        {
            *to = meant.clone();
        }
    }
}

/// The numbers that sessions may have had: those that they have, and those that they would have if they were counted.
fn numbers(sessions: &[AskingSession<'_>]) -> BTreeSet<u32> {
    let counted = (0..=sessions.len() + TAKEN_OUT).filter_map(|number| u32::try_from(number).ok());
    let written = sessions.iter().map(|session| session.number);
    counted.take(MOST_NUMBERS).chain(written.take(MOST_NUMBERS)).collect()
}

/// The prompt that all of these are.
fn the_only<'a>(mut asked: impl Iterator<Item = &'a AskedWording>) -> Option<&'a AnnotationId> {
    let first = &asked.next()?.id;
    asked.all(|one| one.id == *first).then_some(first)
}

/// The one that is meant: of that session with the words of now, else with words of before, else of another session; none where there
/// are several of a kind.
fn the_one<'a>(asked: &[&'a AskedWording], number: u32) -> Option<&'a AnnotationId> {
    let rank = |asked: &&AskedWording| match (asked.number == number, asked.is_now) {
        (true, true) => 0,
        (true, false) => 1,
        (false, _) => 2,
    };
    let best = asked.iter().map(rank).min()?;
    the_only(asked.iter().copied().filter(|one| rank(one) == best))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;

    #[test]
    fn an_id_is_of_a_session_and_its_words_whatever_they_are() {
        let ids = [prompt_id(1, "Why?"), prompt_id(2, "Why?"), prompt_id(1, "How?"), prompt_id(1, "http://x/")];
        assert!(ids.iter().all(|id| id.starts_with("urn:uuid:")), "{ids:?}");
        assert!(
            ids.iter().all(may_be_prompt) && !may_be_prompt(&"urn:uuid:0193f3a0-0000-7000-8000-000000000001".into())
        );
        let apart: BTreeSet<&AnnotationId> = ids.iter().collect();
        assert_eq!(apart.len(), ids.len());
        // Answers that are on people's disks have it as their target.
        assert_eq!(prompt_id(1, "Why?").as_str(), as_urn("prompt 1: Why?"));
    }

    /// A prompt of a plan in the tests: the text that it is about, its words, those that it had.
    type Written = (Option<DocPath>, String, Vec<String>);

    /// A prompt: `a.md> Why? < Wy?`.
    fn written(prompt: &str) -> Written {
        let (document, words) = prompt.split_once('>').map_or((None, prompt), |(path, words)| (Some(path), words));
        let mut words = words.split('<').map(|words| words.trim().to_owned());
        (document.map(|path| doc_path(path.trim())), words.next().unwrap_or_default(), words.collect())
    }

    /// A session of a plan: `1 a.md b.md: Who? | a.md> Why? < Wy?`, its number, its readings, its prompts.
    fn session(line: &str) -> (u32, Vec<DocPath>, Vec<Written>) {
        let (head, prompts) = line.split_once(':').unwrap();
        let (number, readings) = head.trim().split_once(' ').unwrap();
        (
            number.parse().unwrap(),
            readings.split(' ').map(doc_path).collect(),
            prompts.split('|').map(written).collect(),
        )
    }

    /// Which prompts of a plan, a line a session, answers belong to, each with the number and the words that it names and its text.
    fn meant(plan: &str, answers: &[(u32, &str, &str)]) -> Vec<String> {
        fn asked((document, text, formerly): &Written) -> AskedPrompt<'_> {
            AskedPrompt { text, formerly, document: document.as_ref() }
        }
        let sessions: Vec<_> = plan.lines().map(session).collect();
        let asking: Vec<AskingSession<'_>> = sessions
            .iter()
            .map(|(number, readings, prompts)| AskingSession {
                number: *number,
                readings,
                prompts: prompts.iter().map(asked).collect(),
            })
            .collect();
        let ids = PromptIds::of(&asking);
        let names = asking.iter().flat_map(|session| {
            let name = |prompt: &AskedPrompt<'_>| {
                (prompt_id(session.number, prompt.text), format!("{} {}", session.number, prompt.text))
            };
            session.prompts.iter().map(name)
        });
        let names: HashMap<AnnotationId, String> = names.collect();
        let told = |(number, words, on): &(u32, &str, &str)| {
            ids.meant(&prompt_id(*number, words), &doc_path(on)).map_or("-".to_owned(), |id| names[id].clone())
        };
        answers.iter().map(told).collect()
    }

    #[test]
    fn an_answer_belongs_to_its_prompt_whatever_its_words_were_and_where_its_session_stands() {
        let plan = "1 n.md: What is new?
                    2 a.md: Who speaks? | Why here? < Wy here? < Why there?
                    3 b.md: Who speaks? | a.md> Which?";
        let of = |answers: &[(u32, &str, &str)]| meant(plan, answers);
        assert_eq!(
            of(&[(2, "Why here?", "a.md"), (2, "Wy here?", "a.md"), (1, "Why there?", "a.md")]),
            ["2 Why here?"; 3]
        );
        assert_eq!(
            of(&[(1, "Who speaks?", "a.md"), (2, "Who speaks?", "b.md"), (2, "Which?", "a.md")]),
            ["2 Who speaks?", "3 Who speaks?", "3 Which?"],
            "a session was put before them: the text tells"
        );
        assert_eq!(of(&[(9, "What is new?", "x.md"), (2, "Which?", "x.md")]), ["1 What is new?", "3 Which?"]);
        assert_eq!(of(&[(3, "Who speaks?", "x.md")]), ["3 Who speaks?"], "none asks it on this text, and it names one");
        assert_eq!(of(&[(9, "Who speaks?", "x.md"), (1, "Who spoke?", "a.md"), (99, "Why here?", "a.md")]), ["-"; 3]);
    }

    #[test]
    fn where_two_may_be_meant_it_is_the_one_with_the_words_of_now_or_none() {
        let plan = "1 a.md: Why? < How? | How? | When? < Where? | Wherefore? < Where?";
        let of = |answers: &[(u32, &str, &str)]| meant(plan, answers);
        assert_eq!(of(&[(1, "How?", "a.md"), (1, "Where?", "a.md"), (3, "How?", "a.md")]), ["1 How?", "-", "-"]);
        assert_eq!(
            meant("1 a.md: Who? | Who?", &[(1, "Who?", "a.md"), (2, "Who?", "a.md")]),
            ["1 Who?"; 2],
            "twice is one"
        );
        let both = "4 a.md: Who?\n7 a.md: Who?";
        assert_eq!(
            meant(both, &[(4, "Who?", "a.md"), (7, "Who?", "a.md"), (5, "Who?", "a.md")]),
            ["4 Who?", "7 Who?", "-"]
        );
    }

    #[test]
    fn only_answers_are_settled_and_those_to_no_prompt_are_lost() {
        let (readings, formerly) = ([doc_path("a.md")], ["Wy?".to_owned()]);
        let prompts = vec![AskedPrompt { text: "Why?", formerly: &formerly, document: None }];
        let ids = PromptIds::of(&[AskingSession { number: 1, readings: &readings, prompts }]);
        let settled = |kind: Kind| {
            let mut answer = crate::annotation::samples::record(1, 0, "words").annotation().unwrap();
            (answer.kind, answer.target) = (kind, Target::Annotation(prompt_id(1, "Wy?")));
            ids.settle(&mut answer, &readings[0]);
            answer.target
        };
        assert_eq!(settled(Kind::Reply), Target::Annotation(prompt_id(1, "Why?")));
        assert_eq!(settled(Kind::Vote), Target::Annotation(prompt_id(1, "Wy?")));
        let is_lost = |words: &str| {
            let mut answer = crate::annotation::samples::record(1, 0, "words").annotation().unwrap();
            (answer.kind, answer.target) = (Kind::Reply, Target::Annotation(prompt_id(1, words)));
            ids.is_lost(&answer, &readings[0])
        };
        assert!(is_lost("Where?") && !is_lost("Why?") && !is_lost("Wy?"));
    }
}
