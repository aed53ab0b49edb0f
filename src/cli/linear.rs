//! Reading in lines: for screen readers, braille lines and terminals that draw no screen. The loop around [`crate::linear`]: a line in,
//! the threads' answers waited for, the lines that are to be said out. It understands no order itself.

use super::export::screen::{self, ScreenExports};
use super::out::Out;
use super::outcome::{Failure, Outcome};
use super::setup;
use crate::app::{Config, Effect, Model, Msg, NavigationTarget, SurveyStage, update};
use crate::linear::orders::{self, LineOrder, Verb};
use crate::linear::{OrderContext, act, closing, is_waiting, say};
use crate::store::{Dirs, Library, State};
use crate::worker::Incoming;
use crate::worker::beginning::{WaitLimit, begin_at, given, model_of};
use crate::worker::threads::{Ground, Threads};
use std::io::{BufRead, IsTerminal};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How long an answer is waited for before it is said that it is still to come.
const PATIENCE: Duration = Duration::from_secs(30);
/// The list is laid out for a screen that nobody sees.
const SCREEN: (u16, u16) = (80, 24);

/// A session in lines.
struct LineSession {
    model: Model,
    threads: Threads,
    receive: Receiver<Incoming>,
    ended: bool,
}

/// Reads a corpus in lines until the input ends or the reader quits.
pub fn run(
    library: Library,
    dirs: Dirs,
    (state, mut faults): (State, Vec<String>),
    to: Option<NavigationTarget>,
    out: &mut Out,
) -> Result<Outcome, Failure> {
    let (config, told) = setup::config(&dirs);
    let mut config = with_orders(config);
    config.exports = screen::formats();
    faults.extend(told.iter().map(ToString::to_string));
    faults.extend(setup::followed(&library.corpus, &dirs));
    let noted = (library.corpus.clone(), dirs.clone());
    let exports = Arc::new(ScreenExports::of(&library, &dirs, &config.settings.tools.citation_style));
    let mut model = model_of(&library, config, SCREEN, &faults);
    let (send, receive) = channel();
    let library = Arc::new(library);
    let chosen = library.corpus.chosen().cloned();
    let again = setup::rereading(&dirs);
    let reread = Arc::new(move || {
        let (config, faults) = again();
        (with_orders(config), faults)
    });
    let ground = Ground { library, dirs, state, exports, reread };
    let threads = Threads::start(ground, &send, |threads| {
        if let Some(path) = &chosen {
            threads.hand_out(begin_at(&mut model, path, to));
        }
    })?;
    let mut session = LineSession { model, threads, receive, ended: false };
    let ended = session.work(chosen.is_some(), out);
    session.take(Msg::Stop);
    if let Some(told) = session.threads.finish_sync() {
        super::out::tell(&told);
    }
    let lost = session.threads.finish();
    // Where the folder lies is noted once something private is there.
    setup::followed(&noted.0, &noted.1);
    match lost {
        0 => ended.map(|()| Outcome::Done),
        lost => {
            Err(Failure::new(format!("{lost} of your changes could not be saved, nor kept aside: they are lost"), ""))
        }
    }
}

/// What is said of keys says orders: none is bound.
fn with_orders(config: Config) -> Config {
    Config { keymap: orders::keymap(), ..config }
}

impl LineSession {
    /// Greets, then takes order after order.
    fn work(&mut self, opens: bool, out: &mut Out) -> Result<(), Failure> {
        self.wait(|model| {
            model.list.survey < SurveyStage::Listed || (opens && (model.doc.is_none() || is_waiting(model)))
        });
        self.say(&say::greeting(&self.model), out)?;
        let prompts = std::io::stdin().is_terminal();
        let mut lines = std::io::stdin().lock().lines();
        while !self.ended {
            if prompts {
                out.piece("> ")?;
            }
            out.flush()?;
            let Some(line) = lines.next() else { break };
            // A line that is no UTF-8 is no order.
            self.obey(&line.unwrap_or_default(), out)?;
        }
        Ok(())
    }

    /// Says what has come in, carries an order out, and says what came of it.
    fn obey(&mut self, line: &str, out: &mut Out) -> Result<(), Failure> {
        while let Ok(incoming) = self.receive.try_recv() {
            self.hear(incoming);
        }
        let news: Vec<String> = say::message(&self.model).into_iter().collect();
        self.say(&news, out)?;
        let order = match LineOrder::parse(line) {
            Ok(order) if order.verb == Verb::Quit => {
                self.ended = true;
                return Ok(());
            }
            Ok(order) => order,
            Err(why) => return self.say(&[why], out),
        };
        if matches!(order.verb, Verb::List | Verb::Open) {
            self.wait(|model| model.list.survey < SurveyStage::Described);
        }
        let before = OrderContext::of(&self.model, &order);
        match act::messages(&self.model, &order) {
            Err(why) => return self.say(&[why], out),
            Ok(messages) => {
                for msg in messages {
                    if !act::is_for_nothing(&self.model, &msg) {
                        self.take(msg);
                    }
                }
            }
        }
        if !self.wait(|model| is_waiting(model) || !before.is_named(model)) {
            return self.say(&["still at it; go on, it will be said".to_owned()], out);
        }
        let told = say::told(&self.model, &order, &before);
        if let Some(closing) = closing(&self.model) {
            self.take(closing);
        }
        self.say(&told, out)
    }

    fn say(&mut self, lines: &[String], out: &mut Out) -> Result<(), Failure> {
        lines.iter().try_for_each(|line| out.line(line))?;
        self.take(Msg::Heard);
        Ok(())
    }

    /// Changes the model by a message, and has done what follows.
    fn take(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg, &given());
        for effect in self.threads.hand_out(effects) {
            let picture_command = self.model.config.settings.programs.picture_command.clone();
            if let Some(Effect::Quit) = self.threads.run_errand(effect, &picture_command) {
                self.ended = true;
            }
        }
    }

    fn hear(&mut self, incoming: Incoming) {
        if let Incoming::Msg(msg) = incoming {
            self.take(msg);
        }
    }

    /// Takes in what comes as long as something is waited for; says whether it came in time.
    fn wait(&mut self, waits: impl Fn(&Model) -> bool) -> bool {
        let until = WaitLimit::after(PATIENCE);
        while waits(&self.model) {
            match self.receive.recv_timeout(until.left()) {
                Ok(incoming) => self.hear(incoming),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
            }
        }
        true
    }
}
