//! Pictures shown outside: read from their document on a thread of their own, put into a file, handed to a program that
//! shows such files. Which program is the reader's or the system's choice, never the document's, and no shell comes
//! between. Where no screen can show them, the file is named instead.

use super::Incoming;
use super::guard::guarded;
use crate::app::{Message, Msg};
use crate::document::DocPath;
use crate::store::{Library, PictureFolder, apart};
use crate::text::visible;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant, SystemTime};

/// A program that ends so soon and with a failure has shown nothing.
const SOON: Duration = Duration::from_secs(5);

/// What shows pictures.
#[derive(Clone, Debug)]
pub struct ImageViewer {
    /// The corpus.
    pub library: Arc<Library>,
    /// The files of pictures.
    pub pictures: PictureFolder,
    /// The app.
    pub send: Sender<Incoming>,
}

impl ImageViewer {
    /// Shows the picture that the document at `path` has from `source`, without waiting for it. `command` is the reader's
    /// program, or empty.
    pub fn show(&self, path: DocPath, source: String, command: &str) {
        let (image_viewer, viewer) = (self.clone(), viewer(command, &|name| std::env::var(name).ok()));
        let job = move || {
            let told = guarded(|| image_viewer.shown(&path, &source, viewer.as_deref()));
            told.unwrap_or_else(|fault| image_viewer.say(failure(fault)));
        };
        if std::thread::Builder::new().name("picture".to_owned()).spawn(job).is_err() {
            self.say(failure("no thread to read the picture with".to_owned()));
        }
    }

    /// Removes the files of pictures that were shown long ago.
    pub fn sweep(&self) {
        self.pictures.sweep(SystemTime::now());
    }

    fn say(&self, msg: Msg) {
        // Nobody listens any more only when the program is ending.
        let _ = self.send.send(Incoming::Msg(msg));
    }

    fn shown(&self, path: &DocPath, source: &str, viewer: Option<&[String]>) {
        let file = self.library.picture(path, source).and_then(|picture| self.pictures.put(&picture));
        match (file, viewer) {
            (Ok(file), Some(viewer)) => self.hand_to(viewer, &file),
            (Ok(file), None) => self.say(Msg::PictureAt(file.to_string_lossy().into_owned())),
            (Err(error), _) => self.say(failure(format!("{error}. {}", error.hint()))),
        }
    }

    fn hand_to(&self, viewer: &[String], file: &Path) {
        let name = viewer.first().map(|name| visible::line(name).into_owned()).unwrap_or_default();
        self.say(Msg::Say(Message::news(format!("picture handed to {name}"))));
        let begun = Instant::now();
        let shown = run(viewer, file).unwrap_or(false);
        // What ends later has shown it, whatever it says in the end.
        if !shown && begun.elapsed() < SOON {
            let remedy = "set `picture_command` in settings.toml";
            self.say(failure(format!("`{name}` did not show the picture {}; {remedy}", file.display())));
        }
    }
}

fn failure(reason: String) -> Msg {
    Msg::Say(Message::failure(reason))
}

/// The program and its arguments; `None` where there is no screen that one could show pictures on.
fn viewer(command: &str, variable: &dyn Fn(&str) -> Option<String>) -> Option<Vec<String>> {
    let words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
    if !words.is_empty() {
        return Some(words);
    }
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "macos") {
        return (!is_set("SSH_CONNECTION")).then(|| vec!["open".to_owned()]);
    }
    if cfg!(target_os = "windows") {
        return Some(vec!["rundll32".to_owned(), "url.dll,FileProtocolHandler".to_owned()]);
    }
    (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")).then(|| vec!["xdg-open".to_owned()])
}

/// Runs the program in a group of its own, so that no key pressed here reaches it, and with nothing of this terminal.
fn run(viewer: &[String], file: &Path) -> std::io::Result<bool> {
    let Some((program, arguments)) = viewer.split_first() else { return Ok(false) };
    let mut command = Command::new(program);
    command.args(arguments).arg(file);
    apart(&mut command).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(command.status()?.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_program_comes_first_and_without_a_screen_there_is_none() {
        let none = |_: &str| None;
        assert_eq!(viewer(" feh  -F ", &none), Some(vec!["feh".to_owned(), "-F".to_owned()]));
        if cfg!(not(target_os = "macos")) {
            assert_eq!(viewer("", &none), None);
            assert_eq!(viewer("", &|name| (name == "DISPLAY").then(String::new)), None);
            let wayland = |name: &str| (name == "WAYLAND_DISPLAY").then(|| "wayland-0".to_owned());
            assert_eq!(viewer("", &wayland), Some(vec!["xdg-open".to_owned()]));
        }
    }

    #[test]
    fn a_program_is_run_without_a_shell() {
        let file = Path::new("$(exit 3)");
        assert!(run(&["test".to_owned(), "$(exit 3)".to_owned(), "=".to_owned()], file).expect("it runs"));
        assert!(run(&["postil-no-such-program".to_owned()], file).is_err());
    }
}
