//! What is written for some readers: encrypted in the files that everybody has, read by them alone, and refused in words where one of them
//! has no key. Three readers on devices of their own, whose folders are carried from one to the other.

use super::{Home, MOSS, Ran, STONES};
use std::fs;
use std::path::Path;
use std::process::Command;

const PLAN: &str = "leader = 'Ada'\n[groups]\nred = ['Mei', 'Tom']\n";
const WORDS: &str = "whisper-of-mei";

/// A device of that reader, who has marked something, and whose key is known.
fn device(name: &str) -> Home {
    let home = Home::with(&[("stones.md", STONES), ("week-1/moss.txt", MOSS), ("syllabus.toml", PLAN)]);
    home.annotate(&["stones", "--quote", "Moss asks", "--reader", name]);
    key(&home, "id_ed25519", &["-t", "ed25519"]);
    let known = home.run(&["reader", "texts", "--key"]);
    assert!(known.code == 0 && known.err.contains("encrypted for this key"), "{known:?}");
    assert!(known.out.contains("opened by: ~/.ssh/id_ed25519"), "{known:?}");
    home
}

fn key(home: &Home, name: &str, more: &[&str]) {
    let path = home.path(&format!("home/.ssh/{name}"));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let made = Command::new("ssh-keygen").args(["-q", "-N", "", "-f"]).arg(&path).args(more).output().unwrap();
    assert!(made.status.success(), "{made:?}");
}

/// Everybody's folders on everybody's device, as a drive would bring them.
fn carry(homes: &[&Home]) {
    for (at, from) in homes.iter().enumerate() {
        for to in homes.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, to)| to) {
            let folders = fs::read_dir(from.path("texts/annotations")).unwrap().flatten();
            for folder in folders.filter(|folder| is_of(from, &folder.path())) {
                copy(&folder.path(), &to.path("texts/annotations").join(folder.file_name()));
            }
        }
    }
}

/// Whether a folder is the one that a device writes.
fn is_of(home: &Home, folder: &Path) -> bool {
    let me = home.json(&["reader", "texts", "--json"])["folder"].as_str().unwrap().to_owned();
    folder.file_name().is_some_and(|name| *name == *me)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn listed(home: &Home) -> Ran {
    home.run(&["notes", "texts", "--private"])
}

#[test]
fn a_note_for_the_leader_is_read_by_the_leader_alone_and_so_is_the_answer_by_its_author() {
    let (ada, mei, tom) = (device("Ada"), device("Mei"), device("Tom"));
    carry(&[&ada, &mei, &tom]);
    let args =
        ["annotate", "stones", "--corpus", "texts", "--quote", "kept by", "--note", WORDS, "--tag", "secret-tag"];
    let told = mei.run(&[&args[..], &["--for", "leader"]].concat());
    assert!(told.code == 0 && told.err.contains("only you and ada can read it"), "{told:?}");
    carry(&[&ada, &mei, &tom]);
    let (out, err) = (listed(&ada).out, listed(&tom));
    assert!(out.contains(WORDS) && out.contains("#secret-tag") && out.contains("for ada"), "{out}");
    assert!(!err.out.contains(WORDS) && !err.out.contains("for ada") && !err.err.contains("encrypted"), "{err:?}");
    assert!(!ada.run(&["notes", "texts"]).out.contains(WORDS), "only where that is asked for");
    let id = ada.json(&["notes", "texts", "--private", "--json", "is:addressed"])[0]["id"].as_str().unwrap().to_owned();
    let answered = ada.run(&["annotate", "stones", "--corpus", "texts", "--reply-to", &id, "--note", "answer-of-ada"]);
    assert!(answered.err.contains("only you and mei can read it"), "the answer is for the same people: {answered:?}");
    let mark = ada.json(&["notes", "texts", "--json", "by:tom"])[0]["id"].as_str().unwrap().to_owned();
    let feedback = ["--reply-to", &mark, "--note", "well done", "--for", "author"];
    let feedback = ada.run(&[&["annotate", "stones", "--corpus", "texts"], &feedback[..]].concat());
    assert!(feedback.err.contains("only you and tom can read it"), "{feedback:?}");
    let to_nobody = ["annotate", "stones", "--corpus", "texts", "--quote", "kept by", "--note", "x", "--for", "author"];
    ada.run(&to_nobody).fails("you answer nothing", "--reply-to ID");
    carry(&[&ada, &mei, &tom]);
    assert!(listed(&mei).out.contains("answer-of-ada") && !listed(&mei).out.contains("well done"));
    assert!(listed(&tom).out.contains("well done") && !listed(&tom).out.contains("answer-of-ada"));
    for home in [&ada, &mei, &tom] {
        for hidden in [WORDS, "secret-tag", "answer-of-ada", "well done"] {
            assert_eq!(holding(&home.path("texts"), hidden), None, "{hidden}");
        }
        assert!(home.run(&["check", "texts"]).out.contains("Nothing is wrong"), "{:?}", home.run(&["check", "texts"]));
    }
}

/// A file below a folder that holds these words.
fn holding(folder: &Path, words: &str) -> Option<String> {
    fs::read_dir(folder).unwrap().flatten().find_map(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return holding(&path, words);
        }
        let bytes = fs::read(&path).unwrap();
        bytes.windows(words.len()).any(|window| window == words.as_bytes()).then(|| path.display().to_string())
    })
}

