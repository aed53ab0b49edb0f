//! Annotating: making, changing, deleting, undoing. Every change is an inverse edit over one's own records; another
//! reader's record is never touched.

use super::commands::Command;
use super::desk::{Follow, current, file_name};
use super::travel;
use super::writing::{self, Purpose};
use super::{Desk, Effect, Given, Model, Pane, Placed, copies, curation, key_of, receipt};
use crate::annotation::edit::{Edit, History};
use crate::annotation::{
    Anchor, AnchorState, Annotation, Color, Kind, Origin, Passage, Record, Target, anchor, select,
};
use crate::document::motion;
use crate::text::{Span, segment, visible};

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
    if complain_of_notes(model) {
        return Vec::new();
    }
    let selecting = model.desk.as_ref().is_some_and(|desk| desk.selection.is_some());
    if let (false, Some(at)) = (selecting, colorable(model)) {
        return recolor(model, given, &at, color);
    }
    mark_new(model, given, color)
}

/// One's own annotation under the cursor (or chosen in the notes pane) that has a colour to change.
fn colorable(model: &Model) -> Option<String> {
    let desk = model.desk.as_ref()?;
    if model.view.focus == Pane::Notes {
        return current(model).filter(|at| at.mine).map(|at| at.id);
    }
    let covers = |span: Span| span.contains(desk.cursor);
    let own = desk.visible().filter(|placed| takes_color(placed) && placed.stands().is_some_and(covers));
    own.min_by_key(|placed| placed.anchor.span.map_or(0, Span::len)).map(|placed| placed.annotation.id.clone())
}

fn takes_color(placed: &Placed) -> bool {
    placed.mine && matches!(placed.annotation.kind, Kind::Highlight | Kind::Note | Kind::Question)
}

fn recolor(model: &mut Model, given: &Given, id: &str, color: Color) -> Vec<Effect> {
    model.layers.written();
    let effects = change(model, given, id, |annotation| annotation.color = Some(color));
    if let Some(desk) = &mut model.desk {
        desk.selection = None;
    }
    let meaning = meaning(model, color);
    model.say(format!("{} {}{meaning}", if effects.is_empty() { "already" } else { "now" }, color.name()));
    effects
}

/// What the colour means, if it was said, to be put behind its name.
fn meaning(model: &Model, color: Color) -> String {
    let meaning = model.config.settings.colors.meaning(color.name());
    if meaning.is_empty() { String::new() } else { format!(": {meaning}") }
}

/// A new mark; the same passage marked once more changes its colour.
fn mark_new(model: &mut Model, given: &Given, color: Color) -> Vec<Effect> {
    let span = target_span(model);
    let same = |placed: &&Placed| takes_color(placed) && placed.stands() == span;
    let there =
        model.desk.as_ref().and_then(|desk| desk.placed.iter().find(same)).map(|placed| placed.annotation.id.clone());
    if let Some(id) = there {
        return recolor(model, given, &id, color);
    }
    let effects = add(model, given, Kind::Highlight, Words { color: Some(color), ..Words::default() });
    if !effects.is_empty() {
        let (meaning, tag, note) = (meaning(model, color), key_of(model, Command::Tag), key_of(model, Command::Note));
        model.say(format!("marked {}{meaning}; {tag} tags it, {note} adds a note", color.name()));
    }
    effects
}

/// In the notes pane the commands mean the chosen annotation: says so where that is nobody's or another reader's.
pub fn complain_of_notes(model: &mut Model) -> bool {
    if model.view.focus != Pane::Notes {
        return false;
    }
    let chosen = model.notes.selected.as_deref().and_then(|id| model.desk.as_ref()?.visible_by_id(id));
    match chosen.map(|placed| (placed.mine, not_ours(placed, "change"))) {
        Some((true, _)) => return false,
        Some((false, why)) => model.complain(why),
        None => model.say("no annotation here"),
    }
    true
}

/// Why somebody else's annotation cannot be changed here.
fn not_ours(placed: &Placed, doing: &str) -> String {
    if placed.is_prompt() {
        return "this prompt stands in the syllabus; write an answer to it instead".to_owned();
    }
    if placed.origin == Origin::File {
        return "this remark is part of the file, which is not written to; write a note of your own".to_owned();
    }
    format!("this is {}'s; only its author can {doing} it", visible::line(&placed.reader))
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
    if span.is_some() && desk.document().blocks().is_empty() {
        model.complain("there is no text to mark");
        return Vec::new();
    }
    let target = match span {
        Some(span) => Target::Passage(select::passage(desk.text(), desk.document().offsets(), span, &source)),
        None => Target::Document(source),
    };
    make_about(model, given, kind, target, words)
}

