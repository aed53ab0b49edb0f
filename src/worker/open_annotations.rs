//! The annotations of the document that is open, all readers': read, anchored, sent, and read anew when somebody has written.
//! It writes none.

use super::jobs::{OpenFile, OpenPath, ReadDocument};
use super::known_documents::KnownDocuments;
use crate::annotation::{Anchor, AnchorState, PromptIds, Target};
use crate::app::{AnchoredAnnotation, Msg, prompt_ids_of, prompts_of};
use crate::config::syllabus::Syllabus;
use crate::document::DocPath;
use crate::store::{
    Accepted, AnnotationStore, Digest, KnownAnchors, Manifestations, Places, Read, SidecarChange, StoredAnnotation,
    anchored_since,
};
use foldhash::HashMapExt as _;
use foldhash::quality::RandomState;
use jiff::Timestamp;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::{Arc, PoisonError};

/// Of so many other formats of a work the annotations are read.
const MOST_COPIES: usize = 8;

/// What is known of the document that was opened last.
#[derive(Debug)]
pub struct OpenAnnotations {
    /// Where this reader says that others' annotations stand.
    pub accepted: Accepted,
    syllabus: Arc<Syllabus>,
    /// Which prompt of it an answer belongs to.
    prompt_ids: PromptIds,
    /// Which documents are the same work.
    works: Manifestations,
    /// The path, for the thread that watches.
    path: OpenPath,
    last: Option<LastOpened>,
}

/// The document that was opened last.
#[derive(Debug)]
struct LastOpened {
    read: ReadDocument,
    /// What the syllabus asks about it.
    prompts: Vec<AnchoredAnnotation>,
    sent: SentAnnotations,
}

/// The annotations of a document as they were sent last.
#[derive(Debug, Default)]
struct SentAnnotations {
    /// What they were made of ([`print_of`]).
    print: u64,
    /// What prints are made with.
    prints: RandomState,
    anchors: KnownAnchors,
}

impl OpenAnnotations {
    /// Nothing is open yet; `works` says from an earlier session which documents are the same work, `path` tells others
    /// what is open.
    pub fn new(accepted: Accepted, syllabus: Arc<Syllabus>, works: Manifestations, path: OpenPath) -> Self {
        let prompt_ids = prompt_ids_of(&syllabus);
        Self { accepted, syllabus, prompt_ids, works, path, last: None }
    }

    /// A document was opened that so many have written on that this reader's own annotations are shown before all: those.
    pub fn opened_own(
        &mut self,
        store: &AnnotationStore,
        known: &mut KnownDocuments,
        read: &ReadDocument,
    ) -> Option<Msg> {
        let own = store.only_own()?;
        let prompts = prompts_of(&self.syllabus, &read.path, &read.document, &read.digest.urn());
        let annotations = self.settled(own.read_known(&read.path, Some(&read.digest)), &read.path);
        let places = self.places(&own, &read.path);
        let mut opened = LastOpened { read: read.clone(), prompts, sent: SentAnnotations::default() };
        opened.send(&places, known, annotations).into_iter().find_map(|told| match told {
            Msg::Annotations { path, anchored, own, .. } => Some(Msg::OwnAnnotations { path, anchored, own }),
            _ => None,
        })
    }

    /// A document was opened: its annotations.
    pub fn opened(&mut self, store: &AnnotationStore, known: &mut KnownDocuments, read: ReadDocument) -> Vec<Msg> {
        *self.path.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(OpenFile { path: read.path.clone(), stamp: read.stamp });
        known.opened(&read.path, read.digest, &read.title);
        let prompts = prompts_of(&self.syllabus, &read.path, &read.document, &read.digest.urn());
        let mut annotations = self.read(store, &read.path, &read.digest);
        annotations.faults.extend(annotations.ahead(Timestamp::now()));
        let mut opened = LastOpened { read, prompts, sent: SentAnnotations::default() };
        let places = self.places(store, &opened.read.path);
        let told = opened.send(&places, known, annotations);
        self.last = Some(opened);
        told
    }

