//! What is sent for which screens; and that nothing hostile is.

use super::*;
use crate::document::doc_path;
use crate::ui::Cursor;
use ratatui::style::Style;
use std::cell::RefCell;
use std::rc::Rc;

/// What has been sent, to be looked at.
#[derive(Clone, Debug, Default)]
pub struct Sent(pub Rc<RefCell<Vec<u8>>>);

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn painter(size: (u16, u16)) -> (Painter<Sent>, Sent) {
    let sent = Sent::default();
    (
        Painter::new(
            sent.clone(),
            size,
            Ability { scrolling: Scrolling::Lines, erase: true, italic: true, margins: false },
        ),
        sent,
    )
}

fn screen((painter, sent): &mut (Painter<Sent>, Sent), rows: &[&str]) -> Vec<u8> {
    let paint = |buffer: &mut Buffer| {
        for (y, row) in rows.iter().enumerate() {
            buffer.set_string(0, u16::try_from(y).expect("few rows"), row, Style::new());
        }
        Cursor::default()
    };
    painter.paint(None, paint).expect("a vector takes everything");
    sent.0.take()
}

#[test]
fn a_screen_that_is_new_is_written_over_by_short_ways() {
    let mut painter = painter((40, 12));
    let rows = |letter: &str| -> Vec<String> { (1..13).map(|n| letter.repeat(3 * n)).collect() };
    let [before, after] = ["a", "b"].map(rows);
    screen(&mut painter, &before.iter().map(String::as_str).collect::<Vec<_>>());
    let sent = screen(&mut painter, &after.iter().rev().map(String::as_str).collect::<Vec<_>>());
    // The letters, two bytes to each row's beginning, and what was longer is erased.
    let letters: usize = (1..13).map(|n| 3 * n).sum();
    assert!(sent.len() <= letters + 12 * 5, "{}: {:?}", sent.len(), String::from_utf8_lossy(&sent));
}

/// How many writes there were, and how many flushes.
#[derive(Clone, Debug, Default)]
struct Writes(Rc<RefCell<(usize, usize)>>);

impl Write for Writes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().0 += usize::from(!bytes.is_empty());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().1 += 1;
        Ok(())
    }
}

#[test]
fn a_frame_goes_out_in_one_write_however_long_it_is_and_what_it_holds() {
    let writes = Writes::default();
    let ability = Ability { scrolling: Scrolling::Lines, erase: true, italic: true, margins: false };
    let mut painter = Painter::new(writes.clone(), (200, 60), ability);
    for frame in 0..4_u16 {
        let paint = |buffer: &mut Buffer| {
            // Rows that scroll, letters of several bytes, styles that change in every word: tens of thousands of bytes.
            for (y, x) in (0..60).flat_map(|y| (0..66).map(move |x| (y, x))) {
                let style = Style::new().fg(ratatui::style::Color::Indexed(((y + frame) * 7 + x) as u8));
                buffer.set_string(x * 3, y, ["水é", "a b"][usize::from((x + y + frame) % 2)], style);
            }
            Cursor { column: frame, row: frame, shown: frame % 2 == 0 }
        };
        painter.paint(None, paint).expect("it counts only");
        assert_eq!(*writes.0.borrow(), (usize::from(frame) + 1, usize::from(frame) + 1));
    }
}

/// What is sent for words, each in a style, with a plain blank behind each.
fn styled(words: &[(&str, Style)]) -> String {
    let (mut painter, sent) = painter((40, 4));
    let paint = |buffer: &mut Buffer| {
        let mut x = 0;
        for (word, style) in words {
            (x, _) = buffer.set_stringn(x, 0, word, 40, *style);
            x += 1;
        }
        Cursor::default()
    };
    painter.paint(None, paint).expect("a vector takes everything");
    String::from_utf8_lossy(&sent.0.take()).into_owned()
}

#[test]
fn a_blank_has_no_ink_to_be_changed_for() {
    let red = Style::new().fg(ratatui::style::Color::Red);
    assert_eq!(styled(&[("one", red), ("two", red.bold()), ("three", red)]).matches('m').count(), 3);
    assert!(styled(&[("one", red), ("two", red)]).contains("one two"));
    // What is seen of a blank, its ground and its line, is that of the cell.
    for style in [red.underlined(), red.reversed(), red.on_blue()] {
        assert!(!styled(&[("one", style), ("two", style)]).contains("one two"), "{style:?}");
    }
}

