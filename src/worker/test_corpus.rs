//! A corpus in a temporary folder for the tests of this room: its documents as the loader reads them, records on their words,
//! and what was said in short. Compiled for tests only.

use super::jobs::ReadDocument;
use super::known_documents::KnownDocuments;
use super::open_annotations::OpenAnnotations;
use super::record_saver::RecordSaver;
use crate::annotation::{Annotation, Kind, NewIds, Reader, Record, Target, select};
use crate::app::Msg;
use crate::document::DocPath;
use crate::store::{About, Accepted, AnnotationStore, Annotations, Dirs, Library, Manifestations, Unsaved};
use crate::text::Span;
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::Arc;

/// The corpus and the folders of one device.
pub struct TestCorpus {
    _temp: tempfile::TempDir,
    /// The folders of the device.
    pub dirs: Dirs,
    /// The documents.
    pub library: Library,
}

/// Who writes in these tests.
pub fn person(name: &str) -> Reader {
    Reader { id: format!("urn:uuid:{name}").into(), name: name.to_owned(), nickname: name.to_owned() }
}

/// An annotation of `reader` on the first words of a document that say `quote`, by its number.
pub fn note(number: u8, reader: &str, read: &ReadDocument, quote: &str) -> Record {
    let (text, offsets) = (read.document.text(), read.document.offsets());
    let start = text.find(quote).expect("the words stand there");
    let passage = select::passage(text, offsets, Span::new(start, start + quote.len()), &read.digest.urn());
    record(number, reader, Kind::Note, Target::Passage(passage))
}

/// An answer of `reader` to the annotation of that number.
pub fn answer(number: u8, reader: &str, parent: u8) -> Record {
    record(number, reader, Kind::Reply, Target::Annotation(id(parent).into()))
}

/// The id of the annotation of that number.
pub fn id(number: u8) -> String {
    format!("urn:uuid:0193f3a0-0000-7000-8000-0000000000{number:02x}")
}

fn record(number: u8, reader: &str, kind: Kind, target: Target) -> Record {
    let now = Timestamp::from_second(1_795_000_000 + i64::from(number)).expect("a day of ours");
    Record::of(&Annotation {
        id: id(number).into(),
        kind,
        creator: person(reader).id,
        created: now,
        modified: now,
        note: Some(format!("note {number}")),
        tags: Vec::new(),
        color: None,
        target,
        links: Vec::new(),
    })
}

impl TestCorpus {
    /// A corpus of these files.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let temp = tempfile::tempdir().expect("a folder");
        let root = temp.path().join("texts");
        std::fs::create_dir_all(&root).expect("a folder");
        for (name, text) in files {
            std::fs::write(root.join(name), text).expect("a file");
        }
        let dirs = Dirs::under(temp.path());
        let library = Library::open(&root).expect("a corpus").keeping(&dirs);
        Self { _temp: temp, dirs, library }
    }

    /// A path below the corpus.
    pub fn path(&self, below: &str) -> PathBuf {
        self.library.corpus.root().join(below)
    }

    /// A document, read whole.
    pub fn read(&self, path: &str) -> ReadDocument {
        let path = DocPath::new(path).expect("a path");
        let begun = self.library.begin(&path).expect("it can be read");
        let loaded = self.library.finish(&path, begun).expect("it can be read");
        let digest = loaded.digest.expect("all of it was read");
        let stamp = loaded.stamp;
        ReadDocument { path, digest, document: Arc::new(loaded.document), title: String::new(), stamp }
    }

    /// Everybody's annotations, as that reader writes them.
    pub fn store(&self, reader: &str) -> AnnotationStore {
        let store = AnnotationStore::new(Annotations::at(&self.library.corpus, &self.dirs));
        store.for_reader(&person(reader), "0a1b").expect("a name of a folder")
    }

    /// Another program writes a record.
    pub fn write(&self, reader: &str, read: &ReadDocument, record: &Record) {
        let about = About { path: &read.path, digest: read.digest, title: String::new() };
        let ids = NewIds { collection: id(0xc0), page: id(0xc1), identity: id(0xc2).into() };
        self.store(reader).save(&about, record, record.modified(), &ids).expect("it can be written");
    }

    /// The records of that reader in the sidecars about a document, from whatever device.
    pub fn own(&self, reader: &str, read: &ReadDocument) -> String {
        self.store(reader).read(&read.path).own.iter().map(Record::to_line).collect()
    }

    /// Which documents are the same work.
    pub fn works(&self) -> Manifestations {
        let (entries, _) = self.library.entries();
        for entry in &entries {
            self.library.look(entry).expect("it can be read");
        }
        self.library.compare(&entries)
    }

    /// Nothing is open yet.
    pub fn open_annotations(&self) -> OpenAnnotations {
        let accepted = Accepted::of(&self.dirs, self.library.corpus.root());
        OpenAnnotations::new(accepted, Arc::default(), Manifestations::default(), Arc::default())
    }

    /// Nothing is saved yet.
    pub fn record_saver(&self) -> RecordSaver {
        let unsaved = Unsaved::at(&self.dirs, self.library.corpus.root());
        RecordSaver::new(KnownDocuments::of(self.library.corpus.clone()), unsaved)
    }
}

/// What was said, a line a message: its name and what matters in these tests.
pub fn said(msgs: &[Msg]) -> Vec<String> {
    let number = |id: &str| u8::from_str_radix(id.get(id.len() - 2..).unwrap_or_default(), 16).unwrap_or_default();
    let line = |msg: &Msg| match msg {
        Msg::OwnAnnotations { path, anchored, own } => {
            let (path, anchored, own) = (path.clone(), anchored.clone(), own.clone());
            let all = Msg::Annotations { path, anchored, own, faults: Vec::new(), formerly: Vec::new() };
            format!("own {}", said(&[all]).concat())
        }
        Msg::Annotations { path, anchored, own, .. } => {
            let anchored = anchored.iter().map(|anchored| {
                let state = format!("{:?}", anchored.anchor.state).to_lowercase();
                format!(" {}{}:{state}", number(&anchored.annotation.id), if anchored.mine { "!" } else { "" })
            });
            format!("{path}:{} own {}", anchored.collect::<String>(), own.len())
        }
        Msg::LeftOut { count, .. } => format!("left out {count}"),
        Msg::Doubted { ids, .. } => format!("doubted {}", ids.len()),
        Msg::Saved { path, id } => format!("saved {} of {path}", number(id)),
        Msg::NotSaved { record, reason, kept, .. } => {
            format!("not saved {}, {}: {reason}", number(record.id()), if *kept { "kept" } else { "lost" })
        }
        Msg::Say(message) => message.text.clone(),
        Msg::Readers(readers) => format!("readers {}", readers.len()),
        Msg::Reachable { readers, .. } => format!("reachable {}", readers.len()),
        Msg::IsReader(me) => format!("{} is {}", me.reader.name, if me.confirmed { "confirmed" } else { "a guess" }),
        Msg::NameTaken(reader) => format!("{} is taken", reader.name),
        Msg::Seen { keys, .. } => format!("seen {}", keys.len()),
        Msg::Drafts(drafts) => format!("drafts {}", drafts.len()),
        other => format!("{other:?}"),
    };
    msgs.iter().map(line).collect()
}
