//! A prompt of the syllabus over the whole program: it is found in the text, an answer to it survives a kill, and is known in
//! the other texts of its session.

use super::*;

const PLAN: &str = r#"
[[session]]
title = "Ice"
date = "2020-01-01"
readings = ["harbour.txt", "other.txt"]
prompts = ["Who speaks?", { document = "harbour.txt", quote = "Nobody counts the boats any more.", text = "Since when?" }]
"#;

fn home() -> Home {
    Home::of_reader(&[("harbour.txt", HARBOUR), ("other.txt", "Nothing of this.\n"), ("syllabus.toml", PLAN)])
}

#[test]
fn an_answer_to_a_prompt_survives_a_kill_and_is_known_in_the_other_texts() {
    let home = home();
    let mut session = read(&home, "harbour.txt");
    session.wait_for("prompt · session 1").wait_for("Since when?").settle();
    session
        .send("P")
        .wait_for("Prompts (of this text)")
        .send("who\r")
        .wait_for("drop it")
        .send("Keepers")
        .wait_for("Keepers");
    let drafts = home.state().join("drafts");
    session.wait_until("the draft to be on the disk", |_| {
        let files = std::fs::read_dir(&drafts).into_iter().flatten().flatten();
        files.into_iter().any(|file| std::fs::read_to_string(file.path()).is_ok_and(|draft| draft.contains("Keepers")))
    });
    session.kill();
    let mut again = read(&home, "harbour.txt");
    again.wait_for(":resume").send(":").send("resume\r").wait_for("Keepers").wait_for("answer to the prompt");
    again.send("\x1b").wait_for("written").wait_gone("not saved yet").wait_for("session 1 · answered");
    let answer = home.annotations().pop().expect("it was saved");
    assert_eq!((&answer["motivation"], answer["target"].is_string()), (&"replying".into(), true), "{answer}");
    again.send("q").wait_for("1/2 ans.");
    again.send("q").end();
    let mut other = home.open("other.txt");
    other.wait_for("answered in harbour.txt");
}
