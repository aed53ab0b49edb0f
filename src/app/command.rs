//! From a command to the feature that carries it out, and what belongs to no feature alone. A new command is one row in
//! the table of commands, one here, and one function.

use super::commands::{COMMANDS, Command, Context};
use super::desk::current;
use super::{
    Choice, Chooser, Effect, Given, Model, Overlay, Pane, answering, board, compare, contents, curation, follow,
    layers, lead, list, mark, notes, pick, receipt, reply, search, sync, tags, travel, unread, untouched, versions,
    writing,
};
use crate::annotation::{Color, Kind};
use crate::document::motion::{self, Motion};
use crate::text::Span;

/// Carries a command out; one that writes asks for the reader's name first, once, where there is something to write about.
pub fn run(model: &mut Model, command: Command, given: &Given) -> Vec<Effect> {
    if command.writes() && writing::must_ask(model) && acts(model, command) {
        writing::ask_name(model, command);
        return Vec::new();
    }
    carry_out(model, command, given)
}

/// Whether there is something for the command to act on; one that finds nothing says so itself.
fn acts(model: &Model, command: Command) -> bool {
    match command {
        Command::Curate | Command::Comment | Command::Adjust | Command::Delete => current(model).is_some(),
        Command::Reply | Command::Agree => reply::meant(model).is_some(),
        _ => true,
    }
}

