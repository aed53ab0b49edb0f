//! Who writes: shown, corrected, set beforehand; and leaders and groups whom nobody answers to.

use super::{Home, keys};
use serde_json::json;

#[test]
fn who_i_am_is_shown_and_a_name_is_corrected_where_it_was_written() {
    let home = Home::new();
    let before = home.json(&["reader", "--json"]);
    assert_eq!(keys(&before), "name nickname id source folder disagreement key");
    assert_eq!((&before["id"], &before["folder"]), (&json!(null), &json!(null)));
    home.annotate(&["moss", "--quote", "slowly", "--note", "So?", "--reader", "rootInes"]);
    let told = home.run(&["reader", "texts", "--rename", "Ines Calder", "--nickname", "Ines"]);
    assert!(told.code == 0 && told.err.contains("stays yours"), "{told:?}");
    assert!(told.out.starts_with("Ines Calder (ines), the reader of this device"), "{told:?}");
    assert!(told.out.contains("annotations/rootines"), "the folder stays: {told:?}");
    let person = home.read("texts/annotations/rootines/reader.json");
    assert!(person.contains("Ines Calder") && person.contains("\"ines\""), "{person}");
    let notes = home.json(&["notes", "texts", "by:ines is:mine", "--json"]);
    assert_eq!((notes.as_array().unwrap().len(), &notes[0]["reader"]), (1, &json!("ines")));
    assert_eq!(home.json(&["config", "--json"])["reader"]["name"], "Ines Calder");
    assert!(home.run(&["config"]).out.contains("READER  Ines Calder (ines), the reader of this device"));
    home.run(&["check", "texts"]).out.contains("Nothing is wrong.").then_some(()).unwrap();
}

#[test]
fn a_corrected_name_comes_to_other_folders_with_the_next_look_and_new_notes_go_to_the_same_folder() {
    let home = Home::new();
    home.write("more/lake.txt", "The lake was deep.\n");
    home.annotate(&["moss", "--quote", "slowly", "--reader", "Ins"]);
    home.run(&["annotate", "lake", "--corpus", "more", "--quote", "deep"]);
    home.run(&["reader", "texts", "--rename", "Ines"]);
    assert!(home.read("more/annotations/ins/reader.json").contains("\"Ins\""));
    home.run(&["annotate", "lake", "--corpus", "more", "--quote", "lake"]);
    assert!(home.read("more/annotations/ins/reader.json").contains("\"Ines\""));
    assert!(!home.path("more/annotations/ines").exists());
    assert_eq!(home.json(&["notes", "more", "is:mine", "--json"]).as_array().unwrap().len(), 2);
}

#[test]
fn nobody_takes_the_name_of_somebody_who_is_here() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--reader", "Mei"]);
    home.annotate(&["moss", "--quote", "wall", "--reader", "Tom"]);
    home.run(&["reader", "texts", "--rename", "Tom"]).fails("tom", "--rename");
    home.run(&["reader", "texts", "--rename", " "]).fails("the name is empty", "--rename NAME");
    home.run(&["reader", "nowhere"]).fails("nowhere", "");
    assert_eq!(home.json(&["reader", "texts", "--json"])["name"], "Mei");
}

#[test]
fn the_settings_count_while_nobody_has_written_and_are_told_when_they_differ() {
    let home = Home::new();
    home.write("config/postil/settings.toml", "[reader]\nname = \"Ines Calder\"\nnickname = \"ines\"\n");
    assert_eq!(home.json(&["reader", "--json"])["source"], "settings");
    let ran = home.run(&["annotate", "moss", "--corpus", "texts", "--quote", "slowly"]);
    assert!(ran.err.contains("written as Ines Calder, who is the reader of this device from now on"), "{ran:?}");
    assert!(home.path("texts/annotations/ines/reader.json").exists());
    home.write("config/postil/settings.toml", "[reader]\nname = \"Ines C.\"\n");
    let ran = home.run(&["annotate", "moss", "--corpus", "texts", "--quote", "wall"]);
    let told = "settings.toml says “Ines C.”, but what you write here is by “Ines Calder” (ines)";
    assert!(ran.err.contains(told) && ran.err.contains("--rename \"Ines C.\""), "{ran:?}");
    assert!(home.run(&["config"]).out.contains(&format!("\n          {told}")), "a fact a line");
    assert!(home.run(&["reader"]).out.contains(told));
    home.run(&["reader", "texts", "--rename", "Ines C."]);
    assert!(!home.run(&["reader"]).out.contains("settings.toml says"));
}

