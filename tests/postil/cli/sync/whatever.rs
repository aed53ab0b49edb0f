//! Whatever the user's git is set to, wherever the annotations lie in it, and whatever becomes of one's own files meanwhile:
//! nothing that was ever sent is missing in the end, nothing outside one's own folder is ever sent, who says "sent" has
//! sent, and who says that it waits has changed nothing there.

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

/// Which repository the annotations lie in, by what stands before `annotations` in it: the texts of a course, a corpus that
/// is a repository, or one of their own.
const LAYOUTS: [Option<&str>; 3] = [Some("course/texts/"), Some(""), None];

/// Three readers of one course.
struct Course {
    seminar: Seminar,
    dice: Dice,
    layout: Option<&'static str>,
    /// Every annotation that was made.
    written: BTreeSet<String>,
    /// Every annotation that was ever at the remote.
    sent: BTreeSet<String>,
    /// Earlier versions of one's own file.
    copies: [Option<String>; 3],
}

impl Course {
    fn new(number: u64) -> Self {
        let layout = LAYOUTS[number as usize % LAYOUTS.len()];
        let seminar = Seminar::of(3);
        let course = Self {
            seminar,
            dice: Dice(number),
            layout,
            written: BTreeSet::new(),
            sent: BTreeSet::new(),
            copies: [None, None, None],
        };
        course.hand_out();
        course
    }

    /// Puts the texts into everybody's home, by a repository where the layout has one.
    fn hand_out(&self) {
        let Some(inside) = self.layout else { return };
        let remote = self.seminar.remote();
        let first = self.top(0).join(inside.trim_start_matches("course/"));
        if inside.is_empty() {
            git(&first, &["init", "-q"]);
        } else {
            let (texts, course) = (self.seminar.homes[0].path("texts"), self.seminar.homes[0].path("course"));
            fs::create_dir(&course).unwrap();
            fs::rename(&texts, course.join("texts")).unwrap();
            std::os::unix::fs::symlink("course/texts", texts).unwrap();
            git(&course, &["init", "-q"]);
        }
        git(&self.top(0), &["add", "-A"]);
        git(&self.top(0), &["commit", "-q", "-m", "the texts"]);
        git(&self.top(0), &["remote", "add", "origin", remote.to_str().unwrap()]);
        git(&self.top(0), &["push", "-q", "origin", "main"]);
        for home in &self.seminar.homes[1..] {
            fs::remove_dir_all(home.path("texts")).unwrap();
            let into = if inside.is_empty() { "texts" } else { "course" };
            git(&home.path(""), &["clone", "-q", "-b", "main", remote.to_str().unwrap(), into]);
            if !inside.is_empty() {
                std::os::unix::fs::symlink("course/texts", home.path("texts")).unwrap();
            }
        }
    }

    /// The top of the repository that a home's annotations lie in.
    fn top(&self, who: usize) -> PathBuf {
        let home = &self.seminar.homes[who];
        match self.layout {
            None => annotations(home),
            Some("") => home.path("texts"),
            Some(_) => home.path("course"),
        }
    }

    /// Where a reader's folder lies in the repository.
    fn folder(&self, reader: &str) -> String {
        match self.layout {
            None => format!("{reader}/"),
            Some(inside) => format!("{}annotations/{reader}/", inside.trim_start_matches("course/")),
        }
    }

    fn note(&mut self, who: usize, words: &str) {
        let id = self.seminar.note(who, READERS[who], words);
        self.written.insert(id);
    }

    /// The annotations of one's own file that the remote has.
    fn there(&self, reader: &str) -> BTreeSet<String> {
        let remote = self.seminar.remote();
        if git(&remote, &["for-each-ref", "refs/heads/main"]).is_empty() {
            return BTreeSet::new();
        }
        let listed = git(&remote, &["ls-tree", "-r", "--name-only", "-z", "main", "--", &self.folder(reader)]);
        let files = listed.split('\0').filter(|path| path.contains("moss"));
        let texts: String = files.map(|path| git(&remote, &["cat-file", "blob", &format!("main:{path}")])).collect();
        self.written.iter().filter(|id| texts.contains(&format!("{{\"id\":\"{id}\""))).cloned().collect()
    }

