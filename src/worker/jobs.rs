//! What the writer is asked to do by the app and by the other threads, and what they share with it. Data alone: the threads
//! name this file instead of each other.

use crate::annotation::{Reader, ReaderId};
use crate::app::WriteRequest;
use crate::config::syllabus::Syllabus;
use crate::document::{DocPath, Document};
use crate::store::{Annotations, Digest, Manifestations, SidecarChange, Stamp};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};

/// The document that is open: the writer says it, who watches annotations leaves that document to it, who watches texts looks
/// at its file first.
pub type OpenPath = Arc<Mutex<Option<OpenFile>>>;

/// The file of a document that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFile {
    /// Its path.
    pub path: DocPath,
    /// How it was when it was read, where that is known.
    pub stamp: Option<Stamp>,
}

/// What the thread that writes is asked to do.
#[derive(Debug)]
pub enum WriterJob {
    /// What the app asks.
    Asked(WriteRequest),
    /// A document has been read whole: send its annotations.
    Opened(ReadDocument),
    /// Somebody has written annotations on these documents; it may have been this session.
    Changed(Vec<SidecarChange>),
    /// It is known which documents are the same work.
    Manifestations(Manifestations),
    /// The syllabus is another.
    Planned(Arc<Syllabus>),
    /// Say who writes where, once everything asked for before is done.
    Lend(Sender<Lent>),
    /// Everything is said.
    End,
}

/// A document that has been read whole.
#[derive(Clone, Debug)]
pub struct ReadDocument {
    /// Its path.
    pub path: DocPath,
    /// The digest of its file.
    pub digest: Digest,
    /// Its text.
    pub document: Arc<Document>,
    /// What to call it.
    pub title: String,
    /// How its file was when it was read.
    pub stamp: Option<Stamp>,
}

/// The reader who writes on this device, and the folder that their annotations go to.
#[derive(Debug)]
pub struct Lent {
    /// The reader, once confirmed.
    pub me: Option<Reader>,
    /// The annotations, as that reader writes them.
    pub annotations: Annotations,
    /// The device's name.
    pub device: String,
    /// Ids under which the same reader has written before.
    pub former: Vec<ReaderId>,
}
