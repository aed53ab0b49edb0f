//! A monkey at the keyboard of the real program: keys, words, pastes, bytes that are no keys, the mouse, sizes, signals, and files that
//! change underneath. Whatever it does, the program neither panics nor stands still, ends when it is told to, and keeps every annotation
//! that was once on the disk: alive, or as a record that says it was deleted.
//!
//! `cargo test` plays two short rounds, always the same. `POSTIL_MONKEY=ROUNDS` plays so many, each from another beginning, which is told where
//! something is found; `POSTIL_MONKEY_FROM=NUMBER` is the first one. It is nobody's taste: whether a screen is right is asked elsewhere.

#![allow(clippy::print_stderr)] // what was done is told where something is found

use super::session::{Home, Session, records};
use rustix::process::Signal;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

/// What is done in a round, and how often the program is let come to rest meanwhile.
const STEPS: u32 = 160;
const REST: u32 = 20;

/// Numbers that look like chance and are always the same (xorshift by Marsaglia, 64 bits).
struct Chance(u64);

impl Chance {
    fn of(round: u64) -> Self {
        Self(round.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % end.max(1)
    }

    fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    fn word(&mut self) -> String {
        let len = 1 + self.below(9);
        (0..len).map(|_| char::from(b'a' + u8::try_from(self.below(26)).unwrap_or(0))).collect()
    }
}

/// Keys that do something somewhere, one by one.
const KEYS: &[&str] = &[
    "?",
    ":",
    "q",
    "\t",
    "\x1b[Z",
    "Z",
    "\\",
    "u",
    "\x12",
    "\x1b",
    "\x0e",
    "\x10",
    "B",
    "F",
    "g",
    "j",
    "k",
    "\r",
    " ",
    "\x1b[5~",
    "\x1b[6~",
    "\x1b[A",
    "\x1b[B",
    "\x1b[C",
    "\x1b[D",
    "\x7f",
    "\x04",
    "\x15",
    "G",
    "%",
    "l",
    "h",
    "w",
    "b",
    ")",
    "(",
    "}",
    "{",
    "]",
    "[",
    "o",
    "#",
    "H",
    "L",
    "m",
    "'",
    ".",
    ",",
    ">",
    "<",
    "n",
    "N",
    "f",
    "v",
    "s",
    "p",
    "W",
    "y",
    "a",
    "Q",
    "A",
    "P",
    "*",
    "M",
    "t",
    "e",
    "r",
    "+",
    "x",
    "R",
    "D",
    "d",
    "V",
    "O",
    "z",
    "c",
    "C",
    "U",
    "K",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "0",
    "9",
    "i",
    "E",
    "\x14",
    "\x17",
    "\x0c",
    "\x05",
    "\x19",
    "\x1bOP",
    "\x1b[1;5C",
    "é",
    "日",
];

/// What a reader does, in a few keys: marks, notes, questions, tags, answers, places, takes back. `W` stands for a word.
const DEEDS: &[&str] = &[
    "fs\r",
    "fd3",
    "vj2",
    "aW W\x1b",
    "fsaW\x1b",
    "QW\x1b",
    "AW W W\x1b",
    "tW\r",
    "fstW\r",
    "rW\x1b",
    "eW\x1b",
    ".eW\x1b",
    ".d",
    "u",
    "uu\x12",
    ">rW\x1b",
    ">+",
    ".tW,W\r",
    "M",
    "vw5",
    "OO",
    "aW\x14\x1b",
    "f",
    "x\r",
    ".*",
    ":note\rW\x1b",
    ":undo\r",
    "\x1b\x1b\x1b/W\r",
    "g/W\r",
    "gm",
    "gn",
    "gt",
    "gs",
    "B",
    "P\r",
    "o\r",
    "gob\r",
    "\t\td",
    "\t\tr\x1b",
    "q\r",
    "qj\r",
    "\x0e",
    "\x10",
    "R\r",
    "D\r",
    "Vj\r",
    "c",
    "C\r",
];

/// Bytes that no terminal should send.
const NOISE: &[&[u8]] = &[
    b"\x1b[",
    b"\x1b]52;c;",
    b"\xff\xfe",
    b"\xe6\x97",
    b"\x00",
    b"\x1b[999999999999;1H",
    b"\x1b[<0;1",
    b"\x1b[200~",
    b"\x1bP+q",
    b"\x9b",
    b"\x1b[?1;2c",
    b"\x1b[0n",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[201~",
    b"\x1b[27;5;65~",
    b"\x1b[1;1R",
];

/// What is pasted.
const PASTES: &[&str] = &[
    "",
    "words",
    "two\r\nlines",
    "\x1b[31mred",
    "日本語 ä e\u{301} \u{202e}turned",
    "tab\tand\0nul",
    "[[moss]] #tag @tom",
];

const MOSS: &str = "# Moss\n\nMoss asks for nothing. It stands on the north wall, and nobody counts it.\n\nThe year turned. So did the moss, \
    slowly, as everything there did.\n\n- one\n- two\n\n> Said by the wall.\n";
const STONES: &str = "Stones\n\nA wall is a promise kept by stones. It stands in the rain. Who built it is not known.\n\nThe harbour freezes \
    late. Salt and rope lie on the quay.\n";

/// The program with its home, and what was ever written in it.
struct Round {
    number: u64,
    home: Home,
    session: Session,
    chance: Chance,
    /// Of each own record that was seen on the disk the file it was last in.
    seen: BTreeMap<String, PathBuf>,
    /// What was done, for who wants to see it again.
    told: String,
}

impl Round {
    fn begin(number: u64) -> Self {
        let home =
            Home::of_reader(&[("moss.md", MOSS), ("week-1/stones.txt", STONES), ("third.txt", "One. Two. Three.\n")]);
        home.editor("printf ' (outside)' >> \"$1\"");
        let session = home.open("moss.md");
        Self { number, home, session, chance: Chance::of(number), seen: BTreeMap::new(), told: String::new() }
    }

    /// One thing of all that may happen.
    fn step(&mut self) {
        match self.chance.below(100) {
            0..30 => {
                let key = self.chance.one_of(KEYS);
                self.send(key.as_bytes());
            }
            30..70 => {
                let keys = self.chance.one_of(DEEDS);
                self.deed(keys);
            }
            70..78 => {
                let word = self.chance.word();
                self.send(word.as_bytes());
            }
            78..82 => {
                let noise = self.chance.one_of(NOISE);
                self.send(noise);
            }
            82..85 => self.paste(),
            85..88 => self.mouse(),
            88..91 => {
                // Smaller ones are more than the terminal of the tests can take (`screen` has them).
                let (columns, rows) = (4 + self.chance.below(160), 2 + self.chance.below(50));
                self.tell(&format!("size {columns}x{rows}"));
                self.session.resize(columns as u16, rows as u16);
            }
            91..97 => self.file(),
            _ => self.signal(),
        }
    }

    fn send(&mut self, bytes: &[u8]) {
        self.tell(&format!("{:?}", String::from_utf8_lossy(bytes)));
        self.session.send_bytes(bytes);
    }

    fn tell(&mut self, what: &str) {
        let _ = write!(self.told, "{what} ");
    }

    fn deed(&mut self, keys: &str) {
        let parts: Vec<&str> = keys.split('W').collect();
        let mut typed = parts[0].to_owned();
        for part in &parts[1..] {
            typed += &self.chance.word();
            typed += part;
        }
        self.send(typed.as_bytes());
    }

    fn paste(&mut self) {
        let piece = self.chance.one_of(PASTES);
        let many = if self.chance.below(8) == 0 { 2_000 } else { 1 };
        self.tell(&format!("paste of {many} × {piece:?}"));
        self.session.send(&format!("\x1b[200~{}\x1b[201~", piece.repeat(many)));
    }

    fn mouse(&mut self) {
        let code = [0, 1, 2, 32, 64, 65][self.chance.below(6)];
        let (column, row, last) = (self.chance.below(110), self.chance.below(40), self.chance.one_of(&["M", "m"]));
        self.send(format!("\x1b[<{code};{column};{row}{last}").as_bytes());
    }

    /// Somebody else changes a file: a text, the plan, what another reader wrote, what is only kept to be quick.
    fn file(&mut self) {
        let word = self.chance.word();
        let plan = format!("blind = 1\n[[session]]\ntitle = '{word}'\nreadings = ['moss.md']\n");
        let other = format!("annotations/tom/moss.md@{word}.json");
        let gone = |home: &Home, name: &str| drop(std::fs::remove_file(home.corpus().join(name)));
        let which = self.chance.below(11);
        self.tell(&format!("file {which} {word}"));
        match which {
            0 => self.home.write("moss.md", MOSS.replacen("nothing", &word, 1).as_bytes()),
            1 => self.home.write("moss.md", MOSS.as_bytes()),
            2 => self.home.write("week-1/stones.txt", STONES.repeat(1 + self.chance.below(40)).as_bytes()),
            3 => gone(&self.home, "third.txt"),
            4 => self.home.write("third.txt", format!("{word}. {word}.\n").as_bytes()),
            5 => self.home.write("syllabus.toml", plan.as_bytes()),
            6 => self.home.write("syllabus.toml", b"[[session"),
            7 => gone(&self.home, "syllabus.toml"),
            8 => self.home.write(&other, b"{\"@context\": \"http://www.w3.org/ns/anno.jsonld\", \"id\": 7}"),
            9 => self
                .home
                .write("annotations/tom/reader.json", b"{\"id\":\"urn:uuid:0190bbbb-0000-7000-8000-000000000001\"}"),
            _ => drop(std::fs::remove_dir_all(self.home.state().join("../../cache"))),
        }
    }

    fn signal(&mut self) {
        let which = self.chance.below(6);
        self.tell(&format!("signal {which}"));
        match which {
            0 => self.session.signal(Signal::STOP).signal(Signal::CONT),
            1 => self.session.signal(Signal::CONT),
            2 => self.session.signal(Signal::WINCH),
            3 => self.session.signal(Signal::TERM),
            4 => self.session.signal(Signal::HUP),
            _ => self.session.signal(Signal::KILL),
        };
        if which > 2 {
            self.session.wait_exit();
        }
    }

    /// Starts the program anew where it has ended, by whatever; looks at the disk where it has come to rest.
    fn rest(&mut self) {
        if self.session.has_ended().is_none() {
            self.session.settle();
        }
        if self.session.has_ended().is_some() {
            self.tell("(anew)");
            assert!(!self.has_panicked(), "{}", self.session.screen());
            self.session = self.start();
            self.session.settle();
        } else if self.chance.below(3) > 0 {
            // Out of whatever it has got into, to a text; else little would ever be written.
            self.send(b"\x1b[201~\x1b");
            self.send(b"\x1b\x1b\x1b");
            self.session.settle();
            self.send(b":text-next\r");
        }
        self.look();
    }

    fn start(&mut self) -> Session {
        match self.chance.below(3) {
            0 => self.home.start(),
            1 => self.home.open("moss.md"),
            _ => self.home.open("week-1/stones.txt"),
        }
    }

    fn has_panicked(&self) -> bool {
        self.session.raw().windows(11).any(|bytes| bytes == b"panicked at")
    }

    /// Every record that was ever on the disk still is, alive or deleted. What cannot be read is no record: that fails here too.
    fn look(&mut self) {
        let own = [self.home.corpus().join("annotations/mika"), self.home.data()];
        let mut now = BTreeMap::new();
        for (path, text) in own.iter().flat_map(|folder| Home::sidecars_in(folder)) {
            let _ = records(&path, &text);
            let all: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
            let items = all["first"]["items"].as_array().cloned().unwrap_or_default();
            now.extend(items.iter().filter_map(|item| Some((item["id"].as_str()?.to_owned(), path.clone()))));
        }
        let lost: Vec<(&String, &PathBuf)> = self.seen.iter().filter(|(id, _)| !now.contains_key(*id)).collect();
        assert!(lost.is_empty(), "lost: {lost:?}");
        self.seen.extend(now);
    }

    /// Ends the program as its reader does, and looks for the last time.
    fn end(&mut self) -> usize {
        self.rest();
        // From a note that is being written the first leads to the text.
        for _ in 0..3 {
            self.session.send("\x1b[201~\x03").settle();
        }
        let status = self.session.end();
        assert!(status.success() && !self.has_panicked(), "{status:?}\n{}", self.session.screen());
        self.look();
        self.seen.len()
    }
}

impl Drop for Round {
    /// What was done is told where it fails.
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("round {0} (POSTIL_MONKEY_FROM={0} plays it first): {1}", self.number, self.told);
        }
    }
}

/// Plays a round; gives how many records were written.
fn play(number: u64) -> usize {
    let mut round = Round::begin(number);
    round.session.wait_for("Moss");
    for step in 1..=STEPS {
        if round.session.has_ended().is_some() || step % REST == 0 {
            round.rest();
        }
        round.step();
    }
    round.end()
}

#[test]
fn whatever_a_monkey_does_nothing_panics_stands_still_or_is_lost() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let (from, rounds) = (number("POSTIL_MONKEY_FROM").unwrap_or(1), number("POSTIL_MONKEY").unwrap_or(2));
    let written: usize = (from..from + rounds).map(play).sum();
    assert!(written > 0, "a monkey that writes nothing tries nothing");
    eprintln!("{rounds} rounds, {written} records");
}