    /// What a reader sees of what was written here.
    fn seen(&self, who: usize) -> BTreeSet<String> {
        let notes = self.seminar.homes[who].run(&["notes", "texts", "--json"]);
        let notes: Value = serde_json::from_str(&notes.out).unwrap_or_default();
        notes.as_array().into_iter().flatten().map(|note| note["id"].as_str().unwrap().to_owned()).collect()
    }

    /// The sidecar of a home's own reader.
    fn own(&self, who: usize) -> Option<PathBuf> {
        let folder = annotations(&self.seminar.homes[who]).join(READERS[who]).join("week-1");
        let files = folder.read_dir().ok()?.flatten().map(|file| file.path());
        files.into_iter().find(|path| path.extension().is_some_and(|end| end == "json"))
    }

    /// Something happens to one's own file, beside it, or in the repository.
    fn mishap(&mut self, who: usize) {
        let (home, top) = (&self.seminar.homes[who], self.top(who));
        let has_begun = || Command::new("git").current_dir(&top).args(["rev-parse", "-q", "HEAD"]).output();
        match (self.dice.below(7), self.own(who)) {
            (0, Some(file)) => fs::remove_file(file).unwrap(),
            (1, Some(file)) => self.copies[who] = fs::read_to_string(file).ok(),
            (2, Some(file)) => self.copies[who].iter().for_each(|old| fs::write(&file, old).unwrap()),
            (3, _) => home.write("texts/annotations/stray/secret.txt", "not mine to send"),
            (4, _) => home.write("texts/annotations/dan/week-1/moss.txt@d0d0.json", "{\"secret\": \"another's\"}"),
            (5 | 6, _) if has_begun().is_ok_and(|ran| ran.status.success()) => self.private_commit(who),
            _ => {}
        }
    }

    /// A commit of one's own, on the branch that is shared or on another.
    fn private_commit(&mut self, who: usize) {
        let top = self.top(who);
        if self.layout.is_some() && self.dice.below(3) == 0 {
            let branch = ["main", "topic"][self.dice.below(2)];
            let is_new = git(&top, &["branch", "--list", branch]).is_empty();
            let switch = if is_new { vec!["switch", "-q", "-c", "topic"] } else { vec!["switch", "-q", branch] };
            git(&top, &switch);
        }
        fs::write(top.join("private.txt"), format!("draft {}", self.dice.below(1000))).unwrap();
        git(&top, &["add", "private.txt"]);
        git(&top, &["commit", "-q", "--allow-empty", "-m", "a private commit"]);
    }

