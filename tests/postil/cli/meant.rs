//! Which folder of texts a command means: the one named, the seminar around it, the one that one stands in, the one read last.

use super::{Home, Ran};
use std::fs;

impl Home {
    /// The program, run in a folder.
    fn run_in(&self, folder: &str, args: &[&str]) -> Ran {
        Ran::of(self.command(args).current_dir(self.path(folder)).output().unwrap())
    }
}

const PLAN: &str = "title = \"Walls\"\n[[session]]\nnumber = 1\nreadings = [\"stones.md\", \"week-1/moss.txt\"]\n";

/// A seminar with a plan, a note on each of its texts by Mei.
fn seminar() -> Home {
    let home = Home::new();
    home.write("texts/syllabus.toml", PLAN);
    home.annotate(&["moss", "--quote", "the north wall", "--note", "whose?", "--reader", "Mei"]);
    home.annotate(&["stones", "--quote", "kept by", "--note", "how?", "--reader", "Mei"]);
    home
}

#[test]
fn a_folder_in_a_seminar_is_a_part_of_it_for_every_command() {
    let home = seminar();
    let listed = home.run(&["list", "texts/week-1"]);
    assert!(listed.out.contains("week-1/moss.txt") && !listed.out.contains("stones.md"), "{listed:?}");
    let said = "week-1 is part of ";
    assert!(
        listed.err.contains(said) && listed.err.contains("/texts: its plan and annotations are used"),
        "{listed:?}"
    );
    assert!(!home.run(&["list", "texts"]).err.contains(said));
    let notes = home.json(&["notes", "texts/week-1", "--json"]);
    assert_eq!((notes.as_array().unwrap().len(), &notes[0]["document"]), (1, &"week-1/moss.txt".into()));
    let report = home.run(&["report", "texts/week-1", "--session", "1"]);
    assert!(report.out.contains("| mei | 1 | 0 | 1 | 0 | 0 |"), "of the two texts the one there: {report:?}");
    let book = |folder| home.run(&["report", folder, "--session", "1", "--format", "gradebook"]).out;
    assert_eq!(book("texts/week-1"), book("texts"), "grades are of all that was asked");
    assert_eq!(home.run(&["check", "texts/week-1"]).out, home.run(&["check", "texts"]).out);
    home.annotate_in("texts/week-1", "moss");
    assert!(!home.path("texts/week-1/annotations").exists(), "a second corpus was begun");
    home.write("elsewhere/new.txt", "Something new, in some words.\n");
    let added = home.run(&["add", "elsewhere/new.txt", "--corpus", "texts/week-1"]);
    assert!(added.code == 0 && home.path("texts/week-1/new.txt").exists(), "{added:?}");
    assert!(home.read("texts/syllabus.toml").contains("\"week-1/new.txt\""));
}

