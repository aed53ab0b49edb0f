//! The core loop: open, read, mark, tag, write, quit, come back; and two at once.

use super::session::records;
use super::*;

#[test]
fn a_sentence_is_marked_tagged_and_noted_and_is_there_the_next_time() {
    let home = Home::with(&[("harbour.txt", HARBOUR), ("other.md", "# Other\n\nNothing here.\n")]);
    let mut session = home.start();
    session.wait_for("2 texts").send("\r").wait_for("freezes").wait_for("words");
    session.send("f").wait_for("leave").send("s").wait_for("other end").send("\r").wait_for("Who is writing");
    // The name of whoever runs this is offered; another one is written over it.
    session.send("\x15\x0b").send(&"\x7f".repeat(40)).send("Ona Field\r").wait_for("marked yellow");
    session.send("t").wait_for("as typed").send("ice,").wait_for("tagged ice").send("\r");
    session.send("a").wait_for("drop it").send("Doors, too.").wait_for("Doors, too.").send("\x1b").wait_for("written");
    saved(&mut session, 1);
    session.send("q").wait_for("2 texts").send("q");
    assert!(session.end().success());

    let sidecars = home.sidecars();
    let [(path, text)] = &sidecars[..] else { panic!("one reader, one device, one text: {sidecars:?}") };
    assert!(path.starts_with(home.corpus().join("annotations/ona-field")), "{}", path.display());
    let notes = records(path, text);
    assert_eq!(notes.len(), 1, "one annotation, edited twice");
    let selectors = notes[0]["target"]["selector"].as_array().expect("selectors");
    let quote = "The harbour freezes late in the winter.";
    let exact = selectors.iter().find_map(|selector| selector["exact"].as_str()).expect("a quotation");
    assert_eq!(exact.trim(), quote);
    let position = selectors.iter().find(|selector| selector["type"] == "TextPositionSelector").expect("a position");
    let length = position["end"].as_u64().zip(position["start"].as_u64()).map(|(end, start)| end - start);
    assert_eq!(length, Some(exact.chars().count() as u64));
    let said = notes[0]["body"].to_string();
    assert!(said.contains("Doors, too.") && said.contains("\"ice\""), "{said}");

    let mut again = home.open("harbour.txt");
    again.wait_for("Doors, too.").wait_for("#ice");
    let (_, row) = again.find("freezes late in the winter");
    assert!(again.rows()[row].trim_start().starts_with('N'), "the margin shows the note:\n{}", again.screen());
}

#[test]
fn a_reader_comes_back_to_the_same_line() {
    let text = numbered(400, |n| format!("Sentence number {n} stands here alone.\n\n"));
    let home = Home::of_reader(&[("long.txt", &text)]);
    let mut session = home.open("long.txt");
    session.wait_for("number 3 stands").wait_for("words").send("   ").wait_gone("number 3 stands").settle();
    let top = session.rows()[1].clone();
    assert!(top.contains("Sentence") || session.rows()[2].contains("Sentence"), "{}", session.screen());
    let shown: Vec<String> = session.rows().iter().filter(|row| row.contains("number")).cloned().collect();
    session.send("q").wait_for("1 text").send("q");
    assert!(session.end().success());
    let mut again = home.open("long.txt");
    again.wait_for("back where you were");
    let now = again.rows();
    let same = shown
        .iter()
        .filter(|row| now.iter().any(|other| other[..40.min(other.len())] == row[..40.min(row.len())]))
        .count();
    assert!(same * 3 >= shown.len() * 2, "was:\n{}\n\nis:\n{}", shown.join("\n"), now.join("\n"));
}

