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
pub(super) fn key(home: &Home, name: &str) -> String {
    let path = home.path(name);
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&path).status();
    assert!(made.unwrap().success());
    home.read(&format!("{name}.pub"))
}

pub(super) fn has_keygen() -> bool {
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

fn sign(home: &Home, key: &str, more: &[&str]) -> Ran {
    home.run(&[&["sign", "texts", "--key", home.path(key).to_str().unwrap()], more].concat())
}

/// The file of links of the reader of this home.
fn chain_file(home: &Home, reader: &str) -> PathBuf {
    let folder = home.path("texts/annotations").join(reader).join("annotations");
    folder.read_dir().unwrap().flatten().next().unwrap().path()
}

#[test]
fn a_signature_is_good_until_a_record_is_altered_and_only_by_a_known_key() {
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
    assert_eq!(sign(&home, "key of ken", &[]).out, "Signed: 1 record in annotations/ken.\n");
    assert_eq!(
        sign(&home, "key of ken", &[]).out,
        "Nothing new to sign: 1 record in annotations/ken signed already.\n"
    );
    assert_eq!(problems(&is(&home, "good", "unsigned"), "signature"), [""; 0]);
    assert_eq!(home.run(&["check", "texts"]).code, 0, "signatures are no annotations of a text");
    assert_eq!(home.json(&["list", "texts", "--json"]).as_array().unwrap().len(), 2);
    let file = sidecar(&home, "ken");
    let sound = fs::read_to_string(&file).unwrap();
    fs::write(&file, sound.replace("So?", "No!")).unwrap();
    assert_eq!(problems(&is(&home, "altered", "unsigned"), "signature"), ["1 record not as it was signed"]);
    // Who signs anew does not sign what somebody else has altered, unless it is said to be right.
    let ran = sign(&home, "key of ken", &[]);
    assert!(ran.code == 1 && ran.err.contains("1 record is not as you signed it"), "{ran:?}");
    is(&home, "altered", "unsigned");
    assert_eq!(sign(&home, "key of ken", &["--altered"]).code, 0);
    is(&home, "good", "unsigned");
    // The version from before, brought back; and nothing at all.
    fs::write(&file, &sound).unwrap();
    is(&home, "altered", "unsigned");
    fs::remove_file(&file).unwrap();
    let told = problems(&is(&home, "altered", "unsigned"), "signature");
    assert_eq!(told, ["1 record signed and missing"]);
    fs::write(&file, sound.replace("So?", "No!")).unwrap();
    is(&home, "good", "unsigned");
    // One key for two readers; another key.
    home.write("texts/allowed_signers", format!("ken {known}mei {known}"));
    let told = problems(&check(&home, &["--signatures"]), "signature");
    assert!(told.iter().any(|told| told == "one key stands for ken and mei: whoever has it signs for each of them"));
    home.write("texts/allowed_signers", format!("ken {}", key(&home, "another")));
    let told = problems(&is(&home, "unknown", "unsigned"), "signature");
    assert!(told[0].contains("a key that is not known as theirs"), "{told:?}");
    home.write("texts/allowed_signers", format!("mei {known}"));
    let told = problems(&is(&home, "unknown", "unsigned"), "signature");
    assert!(told[0].contains("nobody has said which key is theirs"), "{told:?}");
}

#[test]
fn links_that_are_altered_taken_away_or_copied_to_somebody_else_show() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    let known = key(&home, "key of ken");
    home.write("texts/allowed_signers", format!("ken {known}mei {}", key(&home, "of mei")));
    assert_eq!(sign(&home, "key of ken", &[]).code, 0);
    home.annotate(&["stones", "--quote", "promise", "--note", "Kept?"]);
    assert_eq!(
        sign(&home, "key of ken", &[]).out,
        "Signed: 1 record in annotations/ken, beside 1 that were already.\n"
    );
    let file = chain_file(&home, "ken");
    let sound = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = sound.lines().collect();
    assert_eq!(lines.len(), 5, "a header, what it is about, two links, an end: {sound}");
    assert!(!sound.contains("Kept?") && !sound.contains("promise"), "no words");
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/sidecar.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let schemas = crate::schema::Schemas::of([("sidecar".to_owned(), schema)]);
    assert_eq!(schemas.check("sidecar", &serde_json::from_str(&sound).unwrap()), Ok(()));
    is(&home, "good", "unsigned");
    // The first taken away; the last; the last with another time; the two the other way round.
    fs::write(&file, [lines[0], lines[1], lines[3], lines[4], ""].join("\n")).unwrap();
    let told = problems(&is(&home, "faulty", "unsigned"), "signature");
    assert!(told[0].contains("1 record not signed; the signature before signature 2"), "{told:?}");
    fs::write(&file, [lines[0], lines[1], lines[2], lines[4], ""].join("\n")).unwrap();
    assert_eq!(is(&home, "good", "unsigned")["signatures"][0]["unsigned"].as_array().unwrap().len(), 1);
    let created = lines[3].split("\"created\":\"").nth(1).unwrap().split('"').next().unwrap();
    fs::write(&file, sound.replace(created, "2020-01-01T00:00:00.000Z")).unwrap();
    let told = problems(&is(&home, "faulty", "unsigned"), "signature");
    assert!(told[0].contains("signature 2") && told[0].contains("was altered since it was signed"), "{told:?}");
    fs::write(&file, [lines[0], lines[1], lines[3], lines[2], lines[4], ""].join("\n")).unwrap();
    assert_eq!(problems(&is(&home, "good", "unsigned"), "signature"), [""; 0], "their order in the file says nothing");
    // Ken's chain in Mei's folder.
    fs::write(&file, &sound).unwrap();
    let meis = home.path("texts/annotations/mei/annotations");
    fs::create_dir(&meis).unwrap();
    fs::copy(&file, meis.join(file.file_name().unwrap())).unwrap();
    let told = problems(&is(&home, "good", "unknown"), "signature");
    assert!(told[0].contains("2 signatures here are about another reader"), "{told:?}");
    // A link that the file has lost is brought back by the next one.
    fs::write(&file, [lines[0], lines[1], lines[2], lines[4], ""].join("\n")).unwrap();
    home.annotate(&["stones", "--quote", "wall", "--note", "Which?"]);
    assert_eq!(sign(&home, "key of ken", &[]).code, 0);
    let report = is(&home, "good", "unknown");
    assert_eq!(report["signatures"][0]["faults"], serde_json::json!([]), "{report:#}");
}

