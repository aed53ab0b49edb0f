//! What a reader has made of the texts and the plan that are handed out: it is kept beside them, and keeps nothing from coming in.

use super::*;

/// A leader, and a reader who has the texts by a sync: `stones.md`, `book.epub`, `plan`, and what the reader wrote.
struct Class(Seminar);

const BOOK: &[u8] = b"PK\x03\x04\xff\x00\r\n a book";

impl Class {
    fn new() -> Self {
        let seminar = Seminar::of(2);
        let leader = texts_in_git(&seminar.homes[0]);
        let class = Self(seminar);
        fs::write(leader.join("book.epub"), BOOK).unwrap();
        fs::write(leader.join("syllabus.toml"), "title = \"Walls\"\n").unwrap();
        git(&leader, &["remote", "add", "origin", class.0.remote().to_str().unwrap()]);
        class.hand_out();
        let home = &class.0.homes[1];
        fs::remove_dir_all(home.path("texts")).unwrap();
        assert_eq!(home.run(&["sync", "texts", "--remote", class.0.remote().to_str().unwrap()]).code, 0);
        home.annotate(&["stones", "--quote", "Moss asks", "--note", "a reader's", "--reader", "bob"]);
        class.0.sync(1);
        class.0.sync(0);
        class
    }

    fn leader(&self) -> PathBuf {
        self.0.homes[0].path("texts")
    }

    fn reader(&self) -> PathBuf {
        self.0.homes[1].path("texts")
    }

    /// As the manual has it: a sync, then a commit of everything, which is pushed.
    fn hand_out(&self) {
        git(&self.leader(), &["add", "."]);
        git(&self.leader(), &["commit", "-q", "-m", "a week"]);
        git(&self.leader(), &["push", "-q", "origin", "main"]);
    }

    /// The reader commits by hand whatever lies there.
    fn commit_by_hand(&self) {
        git(&self.reader(), &["add", "-A", ".", ":(exclude)annotations"]);
        git(&self.reader(), &["commit", "-q", "-m", "mine"]);
    }

    /// The reader's sync takes in all there is, with this among what it tells; a second one has nothing to say, and nothing of
    /// the reader's but their own folder is at the remote.
    fn comes_in(&self, told: &str) {
        self.0.note(0, "ann", "a leader's");
        self.0.sync(0);
        let synced = self.0.sync(1);
        assert!(told.is_empty() || synced["notes"].to_string().contains(told), "{told}: {synced}");
        assert!(self.0.seen(1).iter().any(|note| note.contains("a leader's")), "{synced}");
        let again = self.0.sync(1);
        assert_eq!((&again["received"], again["notes"].to_string().as_str()), (&0.into(), "[]"), "{again}");
        let mine = git(&self.0.remote(), &["log", "--name-only", "--author=bob", "--format=", "main"]);
        assert!(mine.lines().all(|path| path.is_empty() || path.starts_with("annotations/")), "{mine}");
    }

    fn has(&self, path: &str, words: &str) {
        let there = fs::read_to_string(self.reader().join(path)).unwrap_or_default();
        assert!(there.contains(words), "{path}: {there}");
    }
}

#[test]
fn a_text_that_a_reader_has_edited_is_kept_beside_the_one_handed_out() {
    let class = Class::new();
    fs::write(class.reader().join("stones.md"), "Before it. Moss asks. Mine\n").unwrap();
    fs::write(class.reader().join("book.epub"), b"PK\x03\x04\xff mine").unwrap();
    fs::write(class.reader().join("tides.md"), "My own tides\n").unwrap();
    class.comes_in("");
    class.has("stones.md", "Mine");
    let handed_out = format!("The walls, a second time.\n\n{}", crate::cli::STONES);
    fs::write(class.leader().join("stones.md"), handed_out).unwrap();
    fs::write(class.leader().join("tides.md"), "They come and go.\n").unwrap();
    fs::write(class.leader().join("book.epub"), [BOOK, b"more"].concat()).unwrap();
    class.hand_out();
    class.comes_in("stones.md is as it is handed out now: your own version is kept as stones (my version).md");
    class.has("stones.md", "The walls");
    class.has("stones (my version).md", "Mine");
    class.has("tides.md", "They come");
    class.has("tides (my version).md", "My own");
    assert_eq!(fs::read(class.reader().join("book.epub")).unwrap(), [BOOK, b"more"].concat());
    assert_eq!(fs::read(class.reader().join("book (my version).epub")).unwrap(), b"PK\x03\x04\xff mine");
    let notes = class.0.homes[1].json(&["notes", "texts/stones.md", "--json"]);
    let own = notes.as_array().unwrap().iter().find(|note| note["note"] == "a reader's").cloned().unwrap();
    assert_ne!(own["state"], "orphan", "the note stands in the new text: {own}");
    // The same once more is kept under another name.
    fs::write(class.reader().join("stones.md"), "Mine again\n").unwrap();
    fs::write(class.leader().join("stones.md"), "The third.\n").unwrap();
    class.hand_out();
    class.comes_in("kept as stones (my version 2).md");
    class.has("stones (my version).md", "Before it");
}