impl Home {
    fn annotate_in(&self, corpus: &str, document: &str) {
        let ran = self.run(&["annotate", document, "--quote", "everything there", "--note", "?", "--corpus", corpus]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
}

#[test]
fn a_folder_with_a_plan_of_its_own_and_one_that_the_seminar_passes_over_are_corpora_of_their_own() {
    let home = seminar();
    home.write("texts/inner/syllabus.toml", "title = \"Inner\"\n");
    home.write("texts/inner/brook.txt", "A brook.\n");
    home.write("texts/.kept/brook.txt", "A brook.\n");
    home.write("texts/left/brook.txt", "A brook.\n");
    home.write("texts/.gitignore", "left/\n");
    for folder in ["texts/inner", "texts/.kept", "texts/left"] {
        let listed = home.json(&["list", folder, "--json"]);
        assert_eq!(listed[0]["path"], "brook.txt", "{folder}");
    }
    let inside = home.json(&["list", "texts/annotations", "--json"]);
    assert_eq!(inside.as_array().unwrap().len(), 3, "whoever is in the annotations means the seminar");
}

#[test]
fn notes_that_were_made_in_a_folder_below_before_the_whole_was_a_seminar_are_told_where_they_are() {
    let home = Home::new();
    let ran = home.run(&["annotate", "texts/week-1/moss.txt", "--quote", "slowly", "--reader", "Mei"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(home.path("texts/week-1/annotations/mei").exists(), "nothing above is a seminar's yet");
    let listed = home.run(&["list", "texts"]);
    let said = "week-1 has annotations of its own: open it by itself to see them";
    assert!(listed.err.contains(said) && !listed.err.contains("left out"), "{listed:?}");
    home.write("texts/week-1/annotations/mei/diary.md", "# No text\n");
    let listed = home.run(&["list", "texts"]);
    assert!(
        listed.err.contains(said) && !listed.out.contains("diary"),
        "what lies among annotations is no text: {listed:?}"
    );
    home.write("texts/week-2/annotations/reading.md", "# A text\n");
    assert!(home.run(&["list", "texts"]).out.contains("week-2/annotations/reading.md"), "no reader's folder is in it");
    assert!(home.run(&["list", "texts/week-1"]).out.contains(" 1 "));
    home.write("texts/annotations/kim/notes.csv", "");
    assert!(!home.run(&["list", "texts/week-1"]).err.contains("of its own"), "its own are no others'");
}

#[test]
fn what_the_program_keeps_beside_the_texts_is_no_text_for_any_command() {
    let home = seminar();
    for folder in ["", "week-1/"] {
        home.write(&format!("texts/{folder}allowed_signers"), "mei ssh-ed25519 AAAA\n");
    }
    for own in ["syllabus.toml", "allowed_signers", "week-1/allowed_signers", "annotations/mei/reader.json"] {
        let path = format!("texts/{own}");
        for args in [&["annotate", &path, "--note", "?"][..], &["text", &path], &["notes", &path], &["list", &path]] {
            home.run(args).fails(&format!("{path} is not a text"), "an editor");
        }
    }
    home.write("texts/week-1/syllabus.md", "A plan of weeks.\n");
    assert_eq!(home.run(&["text", "texts/week-1/syllabus.md"]).out, "A plan of weeks.\n");
}

#[test]
fn where_no_folder_is_named_the_one_around_is_meant_before_the_one_read_last_and_that_is_told() {
    let home = seminar();
    home.write("other/syllabus.toml", "title = \"Other\"\n");
    home.write("other/brook.txt", "A brook.\n");
    fs::create_dir(home.path("nothing")).unwrap();
    assert_eq!(home.run_in("other", &["init", "../made"]).code, 0);
    home.write("made/reed.txt", "A reed.\n");
    let here = home.run_in("other", &["list"]);
    assert!(here.out.contains("brook.txt") && !here.err.contains("read last"), "{here:?}");
    let part = home.run_in("texts/week-1", &["list"]);
    assert!(part.out.contains("week-1/moss.txt") && !part.out.contains("stones.md"), "{part:?}");
    let last = home.run_in("nothing", &["list"]);
    assert!(last.out.contains("reed.txt") && last.err.contains("/made, the folder read last"), "{last:?}");
    home.run_in("other", &["add", "../texts/stones.md"]);
    assert!(home.path("other/stones.md").exists() && !home.path("made/stones.md").exists());
}

#[test]
fn what_was_probably_meant_is_said() {
    let home = Home::new();
    home.run(&["search", "texts", "moss"]).fails("there is no folder or text moss", "postil search moss texts");
    home.run(&["concordance", "texts", "the moss"]).fails("there is no", "postil concordance 'the moss' texts");
    home.run(&["serach"]).fails("there is no file, folder or command `serach`", "Did you mean `postil search`?");
    home.write("texts/syllabus.toml", PLAN);
    home.run(&["report", "texts", "--session", "1", "--format", "gradebook"])
        .fails("session 1 has no rubric", "rubric = {");
    let again = home.run(&["add", "texts/stones.md", "--corpus", "texts"]);
    assert!(again.err.contains("stones.md stands in session 1 already; --session N enters it in another"), "{again:?}");
    let other = home.run(&["add", "texts/stones.md", "--corpus", "texts", "--session", "2"]);
    assert!(other.err.contains("stands in session 1 already, and in session 2 from now on"), "{other:?}");
}