#[test]
fn the_shorter_of_two_ways_changes_a_look() {
    use ratatui::style::Color;
    let long = Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Rgb(4, 5, 6));
    let (mut painter, sent) = painter((40, 4));
    let paint = |buffer: &mut Buffer| {
        for (x, style) in
            [long.bold(), long, long.dim().bold(), long.bold(), long.italic(), Style::new()].iter().enumerate()
        {
            buffer.set_string(x as u16, 0, "x", *style);
        }
        Cursor::default()
    };
    painter.paint(None, paint).expect("a vector takes everything");
    let sent = String::from_utf8_lossy(&sent.0.take()).into_owned();
    assert!(sent.trim_end().ends_with("x\x1b[22mx\x1b[1;2mx\x1b[22;1mx\x1b[22;3mx\x1b[mx"), "{sent:?}");
}

#[test]
fn an_unchanged_screen_sends_nothing() {
    let mut painter = painter((20, 8));
    let rows = ["title", "one", "two", "three", "four", "five", "status", "keys"];
    assert!(!screen(&mut painter, &rows).is_empty());
    assert!(screen(&mut painter, &rows).is_empty());
}

#[test]
fn a_scrolled_screen_sends_the_new_row_only() {
    let mut painter = painter((40, 8));
    let long = |n: usize| n.to_string().repeat(38);
    let rows: Vec<String> = (0..8).map(long).collect();
    let frame = |from: usize| -> Vec<&str> {
        std::iter::once("title")
            .chain(rows[from..from + 5].iter().map(String::as_str))
            .chain(["status", "keys"])
            .collect()
    };
    screen(&mut painter, &frame(0));
    let sent = screen(&mut painter, &frame(1));
    assert!(sent.starts_with(b"\x1b[2;6r\x1b[6H\n\x1b[r"), "{:?}", String::from_utf8_lossy(&sent));
    assert!(sent.len() < 90, "{} bytes", sent.len());
    assert_eq!(painter.0.shown[(0, 5)].symbol(), "5");
}

/// A title, a control sequence, a bidirectional override and a C1 control in one.
const HOSTILE: &str = "\u{1b}]0;pwned\u{7}\u{1b}[31mevil\u{202e}live\u{9b}2J\u{2066}\u{0}\u{7f}";

/// A syllabus that says hostile things of a document.
fn hostile_plan(path: &str) -> crate::config::syllabus::Syllabus {
    use crate::config::syllabus::{Prompt, Session, Syllabus};
    let said = || HOSTILE.to_owned();
    let asked = Prompt { text: said(), document: Some(doc_path(path)), quote: Some(said()), ..Prompt::default() };
    let session = Session {
        title: Some(said()),
        date: Some(said()),
        readings: vec![doc_path(path)],
        prompts: vec![asked],
        ..Session::default()
    };
    let groups = [(said(), vec![said()])].into();
    Syllabus { sessions: vec![session], groups, ..Syllabus::default() }
}