#[test]
fn what_was_written_under_a_guess_can_be_packed_and_is_taken_along_by_who_says_a_name() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--note", "So?"]);
    assert_eq!(home.json(&["reader", "texts", "--json"])["source"], "guess");
    assert_eq!(home.run(&["export", "texts", "--bundle", "mine.zip"]).code, 0);
    let ran = home.run(&["annotate", "moss", "--corpus", "texts", "--quote", "wall", "--reader", "Mei Tanaka"]);
    assert!(ran.err.contains("from now on; what was written as "), "{ran:?}");
    let notes = home.json(&["notes", "texts", "by:mei-tanaka", "--json"]);
    assert_eq!(notes.as_array().unwrap().len(), 2, "{notes}");
}

#[test]
fn a_guess_never_speaks_for_somebody_who_is_here() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly"]);
    let folder = std::fs::read_dir(home.path("texts/annotations")).unwrap().next().unwrap().unwrap();
    let name = folder.file_name().into_string().unwrap();
    std::fs::remove_dir_all(home.path("state")).unwrap();
    let ran = home.run(&["annotate", "moss", "--corpus", "texts", "--quote", "wall"]);
    ran.fails("nobody has said who writes on this device", &format!("--reader {name} if that is you"));
}

#[test]
fn a_folder_copied_to_another_account_gives_nobody_the_notes_of_a_namesake_unasked() {
    let (first, second) = (Home::new(), Home::new());
    for home in [&first, &second] {
        home.write("config/postil/settings.toml", "[reader]\nname = \"Kim\"\n");
    }
    let note = ["annotate", "moss", "--corpus", "texts", "--quote", "slowly", "--note", "So?"];
    assert_eq!(first.run(&note).code, 0);
    std::fs::remove_dir_all(second.path("texts")).unwrap();
    let copied = std::process::Command::new("cp").arg("-r").arg(first.path("texts")).arg(second.path("texts")).status();
    assert!(copied.unwrap().success());
    second.run(&note).fails("kim is somebody here already", "--reader kim if that is you");
    let other = second.run(&[&note[..], &["--reader", "Kim the Younger"]].concat());
    assert_eq!(other.code, 0, "{other:?}");
    let ids = |name: &str| second.read(&format!("texts/annotations/{name}/reader.json"));
    assert!(ids("kim") == first.read("texts/annotations/kim/reader.json") && ids("kim-the-younger") != ids("kim"));
    let fourth = Home::new();
    std::fs::remove_dir_all(fourth.path("texts")).unwrap();
    let copied = std::process::Command::new("cp").arg("-r").arg(first.path("texts")).arg(fourth.path("texts")).status();
    assert!(copied.unwrap().success());
    let person = fourth.read("texts/annotations/kim/reader.json").replace("\"Kim\"", "\"Kim Ito\"");
    fourth.write("texts/annotations/kim/reader.json", person);
    let namesake = fourth.run(&[&note[..], &["--reader", "Kim Ito"]].concat());
    namesake.fails("kim is somebody here already", "--reader kim if that is you");
    // Whoever is the same person says so, and it is told whom they go on as.
    let third = Home::new();
    std::fs::remove_dir_all(third.path("texts")).unwrap();
    let copied = std::process::Command::new("cp").arg("-r").arg(first.path("texts")).arg(third.path("texts")).status();
    assert!(copied.unwrap().success());
    let same = third.run(&[&note[..], &["--reader", "kim"]].concat());
    assert!(same.code == 0 && same.err.contains("who has written here before, on another device"), "{same:?}");
}

