//! Hostile texts, names and notes: nothing of them reaches the terminal as a command, and the program reads on.

use super::*;
use std::fs;

/// Terminal commands of every family, with words to find them by.
const PAYLOAD: &str = "Before. \x1b]0;PWNED-TITLE\x07 \x1b]52;c;UFdORUQ=\x07 \x1b[2J\x1b[H \x1b[31m \x1bP$q\"p\x1b\\ \u{9b}31m \u{9d}0;PWNED-C1\u{9c} \
    \x1b[?1049l \x1b[6n \x07 \x08\x08 \0 \x7f \u{202e}gnihton\u{202c} \u{2066}x\u{2069} \x1b_G\x1b\\ \x1b^x\x1b\\ after.";

/// What must never stand in what was sent: not from a text, a name, a note or an error.
fn assert_harmless(session: &Session) {
    let raw = session.raw();
    let sent = String::from_utf8_lossy(&raw);
    for command in [
        "\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x07", "\x08", "\0", "\u{7f}", "\x1b[6n", "\x1b[c", "\x1b[0c",
        "\x1b[>c",
    ] {
        assert!(!sent.contains(command), "{command:?} was sent:\n{}", session.screen());
    }
    let c1 = sent
        .chars()
        .find(|c| ('\u{80}'..='\u{9f}').contains(c) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    assert_eq!(c1, None, "{}", session.screen());
    assert!(
        !raw.windows(2).any(|pair| pair[0] == 0x1b && !b"[M78=>(".contains(&pair[1])),
        "only control sequences are sent"
    );
}

#[test]
fn a_text_full_of_terminal_commands_is_shown_and_obeyed_by_nobody() {
    for (name, start) in [("escapes.txt", ""), ("escapes.md", "# A \x1b]0;PWNED\x07 title\n\n")] {
        let payload = PAYLOAD.replace('\0', "");
        let home = Home::of_reader(&[(
            name,
            &format!("{start}{payload}\n\nThe harbour freezes in the winter, as it must, and {payload}\n"),
        )]);
        let mut session = read(&home, name);
        session
            .wait_for("after.")
            .send("f")
            .wait_for("leave")
            .send("a")
            .settle()
            .send("\r")
            .settle()
            .send("G")
            .settle();
        assert!(session.look(vt100::Screen::alternate_screen), "{name}");
        assert_harmless(&session);
    }
}

#[test]
fn names_of_files_and_folders_are_shown_harmless() {
    let home = Home::of_reader(&[("harbour.txt", HARBOUR)]);
    let name = "evil\x1b]52;c;UFdORUQ=\x07\x1b]0;PWNED\x07\u{202e}\u{9b}31m";
    home.write(&format!("{name}.txt"), b"The evil one freezes.\n");
    home.write(&format!("{name}/{name}.md"), b"");
    fs::create_dir_all(home.corpus().join(format!("annotations/{name}"))).expect("a reader with a hostile name");
    home.write(&format!("annotations/{name}/harbour.txt@ab12.json"), b"{\"half\":");
    home.write(&format!("annotations/{name}/reader.json"), format!("{{\"name\":{name:?}}}").as_bytes());
    let mut session = home.start();
    session
        .wait_for("texts")
        .settle()
        .send("j\r")
        .settle()
        .send("q")
        .settle()
        .send("\x1b[A\x1b[A\r")
        .settle()
        .send("q")
        .send("/evil")
        .settle();
    session.send("\r").settle();
    assert_harmless(&session);
    session.send("q").settle().send("q");
    session.end();
    assert_harmless(&session);
}

#[test]
fn notes_and_tags_of_others_are_shown_harmless() {
    let (home, mut session) = reading();
    mark(&mut session);
    session.kill();
    let (path, text) = home.sidecars().remove(0);
    let escaped = serde_json::to_string(PAYLOAD).expect("a text").trim_matches('"').to_owned();
    let mine = "urn:uuid:0190aaaa-0000-7000-8000-000000000001";
    let body = format!(
        "\"body\":[{{\"type\":\"TextualBody\",\"value\":\"{escaped}\",\"purpose\":\"commenting\"}},{{\"type\":\"TextualBody\",\"value\":\"{escaped}\",\"purpose\":\"tagging\"}}],\"target\""
    );
    let theirs = text.replace(mine, "urn:uuid:0190bbbb-0000-7000-8000-000000000002").replace("\"target\"", &body);
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    home.write(&format!("annotations/other/{name}"), theirs.as_bytes());
    home.write("annotations/other/reader.json", format!("{{\"id\":\"urn:uuid:0190bbbb-0000-7000-8000-000000000002\",\"type\":\"Person\",\"name\":\"{escaped}\",\"nickname\":\"{escaped}\"}}").as_bytes());
    let mut again = read(&home, "harbour.txt");
    again.settle().send(".").settle().send("\t").settle();
    assert_harmless(&again);
}

#[test]
fn files_that_are_no_texts_are_told_and_the_others_are_read() {
    let home = Home::of_reader(&[("harbour.txt", HARBOUR), ("empty.txt", ""), ("empty.md", "")]);
    let junk: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    home.write("binary.txt", &junk);
    home.write("binary.md", &junk);
    home.write("broken.txt", b"Valid first line.\nBroken: \xff\xfe\xc3\x28 \xe2\x82 end.\nLatin-1: caf\xe9.\n");
    for name in ["empty.txt", "empty.md", "binary.txt", "binary.md", "broken.txt"] {
        let mut session = home.open(name);
        session.settle().send("jG gg").send("f").settle().send("\x1b").settle();
        session.send(" k\x04").settle();
        assert_harmless(&session);
        session.send("\x03");
        session.end();
    }
    let mut session = home.open("broken.txt");
    session.wait_for("Valid first line");
}

#[test]
fn one_line_of_megabytes_is_read_at_once() {
    let line = numbered(150_000, |n| format!("word{n} freezes. "));
    let home = Home::of_reader(&[("line.txt", &line)]);
    let mut session = home.open("line.txt");
    session
        .wait_for("word3 freezes")
        .wait_for("words")
        .send("G")
        .wait_for("word149999")
        .send("gg")
        .wait_for("word3 freezes");
}

#[test]
fn pipes_are_not_waited_for_and_loops_not_walked() {
    let home = Home::of_reader(&[("harbour.txt", HARBOUR)]);
    let pipe = home.corpus().join("pipe.txt");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: no mkfifo here");
        return;
    }
    std::os::unix::fs::symlink("..", home.corpus().join("loop")).expect("a link");
    std::os::unix::fs::symlink("/etc/passwd", home.corpus().join("out.txt")).expect("a link");
    let mut session = home.start();
    session.wait_for("The Harbour").wait_gone("still looking").settle();
    assert!(!session.screen().contains("root:"), "{}", session.screen());
    session.send("\x03");
    assert!(session.end().success());
    let mut session = home.script("\"$POSTIL\" \"$CORPUS/pipe.txt\"; echo ENDED $?");
    session.wait_until("a refusal", |screen| {
        screen.iter().any(|row| row.contains("regular file") || row.contains("ENDED 2"))
    });
}