    /// The document that was opened last, with the digest of its file.
    pub fn document(&self) -> Option<(DocPath, Digest)> {
        self.last.as_ref().map(|last| (last.read.path.clone(), last.read.digest))
    }

    /// Somebody else writes now: what is already on the screen may turn out to be their own.
    pub fn opened_again(&mut self, store: &AnnotationStore, known: &mut KnownDocuments) -> Vec<Msg> {
        let last = self.last.take();
        last.map_or_else(Vec::new, |last| self.opened(store, known, last.read))
    }

    /// The syllabus is another: what it asks about the open document.
    pub fn planned(&mut self, store: &AnnotationStore, known: &mut KnownDocuments, plan: Arc<Syllabus>) -> Vec<Msg> {
        self.prompt_ids = prompt_ids_of(&plan);
        self.syllabus = plan;
        self.opened_again(store, known)
    }

    /// Somebody has written on these documents: the annotations of the open one, if it is concerned, it was not this
    /// session, and they are others than before.
    pub fn changed(
        &mut self,
        store: &AnnotationStore,
        known: &mut KnownDocuments,
        changes: &[SidecarChange],
    ) -> Vec<Msg> {
        let Some(last) = &self.last else { return Vec::new() };
        let (path, copies) = (&last.read.path, self.copies(&last.read.path));
        let foreign = |change: &SidecarChange| {
            let concerned = std::iter::once(path).chain(&copies).find(|document| change.concerns(document));
            concerned.is_some_and(|document| !change.is_own(store, document))
        };
        if changes.iter().any(foreign) { self.read_again(store, known) } else { Vec::new() }
    }

    /// It is known which documents are the same work: the annotations of the open one, if it is concerned.
    pub fn compared(&mut self, store: &AnnotationStore, known: &mut KnownDocuments, works: Manifestations) -> Vec<Msg> {
        let path = self.last.as_ref().map(|last| last.read.path.clone());
        let copies = |open: &Self| path.as_ref().map(|path| open.copies(path));
        let before = copies(self);
        self.works = works;
        if copies(self) == before { Vec::new() } else { self.read_again(store, known) }
    }

    /// Reads the annotations of a document, answers with the prompts that they belong to.
    fn read(&self, store: &AnnotationStore, path: &DocPath, digest: &Digest) -> Read {
        self.settled(store.read_with(path, digest, &self.copies(path)), path)
    }

    fn settled(&self, mut read: Read, path: &DocPath) -> Read {
        for stored in &mut read.stored {
            self.prompt_ids.settle(&mut stored.annotation, stored.origin.copy().unwrap_or(path));
        }
        read
    }

    /// Reads the open document's annotations anew; gives them if they are others than before.
    fn read_again(&mut self, store: &AnnotationStore, known: &mut KnownDocuments) -> Vec<Msg> {
        let Some(last) = &self.last else { return Vec::new() };
        let annotations = self.read(store, &last.read.path, &last.read.digest);
        if print_of(&annotations, &last.sent.prints) == last.sent.print {
            return Vec::new();
        }
        let path = last.read.path.clone();
        let places = self.places(store, &path);
        self.last.as_mut().map(|last| last.send(&places, known, annotations)).unwrap_or_default()
    }

    /// Where this reader says that others' annotations on a document stand, under its former names too.
    fn places(&mut self, store: &AnnotationStore, path: &DocPath) -> Places {
        self.accepted.of_document(path, store.annotations())
    }

    /// The other documents that are the same work.
    fn copies(&self, path: &DocPath) -> Vec<DocPath> {
        self.works.copies(path).take(MOST_COPIES).cloned().collect()
    }
}

