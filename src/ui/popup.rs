//! What lies over the panes: boxes with a title, and what is in them.

use super::canvas::Canvas;
use super::chooser::ChooserLook;
use super::field::put_field;
use super::frame::{centred, frame};
use super::{board, chooser, clipping, receipt, results};
use crate::annotation::{AnnotationId, Kind, Purpose};
use crate::app::{
    AnchoredAnnotation, Area, ChoosingLook, HelpPage, HelpRow, Model, NameDialog, Overlay, PaneAreas, SettingInput,
    WIDEST, Writing, answered, audience_words, inner_width, keys_column, shown_rows,
};
use crate::config::theme::Role;
use crate::text::{Span, visible, wrap};

/// How the list of tags shows.
const NEW_TAG: ChooserLook = ChooserLook { width: 44, none: "a new tag: enter takes it", lines: 0 };

/// How much of an id is shown: what tells it from another.
const ID_LETTERS: usize = 8;

/// Draws the overlay. Prompts that live in the status row are drawn there.
pub fn draw(canvas: &mut Canvas<'_>, model: &Model, overlay: &Overlay, panes: &PaneAreas) {
    let height = model.view.screen.1.saturating_sub(2 + model.tour_height()).max(1);
    let screen = Area { x: 0, y: 0, width: model.view.screen.0, height };
    match overlay {
        Overlay::Clipping(shown) => clipping::draw(canvas, shown, screen),
        Overlay::Help(page) => help(canvas, model, page, screen),
        Overlay::Choose(open) => {
            let ChoosingLook { width, none, lines, .. } = open.targets.look();
            chooser::draw(canvas, &open.chooser, screen, ChooserLook { width, none, lines });
        }
        Overlay::Tags(prompt) => chooser::draw(canvas, &prompt.chooser, screen, NEW_TAG),
        Overlay::Name(prompt) => name(canvas, prompt, centred(screen, 60, 9)),
        Overlay::Setting(input) => setting(canvas, input, centred(screen, 60, 9)),
        Overlay::Write(writing) => write(canvas, model, writing, panes, screen),
        Overlay::Receipt(open) => receipt::draw(canvas, model, open, screen),
        Overlay::Board(open) => board::draw(canvas, model, open, screen),
        Overlay::Results(view) => results::draw(canvas, view, screen),
        Overlay::Line(_) | Overlay::Export(_) | Overlay::Pick(_) | Overlay::Mark(_) => {}
    }
}

fn help(canvas: &mut Canvas<'_>, model: &Model, page: &HelpPage, screen: Area) {
    let mut inside = frame(canvas, centred(screen, WIDEST, screen.height), "Keys");
    match &page.words {
        None => canvas.point_at((inside.x, inside.y)),
        Some(field) => {
            let used = canvas.put(inside.x, inside.y, inside.width, "/ ", canvas.style(Role::StatusKey));
            put_field(
                canvas,
                field,
                Area {
                    x: inside.x + used,
                    width: inside.width.saturating_sub(used),
                    height: 1.min(inside.height),
                    ..inside
                },
            );
            inside = Area { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
        }
    }
    let width = inner_width(screen.width);
    let rows = shown_rows(model, page, width);
    if rows.is_empty() {
        canvas.put_cut(
            inside.x,
            inside.y,
            inside.width,
            "no key does that; : has every command",
            canvas.style(Role::Dim),
        );
    }
    let keys_width = u16::try_from(keys_column(width)).unwrap_or(inside.width);
    for (y, row) in (inside.y..inside.y + inside.height).zip(rows.iter().skip(page.top)) {
        match row {
            HelpRow::Heading(text) => {
                canvas.put_cut(inside.x, y, inside.width, text, canvas.style(Role::Heading));
            }
            HelpRow::Entry { keys, about, name } => {
                canvas.put_cut(inside.x, y, keys_width, keys, canvas.style(Role::StatusKey));
                let room = inside.width.saturating_sub(keys_width + 1);
                let used = canvas.put_cut(inside.x + keys_width + 1, y, room, about, canvas.style(Role::Popup));
                let rest = room.saturating_sub(used + 2);
                if usize::from(rest) > name.len() {
                    let at = inside.x + inside.width - u16::try_from(name.len()).unwrap_or(0);
                    canvas.put(at, y, rest, name, canvas.style(Role::Dim));
                }
            }
            HelpRow::Gap => {}
        }
    }
}

fn name(canvas: &mut Canvas<'_>, prompt: &NameDialog, area: Area) {
    let inside = frame(canvas, area, "Who is writing?");
    let text = match &prompt.taken {
        None => "Your annotations go into a folder of your own, annotations/NAME/, under this name:".to_owned(),
        Some(reader) => format!(
            "There is a reader {} ({}) here or in the roster, id …{}. Is that you, on another device? y: yes, go on as that reader. Any other key: choose another name.",
            reader.nickname,
            reader.name,
            id_end(&reader.id)
        ),
    };
    let rows = paragraph(canvas, &text, inside);
    put_field(
        canvas,
        &prompt.field,
        Area { y: inside.y + rows + 1, height: 1.min(inside.height.saturating_sub(rows + 1)), ..inside },
    );
}

/// The last letters of an id, to tell it from another.
fn id_end(id: &str) -> &str {
    id.char_indices().rev().nth(ID_LETTERS - 1).map_or(id, |(at, _)| &id[at..])
}

/// A value being typed, under what it is for, and what is wrong with it or what it may be.
fn setting(canvas: &mut Canvas<'_>, input: &SettingInput, area: Area) {
    let (setting, inside) = (input.setting(), frame(canvas, area, input.setting().name));
    let takes = input.fault.clone().unwrap_or_else(|| format!("It takes {}.", setting.takes()));
    let used = paragraph(canvas, setting.about, inside);
    let below = Area { y: inside.y + used, height: inside.height.saturating_sub(used), ..inside };
    put_field(canvas, &input.field, Area { height: 1.min(below.height), ..below });
    let rest = below.height.saturating_sub(2);
    let words = paragraph(canvas, &takes, Area { y: below.y + 2.min(below.height), height: rest, ..below });
    let role = if input.fault.is_some() { Role::StatusError } else { Role::Dim };
    canvas.tint(Area { y: below.y + 2.min(below.height), height: words, ..below }, canvas.style(role));
}

/// Puts wrapped text; gives the rows used.
fn paragraph(canvas: &mut Canvas<'_>, text: &str, area: Area) -> u16 {
    let text = visible::line(text);
    let width = usize::from(area.width).max(1);
    let rows = wrap::wrap(&text, Span::new(0, text.len()), width, width);
    for (y, row) in (area.y..area.y + area.height).zip(&rows) {
        canvas.put(area.x, y, area.width, row.of(&text), canvas.style(Role::Popup));
    }
    u16::try_from(rows.len()).unwrap_or(u16::MAX).min(area.height)
}

/// What is being changed.
fn changing(model: &Model, id: &AnnotationId) -> &'static str {
    let anchored =
        model.doc.as_ref().and_then(|doc| doc.annotations.anchored_by_id(id)).map(|anchored| &anchored.annotation);
    match anchored {
        Some(pick) if pick.is_pick() => "why it is picked",
        Some(answer) if answer.kind == Kind::Reply => "change the answer",
        _ => "change the note",
    }
}

