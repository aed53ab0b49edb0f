//! From a command to the feature that carries it out. A new command is one row in the table of commands, one here, and
//! one function.

use crate::annotation::edit::HistoryStep;
use crate::annotation::{Color, Kind, Purpose};
use crate::app::annotating::{
    adjust, audience, curation, drafts, edits, marks, naming, repeating, review, saving, tags, versions, writing,
};
use crate::app::commands::{Command, Context};
use crate::app::dispatch::panes::{cancel, focus, side, step, zoom};
use crate::app::dispatch::quit;
use crate::app::library::{backlinks, changes, export, follow, list, marks as all_marks, navigation, places, results};
use crate::app::messages::{Effect, Env, ReadRequest};
use crate::app::model::Model;
use crate::app::notes::pane;
use crate::app::query::current;
use crate::app::query::keys::{key_of, keys_in};
use crate::app::reading::selection::{grow, select, swap};
use crate::app::reading::{contents, copy, labels, numbering, reading_aid, search, travel};
use crate::app::seminar::{
    answering, board, choose_layer, compare, layers, presence, reply, sync, unannotated, unread,
};
use crate::app::state::overlay::{HelpPage, MarkAction, Overlay};
use crate::app::state::repeating::{TextUnit, WhatWasDone};
use crate::app::state::results::ResultsKind;
use crate::app::state::view::Pane;
use crate::app::status::{go_to, palette, settings, themes, tour};
use crate::document::motion::Motion;
use crate::text::Direction;

/// Carries a command out; one that writes asks for the reader's name first, once, where there is something to write about.
pub fn run(model: &mut Model, command: Command, given: &Env) -> Vec<Effect> {
    if model.doc.is_none() && is_of_text(model, command) {
        model.say("open a text first");
        return Vec::new();
    }
    if model.view.focus != Pane::Reader && shows_text(model, command) {
        focus(model, Pane::Reader);
    }
    if command.writes() && naming::must_ask(model) && acts(model, command) {
        naming::ask_name(model, command);
        return Vec::new();
    }
    let unit = repeating::unit_of(model);
    let effects = carry_out(model, command, given);
    repeating::remember(model, command, unit, &effects);
    effects
}

/// Does here what was done last; where a word or a paragraph was taken for it, it takes one here.
fn repeat(model: &mut Model, given: &Env) -> Vec<Effect> {
    let Some(act) = model.written.repeating.act.clone() else {
        let tag = key_of(model, Command::Tag);
        model.say(format!("nothing to repeat yet: mark a passage, tag it ({tag}) or write on it first"));
        return Vec::new();
    };
    if let Some(unit) = act.unit.filter(|_| repeating::takes_words(model)) {
        grow(model, unit);
    }
    let effects = match &act.what {
        WhatWasDone::Command(command) => carry_out(model, *command, given),
        WhatWasDone::Tagged(tag) => tags::give(model, tag, given),
        WhatWasDone::Written(kind, words, audience) => writing::again(model, *kind, words, audience.clone()),
    };
    repeating::tell(model, &effects);
    model.written.repeating.act = Some(act);
    effects
}

/// Whether a command is about an open text: no key of the list or of all panes has it.
fn is_of_text(model: &Model, command: Command) -> bool {
    let bound = |contexts: &[Context]| contexts.iter().any(|context| !keys_in(model, *context, command).is_empty());
    bound(&[Context::Reader, Context::Select, Context::Notes]) && !bound(&[Context::List, Context::Global])
}

/// Whether a command acts at a place of the text, which has to be seen for that: the palette offers it in every pane.
fn shows_text(model: &Model, command: Command) -> bool {
    let in_list = model.view.focus == Pane::List;
    match command {
        Command::Select
        | Command::SelectWord
        | Command::SelectSentence
        | Command::SelectParagraph
        | Command::SwapEnds
        | Command::Pick => true,
        Command::Note | Command::Question | Command::Bookmark => in_list,
        _ => false,
    }
}

