//! What is known of the annotations of one document without having it open: for the list, the tags that are offered and
//! the boards over the whole corpus. It knows no text: only what the annotations say themselves.

pub mod saved;

use super::blind::{is_kept_back, is_mark};
use super::board::{Asking, askings};
use super::work::{self, AnsweredWriter, WorkCount};
use crate::annotation::{Annotation, AnnotationId, Audience, Kind, Link, ReaderId, Target};
use foldhash::{HashMap, HashSet};
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// One document's annotations in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many there are, by all readers; a vote belongs to what it is for.
    pub annotations: usize,
    /// Tags, with how often each was given.
    pub tags: BTreeMap<String, usize>,
    /// What each reader has written, by `urn:uuid:…`.
    pub by: BTreeMap<ReaderId, Share>,
    /// The questions, open and settled, in no order.
    pub questions: Vec<Asking>,
    /// Answers to what was not written on this document: to prompts of the syllabus, to remarks of the file.
    pub answers: Vec<Answer>,
    /// Where notes lead, in no order.
    pub links: Vec<LinkMade>,
}

/// A link of a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkMade {
    /// The note.
    pub id: AnnotationId,
    /// Who wrote it.
    pub reader: ReaderId,
    /// What it says.
    pub note: String,
    /// Where it leads.
    pub link: Link,
}

/// What one reader has written on one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Marks and notes on the text, see [`is_mark`].
    pub marks: usize,
    /// What of it is work as gradebooks count it; an answer to anything by somebody else is a reply here.
    pub work: WorkCount,
    /// Tags, with how often each was given.
    pub tags: BTreeMap<String, usize>,
    /// What there is to read.
    pub words: Vec<Word>,
    /// What there is to read besides and no blind reading keeps back: what was written for some readers alone.
    pub letters: Vec<Word>,
}

/// One annotation that somebody else may want to read, in few bytes: a corpus has tens of thousands of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// Stands for its id and its words: other words are to be read again.
    pub key: u64,
    /// Its [`key`] by the id alone, under which earlier versions of the program kept what was seen, as long as it is as it was
    /// made; then the other again.
    pub made_key: u64,
    /// When it was last changed, in seconds since the epoch.
    pub changed: i64,
}

impl Word {
    /// The annotation, if there is something to read in it: a mark, a vote, a pick or a bookmark without
    /// words says nothing.
    pub fn of(annotation: &Annotation) -> Option<Self> {
        let says = annotation.note.as_deref().is_some_and(|note| !note.trim().is_empty());
        let says = says && !matches!(annotation.kind, Kind::Vote | Kind::Identity) && !annotation.is_pick();
        says.then(|| {
            let by_id = key(&annotation.id);
            let key = hash_on(by_id, annotation.note.as_deref().unwrap_or_default().trim());
            let made_key = if annotation.modified > annotation.created { key } else { by_id };
            Self { key, made_key, changed: annotation.modified.as_second() }
        })
    }
}

/// A number that stands for the id of an annotation: the same in every version of the program (FNV-1a, 64 bits). Two ids
/// that share one would be read together; among millions that is not to be expected.
pub fn key(id: &str) -> u64 {
    hash_on(0xcbf2_9ce4_8422_2325, id)
}

