//! Whatever the user's git is set to, and whatever becomes of one's own files meanwhile: nothing that was ever sent is missing
//! in the end, nothing outside one's own folder is ever sent, and who says "sent" has sent.

use super::*;
use std::collections::BTreeSet;

/// Settings that bend merges and pushes, some of which stop them for good where they are heard.
const SETTINGS: &[(&str, &str)] = &[
    ("merge.ff", "only"),
    ("merge.ff", "false"),
    ("merge.verifySignatures", "true"),
    ("push.gpgSign", "true"),
    ("pull.twohead", "ours"),
    ("branch.main.mergeOptions", "--squash"),
    ("branch.main.mergeOptions", "--no-commit"),
    ("core.autocrlf", "true"),
    ("merge.autoStash", "true"),
    ("push.default", "nothing"),
    ("core.bigFileThreshold", "100"),
    ("i18n.commitEncoding", "ISO-8859-1"),
];

/// Numbers in no order, the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((z ^ (z >> 27)) % sides as u64) as usize
    }
}

const READERS: [&str; 3] = ["ann", "bob", "cho"];

/// The sidecar of a home's own reader.
fn own(home: &Home, reader: &str) -> Option<PathBuf> {
    let files = annotations(home).join(reader).join("week-1").read_dir().ok()?.flatten();
    files.map(|file| file.path()).find(|path| path.extension().is_some_and(|end| end == "json"))
}

/// Something happens to one's own file, or beside it.
fn mishap(seminar: &Seminar, who: usize, dice: &mut Dice, copies: &mut [Option<String>; 3]) {
    let (home, folder) = (&seminar.homes[who], annotations(&seminar.homes[who]));
    let file = own(home, READERS[who]);
    match (dice.below(5), file) {
        (0, Some(file)) => fs::remove_file(file).unwrap(),
        (1, Some(file)) => copies[who] = fs::read_to_string(file).ok(),
        (2, Some(file)) => copies[who].iter().for_each(|old| fs::write(&file, old).unwrap()),
        (3, _) => home.write("texts/annotations/stray/secret.txt", "not mine to send"),
        (4, _) if folder.join(".git/refs/heads/main").exists() => {
            fs::write(folder.join("private.txt"), "a draft").unwrap();
            git(&folder, &["add", "private.txt"]);
            git(&folder, &["commit", "-q", "--allow-empty", "-m", "a private commit"]);
        }
        _ => {}
    }
}

fn ids(seminar: &Seminar, who: usize) -> BTreeSet<String> {
    let notes = seminar.homes[who].json(&["notes", "texts", "--json"]);
    notes.as_array().unwrap().iter().map(|note| note["id"].as_str().unwrap().to_owned()).collect()
}

fn one_course(number: u64) {
    let (seminar, mut dice) = (Seminar::of(3), Dice(number));
    let (mut written, mut copies) = (BTreeSet::new(), [None, None, None]);
    for (who, home) in seminar.homes.iter().enumerate() {
        written.insert(seminar.note(who, READERS[who], "a beginning"));
        seminar.sync(who);
        let config = annotations(home).join(".git/config");
        let (key, value) = SETTINGS[dice.below(SETTINGS.len())];
        git(&annotations(home), &["config", "--file", config.to_str().unwrap(), key, value]);
    }
    for turn in 0..8 {
        let who = dice.below(3);
        mishap(&seminar, who, &mut dice, &mut copies);
        if dice.below(2) == 0 {
            written.insert(seminar.note(who, READERS[who], &format!("turn {turn}")));
        }
        let synced = seminar.sync(who);
        let theirs = seminar.remote();
        let sent = git(&theirs, &["ls-tree", "-r", "--name-only", "main"]);
        let is_anybodys =
            |path: &str| path == ".gitattributes" || READERS.iter().any(|it| path.starts_with(&format!("{it}/")));
        assert!(sent.lines().all(is_anybodys), "course {number}, turn {turn}: {sent}");
        let log = git(&theirs, &["log", "--all", "--format=%s"]);
        assert!(!log.contains("private"), "course {number}, turn {turn}: {log}");
        // Who is told that it went well has sent everything of one's own.
        let there = git(&theirs, &["grep", "-h", "-o", "urn:uuid:[0-9a-f-]*", "main", "--", READERS[who]]);
        for note in seminar.seen(who).iter().filter(|note| note.contains(&format!("\"{}\"", READERS[who]))) {
            let id = note.rsplit(' ').next().unwrap().trim_matches('"');
            assert!(there.contains(id), "course {number}, turn {turn}: {note} was not sent: {synced}");
        }
    }
    (0..3).chain(0..3).for_each(|who| drop(seminar.sync(who)));
    for (who, reader) in READERS.iter().enumerate() {
        assert_eq!(ids(&seminar, who), written, "course {number}: what {reader} sees");
    }
}

/// A few courses; `POSTIL_COURSES` says how many.
#[test]
fn nothing_is_lost_leaked_or_told_falsely_whatever_the_settings_and_whatever_becomes_of_the_files() {
    let courses = std::env::var("POSTIL_COURSES").ok().and_then(|number| number.parse().ok()).unwrap_or(2);
    (0..courses).for_each(one_course);
}
