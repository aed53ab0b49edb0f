//! The prompts of the syllabus as annotations that no file holds: made from the plan and the text, answered by replies.

use crate::annotation::anchor::anchor_quotations;
use crate::annotation::prompt::{AskedPrompt, AskingSession};
use crate::annotation::record::creator_urn;
use crate::annotation::{
    Anchor, Annotation, AnnotationId, Kind, Origin, Passage, PromptIds, Quote, Record, Target, prompt_id,
};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::job::JobId;
use crate::config::syllabus::{Prompt, Session, Syllabus};
use crate::document::{DocPath, Document};
use foldhash::{HashMap, HashSet};
use jiff::{SignedDuration, Timestamp};

/// The most prompts that one document shows.
const MOST: usize = 500;

/// Who asks, where a reader's name is wanted.
const READER: &str = "syllabus";

/// The prompts of the document at `path`, where they stand in it: those on the session that it is read in, on all of it, and
/// on passages, which are found by their words. `source` is the `urn:sha256:…` of its bytes. It may take long on a long text.
pub fn anchored(syllabus: &Syllabus, path: &DocPath, document: &Document, source: &str) -> Vec<AnchoredAnnotation> {
    let annotations: Vec<Annotation> = of_document(syllabus, path)
        .enumerate()
        .map(|(index, (session, prompt))| annotation(session, prompt, (index, source)))
        .collect();
    let passage = |annotation: &Annotation| match &annotation.target {
        Target::Passage(passage) => Some(passage.clone()),
        _ => None,
    };
    let passages: Vec<Passage> = annotations.iter().filter_map(passage).collect();
    let sought: Vec<&Passage> = passages.iter().collect();
    let mut found = anchor_quotations(document, source, &sought).into_iter();
    let stands = |annotation: Annotation| {
        let anchor = passage(&annotation).and_then(|_| found.next()).unwrap_or(Anchor::NOWHERE);
        standing(annotation, anchor)
    };
    annotations.into_iter().map(stands).collect()
}

/// The prompts that show in a document, each once, with their sessions.
fn of_document<'a>(syllabus: &'a Syllabus, path: &'a DocPath) -> impl Iterator<Item = (&'a Session, &'a Prompt)> {
    let here = move |session: &Session, prompt: &Prompt| match &prompt.document {
        Some(document) => document == path,
        None => session.readings.iter().any(|reading| reading == path),
    };
    let all = syllabus.sessions.iter().flat_map(|session| session.prompts.iter().map(move |prompt| (session, prompt)));
    let mut seen = HashSet::default();
    let once = move |(session, prompt): &(&'a Session, &'a Prompt)| seen.insert((session.number, prompt.text.as_str()));
    all.filter(move |(session, prompt)| here(session, prompt)).filter(once).take(MOST)
}

fn annotation(session: &Session, prompt: &Prompt, (index, source): (usize, &str)) -> Annotation {
    let quote = prompt.quote.as_deref().map(str::trim).filter(|_| prompt.document.is_some());
    let target = match quote {
        Some(exact) => Target::Passage(Passage {
            quote: Quote { exact: exact.to_owned(), ..Quote::default() },
            ..Passage::default()
        }),
        None => Target::Document(source.to_owned()),
    };
    // As old as can be: of what stands at one place, the prompt comes first.
    let made = Timestamp::UNIX_EPOCH + SignedDuration::from_millis(index as i64);
    Annotation {
        id: prompt_id(session.number, &prompt.text),
        kind: Kind::Prompt,
        // With a blank in it, it is never taken for the id of somebody who is a reader here.
        creator: creator_urn("the syllabus"),
        created: made,
        modified: made,
        note: Some(prompt.text.clone()),
        tags: Vec::new(),
        color: None,
        target,
        links: Vec::new(),
    }
}

fn standing(annotation: Annotation, anchor: Anchor) -> AnchoredAnnotation {
    AnchoredAnnotation {
        record: Record::of(&annotation),
        annotation,
        anchor,
        reader: READER.to_owned(),
        mine: false,
        saved: true,
        origin: Origin::Syllabus,
        hidden: false,
    }
}

impl AnchoredAnnotation {
    /// Whether it is a prompt of the syllabus.
    pub fn is_prompt(&self) -> bool {
        self.origin == Origin::Syllabus
    }

