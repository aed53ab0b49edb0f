//! `postil report --format gradebook`: what a rubric asks for, what is late, what is left out, for Moodle and for Canvas.

use super::Home;
use super::provenance::{has_keygen, key};
use std::fs::File;
use std::time::{Duration, SystemTime};

const PLAN: &str = r#"
leader = "ines"

[logins]
mei = "m.tanaka"

[[session]]
number = 1
title = "Moss"
readings = ["week-1/moss.txt"]
prompts = ["Who is speaking?"]
due = DUE
rubric = { marks = 1, notes = 2, replies = 1, points = 8 }

[[session]]
number = 2
readings = ["stones.md"]
"#;

/// Waits until what is written from now on comes later than what was, and gives a moment in between.
fn deadline() -> String {
    std::thread::sleep(Duration::from_millis(1100));
    let now = jiff::Timestamp::now().round(jiff::Unit::Second).unwrap();
    std::thread::sleep(Duration::from_millis(2100));
    now.to_string()
}

/// Makes the files of a reader's notes say that they were changed long ago, as a copy does that keeps the times of another machine.
fn backdate(home: &Home, folder: &str) {
    for file in home.path(&format!("texts/annotations/{folder}/week-1")).read_dir().unwrap() {
        let file = File::options().write(true).open(file.unwrap().path()).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
    }
}

/// A class of three with a leader; what Mei wrote was there in time, what Tom wrote was not, whatever his files say.
fn class() -> (Home, String) {
    let home = Home::new();
    let on = |reader: &str, more: &[&str]| {
        home.annotate(&[&["moss", "--quote", "the north wall", "--reader", reader], more].concat())
    };
    on("Mei Tanaka", &[]);
    let note = on("Mei Tanaka", &["--note", "one"]);
    on("Mei Tanaka", &["--note", "not to be counted", "--tag", "uncounted"]);
    let due = deadline();
    on("=Tom", &["--note", "late"]);
    home.annotate(&["moss", "--reply-to", &note, "--note", "late too", "--reader", "=Tom"]);
    on("ines", &["--note", "who leads is not graded"]);
    backdate(&home, "tom");
    home.write("texts/syllabus.toml", PLAN.replace("DUE", &due));
    (home, note)
}

#[test]
fn a_gradebook_counts_what_is_asked_for_and_was_there_in_time() {
    let (home, _) = class();
    let moodle = home.run(&["report", "texts", "--format", "gradebook"]);
    assert_eq!(
        moodle.out,
        "Username,Full name,Session 1: Moss,Session 1: Moss (feedback)\n\
         tom,'=Tom,0,\"marks 0 of 1, notes 0 of 2, replies 0 of 1; 2 late, not counted\"\n\
         mei-tanaka,Mei Tanaka,4,\"marks 1 of 1, notes 1 of 2, replies 0 of 1\"\n\
         m.tanaka,mei,0,\"marks 0 of 1, notes 0 of 2, replies 0 of 1\"\n",
        "nobody here is called as the plan has it: a row of their own, as whoever has written nothing"
    );
    let canvas = home.run(&["report", "texts", "--format", "gradebook-canvas", "--session", "1"]);
    assert_eq!(
        canvas.out,
        "Student,ID,SIS User ID,SIS Login ID,Section,Session 1: Moss\n    Points Possible,,,,,8\n'=Tom,,,tom,,0\n\
         Mei Tanaka,,,mei-tanaka,,4\nmei,,,m.tanaka,,0\n"
    );
    // What was there in time stays so, however often its file changes.
    home.annotate(&["moss", "--quote", "slowly", "--note", "two", "--reader", "Mei Tanaka"]);
    let later = home.run(&["report", "texts", "--format", "gradebook"]);
    assert!(later.out.contains("mei-tanaka,Mei Tanaka,4,"), "{later:?}");
    assert!(later.out.contains("marks 1 of 1, notes 1 of 2, replies 0 of 1; 1 late"), "{later:?}");
}