#[test]
fn nothing_hostile_in_titles_notes_tags_or_names_reaches_the_terminal() {
    use crate::app::test_stage::{PATH, Stage, config};
    use crate::app::{ListItem, Message, Msg};
    use crate::study::Summary;
    use std::sync::Arc;
    let mut stage = Stage::with(&[(PATH, "# Heading\n\nOne two. Three.")], config(), (120, 30));
    let item =
        ListItem { title: Some(HOSTILE.to_owned()), authors: vec![HOSTILE.to_owned()], ..ListItem::of(doc_path(PATH)) };
    let damaged = ListItem { damaged: Some(HOSTILE.to_owned()), ..ListItem::of(doc_path(&HOSTILE.replace('\0', ""))) };
    stage.send(Msg::Listed(vec![item, damaged]));
    *stage.model.seminar.syllabus = Arc::new(hostile_plan(PATH));
    let summary = Summary { tags: [(HOSTILE.to_owned(), 1)].into(), ..Summary::default() };
    let summaries = vec![(doc_path(PATH), summary)];
    stage.send(Msg::Surveyed { faults: vec![HOSTILE.to_owned()], left_out: Some(HOSTILE.to_owned()), summaries });
    stage.other(PATH, crate::annotation::Kind::Note, "Three.", HOSTILE);
    let other = stage.others.get_mut(PATH).and_then(|all| all.first_mut()).expect("just made");
    (other.reader, other.annotation.tags) = (HOSTILE.to_owned(), vec![HOSTILE.to_owned()]);
    stage.other(PATH, crate::annotation::Kind::Question, "One two.", HOSTILE);
    let asked = stage.others[PATH][1].annotation.clone();
    stage.answer_by(PATH, HOSTILE, &asked.id, HOSTILE);
    stage.answer_by(PATH, HOSTILE, &asked.id, "");
    let people = ["", &asked.creator].map(|id| crate::annotation::Reader {
        id: id.into(),
        name: HOSTILE.to_owned(),
        nickname: format!("x{HOSTILE}"),
    });
    stage.send(Msg::Readers(people.to_vec()));
    stage.send(Msg::Seen { since: jiff::Timestamp::UNIX_EPOCH, keys: Vec::new() });
    stage.model.list.name = HOSTILE.to_owned();
    stage.model.me.reader.nickname = HOSTILE.to_owned();
    let (mut painter, bytes) = painter((120, 30));
    let mut paint = |stage: &Stage| {
        painter.paint(None, |buffer| crate::ui::draw(buffer, &stage.model)).expect("a vector takes everything");
    };
    paint(&stage);
    stage.open(PATH);
    stage.model.doc.as_mut().expect("open").opened.metadata.title = Some(HOSTILE.to_owned());
    for keys in [
        "",
        "G",
        "d",
        "tab",
        "j",
        "esc q",
        "t",
        "\"x\"",
        "esc o",
        "esc :",
        "esc ?",
        "esc C",
        "down down down down enter",
        "c",
        "U",
        "esc c c c c a",
        "esc f",
        "esc / \"zz\" enter",
        "g g tab tab r",
        "\"@x\"",
        "esc +",
        "+ >",
        "> B",
        "tab enter",
        "esc P",
        "enter",
        "ctrl-g *",
        "q",
        "/ \"e\"",
        "esc",
    ] {
        stage.keys(keys);
        paint(&stage);
    }
    for hostile in [Msg::Say(Message::failure(HOSTILE)), Msg::Paste(HOSTILE.to_owned())] {
        stage.keys("enter a");
        stage.send(hostile);
        paint(&stage);
        stage.keys("ctrl-g");
        paint(&stage);
    }
    let sent = String::from_utf8(bytes.0.take()).expect("painted text is UTF-8");
    assert!(sent.contains("evil"), "the names do show");
    for obeyed in ["\u{1b}]", "\u{7}", "\u{1b}[31m", "\u{202e}", "\u{9b}", "\u{2066}", "\u{0}", "\u{7f}"] {
        assert!(!sent.contains(obeyed), "{obeyed:?} was sent");
    }
}

#[test]
fn what_a_terminal_would_obey_is_not_sent() {
    let (mut painter, bytes) = painter((20, 4));
    let sent = {
        let paint = |buffer: &mut Buffer| {
            for (x, symbol) in (0..).zip(["\u{9b}", "\u{202e}", "\x1b[2J", "\u{7}"]) {
                buffer[(x, 0)].set_symbol(symbol);
            }
            Cursor::default()
        };
        painter.paint(None, paint).expect("a vector takes everything");
        String::from_utf8(bytes.0.take()).expect("painted text is UTF-8")
    };
    assert!(!sent.contains(['\u{9b}', '\u{202e}', '\u{7}']) && !sent.contains("\x1b[2J"));
    assert_eq!(sent.matches('\u{FFFD}').count(), 4);
}

#[test]
fn a_frame_of_more_bytes_than_the_line_has_room_for_goes_out_in_part_and_then_whole() {
    let (mut painter, sent) = painter((40, 12));
    let draw = |letter: &str, buffer: &mut Buffer| {
        (0..12_u16).for_each(|y| buffer.set_string(0, y, letter.repeat(25) + &y.to_string(), Style::new()));
        Cursor::default()
    };
    let part = painter.paint(Some(60), |buffer| draw("b", buffer)).expect("a vector takes everything");
    let seen = String::from_utf8(sent.0.take()).expect("text");
    assert!(!part.is_whole && (60..100).contains(&part.bytes), "{part:?}: {seen:?}");
    let (status, top) = (seen.find("bbb11").expect("the last row"), seen.find("bbb0").expect("the first"));
    assert!(status < top && !seen.contains("bbb5"), "{seen:?}");
    let whole = painter.paint(None, |buffer| draw("b", buffer)).expect("a vector takes everything");
    let seen = String::from_utf8(sent.0.take()).expect("text");
    assert!(
        whole.is_whole && seen.contains("bbb5") && !seen.contains("bbb11"),
        "what stands there is not sent again: {seen:?}"
    );
    let nothing = painter.paint(Some(0), |buffer| draw("b", buffer)).expect("a vector takes everything");
    assert_eq!(nothing, Painted { bytes: 0, is_whole: true });
}
