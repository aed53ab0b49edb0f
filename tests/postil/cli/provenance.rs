//! Whose a file is: by the system's accounts, and by signatures of ssh-keygen.

#![allow(clippy::print_stderr)] // a test that cannot be run here says so

use super::*;
use std::os::unix::fs::chown;

fn sidecar(home: &Home, reader: &str) -> PathBuf {
    let folder = home.path("texts/annotations").join(reader).join("week-1");
    folder.read_dir().unwrap().flatten().next().unwrap().path()
}

fn seminar() -> Home {
    let home = Home::new();
    for reader in ["Ken", "Mei"] {
        home.annotate(&["moss", "--quote", "slowly", "--note", "So?", "--reader", reader]);
    }
    home
}

fn problems(report: &Value, kind: &str) -> Vec<String> {
    let all = report["problems"].as_array().unwrap().iter();
    all.filter(|problem| problem["kind"] == kind)
        .map(|problem| problem["message"].as_str().unwrap().to_owned())
        .collect()
}

fn check(home: &Home, more: &[&str]) -> Value {
    serde_json::from_str(&home.run(&[&["check", "texts", "--json"], more].concat()).out).unwrap()
}

#[test]
fn a_file_of_another_account_in_a_readers_folder_is_told() {
    let home = seminar();
    let person = home.path("texts/annotations/mei/reader.json");
    if chown(&person, Some(61_001), None).is_err() {
        eprintln!("skipped: only root can give a file to another account");
        return;
    }
    assert_eq!(problems(&check(&home, &[]), "owner"), [""; 0], "root's files say nothing");
    chown(sidecar(&home, "mei"), Some(61_001), None).unwrap();
    assert_eq!(problems(&check(&home, &[]), "owner"), [""; 0]);
    chown(sidecar(&home, "mei"), Some(61_002), None).unwrap();
    let told = problems(&check(&home, &[]), "owner");
    assert_eq!(told, ["a file in mei's folder is from another account: it is user 61002's, not user 61001's"]);
    // Somebody else's folder that says it is Mei.
    fs::copy(&person, home.path("texts/annotations/ken/reader.json")).unwrap();
    chown(home.path("texts/annotations/ken/reader.json"), Some(61_003), None).unwrap();
    let told = problems(&check(&home, &[]), "owner");
    assert!(told.iter().any(|told| told.contains("ken and mei say that they are one reader")), "{told:?}");
}

/// Makes a key of that name and gives its public half.
fn key(home: &Home, name: &str) -> String {
    let path = home.path(name);
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&path).status();
    assert!(made.unwrap().success());
    home.read(&format!("{name}.pub"))
}

fn has_keygen() -> bool {
    let there = Command::new("ssh-keygen").arg("-?").output().is_ok();
    if !there {
        eprintln!("skipped: ssh-keygen is not installed");
    }
    there
}

fn states(report: &Value) -> Vec<(String, String)> {
    let all = report["signatures"].as_array().unwrap().iter();
    all.map(|one| (one["reader"].as_str().unwrap().to_owned(), one["state"].as_str().unwrap().to_owned())).collect()
}

fn is(home: &Home, ken: &str, mei: &str) -> Value {
    let report = check(home, &["--signatures"]);
    assert_eq!(states(&report), [("ken".to_owned(), ken.to_owned()), ("mei".to_owned(), mei.to_owned())], "{report:#}");
    report
}

