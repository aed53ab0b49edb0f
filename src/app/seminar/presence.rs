//! Leading and following: showing others where one reads, or going along with somebody.

use crate::app::annotating::naming;
use crate::app::commands::Command;
use crate::app::library::opening;
use crate::app::messages::{Effect, PresenceRequest};
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::app::reading::travel;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::Targets;
use crate::app::state::document::{OpenDocument, Reveal};
use crate::app::state::job::JobId;
use crate::app::state::message::Message;
use crate::app::state::overlay::Overlay;
use crate::app::state::presence::{Presence, PresentReader, SharedPlace};
use crate::document::DocPath;
use crate::study::Paragraphs;
use crate::text::visible;

/// How many characters at the place are shown with it, to find it again.
const QUOTED: usize = 40;

/// How far from where it should be the words are looked for, in bytes.
const NEAR: usize = 100_000;

/// Where a reader who follows stood before a key.
#[derive(Debug, PartialEq, Eq)]
pub struct PlaceBefore {
    wanted: JobId,
    cursor: Option<usize>,
    selection: Option<usize>,
}

/// The key: ends leading or following, else looks up who leads.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    match std::mem::take(&mut model.peers.presence) {
        Presence::Off | Presence::Looking => {
            model.peers.presence = Presence::Looking;
            vec![Effect::Presence(PresenceRequest::LookForLeaders)]
        }
        Presence::Leading(_) => {
            model.say("nobody sees any more where you read");
            vec![Effect::Presence(PresenceRequest::StopLeading)]
        }
        Presence::Following { led, .. } => vec![left(model, &led)],
    }
}

/// It is known who leads: goes along with the only one, leads where the leader asks and nobody else does, else asks.
pub fn found(model: &mut Model, leaders: Vec<PresentReader>) -> Vec<Effect> {
    if model.peers.presence != Presence::Looking {
        return Vec::new();
    }
    model.peers.presence = Presence::Off;
    if model.overlay.is_some() {
        return Vec::new();
    }
    let leads = model.seminar.is_led_by(&model.me.reader);
    match &leaders[..] {
        [] if leads => begin(model),
        [only] if !leads => along(model, only.clone()),
        _ => {
            ask(model, leaders);
            Vec::new()
        }
    }
}

fn ask(model: &mut Model, leaders: Vec<PresentReader>) {
    let follow = |led: &PresentReader| Choice {
        label: format!("follow {}", visible::line(&led.name)),
        detail: visible::line(led.spot.document.file_name()).into_owned(),
        indent: 0,
    };
    let lead =
        Choice { label: "lead: the others can follow where you read".to_owned(), detail: String::new(), indent: 0 };
    let title = if leaders.is_empty() { "Nobody leads now" } else { "Follow or lead" };
    let choices = leaders.iter().map(follow).chain([lead]).collect();
    model.overlay = Some(Overlay::choose(Chooser::new(title, choices, 0), Targets::Leaders(leaders)));
}

/// Goes along with the one who was chosen; `None` begins to lead.
pub fn chosen(model: &mut Model, leader: Option<&PresentReader>) -> Vec<Effect> {
    match leader {
        Some(led) => along(model, led.clone()),
        None => begin(model),
    }
}

/// Begins to lead; a reader without a name is asked for it first.
fn begin(model: &mut Model) -> Vec<Effect> {
    if !model.me.confirmed {
        naming::ask_name(model, Command::Lead);
        return Vec::new();
    }
    if model.me.elsewhere.is_some() {
        model.complain("this folder cannot be written: nobody could see where you read");
        return Vec::new();
    }
    model.peers.presence = Presence::Leading(None);
    let key = key_of(model, Command::Lead);
    model.say(format!("leading: others who press {key} follow where you read; {key} ends it"));
    Vec::new()
}

/// Begins to go along with somebody.
fn along(model: &mut Model, led: PresentReader) -> Vec<Effect> {
    let folder = led.folder.clone();
    model.say(format!("following {}; any key that moves leaves", short(&led.name)));
    model.peers.presence = Presence::Following { led, gone: None, asked: None };
    vec![Effect::Presence(PresenceRequest::Follow(Some(folder)))]
}

fn left(model: &mut Model, led: &PresentReader) -> Effect {
    let key = key_of(model, Command::Lead);
    model.say(format!("left {}; {key} follows again", short(&led.name)));
    Effect::Presence(PresenceRequest::Follow(None))
}

/// The one who is followed is somewhere else now, or leads no more.
pub fn moved(model: &mut Model, led: Option<PresentReader>) -> Vec<Effect> {
    let Presence::Following { led: known, .. } = &mut model.peers.presence else { return Vec::new() };
    match led {
        Some(led) if led.folder == known.folder => known.spot = led.spot,
        Some(_) => {}
        None => {
            let name = short(&known.name);
            model.peers.presence = Presence::Off;
            model.say(format!("{name} leads no more"));
            return vec![Effect::Presence(PresenceRequest::Follow(None))];
        }
    }
    Vec::new()
}

/// The place could not be shown to others.
pub fn failed(model: &mut Model, reason: String) {
    model.peers.presence = Presence::Off;
    model.complain(reason);
}