/// Goes on with a hash.
fn hash_on(hash: u64, text: &str) -> u64 {
    text.bytes().fold(hash, |key, byte| (key ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// An answer to something that no sidecar holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The id of what it answers.
    pub to: AnnotationId,
    /// Who answers.
    pub reader: ReaderId,
    /// Whether it is to be counted as work.
    pub counts: bool,
}

/// Of annotations, each with who can read it, those that not everybody can, by their ids.
pub fn few<'a>(all: impl IntoIterator<Item = (&'a AnnotationId, &'a Audience)>) -> HashMap<AnnotationId, Audience> {
    let few = all.into_iter().filter(|(_, audience)| **audience != Audience::Everybody);
    few.map(|(id, audience)| (id.clone(), audience.clone())).collect()
}

impl Summary {
    /// The summary of everything that was written on one document, for everybody.
    pub fn of<A: Borrow<Annotation>>(annotations: &[A]) -> Self {
        Self::with_few(annotations, &HashMap::default())
    }

    /// The summary of everything that was written on one document; of [`few`], by their ids, it is known who can read them: not everybody,
    /// so none of them is work or an answer that counts.
    pub fn with_few<A: Borrow<Annotation>>(annotations: &[A], few: &HashMap<AnnotationId, Audience>) -> Self {
        let all = annotations.iter().map(Borrow::borrow);
        let makers = makers_of_answered(all.clone());
        let counts = |annotation: &&Annotation| !few.contains_key(&annotation.id);
        let (questions, answers) = (askings(annotations), answers_beyond(all.clone().filter(counts), &makers));
        let mut summary = Self { questions, answers, ..Self::default() };
        for asking in &mut summary.questions {
            asking.audience = few.get(&asking.id).cloned().unwrap_or_default();
        }
        for annotation in all.filter(|annotation| annotation.kind != Kind::Identity && !annotation.is_pick()) {
            summary.annotations += usize::from(annotation.kind != Kind::Vote);
            let share = summary.by.entry(annotation.creator.clone()).or_default();
            share.marks += usize::from(is_mark(annotation));
            if counts(&annotation) {
                add_work(annotation, &|id| makers.get(id).copied(), &mut share.work);
            }
            let is_letter = few.get(&annotation.id).is_some_and(|audience| !is_kept_back(annotation, audience));
            let words = if is_letter { &mut share.letters } else { &mut share.words };
            words.extend(Word::of(annotation));
            summary.links.extend(links_made(annotation));
            for tag in &annotation.tags {
                *summary.tags.entry(tag.clone()).or_default() += 1;
                *share.tags.entry(tag.clone()).or_default() += 1;
            }
        }
        summary
    }

    /// Takes in what else was written on the document, of which no answer is to what this knows.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.annotations += more.annotations;
        add_tags(&mut self.tags, more.tags);
        for (reader, share) in more.by {
            let known = self.by.entry(reader).or_default();
            known.marks += share.marks;
            known.work.add(&share.work);
            known.words.extend(share.words);
            known.letters.extend(share.letters);
            add_tags(&mut known.tags, share.tags);
        }
        self.questions.extend(more.questions);
        self.answers.extend(more.answers);
        self.links.extend(more.links);
        self
    }

    /// How much of what one reader wrote on a document is work, and what of it answers something elsewhere; nothing else. `maker` says who
    /// wrote an annotation of the document.
    pub fn of_work<'a>(
        own: impl IntoIterator<Item = &'a Annotation>,
        reader: &ReaderId,
        maker: impl Fn(&AnnotationId) -> Option<&'a ReaderId>,
    ) -> Self {
        let (mut share, mut answers) = (Share::default(), Vec::new());
        for annotation in own {
            add_work(annotation, &maker, &mut share.work);
            answers.extend(answered_by(annotation).filter(|to| maker(to).is_none()).map(|to| answer(to, annotation)));
        }
        Self { by: BTreeMap::from([(reader.clone(), share)]), answers, ..Self::default() }
    }

    /// How many marks and notes a reader has made on the text.
    pub fn marks_of(&self, reader: &ReaderId) -> usize {
        self.by.get(reader).map_or(0, |share| share.marks)
    }

    /// How much one reader has done, and what that reader has answered elsewhere; nothing else.
    #[must_use]
    pub fn work_by(&self, reader: &ReaderId) -> Self {
        let share = self.by.get(reader).map(|share| Share { work: share.work, ..Share::default() });
        let answers = self.answers.iter().filter(|answer| answer.reader == *reader).cloned().collect();
        Self { by: share.map(|share| (reader.clone(), share)).into_iter().collect(), answers, ..Self::default() }
    }

    /// The tags that one reader has given, and nothing else.
    #[must_use]
    pub fn only_by(&self, reader: &ReaderId) -> Self {
        let tags = self.by.get(reader).map(|share| share.tags.clone());
        Self { tags: tags.unwrap_or_default(), ..Self::default() }
    }
}

fn add_tags(tags: &mut BTreeMap<String, usize>, more: BTreeMap<String, usize>) {
    for (tag, count) in more {
        *tags.entry(tag).or_default() += count;
    }
}

/// The links of one annotation.
pub fn links_made(annotation: &Annotation) -> impl Iterator<Item = LinkMade> + '_ {
    annotation.links.iter().map(|link| LinkMade {
        id: annotation.id.clone(),
        reader: annotation.creator.clone(),
        note: annotation.note.clone().unwrap_or_default(),
        link: link.clone(),
    })
}

/// The answers among what was written on one document that answer none of it.
pub fn answers_in<'a>(annotations: impl IntoIterator<Item = &'a Annotation> + Clone) -> Vec<Answer> {
    answers_beyond(annotations.clone(), &makers_of_answered(annotations))
}

