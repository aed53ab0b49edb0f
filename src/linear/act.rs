//! From an order to the messages that carry it out. What only asks for words has none: [`super::say`] answers it.

use super::orders::{LineOrder, Verb};
use super::say;
use crate::app::{Command, Model, Msg, NavigationTarget, outline_parts};
use crate::config::chord::{Chord, Key};
use crate::document::motion;
use crate::study::{Locator, Paragraphs};

/// The messages of an order, in turn.
///
/// # Errors
///
/// Why it cannot be carried out, and what can be done.
pub fn messages(model: &Model, order: &LineOrder) -> Result<Vec<Msg>, String> {
    if let Some(row) = order.row() {
        if row.of_text && model.doc.is_none() {
            return Err("no text is open; list names the texts, open NUMBER opens one".to_owned());
        }
        if row.writes && !model.me.confirmed {
            return Err(who_asks(model));
        }
    }
    let command = |command| Ok(vec![Msg::Command(command)]);
    match order.verb {
        Verb::Next => command(Command::SentenceNext),
        Verb::Previous => Ok(back(model)),
        Verb::Paragraph => command(Command::ParagraphNext),
        Verb::Open => open(model, &order.rest),
        Verb::Go => go(model, &order.rest),
        Verb::Find if order.rest.is_empty() => command(Command::HitNext),
        Verb::Find => Ok(typed(Command::Search, &order.rest, &[Chord::from(Key::Enter)])),
        Verb::Backwards => command(Command::HitPrev),
        Verb::Show => show(model, &order.rest),
        Verb::Annotation => command(Command::AnnotationNext),
        Verb::Earlier => command(Command::AnnotationPrev),
        Verb::Mark => mark(&order.rest),
        Verb::Note => written(Command::Note, &order.rest),
        Verb::Question => written(Command::Question, &order.rest),
        Verb::Reply => written(Command::Reply, &order.rest),
        Verb::Tag if order.rest.is_empty() => Err("say the tag: tag NAME".to_owned()),
        Verb::Tag => Ok(typed(Command::Tag, &order.rest, &[Chord::char(',')])),
        Verb::Agree => command(Command::Agree),
        Verb::Delete => command(Command::Delete),
        Verb::Undo => command(Command::Undo),
        Verb::Redo => command(Command::Redo),
        Verb::Name => name(model, &order.rest),
        Verb::Yes if model.overlay.is_none() => Err("nothing was asked".to_owned()),
        Verb::Yes => Ok(vec![Msg::Key(Chord::char('y'))]),
        Verb::Sync => command(Command::Sync),
        Verb::Again | Verb::List | Verb::Outline | Verb::Where | Verb::Notes | Verb::Help | Verb::Quit => {
            Ok(Vec::new())
        }
    }
}

/// To the sentence before the one that was read: from within a sentence, or from behind the last one, its beginning lies between.
fn back(model: &Model) -> Vec<Msg> {
    let within = model.doc.as_ref().is_some_and(|doc| {
        let sentence = motion::sentence_around(doc.document(), doc.cursor);
        sentence.start < doc.cursor
    });
    let steps = if within { 2 } else { 1 };
    std::iter::repeat_with(|| Msg::Command(Command::SentencePrev)).take(steps).collect()
}

/// What is to be said before a first annotation.
fn who_asks(model: &Model) -> String {
    let known = model.me.reader.name.as_str();
    let offered = if known.is_empty() { String::new() } else { format!("; name alone takes {known}") };
    format!("under which name do you write? Say name YOUR NAME{offered}; then give the order again")
}

fn escape() -> Chord {
    Chord::from(Key::Esc)
}

/// Whether words or a key are for a field that did not open: what the command has said of that stands.
pub fn is_for_nothing(model: &Model, msg: &Msg) -> bool {
    matches!(msg, Msg::Paste(_) | Msg::Key(_)) && model.overlay.is_none()
}

/// A command that opens a field, words for it, and the keys that end it.
fn typed(command: Command, words: &str, keys: &[Chord]) -> Vec<Msg> {
    let begun = [Msg::Command(command), Msg::Paste(words.to_owned())];
    begun.into_iter().chain(keys.iter().map(|chord| Msg::Key(*chord))).collect()
}

/// A note or an answer.
fn written(command: Command, words: &str) -> Result<Vec<Msg>, String> {
    if words.is_empty() {
        return Err("say the words behind the order, in the same line".to_owned());
    }
    Ok(typed(command, words, &[escape()]))
}