/// Another home with the same texts and annotations.
fn copied(from: &Home) -> Home {
    let home = Home::new();
    std::fs::remove_dir_all(home.path("texts")).unwrap();
    let copied = std::process::Command::new("cp").arg("-r").arg(from.path("texts")).arg(home.path("texts")).status();
    assert!(copied.unwrap().success());
    home
}

#[test]
fn a_name_of_a_roster_without_keys_is_whose_it_is_here_first_and_nobody_is_led_into_another_s_folder() {
    let mei = Home::new();
    mei.write("texts/syllabus.toml", "[readers]\nmei = { name = \"Mei Tanaka\" }\ntom = { name = \"Tom Ried\" }\n");
    mei.annotate(&["moss", "--quote", "slowly", "--reader", "Mei Tanaka"]);
    let eve = copied(&mei);
    eve.annotate(&["moss", "--quote", "slowly", "--reader", "Eve"]);
    for taken in [["Mei Tanaka", "m2"], ["Eve", "Mei"]] {
        let ran = eve.run(&["reader", "texts", "--rename", taken[0], "--nickname", taken[1]]);
        assert!(ran.code != 0 && ran.err.contains("mei"), "{ran:?}");
    }
    let full = eve.run(&["reader", "texts", "--rename", "Mei Tanaka", "--nickname", "m2"]);
    full.fails("“mei” in the roster is somebody here already: Mei Tanaka in annotations/mei", "Take your own name");
    assert_eq!(eve.run(&["reader", "texts", "--rename", "Tom Ried"]).code, 0, "nobody here is Tom Ried yet");
    let eves = eve.json(&["reader", "texts", "--json"])["id"].as_str().unwrap().to_owned();
    let open = eve.run(&["check", "texts"]);
    assert!(open.out.contains("In the roster with neither key nor id: mei, tom.\n  Whoever writes"), "{open:?}");

    // Whom the name is of is not led on by it.
    let tom = copied(&eve);
    let note = |name: &str| {
        tom.run(&["annotate", "moss", "--corpus", "texts", "--quote", "wall", "--note", "So?", "--reader", name])
    };
    for name in ["Tom Ried", "tom"] {
        note(name).fails(&format!("Tom Ried in annotations/eve, with the id {eves}"), &format!("--reader {eves}"));
    }
    assert_eq!(note("Tom R.").code, 0);
    let own = tom.json(&["reader", "texts", "--json"]);
    let second = copied(&eve);
    let same = second.run(&["annotate", "moss", "--corpus", "texts", "--quote", "wall", "--reader", &eves]);
    assert!(same.code == 0 && same.err.contains("who has written here before, on another device"), "{same:?}");

    // Two who go by one name are told, until the roster has an id.
    std::fs::rename(tom.path("texts/annotations/tom-r"), tom.path("texts/annotations/tom")).unwrap();
    let told = tom.run(&["check", "texts"]);
    let id = own["id"].as_str().unwrap();
    assert!(told.code == 1 && told.out.contains("reader: several go by “tom” of the roster: "), "{told:?}");
    assert!(told.out.contains(id) && told.out.contains(&eves), "{told:?}");
    tom.write(
        "texts/syllabus.toml",
        format!("[readers]\nmei = {{ name = \"Mei Tanaka\" }}\ntom = {{ name = \"Tom Ried\", id = \"{id}\" }}\n"),
    );
    let told = tom.run(&["check", "texts"]);
    assert!(!told.out.contains("several go by") && told.out.contains("key nor id: mei.\n"), "{told:?}");
    let refused = eve_again(&tom, &eves);
    refused.fails("“tom” in the roster is a reader of another id", "Take your own name");
}