fn answers_beyond<'a>(
    annotations: impl IntoIterator<Item = &'a Annotation>,
    known: &HashMap<&'a AnnotationId, &'a ReaderId>,
) -> Vec<Answer> {
    let replies = annotations.into_iter().filter_map(|annotation| Some((answered_by(annotation)?, annotation)));
    let beyond = replies.filter(|(to, _)| !known.contains_key(to));
    beyond.map(|(to, reply)| answer(to, reply)).collect()
}

fn answer(to: &AnnotationId, reply: &Annotation) -> Answer {
    Answer { to: to.clone(), reader: reply.creator.clone(), counts: work::counts(reply) }
}

fn add_work<'a>(annotation: &Annotation, maker: &impl Fn(&AnnotationId) -> Option<&'a ReaderId>, work: &mut WorkCount) {
    let answered = |id: &AnnotationId| match maker(id) {
        Some(maker) if *maker == annotation.creator => AnsweredWriter::Oneself,
        _ => AnsweredWriter::Other,
    };
    if let Some(count) = work::kind_of(annotation, answered, work) {
        *count += 1;
    }
}

/// Who wrote what is answered among what was written on one document.
fn makers_of_answered<'a>(
    annotations: impl IntoIterator<Item = &'a Annotation> + Clone,
) -> HashMap<&'a AnnotationId, &'a ReaderId> {
    let answered: HashSet<&AnnotationId> = annotations.clone().into_iter().filter_map(answered_by).collect();
    if answered.is_empty() {
        return HashMap::default();
    }
    let known = annotations.into_iter().filter(|annotation| answered.contains(&annotation.id));
    known.map(|annotation| (&annotation.id, &annotation.creator)).collect()
}

/// What an answer answers.
fn answered_by(annotation: &Annotation) -> Option<&AnnotationId> {
    match &annotation.target {
        Target::Annotation(to) if annotation.kind == Kind::Reply => Some(to),
        _ => None,
    }
}

/// The tags of many documents, the most used first, equals by name.
pub fn tags_in_use<'a>(summaries: impl IntoIterator<Item = &'a Summary>) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (tag, count) in summaries.into_iter().flat_map(|summary| &summary.tags) {
        *counts.entry(tag).or_default() += count;
    }
    let mut tags: Vec<(&str, usize)> = counts.into_iter().collect();
    tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    tags.into_iter().map(|(tag, _)| tag.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(tags: &[(&str, usize)]) -> Summary {
        Summary { tags: tags.iter().map(|(tag, count)| ((*tag).to_owned(), *count)).collect(), ..Summary::default() }
    }

    fn made(id: &str, kind: Kind, to: &str) -> Annotation {
        Annotation {
            id: id.into(),
            kind,
            creator: format!("urn:{id}").into(),
            created: jiff::Timestamp::UNIX_EPOCH,
            modified: jiff::Timestamp::UNIX_EPOCH,
            note: None,
            tags: vec!["law".to_owned()],
            color: None,
            target: Target::Annotation(to.into()),
            links: Vec::new(),
        }
    }

    #[test]
    fn answers_to_what_stands_elsewhere_are_told_with_who_gave_them_and_picks_count_nowhere() {
        let all = [
            made("a", Kind::Reply, "prompt"),
            made("b", Kind::Reply, "a"),
            made("c", Kind::Vote, "prompt"),
            made("d", Kind::Bookmark, "a"),
        ];
        let summary = Summary::of(&all);
        assert_eq!(summary.answers, [Answer { to: "prompt".into(), reader: "urn:a".into(), counts: true }]);
        assert_eq!((summary.annotations, summary.tags["law"]), (2, 3));
    }

    #[test]
    fn the_key_of_an_id_is_the_published_hash() {
        // From the authors' own test vectors: what is kept in the state folder must mean the same tomorrow.
        assert_eq!(
            [key(""), key("a"), key("foobar")],
            [0xcbf2_9ce4_8422_2325, 0xaf63_dc4c_8601_ec8c, 0x8594_4171_f739_67e8]
        );
    }

    #[test]
    fn tags_are_added_up_over_documents() {
        let all = [summary(&[("law", 1), ("trade", 2)]), summary(&[("law", 2), ("amity", 2)])];
        assert_eq!(tags_in_use(&all), ["law", "amity", "trade"]);
    }
}
