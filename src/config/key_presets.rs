//! Presets of keys: those of vim, less and emacs, each a small table that is laid over the default one and under the reader's own.
//! What a binding means stands in [`super::keys`].

use super::fault::Fault;
use super::keys::{Keymap, resolve};

/// The program whose keys are laid over the default ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyPreset {
    /// None: the keys of this program.
    #[default]
    Postil,
    /// vim.
    Vim,
    /// less.
    Less,
    /// emacs.
    Emacs,
}

impl KeyPreset {
    /// All, in the order of [`KeyPreset::NAMES`].
    pub const ALL: [Self; 4] = [Self::Postil, Self::Vim, Self::Less, Self::Emacs];
    /// Their names in the settings, in the order of [`KeyPreset::ALL`].
    pub const NAMES: [&'static str; 4] = ["postil", "vim", "less", "emacs"];

    /// Its table as it is written, with comments; empty where the default keys stand alone.
    pub fn text(self) -> &'static str {
        match self {
            Self::Postil => "",
            Self::Vim => include_str!("../../assets/keys/vim.toml"),
            Self::Less => include_str!("../../assets/keys/less.toml"),
            Self::Emacs => include_str!("../../assets/keys/emacs.toml"),
        }
    }
}

/// The reader's `keys.toml` as it is written, so that it can be laid over another preset while the program runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenKeys {
    /// Its text; `None` where there is no such file.
    pub file: Option<String>,
}

impl WrittenKeys {
    /// The default keys, over them the preset's, over both the reader's own; and every fault of the file, as
    /// [`resolve`] tells them: a key that is in the way of one of the preset is one.
    pub fn over(&self, preset: KeyPreset, contexts: &[&str], commands: &[&str]) -> (Keymap, Vec<Fault>) {
        let own = self.file.as_deref().map(|text| ("keys.toml", text));
        let files: Vec<(&str, &str)> = [("built-in preset", preset.text())].into_iter().chain(own).collect();
        let (bindings, faults) = resolve(&files, contexts, commands);
        (Keymap::of(bindings), faults)
    }
}