#[test]
fn what_a_reader_took_away_or_the_leader_renames_or_takes_back_stops_nothing() {
    let class = Class::new();
    fs::remove_file(class.reader().join("book.epub")).unwrap();
    fs::write(class.reader().join("stones.md"), "Mine\n").unwrap();
    class.comes_in("");
    assert!(!class.reader().join("book.epub").exists(), "what was taken away stays away until it changes");
    git(&class.leader(), &["mv", "stones.md", "walls.md"]);
    fs::write(class.leader().join("book.epub"), "PK another").unwrap();
    class.hand_out();
    class.comes_in("stones.md is handed out no more: your own version is kept as stones (my version).md");
    class.has("stones (my version).md", "Mine");
    class.has("walls.md", "Moss asks");
    class.has("book.epub", "another");
    assert!(!class.reader().join("stones.md").exists());
    // The same bytes are nobody's own version; what is staged, or told to be ignored, is.
    fs::write(class.reader().join("same.md"), "The same\n").unwrap();
    fs::write(class.reader().join("staged.md"), "My own, staged\n").unwrap();
    git(&class.reader(), &["add", "staged.md"]);
    fs::write(class.reader().join(".git/info/exclude"), "*.pdf\n").unwrap();
    fs::write(class.reader().join("print.pdf"), "My own, ignored\n").unwrap();
    for (name, words) in [("same.md", "The same\n"), ("staged.md", "The leader's\n"), ("print.pdf", "The leader's\n")] {
        fs::write(class.leader().join(name), words).unwrap();
    }
    class.hand_out();
    class.comes_in("staged.md is as it is handed out now");
    class.has("staged (my version).md", "My own");
    class.has("print (my version).pdf", "My own");
    assert!(!class.reader().join("same (my version).md").exists());
}

#[test]
fn what_a_reader_has_committed_by_hand_is_kept_beside_what_it_conflicts_with() {
    let class = Class::new();
    fs::write(class.reader().join("syllabus.toml"), "title = \"Mine\"\n").unwrap();
    fs::write(class.reader().join("stones.md"), "Mine\n").unwrap();
    fs::write(class.reader().join("book.epub"), b"PK\x03\x04\xff mine").unwrap();
    fs::write(class.reader().join("tides.md"), "My own tides\n").unwrap();
    class.commit_by_hand();
    class.comes_in("");
    fs::write(class.leader().join("syllabus.toml"), "title = \"Walls and moss\"\n").unwrap();
    fs::write(class.leader().join("tides.md"), "They come and go.\n").unwrap();
    fs::remove_file(class.leader().join("stones.md")).unwrap();
    fs::write(class.leader().join("book.epub"), [BOOK, b"more"].concat()).unwrap();
    class.hand_out();
    class.comes_in("syllabus.toml is as it is handed out now: your own version is kept as syllabus (my version).toml");
    class.has("syllabus.toml", "Walls and moss");
    class.has("syllabus (my version).toml", "Mine");
    class.has("tides.md", "They come");
    class.has("tides (my version).md", "My own");
    class.has("stones (my version).md", "Mine");
    assert!(!class.reader().join("stones.md").exists());
    assert_eq!(fs::read(class.reader().join("book.epub")).unwrap(), [BOOK, b"more"].concat());
    assert_eq!(fs::read(class.reader().join("book (my version).epub")).unwrap(), b"PK\x03\x04\xff mine");
}