#[test]
fn a_folder_that_cannot_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::of_reader(&[("harbour.txt", HARBOUR), ("closed/a.txt", "A.")]);
    let closed = home.corpus().join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o0)).expect("a closed folder");
    if fs::read_dir(&closed).is_ok() {
        println!("skipped: this user may read everything");
    } else {
        let mut session = home.start();
        session.wait_for("The Harbour").wait_for("closed");
    }
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).expect("an open folder");
}

#[test]
fn a_paste_is_text_and_no_key_and_no_command() {
    let (home, mut session) = reading();
    session
        .send("a")
        .wait_for("drop it")
        .send_bytes(format!("\x1b[200~{PAYLOAD}\r\nsecond line\x03\x1b\x1b[201~").as_bytes());
    session.wait_for("second line").settle();
    assert_harmless(&session);
    session.send("\x1b").wait_for("written").wait_gone("not saved yet");
    let note = home.annotations()[0]["body"].to_string();
    assert!(note.contains("Before.") && note.contains("\\nsecond line") && !note.contains("\\u001b"), "{note}");
}

#[test]
fn a_paste_longer_than_any_buffer_arrives_whole() {
    let (home, mut session) = reading();
    let long = numbered(2000, |n| format!("word{n} "));
    session.send("a").wait_for("drop it").send_bytes(format!("\x1b[200~{long}the-end\x1b[201~").as_bytes());
    session.wait_for("the-end").send("\x1b").wait_for("written").wait_gone("not saved yet");
    assert!(home.annotations()[0]["body"].to_string().contains(&format!("{long}the-end")));
}
