//! A list to choose from, in a box: what is typed to narrow it, and the choices, the current one with a patch. It chooses nothing.

use super::canvas::Canvas;
use super::field::put_field;
use super::frame::{centred, frame};
use crate::app::{Area, Choice, Chooser, ParticipantSign};
use crate::config::theme::Role;
use crate::text::{Span, visible, wrap};
use ratatui::style::Modifier;

/// The most rows of a box.
const HIGHEST: u16 = 24;

/// How a chooser shows.
#[derive(Clone, Copy, Debug)]
pub struct ChooserLook {
    /// Columns of its box, where there is room.
    pub width: u16,
    /// Said where nothing matches what was typed.
    pub none: &'static str,
    /// How many rows a choice takes at most that is not the current one, where not all have room whole; 0: each has one.
    pub lines: u16,
}

/// Draws a chooser over a screen, as high as all its choices need. A title that has no room in the frame goes on below it.
pub fn draw(canvas: &mut Canvas<'_>, chooser: &Chooser, screen: Area, look: ChooserLook) {
    let outside = screen.width.min(look.width);
    let (title, rest) = head_of(&chooser.title, usize::from(outside.saturating_sub(6)));
    let about = rows_of(&rest, usize::from(outside.saturating_sub(4)));
    let choices_whole = whole(chooser, outside.saturating_sub(4), look.lines);
    let needed = u16::try_from(choices_whole.max(1) + about.len()).unwrap_or(u16::MAX).saturating_add(3);
    let mut inside = frame(canvas, centred(screen, look.width, needed.min(HIGHEST)), &title);
    for row in about.iter().take(usize::from(inside.height / 3)) {
        canvas.put_cut(inside.x, inside.y, inside.width, row.of(&rest), canvas.style(Role::Dim));
        inside = below(inside, 1);
    }
    typed(canvas, chooser, inside);
    let list = below(inside, 1);
    if chooser.shown.is_empty() && list.height > 0 {
        canvas.put_cut(list.x, list.y, list.width, look.none, canvas.style(Role::Dim));
    }
    choices(canvas, chooser, list, look.lines);
}

/// What of a title has room in the frame, and the rest of it, with what a row takes harmless.
fn head_of(title: &str, room: usize) -> (String, String) {
    let title = visible::line(title).into_owned();
    let first =
        wrap::wrap(&title, Span::new(0, title.len()), room.max(1), room.max(1)).first().map_or(0, |row| row.end);
    let (head, rest) = title.split_at(first);
    (head.trim_end().to_owned(), rest.trim_start().to_owned())
}

/// The rows of words at a width; none of no words.
fn rows_of(words: &str, width: usize) -> Vec<Span> {
    let width = width.max(1);
    if words.is_empty() { Vec::new() } else { wrap::wrap(words, Span::new(0, words.len()), width, width) }
}

/// What is left of an area below so many rows of it.
fn below(area: Area, rows: u16) -> Area {
    let rows = rows.min(area.height);
    Area { y: area.y + rows, height: area.height - rows, ..area }
}

/// The field that narrows the list.
fn typed(canvas: &mut Canvas<'_>, chooser: &Chooser, inside: Area) {
    let sign = canvas.put(inside.x, inside.y, 2, canvas.sign("› ", "> "), canvas.style(Role::StatusKey));
    let width = inside.width.saturating_sub(sign);
    put_field(canvas, &chooser.field, Area { x: inside.x + sign, width, height: 1.min(inside.height), ..inside });
}

/// The choices that have room, the current one among them.
fn choices(canvas: &mut Canvas<'_>, chooser: &Chooser, list: Area, lines: u16) {
    let most = usize::from(list.height);
    let is_whole = lines == 0 || whole(chooser, list.width, lines) <= most;
    let rows = ChoiceRows { chooser, width: list.width, lines, most, is_whole };
    let top = rows.first_shown();
    let mut left = list;
    for (at, index) in chooser.shown.iter().enumerate().skip(top) {
        let height = u16::try_from(rows.of(at)).unwrap_or(u16::MAX).min(left.height);
        let Some(here) = chooser.choices.get(*index).filter(|_| height > 0) else { return };
        let area = Area { height, ..left };
        choice(canvas, here, area);
        if let Some(sign) = chooser.chips.get(*index).copied().flatten() {
            chip(canvas, area, sign);
        }
        if at == chooser.at {
            canvas.tint(area, canvas.style(Role::ListSelected));
        }
        left = below(left, height);
    }
}

