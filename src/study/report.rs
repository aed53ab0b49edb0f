//! The sheet for a seminar's session, as facts: prompts, the passages most marked, open questions, tags, who has written
//! what, and what nobody touched. How it is printed is said in `exchange`.
//!
//! Counts are of what readers have written; what somebody has read without writing is known to nobody else. It ranks no
//! person: readers stand in the order of their names.

use super::{Density, Paragraphs, ReaderMark, peaks, questions, unmarked};
use crate::annotation::anchor::anchor_quotations;
use crate::annotation::{Anchor, AnchorState, Annotation, AnnotationId, Kind, Passage, Quote, ReaderId, Target};
use crate::document::{Document, Metadata};
use crate::text::Span;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A text with all that was written on it.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// Its path in the corpus.
    pub path: &'a str,
    /// Facts about it.
    pub metadata: &'a Metadata,
    /// The text.
    pub document: &'a Document,
    /// Everybody's annotations.
    pub annotations: &'a [Annotation],
    /// Where each stands.
    pub anchors: &'a [Anchor],
    /// The nickname of who made each.
    pub readers: &'a [String],
}

/// A question of the leader, with the id under which it is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportPrompt {
    /// The question.
    pub text: String,
    /// The document it is about.
    pub document: Option<String>,
    /// The words of it that it is about.
    pub quote: Option<String>,
    /// Where those stand, if they are found.
    pub place: Option<Citation>,
    /// `urn:uuid:…`: what answers to it have as their target.
    pub id: AnnotationId,
    /// How many answers there are.
    pub answers: usize,
    /// The answers, by reader.
    pub given: Vec<PromptAnswer>,
}

/// An answer to a prompt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PromptAnswer {
    /// Its own id: what is found on two texts, of which one was called as the other, stands on the sheet once.
    pub id: AnnotationId,
    /// Who.
    pub reader: String,
    /// In which document.
    pub document: String,
    /// The answer.
    pub text: String,
}

/// A place of a text as it is cited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// Path of the document.
    pub document: String,
    /// The author and title, as far as they are known.
    pub source: String,
    /// The number of the paragraph, from 1.
    pub paragraph: usize,
    /// The page, where the text has pages.
    pub page: Option<String>,
    /// The words.
    pub quote: String,
}

/// A passage that several readers marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkedPassage {
    /// Where.
    pub place: Citation,
    /// How many readers.
    pub readers: usize,
}

/// An open question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenQuestion {
    /// What it is about.
    pub place: Citation,
    /// The question.
    pub text: String,
    /// Who asks.
    pub reader: String,
    /// How many others ask the same.
    pub votes: usize,
    /// How many answers there are, none of which has settled it.
    pub answers: usize,
}

/// What one reader has written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Participation {
    /// Who.
    pub reader: String,
    /// On how many texts.
    pub texts: usize,
    /// Marked passages without words of one's own.
    pub marks: usize,
    /// Notes.
    pub notes: usize,
    /// Questions.
    pub questions: usize,
    /// Answers and replies.
    pub replies: usize,
}

/// Paragraphs of one text that nobody has marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnmarkedText {
    /// Path of the document.
    pub document: String,
    /// What it is called.
    pub source: String,
    /// The numbers of the paragraphs, from 1.
    pub paragraphs: Vec<usize>,
    /// How many paragraphs there are.
    pub of: usize,
}

/// The sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What it is about: the seminar, the session.
    pub title: String,
    /// The leader's questions.
    pub prompts: Vec<ReportPrompt>,
    /// The most marked passages, the most marked first.
    pub marked: Vec<MarkedPassage>,
    /// The open questions, the most asked first.
    pub questions: Vec<OpenQuestion>,
    /// How many questions are settled.
    pub settled: usize,
    /// Tags with how often they were given, the most used first.
    pub tags: Vec<(String, usize)>,
    /// Who has written what, by name.
    pub parts: Vec<Participation>,
    /// What nobody touched.
    pub untouched: Vec<UnmarkedText>,
}

/// The most passages that a sheet names.
const MOST_MARKED: usize = 12;