/// Makes an annotation about something: a passage, the document, another annotation.
pub fn make_about(model: &mut Model, given: &Given, kind: Kind, target: Target, words: Words) -> Vec<Effect> {
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

/// Makes an annotation on another one: an answer, a pick.
pub fn reply(model: &mut Model, given: &Given, kind: Kind, parent: &str, note: Option<String>) -> Vec<Effect> {
    if model.desk.as_ref().is_none_or(|desk| desk.opened.source.is_none()) {
        model.complain("still reading the file; try again in a moment");
        return Vec::new();
    }
    make_about(model, given, kind, Target::Annotation(parent.to_owned()), Words { note, ..Words::default() })
}

/// Changes one's own annotation.
pub fn change(model: &mut Model, given: &Given, id: &str, alter: impl FnOnce(&mut Annotation)) -> Vec<Effect> {
    let Some(placed) = model.desk.as_ref().and_then(|desk| desk.placed_by_id(id)) else { return Vec::new() };
    if !placed.mine {
        let why = not_ours(placed, "change");
        model.complain(why);
        return Vec::new();
    }
    match changed(placed, given, alter) {
        Some(edit) => commit(model, given, edit),
        None => Vec::new(),
    }
}

/// The edit that changes an annotation; `None` where nothing changes.
fn changed(placed: &Placed, given: &Given, alter: impl FnOnce(&mut Annotation)) -> Option<Edit> {
    let (before, mut annotation) = (placed.record.clone(), placed.annotation.clone());
    alter(&mut annotation);
    if annotation == placed.annotation {
        return None;
    }
    annotation.modified = given.now;
    let after = before.updated(&annotation);
    Some(Edit { id: annotation.id, before: Some(before), after: Some(after) })
}

/// Puts one's own annotations, by their ids, on other passages; one undo takes all of it back.
pub fn put_all(model: &mut Model, given: &Given, places: Vec<(String, Passage)>) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    let edit = |(id, passage): (String, Passage)| {
        let placed = desk.placed_by_id(&id).filter(|placed| placed.mine)?;
        changed(placed, given, |annotation| annotation.target = Target::Passage(passage))
    };
    let edits: Vec<Edit> = places.into_iter().filter_map(edit).collect();
    let path = desk.opened.path.clone();
    let effects = edits.iter().flat_map(|edit| apply(model, given, edit)).collect();
    model.histories.entry(path).or_default().push_all(edits);
    effects
}

/// Deletes the annotation under the cursor (or chosen in the notes pane).
pub fn delete(model: &mut Model, given: &Given) -> Vec<Effect> {
    let Some(at) = current(model) else {
        model.say("no annotation here");
        return Vec::new();
    };
    let Some(placed) = model.desk.as_ref().and_then(|desk| desk.placed_by_id(&at.id)) else { return Vec::new() };
    if !placed.mine {
        let why = not_ours(placed, "delete");
        model.complain(why);
        return Vec::new();
    }
    let edit = Edit { id: at.id, before: Some(placed.record.clone()), after: None };
    let name = placed.annotation.kind.name();
    let (effects, key) = (commit(model, given, edit), key_of(model, Command::Undo));
    model.say(format!("{name} deleted; {key} brings it back"));
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
    let edits = if redo { history.redo() } else { history.undo() };
    let Some(edits) = edits else {
        model.say(if redo { "nothing to redo" } else { "nothing to undo" });
        return Vec::new();
    };
    let first = edits.last().map(|edit| edit.id.clone()).unwrap_or_default();
    let place = |model: &Model| model.desk.as_ref()?.placed_by_id(&first)?.anchor.span;
    let before = place(model);
    let effects = edits.iter().flat_map(|edit| apply(model, given, edit)).collect();
    let key = key_of(model, Command::Redo);
    let place = place(model).or(before);
    if let (Some(desk), Some(span)) = (&mut model.desk, place)
        && !desk.page.overlaps(span)
    {
        // What is undone out of sight would surprise later.
        travel::jump(desk, span.start);
    }
    model.say(if redo { "done again".to_owned() } else { format!("undone; {key} does it again") });
    effects
}