#[test]
fn a_history_begun_anew_by_the_leader_takes_no_edited_text() {
    let class = Class::new();
    fs::write(class.reader().join("stones.md"), "Mine\n").unwrap();
    class.comes_in("");
    fs::write(class.leader().join("stones.md"), "Anew\n").unwrap();
    git(&class.leader(), &["fetch", "-q", "origin"]);
    git(&class.leader(), &["checkout", "-q", "--orphan", "anew"]);
    git(&class.leader(), &["add", "."]);
    git(&class.leader(), &["commit", "-q", "-m", "anew"]);
    git(&class.leader(), &["push", "-q", "-f", "origin", "anew:main"]);
    let synced = class.0.sync(1);
    assert!(synced["notes"].to_string().contains("kept as stones (my version).md"), "{synced}");
    class.has("stones.md", "Anew");
    class.has("stones (my version).md", "Mine");
}

#[test]
fn a_folder_that_is_a_link_here_leads_nothing_that_is_handed_out_elsewhere() {
    let class = Class::new();
    let outside = class.0.temp.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("tides.md"), "not of the corpus").unwrap();
    std::os::unix::fs::symlink(&outside, class.reader().join("week-2")).unwrap();
    fs::create_dir(class.leader().join("week-2")).unwrap();
    fs::write(class.leader().join("week-2/tides.md"), "They come and go.\n").unwrap();
    class.hand_out();
    class.comes_in("");
    assert_eq!(fs::read_to_string(outside.join("tides.md")).unwrap(), "not of the corpus");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    class.has("week-2/tides.md", "They come");
}

