//! What the Model holds, in lines: one announcement each, and nothing told by place or colour alone. It changes nothing.

use super::OrderContext;
use super::orders::{LineOrder, Verb, help};
use crate::annotation::{AnchorState, Audience, Kind};
use crate::app::{
    AnchoredAnnotation, ListItem, ListRow, Message, Model, OpenDocument, Overlay, audience_words, outline_parts,
};
use crate::document::{BlockKind, motion};
use crate::language::counts::counted;
use crate::study::Paragraphs;
use crate::text::{Span, visible};

/// What is said when an order has been carried out and answered.
pub fn told(model: &Model, order: &LineOrder, before: &OrderContext) -> Vec<String> {
    let mut lines: Vec<String> = question(model).or_else(|| message(model)).into_iter().collect();
    lines.extend(match order.verb {
        Verb::Help => help(),
        Verb::List => list(model, &order.rest),
        Verb::Outline => outline(model),
        Verb::Where => place(model),
        Verb::Notes => notes(model),
        Verb::Open => opened(model),
        Verb::Paragraph => here(model, before, motion::paragraph_around),
        Verb::Again => passage(model, motion::sentence_around),
        _ if moves(before.verb) => here(model, before, motion::sentence_around),
        _ => Vec::new(),
    });
    lines
}

/// What the program says at its start: what lies here, and how to go on.
pub fn greeting(model: &Model) -> Vec<String> {
    let count = items(model).len();
    let name = visible::line(&model.list.name).into_owned();
    let mut lines = vec![format!("postil in lines, {name}, {}", counted(count, "text"))];
    lines.extend(message(model));
    lines.extend(opened(model));
    lines.push(
        if model.doc.is_some() {
            "an empty line reads on; help lists the orders"
        } else {
            "list names the texts, open NUMBER opens one; help lists the orders"
        }
        .to_owned(),
    );
    lines
}

/// What has come in meanwhile, where it is worth a line.
pub fn message(model: &Model) -> Option<String> {
    // An arrow is spoken as what it is called.
    model.status.message.as_ref().map(|message| visible::line(&message.text).replace(" → ", " to "))
}

fn moves(verb: Verb) -> bool {
    use Verb::{Annotation, Backwards, Earlier, Find, Go, Next, Previous, Show};
    matches!(verb, Next | Previous | Go | Find | Backwards | Show | Annotation | Earlier)
}

fn failed(model: &Model) -> bool {
    model.status.message.as_ref().is_some_and(Message::is_failure)
}

/// What is asked before it goes on.
fn question(model: &Model) -> Option<String> {
    let Some(Overlay::Name(dialog)) = &model.overlay else { return None };
    let there = dialog.taken.as_ref()?;
    let name = visible::line(&there.name).into_owned();
    Some(format!("{name} is a reader here or in the roster: say yes if that is you, or name ANOTHER"))
}

/// The texts in the order of the list.
pub fn items(model: &Model) -> Vec<&ListItem> {
    let at = |row: &ListRow| if let ListRow::Item(at) = row { model.list.items.get(*at) } else { None };
    model.list.shown.iter().filter_map(at).collect()
}

fn list(model: &Model, words: &str) -> Vec<String> {
    let folded = words.to_lowercase();
    let has = |item: &&ListItem| item.name().to_lowercase().contains(&folded) || item.path.as_str().contains(words);
    let all = items(model);
    let numbered = all.iter().enumerate().filter(|(_, item)| has(item));
    let lines: Vec<String> = numbered.map(|(at, item)| format!("{}. {}", at + 1, item_line(model, item))).collect();
    let count = format!("{} of {}", lines.len(), counted(all.len(), "text"));
    [if lines.len() == all.len() { counted(all.len(), "text") } else { count }].into_iter().chain(lines).collect()
}

