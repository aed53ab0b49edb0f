//! The one way to stdout and stderr. It makes what it prints harmless for a terminal and knows when nobody reads any more.

use super::outcome::Failure;
use crate::exchange::export::annotations::json::harmless;
use crate::text::{cells, hyphen, visible};
use serde_json::Value;
use std::io::{BufRead as _, BufWriter, IsTerminal as _, StdoutLock, Write};

/// Standard output. A closed pipe is [`Failure::ClosedPipe`], which ends the program quietly.
#[derive(Debug)]
pub struct Out {
    to: BufWriter<StdoutLock<'static>>,
}

impl Out {
    /// Standard output, locked for the program's life.
    pub fn stdout() -> Self {
        Self { to: BufWriter::new(std::io::stdout().lock()) }
    }

    /// One line, whatever is in `line`.
    pub fn line(&mut self, line: &str) -> Result<(), Failure> {
        Ok(writeln!(self.to, "{}", visible::line(line).trim_end())?)
    }

    /// A text with its lines; one newline at its end.
    pub fn text(&mut self, text: &str) -> Result<(), Failure> {
        let text = visible::clean(text.to_owned());
        self.to.write_all(text.as_bytes())?;
        let end: &[u8] = if text.ends_with('\n') { b"" } else { b"\n" };
        Ok(self.to.write_all(end)?)
    }

    /// A piece of a text that is still being printed.
    pub fn piece(&mut self, text: &str) -> std::io::Result<()> {
        self.to.write_all(visible::harmless(text).as_bytes())
    }

    /// A JSON value: an array with one element a line, anything else on many lines.
    pub fn json(&mut self, value: &Value) -> Result<(), Failure> {
        let Value::Array(items) = value else {
            return Ok(writeln!(self.to, "{}", harmless(&format!("{value:#}")))?);
        };
        let mut array = self.array()?;
        for item in items {
            array.push(item)?;
        }
        array.end()
    }

    /// Begins a JSON array whose elements are printed as they come.
    pub fn array(&mut self) -> Result<Array<'_>, Failure> {
        self.to.write_all(b"[")?;
        Ok(Array { out: self, begun: false })
    }

    /// Hands everything to the reader.
    pub fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.to.flush()?)
    }

    /// Raw bytes that were made here: a manual page, a completion script.
    pub fn made_here(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(self.to.write_all(bytes)?)
    }
}

/// A JSON array being printed, one element a line.
#[derive(Debug)]
pub struct Array<'a> {
    out: &'a mut Out,
    begun: bool,
}

impl Array<'_> {
    /// One more element.
    pub fn push(&mut self, value: &Value) -> Result<(), Failure> {
        let comma = if std::mem::replace(&mut self.begun, true) { ",\n " } else { "\n " };
        Ok(write!(self.out.to, "{comma}{}", harmless(&value.to_string()))?)
    }

    /// Hands what was printed to the reader.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.out.flush()
    }

    /// The closing bracket.
    pub fn end(self) -> Result<(), Failure> {
        Ok(self.out.to.write_all(if self.begun { b"\n]\n" } else { b"]\n" })?)
    }
}

/// Tells something on stderr that does not end the program.
#[allow(clippy::print_stderr)] // this is where things are told
pub fn tell(words: &str) {
    eprintln!("postil: {}", visible::line(words));
}

/// Asks on the terminal; the answer is no where nobody sits there.
#[allow(clippy::print_stderr)] // this is where things are told
pub fn asked_on_terminal(question: &str) -> bool {
    if !std::io::stdin().is_terminal() {
        return false;
    }
    eprint!("postil: {} [y/N] ", visible::line(question));
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

/// Tells several things on stderr.
pub fn tell_all<T: std::fmt::Display>(things: &[T]) {
    for thing in things {
        tell(&thing.to_string());
    }
}

/// Tells why the program ends.
#[allow(clippy::print_stderr)] // this is where failures are told
pub fn tell_failure(cause: &str, hint: &str) {
    tell(cause);
    for line in hint.lines() {
        eprintln!("  {}", visible::line(line));
    }
}

/// The text on one line in at most `width` cells, with `…` where something was cut off.
pub fn cut(text: &str, width: usize) -> String {
    let line = hyphen::one_line(text);
    if cells::width(&line) <= width {
        return line;
    }
    let mut kept = String::new();
    for cell in cells::cells(&line, crate::text::Span::new(0, line.len()), 1) {
        if cells::width(&kept) + cell.width + cells::width("…") > width {
            break;
        }
        kept.push_str(cell.symbol);
    }
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_off_leaves_a_sign_and_fits() {
        assert_eq!(cut("one two\n three", 20), "one two three");
        assert_eq!(cut("one two three", 8), "one two…");
        assert_eq!(cells::width(&cut("日本語日本語", 6)), 5);
        // Where it takes two cells, the sign of what is cut off is counted with them.
        cells::set_ambiguous_wide(true);
        let narrow: Vec<usize> = (4..12).map(|width| cells::width(&cut("“One” — two — three", width))).collect();
        cells::set_ambiguous_wide(false);
        assert!(narrow.iter().zip(4..).all(|(taken, width)| *taken <= width), "{narrow:?}");
    }
}
