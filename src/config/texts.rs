//! What a text may hold that somebody sets: why one is no value, in words. It changes none.

/// The longest text a setting takes, in bytes.
const LONGEST_TEXT: usize = 200;

/// One line of a length that a file holds.
pub(super) fn printable(text: &str) -> Result<(), &'static str> {
    match text {
        _ if text.len() > LONGEST_TEXT => Err("is longer than 200 bytes"),
        _ if text.chars().any(char::is_control) => Err("holds control characters"),
        _ => Ok(()),
    }
}

/// As [`printable`], and not empty.
pub(super) fn named(text: &str) -> Result<(), &'static str> {
    if text.trim().is_empty() { Err("is empty") } else { printable(text) }
}

/// A nickname names a folder on every system, so it keeps away from what any of them reads as a path.
pub(super) fn folder(text: &str) -> Result<(), &'static str> {
    printable(text)?;
    match text {
        _ if text.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) => Err("holds what no folder name may"),
        _ if text.starts_with('.') || text.ends_with(['.', ' ']) => Err("starts or ends with what no folder name may"),
        _ => Ok(()),
    }
}