/// What one text adds to a sheet. It borrows nothing, so that a text is let go of before the next is read.
#[derive(Clone, Debug, Default)]
pub struct TextFindings {
    marked: Vec<MarkedPassage>,
    questions: Vec<OpenQuestion>,
    settled: usize,
    tags: BTreeMap<String, usize>,
    parts: BTreeMap<String, Participation>,
    untouched: UnmarkedText,
    /// Answers, each with the place of its prompt among those that were handed in.
    given: Vec<(usize, PromptAnswer)>,
    /// Where the words stand that prompts are about, likewise.
    places: Vec<(usize, Citation)>,
}

impl TextFindings {
    /// What this text adds to a sheet with these prompts. `leader` is the `urn:uuid:…` of who leads, where that is known.
    pub fn of(text: &Text<'_>, prompts: &[ReportPrompt], leader: Option<&ReaderId>) -> Self {
        let paragraphs = Paragraphs::of(text.document);
        let mut findings = Self {
            marked: marked(text, &paragraphs),
            tags: tags(text),
            parts: parts(text),
            untouched: untouched(text, &paragraphs),
            given: answered(text, prompts),
            places: placed(text, &paragraphs, prompts),
            ..Self::default()
        };
        asked(text, (&paragraphs, leader), &mut findings);
        findings
    }
}

/// A sheet over texts, as it grows.
#[derive(Debug, Default)]
pub struct GrowingReport {
    report: Report,
    tags: BTreeMap<String, usize>,
    parts: BTreeMap<String, Participation>,
    given: HashSet<(usize, AnnotationId)>,
}

impl GrowingReport {
    /// A sheet of no text yet.
    pub fn of(title: &str, prompts: Vec<ReportPrompt>) -> Self {
        Self { report: Report { title: title.to_owned(), prompts, ..Report::default() }, ..Self::default() }
    }

    /// Adds the next text in their order: what [`TextFindings::of`] found with the same prompts.
    pub fn add(&mut self, text: TextFindings) {
        let report = &mut self.report;
        report.marked.extend(text.marked);
        report.questions.extend(text.questions);
        report.settled += text.settled;
        report.untouched.push(text.untouched);
        text.tags.into_iter().for_each(|(tag, count)| *self.tags.entry(tag).or_default() += count);
        text.parts.into_iter().for_each(|(reader, part)| add_part(&mut self.parts, reader, part));
        text.places.into_iter().for_each(|(at, place)| report.prompts[at].place = Some(place));
        self.add_answers(text.given);
    }

    /// Adds what was answered on a text that is not of the sheet: [`answered`], with the same prompts.
    pub fn add_elsewhere(&mut self, given: Vec<(usize, PromptAnswer)>) {
        let new = given.iter().filter(|(at, given)| !self.given.contains(&(*at, given.id.clone())));
        let once: BTreeMap<&AnnotationId, &str> = new.map(|(_, given)| (&given.id, given.reader.as_str())).collect();
        for reader in once.into_values().map(str::to_owned) {
            add_part(&mut self.parts, reader.clone(), Participation { reader, replies: 1, ..Participation::default() });
        }
        self.add_answers(given);
    }

    fn add_answers(&mut self, given: Vec<(usize, PromptAnswer)>) {
        for (at, given) in given {
            if self.given.insert((at, given.id.clone())) {
                self.report.prompts[at].given.push(given);
            }
        }
    }

    /// The sheet of all of them.
    pub fn whole(self) -> Report {
        let mut report = self.report;
        report.marked.sort_by_key(|marked| Reverse(marked.readers));
        report.marked.truncate(MOST_MARKED);
        report.questions.sort_by_key(|asked| Reverse(asked.votes));
        report.tags = self.tags.into_iter().collect();
        report.tags.sort_by_key(|(_, count)| Reverse(*count));
        report.parts = self.parts.into_values().collect();
        for prompt in &mut report.prompts {
            prompt.answers = prompt.given.len();
            prompt.given.sort_by(|a, b| a.reader.cmp(&b.reader));
        }
        report
    }
}

/// Adds what a reader has written on one more text.
fn add_part(parts: &mut BTreeMap<String, Participation>, reader: String, more: Participation) {
    let all = parts.entry(reader).or_insert_with(|| Participation { reader: more.reader, ..Participation::default() });
    all.texts += more.texts;
    all.marks += more.marks;
    all.notes += more.notes;
    all.questions += more.questions;
    all.replies += more.replies;
}

