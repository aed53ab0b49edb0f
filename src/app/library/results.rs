//! The views of results from many texts: what is asked as one types, what keys do, and going on from result to result in
//! the texts afterwards. Looking itself is done off the loop.

use crate::app::commands::Command;
use crate::app::library::{marks, navigation};
use crate::app::messages::{Effect, Env, FindRequest, ReadRequest};
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::app::reading::{search, travel};
use crate::app::state::defined::{DefinedWord, DictionaryNews, LookUpStage};
use crate::app::state::document::{OpenDocument, SearchHits, SearchProgress};
use crate::app::state::field::TextField;
use crate::app::state::job::JobId;
use crate::app::state::marks::ConcordanceSource;
use crate::app::state::message::several;
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::overlay::Overlay;
use crate::app::state::result_list::{ResultGroup, ResultList, ResultRow};
use crate::app::state::results::{ResultsKind, ResultsNews, ResultsProgress, ResultsView};
use crate::app::state::view::Pane;
use crate::config::chord::{Chord, Key};
use crate::document::{DocPath, motion};
use crate::language::stems::StemLanguage;
use crate::search::Query;
use crate::search::query::{QueryFault, Scope};
use crate::text::{Direction, Span};

/// More characters are no words to look for.
const LONG: usize = 100;

/// Opens a view; the one that showed last as it was left. A concordance begins with the word that one reads.
pub fn open(model: &mut Model, kind: ResultsKind) -> Vec<Effect> {
    let kept = model.navigation.results.take().filter(|kept| kept.kind == kind);
    let mut view = kept.unwrap_or_else(|| Box::new(ResultsView::new(kind)));
    let walks = model.doc.as_ref().is_some_and(|doc| doc.found.shown && doc.found.job == view.job);
    let word = (kind == ResultsKind::Concordance && !walks).then(|| word_here(model)).flatten();
    let is_new = word.as_ref().is_some_and(|word| *word != view.field.text());
    if let Some(word) = word.filter(|_| is_new) {
        view.field = TextField::line(&word);
    }
    // What was marked may be other than it was; what texts say is looked for once.
    let is_unasked = !kind.asks() && (view.progress == ResultsProgress::Idle || kind == ResultsKind::Marks);
    let is_of_marks = kind == ResultsKind::Concordance && std::mem::take(&mut view.marks.read);
    let is_due = is_new || is_unasked || is_of_marks || view.progress == ResultsProgress::Stopped;
    let effects = if is_due { ask(model, &mut view) } else { Vec::new() };
    model.overlay = Some(Overlay::Results(view));
    effects
}

/// What is selected where one reads, else the word at the cursor; as a query of these words.
fn word_here(model: &Model) -> Option<String> {
    let words = words_here(model)?;
    Some(if words.contains(|c: char| !c.is_alphanumeric()) { format!("\"{words}\"") } else { words })
}

/// What is selected where one reads, else the word at the cursor, with one blank between words.
fn words_here(model: &Model) -> Option<String> {
    let doc = model.doc.as_ref().filter(|_| model.view.focus == Pane::Reader)?;
    let span = doc.selected().unwrap_or_else(|| motion::word_around(doc.document(), doc.cursor));
    let words = span.of(doc.text()).split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "");
    (1..LONG).contains(&words.chars().count()).then_some(words)
}

/// Shows how the texts introduce the name at the cursor, the open one first; below that what dictionaries say.
pub fn look_up(model: &mut Model) -> Vec<Effect> {
    let Some(words) = words_here(model) else {
        model.say("put the cursor on a word in a text");
        return Vec::new();
    };
    let folder = model.config.settings.dictionary_folder.clone();
    let language = model.doc.as_ref().and_then(|doc| StemLanguage::of(doc.text()));
    let mut effects = open_with(model, ResultsKind::Names, &words);
    let stage = if folder.is_empty() { LookUpStage::Unset } else { LookUpStage::Asked };
    if let Some(Overlay::Results(view)) = &mut model.overlay {
        view.list.at = 0;
        view.names.defined = Some(DefinedWord::asked(&words, stage));
    }
    if !folder.is_empty() {
        effects.push(Effect::Read(ReadRequest::LookUp { folder, words, language }));
    }
    effects
}