#[test]
fn a_device_that_remembers_nothing_goes_on_where_the_folder_does_and_signs_nothing_that_was_altered() {
    if !has_keygen() {
        return;
    }
    for loses in ["the name of the folder", "signing", "device.json"] {
        let home = seminar();
        home.write("texts/allowed_signers", format!("ken {}", key(&home, "key of ken")));
        assert_eq!(sign(&home, "key of ken", &[]).code, 0);
        let file = sidecar(&home, "ken");
        fs::write(&file, fs::read_to_string(&file).unwrap().replace("So?", "No!")).unwrap();
        let folder = if loses.starts_with("the") { "readings" } else { "texts" };
        let _ = fs::rename(home.path("texts"), home.path(folder));
        if folder == "texts" {
            fs::remove_dir_all(home.path("state/postil/signing")).unwrap();
        }
        if loses == "device.json" {
            // As on another device of the reader's.
            fs::remove_file(home.path("state/postil/device.json")).unwrap();
        }
        let note = ["annotate", "stones", "--quote", "promise", "--note", "Kept?", "--corpus", folder];
        assert_eq!(home.run(&note).code, 0, "{loses}");
        let ran = home.run(&["sign", folder, "--key", home.path("key of ken").to_str().unwrap()]);
        assert!(ran.code == 1 && ran.err.contains("1 record is not as you signed it"), "{loses}: {ran:?}");
        let ran = home.run(&["check", folder, "--json", "--signatures"]);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        let ken = &report["signatures"][0];
        assert_eq!((&ken["faults"], &ken["good"]), (&serde_json::json!([]), &serde_json::json!(1)), "{loses}: {ken:#}");
        assert_eq!(ken["altered"].as_array().unwrap().len(), 1, "{loses}: {ken:#}");
    }
}

#[test]
fn links_that_could_not_be_written_are_written_when_they_can_be() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    home.write("texts/allowed_signers", format!("ken {}", key(&home, "key of ken")));
    assert_eq!(sign(&home, "key of ken", &[]).code, 0);
    let (links, aside) = (home.path("texts/annotations/ken/annotations"), home.path("aside"));
    fs::rename(&links, &aside).unwrap();
    fs::write(&links, "a file where a folder has to be").unwrap();
    for quote in ["promise", "wall"] {
        home.annotate(&["stones", "--quote", quote, "--note", "Kept?"]);
        assert!(sign(&home, "key of ken", &[]).code > 1, "it cannot be written");
    }
    fs::remove_file(&links).unwrap();
    fs::rename(&aside, &links).unwrap();
    assert_eq!(sign(&home, "key of ken", &["--altered"]).code, 0);
    let report = is(&home, "good", "unsigned");
    let ken = &report["signatures"][0];
    assert_eq!((&ken["faults"], &ken["good"]), (&serde_json::json!([]), &serde_json::json!(3)), "{ken:#}");
}

