//! Damaged files: bytes changed, cut off, cut out or doubled at random, by a seed, and what becomes of them.

use crate::Options;
use postil::format;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use std::{fs, panic};

/// Where parsers panicked, and how often.
static PANICS: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());

/// Counts panics by their place instead of printing them: the library makes a warning of each.
pub fn count_panics() {
    panic::set_hook(Box::new(|panicked| {
        let place = panicked.location().map_or_else(String::new, ToString::to_string);
        if let Ok(mut panics) = PANICS.lock() {
            *panics.entry(place).or_default() += 1;
        }
    }));
}

/// Says where parsers panicked.
pub fn print_panics() {
    for (place, times) in PANICS.lock().iter().flat_map(|panics| panics.iter()) {
        println!("  {times:>6}  panicked at {place}");
    }
}

/// What became of the damaged files of one folder.
#[derive(Default)]
struct Outcome {
    documents: usize,
    warned: usize,
    damaged: usize,
    reasons: BTreeMap<String, usize>,
    slowest: (Duration, String),
}

/// Reads every file of the folder as often as asked, each time with other damage.
pub fn run(options: &Options, files: &[std::path::PathBuf]) {
    let mut outcome = Outcome::default();
    for path in files {
        let Ok(bytes) = fs::read(path) else { continue };
        let name = options.shown(path);
        for turn in 0..options.damage {
            one(options, &name, turn, harm(&bytes, seed(&name, turn)), &mut outcome);
        }
    }
    println!("{} documents, {} of them with warnings; {} damaged", outcome.documents, outcome.warned, outcome.damaged);
    let mut reasons: Vec<_> = outcome.reasons.into_iter().collect();
    reasons.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    for (reason, times) in reasons.iter().take(options.worst) {
        println!("  {times:>6}  {reason}");
    }
    println!("slowest: {:.3} s, {}", outcome.slowest.0.as_secs_f64(), outcome.slowest.1);
    print_panics();
}

fn one(options: &Options, name: &str, turn: u64, bytes: Vec<u8>, outcome: &mut Outcome) {
    let copy = options.keep.as_ref().map(|_| bytes.clone());
    let start = Instant::now();
    let document = format::parse(name, bytes);
    let took = start.elapsed();
    if took > outcome.slowest.0 {
        outcome.slowest = (took, format!("{name}, damage {turn}"));
    }
    if !document.blocks().is_empty() {
        outcome.documents += 1;
        outcome.warned += usize::from(!document.warnings.is_empty());
        return;
    }
    outcome.damaged += 1;
    let reason = document.warnings.first().cloned().unwrap_or_else(|| "no text, and no word about it".to_owned());
    let broken = ["broke the reader", "came to no end", "no word about it"].iter().any(|words| reason.contains(words));
    if let (true, Some(folder), Some(bytes)) = (broken, &options.keep, copy) {
        keep(folder, name, turn, &bytes);
    }
    *outcome.reasons.entry(reason).or_default() += 1;
}

/// Keeps a file that a parser could do nothing with, to look into.
fn keep(folder: &Path, name: &str, turn: u64, bytes: &[u8]) {
    let name = format!("{turn}-{}", name.replace('/', "-"));
    if let Err(error) = fs::create_dir_all(folder).and_then(|()| fs::write(folder.join(&name), bytes)) {
        println!("{}: {error}", folder.join(name).display());
    }
}

/// A seed for one damage of one file: FNV-1a of the name and the turn.
fn seed(name: &str, turn: u64) -> u64 {
    let bytes = name.bytes().chain(turn.to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// Numbers from a seed: xorshift64*.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end.max(1)
    }
}

/// The bytes with damage: some changed, the end cut off, a stretch cut out or a stretch doubled.
fn harm(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut dice = Dice(seed | 1);
    let mut bytes = bytes.to_vec();
    let from = dice.below(bytes.len());
    let to = (from + 1 + dice.below(4096)).min(bytes.len());
    match dice.below(6) {
        0 => bytes.truncate(from),
        1 => drop(bytes.drain(from.min(to)..to)),
        2 => {
            let again = bytes[from.min(to)..to].to_vec();
            bytes.splice(to..to, again);
        }
        _ => {
            for _ in 0..=dice.below(64) {
                let at = dice.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = dice.below(256) as u8;
                }
            }
        }
    }
    bytes
}