/// Dictionaries have answered, for the view that is open or for the one that was gone on from.
pub fn defined(model: &mut Model, news: &DictionaryNews) {
    if let Some(first) = news.faults.first() {
        model.complain(several(first, news.faults.len()));
    }
    let here = model.doc.as_ref().map(|doc| doc.opened.path.clone());
    let open = match &mut model.overlay {
        Some(Overlay::Results(view)) => Some(view),
        _ => None,
    };
    let views = open.into_iter().chain(&mut model.navigation.results);
    for view in views.filter(|view| view.kind == ResultsKind::Names) {
        if let Some(word) = view.names.defined.as_mut().filter(|word| word.is_of(&news.words)) {
            word.take(news);
            view.narrow_names(here.as_ref());
            return;
        }
    }
}

/// Opens a view that is narrowed by these words.
pub fn open_with(model: &mut Model, kind: ResultsKind, words: &str) -> Vec<Effect> {
    let effects = open(model, kind);
    if let Some(Overlay::Results(mut view)) = model.overlay.take() {
        view.field = TextField::line(words);
        narrow(model, &mut view);
        model.overlay = Some(Overlay::Results(view));
    }
    effects
}

/// Narrows what was found by what is typed.
fn narrow(model: &Model, view: &mut ResultsView) {
    match view.kind {
        ResultsKind::Marks => marks::refresh(model, view),
        ResultsKind::Names => view.narrow_names(model.doc.as_ref().map(|doc| &doc.opened.path)),
        _ => view.list.narrow(&view.field.text()),
    }
}

/// Takes a key: what is typed asks anew, arrows choose.
pub fn press(model: &mut Model, mut view: Box<ResultsView>, chord: Chord, given: &Env) -> Vec<Effect> {
    let mut effects = Vec::new();
    let of_marks = view.kind == ResultsKind::Marks;
    match (chord.key, chord.ctrl) {
        (Key::Enter, _) => return go(model, view),
        (Key::Esc, _) | (Key::Char('c' | 'g'), true) => return close(model, view),
        (Key::Down, _) | (Key::Char('n' | 'j'), true) => view.list.step(1),
        (Key::Up, _) | (Key::Char('p' | 'k'), true) => view.list.step(-1),
        (Key::PageDown, _) => view.list.step(10),
        (Key::PageUp, _) => view.list.step(-10),
        (Key::Tab, _) if view.kind == ResultsKind::Concordance => {
            view.order = view.order.next();
            view.list.arrange(view.order);
            view.list.at = 0;
        }
        (Key::Char('t'), true) if view.kind == ResultsKind::Concordance => {
            view.source = view.source.next();
            effects = ask(model, &mut view);
        }
        (Key::Tab, _) if of_marks => marks::regroup(model, &mut view),
        (Key::Char('t'), true) if of_marks => return marks::ask_tags(model, view),
        (Key::Char('r'), true) if of_marks => return take_back(model, view, given),
        (Key::Tab, _) => view.list.step_group(Direction::Forward),
        (Key::BackTab, _) => view.list.step_group(Direction::Backward),
        _ => {
            if view.field.press(chord) {
                effects = typed(model, &mut view);
            }
        }
    }
    model.overlay = Some(Overlay::Results(view));
    effects
}

/// Takes the last change of many tags back, or does it again.
fn take_back(model: &mut Model, view: Box<ResultsView>, given: &Env) -> Vec<Effect> {
    model.navigation.results = Some(view);
    let effects = marks::step(model, given, None);
    if effects.is_none() {
        model.say("no tags were changed here");
    }
    marks::back(model);
    effects.unwrap_or_default()
}

/// Text was pasted into the field of the open view.
pub fn pasted(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Results(mut view)) = model.overlay.take_if(|over| matches!(over, Overlay::Results(_))) else {
        return Vec::new();
    };
    let effects = typed(model, &mut view);
    model.overlay = Some(Overlay::Results(view));
    effects
}

/// Something was typed: it is asked, or narrows what was found.
fn typed(model: &mut Model, view: &mut ResultsView) -> Vec<Effect> {
    if view.kind.asks() {
        return ask(model, view);
    }
    narrow(model, view);
    let wants_states = || Query::parse(&view.field.text(), Scope::Notes).0.asks_for_states();
    if view.kind == ResultsKind::Marks && !view.marks.with_states && wants_states() {
        return ask(model, view);
    }
    Vec::new()
}