/// Whether there is something for the command to act on; one that finds nothing says so itself.
fn acts(model: &Model, command: Command) -> bool {
    match command {
        Command::Repeat => model.written.repeating.act.is_some(),
        Command::Adjust | Command::Delete | Command::Audience => current::own_subject(model, "").is_ok(),
        Command::Curate | Command::Comment | Command::Edit | Command::Reply | Command::ReplyAlone | Command::Agree => {
            current::subject(model).is_some()
        }
        Command::Mark
        | Command::Accept
        | Command::MarkYellow
        | Command::MarkGreen
        | Command::MarkBlue
        | Command::MarkPink
        | Command::MarkOrange
        | Command::MarkPurple
        | Command::Tag => {
            let nothing_there = model.view.focus == Pane::Reader && current::subject(model).is_none();
            nothing_there || current::is_selecting(model) || current::own_subject(model, "").is_ok()
        }
        _ => true,
    }
}

/// Command → feature, a row for each. A flat table, so it may be long.
#[expect(clippy::too_many_lines, reason = "one row for each command")]
fn carry_out(model: &mut Model, command: Command, given: &Env) -> Vec<Effect> {
    match command {
        // Moving.
        Command::RowDown | Command::RowUp => travel::rows(model, stride(command)),
        Command::PageDown | Command::PageUp => travel::pages(model, 1.0 * towards(command)),
        Command::HalfPageDown | Command::HalfPageUp => travel::pages(model, 0.5 * towards(command)),
        Command::ScrollDown | Command::ScrollUp => travel::scroll_view(model, stride(command)),
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
        Command::Percent => travel::ask_percent(model),
        Command::Outline => contents::outline(model),
        Command::GoToPage => contents::ask_page(model),
        Command::Follow => follow::follow(model),
        Command::Backlinks => backlinks::ask(model),
        Command::Back | Command::Forward => navigation::trail(model, direction(command)),
        Command::SetMark | Command::GoToMark => overlay(model, Overlay::Mark(mark_action(command))),
        Command::AnnotationNext | Command::AnnotationPrev => next_mark(model, stride(command)),
        Command::Untouched => unannotated::ask(model),
        Command::UnreadNext | Command::UnreadPrev => unread::step(model, direction(command)),
        Command::ReadAll => unread::read_all(model),
        // Finding.
        Command::Search | Command::SearchBack => search::ask(model, direction(command)),
        Command::SearchWord | Command::SearchWordBack => search::word(model, direction(command)),
        Command::SearchAll | Command::Concordance | Command::Timeline | Command::Marks => places_of(model, command),
        Command::Names | Command::LookUp | Command::GoTo => names_of(model, command),
        Command::HitNext | Command::HitPrev => results::next(model, direction(command)),
        // Selecting.
        Command::Pick => labels::start(model),
        Command::Select => select(model),
        Command::SelectWord | Command::SelectSentence | Command::SelectParagraph => grow(model, unit(command)),
        Command::SwapEnds => swap(model),
        Command::Cancel => cancel(model),
        Command::Copy => copy::copy(model),
        // Annotating.
        Command::Mark => marks::highlight(model, given),
        Command::Accept => adjust::accept(model, given),
        Command::MarkYellow => marks::color(model, given, Color::Yellow),
        Command::MarkGreen => marks::color(model, given, Color::Green),
        Command::MarkBlue => marks::color(model, given, Color::Blue),
        Command::MarkPink => marks::color(model, given, Color::Pink),
        Command::MarkOrange => marks::color(model, given, Color::Orange),
        Command::MarkPurple => marks::color(model, given, Color::Purple),
        Command::Note => writing::note(model),
        Command::Question => writing::start(model, Purpose::New(Kind::Question)),
        Command::DocumentNote => writing::start(model, Purpose::New(Kind::DocumentNote)),
        Command::Prompts => answering::ask(model),
        Command::Answer => answering::answer(model, given),
        Command::Curate => curation::toggle(model, given),
        Command::Comment => curation::comment(model),
        Command::Bookmark => marks::bookmark(model, given),
        Command::Tag => tags::ask(model),
        Command::Edit => marks::edit(model),
        Command::Reply | Command::ReplyAlone => answer(model, command, given),
        Command::Agree => reply::vote(model, given),
        Command::Adjust => adjust::adjust(model),
        Command::Delete => marks::delete(model, given),
        Command::Undo | Command::Redo => step_back(model, given, history_step(command)),
        Command::Repeat => repeat(model, given),
        Command::History => versions::ask(model, given),
        Command::Audience | Command::AudienceOfAll => who_reads(model, command, given),
        Command::Resume | Command::Discard => unfinished(model, command),
        // Panes.
        Command::PaneNext | Command::PanePrev => focus(model, model.view.next(direction(command))),
        Command::PaneList | Command::PaneNotes => focus(model, side_pane(command)),
        Command::Zoom | Command::Side => room(model, command),
        Command::Fold => travel::fold(model),
        Command::ParagraphNumbers => numbering::toggle(model),
        Command::ReadingAid => reading_aid::next(model),
        Command::TextNext | Command::TextPrev => list::open_next(model, stride(command)),
        // The list.
        Command::ItemDown | Command::ItemUp | Command::ItemFirst | Command::ItemLast => step(model, stride(command)),
        Command::ItemPageDown | Command::ItemPageUp => step(model, 2 * stride(command)),
        Command::Open => list::open(model),
        Command::Reload => changes::reload(model),
        Command::Narrow => list::ask_filter(model),
        Command::Sort => list::sort(model),
        Command::ToggleRead => places::toggle_read(model),
        // The notes pane.
        Command::CardDown
        | Command::CardUp
        | Command::CardPageDown
        | Command::CardPageUp
        | Command::CardFirst
        | Command::CardLast => pane::step(model, stride(command)),
        Command::GoThere => answering::enter(model, given),
        Command::Receipt => review::open(model),
        Command::LayerNext => layers::next(model),
        Command::Layers => choose_layer::ask(model),
        Command::Filter => pane::ask_filter(model),
        Command::Compare => compare::ask(model),
        // Everywhere.
        Command::Board => board::open(model),
        Command::Theme | Command::Settings | Command::Tour => program(model, command),
        Command::Export => export::ask(model),
        Command::Rename => naming::ask_rename(model),
        Command::Sync => sync::start(model),
        Command::Lead => presence::toggle(model),
        Command::Help => overlay(model, Overlay::Help(HelpPage::default())),
        Command::Palette => palette::open(model),
        Command::Leave => quit::back(model),
        Command::Save => saving::try_again(model),
        Command::Quit => quit::quit(model),
        Command::Redraw | Command::Suspend => on_terminal(command),
    }
}