const NOTE: [&str; 7] = ["annotate", "stones", "--corpus", "texts", "--quote", "kept by", "--note"];

fn write(home: &Home, more: &[&str]) -> Ran {
    home.run(&[&NOTE[..], &[WORDS], more].concat())
}

#[test]
fn a_group_is_written_to_without_who_is_not_here_yet_and_that_is_told() {
    let (ada, mei) = (device("Ada"), device("Mei"));
    carry(&[&ada, &mei]);
    mei.write("texts/syllabus.toml", format!("{PLAN}green = ['Ada', 'zoe']\nblue = ['zoe', 'bo']\n"));
    write(&mei, &["--for", "blue"]).fails("nobody of blue is here yet", "a group of the syllabus");
    let told = write(&mei, &["--for", "green"]);
    assert!(told.code == 0 && told.err.contains("green: zoe is not here yet and cannot read it"), "{told:?}");
    carry(&[&ada, &mei]);
    assert!(listed(&ada).out.contains(WORDS));
    // A group that was drawn for the session of the text.
    let drawn = "[[session]]\nreadings = ['stones.md']\ngroups_of = 3\n";
    mei.write("texts/syllabus.toml", format!("leader = 'Ada'\n[groups]\nclass = ['Ada', 'Mei', 'Tom']\n{drawn}"));
    let told = write(&mei, &["--for", "group 1"]);
    assert!(told.code == 0 && told.err.contains("group 1: Tom is not here yet"), "{told:?}");
}

#[test]
fn whom_nothing_can_be_encrypted_for_is_told_and_nothing_is_written() {
    let (ada, mei) = (device("Ada"), device("Mei"));
    let bare = Home::with(&[("stones.md", STONES), ("week-1/moss.txt", MOSS), ("syllabus.toml", PLAN)]);
    bare.annotate(&["stones", "--quote", "Moss asks", "--reader", "Tom"]);
    carry(&[&ada, &mei, &bare]);
    let before = holding(&mei.path("texts/annotations/mei"), "commenting");
    write(&mei, &["--for", "tom"]).fails("tom has no key here", "`postil reader --key`");
    write(&mei, &["--for", "red"]).fails("tom has no key here", "`postil reader --key`");
    write(&mei, &["--for", "zoe"]).fails("nobody here is called zoe", "a reader's short name");
    write(&mei, &["--for", "mei"]).fails("that is you alone", "--private");
    write(&bare, &["--for", "mei"]).fails("no key of yours can be used here", "`postil reader --key`");
    let reader = "texts/annotations/tom/reader.json";
    for (key, told) in [
        ("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY=", "of the kind ecdsa-sha2-nistp256"),
        ("sk-ssh-ed25519@openssh.com AAAAGnNr", "of the kind sk-ssh-ed25519@openssh.com"),
    ] {
        let person = bare.read(reader).replace('{', &format!("{{\"publicKey\":\"{key}\","));
        mei.write(reader, person);
        write(&mei, &["--for", "tom"]).fails(told, "postil reader --key");
    }
    assert_eq!(holding(&mei.path("texts/annotations/mei"), "commenting"), before);
    let twice = ada.read("texts/annotations/ada/reader.json");
    mei.write("texts/annotations/impostor/reader.json", twice);
    write(&mei, &["--for", "ada"]).fails("several folders say", "`postil check` names them");
}

