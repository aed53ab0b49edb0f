//! The key that syncs, on a real screen with the real git: it sends and fetches while one reads on; a remote that asks or
//! hangs breaks nothing.

use super::session::{Home, Session};
use super::{HARBOUR, mark, saved};
use std::path::Path;
use std::process::Command;

/// The search path of this computer: git may be anywhere.
fn path() -> String {
    std::env::var("PATH").unwrap_or_default()
}

/// Runs a script, then opens the text.
fn after(home: &Home, script: &str) -> Session {
    let mut session = home.script(&format!(
        "export PATH=\"{}\" GIT_CONFIG_SYSTEM=/dev/null; {{ {script}; }} > $HOME/said 2>&1; exec $POSTIL $CORPUS/harbour.txt",
        path()
    ));
    session.wait_for("freezes").wait_for("mika").settle();
    session
}

/// A folder of texts that is synced with a bare repository in the home.
fn synced() -> Home {
    Home::of_reader(&[("harbour.txt", HARBOUR)])
}

const BEGIN: &str = "git init -q --bare $HOME/remote.git && $POSTIL sync $CORPUS --remote $HOME/remote.git";

#[test]
fn the_key_sends_what_was_written_and_fetches_what_others_wrote() {
    let home = synced();
    let mut session = after(&home, BEGIN);
    mark(&mut session);
    session.send("S").wait_for("sync: sent 1 of yours");
    let remote = home.corpus().parent().expect("a home").join("remote.git");
    let git = |args: &[&str]| {
        let output = Command::new("git")
            .current_dir(&remote)
            .args(args)
            .output()
            .expect("the tests of syncing run git: install it, or put it on the PATH");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(git(&["ls-tree", "-r", "--name-only", "main"]).contains("mika/harbour.txt@"));
    // Somebody else, elsewhere.
    let other = "mkdir $HOME/b && cp $CORPUS/harbour.txt $HOME/b && export XDG_STATE_HOME=$HOME/b-state && \
        $POSTIL annotate harbour --quote 'Salt and rope' --reader Ona --corpus $HOME/b && \
        $POSTIL sync $HOME/b --remote $HOME/remote.git; echo done";
    home.script(&format!("export PATH=\"{}\"; {other}", path())).wait_for("done");
    session.send("S").wait_for("1 new from ona").wait_for("Notes (2)");
    session.send("S").wait_for("everything is as the others have it").send("\x03");
    assert!(session.end().success());
}

#[test]
fn where_no_sync_is_set_up_the_key_names_the_command_and_makes_nothing() {
    let home = synced();
    let mut session = after(&home, "true");
    session.send("S").wait_for("postil sync --remote ADDRESS");
    assert!(!home.corpus().join("annotations").exists(), "nothing was begun");
    // A repository that is there for something else is not pushed by a key.
    home.script(&format!("export PATH=\"{}\"; git init -q $CORPUS && echo done", path())).wait_for("done");
    session.send("j").wait_gone("ADDRESS").send("S").wait_for("postil sync --remote ADDRESS").send("\x03");
    assert!(session.end().success());
}

#[test]
fn in_a_copy_that_a_sync_has_made_the_key_sends_before_anybody_has_sent_anything() {
    let home = synced();
    let begin = "git init -q --bare -b main $HOME/remote.git && cd $CORPUS && git init -q -b main && git add . && \
        git -c user.name=a -c user.email=a@example.org commit -q -m texts && git push -q $HOME/remote.git main && \
        cd $HOME && rm -rf $CORPUS && $POSTIL sync $CORPUS --remote $HOME/remote.git";
    let mut session = after(&home, begin);
    session.send("S").wait_for("sync: everything is as the others have it");
    mark(&mut session);
    session.send("S").wait_for("sync: sent 1 of yours").send("\x03");
    assert!(session.end().success());
}

/// A remote behind an ssh of the reader's own, which asks on the terminal and then hangs.
const HANGING: &str = "printf '#!/bin/sh\\n(echo PASSWORD > /dev/tty; read answer < /dev/tty) 2>/dev/null\\nsleep 100\\n' > $HOME/ssh; \
    chmod +x $HOME/ssh; git -C $CORPUS/annotations config core.sshCommand $HOME/ssh; \
    git -C $CORPUS/annotations remote set-url origin somewhere:/seminar.git";

#[test]
fn a_remote_that_asks_and_hangs_reaches_no_screen_and_is_stopped_by_the_key() {
    let home = synced();
    let mut session = after(&home, &format!("{BEGIN}; {HANGING}"));
    session.send("S").wait_for("sync: fetching");
    // One reads and writes on.
    mark(&mut session);
    session.send("S").wait_for("S again stops it").send("S").wait_for("sync: the sync was stopped");
    saved(&mut session, 1);
    assert!(!String::from_utf8_lossy(&session.raw()).contains("PASSWORD"), "{}", session.screen());
    session.send("\x03");
    assert!(session.end().success());
}

#[test]
fn a_sync_under_way_when_the_program_ends_is_waited_for_a_moment_and_then_told_of() {
    let home = synced();
    let mut session = after(&home, &format!("{BEGIN}; {HANGING}"));
    session.send("S").wait_for("sync: fetching").send("\x03");
    assert!(session.end().success());
    let told = String::from_utf8_lossy(&session.raw()).into_owned();
    assert!(told.contains("the sync was stopped"), "{told}");
}

/// Every file below a folder that holds these words.
fn holding(folder: &Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(holding(&path, words));
        } else if std::fs::read(&path).is_ok_and(|bytes| bytes.windows(words.len()).any(|at| at == words.as_bytes())) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn a_private_note_is_sent_by_no_key_and_shows_in_the_next_session() {
    let (home, words) = (synced(), "kept-to-myself");
    let mut session = after(&home, BEGIN);
    session.send("a").wait_for("drop it").send(words).wait_for(words).send("\x14").wait_for("for only me");
    session.send("\x1b").wait_for("only me · note").wait_gone("not saved yet");
    let shared = "for all of us";
    session.send("Ga").wait_for("drop it").send(shared).wait_for(shared).send("\x1b").wait_gone("drop it");
    saved(&mut session, 2);
    session.send("S").wait_for("sync: sent 1 of yours").send("\x03");
    assert!(session.end().success());
    let everywhere = home.corpus().parent().expect("a home").to_path_buf();
    let private = home.data().join("private").display().to_string();
    let found = holding(&everywhere, words);
    assert!(found.len() == 1 && found[0].starts_with(&private), "{found:?}");
    let git = ["cat-file", "--batch", "--batch-all-objects"];
    let sent = Command::new("git").args(git).current_dir(everywhere.join("remote.git")).output().expect("git");
    let sent = String::from_utf8_lossy(&sent.stdout).into_owned();
    assert!(sent.contains(shared) && !sent.contains(words), "{sent}");
    let mut next = after(&home, "true");
    next.wait_for("only me · note").wait_for(words).send("\x03");
    assert!(next.end().success());
}