/// Adds a line for each of these readers who has written nothing on these texts.
#[must_use]
pub fn with_readers(mut report: Report, readers: impl IntoIterator<Item = String>) -> Report {
    let known: BTreeSet<String> = report.parts.iter().map(|part| part.reader.clone()).collect();
    let silent: BTreeSet<String> = readers.into_iter().filter(|reader| !known.contains(reader)).collect();
    report.parts.extend(silent.into_iter().map(|reader| Participation { reader, ..Participation::default() }));
    report.parts.sort_by(|a, b| a.reader.cmp(&b.reader));
    report
}

/// Takes out who has written how much, for a class in which nobody is counted.
#[must_use]
pub fn without_participation(mut report: Report) -> Report {
    report.parts.clear();
    report
}

/// Replaces the names of a report by `Reader A`, `Reader B`, in the order of the names; one name becomes one pseudonym.
#[must_use]
pub fn under_pseudonyms(mut report: Report) -> Report {
    let names: BTreeSet<String> = report.parts.iter().map(|part| part.reader.clone()).collect();
    let names: BTreeMap<String, String> =
        names.into_iter().enumerate().map(|(at, name)| (name, format!("Reader {}", letters(at)))).collect();
    let other = |name: &mut String| *name = names.get(name).cloned().unwrap_or_else(|| "a reader".to_owned());
    for part in &mut report.parts {
        other(&mut part.reader);
    }
    for asked in &mut report.questions {
        other(&mut asked.reader);
    }
    for given in report.prompts.iter_mut().flat_map(|prompt| &mut prompt.given) {
        other(&mut given.reader);
    }
    report
}

/// `A` to `Z`, then `AA` and on.
pub(super) fn letters(mut number: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (number % 26) as u8));
        match (number / 26).checked_sub(1) {
            Some(rest) => number = rest,
            None => return letters.into_iter().rev().collect(),
        }
    }
}

impl Text<'_> {
    /// Where annotations stand, with their readers: those whose words are there.
    fn marks(&self) -> impl Iterator<Item = (&str, Span)> + Clone {
        self.tagged_marks().map(|mark| (mark.reader, mark.span))
    }

    /// Gives where annotations stand, with their readers and tags: those whose words are there.
    pub fn tagged_marks(&self) -> impl Iterator<Item = ReaderMark<'_>> + Clone {
        let all = self.annotations.iter().zip(self.anchors).zip(self.readers);
        all.filter_map(|((annotation, anchor), reader)| {
            let stands = anchor.state != AnchorState::Orphan && matches!(annotation.target, Target::Passage(_));
            Some(ReaderMark { reader, span: anchor.span.filter(|_| stands)?, tags: &annotation.tags })
        })
    }

    pub(super) fn source(&self) -> String {
        let title = self.metadata.title.clone().unwrap_or_else(|| self.path.to_owned());
        let parts = [self.metadata.authors.join(", "), title, self.metadata.date.clone().unwrap_or_default()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn cite(&self, span: Span, paragraphs: &Paragraphs) -> Citation {
        Citation {
            document: self.path.to_owned(),
            source: self.source(),
            paragraph: paragraphs.at(span.start),
            page: self.document.page_at(span.start).map(|page| page.label.clone()),
            quote: self.document.line(span),
        }
    }
}

fn marked(text: &Text<'_>, paragraphs: &Paragraphs) -> Vec<MarkedPassage> {
    let peaks = peaks(text.document, text.marks(), MOST_MARKED).into_iter();
    peaks.map(|peak| MarkedPassage { place: text.cite(peak.span, paragraphs), readers: peak.readers }).collect()
}

fn asked(text: &Text<'_>, (paragraphs, leader): (&Paragraphs, Option<&ReaderId>), findings: &mut TextFindings) {
    for question in questions(text.annotations, leader) {
        if question.settled_by.is_some() {
            findings.settled += 1;
            continue;
        }
        let annotation = &text.annotations[question.index];
        let span = text.anchors[question.index].span.filter(|_| matches!(annotation.target, Target::Passage(_)));
        let whole = || Citation { document: text.path.to_owned(), source: text.source(), ..Citation::default() };
        findings.questions.push(OpenQuestion {
            place: span.map_or_else(whole, |span| text.cite(span, paragraphs)),
            text: annotation.note.clone().unwrap_or_default(),
            reader: text.readers[question.index].clone(),
            votes: question.votes,
            answers: question.answers,
        });
    }
}

fn untouched(text: &Text<'_>, paragraphs: &Paragraphs) -> UnmarkedText {
    let unmarked = unmarked(text.document, &Density::of(text.marks()));
    UnmarkedText {
        document: text.path.to_owned(),
        source: text.source(),
        paragraphs: unmarked.into_iter().map(|paragraph| paragraph.number).collect(),
        of: paragraphs.len(),
    }
}

fn tags(text: &Text<'_>) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for tag in text.annotations.iter().flat_map(|annotation| &annotation.tags) {
        *counts.entry(tag).or_default() += 1;
    }
    counts.into_iter().map(|(tag, count)| (tag.to_owned(), count)).collect()
}

