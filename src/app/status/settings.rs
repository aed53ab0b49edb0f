//! The settings on the screen: every row of the table that the file is read by, changed by choosing or typing. A value shows as it is
//! gone to; taken it is kept in the reader's settings file, left it is as before.

use crate::app::annotating::naming;
use crate::app::messages::{Effect, WriteRequest};
use crate::app::model::{Config, Model};
use crate::app::query::keys::keymap;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::{Choosing, SettingValues, Targets};
use crate::app::state::message::fault_of_settings;
use crate::app::state::overlay::Overlay;
use crate::app::state::setting_input::SettingInput;
use crate::app::status::themes;
use crate::config::chord::{Chord, Key};
use crate::config::settings::{Setting, Settings, TABLE};
use crate::text::visible;

/// Shows all settings.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    open(model, 0);
    Vec::new()
}

/// Shows all settings, the one of that row as the current one.
fn open(model: &mut Model, row: usize) {
    let settings = &model.config.settings;
    let choice = |setting: &Setting| Choice {
        label: format!("{}: {}", setting.name, setting.about),
        detail: setting.value(settings),
        indent: 0,
    };
    let mut chooser = Chooser::new("Settings", TABLE.iter().map(choice).collect(), row).of_names(TABLE.len());
    chooser.at = row;
    model.overlay = Some(Overlay::choose(chooser, Targets::Settings));
}

/// Changes the setting of that row: one of two is the other at once, one of several is chosen, all else is typed.
pub fn change(model: &mut Model, row: usize) -> Vec<Effect> {
    let setting = &TABLE[row];
    if setting.name == "theme" {
        return themes::ask(model);
    }
    match setting.name {
        "reader.name" if model.me.confirmed => return naming::ask_rename(model),
        "reader.nickname" if model.me.confirmed => {
            let folder = visible::line(&model.me.reader.nickname).into_owned();
            model.say(format!("your short name stays {folder}: your notes lie under it"));
            open(model, row);
            return Vec::new();
        }
        _ => {}
    }
    let (values, now) = (setting.values(), setting.plain_value(&model.config.settings));
    match &values[..] {
        [] => model.overlay = Some(Overlay::Setting(SettingInput::new(row, &model.config.settings))),
        [yes, no] => {
            let other = if *yes == now { no } else { yes };
            return take(model, row, other);
        }
        _ => {
            let at = values.iter().position(|value| *value == now).unwrap_or_default();
            let choice = |value: &String| Choice { label: value.clone(), detail: String::new(), indent: 0 };
            let chooser = Chooser::new(setting.name, values.iter().map(choice).collect(), at);
            let before = Box::new(model.config.settings.clone());
            let targets = Targets::SettingValues(SettingValues { row, values, before });
            model.overlay = Some(Overlay::choose(chooser, targets));
        }
    }
    Vec::new()
}

/// Shows the value that is gone to, where values are chosen from.
pub fn preview(model: &mut Model, open: &Choosing) {
    if let Targets::SettingValues(of) = &open.targets
        && let Some(value) = open.chooser.current().and_then(|at| of.values.get(at))
    {
        // A value of the table fits.
        let _ = set(model, &TABLE[of.row], value);
    }
}

/// The settings are as they were before the values were gone through.
pub fn back(model: &mut Model, of: &SettingValues) {
    restore(model, &of.before);
    open(model, of.row);
}

/// Takes a value and keeps it; all settings show again.
pub fn take(model: &mut Model, row: usize, value: &str) -> Vec<Effect> {
    let setting = &TABLE[row];
    if let Err(fault) = set(model, setting, value) {
        model.complain(fault);
        return Vec::new();
    }
    open(model, row);
    let shown = setting.value(&model.config.settings);
    let faults = if setting.name == "key_preset" { key_faults(model) } else { Vec::new() };
    model.say(format!("{} = {shown}{}", setting.name, setting.takes_effect().words()));
    if let Some(told) = fault_of_settings(&faults) {
        model.complain(told);
    }
    model.config.kept.push((setting.name, value.to_owned()));
    vec![Effect::Write(WriteRequest::KeepSetting { name: setting.name, value: value.to_owned() })]
}

/// What is wrong with the reader's own keys over the preset of now.
fn key_faults(model: &Model) -> Vec<String> {
    let (_, faults) = keymap(&model.config.keys, model.config.settings.tools.key_preset);
    faults.iter().map(ToString::to_string).collect()
}

/// Takes a key of a value that is being typed: what may be the value shows at once.
pub fn press(model: &mut Model, mut input: SettingInput, chord: Chord) -> Vec<Effect> {
    match (chord.key, chord.ctrl) {
        (Key::Esc, _) | (Key::Char('c' | 'g'), true) => {
            restore(model, &input.before);
            open(model, input.row);
            return Vec::new();
        }
        (Key::Enter, _) if input.fault.is_none() => return take(model, input.row, &input.field.text()),
        (Key::Enter, _) => {}
        _ => {
            input.field.press(chord);
        }
    }
    typed(model, &mut input);
    model.overlay = Some(Overlay::Setting(input));
    Vec::new()
}

