//! `postil init` and `postil add`: a folder of texts is made and filled, its plan with it, and nothing is written over.

use super::{Home, keys};
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};

/// A home with a new folder of texts, `readings`, and some files beside it.
fn home() -> Home {
    let home = Home::new();
    let made = home.run(&["init", "readings"]);
    assert!(made.code == 0 && made.out.contains("postil add FILE"), "{made:?}");
    home.write("papers/Stone Walls (final).TXT", "Walls\n\nA wall is a promise kept by stones.\n");
    home.write("papers/old/Moss.md", "# Moss\n\nMoss asks for nothing at all.\n");
    home.write("papers/table.xyz", [0, 1, 2, 3]);
    home
}

#[test]
fn a_folder_is_made_with_a_plan_that_explains_itself_and_only_once() {
    let home = home();
    let plan = home.read("readings/syllabus.toml");
    assert!(plan.starts_with("# The plan") && plan.lines().all(|line| line.is_empty() || line.starts_with('#')));
    home.run(&["init", "readings"]).fails("has a plan already", "postil add FILE");
    assert_eq!(home.read("readings/syllabus.toml"), plan);
    assert!(home.run(&["init", "texts"]).out.contains("2 texts in it already"));
    home.run(&["init", "texts/stones.md"]).fails("texts/stones.md is a file, not a folder", "postil add FILE");
    assert!(home.run(&["check", "readings"]).code == 0, "the new plan has no fault");
}

