//! What is promised of each input at 120 × 40: one table, one row an input, and how a figure stands against it. It measures nothing.

use crate::input::Input;

/// What is promised of an input; none where nothing is.
struct Row {
    input: &'static str,
    /// Milliseconds to the first text, of a new user and of a later start.
    cold: Option<f64>,
    warm: Option<f64>,
    /// The most memory, in MiB.
    peak: Option<f64>,
    /// Why a goal is out of reach; empty where none is known to be.
    limit: &'static str,
}

const fn row(input: &'static str, cold: f64) -> Row {
    Row { input, cold: Some(cold), warm: None, peak: None, limit: "" }
}

const ROWS: &[Row] = &[
    row("txt 1 MB", 10.0),
    row("txt 10 MB", 10.0),
    row("txt 100 MB", 10.0),
    row("html 1 MB", 12.0),
    Row { peak: Some(35.0), limit: HTML, ..row("html 10 MB", 15.0) },
    row("epub 1 MB", 10.0),
    row("epub 10 MB", 12.0),
    Row { peak: Some(170.0), limit: EPUB, ..row("epub 100 MB", 20.0) },
    Row { limit: PDF, ..row("pdf 350 pages", 12.0) },
    row("docx 1 MB", 12.0),
    row("odt 1 MB", 12.0),
    Row { warm: Some(25.0), limit: LIST, ..row("folder of 10,000", 40.0) },
];

const HTML: &str = "(39 MiB are what the article finder writes and nobody asks for, the rest is the tree)";
const EPUB: &str = "(the directory and the package of 2,500 chapters are read before the first of them)";
const PDF: &str = "(most of it are the letters of the first page: their fonts, and whether each is drawn twice)";

const LIST: &str = "(a page of the list sets each title off from what stands below it)";

/// Milliseconds that `less` 590 took to the first text of 1 MB where the goals were set.
pub const LESS: f64 = 1.9;

/// Whether it is what a machine is measured by: `less` on that text.
pub fn is_measure(program: &str, input: &Input) -> bool {
    program == "less" && input.name == "txt 1 MB"
}

/// Milliseconds to the last byte of a key's answer: the median, and what 99 of a hundred stay below.
const KEY: (f64, f64) = (1.0, 8.0);
/// Bytes of one row on: the text alone, and between a list and notes.
const ROW_ALONE: f64 = 140.0;
const ROW: f64 = 400.0;
/// Bytes of a page against those of the text that it shows.
const PAGE: f64 = 1.1;

/// A measured figure.
#[derive(Clone, Copy)]
pub enum Figure {
    /// Milliseconds to the first text, of a new user.
    Cold,
    /// The same of a later start.
    Warm,
    /// The median of the answers to keys, in milliseconds.
    Key,
    /// What 99 of a hundred of them stay below.
    LateKey,
    /// Bytes for one row on.
    Row,
    /// The same with the text alone.
    RowAlone,
    /// Bytes for one page on, which shows so many bytes of text.
    Page {
        /// Those of the rows that it changed, without the blanks at their ends.
        text: f64,
    },
    /// The most memory, in MiB.
    Peak,
}

impl Figure {
    /// What the list of what is missed calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cold => "cold, ms",
            Self::Warm => "warm, ms",
            Self::Key => "key, ms",
            Self::LateKey => "99 % of keys, ms",
            Self::Row => "row, bytes",
            Self::RowAlone => "row of the text alone, bytes",
            Self::Page { .. } => "page, bytes",
            Self::Peak => "peak, MiB",
        }
    }

    /// How many decimals are printed of it.
    pub fn decimals(self) -> usize {
        usize::from(matches!(self, Self::Cold | Self::Warm | Self::Key | Self::LateKey))
    }

    /// The most that it may be for an input; none where nothing is promised.
    pub fn goal(self, input: &Input) -> Option<f64> {
        let row = ROWS.iter().find(|row| row.input == input.name);
        match self {
            Self::Cold => row?.cold,
            Self::Warm => row?.warm,
            Self::Peak => row?.peak,
            Self::Key => Some(KEY.0),
            Self::LateKey => Some(KEY.1),
            Self::Row => Some(ROW),
            Self::RowAlone => Some(ROW_ALONE),
            Self::Page { text } => Some(text * PAGE),
        }
    }
}

/// Why what is promised of an input is out of reach; empty where that is not known.
pub fn limit(input: &Input) -> &'static str {
    ROWS.iter().find(|row| row.input == input.name).map_or("", |row| row.limit)
}
