//! A summary as bytes and back, for a cache. What was cut or changed gives another summary or none, and never a panic. It reads
//! and writes no file.

use super::{Answer, LinkMade, Share, Summary, Word};
use crate::annotation::{AnnotationId, Audience, Link, Passage, Quote, ReaderId};
use crate::study::board::Asking;
use crate::study::work::WorkCount;
use crate::text::bytes::{PackReader, PackWriter};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Counts up when the bytes change their meaning.
pub const LAYOUT: u32 = 2;

/// The readers that a summary names, each once: their ids are most of what it says of small shares.
struct NamedReaders<'a>(Vec<&'a ReaderId>);

/// Writes the summary.
///
/// # Errors
/// What the writer has.
pub fn write(summary: &Summary, to: &mut dyn Write) -> io::Result<()> {
    let (out, people) = (&mut PackWriter(to), NamedReaders::of(summary));
    out.all(&people.0, |out, id| out.text(id))?;
    out.number(summary.annotations)?;
    tags(out, &summary.tags)?;
    out.number(summary.by.len())?;
    for (reader, share) in &summary.by {
        out.number(people.number(reader))?;
        out.number(share.marks)?;
        share.work.kinds().into_iter().try_for_each(|(_, count)| out.number(count as usize))?;
        tags(out, &share.tags)?;
        out.all(&share.words, |out, word| {
            [word.key, word.made_key, word.changed.cast_unsigned()].into_iter().try_for_each(|number| out.word(number))
        })?;
    }
    out.all(&summary.questions, |out, question| asking(out, question, &people))?;
    out.all(&summary.answers, |out, answer| {
        out.text(&answer.to)?;
        out.number(people.number(&answer.reader))?;
        out.number(usize::from(answer.counts))
    })?;
    out.all(&summary.links, |out, made| link(out, made, &people))
}

/// The summary that [`write()`] wrote as these bytes.
pub fn from_bytes(mut bytes: &[u8]) -> Option<Summary> {
    let size = bytes.len() as u64;
    let mut from = PackReader::of(&mut bytes, size);
    let people = from.all(|from| from.text().map(ReaderId::new))?;
    let who = |from: &mut PackReader<'_>| people.get(from.number()?).cloned();
    let annotations = from.number()?;
    let all_tags = read_tags(&mut from)?;
    let by = from.all(|from| {
        let (reader, marks, work, tags) = (who(from)?, from.number()?, read_work(from)?, read_tags(from)?);
        let words = from.all(|from| {
            let (key, made_key, changed) = (from.word()?, from.word()?, from.word()?.cast_signed());
            Some(Word { key, made_key, changed })
        })?;
        Some((reader, Share { marks, work, tags, words, letters: Vec::new() }))
    })?;
    let questions = from.all(|from| read_asking(from, &who))?;
    let answers = from.all(|from| {
        let (to, reader) = (AnnotationId::new(from.text()?), who(from)?);
        Some(Answer { to, reader, counts: from.number()? > 0 })
    })?;
    let links = from.all(|from| read_link(from, &who))?;
    let summary = Summary { annotations, tags: all_tags, by: by.into_iter().collect(), questions, answers, links };
    from.is_done().then_some(summary)
}

impl<'a> NamedReaders<'a> {
    fn of(summary: &'a Summary) -> Self {
        let voices =
            summary.questions.iter().flat_map(|question| &question.voices).flat_map(|(who, whose)| [who, whose]);
        let questions = summary.questions.iter().map(|question| &question.creator);
        let others = summary.answers.iter().map(|answer| &answer.reader);
        let all = summary.by.keys().chain(voices).chain(questions).chain(others);
        let all: BTreeSet<&ReaderId> = all.chain(summary.links.iter().map(|made| &made.reader)).collect();
        Self(all.into_iter().collect())
    }

    /// The place of a reader among them; all that are asked for are there.
    fn number(&self, id: &ReaderId) -> usize {
        self.0.binary_search(&id).unwrap_or_default()
    }
}

fn tags(out: &mut PackWriter<'_>, tags: &BTreeMap<String, usize>) -> io::Result<()> {
    out.number(tags.len())?;
    tags.iter().try_for_each(|(tag, count)| {
        out.text(tag)?;
        out.number(*count)
    })
}

fn read_tags(from: &mut PackReader<'_>) -> Option<BTreeMap<String, usize>> {
    let tags = from.all(|from| Some((from.text()?, from.number()?)))?;
    Some(tags.into_iter().collect())
}

fn read_work(from: &mut PackReader<'_>) -> Option<WorkCount> {
    let mut count = || u32::try_from(from.number()?).ok();
    let (marks, notes, questions) = (count()?, count()?, count()?);
    Some(WorkCount { marks, notes, questions, answers: count()?, replies: count()? })
}

