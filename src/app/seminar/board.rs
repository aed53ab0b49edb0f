//! What keys do on the board of questions, and making its rows true again.

use crate::annotation::{AnnotationId, ReaderId};
use crate::app::library::navigation;
use crate::app::messages::{Effect, Env};
use crate::app::model::Model;
use crate::app::query::audience::for_whom;
use crate::app::query::blind::HiddenByDocument;
use crate::app::query::revisions::revisions;
use crate::app::query::seminar;
use crate::app::seminar::reply;
use crate::app::state::board::{Board, BoardRow};
use crate::app::state::field::TextField;
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::overlay::Overlay;
use crate::app::state::revisions::{MadeFrom, ViewSource};
use crate::config::chord::{Chord, Key};
use crate::document::DocPath;
use crate::study::{Asking, Summary};
use crate::text::{hyphen, visible};
use std::collections::{BTreeMap, HashMap};

/// Opens the board.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let field = TextField::line("");
    let board =
        Board { rows: Vec::new(), at: 0, field, settled: false, counts: (0, 0), blind: 0, made: MadeFrom::default() };
    model.overlay = Some(Overlay::Board(Box::new(board)));
    Vec::new()
}

/// Takes a key: letters narrow the board, signs and arrows do something.
pub fn press(model: &mut Model, mut board: Box<Board>, chord: Chord, given: &Env) -> Vec<Effect> {
    let last = board.rows.len().saturating_sub(1);
    let step = |by: isize| board.at.saturating_add_signed(by).min(last);
    let mut effects = Vec::new();
    match (chord.key, chord.ctrl) {
        (Key::Down, _) | (Key::Char('n' | 'j'), true) => board.at = step(1),
        (Key::Up, _) | (Key::Char('p' | 'k'), true) => board.at = step(-1),
        (Key::PageDown, _) => board.at = step(10),
        (Key::PageUp, _) => board.at = step(-10),
        (Key::Enter, _) => return go(model, board),
        (Key::Tab, _) => board.settled = !board.settled,
        (Key::Char('+'), false) => effects = vote(model, &board, given),
        (Key::Esc, _) if !board.field.is_empty() => board.field = TextField::line(""),
        (Key::Esc, _) | (Key::Char('c' | 'g'), true) => return Vec::new(),
        _ => {
            board.field.press(chord);
        }
    }
    model.overlay = Some(Overlay::Board(board));
    effects
}

fn go(model: &mut Model, board: Box<Board>) -> Vec<Effect> {
    let Some(row) = board.rows.get(board.at) else {
        model.overlay = Some(Overlay::Board(board));
        return Vec::new();
    };
    navigation::send(model, &row.path.clone(), NavigationTarget::Annotation(row.id.clone()))
}

/// Votes for the current question, where its document is open.
fn vote(model: &mut Model, board: &Board, given: &Env) -> Vec<Effect> {
    let Some(row) = board.rows.get(board.at) else { return Vec::new() };
    let here = model.doc.as_ref().and_then(|doc| doc.annotations.anchored_by_id(&row.id)).is_some();
    if !here {
        model.say("this question stands on another text: enter opens it there, and + votes");
        return Vec::new();
    }
    if !model.me.confirmed {
        model.say("a vote needs your name: close the board, + on the question asks for it");
        return Vec::new();
    }
    reply::vote_for(model, given, &row.id)
}

/// What the rows rest on.
const RESTS_ON: &[ViewSource] = &[
    ViewSource::Document,
    ViewSource::Annotations,
    ViewSource::Layers,
    ViewSource::Me,
    ViewSource::Readers,
    ViewSource::Plan,
    ViewSource::Today,
    ViewSource::Summaries,
    ViewSource::Documents,
];

/// Makes the open board true again where something has changed.
pub fn settle(model: &mut Model) {
    let Some(Overlay::Board(mut board)) = model.overlay.take_if(|overlay| matches!(overlay, Overlay::Board(_))) else {
        return;
    };
    let now = (revisions(model, RESTS_ON), board.field.text(), board.settled);
    if board.made.renew(now) {
        fill(model, &mut board);
    }
    board.at = board.at.min(board.rows.len().saturating_sub(1));
    model.overlay = Some(Overlay::Board(board));
}

/// The questions that pass, in order; the current one stays current.
fn fill(model: &Model, board: &mut Board) {
    let current = board.rows.get(board.at).map(|row| row.id.clone());
    let leader = model.seminar.leader().map(|leader| &leader.id);
    let open = seminar::summary_of_open(model);
    let mut found = all(model, open.as_ref());
    let (hidden, before) = (HiddenByDocument::of(model), found.len());
    let is_letter = |asking: &Asking| asking.audience.recipients().is_some();
    found.retain(|(path, asking)| is_letter(asking) || !hidden.hides(path, &asking.creator));
    board.blind = before - found.len();
    let settled = found.iter().filter(|(_, asking)| asking.settled_by(leader).is_some()).count();
    board.counts = (found.len() - settled, settled);
    found.retain(|(_, asking)| board.settled || asking.settled_by(leader).is_none());
    found.sort_by_cached_key(|(_, asking)| (asking.settled_by(leader).is_some(), asking.rank()));
    let rows = found.into_iter().map(|(path, asking)| row(model, path, asking, leader));
    let words: Vec<String> = board.field.text().to_lowercase().split_whitespace().map(str::to_owned).collect();
    board.rows = rows.filter(|row| words.iter().all(|word| says(row, word))).collect();
    let kept = current.and_then(|id| board.rows.iter().position(|row| row.id == id));
    board.at = kept.unwrap_or(board.at);
}

/// Every question with its document, each once: one on a text that was renamed stands under its new name too.
fn all<'a>(model: &'a Model, open: Option<&'a (&'a DocPath, Summary)>) -> Vec<(&'a DocPath, &'a Asking)> {
    let mut summaries: BTreeMap<&DocPath, &Summary> = model.seminar.summaries.iter().collect();
    summaries.extend(open.map(|(path, summary)| (*path, summary)));
    let mut found: HashMap<&AnnotationId, (&DocPath, &Asking)> = HashMap::new();
    for (path, summary) in summaries {
        for asking in &summary.questions {
            let known = found.get(&asking.id).is_some_and(|(path, _)| model.list.has(path));
            if !known {
                found.insert(&asking.id, (path, asking));
            }
        }
    }
    found.into_values().collect()
}

fn row(model: &Model, path: &DocPath, asking: &Asking, leader: Option<&ReaderId>) -> BoardRow {
    let line = |text: &str| visible::line(&hyphen::one_line(text)).into_owned();
    let me = |id: &ReaderId| !id.is_empty() && *id == model.me.reader.id;
    let name = |id: &ReaderId| if me(id) { "me".to_owned() } else { line(model.seminar.nickname(id)) };
    BoardRow {
        id: asking.id.clone(),
        path: path.clone(),
        title: line(model.list.item(path).map_or(path.as_str(), |item| item.name())),
        note: line(&asking.note),
        quote: line(&asking.quote),
        who: for_whom(&model.seminar, &model.me.reader.nickname, name(&asking.creator), &asking.audience),
        votes: asking.votes,
        answers: asking.answers,
        settled_by: asking.settled_by(leader).map(name),
    }
}

/// Whether a question says a word, in small letters.
fn says(row: &BoardRow, word: &str) -> bool {
    [&row.note, &row.quote, &row.who, &row.title].iter().any(|text| text.to_lowercase().contains(word))
}
