//! The one transition: takes a message, changes the model, says what is to be done outside.

use crate::app::dispatch::answers::{carry_on, hear};
use crate::app::dispatch::quit::stop;
use crate::app::dispatch::settle::settle;
use crate::app::dispatch::{commands, keys, mouse, overlay};
use crate::app::library::{navigation, opening, places};
use crate::app::messages::{Effect, Env, Msg, WriteRequest};
use crate::app::model::Model;
use crate::app::seminar::{presence, unread};
use crate::app::status::tour;

/// The one transition: takes a message, changes the model, says what is to be done outside.
pub fn update(model: &mut Model, msg: Msg, given: &Env) -> Vec<Effect> {
    model.seminar.today.put(Some(given.today));
    places::look(model, given.now);
    let stood = if matches!(msg, Msg::Key(_) | Msg::Mouse(_)) { presence::stand(model) } else { None };
    let typed = matches!(msg, Msg::Key(_) | Msg::Mouse(_) | Msg::Paste(_) | Msg::Command(_));
    let mut effects = match msg {
        Msg::Key(chord) => keys::press(model, chord, given),
        Msg::Paste(text) => overlay::paste(model, &text),
        Msg::Command(command) => {
            model.status.message = None;
            commands::run(model, command, given)
        }
        Msg::Heard => {
            model.status.message = None;
            Vec::new()
        }
        Msg::Open(path) => opening::open(model, &path),
        Msg::GoTo(path, to) => {
            model.status.message = None;
            navigation::send(model, &path, *to)
        }
        Msg::Mouse(mouse) => mouse::act(model, mouse),
        Msg::Resize(width, height) => {
            model.view.screen = (width, height);
            Vec::new()
        }
        Msg::Stop => stop(model),
        answer => hear(model, answer, given),
    };
    if typed && effects.iter().any(|effect| matches!(effect, Effect::Write(WriteRequest::Save { .. }))) {
        remember_what_was_said(model);
    }
    effects.extend(carry_on(model));
    effects.extend(presence::settle(model, stood.as_ref()));
    settle(model);
    let tour = tour::settle(model);
    if !tour.is_empty() {
        // Its words take more rows, or fewer.
        settle(model);
    }
    effects.extend(tour);
    effects.extend(unread::settle(model));
    effects.extend(places::settle(model, given.now));
    effects
}

/// What was said of a write stays until the next one; a failure stays by itself, in what is not saved.
fn remember_what_was_said(model: &mut Model) {
    model.written.said =
        model.status.message.as_ref().filter(|message| !message.is_failure()).map(|message| message.text.clone());
}
