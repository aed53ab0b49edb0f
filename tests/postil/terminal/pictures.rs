//! Pictures handed to a program outside, and named where there is no screen for them.

use super::session::Home;
use std::os::unix::fs::PermissionsExt;

const TEXT: &str = "![A wall](wall.gif)\n\nWords about the wall.\n\n![Not one](run.gif)\n";

fn home() -> Home {
    let home = Home::of_reader(&[("walls.md", TEXT), ("run.gif", "#!/bin/sh\n")]);
    home.write("wall.gif", b"GIF89a and so on");
    home
}

#[test]
fn a_picture_is_handed_to_the_readers_program_in_a_file_of_its_own() {
    let home = home();
    home.editor("[ \"$1\" = --fit ] && cp \"$2\" \"$HOME/shown\" && stat -c %a \"$2\" > \"$HOME/mode\"; exit 3");
    let root = home.corpus().parent().expect("a home").to_path_buf();
    std::fs::create_dir_all(root.join("config/postil")).expect("a folder");
    let settings = format!("picture_command = \"{} --fit\"\n", root.join("editor").display());
    std::fs::write(root.join("config/postil/settings.toml"), settings).expect("settings");
    let mut session = home.open("walls.md");
    session.wait_for("A wall").wait_for("open the picture").send("gf").wait_for("did not show the picture");
    assert_eq!(std::fs::read(root.join("shown")).expect("it was shown"), b"GIF89a and so on");
    assert_eq!(std::fs::read_to_string(root.join("mode")).expect("it was looked at").trim(), "600");
    session.send("G").wait_for("100 %").send("gf").wait_for("no PNG, JPEG");
    session.send("\x03");
    assert!(session.end().success());
}

#[test]
fn without_a_screen_the_file_is_named_and_goes_at_the_end_when_it_is_old() {
    let home = home();
    let pictures = home.corpus().parent().expect("a home").join("cache/postil/pictures");
    std::fs::create_dir_all(&pictures).expect("a folder");
    let old = pictures.join("picture-0000000000000000.png");
    std::fs::write(&old, "old").expect("a file");
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(30);
    std::fs::File::options().write(true).open(&old).and_then(|file| file.set_modified(long_ago)).expect("an old file");
    let mut session = home.open("walls.md");
    session.wait_for("open the picture").send("gf").wait_for("/postil/pictures/picture-");
    // The words to be copied by hand go with any key.
    session.send("x").wait_for("open the picture").send("\x03");
    assert!(session.end().success());
    let left: Vec<_> = std::fs::read_dir(&pictures).expect("there").flatten().map(|entry| entry.path()).collect();
    assert!(left.len() == 1 && !old.exists(), "{left:?}");
    assert_eq!(std::fs::metadata(&left[0]).expect("there").permissions().mode() & 0o777, 0o600);
}
