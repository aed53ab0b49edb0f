//! The thread that looks through all texts. A later question ends the one before, so that it can be asked with every key.
//! It writes nothing but what the library keeps for itself.

use super::Incoming;
use super::entries::KnownEntries;
use super::guard::guarded;
use crate::annotation::{AnchorState, Target};
use crate::app::{
    FindRequest, JobId, ListedMark, MOST_RESULTS, MarkedNews, Message, Msg, NamedText, ResultGroup, ResultsNews,
    ResultsProgress, by_name, by_year, dated_rows, name_titles,
};
use crate::document::DocPath;
use crate::search::Query;
use crate::store::{AnnotationStore, Annotations, FindingStep, FoundDocument, Library, StoredAnnotation, anchored};
use crate::study::names::sightings;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// The most places of names that are kept while texts are gone through.
const MOST_NAMES: usize = 200_000;
/// How long what was found may wait to be told with more.
const SOON: Duration = Duration::from_millis(60);

/// What the thread works with.
#[derive(Debug)]
pub struct Finder {
    /// The corpus.
    pub library: Arc<Library>,
    /// Its documents.
    pub entries: Arc<KnownEntries>,
    /// What the readers have written.
    pub annotations: Annotations,
    /// The app.
    pub send: Sender<Incoming>,
}

impl Finder {
    /// Works until nobody asks any more.
    pub fn work(self, requests: &Receiver<FindRequest>) {
        let mut next = requests.recv().ok();
        while let Some(request) = next.take() {
            // What was asked before the last question is not wanted any more.
            match requests.try_iter().last().unwrap_or(request) {
                FindRequest::Stop => {}
                FindRequest::Texts { job, query } => next = self.guard(|| self.look_for(job, &query, requests)),
                FindRequest::Timeline { job } => next = self.guard(|| self.collect_dates(job, requests)),
                FindRequest::Names { job } => next = self.guard(|| self.collect_names(job, requests)),
                FindRequest::Marks { job, states } => next = self.guard(|| self.collect_marks(job, states)),
                FindRequest::Places { job, names } => next = self.guard(|| self.collect_places(job, names, requests)),
            }
            next = next.or_else(|| requests.recv().ok());
        }
    }

    /// Does a job; a fault of the program in it is told.
    fn guard(&self, job: impl FnOnce() -> Option<FindRequest>) -> Option<FindRequest> {
        guarded(job).unwrap_or_else(|fault| {
            let _ = self.send.send(Incoming::Msg(Msg::Say(Message::failure(fault))));
            None
        })
    }

    /// Collects the names that all texts speak of, and tells them at the end, until something else is asked.
    fn collect_names(&self, job: JobId, requests: &Receiver<FindRequest>) -> Option<FindRequest> {
        let (mut report, mut texts, mut places) = (FindingReport::new(job, self.send.clone()), Vec::new(), 0);
        let mut newer = None;
        let entries = self.entries.all();
        self.library.find_only(&entries, &Query::default(), &mut |mut step| {
            newer = requests.try_recv().ok();
            if let Some(Ok(found)) = step.found.take_if(|found| found.is_ok()) {
                let names = NamedText::of(&found.path, &found.document);
                places += names.len();
                texts.push(names);
            }
            newer.is_none() && report.take(step) && places < MOST_NAMES
        });
        if newer.is_none() {
            report.waiting = by_name(texts);
            report.end();
        }
        newer
    }

    /// Collects what all readers have written on all texts: the thread that writes is not kept waiting for it.
    /// With `states` their texts are looked into, too.
    fn collect_marks(&self, job: JobId, states: bool) -> Option<FindRequest> {
        let mut marks = Vec::new();
        let texts = self.library.known_texts(&self.entries.all());
        let faults = AnnotationStore::new(self.annotations.clone()).survey(&texts, &mut |path, stored| {
            let states = if states { self.states(path, &stored) } else { vec![None; stored.len()] };
            marks.extend(stored.into_iter().zip(states).map(|(stored, state)| ListedMark {
                path: path.clone(),
                annotation: stored.annotation,
                record: stored.record,
                reader: stored.reader,
                mine: false,
                state,
                picked: false,
            }));
        });
        let _ = self.send.send(Incoming::Msg(Msg::Marked(Box::new(MarkedNews { job, marks, faults }))));
        None
    }