fn parts(text: &Text<'_>) -> BTreeMap<String, Participation> {
    let mut parts: BTreeMap<&str, Participation> = BTreeMap::new();
    let written = text.annotations.iter().zip(text.readers).filter(|(annotation, _)| !annotation.is_pick());
    for (annotation, reader) in written {
        let part = parts.entry(reader).or_insert_with(|| Participation {
            reader: reader.clone(),
            texts: 1,
            ..Participation::default()
        });
        match annotation.kind {
            Kind::Highlight | Kind::Bookmark | Kind::Link => part.marks += 1,
            Kind::Note | Kind::DocumentNote => part.notes += 1,
            Kind::Question => part.questions += 1,
            Kind::Reply => part.replies += 1,
            Kind::Vote | Kind::Prompt | Kind::Identity => {}
        }
    }
    parts.into_iter().map(|(reader, part)| (reader.to_owned(), part)).collect()
}

/// Finds where the words stand that prompts are about.
fn placed(text: &Text<'_>, paragraphs: &Paragraphs, prompts: &[ReportPrompt]) -> Vec<(usize, Citation)> {
    let place = |(at, prompt): (usize, &ReportPrompt)| {
        let quote = prompt.quote.as_ref().filter(|_| prompt.document.as_deref() == Some(text.path))?;
        let quote = Quote { exact: quote.trim().to_owned(), ..Quote::default() };
        let passage = Passage { quote, ..Passage::default() };
        let stands = anchor_quotations(text.document, "", &[&passage]).pop()?.span?;
        Some((at, text.cite(stands, paragraphs)))
    };
    prompts.iter().enumerate().filter_map(place).collect()
}

