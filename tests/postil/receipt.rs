//! From the files to the receipt and back, without a terminal: annotations written, the text changed, what the reader is
//! told, what accepting writes.

use postil::annotation::{AnchorState, Annotation, Kind, NewIds, Reader, Record, Target, select};
use postil::app::{
    self, AnchoredAnnotation, Config, Effect, Env, Me, Model, Msg, OpenedDocument, Overlay, WriteRequest, keymap,
    status,
};
use postil::config::chord::Chord;
use postil::config::{KeyPreset, WrittenKeys, settings, theme};
use postil::document::{DocPath, Document};
use postil::format;
use postil::store::{About, Accepted, AnnotationStore, Annotations, Corpus, Digest, Dirs, anchored_with, digest};
use postil::text::Span;
use std::fs;
use std::sync::Arc;

const TEXT: &str = "The moss on the north wall grew faster than anybody had expected.\n\nIce left a thin line of sediment \
                    along the eastern shore of the lake. Nobody went there any more.\n\nAn owl was heard twice in the chapel before the lamps were lit.\n";

/// The document.
fn moss() -> DocPath {
    DocPath::new("moss.txt").expect("a path")
}

/// A corpus of one text, and a reader of it who has two devices' worth of patience.
struct Scene {
    temp: tempfile::TempDir,
    model: Model,
    accepted: Accepted,
    count: u8,
}

fn reader(name: &str, number: u8) -> Reader {
    let id = format!("urn:uuid:0193f3a0-0000-7000-8000-0000000000{number:02}");
    Reader { id: id.into(), name: name.to_owned(), nickname: name.to_owned() }
}

fn config() -> Config {
    let keys = WrittenKeys::default();
    let keymap = keymap(&keys, KeyPreset::Postil).0;
    Config {
        settings: settings::resolve(&[]).0,
        keymap,
        keys,
        kept: Vec::new(),
        theme: theme::Theme::default(),
        themes: theme::Themes::default(),
        ascii: false,
        ambiguous_wide: false,
        formats: Vec::new(),
        exports: Vec::new(),
    }
}

impl Scene {
    fn new() -> Self {
        let temp = tempfile::tempdir().expect("a folder");
        fs::create_dir(temp.path().join("texts")).expect("a corpus");
        fs::write(temp.path().join("texts/moss.txt"), TEXT).expect("a text");
        let dirs = Dirs::under(&temp.path().join("own"));
        let accepted = Accepted::of(&dirs, &temp.path().join("texts").canonicalize().expect("a path"));
        let model = Model::new(config(), (110, 30));
        Self { temp, model, accepted, count: 0 }
    }

    fn store(&self, me: &Reader) -> AnnotationStore {
        let corpus = Corpus::open(&self.temp.path().join("texts")).expect("a corpus");
        let dirs = Dirs::under(&self.temp.path().join("own"));
        AnnotationStore::new(Annotations::at(&corpus, &dirs)).for_reader(me, "ab12").expect("a plain name")
    }

    fn text(&self) -> (Arc<Document>, Digest) {
        let bytes = fs::read(self.temp.path().join("texts/moss.txt")).expect("the text");
        let digest = digest(&bytes);
        (Arc::new(format::parse("moss.txt", bytes)), digest)
    }

    fn save(&mut self, me: &Reader, record: &Record) {
        self.count += 1;
        let id = |part: u8| format!("urn:uuid:0193f3a0-0000-7000-8000-0000000{part}00{:02}", self.count);
        let ids = NewIds { collection: id(1), page: id(2), identity: id(3).into() };
        let path = moss();
        let about = About { path: &path, digest: self.text().1, title: String::new() };
        let now = jiff::Timestamp::from_second(1_795_000_000).expect("a time");
        self.store(me).save(&about, record, now, &ids).expect("it is written");
    }

    fn mark(&mut self, me: &Reader, quote: &str, number: u8) {
        let (document, digest) = self.text();
        let start = document.text().find(quote).expect("the words");
        let span = Span::new(start, start + quote.len());
        let now = jiff::Timestamp::from_second(1_795_000_000 + i64::from(number)).expect("a time");
        let annotation = Annotation {
            id: format!("urn:uuid:0193f3a0-0000-7000-9000-0000000000{number:02}").into(),
            kind: Kind::Highlight,
            creator: me.id.clone(),
            created: now,
            modified: now,
            note: None,
            tags: vec!["kept".to_owned()],
            color: None,
            target: Target::Passage(select::passage(document.text(), document.offsets(), span, &digest.urn())),
            links: Vec::new(),
        };
        self.save(me, &Record::of(&annotation));
    }