/// Makes an edit true on the screen at once, and asks for it to be saved.
fn apply(model: &mut Model, given: &Given, edit: &Edit) -> Vec<Effect> {
    model.notes.unsaved.retain(|(_, kept)| kept.id() != edit.id);
    model.notes.quitting = false;
    model.layers.written();
    let (mut effects, me) = (retries(model), model.me.clone());
    let Some(desk) = &mut model.desk else { return effects };
    let record = edit.record_to_write(desk.own.get(&edit.id), given.now);
    model.versions.wrote(desk.own.get(&edit.id).or(edit.before.as_ref()), &record);
    let shows = place(desk, &record, &me.reader.nickname);
    let has_card = |annotation: Annotation| annotation.kind != Kind::Vote && !annotation.is_pick();
    if shows && record.annotation().is_some_and(has_card) {
        model.notes.selected = Some(edit.id.clone());
    }
    desk.version += 1;
    desk.own.insert(edit.id.clone(), record.clone());
    let path = desk.opened.path.clone();
    let count = copies::made_here(&desk.placed);
    model.list.counted(&path, count);
    effects.push(Effect::Save { path, record: Box::new(record) });
    effects
}

/// What could not be saved, to be tried again.
pub fn retries(model: &mut Model) -> Vec<Effect> {
    let unsaved = std::mem::take(&mut model.notes.unsaved).into_iter();
    unsaved.map(|(path, record)| Effect::Save { path, record: Box::new(record) }).collect()
}

/// Puts an own record that is not on the disk yet onto the desk, in place of what it changes; a deleted one only takes
/// that away. Says whether it shows.
pub fn place(desk: &mut Desk, record: &Record, nickname: &str) -> bool {
    let old = desk.placed.iter().position(|placed| placed.annotation.id == record.id());
    let old = old.map(|index| desk.placed.remove(index));
    let Some(annotation) = record.annotation().filter(|_| !record.is_tombstone()) else { return false };
    let anchor = anchored(desk, &annotation, old.as_ref());
    let origin = old.map_or_else(|| origin(desk, &annotation), |old| old.origin);
    desk.placed.push(Placed {
        annotation,
        record: record.clone(),
        anchor,
        reader: nickname.to_owned(),
        mine: true,
        saved: false,
        origin,
        hidden: false,
    });
    desk.answers_follow();
    desk.sort_placed();
    true
}

/// Where a new annotation belongs: what is said to a note on another file of the work is said there.
fn origin(desk: &Desk, annotation: &Annotation) -> Origin {
    let Target::Annotation(parent) = &annotation.target else { return Origin::Here };
    let parent = desk.placed_by_id(parent).map(|parent| parent.origin.clone());
    parent.filter(|origin| origin.copy().is_some()).unwrap_or_default()
}

/// Where an own annotation stands after an edit: as its position says while the text is the one it was made on; where
/// it stood before while it is about the same passage; else where that passage was found when the text was opened.
fn anchored(desk: &Desk, annotation: &Annotation, before: Option<&Placed>) -> Anchor {
    let same = Anchor { state: AnchorState::Same, span: None, score: 1.0 };
    let Target::Passage(passage) = &annotation.target else { return same };
    let (text, offsets) = (desk.text(), desk.document().offsets());
    let source = desk.opened.source.as_deref().unwrap_or_default();
    let here = passage.position.filter(|_| passage.source == source);
    let here = here.and_then(|(start, end)| offsets.to_span(text, start, end));
    if let Some(span) = here.filter(|span| span.of(text) == passage.quote.exact) {
        return Anchor { span: Some(span), ..same };
    }
    let unmoved = before.filter(|before| before.annotation.target == annotation.target).map(|before| before.anchor);
    unmoved
        .or_else(|| desk.stood.get(&annotation.id).filter(|(known, _)| known == passage).map(|(_, anchor)| *anchor))
        .unwrap_or_else(|| anchor::anchor_one(text, offsets, source, passage))
}

/// Selects the span of the annotation under the cursor, so that its ends can be moved; Enter takes the new span.
pub fn adjust(model: &mut Model) -> Vec<Effect> {
    let Some(at) = current(model).filter(|at| at.mine) else {
        model.say("no annotation of yours here");
        return Vec::new();
    };
    let placed = model.desk.as_ref().and_then(|desk| desk.placed_by_id(&at.id));
    if placed.and_then(|placed| placed.anchor.span).is_none_or(Span::is_empty) {
        model.say("it has no passage to move");
        return Vec::new();
    }
    take_ends(model, &at.id);
    Vec::new()
}

