//! `postil sync` over a drive, with the real rclone where it is installed: what is sent, what comes, what stands in the way.

use super::carriers::{Carrier as _, Drive, has_rclone};
use super::*;

#[test]
fn two_readers_see_each_other_over_a_drive_and_the_address_is_said_once() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    let drive = Drive::served(2, false);
    drive.note(0, "ann", "first");
    drive.note(1, "bob", "second, longer");
    let first = drive.sync(0);
    assert_eq!(
        (&first["kept"], &first["sent"], &first["sent_notes"]),
        (&2.into(), &"sent".into(), &1.into()),
        "{first}"
    );
    let second = drive.sync(1);
    assert_eq!((&second["received"], &second["new_notes"], &second["from"][0]), (&2.into(), &1.into(), &"ann".into()));
    let later = drive.run(0, &["sync", "texts"]);
    assert_eq!((later.code, later.out.as_str()), (0, "1 new from bob\n"), "{later:?}");
    assert_eq!((drive.seen(0).len(), drive.seen(0)), (2, drive.seen(1)));
    let nothing = drive.run(0, &["sync", "texts"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (0, "everything is as the others have it\n"), "{nothing:?}");
    let other = drive.run(0, &["sync", "texts", "--remote", "rclone:cloud:elsewhere"]);
    other.fails("is synced with rclone:cloud:seminar already", "remove ");
    drive.run(0, &["sync", "texts", "--remote", "/srv/a.git"]).fails("is synced with rclone:cloud:seminar", "remove ");
}

#[test]
fn an_edit_of_equal_length_reaches_the_others_over_a_drive_that_knows_neither_times_nor_digests() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    let drive = Drive::served(2, false);
    drive.note(0, "ann", "one");
    (0..2).for_each(|home| drop(drive.sync(home)));
    let (path, _) = drive.listed().into_iter().find(|(path, _)| path.contains('@')).unwrap();
    let file = annotations(&drive.homes[0]).join(path.strip_prefix("seminar/annotations/").unwrap());
    for (second, [before, after]) in [["one", "two"], ["two", "six"], ["six", "ten"]].iter().enumerate() {
        let text = fs::read_to_string(&file).unwrap();
        let edited = text.lines().map(|line| match line.split_once("\"modified\":\"") {
            Some((begin, rest)) if line.contains(&format!("\"{before}\"")) => {
                let edited = format!("{begin}\"modified\":\"2030-01-01T00:00:0{second}.000Z{}", &rest[24..]);
                edited.replace(&format!("\"{before}\""), &format!("\"{after}\""))
            }
            _ => line.to_owned(),
        });
        let edited = edited.collect::<Vec<_>>().join("\n") + "\n";
        assert!(edited.len() == text.len() && edited != text);
        fs::write(&file, edited).unwrap();
        (0..2).for_each(|home| drop(drive.sync(home)));
        assert!(drive.seen(1)[0].contains(after), "{:?}", drive.seen(1));
    }
}

#[test]
fn only_ones_own_files_are_sent_and_nothing_of_others_is_touched() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    let drive = Drive::local(2);
    drive.note(1, "bob", "second, longer");
    drive.sync(1);
    let theirs =
        ["seminar/annotations/bob/stray.txt", "seminar/notes.txt", "seminar/annotations/ann/left by another.txt"];
    for path in theirs {
        fs::create_dir_all(drive.files().join(path).parent().unwrap()).unwrap();
        fs::write(drive.files().join(path), "another's").unwrap();
    }
    let before = drive.listed();
    drive.note(0, "ann", "mine");
    let home = &drive.homes[0];
    home.write("texts/annotations/cho/moss.txt@b0b0.json", "{}");
    home.write("texts/annotations/stray.txt", "not mine to send");
    home.write("texts/annotations/ann/.postil-half.json", "half a file");
    home.write("texts/annotations/ann/place.json", "where Ann leads others now");
    drive.sync(0);
    let after = drive.listed();
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)), "all that was there is as it was");
    let new = after.keys().filter(|path| !before.contains_key(*path)).map(|path| path.split('@').next().unwrap());
    assert_eq!(
        new.collect::<Vec<_>>(),
        ["seminar/annotations/ann/reader.json", "seminar/annotations/ann/week-1/moss.txt"]
    );
}

