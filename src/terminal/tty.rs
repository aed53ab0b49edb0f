//! The terminal itself: raw mode and the alternate screen, entered and always left again.

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use std::io::{self, Write, stdout};

/// Buttons and dragging, in cells past 223 too; not every movement, which would wake the program for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Raw mode on the alternate screen. Left when dropped.
#[derive(Debug)]
pub struct Tty {
    mouse: bool,
}

impl Tty {
    /// Enters. A panic from here on leaves the screen before it is reported.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            // What a thread says there would be written over the screen; whoever waits for it tells the reader.
            if std::thread::current().name() == Some("main") {
                let _ = leave();
                report(info);
            }
        }));
        let tty = Self { mouse };
        tty.resume()?;
        Ok(tty)
    }

    /// Enters again after [`Tty::pause`].
    pub fn resume(&self) -> io::Result<()> {
        enable_raw_mode()?;
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
    #[allow(clippy::unused_self)] // only somebody who has entered can pause
    pub fn pause(&self) -> io::Result<()> {
        leave()
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        // A terminal that is gone cannot be restored, and needs not be.
        let _ = leave();
    }
}

fn leave() -> io::Result<()> {
    let mut out = stdout();
    let written = out.write_all(MOUSE_OFF.as_bytes());
    let left = execute!(out, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    disable_raw_mode()?;
    written.and(left)
}
