//! Asking for the reader's name, once, before the first annotation; and correcting it later.

use crate::annotation::Reader;
use crate::app::commands::Command;
use crate::app::messages::{Effect, Env, WriteRequest};
use crate::app::model::{Me, Model};
use crate::app::state::field::TextField;
use crate::app::state::line_input::LinePurpose;
use crate::app::state::overlay::Overlay;
use crate::app::state::writing::NameDialog;
use crate::config::chord::{Chord, Key};

/// Whether the reader's name must be asked before something is written on the open document.
pub fn must_ask(model: &Model) -> bool {
    !model.me.confirmed && model.doc.is_some()
}

/// Asks who is reading, once, and carries the command out then.
pub fn ask_name(model: &mut Model, then: Command) {
    let field = TextField::line(&model.me.reader.name);
    model.overlay = Some(Overlay::Name(NameDialog { field, offered: true, then, taken: None }));
}

/// Takes a key of the name prompt.
pub fn press_name(model: &mut Model, mut prompt: NameDialog, chord: Chord, given: &Env) -> Vec<Effect> {
    if chord.key == Key::Esc || (chord.ctrl && matches!(chord.key, Key::Char('c' | 'g'))) {
        model.seminar.wanted = None;
        model.say("nothing was written; a name is needed to annotate");
        return Vec::new();
    }
    let name = prompt.field.text().trim().to_owned();
    if prompt.taken.is_some() {
        return press_taken(model, prompt, chord, name, given);
    }
    let enter = chord.key == Key::Enter;
    if !enter {
        if matches!(chord.key, Key::Char(_)) && !chord.ctrl && !chord.alt {
            prompt.replace_offered();
        }
        prompt.offered = false;
        prompt.field.press(chord);
    }
    model.overlay = Some(Overlay::Name(prompt));
    if enter && name.is_empty() {
        model.say("type a name, or your initials");
    }
    if enter && !name.is_empty() {
        vec![Effect::Write(WriteRequest::ConfirmReader { name, adopt: false, id: given.id })]
    } else {
        Vec::new()
    }
}

fn press_taken(model: &mut Model, mut prompt: NameDialog, chord: Chord, name: String, given: &Env) -> Vec<Effect> {
    let adopt = chord.key == Key::Char('y');
    if !adopt {
        // Another name is typed in place of it.
        (prompt.taken, prompt.offered) = (None, true);
    }
    model.overlay = Some(Overlay::Name(prompt));
    if adopt { vec![Effect::Write(WriteRequest::ConfirmReader { name, adopt, id: given.id })] } else { Vec::new() }
}

/// Asks for the name that is to stand in place of the one of now; of somebody unknown as before a first annotation, since
/// whoever has that name here may be the same person on another device.
pub fn ask_rename(model: &mut Model) -> Vec<Effect> {
    if !model.me.confirmed {
        ask_name(model, Command::Rename);
        return Vec::new();
    }
    model.overlay = Some(Overlay::line(LinePurpose::Rename, &model.me.reader.name));
    Vec::new()
}

/// Takes the name that was typed.
pub fn rename(model: &mut Model, typed: &str, given: &Env) -> Vec<Effect> {
    let name = typed.trim();
    if name.is_empty() || name == model.me.reader.name {
        model.say(format!("you write as {}, as before", model.me.reader.name));
        return Vec::new();
    }
    vec![Effect::Write(WriteRequest::RenameReader { name: name.to_owned(), id: given.id })]
}

/// The name belongs to somebody here already.
pub fn taken(model: &mut Model, reader: Reader) {
    if let Some(Overlay::Name(prompt)) = &mut model.overlay {
        prompt.taken = Some(reader);
    }
}

/// Who the reader is has become known. Gives the command that waited for it.
pub fn known(model: &mut Model, me: Me) -> Option<Command> {
    *model.me = me;
    let waited = model.overlay.take_if(|overlay| model.me.confirmed && matches!(overlay, Overlay::Name(_)));
    match waited {
        Some(Overlay::Name(prompt)) if prompt.then == Command::Rename => {
            let Reader { name, nickname, .. } = &model.me.reader;
            model.say(format!("you write as {name} ({nickname}) from now on"));
            None
        }
        Some(Overlay::Name(prompt)) => Some(prompt.then),
        _ => None,
    }
}