/// Asks for what a view shows.
fn ask(model: &mut Model, view: &mut ResultsView) -> Vec<Effect> {
    if view.kind.asks() {
        return ask_query(model, view);
    }
    view.job = model.next_job();
    view.progress = ResultsProgress::Looking(0, 0);
    let job = view.job;
    let request = match view.kind {
        ResultsKind::Marks => marks_request(view, &Query::parse(&view.field.text(), Scope::Notes).0),
        ResultsKind::Names => FindRequest::Names { job },
        _ => FindRequest::Timeline { job },
    };
    vec![Effect::Find(request)]
}

/// Has what is typed looked for; what is not understood of it is told, the rest counts.
fn ask_query(model: &mut Model, view: &mut ResultsView) -> Vec<Effect> {
    let written = view.field.text();
    let (query, mut faults) = Query::parse(&written, Scope::Texts);
    faults.truncate(1);
    let of_marks = looks_in_marks(view, &query);
    let misplaced = query.asks_of_annotations() && !of_marks;
    view.fault = faults.pop().or_else(|| misplaced.then(|| of_notes(&written)));
    if of_marks && view.marks.read && (view.marks.with_states || !query.asks_for_states()) {
        marks::concordance(model, view);
        return Vec::new();
    }
    view.job = model.next_job();
    if query.is_empty() {
        (view.list, view.listed, view.progress) = (ResultList::default(), view.job, ResultsProgress::Idle);
        return vec![Effect::Find(FindRequest::Stop)];
    }
    view.progress = ResultsProgress::Looking(0, 0);
    let job = view.job;
    if of_marks {
        return vec![Effect::Find(marks_request(view, &query))];
    }
    view.marks.read = false;
    vec![Effect::Find(FindRequest::Texts { job, query: Box::new(query) })]
}

/// Asks for everything that was marked; with the states of the places where the query asks for them.
fn marks_request(view: &mut ResultsView, query: &Query) -> FindRequest {
    view.marks.with_states = query.asks_for_states();
    FindRequest::Marks { job: view.job, states: view.marks.with_states }
}

/// Whether a concordance is of marks: by choice, or since only marks can answer what is asked.
fn looks_in_marks(view: &mut ResultsView, query: &Query) -> bool {
    let is_concordance = view.kind == ResultsKind::Concordance;
    if is_concordance && view.source == ConcordanceSource::Texts && query.asks_of_annotations() {
        view.source = ConcordanceSource::AllMarks;
    }
    is_concordance && view.source != ConcordanceSource::Texts
}

/// The fault of a query of texts that asks what only annotations can answer.
fn of_notes(written: &str) -> QueryFault {
    let message = "a part of this asks of notes, not of texts: the filter of the notes takes it".to_owned();
    QueryFault { span: Span::new(0, written.len()), message }
}

/// Closes the view: everything under it is as it was. What was found is kept, to come back to.
fn close(model: &mut Model, mut view: Box<ResultsView>) -> Vec<Effect> {
    let looking = view.is_looking();
    if looking {
        view.progress = ResultsProgress::Stopped;
    }
    // Who has looked a word up and leaves has all names again the next time.
    if view.names.defined.take().is_some() {
        view.field = TextField::line("");
        narrow(model, &mut view);
    }
    model.navigation.results = Some(view);
    if looking { vec![Effect::Find(FindRequest::Stop)] } else { Vec::new() }
}

/// Results have come in, for the view that is open or for the one that was gone on from.
pub fn arrived(model: &mut Model, news: ResultsNews) {
    match &mut model.overlay {
        Some(Overlay::Results(view)) if view.job == news.job => {
            view.take(news);
            let here = model.doc.as_ref().map(|doc| &doc.opened.path);
            if view.kind == ResultsKind::Names {
                view.narrow_names(here);
            }
        }
        _ => {
            if let Some(view) = &mut model.navigation.results {
                view.take(news);
            }
        }
    }
}

/// Goes to the current result.
fn go(model: &mut Model, view: Box<ResultsView>) -> Vec<Effect> {
    let leads = view.list.current().is_some_and(|(_, row)| row.path.is_some());
    if !leads {
        if !view.list.is_empty() {
            model.say("that stands in a dictionary, not in a text; esc leads back to where you were");
        }
        model.overlay = Some(Overlay::Results(view));
        return Vec::new();
    }
    model.navigation.results = Some(view);
    send(model)
}

/// Goes to the current result of the results that are walked through.
fn send(model: &mut Model) -> Vec<Effect> {
    let current = model.navigation.results.as_ref().and_then(|view| view.list.current());
    let place = current.and_then(|(_, row)| Some((row.path.clone()?, row.to.clone())));
    let Some((path, to)) = place else { return Vec::new() };
    navigation::send(model, &path, to)
}

