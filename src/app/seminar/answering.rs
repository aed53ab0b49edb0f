//! The prompts of a text or session, and answering them.

use crate::annotation::{AnnotationId, Purpose, prompt_id};
use crate::app::annotating::{naming, writing};
use crate::app::commands::Command;
use crate::app::library::opening;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::notes::pane;
use crate::app::query::current::subject;
use crate::app::query::keys::key_of;
use crate::app::query::prompts;
use crate::app::reading::travel;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::Targets;
use crate::app::state::job::JobId;
use crate::app::state::overlay::Overlay;
use crate::app::state::prompts::PendingPrompt;
use crate::app::state::view::Pane;
use crate::config::syllabus::{Prompt, Session};
use crate::document::DocPath;
use crate::text::visible;

/// Shows the prompts of the open text; in the list, those of the selected session.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let listed = model.view.focus == Pane::List;
    let found = if listed { of_session(model) } else { of_text(model) };
    let asked = if listed { asked_in_session(model) } else { None };
    if let Some(asked) = asked.as_ref().filter(|_| found.is_empty()) {
        model.say(format!("no prompts in this session; {asked}"));
        return Vec::new();
    }
    if found.is_empty() {
        let none = match (model.seminar.syllabus.sessions.is_empty(), listed) {
            (true, _) => "there is no syllabus.toml with sessions here: prompts are written there",
            (false, true) => "the syllabus asks nothing in this session",
            (false, false) => "the syllabus asks nothing about this text",
        };
        model.say(none);
        return Vec::new();
    }
    let whose = if listed { "of the session" } else { "of this text" };
    let title = asked.map_or_else(|| format!("Prompts ({whose})"), |asked| format!("Prompts ({whose}; {asked})"));
    let (choices, asked) = found.into_iter().unzip();
    model.overlay = Some(Overlay::choose(Chooser::new(&title, choices, 0), Targets::Prompts(asked)));
    Vec::new()
}

/// What the session of the selected text asks of each reader, and by when; nothing where it says neither.
fn asked_in_session(model: &Model) -> Option<String> {
    let syllabus = &model.seminar.syllabus;
    let (at, _) = model.list.selected().and_then(|item| syllabus.order_of(&item.path))?;
    let session = syllabus.sessions.get(at)?;
    let asked = model.list.schedule.groups.get(at).and_then(|group| group.asked.as_ref());
    let asked = asked.map(|asked| format!("asked: {}", asked.words()));
    let due = session.due.map(|due| format!("due {}", due.words()));
    let parts: Vec<String> = asked.into_iter().chain(due).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The prompts that show in the open text, in its order.
fn of_text(model: &Model) -> Vec<(Choice, PendingPrompt)> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let choice = |anchored: &AnchoredAnnotation| {
        let (id, here) = (&anchored.annotation.id, &doc.opened.path);
        let path = home(model, id).unwrap_or(here);
        let about = if anchored.passage().is_some() { "passage" } else { "" };
        let label = anchored.annotation.note.as_deref().unwrap_or_default();
        let detail = detail(model, id, about);
        (Choice { label: one_line(label), detail, indent: 0 }, wanted(id, path))
    };
    doc.annotations.anchored.prompts().map(choice).collect()
}

/// The prompts of the session of the selected text, in the order of the syllabus.
fn of_session(model: &Model) -> Vec<(Choice, PendingPrompt)> {
    let syllabus = &model.seminar.syllabus;
    let place = model.list.selected().and_then(|item| syllabus.order_of(&item.path));
    let Some((session, _)) = place else { return Vec::new() };
    let session = &syllabus.sessions[session];
    let mut found: Vec<(Choice, PendingPrompt)> = Vec::new();
    for prompt in &session.prompts {
        let id = prompt_id(session.number, &prompt.text);
        let Some(path) = home(model, &id).or_else(|| first_home(model, session, prompt)) else { continue };
        if found.iter().all(|(_, other)| other.id != id) {
            let about = match (&prompt.document, &prompt.quote) {
                (Some(_), Some(_)) => "passage",
                (Some(_), None) => "one text",
                (None, _) => "session",
            };
            let detail = detail(model, &id, about);
            found.push((Choice { label: one_line(&prompt.text), detail, indent: 0 }, wanted(&id, path)));
        }
    }
    found
}

fn one_line(words: &str) -> String {
    visible::line(&words.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

fn wanted(id: &AnnotationId, path: &DocPath) -> PendingPrompt {
    PendingPrompt { id: id.to_owned(), path: path.clone(), job: JobId::NONE }
}

/// In few letters, because the words of the prompt need the room.
fn detail(model: &Model, id: &AnnotationId, about: &str) -> String {
    if model.seminar.answered.contains_key(id) { "answered".to_owned() } else { about.to_owned() }
}

/// Where the reader has answered a prompt, if that text is still there.
fn home<'a>(model: &'a Model, id: &AnnotationId) -> Option<&'a DocPath> {
    let path = model.seminar.answered.get(id)?;
    let open = model.doc.as_ref().is_some_and(|doc| doc.opened.path == *path);
    (open || model.list.has(path)).then_some(path)
}

/// Where a prompt that is not answered yet is answered from the list: in its document; one on the whole session in the selected text where
/// somebody has begun to read that, else in the first of its readings that is not read to the end.
fn first_home<'a>(model: &'a Model, session: &'a Session, prompt: &'a Prompt) -> Option<&'a DocPath> {
    if let Some(document) = &prompt.document {
        return Some(document).filter(|path| model.list.has(path));
    }
    let readings = || session.readings.iter().filter(|path| model.list.has(path));
    let selected = model.list.selected().filter(|item| item.progress > 0.0 && session.readings.contains(&item.path));
    if let Some(selected) = selected {
        return Some(&selected.path);
    }
    let unread = readings().find(|path| model.list.item(path).is_some_and(|item| !item.is_done()));
    unread.or_else(|| readings().next())
}

