//! What is measured inside a process of its own. Each task prints microseconds and kilobytes.

use crate::made::reader;
use crate::peak;
use jiff::Timestamp;
use postil::annotation::{Anchor, Annotation, Color, Kind, NewIds, Record, Target, select};
use postil::app::{
    AnchoredAnnotation, Config, Effect, Env, Me, Model, Msg, OpenedDocument, WriteRequest, keymap, update,
};
use postil::config::{KeyPreset, WrittenKeys, chord::Chord, settings, theme};
use postil::document::DocPath;
use postil::store::{
    About, AnnotationStore, Annotations, Corpus, Dirs, Library, Loaded, Snapshot, StoredAnnotation, anchored,
};
use postil::study::Summary;
use postil::text::Span;
use postil::ui;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many keys are pressed for a median.
const KEYS: usize = 70;
/// How many of one kind are, to tell the slowest of a hundred.
const MANY_KEYS: usize = 300;

/// Does the work on the class in a folder; gives how long it took.
pub type Work = fn(&Path, &[String]) -> Duration;

/// The task of that name.
pub fn named(name: &str) -> Option<Work> {
    match name {
        "survey" => Some(survey),
        "layers" => Some(layers),
        "shown" => Some(shown),
        "marked" => Some(marked),
        "edited" => Some(edited),
        "walked" => Some(walked),
        "keyed" => Some(keyed),
        "glance" => Some(glance),
        "adding" => Some(adding),
        _ => None,
    }
}

/// Does a task and prints what it cost.
pub fn run(work: Work, folder: &Path, more: &[String]) {
    let time = work(folder, more);
    println!("{} {}", time.as_micros(), peak(std::process::id()));
}

fn store(folder: &Path) -> AnnotationStore {
    AnnotationStore::new(annotations(folder)).for_reader(&reader(0), "ab12").expect("a reader")
}

fn annotations(folder: &Path) -> Annotations {
    let corpus = Corpus::open(&folder.join("corpus")).expect("a corpus");
    Annotations::at(&corpus, &Dirs::under(&folder.join("home")))
}

fn survey(folder: &Path, _: &[String]) -> Duration {
    let (store, start) = (store(folder), Instant::now());
    let mut summaries: BTreeMap<DocPath, Summary> = BTreeMap::new();
    let faults = store.survey(&[], &mut |path, stored| {
        let annotations: Vec<Annotation> = stored.into_iter().map(|stored| stored.annotation).collect();
        summaries.insert(path.clone(), Summary::of(&annotations));
    });
    let time = start.elapsed();
    assert!(faults.is_empty() && !summaries.is_empty(), "{faults:?}");
    time
}

fn load(folder: &Path, document: &str) -> (DocPath, Loaded) {
    let library = Library::open(&folder.join("corpus")).expect("a corpus");
    let path = DocPath::new(document).expect("a path");
    let loaded = library.load(&path).expect("a text");
    (path, loaded)
}

/// From a text that is open to everybody's marks with their places.
fn layers(folder: &Path, more: &[String]) -> Duration {
    let ((path, loaded), store) = (load(folder, &more[0]), store(folder));
    let start = Instant::now();
    let anchored = place_all(&store, &path, &loaded);
    let time = start.elapsed();
    assert!(!anchored.is_empty(), "somebody has written on {path}");
    time
}

/// What the thread that reads annotations sends to the screen.
fn place_all(store: &AnnotationStore, path: &DocPath, loaded: &Loaded) -> Vec<AnchoredAnnotation> {
    let digest = loaded.digest.expect("a whole text");
    let read = store.read_known(path, Some(&digest));
    assert!(read.faults.is_empty(), "{:?}", read.faults);
    let anchors = anchored(&read.stored, &loaded.document, &digest);
    let one = |(stored, anchor): (StoredAnnotation, Anchor)| AnchoredAnnotation {
        annotation: stored.annotation,
        record: stored.record,
        anchor,
        reader: stored.reader,
        mine: stored.mine,
        saved: true,
        origin: stored.origin,
        hidden: false,
    };
    read.stored.into_iter().zip(anchors).map(one).collect()
}

