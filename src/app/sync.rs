//! Sending and fetching by a key: asked for here, told of here. What is done for it is the shell's business; the reader
//! goes on reading and writing meanwhile.

use super::commands::Command;
use super::{Effect, Message, Model, key_of, mark};

/// The sync that is under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sync {
    /// What it does now, in a word or two; `None` while there is none.
    pub step: Option<String>,
    /// Whether it has been said that the key stops it.
    warned: bool,
}

/// Begins a sync, behind everything that is still to be saved. While one is under way the key says so, then stops it.
pub fn start(model: &mut Model) -> Vec<Effect> {
    let Some(step) = model.sync.step.clone() else {
        let mut effects = mark::retries(model);
        effects.push(Effect::Sync);
        model.sync = Sync { step: Some("saving".to_owned()), warned: false };
        model.message = Some(Message::passing("sync: under way; read on meanwhile"));
        return effects;
    };
    if std::mem::replace(&mut model.sync.warned, true) {
        model.say("stopping the sync; what you wrote is kept");
        return vec![Effect::StopSync];
    }
    let key = key_of(model, Command::Sync);
    model.say(format!("a sync is under way ({step}); {key} again stops it"));
    Vec::new()
}

/// It has come to another step.
pub fn stepped(model: &mut Model, step: String) {
    if model.sync.step.is_some() {
        model.sync.step = Some(step);
    }
}

/// It has ended.
pub fn ended(model: &mut Model, message: Message) {
    model.sync = Sync::default();
    model.message = Some(message);
}

/// What the status line says of it all the time.
pub fn status(model: &Model) -> Option<String> {
    model.sync.step.as_ref().map(|step| format!("sync: {step}…"))
}