fn asking(out: &mut PackWriter<'_>, question: &Asking, people: &NamedReaders<'_>) -> io::Result<()> {
    [&*question.id, &question.note, &question.quote].into_iter().try_for_each(|text| out.text(text))?;
    out.number(people.number(&question.creator))?;
    out.word(question.created.as_second().cast_unsigned())?;
    out.word(i64::from(question.created.subsec_nanosecond()).cast_unsigned())?;
    out.number(question.votes)?;
    out.number(question.answers)?;
    out.all(&question.voices, |out, (who, whose)| {
        out.number(people.number(who))?;
        out.number(people.number(whose))
    })
}

fn read_asking(from: &mut PackReader<'_>, who: &impl Fn(&mut PackReader<'_>) -> Option<ReaderId>) -> Option<Asking> {
    let (id, note, quote) = (AnnotationId::new(from.text()?), from.text()?, from.text()?);
    let creator = who(from)?;
    let (seconds, nanoseconds) = (from.word()?.cast_signed(), i32::try_from(from.word()?.cast_signed()).ok()?);
    let created = Timestamp::new(seconds, nanoseconds).ok()?;
    let (votes, answers) = (from.number()?, from.number()?);
    let voices = from.all(|from| Some((who(from)?, who(from)?)))?;
    // What not everybody can read is never kept.
    Some(Asking { id, creator, note, quote, created, votes, answers, voices, audience: Audience::Everybody })
}

fn link(out: &mut PackWriter<'_>, made: &LinkMade, people: &NamedReaders<'_>) -> io::Result<()> {
    out.number(people.number(&made.reader))?;
    let Link { label, passage } = &made.link;
    let Quote { exact, prefix, suffix } = &passage.quote;
    let texts = [&*made.id, &made.note, label, &passage.source, exact, prefix, suffix];
    texts.into_iter().try_for_each(|text| out.text(text))?;
    out.optional(passage.position, |out, (start, end)| {
        out.number(start)?;
        out.number(end)
    })
}

fn read_link(from: &mut PackReader<'_>, who: &impl Fn(&mut PackReader<'_>) -> Option<ReaderId>) -> Option<LinkMade> {
    let (reader, id) = (who(from)?, AnnotationId::new(from.text()?));
    let mut text = || from.text();
    let (note, label, source) = (text()?, text()?, text()?);
    let quote = Quote { exact: text()?, prefix: text()?, suffix: text()? };
    let position = if from.follows()? { Some((from.number()?, from.number()?)) } else { None };
    Some(LinkMade { id, reader, note, link: Link { label, passage: Passage { source, quote, position } } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn summary(people: &[String], numbers: &[u64]) -> Summary {
        let number = |at: usize| numbers.get(at % numbers.len().max(1)).copied().unwrap_or_default();
        let (mut summary, small) =
            (Summary { annotations: people.len(), ..Summary::default() }, |at| (number(at) % 999) as usize);
        for (at, name) in people.iter().enumerate() {
            let (reader, id) = (ReaderId::new(name.as_str()), AnnotationId::new(format!("urn:{at}")));
            let tags = BTreeMap::from([(name.clone(), small(at))]);
            let word = Word { key: number(at), made_key: number(at + 1), changed: number(at + 2).cast_signed() };
            let work = WorkCount { marks: at as u32, notes: 1, replies: small(at) as u32, ..WorkCount::default() };
            let share =
                Share { marks: small(at), work, tags: tags.clone(), words: vec![word; at % 3], letters: Vec::new() };
            summary.by.insert(reader.clone(), share);
            summary.tags.extend(tags);
            let created = Timestamp::new(-(small(at) as i64) * 1_000, -5).unwrap();
            let asked = ReaderId::new("asks");
            summary.questions.push(Asking {
                id: id.clone(),
                creator: asked.clone(),
                note: name.clone(),
                quote: String::new(),
                created,
                votes: small(at),
                answers: at,
                voices: vec![(reader.clone(), asked); at % 2],
                audience: Audience::Everybody,
            });
            summary.answers.push(Answer { to: id.clone(), reader: reader.clone(), counts: at % 2 == 0 });
            let quote = Quote { exact: name.clone(), ..Quote::default() };
            let passage = Passage { source: "urn:x".into(), quote, position: (at % 2 == 0).then_some((at, small(at))) };
            let link = Link { label: name.clone(), passage };
            summary.links.push(LinkMade { id, reader, note: String::new(), link });
        }
        summary
    }

    proptest! {
        #[test]
        fn a_summary_comes_back_as_it_was_and_cut_it_is_none(
            people in prop::collection::vec("[a-zé林\u{1b}]{0,5}", 0..6),
            numbers in prop::collection::vec(any::<u64>(), 1..6),
            cut in any::<prop::sample::Index>(),
        ) {
            let summary = summary(&people, &numbers);
            let mut bytes = Vec::new();
            write(&summary, &mut bytes).unwrap();
            prop_assert_eq!(from_bytes(&bytes), Some(summary));
            prop_assert_eq!(from_bytes(&bytes[..cut.index(bytes.len())]), None);
        }

        #[test]
        fn any_bytes_are_a_summary_or_none(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = from_bytes(&bytes);
        }
    }
}
