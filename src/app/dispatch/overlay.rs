//! Keys and pasted text for what lies over the panes.

use crate::app::annotating::{audience, drafts, naming, review, tags, versions, writing};
use crate::app::dispatch::{go_to, palette};
use crate::app::library::{backlinks, export, links, list, marks, results};
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::notes::pane;
use crate::app::reading::{contents, copy, labels, search, travel};
use crate::app::seminar::{answering, board, choose_layer, compare, presence, unannotated};
use crate::app::state::chooser::Chosen;
use crate::app::state::choosing::{Choosing, Targets};
use crate::app::state::line_input::{LineInput, LinePurpose};
use crate::app::state::overlay::{MarkAction, Overlay};
use crate::app::status::{self, help, settings, themes};
use crate::config::chord::{Chord, Key};

/// Hands a key to the overlay. The overlay is taken off; what goes on puts itself back.
pub fn press(model: &mut Model, overlay: Overlay, chord: Chord, given: &Env) -> Vec<Effect> {
    match overlay {
        Overlay::Clipping(shown) => copy::press(model, shown, chord),
        Overlay::Help(page) => help::press(model, page, chord),
        Overlay::Choose(open) => choose(model, open, chord, given),
        Overlay::Tags(prompt) => tags::press(model, prompt, chord, given),
        Overlay::Line(open) if open.purpose == LinePurpose::Narrow => narrow(model, open, chord),
        Overlay::Line(open) => line(model, open, chord, given),
        Overlay::Export(prompt) => export::press(model, *prompt, chord),
        Overlay::Name(prompt) => naming::press_name(model, prompt, chord, given),
        Overlay::Setting(input) => settings::press(model, input, chord),
        Overlay::Write(writing) => writing::press(model, writing, chord, given),
        Overlay::Pick(pick) => labels::press(model, pick, chord),
        Overlay::Mark(action) => mark(model, action, chord),
        Overlay::Receipt(open) => review::press(model, open, chord, given),
        Overlay::Board(open) => board::press(model, open, chord, given),
        Overlay::Results(view) => results::press(model, view, chord, given),
    }
}

/// Pasted text goes to the field that is open; without one it is no keys.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if !model.overlay.as_mut().is_some_and(|overlay| overlay.paste(text)) {
        model.say("pasted text is taken where something is being written");
        return Vec::new();
    }
    match &model.overlay {
        Some(Overlay::Line(open)) if open.purpose == LinePurpose::Narrow => model.list.narrow(&open.field.text()),
        Some(Overlay::Write(_)) => return drafts::draft_effect(model),
        Some(Overlay::Results(_)) => return results::pasted(model),
        Some(Overlay::Setting(_)) => settings::pasted(model),
        _ => {}
    }
    Vec::new()
}

fn choose(model: &mut Model, mut open: Box<Choosing>, chord: Chord, given: &Env) -> Vec<Effect> {
    match open.chooser.press(chord) {
        Chosen::Take(index) if matches!(open.targets, Targets::Commands(_)) => {
            return palette::take(model, open, index, given);
        }
        Chosen::Take(index) if matches!(open.targets, Targets::Audiences(_)) => {
            return audience::taken(model, open, index, given);
        }
        Chosen::Nothing if matches!(open.targets, Targets::Commands(_)) => return palette::unknown(model, open, given),
        Chosen::Nothing if matches!(open.targets, Targets::Anywhere(_)) => return go_to::unknown(model, open),
        Chosen::Take(index) => return take(model, &open.targets, index, given),
        Chosen::Leave => left(model, open.targets),
        Chosen::Stay | Chosen::Nothing => {
            themes::preview(model, &open);
            settings::preview(model, &open);
            status::go_to::typed(model, &mut open);
            model.overlay = Some(Overlay::Choose(open));
        }
    }
    Vec::new()
}

/// A list was left: what it showed at a try is as before.
fn left(model: &mut Model, targets: Targets) {
    match targets {
        Targets::Themes(_) => themes::back(model),
        Targets::SettingValues(of) => settings::back(model, &of),
        Targets::Audiences(choice) => audience::left(model, choice),
        _ => {}
    }
}

