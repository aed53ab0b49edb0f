//! Keys and pasted text for what lies over the panes.

use crate::app::annotating::{drafts, naming, review, tags, versions, writing};
use crate::app::commands::COMMANDS;
use crate::app::dispatch::commands;
use crate::app::library::list;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::notes::pane;
use crate::app::reading::{contents, labels, search, travel};
use crate::app::seminar::{answering, board, choose_layer, compare, presence, unannotated};
use crate::app::state::chooser::{Chooser, Chosen};
use crate::app::state::field::TextField;
use crate::app::state::overlay::Overlay;
use crate::app::status::help;
use crate::config::chord::{Chord, Key};

/// Hands a key to the overlay. The overlay is taken off; what goes on puts itself back.
pub fn press(model: &mut Model, overlay: Overlay, chord: Chord, given: &Env) -> Vec<Effect> {
    match overlay {
        Overlay::Help(top) => help::press(model, top, chord),
        Overlay::Palette(chooser) => choose(model, chooser, chord, given, Overlay::Palette, run_command),
        Overlay::Outline(chooser) => choose(model, chooser, chord, given, Overlay::Outline, |model, index, _| {
            contents::go(model, index);
            Vec::new()
        }),
        Overlay::History(open) => pick_one(
            model,
            open,
            chord,
            |it| &mut it.chooser,
            Overlay::History,
            |model, history, index| versions::take(model, &history, index, given),
        ),
        Overlay::Layers(prompt) => choose_layer::press(model, prompt, chord),
        Overlay::Untouched(open) => pick_one(
            model,
            open,
            chord,
            |it| &mut it.chooser,
            Overlay::Untouched,
            |model, list, index| {
                unannotated::go(model, &list, index);
                Vec::new()
            },
        ),
        Overlay::Prompts(asked) => answering::press(model, asked, chord, given),
        Overlay::Compare(open) => pick_one(
            model,
            open,
            chord,
            |it| &mut it.chooser,
            Overlay::Compare,
            |model, mut ask, index| {
                compare::start(model, ask.others.swap_remove(index));
                Vec::new()
            },
        ),
        Overlay::Leaders(open) => pick_one(
            model,
            open,
            chord,
            |it| &mut it.chooser,
            Overlay::Leaders,
            |model, leaders, index| presence::chosen(model, &leaders, index),
        ),
        Overlay::Tags(prompt) => tags::press(model, prompt, chord, given),
        Overlay::Search { field, back } => line(
            model,
            field,
            chord,
            |field| Overlay::Search { field, back },
            |model, text| search::start(model, text, back),
        ),
        Overlay::Page(field) => line(model, field, chord, Overlay::Page, |model, text| {
            contents::go_to_page(model, text);
            Vec::new()
        }),
        Overlay::Narrow(field) => narrow(model, field, chord),
        Overlay::Filter(field) => line(model, field, chord, Overlay::Filter, |model, text| {
            pane::filter(model, text);
            Vec::new()
        }),
        Overlay::Name(prompt) => naming::press_name(model, prompt, chord, given),
        Overlay::Write(writing) => writing::press(model, writing, chord, given),
        Overlay::Pick(pick) => labels::press(model, pick, chord),
        Overlay::Mark { set } => mark(model, set, chord),
        Overlay::Receipt(open) => review::press(model, open, chord, given),
        Overlay::Board(open) => board::press(model, open, chord, given),
    }
}