/// Selects where an annotation stands, or may stand, so that its ends can be moved.
pub fn take_ends(model: &mut Model, id: &str) {
    let Some(desk) = &mut model.desk else { return };
    let Some(placed) = desk.placed_by_id(id) else { return };
    let guess = placed.anchor.span.unwrap_or(Span::at(desk.cursor));
    // The extent of a guess says little: the sentence there is where somebody begins to look.
    let lost = placed.anchor.state == AnchorState::Orphan && placed.annotation.kind != Kind::Bookmark;
    let span = if lost { motion::sentence_around(desk.document(), guess.start) } else { guess };
    desk.cursor = segment::prev_grapheme(desk.text(), span.end).max(span.start);
    desk.selection = Some(span.start);
    desk.goal = None;
    desk.follow = Follow::Jump;
    model.view.focus_on(Pane::Reader);
    model.notes.adjusting = Some(id.to_owned());
    let [swap, accept, cancel] =
        [Command::SwapEnds, Command::Accept, Command::Cancel].map(|command| key_of(model, command));
    model.say(format!("move the end, {swap} swaps the ends; {accept} keeps the new passage, {cancel} the old"));
}

/// Enter while selecting: takes the new span of the annotation being adjusted, else marks.
pub fn accept(model: &mut Model, given: &Given) -> Vec<Effect> {
    let Some(id) = model.notes.adjusting.take() else { return highlight(model, given) };
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let (Some(span), Some(source)) = (desk.selected(), desk.opened.source.clone()) else { return Vec::new() };
    desk.selection = None;
    let Some(placed) = desk.placed_by_id(&id) else { return Vec::new() };
    // A bookmark is a place without an extent.
    let span = if placed.annotation.kind == Kind::Bookmark { Span::at(span.start) } else { span };
    let passage: Passage = select::passage(desk.text(), desk.document().offsets(), span, &source);
    if !placed.mine || placed.origin.copy().is_some() {
        let whose = if placed.mine {
            "the annotation keeps its place in the other file"
        } else {
            "the annotation itself is its author's to move"
        };
        let effects = receipt::remember(model, &id, passage);
        model.say(format!("this place is remembered here; {whose}"));
        return effects;
    }
    let effects = change(model, given, &id, |annotation| annotation.target = Target::Passage(passage));
    model.say(if effects.is_empty() { "the passage is as it was" } else { "passage changed" });
    effects
}

/// Opens the editor on the note of the annotation under the cursor.
pub fn edit(model: &mut Model) -> Vec<Effect> {
    let Some(at) = current(model) else { return writing::start(model, Purpose::New(Kind::Note)) };
    let Some(placed) = model.desk.as_ref().and_then(|desk| desk.placed_by_id(&at.id)) else { return Vec::new() };
    if !placed.mine {
        if curation::own_pick(model, &at.id).is_some() {
            return curation::comment(model);
        }
        let why = not_ours(placed, "change");
        model.complain(why);
        return Vec::new();
    }
    writing::start(model, Purpose::Change(at.id))
}

/// Copies the selection, or the passage under the cursor, with its citation.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let marked = desk.under_cursor(false).and_then(Placed::stands).filter(|span| !span.is_empty());
    let span = desk.selected().or(marked).unwrap_or_else(|| motion::sentence_around(desk.document(), desk.cursor));
    let quote: Vec<&str> = span.of(desk.text()).split_whitespace().collect();
    let copied = format!("“{}” ({})", quote.join(" "), visible::line(&citation(desk, span)));
    desk.selection = None;
    model.say("quotation copied, with its source");
    vec![Effect::Copy(copied)]
}

/// Author, title, publication, date: what the document says of itself; and the pages of the passage.
fn citation(desk: &Desk, span: Span) -> String {
    let facts = &desk.opened.metadata;
    let title = facts.title.clone().unwrap_or_else(|| file_name(&desk.opened.path).to_owned());
    let authors = (!facts.authors.is_empty()).then(|| facts.authors.join(", "));
    let pages = desk.document().cited_pages(span);
    let parts = [authors, Some(format!("“{title}”")), facts.publication.clone(), facts.date.clone(), pages];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