#[test]
fn a_plan_can_give_logins_and_can_leave_participation_out_of_every_report() {
    let (home, _) = class();
    home.write("texts/syllabus.toml", PLAN.replace("mei =", "mei-tanaka ="));
    let gradebook = home.run(&["report", "texts", "--format", "gradebook"]).out;
    assert!(gradebook.contains("\nm.tanaka,Mei Tanaka,") && gradebook.lines().count() == 3, "{gradebook}");
    let told = home.run(&["report", "texts"]);
    assert!(told.out.contains("Who has written what"), "{told:?}");
    home.write("texts/syllabus.toml", format!("participation = false\n{PLAN}"));
    for format in ["markdown", "html", "csv", "json"] {
        let sheet = home.run(&["report", "texts", "--format", format]);
        assert!(sheet.code == 0 && !sheet.out.contains("Who has written what"), "{sheet:?}");
        assert!(!sheet.out.contains("mei-tanaka,1"), "{sheet:?}");
    }
    assert_eq!(home.json(&["report", "texts", "--json"])["readers"], serde_json::json!([]));
    home.run(&["report", "texts", "--format", "gradebook"])
        .fails("no report tells participation", "participation = false");
}

#[test]
fn without_a_rubric_it_is_said_how_one_is_written() {
    let home = Home::new();
    home.run(&["report", "texts", "--format", "gradebook"])
        .fails("no session in syllabus.toml has a rubric", "rubric = {");
    let (home, _) = class();
    home.run(&["report", "texts", "--format", "gradebook", "--session", "2"])
        .fails("session 2 has no rubric", "rubric = {");
    home.run(&["report", "texts", "--format", "gradebook", "--pseudonyms"]).fails("needs names", "--pseudonyms");
}

#[test]
fn what_came_late_and_was_signed_in_time_counts_and_the_class_is_the_roster() {
    if !has_keygen() {
        return;
    }
    let home = Home::new();
    let known = key(&home, "key of tom");
    let plan = format!(
        "leader = 'ines'\n[readers]\ntom = {{ name = 'Tom Reed', key = '{}', login = 't.reed' }}\nines = {{}}\n\
         bo = {{ name = '=Bo' }}\nann = {{}}\n[groups]\nblue = ['ann', 'zed', 'nobody']\n\
         [[session]]\nreadings = ['week-1/moss.txt']\nrubric = {{ notes = 2, points = 2 }}\n",
        known.trim()
    );
    home.write("texts/syllabus.toml", plan);
    let note = |reader: &str, words: &str| {
        home.annotate(&["moss", "--quote", "the north wall", "--note", words, "--reader", reader])
    };
    note("Tom", "mine");
    note("Ann", "hers");
    note("Zed", "who is that?");
    let signed = home.run(&["sign", "texts", "--key", home.path("key of tom").to_str().unwrap()]);
    assert_eq!(signed.code, 0, "{signed:?}");
    note("Tom", "not signed");
    let due = deadline();
    let plan = home.read("texts/syllabus.toml").replace("rubric", &format!("due = {due}\nrubric"));
    home.write("texts/syllabus.toml", plan);
    let late = || ["tom", "ann"].iter().for_each(|folder| backdate(&home, folder));
    late();
    let report = |more: &[&str]| home.run(&[&["report", "texts", "--format", "gradebook"], more].concat());
    let ran = report(&[]);
    assert_eq!(
        ran.out,
        "Username,Full name,Session 1,Session 1 (feedback)\n\
         t.reed,Tom Reed,1,\"notes 1 of 2; 1 by the signed time; 1 late, not counted\"\n\
         bo,'=Bo,0,notes 0 of 2\n\
         ann,Ann,0,\"notes 0 of 2; 1 late, not counted\"\n"
    );
    assert!(ran.err.contains("not in the roster, so not in the gradebook: zed"), "{ran:?}");
    assert!(report(&["--by-arrival"]).out.contains("Tom Reed,0,\"notes 0 of 2; 2 late, not counted\""));
    // What was altered since is not what was signed.
    let file = home.path("texts/annotations/tom/week-1").read_dir().unwrap().flatten().next().unwrap().path();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("mine", "more")).unwrap();
    late();
    assert!(report(&[]).out.contains("Tom Reed,0,\"notes 0 of 2; 2 late, not counted\""));
}
