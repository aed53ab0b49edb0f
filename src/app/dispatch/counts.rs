//! A number before a command: as many steps, that page, that part of the text. Commands that a number says nothing to are not
//! carried out, so that no habit from another program writes anything; but for those that take the keys that follow.

use crate::app::commands::Command;
use crate::app::dispatch::commands;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::app::reading::{contents, travel};

/// Carries a command out with the number typed before it.
pub fn run(model: &mut Model, command: Command, count: u32, given: &Env) -> Vec<Effect> {
    match command {
        Command::Percent => travel::percent(model, count),
        Command::Start | Command::End if model.doc.is_some() => contents::go_to_page(model, &count.to_string()),
        Command::Cancel => Vec::new(),
        // What is typed next is for it, and would run as commands.
        _ if command.takes_keys() => commands::run(model, command, given),
        _ if command.repeats() => repeat(model, command, count, given),
        _ => refuse(model, command),
    }
}

/// Steps as often as the number says, or until a step leads nowhere.
fn repeat(model: &mut Model, command: Command, count: u32, given: &Env) -> Vec<Effect> {
    let mut effects = Vec::new();
    for _ in 0..count {
        let before = place(model);
        effects.extend(commands::run(model, command, given));
        if place(model) == before {
            break;
        }
    }
    effects
}

/// All that a step can move: cursor, window, text in the list, card.
fn place(model: &Model) -> impl PartialEq + use<> {
    let doc = model.doc.as_ref().map(|doc| (doc.cursor, doc.page.top));
    (doc, model.list.at, model.notes.selected.clone())
}

fn refuse(model: &mut Model, command: Command) -> Vec<Effect> {
    let [down, percent] = [Command::RowDown, Command::Percent].map(|command| key_of(model, command));
    let key = key_of(model, command);
    model.say(format!("a number goes before a step (5 {down}, 50 {percent}), not before {key}: nothing was done"));
    Vec::new()
}