    /// How sure the places of annotations are in their text as it is now; orphans all where it cannot be read.
    fn states(&self, path: &DocPath, stored: &[StoredAnnotation]) -> Vec<Option<AnchorState>> {
        let loaded = self.library.load(path).ok();
        let text = loaded.as_ref().and_then(|loaded| Some((&loaded.document, loaded.digest?)));
        let anchors = text.map(|(document, digest)| anchored(stored, document, &digest));
        let state = |(at, stored): (usize, &StoredAnnotation)| {
            let is_passage = matches!(stored.annotation.target, Target::Passage(_));
            is_passage.then(|| anchors.as_ref().map_or(AnchorState::Orphan, |anchors| anchors[at].state))
        };
        stored.iter().enumerate().map(state).collect()
    }

    /// Collects what can be gone to: all marks first, then the names, until something else is asked.
    fn collect_places(&self, job: JobId, names: bool, requests: &Receiver<FindRequest>) -> Option<FindRequest> {
        self.collect_marks(job, false);
        if !names {
            return None;
        }
        let (mut texts, mut places, mut newer) = (Vec::new(), 0, None);
        self.library.find_only(&self.entries.all(), &Query::default(), &mut |step| {
            newer = requests.try_recv().ok();
            if let Some(Ok(found)) = step.found {
                let names = sightings(&found.document);
                places += names.len();
                texts.push(names);
            }
            newer.is_none() && places < MOST_NAMES
        });
        if newer.is_none() {
            let _ = self.send.send(Incoming::Msg(Msg::Named { job, names: name_titles(texts) }));
        }
        newer
    }

    /// Collects the dated statements of all texts, and tells them in order at the end, until something else is asked.
    fn collect_dates(&self, job: JobId, requests: &Receiver<FindRequest>) -> Option<FindRequest> {
        let (mut report, mut rows) = (FindingReport::new(job, self.send.clone()), Vec::new());
        let mut newer = None;
        let entries = self.entries.all();
        self.library.find_only(&entries, &Query::default(), &mut |mut step| {
            newer = requests.try_recv().ok();
            if let Some(Ok(found)) = step.found.take_if(|found| found.is_ok()) {
                rows.extend(dated_rows(&found.path, &found.document));
            }
            newer.is_none() && report.take(step)
        });
        if newer.is_none() {
            report.waiting = by_year(rows);
            report.end();
        }
        newer
    }

    /// Looks for a query until something else is asked; gives that.
    fn look_for(&self, job: JobId, query: &Query, requests: &Receiver<FindRequest>) -> Option<FindRequest> {
        let mut report = FindingReport::new(job, self.send.clone());
        let mut newer = None;
        let entries = self.entries.all();
        self.library.find_only(&entries, query, &mut |step| {
            newer = requests.try_recv().ok();
            newer.is_none() && report.take(step)
        });
        if newer.is_none() {
            report.end();
        }
        newer
    }
}

/// What is told of a search, not more often than somebody can see.
struct FindingReport {
    job: JobId,
    send: Sender<Incoming>,
    waiting: Vec<ResultGroup>,
    /// Texts that have other forms of the words alone: they stand behind the others.
    late: Vec<ResultGroup>,
    listed: usize,
    unread: usize,
    told: Instant,
}

impl FindingReport {
    fn new(job: JobId, send: Sender<Incoming>) -> Self {
        Self { job, send, waiting: Vec::new(), late: Vec::new(), listed: 0, unread: 0, told: Instant::now() }
    }

    /// Takes in a step; says whether more is wanted.
    fn take(&mut self, step: FindingStep) -> bool {
        let is_first = self.listed == 0;
        match step.found {
            Some(Ok(found)) => self.add(&found),
            Some(Err(_)) => self.unread += 1,
            None => {}
        }
        if (is_first && self.listed > 0) || self.told.elapsed() > SOON {
            self.tell(ResultsProgress::Looking(step.looked, step.of));
        }
        self.listed < MOST_RESULTS
    }

    fn add(&mut self, found: &FoundDocument) {
        let path = &found.path;
        let title = found.title.as_deref().unwrap_or_else(|| found.path.file_name());
        let formats = found.other_formats();
        let title = if formats.is_empty() { title.to_owned() } else { format!("{title} (also {formats})") };
        let group = ResultGroup::of_hits(path, &title, &found.document, &found.hits);
        self.listed += group.rows.len();
        if found.exact { self.waiting.push(group) } else { self.late.push(group) }
    }

    fn tell(&mut self, progress: ResultsProgress) {
        let groups = std::mem::take(&mut self.waiting);
        let news = ResultsNews { job: self.job, groups, progress, unread: self.unread };
        // Nobody listens any more only when the program is ending.
        let _ = self.send.send(Incoming::Msg(Msg::Results(Box::new(news))));
        self.told = Instant::now();
    }

