//! The keyboard, the mouse and the signals as messages. It interprets no key.
//!
//! Two threads: one waits for signals and for the terminal to go away, one reads. So a signal is heard whatever state
//! the reading is in; and a terminal that has gone (hang-up, error) is told from one that is quiet, because reading it
//! again and again would spin at full speed.

use super::keyboard::{Act, Event, Input, Keyboard};
use crate::app::{Mouse, MouseAct, Msg};
use crate::worker::{Incoming, guarded};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SendError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// Two presses in one cell within this time are a double click.
const DOUBLE: Duration = Duration::from_millis(400);
const NOW: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };

/// Who reads the terminal: this program, or another to which it is lent.
#[derive(Debug, Default)]
pub struct Turn {
    reading: Mutex<()>,
    lent: AtomicBool,
    /// Where the signals from the keyboard arrive.
    keyboard: OnceLock<UnixStream>,
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

    fn is_lent(&self) -> bool {
        self.lent.load(Ordering::SeqCst)
    }
}

impl Drop for Loan<'_> {
    /// What arrived meanwhile was the other's affair, though nobody may have looked at it yet.
    fn drop(&mut self) {
        self.0.keyboard.get().map(drained);
        self.0.lent.store(false, Ordering::SeqCst);
    }
}

/// Starts the threads.
pub fn start(send: Sender<Incoming>, turn: Arc<Turn>) -> io::Result<()> {
    // A file that may not grow any more is an error to be reported, not a reason to die.
    signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    let (pipes, signals, held) = (Pipes::register()?, send.clone(), Arc::clone(&turn));
    // A turn that hears of signals already keeps what it has.
    let _ = turn.keyboard.set(pipes.interrupted.try_clone()?);
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || or_stop(&signals, || watch(&signals, &held, &pipes)))?;
    std::thread::Builder::new().name("input".to_owned()).spawn(move || or_stop(&send, || listen(&send, &turn)))?;
    Ok(())
}

/// Without its ears the program ends, keeping what it has, rather than being deaf.
fn or_stop(send: &Sender<Incoming>, work: impl FnOnce()) {
    if guarded(work).is_err() {
        let _ = send.send(Incoming::Msg(Msg::Stop));
    }
}

/// One pipe for each kind of signal that matters.
struct Pipes {
    stop: UnixStream,
    resize: UnixStream,
    woken: UnixStream,
    interrupted: UnixStream,
    asleep: UnixStream,
}

impl Pipes {
    fn register() -> io::Result<Self> {
        let pipe = |signals: &[i32]| -> io::Result<UnixStream> {
            let (read, write) = UnixStream::pair()?;
            read.set_nonblocking(true)?;
            for signal in signals {
                signal_hook::low_level::pipe::register(*signal, write.try_clone()?)?;
            }
            Ok(read)
        };
        Ok(Self {
            stop: pipe(&[SIGHUP, SIGTERM])?,
            resize: pipe(&[SIGWINCH])?,
            woken: pipe(&[SIGCONT])?,
            interrupted: pipe(&[SIGINT, SIGQUIT])?,
            asleep: pipe(&[SIGTSTP])?,
        })
    }

    /// Waits for any of them; gives those that have come. Whether the terminal is lent is asked before the signals from the keyboard are
    /// taken: when it has come back, what came before is gone.
    fn wait(&self, turn: &Turn) -> Signals {
        let stdin = io::stdin();
        let (ready, gone) = loop {
            let pipes = [&self.stop, &self.resize, &self.woken, &self.interrupted, &self.asleep];
            let mut fds = pipes.map(|pipe| PollFd::new(pipe, PollFlags::IN)).to_vec();
            fds.push(PollFd::new(&stdin, PollFlags::empty()));
            // An error is that a signal has interrupted it; its pipe is ready now.
            if poll(&mut fds, None).is_ok() {
                let ready = [0, 1, 2, 3, 4].map(|index: usize| fds[index].revents().contains(PollFlags::IN));
                break (ready, fds[5].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL));
            }
        };
        let lent = turn.is_lent();
        let interrupted = drained(&self.interrupted) && !lent;
        for pipe in [&self.resize, &self.woken, &self.asleep] {
            drained(pipe);
        }
        let [stop, resize, woken, _, asleep] = ready;
        Signals { stop: stop || gone, resize, woken, interrupted, asleep }
    }
}