#[test]
fn what_is_written_is_signed_by_itself_before_it_is_sent_and_nothing_that_others_put_there() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    home.write("texts/allowed_signers", format!("ken {}", key(&home, "key of ken")));
    assert_eq!(sign(&home, "key of ken", &["--always"]).code, 0);
    let settings = home.read("config/postil/settings.toml");
    assert!(settings.contains("sign_by_itself = true") && settings.contains("key of ken"), "{settings}");
    let note = home.annotate(&["stones", "--quote", "promise", "--note", "Kept?"]);
    is(&home, "good", "unsigned");
    let unsigned = |home: &Home| check(home, &["--signatures"])["signatures"][0]["unsigned"].clone();
    assert_eq!(unsigned(&home), serde_json::json!([]), "by the command that has written it");
    // Words that somebody else writes into the file are not signed by the next note.
    let file = home.path("texts/annotations/ken").read_dir().unwrap().flatten().map(|it| it.path());
    let file = file.into_iter().find(|path| path.to_string_lossy().contains("stones")).unwrap();
    let forged = fs::read_to_string(&file).unwrap().replace("Kept?", "Broken.");
    fs::write(&file, forged).unwrap();
    home.annotate(&["stones", "--quote", "wall", "--note", "Which?"]);
    assert_eq!(home.run(&["export", "--bundle", "b.zip", "texts", "--force"]).code, 0);
    let other = Home::new();
    fs::copy(home.path("b.zip"), other.path("b.zip")).unwrap();
    let shown = other.run(&["import", "b.zip", "texts"]).out;
    assert!(shown.contains("\n  signatures (new)\n") && !shown.contains("annotations/signed"), "{shown}");
    let report = is(&home, "altered", "unsigned");
    assert_eq!(
        (&report["signatures"][0]["altered"], unsigned(&home)),
        (&serde_json::json!([note]), serde_json::json!([]))
    );
}

#[test]
fn where_signing_was_wanted_before_anything_was_written_the_first_note_is_signed() {
    if !has_keygen() {
        return;
    }
    let home = Home::new();
    home.write("texts/allowed_signers", format!("ken {}", key(&home, "key of ken")));
    assert!(sign(&home, "key of ken", &[]).err.contains("nobody has written here"));
    let ran = sign(&home, "key of ken", &["--always"]);
    assert!(ran.code == 0 && ran.err.contains("signed from the first note on"), "{ran:?}");
    home.annotate(&["stones", "--quote", "promise", "--note", "Kept?", "--reader", "Ken"]);
    assert_eq!(states(&check(&home, &["--signatures"])), [("ken".to_owned(), "good".to_owned())]);
}

#[test]
fn a_check_of_signatures_names_readers_as_they_are_called_now_and_says_of_each_something() {
    if !has_keygen() {
        return;
    }
    let home = Home::new();
    home.annotate(&["stones", "--quote", "promise", "--note", "Kept?", "--reader", "Ken"]);
    home.write("texts/allowed_signers", format!("ken {}", key(&home, "key of ken")));
    assert_eq!(sign(&home, "key of ken", &[]).code, 0);
    assert_eq!(home.run(&["reader", "texts", "--rename", "Ken Watanabe"]).code, 0);
    let folder = home.path("texts/annotations/ken").read_dir().unwrap().flatten();
    let sidecar = folder.map(|file| file.path()).find(|path| path.to_string_lossy().contains("stones")).unwrap();
    let name = sidecar.file_name().unwrap().to_str().unwrap();
    home.write(&format!("texts/annotations/lost/{name}"), fs::read(&sidecar).unwrap());
    let ran = home.run(&["check", "texts", "--signatures"]);
    let about: Vec<&str> = ran.out.lines().rev().take(2).collect();
    let expected =
        ["the folder lost: unsigned: nobody can say whose it is", "ken-watanabe (folder ken): good: 1 record signed"];
    assert_eq!(about, expected, "{ran:?}");
    let report = check(&home, &["--signatures"]);
    let names = |at: usize| [&report["signatures"][at]["reader"], &report["signatures"][at]["folder"]];
    assert_eq!(names(0), [&Value::from("ken-watanabe"), &Value::from("ken")]);
    assert_eq!(names(1), [&Value::Null, &Value::from("lost")]);
}

