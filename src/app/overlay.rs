//! What lies over the panes and takes the keys: prompts, choosers, the note field, help. Each kind's own file says
//! what its keys do; here they are told apart.

use super::chooser::Chosen;
use super::command;
use super::commands::COMMANDS;
use super::{
    Asked, Board, Chooser, Effect, Field, Given, LayerPrompt, Model, NamePrompt, Pick, Receipt, TagPrompt, Untouched,
    Writing, answering, board, compare, contents, help, layers, lead, list, notes, pick, receipt, search, tags, travel,
    untouched, versions, writing,
};
use crate::config::chord::{Chord, Key};

/// What lies over the panes.
#[derive(Debug)]
pub enum Overlay {
    /// All keys; the first row that shows.
    Help(usize),
    /// All commands.
    Palette(Chooser),
    /// The sections.
    Outline(Chooser),
    /// The label or number of a page to go to.
    Page(Field),
    /// Versions of an annotation.
    History(Box<versions::History>),
    /// Whose annotations show.
    Layers(Box<LayerPrompt>),
    /// The paragraphs that nobody marked.
    Untouched(Box<Untouched>),
    /// Prompts of the syllabus, to be answered.
    Prompts(Box<Asked>),
    /// Whom to compare with.
    Compare(Box<compare::Ask>),
    /// Who can be followed.
    Leaders(Box<lead::Leaders>),
    /// Tags.
    Tags(TagPrompt),
    /// A search.
    Search {
        /// The query.
        field: Field,
        /// Whether it goes backwards.
        back: bool,
    },
    /// Words that narrow the list.
    Narrow(Field),
    /// A filter of the notes.
    Filter(Field),
    /// The reader's name.
    Name(NamePrompt),
    /// A note being written.
    Write(Box<Writing>),
    /// Labels on sentences.
    Pick(Pick),
    /// The letter of a mark: to set it, or to go there.
    Mark {
        /// Whether the mark is set.
        set: bool,
    },
    /// What does not stand where it stood.
    Receipt(Box<Receipt>),
    /// The questions of all documents.
    Board(Box<Board>),
}

/// Hands a key to the overlay. The overlay is taken off; what goes on puts itself back.
pub fn press(model: &mut Model, overlay: Overlay, chord: Chord, given: &Given) -> Vec<Effect> {
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
        Overlay::Layers(prompt) => layers::press(model, prompt, chord),
        Overlay::Untouched(open) => pick_one(
            model,
            open,
            chord,
            |it| &mut it.chooser,
            Overlay::Untouched,
            |model, list, index| {
                untouched::go(model, &list, index);
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
            |model, leaders, index| lead::chosen(model, &leaders, index),
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
            notes::filter(model, text);
            Vec::new()
        }),
        Overlay::Name(prompt) => writing::press_name(model, prompt, chord, given),
        Overlay::Write(writing) => writing::press(model, writing, chord, given),
        Overlay::Pick(pick) => pick::press(model, pick, chord),
        Overlay::Mark { set } => mark(model, set, chord),
        Overlay::Receipt(open) => receipt::press(model, open, chord, given),
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
    if matches!(model.overlay, Some(Overlay::Write(_))) { writing::draft_effect(model) } else { Vec::new() }
}

fn choose(
    model: &mut Model,
    mut chooser: Chooser,
    chord: Chord,
    given: &Given,
    again: fn(Chooser) -> Overlay,
    take: fn(&mut Model, usize, &Given) -> Vec<Effect>,
) -> Vec<Effect> {
    match chooser.press(chord) {
        Chosen::Take(index) => return take(model, index, given),
        Chosen::Leave => {}
        Chosen::Stay | Chosen::Nothing => model.overlay = Some(again(chooser)),
    }
    Vec::new()
}

/// The same for what holds a chooser beside what its choices stand for.
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

fn run_command(model: &mut Model, index: usize, given: &Given) -> Vec<Effect> {
    command::run(model, COMMANDS[index], given)
}

/// A one-line prompt: Enter takes it, Esc leaves it.
fn line(
    model: &mut Model,
    mut field: Field,
    chord: Chord,
    again: impl FnOnce(Field) -> Overlay,
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
fn narrow(model: &mut Model, mut field: Field, chord: Chord) -> Vec<Effect> {
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