/// The marks of a text taken onto the screen: what the one thread that shows everything does with them.
fn shown(folder: &Path, more: &[String]) -> Duration {
    on_screen(folder, more, |_, took| took)
}

/// The same, and then a sentence marked: from the key to what is to be drawn.
fn marked(folder: &Path, more: &[String]) -> Duration {
    on_screen(folder, more, |model, _| {
        press(model, "s");
        let start = Instant::now();
        let effects = press(model, "enter");
        let time = start.elapsed();
        let saves = |effect: &Effect| matches!(effect, Effect::Write(WriteRequest::Save { .. }));
        assert!(effects.iter().any(saves), "{effects:?}");
        time
    })
}

/// One sentence after the other marked and saved: from a key to what it changes on the screen, the median.
fn edited(folder: &Path, more: &[String]) -> Duration {
    on_screen(folder, more, |model, _| {
        news(model);
        median((0..KEYS).map(|_| {
            press(model, ")");
            press(model, "s");
            let start = Instant::now();
            let effects = press(model, "enter");
            drop(painted(model));
            let time = start.elapsed();
            answer(model, effects);
            time
        }))
    })
}

/// A step down, a sentence on, a card on: from the key to the screen, the median.
fn walked(folder: &Path, more: &[String]) -> Duration {
    on_screen(folder, more, |model, _| {
        news(model);
        let keys = ["j", ")", "tab", "j", "j", "k", "shift-tab"];
        median(keys.iter().cycle().take(KEYS).map(|key| {
            let start = Instant::now();
            press(model, key);
            drop(painted(model));
            start.elapsed()
        }))
    })
}

/// Keys of one kind: what is pressed before each without being measured, and the key.
const KINDS: &[(&str, &[&str], &str)] = &[
    ("moves", &[], "j"),
    ("goes to the next annotation", &[], "."),
    ("marks", &[")", "s"], "enter"),
    ("undoes that", &[")", "s", "enter"], "u"),
    ("tags", &[")", "s", "enter", "t", "q"], "enter"),
];

/// The kinds of keys that [`keyed`] knows.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, ..)| *kind)
}

/// Keys of one kind, from the key to the screen: the time that so many of a hundred stay below.
fn keyed(folder: &Path, more: &[String]) -> Duration {
    let (_, before, key) = KINDS.iter().find(|(kind, ..)| *kind == more[1]).expect("a kind of keys");
    let of_hundred: usize = more[2].parse().expect("a part of a hundred");
    on_screen(folder, more, |model, _| {
        news(model);
        let mut times: Vec<Duration> = (0..MANY_KEYS)
            .map(|_| {
                before.iter().for_each(|key| saved(model, key));
                let start = Instant::now();
                let effects = press(model, key);
                drop(painted(model));
                let time = start.elapsed();
                answer(model, effects);
                time
            })
            .collect();
        times.sort();
        times[times.len() * of_hundred / 100]
    })
}

/// Presses a key, and says that what it writes is on the disk.
fn saved(model: &mut Model, key: &str) {
    let effects = press(model, key);
    drop(painted(model));
    answer(model, effects);
}

fn answer(model: &mut Model, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Write(WriteRequest::Save { path, record }) = effect {
            update(model, Msg::Saved { path, id: record.id().to_owned() }, &given());
        }
    }
}

/// Everything of others' is unread.
fn news(model: &mut Model) {
    update(model, Msg::Seen { since: Timestamp::UNIX_EPOCH, keys: Vec::new() }, &given());
}

fn press(model: &mut Model, key: &str) -> Vec<Effect> {
    update(model, Msg::Key(Chord::parse(key).expect("a key")), &given())
}