#[test]
fn whatever_writes_by_command_signs_what_is_the_reader_s_own_and_nothing_in_another_s_name() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    home.write("texts/allowed_signers", format!("ken {}", key(&home, "key of ken")));
    assert_eq!(sign(&home, "key of ken", &["--always"]).code, 0);
    home.annotate(&["stones", "--quote", "promise", "--note", "Kept?", "--tag", "doubt"]);
    assert_eq!(home.run(&["tags", "texts", "--rename", "doubt", "question"]).code, 0);
    let mark = |user: &str, id: &str| {
        format!(
            r#"{{"id":"{id}","uri":"https://example.org/stones.md","user":"acct:{user}@hypothes.is","user_info":{{"display_name":null}},
            "text":"Hm.","tags":[],"created":"2026-03-01T12:11:07.1+00:00","target":[{{"source":"https://example.org/stones.md",
            "selector":[{{"type":"TextQuoteSelector","exact":"wall"}}]}}]}}"#
        )
    };
    home.write("marks.json", format!("{{\"total\":2,\"rows\":[{},{}]}}", mark("ken", "a1"), mark("tom", "a2")));
    let taken = home.run(&["import", "marks.json", "texts", "--yes", "--mine", "ken"]);
    assert!(taken.code == 0 && taken.out.contains("Taken in: 2 annotations"), "{taken:?}");
    home.annotate(&["stones", "--quote", "wall", "--note", "In Mei's name.", "--reader", "mei"]);
    let report = check(&home, &["--signatures"]);
    let of = |what: &str| -> Vec<usize> {
        report["signatures"].as_array().unwrap().iter().map(|one| one[what].as_array().map_or(0, Vec::len)).collect()
    };
    assert_eq!(
        (of("unsigned")[0], of("missing").iter().sum::<usize>(), of("faults").iter().sum::<usize>()),
        (0, 0, 0),
        "{report:#}"
    );
    assert_eq!(
        states(&report).iter().map(|(_, state)| state.as_str()).collect::<Vec<_>>(),
        ["good", "unsigned", "unsigned"]
    );
}

#[test]
fn a_list_of_keys_may_begin_with_a_byte_order_mark_and_end_its_lines_in_two_characters() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    let known = key(&home, "key of ken");
    assert_eq!(sign(&home, "key of ken", &[]).code, 0);
    for (before, after) in [("\u{feff}", "\n"), ("", "\r\n"), ("\u{feff}", "\r\n"), ("\u{feff}# keys\r\n\r\n", "\r\n")]
    {
        home.write("texts/allowed_signers", format!("{before}ken {}{after}", known.trim()));
        is(&home, "good", "unsigned");
    }
}

#[test]
fn a_key_that_would_have_to_be_asked_for_is_told_and_signed_at_the_next_occasion() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    let known = key(&home, "locked");
    home.write("texts/allowed_signers", format!("ken {known}"));
    let path = home.path("locked");
    assert_eq!(sign(&home, "locked", &["--always"]).code, 0);
    let lock = |from: &str, to: &str| {
        let set = Command::new("ssh-keygen").args(["-q", "-p", "-P", from, "-N", to, "-f"]).arg(&path).output();
        assert!(set.unwrap().status.success());
    };
    lock("", "secret");
    home.annotate(&["stones", "--quote", "promise", "--note", "Kept?"]);
    let ran = home.run(&["export", "--bundle", "b.zip", "texts", "--force"]);
    assert!(ran.code == 0 && ran.err.contains("not signed yet: ssh-keygen did not sign"), "{ran:?}");
    lock("secret", "");
    assert_eq!(home.run(&["export", "--bundle", "b.zip", "texts", "--force"]).err, "");
    assert_eq!(check(&home, &["--signatures"])["signatures"][0]["unsigned"], serde_json::json!([]));
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

