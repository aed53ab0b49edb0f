//! Keys, settings, completions, manual pages, help, closed pipes.

use super::{Home, keys};
use std::process::Stdio;

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let home = Home::new();
    home.write("texts/long.txt", "All work and no play.\n\n".repeat(20_000));
    for args in [
        &["text", "long", "--corpus", "texts"][..],
        &["search", "play", "texts"],
        &["search", "play", "texts", "--json"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = home.command(args).stdout(Stdio::from(writer)).output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{args:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn output_for_which_there_is_no_room_is_a_failure_with_its_remedy() {
    let home = Home::new();
    home.write("texts/a.txt", "A line.");
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let ran = home.command(&["list", "texts"]).stdout(Stdio::from(full)).output().unwrap();
    let told = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(2));
    assert!(told.contains("no room for what is written") && told.contains("Make room"), "{told}");
}

#[test]
fn the_keys_are_those_of_the_table_as_the_user_has_set_them() {
    let home = Home::new();
    let all = home.json(&["keys", "--json"]);
    assert_eq!(keys(&all[0]), "context keys command about");
    let of = |all: &serde_json::Value, command: &str| {
        let rows = all.as_array().unwrap().iter();
        rows.filter(|row| row["command"] == command).map(|row| row["keys"].to_string()).collect::<Vec<_>>().join(" ")
    };
    assert!(!of(&all, "quit").is_empty());
    home.write("config/postil/keys.toml", "[reader]\nf12 = \"quit\"\n");
    assert!(of(&home.json(&["keys", "--json"]), "quit").contains("f12"));
    let plain = home.run(&["keys"]).out;
    assert!(plain.contains("f12") && plain.contains("everywhere\n"), "{plain}");
}

#[test]
fn settings_are_shown_with_their_sources_and_faults() {
    let home = Home::new();
    home.write("config/postil/settings.toml", "measure = 60\n[panes]\nlist = 30\nlst = 3\n");
    let config = home.json(&["config", "--json"]);
    assert_eq!(keys(&config), "settings reader paths ambiguous_cells faults");
    assert_eq!(keys(&config["settings"][0]), "name value source takes about");
    assert_eq!(keys(&config["paths"]), "settings keys themes data state cache");
    assert_eq!(keys(&config["faults"][0]), "file line message");
    let source = |name: &str| {
        let row = config["settings"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap();
        format!("{} {}", row["value"].as_str().unwrap(), row["source"].as_str().unwrap())
    };
    assert_eq!(source("measure"), "60 settings.toml");
    assert_eq!(source("panes.list"), "30 settings.toml");
    assert!(source("mouse").ends_with(" default"));
    let plain = home.run(&["config"]).out;
    assert!(plain.contains("settings.toml:4") && plain.contains("config/postil/keys.toml"), "{plain}");
}

#[test]
fn the_default_files_are_printed_as_they_are() {
    let home = Home::new();
    for (name, wanted) in [("settings", "measure = "), ("keys", "[reader]"), ("theme", "[")] {
        let ran = home.run(&["config", "--default", name]);
        assert!(ran.code == 0 && ran.out.contains(wanted) && ran.out.starts_with('#'), "{name}: {}", ran.out);
    }
    home.write("config/postil/settings.toml", home.run(&["config", "--default", "settings"]).out);
    home.write("config/postil/keys.toml", home.run(&["config", "--default", "keys"]).out);
    assert_eq!(home.json(&["config", "--json"])["faults"], serde_json::json!([]));
}

#[test]
fn help_manual_and_completions_know_every_command() {
    let home = Home::new();
    let commands =
        ["list", "text", "annotate", "notes", "check", "anchor", "search", "keys", "config", "completions", "man"];
    let (help, man) = (home.run(&["--help"]).out, home.run(&["man"]).out);
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "{command}: {help}");
        assert!(
            man.contains(&format!("postil {command} (postil man {command})")) && !man.contains("(1)\n.B"),
            "{command}: {man}"
        );
        let page = home.run(&["man", command]);
        assert!(page.code == 0 && page.out.contains(".SH DESCRIPTION") && page.out.contains("postil"), "{page:?}");
        for shell in ["nushell", "elvish", "powershell"] {
            assert!(home.run(&["completions", shell]).out.contains(command), "{shell}");
        }
        assert!(home.run(&["complete", "--", command]).out.contains(&format!("{command}\t")), "{command}");
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(home.run(&["completions", shell]).out.contains(" complete "), "{shell} asks the program");
    }
    home.run(&["man", "lits"]).fails("no command `lits`", "list, text");
}

#[test]
fn the_pages_of_all_commands_are_written_where_man_finds_them_and_over_nothing() {
    let home = Home::new();
    let written = home.run(&["man", "--all", "man1"]);
    assert!(written.code == 0 && written.out.contains(" pages in man1"), "{written:?}");
    let page = home.read("man1/postil-annotate.1");
    assert!(page.contains(".TH postil-annotate 1") && page.contains("DESCRIPTION"), "{page}");
    // Every page that a page names is there.
    let whole = home.read("man1/postil.1").replace("\\-", "-");
    let named = whole.split("postil-").skip(1).filter_map(|rest| rest.split_once("(1)").map(|(name, _)| name));
    let named: Vec<&str> =
        named.filter(|name| name.chars().all(|c| c.is_ascii_alphabetic()) && *name != "help").collect();
    assert!(named.len() > 20, "{named:?}");
    for name in named {
        assert!(home.path(&format!("man1/postil-{name}.1")).exists(), "{name}");
    }
    home.run(&["man", "--all", "man1"]).fails("exists", "another place");
}

#[test]
fn a_word_that_is_nearly_a_command_is_told_and_help_on_help_is_help() {
    let home = Home::new();
    home.run(&["lst", "texts"]).fails("there is no command `lst`", "Did you mean `postil list`?");
    home.run(&["frobnicate", "texts"]).fails("there is no command `frobnicate`", "postil --help");
    home.run(&["texts", "moss"]).fails("one folder or text is opened at a time", "postil texts");
    for args in [&["help", "--help"][..], &["help", "-h"], &["help", "help"]] {
        let ran = home.run(args);
        assert!(ran.code == 0 && ran.out.contains("\n  list "), "{args:?}: {ran:?}");
    }
}