    /// The remote takes nothing; what is said then. None where the line is whole.
    fn obstruct(&mut self) -> Option<&'static str> {
        let remote = self.seminar.remote();
        match self.dice.below(6) {
            0 => fs::remove_file(remote).unwrap(),
            1 => {
                let hook = remote.join("hooks/pre-receive");
                fs::write(&hook, "#!/bin/sh\necho closed >&2\nexit 1\n").unwrap();
                fs::set_permissions(hook, fs::Permissions::from_mode(0o755)).unwrap();
                return Some("closed");
            }
            _ => return None,
        }
        Some("no repository at its address")
    }

    fn clear(&self) {
        let remote = self.seminar.remote();
        if !remote.exists() {
            std::os::unix::fs::symlink("kept.git", &remote).unwrap();
        }
        let _ = fs::remove_file(remote.join("hooks/pre-receive"));
    }

    /// One sync of one reader, held against what it says.
    fn sync(&mut self, who: usize, turn: &str) {
        let kept = self.seminar.temp.path().join("kept.git");
        let head =
            |kept: &Path| git(kept, &["for-each-ref", "--format=%(objectname)", "refs/heads/main"]).trim().to_owned();
        let before = head(&kept);
        let obstacle = self.obstruct();
        let ran = self.seminar.try_sync(who);
        self.clear();
        assert!(ran.code < 2, "{turn}: {ran:?}");
        let said: Value = serde_json::from_str(&ran.out).unwrap();
        let (after, words) = (head(&kept), said["sent"].as_str().unwrap());
        assert_eq!(ran.code == 0, words != "waiting", "{turn}: {ran:?}");
        match words {
            "waiting" => {
                let reason = said["reason"].as_str().unwrap();
                assert!(obstacle.is_some_and(|obstacle| reason.contains(obstacle)), "{turn}: {said}");
                assert_eq!(after, before, "{turn}: nothing was changed there");
            }
            "sent" => assert_ne!(after, before, "{turn}: {said}"),
            _ => assert_eq!(after, before, "{turn}: {said}"),
        }
        self.assert_own_alone(who, (&before, &after), turn);
        let there = self.there(READERS[who]);
        if words != "waiting" {
            let mine: BTreeSet<String> = self.seminar.homes[who]
                .json(&["notes", "texts", "--json"])
                .as_array()
                .unwrap()
                .iter()
                .filter(|note| note["reader"] == READERS[who])
                .map(|note| note["id"].as_str().unwrap().to_owned())
                .collect();
            assert!(mine.is_subset(&there), "{turn}: all of one's own was sent: {said}");
        }
        self.sent.extend(there);
        let all: BTreeSet<String> = READERS.iter().flat_map(|reader| self.there(reader)).collect();
        assert!(self.sent.is_subset(&all), "{turn}: what was sent once is there");
        if words != "waiting" {
            assert!(all.is_subset(&self.seen(who)), "{turn}: what is there has come in");
        }
    }

    /// What was pushed is one's own folder, and the rules for merging where there were none.
    fn assert_own_alone(&self, who: usize, (before, after): (&str, &str), turn: &str) {
        let kept = self.seminar.temp.path().join("kept.git");
        if before == after {
            return;
        }
        let range = if before.is_empty() { after.to_owned() } else { format!("{before}..{after}") };
        let log = git(&kept, &["log", "--root", "-m", "--name-only", "--format=", &range]);
        let (folder, rules) = (self.folder(READERS[who]), self.folder("").replace("//", "/"));
        let rules = format!("{}.gitattributes", rules.trim_start_matches('/'));
        for path in log.lines().filter(|line| !line.is_empty()) {
            assert!(path.starts_with(&folder) || path == rules, "{turn}: {path} was pushed");
        }
    }

    fn run(mut self, number: u64) {
        for who in 0..READERS.len() {
            self.note(who, "a beginning");
            self.sync(who, &format!("course {number}, beginning of {who}"));
            let (key, value) = SETTINGS[self.dice.below(SETTINGS.len())];
            git(&self.top(who), &["config", key, value]);
        }
        for turn in 0..9 {
            let who = self.dice.below(3);
            self.mishap(who);
            if self.dice.below(2) == 0 {
                self.note(who, &format!("turn {turn}"));
            }
            self.sync(who, &format!("course {number}, turn {turn}"));
        }
        (0..3).chain(0..3).for_each(|who| drop(self.seminar.sync(who)));
        for (who, reader) in READERS.iter().enumerate() {
            let missing: Vec<&String> = self.sent.iter().filter(|id| !self.seen(who).contains(*id)).collect();
            assert!(missing.is_empty(), "course {number}: {reader} misses {missing:?}");
        }
        assert_eq!(self.seen(0), self.seen(1));
    }
}

/// A few courses, one in each layout; `POSTIL_COURSES` says how many.
#[test]
fn nothing_is_lost_leaked_or_told_falsely_whatever_the_settings_and_whatever_becomes_of_the_files() {
    let courses = std::env::var("POSTIL_COURSES").ok().and_then(|number| number.parse().ok()).unwrap_or(3);
    (0..courses).for_each(|number| Course::new(number).run(number));
}
