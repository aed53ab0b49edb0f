//! Blind first reading on the command line: what is left out is told, `--unblind` shows it, and nothing on the disk is
//! touched.

use super::{Home, MOSS, STONES};

/// Mei's three marks and Tom's one, on two readings; this device's reader is Tom.
fn seminar(syllabus: &str) -> Home {
    let home = Home::with(&[("stones.md", STONES), ("week-1/moss.txt", MOSS), ("syllabus.toml", syllabus)]);
    for (document, quote) in [("moss", "slowly"), ("stones", "Moss asks for nothing."), ("stones", "kept by stones")] {
        home.annotate(&[document, "--quote", quote, "--note", "Mei says", "--reader", "Mei"]);
    }
    std::fs::remove_dir_all(home.path("state")).unwrap();
    home.annotate(&["stones", "--quote", "a “promise”", "--note", "Tom says", "--reader", "Tom"]);
    home
}

const SESSION: &str = "[[session]]\nreadings = ['stones.md']\n";

fn count(home: &Home, args: &[&str]) -> usize {
    let ran = home.run(&[&["notes", "texts", "--json"], args].concat());
    serde_json::from_str::<serde_json::Value>(&ran.out).unwrap().as_array().unwrap().len()
}

#[test]
fn others_notes_on_a_blind_reading_are_left_out_and_that_is_told() {
    let home = seminar(&format!("blind = 3\n{SESSION}"));
    let before = home.read("texts/annotations/mei/reader.json");
    let ran = home.run(&["notes", "texts"]);
    assert!(ran.out.contains("Tom says") && ran.out.matches("Mei says").count() == 1, "{ran:?}");
    let told = "postil: stones.md: 2 annotations by 1 other are left out; they show when you have marked 2 more \
                passages, and with --unblind\n";
    assert_eq!(ran.err, told);
    assert_eq!((count(&home, &[]), count(&home, &["--unblind"])), (2, 4));
    let looked_for = home.run(&["notes", "texts/stones.md", "stones"]);
    assert_eq!(
        (looked_for.code, looked_for.err.as_str()),
        (1, told),
        "how many are left out does not hang on the words"
    );
    assert!(home.run(&["notes", "texts", "--unblind"]).err.is_empty());
    home.annotate(&["stones", "--quote", "A wall", "--reader", "Tom"]);
    // What nobody else can read was read with one's own eyes, too.
    home.annotate(&["stones", "--quote", "asks", "--reader", "Tom", "--private"]);
    assert_eq!(count(&home, &[]), 5);
    assert_eq!(home.read("texts/annotations/mei/reader.json"), before);
}

#[test]
fn questions_and_comparisons_keep_the_rule_too() {
    let home = seminar(&format!("blind = 3\n{SESSION}"));
    std::fs::remove_dir_all(home.path("state")).unwrap();
    home.annotate(&["stones", "--quote", "A wall", "--note", "Is it?", "--question", "--reader", "Mei"]);
    std::fs::remove_dir_all(home.path("state")).unwrap();
    home.annotate(&["stones", "--quote", "A wall", "--note", "And is it?", "--question", "--reader", "Tom"]);
    let asked = |args: &[&str]| home.run(&[&["questions", "texts"], args].concat());
    let ran = asked(&[]);
    assert!(ran.out.contains("And is it?") && !ran.out.contains("Is it?"), "{ran:?}");
    assert!(ran.err.contains("stones.md: 3 annotations by 1 other are left out"), "{ran:?}");
    assert!(asked(&["--unblind"]).out.contains("Is it?"));
    let compared = |args: &[&str]| home.run(&[&["compare", "tom", "mei", "--corpus", "texts"], args].concat());
    assert!(!compared(&[]).out.contains("Moss asks"), "{:?}", compared(&[]));
    assert!(compared(&["--unblind"]).out.contains("Moss asks"), "{:?}", compared(&["--unblind"]));
}

#[test]
fn the_sheet_of_a_session_keeps_the_rule_too_and_a_gradebook_for_whoever_does_not_lead() {
    for (leader, hidden) in [("", true), ("leader = 'Tom'\n", false)] {
        let plan = format!("{leader}blind = 3\n{SESSION}rubric = {{ notes = 4 }}\n");
        let home = seminar(&plan);
        let sheet = |more: &[&str]| home.run(&[&["report", "texts", "--json"], more].concat());
        let ran = sheet(&[]);
        assert_eq!(ran.out.contains("kept by stones"), !hidden, "{ran:?}");
        assert_eq!(ran.err.contains("stones.md: 2 annotations by 1 other are left out"), hidden, "{ran:?}");
        let whole = sheet(&["--unblind"]);
        assert!(whole.out.contains("kept by stones") && whole.err.is_empty(), "{whole:?}");
        let book = |more: &[&str]| home.run(&[&["report", "texts", "--format", "gradebook"], more].concat());
        let ran = book(&[]);
        assert_eq!(ran.out.contains("notes 2 of 4"), !hidden, "{ran:?}");
        assert_eq!(ran.err.contains("stones.md: 2 annotations by 1 other are left out"), hidden, "{ran:?}");
        let whole = book(&["--unblind"]);
        assert!(whole.out.contains("mei,Mei,") && whole.out.contains("notes 2 of 4"), "{whole:?}");
        assert!(!whole.err.contains("left out"), "{whole:?}");
    }
}