    /// All was looked into, or as much as is listed was found.
    fn end(mut self) {
        self.waiting.append(&mut self.late);
        self.tell(ResultsProgress::Done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Scope;
    use crate::store::Dirs;
    use crate::worker::test_corpus::{TestCorpus, note};
    use std::sync::mpsc::channel;

    /// A corpus of so many texts with two hits each.
    fn corpus(texts: usize) -> (tempfile::TempDir, Arc<Library>) {
        let temp = tempfile::tempdir().expect("a folder");
        for number in 0..texts {
            let words = "An old wall.\n\nAnother wall.\n";
            std::fs::write(temp.path().join(format!("{number:04}.txt")), words).expect("a file");
        }
        let library = Arc::new(Library::open(temp.path()).expect("a corpus"));
        (temp, library)
    }

    fn asked(number: u8, written: &str) -> FindRequest {
        let job = (0..number).fold(JobId::NONE, |job, _| job.next());
        FindRequest::Texts { job, query: Box::new(Query::parse(written, Scope::Texts).0) }
    }

    /// What is told while these are asked one right after the other: number of the job, groups, whether it was the end.
    fn told(library: &Arc<Library>, requests: Vec<FindRequest>) -> Vec<(u64, usize, bool)> {
        let ((ask, asked), (send, receive)) = (channel(), channel());
        for request in requests {
            ask.send(request).expect("the thread listens");
        }
        drop(ask);
        let entries = Arc::new(KnownEntries::new(Arc::clone(library)));
        let annotations = Annotations::at(&library.corpus, &Dirs::under(library.corpus.root()));
        Finder { library: Arc::clone(library), entries, annotations, send }.work(&asked);
        let news = receive.iter().filter_map(|incoming| match incoming {
            Incoming::Msg(Msg::Results(news)) => Some(news),
            _ => None,
        });
        news.map(|news| (news.job.number(), news.groups.len(), news.progress == ResultsProgress::Done)).collect()
    }

    #[test]
    fn all_texts_that_hold_are_told_and_then_the_end() {
        let (_temp, library) = corpus(20);
        let told = told(&library, vec![asked(1, "wall")]);
        assert_eq!(told.iter().map(|(_, groups, _)| groups).sum::<usize>(), 20);
        assert!(told.last().is_some_and(|(_, _, end)| *end) && told[..told.len() - 1].iter().all(|(_, _, end)| !end));
    }

    #[test]
    fn texts_that_have_other_forms_of_the_words_alone_stand_behind_the_others() {
        let (temp, library) = corpus(2);
        let ((ask, asked), (send, receive)) = (channel(), channel());
        std::fs::write(temp.path().join("0000.txt"), "The agreement of that town is old.").expect("a file");
        std::fs::write(temp.path().join("0001.txt"), "The agreements of that town are old.").expect("a file");
        ask.send(self::asked(1, "agreements")).expect("the thread listens");
        drop(ask);
        let entries = Arc::new(KnownEntries::new(Arc::clone(&library)));
        let annotations = Annotations::at(&library.corpus, &Dirs::under(library.corpus.root()));
        Finder { library, entries, annotations, send }.work(&asked);
        let titles = receive.iter().flat_map(|incoming| match incoming {
            Incoming::Msg(Msg::Results(news)) => news.groups.into_iter().map(|group| group.title).collect(),
            _ => Vec::new(),
        });
        assert_eq!(titles.collect::<Vec<String>>(), ["0001.txt", "0000.txt"]);
    }

    #[test]
    fn only_the_last_question_is_answered() {
        let (_temp, library) = corpus(20);
        let told = told(&library, vec![asked(1, "wall"), asked(2, "old"), asked(3, "moss")]);
        assert_eq!(told, [(3, 0, true)]);
        assert_eq!(self::told(&library, vec![asked(1, "wall"), FindRequest::Stop]), []);
    }

    #[test]
    fn no_more_is_looked_for_than_is_listed() {
        let temp = tempfile::tempdir().expect("a folder");
        for number in 0..40 {
            std::fs::write(temp.path().join(format!("{number}.txt")), "wall ".repeat(2_000)).expect("a file");
        }
        let library = Arc::new(Library::open(temp.path()).expect("a corpus"));
        let told = told(&library, vec![asked(1, "wall")]);
        assert_eq!(told.iter().map(|(_, groups, _)| groups).sum::<usize>(), 10, "a thousand of each text");
        assert!(told.last().is_some_and(|(_, _, end)| *end));
    }

    /// What the thread says to one question about a corpus.
    fn answers(corpus: TestCorpus, ask: FindRequest) -> Vec<Msg> {
        let annotations = Annotations::at(&corpus.library.corpus, &corpus.dirs);
        let ((to, asked), (send, receive)) = (channel(), channel());
        to.send(ask).expect("the thread listens");
        drop(to);
        let library = Arc::new(corpus.library);
        let entries = Arc::new(KnownEntries::new(Arc::clone(&library)));
        Finder { library, entries, annotations, send }.work(&asked);
        receive.iter().filter_map(|it| if let Incoming::Msg(msg) = it { Some(msg) } else { None }).collect()
    }

    #[test]
    fn what_all_readers_wrote_on_all_texts_comes_at_once() {
        let corpus = TestCorpus::of(&[("a.md", "One two three."), ("b.md", "Four five six.")]);
        for (number, (reader, path, quote)) in
            [("mei", "a.md", "two"), ("tom", "a.md", "three"), ("mei", "b.md", "five")].into_iter().enumerate()
        {
            let read = corpus.read(path);
            corpus.write(reader, &read, &note(u8::try_from(number).expect("a few"), reader, &read, quote));
        }
        let told = answers(corpus, FindRequest::Marks { job: JobId::NONE.next(), states: false });
        let [Msg::Marked(news)] = &told[..] else { panic!("{told:?}") };
        let marks: Vec<String> =
            news.marks.iter().map(|mark| format!("{} {}", mark.path, mark.annotation.creator)).collect();
        assert_eq!(marks, ["a.md urn:uuid:mei", "a.md urn:uuid:tom", "b.md urn:uuid:mei"]);
    }

    #[test]
    fn where_marks_stand_now_is_looked_up_where_that_is_asked() {
        let corpus = TestCorpus::of(&[("a.md", "One two three."), ("b.md", "Four five six.")]);
        for (number, (path, quote)) in [("a.md", "two"), ("b.md", "five")].into_iter().enumerate() {
            let read = corpus.read(path);
            corpus.write("mei", &read, &note(u8::try_from(number).expect("a few"), "mei", &read, quote));
        }
        std::fs::write(corpus.library.corpus.root().join("b.md"), "Nothing of the kind.").expect("a file");
        let told = answers(corpus, FindRequest::Marks { job: JobId::NONE.next(), states: true });
        let [Msg::Marked(news)] = &told[..] else { panic!("{told:?}") };
        let states: Vec<_> = news.marks.iter().map(|mark| mark.state).collect();
        assert_eq!(states, [Some(AnchorState::Same), Some(AnchorState::Orphan)]);
    }

    #[test]
    fn what_can_be_gone_to_are_marks_first_and_then_names() {
        let one = "Minister Kita Haruo came. Kita left.";
        let told =
            answers(TestCorpus::of(&[("a.md", one)]), FindRequest::Places { job: JobId::NONE.next(), names: true });
        let [Msg::Marked(_), Msg::Named { names, .. }] = &told[..] else { panic!("{told:?}") };
        assert_eq!(names, &["Kita Haruo · person · 1 text"]);
        let told =
            answers(TestCorpus::of(&[("a.md", one)]), FindRequest::Places { job: JobId::NONE.next(), names: false });
        assert_eq!(told.len(), 1, "{told:?}");
    }

    #[test]
    fn names_come_when_all_texts_were_read() {
        let one = "Minister Kita Haruo came.";
        let corpus = TestCorpus::of(&[("a.md", one), ("b.md", "Haruo Kita, the minister, left.")]);
        let told = answers(corpus, FindRequest::Names { job: JobId::NONE.next() });
        let Some(Msg::Results(news)) = told.last() else { panic!("{told:?}") };
        let groups: Vec<&str> = news.groups.iter().map(|group| group.title.as_str()).collect();
        assert_eq!((groups, news.progress), (vec!["Haruo Kita · person · 2 texts"], ResultsProgress::Done));
    }

    #[test]
    fn the_folder_is_not_walked_again_at_once() {
        let (temp, library) = corpus(3);
        let entries = KnownEntries::new(library);
        let before = entries.all();
        std::fs::write(temp.path().join("new.txt"), "New.").expect("a file");
        assert!(Arc::ptr_eq(&before, &entries.all()), "it was walked a moment ago");
        assert_eq!(entries.walk(&mut |_| {}).0.len(), 4);
        assert_eq!(entries.all().len(), 4, "what was found last counts");
    }
}
