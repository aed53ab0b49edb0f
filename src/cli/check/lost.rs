//! What the plan does not ask for any more and was done: answers that belong to none of its prompts, and texts that no session reads.
//! It may be meant so; what can be done about it is told.

use crate::annotation::prompt::may_be_prompt;
use crate::annotation::{AnnotationId, PromptIds, Reader};
use crate::app::prompt_ids_of;
use crate::cli::gradebook::outside::unread_texts;
use crate::cli::out::cut;
use crate::cli::setup::Room;
use crate::document::DocPath;
use crate::language::counts::counted;
use crate::store::{AnnotationStore, SidecarListing, StoredAnnotation};
use crate::text::visible;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// So many prompts that are gone are told one by one.
const MOST: usize = 20;

/// What to do about answers that belong to no prompt.
const REMEDY: &str = "  Where the words of their prompt were corrected, say beside the new ones what they were: { text = \"…\", formerly = \"the words of \
                      before\" }. Where it was taken out of the plan, nothing is lost: the answers stand on the text.";

/// Answers that may belong to no prompt, as the texts are gone through.
#[derive(Debug)]
pub struct LostAnswers {
    ids: PromptIds,
    has_sessions: bool,
    /// By what they name: who gave them, where, and what the first of them says.
    found: BTreeMap<AnnotationId, LostPrompt>,
    /// What there is to be answered.
    known: HashSet<AnnotationId>,
}

/// A prompt that is asked no more.
#[derive(Debug, Default)]
struct LostPrompt {
    answers: usize,
    readers: BTreeSet<String>,
    texts: BTreeSet<DocPath>,
    first: String,
    /// The words that it had, where an answer says them.
    asked: Option<String>,
}

impl LostAnswers {
    /// None yet, by the plan of a room.
    pub fn of(room: &Room) -> Self {
        let syllabus = room.library.syllabus();
        Self {
            ids: prompt_ids_of(&syllabus),
            has_sessions: !syllabus.sessions.is_empty(),
            found: BTreeMap::new(),
            known: HashSet::new(),
        }
    }

    /// Takes in what was written on a text.
    pub fn look(&mut self, path: &DocPath, stored: &[StoredAnnotation]) {
        for stored in stored.iter().filter(|_| self.has_sessions) {
            let annotation = &stored.annotation;
            if may_be_prompt(&annotation.id) {
                self.known.insert(annotation.id.clone());
            }
            let Some(to) = annotation.target.annotation().filter(|_| self.ids.is_lost(annotation, path)) else {
                continue;
            };
            let lost = self.found.entry(to.clone()).or_default();
            if lost.answers == 0 {
                lost.first = annotation.note.clone().unwrap_or_default();
            }
            lost.asked = lost.asked.take().or_else(|| stored.record.asked());
            lost.answers += 1;
            lost.readers.insert(stored.reader.clone());
            lost.texts.insert(path.clone());
        }
    }

    /// What is to be said of them, with what can be done about it. An answer to a note that was deleted is none.
    pub fn words(mut self, store: &AnnotationStore) -> Vec<String> {
        let known = self.known;
        self.found.retain(|id, lost| !known.contains(id) && !lost.texts.iter().any(|path| was_here(store, path, id)));
        let mut told: Vec<String> = self.found.values().take(MOST).map(LostPrompt::words).collect();
        if let more @ 1.. = self.found.len().saturating_sub(MOST) {
            told.push(format!("So do those to {}.", counted(more, "other prompt")));
        }
        if !told.is_empty() {
            told.push(REMEDY.to_owned());
        }
        told
    }
}

/// Whether a record of this id lies in a file about the text, a deleted one perhaps.
fn was_here(store: &AnnotationStore, path: &DocPath, id: &AnnotationId) -> bool {
    let record = format!("\"id\":\"{id}\"");
    store.sidecars(path).0.iter().any(|file| file.text.replace("\": \"", "\":\"").contains(&record))
}

impl LostPrompt {
    fn words(&self) -> String {
        let join =
            |names: &mut dyn Iterator<Item = &str>| visible::line(&names.collect::<Vec<_>>().join(", ")).into_owned();
        let (readers, texts) =
            (join(&mut self.readers.iter().map(String::as_str)), join(&mut self.texts.iter().map(DocPath::as_str)));
        let (belong, one) = if self.answers == 1 { ("belongs", "it says") } else { ("belong", "one says") };
        let line = |words: &str| visible::line(&words.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
        let about = match &self.asked {
            Some(words) => format!("asked was “{}”", line(words)),
            None => format!("{one} “{}”", cut(&line(&self.first), 60)),
        };
        let answers = counted(self.answers, "answer");
        format!("{answers} by {readers} on {texts} {belong} to no prompt of the plan; {about}.")
    }
}

/// That the class has written on texts that no session reads, where work counts for sessions.
pub fn unread(
    room: &Room,
    owners: &HashMap<String, Reader>,
    (documents, index): (&[DocPath], &SidecarListing),
) -> Option<String> {
    let syllabus = room.library.syllabus();
    let mut told = unread_texts((room, &syllabus), (documents, index), owners)?;
    told.replace_range(..1, "W");
    Some(format!("{}.", visible::line(&told)))
}