/// Command → feature, a row for each. A flat table, so it may be long.
#[expect(clippy::too_many_lines, reason = "one row for each command")]
fn carry_out(model: &mut Model, command: Command, given: &Given) -> Vec<Effect> {
    match command {
        // Moving.
        Command::RowDown => travel::rows(model, 1),
        Command::RowUp => travel::rows(model, -1),
        Command::PageDown => travel::pages(model, 1.0),
        Command::PageUp => travel::pages(model, -1.0),
        Command::HalfPageDown => travel::pages(model, 0.5),
        Command::HalfPageUp => travel::pages(model, -0.5),
        Command::ScrollDown => travel::scroll_view(model, 1),
        Command::ScrollUp => travel::scroll_view(model, -1),
        Command::Start => travel::motion(model, Motion::Start),
        Command::End => travel::motion(model, Motion::End),
        Command::CharRight => travel::motion(model, Motion::NextGrapheme),
        Command::CharLeft => travel::motion(model, Motion::PrevGrapheme),
        Command::WordNext => travel::motion(model, Motion::NextWord),
        Command::WordPrev => travel::motion(model, Motion::PrevWord),
        Command::WordEnd => travel::motion(model, Motion::WordEnd),
        Command::SentenceNext => travel::motion(model, Motion::NextSentence),
        Command::SentencePrev => travel::motion(model, Motion::PrevSentence),
        Command::ParagraphNext => travel::motion(model, Motion::NextParagraph),
        Command::ParagraphPrev => travel::motion(model, Motion::PrevParagraph),
        Command::HeadingNext => travel::motion(model, Motion::NextHeading),
        Command::HeadingPrev => travel::motion(model, Motion::PrevHeading),
        Command::Outline => contents::outline(model),
        Command::GoToPage => contents::ask_page(model),
        Command::Follow => follow::follow(model),
        Command::Back => travel::trail(model, true),
        Command::Forward => travel::trail(model, false),
        Command::SetMark => overlay(model, Overlay::Mark { set: true }),
        Command::GoToMark => overlay(model, Overlay::Mark { set: false }),
        Command::AnnotationNext => next_mark(model, 1),
        Command::AnnotationPrev => next_mark(model, -1),
        Command::Untouched => untouched::ask(model),
        Command::UnreadNext => unread::step(model, false),
        Command::UnreadPrev => unread::step(model, true),
        Command::ReadAll => unread::read_all(model),
        // Finding.
        Command::Search => search::ask(model, false),
        Command::SearchBack => search::ask(model, true),
        Command::HitNext => search::next(model, false),
        Command::HitPrev => search::next(model, true),
        // Selecting.
        Command::Pick => pick::start(model),
        Command::Select => select(model),
        Command::SelectWord => grow(model, Unit::Word),
        Command::SelectSentence => grow(model, Unit::Sentence),
        Command::SelectParagraph => grow(model, Unit::Paragraph),
        Command::SwapEnds => swap(model),
        Command::Cancel => cancel(model),
        Command::Copy => mark::copy(model),
        // Annotating.
        Command::Mark => mark::highlight(model, given),
        Command::Accept => mark::accept(model, given),
        Command::MarkYellow => mark::color(model, given, Color::Yellow),
        Command::MarkGreen => mark::color(model, given, Color::Green),
        Command::MarkBlue => mark::color(model, given, Color::Blue),
        Command::MarkPink => mark::color(model, given, Color::Pink),
        Command::MarkOrange => mark::color(model, given, Color::Orange),
        Command::MarkPurple => mark::color(model, given, Color::Purple),
        Command::Note => writing::note(model),
        Command::Question => writing::start(model, writing::Purpose::New(Kind::Question)),
        Command::DocumentNote => writing::start(model, writing::Purpose::New(Kind::DocumentNote)),
        Command::Prompts => answering::ask(model),
        Command::Answer => answering::answer(model, given),
        Command::Curate => curation::toggle(model, given),
        Command::Comment => curation::comment(model),
        Command::Bookmark => mark::bookmark(model, given),
        Command::Tag => tags::ask(model),
        Command::Edit => mark::edit(model),
        Command::Reply => answer(model, given),
        Command::Agree => reply::vote(model, given),
        Command::Adjust => mark::adjust(model),
        Command::Delete => mark::delete(model, given),
        Command::Undo => mark::undo(model, given, false),
        Command::Redo => mark::undo(model, given, true),
        Command::History => versions::ask(model, given),
        Command::Resume => writing::resume(model),
        Command::Discard => writing::discard(model),
        // Panes.
        Command::PaneNext => focus(model, model.view.next(false)),
        Command::PanePrev => focus(model, model.view.next(true)),
        Command::PaneList => focus(model, Pane::List),
        Command::PaneNotes => focus(model, Pane::Notes),
        Command::Zoom => zoom(model),
        Command::Side => side(model),
        Command::Fold => travel::fold(model),
        Command::TextNext => list::open_next(model, 1),
        Command::TextPrev => list::open_next(model, -1),
        // The list.
        Command::ItemDown => step(model, 1),
        Command::ItemUp => step(model, -1),
        Command::ItemPageDown => step(model, 10),
        Command::ItemPageUp => step(model, -10),
        Command::ItemFirst => step(model, isize::MIN + 1),
        Command::ItemLast => step(model, isize::MAX),
        Command::Open => list::open(model),
        Command::Narrow => list::ask_filter(model),
        Command::Sort => list::sort(model),
        // The notes pane.
        Command::CardDown => notes::step(model, 1),
        Command::CardUp => notes::step(model, -1),
        Command::CardPageDown => notes::step(model, 5),
        Command::CardPageUp => notes::step(model, -5),
        Command::CardFirst => notes::step(model, isize::MIN + 1),
        Command::CardLast => notes::step(model, isize::MAX),
        Command::GoThere => answering::enter(model, given),
        Command::Receipt => receipt::open(model),
        Command::LayerNext => layers::next(model),
        Command::Layers => layers::ask(model),
        Command::Filter => notes::ask_filter(model),
        Command::Compare => compare::ask(model),
        // Everywhere.
        Command::Board => board::open(model),
        Command::Sync => sync::start(model),
        Command::Lead => lead::toggle(model),
        Command::Help => overlay(model, Overlay::Help(0)),
        Command::Palette => palette(model),
        Command::Leave => travel::back(model),
        Command::Quit => travel::quit(model),
        Command::Suspend => vec![Effect::Suspend],
    }
}

/// A prompt is answered in its own way, everything else by a reply.
fn answer(model: &mut Model, given: &Given) -> Vec<Effect> {
    match reply::meant(model) {
        Some(meant) if meant.is_prompt() => answering::answer(model, given),
        _ => reply::ask(model),
    }
}