#[test]
fn the_digest_keeps_the_rule_too() {
    for (leader, hidden) in [("", true), ("leader = 'Tom'\n", false)] {
        let home = seminar(&format!("{leader}blind = 3\n{SESSION}"));
        std::fs::remove_dir_all(home.path("state")).unwrap();
        let args = ["stones", "--quote", "A wall", "--note", "Mei picks", "--reader", "Mei"];
        let picked = home.annotate(&args);
        home.annotate(&["stones", "--pick", &picked, "--reader", "Mei", "--note", "Mei's why"]);
        std::fs::remove_dir_all(home.path("state")).unwrap();
        home.annotate(&["moss", "--quote", "turned", "--occurrence", "2", "--reader", "Tom"]);
        let digest = |more: &[&str]| home.run(&[&["export", "texts", "--curated", "--by", "mei"], more].concat());
        let ran = digest(&[]);
        assert_eq!((ran.code == 1, ran.out.contains("Mei")), (hidden, !hidden), "{ran:?}");
        assert_eq!(ran.err.contains("stones.md: 4 annotations by 1 other are left out"), hidden, "{ran:?}");
        let ran = digest(&["--unblind"]);
        assert!(ran.code == 0 && ran.out.contains("Mei picks") && ran.out.contains("Mei's why"), "{ran:?}");
        assert!(ran.err.is_empty(), "{ran:?}");
    }
}

#[test]
fn a_day_that_is_over_the_leader_and_an_exception_hide_nothing() {
    for (syllabus, hidden) in [
        (format!("blind = '2020-01-01'\n{SESSION}"), false),
        (format!("blind = 3\n{SESSION}blind = false\n"), false),
        (format!("blind = 3\nleader = 'Tom'\n{SESSION}"), false),
        (format!("blind = 3\nleader = 'Mei'\n{SESSION}"), true),
        (format!("{SESSION}blind = {{ marks = 3, until = 2999-01-01 }}\n"), true),
    ] {
        let home = seminar(&syllabus);
        assert_eq!(count(&home, &[]) < 4, hidden, "{syllabus}");
        let sheet = home.run(&["report", "texts"]);
        assert!(sheet.out.contains("| mei |") && sheet.err.is_empty() != hidden, "{sheet:?}");
    }
}

#[test]
fn a_rule_that_does_not_count_is_told_by_every_command_that_would_keep_it() {
    let home = seminar(&format!("blind = true\n{SESSION}number = 1\n"));
    let note = home.annotate(&["stones", "--quote", "asks", "--note", "Why?", "--question", "--reader", "Tom"]);
    home.annotate(&["stones", "--pick", &note, "--reader", "Tom"]);
    let commands: [&[&str]; 6] = [
        &["notes", "texts"],
        &["questions", "texts"],
        &["compare", "tom", "mei", "--corpus", "texts"],
        &["report", "texts"],
        &["list", "texts"],
        &["export", "texts", "--curated"],
    ];
    for command in commands {
        let ran = home.run(command);
        assert_eq!(ran.code, 0, "{command:?} {ran:?}");
        assert_eq!(ran.err.matches("syllabus.toml:1: blind").count(), 1, "{command:?} {ran:?}");
    }
}

#[test]
fn a_syllabus_that_was_dropped_whole_is_not_said_to_be_missing() {
    let home = seminar(&format!("{SESSION}number = 1\n#{}\n", " ".repeat(4 << 20)));
    let ran = home.run(&["report", "texts", "--session", "1"]);
    ran.fails("there is no session 1", "Mend syllabus.toml");
    assert!(ran.err.contains("was not read") && !ran.err.contains("There is no syllabus.toml"), "{ran:?}");
    std::fs::remove_file(home.path("texts/syllabus.toml")).unwrap();
    home.run(&["report", "texts", "--session", "1"]).fails("no session 1", "There is no syllabus.toml");
}

#[test]
fn what_is_wrong_with_a_rule_or_a_group_is_told_with_its_line() {
    let home = seminar("blind = true\n[groups]\nred = 3\n");
    let ran = home.run(&["check", "texts"]);
    let said = ran.out.clone() + &ran.err;
    assert!(
        said.contains("syllabus.toml:1: blind is a number of marks") && said.contains("syllabus.toml:3:"),
        "{ran:?}"
    );
}

#[test]
fn a_group_sees_its_own_layer_and_not_the_others_before_the_day() {
    let groups = |tom: &str| format!("[groups]\nred = ['mei'{tom}]\nblue = ['ann']\n{SESSION}apart = 2099-01-01\n");
    let apart = seminar(&groups(""));
    assert_eq!((count(&apart, &[]), count(&apart, &["--unblind"])), (2, 4));
    let told = apart.run(&["notes", "texts"]).err;
    assert!(told.contains("2 annotations by 1 other are left out; they show on 1 Jan 2099"), "{told}");
    let together = seminar(&groups(", 'tom'"));
    assert_eq!((count(&together, &[]), together.run(&["notes", "texts"]).err.as_str()), (4, ""));
    let over = seminar(&groups("").replace("2099-01-01", "2020-01-01"));
    assert_eq!(count(&over, &[]), 4);
    let led = seminar(&format!("leader = 'tom'\n{}", groups("")));
    assert_eq!(count(&led, &[]), 4, "who leads sees all");
}