/// Pasted text is typed.
pub fn pasted(model: &mut Model) {
    if let Some(Overlay::Setting(mut input)) = model.overlay.take() {
        typed(model, &mut input);
        model.overlay = Some(Overlay::Setting(input));
    }
}

fn typed(model: &mut Model, input: &mut SettingInput) {
    restore(model, &input.before);
    input.fault = set(model, input.setting(), &input.field.text()).err();
}

fn set(model: &mut Model, setting: &Setting, value: &str) -> Result<(), String> {
    let mut settings = model.config.settings.clone();
    setting.set(&mut settings, value)?;
    restore(model, &settings);
    Ok(())
}

/// Makes these the settings; the list and the keys go by what they say of them.
fn restore(model: &mut Model, settings: &Settings) {
    let preset = settings.tools.key_preset;
    if model.config.settings.tools.key_preset != preset {
        // What is wrong with the reader's own keys under it is told once it is taken.
        model.config.keymap = keymap(&model.config.keys, preset).0;
    }
    if model.config.settings.sort != settings.sort {
        model.list.sort = settings.sort;
        model.list.stale = true;
    }
    model.config.settings.clone_from(settings);
}

/// The files on the disk say something else than before: it holds from now on, and is told. With a fault in them nothing changes but that
/// this is told.
pub fn reread(model: &mut Model, config: Config, faults: &[String]) {
    if let Some(told) = fault_of_settings(faults) {
        model.complain(format!("{told}; until it is mended, all stays as it was"));
        return;
    }
    let mut told: Vec<String> = changed(model, &config.settings);
    let mut settings = config.settings;
    leave_what_was_chosen(model, &mut settings);
    if (&model.config.keys, &model.config.themes) != (&config.keys, &config.themes) {
        told.push(if model.config.keys == config.keys { "themes" } else { "keys.toml" }.to_owned());
    }
    restore(model, &settings);
    (model.config.keys, model.config.keymap, model.config.themes) = (config.keys, config.keymap, config.themes);
    themes::back(model);
    renew(model, &settings);
    if let Some(told) = few(told) {
        model.say(format!("read again, as it was changed outside: {told}"));
    }
}

/// What differs from the settings of now and was not chosen here, each as the file says it.
fn changed(model: &Model, settings: &Settings) -> Vec<String> {
    let now = &model.config.settings;
    let chosen = |setting: &Setting| {
        let written = setting.plain_value(settings);
        let me = &model.me.reader;
        let name_of_now = match setting.name {
            "reader.name" => me.name == written,
            "reader.nickname" => me.nickname == written,
            _ => false,
        };
        name_of_now || model.config.kept.iter().any(|(name, value)| *name == setting.name && *value == written)
    };
    let other = TABLE.iter().filter(|setting| setting.value(settings) != setting.value(now) && !chosen(setting));
    let words =
        |setting: &Setting| format!("{} = {}{}", setting.name, setting.value(settings), setting.takes_effect().words());
    other.map(words).collect()
}

/// What was chosen here stays where the file is on its way to saying it; what it says already is no longer waited for.
fn leave_what_was_chosen(model: &mut Model, settings: &mut Settings) {
    let now = model.config.settings.clone();
    model.config.kept.retain(|(name, value)| {
        let Some(setting) = TABLE.iter().find(|setting| setting.name == *name) else { return false };
        let (written, chosen) = (setting.plain_value(settings), setting.plain_value(&now));
        if written == *value && written != chosen {
            // A value of the settings of now fits.
            let _ = setting.set(settings, &chosen);
        }
        written != chosen
    });
}

/// An open list of settings, or of the values of one, goes by what they are now.
fn renew(model: &mut Model, settings: &Settings) {
    let mut row = None;
    match &mut model.overlay {
        Some(Overlay::Setting(input)) => input.before.as_mut().clone_from(settings),
        Some(Overlay::Choose(choosing)) => match &mut choosing.targets {
            Targets::SettingValues(of) => of.before.as_mut().clone_from(settings),
            Targets::Settings => row = Some(choosing.chooser.current().unwrap_or_default()),
            _ => {}
        },
        _ => {}
    }
    if let Some(row) = row {
        open(model, row);
    }
}

/// The first of these, and how many more; none of none.
fn few(told: Vec<String>) -> Option<String> {
    let more = told.len().saturating_sub(3);
    let first = told.into_iter().take(3).collect::<Vec<_>>().join(", ");
    (!first.is_empty()).then(|| if more > 0 { format!("{first} and {more} more") } else { first })
}
