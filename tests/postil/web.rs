//! The web edition in a real browser, where one is installed and `node` beside it: `chromium`, or what `POSTIL_BROWSER` names. Without
//! them the tests say `skipped:`. What is looked at stands in `tests/web/site.mjs`.

#![allow(clippy::unwrap_used, reason = "what fails while a test is set up fails the test")]

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The browser, where it and node are there.
fn browser() -> Option<String> {
    let runs = |program: &str| Command::new(program).arg("--version").output().is_ok_and(|ran| ran.status.success());
    let named = std::env::var("POSTIL_BROWSER").ok();
    let found = named
        .into_iter()
        .chain(["chromium", "chromium-browser", "google-chrome"].map(str::to_owned))
        .find(|it| runs(it));
    found.filter(|_| runs("node"))
}

fn postil(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    command.env_clear().env("HOME", home).env("TZ", "UTC").env("LANG", "C.UTF-8").current_dir(home).args(args);
    command.output().unwrap()
}

fn json_of(home: &Path, args: &[&str]) -> Value {
    serde_json::from_slice(&postil(home, args).stdout).unwrap()
}

/// What each page must hold: the text, and the words of each thread as they stand in it.
fn expected(home: &Path, corpus: &str) -> Value {
    let notes = json_of(home, &["notes", corpus, "--json", "--unblind"]);
    let list = json_of(home, &["list", corpus, "--json"]);
    let pages = list.as_array().unwrap().iter().map(|document| {
        let path = document["path"].as_str().unwrap().to_owned();
        let text = json_of(home, &["text", &path, "--corpus", corpus, "--json"])["text"].as_str().unwrap().to_owned();
        let letters: Vec<char> = text.chars().collect();
        let words = |note: &Value| {
            let (start, end) = (note["start"].as_u64()? as usize, note["end"].as_u64()? as usize);
            Some(letters[start..end].iter().collect::<String>())
        };
        let here = notes.as_array().unwrap().iter().filter(|note| note["document"] == path.as_str());
        let said =
            here.filter(|note| note["reply_to"].is_null() && (note["quote"].is_string() || note["note"].is_string()));
        let threads: Vec<Option<String>> = said.map(words).collect();
        json!({"page": format!("texts/{path}.html"), "text": text, "notes": threads})
    });
    pages.collect()
}

/// Makes a web edition and has it looked at.
fn look(home: &Path, corpus: &str, browser: &str) {
    let made = postil(home, &["export", corpus, "--unblind", "--site", "site"]);
    assert!(made.status.success(), "{made:?}");
    std::fs::write(home.join("expected.json"), expected(home, corpus).to_string()).unwrap();
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/web/site.mjs");
    let mut node = Command::new("node");
    node.arg("--experimental-websocket").arg(script).args([browser, "site", "expected.json"]).current_dir(home);
    let looked = node.output().unwrap();
    assert!(
        looked.status.success(),
        "{}{}",
        String::from_utf8_lossy(&looked.stdout),
        String::from_utf8_lossy(&looked.stderr)
    );
}

#[test]
fn every_reading_of_the_sample_is_marked_exactly_in_a_browser() {
    let Some(browser) = browser() else { return println!("skipped: no browser and node") };
    let home = tempfile::tempdir().unwrap();
    look(home.path(), &format!("{}/documents", env!("CARGO_MANIFEST_DIR")), &browser);
}

#[test]
fn hostile_texts_and_notes_are_text_in_a_browser() {
    let Some(browser) = browser() else { return println!("skipped: no browser and node") };
    let home = tempfile::tempdir().unwrap();
    let script = "</script><script>document.title='taken'</script><img src=http://example.org/x onerror=alert(1)>";
    let text = format!(
        "🙂 Words &amp; {script} <!-- and --> more.\n\n\n한국어와 日本語. The same. The same.\n\n- one\n- two `code`\n"
    );
    std::fs::create_dir(home.path().join("texts")).unwrap();
    std::fs::write(home.path().join("texts/a \"b\" <i>#1?.txt"), &text).unwrap();
    std::fs::write(home.path().join("texts/b.md"), format!("# [T](javascript:alert(1)) *em*\n\n{text}")).unwrap();
    for document in ["#1?", "b.md"] {
        for (quote, more) in [
            (script, &["--tag", "\"><b>"][..]),
            ("日本語. The same.", &[]),
            ("The same. The same", &["--color", "blue"]),
            ("more.\n\n\n한국어와", &[]),
        ] {
            let note = format!("{script}{quote}");
            let args =
                ["annotate", document, "--quote", quote, "--note", &note, "--reader", "\"<b>Mei", "--corpus", "texts"];
            postil(home.path(), &[&args, more].concat());
        }
    }
    let count = json_of(home.path(), &["notes", "texts", "--json"]).as_array().unwrap().len();
    assert!(count >= 5, "{count} notes were made");
    look(home.path(), "texts", &browser);
}
