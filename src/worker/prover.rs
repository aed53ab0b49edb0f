//! The thread that says how the open document's annotations stand to what their readers have signed, behind everything else: a card is
//! there before it is known. It reads and verifies by `store::signature`, and writes nothing.

use super::Incoming;
use super::guard::guarded;
use crate::annotation::chain::CHAINED;
use crate::app::Msg;
use crate::document::DocPath;
use crate::store::signature::{KnownChains, proofs};
use crate::store::{AnnotationStore, Annotations, Digest, SidecarChange};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// A document whose annotations are asked about.
#[derive(Debug)]
pub struct ProofJob {
    /// The readers' files.
    pub annotations: Annotations,
    /// The document.
    pub path: DocPath,
    /// The digest of its file.
    pub digest: Digest,
}

/// What asks the thread.
#[derive(Debug)]
pub struct Prover {
    jobs: Sender<ProofJob>,
}

impl Prover {
    /// A thread that says what it finds to `send`, and ends with this.
    pub fn start(send: Sender<Incoming>) -> Self {
        let (jobs, asked) = channel();
        // Without it nothing is said of signatures on the screen; `check` says it.
        drop(thread::Builder::new().name("proving".to_owned()).spawn(move || work(&asked, &send)));
        Self { jobs }
    }

    /// Asks about a document.
    pub fn ask(&self, job: ProofJob) {
        // It is gone only when the program is ending.
        let _ = self.jobs.send(job);
    }
}

/// Whether signatures are among what has changed.
pub fn are_signatures(changes: &[SidecarChange]) -> bool {
    changes.iter().any(|change| change.document.as_str() == CHAINED)
}

fn work(asked: &Receiver<ProofJob>, send: &Sender<Incoming>) {
    let (mut known, mut said) = (KnownChains::default(), None);
    while let Ok(job) = asked.recv() {
        // Of several that wait the last is meant.
        let ProofJob { annotations, path, digest } = asked.try_iter().last().unwrap_or(job);
        let store = AnnotationStore::new(annotations.without_private());
        let found = guarded(|| proofs(&store, (&path, &digest), &mut known));
        let proofs: HashMap<_, _> = found.ok().and_then(Result::ok).unwrap_or_default();
        // Where nobody signs there is nothing to say.
        if proofs.is_empty() && said.as_ref() != Some(&path) {
            continue;
        }
        said = Some(path.clone());
        if send.send(Incoming::Msg(Msg::Proofs { path, proofs })).is_err() {
            return;
        }
    }
}
