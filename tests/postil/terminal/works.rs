//! One article in two formats: what was written on one shows on the other, and is changed where it was written.

use super::numbered;
use super::session::{Home, Session};

/// The first words are the passage that is marked.
fn article(between: &str) -> String {
    let rest = numbered(60, |n| {
        format!("{between}Keeper {n} wrote that lamp {n} burned for {} hours over quay {}.", n * 7, n * n)
    });
    format!("The harbour freezes late in the winter.{rest}")
}

fn home() -> Home {
    let text = format!("The Lamps\n\n{}\n", article("\n"));
    let page = format!("# The Lamps\n\nA word before it.\n\n{}\n", article(" "));
    Home::of_reader(&[("brief.txt", &text), ("brief.md", &page), ("other.md", "# Other\n\nNothing of this.\n")])
}

/// Writes a note on the text and ends.
fn annotated() -> Home {
    let home = home();
    let mut session = home.open("brief.txt");
    session.wait_for("freezes late").settle();
    session.send("j").settle();
    session.send("a").wait_for("drop it").send("cold").send("\x1b").wait_for("written").wait_gone("not saved yet");
    session.send("q").send("q");
    session.wait_exit();
    assert_eq!(home.sidecars().len(), 1, "{:?}", home.sidecars());
    home
}

fn offered(home: &Home) -> Session {
    let mut session = home.open("brief.md");
    session.wait_for("1 note was made on brief.txt, which is the same work").wait_for("on brief.txt");
    session
}

#[test]
fn a_note_on_one_format_shows_on_the_other_and_is_deleted_where_it_is() {
    let home = annotated();
    let mut session = offered(&home);
    session.wait_for("cold").settle();
    session.send("\td").wait_gone("cold").settle();
    assert!(home.annotations().is_empty(), "{:?}", home.sidecars());
    session.send("u").wait_for("cold").wait_gone("not saved yet").settle();
    assert_eq!(home.annotations().len(), 1);
    let files: Vec<String> = home.sidecars().iter().map(|(path, _)| path.display().to_string()).collect();
    assert!(files.iter().all(|path| path.contains("brief.txt@")), "{files:?}");
}

#[test]
fn an_answer_to_a_note_on_the_other_format_is_kept_with_that_note() {
    let home = annotated();
    let mut session = offered(&home);
    session.wait_for("cold").settle();
    session.send("\tr").wait_for("drop it").send("Very.").send("\x1b").wait_for("written").wait_gone("not saved yet");
    assert_eq!(home.annotations().len(), 2);
    let files: Vec<String> = home.sidecars().iter().map(|(path, _)| path.display().to_string()).collect();
    assert!(files.iter().all(|path| path.contains("brief.txt@")), "{files:?}");
    session.send("e").wait_for("drop it").send(" Cold.").send("\x1b").wait_for("written").wait_gone("not saved yet");
    assert_eq!((home.annotations().len(), home.sidecars().len()), (2, 1));
}

#[test]
fn what_is_written_on_the_other_format_meanwhile_shows_here() {
    let home = annotated();
    let mut here = offered(&home);
    here.settle();
    let mut there = home.open("brief.txt");
    there.wait_for("cold").settle();
    there.send("jjs1").wait_for("marked ");
    here.wait_for("Notes (2)");
}
