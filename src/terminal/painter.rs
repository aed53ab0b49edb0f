//! Buffers to bytes: only what changed, scrolled where that is cheaper, and never a control character.
//!
//! This is the one way out to the terminal, so the gate against hostile text stands here: whatever a pane, a widget or
//! a peer's note put into a cell, a control or direction-overriding character is painted as U+FFFD.

use crate::text::visible::is_harmless;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use std::io::{self, Write};

/// What scrolling the screen costs in bytes, so that it is done only where it saves more.
const SCROLL_COST: usize = 8;
/// How many rows a scroll may be to be looked for.
const FARTHEST: i32 = 3;

/// Keeps what is on the screen and paints what differs.
#[derive(Debug)]
pub struct Painter<W: Write> {
    backend: CrosstermBackend<W>,
    shown: Buffer,
    next: Buffer,
    cursor: Option<(u16, u16)>,
}

impl<W: Write> Painter<W> {
    /// A painter for a screen of this size that is blank now, its cursor hidden.
    pub fn new(out: W, size: (u16, u16)) -> Self {
        let area = Rect::new(0, 0, size.0, size.1);
        Self {
            backend: CrosstermBackend::new(out),
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            cursor: None,
        }
    }

    /// Takes a new size, or makes everything be painted anew.
    pub fn clear(&mut self, size: (u16, u16)) -> io::Result<()> {
        let area = Rect::new(0, 0, size.0, size.1);
        self.shown = Buffer::empty(area);
        self.next = Buffer::empty(area);
        self.backend.clear()
    }

    /// The size painted for.
    pub fn size(&self) -> (u16, u16) {
        (self.shown.area.width, self.shown.area.height)
    }

    /// Lets `draw` fill an empty screen and say where the cursor is, then sends what differs, in one write.
    pub fn paint(&mut self, draw: impl FnOnce(&mut Buffer) -> Option<(u16, u16)>) -> io::Result<()> {
        self.next.reset();
        let cursor = draw(&mut self.next);
        make_harmless(&mut self.next);
        if let Some(rows) = cheaper_scroll(&self.shown, &self.next) {
            self.scroll(rows)?;
        }
        let changes = self.shown.diff(&self.next);
        let painted = !changes.is_empty();
        if painted {
            self.backend.draw(changes.into_iter())?;
        }
        std::mem::swap(&mut self.shown, &mut self.next);
        self.place_cursor(cursor, painted)?;
        Write::flush(&mut self.backend)
    }

    /// Shows the cursor at a cell, or hides it; nothing is sent where nothing changed.
    fn place_cursor(&mut self, cursor: Option<(u16, u16)>, painted: bool) -> io::Result<()> {
        match (cursor, self.cursor) {
            (None, Some(_)) => self.backend.hide_cursor()?,
            (Some(_), None) => self.backend.show_cursor()?,
            _ => {}
        }
        if let Some((column, row)) = cursor
            && (painted || cursor != self.cursor)
        {
            self.backend.set_cursor_position(Position::new(column, row))?;
        }
        self.cursor = cursor;
        Ok(())
    }

    /// Scrolls the rows between the title and the status by the terminal's own scrolling (DECSTBM, SU, SD).
    fn scroll(&mut self, rows: i32) -> io::Result<()> {
        let (top, bottom) = region(self.shown.area);
        let way = if rows > 0 { 'S' } else { 'T' };
        write!(self.backend, "\x1b[{};{}r\x1b[{}{way}\x1b[r", top + 1, bottom, rows.abs())?;
        shift(&mut self.shown, rows);
        Ok(())
    }
}

/// The rows that scroll: all but the row of titles and the two last ones. First and one past the last.
fn region(area: Rect) -> (u16, u16) {
    (1, area.height.saturating_sub(2))
}

/// Moves the rows of the region up by `rows` (down if negative); what comes in is blank.
fn shift(buffer: &mut Buffer, rows: i32) {
    let (top, bottom) = region(buffer.area);
    let old = buffer.clone();
    for y in top..bottom {
        for x in 0..buffer.area.width {
            buffer[(x, y)] = row_after(&old, y, rows).map_or_else(Cell::default, |from| old[(x, from)].clone());
        }
    }
}

/// The row of `buffer` that stands at `y` after scrolling by `rows`.
fn row_after(buffer: &Buffer, y: u16, rows: i32) -> Option<u16> {
    let (top, bottom) = region(buffer.area);
    let from = i32::from(y) + rows;
    u16::try_from(from).ok().filter(|from| (top..bottom).contains(from))
}

/// By how many rows to scroll before painting, if that leaves less to paint.
fn cheaper_scroll(shown: &Buffer, next: &Buffer) -> Option<i32> {
    if shown.area != next.area || next.area.height < 6 {
        return None;
    }
    let plain = cost(shown, next, 0, usize::MAX);
    if plain < 4 * SCROLL_COST {
        return None;
    }
    let mut best = (plain.saturating_sub(SCROLL_COST), None);
    for rows in (1..=FARTHEST).flat_map(|rows| [rows, -rows]) {
        let cost = cost(shown, next, rows, best.0);
        if cost < best.0 {
            best = (cost, Some(rows));
        }
    }
    best.1
}

/// Cells that would have to be painted after scrolling; counting stops at `limit`.
fn cost(shown: &Buffer, next: &Buffer, rows: i32, limit: usize) -> usize {
    let (top, bottom) = region(next.area);
    let blank = Cell::default();
    let mut cost = 0;
    for y in top..bottom {
        let from = row_after(shown, y, rows);
        for x in 0..next.area.width {
            let before = from.map_or(&blank, |from| &shown[(x, from)]);
            cost += usize::from(*before != next[(x, y)]);
        }
        if cost >= limit {
            return limit;
        }
    }
    cost
}