impl LastOpened {
    /// Anchors annotations that were read, and remembers them as sent.
    fn send(&mut self, places: &Places, known: &mut KnownDocuments, annotations: Read) -> Vec<Msg> {
        let (document, digest) = (&self.read.document, &self.read.digest);
        let prints = self.sent.prints.clone();
        let print = print_of(&annotations, &prints);
        let mut annotations = annotations.with_remarks(document, digest);
        let anchors = anchored_since(&annotations.stored, document, digest, (&self.sent.anchors, places));
        self.sent = SentAnnotations { print, prints, anchors: anchors_of(&annotations.stored, &anchors) };
        known.learn_homes(&mut annotations);
        let count = annotations.stored.len();
        let stored = std::mem::take(&mut annotations.stored);
        let anchored: Vec<AnchoredAnnotation> =
            stored.into_iter().zip(anchors).filter_map(|(stored, anchor)| offered(stored, anchor)).collect();
        let left_out = count - anchored.len();
        self.messages(annotations, anchored, left_out)
    }

    /// What is told of annotations that were read: `anchored` is shown, `left_out` are on other formats alone.
    fn messages(&self, read: Read, mut anchored: Vec<AnchoredAnnotation>, left_out: usize) -> Vec<Msg> {
        let path = || self.read.path.clone();
        anchored.extend(self.prompts.iter().cloned());
        let left_out = (left_out > 0).then(|| Msg::LeftOut { path: path(), count: left_out });
        let doubted = Msg::Doubted { path: path(), ids: read.doubted };
        let formerly = read.formerly.iter().map(ToString::to_string).collect();
        let annotations = Msg::Annotations { path: path(), anchored, own: read.own, faults: read.faults, formerly };
        let aside = (!read.aside.is_empty()).then(|| Msg::Aside { path: path(), records: read.aside });
        left_out.into_iter().chain([doubted, annotations]).chain(aside).collect()
    }
}

/// Where passages stand, by the id of their annotation.
fn anchors_of(stored: &[StoredAnnotation], anchors: &[Anchor]) -> KnownAnchors {
    let anchored = |(stored, anchor): (&StoredAnnotation, &Anchor)| match &stored.annotation.target {
        Target::Passage(passage) => Some((stored.annotation.id.clone(), (passage.clone(), *anchor))),
        _ => None,
    };
    // Room for all from the beginning: to move them to where there is more takes as long as putting them there.
    let mut known = KnownAnchors::with_capacity(stored.len());
    known.extend(stored.iter().zip(anchors).filter_map(anchored));
    known
}

/// What is shown of an annotation. One that was made on another format of the work is at another place there: if its
/// words are here, it has not moved; if they are not, it is no orphan, but not for this text.
fn offered(stored: StoredAnnotation, anchor: Anchor) -> Option<AnchoredAnnotation> {
    let state = match (stored.origin.copy(), anchor.state) {
        (Some(_), AnchorState::Orphan) => return None,
        (Some(_), AnchorState::Moved) => AnchorState::Same,
        (_, state) => state,
    };
    Some(AnchoredAnnotation {
        annotation: stored.annotation,
        record: stored.record,
        anchor: Anchor { state, ..anchor },
        reader: stored.reader,
        mine: stored.mine,
        saved: true,
        origin: stored.origin,
        hidden: false,
    })
}

