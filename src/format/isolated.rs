//! A parser run on a thread of its own, so that a file that breaks it, or keeps it for ever, costs one document and no
//! more.
//!
//! A parser that works long says so with [`tick`] (once a page, once a chapter); one that says nothing for [`PATIENCE`]
//! is given up, and ends at its next tick. What a thread cannot bound, memory and the stack, the parsers bound
//! themselves: sizes, counts and depths are capped before any work is done.

use crate::document::Document;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// The name of the threads: their panics are told in the document, and nowhere else.
pub const THREAD: &str = "extract";
/// How long a parser may say nothing.
pub const PATIENCE: Duration = Duration::from_secs(8);
/// How many times that long one may work in all.
const MOST_WAITS: usize = 30;
/// The longest text that is read without a thread, in bytes: it would cost a tenth of the time of a small one.
const SHORT_TEXT: usize = 64 * 1024;
/// How slowly a text may be read, in bytes per microsecond: 1 MB a second; on a slow machine it takes a tenth of that time.
const SLOWEST_TEXT: u64 = 1;
/// Deeply nested files are refused by their depth; this is for what lies below that.
const STACK: usize = 64 * 1024 * 1024;

/// Why there is no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The parser panicked.
    Panicked,
    /// It came to no end.
    Stuck,
    /// The system has no thread to give.
    NoThread,
}

#[derive(Clone, Debug, Default)]
struct Work {
    ticks: Arc<AtomicU64>,
    given_up: Arc<AtomicBool>,
}

thread_local! {
    static WORK: RefCell<Option<Work>> = const { RefCell::new(None) };
}

/// Says that the work goes on. Ends the thread of a parser that was given up; does nothing anywhere else.
pub fn tick() {
    let given_up = WORK.with_borrow(|work| {
        work.as_ref().is_some_and(|work| {
            work.ticks.fetch_add(1, Ordering::Relaxed);
            work.given_up.load(Ordering::Relaxed)
        })
    });
    if given_up {
        resume_unwind(Box::new(Broken::Stuck));
    }
}

/// The document that `parse` makes.
pub fn isolated(parse: fn(Vec<u8>) -> Document, bytes: Vec<u8>) -> Result<Document, Broken> {
    alone(move || parse(bytes))
}

/// The document that `parse` makes of a text, which it is given longer for the larger it is. A short one is read here: what a parser
/// does with it for ever it would have to do with a few thousand lines.
pub fn isolated_text(parse: fn(Vec<u8>) -> Document, bytes: Vec<u8>) -> Result<Document, Broken> {
    if bytes.len() <= SHORT_TEXT {
        return catch_unwind(AssertUnwindSafe(|| parse(bytes))).map_err(|_| Broken::Panicked);
    }
    let patience = PATIENCE.saturating_add(Duration::from_micros(bytes.len() as u64 / SLOWEST_TEXT));
    run(move || parse(bytes), |done| done.recv_timeout(patience))
}

/// What `job` makes, on a thread of its own as a parser is.
pub fn alone<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> Result<T, Broken> {
    run(job, |done| done.recv_timeout(PATIENCE))
}

/// What a parser came to: what it made, or the panic that ended it.
type Done<T> = std::thread::Result<T>;

/// Runs a parser. `wait` waits for it once, and says `Timeout` where it was waited for long enough.
fn run<T: Send + 'static>(
    job: impl FnOnce() -> T + Send + 'static,
    mut wait: impl FnMut(&Receiver<Done<T>>) -> Result<Done<T>, RecvTimeoutError>,
) -> Result<T, Broken> {
    let work = Work::default();
    let (send, receive) = sync_channel(1);
    let theirs = work.clone();
    let thread = move || {
        WORK.set(Some(theirs));
        // Nobody waits any more for one that was given up.
        let _ = send.send(catch_unwind(AssertUnwindSafe(job)));
    };
    std::thread::Builder::new()
        .name(THREAD.to_owned())
        .stack_size(STACK)
        .spawn(thread)
        .map_err(|_| Broken::NoThread)?;
    let mut seen = 0;
    for _ in 0..MOST_WAITS {
        match wait(&receive) {
            Ok(done) => return done.map_err(|_| Broken::Panicked),
            Err(RecvTimeoutError::Disconnected) => return Err(Broken::Panicked),
            Err(RecvTimeoutError::Timeout) => {
                let now = work.ticks.load(Ordering::Relaxed);
                if now == seen {
                    break;
                }
                seen = now;
            }
        }
    }
    work.given_up.store(true, Ordering::Relaxed);
    Err(Broken::Stuck)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Waits as long as it takes.
    fn patiently(done: &Receiver<Done<Document>>) -> Result<Done<Document>, RecvTimeoutError> {
        done.recv().map_err(RecvTimeoutError::from)
    }

    /// Has waited for long enough at once.
    fn impatiently(_: &Receiver<Done<Document>>) -> Result<Done<Document>, RecvTimeoutError> {
        Err(RecvTimeoutError::Timeout)
    }

    #[test]
    fn a_parser_that_panics_or_stands_still_is_given_up() {
        assert_eq!(run(|| resume_unwind(Box::new("on purpose")), patiently).unwrap_err(), Broken::Panicked);
        let (hold, held) = sync_channel::<()>(0);
        let waits = move || {
            let _ = held.recv();
            Document::default()
        };
        assert_eq!(run(waits, impatiently).unwrap_err(), Broken::Stuck);
        drop(hold);
    }

    #[test]
    fn one_that_says_that_it_works_is_waited_for() {
        let ((ask, asked), (tell, told)) = (sync_channel(0), sync_channel(0));
        let works = move || {
            while asked.recv().is_ok() {
                tick();
                tell.send(()).unwrap();
            }
            Document::default()
        };
        // In each of a few waits it says once that it works; then it comes to its end.
        let (mut ask, mut waits) = (Some(ask), 8);
        let wait = |done: &Receiver<Done<Document>>| {
            let Some(working) = ask.as_ref().filter(|_| waits > 0) else {
                ask = None;
                return patiently(done);
            };
            waits -= 1;
            working.send(()).unwrap();
            told.recv().unwrap();
            Err(RecvTimeoutError::Timeout)
        };
        assert!(run(works, wait).is_ok());
    }

    #[test]
    fn a_long_text_is_read_on_a_thread_and_a_short_one_is_not() {
        let named = |_: Vec<u8>| {
            let mut document = Document::default();
            document.warnings.extend(std::thread::current().name().map(str::to_owned));
            document
        };
        let thread = |length: usize| isolated_text(named, vec![b'a'; length]).unwrap().warnings;
        assert_eq!(thread(SHORT_TEXT + 1), [THREAD]);
        assert_ne!(thread(SHORT_TEXT), [THREAD]);
    }

    /// Says when the thread that holds it has ended.
    struct Ends(std::sync::mpsc::SyncSender<()>);

    impl Drop for Ends {
        fn drop(&mut self) {
            let _ = self.0.send(());
        }
    }

    #[test]
    fn one_that_never_ends_is_told_to_stop_at_its_next_tick() {
        let (send, ended) = sync_channel(1);
        let for_ever = move || {
            let _ends = Ends(send);
            loop {
                std::thread::yield_now();
                tick();
            }
        };
        assert_eq!(run(for_ever, impatiently).unwrap_err(), Broken::Stuck);
        assert!(ended.recv_timeout(PATIENCE).is_ok(), "its thread goes on");
    }
}