#[test]
fn what_is_half_there_or_of_an_earlier_day_is_not_read_and_comes_later() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    let drive = Drive::local(2);
    drive.note(1, "bob", "one");
    drive.sync(1);
    drive.sync(0);
    let (path, earlier) = drive.listed().into_iter().find(|(path, _)| path.contains('@')).unwrap();
    drive.note(1, "bob", "two");
    drive.sync(1);
    let later = drive.listed()[&path].clone();
    fs::write(drive.files().join(&path), &later[..later.len() - 9]).unwrap();
    let half = drive.sync(0);
    assert_eq!((drive.seen(0).len(), half["received"].as_u64()), (1, Some(0)), "{half}");
    assert!(half["notes"][0].as_str().unwrap().contains("not all of bob is whole on the drive yet"), "{half}");
    fs::write(drive.files().join(&path), &later).unwrap();
    drive.sync(0);
    assert_eq!(drive.seen(0).len(), 2);
    fs::write(drive.files().join(&path), &earlier).unwrap();
    drive.sync(0);
    assert_eq!(drive.seen(0).len(), 2, "yesterday's file takes nothing back");
    let again = drive.sync(1);
    assert!(again["notes"][0].as_str().unwrap().contains("sent again"), "{again}");
    assert_eq!(drive.listed()[&path], later, "and its writer sends the newer again");
}

#[test]
fn what_one_has_lost_here_or_there_comes_back() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    let drive = Drive::local(1);
    drive.note(0, "ann", "mine");
    drive.sync(0);
    let (path, bytes) = drive.listed().into_iter().find(|(path, _)| path.contains('@')).unwrap();
    let here = annotations(&drive.homes[0]).join(path.strip_prefix("seminar/annotations/").unwrap());
    fs::remove_file(&here).unwrap();
    let told = drive.sync(0);
    assert!(told["notes"][0].as_str().unwrap().contains("is back"), "{told}");
    assert_eq!(fs::read(&here).unwrap(), bytes);
    fs::remove_file(drive.files().join(&path)).unwrap();
    let told = drive.sync(0);
    assert!(told["notes"][0].as_str().unwrap().contains("removed or changed 1 of your files"), "{told}");
    assert_eq!(drive.listed()[&path], bytes);
}

#[test]
fn two_who_go_by_one_name_are_told_and_one_on_two_devices_becomes_one() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    let drive = Drive::local(2);
    drive.note(0, "ann", "mine");
    drive.sync(0);
    drive.note(1, "ann", "also mine");
    let before = drive.listed();
    drive.try_sync(1).fails("“ann” is ann there", "Nothing was sent");
    assert_eq!(drive.listed(), before);
    let joined = drive.run(1, &["sync", "texts", "--join", "--yes"]);
    assert_eq!(joined.code, 0, "{joined:?}");
    drive.sync(0);
    assert_eq!((drive.seen(0).len(), drive.seen(0)), (2, drive.seen(1)));
    assert_eq!(drive.homes[0].run(&["check", "texts"]).code, 0, "nobody is only quoted");
}

