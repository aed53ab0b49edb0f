//! The board of questions, over the whole screen: a row or two for each, the current one with the words it is about. It
//! decides nothing.

use super::canvas::Canvas;
use super::field::put_field;
use super::frame::{centred, frame};
use crate::app::{Area, Board, BoardRow, Command, Model, SurveyStage};
use crate::config::theme::Role;
use crate::text::{Span, cells, wrap};

/// The widest box.
const WIDEST: u16 = 130;

/// Draws the board over the screen.
pub fn draw(canvas: &mut Canvas<'_>, model: &Model, board: &Board, screen: Area) {
    let inside = frame(canvas, centred(screen, WIDEST, screen.height), &title(board));
    let sign = canvas.put(inside.x, inside.y, 2, canvas.sign("› ", "> "), canvas.style(Role::StatusKey));
    let field = Area { x: inside.x + sign, width: inside.width.saturating_sub(sign), height: 1, ..inside };
    put_field(canvas, &board.field, field);
    let rest = Area { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
    let foot = u16::from(board.blind > 0 && rest.height > 2);
    let area = Area { height: rest.height - foot, ..rest };
    if foot > 0 {
        let at = Area { y: rest.y + rest.height - 1, height: 1, ..rest };
        canvas.put_cut(at.x, at.y, at.width, &blind(board), canvas.style(Role::Dim));
    }
    if board.rows.is_empty() {
        return empty(canvas, model, board, area);
    }
    list(canvas, board, area);
}

fn title(board: &Board) -> String {
    let (open, settled) = board.counts;
    match (settled, board.settled) {
        (0, _) => format!("Questions: {open} open"),
        (_, true) => format!("Questions: {open} open, {settled} settled"),
        (_, false) => format!("Questions: {open} open ({settled} settled: tab)"),
    }
}

fn blind(board: &Board) -> String {
    let stand = if board.blind == 1 { "1 more stands" } else { &format!("{} more stand", board.blind) };
    format!("{stand} on texts that you are to read first")
}

/// Two rows for each question; a third with the words it is about for the current one.
fn list(canvas: &mut Canvas<'_>, board: &Board, area: Area) {
    let height = usize::from(area.height);
    // The current one and its words are always on the screen.
    let top = (board.at + 1).saturating_sub((height.saturating_sub(1) / 2).max(1));
    let mut y = area.y;
    for (at, row) in board.rows.iter().enumerate().skip(top) {
        let wanted = 2 + u16::from(at == board.at && !row.quote.is_empty());
        let room = Area { y, height: wanted.min((area.y + area.height).saturating_sub(y)), ..area };
        if room.height == 0 {
            return;
        }
        question(canvas, row, room);
        if at == board.at {
            canvas.tint(Area { height: room.height.min(2), ..room }, canvas.style(Role::ListSelected));
        }
        y += room.height;
    }
}

fn question(canvas: &mut Canvas<'_>, row: &BoardRow, area: Area) {
    let plain = canvas.style(Role::Popup);
    let (dim, quote) = (plain.patch(canvas.style(Role::Dim)), plain.patch(canvas.style(Role::Quote)));
    let votes = if row.votes > 0 { format!("+{}", row.votes) } else { "?".to_owned() };
    canvas.put(area.x, area.y, 4, &votes, plain.patch(canvas.style(Role::StatusKey)));
    let style = if row.settled_by.is_some() { dim } else { plain };
    canvas.put_cut(area.x + 5, area.y, area.width.saturating_sub(5), &row.note, style);
    if area.height > 1 {
        let answers = match (&row.settled_by, row.answers) {
            (Some(who), _) if who == "me" => "settled by my answer".to_owned(),
            (Some(who), _) => format!("settled by {who}'s answer"),
            (None, 0) => "no answer".to_owned(),
            (None, 1) => "1 answer".to_owned(),
            (None, count) => format!("{count} answers"),
        };
        let facts = format!("{} · {answers} · {}", row.who, row.title);
        canvas.put_cut(area.x + 5, area.y + 1, area.width.saturating_sub(5), &facts, dim);
    }
    if area.height > 2 {
        canvas.put_cut(area.x + 5, area.y + 2, area.width.saturating_sub(5), &format!("“{}”", row.quote), quote);
    }
}

/// An empty board says how a question comes onto it.
fn empty(canvas: &mut Canvas<'_>, model: &Model, board: &Board, area: Area) {
    let key = |command| crate::app::key_of(model, command);
    let text = match (board.field.is_empty(), board.counts, model.list.survey >= SurveyStage::Listed) {
        (_, _, false) => "looking for questions …".to_owned(),
        (false, ..) => "No question says that. esc shows all of them.".to_owned(),
        (true, (_, 0), _) => format!(
            "Nobody has asked anything yet. In a text, {} asks a question about a passage; {} on somebody's question says \
             that you ask it too, {} answers it. All questions of all texts stand here then, the most asked first.",
            key(Command::Question),
            key(Command::Agree),
            key(Command::Reply)
        ),
        (true, (_, settled), _) => format!(
            "No question is open: {settled} settled. tab shows them. A question is settled when its asker, or who leads \
             the seminar, presses {} on an answer.",
            key(Command::Agree)
        ),
    };
    let width = usize::from(area.width).max(1);
    let rows = wrap::wrap(&text, Span::new(0, text.len()), width, width);
    for (y, row) in (area.y..area.y + area.height).skip(1).zip(rows) {
        let words = row.of(&text).trim_end();
        canvas.put(area.x, y, u16::try_from(cells::width(words)).unwrap_or(area.width), words, canvas.style(Role::Dim));
    }
}