#[test]
fn whom_the_roster_knows_by_an_id_has_no_other_name_of_it_and_another_device_is_asked_for_the_id() {
    let mei = Home::new();
    mei.annotate(&["moss", "--quote", "slowly", "--reader", "Mei"]);
    let own = mei.json(&["reader", "texts", "--json"])["id"].as_str().unwrap().to_owned();
    let ann = "urn:uuid:0193f3a0-0000-7000-8000-0000000000aa";
    let plan = format!(
        "[readers]\nmei = {{ name = \"Mei T.\", id = \"{own}\" }}\ntom = {{ name = \"Tom Reed\" }}\nann = {{ name = \"Ann Berg\", id = \"{ann}\" }}\n"
    );
    mei.write("texts/syllabus.toml", plan);
    let refused = mei.run(&["reader", "texts", "--rename", "Tom Reed"]);
    refused.fails("“tom” in the roster is another reader than you: you are “mei” there", "Take your own name");
    assert_eq!(mei.run(&["reader", "texts", "--rename", "Mei Tanaka"]).code, 0);
    // Who took the name before is no claim on it: Tom may write under it.
    let said = mei.read("texts/annotations/mei/reader.json").replace("\"mei\"", "\"tom\"");
    mei.write("texts/annotations/mei/reader.json", said);
    let tom = copied(&mei);
    let note = |home: &Home, name: &str| {
        home.run(&["annotate", "moss", "--corpus", "texts", "--quote", "wall", "--reader", name])
    };
    assert_eq!(note(&tom, "Tom Reed").code, 0);
    let second = copied(&mei);
    for name in ["Ann Berg", "ann"] {
        note(&second, name)
            .fails(&format!("ann is Ann Berg in the roster, by the id {ann}"), &format!("--reader {ann}"));
    }
    assert!(!second.path("texts/annotations/ann").exists());
    let taken = note(&second, ann);
    assert!(taken.code == 0 && !taken.err.contains("written here before"), "{taken:?}");
    let identity = second.json(&["reader", "texts", "--json"]);
    assert_eq!(
        (&identity["id"], &identity["name"], &identity["folder"]),
        (&json!(ann), &json!("Ann Berg"), &json!("ann"))
    );
}

#[test]
fn a_device_on_which_nobody_has_written_takes_no_name_unasked_and_joins_who_it_is() {
    let bob = Home::new();
    bob.write("texts/syllabus.toml", "[readers]\nbob = { name = \"Bob Lee\" }\nzoe = { name = \"Zoe Park\" }\n");
    bob.annotate(&["moss", "--quote", "slowly", "--reader", "Bob Lee"]);
    let id = bob.json(&["reader", "texts", "--json"])["id"].as_str().unwrap().to_owned();
    let second = copied(&bob);
    let refused = second.run(&["reader", "texts", "--rename", "Bob Lee"]);
    refused.fails(&format!("is a reader here already: Bob Lee, with the id {id}"), "postil reader --join bob");
    assert!(second.json(&["reader", "texts", "--json"])["id"].is_null(), "nothing was taken");
    second.run(&["reader", "texts", "--join", "zoe"]).fails("nobody here goes by zoe", "Here are bob.");
    // Neither key nor id in the roster says whose the name is: it takes the id.
    second.run(&["reader", "texts", "--join", "bob"]).fails(&format!("with the id {id}"), &format!("--join {id}"));
    assert_eq!(second.run(&["reader", "texts", "--join", &id]).code, 0);
    let own = second.json(&["reader", "texts", "--json"]);
    assert_eq!((&own["id"], &own["folder"], &own["source"]), (&json!(id), &json!("bob"), &json!("device")));
    second.run(&["reader", "texts", "--join", "bob"]).fails("is settled: Bob Lee (bob)", "postil sync --join");
    // Without a roster the short name says it.
    std::fs::remove_file(bob.path("texts/syllabus.toml")).unwrap();
    assert_eq!(copied(&bob).run(&["reader", "texts", "--join", "bob"]).code, 0);
}

