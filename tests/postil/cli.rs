//! The command line, over the real program: transcripts of commands in a home of their own, with the golden keys of all
//! JSON.

#![allow(clippy::unwrap_used, reason = "what fails while a test is set up fails the test")]

mod add;
mod addressed;
mod annotate;
mod blind;
mod check;
mod compare;
mod completing;
mod concordance;
mod export;
mod grading;
mod import;
mod json;
mod linear;
mod list;
mod manual;
mod meant;
mod names;
mod notes;
mod planning;
mod private;
mod provenance;
mod questions;
mod reader;

mod search;
mod seminar;
mod shell;
mod sync;
mod tags;
mod timeline;

use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A home and a working folder with a corpus `texts` in it.
struct Home {
    temp: TempDir,
}

/// What a command said.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

const STONES: &str =
    "---\ntitle: Stones\nauthor: Ada North\ndate: 2020-03\n---\n\n# Stones\n\nA wall is a “promise” kept by
stones. It stands.\n\n## Moss\n\nMoss asks for nothing. It stands.\n";
const MOSS: &str =
    "The year turned, and the moss on the north wall turned\nwith it, slowly, as everything there did.\n";

impl Home {
    /// A corpus with two short texts.
    fn new() -> Self {
        Self::with(&[("stones.md", STONES), ("week-1/moss.txt", MOSS)])
    }

    fn with(files: &[(&str, &str)]) -> Self {
        let home = Self { temp: tempfile::tempdir().unwrap() };
        fs::create_dir(home.path("texts")).unwrap();
        for (path, text) in files {
            home.write(&format!("texts/{path}"), text);
        }
        home
    }

    fn path(&self, path: &str) -> PathBuf {
        self.temp.path().join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The program with nothing of this computer's in its environment.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        command.env_clear().current_dir(self.temp.path()).args(args);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.path("home")).env("TZ", "UTC").env("LANG", "C.UTF-8").env("NO_COLOR", "1");
        for (name, folder) in [("STATE", "state"), ("CONFIG", "config"), ("DATA", "data"), ("CACHE", "cache")] {
            command.env(format!("XDG_{name}_HOME"), self.path(folder));
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    fn run_with_input(&self, args: &[&str], input: &str) -> Ran {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }

    /// The JSON of a command that must find something.
    fn json(&self, args: &[&str]) -> Value {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {ran:?}");
        serde_json::from_str(&ran.out).unwrap()
    }

    /// Makes an annotation and returns its id.
    fn annotate(&self, args: &[&str]) -> String {
        let ran = self.run(&[&["annotate"], args, &["--corpus", "texts"]].concat());
        assert_eq!(ran.code, 0, "{args:?}: {ran:?}");
        ran.out.trim().to_owned()
    }
}

impl Ran {
    fn of(output: std::process::Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// It failed for that reason, and says what to do.
    fn fails(&self, cause: &str, hint: &str) {
        assert_eq!(self.code, 2, "{self:?}");
        assert!(self.err.contains(cause) && self.err.contains(hint) && self.out.is_empty(), "{self:?}");
    }
}

/// The keys of an object, in order.
fn keys(value: &Value) -> String {
    value.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The sample corpus of the project.
fn documents() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("documents")
}
