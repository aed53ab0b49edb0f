//! Writing: notes and questions in a text field, the reader's name, drafts. What is being typed is handed out as a
//! draft after every key, so that a crash or a lost line loses nothing.

use super::desk::current;
use super::mark::{self, Words};
use super::{Command, Effect, Field, Given, Me, Model, Overlay};
use crate::annotation::{Kind, Reader};
use crate::config::chord::{Chord, Key};
use crate::text::Span;

/// What a text is written for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A new annotation of this kind: on the passage, or on the whole document.
    New(Kind),
    /// The note of an annotation that exists.
    Change(String),
}

/// A note being written.
#[derive(Debug)]
pub struct Writing {
    /// What for.
    pub purpose: Purpose,
    /// What it is about; `None` for the whole document.
    pub span: Option<Span>,
    /// The text field.
    pub field: Field,
    /// The text before anything was typed.
    pub before: String,
}

/// A note that was being written: what is kept of it against a crash. Positions in code points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The document.
    pub document: String,
    /// The kind of a new annotation, or empty.
    pub kind: String,
    /// The annotation that was being changed.
    pub id: Option<String>,
    /// The passage.
    pub span: Option<(usize, usize)>,
    /// The text so far.
    pub text: String,
}

/// Asking for the reader's name, once, before the first annotation.
#[derive(Debug)]
pub struct NamePrompt {
    /// The name.
    pub field: Field,
    /// The command to carry out then.
    pub then: &'static Command,
    /// Somebody who has that name here already: is it the same person?
    pub taken: Option<Reader>,
}

/// Opens the field for a new note, or to change one.
pub fn start(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    if desk.opened.source.is_none() {
        model.complain("still reading the file; try again in a moment");
        return Vec::new();
    }
    let (span, before) = match &purpose {
        Purpose::New(Kind::DocumentNote) => (None, String::new()),
        Purpose::New(_) => (mark::target_span(model), String::new()),
        Purpose::Change(id) => {
            let placed = desk.placed_by_id(id);
            let note = placed.and_then(|placed| placed.annotation.note.clone()).unwrap_or_default();
            (placed.and_then(|placed| placed.anchor.span), note)
        }
    };
    model.overlay = Some(Overlay::Write(Box::new(Writing { purpose, span, field: Field::lines(&before), before })));
    Vec::new()
}

/// A note on the selection, or on the annotation under the cursor if it is one's own highlight without a note.
pub fn note(model: &mut Model) -> Vec<Effect> {
    let selecting = model.desk.as_ref().is_some_and(|desk| desk.selection.is_some());
    let bare = current(model).filter(|at| at.mine && !selecting).filter(|at| {
        let placed = model.desk.as_ref().and_then(|desk| desk.placed_by_id(&at.id));
        placed.is_some_and(|placed| placed.annotation.kind == Kind::Highlight && placed.annotation.note.is_none())
    });
    match bare {
        Some(at) => start(model, Purpose::Change(at.id)),
        None => start(model, Purpose::New(Kind::Note)),
    }
}

/// Takes a key. Esc and ctrl-s keep the note, ctrl-g leaves without it, ctrl-o goes to the outside editor.
pub fn press(model: &mut Model, mut writing: Box<Writing>, chord: Chord, given: &Given) -> Vec<Effect> {
    match (chord.key, chord.ctrl) {
        (Key::Esc, _) | (Key::Char('s'), true) => return keep(model, writing, given),
        (Key::Char('g' | 'c'), true) => {
            model.say("left as it was");
            return vec![Effect::KeepDraft(None)];
        }
        (Key::Char('o'), true) => {
            let text = writing.field.text();
            model.overlay = Some(Overlay::Write(writing));
            return vec![Effect::EditOutside(text)];
        }
        _ => {}
    }
    let changed = writing.field.press(chord);
    model.overlay = Some(Overlay::Write(writing));
    if changed { draft_effect(model) } else { Vec::new() }
}

/// The draft of what is being typed now, to be kept.
pub fn draft_effect(model: &Model) -> Vec<Effect> {
    vec![Effect::KeepDraft(draft_of(model))]
}

/// The note is done: saves it if it says something new. The draft is given up only behind the note itself, so that there
/// is no moment at which neither is on the disk.
fn keep(model: &mut Model, writing: Box<Writing>, given: &Given) -> Vec<Effect> {
    let text = writing.field.text();
    if text == writing.before || (text.trim().is_empty() && matches!(writing.purpose, Purpose::New(_))) {
        model.say(if text.trim().is_empty() { "nothing written" } else { "nothing changed" });
        return vec![Effect::KeepDraft(None)];
    }
    let mut effects = match &writing.purpose {
        Purpose::New(kind) => {
            mark::make(model, given, *kind, writing.span, Words { note: Some(text), ..Words::default() })
        }
        Purpose::Change(id) => mark::change(model, given, id, |annotation| {
            annotation.note = Some(text).filter(|text| !text.trim().is_empty());
            if annotation.kind == Kind::Highlight && annotation.note.is_some() {
                annotation.kind = Kind::Note;
            }
        }),
    };
    if effects.is_empty() {
        // It could not be made: the field and the draft stay, and the message says why.
        model.overlay = Some(Overlay::Write(writing));
        return Vec::new();
    }
    if let Some(desk) = &mut model.desk {
        desk.selection = None;
    }
    model.say("written");
    effects.push(Effect::KeepDraft(None));
    effects
}