#[test]
fn a_folder_that_is_made_from_a_drive_has_its_texts_and_gets_those_that_come() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    let drive = Drive::served(2, false);
    let put = |path: &str, text: &str| {
        let place = drive.files().join("seminar").join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    };
    put("week-1/tides.md", "# Tides\n\nThey come and go.\n");
    put("syllabus.toml", "[[session]]\nnumber = 1\nreadings = [\"week-1/tides.md\"]\n");
    put(".hidden/secret.txt", "no text");
    let made = drive.run(0, &["sync", "copy", "--remote", "rclone:cloud:seminar"]);
    assert_eq!((made.code, made.out.as_str()), (0, "made copy with 1 text; to read: postil copy\n"), "{made:?}");
    assert!(!drive.homes[0].path("copy/.hidden").exists());
    let again = drive.run(0, &["sync", "copy"]);
    assert_eq!((again.code, again.err.as_str()), (0, ""), "nothing is new: {again:?}");
    put("week-2/moss.md", "# Moss\n\nIt grows.\n");
    put("syllabus.toml", "[[session]]\nnumber = 2\nreadings = [\"week-2/moss.md\"]\n");
    let told = drive.run(0, &["sync", "copy"]);
    assert!(told.err.contains("new or changed here: syllabus.toml, week-2/moss.md"), "{told:?}");
    assert!(drive.homes[0].read("copy/syllabus.toml").contains("number = 2"));
    // What somebody has changed here is kept beside what comes, and what they have thrown away stays away.
    drive.homes[0].write("copy/week-2/moss.md", "mine");
    fs::remove_file(drive.homes[0].path("copy/week-1/tides.md")).unwrap();
    put("week-2/moss.md", "# Moss\n\nIt grows on walls.\n");
    let told = drive.run(0, &["sync", "copy"]);
    assert!(told.err.contains("your own version is kept as week-2/moss (my version).md"), "{told:?}");
    assert_eq!(drive.homes[0].read("copy/week-2/moss (my version).md"), "mine");
    assert!(drive.homes[0].read("copy/week-2/moss.md").contains("on walls"));
    let again = drive.run(0, &["sync", "copy"]);
    assert_eq!((again.code, again.err.as_str()), (0, ""), "it is told once: {again:?}");
    assert!(!drive.homes[0].path("copy/week-1/tides.md").exists());
    // What is handed out no more stays here, and that is told once.
    for path in ["week-1/tides.md", "week-2/moss.md"] {
        fs::remove_file(drive.files().join("seminar").join(path)).unwrap();
    }
    let told = drive.run(0, &["sync", "copy"]);
    let withdrawn = "not on the drive any more: week-2/moss.md; take it away here, too, where nobody is to read it";
    assert!(told.err.contains(withdrawn) && drive.homes[0].path("copy/week-2/moss.md").exists(), "{told:?}");
    assert_eq!(drive.run(0, &["sync", "copy"]).err, "");
    let nowhere = drive.run(0, &["sync", "other", "--remote", "rclone:cloud:semniar"]);
    nowhere.fails("there is no folder cloud:semniar", "rclone lsd");
    assert!(!drive.homes[0].path("other").exists());
}

#[test]
fn what_stands_in_the_way_of_a_drive_is_said_in_words_with_a_remedy() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    let drive = Drive::local(1);
    drive.note(0, "ann", "mine");
    drive.run(0, &["sync", "texts", "--remote", "rclone:seminar"]).fails("names no remote", "rclone:NAME:path");
    let unknown = drive.run(0, &["sync", "texts", "--remote", "rclone:nowhere:seminar"]);
    assert_eq!(
        (unknown.code, unknown.out.contains("rclone knows no remote of that name here")),
        (1, true),
        "{unknown:?}"
    );
    assert!(unknown.out.contains("rclone listremotes"), "{unknown:?}");
    // One that never answered was mistyped.
    assert_eq!(drive.sync(0)["sent"], "sent");
    let mut without = drive.command(0, &["sync", "texts"]);
    without.env("PATH", drive.homes[0].path("empty"));
    Ran::of(without.output().unwrap()).fails("the program rclone is not installed", "rclone.org");
    fs::rename(drive.files().join("seminar"), drive.files().join("moved")).unwrap();
    let gone = drive.run(0, &["sync", "texts"]);
    assert!(gone.code == 1 && gone.out.contains("is not there any more"), "{gone:?}");
    assert!(!drive.files().join("seminar").exists(), "nothing is begun anew by itself");
}

/// An rclone that lists as the real one does and cannot send, as when a drive is full.
fn full(drive: &Drive) -> String {
    let home = &drive.homes[0];
    let script = "#!/bin/sh\nfor word in \"$@\"; do [ \"$word\" = copy ] && { echo 'ERROR : a: Failed to copy: googleapi: Error 403: \
                  The storage quota has been exceeded., storageQuotaExceeded' >&2; exit 1; }; done\nPATH=${PATH#*:}\nexec rclone \"$@\"\n";
    home.write("full/rclone", script);
    fs::set_permissions(home.path("full/rclone"), fs::Permissions::from_mode(0o755)).unwrap();
    format!("{}:{}", home.path("full").display(), std::env::var("PATH").unwrap())
}