/// One choice over the rows of its area, what has no room cut off; its detail at the end of the first.
fn choice(canvas: &mut Canvas<'_>, choice: &Choice, area: Area) {
    let (indent, detail, room) = columns(choice, area.width);
    let label = visible::line(&choice.label);
    let rows = if area.height > 1 { rows_of(&label, usize::from(room)) } else { vec![Span::new(0, label.len())] };
    for (y, row) in (area.y..area.y + area.height).zip(&rows) {
        let is_last = y + 1 == area.y + area.height;
        let words = if is_last { &label[row.start..] } else { row.of(&label) };
        canvas.put_cut(area.x + indent, y, room, words, canvas.style(Role::Popup));
    }
    let end = area.x + area.width - detail;
    canvas.put(end, area.y, detail, &visible::line(&choice.detail), canvas.style(Role::Dim));
}

/// Where the words of a choice begin, the cells of its detail, and those that its words have.
fn columns(choice: &Choice, width: u16) -> (u16, u16, u16) {
    let detail = u16::try_from(wrap::width(&choice.detail)).unwrap_or(0).min(width / 2);
    let indent = choice.indent.min(width / 2);
    (indent, detail, width.saturating_sub(indent + detail + 1))
}

/// A reader's letter as a patch of the reader's colour, in the first cells of a row.
fn chip(canvas: &mut Canvas<'_>, area: Area, sign: ParticipantSign) {
    let style = canvas.style(sign.role).add_modifier(Modifier::REVERSED);
    canvas.put(area.x, area.y, 3.min(area.width), &format!(" {} ", sign.letter), style);
}

/// The rows of a choice with all its words, where choices may have more than one.
fn rows_of_choice(choice: &Choice, width: u16, lines: u16) -> usize {
    if lines == 0 {
        return 1;
    }
    rows_of(&visible::line(&choice.label), usize::from(columns(choice, width).2)).len().max(1)
}

/// The rows of all choices, whatever is typed, with all their words; counted no further than a box is high.
fn whole(chooser: &Chooser, width: u16, lines: u16) -> usize {
    let mut rows = 0;
    for choice in &chooser.choices {
        rows += rows_of_choice(choice, width, lines);
        if rows > usize::from(HIGHEST) {
            break;
        }
    }
    rows
}

/// How many rows the choices of a list take.
struct ChoiceRows<'a> {
    chooser: &'a Chooser,
    width: u16,
    lines: u16,
    /// The rows of the list.
    most: usize,
    /// Whether all have room with all their words.
    is_whole: bool,
}

impl ChoiceRows<'_> {
    /// The rows of what shows as number `at`: the current choice has all its words, as have all where there is room for that.
    fn of(&self, at: usize) -> usize {
        let choice = self.chooser.shown.get(at).and_then(|index| self.chooser.choices.get(*index));
        let all = choice.map_or(1, |choice| rows_of_choice(choice, self.width, self.lines)).min(self.most.max(1));
        if self.is_whole || at == self.chooser.at { all } else { all.min(usize::from(self.lines)) }
    }

    /// The first that shows: what follows the current one is as useful as what stands before it.
    fn first_shown(&self) -> usize {
        let mut top = self.chooser.at;
        let (mut above, current) = (0, self.of(top));
        while top > 0 && above + self.of(top - 1) <= (self.most / 2).min(self.most.saturating_sub(current)) {
            top -= 1;
            above += self.of(top);
        }
        while top > 0 && self.has_room_from(top - 1) {
            top -= 1;
        }
        top
    }

    /// Whether all from this one on have room in the list.
    fn has_room_from(&self, first: usize) -> bool {
        let mut left = self.most;
        (first..self.chooser.shown.len()).all(|at| {
            let rows = self.of(at);
            let has_room = rows <= left;
            left = left.saturating_sub(rows);
            has_room
        })
    }
}
