//! What becomes of work that is done when the plan changes: prompts in other words, sessions with other numbers, texts that are gone.

use super::Home;

const PLAN: &str = r#"
leader = "ines"
[[session]]
title = "Moss"
readings = ["week-1/moss.txt"]
prompts = [{ text = "Who is speeking?" }]
rubric = { notes = 1, answers = 1, replies = 1, points = 9 }
"#;

/// A class of two, each with an answer to the only prompt, and a note by Mei.
fn class() -> Home {
    let home = Home::new();
    home.write("texts/syllabus.toml", PLAN);
    home.annotate(&["moss", "--quote", "the north wall", "--note", "cold", "--reader", "Mei"]);
    let prompt = home.json(&["report", "texts", "--json"])["prompts"][0]["id"].as_str().unwrap().to_owned();
    for reader in ["Mei", "Tom"] {
        home.annotate(&["moss", "--reply-to", &prompt, "--note", "I think the moss.", "--reader", reader]);
    }
    home
}

/// The lines of the gradebook below its head, and what was told.
fn graded(home: &Home) -> (Vec<String>, String) {
    let ran = home.run(&["report", "texts", "--format", "gradebook"]);
    (ran.out.lines().skip(1).map(str::to_owned).collect(), ran.err)
}

const IN_FULL: [&str; 2] = [
    "mei,Mei,6,\"notes 1 of 1, answers 1 of 1, replies 0 of 1\"",
    "tom,Tom,3,\"notes 0 of 1, answers 1 of 1, replies 0 of 1\"",
];

