//! The thread that syncs, one at a time, while the reader goes on. It asks the writer who writes, so that everything asked
//! of that one before is on the disk by then; what is done is `store::sync`'s. What comes in is noticed by the watcher,
//! like anything that others write.

use super::Incoming;
use super::guard::guarded;
use super::jobs::{Lent, WriterJob};
use super::signer::signed;
use crate::app::{Message, Msg};
use crate::store::Stop;
use crate::store::sync::{self, Order, Step};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long the end of the program waits for a sync, and how long for one that was told to stop.
const PATIENCE: Duration = Duration::from_secs(4);
const STOPPING: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_millis(20);

/// The sync that is under way, where one is.
#[derive(Debug)]
pub struct Syncer {
    send: Sender<Incoming>,
    stop: Stop,
    working: Option<JoinHandle<Message>>,
}

impl Syncer {
    /// Nothing is under way yet.
    pub fn new(send: Sender<Incoming>) -> Self {
        Self { send, stop: Stop::default(), working: None }
    }

    /// Begins, behind what the writer still has to do.
    pub fn start(&mut self, writer: Option<&Sender<WriterJob>>) {
        let (to, lent) = channel();
        let asked = writer.is_some_and(|writer| writer.send(WriterJob::Lend(to)).is_ok());
        let (stop, send) = (Stop::default(), self.send.clone());
        self.stop = stop.clone();
        let work = move || {
            let message = guarded(|| work(&lent, &send, &stop)).unwrap_or_else(Message::failure);
            // Nobody listens any more only when the program is ending, which looks at what is given back.
            let _ = send.send(Incoming::Msg(Msg::Synced(message.clone())));
            message
        };
        self.working = thread::Builder::new().name("syncing".to_owned()).spawn(work).ok().filter(|_| asked);
        if self.working.is_none() {
            let told = Message::failure("the sync could not be begun: the system gives no thread for it; try again");
            let _ = self.send.send(Incoming::Msg(Msg::Synced(told)));
        }
    }

    /// Ends it early.
    pub fn stop(&self) {
        self.stop.now();
    }

    /// The program ends: waits a moment for a sync, then stops it; says what is left to be known.
    pub fn finish(&mut self) -> Option<String> {
        let working = self.working.take().filter(|working| !working.is_finished())?;
        if !ends_within(&working, PATIENCE) {
            self.stop.now();
            if !ends_within(&working, STOPPING) {
                return Some("the sync was left before its end: `postil sync` mends it and goes on".to_owned());
            }
        }
        let message = working.join().ok()?;
        message.is_failure().then_some(message.text)
    }
}

fn ends_within(working: &JoinHandle<Message>, limit: Duration) -> bool {
    let until = Instant::now() + limit;
    while !working.is_finished() && Instant::now() < until {
        thread::sleep(LOOK);
    }
    working.is_finished()
}

/// Syncs; what came of it, in words.
fn work(lent: &Receiver<Lent>, send: &Sender<Incoming>, stop: &Stop) -> Message {
    let Ok(Lent { me, annotations, former, device }) = lent.recv() else {
        return Message::failure("nothing was synced: the program is ending");
    };
    let unsigned = me.as_ref().and_then(|me| signed(&annotations, me, stop));
    let order = Order {
        me: me.as_ref(),
        device: &device,
        called: "",
        // What is open here knows its folder by the old name: `postil sync` renames it.
        renamed: None,
        former: &former,
        remote: None,
        made: false,
        ask: false,
        begin: false,
        stop,
    };
    let mut step = |step: Step| {
        let _ = send.send(Incoming::Msg(Msg::SyncStep(step.word().to_owned())));
    };
    match sync::sync(&annotations, &order, &mut step) {
        Err(error) => Message::failure(format!("sync: {error}. {}", error.hint())),
        Ok(synced) => {
            let notes = synced.notes.iter().cloned().chain(unsigned);
            let words = std::iter::once(synced.words()).chain(notes).collect::<Vec<_>>();
            let text = format!("sync: {}", words.join("; "));
            if synced.is_waiting() { Message::failure(text) } else { Message::news(text) }
        }
    }
}
