//! Linux, macOS and their kin: the keyboard is a descriptor that is waited for, signals are bytes in a pipe, and a shell puts the program to
//! sleep.

use super::{Heard, SignalsHeard};
use crate::store::nowhere;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, fcntl_dupfd_cloexec};
use rustix::process::{Signal, getpid, kill_current_process_group, kill_process};
use rustix::stdio::{dup2_stderr, stderr};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// The editor of who has named none.
pub const EDITOR: &str = "vi";

/// A terminal that hands on every key as it comes.
pub fn start_raw() -> io::Result<()> {
    enable_raw_mode()
}

/// The terminal as it was.
pub fn stop_raw() -> io::Result<()> {
    disable_raw_mode()
}

/// Writes to the terminal, past the buffer of standard output.
pub fn write(bytes: &[u8]) -> io::Result<usize> {
    Ok(rustix::io::retry_on_intr(|| rustix::io::write(rustix::stdio::stdout(), bytes))?)
}

/// The error output as it was, and the place where nothing is read. Either may be missing; then nothing is redirected.
#[derive(Debug)]
pub struct UnixErrors {
    own: Option<OwnedFd>,
    nowhere: Option<OwnedFd>,
}

impl UnixErrors {
    /// Keeps what the error output is now.
    pub fn take() -> Self {
        Self { own: fcntl_dupfd_cloexec(stderr(), 3).ok(), nowhere: nowhere().map(OwnedFd::from) }
    }

    /// Has errors go nowhere.
    pub fn silence(&self) {
        if let (Some(_), Some(nowhere)) = (&self.own, &self.nowhere) {
            let _ = dup2_stderr(nowhere);
        }
    }

    /// Has them go where they went.
    pub fn restore(&self) {
        if let Some(own) = &self.own {
            let _ = dup2_stderr(own);
        }
    }
}

/// Has a flag set whenever the program goes on after it was stopped.
pub fn hear_waking(flag: Arc<AtomicBool>) -> io::Result<()> {
    signal_hook::flag::register(SIGCONT, flag).map(drop)
}

/// A file that may not grow any more is an error to be reported from here on, not a reason to die.
pub fn survive_full_disk() -> io::Result<()> {
    signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false))).map(drop)
}

/// Puts this program to sleep with all that were started with it, as a shell expects. SIGTSTP itself is caught, so that the screen is left
/// before; SIGTTIN stops as it does. It comes back once it is woken, or at once where nobody could wake it.
pub fn sleep() {
    let _ = kill_current_process_group(Signal::TTIN);
}

/// Puts this program alone to sleep.
pub fn sleep_alone() {
    let _ = kill_process(getpid(), Signal::TTIN);
}

/// Runs the reader's editor on a file. The setting may hold arguments, as $EDITOR does everywhere; a shell splits it as the reader expects.
pub fn edit(editor: &str, file: &Path) -> io::Result<ExitStatus> {
    Command::new("sh").arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(file).status()
}

/// The keyboard, as bytes.
#[derive(Debug)]
pub struct UnixKeys;

impl UnixKeys {
    /// The keyboard of this process.
    pub fn new() -> Self {
        Self
    }

    /// Waits until there is something to read; not longer than `limit`.
    #[allow(clippy::unused_self, reason = "elsewhere half a character is kept")]
    pub fn wait(&self, limit: Option<Duration>) -> bool {
        let limit = limit.and_then(|limit| Timespec::try_from(limit).ok());
        let stdin = io::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        loop {
            match poll(&mut fds, limit.as_ref()) {
                Err(Errno::INTR) => {}
                // Whatever it is, reading will tell.
                Err(_) => return true,
                Ok(ready) => return ready > 0,
            }
        }
    }

    /// Puts what there is into `bytes`, in the place of what was there.
    #[allow(clippy::unused_self, reason = "elsewhere half a character is kept")]
    pub fn read(&mut self, bytes: &mut Vec<u8>) -> Heard {
        bytes.resize(4096, 0);
        let read = rustix::io::read(io::stdin(), &mut *bytes);
        bytes.truncate(*read.as_ref().unwrap_or(&0));
        match read {
            Ok(0) => Heard::Gone,
            Ok(_) => Heard::Bytes,
            Err(Errno::INTR | Errno::AGAIN) => Heard::Nothing,
            Err(_) => Heard::Gone,
        }
    }
}

/// Where the signals from the keyboard arrive.
#[derive(Debug)]
pub struct UnixInterrupts(UnixStream);

impl UnixInterrupts {
    /// What has come was another's affair.
    pub fn forget(&self) {
        drained(&self.0);
    }
}

/// One pipe for each kind of signal that matters.
#[derive(Debug)]
pub struct UnixSignals {
    stop: UnixStream,
    resize: UnixStream,
    woken: UnixStream,
    interrupted: UnixStream,
    asleep: UnixStream,
}

impl UnixSignals {
    /// Hears of signals from here on.
    pub fn register() -> io::Result<Self> {
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

    /// The signals from the keyboard once more, for whoever lends the terminal.
    pub fn interrupts(&self) -> io::Result<UnixInterrupts> {
        self.interrupted.try_clone().map(UnixInterrupts)
    }

    /// Waits for any of them; gives those that have come. Whether the terminal is lent is asked before the signals from the keyboard are
    /// taken: when it has come back, what came before is gone.
    pub fn wait(&mut self, is_lent: &dyn Fn() -> bool) -> SignalsHeard {
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
        let lent = is_lent();
        let interrupted = drained(&self.interrupted) && !lent;
        for pipe in [&self.resize, &self.woken, &self.asleep] {
            drained(pipe);
        }
        let [stop, resize, woken, _, asleep] = ready;
        SignalsHeard { stop: stop || gone, resize, woken, interrupted, asleep }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::input::Turn;
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
        let mut signals = UnixSignals { stop, resize, woken, interrupted, asleep };
        let turn = Turn::default();
        turn.overhear(signals.interrupts().unwrap());
        let mut wait = || signals.wait(&|| turn.is_lent());
        let loan = turn.lend();
        signal.write_all(b"x").unwrap();
        drop(loan);
        resized.write_all(b"x").unwrap();
        let told = wait();
        assert!(told.resize && !told.interrupted, "it came back meanwhile");
        let loan = turn.lend();
        signal.write_all(b"x").unwrap();
        assert!(!wait().interrupted, "it is lent");
        drop(loan);
        signal.write_all(b"x").unwrap();
        assert!(wait().interrupted, "it is nobody else's");
    }
}
