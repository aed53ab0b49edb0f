//! The table of commands. Keys, help, the palette, the docs and tests are all made from it: a new command is one row
//! here and one function.

use super::desk::current;
use super::{
    Choice, Chooser, Effect, Given, Model, Overlay, Pane, answering, board, compare, contents, curation, follow,
    layers, lead, list, mark, notes, pick, receipt, reply, search, sync, tags, travel, unread, untouched, versions,
    writing,
};
use crate::annotation::{Color, Kind};
use crate::document::motion::{self, Motion};
use crate::text::Span;

/// Where keys can be bound, as `keys.toml` names the places: what it is, and what it is for.
pub const CONTEXTS: &[(&str, &str)] = &[
    ("reader", "reading"),
    ("select", "while text is selected"),
    ("list", "the list of texts"),
    ("notes", "the notes pane"),
    ("global", "everywhere"),
];

/// What a command does.
pub type Run = fn(&mut Model, &Given) -> Vec<Effect>;

/// One command.
pub struct Command {
    /// Its name in `keys.toml` and the palette.
    pub name: &'static str,
    /// What it does, in a few words.
    pub about: &'static str,
    /// Whether it writes an annotation, so that the reader's name must be known.
    pub writes: bool,
    /// Whether there is something for it to act on.
    acts: fn(&Model) -> bool,
    run: Run,
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

const fn does(name: &'static str, about: &'static str, run: Run) -> Command {
    Command { name, about, writes: false, acts: |_| true, run }
}

const fn writes(name: &'static str, about: &'static str, run: Run) -> Command {
    Command { name, about, writes: true, acts: |_| true, run }
}

/// One that writes about the annotation that is meant, and says so where there is none.
const fn alters(name: &'static str, about: &'static str, acts: fn(&Model) -> bool, run: Run) -> Command {
    Command { name, about, writes: true, acts, run }
}

/// Every command, in the order of help.
pub static COMMANDS: &[Command] = &[
    // Moving.
    does("row-down", "one row down", |m, _| travel::rows(m, 1)),
    does("row-up", "one row up", |m, _| travel::rows(m, -1)),
    does("page-down", "one page on", |m, _| travel::pages(m, 1.0)),
    does("page-up", "one page back", |m, _| travel::pages(m, -1.0)),
    does("half-page-down", "half a page on", |m, _| travel::pages(m, 0.5)),
    does("half-page-up", "half a page back", |m, _| travel::pages(m, -0.5)),
    does("scroll-down", "scroll one row, the cursor stays", |m, _| travel::scroll_view(m, 1)),
    does("scroll-up", "scroll one row back, the cursor stays", |m, _| travel::scroll_view(m, -1)),
    does("start", "beginning of the text", |m, _| travel::motion(m, Motion::Start)),
    does("end", "end of the text", |m, _| travel::motion(m, Motion::End)),
    does("char-right", "one character right", |m, _| travel::motion(m, Motion::NextGrapheme)),
    does("char-left", "one character left", |m, _| travel::motion(m, Motion::PrevGrapheme)),
    does("word-next", "next word", |m, _| travel::motion(m, Motion::NextWord)),
    does("word-prev", "previous word", |m, _| travel::motion(m, Motion::PrevWord)),
    does("word-end", "end of the word", |m, _| travel::motion(m, Motion::WordEnd)),
    does("sentence-next", "next sentence", |m, _| travel::motion(m, Motion::NextSentence)),
    does("sentence-prev", "previous sentence", |m, _| travel::motion(m, Motion::PrevSentence)),
    does("paragraph-next", "next paragraph", |m, _| travel::motion(m, Motion::NextParagraph)),
    does("paragraph-prev", "previous paragraph", |m, _| travel::motion(m, Motion::PrevParagraph)),
    does("heading-next", "next heading", |m, _| travel::motion(m, Motion::NextHeading)),
    does("heading-prev", "previous heading", |m, _| travel::motion(m, Motion::PrevHeading)),
    does("outline", "sections, to jump to", |m, _| contents::outline(m)),
    does("go-to-page", "go to a page by its number", |m, _| contents::ask_page(m)),
    does("follow", "follow the link or footnote, or back; open the picture", |m, _| follow::follow(m)),
    does("back", "back to where a jump came from", |m, _| travel::trail(m, true)),
    does("forward", "forward again", |m, _| travel::trail(m, false)),
    does("set-mark", "name this place with a letter", |m, _| overlay(m, Overlay::Mark { set: true })),
    does("go-to-mark", "go to a named place", |m, _| overlay(m, Overlay::Mark { set: false })),
    does("annotation-next", "next annotation in the text", |m, _| notes::next_in_text(m, 1)),
    does("annotation-prev", "previous annotation in the text", |m, _| notes::next_in_text(m, -1)),
    does("untouched", "the paragraphs that nobody marked, to go there", |m, _| untouched::ask(m)),
    does("unread-next", "next annotation that is new to me, in the next text too", |m, _| unread::step(m, false)),
    does("unread-prev", "previous annotation that is new to me", |m, _| unread::step(m, true)),
    does("read-all", "take everything on this text (in the list: everywhere) as read", |m, _| unread::read_all(m)),
    // Finding.
    does("search", "search in the text", |m, _| search::ask(m, false)),
    does("search-back", "search backwards", |m, _| search::ask(m, true)),
    does("hit-next", "next hit", |m, _| search::next(m, false)),
    does("hit-prev", "previous hit", |m, _| search::next(m, true)),
    // Selecting.
    does("pick", "label every sentence on the screen, to select one", |m, _| pick::start(m)),
    does("select", "select from here", |m, _| select(m)),
    does("select-word", "select the word, or one more", |m, _| grow(m, Unit::Word)),
    does("select-sentence", "select the sentence, or one more", |m, _| grow(m, Unit::Sentence)),
    does("select-paragraph", "select the paragraph, or one more", |m, _| grow(m, Unit::Paragraph)),
    does("swap-ends", "go to the other end of the selection", |m, _| swap(m)),
    does("cancel", "leave the selection; hide the hits", |m, _| cancel(m)),
    does("copy", "copy the quotation with its source", |m, _| mark::copy(m)),
    // Annotating.
    writes("mark", "mark in the usual colour", mark::highlight),
    writes("accept", "mark, or take the passage being moved", mark::accept),
    writes("mark-yellow", "mark yellow", |m, g| mark::color(m, g, Color::Yellow)),
    writes("mark-green", "mark green", |m, g| mark::color(m, g, Color::Green)),
    writes("mark-blue", "mark blue", |m, g| mark::color(m, g, Color::Blue)),
    writes("mark-pink", "mark pink", |m, g| mark::color(m, g, Color::Pink)),
    writes("mark-orange", "mark orange", |m, g| mark::color(m, g, Color::Orange)),
    writes("mark-purple", "mark purple", |m, g| mark::color(m, g, Color::Purple)),
    writes("note", "write a note here", |m, _| writing::note(m)),
    writes("question", "ask a question here", |m, _| writing::start(m, writing::Purpose::New(Kind::Question))),
    writes("document-note", "write a note on the whole text", |m, _| {
        writing::start(m, writing::Purpose::New(Kind::DocumentNote))
    }),
    does("prompts", "prompts of the syllabus for this text or session, to answer", |m, _| answering::ask(m)),
    writes("answer", "answer the prompt here, or change the answer", answering::answer),
    alters("curate", "pick the annotation for the digest, or leave it out again", stands_here, curation::toggle),
    alters("comment", "say why it is picked for the digest", stands_here, |m, _| curation::comment(m)),
    writes("bookmark", "put a bookmark here", mark::bookmark),
    writes("tag", "tag it, or take a tag off", |m, _| tags::ask(m)),
    writes("edit", "change the note", |m, _| mark::edit(m)),
    alters("reply", "answer it", is_meant, reply::ask),
    alters("agree", "me too; on an answer: it settles the question, or I agree", is_meant, reply::vote),
    alters("adjust", "move the passage's ends", stands_here, |m, _| mark::adjust(m)),
    alters("delete", "delete the annotation", stands_here, mark::delete),
    does("undo", "undo the last change to an annotation", |m, g| mark::undo(m, g, false)),
    does("redo", "do it again", |m, g| mark::undo(m, g, true)),
    does("history", "what was changed in it, and when", versions::ask),
    writes("resume", "open the note that was not finished", |m, _| writing::resume(m)),
    does("discard", "throw the unfinished note away", |m, _| writing::discard(m)),
    // Panes.
    does("pane-next", "next pane", |m, _| focus(m, m.view.next(false))),
    does("pane-prev", "previous pane", |m, _| focus(m, m.view.next(true))),
    does("pane-list", "the list of texts", |m, _| focus(m, Pane::List)),
    does("pane-notes", "the notes", |m, _| focus(m, Pane::Notes)),
    does("zoom", "fill the screen with this pane, and back", |m, _| zoom(m)),
    does("side", "put the other panes away, and back", |m, _| side(m)),
    does("fold", "show or fold page furniture", |m, _| travel::fold(m)),
    does("text-next", "open the next text of the list", |m, _| list::open_next(m, 1)),
    does("text-prev", "open the previous text of the list", |m, _| list::open_next(m, -1)),
    // The list.
    does("item-down", "next text", |m, _| step(m, 1)),
    does("item-up", "previous text", |m, _| step(m, -1)),
    does("item-page-down", "ten texts on", |m, _| step(m, 10)),
    does("item-page-up", "ten texts back", |m, _| step(m, -10)),
    does("item-first", "first text", |m, _| step(m, isize::MIN + 1)),
    does("item-last", "last text", |m, _| step(m, isize::MAX)),
    does("open", "read this text", |m, _| list::open(m)),
    does("narrow", "narrow the list by typing", |m, _| list::ask_filter(m)),
    does("sort", "sort by something else", |m, _| list::sort(m)),
    // The notes pane.
    does("card-down", "next annotation", |m, _| notes::step(m, 1)),
    does("card-up", "previous annotation", |m, _| notes::step(m, -1)),
    does("card-page-down", "five annotations on", |m, _| notes::step(m, 5)),
    does("card-page-up", "five annotations back", |m, _| notes::step(m, -5)),
    does("card-first", "first annotation", |m, _| notes::step(m, isize::MIN + 1)),
    does("card-last", "last annotation", |m, _| notes::step(m, isize::MAX)),
    does("go-there", "go to its place in the text; answer a prompt", answering::enter),
    does("receipt", "what does not stand where it stood, old and new side by side", |m, _| receipt::open(m)),
    does("layer-next", "show all annotations, mine, the others', none", |m, _| layers::next(m)),
    does("layers", "choose whose annotations show: all, a group, one reader", |m, _| layers::ask(m)),
    does("filter", "filter by kind:, tag:, color:, reader:, mentions:, words", |m, _| notes::ask_filter(m)),
    does("compare", "your marks beside another reader’s, or the class’s", |m, _| compare::ask(m)),
    // Everywhere.
    does("board", "the open questions of all texts, the most asked first", |m, _| board::open(m)),
    does("sync", "send yours and fetch the others', through git", |m, _| sync::start(m)),
    does("lead", "show the others where you read, or follow who does; again ends it", |m, _| lead::toggle(m)),
    does("help", "all keys", |m, _| overlay(m, Overlay::Help(0))),
    does("palette", "all commands, by name", |m, _| palette(m)),
    does("leave", "back to the list; from the list, quit", |m, _| travel::back(m)),
    does("quit", "quit", |m, _| travel::quit(m)),
    does("suspend", "put the program to sleep (fg wakes it)", |_, _| vec![Effect::Suspend]),
];

/// The command of that name.
pub fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

fn stands_here(model: &Model) -> bool {
    current(model).is_some()
}

fn is_meant(model: &Model) -> bool {
    reply::meant(model).is_some()
}

/// Carries a command out; one that writes asks for the reader's name first, once, where there is something to write about.
pub fn run(model: &mut Model, command: &'static Command, given: &Given) -> Vec<Effect> {
    if command.writes && !model.me.confirmed && model.desk.is_some() && (command.acts)(model) {
        writing::ask_name(model, command);
        return Vec::new();
    }
    (command.run)(model, given)
}

fn overlay(model: &mut Model, overlay: Overlay) -> Vec<Effect> {
    model.overlay = Some(overlay);
    Vec::new()
}

fn palette(model: &mut Model) -> Vec<Effect> {
    let context = super::keys::context(model);
    let keys = |command: &Command| {
        let bound = model.config.keymap.keys_of(context, command.name);
        let bound = if bound.is_empty() { model.config.keymap.keys_of("global", command.name) } else { bound };
        bound.join(" ")
    };
    let choice = |command: &Command| Choice {
        label: format!("{}: {}", command.name, command.about),
        detail: keys(command),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_say_what_they_do() {
        for (index, command) in COMMANDS.iter().enumerate() {
            assert!(COMMANDS[..index].iter().all(|other| other.name != command.name), "{} stands twice", command.name);
            assert!(!command.about.is_empty() && command.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
        }
    }
}