#[test]
fn a_key_that_cannot_open_anything_is_refused_before_it_is_made_known() {
    let home = Home::with(&[("stones.md", STONES)]);
    home.run(&["reader", "texts", "--key"]).fails("there is no ssh key", "ssh-keygen -t ed25519 -N ''");
    key(&home, "curve", &["-t", "ecdsa"]);
    home.run(&["reader", "texts", "--key", "home/.ssh/curve"]).fails("ecdsa-sha2-nistp256", "ssh-keygen");
    key(&home, "locked", &["-t", "ed25519"]);
    let path = home.path("home/.ssh/locked");
    let set =
        Command::new("ssh-keygen").args(["-q", "-p", "-P", "", "-N", "x1y2z3", "-f"]).arg(&path).output().unwrap();
    assert!(set.status.success(), "{set:?}");
    home.run(&["reader", "texts", "--key", "home/.ssh/locked"]).fails("has a passphrase", "ssh-keygen");
    assert_eq!(home.json(&["reader", "texts", "--json"])["key"], serde_json::Value::Null);
}

#[test]
fn a_lost_key_is_told_and_what_is_hidden_stays_so() {
    let (ada, mei) = (device("Ada"), device("Mei"));
    carry(&[&ada, &mei]);
    write(&mei, &["--for", "ada", "--hide-place"]);
    carry(&[&ada, &mei]);
    assert_eq!(holding(&ada.path("texts/annotations/mei"), "kept by"), None, "not even where it stands");
    assert!(listed(&ada).out.contains("“A wall is a “promise” kept by") || listed(&ada).out.contains("kept by"));
    fs::remove_file(ada.path("home/.ssh/id_ed25519")).unwrap();
    let told = listed(&ada);
    assert!(!told.out.contains(WORDS) && told.err.contains("1 annotation for you is encrypted"), "{told:?}");
    assert!(told.err.contains("id_ed25519 cannot be opened"), "{told:?}");
    key(&ada, "other", &["-t", "ed25519"]);
    ada.run(&["reader", "texts", "--key", "home/.ssh/other"]);
    let told = listed(&ada);
    assert!(told.err.contains("for a key that is not on this device"), "{told:?}");
    let corpus = ada.path("texts");
    assert!(holding(&corpus, WORDS).is_none());
    // The lost one is taken out, and nobody writes for it any more.
    let told = ada.run(&["reader", "texts", "--forget-keys"]);
    assert!(told.err.contains("1 key is forgotten: nothing is encrypted for it any more"), "{told:?}");
    let known: serde_json::Value = serde_json::from_str(&ada.read("texts/annotations/ada/reader.json")).unwrap();
    let other = ada.read("home/.ssh/other.pub");
    let key = |at: usize| known["publicKey"][at].as_str().map(str::to_owned);
    assert!(key(0).is_some_and(|key| other.starts_with(&key)) && key(1).is_none(), "{known}");
    let again = ada.run(&["reader", "texts", "--forget-keys"]);
    assert!(again.err.contains("no key of yours is known here"), "{again:?}");
}

#[test]
fn a_device_without_any_key_of_its_reader_says_so_and_a_lost_key_is_not_written_for() {
    let (ada, mei) = (device("Ada"), device("Mei"));
    fs::remove_dir_all(ada.path("home/.ssh")).unwrap();
    ada.write("config/postil/settings.toml", "");
    let told = ada.run(&["reader", "texts"]);
    assert!(told.out.contains("its key is not on this device: `postil reader --key`"), "{told:?}");
    assert_eq!(ada.run(&["reader", "texts", "--forget-keys"]).code, 0);
    assert!(!ada.run(&["reader", "texts"]).out.contains("its key is not on this device"));
    carry(&[&ada, &mei]);
    write(&mei, &["--for", "ada"]).fails("ada has no key here", "`postil reader --key`");
}