#[test]
fn a_signature_is_good_until_a_file_is_altered_and_only_by_a_known_key() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    home.run(&["check", "texts", "--signatures"]).fails("there is no list of keys", "NICKNAME ssh-ed25519");
    let known = key(&home, "key of ken");
    home.write("texts/allowed_signers", format!("ken {known}"));
    assert_eq!(home.run(&["list", "texts"]).out.matches("allowed_signers").count(), 0, "it is no text to read");
    is(&home, "unsigned", "unsigned");
    // The reader of this home is the one who wrote first.
    let sign = |key: &str| home.run(&["sign", "texts", "--key", home.path(key).to_str().unwrap()]);
    assert_eq!(sign("key of ken").out, "Signed: 2 files in annotations/ken.\n");
    let report = is(&home, "good", "unsigned");
    assert_eq!(problems(&report, "signature"), [""; 0]);
    assert_eq!(home.run(&["check", "texts"]).code, 0, "signatures are no sidecars");
    let file = sidecar(&home, "ken");
    let (sound, list) = (fs::read_to_string(&file).unwrap(), home.path("texts/annotations/ken"));
    fs::write(&file, sound.replace("So?", "No!")).unwrap();
    assert_eq!(
        problems(&is(&home, "altered", "unsigned"), "signature"),
        ["1 file good; 1 file altered since they were signed"]
    );
    fs::remove_file(&file).unwrap();
    is(&home, "altered", "unsigned");
    fs::write(&file, &sound).unwrap();
    is(&home, "good", "unsigned");
    // The list itself, made to say what the altered file is.
    let name =
        list.read_dir().unwrap().flatten().map(|it| it.path()).find(|it| it.to_string_lossy().contains("signed-"));
    let name = name.unwrap().to_string_lossy().trim_end_matches(".sig").to_owned();
    let signed = fs::read_to_string(&name).unwrap();
    fs::write(&name, signed.replace("postil signature", "postil  signature")).unwrap();
    is(&home, "unknown", "unsigned");
    fs::write(&name, signed.replacen("\"signed\"", "\"signeD\"", 1)).unwrap();
    let told = problems(&is(&home, "unknown", "unsigned"), "signature");
    assert!(told[0].contains("was altered since it was signed"), "{told:?}");
    // One key for two readers.
    home.write("texts/allowed_signers", format!("ken {known}mei {known}"));
    let told = problems(&check(&home, &["--signatures"]), "signature");
    assert!(told.iter().any(|told| told == "one key stands for ken and mei: whoever has it signs for each of them"));
    home.write("texts/allowed_signers", format!("ken {known}"));
    // Another key, and Ken's signature in Mei's folder.
    key(&home, "another");
    assert_eq!(sign("another").code, 0);
    let told = problems(&is(&home, "unknown", "unsigned"), "signature");
    assert!(told[0].contains("a key that is not known as theirs"), "{told:?}");
    assert_eq!(sign("key of ken").code, 0);
    for end in ["", ".sig"] {
        let from = format!("{name}{end}");
        fs::copy(&from, from.replace("/ken/", "/mei/")).unwrap();
    }
    let told = problems(&is(&home, "good", "unknown"), "signature");
    assert!(told[0].contains("is about another reader"), "{told:?}");
}

#[test]
fn the_roster_says_whose_signature_is_whose_and_goes_before_the_list_of_keys() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    let (known, another) = (key(&home, "key of ken"), key(&home, "another"));
    let roster = |key: &str| format!("[readers]\nken = {{ key = \"{}\" }}\n", key.trim());
    home.write("texts/syllabus.toml", roster(&known));
    let signed = home.run(&["sign", "texts", "--key", home.path("key of ken").to_str().unwrap()]);
    assert_eq!(signed.code, 0, "{signed:?}");
    is(&home, "good", "unsigned");
    let report = check(&home, &["--signatures"]);
    assert_eq!(report["strangers"], serde_json::json!(["mei"]));
    home.write("texts/syllabus.toml", roster(&another));
    home.write("texts/allowed_signers", format!("ken {known}"));
    let told = problems(&is(&home, "unknown", "unsigned"), "signature");
    assert!(told[0].contains("a key that is not known as theirs"), "{told:?}");
    let list = home.path("texts/allowed_signers");
    let named = check(&home, &["--signatures", "--allowed", list.to_str().unwrap()]);
    assert_eq!(states(&named)[0].1, "good", "who names a list means that one");
    home.write("texts/syllabus.toml", roster("ssh-ed25519 AAAA"));
    is(&home, "unknown", "unsigned");
}

#[test]
fn without_a_key_or_the_program_it_is_said_what_to_do() {
    let home = seminar();
    home.run(&["sign", "texts"]).fails("there is no key", "ssh-keygen -t ed25519");
    home.write("no key", "words");
    let mut command = home.command(&["sign", "texts", "--key", home.path("no key").to_str().unwrap()]);
    Ran::of(command.env("PATH", "/nowhere").output().unwrap()).fails("ssh-keygen is not installed", "OpenSSH");
    if has_keygen() {
        let ran = home.run(&["sign", "texts", "--key", home.path("no key").to_str().unwrap()]);
        ran.fails("ssh-keygen did not sign", "passphrase");
    }
}