/// Answers the prompt that was chosen.
pub fn take(model: &mut Model, prompt: &PendingPrompt, given: &Env) -> Vec<Effect> {
    go(model, prompt.clone(), given)
}

/// Opens the field for the answer to a prompt, in the document where it belongs.
fn go(model: &mut Model, wanted: PendingPrompt, given: &Env) -> Vec<Effect> {
    let here = model.doc.as_ref().filter(|doc| doc.opened.path == wanted.path && doc.annotations.read);
    if let Some(job) = here.map(|doc| doc.opened.job) {
        // Where a name is asked for first, the text's annotations come again before it is answered.
        model.seminar.wanted = Some(PendingPrompt { job, ..wanted });
        return run_answer(model, given);
    }
    let effects = opening::open(model, &wanted.path);
    model.seminar.wanted = Some(PendingPrompt { job: model.navigation.wanted, ..wanted });
    effects
}

fn run_answer(model: &mut Model, given: &Env) -> Vec<Effect> {
    if naming::must_ask(model) {
        naming::ask_name(model, Command::Answer);
        return Vec::new();
    }
    answer(model, given)
}

/// The annotations of a document are there: a prompt that was to be answered in it is.
pub fn arrived(model: &mut Model, path: &DocPath, given: &Env) -> Vec<Effect> {
    let Some(job) = model.doc.as_ref().filter(|doc| doc.opened.path == *path).map(|doc| doc.opened.job) else {
        return Vec::new();
    };
    match model.seminar.wanted.as_ref().map(|wanted| wanted.job) {
        Some(wanted) if wanted == job && model.overlay.is_none() => run_answer(model, given),
        Some(wanted) if wanted < job => {
            model.seminar.wanted = None;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Whether there is a prompt here that is not answered: on the open text, or, in the list, in the session of the selected one.
pub fn asks(model: &Model) -> bool {
    let open = |id: &AnnotationId| !model.seminar.answered.contains_key(id);
    if model.view.focus != Pane::List {
        let mut prompts = model.doc.iter().flat_map(|doc| doc.annotations.anchored.prompts());
        return prompts.any(|prompt| open(&prompt.annotation.id));
    }
    let session = model.list.selected().and_then(|item| model.seminar.syllabus.order_of(&item.path));
    let group = session.and_then(|(session, _)| model.list.schedule.groups.get(session));
    group.is_some_and(|group| group.prompts.iter().any(open))
}

/// Whether the chosen card is a prompt.
pub fn on_prompt(model: &Model) -> bool {
    let chosen = || model.doc.as_ref()?.annotations.anchored_by_id(model.notes.selected.as_ref()?);
    model.view.focus == Pane::Notes && chosen().is_some_and(AnchoredAnnotation::is_prompt)
}

/// Enter on a card: answers a prompt, else goes to the annotation's place.
pub fn enter(model: &mut Model, given: &Env) -> Vec<Effect> {
    if on_prompt(model) { run_answer(model, given) } else { pane::go(model) }
}

/// Opens the field for the answer to the prompt that was chosen, or stands here; or for one's answer to it, to be changed.
pub fn answer(model: &mut Model, given: &Env) -> Vec<Effect> {
    let chosen = model.seminar.wanted.take().map(|wanted| wanted.id).or_else(|| here(model));
    let Some(id) = chosen else {
        let prompts = key_of(model, Command::Prompts);
        model.say(format!("no prompt here; {prompts} lists those of this text"));
        return Vec::new();
    };
    let Some(doc) = &mut model.doc else { return Vec::new() };
    if doc.annotations.anchored_by_id(&id).is_none_or(|anchored| !anchored.is_prompt()) {
        model.say("the syllabus does not ask this here any more");
        return Vec::new();
    }
    let own = prompts::own_answer(doc, &id).map(|anchored| anchored.annotation.id.clone());
    let elsewhere = model.seminar.answered.get(&id).filter(|path| model.list.has(path) && **path != doc.opened.path);
    if let (None, Some(path)) = (&own, elsewhere) {
        let wanted = wanted(&id, path);
        return go(model, wanted, given);
    }
    if let Some(span) = doc.annotations.anchored_by_id(&id).and_then(AnchoredAnnotation::stands) {
        travel::jump(doc, span.start);
    }
    writing::start(model, own.map_or(Purpose::Reply(id), Purpose::Change))
}

/// The prompt under the cursor, or chosen in the notes pane; of an answer, the prompt that it answers.
fn here(model: &Model) -> Option<AnnotationId> {
    let doc = model.doc.as_ref()?;
    let at = subject(model)?;
    if at.is_prompt() {
        return Some(at.annotation.id.clone());
    }
    let parent = at.parent().and_then(|id| doc.annotations.anchored_by_id(id)).filter(|parent| parent.is_prompt());
    let under = || {
        let covers = |anchored: &&AnchoredAnnotation| anchored.stands().is_some_and(|span| span.contains(doc.cursor));
        doc.annotations.anchored.prompts().find(covers)
    };
    let reading = model.view.focus != Pane::Notes;
    parent.or_else(|| under().filter(|_| reading)).map(|prompt| prompt.annotation.id.clone())
}