/// Pasted text goes to the field that is open; without one it is no keys.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    match &mut model.overlay {
        Some(Overlay::Palette(chooser) | Overlay::Outline(chooser)) => chooser.paste(text),
        Some(Overlay::Tags(prompt)) => prompt.chooser.paste(text),
        Some(Overlay::History(history)) => history.chooser.paste(text),
        Some(Overlay::Layers(prompt)) => prompt.chooser.paste(text),
        Some(Overlay::Untouched(list)) => list.chooser.paste(text),
        Some(Overlay::Prompts(asked)) => asked.chooser.paste(text),
        Some(Overlay::Compare(ask)) => ask.chooser.paste(text),
        Some(Overlay::Leaders(leaders)) => leaders.chooser.paste(text),
        Some(
            Overlay::Search { field, .. } | Overlay::Narrow(field) | Overlay::Filter(field) | Overlay::Page(field),
        ) => field.paste(text),
        Some(Overlay::Board(board)) => board.field.paste(text),
        Some(Overlay::Name(prompt)) => prompt.paste(text),
        Some(Overlay::Write(writing)) => writing.field.paste(text),
        _ => {
            model.say("pasted text is taken where something is being written");
            return Vec::new();
        }
    }
    if let Some(Overlay::Narrow(field)) = &model.overlay {
        let text = field.text();
        model.list.narrow(&text);
    }
    if matches!(model.overlay, Some(Overlay::Write(_))) { drafts::draft_effect(model) } else { Vec::new() }
}

fn choose(
    model: &mut Model,
    mut chooser: Chooser,
    chord: Chord,
    given: &Env,
    again: fn(Chooser) -> Overlay,
    take: fn(&mut Model, usize, &Env) -> Vec<Effect>,
) -> Vec<Effect> {
    match chooser.press(chord) {
        Chosen::Take(index) => return take(model, index, given),
        Chosen::Leave => {}
        Chosen::Stay | Chosen::Nothing => model.overlay = Some(again(chooser)),
    }
    Vec::new()
}

/// Presses a key in a chooser that is held beside what its choices stand for; `pick` is given the chosen one.
fn pick_one<T>(
    model: &mut Model,
    mut open: Box<T>,
    chord: Chord,
    chooser: fn(&mut T) -> &mut Chooser,
    again: fn(Box<T>) -> Overlay,
    take: impl FnOnce(&mut Model, Box<T>, usize) -> Vec<Effect>,
) -> Vec<Effect> {
    match chooser(&mut open).press(chord) {
        Chosen::Take(index) => return take(model, open, index),
        Chosen::Leave => {}
        Chosen::Stay | Chosen::Nothing => model.overlay = Some(again(open)),
    }
    Vec::new()
}

fn run_command(model: &mut Model, index: usize, given: &Env) -> Vec<Effect> {
    commands::run(model, COMMANDS[index], given)
}

/// A one-line prompt: Enter takes it, Esc leaves it.
fn line(
    model: &mut Model,
    mut field: TextField,
    chord: Chord,
    again: impl FnOnce(TextField) -> Overlay,
    take: impl FnOnce(&mut Model, &str) -> Vec<Effect>,
) -> Vec<Effect> {
    match (chord.key, chord.ctrl) {
        (Key::Enter, _) => return take(model, &field.text()),
        (Key::Esc, _) | (Key::Char('c' | 'g'), true) => {}
        (Key::Backspace, _) if field.is_empty() => {}
        _ => {
            field.press(chord);
            model.overlay = Some(again(field));
        }
    }
    Vec::new()
}

/// The list narrows with every key; Esc shows all of it again, Enter opens.
fn narrow(model: &mut Model, mut field: TextField, chord: Chord) -> Vec<Effect> {
    match (chord.key, chord.ctrl) {
        (Key::Enter, _) => return list::open(model),
        (Key::Esc, _) | (Key::Char('c' | 'g'), true) => {
            model.list.narrow("");
            return Vec::new();
        }
        (Key::Down, _) | (Key::Char('n' | 'j'), true) => model.list.step(1),
        (Key::Up, _) | (Key::Char('p' | 'k'), true) => model.list.step(-1),
        _ => {
            if field.press(chord) {
                model.list.narrow(&field.text());
            }
        }
    }
    model.overlay = Some(Overlay::Narrow(field));
    Vec::new()
}

fn mark(model: &mut Model, set: bool, chord: Chord) -> Vec<Effect> {
    match chord.key {
        Key::Char(name) if !chord.ctrl && set => travel::set_mark(model, name),
        Key::Char(name) if !chord.ctrl => travel::go_to_mark(model, name),
        _ => {}
    }
    Vec::new()
}
