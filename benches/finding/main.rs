//! What it costs to find: `cargo bench --bench finding`, with `-- --large` for 1 GB beside the 98 MB, with `-- FOLDER` to keep the texts.
//!
//! 10,000 texts are made (six of ten plain text, three Markdown, one EPUB) and searched by the program as a command and by its
//! threads, each in a process of its own, so that its memory can be told. ripgrep (`RG`, else `rg`, else `grep`) does the same in the
//! same run; it looks into no EPUB. It prints each figure with the goal beside it and judges nothing. All files are in the
//! system's file cache, as they are when a search follows another.

#![allow(clippy::print_stdout)] // printing figures is what it is for

mod made;
mod tasks;

use made::{ABSENT, RARE, TextMaker, common, rare};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many texts.
const TEXTS: usize = 10_000;
/// And in the large folder: 1 GB.
const LARGE: usize = 102_000;
/// And in the folder for the timeline.
const THOUSAND: usize = 1_000;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [task, name, folder] = &args[..]
        && task == "task"
    {
        return tasks::run(name, Path::new(folder));
    }
    let temp = tempfile::tempdir().expect("a temporary folder");
    let folder = args.iter().find(|arg| !arg.starts_with("--")).map_or(temp.path().to_owned(), PathBuf::from);
    measure(&folder, "texts", TEXTS);
    corpus(&folder, "thousand", THOUSAND);
    task("100 MB text open, search without a hit", "≤ 100 ms", "one-text", &folder);
    task("concordance of 10,000 places, sorted", "≤ 100 ms", "concordance", &folder.join("texts"));
    task("timeline of 1,000 texts, first", "", "timeline-first", &folder.join("thousand"));
    task("timeline of 1,000 texts, again", "≤ 1 s", "timeline", &folder.join("thousand"));
    if args.iter().any(|arg| arg == "--large") {
        measure(&folder, "large", LARGE);
    }
}

/// Makes a corpus where there is none yet, and gives its folder.
fn corpus(folder: &Path, name: &str, count: usize) -> PathBuf {
    let texts = folder.join(name);
    if !texts.exists() {
        let (maker, unfinished) = (TextMaker::new(), folder.join(format!("{name}.unfinished")));
        let bytes: usize = (0..count).map(|number| maker.write(&unfinished, number)).sum();
        fs::write(unfinished.join("bytes"), bytes.to_string()).expect("writable");
        fs::rename(&unfinished, &texts).expect("writable");
    }
    texts
}

fn measure(folder: &Path, name: &str, count: usize) {
    let texts = corpus(folder, name, count);
    let bytes: f64 = fs::read_to_string(texts.join("bytes")).ok().and_then(|text| text.parse().ok()).expect("a number");
    let home = texts.with_extension("home");
    let _ = fs::remove_dir_all(&home);
    println!("\n{count} texts, {:.0} MB of words", bytes / 1e6);
    beside(&texts);
    command("first search, no index, rare word", "≤ 300 / 2,000 ms", &[&rare(0)], &texts, &home);
    let index = size_of(&home.join(".cache/postil/index"));
    row("index / text", &format!("{:.2} ({:.1} MB)", index / bytes, index / 1e6), "≤ 0.4");
    for (what, query) in [("a rare word", rare(1)), ("no hit", ABSENT.to_owned()), ("a word of all texts", common())] {
        command(&format!("from the index: {what}"), "≤ 60 ms", &[&query], &texts, &home);
    }
    let _ = fs::remove_dir_all(&home);
    task("building, no text known", "≥ 20 MB/s, ≤ 300 MB", "build", &texts);
    let seconds = task("building again, books known", "", "rebuild", &texts);
    row("  that is", &format!("{:.0} MB/s", bytes / 1e6 / seconds), "≥ 20 MB/s");
    task("inside the program: a rare word", "≤ 10 ms", "rare", &texts);
    task("inside the program: no hit", "≤ 10 ms", "absent", &texts);
    task("inside the program: a word of all texts, 10,000 rows", "", "common", &texts);
    task("a changed text is found", "≤ 2 s", "changed", &texts);
}

/// The same with ripgrep, or grep.
fn beside(texts: &Path) {
    let rg = std::env::var("RG").unwrap_or_else(|_| "rg".to_owned());
    let (tool, more) = match Command::new(&rg).arg("--version").output() {
        Ok(_) => (rg, vec!["-c"]),
        Err(_) => ("grep".to_owned(), vec!["-rc"]),
    };
    for (what, word) in [("a rare word", rare(1)), ("a word of all texts", common())] {
        let run = || {
            let begun = Instant::now();
            Command::new(&tool).args(&more).arg(&word).arg(texts).output().expect("it runs");
            begun.elapsed()
        };
        row(&format!("{}: {what}", tool.rsplit('/').next().unwrap_or(&tool)), &shown(best(run)), "");
    }
}

/// Runs `postil search`, and prints after how long the first hit was there, all of it, and the most memory. What is kept stays in
/// `home`: only the first run is one without an index.
fn command(what: &str, goal: &str, query: &[&str], texts: &Path, home: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    command.env_clear().env("HOME", home).arg("search").args(query).arg(texts).stdout(Stdio::piped());
    let begun = Instant::now();
    let mut child = command.spawn().expect("the program runs");
    let status = format!("/proc/{}/status", child.id());
    let memory = std::thread::spawn(move || {
        let mut most = 0;
        while let Some(now) = fs::read_to_string(&status).ok().and_then(|status| peak(&status)) {
            most = now.max(most);
            std::thread::sleep(Duration::from_millis(2));
        }
        most
    });
    let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut line = String::new();
    out.read_line(&mut line).expect("text");
    let first = begun.elapsed();
    let mut rest = Vec::new();
    out.read_to_end(&mut rest).expect("bytes");
    child.wait().expect("it ends");
    let all = begun.elapsed();
    let hits = usize::from(!line.is_empty()) + memchr::memchr_iter(b'\n', &rest).count();
    let memory = memory.join().expect("it ends") / 1024;
    row(what, &format!("{} first, {} all, {hits} hits, {memory} MB", shown(first), shown(all)), goal);
}

/// Has a task done by a process of its own; prints what it says and gives the seconds.
fn task(what: &str, goal: &str, name: &str, folder: &Path) -> f64 {
    let program = std::env::current_exe().expect("this program");
    let done = Command::new(program).args(["task", name]).arg(folder).output().expect("it runs");
    let told = String::from_utf8_lossy(&done.stdout);
    let (seconds, more) = told.trim().split_once(' ').unwrap_or(("0", "failed"));
    let seconds: f64 = seconds.parse().unwrap_or_default();
    row(what, &format!("{}{more}", shown(Duration::from_secs_f64(seconds))), goal);
    seconds
}

fn row(what: &str, figure: &str, goal: &str) {
    println!("  {what:<54} {figure:<52} {goal}");
}

/// The best of five runs.
fn best(run: impl FnMut() -> Duration) -> Duration {
    std::iter::repeat_with(run).take(5).min().unwrap_or_default()
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

/// The most memory that a process ever had, in KB, by its status (proc(5): VmHWM).
fn peak(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

fn size_of(folder: &Path) -> f64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|file| file.len() as f64).sum()
}

/// All rare words, one after the other.
fn rare_words() -> impl Iterator<Item = String> {
    (0..RARE).map(rare)
}
