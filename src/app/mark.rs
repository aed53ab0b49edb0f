//! Annotating: making, changing, deleting, undoing. Every change is an inverse edit over one's own records; another
//! reader's record is never touched.

use super::desk::{current, file_name};
use super::writing::{self, Purpose};
use super::{Desk, Effect, Given, Model, Pane, Placed};
use crate::annotation::edit::{Edit, History};
use crate::annotation::{Anchor, AnchorState, Annotation, Color, Kind, Passage, Record, Target, select};
use crate::document::motion;
use crate::text::{Span, segment};

/// The annotation that a command means.
#[derive(Clone, Debug)]
pub struct Current {
    /// Its id.
    pub id: String,
    /// Whether it is one's own.
    pub mine: bool,
}

/// Marks the selection, or recolours the annotation under the cursor, or marks the sentence there.
pub fn color(model: &mut Model, given: &Given, color: Color) -> Vec<Effect> {
    let selecting = model.desk.as_ref().is_some_and(|desk| desk.selection.is_some());
    if let (false, Some(at)) = (selecting, current(model).filter(|at| at.mine)) {
        return change(model, given, &at.id, |annotation| annotation.color = Some(color));
    }
    mark_new(model, given, color)
}

fn mark_new(model: &mut Model, given: &Given, color: Color) -> Vec<Effect> {
    let meaning = model.config.settings.colors.meaning(color.name()).to_owned();
    let effects = add(model, given, Kind::Highlight, Words { color: Some(color), ..Words::default() });
    if !effects.is_empty() {
        let meaning = if meaning.is_empty() { String::new() } else { format!(": {meaning}") };
        model.say(format!("marked {}{meaning}; t tags it, a adds a note", color.name()));
    }
    effects
}

/// Marks the selection, or the sentence at the cursor, in the default colour.
pub fn highlight(model: &mut Model, given: &Given) -> Vec<Effect> {
    let color = Color::named(model.config.settings.colors.default_name());
    mark_new(model, given, color)
}

/// Puts a bookmark at the cursor.
pub fn bookmark(model: &mut Model, given: &Given) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    desk.selection = None;
    let here = Span::at(desk.cursor);
    let effects = make(model, given, Kind::Bookmark, Some(here), Words::default());
    if !effects.is_empty() {
        model.say("bookmark set");
    }
    effects
}

/// Makes an annotation on the selection, or on the sentence at the cursor.
pub fn add(model: &mut Model, given: &Given, kind: Kind, words: Words) -> Vec<Effect> {
    let span = target_span(model);
    let effects = make(model, given, kind, span, words);
    if !effects.is_empty()
        && let Some(desk) = &mut model.desk
    {
        desk.selection = None;
    }
    effects
}

/// The span that a new annotation would be about.
pub fn target_span(model: &Model) -> Option<Span> {
    let desk = model.desk.as_ref()?;
    Some(desk.selected().unwrap_or_else(|| motion::sentence_around(desk.document(), desk.cursor)))
}

/// What a new annotation says.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The note.
    pub note: Option<String>,
    /// The colour.
    pub color: Option<Color>,
    /// The tags.
    pub tags: Vec<String>,
}

/// Makes an annotation on a span, or (`None`) on the whole document.
pub fn make(model: &mut Model, given: &Given, kind: Kind, span: Option<Span>, words: Words) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    let Some(source) = desk.opened.source.clone() else {
        model.complain("still reading the file; try again in a moment");
        return Vec::new();
    };
    if desk.text().is_empty() {
        model.complain("there is no text to mark");
        return Vec::new();
    }
    let target = match span {
        Some(span) => Target::Passage(select::passage(desk.text(), desk.document().offsets(), span, &source)),
        None => Target::Document(source),
    };
    let annotation = Annotation {
        id: given.id.urn().to_string(),
        kind,
        creator: model.me.reader.id.clone(),
        created: given.now,
        modified: given.now,
        note: words.note.filter(|note| !note.trim().is_empty()),
        tags: words.tags,
        color: words.color,
        target,
        link: None,
    };
    let record = Record::of(&annotation);
    commit(model, given, Edit { id: annotation.id, before: None, after: Some(record) })
}

