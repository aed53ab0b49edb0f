//! The shell around the app: raw mode, events to messages, effects to the threads that read and write, painting. The
//! only module that names the terminal library; it decides nothing that `app` could.
//!
//! One channel, one loop: every event and every answer is a message; the model changes in [`crate::app::update`] alone; then the
//! screen is painted once for all messages that were waiting. While nothing happens, nothing runs.

mod ability;
mod clipboard;
mod early_keys;
mod editor;
mod input;
pub mod keyboard;
mod pace;
mod painter;
mod system;
mod tty;

use crate::app::{ClipboardText, Config, CopyWay, Effect, JobId, Model, Msg, NavigationTarget, Overlay, ReadRequest};
use crate::store::{Dirs, Library, State};
use crate::ui;
use crate::worker::Incoming;
use crate::worker::beginning::{begin_at, given, model_of};
use crate::worker::exporting::Exports;
use crate::worker::settings_watcher::Reread;
use crate::worker::threads::{Ground, Threads};
use ability::{Ability, Scrolling};
use clipboard::Ways;
use early_keys::EarlyKeys;
use input::Turn;
use pace::Pace;
use painter::Painter;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use tty::Tty;
pub use tty::size;

/// How long the first picture may wait for the document that was asked for.
const FIRST: Duration = Duration::from_millis(15);

/// What is shown first.
pub struct Start {
    /// The corpus.
    pub library: Library,
    /// Folders of settings and state.
    pub dirs: Dirs,
    /// The state of this device.
    pub state: State,
    /// Settings, keys, theme.
    pub config: Config,
    /// What to say first: faults of the settings.
    pub faults: Vec<String>,
    /// Where to go in the chosen document.
    pub to: Option<NavigationTarget>,
    /// At which step of the tour one is, where it is gone through.
    pub tour: Option<usize>,
    /// Who can write the formats of other programs.
    pub exports: Arc<dyn Exports>,
    /// Who can read the settings again.
    pub reread: Reread,
}

/// Runs the program on the terminal until the reader quits; what is left to say then.
pub fn run(start: Start) -> io::Result<Option<String>> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(io::Error::other("this needs a terminal; `postil list` and `postil text` work without one"));
    }
    let (send, receive) = channel();
    let mouse = start.config.settings.mouse && !ability::holds_escape(|name| std::env::var(name).ok());
    let mut shell = Shell::start(start, &send)?;
    let tty = Tty::enter(mouse)?;
    let turn = Arc::new(Turn::default());
    input::start(send, Arc::clone(&turn))?;
    let ended = shell.work(&receive, &tty, &turn);
    if ended.is_err() {
        // The terminal is gone. Nobody sees anything any more, but what is typed and the place are kept.
        shell.keep();
    }
    drop(tty);
    let told: Vec<String> = shell.threads.finish_sync().into_iter().chain(left_writing(&shell.model)).collect();
    let told = (!told.is_empty()).then(|| told.join("\n"));
    match shell.threads.finish() {
        0 => ended.map(|()| told),
        lost => {
            Err(io::Error::other(format!("{lost} of your changes could not be saved, nor kept aside: they are lost")))
        }
    }
}

/// The loop's own state.
struct Shell {
    model: Model,
    painter: Painter<BufWriter<tty::Unbuffered>>,
    pace: Pace,
    asked_for_margins: bool,
    dirs: Dirs,
    threads: Threads,
    /// Keys for the text that is not there yet.
    early: EarlyKeys,
    /// For threads that are begun later.
    send: Sender<Incoming>,
}

impl Shell {
    /// Makes the model and starts the threads.
    fn start(start: Start, send: &Sender<Incoming>) -> io::Result<Self> {
        let Start { library, dirs, state, config, faults, to, tour, exports, reread } = start;
        let size = size();
        let mut model = model_of(&library, config, size, &faults);
        if let Some(at) = tour {
            crate::app::begin_tour(&mut model, at);
        }
        let ability = Ability::here();
        let library = Arc::new(library);
        let early = library.corpus.chosen().map_or_else(EarlyKeys::default, |_| EarlyKeys::of_text(Instant::now()));
        let ground = Ground { library: Arc::clone(&library), dirs: dirs.clone(), state, exports, reread };
        let threads = Threads::start(ground, send, |threads| {
            if let Some(path) = library.corpus.chosen() {
                threads.hand_out(begin_at(&mut model, path, to));
            }
        })?;
        Ok(Self {
            model,
            painter: Painter::new(BufWriter::with_capacity(1 << 16, tty::Unbuffered), size, ability),
            pace: Pace::new(ability.scrolling != Scrolling::None),
            asked_for_margins: ability.scrolling != Scrolling::Lines,
            dirs,
            threads,
            early,
            send: send.clone(),
        })
    }

