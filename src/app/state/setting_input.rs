//! A setting whose value is typed: a number or a text. What a key does with it stands where settings are chosen.

use crate::app::state::field::TextField;
use crate::config::settings::{Setting, Settings, TABLE};

/// A value that is being typed.
#[derive(Debug)]
pub struct SettingInput {
    /// Which row of the table of settings.
    pub row: usize,
    /// What has been typed.
    pub field: TextField,
    /// Why that cannot be the value.
    pub fault: Option<String>,
    /// The settings as they were before anything was typed.
    pub before: Box<Settings>,
}

impl SettingInput {
    /// The value of now, to be changed.
    pub fn new(row: usize, settings: &Settings) -> Self {
        let field = TextField::line(&TABLE[row].plain_value(settings));
        Self { row, field, fault: None, before: Box::new(settings.clone()) }
    }

    /// The setting.
    pub fn setting(&self) -> &'static Setting {
        &TABLE[self.row]
    }
}
