//! The gate that every text of the parser goes through. It parses nothing.

use crate::text::visible::{clean, is_harmless};
use std::borrow::Cow;

/// Pushed text without what may not stand in a canonical text. Entities such as `&#27;` make control characters
/// anew, so every text of the parser goes through here.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_harmless) { Cow::Borrowed(text) } else { Cow::Owned(clean(text.to_owned())) }
}