/// The next annotation; while a comparison shows in place of the annotations, the next difference.
fn next_mark(model: &mut Model, by: isize) -> Vec<Effect> {
    if model.comparing.is_some() { compare::step(model, by) } else { notes::next_in_text(model, by) }
}

fn overlay(model: &mut Model, overlay: Overlay) -> Vec<Effect> {
    model.overlay = Some(overlay);
    Vec::new()
}

fn palette(model: &mut Model) -> Vec<Effect> {
    let context = super::keys::context(model);
    let keys = |command: Command| {
        let of = |context: Context| model.config.keymap.keys_of(context.name(), command.name());
        let bound = of(context);
        if bound.is_empty() { of(Context::Global).join(" ") } else { bound.join(" ") }
    };
    let choice = |command: &Command| Choice {
        label: format!("{}: {}", command.name(), command.about()),
        detail: keys(*command),
        indent: 0,
    };
    let chooser = Chooser::new("Commands", COMMANDS.iter().map(choice).collect(), 0);
    overlay(model, Overlay::Palette(chooser))
}

fn select(model: &mut Model) -> Vec<Effect> {
    if let Some(desk) = &mut model.desk {
        desk.selection = if desk.selection.is_some() { None } else { Some(desk.cursor) };
    }
    Vec::new()
}

#[derive(Clone, Copy)]
enum Unit {
    Word,
    Sentence,
    Paragraph,
}

/// Selects the unit at the cursor; where the selection ends with one already, takes the next one in.
fn grow(model: &mut Model, unit: Unit) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    let back = desk.selection.is_some_and(|fixed| desk.cursor < fixed);
    let (around, next, before): (fn(&_, usize) -> Span, _, _) = match unit {
        Unit::Word => (motion::word_around, Motion::NextWord, Motion::PrevWord),
        Unit::Sentence => (motion::sentence_around, Motion::NextSentence, Motion::PrevSentence),
        Unit::Paragraph => (motion::paragraph_around, Motion::NextParagraph, Motion::PrevParagraph),
    };
    let this = around(desk.document(), desk.cursor);
    let further = || around(desk.document(), travel::destination(desk, if back { before } else { next }));
    let span = match desk.selected() {
        Some(selected) if selected.covers(this) => selected.union(further()),
        Some(selected) => selected.union(this),
        None => this,
    };
    if !span.is_empty() {
        pick::select(model, span);
        if back {
            swap(model);
        }
    }
    Vec::new()
}

fn swap(model: &mut Model) -> Vec<Effect> {
    if let Some(desk) = &mut model.desk
        && let Some(fixed) = &mut desk.selection
    {
        std::mem::swap(fixed, &mut desk.cursor);
        desk.goal = None;
    }
    Vec::new()
}

fn cancel(model: &mut Model) -> Vec<Effect> {
    if compare::leave(model) {
        return Vec::new();
    }
    match model.view.focus {
        Pane::List if !model.list.filter.is_empty() => {
            model.list.narrow("");
            model.say("all texts");
        }
        Pane::Notes if !model.notes.filter.is_empty() => notes::filter(model, ""),
        _ => {}
    }
    if let Some(desk) = &mut model.desk {
        desk.selection = None;
        desk.found.shown = false;
    }
    Vec::new()
}

fn focus(model: &mut Model, pane: Pane) -> Vec<Effect> {
    if let Some(desk) = &mut model.desk {
        if pane == Pane::Notes && model.view.focus == Pane::Reader {
            // The reader follows the notes: the way back to where one read.
            travel::remember(desk);
        }
        model.view.focus_on(pane);
    }
    Vec::new()
}

fn zoom(model: &mut Model) -> Vec<Effect> {
    model.view.zoomed = !model.view.zoomed;
    Vec::new()
}

fn side(model: &mut Model) -> Vec<Effect> {
    if model.desk.is_some() {
        model.view.side_hidden = !model.view.side_hidden;
        model.view.focus = Pane::Reader;
    }
    Vec::new()
}

fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let most = model.list.shown.len().cast_signed();
    model.list.step(by.clamp(-most, most));
    Vec::new()
}