/// A text of the list: its title, and what tells it from others of that title; who wrote it, when, and what was done with it.
fn item_line(model: &Model, item: &ListItem) -> String {
    let mut parts = vec![visible::line(item.name()).into_owned()];
    let at = model.list.items.iter().position(|other| other.path == item.path);
    let apart = at.and_then(|at| model.list.told_apart(at));
    parts.extend(apart.map(|apart| visible::line(apart).into_owned()));
    if !item.authors.is_empty() {
        parts.push(format!("by {}", visible::line(&item.authors.join(", "))));
    }
    parts.extend(item.date.as_deref().map(|date| visible::line(date).into_owned()));
    parts.extend(item.words.map(|words| counted(words, "word")));
    match item.progress {
        _ if item.is_done() => parts.push("read".to_owned()),
        part if part > 0.0 => parts.push(format!("{:.0} percent read", part * 100.0)),
        _ => {}
    }
    if item.annotations > 0 {
        parts.push(counted(item.annotations, "annotation"));
    }
    parts.extend(item.damaged.as_deref().map(|why| format!("cannot be read: {}", visible::line(why))));
    parts.join(", ")
}

fn outline(model: &Model) -> Vec<String> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let parts = outline_parts(doc.document());
    if parts.is_empty() {
        return vec!["this text has no headings".to_owned()];
    }
    let line =
        |(at, part): (usize, &crate::app::OutlinePart)| format!("h{}, level {}: {}", at + 1, part.level, part.title);
    parts.iter().enumerate().map(line).collect()
}

/// A text that was opened: what it is, where one is in it, and the words there.
fn opened(model: &Model) -> Vec<String> {
    let Some(doc) = model.doc.as_ref().filter(|_| !failed(model)) else { return Vec::new() };
    let item = model.list.item(&doc.opened.path);
    let first = item.map_or_else(|| visible::line(doc.title()).into_owned(), |item| item_line(model, item));
    [first].into_iter().chain(place(model)).chain(passage(model, motion::sentence_around)).collect()
}

/// Where one is.
fn place(model: &Model) -> Vec<String> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let document = doc.document();
    let paragraphs = Paragraphs::of(document);
    let number = paragraphs.at(doc.cursor);
    let mut parts = Vec::new();
    if number > 0 {
        parts.push(format!("paragraph {number} of {}", paragraphs.len()));
    }
    parts.extend(document.page_at(doc.cursor).map(|page| format!("page {}", visible::line(&page.label))));
    parts.push(format!("{} percent", 100 * doc.cursor / doc.text().len().max(1)));
    let outline = outline_parts(document);
    let section = outline.iter().rev().find(|part| part.at <= doc.cursor);
    parts.extend(section.map(|part| format!("under “{}”", part.title)));
    parts.push(format!("in {}", visible::line(doc.title())));
    vec![parts.join(", ")]
}

/// The words where the cursor came to; that it went nowhere, where it did not.
fn here(model: &Model, before: &OrderContext, unit: WordsAround) -> Vec<String> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let stays = before.cursor.is_some_and(|was| unit(doc.document(), was) == unit(doc.document(), doc.cursor));
    match before.verb {
        Verb::Next | Verb::Paragraph if stays => vec!["the end of the text".to_owned()],
        Verb::Previous if stays => vec!["the beginning of the text".to_owned()],
        Verb::Find | Verb::Backwards if doc.found.hits.iter().any(|hit| hit.start == doc.cursor) => {
            passage(model, unit)
        }
        // A message has said why.
        Verb::Find | Verb::Backwards | Verb::Annotation | Verb::Earlier | Verb::Go | Verb::Show
            if stays && message(model).is_some() =>
        {
            Vec::new()
        }
        _ => passage(model, unit),
    }
}

/// A sentence or paragraph around a place.
type WordsAround = fn(&crate::document::Document, usize) -> Span;

/// The words at the cursor with what they are, and then what is written on them.
fn passage(model: &Model, unit: WordsAround) -> Vec<String> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let span = unit(doc.document(), doc.cursor);
    if span.is_empty() {
        return vec!["there is no text here".to_owned()];
    }
    let words = format!("{}{}", kind_at(doc, span.start), visible::line(&doc.document().line(span)));
    let on_it = annotations(model).into_iter().enumerate().filter(|(_, it)| stands_on(it, span));
    [words].into_iter().chain(on_it.map(|(at, it)| note_line(model, doc, (at, it)))).collect()
}