#[test]
fn who_has_somebody_s_name_of_the_roster_can_take_any_other() {
    let bob = Home::new();
    bob.write("texts/syllabus.toml", "[readers]\nbob = { name = \"Bob Lee\" }\nzoe = { name = \"Zoe Park\" }\n");
    bob.annotate(&["moss", "--quote", "slowly", "--reader", "Bob Lee"]);
    for (name, nickname) in [("Zoe Park", "zoe"), ("Nadia", "nadia")] {
        let other = Home::new();
        // Said where the texts of the seminar were not at hand.
        std::fs::remove_dir_all(other.path("texts")).unwrap();
        other.write("texts/moss.txt", "Moss.");
        other.run(&["reader", "texts", "--rename", "Bob"]);
        std::fs::remove_dir_all(other.path("texts")).unwrap();
        let copied =
            std::process::Command::new("cp").arg("-r").arg(bob.path("texts")).arg(other.path("texts")).status();
        assert!(copied.unwrap().success());
        let before = other.run(&["reader", "texts"]);
        assert!(!before.out.contains("annotations/bob"), "that folder is Bob Lee's: {before:?}");
        other
            .run(&["annotate", "moss", "--corpus", "texts", "--quote", "wall"])
            .fails("another reader is called bob", "--rename");
        let renamed = other.run(&["reader", "texts", "--rename", name]);
        assert!(renamed.code == 0 && renamed.out.contains(&format!("{name} ({nickname})")), "{renamed:?}");
        assert_eq!(other.run(&["annotate", "moss", "--corpus", "texts", "--quote", "wall"]).code, 0);
    }
}

/// Somebody with that id takes the name of the roster once more.
fn eve_again(texts: &Home, id: &str) -> super::Ran {
    let home = copied(texts);
    assert_eq!(home.run(&["annotate", "moss", "--corpus", "texts", "--quote", "wall", "--reader", id]).code, 0);
    home.run(&["reader", "texts", "--rename", "Tom Ried", "--nickname", "tom-2"])
}

#[test]
fn check_names_leaders_and_members_whom_nobody_here_answers_to() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--reader", "Ines Calder"]);
    home.write(
        "texts/syllabus.toml",
        "leader = \"ines\"\n[groups]\nred = [\"ines-calder\", \"tom\", \"Ines Caldr\"]\n",
    );
    let ran = home.run(&["check", "texts"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("syllabus: “ines” leads and is nobody here\n  Did you mean “ines-calder”?"), "{ran:?}");
    assert!(ran.out.contains("“Ines Caldr” is in group red") && ran.out.contains("nobody here yet: tom (group red)."));
    let ran = home.run(&["check", "texts", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["absent"], json!([{"role": "group", "group": "red", "name": "tom"}]));
    home.write("texts/syllabus.toml", "leader = \"nobody\"\n");
    let ran = home.run(&["check", "texts"]);
    assert!(ran.code == 0 && ran.out.contains("nobody here yet: nobody (leader)."), "{ran:?}");
}

#[test]
fn who_stands_in_the_roster_is_told_what_another_short_name_means() {
    let home = Home::new();
    home.write("texts/syllabus.toml", "[readers]\nbo = { name = 'Bo Berg' }\n");
    home.run(&["reader", "texts", "--rename", "Bo Berg", "--nickname", "bo"]);
    // Before the first note nothing holds on to the name but the roster.
    let told = home.run(&["reader", "texts", "--rename", "Robert", "--nickname", "rob"]);
    assert!(told.err.contains("has no rob: you are a stranger there"), "{told:?}");
    let written = home.run(&["annotate", "moss", "--corpus", "texts", "--quote", "slowly", "--reader", "Robert"]);
    assert!(
        written.code == 0 && home.path("texts/annotations/rob").is_dir(),
        "one's own full name is one's own: {written:?}"
    );
    assert!(!home.path("texts/annotations/robert").exists());

    let home = Home::new();
    home.write("texts/syllabus.toml", "[readers]\nbo = { name = 'Bo Berg' }\n");
    home.annotate(&["moss", "--quote", "slowly", "--reader", "Bo"]);
    let told = home.run(&["reader", "texts", "--rename", "Robert", "--nickname", "rob"]);
    assert!(told.err.contains("others go on seeing you as bo"), "{told:?}");
    assert!(!home.run(&["check", "texts"]).out.contains("Strangers"));
}
