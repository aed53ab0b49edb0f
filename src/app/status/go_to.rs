//! Everything that can be gone to by a few letters: a place that is spoken of (`P12`, `004:P12`), texts, the headings and notes of the open
//! one, tags, names, commands. It
//! offers no command that changes anything: letters may fit by chance. What a choice does stands where overlays are dispatched.

use crate::annotation::AnnotationId;
use crate::app::annotating::tags;
use crate::app::commands::{COMMANDS, Command};
use crate::app::library::marks::{self, Sight};
use crate::app::messages::{Effect, FindRequest};
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::app::reading::contents;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::{Choosing, GoToTarget, Targets};
use crate::app::state::job::JobId;
use crate::app::state::list::ListItem;
use crate::app::state::marks::MarkedNews;
use crate::app::state::overlay::Overlay;
use crate::document::DocPath;
use crate::language::counts::counted;
use crate::study::Locator;
use crate::text::{fold, hyphen, visible};

/// The longest beginning of a note that stands for it, in characters.
const LONGEST: usize = 80;

/// What can be gone to, with how it shows.
type Offered = (Choice, GoToTarget);

/// Asks where to go.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let (choices, targets) = all(model, "");
    model.overlay = Some(Overlay::choose(Chooser::new("Go to", choices, 0), Targets::Anywhere(targets)));
    let job = model.next_job();
    model.navigation.places.job = job;
    vec![Effect::Find(FindRequest::Places { job, names: model.navigation.places.names.is_none() })]
}

/// Everything that was marked has come in.
pub fn marked(model: &mut Model, news: MarkedNews) {
    model.navigation.places.marks = marks::listed(model, news.marks);
    renew(model);
}

/// The names of all texts have come in.
pub fn named(model: &mut Model, job: JobId, names: Vec<String>) {
    if job == model.navigation.places.job {
        model.navigation.places.names = Some(names);
        renew(model);
    }
}

/// Offers what is known now, where the question is still open.
fn renew(model: &mut Model) {
    let asks = |over: &mut Overlay| matches!(over, Overlay::Choose(it) if matches!(it.targets, Targets::Anywhere(_)));
    let Some(Overlay::Choose(mut open)) = model.overlay.take_if(asks) else { return };
    let (choices, targets) = all(model, &open.chooser.field.text());
    open.chooser.renew(choices);
    open.targets = Targets::Anywhere(targets);
    model.overlay = Some(Overlay::Choose(open));
}

/// Something was typed: a place that is spoken of is offered before all else, whatever else these letters fit.
pub fn typed(model: &Model, open: &mut Choosing) {
    let Targets::Anywhere(targets) = &open.targets else { return };
    let written = open.chooser.field.text();
    let place = place(model, &written).map(|(_, place)| place);
    if place.as_ref() == targets.first().filter(|target| matches!(target, GoToTarget::Place(..))) {
        return;
    }
    let is_place = place.is_some();
    let (choices, targets) = all(model, &written);
    open.chooser.renew(choices);
    open.targets = Targets::Anywhere(targets);
    if is_place {
        open.chooser.at = 0;
    }
}

/// The place that is spoken of, where the letters are just that.
fn place(model: &Model, typed: &str) -> Option<Offered> {
    let (path, place) = spoken(model, typed.trim()).ok()?;
    Some((choice(typed.trim(), &format!("place · {path}")), GoToTarget::Place(path, place)))
}

fn all(model: &Model, typed: &str) -> (Vec<Choice>, Vec<GoToTarget>) {
    let place = place(model, typed).into_iter().collect();
    let all = [place, sections(model), texts(model), notes(model), known_tags(model), names(model), harmless(model)];
    all.into_iter().flatten().unzip()
}

fn choice(label: &str, detail: &str) -> Choice {
    Choice { label: visible::line(label).into_owned(), detail: visible::line(detail).into_owned(), indent: 0 }
}

fn sections(model: &Model) -> Vec<Offered> {
    let titles = contents::titles(model).into_iter().enumerate();
    titles.map(|(index, title)| (choice(&title, "heading"), GoToTarget::Section(index))).collect()
}