    /// The loop.
    fn work(&mut self, receive: &Receiver<Incoming>, tty: &Tty, turn: &Turn) -> io::Result<()> {
        let (mut waiting, mut upset) = (self.first(receive), false);
        loop {
            let mut rest = Vec::new();
            // A size that changed and changed back has still upset what the terminal shows.
            upset |= waiting.iter().any(|incoming| matches!(incoming, Incoming::Msg(Msg::Resize(..))));
            for incoming in waiting.drain(..) {
                rest.extend(self.take(incoming, tty)?);
            }
            if rest.iter().any(gives_away) {
                waiting = self.hear_out(receive);
            }
            if self.outside(rest, tty, turn)? {
                return Ok(());
            }
            let mut held = None;
            let now = Instant::now();
            // Between a sleep and the waking the screen is another's.
            if tty.is_entered() {
                held = self.pace.wait(now);
                let is_whole = held.is_none() && self.show(std::mem::take(&mut upset))?;
                if !is_whole {
                    let let_go = self.pace.let_go(now).filter(|left| !left.is_zero());
                    held = held.into_iter().chain(let_go).min();
                }
                tty.lend_mouse(matches!(self.model.overlay, Some(Overlay::Clipping(_))))?;
            }
            if waiting.is_empty() {
                match receive.recv_timeout(held.unwrap_or(Duration::MAX)) {
                    Ok(next) => waiting.push(next),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                }
            }
            waiting.extend(receive.try_iter());
        }
    }

    /// Paints what has changed; everything where the screen is upset. Says whether all of it could be sent.
    fn show(&mut self, upset: bool) -> io::Result<bool> {
        let model = &self.model;
        if upset || self.painter.size() != model.view.screen {
            self.painter.clear(model.view.screen);
        }
        let most = self.pace.most(Instant::now());
        let painted = self.painter.paint(most, |buffer| ui::draw(buffer, model))?;
        if painted.bytes > 0 && self.pace.sent(Instant::now(), painted.bytes) {
            // Once, where keys come quickly and answers are waited for: what scrolls then is worth it.
            if !std::mem::replace(&mut self.asked_for_margins, true) {
                self.painter.ask_for_margins()?;
            }
            let mut out = io::stdout();
            out.write_all(pace::QUESTION.as_bytes())?;
            out.flush()?;
        }
        Ok(painted.is_whole)
    }

    /// Waits until the terminal has answered what it was asked, for the answer would be typed to whoever has it next. Gives what
    /// else has come in meanwhile.
    fn hear_out(&mut self, receive: &Receiver<Incoming>) -> Vec<Incoming> {
        let mut others = Vec::new();
        while let Some(patience) = self.pace.patience(Instant::now()).filter(|patience| !patience.is_zero()) {
            match receive.recv_timeout(patience) {
                Ok(Incoming::Answered) => self.pace.answered(Instant::now()),
                Ok(other) => others.push(other),
                Err(_) => break,
            }
        }
        others
    }

    /// What has come in before the first picture: it waits a moment for the document that was asked for. Meanwhile it calls up what the
    /// picture takes: the time zone is looked for among hundreds of files, and what draws comes from the disk.
    fn first(&self, receive: &Receiver<Incoming>) -> Vec<Incoming> {
        let _ = given();
        let (width, height) = self.model.view.screen;
        ui::draw(&mut Buffer::empty(Rect::new(0, 0, width, height)), &self.model);
        let mut waiting = Vec::new();
        let until = Instant::now() + FIRST;
        while let Ok(incoming) = receive.recv_timeout(until.saturating_duration_since(Instant::now())) {
            let wanted = matches!(&incoming, Incoming::Msg(Msg::Opened(_) | Msg::NotOpened { .. }))
                || (self.model.navigation.job == JobId::NONE
                    && matches!(&incoming, Incoming::Msg(Msg::Surveyed { .. })));
            waiting.push(incoming);
            if wanted {
                break;
            }
        }
        waiting
    }

    /// Takes one thing in; gives the effects that concern the terminal itself.
    fn take(&mut self, incoming: Incoming, tty: &Tty) -> io::Result<Vec<Effect>> {
        let msg = match incoming {
            Incoming::Msg(msg) => msg,
            Incoming::Clipboard { clipping, taken: true } => Msg::Copied(clipping, CopyWay::Taken),
            Incoming::Clipboard { clipping, taken: false } => {
                let ways = Ways::here(self.model.config.settings.terminal.clipboard);
                self.send_to_terminal(&ways, clipping)?;
                return Ok(Vec::new());
            }
            Incoming::Sleep => return Ok(vec![Effect::Suspend]),
            Incoming::Woken => {
                tty.wake()?;
                return Ok(vec![Effect::Redraw]);
            }
            Incoming::Answered => {
                self.pace.answered(Instant::now());
                return Ok(Vec::new());
            }
            Incoming::Margins => {
                self.painter.learn_margins();
                return Ok(Vec::new());
            }
            Incoming::Focus => {
                self.threads.look_at_settings();
                let effects = vec![Effect::Redraw, Effect::Read(ReadRequest::LookAgain)];
                return Ok(self.threads.hand_out(effects));
            }
        };
        if matches!(msg, Msg::Key(_) | Msg::Mouse(_)) {
            self.pace.pressed(Instant::now());
        }
        let came = came(&msg, self.model.navigation.wanted);
        let mut rest = self.put_in(msg);
        if let Some(there) = came {
            for msg in self.early.ended(there) {
                rest.extend(self.put_in(msg));
            }
        }
        Ok(rest)
    }