/// Changes one's own annotation.
pub fn change(model: &mut Model, given: &Given, id: &str, alter: impl FnOnce(&mut Annotation)) -> Vec<Effect> {
    let Some(placed) = model.desk.as_ref().and_then(|desk| desk.placed_by_id(id)) else { return Vec::new() };
    if !placed.mine {
        let whose = placed.reader.clone();
        model.complain(format!("this is {whose}'s; only its author can change it"));
        return Vec::new();
    }
    let (before, mut annotation) = (placed.record.clone(), placed.annotation.clone());
    alter(&mut annotation);
    annotation.modified = given.now;
    let after = before.updated(&annotation);
    commit(model, given, Edit { id: id.to_owned(), before: Some(before), after: Some(after) })
}

/// Deletes the annotation under the cursor (or chosen in the notes pane).
pub fn delete(model: &mut Model, given: &Given) -> Vec<Effect> {
    let Some(at) = current(model) else {
        model.say("no annotation here");
        return Vec::new();
    };
    let Some(placed) = model.desk.as_ref().and_then(|desk| desk.placed_by_id(&at.id)) else { return Vec::new() };
    if !placed.mine {
        let whose = placed.reader.clone();
        model.complain(format!("this is {whose}'s; only its author can delete it"));
        return Vec::new();
    }
    let edit = Edit { id: at.id, before: Some(placed.record.clone()), after: None };
    let name = placed.annotation.kind.name();
    let effects = commit(model, given, edit);
    model.say(format!("{name} deleted; u brings it back"));
    effects
}

/// Applies an edit to the model, remembers it for undo, and has it saved.
pub fn commit(model: &mut Model, given: &Given, edit: Edit) -> Vec<Effect> {
    let effects = apply(model, given, &edit);
    if let Some(desk) = &model.desk {
        model.histories.entry(desk.opened.path.clone()).or_default().push(edit);
    }
    effects
}

/// Undoes (or redoes) the last edit of this document.
pub fn undo(model: &mut Model, given: &Given, redo: bool) -> Vec<Effect> {
    let Some(path) = model.desk.as_ref().map(|desk| desk.opened.path.clone()) else { return Vec::new() };
    let history: &mut History = model.histories.entry(path).or_default();
    let edit = if redo { history.redo() } else { history.undo() };
    let Some(edit) = edit else {
        model.say(if redo { "nothing to redo" } else { "nothing to undo" });
        return Vec::new();
    };
    let effects = apply(model, given, &edit);
    model.say(match (redo, edit.after.is_some()) {
        (false, _) => "undone; ctrl-r does it again",
        (true, _) => "done again",
    });
    effects
}

/// Makes an edit true on the screen at once, and asks for it to be saved.
fn apply(model: &mut Model, given: &Given, edit: &Edit) -> Vec<Effect> {
    let (retries, me) = (std::mem::take(&mut model.notes.unsaved), model.me.clone());
    model.notes.quitting = false;
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let record = edit.record_to_write(desk.own.get(&edit.id), given.now);
    model.versions.wrote(desk.own.get(&edit.id).or(edit.before.as_ref()), &record);
    if place(desk, &record, &me.reader.nickname) {
        model.notes.selected = Some(edit.id.clone());
    }
    desk.own.insert(edit.id.clone(), record.clone());
    let path = desk.opened.path.clone();
    let count = desk.placed.len();
    model.list.counted(&path, count);
    let save = |(path, record)| Effect::Save { path, record: Box::new(record) };
    retries.into_iter().filter(|(_, kept)| kept.id() != edit.id).chain([(path, record)]).map(save).collect()
}

/// Puts an own record that is not on the disk yet onto the desk, in place of what it changes; a deleted one only takes
/// that away. Says whether it shows.
pub fn place(desk: &mut Desk, record: &Record, nickname: &str) -> bool {
    let old = desk.placed.iter().position(|placed| placed.annotation.id == record.id());
    let anchor = old.map(|index| desk.placed.remove(index)).map(|placed| placed.anchor);
    let Some(annotation) = record.annotation().filter(|_| !record.is_tombstone()) else { return false };
    let anchor = anchored(desk, &annotation, anchor);
    desk.placed.push(Placed {
        annotation,
        record: record.clone(),
        anchor,
        reader: nickname.to_owned(),
        mine: true,
        saved: false,
    });
    desk.sort_placed();
    true
}