/// Who may read one's own: the annotation that is meant, or all that show.
fn who_reads(model: &mut Model, command: Command, given: &Env) -> Vec<Effect> {
    if command == Command::Audience { audience::toggle(model, given) } else { audience::ask(model) }
}

/// The note that was not finished.
fn unfinished(model: &mut Model, command: Command) -> Vec<Effect> {
    if command == Command::Resume { drafts::resume(model) } else { drafts::discard(model) }
}

/// Opens what leads to places in many texts.
fn places_of(model: &mut Model, command: Command) -> Vec<Effect> {
    let kind = match command {
        Command::Concordance => ResultsKind::Concordance,
        Command::Timeline => ResultsKind::Timeline,
        Command::Marks => ResultsKind::Marks,
        _ => ResultsKind::Search,
    };
    results::open(model, kind)
}

/// Opens what leads by a name.
fn names_of(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::LookUp => results::look_up(model),
        Command::GoTo => go_to::ask(model),
        _ => results::open(model, ResultsKind::Names),
    }
}

/// Takes back, or does again, what was changed last: many tags at once, or something on the open text.
fn step_back(model: &mut Model, given: &Env, step: HistoryStep) -> Vec<Effect> {
    all_marks::step(model, given, Some(step)).unwrap_or_else(|| edits::step_history(model, given, step))
}

