//! The tour: a table of steps, each with what to do and how the state says that it is done. Whoever does something else meanwhile is
//! not disturbed; what was done stays done.

use crate::annotation::Kind;
use crate::app::commands::CONTEXTS;
use crate::app::messages::{Effect, WriteRequest};
use crate::app::model::Model;
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::overlay::Overlay;
use crate::app::state::tour::{Tour, TourCounts};
use crate::app::state::view::Pane;

/// One step.
struct TourStep {
    title: &'static str,
    /// What to do; a command in braces stands for its key.
    words: &'static str,
    /// Whether it is done, by what was counted when it began and what is counted now.
    is_done: fn(&Model, &TourCounts, &TourCounts) -> bool,
}

const fn step(
    title: &'static str,
    words: &'static str,
    is_done: fn(&Model, &TourCounts, &TourCounts) -> bool,
) -> TourStep {
    TourStep { title, words, is_done }
}

/// All steps, in their order. The last is never done: it says what comes next.
const STEPS: &[TourStep] = &[
    step("Open a text", "{item-down} and {item-up} go through the list. {open} opens a text.", |model, _, now| {
        now.path.is_some() && model.view.focus == Pane::Reader
    }),
    step(
        "Read on",
        "{page-down} goes a page on, {page-up} back. {row-down} and {row-up} go by rows.",
        |_, then, now| now.cursor > then.cursor,
    ),
    step("Choose a sentence", "{pick} labels every sentence. Type the label of one.", |model, _, _| {
        model.doc.as_ref().is_some_and(|doc| doc.selection.is_some())
    }),
    step(
        "Mark it",
        "{mark-blue} marks it blue (1 to 6: six colours). Nothing chosen? {pick} first.",
        |_, then, now| now.own > then.own,
    ),
    step("Say why", "{note} on it, type some words, esc keeps them.", |_, then, now| now.noted > then.noted),
    step("Tag it", "{tag}, type a word, enter. Enter with nothing typed ends it.", |_, then, now| {
        now.tagged > then.tagged
    }),
    step(
        "Take it back",
        "{undo} takes a change back, {redo} does it again. None yet? {mark-blue} first.",
        |_, then, now| now.own < then.own || now.noted < then.noted || now.tagged < then.tagged,
    ),
    step("Find a word", "{search}, type a word, enter. {hit-next} goes to the next place.", |model, _, _| {
        model.doc.as_ref().is_some_and(|doc| doc.found.shown && !doc.found.hits.is_empty())
    }),
    step("Jump", "{outline} shows the sections: type, enter. {back} comes back.", |_, then, now| {
        now.returns > then.returns
    }),
    step(
        "See what others wrote",
        "{pane-next} goes to the notes; {card-down} and {card-up} through them.",
        |model, _, _| model.view.focus == Pane::Notes,
    ),
    step("Answer one", "On somebody's note: {reply}, type some words, esc.", |_, then, now| now.answers > then.answers),
    step(
        "Look in all texts",
        "{search-all}, type a word: every text that has it. {go-to} goes anywhere.",
        |model, _, _| {
            let typed = |overlay: &Overlay| matches!(overlay, Overlay::Results(view) if !view.field.is_empty());
            model.navigation.results.is_some() || model.overlay.as_ref().is_some_and(typed)
        },
    ),
    step(
        "That is all",
        "{help} shows keys, {palette} commands, `postil manual` the rest; {leave} leaves.",
        |_, _, _| false,
    ),
];

/// Begins the tour, or goes on with it, at a step.
pub fn begin(model: &mut Model, at: usize) {
    show(model, at.min(STEPS.len() - 1));
}

/// Goes on to the next step unasked; behind the last one the tour is put away.
pub fn skip(model: &mut Model) -> Vec<Effect> {
    let Some(tour) = model.status.tour.take() else {
        model.say("`postil tour` on the command line begins it, in a copy of the sample texts");
        return Vec::new();
    };
    if tour.step + 1 < STEPS.len() {
        show(model, tour.step + 1);
    }
    vec![keep(tour.step + 1)]
}

/// Goes on where a step is done.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    let Some(mut tour) = model.status.tour.take() else { return Vec::new() };
    let now = counts(model);
    if (STEPS[tour.step].is_done)(model, &tour.since, &now) {
        show(model, tour.step + 1);
        return vec![keep(tour.step + 1)];
    }
    if tour.since.path == now.path {
        // What has been made meanwhile can be taken back.
        let since = &mut tour.since;
        (since.own, since.noted) = (since.own.max(now.own), since.noted.max(now.noted));
        since.tagged = since.tagged.max(now.tagged);
    } else {
        // What was counted of another text says nothing of this one.
        tour.words = words(model, tour.step);
        tour.since = now;
    }
    model.status.tour = Some(tour);
    Vec::new()
}

fn keep(step: usize) -> Effect {
    Effect::Write(WriteRequest::KeepTour(step))
}

fn show(model: &mut Model, at: usize) {
    let title = format!("Tour {} of {}: {}", at + 1, STEPS.len(), STEPS[at].title);
    let number = format!("{}/{}", at + 1, STEPS.len());
    model.status.tour = Some(Tour { step: at, number, title, words: words(model, at), since: counts(model) });
}

/// What to do in a step. Who comes back to it finds the list, and has to open a text first.
fn words(model: &Model, at: usize) -> String {
    let needs_text = at > 0 && at + 1 < STEPS.len() && model.doc.is_none();
    with_keys(model, if needs_text { "First a text: {open} opens one." } else { STEPS[at].words })
}

/// The words with the keys of commands in place of their names.
fn with_keys(model: &Model, words: &str) -> String {
    let mut parts = words.split(['{', '}']);
    let mut told = parts.next().unwrap_or_default().to_owned();
    while let (Some(name), Some(rest)) = (parts.next(), parts.next()) {
        // Of several keys the one that everybody knows.
        let keys = |context: &str| {
            let keys = model.config.keymap.keys_of(context, name);
            keys.iter().find(|key| *key == "enter").or(keys.first()).cloned()
        };
        let bound = CONTEXTS.iter().find_map(|context| keys(context.name()));
        let typed = bound.unwrap_or_else(|| format!(":{name}"));
        told += &typed;
        told += rest;
    }
    told
}

fn counts(model: &Model) -> TourCounts {
    let Some(doc) = &model.doc else { return TourCounts::default() };
    let own: Vec<&AnchoredAnnotation> = doc.annotations.anchored.iter().filter(|anchored| anchored.mine).collect();
    let count = |is: fn(&AnchoredAnnotation) -> bool| own.iter().filter(|anchored| is(anchored)).count();
    TourCounts {
        path: Some(doc.opened.path.clone()),
        cursor: doc.cursor,
        own: own.len(),
        noted: count(|own| own.annotation.note.is_some()),
        tagged: count(|own| !own.annotation.tags.is_empty()),
        answers: count(|own| own.annotation.kind == Kind::Reply),
        returns: doc.trail.forward.len(),
    }
}

/// The steps as their words are, for a test that every command in them is one.
#[cfg(test)]
pub fn commands_of_steps() -> Vec<&'static str> {
    STEPS.iter().flat_map(|step| step.words.split(['{', '}']).skip(1).step_by(2)).collect()
}