/// What is being typed now, as a draft; `None` where nothing is.
pub fn draft_of(model: &Model) -> Option<Draft> {
    let Some(Overlay::Write(writing)) = &model.overlay else { return None };
    let desk = model.desk.as_ref()?;
    let text = writing.field.text();
    if text.trim().is_empty() {
        return None;
    }
    let (kind, id) = match &writing.purpose {
        Purpose::New(kind) => (kind.name().to_owned(), None),
        Purpose::Change(id) => (String::new(), Some(id.clone())),
    };
    let span = writing.span.map(|span| desk.document().offsets().to_code_points(desk.text(), span));
    Some(Draft { document: desk.opened.path.clone(), kind, id, span, text })
}

/// An outside editor gave a text back.
pub fn edited(model: &mut Model, text: Option<String>) -> Vec<Effect> {
    let (Some(text), Some(Overlay::Write(writing))) = (text, &mut model.overlay) else { return Vec::new() };
    writing.field = Field::lines(crate::text::visible::clean(text).trim_end());
    draft_effect(model)
}

/// Drafts of an earlier session: offers the one on the open document, else says where there are some.
pub fn offer(model: &mut Model, drafts: Vec<Draft>) {
    model.notes.drafts = drafts;
    offer_here(model);
}

/// Offers the draft of the open document, if there is one.
pub fn offer_here(model: &mut Model) {
    let Some(first) = model.notes.drafts.first() else { return };
    let path = model.desk.as_ref().map(|desk| desk.opened.path.clone());
    match path {
        Some(path) if model.notes.drafts.iter().any(|draft| draft.document == path) => {
            model.say("unfinished note here: `:resume` opens it, `:discard` drops it");
        }
        _ => {
            let name = crate::text::visible::line(&first.document).into_owned();
            model.say(format!("an unfinished note is waiting in {name}; open it there"));
        }
    }
}

/// Opens the unfinished note of the open document.
pub fn resume(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    let Some(index) = model.notes.drafts.iter().position(|draft| draft.document == desk.opened.path) else {
        model.say("no unfinished note in this document");
        return Vec::new();
    };
    if desk.opened.source.is_none() {
        model.complain("still reading the file; try again in a moment");
        return Vec::new();
    }
    let draft = model.notes.drafts.remove(index);
    let taken = draft.clone();
    let span = draft.span.and_then(|(start, end)| desk.document().offsets().to_span(desk.text(), start, end));
    let exists = draft.id.filter(|id| desk.placed_by_id(id).is_some_and(|placed| placed.mine));
    let kind =
        [Kind::Question, Kind::DocumentNote].into_iter().find(|kind| kind.name() == draft.kind).unwrap_or(Kind::Note);
    let purpose = exists.map_or(Purpose::New(kind), Purpose::Change);
    let writing = Writing { purpose, span, field: Field::lines(&draft.text), before: String::new() };
    model.overlay = Some(Overlay::Write(Box::new(writing)));
    draft_effect(model).into_iter().chain([Effect::DropDrafts(vec![taken])]).collect()
}

/// Throws the unfinished note of the open document away.
pub fn discard(model: &mut Model) -> Vec<Effect> {
    let path = model.desk.as_ref().map(|desk| desk.opened.path.clone());
    let all = std::mem::take(&mut model.notes.drafts);
    let (here, elsewhere): (Vec<Draft>, Vec<Draft>) =
        all.into_iter().partition(|draft| Some(&draft.document) == path.as_ref());
    model.notes.drafts = elsewhere;
    model.say(if here.is_empty() { "no unfinished note in this document" } else { "unfinished note thrown away" });
    vec![Effect::DropDrafts(here)]
}

/// Asks who is reading, once, and carries the command out then.
pub fn ask_name(model: &mut Model, then: &'static Command) {
    let field = Field::line(&model.me.reader.name);
    model.overlay = Some(Overlay::Name(NamePrompt { field, then, taken: None }));
}

/// Takes a key of the name prompt.
pub fn press_name(model: &mut Model, mut prompt: NamePrompt, chord: Chord, given: &Given) -> Vec<Effect> {
    if chord.key == Key::Esc {
        model.say("nothing was written; a name is needed to annotate");
        return Vec::new();
    }
    let name = prompt.field.text().trim().to_owned();
    if prompt.taken.is_some() {
        return press_taken(model, prompt, chord, name, given);
    }
    let enter = chord.key == Key::Enter;
    if !enter {
        prompt.field.press(chord);
    }
    model.overlay = Some(Overlay::Name(prompt));
    if enter && !name.is_empty() {
        vec![Effect::ConfirmReader { name, adopt: false, id: given.id }]
    } else {
        Vec::new()
    }
}

fn press_taken(model: &mut Model, mut prompt: NamePrompt, chord: Chord, name: String, given: &Given) -> Vec<Effect> {
    let adopt = chord.key == Key::Char('y');
    if !adopt {
        prompt.taken = None;
    }
    model.overlay = Some(Overlay::Name(prompt));
    if adopt { vec![Effect::ConfirmReader { name, adopt, id: given.id }] } else { Vec::new() }
}

/// The name belongs to somebody here already.
pub fn taken(model: &mut Model, reader: Reader) {
    if let Some(Overlay::Name(prompt)) = &mut model.overlay {
        prompt.taken = Some(reader);
    }
}

/// Who the reader is has become known: carries out the command that waited for it.
pub fn known(model: &mut Model, me: Me, given: &Given) -> Vec<Effect> {
    model.me = me;
    let waited = model.overlay.take_if(|overlay| model.me.confirmed && matches!(overlay, Overlay::Name(_)));
    match waited {
        Some(Overlay::Name(prompt)) => super::command::run(model, prompt.then, given),
        _ => Vec::new(),
    }
}