/// The public key of a device's reader.
fn public_key(home: &Home) -> String {
    home.read("home/.ssh/id_ed25519.pub").trim().to_owned()
}

#[test]
fn the_key_of_the_roster_counts_whatever_a_folder_says_and_the_difference_is_told() {
    let (ada, mei, tom) = (device("Ada"), device("Mei"), device("Tom"));
    carry(&[&ada, &mei, &tom]);
    let roster =
        |ada: &str| format!("{PLAN}[readers]\nada = {{ name = \"Ada North\", key = \"{ada}\" }}\nmei = {{}}\n");
    mei.write("texts/syllabus.toml", roster(&public_key(&ada)));
    // Tom puts his key into Ada's folder, and a folder of Ada's beside it.
    let said = mei.read("texts/annotations/ada/reader.json");
    let key_of = |home: &Home| public_key(home).split(' ').nth(1).unwrap().to_owned();
    let forged = said.replace(&key_of(&ada), &key_of(&tom));
    assert_ne!(said, forged);
    mei.write("texts/annotations/ada/reader.json", &forged);
    mei.write("texts/annotations/impostor/reader.json", &forged);
    let told = write(&mei, &["--for", "ada"]);
    assert!(
        told.code == 0 && told.err.contains("only you and ada can read it; the key in the roster counts"),
        "{told:?}"
    );
    let report = mei.run(&["check", "texts"]);
    for line in [
        "reader: ada: the reader makes another key known than the roster in syllabus.toml has, which counts",
        "reader: impostor says that it is ada's, and is not: the roster in syllabus.toml or the signatures say so",
        "Strangers, not in the roster of syllabus.toml: tom.",
    ] {
        assert!(report.out.contains(line), "{line}: {report:?}");
    }
    carry(&[&ada, &mei, &tom]);
    assert!(listed(&ada).out.contains(WORDS) && !listed(&tom).out.contains(WORDS));
    // Half a plan, and a key that is none, are no reason to take the one in the folder.
    let before = holding(&mei.path("texts/annotations/mei"), "AGE ENCRYPTED");
    mei.write("texts/syllabus.toml", roster("ssh-ed25519 AAAA"));
    write(&mei, &["--for", "ada"]).fails("has no good key for ada", "`postil check` says what is wrong");
    mei.write("texts/syllabus.toml", roster(&public_key(&ada)).replace("[readers]", "[readers"));
    write(&mei, &["--for", "ada"]).fails("not sure whose key is whose", "`postil check` names the line");
    assert_eq!(holding(&mei.path("texts/annotations/mei"), "AGE ENCRYPTED"), before);
}

#[test]
fn a_key_that_the_roster_does_not_have_is_told_to_who_makes_it_known() {
    let (ada, tom) = (device("Ada"), device("Tom"));
    let roster = |key: &str| format!("{PLAN}[readers]\nada = {{ name = \"Ada North\", key = \"{key}\" }}\n");
    ada.write("texts/syllabus.toml", roster(&public_key(&tom)));
    let told = ada.run(&["reader", "texts", "--key"]).err;
    let own = public_key(&ada).split(' ').nth(1).unwrap().to_owned();
    assert!(told.contains("has another key of yours") && told.contains(&own), "{told}");
    ada.write("texts/syllabus.toml", roster(&public_key(&ada)));
    assert!(ada.run(&["reader", "texts", "--key"]).err.contains("others can write for you alone"));
}

#[test]
fn a_folder_that_takes_a_name_of_the_roster_is_written_for_by_nobody() {
    let (mei, tom) = (device("Mei"), device("Tom"));
    carry(&[&mei, &tom]);
    let id = "urn:uuid:00000000-0000-4000-8000-000000000000";
    mei.write("texts/syllabus.toml", format!("{PLAN}[readers]\nmei = {{}}\ntom = {{ id = \"{id}\" }}\n"));
    write(&mei, &["--for", "tom"]).fails("the folder tom here is not that of tom in the roster", "`postil check`");
    assert_eq!(holding(&mei.path("texts/annotations"), "AGE ENCRYPTED"), None);
}