/// Finds what answers the prompts: each answer with the place of its prompt among these.
pub fn answered(text: &Text<'_>, prompts: &[ReportPrompt]) -> Vec<(usize, PromptAnswer)> {
    let mut asked: BTreeMap<&AnnotationId, Vec<usize>> = BTreeMap::new();
    prompts.iter().enumerate().for_each(|(at, prompt)| asked.entry(&prompt.id).or_default().push(at));
    let mut given = Vec::new();
    for (annotation, reader) in text.annotations.iter().zip(text.readers) {
        let Target::Annotation(id) = &annotation.target else { continue };
        for at in asked.get(id).into_iter().flatten().filter(|_| annotation.kind == Kind::Reply) {
            let (id, reader, document) = (annotation.id.clone(), reader.clone(), text.path.to_owned());
            let text = annotation.note.clone().unwrap_or_default();
            given.push((*at, PromptAnswer { id, reader, document, text }));
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Builder};
    use jiff::Timestamp;

    fn document() -> Document {
        let text = "The title\n\nOne here. Two here.\n\nThree here.";
        let mut builder = Builder::over(text.to_owned());
        builder.block(BlockKind::Heading, 1, Span::new(0, 9));
        builder.block(BlockKind::Paragraph, 0, Span::new(11, 30));
        builder.block(BlockKind::Paragraph, 0, Span::new(32, text.len()));
        builder.page("7", 0);
        builder.page("8", 32);
        builder.finish()
    }

    fn made(id: &str, kind: Kind, target: Target) -> Annotation {
        Annotation {
            id: id.into(),
            kind,
            creator: "urn:uuid:someone".into(),
            created: Timestamp::UNIX_EPOCH,
            modified: Timestamp::UNIX_EPOCH,
            note: (kind != Kind::Highlight).then(|| format!("says {id}")),
            tags: vec!["law".to_owned()],
            color: None,
            target,
            links: Vec::new(),
        }
    }

    fn on(start: usize, end: usize) -> (Target, Anchor) {
        let anchor = Anchor { state: AnchorState::Same, span: Some(Span::new(start, end)), score: 1.0 };
        (Target::Passage(Passage::default()), anchor)
    }

    #[test]
    fn the_sheet_names_what_is_marked_asked_written_and_untouched() {
        let (document, metadata) = (document(), Metadata { title: Some("T".to_owned()), ..Metadata::default() });
        let (passage, here) = on(21, 24);
        let annotations = [
            made("h1", Kind::Highlight, passage.clone()),
            made("h2", Kind::Highlight, passage.clone()),
            made("q", Kind::Question, passage),
            made("r", Kind::Reply, Target::Annotation("p".into())),
            made("k", Kind::Bookmark, Target::Annotation("q".into())),
        ];
        let readers = ["mei", "tom", "mei", "tom", "tom"].map(str::to_owned);
        let text = Text {
            path: "a.txt",
            metadata: &metadata,
            document: &document,
            annotations: &annotations,
            anchors: &[here; 5],
            readers: &readers,
        };
        let said = |text: &str| Some(text.to_owned());
        let quote = said("here. Two here.");
        let prompts = vec![ReportPrompt { id: "p".into(), document: said("a.txt"), quote, ..ReportPrompt::default() }];
        let mut growing = GrowingReport::of("Session 1", prompts.clone());
        growing.add(TextFindings::of(&text, &prompts, None));
        let sheet = growing.whole();
        assert_eq!(sheet.prompts[0].answers, 1);
        let place = sheet.prompts[0].place.as_ref().map(|place| (place.paragraph, place.quote.as_str()));
        assert_eq!(place, Some((1, "here. Two here.")));
        let given = &sheet.prompts[0].given[0];
        assert_eq!((given.reader.as_str(), given.document.as_str(), given.text.as_str()), ("tom", "a.txt", "says r"));
        let first = &sheet.marked[0];
        assert_eq!((first.readers, first.place.paragraph, first.place.quote.as_str()), (2, 1, "Two here."));
        assert_eq!(first.place.page.as_deref(), Some("7"));
        assert_eq!((sheet.questions[0].text.as_str(), sheet.questions[0].reader.as_str()), ("says q", "mei"));
        assert_eq!(sheet.tags, [("law".to_owned(), 5)]);
        let part = &sheet.parts[1];
        assert_eq!((part.reader.as_str(), part.marks, part.replies, part.texts), ("tom", 1, 1, 1));
        assert_eq!((sheet.untouched[0].paragraphs.as_slice(), sheet.untouched[0].of), (&[2][..], 2));
        let hidden = under_pseudonyms(sheet);
        assert_eq!((hidden.parts[1].reader.as_str(), hidden.questions[0].reader.as_str()), ("Reader B", "Reader A"));
        assert_eq!(hidden.prompts[0].given[0].reader, "Reader B");
    }

    #[test]
    fn who_has_written_nothing_has_a_line_too() {
        let part = |reader: &str, marks| Participation { reader: reader.to_owned(), marks, ..Participation::default() };
        let report = Report { parts: vec![part("mei", 2)], ..Report::default() };
        let all = with_readers(report, ["tom", "mei", "ann"].map(str::to_owned));
        assert_eq!(all.parts, [part("ann", 0), part("mei", 2), part("tom", 0)]);
    }

    #[test]
    fn an_answer_on_another_text_counts_once_in_its_writers_line() {
        let mut growing = GrowingReport::of("", vec![ReportPrompt::default(); 2]);
        let answer =
            |at, id: &str| (at, PromptAnswer { id: id.into(), reader: "tom".to_owned(), ..PromptAnswer::default() });
        growing.add_elsewhere(vec![answer(0, "a"), answer(1, "a"), answer(1, "b")]);
        growing.add_elsewhere(vec![answer(1, "b")]);
        let sheet = growing.whole();
        assert_eq!(sheet.prompts.iter().map(|prompt| prompt.answers).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(sheet.parts, [Participation { reader: "tom".to_owned(), replies: 2, ..Participation::default() }]);
    }

    #[test]
    fn pseudonyms_do_not_end_with_the_alphabet() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