/// What the words are, where they are no running text and begin their block.
fn kind_at(doc: &OpenDocument, at: usize) -> String {
    let document = doc.document();
    let Some(block) = document.blocks().get(document.block_at(at)).filter(|block| block.span.start == at) else {
        return String::new();
    };
    match block.kind {
        BlockKind::Paragraph => String::new(),
        BlockKind::Heading => format!("heading, level {}: ", block.level),
        BlockKind::ListItem => "item: ".to_owned(),
        BlockKind::TableRow => "row of a table: ".to_owned(),
        BlockKind::Boilerplate => "around the article: ".to_owned(),
        kind => format!("{}: ", kind.name()),
    }
}

/// Whether an annotation is to be told with these words: it begins in them, or they lie in it.
fn stands_on(anchored: &AnchoredAnnotation, span: Span) -> bool {
    anchored.stands().is_some_and(|on| span.contains(on.start) || on.contains(span.start))
}

/// What is written on the open text and shows, in the order of the text. Votes belong to what they are for.
pub fn annotations(model: &Model) -> Vec<&AnchoredAnnotation> {
    let Some(doc) = &model.doc else { return Vec::new() };
    doc.annotations.visible().filter(|it| it.annotation.kind != Kind::Vote).collect()
}

fn notes(model: &Model) -> Vec<String> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let all = annotations(model);
    let kept_back = model.notice(200);
    let head = match all.len() {
        0 => "nothing is written here yet".to_owned(),
        count => counted(count, "annotation"),
    };
    let lines = all.into_iter().enumerate().map(|(at, it)| {
        let quoted = it.stands().filter(|span| !span.is_empty() && it.parent().is_none());
        let words = quoted.map_or_else(String::new, |span| format!(", on “{}”", few(&doc.document().line(span))));
        format!("{}{words}", note_line(model, doc, (at, it)))
    });
    [head].into_iter().chain(kept_back).chain(lines).collect()
}

/// An annotation in a line: its number, whose, what, colour, state, tags, words, what it answers and how many say the same.
fn note_line(model: &Model, doc: &OpenDocument, (at, it): (usize, &AnchoredAnnotation)) -> String {
    let who = if it.mine { "you".to_owned() } else { visible::line(&it.reader).into_owned() };
    let what = match it.annotation.kind {
        Kind::DocumentNote => "note on the whole text",
        kind => kind.name(),
    };
    let answered = it.parent().and_then(|id| annotation_number(doc, id));
    let to = answered.map_or_else(String::new, |number| format!(" to {number}"));
    let mut parts = vec![format!("{}. {what} by {who}{to}", at + 1)];
    parts.extend(it.annotation.color.map(|color| color.name().to_owned()));
    if it.anchor.state != AnchorState::Same {
        parts.push(it.anchor.state.name().to_owned());
    }
    if *it.record.audience() != Audience::Everybody {
        parts.push(format!("for {}", audience_words(&model.seminar, it.record.audience())));
    }
    if it.record.is_sealed() {
        parts.push("encrypted, cannot be read here".to_owned());
    }
    if it.mine && !it.saved {
        parts.push("not saved yet".to_owned());
    }
    let votes = doc.annotations.visible().filter(|other| other.annotation.kind == Kind::Vote);
    match votes.filter(|vote| vote.parent() == Some(&it.annotation.id)).count() {
        0 => {}
        count => parts.push(format!("{count} say so too")),
    }
    if !it.annotation.tags.is_empty() {
        parts.push(format!("tagged {}", visible::line(&it.annotation.tags.join(", "))));
    }
    let note = it.annotation.note.as_deref().map_or_else(String::new, |note| format!(": {}", visible::line(note)));
    parts.join(", ") + &note
}

/// The number of an annotation in the list of notes.
fn annotation_number(doc: &OpenDocument, id: &crate::annotation::AnnotationId) -> Option<usize> {
    let shown = doc.annotations.visible().filter(|it| it.annotation.kind != Kind::Vote);
    shown.into_iter().position(|it| it.annotation.id == *id).map(|at| at + 1)
}

/// The beginning of words, to tell them by.
fn few(words: &str) -> String {
    let cut = words.char_indices().nth(60).map_or(words.len(), |(at, _)| at);
    let more = if cut < words.len() { "…" } else { "" };
    format!("{}{more}", visible::line(&words[..cut]))
}
