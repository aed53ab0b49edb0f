//! Completions as shells use them: real ones, with the scripts that the program prints, on a corpus whose names are ugly.

#![allow(clippy::print_stderr)] // a test that cannot be run here says so

use super::Home;
use std::process::{Command, Stdio};

/// A corpus with names that a shell has to quote, one that would steer a terminal, and tags of two readers.
fn home() -> Home {
    let text = "The wall stands.\n\nMoss asks for nothing.\n";
    let home = Home::with(&[
        ("stones.md", text),
        ("week-1/moss on a wall.txt", text),
        ("week-1/it's (old).txt", text),
        ("week-2/\u{1b}[31mred.txt", text),
        ("syllabus.toml", "[[session]]\ntitle = 'Walls'\nreadings = ['stones.md']\n[groups]\nnorth = ['mei', 'tom']\n"),
    ]);
    home.annotate(&["stones", "--quote", "Moss asks", "--tag", "policy/trade", "--reader", "Mei"]);
    home.annotate(&["stones", "--quote", "wall stands", "--tag", "policy law", "--reader", "Tom"]);
    home
}

/// What the program answers to words.
fn words(home: &Home, words: &[&str]) -> String {
    let ran = home.run(&[&["complete", "--"], words].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{words:?}");
    ran.out
}

#[test]
fn documents_tags_readers_groups_and_sessions_are_offered_and_nothing_that_steers_a_terminal() {
    let home = home();
    let said = |line: &[&str]| words(&home, line);
    assert_eq!(said(&["text", "--corpus", "texts", "st"]), "\t\nstones.md\t\n");
    assert_eq!(said(&["text", "--corpus", "texts", "week"]), "\t\nweek-1/\t\nweek-2/\t\n");
    assert_eq!(said(&["notes", "texts", "-d", "week-2/"]), "");
    assert_eq!(said(&["notes", "texts", "--document", "moss"]), "week-1/moss on a wall.txt\t\n");
    let tags = "policy law\t1 annotation\npolicy/trade\t1 annotation\n";
    assert_eq!(said(&["annotate", "x", "--corpus", "texts", "--tag", "pol"]), tags);
    assert_eq!(said(&["compare", "--corpus", "texts", ""]), "mei\tMei\ntom\tTom\nnorth\t2 readers\n");
    assert_eq!(said(&["report", "texts", "--session", ""]), "1\tWalls\n");
    assert_eq!(said(&["notes", "texts", "by:t"]), "by:tom\tTom\n");
    assert_eq!(said(&["notes", "texts", "kind:q"]), "kind:question\t\n");
    assert_eq!(said(&["text", "--corpus", "nowhere", ""]), "\t\n");
}

#[test]
fn what_is_to_be_read_blind_offers_no_tags_of_others_and_what_is_damaged_stops_nothing() {
    let home = home();
    std::fs::remove_dir_all(home.path("state")).unwrap();
    home.annotate(&["stones", "--quote", "stands", "--tag", "own", "--reader", "Tom"]);
    home.write("texts/syllabus.toml", "blind = 3\n[[session]]\nreadings = ['stones.md']\n");
    let tags = ["annotate", "x", "--corpus", "texts", "--tag", ""];
    let own = "own\t1 annotation\npolicy law\t1 annotation\n";
    assert_eq!(words(&home, &tags), own);
    home.write("texts/annotations/mei/stones.md@broken.json", "{ no record");
    home.write("texts/annotations/odd/reader.json", "[]");
    home.write("state/postil/state.json", "{");
    assert!(words(&home, &tags).contains("own\t"));
    assert_eq!(words(&home, &["compare", "--corpus", "texts", "m"]), "mei\tMei\n");
}

/// A shell that is installed, with the program on its path and a script to run; `None` with a word where it is not.
fn shell(home: &Home, name: &str, options: &[&str], script: &str) -> Option<String> {
    let mut command = Command::new(name);
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_postil"));
    let path = std::env::var("PATH").unwrap_or_default();
    let of = home.command(&[]);
    command.env_clear().envs(of.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.env("PATH", format!("{}:{path}", program.parent().unwrap().display()));
    command.current_dir(home.path("")).args(options).arg(script).stdin(Stdio::null());
    let Ok(output) = command.output() else {
        eprintln!("skipped: {name} is not installed");
        return None;
    };
    assert!(output.stderr.is_empty(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// What bash would put in place of the word at the end of a line, one a row.
fn bash(home: &Home, line: &str) -> Option<String> {
    home.write("line", line);
    let script = "source <(postil completions bash); COMP_LINE=$(cat line; echo .); COMP_LINE=${COMP_LINE%.}
        COMP_POINT=${#COMP_LINE}; _postil postil \"${COMP_LINE##*[ :=]}\" ''; printf '%s\\n' \"${COMPREPLY[@]}\"";
    shell(home, "bash", &["--norc", "--noprofile", "-c"], script)
}

#[test]
fn bash_completes_commands_texts_and_tags() {
    let home = home();
    let Some(commands) = bash(&home, "postil conc") else { return };
    assert_eq!(commands, "concordance\n");
    let said = |line: &str| bash(&home, line).unwrap_or_default();
    assert_eq!(said("postil text --corpus texts week-1/"), "week-1/it's (old).txt\nweek-1/moss on a wall.txt\n");
    assert_eq!(said("postil text --corpus texts week-1/it\\'s"), "week-1/it's (old).txt\n");
    assert_eq!(said("postil text --corpus texts 'week-1/moss on"), "week-1/moss on a wall.txt\n");
    assert_eq!(said("postil notes texts tag:policy/"), "policy/trade\n", "bash keeps what stands before the colon");
    assert_eq!(said("postil annotate x --corpus=texts --tag=policy/"), "policy/trade\n");
    assert_eq!(said("TZ=UTC postil tim"), "timeline\n");
    assert_eq!(said("postil list te"), "\n", "where files alone may stand they are left to the shell");
}

#[test]
fn fish_completes_with_words_beside() {
    let home = home();
    let said = |line: &str| {
        let script = format!("postil completions fish | source; complete -C {line:?}");
        shell(&home, "fish", &["--no-config", "-c"], &script)
    };
    let Some(commands) = said("postil conc") else { return };
    assert!(commands.starts_with("concordance\t"), "{commands}");
    assert_eq!(said("postil notes texts tag:policy/").unwrap(), "tag:policy/trade\t1 annotation\n");
    let texts = said("postil text --corpus texts week-1/").unwrap();
    assert!(
        texts.contains("week-1/moss on a wall.txt") || texts.contains("week-1/moss\\ on\\ a\\ wall.txt"),
        "{texts}"
    );
}

#[test]
fn zsh_completes_at_the_tabulator() {
    let home = home();
    let keys = |line: &str| {
        // The line is typed into an interactive shell; what it has become is printed by a key of its own.
        let script = format!(
            "zmodload zsh/zpty; zpty -b inner zsh -f -i
            told() {{ local out; while ! zpty -r inner out \"*$1*\"; do :; done; print -r -- \"$out\"; }}
            zpty -w inner 'PS1=; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; source <(postil completions zsh)'
            zpty -w inner 'show() {{ print -r -- \"<$BUFFER>\"; zle send-break }}; zle -N show; bindkey ^X show; print begun-${{:-now}}'
            told begun-now >/dev/null
            zpty -w -n inner {line:?}$'\\t\\x18'
            told '<*>'"
        );
        let out = shell(&home, "zsh", &["-f", "-c"], &script)?;
        let shown = out.rsplit_once('<').and_then(|(_, behind)| behind.split_once('>'));
        Some(shown.unwrap_or_else(|| panic!("the line is not shown: {out:?}")).0.to_owned())
    };
    let Some(command) = keys("postil conc") else { return };
    assert_eq!(command, "postil concordance ");
    assert_eq!(
        keys("postil text --corpus texts week-1/mo").unwrap(),
        "postil text --corpus texts week-1/moss\\ on\\ a\\ wall.txt "
    );
    assert_eq!(keys("postil notes texts tag:policy/").unwrap(), "postil notes texts tag:policy/trade ");
}

#[test]
fn nushell_asks_for_values_that_nothing_else_completes() {
    let home = home();
    let script = home.run(&["completions", "nushell"]).out;
    assert!(script.starts_with("module completions {\n"), "{script}");
    for line in ["--tag(-t): string", "document: string", "...words: string", "--reader: string"] {
        assert!(script.contains(&format!("{line}@\"nu-complete postil\"")), "{line}");
    }
    let own = "--sort: string@\"nu-complete postil list sort\"";
    assert!(script.contains(own), "what has values of its own keeps them");
    let asks = script.split("\n\n").find(|part| part.contains("def \"nu-complete postil\" [")).unwrap();
    home.write(
        "ask.nu",
        format!("{asks}\nnu-complete postil 'postil notes texts tag:policy/' 30 | to json -r | print"),
    );
    let Some(said) = shell(&home, "nu", &["-n"], "ask.nu") else { return };
    assert_eq!(said, "[{\"value\":\"tag:policy/trade\",\"description\":\"1 annotation\"}]\n");
}
