//! Signs what this session and earlier ones have written, where the settings want it: on a thread of its own, so that neither a key nor a
//! save waits for it, a pause after the last note, and at the end of the program. It asks nobody for anything; where it cannot, that is told
//! once, and what waits is signed at the next occasion.

use super::Incoming;
use super::failure_text;
use crate::annotation::Reader;
use crate::app::{Message, Msg};
use crate::store::signature::sign_waiting;
use crate::store::{AnnotationStore, Annotations, Error, Stop};
use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long after something was written it is signed, with what was written meanwhile.
const QUIET: Duration = Duration::from_secs(20);
/// How long the end of the program waits for it.
const PATIENCE: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_millis(20);

/// What signs.
#[derive(Debug)]
pub struct Signer {
    send: Sender<Incoming>,
    /// When what waits is to be signed, where something does.
    due: Option<Instant>,
    /// Whether it could not be, in this session.
    failed: Arc<AtomicBool>,
    stop: Stop,
    working: Option<JoinHandle<()>>,
}

impl Signer {
    /// Nothing waits yet.
    pub fn new(send: Sender<Incoming>) -> Self {
        Self { send, due: None, failed: Arc::default(), stop: Stop::default(), working: None }
    }

    /// Something was written, or waits from an earlier session.
    pub fn look(&mut self, store: &AnnotationStore, now: Instant) {
        if self.due.is_none() && store.me().is_some() && store.annotations().has_to_sign() {
            self.due = Some(now + QUIET);
        }
    }

    /// How long it is until something is to be signed; `None` where nothing is, or where that has failed in this session.
    pub fn wait(&self, now: Instant) -> Option<Duration> {
        let due = self.due.filter(|_| !self.failed.load(Ordering::Relaxed))?;
        Some(due.saturating_duration_since(now))
    }

    /// Begins to sign what waits.
    pub fn start(&mut self, store: &AnnotationStore) {
        self.due = None;
        let Some(me) = store.me().cloned() else { return };
        let (annotations, failed, send) = (store.annotations().clone(), Arc::clone(&self.failed), self.send.clone());
        let stop = self.stop.clone();
        let work = move || {
            if let Some(told) = signed(&annotations, &me, &stop)
                && !failed.swap(true, Ordering::Relaxed)
            {
                // Nobody listens any more only when the program is ending.
                let _ = send.send(Incoming::Msg(Msg::Say(Message::failure(told))));
            }
        };
        self.working = thread::Builder::new().name("signing".to_owned()).spawn(work).ok();
    }

    /// The program ends: signs what waits, within a moment, unless that has failed already.
    pub fn finish(&mut self, store: &AnnotationStore) {
        if !self.failed.load(Ordering::Relaxed) && store.annotations().has_to_sign() {
            let _ = self.working.take().map(JoinHandle::join);
            self.start(store);
        }
        let Some(working) = self.working.take() else { return };
        let until = Instant::now() + PATIENCE;
        while !working.is_finished() && Instant::now() < until {
            thread::sleep(LOOK);
        }
        if !working.is_finished() {
            self.stop.now();
            let _ = working.join();
        }
    }
}

/// Signs what waits; why it could not be, in words.
pub fn signed(annotations: &Annotations, me: &Reader, stop: &Stop) -> Option<String> {
    let told = |error: Error| format!("not signed yet: {}", failure_text(&error));
    sign_waiting(annotations, me, (Timestamp::now(), stop)).err().filter(|_| !stop.is_wanted()).map(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::test_corpus::{TestCorpus, note, said};
    use std::sync::mpsc::channel;

    #[test]
    fn what_cannot_be_signed_is_told_once_a_session_and_waits() {
        let corpus = TestCorpus::of(&[("a.md", "One two three. Four five six.\n")]);
        std::fs::create_dir_all(&corpus.dirs.config).unwrap();
        let settings = "sign_by_itself = true\nsigning_key = '/nowhere/key'\n";
        std::fs::write(corpus.dirs.config.join("settings.toml"), settings).unwrap();
        let (read, (send, heard)) = (corpus.read("a.md"), channel());
        corpus.write("mei", &read, &note(1, "mei", &read, "two"));
        let (store, mut signer, now) = (corpus.store("mei"), Signer::new(send), Instant::now());
        assert_eq!(signer.wait(now), None);
        signer.look(&store, now);
        assert_eq!(signer.wait(now), Some(QUIET), "a pause after it was written");
        for _ in 0..2 {
            signer.start(&store);
            signer.working.take().unwrap().join().unwrap();
        }
        signer.look(&store, now);
        assert_eq!(signer.wait(now), None, "it is not tried again and again");
        signer.finish(&store);
        let msgs: Vec<Msg> =
            heard.try_iter().filter_map(|it| if let Incoming::Msg(msg) = it { Some(msg) } else { None }).collect();
        let told = said(&msgs);
        assert!(told.len() == 1 && told[0].contains("not signed yet: there is no key"), "{told:?}");
        assert!(store.annotations().has_to_sign(), "it waits for the next session");
    }
}