#[test]
fn an_agent_that_hangs_is_given_up_and_what_waits_is_signed_later() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    home.write("texts/allowed_signers", format!("ken {}", key(&home, "of an agent")));
    assert_eq!(sign(&home, "of an agent", &["--always"]).code, 0);
    // It takes the question, and never answers; only it has the key.
    let _agent = std::os::unix::net::UnixListener::bind(home.path("agent")).unwrap();
    fs::rename(home.path("of an agent"), home.path("private half")).unwrap();
    fs::rename(home.path("of an agent.pub"), home.path("of an agent")).unwrap();
    home.annotate(&["stones", "--quote", "promise", "--note", "Kept?"]);
    let bundle = || {
        let mut command = home.command(&["export", "--bundle", "b.zip", "texts", "--force"]);
        Ran::of(command.env("SSH_AUTH_SOCK", home.path("agent")).output().unwrap())
    };
    let ran = bundle();
    assert!(ran.code == 0 && ran.err.contains("not signed yet: ssh-keygen did not come to an end"), "{ran:?}");
    fs::rename(home.path("private half"), home.path("of an agent")).unwrap();
    assert_eq!(home.run(&["export", "--bundle", "b.zip", "texts", "--force"]).err, "");
    assert_eq!(check(&home, &["--signatures"])["signatures"][0]["unsigned"], serde_json::json!([]));
}

#[test]
fn of_two_folders_that_claim_one_reader_the_one_that_is_signed_with_the_reader_s_key_counts() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    let known = key(&home, "key of ken");
    assert_eq!(sign(&home, "key of ken", &[]).code, 0);
    let [kens, meis] = ["ken", "mei"].map(|name| home.path(&format!("texts/annotations/{name}/reader.json")));
    fs::copy(&kens, &meis).unwrap();
    let told = problems(&check(&home, &[]), "reader");
    assert!(told[0].contains("ken and mei say that they are of one reader"), "{told:?}");
    home.write("texts/allowed_signers", format!("ken {known}"));
    let told = problems(&check(&home, &[]), "reader");
    assert!(told[0].contains("mei says that it is ken's"), "{told:?}");
}

#[test]
fn what_is_signed_for_one_text_does_not_count_under_the_name_of_another() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    home.write("texts/allowed_signers", format!("ken {}", key(&home, "key of ken")));
    home.annotate(&["moss", "--document-note", "--note", "The best of all.", "--reader", "Ken"]);
    assert_eq!(sign(&home, "key of ken", &[]).out, "Signed: 2 records in annotations/ken.\n");
    is(&home, "good", "unsigned");
    let file = sidecar(&home, "ken");
    let device = file.file_name().unwrap().to_str().unwrap().strip_prefix("moss.txt").unwrap().to_owned();
    let other = home.path(&format!("texts/annotations/ken/stones.md{device}"));
    fs::rename(&file, &other).unwrap();
    let report = is(&home, "altered", "unsigned");
    assert_eq!(problems(&report, "signature"), ["2 records under other texts than they were signed for"]);
    assert_eq!(report["signatures"][0]["elsewhere"].as_array().unwrap().len(), 2);
    // A copy beside the true one is told too.
    fs::copy(&other, &file).unwrap();
    is(&home, "altered", "unsigned");
    fs::remove_file(&other).unwrap();
    is(&home, "good", "unsigned");
    // A text that has another name now takes its annotations along, and their files may have been renamed with it.
    fs::rename(home.path("texts/week-1/moss.txt"), home.path("texts/week-1/lichen.txt")).unwrap();
    assert_eq!(problems(&is(&home, "good", "unsigned"), "signature"), [""; 0]);
    fs::rename(&file, file.with_file_name(format!("lichen.txt{device}"))).unwrap();
    assert_eq!(problems(&is(&home, "good", "unsigned"), "signature"), [""; 0]);
}

#[test]
fn what_was_signed_on_a_renamed_text_still_counts_when_another_text_has_taken_its_name() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    home.write("texts/allowed_signers", format!("ken {}", key(&home, "key of ken")));
    home.annotate(&["moss", "--document-note", "--note", "The best of all.", "--reader", "Ken"]);
    assert_eq!(sign(&home, "key of ken", &[]).code, 0);
    fs::rename(home.path("texts/week-1/moss.txt"), home.path("texts/week-1/lichen.txt")).unwrap();
    home.annotate(&["lichen", "--document-note", "--note", "Under the new name.", "--reader", "Ken"]);
    assert_eq!(sign(&home, "key of ken", &[]).code, 0);
    home.write("texts/week-1/moss.txt", "A text of other words.\n");
    assert_eq!(problems(&is(&home, "good", "unsigned"), "signature"), [""; 0]);
    let listed = home.json(&["list", "texts", "--json"]);
    let counts: Vec<(&str, u64)> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["path"].as_str().unwrap(), row["annotations"].as_u64().unwrap()))
        .filter(|(path, _)| path.starts_with("week-1"))
        .collect();
    assert!(counts.contains(&("week-1/moss.txt", 0)), "{counts:?}");
    // On other bytes than those that were signed for it is told, whatever its file says of names.
    home.write("texts/week-1/lichen.txt", "Quite other words.\n");
    is(&home, "altered", "unsigned");
}

