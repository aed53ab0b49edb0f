//! The two last rows: where the reader is and what just happened; and the keys that matter now.

use crate::annotation::Color;
use crate::app::annotating::{drafts, linking, mentions};
use crate::app::commands::{Command, Context};
use crate::app::library::{follow, links};
use crate::app::model::Model;
use crate::app::query::keys;
use crate::app::query::outdated;
use crate::app::query::{audience, current};
use crate::app::reading::travel;
use crate::app::seminar::{answering, compare, layers, presence, reply, sync};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::document::OpenDocument;
use crate::app::state::list::SurveyStage;
use crate::app::state::message::Hint;
use crate::app::state::overlay::Overlay;
use crate::app::state::view::Pane;
use crate::text::visible;

/// What the last rows say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// What just happened, or the note under the cursor, or what document this is.
    pub left: String,
    /// Whether the left part is a failure.
    pub failure: bool,
    /// What the left part is, and so what gives way where there is no room.
    pub left_is: LeftPart,
    /// The place, what matters most first: page, percentage, words, minutes left; who is reading.
    pub right: Vec<String>,
    /// The keys that matter now, the most useful first.
    pub hints: Vec<Hint>,
}

/// What the left part of the status is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LeftPart {
    /// A note or a count, which gives way to the place.
    #[default]
    Note,
    /// A path, of which the end tells most.
    Path,
    /// What goes before the place.
    First,
    /// What just happened, and what one has to know: told whole, over other rows where its own has no room.
    Whole,
}

/// What the last rows say now.
pub fn status(model: &Model) -> Status {
    let (told, in_list) = (left(model), model.view.focus == Pane::List);
    let warns = told.is_none() && in_list && warning(model).is_some();
    let placed = told.is_none();
    let (left, failure) = told.unwrap_or_else(|| (place(model), false));
    let kept_back = model.peers.layers.blind.as_ref().is_some_and(|blind| blind.short() == left);
    let left_is = match placed {
        _ if model.status.message.is_some() || warns => LeftPart::Whole,
        _ if model.peers.comparing.is_some() || kept_back => LeftPart::First,
        true if !in_list => LeftPart::Path,
        _ => LeftPart::Note,
    };
    Status { left, failure, left_is, right: right(model, kept_back), hints: hints(model) }
}

/// What there is to say, and whether it is a failure; `None` where there is nothing.
fn left(model: &Model) -> Option<(String, bool)> {
    if let Some(message) = &model.status.message {
        return Some((visible::line(&message.text).into_owned(), message.is_failure()));
    }
    if !model.status.typed.is_empty() {
        return Some((model.status.typed.to_string(), false));
    }
    if let Some(comparing) = model.peers.comparing.as_ref().filter(|_| model.view.focus == Pane::Reader) {
        return Some((comparing.words(), false));
    }
    if let Some(note) =
        current::subject(model).filter(|_| model.view.focus == Pane::Reader).map(|note| note_here(model, note))
    {
        return Some((note, false));
    }
    if !model.written.unsaved.is_empty() {
        let count = model.written.unsaved.len();
        return Some((format!("{count} {} not saved yet", if count == 1 { "change" } else { "changes" }), true));
    }
    if let Some(said) = model.written.said.as_ref().filter(|_| model.view.focus != Pane::List) {
        return Some((said.clone(), false));
    }
    if model.view.focus != Pane::List && outdated::is_outdated(model) {
        return Some((outdated::told(model), false));
    }
    let blind = model.peers.layers.blind.as_ref().filter(|_| model.doc.is_some() && model.view.focus != Pane::List);
    blind.map(|blind| (missed_leader(model).unwrap_or_else(|| blind.short()), false))
}

/// Where one is: the path of the open document, unless its title says that already above it; in the list, what is in the
/// corpus, whose name stands above it.
fn place(model: &Model) -> String {
    match model.doc.as_ref().filter(|_| model.view.focus != Pane::List) {
        Some(doc) if doc.opened.path == doc.title() => String::new(),
        Some(doc) => visible::line(doc.opened.path.as_str()).into_owned(),
        None => warning(model).unwrap_or_else(|| corpus(model)),
    }
}

