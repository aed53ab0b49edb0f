//! Follow me, with two readers and one folder: one shows where they read, the other goes along.

use super::session::Home;

const MIRA: &str = r#"{"id":"urn:uuid:0190aaaa-0000-7000-8000-000000000002","name":"Mira Oja","nickname":"mira"}"#;

#[test]
fn a_reader_goes_along_with_another_through_one_small_file_that_is_gone_in_the_end() {
    let long = super::numbered(40, |number| format!("Paragraph {number} is about ice.\n\n"));
    let home = Home::of_reader(&[("harbour.txt", &long), ("lake.txt", "The lake freezes early.\n")]);
    let root = home.corpus().parent().expect("a home").to_path_buf();
    std::fs::create_dir_all(root.join("other/state/postil")).expect("a state folder");
    std::fs::write(root.join("other/state/postil/reader.json"), MIRA).expect("a reader");
    let mut leader = home.open("harbour.txt");
    let mut other = home
        .script("XDG_STATE_HOME=$HOME/other/state XDG_DATA_HOME=$HOME/other/data exec $POSTIL \"$CORPUS/harbour.txt\"");
    leader.wait_for("Paragraph 0").wait_for("mika").settle();
    other.wait_for("Paragraph 0").wait_for("mira").settle();
    let place = home.corpus().join("annotations/mika/place.json");
    assert!(!place.exists(), "nothing is shown before the key");
    leader.send("F").wait_for("Nobody leads now").send("\r").wait_for("leading: ¶ 1");
    leader.send("G").wait_for("leading: ¶ 40").settle();
    other.send("F").wait_for("following mika").wait_for("Paragraph 39 is");
    leader.send("q").wait_for("lake").send("j\r").wait_for("freezes early");
    other.wait_for("The lake freezes early").wait_for("following mika");
    other.send("l").wait_for("left mika").wait_gone("following mika");
    other.send("F").wait_for("following mika");
    leader.send("\x03");
    assert!(leader.end().success());
    assert!(!place.exists(), "the place goes with the one who leads");
    other.wait_for("mika leads no more").send("\x03");
    assert!(other.end().success());
}