    /// Takes a message in, or keeps it where it is typed for a text that is being opened. A key that opens one has those behind it wait.
    fn put_in(&mut self, msg: Msg) -> Vec<Effect> {
        let Some(msg) = self.early.pass(msg, Instant::now()) else { return Vec::new() };
        let wanted = matches!(msg, Msg::Key(_)).then_some(self.model.navigation.wanted);
        let rest = self.update(msg);
        if wanted.is_some_and(|wanted| wanted != self.model.navigation.wanted) {
            self.early = EarlyKeys::of_text(Instant::now());
        }
        rest
    }

    /// The one transition, with what it asks of the threads handed out; gives what is left.
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let given = given();
        let effects = crate::app::update(&mut self.model, msg, &given);
        self.threads.hand_out(effects)
    }

    /// Carries out what concerns the terminal itself; says whether the program ends.
    fn outside(&mut self, effects: Vec<Effect>, tty: &Tty, turn: &Turn) -> io::Result<bool> {
        for effect in effects {
            let picture_command = &self.model.config.settings.programs.picture_command;
            let Some(effect) = self.threads.run_errand(effect, picture_command) else { continue };
            match effect {
                Effect::Quit => return Ok(true),
                Effect::Copy(clipping) => self.copy(clipping)?,
                Effect::Redraw => self.painter.clear(self.model.view.screen),
                Effect::Suspend => {
                    tty.sleep()?;
                    self.painter.clear(self.model.view.screen);
                }
                Effect::EditOutside(text) => {
                    let edited = self.edit_outside(&text, tty, turn)?;
                    let rest = self.take(Incoming::Msg(Msg::Edited(edited)), tty)?;
                    debug_assert!(rest.is_empty(), "taking an edited text asks for nothing of the terminal");
                }
                _ => {}
            }
        }
        Ok(false)
    }

    /// Sends words towards the clipboard: to programs first, which answer.
    fn copy(&mut self, clipping: ClipboardText) -> io::Result<()> {
        let ways = Ways::here(self.model.config.settings.terminal.clipboard);
        if ways.programs.is_empty() {
            return self.send_to_terminal(&ways, clipping);
        }
        crate::worker::clipboard::hand_to(ways.programs, clipping, self.send.clone());
        Ok(())
    }

    /// Sends words to the terminal, where it may set a clipboard, and says how far they came.
    fn send_to_terminal(&mut self, ways: &Ways, clipping: ClipboardText) -> io::Result<()> {
        let sequence = ways.sequence(&clipping.text);
        let way = if sequence.is_empty() { CopyWay::Shown } else { ways.terminal };
        let mut out = io::stdout();
        out.write_all(sequence.as_bytes())?;
        out.flush()?;
        self.told_copied(clipping, way);
        Ok(())
    }

    /// Lets the app say how far words came; it asks for nothing more.
    fn told_copied(&mut self, clipping: ClipboardText, way: CopyWay) {
        let given = given();
        let effects = crate::app::update(&mut self.model, Msg::Copied(clipping, way), &given);
        self.threads.hand_out(effects);
    }

    /// Has the place and what is being typed kept.
    fn keep(&mut self) {
        let given = given();
        let effects = crate::app::update(&mut self.model, Msg::Stop, &given);
        self.threads.hand_out(effects);
    }
}

/// What is said to somebody who left while a note was being written.
fn left_writing(model: &Model) -> Option<String> {
    let Some(Overlay::Write(writing)) = &model.overlay else { return None };
    let doc = model.doc.as_ref().filter(|_| !writing.field.text().trim().is_empty())?;
    let path = crate::text::visible::line(doc.opened.path.as_str());
    Some(format!("what you were writing on {path} is kept: it is offered when you open that text again"))
}

/// Whether the text that is wanted has come by this message, or cannot be opened; `None` where it is about something else.
fn came(msg: &Msg, wanted: JobId) -> Option<bool> {
    match msg {
        Msg::Opened(opened) if opened.job == wanted => Some(true),
        Msg::NotOpened { job, .. } if *job == wanted => Some(false),
        _ => None,
    }
}

/// Whether the terminal is another program's after this.
fn gives_away(effect: &Effect) -> bool {
    matches!(effect, Effect::Quit | Effect::Suspend | Effect::EditOutside(_))
}