/// Shows a passage of the open document that was found in it; with it the other results there.
pub fn arrive(model: &mut Model, span: Span, words: &str) {
    let Some(doc) = &mut model.doc else { return };
    let there = navigation::find_again(doc.text(), span, words);
    if let Some(view) = &model.navigation.results {
        show_hits(doc, view);
        let place = view.place();
        let [next, all] = [Command::HitNext, command_of(view.kind)].map(|command| key_of(model, command));
        model.say(format!("{place}; {next} goes on, {all} shows all"));
    }
    let Some(doc) = &mut model.doc else { return };
    travel::jump(doc, there.unwrap_or(span).start);
    model.view.focus_on(Pane::Reader);
    if there.is_none() {
        model.say("the text has changed: these words stand here no more");
    }
}

/// The command that opens a view.
fn command_of(kind: ResultsKind) -> Command {
    match kind {
        ResultsKind::Search => Command::SearchAll,
        ResultsKind::Concordance => Command::Concordance,
        ResultsKind::Timeline => Command::Timeline,
        ResultsKind::Marks => Command::Marks,
        ResultsKind::Names => Command::Names,
    }
}

/// Shows the results of a view in the open document as hits.
fn show_hits(doc: &mut OpenDocument, view: &ResultsView) {
    let rows = view.list.groups().iter().flat_map(|group| &group.rows);
    let here = rows.filter(|row| row.path.as_ref() == Some(&doc.opened.path));
    let mut hits: Vec<Span> = here.map(|row| row.excerpt.span()).collect();
    hits.sort_unstable();
    hits.retain(|hit| !hit.is_empty() && hit.end <= doc.text().len());
    let stage = SearchProgress::There;
    doc.found = SearchHits { hits, shown: true, job: view.job, stage, ..SearchHits::default() };
}

/// Goes to the next hit: of the results that brought the reader here, else of the search in this text.
pub fn next(model: &mut Model, way: Direction) -> Vec<Effect> {
    let Some((to, round)) = step(model, way) else { return search::next(model, way) };
    if round && !model.config.settings.wrap_search {
        model.say(if way == Direction::Forward { "no result after this" } else { "no result before this" });
        return Vec::new();
    }
    if let Some(view) = &mut model.navigation.results {
        view.list.at = to;
    }
    send(model)
}

/// The row to go to, and whether that is round the end; `None` where no results brought the reader here.
fn step(model: &Model, way: Direction) -> Option<(usize, bool)> {
    let view = model.navigation.results.as_ref().filter(|view| !view.list.is_empty())?;
    let is_passage = |to: &NavigationTarget| matches!(to, NavigationTarget::Passage { .. });
    let coming =
        model.navigation.pending.as_ref().is_some_and(|it| it.job == model.navigation.wanted && is_passage(&it.to));
    let doc = model.doc.as_ref().filter(|doc| doc.found.job == view.job && view.job != JobId::NONE);
    if doc.is_none() && !coming {
        return None;
    }
    let (at, len) = (view.list.at, view.list.len());
    // In the text of the current row it goes on from the cursor, elsewhere from the row.
    let here = doc.filter(|doc| {
        !coming && view.list.current().is_some_and(|(_, row)| row.path.as_ref() == Some(&doc.opened.path))
    });
    let from = here.zip(view.list.current_group()).filter(|(doc, (group, _))| is_of(group, &doc.opened.path));
    let from = from.map(|(doc, (group, start))| start + beyond(group, doc.cursor, way));
    Some(match way {
        Direction::Forward => Some(from.unwrap_or(at + 1)).filter(|to| *to < len).map_or((0, true), |to| (to, false)),
        Direction::Backward => from.unwrap_or(at).checked_sub(1).map_or((len - 1, true), |to| (to, false)),
    })
}

/// Whether all rows of a group are of one text.
fn is_of(group: &ResultGroup, path: &DocPath) -> bool {
    group.rows.iter().all(|row| row.path.as_ref() == Some(path))
}

/// How many rows of a group stand up to a place: going on to the place itself too, going back before it only.
fn beyond(group: &ResultGroup, place: usize, way: Direction) -> usize {
    let start = |row: &ResultRow| row.excerpt.span().start;
    group.rows.partition_point(|row| match way {
        Direction::Forward => start(row) <= place,
        Direction::Backward => start(row) < place,
    })
}
