//! The terminal itself: raw mode and the alternate screen, entered once and left once, however the program ends.
//!
//! While the screen is ours, the error output goes nowhere: what a library has to say there would be written over the text.

use super::system::{self, Errors};
use std::io::{self, Write, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long after waking another thread may take to hear of it; where nobody could put the program to sleep it waits so long.
const HEARD_WITHIN: Duration = Duration::from_millis(200);

/// Buttons and dragging, in cells past 223 too; not every movement, which would wake the program for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";
/// The alternate screen, pastes told from keys, the window's coming to the front told, the cursor hidden.
const ON: &str = "\x1b[?1049h\x1b[?2004h\x1b[?1004h\x1b[?25l";
/// All of it taken back, and autowrap on: the program may end within a row. In [`leaving`] what is between is the screen.
const OFF: (&str, &str) = ("\x1b[?1004l\x1b[?2004l\x1b[?7h", "\x1b[?1049l\x1b[?25h");

/// The terminal without the buffer of standard output, which would part a frame at its last line feed and again a thousand bytes on, in
/// the middle of a character too: some terminals draw a sign of several characters wrongly where it comes in two reads.
#[derive(Debug)]
pub struct Unbuffered;

impl Write for Unbuffered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        system::write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An empty screen, whatever others have left there: plain writing, no region, the cursor in its corner.
pub const CLEAR: &str = "\x1b[m\x1b[r\x1b[H\x1b[J";

/// What is sent to enter. Another program may have left the alternate screen as it was, so it is emptied.
fn entering(mouse: bool) -> String {
    [ON, CLEAR, if mouse { MOUSE_ON } else { "" }].concat()
}

/// What is sent to leave. The screen is emptied, for some terminals have no other: GNU screen by default, mosh, old consoles.
fn leaving() -> String {
    [MOUSE_OFF, OFF.0, CLEAR, OFF.1].concat()
}

/// Columns and rows where nobody says them: those of the terminals that others imitate.
const USUAL_SIZE: (u16, u16) = (80, 24);

/// The columns and rows of the terminal. A serial line, or a container without one of its own, says none: COLUMNS and LINES do then, as for
/// other programs.
pub fn size() -> (u16, u16) {
    size_of(crossterm::terminal::size().unwrap_or_default(), |name| std::env::var(name).ok())
}

fn size_of((columns, rows): (u16, u16), said: impl Fn(&str) -> Option<String>) -> (u16, u16) {
    let known = |told: u16, name: &str, usual: u16| {
        let said = || said(name).and_then(|said| said.parse().ok()).filter(|size| *size > 0);
        if told > 0 { told } else { said().unwrap_or(usual) }
    };
    (known(columns, "COLUMNS", USUAL_SIZE.0), known(rows, "LINES", USUAL_SIZE.1))
}

/// Raw mode on the alternate screen. Left when dropped.
#[derive(Debug)]
pub struct Tty {
    mouse: bool,
    /// Whether the mouse is the terminal's own for a while.
    mouse_lent: AtomicBool,
    state: Arc<TtyState>,
    /// SIGCONT has been heard since this was set to false.
    continued: Arc<AtomicBool>,
}

/// What a panic must know too.
#[derive(Debug)]
struct TtyState {
    entered: AtomicBool,
    errors: Errors,
}

impl TtyState {
    /// Leaves, unless that has been done.
    fn leave(&self) -> io::Result<()> {
        if !self.entered.swap(false, Ordering::SeqCst) {
            return Ok(());
        }
        self.errors.restore();
        let mut out = stdout();
        let written = out.write_all(leaving().as_bytes()).and_then(|()| out.flush());
        system::stop_raw()?;
        written
    }
}

impl Tty {
    /// Enters. A panic of this thread leaves the screen, from here on, before it is reported.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        let state = Arc::new(TtyState { entered: AtomicBool::new(false), errors: Errors::take() });
        let (report, shared, own) = (std::panic::take_hook(), Arc::clone(&state), std::thread::current().id());
        std::panic::set_hook(Box::new(move |info| {
            // What another thread says there would be written over the screen; whoever waits for it tells the reader.
            if std::thread::current().id() == own {
                let _ = shared.leave();
                report(info);
            }
        }));
        let continued = Arc::new(AtomicBool::new(false));
        system::hear_waking(Arc::clone(&continued))?;
        let tty = Self { mouse, mouse_lent: AtomicBool::new(false), state, continued };
        tty.resume()?;
        Ok(tty)
    }

    /// Whether the screen is ours.
    pub fn is_entered(&self) -> bool {
        self.state.entered.load(Ordering::SeqCst)
    }

    /// Enters again after [`Tty::pause`].
    pub fn resume(&self) -> io::Result<()> {
        if self.state.entered.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        system::start_raw()?;
        self.state.errors.silence();
        self.mouse_lent.store(false, Ordering::SeqCst);
        let mut out = stdout();
        out.write_all(entering(self.mouse).as_bytes())?;
        out.flush()
    }

    /// Leaves the mouse to the terminal, so that it selects and copies by itself, or takes it again.
    pub fn lend_mouse(&self, lent: bool) -> io::Result<()> {
        if !self.mouse || self.mouse_lent.swap(lent, Ordering::SeqCst) == lent {
            return Ok(());
        }
        let mut out = stdout();
        out.write_all(if lent { MOUSE_OFF } else { MOUSE_ON }.as_bytes())?;
        out.flush()
    }

    /// Enters anew after the program was stopped: whoever had the terminal meanwhile may have changed it.
    pub fn wake(&self) -> io::Result<()> {
        if self.state.entered.swap(false, Ordering::SeqCst) {
            system::stop_raw()?;
        }
        self.resume()
    }

    /// Leaves, and puts this program to sleep with all that were started with it, as a shell expects. Where it has slept,
    /// [`Tty::wake`] is to follow: whoever listens to signals has heard SIGCONT. Where nobody could wake it the system has
    /// let it go on, and the screen is entered again.
    pub fn sleep(&self) -> io::Result<()> {
        self.pause()?;
        self.continued.store(false, Ordering::SeqCst);
        system::sleep();
        if self.was_continued() { Ok(()) } else { self.resume() }
    }

    /// Whether SIGCONT has come. It wakes all threads at once, and any of them may be the one that hears of it: this one may
    /// ask before it has.
    fn was_continued(&self) -> bool {
        let until = Instant::now() + HEARD_WITHIN;
        while !self.continued.load(Ordering::SeqCst) && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(1));
        }
        self.continued.load(Ordering::SeqCst)
    }

    /// Leaves for a while.
    pub fn pause(&self) -> io::Result<()> {
        self.state.leave()
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        // A terminal that is gone cannot be restored, and needs not be.
        let _ = self.state.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use std::io::Read;

    #[test]
    fn a_terminal_that_says_no_size_has_the_one_that_is_said_of_it_or_the_usual() {
        let said = |name: &str| (name == "COLUMNS").then(|| "132".to_owned());
        assert_eq!(size_of((100, 30), said), (100, 30));
        assert_eq!(size_of((0, 0), said), (132, 24));
        assert_eq!(size_of((0, 30), |_| Some("0".to_owned())), (80, 30));
        assert_eq!(size_of((0, 0), |_| Some("wide".to_owned())), (80, 24));
    }

    /// What the process of [`a_panic_leaves_the_screen_once_and_is_reported_on_it`] runs.
    #[test]
    #[ignore = "needs a terminal, which its caller gives it"]
    fn a_program_that_panics() {
        let tty = Tty::enter(true).expect("there is a terminal");
        assert!(!tty.is_entered(), "as was meant");
    }

    #[test]
    fn a_panic_leaves_the_screen_once_and_is_reported_on_it() {
        let pair = native_pty_system().openpty(PtySize::default()).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(std::env::current_exe().expect("the tests are a program"));
        command.args(["--exact", "terminal::tty::tests::a_program_that_panics", "--ignored", "--nocapture"]);
        let mut child = pair.slave.spawn_command(command).expect("the tests start");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        drop(pair.slave);
        let mut sent = Vec::new();
        // At its end the terminal is gone, which is an error on some systems.
        let _ = reader.read_to_end(&mut sent);
        assert!(!child.wait().expect("it ends").success());
        let sent = String::from_utf8_lossy(&sent);
        let (before, after) = sent.split_once(&leaving()).expect("the screen is left");
        assert!(before.contains(&entering(true)) && !after.contains("\x1b["), "{sent:?}");
        assert!(after.contains("as was meant"), "{sent:?}");
    }
}
