//! The keyboard, the mouse and the signals as messages. It interprets no key.
//!
//! Two threads: one waits for signals and for the terminal to go away, one reads. So a signal is heard whatever state
//! the reading is in; and a terminal that has gone (hang-up, error) is told from one that is quiet, because reading it
//! again and again would spin at full speed.

use super::keyboard::{Act, Event, Input, Keyboard};
use super::system::{self, Heard, Interrupts, Keys, Signals};
use crate::app::{Mouse, MouseAct, Msg};
use crate::worker::{Incoming, guarded};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SendError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// Two presses in one cell within this time are a double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// Who reads the terminal: this program, or another to which it is lent.
#[derive(Debug, Default)]
pub struct Turn {
    reading: Mutex<()>,
    lent: AtomicBool,
    /// Where the signals from the keyboard arrive.
    keyboard: OnceLock<Interrupts>,
}

/// The terminal is another program's until this is dropped.
#[derive(Debug)]
pub struct Loan<'a>(&'a Turn, #[expect(dead_code, reason = "held, not looked at")] MutexGuard<'a, ()>);

impl Turn {
    /// Lends the terminal: nothing is read, and signals from the keyboard are another's affair.
    pub fn lend(&self) -> Loan<'_> {
        let reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        self.lent.store(true, Ordering::SeqCst);
        Loan(self, reading)
    }

    /// Whether it is lent now.
    pub fn is_lent(&self) -> bool {
        self.lent.load(Ordering::SeqCst)
    }

    /// Has the signals from the keyboard forgotten that come while it is lent. A turn that hears of signals already keeps what it has.
    pub fn overhear(&self, interrupts: Interrupts) {
        let _ = self.keyboard.set(interrupts);
    }
}

impl Drop for Loan<'_> {
    /// What arrived meanwhile was the other's affair, though nobody may have looked at it yet.
    fn drop(&mut self) {
        self.0.keyboard.get().map(Interrupts::forget);
        self.0.lent.store(false, Ordering::SeqCst);
    }
}

/// Starts the threads.
pub fn start(send: Sender<Incoming>, turn: Arc<Turn>) -> io::Result<()> {
    system::survive_full_disk()?;
    let (mut signals, told, held) = (Signals::register()?, send.clone(), Arc::clone(&turn));
    turn.overhear(signals.interrupts()?);
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || or_stop(&told, || watch(&told, &held, &mut signals)))?;
    std::thread::Builder::new().name("input".to_owned()).spawn(move || or_stop(&send, || listen(&send, &turn)))?;
    Ok(())
}

/// Without its ears the program ends, keeping what it has, rather than being deaf.
fn or_stop(send: &Sender<Incoming>, work: impl FnOnce()) {
    if guarded(work).is_err() {
        let _ = send.send(Incoming::Msg(Msg::Stop));
    }
}

/// Waits for signals, and for the terminal to go away, until either ends the program.
fn watch(send: &Sender<Incoming>, turn: &Turn, signals: &mut Signals) {
    loop {
        let heard = signals.wait(&|| turn.is_lent());
        if heard.stop || heard.interrupted {
            let _ = send.send(Incoming::Msg(Msg::Stop));
            return;
        }
        let mut told = Vec::new();
        if heard.resize {
            let (width, height) = super::tty::size();
            told.push(Incoming::Msg(Msg::Resize(width, height)));
        }
        if turn.is_lent() {
            // The editor is put to sleep, and this program with it: the shell waits for both.
            if heard.asleep && !heard.woken {
                system::sleep_alone();
            }
        } else if heard.woken {
            told.push(Incoming::Woken);
        } else if heard.asleep {
            told.push(Incoming::Sleep);
        }
        if told.into_iter().any(|incoming| send.send(incoming).is_err()) {
            return;
        }
    }
}

/// Reads until the terminal or the program is gone; that the terminal is gone is told by [`watch`].
fn listen(send: &Sender<Incoming>, turn: &Turn) {
    let (mut keys, mut keyboard, mut clicks) = (Keys::new(), Keyboard::default(), Clicks::default());
    let mut bytes = Vec::new();
    loop {
        let inputs = if keys.wait(keyboard.wait()) {
            let _reading = turn.reading.lock().unwrap_or_else(PoisonError::into_inner);
            // An outside editor may have read it meanwhile.
            if !keys.wait(Some(Duration::ZERO)) {
                continue;
            }
            match keys.read(&mut bytes) {
                Heard::Bytes => keyboard.take(&bytes),
                Heard::Nothing => continue,
                Heard::Gone => return,
            }
        } else {
            keyboard.decide()
        };
        if forward(send, inputs, &mut clicks).is_err() {
            return;
        }
    }
}

/// Sends on what was read.
fn forward(send: &Sender<Incoming>, inputs: Vec<Input>, clicks: &mut Clicks) -> Result<(), SendError<Incoming>> {
    for input in inputs {
        send.send(match input {
            Input::Key(chord) => Incoming::Msg(Msg::Key(chord)),
            Input::Paste(text) => Incoming::Msg(Msg::Paste(text)),
            Input::Mouse(event) => Incoming::Msg(Msg::Mouse(clicks.take(event))),
            Input::Focus => Incoming::Focus,
            Input::Well => Incoming::Answered,
            Input::Margins => Incoming::Margins,
        })?;
    }
    Ok(())
}

/// Counts presses in one place.
#[derive(Debug, Default)]
struct Clicks {
    last: Option<(Instant, u16, u16)>,
    count: u8,
}

impl Clicks {
    fn take(&mut self, event: Event) -> Mouse {
        let act = match event.act {
            Act::Down => MouseAct::Press(self.pressed(event.column, event.row)),
            Act::Drag => MouseAct::Drag,
            Act::Up => MouseAct::Release,
            Act::Wheel(direction) => MouseAct::Wheel(direction),
        };
        Mouse { act, column: event.column, row: event.row }
    }

    fn pressed(&mut self, column: u16, row: u16) -> u8 {
        let now = Instant::now();
        let again = self.last.is_some_and(|(at, x, y)| now.duration_since(at) < DOUBLE && (x, y) == (column, row));
        self.count = if again { self.count % 3 + 1 } else { 1 };
        self.last = Some((now, column, row));
        self.count
    }
}