/// What concerns the program, not what is read with it.
fn program(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Theme => themes::ask(model),
        Command::Settings => settings::ask(model),
        _ => tour::skip(model),
    }
}

/// What concerns the terminal alone.
fn on_terminal(command: Command) -> Vec<Effect> {
    match command {
        Command::Redraw => redraw(),
        _ => vec![Effect::Suspend],
    }
}

/// Everything as it is now: the screen, and the folder behind the list.
pub fn redraw() -> Vec<Effect> {
    vec![Effect::Redraw, Effect::Read(ReadRequest::LookAgain)]
}

/// What a command selects.
fn unit(command: Command) -> TextUnit {
    match command {
        Command::SelectWord => TextUnit::Word,
        Command::SelectParagraph => TextUnit::Paragraph,
        _ => TextUnit::Sentence,
    }
}

/// Which way a command goes of which there are two.
fn direction(command: Command) -> Direction {
    match command {
        Command::Back
        | Command::UnreadPrev
        | Command::SearchBack
        | Command::SearchWordBack
        | Command::HitPrev
        | Command::PanePrev => Direction::Backward,
        _ => Direction::Forward,
    }
}

fn side_pane(command: Command) -> Pane {
    if command == Command::PaneList { Pane::List } else { Pane::Notes }
}

fn mark_action(command: Command) -> MarkAction {
    if command == Command::SetMark { MarkAction::Set } else { MarkAction::Go }
}

fn history_step(command: Command) -> HistoryStep {
    if command == Command::Undo { HistoryStep::Undo } else { HistoryStep::Redo }
}

/// How far a step goes; a page of a list of cards is five, in the list of texts, where two rows are one, twice as far.
fn stride(command: Command) -> isize {
    match command {
        Command::ItemDown
        | Command::CardDown
        | Command::RowDown
        | Command::ScrollDown
        | Command::AnnotationNext
        | Command::TextNext => 1,
        Command::ItemUp
        | Command::CardUp
        | Command::RowUp
        | Command::ScrollUp
        | Command::AnnotationPrev
        | Command::TextPrev => -1,
        Command::ItemPageDown | Command::CardPageDown => 5,
        Command::ItemPageUp | Command::CardPageUp => -5,
        Command::ItemFirst | Command::CardFirst => isize::MIN + 1,
        _ => isize::MAX,
    }
}

/// More room for the text.
fn room(model: &mut Model, command: Command) -> Vec<Effect> {
    if command == Command::Zoom { zoom(model) } else { side(model) }
}

/// Down is forward.
fn towards(command: Command) -> f32 {
    if matches!(command, Command::PageUp | Command::HalfPageUp) { -1.0 } else { 1.0 }
}

/// A prompt is answered in its own way, everything else by a reply.
fn answer(model: &mut Model, command: Command, given: &Env) -> Vec<Effect> {
    match current::subject(model) {
        _ if command == Command::ReplyAlone => reply::ask_alone(model),
        Some(meant) if meant.is_prompt() => answering::answer(model, given),
        _ => reply::ask(model),
    }
}

/// The next annotation; while a comparison shows in place of the annotations, the next difference.
fn next_mark(model: &mut Model, by: isize) -> Vec<Effect> {
    if model.peers.comparing.is_some() { compare::step(model, by) } else { pane::next_in_text(model, by) }
}

fn overlay(model: &mut Model, overlay: Overlay) -> Vec<Effect> {
    model.overlay = Some(overlay);
    Vec::new()
}