/// What is in the corpus.
fn corpus(model: &Model) -> String {
    let count = model.list.items.len();
    let texts = if count == 1 { "1 text".to_owned() } else { format!("{count} texts") };
    let more = if model.list.survey >= SurveyStage::Listed { "" } else { ", still looking" };
    let left_out = model.seminar.left_out.as_ref().map_or(String::new(), |told| format!(" · {told}"));
    format!("{texts}{more}{left_out}")
}

/// What the reader has to know in the list, before how many texts it has, which stands above it too: a note that waits, where the notes go, who leads.
fn warning(model: &Model) -> Option<String> {
    drafts::waiting(model).or_else(|| model.me.elsewhere.clone()).or_else(|| missed_leader(model))
}

/// What a leader whom the syllabus calls otherwise has to know: nothing shows that they are the leader.
fn missed_leader(model: &Model) -> Option<String> {
    let told = model.seminar.missed_leader(&model.me.reader).filter(|_| model.me.confirmed)?;
    let key = keys::key_of(model, Command::Palette);
    Some(visible::line(&format!("{told}: {key}rename, if that is you")).into_owned())
}

/// An annotation in one line.
fn note_here(model: &Model, anchored: &AnchoredAnnotation) -> String {
    let who = if anchored.is_prompt() {
        "prompt".to_owned()
    } else {
        audience::who_for(&model.seminar, &model.me.reader.nickname, anchored)
    };
    let tags: Vec<String> = anchored.annotation.tags.iter().map(|tag| format!(" #{tag}")).collect();
    let said = anchored.annotation.note.clone().unwrap_or_default();
    let color = anchored.annotation.color.map_or("", Color::name);
    let said = if anchored.record.is_sealed() { "encrypted; cannot be read here".to_owned() } else { said };
    let what = if said.is_empty() { format!("{} {color}", anchored.annotation.kind.name()) } else { said };
    visible::line(&format!("{who}: {}{}", what.trim(), tags.concat())).into_owned()
}

/// `told`: whether what is kept back is said to the left already.
fn right(model: &Model, told: bool) -> Vec<String> {
    let mut parts: Vec<String> = sync::status(model).into_iter().chain(presence::status(model)).collect();
    if let Some(doc) = model.doc.as_ref().filter(|_| model.view.focus != Pane::List) {
        let progress = doc.progress();
        parts.extend(model.peers.layers.part(!told));
        parts.extend(doc.document().page_at(doc.cursor).map(|page| format!("p. {}", page.label)));
        parts.push(format!("{} %", (progress * 100.0).round() as u32));
        parts.extend(left_to_read(model, doc, progress));
    }
    parts.extend(model.navigation.indexing.map(|percent| format!("index {percent} %")));
    if model.me.confirmed {
        parts.push(visible::line(&model.me.reader.nickname).into_owned());
    }
    parts
}

fn left_to_read(model: &Model, doc: &OpenDocument, progress: f32) -> Vec<String> {
    let Some(words) = doc.opened.words else { return vec!["reading the file".to_owned()] };
    let speed = f32::from(model.config.settings.words_per_minute.max(1));
    let count = if words == 1 { "1 word".to_owned() } else { format!("{words} words") };
    // At the end of what was not read nothing is left, but nothing was read either.
    let left = match (words as f32 * (1.0 - progress) / speed).ceil() as usize {
        0 => doc.is_read().then(|| "read".to_owned()),
        minutes @ 1..120 => Some(format!("{minutes} min left")),
        minutes => Some(format!("{} h left", (minutes + 30) / 60)),
    };
    std::iter::once(count).chain(left).collect()
}