/// Which signals have come; `stop` also where the terminal has gone.
#[expect(clippy::struct_excessive_bools, reason = "each is a signal")]
struct Signals {
    stop: bool,
    resize: bool,
    woken: bool,
    /// In raw mode ctrl-c is a key; in an outside editor it is the editor's affair, and this program only overhears it.
    interrupted: bool,
    asleep: bool,
}

/// Waits for signals, and for the terminal to go away, until either ends the program.
fn watch(send: &Sender<Incoming>, turn: &Turn, pipes: &Pipes) {
    loop {
        let signals = pipes.wait(turn);
        if signals.stop || signals.interrupted {
            let _ = send.send(Incoming::Msg(Msg::Stop));
            return;
        }
        let mut told = Vec::new();
        if signals.resize {
            let (width, height) = crossterm::terminal::size().unwrap_or((80, 24));
            told.push(Incoming::Msg(Msg::Resize(width, height)));
        }
        if turn.is_lent() {
            // The editor is put to sleep, and this program with it: the shell waits for both.
            if signals.asleep && !signals.woken {
                let _ = kill_process(getpid(), Signal::TTIN);
            }
        } else if signals.woken {
            told.push(Incoming::Woken);
        } else if signals.asleep {
            told.push(Incoming::Sleep);
        }
        if told.into_iter().any(|incoming| send.send(incoming).is_err()) {
            return;
        }
    }
}

/// Takes all that a pipe holds; whether there was anything.
fn drained(mut pipe: &UnixStream) -> bool {
    let mut bytes = [0; 64];
    let mut any = false;
    while pipe.read(&mut bytes).is_ok_and(|read| read > 0) {
        any = true;
    }
    any
}

/// Reads until the terminal or the program is gone; that the terminal is gone is told by [`watch`].
fn listen(send: &Sender<Incoming>, turn: &Turn) {
    let (mut keyboard, mut clicks) = (Keyboard::default(), Clicks::default());
    let mut bytes = [0; 4096];
    loop {
        let limit = keyboard.wait().and_then(|wait| Timespec::try_from(wait).ok());
        let inputs = if readable(limit.as_ref()) {
            let _reading = turn.reading.lock().unwrap_or_else(PoisonError::into_inner);
            // An outside editor may have read it meanwhile.
            if !readable(Some(&NOW)) {
                continue;
            }
            match rustix::io::read(io::stdin(), &mut bytes) {
                Ok(0) => return,
                Ok(read) => keyboard.take(&bytes[..read]),
                Err(Errno::INTR | Errno::AGAIN) => continue,
                Err(_) => return,
            }
        } else {
            keyboard.decide()
        };
        if forward(send, inputs, &mut clicks).is_err() {
            return;
        }
    }
}

/// Waits until there is something to read; not longer than `limit`.
fn readable(limit: Option<&Timespec>) -> bool {
    let stdin = io::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    loop {
        match poll(&mut fds, limit) {
            Err(Errno::INTR) => {}
            // Whatever it is, reading will tell.
            Err(_) => return true,
            Ok(ready) => return ready > 0,
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn what_the_keyboard_interrupts_while_the_terminal_is_lent_is_overheard_though_it_is_looked_at_later() {
        let pipe = || {
            let (read, write) = UnixStream::pair().unwrap();
            read.set_nonblocking(true).unwrap();
            (read, write)
        };
        let [(stop, _hold), (resize, mut resized), (woken, _held), (interrupted, mut signal), (asleep, _kept)] =
            [(); 5].map(|()| pipe());
        let pipes = Pipes { stop, resize, woken, interrupted, asleep };
        let turn = Turn::default();
        turn.keyboard.set(pipes.interrupted.try_clone().unwrap()).unwrap();
        let loan = turn.lend();
        signal.write_all(b"x").unwrap();
        drop(loan);
        resized.write_all(b"x").unwrap();
        let signals = pipes.wait(&turn);
        assert!(signals.resize && !signals.interrupted, "it came back meanwhile");
        let loan = turn.lend();
        signal.write_all(b"x").unwrap();
        assert!(!pipes.wait(&turn).interrupted, "it is lent");
        drop(loan);
        signal.write_all(b"x").unwrap();
        assert!(pipes.wait(&turn).interrupted, "it is nobody else's");
    }
}