/// Where a reader who follows stands before a key or a click.
pub fn stand(model: &Model) -> Option<PlaceBefore> {
    let Presence::Following { .. } = model.peers.presence else { return None };
    let doc = model.doc.as_ref();
    let (cursor, selection) = (doc.map(|doc| doc.cursor), doc.and_then(|doc| doc.selection));
    Some(PlaceBefore { wanted: model.navigation.wanted, cursor, selection })
}

/// After every message: whoever has moved by a key follows no more, whoever follows goes along, whoever leads is seen.
pub fn settle(model: &mut Model, stood: Option<&PlaceBefore>) -> Vec<Effect> {
    let scrolled = model.doc.as_ref().is_some_and(|doc| doc.follow == Reveal::Window);
    let moved = stood.is_some() && (stand(model).as_ref() != stood || scrolled);
    match std::mem::take(&mut model.peers.presence) {
        Presence::Following { led, .. } if moved => vec![left(model, &led)],
        Presence::Following { led, gone, asked } => {
            let (gone, asked, effects) = go_along(model, &led, gone, asked);
            model.peers.presence = Presence::Following { led, gone, asked };
            effects
        }
        Presence::Leading(shown) => {
            let spot = model.doc.as_ref().map(spot_of);
            let news = spot.clone().filter(|_| spot != shown).map(|spot| Effect::Presence(PresenceRequest::Lead(spot)));
            model.peers.presence = Presence::Leading(spot);
            news.into_iter().collect()
        }
        other => {
            model.peers.presence = other;
            Vec::new()
        }
    }
}

/// What is shown of the place in the open document.
fn spot_of(doc: &OpenDocument) -> SharedPlace {
    let line = doc.text()[doc.cursor..].lines().next().unwrap_or_default();
    SharedPlace {
        document: doc.opened.path.clone(),
        offset: doc.document().offsets().code_point(doc.text(), doc.cursor),
        quote: line.chars().take(QUOTED).collect(),
    }
}

/// Goes to where the leader is, unless something lies over the text; asks for their document where it is another.
fn go_along(
    model: &mut Model,
    led: &PresentReader,
    gone: Option<SharedPlace>,
    asked: Option<DocPath>,
) -> (Option<SharedPlace>, Option<DocPath>, Vec<Effect>) {
    let busy = model.overlay.is_some() || model.doc.as_ref().is_some_and(|doc| doc.selection.is_some());
    if busy || gone.as_ref() == Some(&led.spot) {
        // What was asked for while something lay over the text may not have been opened.
        return (gone, asked.filter(|_| !busy), Vec::new());
    }
    let document = &led.spot.document;
    if let Some(doc) = model.doc.as_mut().filter(|doc| doc.opened.path == *document) {
        let whole = doc.opened.source.is_some();
        let Some(to) = place_of(doc, &led.spot, whole) else { return (gone, asked, Vec::new()) };
        if gone.is_none() {
            travel::jump(doc, to);
        } else {
            travel::put(doc, to);
        }
        let fresh = gone.is_none_or(|gone| gone.document != *document);
        if fresh && model.status.message.as_ref().is_none_or(|message| !message.is_failure()) {
            model.status.message =
                Some(Message::news(format!("following {}; any key that moves leaves", short(&led.name))));
        }
        return (Some(led.spot.clone()), None, Vec::new());
    }
    if asked.as_ref() == Some(document) {
        return (gone, asked, Vec::new());
    }
    let effects = if model.list.items.iter().any(|item| item.path == *document) {
        opening::open(model, document)
    } else {
        let name = visible::line(document.file_name()).into_owned();
        model.say(format!("{} reads {name}, which is not in this folder", short(&led.name)));
        Vec::new()
    };
    (gone, Some(document.clone()), effects)
}

/// The byte offset of a place: where its words stand, near where they should; else as near as there is text. `None` where
/// the text is not read so far yet.
fn place_of(doc: &OpenDocument, spot: &SharedPlace, whole: bool) -> Option<usize> {
    let text = doc.text();
    let at = doc.document().offsets().byte(text, spot.offset);
    let at = if whole { at.unwrap_or(text.len()) } else { at? };
    if text[at..].starts_with(&spot.quote) {
        return Some(at);
    }
    let from = text.floor_char_boundary(at.saturating_sub(NEAR));
    let to = text.floor_char_boundary((at + NEAR).min(text.len()));
    let found = text[from..to].match_indices(&spot.quote).map(|(found, _)| from + found);
    Some(found.min_by_key(|found| found.abs_diff(at)).unwrap_or(at))
}

/// A name, short enough for a status line.
fn short(name: &str) -> String {
    visible::line(name).chars().take(24).collect()
}

/// What the status line says of it all the time.
pub fn status(model: &Model) -> Option<String> {
    match &model.peers.presence {
        Presence::Off | Presence::Looking => None,
        Presence::Following { led, .. } => Some(format!("following {}", short(&led.name))),
        Presence::Leading(_) => {
            let paragraph = model.doc.as_ref().map(|doc| Paragraphs::of(doc.document()).at(doc.cursor));
            let paragraph = paragraph.filter(|number| *number > 0);
            Some(paragraph.map_or("leading".to_owned(), |number| format!("leading: ¶ {number}")))
        }
    }
}