#[test]
fn a_corrected_prompt_that_says_what_it_was_has_the_answers_to_that() {
    let home = class();
    assert_eq!(graded(&home).0, IN_FULL);
    home.write("texts/syllabus.toml", PLAN.replace("speeking", "speaking"));
    let (lines, told) = graded(&home);
    assert!(lines[1].starts_with("tom,Tom,3,") && lines[1].contains("answers 0 of 1, replies 1 of 1"), "{lines:?}");
    assert!(told.contains("session 1: 2 answers belong to no prompt of the plan, and they count as replies"), "{told}");
    let check = home.run(&["check", "texts"]);
    let lost =
        "2 answers by mei, tom on week-1/moss.txt belong to no prompt of the plan; asked was “Who is speeking?”.\n";
    assert!(check.code == 0 && check.out.contains(lost) && check.out.contains("formerly = "), "{check:?}");
    let prompts = |home: &Home| -> Vec<String> {
        let notes = home.json(&["notes", "texts", "--json"]);
        notes.as_array().unwrap().iter().filter_map(|note| note["prompt"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(prompts(&home), ["asked before: Who is speeking?"; 2]);
    let prompt = |plan: &str| PLAN.replace("{ text = \"Who is speeking?\" }", plan);
    home.write("texts/syllabus.toml", prompt("{ text = \"Who is speaking?\", formerly = \"Who is speeking?\" }"));
    assert_eq!(graded(&home), (IN_FULL.map(str::to_owned).to_vec(), String::new()));
    assert!(home.run(&["check", "texts"]).out.ends_with("\nNothing is wrong.\n"));
    let report = home.json(&["report", "texts", "--json"]);
    assert_eq!(report["prompts"][0]["answers"], 2);
    assert_eq!(prompts(&home), ["session 1: Who is speaking?"; 2]);
    let list = home.json(&["list", "texts", "--json"]);
    let moss = list.as_array().unwrap().iter().find(|text| text["path"] == "week-1/moss.txt").unwrap();
    assert_eq!((&moss["prompts"], &moss["answered"]), (&1.into(), &1.into()));
}

#[test]
fn a_session_put_before_others_takes_no_answers_from_them() {
    let home = class();
    let first = "[[session]]\ntitle = \"Stones\"\nreadings = [\"stones.md\"]\nprompts = [\"Who is speeking?\"]\n[[session]]\ntitle = \"Moss\"";
    home.write("texts/syllabus.toml", PLAN.replace("[[session]]\ntitle = \"Moss\"", first));
    assert_eq!(graded(&home), (IN_FULL.map(str::to_owned).to_vec(), String::new()));
    let report = home.json(&["report", "texts", "--json"]);
    assert_eq!((&report["prompts"][0]["answers"], &report["prompts"][1]["answers"]), (&0.into(), &2.into()));
}

#[test]
fn a_prompt_that_goes_to_a_session_without_its_text_takes_its_answers_along_everywhere() {
    let home = class();
    let moved = "[[session]]\ntitle = \"Stones\"\nreadings = [\"stones.md\"]\nprompts = [\"Who is speeking?\"]\nrubric = { answers = 1, points = 2 }\n\
                 [[session]]\ntitle = \"Moss\"";
    let plan = PLAN.replace("[[session]]\ntitle = \"Moss\"", moved);
    let plan = plan.replace("prompts = [{ text = \"Who is speeking?\" }]\n", "");
    home.write("texts/syllabus.toml", plan);
    let (lines, told) = graded(&home);
    assert!(
        lines[0].starts_with("mei,Mei,2,answers 1 of 1,") && lines[1].starts_with("tom,Tom,2,answers 1 of 1,"),
        "{lines:?}"
    );
    assert!(
        lines.iter().all(|line| line.contains("replies 0 of 1")),
        "what is an answer there is no reply here: {lines:?}"
    );
    assert_eq!(told, "");
    let list = home.run(&["list", "texts", "--sort", "syllabus"]).out;
    assert!(list.contains("answers 1/1") && list.contains("replies 0/1"), "{list}");
    let one = home.run(&["list", "texts/stones.md"]).out;
    assert!(one.contains("answers 1/1"), "{one}");
    let sheet = home.json(&["report", "texts", "--session", "1", "--json"]);
    assert_eq!((&sheet["prompts"][0]["answers"], sheet["untouched"].as_array().map(Vec::len)), (&2.into(), Some(1)));
}

#[test]
fn an_answer_that_names_a_prompt_of_now_belongs_to_it_though_no_session_reads_its_text() {
    let home = class();
    let twice = "[[session]]\ntitle = \"Stones\"\nnumber = 2\nreadings = [\"stones.md\"]\nprompts = [\"Who is speeking?\"]\n[[session]]\ntitle = \"Moss\"\nnumber = 1";
    let plan = PLAN.replace("[[session]]\ntitle = \"Moss\"", twice).replace("[\"week-1/moss.txt\"]", "[]");
    home.write("texts/syllabus.toml", plan);
    let (lines, told) = graded(&home);
    assert!(lines[1].contains("answers 1 of 1") && !told.contains("belong to no prompt"), "{lines:?} {told}");
    assert!(!home.run(&["check", "texts"]).out.contains("belong to no prompt"));
}

#[test]
fn answers_on_a_text_that_was_renamed_or_is_gone_count_once_and_stand_on_the_sheet() {
    let home = class();
    home.write("texts/syllabus.toml", PLAN.replace("answers = 1", "answers = 2"));
    let [there, renamed] = ["texts/week-1/moss.txt", "texts/rock.txt"].map(|path| home.path(path));
    std::fs::rename(&there, &renamed).unwrap();
    let (lines, _) = graded(&home);
    assert!(lines.iter().all(|line| line.contains("answers 1 of 2")), "{lines:?}");
    let answers = |session: &str| {
        home.json(&["report", "texts", "--session", session, "--json"])["prompts"][0]["answers"].clone()
    };
    assert_eq!(answers("1"), 2);
    std::fs::remove_file(&renamed).unwrap();
    assert_eq!(answers("1"), 2);
    let list = home.run(&["list", "texts"]).out;
    assert!(list.contains("no text here") && list.contains("answers 1/2"), "{list}");
    let moved = "[[session]]\ntitle = \"Stones\"\nreadings = [\"stones.md\"]\nprompts = [\"Who is speeking?\"]\nrubric = { answers = 1 }\n[[session]]\ntitle = \"Moss\"";
    let plan = PLAN.replace("[[session]]\ntitle = \"Moss\"", moved);
    home.write("texts/syllabus.toml", plan.replace("prompts = [{ text = \"Who is speeking?\" }]\n", ""));
    assert!(graded(&home).0.iter().all(|line| line.contains("answers 1 of 1,")), "{:?}", graded(&home));
    assert_eq!(answers("1"), 2);
}

#[test]
fn an_answer_on_a_text_that_two_sessions_ask_about_belongs_to_the_third_that_it_names() {
    let home = class();
    let asks = "prompts = [{ text = \"Who is speeking?\" }]";
    let plan = PLAN.replace("[\"week-1/moss.txt\"]", "[\"stones.md\"]");
    let more = |number| {
        format!(
            "[[session]]\nnumber = {number}\nreadings = [\"week-1/moss.txt\"]\n{asks}\nrubric = {{ replies = 1 }}\n"
        )
    };
    home.write("texts/syllabus.toml", format!("{plan}{}{}", more(2), more(3)));
    let (lines, told) = graded(&home);
    assert!(lines.iter().all(|line| line.contains("answers 1 of 1") && !line.contains("replies 1")), "{lines:?}");
    assert_eq!(told, "");
    let list = home.run(&["list", "texts", "--sort", "syllabus"]).out;
    assert!(list.contains("answers 1/1") && list.contains("replies 0/1") && !list.contains("replies 1/1"), "{list}");
}

#[test]
fn work_on_a_text_that_is_gone_counts_and_what_the_plan_lost_is_told() {
    let home = class();
    std::fs::remove_file(home.path("texts/week-1/moss.txt")).unwrap();
    let (lines, told) = graded(&home);
    assert_eq!(lines, IN_FULL);
    let gone = "session 1 reads week-1/moss.txt, which is not there; what was written on it counts all the same (3 annotations by 2 readers)";
    assert!(told.contains(gone), "{told}");
    let home = class();
    home.write("texts/syllabus.toml", PLAN.replace("[\"week-1/moss.txt\"]", "[\"week-1/mos.txt\"]"));
    let (lines, told) = graded(&home);
    assert_eq!(
        lines,
        ["mei,Mei,3,\"notes 0 of 1, answers 1 of 1, replies 0 of 1\"", IN_FULL[1]],
        "answers count wherever they stand"
    );
    let told_of = |words: &str| assert!(told.contains(words), "{told}");
    told_of("session 1 reads week-1/mos.txt, which is not there, and nothing was written on it under this name");
    told_of(
        "written on, and read in no session of the plan, so that nothing on it but answers counts: week-1/moss.txt",
    );
    let check = home.run(&["check", "texts"]).out;
    assert!(
        check.contains(
            "Written on, and read in no session of the plan, so that nothing on it but answers counts: week-1/moss.txt.\n"
        ),
        "{check}"
    );
}

#[test]
fn a_text_that_was_renamed_and_corrected_keeps_its_points_once_the_plan_says_what_it_was() {
    let home = class();
    let [before, now] = ["texts/week-1/moss.txt", "texts/week-1/lichen.txt"].map(|path| home.path(path));
    std::fs::rename(&before, &now).unwrap();
    home.write("texts/week-1/lichen.txt", format!("{}\nIt grew.\n", std::fs::read_to_string(&now).unwrap()));
    let plan = PLAN.replace("week-1/moss.txt", "week-1/lichen.txt");
    home.write("texts/syllabus.toml", &plan);
    let (lines, told) = graded(&home);
    let said = "written on, and gone from the folder and the plan, so that nothing on it but answers counts: week-1/moss.txt; where a \
                text here was week-1/moss.txt before, say so in syllabus.toml: [documents.\"NAME NOW\"] formerly = \"week-1/moss.txt\"";
    assert!(lines[0].contains("notes 0 of 1") && told.contains(said), "{lines:?} {told}");
    assert!(home.run(&["check", "texts"]).out.contains("[documents.\"NAME NOW\"] formerly = \"week-1/moss.txt\"."));
    let formerly = format!("{plan}[documents.\"week-1/lichen.txt\"]\nformerly = \"week-1/moss.txt\"\n");
    home.write("texts/syllabus.toml", &formerly);
    assert_eq!(graded(&home), (IN_FULL.map(str::to_owned).to_vec(), String::new()));
    assert!(home.run(&["check", "texts"]).out.ends_with("\nNothing is wrong.\n"));
    let notes = home.json(&["notes", "texts", "--json"]);
    assert!(notes.as_array().unwrap().iter().all(|note| note["document"] == "week-1/lichen.txt"), "{notes}");
    // Another text of that name takes what was written under it, which is told.
    home.write("texts/week-1/moss.txt", "Another moss.\n\nIt is of plastic.\n");
    let taken = "the plan says that week-1/lichen.txt had this name, which another text has: what was written under it is on that one";
    assert!(graded(&home).1.contains(taken), "{:?}", graded(&home));
    let check = home.run(&["check", "texts"]);
    assert!(check.code == 1 && check.out.contains(&format!("syllabus: week-1/moss.txt: {taken}")), "{check:?}");
    std::fs::remove_file(home.path("texts/week-1/moss.txt")).unwrap();
    // Who writes on now carries on what they had written, whatever the plan says later.
    home.annotate(&["lichen", "--quote", "It grew.", "--reader", "Mei"]);
    home.write("texts/syllabus.toml", &plan);
    assert!(graded(&home).0[0].contains("notes 1 of 1"), "{:?}", graded(&home));
    home.write("texts/syllabus.toml", formerly.replace("moss.txt", "lichens.txt"));
    assert_eq!(home.run(&["check", "texts"]).code, 0, "a name that nothing stands under is none's");
}

#[test]
fn what_was_written_on_a_text_that_is_gone_from_folder_and_plan_is_told_and_shown() {
    let home = class();
    std::fs::remove_file(home.path("texts/week-1/moss.txt")).unwrap();
    home.write("texts/syllabus.toml", PLAN.replace("week-1/moss.txt", "stones.md"));
    assert!(graded(&home).1.contains("gone from the folder and the plan"), "{:?}", graded(&home));
    let notes = home.run(&["notes", "texts"]);
    let kept =
        "week-1/moss.txt is not in the folder any more: what was written on it is kept, with the words that it was on";
    assert!(notes.err.contains(kept) && notes.out.contains("cold"), "{notes:?}");
    home.run(&["export", "texts", "--site", "site"]);
    let page = home.read("site/texts/week-1/moss.txt.html");
    assert!(page.contains("This text is not in the folder any more.") && page.contains("cold"), "{page}");
    assert!(home.read("site/index.html").contains("moss.txt.html#n"));
}

#[test]
fn a_text_that_stands_here_under_two_names_is_told_with_what_to_do() {
    let home = class();
    let [there, renamed] = ["texts/week-1/moss.txt", "texts/week-1/the-moss.txt"].map(|path| home.path(path));
    std::fs::copy(&there, &renamed).unwrap();
    home.write("texts/syllabus.toml", PLAN.replace("week-1/moss.txt", "week-1/the-moss.txt"));
    let told = "week-1/moss.txt (the same as week-1/the-moss.txt, which the plan reads: take week-1/moss.txt away, and what is on it goes along)";
    let (lines, said) = graded(&home);
    assert!(said.contains(told) && lines[0].contains("notes 0 of 1"), "{lines:?} {said}");
    assert!(home.run(&["check", "texts"]).out.contains(told));
    std::fs::remove_file(&there).unwrap();
    assert_eq!(graded(&home).0, IN_FULL);
}
