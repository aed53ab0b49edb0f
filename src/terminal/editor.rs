//! The reader's own editor, to which the terminal is lent for a text. What is done with the text the app decides.

use super::Shell;
use super::input::Turn;
use super::system::{self, EDITOR};
use super::tty::Tty;
use crate::config::Settings;
use crate::store::Scratch;
use std::io;

impl Shell {
    /// Runs the reader's editor on a text; `None` where it failed or the text stayed as it was.
    pub(super) fn edit_outside(&mut self, text: &str, tty: &Tty, turn: &Turn) -> io::Result<Option<String>> {
        let scratch = match Scratch::new(&self.dirs, text) {
            Ok(scratch) => scratch,
            Err(error) => {
                self.model.complain(format!("{error}. {}", error.hint()));
                return Ok(None);
            }
        };
        let editor = editor(&self.model.config.settings);
        let _loan = turn.lend();
        tty.pause()?;
        let ran = system::edit(&editor, scratch.path());
        tty.resume()?;
        self.painter.clear(self.model.view.screen);
        match ran {
            Ok(status) if status.success() => {}
            Ok(_) | Err(_) => {
                self.model.complain(format!("the editor `{editor}` failed; set `editor` in settings.toml or $EDITOR"));
                return Ok(None);
            }
        }
        match scratch.read() {
            Ok(edited) => Ok((edited != text).then_some(edited)),
            Err(error) => {
                self.model.complain(format!("{error}. {}", error.hint()));
                Ok(None)
            }
        }
    }
}

/// The editor that the settings name, else the environment.
fn editor(settings: &Settings) -> String {
    let named = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let set = Some(settings.programs.editor.clone()).filter(|editor| !editor.is_empty());
    set.or_else(|| named("VISUAL")).or_else(|| named("EDITOR")).unwrap_or_else(|| EDITOR.to_owned())
}