#[test]
fn two_sessions_at_once_keep_each_other_s_notes() {
    let (home, mut first) = reading();
    let mut second = read(&home, "harbour.txt");
    for (number, session) in [&mut first, &mut second].into_iter().enumerate() {
        session.send("A").wait_for("drop it").send(&format!("note of session {number}"));
    }
    first.wait_for("note of session 0").send("\x1b");
    second.wait_for("note of session 1").send("\x1b");
    first.wait_for("written").wait_gone("not saved yet");
    second.wait_for("written").wait_gone("not saved yet");
    let said = home.annotations().iter().map(ToString::to_string).collect::<String>();
    assert!(said.contains("note of session 0") && said.contains("note of session 1"), "{said}");
    assert_eq!(home.sidecars().len(), 1, "one reader, one device, one text");
}

#[test]
fn an_outside_editor_changes_the_note() {
    let (home, mut session) = reading();
    home.editor("grep -q 'before' \"$1\" && printf 'from outside\\nsecond line' > \"$1\"");
    session.send("a").wait_for("drop it").send("before").wait_for("before").send("\x0f").wait_for("from outside");
    session.send("\x1b").wait_for("written").wait_gone("not saved yet");
    assert!(home.annotations()[0].to_string().contains("from outside\\nsecond line"));
    let left = std::fs::read_dir(home.state()).expect("a state folder").flatten();
    assert!(
        !left.map(|entry| entry.file_name()).any(|name| name.to_string_lossy().starts_with("note-")),
        "the file is gone"
    );
}

#[test]
fn an_editor_that_fails_leaves_the_note_as_it_was() {
    let (home, mut session) = reading();
    home.editor("printf 'half' > \"$1\"; exit 3");
    session.send("a").wait_for("drop it").send("before").wait_for("before").send("\x0f").wait_for("failed");
    session.send("\x1b").wait_for("written").wait_gone("not saved yet");
    assert!(home.annotations()[0].to_string().contains("before"));
}

#[test]
fn ctrl_c_in_an_editor_ends_the_editor_alone() {
    let (home, mut session) = reading();
    // The trap is set before it says that it is here: a signal between two commands of a shell is not lost.
    home.editor("trap 'exit 130' INT; echo EDITOR-IS-HERE; while :; do sleep 1; done");
    session.send("a").wait_for("drop it").send("kept").wait_for("kept").send("\x0f").wait_for("EDITOR-IS-HERE");
    session.send("\x03").wait_for("failed").send("\x1b").wait_for("written").wait_gone("not saved yet");
    assert!(home.annotations()[0].to_string().contains("kept"));
}

#[test]
fn a_single_file_of_the_corpus_read_last_is_opened_among_its_neighbours() {
    let home =
        Home::of_reader(&[("harbour.txt", HARBOUR), ("week/other.txt", "The Other\n\nNothing happens here at all.\n")]);
    let mut session = home.start();
    session.wait_for("2 texts").send("q");
    assert!(session.end().success());
    let mut again = home.open("week/other.txt");
    again.wait_for("Nothing happens").send("A").wait_for("drop it").send("On its own.").send("\x1b");
    saved(&mut again, 1);
    assert!(home.corpus().join("annotations/mika/week").is_dir(), "{:?}", home.sidecars());
    assert!(!home.corpus().join("week/annotations").exists());
}

#[test]
fn keys_behind_one_that_opens_a_text_are_for_that_text() {
    let text = |name: &str| numbered(40, |number| format!("Paragraph {number} of {name}.\n\n"));
    let [ash, birch, cedar] = ["ash", "birch", "cedar"].map(text);
    let home = Home::of_reader(&[("ash.txt", &ash), ("birch.txt", &birch), ("cedar.txt", &cedar)]);
    let mut session = home.start();
    session.wait_for("3 texts").settle();
    session.send("\rG").wait_for("Paragraph 39 of ash");
    session.send("q").wait_for("3 texts").settle().send("j\rG").wait_for("Paragraph 39 of birch");
    session.send("q").wait_for("3 texts").settle().send("j\r/of cedar\r").wait_for("hit 1 of 40");
    // Back in this text, then over two in one go, and a key for the text that they lead to.
    session.send("HHHgg").wait_for("Paragraph 0 of ash");
}
