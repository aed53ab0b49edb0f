//! Starting and ending a sync, and what it says on its way.

use crate::app::annotating::saving;
use crate::app::commands::Command;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::app::state::message::Message;
use crate::app::state::sync::Sync;

/// Begins a sync, behind everything that is still to be saved. While one is under way the key says so, then stops it.
pub fn start(model: &mut Model) -> Vec<Effect> {
    let Some(step) = model.peers.sync.step.clone() else {
        let mut effects = saving::retries(model);
        effects.push(Effect::Sync);
        model.peers.sync = Sync { step: Some("saving".to_owned()), ..Sync::default() };
        model.status.message = Some(Message::passing("sync: under way; read on meanwhile"));
        return effects;
    };
    if std::mem::replace(&mut model.peers.sync.warned, true) {
        model.say("stopping the sync; what you wrote is kept");
        return vec![Effect::StopSync];
    }
    let key = key_of(model, Command::Sync);
    model.say(format!("a sync is under way ({step}); {key} again stops it"));
    Vec::new()
}

/// It has come to another step.
pub fn stepped(model: &mut Model, step: String) {
    if model.peers.sync.step.is_some() {
        model.peers.sync.step = Some(step);
    }
}

/// It has ended.
pub fn ended(model: &mut Model, message: Message) {
    model.peers.sync = Sync { told: Some(message.clone()), ..Sync::default() };
    model.status.message = Some(message);
}

/// What the status line says of it all the time.
pub fn status(model: &Model) -> Option<String> {
    model.peers.sync.step.as_ref().map(|step| format!("sync: {step}…"))
}
