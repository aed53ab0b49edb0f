//! The thread that shows others where this reader is, and looks where the one is who is followed. It sleeps while neither is
//! asked for. What is shown is written at most a few times a second, and again each minute so that it is known to be alive.

use super::Incoming;
use super::guard::guarded;
use super::jobs::WriterJob;
use crate::app::{self, Msg, PresenceRequest};
use crate::store::{self, AnnotationStore, Annotations};
use jiff::Timestamp;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// The least time between two places shown.
const BETWEEN: Duration = Duration::from_millis(400);
/// How often a place is shown again that has not changed.
const ALIVE: Duration = Duration::from_mins(1);
/// How often it is looked where the one is who is followed.
const LOOK: Duration = Duration::from_millis(700);

/// What the thread is asked to do.
#[derive(Debug)]
pub enum PresenceJob {
    /// What the app asks.
    Asked(PresenceRequest),
    /// The program ends.
    End,
}

/// What the thread works with.
#[derive(Debug)]
pub struct PresenceThread {
    /// The readers' files, to look into.
    annotations: Annotations,
    /// The thread that knows who writes.
    writer: Sender<WriterJob>,
    send: Sender<Incoming>,
    store: Option<AnnotationStore>,
    /// What is to be shown, and what was shown when.
    spot: Option<store::PresencePlace>,
    shown: Option<(store::PresencePlace, Instant)>,
    following: Option<String>,
    seen: Option<store::LeaderPresence>,
}

impl PresenceThread {
    /// Nobody leads or follows yet.
    pub fn new(annotations: Annotations, writer: Sender<WriterJob>, send: Sender<Incoming>) -> Self {
        let (store, spot, shown, following, seen) = (None, None, None, None, None);
        Self { annotations, writer, send, store, spot, shown, following, seen }
    }

    /// Works until the program ends; then nothing is shown any more.
    pub fn work(mut self, jobs: &Receiver<PresenceJob>) {
        loop {
            let job = match self.pause() {
                Some(pause) => jobs.recv_timeout(pause),
                None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match job {
                Ok(PresenceJob::End) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(PresenceJob::Asked(request)) => drop(guarded(|| self.take(request))),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let _ = guarded(|| {
                self.show();
                self.look();
            });
        }
        self.stop();
    }

    /// How long nothing needs to be done; `None`: until something is asked.
    fn pause(&self) -> Option<Duration> {
        if self.following.is_some() {
            return Some(LOOK);
        }
        self.spot.as_ref()?;
        Some(self.due().map_or(Duration::ZERO, |due| due.saturating_duration_since(Instant::now())))
    }

    /// When the place is to be shown next.
    fn due(&self) -> Option<Instant> {
        let (shown, when) = self.shown.as_ref()?;
        Some(*when + if self.spot.as_ref() == Some(shown) { ALIVE } else { BETWEEN })
    }

    fn take(&mut self, request: PresenceRequest) {
        match request {
            PresenceRequest::LookForLeaders => {
                let leaders = self.annotations.leaders(Timestamp::now());
                self.say(Msg::Leaders(leaders.into_iter().map(as_app).collect()));
            }
            PresenceRequest::Lead(spot) => {
                let app::SharedPlace { document, offset, quote } = spot;
                self.spot = Some(store::PresencePlace { document, offset, quote });
            }
            PresenceRequest::StopLeading => self.stop(),
            PresenceRequest::Follow(folder) => (self.following, self.seen) = (folder, None),
        }
    }

    fn show(&mut self) {
        let due = self.due().is_none_or(|due| due <= Instant::now());
        let Some(spot) = self.spot.clone().filter(|_| due) else { return };
        if self.store.is_none() {
            self.store = self.borrow();
        }
        let Some(store) = &self.store else { return self.give_up("who you are is not known yet") };
        match store.lead(&spot, Timestamp::now()) {
            Ok(()) => self.shown = Some((spot, Instant::now())),
            Err(error) => self.give_up(&format!("{error}. {}", error.hint())),
        }
    }

    fn give_up(&mut self, reason: &str) {
        self.spot = None;
        self.say(Msg::NotLeading(format!("nobody sees where you read: {reason}")));
    }

    /// The annotation store of whoever writes here now.
    fn borrow(&self) -> Option<AnnotationStore> {
        let (to, lent) = channel();
        self.writer.send(WriterJob::Lend(to)).ok()?;
        let lent = lent.recv().ok()?;
        AnnotationStore::new(lent.annotations).for_reader(&lent.me?, &lent.device).ok()
    }

    fn stop(&mut self) {
        (self.spot, self.shown) = (None, None);
        if let Some(store) = self.store.take() {
            // What stays is out of date in some minutes.
            let _ = store.annotations().stop_leading();
        }
    }

    fn look(&mut self) {
        let Some(folder) = &self.following else { return };
        let led = self.annotations.leader(folder, Timestamp::now());
        if led.is_none() {
            self.following = None;
        }
        if led.is_none() || led != self.seen {
            self.seen.clone_from(&led);
            self.say(Msg::Led(led.map(as_app)));
        }
    }

    fn say(&self, msg: Msg) {
        // Nobody listens any more only when the program is ending.
        let _ = self.send.send(Incoming::Msg(msg));
    }
}

fn as_app(led: store::LeaderPresence) -> app::PresentReader {
    let store::LeaderPresence { folder, name, spot } = led;
    let spot = app::SharedPlace { document: spot.document, offset: spot.offset, quote: spot.quote };
    app::PresentReader { folder, name, spot }
}