/// Takes what the choice of this index stands for.
fn take(model: &mut Model, targets: &Targets, index: usize, given: &Env) -> Vec<Effect> {
    match targets {
        Targets::Commands(_) | Targets::Audiences(_) => Vec::new(),
        Targets::Sections => contents::go(model, index),
        Targets::Links(links) => links::go(model, &links[index]),
        Targets::Backlinks(links) => backlinks::go(model, &links[index]),
        Targets::Versions(versions) => versions::take(model, &versions[index], given),
        Targets::Layers(shows) => choose_layer::take(model, &shows[index]),
        Targets::Unannotated(places) => unannotated::go(model, places[index]),
        Targets::Prompts(prompts) => answering::take(model, &prompts[index], given),
        Targets::Compare(others) => compare::start(model, &others[index]),
        Targets::Anywhere(all) => go_to::take(model, &all[index], given),
        Targets::ExportFormats(formats) => export::format_chosen(model, formats[index]),
        Targets::ExportSubjects(orders) => export::subject_chosen(model, orders[index].clone()),
        Targets::Themes(names) => themes::take(model, &names[index]),
        Targets::Settings => settings::change(model, index),
        Targets::SettingValues(of) => settings::take(model, of.row, &of.values[index]),
        Targets::Leaders(leaders) => presence::chosen(model, leaders.get(index)),
    }
}

/// A line that is asked for: Enter takes it, Esc leaves it.
fn line(model: &mut Model, mut open: LineInput, chord: Chord, given: &Env) -> Vec<Effect> {
    match (chord.key, chord.ctrl) {
        (Key::Enter, _) => return take_line(model, open.purpose, &open.field.text(), given),
        (Key::Esc, _) | (Key::Char('c' | 'g'), true) => leave_line(model, open.purpose),
        (Key::Backspace, _) if open.field.is_empty() => leave_line(model, open.purpose),
        _ => {
            open.field.press(chord);
            open.check();
            model.overlay = Some(Overlay::Line(open));
        }
    }
    Vec::new()
}

/// A line is left: what waited for it shows again.
fn leave_line(model: &mut Model, purpose: LinePurpose) {
    if purpose == LinePurpose::Retag {
        marks::back(model);
    }
}

fn take_line(model: &mut Model, purpose: LinePurpose, text: &str, given: &Env) -> Vec<Effect> {
    match purpose {
        LinePurpose::Search(direction) => search::start(model, text, direction),
        LinePurpose::Narrow => list::open(model),
        LinePurpose::Rename => naming::rename(model, text, given),
        LinePurpose::Filter => pane::filter(model, text),
        LinePurpose::Page => contents::go_to_page(model, text),
        LinePurpose::Retag => marks::retag(model, text, given),
    }
}

/// The list narrows with every key; Esc shows all of it again, Enter opens.
fn narrow(model: &mut Model, mut open: LineInput, chord: Chord) -> Vec<Effect> {
    match (chord.key, chord.ctrl) {
        (Key::Enter, _) => return list::open(model),
        (Key::Esc, _) | (Key::Char('c' | 'g'), true) => {
            model.list.narrow("");
            return Vec::new();
        }
        (Key::Down, _) | (Key::Char('n' | 'j'), true) => model.list.step(1),
        (Key::Up, _) | (Key::Char('p' | 'k'), true) => model.list.step(-1),
        _ => {
            if open.field.press(chord) {
                model.list.narrow(&open.field.text());
            }
        }
    }
    model.overlay = Some(Overlay::Line(open));
    Vec::new()
}

fn mark(model: &mut Model, action: MarkAction, chord: Chord) -> Vec<Effect> {
    match (chord.key, action) {
        (Key::Char(name), MarkAction::Set) if !chord.ctrl => travel::set_mark(model, name),
        (Key::Char(name), MarkAction::Go) if !chord.ctrl => travel::go_to_mark(model, name),
        _ => {}
    }
    Vec::new()
}
