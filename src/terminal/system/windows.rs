//! Windows: the console is asked for the sequences that terminals send elsewhere (keys, mouse, pastes), and read record by record.
//!
//! What holds less than elsewhere: nothing safe waits for a console with a limit, so it is looked at fifty times a second, and the size of its
//! window four times; errors of libraries are not kept from the screen; there is no sleep (ctrl-z); a console that is closed ends the
//! program at once, and what was typed is in its draft. It wants Windows 10 of 2019 or later, and a terminal like Windows Terminal.

use super::{Heard, SignalsHeard};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode, size};
use crossterm_winapi::{Console, ConsoleMode, Handle, InputRecord};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep as pause;
use std::time::{Duration, Instant};

/// The editor of who has named none.
pub const EDITOR: &str = "notepad";
/// How often the console is looked at.
const LOOK: Duration = Duration::from_millis(20);
/// How often the size of its window is.
const LOOK_AT_SIZE: Duration = Duration::from_millis(250);
/// Keys come as the sequences of a terminal (consoleapi.h: `ENABLE_VIRTUAL_TERMINAL_INPUT`).
const SEQUENCES: u32 = 0x0200;
/// The mouse selects by itself (`ENABLE_QUICK_EDIT_MODE`), which counts where this is set, too (`ENABLE_EXTENDED_FLAGS`).
const QUICK_EDIT: u32 = 0x0040;
const EXTENDED: u32 = 0x0080;

fn change_mode(change: impl FnOnce(u32) -> u32) -> io::Result<()> {
    let mode = ConsoleMode::from(Handle::current_in_handle()?);
    mode.set_mode(change(mode.mode()?))
}

/// A console that hands on every key as it comes, and takes sequences.
pub fn start_raw() -> io::Result<()> {
    if !crossterm::ansi_support::supports_ansi() {
        return Err(io::Error::other("this console knows no sequences; Windows Terminal does"));
    }
    enable_raw_mode()?;
    change_mode(|mode| (mode | SEQUENCES | EXTENDED) & !QUICK_EDIT)
}

/// The console as it was.
pub fn stop_raw() -> io::Result<()> {
    change_mode(|mode| (mode | QUICK_EDIT | EXTENDED) & !SEQUENCES)?;
    disable_raw_mode()
}

/// Writes to the console, which wants characters: the standard library makes them of the bytes.
pub fn write(bytes: &[u8]) -> io::Result<usize> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(bytes.len())
}

/// The error output stays where it is.
#[derive(Debug)]
pub struct WindowsErrors;

impl WindowsErrors {
    /// There is nothing to keep.
    pub fn take() -> Self {
        Self
    }

    /// They go where they go.
    #[expect(clippy::unused_self, reason = "elsewhere it is redirected")]
    pub fn silence(&self) {}

    /// They go where they go.
    #[expect(clippy::unused_self, reason = "elsewhere it is redirected")]
    pub fn restore(&self) {}
}

/// No program is stopped and woken here.
#[expect(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "elsewhere it is")]
pub fn hear_waking(_: Arc<AtomicBool>) -> io::Result<()> {
    Ok(())
}

/// A full disk is an error here already.
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub fn survive_full_disk() -> io::Result<()> {
    Ok(())
}

/// No program is put to sleep here: it comes back at once.
pub fn sleep() {}

/// No program is put to sleep here.
pub fn sleep_alone() {}

/// Runs the reader's editor on a file. The setting may hold arguments, parted by spaces; no shell comes between.
pub fn edit(editor: &str, file: &Path) -> io::Result<ExitStatus> {
    let mut words = editor.split_whitespace();
    let program = words.next().ok_or(io::ErrorKind::InvalidInput)?;
    Command::new(program).args(words).arg(file).status()
}

/// The keyboard, as the bytes that a terminal elsewhere would send.
#[derive(Debug, Default)]
pub struct WindowsKeys {
    /// The first half of a character that has come in two.
    half: Option<u16>,
}

impl WindowsKeys {
    /// The keyboard of this process.
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits until there is something to read; not longer than `limit`.
    #[expect(clippy::unused_self, reason = "it belongs to the keyboard")]
    pub fn wait(&self, limit: Option<Duration>) -> bool {
        let begun = Instant::now();
        let waiting =
            || Handle::current_in_handle().and_then(|handle| Console::from(handle).number_of_console_input_events());
        loop {
            match waiting() {
                Ok(0) if limit.is_some_and(|limit| begun.elapsed() >= limit) => return false,
                Ok(0) => pause(LOOK),
                // Whatever it is, reading will tell.
                _ => return true,
            }
        }
    }

    /// Puts what there is into `bytes`, in the place of what was there.
    pub fn read(&mut self, bytes: &mut Vec<u8>) -> Heard {
        bytes.clear();
        let records = Handle::current_in_handle().and_then(|handle| Console::from(handle).read_console_input());
        let Ok(records) = records else { return Heard::Gone };
        let pressed = records.into_iter().filter_map(|record| match record {
            InputRecord::KeyEvent(key) if key.key_down && key.u_char != 0 => Some(key.u_char),
            _ => None,
        });
        let halves: Vec<u16> = self.half.take().into_iter().chain(pressed).collect();
        let mut words = &halves[..];
        if let Some((&last @ 0xD800..=0xDBFF, before)) = halves.split_last() {
            (self.half, words) = (Some(last), before);
        }
        let letters =
            char::decode_utf16(words.iter().copied()).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        bytes.extend(letters.collect::<String>().into_bytes());
        if bytes.is_empty() { Heard::Nothing } else { Heard::Bytes }
    }
}

/// The signals from the keyboard.
#[derive(Debug)]
pub struct WindowsInterrupts(Arc<AtomicBool>);

impl WindowsInterrupts {
    /// What has come was another's affair.
    pub fn forget(&self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// A flag for each kind of signal that there is, and the size of the window.
#[derive(Debug)]
pub struct WindowsSignals {
    stop: Arc<AtomicBool>,
    interrupted: Arc<AtomicBool>,
    size: (u16, u16),
}

impl WindowsSignals {
    /// Hears of signals from here on.
    pub fn register() -> io::Result<Self> {
        let (stop, interrupted) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        signal_hook::flag::register(SIGTERM, Arc::clone(&stop))?;
        signal_hook::flag::register(SIGINT, Arc::clone(&interrupted))?;
        Ok(Self { stop, interrupted, size: size()? })
    }

    /// The signals from the keyboard once more, for whoever lends the terminal.
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
    pub fn interrupts(&self) -> io::Result<WindowsInterrupts> {
        Ok(WindowsInterrupts(Arc::clone(&self.interrupted)))
    }

    /// Waits for any of them; gives those that have come.
    pub fn wait(&mut self, is_lent: &dyn Fn() -> bool) -> SignalsHeard {
        loop {
            let stop = self.stop.load(Ordering::SeqCst);
            let lent = is_lent();
            let interrupted = self.interrupted.swap(false, Ordering::SeqCst) && !lent;
            let now = size().unwrap_or(self.size);
            let resize = std::mem::replace(&mut self.size, now) != now;
            if stop || interrupted || resize {
                return SignalsHeard { stop, resize, interrupted, ..SignalsHeard::default() };
            }
            pause(LOOK_AT_SIZE);
        }
    }
}