fn painted(model: &Model) -> Buffer {
    let (width, height) = model.view.screen;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    ui::draw(&mut buffer, model);
    buffer
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    times[times.len() / 2]
}

fn on_screen(folder: &Path, more: &[String], then: impl FnOnce(&mut Model, Duration) -> Duration) -> Duration {
    let ((path, loaded), store) = (load(folder, &more[0]), store(folder));
    let anchored = place_all(&store, &path, &loaded);
    let source = loaded.digest.map(|digest| digest.urn());
    let mut model = Model::new(config(), (160, 50));
    update(&mut model, Msg::IsReader(Me { reader: reader(0), confirmed: true, elsewhere: None }), &given());
    let (job, name) = (model.navigation.wanted, path.clone());
    let opened = OpenedDocument {
        job,
        path: name.clone(),
        document: Arc::new(loaded.document),
        metadata: loaded.metadata,
        source,
        words: Some(1),
        place: None,
        outdated: false,
    };
    update(&mut model, Msg::Opened(Box::new(opened)), &given());
    let start = Instant::now();
    let msg = Msg::Annotations { path: name, anchored, own: Vec::new(), faults: Vec::new(), formerly: Vec::new() };
    update(&mut model, msg, &given());
    then(&mut model, start.elapsed())
}

fn given() -> Env {
    Env { now: Timestamp::now(), today: jiff::civil::date(2026, 11, 18), id: uuid::Uuid::now_v7() }
}

fn config() -> Config {
    let keys = WrittenKeys::default();
    let keymap = keymap(&keys, KeyPreset::Postil).0;
    Config {
        settings: settings::resolve(&[]).0,
        keymap,
        keys,
        theme: theme::Theme::default(),
        themes: theme::Themes::default(),
        ascii: false,
        ambiguous_wide: false,
        kept: Vec::new(),
        formats: Vec::new(),
        exports: Vec::new(),
    }
}

/// One changed file among all: which document it is, and what is written on that one now.
fn glance(folder: &Path, more: &[String]) -> Duration {
    let (store, annotations) = (store(folder), annotations(folder));
    let mut glance = Snapshot::at(&annotations);
    let changed = folder.join("corpus/annotations/reader-00001").join(format!("{}@ab12.json", more[0]));
    fs::write(&changed, fs::read(&changed).expect("a sidecar")).expect("writable");
    let start = Instant::now();
    let changes = glance.again(&annotations);
    let read: usize = changes.iter().map(|change| store.read(&change.document).stored.len()).sum();
    let time = start.elapsed();
    assert!(changes.len() == 1 && read > 0, "one file of one text was written");
    time
}

/// The first annotation that a session adds, to the disk. What it adds has its place in a file of its own device.
fn adding(folder: &Path, more: &[String]) -> Duration {
    let (path, loaded) = load(folder, &more[0]);
    let store = AnnotationStore::new(annotations(folder)).for_reader(&reader(0), "cd34").expect("a reader");
    let digest = loaded.digest.expect("a whole text");
    let about = About { path: &path, digest, title: String::new() };
    let (text, offsets, now) = (loaded.document.text(), loaded.document.offsets(), Timestamp::now());
    let record = |number: usize| {
        Record::of(&Annotation {
            id: format!("urn:uuid:01950000-0000-7000-8000-{number:012}").into(),
            kind: Kind::Highlight,
            creator: reader(0).id,
            created: now,
            modified: now,
            note: None,
            tags: Vec::new(),
            color: Some(Color::Yellow),
            target: Target::Passage(select::passage(text, offsets, Span::new(1_000, 1_060), &digest.urn())),
            links: Vec::new(),
        })
    };
    let start = Instant::now();
    for number in 0..5 {
        store.save(&about, &record(number), now, &NewIds::default()).expect("it is saved");
    }
    let time = start.elapsed();
    fs::remove_file(folder.join("corpus/annotations/reader-00000").join(format!("{}@cd34.json", more[0])))
        .expect("it is there");
    time
}
