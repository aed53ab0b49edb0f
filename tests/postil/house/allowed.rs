//! What the rules of the house do not hold for yet. Every list may only get shorter: an entry that is no longer needed
//! is a failure, and so is one that has grown.

/// Files of a room with inner rooms that stand in none of them.
pub const OUTSIDE: &[&str] = &[];

/// Circles of files: each by its files.
pub const CIRCLES: &[&[&str]] = &[
    &["annotation/sidecar.rs", "annotation/sidecar/salvage.rs"],
    &["cli/check.rs", "cli/check/survey.rs"],
    // A document in a document: the table of formats names what looks into it again.
    &["format/docx.rs", "format/docx/chunks.rs", "format/mod.rs"],
    &["format/html/article.rs", "format/html/own.rs", "format/html/restore.rs"],
    &["format/markup/flow.rs", "format/markup/flow/runs.rs"],
    &["format/office/composer.rs", "format/office/composer/notes.rs", "format/office/composer/pictures.rs"],
];

/// Names against the order of the rooms.
pub const UPWARDS: &[&str] = &[];

/// Files that use what has its room elsewhere.
pub const ELSEWHERE: &[&str] = &[];

/// Files that hide which rooms they name.
pub const HIDDEN: &[&str] = &[];

/// Files of more lines of code than a file has, and how many.
pub const LONG_FILES: &[(&str, usize)] = &[];

/// `impl` blocks of more lines, and how many.
pub const LONG_IMPLS: &[(&str, usize)] = &[];

/// Structs of more fields, and how many. `Args` is the table of a subcommand's options that clap reads, `Settings` that of the
/// settings: a field for each row, as it is written by the user.
pub const WIDE_STRUCTS: &[(&str, usize)] = &[("cli/annotate.rs: Args", 15), ("config/settings.rs: Settings", 15)];

/// Functions of more lines, and how many. `carry_out` is a flat table, one row for each command, and one exhaustive `match`:
/// divided by room, each part would need a catch-all, and a command without a row would no longer fail to compile.
pub const LONG_FUNCTIONS: &[(&str, usize)] = &[("app/dispatch/commands.rs: carry_out", 116)];

/// Names of types that stand in the crate more than once, and how often: `Args` is what clap's table of a subcommand is called
/// in each of them.
pub const NAMES: &[(&str, usize)] = &[("Args", 17)];
