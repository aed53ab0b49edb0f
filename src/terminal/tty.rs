//! The terminal itself: raw mode and the alternate screen, entered and always left again.
//!
//! While the screen is ours, the error output goes nowhere: what a library has to say there would be written over the text.

use crate::store::nowhere;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use rustix::io::fcntl_dupfd_cloexec;
use rustix::stdio::{dup2_stderr, stderr};
use std::io::{self, Write, stdout};
use std::os::fd::OwnedFd;
use std::sync::Arc;

/// Buttons and dragging, in cells past 223 too; not every movement, which would wake the program for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// An empty screen, whatever others have left there: plain writing, no region, the cursor in its corner.
pub const CLEAR: &str = "\x1b[m\x1b[r\x1b[H\x1b[J";

/// Raw mode on the alternate screen. Left when dropped.
#[derive(Debug)]
pub struct Tty {
    mouse: bool,
    errors: Arc<Errors>,
}

/// The error output as it was, and the place where nothing is read. Either may be missing; then nothing is redirected.
#[derive(Debug)]
struct Errors {
    own: Option<OwnedFd>,
    nowhere: Option<OwnedFd>,
}

impl Errors {
    fn take() -> Self {
        let own = fcntl_dupfd_cloexec(stderr(), 3).ok();
        let nowhere = nowhere();
        Self { own, nowhere }
    }

    fn silence(&self) {
        if let (Some(_), Some(nowhere)) = (&self.own, &self.nowhere) {
            let _ = dup2_stderr(nowhere);
        }
    }

    fn restore(&self) {
        if let Some(own) = &self.own {
            let _ = dup2_stderr(own);
        }
    }
}

impl Tty {
    /// Enters. A panic from here on leaves the screen before it is reported.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        let errors = Arc::new(Errors::take());
        let (report, told) = (std::panic::take_hook(), Arc::clone(&errors));
        std::panic::set_hook(Box::new(move |info| {
            // What a thread says there would be written over the screen; whoever waits for it tells the reader.
            if std::thread::current().name() == Some("main") {
                let _ = leave(&told);
                report(info);
            }
        }));
        let tty = Self { mouse, errors };
        tty.resume()?;
        Ok(tty)
    }

    /// Enters again after [`Tty::pause`].
    pub fn resume(&self) -> io::Result<()> {
        enable_raw_mode()?;
        self.errors.silence();
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        if self.mouse {
            stdout().write_all(MOUSE_ON.as_bytes())?;
        }
        stdout().flush()
    }

    /// Enters anew after the program was stopped from outside: whoever had the terminal meanwhile may have changed it.
    pub fn wake(&self) -> io::Result<()> {
        disable_raw_mode()?;
        self.resume()
    }

    /// Leaves for a while.
    pub fn pause(&self) -> io::Result<()> {
        leave(&self.errors)
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        // A terminal that is gone cannot be restored, and needs not be.
        let _ = leave(&self.errors);
    }
}

fn leave(errors: &Errors) -> io::Result<()> {
    errors.restore();
    let mut out = stdout();
    let written = out.write_all(MOUSE_OFF.as_bytes());
    let left = execute!(out, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    disable_raw_mode()?;
    written.and(left)
}
