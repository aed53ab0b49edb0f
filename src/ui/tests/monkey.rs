//! A monkey over the state machine, for a day by its own clock: keys, deeds, sizes, pastes, news of others, texts that change, a disk that is
//! full and answers that come late, in any order. Every screen can be drawn; what stands on the screen as one's own is what lies on the disk;
//! nothing of one's own goes but by a key, and then it is told; a note that was ended is kept; the state does not grow with the hours.
//!
//! `cargo test` plays an hour; `POSTIL_MONKEY_HOURS=24` a day, `POSTIL_MONKEY_FROM=NUMBER` from another beginning. The real loop, threads
//! and files have a monkey of their own (`tests/postil/terminal/monkey.rs`).

use super::drawn;
use crate::annotation::{AnnotationId, Kind};
use crate::app::test_stage::{Stage, config, document};
use crate::app::{Message, MouseAct, Msg, Overlay};
use crate::document::doc_path;
use crate::text::Direction;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What keys are pressed, one by one.
const KEYS: &str = "? : q tab shift-tab Z \\ u ctrl-r esc ctrl-n ctrl-p B F g j k enter space pageup pagedown up down left right backspace \
    ctrl-d ctrl-u G % l h w b ) ( } { ] [ o # H L m ' . , > < / n N f v s p W y a Q A P * M t e r + x R D d V O z c C U K 1 2 3 6 0 i ctrl-t \
    ctrl-w delete home end ctrl-l S ctrl-e";

/// What a reader does, in a few keys; `~` stands for a word.
const DEEDS: &[&str] = &[
    "f s enter",
    "f d 3",
    "v j 2",
    "p 4",
    "s enter",
    "Q \"~\" esc",
    "A \"~ ~\" esc",
    "t \"~\" enter",
    "r \"~\" esc",
    ". e \"~\" esc",
    ". d",
    "u",
    "u u ctrl-r",
    "> r \"~\" esc",
    "> +",
    "M",
    "O O",
    "esc esc esc / \"~\" enter",
    "g / \"~\" enter",
    "g m",
    "g n",
    "g t",
    "g s j enter",
    "B",
    "P enter",
    "o j enter",
    "q j enter",
    "R enter",
    "D enter",
    "V j enter",
    ": \"text-next\" enter",
    ": \"resume\" enter",
    "g x enter \"~\" enter",
    "g c \"moss\" enter",
    "x j enter",
    ". *",
    "C j enter",
    "t \"~, ~\" enter",
    "m a ' a",
    "f",
    "e",
];

const PASTES: &[&str] =
    &["", "words", "two\r\nlines", "\u{1b}[31mred", "日本語 e\u{301} \u{202e}turned", "[[moss]] #tag @ana", "\0"];

const MOSS: &str = "# Moss\n\nMoss asks for nothing. It stands on the north wall. Nobody counts it.\n\n~ menu\n\nThe year turned. So did the \
    moss, slowly.\n\n= a\tb\n\n$ code\n\n- one\n\n> Said by the wall.\n\n日本と韓国の関係について。";
const STONES: &str = "# Stones\n\nA wall is a promise kept by stones. It stands in the rain.\n\nThe harbour freezes late in 1965. Salt lies there.";
const FILES: [(&str, &str); 3] = [("moss.md", MOSS), ("stones.md", STONES), ("third.md", "One. Two. Three.")];

/// Live own annotations on the disk, with all that they say.
type Own = BTreeMap<(String, AnnotationId), String>;

struct Monkey {
    stage: Stage,
    number: u64,
    chance: u64,
    words: u32,
}

impl Monkey {
    fn of(number: u64) -> Self {
        let mut stage = Stage::with(&FILES, config(), (80, 24));
        stage.other("moss.md", Kind::Note, "nothing", "why?");
        stage.other("moss.md", Kind::Question, "slowly", "how slowly?");
        stage.open("moss.md");
        Self { stage, number, chance: number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, words: 0 }
    }

