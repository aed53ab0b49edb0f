//! Links, footnotes and their way back, pictures: what the cursor stands on or nearest to. Nothing here uses a network: what
//! leads out of the corpus is copied.

use crate::app::library::links;
use crate::app::library::opening::open;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::reading::travel;
use crate::app::state::clipping::ClipboardText;
use crate::app::state::document::OpenDocument;
use crate::app::state::message::Message;
use crate::app::state::view::Pane;
use crate::document::{BlockKind, DocPath, Inline, InlineStyle};
use crate::text::{Direction, Span, visible};
use std::sync::Arc;

/// Follows what the cursor stands on, else the link of the note that is meant; from a footnote without a link there, goes
/// back; else follows the next link in the row, or in the block.
pub fn follow(model: &mut Model) -> Vec<Effect> {
    let in_text = model.doc.as_ref().filter(|_| model.view.focus != Pane::Notes).and_then(here);
    if let Some(effects) = in_text.is_none().then(|| links::follow(model)).flatten() {
        return effects;
    }
    if model.view.focus == Pane::Notes {
        model.say("no link in this note; [[ in a note begins one");
        return Vec::new();
    }
    let Some(doc) = &mut model.doc else { return Vec::new() };
    let here = here(doc);
    if here.is_none() && in_footnote(doc) {
        if !travel::trail(doc, Direction::Backward) {
            model.say("no earlier place");
        }
        return Vec::new();
    }
    if let Some(run) = here.or_else(|| near_cursor(doc)) {
        return go(model, run.style);
    }
    model.say("no link, footnote or picture here");
    Vec::new()
}

fn go(model: &mut Model, style: InlineStyle) -> Vec<Effect> {
    let Some(doc) = &mut model.doc else { return Vec::new() };
    match style {
        InlineStyle::NoteRef(Some(to)) | InlineStyle::Jump(to) => {
            travel::jump(doc, travel::readable(doc.document(), to));
        }
        InlineStyle::NoteRef(None) => model.say("the note that this refers to is not in the text"),
        InlineStyle::Link(index) => return follow_link(model, index),
        InlineStyle::Image(index) => return show(model, index),
        InlineStyle::Emphasis | InlineStyle::Strong | InlineStyle::Strike | InlineStyle::Code => {}
    }
    Vec::new()
}

/// What following would do here, in a word or two; nothing where it would first have to look around.
pub fn offer(doc: &OpenDocument) -> Option<&'static str> {
    let Some(run) = here(doc) else {
        return in_footnote(doc).then_some("back to the text");
    };
    Some(match run.style {
        InlineStyle::Image(_) => "open the picture",
        InlineStyle::NoteRef(_) => "footnote",
        InlineStyle::Jump(_) => "go there",
        _ => "follow",
    })
}

/// What the cursor stands on: a run that leads somewhere, else the description of a picture.
fn here(doc: &OpenDocument) -> Option<Inline> {
    under_cursor(doc).or_else(|| picture_around(doc))
}

/// The run at the cursor that leads somewhere; of several the innermost, a picture before the link around it.
fn under_cursor(doc: &OpenDocument) -> Option<Inline> {
    let order = |run: &Inline| (run.span.len(), !matches!(run.style, InlineStyle::Image(_)));
    leading(doc, Span::new(doc.cursor, doc.cursor + 1)).min_by_key(order)
}

/// The picture that the block of the cursor describes, where it begins with one.
fn picture_around(doc: &OpenDocument) -> Option<Inline> {
    let block = doc.document().blocks().get(doc.document().block_at(doc.cursor))?;
    let mut runs = doc.document().inlines_in(Span::new(block.span.start, block.span.start + 1));
    runs.find(|run| matches!(run.style, InlineStyle::Image(_)))
}

/// Whether the cursor stands in a footnote.
fn in_footnote(doc: &OpenDocument) -> bool {
    let block = doc.document().blocks().get(doc.document().block_at(doc.cursor));
    block.is_some_and(|block| block.kind == BlockKind::Footnote)
}

/// The next run in the row that leads somewhere, else the next in the block, else the last before the cursor in it.
fn near_cursor(doc: &mut OpenDocument) -> Option<Inline> {
    let document = Arc::clone(&doc.opened.document);
    let block = document.blocks().get(document.block_at(doc.cursor))?.span;
    let at = doc.page.row_of(&document, doc.cursor);
    let row = doc.page.flow.row(&document, at).map_or(block, |row| row.span);
    let next = |span: Span| leading(doc, span).find(|run| run.span.start > doc.cursor);
    next(row).or_else(|| next(block)).or_else(|| leading(doc, block).last())
}

/// The runs that overlap a span and lead somewhere.
fn leading(doc: &OpenDocument, span: Span) -> impl Iterator<Item = Inline> + '_ {
    use InlineStyle::{Image, Jump, Link, NoteRef};
    let leads = |run: &Inline| matches!(run.style, Link(_) | Jump(_) | NoteRef(_) | Image(_));
    doc.document().inlines_in(span).filter(leads)
}

/// A link to another document of the corpus opens it; any other address is copied.
fn follow_link(model: &mut Model, index: u32) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let Some(target) = doc.document().links().get(index as usize).cloned() else { return Vec::new() };
    let wanted = joined(&doc.opened.path, target.split('#').next().unwrap_or_default());
    if let Some(wanted) = wanted.filter(|wanted| model.list.has(wanted)) {
        return open(model, &wanted);
    }
    copied(target)
}

/// Has a picture shown outside; one on the network is copied as a link is.
fn show(model: &mut Model, index: u32) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let Some(source) = doc.document().images().get(index as usize).cloned() else { return Vec::new() };
    let path = doc.opened.path.clone();
    let scheme = source.split_once("//").map(|(scheme, _)| scheme.to_ascii_lowercase());
    if matches!(scheme.as_deref(), Some("" | "http:" | "https:")) {
        return copied(source);
    }
    model.status.message = Some(Message::passing("opening the picture"));
    vec![Effect::ShowPicture { path, source }]
}

/// A picture is in a file and cannot be shown here: names the file, so that it can be fetched.
pub fn picture_at(file: String) -> Vec<Effect> {
    let shown = visible::line(&file).into_owned();
    vec![Effect::Copy(ClipboardText::between(file, format!("picture: {shown} ("), ": no screen for it here)"))]
}

/// Puts an address on the clipboard.
fn copied(address: String) -> Vec<Effect> {
    let shown = format!(" {}", visible::line(&address));
    vec![Effect::Copy(ClipboardText::between(address, "", shown))]
}

/// A relative link, resolved against the path of the document it stands in; none where it names nothing.
fn joined(from: &DocPath, link: &str) -> Option<DocPath> {
    let mut parts: Vec<&str> = from.folder().split('/').collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.retain(|part| !part.is_empty());
    DocPath::new(parts.join("/")).ok()
}