#[test]
fn what_git_was_told_to_ignore_is_kept_where_what_is_handed_out_takes_its_place() {
    let class = Class::new();
    let (reader, leader) = (class.reader(), class.leader());
    let exclude = reader.join(".git/info/exclude");
    let before = fs::read_to_string(&exclude).unwrap_or_default();
    fs::write(&exclude, format!("{before}\ndrafts/\nweek2\nweek3\n")).unwrap();
    fs::create_dir(reader.join("drafts")).unwrap();
    fs::write(reader.join("drafts/thesis.md"), "my thesis\n").unwrap();
    fs::write(reader.join("week2"), "my file\n").unwrap();
    let elsewhere = class.0.homes[1].path("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, reader.join("week3")).unwrap();
    fs::write(leader.join("drafts"), "Drafts of the class.\n").unwrap();
    for week in ["week2", "week3"] {
        fs::create_dir(leader.join(week)).unwrap();
        fs::write(leader.join(week).join("a.md"), "A week.\n").unwrap();
    }
    class.hand_out();
    class.comes_in("drafts stood in the way of what is handed out: it is kept as drafts (my version)");
    class.has("drafts", "of the class");
    class.has("drafts (my version)/thesis.md", "my thesis");
    class.has("week2 (my version)", "my file");
    for week in ["week2/a.md", "week3/a.md"] {
        class.has(week, "A week");
    }
    assert!(reader.join("week3 (my version)").is_symlink() && fs::read_dir(elsewhere).unwrap().next().is_none());
}

#[test]
fn a_reader_s_folder_that_is_a_link_here_changes_nothing_where_it_leads() {
    let class = Class::new();
    class.0.note(0, "ann", "a leader's first");
    class.0.sync(0);
    class.0.sync(1);
    let (theirs, here) = (class.leader().join("annotations/ann"), class.reader().join("annotations/ann"));
    fs::remove_dir_all(&here).unwrap();
    std::os::unix::fs::symlink(&theirs, &here).unwrap();
    class.0.note(0, "ann", "a leader's second");
    let names = || {
        let mut names: Vec<_> = fs::read_dir(&theirs).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    class.0.sync(0);
    class.0.sync(1);
    assert_eq!(names(), before, "nothing is taken away or renamed there");
    assert!(here.join("reader.json").exists() && !here.is_symlink());
    for words in ["a leader's first", "a leader's second"] {
        assert!(class.0.seen(1).iter().any(|note| note.contains(words)), "{words}: {:?}", class.0.seen(1));
    }
}

#[test]
fn a_file_whose_name_is_no_text_gives_way_like_any_other() {
    use std::os::unix::ffi::OsStrExt;
    let class = Class::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    let (here, there) = (class.reader().join(name), class.leader().join(name));
    fs::write(class.reader().join(".git/info/exclude"), "caf*\n").unwrap();
    fs::write(&here, "mine, ignored\n").unwrap();
    fs::write(&there, "handed out\n").unwrap();
    class.hand_out();
    class.comes_in("stood in the way");
    assert_eq!(fs::read_to_string(&here).unwrap(), "handed out\n");
    class.has("caf\u{FFFD} (my version).md", "mine, ignored\n");
    fs::write(&here, "handed out, and mine\n").unwrap();
    class.comes_in("");
    assert_eq!(fs::read_to_string(&here).unwrap(), "handed out, and mine\n", "what did not change there is left");
    fs::write(&there, "handed out anew\n").unwrap();
    class.hand_out();
    class.comes_in("your own version");
    assert_eq!(fs::read_to_string(&here).unwrap(), "handed out anew\n");
    class.has("caf\u{FFFD} (my version 2).md", "handed out, and mine\n");
}

#[test]
fn a_text_that_git_was_told_to_pass_over_comes_in_and_what_was_made_of_it_is_kept() {
    let class = Class::new();
    for (turn, flag) in ["--skip-worktree", "--assume-unchanged"].into_iter().enumerate() {
        git(&class.reader(), &["update-index", flag, "stones.md"]);
        fs::write(class.reader().join("stones.md"), format!("Mine with {flag}\n")).unwrap();
        fs::write(class.leader().join("stones.md"), format!("Handed out {turn}\n")).unwrap();
        class.hand_out();
        class.comes_in("your own version");
        class.has("stones.md", &format!("Handed out {turn}\n"));
        let which = if turn == 0 { String::new() } else { format!(" {}", turn + 1) };
        class.has(&format!("stones (my version{which}).md"), &format!("Mine with {flag}\n"));
        // One that nobody has changed is but passed over.
        git(&class.reader(), &["update-index", flag, "stones.md"]);
        fs::write(class.leader().join("stones.md"), format!("Once more {turn}\n")).unwrap();
        class.hand_out();
        class.comes_in("");
        class.has("stones.md", &format!("Once more {turn}\n"));
    }
}

#[test]
fn a_merge_that_a_reader_is_at_and_what_is_staged_alone_are_left_and_told() {
    let class = Class::new();
    let (reader, leader) = (class.reader(), class.leader());
    fs::write(leader.join("stones.md"), "The second.\n").unwrap();
    class.hand_out();
    let sync = || class.0.homes[1].run(&["sync", "texts"]);
    // In the index alone.
    let first = fs::read_to_string(reader.join("stones.md")).unwrap();
    fs::write(reader.join("stones.md"), "Staged\n").unwrap();
    git(&reader, &["add", "stones.md"]);
    fs::write(reader.join("stones.md"), first).unwrap();
    sync().fails("stones.md is added in git and not committed", "Commit it");
    assert_eq!(git(&reader, &["show", ":stones.md"]).trim(), "Staged");
    // A merge of one's own, after a sync that was killed.
    git(&reader, &["checkout", "-q", "HEAD", "--", "stones.md"]);
    fs::write(reader.join("stones.md"), "Mine\n").unwrap();
    class.commit_by_hand();
    fs::write(reader.join(".git/postil-sync"), "").unwrap();
    git(&reader, &["fetch", "-q", "origin"]);
    let merged = Command::new("git").args(["merge", "origin/main"]).current_dir(&reader).output().unwrap();
    assert!(!merged.status.success(), "it conflicts");
    fs::write(reader.join("stones.md"), "an hour of work\n").unwrap();
    sync().fails("a merge was begun with git", "git commit");
    class.has("stones.md", "an hour of work");
    // Nor is a lock of theirs taken away that git holds while a message is written, whatever sync was killed before.
    git(&reader, &["merge", "--abort"]);
    fs::write(reader.join(".git/postil-sync"), "").unwrap();
    fs::write(reader.join(".git/postil-sync-alive"), "1700000000000000000").unwrap();
    let alive = fs::File::options().append(true).open(reader.join(".git/postil-sync-alive")).unwrap();
    alive.set_modified(std::time::SystemTime::now() - std::time::Duration::from_mins(1)).unwrap();
    fs::write(reader.join(".git/index.lock"), "").unwrap();
    sync().fails("another git is at work there", "");
    assert!(reader.join(".git/index.lock").exists());
}

#[test]
fn where_somebody_leads_is_not_handed_out_by_hand_either() {
    let class = Class::new();
    class.0.note(0, "ann", "a leader's");
    class.0.sync(0);
    let place = class.leader().join("annotations/ann/place.json");
    fs::write(&place, "where Ann leads others now").unwrap();
    fs::write(class.leader().join("syllabus.toml"), "title = \"Moss\"\n").unwrap();
    class.hand_out();
    let sent = git(&class.0.remote(), &["ls-tree", "-r", "--name-only", "main"]);
    assert!(sent.contains("annotations/ann/reader.json") && !sent.contains("place.json"), "{sent}");
    class.0.sync(0);
    let ignored = fs::read_to_string(class.leader().join(".git/info/exclude")).unwrap();
    assert_eq!(ignored.matches("/annotations/*/place.json\n").count(), 1, "{ignored}");
    git(&class.leader(), &["add", "-f", "annotations/ann/place.json"]);
    class.hand_out();
    class.comes_in("");
    assert!(place.exists(), "what the leader has committed on purpose is the leader's affair");
}

#[test]
fn what_is_handed_out_no_more_is_not_called_new_or_changed() {
    let class = Class::new();
    git(&class.leader(), &["rm", "-q", "book.epub"]);
    fs::write(class.leader().join("tides.md"), "They come and go.\n").unwrap();
    class.hand_out();
    let told = class.0.sync(1)["notes"].to_string();
    assert_eq!(told, "[\"new or changed here: tides.md\",\"handed out no more: book.epub\"]");
    fs::write(class.reader().join("tides.md"), "Mine.\n").unwrap();
    git(&class.leader(), &["rm", "-q", "tides.md"]);
    class.hand_out();
    let told = class.0.sync(1)["notes"].to_string();
    assert!(
        told.contains("tides.md is handed out no more: your own version") && !told.contains("more: tides.md"),
        "{told}"
    );
}

#[test]
fn a_copy_of_a_reader_s_own_file_that_somebody_has_sent_goes_into_it_and_goes() {
    let class = Class::new();
    let (folder, theirs) = (class.reader().join("annotations/bob"), class.leader().join("annotations/bob"));
    let name = fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.file_name().into_string().unwrap());
    let name = name.into_iter().find(|name| name.starts_with("stones.md@")).unwrap();
    let copy = |number: &str| name.replace(".json", &format!(" ({number}).json"));
    let earlier = fs::read_to_string(folder.join(&name)).unwrap();
    let at = earlier.rfind("\"modified\":\"").unwrap() + "\"modified\":\"".len();
    let changed = format!("{}2199{}", &earlier[..at], &earlier[at + 4..]);
    fs::write(folder.join(&name), changed.replace("a reader's", "of mine alone")).unwrap();
    let gone_everywhere = |number: &str| {
        let sent = git(&class.0.remote(), &["ls-tree", "-r", "-z", "--name-only", "main", "annotations/bob"]);
        assert!(sent.contains(&name) && !sent.contains(&copy(number)), "{sent}");
        let words = git(&class.0.remote(), &["show", &format!("main:annotations/bob/{name}")]);
        assert!(words.contains("of mine alone") && !words.contains("a reader's"), "{words}");
        class.0.sync(0);
        assert!(!folder.join(copy(number)).exists() && !theirs.join(copy(number)).exists());
        class.comes_in("");
    };
    fs::write(theirs.join(copy("1")), &earlier).unwrap();
    class.hand_out();
    class.0.sync(1);
    gone_everywhere("1");
    // Where it has come in with git already, beside something of one's own; and what it alone has stays.
    let id = earlier.rfind("\"id\":\"urn:uuid:").unwrap() + "\"id\":\"urn:uuid:".len();
    let other = format!("{}00000000{}", &earlier[..id], &earlier[id + 8..]).replace("a reader's", "found again");
    fs::write(theirs.join(copy("2")), other).unwrap();
    class.hand_out();
    fs::write(class.reader().join("mine.md"), "Mine\n").unwrap();
    class.commit_by_hand();
    git(&class.reader(), &["pull", "-q", "--no-rebase", "--no-edit", "origin", "main"]);
    assert!(folder.join(copy("2")).exists());
    let told = class.0.sync(1)["notes"].to_string();
    assert!(told.contains("a copy of a file of yours was taken into it"), "{told}");
    gone_everywhere("2");
    assert!([0, 1].iter().all(|home| class.0.seen(*home).iter().any(|note| note.contains("found again"))));
    fs::write(folder.join(name.replace(".json", ".sync-conflict-20261101-101010-ABCDEFG.json")), &earlier).unwrap();
    class.comes_in("a copy of a file of yours was taken into it");
}