fn texts(model: &Model) -> Vec<Offered> {
    let text = |item: &ListItem| (choice(item.name(), item.path.as_str()), GoToTarget::Text(item.path.clone()));
    model.list.items.iter().map(text).collect()
}

/// The notes of the open text as they are, and those of other texts as they were collected.
fn notes(model: &Model) -> Vec<Offered> {
    let open = model.doc.as_ref().map(|doc| &doc.opened.path);
    let here = model.doc.iter().flat_map(|doc| doc.annotations.anchored.iter().filter(|anchored| anchored.shows()));
    let here = here.filter_map(|anchored| note(open?, &anchored.annotation.id, anchored.annotation.note.as_deref()?));
    let sight = Sight::of(model);
    let seen = model.navigation.places.marks.iter().filter(|mark| Some(&mark.path) != open && sight.shows(mark));
    let there = seen.filter_map(|mark| note(&mark.path, &mark.annotation.id, mark.annotation.note.as_deref()?));
    here.chain(there).collect()
}

fn note(path: &DocPath, id: &AnnotationId, words: &str) -> Option<Offered> {
    let line = hyphen::one_line(words);
    let line: String = line.trim().chars().take(LONGEST).collect();
    let target = GoToTarget::Note(path.clone(), id.clone());
    (!line.is_empty()).then(|| (choice(&line, &format!("note · {path}")), target))
}

fn known_tags(model: &Model) -> Vec<Offered> {
    let tag = |(tag, count): (String, usize)| (choice(&tag, &counted(count, "mark")), GoToTarget::Tag(tag));
    tags::known(model).into_iter().filter(|(_, count)| *count > 0).map(tag).collect()
}

/// The names, once they are collected.
fn names(model: &Model) -> Vec<Offered> {
    let name = |title: &str| {
        let (name, about) = title.split_once(" · ").unwrap_or((title, "name"));
        (choice(name, about), GoToTarget::Name(name.to_owned()))
    };
    model.navigation.places.names.iter().flatten().map(|title| name(title)).collect()
}

fn harmless(model: &Model) -> Vec<Offered> {
    let changes = |command: Command| {
        use Command::{Discard, GoTo, Lead, Leave, Quit, ReadAll, Redo, Suspend, Sync, ToggleRead, Undo};
        let more = [Discard, GoTo, Lead, Leave, Quit, ReadAll, Redo, Suspend, Sync, ToggleRead, Undo];
        command.writes() || command.repeats() || more.contains(&command)
    };
    let offered = COMMANDS.iter().copied().filter(|command| !changes(*command));
    let detail = |command: Command| format!("{} ({})", command.about(), key_of(model, command));
    offered.map(|command| (choice(command.name(), &detail(command)), GoToTarget::Command(command))).collect()
}

/// The text and the place that are meant; else why none is.
pub fn spoken(model: &Model, typed: &str) -> Result<(DocPath, Locator), String> {
    let nothing =
        || format!("nothing is called “{}”; a paragraph is P12, in another text 004:P12", visible::line(typed));
    if let Some(place) = Locator::parse(typed) {
        let open = model.doc.as_ref().map(|doc| doc.opened.path.clone());
        return open.map(|path| (path, place)).ok_or_else(|| "no text is open: name one before the place".to_owned());
    }
    let (name, place) = Locator::split(typed).ok_or_else(nothing)?;
    let wanted = fold::typed(name.trim());
    let is_meant = |item: &&ListItem| {
        fold::typed(item.path.as_str()).contains(&wanted) || fold::typed(item.name()).contains(&wanted)
    };
    let mut meant = model.list.items.iter().filter(is_meant);
    match (meant.next(), meant.count()) {
        (Some(item), 0) => Ok((item.path.clone(), place)),
        (Some(_), more) => Err(format!("{} texts are called so: say more of the name", more + 1)),
        (None, _) => Err(format!("no text has “{}” in its name", visible::line(name))),
    }
}
