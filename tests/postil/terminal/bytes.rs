//! How much is sent for one row and one page on: what comes to show, and little besides. It counts bytes and no time; the benchmark
//! `terminal` has figures of more texts.

use super::*;

/// The most for one row on, the median, with the text alone and between two other panes, at 120 columns.
const ROW_ALONE: usize = 140;
const ROW_BETWEEN: usize = 400;
/// How many rows and pages are counted.
const ROWS: usize = 12;
const PAGES: usize = 4;

/// A long text of words that are not alike, on a screen of 120×40, at the last row of its first page.
fn below() -> (Home, Session) {
    let word = |n: usize| ["harbour", "ice", "in", "the", "morning", "freezes", "late", "and", "boats"][n * n % 9 % 9];
    let paragraph = |at: usize| (0..70).map(|n| word(at * 7 + n * 3 + at * n)).collect::<Vec<_>>().join(" ");
    let text: Vec<String> = (0..80).map(|at| format!("{at} {}.", paragraph(at))).collect();
    let home = Home::of_reader(&[("long.txt", &text.join("\n\n"))]);
    let mut session = home.start_sized(120, 40);
    session.wait_for("1 text").send("\r").wait_for("Notes (0)").settle();
    session.send(&"j".repeat(45)).settle();
    (home, session)
}

fn sent_for(session: &mut Session, keys: &str) -> usize {
    let before = session.raw().len();
    session.send(keys).settle();
    session.raw().len() - before
}

/// What so many rows on have sent each, the least first: where a paragraph begins, the status row changes as well.
fn rows_on(session: &mut Session) -> Vec<usize> {
    let mut sent: Vec<usize> = (0..ROWS).map(|_| sent_for(session, "j")).collect();
    sent.sort_unstable();
    sent
}

#[test]
fn a_row_on_sends_one_row_and_little_besides() {
    let (_home, mut session) = below();
    let between = rows_on(&mut session);
    assert!(between[ROWS / 2] <= ROW_BETWEEN, "{between:?} bytes between two panes");
    sent_for(&mut session, "Z");
    sent_for(&mut session, "jj");
    let alone = rows_on(&mut session);
    assert!(alone[0] > 0 && alone[ROWS / 2] <= ROW_ALONE, "{alone:?} bytes with the text alone");
    session.send("Zq").wait_for("1 text").send("q");
    session.end();
}

#[test]
fn a_page_on_sends_no_more_than_the_text_that_it_shows_and_a_tenth() {
    let (_home, mut session) = below();
    for _ in 0..PAGES {
        let before = session.rows();
        let sent = sent_for(&mut session, " ");
        let changed = session.rows().into_iter().zip(before).filter(|(now, before)| now != before);
        let text: usize = changed.map(|(now, _)| now.trim_end().len()).sum();
        assert!(sent > 0 && sent <= text + text / 10, "{sent} bytes for {text} of text");
    }
    session.send("q").wait_for("1 text").send("q");
    session.end();
}
