//! The lists that one is chosen from: each a chooser, what its choices stand for, and how it shows. What taking a choice
//! does stands where overlays are dispatched.

use crate::annotation::{AnnotationId, Link, Record};
use crate::app::commands::Command;
use crate::app::state::audience::AudienceChoice;
use crate::app::state::chooser::Chooser;
use crate::app::state::export::{ExportFormat, ExportOrder};
use crate::app::state::layers::Show;
use crate::app::state::links::Backlink;
use crate::app::state::presence::PresentReader;
use crate::app::state::prompts::PendingPrompt;
use crate::config::settings::Settings;
use crate::document::DocPath;
use crate::study::{Locator, Other};

/// A list that one is chosen from.
#[derive(Debug)]
pub struct Choosing {
    /// The list.
    pub chooser: Chooser,
    /// What its choices stand for.
    pub targets: Targets,
}

/// What the choices of a list stand for, in the order of the choices.
#[derive(Debug)]
pub enum Targets {
    /// Commands, by name.
    Commands(Vec<PaletteEntry>),
    /// The sections of the open text.
    Sections,
    /// Where a note leads.
    Links(Vec<Link>),
    /// Notes that lead here.
    Backlinks(Vec<Backlink>),
    /// Versions of an annotation, or what was deleted.
    Versions(Vec<Record>),
    /// Whose annotations show.
    Layers(Vec<Show>),
    /// Paragraphs that nobody marked: where each begins, in bytes.
    Unannotated(Vec<usize>),
    /// Prompts of the syllabus, to be answered.
    Prompts(Vec<PendingPrompt>),
    /// Whom to compare with.
    Compare(Vec<Other>),
    /// Who can be followed; behind them stands the choice to lead.
    Leaders(Vec<PresentReader>),
    /// Formats to export in.
    ExportFormats(Vec<ExportFormat>),
    /// What can be exported, all but the place.
    ExportSubjects(Vec<ExportOrder>),
    /// Everything that can be gone to.
    Anywhere(Vec<GoToTarget>),
    /// Themes, by name.
    Themes(Vec<String>),
    /// Who may read something.
    Audiences(AudienceChoice),
    /// All settings, in the order of their table.
    Settings,
    /// What a setting can be.
    SettingValues(SettingValues),
}

/// What a setting can be, while one of it is chosen.
#[derive(Debug)]
pub struct SettingValues {
    /// Which row of the table of settings.
    pub row: usize,
    /// The values, as they are typed.
    pub values: Vec<String>,
    /// The settings as they were before one was shown.
    pub before: Box<Settings>,
}

/// Something that can be gone to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoToTarget {
    /// A place of a text, as readers tell each other.
    Place(DocPath, Locator),
    /// A text.
    Text(DocPath),
    /// A section of the open text, by its number.
    Section(usize),
    /// An annotation on a text.
    Note(DocPath, AnnotationId),
    /// The marks with a tag.
    Tag(String),
    /// The places of a name.
    Name(String),
    /// A command.
    Command(Command),
}

/// What a name in the palette stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaletteEntry {
    /// A command of the table.
    Command(Command),
    /// Opening a text by the name typed behind it.
    Open,
    /// A subcommand of the program, which no screen has.
    Outside(&'static str),
}

/// How a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoosingLook {
    /// Columns of its box, where there is room.
    pub width: u16,
    /// Said where nothing matches what was typed.
    pub none: &'static str,
    /// How many rows a choice that is a sentence or more takes at most, while it is not the current one and not all have room whole;
    /// 0: each choice has one row.
    pub lines: u16,
    /// The keys that matter in it, each with a word.
    pub hints: &'static [(&'static str, &'static str)],
}

impl Targets {
    /// How the list of these shows.
    pub const fn look(&self) -> ChoosingLook {
        match self {
            Self::Commands(_) => look(76, "no such command; 12 is a paragraph or page, 50% the middle", TYPE_GO),
            Self::Sections => look(76, "nothing like it", TYPE_GO),
            Self::Links(_) | Self::Backlinks(_) => look(76, "no such link", &[("enter", "go there"), CHOOSE, CLOSE]),
            Self::Versions(_) => look(90, "no such version", &[("enter", "go back to it"), CHOOSE, CLOSE]),
            Self::Layers(_) => look(60, "no such layer", &[("enter", "show it"), TYPE, CLOSE]),
            Self::Unannotated(_) => look(90, "no such paragraph", &[("enter", "go there"), TYPE, CLOSE]),
            Self::Prompts(_) => {
                ChoosingLook { lines: 3, ..look(90, "no such prompt", &[("enter", "answer"), TYPE, CLOSE]) }
            }
            Self::Compare(_) => {
                look(44, "nobody like that has marked anything here", &[("enter", "compare"), TYPE, CLOSE])
            }
            Self::Anywhere(_) => look(90, "nothing like it; P12 is a paragraph, 004:P12 one of another text", TYPE_GO),
            Self::Themes(_) => look(44, "no such theme", &[("enter", "keep it"), CHOOSE, CLOSE]),
            Self::Settings => look(90, "no such setting", &[("enter", "change it"), TYPE, CLOSE]),
            Self::SettingValues(_) => look(44, "no such value", &[("enter", "keep it"), CHOOSE, ("esc", "as before")]),
            Self::ExportFormats(_) => look(90, "no such format", &[("enter", "take it"), TYPE, CLOSE]),
            Self::ExportSubjects(_) => look(90, "nothing like it", &[("enter", "take it"), CHOOSE, CLOSE]),
            Self::Audiences(_) => look(60, "nobody of that name", &[("enter", "take it"), TYPE, CLOSE]),
            Self::Leaders(_) => look(60, "nobody of that name leads", &[("enter", "take it"), CHOOSE, CLOSE]),
        }
    }
}

const TYPE: (&str, &str) = ("type", "to narrow");
const CHOOSE: (&str, &str) = ("↑ ↓", "choose");
const CLOSE: (&str, &str) = ("esc", "close");
const TYPE_GO: &[(&str, &str)] = &[("enter", "go"), TYPE, CLOSE];

const fn look(width: u16, none: &'static str, hints: &'static [(&'static str, &'static str)]) -> ChoosingLook {
    ChoosingLook { width, none, lines: 0, hints }
}