#[test]
fn the_leader_s_words_to_one_reader_stand_in_that_reader_s_line_of_the_gradebook_where_the_leader_asks() {
    let (ada, mei) = (device("Ada"), device("Mei"));
    let plan = format!("{PLAN}[[session]]\nreadings = ['stones.md']\nrubric = {{ marks = 1, points = 1 }}\n");
    for home in [&ada, &mei] {
        home.write("texts/syllabus.toml", &plan);
    }
    carry(&[&ada, &mei]);
    let mark = ada.json(&["notes", "texts", "--json", "by:mei"])[0]["id"].as_str().unwrap().to_owned();
    let words = ["--reply-to", &mark, "--note", "=Well\nargued.", "--for", "author"];
    assert_eq!(ada.run(&[&["annotate", "stones", "--corpus", "texts"], &words[..]].concat()).code, 0);
    let plain = ada.run(&["report", "texts", "--format", "gradebook"]).out;
    assert!(plain.contains("mei,Mei,1,marks 1 of 1\n"), "{plain}");
    let told = ada.run(&["report", "texts", "--format", "gradebook", "--private"]).out;
    assert!(told.contains("mei,Mei,1,marks 1 of 1. On “Moss asks”: =Well argued.\n"), "{told}");
    assert!(told.contains("Tom,Tom,0,marks 0 of 1\n"), "{told}");
    let canvas = ada.run(&["report", "texts", "--format", "gradebook-canvas", "--private"]);
    assert!(!canvas.out.contains("argued") && canvas.err.contains("no column for words"), "{canvas:?}");
    carry(&[&ada, &mei]);
    mei.run(&["report", "texts", "--format", "gradebook", "--private"]).fails("only who leads", "--private");
    ada.run(&["report", "texts", "--private"]).fails("are about a gradebook", "--format gradebook");
}

#[test]
fn what_annotate_prints_as_json_is_what_everybody_has() {
    let (ada, mei) = (device("Ada"), device("Mei"));
    carry(&[&ada, &mei]);
    let ran = write(&mei, &["--for", "leader", "--json"]);
    assert!(ran.code == 0 && !ran.out.contains(WORDS) && ran.out.contains("BEGIN AGE"), "{ran:?}");
}

#[test]
fn what_is_encrypted_and_damaged_or_copied_is_told_by_check_and_a_key_that_is_gone_by_everything_in_one_way() {
    let (ada, mei) = (device("Ada"), device("Mei"));
    carry(&[&ada, &mei]);
    assert_eq!(write(&mei, &["--for", "leader"]).code, 0);
    carry(&[&ada, &mei]);
    let file = ada.path("texts/annotations/mei").read_dir().unwrap().flatten().map(|it| it.path());
    let file = file.into_iter().find(|path| path.to_string_lossy().contains("stones")).unwrap();
    let sound = fs::read_to_string(&file).unwrap();
    let begin = "-----BEGIN AGE ENCRYPTED FILE-----\\n";
    let at = sound.find(begin).unwrap() + begin.len() + 80;
    fs::write(&file, format!("{}{}", &sound[..at], &sound[at + 4..])).unwrap();
    let told = ada.run(&["check", "texts"]).out;
    assert!(told.contains("encrypted and damaged, so that no key opens it: 1 record"), "{told}");
    let listed = listed(&ada).err;
    assert!(listed.contains("damaged, so that no key opens it"), "{listed}");
    fs::write(&file, &sound).unwrap();
    assert_eq!(ada.run(&["check", "texts"]).code, 0);
    // The key is gone: one sentence, one remedy.
    fs::remove_file(ada.path("home/.ssh/id_ed25519")).unwrap();
    let gone = "no key of yours can be used here, so you could not read it yourself";
    let shown = ada.run(&["reader", "texts"]).out;
    assert!(shown.contains(gone) && shown.contains("`postil reader --key` makes one known"), "{shown}");
    write(&ada, &["--for", "Mei"]).fails(gone, "`postil reader --key` makes one known");
    assert!(ada.run(&["check", "texts"]).out.contains("encrypted and cannot be read here"));
}