/// The hints of a context: commands whose keys are shown, with a word for each; others while the ends of a passage are moved.
fn hinted(context: Context, adjusts: bool) -> &'static [(Command, &'static str)] {
    match context {
        Context::List => &[
            (Command::Open, "read"),
            (Command::Narrow, "find"),
            (Command::Help, "keys"),
            (Command::Leave, "quit"),
            (Command::Sort, "sort"),
            (Command::SearchAll, "search all"),
        ],
        Context::Notes => &[
            (Command::GoThere, "go there"),
            (Command::Reply, "answer"),
            (Command::Edit, "change"),
            (Command::Tag, "tag"),
            (Command::Delete, "delete"),
            (Command::Filter, "filter"),
            (Command::Audience, "who reads it"),
            (Command::PaneNext, "next pane"),
            (Command::Help, "keys"),
            (Command::Leave, "back"),
        ],
        Context::Select if adjusts => &[
            (Command::Accept, "keep this passage"),
            (Command::SwapEnds, "other end"),
            (Command::SelectSentence, "more"),
            (Command::Cancel, "as it was"),
            (Command::Help, "keys"),
        ],
        Context::Select => &[
            (Command::Accept, "mark"),
            (Command::Note, "note"),
            (Command::Question, "question"),
            (Command::Tag, "tag"),
            (Command::SelectSentence, "more"),
            (Command::SwapEnds, "other end"),
            (Command::Cancel, "leave"),
            (Command::Help, "keys"),
        ],
        Context::Reader | Context::Global => &[
            (Command::Pick, "pick a sentence"),
            (Command::Note, "note"),
            (Command::Help, "keys"),
            (Command::Tag, "tag"),
            (Command::Search, "search"),
            (Command::Outline, "outline"),
            (Command::PaneNext, "next pane"),
            (Command::Leave, "back"),
        ],
    }
}

fn hints(model: &Model) -> Vec<Hint> {
    if let Some(overlay) = &model.overlay {
        let own = mentions::hints(model).or_else(|| linking::hints(model)).or_else(|| travel::mark_hints(model));
        return own.unwrap_or_else(|| overlay_hints(overlay));
    }
    let context = keys::context(model);
    if model.status.typed.count.is_some() && model.status.typed.keys.is_empty() {
        return count_hints(model, context);
    }
    if !model.status.typed.is_empty() {
        let next = model.config.keymap.continuations(context.name(), &model.status.typed.keys);
        // Names, since there are many and whole sentences would leave no room for the second.
        let leave = hint(model, context, Command::Cancel, "leave");
        return next.into_iter().map(|(keys, name)| Hint::new(keys, name.replace('-', " "))).chain(leave).collect();
    }
    let adjusts = model.notes.adjusting.is_some();
    let fitting = hinted(context, adjusts).iter().filter(|(command, _)| fits(model, context, *command));
    let mut hints: Vec<Hint> = fitting.filter_map(|(command, about)| hint(model, context, *command, about)).collect();
    if model.peers.comparing.is_some() && context == Context::Reader {
        let told = compare::hints(model).into_iter();
        // The comparison is what one leaves first.
        for hint in &mut hints {
            hint.stays = false;
        }
        hints.splice(0..0, told.map(|(keys, about)| Hint::new(keys, about)));
    }
    if let Some(about) = model.doc.as_ref().filter(|_| context == Context::Reader).and_then(follow::offer) {
        hints.splice(0..0, hint(model, context, Command::Follow, about));
    }
    let in_text = model.doc.as_ref().filter(|_| context == Context::Reader).and_then(follow::offer);
    if matches!(context, Context::Reader | Context::Notes) && in_text.is_none() && links::lead(model) {
        hints.splice(0..0, hint(model, context, Command::Follow, "follow the link"));
    }
    layer_hints(model, context, &mut hints);
    if let Some(offer) = reply::offer(model).filter(|_| matches!(context, Context::Reader | Context::Notes)) {
        let offered = offer.iter().filter_map(|(command, about)| hint(model, context, *command, about));
        let offered: Vec<Hint> = offered.collect();
        hints.retain(|hint| offered.iter().all(|offer| offer.keys != hint.keys));
        let first = usize::from(context == Context::Notes).min(hints.len());
        hints.splice(first..first, offered);
    }
    if answering::asks(model) {
        let at = 2.min(hints.len());
        hints.splice(at..at, hint(model, context, Command::Prompts, "prompts"));
    }
    if answering::on_prompt(model) {
        hints.retain(|hint| hint.about != "go there");
        hints.splice(0..0, hint(model, context, Command::GoThere, "answer"));
    }
    if context == Context::Select && !adjusts {
        hints.insert(1.min(hints.len()), Hint::new(color_keys(model), "colours"));
    }
    hints
}