/// A copy of a folder of this home, over what is there.
fn copied(home: &Home, from: &str, to: &str) {
    let _ = fs::remove_dir_all(home.path(to));
    let said = Command::new("cp").arg("-r").arg(home.path(from)).arg(home.path(to)).status();
    assert!(said.unwrap().success());
}

#[test]
fn of_two_copies_of_a_device_that_both_signed_one_takes_the_other_s_part_back() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    home.write("texts/allowed_signers", format!("ken {}", key(&home, "key of ken")));
    assert_eq!(sign(&home, "key of ken", &[]).code, 0);
    let (state, notes) = ("state/postil", "texts/annotations/ken");
    copied(&home, state, "state of the other");
    copied(&home, notes, "notes of the other");
    home.annotate(&["moss", "--quote", "the north wall", "--note", "On the one.", "--reader", "Ken"]);
    assert_eq!(sign(&home, "key of ken", &[]).code, 0);
    copied(&home, state, "state of the one");
    copied(&home, notes, "notes of the one");
    copied(&home, "state of the other", state);
    copied(&home, "notes of the other", notes);
    home.annotate(&["moss", "--quote", "the north wall", "--note", "On the other.", "--reader", "Ken"]);
    assert_eq!(sign(&home, "key of ken", &[]).code, 0);
    // What the one has written comes to the other, as conflict copies.
    for folder in ["week-1", "annotations"] {
        for file in home.path(&format!("notes of the one/{folder}")).read_dir().unwrap().flatten() {
            let name = file.file_name().to_str().unwrap().replace(".json", " (1).json");
            fs::copy(file.path(), home.path(&format!("{notes}/{folder}/{name}"))).unwrap();
        }
    }
    let report = is(&home, "faulty", "unsigned");
    assert!(problems(&report, "signature")[0].contains("goes on in two ways"), "{report:#}");
    let hint = report["problems"].as_array().unwrap().iter().find(|problem| problem["kind"] == "signature").unwrap();
    assert!(hint["hint"].as_str().unwrap().contains("postil sign --altered"), "{hint}");
    sign(&home, "key of ken", &[]);
    is(&home, "faulty", "unsigned");
    assert_eq!(sign(&home, "key of ken", &["--altered"]).code, 0);
    let mended = is(&home, "good", "unsigned");
    let ken = &mended["signatures"][0];
    assert_eq!(
        (&ken["good"], &ken["unsigned"], &ken["faults"]),
        (&3.into(), &serde_json::json!([]), &serde_json::json!([]))
    );
    // The one goes on behind what it has got from the other, and so does a copy that has signed less.
    for state_of in ["state of the one", "state of the other"] {
        copied(&home, state_of, state);
        home.annotate(&["moss", "--quote", "the north wall", "--note", state_of, "--reader", "Ken"]);
        assert_eq!(sign(&home, "key of ken", &[]).code, 0);
        let report = is(&home, "good", "unsigned");
        assert_eq!(report["signatures"][0]["faults"], serde_json::json!([]), "{state_of}: {report:#}");
    }
}

#[test]
fn a_reader_of_the_roster_whose_folder_is_gone_is_told() {
    if !has_keygen() {
        return;
    }
    let home = seminar();
    let known = key(&home, "key of ken");
    home.write("texts/syllabus.toml", format!("[readers]\nken = {{ key = \"{}\" }}\n", known.trim()));
    assert_eq!(sign(&home, "key of ken", &[]).code, 0);
    is(&home, "good", "unsigned");
    let (person, aside) = (home.path("texts/annotations/ken/reader.json"), home.path("aside.json"));
    fs::rename(&person, &aside).unwrap();
    let told = problems(&check(&home, &["--signatures"]), "signature");
    assert!(told[0].contains("nobody can say whose this folder is"), "{told:?}");
    fs::rename(&aside, &person).unwrap();
    fs::rename(home.path("texts/annotations/ken"), home.path("folder of ken")).unwrap();
    let told = states(&check(&home, &["--signatures"]));
    assert_eq!(told, [("mei".to_owned(), "unsigned".to_owned()), ("ken".to_owned(), "absent".to_owned())]);
    let ran = home.run(&["check", "texts", "--signatures"]);
    assert!(ran.out.contains("ken: absent: stands in the roster, and no folder here is theirs"), "{ran:?}");
}
