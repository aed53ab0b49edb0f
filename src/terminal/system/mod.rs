//! What systems do each in their own way with terminals and signals: one face, a file for each kind of system. What is heard here
//! means nothing yet, and nothing is painted.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as here;
#[cfg(unix)]
pub use unix::{UnixErrors as Errors, UnixInterrupts as Interrupts, UnixKeys as Keys, UnixSignals as Signals};
#[cfg(windows)]
use windows as here;
#[cfg(windows)]
pub use windows::{
    WindowsErrors as Errors, WindowsInterrupts as Interrupts, WindowsKeys as Keys, WindowsSignals as Signals,
};

pub use here::{EDITOR, edit, hear_waking, sleep, sleep_alone, start_raw, stop_raw, survive_full_disk, write};

/// What has come of a look at the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// These are all bytes that there were.
    Bytes,
    /// What was there is for nobody.
    Nothing,
    /// The terminal has gone.
    Gone,
}

/// Which signals have come; `stop` also where the terminal has gone.
#[expect(clippy::struct_excessive_bools, reason = "each is a signal")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignalsHeard {
    /// The program is to end.
    pub stop: bool,
    /// The window has another size.
    pub resize: bool,
    /// The program goes on after it was stopped.
    pub woken: bool,
    /// In raw mode ctrl-c is a key; in an outside editor it is the editor's affair, and this program only overhears it.
    pub interrupted: bool,
    /// The program is to stop for a while.
    pub asleep: bool,
}