/// Whether a key has something to do with the annotation that is meant: another's is not changed.
fn fits(model: &Model, context: Context, command: Command) -> bool {
    let mine = current::subject(model).map(|anchored| anchored.mine);
    match (context, command) {
        (Context::Notes, Command::Edit | Command::Tag | Command::Delete | Command::Audience) => mine == Some(true),
        (Context::Notes, Command::GoThere | Command::Reply) => mine.is_some(),
        (Context::Reader, Command::Tag) => mine != Some(false),
        (Context::List, Command::Open) => model.list.selected().is_some(),
        (Context::List, Command::Narrow | Command::Sort | Command::SearchAll) => !model.list.items.is_empty(),
        _ => true,
    }
}

/// What may follow a number.
fn count_hints(model: &Model, context: Context) -> Vec<Hint> {
    let steps: &[(Command, &str)] = match context {
        Context::List => &[(Command::ItemDown, "texts on")],
        Context::Notes => &[(Command::CardDown, "annotations on")],
        _ => &[
            (Command::RowDown, "rows on"),
            (Command::Percent, "of the text"),
            (Command::ParagraphNext, "paragraphs on"),
        ],
    };
    steps
        .iter()
        .chain(&[(Command::Cancel, "leave")])
        .filter_map(|(step, about)| hint(model, context, *step, about))
        .collect()
}

/// The way back to all layers where not all show; where others have written here, the keys of layers.
fn layer_hints(model: &Model, context: Context, hints: &mut Vec<Hint>) {
    if model.doc.is_none() || !matches!(context, Context::Reader | Context::Notes) {
        return;
    }
    if let Some(keys) = layers::way_back(model) {
        hints.insert(0, Hint::new(keys, "all layers"));
    }
    if model.peers.layers.people.with_others() {
        let wanted = [(Command::Layers, "layers"), (Command::Untouched, "unmarked")];
        hints.extend(wanted.iter().filter_map(|(command, about)| hint(model, context, *command, about)));
    }
}

/// The keys of the six colours in few signs: from the first to the last.
pub fn color_keys(model: &Model) -> String {
    let [first, last] = [Command::MarkYellow, Command::MarkPurple].map(|command| keys::key_of(model, command));
    format!("{first}-{last}")
}

fn hint(model: &Model, context: Context, command: Command, about: &str) -> Option<Hint> {
    let bound = |context| keys::keys_in(model, context, command).into_iter();
    let all: Vec<String> = bound(context).chain(bound(Context::Global)).collect();
    // In a list everybody tries enter first.
    let tried = all.iter().position(|keys| context == Context::List && keys == "enter").unwrap_or(0);
    let keys = all.into_iter().nth(tried)?;
    let stays = matches!(command, Command::Help | Command::Leave | Command::Cancel);
    Some(Hint { stays, ..Hint::new(keys, about) })
}

fn overlay_hints(overlay: &Overlay) -> Vec<Hint> {
    let told =
        |(keys, about): &(&str, &str)| Hint { stays: matches!(*keys, "esc" | "enter"), ..Hint::new(*keys, *about) };
    overlay.hints().iter().map(told).collect()
}
