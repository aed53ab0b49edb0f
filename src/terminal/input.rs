//! The keyboard, the mouse and the signals as messages. It interprets no key.
//!
//! One thread waits on the terminal and on a pipe that the signal handlers write to. A terminal that has gone away
//! (hang-up, error) is told from one that is quiet here, because reading it would spin at full speed.

use crate::app::{Mouse, MouseAct, Msg};
use crate::config::chord::{Chord, Key};
use crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTERM, SIGWINCH};
use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Two presses in one cell within this time are a double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// What comes from the terminal.
#[derive(Debug)]
pub enum Incoming {
    /// A message for the app.
    Msg(Msg),
    /// The program was woken after a sleep: everything is to be painted anew.
    Woken,
}

/// Starts the thread. While `tty` is locked by somebody else (an outside editor runs) nothing is read.
pub fn start(send: Sender<Incoming>, tty: Arc<Mutex<()>>) -> io::Result<()> {
    let pipes = Pipes::register()?;
    std::thread::Builder::new().name("input".to_owned()).spawn(move || listen(&send, &tty, pipes))?;
    Ok(())
}

/// One pipe a signal that matters.
struct Pipes {
    stop: UnixStream,
    resize: UnixStream,
    woken: UnixStream,
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
        Ok(Self { stop: pipe(&[SIGHUP, SIGTERM])?, resize: pipe(&[SIGWINCH])?, woken: pipe(&[SIGCONT])? })
    }
}

/// Reads until the terminal or the program is gone.
fn listen(send: &Sender<Incoming>, tty: &Mutex<()>, mut pipes: Pipes) {
    let mut clicks = Clicks::default();
    let stdin = io::stdin();
    loop {
        let (ready, gone) = {
            let mut fds = [
                PollFd::new(&stdin, PollFlags::IN),
                PollFd::new(&pipes.stop, PollFlags::IN),
                PollFd::new(&pipes.resize, PollFlags::IN),
                PollFd::new(&pipes.woken, PollFlags::IN),
            ];
            if poll(&mut fds, None).is_err() {
                continue; // interrupted by a signal; its pipe is ready now
            }
            let ready = [0, 1, 2, 3].map(|index: usize| fds[index].revents().contains(PollFlags::IN));
            (ready, fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL))
        };
        let [key, stop, resize, woken] = ready;
        let mut sent = Ok(());
        if stop || gone {
            let _ = send.send(Incoming::Msg(Msg::Stop));
            return;
        }
        if resize {
            drain(&mut pipes.resize);
            let (width, height) = crossterm::terminal::size().unwrap_or((80, 24));
            sent = send.send(Incoming::Msg(Msg::Resize(width, height)));
        }
        if woken {
            drain(&mut pipes.woken);
            sent = sent.and_then(|()| send.send(Incoming::Woken));
        }
        if key {
            let _reading = tty.lock();
            sent = sent.and_then(|()| forward(send, &mut clicks));
        }
        if sent.is_err() {
            return;
        }
    }
}

fn drain(pipe: &mut UnixStream) {
    let mut bytes = [0; 64];
    while pipe.read(&mut bytes).is_ok_and(|read| read > 0) {}
}

/// Sends on everything that can be read without waiting.
fn forward(send: &Sender<Incoming>, clicks: &mut Clicks) -> Result<(), std::sync::mpsc::SendError<Incoming>> {
    while event::poll(Duration::ZERO).unwrap_or(false) {
        let Ok(event) = event::read() else { return Ok(()) };
        if let Some(msg) = message(event, clicks) {
            send.send(Incoming::Msg(msg))?;
        }
    }
    Ok(())
}

/// The app's message for an event.
fn message(event: Event, clicks: &mut Clicks) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => chord(key).map(Msg::Key),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Mouse(mouse) => clicks.take(mouse).map(Msg::Mouse),
        Event::Resize(width, height) => Some(Msg::Resize(width, height)),
        _ => None,
    }
}

/// The chord of a key event.
fn chord(event: KeyEvent) -> Option<Chord> {
    let key = match event.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Insert => Key::Insert,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    };
    let held = |modifier| event.modifiers.contains(modifier);
    Some(Chord::new(key, held(KeyModifiers::CONTROL), held(KeyModifiers::ALT), held(KeyModifiers::SHIFT)))
}

/// Counts presses in one place.
#[derive(Debug, Default)]
struct Clicks {
    last: Option<(Instant, u16, u16)>,
    count: u8,
}

impl Clicks {
    fn take(&mut self, event: MouseEvent) -> Option<Mouse> {
        let act = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => MouseAct::Press(self.pressed(event.column, event.row)),
            MouseEventKind::Drag(MouseButton::Left) => MouseAct::Drag,
            MouseEventKind::Up(MouseButton::Left) => MouseAct::Release,
            MouseEventKind::ScrollDown => MouseAct::Wheel(true),
            MouseEventKind::ScrollUp => MouseAct::Wheel(false),
            _ => return None,
        };
        Some(Mouse { act, column: event.column, row: event.row })
    }

    fn pressed(&mut self, column: u16, row: u16) -> u8 {
        let now = Instant::now();
        let again = self.last.is_some_and(|(at, x, y)| now.duration_since(at) < DOUBLE && (x, y) == (column, row));
        self.count = if again { self.count % 3 + 1 } else { 1 };
        self.last = Some((now, column, row));
        self.count
    }
}