#[test]
fn a_drive_that_is_full_is_said_to_be_and_everything_is_sent_when_it_is_not() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    let drive = Drive::local(1);
    drive.note(0, "ann", "mine");
    let mut command = drive.command(0, &["sync", "texts", "--json", "--remote", "rclone:cloud:seminar"]);
    let ran = Ran::of(command.env("PATH", full(&drive)).output().unwrap());
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &told["sent"], &told["sent_notes"]), (1, &"waiting".into(), &0.into()), "{ran:?}");
    assert!(told["reason"].as_str().unwrap().starts_with("the drive is full"), "{told}");
    assert_eq!(drive.sync(0)["sent"], "sent");
}

#[test]
fn a_drive_on_which_another_is_writing_is_tried_again() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    let drive = Drive::local(1);
    drive.note(0, "ann", "mine");
    let home = &drive.homes[0];
    let script = "#!/bin/sh\nfor word in \"$@\"; do [ \"$word\" = copy ] && ! [ -e \"$0.once\" ] && { : > \"$0.once\"; echo 'ERROR : a: \
                  Failed to copy: Update mkParentDir failed: Locked: 423 Locked' >&2; exit 1; }; done\nPATH=${PATH#*:}\nexec rclone \"$@\"\n";
    home.write("busy/rclone", script);
    fs::set_permissions(home.path("busy/rclone"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = drive.command(0, &["sync", "texts", "--json", "--remote", "rclone:cloud:seminar"]);
    command.env("PATH", format!("{}:{}", home.path("busy").display(), std::env::var("PATH").unwrap()));
    let ran = Ran::of(command.output().unwrap());
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &told["sent"]), (0, &"sent".into()), "{ran:?}");
    assert!(home.path("busy/rclone.once").exists(), "it was busy once");
}

#[test]
fn names_on_a_drive_that_lead_elsewhere_lead_nowhere() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    let drive = Drive::local(1);
    drive.note(0, "ann", "mine");
    let home = &drive.homes[0];
    let listing = r#"[{"Path":"../../../escaped@ab12.json","Size":3,"ModTime":"2026-01-01T00:00:00Z"},
        {"Path":"bob/../../../escaped@ab12.json","Size":3,"ModTime":"2026-01-01T00:00:00Z"},
        {"Path":"bob/\u001b[31m@ab12.json","Size":3,"ModTime":"2026-01-01T00:00:00Z"}]"#;
    home.write("listing.json", listing);
    let script = format!(
        "#!/bin/sh\nfor word in \"$@\"; do [ \"$word\" = lsjson ] && {{ cat {}; exit 0; }}; done\nPATH=${{PATH#*:}}\nexec rclone \"$@\"\n",
        home.path("listing.json").display()
    );
    home.write("hostile/rclone", script);
    fs::set_permissions(home.path("hostile/rclone"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = drive.command(0, &["sync", "texts", "--remote", "rclone:cloud:seminar"]);
    command.env("PATH", format!("{}:{}", home.path("hostile").display(), std::env::var("PATH").unwrap()));
    let ran = Ran::of(command.output().unwrap());
    assert!(ran.code < 2 && !ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{ran:?}");
    let names: Vec<String> =
        annotations(home).read_dir().unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names, ["ann"]);
}

#[test]
fn a_folder_without_texts_gets_those_that_are_put_on_the_drive_later() {
    if !has_rclone() {
        return println!("skipped: no rclone");
    }
    let drive = Drive::local(1);
    let home = &drive.homes[0];
    assert_eq!(drive.run(0, &["init", "mine"]).code, 0);
    fs::create_dir_all(drive.files().join("seminar")).unwrap();
    let address = drive.run(0, &["sync", "mine", "--remote", "rclone:cloud:seminar"]);
    assert_eq!(address.code, 0, "{address:?}");
    fs::write(drive.files().join("seminar/tides.md"), "# Tides\n\nThey come and go.\n").unwrap();
    let plan = "[[session]]\nnumber = 1\nreadings = [\"tides.md\"]\n";
    fs::write(drive.files().join("seminar/syllabus.toml"), plan).unwrap();
    let told = drive.run(0, &["sync", "mine"]);
    assert!(told.err.contains("new or changed here: syllabus.toml, tides.md"), "{told:?}");
    assert_eq!(home.read("mine/syllabus.toml"), plan, "a plan in which nothing stood yet gives way");
}
