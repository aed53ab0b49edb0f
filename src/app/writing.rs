//! Writing: notes and questions in a text field, the reader's name, drafts. What is being typed is handed out as a
//! draft after every key, so that a crash or a lost line loses nothing.

use super::desk::current;
use super::mark::{self, Words};
use super::{Desk, Effect, Field, Given, Me, Model, Overlay, Placed, key_of, mentions};
use crate::annotation::{Kind, Reader};
use crate::app::Command;
use crate::config::chord::{Chord, Key};
use crate::text::Span;

/// What a text is written for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A new annotation of this kind: on the passage, or on the whole document.
    New(Kind),
    /// The note of an annotation that exists.
    Change(String),
    /// An answer to an annotation, whoever made it.
    Reply(String),
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
    /// Whether the name is still the one offered, untouched: what is typed then stands in its place.
    pub offered: bool,
    /// The command to carry out then.
    pub then: Command,
    /// Somebody who has that name here already: is it the same person?
    pub taken: Option<Reader>,
}

impl NamePrompt {
    /// Before a change: empties the field if it holds the offered name and `anew` says that another one comes.
    fn replace_offered(&mut self, anew: bool) {
        if std::mem::take(&mut self.offered) && anew {
            self.field = Field::line("");
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.replace_offered(true);
        self.field.paste(text);
    }
}

/// Opens the field for a new note, or to change one.
pub fn start(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    if desk.opened.source.is_none() {
        model.complain("still reading the file; try again in a moment");
        return Vec::new();
    }
    let on_text = matches!(purpose, Purpose::New(kind) if kind != Kind::DocumentNote);
    if desk.document().blocks().is_empty() && on_text {
        model.complain("there is no text to write about");
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
        Purpose::Reply(id) => (desk.placed_by_id(id).and_then(|placed| placed.anchor.span), String::new()),
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
        (Key::Tab, _) if mentions::complete(model, &mut writing) => {
            model.overlay = Some(Overlay::Write(writing));
            return draft_effect(model);
        }
        (Key::Esc, _) | (Key::Char('s'), true) => return keep(model, writing, given),
        (Key::Char('g' | 'c'), true) => return leave(model, writing),
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

/// Leaves the note unwritten; what was typed can be had back while the program runs.
fn leave(model: &mut Model, writing: Box<Writing>) -> Vec<Effect> {
    let changed = writing.field.text() != writing.before;
    model.overlay = Some(Overlay::Write(writing));
    let draft = draft_of(model).filter(|_| changed);
    model.overlay = None;
    let resume = key_of(model, Command::Resume);
    match draft {
        Some(draft) => {
            model.notes.drafts.insert(0, draft);
            model.say(format!("left as it was; {resume} brings back what you typed"));
        }
        None => model.say("left as it was"),
    }
    vec![Effect::KeepDraft(None)]
}

/// The draft of what is being typed now, to be kept.
pub fn draft_effect(model: &Model) -> Vec<Effect> {
    vec![Effect::KeepDraft(draft_of(model))]
}

/// The note is done: saves it if it says something new. The draft is given up only behind the note itself, so that there
/// is no moment at which neither is on the disk.
fn keep(model: &mut Model, writing: Box<Writing>, given: &Given) -> Vec<Effect> {
    let text = writing.field.text();
    if text == writing.before || (text.trim().is_empty() && !matches!(writing.purpose, Purpose::Change(_))) {
        model.say(if text.trim().is_empty() { "nothing written" } else { "nothing changed" });
        return vec![Effect::KeepDraft(None)];
    }
    let mut effects = match &writing.purpose {
        Purpose::New(kind) => {
            mark::make(model, given, *kind, writing.span, Words { note: Some(text), ..Words::default() })
        }
        Purpose::Reply(parent) => mark::reply(model, given, Kind::Reply, parent, Some(text)),
        Purpose::Change(id) => mark::change(model, given, id, |annotation| {
            annotation.note = Some(text).filter(|text| !text.trim().is_empty());
            if annotation.kind == Kind::Highlight && annotation.note.is_some() {
                annotation.kind = Kind::Note;
            }
        }),
    };
    if effects.is_empty() {
        // It could not be made: the field and the draft stay, and the message says why.
        if model.message.is_none() {
            model.complain("the annotation is gone; copy the words, or leave them as a draft");
        }
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
        Purpose::Reply(parent) => (Kind::Reply.name().to_owned(), Some(parent.clone())),
    };
    let span = writing.span.map(|span| desk.document().offsets().to_code_points(desk.text(), span));
    Some(Draft { document: desk.opened.path.clone(), kind, id, span, text })
}

/// What the text being written is about, where that is another annotation: what it answers, or why it is picked.
pub fn answered<'a>(desk: &'a Desk, writing: &Writing) -> Option<&'a Placed> {
    match &writing.purpose {
        Purpose::New(_) => None,
        Purpose::Reply(id) => desk.placed_by_id(id),
        Purpose::Change(id) => desk.placed_by_id(desk.placed_by_id(id)?.parent()?),
    }
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
            let [resume, discard] = [Command::Resume, Command::Discard].map(|command| key_of(model, command));
            model.say(format!("a note you were typing was not finished: {resume} opens it, {discard} throws it away"));
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
    let resumed = draft.clone();
    let span = draft.span.and_then(|(start, end)| desk.document().offsets().to_span(desk.text(), start, end));
    // An answer stays one even where what it answers is gone: its thread keeps a place for that.
    let (answered, changed) = if draft.kind == Kind::Reply.name() { (draft.id, None) } else { (None, draft.id) };
    let exists = changed.filter(|id| desk.placed_by_id(id).is_some_and(|placed| placed.mine));
    let kind =
        [Kind::Question, Kind::DocumentNote].into_iter().find(|kind| kind.name() == draft.kind).unwrap_or(Kind::Note);
    let purpose = answered.map(Purpose::Reply).or(exists.map(Purpose::Change)).unwrap_or(Purpose::New(kind));
    let writing = Writing { purpose, span, field: Field::lines(&draft.text), before: String::new() };
    model.overlay = Some(Overlay::Write(Box::new(writing)));
    draft_effect(model).into_iter().chain([Effect::DropDrafts(vec![resumed])]).collect()
}

/// Throws the unfinished note of the open document away.
pub fn discard(model: &mut Model) -> Vec<Effect> {
    let path = model.desk.as_ref().map(|desk| desk.opened.path.clone());
    let here = |draft: &Draft| Some(&draft.document) == path.as_ref();
    let (gone, kept): (Vec<Draft>, Vec<Draft>) = std::mem::take(&mut model.notes.drafts).into_iter().partition(here);
    model.notes.drafts = kept;
    if gone.is_empty() {
        model.say("no unfinished note in this document");
        return Vec::new();
    }
    model.say("unfinished note thrown away");
    vec![Effect::DropDrafts(gone)]
}

/// Whether the reader's name must be asked before something is written on the open document.
pub fn must_ask(model: &Model) -> bool {
    !model.me.confirmed && model.desk.is_some()
}

/// Asks who is reading, once, and carries the command out then.
pub fn ask_name(model: &mut Model, then: Command) {
    let field = Field::line(&model.me.reader.name);
    model.overlay = Some(Overlay::Name(NamePrompt { field, offered: true, then, taken: None }));
}

/// Takes a key of the name prompt.
pub fn press_name(model: &mut Model, mut prompt: NamePrompt, chord: Chord, given: &Given) -> Vec<Effect> {
    if chord.key == Key::Esc || (chord.ctrl && matches!(chord.key, Key::Char('c' | 'g'))) {
        model.say("nothing was written; a name is needed to annotate");
        return Vec::new();
    }
    let name = prompt.field.text().trim().to_owned();
    if prompt.taken.is_some() {
        return press_taken(model, prompt, chord, name, given);
    }
    let enter = chord.key == Key::Enter;
    if !enter {
        prompt.replace_offered(matches!(chord.key, Key::Char(_)) && !chord.ctrl && !chord.alt);
        prompt.field.press(chord);
    }
    model.overlay = Some(Overlay::Name(prompt));
    if enter && name.is_empty() {
        model.say("type a name, or your initials");
    }
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

/// Who the reader is has become known. Gives the command that waited for it.
pub fn known(model: &mut Model, me: Me) -> Option<Command> {
    model.me = me;
    let waited = model.overlay.take_if(|overlay| model.me.confirmed && matches!(overlay, Overlay::Name(_)));
    match waited {
        Some(Overlay::Name(prompt)) => Some(prompt.then),
        _ => None,
    }
}