    /// What it answers or votes for.
    pub fn parent(&self) -> Option<&AnnotationId> {
        match &self.annotation.target {
            Target::Annotation(id) => Some(id),
            _ => None,
        }
    }
}

/// Which prompt of a plan an answer belongs to.
pub fn ids_of(syllabus: &Syllabus) -> PromptIds {
    fn asked(prompt: &Prompt) -> AskedPrompt<'_> {
        AskedPrompt { text: &prompt.text, formerly: &prompt.formerly, document: prompt.document.as_ref() }
    }
    fn asking(session: &Session) -> AskingSession<'_> {
        let prompts = session.prompts.iter().map(asked).collect();
        AskingSession { number: session.number, readings: &session.readings, prompts }
    }
    PromptIds::of(&syllabus.sessions.iter().map(asking).collect::<Vec<_>>())
}

/// The prompt of this id, with the number of the session that asks it.
pub fn prompt_of<'a>(syllabus: &'a Syllabus, id: &AnnotationId) -> Option<(u32, &'a Prompt)> {
    let asked =
        syllabus.sessions.iter().flat_map(|session| session.prompts.iter().map(|prompt| (session.number, prompt)));
    let mut asked = asked.filter(|(session, prompt)| prompt_id(*session, &prompt.text) == *id);
    asked.next()
}

/// The numbers of the sessions that ask the prompts of these ids.
pub fn sessions_of(syllabus: &Syllabus) -> HashMap<AnnotationId, u32> {
    let asked =
        syllabus.sessions.iter().flat_map(|session| session.prompts.iter().map(move |prompt| (session, prompt)));
    asked.map(|(session, prompt)| (prompt_id(session.number, &prompt.text), session.number)).collect()
}

/// What an answer is.
pub const ANSWER: Kind = Kind::Reply;

/// A prompt to be answered, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingPrompt {
    /// The prompt.
    pub id: AnnotationId,
    /// The document in which it is answered.
    pub path: DocPath,
    /// Number of the job that opens it; an answer to another has nothing to do with it.
    pub job: JobId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;

    use crate::app::state::anchored::AnchoredAnnotation;
    use crate::app::test_stage::{SOURCE, document};
    use crate::config::syllabus::parse;

    const PLAN: &str = r#"
[[session]]
number = 1
readings = ["a.md", "b.md"]
prompts = [
  "Who speaks?",
  "Who speaks?",
  { document = "a.md", text = "On all of a." },
  { document = "a.md", quote = "Two three", text = "Why two?" },
  { document = "a.md", quote = "words that are nowhere here", text = "Why not?" },
  { document = "a.md", quote = "three", text = "Which?" },
]
[[session]]
number = 2
readings = ["b.md"]
prompts = ["Who speaks?"]
"#;

    /// The prompts of a document: session, state, words marked, question.
    fn shown(path: &DocPath, text: &str) -> Vec<String> {
        let (syllabus, faults) = parse(PLAN);
        assert!(faults.is_empty(), "{faults:?}");
        let (document, _) = document(text);
        let told = |anchored: AnchoredAnnotation| {
            let session = sessions_of(&syllabus)[&anchored.annotation.id];
            let words = anchored.stands().map_or("-", |span| span.of(document.text())).to_owned();
            let note = anchored.annotation.note.clone().unwrap_or_default();
            format!("{session} {} [{words}] {note}", anchored.anchor.state.name())
        };
        anchored(&syllabus, path, &document, SOURCE).into_iter().map(told).collect()
    }

    #[test]
    fn a_document_has_the_prompts_on_its_sessions_on_itself_and_on_its_passages() {
        assert_eq!(
            shown(&doc_path("a.md"), "One two three.\n\nTwo three four five."),
            [
                "1 same [-] Who speaks?",
                "1 same [-] On all of a.",
                "1 same [Two three] Why two?",
                "1 orphan [-] Why not?",
                "1 same [three] Which?",
            ]
        );
        assert_eq!(shown(&doc_path("b.md"), "x"), ["1 same [-] Who speaks?", "2 same [-] Who speaks?"]);
        assert_eq!(shown(&doc_path("c.md"), "x"), [""; 0]);
    }

    #[test]
    fn a_prompt_is_found_over_the_ends_of_lines() {
        assert!(shown(&doc_path("a.md"), "One. Two\nthree four.").contains(&"1 same [Two\nthree] Why two?".to_owned()));
    }
}
