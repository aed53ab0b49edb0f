//! The thread that notices what others write while the program runs: it tells the writer which documents have changed
//! annotations, and the list how many the others have now. It sleeps until the file system says something.

use super::Incoming;
use super::guard::guarded;
use super::jobs::{OpenPath, WriterJob};
use super::summary::summary;
use crate::annotation::chain::CHAINED;
use crate::app::{Message, Msg};
use crate::document::DocPath;
use crate::store::{AnnotationStore, Annotations, SidecarChange, Snapshot, Watch};
use crate::study::Summary;
use std::sync::PoisonError;
use std::sync::mpsc::Sender;

/// What the thread works with.
#[derive(Debug)]
pub struct Watcher {
    /// Where the annotations are.
    pub annotations: Annotations,
    /// What is open.
    pub open: OpenPath,
    /// The thread that reads the open document's annotations.
    pub writer: Sender<WriterJob>,
    /// The app.
    pub send: Sender<Incoming>,
}

impl Watcher {
    /// Watches until the program ends, from what was `seen` of the sidecars before.
    pub fn work(self, seen: Snapshot) {
        let mut watch = match Watch::start(&self.annotations) {
            Ok(watch) => watch,
            Err(error) => {
                let told = format!("what others write will show when a text is opened anew: {error}");
                return self.say(Msg::Say(Message::news(told)));
            }
        };
        let (mut glance, store) = (seen, AnnotationStore::new(self.annotations.clone()));
        // What has changed before the watch began is told first, so that nothing falls between.
        loop {
            let told = guarded(|| self.tell(&store, glance.again(&self.annotations)));
            if !told.unwrap_or(true) || !watch.wait() {
                return;
            }
        }
    }

    /// Tells what has changed; says whether anybody listens.
    fn tell(&self, store: &AnnotationStore, changes: Vec<SidecarChange>) -> bool {
        if changes.is_empty() {
            return true;
        }
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let texts = changes.iter().filter(|change| change.document.as_str() != CHAINED);
        let others = texts.filter(|change| open.as_ref().is_none_or(|open| !change.concerns(&open.path)));
        let told =
            |change: &SidecarChange| (change.document.clone(), summary(&store.read_found(&change.document).stored));
        let summaries: Vec<(DocPath, Summary)> = others.map(told).collect();
        if !summaries.is_empty() {
            self.say(Msg::SummedUp(summaries));
        }
        self.writer.send(WriterJob::Changed(changes)).is_ok()
    }

    fn say(&self, msg: Msg) {
        // Nobody listens any more only when the program is ending.
        let _ = self.send.send(Incoming::Msg(msg));
    }
}