/// Where an own annotation stands after an edit: as its position says while the text is the one it was made on.
fn anchored(desk: &Desk, annotation: &Annotation, before: Option<Anchor>) -> Anchor {
    let same = Anchor { state: AnchorState::Same, span: None, score: 1.0 };
    let Target::Passage(passage) = &annotation.target else { return same };
    let here = Some(passage.source.as_str()) == desk.opened.source.as_deref();
    let span = passage
        .position
        .filter(|_| here)
        .and_then(|(start, end)| desk.document().offsets().to_span(desk.text(), start, end));
    match (span, before) {
        (Some(span), _) => Anchor { span: Some(span), ..same },
        (None, Some(before)) => before,
        (None, None) => Anchor { state: AnchorState::Orphan, span: None, score: 0.0 },
    }
}

/// Selects the span of the annotation under the cursor, so that its ends can be moved; Enter takes the new span.
pub fn adjust(model: &mut Model) -> Vec<Effect> {
    let Some(at) = current(model).filter(|at| at.mine) else {
        model.say("no annotation of yours here");
        return Vec::new();
    };
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let span = desk.placed_by_id(&at.id).and_then(|placed| placed.anchor.span).filter(|span| !span.is_empty());
    let Some(span) = span else {
        model.say("it has no passage to move");
        return Vec::new();
    };
    desk.selection = Some(span.start);
    desk.cursor = segment::prev_grapheme(desk.text(), span.end).max(span.start);
    model.view.focus = Pane::Reader;
    model.notes.adjusting = Some(at.id);
    model.say("move the end, o swaps the ends; Enter keeps the new passage, Esc the old");
    Vec::new()
}

/// Enter while selecting: takes the new span of the annotation being adjusted, else marks.
pub fn accept(model: &mut Model, given: &Given) -> Vec<Effect> {
    let Some(id) = model.notes.adjusting.take() else { return highlight(model, given) };
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let (Some(span), Some(source)) = (desk.selected(), desk.opened.source.clone()) else { return Vec::new() };
    desk.selection = None;
    let passage: Passage = select::passage(desk.text(), desk.document().offsets(), span, &source);
    model.say("passage changed");
    change(model, given, &id, |annotation| annotation.target = Target::Passage(passage))
}

/// Opens the editor on the note of the annotation under the cursor.
pub fn edit(model: &mut Model) -> Vec<Effect> {
    let Some(at) = current(model) else { return writing::start(model, Purpose::New(Kind::Note)) };
    let Some(placed) = model.desk.as_ref().and_then(|desk| desk.placed_by_id(&at.id)) else { return Vec::new() };
    if !placed.mine {
        let whose = placed.reader.clone();
        model.complain(format!("this is {whose}'s; only its author can change it"));
        return Vec::new();
    }
    writing::start(model, Purpose::Change(at.id))
}

/// Copies the selection, or the passage under the cursor, with its citation.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let marked = desk.under_cursor(false).and_then(|placed| placed.anchor.span).filter(|span| !span.is_empty());
    let span = desk.selected().or(marked).unwrap_or_else(|| motion::sentence_around(desk.document(), desk.cursor));
    let quote: Vec<&str> = span.of(desk.text()).split_whitespace().collect();
    let copied = format!("“{}” ({})", quote.join(" "), citation(desk));
    desk.selection = None;
    model.say("quotation copied, with its source");
    vec![Effect::Copy(copied)]
}

/// Author, title, publication, date: what the document says of itself.
fn citation(desk: &Desk) -> String {
    let facts = &desk.opened.metadata;
    let title = facts.title.clone().unwrap_or_else(|| file_name(&desk.opened.path).to_owned());
    let authors = (!facts.authors.is_empty()).then(|| facts.authors.join(", "));
    let parts = [authors, Some(format!("“{title}”")), facts.publication.clone(), facts.date.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
