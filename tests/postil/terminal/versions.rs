//! The history of one annotation: what was changed, going back, what can be brought back after a deletion.

use super::reading;

/// The classes that the annotations of the corpus are styled with.
fn colors(home: &super::session::Home) -> Vec<String> {
    let color = |annotation: &serde_json::Value| annotation["target"]["styleClass"].as_str().map(str::to_owned);
    home.annotations().iter().filter_map(color).collect()
}

#[test]
fn an_annotation_goes_back_to_an_earlier_version_and_undo_takes_that_back() {
    let (home, mut session) = reading();
    session.send("s1").wait_for("marked ").settle();
    session.send("s2").settle();
    session.send("V").wait_for("yellow → green").wait_for("made").wait_for("just now");
    session.send("\x1b[A\r").wait_for("as it was then").settle();
    assert_eq!(colors(&home), ["yellow"]);
    session.send("V").wait_for("green → yellow").send("\x1b").settle();
    session.send("u").wait_for("undone").settle();
    assert_eq!(colors(&home), ["green"]);
}

#[test]
fn what_was_deleted_in_this_session_is_brought_back_with_its_words() {
    let (home, mut session) = reading();
    session.send("s1").wait_for("marked ").send("d").wait_for("deleted").settle();
    assert_eq!(home.annotations().len(), 0);
    session.send("V").wait_for("Deleted: enter brings back").send("\r").wait_for("as it was then").settle();
    assert_eq!(colors(&home), ["yellow"]);
}

#[test]
fn what_was_deleted_in_an_earlier_session_comes_back_with_its_words() {
    let (home, mut session) = reading();
    session.send("s1").wait_for("marked ").send("d").wait_for("deleted").settle();
    drop(session);
    let mut session = super::read(&home, "harbour.txt");
    session.settle().send("V").wait_for("Deleted: enter brings back").wait_for("deleted in an earlier session");
    session.send("\r").wait_for("as it was then").wait_for("Notes (1)");
}

#[test]
fn a_version_kept_aside_by_merging_is_shown() {
    let home = super::Home::of_reader(&[("harbour.txt", super::HARBOUR)]);
    let mut session = super::read(&home, "harbour.txt");
    session.send("s1").wait_for("marked ").settle();
    drop(session);
    let (path, text) = home.sidecars().remove(0);
    let copy = path.to_string_lossy().replace(".json", " (1).json");
    std::fs::write(copy, text.replace(r#""styleClass":"yellow""#, r#""styleClass":"pink""#)).expect("a copy");
    let mut session = super::read(&home, "harbour.txt");
    session.settle().send("V").wait_for("kept aside");
}
