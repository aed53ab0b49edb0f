//! What holds at a place of rich text: set by control words, and undone where their group ends.

use crate::format::office::face::Face;

/// Where text goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Destination {
    /// The text of the document.
    #[default]
    Text,
    /// Nowhere: what only programs read.
    Nowhere,
    Fonts,
    Styles,
    /// The properties of the file.
    Info,
    Title,
    Author,
    Created,
    Changed,
    /// The sign of an item, as it is shown.
    ItemSign,
    Instruction,
    Bookmark,
    RemarkAuthor,
    Remark,
    /// The number of a remark, where it is made.
    RemarkNumber,
    RemarkDate,
    /// Where the passage of a remark begins, and ends.
    RemarkBegins,
    RemarkEnds,
}

/// Destinations by the control words that begin them.
const DESTINATIONS: &[(&str, Destination)] = &[
    ("fonttbl", Destination::Fonts),
    ("stylesheet", Destination::Styles),
    ("info", Destination::Info),
    ("title", Destination::Title),
    ("author", Destination::Author),
    ("creatim", Destination::Created),
    ("revtim", Destination::Changed),
    ("listtext", Destination::ItemSign),
    ("pntext", Destination::ItemSign),
    ("fldinst", Destination::Instruction),
    ("bkmkstart", Destination::Bookmark),
    ("atnauthor", Destination::RemarkAuthor),
    ("annotation", Destination::Remark),
    ("atnref", Destination::RemarkNumber),
    ("atndate", Destination::RemarkDate),
    ("atrfstart", Destination::RemarkBegins),
    ("atrfend", Destination::RemarkEnds),
];

/// Control words whose groups hold nothing for readers, without the `\*` that says so.
const NOWHERE: &[&str] = &[
    "colortbl",
    "pict",
    "nonshppict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "object",
    "objdata",
    "themedata",
    "datastore",
    "xmlnstbl",
    "filetbl",
    "revtbl",
    "rsidtbl",
    "generator",
    "operator",
    "subject",
    "keywords",
    "comment",
    "doccomm",
    "category",
    "manager",
    "company",
    "revtim",
    "printim",
    "buptim",
    "tc",
    "xe",
    "sp",
    "pn",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "atnicn",
    "atnid",
    "atntime",
    "pgdsctbl",
    "listtable",
    "listoverridetable",
    "bkmkend",
    "template",
    "hlinkbase",
    "private",
    "latentstyles",
    "falt",
    "panose",
];

/// Groups that are marked as skippable and hold text all the same.
const SHOWN: &[&str] = &["shpinst", "shptxt", "ud", "fldinst", "footnote", "shppict"];

/// Where the text of a group goes that a control word begins; `None` where the word says nothing of that.
pub(super) fn destination(word: &str, skippable: bool) -> Option<Destination> {
    if let Some((_, destination)) = DESTINATIONS.iter().find(|(name, _)| *name == word) {
        return Some(*destination);
    }
    let nowhere = NOWHERE.contains(&word) || (skippable && !SHOWN.contains(&word));
    nowhere.then_some(Destination::Nowhere)
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub style: Option<i32>,
    /// The level of a heading, 1 for the outermost.
    pub outline: Option<u8>,
    /// The depth in a list, 0 for the outermost, where it is in one.
    pub depth: Option<u8>,
    pub in_table: bool,
    pub centred: bool,
    /// How far it is set in, and its first line, in twentieths of a point.
    pub indent: i32,
    pub first_indent: i32,
}

/// How letters are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RtfLetters {
    pub face: Face,
    pub hidden: bool,
    pub deleted: bool,
    pub font: Option<i32>,
    /// In half points; 0 where nothing is said.
    pub size: i32,
}

/// All that holds at a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct RtfState {
    pub destination: Destination,
    pub paragraph: Paragraph,
    pub letters: RtfLetters,
    /// How many signs after a character by its number stand for it where that is not understood.
    pub skipped: u8,
    /// Whether `\*` came: the group is skipped where its word is not known.
    pub skippable: bool,
    /// Whether this group says the same twice, first in a way for old programs.
    pub twice: bool,
    /// Whether a link ends with this group.
    pub linked: bool,
}

impl Default for RtfState {
    fn default() -> Self {
        Self {
            destination: Destination::Text,
            paragraph: Paragraph::default(),
            letters: RtfLetters::default(),
            skipped: 1,
            skippable: false,
            twice: false,
            linked: false,
        }
    }
}

impl RtfState {
    /// What holds in a group that begins here.
    pub(super) fn inside(&self) -> Self {
        let destination = match self.destination {
            _ if self.twice => Destination::Nowhere,
            destination => destination,
        };
        Self { destination, skippable: false, twice: false, linked: false, ..*self }
    }
}