#[test]
fn files_and_folders_are_copied_under_plain_names_and_entered_in_the_plan() {
    let home = home();
    let ran =
        home.run(&["add", "papers/Stone Walls (final).TXT", "papers/old", "--corpus", "readings", "--in", "week-2"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("week-2/stone-walls-final.txt") && ran.out.contains("week-2/moss.md"), "{ran:?}");
    assert_eq!(home.read("readings/week-2/moss.md"), home.read("papers/old/Moss.md"));
    let plan = home.read("readings/syllabus.toml");
    let entered =
        "\n[[session]]\nnumber = 1\nreadings = [\n  \"week-2/stone-walls-final.txt\",\n  \"week-2/moss.md\",\n]\n";
    assert!(plan.ends_with(entered) && plan.starts_with("# The plan"), "{plan}");
    // Another text of that name gets a number; without a name the folder made last is meant.
    home.write("Moss.md", "# Moss\n\nAnother moss, on another wall.\n");
    let again = home.run(&["add", "Moss.md", "--in", "week-2", "--session", "3"]);
    assert!(again.code == 0 && again.out.contains("week-2/moss-2.md"), "{again:?}");
    assert!(
        home.read("readings/syllabus.toml")
            .ends_with("\n[[session]]\nnumber = 3\nreadings = [\n  \"week-2/moss-2.md\",\n]\n")
    );
    assert!(home.read("readings/week-2/moss.md").contains("asks for nothing"));
}

#[test]
fn what_is_there_already_or_is_no_text_is_refused_with_the_reason() {
    let home = home();
    assert_eq!(home.run(&["add", "papers/old/Moss.md"]).code, 0);
    for (from, why) in [
        ("papers/old/Moss.md", "is there already, as moss.md: not added"),
        ("papers/table.xyz", "no format reads files of this name"),
        ("nowhere.md", "no such file"),
        ("readings", "holds or lies in the folder of texts itself"),
        (".", "holds or lies in the folder of texts itself"),
    ] {
        let ran = home.run(&["add", from, "--corpus", "readings"]);
        assert!(ran.code == 1 && ran.err.contains(why) && ran.out.is_empty(), "{from}: {ran:?}");
    }
    // What is there is entered in the session that is named all the same.
    let entered = home.run(&["add", "papers/old/Moss.md", "--corpus", "readings", "--session", "5"]);
    assert!(entered.code == 0 && home.read("readings/syllabus.toml").contains("number = 5"), "{entered:?}");
    assert_eq!(fs::read_dir(home.path("readings")).unwrap().count(), 2, "the plan and the text");
    for folder in ["../out", "/tmp", "a/../../b"] {
        home.run(&["add", "Moss.md", "--corpus", "readings", "--in", folder]).fails("not the path", "below the corpus");
    }
    home.run(&["add", "x.md", "--corpus", "readings", "--in", "annotations/mei"]).fails("what readers write", "--in");
    symlink(home.path("papers"), home.path("readings/away")).unwrap();
    let led_out = home.run(&["add", "papers/Stone Walls (final).TXT", "--corpus", "readings", "--in", "away"]);
    assert!(led_out.code == 1 && led_out.err.contains("is a link"), "{led_out:?}");
    assert_eq!(fs::read_dir(home.path("readings")).unwrap().count(), 3, "the plan, the text, the link");
    Home::new().run(&["add", "x.md"]).fails("no folder of texts is known yet", "postil init FOLDER");
}

#[test]
fn a_text_without_an_ending_gets_one_by_which_the_list_shows_it() {
    let home = home();
    home.write("papers/README", "Walls\n\nA wall holds what it can, and no more than that.\n");
    let listed = home.run(&["list", "papers/README"]);
    assert!(listed.code == 0 && listed.out.contains("README"), "{listed:?}");
    let added = home.run(&["add", "papers/README"]);
    assert!(added.code == 0 && added.out.contains("readme.txt"), "{added:?}");
    assert!(home.run(&["list", "readings"]).out.contains("readme.txt"));
    home.write("readings/NOTES", "Moss\n\nIt grows on walls, and asks for nothing.\n");
    let lies = home.run(&["add", "readings/NOTES"]);
    assert!(lies.code == 1 && lies.err.contains("rename it NOTES.txt"), "{lies:?}");
    home.write("bare/essay", "Stones\n\nThey keep.\n");
    let none = home.run(&["list", "bare"]);
    assert!(none.code == 1 && none.err.contains("`postil add FILE` gives it one"), "{none:?}");
}

#[test]
fn a_dry_run_writes_nothing_and_a_link_is_the_same_file() {
    let home = home();
    let before = home.read("readings/syllabus.toml");
    let shown = home.run(&["add", "papers/old", "--dry-run"]);
    assert!(shown.code == 0 && shown.out.contains("moss.md"), "{shown:?}");
    assert!(home.read("readings/syllabus.toml") == before && !home.path("readings/moss.md").exists());
    assert_eq!(home.run(&["add", "papers/old/Moss.md", "--link", "--no-plan"]).code, 0);
    let inode = |path: &str| fs::metadata(home.path(path)).unwrap().ino();
    assert!(inode("readings/moss.md") == inode("papers/old/Moss.md") && home.read("readings/syllabus.toml") == before);
    // What lies there already is entered in the plan, and stays where it is.
    let entered = home.run(&["add", "readings/moss.md"]);
    assert!(entered.code == 0 && home.read("readings/syllabus.toml").contains("\"moss.md\""), "{entered:?}");
}

#[test]
fn a_plan_that_cannot_be_changed_safely_stays_and_says_what_to_enter() {
    let home = home();
    home.write("readings/syllabus.toml", "session = [{ number = 1 }]\n");
    home.run(&["add", "papers/old/Moss.md"]).fails("cannot be entered safely", "\"moss.md\",");
    assert_eq!(home.read("readings/syllabus.toml"), "session = [{ number = 1 }]\n");
    assert!(home.path("readings/moss.md").exists());
}

#[test]
fn a_scanned_pdf_and_the_same_work_in_another_format_are_told() {
    let home = home();
    let sample = super::documents().join("one-text-six-ways/counting-across-the-strait");
    let file = |ending: &str| format!("{}.{ending}", sample.display());
    let rows = home.json(&["add", &file("epub"), &file("docx"), "--json"]);
    assert_eq!(keys(&rows[0]), "path from format words title session same_work warnings");
    assert_eq!(rows[0]["same_work"][0], rows[1]["path"]);
    home.write("scan.pdf", SCAN);
    let ran = home.run(&["add", "scan.pdf"]);
    assert!(ran.code == 0 && ran.err.contains("its pages are pictures"), "{ran:?}");
    home.write("nothing.txt", "");
    let row = &home.json(&["add", "nothing.txt", "--session", "2", "--json"])[0];
    assert!(row["session"].is_null() && row["warnings"].to_string().contains("The file is empty"), "{row}");
    let plan = home.read("readings/syllabus.toml");
    assert!(!plan.contains("scan.pdf") && !plan.contains("nothing.txt"), "{plan}");
    assert!(ran.err.contains("scan.pdf: not entered in syllabus.toml"), "{ran:?}");
    let ran = home.run(&["add", "readings/scan.pdf", "--force"]);
    assert!(ran.code == 0 && home.read("readings/syllabus.toml").contains("\"scan.pdf\""), "{ran:?}");
}

/// A page of a PDF that is one picture.
const SCAN: &str = "%PDF-1.4\n\
1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> >> >>\nendobj\n\
4 0 obj\n<< /Length 31 >>\nstream\nq 200 0 0 200 0 0 cm /P Do Q    \nendstream\nendobj\n\
5 0 obj\n<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n\
stream\nx\nendstream\nendobj\n\
trailer\n<< /Root 1 0 R >>\n";

#[test]
fn a_plan_that_is_a_link_is_left_alone_and_it_is_said_that_the_texts_are_not_in_it() {
    let home = home();
    fs::rename(home.path("readings/syllabus.toml"), home.path("plan.toml")).unwrap();
    symlink(home.path("plan.toml"), home.path("readings/syllabus.toml")).unwrap();
    let before = home.read("plan.toml");
    let ran = home.run(&["add", "papers/old/Moss.md", "--corpus", "readings"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("1 text (moss.md) put into the folder, but not entered in syllabus.toml"), "{ran:?}");
    assert!(ran.err.contains("--no-plan") && home.path("readings/moss.md").exists(), "{ran:?}");
    assert_eq!(home.read("plan.toml"), before);
}

#[test]
fn what_a_folder_holds_that_is_no_text_is_named() {
    let home = home();
    symlink(home.path("texts"), home.path("papers/away")).unwrap();
    let ran = home.run(&["add", "papers", "--corpus", "readings"]);
    assert!(ran.err.contains("left out: 1 file of another kind, 1 link: "), "{ran:?}");
    assert!(ran.err.contains("table.xyz") && ran.err.contains("away"), "{ran:?}");
}
