//! Exporting from the screen: a format is chosen, then what of, then where to. What is written, and how, is another's.

use crate::app::messages::{Effect, ExportRequest};
use crate::app::model::Model;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::Targets;
use crate::app::state::document::OpenedDocument;
use crate::app::state::export::{ExportEnd, ExportFormat, ExportOrder, ExportPrompt};
use crate::app::state::field::TextField;
use crate::app::state::overlay::Overlay;
use crate::app::state::results::ResultsKind;
use crate::config::chord::{Chord, Key};
use crate::document::DocPath;
use crate::text::visible;

/// Asks for the format.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let formats = model.config.exports.clone();
    let choice = |format: &ExportFormat| choice(format!("{}: {}", format.name, format.about), "");
    let chooser = Chooser::new("Export: the format", formats.iter().map(choice).collect(), 0);
    model.overlay = Some(Overlay::choose(chooser, Targets::ExportFormats(formats)));
    Vec::new()
}

/// The format is chosen: asks of what, where there is more than one answer.
pub fn format_chosen(model: &mut Model, format: ExportFormat) -> Vec<Effect> {
    let subjects = subjects(model, format);
    if let [(_, order)] = &subjects[..] {
        return subject_chosen(model, order.clone());
    }
    let (choices, orders) = subjects.into_iter().unzip();
    let chooser = Chooser::new(&format!("Export as {}: what", format.name), choices, 0);
    model.overlay = Some(Overlay::choose(chooser, Targets::ExportSubjects(orders)));
    Vec::new()
}

/// It is chosen what is exported: asks where to, and offers a name in the reader's home.
pub fn subject_chosen(model: &mut Model, order: ExportOrder) -> Vec<Effect> {
    let named = order.document.as_ref().map_or(main_title(&model.list.name), |path| stem(path));
    let offered = format!("~/{}", file_name(named, order.format));
    ask_place(model, ExportPrompt { field: TextField::line(&offered), order, taken: false });
    Vec::new()
}

fn ask_place(model: &mut Model, prompt: ExportPrompt) {
    model.overlay = Some(Overlay::Export(Box::new(prompt)));
}

/// What can be exported, each with how it is chosen.
fn subjects(model: &Model, format: ExportFormat) -> Vec<(Choice, ExportOrder)> {
    let order = |document: Option<&DocPath>, filter: &str| {
        let (document, filter) = (document.cloned(), filter.to_owned());
        ExportOrder { format, document, filter, place: String::new(), over: false }
    };
    let title =
        |opened: &OpenedDocument| opened.metadata.title.clone().unwrap_or_else(|| opened.path.file_name().to_owned());
    let open = model.doc.as_ref().map(|doc| (&doc.opened.path, title(&doc.opened)));
    let mut subjects = Vec::new();
    if let Some((path, title)) = &open {
        subjects.push((choice("this text".to_owned(), title), order(Some(path), "")));
    }
    subjects.push((choice("all texts".to_owned(), &model.list.name), order(None, "")));
    for filter in if format.of_documents { Vec::new() } else { filters(model) } {
        if let Some((path, title)) = &open {
            subjects.push((choice(format!("this text, only {filter}"), title), order(Some(path), &filter)));
        }
        subjects.push((choice(format!("all texts, only {filter}"), &model.list.name), order(None, &filter)));
    }
    subjects
}

/// The queries that show only some annotations now: that of the notes, that of everything that was marked.
fn filters(model: &Model) -> Vec<String> {
    let marks = model.navigation.results.as_ref().filter(|view| view.kind == ResultsKind::Marks);
    let typed = marks.map(|view| view.field.text()).into_iter();
    let all = std::iter::once(model.notes.filter.clone()).chain(typed);
    let mut filters: Vec<String> =
        all.map(|filter| filter.trim().to_owned()).filter(|filter| !filter.is_empty()).collect();
    filters.dedup();
    filters
}

fn choice(label: String, detail: &str) -> Choice {
    Choice { label, detail: detail.to_owned(), indent: 0 }
}

/// A title without its second half.
fn main_title(title: &str) -> &str {
    title.split_once(": ").map_or(title, |(main, _)| main)
}

/// The name of a text without its folders and its ending.
fn stem(path: &DocPath) -> &str {
    let name = path.file_name();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A name that a file can have, with the ending of the format; that of a folder ends with `/`.
fn file_name(named: &str, format: ExportFormat) -> String {
    let named = visible::line(named);
    let plain: String = named.trim().chars().map(|c| if matches!(c, '/' | '\\' | ':') { '-' } else { c }).collect();
    let plain = plain.trim_start_matches(['.', '-', '~']);
    let plain = if plain.is_empty() { "annotations" } else { plain };
    if format.is_folder() { format!("{plain}-{}/", format.name) } else { format!("{plain}.{}", format.extension) }
}

/// Takes a key of the line for the place.
pub fn press(model: &mut Model, mut prompt: ExportPrompt, chord: Chord) -> Vec<Effect> {
    let leaves = matches!((chord.key, chord.ctrl), (Key::Esc, _) | (Key::Char('c' | 'g'), true));
    let over = prompt.taken && chord == Chord::char('y');
    if leaves {
        model.say("nothing was exported");
        return Vec::new();
    }
    if over || (chord.key == Key::Enter && !prompt.taken) {
        return begin(model, prompt, over);
    }
    if !std::mem::take(&mut prompt.taken) || chord.key != Key::Enter {
        prompt.field.press(chord);
    }
    ask_place(model, prompt);
    Vec::new()
}

fn begin(model: &mut Model, prompt: ExportPrompt, over: bool) -> Vec<Effect> {
    let place = prompt.field.text().trim().to_owned();
    if place.is_empty() {
        model.complain("nothing was exported: export again, and say where to");
        return Vec::new();
    }
    model.say(format!("exporting to {place} …"));
    vec![Effect::Export(ExportRequest::Write(Box::new(ExportOrder { place, over, ..prompt.order })))]
}

/// An export has ended.
pub fn ended(model: &mut Model, end: ExportEnd) {
    match end {
        ExportEnd::Written(told) => model.say(told),
        ExportEnd::Failed(told) => model.complain(told),
        // Whatever lies over the panes by now takes the keys: they are not to be an answer.
        ExportEnd::Taken(order) if model.overlay.is_some() => {
            model.complain(format!(
                "nothing was exported: there is {} already; export again, to another name",
                order.place
            ));
        }
        ExportEnd::Taken(order) => {
            let field = TextField::line(&order.place);
            ask_place(model, ExportPrompt { field, order: *order, taken: true });
        }
    }
}