/// The note field: under the text on a high screen, else all of it.
fn write(canvas: &mut Canvas<'_>, model: &Model, writing: &Writing, panes: &PaneAreas, screen: Area) {
    let height = (screen.height / 2).max(8).min(screen.height);
    let area = match panes.reader {
        Some(reader) if reader.width >= 44 => {
            Area { x: reader.x, y: screen.height - height, width: reader.width, height }
        }
        _ => Area { y: screen.height - height, height, ..screen },
    };
    let about = model.doc.as_ref().and_then(|doc| answered(doc, writing));
    let title = match (&writing.purpose, about) {
        (Purpose::New(kind), _) => kind.name().to_owned(),
        (Purpose::Change(id), _) => changing(model, id).to_owned(),
        (Purpose::Reply(_), Some(anchored)) if anchored.is_prompt() => "answer to the prompt".to_owned(),
        (Purpose::Reply(_), Some(anchored)) => {
            format!("answer to {}", if anchored.mine { "me" } else { &anchored.reader })
        }
        (Purpose::Reply(_), None) => "answer".to_owned(),
    };
    let inside = frame(canvas, area, &format!("{title} · for {}", audience_words(&model.seminar, &writing.audience)));
    if let Some(words) = about.and_then(words_of) {
        return write_below(canvas, &words, writing, inside);
    }
    let quote = writing.span.zip(model.doc.as_ref()).map_or("the whole text", |(span, doc)| span.of(doc.text()));
    let cut = &quote[..quote.floor_char_boundary(usize::from(inside.width) * 4)];
    canvas.put_cut(inside.x, inside.y, inside.width, &visible::line(cut), canvas.style(Role::Quote));
    put_field(canvas, &writing.field, Area { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside });
}

/// What an annotation says, in one line.
fn words_of(anchored: &AnchoredAnnotation) -> Option<String> {
    let words = anchored.annotation.note.as_deref()?.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(words).filter(|words| !words.is_empty())
}

/// The field below the words that are answered, of which a few rows show.
fn write_below(canvas: &mut Canvas<'_>, words: &str, writing: &Writing, inside: Area) {
    let height = inside.height.saturating_sub(2).clamp(1, 4).min(inside.height);
    let cut = &words[..words.floor_char_boundary(usize::from(inside.width) * 16)];
    let rows = paragraph(canvas, cut, Area { height, ..inside });
    canvas.tint(Area { height: rows, ..inside }, canvas.style(Role::Quote));
    let field = Area { y: inside.y + rows, height: inside.height.saturating_sub(rows), ..inside };
    put_field(canvas, &writing.field, field);
}
