//! The settings on the screen: every row of the table that the file is read by, changed by choosing or typing. A value shows as it is
//! gone to; taken it is kept in the reader's settings file, left it is as before.

use crate::app::annotating::naming;
use crate::app::messages::{Effect, WriteRequest};
use crate::app::model::Model;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::{Choosing, SettingValues, Targets};
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
    model.say(format!("{} = {shown}{}", setting.name, setting.takes_effect().words()));
    vec![Effect::Write(WriteRequest::KeepSetting { name: setting.name, value: value.to_owned() })]
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

/// Makes these the settings; the list goes by what they say of it.
fn restore(model: &mut Model, settings: &Settings) {
    if model.config.settings.sort != settings.sort {
        model.list.sort = settings.sort;
        model.list.stale = true;
    }
    model.config.settings.clone_from(settings);
}