fn mark(color: &str) -> Result<Vec<Msg>, String> {
    let command = match color.to_lowercase().as_str() {
        "" => Command::Mark,
        "yellow" | "1" => Command::MarkYellow,
        "green" | "2" => Command::MarkGreen,
        "blue" | "3" => Command::MarkBlue,
        "pink" | "4" => Command::MarkPink,
        "orange" | "5" => Command::MarkOrange,
        "purple" | "6" => Command::MarkPurple,
        _ => return Err("a colour is yellow, green, blue, pink, orange or purple".to_owned()),
    };
    Ok(vec![Msg::Command(Command::SelectSentence), Msg::Command(command)])
}

/// The name under which one writes; alone it takes the one that is known.
fn name(model: &Model, wanted: &str) -> Result<Vec<Msg>, String> {
    let known = &model.me.reader.name;
    let name = if wanted.is_empty() { known.as_str() } else { wanted };
    if name.is_empty() {
        return Err("say your name: name YOUR NAME".to_owned());
    }
    if model.me.confirmed && wanted.is_empty() {
        return Err(format!("you write as {known}"));
    }
    let clear = Chord::parse("ctrl-u").map_or_else(|_| Vec::new(), |chord| vec![Msg::Key(chord)]);
    let enter = Chord::from(Key::Enter);
    let rest = [Msg::Paste(name.to_owned()), Msg::Key(enter)];
    Ok([Msg::Command(Command::Rename)].into_iter().chain(clear).chain(rest).collect())
}

/// The text of a number of the list, or of words that only its title or name has.
fn open(model: &Model, wanted: &str) -> Result<Vec<Msg>, String> {
    let items = say::items(model);
    let by_number = wanted.parse::<usize>().ok().and_then(|number| items.get(number.checked_sub(1)?));
    let folded = wanted.to_lowercase();
    let has = |item: &&crate::app::ListItem| {
        [item.name(), item.path.as_str()].iter().any(|name| name.to_lowercase().contains(&folded))
    };
    let by_words: Vec<_> = items.iter().copied().filter(has).collect();
    match (by_number, by_words.as_slice()) {
        _ if wanted.is_empty() => Err("say which text: open NUMBER, or open WORDS; list names them".to_owned()),
        (Some(item), _) | (None, [item]) => Ok(vec![Msg::Open(item.path.clone())]),
        (None, []) => Err("no text is called so; list names them".to_owned()),
        (None, several) => Err(format!("{} texts are called so; say more of the title, or the number", several.len())),
    }
}

/// The annotation of a number of the list of notes.
fn show(model: &Model, number: &str) -> Result<Vec<Msg>, String> {
    let Some(doc) = &model.doc else { return Ok(Vec::new()) };
    let all = say::annotations(model);
    let found = number.parse::<usize>().ok().and_then(|number| all.get(number.checked_sub(1)?));
    if all.is_empty() {
        return Err("there are no notes on this text".to_owned());
    }
    let Some(anchored) = found else {
        return Err(format!("say a number from 1 to {}; notes lists them", all.len()));
    };
    let target = NavigationTarget::Annotation(anchored.annotation.id.clone());
    Ok(vec![Msg::GoTo(doc.opened.path.clone(), Box::new(target))])
}

/// Where to go in the open text.
fn go(model: &Model, wanted: &str) -> Result<Vec<Msg>, String> {
    let Some(doc) = &model.doc else { return Ok(Vec::new()) };
    let to = |target| Ok(vec![Msg::GoTo(doc.opened.path.clone(), Box::new(target))]);
    let lower = wanted.to_lowercase();
    let number = |rest: &str| rest.trim().parse::<usize>().ok();
    if let Some(part) = lower.strip_suffix('%').and_then(number) {
        let aim = doc.text().floor_char_boundary(doc.text().len() / 100 * part.min(100));
        let paragraph = Paragraphs::of(doc.document()).at(aim).max(1);
        return to(NavigationTarget::Place(Locator::Paragraph(paragraph)));
    }
    if let Some(heading) = lower.strip_prefix('h').and_then(number) {
        let parts = outline_parts(doc.document());
        let Some(at) = heading.checked_sub(1).and_then(|at| parts.get(at)) else {
            return Err(format!("there are {} headings; outline lists them", parts.len()));
        };
        let span = motion::sentence_around(doc.document(), at.at);
        return to(NavigationTarget::Passage { span, words: span.of(doc.text()).to_owned() });
    }
    match (lower.as_str(), Locator::parse(wanted)) {
        ("start", _) => Ok(vec![Msg::Command(Command::Start)]),
        ("end", _) => Ok(vec![Msg::Command(Command::End)]),
        (_, Some(locator)) => to(NavigationTarget::Place(locator)),
        _ => Err("say where: go P12 (a paragraph), p12 (a page), 40%, h3 (a heading), start, end".to_owned()),
    }
}