/// The gate: no cell holds a character that a terminal would obey.
fn make_harmless(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        let plain = symbol.len() == 1 && (b' '..=b'~').contains(&symbol.as_bytes()[0]);
        if !plain && !symbol.chars().all(|c| is_harmless(c) && c != '\n' && c != '\t') {
            cell.set_symbol("\u{FFFD}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;
    use std::cell::RefCell;
    use std::rc::Rc;

    /// What has been sent, to be looked at.
    #[derive(Clone, Debug, Default)]
    struct Sent(Rc<RefCell<Vec<u8>>>);

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
        (Painter::new(sent.clone(), size), sent)
    }

    fn screen((painter, sent): &mut (Painter<Sent>, Sent), rows: &[&str]) -> Vec<u8> {
        let paint = |buffer: &mut Buffer| {
            for (y, row) in rows.iter().enumerate() {
                buffer.set_string(0, u16::try_from(y).expect("few rows"), row, Style::new());
            }
            None
        };
        painter.paint(paint).expect("a vector takes everything");
        sent.0.take()
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
        assert!(sent.starts_with(b"\x1b[2;6r\x1b[1S\x1b[r"), "{:?}", String::from_utf8_lossy(&sent));
        assert!(sent.len() < 90, "{} bytes", sent.len());
        assert_eq!(painter.0.shown[(0, 5)].symbol(), "5");
    }

    /// A title, a control sequence, a bidirectional override and a C1 control in one.
    const HOSTILE: &str = "\u{1b}]0;pwned\u{7}\u{1b}[31mevil\u{202e}live\u{9b}2J\u{2066}\u{0}\u{7f}";

    /// A syllabus that says hostile things of a document.
    fn hostile_plan(path: &str) -> crate::config::syllabus::Syllabus {
        use crate::config::syllabus::{Prompt, Session, Syllabus};
        let said = || HOSTILE.to_owned();
        let asked = Prompt { text: said(), document: Some(path.to_owned()), quote: Some(said()) };
        let session = Session {
            title: Some(said()),
            date: Some(said()),
            readings: vec![path.to_owned()],
            prompts: vec![asked],
            ..Session::default()
        };
        let groups = [(said(), vec![said()])].into();
        Syllabus { sessions: vec![session], groups, ..Syllabus::default() }
    }

    #[test]
    fn nothing_hostile_in_titles_notes_tags_or_names_reaches_the_terminal() {
        use crate::app::stage::{PATH, Stage, config};
        use crate::app::{ListItem, Message, Msg};
        use crate::study::Summary;
        use std::sync::Arc;
        let mut stage = Stage::with(&[(PATH, "# Heading\n\nOne two. Three.")], config(), (120, 30));
        let item = ListItem {
            path: PATH.to_owned(),
            title: Some(HOSTILE.to_owned()),
            authors: vec![HOSTILE.to_owned()],
            ..ListItem::default()
        };
        let damaged = ListItem { path: HOSTILE.to_owned(), damaged: Some(HOSTILE.to_owned()), ..ListItem::default() };
        stage.send(Msg::Listed(vec![item, damaged]));
        stage.model.seminar.syllabus = Arc::new(hostile_plan(PATH));
        let summary = Summary { tags: [(HOSTILE.to_owned(), 1)].into(), ..Summary::default() };
        let summaries = vec![(PATH.to_owned(), summary)];
        stage.send(Msg::Surveyed { faults: vec![HOSTILE.to_owned()], summaries });
        stage.other(PATH, crate::annotation::Kind::Note, "Three.", HOSTILE);
        let other = stage.others.get_mut(PATH).and_then(|all| all.first_mut()).expect("just made");
        (other.reader, other.annotation.tags) = (HOSTILE.to_owned(), vec![HOSTILE.to_owned()]);
        stage.other(PATH, crate::annotation::Kind::Question, "One two.", HOSTILE);
        let asked = stage.others[PATH][1].annotation.clone();
        stage.answer_by(PATH, HOSTILE, &asked.id, HOSTILE);
        stage.answer_by(PATH, HOSTILE, &asked.id, "");
        let people = ["", &asked.creator].map(|id| crate::annotation::Reader {
            id: id.to_owned(),
            name: HOSTILE.to_owned(),
            nickname: format!("x{HOSTILE}"),
        });
        stage.send(Msg::Readers(people.to_vec()));
        stage.send(Msg::Seen { since: jiff::Timestamp::UNIX_EPOCH, keys: Vec::new() });
        stage.model.list.name = HOSTILE.to_owned();
        stage.model.me.reader.nickname = HOSTILE.to_owned();
        let (mut painter, bytes) = painter((120, 30));
        let mut paint = |stage: &Stage| {
            painter.paint(|buffer| crate::ui::draw(buffer, &stage.model)).expect("a vector takes everything");
        };
        paint(&stage);
        stage.open(PATH);
        stage.model.desk.as_mut().expect("open").opened.metadata.title = Some(HOSTILE.to_owned());
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
                None
            };
            painter.paint(paint).expect("a vector takes everything");
            String::from_utf8(bytes.0.take()).expect("painted text is UTF-8")
        };
        assert!(!sent.contains(['\u{9b}', '\u{202e}', '\u{7}']) && !sent.contains("\x1b[2J"));
        assert_eq!(sent.matches('\u{FFFD}').count(), 4);
    }
}