    /// A number below `end` that looks like chance (xorshift by Marsaglia).
    fn below(&mut self, end: usize) -> usize {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        usize::try_from(self.chance >> 11).unwrap_or(0) % end.max(1)
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    /// A word that stands nowhere else.
    fn word(&mut self) -> String {
        self.words += 1;
        format!("zq{}q", self.words)
    }

    /// Something happens; what, in words, and whether a key did it.
    fn step(&mut self) -> (String, bool) {
        match self.below(100) {
            0..35 => {
                let keys: Vec<&str> = KEYS.split_whitespace().collect();
                let key = self.one_of(&keys);
                self.stage.keys(key);
                (key.to_owned(), true)
            }
            35..65 => (self.deed(), true),
            65..75 => (self.note(), true),
            75..78 => {
                let (pasted, many) = (self.one_of(PASTES), if self.below(9) == 0 { 500 } else { 1 });
                self.stage.send(Msg::Paste(pasted.repeat(many)));
                (format!("paste {many} × {pasted:?}"), true)
            }
            78..82 => (self.pointed(), true),
            82..86 => {
                let size = (self.below(150) as u16 + 1, self.below(50) as u16 + 1);
                self.stage.resize(size);
                (format!("size {size:?}"), false)
            }
            _ => (self.news(), false),
        }
    }

    fn deed(&mut self) -> String {
        let parts: Vec<&str> = self.one_of(DEEDS).split('~').collect();
        let mut keys = parts[0].to_owned();
        for part in &parts[1..] {
            keys += &self.word();
            keys += part;
        }
        self.stage.keys(&keys);
        keys
    }

    /// Writes a note, where one can be written, and looks for it.
    fn note(&mut self) -> String {
        self.stage.keys("esc esc s a");
        let word = self.word();
        if matches!(self.stage.model.overlay, Some(Overlay::Write(_))) {
            self.stage.keys(&format!("\"{word}\" esc"));
            let held = format!("{:?} {:?}", self.stage.held, self.stage.model.written.unsaved);
            let kept = self.own().values().any(|said| said.contains(&word));
            let open = format!("{:?}", self.stage.model.overlay).contains(&word);
            let draft = format!("{:?}", self.stage.draft).contains(&word);
            assert!(
                kept || open || draft || held.contains(&word),
                "{word} was written and is nowhere: {}",
                self.stage.said()
            );
        }
        format!("note {word}")
    }

    fn pointed(&mut self) -> String {
        let (column, row) = (self.below(100) as u16, self.below(40) as u16);
        let act = match self.below(6) {
            0 => MouseAct::Press(1),
            1 => MouseAct::Press(2),
            2 => MouseAct::Drag,
            3 => MouseAct::Release,
            4 => MouseAct::Wheel(Direction::Forward),
            _ => MouseAct::Wheel(Direction::Backward),
        };
        self.stage.mouse(act, column, row);
        format!("{act:?} at {column}, {row}")
    }

    /// What comes by itself: others write, texts change, the disk is full or has room, answers are late or come.
    fn news(&mut self) -> String {
        let which = self.below(12);
        let stage = &mut self.stage;
        match which {
            0 if !stage.hold => stage.hold = true,
            0 | 1 => stage.release(),
            2 => stage.full = true,
            3 => stage.full = false,
            4 => {
                let text = MOSS.replace("nothing", "little");
                stage.files.insert("moss.md".to_owned(), Arc::new(document(&text).0));
                stage.send(Msg::TextsChanged { gone: Vec::new(), changed: vec![doc_path("moss.md")] });
            }
            5 => {
                stage.files.insert("moss.md".to_owned(), Arc::new(document(MOSS).0));
                stage.send(Msg::TextsChanged { gone: Vec::new(), changed: vec![doc_path("moss.md")] });
            }
            6 if stage.others.values().map(Vec::len).sum::<usize>() < 40 => {
                stage.other("stones.md", Kind::Reply, "promise", "and whose?");
            }
            7 => stage.send(Msg::TextsChanged { gone: vec![doc_path("third.md")], changed: Vec::new() }),
            8 => stage.send(Msg::Say(Message::news("said by the way"))),
            9 => stage.send(Msg::Synced(Message::news("synced"))),
            10 => stage.send(Msg::Heard),
            _ => stage.send(Msg::Described),
        }
        format!("news {which}")
    }

    fn own(&self) -> Own {
        let live = self.stage.disk.iter().filter(|(_, record)| !record.is_tombstone());
        live.map(|(of, record)| (of.clone(), format!("{:?}", record.annotation()))).collect()
    }

    /// Whether nothing is on its way to the disk.
    fn is_settled(&self) -> bool {
        !self.stage.hold && self.stage.held.is_empty() && self.stage.model.written.unsaved.is_empty()
    }

    /// What stands on the screen as one's own and saved is on the disk, and the other way round.
    fn agrees(&self) -> Result<(), String> {
        let Some(doc) = &self.stage.model.doc else { return Ok(()) };
        if !self.is_settled() {
            return Ok(());
        }
        let shown = doc.annotations.anchored.iter().filter(|it| it.mine).map(|it| it.annotation.id.clone());
        let shown: BTreeSet<AnnotationId> = shown.collect();
        let own = self.own();
        let kept = own.keys().filter(|(path, _)| path == doc.opened.path.as_str()).map(|(_, id)| id.clone());
        let kept: BTreeSet<AnnotationId> = kept.collect();
        if shown == kept { Ok(()) } else { Err(format!("shown {shown:?}\non the disk {kept:?}")) }
    }

    /// One thing, and what must hold behind it.
    fn live(&mut self, told: &mut Vec<String>) {
        let (before, settled) = (self.own(), self.is_settled());
        self.stage.model.status.message = None;
        let (what, by_key) = self.step();
        let now = self.own();
        let unchanged = before.iter().all(|(of, said)| now.get(of) == Some(said));
        assert!(by_key || !settled || unchanged, "{what} is no key, and yet an own annotation is another");
        // Of several keys the last one may say something else.
        let gone = before.keys().find(|of| !now.contains_key(*of)).filter(|_| settled && !what.contains(' '));
        let is_told = !self.stage.said().is_empty() || self.stage.ended;
        assert!(is_told || gone.is_none(), "{what}: gone without a word: {gone:?}");
        told.push(what);
        let _ = drawn(&self.stage);
        if let Err(differs) = self.agrees() {
            panic!("{differs}");
        }
        if self.stage.ended {
            self.begin_again();
        }
    }

    /// The next session, on the same disk.
    fn begin_again(&mut self) {
        self.stage.release();
        let mut next = Stage::with(&FILES, config(), self.stage.model.view.screen);
        next.pass(self.stage.elapsed());
        std::mem::swap(&mut next.disk, &mut self.stage.disk);
        std::mem::swap(&mut next.others, &mut self.stage.others);
        std::mem::swap(&mut next.places, &mut self.stage.places);
        std::mem::swap(&mut next.replaced, &mut self.stage.replaced);
        next.send(Msg::Drafts(self.stage.draft.take().into_iter().collect()));
        let path = ["moss.md", "stones.md"][self.below(2)];
        next.open(path);
        self.stage = next;
    }
}

/// Tells what was done last, where it fails.
struct Told(Vec<String>, u64);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let last = self.0[self.0.len().saturating_sub(40)..].join(" | ");
            println!("POSTIL_MONKEY_FROM={}, {} steps, the last: {last}", self.1, self.0.len());
        }
    }
}

#[test]
fn a_day_of_anything_draws_every_screen_keeps_what_was_written_and_does_not_grow() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let hours = number("POSTIL_MONKEY_HOURS").unwrap_or(1);
    let mut monkey = Monkey::of(number("POSTIL_MONKEY_FROM").unwrap_or(1));
    let mut told = Told(Vec::new(), monkey.number);
    let mut sizes = Vec::new();
    for hour in 1..=hours {
        while monkey.stage.elapsed() < u32::try_from(hour).unwrap_or(u32::MAX) * 3_600 {
            let pause = monkey.below(8) as u32;
            monkey.stage.pass(pause);
            monkey.live(&mut told.0);
        }
        let records = monkey.stage.disk.len();
        sizes.push(format!("{:?}", monkey.stage.model).len() / (records + 50));
        println!("hour {hour}: {records} records, {} a record", sizes[sizes.len() - 1]);
    }
    // 1 to 6 KB a record were found: what grows is what was written, and nothing else.
    assert!(sizes.iter().all(|size| *size < 16_000), "{sizes:?}");
    assert!(monkey.own().len() > 5, "a monkey that writes nothing tries nothing");
    assert!(monkey.words > 0 && told.0.len() > 200, "{} steps", told.0.len());
}