    /// Opens the text as the two threads of the program would.
    fn open(&mut self, me: &Reader) {
        self.send(me, Msg::IsReader(Me { reader: me.clone(), confirmed: true, elsewhere: None }));
        app::open(&mut self.model, &moss());
        let (document, digest) = self.text();
        self.send(
            me,
            Msg::Opened(Box::new(OpenedDocument {
                job: self.model.navigation.job,
                path: moss(),
                metadata: document.metadata.clone(),
                document: Arc::clone(&document),
                source: Some(digest.urn()),
                words: None,
                place: None,
                outdated: false,
            })),
        );
        let read = self.store(me).read_known(&moss(), Some(&digest));
        let anchors = anchored_with(
            &read.stored,
            &document,
            &digest,
            &self.accepted.of_document(&moss(), self.store(me).annotations()),
        );
        let anchored = read.stored.into_iter().zip(anchors).map(|(stored, anchor)| AnchoredAnnotation {
            annotation: stored.annotation,
            record: stored.record,
            anchor,
            reader: stored.reader,
            mine: stored.mine,
            saved: true,
            origin: stored.origin,
            hidden: false,
        });
        let anchored = anchored.collect();
        let path = moss();
        let (own, faults) = (read.own, read.faults);
        self.send(me, Msg::Annotations { path, anchored, own, faults, formerly: Vec::new() });
    }

    fn send(&mut self, me: &Reader, msg: Msg) {
        let now = jiff::Timestamp::from_second(1_795_001_000).expect("a time");
        let effects = app::update(
            &mut self.model,
            msg,
            &Env { now, today: jiff::civil::date(2026, 11, 18), id: uuid::Uuid::from_u128(7) },
        );
        for effect in effects {
            match effect {
                Effect::Write(WriteRequest::Save { record, .. }) => self.save(me, &record),
                Effect::Write(WriteRequest::Accept { path, id, from, to }) => {
                    self.accepted.take(&path, &id, &from, &to).expect("it is kept");
                }
                _ => {}
            }
        }
    }

    fn keys(&mut self, me: &Reader, keys: &str) {
        for key in keys.split(' ') {
            self.send(me, Msg::Key(Chord::parse(key).expect("a key")));
        }
    }

    fn receipt(&self) -> Vec<String> {
        let Some(Overlay::Receipt(receipt)) = &self.model.overlay else { return Vec::new() };
        receipt.entries.iter().map(|entry| format!("{} {} {}", entry.state.name(), entry.who, entry.quote)).collect()
    }

    fn file(&self, reader: &str) -> String {
        let path = self.temp.path().join("texts/annotations").join(reader).join("moss.txt@ab12.json");
        fs::read_to_string(path).expect("a sidecar")
    }
}

#[test]
fn a_text_that_was_changed_outside_gives_a_receipt_and_what_is_accepted_stays_accepted() {
    let (mut scene, mei, ana) = (Scene::new(), reader("mei", 1), reader("ana", 2));
    scene.mark(&mei, "The moss on the north wall grew faster than anybody had expected.", 1);
    scene.mark(&ana, "a thin line of sediment along the eastern shore", 2);
    scene.mark(&mei, "An owl was heard twice in the chapel before the lamps were lit.", 3);
    scene.open(&mei);
    assert!(!status(&scene.model).left.contains("moved"));

    let shifted = TEXT.replace("a thin line", "a broad line");
    let cut = shifted.split("An owl").next().expect("the part before");
    fs::write(scene.temp.path().join("texts/moss.txt"), format!("A new first paragraph, put there by hand.\n\n{cut}"))
        .expect("the text is changed");
    let others = scene.file("ana");
    scene.open(&mei);
    assert!(
        status(&scene.model).left.starts_with("1 moved, 1 changed, 1 orphan; R shows them"),
        "{:?}",
        status(&scene.model)
    );
    scene.keys(&mei, "R");
    let told = [
        "orphan me An owl was heard twice in the chapel before the lamps were lit.",
        "changed ana a thin line of sediment along the eastern shore",
        "moved me The moss on the north wall grew faster than anybody had expected.",
    ];
    assert_eq!(scene.receipt(), told);

    let before = scene.file("mei");
    scene.keys(&mei, "n n esc");
    assert_eq!((scene.file("mei"), scene.file("ana")), (before, others.clone()), "what is left is not written");
    scene.keys(&mei, "R j enter enter esc");
    assert_eq!(scene.file("ana"), others, "nobody writes another's file");
    assert!(scene.file("mei").contains("kept"), "tags stay");

    let mut later = Scene { model: Model::new(config(), (110, 30)), ..scene };
    later.open(&mei);
    assert!(status(&later.model).left.starts_with("1 orphan; R shows it"), "{:?}", status(&later.model));
    let doc = later.model.doc.as_ref().expect("it is open");
    let states: Vec<AnchorState> = doc.annotations.anchored.iter().map(|anchored| anchored.anchor.state).collect();
    assert_eq!(states.iter().filter(|state| **state == AnchorState::Same).count(), 2);
}