/// A number that another state of a document's annotations would hardly share: what is said, by whom, and what is wrong.
fn print_of(read: &Read, prints: &RandomState) -> u64 {
    let mut hasher = prints.build_hasher();
    for stored in &read.stored {
        (&stored.reader, stored.mine, stored.origin.copy()).hash(&mut hasher);
        // The text as it was read is at hand; to write a record anew takes many times longer.
        match stored.record.text() {
            Some(text) => text.hash(&mut hasher),
            None => stored.record.to_line().hash(&mut hasher),
        }
    }
    for record in &read.own {
        (record.id(), record.modified().as_nanosecond()).hash(&mut hasher);
    }
    read.faults.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use crate::document::doc_path;
    use crate::store::{SidecarChange, Snapshot};
    use crate::worker::test_corpus::{TestCorpus, note, said};

    const TEXT: &str = "One two three. Four five six.\n";

    /// What has changed since the last look.
    fn changes(snapshot: &mut Snapshot, corpus: &TestCorpus) -> Vec<SidecarChange> {
        snapshot.again(corpus.store("mei").annotations())
    }

    #[test]
    fn an_opened_document_comes_with_everybodys_annotations() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let (read, store) = (corpus.read("a.md"), corpus.store("mei"));
        corpus.write("ana", &read, &note(1, "ana", &read, "two"));
        corpus.write("mei", &read, &note(2, "mei", &read, "five"));
        let (mut open, mut saver) = (corpus.open_annotations(), corpus.record_saver());
        let told = open.opened(&store, &mut saver.documents, read.clone());
        assert_eq!(said(&told), ["doubted 0", "a.md: 1:same 2!:same own 1"]);
        assert_eq!(open.path.lock().unwrap().as_ref().map(|open| &open.path), Some(&read.path));
        let as_ana = open.opened_again(&corpus.store("ana"), &mut saver.documents);
        assert_eq!(said(&as_ana), ["doubted 0", "a.md: 1!:same 2:same own 1"], "somebody else writes now");
    }

    #[test]
    fn where_many_write_the_own_annotations_come_first() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let (read, store) = (corpus.read("a.md"), corpus.store("mei"));
        corpus.write("ana", &read, &note(1, "ana", &read, "two"));
        corpus.write("mei", &read, &note(2, "mei", &read, "five"));
        let (mut open, mut saver) = (corpus.open_annotations(), corpus.record_saver());
        store.readers();
        assert!(open.opened_own(&store, &mut saver.documents, &read).is_none(), "two are few");
        for number in 0..500 {
            let folder = corpus.path(&format!("annotations/reader-{number}"));
            std::fs::create_dir(&folder).unwrap();
            std::fs::write(folder.join("reader.json"), "{}").unwrap();
        }
        let store = corpus.store("mei");
        store.readers();
        let first = open.opened_own(&store, &mut saver.documents, &read).map(|own| said(&[own]));
        assert_eq!(first.as_deref(), Some(&["own a.md: 2!:same own 1".to_owned()][..]));
        let all = open.opened(&store, &mut saver.documents, read);
        assert_eq!(said(&all), ["doubted 0", "a.md: 1:same 2!:same own 1"]);
    }

    #[test]
    fn what_was_accepted_of_others_holds_after_the_text_was_renamed() {
        let words: Vec<String> = (0..60).map(|n| format!("Porter {n} carried {} loads to gate {n}.", n * 3)).collect();
        let corpus = TestCorpus::of(&[("a.md", &words.join(" ")), ("c.md", TEXT)]);
        let (read, store) = (corpus.read("a.md"), corpus.store("mei"));
        let theirs = note(1, "ana", &read, "Porter 9 carried 27 loads");
        corpus.write("ana", &read, &theirs);
        let (mut open, mut saver) = (corpus.open_annotations(), corpus.record_saver());
        let passage = |record: &crate::annotation::Record| match record.annotation().unwrap().target {
            crate::annotation::Target::Passage(passage) => passage,
            other => panic!("{other:?}"),
        };
        let elsewhere = passage(&note(2, "ana", &read, "Porter 50 carried 150 loads"));
        open.accepted.take(&read.path, theirs.id(), &passage(&theirs), &elsewhere).unwrap();
        let stands =
            |open: &mut super::OpenAnnotations, saver: &mut crate::worker::record_saver::RecordSaver, path: &str| {
                let read = corpus.read(path);
                let told = open.opened(&store, &mut saver.documents, read.clone());
                let anchored = told.into_iter().find_map(|msg| match msg {
                    crate::app::Msg::Annotations { anchored, .. } => anchored.first().and_then(|one| one.anchor.span),
                    _ => None,
                });
                anchored.map(|span| span.of(read.document.text()).to_owned())
            };
        let accepted = Some("Porter 50 carried 150 loads".to_owned());
        assert_eq!(stands(&mut open, &mut saver, "a.md"), accepted);
        std::fs::rename(corpus.path("a.md"), corpus.path("b.md")).unwrap();
        assert_eq!(stands(&mut open, &mut saver, "b.md"), accepted, "by the name that is gone");
        std::fs::copy(corpus.path("c.md"), corpus.path("a.md")).unwrap();
        assert_ne!(stands(&mut open, &mut saver, "a.md"), accepted, "another text has the old name");
    }

    #[test]
    fn what_others_write_is_read_anew_and_what_this_session_wrote_is_not() {
        let corpus = TestCorpus::of(&[("a.md", TEXT), ("b.md", TEXT)]);
        let (read, other, store) = (corpus.read("a.md"), corpus.read("b.md"), corpus.store("mei"));
        let mut snapshot = Snapshot::at(store.annotations());
        let (mut open, mut saver) = (corpus.open_annotations(), corpus.record_saver());
        let known = &mut saver.documents;
        assert!(open.changed(&store, known, &[]).is_empty(), "nothing is open");
        open.opened(&store, known, read.clone());
        corpus.write("ana", &other, &note(1, "ana", &other, "two"));
        assert!(open.changed(&store, known, &changes(&mut snapshot, &corpus)).is_empty(), "another document");
        corpus.write("ana", &read, &note(2, "ana", &read, "two"));
        let seen = changes(&mut snapshot, &corpus);
        assert_eq!(said(&open.changed(&store, known, &seen)), ["doubted 0", "a.md: 2:same own 0"]);
        assert!(open.changed(&store, known, &seen).is_empty(), "they are the same as before");
        saver.save(&store, &doc_path("a.md"), vec![note(3, "mei", &read, "five")]);
        let own = changes(&mut snapshot, &corpus);
        assert_eq!(own.len(), 1);
        assert!(open.changed(&store, &mut saver.documents, &own).is_empty(), "the app knows what it has written");
        corpus.write("mei", &read, &note(4, "mei", &read, "six"));
        let elsewhere = open.changed(&store, &mut saver.documents, &changes(&mut snapshot, &corpus));
        assert_eq!(said(&elsewhere), ["doubted 0", "a.md: 2:same 3!:same 4!:same own 2"], "another session's");
    }

    #[test]
    fn annotations_on_another_format_come_with_the_work_and_are_changed_there() {
        let sentence =
            |n: usize| format!("Warden {n} noted that bell {n} rang for {} days over hill {}.", n * 7, n * n);
        let article = (0..70).map(sentence).collect::<Vec<_>>();
        let (plain, marked) = (article.join("\n"), article.join(" "));
        let corpus = TestCorpus::of(&[
            ("a.txt", &format!("The Bells\n\nby Ada North\n\n{plain}\n")),
            ("a.md", &format!("# The Bells\n\n{marked}\n\nA remark that stands here alone.\n")),
        ]);
        let (read, other, store) = (corpus.read("a.txt"), corpus.read("a.md"), corpus.store("mei"));
        corpus.write("mei", &other, &note(1, "mei", &other, "Warden 9 noted"));
        corpus.write("ana", &other, &note(2, "ana", &other, "A remark that stands here"));
        let (mut open, mut saver) = (corpus.open_annotations(), corpus.record_saver());
        assert_eq!(said(&open.opened(&store, &mut saver.documents, read.clone())), ["doubted 0", "a.txt: own 0"]);
        let told = open.compared(&store, &mut saver.documents, corpus.works());
        assert_eq!(said(&told), ["left out 1", "doubted 0", "a.txt: 1!:same own 1"]);
        assert!(open.compared(&store, &mut saver.documents, corpus.works()).is_empty(), "nothing new");
        let changed = note(1, "mei", &other, "Warden 9 noted that bell 9");
        let answer = crate::worker::test_corpus::answer(3, "mei", 1);
        assert_eq!(
            said(&saver.save(&store, &doc_path("a.txt"), vec![changed, answer])),
            ["saved 1 of a.txt", "saved 3 of a.txt"]
        );
        assert_eq!(corpus.own("mei", &read), "", "nothing of it belongs to this format");
        assert!(corpus.own("mei", &other).contains("that bell 9") && corpus.own("mei", &other).contains("note 3"));
    }
}
