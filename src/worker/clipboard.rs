//! Words put on a clipboard by programs of the system (`tmux`, `wl-copy`, `xclip`), on a thread of their own, since one of
//! them may hang. Which programs are asked, and what else there is where none of them takes the words, the terminal's shell
//! decides; no shell comes between.

use super::Incoming;
use crate::app::ClipboardText;
use crate::store::apart;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// How long a program has to take the words. Over a line that hangs (X11 forwarded) nobody waits longer.
const LIMIT: Duration = Duration::from_secs(2);
/// How often it is looked whether it has.
const LOOK: Duration = Duration::from_millis(10);

/// A program and its arguments; it reads the words from its input.
pub type Program = &'static [&'static str];

/// Hands the words to the first of the programs that takes them, and tells whether one has.
pub fn hand_to(programs: Vec<Program>, clipping: ClipboardText, send: Sender<Incoming>) {
    let words = clipping.text.clone();
    let tell = send.clone();
    let unheard = clipping.clone();
    let job = move || {
        let taken = programs.into_iter().any(|program| takes(program, &words, LIMIT));
        // Nobody listens any more only when the program is ending.
        let _ = send.send(Incoming::Clipboard { clipping, taken });
    };
    if std::thread::Builder::new().name("clipboard".to_owned()).spawn(job).is_err() {
        let _ = tell.send(Incoming::Clipboard { clipping: unheard, taken: false });
    }
}

/// Whether the program is there and took the words before the limit.
fn takes(program: Program, words: &str, limit: Duration) -> bool {
    let Some(mut child) = started(program) else { return false };
    if let Some(mut input) = child.stdin.take() {
        let words = words.to_owned();
        // What a program that hangs does not read must not be waited for; it is ended below.
        std::thread::spawn(move || drop(input.write_all(words.as_bytes())));
    }
    let until = Instant::now() + limit;
    while Instant::now() < until {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(LOOK),
            Err(_) => return false,
        }
    }
    let _ = child.kill().and_then(|()| child.wait());
    false
}

/// Starts a program in a group of its own, so that no key pressed here reaches it, and with nothing of this terminal.
fn started(program: Program) -> Option<Child> {
    let (name, arguments) = program.split_first()?;
    let mut command = Command::new(name);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    apart(&mut command).spawn().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    fn taken(programs: &[Program]) -> bool {
        let (send, receive) = channel();
        hand_to(programs.to_vec(), ClipboardText::new("words", "words {}"), send);
        let Ok(Incoming::Clipboard { clipping, taken }) = receive.recv() else { return false };
        assert_eq!(clipping.text, "words");
        taken
    }

    #[test]
    fn the_first_program_that_takes_the_words_has_them() {
        assert!(taken(&[&["no-such-program"], &["false"], &["grep", "-q", "^words$"], &["no-such-program"]]));
    }

    #[test]
    fn where_none_takes_them_that_is_told() {
        assert!(!taken(&[]));
        assert!(!taken(&[&["no-such-program"], &["grep", "-q", "other"]]));
        assert!(!takes(&["sleep", "60"], "words", LOOK), "one that hangs is ended");
    }
}
